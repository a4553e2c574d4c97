//! Quantities per day.

use crate::error::Error;
use crate::number::{Decimal, Ratio, pad_number, parse_decimal};
use crate::unit::{Amount, Dimension, Quantity, Unit};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A quantity per day: 2.14 million barrels a day, 38 million m³ of gas a day.
///
/// A rate is not an amount: over a number of days it becomes one. The rate of a month and its
/// amount grow differently, because months and years differ in their number of days. The forms that
/// are read are `bbl/d`, `b/d`, `bpd`, `kb/d`, `mb/d` and any unit of quantity followed by `/d`.
///
/// ```
/// use bilateral::Volume;
/// use bilateral::unit::Rate;
///
/// let flow: Rate<Volume> = "1.98 mb/d".parse()?;
/// assert_eq!(flow.to_string(), "1.98 million bbl/d");
/// assert_eq!(flow.over_days(31)?.to_string(), "61.38 million bbl");
/// // gas, at which conditions?
/// assert!("50 mcm/d".parse::<Rate<Volume>>().unwrap_err().help().contains("20 °C"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields", bound = "")]
pub struct Rate<Q: Quantity> {
    daily: Amount<Q>,
}

impl<Q: Quantity> Rate<Q> {
    /// A rate: this number of the unit per day.
    #[must_use]
    pub fn new<U>(value: Decimal, unit: U) -> Rate<Q>
    where
        U: Unit<Dimension = Q>,
        Q: Dimension<Unit = U>,
    {
        Rate { daily: Amount::new(value, unit) }
    }

    /// The amount of one day.
    #[must_use]
    pub fn daily(self) -> Amount<Q> {
        self.daily
    }

    /// The amount over a number of days.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it does not fit.
    pub fn over_days(self, days: u32) -> Result<Amount<Q>, Error> {
        self.daily.times(Decimal::from(days))
    }
}

impl<Q: Quantity> Amount<Q> {
    /// The average per day over a number of days, in the unit of the amount, as an exact fraction.
    ///
    /// # Undefined when
    /// The number of days is zero
    /// ([`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero)).
    ///
    /// # Example
    /// ```
    /// use bilateral::{Mass, Rounding, unit::Amount};
    /// let june: Amount<Mass> = "49.89 Mt".parse()?; // crude oil imports of China, June 2025
    /// assert_eq!(june.per_day(30)?.round(3, Rounding::HalfEven).to_string(), "1.663");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn per_day(self, days: u32) -> Result<Ratio, Error> {
        Ratio::from(self.value()).over(&Ratio::from(i64::from(days)))
    }
}

impl<Q: Quantity> PartialOrd for Rate<Q> {
    fn partial_cmp(&self, other: &Rate<Q>) -> Option<std::cmp::Ordering> {
        self.daily.partial_cmp(&other.daily)
    }
}

/// What reports write for barrels where a rate leaves no doubt.
const BARRELS: &[(&str, &str)] =
    &[("b", "bbl"), ("kb", "thousand bbl"), ("mb", "million bbl"), ("million b", "million bbl")];

fn unit_of<U: FromStr<Err = Error>>(text: &str) -> Result<U, Error> {
    let daily = match text {
        "bpd" => "bbl",
        _ => text.strip_suffix("/d").or_else(|| text.strip_suffix("/day")).ok_or_else(|| {
            Error::parse(
                "a unit of a rate",
                text,
                "write a unit of quantity followed by /d, as bbl/d, mb/d or t/d",
            )
        })?,
    };
    let spelled = BARRELS.iter().find(|(short, _)| *short == daily).map_or(daily, |(_, long)| long);
    spelled.parse()
}

impl<Q: Quantity> fmt::Display for Rate<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match f.precision() {
            Some(places) => format!("{:.places$}/d", self.daily),
            None => format!("{}/d", self.daily),
        };
        pad_number(f, &text)
    }
}

impl<Q: Quantity> FromStr for Rate<Q> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Rate<Q>, Error> {
        let (value, unit) = text.split_once(' ').ok_or_else(|| {
            Error::parse(
                "a rate",
                text,
                "write a number, a blank and a unit, as 2.14 million bbl/d",
            )
        })?;
        Ok(Rate { daily: Amount::new(parse_decimal(value)?, unit_of(unit)?) })
    }
}

/// The form of a rate in serde: number and unit as text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(with = "crate::number::decimal_serde")]
    value: Decimal,
    unit: String,
}

impl<Q: Quantity> TryFrom<Fields> for Rate<Q> {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<Rate<Q>, Error> {
        Ok(Rate { daily: Amount::new(fields.value, unit_of(&fields.unit)?) })
    }
}

impl<Q: Quantity> From<Rate<Q>> for Fields {
    fn from(rate: Rate<Q>) -> Fields {
        Fields { value: rate.daily.value(), unit: format!("{}/d", rate.daily.unit()) }
    }
}
