//! Student's distribution against values of other software, the rule of the interval, and its
//! nesting.

use bilateral::forecast::{student_probability, student_quantile};
use bilateral::projection::{Basis, Prior, Spread, conformal_half_width};
use proptest::prelude::*;

/// Probability below, degrees, quantile: computed with mpmath 1.3.0 at 40 digits from the
/// incomplete beta function, and above 1000 degrees by integrating the density.
#[allow(clippy::excessive_precision)] // as the other software printed them
const QUANTILES: &[(f64, f64, f64)] = &[
    (0.4, 0.3, -0.502_301_282_059_305_16),
    (0.1, 0.3, -64.786_545_637_096_89),
    (0.025, 0.3, -6_582.035_699_400_775),
    (0.00001, 0.3, -1_395_812_007_068_297.5),
    (0.4, 1.0, -0.324_919_696_232_906_33),
    (0.025, 1.0, -12.706_204_736_174_705),
    (0.005, 2.0, -9.924_843_200_918_293),
    (0.1, 3.0, -1.637_744_353_696_210_1),
    (0.4, 4.0, -0.270_722_294_707_597_42),
    (0.1, 4.0, -1.533_206_274_058_943_9),
    (0.025, 4.0, -2.776_445_105_197_794_4),
    (0.00001, 4.0, -23.332_182_700_829_275),
    (0.1, 4.5, -1.500_885_317_508_557_5),
    (0.005, 4.5, -4.272_823_993_011_293),
    (0.1, 5.0, -1.475_884_048_824_481_1),
    (0.1, 7.0, -1.414_923_927_650_508_5),
    (0.1, 8.0, -1.396_815_309_743_864_7),
    (0.025, 8.0, -2.306_004_135_204_166_7),
    (0.005, 12.0, -3.054_539_589_392_902_1),
    (0.4, 30.0, -0.255_605_364_951_912_77),
    (0.025, 30.0, -2.042_272_456_301_238_3),
    (0.00001, 100.0, -4.478_426_902_992_736_5),
    (0.1, 1000.5, -1.282_398_297_809_231_1),
    (0.005, 1000.5, -2.580_752_232_174_311_6),
    (0.025, 100_000.0, -1.959_987_707_534_609_6),
    (0.00001, 100_000.0, -4.265_095_403_181_324_9),
    (0.4, 2_000_000.0, -0.253_347_136_836_818_07),
    (0.025, 2_000_000.0, -1.959_965_170_676_375),
    (0.00001, 2_000_000.0, -4.264_901_023_974_603_5),
];

#[test]
fn quantiles_are_those_of_other_software() {
    for (probability, degrees, expected) in QUANTILES {
        let found = student_quantile(*probability, *degrees).unwrap();
        assert!(
            (found / expected - 1.0).abs() < 2e-12,
            "{probability} {degrees}: {found} {expected}"
        );
        // The number itself has the probability back, and the upper tail mirrors the lower one.
        let back = student_probability(*expected, *degrees).unwrap();
        assert!((back / probability - 1.0).abs() < 1e-9, "{probability} {degrees}: {back}");
        let mirrored = student_probability(-*expected, *degrees).unwrap();
        assert!((mirrored + probability - 1.0).abs() < 1e-12);
    }
    assert_eq!(student_quantile(0.5, 3.0).unwrap(), 0.0);
    for (probability, degrees) in
        [(0.0, 4.0), (1.0, 4.0), (f64::NAN, 4.0), (0.9, 0.0), (0.9, -1.0), (0.9, f64::NAN)]
    {
        assert!(student_quantile(probability, degrees).is_err());
    }
    assert!(
        student_quantile(1e-300, 0.001).is_err()
            && student_probability(f64::INFINITY, 4.0).is_err()
    );
}

/// By hand: the errors 0.2 and -0.4 with weights 1 and 1/2, and the prior of 0.1 as two:
/// sqrt((2 * 0.01 + 0.04 + 0.08) / 3.5) = 0.2, always five degrees.
#[test]
fn errors_are_weighed_with_the_prior() {
    let spread = Spread::of(&[0.2, -0.4], 0.1, None).unwrap();
    assert!((spread.scale() - 0.2).abs() < 1e-15);
    assert_eq!((spread.degrees(), spread.basis()), (5.0, Basis::Errors(2)));
    // A quarter of a change of 0.6 is 0.15: sqrt(0.04 + 0.0225) = 0.25, and no break. One of 0.84
    // is: sqrt(0.04 + 0.0441) = 0.29.
    let changed = Spread::of(&[0.2, -0.4], 0.1, Some(-0.6)).unwrap();
    assert!((changed.scale() - 0.25).abs() < 1e-15 && !changed.is_break());
    let broken = Spread::of(&[0.2, -0.4], 0.1, Some(0.84)).unwrap();
    assert!((broken.scale() - 0.29).abs() < 1e-15);
    assert_eq!((broken.basis(), broken.is_break()), (Basis::Break(2), true));
    // Of more than eight errors the first eight count: the latest ones.
    let many = [0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 9.0];
    assert_eq!(Spread::of(&many, 0.1, None), Spread::of(&many[..8], 0.1, None));
    assert!(
        Spread::of(&[f64::NAN], 0.1, None).is_err()
            && Spread::of(&[], f64::INFINITY, None).is_err()
            && Spread::of(&[], 0.1, Some(f64::NAN)).is_err()
    );
    // Squares of large numbers leave the floats, their scale does not.
    assert!((Spread::of(&[1e200; 8], 0.1, None).unwrap().scale() / 1e200 - 0.7) < 0.3);
    // Halfway between the measured months: 0.215 and 0.275.
    assert!(
        (Prior::SmallFlows.scale(10) - 0.275).abs() < 1e-12 && Prior::SmallFlows.scale(0) == 0.23
    );
    assert_eq!(
        (Prior::SmallFlows.scale(6), Prior::SmallFlows.scale(11), Prior::SmallFlows.scale(12)),
        (0.20, 0.32, 0.32)
    );
}

/// By counting: of nine errors the ninth is the 90 % half width, and 95 % needs nineteen.
#[test]
fn conformal_intervals_count() {
    let errors: Vec<f64> =
        (1..=9).map(|size| f64::from(size) * if size % 2 == 0 { -0.01 } else { 0.01 }).collect();
    assert_eq!(conformal_half_width(&errors, 90).unwrap(), 0.09);
    assert_eq!(conformal_half_width(&errors, 50).unwrap(), 0.05);
    assert!(
        conformal_half_width(&errors, 91).is_err() && conformal_half_width(&[0.1; 18], 95).is_err()
    );
    assert!(conformal_half_width(&[0.1; 19], 95).is_ok() && conformal_half_width(&[], 50).is_err());
    assert!(conformal_half_width(&[f64::NAN; 9], 80).is_err());
}

/// Ends of tiny numbers print their digits: e^(± 0.1 * 1.476) is 0.8628 and 1.1590.
#[test]
fn tiny_intervals_print() {
    let spread = Spread::of(&[], 0.1, None).unwrap();
    assert_eq!(
        spread.interval(0.0, 1e-20, 80).unwrap().to_string(),
        "80 % interval 0.0000000000000000000086 to 0.0000000000000000000116"
    );
    assert_eq!(spread.interval(0.0, 0.0, 80).unwrap().to_string(), "80 % interval 0 to 0");
}

/// A log error so large that its interval has no end is refused, not infinite.
#[test]
fn an_interval_without_an_end_is_refused() {
    let spread = Spread::of(&[1200.0, -1200.0, 1200.0, 1200.0], 0.1, None).unwrap();
    assert!(spread.interval(1.0, 2.0, 80).is_err());
    assert!(spread.interval(1.0, 1.0, 80).unwrap().high() == 1.0);
}

proptest! {
    #[test]
    fn quantile_and_probability_are_inverse(
        probability in 0.0001..0.9999_f64,
        degrees in 0.5..300.0_f64,
    ) {
        let value = student_quantile(probability, degrees).unwrap();
        prop_assert!((student_probability(value, degrees).unwrap() - probability).abs() < 1e-12);
        // The mirror image, and wider tails with fewer degrees.
        prop_assert!(
            (student_quantile(1.0 - probability, degrees).unwrap() + value).abs()
                <= 1e-8 * value.abs().max(1e-3)
        );
        prop_assert!(
            student_quantile(probability, degrees / 2.0).unwrap().abs()
                >= value.abs() * (1.0 - 1e-12)
        );
    }

    #[test]
    fn intervals_nest_and_keep_what_is_known(
        errors in prop::collection::vec(-1.0..1.0_f64, 0..12),
        so_far in 0.0..1e6_f64,
        rest in 0.0..1e6_f64,
        change in prop::option::of(-3.0..3.0_f64),
        narrow in 1..99_u8,
    ) {
        let spread = Spread::of(&errors, 0.1, change).unwrap();
        let year = so_far + rest;
        let one = spread.interval(so_far, year, narrow).unwrap();
        let other = spread.interval(so_far, year, narrow + 1).unwrap();
        prop_assert!(other.low() <= one.low() && one.high() <= other.high());
        prop_assert!(so_far <= other.low() && other.high().is_finite());
        // The answer lies inside, at every level.
        prop_assert!(one.low() <= year && year <= one.high());
        // A change of growth never narrows, and its sign does not count.
        let calm = Spread::of(&errors, 0.1, None).unwrap();
        prop_assert!(spread.scale() >= calm.scale() && spread.degrees() == calm.degrees());
        let turned = Spread::of(&errors, 0.1, change.map(|change| -change)).unwrap();
        prop_assert_eq!(spread, turned);
    }
}
