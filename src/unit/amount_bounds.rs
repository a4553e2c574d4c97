//! What a true amount may be.

use crate::error::Error;
use crate::number::{Bounds, Ratio};
use crate::unit::{Amount, Dimension, Unit};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Bound;

/// An interval of amounts in one unit.
///
/// ```
/// use bilateral::{Figure, Money, unit::{Amount, AmountBounds, USD}};
///
/// let record: Figure = "190".parse()?;
/// let bounds: AmountBounds<Money> = AmountBounds::new(record.bounds(), USD.billion());
/// assert_eq!(bounds.to_string(), "189.5 to 190.5 billion US$");
/// assert!(bounds.contains("190271 million USD".parse()?)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct AmountBounds<D: Dimension> {
    bounds: Bounds,
    unit: D::Unit,
}

impl<D: Dimension> AmountBounds<D> {
    /// Bounds in a unit.
    #[must_use]
    pub fn new<U>(bounds: Bounds, unit: U) -> AmountBounds<D>
    where
        U: Unit<Dimension = D>,
        D: Dimension<Unit = U>,
    {
        AmountBounds { bounds, unit }
    }

    /// As `new`, where the unit is known to be one of the dimension only by its type.
    pub(crate) fn of(bounds: Bounds, unit: D::Unit) -> AmountBounds<D> {
        AmountBounds { bounds, unit }
    }

    /// The numbers.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// The same bounds in another unit, exactly.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert.
    pub fn convert(&self, unit: D::Unit) -> Result<AmountBounds<D>, Error> {
        let factor = D::ratio(self.unit, unit)?;
        Ok(AmountBounds { bounds: self.bounds.scaled(&factor), unit })
    }

    /// True if the amount lies inside.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the units do not convert.
    pub fn contains(&self, amount: Amount<D>) -> Result<bool, Error> {
        Ok(self.bounds.contains(&amount.in_unit(self.unit)?))
    }
}

/// With as many places as the ends have, at most six; further ones are rounded outward.
impl<D: Dimension> fmt::Display for AmountBounds<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: u8 = 6;
        let is_whole = |end: Bound<&Ratio>, places: u8| match end {
            Bound::Unbounded => true,
            Bound::Included(end) | Bound::Excluded(end) => {
                (end.clone() * Ratio::power_of_ten(i16::from(places))).denominator()
                    == Ratio::one().numerator()
            }
        };
        let fits = |places: &u8| {
            is_whole(self.bounds.low(), *places) && is_whole(self.bounds.high(), *places)
        };
        let places = (0..MOST).find(fits).unwrap_or(MOST);
        write!(f, "{} {}", self.bounds.outward(places), self.unit)
    }
}
