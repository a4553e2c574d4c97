//! The models of this room, as the projection of a year asks for them: the sum of the months left.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::projection::by_model::{ets_on_logs, ets_selected, stl_ets};
use crate::projection::theta::theta;
use crate::projection::{Basis, Forecast, Interval, Method};

/// What a model expects of the next `horizon` months together.
///
/// # Errors
/// Where the model has no answer of its own: projections have simpler methods than the kernels fall back on.
pub(crate) fn rest(method: &Method, history: &[f64], season: usize, horizon: usize) -> Result<f64, Error> {
    Ok(forecast(method, history, season, horizon)?.sum())
}

/// Its own interval of 80 % on that sum, around what is known already.
pub(crate) fn interval(
    method: &Method,
    history: &[f64],
    season: usize,
    horizon: usize,
    so_far: f64,
) -> Result<Interval, Error> {
    let own = forecast(method, history, season, horizon)?.sum_interval(80)?;
    Interval::new(own.percent(), so_far + own.low(), so_far + own.high(), Basis::Model)
}

fn forecast(method: &Method, history: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    let forecast = match method {
        Method::Theta => theta(history, season, horizon),
        Method::LogEts => ets_on_logs(history, season, horizon),
        Method::Stl => stl_ets(history, season, horizon),
        Method::SelectedEts => ets_selected(history, season, horizon),
        other => Err(Error::range("a model of the months", format!("{other} is none"))),
    }?;
    match forecast.reason() {
        None => Ok(forecast),
        Some(reason) => Err(Error::range("the history of a model", reason).about(method)),
    }
}
