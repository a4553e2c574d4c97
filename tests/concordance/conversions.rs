//! Conversions against exact fractions of Python.

use crate::tables::{code, hs, shipped};
use bilateral::concordance::{self, CodeConversion, CodeTable, Weights};
use bilateral::number::Decimal;
use bilateral::{Commodity, Ratio};
use serde_json::Value;
use std::collections::BTreeMap;

fn cases() -> Vec<Value> {
    let text = include_str!("../data/hs_conversion.json");
    let reference: Value = serde_json::from_str(text).unwrap();
    reference["cases"].as_array().unwrap().clone()
}

fn values(of: &Value, edition: impl std::fmt::Display) -> Vec<(Commodity, Decimal)> {
    let pairs = of.as_object().unwrap().iter();
    pairs
        .map(|(digits, value)| {
            (code(&format!("{edition}:{digits}")), value.as_i64().unwrap().into())
        })
        .collect()
}

#[test]
fn splits_are_those_of_the_reference_exactly_and_in_whole_units() {
    for case in cases() {
        let (later, earlier) = case["table"].as_str().unwrap().split_once('_').unwrap();
        let table = CodeTable::between(hs(later), hs(earlier)).unwrap();
        let is_back = case["direction"] == "from the later edition to the earlier";
        let table = if is_back { table } else { table.reversed() };
        let conversion = match &case["reference"] {
            Value::Null => CodeConversion::equal(&table),
            shares => {
                let shares = values(shares, table.to());
                CodeConversion::by_reference(&table, shares).unwrap()
            }
        };
        let input = values(&case["values"], table.from());
        for (one, _) in &input {
            let targets: Vec<String> = table.targets(*one).map(|t| t.code().to_owned()).collect();
            let expected: Vec<&str> = case["targets"][one.code()]
                .as_array()
                .unwrap()
                .iter()
                .map(|text| text.as_str().unwrap())
                .collect();
            assert_eq!(targets, expected);
        }
        let converted = concordance::convert(input, &conversion).unwrap();
        assert!(converted.unconverted().is_empty());
        let row = |digits: &str| converted.row(code(&format!("{}:{digits}", table.to())));
        for (digits, exact) in case["expected_exact"].as_object().unwrap() {
            let exact: Ratio = exact.as_str().unwrap().parse().unwrap();
            let whole: Decimal = case["expected_integer"][digits].as_i64().unwrap().into();
            // A target of weight zero gets no row.
            let found = row(digits).map(|row| (row.exact().clone(), row.value()));
            let found = found.unwrap_or((Ratio::zero(), Decimal::ZERO));
            assert_eq!(found, (exact, whole), "{table} {digits}");
        }
        let listed = case["expected_exact"].as_object().unwrap();
        assert!(converted.rows().iter().all(|row| listed.contains_key(row.code().code())));
        let total: Decimal = case["total"].as_i64().unwrap().into();
        assert_eq!(converted.total().unwrap(), total);
    }
}

#[test]
fn a_chain_is_that_of_the_reference() {
    let reference: Value = serde_json::from_str(include_str!("../data/hs_chain.json")).unwrap();
    for (to, name) in [("H5", "after_HS2017"), ("H4", "after_HS2012"), ("H3", "after_HS2007")] {
        let conversion =
            CodeConversion::between("H6".parse().unwrap(), to.parse().unwrap(), Weights::Equal);
        let input = values(&reference["values"], "H6");
        let converted = concordance::convert(input, &conversion.unwrap()).unwrap();
        let found: BTreeMap<String, Ratio> = converted
            .rows()
            .iter()
            .map(|row| (row.code().code().to_owned(), row.exact().clone()))
            .collect();
        let expected: BTreeMap<String, Ratio> = reference[name]
            .as_object()
            .unwrap()
            .iter()
            .map(|(digits, exact)| (digits.clone(), exact.as_str().unwrap().parse().unwrap()))
            .collect();
        assert_eq!(found, expected);
    }
}

/// A known package loses the goods of 681510 that went to 962000, and finds nothing for 690890.
#[test]
fn codes_on_which_other_converters_fail() {
    let forward = CodeConversion::equal(&shipped("H4", "H5"));
    let targets = |from: &str| {
        let shares = forward.code(code(from)).unwrap();
        shares.iter().map(|share| share.to.code().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(targets("H4:681510"), ["681510", "962000"]);
    // All rows of the correlation table that hold it.
    assert_eq!(targets("H4:690890"), ["690721", "690722", "690723", "690730", "690740"]);
}
