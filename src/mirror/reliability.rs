//! Reliability by analysis of variance: how far reports of an exporter or an importer are from
//! those of the partners, other things alike.
//!
//! Floats: estimates, rounded once, as decimals, before they touch a value. Held by
//! `tests/mirror/reliability.rs`.
#![allow(clippy::float_arithmetic)]

use crate::area::Area;
use crate::error::{Error, Undefined};
use crate::mirror::matched::{Matched, PairWeights, Weight, sorted};
use crate::mirror::symmetry::no_flows;
use crate::regression::{EffectsFit, MainEffects};
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::FRAC_PI_2;

/// The quality of the reports of all exporters and importers of some flows, as BACI estimates it,
/// and the weights that follow.
///
/// # Formula
/// `|ln(x/m)|` is explained by effects of exporter, importer and, with several periods, period,
/// each summing to zero, weighted with `ln(x + m)`. With the least-squares mean `LS` of an economy
/// and its standard error `se`: `sigma = pi/2 (LS - min LS + 2 se)`, variance `e^(sigma²)
/// (e^(sigma²) - 1)`, weight of the export report `Var_m / (Var_x + Var_m)`. The least mean is that
/// of the exporters for an exporter, of the importers for an importer.
///
/// The paper prints `LS - (min LS + 2 se)`, which is negative for the better half of economies, so
/// that a smaller error made them worse; the sign of `2 se` is mended here.
///
/// The weights `ln(x + m)` depend on the unit: BACI has thousand US$. A flow with `x + m` of 1 or
/// less has none and is left out.
///
/// # Source
/// Gaulier and Zignago (2010), *BACI: International Trade Database at the Product-Level*, CEPII
/// working paper 2010-23, section 4.
///
/// # Undefined when
/// Levels fall into sets that no flow ties together, or an economy has no flow but with one that
/// has no other ([`Collinear`](crate::Undefined::Collinear) names it); there are no more flows than
/// coefficients ([`NoDegreesOfFreedom`](crate::Undefined::NoDegreesOfFreedom)).
///
/// # Example
/// ```
/// use bilateral::mirror::{Matched, ReportingQuality};
/// use bilateral::{Period, area::{CHN, KAZ, RUS}};
///
/// // Kazakhstan's reports agree with nobody's, whichever side it is on.
/// let year = Period::year(2018);
/// let flows = [
///     Matched::new(CHN, RUS, year, 1_000, 1_010)?,
///     Matched::new(RUS, CHN, year, 1_200, 1_180)?,
///     Matched::new(CHN, KAZ, year, 1_000, 1_900)?,
///     Matched::new(KAZ, CHN, year, 1_000, 1_700)?,
///     Matched::new(RUS, KAZ, year, 1_000, 2_100)?,
///     Matched::new(KAZ, RUS, year, 1_000, 1_600)?,
/// ];
/// let quality = ReportingQuality::of(&flows)?;
/// let weights = quality.weights(12)?;
/// assert!(weights.of(CHN, KAZ) > weights.of(CHN, RUS));
/// assert!(weights.of(KAZ, CHN) < weights.of(RUS, CHN));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReportingQuality {
    fit: EffectsFit,
    exporters: BTreeMap<Area, Quality>,
    importers: BTreeMap<Area, Quality>,
    pairs: BTreeSet<(Area, Area)>,
    left_out: LeftOutOfAnova,
}

/// How well an economy reports as exporter or as importer; less is better.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Quality {
    /// How far it is from the mean of all.
    pub effect: f64,
    /// The least-squares mean of `|ln(x/m)|`.
    pub mean: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    /// The spread of a log-normal error of its reports.
    pub sigma: f64,
}

/// Flows that the analysis could not use, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct LeftOutOfAnova {
    /// A side reports zero, so there is no logarithm.
    pub with_zero: usize,
    /// Both together are 1 or less, so there is no weight.
    pub too_small: usize,
}

impl ReportingQuality {
    /// The quality of reports over these flows.
    ///
    /// # Errors
    /// As under "Undefined when"; fewer than two exporters or importers.
    pub fn of(flows: &[Matched]) -> Result<ReportingQuality, Error> {
        let mut left_out = LeftOutOfAnova::default();
        let mut rows: Vec<(&Matched, f64, f64)> = Vec::new();
        for flow in sorted(flows) {
            let weight = flow.both().approximately().ln();
            match flow.exported.over(&flow.imported) {
                Ok(quotient) if quotient.is_positive() && weight > 0.0 => {
                    rows.push((flow, quotient.approximately().ln().abs(), weight));
                }
                Ok(quotient) if quotient.is_positive() => {
                    left_out.too_small = left_out.too_small.saturating_add(1);
                }
                _ => left_out.with_zero = left_out.with_zero.saturating_add(1),
            }
        }
        let fit = effects(&rows)?;
        let areas = |of: fn(&Matched) -> Area| -> BTreeSet<Area> {
            rows.iter().map(|(flow, ..)| of(flow)).collect()
        };
        Ok(ReportingQuality {
            exporters: qualities(areas(|flow| flow.exporter), &fit, "exporter")?,
            importers: qualities(areas(|flow| flow.importer), &fit, "importer")?,
            pairs: rows.iter().map(|(flow, ..)| (flow.exporter, flow.importer)).collect(),
            fit,
            left_out,
        })
    }

    /// How well an economy reports its exports.
    ///
    /// # Errors
    /// [`Missing`](crate::Undefined::Missing) if none of the flows used is its.
    pub fn exporter(&self, exporter: Area) -> Result<Quality, Error> {
        self.exporters.get(&exporter).copied().ok_or_else(|| no_flows(exporter, "exporter"))
    }

    /// How well an economy reports its imports.
    ///
    /// # Errors
    /// [`Missing`](crate::Undefined::Missing) if none of the flows used is its.
    pub fn importer(&self, importer: Area) -> Result<Quality, Error> {
        self.importers.get(&importer).copied().ok_or_else(|| no_flows(importer, "importer"))
    }

    /// The weight of the export report of a pair, in any period, as estimated.
    ///
    /// # Errors
    /// [`Missing`](crate::Undefined::Missing) for an economy without flows.
    pub fn weight(&self, exporter: Area, importer: Area) -> Result<f64, Error> {
        let (x, m) = (self.exporter(exporter)?, self.importer(importer)?);
        // Var_m / (Var_x + Var_m), by logarithms, since a variance may be beyond all floats.
        Ok(1.0 / (1.0 + (x.log_variance() - m.log_variance()).exp()))
    }

    /// The weights of all pairs, each rounded once to `places`.
    ///
    /// # Errors
    /// More than 17 places, which no float has.
    pub fn weights(&self, places: u8) -> Result<PairWeights, Error> {
        PairWeights::make(self.pairs.iter().copied(), places, |exporter, importer| {
            Ok(Weight::Estimate(self.weight(exporter, importer)?))
        })
    }

    /// The regression: its intercept, variance, effects of periods under `period`.
    #[must_use]
    pub fn regression(&self) -> &EffectsFit {
        &self.fit
    }

    /// What was left out.
    #[must_use]
    pub fn left_out(&self) -> LeftOutOfAnova {
        self.left_out
    }
}

impl Quality {
    /// `e^(sigma²) (e^(sigma²) - 1)`: the variance of a report of one, the error being log-normal.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if no float holds it (sigma above 18).
    pub fn variance(&self) -> Result<f64, Error> {
        let variance = self.log_variance().exp();
        if variance.is_finite() {
            return Ok(variance);
        }
        let reason = format!("with sigma {} it is above 1e308", self.sigma);
        Err(Error::range("the variance of reports", reason)
            .with_help("use ReportingQuality::weights(..), which takes its logarithm"))
    }

    fn log_variance(&self) -> f64 {
        let square = self.sigma * self.sigma;
        // Above 700 one less makes no difference, and the exponential is no float.
        if square > 700.0 { 2.0 * square } else { square + square.exp_m1().ln() }
    }
}

fn effects(rows: &[(&Matched, f64, f64)]) -> Result<EffectsFit, Error> {
    let distances: Vec<f64> = rows.iter().map(|(_, distance, _)| *distance).collect();
    let weights: Vec<f64> = rows.iter().map(|(.., weight)| *weight).collect();
    let exporters: Vec<Area> = rows.iter().map(|(flow, ..)| flow.exporter).collect();
    let importers: Vec<Area> = rows.iter().map(|(flow, ..)| flow.importer).collect();
    let periods: Vec<_> = rows.iter().map(|(flow, ..)| flow.period).collect();
    let fit = || {
        let mut model = MainEffects::new(&distances)
            .weights(&weights)?
            .factor("exporter", &exporters)?
            .factor("importer", &importers)?;
        if periods.iter().any(|period| Some(period) != periods.first()) {
            model = model.factor("period", &periods)?;
        }
        model.fit()
    };
    fit().map_err(told)
}

/// In terms of flows, since there are no columns that a caller could leave out.
fn told(error: Error) -> Error {
    let error = error.about("the quality of reports");
    let help = match error.undefined() {
        Some(Undefined::Collinear { .. }) => {
            "add flows that tie the sets of economies together, or ask for each set alone"
        }
        Some(Undefined::NoDegreesOfFreedom) => "give more flows, of more years say",
        Some(_) => return error,
        None => "give flows of two exporters and two importers at least, above zero on both sides",
    };
    error.with_help(help)
}

/// Effects stand in the order of areas.
fn qualities(
    areas: BTreeSet<Area>,
    fit: &EffectsFit,
    factor: &str,
) -> Result<BTreeMap<Area, Quality>, Error> {
    let effects = fit.effects(factor)?;
    let least = effects.iter().map(|effect| effect.mean).fold(f64::INFINITY, f64::min);
    let quality = |effect: &crate::regression::LevelEffect| Quality {
        effect: effect.effect,
        mean: effect.mean,
        standard_error: effect.standard_error,
        sigma: FRAC_PI_2 * (effect.mean - least + 2.0 * effect.standard_error),
    };
    Ok(areas.into_iter().zip(effects.iter().map(quality)).collect())
}
