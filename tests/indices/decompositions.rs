//! Changes of value taken apart, outliers and real growth: against numbers computed elsewhere, and
//! against sums of big integers that are never divided.

use crate::values::ratios;
use bilateral::area::{CHN, RUS};
use bilateral::index::{
    Basket, Decomposition, Effect, Formula, Item, OUTLIER_LIMIT, PriceIndex, Sequence, Standing,
    income_terms_of_trade, terms_of_trade,
};
use bilateral::unit::{CNY, USD};
use bilateral::{
    Amount, Base, Key, Mass, Money, Period, Ratio, Rounding, Series, Undefined, Volume, date,
    published,
};
use num_bigint::BigInt;
use proptest::prelude::*;
use serde_json::Value;

fn cases(text: &str) -> Vec<(Sequence, Value)> {
    let file: Value = serde_json::from_str(text).unwrap();
    let mut found = Vec::new();
    for case in file["cases"].as_array().unwrap() {
        let periods = |name: &str| {
            case["inputs"][name].as_array().unwrap().iter().map(ratios).collect::<Vec<_>>()
        };
        let (prices, quantities) = (periods("prices"), periods("quantities"));
        let pairs: Vec<(&[Ratio], &[Ratio])> =
            prices.iter().zip(&quantities).map(|(p, q)| (p.as_slice(), q.as_slice())).collect();
        found.push((Sequence::of_prices(&pairs).unwrap(), case["expected"].clone()));
    }
    found
}

fn exact(number: &Value) -> Ratio {
    number.get("exact").unwrap_or(number).as_str().unwrap().parse().unwrap()
}

#[test]
fn exact_decompositions_equal_the_references() {
    let mut compared = 0;
    for (sequence, expected) in cases(include_str!("../data/exact_index_numbers.json")) {
        for (at, bennet) in expected["bennet_adjacent"].as_array().unwrap().iter().enumerate() {
            let basket = sequence.basket(at + 1, at).unwrap();
            let found = basket.bennet();
            assert_eq!(found.effect(Effect::Price), exact(&bennet["price"]));
            assert_eq!(found.effect(Effect::Volume), exact(&bennet["quantity"]));
            assert_eq!(found.change(), exact(&bennet["dV"]));
            for (item, own) in found.items().iter().enumerate() {
                assert_eq!(own.effect(Effect::Price), exact(&bennet["price_by_item"][item]));
                assert_eq!(own.effect(Effect::Volume), exact(&bennet["quantity_by_item"][item]));
            }
            let (mix, found) =
                (&expected["price_volume_mix_adjacent"][at], basket.price_volume_mix().unwrap());
            assert_eq!(found.effect(Effect::Price), exact(&mix["price"]));
            assert_eq!(found.effect(Effect::Volume), exact(&mix["volume"]));
            assert_eq!(found.effect(Effect::Mix), exact(&mix["mix"]));
            compared += 1;
        }
    }
    assert_eq!(compared, 3 + 2);
    let mut compared = 0;
    for (sequence, expected) in cases(include_str!("../data/index_numbers.json")) {
        for (at, terms) in expected["three_term_adjacent"].as_array().unwrap().iter().enumerate() {
            let basket = sequence.basket(at + 1, at).unwrap();
            let found = basket.three_term();
            assert_eq!(found.effect(Effect::Price), exact(&terms["price"]));
            assert_eq!(found.effect(Effect::Volume), exact(&terms["quantity"]));
            assert_eq!(found.effect(Effect::Joint), exact(&terms["joint"]));
            let (logs, found) =
                (&expected["lmdi_adjacent_places20"][at], basket.log_mean(20).unwrap());
            let unit: Ratio = "1/100000000000000000000".parse().unwrap();
            for (item, own) in found.items().iter().enumerate() {
                let wanted = |name: &str| logs[name][item].as_str().unwrap().to_owned();
                let printed =
                    |effect| own.effect(effect).round(20, Rounding::default()).to_string();
                assert_eq!(printed(Effect::Price), wanted("price_by_item"));
                // The rest of the change: within half a unit of the true number, so within one of
                // it rounded.
                let fraction = |text: &str| -> Ratio {
                    format!(
                        "{}/100000000000000000000",
                        text.replacen("-0.", "-", 1).replace('.', "")
                    )
                    .parse()
                    .unwrap()
                };
                let off = own.effect(Effect::Volume) - fraction(&wanted("quantity_by_item"));
                assert!(off.abs() <= unit, "{off}");
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 3 + 2 + 2 + 6);
}

/// Values and quantities from nothing up: entries, exits, items that are absent, and quantities
/// that are missing.
type Four = (u32, u32, u32, u32);

fn items() -> impl Strategy<Value = Vec<(Four, bool)>> {
    let number = || prop_oneof![4 => 1..10_000_u32, 1 => Just(0)];
    proptest::collection::vec(
        ((number(), number(), number(), number()), proptest::bool::weighted(0.1)),
        1..9,
    )
}

fn number(n: u32) -> Ratio {
    Ratio::from(i64::from(n))
}

fn of(items: &[(Four, bool)]) -> Basket {
    let item = |((v0, q0, v1, q1), aside): &(Four, bool)| {
        let item = Item::new((number(*v1), number(*q1)), (number(*v0), number(*q0))).unwrap();
        if *aside { item.not_compared() } else { item }
    };
    Basket::new(items.iter().map(item).collect()).unwrap()
}

/// A fraction of big integers that is never reduced: the oracle.
#[derive(Clone)]
struct Fraction(BigInt, BigInt);

impl Fraction {
    fn new(above: i128, below: i128) -> Fraction {
        Fraction(BigInt::from(above), BigInt::from(below))
    }
    fn plus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1 + &other.0 * &self.1, &self.1 * &other.1)
    }
    fn is(&self, ratio: &Ratio) -> bool {
        &self.0 * ratio.denominator() == ratio.numerator() * &self.1
    }
    fn sum(terms: impl Iterator<Item = Fraction>) -> Fraction {
        terms.fold(Fraction::new(0, 1), |sum, term| sum.plus(&term))
    }
}

fn wide((v0, q0, v1, q1): &Four) -> [i128; 4] {
    [v0, q0, v1, q1].map(|n| i128::from(*n))
}

fn is_matched(((v0, q0, v1, q1), aside): &(Four, bool)) -> bool {
    !aside && [v0, q0, v1, q1].iter().all(|n| **n > 0)
}

/// The change by the oracle, and what of it lies outside of price and volume.
fn outside(items: &[(Four, bool)]) -> (i128, [(Effect, i128); 3]) {
    let (mut change, mut entries, mut exits, mut not_compared) = (0, 0, 0, 0);
    for item in items {
        let [v0, _, v1, _] = wide(&item.0);
        change += v1 - v0;
        match (v0 > 0, v1 > 0) {
            (false, _) => entries += v1,
            (true, false) => exits -= v0,
            _ if !is_matched(item) => not_compared += v1 - v0,
            _ => {}
        }
    }
    (
        change,
        [(Effect::Entries, entries), (Effect::Exits, exits), (Effect::NotCompared, not_compared)],
    )
}

/// All effects, of the whole and of each item, add up: by cross multiplication.
fn adds_up(found: &Decomposition, change: i128) -> bool {
    let fraction = |ratio: &Ratio| Fraction(ratio.numerator().clone(), ratio.denominator().clone());
    let total = Fraction::sum(found.effects().map(|(_, amount)| fraction(amount)));
    let by_item = Fraction::sum(
        found.items().iter().flat_map(|item| item.effects().map(|(_, a)| fraction(a))),
    );
    let each = found.items().iter().all(|item| {
        Fraction::sum(item.effects().map(|(_, amount)| fraction(amount))).is(&item.change())
    });
    let whole = Ratio::from(BigInt::from(change));
    total.is(&whole) && by_item.is(&whole) && each && found.change() == whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_decomposition_adds_up_to_the_change(items in items(), places in 0..12_u8) {
        let basket = of(&items);
        let (change, outside) = outside(&items);
        let all = [
            basket.bennet(),
            basket.three_term(),
            basket.price_volume_mix().unwrap(),
            basket.log_mean(places).unwrap(),
        ];
        for found in &all {
            prop_assert!(adds_up(found, change), "{found}");
            for (effect, amount) in &outside {
                prop_assert_eq!(
                    found.effect(*effect),
                    Ratio::from(BigInt::from(*amount)),
                    "{}",
                    effect
                );
            }
            // In points of growth too.
            if found.base().is_zero() {
                prop_assert!(
                    found
                        .growth()
                        .is_err_and(|error| error.undefined() == Some(&Undefined::ZeroBase))
                );
            } else {
                let points: Ratio =
                    found.effects().map(|(effect, _)| found.points(effect).unwrap()).sum();
                prop_assert_eq!(points, found.growth().unwrap());
            }
        }
    }

    /// Price and volume of each method against their formulas, never divided.
    #[test]
    fn effects_equal_the_oracle(items in items()) {
        let basket = of(&items);
        let matched: Vec<[i128; 4]> =
            items.iter().filter(|item| is_matched(item)).map(|item| wide(&item.0)).collect();
        let sum = |term: &dyn Fn(&[i128; 4]) -> (i128, i128)| {
            Fraction::sum(matched.iter().map(|item| {
                let (above, below) = term(item);
                Fraction::new(above, below)
            }))
        };
        let bennet = basket.bennet();
        // (q0 + q1) / 2 (v1 / q1 - v0 / q0) and (v0 / q0 + v1 / q1) / 2 (q1 - q0)
        prop_assert!(
            sum(&|[v0, q0, v1, q1]| ((q0 + q1) * (v1 * q0 - v0 * q1), 2 * q0 * q1))
                .is(&bennet.effect(Effect::Price))
        );
        prop_assert!(
            sum(&|[v0, q0, v1, q1]| ((q1 - q0) * (v0 * q1 + v1 * q0), 2 * q0 * q1))
                .is(&bennet.effect(Effect::Volume))
        );
        let three = basket.three_term();
        prop_assert!(
            sum(&|[v0, q0, v1, q1]| (v1 * q0 - v0 * q1, *q1)).is(&three.effect(Effect::Price))
        );
        prop_assert!(
            sum(&|[v0, q0, _, q1]| (v0 * (q1 - q0), *q0)).is(&three.effect(Effect::Volume))
        );
        prop_assert!(
            sum(&|[v0, q0, v1, q1]| ((v1 * q0 - v0 * q1) * (q1 - q0), q0 * q1))
                .is(&three.effect(Effect::Joint))
        );
        let mix = basket.price_volume_mix().unwrap();
        let total = |at: usize| matched.iter().map(|item| item[at]).sum::<i128>();
        let volume = Fraction::new(total(0) * (total(3) - total(1)), total(1).max(1));
        let at_base_prices = sum(&|[v0, q0, _, q1]| (v0 * q1, *q0));
        prop_assert!(volume.is(&mix.effect(Effect::Volume)));
        // sum p0 q1 - u0 Q1
        prop_assert!(
            at_base_prices
                .plus(&Fraction::new(-total(0) * total(3), total(1).max(1)))
                .is(&mix.effect(Effect::Mix))
        );
        prop_assert!(
            Fraction::new(total(2), 1)
                .plus(&Fraction(-at_base_prices.0, at_base_prices.1))
                .is(&mix.effect(Effect::Price))
        );
    }

    /// Backwards in time every effect of Bennet's changes its sign, and entries are exits.
    #[test]
    fn bennet_is_antisymmetric(items in items()) {
        let back: Vec<(Four, bool)> =
            items.iter().map(|((v0, q0, v1, q1), aside)| ((*v1, *q1, *v0, *q0), *aside)).collect();
        let (there, back) = (of(&items).bennet(), of(&back).bennet());
        for (one, other) in [
            (Effect::Price, Effect::Price),
            (Effect::Volume, Effect::Volume),
            (Effect::NotCompared, Effect::NotCompared),
            (Effect::Entries, Effect::Exits),
            (Effect::Exits, Effect::Entries),
        ] {
            prop_assert_eq!(there.effect(one), -back.effect(other));
        }
    }

    /// Against floats, by the area tangent.
    #[test]
    fn logarithmic_effects_equal_floats(items in items()) {
        let found = of(&items).log_mean(12).unwrap();
        for (item, own) in items.iter().zip(found.items()).filter(|(item, _)| is_matched(item)) {
            let (v0, q0, v1, q1) = item.0;
            let [v0, q0, v1, q1] = [v0, q0, v1, q1].map(f64::from);
            let x = (v1 - v0) / (v1 + v0);
            let mean = (v0 + v1) / 2.0 * if x == 0.0 { 1.0 } else { x / x.atanh() };
            let price: f64 = own
                .effect(Effect::Price)
                .round(12, Rounding::default())
                .to_string()
                .parse()
                .unwrap();
            let expected = mean * (v1 / q1 / (v0 / q0)).ln();
            prop_assert!(
                (price - expected).abs() < 1e-9 * (1.0 + expected.abs()),
                "{price} against {expected}"
            );
        }
    }

    /// In another currency all still adds up, by item too, and a rate that stays brings no term.
    #[test]
    fn another_currency_adds_one_exact_term(
        items in items(),
        then in 1..1000_u32,
        now in 1..1000_u32,
    ) {
        let dollars = of(&items).bennet();
        let local = dollars.in_other_currency(number(now), number(then)).unwrap();
        let sum = |at: usize| items.iter().map(|item| wide(&item.0)[at]).sum::<i128>();
        let (base, value) = (sum(0), sum(2));
        prop_assert!(adds_up(&local, value * i128::from(now) - base * i128::from(then)));
        let exchange = Fraction::new((i128::from(now) - i128::from(then)) * (base + value), 2);
        prop_assert!(exchange.is(&local.effect(Effect::Exchange)));
        let steady = dollars.in_other_currency(number(then), number(then)).unwrap();
        prop_assert!(steady.effect(Effect::Exchange).is_zero());
        prop_assert_eq!(steady.effect(Effect::Price), dollars.effect(Effect::Price) * number(then));
        prop_assert!(dollars.in_other_currency(1, 0).is_err());
    }

    #[test]
    fn outliers_are_those_beyond_the_limit(items in items(), limit in 2..8_u32) {
        let basket = of(&items);
        let beyond = |item: &(Four, bool)| {
            let [v0, q0, v1, q1] = wide(&item.0);
            let limit = i128::from(limit);
            is_matched(item) && (v1 * q0 > limit * v0 * q1 || limit * v1 * q0 < v0 * q1)
        };
        let expected: Vec<usize> =
            items.iter().enumerate().filter(|(_, item)| beyond(item)).map(|(at, _)| at).collect();
        let found = basket.outliers(number(limit)).unwrap();
        prop_assert_eq!(
            found.iter().map(|outlier| outlier.position()).collect::<Vec<_>>(),
            expected.clone()
        );
        let (rest, dropped) = basket.without_outliers(number(limit)).unwrap();
        prop_assert_eq!(&dropped, &found);
        prop_assert!(rest.outliers(number(limit)).unwrap().is_empty());
        // Nothing of the value is lost: it moves from price and volume to what is not compared.
        let (before, after) = (basket.bennet(), rest.bennet());
        prop_assert_eq!(before.change(), after.change());
        let moved: Ratio =
            dropped.iter().map(|outlier| outlier.value() - outlier.base_value()).sum();
        prop_assert_eq!(
            after.effect(Effect::NotCompared),
            before.effect(Effect::NotCompared) + moved
        );
    }
}

#[test]
fn price_volume_mix_of_one_good_has_no_mix() {
    let change =
        Basket::of_prices((&[12], &[90]), (&[10], &[100])).unwrap().price_volume_mix().unwrap();
    assert!(change.effect(Effect::Mix).is_zero());
    assert_eq!(change.effect(Effect::Volume), (-100).into());
}

#[test]
fn nothing_matched_is_all_outside() {
    let basket = Basket::new(vec![
        Item::without_quantity(7, 5).unwrap(),
        Item::new((3, 3), (0, 0)).unwrap(),
        Item::new((0, 0), (0, 9)).unwrap(),
    ])
    .unwrap();
    let standings: Vec<Standing> = basket.items().iter().map(Item::standing).collect();
    assert_eq!(standings, [Standing::NotCompared, Standing::Entry, Standing::Absent]);
    for change in [
        basket.bennet(),
        basket.three_term(),
        basket.price_volume_mix().unwrap(),
        basket.log_mean(2).unwrap(),
    ] {
        assert!(change.effect(Effect::Price).is_zero() && change.effect(Effect::Volume).is_zero());
        assert_eq!(
            (change.effect(Effect::NotCompared), change.effect(Effect::Entries)),
            (2.into(), 3.into())
        );
        assert!(change.coverage().unwrap().is_low());
        assert!(change.to_string().ends_with(
            "0 matched items: 0.0 % of the value then, 0.0 % of the value now, which is low"
        ));
    }
}

#[test]
fn coverage_below_60_percent_is_flagged() {
    let basket = |matched: i32, rest: i32| {
        Basket::new(vec![
            Item::new((matched, 1), (60, 1)).unwrap(),
            Item::without_quantity(rest, 40).unwrap(),
        ])
        .unwrap()
    };
    assert!(!basket(60, 40).coverage().unwrap().is_low()); // 60 % of both, no less
    assert!(basket(59, 41).coverage().unwrap().is_low());
    let low_base = Basket::new(vec![
        Item::new((90, 1), (59, 1)).unwrap(),
        Item::without_quantity(10, 41).unwrap(),
    ]);
    assert!(low_base.unwrap().coverage().unwrap().is_low());
}

fn money(text: &str) -> Amount<Money> {
    text.parse().unwrap()
}

fn weight(text: &str) -> Amount<Mass> {
    text.parse().unwrap()
}

#[test]
fn units_are_kept_and_compared() {
    let oil = Item::measured(
        (money("58000 million USD"), weight("86000 kt")),
        (money("40 billion USD"), weight("80 Mt")),
    )
    .unwrap();
    assert_eq!((oil.value(), oil.quantity()), (&Ratio::from(58), &Ratio::from(86)));
    let coal = Item::measured(
        (money("8000 million USD"), weight("60 Mt")),
        (money("5000 million USD"), weight("50 Mt")),
    )
    .unwrap();
    let change = Basket::new(vec![oil.clone(), coal.clone()]).unwrap().price_volume_mix().unwrap();
    assert_eq!(change.unit(), Some(USD.billion()));
    assert_eq!(change.change(), (21).into()); // 18 + 3 billion
    assert!(change.to_string().contains("+21.00 billion US$"), "{change}");

    // Barrels and tonnes make an index, but no total quantity.
    let barrels = |text: &str| text.parse::<Amount<Volume>>().unwrap();
    let other = Item::measured(
        (money("1 billion USD"), barrels("9 million bbl")),
        (money("1 billion USD"), barrels("10 million bbl")),
    )
    .unwrap();
    let mixed = Basket::new(vec![oil.clone(), other]).unwrap();
    assert!(mixed.fisher_price(3).is_ok());
    for error in [mixed.price_volume_mix().unwrap_err(), mixed.unit_value_change().unwrap_err()] {
        assert!(error.is_mismatch() && error.help().contains("one unit"), "{error}");
    }
    // Kilograms of one item and tonnes of another are no total either until they are converted.
    let small = Item::measured(
        (money("1 billion USD"), weight("10 t")),
        (money("1 billion USD"), weight("10 t")),
    )
    .unwrap();
    assert!(Basket::new(vec![oil.clone(), small]).unwrap().price_volume_mix().is_err());

    // Currencies do not add up, nor do amounts and plain numbers.
    let yuan = Item::measured(
        (money("1 billion CNY"), weight("1 t")),
        (money("1 billion CNY"), weight("1 t")),
    )
    .unwrap();
    assert!(Basket::new(vec![oil.clone(), yuan]).unwrap_err().help().contains("exchange rate"));
    let plain = Item::new((1, 1), (1, 1)).unwrap();
    assert!(Basket::new(vec![oil.clone(), plain.clone()]).unwrap_err().is_mismatch());
    assert!(Basket::new(vec![plain, oil]).unwrap_err().is_mismatch());
    assert!(
        Item::measured(
            (money("1 billion USD"), weight("1 t")),
            (money("1 billion CNY"), weight("1 t"))
        )
        .is_err(),
        "one item in two currencies"
    );
}

fn trade() -> Series<Money> {
    Series::new(Key::imports(CHN).from(RUS), USD.billion())
        .with("2021", "79.32")
        .and_then(|series| series.with("2022", "114.15"))
        .unwrap()
}

#[test]
fn real_growth_is_growth_of_values_without_prices() {
    let (trade, year) = (trade(), Period::year(2022));
    let index = PriceIndex::new(Period::year(2015), USD)
        .with("2021", "98.0")
        .unwrap()
        .with("2022", "127.4")
        .unwrap();
    let real = trade.deflate(&index).unwrap();
    let growth = real.growth(year).unwrap();
    // 114.15 / 79.32 over 127.4 / 98, by big integers: (11415 * 980) / (7932 * 1274) - 1.
    let expected = Ratio::new(11_415 * 980 - 7_932 * 1_274, 7_932 * 1_274).unwrap();
    assert_eq!(growth.growth().ratio(), &expected);
    assert_eq!(growth.price().ratio(), &Ratio::new(3, 10).unwrap());
    assert_eq!(growth.nominal().base(), Base::AsKnown);
    assert!(growth.bounds().unwrap().contains(&expected));
    // 97.95 to 98.05, and so on: the corners of the four intervals.
    let corner = |above: (i64, i64), below: (i64, i64)| {
        Ratio::new(BigInt::from(above.0) * above.1, BigInt::from(below.0) * below.1).unwrap()
            - Ratio::one()
    };
    let bounds = growth.bounds().unwrap();
    let (low, high) = (
        corner((114_145, 97_950), (79_325, 127_450)),
        corner((114_155, 98_050), (79_315, 127_350)),
    );
    assert_eq!(bounds.width().unwrap(), high - low.clone());
    assert_eq!(
        bounds.outward(6).to_string().split(' ').next().unwrap(),
        low.round(6, Rounding::Floor).to_string()
    );

    // The base of the index cancels out of growth, and not out of levels.
    let rebased = PriceIndex::new(Period::year(2021), USD).with("2022", "130.0").unwrap();
    assert_eq!(trade.deflate(&rebased).unwrap().growth(year).unwrap().growth(), growth.growth());
    let amount = trade.deflate(&rebased).unwrap().amount(year).unwrap();
    assert_eq!(
        (amount.value(), amount.prices_of()),
        (&Ratio::new(11_415, 130).unwrap(), Period::year(2021))
    );
    assert!(amount.bounds().bounds().contains(amount.value()));
    // At the prices of the year itself nothing changes.
    let then = trade.deflate(&rebased).unwrap().amount(Period::year(2021)).unwrap();
    assert_eq!(then.value(), &"79.32".parse().unwrap());
}

/// On the base that published growth implies: steady prices leave the published +41.3 %, and prices
/// that double halve it.
#[test]
fn real_growth_stands_on_a_named_base() {
    let known = published::china_russia()
        .unwrap()
        .series(Key::trade(CHN).with(RUS))
        .unwrap()
        .as_of(date(2023, 5, 24));
    let ytd = Period::january_to(2023, 4);
    let index = |now: &str| {
        PriceIndex::new(Period::january_to(2022, 4), USD).with("2023-01/2023-04", now).unwrap()
    };
    let steady = known.deflate(&index("100")).unwrap().growth_on(ytd, Base::Implied).unwrap();
    assert_eq!(steady.growth().percent(1).to_string(), "+41.3 %");
    assert_eq!(steady.nominal().base(), Base::Implied);
    assert!(steady.to_string().contains("base implied"), "{steady}");
    let double = known.deflate(&index("200")).unwrap().growth_on(ytd, Base::Implied).unwrap();
    assert_eq!(double.growth().ratio(), &Ratio::new(1413 - 2000, 2000).unwrap());
    // As known, on 51.09: 73.148 / 51.09 / 2 - 1.
    let first = known.deflate(&index("200")).unwrap().growth(ytd).unwrap();
    assert_eq!(first.growth().ratio(), &Ratio::new(73_148 - 2 * 51_090, 2 * 51_090).unwrap());
}

#[test]
fn a_price_index_deflates_its_own_currency_and_spans() {
    let trade = trade();
    let index = PriceIndex::new(Period::year(2021), USD).with("2022-01/2022-06", "120").unwrap();
    let missing = trade.deflate(&index).unwrap().growth(Period::year(2022)).unwrap_err();
    assert_eq!(missing.undefined(), Some(&Undefined::Missing));
    let yuan = PriceIndex::new(Period::year(2021), CNY);
    assert!(trade.deflate(&yuan).unwrap_err().is_mismatch());
    for text in ["0", "-3", "more than 120", "doubled", "nearly 120", "0.0"] {
        assert!(PriceIndex::new(Period::year(2021), USD).with("2022", text).is_err(), "{text}");
    }
    assert!(index.clone().with("2022-01/2022-06", "121").is_err()); // another number stands
    assert!(index.with("2021", "99").is_err()); // it is 100 there
}

#[test]
fn terms_of_trade_are_export_prices_on_import_prices() {
    let exports = Basket::of_prices((&[11, 20], &[5, 6]), (&[10, 20], &[5, 5])).unwrap();
    let imports = Basket::of_prices((&[2, 7], &[40, 5]), (&[1, 7], &[50, 5])).unwrap();
    let exact =
        terms_of_trade(exports.paasche_price().unwrap(), imports.paasche_price().unwrap()).unwrap();
    let found = exports.terms_of_trade(&imports, Formula::Paasche, 12).unwrap();
    assert_eq!(found, exact.round(12, Rounding::default()));
    for formula in Formula::ALL {
        let same = exports.terms_of_trade(&exports, formula, 9).unwrap();
        assert_eq!(same.to_string(), "1.000000000", "{formula}");
        let float = |basket: &Basket| {
            basket.price(formula, 20).unwrap().to_string().parse::<f64>().unwrap()
        };
        let found: f64 =
            exports.terms_of_trade(&imports, formula, 15).unwrap().to_string().parse().unwrap();
        assert!((found - float(&exports) / float(&imports)).abs() < 1e-13, "{formula}");
    }
    // Income terms are barter terms times the volume of exports, here the implicit one.
    let (value, price) = (exports.value_ratio().unwrap(), exports.paasche_price().unwrap());
    let income = income_terms_of_trade(value.clone(), imports.paasche_price().unwrap()).unwrap();
    assert_eq!(income, exact * value.over(&price).unwrap());
    assert!(terms_of_trade(1, 0).is_err() && terms_of_trade(-1, 1).is_err());
}

#[test]
fn inputs_come_back_equal_and_invalid_ones_are_refused() {
    fn comes_back<
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    >(
        value: &T,
    ) -> String {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
        json
    }
    let measured = Item::measured(
        (money("58000 million USD"), weight("86000 kt")),
        (money("40 billion USD"), weight("80 Mt")),
    )
    .unwrap()
    .named("oil")
    .not_compared();
    let plain = Item::new((3, 4), ("1/3".parse::<Ratio>().unwrap(), 2)).unwrap();
    let json = comes_back(&measured);
    comes_back(&plain);
    comes_back(&Basket::new(vec![measured.clone()]).unwrap());
    comes_back(&Sequence::of_prices(&[(&[1, 2], &[3, 4]), (&[5, 6], &[7, 0])]).unwrap());
    comes_back(&Formula::ALL);
    comes_back(&(Standing::NotCompared, Standing::Exit));
    let index = PriceIndex::new(Period::year(2021), USD)
        .with("2022", "120.5")
        .unwrap()
        .from_source("an office");
    let index_json =
        comes_back(&index.with_exact(Period::year(2023), Ratio::new(400, 3).unwrap()).unwrap());

    for (good, bad) in
        [("\"40\"", "\"-40\""), ("\"Mt\"", "\"USD\""), ("\"set_aside\"", "\"set_beside\"")]
    {
        assert!(json.contains(good), "{json}");
        assert!(serde_json::from_str::<Item>(&json.replacen(good, bad, 1)).is_err(), "{bad}");
    }
    assert!(serde_json::from_str::<Basket>("[]").is_err());
    assert!(serde_json::from_str::<Sequence>("[[]]").is_err());
    assert!(
        serde_json::from_str::<PriceIndex>(&index_json.replacen("\"400/3\"", "\"-400/3\"", 1))
            .is_err()
    );
    // Results are written, too.
    assert!(
        serde_json::to_string(&Basket::new(vec![plain]).unwrap().bennet())
            .unwrap()
            .contains("\"price\"")
    );
    assert_eq!(OUTLIER_LIMIT, 5);
}
