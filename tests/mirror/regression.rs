//! Least squares against other software, by hand, and what it refuses.

use crate::shared::{case, near, rows, text};
use bilateral::Undefined;
use bilateral::regression::{Covariance, LeastSquares, MainEffects, SmallSample, sum_to_zero};
use std::collections::HashMap;

/// statsmodels on 9,613 rows of the Log of Gravity, with robust standard errors of both names.
#[test]
fn log_of_gravity_as_statsmodels_has_it() {
    let Some(pairs) = text("data/gravity/ppml_log_of_gravity_pairs.csv") else { return };
    let countries = text("data/gravity/ppml_log_of_gravity_countries.csv").unwrap();
    let countries: HashMap<String, HashMap<String, String>> =
        rows(&countries).into_iter().map(|row| (row["code"].clone(), row)).collect();
    let case = case("log_of_gravity_ols.json");
    let names: Vec<&str> =
        case["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let mut y = Vec::new();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for row in rows(&pairs).iter().filter(|row| row["trade"].parse::<f64>().unwrap() > 0.0) {
        y.push(row["trade"].parse::<f64>().unwrap().ln());
        for (name, column) in names.iter().zip(&mut columns).skip(1) {
            let of = |role: &str, name: &str| countries[&row[role]][name].clone();
            let cell = match (name.strip_suffix("_ex"), name.strip_suffix("_im")) {
                (Some(name), _) => of("exporter", name),
                (_, Some(name)) => of("importer", name),
                _ => row[*name].clone(),
            };
            column.push(cell.parse().unwrap());
        }
    }
    let mut model = LeastSquares::new(&y);
    for (name, column) in names.iter().zip(&columns).skip(1) {
        model = model.column(name, column).unwrap();
    }
    let fit = model.fit().unwrap();
    assert_eq!((fit.rows(), fit.parameters()), (9_613, 15));
    near(fit.r_squared().unwrap(), case["r2"].as_f64().unwrap(), 1e-9, "R2");
    let (hc0, hc1) =
        (fit.robust(SmallSample::None).unwrap(), fit.robust(SmallSample::Rows).unwrap());
    for (at, name) in names.iter().enumerate() {
        let number = |list: &str| case[list][at].as_f64().unwrap();
        near(fit.coefficient(name).unwrap(), number("coefficients"), 1e-9, name);
        near(hc0.standard_error(name).unwrap(), number("se_hc0"), 1e-9, name);
        near(hc1.standard_error(name).unwrap(), number("se_hc1"), 1e-9, name);
    }
    // Without a factor for groups each row is its own group.
    let own: Vec<usize> = (0..y.len()).collect();
    let stata = fit.clustered(&own, SmallSample::Stata).unwrap();
    near(stata.standard_error("log_distance").unwrap(), 0.033_860_698_646_095_21, 1e-9, "HC1");
}

/// By hand: a mean of six rows in three clusters; n = 6, G = 3, k = 1, and with effects within the
/// clusters (two levels each) swept out, k = 7 for Stata and 2 for fixest (the effects as one).
#[test]
fn factors_by_name() {
    let y = [1.0, 2.0, 4.0, 5.0, 9.0, 3.0];
    let clusters = [1, 1, 2, 2, 3, 3];
    let fit = LeastSquares::new(&y).fit().unwrap();
    let factor = |of: Covariance| of.factor();
    let by = |factor| fit.clustered(&clusters, factor).unwrap();
    assert_eq!(factor(by(SmallSample::None)), 1.0);
    assert_eq!(factor(by(SmallSample::Groups)), 1.5);
    assert_eq!(factor(by(SmallSample::Rows)), 1.2);
    assert_eq!(factor(by(SmallSample::Stata)), 1.5);
    assert_eq!(factor(fit.robust(SmallSample::Groups).unwrap()), 1.2);
    // Two columns on three rows: k = 2 of them, and one group more than none.
    let x = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 4.0, 9.0];
    let y = [1.0, 2.0, 4.0, 5.0, 9.0, 3.0, 1.0, 2.0];
    let effects = ["a", "a", "b", "b", "c", "c", "d", "d"];
    let clusters = [1, 1, 1, 1, 2, 2, 2, 2];
    let fit = LeastSquares::new(&y).column("x", &x).unwrap().effects("pair", &effects).unwrap();
    let fit = fit.fit().unwrap();
    assert_eq!(fit.parameters(), 5); // x and four levels
    let by = |factor| fit.clustered(&clusters, factor).unwrap().factor();
    near(by(SmallSample::Stata), 2.0 * 7.0 / 3.0, 1e-15, "Stata");
    near(by(SmallSample::Fixest), 2.0 * 7.0 / 6.0, 1e-15, "fixest: the effects lie in clusters");
    let robust = fit.robust(SmallSample::Fixest).unwrap().factor();
    near(robust, 8.0 / 3.0, 1e-15, "fixest, robust: n/(n - k)");
    let one = fit.clustered(&[1; 8], SmallSample::Groups).unwrap_err();
    assert_eq!(one.undefined(), Some(&Undefined::NoDegreesOfFreedom));
}

/// The factors of pyfixest 0.60 by default, as its standard errors have them: 38,325 rows, with
/// one, two and four ways of effects, clustered by the first, which is nested in the clusters. Its
/// errors hold to 1e-6; one coefficient more or less would be 3e-5.
#[test]
fn factors_of_pyfixest() {
    let Some(trade) = text("data/gravity/ppml_fixest_trade.csv") else { return };
    let reference = text("reference/ppml_fixest_trade.json").unwrap();
    let reference: serde_json::Value = serde_json::from_str(&reference).unwrap();
    let trade = rows(&trade);
    let labels = |name: &str| -> Vec<&str> { trade.iter().map(|row| row[name].as_str()).collect() };
    let euros: Vec<f64> = trade.iter().map(|row| row["Euros"].parse().unwrap()).collect();
    let other: Vec<f64> = (0..euros.len()).map(|row| ((row * 7_919) % 1_009) as f64).collect();
    let ways = ["Origin", "Destination", "Product", "Year"];
    for (model, count) in [("one_way", 1), ("two_way", 2), ("four_way", 4)] {
        let mut question = LeastSquares::new(&euros).column("other", &other).unwrap();
        for way in &ways[..count] {
            question = question.effects(way, &labels(way)).unwrap();
        }
        let fit = question.fit().unwrap();
        let case = &reference["models"][model];
        let square =
            |software: &str, name: &str| case[software][name]["log_dist"].as_f64().unwrap().powi(2);
        let expected =
            square("pyfixest", "se_cluster_Origin_default") / square("own", "se_cr0_by_Origin");
        let found = fit.clustered(&labels("Origin"), SmallSample::Fixest).unwrap();
        near(found.factor(), expected, 1e-6, model);
        assert_eq!(found.groups(), Some(15));
        let expected = square("pyfixest", "se_hetero_default") / square("own", "se_hc0");
        let found = fit.robust(SmallSample::Fixest).unwrap();
        near(found.factor(), expected, 1e-6, model);
    }
}

/// By hand: the regression of y = 1, 3, 2, 5 on x = 0, 1, 2, 3 has slope 11/10, constant 11/10,
/// residuals -1/10, 8/10, -13/10, 6/10; leverages 7/10, 3/10, 3/10, 7/10; s² = 27/20.
#[test]
fn diagnostics_by_hand() {
    let fit = LeastSquares::new(&[1.0, 3.0, 2.0, 5.0])
        .column("x", &[0.0, 1.0, 2.0, 3.0])
        .unwrap()
        .fit()
        .unwrap();
    near(fit.coefficient("x").unwrap(), 1.1, 1e-14, "slope");
    near(fit.variance().unwrap(), 1.35, 1e-14, "s2");
    let (residuals, leverages) = ([-0.1, 0.8, -1.3, 0.6], [0.7, 0.3, 0.3, 0.7]);
    let (studentised, cooks) = (fit.studentised().unwrap(), fit.cooks_distances().unwrap());
    for row in 0..4 {
        let (r, h) = (residuals[row], leverages[row]);
        near(fit.residuals()[row], r, 1e-13, "residual");
        near(fit.leverages().unwrap()[row], h, 1e-13, "leverage");
        let t = r / (1.35_f64 * (1.0 - h)).sqrt();
        near(studentised[row].unwrap(), t, 1e-13, "studentised");
        near(cooks[row].unwrap(), t * t / 2.0 * h / (1.0 - h), 1e-12, "Cook");
    }
    near(fit.fitted()[3], 4.4, 1e-14, "fitted");
    // A row with a coefficient of its own has neither.
    let own = LeastSquares::new(&[1.0, 3.0, 2.0, 5.0])
        .column("last", &[0.0, 0.0, 0.0, 1.0])
        .unwrap()
        .fit()
        .unwrap();
    assert_eq!(own.studentised().unwrap()[3], None);
    assert_eq!(own.cooks_distances().unwrap()[3], None);
    near(own.leverages().unwrap()[3], 1.0, 1e-14, "leverage");
}

/// The effects of factors are those of the same columns given one by one.
#[test]
fn main_effects_are_those_of_coded_columns() {
    let exporters = ["CHN", "CHN", "RUS", "RUS", "USA", "USA", "CHN", "RUS", "USA"];
    let importers = ["DEU", "JPN", "DEU", "JPN", "DEU", "JPN", "KAZ", "KAZ", "DEU"];
    let y = [0.3, 0.7, 0.2, 1.1, 0.9, 0.4, 0.5, 0.8, 0.35];
    let weights = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
    let effects = MainEffects::new(&y).weights(&weights).unwrap();
    let effects =
        effects.factor("exporter", &exporters).unwrap().factor("importer", &importers).unwrap();
    let effects = effects.fit().unwrap();
    let (x, m) = (sum_to_zero(&exporters).unwrap(), sum_to_zero(&importers).unwrap());
    let mut model = LeastSquares::new(&y).weights(&weights).unwrap();
    for (name, column) in x.names.iter().zip(&x.columns).chain(m.names.iter().zip(&m.columns)) {
        model = model.column(name, column).unwrap();
    }
    let fit = model.fit().unwrap();
    assert_eq!(effects.parameters(), fit.parameters());
    near(effects.intercept(), fit.coefficient("constant").unwrap(), 1e-12, "intercept");
    near(effects.variance(), fit.variance().unwrap(), 1e-12, "variance");
    near(effects.r_squared(), fit.r_squared().unwrap(), 1e-12, "R2");
    let covariance = fit.classical().unwrap();
    let between = |one: &str, other: &str| covariance.between(one, other).unwrap();
    for name in ["CHN", "RUS"] {
        let effect = effects.effect("exporter", name).unwrap();
        near(effect.effect, fit.coefficient(name).unwrap(), 1e-12, name);
        let square =
            between(name, name) + 2.0 * between("constant", name) + between("constant", "constant");
        near(effect.standard_error, square.sqrt(), 1e-12, name);
    }
    // The last one is minus the others: Var(c - a - b).
    let last = effects.effect("exporter", "USA").unwrap();
    near(
        last.effect,
        -(fit.coefficient("CHN").unwrap() + fit.coefficient("RUS").unwrap()),
        1e-11,
        "USA",
    );
    let square = between("constant", "constant") + between("CHN", "CHN") + between("RUS", "RUS")
        - 2.0 * between("constant", "CHN")
        - 2.0 * between("constant", "RUS")
        + 2.0 * between("CHN", "RUS");
    near(last.standard_error, square.sqrt(), 1e-12, "USA");
    let error = effects.effect("exporter", "KAZ").unwrap_err();
    assert!(error.to_string().contains("KAZ"), "{error}");
    assert!(effects.effects("year").is_err());
}

/// The later column goes, with the names of those that explain it.
#[test]
fn collinear_columns_are_named() {
    let (a, b) = ([1.0, 2.0, 4.0, 8.0, 3.0], [1.0, 0.0, 1.0, 0.0, 5.0]);
    let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 2.0 * a - b + 7.0).collect();
    let y = [1.0, 3.0, 2.0, 5.0, 4.0];
    let fit = LeastSquares::new(&y)
        .column("a", &a)
        .unwrap()
        .column("b", &b)
        .unwrap()
        .column("sum", &sum)
        .unwrap()
        .column("zero", &[0.0; 5])
        .unwrap()
        .fit()
        .unwrap();
    assert_eq!(fit.names(), ["constant", "a", "b"]);
    assert_eq!(fit.dropped()[0].to_string(), "sum, collinear with constant, a, b");
    assert_eq!(fit.dropped()[1].to_string(), "zero, nothing of its own");
    let error = fit.coefficient("sum").unwrap_err();
    assert!(matches!(error.undefined(), Some(Undefined::Collinear { .. })), "{error}");
    let without = LeastSquares::new(&y).column("a", &a).unwrap().column("b", &b).unwrap();
    let without = without.fit().unwrap();
    near(fit.coefficient("a").unwrap(), without.coefficient("a").unwrap(), 1e-13, "a");
    // What effects explain is dropped as well.
    let by =
        LeastSquares::new(&y).column("a", &a).unwrap().column("group", &[1.0, 1.0, 2.0, 2.0, 2.0]);
    let by = by.unwrap().effects("group", &[1, 1, 2, 2, 2]).unwrap().fit().unwrap();
    assert_eq!(by.names(), ["a"]);
    assert_eq!(by.dropped()[0].to_string(), "group, nothing of its own");
    assert!(by.sweeps().is_some() && fit.sweeps().is_none());
    // Nearly collinear columns stay, and the condition number says so.
    let nearly: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + 1e-6 * b).collect();
    let wobbly = LeastSquares::new(&y).column("a", &a).unwrap().column("nearly", &nearly).unwrap();
    assert!(wobbly.fit().unwrap().condition() > 1e5 && without.condition() < 100.0);
}

/// Column and row are named, counted from 0.
#[test]
fn what_cannot_be_used_is_refused_by_column_and_row() {
    let y = [1.0, 2.0, 3.0];
    let model = || LeastSquares::new(&y);
    let says = |error: bilateral::Error, words: &[&str]| {
        let text = error.to_string();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert!(!error.help().is_empty());
    };
    says(model().column("x", &[1.0, f64::NAN, 2.0]).unwrap_err(), &["x, row 1 (from 0)", "NaN"]);
    says(model().column("x", &[1.0, 2.0, f64::INFINITY]).unwrap_err(), &["row 2", "inf"]);
    says(model().column("x", &[1.0]).unwrap_err(), &["3 of the explained column", "1 of x"]);
    says(model().column("x", &[1e200, 1.0, 1.0]).unwrap_err(), &["x", "1e200"]);
    says(model().weights(&[1.0, 0.0, 1.0]).unwrap_err(), &["row 1 (from 0)", "0"]);
    says(model().weights(&[1.0, 1.0, -2.0]).unwrap_err(), &["row 2 (from 0)", "-2"]);
    says(model().effects("year", &[1, 2]).unwrap_err(), &["2 of year"]);
    says(model().until(0.5, 10).unwrap_err(), &["1e-14 and 0.1"]);
    says(model().until(1e-8, 0).unwrap_err(), &["0 pass"]);
    let twice = model().column("x", &y).unwrap().column("x", &y).unwrap_err();
    says(twice, &["x comes twice"]);
    says(model().column("constant", &y).unwrap().fit().unwrap_err(), &["constant"]);
    let two = [0.5, 0.7];
    let error = LeastSquares::new(&two).column("a", &two).unwrap().column("b", &two).unwrap();
    says(error.fit().unwrap_err(), &["2 rows for 3 columns"]);
    says(LeastSquares::new(&[]).fit().unwrap_err(), &["0 rows"]);
    says(LeastSquares::new(&[f64::NAN]).fit().unwrap_err(), &["the explained column, row 0"]);
    let exact = LeastSquares::new(&two).column("a", &[0.0, 1.0]).unwrap().fit().unwrap();
    let error = exact.standard_error("a").unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::NoDegreesOfFreedom));
    let flat = LeastSquares::new(&[2.0, 2.0]).fit().unwrap();
    assert_eq!(flat.r_squared().unwrap_err().undefined(), Some(&Undefined::DivisionByZero));
    says(flat.coefficient("gdp").unwrap_err(), &["gdp is none of constant"]);
    let error = MainEffects::new(&y).factor("year", &[1, 1, 1]).unwrap_err();
    says(error, &["year has 1 label"]);
    assert!(sum_to_zero(&["a", "a"]).is_err());
}

/// Effects of a long chain, in which each pair of rows ties two levels, take many passes: with few
/// it says what was reached.
#[test]
fn not_converged_says_what_was_reached() {
    let rows = 800_usize;
    let one: Vec<usize> = (0..rows).map(|row| row % 400 / 2).collect();
    let other: Vec<usize> = (0..rows).map(|row| (row % 400).div_ceil(2)).collect();
    let y: Vec<f64> = (0..rows).map(|row| ((row * 37) % 101) as f64).collect();
    let x: Vec<f64> = (0..rows).map(|row| ((row * row * 13) % 97) as f64).collect();
    let model = LeastSquares::new(&y).column("x", &x).unwrap();
    let model = model.effects("one", &one).unwrap().effects("other", &other).unwrap();
    let error = model.clone().until(1e-12, 3).unwrap().fit().unwrap_err();
    let Some(Undefined::NotConverged { rounds: 3, reached, asked, .. }) = error.undefined() else {
        panic!("{error}")
    };
    assert_eq!(asked, "1e-12");
    assert!(reached.parse::<f64>().unwrap() > 1e-12, "{reached}");
    // 200 levels and 201 in one chain, less one, and x.
    let fit = model.fit().unwrap();
    let sweeps = fit.sweeps().unwrap();
    assert!(sweeps.reached <= 1e-10 && sweeps.rounds > 3, "{sweeps:?}");
    assert_eq!(fit.parameters(), 401);
    // By hand: within the 400 cells of two rows each the slope is that of their differences.
    let (mut above, mut below) = (0.0, 0.0);
    for cell in 0..400 {
        let (dx, dy) = (x[cell] - x[cell + 400], y[cell] - y[cell + 400]);
        (above, below) = (above + dx * dy, below + dx * dx);
    }
    near(fit.coefficient("x").unwrap(), above / below, 1e-9, "the slope within cells");
}
