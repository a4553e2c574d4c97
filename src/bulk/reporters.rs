//! The reporters of a period in which some rows hold others: what each of them trades, and all of
//! them together.
//!
//! Indices are runs and rows of one view of parts and totals, and places in its dictionaries. Held
//! by `tests/panel/structure.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, AreaKind, WORLD};
use crate::bulk::column::{CONFLICTING, NEGATIVE, NO_TRADE, REST, Reason};
use crate::bulk::concentration::Members;
use crate::bulk::levels::{Codes, Level, Levels, Source, together};
use crate::bulk::listed::{Denominator, Listed, is_sum_of_listed};
use crate::bulk::quotient::OfWorld;
use crate::bulk::wholes::{Block, WholeOf};
use crate::number::Rounding;
use crate::panel::beyond_rounding;
use std::collections::{HashMap, HashSet};

/// One reporter of a period in which some rows hold others.
pub(crate) struct Reporter {
    pub(crate) area: usize,
    pub(crate) whole: WholeOf,
    pub(crate) levels: Levels,
    /// Each partner that holds no other one, never the World, by its place in the dictionary, with
    /// its trade in all goods.
    partners: Vec<(usize, i128, Denominator)>,
}

impl Reporter {
    pub(crate) fn of(block: &Block<'_>, listed: &Listed<'_>, codes: &Codes, year: i32) -> Reporter {
        let view = listed.rows();
        let levels = over_partners(block, listed, codes, year);
        let partners = block
            .partners()
            .into_iter()
            .map(|(run, total)| (view.group(run).partner, total, listed.total_of_run(run).whole));
        Reporter {
            area: block.reporter(),
            whole: block.whole().or_overfull(levels.is_total_overfull(codes)),
            partners: partners.collect(),
            levels,
        }
    }

    /// The codes of the finest level that it lists. What stands under coarser ones only is not
    /// split, and all goods are not a code.
    pub(crate) fn goods(&self, codes: &Codes) -> Members {
        let levels = &self.levels;
        let holds_none = |good: usize| !codes.narrower(good).any(|inside| levels.lists(inside));
        let leaves: Vec<(usize, Level)> = levels
            .iter()
            .filter(|(good, _)| !codes.is_total(*good) && holds_none(*good))
            .map(|(good, level)| (good, *level))
            .collect();
        let finest = leaves.iter().map(|(good, _)| codes.digits(*good)).max();
        let listed: i128 = leaves.iter().map(|(_, level)| level.value).sum();
        let rest = beyond_rounding(self.whole.mantissa - listed, leaves.len() as u32);
        let parts = leaves
            .iter()
            .map(|(good, level)| (level.value, level.whole, Some(codes.digits(*good)) == finest));
        members(parts, self.or_conflict(rest))
    }

    /// Its partners. What it reports of the World and of groups of today's countries only is not
    /// split, and what belongs to no country is part of the rest.
    pub(crate) fn countries(&self, areas: &[Area]) -> Members {
        let is_member = |partner: usize| !is_group_of_today(areas[partner]);
        let (of_nobody, parts): (Vec<_>, Vec<_>) = self
            .partners
            .iter()
            .partition(|(partner, total, _)| is_of_nobody(areas[*partner], *total));
        let of_nobody: i128 = of_nobody.iter().map(|(_, total, _)| total).sum();
        let rest = self.or_conflict(self.whole.rest());
        let parts =
            parts.iter().map(|(partner, total, whole)| (*total, *whole, is_member(*partner)));
        members(parts, rest.map(|rest| rest.max(0) + of_nobody))
    }

    fn or_conflict(&self, rest: i128) -> Result<i128, Reason> {
        let is_reported = self.whole.denominator == Denominator::Reported;
        if self.whole.is_overfull || is_reported && rest < 0 { Err(CONFLICTING) } else { Ok(rest) }
    }
}

/// The whole of a reporter in all goods, in conflict if any rows inside of it are more than it: the
/// one that all statistics of the reporter rest on.
pub(crate) fn whole_of(block: &Block<'_>, listed: &Listed<'_>, codes: &Codes) -> WholeOf {
    let whole = block.whole();
    if whole.is_overfull || whole.denominator == Denominator::SumOfListed {
        return whole;
    }
    whole.or_overfull(over_partners(block, listed, codes, block.year).is_total_overfull(codes))
}

/// Parts of a whole, each with what its amount rests on and whether it is a member.
fn members(
    parts: impl Iterator<Item = (i128, Denominator, bool)>,
    rest: Result<i128, Reason>,
) -> Members {
    let mut members = Members { values: Vec::new(), unsplit: Vec::new(), open: None, rest };
    for (value, whole, is_member) in parts {
        if is_member { &mut members.values } else { &mut members.unsplit }.push(value);
        if whole == Denominator::SumOfListed {
            members.open = members.open.max(Some(value));
        }
    }
    members
}

/// What a reporter trades of each code with all partners.
///
/// What it reports of the World stands. Else partners are added up, each with its own finer codes
/// where it lists the code itself not; that is all there is if it leaves nothing of a wider code
/// that is reported, and is not known if it leaves some.
fn over_partners(block: &Block<'_>, listed: &Listed<'_>, codes: &Codes, year: i32) -> Levels {
    let wholes = block.by_commodity();
    let level = |whole: &WholeOf| Level {
        value: whole.mantissa,
        is_known: true,
        whole: whole.denominator,
        is_overfull: whole.is_overfull,
        rows: if whole.denominator == Denominator::Reported { 1 } else { whole.parts.max(1) },
    };
    let mut cells: HashMap<usize, Level> =
        wholes.iter().map(|(good, whole)| (*good, level(whole))).collect();
    let is_related = |good: usize| {
        codes.wider(good).chain(codes.narrower(good)).any(|other| wholes.contains_key(&other))
    };
    let added: HashSet<usize> = wholes
        .iter()
        .filter(|(good, whole)| whole.denominator == Denominator::SumOfListed && is_related(**good))
        .map(|(good, _)| *good)
        .collect();
    if added.is_empty() {
        return Levels::of_map(codes, cells);
    }
    for (good, sum) in added_up(block, listed, codes, year, |good| added.contains(&good)) {
        if let Some(level) = cells.get_mut(&good) {
            (level.value, level.is_known) = (level.value.max(sum.value), sum.is_known);
            level.rows = level.rows.max(sum.rows);
        }
    }
    let levels = Levels::of_map(codes, cells);
    let settled = levels.iter().map(|(good, level)| {
        let mut level = *level;
        let is_reported = |good: usize| {
            levels.get(good).is_some_and(|level| level.whole == Denominator::Reported)
        };
        if !added.contains(&good) {
        } else if is_all(codes, &levels, good) {
            (level.is_known, level.whole) = (true, Denominator::Reported);
        } else if codes.wider(good).any(is_reported)
            || levels.rest(good).is_some_and(|rest| rest < 0)
        {
            level.is_known = false;
        }
        (good, level)
    });
    Levels::new(codes, settled)
}

/// True for a code that was reported, or that with others leaves nothing of a wider one that was.
fn is_all(codes: &Codes, levels: &Levels, good: usize) -> bool {
    if levels.get(good).is_some_and(|level| level.whole == Denominator::Reported) {
        return true;
    }
    // Each step goes to a wider code, of which there are few.
    let parent = levels.parent(codes, good);
    parent.is_some_and(|parent| levels.rest(parent) == Some(0) && is_all(codes, levels, parent))
}

/// The rows of a run as they stand.
pub(crate) fn of_run(listed: &Listed<'_>, codes: &Codes, run: usize) -> Levels {
    let view = listed.rows();
    let rows = view.rows_of(run);
    let whole = |row: usize| {
        if is_sum_of_listed(&view, row) { Denominator::SumOfListed } else { Denominator::Reported }
    };
    let cells = rows.clone().zip(view.codes().rows(rows).iter());
    let cells =
        cells.map(|(row, good)| (good, Level::listed(i128::from(view.values()[row]), whole(row))));
    Levels::new(codes, cells)
}

/// The partners of a reporter without the World added up, a group instead of its members.
fn added_up(
    block: &Block<'_>,
    listed: &Listed<'_>,
    codes: &Codes,
    year: i32,
    wanted: impl Fn(usize) -> bool,
) -> HashMap<usize, Level> {
    let view = listed.rows();
    let partner = |run: usize| view.areas()[view.group(run).partner];
    let runs: Vec<usize> = block.runs.clone().filter(|run| partner(*run) != WORLD).collect();
    let levels: Vec<Levels> = runs.iter().map(|run| of_run(listed, codes, *run)).collect();
    let areas: Vec<Area> = runs.iter().map(|run| partner(*run)).collect();
    together(codes, &sources(&levels.iter().collect::<Vec<_>>(), &areas, year), wanted, false)
}

/// Each of several areas with the places of those that hold it and of those that it holds.
pub(crate) fn sources<'a>(levels: &[&'a Levels], areas: &[Area], year: i32) -> Vec<Source<'a>> {
    let wide: Vec<usize> = (0..areas.len()).filter(|at| areas[*at].may_hold()).collect();
    let holders = |part: Area| {
        wide.iter().copied().filter(move |at| areas[*at].figures_hold(part, year)).collect()
    };
    let source = |(levels, area): (&&'a Levels, &Area)| Source {
        levels,
        holders: holders(*area),
        members: Vec::new(),
    };
    let mut sources: Vec<Source<'a>> = levels.iter().zip(areas).map(source).collect();
    for whole in wide {
        let holds = |part: usize, whole: usize| sources[part].holders.contains(&whole);
        let inside: Vec<usize> = (0..areas.len()).filter(|part| holds(*part, whole)).collect();
        let is_right_below = |part: &usize| !inside.iter().any(|other| holds(*part, *other));
        sources[whole].members = inside.iter().copied().filter(is_right_below).collect();
    }
    sources
}

/// The reporters of a period together.
pub(crate) struct World {
    goods: HashMap<usize, Level>,
    pub(crate) all: WholeOf,
}

impl World {
    pub(crate) fn of(reporters: &[Reporter], sources: &[Source<'_>], codes: &Codes) -> World {
        let free = || reporters.iter().zip(sources).filter(|(_, source)| source.holders.is_empty());
        let wholes = free().map(|(reporter, source)| {
            let members = source.members.iter().map(|member| reporters[*member].whole);
            reporter.whole.over_members(members)
        });
        World {
            goods: together(codes, sources, |_| true, true),
            all: wholes.reduce(WholeOf::and).unwrap_or_default(),
        }
    }

    /// The advantage of a reporter in what it trades of a code, and what it rests on.
    pub(crate) fn advantage(
        &self,
        of_world: &OfWorld,
        reporter: &Reporter,
        (good, own): (usize, &Level),
        rounding: Rounding,
    ) -> (Result<i64, Reason>, Denominator) {
        let Some(world) = self.goods.get(&good) else {
            return (Err(REST), Denominator::SumOfListed);
        };
        let wholes = [own.whole, world.whole, reporter.whole.denominator, self.all.denominator];
        let is_reported = wholes.iter().all(|whole| *whole == Denominator::Reported);
        let rests_on = if is_reported { Denominator::Reported } else { Denominator::SumOfListed };
        let wholes = [reporter.whole.is_overfull, self.all.is_overfull];
        let number = if wholes.contains(&true) || own.is_overfull || world.is_overfull {
            Err(CONFLICTING)
        } else if own.is_known && world.is_known {
            advantage(
                of_world,
                own.value,
                reporter.whole.mantissa,
                world.value,
                self.all.mantissa,
                rounding,
            )
        } else {
            Err(REST)
        };
        (number, rests_on)
    }
}

/// Trade with an area that is no country, as a rest; a negative one leaves an index undefined, as
/// that of any partner does.
pub(crate) fn is_of_nobody(area: Area, total: i128) -> bool {
    area.is_unallocated() && total >= 0
}

/// A group whose members are countries of today; one of the past stands where its members did not
/// report apart.
pub(crate) fn is_group_of_today(area: Area) -> bool {
    area.kind() == AreaKind::Group && area.valid_to().is_none()
}

#[inline]
pub(crate) fn advantage(
    of_world: &OfWorld,
    part: i128,
    whole: i128,
    world_part: i128,
    world: i128,
    rounding: Rounding,
) -> Result<i64, Reason> {
    if part < 0 || whole < 0 || world_part < 0 || world < 0 {
        return Err(NEGATIVE);
    }
    if whole == 0 || world_part == 0 || world == 0 {
        return Err(NO_TRADE);
    }
    of_world.quotient(part, whole, world_part, rounding)
}
