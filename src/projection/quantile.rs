//! Quantiles of the normal distribution and of Student's.
//!
//! Floats: the levels of intervals are probabilities, not amounts. Held by the tables in the tests below. Integer arithmetic here
//! counts degrees of freedom, which are at most 32 bits wide.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use std::f64::consts::PI;

/// The number below which a standard normal variable stays with this probability; infinite at 0 and 1, and NaN outside.
///
/// Source: Wichura, algorithm AS 241 (PPND16), relative accuracy about 1e-16.
pub(crate) fn normal(probability: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let from_middle = probability - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&A, r) / polynomial(&B, r);
    }
    let tail = if from_middle < 0.0 { probability } else { 1.0 - probability };
    if tail == 0.0 {
        return f64::INFINITY.copysign(from_middle);
    }
    let r = (-tail.ln()).sqrt();
    let size = if r <= 5.0 {
        polynomial(&C, r - 1.6) / polynomial(&D, r - 1.6)
    } else {
        polynomial(&E, r - 5.0) / polynomial(&F, r - 5.0)
    };
    size.copysign(from_middle)
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// The same of Student's distribution with this many degrees of freedom, to about 1e-12; that of the normal one for more
/// than ten thousand, and for none.
///
/// Its distribution function is a finite sum for whole degrees (Abramowitz and Stegun 26.7.3 and 26.7.4). It is concave above
/// zero, so Newton's steps from zero rise to the root and never pass it.
pub(crate) fn student(probability: f64, degrees: u32) -> f64 {
    if degrees == 0 || degrees > 10_000 || !(probability > 0.0 && probability < 1.0) {
        return normal(probability);
    }
    let above = (probability - 0.5).abs();
    let freedom = f64::from(degrees);
    let density_at_zero = density_at_zero(degrees);
    let mut t = above / density_at_zero;
    for _ in 0..300 {
        let density = density_at_zero * (1.0 + t * t / freedom).powf(-(freedom + 1.0) / 2.0);
        let step = (above - between_zero_and(t, degrees)) / density;
        t += step;
        let goes_on = step > 1e-14 * t;
        if !goes_on {
            break;
        }
    }
    t.copysign(probability - 0.5)
}

/// The probability of a value between 0 and t.
fn between_zero_and(t: f64, degrees: u32) -> f64 {
    let freedom = f64::from(degrees);
    let angle = (t / freedom.sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let square = cosine * cosine;
    if degrees % 2 == 1 {
        let (mut term, mut sum) = (cosine, 0.0);
        for k in (3..=degrees).step_by(2) {
            sum += term;
            term *= square * f64::from(k - 1) / f64::from(k);
        }
        return (angle + sine * sum) / PI;
    }
    let (mut term, mut sum) = (1.0, 0.0);
    for k in (2..=degrees).step_by(2) {
        sum += term;
        term *= square * f64::from(k - 1) / f64::from(k);
    }
    sine * sum / 2.0
}

/// `Gamma((n + 1) / 2) / (sqrt(n pi) Gamma(n / 2))`, by the recurrence of the quotient of both.
fn density_at_zero(degrees: u32) -> f64 {
    let (mut at, mut quotient) = if degrees % 2 == 1 { (1, 1.0 / PI.sqrt()) } else { (2, PI.sqrt() / 2.0) };
    while at < degrees {
        quotient *= f64::from(at + 1) / f64::from(at);
        at += 2;
    }
    quotient / (f64::from(degrees) * PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{normal, student};

    /// Values of R 4.2.2 as printed in tables to more digits than single precision.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (probability, value) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_544_600_4),
            (0.975, 1.959_963_984_540_054),
            (1e-9, -5.997_807_015_007_686_6),
        ] {
            assert!((normal(probability) - value).abs() < 1e-14, "{probability}");
        }
        // One and two degrees have closed forms; the others are tables of Student's distribution.
        for probability in [0.001, 0.3, 0.5, 0.6, 0.9, 0.975, 0.9999] {
            let one = (std::f64::consts::PI * (probability - 0.5)).tan();
            assert!((student(probability, 1) - one).abs() <= 1e-11 * one.abs(), "{probability}");
            let u: f64 = 2.0 * probability - 1.0;
            let two = u * (2.0 / (1.0 - u * u)).sqrt();
            assert!((student(probability, 2) - two).abs() <= 1e-11 * two.abs(), "{probability}");
        }
        for (probability, degrees, value) in [
            (0.9, 4, 1.533_206_274),
            (0.975, 4, 2.776_445_105),
            (0.9, 7, 1.414_923_928),
            (0.975, 10, 2.228_138_852),
            (0.995, 30, 2.749_995_654),
            (0.975, 120, 1.979_930_405),
        ] {
            assert!((student(probability, degrees) - value).abs() < 1e-8, "{probability}, {degrees}");
        }
    }
}
