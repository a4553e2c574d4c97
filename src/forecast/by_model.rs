//! Ready answers for the next periods: each takes a history and says what it did where the history
//! allows no more.
//!
//! Floats: forecasts are estimates. Integer arithmetic counts periods. Held by
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::Error;
use crate::forecast::benchmark::seasonal_naive;
use crate::forecast::ets_fit::select;
use crate::forecast::ets_model::Model;
use crate::forecast::ets_run::Fit;
use crate::forecast::input::{all_positive, check_seasonal};
use crate::forecast::points::{Forecast, Spread};
use crate::forecast::stl::{SeasonalDecomposition, Stl};

const LOGARITHMS: &str = " on logarithms";

/// The next periods by exponential smoothing with a level and an additive season, `ETS(A,N,A)`, of
/// the logarithms.
///
/// # Formula
/// See [`ets`](crate::forecast::ets); points are `exp` of the model's, which are medians.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
/// [`Range`](crate::ErrorKind::Range) for a season of zero periods;
/// [`Missing`](crate::Undefined::Missing) without any. Where a value is not positive the model is
/// fitted to the values themselves; for two years and less the answer is the last year again, for
/// less than one the last value. [`Forecast::reason`] says so.
///
/// # Example
/// ```
/// use bilateral::forecast::ets_on_logs;
/// let years: Vec<f64> = [80.0, 100.0, 90.0, 130.0].repeat(5);
/// let forecast = ets_on_logs(&years, 4, 4)?;
/// assert_eq!(forecast.method(), "ETS(A,N,A) on logarithms");
/// assert!((forecast.points()[3] - 130.0).abs() < 1e-6);
/// assert_eq!(ets_on_logs(&years[..8], 4, 1)?.method(), "seasonal naive");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn ets_on_logs(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    check_seasonal(y, season)?;
    let model = if season == 1 { Model::SIMPLE } else { Model::SEASONAL };
    with_fallback(y, season, horizon, |values, logarithms| {
        let fit = model.fit(values, season)?;
        let name = format!("{model}{}", if logarithms { LOGARITHMS } else { "" });
        finish(name, &fit, horizon, logarithms, None)
    })
}

/// The next periods by a seasonally adjusted series, smoothed: [STL](crate::forecast::stl) of the
/// logarithms, `ETS(A,N,N)` of what is left, times the season of the last year.
///
/// # Formula
/// The season is periodic for less than five years, and changes over 13 years otherwise.
///
/// # Errors
/// As [`ets_on_logs`], with the same simpler answers.
///
/// # Example
/// ```
/// use bilateral::forecast::stl_ets;
/// let years: Vec<f64> = [80.0, 100.0, 90.0, 130.0].repeat(5);
/// let forecast = stl_ets(&years, 4, 4)?;
/// assert_eq!(forecast.method(), "STL on logarithms + ETS(A,N,N)");
/// assert!((forecast.points()[3] - 130.0).abs() < 1e-6);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn stl_ets(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    check_seasonal(y, season)?;
    if season == 1 {
        return Ok(
            ets_on_logs(y, season, horizon)?.because("one period a year has no season to adjust")
        );
    }
    with_fallback(y, season, horizon, |values, logarithms| {
        let (parts, fit) = stl_smoothing(values, season)?;
        let name = format!("STL{} + {}", if logarithms { LOGARITHMS } else { "" }, Model::SIMPLE);
        finish(name, &fit, horizon, logarithms, Some(&parts))
    })
}

/// The season by STL, and the smoothing of what is seasonally adjusted.
pub(crate) fn stl_smoothing(
    values: &[f64],
    season: usize,
) -> Result<(SeasonalDecomposition, Fit), Error> {
    let parts = Stl::for_length(season, values.len())?.decompose(values)?;
    let fit = Model::SIMPLE.fit(&parts.adjusted_values(), 1)?;
    Ok((parts, fit))
}

/// The next periods by the model of exponential smoothing with the least AICc.
///
/// # Formula
/// See [`ets::select`](crate::forecast::ets::select), which lists the other models too, with the
/// reason why one of them could not be fitted. It is good on eight years of monthly trade
/// (not better than simpler methods) and poor on three.
///
/// # Errors
/// As [`ets_on_logs`]; for less than five periods the answer is the last year or value, and
/// [`Forecast::reason`] says so.
///
/// # Example
/// ```
/// use bilateral::forecast::ets_selected;
/// let forecast = ets_selected(
///     &[12.0, 14.1, 15.9, 18.0, 20.1, 21.9, 24.0, 26.1, 27.8, 30.1, 32.0, 33.9],
///     1,
///     1,
/// )?;
/// assert_eq!(forecast.method(), "ETS(M,A,N)");
/// assert!((forecast.points()[0] - 36.0).abs() < 0.2);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn ets_selected(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    check_seasonal(y, season)?;
    match select(y, season).and_then(|chosen| chosen.fit().forecast(horizon)) {
        Ok(forecast) => Ok(forecast),
        Err(error) => Ok(seasonal_naive(y, season, horizon)?.because(error.to_string())),
    }
}

/// The method on logarithms; on the values if they are not all positive; the last year if that
/// fails too.
fn with_fallback(
    y: &[f64],
    season: usize,
    horizon: usize,
    method: impl Fn(&[f64], bool) -> Result<Forecast, Error>,
) -> Result<Forecast, Error> {
    let positive = all_positive(y);
    let answer = if positive {
        let logarithms: Vec<f64> = y.iter().map(|value| value.ln()).collect();
        method(&logarithms, true)
    } else {
        method(y, false).map(|forecast| {
            forecast.because("not all values are positive, so there are no logarithms")
        })
    };
    match answer {
        Ok(forecast) if forecast.is_finite() => Ok(forecast),
        Ok(_) => Ok(seasonal_naive(y, season, horizon)?.because("the model leaves the numbers")),
        Err(error) => Ok(seasonal_naive(y, season, horizon)?.because(error.to_string())),
    }
}

/// Back from logarithms, with the season of the periods ahead.
fn finish(
    name: String,
    fit: &Fit,
    horizon: usize,
    logarithms: bool,
    parts: Option<&SeasonalDecomposition>,
) -> Result<Forecast, Error> {
    let seasons = parts.map(|parts| parts.seasons_ahead(horizon)).unwrap_or_default();
    let plain = fit.forecast(horizon)?;
    let season = |step: usize| seasons.get(step).copied().unwrap_or(0.0);
    let points = plain.points().iter().enumerate().map(|(step, point)| point + season(step));
    if logarithms {
        let factors = seasons.iter().map(|season| season.exp()).collect();
        let spread = if fit.interval_variance().is_ok() {
            Spread::Drawn { fit: Box::new(fit.clone()), logarithms, factors }
        } else {
            Spread::Unknown("the history is too short to show the errors of the model")
        };
        return Ok(Forecast::new(name, points.map(f64::exp).collect(), spread));
    }
    let points = points.collect();
    Ok(Forecast::new(name, points, plain.into_spread()))
}
