//! Growth by hand: what prints as a multiple, what a published rate implies, and which arguments
//! are refused with which reason.

use bilateral::area::{CHN, RUS};
use bilateral::growth::{self, Base};
use bilateral::number::decimal;
use bilateral::unit::USD;
use bilateral::{
    Error, Figure, Key, Money, Observation, Period, Ratio, Series, Status, Undefined, date,
};

const TRADE: Key = Key::trade(CHN).with(RUS);

fn figure(text: &str) -> Figure {
    text.parse().unwrap()
}

fn trade(levels: &[(&str, &str)]) -> Series<Money> {
    levels.iter().fold(Series::new(TRADE, USD.billion()), |series, (period, level)| {
        series.with(period, level).unwrap()
    })
}

fn reason<T: std::fmt::Debug>(result: Result<T, Error>) -> Undefined {
    result.unwrap_err().undefined().cloned().unwrap()
}

#[test]
fn only_growth_above_1000_percent_prints_as_a_multiple() {
    let growth = |now: i32| growth::year_over_year(now, 1).unwrap().to_string();
    assert_eq!(growth(11), "+1000.0 %");
    assert_eq!(growth(12), "12-fold");
    assert_eq!(growth(2), "+100.0 %");
}

#[test]
fn bases_have_names() {
    assert_eq!(Base::Implied.to_string(), "the base implied by published growth");
    assert_eq!(Base::AsKnown.to_string(), "the base as known");
    assert_eq!(Base::Latest.to_string(), "the latest base");
}

/// 73.148 and +41.3 % imply a base of 73.148 / 1.413; 51.09 was published a year before. The shift
/// is 7314800 / (1413 * 5109) - 1 = 95783 / 7219017.
#[test]
fn the_shift_of_a_base_is_the_implied_one_on_the_known_one() {
    let now = Observation::new(Period::january_to(2023, 4), figure("73.148"))
        .with_growth(figure("41.3"))
        .with_status(Status::Provisional)
        .unwrap()
        .published("2023-05-09".parse().unwrap())
        .from_source("GACC");
    let known = trade(&[("2022-01/2022-04", "51.09")]).with_observation(now).unwrap();
    let ytd = Period::january_to(2023, 4);
    let check = known.growth_check(ytd).unwrap();
    assert_eq!(check.base_shift().unwrap(), Ratio::new(95_783, 7_219_017).unwrap());

    let published = known.published_growth(ytd).unwrap();
    assert_eq!(published.status(), Status::Provisional);
    assert_eq!(published.published_on(), Some("2023-05-09".parse().unwrap()));
    assert_eq!(published.source(), "GACC");
    assert_eq!(date(2023, 5, 9), "2023-05-09".parse().unwrap());

    // A base as known was read from the series, an implied one was not.
    let as_known = known.growth(ytd).unwrap();
    let base = as_known.base_reading().map(|reading| reading.amount().value());
    assert_eq!(base, Some(decimal("51.09")));
    assert!(known.growth_on(ytd, Base::Implied).unwrap().base_reading().is_none());
}

#[test]
fn levels_below_zero_have_no_growth() {
    for (now, base) in [("-5", "3"), ("5", "-3")] {
        assert_eq!(
            reason(growth::growth_bounds(&figure(now), &figure(base))),
            Undefined::NegativeLevel
        );
    }
    for (target, so_far) in [(-5, 5), (5, -5)] {
        assert_eq!(reason(growth::required_growth(target, so_far, 10)), Undefined::NegativeLevel);
    }
    assert_eq!(reason(growth::log_growth(0, 1, 3)), Undefined::NotPositive);
    assert_eq!(reason(growth::log_growth(1, 0, 3)), Undefined::NotPositive);
}

/// A level does not fall by more than all of it.
#[test]
fn growth_below_minus_100_percent_implies_no_base() {
    for growth in ["-150", "between -150 and -120", "-100"] {
        let base = growth::implied_base(&figure("5"), &figure(growth));
        assert_eq!(reason(base), Undefined::DivisionByZero, "{growth}");
    }
    // 5 / 0.01
    let base = growth::implied_base(&figure("5"), &figure("-99")).unwrap();
    assert_eq!(base.point().unwrap(), &Ratio::from(500));
}

#[test]
fn a_rolling_year_has_twelve_months_on_both_sides() {
    assert!(growth::rolling_12(&[1; 11], &[1; 12]).is_err());
    assert!(growth::rolling_12(&[1; 12], &[1; 13]).is_err());
    assert!(growth::rolling_12(&[1; 12], &[1; 12]).is_ok());
}

/// (10 + 12 + 2 * 12) / 40 = 46 / 40.
#[test]
fn carry_over_repeats_the_last_known_period() {
    let growth = growth::carry_over_to_date(&[10, 12], 4, 40).unwrap();
    assert_eq!(growth.ratio(), &Ratio::new(6, 40).unwrap());
}

/// (200 - 65.55) / 122.45 = 1.098.
#[test]
fn a_target_prints_what_it_needs() {
    let needed = |target: i32| {
        growth::required_growth(target, decimal("65.55"), decimal("122.45")).unwrap().to_string()
    };
    assert_eq!(needed(200), "+9.8 %");
    assert_eq!(needed(60), "already reached");
}

#[test]
fn compound_growth_compares_the_same_months() {
    let levels = trade(&[
        ("2018", "107.06"),
        ("2023", "240.11"),
        ("2018-01/2018-11", "97"),
        ("2018-01", "8"),
        ("2023-02", "16"),
    ]);
    let (year, year_2018) = (Period::year(2023), Period::year(2018));
    // (240.11 / 107.06)^(1/5) = 1.1753
    assert_eq!(levels.cagr(year, year_2018, 1).unwrap().to_string(), "+17.5 %");
    assert!(levels.cagr(year, Period::january_to(2018, 11), 1).unwrap_err().is_mismatch());
    let (february, january) = (Period::month(2023, 2), Period::month(2018, 1));
    assert!(levels.cagr(february, january, 1).unwrap_err().is_mismatch());
}

#[test]
fn what_is_undefined_names_its_series_and_span() {
    let none = trade(&[("2021", "0"), ("2022", "5"), ("2023", "6")]);
    let error = none.two_years(Period::year(2023)).unwrap_err();
    assert!(error.to_string().contains(&format!("{TRADE}, 2023")), "{error}");
}

/// A rate in percent needs two places more than it prints, and a number has at most 50.
#[test]
fn a_rate_has_at_most_48_places() {
    assert!(growth::log_growth(2, 1, 48).is_ok());
    let error = growth::log_growth(2, 1, 49).unwrap_err().to_string();
    assert!(error.contains("49 is more than 48"), "{error}");
    let error = growth::log_growth(2, 1, 255).unwrap_err().to_string();
    assert!(error.contains("255 is more than 48"), "{error}");
}
