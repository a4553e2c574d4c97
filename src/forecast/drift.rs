//! Level and drift: simple smoothing of the adjusted history, and the whole slope of its line.
//!
//! Floats: forecasts are estimates. Integer arithmetic counts periods. Held by
//! `tests/projection/level_and_drift.rs` (numpy and scipy).
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined};
use crate::forecast::decomposition::{Classical, SeasonKind, classical};
use crate::forecast::ets_model::Model;
use crate::forecast::input::{all_positive, check_seasonal, count, is_positive, line, mean};
use crate::forecast::points::{Forecast, Linear, Spread};

/// The next periods by simple smoothing of the seasonally adjusted history, with the slope of its
/// line as drift.
///
/// It differs from [`theta`](fn@crate::forecast::theta) in three points. The drift is the whole
/// slope of the line and not half of it. The season is always taken out, without a test. The
/// factors of the season are drawn towards one, since those of a few years hold chance as well.
///
/// # Formula
/// `f` is the multiplicative figure of a [classical
/// decomposition](crate::forecast::decomposition) of `s` seasons, and `g = 1 + w (f - 1)`. The
/// weight is `w = max(0, 1 - v / a)` with `a = sum((f - 1)^2) / (s - 1)`, and `v` the variance of
/// value / trend within the seasons (`N` ratios, `N - s` degrees of freedom) times the mean of 1 /
/// (number of ratios of a season). It is 1 for a season that repeats itself exactly. The history is
/// divided by `g`; `alpha` and `level` are those of its simple exponential smoothing, and `b` is
/// the slope of its least-squares line. The forecast is `g (level + b ((h - 1) + (1 - (1 -
/// alpha)^n) / alpha))`. The variance is that of [`theta`](fn@crate::forecast::theta).
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for less than two years, a season of less than two
/// periods, or values that are not finite; [`Undefined::NotPositive`] if a value is not above
/// zero; [`Range`](crate::ErrorKind::Range) if a point is too large to be a number.
///
/// # Source
/// Hyndman and Billah (2003) for smoothing with drift as a form of Theta; after Miller and Williams
/// (2003) for factors that are drawn towards one.
///
/// # Example
/// ```
/// use bilateral::forecast::level_and_drift;
/// // A line without a season goes on: 100, 102, ..., 146, and then 148 and 150.
/// let line: Vec<f64> = (0..24).map(|t| 100.0 + 2.0 * f64::from(t)).collect();
/// let forecast = level_and_drift(&line, 4, 2)?;
/// assert!((forecast.points()[0] - 148.0).abs() < 0.01);
/// assert!((forecast.points()[1] - 150.0).abs() < 0.01);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn level_and_drift(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    LevelAndDrift::fit(y, season, 1.0)?.forecast(horizon)
}

/// What was fitted to a history.
#[derive(Debug, Clone)]
pub(crate) struct LevelAndDrift {
    periods: usize,
    /// How many of the other pieces of a year its first one is as long as.
    first: f64,
    /// Of the factors of the season, drawn towards one, that of the first piece of a year first.
    factors: Vec<f64>,
    /// The part of the factors that was kept.
    pub(crate) kept: f64,
    pub(crate) alpha: f64,
    level: f64,
    /// The change of the adjusted level from one piece to the next.
    pub(crate) drift: f64,
    /// Of one step ahead.
    variance: f64,
}

impl LevelAndDrift {
    /// For years whose first piece is as long as `first` others: its value is taken for each of
    /// these, so that a piece of two months is not read as a month of a higher level.
    pub(crate) fn fit(y: &[f64], season: usize, first: f64) -> Result<LevelAndDrift, Error> {
        check_seasonal(y, season)?;
        if !all_positive(y) {
            return Err(Error::from(Undefined::NotPositive).about("the factors of the season"));
        }
        let even = y.iter().enumerate();
        let even: Vec<f64> = even.map(|(at, value)| value / length(at, season, first)).collect();
        let figure = classical(&even, season, SeasonKind::Multiplicative)?;
        let kept = weight_of(&even, season, &figure);
        let factors: Vec<f64> =
            figure.figure().iter().map(|factor| 1.0 + kept * (factor - 1.0)).collect();
        let adjusted: Vec<f64> =
            even.iter().zip(factors.iter().cycle()).map(|(value, factor)| value / factor).collect();
        let fit = Model::SIMPLE.fit(&adjusted, 1)?;
        Ok(LevelAndDrift {
            periods: y.len(),
            first,
            factors,
            kept,
            alpha: fit.parameters().alpha(),
            level: fit.last.level,
            drift: line(&adjusted).1,
            variance: fit.sum_of_squares() / count(y.len() - 2),
        })
    }

    pub(crate) fn forecast(&self, horizon: usize) -> Result<Forecast, Error> {
        let (season, periods) = (self.factors.len(), self.periods);
        // (1 - alpha)^n may be below what a float can hold; it is zero then.
        let weight = (1.0 - (1.0 - self.alpha).powf(count(periods))) / self.alpha;
        let ahead = self.factors.iter().cycle().skip(periods % season).take(horizon).enumerate();
        let points = ahead.map(|(step, factor)| {
            let level = self.level + self.drift * (count(step) + weight);
            length(periods + step, season, self.first) * factor * level
        });
        let weights = (0..horizon).map(|step| if step == 0 { 1.0 } else { self.alpha }).collect();
        let spread = Spread::Linear(Linear {
            variance: self.variance,
            weights,
            shared: Vec::new(),
            degrees: None,
        });
        let forecast = Forecast::new("level and drift", points.collect(), spread);
        if forecast.is_finite() {
            return Ok(forecast);
        }
        Err(Error::range("the forecast", "one of its points is beyond the largest number")
            .with_help("give the history in a larger unit"))
    }
}

/// How many others the piece at this place is as long as.
fn length(at: usize, season: usize, first: f64) -> f64 {
    if at.is_multiple_of(season) { first } else { 1.0 }
}

/// How much of the factors is more than chance: one less the variance of their means over the
/// variance among them.
fn weight_of(y: &[f64], season: usize, parts: &Classical) -> f64 {
    let mut ratios = vec![Vec::new(); season];
    for (at, (value, trend)) in y.iter().zip(parts.trend()).enumerate() {
        if let (Some(trend), Some(group)) = (trend, ratios.get_mut(at % season)) {
            group.push(value / trend);
        }
    }
    let number: usize = ratios.iter().map(Vec::len).sum();
    let among: f64 =
        parts.figure().iter().map(|factor| (factor - 1.0).powi(2)).sum::<f64>() / count(season - 1);
    if number <= season || !is_positive(among) {
        return 1.0;
    }
    let around = |group: &Vec<f64>| {
        let middle = mean(group);
        group.iter().map(|ratio| (ratio - middle).powi(2)).sum::<f64>()
    };
    let within = ratios.iter().map(around).sum::<f64>() / count(number - season);
    let of_means =
        within * ratios.iter().map(|group| 1.0 / count(group.len())).sum::<f64>() / count(season);
    (1.0 - of_means / among).max(0.0)
}
