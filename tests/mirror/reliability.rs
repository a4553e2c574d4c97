//! ReportingScores, analysis of variance and symmetry index, against other software and by hand.

use crate::cases::{case, near, of_imf};
use bilateral::area::{CHN, DEU, JPN, KAZ, RUS, USA};
use bilateral::mirror::{
    FlowSide, Matched, PairWeights, ReportingQuality, ReportingScore, ReportingScores,
    SymmetryIndex, WeightBy,
};
use bilateral::{Area, Period, Ratio, Undefined};
use proptest::prelude::*;
use serde_json::Value;

fn area(row: &Value, role: &str) -> Area {
    of_imf(row[role].as_u64().unwrap())
}

/// The floats of the case, exactly.
fn ratio(value: &Value) -> Ratio {
    exact(value.as_f64().unwrap())
}

/// A float of at least 1, as the fraction it is.
fn exact(value: f64) -> Ratio {
    let whole = 2.0_f64.powi(60);
    let scaled = (value * whole) as i128;
    assert_eq!(scaled as f64 / whole, value);
    Ratio::new(scaled, 1_i128 << 60).unwrap()
}

fn flows_of(case: &Value, years: &[i64]) -> Vec<Matched> {
    let rows = case["flows"].as_array().unwrap().iter();
    let rows = rows.filter(|row| years.contains(&row["year"].as_i64().unwrap()));
    let flow = |row: &Value| {
        let year = i32::try_from(row["year"].as_i64().unwrap()).unwrap();
        let (x, m) = (ratio(&row["x"]), ratio(&row["m"]));
        Matched::new(area(row, "exporter"), area(row, "importer"), Period::year(year), x, m)
    };
    rows.map(|row| flow(row).unwrap()).collect()
}

/// numpy's least squares, checked against statsmodels, on 396 flows of IMF DOTS 2015 to 2017.
#[test]
fn analysis_of_variance_as_other_software_has_it() {
    let case = case("mirror_reliability_dots_12.json");
    let expected = &case["expected"]["anova"];
    let flows = flows_of(&case, &[2015, 2016, 2017]);
    let quality = ReportingQuality::of(&flows).unwrap();
    let fit = quality.regression();
    assert_eq!((fit.rows(), fit.parameters()), (396, 25));
    near(fit.intercept(), expected["intercept"].as_f64().unwrap(), 1e-9, "intercept");
    near(fit.variance(), expected["s2"].as_f64().unwrap(), 1e-9, "s2");
    near(fit.r_squared(), expected["r2_weighted"].as_f64().unwrap(), 1e-9, "R2");
    for role in ["exporter", "importer"] {
        let economies = expected["effects"][role].as_object().unwrap();
        assert_eq!(economies.len(), 12);
        for (code, row) in economies {
            let area = of_imf(code.parse().unwrap());
            let found = match role {
                "exporter" => quality.exporter(area).unwrap(),
                _ => quality.importer(area).unwrap(),
            };
            let number = |name: &str| row[name].as_f64().unwrap();
            let what = format!("{role} {area}");
            near(found.effect, number("effect"), 1e-9, &what);
            near(found.mean, number("ls_mean"), 1e-9, &what);
            near(found.standard_error, number("stderr"), 1e-9, &what);
            near(found.sigma, number("sigma"), 1e-9, &what);
            near(found.variance().unwrap(), number("variance"), 1e-9, &what);
        }
    }
    for (year, row) in expected["effects"]["year"].as_object().unwrap() {
        let found = fit.effect("period", year).unwrap();
        near(found.effect, row["effect"].as_f64().unwrap(), 1e-9, year);
        near(found.standard_error, row["stderr"].as_f64().unwrap(), 1e-9, year);
    }
    weights_of_quality(&quality, &flows, expected);
}

fn weights_of_quality(quality: &ReportingQuality, flows: &[Matched], expected: &Value) {
    let weights = quality.weights(12).unwrap();
    let rows = expected["reconciled"].as_array().unwrap();
    assert_eq!(rows.len(), 396);
    for row in rows {
        let (exporter, importer) = (area(row, "exporter"), area(row, "importer"));
        let expected = row["weight_export"].as_f64().unwrap();
        near(quality.weight(exporter, importer).unwrap(), expected, 1e-9, "weight");
        let period = Period::year(i32::try_from(row["year"].as_i64().unwrap()).unwrap());
        let is_it = |flow: &&Matched| {
            (flow.exporter, flow.importer, flow.period) == (exporter, importer, period)
        };
        let flow = flows.iter().find(is_it).unwrap();
        let rounded = weights.of(exporter, importer).unwrap();
        assert_eq!(rounded.scale(), 12);
        near(float(&flow.weighted(rounded)), row["value"].as_f64().unwrap(), 1e-9, "value");
    }
}

fn float(ratio: &Ratio) -> f64 {
    ratio.round(9, bilateral::Rounding::HalfEven).to_string().parse().unwrap()
}

/// Matrix scaling in Python, to 1e-15, on the 132 flows of 2017.
#[test]
fn scores_as_other_software_has_them() {
    let case = case("mirror_reliability_dots_12.json");
    let expected = &case["expected"]["scores"];
    let flows = flows_of(&case, &[2017]);
    let scores = ReportingScores::of(&flows).unwrap();
    for (role, economies) in
        [("exporters", &expected["exporters"]), ("importers", &expected["importers"])]
    {
        let economies = economies.as_object().unwrap();
        assert_eq!(economies.len(), 12);
        for (code, score) in economies {
            let area = of_imf(code.parse().unwrap());
            let found =
                if role == "exporters" { scores.exporter(area) } else { scores.importer(area) };
            let ReportingScore::Finite(found) = found.unwrap() else { panic!("{area} differs") };
            near(found, score.as_f64().unwrap(), 1e-9, code);
        }
    }
    assert!((20..=23).contains(&scores.sweeps()), "{}", scores.sweeps());
    assert!(scores.residual() <= 1e-14, "{}", scores.residual());
    println!("{} sweeps to {:e}", scores.sweeps(), scores.residual());
    let (plain, squared) = (
        scores.weights(WeightBy::Score, 12).unwrap(),
        scores.weights(WeightBy::SquaredScore, 12).unwrap(),
    );
    let rows = expected["pairs"].as_array().unwrap();
    assert_eq!(rows.len(), 132);
    for row in rows {
        let (exporter, importer) = (area(row, "exporter"), area(row, "importer"));
        let number = |name: &str| row[name].as_f64().unwrap();
        let weight = |by| scores.weight(exporter, importer, by).unwrap();
        near(weight(WeightBy::Score), number("weight_export"), 1e-9, "weight");
        near(weight(WeightBy::SquaredScore), number("weight_export_squared"), 1e-9, "squared");
        let of = |weights: &PairWeights| {
            weights.of(exporter, importer).unwrap().to_string().parse::<f64>().unwrap()
        };
        assert!((of(&plain) - number("weight_export")).abs() < 1e-11);
        assert!((of(&squared) - number("weight_export_squared")).abs() < 1e-11);
        let is_it = |flow: &&Matched| (flow.exporter, flow.importer) == (exporter, importer);
        let flow = flows.iter().find(is_it).unwrap();
        let rounded = plain.of(exporter, importer).unwrap();
        near(float(&flow.weighted(rounded)), number("value"), 1e-9, "value");
    }
}

/// Fractions of Python, exactly.
#[test]
fn symmetry_indices_exactly() {
    let case = case("mirror_symmetry_index.json");
    let text = |value: &Value| value.as_str().unwrap().parse::<Ratio>().unwrap();
    let rows = case["pairs"].as_array().unwrap();
    assert_eq!(rows.len(), 132);
    let flow = |row: &Value| {
        let (x, m) = (text(&row["x"]), text(&row["m"]));
        Matched::new(area(row, "exporter"), area(row, "importer"), Period::year(2017), x, m)
    };
    let flows: Vec<Matched> = rows.iter().map(|row| flow(row).unwrap()).collect();
    let index = SymmetryIndex::of(&flows, text(&case["bound"])).unwrap();
    for (code, expected) in case["exporter_index"].as_object().unwrap() {
        let found = index.exporter(of_imf(code.parse().unwrap())).unwrap();
        assert_eq!(found, text(&expected["exact"]), "{code}");
    }
    for (code, expected) in case["importer_index"].as_object().unwrap() {
        let found = index.importer(of_imf(code.parse().unwrap())).unwrap();
        assert_eq!(found, text(&expected["exact"]), "{code}");
    }
    let weights = index.weights(20).unwrap();
    for (row, flow) in rows.iter().zip(&flows) {
        let weight = index.weight(flow.exporter, flow.importer).unwrap();
        assert_eq!(weight, text(&row["weight_export"]["exact"]));
        assert_eq!(flow.weighted(&weight), text(&row["value"]["exact"]));
        let rounded = weights.of(flow.exporter, flow.importer).unwrap();
        let (found, expected) = (rounded.to_string(), row["weight_export"]["decimal"].as_str());
        let expected =
            Ratio::from(expected.unwrap().parse::<bilateral::number::Decimal>().unwrap());
        let error = (found.parse::<Ratio>().unwrap() - expected).abs();
        assert!(error <= Ratio::new(1, 10_i64.pow(18)).unwrap());
        let winner = match row["winner"].as_str() {
            Some("exporter") => FlowSide::Exporter,
            Some("importer") => FlowSide::Importer,
            other => panic!("{other:?}"),
        };
        assert_eq!(index.winner(flow.exporter, flow.importer).unwrap(), winner);
    }
}

fn flow(exporter: Area, importer: Area, x: i64, m: i64) -> Matched {
    Matched::new(exporter, importer, Period::year(2018), x, m).unwrap()
}

/// On the bound counts, and half of it is another statement: 110 and 90 differ by 10 % of the sum
/// and by 20 % of the mean.
#[test]
fn the_bound_is_a_share_of_the_sum_and_closed() {
    let flows = [flow(CHN, RUS, 110, 90)];
    let index = |above, below| {
        let bound = Ratio::new(above, below).unwrap();
        SymmetryIndex::of(&flows, bound).unwrap().exporter(CHN).unwrap()
    };
    assert_eq!(index(1, 10), Ratio::one());
    assert_eq!(index(1, 20), Ratio::zero());
    assert_eq!(index(999, 10_000), Ratio::zero());
    assert!(SymmetryIndex::of(&flows, "11/10".parse().unwrap()).is_err());
    assert!(SymmetryIndex::of(&flows, "-1/10".parse().unwrap()).is_err());
    assert!(SymmetryIndex::of(&[], Ratio::one()).is_err());
}

/// None confirms: half and half, and the importer wins the tie. Without trade there is no share.
#[test]
fn symmetry_where_nothing_agrees() {
    let flows = [flow(CHN, RUS, 100, 10), flow(KAZ, RUS, 0, 10)];
    let index = SymmetryIndex::of(&flows, Ratio::new(1, 10).unwrap()).unwrap();
    assert_eq!(index.weight(CHN, RUS).unwrap(), Ratio::new(1, 2).unwrap());
    assert_eq!(index.winner(CHN, RUS).unwrap(), FlowSide::Importer);
    assert_eq!(index.exporter(KAZ).unwrap_err().undefined(), Some(&Undefined::NoTrade));
    assert_eq!(index.exporter(USA).unwrap_err().undefined(), Some(&Undefined::Missing));
}

/// By hand. KAZ agrees with all as exporter; USA as importer then has KAZ alone, and is perfect.
#[test]
fn perfect_agreement_is_typed() {
    let flows = [
        flow(KAZ, CHN, 50, 50),
        flow(KAZ, USA, 70, 70),
        flow(RUS, CHN, 110, 90),
        flow(RUS, DEU, 130, 70),
        flow(JPN, DEU, 0, 0),
    ];
    let scores = ReportingScores::of(&flows).unwrap();
    assert_eq!(scores.zero_on_both_sides(), 1);
    assert_eq!(scores.exporter(KAZ).unwrap(), ReportingScore::Perfect);
    assert_eq!(scores.importer(USA).unwrap(), ReportingScore::Perfect);
    assert_eq!(scores.weight(KAZ, CHN, WeightBy::Score).unwrap(), 1.0);
    assert_eq!(scores.weight(RUS, USA, WeightBy::SquaredScore).unwrap(), 0.0);
    assert_eq!(scores.weight(KAZ, USA, WeightBy::Score).unwrap(), 0.5);
    // RUS: A (0.1 B_CHN + 0.3 B_DEU) = 2; B = 1 / (0.1 A), 1 / (0.3 A); equal geometric means.
    let ReportingScore::Finite(russia) = scores.exporter(RUS).unwrap() else { panic!() };
    let ReportingScore::Finite(china) = scores.importer(CHN).unwrap() else { panic!() };
    let ReportingScore::Finite(germany) = scores.importer(DEU).unwrap() else { panic!() };
    assert!((china / germany - 3.0).abs() < 1e-12);
    assert!((0.1 * russia * china - 1.0).abs() < 1e-12);
    assert!(((china * germany).sqrt() / russia - 1.0).abs() < 1e-12);
    let weights = scores.weights(WeightBy::Score, 12).unwrap();
    assert_eq!(weights.iter().count(), 4);
    let error = scores.exporter(JPN).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::Missing));
}

/// A triangle of distances with a zero below: row sums and column sums want the corner to vanish,
/// which no finite score does.
#[test]
fn scores_without_a_solution_are_not_converged() {
    let flows = [
        flow(CHN, USA, 110, 90),
        flow(CHN, DEU, 130, 70),
        flow(RUS, USA, 50, 50),
        flow(RUS, DEU, 120, 80),
    ];
    // Distances [[.1, .3], [0, .2]]: P11 = 2 from the first column, P12 = 0, but .3 A B > 0.
    let error = ReportingScores::of(&flows).unwrap_err();
    assert!(matches!(error.undefined(), Some(Undefined::NotConverged { .. })), "{error}");
    assert!(error.to_string().contains("reached"), "{error}");
}

/// Two sets that no flow ties together cannot be compared.
#[test]
fn sets_apart_are_named() {
    let flows = [flow(CHN, RUS, 110, 90), flow(USA, DEU, 130, 70), flow(USA, JPN, 120, 80)];
    let scores = ReportingScores::of(&flows).unwrap();
    assert!(scores.weight(CHN, RUS, WeightBy::Score).is_ok());
    let error = scores.weight(CHN, DEU, WeightBy::Score).unwrap_err();
    assert!(error.to_string().contains("CHN"), "{error}");
    let square: Vec<Matched> = [
        (CHN, RUS, 110, 90),
        (RUS, CHN, 100, 95),
        (CHN, CHN, 100, 90),
        (RUS, RUS, 100, 80),
        (USA, DEU, 100, 70),
        (DEU, USA, 100, 75),
        (USA, USA, 100, 85),
        (DEU, DEU, 100, 65),
    ]
    .map(|(x, m, a, b)| flow(x, m, a, b))
    .to_vec();
    let error = ReportingQuality::of(&square).unwrap_err();
    let Some(Undefined::Collinear { column, with }) = error.undefined() else { panic!("{error}") };
    assert!(column.starts_with("importer") && with.contains("2 sets"), "{error}");
}

/// Zeros have no logarithm and dust no weight; both are counted and change nothing else.
#[test]
fn what_analysis_of_variance_leaves_out_is_counted() {
    let case = case("mirror_reliability_dots_12.json");
    let mut flows = flows_of(&case, &[2016, 2017]);
    let before = ReportingQuality::of(&flows).unwrap();
    flows.push(flow(CHN, RUS, 0, 5));
    flows.push(flow(CHN, RUS, 5, 0));
    let dust = Ratio::new(1, 3).unwrap();
    flows.push(Matched::new(CHN, RUS, Period::year(2018), &dust, &dust).unwrap());
    let after = ReportingQuality::of(&flows).unwrap();
    assert_eq!((after.left_out().with_zero, after.left_out().too_small), (2, 1));
    assert_eq!(after.weights(12).unwrap(), before.weights(12).unwrap());
}

/// By hand; pairs that a rule does not have are in no mean.
#[test]
fn weights_of_several_rules() {
    let flows = [flow(RUS, CHN, 100, 20), flow(RUS, DEU, 60, 60), flow(USA, DEU, 40, 80)];
    let of = |flows: &[Matched], places| {
        let bound = Ratio::new(1, 10).unwrap();
        SymmetryIndex::of(flows, bound).unwrap().weights(places).unwrap()
    };
    // RUS: 60 of 160; CHN 0, DEU 60 of 140; USA 0.
    let all = of(&flows, 3);
    let text = |weights: &PairWeights, x, m| weights.of(x, m).map(|weight| weight.to_string());
    assert_eq!(text(&all, RUS, CHN).unwrap(), "1.000");
    assert_eq!(text(&all, RUS, DEU).unwrap(), "0.467"); // 7/15
    assert_eq!(text(&all, USA, DEU).unwrap(), "0.000");
    let fewer = of(&flows[..2], 3); // RUS 60/160 again, DEU 1
    assert_eq!(text(&fewer, RUS, DEU).unwrap(), "0.273"); // 3/11
    let mean = PairWeights::mean(&[&all, &fewer], 2).unwrap();
    assert_eq!(text(&mean, RUS, DEU).unwrap(), "0.37");
    assert_eq!(mean.of(USA, DEU), None);
    assert_eq!((mean.iter().count(), mean.places()), (2, 2));
    let half = all.toward_half(Ratio::new(1, 2).unwrap()).unwrap();
    assert_eq!(half.of(RUS, DEU).unwrap(), bilateral::number::decimal("0.4835"));
    assert_eq!(all.toward_half(Ratio::zero()).unwrap().of(RUS, DEU), all.of(RUS, DEU));
    assert!(all.toward_half(Ratio::new(1, 3).unwrap()).unwrap_err().is_inexact());
    assert!(all.toward_half(Ratio::new(-1, 2).unwrap()).is_err());
    assert!(PairWeights::mean(&[], 3).is_err());
    assert!(ReportingScores::of(&flows).unwrap().weights(WeightBy::Score, 18).is_err());
    // Between both reports, and no less than the exporter's.
    let value = flows[2].weighted(Ratio::new(3, 4).unwrap());
    assert_eq!(value, Ratio::from(50));
    assert_eq!(flows[2].no_less_than_exported(&value), Ratio::from(50));
    let value = flows[0].weighted(Ratio::new(3, 4).unwrap());
    assert_eq!(flows[0].no_less_than_exported(value), Ratio::from(100));
}

/// The flows between four economies.
fn all_pairs(values: &[(i64, i64)]) -> Vec<Matched> {
    let areas = [CHN, RUS, USA, DEU];
    let pairs = areas.iter().flat_map(|x| areas.map(|m| (*x, m))).filter(|(x, m)| x != m);
    pairs.zip(values).map(|((x, m), (a, b))| flow(x, m, *a, *b)).collect()
}

fn swapped(flow: &Matched) -> Matched {
    let (exporter, importer) = (flow.importer, flow.exporter);
    Matched::new(exporter, importer, flow.period, &flow.imported, &flow.exported).unwrap()
}

proptest! {
    /// No digit depends on the order of flows, and no rule on the unit, but for the weights of the
    /// analysis of variance. Roles swapped, weights are swapped.
    #[test]
    fn order_and_roles(
        seed in any::<u64>(),
        values in prop::collection::vec((1_i64..900, 1_i64..900), 12),
    ) {
        let flows = all_pairs(&values);
        let mut other = flows.clone();
        let mut state = seed;
        for at in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(at, (state >> 33) as usize % (at + 1));
        }
        if let Ok(scores) = ReportingScores::of(&flows) {
            prop_assert_eq!(&scores, &ReportingScores::of(&other).unwrap());
            let swapped: Vec<Matched> = flows.iter().map(swapped).collect();
            let back = ReportingScores::of(&swapped).unwrap();
            for flow in &flows {
                let weight = scores.weight(flow.exporter, flow.importer, WeightBy::Score).unwrap();
                let its = back.weight(flow.importer, flow.exporter, WeightBy::Score).unwrap();
                prop_assert!((weight + its - 1.0).abs() < 1e-9);
            }
        }
        let quality = ReportingQuality::of(&flows).unwrap();
        prop_assert_eq!(&quality, &ReportingQuality::of(&other).unwrap());
        let bound = Ratio::new(1, 10).unwrap();
        let index = SymmetryIndex::of(&flows, bound.clone()).unwrap();
        let again = SymmetryIndex::of(&other, bound).unwrap();
        prop_assert_eq!(index.weights(12).unwrap(), again.weights(12).unwrap());
        for (_, _, weight) in quality.weights(12).unwrap().iter() {
            prop_assert!((0.0..=1.0).contains(&weight.to_string().parse::<f64>().unwrap()));
        }
    }
}
