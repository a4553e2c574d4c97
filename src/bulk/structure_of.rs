//! How the structure of a period is computed: dense tables where no row holds another, slices of
//! totals and parts where some do.
//!
//! Dense tables of country and commodity hold the exact sums of one period in 128 bits: 2^32 rows
//! of at most 2^63 stay below 2^95. Indices are identifiers below the lengths of the dictionaries.
//! Held by `structure_equals_the_scalar_functions` in `tests/panel/panel.rs` and by
//! `tests/panel/structure.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, WORLD};
use crate::bulk::column::{CONFLICTING, Column, MISSING, REST, Reason, SEVERAL, TOO_LARGE};
use crate::bulk::concentration::Countries;
use crate::bulk::exact::sum;
use crate::bulk::levels::{Codes, Levels, grubel_lloyd, together, two_way};
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::OfWorld;
use crate::bulk::reporters::{
    Reporter, World, advantage, is_group_of_today, is_of_nobody, of_run, sources,
};
use crate::bulk::wholes::Block;
use crate::error::{Error, ErrorKind};
use crate::number::Rounding;
use crate::panel::{CodesView, Id, PanelView};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The results of one period.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) commodity_key: Vec<(u16, u16, u32)>,
    pub(crate) exports: Column,
    pub(crate) rca: Column,
    /// What each advantage rests on; empty where all of them rest on sums of what is listed.
    pub(crate) worlds: Vec<Denominator>,
    /// The exports of each reporter that no other one holds.
    pub(crate) wholes: Vec<(u16, i128)>,
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
        || values.iter().map(|value| u128::from(value.unsigned_abs())).sum::<u128>()
            <= i64::MAX as u128
}

/// A sum of values: 64 bits where that is proved to be enough, else 128.
pub(crate) trait Sum:
    Copy + Default + PartialEq + From<i64> + Into<i128> + std::ops::AddAssign
{
}
impl Sum for i64 {}
impl Sum for i128 {}

/// Adds the values of a run to the exports of its reporter and the imports of its partner.
#[inline]
fn add_run<S: Sum, T: Id>(
    codes: &[T],
    values: &[i64],
    out: &mut [S],
    into: &mut [S],
    seen: &mut [bool],
) {
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
    /// The labels of the other direction, imports for exports: two-way trade needs one.
    pub(crate) counters: Vec<usize>,
    pub(crate) power: i64,
    pub(crate) rounding: Rounding,
}

impl Asked {
    fn labels(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.label).chain(self.counters.iter().copied())
    }

    /// Areas that share trade, and of which neither holds the other, would count it twice.
    ///
    /// # Errors
    /// [`Overlap`](ErrorKind::Overlap) with the first two that report in one period, or that are
    /// partners of one reporter.
    pub(crate) fn refuse_shared_trade(&self, listed: &Listed<'_>) -> Result<(), Error> {
        let view = listed.rows();
        let areas = view.areas();
        let wide = |at: &usize| areas[*at].may_hold() || areas[*at].same_territory().is_some();
        let wide: Vec<usize> = (0..areas.len()).filter(wide).collect();
        for (period, span) in view.periods().iter().enumerate() {
            let year = span.last().year();
            let mut pairs = wide
                .iter()
                .enumerate()
                .flat_map(|(at, one)| wide[..at].iter().map(move |two| (*two, *one)));
            let shared: Vec<(usize, usize)> = pairs
                .by_ref()
                .filter(|(one, two)| areas[*one].shares_trade(areas[*two], year))
                .collect();
            for (label, (one, two)) in
                self.labels().flat_map(|label| shared.iter().map(move |pair| (label, *pair)))
            {
                let runs = || view.runs_of_label(period, label);
                let reports = |area: usize| runs().find(|run| view.group(*run).reporter == area);
                let with = |area: usize| runs().filter(move |run| view.group(*run).partner == area);
                let beside = |run: usize| {
                    let is_same =
                        |other: &usize| view.group(*other).reporter == view.group(run).reporter;
                    with(two).find(is_same).map(|other| (run, other))
                };
                let found = reports(one).zip(reports(two)).or_else(|| with(one).find_map(beside));
                let Some(found) = found else { continue };
                let told = |run: usize| {
                    let key = view.key(view.rows_of(run).start);
                    key.map(|(key, period)| format!("{key}, {period}")).unwrap_or_default()
                };
                let (left, right) = (told(found.0), told(found.1));
                return Err(Error::new(ErrorKind::Overlap { left, right }).with_help(format!(
                    "leave {} or {} out first, with panel.filter(..): they share trade, and \
                     neither holds the other",
                    areas[one], areas[two]
                )));
            }
        }
        Ok(())
    }

    /// The one label of the other direction, unless there are several.
    fn counter(&self) -> Option<usize> {
        self.counters.first().copied().filter(|_| self.counters.len() == 1)
    }
}

/// The structure of a period, by the shortest way that is right for what it lists.
pub(crate) fn structure_of_period(
    view: &PanelView<'_>,
    listed: &Listed<'_>,
    codes: &Codes,
    period: usize,
    asked: &Asked,
) -> Part {
    if !is_plain(view, listed, codes, period, asked) {
        structure_of_listed(listed, codes, period, asked)
    } else if fits_64_bits(view, period) {
        structure_of::<i64>(view, period, asked)
    } else {
        structure_of::<i128>(view, period, asked)
    }
}

/// True if no total stands beside the rows of a period and all of them are of one level: no code,
/// reporter or partner holds another one, none is the World, a group of today's countries or all
/// goods.
fn is_plain(
    view: &PanelView<'_>,
    listed: &Listed<'_>,
    codes: &Codes,
    period: usize,
    asked: &Asked,
) -> bool {
    let areas = view.areas();
    let (mut reporters, mut partners) = (vec![false; areas.len()], vec![false; areas.len()]);
    let one_level = codes.is_one_level(|_| true);
    let mut goods = vec![false; if one_level { 0 } else { view.commodities().len() }];
    for label in asked.labels() {
        let runs = view.runs_of_label(period, label);
        let all = listed.rows();
        if all.rows_of_runs(&all.runs_of_label(period, label)).len()
            != view.rows_of_runs(&runs).len()
        {
            return false;
        }
        for group in runs.clone().map(|run| view.group(run)) {
            (reporters[group.reporter], partners[group.partner]) = (true, true);
        }
        if !one_level {
            view.codes().rows(view.rows_of_runs(&runs)).iter().for_each(|good| goods[good] = true);
        }
    }
    let year = view.periods()[period].last().year();
    let occur = |among: &[bool]| {
        areas.iter().zip(among).filter(|(_, occurs)| **occurs).map(|(area, _)| *area).collect()
    };
    let (reporters, partners): (Vec<_>, Vec<_>) = (occur(&reporters), occur(&partners));
    let holds = |among: &[Area]| {
        let mut wholes = among.iter().filter(|area| area.may_hold());
        wholes.any(|whole| among.iter().any(|part| whole.figures_hold(*part, year)))
    };
    let is_member = |area: &Area| *area != WORLD && !is_group_of_today(*area);
    (one_level || codes.is_one_level(|good| goods[good]))
        && partners.iter().all(is_member)
        && !holds(&reporters)
        && !holds(&partners)
}

/// The dense tables of one period: country after country, each with all goods.
struct Tables<S> {
    goods: usize,
    exports: Vec<S>,
    imports: Vec<S>,
    exported: Vec<bool>,
    /// For each country its trade with each partner, and with areas that are no country.
    partners: Vec<Vec<i128>>,
    of_nobody: Vec<i128>,
    /// For each country whether it reports.
    reports: Vec<bool>,
    /// What each country itself reports of the other direction; empty if there is none.
    own: Vec<S>,
    reports_own: Vec<bool>,
}

impl<S: Sum> Tables<S> {
    fn of(view: &PanelView<'_>, period: usize, asked: &Asked) -> Tables<S> {
        let (areas, goods) = (view.areas().len(), view.commodities().len());
        let own = if asked.counter().is_some() { areas * goods } else { 0 };
        let mut tables = Tables {
            goods,
            exports: vec![S::default(); areas * goods],
            imports: vec![S::default(); areas * goods],
            exported: vec![false; areas * goods],
            partners: vec![Vec::new(); areas],
            of_nobody: vec![0; areas],
            reports: vec![false; areas],
            own: vec![S::default(); own],
            reports_own: vec![false; areas],
        };
        for run in view.runs_of_label(period, asked.label) {
            let (group, rows) = (view.group(run), view.rows_of(run));
            let values = &view.values()[rows.clone()];
            let total = sum(values);
            tables.reports[group.reporter] = true;
            if is_of_nobody(view.areas()[group.partner], total) {
                tables.of_nobody[group.reporter] += total;
            } else {
                tables.partners[group.reporter].push(total);
            }
            let of = |area: usize| area * goods..(area + 1) * goods;
            let out = &mut tables.exports[of(group.reporter)];
            let seen = &mut tables.exported[of(group.reporter)];
            let into = &mut tables.imports[of(group.partner)];
            match view.codes().rows(rows) {
                CodesView::Narrow(codes) => add_run(codes, values, out, into, seen),
                CodesView::Wide(codes) => add_run(codes, values, out, into, seen),
            }
        }
        for run in asked.counters.iter().flat_map(|counter| view.runs_of_label(period, *counter)) {
            let (reporter, rows) = (view.group(run).reporter, view.rows_of(run));
            tables.reports_own[reporter] = true;
            if asked.counter().is_none() {
                continue;
            }
            for (good, value) in view.codes().rows(rows.clone()).iter().zip(&view.values()[rows]) {
                tables.own[reporter * goods + good] += S::from(*value);
            }
        }
        tables
    }

    fn of_area(table: &[S], goods: usize, area: usize) -> impl Iterator<Item = i128> + Clone + '_ {
        table
            .get(area * goods..(area + 1) * goods)
            .unwrap_or_default()
            .iter()
            .map(|sum| (*sum).into())
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
    let reporters = (0..areas).filter(|area| tables.reports[*area]);
    let wholes: Vec<(u16, i128)> = reporters.map(|area| (number(area), totals[area])).collect();
    let count = wholes.len();
    let mut part = Part { wholes, ..Part::default() };
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
        part.country(&tables, (period, area), count, asked);
    }
    part
}

fn number(id: usize) -> u16 {
    u16::try_from(id).unwrap_or(u16::MAX)
}

impl Part {
    /// A row of the table of countries, if the country trades.
    fn country<S: Sum>(
        &mut self,
        tables: &Tables<S>,
        (period, area): (usize, usize),
        reporters: usize,
        asked: &Asked,
    ) {
        let of_area = |table| Tables::<S>::of_area(table, tables.goods, area);
        let reports = tables.reports[area];
        if !reports && of_area(&tables.imports).all(|imports| imports == 0) {
            return;
        }
        let (power, rounding) = (asked.power, asked.rounding);
        self.country_key.push((number(period), number(area)));
        let levels = || of_area(&tables.exports);
        self.countries.hhi_commodities.push(levels(), power, rounding);
        let (partners, of_nobody) = (&tables.partners[area], tables.of_nobody[area]);
        self.countries.hhi_partners.push_listed(partners, of_nobody, power, rounding);
        let own = match (reports && tables.reports_own[area], asked.counter()) {
            (true, Some(_)) => grubel_lloyd(levels().zip(of_area(&tables.own)), power, rounding),
            (true, None) => Err(SEVERAL),
            (false, _) => Err(MISSING),
        };
        let mirror = if reports && reporters > 1 {
            grubel_lloyd(levels().zip(of_area(&tables.imports)), power, rounding)
        } else {
            Err(MISSING)
        };
        self.countries.grubel_lloyd.push(own);
        self.countries.grubel_lloyd_of_mirror.push(mirror);
        self.countries.denominators.push(Denominator::SumOfListed);
        let has_both = reports && tables.reports_own[area] && asked.counter().is_some();
        self.countries.two_way_denominators.push(has_both.then_some(Denominator::SumOfListed));
    }

    /// The row of a partner that does not report.
    fn country_without_exports(&mut self, (period, area): (usize, usize), asked: &Asked) {
        self.country_key.push((number(period), number(area)));
        let countries = &mut self.countries;
        for index in [&mut countries.hhi_commodities, &mut countries.hhi_partners] {
            index.push(std::iter::empty(), asked.power, asked.rounding);
        }
        countries.grubel_lloyd.push(Err(MISSING));
        countries.grubel_lloyd_of_mirror.push(Err(MISSING));
        countries.denominators.push(Denominator::SumOfListed);
        countries.two_way_denominators.push(None);
    }
}

/// The partners of a period that do not report and have some trade, ascending: no World, no groups
/// of today's countries.
fn silent_partners(listed: &Listed<'_>, period: usize, label: usize) -> BTreeSet<usize> {
    let view = listed.rows();
    let runs = || view.runs_of_label(period, label);
    let reporters: HashSet<usize> = runs().map(|run| view.group(run).reporter).collect();
    let mut imports: HashMap<(usize, usize), i128> = HashMap::new();
    for run in runs() {
        let partner = view.group(run).partner;
        let area = view.areas()[partner];
        if reporters.contains(&partner) || area == WORLD || is_group_of_today(area) {
            continue;
        }
        let rows = view.rows_of(run);
        for (row, good) in rows.clone().zip(view.codes().rows(rows).iter()) {
            *imports.entry((partner, good)).or_default() += i128::from(view.values()[row]);
        }
    }
    imports.iter().filter(|(_, value)| **value != 0).map(|((partner, _), _)| *partner).collect()
}

/// The structure of a period in which some rows hold others, or lie at several levels.
fn structure_of_listed(listed: &Listed<'_>, codes: &Codes, period: usize, asked: &Asked) -> Part {
    let year = listed.rows().periods()[period].last().year();
    let of = |label| -> Vec<Reporter> {
        let blocks = Block::each(listed, period, label);
        blocks.iter().map(|block| Reporter::of(block, listed, codes, year)).collect()
    };
    let reporters = of(asked.label);
    let counters = Counters::of(listed, period, asked, of);
    let areas: Vec<Area> =
        reporters.iter().map(|reporter| listed.rows().areas()[reporter.area]).collect();
    let levels: Vec<&Levels> = reporters.iter().map(|reporter| &reporter.levels).collect();
    let sources = sources(&levels, &areas, year);
    let world = World::of(&reporters, &sources, codes);
    let of_world = OfWorld::new(world.all.mantissa, asked.power);
    let mirrors = Mirrors::of(listed, &reporters, period, asked.label);
    let mut part = Part::default();
    let mut silent = silent_partners(listed, period, asked.label).into_iter().peekable();
    for (reporter, source) in reporters.iter().zip(&sources) {
        while let Some(area) = silent.next_if(|area| *area < reporter.area) {
            part.country_without_exports((period, area), asked);
        }
        if source.holders.is_empty() {
            part.wholes.push((number(reporter.area), reporter.whole.mantissa));
        }
        let levels = &reporter.levels;
        // All goods have no advantage over themselves.
        let goods =
            levels.iter().filter(|(good, _)| levels.iter().len() == 1 || !codes.is_total(*good));
        for (good, level) in goods {
            let (rca, rests_on) =
                world.advantage(&of_world, reporter, (good, level), asked.rounding);
            let value = i64::try_from(level.value).map_err(|_| TOO_LARGE);
            part.commodity_key.push((number(period), number(reporter.area), good as u32));
            part.exports.push(if level.is_known { value } else { Err(REST) });
            part.rca.push(rca);
            part.worlds.push(rests_on);
        }
        let two_way = [
            counters.index(reporter, codes, asked),
            mirrors.index(reporter, listed, codes, year, asked),
        ];
        let denominator = counters.denominator(reporter);
        part.country_of_listed(reporter, (two_way, denominator), (listed, codes, period), asked);
    }
    silent.for_each(|area| part.country_without_exports((period, area), asked));
    part
}

/// What countries themselves report of the other direction.
struct Counters {
    reporters: Vec<Reporter>,
    /// Those that report under any of several labels.
    several: HashSet<usize>,
}

impl Counters {
    fn of(
        listed: &Listed<'_>,
        period: usize,
        asked: &Asked,
        of: impl Fn(usize) -> Vec<Reporter>,
    ) -> Counters {
        if let Some(counter) = asked.counter() {
            return Counters { reporters: of(counter), several: HashSet::new() };
        }
        let view = listed.rows();
        let runs = asked.counters.iter().flat_map(|counter| view.runs_of_label(period, *counter));
        Counters {
            reporters: Vec::new(),
            several: runs.map(|run| view.group(run).reporter).collect(),
        }
    }

    fn index(&self, reporter: &Reporter, codes: &Codes, asked: &Asked) -> Result<i64, Reason> {
        if self.several.contains(&reporter.area) {
            return Err(SEVERAL);
        }
        let counter =
            self.reporters.iter().find(|counter| counter.area == reporter.area).ok_or(MISSING)?;
        if reporter.whole.is_overfull || counter.whole.is_overfull {
            return Err(CONFLICTING);
        }
        two_way(codes, &reporter.levels, &counter.levels, asked.power, asked.rounding)
    }

    /// What the index rests on: reported totals of both flows, or what is listed.
    fn denominator(&self, reporter: &Reporter) -> Option<Denominator> {
        let counter = self.reporters.iter().find(|counter| counter.area == reporter.area)?;
        let wholes = [reporter.whole.denominator, counter.whole.denominator];
        let is_reported = wholes.iter().all(|whole| *whole == Denominator::Reported);
        Some(if is_reported { Denominator::Reported } else { Denominator::SumOfListed })
    }
}

/// What others report as sent to each reporter.
struct Mirrors {
    reporters: usize,
    /// For each reporter the runs of all that trade with it.
    runs: HashMap<usize, Vec<usize>>,
}

impl Mirrors {
    fn of(listed: &Listed<'_>, reporters: &[Reporter], period: usize, label: usize) -> Mirrors {
        let view = listed.rows();
        let mut runs: HashMap<usize, Vec<usize>> =
            reporters.iter().map(|reporter| (reporter.area, Vec::new())).collect();
        for run in view.runs_of_label(period, label) {
            if let Some(runs) = runs.get_mut(&view.group(run).partner) {
                runs.push(run);
            }
        }
        Mirrors { reporters: reporters.len(), runs }
    }

    /// Two-way trade by the reports of others; missing where there are none.
    fn index(
        &self,
        reporter: &Reporter,
        listed: &Listed<'_>,
        codes: &Codes,
        year: i32,
        asked: &Asked,
    ) -> Result<i64, Reason> {
        if self.reporters < 2 {
            return Err(MISSING);
        }
        if reporter.whole.is_overfull {
            return Err(CONFLICTING);
        }
        let view = listed.rows();
        let runs = self.runs.get(&reporter.area).map_or(&[][..], Vec::as_slice);
        let levels: Vec<Levels> = runs.iter().map(|run| of_run(listed, codes, *run)).collect();
        let areas: Vec<Area> =
            runs.iter().map(|run| view.areas()[view.group(*run).reporter]).collect();
        let sources = sources(&levels.iter().collect::<Vec<_>>(), &areas, year);
        let mirror = Levels::of_map(codes, together(codes, &sources, |_| true, false));
        two_way(codes, &reporter.levels, &mirror, asked.power, asked.rounding)
    }
}

impl Part {
    fn country_of_listed(
        &mut self,
        reporter: &Reporter,
        ([own, mirror], of_two_way): ([Result<i64, Reason>; 2], Option<Denominator>),
        (listed, codes, period): (&Listed<'_>, &Codes, usize),
        asked: &Asked,
    ) {
        self.country_key.push((number(period), number(reporter.area)));
        for (index, members) in [
            (&mut self.countries.hhi_commodities, reporter.goods(codes)),
            (&mut self.countries.hhi_partners, reporter.countries(listed.rows().areas())),
        ] {
            index.push_members(&members, asked.power, asked.rounding);
        }
        self.countries.grubel_lloyd.push(own);
        self.countries.grubel_lloyd_of_mirror.push(mirror);
        self.countries.denominators.push(reporter.whole.denominator);
        self.countries.two_way_denominators.push(of_two_way);
    }
}
