//! Index numbers over a basket of items.

use crate::error::{Error, Undefined};
use crate::index::Item;
use crate::number::{Ratio, Rounded, root_of_power};

/// Items in two periods, of which the matched ones are compared.
///
/// With unit values `p = value / quantity`, `0` for the base period and `1` for now, over matched items only:
///
/// | index | price | volume |
/// |---|---|---|
/// | Laspeyres | `sum p1 q0 / sum p0 q0` | `sum p0 q1 / sum p0 q0` |
/// | Paasche | `sum p1 q1 / sum p0 q1` | `sum p1 q1 / sum p1 q0` |
/// | Fisher | root of their product | root of their product |
/// | Marshall-Edgeworth | `sum p1 (q0 + q1) / sum p0 (q0 + q1)` | `sum q1 (p0 + p1) / sum q0 (p0 + p1)` |
///
/// Laspeyres prices times Paasche volumes are the change of value exactly, and so is Fisher times Fisher. All indices are
/// undefined ([`Undefined::NothingMatched`]) without matched items. See the [room](crate::index) for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basket {
    items: Vec<Item>,
}

/// How much of the trade the matched items are. Below 60 % on either side an index says little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    matched: usize,
    base: Ratio,
    now: Ratio,
}

impl Coverage {
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
    /// A basket.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) without items.
    pub fn new(items: Vec<Item>) -> Result<Basket, Error> {
        if items.is_empty() { Err(Error::range("a basket", "it has no items")) } else { Ok(Basket { items }) }
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How much of the trade is compared.
    ///
    /// # Errors
    /// [`Undefined::NoTrade`] if one of the periods has no trade at all.
    pub fn coverage(&self) -> Result<Coverage, Error> {
        let sums = self.sums();
        let base: Ratio = self.items.iter().map(|item| item.base_value.clone()).sum();
        let now: Ratio = self.items.iter().map(|item| item.value.clone()).sum();
        if base.is_zero() || now.is_zero() {
            return Err(Undefined::NoTrade.into());
        }
        Ok(Coverage { matched: self.matched().count(), base: sums.base.over(&base)?, now: sums.now.over(&now)? })
    }

    /// The change of value of the matched items: `sum p1 q1 / sum p0 q0`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn value_ratio(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.base), self)
    }

    /// What the base basket costs now.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn laspeyres_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.base_basket_now, sums.base), self)
    }

    /// What the basket of now costs against then.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn paasche_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.new_basket_then), self)
    }

    /// The geometric mean of Laspeyres and Paasche, correctly rounded to `places`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn fisher_price(&self, places: u8) -> Result<Rounded, Error> {
        root_of_power(&(self.laspeyres_price()? * self.paasche_price()?), 1, 2, places)
    }

    /// The price index with the sum of both baskets as weights: exact, and close to Fisher's.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn marshall_edgeworth_price(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.base_basket_now + sums.now, sums.base + sums.new_basket_then), self)
    }

    /// The volume of now at the prices of then.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn laspeyres_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.new_basket_then, sums.base), self)
    }

    /// The volume of now against then, at the prices of now.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn paasche_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.now, sums.base_basket_now), self)
    }

    /// The geometric mean of Laspeyres and Paasche volumes, correctly rounded to `places`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn fisher_volume(&self, places: u8) -> Result<Rounded, Error> {
        root_of_power(&(self.laspeyres_volume()? * self.paasche_volume()?), 1, 2, places)
    }

    /// The volume index with the sum of both prices as weights.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`].
    pub fn marshall_edgeworth_volume(&self) -> Result<Ratio, Error> {
        quotient(|sums| (sums.new_basket_then + sums.now, sums.base + sums.base_basket_now), self)
    }

    fn matched(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_matched())
    }

    fn sums(&self) -> Sums {
        // A matched item has positive quantities, so both quotients exist.
        let rescaled =
            |value: &Ratio, to: &Ratio, from: &Ratio| (value * to).over(from).unwrap_or_else(|_| Ratio::zero());
        Sums {
            base: self.matched().map(|item| item.base_value.clone()).sum(),
            now: self.matched().map(|item| item.value.clone()).sum(),
            base_basket_now: self.matched().map(|i| rescaled(&i.value, &i.base_quantity, &i.quantity)).sum(),
            new_basket_then: self.matched().map(|i| rescaled(&i.base_value, &i.quantity, &i.base_quantity)).sum(),
        }
    }
}

fn quotient(parts: fn(Sums) -> (Ratio, Ratio), basket: &Basket) -> Result<Ratio, Error> {
    let (above, below) = parts(basket.sums());
    if below.is_zero() { Err(Undefined::NothingMatched.into()) } else { above.over(&below) }
}
