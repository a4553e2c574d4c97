//! Scores against R's `forecast::accuracy`, exact fractions, and their own laws.

use bilateral::forecast::scores;
use proptest::prelude::*;
use serde_json::Value;

fn floats(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{what}: {found} is not {expected}"
    );
}

#[test]
fn accuracy_is_that_of_r() {
    let file: Value = serde_json::from_str(include_str!("../data/r_accuracy.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let (outcomes, forecasts) = (floats(&case["actual"]), floats(&case["forecast"]));
        let (history, season) =
            (floats(&case["train"]["values"]), case["train"]["frequency"].as_u64().unwrap());
        let season = usize::try_from(season).unwrap();
        let (expected, tolerance) = (&case["expected"], case["tolerance"]["rel"].as_f64().unwrap());
        let found = [
            ("ME", scores::mean_error(&outcomes, &forecasts)),
            ("RMSE", scores::root_mean_square_error(&outcomes, &forecasts)),
            ("MAE", scores::mean_absolute_error(&outcomes, &forecasts)),
            ("MPE", scores::mpe(&outcomes, &forecasts)),
            ("MAPE", scores::mape(&outcomes, &forecasts)),
            ("MASE", scores::mase(&outcomes, &forecasts, &history, season)),
            ("sMAPE_200", scores::smape(&outcomes, &forecasts)),
            ("RMSSE", scores::rmsse(&outcomes, &forecasts, &history, season)),
        ];
        assert_eq!(expected.as_object().unwrap().len(), found.len());
        for (name, score) in found {
            close(score.unwrap(), number(&expected[name]), tolerance, name);
        }
    }
    assert_eq!(cases.len(), 3);
}

#[test]
fn scoring_rules_are_those_of_the_exact_reference() {
    let file: Value =
        serde_json::from_str(include_str!("../data/exact_temporal_reconcile_scores.json")).unwrap();
    let mut checked = 0;
    for case in file["cases"].as_array().unwrap() {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let of = |name: &str| number(&inputs[name]);
        match case["function"].as_str().unwrap() {
            "crps_ensemble" => {
                let found = scores::crps(of("y"), &floats(&inputs["sample"])).unwrap();
                close(found, number(&expected["decimal"]), 1e-12, "crps");
            }
            "pinball" => {
                let each = floats(&inputs["levels"]).into_iter().zip(floats(&inputs["forecasts"]));
                for ((level, forecast), expected) in each.zip(expected.as_array().unwrap()) {
                    let found = scores::pinball(of("y"), forecast, level).unwrap();
                    close(found, number(&expected["decimal"]), 1e-12, "pinball");
                }
            }
            "interval_score" => {
                assert_eq!(of("alpha"), 0.2);
                let found = scores::interval_score(of("y"), of("lower"), of("upper"), 80).unwrap();
                close(found, number(&expected["decimal"]), 1e-12, "interval score");
            }
            _ => continue,
        }
        checked += 1;
    }
    assert_eq!(checked, 6);
}

#[test]
fn what_has_no_score_says_so() {
    assert!(scores::mape(&[], &[]).is_err() && scores::mape(&[1.0], &[1.0, 2.0]).is_err());
    assert!(scores::mape(&[0.0], &[1.0]).unwrap_err().undefined().is_some());
    assert!(scores::smape(&[0.0], &[0.0]).unwrap_err().undefined().is_some());
    assert!(scores::mase(&[1.0], &[2.0], &[5.0, 5.0, 5.0], 1).unwrap_err().undefined().is_some());
    assert!(
        scores::mase(&[1.0], &[2.0], &[5.0], 1).is_err()
            && scores::naive_scale(&[1.0, 2.0], 0).is_err()
    );
    assert!(
        scores::mean_error(&[f64::MAX], &[-f64::MAX]).is_err() && scores::crps(1.0, &[]).is_err()
    );
    assert!(scores::crps_fair(1.0, &[1.0]).is_err() && scores::pinball(1.0, 1.0, 1.5).is_err());
    assert!(
        scores::interval_score(1.0, 2.0, 1.0, 80).is_err()
            && scores::interval_coverage(&[]).is_err()
    );
}

fn numbers() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.1..1000.0_f64, 1..20)
}

proptest! {
    /// Against the definition by pairs.
    #[test]
    fn crps_is_its_definition(outcome in -100.0..1000.0_f64, sample in numbers()) {
        let count = sample.len() as f64;
        let distance: f64 = sample.iter().map(|one| (one - outcome).abs()).sum::<f64>() / count;
        let pairs: f64 =
            sample.iter().flat_map(|one| sample.iter().map(move |other| (one - other).abs())).sum();
        let found = scores::crps(outcome, &sample).unwrap();
        prop_assert!((found - (distance - pairs / (2.0 * count * count))).abs() < 1e-9);
        if sample.len() > 1 {
            let fair = scores::crps_fair(outcome, &sample).unwrap();
            prop_assert!((fair - (distance - pairs / (2.0 * count * (count - 1.0)))).abs() < 1e-9);
        }
        // One number: the absolute error; and the score never changes with the order.
        prop_assert!(
            (scores::crps(outcome, &sample[..1]).unwrap() - (outcome - sample[0]).abs()).abs()
                < 1e-9
        );
        let reversed: Vec<f64> = sample.iter().rev().copied().collect();
        prop_assert!((scores::crps(outcome, &reversed).unwrap() - found).abs() < 1e-9);
    }

    /// Percentages and scaled scores know no unit; the interval score of a level is twice over
    /// alpha of two pinballs.
    #[test]
    fn scores_scale(
        outcomes in numbers(),
        factor in 0.001..1000.0_f64,
        low in 0.0..500.0_f64,
        width in 0.0..500.0_f64,
    ) {
        let forecasts: Vec<f64> = outcomes.iter().rev().copied().collect();
        let times = |list: &[f64]| list.iter().map(|one| one * factor).collect::<Vec<_>>();
        let (one, other) = (
            scores::mape(&outcomes, &forecasts).unwrap(),
            scores::mape(&times(&outcomes), &times(&forecasts)).unwrap(),
        );
        prop_assert!((one - other).abs() <= 1e-9 * one.max(1e-9));
        let smape = scores::smape(&outcomes, &forecasts).unwrap();
        prop_assert!((0.0..=200.0).contains(&smape));
        let history: Vec<f64> = (0..10).map(|at| f64::from(at * at)).collect();
        let mase = scores::mase(&outcomes, &forecasts, &history, 1).unwrap();
        let scaled =
            scores::mase(&times(&outcomes), &times(&forecasts), &times(&history), 1).unwrap();
        prop_assert!((mase - scaled).abs() <= 1e-9 * mase.max(1e-9));
        let (outcome, high) = (outcomes[0], low + width);
        let score = scores::interval_score(outcome, low, high, 80).unwrap();
        let pinballs = scores::pinball(outcome, low, 0.1).unwrap()
            + scores::pinball(outcome, high, 0.9).unwrap();
        prop_assert!((score - pinballs * 2.0 / 0.2).abs() < 1e-9 * score.max(1.0));
        prop_assert!(score >= width - 1e-9);
    }
}
