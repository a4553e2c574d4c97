//! Paths drawn at random, where a model has no closed form for its spread. The seed is fixed: the
//! same fit gives the same paths.
//!
//! Floats: paths are draws. Positions are steps of a path, below the horizon. Held by
//! `drawn_variances_meet_the_analytic_ones` in `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined};
use crate::forecast::ets_model::{ErrorForm, Season};
use crate::forecast::ets_run::Fit;
use crate::forecast::input::{count, is_positive};
use crate::forecast::quantile::normal;

/// Paths that a fitted model might take next, one line of steps after the other.
///
/// # Formula
/// Normal innovations with the [variance for intervals](Fit::interval_variance) go through the
/// recursion; a relative error below -1 counts as -1, and a path of relative errors whose level has
/// come to zero stays at zero, since trade does not become negative.
///
/// # Source
/// The generator is SplitMix64 (Steele, Lea and Flood 2014) from the seed 20,260,101; each number
/// becomes `((x >> 11) + 1/2) / 2^53`, and that a normal value by Wichura's AS 241.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Simulation {
    horizon: usize,
    values: Vec<f64>,
}

/// So many that an 80 % interval is known to about a fiftieth of its width.
const PATHS: usize = 5_000;

const SEED: u64 = 20_260_101;

impl Simulation {
    /// The paths, each of `horizon` steps.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks(self.horizon.max(1))
    }

    /// The sums of some steps, path by path.
    pub(crate) fn sums(&self, steps: std::ops::Range<usize>) -> Vec<f64> {
        self.paths().map(|path| path.iter().skip(steps.start).take(steps.len()).sum()).collect()
    }

    /// `exp` of every value, times the factor of its step.
    pub(crate) fn exponentials(mut self, factors: &[f64]) -> Simulation {
        for path in self.values.chunks_mut(self.horizon.max(1)) {
            for (step, value) in path.iter_mut().enumerate() {
                *value = value.exp() * factors.get(step).copied().unwrap_or(1.0);
            }
        }
        self
    }

    /// The quantile of sorted values, straight between neighbours (type 7 of R).
    pub(crate) fn quantile(sorted: &[f64], probability: f64) -> f64 {
        let mut place = probability * count(sorted.len().saturating_sub(1));
        let mut below = 0_usize;
        // The places are few and this needs no cast that could lose anything.
        while place >= 1.0 {
            place -= 1.0;
            below += 1;
        }
        match (sorted.get(below), sorted.get(below + 1)) {
            (Some(low), Some(high)) => low + place * (high - low),
            (Some(low), None) => *low,
            _ => 0.0,
        }
    }
}

impl Fit {
    /// 5,000 paths of the next periods, with errors of the model's own size.
    ///
    /// # Undefined when
    /// No degree of freedom is left for the variance; [`Undefined::NotPositive`] where a path of a
    /// model with an additive error and a multiplicative season comes to a level or a factor that
    /// is not above zero.
    pub(crate) fn simulate(&self, horizon: usize) -> Result<Simulation, Error> {
        let deviation = self.interval_variance()?.sqrt();
        let mut state = SEED;
        let mut values = Vec::with_capacity(PATHS.saturating_mul(horizon));
        let mut season = self.last.season.clone();
        let p = &self.parameters;
        let relative = self.model.error == ErrorForm::Multiplicative;
        for _ in 0..PATHS {
            let (mut level, mut trend) = (self.last.level, self.last.trend);
            season.copy_from_slice(&self.last.season);
            let (mut at, mut ended) = (0_usize, false);
            for _ in 0..horizon {
                let draw = deviation * normal(uniform(&mut state));
                let slope = p.phi * trend;
                let ahead = level + slope;
                let by_factor = self.model.season == Season::Multiplicative;
                let mut none = if by_factor { 1.0 } else { 0.0 };
                let season = season.get_mut(at).unwrap_or(&mut none);
                let middle = if by_factor { ahead * *season } else { ahead + *season };
                let (of_level, of_season) = if by_factor { (*season, ahead) } else { (1.0, 1.0) };
                if by_factor && !relative && !(is_positive(of_level) && is_positive(of_season)) {
                    return Err(Error::from(Undefined::NotPositive)
                        .about(format!("a path of {}", self.model)));
                }
                // A relative error of nothing is nothing: trade that has come to an end stays
                // there.
                ended |= relative && !(is_positive(middle) && is_positive(of_season));
                if ended {
                    values.push(0.0);
                    continue;
                }
                let error = if relative { middle * draw.max(-1.0) } else { draw };
                values.push(middle + error);
                level = ahead + p.alpha * error / of_level;
                trend = slope + p.beta * error / of_level;
                *season += p.gamma * error / of_season;
                at = (at + 1).checked_rem(self.last.season.len()).unwrap_or(0);
            }
        }
        if values.iter().all(|value| value.is_finite()) {
            return Ok(Simulation { horizon, values });
        }
        Err(Error::invalid("a simulated path", "one of its values is beyond the largest number")
            .with_help("take a model with an additive error"))
    }
}

/// The next number of SplitMix64, as one between 0 and 1, both excluded.
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float")]
    let whole = (mixed >> 11) as f64;
    (whole + 0.5) / 9_007_199_254_740_992.0
}
