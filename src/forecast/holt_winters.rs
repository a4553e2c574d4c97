//! The recursion of R `stats::HoltWinters`, where the season is compared with the new level. For an
//! additive season it is that of [`ets`](crate::forecast::ets) with other parameters; for a
//! multiplicative one it is a model of its own.
//!
//! Floats: states are estimates. Positions are below the length of the history. Held by
//! `tests/inside/smoothing.rs` (R `stats::HoltWinters`).
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::decomposition::{SeasonKind, classical};
use crate::forecast::ets_model::Season;
use crate::forecast::ets_parameters::HoltWinters;
use crate::forecast::ets_state::State;
use crate::forecast::input::{check_seasonal, count, line, mean};
use crate::forecast::points::{Forecast, Linear, Spread};
use serde::Serialize;

/// A run of [`holt_winters`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HoltWintersFit {
    kind: Season,
    parameters: HoltWinters,
    last: State,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
}

/// Smooths a history with given parameters and the start of R `stats::HoltWinters`.
///
/// # Formula
/// `level = alpha (y - season) + (1 - alpha)(level + trend)`,
/// `trend = beta_star (change of level) + (1 - beta_star) trend`,
/// `season = gamma_hw (y - new level) + (1 - gamma_hw) season`; with quotients for differences if
/// the season is multiplicative. The start: seasons by classical decomposition of the first two
/// years, level and trend by the line through its trend, from the second year on; without a season
/// the second value and the first difference, from the third period on.
///
/// # Errors
/// [`Range`](crate::ErrorKind::Range) for less than two years (without a season: three periods);
/// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
/// [`Undefined::NotPositive`] where a multiplicative season meets a level or a factor that is not
/// positive.
///
/// # Example
/// ```
/// use bilateral::forecast::ets::{HoltWinters, Season, holt_winters};
/// let fit = holt_winters(
///     &[10.0, 12.0, 14.0, 17.0],
///     1,
///     &HoltWinters::new(0.5)?.with_beta_star(0.5)?,
///     Season::None,
/// )?;
/// assert_eq!(fit.fitted(), [14.0, 16.0]);
/// // The level is 16.5 and the trend 2.25.
/// assert_eq!(fit.forecast(2)?.points(), [18.75, 21.0]);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn holt_winters(
    y: &[f64],
    season: usize,
    parameters: &HoltWinters,
    kind: Season,
) -> Result<HoltWintersFit, Error> {
    check_seasonal(y, season)?;
    let (mut state, first) = start(y, season, kind)?;
    let HoltWinters { alpha, beta_star, gamma_hw } = *parameters;
    let neutral = if kind == Season::Multiplicative { 1.0 } else { 0.0 };
    let (mut fitted, mut residuals) = (Vec::new(), Vec::new());
    let mut none = vec![neutral];
    let seasons = if state.season.is_empty() { &mut none } else { &mut state.season };
    let gamma_hw = if kind == Season::None { 0.0 } else { gamma_hw };
    let rest = y.get(first..).unwrap_or_default();
    for block in rest.chunks(seasons.len()) {
        for (y, season) in block.iter().zip(seasons.iter_mut()) {
            let ahead = state.level + state.trend;
            let expected =
                if kind == Season::Multiplicative { ahead * *season } else { ahead + *season };
            fitted.push(expected);
            residuals.push(y - expected);
            let adjusted = if kind == Season::Multiplicative { y / *season } else { y - *season };
            let level = alpha * adjusted + (1.0 - alpha) * ahead;
            state.trend = beta_star * (level - state.level) + (1.0 - beta_star) * state.trend;
            state.level = level;
            let newest = if kind == Season::Multiplicative { y / level } else { y - level };
            *season = gamma_hw * newest + (1.0 - gamma_hw) * *season;
            if kind == Season::Multiplicative && !(level > 0.0 && *season > 0.0) {
                return Err(
                    Error::from(Undefined::NotPositive).about("multiplicative Holt-Winters")
                );
            }
        }
    }
    state.turn(rest.len());
    let sum: f64 = residuals.iter().map(|residual| residual * residual).sum();
    if !(sum
        + state.level.abs()
        + state.trend.abs()
        + state.season.iter().map(|s| s.abs()).sum::<f64>())
    .is_finite()
    {
        return Err(Error::invalid(
            "the sum of squares of Holt-Winters",
            "it is beyond the largest number",
        )
        .with_help("take an additive season, or give the history in a larger unit"));
    }
    Ok(HoltWintersFit { kind, parameters: *parameters, last: state, fitted, residuals })
}

/// The first state, and the first period to be smoothed.
fn start(y: &[f64], season: usize, kind: Season) -> Result<(State, usize), Error> {
    if kind == Season::None {
        let (Some(first), Some(second), Some(_)) = (y.first(), y.get(1), y.get(2)) else {
            return Err(Error::range(
                "the length of the history",
                format!("it has {}, and Holt-Winters needs at least 3", counted(y.len(), "period")),
            )
            .with_help("give more periods, or use the last value"));
        };
        return Ok((State::new(*second)?.with_trend(second - first)?, 2));
    }
    let years = y.get(..2 * season).unwrap_or(y);
    let parts = classical(
        years,
        season,
        if kind == Season::Additive { SeasonKind::Additive } else { SeasonKind::Multiplicative },
    )?;
    let known: Vec<f64> = parts.trend().iter().flatten().copied().collect();
    let (level, trend) = line(&known);
    Ok((State::new(level)?.with_trend(trend)?.with_season(parts.figure())?, season))
}

impl HoltWintersFit {
    /// The parameters.
    #[must_use]
    pub fn parameters(&self) -> &HoltWinters {
        &self.parameters
    }

    /// What was expected of each period from the second year on (without a season: from the third
    /// period on).
    #[must_use]
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// What was not, of the same periods.
    #[must_use]
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// The sum of squared residuals.
    #[must_use]
    pub fn sum_of_squares(&self) -> f64 {
        self.residuals.iter().map(|residual| residual * residual).sum()
    }

    /// The state after the last period.
    #[cfg(test)]
    pub(crate) fn last(&self) -> &State {
        &self.last
    }

    /// The next periods. Intervals are there for an additive season or none.
    ///
    /// # Formula
    /// `level + h trend`, plus or times the season.
    ///
    /// # Errors
    /// None for what [`holt_winters`] returns.
    pub fn forecast(&self, horizon: usize) -> Result<Forecast, Error> {
        let mut ahead = self.last.level;
        let mut seasons = self.last.season.iter().cycle();
        let mut next = || {
            ahead += self.last.trend;
            match (self.kind, seasons.next()) {
                (Season::Additive, Some(season)) => ahead + season,
                (Season::Multiplicative, Some(season)) => ahead * season,
                _ => ahead,
            }
        };
        let points: Vec<f64> = (0..horizon).map(|_| next()).collect();
        let spread = if self.kind == Season::Multiplicative {
            Spread::Unknown(
                "an interval of multiplicative Holt-Winters has no closed form; fit ETS(M,A,M)",
            )
        } else if self.residuals.len() < 2 {
            Spread::Unknown("the history is too short to show errors")
        } else {
            Spread::Linear(self.linear(horizon))
        };
        Ok(Forecast::new("Holt-Winters", points, spread))
    }

    fn linear(&self, horizon: usize) -> Linear {
        let middle = mean(&self.residuals);
        let sum: f64 = self.residuals.iter().map(|residual| (residual - middle).powi(2)).sum();
        let variance = sum / count(self.residuals.len() - 1);
        let HoltWinters { alpha, beta_star, gamma_hw } = self.parameters;
        let yearly = |step: usize| step.checked_rem(self.last.season.len()) == Some(0);
        let weight = |step: usize| match step {
            0 => 1.0,
            _ => {
                alpha * (1.0 + count(step) * beta_star)
                    + if yearly(step) { (1.0 - alpha) * gamma_hw } else { 0.0 }
            }
        };
        Linear {
            variance,
            weights: (0..horizon).map(weight).collect(),
            shared: Vec::new(),
            degrees: None,
        }
    }
}
