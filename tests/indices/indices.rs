//! Index numbers against numbers computed elsewhere, and their laws: those that hold, and those
//! that must not.
//!
//! `exact_index_numbers.json` and `index_numbers.json` were computed by other software, as they
//! say. Laws of exact indices are checked by cross multiplication of big integers; laws of rounded
//! ones to what correct rounding allows.

use crate::values::ratios;
use bilateral::index::{Basket, Formula, Item, Sequence};
use bilateral::number::Rounded;
use bilateral::{Error, Ratio, Rounding, Undefined};
use num_bigint::BigInt;
use proptest::prelude::*;
use serde_json::Value;

fn references() -> [Value; 2] {
    [include_str!("../data/exact_index_numbers.json"), include_str!("../data/index_numbers.json")]
        .map(|text| serde_json::from_str(text).unwrap())
}

/// Prices and quantities of each period, as a reference gives them.
fn sequence(case: &Value) -> Sequence {
    let periods = |name: &str| {
        case["inputs"][name].as_array().unwrap().iter().map(ratios).collect::<Vec<_>>()
    };
    let (prices, quantities) = (periods("prices"), periods("quantities"));
    let pairs: Vec<(&[Ratio], &[Ratio])> =
        prices.iter().zip(&quantities).map(|(p, q)| (p.as_slice(), q.as_slice())).collect();
    Sequence::of_prices(&pairs).unwrap()
}

/// What a reference expects of each period: "43/40", or decimals.
fn expected(list: &Value) -> Vec<String> {
    let text = |number: &Value| {
        let exact = number.get("exact").or(number.get("decimal")).unwrap_or(number);
        exact.as_str().unwrap().to_owned()
    };
    list.as_array().unwrap().iter().map(text).collect()
}

type Exact = fn(&Basket) -> Result<Ratio, Error>;
type Rounding25 = fn(&Basket) -> Result<Rounded, Error>;

#[test]
fn exact_indices_equal_the_references() {
    let indices: [(&str, Exact); 8] = [
        ("value_ratio", Basket::value_ratio),
        ("laspeyres_price", Basket::laspeyres_price),
        ("paasche_price", Basket::paasche_price),
        ("marshall_edgeworth_price", Basket::marshall_edgeworth_price),
        ("unit_value", Basket::unit_value_change),
        ("laspeyres_quantity", Basket::laspeyres_volume),
        ("paasche_quantity", Basket::paasche_volume),
        ("marshall_edgeworth_quantity", Basket::marshall_edgeworth_volume),
    ];
    let mut compared = 0;
    for case in references().iter().flat_map(|file| file["cases"].as_array().unwrap()) {
        let sequence = sequence(case);
        for (name, index) in indices {
            let Some(list) = case["expected"].get(name) else { continue };
            for (period, expected) in expected(list).into_iter().enumerate() {
                let found = index(&sequence.basket(period, 0).unwrap()).unwrap();
                assert_eq!(
                    found,
                    expected.parse().unwrap(),
                    "{name} of {} at {period}",
                    case["id"]
                );
                compared += 1;
            }
        }
        let second = |name: &str| ratios(&case["inputs"][name][1]);
        let (prices, quantities) = (second("prices"), second("quantities"));
        let values: Vec<Ratio> = prices.iter().zip(&quantities).map(|(p, q)| p * q).collect();
        for period in 0..sequence.len() {
            let basket = sequence.basket(period, 0).unwrap();
            for (name, found) in [
                ("lowe_price_weights_period1", basket.lowe_price(&quantities)),
                ("lowe_quantity_weights_period1", basket.lowe_volume(&prices)),
                ("young_price_weights_period1", basket.young_price(&values)),
            ] {
                let Some(list) = case["expected"].get(name) else { continue };
                assert_eq!(
                    found.unwrap(),
                    expected(list)[period].parse().unwrap(),
                    "{name} of {}",
                    case["id"]
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 8 * (4 + 3) + 3 * (4 + 3 + 3 + 7));
}

#[test]
fn rounded_indices_equal_the_references_to_their_last_place() {
    let indices: [(&str, Rounding25); 10] = [
        ("fisher_price", |basket| basket.fisher_price(25)),
        ("fisher_quantity", |basket| basket.fisher_volume(25)),
        ("tornqvist_price", |basket| basket.tornqvist_price(25)),
        ("tornqvist_quantity", |basket| basket.tornqvist_volume(25)),
        ("walsh_price", |basket| basket.walsh_price(25)),
        ("walsh_quantity", |basket| basket.walsh_volume(25)),
        ("sato_vartia_price", |basket| basket.sato_vartia_price(25)),
        ("sato_vartia_quantity", |basket| basket.sato_vartia_volume(25)),
        ("implicit_tornqvist_quantity", |basket| basket.implicit_volume(Formula::Tornqvist, 25)),
        ("implicit_walsh_price", |basket| basket.implicit_price(Formula::Walsh, 25)),
    ];
    let mut compared = 0;
    for case in references().iter().flat_map(|file| file["cases"].as_array().unwrap()) {
        let sequence = sequence(case);
        for (name, index) in indices {
            let Some(list) = case["expected"].get(name) else { continue };
            for (period, expected) in expected(list).into_iter().enumerate() {
                let found = index(&sequence.basket(period, 0).unwrap()).unwrap().to_string();
                assert_eq!(found, expected, "{name} of {} at {period}", case["id"]);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 4 * (4 + 3) + 8 * (4 + 3 + 3 + 7));
}

#[test]
fn sequences_equal_the_references() {
    let text = |numbers: Vec<Rounded>| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut compared = 0;
    for case in references().iter().flat_map(|file| file["cases"].as_array().unwrap()) {
        let (sequence, wanted) = (sequence(case), &case["expected"]);
        if let Some(list) = wanted.get("chained_laspeyres_price") {
            let chain = sequence.chained(Basket::laspeyres_price).unwrap();
            let exact: Vec<Ratio> =
                expected(list).iter().map(|number| number.parse().unwrap()).collect();
            assert_eq!(chain, exact);
            let rounded: Vec<String> = list
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n["decimal"].as_str().unwrap().into())
                .collect();
            assert_eq!(text(sequence.chained_price(Formula::Laspeyres, 25).unwrap()), rounded);
            compared += 1;
        }
        for (name, found) in [
            ("chained_fisher_price", sequence.chained_price(Formula::Fisher, 25)),
            ("chained_tornqvist_price", sequence.chained_price(Formula::Tornqvist, 25)),
            ("geks_fisher_price", sequence.geks_price(25)),
            ("geks_fisher_quantity", sequence.geks_volume(25)),
            ("rolling_geks_window3_places6", sequence.rolling_geks_price(3, 6)),
        ] {
            if let Some(list) = wanted.get(name) {
                assert_eq!(text(found.unwrap()), expected(list), "{name} of {}", case["id"]);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 2 + 2 * 2 + 3 * 4);
}

#[test]
fn nothing_matched_is_said() {
    let basket = Basket::new(vec![
        Item::without_quantity(7, 5).unwrap(),
        Item::new((3, 3), (0, 0)).unwrap(),
        Item::new((0, 0), (3, 3)).unwrap(),
    ])
    .unwrap();
    for formula in Formula::ALL {
        for found in [
            basket.price(formula, 3),
            basket.volume(formula, 3),
            basket.implicit_price(formula, 3),
            basket.implicit_volume(formula, 3),
            basket.terms_of_trade(&basket, formula, 3),
        ] {
            assert_eq!(
                found.unwrap_err().undefined(),
                Some(&Undefined::NothingMatched),
                "{formula}"
            );
        }
    }
    let weights = [1, 1, 1];
    for found in [
        basket.laspeyres_price(),
        basket.unit_value_change(),
        basket.lowe_price(&weights),
        basket.young_volume(&weights),
    ] {
        assert_eq!(found.unwrap_err().undefined(), Some(&Undefined::NothingMatched));
    }
    assert!(
        basket
            .lowe_price(&[1])
            .unwrap_err()
            .to_string()
            .contains("the number of weights is 1, and the number of items is 3")
    );
    assert!(basket.lowe_price(&[1, -1, 1]).is_err());
    assert_eq!(basket.coverage().unwrap().matched(), 0);
    assert!(basket.coverage().unwrap().is_low());
    assert_eq!(*basket.coverage().unwrap().now(), Ratio::zero());
    // A link that breaks a chain is named.
    let broken =
        Sequence::of_prices(&[(&[1, 0], &[1, 0]), (&[1, 0], &[1, 0]), (&[0, 1], &[0, 1])]).unwrap();
    for error in
        [broken.geks_price(3).unwrap_err(), broken.chained_price(Formula::Fisher, 3).unwrap_err()]
    {
        assert_eq!(error.undefined(), Some(&Undefined::NothingMatched));
        assert!(error.to_string().contains(" and 2, counted from 0"), "{error}");
    }
}

#[test]
fn too_many_places_and_lists_of_unlike_length_are_refused() {
    let basket = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50])).unwrap();
    for formula in [Formula::Fisher, Formula::Tornqvist, Formula::Walsh, Formula::SatoVartia] {
        assert!(basket.price(formula, 51).is_err());
        assert_eq!(basket.price(formula, 50).unwrap().places(), 50);
    }
    assert!(
        Basket::of_prices((&[1, 2], &[1, 2]), (&[1, 2], &[1]))
            .unwrap_err()
            .to_string()
            .contains("[2, 1, 2, 2]")
    );
    assert!(Basket::new(vec![]).is_err());
    assert!(Sequence::new(vec![]).is_err());
    assert!(Sequence::of_prices(&[(&[1, 2], &[1, 2]), (&[1], &[1])]).is_err());
    assert!(Sequence::of_prices(&[(&[1, 2], &[1, -2])]).is_err());
    let sequence = Sequence::of_prices(&[(&[1], &[1]), (&[2], &[1])]).unwrap();
    assert!(sequence.basket(2, 0).is_err());
    assert!(sequence.rolling_geks_price(1, 2).is_err());
    assert!(sequence.continued_geks_price(&[Ratio::one()], 3, 2).is_err());
    assert!(sequence.continued_geks_price(&[Ratio::zero()], 2, 2).is_err());
}

/// Ratios of any size are answered or refused, and neither panic nor hang.
#[test]
fn extreme_numbers_are_answered_or_refused() {
    let huge: Ratio = format!("1{}", "0".repeat(400)).parse().unwrap();
    let tiny = Ratio::one().over(&huge).unwrap();
    let items = |now: &Ratio| {
        Basket::of_prices(
            (&[now.clone(), Ratio::from(2)], &[Ratio::one(), Ratio::from(3)]),
            (&[Ratio::one(), Ratio::one()], &[Ratio::one(), Ratio::one()]),
        )
    };
    for now in [&huge, &tiny] {
        let basket = items(now).unwrap();
        for formula in Formula::ALL {
            for found in [basket.price(formula, 3), basket.implicit_volume(formula, 3)] {
                if let Err(error) = found {
                    assert!(error.undefined().is_none(), "{formula}: {error}");
                }
            }
        }
        let _ = basket.log_mean(3);
    }
}

/// Value and quantity then, value and quantity now.
type Four = (u32, u32, u32, u32);

fn items() -> impl Strategy<Value = Vec<Four>> {
    proptest::collection::vec((1..10_000_u32, 1..10_000_u32, 1..10_000_u32, 1..10_000_u32), 1..9)
}

fn number(n: u32) -> Ratio {
    Ratio::from(i64::from(n))
}

fn of(items: &[Four]) -> Basket {
    let items = items
        .iter()
        .map(|(v0, q0, v1, q1)| {
            Item::new((number(*v1), number(*q1)), (number(*v0), number(*q0))).unwrap()
        })
        .collect();
    Basket::new(items).unwrap()
}

fn reversed(items: &[Four]) -> Vec<Four> {
    items.iter().map(|(v0, q0, v1, q1)| (*v1, *q1, *v0, *q0)).collect()
}

/// A fraction of big integers that is never reduced: the oracle.
#[derive(Clone)]
struct Fraction(BigInt, BigInt);

impl Fraction {
    fn new(above: impl Into<BigInt>, below: impl Into<BigInt>) -> Fraction {
        Fraction(above.into(), below.into())
    }
    fn plus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1 + &other.0 * &self.1, &self.1 * &other.1)
    }
    fn times(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.0, &self.1 * &other.1)
    }
    fn is(&self, ratio: &Ratio) -> bool {
        &self.0 * ratio.denominator() == ratio.numerator() * &self.1
    }
    fn sum(terms: impl Iterator<Item = Fraction>) -> Fraction {
        terms.fold(Fraction::new(0, 1), |sum, term| sum.plus(&term))
    }
}

/// Sums `p0 q0`, `p1 q0`, `p0 q1`, `p1 q1`.
fn sums(items: &[Four]) -> [Fraction; 4] {
    let big = |n: u64, d: u64| Fraction::new(n, d);
    let wide =
        |(v0, q0, v1, q1): &Four| (u64::from(*v0), u64::from(*q0), u64::from(*v1), u64::from(*q1));
    let all: Vec<_> = items.iter().map(wide).collect();
    [
        Fraction::sum(all.iter().map(|(v0, ..)| big(*v0, 1))),
        Fraction::sum(all.iter().map(|(_, q0, v1, q1)| big(v1 * q0, *q1))),
        Fraction::sum(all.iter().map(|(v0, q0, _, q1)| big(v0 * q1, *q0))),
        Fraction::sum(all.iter().map(|(_, _, v1, _)| big(*v1, 1))),
    ]
}

const PLACES: u8 = 30;

/// A number of 30 places as a whole number.
fn whole(rounded: &Rounded) -> BigInt {
    assert_eq!(rounded.places(), PLACES);
    rounded.to_string().replace('.', "").parse().unwrap()
}

fn one() -> BigInt {
    BigInt::from(10).pow(u32::from(PLACES))
}

/// True if the product of two numbers that were each correctly rounded can be this ratio.
fn multiply_to(a: &Rounded, b: &Rounded, ratio: &Ratio) -> bool {
    let (a, b) = (whole(a), whole(b));
    // (a + x) (b + y) with x and y within half a unit: off by at most (a + b) / 2 + 1 of units
    // squared.
    let exact = ratio.numerator() * one() * one();
    let off: BigInt = &a * &b * ratio.denominator() - exact;
    let allowed = (a + b + BigInt::from(2)) * ratio.denominator();
    BigInt::from(2) * BigInt::from(off.magnitude().clone()) <= allowed
}

const REVERSIBLE: [Formula; 5] = [
    Formula::Fisher,
    Formula::Tornqvist,
    Formula::Walsh,
    Formula::MarshallEdgeworth,
    Formula::SatoVartia,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exact_indices_equal_the_oracle(items in items()) {
        let [then, base_now, new_then, now] = sums(&items);
        let basket = of(&items);
        let quotient =
            |above: &Fraction, below: &Fraction| Fraction(&above.0 * &below.1, &above.1 * &below.0);
        for (expected, found) in [
            (quotient(&base_now, &then), basket.laspeyres_price()),
            (quotient(&now, &new_then), basket.paasche_price()),
            (
                quotient(&base_now.plus(&now), &then.plus(&new_then)),
                basket.marshall_edgeworth_price(),
            ),
            (quotient(&new_then, &then), basket.laspeyres_volume()),
            (quotient(&now, &base_now), basket.paasche_volume()),
            (
                quotient(&new_then.plus(&now), &then.plus(&base_now)),
                basket.marshall_edgeworth_volume(),
            ),
            (quotient(&now, &then), basket.value_ratio()),
        ] {
            prop_assert!(expected.is(&found.unwrap()));
        }
    }

    /// Against floats computed from the definitions in another way.
    #[test]
    fn rounded_indices_equal_floats(items in items()) {
        let floats: Vec<[f64; 4]> =
            items.iter().map(|(a, b, c, d)| [*a, *b, *c, *d].map(f64::from)).collect();
        let (then, now) =
            (floats.iter().map(|i| i[0]).sum::<f64>(), floats.iter().map(|i| i[2]).sum::<f64>());
        let change = |i: &[f64; 4]| i[2] / i[3] / (i[0] / i[1]);
        // (a - b) / ln(a / b) by the area tangent, which does not cancel near equal shares.
        let mean = |a: f64, b: f64| {
            let x = (a - b) / (a + b);
            (a + b) / 2.0 * if x == 0.0 { 1.0 } else { x / x.atanh() }
        };
        let weights = floats.iter().map(|i| mean(i[0] / then, i[2] / now)).sum::<f64>();
        let tornqvist = floats
            .iter()
            .map(|i| (i[0] / then + i[2] / now) / 2.0 * change(i).ln())
            .sum::<f64>()
            .exp();
        let sato =
            (floats.iter().map(|i| mean(i[0] / then, i[2] / now) * change(i).ln()).sum::<f64>()
                / weights)
                .exp();
        let walsh = floats.iter().map(|i| i[2] / i[3] * (i[1] * i[3]).sqrt()).sum::<f64>()
            / floats.iter().map(|i| i[0] / i[1] * (i[1] * i[3]).sqrt()).sum::<f64>();
        let basket = of(&items);
        for (formula, expected) in
            [(Formula::Tornqvist, tornqvist), (Formula::SatoVartia, sato), (Formula::Walsh, walsh)]
        {
            let found: f64 = basket.price(formula, 25).unwrap().to_string().parse().unwrap();
            prop_assert!(
                (found / expected - 1.0).abs() < 1e-11,
                "{formula}: {found} against {expected}"
            );
        }
    }

    #[test]
    fn product_tests_hold(items in items()) {
        let basket = of(&items);
        let value = basket.value_ratio().unwrap();
        prop_assert_eq!(
            &(basket.laspeyres_price().unwrap() * basket.paasche_volume().unwrap()),
            &value
        );
        prop_assert_eq!(
            &(basket.paasche_price().unwrap() * basket.laspeyres_volume().unwrap()),
            &value
        );
        for formula in Formula::ALL {
            let implicit = basket.implicit_volume(formula, PLACES).unwrap();
            prop_assert!(
                multiply_to(&basket.price(formula, PLACES).unwrap(), &implicit, &value),
                "{formula}"
            );
            let implicit = basket.implicit_price(formula, PLACES).unwrap();
            prop_assert!(
                multiply_to(&basket.volume(formula, PLACES).unwrap(), &implicit, &value),
                "{formula}"
            );
        }
        // Factor reversal: for these two the direct volume index is the implicit one.
        for formula in [Formula::Fisher, Formula::SatoVartia] {
            prop_assert_eq!(
                basket.implicit_volume(formula, PLACES).unwrap(),
                basket.volume(formula, PLACES).unwrap()
            );
        }
        prop_assert_eq!(
            basket.implicit_volume(Formula::Laspeyres, 9).unwrap(),
            basket.volume(Formula::Paasche, 9).unwrap()
        );
    }

    #[test]
    fn time_reversal_holds(items in items()) {
        let (there, back) = (of(&items), of(&reversed(&items)));
        for formula in REVERSIBLE {
            let (there, back) =
                (there.price(formula, PLACES).unwrap(), back.price(formula, PLACES).unwrap());
            prop_assert!(
                multiply_to(&there, &back, &Ratio::one()),
                "{formula}: {there} and {back}"
            );
        }
        prop_assert_eq!(
            there.unit_value_change().unwrap() * back.unit_value_change().unwrap(),
            Ratio::one()
        );
        prop_assert_eq!(
            there.laspeyres_price().unwrap() * back.paasche_price().unwrap(),
            Ratio::one()
        );
    }

    /// Prices of all goods times the same number, whatever the quantities do.
    #[test]
    fn proportionality_holds(items in items(), eighths in 1..40_i64) {
        let factor = Ratio::new(eighths, 8).unwrap();
        let scaled = items.iter().map(|(v0, q0, _, q1)| {
            let price = number(*v0).over(&number(*q0)).unwrap();
            Item::new(
                (price * factor.clone() * number(*q1), number(*q1)),
                (number(*v0), number(*q0)),
            )
            .unwrap()
        });
        let basket = Basket::new(scaled.collect()).unwrap();
        for formula in Formula::ALL {
            prop_assert_eq!(
                basket.price(formula, 12).unwrap().to_string(),
                factor.round(12, Rounding::default()).to_string()
            );
        }
        prop_assert_eq!(basket.laspeyres_price().unwrap(), factor);
    }

    #[test]
    fn indices_lie_between_the_price_changes(items in items()) {
        let basket = of(&items);
        let change = |(v0, q0, v1, q1): &Four| {
            Ratio::new(u64::from(*v1) * u64::from(*q0), u64::from(*q1) * u64::from(*v0)).unwrap()
        };
        let (least, most) =
            (items.iter().map(change).min().unwrap(), items.iter().map(change).max().unwrap());
        let values: Vec<u32> = items.iter().map(|item| item.3).collect();
        let weights: Vec<Ratio> = values.iter().map(|value| number(*value)).collect();
        for index in [
            basket.laspeyres_price(),
            basket.paasche_price(),
            basket.marshall_edgeworth_price(),
            basket.lowe_price(&weights),
            basket.young_price(&weights),
        ] {
            let index = index.unwrap();
            prop_assert!(least <= index && index <= most);
        }
        let (least, most) =
            (least.round(PLACES, Rounding::Floor), most.round(PLACES, Rounding::Ceiling));
        for formula in Formula::ALL {
            let index = whole(&basket.price(formula, PLACES).unwrap());
            prop_assert!(whole(&least) <= index && index <= whole(&most), "{formula}");
        }
    }

    /// The unit of an item's quantity does not matter, nor does the order of items.
    #[test]
    fn indices_are_commensurable(items in items(), factor in 2..1000_u32) {
        let (mut scaled, mut turned) = (items.clone(), items.clone());
        scaled[0].1 *= factor;
        scaled[0].3 *= factor;
        turned.rotate_left(1);
        let (basket, scaled, turned) = (of(&items), of(&scaled), of(&turned));
        prop_assert_eq!(basket.laspeyres_price().unwrap(), scaled.laspeyres_price().unwrap());
        for formula in Formula::ALL {
            let index = basket.price(formula, 12).unwrap();
            prop_assert_eq!(&index, &scaled.price(formula, 12).unwrap());
            prop_assert_eq!(&index, &turned.price(formula, 12).unwrap());
        }
        let effects = |basket: &Basket| {
            basket.bennet().effects().map(|(e, a)| (e, a.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(effects(&basket), effects(&scaled));
        prop_assert_eq!(effects(&basket), effects(&turned));
    }

    /// A price that rises never lowers these; see below for the two that may fall.
    #[test]
    fn indices_are_monotone(items in items(), more in 1..5_000_u32) {
        let mut dearer = items.clone();
        dearer[0].2 += more;
        let (basket, dearer) = (of(&items), of(&dearer));
        for formula in [
            Formula::Laspeyres,
            Formula::Paasche,
            Formula::Fisher,
            Formula::Walsh,
            Formula::MarshallEdgeworth,
        ] {
            let (low, high) =
                (basket.price(formula, PLACES).unwrap(), dearer.price(formula, PLACES).unwrap());
            prop_assert!(whole(&low) <= whole(&high), "{formula}");
        }
    }

    /// Paasche lies below Laspeyres exactly as prices and quantities moved apart, and by how much
    /// follows from their covariance: `P / L - 1 = cov / (L Q)`, weighted with the values of the
    /// base.
    #[test]
    fn bortkiewicz_has_the_sign_of_the_covariance(items in items()) {
        let basket = of(&items);
        let (laspeyres, paasche) =
            (basket.laspeyres_price().unwrap(), basket.paasche_price().unwrap());
        // cov = sum w (p - L) (q - Q) = sum w p q - L Q, over the common base sum v0.
        let [then, base_now, new_then, now] = sums(&items);
        let squared = then.times(&then);
        let product = base_now.times(&new_then);
        // cov times then squared
        let above = now.times(&then).plus(&Fraction(-&product.0, product.1.clone()));
        prop_assert_eq!(paasche.cmp(&laspeyres), above.0.cmp(&BigInt::from(0)));
        // P / L - 1 = cov / (L Q) and L Q then^2 = product.
        let predicted = Fraction(&above.0 * &product.1, &above.1 * &product.0);
        prop_assert!(predicted.is(&(paasche.over(&laspeyres).unwrap() - Ratio::one())));
        prop_assert!(squared.0 > BigInt::from(0));
        let fisher = whole(&basket.fisher_price(PLACES).unwrap());
        let places = |ratio: &Ratio, rounding| whole(&ratio.round(PLACES, rounding));
        let (low, high) =
            if paasche < laspeyres { (&paasche, &laspeyres) } else { (&laspeyres, &paasche) };
        prop_assert!(
            places(low, Rounding::Floor) <= fisher && fisher <= places(high, Rounding::Ceiling)
        );
    }

    #[test]
    fn known_weights_give_known_indices(items in items()) {
        let basket = of(&items);
        let column = |at: fn(&Four) -> u32| {
            items.iter().map(|item| number(at(item))).collect::<Vec<Ratio>>()
        };
        prop_assert_eq!(
            basket.lowe_price(&column(|i| i.1)).unwrap(),
            basket.laspeyres_price().unwrap()
        );
        prop_assert_eq!(
            basket.lowe_price(&column(|i| i.3)).unwrap(),
            basket.paasche_price().unwrap()
        );
        prop_assert_eq!(
            basket.young_price(&column(|i| i.0)).unwrap(),
            basket.laspeyres_price().unwrap()
        );
        prop_assert_eq!(
            basket.young_volume(&column(|i| i.0)).unwrap(),
            basket.laspeyres_volume().unwrap()
        );
        let prices: Vec<Ratio> =
            items.iter().map(|i| number(i.0).over(&number(i.1)).unwrap()).collect();
        prop_assert_eq!(basket.lowe_volume(&prices).unwrap(), basket.laspeyres_volume().unwrap());
    }

    /// Laspeyres of groups, weighted with their values, is Laspeyres of all; Paasche in the same
    /// way with the values of now.
    #[test]
    fn laspeyres_and_paasche_are_consistent_in_aggregation(one in items(), two in items()) {
        let (first, second) = (of(&one), of(&two));
        let all = of(&[one, two].concat());
        let sum = |basket: &Basket, value: fn(&Item) -> &Ratio| {
            basket.items().iter().map(|i| value(i).clone()).sum::<Ratio>()
        };
        let (a, b) = (sum(&first, Item::base_value), sum(&second, Item::base_value));
        let stages = (first.laspeyres_price().unwrap() * a.clone()
            + second.laspeyres_price().unwrap() * b.clone())
        .over(&(a + b))
        .unwrap();
        prop_assert_eq!(stages, all.laspeyres_price().unwrap());
        let (a, b) = (sum(&first, Item::value), sum(&second, Item::value));
        let reciprocal =
            |basket: &Basket| Ratio::one().over(&basket.paasche_price().unwrap()).unwrap();
        let stages = (a.clone() + b.clone())
            .over(&(reciprocal(&first) * a + reciprocal(&second) * b))
            .unwrap();
        prop_assert_eq!(stages, all.paasche_price().unwrap());
    }

    #[test]
    fn one_item_has_one_price_change(
        item in (1..10_000_u32, 1..10_000_u32, 1..10_000_u32, 1..10_000_u32),
    ) {
        let basket = of(&[item]);
        let change = Ratio::new(
            u64::from(item.2) * u64::from(item.1),
            u64::from(item.3) * u64::from(item.0),
        )
        .unwrap();
        for formula in Formula::ALL {
            prop_assert_eq!(
                basket.price(formula, 20).unwrap(),
                change.round(20, Rounding::default())
            );
        }
        prop_assert_eq!(basket.unit_value_change().unwrap(), change);
    }
}

fn periods() -> impl Strategy<Value = Vec<Vec<(u32, u32)>>> {
    (1..5_usize, 2..6_usize).prop_flat_map(|(items, periods)| {
        let period = proptest::collection::vec((1..1000_u32, 1..1000_u32), items);
        proptest::collection::vec(period, periods)
    })
}

fn sequence_of(periods: &[Vec<(u32, u32)>]) -> Sequence {
    let pair = |(value, quantity): &(u32, u32)| (number(*value), number(*quantity));
    Sequence::new(periods.iter().map(|period| period.iter().map(pair).collect()).collect()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// From any period to any other GEKS is the same, whatever lies between: also counted from
    /// another period.
    #[test]
    fn geks_is_transitive_and_reversible(periods in periods()) {
        let geks = sequence_of(&periods).geks_price(PLACES).unwrap();
        let mut turned = periods.clone();
        turned.rotate_left(1);
        let other = sequence_of(&turned).geks_price(PLACES).unwrap(); // on the second period
        let last = other.last().unwrap(); // the first period on the second
        for (at, index) in geks.iter().enumerate().skip(1) {
            // G(1, t) = G(1, 0) G(0, t)
            let direct: Ratio = format!("{}/{}", whole(&other[at - 1]), one()).parse().unwrap();
            prop_assert!(multiply_nearly(last, index, &direct));
        }
        prop_assert!(multiply_to(&geks[1], last, &Ratio::one()));
    }

    #[test]
    fn geks_of_two_periods_is_fisher(periods in periods()) {
        let two = sequence_of(&periods[..2]);
        let fisher = two.basket(1, 0).unwrap().fisher_price(20).unwrap();
        prop_assert_eq!(&two.geks_price(20).unwrap()[1], &fisher);
        prop_assert_eq!(&two.chained_price(Formula::Fisher, 20).unwrap()[1], &fisher);
        prop_assert_eq!(&two.rolling_geks_price(2, 20).unwrap()[1], &fisher);
    }

    /// What was published is never changed by what follows.
    #[test]
    fn published_numbers_stay(periods in periods(), window in 2..5_usize) {
        let all = sequence_of(&periods).rolling_geks_price(window, 4).unwrap();
        prop_assert_eq!(all.len(), periods.len());
        for known in 1..periods.len() {
            let before = sequence_of(&periods[..known]).rolling_geks_price(window, 4).unwrap();
            if known >= window {
                prop_assert_eq!(&before[..], &all[..known]);
            }
        }
    }

    /// Fixed weights are circular: the way over a third period is as long.
    #[test]
    fn lowe_is_circular(periods in periods()) {
        let sequence = sequence_of(&periods);
        let weights: Vec<Ratio> =
            periods[0].iter().map(|(_, quantity)| number(*quantity)).collect();
        let last = sequence.len() - 1;
        let lowe = |base, now| sequence.basket(now, base).unwrap().lowe_price(&weights).unwrap();
        let chain = sequence.chained(|link| link.lowe_price(&weights)).unwrap();
        prop_assert_eq!(chain[last].clone(), lowe(0, last));
    }
}

/// As `multiply_to`, where the ratio is itself rounded.
fn multiply_nearly(a: &Rounded, b: &Rounded, rounded: &Ratio) -> bool {
    let (a, b) = (whole(a), whole(b));
    let off: BigInt = &a * &b * rounded.denominator() - rounded.numerator() * one() * one();
    let off = BigInt::from(off.magnitude().clone()) * BigInt::from(2);
    off <= (a + b + BigInt::from(2) + one()) * rounded.denominator()
}

/// Each law with the indices that break it, by numbers in which anyone can see why.
#[test]
fn laws_that_do_not_hold() {
    let index = |basket: &Basket, formula| basket.price(formula, 12).unwrap().to_string();
    let basket = |p0: &[i32], q0: &[i32], p1: &[i32], q1: &[i32]| {
        Basket::of_prices((p1, q1), (p0, q0)).unwrap()
    };

    // Identity: no price moves, and the unit value does, as the mix does.
    let mix = basket(&[10, 4], &[50, 50], &[10, 4], &[75, 25]);
    assert_eq!(mix.unit_value_change().unwrap(), Ratio::new(85, 70).unwrap());
    // And so it leaves the range of the price changes, which are all 1, and depends on the unit of
    // a good.
    let other_unit = basket(&[1, 4], &[500, 50], &[1, 4], &[750, 25]);
    assert_ne!(mix.unit_value_change().unwrap(), other_unit.unit_value_change().unwrap());

    // Time reversal: not Laspeyres, not Paasche.
    let (there, back) =
        (basket(&[1, 1], &[1, 1], &[2, 1], &[1, 3]), basket(&[2, 1], &[1, 3], &[1, 1], &[1, 1]));
    // 3/2 * 4/5
    assert_ne!(there.laspeyres_price().unwrap() * back.laspeyres_price().unwrap(), Ratio::one());
    assert_ne!(there.paasche_price().unwrap() * back.paasche_price().unwrap(), Ratio::one());

    // Factor reversal: the direct volume of these is not the implicit one.
    for formula in [
        Formula::Laspeyres,
        Formula::Paasche,
        Formula::Tornqvist,
        Formula::Walsh,
        Formula::MarshallEdgeworth,
    ] {
        assert_ne!(
            there.volume(formula, 12).unwrap(),
            there.implicit_volume(formula, 12).unwrap(),
            "{formula}"
        );
    }

    // Monotonicity: a doubled price lowers these two, because it raises the weight of a good that
    // became cheaper.
    let (cheap, dear) = (
        basket(&[10, 2], &[1, 50], &[2, 10], &[50, 20]),
        basket(&[10, 2], &[1, 50], &[4, 10], &[50, 20]),
    );
    assert_eq!(
        (
            index(&cheap, Formula::Tornqvist)[..6].to_owned(),
            index(&dear, Formula::Tornqvist)[..6].to_owned()
        ),
        ("2.5260".into(), "2.3707".into())
    );
    let (cheap, dear) = (
        basket(&[50, 10], &[20, 100], &[2, 50], &[100, 50]),
        basket(&[50, 10], &[20, 100], &[4, 50], &[100, 50]),
    );
    assert_eq!(
        (
            index(&cheap, Formula::SatoVartia)[..6].to_owned(),
            index(&dear, Formula::SatoVartia)[..6].to_owned()
        ),
        ("1.5395".into(), "1.4626".into())
    );

    // Aggregation in two stages is not Fisher in one: two groups of one good each, by their price
    // changes and values.
    let all = basket(&[1, 1], &[10, 10], &[2, 1], &[3, 30]);
    let groups = Basket::new(vec![
        Item::new((6, 3), (10, 10)).unwrap(),
        Item::new((30, 30), (10, 10)).unwrap(),
    ])
    .unwrap();
    // one good a group: the same
    assert_eq!(all.fisher_price(9).unwrap(), groups.fisher_price(9).unwrap());
    let (left, right) = (
        basket(&[1, 1], &[10, 10], &[2, 1], &[3, 30]),
        basket(&[1, 1], &[20, 5], &[3, 1], &[4, 9]),
    );
    let whole = basket(&[1, 1, 1, 1], &[10, 10, 20, 5], &[2, 1, 3, 1], &[3, 30, 4, 9]);
    let group = |basket: &Basket| {
        let price: Ratio = basket.fisher_price(25).unwrap().to_decimal().unwrap().into();
        let (then, now): (Ratio, Ratio) =
            (basket.bennet().base().clone(), basket.bennet().now().clone());
        Item::new((now.clone(), now.over(&price).unwrap()), (then.clone(), then)).unwrap()
    };
    let stages = Basket::new(vec![group(&left), group(&right)]).unwrap();
    assert_ne!(stages.fisher_price(6).unwrap(), whole.fisher_price(6).unwrap());

    // Circularity: not Fisher. And a chain does not come back to 1 when prices and quantities do.
    let returns = Sequence::of_prices(&[
        (&[10, 10], &[10, 10]),
        (&[5, 12], &[50, 8]),
        (&[8, 9], &[4, 12]),
        (&[10, 10], &[10, 10]),
    ])
    .unwrap();
    for formula in Formula::ALL {
        assert_ne!(
            returns.chained_price(formula, 6).unwrap()[3].to_string(),
            "1.000000",
            "{formula}"
        );
    }
    assert_eq!(returns.geks_price(6).unwrap()[3].to_string(), "1.000000");
    // Young is not circular either, though its weights are fixed.
    let weights = [1, 1];
    let young = returns.chained(|link| link.young_price(&weights)).unwrap();
    assert_ne!(young[2], returns.basket(2, 0).unwrap().young_price(&weights).unwrap());

    // Identity and range: not GEKS over more than two periods, not a chain. All prices rise by a
    // tenth from 0 to 2.
    let tenth =
        Sequence::of_prices(&[(&[10, 10], &[10, 10]), (&[5, 12], &[50, 8]), (&[11, 11], &[4, 18])])
            .unwrap();
    assert_eq!(index(&tenth.basket(2, 0).unwrap(), Formula::Fisher), "1.100000000000");
    assert_ne!(tenth.geks_price(6).unwrap()[2].to_string(), "1.100000");
    assert_ne!(tenth.chained_price(Formula::Fisher, 6).unwrap()[2].to_string(), "1.100000");
}

/// A price change that lies just between two printable numbers: no number of bits tells the
/// logarithms from it.
#[test]
fn ties_are_rounded_away_from_zero() {
    // all +12.5 %
    let basket = Basket::of_prices((&[9, 18, 27], &[1, 2, 7]), (&[8, 16, 24], &[3, 5, 1])).unwrap();
    for formula in Formula::ALL {
        assert_eq!(basket.price(formula, 2).unwrap().to_string(), "1.13", "{formula}");
        assert_eq!(basket.price(formula, 3).unwrap().to_string(), "1.125", "{formula}");
    }
}
