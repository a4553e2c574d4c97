//! One item of a basket in two periods.

use crate::error::{Error, Undefined};
use crate::number::Ratio;
use crate::unit::{Amount, AnyUnit, Money, MoneyUnit, Quantity};
use serde::{Deserialize, Serialize};

/// Value per quantity. It is a price only if the goods are alike.
///
/// # Formula
/// `value / quantity`
///
/// # Undefined when
/// The quantity is zero ([`Undefined::DivisionByZero`]) or a number is negative
/// ([`Undefined::NegativeLevel`]).
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
    if quantity.is_zero() {
        return Err(Error::from(Undefined::DivisionByZero)
            .with_help("give the value alone, since there is no quantity"));
    }
    value.over(&quantity)
}

/// One item: its value and its quantity in the base period and now.
///
/// An item without trade in a period has the value zero there. A quantity of zero, or none, beside
/// a value means that it is not known; such an item is not matched and counts against the
/// [`MatchedCoverage`](crate::index::MatchedCoverage).
///
/// ```
/// use bilateral::index::{Item, Standing};
/// use bilateral::{Amount, Mass, Money};
///
/// let money = |text: &str| text.parse::<Amount<Money>>();
/// let weight = |text: &str| text.parse::<Amount<Mass>>();
/// let crude = Item::measured(
///     (money("58370 million USD")?, weight("86.2 Mt")?), // China's crude oil from Russia, 2022
///     (money("40.29 billion USD")?, weight("79.64 Mt")?), // 2021, whose units count from here on
/// )?
/// .named("crude oil");
/// assert_eq!(crude.standing(), Standing::Matched);
/// assert_eq!((crude.price_change()? - bilateral::Ratio::one()).percent(1).to_string(), "33.8 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Item {
    name: String,
    pub(crate) base_value: Ratio,
    pub(crate) base_quantity: Ratio,
    pub(crate) value: Ratio,
    pub(crate) quantity: Ratio,
    units: Option<Units>,
    set_aside: bool,
}

/// Units of value and quantity, where the item was made of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Units {
    pub(crate) value: MoneyUnit,
    pub(crate) quantity: AnyUnit,
}

/// How an item stands between the two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Standing {
    /// Value and quantity are known and positive in both periods: its price is compared.
    Matched,
    /// No trade in the base period.
    Entry,
    /// No trade now.
    Exit,
    /// Trade in both periods, but a quantity is missing or the item was set aside: its price is not
    /// compared.
    NotCompared,
    /// No trade in either period.
    Absent,
}

/// A matched item: both unit values, both quantities.
pub(crate) struct Matched<'a> {
    pub(crate) item: &'a Item,
    pub(crate) base_price: Ratio,
    pub(crate) price: Ratio,
}

impl Item {
    /// An item from `(value, quantity)` now and `(value, quantity)` in the base period.
    ///
    /// # Errors
    /// [`Undefined::NegativeLevel`].
    pub fn new(
        now: (impl Into<Ratio>, impl Into<Ratio>),
        base: (impl Into<Ratio>, impl Into<Ratio>),
    ) -> Result<Item, Error> {
        let item = Item {
            name: String::new(),
            base_value: base.0.into(),
            base_quantity: base.1.into(),
            value: now.0.into(),
            quantity: now.1.into(),
            units: None,
            set_aside: false,
        };
        let numbers = [&item.base_value, &item.base_quantity, &item.value, &item.quantity];
        if numbers.iter().any(|number| number.is_negative()) {
            Err(Undefined::NegativeLevel.into())
        } else {
            Ok(item)
        }
    }

    /// An item of which no quantity is known, from its values now and in the base period.
    ///
    /// # Errors
    /// [`Undefined::NegativeLevel`].
    pub fn without_quantity(
        value: impl Into<Ratio>,
        base_value: impl Into<Ratio>,
    ) -> Result<Item, Error> {
        Item::new((value, 0), (base_value, 0))
    }

    /// An item from the amounts now and those of the base period; it is counted in the units of the
    /// base.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) where the units of the two periods do not convert;
    /// [`Undefined::NegativeLevel`].
    pub fn measured<Q: Quantity>(
        now: (Amount<Money>, Amount<Q>),
        base: (Amount<Money>, Amount<Q>),
    ) -> Result<Item, Error> {
        let units = Units { value: base.0.unit(), quantity: Q::any(base.1.unit()) };
        let item = Item::new(
            (now.0.in_unit(base.0.unit())?, now.1.in_unit(base.1.unit())?),
            (base.0.value(), base.1.value()),
        )?;
        Ok(Item { units: Some(units), ..item })
    }

    /// The same item with a name, for tables and errors.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Item {
        Item { name: name.into(), ..self }
    }

    /// The same item, excluded from price and volume effects. Its change stays in the total.
    #[must_use]
    pub fn not_compared(self) -> Item {
        Item { set_aside: true, ..self }
    }

    /// The name; empty if none was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value in the base period.
    #[must_use]
    pub fn base_value(&self) -> &Ratio {
        &self.base_value
    }

    /// The quantity in the base period; zero if there is none or it is not known.
    #[must_use]
    pub fn base_quantity(&self) -> &Ratio {
        &self.base_quantity
    }

    /// The value now.
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }

    /// The quantity now; zero if there is none or it is not known.
    #[must_use]
    pub fn quantity(&self) -> &Ratio {
        &self.quantity
    }

    /// The unit of the quantities, if the item was [`measured`](Item::measured).
    #[must_use]
    pub fn quantity_unit(&self) -> Option<AnyUnit> {
        self.units.map(|units| units.quantity)
    }

    /// How the item stands between the two periods.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (self.base_value.is_positive(), self.value.is_positive()) {
            (false, false) => Standing::Absent,
            (false, true) => Standing::Entry,
            (true, false) => Standing::Exit,
            (true, true) if self.is_matched() => Standing::Matched,
            (true, true) => Standing::NotCompared,
        }
    }

    /// True if both unit values are known and positive, so that the price of the item can be
    /// compared, and the item was not set aside.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        let numbers = [&self.base_value, &self.base_quantity, &self.value, &self.quantity];
        !self.set_aside && numbers.iter().all(|number| number.is_positive())
    }

    /// The unit value now as a multiple of the one then.
    ///
    /// # Formula
    /// `(value / quantity) / (base value / base quantity)`
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`] unless the item is matched.
    pub fn price_change(&self) -> Result<Ratio, Error> {
        let matched = self.matched().ok_or(Undefined::NothingMatched)?;
        matched.price.over(&matched.base_price)
    }

    /// The quantity now as a multiple of the one then.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`] unless the item is matched.
    pub fn volume_change(&self) -> Result<Ratio, Error> {
        if !self.is_matched() {
            return Err(Undefined::NothingMatched.into());
        }
        self.quantity.over(&self.base_quantity)
    }

    /// The item as a matched one; `None` if its price cannot be compared.
    pub(crate) fn matched(&self) -> Option<Matched<'_>> {
        if !self.is_matched() {
            return None;
        }
        // A matched item has positive quantities, so both quotients exist.
        let base_price = self.base_value.over(&self.base_quantity).ok()?;
        Some(Matched { item: self, base_price, price: self.value.over(&self.quantity).ok()? })
    }

    pub(crate) fn units(&self) -> Option<Units> {
        self.units
    }

    /// The same item with its values in another unit of money: one unit of its own is `factor` of
    /// the other.
    pub(crate) fn valued_in(self, value: MoneyUnit, factor: &Ratio) -> Item {
        let units = self.units.map(|units| Units { value, ..units });
        Item { base_value: &self.base_value * factor, value: &self.value * factor, units, ..self }
    }

    /// The same item with price and quantity exchanged, so that a price index of it is a volume
    /// index.
    pub(crate) fn exchanged(&self) -> Item {
        match self.matched() {
            Some(Matched { base_price, price, .. }) => {
                Item { base_quantity: base_price, quantity: price, units: None, ..self.clone() }
            }
            None => self.clone().not_compared(),
        }
    }
}

/// The form of an item in serde, before it is checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    base_value: Ratio,
    base_quantity: Ratio,
    value: Ratio,
    quantity: Ratio,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    units: Option<Units>,
    #[serde(default)]
    set_aside: bool,
}

impl TryFrom<Fields> for Item {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<Item, Error> {
        let Fields { name, base_value, base_quantity, value, quantity, units, set_aside } = fields;
        if let Some(Units { quantity: AnyUnit::Money(unit), .. }) = units {
            return Err(Error::mismatch("the dimension of a unit", "a quantity", unit));
        }
        let item = Item::new((value, quantity), (base_value, base_quantity))?;
        Ok(Item { name, units, set_aside, ..item })
    }
}

impl From<Item> for Fields {
    fn from(item: Item) -> Fields {
        let Item { name, base_value, base_quantity, value, quantity, units, set_aside } = item;
        Fields { name, base_value, base_quantity, value, quantity, units, set_aside }
    }
}
