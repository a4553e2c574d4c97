//! Growth of every cell on the same span a year earlier.
//!
//! Two years are merged pair by pair: the rows of a pair stand by commodity in both. Matches are collected first, without
//! branches, and then computed in a straight loop. Indices of matches are positions in the two slices that were compared.
//! Held by `growth_equals_the_scalar_function` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined};
use crate::number::{Decimal, Rounded, Rounding};
use crate::panel::Panel;
use crate::panel::column::{
    CHANGE_TOO_LARGE, Column, DEFINED, MISSING, NEGATIVE, Reason, ZERO_BASE, ZERO_OVER_ZERO, undefined,
};
use crate::panel::parallel::{cut, for_each};
use crate::panel::quotient::quotient;
use crate::panel::write::{Table, check_lengths, names};
use std::ops::Range;

/// Change and growth of every row of a panel, in the order of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Growths {
    change: Vec<i64>,
    growth: Column,
    value_places: u8,
}

impl Growths {
    /// The value minus the value a year earlier, in the unit of the panel.
    ///
    /// # Errors
    /// [`Undefined::Missing`] without a row a year earlier; [`Undefined::TooLarge`].
    pub fn change(&self, row: usize) -> Result<Decimal, Undefined> {
        match (self.change.get(row), self.growth.reason.get(row)) {
            (None | Some(_), None | Some(&MISSING)) => Err(Undefined::Missing),
            (_, Some(&CHANGE_TOO_LARGE)) => Err(Undefined::TooLarge),
            (change, _) => Decimal::try_from_i128_with_scale(
                i128::from(change.copied().unwrap_or(0)),
                u32::from(self.value_places),
            )
            .map_err(|_| Undefined::TooLarge),
        }
    }

    /// The growth of a row as a fraction: 0.126663 is 12.6663 %.
    ///
    /// # Errors
    /// [`Undefined::Missing`] without a row a year earlier, [`Undefined::ZeroBase`], [`Undefined::ZeroOverZero`],
    /// [`Undefined::NegativeLevel`], [`Undefined::TooLarge`].
    pub fn growth(&self, row: usize) -> Result<Rounded, Undefined> {
        self.growth.get(row)
    }

    /// All growth rates.
    #[must_use]
    pub fn growths(&self) -> &Column {
        &self.growth
    }

    /// All changes as whole numbers of the panel's places; 0 where [`growths`](Growths::growths) says missing.
    #[must_use]
    pub fn changes(&self) -> &[i64] {
        &self.change
    }

    /// The rows of the panel with `CHANGE`, `GROWTH` and, where that is empty, the `REASON`. The change is there for every
    /// row that has a base: without growth too.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for another panel than the growth was computed from.
    pub fn table<'a>(&'a self, panel: &'a Panel) -> Result<Table<'a>, Error> {
        check_lengths(&[("GROWTH", &self.growth)], panel.len())?;
        Ok(panel.table_of_rows(names(&[&["CHANGE", "GROWTH", "REASON"]]), move |rows, row| {
            match self.growth.reason[row] {
                MISSING | CHANGE_TOO_LARGE => rows.blank(),
                _ => rows.number(i128::from(self.change[row]), self.value_places),
            }
            rows.result(&self.growth, row);
        }))
    }

    /// Why the growth of a row is not defined, if it is not.
    #[must_use]
    pub fn reason(&self, row: usize) -> Option<Undefined> {
        self.growth.reason.get(row).filter(|reason| **reason != DEFINED).map(|reason| undefined(*reason))
    }
}

impl Panel {
    /// Change and growth of every row on the same cell a year earlier, with so many places.
    ///
    /// # Formula
    /// `now / base - 1`, see [`growth::year_over_year`](crate::growth::year_over_year); rounded once.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places. What is undefined is so row by row.
    pub fn growth(&self, places: u8, rounding: Rounding) -> Result<Growths, Error> {
        let mut growths = Growths::default();
        self.growth_into(places, rounding, &mut growths)?;
        Ok(growths)
    }

    /// As [`growth`](Panel::growth), into memory that an earlier call has used: fresh memory costs more than the
    /// arithmetic.
    ///
    /// # Errors
    /// As [`growth`](Panel::growth).
    pub fn growth_into(&self, places: u8, rounding: Rounding, into: &mut Growths) -> Result<(), Error> {
        let power = power_of_ten(places)?;
        let rows = self.len();
        // Memory that was used before is cleared piece by piece, in the tasks; fresh memory is clear.
        let used = into.change.len() == rows;
        if !used {
            *into = Growths { change: vec![0; rows], growth: Column::zeroed(rows, places), value_places: 0 };
        }
        into.growth.places = places;
        into.value_places = self.places;
        let bases = self.base_periods();
        let pieces: Vec<(usize, Range<usize>)> = (0..self.labels.periods.len())
            .flat_map(|period| self.pieces(period).into_iter().map(move |runs| (period, runs)))
            .collect();
        let lengths: Vec<usize> = pieces.iter().map(|(_, runs)| self.rows_of_runs(runs).len()).collect();
        let change = cut(&mut into.change, lengths.iter().copied());
        let growth = cut(&mut into.growth.mantissa, lengths.iter().copied());
        let reason = cut(&mut into.growth.reason, lengths.iter().copied());
        let tasks: Vec<_> = pieces
            .into_iter()
            .zip(change.into_iter().zip(growth.into_iter().zip(reason)))
            .map(|((period, runs), out)| (runs, bases[period], out))
            .collect();
        for_each(tasks, |(runs, base, (change, (growth, reason)))| {
            if used {
                change.fill(0);
                growth.fill(0);
                reason.fill(MISSING);
            }
            let Some(base) = base else { return };
            let first = self.run_start[runs.start] as usize;
            let mut matches = Matches::default();
            self.for_each_match(runs, base, &mut matches, |_, now, before, matches| {
                let (values, bases) = (&self.value[now.clone()], &self.value[before]);
                let offset = now.start - first;
                let end = offset + values.len();
                let change = &mut change[offset..end];
                let growth = &mut growth[offset..end];
                let reason = &mut reason[offset..end];
                for (at, base) in matches.pairs() {
                    let (now, base) = (values[at], bases[base]);
                    let (difference, rate) = rate(now, base, power, rounding);
                    change[at] = difference;
                    growth[at] = rate.unwrap_or(0);
                    reason[at] = rate.err().unwrap_or(DEFINED);
                }
            });
        });
        Ok(())
    }

    /// Every run with a run of the same pair in the base period: their rows, and which of them match.
    pub(crate) fn for_each_match(
        &self,
        runs: Range<usize>,
        base: usize,
        matches: &mut Matches,
        mut work: impl FnMut(usize, Range<usize>, Range<usize>, &Matches),
    ) {
        let base_runs = self.runs_of(base);
        let groups = &self.run_group[base_runs.clone()];
        let mut at = groups.partition_point(|group| *group < self.run_group[runs.start]);
        for run in runs {
            let group = self.run_group[run];
            while at < groups.len() && groups[at] < group {
                at += 1;
            }
            if at < groups.len() && groups[at] == group {
                let (now, before) = (self.rows_of(run), self.rows_of(base_runs.start + at));
                matches.find(&self.commodity[now.clone()], &self.commodity[before.clone()]);
                work(run, now, before, matches);
            }
        }
    }
}

/// Positions of equal commodities in two ascending lists.
#[derive(Default)]
pub(crate) struct Matches {
    one: Vec<u32>,
    two: Vec<u32>,
    count: usize,
}

impl Matches {
    pub(crate) fn find(&mut self, one: &[u16], two: &[u16]) {
        let most = one.len().min(two.len()) + 1;
        if self.one.len() < most {
            self.one.resize(most, 0);
            self.two.resize(most, 0);
        }
        let (found_one, found_two) = (&mut self.one[..most], &mut self.two[..most]);
        let (mut i, mut j, mut count) = (0, 0, 0);
        while i < one.len() && j < two.len() {
            let (a, b) = (one[i], two[j]);
            found_one[count] = i as u32;
            found_two[count] = j as u32;
            count += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        self.count = count;
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.one[..self.count].iter().zip(&self.two[..self.count]);
        pairs.map(|(one, two)| (*one as usize, *two as usize))
    }
}

/// Difference and growth of two levels.
#[inline(always)]
pub(crate) fn rate(now: i64, base: i64, power: i64, rounding: Rounding) -> (i64, Result<i64, Reason>) {
    if now >= 0 && base > 0 {
        let difference = now - base;
        return (difference, quotient(difference, power, base, rounding));
    }
    match now.checked_sub(base) {
        None => (0, Err(CHANGE_TOO_LARGE)),
        Some(difference) if now < 0 || base < 0 => (difference, Err(NEGATIVE)),
        Some(0) => (0, Err(ZERO_OVER_ZERO)),
        Some(difference) => (difference, Err(ZERO_BASE)),
    }
}

pub(crate) fn power_of_ten(places: u8) -> Result<i64, Error> {
    10_i64.checked_pow(u32::from(places)).ok_or_else(|| Error::range("the places of a column", "18 is the most"))
}
