//! Estimated weights against scipy, and by the conditions of a minimum.

use crate::tables::{code, shipped};
use bilateral::concordance::{CodeConversion, CodeTable, Reporter};
use bilateral::{Commodity, Ratio};
use proptest::prelude::*;
use serde_json::Value;

/// The code of a row or a column of a case.
fn digits(at: usize) -> String {
    format!("0101{:02}", at + 10)
}

fn old(at: usize) -> Commodity {
    code(&format!("H4:{}", digits(at)))
}

fn new(at: usize) -> Commodity {
    code(&format!("H5:{}", digits(at)))
}

fn table(allowed: &[Vec<bool>]) -> CodeTable {
    let pairs = allowed.iter().enumerate().flat_map(|(one, row)| {
        let used = row.iter().enumerate().filter(|(_, used)| **used);
        used.map(move |(two, _)| (digits(one), digits(two)))
    });
    CodeTable::new("H4".parse().unwrap(), "H5".parse().unwrap(), pairs).unwrap()
}

fn reporter(x: &[Ratio], y: &[Ratio]) -> Reporter {
    let values = |list: &[Ratio], code: fn(usize) -> Commodity| {
        list.iter().cloned().enumerate().map(|(at, value)| (code(at), value)).collect::<Vec<_>>()
    };
    Reporter::new(values(x, old), values(y, new)).unwrap()
}

fn weight(conversion: &CodeConversion, one: usize, two: usize) -> Ratio {
    let shares = conversion.code(old(one)).unwrap();
    let share = shares.into_iter().find(|share| share.to == new(two));
    share.map_or(Ratio::zero(), |share| share.weight)
}

fn float(number: &Ratio) -> f64 {
    number.round(15, bilateral::Rounding::HalfEven).to_string().parse().unwrap()
}

#[test]
fn weights_are_those_of_scipy() {
    let text = include_str!("../data/hs_lukaszuk_torun.json");
    let reference: Value = serde_json::from_str(text).unwrap();
    let number = |value: &Value| -> Ratio {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned).parse().unwrap()
    };
    let matrix = |value: &Value| -> Vec<Vec<Ratio>> {
        let rows = value.as_array().unwrap().iter();
        rows.map(|row| row.as_array().unwrap().iter().map(number).collect()).collect()
    };
    let cases = reference["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let (x, y, allowed) = (matrix(&case["X"]), matrix(&case["Y"]), matrix(&case["allowed"]));
        let allowed: Vec<Vec<bool>> =
            allowed.iter().map(|row| row.iter().map(Ratio::is_positive).collect()).collect();
        let reporters: Vec<Reporter> = x.iter().zip(&y).map(|(x, y)| reporter(x, y)).collect();
        let found = CodeConversion::estimated(&table(&allowed), &reporters).unwrap();
        for (one, row) in case["B"].as_array().unwrap().iter().enumerate() {
            for (two, expected) in row.as_array().unwrap().iter().enumerate() {
                let ours = weight(&found, one, two);
                let name = format!("{}, {one} {two}", case["name"]);
                let apart = (float(&ours) - expected.as_f64().unwrap()).abs();
                assert!(apart < 1e-7, "{name}: {ours} {expected}");
                // Where it is known exactly, to the twelfth place.
                if let Some(exact) = case["B_exact"].get(format!("{one},{two}")) {
                    let apart = (ours.clone() - number(exact)).abs();
                    assert!(
                        apart <= Ratio::new(2, 1_000_000_000_000_i64).unwrap(),
                        "{name}: {ours}"
                    );
                }
            }
        }
        assert_eq!(found.fallbacks().count(), 0);
    }
}

#[test]
fn what_no_reporter_has_keeps_equal_weights_and_says_so() {
    let all = vec![vec![true, true], vec![true, true]];
    let numbers = |list: &[i64]| list.iter().map(|n| Ratio::from(*n)).collect::<Vec<_>>();
    // The second code is traded by nobody.
    let some = [reporter(&numbers(&[10, 0]), &numbers(&[9, 3]))];
    let found = CodeConversion::estimated(&table(&all), &some).unwrap();
    assert_eq!(weight(&found, 0, 0), "0.75".parse().unwrap());
    assert_eq!(weight(&found, 1, 0), Ratio::new(1, 2).unwrap());
    assert_eq!(found.fallbacks().collect::<Vec<_>>(), [old(1)]);
    // A reporter without trade on one side says nothing.
    let none = [reporter(&numbers(&[0, 0]), &numbers(&[1, 3]))];
    for reporters in [&none[..], &[]] {
        let found = CodeConversion::estimated(&table(&all), reporters).unwrap();
        assert_eq!(found.fallbacks().count(), 2);
        assert_eq!(weight(&found, 1, 1), Ratio::new(1, 2).unwrap());
    }
    let strange = Reporter::new([(new(0), 1)], [(new(0), 1)]).unwrap();
    assert!(CodeConversion::estimated(&table(&all), &[strange]).unwrap_err().is_mismatch());
    assert!(Reporter::new([(old(0), -1)], []).is_err());
}

#[test]
fn shipped_groups_are_estimated_in_bearable_time() {
    let table = shipped("H4", "H5");
    let value = |at: usize, by: usize| ((at * 7919 + by * 104_729) % 1_000 + 1) as i64;
    let reporters: Vec<Reporter> = (0..5)
        .map(|by| {
            let from = table.from_codes().enumerate().map(|(at, code)| (code, value(at, by)));
            let to = table.to_codes().enumerate().map(|(at, code)| (code, value(at, by + 9)));
            Reporter::new(from.collect::<Vec<_>>(), to.collect::<Vec<_>>()).unwrap()
        })
        .collect();
    let found = CodeConversion::estimated(&table, &reporters).unwrap();
    assert_eq!(found.codes().count(), table.from_codes().count());
    for code in found.codes() {
        let sum: Ratio = found.code(code).unwrap().into_iter().map(|share| share.weight).sum();
        assert_eq!(sum, Ratio::one());
    }
}

/// Which targets each code has, and for each reporter its values on both sides.
type Case = (Vec<Vec<bool>>, Vec<Vec<i64>>, Vec<Vec<i64>>);

fn case() -> impl Strategy<Value = Case> {
    (1..4_usize, 2..5_usize, 1..7_usize).prop_flat_map(|(rows, columns, reporters)| {
        let row = prop::collection::vec(prop::bool::weighted(0.7), columns)
            .prop_filter("a target", |row| row.contains(&true));
        let values =
            |count| prop::collection::vec(prop::collection::vec(0..1_000_i64, count), reporters);
        (prop::collection::vec(row, rows), values(rows), values(columns))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// At the minimum no weight can be moved from one target of a code to another one with gain:
    /// the slope of each used target is the least of its row.
    #[test]
    fn estimates_are_minima((allowed, x, y) in case()) {
        let table = table(&allowed);
        let numbers = |list: &Vec<i64>| list.iter().map(|n| Ratio::from(*n)).collect::<Vec<_>>();
        let reporters: Vec<Reporter> =
            x.iter().zip(&y).map(|(x, y)| reporter(&numbers(x), &numbers(y))).collect();
        let found = CodeConversion::estimated(&table, &reporters).unwrap();
        for group in table.groups().iter().filter(|group| group.to().len() > 1) {
            let at = |code: &Commodity| code.code()[4..].parse::<usize>().unwrap() - 10;
            let from: Vec<usize> = group.from().iter().map(at).collect();
            let to: Vec<usize> = group.to().iter().map(at).collect();
            let share = |values: &[i64], codes: &[usize]| -> Option<Vec<f64>> {
                let total: i64 = codes.iter().map(|at| values[*at]).sum();
                let of = |at: &usize| values[*at] as f64 / total as f64;
(total > 0).then(|| codes.iter().map(of).collect())
            };
            let rows: Vec<(Vec<f64>, Vec<f64>)> = x
                .iter()
                .zip(&y)
                .filter_map(|(x, y)| Some((share(x, &from)?, share(y, &to)?)))
                .collect();
            if rows.is_empty() {
                continue;
            }
            let b = |i: usize, j: usize| float(&weight(&found, from[i], to[j]));
            let slope = |i: usize, j: usize| -> f64 {
                rows.iter()
                    .map(|(x, y)| {
                        let fit: f64 = (0..from.len()).map(|k| x[k] * b(k, j)).sum();
                        2.0 * x[i] * (fit - y[j])
                    })
                    .sum()
            };
            for i in 0..from.len() {
                let open: Vec<usize> =
                    (0..to.len()).filter(|j| allowed[from[i]][to[*j]]).collect();
                let least = open.iter().map(|j| slope(i, *j)).fold(f64::INFINITY, f64::min);
                for j in open {
                    prop_assert!(b(i, j) < 1e-6 || slope(i, j) - least < 1e-6, "{i} {j}");
                }
            }
        }
        let mut turned = reporters;
        turned.reverse();
        prop_assert_eq!(CodeConversion::estimated(&table, &turned).unwrap(), found);
    }
}
