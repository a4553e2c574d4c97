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
use crate::panel::build::{Columns, Duplicates, PanelBuilder, Wider, bits, sorted};
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
    pub(crate) ids: HashMap<T, u16>,
    pub(crate) list: Vec<T>,
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

impl<T: Copy + Eq + Hash> Names<T> {
    /// Keeps the names with these identifiers, in their order; for each old identifier the new one.
    fn keep(&mut self, used: impl Iterator<Item = u16>) -> Vec<u16> {
        let mut is_used = vec![false; self.list.len()];
        used.for_each(|id| is_used[usize::from(id)] = true);
        let mut new = vec![0; self.list.len()];
        let mut kept = Names::new();
        for (id, name) in self.list.iter().enumerate().filter(|(id, _)| is_used[*id]) {
            new[id] = kept.id(*name).unwrap_or_default();
        }
        *self = kept;
        new
    }
}

/// What the rows of a run share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shared {
    pub(crate) period: u16,
    pub(crate) flow: u16,
    pub(crate) reporter: u16,
    pub(crate) partner: u16,
}

/// A number with more places than these does not widen its column: as a rule it is a float that was printed in full, and would
/// leave no room for large numbers before or after it.
const MOST_PLACES: u8 = 9;

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

    /// `mantissa * 10^-places` as a number of this column, whose scale grows to nine places if need be; none if it does not fit.
    pub(crate) fn fit(&mut self, mantissa: i128, places: i32) -> Option<i64> {
        let (mut mantissa, mut places) = (mantissa, places);
        while places > i32::from(self.places) && mantissa % 10 == 0 {
            (mantissa, places) = (mantissa / 10, if mantissa == 0 { 0 } else { places - 1 });
        }
        if places > i32::from(self.places) {
            let more = u8::try_from(places).ok().filter(|places| *places <= MOST_PLACES)?;
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
    pub(crate) runs: Vec<(Shared, u32)>,
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

    pub(crate) fn run_rows(&self, run: usize) -> std::ops::Range<usize> {
        let end = self.runs.get(run + 1).map_or(self.len(), |(_, first)| *first as usize);
        self.runs[run].1 as usize..end
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
        self.forget_unused();
    }

    /// Leaves names out that no row has any more.
    fn forget_unused(&mut self) {
        let commodity = self.commodities.keep(self.commodity.iter().copied());
        self.commodity.iter_mut().for_each(|id| *id = commodity[usize::from(*id)]);
        let of = |label: fn(&Shared) -> u16| self.runs.iter().map(move |(shared, _)| label(shared));
        let area = self.areas.keep(of(|shared| shared.reporter).chain(of(|shared| shared.partner)));
        let period = self.periods.keep(of(|shared| shared.period));
        let flow = self.flows.keep(of(|shared| shared.flow));
        for (shared, _) in &mut self.runs {
            *shared = Shared {
                period: period[usize::from(shared.period)],
                flow: flow[usize::from(shared.flow)],
                reporter: area[usize::from(shared.reporter)],
                partner: area[usize::from(shared.partner)],
            };
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
pub(crate) fn subheading(line: &Commodity) -> Option<Commodity> {
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
