//! Projections: exact reference values, the brief of the news report, and the laws of the closed
//! forms.

use crate::values::ratio;
use bilateral::area::{CHN, RUS};
use bilateral::number::decimal;
use bilateral::projection::{self, Method, Strength, Warning};
use bilateral::unit::USD;
use bilateral::{
    Base, Figure, Growth, Key, Money, Observation, Period, Ratio, Rounding, Series, Status, date,
    growth, published,
};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn every_projection_of_the_reference_holds() {
    let file: Value = serde_json::from_str(include_str!("../data/exact_growth.json")).unwrap();
    let mut checked = 0;
    for case in file["cases"].as_array().unwrap() {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let of = |name: &str| ratio(&inputs[name]);
        match case["function"].as_str().unwrap() {
            "project_fade" => {
                let year =
                    projection::fade(of("ytd"), of("prior_ytd"), of("prior_year"), of("phi"))
                        .unwrap();
                assert_eq!(year, ratio(&expected["exact"]));
            }
            "project_fade_from_published" => {
                let figure = |name: &str| inputs[name].as_str().unwrap().parse::<Figure>().unwrap();
                let base = growth::implied_base(&figure("ytd"), &figure("ytd_growth_pct")).unwrap();
                let year =
                    projection::fade(of("ytd"), base.point().unwrap(), of("prior_year"), of("phi"))
                        .unwrap();
                assert_eq!(year, ratio(&expected["exact"]));
                let bounds = projection::fade_bounds(
                    &figure("ytd"),
                    &figure("ytd_growth_pct"),
                    &figure("prior_year"),
                    of("phi"),
                )
                .unwrap();
                assert!(bounds.contains(&year));
            }
            "project_run_rate" => {
                assert_eq!(
                    projection::run_rate(of("ytd"), 4, 12).unwrap(),
                    ratio(&expected["exact"])
                )
            }
            "project_prior_year_share" => {
                let year =
                    projection::prior_year_share(of("ytd"), of("prior_ytd"), of("prior_year"))
                        .unwrap();
                assert_eq!(year, ratio(&expected["exact"]));
            }
            "trailing_12m_sum_equals_seasonal_naive" | "project_shrunk_share" => {
                let months: Vec<Ratio> =
                    inputs["series"].as_array().unwrap().iter().map(ratio).collect();
                let sum = |from: usize, to: usize| months[from..to].iter().cloned().sum::<Ratio>();
                let (so_far, base, year_before) = (sum(24, 28), sum(12, 16), sum(12, 24));
                if case["function"] == "project_shrunk_share" {
                    let shares =
                        [sum(0, 4).over(&sum(0, 12)).unwrap(), base.over(&year_before).unwrap()];
                    let year =
                        projection::shrunk_share(so_far, base, year_before, &shares, of("phi"), 18)
                            .unwrap();
                    let truth =
                        ratio(&expected["projection"]["decimal"]).round(18, Rounding::default());
                    assert_eq!(year.to_string(), truth.to_string());
                } else {
                    let year = projection::seasonal_naive_year(so_far, base, year_before).unwrap();
                    assert_eq!((&year, &year), (&ratio(&expected["exact"]), &sum(16, 28)));
                }
            }
            _ => continue,
        }
        checked += 1;
    }
    assert_eq!(checked, 17);
}

fn trade() -> bilateral::vintage::History<Money> {
    published::china_russia().unwrap().series(Key::trade(CHN).with(RUS)).unwrap()
}

fn one(number: &Ratio) -> String {
    number.round(1, Rounding::default()).to_string()
}

/// By the level, its growth and the year before alone. On the implied base 51.768: 73.148 + 138.503
/// (1 + 0.75 * 0.413) = 254.6; on the first-published one of 51.09: 257.4. Scenarios 211.7 to
/// 268.9. The interval rests on the prior: 1.476 * 0.08 in logarithms of 181.404, so 234.3 to
/// 277.3. What came was 240.11.
#[test]
fn the_year_2023_from_three_figures_of_the_report() {
    let (year, ytd) = (Period::year(2023), Period::january_to(2023, 4));
    let growth =
        Observation::new(ytd, "73.148".parse().unwrap()).with_growth("41.3".parse().unwrap());
    let three: Series<Money> = Series::new(Key::trade(CHN).with(RUS), USD.billion());
    let three = three.with("2022", "190.271").unwrap().with_observation(growth).unwrap();
    let implied = three.project(year).unwrap();
    assert_eq!(implied.rests_on(), "fade 0.75, 1 full year known");
    assert_eq!((implied.base(), one(implied.central()).as_str()), (Some(Base::Implied), "254.6"));
    assert_eq!(
        (one(implied.band().0).as_str(), one(implied.band().1).as_str()),
        ("211.7", "268.9")
    );
    assert_eq!(implied.interval(80).unwrap().to_string(), "80 % interval 234 to 278");
    assert_eq!(implied.interval(80).unwrap().rests_on(), "from the prior");
    let with_base = three.with("2022-01/2022-04", "51.09").unwrap();
    let known = with_base.project_from(year, ytd, Base::AsKnown, &Method::ByWhatIsKnown).unwrap();
    assert_eq!(one(known.central()), "257.4");
    let outcome = trade().latest().amount(year).unwrap();
    assert_eq!(outcome.amount(), "240.11 billion USD".parse().unwrap());
    assert!(implied.interval(80).unwrap().contains(&Ratio::from(outcome.amount().value())));
}

/// By everything known that day, computed by hand: the shares of January to April are 51.7679 /
/// 190.271 (implied base) and 40.207 / 146.887, their mean 0.272903; 73.148 (1 - s) / s = 194.888
/// against 138.503 of 2022, to 0.75 and 0.25: 178.9. The months of 2020 are not known, so two years
/// are all.
#[test]
fn the_year_2023_from_everything_known_that_day() {
    let projection = trade().as_of(date(2023, 5, 24)).project(Period::year(2023)).unwrap();
    assert_eq!(projection.rests_on(), "shrunk share 0.75, 2 full years known");
    let base = 73.148 / 1.413;
    let share: f64 = (base / 190.271 + 40.207 / 146.887) / 2.0;
    let rest = (190.271_f64 - base).powf(0.25) * (73.148 * (1.0 - share) / share).powf(0.75);
    assert_eq!(one(projection.central()), format!("{:.1}", 73.148 + rest));
    assert_eq!(one(projection.central()), "252.1");
    // The method in 2022 on the share of 2021: implied bases 51.09 / 1.259 of 146.887 and, for
    // 2021, 40.207 / 1.198 of 107.77.
    let base = 51.09 / 1.259;
    let share: f64 = base / 146.887;
    let of_2022 = (146.887_f64 - base).powf(0.25) * (51.09 * (1.0 - share) / share).powf(0.75);
    let miss = projection.past_errors()[0];
    assert_eq!(miss.year, 2022);
    assert!((miss.log_error - ((190.271 - 51.09) / of_2022).ln()).abs() < 1e-9);
    assert_eq!(
        projection.past_errors().iter().map(|miss| miss.year).collect::<Vec<_>>(),
        [2022, 2021, 2018, 2017]
    );
    // Four own errors, each worth half the one after it, a prior of 0.08 worth two, and a quarter
    // of the change from growth of 29.5 % in 2022 to 41.3 %; the quantile of five degrees.
    let errors: Vec<f64> = projection.past_errors().iter().map(|miss| miss.log_error).collect();
    let squares = 2.0 * 0.08_f64.powi(2)
        + errors.iter().zip([1.0, 0.5, 0.25, 0.125]).map(|(e, w)| w * e * e).sum::<f64>();
    let change = 1.413_f64.ln() - (190.271_f64 / 146.887).ln();
    let scale = (squares / 3.875 + (change / 4.0).powi(2)).sqrt();
    let interval = projection.interval(80).unwrap();
    let half = (scale * 1.475_884_049).exp();
    assert!((interval.high() - (73.148 + rest * half)).abs() < 1e-6);
    assert!((interval.low() - (73.148 + rest / half)).abs() < 1e-6);
    assert!(interval.contains(&Ratio::from(decimal("240.11"))));
    assert_eq!(interval.rests_on(), "from its errors in 4 earlier years and the prior");
    // Of January to April 2022 the office had first published 51.09; +41.3 % implies 51.77.
    assert!(
        matches!(projection.warnings(), [Warning::ContradictedBase(span, _)]
        if *span == Period::january_to(2023, 4)),
        "{:?}",
        projection.warnings()
    );
    assert_eq!(projection.as_of(), Some(date(2023, 5, 24)));
    assert!(
        projection
            .data()
            .iter()
            .flat_map(|one| one.terms())
            .all(|term| term.published_on().is_some())
    );
}

/// A forecast is marked as one, a series keeps it, and no level or growth is made of it.
#[test]
fn a_forecast_never_becomes_a_figure() {
    let known = trade().as_of(date(2023, 5, 24));
    let (year, ytd) = (Period::year(2023), Period::january_to(2023, 4));
    let forecast = known.project(year).unwrap().observation().unwrap();
    assert_eq!(
        (forecast.status(), forecast.level().unwrap()),
        (Status::Forecast, "252.1".parse().unwrap())
    );
    let with = known.clone().with_observation(forecast).unwrap();
    assert!(with.to_string().contains("forecast"));
    assert!(with.amount(year).unwrap_err().undefined().is_some());
    assert!(with.growth(year).is_err() && with.amount(year.minus(ytd).unwrap()).is_err());
    assert_eq!(
        with.published_spans().collect::<Vec<_>>(),
        known.published_spans().collect::<Vec<_>>()
    );
    assert_eq!(with.project(year).unwrap().central(), known.project(year).unwrap().central());
    // A published figure of the same year stands beside it.
    let later = with.with("2023", "240.11").unwrap();
    assert_eq!(later.amount(year).unwrap().amount(), "240.11 billion USD".parse().unwrap());
}

/// A contradiction further on in the year is told: on 20 July 2020 half a year was published as
/// 49.15 and as 49.16.
#[test]
fn a_contradiction_is_told() {
    let projection = trade().as_of(date(2020, 7, 20)).project(Period::year(2020)).unwrap();
    assert_eq!(projection.so_far().period(), Period::january_to(2020, 5));
    let told = |warning: &Warning| {
        matches!(warning, Warning::Contradiction(span, text)
            if *span == Period::january_to(2020, 6) && text.contains("49.15") && text.contains("49.16"))
    };
    assert!(projection.warnings().iter().any(told), "{:?}", projection.warnings());
}

/// A year that is known is not projected, and no forecast is made of it; of the year before nothing
/// is needed.
#[test]
fn a_known_year_is_no_forecast() {
    let known = trade().as_of(date(2026, 1, 20)).project(Period::year(2025)).unwrap();
    assert_eq!(known.to_string(), "228.1 billion US$ in 2025, known on 2026-01-20");
    assert!(known.is_known() && known.status() == Status::Normal && known.observation().is_err());
    assert_eq!(known.interval(80).unwrap().rests_on(), "known");
    let one: Series<Money> =
        Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2022", "190.271").unwrap();
    assert_eq!(
        one.project(Period::year(2022)).unwrap().central(),
        &Ratio::from(decimal("190.271"))
    );
    // The run rate by name needs no year before either; the default refuses to guess.
    let four: Series<Money> = Series::new(Key::trade(CHN).with(RUS), USD.billion())
        .with("2023-01/2023-04", "73.15")
        .unwrap();
    let rate = four.project_by(Period::year(2023), &Method::RunRate).unwrap();
    assert_eq!((rate.central(), rate.base()), (&Ratio::from(decimal("219.45")), None));
    assert!(four.project(Period::year(2023)).unwrap_err().undefined().is_some());
}

/// Each method says how many years it rests on, and lists the figures that it used and no others.
#[test]
fn the_data_are_those_used() {
    let months: Vec<i64> = (0..100).map(|at| 100 + (at * 7) % 31 + at).collect();
    let series = months.iter().zip(0..).fold(
        Series::new(Key::trade(CHN).with(RUS), USD.million()),
        |series, (level, at)| {
            series
                .with(&bilateral::month(2012, 1).plus(at).unwrap().iso(), &level.to_string())
                .unwrap()
        },
    );
    let series: Series<Money> = series;
    for (method, years, figures) in [
        (Method::RunRate, 0, 1),
        (Method::SeasonalNaive, 1, 3),
        (Method::Fade(Strength::USUAL), 1, 3),
        (Method::MonthlyFade(Strength::USUAL), 1, 3 + 12 + 4),
        (Method::shrunk_share(Strength::USUAL), 5, 3 + 8),
        (Method::MeanShare { years: 3 }, 3, 3 + 4),
        (Method::Trend, 4, 1 + 4),
        (Method::LogTrend, 5, 1 + 5),
        (Method::AdjustedLevel, 5, 1 + 5 * 12 + 4),
        (Method::Theta, 8, 1 + 8 * 12 + 4),
        (
            Method::MeanOf(vec![
                Method::shrunk_share(Strength::USUAL),
                Method::Fade(Strength::USUAL),
            ]),
            5,
            3 + 8,
        ),
    ] {
        let projection = series.project_by(Period::year(2020), &method).unwrap();
        assert_eq!(projection.method(), &method);
        assert_eq!(
            (projection.years_known(), projection.data().len()),
            (years, figures),
            "{method}"
        );
    }
}

/// Nothing that is published after an origin changes its errors in earlier years, not even by
/// completing one of them.
#[test]
fn errors_do_not_look_ahead() {
    let figures = [
        ("2017", "100"),
        ("2018", "110"),
        ("2018-01/2018-04", "30"),
        ("2019", "120"),
        ("2019-01/2019-04", "33"),
        ("2020-01/2020-04", "36"),
        ("2021", "150"),
        ("2021-01/2021-04", "45"),
        ("2022-01/2022-04", "50"),
    ];
    let series: Series<Money> = Series::new(Key::trade(CHN).with(RUS), USD.billion());
    let series = figures
        .into_iter()
        .fold(series, |series, (period, level)| series.with(period, level).unwrap());
    let later = series
        .clone()
        .with("2022-01/2022-06", "80")
        .unwrap()
        .with("2020-01/2022-06", "370")
        .unwrap();
    let project = |series: &Series<Money>| {
        let fade = Method::Fade(Strength::USUAL);
        series
            .project_from(Period::year(2022), Period::january_to(2022, 4), Base::AsKnown, &fade)
            .unwrap()
    };
    assert_eq!(project(&series).past_errors(), project(&later).past_errors());
    assert_eq!(project(&series).interval(80).unwrap(), project(&later).interval(80).unwrap());
    assert_eq!(project(&series).past_errors().len(), 1);
}

/// Values of the functions that no other file holds: computed with Python's fractions, roots and
/// the line with mpmath at 30 digits.
#[test]
fn fades_trends_and_levels_of_other_software() {
    let whole = |numbers: &[i32]| numbers.iter().copied().map(Ratio::from).collect::<Vec<_>>();
    let geometric = projection::fade_geometric(
        decimal("73.148"),
        decimal("51.09"),
        decimal("190.271"),
        decimal("0.75"),
        12,
    );
    assert_eq!(geometric.unwrap().to_string(), "255.319262313275");
    let monthly =
        projection::fade_monthly(80, 61, &whole(&[17, 19, 23, 14, 31]), decimal("0.9")).unwrap();
    assert_eq!(monthly, "1264800421/6100000".parse().unwrap());
    let trend = projection::trend(&whole(&[84, 107, 147, 190, 240]), 12).unwrap();
    assert_eq!(trend.to_string(), "314.162055461021");
    let line = projection::log_trend(&whole(&[84, 107, 110, 147, 190])).unwrap();
    assert_eq!(line, "219.932794754".parse().unwrap());
    let years = [whole(&[3, 5, 7, 9]), whole(&[4, 4, 8, 10]), whole(&[5, 6, 9, 12])];
    let level = projection::adjusted_level(&whole(&[6, 7]), &years, 3).unwrap();
    assert_eq!(level, "59530909/1569813".parse().unwrap());
}

#[test]
fn refusals() {
    let known = published::china_russia()
        .unwrap()
        .series(Key::trade(CHN).with(RUS))
        .unwrap()
        .as_of(date(2023, 5, 24));
    assert!(known.project(Period::january_to(2023, 6)).is_err()); // no calendar year
    assert!(known.project(Period::year(2035)).unwrap_err().undefined().is_some());
    let by = Method::ByWhatIsKnown;
    // Not its beginning; a base that a series of one day cannot know.
    assert!(
        known.project_from(Period::year(2023), Period::month(2023, 4), Base::AsKnown, &by).is_err()
    );
    assert!(
        known
            .project_from(Period::year(2023), Period::january_to(2023, 4), Base::Latest, &by)
            .is_err()
    );
    let january = Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2022", "10").unwrap();
    let january = january.with("2022-01", "1").unwrap().with("2023-01", "2").unwrap();
    let alone = january.project(Period::year(2023)).unwrap();
    assert!(alone.warnings().contains(&Warning::JanuaryAlone));
    assert!(known.project(Period::year(2023)).unwrap().interval(0).is_err());
    assert!(known.project(Period::year(2023)).unwrap().interval(100).is_err());
    assert!(
        projection::fade(5, 4, 10, decimal("1.1")).is_err()
            && projection::fade(5, 4, 3, 1).is_err()
    );
    assert!(projection::run_rate(5, 0, 12).is_err() && projection::run_rate(5, 13, 12).is_err());
    assert!(
        projection::mean_share(5, &[]).is_err()
            && projection::mean_share(5, &[Ratio::zero()]).is_err()
    );
    assert!(
        projection::fade_bounds(
            &"5".parse().unwrap(),
            &"more than 40".parse().unwrap(),
            &"9".parse().unwrap(),
            1
        )
        .is_err()
    );
}

/// Two years of months, in thousandths.
fn months() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1..100_000_i64, 24)
}

fn series(months: &[i64]) -> Series<Money> {
    let start = bilateral::month(2021, 1);
    months.iter().zip(0..).fold(
        Series::new(Key::trade(CHN).with(RUS), USD.million()),
        |series, (level, at)| {
            series.with(&start.plus(at).unwrap().iso(), &level.to_string()).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn at_twelve_months_every_projection_is_the_year(months in months()) {
        let series =
            series(&months).with("2022", &months[12..].iter().sum::<i64>().to_string()).unwrap();
        let projection = series.project(Period::year(2022)).unwrap();
        let year = Ratio::from(months[12..].iter().sum::<i64>());
        for (method, value) in projection.lines() {
            prop_assert_eq!(value, &year, "{}", method);
        }
        prop_assert_eq!(
            projection.interval(95).unwrap().low(),
            projection.interval(95).unwrap().high()
        );
    }

    #[test]
    fn fades_are_linear_and_lie_in_the_band(
        months in months(),
        known in 2..12_usize,
        strength in 0..=100_i32,
        factor in 1..1000_i64,
    ) {
        let sum = |from: usize, to: usize| Ratio::from(months[from..to].iter().sum::<i64>());
        let (so_far, base, before) = (sum(12, 12 + known), sum(0, known), sum(0, 12));
        let phi = Ratio::new(strength, 100).unwrap();
        let fade = |phi: Ratio| {
            projection::fade(so_far.clone(), base.clone(), before.clone(), phi).unwrap()
        };
        let (none, all) = (fade(Ratio::zero()), fade(Ratio::from(1)));
        let between = none.clone() + phi.clone() * (all.clone() - none.clone());
        prop_assert_eq!(fade(phi.clone()), between);
        // In another unit everything scales.
        let times = |number: &Ratio| number.clone() * Ratio::from(factor);
        prop_assert_eq!(
            projection::fade(times(&so_far), times(&base), times(&before), phi.clone()).unwrap(),
            times(&fade(phi))
        );
        prop_assert_eq!(
            none,
            projection::seasonal_naive_year(so_far.clone(), base.clone(), before.clone()).unwrap()
        );
        // The shrunk share lies between its two parts.
        let share = [base.over(&before).unwrap()];
        let shrunk = projection::shrunk_share(
            so_far.clone(),
            base.clone(),
            before.clone(),
            &share,
            decimal("0.6"),
            6,
        )
        .unwrap()
        .to_decimal()
        .unwrap();
        let by_share = projection::mean_share(so_far.clone(), &share).unwrap();
        let naive = projection::seasonal_naive_year(so_far, base, before).unwrap();
        let margin = Ratio::new(1, 1_000_000).unwrap();
        let (low, high) = if naive < by_share { (naive, by_share) } else { (by_share, naive) };
        prop_assert!(
            low - margin.clone() <= Ratio::from(shrunk) && Ratio::from(shrunk) <= high + margin
        );
    }

    #[test]
    fn intervals_nest_and_keep_the_known_months(months in months(), known in 2..12_usize) {
        let mut series = series(&months[..12 + known]);
        let span = Period::january_to(2022, u8::try_from(known).unwrap());
        series = series
            .with(&span.iso(), &months[12..12 + known].iter().sum::<i64>().to_string())
            .unwrap();
        let projection = series.project(Period::year(2022)).unwrap();
        let (narrow, wide) = (projection.interval(80).unwrap(), projection.interval(95).unwrap());
        prop_assert!(wide.low() <= narrow.low() && narrow.high() <= wide.high());
        let so_far = months[12..12 + known].iter().sum::<i64>();
        prop_assert!(wide.low() >= so_far as f64);
        // No look-ahead: what comes later changes nothing.
        let later = series.with("2023-01", "99999").unwrap();
        prop_assert_eq!(
            later.project(Period::year(2022)).unwrap().central().clone(),
            projection.central().clone()
        );
        prop_assert_eq!(&projection.lines()[0].0, &Method::Fade(Strength::USUAL));
    }

    /// Rounded anyhow, the true inputs give a fade inside the bounds.
    #[test]
    fn the_true_fade_lies_in_its_bounds(
        now in 1_000..100_000_i64,
        base in 1_000..100_000_i64,
        rest in 1..200_000_i64,
        places in 0..2_u8,
    ) {
        let (level, past, year) = (
            Ratio::new(now, 100).unwrap(),
            Ratio::new(base, 100).unwrap(),
            Ratio::new(base + rest, 100).unwrap(),
        );
        let truth =
            projection::fade(level.clone(), past.clone(), year.clone(), decimal("0.6")).unwrap();
        let rate: Growth = growth::year_over_year(level.clone(), past).unwrap();
        let print = |number: &Ratio| {
            Figure::printed(number.round(places, Rounding::default()).to_decimal().unwrap())
        };
        let rate = Figure::printed(rate.percent(1).number().to_decimal().unwrap());
        if let Ok(bounds) =
            projection::fade_bounds(&print(&level), &rate, &print(&year), decimal("0.6"))
        {
            prop_assert!(bounds.contains(&truth), "{} not in {}", truth, bounds.outward(4));
        }
    }
}
