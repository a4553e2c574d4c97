//! Laws that hold for every table, every weight and every value, and hostile inputs.

use crate::tables::{code, shipped};
use bilateral::concordance::{
    self, CodeConversion, CodeTable, ConvertedCodes, GroupKind, UnconvertedReason, Weights,
};
use bilateral::number::Decimal;
use bilateral::{Commodity, Ratio};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Pairs = Vec<(usize, usize)>;

fn digits(at: usize) -> String {
    format!("0101{:02}", at + 10)
}

/// Up to eight codes on each side, with rows in any order; cycles and codes that map to themselves
/// among them.
fn pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::btree_set((0..8_usize, 0..8_usize), 1..24)
        .prop_map(|set| set.into_iter().collect::<Pairs>())
        .prop_shuffle()
}

fn table(pairs: &Pairs, from: &str, to: &str) -> CodeTable {
    let texts = pairs.iter().map(|(one, two)| (digits(*one), digits(*two)));
    CodeTable::new(from.parse().unwrap(), to.parse().unwrap(), texts).unwrap()
}

/// Any decimal, with those at the ends of what fits.
fn value() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        6 => (any::<i64>(), 0..=4_u32).prop_map(|(units, places)| Decimal::new(units, places)),
        2 => (-1_000..1_000_i64).prop_map(Decimal::from),
        1 => Just(Decimal::from(i64::MAX)),
        1 => Just(Decimal::from(i64::MIN)),
    ]
}

fn values() -> impl Strategy<Value = Vec<(usize, Decimal)>> {
    prop::collection::vec((0..10_usize, value()), 0..20)
}

fn rational(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

fn ours(number: &Ratio) -> BigRational {
    BigRational::new(number.numerator().clone(), number.denominator().clone())
}

fn in_edition(values: &[(usize, Decimal)], edition: &str) -> Vec<(Commodity, Decimal)> {
    values.iter().map(|(at, value)| (code(&format!("{edition}:{}", digits(*at))), *value)).collect()
}

/// All that came out, by an oracle that is not ours.
fn sum_of(converted: &ConvertedCodes) -> BigRational {
    let rows = converted.rows().iter().map(|row| rational(row.value()));
    let rest = converted.unconverted().iter().map(|one| rational(one.value));
    rows.chain(rest).sum()
}

fn exact_sum_of(converted: &ConvertedCodes) -> BigRational {
    let rows = converted.rows().iter().map(|row| ours(row.exact()));
    let rest = converted.unconverted().iter().map(|one| ours(&one.exact));
    rows.chain(rest).sum()
}

/// Some weights of each kind.
fn conversions(table: &CodeTable, references: &[i64]) -> Vec<CodeConversion> {
    let at = |code: Commodity| code.code()[4..].parse::<usize>().unwrap() - 10;
    let reference = table.to_codes().map(|code| (code, references[at(code)]));
    let mut all =
        vec![CodeConversion::equal(table), CodeConversion::by_reference(table, reference).unwrap()];
    let firsts = table.from_codes().step_by(2).filter_map(|one| {
        Some((one.code().to_owned(), table.targets(one).next()?.code().to_owned()))
    });
    let table = table.clone().with_preferred(firsts).unwrap();
    all.push(CodeConversion::preferred(&table).unwrap());
    all
}

fn references() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(prop_oneof![Just(0), 1..1_000_000_i64, Just(i64::MAX)], 8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_sum_to_one(pairs in pairs(), references in references()) {
        let table = table(&pairs, "H6", "H5");
        for conversion in conversions(&table, &references) {
            for code in conversion.codes() {
                let shares = conversion.code(code).unwrap();
                prop_assert!(shares.iter().all(|share| share.weight.is_positive()));
                let is_row = |to: Commodity| table.targets(code).any(|target| target == to);
                prop_assert!(shares.iter().all(|share| is_row(share.to)));
                let sum: BigRational = shares.iter().map(|share| ours(&share.weight)).sum();
                prop_assert_eq!(sum, BigRational::from(BigInt::from(1)));
            }
        }
    }

    /// What comes in goes out, in whole units and exactly, and each cell is less than one unit of
    /// its values from the exact one for each code that it comes from.
    #[test]
    fn values_are_conserved(pairs in pairs(), references in references(), values in values()) {
        let table = table(&pairs, "H6", "H5");
        let expected: BigRational = values.iter().map(|(_, value)| rational(*value)).sum();
        for conversion in conversions(&table, &references) {
            let converted = concordance::convert(in_edition(&values, "H6"), &conversion).unwrap();
            prop_assert_eq!(sum_of(&converted), expected.clone());
            prop_assert_eq!(exact_sum_of(&converted), expected.clone());
            for row in converted.rows() {
                let from: BigRational = row.origins().iter().map(|one| rational(one.value)).sum();
                prop_assert_eq!(rational(row.value()), from);
                let apart = rational(row.value()) - ours(row.exact());
                let most = BigRational::from(BigInt::from(values.len()));
                prop_assert!(apart < most.clone() && -apart < most);
            }
        }
    }

    #[test]
    fn the_order_of_values_and_rows_is_irrelevant(
        pairs in pairs(),
        (values, shuffled) in values().prop_flat_map(|v| (Just(v.clone()), Just(v).prop_shuffle())),
    ) {
        let table = table(&pairs, "H6", "H5");
        let mut turned = pairs.clone();
        turned.reverse();
        prop_assert_eq!(&table, &self::table(&turned, "H6", "H5"));
        let conversion = CodeConversion::equal(&table);
        let one = concordance::convert(in_edition(&values, "H6"), &conversion).unwrap();
        let other = concordance::convert(in_edition(&shuffled, "H6"), &conversion).unwrap();
        prop_assert_eq!(one, other);
    }

    /// The weights of two steps are the product of the matrices.
    #[test]
    fn chains_multiply(first in pairs(), next in pairs(), values in values()) {
        let one = CodeConversion::equal(&table(&first, "H6", "H5"));
        let two = CodeConversion::equal(&table(&next, "H5", "H4"));
        let both = one.then(&two).unwrap();
        for code in both.codes() {
            let Ok(shares) = both.code(code) else { continue };
            let mut expected: BTreeMap<Commodity, BigRational> = BTreeMap::new();
            for middle in one.code(code).unwrap() {
                for end in two.code(middle.to).unwrap() {
                    let weight = ours(&middle.weight) * ours(&end.weight);
                    *expected.entry(end.to).or_default() += weight;
                }
            }
            let found: BTreeMap<_, _> =
                shares.iter().map(|share| (share.to, ours(&share.weight))).collect();
            prop_assert_eq!(found, expected);
        }
        // Also where a part finds no way on.
        let converted = concordance::convert(in_edition(&values, "H6"), &both).unwrap();
        let expected: BigRational = values.iter().map(|(_, value)| rational(*value)).sum();
        prop_assert_eq!(sum_of(&converted), expected.clone());
        prop_assert_eq!(exact_sum_of(&converted), expected);
    }

    #[test]
    fn a_round_trip_is_the_identity_on_plain_groups_alone(pairs in pairs()) {
        let table = table(&pairs, "H6", "H5");
        let back = CodeConversion::equal(&table.reversed());
        let trip = CodeConversion::equal(&table).then(&back).unwrap();
        for code in trip.codes() {
            let shares = trip.code(code).unwrap();
            let is_identity = shares.len() == 1 && shares[0].to == code;
            let kind = table.groups().of(code).unwrap().kind();
            // A code that is split and put together again comes back as well.
            let comes_back = matches!(kind, GroupKind::OneToOne | GroupKind::OneToMany);
            prop_assert_eq!(is_identity, comes_back);
            let is_one = trip.kind(code) == Some(GroupKind::OneToOne);
            prop_assert_eq!(is_one, kind == GroupKind::OneToOne);
        }
    }

    #[test]
    fn groups_keep_every_value_on_both_sides(pairs in pairs(), values in values()) {
        let groups = table(&pairs, "H6", "H5").groups();
        let expected: BigRational = values.iter().map(|(_, value)| rational(*value)).sum();
        for edition in ["H6", "H5"] {
            let grouped =
                concordance::to_groups(in_edition(&values, edition), &groups).unwrap();
            let rows = grouped.rows().iter().map(|row| rational(row.value));
            let rest = grouped.unconverted().iter().map(|one| rational(one.value));
            prop_assert_eq!(rows.chain(rest).sum::<BigRational>(), expected.clone());
            prop_assert!(grouped.rows().iter().all(|row| row.label.to_string().starts_with("H6")));
        }
    }

    /// A table from a classification to itself, with cycles, is as any other.
    #[test]
    fn a_classification_may_lead_to_itself(pairs in pairs(), values in values()) {
        let conversion = CodeConversion::equal(&table(&pairs, "H6", "H6"));
        let twice = conversion.then(&conversion).unwrap();
        let expected: BigRational = values.iter().map(|(_, value)| rational(*value)).sum();
        for conversion in [&conversion, &twice] {
            let converted = concordance::convert(in_edition(&values, "H6"), conversion).unwrap();
            prop_assert_eq!(sum_of(&converted), expected.clone());
        }
    }
}

/// Counts by pair, by the research in Python: the rows of groups that are 1:1.
#[test]
fn round_trips_of_shipped_tables() {
    for (from, to, plain) in [
        ("H1", "H0", 4_570),
        ("H2", "H1", 4_744),
        ("H3", "H2", 4_471),
        ("H4", "H3", 4_785),
        ("H5", "H4", 4_744),
        ("H6", "H5", 4_097),
    ] {
        let table = shipped(from, to).without(&[]).unwrap();
        let there = CodeConversion::equal(&table);
        let trip = there.then(&CodeConversion::equal(&table.reversed())).unwrap();
        let is_plain = |code: &Commodity| trip.kind(*code) == Some(GroupKind::OneToOne);
        let plain_codes: Vec<Commodity> = trip.codes().filter(is_plain).collect();
        assert_eq!(plain_codes.len(), plain, "{from} {to}");
        for code in plain_codes {
            let shares = trip.code(code).unwrap();
            assert!(shares.len() == 1 && shares[0].to == code, "{code}");
        }
    }
}

#[test]
fn values_at_the_ends_of_what_fits() {
    let table = table(&vec![(0, 0), (0, 1), (0, 2), (1, 0)], "H6", "H5");
    let conversion = CodeConversion::equal(&table);
    let convert =
        |values: &[(usize, Decimal)]| concordance::convert(in_edition(values, "H6"), &conversion);
    for value in [Decimal::MAX, Decimal::MIN, Decimal::new(1, 28), Decimal::new(-1, 28)] {
        let converted = convert(&[(0, value)]).unwrap();
        assert_eq!(sum_of(&converted), rational(value));
    }
    // 96 bits: thirds of the largest number differ by one unit.
    let thirds = convert(&[(0, Decimal::MAX)]).unwrap();
    let parts: Vec<i128> = thirds.rows().iter().map(|row| row.value().mantissa()).collect();
    let third = ((1_i128 << 96) - 1) / 3;
    assert_eq!(parts, [third, third, third]);
    // A sum that does not fit is refused, not rounded.
    assert!(convert(&[(0, Decimal::MAX), (1, Decimal::MAX)]).unwrap_err().is_inexact());
    let fine = convert(&[(1, Decimal::MAX), (1, Decimal::new(1, 28))]);
    assert!(fine.unwrap_err().is_inexact());
    assert!(convert(&[]).unwrap().rows().is_empty());
    // Largest remainders, ties to the smaller code, and the sign alone changes below zero.
    let parts = |value: i64| -> Vec<i64> {
        let rows = convert(&[(0, value.into())]).unwrap();
        rows.rows().iter().map(|row| row.value().mantissa() as i64).collect()
    };
    assert_eq!((parts(1), parts(2), parts(3)), (vec![1, 0, 0], vec![1, 1, 0], vec![1, 1, 1]));
    assert_eq!((parts(-1), parts(-5)), (vec![-1, 0, 0], vec![-2, -2, -1]));
}

#[test]
fn weights_that_are_not_shares_are_refused_by_name() {
    let (h6, h5) = ("H6".parse().unwrap(), "H5".parse().unwrap());
    let table =
        CodeTable::new(h6, h5, [("010110", "010110"), ("010110", "010120"), ("010130", "010110")])
            .unwrap();
    let given = |list: &[(&str, &str, &str)]| {
        let weights = list.iter().map(|(one, two, weight)| {
            (
                code(&format!("H6:{one}")),
                code(&format!("H5:{two}")),
                weight.parse::<Ratio>().unwrap(),
            )
        });
        CodeConversion::given(&table, weights.collect::<Vec<_>>())
    };
    let says = |list: &[(&str, &str, &str)], words: &str| {
        let error = given(list).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    assert!(given(&[("010110", "010110", "1/3"), ("010110", "010120", "2/3")]).is_ok());
    says(
        &[("010110", "010110", "0.3"), ("010110", "010120", "0.6")],
        "H6:010110 have the sum 9/10",
    );
    // What is not given is not converted; the fault of what is given is named first.
    let none = given(&[]).unwrap();
    let without: Vec<_> = none.without_weights().collect();
    assert_eq!(without, [(code("H6:010110"), &UnconvertedReason::NotGiven)]);
    assert_eq!(none.code(code("H6:010130")).unwrap()[0].to_string(), "H5:010110 1");
    assert_eq!(
        none.code(code("H6:010110")).unwrap_err().to_string(),
        "a code to convert is not valid: H6:010110: it has several targets, and no weights were given"
    );
    says(
        &[("010110", "010110", "3/2"), ("010110", "010120", "-1/2")],
        "H6:010110 -> H5:010120 is -1/2",
    );
    says(&[("010110", "010130", "1")], "H6:010110 -> H5:010130 is no row");
    says(&[("010140", "010110", "1")], "unknown code");
    says(&[("010130", "010110", "1"), ("010130", "010110", "0")], "comes twice");
    says(&[("010130", "010110", "1/2"), ("010110", "010110", "1")], "H6:010130 have the sum 1/2");
    // Else all of its value would be lost.
    says(&[("010130", "010110", "0"), ("010110", "010110", "1")], "H6:010130 have the sum 0");

    let no_rows: [(&str, &str); 0] = [];
    assert!(CodeTable::new(h6, h5, no_rows).unwrap_err().to_string().contains("no rows"));
    let twice = CodeTable::new(h6, h5, [("010110", "010110"), ("010110", "010110")]).unwrap_err();
    assert!(twice.to_string().contains("H6:010110 -> H5:010110 is given twice"));
    assert!(CodeTable::new(h6, h5, [("10110", "010110")]).unwrap_err().is_parse());
    assert!(CodeConversion::preferred(&table).is_err());
    let two = table.clone().with_preferred([("010110", "010110"), ("010110", "010120")]);
    assert!(two.unwrap_err().to_string().contains("two preferred targets"));
    // A preferred target without a row is kept apart and never used.
    let apart = table.with_preferred([("010110", "010190")]).unwrap();
    assert_eq!(apart.preferred_outside().len(), 1);
    let conversion = CodeConversion::preferred(&apart).unwrap();
    assert!(conversion.code(code("H6:010110")).is_err());
    assert_eq!(conversion.without_weights().count(), 1);
    let all = conversion.code(code("H6:010130")).unwrap();
    assert_eq!(all[0].to_string(), "H5:010110 1");
}

/// Weights of one code are enough on a shipped table.
#[test]
fn a_shipped_table_takes_weights_of_a_few_codes() {
    let table = shipped("H6", "H5");
    let heated = code("H6:240411");
    let given = |tenths: i32| {
        let weights = [("H5:240391", tenths), ("H5:240399", 5)];
        let weights = weights.map(|(to, part)| (heated, code(to), Ratio::new(part, 10).unwrap()));
        CodeConversion::given(&table, weights)
    };
    let error = given(4).unwrap_err().to_string();
    assert!(error.ends_with("the weights of H6:240411 have the sum 9/10"), "{error}");
    let conversion = given(5).unwrap();
    let weights: Ratio =
        conversion.code(heated).unwrap().iter().map(|share| share.weight.clone()).sum();
    assert_eq!(weights, Ratio::one());
    let several = table.from_codes().filter(|code| table.targets(*code).count() > 1);
    let without: Vec<Commodity> = conversion.without_weights().map(|(code, _)| code).collect();
    assert!(several.filter(|code| *code != heated).eq(without));
    let (sensors, oil) = (code("H6:854151"), code("H6:270900"));
    let values = [(sensors, 7.into()), (oil, 5.into()), (heated, 3.into())];
    let converted = concordance::convert(values, &conversion).unwrap();
    let [one] = converted.unconverted() else { panic!("{:?}", converted.unconverted()) };
    assert_eq!((one.from, one.value), (sensors, 7.into()));
    assert_eq!(converted.total().unwrap(), 8.into());
}

#[test]
fn references_must_be_of_the_other_side() {
    let table = table(&vec![(0, 0), (0, 1)], "H6", "H5");
    let by = |code: &str, value: i64| {
        CodeConversion::by_reference(&table, [(code.parse::<Commodity>().unwrap(), value)])
    };
    assert!(by("H6:010110", 1).unwrap_err().is_mismatch());
    assert!(by("H5:010110", -1).is_err());
    // Codes that are no target are not looked at; nothing known means equal, and says so.
    let nothing = by("H5:999999", 5).unwrap();
    assert_eq!(nothing.fallbacks().count(), 1);
    assert!(
        concordance::convert(in_edition(&[(0, 4.into())], "H6"), &nothing).unwrap().rows()[0]
            .is_fallback()
    );
    // Values of one code add up.
    let one = code("H5:010110");
    let (two, three) = (
        code("H5:010111"),
        CodeConversion::by_reference(&table, [(one, 1), (one, 2), (code("H5:010111"), 1)]),
    );
    let shares = three.unwrap().code(code("H6:010110")).unwrap();
    assert_eq!((shares[0].weight.clone(), shares[1].to), ("3/4".parse().unwrap(), two));
}

#[test]
fn a_conversion_says_what_it_is() {
    let both =
        CodeConversion::between("H6".parse().unwrap(), "H4".parse().unwrap(), Weights::Equal);
    let back =
        CodeConversion::between("H4".parse().unwrap(), "H6".parse().unwrap(), Weights::Equal);
    let (both, back) = (both.unwrap(), back.unwrap());
    assert_eq!(both.to_string(), "H6 -> H5 -> H4, equal weights");
    assert_eq!(back.to_string(), "H4 -> H5 -> H6, equal weights");
    assert_eq!(format!("{both:?}"), "CodeConversion(H6 -> H5 -> H4, equal weights; 5613 codes)");
    let preferred = CodeConversion::preferred(&shipped("H6", "H5")).unwrap();
    let mixed = preferred.then(&CodeConversion::equal(&shipped("H5", "H4"))).unwrap();
    assert_eq!(mixed.to_string(), "H6 -> H5 (preferred targets) -> H4 (equal weights)");
    assert_ne!(both, mixed);
    let wrong =
        CodeConversion::between("H6".parse().unwrap(), "H5".parse().unwrap(), Weights::Given);
    assert!(wrong.unwrap_err().to_string().contains("given weights need figures"));
    // Drones go to cameras, as the UN has it.
    assert_eq!(preferred.code(code("H6:880621")).unwrap()[0].to_string(), "H5:852580 1");
}
