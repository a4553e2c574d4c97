//! Additive Holt-Winters with given parameters over several series at once, for those who have very
//! many.
//!
//! Floats: forecasts are estimates. Positions are periods below the length that all series have,
//! which the caller has made equal. Held by `bulk_smoothing_has_the_bits_of_the_scalar_functions`
//! in `tests/inside/panel_smoothing.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::forecast::ets_kernel::Lanes;
use crate::forecast::ets_parameters::Parameters;
use crate::forecast::ets_start::simple_line;
use crate::forecast::input::{LARGEST, check_seasonal};

/// Runs series of equal length from their [simple](crate::forecast::ets::State::simple) first
/// states, and projects them into `points`, one series after the other. The sums of squared errors;
/// nothing if any series is too short or not finite, so that the scalar function must say why.
/// `scratch` is memory to be used again.
pub(crate) fn holt_winters_lanes<const N: usize>(
    y: &[&[f64]; N],
    season: usize,
    parameters: &Parameters,
    horizon: usize,
    points: &mut [f64],
    scratch: &mut Vec<[f64; N]>,
) -> Option<[f64; N]> {
    let length = y[0].len();
    let mut lanes = Lanes { level: [0.0; N], trend: [0.0; N], season: vec![[0.0; N]; season] };
    scratch.clear();
    scratch.resize(length, [0.0; N]);
    for (lane, y) in y.iter().enumerate() {
        check_seasonal(y, season).ok()?;
        (lanes.level[lane], lanes.trend[lane]) = simple_line(y, season, 2)?;
        for (row, value) in scratch.iter_mut().zip(*y) {
            row[lane] = *value;
        }
    }
    for (season, first) in lanes.season.iter_mut().zip(scratch.iter()) {
        for lane in 0..N {
            season[lane] = first[lane] - lanes.level[lane];
        }
    }
    // What `State` would not take is for the scalar function to refuse.
    let mut states = lanes.level.iter().chain(&lanes.trend).chain(lanes.season.iter().flatten());
    if !states.all(|value| value.abs() <= LARGEST) {
        return None;
    }
    let sums = lanes.additive(scratch, parameters);
    let (mut level, mut trend) = (lanes.level, lanes.trend);
    let ahead = lanes.season.iter().cycle().skip(length % season);
    for (step, season) in ahead.enumerate().take(horizon) {
        for lane in 0..N {
            trend[lane] *= parameters.phi;
            level[lane] += trend[lane];
            points[lane * horizon + step] = level[lane] + season[lane];
        }
    }
    sums.iter().chain(points.iter()).all(|value| value.is_finite()).then_some(sums)
}
