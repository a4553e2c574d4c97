//! Index numbers over a basket of items.

use crate::error::{Error, Undefined};
use crate::index::Item;
use crate::index::item::Matched;
use crate::number::{Ratio, Rounded, root_of_power};
use crate::unit::MoneyUnit;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Items in two periods, of which the matched ones are compared.
///
/// With unit values `p = value / quantity`, `0` for the base period and `1` for now, over matched
/// items only:
///
/// | index | price | volume |
/// |---|---|---|
/// | Laspeyres | `sum p1 q0 / sum p0 q0` | `sum p0 q1 / sum p0 q0` |
/// | Paasche | `sum p1 q1 / sum p0 q1` | `sum p1 q1 / sum p1 q0` |
/// | Fisher | root of their product | root of their product |
/// | Marshall-Edgeworth | `sum p1 (q0 + q1) / sum p0 (q0 + q1)` | `sum q1 (p0 + p1) / sum q0 (p0 + p1)` |
/// | Lowe | `sum p1 qb / sum p0 qb` with given quantities `qb` | the same with given unit values |
/// | Young | `sum wb (p1 / p0) / sum wb` with given values `wb` | the same with `q1 / q0` |
/// | unit value | `(V1 / sum q1) / (V0 / sum q0)`, in one unit | `sum q1 / sum q0` |
///
/// Laspeyres prices times Paasche volumes are the change of value exactly, and so is Fisher times
/// Fisher. All indices are undefined ([`Undefined::NothingMatched`]) without matched items. Those
/// with roots and logarithms, Fisher, Tornqvist, Walsh and Sato-Vartia, take the number of places:
/// see [`Formula`](crate::index::Formula). See the [room](crate::index) for an example.
///
/// A volume index is the price index of the same formula with prices and quantities exchanged.
/// Quantities of items may be in any units, as long as each item has the same in both periods; only
/// [`unit_value_change`](Basket::unit_value_change) and the mix need one unit for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Item>", into = "Vec<Item>")]
pub struct Basket {
    items: Vec<Item>,
}

/// How much of the trade the matched items are. Below 60 % in either period an index says little
/// about the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedCoverage {
    matched: usize,
    base: Ratio,
    now: Ratio,
}

impl MatchedCoverage {
    /// How many items are matched.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.matched
    }

    /// Their share in the value of the base period.
    #[must_use]
    pub fn base(&self) -> &Ratio {
        &self.base
    }

    /// Their share in the value now.
    #[must_use]
    pub fn now(&self) -> &Ratio {
        &self.now
    }

    /// True if the matched items are less than 60 % of the value of either period: an index of them
    /// says little of the whole.
    #[must_use]
    pub fn is_low(&self) -> bool {
        let least = Ratio::from(60) * Ratio::power_of_ten(-2);
        self.base < least || self.now < least
    }
}

/// `5 matched items: 92.1 % of the value then, 88.0 % of the value now`
impl fmt::Display for MatchedCoverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let low = if self.is_low() { ", which is low" } else { "" };
        let items = if self.matched == 1 { "item" } else { "items" };
        write!(f, "{} matched {items}: ", self.matched)?;
        let (then, now) = (self.base.percent(1), self.now.percent(1));
        write!(f, "{then} of the value then, {now} of the value now{low}")
    }
}

/// Sums over the matched items.
struct Sums {
    /// `sum p0 q0`
    base: Ratio,
    /// `sum p1 q1`
    now: Ratio,
    /// `sum p1 q0`
    base_basket_now: Ratio,
    /// `sum p0 q1`
    new_basket_then: Ratio,
}

impl Basket {
    /// A basket. Items made of amounts are counted in the money unit of the first.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) without items;
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if items have different currencies, or some have
    /// units and some have none.
    pub fn new(items: Vec<Item>) -> Result<Basket, Error> {
        let Some(first) = items.first() else {
            return Err(
                Error::invalid("a basket", "it has no items").with_help("give at least one item")
            );
        };
        let unit = first.units().map(|units| units.value);
        let items: Result<Vec<Item>, Error> =
            items.into_iter().map(|item| in_money(item, unit)).collect();
        Ok(Basket { items: items? })
    }

    /// A basket from unit values and quantities of now and of the base period, item by item.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for lists of different lengths or without items;
    /// [`Undefined::NegativeLevel`].
    ///
    /// ```
    /// use bilateral::index::Basket;
    /// // Unit values and quantities of two goods, now and then.
    /// let basket = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50]))?;
    /// assert_eq!(basket.laspeyres_price()?, bilateral::Ratio::new(1350, 1200)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn of_prices<N: Into<Ratio> + Clone>(
        now: (&[N], &[N]),
        base: (&[N], &[N]),
    ) -> Result<Basket, Error> {
        let ((p0, q0), (p1, q1)) = (base, now);
        let lengths = [p0.len(), q0.len(), p1.len(), q1.len()];
        if lengths.iter().any(|length| *length != p0.len()) {
            return Err(Error::invalid("a basket", format!("its lists have {lengths:?} numbers, and they must be of equal length"))
                .with_help(
                    "give each item a unit value and a quantity in both periods, and zero where there is no trade",
                ));
        }
        let ratio = |number: &N| -> Ratio { number.clone().into() };
        let items = p0.iter().zip(q0).zip(p1.iter().zip(q1)).map(|((p0, q0), (p1, q1))| {
            Item::new((ratio(p1) * ratio(q1), ratio(q1)), (ratio(p0) * ratio(q0), ratio(q0)))
        });
        Basket::new(items.collect::<Result<Vec<Item>, Error>>()?)
    }

    /// The items, in the order in which they were given.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How much of the trade is compared.
    ///
    /// # Errors
    /// [`Undefined::NoTrade`] if one of the periods has no trade at all.
    pub fn coverage(&self) -> Result<MatchedCoverage, Error> {
        let sums = self.sums();
        let base: Ratio = self.items.iter().map(|item| item.base_value.clone()).sum();
        let now: Ratio = self.items.iter().map(|item| item.value.clone()).sum();
        if base.is_zero() || now.is_zero() {
            return Err(Undefined::NoTrade.into());
        }
        Ok(MatchedCoverage {
            matched: self.matched().count(),
            base: sums.base.over(&base)?,
            now: sums.now.over(&now)?,
        })
    }

    /// The change of value of the matched items: `sum p1 q1 / sum p0 q0`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn value_ratio(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.base), self)
    }

    /// The Laspeyres price index: the cost of the base basket now, relative to the base.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn laspeyres_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.base_basket_now, sums.base), self)
    }

    /// The Paasche price index: the cost of the current basket now, relative to the base.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn paasche_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.new_basket_then), self)
    }

    /// The Fisher price index: the geometric mean of Laspeyres and Paasche, correctly rounded to
    /// `places`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn fisher_price(&self, places: u8) -> Result<Rounded, Error> {
        root_of_power(&self.fisher_squared()?, 1, 2, places)
    }

    /// The price index with the sum of both baskets as weights: exact, and close to Fisher's.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn marshall_edgeworth_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.base_basket_now + sums.now, sums.base + sums.new_basket_then), self)
    }

    /// The Laspeyres volume index: quantities now and then at the prices of the base.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn laspeyres_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.new_basket_then, sums.base), self)
    }

    /// The Paasche volume index: quantities now and then at the current prices.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn paasche_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.base_basket_now), self)
    }

    /// The Fisher volume index: the geometric mean of Laspeyres and Paasche volumes, correctly
    /// rounded to `places`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn fisher_volume(&self, places: u8) -> Result<Rounded, Error> {
        root_of_power(&self.value_ratio()?.power(2).over(&self.fisher_squared()?)?, 1, 2, places)
    }

    /// The square of Fisher's price index, which is rational. The squared change of value divided
    /// by it is the square of the volume index.
    pub(crate) fn fisher_squared(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.base_basket_now * sums.now, sums.base * sums.new_basket_then), self)
    }

    /// The volume index with the sum of both prices as weights.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn marshall_edgeworth_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.new_basket_then + sums.now, sums.base + sums.base_basket_now), self)
    }

    /// The price of given quantities, in the order of the items: of an earlier year, of an average.
    ///
    /// # Formula
    /// `sum p1 qb / sum p0 qb`; Laspeyres for the quantities of the base, Paasche for those of now.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) unless there is one quantity for each item;
    /// [`Undefined::NegativeLevel`]; [`Undefined::NothingMatched`] if no matched item has a
    /// quantity.
    ///
    /// ```
    /// use bilateral::index::Basket;
    /// let basket = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50]))?;
    /// // Quantities of the year before the base: (11 * 80 + 5 * 40) / (10 * 80 + 4 * 40)
    /// assert_eq!(basket.lowe_price(&[80, 40])?, bilateral::Ratio::new(1080, 960)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn lowe_price<N: Into<Ratio> + Clone>(&self, quantities: &[N]) -> Result<Ratio, Error> {
        self.weighted(quantities, |matched| (matched.price.clone(), matched.base_price.clone()))
    }

    /// The volume at given unit values, in the order of the items: constant prices of an earlier
    /// year.
    ///
    /// # Formula
    /// `sum q1 pb / sum q0 pb`
    ///
    /// # Errors
    /// As [`lowe_price`](Basket::lowe_price).
    pub fn lowe_volume<N: Into<Ratio> + Clone>(&self, unit_values: &[N]) -> Result<Ratio, Error> {
        self.weighted(unit_values, |matched| {
            (matched.item.quantity.clone(), matched.item.base_quantity.clone())
        })
    }

    /// The mean of the price changes, weighted with given values, in the order of the items.
    ///
    /// # Formula
    /// `sum wb (p1 / p0) / sum wb`; Laspeyres for the values of the base.
    ///
    /// # Errors
    /// As [`lowe_price`](Basket::lowe_price).
    pub fn young_price<N: Into<Ratio> + Clone>(&self, values: &[N]) -> Result<Ratio, Error> {
        let change = |matched: &Matched<'_>| {
            matched.price.over(&matched.base_price).unwrap_or_else(|_| Ratio::zero())
        };
        self.weighted(values, |matched| (change(matched), Ratio::one()))
    }

    /// The mean of the volume changes, weighted with given values, in the order of the items.
    ///
    /// # Errors
    /// As [`lowe_price`](Basket::lowe_price).
    pub fn young_volume<N: Into<Ratio> + Clone>(&self, values: &[N]) -> Result<Ratio, Error> {
        let change =
            |item: &Item| item.quantity.over(&item.base_quantity).unwrap_or_else(|_| Ratio::zero());
        self.weighted(values, |matched| (change(matched.item), Ratio::one()))
    }

    /// The change of the unit value of all matched items together, as if they were one good.
    ///
    /// It needs one unit for all quantities, and moves with the mix of goods even where no price
    /// moves: it fails the identity test that every other index here passes.
    ///
    /// # Formula
    /// `(V1 / sum q1) / (V0 / sum q0)`
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Mismatch`](crate::ErrorKind::Mismatch) if the items have
    /// different units.
    ///
    /// ```
    /// use bilateral::index::Basket;
    /// // No price changes, and yet: more of the dear good.
    /// let basket = Basket::of_prices((&[10, 4], &[75, 25]), (&[10, 4], &[50, 50]))?;
    /// assert_eq!(basket.unit_value_change()?.round(2, Default::default()).to_string(), "1.21");
    /// assert_eq!(basket.laspeyres_price()?, 1.into());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn unit_value_change(&self) -> Result<Ratio, Error> {
        self.check_one_unit()?;
        let value = self.value_ratio()?;
        let then: Ratio = self.matched().map(|matched| matched.item.base_quantity.clone()).sum();
        let now: Ratio = self.matched().map(|matched| matched.item.quantity.clone()).sum();
        (value * then).over(&now)
    }

    pub(crate) fn matched(&self) -> impl Iterator<Item = Matched<'_>> {
        self.items.iter().filter_map(Item::matched)
    }

    /// Only quantities in one unit can be added up.
    pub(crate) fn check_one_unit(&self) -> Result<(), Error> {
        let mut units = self.matched().filter_map(|matched| matched.item.quantity_unit());
        let Some(first) = units.next() else { return Ok(()) };
        match units.find(|unit| *unit != first) {
            None => Ok(()),
            Some(other) => Err(Error::mismatch("the unit of the quantities", first, other)
                .with_help(
                    "convert all quantities to one unit first, \
                     or use an index or bennet(), which add up values only",
                )),
        }
    }

    /// The basket with prices and quantities exchanged.
    pub(crate) fn exchanged(&self) -> Basket {
        Basket { items: self.items.iter().map(Item::exchanged).collect() }
    }

    pub(crate) fn money_unit(&self) -> Option<MoneyUnit> {
        self.items.first().and_then(Item::units).map(|units| units.value)
    }

    /// `sum weight * above / sum weight * below` over the matched items.
    fn weighted<N: Into<Ratio> + Clone>(
        &self,
        weights: &[N],
        parts: impl Fn(&Matched<'_>) -> (Ratio, Ratio),
    ) -> Result<Ratio, Error> {
        if weights.len() != self.items.len() {
            let reason = format!(
                "the number of weights is {}, and the number of items is {}",
                weights.len(),
                self.items.len()
            );
            return Err(Error::invalid("a list of weights", reason)
                .with_help("give one weight for each item, in the order of the items"));
        }
        let (mut above, mut below) = (Ratio::zero(), Ratio::zero());
        for (item, weight) in self.items.iter().zip(weights) {
            let weight: Ratio = weight.clone().into();
            if weight.is_negative() {
                return Err(Undefined::NegativeLevel.into());
            }
            if let Some(matched) = item.matched() {
                let (now, then) = parts(&matched);
                (above, below) = (above + &weight * &now, below + &weight * &then);
            }
        }
        if below.is_zero() { Err(Undefined::NothingMatched.into()) } else { above.over(&below) }
    }

    fn sums(&self) -> Sums {
        let items: Vec<Matched<'_>> = self.matched().collect();
        Sums {
            base: items.iter().map(|matched| matched.item.base_value.clone()).sum(),
            now: items.iter().map(|matched| matched.item.value.clone()).sum(),
            base_basket_now: items
                .iter()
                .map(|matched| &matched.price * &matched.item.base_quantity)
                .sum(),
            new_basket_then: items
                .iter()
                .map(|matched| &matched.base_price * &matched.item.quantity)
                .sum(),
        }
    }
}

fn quotient(parts: fn(Sums) -> (Ratio, Ratio), basket: &Basket) -> Result<Ratio, Error> {
    let (above, below) = parts(basket.sums());
    if below.is_zero() { Err(Undefined::NothingMatched.into()) } else { above.over(&below) }
}

/// The item with its values in the unit of the basket; without units where the basket has none.
fn in_money(item: Item, unit: Option<MoneyUnit>) -> Result<Item, Error> {
    match (item.units().map(|units| units.value), unit) {
        (None, None) => Ok(item),
        (Some(own), Some(unit)) => {
            let factor = own.ratio_to(unit).map_err(|error| match item.name() {
                "" => error.about("a basket"),
                name => error.about(format!("a basket with {name}")),
            })?;
            Ok(item.valued_in(unit, &factor))
        }
        (own, unit) => {
            let text = |unit: Option<MoneyUnit>| {
                unit.map_or("no unit".to_owned(), |unit| unit.to_string())
            };
            Err(Error::mismatch("the unit of values", text(unit), text(own)).with_help(
                "make all items of amounts with Item::measured, or all of plain numbers",
            ))
        }
    }
}

impl TryFrom<Vec<Item>> for Basket {
    type Error = Error;
    fn try_from(items: Vec<Item>) -> Result<Basket, Error> {
        Basket::new(items)
    }
}

impl From<Basket> for Vec<Item> {
    fn from(basket: Basket) -> Vec<Item> {
        basket.items
    }
}
