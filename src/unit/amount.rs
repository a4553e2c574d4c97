//! A number with its unit.

use crate::error::Error;
use crate::number::{
    Decimal, Ratio, exact_add, exact_multiply, exact_subtract, negated, pad_number, parse_decimal,
    plain,
};
use crate::unit::{Dimension, Unit};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// An exact number of one unit.
///
/// Sums and differences are exact or an error. Amounts in units that convert are compared, added
/// and divided by their exact size; the result of an addition is in the unit of the first.
///
/// ```
/// use bilateral::unit::{Amount, USD};
/// use bilateral::{Money, number::decimal};
///
/// let exports = Amount::new(decimal("33.686"), USD.billion());
/// let imports: Amount<Money> = "39462 million USD".parse()?;
/// assert_eq!(exports.plus(imports)?.to_string(), "73.148 billion US$");
/// assert_eq!(imports.ratio_to(exports)?.percent(1).to_string(), "117.1 %");
/// assert!(exports < imports);
///
/// let yuan: Amount<Money> = "243.03 billion CNY".parse()?;
/// assert!(exports.plus(yuan).unwrap_err().help().contains("exchange rate"));
/// # Ok::<(), bilateral::Error>(())
/// ```
///
/// Amounts of different dimensions do not add up; the code does not compile:
///
/// ```compile_fail
/// # use bilateral::{Energy, Money, unit::Amount};
/// # fn main() -> Result<(), bilateral::Error> {
/// let value: Amount<Money> = "5 billion USD".parse()?;
/// let heat: Amount<Energy> = "5 TJ (gross)".parse()?;
/// value.plus(heat)?;
/// # Ok(()) }
/// ```
/// ```compile_fail
/// # use bilateral::{Energy, Mass, unit::Amount};
/// # fn main() -> Result<(), bilateral::Error> {
/// let crude: Amount<Mass> = "107 Mt".parse()?;
/// let heat: Amount<Energy> = "107 Mtoe (net)".parse()?; // a unit of energy, not a tonne of crude
/// crude.plus(heat)?;
/// # Ok(()) }
/// ```
/// ```compile_fail
/// # use bilateral::{Mass, Volume, unit::Amount};
/// # fn main() -> Result<(), bilateral::Error> {
/// let weight: Amount<Mass> = "1 t".parse()?;
/// let barrels: Amount<Volume> = "7.33 bbl".parse()?;
/// weight.minus(barrels)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "Fields<D>", into = "Fields<D>", bound = "")]
pub struct Amount<D: Dimension> {
    value: Decimal,
    unit: D::Unit,
}

impl<D: Dimension> Amount<D> {
    /// An amount: a number of the unit.
    #[must_use]
    pub fn new<U>(value: Decimal, unit: U) -> Amount<D>
    where
        U: Unit<Dimension = D>,
        D: Dimension<Unit = U>,
    {
        Amount { value: plain(value), unit }
    }

    /// As `new`, where the unit is known to be one of the dimension only by its type.
    pub(crate) fn of(value: Decimal, unit: D::Unit) -> Amount<D> {
        Amount { value: plain(value), unit }
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.value
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> D::Unit {
        self.unit
    }

    /// The sum, in the unit of the first.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert,
    /// [`Inexact`](crate::ErrorKind::Inexact) if the sum does not fit.
    pub fn plus(self, other: Amount<D>) -> Result<Amount<D>, Error> {
        let other = other.convert(self.unit)?;
        Ok(Amount { value: exact_add(self.value, other.value)?, unit: self.unit })
    }

    /// The difference, in the unit of the first.
    ///
    /// # Errors
    /// As [`plus`](Amount::plus).
    pub fn minus(self, other: Amount<D>) -> Result<Amount<D>, Error> {
        let other = other.convert(self.unit)?;
        Ok(Amount { value: exact_subtract(self.value, other.value)?, unit: self.unit })
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Amount<D> {
        Amount { value: negated(self.value), unit: self.unit }
    }

    /// The amount times a number.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if the product does not fit.
    pub fn times(self, factor: Decimal) -> Result<Amount<D>, Error> {
        Ok(Amount { value: exact_multiply(self.value, factor)?, unit: self.unit })
    }

    /// The sum of all amounts; `None` for an empty list. Its size does not depend on the order.
    ///
    /// It is in the unit of the first, or, where it does not fit there, in the first of the units
    /// that holds it: 1 lb + 1 kg is 1.45359237 kg, and no decimal number of pounds.
    ///
    /// # Errors
    /// As [`plus`](Amount::plus); what lies between does not matter, only the result must fit.
    pub fn sum(amounts: impl IntoIterator<Item = Amount<D>>) -> Result<Option<Amount<D>>, Error> {
        let amounts: Vec<Amount<D>> = amounts.into_iter().collect();
        let Some(first) = amounts.first() else { return Ok(None) };
        let mut total = Ratio::zero();
        for amount in &amounts {
            total = total + amount.in_unit(first.unit)?;
        }
        let places = amounts.iter().map(|amount| amount.value.scale()).max().unwrap_or(0);
        // One unit after the other, the first one first, so that the order decides the unit and
        // never the success.
        let mut refusal = Error::inexact("a sum");
        let mut tried: Vec<D::Unit> = Vec::new();
        for amount in &amounts {
            if tried.contains(&amount.unit) {
                continue;
            }
            tried.push(amount.unit);
            match (total.clone() * D::ratio(first.unit, amount.unit)?).to_decimal() {
                // A zero with the places of the longest term, so that the sum is printed as the
                // terms are.
                Ok(value) => {
                    let value = exact_add(value, Decimal::new(0, places)).unwrap_or(value);
                    return Ok(Some(Amount { value, unit: amount.unit }));
                }
                Err(error) => refusal = error,
            }
        }
        Err(refusal.about("a sum").with_help("add up the exact fractions that in_unit(..) gives"))
    }

    /// The same amount in another unit.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert,
    /// [`Inexact`](crate::ErrorKind::Inexact) if the number has no end or does not fit;
    /// [`in_unit`](Amount::in_unit) gives it as a fraction.
    pub fn convert(self, unit: D::Unit) -> Result<Amount<D>, Error> {
        if unit == self.unit {
            return Ok(self);
        }
        let value = self.in_unit(unit)?.to_decimal().map_err(|error| {
            error
                .about(format!("{self} in {unit}"))
                .with_help("take in_unit(..), which gives the number as an exact fraction")
        })?;
        Ok(Amount { value, unit })
    }

    /// The number of another unit that it comes to, as an exact fraction.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert.
    pub fn in_unit(self, unit: D::Unit) -> Result<Ratio, Error> {
        let value = Ratio::from(self.value);
        if unit == self.unit { Ok(value) } else { Ok(value * D::ratio(self.unit, unit)?) }
    }

    /// This amount as a multiple of the other one.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert,
    /// [`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero).
    pub fn ratio_to(self, other: Amount<D>) -> Result<Ratio, Error> {
        self.in_unit(other.unit)?.over(&Ratio::from(other.value))
    }

    /// Which is larger.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert.
    pub fn compare(self, other: Amount<D>) -> Result<Ordering, Error> {
        if self.unit == other.unit {
            return Ok(self.value.cmp(&other.value));
        }
        Ok(self.in_unit(other.unit)?.cmp(&Ratio::from(other.value)))
    }
}

/// Equal if they are the same size, whatever the unit: 1000 million is 1 billion.
impl<D: Dimension> PartialEq for Amount<D> {
    fn eq(&self, other: &Amount<D>) -> bool {
        self.compare(*other).is_ok_and(Ordering::is_eq)
    }
}

impl<D: Dimension> PartialOrd for Amount<D> {
    fn partial_cmp(&self, other: &Amount<D>) -> Option<Ordering> {
        self.compare(*other).ok()
    }
}

/// The exact value and the unit; with a precision, `{:.1}`, the value with that number of places,
/// rounded half away from zero.
///
/// ```
/// let amount: bilateral::Amount<bilateral::Money> = "190.271 billion USD".parse()?;
/// assert_eq!(amount.to_string(), "190.271 billion US$");
/// assert_eq!(format!("{amount:.1}"), "190.3 billion US$");
/// # Ok::<(), bilateral::Error>(())
/// ```
impl<D: Dimension> fmt::Display for Amount<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match f.precision() {
            Some(places) => format!("{:.places$} {}", Ratio::from(self.value), self.unit),
            None => format!("{} {}", self.value, self.unit),
        };
        pad_number(f, &text)
    }
}

impl<D: Dimension> FromStr for Amount<D> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Amount<D>, Error> {
        let (value, unit) = text.split_once(' ').ok_or_else(|| {
            Error::parse(
                "an amount",
                text,
                "write a number, a blank and a unit, as 73.148 billion USD",
            )
        })?;
        Ok(Amount { value: parse_decimal(value)?, unit: unit.parse()? })
    }
}

/// The form of an amount in serde: number and unit as text.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
struct Fields<D: Dimension> {
    #[serde(with = "crate::number::decimal_serde")]
    value: Decimal,
    unit: D::Unit,
}

impl<D: Dimension> TryFrom<Fields<D>> for Amount<D> {
    type Error = Error;
    fn try_from(fields: Fields<D>) -> Result<Amount<D>, Error> {
        Ok(Amount::new(fields.value, fields.unit))
    }
}

impl<D: Dimension> From<Amount<D>> for Fields<D> {
    fn from(amount: Amount<D>) -> Fields<D> {
        Fields { value: amount.value, unit: amount.unit }
    }
}
