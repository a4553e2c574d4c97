//! Parts that add up to a total.

use crate::values::ratios;
use bilateral::mirror::{Parts, Scaling};
use bilateral::number::{Decimal, decimal};
use bilateral::{Ratio, Undefined};
use proptest::prelude::*;
use serde_json::Value;

fn numbered(weights: &[Ratio]) -> Vec<(usize, Ratio)> {
    weights.iter().cloned().enumerate().collect()
}

/// The largest remainders of the reference, ties to the earlier part.
#[test]
fn allotments_equal_the_reference() {
    let file: Value =
        serde_json::from_str(include_str!("../data/mirror_reconcile_simple.json")).unwrap();
    let mut cases = 0;
    for case in file["largest_remainder"].as_array().unwrap() {
        let weights = ratios(&case["weights"]);
        let total = case["total"].as_i64().unwrap();
        let parts = Parts::of(total, numbered(&weights), &Scaling::Always, 0).unwrap();
        let own: Vec<String> = parts.iter().map(|(_, part)| part.to_string()).collect();
        let expected: Vec<String> =
            case["expected"].as_array().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(own, expected, "{case}");
        assert_eq!((parts.discrepancy(), parts.total().to_string()), (None, total.to_string()));
        cases += 1;
    }
    assert_eq!(cases, 8);
}

/// A tie goes to the code that comes first, in whatever order the parts are given.
#[test]
fn ties_go_to_the_earlier_code() {
    let parts = [("H5:44", Ratio::one()), ("H5:27", Ratio::one()), ("H5:26", Ratio::one())];
    let parts = Parts::of(decimal("0.2"), parts, &Scaling::Always, 1).unwrap();
    let text: Vec<String> = parts.iter().map(|(code, part)| format!("{code} {part}")).collect();
    assert_eq!(text, ["H5:26 0.1", "H5:27 0.1", "H5:44 0.0"]);
}

/// The thresholds of the Atlas: scaled up to a fifth, or up to 25 million; only beyond both a
/// discrepancy stays. By hand.
#[test]
fn a_total_that_differs_keeps_a_discrepancy() {
    let million = |count: i32| Ratio::from(count) * Ratio::from(1_000_000);
    let parts = |total: i32, scaling: &Scaling| {
        Parts::of(million(total), [(1, million(60)), (2, million(40))], scaling, 0).unwrap()
    };
    let both = |parts: &Parts<i32>| {
        (parts.discrepancy().map(ToString::to_string), parts.get(&1).unwrap().to_string())
    };
    let atlas = Scaling::atlas();
    let scaled = parts(120, &atlas); // a fifth exactly
    assert_eq!(both(&scaled), (None, "72000000".to_owned()));
    assert_eq!(scaled.scaled_by(), Some(&Ratio::new(6, 5).unwrap()));
    assert_eq!(both(&parts(125, &atlas)).0, None); // more than a fifth, 25 million exactly
    assert_eq!(both(&parts(126, &atlas)), (Some("26000000".to_owned()), "60000000".to_owned()));
    assert_eq!(both(&parts(74, &atlas)), (Some("-26000000".to_owned()), "60000000".to_owned()));
    assert_eq!(both(&parts(101, &Scaling::Never)).0, Some("1000000".to_owned()));
    let equal = parts(100, &Scaling::Never);
    assert_eq!((both(&equal).0, equal.scaled_by()), (None, None));
    // Nothing can be scaled to a total: it is a discrepancy.
    let none = Parts::of(7, [(1, Ratio::zero())], &Scaling::Always, 0).unwrap();
    assert_eq!(none.discrepancy().unwrap().to_string(), "7");
}

#[test]
fn senseless_parts_are_refused() {
    let negative = Parts::of(1, [(1, Ratio::from(-1))], &Scaling::Never, 0).unwrap_err();
    assert_eq!(negative.undefined(), Some(&Undefined::NegativeLevel));
    assert!(Parts::of(-1, [(1, Ratio::one())], &Scaling::Never, 0).is_err());
    assert!(Parts::of(2, [(1, Ratio::one()), (1, Ratio::one())], &Scaling::Never, 0).is_err());
    assert_eq!(Parts::of(0, [(1, Ratio::zero())], &Scaling::Never, 2).unwrap().iter().count(), 1);
    let none: [(u8, Ratio); 0] = [];
    assert!(Parts::of(5, none, &Scaling::Always, 0).unwrap().discrepancy().is_some());
}

proptest! {
    /// Parts and discrepancy add up to the total to the last unit, and no part is a unit or more
    /// from its exact share.
    #[test]
    fn parts_add_up_to_the_last_unit(
        weights in prop::collection::vec(0..1_000_000_i64, 1..20),
        total in 0..10_000_000_000_i64,
        places in 0..4_u8,
        scaling in prop_oneof![
            Just(Scaling::Never),
            Just(Scaling::Always),
            Just(Scaling::atlas()),
        ],
    ) {
        let exact: Vec<Ratio> =
            weights.iter().map(|weight| Ratio::new(*weight, 7).unwrap()).collect();
        let parts = Parts::of(total, numbered(&exact), &scaling, places).unwrap();
        let number = |rounded: &bilateral::number::Rounded| rounded.to_decimal().unwrap();
        let sum: Decimal = parts.iter().map(|(_, part)| number(part)).sum();
        let rest = parts.discrepancy().map_or(Decimal::ZERO, number);
        prop_assert_eq!(sum + rest, Decimal::from(total));
        let all: i64 = weights.iter().sum();
        for ((_, part), weight) in parts.iter().zip(&weights) {
            let exact = match (parts.scaled_by(), all) {
                (Some(_), 1..) => Ratio::new(i128::from(total) * i128::from(*weight), all),
                _ => Ratio::new(*weight, 7),
            };
            let off = (Ratio::from(number(part)) - exact.unwrap()).abs();
            let unit = Ratio::new(1, 10_i64.pow(u32::from(places))).unwrap();
            prop_assert!(off < unit, "{off:?}");
        }
    }
}
