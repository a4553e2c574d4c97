//! Projections, models, scores.

use super::{Texts, refused};
use bilateral::area::{CHN, RUS, WORLD};
use bilateral::forecast;
use bilateral::forecast::ets::{self, HoltWinters, Model, Parameters};
use bilateral::forecast::stl::Stl;
use bilateral::forecast::{Theta, decomposition, scores};
use bilateral::key::Label;
use bilateral::number::decimal;
use bilateral::projection::{self, Backtest, Method, Prior, Strength, temporal};
use bilateral::unit::{CNY, MoneyUnit, USD};
use bilateral::{
    Base, Figure, Flow, Growth, Key, Money, Month, Period, Ratio, Series, date, published,
};

pub fn put(t: &mut Texts) {
    by_share(t);
    models(t);
    parameters(t);
    evaluation(t);
    by_series(t);
    both_sides(t);
}

fn by_share(t: &mut Texts) {
    let f = |text: &str| text.parse::<Figure>().unwrap();
    let r = |number: i32| Ratio::from(number);
    let half = Ratio::new(1, 2).unwrap();
    // A power of ten that a float holds, and whose square it does not.
    let large: Ratio = format!("1{}", "0".repeat(300)).parse().unwrap();
    let year = || vec![r(9), r(18), r(27), r(36)];
    let growth = Growth::from_ratio(half.clone());
    refused!(
        t,
        "projection",
        Strength::new(decimal("0.615")),
        projection::run_rate(5, 13, 12),
        projection::run_rate(5, 0, 12),
        projection::fade(5, 4, 8, 2),
        projection::fade(5, 4, 3, half.clone()),
        projection::fade_bounds(&f("more than 5"), &f("7 %"), &f("8"), half.clone()),
        projection::mean_share(5, &[]),
        projection::mean_share(5, &[r(2)]),
        projection::shrunk_share(
            5,
            4,
            8,
            std::slice::from_ref(&half),
            Ratio::new(1, 1000).unwrap(),
            3
        ),
        projection::log_trend(&[]),
        projection::log_trend(&[r(1), large.clone()]),
        projection::trend(&[r(1)], 1),
        projection::adjusted_level(&[r(1)], &[], 2),
        projection::adjusted_level(&[r(1)], &[year(), vec![r(1)]], 2),
        projection::adjusted_level(&[r(1)], &[year()], 0),
        projection::reconcile(9, 4, 4, &[r(-1), r(0), r(0)]),
        projection::reconcile(9, 4, 4, &[r(0), r(0), r(0)]),
        projection::what_if(&[r(1), r(2), r(3)], &[growth.clone(), growth]),
        temporal::denton(&[], &[], 12, temporal::Denton::Proportional),
        temporal::chow_lin(&year(), &[r(9)], 4, Some(r(2))),
    );
}

fn models(t: &mut Texts) {
    let model = |text: &str| text.parse::<Model>().unwrap();
    let grows: Vec<f64> = (1..=24_u8).map(f64::from).collect();
    let two = &grows[..2];
    let (nan, zero) = ([1.0, f64::NAN, 2.0], [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let alpha = || Parameters::new(0.5).unwrap();
    // From 1e-96 to 1e80, so that a step of a simulated path may be as large.
    let up: Vec<f64> = (0..12).map(|step| 10_f64.powi(step * 16 - 96)).collect();
    refused!(
        t,
        "projection",
        "XYZ".parse::<Model>(),
        forecast::theta(&nan, 1, 3),
        forecast::theta(&[1e200, 2e200], 1, 3),
        forecast::theta(&grows, 0, 3),
        Theta::fit(two, 1),
        Theta::given(&grows, 1, 0.0, 1.0),
        decomposition::classical(two, 12, decomposition::SeasonKind::Additive),
        decomposition::classical(&zero, 2, decomposition::SeasonKind::Multiplicative),
        Stl::changing(1, 7),
        Stl::changing(12, 4),
        Stl::for_length(12, 24).and_then(|stl| stl.decompose(&grows)),
        model("ANA").fit(&grows, 1),
        model("ANN").fit(two, 1),
        model("MNN").fit(&zero, 1),
        model("ANA").fit(&grows[..14], 12),
        ets::select(two, 1),
        model("AAN").run(&grows[..1], 1, &alpha()),
        model("ANA").run(two, 12, &alpha()),
        model("ANN").run(&[1.0; 5], 1, &alpha()).and_then(|fit| fit.log_likelihood()),
        model("ANN").run(two, 1, &alpha()).and_then(|fit| fit.aicc()),
        model("ANN").run(two, 1, &alpha()).and_then(|fit| fit.interval_variance()),
        model("MNN").run(&[-1.0, 2.0], 1, &alpha()),
        model("MNN").run(&up, 1, &alpha()).and_then(|fit| fit.forecast(30)?.interval(25, 95)),
        ets::holt_winters(two, 1, &HoltWinters::new(0.5).unwrap(), ets::Season::None),
        forecast::benchmark::naive(&grows, 3).unwrap().interval(3, 80),
        forecast::benchmark::naive(&grows[..1], 3).unwrap().interval(0, 80),
        forecast::benchmark::drift(two, 3).unwrap().interval(0, 80),
        forecast::benchmark::naive(&grows, 3).unwrap().interval(0, 100),
        forecast::benchmark::naive(&[], 3),
    );
}

fn parameters(t: &mut Texts) {
    let model = |text: &str| text.parse::<Model>().unwrap();
    let alpha = || Parameters::new(0.5).unwrap();
    let grows: Vec<f64> = (1..=24_u8).map(f64::from).collect();
    let run = |parameters: Parameters| model("ANN").run(&grows, 1, &parameters);
    refused!(
        t,
        "projection",
        Parameters::new(1.5),
        Parameters::new(f64::NAN),
        alpha().with_beta(0.6),
        alpha().with_gamma(0.6),
        alpha().with_phi(1.5),
        run(alpha().with_beta(0.1).unwrap()),
        run(alpha().with_gamma(0.1).unwrap()),
        run(alpha().with_phi(0.9).unwrap()),
        alpha().with_phi(0.9).unwrap().holt_winters(),
        HoltWinters::new(2.0),
    );
}

fn evaluation(t: &mut Texts) {
    refused!(
        t,
        "projection",
        scores::mape(&[], &[]),
        scores::mape(&[1.0], &[]),
        scores::mape(&[f64::NAN], &[1.0]),
        scores::mape(&[0.0], &[1.0]),
        scores::pinball(1.0, 2.0, 1.5),
        scores::crps_fair(1.0, &[1.0]),
        scores::interval_score(1.0, 3.0, 2.0, 80),
        scores::naive_scale(&[1.0], 1),
        scores::interval_coverage(&[]),
        scores::holm(&[0.5, 1.5]),
    );
}

fn both_sides(t: &mut Texts) {
    let year = Period::year(2023);
    let series = |key: Key, unit: MoneyUnit, levels: &[(&str, &str)]| {
        let add = |series: Series<Money>, (period, level): &(&str, &str)| {
            series.with(period, level).unwrap()
        };
        levels.iter().fold(Series::new(key, unit), add)
    };
    let (sent, got) = (Key::exports(RUS).to(CHN), Key::imports(CHN).from(RUS));
    let known = &[("2022", "10"), ("2022-01/2022-04", "3"), ("2023-01/2023-04", "4")];
    let own = || series(sent, USD.billion(), known);
    let mirror = |levels: &[(&str, &str)]| series(got, USD.billion(), levels);
    let dated = || published::china_russia().unwrap().series(got).unwrap();
    let zero = &[("2022-05/2023-04", "0"), ("2023-05", "2")];
    let alone = series(
        Key::exports(RUS).to(CHN).labelled(Label::new(Flow::ReExport)),
        USD.billion(),
        known,
    );
    let plan = Backtest::new(&[Method::ByWhatIsKnown]);
    let with_mirror = Method::MirrorMonths(Box::new(Method::ByWhatIsKnown));
    refused!(
        t,
        "projection",
        own().nowcast(year, &own()),
        alone.nowcast(year, &mirror(known)),
        own().nowcast(year, &series(got, CNY.billion(), known)),
        own().nowcast(year, &dated().as_of(date(2023, 5, 24))),
        own().nowcast(Period::january_to(2023, 4), &mirror(known)),
        own().nowcast(year, &mirror(&[("2023-05", "2")])),
        own().nowcast(year, &mirror(zero)),
        own().nowcast(year, &mirror(&[("2023-01/2023-04", "3"), ("2023-05", "2")])),
        mirror(&[("2023-01", "2")]).project_by(year, &with_mirror),
        plan.of_mirror(&own(), &own(), 3),
        plan.of_mirror(&own(), &mirror(known), 12),
        Series::project_sum(Key::trade(RUS).with(CHN), &[&own(), &own()], year),
        Series::<Money>::project_sum(Key::trade(RUS).with(CHN), &[], year),
    );
}

fn by_series(t: &mut Texts) {
    let key = Key::exports(CHN).to(RUS);
    let empty = || Series::<Money>::new(key, USD.billion());
    let year = Period::year(2023);
    let month = |year: i32, number: u8| Period::month(year, number);
    let months = |count: u32, skip: &[u32]| {
        (0..count).filter(|at| !skip.contains(at)).fold(empty(), |series, at| {
            let name = format!("{}-{:02}", 2015 + at / 12, at % 12 + 1);
            series.with(&name, &(100 + at * at % 7).to_string()).unwrap()
        })
    };
    let known = || months(100, &[]);
    let ytd = Period::january_to(2023, 4);
    let project = |method: &Method| known().project_by(year, method);
    let theta = || project(&Method::Theta).unwrap();
    let yuan = Series::<Money>::new(Key::imports(CHN).from(RUS), CNY.billion())
        .with("2022", "5")
        .unwrap()
        .with("Jan-Apr 2022", "2")
        .unwrap()
        .with("Jan-Apr 2023", "2")
        .unwrap();
    let yuan = || yuan.project(year).unwrap();
    let gap = months(131, &[129]);
    let theta_of = |series: &Series<Money>, year| series.project_by(year, &Method::Theta);
    refused!(
        t,
        "projection",
        known().project(Period::quarter(2023, 1)),
        empty().project(year),
        known().project_from(year, month(2023, 3), Base::AsKnown, &Method::RunRate),
        known().project_from(year, ytd, Base::Latest, &Method::RunRate),
        theta_of(&months(5, &[]), Period::year(2015)),
        theta_of(&gap, Period::year(2025)).and_then(|one| one.model_interval(80)),
        project(&Method::RunRate).and_then(|one| one.model_interval(80)),
        theta().interval(100),
        theta().interval_from(0, Prior::Cautious),
        theta().conformal_interval(99),
        known().project(Period::year(2022)).and_then(|one| one.observation()),
        known().project(Period::year(2022)).and_then(|one| one.model_interval(80)),
        theta().reconciled(
            &known()
                .slice(Period::january_to(2022, 9))
                .project_by(Period::year(2022), &Method::RunRate)
                .unwrap(),
            &theta()
        ),
        theta().reconciled(&yuan(), &yuan()),
        empty().with("2023-01", "5").unwrap().split_january_february(2023),
    );
    let _ = (WORLD, Month::new(2023, 1));
    scenarios(t);
}

fn scenarios(t: &mut Texts) {
    let (year, first) = (Period::year(2023), Period::quarter(2023, 1));
    let of = |figures: &[(&str, &str)]| {
        let empty = Series::<Money>::new(Key::exports(CHN).to(RUS), USD.billion());
        figures.iter().fold(empty, |series, (span, level)| series.with(span, level).unwrap())
    };
    let quarters = || {
        let before = [("2022-Q1", "3"), ("2022-Q2", "3"), ("2022-Q3", "3"), ("2022-Q4", "3")];
        of(&before).with("2023-Q1", "4").unwrap()
    };
    let above = of(&[("2022", "10"), ("2022-Q1", "11"), ("2023-Q1", "4")]);
    let none = || of(&[("2022", "0"), ("2022-Q1", "0"), ("2023-Q1", "4")]).project(year).unwrap();
    let rate = Growth::from_ratio(Ratio::new(1, 10).unwrap());
    let rates = |count: usize| vec![rate.clone(); count];
    let target = || "20 billion USD".parse().unwrap();
    let no_method = Method::MeanOf(Vec::new());
    refused!(
        t,
        "projection",
        above.what_if(year, &rates(1)),
        of(&[("2022", "10"), ("2023-Q1", "4")]).what_if(year, &rates(1)),
        of(&[("2023", "10")]).what_if(year, &rates(1)),
        quarters().what_if(year, &rates(2)),
        of(&[("2022", "10"), ("2022-Q1", "3"), ("2023-Q1", "4")]).what_if(year, &rates(9)),
        of(&[("2022", "10"), ("2023-01", "4"), ("2023-01", "5")]).project(year),
        above.required_growth(target(), year, first, Base::AsKnown),
        quarters().required_growth(target(), year, first, Base::Implied),
        of(&[("2023-Q1", "4")]).required_growth(target(), year, first, Base::Implied),
        none().interval(80),
        none().conformal_interval(50),
        Series::<Money>::project_sum(
            Key::exports(CHN).to(RUS),
            &[&of(&[("2022", "10"), ("2022-Q1", "11"), ("2023-Q1", "4")])],
            year
        ),
        of(&[("2023-01", "4")]).project_by(year, &no_method),
    );
}
