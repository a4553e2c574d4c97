//! How the structure of a period is computed: dense tables where no row holds another, slices of totals and parts where some do.
//!
//! Dense tables of country and commodity hold the exact sums of one period in 128 bits: 2^32 rows of at most 2^63 stay
//! below 2^95. Indices are identifiers below the lengths of the dictionaries. Held by
//! `structure_equals_the_scalar_functions` in `tests/panel.rs` and by `tests/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{CONFLICTING, Column, MISSING, NEGATIVE, NO_TRADE, REST, Reason, TOO_LARGE};
use crate::bulk::concentration::Countries;
use crate::bulk::exact::sum;
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::{OfWorld, quotient_of_products};
use crate::bulk::wholes::{Block, WholeOf};
use crate::key::Flow;
use crate::number::Rounding;
use crate::panel::{CodesView, Id, PanelView, beyond_rounding};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The results of one period.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) commodity_key: Vec<(u16, u16, u32)>,
    pub(crate) exports: Column,
    pub(crate) total_exports: i128,
    pub(crate) rca: Column,
    pub(crate) country_key: Vec<(u16, u16)>,
    pub(crate) countries: Countries,
}

/// Whether no sum over rows of the period can leave 64 bits, in any order.
pub(crate) fn fits_64_bits(view: &PanelView<'_>, period: usize) -> bool {
    let rows = view.rows_of_runs(&view.runs_of(period));
    let values = &view.values()[rows.clone()];
    let most = values.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0);
    // The bound over all rows is quick; the sum of absolute values decides where it is too coarse.
    u128::from(most) * (rows.len() as u128) <= i64::MAX as u128
        || values.iter().map(|value| u128::from(value.unsigned_abs())).sum::<u128>() <= i64::MAX as u128
}

/// A sum of values: 64 bits where that is proved to be enough, else 128.
pub(crate) trait Sum: Copy + Default + PartialEq + From<i64> + Into<i128> + std::ops::AddAssign {}
impl Sum for i64 {}
impl Sum for i128 {}

/// Adds the values of a run to the exports of its reporter and the imports of its partner.
#[inline]
fn add_run<S: Sum, T: Id>(codes: &[T], values: &[i64], out: &mut [S], into: &mut [S], seen: &mut [bool]) {
    for (commodity, value) in codes.iter().zip(values) {
        let commodity = commodity.at();
        out[commodity] += S::from(*value);
        into[commodity] += S::from(*value);
        seen[commodity] = true;
    }
}

/// What a structure is asked for.
pub(crate) struct Asked {
    pub(crate) label: usize,
    /// The only label of the other direction: imports for exports.
    pub(crate) counter: Option<usize>,
    pub(crate) power: i64,
    pub(crate) rounding: Rounding,
}

/// The label of the flow in the other direction, if the panel has one.
pub(crate) fn counter_label(view: &PanelView<'_>, label: usize) -> Option<usize> {
    let flow = match view.labels()[label].flow {
        Flow::Export => Flow::Import,
        Flow::Import => Flow::Export,
        _ => return None,
    };
    view.label_id(flow).ok()
}

/// The dense tables of one period: country after country, each with all goods.
struct Tables<S> {
    goods: usize,
    exports: Vec<S>,
    imports: Vec<S>,
    exported: Vec<bool>,
    /// For each country its trade with each partner.
    partners: Vec<Vec<i128>>,
    /// What each country itself reports of the other direction; empty if there is none.
    own: Vec<S>,
    reports_own: Vec<bool>,
}

impl<S: Sum> Tables<S> {
    fn of(view: &PanelView<'_>, period: usize, asked: &Asked) -> Tables<S> {
        let (areas, goods) = (view.areas().len(), view.commodities().len());
        let own = if asked.counter.is_some() { areas * goods } else { 0 };
        let mut tables = Tables {
            goods,
            exports: vec![S::default(); areas * goods],
            imports: vec![S::default(); areas * goods],
            exported: vec![false; areas * goods],
            partners: vec![Vec::new(); areas],
            own: vec![S::default(); own],
            reports_own: vec![false; areas],
        };
        for run in view.runs_of_label(period, asked.label) {
            let (group, rows) = (view.group(run), view.rows_of(run));
            let values = &view.values()[rows.clone()];
            tables.partners[group.reporter].push(sum(values));
            let of = |area: usize| area * goods..(area + 1) * goods;
            let out = &mut tables.exports[of(group.reporter)];
            let seen = &mut tables.exported[of(group.reporter)];
            let into = &mut tables.imports[of(group.partner)];
            match view.codes().rows(rows) {
                CodesView::Narrow(codes) => add_run(codes, values, out, into, seen),
                CodesView::Wide(codes) => add_run(codes, values, out, into, seen),
            }
        }
        for run in asked.counter.map_or(0..0, |counter| view.runs_of_label(period, counter)) {
            let (reporter, rows) = (view.group(run).reporter, view.rows_of(run));
            tables.reports_own[reporter] = true;
            for (good, value) in view.codes().rows(rows.clone()).iter().zip(&view.values()[rows]) {
                tables.own[reporter * goods + good] += S::from(*value);
            }
        }
        tables
    }

    fn of_area(table: &[S], goods: usize, area: usize) -> impl Iterator<Item = i128> + Clone + '_ {
        table.get(area * goods..(area + 1) * goods).unwrap_or_default().iter().map(|sum| (*sum).into())
    }
}

pub(crate) fn structure_of<S: Sum>(view: &PanelView<'_>, period: usize, asked: &Asked) -> Part {
    let (areas, goods) = (view.areas().len(), view.commodities().len());
    let tables = Tables::<S>::of(view, period, asked);
    let exports = |area: usize| Tables::<S>::of_area(&tables.exports, goods, area);
    let mut world = vec![0_i128; goods];
    let mut totals = vec![0_i128; areas];
    for (area, total) in totals.iter_mut().enumerate() {
        for (good, exports) in exports(area).enumerate() {
            world[good] += exports;
            *total += exports;
        }
    }
    let all: i128 = totals.iter().sum();
    let mut part = Part { total_exports: all, ..Part::default() };
    let of_world = OfWorld::new(all, asked.power);
    let rows = tables.exported.iter().filter(|seen| **seen).count();
    part.commodity_key.reserve_exact(rows);
    for column in [&mut part.exports, &mut part.rca] {
        column.mantissa.reserve_exact(rows);
        column.reason.reserve_exact(rows);
    }
    for (area, total) in totals.iter().enumerate() {
        let seen = &tables.exported[area * goods..(area + 1) * goods];
        let out = &tables.exports[area * goods..(area + 1) * goods];
        for good in (0..goods).filter(|good| seen[*good]) {
            let exports: i128 = out[good].into();
            part.commodity_key.push((number(period), number(area), good as u32));
            part.exports.push(i64::try_from(exports).map_err(|_| TOO_LARGE));
            part.rca.push(advantage(&of_world, exports, *total, world[good], all, asked.rounding));
        }
        part.country(&tables, (period, area), asked);
    }
    part
}

fn number(id: usize) -> u16 {
    u16::try_from(id).unwrap_or(u16::MAX)
}

impl Part {
    /// A row of the table of countries, if the country trades.
    fn country<S: Sum>(&mut self, tables: &Tables<S>, (period, area): (usize, usize), asked: &Asked) {
        let of_area = |table| Tables::<S>::of_area(table, tables.goods, area);
        let reports = !tables.partners[area].is_empty();
        if !reports && of_area(&tables.imports).all(|imports| imports == 0) {
            return;
        }
        let (power, rounding) = (asked.power, asked.rounding);
        self.country_key.push((number(period), number(area)));
        let levels: Vec<i128> = of_area(&tables.exports).collect();
        self.countries.hhi_commodities.push(&levels, 0, power, rounding);
        self.countries.hhi_partners.push(&tables.partners[area], 0, power, rounding);
        let own = if reports && tables.reports_own[area] {
            two_way(levels.iter().copied().zip(of_area(&tables.own)), power, rounding)
        } else {
            Err(MISSING)
        };
        let mirror = if reports {
            two_way(levels.iter().copied().zip(of_area(&tables.imports)), power, rounding)
        } else {
            Err(MISSING)
        };
        self.countries.grubel_lloyd.push(own);
        self.countries.grubel_lloyd_of_mirror.push(mirror);
        self.countries.denominators.push(Denominator::SumOfListed);
    }
}

/// One reporter of a panel with totals.
struct Reporter {
    area: usize,
    whole: WholeOf,
    partners: Vec<i128>,
    /// What it trades of each commodity that holds no other one, ascending.
    goods: Vec<(usize, WholeOf)>,
}

impl Reporter {
    fn of(block: &Block<'_>, listed: &Listed<'_>) -> Reporter {
        let all = block.by_commodity();
        let holds: HashSet<u32> = all.keys().flat_map(|good| listed.wider(*good)).copied().collect();
        let mut goods: Vec<(usize, WholeOf)> =
            all.into_iter().filter(|(good, _)| !holds.contains(&(*good as u32))).collect();
        goods.sort_unstable_by_key(|(good, _)| *good);
        let partners = block.partners().into_iter().map(|(_, total)| total).collect();
        Reporter { area: block.reporter(), whole: block.whole(), partners, goods }
    }

    /// What is listed over commodities, and how much of the whole it leaves.
    fn rest_of_goods(&self) -> i128 {
        let listed: i128 = self.goods.iter().map(|(_, whole)| whole.mantissa).sum();
        beyond_rounding(self.whole.mantissa - listed, self.goods.len() as u32)
    }
}

/// The structure of a period in which some rows hold others.
pub(crate) fn structure_of_listed(listed: &Listed<'_>, period: usize, asked: &Asked) -> Part {
    let of = |label| -> Vec<Reporter> {
        Block::all(listed, period, label).iter().map(|block| Reporter::of(block, listed)).collect()
    };
    let reporters = of(asked.label);
    let counters = asked.counter.map(of).unwrap_or_default();
    let mut world: HashMap<usize, i128> = HashMap::new();
    for (good, whole) in reporters.iter().flat_map(|reporter| &reporter.goods) {
        *world.entry(*good).or_default() += whole.mantissa;
    }
    let all: i128 = reporters.iter().map(|reporter| reporter.whole.mantissa).sum();
    let mut part = Part { total_exports: all, ..Part::default() };
    let of_world = OfWorld::new(all, asked.power);
    let mirror = mirrored(listed, period, asked.label);
    for reporter in &reporters {
        for (good, whole) in &reporter.goods {
            part.commodity_key.push((number(period), number(reporter.area), *good as u32));
            part.exports.push(i64::try_from(whole.mantissa).map_err(|_| TOO_LARGE));
            let world_part = world.get(good).copied().unwrap_or_default();
            part.rca.push(if whole.is_overfull || reporter.whole.is_overfull {
                Err(CONFLICTING)
            } else {
                advantage(&of_world, whole.mantissa, reporter.whole.mantissa, world_part, all, asked.rounding)
            });
        }
        let counter = counters.iter().find(|counter| counter.area == reporter.area);
        part.country_of_listed(reporter, counter, mirror.get(&reporter.area), period, asked);
    }
    part
}

/// For each partner what the others report as sent to it, by commodity: of the rows that hold no other one.
fn mirrored(listed: &Listed<'_>, period: usize, label: usize) -> HashMap<usize, HashMap<usize, i128>> {
    let view = listed.rows();
    let mut found: HashMap<usize, HashMap<usize, i128>> = HashMap::new();
    for run in listed.partners(&view, period, label) {
        let partner = found.entry(view.group(run).partner).or_default();
        let rows = view.rows_of(run);
        for (good, value) in view.codes().rows(rows.clone()).iter().zip(&view.values()[rows]) {
            *partner.entry(good).or_default() += i128::from(*value);
        }
    }
    for goods in found.values_mut() {
        let holds: HashSet<u32> = goods.keys().flat_map(|good| listed.wider(*good)).copied().collect();
        goods.retain(|good, _| !holds.contains(&(*good as u32)));
    }
    found
}

impl Part {
    fn country_of_listed(
        &mut self,
        reporter: &Reporter,
        counter: Option<&Reporter>,
        mirror: Option<&HashMap<usize, i128>>,
        period: usize,
        asked: &Asked,
    ) {
        let (power, rounding) = (asked.power, asked.rounding);
        self.country_key.push((number(period), number(reporter.area)));
        let levels: Vec<i128> = reporter.goods.iter().map(|(_, whole)| whole.mantissa).collect();
        let rests = (reporter.rest_of_goods(), reporter.whole.rest());
        let is_reported = reporter.whole.denominator == Denominator::Reported;
        for (index, levels, rest) in [
            (&mut self.countries.hhi_commodities, &levels, rests.0),
            (&mut self.countries.hhi_partners, &reporter.partners, rests.1),
        ] {
            if rest < 0 && is_reported { index.push_conflict() } else { index.push(levels, rest, power, rounding) }
        }
        self.countries.grubel_lloyd.push(match counter {
            None => Err(MISSING),
            // What is not split could be two-way trade or not.
            Some(counter) if rests.0 != 0 || counter.rest_of_goods() != 0 => Err(REST),
            Some(counter) => {
                let other = counter.goods.iter().map(|(good, whole)| (*good, whole.mantissa)).collect();
                two_way(side_by_side(reporter, &other).into_iter(), power, rounding)
            }
        });
        let empty = HashMap::new();
        let mirror = side_by_side(reporter, mirror.unwrap_or(&empty));
        self.countries.grubel_lloyd_of_mirror.push(two_way(mirror.into_iter(), power, rounding));
        self.countries.denominators.push(reporter.whole.denominator);
    }
}

/// Both directions of each commodity that one of them has.
fn side_by_side(reporter: &Reporter, other: &HashMap<usize, i128>) -> Vec<(i128, i128)> {
    let mut goods: BTreeMap<usize, (i128, i128)> =
        reporter.goods.iter().map(|(good, whole)| (*good, (whole.mantissa, 0))).collect();
    for (good, value) in other {
        goods.entry(*good).or_default().1 = *value;
    }
    goods.into_values().collect()
}

#[inline]
fn advantage(
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

/// The Grubel-Lloyd index over pairs of exports and imports.
fn two_way(pairs: impl Iterator<Item = (i128, i128)>, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    let (mut both, mut all) = (0_i128, 0_i128);
    for (exports, imports) in pairs {
        if exports < 0 || imports < 0 {
            return Err(NEGATIVE);
        }
        both += 2 * exports.min(imports);
        all += exports + imports;
    }
    if all == 0 { Err(NO_TRADE) } else { quotient_of_products((both, 1), power, (all, 1), rounding) }
}
