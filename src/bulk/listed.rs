//! What is listed: parts and totals together, and of each slice the cells that hold the others.
//!
//! A statistic over commodities keeps the partner, and the reverse: in such a slice totals form a
//! tree, and its *sum of what is listed* adds a total instead of its parts, and a part where
//! nothing holds it. Indices are runs and rows of one view. Held by `tests/panel/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::bulk::exact::sum;
use crate::commodity::Commodity;
use crate::panel::parallel::{cut, for_each};
use crate::panel::{Panel, PanelView, wider_codes};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// Which whole a statistic rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Denominator {
    /// A total that the data report.
    Reported,
    /// The sum of what the data list, which need not be all there is.
    #[default]
    SumOfListed,
}

impl fmt::Display for Denominator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Denominator::Reported => "reported",
            Denominator::SumOfListed => "sum of listed",
        })
    }
}

/// All rows of a view, parts and totals.
pub(crate) struct Listed<'a> {
    view: PanelView<'a>,
    whole: Option<Panel>,
    /// For each commodity the wider ones of the dictionary; empty if no row holds another.
    wider: Vec<Vec<u32>>,
    total: Option<usize>,
    /// For each area whether it holds another one of the dictionary in some year.
    wide_areas: Vec<bool>,
    /// The rows of totals that are less than the rows right below them, once they are asked for.
    overfull: OnceLock<Vec<usize>>,
}

/// The trade of one run in all goods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RunTotal {
    pub(crate) mantissa: i128,
    /// How many rows were added.
    pub(crate) rows: u32,
    pub(crate) whole: Denominator,
}

/// The trade of every run in all goods.
pub(crate) enum RunTotals {
    /// Every run is the sum of all its rows.
    Plain(Vec<i128>),
    Each(Vec<RunTotal>),
}

impl RunTotals {
    #[inline]
    pub(crate) fn get(&self, run: usize) -> (i128, Denominator) {
        match self {
            RunTotals::Plain(sums) => (sums[run], Denominator::SumOfListed),
            RunTotals::Each(totals) => (totals[run].mantissa, totals[run].whole),
        }
    }

    /// How many of these rows were added.
    pub(crate) fn count(&self, rows: &PanelView<'_>, run: usize) -> usize {
        match self {
            RunTotals::Plain(_) => rows.rows_of(run).len(),
            RunTotals::Each(totals) => totals[run].rows as usize,
        }
    }
}

impl<'a> Listed<'a> {
    pub(crate) fn of(view: PanelView<'a>) -> Listed<'a> {
        let whole = view.with_beside().map(|(whole, _)| whole);
        let wider = if whole.is_some() { wider_codes(view.commodities()) } else { Vec::new() };
        let total = view.commodities().binary_search(&Commodity::TOTAL).ok();
        let areas = view.areas();
        let is_wide =
            |whole: &Area| whole.may_hold() && areas.iter().any(|part| whole.holds(*part));
        let wide_areas = areas.iter().map(is_wide).collect();
        Listed { view, whole, wider, total, wide_areas, overfull: OnceLock::new() }
    }

    /// Parts and totals in the order of rows.
    pub(crate) fn rows(&self) -> PanelView<'_> {
        self.whole.as_ref().map_or(self.view, Panel::view)
    }

    /// True if some rows hold others.
    pub(crate) fn has_totals(&self) -> bool {
        self.whole.is_some()
    }

    /// The trade in all goods of every run of [`rows`](Listed::rows).
    pub(crate) fn run_totals(&self) -> RunTotals {
        let view = self.rows();
        if self.total.is_none() && self.wider.is_empty() {
            let values = view.values();
            return RunTotals::Plain(of_each_run(&view, |run, _| sum(&values[view.rows_of(run)])));
        }
        RunTotals::Each(of_each_run(&view, |run, held| self.run_total(&view, run, held)))
    }

    /// The trade in all goods of one run of [`rows`](Listed::rows).
    pub(crate) fn total_of_run(&self, run: usize) -> RunTotal {
        self.run_total(&self.rows(), run, &mut Vec::new())
    }

    /// The sum of the rows of a run that hold no other row of it, and how many they are.
    pub(crate) fn leaves_of_run(&self, run: usize) -> (i128, u32) {
        let view = self.rows();
        let rows = view.rows_of(run);
        let codes = view.codes().rows(rows.clone());
        let mut holds = vec![false; codes.len()];
        for good in codes.iter() {
            for wide in self.wider(good) {
                if let Some(at) = codes.find(*wide as usize) {
                    holds[at] = true;
                }
            }
        }
        let leaves = rows
            .zip(holds)
            .filter(|(_, holds)| !holds)
            .map(|(row, _)| i128::from(view.values()[row]));
        leaves.fold((0, 0), |(sum, count), value| (sum + value, count + 1))
    }

    /// The rows of a run right below all goods: their sum, and how many they are.
    pub(crate) fn below_total(&self, run: usize) -> (i128, u32) {
        let view = self.rows();
        let rows = view.rows_of(run);
        let codes = view.codes().rows(rows.clone());
        let is_below = |good: usize| {
            let mut there = self
                .wider(good)
                .iter()
                .map(|wide| *wide as usize)
                .filter(|wide| codes.find(*wide).is_some());
            there.next() == self.total && there.next().is_none()
        };
        let below =
            rows.zip(codes.iter()).filter(|(_, good)| Some(*good) != self.total && is_below(*good));
        below.fold((0, 0), |(sum, count), (row, _)| {
            (sum + i128::from(view.values()[row]), count + 1)
        })
    }

    /// True for the row of a total that is less than the rows right below it, partners or goods,
    /// beyond rounding: the account names such totals, and no statistic rests on one.
    pub(crate) fn is_overfull(&self, row: usize) -> bool {
        let find = || self.whole.as_ref().map(Panel::overfull_rows).unwrap_or_default();
        self.overfull.get_or_init(find).binary_search(&row).is_ok()
    }

    /// True if the trade in all goods of a run is such a total, or is added up from one.
    pub(crate) fn is_overfull_run(&self, run: usize) -> bool {
        if !self.has_totals() {
            return false;
        }
        let view = self.rows();
        let rows = view.rows_of(run);
        if let Some(at) = self.total.and_then(|total| view.codes().rows(rows.clone()).find(total)) {
            return self.is_overfull(rows.start + at);
        }
        let mut held = Vec::new();
        self.mark_held(&view, rows.clone(), &mut held);
        rows.zip(held).any(|(row, held)| !held && self.is_overfull(row))
    }

    /// The place of all goods in the dictionary.
    pub(crate) fn total_code(&self) -> Option<usize> {
        self.total
    }

    /// The wider commodities of the dictionary; none where no row holds another.
    pub(crate) fn wider(&self, good: usize) -> &[u32] {
        self.wider.get(good).map_or(&[], Vec::as_slice)
    }

    fn run_total(&self, view: &PanelView<'_>, run: usize, held: &mut Vec<bool>) -> RunTotal {
        let rows = view.rows_of(run);
        let codes = view.codes().rows(rows.clone());
        if let Some(at) = self.total.and_then(|total| codes.find(total)) {
            let row = rows.start + at;
            let mantissa = i128::from(view.values()[row]);
            let whole = if is_sum_of_listed(view, row) {
                Denominator::SumOfListed
            } else {
                Denominator::Reported
            };
            return RunTotal { mantissa, rows: 1, whole };
        }
        let whole = Denominator::SumOfListed;
        if self.wider.is_empty() {
            return RunTotal {
                mantissa: sum(&view.values()[rows.clone()]),
                rows: rows.len() as u32,
                whole,
            };
        }
        self.mark_held(view, rows.clone(), held);
        let values = rows
            .clone()
            .zip(held.iter())
            .filter(|(_, held)| !**held)
            .map(|(row, _)| view.values()[row]);
        let (mantissa, rows) =
            values.fold((0, 0), |(sum, rows), value| (sum + i128::from(value), rows + 1));
        RunTotal { mantissa, rows, whole }
    }

    /// For each row of a run whether another row of it holds it.
    pub(crate) fn mark_held(&self, view: &PanelView<'_>, rows: Range<usize>, held: &mut Vec<bool>) {
        let codes = view.codes().rows(rows);
        held.clear();
        if self.wider.is_empty() {
            held.resize(codes.len(), false);
            return;
        }
        held.extend(
            codes.iter().map(|good| {
                self.wider[good].iter().any(|wide| codes.find(*wide as usize).is_some())
            }),
        );
    }

    /// Of runs of one reporter in a year, whether a partner holds none of the others: the World
    /// over countries is not a partner.
    fn is_listed_partner(
        &self,
        view: &PanelView<'_>,
        year: i32,
        run: usize,
        siblings: Range<usize>,
    ) -> bool {
        let place = |run: usize| view.group(run).partner;
        let area = |run: usize| view.areas()[place(run)];
        !self.wide_areas[place(run)]
            || !siblings.into_iter().any(|other| area(run).figures_hold(area(other), year))
    }

    /// False if no area of the dictionary holds another one, so that all partners are listed.
    pub(crate) fn has_wide_areas(&self) -> bool {
        self.wide_areas.contains(&true)
    }

    /// The runs of a label in a period whose partner holds no other partner of the same reporter.
    pub(crate) fn partners(&self, view: &PanelView<'_>, period: usize, label: usize) -> Vec<usize> {
        let runs = view.runs_of_label(period, label);
        if !self.has_wide_areas() {
            return runs.collect();
        }
        let mut found = Vec::with_capacity(runs.len());
        let mut first = runs.start;
        while first < runs.end {
            let siblings = view.same_reporter(first, runs.end);
            let year = view.periods()[period].last().year();
            let listed = |run: &usize| self.is_listed_partner(view, year, *run, siblings.clone());
            found.extend(siblings.clone().filter(listed));
            first = siblings.end;
        }
        found
    }
}

/// A value for each run, on all threads. The room is for marks of the rows of a run.
fn of_each_run<T: Copy + Default + Send>(
    view: &PanelView<'_>,
    value: impl Fn(usize, &mut Vec<bool>) -> T + Sync,
) -> Vec<T> {
    let pieces: Vec<Range<usize>> =
        (0..view.periods().len()).flat_map(|period| view.pieces(period)).collect();
    let mut values = vec![T::default(); view.run_count()];
    let parts = cut(&mut values, pieces.iter().map(Range::len));
    for_each(pieces.into_iter().zip(parts).collect(), |(runs, values)| {
        let mut room = Vec::new();
        runs.zip(values).for_each(|(run, into)| *into = value(run, &mut room));
    });
    values
}

/// True for a row that was added up from what was listed: it stands where a total would, and is
/// none.
pub(crate) fn is_sum_of_listed(view: &PanelView<'_>, row: usize) -> bool {
    view.details().get(row).is_some_and(|detail| detail.marks().of_listed)
}
