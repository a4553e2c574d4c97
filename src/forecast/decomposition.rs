//! Classical decomposition: a moving average for the trend, a mean for each season.
//!
//! ```
//! use bilateral::forecast::decomposition::{SeasonKind, classical};
//! let quarters = [9.0, 11.0, 8.0, 12.0, 10.0, 12.0, 9.0, 13.0, 11.0, 13.0, 10.0, 14.0];
//! let parts = classical(&quarters, 4, SeasonKind::Additive)?;
//! // The trend rises by a quarter each quarter; half a year at each end has none.
//! assert_eq!(&parts.trend()[1..4], [None, Some(10.125), Some(10.375)]);
//! assert_eq!(parts.figure().iter().sum::<f64>(), 0.0);
//! assert_eq!(parts.adjusted()[0], 9.0 - parts.figure()[0]);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! Floats: seasonal factors are estimates. Positions are below the length of the history. Held by
//! `tests/inside/smoothing.rs` (R `stats::decompose`) and `a_perfect_season_is_found_again` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::input::{check_seasonal, count, mean};
use serde::{Deserialize, Serialize};

/// How trend, season and remainder make up a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SeasonKind {
    /// Their sum.
    Additive,
    /// Their product; for positive series.
    Multiplicative,
}

/// A series and its classical parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classical {
    kind: SeasonKind,
    figure: Vec<f64>,
    trend: Vec<Option<f64>>,
    #[serde(skip)]
    y: Vec<f64>,
}

/// Decomposes a history of at least two years.
///
/// # Formula
/// Trend: the mean of one year around each period, for an even number of seasons with half weights
/// at both ends. Season: the mean of `y - trend` (or `y / trend`) over the years, shifted to the
/// mean 0 (or divided to the mean 1).
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for a season of less than two periods, less than two
/// years, or values that are not finite; [`Undefined::NotPositive`] for factors of values that are
/// not all positive.
///
/// # Source
/// R `stats::decompose`.
///
/// # Example
/// See the [module](self).
pub fn classical(y: &[f64], season: usize, kind: SeasonKind) -> Result<Classical, Error> {
    check_seasonal(y, season)?;
    if season < 2 || y.len() / season < 2 {
        return Err(Error::invalid(
            "the history",
            format!("it has {}, with {season} a year", counted(y.len(), "period")),
        )
        .with_help("give two years or more, of at least two periods each"));
    }
    if kind == SeasonKind::Multiplicative && y.iter().any(|value| *value <= 0.0) {
        return Err(Error::from(Undefined::NotPositive)
            .about("factors of a season")
            .with_help("use SeasonKind::Additive, which takes any values"));
    }
    let trend = moving_average(y, season);
    let mut sums = vec![(0.0, 0_usize); season];
    for (at, (value, trend)) in y.iter().zip(&trend).enumerate() {
        if let (Some(trend), Some((sum, number))) = (trend, sums.get_mut(at % season)) {
            *sum += if kind == SeasonKind::Additive { value - trend } else { value / trend };
            *number += 1;
        }
    }
    let mut figure: Vec<f64> = sums.iter().map(|(sum, number)| sum / count(*number)).collect();
    let middle = mean(&figure);
    match kind {
        SeasonKind::Additive => figure.iter_mut().for_each(|value| *value -= middle),
        SeasonKind::Multiplicative => figure.iter_mut().for_each(|value| *value /= middle),
    }
    Ok(Classical { kind, figure, trend, y: y.to_vec() })
}

/// The centred mean of one year; nothing at both ends.
fn moving_average(y: &[f64], season: usize) -> Vec<Option<f64>> {
    let half = season / 2;
    let even = season.is_multiple_of(2);
    (0..y.len())
        .map(|at| {
            let first = at.checked_sub(half)?;
            let window = y.get(first..=at + half)?;
            let ends = if even { (window.first()? + window.last()?) / 2.0 } else { 0.0 };
            let inner = if even { window.get(1..window.len() - 1)? } else { window };
            Some((inner.iter().sum::<f64>() + ends) / count(season))
        })
        .collect()
}

impl Classical {
    /// Sum or product.
    #[must_use]
    pub fn kind(&self) -> SeasonKind {
        self.kind
    }

    /// The season of each period of a year, that of the first period of the history first.
    #[must_use]
    pub fn figure(&self) -> &[f64] {
        &self.figure
    }

    /// The trend; none for half a year at both ends.
    #[must_use]
    pub fn trend(&self) -> &[Option<f64>] {
        &self.trend
    }

    /// The season of every period of the history.
    #[must_use]
    pub fn seasonal(&self) -> Vec<f64> {
        self.figure.iter().cycle().take(self.y.len()).copied().collect()
    }

    /// The season of the periods that follow the history.
    #[must_use]
    pub fn seasons_ahead(&self, horizon: usize) -> Vec<f64> {
        self.figure
            .iter()
            .cycle()
            .skip(self.y.len() % self.figure.len().max(1))
            .take(horizon)
            .copied()
            .collect()
    }

    /// The history without its season.
    #[must_use]
    pub fn adjusted(&self) -> Vec<f64> {
        let without = |(value, season): (&f64, &f64)| match self.kind {
            SeasonKind::Additive => value - season,
            SeasonKind::Multiplicative => value / season,
        };
        self.y.iter().zip(self.figure.iter().cycle()).map(without).collect()
    }
}
