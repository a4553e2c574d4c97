//! Back-tests against reference rows of numpy and scipy, on vintages, and their laws.

use bilateral::area::{CHN, RUS, USA};
use bilateral::projection::{Backtest, Basis, Method, Prior, Strength, Trial, Trials};
use bilateral::unit::USD;
use bilateral::{Key, Money, Month, Period, Ratio, Series, Status, date, published};
use proptest::prelude::*;
use serde_json::Value;

fn series(first: Month, values: &[String]) -> Series<Money> {
    let empty = Series::new(Key::trade(USA).with(CHN), USD.million());
    values.iter().zip(0..).fold(empty, |series, (value, at)| {
        series.with(&first.plus(at).unwrap().iso(), value).unwrap()
    })
}

/// The monthly series of a case of the reference file, as printed there.
fn series_of(case: &Value) -> Series<Money> {
    let start = &case["series"]["start"];
    let (year, month) = (start[0].as_i64().unwrap(), start[1].as_u64().unwrap());
    let first = bilateral::month(i32::try_from(year).unwrap(), u8::try_from(month).unwrap());
    let values: Vec<String> =
        case["series"]["values"].as_array().unwrap().iter().map(Value::to_string).collect();
    series(first, &values)
}

fn file() -> Value {
    serde_json::from_str(include_str!("../data/ytd_backtest.json")).unwrap()
}

#[test]
fn every_row_of_the_reference_holds() {
    let file = file();
    // The intervals of the reference rest on another formula; `make/projection_interval.py` has
    // this one.
    let intervals: Value =
        serde_json::from_str(include_str!("../data/projection_interval.json")).unwrap();
    let intervals = intervals["cases"].as_array().unwrap();
    let (mut rows, mut breaks, mut means) = (0, 0, 0);
    for (at, case) in file["cases"].as_array().unwrap().iter().enumerate() {
        let parameters = &case["parameters"];
        let strength: Strength = parameters["phi"].to_string().parse().unwrap();
        let years = u8::try_from(parameters["share_years"].as_u64().unwrap()).unwrap();
        let methods = [
            ("run_rate", Method::RunRate),
            ("prior_year_share", Method::PriorYearShare),
            ("seasonal_naive", Method::SeasonalNaive),
            ("fade", Method::Fade(strength)),
            ("shrunk_share", Method::ShrunkShare { strength, years }),
        ];
        let known: Vec<u8> = parameters["k"]
            .as_array()
            .unwrap()
            .iter()
            .map(|k| u8::try_from(k.as_u64().unwrap()).unwrap())
            .collect();
        let level = (parameters["level"].as_f64().unwrap() * 100.0).round() as u8;
        let plan = Backtest::new(&methods.each_ref().map(|(_, method)| method.clone())).at(&known);
        let trials = plan.of(&series_of(case));
        let tolerance = case["tolerance"]["rel"].as_f64().unwrap();
        let close = |found: f64, expected: &Value, what: &str| {
            let expected = expected.as_f64().unwrap();
            let small = if what.starts_with("log") { 1e-12 } else { 0.0 };
            assert!(
                (found - expected).abs() <= tolerance * expected.abs() + small,
                "{what}: {found} is not {expected}"
            );
        };
        let expected_rows = case["expected"]["rows"].as_array().unwrap();
        assert_eq!(trials.all().len(), expected_rows.len() * methods.len());
        for row in expected_rows {
            let of = |wanted: &Method| -> &Trial {
                let same = |trial: &&Trial| {
                    i64::from(trial.year()) == row["year"].as_i64().unwrap()
                        && u64::from(trial.known_months()) == row["k"].as_u64().unwrap()
                        && trial.method() == wanted
                };
                trials.all().iter().find(same).unwrap()
            };
            for (name, method) in &methods {
                close(of(method).projected(), &row[name], name);
                close(of(method).outcome(), &row["actual"], "actual");
                close(of(method).so_far(), &row["ytd"], "ytd");
            }
            let trial = of(&methods[4].1);
            close(trial.log_error().unwrap(), &row["log_rest_error"], "log error");
            rows += 1;
            let same = |case: &&Value| {
                case["series"] == at && case["year"] == row["year"] && case["known"] == row["k"]
            };
            let expected = intervals.iter().find(same).unwrap();
            close(trial.spread().scale(), &expected["scale"], "scale");
            let errors = u8::try_from(expected["errors"].as_u64().unwrap()).unwrap();
            let is_break = expected["break"].as_bool().unwrap();
            let basis = if is_break { Basis::Break(errors) } else { Basis::Errors(errors) };
            assert_eq!(trial.spread().basis(), basis);
            assert_eq!(trial.has_own_errors(), errors >= 4 && !is_break);
            breaks += usize::from(is_break);
            for level in [80, 95] {
                let interval = trial.interval(level).unwrap();
                close(interval.low(), &expected[level.to_string()][0], "lower");
                close(interval.high(), &expected[level.to_string()][1], "upper");
            }
        }
        let scores = trials.scores(level);
        for (name, method) in &methods {
            for (known, expected) in case["expected"]["mape"][name].as_object().unwrap() {
                let known = Some(known.parse::<u8>().unwrap());
                let score = scores
                    .iter()
                    .find(|one| one.method() == method && one.known_months() == known)
                    .unwrap();
                close(score.mape().unwrap(), expected, "mape");
                means += 1;
            }
        }
    }
    assert_eq!((rows, means, breaks), (96, 30, 6));
}

/// China-Russia as it was known at the time: no trial uses a figure published after its own day,
/// and outcomes are the latest figures.
#[test]
fn vintages_are_respected() {
    let history = published::china_russia().unwrap().series(Key::trade(CHN).with(RUS)).unwrap();
    let trials = Backtest::new(&[Method::ByWhatIsKnown]).at(&[4, 6]).of_releases(&history);
    let of = |year: i32, known: u8| {
        trials
            .all()
            .iter()
            .find(|trial| trial.year() == year && trial.known_months() == known)
            .unwrap()
    };
    // Published on 9 May 2023, and answered like a user of that day would have been.
    let may = of(2023, 4);
    assert_eq!(may.as_of(), Some(date(2023, 5, 9)));
    let asked = history.as_of(date(2023, 5, 9)).project(Period::year(2023)).unwrap();
    assert_eq!(
        asked.central().round(6, Default::default()).to_string(),
        format!("{:.6}", may.projected())
    );
    assert_eq!((may.outcome(), may.used()), (240.11, asked.method()));
    let interval = may.interval(80).unwrap();
    assert_eq!(interval, asked.interval(80).unwrap());
    for trial in trials.all() {
        let day = trial.as_of().unwrap();
        assert!(day.to_string() < format!("{}-12-31", trial.year()), "{trial:?}");
        // The first day on which the year to date was known, and its level of that day.
        let span = Period::january_to(trial.year(), trial.known_months());
        let eve = day.to_string().parse::<chrono::NaiveDate>().unwrap().pred_opt().unwrap();
        let eve = eve.to_string().parse().unwrap();
        assert!(history.as_of(eve).amount(span).is_err(), "{trial:?}");
        let level = history.as_of(day).amount(span).unwrap().amount().value();
        assert_eq!(trial.so_far(), level.to_string().parse::<f64>().unwrap());
        assert_eq!(trial.outcome(), known_outcome(&history.latest(), trial.year()));
    }
}

fn known_outcome(latest: &Series<Money>, year: i32) -> f64 {
    latest.amount(Period::year(year)).unwrap().amount().value().to_string().parse().unwrap()
}

/// "More than 18" for January-February 2021 and "more than 102.5" for its three quarters are no
/// points to be scored by.
#[test]
fn one_sided_figures_make_no_trial() {
    let history = published::china_russia().unwrap().series(Key::trade(CHN).with(RUS)).unwrap();
    let trials = Backtest::new(&[Method::ByWhatIsKnown]).at(&[2, 4, 9]).of_releases(&history);
    let has = |year: i32, known: u8| {
        trials.all().iter().any(|one| (one.year(), one.known_months()) == (year, known))
    };
    assert!(!has(2021, 2) && !has(2021, 9) && has(2021, 4) && has(2022, 4));
}

/// Months that never change: every interval is a point and holds; and asking twice for the same
/// months changes nothing.
#[test]
fn points_hold_themselves() {
    let constant = series(bilateral::month(2012, 1), &vec!["0.3".to_owned(); 84]);
    let plan = Backtest::new(&[Method::ByWhatIsKnown, Method::SeasonalNaive]);
    let trials = plan.clone().at(&[2, 4, 9]).of(&constant);
    for score in trials.scores(80) {
        assert_eq!(score.coverage(), Some(1.0), "{score:?}");
    }
    let twice = plan.at(&[4, 4]).of(&constant);
    assert_eq!(twice.on_common_origins().all().len(), twice.all().len());
    assert!(!twice.all().is_empty());
}

/// The pooled table prints, goes to CSV and comes back with the same numbers.
#[test]
fn tables_and_csv() {
    let file = file();
    let plan = Backtest::new(&[Method::shrunk_share(Strength::USUAL), Method::RunRate]).at(&[4, 9]);
    let cases = file["cases"].as_array().unwrap();
    let trials = plan
        .clone()
        .named("uscn")
        .of(&series_of(&cases[0]))
        .and(plan.named("krcn").of(&series_of(&cases[1])));
    let mut text = Vec::new();
    trials.write_csv(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), trials.all().len());
    let mape = |method: &str, known: &str| {
        let rows = rows.iter().filter(|row| &row[3] == method && &row[2] == known);
        let errors: Vec<f64> = rows
            .map(|row| {
                (row[7].parse::<f64>().unwrap() / row[8].parse::<f64>().unwrap() - 1.0).abs()
            })
            .collect();
        100.0 * errors.iter().sum::<f64>() / errors.len() as f64
    };
    for score in trials.scores(80).iter().filter(|score| score.known_months().is_some()) {
        let found = mape(&score.method().to_string(), &score.known_months().unwrap().to_string());
        assert!((found - score.mape().unwrap()).abs() < 1e-9);
        assert_eq!(score.trials(), 32);
    }
    let table = trials.to_string();
    assert_eq!(table.lines().count(), 1 + 3 * 2);
    assert!(table.contains("shrunk share 0.75") && table.contains("run rate"));
    // By hand from the rows: years as clusters.
    let difference =
        trials.difference(&Method::shrunk_share(Strength::USUAL), &Method::RunRate).unwrap();
    assert_eq!(difference.years(), 16);
    assert!(difference.mean() < 0.0 && difference.standard_error().unwrap() > 0.0);
    let own = trials.only(Trial::has_own_errors);
    let prior = trials.only(|trial| !trial.has_own_errors());
    assert_eq!(own.all().len() + prior.all().len(), trials.all().len());
    assert!(
        Trials::default().scores(80).is_empty()
            && Trials::default().to_string().lines().count() == 1
    );
    assert!(serde_json::to_value(&trials).unwrap()[0]["projected"].is_number());
}

/// Models look no further than their origin: the trials of a series that ends in 2012 are those of
/// the whole one.
#[test]
fn models_do_not_look_ahead() {
    let file = file();
    let whole = series_of(&file["cases"].as_array().unwrap()[0]);
    let early = whole.slice(Period::from_to(bilateral::month(2001, 1), bilateral::month(2008, 12)));
    let plan = Backtest::new(&[Method::ByWhatIsKnown]).at(&[4]);
    let (all, first) = (
        plan.of(
            &whole.slice(Period::from_to(bilateral::month(2001, 1), bilateral::month(2010, 12)))
        ),
        plan.of(&early),
    );
    assert_eq!(first.all(), all.only(|trial| trial.year() <= 2008).all());
    assert_eq!(first.all().last().unwrap().used(), &Method::combination());
    assert!(all.all().len() > first.all().len());
}

/// The shrunk share rises or falls steadily with its strength, from the rest as a year before to
/// the mean share.
#[test]
fn the_shrunk_share_is_monotone_in_its_strength() {
    let file = file();
    let whole = series_of(&file["cases"].as_array().unwrap()[0]);
    for year in [2003, 2009, 2010, 2016] {
        let known =
            whole.slice(Period::from_to(bilateral::month(2001, 1), bilateral::month(year, 4)));
        let by = |method: Method| {
            known.project_by(Period::year(year), &method).unwrap().central().clone()
        };
        let strengths = (0..=4)
            .map(|step| Strength::new(bilateral::number::Decimal::new(25 * step, 2)).unwrap());
        let path: Vec<Ratio> =
            strengths.map(|strength| by(Method::shrunk_share(strength))).collect();
        let rises = path.windows(2).all(|pair| pair[0] <= pair[1]);
        assert!(rises || path.windows(2).all(|pair| pair[0] >= pair[1]), "{year}");
        let near = |one: &Ratio, other: Ratio| {
            (one - &other).abs() < Ratio::new(1, 1_000_000_000).unwrap()
        };
        assert!(
            near(&path[0], by(Method::SeasonalNaive)) && near(&path[4], by(Method::mean_share()))
        );
    }
}

/// With its own prior for small flows every interval is wider.
#[test]
fn small_flows_have_a_wider_prior() {
    let file = file();
    let plan = Backtest::new(&[Method::Fade(Strength::SMALL_LUMPY)]).at(&[4]);
    let monthly = series_of(&file["cases"].as_array().unwrap()[0]);
    let (cautious, small) = (plan.of(&monthly), plan.with_prior(Prior::SmallFlows).of(&monthly));
    for (one, other) in cautious.all().iter().zip(small.all()) {
        assert!(other.spread().scale() > one.spread().scale(), "{}", one.year());
        assert_eq!(one.projected(), other.projected());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// What comes after an origin changes neither its projection nor its interval; in another unit
    /// everything scales.
    #[test]
    fn no_trial_looks_ahead(
        levels in prop::collection::vec(1..100_000_i64, 60),
        cut in 30..48_usize,
        factor in 2..500_i64,
    ) {
        let plan = Backtest::new(&[
            Method::ByWhatIsKnown,
            Method::MonthlyFade(Strength::USUAL),
            Method::RunRate,
        ])
        .at(&[2, 7]);
        let text = |levels: &[i64]| levels.iter().map(i64::to_string).collect::<Vec<_>>();
        let first = bilateral::month(2019, 1);
        let whole = plan.of(&series(first, &text(&levels)));
        let mut other = levels.clone();
        other[cut..].reverse();
        let changed = plan.of(&series(first, &text(&other)));
        for (one, other) in whole.all().iter().zip(changed.all()) {
            let origin =
                usize::try_from(one.year() - 2019).unwrap() * 12 + usize::from(one.known_months());
            prop_assert_eq!(
                (one.year(), one.known_months(), one.method()),
                (other.year(), other.known_months(), other.method())
            );
            if origin <= cut {
                prop_assert_eq!(
                    (one.projected(), one.spread(), one.so_far()),
                    (other.projected(), other.spread(), other.so_far())
                );
            }
        }
        let scaled: Vec<i64> = levels.iter().map(|level| level * factor).collect();
        for (one, other) in whole.all().iter().zip(plan.of(&series(first, &text(&scaled))).all()) {
            // The constant of a smoothing is searched for: where its sum of squares is least it is
            // flat, so half of the digits of a float are sure.
            let (close, closer) = if *one.used() == Method::combination() {
                (1e-7, 1e-6)
            } else {
                (1e-12, 1e-9)
            };
            let expected = one.projected() * factor as f64;
            prop_assert!(
                (other.projected() - expected).abs() <= close * expected,
                "{} {}",
                one.projected(),
                other.projected()
            );
            prop_assert!((other.spread().scale() - one.spread().scale()).abs() <= closer);
        }
    }

    /// A path adds up to the projection, and a required rate put in as a scenario meets its target
    /// exactly.
    #[test]
    fn paths_and_scenarios_add_up(
        levels in prop::collection::vec(1..100_000_i64, 24..36),
        target in 1..5_000_000_i64,
    ) {
        let text: Vec<String> = levels.iter().map(i64::to_string).collect();
        let series = series(bilateral::month(2021, 1), &text);
        let known = u8::try_from(levels.len() - 24).unwrap();
        prop_assume!(known > 0);
        let (year, span) = (Period::year(2023), Period::january_to(2023, known));
        let projection = series.project(year).unwrap();
        let path = projection.path().unwrap();
        prop_assert_eq!(&path.year(), projection.central());
        prop_assert_eq!(
            (path.months().len(), path.status()),
            (usize::from(12 - known), Status::Forecast)
        );
        let cumulated = path.cumulated();
        prop_assert_eq!(&cumulated.last().unwrap().1, projection.central());
        let so_far: i64 = levels[24..].iter().sum();
        let target =
            bilateral::Amount::new(bilateral::number::Decimal::from(target), USD.million());
        let needed = series.required_growth(target, year, span, bilateral::Base::AsKnown).unwrap();
        if let Some(growth) = needed.needs() {
            let path = series.what_if(year, std::slice::from_ref(growth)).unwrap();
            prop_assert_eq!(path.year(), Ratio::from(target.value()));
            // The same rate for each month is the same path; any other number of rates is refused.
            let each = vec![growth.clone(); usize::from(12 - known)];
            let each = series.what_if(year, &each).unwrap();
            prop_assert_eq!(each.months(), path.months());
            prop_assert!(
                series.what_if(year, &vec![growth.clone(); 13]).is_err()
                    && series.what_if(year, &[]).is_err()
            );
        } else {
            prop_assert!(target.value() <= so_far.into());
        }
        let flat = bilateral::Growth::from_ratio(Ratio::zero());
        let naive = series.project_by(year, &Method::SeasonalNaive).unwrap();
        prop_assert_eq!(&series.what_if(year, &[flat]).unwrap().year(), naive.central());
    }
}
