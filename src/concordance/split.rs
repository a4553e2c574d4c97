//! A whole number of units split by weights, so that nothing is lost.

use crate::number::Ratio;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Weights over their common denominator: their numerators add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    numerators: Vec<BigInt>,
    denominator: BigInt,
    /// The same in machine words, where they fit.
    small: Option<(Vec<i64>, i64)>,
}

impl Parts {
    /// Of weights that add up to 1.
    pub(crate) fn of<'a>(weights: impl Iterator<Item = &'a Ratio> + Clone) -> Parts {
        let denominator =
            weights.clone().fold(BigInt::one(), |common, weight| common.lcm(weight.denominator()));
        let numerators: Vec<BigInt> = weights
            .map(|weight| weight.numerator() * (&denominator / weight.denominator()))
            .collect();
        let words: Option<Vec<i64>> = numerators.iter().map(ToPrimitive::to_i64).collect();
        let small = words.zip(denominator.to_i64());
        Parts { numerators, denominator, small }
    }

    /// So many units, one part for each weight, in their order: rounded down, and the units that
    /// are left to the parts that lost most, of equal ones to the earlier. Units below zero are
    /// split as those above.
    pub(crate) fn split(&self, units: i128) -> Vec<i128> {
        match self.numerators.as_slice() {
            [_] => vec![units],
            _ => self.split_small(units).unwrap_or_else(|| self.split_large(units)),
        }
    }

    fn split_small(&self, units: i128) -> Option<Vec<i128>> {
        let (numerators, denominator) = self.small.as_ref()?;
        let whole = i128::try_from(units.unsigned_abs()).ok()?;
        // No product is above this one.
        whole.checked_mul(i128::from(*denominator))?;
        let mut parts = Vec::with_capacity(numerators.len());
        let (mut lost, mut left) = (Vec::with_capacity(numerators.len()), whole);
        for numerator in numerators {
            let product = whole.checked_mul(i128::from(*numerator))?;
            let (part, remainder) = product.div_rem(&i128::from(*denominator));
            left = left.checked_sub(part)?;
            parts.push(part);
            lost.push(remainder);
        }
        for at in most_lost(&lost).into_iter().take(usize::try_from(left).ok()?) {
            let part = parts.get_mut(at)?;
            *part = part.checked_add(1)?;
        }
        if units < 0 {
            parts.iter_mut().for_each(|part| *part = part.saturating_neg());
        }
        Some(parts)
    }

    fn split_large(&self, units: i128) -> Vec<i128> {
        let whole = BigInt::from(units).abs();
        let products = self.numerators.iter().map(|numerator| &whole * numerator);
        let (mut parts, lost): (Vec<BigInt>, Vec<BigInt>) =
            products.map(|product| product.div_rem(&self.denominator)).unzip();
        let left = whole - parts.iter().sum::<BigInt>();
        // Fewer units are left than there are parts.
        for at in most_lost(&lost).into_iter().take(left.to_usize().unwrap_or(0)) {
            parts.get_mut(at).into_iter().for_each(|part| *part += 1);
        }
        // No part is above the whole.
        let part = |part: BigInt| part.to_i128().unwrap_or(0);
        let signed = |part: i128| if units < 0 { part.saturating_neg() } else { part };
        parts.into_iter().map(part).map(signed).collect()
    }
}

/// The places by what was lost, most first; of equal ones the earlier first.
fn most_lost<T: Ord>(lost: &[T]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..lost.len()).collect();
    places.sort_by(|one, two| lost.get(*two).cmp(&lost.get(*one)));
    places
}

/// Non-negative numbers as shares of their sum, exactly; equal ones where the sum is zero.
pub(crate) fn shares_of(numbers: &[Ratio]) -> Vec<Ratio> {
    let sum: Ratio = numbers.iter().cloned().sum();
    if sum.is_zero() {
        return equal(numbers.len());
    }
    // The sum is not zero.
    numbers.iter().map(|number| number.over(&sum).unwrap_or_else(|_| Ratio::zero())).collect()
}

/// So many equal weights.
pub(crate) fn equal(count: usize) -> Vec<Ratio> {
    let one = BigInt::one();
    (0..count)
        .map(|_| Ratio::new(one.clone(), BigInt::from(count)).unwrap_or_else(|_| Ratio::zero()))
        .collect()
}

/// Shares in floats that add up to about 1 as fractions of `10^12` that add up to 1: rounded down,
/// and what is left to those that lost most, of equal ones to the earlier. A float that is no share
/// counts as zero; without any that is one all are equal.
#[allow(clippy::float_arithmetic)] // estimated weights are rounded here, once
pub(crate) fn in_twelve_places(shares: &[f64]) -> Vec<Ratio> {
    const UNITS: u64 = 1_000_000_000_000;
    let scaled: Vec<f64> = shares.iter().map(|share| share.clamp(0.0, 1.0) * 1e12).collect();
    // At most 10^12, and zero for what is not a number.
    let mut units: Vec<u64> = scaled.iter().map(|share| share.floor() as u64).collect();
    let lost: Vec<f64> = scaled.iter().map(|share| share - share.floor()).collect();
    let mut order: Vec<usize> = (0..lost.len()).collect();
    order.sort_by(|one, two| match (lost.get(*one), lost.get(*two)) {
        (Some(one), Some(two)) => two.total_cmp(one),
        _ => std::cmp::Ordering::Equal,
    });
    let sum = units.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
    let missing = UNITS.saturating_sub(sum);
    if sum == 0 || sum > UNITS || missing > units.len() as u64 {
        // Not shares of 1, or a last bit too much: exact shares of what they are.
        let exact: Vec<Ratio> = units.iter().map(|part| Ratio::from(BigInt::from(*part))).collect();
        return if sum == 0 { equal(units.len()) } else { shares_of(&exact) };
    }
    for at in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        units.get_mut(at).into_iter().for_each(|part| *part = part.saturating_add(1));
    }
    units.iter().map(|part| Ratio::new(*part, UNITS).unwrap_or_else(|_| Ratio::zero())).collect()
}

/// True for zero, without an allocation.
pub(crate) fn is_nothing(weight: &Ratio) -> bool {
    weight.numerator().is_zero()
}
