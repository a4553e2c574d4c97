//! The forecasts that every method must beat: the last value, the last year, the drift, the mean.
//!
//! ```
//! use bilateral::forecast::benchmark;
//! let y = [10.0, 20.0, 12.0, 24.0];
//! assert_eq!(benchmark::naive(&y, 2)?.points(), [24.0, 24.0]);
//! assert_eq!(benchmark::seasonal_naive(&y, 2, 3)?.points(), [12.0, 24.0, 12.0]);
//! assert_eq!(benchmark::mean(&y, 1)?.points(), [16.5]);
//! // From 10 to 24 in three steps.
//! assert!((benchmark::drift(&y, 1)?.points()[0] - (24.0 + 14.0 / 3.0)).abs() < 1e-12);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! Floats: forecasts are estimates. Integer arithmetic counts periods. Held by
//! `tests/inside/smoothing.rs` (R `naive`, `snaive`, `rwf`, `meanf`).
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, counted};
use crate::forecast::input::{self, check, check_seasonal, count};
use crate::forecast::points::{Forecast, Linear, Spread};

/// Every period like the last one. A random walk: the variance grows with every step.
///
/// # Formula
/// `y_n`, variance of step h: `h` times the mean square of the changes.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
/// [`Missing`](crate::Undefined::Missing) without any.
///
/// # Example
/// See the [module](self).
pub fn naive(y: &[f64], horizon: usize) -> Result<Forecast, Error> {
    check(y)?;
    let last = y.last().copied().unwrap_or_default();
    Ok(Forecast::new("last value", vec![last; horizon], walk(y, 1, horizon)))
}

/// Every period like the same one a year before.
///
/// # Formula
/// `y_(n + h - m)`, variance: the number of years ahead times the mean square of the changes over a
/// year. For less than a year of history the last value, with the reason.
///
/// # Errors
/// As [`naive`]; [`Range`](crate::ErrorKind::Range) for a season of zero periods.
///
/// # Example
/// See the [module](self).
pub fn seasonal_naive(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    check_seasonal(y, season)?;
    let Some(first) = y.len().checked_sub(season) else {
        let reason = format!("{} do not fill a year of {season}", counted(y.len(), "period"));
        return Ok(naive(y, horizon)?.because(reason));
    };
    let year = y.get(first..).unwrap_or_default();
    let points = year.iter().cycle().take(horizon).copied().collect();
    let name = if season == 1 { "last value" } else { "seasonal naive" };
    Ok(Forecast::new(name, points, walk(y, season, horizon)))
}

/// A random walk from year to year, each season for itself.
fn walk(y: &[f64], season: usize, horizon: usize) -> Spread {
    let changes: Vec<f64> =
        y.iter().zip(y.iter().skip(season)).map(|(before, now)| now - before).collect();
    if changes.is_empty() {
        return Spread::Unknown("the history is too short to show a change");
    }
    let variance = changes.iter().map(|change| change * change).sum::<f64>() / count(changes.len());
    let weights = (0..horizon).map(|step| if step % season == 0 { 1.0 } else { 0.0 }).collect();
    Spread::Linear(Linear { variance, weights, shared: Vec::new(), degrees: None })
}

/// The last value, and each period the mean change so far.
///
/// # Formula
/// `y_n + h b` with `b = (y_n - y_1) / (n - 1)`; variance `s^2 h + (h s)^2 / (n - 1)` with the
/// variance `s^2` of the changes. A single value has no change, and is the last value with the
/// reason.
///
/// # Errors
/// As [`naive`].
///
/// # Example
/// See the [module](self).
pub fn drift(y: &[f64], horizon: usize) -> Result<Forecast, Error> {
    check(y)?;
    let (Some(first), Some(last), 2..) = (y.first(), y.last(), y.len()) else {
        return Ok(naive(y, horizon)?.because("one period shows no change"));
    };
    let changes = y.len() - 1;
    let slope = (last - first) / count(changes);
    let points = (1..=horizon).map(|step| last + count(step) * slope).collect();
    if changes < 2 {
        return Ok(Forecast::new(
            "drift",
            points,
            Spread::Unknown("the history is too short to show the errors of a drift"),
        ));
    }
    let sum: f64 =
        y.iter().zip(y.iter().skip(1)).map(|(before, now)| (now - before - slope).powi(2)).sum();
    let variance = sum / count(changes - 1);
    let error = (variance / count(changes)).sqrt();
    let shared = (1..=horizon).map(|step| count(step) * error).collect();
    let linear = Linear { variance, weights: vec![1.0; horizon], shared, degrees: None };
    Ok(Forecast::new("drift", points, Spread::Linear(linear)))
}

/// Every period like the mean of all so far.
///
/// # Formula
/// The mean, with `s^2 (1 + 1/n)` and Student's distribution of `n - 1` degrees.
///
/// # Errors
/// As [`naive`].
///
/// # Example
/// See the [module](self).
pub fn mean(y: &[f64], horizon: usize) -> Result<Forecast, Error> {
    check(y)?;
    let middle = input::mean(y);
    let points = vec![middle; horizon];
    if y.len() < 2 {
        return Ok(Forecast::new(
            "mean",
            points,
            Spread::Unknown("the history is too short to show the errors of a mean"),
        ));
    }
    let n = count(y.len());
    let variance = y.iter().map(|value| (value - middle).powi(2)).sum::<f64>() / (n - 1.0);
    // Errors of one step say nothing of the next one, but the error of the mean is the same in all.
    let mut weights = vec![0.0; horizon];
    if let Some(first) = weights.first_mut() {
        *first = 1.0;
    }
    let shared = vec![(variance / n).sqrt(); horizon];
    let degrees = Some(u32::try_from(y.len() - 1).unwrap_or(u32::MAX));
    Ok(Forecast::new("mean", points, Spread::Linear(Linear { variance, weights, shared, degrees })))
}
