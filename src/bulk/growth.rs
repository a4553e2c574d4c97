//! Growth of every cell on the same span a year earlier.
//!
//! Two years are merged pair by pair: the rows of a pair stand by commodity in both. Matches are
//! collected first, without branches, and then computed in a straight loop. Indices of matches are
//! positions in the two slices that were compared. Held by `growth_equals_the_scalar_function` in
//! `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{
    CHANGE_TOO_LARGE, Column, DEFINED, LISTED, MISSING, NEGATIVE, OTHER_LABEL, Reason, ZERO_BASE,
    ZERO_OVER_ZERO, undefined,
};
use crate::bulk::exact::power_of_ten;
use crate::bulk::listed::is_sum_of_listed;
use crate::bulk::quotient::quotient;
use crate::bulk::table::{Label, Table, names};
use crate::error::{Error, Undefined};
use crate::key::{Flow, Key};
use crate::number::{Decimal, Rounded, Rounding};
use crate::panel::parallel::{cut, for_each};
use crate::panel::{CodesView, Id, Panel, PanelView, Rows};
use crate::period::Period;
use std::ops::Range;

/// Change and growth of every row of a panel, in the order of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Growths {
    rows: Option<Rows>,
    change: Vec<i64>,
    growth: Column,
    value_places: u8,
}

impl Growths {
    /// The value minus the value a year earlier, in the unit of the panel.
    ///
    /// # Errors
    /// [`Undefined::Missing`] without a row a year earlier, [`Undefined::OtherLabel`] if there is
    /// one under another label only; [`Undefined::TooLarge`].
    pub fn change(&self, row: usize) -> Result<Decimal, Undefined> {
        match (self.change.get(row), self.growth.reason.get(row)) {
            (_, None | Some(&(MISSING | OTHER_LABEL | LISTED))) => {
                Err(self.reason(row).unwrap_or(Undefined::Missing))
            }
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
    /// [`Undefined::Missing`] without a row a year earlier, [`Undefined::OtherLabel`],
    /// [`Undefined::ZeroBase`], [`Undefined::ZeroOverZero`], [`Undefined::NegativeLevel`],
    /// [`Undefined::ListedAgainstReported`], [`Undefined::TooLarge`].
    pub fn growth(&self, row: usize) -> Result<Rounded, Undefined> {
        self.reason(row).map_or_else(|| self.growth.get(row), Err)
    }

    /// All growth rates.
    #[must_use]
    pub fn growths(&self) -> &Column {
        &self.growth
    }

    /// All changes as whole numbers of the panel's places; 0 where [`growths`](Growths::growths)
    /// says missing.
    #[must_use]
    pub fn changes(&self) -> &[i64] {
        &self.change
    }

    /// The rows with `CHANGE`, `GROWTH` and, where that is empty, the `REASON`. The change is there
    /// for every row that has a base: without growth too.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, RUS},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76.into())?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2023), 111.into())?;
    /// let growth = rows.build()?.growth(3, Rounding::HalfEven)?;
    /// let mut file = Vec::new();
    /// growth.table().write_csv(&mut file)?;
    /// assert!(
    ///     String::from_utf8_lossy(&file)
    ///         .ends_with("CHN,RUS,export,TOTAL,as reported,2023,111,billion USD,35,0.461,\n")
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn table(&self) -> Table<'_> {
        let more = names(&[&["CHANGE", "GROWTH", "REASON"]]);
        let Some(rows) = &self.rows else { return Table::empty(more) };
        Table::of_rows(rows.view(), more, move |rows, row| {
            match self.growth.reason[row] {
                MISSING | OTHER_LABEL | LISTED | CHANGE_TOO_LARGE => rows.blank(),
                _ => rows.number(i128::from(self.change[row]), self.value_places),
            }
            match self.reason(row) {
                // The label is named.
                Some(reason @ Undefined::OtherLabel { .. }) => {
                    rows.blank();
                    rows.text(&Label::new(reason));
                }
                _ => rows.result(&self.growth, row),
            }
        })
    }

    /// Why the growth of a row is not defined, if it is not. A base that stands under another label
    /// only is named.
    #[must_use]
    pub fn reason(&self, row: usize) -> Option<Undefined> {
        match self.growth.reason.get(row) {
            None | Some(&DEFINED) => None,
            Some(&OTHER_LABEL) => {
                let there =
                    self.rows.as_ref().map(|rows| base_labels(rows, row)).unwrap_or_default();
                Some(Undefined::OtherLabel { there })
            }
            Some(reason) => Some(undefined(*reason)),
        }
    }

    /// The cell and the period of a row.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<(Key, Period)> {
        self.rows.as_ref()?.view().key(row)
    }
}

/// The labels under which the cell of a row stands a year earlier.
pub(crate) fn base_labels(rows: &Rows, row: usize) -> String {
    let view = rows.view();
    let labels = view.key(row).map(|(key, period)| {
        let base = period.year_earlier().ok();
        let at = base.and_then(|base| view.periods().binary_search(&base).ok());
        at.map(|at| view.labels_of_cell(&key, at)).unwrap_or_default()
    });
    labels.unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Panel {
    /// As [`PanelView::growth`], for all periods.
    ///
    /// # Errors
    /// As [`PanelView::growth`].
    pub fn growth(&self, places: u8, rounding: Rounding) -> Result<Growths, Error> {
        self.view().growth(places, rounding)
    }

    /// As [`growth`](Panel::growth), into memory that an earlier call has used: fresh memory costs
    /// more than the arithmetic.
    ///
    /// # Errors
    /// As [`growth`](Panel::growth).
    pub fn growth_into(
        &self,
        places: u8,
        rounding: Rounding,
        into: &mut Growths,
    ) -> Result<(), Error> {
        self.view().growth_into(places, rounding, into)
    }
}

impl PanelView<'_> {
    /// Change and growth of every row on the same cell a year earlier, with this number of places.
    ///
    /// Each row is compared with its own cell, whether that is a part or a total of other rows in
    /// either year.
    ///
    /// # Formula
    /// `now / base - 1`, see [`growth::year_over_year`](crate::growth::year_over_year); rounded
    /// once.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places. What is undefined is so row by row.
    ///
    /// ```
    /// use bilateral::{Key, Period, Rounding, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (year, value) in [(2021, 68), (2022, 76), (2023, 111)] {
    ///     rows.push(Key::exports(CHN).to(RUS), Period::year(year), value.into())?;
    /// }
    /// let panel = rows.build()?;
    /// let two_years = panel.view_of(1..3)?.growth(3, Rounding::HalfEven)?; // without a copy
    /// assert_eq!(two_years.growth(1)?.to_string(), "0.461");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth(&self, places: u8, rounding: Rounding) -> Result<Growths, Error> {
        let mut growths = Growths::default();
        self.growth_into(places, rounding, &mut growths)?;
        Ok(growths)
    }

    /// As [`growth`](PanelView::growth), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`growth`](PanelView::growth).
    pub fn growth_into(
        &self,
        places: u8,
        rounding: Rounding,
        into: &mut Growths,
    ) -> Result<(), Error> {
        let power = power_of_ten(places)?;
        if let Some((whole, own)) = self.with_beside() {
            let all = whole.view().growth(places, rounding)?;
            into.change = own.iter().map(|row| all.change[*row as usize]).collect();
            into.growth = all.growth.of_rows(&own);
        } else {
            self.compare(places, power, rounding, into);
        }
        into.value_places = self.places();
        into.rows = Some(self.rows());
        Ok(())
    }

    fn compare(&self, places: u8, power: i64, rounding: Rounding, into: &mut Growths) {
        let rows = self.len();
        // Memory that was used before is cleared piece by piece, in the tasks.
        let used = into.change.len() == rows;
        if !used {
            into.change = vec![0; rows];
            into.growth = Column::zeroed(rows, places);
        }
        into.growth.places = places;
        let bases = self.base_periods();
        let pieces: Vec<(usize, Range<usize>)> = (0..self.periods().len())
            .flat_map(|period| self.pieces(period).into_iter().map(move |runs| (period, runs)))
            .collect();
        let lengths: Vec<usize> =
            pieces.iter().map(|(_, runs)| self.rows_of_runs(runs).len()).collect();
        let change = cut(&mut into.change, lengths.iter().copied());
        let growth = cut(&mut into.growth.mantissa, lengths.iter().copied());
        let reason = cut(&mut into.growth.reason, lengths.iter().copied());
        let tasks: Vec<_> = pieces
            .into_iter()
            .zip(change.into_iter().zip(growth.into_iter().zip(reason)))
            .map(|((period, runs), out)| (runs, bases[period], out))
            .collect();
        let (all_values, several) = (self.values(), self.has_several_labels_of_a_flow());
        let some_listed = self.details().iter().any(|detail| detail.marks().of_listed);
        for_each(tasks, |(runs, base, (change, (growth, reason)))| {
            if used {
                change.fill(0);
                growth.fill(0);
                reason.fill(MISSING);
            }
            let Some(base) = base else { return };
            let first = self.rows_of_runs(&runs).start;
            let mut matches = Matches::default();
            self.for_each_match(runs.clone(), base, &mut matches, |_, now, before, matches| {
                let (values, bases) = (&all_values[now.clone()], &all_values[before.clone()]);
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
                if some_listed {
                    let starts = (now.start, before.start);
                    self.refuse_listed_against_reported(starts, matches, growth, reason);
                }
            });
            if several {
                self.look_under_other_labels(runs, base, reason);
            }
        });
    }

    /// Every run with a run of the same group in the base period: their rows, and which of them
    /// match.
    pub(crate) fn for_each_match(
        &self,
        runs: Range<usize>,
        base: usize,
        matches: &mut Matches,
        mut work: impl FnMut(usize, Range<usize>, Range<usize>, &Matches),
    ) {
        if runs.is_empty() {
            return;
        }
        let base_runs = self.runs_of(base);
        let (all, codes) = (self.groups(), self.codes());
        let groups = &all[base_runs.clone()];
        let mut at = groups.partition_point(|group| *group < all[runs.start]);
        for run in runs {
            let group = all[run];
            while at < groups.len() && groups[at] < group {
                at += 1;
            }
            if at < groups.len() && groups[at] == group {
                let (now, before) = (self.rows_of(run), self.rows_of(base_runs.start + at));
                matches.find(codes.rows(now.clone()), codes.rows(before.clone()));
                work(run, now, before, matches);
            }
        }
    }

    /// Of two levels both or neither must be a sum of what is listed.
    fn refuse_listed_against_reported(
        &self,
        (now, before): (usize, usize),
        matches: &Matches,
        growth: &mut [i64],
        reason: &mut [Reason],
    ) {
        for (at, base) in matches.pairs() {
            if is_sum_of_listed(self, now + at) != is_sum_of_listed(self, before + base) {
                (growth[at], reason[at]) = (0, LISTED);
            }
        }
    }

    /// True if some flow stands under two labels or more.
    pub(crate) fn has_several_labels_of_a_flow(&self) -> bool {
        let flows: Vec<Flow> = self.labels().iter().map(|label| label.flow).collect();
        flows.iter().enumerate().any(|(at, flow)| flows[..at].contains(flow))
    }

    /// Rows without a base whose cell stands a year earlier under another label of the same flow.
    fn look_under_other_labels(&self, runs: Range<usize>, base: usize, reason: &mut [Reason]) {
        let first = self.rows_of_runs(&runs).start;
        for run in runs {
            for row in self.rows_of(run) {
                let is_missing = reason[row - first] == MISSING;
                let key = self.key(row).filter(|_| is_missing);
                if key.is_some_and(|(key, _)| !self.labels_of_cell(&key, base).is_empty()) {
                    reason[row - first] = OTHER_LABEL;
                }
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
    pub(crate) fn find(&mut self, one: CodesView<'_>, two: CodesView<'_>) {
        match (one, two) {
            (CodesView::Narrow(one), CodesView::Narrow(two)) => self.find_in(one, two),
            (CodesView::Wide(one), CodesView::Wide(two)) => self.find_in(one, two),
            // The two are of one panel, whose codes have one width.
            _ => self.count = 0,
        }
    }

    fn find_in<T: Id>(&mut self, one: &[T], two: &[T]) {
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
pub(crate) fn rate(
    now: i64,
    base: i64,
    power: i64,
    rounding: Rounding,
) -> (i64, Result<i64, Reason>) {
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
