//! Level and drift against numpy and scipy, on the monthly series of `ytd_backtest.json`, and
//! against histories whose answer is known beforehand.

use bilateral::area::{CHN, USA};
use bilateral::forecast::level_and_drift;
use bilateral::projection::Method;
use bilateral::unit::USD;
use bilateral::{Key, Money, Month, Period, Rounding, Series};
use serde_json::Value;

/// Months from January of a year on.
fn series(first: i32, values: &[String]) -> Series<Money> {
    let start = Month::new(first, 1).unwrap();
    let empty = Series::new(Key::trade(USA).with(CHN), USD.million());
    values.iter().zip(0..).fold(empty, |series, (value, at)| {
        series.with(&start.plus(at).unwrap().iso(), value).unwrap()
    })
}

fn rest(series: &Series<Money>, year: i32) -> f64 {
    let answer = series.project_by(Period::year(year), &Method::LevelAndDrift).unwrap();
    assert_eq!(answer.method(), &Method::LevelAndDrift, "{:?}", answer.warnings());
    answer.rest().round(8, Rounding::default()).to_string().parse().unwrap()
}

#[test]
fn the_rest_of_a_year_is_that_of_numpy_and_scipy() {
    let file: Value = serde_json::from_str(include_str!("../data/level_and_drift.json")).unwrap();
    let source: Value = serde_json::from_str(include_str!("../data/ytd_backtest.json")).unwrap();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let of = &source["cases"][number(&case["series"])]["series"];
        let (first, year) = (number(&of["start"][0]), number(&case["year"]));
        let known = (year - first) * 12 + number(&case["known"]);
        let values: Vec<String> =
            of["values"].as_array().unwrap()[..known].iter().map(ToString::to_string).collect();
        let (first, year) = (i32::try_from(first).unwrap(), i32::try_from(year).unwrap());
        let (got, want) = (rest(&series(first, &values), year), case["rest"].as_f64().unwrap());
        assert!((got / want - 1.0).abs() < 1e-5, "{}: {got} and not {want}", case["id"]);
    }
}

#[test]
fn two_months_in_one_piece_are_no_higher_level() {
    // January and February are one piece of 200; every month is 100, and so is each that is left.
    let values = vec!["100".to_owned(); 36 + 4];
    let got = rest(&series(2015, &values), 2018);
    assert!((got - 800.0).abs() < 1e-6, "{got}");
}

#[test]
fn a_line_goes_on_with_its_whole_slope() {
    // 100, 103, ... without a season: the next quarters are 172, 175, 178 and 181.
    let line: Vec<f64> = (0..24).map(|at| 100.0 + 3.0 * f64::from(at)).collect();
    let points = level_and_drift(&line, 4, 4).unwrap();
    for (got, want) in points.points().iter().zip([172.0, 175.0, 178.0, 181.0]) {
        assert!((got - want).abs() < 0.02, "{got} and not {want}");
    }
}

#[test]
fn what_it_cannot_answer_is_refused() {
    let fails = |y: &[f64], season: usize| level_and_drift(y, season, 1).unwrap_err().to_string();
    assert!(fails(&[1.0, 2.0, 0.0, 3.0], 2).contains("positive"));
    assert!(fails(&[1.0, 2.0, 3.0], 2).contains("3 periods"));
    assert!(fails(&[1.0, 2.0, 3.0, 4.0], 1).contains("a year"));
    assert!(!fails(&[1.0, f64::NAN, 3.0, 4.0], 2).is_empty());
    // Two years of months are less than the three that the method asks for.
    let short = series(2016, &vec!["100".to_owned(); 24 + 4]);
    let answer = short.project_by(Period::year(2018), &Method::LevelAndDrift).unwrap();
    assert!(answer.method() != &Method::LevelAndDrift && !answer.warnings().is_empty());
}
