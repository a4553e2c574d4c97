//! Quotients of whole numbers, rounded once on the true fraction.
//!
//! A float estimates the quotient and an integer remainder corrects it. Each of the three roundings
//! of the estimate is off by at most 2^-53 of it, so below 2^50 the estimate is within 1 of the
//! quotient, and truncation adds less than 1: the correcting loops run at most twice; rounded to
//! the nearest instead, the rest decides whether it is the answer. Remainders are computed modulo
//! 2^64 or 2^128, which is exact because the true remainder is smaller than three divisors.
//! Whatever lies outside of these bounds takes the long way. Held by
//! `every_path_rounds_the_true_fraction` below and by `tests/panel/panel.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{Reason, TOO_LARGE};
use crate::number::Rounding;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

/// Estimates up to here are within 1 of the true quotient.
const CERTAIN: f64 = (1_u64 << 50) as f64;
/// Divisors up to here leave room for three of them in a word.
const WORD: i64 = 1 << 61;
const TWO_WORDS: i128 = 1 << 125;

/// `number * 10^places / divisor`, the divisor positive and `power` that power of ten, at most
/// 10^18.
#[inline(always)]
pub(crate) fn quotient(
    number: i64,
    power: i64,
    divisor: i64,
    rounding: Rounding,
) -> Result<i64, Reason> {
    match quick(number, power, divisor, rounding) {
        Some(whole) => Ok(whole),
        None => wide(i128::from(number) * i128::from(power), i128::from(divisor), rounding),
    }
}

/// The same, if one word and a float are enough for it and it is no tie.
#[inline(always)]
fn quick(number: i64, power: i64, divisor: i64, rounding: Rounding) -> Option<i64> {
    let scaled = number.checked_mul(power)?;
    let estimate = scaled as f64 / divisor as f64;
    if estimate.abs() < CERTAIN && divisor < WORD && to_nearest(rounding) {
        // The whole number nearest to the estimate is the answer if the rest is less than half of
        // the divisor: then nothing is nearer, and no tie. Without branches that depend on the
        // data.
        let whole = (estimate + 0.5_f64.copysign(estimate)) as i64;
        let rest = scaled.wrapping_sub(whole.wrapping_mul(divisor));
        if rest.unsigned_abs() * 2 < divisor as u64 {
            return Some(whole);
        }
    }
    None
}

#[inline(always)]
pub(crate) fn to_nearest(rounding: Rounding) -> bool {
    matches!(rounding, Rounding::HalfEven | Rounding::HalfAwayFromZero)
}

/// `numerator / divisor` in 128 bits; the divisor is positive.
#[cold]
#[inline(never)]
pub(crate) fn wide(numerator: i128, divisor: i128, rounding: Rounding) -> Result<i64, Reason> {
    let (whole, rest) = (numerator.div_euclid(divisor), numerator.rem_euclid(divisor));
    let up = rounds_up(rest.cmp(&(divisor - rest)), rest == 0, whole & 1 == 1, whole < 0, rounding);
    i64::try_from(whole + i128::from(up)).map_err(|_| TOO_LARGE)
}

/// `numerator * power / divisor` for numbers of any sign and size; the divisor is positive.
pub(crate) fn wide_quotient(
    numerator: i128,
    power: i64,
    divisor: i128,
    rounding: Rounding,
) -> Result<i64, Reason> {
    match numerator.checked_mul(i128::from(power)).filter(|_| divisor < TWO_WORDS) {
        Some(scaled) => wide(scaled, divisor, rounding),
        None => {
            let scaled = BigInt::from(numerator) * BigInt::from(power);
            crate::number::divide(&scaled, &BigInt::from(divisor), rounding)
                .to_i64()
                .ok_or(TOO_LARGE)
        }
    }
}

/// `a * b * power / (c * d)` for numbers that are not negative: any size. Over zero it is too large
/// for any column.
pub(crate) fn quotient_of_products(
    above: (i128, i128),
    power: i64,
    below: (i128, i128),
    rounding: Rounding,
) -> Result<i64, Reason> {
    if let Some(divisor) = below.0.checked_mul(below.1) {
        let estimate = estimate_of_products(above, power, divisor);
        let scaled = above.0.wrapping_mul(above.1).wrapping_mul(i128::from(power));
        if let Some(nearest) = nearest(estimate, scaled, divisor, rounding) {
            return Ok(nearest);
        }
    }
    let above = BigInt::from(above.0) * BigInt::from(above.1) * BigInt::from(power);
    let below = BigInt::from(below.0) * BigInt::from(below.1);
    if below.is_zero() {
        return Err(TOO_LARGE);
    }
    crate::number::divide(&above, &below, rounding).to_i64().ok_or(TOO_LARGE)
}

#[inline]
fn estimate_of_products(above: (i128, i128), power: i64, divisor: i128) -> f64 {
    above.0 as f64 * above.1 as f64 / divisor as f64 * power as f64
}

/// The whole number nearest to `scaled / divisor`, if the estimate and the rest make it certain.
/// `scaled` may be reduced modulo 2^128: estimates with up to eight roundings are within 1 of the
/// quotient below 2^48, so the true rest is smaller than two divisors, and that leaves no doubt for
/// divisors below 2^125.
#[inline]
fn nearest(estimate: f64, scaled: i128, divisor: i128, rounding: Rounding) -> Option<i64> {
    if !(estimate < CERTAIN / 4.0 && (1..TWO_WORDS).contains(&divisor) && to_nearest(rounding)) {
        return None;
    }
    let whole = (estimate + 0.5) as i64;
    let rest = scaled.wrapping_sub(i128::from(whole).wrapping_mul(divisor));
    (rest.unsigned_abs() * 2 < divisor.unsigned_abs()).then_some(whole)
}

/// Quotients `part * world * power / (whole * world_part)` of which the world stays the same.
pub(crate) struct OfWorld {
    world: i128,
    power: i64,
    scaled: i128,
    estimate: f64,
}

impl OfWorld {
    pub(crate) fn new(world: i128, power: i64) -> OfWorld {
        let scaled = world.wrapping_mul(i128::from(power));
        OfWorld { world, power, scaled, estimate: world as f64 * power as f64 }
    }

    /// The parts are not negative, the divisors positive.
    #[inline]
    pub(crate) fn quotient(
        &self,
        part: i128,
        whole: i128,
        world_part: i128,
        rounding: Rounding,
    ) -> Result<i64, Reason> {
        if let (Ok(part), Ok(whole), Ok(world_part)) =
            (i64::try_from(part), i64::try_from(whole), i64::try_from(world_part))
        {
            let divisor = i128::from(whole) * i128::from(world_part);
            let estimate = self.estimate_of(part, whole, world_part);
            if let Some(nearest) =
                nearest(estimate, i128::from(part).wrapping_mul(self.scaled), divisor, rounding)
            {
                return Ok(nearest);
            }
        }
        quotient_of_products((part, self.world), self.power, (whole, world_part), rounding)
    }

    #[inline]
    fn estimate_of(&self, part: i64, whole: i64, world_part: i64) -> f64 {
        part as f64 * self.estimate / (whole as f64 * world_part as f64)
    }
}

const BILLION: i64 = 1_000_000_000;

/// `value * factor / divisor` in `10^-9`, half to even, as whole part and billionths; all positive.
// Twice in the loop of the price indices, which a call would slow down by a sixth.
#[inline(always)]
pub(crate) fn rescaled(value: i64, factor: i64, divisor: i64) -> (i128, i64) {
    if let Some(found) = quickly_rescaled(value, factor, divisor) {
        return found;
    }
    let product = i128::from(value) * i128::from(factor);
    let (whole, rest) = (product / i128::from(divisor), product % i128::from(divisor));
    let parts = wide(rest * i128::from(BILLION), i128::from(divisor), Rounding::HalfEven);
    (whole, parts.unwrap_or(0))
}

/// The same, if one word and a float are enough for it.
#[inline(always)]
fn quickly_rescaled(value: i64, factor: i64, divisor: i64) -> Option<(i128, i64)> {
    let estimate = value as f64 * factor as f64 / divisor as f64;
    if estimate < CERTAIN && divisor < WORD {
        let (whole, rest) = floor(estimate as i64, value.wrapping_mul(factor), divisor);
        // The rest is smaller than the divisor, so its quotient is at most a billion.
        let estimate = rest as f64 * BILLION as f64 / divisor as f64;
        let (parts, left) = floor(estimate as i64, rest.wrapping_mul(BILLION), divisor);
        let beyond = divisor - left;
        let up = (left > beyond) | ((left == beyond) & (parts & 1 == 1));
        return Some((i128::from(whole), parts + i64::from(up)));
    }
    None
}

/// The floor of `scaled / divisor` and the rest, from an estimate that is off by at most 2;
/// `scaled` modulo 2^64.
#[inline]
fn floor(mut whole: i64, scaled: i64, divisor: i64) -> (i64, i64) {
    let mut rest = scaled.wrapping_sub(whole.wrapping_mul(divisor));
    while rest < 0 {
        whole -= 1;
        rest += divisor;
    }
    while rest >= divisor {
        whole += 1;
        rest -= divisor;
    }
    (whole, rest)
}

/// The root of `a * b / (c * d)` in `10^-9`, to the nearest; none negative. Over zero it is too
/// large for any column.
pub(crate) fn root_of_quotient(above: (i128, i128), below: (i128, i128)) -> Result<i64, Reason> {
    let estimate =
        (above.0 as f64 / below.0 as f64 * (above.1 as f64 / below.1 as f64)).sqrt() * 1e9;
    if let Some(nearest) = nearest_to(estimate) {
        return Ok(nearest);
    }
    let square =
        BigInt::from(above.0) * BigInt::from(above.1) * BigInt::from(4_000_000_000_000_000_000_i64);
    let below = BigInt::from(below.0) * BigInt::from(below.1);
    if below.is_zero() {
        return Err(TOO_LARGE);
    }
    let twice = (square / below).sqrt();
    ((twice + BigInt::from(1)) / BigInt::from(2)).to_i64().ok_or(TOO_LARGE)
}

/// The whole number nearest to a root, from an estimate of it, if that is certain. Eight roundings
/// of 2^-53 each: below 2^40 the estimate is off by less than 2^-9, so only a number that close to
/// a tie is in doubt.
#[inline]
fn nearest_to(estimate: f64) -> Option<i64> {
    let behind = estimate.fract();
    let is_certain = estimate < (1_u64 << 40) as f64 && (behind - 0.5).abs() > 1.0 / 256.0;
    is_certain.then_some((estimate + 0.5) as i64)
}

/// Whether the floor is to be raised by one: `against_half` compares the rest with what is left to
/// the next number.
#[inline]
fn rounds_up(
    against_half: std::cmp::Ordering,
    exact: bool,
    odd: bool,
    negative: bool,
    rounding: Rounding,
) -> bool {
    use std::cmp::Ordering::{Equal, Greater};
    match rounding {
        Rounding::HalfEven => against_half == Greater || (against_half == Equal && odd),
        // The floor of a negative number lies away from zero.
        Rounding::HalfAwayFromZero => {
            against_half == Greater || (against_half == Equal && !negative)
        }
        Rounding::TowardsZero => negative && !exact,
        Rounding::Floor => false,
        Rounding::Ceiling => !exact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Ratio;

    const ALL: [Rounding; 5] = [
        Rounding::HalfEven,
        Rounding::HalfAwayFromZero,
        Rounding::TowardsZero,
        Rounding::Floor,
        Rounding::Ceiling,
    ];

    fn expected(above: BigInt, below: BigInt, rounding: Rounding) -> Result<i64, Reason> {
        Ratio::new(above, below).unwrap().round(0, rounding).mantissa.to_i64().ok_or(TOO_LARGE)
    }

    /// Numbers around ties, signs, powers of two and the limits of the words.
    fn edges() -> Vec<i64> {
        let mut edges: Vec<i64> = (0..64).collect();
        for bit in 6..63 {
            edges.extend([-1, 0, 1].map(|near| (1_i64 << bit) + near));
        }
        edges.extend([i64::MAX, i64::MAX - 1, 999_999, 1_000_001, 5_000_000_000_000]);
        edges
    }

    #[test]
    fn every_path_rounds_the_true_fraction() {
        for number in edges() {
            for divisor in edges().into_iter().filter(|divisor| *divisor > 0) {
                for (number, power) in [
                    (number, 1),
                    (number, 1_000_000),
                    (-number, 1_000_000),
                    (-number - 1, 1_000_000_000),
                ] {
                    let rounding = ALL[(number.unsigned_abs() % 5) as usize];
                    for rounding in [Rounding::HalfEven, rounding] {
                        assert_eq!(
                            quotient(number, power, divisor, rounding),
                            expected(BigInt::from(number) * power, BigInt::from(divisor), rounding),
                            "{number} * {power} / {divisor} {rounding:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn all_small_fractions_round_truly_in_all_modes() {
        for number in -200..=200 {
            for divisor in 1..=60 {
                for rounding in ALL {
                    let found = quotient(number, 1, divisor, rounding);
                    assert_eq!(
                        found,
                        expected(BigInt::from(number), BigInt::from(divisor), rounding)
                    );
                }
            }
        }
    }

    /// 12 / 5 is 2.4, and 13 / 5 is 2.6.
    #[test]
    fn the_quick_way_answers_what_is_certain() {
        let quick = |estimate, scaled, divisor| {
            nearest(estimate, scaled, divisor, Rounding::HalfAwayFromZero)
        };
        assert_eq!(quick(2.4, 12, 5), Some(2));
        assert_eq!(quick(2.6, 13, 5), Some(3));
        assert_eq!(nearest(2.6, 13, 5, Rounding::HalfEven), Some(3));
        // A tie, a rounding that is not to the nearest, estimates and divisors out of bounds.
        assert_eq!(quick(2.5, 5, 2), None);
        assert_eq!(nearest(2.6, 13, 5, Rounding::Ceiling), None);
        let limit = CERTAIN / 4.0;
        assert_eq!(quick(limit, limit as i128, 1), None);
        assert_eq!(quick(CERTAIN, CERTAIN as i128, 1), None);
        assert_eq!(quick(limit - 1.0, limit as i128 - 1, 1), Some((1 << 48) - 1));
        assert_eq!(quick(0.0, 0, 0), None);
        assert_eq!(quick(0.0, 1, TWO_WORDS), None);
        // An estimate that is off by one is seen by the rest.
        assert_eq!(quick(1.4, 12, 5), None);
    }

    /// One word and a float answer what is certain, and leave ties, other roundings and numbers out
    /// of their bounds to the exact way.
    #[test]
    fn one_word_answers_what_is_certain() {
        let near = |number, power, divisor| quick(number, power, divisor, Rounding::HalfEven);
        assert_eq!([near(12, 1, 5), near(13, 1, 5)], [Some(2), Some(3)]); // 2.4 and 2.6
        assert_eq!([near(-12, 1, 5), near(-13, 1, 5)], [Some(-2), Some(-3)]);
        assert_eq!(near(7, 100, 3), Some(233)); // 233.33
        assert_eq!([near(5, 1, 2), near(-5, 1, 2)], [None; 2]);
        assert_eq!(quick(13, 1, 5, Rounding::Floor), None);
        // Beyond a word, at 2^50 and just below, and divisors at 2^61 and just below.
        assert_eq!(near(i64::MAX, 2, 3), None);
        assert_eq!([near(1 << 50, 1, 1), near(-1 << 50, 1, 1)], [None; 2]);
        assert_eq!(near((1 << 50) - 1, 1, 1), Some((1 << 50) - 1));
        assert_eq!(near(1 << 51, 1, 1), None);
        assert_eq!([near(12, 1, WORD), near(12, 1, WORD + 1)], [None; 2]);
        assert_eq!(near(12, 1, WORD - 1), Some(0));
    }

    /// 6 x 4 x 10 / 6 is 40; 3 x 8 x 5 / (4 x 2) is 15, and 3 x 8 x 5 / (6 x 5) is 4.
    #[test]
    fn estimates_are_those_of_their_formulas() {
        assert_eq!(estimate_of_products((6, 4), 10, 6), 40.0);
        assert_eq!(estimate_of_products((2, 3), 4, 5), 4.8);
        let of_world = OfWorld::new(8, 5);
        assert_eq!(of_world.estimate_of(3, 4, 2), 15.0);
        assert_eq!(of_world.estimate_of(3, 6, 5), 4.0);
    }

    /// 7 x 5 / 4 is 8.75, and 1 / 3 is 0.333333333.
    #[test]
    fn one_word_rescales_what_is_certain() {
        assert_eq!(quickly_rescaled(7, 5, 4), Some((8, 750_000_000)));
        assert_eq!(quickly_rescaled(1, 1, 3), Some((0, 333_333_333)));
        assert_eq!(quickly_rescaled(1 << 50, 1, 1), None);
        assert_eq!(quickly_rescaled((1 << 50) - 1, 1, 1), Some(((1 << 50) - 1, 0)));
        assert_eq!(quickly_rescaled(1 << 51, 1, 1), None);
        assert_eq!(quickly_rescaled(3, 1, WORD), None);
        assert_eq!(quickly_rescaled(3, 1, WORD + 1), None);
        assert_eq!(quickly_rescaled(3, 1, WORD - 1), Some((0, 0)));
    }

    #[test]
    fn roots_are_taken_from_estimates_that_are_certain() {
        assert_eq!(
            [nearest_to(2.25), nearest_to(2.75), nearest_to(0.0)],
            [Some(2), Some(3), Some(0)]
        );
        // A tie, and within 1/256 = 0.00390625 of it, the bound included.
        assert_eq!([nearest_to(2.5), nearest_to(2.503), nearest_to(2.497)], [None; 3]);
        assert_eq!([nearest_to(2.503_906_25), nearest_to(2.496_093_75)], [None; 2]);
        assert_eq!([nearest_to(2.504), nearest_to(2.496)], [Some(3), Some(2)]);
        let limit = (1_u64 << 40) as f64;
        assert_eq!([nearest_to(limit), nearest_to(limit * 2.0)], [None; 2]);
        assert_eq!(nearest_to(limit - 1.0), Some((1 << 40) - 1));
    }

    /// The root of `2k (2k + 2)` over `4 10^18`, in billionths, lies below `k + 1/2` by less than a
    /// float can tell; that of `(2k + 1)^2` is the tie itself.
    #[test]
    fn roots_next_to_a_tie_are_computed_exactly() {
        let below = (2_000_000_000, 2_000_000_000);
        for k in [1_000_000_000_i64, 1_000_000_007, 12_345_678_901] {
            let even = i128::from(2 * k);
            assert_eq!(root_of_quotient((even, even + 2), below), Ok(k));
            assert_eq!(root_of_quotient((even + 1, even + 1), below), Ok(k + 1));
        }
    }

    #[test]
    fn products_and_roots_round_the_true_number() {
        let some: Vec<i64> = edges().into_iter().filter(|edge| *edge > 0).step_by(7).collect();
        for a in &some {
            for b in &some {
                for c in &some {
                    let (a, b, c) = (*a, *b, *c);
                    let product = BigInt::from(a) * b * 1_000_000_000_i64;
                    let d = i128::from(b) * 3;
                    assert_eq!(
                        quotient_of_products(
                            (a.into(), b.into()),
                            1_000_000_000,
                            (c.into(), d),
                            Rounding::HalfEven
                        ),
                        expected(product.clone(), BigInt::from(c) * d, Rounding::HalfEven)
                    );
                    let of_world = OfWorld::new(b.into(), 1_000_000_000);
                    for rounding in ALL {
                        let found =
                            of_world.quotient(a.into(), c.into(), (a / 3 + 1).into(), rounding);
                        assert_eq!(
                            found,
                            expected(product.clone(), BigInt::from(c) * (a / 3 + 1), rounding)
                        );
                    }
                    let (whole, parts) = rescaled(a, b, c);
                    let billionths = BigInt::from(whole) * 1_000_000_000_i64 + parts;
                    assert_eq!(
                        billionths,
                        Ratio::new(product, c).unwrap().round(0, Rounding::HalfEven).mantissa
                    );
                    let root = crate::number::root_of_power(
                        &Ratio::new(BigInt::from(a) * b, BigInt::from(c) * d).unwrap(),
                        1,
                        2,
                        9,
                    )
                    .unwrap();
                    let found = root_of_quotient((a.into(), b.into()), (c.into(), d));
                    assert_eq!(found, root.mantissa.to_i64().ok_or(TOO_LARGE));
                }
            }
        }
    }
}
