//! Contributions: against exact reference values, and that they add up to growth exactly.

use bilateral::area::{CHN, RUS};
use bilateral::number::Decimal;
use bilateral::unit::USD;
use bilateral::{
    Base, Key, Money, Period, Ratio, Series, Undefined, contribution, date, growth, published,
};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn contributions_are_those_of_other_software() {
    let file: Value = serde_json::from_str(include_str!("../data/exact_growth.json")).unwrap();
    let of = |value: &Value| value.as_str().unwrap().parse::<Ratio>().unwrap();
    let percent = |value: &Value| of(&value["exact"]).over(&Ratio::from(100)).unwrap();
    let cases: Vec<&Value> = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["function"] == "contributions_pp")
        .collect();
    assert_eq!(cases.len(), 2);
    for case in cases {
        let list = |name: &str| {
            case["inputs"][name].as_array().unwrap().iter().map(of).collect::<Vec<Ratio>>()
        };
        let parts: Vec<(Ratio, Ratio)> = list("current").into_iter().zip(list("prior")).collect();
        let points = contribution::contributions(&parts).unwrap();
        let expected: Vec<Ratio> =
            case["expected"]["contributions"].as_array().unwrap().iter().map(percent).collect();
        assert_eq!(points, expected);
        assert_eq!(points.into_iter().sum::<Ratio>(), percent(&case["expected"]["total"]));
    }
}

/// The brief of 24 May 2023.
#[test]
fn exports_brought_26_points_and_imports_15() {
    let releases = published::china_russia().unwrap();
    let known = |key| releases.series(key).unwrap().as_of(date(2023, 5, 24));
    let (total, exports, imports) = (
        known(Key::trade(CHN).with(RUS)),
        known(Key::exports(CHN).to(RUS)),
        known(Key::imports(CHN).from(RUS)),
    );
    let of = |base| {
        let split =
            total.contributions(&[&exports, &imports], Period::january_to(2023, 4), base).unwrap();
        assert_eq!(
            split.parts().iter().map(|part| part.contribution().clone()).sum::<Ratio>()
                + split.residual().clone(),
            split.growth().ratio().clone()
        );
        let points: Vec<String> =
            split.parts().iter().map(|part| part.contribution().points(1).to_string()).collect();
        (points, split)
    };
    assert_eq!(of(Base::Implied).0, ["+26.2 points", "+15.1 points"]);
    assert_eq!(of(Base::AsKnown).0, ["+26.3 points", "+16.9 points"]);
    let split = of(Base::AsKnown).1;
    // 33.686 on 20.24
    assert_eq!(split.parts()[0].growth().unwrap().percent(1).to_string(), "+66.4 %");
    // 46.05 % after 39.62 %
    assert_eq!(split.parts()[0].share_change().points(1).to_string(), "+6.4 points");
    // The total itself is no part beside its parts, and a World is no part of Russia.
    assert!(
        total
            .contributions(&[&total, &imports], Period::january_to(2023, 4), Base::AsKnown)
            .is_err()
    );
}

#[test]
fn edges() {
    assert_eq!(
        contribution::contribution(5, 0, 0).unwrap_err().undefined(),
        Some(&Undefined::ZeroBase)
    );
    assert_eq!(
        contribution::contribution(5, -1, 10).unwrap_err().undefined(),
        Some(&Undefined::NegativeLevel)
    );
    // a part that begins
    assert_eq!(contribution::contribution(5, 0, 10).unwrap(), Ratio::new(1, 2).unwrap());
    assert_eq!(contribution::contributions::<i32>(&[]).unwrap(), []);
}

fn level() -> impl Strategy<Value = Decimal> {
    (0..=1_000_000_i64, 0..=6_u32).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

proptest! {
    #[test]
    fn contributions_add_up_to_growth_in_any_partition(
        parts in prop::collection::vec((level(), level()), 1..9),
        cut in 0..9_usize,
    ) {
        let sum = |parts: &[(Decimal, Decimal)]| -> (Ratio, Ratio) {
            (
                parts.iter().map(|part| Ratio::from(part.0)).sum(),
                parts.iter().map(|part| Ratio::from(part.1)).sum(),
            )
        };
        let (now, base) = sum(&parts);
        prop_assume!(base.is_positive());
        let whole = growth::year_over_year(now, base.clone()).unwrap();
        let fine = contribution::contributions(&parts).unwrap();
        prop_assert_eq!(fine.iter().cloned().sum::<Ratio>(), whole.ratio().clone());
        // Two groups of parts contribute what their members do, in whatever order.
        let (left, right) = parts.split_at(cut % parts.len());
        let coarse = contribution::contributions(&[sum(right), sum(left)]).unwrap();
        prop_assert_eq!(coarse[1].clone(), fine[..left.len()].iter().cloned().sum::<Ratio>());
        // The share in the base times its own growth.
        for ((now, base_of_part), points) in parts.iter().zip(&fine) {
            if let Ok(rate) = growth::year_over_year(*now, *base_of_part) {
                prop_assert_eq!(
                    Ratio::from(*base_of_part).over(&base).unwrap() * rate.ratio().clone(),
                    points.clone()
                );
            }
        }
    }

    /// With a published total that its parts miss, the residual says by how much.
    #[test]
    fn the_residual_closes_the_gap(
        x in 1..100_000_i64,
        y in 1..100_000_i64,
        p in 1..100_000_i64,
        q in 1..100_000_i64,
        gap in 0..50_i64,
    ) {
        let series = |key: Key, base: i64, now: i64| -> Series<Money> {
            Series::new(key, USD.million())
                .with("2022", &base.to_string())
                .unwrap()
                .with("2023", &now.to_string())
                .unwrap()
        };
        let (exports, imports) =
            (series(Key::exports(CHN).to(RUS), p, x), series(Key::imports(CHN).from(RUS), q, y));
        let total = series(Key::trade(CHN).with(RUS), p + q, x + y + gap);
        let split =
            total.contributions(&[&exports, &imports], Period::year(2023), Base::Implied).unwrap();
        prop_assert_eq!(split.residual().clone(), Ratio::new(gap, p + q).unwrap());
        prop_assert_eq!(split.base(), Base::AsKnown); // no growth was published
    }
}

/// 20 and 10 of 100, and 2 more that neither part explains.
#[test]
fn contributions_print_a_line_for_each_part() {
    let of = |key: Key, levels: [&str; 2]| {
        let empty = Series::<Money>::new(key, USD.billion());
        empty.with("2022", levels[0]).unwrap().with("2023", levels[1]).unwrap()
    };
    let (one, two) = (Key::exports(CHN).to(RUS), Key::imports(CHN).from(RUS));
    let (exports, imports) = (of(one, ["40", "60"]), of(two, ["60", "70"]));
    let total = of(Key::trade(CHN).with(RUS), ["100", "132"]);
    let split =
        total.contributions(&[&exports, &imports], Period::year(2023), Base::AsKnown).unwrap();
    assert_eq!(
        split.to_string(),
        format!(
            "{one}: +20.0 points (on 40.000, the base as known)\n\
             {two}: +10.0 points (on 60.000, the base as known)\n\
             residual: +2.0 points\n\
             2023: +32.0 % on the base as known"
        )
    );
}
