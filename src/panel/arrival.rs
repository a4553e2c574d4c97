//! Rows as they arrive from a file: labels once for each run of rows that share them, figures in columns.
//!
//! Files come as a rule in the order in which a panel stands, so these columns become the panel's own without a copy. The scale
//! of a column grows when a number needs more places, so that nothing has to be known of the file beforehand.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers come from the dictionaries of the same arrival, rows lie below the common length of the columns. Held by
// `any_order_of_lines_gives_the_same_panel` and `a_panel_written_is_the_panel_read` in `tests/read.rs`.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::build::{
    Columns, Duplicates, PanelBuilder, Wider, bits, sorted, wide_areas, wide_commodities, wider_than,
};
use crate::panel::detail::{Detail, Marks};
use crate::panel::parallel::{for_each, map};
use crate::panel::sort::Order;
use crate::panel::{Labels, NO_QUANTITY, Panel};
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::HashMap;
use std::hash::Hash;

/// What is named by an identifier of 16 bits, in order of first appearance.
pub(crate) struct Names<T> {
    ids: HashMap<T, u16>,
    list: Vec<T>,
}

impl<T: Copy + Eq + Hash> Names<T> {
    fn new() -> Names<T> {
        Names { ids: HashMap::new(), list: Vec::new() }
    }

    /// The identifier; none if the dictionary is full.
    pub(crate) fn id(&mut self, item: T) -> Option<u16> {
        if let Some(id) = self.ids.get(&item) {
            return Some(*id);
        }
        let id = u16::try_from(self.list.len()).ok()?;
        self.ids.insert(item, id);
        self.list.push(item);
        Some(id)
    }
}

/// What the rows of a run share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) period: u16,
    pub(crate) flow: u16,
    pub(crate) reporter: u16,
    pub(crate) partner: u16,
}

/// Whole numbers of `10^-places`.
pub(crate) struct Scaled {
    pub(crate) mantissas: Vec<i64>,
    pub(crate) places: u8,
    /// Numbers may be unknown, and the smallest one says so. Values are never unknown.
    has_gaps: bool,
}

impl Scaled {
    fn new(has_gaps: bool) -> Scaled {
        Scaled { mantissas: Vec::new(), places: 0, has_gaps }
    }

    fn is_gap(&self, number: i64) -> bool {
        self.has_gaps && number == NO_QUANTITY
    }

    /// As many places at least, if all numbers so far fit: a file that prints them all means them.
    pub(crate) fn widen(&mut self, places: u8) {
        if places > self.places && places <= 18 {
            self.grow(places);
        }
    }

    /// `mantissa * 10^-places` as a number of this column, whose scale grows if need be; none if it does not fit.
    pub(crate) fn fit(&mut self, mantissa: i128, places: i32) -> Option<i64> {
        let (mut mantissa, mut places) = (mantissa, places);
        while places > i32::from(self.places) && mantissa % 10 == 0 {
            (mantissa, places) = (mantissa / 10, if mantissa == 0 { 0 } else { places - 1 });
        }
        if places > i32::from(self.places) {
            let more = u8::try_from(places).ok().filter(|places| *places <= 18)?;
            // First whether the number itself fits, so that an odd one does not change the column.
            i64::try_from(mantissa).ok().filter(|number| !self.is_gap(*number))?;
            self.grow(more)?;
        }
        let power = u32::try_from(i32::from(self.places) - places).ok()?;
        let scaled = mantissa.checked_mul(10_i128.checked_pow(power)?)?;
        i64::try_from(scaled).ok().filter(|number| !self.is_gap(*number))
    }

    /// More places for all numbers; none, and nothing changed, if one does not fit any more.
    fn grow(&mut self, places: u8) -> Option<()> {
        let factor = 10_i64.checked_pow(u32::from(places - self.places))?;
        let limit = i64::MAX / factor;
        if self.mantissas.iter().any(|number| !self.is_gap(*number) && number.unsigned_abs() > limit.unsigned_abs()) {
            return None;
        }
        let gap = self.has_gaps.then_some(NO_QUANTITY);
        for number in self.mantissas.iter_mut().filter(|number| Some(**number) != gap) {
            *number *= factor;
        }
        self.places = places;
        Some(())
    }
}

/// The rows so far.
pub(crate) struct Arrival {
    pub(crate) areas: Names<Area>,
    pub(crate) commodities: Names<Commodity>,
    pub(crate) periods: Names<Period>,
    pub(crate) flows: Names<Flow>,
    units: Names<AnyUnit>,
    /// What rows share, and the first of them.
    runs: Vec<(Shared, u32)>,
    pub(crate) commodity: Vec<u16>,
    pub(crate) value: Scaled,
    pub(crate) quantity: Scaled,
    /// Empty as long as no row has marks or another unit than the first.
    detail: Vec<Detail>,
}

impl Arrival {
    pub(crate) fn new() -> Arrival {
        Arrival {
            areas: Names::new(),
            commodities: Names::new(),
            periods: Names::new(),
            flows: Names::new(),
            units: Names::new(),
            runs: Vec::new(),
            commodity: Vec::new(),
            value: Scaled::new(false),
            quantity: Scaled::new(true),
            detail: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.commodity.len()
    }

    /// Room for so many rows more, if there is that much; a guess from outside may be wild.
    pub(crate) fn reserve(&mut self, rows: usize) {
        let _ = self.commodity.try_reserve(rows);
        let _ = self.value.mantissas.try_reserve(rows);
        let _ = self.quantity.mantissas.try_reserve(rows);
    }

    /// Rows that follow belong to this run.
    pub(crate) fn enter(&mut self, shared: Shared) {
        if self.runs.last().is_none_or(|(last, _)| *last != shared) {
            self.runs.push((shared, self.len() as u32));
        }
    }

    /// One row of the run entered last; numbers have gone through [`Scaled::fit`].
    pub(crate) fn push(&mut self, commodity: u16, value: i64, quantity: i64, detail: Detail) {
        self.commodity.push(commodity);
        self.value.mantissas.push(value);
        self.quantity.mantissas.push(quantity);
        if !self.detail.is_empty() || detail != Detail::default() {
            self.detail.resize(self.len() - 1, Detail::default());
            self.detail.push(detail);
        }
    }

    /// Rows without marks of the run entered last, whose quantities are in the first unit.
    pub(crate) fn extend(&mut self, commodity: impl Iterator<Item = u16>, value: &[i64], quantity: &[i64]) {
        self.commodity.extend(commodity);
        self.value.mantissas.extend_from_slice(value);
        self.quantity.mantissas.extend_from_slice(quantity);
        if !self.detail.is_empty() {
            self.detail.resize(self.len(), Detail::default());
        }
    }

    /// The identifier of a unit of quantities; none after 256.
    pub(crate) fn unit(&mut self, unit: AnyUnit) -> Option<u8> {
        self.units.id(unit).and_then(|id| u8::try_from(id).ok())
    }

    /// The quantity of a row that is there already.
    pub(crate) fn set_quantity(&mut self, row: usize, quantity: i64, unit: u8, estimated: bool) {
        self.quantity.mantissas[row] = quantity;
        if unit != 0 || estimated || !self.detail.is_empty() {
            self.detail.resize(self.len(), Detail::default());
            self.detail[row] = Detail::new(unit, Marks { estimated, ..self.detail[row].marks() });
        }
    }

    pub(crate) fn marks(&self, row: usize) -> Marks {
        self.detail.get(row).map_or(Marks::default(), |detail| detail.marks())
    }

    /// What a row says, as far as the labels go.
    pub(crate) fn label(&self, row: usize) -> (Key, Period) {
        let run = self.runs.partition_point(|(_, first)| *first as usize <= row) - 1;
        let shared = self.runs[run].0;
        let area = |id: u16| self.areas.list[usize::from(id)];
        let flow = self.flows.list[usize::from(shared.flow)];
        let key = Key::new(flow, area(shared.reporter), area(shared.partner));
        let commodity = self.commodities.list[usize::from(self.commodity[row])];
        (key.of(commodity), self.periods.list[usize::from(shared.period)])
    }

    /// The classifications of goods that occur.
    pub(crate) fn classifications(&self) -> Vec<Classification> {
        let mut found: Vec<_> = self.commodities.list.iter().map(Commodity::classification).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn run_rows(&self, run: usize) -> std::ops::Range<usize> {
        let end = self.runs.get(run + 1).map_or(self.len(), |(_, first)| *first as usize);
        self.runs[run].1 as usize..end
    }

    /// Rows of areas that hold others: the World beside countries, as partner inside of one reporter, flow and period, and as
    /// reporter inside of one flow and period. Each with a row that it holds.
    pub(crate) fn wider_areas(&self) -> Vec<(usize, usize)> {
        let all = &self.areas.list;
        let holds = |wide: u16, part: u16| {
            let (wide, part) = (all[usize::from(wide)], all[usize::from(part)]);
            wide != part && wide.overlaps(part) && wider_than(wide, part)
        };
        let used = vec![true; all.len()];
        let wide: Vec<u16> = wide_areas(all, &used).into_iter().map(|(wide, _)| wide as u16).collect();
        let mut found = Vec::new();
        if wide.is_empty() {
            return found;
        }
        // Inside of what must be alike for two rows to share trade: which areas occur, and in which run first.
        let mut partners: HashMap<(u16, u16, u16), HashMap<u16, usize>> = HashMap::new();
        let mut reporters: HashMap<(u16, u16), HashMap<u16, usize>> = HashMap::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let group = partners.entry((shared.period, shared.flow, shared.reporter)).or_default();
            group.entry(shared.partner).or_insert(run);
            reporters.entry((shared.period, shared.flow)).or_default().entry(shared.reporter).or_insert(run);
        }
        let held = |group: Option<&HashMap<u16, usize>>, area: u16| {
            let parts = group.into_iter().flatten().filter(|(part, _)| holds(area, **part));
            parts.map(|(_, run)| *run).min()
        };
        let mut known: HashMap<(u16, u16, u16), Option<usize>> = HashMap::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let key = (shared.period, shared.flow, shared.reporter);
            let mut part = None;
            if wide.contains(&shared.partner) {
                part = held(partners.get(&key), shared.partner);
            }
            if part.is_none() && wide.contains(&shared.reporter) {
                part = *known
                    .entry(key)
                    .or_insert_with(|| held(reporters.get(&(shared.period, shared.flow)), shared.reporter));
            }
            if let Some(part) = part {
                let part = self.runs[part].1 as usize;
                found.extend(self.run_rows(run).map(|row| (row, part)));
            }
        }
        found
    }

    /// Rows whose commodity holds another one of the same run, each with that row. Runs may arrive in pieces.
    ///
    /// Tariff lines of a country begin with the six digits of the Harmonized System, so their headings hold them.
    pub(crate) fn wider_commodities(&self, order: &[u32]) -> Vec<(usize, usize)> {
        let goods = &self.commodities.list;
        let used = vec![true; goods.len()];
        let Ok((ascending, new)) = sorted(goods, "the commodities of a file") else { return Vec::new() };
        let national = goods.iter().any(|good| subheading(good).is_some());
        if !national && wide_commodities(&ascending, &used).is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for rows in self.alike(order, false) {
            // Ascending by code; a parent stands in its own classification, so a search by code finds it.
            let mut here: Vec<(u64, u32)> =
                rows.iter().map(|row| (new[usize::from(self.commodity[*row as usize])], *row)).collect();
            here.sort_unstable();
            let mut seen: Vec<u32> = Vec::new();
            for (id, row) in &here {
                let good = &ascending[*id as usize];
                for mut wider in [good.parent(), subheading(good)] {
                    while let Some(parent) = wider {
                        if let Ok(parent) = ascending.binary_search(&parent) {
                            let at = here.partition_point(|(known, _)| *known < parent as u64);
                            let same = here[at..].iter().take_while(|(known, _)| *known == parent as u64);
                            for (_, holder) in
                                same.filter(|(_, holder)| !seen.contains(holder)).copied().collect::<Vec<_>>()
                            {
                                seen.push(holder);
                                found.push((holder as usize, *row as usize));
                            }
                        }
                        wider = parent.parent();
                    }
                }
            }
        }
        found
    }

    /// Rows of a cell that has an earlier row, each with that one.
    pub(crate) fn repeated(&self, order: &[u32]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for rows in self.alike(order, true) {
            let first = *rows.iter().min().unwrap_or(&0) as usize;
            found.extend(rows.iter().map(|row| *row as usize).filter(|row| *row != first).map(|row| (row, first)));
        }
        found
    }

    /// Years of a reporter and a flow for which there are rows of single months too: the rows of the year.
    pub(crate) fn years_with_months(&self) -> Vec<(usize, usize)> {
        let spans = &self.periods.list;
        if spans.iter().all(|span| span.months_count() < 12) {
            return Vec::new();
        }
        let mut months: HashMap<(u16, u16, i32), usize> = HashMap::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let span = spans[usize::from(shared.period)];
            if span.months_count() < 12 {
                months.entry((shared.flow, shared.reporter, span.last().year())).or_insert(run);
            }
        }
        let mut found = Vec::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let span = spans[usize::from(shared.period)];
            let finer = months.get(&(shared.flow, shared.reporter, span.last().year()));
            if let Some(finer) = finer.filter(|_| span.months_count() >= 12) {
                let other = self.runs[*finer].1 as usize;
                found.extend(self.run_rows(run).map(|row| (row, other)));
            }
        }
        found
    }

    /// Spans of a reporter, a flow and a year for which there is a longer one: their rows, each with one of the longest.
    pub(crate) fn shorter_spans(&self) -> Vec<(usize, usize)> {
        let spans = &self.periods.list;
        let cell = |shared: &Shared| (shared.flow, shared.reporter, spans[usize::from(shared.period)].last().year());
        let months = |run: usize| spans[usize::from(self.runs[run].0.period)].months_count();
        let mut longest: HashMap<(u16, u16, i32), usize> = HashMap::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let best = longest.entry(cell(shared)).or_insert(run);
            if months(run) > months(*best) {
                *best = run;
            }
        }
        let mut found = Vec::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let best = longest.get(&cell(shared)).copied().filter(|best| months(*best) > months(run));
            let other = best.map(|best| self.runs[best].1 as usize);
            found.extend(other.into_iter().flat_map(|other| self.run_rows(run).map(move |row| (row, other))));
        }
        found
    }

    /// True if labels and commodities ascend strictly: then there are no duplicates, and the columns are the panel's.
    fn ascends(&self, ids: &Ids) -> bool {
        if !self.runs.windows(2).all(|pair| ids.run(&pair[0].0) < ids.run(&pair[1].0)) {
            return false;
        }
        let runs: Vec<usize> = (0..self.runs.len()).collect();
        let pieces = map(runs.chunks(1 << 14).collect(), |runs: &[usize]| {
            runs.iter().all(|run| {
                let mut last = None;
                self.commodity[self.run_rows(*run)].iter().all(|id| {
                    let id = Some(ids.commodity[usize::from(*id)]);
                    std::mem::replace(&mut last, id) < id
                })
            })
        });
        pieces.into_iter().all(|piece| piece)
    }

    /// The rows in the order of their cells; empty if they stand so already and no cell is there twice.
    pub(crate) fn order(&self) -> Vec<u32> {
        let Ok(ids) = self.ids() else { return Vec::new() };
        if self.ascends(&ids) {
            return Vec::new();
        }
        let mut keys: Vec<(u64, u16, u32)> = Vec::with_capacity(self.len());
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let run_key = ids.run(shared);
            for row in self.run_rows(run) {
                keys.push((run_key, ids.commodity[usize::from(self.commodity[row])] as u16, row as u32));
            }
        }
        keys.sort_unstable();
        keys.into_iter().map(|(_, _, row)| row).collect()
    }

    /// Groups of rows that share all labels, with the commodity or without.
    pub(crate) fn alike<'a>(&'a self, order: &'a [u32], whole: bool) -> Vec<Vec<u32>> {
        if order.is_empty() {
            let runs = 0..self.runs.len();
            return if whole {
                Vec::new()
            } else {
                runs.map(|run| self.run_rows(run).map(|row| row as u32).collect()).collect()
            };
        }
        let mut run_of = vec![0_u32; self.len()];
        for run in 0..self.runs.len() {
            run_of[self.run_rows(run)].fill(run as u32);
        }
        let cell = |row: &u32| {
            let shared = self.runs[run_of[*row as usize] as usize].0;
            (
                shared.period,
                shared.flow,
                shared.reporter,
                shared.partner,
                if whole { self.commodity[*row as usize] } else { 0 },
            )
        };
        let groups = order.chunk_by(|one, two| cell(one) == cell(two));
        groups.filter(|group| group.len() > 1).map(<[u32]>::to_vec).collect()
    }

    /// Keeps the rows that are so marked.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        let mut kept_before = Vec::with_capacity(keep.len() + 1);
        let mut count = 0_u32;
        for keep in keep {
            kept_before.push(count);
            count += u32::from(*keep);
        }
        kept_before.push(count);
        let ends: Vec<u32> = (0..self.runs.len()).map(|run| kept_before[self.run_rows(run).end]).collect();
        let mut runs: Vec<(Shared, u32)> = Vec::with_capacity(self.runs.len());
        for ((shared, first), end) in self.runs.iter().zip(ends) {
            let first = kept_before[*first as usize];
            if first < end && runs.last().is_none_or(|(last, _)| last != shared) {
                runs.push((*shared, first));
            }
        }
        self.runs = runs;
        crate::panel::build::retain(&mut self.commodity, keep);
        crate::panel::build::retain(&mut self.value.mantissas, keep);
        crate::panel::build::retain(&mut self.quantity.mantissas, keep);
        if !self.detail.is_empty() {
            crate::panel::build::retain(&mut self.detail, keep);
        }
    }

    fn ids(&self) -> Result<Ids, Error> {
        let (areas, area) = sorted(&self.areas.list, "the areas of a panel")?;
        let (commodities, commodity) = sorted(&self.commodities.list, "the commodities of a panel")?;
        let (periods, period) = sorted(&self.periods.list, "the periods of a panel")?;
        let (flows, flow) = sorted(&self.flows.list, "the flows of a panel")?;
        let area_bits = bits(areas.len());
        let group_bits = bits(flows.len()) + 2 * area_bits;
        let labels =
            Labels { area_bits, commodity_bits: bits(commodities.len()).max(1), areas, commodities, periods, flows };
        Ok(Ids { labels, group_bits, area, commodity, period, flow })
    }

    /// The panel. Cells that occur more than once are added up if the rule says so; `ascending` if [`order`](Arrival::order) was
    /// empty, which rows that were let go of do not change.
    ///
    /// # Errors
    /// As [`PanelBuilder::build_from`].
    pub(crate) fn into_panel(
        mut self,
        unit: MoneyUnit,
        valuation: Valuation,
        duplicates: Duplicates,
        ascending: bool,
    ) -> Result<Panel, Error> {
        let ids = self.ids()?;
        if self.quantity.mantissas.iter().all(|quantity| *quantity == NO_QUANTITY) {
            self.quantity = Scaled::new(true);
        }
        let fits = ids.group_bits <= 32 && bits(ids.labels.periods.len()) + ids.group_bits <= 48;
        let years: Vec<Period> = ids.labels.periods.clone();
        let apart = years.windows(2).all(|pair| !pair[0].overlaps(pair[1]));
        if !fits || !apart || !ascending {
            return self.into_columns_panel(unit, valuation, duplicates);
        }
        for_each(self.commodity.chunks_mut(1 << 18).collect(), |piece| {
            piece.iter_mut().for_each(|id| *id = ids.commodity[usize::from(*id)] as u16);
        });
        let (mut period_runs, mut run_group, mut run_start) = (vec![0], Vec::new(), Vec::new());
        for (shared, first) in &self.runs {
            let packed = ids.run(shared);
            while (period_runs.len() as u64) <= packed >> ids.group_bits {
                period_runs.push(run_group.len());
            }
            run_group.push((packed & ((1_u64 << ids.group_bits) - 1)) as u32);
            run_start.push(*first);
        }
        period_runs.resize(ids.labels.periods.len() + 1, run_group.len());
        run_start.push(self.commodity.len() as u32);
        Ok(Panel {
            unit,
            places: self.value.places,
            valuation,
            labels: ids.labels,
            period_runs,
            run_group,
            run_start,
            commodity: self.commodity,
            value: self.value.mantissas,
            quantity: Some(self.quantity.mantissas).filter(|quantity| !quantity.is_empty()),
            quantity_places: self.quantity.places,
            quantity_units: self.units.list,
            detail: Some(self.detail).filter(|detail| !detail.is_empty()),
            arrived: Order::ByPeriod,
            set_aside: 0,
        })
    }

    fn into_columns_panel(self, unit: MoneyUnit, valuation: Valuation, duplicates: Duplicates) -> Result<Panel, Error> {
        let rows = self.len();
        let mut columns = Columns {
            commodity: self.commodity.clone(),
            reporter: Vec::with_capacity(rows),
            partner: Vec::with_capacity(rows),
            flow: Vec::with_capacity(rows),
            period: Vec::with_capacity(rows),
            ..Columns::default()
        };
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let count = self.run_rows(run).len();
            let flow = u8::try_from(shared.flow)
                .map_err(|_| Error::range("the flows of a panel", "there are more than 256"))?;
            columns.reporter.extend(std::iter::repeat_n(shared.reporter, count));
            columns.partner.extend(std::iter::repeat_n(shared.partner, count));
            columns.period.extend(std::iter::repeat_n(shared.period, count));
            columns.flow.extend(std::iter::repeat_n(flow, count));
        }
        columns.value = self.value.mantissas;
        columns.quantity = self.quantity.mantissas;
        columns.quantity_places = self.quantity.places;
        columns.quantity_units = self.units.list;
        columns.detail = self.detail;
        columns.areas = self.areas.list;
        columns.commodities = self.commodities.list;
        columns.periods = self.periods.list;
        columns.flows = self.flows.list;
        PanelBuilder::new(unit, self.value.places)?
            .valued(valuation)
            .duplicates(duplicates)
            .wider(Wider::Trust)
            .build_from(columns)
    }
}

/// The code of the Harmonized System that a tariff line of a country begins with; the edition is the one in force.
fn subheading(line: &Commodity) -> Option<Commodity> {
    let national = matches!(line.classification(), Classification::National(_));
    let code = line.code().get(..6).filter(|_| national)?;
    Commodity::new(Classification::Hs(None), code).ok()
}

/// Identifiers in ascending order of what they name.
struct Ids {
    labels: Labels,
    group_bits: u32,
    area: Vec<u64>,
    commodity: Vec<u64>,
    period: Vec<u64>,
    flow: Vec<u64>,
}

impl Ids {
    fn run(&self, shared: &Shared) -> u64 {
        let area = |id: u16| self.area[usize::from(id)];
        let pair = (self.flow[usize::from(shared.flow)] << self.labels.area_bits | area(shared.reporter))
            << self.labels.area_bits
            | area(shared.partner);
        self.period[usize::from(shared.period)] << self.group_bits | pair
    }
}
