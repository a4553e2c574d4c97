//! Every pair in the world at once: exact columns, and the crate's statistics for all cells in one call.
//!
//! A [`Panel`] holds one row for each (period, flow, reporter, partner, commodity) with a value, and a quantity where one
//! is known. Values are whole numbers of `10^-places` of one unit, so sums are exact and no result depends on the order in which
//! rows arrived or on the number of threads. What has no row is *missing*, never zero.
//!
//! ```
//! use bilateral::{Key, Period, Rounding, area::{CHN, DEU, RUS}, panel::PanelBuilder, unit::USD};
//!
//! let mut rows = PanelBuilder::new(USD.million(), 3)?;
//! for (key, period, value) in [
//!     (Key::exports(CHN).to(RUS), Period::year(2021), "67565"),
//!     (Key::exports(CHN).to(RUS), Period::year(2022), "76123"),
//!     (Key::exports(RUS).to(CHN), Period::year(2022), "114149.5"),
//!     (Key::exports(DEU).to(CHN), Period::year(2022), "0"),
//! ] {
//!     rows.push(key, period, value.parse::<bilateral::number::Decimal>().unwrap_or_default())?;
//! }
//! let panel = rows.build()?;
//!
//! let growth = panel.growth(6, Rounding::HalfEven)?;
//! let row = panel.find(&Key::exports(CHN).to(RUS), Period::year(2022)).unwrap();
//! assert_eq!(growth.growth(row)?.to_string(), "0.126663");
//! let first = panel.find(&Key::exports(CHN).to(RUS), Period::year(2021)).unwrap();
//! assert_eq!(growth.growth(first).unwrap_err(), bilateral::Undefined::Missing);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Order of rows
//! Rows stand by period, then flow, reporter, partner and commodity, each in the order of its codes. A builder takes them
//! in any order and sorts once; [`Panel::arrived`] says what it found. Results of cells stand in the same order as the rows.

// Runs and periods are positions that `build` made: `period_runs` and `run_start` have one entry more than there are periods
// and runs. Packed groups have at most 32 bits. Held by `rows_stand_in_the_order_of_their_keys` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

#[cfg(feature = "readers")]
mod arrival;
mod build;
mod column;
mod detail;
mod effects;
mod energy;
mod form;
mod growth;
pub(crate) mod parallel;
mod parts;
mod prices;
mod quotient;
mod reshape;
#[cfg(feature = "readers")]
mod settle;
mod smoothing;
mod sort;
mod structure;
mod totals;
mod wider;
mod write;
mod year_to_date;

#[cfg(feature = "readers")]
pub(crate) use arrival::{Arrival, Shared};
pub use build::{Columns, Duplicates, PanelBuilder, Wider};
pub use column::Column;
pub use detail::{Detail, Marks};
pub use effects::Bennet;
pub use growth::Growths;
pub use parts::Whole;
pub use prices::{PriceRow, Prices};
#[cfg(feature = "readers")]
pub(crate) use settle::By;
pub use smoothing::{Histories, Smoothed, SmoothedRow};
pub use sort::Order;
pub use structure::{AdvantageRow, Structure, StructureRow};
pub use totals::{BalanceRow, PairRow, TotalRow};
pub use write::Table;
pub use year_to_date::{Gaps, YearToDate};

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::number::{Decimal, Figure};
use crate::observation::Observation;
use crate::period::Period;
use crate::series::Series;
use crate::unit::{AnyUnit, Money, MoneyUnit};
use std::ops::Range;

/// No quantity is known for the row; builders refuse it as a number.
pub(crate) const NO_QUANTITY: i64 = i64::MIN;

/// Values, and quantities where known, for any number of cells. See the [room](self).
///
/// In serde it is its columns: labels as text, values as whole numbers. What is invalid is refused on the way in.
///
/// ```
/// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::{Panel, PanelBuilder}, unit::USD};
/// # let mut rows = PanelBuilder::new(USD.million(), 0)?;
/// # rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76123.into())?;
/// # let panel = rows.build()?;
/// let text = serde_json::to_string(&panel).unwrap();
/// assert_eq!(serde_json::from_str::<Panel>(&text).unwrap(), panel);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(try_from = "form::Fields")]
pub struct Panel {
    unit: MoneyUnit,
    places: u8,
    valuation: Valuation,
    labels: Labels,
    /// For each period the runs that hold it: `period_runs[p]..period_runs[p + 1]`.
    period_runs: Vec<usize>,
    /// For each run its group (flow, reporter, partner), packed; ascending inside a period.
    run_group: Vec<u32>,
    /// For each run its rows: `run_start[r]..run_start[r + 1]`.
    run_start: Vec<u32>,
    /// For each row; ascending inside a run.
    commodity: Vec<u16>,
    value: Vec<i64>,
    quantity: Option<Vec<i64>>,
    quantity_places: u8,
    quantity_units: Vec<AnyUnit>,
    detail: Option<Vec<Detail>>,
    arrived: Order,
    set_aside: u64,
}

/// The dictionaries, ascending, and how they are packed into one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labels {
    pub(crate) areas: Vec<Area>,
    pub(crate) commodities: Vec<Commodity>,
    pub(crate) periods: Vec<Period>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) area_bits: u32,
    pub(crate) commodity_bits: u32,
}

impl Labels {
    pub(crate) fn group(&self, flow: usize, reporter: usize, partner: usize) -> u32 {
        let packed = (((flow << self.area_bits) | reporter) << self.area_bits) | partner;
        u32::try_from(packed).unwrap_or(u32::MAX)
    }

    pub(crate) fn flow_of(&self, group: u32) -> usize {
        usize::try_from(u64::from(group) >> (2 * self.area_bits)).unwrap_or(usize::MAX)
    }

    pub(crate) fn reporter_of(&self, group: u32) -> usize {
        usize::try_from((u64::from(group) >> self.area_bits) & ((1 << self.area_bits) - 1)).unwrap_or(usize::MAX)
    }

    pub(crate) fn partner_of(&self, group: u32) -> usize {
        usize::try_from(u64::from(group) & ((1 << self.area_bits) - 1)).unwrap_or(usize::MAX)
    }
}

impl Panel {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The unit of all values.
    #[must_use]
    pub fn unit(&self) -> MoneyUnit {
        self.unit
    }

    /// How many places behind the point all values have.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// All areas that report or are partners, ascending by code.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.labels.areas
    }

    /// All commodities, ascending.
    #[must_use]
    pub fn commodities(&self) -> &[Commodity] {
        &self.labels.commodities
    }

    /// All periods, ascending.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.labels.periods
    }

    /// All flows, ascending.
    #[must_use]
    pub fn flows(&self) -> &[Flow] {
        &self.labels.flows
    }

    /// The order in which the rows arrived.
    #[must_use]
    pub fn arrived(&self) -> Order {
        self.arrived
    }

    /// How many rows were set aside because another row holds their trade; see [`Wider::SetAside`].
    #[must_use]
    pub fn set_aside(&self) -> u64 {
        self.set_aside
    }

    /// The row of a cell in a period, if it has one.
    #[must_use]
    pub fn find(&self, key: &Key, period: Period) -> Option<usize> {
        let labels = &self.labels;
        let group = labels.group(
            labels.flows.binary_search(&key.flow()).ok()?,
            labels.areas.binary_search(&key.reporter()).ok()?,
            labels.areas.binary_search(&key.partner()).ok()?,
        );
        let commodity = u16::try_from(labels.commodities.binary_search(&key.commodity()).ok()?).ok()?;
        let runs = self.runs_of(labels.periods.binary_search(&period).ok()?);
        let run = self.run_group.get(runs.clone())?.binary_search(&group).ok()?;
        let rows = self.rows_of(runs.start + run);
        let at = self.commodity.get(rows.clone())?.binary_search(&commodity).ok()?;
        Some(rows.start + at)
    }

    /// The key and the period of a row.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<(Key, Period)> {
        let row_number = u32::try_from(row).ok()?;
        let commodity = *self.labels.commodities.get(usize::from(*self.commodity.get(row)?))?;
        let run = self.run_start.partition_point(|start| *start <= row_number).checked_sub(1)?;
        let period = self.period_runs.partition_point(|first| *first <= run).checked_sub(1)?;
        let key = self.pair_key(*self.run_group.get(run)?)?;
        Some((key.of(commodity), *self.labels.periods.get(period)?))
    }

    /// The value of a row, in the [`unit`](Panel::unit) of the panel.
    #[must_use]
    pub fn value(&self, row: usize) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(i128::from(*self.value.get(row)?), u32::from(self.places)).ok()
    }

    /// The values of all rows as whole numbers of `10^-places`.
    #[must_use]
    pub fn mantissas(&self) -> &[i64] {
        &self.value
    }

    /// The quantity of a row as the whole number that was given, if it is known.
    #[must_use]
    pub fn quantity(&self, row: usize) -> Option<i64> {
        self.quantity.as_ref()?.get(row).copied().filter(|quantity| *quantity != NO_QUANTITY)
    }

    /// The series of one cell; empty if the panel has no row for it.
    ///
    /// # Errors
    /// As [`Series::with_observation`].
    pub fn series(&self, key: &Key) -> Result<Series<Money>, Error> {
        let mut series = Series::new(*key, self.unit);
        for period in &self.labels.periods {
            if let Some(value) = self.find(key, *period).and_then(|row| self.value(row)) {
                series = series.with_observation(Observation::new(*period, Figure::printed(value)))?;
            }
        }
        Ok(series)
    }

    pub(crate) fn runs_of(&self, period: usize) -> Range<usize> {
        self.period_runs[period]..self.period_runs[period + 1]
    }

    pub(crate) fn rows_of(&self, run: usize) -> Range<usize> {
        self.run_start[run] as usize..self.run_start[run + 1] as usize
    }

    /// All rows of consecutive runs.
    pub(crate) fn rows_of_runs(&self, runs: &Range<usize>) -> Range<usize> {
        self.run_start[runs.start] as usize..self.run_start[runs.end] as usize
    }

    /// For each period the one a year earlier, if the panel has it.
    pub(crate) fn base_periods(&self) -> Vec<Option<usize>> {
        let periods = &self.labels.periods;
        let base = |period: &Period| period.year_earlier().ok().and_then(|base| periods.binary_search(&base).ok());
        periods.iter().map(base).collect()
    }

    /// Pieces of one period of about equal work, each of whole runs: the same for any number of threads.
    pub(crate) fn pieces(&self, period: usize) -> Vec<Range<usize>> {
        const ROWS: u32 = 1 << 17;
        let runs = self.runs_of(period);
        let mut pieces = Vec::new();
        let mut first = runs.start;
        while first < runs.end {
            let full = self.run_start[first].saturating_add(ROWS);
            let next = self.run_start[first..=runs.end].partition_point(|start| *start < full) + first;
            let next = next.clamp(first + 1, runs.end);
            pieces.push(first..next);
            first = next;
        }
        pieces
    }

    /// The key of a group, of all goods.
    pub(crate) fn pair_key(&self, group: u32) -> Option<Key> {
        let labels = &self.labels;
        let reporter = *labels.areas.get(labels.reporter_of(group))?;
        let partner = *labels.areas.get(labels.partner_of(group))?;
        Some(Key::new(*labels.flows.get(labels.flow_of(group))?, reporter, partner).valued(self.valuation))
    }
}
