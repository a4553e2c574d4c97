//! The verdicts on rows that are not alone, once for every way in: several rows of a cell, rows in
//! several editions, rows that hold others, spans that cross.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Rows and runs lie below their number, places of goods below the length of the dictionary. Held by
// `tests/panel/panel_form.rs`, where every way in is compared with a plain oracle under every rule.

use crate::area::AreaKind;
use crate::commodity::Classification;
use crate::error::{Error, ErrorKind, counted};
use crate::key::Key;
use crate::number::Decimal;
use crate::panel::account::{Account, Line, Reason, SetAside};
use crate::panel::cells::{Cells, forget_unused};
use crate::panel::detail::Detail;
use crate::panel::editions::{other_editions, same_goods};
use crate::panel::holds::holding;
use crate::panel::labels::Labels;
use crate::panel::lay::{Laid, Origin};
use crate::panel::parallel::map;
use crate::panel::rests::{Rest, overfull, rests, unions_below_members};
use crate::panel::rules::{Duplicates, Editions, Rules, Totals};
use crate::panel::{NO_QUANTITY, Panel};
use crate::period::Period;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Of the rows of one cell, in the order of arrival, those that are set aside before the others are
/// added up: each with one that stands.
pub(crate) type OfOneCell<'a> = dyn Fn(&[u32]) -> Vec<(u32, u32, Reason)> + 'a;

/// What a way in knows of its rows.
pub(crate) struct Asked<'a> {
    pub(crate) rules: Rules,
    /// The file and the line of a row, by its number in the order of arrival.
    pub(crate) place: &'a dyn Fn(u32) -> (String, u64),
    /// Which rows of one cell are parts of others; only where rows are added up.
    pub(crate) of_one_cell: Option<&'a OfOneCell<'a>>,
    /// Which rows of one cell are parts whose whole is not in the data; only where there may be
    /// some.
    pub(crate) lone: Option<&'a OfOneCell<'a>>,
    /// In which column that is not read two rows of one cell differ, and of a row with itself which
    /// part it is; only where such columns are watched.
    pub(crate) differ: Option<&'a dyn Fn(u32, u32) -> String>,
    /// Whether the quantity of a row was printed as 0, which is none; only for readers.
    pub(crate) zero_quantity: Option<&'a dyn Fn(u32) -> bool>,
    /// How the classification of a row of all goods ranks among others; only where there are
    /// several.
    pub(crate) edition: Option<&'a dyn Fn(u32) -> Option<Rank>>,
    /// Is shown the cells whose row is set aside for rows that hold the same trade, or that it
    /// holds.
    pub(crate) replaced: Option<&'a dyn Fn(Key, Period)>,
    /// A sum that does not fit sets its row aside; else it is an error.
    pub(crate) set_aside_what_does_not_fit: bool,
    /// The rows are those of a panel that was written: what could stand in it stands.
    pub(crate) is_panel: bool,
    /// Of rows of one cell that nobody gave a rule for, those with another value are conflicts.
    pub(crate) conflicts: bool,
}

/// How many rows a classification has without those of all goods, whether it is the Harmonized
/// System, how many it has with them, and which it is.
pub(crate) type Rank = (u64, bool, u64, Classification);

/// What was settled besides the panel; readers say it in their account.
pub(crate) struct Settled {
    pub(crate) panel: Panel,
    /// The rows that are not in the data, by their number in the order of arrival, and why.
    #[cfg(feature = "readers")]
    pub(crate) gone: Vec<(u32, Reason)>,
    /// Rows of one cell were added up.
    #[cfg(feature = "readers")]
    pub(crate) added_up: bool,
    /// Cells that have no quantity though some of the rows added up had one.
    pub(crate) lost_quantities: Option<LostQuantities>,
}

/// Cells whose quantity was lost when their rows were added up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LostQuantities {
    pub(crate) cells: u64,
    /// The first of them, and the number of its first row in the order of arrival.
    pub(crate) first: (Key, Period),
    pub(crate) row: u32,
}

impl LostQuantities {
    /// What is said of a sum that has no quantity though some of its rows have one.
    pub(crate) fn remark(&self, place: impl std::fmt::Display) -> String {
        let LostQuantities { cells, first: (key, period), .. } = self;
        format!(
            "cells without a quantity though some of their rows have one: {cells}; another row has none, or one in \
             another \
             unit, or the sum is too long: the first is {key}, {period}, {place}"
        )
    }
}

/// Laid rows become a panel.
///
/// # Errors
/// [`Conflict`](ErrorKind::Conflict) and [`Overlap`](ErrorKind::Overlap) as the rules say, and for
/// spans that cross; [`Inexact`](ErrorKind::Inexact) if a sum of duplicates does not fit.
pub(crate) fn settle(
    laid: Laid,
    account: &mut Account,
    asked: &Asked<'_>,
) -> Result<Settled, Error> {
    let mut work = Work {
        laid,
        account,
        asked,
        #[cfg(feature = "readers")]
        gone: Vec::new(),
        #[cfg(feature = "readers")]
        added_up: false,
        lost_quantities: None,
    };
    work.lone_parts();
    work.editions_of_all_goods()?;
    work.duplicates()?;
    work.editions()?;
    let totals = holding(&work.laid.labels, &work.laid.cells);
    work.refuse_crossing_spans()?;
    work.tell_unknown_overlaps();
    let totals = work.totals(totals)?;
    if !totals.is_empty() {
        work.tell_overfull_totals();
        work.tell_unions_below_members();
        work.tell_zero_quantities();
    }
    let Laid { measure, mut labels, mut cells, .. } = work.laid;
    let mut reported = cells.take(&totals);
    work.account.are_totals(totals.len() as u64);
    forget_unused(&mut labels, &mut [&mut cells, &mut reported]);
    Ok(Settled {
        panel: Panel::of(measure, labels, cells, reported),
        #[cfg(feature = "readers")]
        gone: work.gone,
        #[cfg(feature = "readers")]
        added_up: work.added_up,
        lost_quantities: work.lost_quantities,
    })
}

struct Work<'a> {
    laid: Laid,
    account: &'a mut Account,
    asked: &'a Asked<'a>,
    #[cfg(feature = "readers")]
    gone: Vec<(u32, Reason)>,
    #[cfg(feature = "readers")]
    added_up: bool,
    lost_quantities: Option<LostQuantities>,
}

impl Work<'_> {
    /// Rows that are a part of their cell, where the others are not in the data.
    fn lone_parts(&mut self) {
        let Some(lone) = self.asked.lone else { return };
        let rows = 0..self.laid.cells.len() as u32;
        let row_of: HashMap<u32, u32> =
            rows.clone().map(|row| (self.laid.arrived(row as usize), row)).collect();
        let groups = equal_neighbours(&self.laid.cells);
        let mut next = groups.iter().peekable();
        let (mut row, mut gone) = (0, Vec::new());
        while row < rows.end {
            let end = next.next_if(|group| group.start == row).map_or(row + 1, |group| group.end);
            let cell: Vec<u32> = (row..end).map(|row| self.laid.arrived(row as usize)).collect();
            let at = |arrived: u32| row_of.get(&arrived).copied().unwrap_or(row);
            gone.extend(lone(&cell).into_iter().map(|(one, two, why)| (at(one), at(two), why)));
            row = end;
        }
        self.withdraw(&gone);
        self.remove(gone.iter().map(|(row, ..)| *row).collect());
    }

    /// All goods of one pair and period, added up in several editions or classifications.
    fn editions_of_all_goods(&mut self) -> Result<(), Error> {
        let Some(edition) = self.asked.edition else { return Ok(()) };
        let mut gone = Vec::new();
        for rows in equal_neighbours(&self.laid.cells) {
            let rank = |row: u32| edition(self.laid.arrived(row as usize));
            let Some(best) = rows.clone().rev().max_by_key(|row| rank(*row)) else { continue };
            let others = rows.filter(|row| rank(*row) != rank(best));
            gone.extend(others.map(|row| (row, best, Reason::OtherClassification)));
        }
        self.withdraw(&gone);
        self.remove(gone.iter().map(|(row, ..)| *row).collect());
        Ok(())
    }

    /// Several rows of one cell.
    fn duplicates(&mut self) -> Result<(), Error> {
        let groups = equal_neighbours(&self.laid.cells);
        let Some(first) = groups.first() else { return Ok(()) };
        let gone: Vec<(u32, u32, Reason)> = match self.asked.rules.duplicates {
            Duplicates::Refuse => {
                let figures =
                    [first.start, first.start + 1].map(|row| self.told(row as usize)).to_vec();
                return Err(Error::new(ErrorKind::Conflict {
                    what: self.cell(first.start as usize),
                    figures,
                })
                .with_help(
                    "choose a rule with duplicates(..): Duplicates::Sum, KeepFirst or KeepLast",
                ));
            }
            Duplicates::KeepFirst => {
                let others = groups.iter().cloned();
                others
                    .flat_map(|of| {
                        (of.start + 1..of.end).map(move |row| (row, of.start, Reason::Duplicate))
                    })
                    .collect()
            }
            Duplicates::KeepLast => {
                let others = groups.iter().map(|of| (of.clone(), of.end - 1));
                others
                    .flat_map(|(of, last)| {
                        (of.start..last).map(move |row| (row, last, Reason::Duplicate))
                    })
                    .collect()
            }
            Duplicates::Sum => self.not_to_be_added(&groups),
        };
        let gone = self.judged(gone);
        self.withdraw(&gone);
        let mut out: Vec<u32> = gone.iter().map(|(row, ..)| *row).collect();
        if self.asked.rules.duplicates == Duplicates::Sum {
            out.extend(self.add_up(&groups, &out.iter().copied().collect())?);
        }
        self.remove(out);
        Ok(())
    }

    /// Of rows that are to be added up, those that are not parts of the sum.
    fn not_to_be_added(&self, groups: &[Range<u32>]) -> Vec<(u32, u32, Reason)> {
        let Some(of_one_cell) = self.asked.of_one_cell else { return Vec::new() };
        let of_group = |rows: &Range<u32>| {
            let all: Vec<u32> = rows.clone().map(|row| self.laid.arrived(row as usize)).collect();
            let row_of: HashMap<u32, u32> = all.iter().copied().zip(rows.clone()).collect();
            let row = |arrived: u32| row_of.get(&arrived).copied().unwrap_or(rows.start);
            let parts = of_one_cell(&all);
            parts
                .into_iter()
                .map(|(one, other, reason)| (row(one), row(other), reason))
                .collect::<Vec<_>>()
        };
        groups.iter().flat_map(of_group).collect()
    }

    /// Rows that repeat another row, and those that contradict it.
    fn judged(&self, mut gone: Vec<(u32, u32, Reason)>) -> Vec<(u32, u32, Reason)> {
        for (row, other, reason) in &mut gone {
            let contradict = || self.contradict(*row as usize, *other as usize);
            match *reason {
                Reason::Duplicate if self.asked.conflicts && contradict() => {
                    *reason = Reason::Conflicting;
                }
                Reason::Conflicting if !contradict() => *reason = Reason::Duplicate,
                _ => {}
            }
        }
        gone
    }

    fn contradict(&self, row: usize, other: usize) -> bool {
        let cells = &self.laid.cells;
        let known = |row: usize| {
            cells.quantity.get(row).copied().filter(|quantity| *quantity != NO_QUANTITY)
        };
        let unit = |row: usize| cells.detail.get(row).map(|detail| detail.unit());
        let quantities = known(row)
            .zip(known(other))
            .is_some_and(|(one, two)| one != two || unit(row) != unit(other));
        cells.value[row] != cells.value[other] || quantities
    }

    /// Adds the rows of each cell up in the first of them that stands; the others are returned.
    fn add_up(&mut self, groups: &[Range<u32>], out: &HashSet<u32>) -> Result<Vec<u32>, Error> {
        let (mut added, mut gone) = (Vec::new(), Vec::new());
        for rows in groups {
            let mut kept = rows.clone().filter(|row| !out.contains(row));
            let Some(into) = kept.next() else { continue };
            let mut had_one = self.has_quantity(into);
            for from in kept {
                had_one |= self.has_quantity(from);
                added.push(from);
                if add(&mut self.laid.cells, into as usize, from as usize) {
                    #[cfg(feature = "readers")]
                    {
                        self.added_up = true;
                    }
                } else if self.asked.set_aside_what_does_not_fit {
                    gone.push((from, into, Reason::DoesNotFit));
                } else {
                    return Err(Error::inexact("the sum of duplicates in a panel")
                        .about(self.cell(from as usize))
                        .with_help("build the panel in a larger unit or with fewer places"));
                }
            }
            if had_one && !self.has_quantity(into) {
                self.lose_quantity(into);
            }
        }
        self.withdraw(&gone);
        Ok(added)
    }

    fn has_quantity(&self, row: u32) -> bool {
        self.laid.cells.quantity.get(row as usize).is_some_and(|quantity| *quantity != NO_QUANTITY)
    }

    fn lose_quantity(&mut self, row: u32) {
        let arrived = self.laid.arrived(row as usize);
        let Some(cell) = label(&self.laid.labels, &self.laid.cells, row as usize) else { return };
        let first = LostQuantities { cells: 0, first: cell, row: arrived };
        let lost = self.lost_quantities.get_or_insert(first);
        lost.cells += 1;
        if arrived < lost.row {
            (lost.first, lost.row) = (cell, arrived);
        }
    }

    /// Rows of one pair, or of a World and its partners, in several editions or classifications.
    fn editions(&mut self) -> Result<(), Error> {
        let (labels, cells) = (&self.laid.labels, &self.laid.cells);
        if self.asked.rules.editions == Editions::Refuse {
            let same = same_goods(labels, cells);
            let Some((row, other)) = same.first() else { return Ok(()) };
            let (left, right) = (self.told(*row as usize), self.told(*other as usize));
            return Err(Error::new(ErrorKind::Overlap { left, right }).with_help(
                "keep one classification for each reporter, partner and period, or build with Editions::KeepMostUsed",
            ));
        }
        let is_panel = self.asked.is_panel;
        let gone = if is_panel { same_goods(labels, cells) } else { other_editions(labels, cells) };
        self.tell_other_partners(&gone);
        let gone: Vec<_> = gone
            .into_iter()
            .map(|(row, other)| (row, other, Reason::OtherClassification))
            .collect();
        self.withdraw(&gone);
        self.remove(gone.iter().map(|(row, ..)| *row).collect());
        Ok(())
    }

    /// Says so if a World, or a partner, stands aside for rows of other partners: what is left has
    /// no total, or a partner less.
    fn tell_other_partners(&mut self, gone: &[(u32, u32)]) {
        let cells = &self.laid.cells;
        let is_other = |(row, other): &&(u32, u32)| {
            cells.run_of(*row as usize) != cells.run_of(*other as usize)
        };
        let others: Vec<&(u32, u32)> = gone.iter().filter(is_other).collect();
        let arrived = |(row, _): &&&(u32, u32)| self.laid.arrived(*row as usize);
        let Some((row, other)) = others.iter().min_by_key(arrived) else { return };
        let remark = format!(
            "rows of a World or group, or of its partners, that were set aside since the others are in another edition, \
             and a whole must be of the edition of its parts: {}; the first is {}, beside {}",
            others.len(),
            self.told(*row as usize),
            self.told(*other as usize)
        );
        self.account.remark(remark);
    }

    /// The rows that are kept as totals.
    fn totals(&mut self, totals: Vec<(u32, u32)>) -> Result<Vec<u32>, Error> {
        let Some((row, part)) = totals.first() else { return Ok(Vec::new()) };
        match self.asked.rules.totals {
            Totals::Keep => Ok(totals.into_iter().map(|(row, _)| row).collect()),
            Totals::Refuse => {
                let (left, right) = (self.told(*row as usize), self.told(*part as usize));
                Err(Error::new(ErrorKind::Overlap { left, right })
                    .with_help("leave the wider rows out, or keep them apart from their parts with Totals::Keep"))
            }
            Totals::SetAside => {
                let gone: Vec<_> =
                    totals.into_iter().map(|(row, part)| (row, part, Reason::Total)).collect();
                self.withdraw(&gone);
                self.remove(gone.iter().map(|(row, ..)| *row).collect());
                Ok(Vec::new())
            }
        }
    }

    /// Says so if the rows right below a total are more than it, beyond the half units to which all
    /// of them are printed.
    fn tell_overfull_totals(&mut self) {
        let overfull = overfull(&self.laid.labels, &self.laid.cells);
        let Some(first) = overfull.iter().min_by_key(|rest| self.laid.arrived(rest.row)) else {
            return;
        };
        let places = u32::from(self.laid.measure.places);
        let sum = i128::from(self.laid.cells.value[first.row]) - first.rest;
        let sum =
            Decimal::try_from_i128_with_scale(sum, places).map(|sum| sum.normalize().to_string());
        let remark = format!(
            "totals that are less than the rows they hold: {}; the first is {}, which holds {} together in {}; statistics with such \
             a whole are undefined unless the sum of what is listed is asked for by name",
            overfull.len(),
            self.told(first.row),
            sum.unwrap_or_default(),
            counted(first.parts as usize, "part")
        );
        self.account.remark(remark);
    }

    /// Says so if a group reports less than its members that report too.
    fn tell_unions_below_members(&mut self) {
        let unions = unions_below_members(&self.laid.labels, &self.laid.cells);
        let Some(first) = unions.iter().min_by_key(|row| self.laid.arrived(**row)) else { return };
        let remark = format!(
            "groups that report less than their members together: {}; the first is {}. The European Union (97) does not \
             count trade between its members; where both report, advantage and shares over all reporters are \
             undefined: leave the group or its members out, with panel.filter(..)",
            unions.len(),
            self.told(*first)
        );
        self.account.remark(remark);
    }

    /// A total that weighs nothing though rows right below it weigh something has no quantity, and
    /// that is said.
    fn tell_zero_quantities(&mut self) {
        let Some(is_zero) = self.asked.zero_quantity else { return };
        let (labels, cells) = (&self.laid.labels, &self.laid.cells);
        let is_told = |rest: &Rest| rest.has_quantity && is_zero(self.laid.arrived(rest.row));
        let mut rows: Vec<usize> =
            rests(labels, cells, &is_told).iter().map(|rest| rest.row).collect();
        rows.dedup();
        let Some(first) = rows.iter().min_by_key(|row| self.laid.arrived(**row)) else { return };
        let remark = format!(
            "totals with a quantity of 0 that hold rows with more were taken as without a quantity: {}; the first is {}",
            rows.len(),
            self.told(*first)
        );
        self.account.remark(remark);
    }

    /// One cell must not have spans that share months, unless one holds the other.
    fn refuse_crossing_spans(&self) -> Result<(), Error> {
        let (periods, cells) = (&self.laid.labels.periods, &self.laid.cells);
        if !any_cross(periods) {
            return Ok(());
        }
        for (one, period) in periods.iter().enumerate() {
            let crosses = |other: &Period| {
                period.overlaps(*other) && !period.contains(other) && !other.contains(period)
            };
            let others = periods.iter().enumerate().skip(one + 1);
            for (two, _) in others.filter(|(_, other)| crosses(other)) {
                for run in cells.runs_of(one) {
                    let Some(other) = cells.run(two, cells.groups[run]) else { continue };
                    let (rows, other) = (cells.rows_of(run), cells.rows_of(other));
                    let goods = cells.commodity.view().rows(rows.clone());
                    let others = cells.commodity.view().rows(other.clone());
                    for (row, good) in rows.zip(goods.iter()) {
                        if let Some(at) = others.find(good) {
                            let (left, right) = (self.told(row), self.told(other.start + at));
                            return Err(Error::new(ErrorKind::Overlap { left, right }).with_help(
                                "keep one of the two spans, since neither holds the other",
                            ));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Says so if areas of the user's own numbering stand beside Comtrade's: whether one holds the
    /// other is not known. The World holds them all.
    fn tell_unknown_overlaps(&mut self) {
        let (labels, cells) = (&self.laid.labels, &self.laid.cells);
        let is_own = |area: usize| labels.areas[area].kind() == AreaKind::Own;
        let owns = (0..labels.areas.len()).filter(|area| is_own(*area)).count();
        if owns == 0 || owns == labels.areas.len() {
            return;
        }
        let is_world = |area: usize| labels.areas[area] == crate::area::WORLD;
        // For each (period, label, reporter), and for the reporters of each (period, label), the
        // first run with an area of either kind.
        let mut seen: HashMap<(usize, usize, usize, bool), [Option<usize>; 2]> = HashMap::new();
        for period in 0..labels.periods.len() {
            for run in cells.runs_of(period) {
                let group = labels.unpack(cells.groups[run]);
                for (fixed, free, by_reporter) in
                    [(group.reporter, group.partner, true), (0, group.reporter, false)]
                {
                    if !is_world(free) {
                        let kinds =
                            seen.entry((period, group.label, fixed, by_reporter)).or_default();
                        kinds[usize::from(is_own(free))].get_or_insert(run);
                    }
                }
            }
        }
        let both = seen.values().filter_map(|kinds| Some((kinds[0]?, kinds[1]?)));
        let Some((known, own)) = both.min() else { return };
        let told = |run: usize| self.told(cells.rows_of(run).start);
        let remark = format!(
            "areas of your own numbering stand beside others and are taken to be apart from them, which is not known: {} and {}",
            told(known),
            told(own)
        );
        self.account.remark(remark);
    }

    /// Takes rows out of the data and says so in the account; the lines shown are the first in the
    /// order of arrival.
    fn withdraw(&mut self, gone: &[(u32, u32, Reason)]) {
        let mut by_reason: BTreeMap<Reason, Vec<(u32, u32, u32)>> = BTreeMap::new();
        for (row, other, reason) in gone {
            let arrived = self.laid.arrived(*row as usize);
            #[cfg(feature = "readers")]
            self.gone.push((arrived, *reason));
            if let (Some(replaced), Reason::OtherClassification | Reason::Total) =
                (self.asked.replaced, reason)
                && let Some((key, period)) =
                    label(&self.laid.labels, &self.laid.cells, *row as usize)
            {
                replaced(key, period);
            }
            by_reason.entry(*reason).or_default().push((arrived, *row, *other));
        }
        for (reason, mut rows) in by_reason {
            rows.sort_unstable();
            let shown = rows.iter().take(SetAside::SHOWN);
            let lines = shown.map(|(arrived, row, other)| {
                let (file, line) = (self.asked.place)(*arrived);
                Line::new(&file, line, None, &self.why(*row as usize, *other as usize, reason))
            });
            let lines = lines.collect();
            self.account.withdraw(reason, rows.len() as u64, lines);
        }
    }

    /// What is said of a row that is not in the data because of another one.
    fn why(&self, row: usize, other: usize, reason: Reason) -> String {
        let cell = self.cell(row);
        let ((file, _), (other_file, line)) = (self.place(row), self.place(other));
        let elsewhere =
            if other_file == file { String::new() } else { format!(" of {other_file}") };
        let other_line = format!("{line}{elsewhere}");
        let (one, two) = (self.value_text(row), self.value_text(other));
        match reason {
            Reason::Duplicate | Reason::Conflicting if one != two => {
                format!("{one}, but {two} in line {other_line}, {cell}")
            }
            Reason::Duplicate => format!("as line {other_line}, {cell}"),
            Reason::Conflicting => format!("another quantity than line {other_line}, {cell}"),
            Reason::UnreadColumn => {
                let (one, two) = (self.laid.arrived(row), self.laid.arrived(other));
                let differ = self.asked.differ.map(|differ| differ(one, two)).unwrap_or_default();
                format!("{differ} in line {other_line}, {cell}")
            }
            Reason::WithoutTotal => {
                let arrived = self.laid.arrived(row);
                let part = self.asked.differ.map(|told| told(arrived, arrived));
                format!("{cell}: {}", part.unwrap_or_default())
            }
            Reason::OtherClassification => format!("{cell}; line {other_line} has another edition"),
            Reason::DoesNotFit => {
                format!("{one} for {cell}: beyond what the cell of line {other_line} can hold")
            }
            Reason::Total => {
                format!("{cell}; line {other_line} is a part of it: {}", self.cell(other))
            }
            _ => format!("{cell}; line {other_line} holds it"),
        }
    }

    /// Forgets these rows.
    fn remove(&mut self, mut rows: Vec<u32>) {
        if rows.is_empty() {
            return;
        }
        rows.sort_unstable();
        let mut left = rows.iter().peekable();
        let kept = (0..self.laid.cells.len() as u32).filter(|row| left.next_if_eq(&row).is_none());
        let arrived = kept.map(|row| self.laid.arrived(row as usize)).collect();
        self.laid.cells.take(&rows);
        if !matches!(self.laid.origin, Origin::NotKept) {
            self.laid.origin = Origin::Rows(arrived);
        }
    }

    fn place(&self, row: usize) -> (String, u64) {
        (self.asked.place)(self.laid.arrived(row))
    }

    fn cell(&self, row: usize) -> String {
        label(&self.laid.labels, &self.laid.cells, row)
            .map(|(key, period)| format!("{key}, {period}"))
            .unwrap_or_default()
    }

    fn value_text(&self, row: usize) -> String {
        let places = u32::from(self.laid.measure.places);
        let value =
            Decimal::try_from_i128_with_scale(i128::from(self.laid.cells.value[row]), places);
        value.map(|value| value.normalize().to_string()).unwrap_or_default()
    }

    fn told(&self, row: usize) -> String {
        let (value, cell) = (self.value_text(row), self.cell(row));
        if matches!(self.laid.origin, Origin::NotKept) {
            return format!("{value} of {cell}");
        }
        let (file, line) = self.place(row);
        format!("{value} of {cell} ({file}, line {line})")
    }
}

/// The key and the period of a row.
pub(crate) fn label(labels: &Labels, cells: &Cells, row: usize) -> Option<(Key, Period)> {
    let run = cells.run_of(row)?;
    let group = labels.unpack(*cells.groups.get(run)?);
    let flow = *labels.flows.get(group.label)?;
    let key =
        Key::new(flow.flow, *labels.areas.get(group.reporter)?, *labels.areas.get(group.partner)?);
    let commodity = *labels.commodities.get(cells.commodity.view().get(row)?)?;
    Some((key.labelled(flow).of(commodity), *labels.periods.get(cells.period_of(run)?)?))
}

/// Rows of one cell, two and more.
fn equal_neighbours(cells: &Cells) -> Vec<Range<u32>> {
    let runs: Vec<usize> = (0..cells.groups.len()).collect();
    let found = map(runs.chunks(1 << 14).collect(), |runs: &[usize]| {
        let mut found: Vec<Range<u32>> = Vec::new();
        for run in runs {
            let rows = cells.rows_of(*run);
            let mut last = None;
            for (row, good) in (rows.start as u32..).zip(cells.commodity.view().rows(rows).iter()) {
                if last == Some(good) {
                    match found.last_mut().filter(|group| group.end == row) {
                        Some(group) => group.end = row + 1,
                        None => found.push(row - 1..row + 1),
                    }
                }
                last = Some(good);
            }
        }
        found
    });
    found.concat()
}

/// Adds a row to another one; false, and both unchanged, if the sum does not fit.
fn add(cells: &mut Cells, into: usize, from: usize) -> bool {
    let Some(sum) = cells.value[into].checked_add(cells.value[from]) else { return false };
    cells.value[into] = sum;
    let alike = cells.detail.is_empty() || cells.detail[into].unit() == cells.detail[from].unit();
    if !cells.quantity.is_empty() {
        let (one, two) = (cells.quantity[into], cells.quantity[from]);
        let known = alike && one != NO_QUANTITY && two != NO_QUANTITY;
        let sum = if known { one.checked_add(two) } else { None };
        cells.quantity[into] = sum.unwrap_or(NO_QUANTITY);
    }
    if !cells.detail.is_empty() {
        cells.detail[into] = Detail::and(cells.detail[into], cells.detail[from]);
    }
    true
}

/// True if two of the spans share months and neither holds the other. All pairs are compared only
/// then, since a file can have tens of thousands of spans.
fn any_cross(periods: &[Period]) -> bool {
    let mut ascending: Vec<&Period> = periods.iter().collect();
    ascending.sort_unstable_by_key(|span| (span.first(), std::cmp::Reverse(span.last())));
    // Spans that have begun, each inside of the one before it.
    let mut open: Vec<&Period> = Vec::new();
    ascending.into_iter().any(|span| {
        while open.pop_if(|before| before.last() < span.first()).is_some() {}
        let crosses = open.last().is_some_and(|before| before.last() < span.last());
        open.push(span);
        crosses
    })
}
