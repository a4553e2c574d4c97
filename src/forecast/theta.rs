//! The Theta method: simple smoothing of the adjusted history, and half the slope of its line.
//!
//! Floats: forecasts are estimates. Integer arithmetic counts periods. Held by
//! `tests/inside/smoothing.rs` (R `thetaf`) and by `a_constant_stays_constant` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, counted};
use crate::forecast::benchmark::{drift, seasonal_naive};
use crate::forecast::decomposition::{SeasonKind, classical};
use crate::forecast::ets_model::Model;
use crate::forecast::ets_parameters::Parameters;
use crate::forecast::ets_run::Fit;
use crate::forecast::ets_state::State;
use crate::forecast::input::{all_positive, check_seasonal, count, is_positive, line, mean};
use crate::forecast::points::{Forecast, Linear, Spread};
use serde::Serialize;

/// The next periods by the Theta method; one of the best for five years of monthly trade and more,
/// poor for three.
///
/// # Formula
/// If the season is significant, `|r_m| > 1.645 sqrt((1 + 2 (r_1^2 + ... + r_(m-1)^2)) / n)` with
/// autocorrelations `r`, the history is adjusted by [classical
/// decomposition](crate::forecast::decomposition), multiplicative if all values are positive.
/// Then `level + b/2 ((h - 1) + (1 - (1 - alpha)^n) / alpha)`, times or plus the season, with
/// `alpha` and `level` of simple exponential smoothing and the slope `b` of the least-squares line.
/// Variance: `s^2 (1 + (h - 1) alpha^2)`, as in R that of the adjusted history for every month
/// alike.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
/// [`Range`](crate::ErrorKind::Range) for a season of zero periods;
/// [`Missing`](crate::Undefined::Missing) without any. With one or two values the answer is the
/// last value or the drift, and [`Forecast::reason`] says so.
///
/// # Source
/// Assimakopoulos and Nikolopoulos (2000), as in R `forecast::thetaf`; Hyndman and Billah (2003)
/// for the closed form.
///
/// # Example
/// ```
/// use bilateral::forecast::theta;
/// let quarters: Vec<f64> = (0..24)
///     .map(|t| 100.0 + 2.0 * f64::from(t) + [-9.0, 3.0, -3.0, 9.0][t as usize % 4])
///     .collect();
/// let forecast = theta(&quarters, 4, 4)?;
/// assert_eq!((forecast.method(), forecast.reason()), ("Theta", None));
/// // Half the slope: between the last year, 572, and the line, 604.
/// assert!(forecast.sum() > 572.0 && forecast.sum() < 604.0);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn theta(y: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    check_seasonal(y, season)?;
    match y.len() {
        1 => Ok(seasonal_naive(y, season, horizon)?.because("one period shows no change")),
        2 => Ok(drift(y, horizon)?.because("Theta needs three periods")),
        _ => Theta::fit(y, season)?.forecast(horizon),
    }
}

/// The Theta method fitted to a history.
///
/// ```
/// use bilateral::forecast::Theta;
/// let fit = Theta::given(&[10.0, 12.0, 14.0, 16.0], 1, 0.5, 10.0)?;
/// // Errors 0, 2, 3 and 3.5 of the levels 10, 10, 11 and 12.5; then 14.25.
/// assert_eq!((fit.level(), fit.drift(), fit.is_adjusted()), (14.25, 1.0, false));
/// assert_eq!(fit.forecast(1)?.points(), [14.25 + (1.0 - 0.0625) / 0.5]);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theta {
    alpha: f64,
    level: f64,
    drift: f64,
    periods: usize,
    variance: Option<f64>,
    kind: SeasonKind,
    /// The season of the periods that follow, one year; empty if the history was not adjusted.
    season: Vec<f64>,
}

impl Theta {
    /// Fits level and alpha.
    ///
    /// # Errors
    /// As [`theta`]; [`Range`](crate::ErrorKind::Range) for less than three periods.
    pub fn fit(y: &[f64], season: usize) -> Result<Theta, Error> {
        Theta::with(y, season, |adjusted| Model::SIMPLE.fit(adjusted, 1))
    }

    /// The same with a given alpha and a given first level of the adjusted history.
    ///
    /// # Errors
    /// As [`fit`](Theta::fit); [`Range`](crate::ErrorKind::Range) for an alpha that is not above 0
    /// and at most 1.
    pub fn given(y: &[f64], season: usize, alpha: f64, level: f64) -> Result<Theta, Error> {
        let (parameters, start) = (Parameters::new(alpha)?, State::new(level)?);
        if alpha <= 0.0 {
            let reason = format!("{alpha} is not above 0, and the level would never move");
            return Err(Error::range("alpha", reason));
        }
        Theta::with(y, season, |adjusted| Model::SIMPLE.run_from(adjusted, 1, &parameters, &start))
    }

    fn with(
        y: &[f64],
        season: usize,
        smooth: impl Fn(&[f64]) -> Result<Fit, Error>,
    ) -> Result<Theta, Error> {
        check_seasonal(y, season)?;
        if y.len() < 3 {
            return Err(Error::range(
                "the length of the history",
                format!("it has {}, and Theta needs at least 3", counted(y.len(), "period")),
            )
            .with_help("give more periods, or use the last value"));
        }
        let kind = if all_positive(y) { SeasonKind::Multiplicative } else { SeasonKind::Additive };
        let (mut adjusted, mut figure) = (y.to_vec(), Vec::new());
        if is_seasonal(y, season) {
            let parts = classical(y, season, kind)?;
            // As in R: factors that are next to nothing would blow up what they divide.
            if kind == SeasonKind::Additive || parts.figure().iter().all(|factor| *factor >= 1e-10)
            {
                adjusted = parts.adjusted();
                figure = parts.seasons_ahead(season);
            }
        }
        let fit = smooth(&adjusted)?;
        let degrees = adjusted.len() - 2;
        Ok(Theta {
            alpha: fit.parameters().alpha(),
            level: fit.last.level,
            drift: line(&adjusted).1 / 2.0,
            periods: adjusted.len(),
            variance: (degrees > 0).then(|| fit.sum_of_squares() / count(degrees)),
            kind,
            season: figure,
        })
    }

    /// The weight of the newest value in the level.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The level after the last period of the adjusted history.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }

    /// Half the slope of the line through the adjusted history, for each period.
    #[must_use]
    pub fn drift(&self) -> f64 {
        self.drift
    }

    /// The variance of one step.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.variance
    }

    /// True if the season was significant and taken out.
    #[must_use]
    pub fn is_adjusted(&self) -> bool {
        !self.season.is_empty()
    }

    /// The next periods.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if a point is too large to be a number.
    pub fn forecast(&self, horizon: usize) -> Result<Forecast, Error> {
        // (1 - alpha)^n may be below what a float can hold; it is zero then.
        let weight = (1.0 - (1.0 - self.alpha).powf(count(self.periods))) / self.alpha;
        let seasons: Vec<f64> = self.season.iter().cycle().take(horizon).copied().collect();
        let plain = |step: usize| self.level + self.drift * (count(step) + weight);
        let points = (0..horizon)
            .map(|step| match (self.kind, seasons.get(step)) {
                (_, None) => plain(step),
                (SeasonKind::Multiplicative, Some(factor)) => factor * plain(step),
                (SeasonKind::Additive, Some(season)) => season + plain(step),
            })
            .collect();
        let spread = match self.variance {
            None => Spread::Unknown("the history is too short to show the errors of Theta"),
            Some(variance) => {
                let weights =
                    (0..horizon).map(|step| if step == 0 { 1.0 } else { self.alpha }).collect();
                Spread::Linear(Linear { variance, weights, shared: Vec::new(), degrees: None })
            }
        };
        let forecast = Forecast::new("Theta", points, spread);
        if forecast.is_finite() {
            return Ok(forecast);
        }
        Err(Error::invalid("the forecast", "one of its points is beyond the largest number")
            .with_help("give the history in a larger unit"))
    }
}

/// Whether the autocorrelation over one year is significant at 10 %.
fn is_seasonal(y: &[f64], season: usize) -> bool {
    if season < 2 || y.len() <= 2 * season {
        return false;
    }
    let middle = mean(y);
    let around: Vec<f64> = y.iter().map(|value| value - middle).collect();
    let whole: f64 = around.iter().map(|value| value * value).sum();
    if !is_positive(whole) {
        return false;
    }
    let correlation = |lag: usize| {
        around.iter().zip(around.iter().skip(lag)).map(|(before, now)| before * now).sum::<f64>()
            / whole
    };
    let below: f64 = (1..season).map(|lag| correlation(lag).powi(2)).sum();
    correlation(season).abs() > 1.645 * ((1.0 + 2.0 * below) / count(y.len())).sqrt()
}
