//! Scores of forecasts against what came: formulas on numbers, pooled by
//! [`Trials`](crate::projection::Trials).
//!
//! Floats: scores are means of many errors and are read to three digits. Lists are checked to be of
//! one length, not empty and finite; no score is infinite. `tests/projection/projection_scores.rs`
//! holds them to values of other software.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::float::{mean, root_mean_square};

/// Mean error: `mean(outcome - forecast)`. Above zero, forecasts are too low on average.
///
/// # Undefined when
/// The lists are empty or of different lengths ([`Invalid`](crate::ErrorKind::Invalid)), or hold a
/// number that is not finite. The same holds for every score of this module.
///
/// # Example
/// ```
/// use bilateral::forecast::scores;
/// let (outcomes, forecasts) = ([100.0, 110.0], [96.0, 120.0]);
/// assert_eq!(scores::mean_error(&outcomes, &forecasts)?, -3.0);
/// assert_eq!(scores::mean_absolute_error(&outcomes, &forecasts)?, 7.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mean_error(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    average(outcomes, forecasts, |outcome, forecast| outcome - forecast)
}

/// Mean absolute error: `mean|outcome - forecast|`, in the unit of the figures. Undefined as
/// [`mean_error`].
///
/// ```
/// assert_eq!(bilateral::forecast::scores::mean_absolute_error(&[100.0], &[96.0])?, 4.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mean_absolute_error(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    average(outcomes, forecasts, |outcome, forecast| (outcome - forecast).abs())
}

/// Root mean square error: `sqrt(mean((outcome - forecast)^2))`. Undefined as [`mean_error`].
///
/// ```
/// assert_eq!(
///     bilateral::forecast::scores::root_mean_square_error(&[3.0, 4.0], &[3.0, 4.0])?,
///     0.0
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn root_mean_square_error(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    let errors = pairs(outcomes, forecasts)?
        .map(|(outcome, forecast)| outcome - forecast)
        .collect::<Vec<_>>();
    finite(root_mean_square(&errors).unwrap_or(0.0))
}

/// Mean percentage error: `100 mean((outcome - forecast) / outcome)`.
///
/// # Undefined when
/// As [`mean_error`]; an outcome is zero ([`Undefined::DivisionByZero`]).
///
/// ```
/// assert_eq!(bilateral::forecast::scores::mpe(&[100.0, 50.0], &[110.0, 50.0])?, -5.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mpe(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    not_zero(outcomes)?;
    average(outcomes, forecasts, |outcome, forecast| 100.0 * (outcome - forecast) / outcome)
}

/// Mean absolute percentage error: `100 mean(|outcome - forecast| / |outcome|)`. Undefined as
/// [`mpe`].
///
/// ```
/// assert_eq!(bilateral::forecast::scores::mape(&[240.0], &[246.0])?, 2.5);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mape(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    not_zero(outcomes)?;
    average(outcomes, forecasts, |outcome, forecast| 100.0 * ((outcome - forecast) / outcome).abs())
}

/// Symmetric mean absolute percentage error, on the scale of 0 to 200:
/// `mean(200 |outcome - forecast| / (|outcome| + |forecast|))`.
///
/// # Undefined when
/// As [`mean_error`]; an outcome and its forecast are both zero ([`Undefined::ZeroOverZero`]).
///
/// ```
/// assert_eq!(bilateral::forecast::scores::smape(&[100.0], &[0.0])?, 200.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn smape(outcomes: &[f64], forecasts: &[f64]) -> Result<f64, Error> {
    if outcomes.iter().zip(forecasts).any(|(outcome, forecast)| *outcome == 0.0 && *forecast == 0.0)
    {
        return Err(Undefined::ZeroOverZero.into());
    }
    average(outcomes, forecasts, |outcome, forecast| {
        // Halved before they are added, so that two huge numbers do not overflow.
        100.0 * (outcome - forecast).abs() / (0.5 * outcome.abs() + 0.5 * forecast.abs())
    })
}

/// The scale of [`mase`]: how wrong the same period of a year before was on average, within the
/// history.
///
/// # Formula
/// `mean|history[t] - history[t - season]|`
///
/// # Undefined when
/// The history is not longer than a season ([`Invalid`](crate::ErrorKind::Invalid)), or the season
/// is zero ([`Range`](crate::ErrorKind::Range)).
///
/// ```
/// assert_eq!(bilateral::forecast::scores::naive_scale(&[1.0, 2.0, 4.0], 1)?, 1.5);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn naive_scale(history: &[f64], season: usize) -> Result<f64, Error> {
    let changes = changes(history, season)?;
    finite(mean(&changes.into_iter().map(f64::abs).collect::<Vec<_>>()).unwrap_or(0.0))
}

/// Mean absolute scaled error: [`mean_absolute_error`] over [`naive_scale`] of the history.
///
/// # Undefined when
/// As both; the scale is zero ([`Undefined::DivisionByZero`]).
///
/// ```
/// assert_eq!(bilateral::forecast::scores::mase(&[6.0], &[3.0], &[1.0, 2.0, 4.0], 1)?, 2.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mase(
    outcomes: &[f64],
    forecasts: &[f64],
    history: &[f64],
    season: usize,
) -> Result<f64, Error> {
    over(mean_absolute_error(outcomes, forecasts)?, naive_scale(history, season)?)
}

/// Root mean square scaled error: [`root_mean_square_error`] over the root mean square change from
/// a season before.
///
/// # Undefined when
/// As [`mase`].
///
/// ```
/// let rmsse = bilateral::forecast::scores::rmsse(&[6.0], &[1.0], &[1.0, 2.0, 4.0], 1)?;
/// assert!((rmsse - 10.0_f64.sqrt()).abs() < 1e-12); // 5 over the root of (1 + 4) / 2
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn rmsse(
    outcomes: &[f64],
    forecasts: &[f64],
    history: &[f64],
    season: usize,
) -> Result<f64, Error> {
    let scale = root_mean_square(&changes(history, season)?).unwrap_or(0.0);
    over(root_mean_square_error(outcomes, forecasts)?, finite(scale)?)
}

/// Pinball loss of a quantile: `max(q (y - f), (q - 1)(y - f))` for the quantile `f` at the
/// probability `q`.
///
/// # Undefined when
/// A number is not finite ([`Invalid`](crate::ErrorKind::Invalid)), or the probability is not
/// between 0 and 1 ([`Range`](crate::ErrorKind::Range)).
///
/// ```
/// let loss = bilateral::forecast::scores::pinball(240.11, 228.0, 0.1)?;
/// assert!((loss - 1.211).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn pinball(outcome: f64, quantile: f64, probability: f64) -> Result<f64, Error> {
    if !(0.0..=1.0).contains(&probability) {
        return Err(Error::range("a probability", format!("{probability} is not between 0 and 1")));
    }
    let miss = outcome - quantile;
    finite((probability * miss).max((probability - 1.0) * miss))
}

/// Continuous ranked probability score of a sample: how far a whole distribution is from what came,
/// in the unit of the figures.
///
/// # Formula
/// `mean|x - y| - sum over all pairs |x - x'| / (2 n^2)`. For one number it is the absolute error.
///
/// # Undefined when
/// The sample is empty, or a number is not finite ([`Invalid`](crate::ErrorKind::Invalid)).
///
/// ```
/// let crps = bilateral::forecast::scores::crps(240.11, &[230.0, 236.5, 239.0, 241.2, 255.0])?;
/// assert!((crps - 1.786).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn crps(outcome: f64, sample: &[f64]) -> Result<f64, Error> {
    let (distance, spread, count) = crps_parts(outcome, sample)?;
    finite(distance - spread / count)
}

/// The same without the bias of a small sample: pairs are divided by `2 n (n - 1)`.
///
/// # Undefined when
/// As [`crps`]; the sample has fewer than two numbers.
///
/// ```
/// assert_eq!(bilateral::forecast::scores::crps_fair(1.0, &[0.0, 2.0])?, 0.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn crps_fair(outcome: f64, sample: &[f64]) -> Result<f64, Error> {
    let (distance, spread, count) = crps_parts(outcome, sample)?;
    if count < 2.0 {
        return Err(Error::range("the size of a sample", format!("{count} is less than 2")));
    }
    finite(distance - spread / (count - 1.0))
}

/// Interval score: the width, and for an outcome outside 2 / alpha times the distance.
///
/// # Undefined when
/// A number is not finite or the ends are not in order ([`Invalid`](crate::ErrorKind::Invalid)), or
/// the level is not between 1 and 99 percent ([`Range`](crate::ErrorKind::Range)).
///
/// ```
/// // 10 wide, 3 outside, alpha 0.2
/// let score = bilateral::forecast::scores::interval_score(22.0, 9.0, 19.0, 80)?;
/// assert!((score - 40.0).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn interval_score(outcome: f64, low: f64, high: f64, percent: u8) -> Result<f64, Error> {
    crate::forecast::input::check_level(percent)?;
    if low > high {
        return Err(Error::invalid("an interval", format!("its ends are {low} and {high}")));
    }
    let alpha = 1.0 - f64::from(percent) / 100.0;
    let outside = (low - outcome).max(outcome - high).max(0.0);
    finite(high - low + 2.0 / alpha * outside)
}

/// How often intervals held the outcome, and the binomial standard error of that: `sqrt(p (1 - p) /
/// n)`.
///
/// # Undefined when
/// There are none ([`Invalid`](crate::ErrorKind::Invalid)).
///
/// ```
/// use bilateral::forecast::scores;
/// let (share, error) = scores::interval_coverage(&[true, true, true, false])?;
/// assert_eq!((share, error), (0.75, (0.75_f64 * 0.25 / 4.0).sqrt()));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn interval_coverage(held: &[bool]) -> Result<(f64, f64), Error> {
    let held: Vec<f64> = held.iter().map(|held| f64::from(u8::from(*held))).collect();
    let share = mean(&held).ok_or_else(nothing)?;
    let count = u32::try_from(held.len()).map_or(f64::MAX, f64::from);
    Ok((share, (share * (1.0 - share) / count).sqrt()))
}

/// Probabilities of several tests, each made as large as it has to be where one of all may be small
/// by chance: Holm's correction, in the order given.
///
/// # Formula
/// The `i`-th smallest of `n` becomes the largest of `(n - j + 1) p_j` for `j` to `i`, and at most
/// 1.
///
/// # Undefined when
/// One is not between 0 and 1 ([`Range`](crate::ErrorKind::Range)).
///
/// # Source
/// Holm (1979), *A simple sequentially rejective multiple test procedure*.
///
/// ```
/// use bilateral::forecast::scores;
/// // As p.adjust(c(0.01, 0.04, 0.03), "holm") of R.
/// let adjusted = scores::holm(&[0.01, 0.04, 0.03])?;
/// for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06]) {
///     assert!((found - expected).abs() < 1e-12);
/// }
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn holm(probabilities: &[f64]) -> Result<Vec<f64>, Error> {
    if let Some(wrong) = probabilities.iter().find(|one| !(0.0..=1.0).contains(*one)) {
        return Err(Error::range("a probability", format!("{wrong} is not between 0 and 1")));
    }
    let mut ascending: Vec<(usize, f64)> = probabilities.iter().copied().enumerate().collect();
    ascending.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut adjusted = probabilities.to_vec();
    let mut least = 0.0_f64;
    let left = (1..=u32::try_from(probabilities.len()).unwrap_or(u32::MAX)).rev();
    for ((at, probability), left) in ascending.into_iter().zip(left) {
        least = least.max(f64::from(left) * probability).min(1.0);
        if let Some(place) = adjusted.get_mut(at) {
            *place = least;
        }
    }
    Ok(adjusted)
}

/// The mean distance to the outcome, the sum of distances within over `2 n`, and `n`.
fn crps_parts(outcome: f64, sample: &[f64]) -> Result<(f64, f64, f64), Error> {
    let distances: Vec<f64> = sample.iter().map(|one| (one - outcome).abs()).collect();
    let distance = finite(mean(&distances).ok_or_else(nothing)?)?;
    // In ascending order the i-th number is larger than i others and smaller than the rest: no
    // pairs are needed.
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = u32::try_from(sorted.len()).map_or(f64::MAX, f64::from);
    let weighed = (0_u32..).zip(&sorted).map(|(at, one)| (2.0 * f64::from(at) + 1.0 - count) * one);
    Ok((distance, weighed.sum::<f64>() / count, count))
}

fn changes(history: &[f64], season: usize) -> Result<Vec<f64>, Error> {
    if season == 0 || history.len() <= season {
        return Err(Error::invalid("the history of a score", "it must be longer than a season"));
    }
    Ok(history.iter().skip(season).zip(history).map(|(now, before)| now - before).collect())
}

fn pairs<'a>(
    outcomes: &'a [f64],
    forecasts: &'a [f64],
) -> Result<impl Iterator<Item = (&'a f64, &'a f64)>, Error> {
    if outcomes.len() != forecasts.len() {
        let reason = format!(
            "it has {} and {}",
            counted(outcomes.len(), "outcome"),
            counted(forecasts.len(), "forecast")
        );
        return Err(Error::invalid("a list of outcomes", reason));
    }
    if outcomes.is_empty() {
        return Err(nothing());
    }
    Ok(outcomes.iter().zip(forecasts))
}

fn average(
    outcomes: &[f64],
    forecasts: &[f64],
    of: impl Fn(f64, f64) -> f64,
) -> Result<f64, Error> {
    let each: Vec<f64> =
        pairs(outcomes, forecasts)?.map(|(outcome, forecast)| of(*outcome, *forecast)).collect();
    finite(mean(&each).unwrap_or(0.0))
}

fn over(score: f64, scale: f64) -> Result<f64, Error> {
    if scale == 0.0 { Err(Undefined::DivisionByZero.into()) } else { finite(score / scale) }
}

fn not_zero(outcomes: &[f64]) -> Result<(), Error> {
    if outcomes.contains(&0.0) { Err(Undefined::DivisionByZero.into()) } else { Ok(()) }
}

fn nothing() -> Error {
    Error::invalid("a list of outcomes", "it is empty")
}

fn finite(score: f64) -> Result<f64, Error> {
    if score.is_finite() {
        Ok(score)
    } else {
        Err(Error::invalid("a score", "a number in it is not finite"))
    }
}
