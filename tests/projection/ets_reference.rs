//! Every model of exponential smoothing on thirty positive series of R's datasets, against R's own
//! `ets`; `tests/data/ets_reference.R` makes the file, whose first line names the versions.

use bilateral::forecast::ets::{self, Model};
use serde_json::Value;
use std::collections::BTreeMap;

struct Case {
    name: String,
    y: Vec<f64>,
    season: usize,
    /// What R has for each model: log-likelihood and AICc.
    models: BTreeMap<Model, (f64, f64)>,
}

fn cases() -> Vec<Case> {
    let file: Value = serde_json::from_str(include_str!("../data/ets_reference.json")).unwrap();
    let all = file["series"].as_object().unwrap();
    all.iter()
        .map(|(name, case)| {
            let y = case["y"].as_array().unwrap().iter();
            let models = case["models"].as_object().unwrap().iter();
            Case {
                name: name.clone(),
                y: y.map(|value| value.as_f64().unwrap()).collect(),
                season: usize::try_from(case["season"].as_u64().unwrap()).unwrap(),
                models: models
                    .map(|(model, fit)| {
                        let number = |field: &str| fit[field].as_f64().unwrap();
                        (model.parse().unwrap(), (number("log_likelihood"), number("aicc")))
                    })
                    .collect(),
            }
        })
        .collect()
}

/// No fit of R has a log-likelihood of more than 0.05 above ours. R takes the logarithm of the size
/// of a fitted value, so some of its relative errors rest on fitted values below zero; ours are
/// above zero everywhere, and reach R's likelihood all the same.
#[test]
fn no_likelihood_of_r_is_missed() {
    let (mut checked, mut missed) = (0, Vec::new());
    for case in cases() {
        for (model, (theirs, _)) in &case.models {
            checked += 1;
            let fit = match model.fit(&case.y, case.season) {
                Ok(fit) => fit,
                Err(error) => {
                    missed.push(format!("{} {model}: {error}", case.name));
                    continue;
                }
            };
            let ours = fit.log_likelihood().unwrap();
            if ours < theirs - 0.05 {
                missed.push(format!("{} {model}: {ours}, R {theirs}", case.name));
            }
            if model.needs_positive() {
                assert!(fit.fitted().iter().all(|value| *value > 0.0), "{} {model}", case.name);
            }
            // R's bounds, so that nothing is won by leaving them.
            let p = fit.parameters();
            assert!((1e-4..=0.9999).contains(&p.alpha()) && p.beta() <= p.alpha() + 1e-12);
            assert!(p.gamma() <= 1.0 - p.alpha() + 1e-12);
            assert!(p.phi() == 1.0 || (0.8..=0.98).contains(&p.phi()));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    // Fifteen series of months or quarters, and fifteen others with the models without a season.
    assert_eq!(checked, 15 * 18 + 15 * 6);
}

/// The choice is never worse than R's best of the same models, and says what became of each.
#[test]
fn no_choice_is_worse_than_that_of_r_and_every_model_is_accounted_for() {
    for case in cases() {
        let selection = ets::select(&case.y, case.season).unwrap();
        let stable = |model: &Model| !model.is_unstable();
        let theirs = case.models.iter().filter(|(model, _)| stable(model));
        let least = theirs.map(|(_, (_, aicc))| *aicc).fold(f64::INFINITY, f64::min);
        let ours = selection.fit().aicc().unwrap();
        assert!(ours <= least + 0.1, "{}: {ours}, R {least}", case.name);
        assert_eq!(selection.ranking()[0].0, selection.fit().model(), "{}", case.name);
        assert!((selection.ranking()[0].1 - ours).abs() < 1e-9, "{}", case.name);
        assert!(selection.ranking().is_sorted_by(|one, next| one.1 <= next.1));
        assert_eq!(selection.refused(), [], "{}", case.name);
        let models = if case.season > 1 { 15 } else { 6 };
        assert_eq!(selection.ranking().len(), models, "{}", case.name);
    }
}

/// The case that showed it: on the quarterly earnings of Johnson & Johnson three models were
/// refused, and the choice had an AICc of 167.80 where R's ETS(M,A,A) has 166.07.
#[test]
fn the_earnings_of_johnson_and_johnson_have_the_model_of_r() {
    let case = cases().into_iter().find(|case| case.name == "JohnsonJohnson").unwrap();
    let selection = ets::select(&case.y, case.season).unwrap();
    assert_eq!(selection.fit().model().to_string(), "ETS(M,A,A)");
    assert!(selection.fit().aicc().unwrap() <= 166.08);
}

/// What cannot be fitted is listed with its reason: values that are not positive, and too few.
#[test]
fn models_that_cannot_be_fitted_are_listed_with_their_reason() {
    let y = [3.0, 0.0, 2.0, 4.0, 3.0, 1.0, 2.5, 4.5, 3.5, 1.5, 3.0, 5.0];
    let selection = ets::select(&y, 4).unwrap();
    let reason = |model: &str| {
        let model: Model = model.parse().unwrap();
        let found = selection.refused().iter().find(|(refused, _)| *refused == model);
        found.map(|(_, error)| error.to_string())
    };
    assert!(reason("ETS(M,N,N)").unwrap().contains("not positive"), "{:?}", selection.refused());
    assert!(reason("ETS(M,N,M)").unwrap().contains("not positive"));
    // alpha, beta, gamma, phi, level, trend, three quarters and the variance: 10, and 12 values.
    assert!(reason("ETS(A,Ad,A)").is_none());
    assert_eq!(reason("ETS(A,N,N)"), None);
    let of_short = ets::select(&y[..10], 4).unwrap();
    let damped: Model = "ETS(A,Ad,A)".parse().unwrap();
    let (_, error) = of_short.refused().iter().find(|(model, _)| *model == damped).unwrap();
    assert!(error.help().contains("10 numbers are estimated from 10 observations"), "{error}");
    assert_eq!(selection.ranking().len() + selection.refused().len(), 15);
    assert_eq!(of_short.ranking().len() + of_short.refused().len(), 15);
}
