//! Never NaN, never infinite: constant, zero, tiny, huge, alternating, two-point and broken series,
//! missing and negative months, under every method.

use bilateral::area::{CHN, RUS};
use bilateral::projection::{Backtest, Method, Projection, Strength, Warning};
use bilateral::unit::USD;
use bilateral::{ErrorKind, Key, Money, Period, Ratio, Series, Undefined};
use proptest::prelude::*;

fn methods() -> Vec<Method> {
    vec![
        Method::ByWhatIsKnown,
        Method::RunRate,
        Method::SeasonalNaive,
        Method::PriorYearShare,
        Method::mean_share(),
        Method::MeanShare { years: 0 },
        Method::Fade(Strength::USUAL),
        Method::GeometricFade(Strength::SMALL_LUMPY),
        Method::MonthlyFade(Strength::USUAL),
        Method::shrunk_share(Strength::USUAL),
        Method::Trend,
        Method::LogTrend,
        Method::AdjustedLevel,
        Method::Theta,
        Method::LogEts,
        Method::Stl,
        Method::SelectedEts,
        Method::combination(),
        Method::MeanOf(vec![]),
    ]
}

fn series(months: &[Option<String>]) -> Series<Money> {
    let (first, empty) =
        (bilateral::month(2015, 1), Series::new(Key::trade(CHN).with(RUS), USD.million()));
    months.iter().zip(0..).fold(empty, |series, (value, at)| match value {
        Some(value) => series.with(&first.plus(at).unwrap().iso(), value).unwrap(),
        None => series,
    })
}

fn all(months: impl IntoIterator<Item = String>) -> Vec<Option<String>> {
    months.into_iter().map(Some).collect()
}

/// The year that comes last, by every method: an answer that is a number, with an interval around
/// it, or an error that says what is the matter.
fn check(months: &[Option<String>]) {
    let series = series(months);
    let year = Period::year(2015 + i32::try_from(months.len().saturating_sub(1) / 12).unwrap());
    for method in methods() {
        match series.project_by(year, &method) {
            Ok(projection) => {
                check_projection(&projection);
                if method == Method::ByWhatIsKnown {
                    assert_eq!(projection.central(), series.project(year).unwrap().central());
                }
            }
            Err(error) => {
                // A reason a program can match on, and no answer only where the year before allows
                // none.
                assert!(
                    error.undefined().is_some()
                        || matches!(
                            error.kind(),
                            ErrorKind::Range { .. } | ErrorKind::Invalid { .. }
                        ),
                    "{error}"
                );
                assert!(!has_an_answer(&series, year), "{method}: {error}");
                continue;
            }
        }
    }
}

/// True if a year to date, its base and the year before are known, and the rest of that was not
/// negative.
fn has_an_answer(series: &Series<Money>, year: Period) -> bool {
    let level =
        |span: Period| series.amount(span).map(|reading| Ratio::from(reading.amount().value()));
    let spans = (1..=12).rev().map(|month| Period::january_to(year.first().year(), month));
    let Some(so_far) = spans.into_iter().find(|span| level(*span).is_ok()) else { return false };
    let (Ok(before), Ok(base)) =
        (level(year.year_earlier().unwrap()), level(so_far.year_earlier().unwrap()))
    else {
        return false;
    };
    base <= before
}

fn check_projection(projection: &Projection<Money>) {
    // What is known is kept.
    assert!(projection.central() >= projection.known_level(), "{projection}");
    let number =
        |ratio: &Ratio| ratio.round(30, Default::default()).to_string().parse::<f64>().unwrap();
    let centre = number(projection.central());
    assert!(centre.is_finite());
    for percent in [50, 80, 95] {
        // Decimals lie within 57 powers of ten, so an error in logarithms is at most 131, Student's
        // quantile at four degrees and 95 % is 2.78, and e^364 is a float: there is an interval.
        let interval = projection.interval(percent);
        if !projection.is_known() && projection.rest().is_zero() {
            // Errors are parts of what is expected: of nothing they tell nothing.
            assert!(interval.unwrap_err().undefined() == Some(&Undefined::NotPositive));
            let nothing = Warning::NothingExpected(projection.missing().to_vec());
            assert!(projection.warnings().contains(&nothing));
            continue;
        }
        let interval = interval.unwrap();
        assert!(interval.low().is_finite() && interval.high().is_finite());
        let slack = 1e-9 * centre.abs() + 1e-25;
        assert!(
            interval.low() <= centre + slack && centre <= interval.high() + slack,
            "{projection} {interval:?}"
        );
    }
    check_model_interval(projection);
    assert!(projection.typical_error().is_none_or(f64::is_finite));
    let text = format!("{projection} {:?}", projection.warnings());
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    let (low, high) = projection.band();
    assert!(low <= high);
}

/// A model has an interval; without one it is an error that says why: the year is known, the method
/// is not one model, months behind a gap are known, or the errors multiply beyond every number.
fn check_model_interval(projection: &Projection<Money>) {
    let error = match projection.model_interval(80) {
        Ok(model) => {
            assert!(model.low().is_finite() && model.high().is_finite());
            assert!(model.to_string().contains("model-based"));
            return;
        }
        Err(error) => error,
    };
    let is_model = matches!(
        projection.method(),
        Method::Theta | Method::LogEts | Method::Stl | Method::SelectedEts
    );
    match error.kind() {
        ErrorKind::Invalid { what: "the interval of a model", reason } => assert!(
            if projection.is_known() {
                reason.ends_with("is known, so nothing is projected")
            } else if is_model {
                reason.starts_with("known months lie between the missing ones, ")
                    && projection.missing().len() > 1
            } else {
                reason.ends_with("is not a single model")
            },
            "{projection}: {error}"
        ),
        ErrorKind::Invalid { what: "a simulated path", .. } => assert!(is_model, "{error}"),
        _ => panic!("{projection}: {error}"),
    }
}

#[test]
fn series_of_every_bad_kind() {
    let long = |value: &dyn Fn(usize) -> String| all((0..76).map(value));
    let kinds: Vec<Vec<Option<String>>> = vec![
        long(&|_| "5".to_owned()),
        long(&|_| "0".to_owned()),
        long(&|_| "0.0000000000000000000000000001".to_owned()),
        long(&|_| "79228162514264337593543950".to_owned()),
        long(&|at| if at % 2 == 0 { "1".to_owned() } else { "1000000".to_owned() }),
        long(&|at| if at < 68 { "10".to_owned() } else { "100000".to_owned() }),
        long(&|at| if at < 68 { "100000".to_owned() } else { "0.001".to_owned() }),
        long(&|at| if at % 12 == 0 { "1200".to_owned() } else { "0".to_owned() }),
        long(&|at| if at % 7 == 3 { "-40".to_owned() } else { "50".to_owned() }),
        long(&|_| "-5".to_owned()),
        all(["3".to_owned(), "4".to_owned()]),
        all((0..13).map(|at| at.to_string())),
        (0..76).map(|at| (at % 5 != 2).then(|| "7".to_owned())).collect(),
        vec![],
    ];
    for months in &kinds {
        check(months);
    }
}

/// A constant series is projected to stay so; nothing ever changed, so the interval has no width,
/// and the answer says it.
#[test]
fn a_constant_series_stays_constant() {
    let months = all((0..88).map(|_| "5".to_owned()));
    let (series, year) = (series(&months), Period::year(2022));
    for method in methods() {
        if method == Method::MeanOf(vec![]) || method == (Method::MeanShare { years: 0 }) {
            continue;
        }
        let projection = series.project_by(year, &method).unwrap();
        let error = (projection.central().clone() - Ratio::from(60)).abs();
        assert!(error < Ratio::new(1, 1_000_000).unwrap(), "{method}: {projection}");
    }
    let naive = series.project_by(year, &Method::SeasonalNaive).unwrap();
    // Five errors of zero with weights 1, 1/2, ..., 1/16 and the prior of 0.08 as two: a scale of
    // 0.08 sqrt(2 / 3.9375) = 0.05702 and a quantile of 2.5706, in logarithms of the rest of 40.
    assert_eq!(naive.past_errors().len(), 5);
    let half = (0.057_02_f64 * 2.570_6).exp();
    let interval = naive.interval(95).unwrap();
    assert!((interval.low() - (20.0 + 40.0 / half)).abs() < 1e-3);
    assert!((interval.high() - (20.0 + 40.0 * half)).abs() < 1e-3);
}

/// A series that repeats its year is projected to repeat it, by every method, in any unit.
#[test]
fn a_repeated_year_is_repeated() {
    let year_of = |month: usize| 100 + 37 * (month * 5 % 12);
    let months = |factor: usize| all((0..88).map(|at| (factor * year_of(at % 12)).to_string()));
    let (one, large) = (series(&months(1)), series(&months(1_000_000)));
    let truth = Ratio::from(i64::try_from((0..12).map(year_of).sum::<usize>()).unwrap());
    for method in methods() {
        if method == Method::MeanOf(vec![])
            || method == (Method::MeanShare { years: 0 })
            || method == Method::RunRate
        {
            continue;
        }
        let small = Ratio::new(1, 100_000).unwrap();
        let near =
            |found: &Ratio, wanted: &Ratio| (found - wanted).abs().over(wanted).unwrap() < small;
        let found = one.project_by(Period::year(2022), &method).unwrap();
        assert!(near(found.central(), &truth), "{method}: {found}");
        let scaled = large.project_by(Period::year(2022), &method).unwrap();
        assert!(
            near(scaled.central(), &(truth.clone() * Ratio::from(1_000_000))),
            "{method}: {scaled}"
        );
    }
}

/// Short history, zeros, negative corrections and holes give a simpler method, and the reason.
#[test]
fn the_simpler_method_says_why() {
    let months = |value: &dyn Fn(usize) -> Option<i64>| {
        (0..88).map(|at| value(at).map(|one| one.to_string())).collect::<Vec<_>>()
    };
    let year = Period::year(2022);
    let growing = |at: usize| i64::try_from(100 + at + 20 * (at % 12)).unwrap();
    let project = |months: &[Option<String>]| series(months).project(year).unwrap();
    let full = project(&months(&|at| Some(growing(at))));
    assert_eq!(
        full.rests_on(),
        "mean of shrunk share 0.75, level and drift and STL on logs + ETS(A,N,N), 7 full years known"
    );
    // A month without trade has no logarithm: the models drop out.
    let zero = project(&months(&|at| Some(if at == 30 { 0 } else { growing(at) })));
    assert_eq!(zero.method(), &Method::shrunk_share(Strength::USUAL));
    // Alpha, drift and what is kept of the season by level and drift; alpha of STL.
    assert_eq!(full.parameters().len(), 4);
    assert!(full.parameters().iter().all(|(name, value)| name.contains(": ") && value.is_finite()));
    assert!(full.model_interval(80).unwrap_err().to_string().contains("not a single model"));
    let theta = series(&months(&|at| Some(growing(at)))).project_by(year, &Method::Theta).unwrap();
    let (narrow, wide) = (theta.model_interval(80).unwrap(), theta.model_interval(95).unwrap());
    assert!(
        wide.low() < narrow.low()
            && narrow.high() < wide.high()
            && narrow.contains(theta.central())
    );
    assert!(narrow.to_string().starts_with("80 % model-based interval"));
    let reason = |projection: &Projection<Money>| match projection.warnings().last() {
        Some(Warning::Simpler { wanted, reason }) => (wanted.clone(), reason.clone()),
        other => panic!("{other:?}"),
    };
    let (wanted, why) = reason(&zero);
    assert_eq!(wanted, Method::combination());
    assert!(
        why.contains("the factors of the season: not defined: a level is not positive"),
        "{why}"
    );
    // A negative correction in one month of an earlier year does the same, and its year still
    // counts.
    let negative = project(&months(&|at| Some(if at == 30 { -50 } else { growing(at) })));
    assert_eq!(negative.rests_on(), "shrunk share 0.75, 5 full years known");
    // A month that is missing ends the history there: three full years are left.
    let hole = project(&months(&|at| (at != 40).then(|| growing(at))));
    assert_eq!(
        hole.rests_on(),
        "mean of shrunk share 0.75, level and drift and STL on logs + ETS(A,N,N), \
         3 full years known"
    );
    // No trade so far: a geometric mean would be zero, and three quarters of a fall by 100 % leave
    // a quarter of the rest.
    let stopped = project(&months(&|at| Some(if at >= 84 { 0 } else { growing(at) })));
    assert_eq!(stopped.method(), &Method::Fade(Strength::USUAL));
    let rest: i64 = (76..84).map(growing).sum();
    assert_eq!(stopped.central(), &Ratio::new(rest, 4).unwrap());
    let (wanted, why) = reason(&stopped);
    assert!(wanted == Method::combination() && why.contains("zero"), "{wanted}: {why}");
    let negative_left = project(&months(&|at| Some(if at == 80 { -300 } else { growing(at) })));
    // A negative month leaves no pattern to follow: what is missing is one piece.
    let path = negative_left.path().unwrap();
    assert_eq!((path.months().len(), &path.year()), (1, negative_left.central()));
    // One year before is too short for a model that is asked for by name.
    let short = series(&all((0..16).map(|at| growing(at).to_string())));
    let theta = short.project_by(Period::year(2016), &Method::Theta).unwrap();
    assert_eq!(theta.method(), &Method::Fade(Strength::USUAL));
    assert!(reason(&theta).1.contains("full year"));
    // Without the year before there is no answer, and the error says what is missing.
    let lonely = series(&all((0..4).map(|at| growing(at).to_string())));
    assert!(lonely.project(Period::year(2015)).unwrap_err().undefined().is_some());
}

/// January and February as one figure: eleven pieces a year, and two months known are one piece.
#[test]
fn joint_january_and_february() {
    let key = Key::trade(CHN).with(RUS);
    let mut joint: Series<Money> = Series::new(key, USD.million());
    let mut single: Series<Money> = Series::new(key, USD.million());
    let level = |year: i32, month: u8| {
        100 + 7 * (year - 2010) + 11 * i32::from(month % 5) + (year * i32::from(month)) % 13
    };
    for year in 2010..=2017 {
        for month in 1..=12_u8 {
            if (year, month) > (2017, 4) {
                break;
            }
            single = single
                .with(&Period::month(year, month).iso(), &level(year, month).to_string())
                .unwrap();
            joint = match month {
                1 => joint,
                2 => {
                    let both = level(year, 1) + level(year, 2);
                    joint.with(&Period::january_february(year).iso(), &both.to_string()).unwrap()
                }
                _ => joint
                    .with(&Period::month(year, month).iso(), &level(year, month).to_string())
                    .unwrap(),
            };
        }
    }
    let year = Period::year(2017);
    let (one, other) = (joint.project(year).unwrap(), single.project(year).unwrap());
    assert_eq!(one.rests_on(), other.rests_on());
    assert!(one.rests_on().contains("level and drift"));
    // Shares do not know the difference; models see another pattern and come close.
    let shrunk = Method::shrunk_share(Strength::USUAL);
    assert_eq!(
        joint.project_by(year, &shrunk).unwrap().central(),
        single.project_by(year, &shrunk).unwrap().central()
    );
    let gap = (one.central() - other.central()).abs().over(other.central()).unwrap();
    assert!(gap < Ratio::new(2, 100).unwrap(), "{} {}", one, other);
    assert!(one.warnings().is_empty() && other.warnings().is_empty());
    // Two months known say little, in one figure or in two.
    let early = |series: &Series<Money>| {
        series.slice(Period::from_to(bilateral::month(2010, 1), bilateral::month(2017, 2)))
    };
    let (one, other) =
        (early(&joint).project(year).unwrap(), early(&single).project(year).unwrap());
    assert_eq!(one.warnings(), [Warning::FirstTwoMonths]);
    assert_eq!(other.warnings(), [Warning::FirstTwoMonths]);
    // Mixed: single months this year, joint ones before, are brought to eleven pieces.
    let mixed = early(&joint).with("2017-01", &level(2017, 1).to_string()).unwrap();
    assert_eq!(mixed.project(year).unwrap().central(), one.central());
    assert_eq!(one.path().unwrap().months().len(), 10);
}

fn level() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        8 => (1..1_000_000_i64).prop_map(|level| Some(level.to_string())),
        1 => Just(Some("0".to_owned())),
        1 => Just(Some("-12.5".to_owned())),
        1 => Just(Some("0.0000000001".to_owned())),
        1 => Just(Some("100000000000000000".to_owned())),
        1 => Just(None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn anything_gives_a_number_or_a_reason(months in prop::collection::vec(level(), 0..80)) {
        check(&months);
    }

    #[test]
    fn back_tests_of_anything_are_finite(months in prop::collection::vec(level(), 24..60)) {
        let methods =
            [Method::ByWhatIsKnown, Method::PriorYearShare, Method::Trend, Method::AdjustedLevel];
        let trials = Backtest::new(&methods).of(&series(&months));
        for trial in trials.all() {
            prop_assert!(trial.projected().is_finite());
            if let Ok(interval) = trial.interval(80) {
                prop_assert!(interval.low().is_finite() && interval.high().is_finite());
            }
            prop_assert!(trial.projected() >= trial.so_far() - 1e-9 * trial.so_far().abs());
        }
        for score in trials.scores(80) {
            let all = [
                score.mape(),
                score.smape(),
                score.mase(),
                score.rmsse(),
                score.pinball(),
                score.crps(),
                score.interval_score(),
                score.width(),
            ];
            prop_assert!(all.into_iter().flatten().all(f64::is_finite), "{:?}", score);
        }
        let mut csv = Vec::new();
        trials.write_csv(&mut csv).unwrap();
        let text = trials.to_string() + &String::from_utf8(csv).unwrap();
        prop_assert!(!text.contains("NaN") && !text.contains("inf"));
    }
}
