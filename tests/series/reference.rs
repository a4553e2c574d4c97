//! Growth against values computed with exact fractions by other software
//! (`tests/data/exact_growth.json`), asked of the free functions and of a series.

use bilateral::area::{CHN, RUS};
use bilateral::unit::USD;
use bilateral::{Figure, Growth, Key, Money, Month, Period, Ratio, Rounding, Series, growth};
use serde_json::Value;
use std::ops::Bound;

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../data/exact_growth.json")).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn case(id: &str) -> Value {
    cases().into_iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"))
}

fn ratio(text: &Value) -> Ratio {
    text.as_str().unwrap_or_else(|| panic!("{text} is no text")).parse().unwrap()
}

/// The fraction of a value given in percent.
fn percent(expected: &Value) -> Ratio {
    ratio(&expected["exact"]).over(&Ratio::from(100)).unwrap()
}

fn levels(case: &Value, name: &str) -> Vec<Ratio> {
    case["inputs"][name].as_array().unwrap().iter().map(ratio).collect()
}

/// The monthly series of the reference, from January 2021.
fn series(case: &Value) -> Series<Money> {
    let levels = case["inputs"]["series"].as_array().unwrap();
    let start = Month::new(2021, 1);
    levels.iter().zip(0..).fold(
        Series::new(Key::trade(CHN).with(RUS), USD.billion()),
        |series, (level, at)| {
            series.with(&start.plus(at).unwrap().iso(), level.as_str().unwrap()).unwrap()
        },
    )
}

fn month(at: usize) -> Period {
    Period::from(Month::new(2021, 1).plus(i32::try_from(at).unwrap()).unwrap())
}

/// The first 19 digits after the point, which both sides give correctly rounded.
fn decimals(expected: &Value, places: u8) -> String {
    ratio(&expected["decimal"]).round(places, Rounding::default()).to_string()
}

#[test]
fn year_over_year_and_month_over_month() {
    let case = case("m1_yoy");
    let (data, series) = (levels(&case, "series"), series(&case));
    let expected = case["expected"].as_array().unwrap();
    assert_eq!(expected.len(), 16);
    for (at, expected) in (12..).zip(expected) {
        let rate = growth::year_over_year(data[at].clone(), data[at - 12].clone()).unwrap();
        assert_eq!(*rate.ratio(), percent(expected));
        assert_eq!(*series.growth(month(at)).unwrap().growth(), rate);
    }
    let case = self::case("m1_mom");
    let expected = case["expected"].as_array().unwrap();
    assert_eq!(expected.len(), 27);
    for (at, expected) in (1..).zip(expected) {
        let rate = growth::period_over_period(data[at].clone(), data[at - 1].clone()).unwrap();
        assert_eq!(*rate.ratio(), percent(expected));
        assert_eq!(*series.period_over_period(month(at)).unwrap().growth(), rate);
    }
}

#[test]
fn year_to_date_joint_months_and_rolling_years() {
    let case = case("m1_ytd");
    let (data, series) = (levels(&case, "series"), series(&case));
    for (at, expected) in (12..).zip(case["expected"].as_array().unwrap()) {
        let (year, k) = (at / 12, at % 12);
        let (now, base) = (&data[12 * year..=at], &data[12 * (year - 1)..=at - 12]);
        assert_eq!(*growth::year_to_date(now, base).unwrap().ratio(), percent(expected));
        let span =
            Period::january_to(2021 + i32::try_from(year).unwrap(), u8::try_from(k + 1).unwrap());
        assert_eq!(*series.growth(span).unwrap().growth().ratio(), percent(expected), "{span}");
    }
    let joint = self::case("m1_janfeb");
    let rate = growth::year_to_date(&levels(&joint, "current"), &levels(&joint, "prior")).unwrap();
    assert_eq!(*rate.ratio(), percent(&joint["expected"]));
    assert_eq!(*series.growth(Period::january_february(2022)).unwrap().growth(), rate);

    let rolling = self::case("m1_roll");
    for (at, expected) in (23..).zip(rolling["expected"].as_array().unwrap()) {
        let rate = growth::rolling_12(&data[at - 11..=at], &data[at - 23..=at - 12]).unwrap();
        assert_eq!(*rate.ratio(), percent(expected));
        let last = month(at).last();
        let span = Period::rolling_12(last.year(), last.number());
        assert_eq!(*series.growth(span).unwrap().growth(), rate);
    }
}

#[test]
fn carry_over_symmetric_annualised_and_base_effect() {
    let case = case("m1_carry");
    assert_eq!(
        *growth::carry_over(&levels(&case, "year")).unwrap().ratio(),
        percent(&case["expected"])
    );
    let monthly = series(&self::case("m1_yoy"));
    assert_eq!(*monthly.carry_over(2021).unwrap().ratio(), percent(&case["expected"]));

    let case = self::case("m1_dhs");
    let of = |name: &str| ratio(&case["inputs"][name]);
    assert_eq!(growth::symmetric(of("current"), of("prior")).unwrap(), percent(&case["expected"]));
    assert_eq!(monthly.symmetric_growth(month(12)).unwrap(), percent(&case["expected"]));

    let case = self::case("m1_saar");
    let of = |name: &str| ratio(&case["inputs"][name]);
    assert_eq!(
        *growth::annualised(of("current"), of("prior"), 12).unwrap().ratio(),
        percent(&case["expected"])
    );

    let case = self::case("m1_base");
    let effect = monthly.base_effect(month(24)).unwrap(); // the reference counts months from 0
    assert_eq!(effect.change, percent(&case["expected"]["change_pp"]));
    assert_eq!(effect.momentum, percent(&case["expected"]["momentum_pp"]));
    assert_eq!(effect.base, percent(&case["expected"]["base_pp"]));
}

#[test]
fn roots_and_logarithms_to_fifteen_places() {
    let case = case("m1_log");
    let data = levels(&case, "series");
    for (at, expected) in (1..).zip(case["expected"].as_array().unwrap()) {
        let points = growth::log_growth(data[at].clone(), data[at - 1].clone(), 15).unwrap();
        assert_eq!(points.to_string(), decimals(expected, 15));
    }
    let case = self::case("m1_cagr");
    let of = |name: &str| ratio(&case["inputs"][name]);
    let rate = growth::cagr(of("last"), of("first"), 24, 15).unwrap();
    assert_eq!(rate.number().to_string(), decimals(&case["expected"], 15));

    let case = self::case("m1_two_year");
    let of = |name: &str| ratio(&case["inputs"][name]);
    let stacked =
        growth::two_years(of("current"), of("one_year_ago"), of("two_years_ago")).unwrap();
    assert_eq!(*stacked.cumulative.ratio(), percent(&case["expected"]["cumulative"]));
    assert_eq!(stacked.sum_of_rates, percent(&case["expected"]["sum_of_yoy"]));
    let average = stacked.average(15).unwrap();
    assert_eq!(average.number().to_string(), decimals(&case["expected"]["average_annual"], 15));

    let case = self::case("m1_dbl");
    let growth =
        Growth::from_ratio(ratio(&case["inputs"]["growth_pct"]).over(&Ratio::from(100)).unwrap());
    assert_eq!(
        growth::doubling_time(&growth, 20).unwrap().to_string(),
        decimals(&case["expected"], 20)
    );
}

#[test]
fn required_growth_and_its_interval() {
    let case = case("m1_req");
    let of = |name: &str| ratio(&case["inputs"][name]);
    let needed = growth::required_growth(of("target"), of("ytd"), of("prior_year_rest")).unwrap();
    assert_eq!(*needed.needs().unwrap().ratio(), percent(&case["expected"]));

    let case = self::case("seed_req200");
    let of = |name: &str| ratio(&case["inputs"][name]);
    let figure = |name: &str| case["inputs"][name].as_str().unwrap().parse::<Figure>().unwrap();
    let base = growth::implied_base(&figure("ytd"), &figure("ytd_growth_pct")).unwrap();
    let needed = growth::required_growth(
        of("target"),
        of("ytd"),
        of("prior_year") - base.point().unwrap().clone(),
    )
    .unwrap();
    assert_eq!(*needed.needs().unwrap().ratio(), percent(&case["expected"]));

    let case = self::case("seed_req200_interval");
    let figure = |name: &str| case["inputs"][name].as_str().unwrap().parse::<Figure>().unwrap();
    let needed = growth::required_growth_bounds(
        200,
        &figure("ytd"),
        &figure("ytd_growth_pct"),
        &figure("prior_year"),
    )
    .unwrap();
    let bounds = needed.needs().unwrap();
    assert_eq!(bounds.low(), Bound::Included(&percent(&case["expected"]["lo"])));
    assert_eq!(bounds.high(), Bound::Included(&percent(&case["expected"]["hi"])));
}

fn end(bound: Bound<&Ratio>) -> Ratio {
    match bound {
        Bound::Included(end) | Bound::Excluded(end) => end.clone(),
        Bound::Unbounded => panic!("no end"),
    }
}

#[test]
fn implied_bases_and_growth_intervals() {
    let mut checked = 0;
    for case in cases() {
        let figure = |name: &str| case["inputs"][name].as_str().unwrap().parse::<Figure>().unwrap();
        let expected = &case["expected"];
        match case["function"].as_str().unwrap() {
            "implied_base_interval" => {
                let base = growth::implied_base(&figure("level"), &figure("growth_pct")).unwrap();
                assert_eq!(*base.point().unwrap(), ratio(&expected["mid"]["exact"]));
                assert_eq!(end(base.bounds().low()), ratio(&expected["lo"]["exact"]));
                assert_eq!(end(base.bounds().high()), ratio(&expected["hi"]["exact"]));
            }
            "growth_interval_from_rounded_levels" => {
                let bounds = growth::growth_bounds(&figure("current"), &figure("prior")).unwrap();
                assert_eq!(end(bounds.low()), percent(&expected["lo"]));
                assert_eq!(end(bounds.high()), percent(&expected["hi"]));
            }
            _ => continue,
        }
        checked += 1;
    }
    assert_eq!(checked, 9);
}

#[test]
fn hedged_growth_gives_one_sided_bases() {
    let case = case("hedge_more_than");
    let base =
        growth::implied_base(&"73.15".parse().unwrap(), &"more than 40".parse().unwrap()).unwrap();
    assert_eq!(end(base.bounds().high()), ratio(&case["expected"]["hi"]["exact"]));
    assert_eq!(base.bounds().low(), Bound::Excluded(&Ratio::zero()));
    assert!(base.point().is_err());

    let case = self::case("hedge_nearly");
    let bounds = "nearly 30".parse::<Figure>().unwrap().bounds();
    assert_eq!(end(bounds.low()), ratio(&case["expected"]["lo"]["exact"]));
    assert_eq!(end(bounds.high()), ratio(&case["expected"]["hi"]["exact"]));
}

#[test]
fn the_outcome_of_the_report() {
    let case = case("seed_outcome");
    let data = levels(&case, "series");
    let rate = growth::year_over_year(data[1].clone(), data[0].clone()).unwrap();
    assert_eq!(*rate.ratio(), percent(&case["expected"][0]));
}
