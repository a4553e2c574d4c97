#![allow(missing_docs)]
pub mod error;
pub mod number;
pub mod period;
pub mod unit;
pub use error::{Error, ErrorKind, Undefined};
pub use number::{Ratio, Rounding, Bounds, Figure, Hedge};
pub use period::{Month, Period, PublicationDate, date, parse_date};
pub use unit::{Amount, Money, Mass, Energy, Volume, Supplementary};
