//! The default on plain numbers: months of one history, without a key, gaps or figures of several
//! months. What [`Series::project`](crate::Series::project) decides for such a series is decided
//! the same way here; `every_year_is_that_of_the_series` in `tests/panel/years.rs` holds the two
//! together.
//!
//! Floats: a projection is an estimate.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::input::{check, count};
use crate::projection::Strength;
use crate::projection::model::{FEWEST_YEARS, LEVEL_AND_DRIFT, STL};
use crate::projection::months::HISTORY;

/// Shares of the last years that count.
const SHARES: usize = 5;

/// The year by the method that the months allow at best: the level of the known months and of what
/// is left.
pub(crate) struct PlainYear<'a> {
    /// Whole years of months before, the oldest first.
    before: &'a [f64],
    known: &'a [f64],
    now: f64,
    base: f64,
    year_before: f64,
}

impl<'a> PlainYear<'a> {
    /// The months of whole years and the known ones of the running year, which are the last.
    /// Months before the first whole year are left out.
    pub(crate) fn of(months: &'a [f64], known: usize) -> Result<PlainYear<'a>, Error> {
        check(months)?;
        let years = months.len().saturating_sub(known) / 12;
        if years == 0 {
            let has = counted(months.len(), "month");
            return Err(Error::from(Undefined::Missing)
                .about(format!("the year before in a history of {has}")));
        }
        let (before, known) = months.split_at(months.len() - known);
        let before = before.get(before.len() - 12 * years..).unwrap_or_default();
        let last = before.get(before.len() - 12..).unwrap_or_default();
        let sum = |months: &[f64]| months.iter().sum::<f64>();
        Ok(PlainYear {
            before,
            known,
            now: sum(known),
            base: sum(last.get(..known.len()).unwrap_or_default()),
            year_before: sum(last),
        })
    }

    /// The year.
    pub(crate) fn answer(&self) -> Result<f64, Error> {
        let rest = self.year_before - self.base;
        let is_ratio = self.now >= 0.0 && self.base > 0.0 && rest > 0.0;
        // A geometric mean with a level of zero is zero, whatever the year before had.
        let shares = if is_ratio && self.now > 0.0 { self.shares() } else { Vec::new() };
        let is_possible = |year: &f64| year.is_finite() && *year >= self.now;
        let many = shares.len() >= 2;
        let share = many.then(|| self.now + self.shrunk_share(&shares));
        let combined =
            if shares.len() >= FEWEST_YEARS { share.and_then(|one| self.mean(one)) } else { None };
        let fade = is_ratio.then(|| {
            let strength = Strength::USUAL.value().approximately();
            self.now + rest * (1.0 + strength * (self.now / self.base - 1.0))
        });
        let naive = (rest >= 0.0).then_some(self.now + rest);
        let ladder = [combined, share, fade, naive];
        let found = ladder.into_iter().flatten().find(is_possible);
        found
            .ok_or_else(|| Error::from(Undefined::NotPositive).about("the rest of the year before"))
    }

    /// Of the known months in the years before, the last year first, until one is no share.
    fn shares(&self) -> Vec<f64> {
        let years = self.before.rchunks_exact(12).take(SHARES);
        let share = |year: &[f64]| {
            let part: f64 = year.iter().take(self.known.len()).sum();
            let whole: f64 = year.iter().sum();
            (part > 0.0 && part <= whole).then(|| part / whole)
        };
        years.map_while(share).collect()
    }

    /// What is left by the shrunk share.
    fn shrunk_share(&self, shares: &[f64]) -> f64 {
        let strength = Strength::USUAL.value().approximately();
        let mean = shares.iter().sum::<f64>() / count(shares.len());
        let by_share = self.now * (1.0 - mean) / mean;
        (self.year_before - self.base).powf(1.0 - strength) * by_share.powf(strength)
    }

    /// The mean of the shrunk share and both models, where these have an answer.
    fn mean(&self, share: f64) -> Option<f64> {
        let most = self.before.len().saturating_sub(12 * HISTORY);
        let years = self.before.get(most..)?;
        // January alone has no partner; else January and February are one piece.
        let is_joint = self.known.len() != 1;
        let mut history = Vec::with_capacity(years.len() + self.known.len());
        for year in years.chunks_exact(12).chain([self.known]) {
            match year {
                [january, february, others @ ..] if is_joint => {
                    history.push(january + february);
                    history.extend(others);
                }
                months => history.extend(months),
            }
        }
        let (season, open) = if is_joint { (11, 12 - self.known.len()) } else { (12, 11) };
        let open = vec![true; open];
        let rest = |model: &crate::projection::model::MonthModel| {
            model.rest(&history, season, &open).ok().filter(|rest| *rest >= 0.0)
        };
        Some((share + self.now + rest(&LEVEL_AND_DRIFT)? + self.now + rest(&STL)?) / 3.0)
    }
}
