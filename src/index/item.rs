//! One item of a basket in two periods.

use crate::error::{Error, Undefined};
use crate::number::Ratio;

/// Value per quantity: a price only as far as the goods are alike.
///
/// # Formula
/// `value / quantity`
///
/// # Undefined when
/// The quantity is zero ([`Undefined::DivisionByZero`]) or a number is negative ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{Rounding, index, number::decimal};
/// // LNG from Russia to China, January-June 2023: 2.7 billion US$ for 3.9 million tonnes
/// let per_tonne = index::unit_value(decimal("2700"), decimal("3.9"))?;
/// assert_eq!(per_tonne.round(0, Rounding::HalfEven).to_string(), "692");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn unit_value(value: impl Into<Ratio>, quantity: impl Into<Ratio>) -> Result<Ratio, Error> {
    let (value, quantity) = (value.into(), quantity.into());
    if value.is_negative() || quantity.is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    value.over(&quantity)
}

/// One item: its value and its quantity in the base period and now.
///
/// An item without trade in a period has the value zero there. A quantity of zero, or none, beside a value means that it is not
/// known; such an item is not matched and counts against the [`Coverage`](crate::index::Coverage).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub(crate) base_value: Ratio,
    pub(crate) base_quantity: Ratio,
    pub(crate) value: Ratio,
    pub(crate) quantity: Ratio,
}

impl Item {
    /// An item from `(value, quantity)` in the base period and `(value, quantity)` now.
    ///
    /// # Errors
    /// [`Undefined::NegativeLevel`].
    pub fn new(
        base: (impl Into<Ratio>, impl Into<Ratio>),
        now: (impl Into<Ratio>, impl Into<Ratio>),
    ) -> Result<Item, Error> {
        let item = Item {
            base_value: base.0.into(),
            base_quantity: base.1.into(),
            value: now.0.into(),
            quantity: now.1.into(),
        };
        let numbers = [&item.base_value, &item.base_quantity, &item.value, &item.quantity];
        if numbers.iter().any(|number| number.is_negative()) { Err(Undefined::NegativeLevel.into()) } else { Ok(item) }
    }

    /// An item of which no quantity is known.
    ///
    /// # Errors
    /// [`Undefined::NegativeLevel`].
    pub fn without_quantity(base_value: impl Into<Ratio>, value: impl Into<Ratio>) -> Result<Item, Error> {
        Item::new((base_value, 0), (value, 0))
    }

    /// True if both unit values are known and positive, so that the price of the item can be compared.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        [&self.base_value, &self.base_quantity, &self.value, &self.quantity].iter().all(|number| number.is_positive())
    }
}
