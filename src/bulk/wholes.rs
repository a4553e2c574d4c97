//! The wholes that shares, contributions and structure rest on: reported totals, else the sum of
//! what is listed.
//!
//! Indices are runs and rows of one view of parts and totals together. Held by
//! `tests/panel/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, WORLD};
use crate::bulk::exact::sum;
use crate::bulk::listed::{Denominator, Listed, is_sum_of_listed};
use crate::panel::{PanelView, beyond_rounding};
use std::collections::HashMap;
use std::ops::Range;

/// A whole, and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WholeOf {
    /// The whole; where a reported one is less than its parts within rounding, their sum.
    pub(crate) mantissa: i128,
    /// As it was reported.
    pub(crate) printed: i128,
    pub(crate) denominator: Denominator,
    /// The rows right below the total, or those that hold no other one, are more than it, beyond
    /// rounding; or it is added up from a total of which that is true.
    pub(crate) is_overfull: bool,
    /// Some row of the slice is negative, so a part can be more than its whole.
    pub(crate) has_negative: bool,
    /// The sum of the rows right below the total.
    below: i128,
    /// The sum of the rows that hold no other one of the slice.
    pub(crate) listed: i128,
    /// How many these are.
    pub(crate) parts: u32,
}

impl WholeOf {
    fn reported(printed: i128, below: (i128, u32), listed: (i128, u32)) -> WholeOf {
        let is_overfull = [below, listed]
            .into_iter()
            .any(|(sum, parts)| beyond_rounding(printed - sum, parts) < 0);
        WholeOf {
            mantissa: if is_overfull { printed } else { printed.max(below.0).max(listed.0) },
            printed,
            denominator: Denominator::Reported,
            is_overfull,
            has_negative: false,
            below: below.0,
            listed: listed.0,
            parts: listed.1,
        }
    }

    fn sum(mantissa: i128, listed: (i128, u32)) -> WholeOf {
        WholeOf {
            mantissa,
            printed: mantissa,
            below: mantissa,
            listed: listed.0,
            parts: listed.1,
            is_overfull: beyond_rounding(mantissa - listed.0, listed.1) < 0,
            ..WholeOf::default()
        }
    }

    /// The same; in conflict too if that is so.
    pub(crate) fn or_overfull(self, is_overfull: bool) -> WholeOf {
        WholeOf { is_overfull: self.is_overfull || is_overfull, ..self }
    }

    /// All goods of a pair: the reported total, else the widest of its rows.
    pub(crate) fn of_run(listed: &Listed<'_>, run: usize) -> WholeOf {
        let total = listed.total_of_run(run);
        let leaves = listed.leaves_of_run(run);
        let whole = match total.whole {
            Denominator::Reported => {
                WholeOf::reported(total.mantissa, listed.below_total(run), leaves)
            }
            Denominator::SumOfListed => WholeOf::sum(total.mantissa, leaves),
        };
        let view = listed.rows();
        let has_negative = view.values()[view.rows_of(run)].iter().any(|value| *value < 0);
        WholeOf { has_negative, ..whole }.or_overfull(listed.is_overfull_run(run))
    }

    /// The same by the sum of what is listed, whatever total was reported: the rows right below it,
    /// or what these hold where that is more.
    pub(crate) fn by(self, denominator: Denominator) -> WholeOf {
        match denominator {
            Denominator::Reported => self,
            Denominator::SumOfListed => {
                let least = self.below.max(self.listed);
                let sum = WholeOf::sum(least, (self.listed, self.parts));
                WholeOf { has_negative: self.has_negative, ..sum }
            }
        }
    }

    /// The whole of a group that reports, beside those of the members that report too: in conflict
    /// if these are more.
    pub(crate) fn over_members(self, members: impl Iterator<Item = WholeOf>) -> WholeOf {
        let (sum, rows) =
            members.fold((0, 0), |(sum, rows), one| (sum + one.mantissa, rows + one.parts.max(1)));
        let is_overfull = rows > 0 && beyond_rounding(self.mantissa - sum, rows) < 0;
        WholeOf { below: self.below.max(sum), ..self }.or_overfull(is_overfull)
    }

    /// What the listed rows leave of it; zero within rounding.
    pub(crate) fn rest(&self) -> i128 {
        beyond_rounding(self.mantissa - self.listed, self.parts)
    }

    pub(crate) fn and(self, other: WholeOf) -> WholeOf {
        let both =
            self.denominator == Denominator::Reported && other.denominator == Denominator::Reported;
        WholeOf {
            mantissa: self.mantissa + other.mantissa,
            printed: self.printed + other.printed,
            denominator: if both { Denominator::Reported } else { Denominator::SumOfListed },
            is_overfull: self.is_overfull || other.is_overfull,
            has_negative: self.has_negative || other.has_negative,
            below: self.below + other.below,
            listed: self.listed + other.listed,
            parts: self.parts + other.parts,
        }
    }
}

/// A partner of a whole that holds no other one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PartOf {
    /// Its place in the dictionary of areas.
    pub(crate) area: usize,
    pub(crate) mantissa: i128,
    pub(crate) denominator: Denominator,
}

/// The runs of one reporter in a period.
pub(crate) struct Block<'a> {
    listed: &'a Listed<'a>,
    view: PanelView<'a>,
    pub(crate) runs: Range<usize>,
    pub(crate) year: i32,
    world: Option<usize>,
    /// Runs whose partner holds another one of the block, without the World; those that hold fewest
    /// first.
    groups: Vec<usize>,
}

/// What all partners of a reporter trade of one commodity.
#[derive(Debug, Clone, Copy, Default)]
struct OverPartners {
    world: Option<i128>,
    /// A World that was added up from finer rows that it lists: not a total, and perhaps more than
    /// its partners list.
    world_of_listed: Option<i128>,
    /// The cells right below the World.
    maximal: (i128, u32),
    /// The cells that hold no other one.
    leaves: (i128, u32),
    /// The World, or one of the cells right below it, is less than what it holds.
    is_world_overfull: bool,
    is_part_overfull: bool,
    has_negative: bool,
}

impl<'a> Block<'a> {
    /// The block of one reporter.
    pub(crate) fn of_reporter(
        listed: &'a Listed<'a>,
        period: usize,
        label: usize,
        reporter: Area,
    ) -> Option<Block<'a>> {
        let view = listed.rows();
        let runs = view.runs_of_label(period, label);
        let mut of = runs.clone().filter(|run| view.areas()[view.group(*run).reporter] == reporter);
        let first = of.next()?;
        let runs = view.same_reporter(first, runs.end);
        Some(Block::of(listed, view, runs, view.periods()[period].last().year()))
    }

    /// The blocks of all reporters of a label in a period.
    pub(crate) fn each(listed: &'a Listed<'a>, period: usize, label: usize) -> Vec<Block<'a>> {
        let view = listed.rows();
        let year = view.periods()[period].last().year();
        let runs = view.runs_of_label(period, label);
        let (mut blocks, mut first) = (Vec::new(), runs.start);
        while first < runs.end {
            let runs = view.same_reporter(first, runs.end);
            first = runs.end;
            blocks.push(Block::of(listed, view, runs, year));
        }
        blocks
    }

    fn of(listed: &'a Listed<'a>, view: PanelView<'a>, runs: Range<usize>, year: i32) -> Block<'a> {
        let partner = |run: usize| view.areas()[view.group(run).partner];
        let world = runs.clone().find(|run| partner(*run) == WORLD);
        let holds = |run: usize| {
            partner(run).may_hold()
                && runs.clone().any(|other| partner(run).figures_hold(partner(other), year))
        };
        let groups = if listed.has_totals() {
            let parts = |run: &usize| {
                runs.clone()
                    .filter(|other| partner(*run).figures_hold(partner(*other), year))
                    .count()
            };
            let mut groups: Vec<usize> =
                runs.clone().filter(|run| Some(*run) != world && holds(*run)).collect();
            groups.sort_by_cached_key(parts);
            groups
        } else {
            Vec::new()
        };
        Block { listed, view, runs, year, world, groups }
    }

    pub(crate) fn reporter(&self) -> usize {
        self.view.group(self.runs.start).reporter
    }

    /// The partners of the block that hold no other one, without the World: each with its trade in
    /// all goods.
    pub(crate) fn partners(&self) -> Vec<(usize, i128)> {
        let is_wide = |run: &usize| self.groups.contains(run) || Some(*run) == self.world;
        let total = |run: usize| (run, self.listed.total_of_run(run).mantissa);
        self.runs.clone().filter(|run| !is_wide(run)).map(total).collect()
    }

    /// The whole over partners of each commodity that is listed.
    pub(crate) fn by_commodity(&self) -> HashMap<usize, WholeOf> {
        let mut all: HashMap<usize, OverPartners> = HashMap::new();
        // What lies right below a group that was added up from what it lists, and can be more than
        // it.
        let mut below: HashMap<(usize, usize), i128> = HashMap::new();
        let single =
            self.runs.clone().filter(|run| Some(*run) != self.world && !self.groups.contains(run));
        for run in single.chain(self.groups.iter().copied()).chain(self.world) {
            let (holders, parts) = (self.holders(run), self.parts(run));
            let rows = self.view.rows_of(run);
            for (row, good) in rows.clone().zip(self.view.codes().rows(rows).iter()) {
                let printed = i128::from(self.view.values()[row]);
                let is_listed = is_sum_of_listed(&self.view, row);
                let least = below.get(&(run, good)).copied().filter(|_| is_listed);
                let value = least.map_or(printed, |least| printed.max(least));
                let slice = all.entry(good).or_default();
                slice.has_negative |= value < 0;
                let lists = |other: &usize| self.lists(*other, good);
                match holders.iter().copied().find(lists) {
                    _ if Some(run) == self.world && is_listed => {
                        slice.world_of_listed = Some(value)
                    }
                    _ if Some(run) == self.world => {
                        slice.world = Some(value);
                        slice.is_world_overfull = self.listed.is_overfull(row);
                    }
                    Some(holder) => *below.entry((holder, good)).or_default() += value,
                    None => {
                        slice.maximal = (slice.maximal.0 + value, slice.maximal.1 + 1);
                        slice.is_part_overfull |= self.listed.is_overfull(row);
                    }
                }
                if !parts.iter().any(lists) {
                    slice.leaves = (slice.leaves.0 + value, slice.leaves.1 + 1);
                }
            }
        }
        let whole = |(good, slice): (usize, OverPartners)| {
            let whole = match slice.world {
                // A World that stands alone is its own whole.
                Some(world) if slice.maximal.1 == 0 => {
                    WholeOf::reported(world, (world, 0), slice.leaves)
                }
                Some(world) => WholeOf::reported(world, slice.maximal, slice.leaves),
                None => {
                    let least = slice.world_of_listed.unwrap_or(slice.maximal.0);
                    WholeOf::sum(slice.maximal.0.max(least), slice.leaves)
                }
            };
            let is_overfull = match slice.world {
                Some(_) => slice.is_world_overfull,
                None => slice.is_part_overfull,
            };
            let whole = WholeOf { has_negative: slice.has_negative, ..whole };
            (good, whole.or_overfull(is_overfull))
        };
        all.into_iter().map(whole).collect()
    }

    /// The whole in all goods over the partners that an area holds, and the partners that hold no
    /// other one: each total where it is reported, else the sum of what is listed. `None` without
    /// a row of that area or of one of its partners.
    pub(crate) fn slice_of_all_goods(&self, of: Area) -> Option<(WholeOf, Vec<PartOf>)> {
        let partner = |run: usize| self.view.areas()[self.view.group(run).partner];
        let inside = |run: &usize| of.figures_hold(partner(*run), self.year);
        let members: Vec<usize> = self.runs.clone().filter(inside).collect();
        let own = self.runs.clone().find(|run| partner(*run) == of);
        let is_maximal = |run: &usize| !self.holders(*run).iter().any(inside);
        let is_leaf = |run: &usize| self.parts(*run).is_empty();
        let total = |run: usize| self.listed.total_of_run(run);
        // A sum over goods is as exact as its rows are printed.
        let sum = |runs: &mut dyn Iterator<Item = usize>| {
            runs.map(total)
                .fold((0, 0), |(sum, count), total| (sum + total.mantissa, count + total.rows))
        };
        let leaves = sum(&mut members.iter().copied().filter(is_leaf));
        let maximal = sum(&mut members.iter().copied().filter(is_maximal));
        let is_overfull = |run: usize| self.listed.is_overfull_run(run);
        let whole = match own.map(|run| (run, total(run))) {
            None if members.is_empty() => return None,
            Some((run, own)) if own.whole == Denominator::Reported => {
                // One that stands alone is its own whole.
                let below = if members.is_empty() { (own.mantissa, 0) } else { maximal };
                WholeOf::reported(own.mantissa, below, leaves).or_overfull(is_overfull(run))
            }
            _ if of == WORLD => self.sum_in_all_goods(leaves),
            own => {
                let least = own.map_or(maximal.0, |(_, own)| own.mantissa.max(maximal.0));
                let mut maximal = members.iter().copied().filter(is_maximal);
                WholeOf::sum(least, leaves).or_overfull(maximal.any(is_overfull))
            }
        };
        let all = members.iter().copied().chain(own);
        let has_negative =
            all.flat_map(|run| self.view.rows_of(run)).any(|row| self.view.values()[row] < 0);
        let parts = members.iter().copied().filter(is_leaf).map(|run| PartOf {
            area: self.view.group(run).partner,
            mantissa: total(run).mantissa,
            denominator: total(run).whole,
        });
        Some((WholeOf { has_negative, ..whole }, parts.collect()))
    }

    /// The whole of one commodity over the partners that an area holds, and the partners that hold
    /// no other one. `None` without such a row.
    pub(crate) fn slice(&self, good: usize, of: Area) -> Option<(WholeOf, Vec<PartOf>)> {
        let partner = |run: usize| self.view.areas()[self.view.group(run).partner];
        let inside = |run: &usize| of.figures_hold(partner(*run), self.year);
        let value = |run: usize| {
            let rows = self.view.rows_of(run);
            let at = self.view.codes().rows(rows.clone()).find(good)?;
            Some(i128::from(self.view.values()[rows.start + at]))
        };
        let is_maximal = |run: &usize| {
            !self.holders(*run).iter().filter(|run| inside(run)).any(|run| self.lists(*run, good))
        };
        let is_leaf = |run: &usize| !self.parts(*run).iter().any(|run| self.lists(*run, good));
        let members: Vec<usize> =
            self.runs.clone().filter(inside).filter(|run| self.lists(*run, good)).collect();
        let sum = |runs: &mut dyn Iterator<Item = usize>| {
            runs.filter_map(value).fold((0, 0), |(sum, count), value| (sum + value, count + 1))
        };
        let leaves = sum(&mut members.iter().copied().filter(is_leaf));
        let maximal = sum(&mut members.iter().copied().filter(is_maximal));
        let own = self.runs.clone().find(|run| partner(*run) == of && self.lists(*run, good));
        let row = |run: usize| {
            let rows = self.view.rows_of(run);
            self.view.codes().rows(rows.clone()).find(good).map(|at| rows.start + at)
        };
        let is_listed = own.and_then(row).is_some_and(|row| is_sum_of_listed(&self.view, row));
        let is_overfull = |run: usize| row(run).is_some_and(|row| self.listed.is_overfull(row));
        let whole = match own.and_then(value) {
            _ if of == WORLD => self.by_commodity().get(&good).copied()?,
            Some(whole) if !is_listed => {
                WholeOf::reported(whole, maximal, leaves).or_overfull(own.is_some_and(is_overfull))
            }
            None if members.is_empty() => return None,
            own => {
                let mut below = members.iter().copied().filter(is_maximal);
                let least = own.unwrap_or(maximal.0).max(maximal.0);
                WholeOf::sum(least, leaves).or_overfull(below.any(is_overfull))
            }
        };
        let cells = members.into_iter().filter(is_leaf).filter_map(|run| {
            let (area, mantissa) = (self.view.group(run).partner, value(run)?);
            let is_listed = row(run).is_some_and(|row| is_sum_of_listed(&self.view, row));
            let denominator =
                if is_listed { Denominator::SumOfListed } else { Denominator::Reported };
            Some(PartOf { area, mantissa, denominator })
        });
        Some((whole, cells.collect()))
    }

    /// The whole over partners and goods.
    pub(crate) fn whole(&self) -> WholeOf {
        if !self.listed.has_totals() && self.world.is_none() {
            let rows = self.view.rows_of_runs(&self.runs);
            let values = &self.view.values()[rows];
            let (sum, has_negative) = (sum(values), values.iter().any(|value| *value < 0));
            return WholeOf { has_negative, ..WholeOf::sum(sum, (sum, self.runs.len() as u32)) };
        }
        self.slice_of_all_goods(WORLD).map(|(whole, _)| whole).unwrap_or_default()
    }

    /// The same where no total of it is reported, beside what the partners that hold no other one
    /// trade.
    fn sum_in_all_goods(&self, leaves: (i128, u32)) -> WholeOf {
        let by_commodity = self.by_commodity();
        let total = self.listed.total_code();
        let has_all_goods = |run| total.is_some_and(|total| self.lists(run, total));
        let whole = match total.and_then(|total| by_commodity.get(&total)) {
            Some(all_goods) if self.runs.clone().all(has_all_goods) => {
                WholeOf::sum(all_goods.mantissa, leaves).or_overfull(all_goods.is_overfull)
            }
            _ => {
                // Never less than any slice of it that is known.
                let least =
                    by_commodity.values().map(|whole| whole.mantissa).fold(leaves.0, i128::max);
                let widest = |good: usize| {
                    !self
                        .listed
                        .wider(good)
                        .iter()
                        .any(|w| by_commodity.contains_key(&(*w as usize)))
                };
                let is_overfull =
                    by_commodity.iter().any(|(good, whole)| widest(*good) && whole.is_overfull);
                WholeOf::sum(self.over_widest_goods(&by_commodity).unwrap_or(least), leaves)
                    .or_overfull(is_overfull)
            }
        };
        let has_negative = by_commodity.values().any(|whole| whole.has_negative);
        WholeOf { has_negative, ..whole }
    }

    /// The sum over the widest goods of what all partners trade of each, if every finer row lies in
    /// one of them.
    fn over_widest_goods(&self, by_commodity: &HashMap<usize, WholeOf>) -> Option<i128> {
        let wider = |good: usize| self.listed.wider(good).iter().map(|wide| *wide as usize);
        let widest = |good: usize| !wider(good).any(|wide| by_commodity.contains_key(&wide));
        for run in self.runs.clone() {
            let holders = self.holders(run);
            for good in
                self.view.codes().rows(self.view.rows_of(run)).iter().filter(|good| !widest(*good))
            {
                let covered = wider(good).filter(|wide| widest(*wide)).any(|wide| {
                    self.lists(run, wide)
                        || self.world.is_some_and(|world| self.lists(world, wide))
                        || holders.iter().any(|holder| self.lists(*holder, wide))
                });
                if !covered {
                    return None;
                }
            }
        }
        Some(
            by_commodity
                .iter()
                .filter(|(good, _)| widest(**good))
                .map(|(_, whole)| whole.mantissa)
                .sum(),
        )
    }

    fn lists(&self, run: usize, good: usize) -> bool {
        self.view.codes().rows(self.view.rows_of(run)).find(good).is_some()
    }

    /// The groups of the block whose partner holds that of a run.
    fn holders(&self, run: usize) -> Vec<usize> {
        let partner = |run: usize| self.view.areas()[self.view.group(run).partner];
        let holds = |group: &usize| partner(*group).figures_hold(partner(run), self.year);
        self.groups.iter().copied().filter(holds).collect()
    }

    /// The runs of the block whose partner that of a run holds.
    fn parts(&self, run: usize) -> Vec<usize> {
        if Some(run) == self.world {
            return self.runs.clone().filter(|other| *other != run).collect();
        }
        if !self.groups.contains(&run) {
            return Vec::new();
        }
        let partner = |run: usize| self.view.areas()[self.view.group(run).partner];
        self.runs
            .clone()
            .filter(|other| partner(run).figures_hold(partner(*other), self.year))
            .collect()
    }
}
