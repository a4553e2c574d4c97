//! Margins from regressions, against other software on published figures, and against dense
//! solutions on made ones.

use crate::shared::{case, near, rows, text};
use bilateral::mirror::{
    FixedEffectsMargin, Matched, Route, UnitValueMargin, UnitValuePair, baci_margin,
};
use bilateral::number::decimal;
use bilateral::regression::Fit;
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

fn held_against(fit: &Fit, expected: &serde_json::Value) {
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

/// Dummies in place of effects, normal equations and Gauss: slow and independent.
fn dense(flows: &[(Matched, Route)], low: f64, high: f64) -> Vec<f64> {
    let mut areas: Vec<Area> = flows.iter().map(|(flow, _)| flow.exporter).collect();
    areas.sort();
    areas.dedup();
    let row = |(flow, route): &(Matched, Route)| {
        let mut row = vec![route.kilometres.ln(), f64::from(u8::from(route.is_contiguous)), 1.0];
        row.extend(areas[1..].iter().map(|a| f64::from(u8::from(*a == flow.exporter))));
        row.extend(areas[1..].iter().map(|a| f64::from(u8::from(*a == flow.importer))));
        row.push(ratio_log(flow).clamp(low, high));
        row
    };
    let rows: Vec<Vec<f64>> = flows.iter().map(row).collect();
    let size = rows[0].len() - 1;
    let mut system: Vec<Vec<f64>> = (0..size)
        .map(|a| (0..=size).map(|b| rows.iter().map(|row| row[a] * row[b]).sum()).collect())
        .collect();
    for pivot in 0..size {
        let best = (pivot..size)
            .max_by(|a, b| system[*a][pivot].abs().total_cmp(&system[*b][pivot].abs()))
            .unwrap();
        system.swap(pivot, best);
        for other in (0..size).filter(|other| *other != pivot) {
            let times = system[other][pivot] / system[pivot][pivot];
            for column in pivot..=size {
                let above = system[pivot][column];
                system[other][column] -= times * above;
            }
        }
    }
    (0..size).map(|at| system[at][size] / system[at][at]).collect()
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
