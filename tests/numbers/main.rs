//! Numbers, units, amounts, periods, codes, and every parser on hostile text.

mod amounts;
mod bounds;
mod codes;
mod comtrade_units;
mod hostile;
mod periods;
mod press;
mod serde;
mod unit_laws;
mod units;
mod wordings;
