//! Parts that add up to a total, to the last unit.

use crate::error::{Error, Undefined};
use crate::number::{Ratio, Rounded, Rounding};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};
use serde::Serialize;
use std::cmp::Reverse;

/// What to do with parts whose sum is not the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scaling {
    /// Parts stay; what the total has more or less is a discrepancy of its own.
    Never,
    /// Parts are scaled to the total, whatever the difference.
    Always,
    /// Parts are scaled, unless total and sum are further apart than both the ratio (the larger
    /// over the smaller) and the amount: then the parts stay, and there is a discrepancy.
    Within {
        /// The largest ratio that is scaled, 1.20 for a fifth.
        ratio: Ratio,
        /// The largest difference that is scaled, in the unit of the parts.
        amount: Ratio,
    },
}

impl Scaling {
    /// Up to 20 % or up to 25 million in single units of currency, as the Atlas of Economic
    /// Complexity does.
    #[must_use]
    pub fn atlas() -> Scaling {
        let ratio = Ratio::from(12) * Ratio::power_of_ten(-1);
        Scaling::Within { ratio, amount: Ratio::from(25_000_000) }
    }
}

/// Rounded parts that add up to a rounded total, with a discrepancy where they were not scaled.
///
/// # Formula
/// Each part is its share of the total (scaled, where it is), in units of the last place, rounded
/// down; what is then left is given to the parts with the largest remainders, one unit each, a tie
/// to the part that comes first in the order of its code (Hamilton's method of largest remainders).
///
/// ```
/// use bilateral::Ratio;
/// use bilateral::mirror::{Parts, Scaling};
///
/// let thirds = [("a", Ratio::from(1)), ("b", Ratio::from(1)), ("c", Ratio::from(1))];
/// let parts = Parts::of(100, thirds.clone(), &Scaling::Always, 0)?;
/// let values: Vec<String> = parts.iter().map(|(_, value)| value.to_string()).collect();
/// assert_eq!(values, ["34", "33", "33"]);
/// assert_eq!(parts.discrepancy(), None);
///
/// let kept = Parts::of(100, thirds, &Scaling::atlas(), 0)?; // 97 apart: below 25 million
/// assert_eq!(kept.discrepancy(), None);
/// let apart = [("a", Ratio::from(60_000_000)), ("b", Ratio::from(20_000_000))];
/// let kept = Parts::of(110_000_000, apart, &Scaling::atlas(), 0)?;
/// assert_eq!(kept.discrepancy().map(ToString::to_string), Some("30000000".to_owned()));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parts<K> {
    parts: Vec<(K, Rounded)>,
    total: Rounded,
    discrepancy: Option<Rounded>,
    scaled_by: Option<Ratio>,
}

impl<K: Ord> Parts<K> {
    /// The parts of a total, rounded to `places` behind the point. The total is rounded once, a tie
    /// away from zero.
    ///
    /// # Undefined when
    /// The total or a part is negative ([`Undefined::NegativeLevel`]); a code is given twice
    /// ([`Invalid`](crate::ErrorKind::Invalid)).
    pub fn of(
        total: impl Into<Ratio>,
        parts: impl IntoIterator<Item = (K, Ratio)>,
        scaling: &Scaling,
        places: u8,
    ) -> Result<Parts<K>, Error> {
        let total = total.into();
        let mut parts: Vec<(K, Ratio)> = parts.into_iter().collect();
        parts.sort_by(|one, other| one.0.cmp(&other.0));
        for two in parts.windows(2) {
            if let [(one, value), (other, more)] = two
                && one == other
            {
                let reason =
                    format!("a code is given twice, with {} and {}", value.plain(), more.plain());
                return Err(Error::invalid("a list of parts", reason)
                    .with_help("add up what has the same code first"));
            }
        }
        let below = parts.iter().map(|(_, part)| part).find(|part| part.is_negative());
        if let Some(value) = below.or(Some(&total).filter(|total| total.is_negative())) {
            return Err(Error::from(Undefined::NegativeLevel)
                .about(format!("{}, a total or a part of it", value.plain()))
                .with_help("add corrections below zero to what they correct first"));
        }
        let sum: Ratio = parts.iter().map(|(_, part)| part.clone()).sum();
        let scaled = !sum.is_zero() && scaling.covers(&total, &sum);
        let units = |value: &Ratio| value.round(places, Rounding::default()).mantissa;
        let whole = if scaled { units(&total) } else { units(&sum) };
        let weights: Vec<&Ratio> = parts.iter().map(|(_, part)| part).collect();
        let values = allot(&whole, &weights, &sum)?;
        let rest = units(&total) - &whole;
        let as_rounded = |units: BigInt| Rounded::from_mantissa(units, places);
        let codes = parts.into_iter().map(|(code, _)| code);
        Ok(Parts {
            parts: codes.zip(values.into_iter().map(as_rounded)).collect(),
            total: as_rounded(units(&total)),
            discrepancy: (rest != BigInt::ZERO).then(|| as_rounded(rest)),
            scaled_by: if scaled && total != sum { Some(total.over(&sum)?) } else { None },
        })
    }

    /// The parts in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &Rounded)> {
        self.parts.iter().map(|(code, value)| (code, value))
    }

    /// One part.
    #[must_use]
    pub fn get(&self, code: &K) -> Option<&Rounded> {
        self.parts.iter().find(|(known, _)| known == code).map(|(_, value)| value)
    }

    /// The total: the sum of all parts and of the discrepancy.
    #[must_use]
    pub fn total(&self) -> &Rounded {
        &self.total
    }

    /// What the total has more than the parts, or less; `None` if they add up to it.
    #[must_use]
    pub fn discrepancy(&self) -> Option<&Rounded> {
        self.discrepancy.as_ref()
    }

    /// The factor by which the parts were scaled; `None` if they were not.
    #[must_use]
    pub fn scaled_by(&self) -> Option<&Ratio> {
        self.scaled_by.as_ref()
    }
}

impl Scaling {
    /// True if parts of this sum are scaled to the total.
    fn covers(&self, total: &Ratio, sum: &Ratio) -> bool {
        match self {
            Scaling::Never => total == sum,
            Scaling::Always => true,
            Scaling::Within { ratio, amount } => {
                let (least, most) = if total < sum { (total, sum) } else { (sum, total) };
                *most <= ratio * least || &(most - least) <= amount
            }
        }
    }
}

/// So many units, by weights that add up to `sum`.
fn allot(units: &BigInt, weights: &[&Ratio], sum: &Ratio) -> Result<Vec<BigInt>, Error> {
    if sum.is_zero() {
        return Ok(vec![BigInt::ZERO; weights.len()]);
    }
    let mut given = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        let exact = (Ratio::from(units.clone()) * (*weight).clone()).over(sum)?;
        let whole = exact.numerator().div_floor(exact.denominator());
        remainders.push((Reverse(exact - Ratio::from(whole.clone())), at));
        given.push(whole);
    }
    remainders.sort();
    let left = units - given.iter().sum::<BigInt>();
    // Fewer than there are parts, since each remainder is less than one unit.
    for (_, at) in remainders.iter().take(left.to_usize().unwrap_or(0)) {
        if let Some(value) = given.get_mut(*at) {
            *value += BigInt::one();
        }
    }
    Ok(given)
}
