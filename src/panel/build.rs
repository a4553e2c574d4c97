//! Rows become a panel: checked, sorted once, every duplicate and every wider row accounted for.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Indices are identifiers that `Columns::check` has compared with the lengths of the dictionaries, or positions below the
// common length of the columns. Held by `tests/panel.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, ErrorKind};
use crate::key::{Flow, Key, Valuation};
use crate::number::Decimal;
use crate::panel::detail::Detail;
use crate::panel::parallel::map;
use crate::panel::sort::{Order, Payload, sort};
use crate::panel::wider::{refuse_mixed_classifications, refuse_overlapping_periods, settle_wider};
use crate::panel::{Labels, NO_QUANTITY, Panel};
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::HashMap;
use std::hash::Hash;

/// What to do with two rows of one cell in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Duplicates {
    /// An error that names the cell.
    #[default]
    Refuse,
    /// Their values are added; quantities too where both are known, else none is.
    Sum,
    /// The row that arrived first stands.
    KeepFirst,
    /// The row that arrived last stands.
    KeepLast,
}

/// What to do with rows that hold the trade of other rows: the World beside countries, a chapter beside its headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wider {
    /// An error that names both.
    #[default]
    Refuse,
    /// The wider rows are left out and counted: [`Panel::set_aside`].
    SetAside,
    /// All rows are kept: the caller knows that they do not hold each other, as a group of areas beside areas outside of it.
    Trust,
}

/// A panel's columns as identifiers into dictionaries, for who has them so: all columns equally long.
///
/// Dictionaries may stand in any order; each entry must be there once.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The areas that `reporter` and `partner` count into.
    pub areas: Vec<Area>,
    /// The commodities that `commodity` counts into, at most 65,536.
    pub commodities: Vec<Commodity>,
    /// The periods that `period` counts into.
    pub periods: Vec<Period>,
    /// The flows that `flow` counts into.
    pub flows: Vec<Flow>,
    /// Who reports.
    pub reporter: Vec<u16>,
    /// The other side.
    pub partner: Vec<u16>,
    /// What is traded.
    pub commodity: Vec<u16>,
    /// Which way; empty if there is one flow only.
    pub flow: Vec<u8>,
    /// When.
    pub period: Vec<u16>,
    /// Values as whole numbers of `10^-places` of the unit.
    pub value: Vec<i64>,
    /// Quantities as whole numbers of `10^-quantity_places`, `i64::MIN` where one is not known; empty if none is.
    pub quantity: Vec<i64>,
    /// How many places behind the point quantities have.
    pub quantity_places: u8,
    /// The units that quantities come in, at most 256; empty if the caller keeps track of them.
    pub quantity_units: Vec<AnyUnit>,
    /// The marks of each row and which unit its quantity has; empty if no row is marked and there is one unit.
    pub detail: Vec<Detail>,
}

/// Collects rows in any order.
#[derive(Debug, Clone)]
pub struct PanelBuilder {
    unit: MoneyUnit,
    places: u8,
    valuation: Valuation,
    duplicates: Duplicates,
    wider: Wider,
    columns: Columns,
    areas: HashMap<Area, u16>,
    commodities: HashMap<Commodity, u16>,
    periods: HashMap<Period, u16>,
    flows: HashMap<Flow, u16>,
}

impl PanelBuilder {
    /// A builder for values in this unit with so many places behind the point.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) above 18 places.
    pub fn new(unit: MoneyUnit, places: u8) -> Result<PanelBuilder, Error> {
        if places > 18 {
            return Err(Error::range("the places of a panel", "18 is the most"));
        }
        Ok(PanelBuilder {
            unit,
            places,
            valuation: Valuation::AsReported,
            duplicates: Duplicates::Refuse,
            wider: Wider::Refuse,
            columns: Columns::default(),
            areas: HashMap::new(),
            commodities: HashMap::new(),
            periods: HashMap::new(),
            flows: HashMap::new(),
        })
    }

    /// The same with a valuation for all rows.
    #[must_use]
    pub fn valued(self, valuation: Valuation) -> PanelBuilder {
        PanelBuilder { valuation, ..self }
    }

    /// The same with another rule for duplicates.
    #[must_use]
    pub fn duplicates(self, duplicates: Duplicates) -> PanelBuilder {
        PanelBuilder { duplicates, ..self }
    }

    /// The same with another rule for rows that hold the trade of other rows.
    #[must_use]
    pub fn wider(self, wider: Wider) -> PanelBuilder {
        PanelBuilder { wider, ..self }
    }

    /// One row.
    ///
    /// # Errors
    /// [`Inexact`](ErrorKind::Inexact) if the value has more places than the panel or does not fit;
    /// [`Mismatch`](ErrorKind::Mismatch) for another valuation; [`Range`](ErrorKind::Range) for a dictionary that is full.
    pub fn push(&mut self, key: Key, period: Period, value: Decimal) -> Result<(), Error> {
        if key.valuation() != self.valuation {
            return Err(Error::mismatch("valuation", key.valuation(), self.valuation));
        }
        let value = mantissa(value, self.places).map_err(|error| error.about(format!("{key}, {period}")))?;
        let reporter = intern(&mut self.areas, &mut self.columns.areas, key.reporter())?;
        let partner = intern(&mut self.areas, &mut self.columns.areas, key.partner())?;
        let commodity = intern(&mut self.commodities, &mut self.columns.commodities, key.commodity())?;
        let flow = intern(&mut self.flows, &mut self.columns.flows, key.flow())?;
        let period = intern(&mut self.periods, &mut self.columns.periods, period)?;
        let flow = u8::try_from(flow).map_err(|_| Error::range("the flows of a panel", "there are more than 256"))?;
        self.columns.reporter.push(reporter);
        self.columns.partner.push(partner);
        self.columns.commodity.push(commodity);
        self.columns.flow.push(flow);
        self.columns.period.push(period);
        self.columns.value.push(value);
        if !self.columns.quantity.is_empty() {
            self.columns.quantity.push(NO_QUANTITY);
        }
        if !self.columns.detail.is_empty() {
            self.columns.detail.push(Detail::default());
        }
        Ok(())
    }

    /// One row with a quantity, a whole number of whatever all quantities of this panel count.
    ///
    /// # Errors
    /// As [`push`](PanelBuilder::push); [`Range`](ErrorKind::Range) for the smallest number of 64 bits.
    pub fn push_with_quantity(&mut self, key: Key, period: Period, value: Decimal, quantity: i64) -> Result<(), Error> {
        if quantity == NO_QUANTITY {
            return Err(Error::range("a quantity", "the smallest number of 64 bits stands for unknown"));
        }
        if self.columns.quantity.is_empty() {
            self.columns.quantity = vec![NO_QUANTITY; self.columns.value.len()];
        }
        self.push(key, period, value)?;
        match self.columns.quantity.last_mut() {
            Some(last) if self.columns.value.len() > 1 => *last = quantity,
            _ => self.columns.quantity = vec![quantity],
        }
        Ok(())
    }

    /// Marks the row that was pushed last.
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, panel::{Marks, PanelBuilder}, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76123.into())?;
    /// rows.mark(Marks { aggregated: true, ..Marks::default() });
    /// assert!(rows.build()?.marks(0).aggregated);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn mark(&mut self, marks: crate::panel::Marks) {
        self.columns.detail.resize(self.columns.value.len(), Detail::default());
        if let Some(last) = self.columns.detail.last_mut() {
            *last = Detail::new(last.unit(), marks);
        }
    }

    /// All observations of a series.
    ///
    /// # Errors
    /// As [`push`](PanelBuilder::push); [`Mismatch`](ErrorKind::Mismatch) for a unit that does not convert.
    pub fn push_series(&mut self, series: &crate::series::Series<crate::unit::Money>) -> Result<(), Error> {
        for period in series.published_spans() {
            let amount = series.amount(period)?.amount().convert(self.unit)?;
            self.push(series.key(), period, amount.value())?;
        }
        Ok(())
    }

    /// The panel of the rows so far.
    ///
    /// # Errors
    /// [`Overlap`](ErrorKind::Overlap) and [`Conflict`](ErrorKind::Conflict) as the rules for wider rows and duplicates
    /// say; [`Inexact`](ErrorKind::Inexact) if a sum of duplicates does not fit.
    pub fn build(mut self) -> Result<Panel, Error> {
        let columns = std::mem::take(&mut self.columns);
        self.build_from(columns)
    }

    /// The panel of columns of one's own; rows that were pushed are left out.
    ///
    /// # Errors
    /// As [`build`](PanelBuilder::build); [`Range`](ErrorKind::Range) for columns of unlike length and for identifiers
    /// outside of their dictionary.
    pub fn build_from(self, columns: Columns) -> Result<Panel, Error> {
        let rules = (self.duplicates, self.wider);
        build(self.unit, self.places, self.valuation, rules, columns)
    }
}

/// The whole number of `10^-places`, if the value is one.
fn mantissa(value: Decimal, places: u8) -> Result<i64, Error> {
    let inexact = || {
        Error::inexact("writing a value into a panel").with_help(format!(
            "{value} does not fit a column with {places} places: build the panel with more places or a larger unit"
        ))
    };
    let value = value.normalize();
    let power = u32::from(places).checked_sub(value.scale()).ok_or_else(inexact)?;
    let scaled = 10_i128.checked_pow(power).and_then(|power| value.mantissa().checked_mul(power));
    scaled.and_then(|scaled| i64::try_from(scaled).ok()).ok_or_else(inexact)
}

fn intern<T: Copy + Eq + Hash>(ids: &mut HashMap<T, u16>, list: &mut Vec<T>, item: T) -> Result<u16, Error> {
    if let Some(id) = ids.get(&item) {
        return Ok(*id);
    }
    let id = u16::try_from(list.len())
        .map_err(|_| Error::range("a dictionary of a panel", "65,536 entries are the most"))?;
    ids.insert(item, id);
    list.push(item);
    Ok(id)
}

impl Columns {
    fn check(&self) -> Result<(), Error> {
        let rows = self.value.len();
        let lengths = [self.reporter.len(), self.partner.len(), self.commodity.len(), self.period.len()];
        let optional = [self.flow.len(), self.quantity.len(), self.detail.len()];
        let units = self.quantity_units.len();
        if self.quantity_places > 18 || units > 256 {
            return Err(Error::range("the quantities of a panel", "at most 18 places and 256 units"));
        }
        if units > 0 && self.detail.iter().any(|detail| usize::from(detail.unit()) >= units) {
            return Err(Error::range("a unit of a quantity", "it is not in its dictionary"));
        }
        if units > 1 && self.detail.is_empty() && rows_with(&self.quantity) {
            return Err(Error::range(
                "the units of quantities",
                "there are several, and no column says which row has which",
            ));
        }
        if lengths.iter().any(|length| *length != rows) || optional.iter().any(|length| ![0, rows].contains(length)) {
            return Err(Error::range("the columns of a panel", "they differ in length"));
        }
        if u32::try_from(rows).is_err() {
            return Err(Error::range("the rows of a panel", "4,294,967,295 are the most")
                .with_help("split the data by period: no statistic needs more than two years at once"));
        }
        if self.flow.is_empty() && self.flows.len() != 1 && rows > 0 {
            return Err(Error::range("the flows of a panel", "without a column there must be exactly one"));
        }
        let within = |column: &[u16], length: usize| column.iter().max().is_none_or(|most| usize::from(*most) < length);
        let ok = within(&self.reporter, self.areas.len())
            && within(&self.partner, self.areas.len())
            && within(&self.commodity, self.commodities.len())
            && within(&self.period, self.periods.len())
            && self.flow.iter().max().is_none_or(|most| usize::from(*most) < self.flows.len());
        if ok { Ok(()) } else { Err(Error::range("an identifier of a panel", "it is not in its dictionary")) }
    }
}

fn rows_with(quantity: &[i64]) -> bool {
    quantity.iter().any(|quantity| *quantity != NO_QUANTITY)
}

/// A dictionary in ascending order, and for each old identifier the new one.
pub(crate) fn sorted<T: Ord + Copy>(items: &[T], what: &'static str) -> Result<(Vec<T>, Vec<u64>), Error> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by_key(|at| items[*at]);
    let mut new = vec![0_u64; items.len()];
    for (place, at) in order.iter().enumerate() {
        new[*at] = place as u64;
    }
    let sorted: Vec<T> = order.iter().map(|at| items[*at]).collect();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::range(what, "an entry is there twice"));
    }
    Ok((sorted, new))
}

pub(crate) fn bits(length: usize) -> u32 {
    usize::BITS - length.saturating_sub(1).leading_zeros()
}

fn build(
    unit: MoneyUnit,
    places: u8,
    valuation: Valuation,
    (duplicates, wider): (Duplicates, Wider),
    columns: Columns,
) -> Result<Panel, Error> {
    columns.check()?;
    let (areas, area_ids) = sorted(&columns.areas, "the areas of a panel")?;
    let (commodities, commodity_ids) = sorted(&columns.commodities, "the commodities of a panel")?;
    let (periods, period_ids) = sorted(&columns.periods, "the periods of a panel")?;
    let (flows, flow_ids) = sorted(&columns.flows, "the flows of a panel")?;
    let (area_bits, commodity_bits) = (bits(areas.len()), bits(commodities.len()).max(1));
    let group_bits = bits(flows.len()) + 2 * area_bits;
    let key_bits = bits(periods.len()) + group_bits + commodity_bits;
    if group_bits > 32 || key_bits > 48 {
        return Err(Error::range("the dictionaries of a panel", "there are too many areas, commodities and periods"));
    }
    let labels = Labels { areas, commodities, periods, flows, area_bits, commodity_bits };

    let no_flow = columns.flow.is_empty();
    let rows = columns.value.len();
    let mut keys = vec![0_u64; rows];
    let chunks: Vec<(usize, &mut [u64])> = (0..rows).step_by(CHUNK).zip(keys.chunks_mut(CHUNK)).collect();
    let seen = map(chunks, |(start, keys)| {
        let mut seen = Ascent::default();
        for (row, slot) in (start..).zip(keys) {
            let flow = if no_flow { 0 } else { flow_ids[usize::from(columns.flow[row])] };
            let reporter = area_ids[usize::from(columns.reporter[row])];
            let partner = area_ids[usize::from(columns.partner[row])];
            let commodity = commodity_ids[usize::from(columns.commodity[row])];
            let period = period_ids[usize::from(columns.period[row])];
            let cell = (((flow << area_bits | reporter) << area_bits | partner) << commodity_bits) | commodity;
            let key = period << (group_bits + commodity_bits) | cell;
            seen = seen.then(Ascent::one(key, cell << 16 | period));
            *slot = key;
        }
        seen
    });
    let arrived = seen.into_iter().fold(Ascent::default(), Ascent::then).order();
    let quantity = Some(columns.quantity).filter(|quantity| !quantity.is_empty());
    let detail = Some(columns.detail).filter(|detail| !detail.is_empty());
    let mut payload = Payload { value: columns.value, quantity, detail };
    if arrived != Order::ByPeriod {
        (keys, payload) = sort(keys, payload, key_bits);
    }
    let set_aside = settle_wider(&labels, wider, &mut keys, &mut payload)?;
    settle_duplicates(&labels, duplicates, &mut keys, &mut payload)?;
    let mut panel = lay_out(unit, places, valuation, labels, &keys, payload, (arrived, set_aside));
    (panel.quantity_places, panel.quantity_units) = (columns.quantity_places, columns.quantity_units);
    refuse_overlapping_periods(&panel)?;
    if wider != Wider::Trust {
        refuse_mixed_classifications(&panel)?;
    }
    Ok(panel)
}

/// So many rows are looked at by one task.
const CHUNK: usize = 1 << 18;

/// Whether rows ascend by period and by series, and the first and the last of their keys by either.
#[derive(Clone, Copy)]
struct Ascent {
    by_period: bool,
    by_series: bool,
    /// None without rows.
    ends: Option<((u64, u64), (u64, u64))>,
}

impl Default for Ascent {
    fn default() -> Ascent {
        Ascent { by_period: true, by_series: true, ends: None }
    }
}

impl Ascent {
    fn one(key: u64, series: u64) -> Ascent {
        Ascent { ends: Some(((key, series), (key, series))), ..Ascent::default() }
    }

    /// These rows, and then the others.
    #[inline]
    fn then(self, other: Ascent) -> Ascent {
        let (Some((first, last)), Some((next, end))) = (self.ends, other.ends) else {
            return if self.ends.is_some() { self } else { other };
        };
        Ascent {
            by_period: self.by_period & other.by_period & (last.0 <= next.0),
            by_series: self.by_series & other.by_series & (last.1 <= next.1),
            ends: Some((first, end)),
        }
    }

    fn order(self) -> Order {
        match (self.by_period, self.by_series) {
            (true, _) => Order::ByPeriod,
            (_, true) => Order::BySeries,
            _ => Order::Any,
        }
    }
}

pub(crate) fn retain<T: Copy>(column: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    column.retain(|_| keep.next().copied().unwrap_or(true));
}

/// Neighbours with the same key.
fn settle_duplicates(
    labels: &Labels,
    rule: Duplicates,
    keys: &mut Vec<u64>,
    payload: &mut Payload,
) -> Result<(), Error> {
    let Some(twice) = keys.windows(2).position(|pair| pair[0] == pair[1]) else { return Ok(()) };
    if rule == Duplicates::Refuse {
        let key = keys[twice];
        let group = ((key >> labels.commodity_bits) & 0xFFFF_FFFF) as u32;
        let name = |at: usize| labels.areas.get(at).map(ToString::to_string).unwrap_or_default();
        let commodity = labels.commodities[(key & ((1 << labels.commodity_bits) - 1)) as usize];
        let masked = group & ((1_u64 << (2 * labels.area_bits)) - 1) as u32;
        let what =
            format!("{commodity}, {} with {}", name(labels.reporter_of(masked)), name(labels.partner_of(masked)));
        let figures = [twice, twice + 1].map(|at| payload.value[at].to_string()).to_vec();
        return Err(Error::new(ErrorKind::Conflict { what, figures })
            .with_help("build with Duplicates::Sum or Duplicates::KeepLast if that is what the rows mean"));
    }
    let mut write = 0;
    for read in 0..keys.len() {
        if read > 0 && keys[read] == keys[write] {
            match rule {
                Duplicates::Sum => {
                    payload.value[write] = payload.value[write]
                        .checked_add(payload.value[read])
                        .ok_or_else(|| Error::inexact("the sum of duplicates in a panel"))?;
                    // Unlike units do not add up.
                    let unit = |row: usize| payload.detail.as_ref().map(|detail| detail[row].unit());
                    let alike = unit(write) == unit(read);
                    if let Some(quantity) = &mut payload.quantity {
                        let (one, two) = (quantity[write], quantity[read]);
                        let known = alike && one != NO_QUANTITY && two != NO_QUANTITY;
                        quantity[write] = if known { one.checked_add(two).unwrap_or(NO_QUANTITY) } else { NO_QUANTITY };
                    }
                    if let Some(detail) = &mut payload.detail {
                        detail[write] = detail[write].and(detail[read]);
                    }
                }
                Duplicates::KeepLast => payload.put(write, read),
                _ => {}
            }
        } else {
            write += usize::from(read > 0);
            keys[write] = keys[read];
            payload.put(write, read);
        }
    }
    let rows = write + 1;
    keys.truncate(rows);
    payload.value.truncate(rows);
    if let Some(quantity) = &mut payload.quantity {
        quantity.truncate(rows);
    }
    if let Some(detail) = &mut payload.detail {
        detail.truncate(rows);
    }
    Ok(())
}

/// Runs of rows that share period, flow, reporter and partner.
fn lay_out(
    unit: MoneyUnit,
    places: u8,
    valuation: Valuation,
    labels: Labels,
    keys: &[u64],
    payload: Payload,
    (arrived, set_aside): (Order, u64),
) -> Panel {
    let group_bits = bits(labels.flows.len()) + 2 * labels.area_bits;
    let group_mask = (1_u64 << group_bits) - 1;
    let commodity_mask = (1_u64 << labels.commodity_bits) - 1;
    let mut commodity = vec![0_u16; keys.len()];
    let chunks: Vec<_> = (0..keys.len()).step_by(CHUNK).zip(commodity.chunks_mut(CHUNK)).collect();
    let starts = map(chunks, |(start, commodity)| {
        let mut starts = Vec::new();
        let mut last = start.checked_sub(1).map(|before| keys[before] >> labels.commodity_bits);
        for (row, slot) in (start..).zip(commodity) {
            let pair = keys[row] >> labels.commodity_bits;
            if last != Some(pair) {
                last = Some(pair);
                starts.push((row as u32, pair));
            }
            *slot = (keys[row] & commodity_mask) as u16;
        }
        starts
    });
    let (mut period_runs, mut run_group, mut run_start) = (vec![0], Vec::new(), Vec::new());
    for (row, pair) in starts.into_iter().flatten() {
        while (period_runs.len() as u64) <= pair >> group_bits {
            period_runs.push(run_group.len());
        }
        run_group.push((pair & group_mask) as u32);
        run_start.push(row);
    }
    period_runs.resize(labels.periods.len() + 1, run_group.len());
    run_start.push(keys.len() as u32);
    Panel {
        unit,
        places,
        valuation,
        labels,
        period_runs,
        run_group,
        run_start,
        commodity,
        value: payload.value,
        quantity: payload.quantity,
        quantity_places: 0,
        quantity_units: Vec::new(),
        detail: payload.detail,
        arrived,
        set_aside,
    }
}
