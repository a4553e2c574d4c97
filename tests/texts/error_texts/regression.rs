//! Least squares and main effects.

use super::{Texts, refused};
use bilateral::Undefined;
use bilateral::regression::{LeastSquares, LeastSquaresFit, MainEffects, SmallSample, sum_to_zero};

pub fn put(t: &mut Texts) {
    questions(t);
    fits(t);
    effects(t);
    reasons(t);
}

const Y: [f64; 4] = [1.0, 2.0, 4.0, 9.0];
const X: [f64; 4] = [0.0, 1.0, 2.0, 3.0];

fn model() -> LeastSquares<'static> {
    LeastSquares::new(&Y)
}

/// The reasons themselves, with their own advice.
fn reasons(t: &mut Texts) {
    for reason in [
        Undefined::Collinear { column: "ln_dist".to_owned(), with: "gdp".to_owned() },
        Undefined::Collinear { column: "landlocked".to_owned(), with: String::new() },
        Undefined::NoDegreesOfFreedom,
    ] {
        t.put("error", &format!("Undefined::{reason:?}"), &reason);
    }
}

fn questions(t: &mut Texts) {
    let missing = [1.0, f64::NAN, 2.0, 3.0];
    let large = [1e200, 1.0, 1.0, 1.0];
    refused!(
        t,
        "regression",
        model().column("gdp", &[1.0]),
        model().column("gdp", &missing),
        model().column("gdp", &large),
        model().column("gdp", &X).unwrap().column("gdp", &X),
        model().column("constant", &X).unwrap().fit(),
        model().weights(&[1.0, 0.0, 1.0, 1.0]),
        model().until(0.5, 10),
        model().until(1e-10, 0),
        LeastSquares::new(&Y[..1]).column("gdp", &X[..1]).unwrap().fit(),
        sum_to_zero(&["CHN", "CHN"]),
    );
}

fn fits(t: &mut Texts) {
    let fit = |model: LeastSquares<'_>| model.fit().unwrap();
    let line = || fit(model().column("gdp", &X).unwrap());
    let by = |name: &str, column: &'static [f64]| -> LeastSquaresFit {
        let within = model().column(name, column).unwrap();
        fit(within.effects("exporter", &["CHN", "CHN", "RUS", "RUS"]).unwrap())
    };
    let twice = || fit(model().column("gdp", &X).unwrap().column("gnp", &X).unwrap());
    let both_ways = || {
        let ways = model().effects("exporter", &["CHN", "CHN", "RUS", "RUS"]).unwrap();
        fit(ways.effects("year", &[2017, 2018, 2017, 2018]).unwrap())
    };
    let exact = || fit(LeastSquares::new(&Y[..2]).column("gdp", &X[..2]).unwrap());
    refused!(
        t,
        "regression",
        line().coefficient("population"),
        twice().coefficient("gnp"),
        by("landlocked", &[0.0, 0.0, 1.0, 1.0]).coefficient("landlocked"),
        fit(model().without_constant()).coefficient("gdp"),
        exact().standard_error("gdp"),
        line().clustered(&["CHN"; 4], SmallSample::Groups),
        both_ways().leverages(),
        fit(LeastSquares::new(&[2.0, 2.0])).r_squared(),
        // A chain of levels, in which each pair of rows ties two.
        chain(3),
    );
}

fn chain(passes: usize) -> Result<LeastSquaresFit, bilateral::Error> {
    let one: Vec<usize> = (0..400).map(|row| row / 2).collect();
    let other: Vec<usize> = (0..400_usize).map(|row| row.div_ceil(2)).collect();
    let y: Vec<f64> = (0..400).map(|row| f64::from(row * 37 % 101)).collect();
    LeastSquares::new(&y)
        .effects("exporter", &one)?
        .effects("importer", &other)?
        .until(1e-12, passes)?
        .fit()
}

fn effects(t: &mut Texts) {
    let (exporters, years) = (["CHN", "CHN", "RUS", "RUS"], [2017, 2018, 2017, 2018]);
    let with = |y: &'static [f64], years: &[i32]| {
        let model = MainEffects::new(y).factor("exporter", &exporters).unwrap();
        model.factor("year", years).unwrap().fit()
    };
    let many: Vec<u32> = (0..4_001).collect();
    let high: Vec<f64> = many.iter().map(|row| f64::from(*row)).collect();
    refused!(
        t,
        "regression",
        MainEffects::new(&Y).factor("year", &[2018; 4]),
        MainEffects::new(&high).factor("exporter", &many).unwrap().fit(),
        with(&Y, &[2017, 2017, 2018, 2018]),
        with(&[5.0; 4], &years),
        with(&Y, &years).unwrap().effects("importer"),
        with(&Y, &years).unwrap().effect("exporter", "USA"),
        MainEffects::new(&Y).fit().unwrap().effects("importer"),
    );
}
