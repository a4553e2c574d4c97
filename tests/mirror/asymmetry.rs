//! The eight measures of two reports, and their bounds.

use crate::values::ratio;
use bilateral::mirror::{Asymmetry, AsymmetryBounds, Pair};
use bilateral::number::decimal;
use bilateral::{Bounds, Error, Period, Ratio, Rounding, Undefined};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use serde_json::Value;
use std::ops::Bound;

fn cases() -> Value {
    serde_json::from_str(include_str!("../data/mirror_asymmetry.json")).unwrap()
}

/// Every case of the file, exactly: seven fractions, and the logarithm at 25 places.
#[test]
fn all_measures_equal_the_reference() {
    let mut compared = 0;
    for case in cases()["cases"].as_array().unwrap() {
        let gap = Asymmetry::of(ratio(&case["a"]), ratio(&case["b"])).unwrap();
        let expected = &case["expected"];
        assert_eq!(gap.difference(), ratio(&expected["difference_b_minus_a"]["exact"]), "{case}");
        for (name, own) in [
            ("relative_to_mean", gap.relative_to_mean()),
            ("relative_to_importer", gap.relative_to_importer()),
            ("relative_to_exporter", gap.relative_to_exporter()),
            ("normalized_discrepancy", gap.normalized()),
            ("ratio_b_over_a", gap.ratio()),
            ("min_over_max", gap.min_over_max()),
        ] {
            match &expected[name] {
                Value::Null => assert!(own.unwrap_err().undefined().is_some(), "{name}: {case}"),
                value => {
                    let own = own.unwrap();
                    assert_eq!(own, ratio(&value["exact"]), "{name}: {case}");
                    let text = value["decimal"].as_str().unwrap();
                    // Python prints a zero of 20 places as 0E-20.
                    if !text.contains('E') {
                        assert_eq!(own.round(20, Rounding::HalfEven).to_string(), text);
                    }
                }
            }
            compared += 1;
        }
        let log = gap.log_distance(25);
        match expected["log_distance"]["decimal"].as_str() {
            None => assert!(log.is_err(), "{case}"),
            Some("0E-25") => assert_eq!(log.unwrap().to_string(), format!("0.{:025}", 0)),
            Some(text) => assert_eq!(log.unwrap().to_string(), text, "{case}"),
        }
    }
    assert_eq!(compared, 35 * 6);
}

/// What is not defined says why.
#[test]
fn undefined_measures_are_typed() {
    let reason = |result: Result<Ratio, Error>| result.unwrap_err().undefined().cloned().unwrap();
    let none = Asymmetry::of(0, 0).unwrap();
    for result in [
        none.relative_to_mean(),
        none.relative_to_importer(),
        none.relative_to_exporter(),
        none.normalized(),
        none.ratio(),
        none.min_over_max(),
    ] {
        assert_eq!(reason(result), Undefined::ZeroOverZero);
    }
    assert_eq!(none.difference(), Ratio::zero());
    let log = |gap: &Asymmetry| gap.log_distance(3).unwrap_err().undefined().cloned().unwrap();
    assert_eq!(log(&none), Undefined::ZeroOverZero);

    let (no_export, no_import) = (Asymmetry::of(0, 50).unwrap(), Asymmetry::of(50, 0).unwrap());
    assert_eq!(reason(no_export.relative_to_exporter()), Undefined::ZeroBase);
    assert_eq!(reason(no_export.ratio()), Undefined::ZeroBase);
    assert_eq!(reason(no_import.relative_to_importer()), Undefined::ZeroBase);
    assert_eq!(
        (log(&no_export), log(&no_import)),
        (Undefined::NotPositive, Undefined::NotPositive)
    );
    assert_eq!(no_export.relative_to_mean().unwrap(), Ratio::from(2));

    for (a, b) in [(-1, 5), (5, -1)] {
        let error = Asymmetry::of(a, b).unwrap_err();
        assert_eq!(error.undefined(), Some(&Undefined::NegativeLevel));
    }
    assert!(Asymmetry::of(1, 2).unwrap().log_distance(51).is_err());
}

/// A missing report is no zero: it has no measure, and the error names the side.
#[test]
fn one_side_alone_has_no_measure() {
    let flow = Pair::new(bilateral::area::RUS, bilateral::area::CHN, Period::year(2022));
    for (pair, who) in [
        (flow.imported(decimal("114.15")), "the exporter, RUS, reports nothing"),
        (flow.exported(decimal("114.15")), "the importer, CHN, reports nothing"),
    ] {
        let error = pair.asymmetry().unwrap_err();
        assert_eq!(error.undefined(), Some(&Undefined::Missing));
        assert!(error.to_string().starts_with("RUS to CHN, 2022: "), "{error}");
        assert!(error.to_string().contains(who), "{error}");
    }
}

/// China and Russia, 2005 to 2019: the importer's figure over the exporter's, less one, as
/// published in the notes of the evidence (four places).
#[test]
fn china_and_russia_2005_to_2019() {
    let file = include_str!("../data/mirror_china_russia.csv");
    let mut found = Vec::new();
    for line in file.lines().skip(2) {
        let fields: Vec<&str> = line.split(',').collect();
        let [year, exporter, _, exported, imported] = fields[..] else { panic!("{line}") };
        let gap =
            Asymmetry::of(exported.parse::<Ratio>().unwrap(), imported.parse::<Ratio>().unwrap());
        let implied = gap.unwrap().relative_to_exporter().unwrap();
        found.push((exporter.to_owned(), year.to_owned(), format!("{implied:.4}")));
    }
    assert_eq!(found.len(), 30);
    let expected = [
        ("RUS", "2005", "0.2178"),
        ("RUS", "2009", "0.2768"),
        ("RUS", "2010", "0.3099"),
        ("RUS", "2014", "0.1117"),
        ("RUS", "2017", "-0.0067"),
        ("RUS", "2018", "0.0512"),
        ("RUS", "2019", "0.0512"),
        ("CHN", "2005", "-0.4501"),
        ("CHN", "2006", "-0.1845"),
        ("CHN", "2008", "0.0512"),
        ("CHN", "2010", "0.3157"),
        ("CHN", "2014", "-0.0526"),
        ("CHN", "2017", "0.3297"),
        ("CHN", "2018", "0.0877"),
        ("CHN", "2019", "0.0941"),
    ];
    for (exporter, year, gap) in expected {
        let row = (exporter.to_owned(), year.to_owned(), gap.to_owned());
        assert!(found.contains(&row), "{row:?}");
    }
}

/// An interval whose ends are in it or not.
fn interval(low: i64, width: i64, ends: [bool; 2]) -> Bounds {
    let end = |number: i64, is_in: bool| {
        let number = Ratio::from(number);
        if is_in { Bound::Included(number) } else { Bound::Excluded(number) }
    };
    Bounds::new(end(low, ends[0]), end(low + width, ends[1])).unwrap()
}

/// A number of an interval with a positive width, near an end or inside.
fn inside(low: i64, width: i64, ends: [bool; 2], at: u8) -> Ratio {
    let (low, width) = (Ratio::from(low), Ratio::from(width));
    let step = match at {
        0 if ends[0] => Ratio::zero(),
        0 => Ratio::new(1, 1_000_000).unwrap(),
        1 if ends[1] => Ratio::one(),
        1 => Ratio::new(999_999, 1_000_000).unwrap(),
        _ => Ratio::new(i32::from(at), 256).unwrap(),
    };
    low + width * step
}

proptest! {
    /// The formulas on fractions of another library, and the identities of the measures: what a
    /// change of sides does, and that no unit matters.
    #[test]
    fn measures_follow_their_formulas(a in 0..10_000_000_000_i64, b in 0..10_000_000_000_i64) {
        prop_assume!(a + b > 0);
        let big = |n: i64| BigRational::from(BigInt::from(n));
        let same = |own: Result<Ratio, Error>, other: BigRational| {
            own.unwrap().to_string() == other.to_string()
        };
        let gap = Asymmetry::of(a, b).unwrap();
        let (x, m) = (big(a), big(b));
        prop_assert!(same(Ok(gap.difference()), &m - &x));
        prop_assert!(same(gap.relative_to_mean(), big(2) * (&m - &x) / (&x + &m)));
        prop_assert!(same(gap.normalized(), big((a - b).abs()) / (&x + &m)));
        prop_assert!(same(gap.min_over_max(), big(a.min(b)) / big(a.max(b))));
        let swapped = Asymmetry::of(b, a).unwrap();
        prop_assert_eq!(-gap.difference(), swapped.difference());
        prop_assert_eq!(-gap.relative_to_mean().unwrap(), swapped.relative_to_mean().unwrap());
        prop_assert_eq!(gap.normalized(), swapped.normalized());
        prop_assert_eq!(gap.min_over_max(), swapped.min_over_max());
        let half = gap.relative_to_mean().unwrap().abs() * Ratio::new(1, 2).unwrap();
        prop_assert_eq!(gap.normalized().unwrap(), half);
        if a > 0 && b > 0 {
            prop_assert!(same(gap.relative_to_importer(), (&m - &x) / &m));
            prop_assert!(same(gap.relative_to_exporter(), (&m - &x) / &x));
            prop_assert!(same(gap.ratio(), &m / &x));
            prop_assert_eq!(
                -gap.relative_to_importer().unwrap(),
                swapped.relative_to_exporter().unwrap()
            );
            let log = gap.log_distance(30).unwrap();
            prop_assert_eq!(&log, &swapped.log_distance(30).unwrap());
            // ln y >= 2 (y - 1) / (y + 1) for y of 1 and more
            let twice = gap.normalized().unwrap() * Ratio::from(2);
            let log: Ratio = log.to_string().parse::<bilateral::number::Decimal>().unwrap().into();
            prop_assert!(log + Ratio::new(1, 10_i64.pow(18)).unwrap() >= twice);
            let scaled = Asymmetry::of(
                Ratio::from(a) * Ratio::new(7, 1000).unwrap(),
                Ratio::from(b) * Ratio::new(7, 1000).unwrap(),
            )
            .unwrap();
            prop_assert_eq!(gap.ratio(), scaled.ratio());
            prop_assert_eq!(gap.log_distance(9), scaled.log_distance(9));
        }
    }

    /// The bounds hold the measure of every pair of numbers that both intervals hold, and come as
    /// near to their ends as one likes: a millionth of the width from both ends the measure is
    /// within a thousandth of the bound.
    #[test]
    fn bounds_hold_every_pair_and_no_more(
        (a, b) in (0..1000_i64, 0..1000_i64),
        (wa, wb) in (1..300_i64, 1..300_i64),
        ends in any::<[bool; 4]>(),
        (at_a, at_b) in (any::<u8>(), any::<u8>()),
    ) {
        let [low_a, high_a, low_b, high_b] = ends;
        let bounds = AsymmetryBounds::of(
            interval(a, wa, [low_a, high_a]),
            interval(b, wb, [low_b, high_b]),
        )
        .unwrap();
        let gap = Asymmetry::of(
            inside(a, wa, [low_a, high_a], at_a),
            inside(b, wb, [low_b, high_b], at_b),
        )
        .unwrap();
        prop_assert!(bounds.difference().contains(&gap.difference()));
        type Both = (Result<Bounds, Error>, Result<Ratio, Error>);
        let all: [Both; 6] = [
            (bounds.relative_to_mean(), gap.relative_to_mean()),
            (bounds.relative_to_importer(), gap.relative_to_importer()),
            (bounds.relative_to_exporter(), gap.relative_to_exporter()),
            (bounds.normalized(), gap.normalized()),
            (bounds.ratio(), gap.ratio()),
            (bounds.min_over_max(), gap.min_over_max()),
        ];
        for (bounds, value) in all {
            if let (Ok(bounds), Ok(value)) = (bounds, value) {
                prop_assert!(bounds.contains(&value), "{bounds} {value}");
            }
        }
        if a > 10 && b > 10 {
            let corner = Asymmetry::of(
                inside(a, wa, [low_a, high_a], 1),
                inside(b, wb, [low_b, high_b], 0),
            )
            .unwrap();
            let mean = bounds.relative_to_mean().unwrap();
            let (Bound::Included(low) | Bound::Excluded(low)) = mean.low() else { panic!() };
            let distance = corner.relative_to_mean().unwrap() - low.clone();
            prop_assert!(distance < Ratio::new(1, 1000).unwrap());
        }
    }
}

/// By hand: [40, 60] against [50, 50]; equal reports lie inside, so the normalized gap begins at
/// zero, and ends at 10 / 90.
#[test]
fn bounds_of_reports_that_may_agree() {
    let exported = Bounds::between(Ratio::from(40), Ratio::from(60)).unwrap();
    let bounds = AsymmetryBounds::of(exported, Bounds::exactly(Ratio::from(50))).unwrap();
    let text = |bounds: Result<Bounds, Error>| bounds.unwrap().to_string();
    assert_eq!(bounds.difference().to_string(), "[-10, 10]");
    assert_eq!(text(bounds.ratio()), "[5/6, 5/4]");
    assert_eq!(text(bounds.relative_to_mean()), "[-2/11, 2/9]");
    assert_eq!(text(bounds.normalized()), "[0, 1/9]");
    assert_eq!(text(bounds.min_over_max()), "[4/5, 1]");
}

/// "More than 40" has no upper end: the share of the importer has none below, and the gap relative
/// to the mean never reaches -2.
#[test]
fn bounds_of_a_figure_with_one_end() {
    let more: bilateral::Figure = "more than 40".parse().unwrap();
    let bounds = AsymmetryBounds::of(more.bounds(), Bounds::exactly(Ratio::from(40))).unwrap();
    let text = |bounds: Result<Bounds, Error>| bounds.unwrap().to_string();
    assert_eq!(text(bounds.relative_to_mean()), "(-2, 0)");
    assert_eq!(text(bounds.normalized()), "(0, 1)");
    assert_eq!(text(bounds.min_over_max()), "(0, 1)");
    assert_eq!(text(bounds.relative_to_exporter()), "(-1, 0)");
    assert_eq!(text(bounds.relative_to_importer()), "(-∞, 0)");
}

/// A printed zero is something below half a unit, and never below zero.
#[test]
fn bounds_near_zero() {
    let zero: bilateral::Figure = "0".parse().unwrap();
    let five = Bounds::exactly(Ratio::from(5));
    let bounds = AsymmetryBounds::of(zero.bounds(), five.clone()).unwrap();
    // From 5 - 1/2 to 5, and from 2 (4.5 / 5.5) to 2.
    assert_eq!(bounds.difference().to_string(), "(9/2, 5]");
    assert_eq!(bounds.relative_to_mean().unwrap().to_string(), "(18/11, 2]");
    let error = bounds.relative_to_exporter().unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::DivisionByZero));
    let both = AsymmetryBounds::of(zero.bounds(), zero.bounds()).unwrap();
    assert!(both.relative_to_mean().is_err() && both.normalized().is_err());
    let never = AsymmetryBounds::of(Bounds::exactly(Ratio::zero()), five.clone()).unwrap();
    assert_eq!(never.relative_to_mean().unwrap(), Bounds::exactly(Ratio::from(2)));
    let none = Bounds::exactly(Ratio::zero());
    let nothing = AsymmetryBounds::of(Bounds::above(Ratio::zero()), none).unwrap();
    assert_eq!(nothing.relative_to_mean().unwrap(), Bounds::exactly(Ratio::from(-2)));
    let negative = AsymmetryBounds::of(Bounds::exactly(Ratio::from(-1)), five);
    assert_eq!(negative.unwrap_err().undefined(), Some(&Undefined::NegativeLevel));
}
