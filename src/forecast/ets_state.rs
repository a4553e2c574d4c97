//! The states of a model: level, trend and season between two periods.
//!
//! Floats: fitted values and likelihoods are estimates. Integer arithmetic counts observations.
//! Held by `tests/inside/smoothing.rs` (R and statsmodels) and `nothing_is_ever_infinite` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::Error;
use crate::forecast::ets_model::{Model, Season, Trend};
use crate::forecast::input::LARGEST;
use serde::{Deserialize, Serialize};

/// Level, trend and season between two periods. The first entry of the season applies to the next
/// period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Read")]
pub(crate) struct State {
    pub(crate) level: f64,
    pub(crate) trend: f64,
    pub(crate) season: Vec<f64>,
}

impl State {
    /// A level; no trend, no season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for what is not a number of at most 1e100.
    pub(crate) fn new(level: f64) -> Result<State, Error> {
        Ok(State { level: checked("the level", level)?, trend: 0.0, season: Vec::new() })
    }

    /// With a trend: the change of the level in one period.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for what is not a number of at most 1e100.
    pub(crate) fn with_trend(self, trend: f64) -> Result<State, Error> {
        Ok(State { trend: checked("the trend", trend)?, ..self })
    }

    /// With a season, whose first entry applies to the next period, as in statsmodels.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for what is not a number of at most 1e100.
    pub(crate) fn with_season(self, season: &[f64]) -> Result<State, Error> {
        let season =
            season.iter().map(|value| checked("the season", *value)).collect::<Result<_, _>>()?;
        Ok(State { season, ..self })
    }

    /// With a season in the order of R `ets`: the newest first, the one of the next period last.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for what is not a number of at most 1e100.
    #[cfg(test)]
    pub(crate) fn with_season_newest_first(self, season: &[f64]) -> Result<State, Error> {
        let turned: Vec<f64> = season.iter().rev().copied().collect();
        self.with_season(&turned)
    }

    /// The level.
    #[cfg(test)]
    pub(crate) fn level(&self) -> f64 {
        self.level
    }

    /// The change of the level in one period; 0 without a trend.
    #[cfg(test)]
    pub(crate) fn trend(&self) -> f64 {
        self.trend
    }

    /// The season, that of the next period first; empty without one.
    #[cfg(test)]
    pub(crate) fn season(&self) -> &[f64] {
        &self.season
    }

    /// Puts the season of the next period first again, after a number of periods.
    pub(crate) fn turn(&mut self, periods: usize) {
        if let Some(by) = periods.checked_rem(self.season.len()) {
            self.season.rotate_left(by);
        }
    }

    /// The same in a unit that is smaller by this factor; seasonal factors have no unit.
    pub(crate) fn times(mut self, scale: f64, season: Season) -> State {
        self.level *= scale;
        self.trend *= scale;
        if season == Season::Additive {
            self.season.iter_mut().for_each(|value| *value *= scale);
        }
        self
    }

    pub(crate) fn check(&self, model: Model, season: usize) -> Result<(), Error> {
        if model.trend == Trend::None && self.trend != 0.0 {
            return Err(Error::invalid(
                "the trend",
                format!("it is {}, and {model} has no trend", self.trend),
            ));
        }
        let wanted = model.length(season);
        if self.season.len() != wanted {
            return Err(Error::mismatch(
                "the number of seasons in the state",
                self.season.len(),
                wanted,
            )
            .with_help(
                "give one state for each period of the year, and none for a model without a season",
            ));
        }
        Ok(())
    }
}

fn checked(what: &'static str, value: f64) -> Result<f64, Error> {
    if value.abs() <= LARGEST {
        Ok(value)
    } else {
        Err(Error::range(what, format!("{value} is not between -1e100 and 1e100")))
    }
}

/// A state as it is read, before it is checked.
#[derive(Deserialize)]
struct Read {
    level: f64,
    trend: f64,
    season: Vec<f64>,
}

impl TryFrom<Read> for State {
    type Error = Error;

    fn try_from(read: Read) -> Result<State, Error> {
        State::new(read.level)?.with_trend(read.trend)?.with_season(&read.season)
    }
}
