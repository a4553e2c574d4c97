//! Value per quantity.

use crate::error::{Error, Undefined};
use crate::number::{Ratio, Rounding};
use crate::unit::{Amount, Currency, Dimension, Money, Quantity};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A unit value: money per one unit of a quantity. It is exact, and carries both units.
///
/// A unit value is a quotient of two totals, not a price: it also moves with the mix of goods.
/// [`Amount::per`] makes it.
///
/// ```
/// use bilateral::{Mass, Money, unit::{Amount, MassUnit}};
///
/// let value: Amount<Money> = "505.9 USD".parse()?;
/// let weight: Amount<Mass> = "1 t".parse()?;
/// let per_tonne = value.per(weight)?;
/// assert_eq!(per_tonne.to_string(), "505.90 US$/t");
/// assert_eq!(per_tonne.in_unit(MassUnit::Kilogram)?.to_string(), "0.51 US$/kg");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct UnitValue<Q: Quantity> {
    value: Ratio,
    currency: Currency,
    per: Q::Unit,
}

impl Amount<Money> {
    /// The unit value: money per unit of a quantity.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`] for a quantity of zero.
    ///
    /// ```
    /// use bilateral::{Mass, Money, unit::Amount};
    /// let value: Amount<Money> = "40.29 billion USD".parse()?; // crude oil from Russia, 2021
    /// let weight: Amount<Mass> = "79.64 Mt".parse()?;
    /// assert_eq!(value.per(weight)?.to_string(), "505.90 US$/t");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn per<Q: Quantity>(self, quantity: Amount<Q>) -> Result<UnitValue<Q>, Error> {
        if quantity.value().is_zero() {
            return Err(Error::from(Undefined::DivisionByZero)
                .about("a unit value")
                .with_help("give the value alone, since there is no quantity"));
        }
        UnitValue::between(self, quantity)
    }
}

impl<Q: Quantity> UnitValue<Q> {
    /// The quantity must not be zero.
    fn between(value: Amount<Money>, quantity: Amount<Q>) -> Result<UnitValue<Q>, Error> {
        let currency = value.unit().currency();
        // Both in plain units: money in single units of its currency, the quantity in the one that
        // people quote.
        let per = Q::any(quantity.unit()).quoted();
        let per = Q::from_any(per)?;
        let money = value.in_unit(currency.one())?;
        Ok(UnitValue { value: money.over(&quantity.in_unit(per)?)?, currency, per })
    }

    /// The number of units of the currency for one unit of the quantity.
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The unit of the quantity.
    #[must_use]
    pub fn per(&self) -> Q::Unit {
        self.per
    }

    /// The same unit value for another unit of the quantity.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert.
    pub fn in_unit(&self, per: Q::Unit) -> Result<UnitValue<Q>, Error> {
        let factor = <Q as Dimension>::ratio(per, self.per)?;
        Ok(UnitValue { value: &self.value * &factor, currency: self.currency, per })
    }

    /// This unit value as a multiple of the other one.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for another currency or units that do not convert,
    /// [`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero).
    pub fn ratio_to(&self, other: &UnitValue<Q>) -> Result<Ratio, Error> {
        self.currency.one().ratio_to(other.currency.one())?;
        self.value.over(&other.in_unit(self.per)?.value)
    }
}

/// To two places; with a precision, `{:.4}`, to that number of places. Rounded half away from zero.
impl<Q: Quantity> fmt::Display for UnitValue<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().and_then(|places| u8::try_from(places).ok()).unwrap_or(2);
        write!(
            f,
            "{} {}/{}",
            self.value.round(places, Rounding::default()),
            self.currency.symbol(),
            self.per
        )
    }
}
