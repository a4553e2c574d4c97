//! First states from the history itself: by decomposition, and the simple rules of textbooks and R.
//!
//! Floats: states are estimates. Held by `tests/inside/smoothing.rs` (R `ses`, `holt` with
//! `initial = "simple"`) and by `a_perfect_season_is_found_again` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, counted};
use crate::forecast::ets_model::{Model, Season, Trend};
use crate::forecast::ets_state::State;
use crate::forecast::input::{all_positive, check_seasonal, count, line, mean};
use crate::forecast::stl::Stl;

impl State {
    /// A first state by decomposition: the season by periodic STL (of logarithms for a
    /// multiplicative one), level and trend by the line through the first two years of the adjusted
    /// history, or ten periods if that is more.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a season in two years or less;
    /// [`NotPositive`](crate::Undefined::NotPositive) for a multiplicative one in values that are
    /// not all positive.
    pub(crate) fn by_decomposition(model: Model, y: &[f64], season: usize) -> Result<State, Error> {
        check_seasonal(y, season)?;
        let (figure, adjusted) = match model.season {
            Season::None => (Vec::new(), y.to_vec()),
            Season::Additive => {
                let parts = Stl::periodic(season)?.decompose(y)?;
                (centred(parts.seasonal(), season), parts.adjusted_values())
            }
            Season::Multiplicative => {
                let parts = Stl::periodic(season)?.on_logarithms().decompose(y)?;
                let mut factors: Vec<f64> =
                    parts.seasonal().iter().take(season).map(|s| s.exp()).collect();
                let middle = mean(&factors);
                factors.iter_mut().for_each(|factor| *factor /= middle);
                let adjusted =
                    parts.adjusted_values().iter().map(|value| value.exp() * middle).collect();
                (factors, adjusted)
            }
        };
        let years = if model.season == Season::None { 0 } else { season };
        let first = adjusted.get(..(2 * years).max(10)).unwrap_or(&adjusted);
        let (level, trend) =
            if model.trend == Trend::None { (mean(first), 0.0) } else { line(first) };
        State::new(level)?.with_trend(trend)?.with_season(&figure)
    }

    /// The simple first state of R `ses`, `holt` and `hw` with `initial = "simple"`: without a
    /// season the first value, and the first difference as trend; with one the mean of the first
    /// year, the mean change to the second one, and the first year around its mean.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for too short a history: two periods for a trend, one
    /// year for a season, two for both.
    pub(crate) fn simple(model: Model, y: &[f64], season: usize) -> Result<State, Error> {
        check_seasonal(y, season)?;
        let length = model.length(season).max(1);
        let years = if model.trend == Trend::None { 1 } else { 2 };
        let (Some((level, trend)), Some(first)) = (simple_line(y, length, years), y.get(..length))
        else {
            return Err(Error::range(
                "the length of the history",
                format!(
                    "it has {}, and {model} needs at least {}",
                    counted(y.len(), "period"),
                    years * length
                ),
            )
            .with_help("take a simpler model, or give more periods"));
        };
        let figure: Vec<f64> = match model.season {
            Season::None => Vec::new(),
            Season::Additive => first.iter().map(|value| value - level).collect(),
            Season::Multiplicative if level > 0.0 && all_positive(first) => {
                first.iter().map(|value| value / level).collect()
            }
            Season::Multiplicative => return Err(crate::error::Undefined::NotPositive.into()),
        };
        State::new(level)?.with_trend(trend)?.with_season(&figure)
    }
}

/// The mean of the first year and, for two years, its change for each period to the second one.
pub(crate) fn simple_line(y: &[f64], length: usize, years: usize) -> Option<(f64, f64)> {
    let level = mean(y.get(..length)?);
    let second = mean(y.get((years - 1) * length..years * length)?);
    Some((level, (second - level) / count(length)))
}

/// The first year of a season that adds up to zero.
fn centred(seasonal: &[f64], season: usize) -> Vec<f64> {
    let year = seasonal.get(..season).unwrap_or(seasonal);
    let middle = mean(year);
    year.iter().map(|value| value - middle).collect()
}
