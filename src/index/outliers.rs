//! Items whose unit value changed by more than a limit, so that the code may hold another good or
//! unit.

use crate::error::Error;
use crate::index::{Basket, Item};
use crate::number::{Ratio, Rounding};
use serde::Serialize;
use std::fmt;

/// The usual limit: a unit value that rose or fell more than fivefold.
pub const OUTLIER_LIMIT: i32 = 5;

/// An item whose unit value moved beyond a limit. The usual causes are a changed unit, a wrong
/// digit, or another good under the same code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlier {
    position: usize,
    name: String,
    change: Ratio,
    base_value: Ratio,
    value: Ratio,
}

impl Outlier {
    /// Where the item stands in the basket, from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The name of the item.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit value now as a multiple of the one then.
    #[must_use]
    pub fn change(&self) -> &Ratio {
        &self.change
    }

    /// The value of the item in the base period: what an index loses by leaving it out.
    #[must_use]
    pub fn base_value(&self) -> &Ratio {
        &self.base_value
    }

    /// The value of the item now.
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }
}

/// `item 3 (vodka): unit value 7.25 times that of the base`
impl fmt::Display for Outlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}", self.position)?;
        if !self.name.is_empty() {
            write!(f, " ({})", self.name)?;
        }
        write!(
            f,
            ": unit value {} times that of the base",
            self.change.round(2, Rounding::default())
        )
    }
}

impl Basket {
    /// The matched items whose unit value moved beyond a limit, up or down: flagged, and kept in
    /// every index.
    ///
    /// # Formula
    /// `p1 / p0 > limit` or `p1 / p0 < 1 / limit`; an item at the limit is not an outlier.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a limit that is not above 1.
    ///
    /// ```
    /// use bilateral::index::{Basket, OUTLIER_LIMIT};
    /// let basket =
    ///     Basket::of_prices((&[11, 24, 2], &[90, 60, 10]), (&[10, 4, 10], &[100, 50, 10]))?;
    /// let flagged = basket.outliers(OUTLIER_LIMIT)?;
    /// assert_eq!(flagged.len(), 1);
    /// assert_eq!(flagged[0].to_string(), "item 1: unit value 6.00 times that of the base");
    ///
    /// let (rest, dropped) = basket.without_outliers(OUTLIER_LIMIT)?;
    /// assert_eq!(dropped, flagged);
    /// assert_eq!(rest.coverage()?.matched(), 2); // the third stands at the limit
    /// assert_eq!(rest.bennet().change(), basket.bennet().change());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn outliers(&self, limit: impl Into<Ratio>) -> Result<Vec<Outlier>, Error> {
        let limit: Ratio = limit.into();
        if limit <= Ratio::one() {
            return Err(Error::range("the limit of outliers", format!("{limit} is not above 1"))
                .with_help("use OUTLIER_LIMIT, which is 5 and usual"));
        }
        let least = Ratio::one().over(&limit)?;
        let mut found = Vec::new();
        for (position, item) in
            self.items().iter().enumerate().filter(|(_, item)| item.is_matched())
        {
            let change = item.price_change()?;
            if change > limit || change < least {
                let (base_value, value) = (item.base_value.clone(), item.value.clone());
                found.push(Outlier {
                    position,
                    name: item.name().to_owned(),
                    change,
                    base_value,
                    value,
                });
            }
        }
        Ok(found)
    }

    /// The basket with the outliers set aside, and what they are: they no longer count in prices
    /// and volumes but stay in the total change, and lower the coverage.
    ///
    /// # Errors
    /// As [`outliers`](Basket::outliers).
    pub fn without_outliers(
        &self,
        limit: impl Into<Ratio>,
    ) -> Result<(Basket, Vec<Outlier>), Error> {
        let outliers = self.outliers(limit)?;
        let outlying = |at: usize| outliers.iter().any(|outlier| outlier.position == at);
        let items: Vec<Item> = self
            .items()
            .iter()
            .enumerate()
            .map(|(at, item)| if outlying(at) { item.clone().not_compared() } else { item.clone() })
            .collect();
        Ok((Basket::new(items)?, outliers))
    }
}
