//! Numbers that lose nothing: strict decimals, exact ratios, bounds, and figures as published.
//!
//! | type | what it is |
//! |---|---|
//! | [`Decimal`] | a fixed-width decimal of up to 28 digits, from `rust_decimal`, read strictly and added exactly |
//! | [`Ratio`] | an exact fraction; growth, shares and contributions stay one until [`Ratio::round`] |
//! | [`Bounds`] | an interval of ratios with open, closed or missing ends |
//! | [`Figure`] | a number as published: its value, its last printed digit, its hedge |
//! | [`Rounded`], [`Percent`], [`PercentagePoints`] | results of a rounding; they print, and cannot be rounded again |

mod bounds;
mod decimal;
mod enclosure;
mod figure;
mod irrational;
mod ratio;
mod refusal;
mod round;
mod small;
pub(crate) mod text_form;
mod wording;
mod words;

pub use bounds::{Bounds, OutwardBounds};
pub use decimal::{decimal, parse_decimal};
pub use figure::{Direction, Figure, FigureKind, Hedge};
pub use ratio::Ratio;
pub use round::{Percent, PercentagePoints, Rounded, Rounding};
/// The fixed-width decimal type of the crate; its own operators round silently, so add
/// amounts ([`Amount::plus`](crate::Amount::plus)) or ratios.
pub use rust_decimal::Decimal;

pub(crate) use decimal::{
    decimal_serde, exact_add, exact_multiply, exact_subtract, negated, plain,
};
pub(crate) use enclosure::{Enclosure, round_enclosed};
pub(crate) use irrational::{
    doubling_periods, enclose_powers, log_ratio, product_of_powers, root_of_power,
};
pub(crate) use round::{divide, pad_number};
