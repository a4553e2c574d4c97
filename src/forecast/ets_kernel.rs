//! The recursions of exponential smoothing over a slice: no allocation, no branch that depends on
//! the data.
//!
//! The states of a model depend on its season only: an additive and a multiplicative error of the
//! same model move the states alike, since a relative error times the fitted value is the absolute
//! one. So there are two recursions, and a model without a trend or a season is one whose trend or
//! season is zero and stays zero.
//!
//! Floats: states are estimates. Positions: a season is walked along its own slice in blocks of its
//! length, so there is no index. Held by `fast_paths_give_the_bits_of_the_general_recursion` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic)]

use crate::forecast::ets_parameters::Parameters;
#[cfg(test)]
use crate::forecast::ets_state::State;

/// Level and trend of one step after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) level: f64,
    pub(crate) trend: f64,
}

/// One period with an additive season: the fitted value and the error, and the states move on.
#[inline(always)]
fn additive_step(
    y: f64,
    p: &Parameters,
    level: &mut f64,
    trend: &mut f64,
    season: &mut f64,
) -> (f64, f64) {
    let slope = p.phi * *trend;
    let ahead = *level + slope;
    // Season off the chain of dependent operations: what follows waits for `ahead` only.
    let error = (y - *season) - ahead;
    let fitted = ahead + *season;
    *level = ahead + p.alpha * error;
    *trend = slope + p.beta * error;
    *season += p.gamma * error;
    (fitted, error)
}

/// One period with a multiplicative season.
#[inline(always)]
fn multiplicative_step(y: f64, p: &Parameters, line: &mut Line, season: &mut f64) -> (f64, f64) {
    let slope = p.phi * line.trend;
    let ahead = line.level + slope;
    let fitted = ahead * *season;
    let error = y - fitted;
    let adjusted = error / *season;
    line.level = ahead + p.alpha * adjusted;
    line.trend = slope + p.beta * adjusted;
    *season += p.gamma * (error / ahead);
    (fitted, error)
}

/// All periods with an additive season, or without one (a season of a single zero). `each` takes
/// fitted value and error.
#[inline(always)]
pub(crate) fn additive(
    y: &[f64],
    p: &Parameters,
    line: &mut Line,
    season: &mut [f64],
    mut each: impl FnMut(f64, f64),
) {
    for block in y.chunks(season.len().max(1)) {
        for (y, season) in block.iter().zip(season.iter_mut()) {
            let (fitted, error) = additive_step(*y, p, &mut line.level, &mut line.trend, season);
            each(fitted, error);
        }
    }
}

/// All periods with a multiplicative season. `each` takes fitted value and error, and the season
/// before it moved on.
#[inline(always)]
pub(crate) fn multiplicative(
    y: &[f64],
    p: &Parameters,
    line: &mut Line,
    season: &mut [f64],
    mut each: impl FnMut(f64, f64, f64),
) {
    for block in y.chunks(season.len().max(1)) {
        for (y, season) in block.iter().zip(season.iter_mut()) {
            let before = *season;
            let (fitted, error) = multiplicative_step(*y, p, line, season);
            each(fitted, error, before);
        }
    }
}

/// Additive Holt-Winters with given parameters over one series: the sum of squared errors. The
/// state goes in as that before the first period and comes out as that after the last one. Nothing
/// is allocated.
///
/// # Formula
/// Innovations form: `fitted = level + phi trend + season`, `e = y - fitted`, then `level + phi
/// trend + alpha e`, `phi trend + beta e` and `season + gamma e`. A model without a season has a
/// single season of zero and a `gamma` of zero.
///
/// # Rounding
/// Binary, the bits of [`Model::run`](crate::forecast::ets::Model::run) with `ETS(A,A,A)`. Values
/// that are not finite go in unchecked and come out as they will; that function checks them.
#[cfg(test)]
pub(crate) fn holt_winters_additive(y: &[f64], parameters: &Parameters, state: &mut State) -> f64 {
    let mut line = Line { level: state.level, trend: state.trend };
    let mut sum = 0.0;
    if state.season.is_empty() {
        let without = Parameters { gamma: 0.0, ..*parameters };
        additive(y, &without, &mut line, &mut [0.0], |_, error| sum += error * error);
    } else {
        additive(y, parameters, &mut line, &mut state.season, |_, error| sum += error * error);
        state.turn(y.len());
    }
    (state.level, state.trend) = (line.level, line.trend);
    sum
}

/// Series of equal length side by side, one in each lane: their operations do not wait for each
/// other, and a processor does several at once. Every lane has the bits that [`additive`] gives the
/// series alone.
pub(crate) struct Lanes<const N: usize> {
    pub(crate) level: [f64; N],
    pub(crate) trend: [f64; N],
    /// One row for each period of a year.
    pub(crate) season: Vec<[f64; N]>,
}

impl<const N: usize> Lanes<N> {
    /// All periods, each with one value of every series: the sums of squared errors.
    pub(crate) fn additive(&mut self, y: &[[f64; N]], p: &Parameters) -> [f64; N] {
        let mut sums = [0.0; N];
        let (mut level, mut trend) = (self.level, self.trend);
        for block in y.chunks(self.season.len().max(1)) {
            for (y, season) in block.iter().zip(&mut self.season) {
                let states = level.iter_mut().zip(&mut trend).zip(season).zip(y).zip(&mut sums);
                for ((((level, trend), season), y), sum) in states {
                    let (_, error) = additive_step(*y, p, level, trend, season);
                    *sum += error * error;
                }
            }
        }
        (self.level, self.trend) = (level, trend);
        sums
    }
}
