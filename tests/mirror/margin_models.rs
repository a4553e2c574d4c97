//! Margins from regressions, against other software on published figures, and against dense
//! solutions on made ones.

use crate::cases::{case, near, rows, text};
use bilateral::mirror::{
    FixedEffectsMargin, Matched, Route, UnitValueMargin, UnitValuePair, baci_margin,
};
use bilateral::number::decimal;
use bilateral::regression::LeastSquaresFit;
use bilateral::{Area, Period, Ratio};
use std::collections::HashMap;

const DISTANCES: &str = "data/gravity/cepii_dist_61_economies.csv";

fn number(row: &HashMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap()
}

/// Routes of CEPII's GeoDist by exporter and importer.
fn routes() -> Option<HashMap<(String, String), Route>> {
    let landlocked: HashMap<String, bool> = rows(&text("data/gravity/cepii_geo.csv")?)
        .iter()
        .map(|row| (row["iso3"].clone(), row["landlocked"] == "1.0"))
        .collect();
    let mut routes = HashMap::new();
    for row in rows(&text(DISTANCES)?) {
        let (exporter, importer) = (row["iso_o"].clone(), row["iso_d"].clone());
        let mut route = Route::new(number(&row, "dist")).unwrap();
        if row["contig"] == "1" {
            route = route.contiguous();
        }
        if landlocked.get(&exporter).copied().unwrap_or(false) {
            route = route.from_landlocked();
        }
        if landlocked.get(&importer).copied().unwrap_or(false) {
            route = route.to_landlocked();
        }
        routes.insert((exporter, importer), route);
    }
    Some(routes)
}

/// numpy on 322 flows of 2018 between 19 economies.
#[test]
fn fixed_effects_as_other_software_has_them() {
    let Some(routes) = routes() else { return };
    let figures = text("data/mirror/mirror_comtrade_total_19_economies_2005_2019.csv").unwrap();
    let case = case("mirror_margin_fixed_effects.json");
    let mut flows = Vec::new();
    for row in rows(&figures).iter().filter(|row| row["year"] == "2018") {
        let Some(route) = routes.get(&(row["exporter"].clone(), row["importer"].clone())) else {
            continue;
        };
        let area = |role: &str| Area::from_iso3(&row[role]).unwrap();
        let value = |name: &str| row[name].parse::<Ratio>().unwrap();
        let (x, m) = (value("export_fob_usd"), value("import_cif_usd"));
        let flow = Matched::new(area("exporter"), area("importer"), Period::year(2018), x, m);
        flows.push((flow.unwrap(), *route));
    }
    let model = FixedEffectsMargin::of(&flows, Ratio::from(1_000_000)).unwrap();
    let expected = &case["expected"];
    let float = |name: &str| expected[name].as_f64().unwrap();
    assert_eq!(model.flows(), 322);
    let (low, high) = model.quantiles();
    near(low, expected["quantiles"][0].as_f64().unwrap(), 1e-9, "quantile of 10 %");
    near(high, expected["quantiles"][1].as_f64().unwrap(), 1e-9, "quantile of 90 %");
    near(model.ln_distance(), float("b_ln_dist"), 1e-9, "ln_dist");
    near(model.contiguity(), float("b_contig"), 1e-9, "contiguity");
    near(model.constant(), float("constant"), 1e-9, "constant");
    let margins = expected["margins"].as_array().unwrap();
    assert_eq!(margins.len(), 322);
    let mut sum = 0.0;
    for row in margins {
        let name = |role: &str| row[role].as_str().unwrap().to_owned();
        let route = &routes[&(name("exporter"), name("importer"))];
        let expected = row["margin"].as_f64().unwrap();
        near(model.estimate(route), expected, 1e-9, &name("exporter"));
        let rounded = model.margin(route, 6).unwrap();
        assert!((rounded.rate.to_string().parse::<f64>().unwrap() - expected).abs() <= 5.1e-7);
        assert_eq!(rounded.clamped, expected == 0.0 || expected == 0.2);
        sum += expected;
    }
    near(sum / 322.0, float("mean_margin"), 1e-9, "mean margin");
}

/// numpy on sawn wood 2009 to 2011, with its outliers and without.
#[test]
fn unit_values_as_other_software_has_them() {
    let Some(routes) = routes() else { return };
    let figures =
        text("data/mirror/mirror_comtrade_hs440799_two_sided_with_quantities_2009_2014.csv")
            .unwrap();
    let geo: Vec<String> = rows(&text("data/gravity/cepii_geo.csv").unwrap())
        .iter()
        .map(|row| row["iso3"].clone())
        .collect();
    let case = case("mirror_margin_unit_values.json");
    let years: Vec<i64> =
        case["years"].as_array().unwrap().iter().map(|y| y.as_i64().unwrap()).collect();
    let mut pairs = Vec::new();
    for row in rows(&figures) {
        let key = (row["exporter"].clone(), row["importer"].clone());
        let year: i64 = row["year"].parse().unwrap();
        let is_known = geo.contains(&key.0) && geo.contains(&key.1);
        let Some(route) = routes.get(&key).filter(|_| is_known && years.contains(&year)) else {
            continue;
        };
        let side = |side: &str| {
            let cell = |name: &str| row[&format!("{name}_{side}")].parse().unwrap_or(0.0);
            (cell("tradevalue"), cell("weight"))
        };
        let year = i32::try_from(year).unwrap();
        pairs.push(UnitValuePair::new(year, *route, side("x"), side("m")));
    }
    let model = UnitValueMargin::of(&pairs).unwrap();
    let expected = &case["expected"];
    assert_eq!(model.removed(), usize::try_from(expected["removed"].as_u64().unwrap()).unwrap());
    held_against(model.first(), &expected["first"]);
    held_against(model.refitted(), &expected["refitted"]);
}

fn held_against(fit: &LeastSquaresFit, expected: &serde_json::Value) {
    assert_eq!(fit.rows() as u64, expected["n"].as_u64().unwrap());
    assert!(fit.dropped().is_empty());
    let coefficients = expected["coefficients"].as_object().unwrap();
    assert_eq!(coefficients.len(), fit.names().len());
    for (name, value) in coefficients {
        near(fit.coefficient(name).unwrap(), value.as_f64().unwrap(), 1e-8, name);
        let error = expected["standard_errors"][name].as_f64().unwrap();
        near(fit.standard_error(name).unwrap(), error, 1e-8, name);
    }
    near(fit.r_squared().unwrap(), expected["r2_weighted"].as_f64().unwrap(), 1e-8, "R2");
}

/// Flows of seven economies whose gap is made of distance, borders, both sides and a wave: the
/// model finds what dummies and Gauss find.
#[test]
fn a_made_margin_is_found() {
    let names = ["AUS", "BRA", "CHN", "DEU", "JPN", "RUS", "USA"];
    let mut flows = Vec::new();
    for (at, exporter) in names.iter().enumerate() {
        for (to, importer) in names.iter().enumerate().filter(|(to, _)| *to != at) {
            let apart = at.abs_diff(to);
            let kilometres = 500.0 * (apart * apart) as f64 + 130.0 * ((at * to) % 5) as f64;
            let mut route = Route::new(kilometres).unwrap();
            let mut gap = 0.05 * kilometres.ln() + 0.004 * at as f64 - 0.003 * to as f64 - 0.35;
            gap += 0.03 * ((at * 7 + to * 3) as f64).sin();
            if apart == 1 {
                route = route.contiguous();
                gap -= 0.1;
            }
            let area = |name| Area::from_iso3(name).unwrap();
            let imported = Ratio::from((1e12 * gap.exp()).round() as i64);
            let exported = 1_000_000_000_000_i64;
            let (exporter, importer) = (area(exporter), area(importer));
            let flow =
                Matched::new(exporter, importer, Period::year(2018), exported, imported).unwrap();
            flows.push((flow, route));
        }
    }
    let model = FixedEffectsMargin::of(&flows, Ratio::from(1)).unwrap();
    let (low, high) = model.quantiles();
    let expected = dense(&flows, low, high);
    assert!((model.ln_distance() - expected[0]).abs() < 1e-9);
    assert!((model.contiguity() - expected[1]).abs() < 1e-9);
    // By hand: 42 gaps, so the quantile of 10 % is 0.1 of the way from the fifth to the sixth.
    let mut gaps: Vec<f64> = flows.iter().map(|(flow, _)| ratio_log(flow)).collect();
    gaps.sort_by(f64::total_cmp);
    assert!((low - (0.9 * gaps[4] + 0.1 * gaps[5])).abs() < 1e-12);
    assert!((high - (0.9 * gaps[37] + 0.1 * gaps[36])).abs() < 1e-12);
    flows.reverse();
    let again = FixedEffectsMargin::of(&flows, Ratio::from(1)).unwrap();
    assert!((model.ln_distance() / again.ln_distance() - 1.0).abs() < 1e-9);
}

fn ratio_log(flow: &Matched) -> f64 {
    let text = flow.imported.over(&flow.exported).unwrap();
    text.round(15, bilateral::Rounding::HalfEven).to_string().parse::<f64>().unwrap().ln()
}

/// Dummies in place of effects.
fn dense(flows: &[(Matched, Route)], low: f64, high: f64) -> Vec<f64> {
    let mut areas: Vec<Area> = flows.iter().map(|(flow, _)| flow.exporter).collect();
    areas.sort();
    areas.dedup();
    let row = |(flow, route): &(Matched, Route)| {
        let mut row = vec![route.kilometres.ln(), f64::from(u8::from(route.is_contiguous)), 1.0];
        row.extend(areas[1..].iter().map(|a| f64::from(u8::from(*a == flow.exporter))));
        row.extend(areas[1..].iter().map(|a| f64::from(u8::from(*a == flow.importer))));
        row
    };
    let rows: Vec<Vec<f64>> = flows.iter().map(row).collect();
    let y: Vec<f64> = flows.iter().map(|(flow, _)| ratio_log(flow).clamp(low, high)).collect();
    normal_equations(&rows, &y, &vec![1.0; y.len()]).0
}

/// Coefficients and `(X'WX)^-1` by Gauss: slow and independent.
fn normal_equations(rows: &[Vec<f64>], y: &[f64], weights: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = rows[0].len();
    let product = |a: &dyn Fn(usize) -> f64, b: &dyn Fn(usize) -> f64| -> f64 {
        (0..rows.len()).map(|at| weights[at] * a(at) * b(at)).sum()
    };
    let line = |one: usize| {
        let own = |at: usize| rows[at][one];
        let mut line: Vec<f64> =
            (0..size).map(|other| product(&own, &|at| rows[at][other])).collect();
        line.extend((0..size).map(|other| f64::from(u8::from(other == one))));
        line.push(product(&own, &|at| y[at]));
        line
    };
    let mut system: Vec<Vec<f64>> = (0..size).map(line).collect();
    for pivot in 0..size {
        let best = (pivot..size)
            .max_by(|a, b| system[*a][pivot].abs().total_cmp(&system[*b][pivot].abs()))
            .unwrap();
        system.swap(pivot, best);
        let scale = system[pivot][pivot];
        system[pivot].iter_mut().for_each(|value| *value /= scale);
        for other in (0..size).filter(|other| *other != pivot) {
            let (times, line) = (system[other][pivot], system[pivot].clone());
            system[other].iter_mut().zip(&line).for_each(|(value, above)| *value -= times * above);
        }
    }
    let inverse = system.iter().map(|line| line[size..2 * size].to_vec()).collect();
    (system.iter().map(|line| line[2 * size]).collect(), inverse)
}

/// Made flows of one product over three years, some of them wild: coefficients, what is taken out
/// and what is then found are those of normal equations and the hat matrix.
#[test]
fn made_unit_values_are_fitted_and_outliers_taken_out() {
    let pair = |at: usize| {
        let kilometres = 300.0 + 97.0 * ((at * 7) % 83) as f64;
        let mut route = Route::new(kilometres).unwrap();
        if at.is_multiple_of(5) {
            route = route.contiguous();
        }
        if at % 7 == 3 {
            route = route.from_landlocked();
        }
        if at % 6 == 1 {
            route = route.to_landlocked();
        }
        let wave = 0.05 * ((at * at) as f64).sin();
        let wild = if at % 19 == 4 { 1.5 } else { 0.0 };
        let dearer = (0.04 * kilometres.ln() - 0.1 + wave + wild).exp();
        let (x_kg, m_kg) = (5_000.0 + 10.0 * at as f64, 4_000.0 + 13.0 * at as f64);
        let (x, m) = ((2.0 * x_kg, x_kg), (2.0 * dearer * m_kg, m_kg));
        UnitValuePair::new(2009 + (at % 3) as i32, route, x, m)
    };
    let mut pairs: Vec<UnitValuePair> = (0..120).map(pair).collect();
    let model_of = |pairs: &[UnitValuePair]| UnitValueMargin::of(pairs).unwrap();
    let model = model_of(&pairs);
    let (coefficients, is_out) = dense_unit_values(&pairs);
    assert_near(model.first(), &coefficients);
    let removed = is_out.iter().filter(|is| **is).count();
    assert!(removed >= 6 && model.removed() == removed, "{removed}");
    let rest: Vec<UnitValuePair> =
        pairs.iter().zip(&is_out).filter(|(_, is)| !**is).map(|(pair, _)| *pair).collect();
    assert_near(model.refitted(), &dense_unit_values(&rest).0);
    // By hand from the coefficients: the margin of a route in the first year.
    let route = Route::new(3_000.0).unwrap().contiguous();
    let of = |name: &str| model.refitted().coefficient(name).unwrap();
    let d = 3_000.0_f64.ln();
    let z = of("constant") + of("ln_dist") * d + of("ln_dist_squared") * d * d + of("contiguity");
    let margin = model.margin(&route, 9).unwrap();
    let rate: f64 = margin.rate.to_string().parse().unwrap();
    assert!((rate - z.max(0.0).exp_m1()).abs() < 1e-9 && margin.clamped == (z < 0.0));
    // Neither the order of flows nor flows that are too small change it.
    pairs.reverse();
    pairs.push(UnitValuePair::new(2009, route, (9.0, 5e3), (50.0, 5e3)));
    pairs.push(UnitValuePair::new(2009, route, (50.0, 5e3), (50.0, 2e3)));
    let again = model_of(&pairs);
    assert_eq!((again.left_out(), again.removed()), (2, removed));
    assert_near(again.refitted(), &dense_unit_values(&rest).0);
}

fn assert_near(fit: &LeastSquaresFit, expected: &[f64]) {
    assert_eq!(fit.coefficients().len(), expected.len());
    for (found, expected) in fit.coefficients().iter().zip(expected) {
        assert!((found - expected).abs() < 1e-7 * expected.abs().max(0.1), "{found} {expected}");
    }
}

/// Coefficients in the order of the columns, and which rows are outliers.
fn dense_unit_values(pairs: &[UnitValuePair]) -> (Vec<f64>, Vec<bool>) {
    let one_if = |is: bool| f64::from(u8::from(is));
    let row = |pair: &UnitValuePair| {
        let (route, d) = (pair.route, pair.route.kilometres.ln());
        vec![
            1.0,
            d,
            d * d,
            one_if(route.is_contiguous),
            one_if(route.importer_is_landlocked),
            one_if(route.exporter_is_landlocked),
            one_if(pair.year == 2010),
            one_if(pair.year == 2011),
        ]
    };
    let rows: Vec<Vec<f64>> = pairs.iter().map(row).collect();
    let uv = |(value, kg): (f64, f64)| value / kg;
    let y: Vec<f64> = pairs.iter().map(|p| (uv(p.imported) / uv(p.exported)).ln()).collect();
    let weight =
        |p: &UnitValuePair| p.exported.1.min(p.imported.1) / p.exported.1.max(p.imported.1);
    let weights: Vec<f64> = pairs.iter().map(weight).collect();
    let (b, inverse) = normal_equations(&rows, &y, &weights);
    let (n, p) = (rows.len() as f64, b.len() as f64);
    let dot =
        |one: &[f64], other: &[f64]| -> f64 { one.iter().zip(other).map(|(a, b)| a * b).sum() };
    let residuals: Vec<f64> = rows.iter().zip(&y).map(|(row, y)| y - dot(row, &b)).collect();
    let left: f64 = residuals.iter().zip(&weights).map(|(r, w)| w * r * r).sum();
    let is_out = |at: usize| {
        let through: Vec<f64> = inverse.iter().map(|line| dot(line, &rows[at])).collect();
        let h = weights[at] * dot(&rows[at], &through);
        let t = residuals[at] * weights[at].sqrt() / (left / (n - p) * (1.0 - h)).sqrt();
        let cook = t * t / p * h / (1.0 - h);
        t.abs() > 2.0 || cook > 4.0 / (n - p - 1.0) || h > 2.0 * p / n
    };
    let outliers = (0..rows.len()).map(is_out).collect();
    (b, outliers)
}

/// The coefficients as published, by hand for a landlocked importer over a border:
/// z = 0.32 - 0.11·7 + 0.010·49 - 0.032·0 - 0.044 + 0.049 = 0.045, at D = e^7 km and 1 US$/kg.
#[test]
fn the_published_regression() {
    let route = Route::new(7.0_f64.exp()).unwrap();
    let found = baci_margin(&route.contiguous().to_landlocked(), 1.0, 6).unwrap();
    assert_eq!((found.rate, found.clamped), (decimal("0.046028"), false)); // e^0.045 - 1
    let found = baci_margin(&route.from_landlocked(), 1.0, 6).unwrap();
    assert_eq!(found.rate, decimal("0.031486")); // e^0.031 - 1
    let found = baci_margin(&route, 1_000.0, 4).unwrap();
    assert_eq!((found.rate, found.clamped), (decimal("0.0000"), true));
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(baci_margin(&route, value, 6).is_err());
        assert!(Route::new(value).is_err());
    }
    assert!(baci_margin(&route, 1.0, 18).is_err());
}

/// Hostile inputs end in words.
#[test]
fn too_little_to_estimate_from() {
    let route = Route::new(100.0).unwrap();
    let flow = Matched::new(
        Area::from_iso3("CHN").unwrap(),
        Area::from_iso3("RUS").unwrap(),
        Period::year(2018),
        0,
        0,
    );
    let flows = vec![(flow.unwrap(), route); 5];
    assert!(FixedEffectsMargin::of(&flows, Ratio::zero()).is_err());
    assert!(UnitValueMargin::of(&[]).is_err());
    let pair = UnitValuePair::new(2009, route, (f64::NAN, 5e3), (1e4, f64::INFINITY));
    assert!(UnitValueMargin::of(&[pair; 20]).is_err());
}
