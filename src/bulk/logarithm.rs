//! The logarithm of a quotient, correctly rounded: a float estimates it, and where the error that
//! the float may have leaves a doubt, it is enclosed.
//!
//! Two conversions and a quotient are each off by at most 2^-53 of it, which moves the logarithm by
//! less than 2^-51; libraries give logarithms to one or two units in the last place, and twice that
//! is allowed for. The logarithm of a fraction other than 1 is never a tie. Held by
//! `logarithms_are_correctly_rounded` below.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{Reason, TOO_LARGE};
use crate::bulk::quotient::to_nearest;
use crate::number::{Ratio, Rounding, log_ratio};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Estimates up to here have places behind the point left.
const CERTAIN: f64 = (1_u64 << 50) as f64;

/// `|ln(one / two)|` in `10^-places`; both positive.
#[inline(always)]
pub(crate) fn log_distance(
    one: i128,
    two: i128,
    places: u8,
    rounding: Rounding,
) -> Result<i64, Reason> {
    match quick(one as f64 / two as f64, places, rounding) {
        Some(whole) => Ok(whole),
        None => exact(one, two, places, rounding),
    }
}

/// The same of numbers of one word; conversions of two are several times as slow.
#[inline(always)]
pub(crate) fn log_distance_of_words(
    one: i64,
    two: i64,
    places: u8,
    rounding: Rounding,
) -> Result<i64, Reason> {
    match quick(one as f64 / two as f64, places, rounding) {
        Some(whole) => Ok(whole),
        None => exact(i128::from(one), i128::from(two), places, rounding),
    }
}

/// The same, if a float leaves no doubt.
#[inline(always)]
fn quick(quotient: f64, places: u8, rounding: Rounding) -> Option<i64> {
    let power = POWERS[usize::from(places.min(22))];
    let log = quotient.ln().abs();
    let scaled = log * power;
    // Of the logarithm, and of the product.
    let error = (4.0 + 4.0 * log) * f64::EPSILON * power + scaled * f64::EPSILON;
    if scaled < CERTAIN && to_nearest(rounding) {
        let whole = scaled as i64;
        let to_tie = scaled - whole as f64 - 0.5;
        return (to_tie.abs() > error).then_some(whole + i64::from(to_tie > 0.0));
    }
    None
}

/// Powers of ten that floats hold exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

#[cold]
#[inline(never)]
fn exact(one: i128, two: i128, places: u8, rounding: Rounding) -> Result<i64, Reason> {
    let (small, large) = (one.min(two), one.max(two));
    let ratio = Ratio::new(large, small).map_err(|_| TOO_LARGE)?;
    let rounded = |places: u8| log_ratio(&ratio, places).map(|number| number.mantissa);
    let nearest = rounded(places).map_err(|_| TOO_LARGE)?;
    let mut whole = nearest.to_i64().ok_or(TOO_LARGE)?;
    if small != large && !to_nearest(rounding) {
        // Twenty places more say on which side of the nearest number it lies.
        const MORE: u8 = 20;
        let fine = rounded(places.saturating_add(MORE)).map_err(|_| TOO_LARGE)?;
        let coarse = nearest * BigInt::from(10).pow(u32::from(MORE));
        whole = match rounding {
            Rounding::Ceiling => whole.checked_add(i64::from(fine > coarse)).ok_or(TOO_LARGE)?,
            _ => whole - i64::from(fine < coarse),
        };
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Rounding; 5] = [
        Rounding::HalfEven,
        Rounding::HalfAwayFromZero,
        Rounding::TowardsZero,
        Rounding::Floor,
        Rounding::Ceiling,
    ];

    /// ln 3 and ln 1.25 by the decimal module of Python: 1.098612288668109691395245...,
    /// 0.223143551314209755766295...
    #[test]
    fn logarithms_are_correctly_rounded() {
        let log = |one, two, places, rounding| log_distance(one, two, places, rounding).unwrap();
        for rounding in ALL {
            let up = i64::from(rounding == Rounding::Ceiling);
            let near = i64::from(to_nearest(rounding) || rounding == Rounding::Ceiling);
            assert_eq!(log(3, 1, 4, rounding), 10_986 + up);
            assert_eq!(log(1, 3, 5, rounding), 109_861 + up);
            assert_eq!(log(1, 3, 6, rounding), 1_098_612 + up);
            assert_eq!(log(3, 1, 3, rounding), 1_098 + near);
            assert_eq!(log(3, 1, 18, rounding), 1_098_612_288_668_109_691 + up);
            assert_eq!(log(5, 4, 18, rounding), 223_143_551_314_209_755 + near);
            assert_eq!(log(7, 7, 9, rounding), 0);
        }
    }

    /// The quick way says the same as the exact one, wherever it answers.
    #[test]
    fn the_quick_way_answers_what_is_certain() {
        let mut state = 20_261_130_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from(state >> (1 + state % 61)) + 1
        };
        let mut answered = 0;
        for number in 0..4_000_u32 {
            let (one, two, places) = (next(), next(), (number % 14) as u8);
            if let Some(whole) = quick(one as f64 / two as f64, places, Rounding::HalfEven) {
                answered += 1;
                assert_eq!(Ok(whole), exact(one, two, places, Rounding::HalfEven), "{one} {two}");
            }
        }
        assert!(answered > 3_900, "{answered}");
        // So many places are beyond a float, and so are roundings to one side.
        assert_eq!(quick(3.0, 16, Rounding::HalfEven), None);
        assert_eq!(quick(3.0, 4, Rounding::Floor), None);
        // e to the power of 0.5 is at a tie of no place, as far as a float can tell.
        assert_eq!(quick(0.5_f64.exp(), 0, Rounding::HalfEven), None);
        assert_eq!(quick(1.0, 9, Rounding::HalfEven), Some(0));
    }
}
