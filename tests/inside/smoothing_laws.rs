//! Laws of smoothing, Theta and decomposition: nothing infinite, units do not matter, what is
//! constant or perfectly seasonal stays so, and nothing looks ahead.

use bilateral::forecast::decomposition::{SeasonKind, classical};
use bilateral::forecast::ets::{
    Component, Constants, ErrorForm, HoltWinters, Model, Parameters, Season, State, Trend,
    holt_winters, holt_winters_additive, select,
};
use bilateral::forecast::stl::Stl;
use bilateral::forecast::{Forecast, benchmark, ets_on_logs, ets_selected, stl_ets, theta};
use proptest::prelude::*;

type Ready = fn(&[f64], usize, usize) -> Result<Forecast, bilateral::Error>;

const READY: [(&str, Ready); 4] = [
    ("theta", theta),
    ("ets_on_logs", ets_on_logs),
    ("stl_ets", stl_ets),
    ("ets_selected", ets_selected),
];

/// Histories that break things: constant, zero, tiny, huge, alternating, of one or two values, with
/// a break, with negative corrections.
fn awkward() -> impl Strategy<Value = Vec<f64>> {
    let unit = prop_oneof![Just(1.0), Just(1e-90), Just(1e95), Just(1e6)];
    let length = prop_oneof![1_usize..4, 4_usize..20, 20_usize..64];
    (0..9, unit, length, prop::collection::vec(0.5_f64..1.5, 64)).prop_map(
        |(shape, unit, length, noise)| {
            (0..length)
                .map(|t| {
                    let value = match shape {
                        0 => 1.0,
                        1 => 0.0,
                        2 => noise[t],
                        3 => [1e-6, 1.0][t % 2],
                        4 => [-1.0, 1.0][t % 2],
                        5 => noise[t] * if t < length / 2 { 0.01 } else { 1.0 },
                        6 => noise[t] - if t % 7 == 3 { 1.6 } else { 0.0 },
                        7 => f64::from(u8::from(t + 1 == length)),
                        _ => 1.1_f64.powi(t as i32) / 500.0,
                    };
                    value * unit
                })
                .collect()
        },
    )
}

fn season() -> impl Strategy<Value = usize> {
    prop_oneof![Just(1_usize), Just(2), Just(4), Just(12)]
}

/// A well-behaved positive history: level, trend, season and noise.
fn usual(years: std::ops::Range<usize>, season: usize) -> impl Strategy<Value = Vec<f64>> {
    (
        years,
        50.0_f64..200.0,
        -0.4_f64..0.8,
        prop::collection::vec(-0.2_f64..0.2, season),
        prop::collection::vec(-0.06_f64..0.06, 12 * 12),
    )
        .prop_map(move |(years, level, trend, figure, noise)| {
            (0..years * season + 1)
                .map(|t| {
                    (level + trend * t as f64)
                        * (1.0 + figure[t % season])
                        * (1.0 + noise[t % noise.len()])
                })
                .collect()
        })
}

fn parameters() -> impl Strategy<Value = Parameters> {
    (0.01_f64..0.99, 0.0_f64..1.0, 0.0_f64..1.0).prop_map(|(alpha, u, v)| {
        Parameters::new(alpha)
            .unwrap()
            .with_beta(alpha * u)
            .unwrap()
            .with_gamma((1.0 - alpha) * v)
            .unwrap()
    })
}

fn assert_finite(what: &str, forecast: &Forecast, horizon: usize) {
    assert_eq!(forecast.points().len(), horizon, "{what}");
    assert!(forecast.points().iter().all(|point| point.is_finite()), "{what}: {forecast:?}");
    // An interval is there and finite, or refused.
    for interval in (0..horizon.min(2))
        .map(|step| forecast.interval(step, 80))
        .chain([forecast.sum_interval(95)])
        .flatten()
    {
        assert!(
            interval.low().is_finite()
                && interval.high().is_finite()
                && interval.low() <= interval.high(),
            "{what}"
        );
    }
}

proptest! {
    // Eighteen fits and four selections each.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_is_ever_infinite(y in awkward(), season in season(), horizon in 0_usize..15) {
        for (name, method) in READY {
            // No history of finite values is refused.
            let forecast = method(&y, season, horizon).unwrap();
            assert_finite(&format!("{name} {} {y:?}", forecast.method()), &forecast, horizon);
        }
        for forecast in [
            benchmark::naive(&y, horizon),
            benchmark::seasonal_naive(&y, season, horizon),
            benchmark::drift(&y, horizon),
            benchmark::mean(&y, horizon),
        ] {
            assert_finite("a benchmark", &forecast.unwrap(), horizon);
        }
        for model in Model::all() {
            if let Ok(fit) = model.fit(&y, season) {
                prop_assert!(
                    fit.fitted().iter().chain(fit.innovations()).all(|value| value.is_finite())
                );
                if let Ok(forecast) = fit.forecast(horizon) {
                    assert_finite(&model.to_string(), &forecast, horizon);
                }
                for likelihood in
                    [fit.log_likelihood_by(Constants::R), fit.aicc_by(Constants::Statsmodels)]
                        .into_iter()
                        .flatten()
                {
                    prop_assert!(likelihood.is_finite());
                }
            }
        }
        for kind in [Season::None, Season::Additive, Season::Multiplicative] {
            let parameters = HoltWinters::new(0.4)
                .unwrap()
                .with_beta_star(0.2)
                .unwrap()
                .with_gamma_hw(0.3)
                .unwrap();
            if let Ok(fit) = holt_winters(&y, season, &parameters, kind) {
                prop_assert!(fit.sum_of_squares().is_finite());
                assert_finite("Holt-Winters", &fit.forecast(horizon).unwrap(), horizon);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A unit is a factor; a power of two changes no bit where no logarithm is taken.
    #[test]
    fn a_change_of_unit_changes_nothing_else(
        y in usual(3..7, 4),
        power in -30_i32..30,
        factor in 0.01_f64..1000.0,
    ) {
        for (name, method) in READY {
            let plain = method(&y, 4, 6).unwrap();
            let scaled =
                method(&y.iter().map(|value| value * factor).collect::<Vec<_>>(), 4, 6).unwrap();
            prop_assert_eq!(plain.method(), scaled.method());
            for (plain, scaled) in plain.points().iter().zip(scaled.points()) {
                prop_assert!(
                    (scaled - factor * plain).abs() < 1e-4 * scaled.abs(),
                    "{}: {} {}",
                    name,
                    plain,
                    scaled
                );
            }
        }
        let two = 2.0_f64.powi(power);
        let doubled: Vec<f64> = y.iter().map(|value| value * two).collect();
        for model in [Model::SIMPLE, Model::HOLT, Model::HOLT_WINTERS] {
            let plain = model.fit(&y, 4).unwrap();
            let scaled = model.fit(&doubled, 4).unwrap();
            prop_assert_eq!(plain.parameters(), scaled.parameters());
            let back: Vec<f64> = plain.fitted().iter().map(|value| value * two).collect();
            prop_assert_eq!(&back[..], scaled.fitted());
        }
    }

    #[test]
    fn a_constant_stays_constant(
        value in prop_oneof![Just(0.0), 0.001_f64..1e9],
        length in 1_usize..70,
        season in season(),
    ) {
        let y = vec![value; length];
        for (name, method) in READY {
            let forecast = method(&y, season, 5).unwrap();
            for (step, point) in forecast.points().iter().enumerate() {
                prop_assert!((point - value).abs() <= 1e-9 * value, "{}: {}", name, point);
                if let Ok(interval) = forecast.interval(step, 95) {
                    prop_assert!(
                        interval.high() - interval.low() <= 1e-6 * value,
                        "{}: {}",
                        name,
                        interval
                    );
                }
            }
        }
        prop_assert!((benchmark::drift(&y, 3).unwrap().points()[2] - value).abs() <= 1e-12 * value);
    }

    /// The same year again and again is projected as itself, and both decompositions find its
    /// season.
    #[test]
    fn a_perfect_season_is_found_again(
        year in prop::collection::vec(20.0_f64..200.0, 12),
        years in 3_usize..7,
    ) {
        let y: Vec<f64> = year.repeat(years);
        let middle = year.iter().sum::<f64>() / 12.0;
        for (name, method) in READY {
            let forecast = method(&y, 12, 12).unwrap();
            // Theta and the selection look first whether there is a season; in a few random years
            // there is none to be seen.
            if name == "theta" && !bilateral::forecast::Theta::fit(&y, 12).unwrap().is_adjusted()
            {
                continue;
            }
            for (point, value) in forecast.points().iter().zip(&year) {
                prop_assert!((point - value).abs() < 1e-4 * value, "{}: {} {}", name, point, value);
            }
        }
        let parts = Stl::periodic(12).unwrap().decompose(&y).unwrap();
        let figure = classical(&y, 12, SeasonKind::Additive).unwrap();
        let factors = Stl::for_length(12, y.len()).unwrap().on_logarithms().decompose(&y).unwrap();
        for (month, value) in year.iter().enumerate() {
            prop_assert!((parts.seasonal()[month] - (value - middle)).abs() < 1e-8 * middle);
            prop_assert!((figure.figure()[month] - (value - middle)).abs() < 1e-8 * middle);
            prop_assert!((parts.adjusted()[month] - middle).abs() < 1e-8 * middle);
            prop_assert!((factors.adjusted()[month] / factors.adjusted()[0] - 1.0).abs() < 1e-8);
        }
    }

    /// What comes later changes neither fitted values nor states; and what follows a history
    /// depends on it alone.
    #[test]
    fn nothing_looks_ahead(y in usual(3..6, 4), p in parameters(), later in 10.0_f64..500.0) {
        let start = State::by_decomposition(Model::HOLT_WINTERS, &y[..9], 4).unwrap();
        let known = y.len() - 3;
        let mut other = y.clone();
        other[known..].fill(later);
        let (one, two) = (
            Model::HOLT_WINTERS.run_from(&y, 4, &p, &start).unwrap(),
            Model::HOLT_WINTERS.run_from(&other, 4, &p, &start).unwrap(),
        );
        prop_assert_eq!(&one.fitted()[..=known], &two.fitted()[..=known]);
        let until = Model::HOLT_WINTERS.run_from(&y[..known], 4, &p, &start).unwrap();
        // One step ahead is what the longer run expected.
        let next = until.forecast(1).unwrap().points()[0];
        prop_assert!((next - one.fitted()[known]).abs() <= 1e-12 * next.abs());
    }

    #[test]
    fn fast_paths_give_the_bits_of_the_general_recursion(y in usual(2..9, 4), p in parameters()) {
        let start = State::by_decomposition(Model::HOLT_WINTERS, &y, 4).unwrap();
        let fit = Model::HOLT_WINTERS.run_from(&y, 4, &p, &start).unwrap();
        let mut state = start.clone();
        prop_assert_eq!(
            holt_winters_additive(&y, &p, &mut state).to_bits(),
            fit.sum_of_squares().to_bits()
        );
        prop_assert_eq!(&state, fit.last());
        let holt = Parameters::new(p.alpha()).unwrap().with_beta(p.beta()).unwrap();
        let start = State::simple(Model::HOLT, &y, 1).unwrap();
        let fit = Model::HOLT.run_from(&y, 1, &holt, &start).unwrap();
        let mut state = start;
        prop_assert_eq!(
            holt_winters_additive(&y, &p, &mut state).to_bits(),
            fit.sum_of_squares().to_bits()
        );
    }

    /// The textbook's component form, written out, against the innovations form; and there and back
    /// again.
    #[test]
    fn parameters_survive_the_way_through_each_form(
        y in usual(3..5, 4),
        alpha in 0.05_f64..0.9,
        beta in 0.0_f64..1.0,
        v in 0.0_f64..1.0,
    ) {
        let gamma = (1.0 - alpha) * v;
        let component =
            Component::new(alpha).unwrap().with_beta_star(beta).unwrap().with_gamma(gamma).unwrap();
        let p = component.innovations().unwrap();
        let again = p.component().unwrap();
        prop_assert!((again.beta_star() - beta).abs() < 1e-12 && again.gamma() == gamma);
        let hw = p.holt_winters().unwrap();
        prop_assert!((hw.innovations().unwrap().gamma() - gamma).abs() < 1e-12);
        prop_assert!((hw.gamma_hw() - v).abs() < 1e-9);

        let start = State::by_decomposition(Model::HOLT_WINTERS, &y, 4).unwrap();
        let fit = Model::HOLT_WINTERS.run_from(&y, 4, &p, &start).unwrap();
        let (mut l, mut b, mut s) = (start.level(), start.trend(), start.season().to_vec());
        for (t, y) in y.iter().enumerate() {
            let (before, expected) = (l, l + b + s[t % 4]);
            prop_assert!((fit.fitted()[t] - expected).abs() < 1e-9 * expected.abs().max(1.0));
            let ahead = l + b;
            l = alpha * (y - s[t % 4]) + (1.0 - alpha) * ahead;
            b = beta * (l - before) + (1.0 - beta) * b;
            s[t % 4] = gamma * (y - ahead) + (1.0 - gamma) * s[t % 4];
        }
        // The form of R: the season against the new level.
        let (mut l, mut b, mut s) = (start.level(), start.trend(), start.season().to_vec());
        for (t, y) in y.iter().enumerate() {
            let (before, expected) = (l, l + b + s[t % 4]);
            prop_assert!((fit.fitted()[t] - expected).abs() < 1e-9 * expected.abs().max(1.0));
            l = hw.alpha() * (y - s[t % 4]) + (1.0 - hw.alpha()) * (l + b);
            b = hw.beta_star() * (l - before) + (1.0 - hw.beta_star()) * b;
            s[t % 4] = hw.gamma_hw() * (y - l) + (1.0 - hw.gamma_hw()) * s[t % 4];
        }
    }

    /// The variance of a sum: the effect of each error to come, found by sending a single one
    /// through the recursion.
    #[test]
    fn variances_of_sums_are_those_of_the_weights(
        y in usual(5..7, 4),
        p in parameters(),
        horizon in 1_usize..11,
    ) {
        let start = State::by_decomposition(Model::HOLT_WINTERS, &y, 4).unwrap();
        let fit = Model::HOLT_WINTERS.run_from(&y, 4, &p, &start).unwrap();
        let mut variance = 0.0;
        for error in 0..horizon {
            let (mut l, mut b, mut s, mut sum) = (0.0, 0.0, [0.0; 4], 0.0);
            for step in 0..horizon {
                let ahead = l + b;
                let e = if step == error { 1.0 } else { 0.0 };
                sum += ahead + s[step % 4] + e;
                (l, b) = (ahead + p.alpha() * e, b + p.beta() * e);
                s[step % 4] += p.gamma() * e;
            }
            variance += sum * sum;
        }
        variance *= fit.interval_variance().unwrap();
        let forecast = fit.forecast(horizon).unwrap();
        let interval = forecast.sum_interval(80).unwrap();
        let half = 1.281_551_565_544_600_4 * variance.sqrt();
        prop_assert!((interval.high() - interval.low() - 2.0 * half).abs() < 1e-9 * half);
        prop_assert!(
            (interval.high() + interval.low() - 2.0 * forecast.sum()).abs()
                < 1e-9 * forecast.sum().abs()
        );
        // 80 lies inside of 95.
        let wider = forecast.sum_interval(95).unwrap();
        prop_assert!(wider.low() < interval.low() && interval.high() < wider.high());
    }

    /// No parameters near the fitted ones have a smaller sum of squares from the same first state.
    #[test]
    fn no_parameters_are_better_than_those_fitted(
        y in usual(4..7, 4),
        moves in prop::collection::vec(-1.0_f64..1.0, 3),
    ) {
        let fit = Model::HOLT_WINTERS.fit(&y, 4).unwrap();
        let best = fit.sum_of_squares();
        let p = *fit.parameters();
        let (u, v) = (p.beta() / p.alpha(), p.gamma() / (1.0 - p.alpha()));
        let sum = |alpha: f64, u: f64, v: f64| {
            let (alpha, u, v) = (alpha.clamp(1e-4, 0.9999), u.clamp(0.0, 1.0), v.clamp(0.0, 1.0));
            let p = Parameters::new(alpha)
                .unwrap()
                .with_beta(alpha * u)
                .unwrap()
                .with_gamma((1.0 - alpha) * v)
                .unwrap();
            holt_winters_additive(&y, &p, &mut fit.start().clone())
        };
        for size in [1e-4, 1e-3, 1e-2] {
            let other = sum(p.alpha() + size * moves[0], u + size * moves[1], v + size * moves[2]);
            prop_assert!(other >= best * (1.0 - 1e-7), "{} {}", other, best);
        }
        // The season adds up to nothing.
        prop_assert!(
            fit.start().season().iter().sum::<f64>().abs()
                < 1e-9 * fit.start().level().abs().max(1.0)
        );
    }

    #[test]
    fn values_survive_serialisation(
        p in parameters(),
        level in -1e6_f64..1e6,
        year in prop::collection::vec(-5.0_f64..5.0, 0..5),
    ) {
        let state =
            State::new(level).unwrap().with_trend(level / 7.0).unwrap().with_season(&year).unwrap();
        let text = serde_json::to_string(&(p, &state)).unwrap();
        let (again, state_again): (Parameters, State) = serde_json::from_str(&text).unwrap();
        prop_assert_eq!((again, state_again), (p, state));
    }
}

/// Paths drawn for a model with a closed form have its means, its variances and its covariances.
#[test]
fn drawn_variances_meet_the_analytic_ones() {
    let y: Vec<f64> = (0..40)
        .map(|t| 100.0 + [3.0, -8.0, 4.0, 1.0][t % 4] + f64::from((t * 7 % 11) as u8))
        .collect();
    let p = Parameters::new(0.4).unwrap().with_beta(0.1).unwrap().with_gamma(0.2).unwrap();
    let start = State::by_decomposition(Model::HOLT_WINTERS, &y, 4).unwrap();
    let fit = Model::HOLT_WINTERS.run_from(&y, 4, &p, &start).unwrap();
    let (drawn, forecast) = (fit.simulate(6).unwrap(), fit.forecast(6).unwrap());
    let variances = fit.forecast_variances(6, fit.interval_variance().unwrap()).unwrap();
    let n = drawn.paths().count() as f64;
    assert!(n >= 2_000.0);
    for step in 0..6 {
        let mean = drawn.paths().map(|path| path[step]).sum::<f64>() / n;
        let variance = drawn.paths().map(|path| (path[step] - mean).powi(2)).sum::<f64>() / n;
        // Four standard errors of a mean and of a variance.
        assert!(
            (mean - forecast.points()[step]).abs() < 4.0 * (variances[step] / n).sqrt(),
            "{step}"
        );
        assert!(
            (variance / variances[step] - 1.0).abs() < 4.0 * (2.0 / n).sqrt(),
            "{step}: {variance} {}",
            variances[step]
        );
    }
    let sums: Vec<f64> = drawn.paths().map(|path| path.iter().sum()).collect();
    let mean = sums.iter().sum::<f64>() / n;
    let deviation = (sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / n).sqrt();
    let interval = forecast.sum_interval(80).unwrap();
    let analytic = (interval.high() - interval.low()) / 2.0 / 1.281_551_565_544_600_4;
    assert!((deviation / analytic - 1.0).abs() < 4.0 / (2.0 * n).sqrt(), "{deviation} {analytic}");
}

/// On logarithms the interval of one step is that of the paths, and that of the sum is drawn.
#[test]
fn intervals_on_logarithms_are_those_of_the_exponentials() {
    let y: Vec<f64> = (0..40)
        .map(|t| {
            (4.6 + [0.03, -0.2, 0.1, 0.07][t % 4] + 0.01 * f64::from((t * 7 % 11) as u8)).exp()
        })
        .collect();
    let logarithms: Vec<f64> = y.iter().map(|value| value.ln()).collect();
    let forecast = ets_on_logs(&y, 4, 3).unwrap();
    let inner = Model::SEASONAL.fit(&logarithms, 4).unwrap().forecast(3).unwrap();
    for step in 0..3 {
        let (ours, theirs) =
            (forecast.interval(step, 80).unwrap(), inner.interval(step, 80).unwrap());
        assert!((ours.low() / theirs.low().exp() - 1.0).abs() < 1e-12);
        assert!((ours.high() / theirs.high().exp() - 1.0).abs() < 1e-12);
    }
    let sum = forecast.sum_interval(80).unwrap();
    assert!(sum.low() < forecast.sum() && forecast.sum() < sum.high());
    // Errors of several months are related but not the same: narrower than the sum of the
    // intervals.
    let ends: f64 = (0..3).map(|step| forecast.interval(step, 80).unwrap().high()).sum();
    assert!(sum.high() < ends);
    assert!(sum.to_string().starts_with("model-based 80 % interval "));
}

#[test]
fn a_short_history_gives_a_simpler_method_with_the_reason() {
    let long: Vec<f64> = (0..48).map(|t| 100.0 + f64::from(t % 12)).collect();
    for (name, method) in READY {
        for length in 1..=24 {
            let forecast = method(&long[..length], 12, 4).unwrap();
            if name == "ets_on_logs" || name == "stl_ets" {
                let expected = if length < 12 { "last value" } else { "seasonal naive" };
                assert_eq!(forecast.method(), expected, "{name} {length}");
                assert!(forecast.reason().is_some(), "{name} {length}");
            }
        }
        assert_eq!(method(&long, 12, 4).unwrap().reason(), None, "{name}");
        assert!(method(&[], 12, 4).is_err() && method(&long, 0, 4).is_err());
        assert!(
            method(&[1.0, f64::NAN, 2.0], 12, 4).is_err() && method(&[1e300; 30], 12, 4).is_err()
        );
    }
    let reason = stl_ets(&long[..20], 12, 4).unwrap();
    assert!(reason.reason().unwrap().contains("20 periods"), "{:?}", reason.reason());
    let mut corrected = long.clone();
    corrected[30] = -4.0;
    let forecast = ets_on_logs(&corrected, 12, 4).unwrap();
    assert_eq!(forecast.method(), "ETS(A,N,A)");
    assert!(forecast.reason().unwrap().contains("not all values are positive"));
}

#[test]
fn squares_that_do_not_fit_are_refused() {
    let y = [1e90, 1e-90, 1e90, 1e-90, 1e-90, 1e90, 1e-90];
    let p = HoltWinters::new(0.4).unwrap().with_beta_star(0.2).unwrap().with_gamma_hw(0.9).unwrap();
    assert!(holt_winters(&y, 2, &p, Season::Multiplicative).is_err());
}

/// Relative errors of the size of the level: many paths come to nothing, none goes below.
#[test]
fn paths_of_relative_errors_never_go_below_zero() {
    let y: Vec<f64> = (0..40).map(|t| if t % 3 == 0 { 3.0 } else { 0.3 }).collect();
    let p = Parameters::new(0.2).unwrap();
    let seasonal = State::new(1.0).unwrap().with_season(&[0.9, 1.1, 0.8, 1.2]).unwrap();
    for (model, start) in [("MNN", State::new(1.0).unwrap()), ("MAM", seasonal)] {
        let fit = model.parse::<Model>().unwrap().run_from(&y, 4, &p, &start).unwrap();
        assert!(fit.variance_by(Constants::R).unwrap() > 0.5, "{model}");
        let drawn = fit.simulate(12).unwrap();
        assert!(drawn.paths().flatten().all(|value| *value >= 0.0), "{model}");
        assert!(drawn.paths().flatten().any(|value| *value == 0.0), "{model}");
    }
}

#[test]
fn what_is_not_allowed_is_refused() {
    assert!(Parameters::new(1.1).is_err() && Parameters::new(f64::NAN).is_err());
    assert!(Parameters::new(0.5).unwrap().with_gamma(0.6).is_err());
    assert!(State::new(f64::INFINITY).is_err());
    assert!("ETS(A,M,N)".parse::<Model>().is_err());
    for bad in [
        r#"{"alpha":0.5,"beta":0.6,"gamma":0.0,"phi":1.0}"#,
        r#"{"alpha":-0.5,"beta":0.0,"gamma":0.0,"phi":1.0}"#,
    ] {
        assert!(serde_json::from_str::<Parameters>(bad).is_err());
    }
    assert!(serde_json::from_str::<Model>(r#""ETS(A,M,N)""#).is_err());
    assert_eq!(serde_json::from_str::<Model>(r#""ETS(M,Ad,M)""#).unwrap(), "MAdM".parse().unwrap());
    let y = [1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 3.0, 4.0, 5.0];
    let with_beta = Parameters::new(0.5).unwrap().with_beta(0.1).unwrap();
    assert!(Model::SIMPLE.run_from(&y, 1, &with_beta, &State::new(1.0).unwrap()).is_err());
    assert!(
        Model::SEASONAL
            .run_from(&y, 4, &Parameters::new(0.5).unwrap(), &State::new(1.0).unwrap())
            .is_err()
    );
    assert!(Model::SEASONAL.fit(&y[..7], 4).is_err() && select(&y[..3], 1).is_err());
    let forecast = Model::SIMPLE.fit(&y, 1).unwrap().forecast(2).unwrap();
    assert!(
        forecast.interval(2, 80).is_err()
            && forecast.interval(0, 0).is_err()
            && forecast.interval(0, 100).is_err()
    );
    // Fifteen models can be selected, all eighteen exist.
    assert_eq!(
        (Model::all().count(), Model::all().filter(|model| !model.is_unstable()).count()),
        (18, 15)
    );
    for model in Model::all() {
        assert_eq!(model.to_string().parse::<Model>().unwrap(), model);
        assert_eq!(
            model.needs_positive(),
            model.error() == ErrorForm::Multiplicative || model.season() == Season::Multiplicative
        );
        assert_eq!(model.trend() == Trend::Damped, model.to_string().contains("Ad"));
    }
}
