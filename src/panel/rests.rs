//! What the listed rows leave of their totals: one rest for each total and dimension.
//!
//! In a slice of one commodity totals form a tree over partners, in a slice of one pair a tree over
//! goods. The rest of a total is what the rows right below it leave: those that no other row inside
//! of it holds. Held by `parts_and_rests_make_their_total` in `tests/panel/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Rows and runs lie below their number, identifiers below the lengths of their dictionaries.

use crate::area::{AreaKind, WORLD};
use crate::panel::cells::Cells;
use crate::panel::holds::wider_codes;
use crate::panel::labels::{Group, Labels};
use std::collections::HashMap;
use std::ops::Range;

/// Along which labels rows are parts of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Breakdown {
    /// The World and groups over the partners of one reporter, for one commodity.
    Partners,
    /// All goods, chapters and headings over the codes of one pair.
    Goods,
}

/// What is left of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rest {
    /// The row of the total.
    pub(crate) row: usize,
    pub(crate) dimension: Breakdown,
    /// The total less the rows right below it.
    pub(crate) rest: i128,
    /// How many rows these are.
    pub(crate) parts: u32,
    /// Some of them are sums of printed rows, so how far rounding goes is not known.
    has_sums: bool,
    /// Some of them have a quantity above zero.
    pub(crate) has_quantity: bool,
}

impl Rest {
    /// The rest; zero if it lies within the half units to which the total and its parts are
    /// printed.
    pub(crate) fn beyond_rounding(&self) -> i128 {
        let rest = beyond_rounding(self.rest, self.parts);
        if self.has_sums { rest.max(0) } else { rest }
    }
}

/// A difference between a total and this number of parts; zero within the half units of all of
/// them.
pub(crate) fn beyond_rounding(rest: i128, parts: u32) -> i128 {
    if rest.unsigned_abs() * 2 <= u128::from(parts) + 1 { 0 } else { rest }
}

/// Which rests are wanted: where totals are many, a list of all of them is longer than the rows.
type Wanted<'a> = &'a dyn Fn(&Rest) -> bool;

/// The rests of totals among rows that hold each other, as far as they are wanted.
pub(crate) fn rests(labels: &Labels, cells: &Cells, wanted: Wanted<'_>) -> Vec<Rest> {
    let mut found = rests_of_goods(labels, cells, wanted);
    found.extend(rests_of_partners(labels, cells, wanted));
    // A sum of what is listed is no total that leaves a rest.
    found.retain(|rest| !cells.detail.get(rest.row).is_some_and(|detail| detail.marks().of_listed));
    found.sort_by_key(|rest| (rest.row, rest.dimension));
    found
}

/// The totals that are less than the rows right below them, beyond the half units to which all of
/// them are printed: whatever has one of them as its whole is in conflict.
pub(crate) fn overfull(labels: &Labels, cells: &Cells) -> Vec<Rest> {
    rests(labels, cells, &|rest| rest.beyond_rounding() < 0)
}

/// The rows of groups that report less than their members that report the same cell, beyond the
/// half units to which all of them are printed.
pub(crate) fn unions_below_members(labels: &Labels, cells: &Cells) -> Vec<usize> {
    let is_union = |area: &usize| {
        let area = labels.areas[*area];
        area.kind() == AreaKind::Group && area != WORLD
    };
    let unions: Vec<usize> = (0..labels.areas.len()).filter(is_union).collect();
    let mut found = Vec::new();
    if unions.is_empty() {
        return found;
    }
    for period in 0..labels.periods.len() {
        let year = labels.periods[period].last().year();
        for run in cells.runs_of(period) {
            let group = labels.unpack(cells.groups[run]);
            if !unions.contains(&group.reporter) {
                continue;
            }
            let union = labels.areas[group.reporter];
            let members = (0..labels.areas.len())
                .filter(|area| union.figures_hold(labels.areas[*area], year));
            let members: Vec<usize> = members
                .filter_map(|reporter| cells.run(period, labels.pack(Group { reporter, ..group })))
                .collect();
            let rows = cells.rows_of(run);
            for (row, good) in rows.clone().zip(cells.commodity.view().rows(rows).iter()) {
                let of_members = members.iter().filter_map(|run| {
                    let rows = cells.rows_of(*run);
                    let at = cells.commodity.view().rows(rows.clone()).find(good)?;
                    Some(i128::from(cells.value[rows.start + at]))
                });
                let (sum, parts) =
                    of_members.fold((0, 0), |(sum, parts), value| (sum + value, parts + 1));
                if parts > 0 && beyond_rounding(i128::from(cells.value[row]) - sum, parts) < 0 {
                    found.push(row);
                }
            }
        }
    }
    found
}

/// How much lies right below each row, and how many rows.
#[derive(Default, Clone, Copy)]
struct Below {
    sum: i128,
    parts: u32,
    has_sums: bool,
    has_quantity: bool,
}

impl Below {
    fn add(&mut self, cells: &Cells, row: usize) {
        self.sum += i128::from(cells.value[row]);
        self.parts += 1;
        self.has_quantity |= cells.quantity.get(row).is_some_and(|quantity| *quantity > 0);
        self.has_sums |= cells.detail.get(row).is_some_and(|detail| detail.marks().of_listed);
    }
}

fn rests_of_goods(labels: &Labels, cells: &Cells, wanted: Wanted<'_>) -> Vec<Rest> {
    let wider = wider_codes(&labels.commodities);
    let mut found = Vec::new();
    if wider.iter().all(Vec::is_empty) {
        return found;
    }
    let mut below = Vec::new();
    for run in 0..cells.groups.len() {
        let rows = cells.rows_of(run);
        let codes = cells.commodity.view().rows(rows.clone());
        below.clear();
        below.resize(rows.len(), Below::default());
        for (row, good) in rows.clone().zip(codes.iter()) {
            // Of the codes that hold this one, the narrowest that is there: it has the most above
            // it.
            let holders =
                wider[good].iter().filter_map(|wide| Some((*wide, codes.find(*wide as usize)?)));
            if let Some((_, at)) = holders.max_by_key(|(wide, _)| wider[*wide as usize].len()) {
                below[at].add(cells, row);
            }
        }
        found.extend(of_rows(cells, rows, &below, Breakdown::Goods).filter(wanted));
    }
    found
}

fn of_rows<'a>(
    cells: &'a Cells,
    rows: Range<usize>,
    below: &'a [Below],
    dimension: Breakdown,
) -> impl Iterator<Item = Rest> + 'a {
    let some = rows.zip(below).filter(|(_, below)| below.parts > 0);
    let rest = move |(row, below): (usize, &Below)| {
        let rest = i128::from(cells.value[row]) - below.sum;
        Rest {
            row,
            dimension,
            rest,
            parts: below.parts,
            has_sums: below.has_sums,
            has_quantity: below.has_quantity,
        }
    };
    some.map(rest)
}

fn rests_of_partners(labels: &Labels, cells: &Cells, wanted: Wanted<'_>) -> Vec<Rest> {
    let mut found = Vec::new();
    for period in 0..labels.periods.len() {
        let year = labels.periods[period].last().year();
        let runs = cells.runs_of(period);
        let mut first = runs.start;
        while first < runs.end {
            let whose = labels.without_partner(cells.groups[first]);
            let count = cells.groups[first..runs.end]
                .partition_point(|g| labels.without_partner(*g) == whose);
            let siblings = first..first + count;
            let wide = wide_partners(labels, cells, siblings.clone(), year);
            if !wide.is_empty() {
                found.extend(rests_of_reporter(
                    labels,
                    cells,
                    siblings.clone(),
                    (&wide, year),
                    wanted,
                ));
            }
            first = siblings.end;
        }
    }
    found
}

/// The runs of one reporter whose partner holds others of them, those that hold fewest first.
pub(crate) fn wide_partners(
    labels: &Labels,
    cells: &Cells,
    siblings: Range<usize>,
    year: i32,
) -> Vec<usize> {
    let partner = |run: usize| labels.areas[labels.unpack(cells.groups[run]).partner];
    let holds = |run: usize| {
        siblings.clone().filter(|other| partner(run).figures_hold(partner(*other), year)).count()
    };
    let candidates = siblings.clone().filter(|run| partner(*run).may_hold());
    let mut wide: Vec<(usize, usize)> =
        candidates.map(|run| (holds(run), run)).filter(|(count, _)| *count > 0).collect();
    wide.sort_unstable();
    wide.into_iter().map(|(_, run)| run).collect()
}

fn rests_of_reporter(
    labels: &Labels,
    cells: &Cells,
    siblings: Range<usize>,
    (wide, year): (&[usize], i32),
    wanted: Wanted<'_>,
) -> Vec<Rest> {
    let partner = |run: usize| labels.areas[labels.unpack(cells.groups[run]).partner];
    let mut below: HashMap<usize, Vec<Below>> =
        wide.iter().map(|run| (*run, vec![Below::default(); cells.rows_of(*run).len()])).collect();
    for run in siblings {
        let holders: Vec<usize> = wide
            .iter()
            .copied()
            .filter(|wide| partner(*wide).figures_hold(partner(run), year))
            .collect();
        let rows = cells.rows_of(run);
        for (row, good) in rows.clone().zip(cells.commodity.view().rows(rows).iter()) {
            // The narrowest holder that lists the commodity too.
            let place = |wide: &usize| {
                let at = cells.commodity.view().rows(cells.rows_of(*wide)).find(good)?;
                Some((*wide, at))
            };
            if let Some((holder, at)) = holders.iter().find_map(place)
                && let Some(below) = below.get_mut(&holder)
            {
                below[at].add(cells, row);
            }
        }
    }
    let rests = wide
        .iter()
        .flat_map(|run| of_rows(cells, cells.rows_of(*run), &below[run], Breakdown::Partners));
    rests.filter(wanted).collect()
}
