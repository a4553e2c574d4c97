//! All measures of many flows at once, rounded to the nearest, with floats that say where they
//! leave a doubt.
//!
//! Reports up to 2^50, their sum and their difference are exact as floats. A quotient and its
//! product with a power of ten are then off by less than 2^-51 of it, and twice that is allowed
//! for: what lies farther than this from a tie is rounded truly. The rest is left in doubt, for the
//! exact way. Rounded so, a number that is shifted by a whole one, doubled before, or mirrored at
//! zero needs no quotient of its own. No step depends on the data, so that processors take several
//! flows at a time.
//!
//! Held by `what_is_certain_is_rounded_truly` below and by `tests/panel/mirror.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use std::f64::consts::{FRAC_1_SQRT_2, LN_2};

/// Flows that are measured at once, so that each column is written in long stretches.
pub(crate) const BLOCK: usize = 128;
/// The largest report that is taken.
const LARGEST: i64 = 1 << 50;
/// Numbers from here to the next power of two are whole, and their last bits count them.
const WHOLE: f64 = (1_u64 << 52) as f64;
/// Added to a number below 2^51 of any sign it leaves no place behind the point.
const MOVED: f64 = WHOLE * 1.5;

/// Some flows with their measures.
pub(crate) struct Block {
    reports: [[i64; BLOCK]; 2],
    /// In the order of [`AsymmetryMeasure`](crate::bulk::AsymmetryMeasure).
    pub(crate) measures: [[i64; BLOCK]; 8],
    /// How near the estimates of a flow come to a tie: from a half on the tie is within reach.
    doubt: [f64; BLOCK],
}

impl Default for Block {
    fn default() -> Block {
        Block { reports: [[1; BLOCK]; 2], measures: [[0; BLOCK]; 8], doubt: [1.0; BLOCK] }
    }
}

impl Block {
    /// The reports of exporter and importer. A flow of others than 1 to 2^50 is left in doubt.
    #[inline(always)]
    pub(crate) fn put(&mut self, at: usize, sides: [i64; 2]) {
        let beyond = |report: i64| report.wrapping_sub(1) as u64;
        let fits = beyond(sides[0]) < LARGEST as u64 && beyond(sides[1]) < LARGEST as u64;
        self.doubt[at] = f64::from(u8::from(!fits));
        (0..2).for_each(|side| self.reports[side][at] = if fits { sides[side] } else { 1 });
    }

    /// Whether the measures of a flow are truly rounded.
    #[inline(always)]
    pub(crate) fn is_certain(&self, at: usize) -> bool {
        self.doubt[at] < 0.5
    }

    /// All measures of the reports that were put, in parts of `1 / power`: a power of ten up to
    /// 10^18, which is exact as a float.
    pub(crate) fn measure(&mut self, power: i64) {
        let parts = power as f64;
        let [difference, to_mean, to_importer, to_exporter, normalized, ratio, log, min_over_max] =
            &mut self.measures;
        let [exported, imported] = &self.reports;
        let mut larger = [1.0_f64; BLOCK];
        for at in 0..BLOCK {
            let (x, m) = (float(exported[at]), float(imported[at]));
            let of_sum = (m - x) / (m + x);
            let (of_exporter, of_importer) = (m / x, x / m);
            larger[at] = max(of_exporter, of_importer);
            let (mean, mean_doubt) = nearest(2.0 * of_sum * parts);
            let (distance, distance_doubt) = nearest(of_sum.abs() * parts);
            let (quotient, quotient_doubt) = nearest(of_exporter * parts);
            let (inverse, inverse_doubt) = nearest(of_importer * parts);
            let doubt = max(max(mean_doubt, distance_doubt), max(quotient_doubt, inverse_doubt));
            self.doubt[at] = max(self.doubt[at], doubt);
            difference[at] = imported[at] - exported[at];
            to_mean[at] = whole(mean);
            to_importer[at] = power.wrapping_sub(whole(inverse));
            to_exporter[at] = whole(quotient).wrapping_sub(power);
            normalized[at] = whole(distance);
            ratio[at] = whole(quotient);
            min_over_max[at] = whole(if quotient < inverse { quotient } else { inverse });
        }
        for at in 0..BLOCK {
            let (number, doubt) = nearest_log(larger[at], parts);
            log[at] = whole(number);
            self.doubt[at] = max(self.doubt[at], doubt);
        }
    }
}

/// A whole number from 0 to 2^52, without the conversion that takes one number at a time.
#[inline(always)]
fn float(number: i64) -> f64 {
    f64::from_bits(number as u64 | WHOLE.to_bits()) - WHOLE
}

/// A [`MOVED`] whole number. Of what is in doubt it may be any number.
#[inline(always)]
fn whole(moved: f64) -> i64 {
    (moved.to_bits() as i64).wrapping_sub(MOVED.to_bits() as i64)
}

/// One instruction, as numbers are.
#[inline(always)]
fn max(one: f64, two: f64) -> f64 {
    if one > two { one } else { two }
}

/// The whole number nearest to an estimate, [`MOVED`], and how near the tie is. From 2^49 on it is
/// always within reach.
#[inline(always)]
fn nearest(estimate: f64) -> (f64, f64) {
    const REACH: f64 = 4.0 * f64::EPSILON;
    let moved = estimate + MOVED;
    (moved, (estimate - (moved - MOVED)).abs() + estimate.abs() * REACH)
}

/// The same of the logarithm of a quotient from 1 to 2^50, which is known to 2^-53 of it.
///
/// The quotient is `2^n f` with `f` between the roots of 1/2 and 2, and `ln f = 2 artanh(s)` for
/// `s = (f - 1) / (f + 1)`, at most 0.1716. Of the series `2 (s + s^3/3 + s^5/5 + ..)` what comes
/// after the ninth term is below 2^-51.4; the roundings of quotient, `s` and sum are together below
/// 2^-51.2 and as much again of the logarithm. More than twice of both is allowed for.
#[inline(always)]
fn nearest_log(quotient: f64, parts: f64) -> (f64, f64) {
    const TERMS: [f64; 9] = [
        1.0 / 17.0,
        1.0 / 15.0,
        1.0 / 13.0,
        1.0 / 11.0,
        1.0 / 9.0,
        1.0 / 7.0,
        1.0 / 5.0,
        1.0 / 3.0,
        1.0,
    ];
    const ERROR: f64 = 8.0 * f64::EPSILON;
    let doublings = quotient.to_bits().wrapping_sub(FRAC_1_SQRT_2.to_bits()) >> 52;
    let part = f64::from_bits(quotient.to_bits().wrapping_sub(doublings << 52));
    let s = (part - 1.0) / (part + 1.0);
    let square = s * s;
    let mut sum = 0.0;
    for term in TERMS {
        sum = sum * square + term;
    }
    let scaled = (float(doublings as i64) * LN_2 + 2.0 * s * sum) * parts;
    let moved = scaled + MOVED;
    (moved, (scaled - (moved - MOVED)).abs() + (parts + 2.0 * scaled) * ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Ratio, Rounding, log_ratio};
    use num_traits::ToPrimitive;

    /// The measures of one flow, if they are certain.
    fn told(sides: [i64; 2], places: u32) -> Option<[i64; 8]> {
        let mut block = Block::default();
        block.put(77, sides);
        block.measure(10_i64.pow(places));
        block.is_certain(77).then(|| block.measures.map(|numbers| numbers[77]))
    }

    /// The same from exact fractions.
    fn exact([x, m]: [i64; 2], places: u32) -> [i64; 8] {
        let round = |number: i64, divisor: i64| {
            let places = places as u8;
            let rounded = Ratio::new(number, divisor).unwrap().round(places, Rounding::HalfEven);
            rounded.mantissa.to_i64().unwrap()
        };
        let log = log_ratio(&Ratio::new(x.max(m), x.min(m)).unwrap(), places as u8).unwrap();
        [
            m - x,
            round(2 * (m - x), m + x),
            round(m - x, m),
            round(m - x, x),
            round((m - x).abs(), m + x),
            round(m, x),
            log.mantissa.to_i64().unwrap(),
            round(x.min(m), x.max(m)),
        ]
    }

    /// Reports of all sizes, near to each other and far apart, with up to nine places.
    #[test]
    fn what_is_certain_is_rounded_truly() {
        let mut state = 20_261_130_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 14) as i64
        };
        let (mut certain, all) = (0, 20_000_u32);
        for number in 0..all {
            let x = (next() >> (number % 50)) + 1;
            let m = match number % 3 {
                0 => x + next() % 100,
                1 => x + next() % (x / 4 + 1),
                _ => (next() >> (number / 3 % 50)) + 1,
            };
            let sides = if number % 2 == 0 { [x, m] } else { [m, x] }.map(|side| side.min(LARGEST));
            let places = number % 10;
            if let Some(told) = told(sides, places) {
                certain += 1;
                assert_eq!(told, exact(sides, places), "{sides:?} {places}");
            }
        }
        assert!(certain > all * 8 / 10, "{certain}");
    }

    /// Next to the roots of 1/2 and 2 the series is longest, and next to 1 logarithms are smallest.
    #[test]
    fn logarithms_are_certain_where_the_series_is_longest() {
        const UNIT: i64 = 1 << 49;
        let root = (2.0_f64.sqrt() * UNIT as f64) as i64;
        for m in [root - 1, root, root + 1, UNIT + 1, UNIT, LARGEST] {
            for places in [6, 9, 12] {
                let sides = [UNIT, m];
                assert_eq!(told(sides, places), Some(exact(sides, places)), "{m} {places}");
            }
        }
        // 48 ln 2 is 33.27106466687737; a quotient of 2^50 is more than a float is certain of.
        assert_eq!(told([1, UNIT / 2], 0).map(|all| all[6]), Some(33));
        assert_eq!(told([1, LARGEST], 0), None);
    }

    /// 3 over 2 without places; sums, inverses and logarithms next to a tie; and what floats are
    /// not asked.
    #[test]
    fn ties_and_what_is_no_pair_of_positive_words_are_left_in_doubt() {
        assert_eq!(told([2, 3], 0), None); // 1.5
        assert_eq!(told([2, 1], 0), None); // 0.5
        assert_eq!(told([3, 1], 0), None); // 2 / 4
        assert_eq!(told([3, 5], 0), None); // 4 / 8, of the mean alone
        assert_eq!(told([7, 8], 0), Some([1, 0, 0, 0, 0, 1, 0, 1]));
        assert_eq!(told([1, 1], 18), None); // a float has no 18 places
        for beyond in [0, -1, i64::MIN, LARGEST + 1, i64::MAX] {
            assert_eq!([told([beyond, 5], 0), told([5, beyond], 0)], [None; 2], "{beyond}");
        }
        assert!(!Block::default().is_certain(0));
    }
}
