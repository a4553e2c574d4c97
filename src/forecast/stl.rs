//! Decomposition by local regression: a trend that bends and a season that may change slowly, with
//! weights that keep outliers out.
//!
//! ```
//! use bilateral::forecast::stl::Stl;
//! let quarters: Vec<f64> =
//!     (0..16).map(|t| 100.0 + f64::from(t) + [-4.0, 1.0, -2.0, 5.0][t as usize % 4]).collect();
//! let parts = Stl::periodic(4)?.decompose(&quarters)?;
//! for (value, ((season, trend), rest)) in
//!     quarters.iter().zip(parts.seasonal().iter().zip(parts.trend()).zip(parts.remainder()))
//! {
//!     assert!((value - (season + trend + rest)).abs() < 1e-12);
//! }
//! assert!((parts.adjusted()[3] - 103.0).abs() < 0.5);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! A series adjusted this way is "seasonally adjusted (STL, no holiday adjustment)": moving
//! holidays such as the Chinese New Year stay in it.
//!
//! Floats: smoothing. Positions are below the lengths that the loops below have; those of the
//! window are cut to the series. Held by `tests/inside/smoothing.rs` (R `stats::stl`) and
//! `a_perfect_season_is_found_again` in `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::input::{all_positive, check_seasonal, count, is_positive};
use serde::{Deserialize, Serialize};

/// How the season may change from year to year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SeasonWindow {
    /// It does not change.
    Periodic,
    /// The number of years around each one that weigh in: odd, at least 3; 13 for a slow change.
    Years(usize),
}

/// How to decompose. The defaults are those of R `stats::stl`.
///
/// # Formula
/// Inner loop: each season's values, less the trend, are smoothed over the years by loess; what a
/// low-pass filter (moving means of one year twice and of three, then loess) finds in that is taken
/// out, and is the season; the rest is smoothed by loess, and is the trend. Outer loop: the
/// remainders give bisquare weights, `(1 - (r / 6 median)^2)^2`, and the inner loop runs again.
/// Loess is computed at every `ceil(window / 10)`th place and straight between.
///
/// # Source
/// Cleveland, Cleveland, McRae and Terpenning, *STL: a seasonal-trend decomposition procedure based
/// on loess* (1990).
///
/// # Example
/// See the [module](self).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stl {
    season: usize,
    window: SeasonWindow,
    robust: bool,
    /// Whether loess is computed at every place.
    exact: bool,
    logarithms: bool,
}

impl Stl {
    /// A season that does not change, for less than five years of history.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for less than two periods a year.
    pub fn periodic(season: usize) -> Result<Stl, Error> {
        if season < 2 {
            return Err(Error::range("the season", format!("{season} a year is less than 2"))
                .with_help("give 12 for months, 4 for quarters; one period a year has no season"));
        }
        Ok(Stl {
            season,
            window: SeasonWindow::Periodic,
            robust: false,
            exact: false,
            logarithms: false,
        })
    }

    /// A season that may change: `years` is the number of years around each one that count. An odd
    /// number of at least 3.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for less than two periods a year, and for an even or
    /// small number of years.
    pub fn changing(season: usize, years: usize) -> Result<Stl, Error> {
        if years < 3 || years.is_multiple_of(2) || years > 1_001 {
            return Err(Error::range(
                "the window of the season",
                format!("{} is not an odd number between 3 and 1001", counted(years, "year")),
            ));
        }
        Ok(Stl { window: SeasonWindow::Years(years), ..Stl::periodic(season)? })
    }

    /// What suits a history of this length: periodic for less than five years, 13 years otherwise.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for less than two periods a year.
    pub fn for_length(season: usize, periods: usize) -> Result<Stl, Error> {
        if periods / season.max(1) < 5 { Stl::periodic(season) } else { Stl::changing(season, 13) }
    }

    /// With fifteen outer loops, which take the weight from outliers, of one inner loop each.
    #[must_use]
    pub fn robust(self) -> Stl {
        Stl { robust: true, ..self }
    }

    /// With loess at every place, not at every tenth of a window.
    #[must_use]
    pub fn without_jumps(self) -> Stl {
        Stl { exact: true, ..self }
    }

    /// Of the logarithms: season and trend are factors then.
    #[must_use]
    pub fn on_logarithms(self) -> Stl {
        Stl { logarithms: true, ..self }
    }

    /// How the season may change.
    #[must_use]
    pub fn window(&self) -> SeasonWindow {
        self.window
    }

    /// Decomposes a history of more than two years.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite or two years and less;
    /// [`Undefined::NotPositive`] on logarithms of values that are not all positive.
    pub fn decompose(&self, y: &[f64]) -> Result<SeasonalDecomposition, Error> {
        check_seasonal(y, self.season)?;
        if y.len() <= self.season.saturating_mul(2) {
            let reason =
                format!("it has {}, with {} a year", counted(y.len(), "period"), self.season);
            return Err(Error::invalid("the history", reason).with_help(
                "give more than two years, which local regression needs; \
                 use classical decomposition for exactly two",
            ));
        }
        if self.logarithms && !all_positive(y) {
            return Err(Error::from(Undefined::NotPositive).about("a decomposition of logarithms"));
        }
        let values: Vec<f64> =
            if self.logarithms { y.iter().map(|value| value.ln()).collect() } else { y.to_vec() };
        let mut work = self.work(values.len());
        let (inner, outer) = if self.robust { (1, 15) } else { (2, 0) };
        for round in 0..=outer {
            for _ in 0..inner {
                work.inner(&values);
            }
            if round < outer {
                work.weigh(&values);
            }
        }
        let (seasonal, trend, weights) = (work.seasonal, work.trend, work.weights);
        let mut seasonal = seasonal;
        if self.window == SeasonWindow::Periodic {
            let mut sums = vec![(0.0, 0.0); self.season];
            for (at, value) in seasonal.iter().enumerate() {
                sums[at % self.season].0 += value;
                sums[at % self.season].1 += 1.0;
            }
            for (at, value) in seasonal.iter_mut().enumerate() {
                let (sum, number) = sums[at % self.season];
                *value = sum / number;
            }
        }
        let remainder =
            values.iter().zip(&seasonal).zip(&trend).map(|((y, s), t)| y - s - t).collect();
        let weights = if weights.is_empty() { vec![1.0; values.len()] } else { weights };
        Ok(SeasonalDecomposition {
            season: self.season,
            logarithms: self.logarithms,
            values,
            seasonal,
            trend,
            remainder,
            weights,
        })
    }

    fn work(&self, n: usize) -> Work {
        // The degree of the season's loess is 0, that of the others 1, as in R.
        let window = match self.window {
            SeasonWindow::Periodic => 10 * n + 1,
            SeasonWindow::Years(years) => years,
        };
        let odd = |least: f64| {
            let mut whole = 1_usize;
            while count(whole) < least {
                whole += 2;
            }
            whole
        };
        let trend = odd(1.5 * count(self.season) / (1.0 - 1.5 / count(window))).max(3);
        let low_pass = odd(count(self.season)).max(3);
        let jump = |window: usize| if self.exact { 1 } else { window.div_ceil(10) };
        Work {
            season: self.season,
            of_season: Loess { window: window.max(3), degree: 0, jump: jump(window) },
            of_trend: Loess { window: trend, degree: 1, jump: jump(trend) },
            low_pass: Loess { window: low_pass, degree: 1, jump: jump(low_pass) },
            seasonal: vec![0.0; n],
            trend: vec![0.0; n],
            weights: Vec::new(),
            padded: vec![0.0; n + 2 * self.season],
        }
    }
}

/// A history, and its parts: in its own unit, or in logarithms if it was decomposed there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeasonalDecomposition {
    season: usize,
    logarithms: bool,
    #[serde(skip)]
    values: Vec<f64>,
    seasonal: Vec<f64>,
    trend: Vec<f64>,
    remainder: Vec<f64>,
    weights: Vec<f64>,
}

impl SeasonalDecomposition {
    /// The season of every period.
    #[must_use]
    pub fn seasonal(&self) -> &[f64] {
        &self.seasonal
    }

    /// The trend of every period.
    #[must_use]
    pub fn trend(&self) -> &[f64] {
        &self.trend
    }

    /// What is left of every period.
    #[must_use]
    pub fn remainder(&self) -> &[f64] {
        &self.remainder
    }

    /// How much each period weighed in: 1, or less for an outlier in a robust decomposition.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// True if the parts are logarithms.
    #[must_use]
    pub fn on_logarithms(&self) -> bool {
        self.logarithms
    }

    /// The history without its season, in its own unit: seasonally adjusted (STL, no holiday
    /// adjustment).
    #[must_use]
    pub fn adjusted(&self) -> Vec<f64> {
        let plain = self.adjusted_values();
        if self.logarithms { plain.into_iter().map(f64::exp).collect() } else { plain }
    }

    /// The same on the scale of the decomposition.
    pub(crate) fn adjusted_values(&self) -> Vec<f64> {
        self.values.iter().zip(&self.seasonal).map(|(value, season)| value - season).collect()
    }

    /// The season of the periods that follow: that of the last year.
    #[must_use]
    pub fn seasons_ahead(&self, horizon: usize) -> Vec<f64> {
        let last = self.seasonal.len().saturating_sub(self.season);
        self.seasonal.iter().skip(last).cycle().take(horizon).copied().collect()
    }
}

/// A local regression.
struct Loess {
    window: usize,
    degree: u8,
    jump: usize,
}

/// The state of the loops.
struct Work {
    season: usize,
    of_season: Loess,
    of_trend: Loess,
    low_pass: Loess,
    seasonal: Vec<f64>,
    trend: Vec<f64>,
    /// Of the outer loop; empty for ones.
    weights: Vec<f64>,
    /// One year more at both ends.
    padded: Vec<f64>,
}

impl Work {
    fn inner(&mut self, y: &[f64]) {
        let detrended: Vec<f64> = y.iter().zip(&self.trend).map(|(y, trend)| y - trend).collect();
        self.smooth_seasons(&detrended);
        let once = moving_mean(&self.padded, self.season);
        let twice = moving_mean(&once, self.season);
        let thrice = moving_mean(&twice, 3);
        let low = self.low_pass.smooth(&thrice, &[]);
        for ((seasonal, smooth), low) in
            self.seasonal.iter_mut().zip(self.padded.iter().skip(self.season)).zip(&low)
        {
            *seasonal = smooth - low;
        }
        let adjusted: Vec<f64> =
            y.iter().zip(&self.seasonal).map(|(y, season)| y - season).collect();
        self.trend = self.of_trend.smooth(&adjusted, &self.weights);
    }

    /// Smooths the values of each season over the years, and one year beyond both ends.
    fn smooth_seasons(&mut self, detrended: &[f64]) {
        let mut scratch = Vec::new();
        for first in 0..self.season {
            let values: Vec<f64> =
                detrended.iter().skip(first).step_by(self.season).copied().collect();
            let weights: Vec<f64> =
                self.weights.iter().skip(first).step_by(self.season).copied().collect();
            let years = values.len();
            let smooth = self.of_season.smooth(&values, &weights);
            let window = self.of_season.window;
            let (from, to) = ((years + 1).saturating_sub(window).max(1), window.min(years));
            let loess = &self.of_season;
            let before = loess.at(&values, &weights, 0.0, 1, to, &mut scratch).unwrap_or(smooth[0]);
            let after = loess.at(&values, &weights, count(years + 1), from, years, &mut scratch);
            let after = after.unwrap_or(smooth[years - 1]);
            let all = std::iter::once(before).chain(smooth).chain(std::iter::once(after));
            for (year, value) in all.enumerate() {
                if let Some(place) = self.padded.get_mut(year * self.season + first) {
                    *place = value;
                }
            }
        }
    }

    /// Bisquare weights of the remainders.
    fn weigh(&mut self, y: &[f64]) {
        let size: Vec<f64> = y
            .iter()
            .zip(&self.trend)
            .zip(&self.seasonal)
            .map(|((y, trend), season)| (y - trend - season).abs())
            .collect();
        let mut sorted = size.clone();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let (upper, lower) = (n / 2, n - n / 2 - 1);
        let far = 3.0 * (sorted[upper] + sorted[lower]);
        let weight = |r: &f64| {
            if *r <= 0.001 * far {
                1.0
            } else if *r <= 0.999 * far {
                let part = r / far;
                (1.0 - part * part) * (1.0 - part * part)
            } else {
                0.0
            }
        };
        self.weights = size.iter().map(weight).collect();
    }
}

/// The moving means of a number of neighbours; shorter by that number less one.
fn moving_mean(y: &[f64], length: usize) -> Vec<f64> {
    let number = count(length);
    let mut sum: f64 = y.iter().take(length).sum();
    let mut means = vec![sum / number];
    for (out, new) in y.iter().zip(y.iter().skip(length)) {
        sum = sum - out + new;
        means.push(sum / number);
    }
    means
}

impl Loess {
    /// Smooths a series; `weights` are empty for ones.
    fn smooth(&self, y: &[f64], weights: &[f64]) -> Vec<f64> {
        let n = y.len();
        if n < 2 {
            return y.to_vec();
        }
        let mut smooth = vec![0.0; n];
        let mut scratch = Vec::with_capacity(n);
        let jump = self.jump.min(n - 1);
        // Places count from 1 here, as in the source.
        let bounds = |place: usize| -> (usize, usize) {
            if self.window >= n {
                return (1, n);
            }
            let half = self.window.div_ceil(2);
            // A series that is as long as its window does not slide.
            let left = (place.max(half) - half + 1).min(n - self.window + 1);
            (left, left + self.window - 1)
        };
        let mut last = (1, n);
        for place in (1..=n).step_by(jump) {
            last = bounds(place);
            smooth[place - 1] = self
                .at(y, weights, count(place), last.0, last.1, &mut scratch)
                .unwrap_or(y[place - 1]);
        }
        if jump == 1 {
            return smooth;
        }
        let fill = |smooth: &mut [f64], from: usize, to: usize| {
            let slope = (smooth[to - 1] - smooth[from - 1]) / count(to - from);
            for between in from + 1..to {
                smooth[between - 1] = smooth[from - 1] + slope * count(between - from);
            }
        };
        let mut place = 1;
        while place + jump <= n {
            fill(&mut smooth, place, place + jump);
            place += jump;
        }
        if place != n {
            // The last place uses the window of the one before, as in the source.
            smooth[n - 1] =
                self.at(y, weights, count(n), last.0, last.1, &mut scratch).unwrap_or(y[n - 1]);
            fill(&mut smooth, place, n);
        }
        smooth
    }

    /// The regression at one place, of the values from `left` to `right`, places counted from 1;
    /// nothing if none of them weighs in.
    fn at(
        &self,
        y: &[f64],
        weights: &[f64],
        x: f64,
        left: usize,
        right: usize,
        scratch: &mut Vec<f64>,
    ) -> Option<f64> {
        let n = y.len();
        let mut reach = (x - count(left)).max(count(right) - x);
        if self.window > n {
            reach += count((self.window - n) / 2);
        }
        let (near, far) = (0.001 * reach, 0.999 * reach);
        scratch.clear();
        let mut place = count(left) - x;
        for at in left - 1..right {
            let distance = place.abs();
            place += 1.0;
            let part = distance / reach;
            let tricube = 1.0 - part * part * part;
            let own = if distance <= near {
                1.0
            } else if distance <= far {
                tricube * tricube * tricube
            } else {
                0.0
            };
            scratch.push(if weights.is_empty() { own } else { own * weights[at] });
        }
        let total: f64 = scratch.iter().sum();
        if !is_positive(total) {
            return None;
        }
        let values = &y[left - 1..right];
        let plain = scratch.iter().zip(values).map(|(weight, y)| weight * y).sum::<f64>() / total;
        if reach <= 0.0 || self.degree == 0 {
            return Some(plain);
        }
        // Places relative to x, so that the middle is where the line is asked for.
        let places = || (left..=right).map(|place| count(place) - x);
        let middle =
            scratch.iter().zip(places()).map(|(weight, place)| weight * place).sum::<f64>() / total;
        let spread = scratch
            .iter()
            .zip(places())
            .map(|(weight, place)| weight * (place - middle).powi(2))
            .sum::<f64>()
            / total;
        if spread.sqrt() <= 0.001 * count(n - 1) {
            return Some(plain);
        }
        let by = -middle / spread;
        let tilted = |((weight, place), y): ((&f64, f64), &f64)| {
            weight / total * (by * (place - middle) + 1.0) * y
        };
        Some(scratch.iter().zip(places()).zip(values).map(tilted).sum())
    }
}
