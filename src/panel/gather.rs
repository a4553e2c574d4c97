//! The one gatherer of rows: labels once for each run of rows that share them, figures in columns.
//!
//! Readers, [`PanelBuilder`](crate::panel::PanelBuilder), [`Columns`](crate::panel::Columns) and
//! serde are faces of it. Files come as a rule in the order in which a panel stands, so these
//! columns become the panel's own without a copy. The scale of a column can grow when a number
//! needs more places, so nothing has to be known of a file beforehand.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers come from the dictionaries of the same gatherer, rows lie below the common length of
// the columns. Held by `any_order_of_lines_gives_the_same_panel` and
// `a_panel_written_is_the_panel_read` in `tests/read/read.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::key::{Key, Label};
#[cfg(feature = "readers")]
use crate::panel::NO_QUANTITY;
use crate::panel::detail::{Detail, Marks};
use crate::panel::labels::Codes;
use crate::period::Period;
use crate::unit::AnyUnit;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// What is named by a number, in order of first appearance.
#[derive(Debug, Clone)]
pub(crate) struct Names<T> {
    ids: HashMap<T, u32>,
    pub(crate) list: Vec<T>,
    most: usize,
}

impl<T: Copy + Eq + Hash> Names<T> {
    fn at_most(most: usize) -> Names<T> {
        Names { ids: HashMap::new(), list: Vec::new(), most }
    }

    /// A dictionary that stands already; entries that are there twice keep their first place.
    pub(crate) fn of(list: Vec<T>, most: usize) -> Names<T> {
        Names { ids: HashMap::new(), list, most }
    }

    /// The number; none if the dictionary is full.
    pub(crate) fn id(&mut self, item: T) -> Option<u32> {
        if let Some(id) = self.ids.get(&item) {
            return Some(*id);
        }
        let id = u32::try_from(self.list.len()).ok().filter(|_| self.list.len() < self.most)?;
        self.ids.insert(item, id);
        self.list.push(item);
        Some(id)
    }

    /// The number in 16 bits.
    pub(crate) fn short(&mut self, item: T) -> Option<u16> {
        self.id(item).and_then(|id| u16::try_from(id).ok())
    }
}

/// How many areas, periods and labels there may be.
pub(crate) const MOST_LABELS: usize = 1 << 16;
/// How many commodities there may be.
pub(crate) const MOST_COMMODITIES: usize = 1 << 31;
/// How many units of quantities there may be.
pub(crate) const MOST_UNITS: usize = 256;

/// What the rows of a run share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shared {
    pub(crate) period: u16,
    pub(crate) label: u16,
    pub(crate) reporter: u16,
    pub(crate) partner: u16,
}

/// The labels of all rows: once for each run, or row by row as columns from outside have them.
#[derive(Debug, Clone)]
pub(crate) enum Groups {
    /// What rows share, and the first of them.
    Runs(Vec<(Shared, u32)>),
    Rows(RowLabels),
}

/// The labels of each row.
#[derive(Debug, Clone)]
pub(crate) struct RowLabels {
    pub(crate) period: Vec<u16>,
    /// Empty if there is one label.
    pub(crate) label: Vec<u16>,
    pub(crate) reporter: Vec<u16>,
    pub(crate) partner: Vec<u16>,
}

/// The rows so far.
#[derive(Debug, Clone)]
pub(crate) struct Gather {
    pub(crate) areas: Names<Area>,
    pub(crate) commodities: Names<Commodity>,
    pub(crate) periods: Names<Period>,
    pub(crate) flows: Names<Label>,
    pub(crate) units: Names<AnyUnit>,
    pub(crate) groups: Groups,
    pub(crate) commodity: Codes,
    pub(crate) value: Scaled,
    pub(crate) quantity: Scaled,
    /// Empty as long as no row has marks or another unit than the first.
    pub(crate) detail: Vec<Detail>,
    last: Option<(Key, Period, Shared)>,
}

impl Gather {
    pub(crate) fn new() -> Gather {
        Gather {
            areas: Names::at_most(MOST_LABELS),
            commodities: Names::at_most(MOST_COMMODITIES),
            periods: Names::at_most(MOST_LABELS),
            flows: Names::at_most(MOST_LABELS),
            units: Names::at_most(MOST_UNITS),
            groups: Groups::Runs(Vec::new()),
            commodity: Codes::default(),
            value: Scaled::new(false),
            quantity: Scaled::new(true),
            detail: Vec::new(),
            last: None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.commodity.len()
    }

    /// Room for a number of further rows, if memory allows; a guess from outside may be far too
    /// large.
    #[cfg(feature = "readers")]
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.commodity.reserve(rows);
        let _ = self.value.mantissas.try_reserve(rows);
        let _ = self.quantity.mantissas.try_reserve(rows);
    }

    /// The labels of a key without its commodity; none if a dictionary is full.
    pub(crate) fn shared(&mut self, key: Key, period: Period) -> Option<Shared> {
        let all_goods = key.of(Commodity::TOTAL);
        if let Some((last, when, shared)) = self.last
            && (last, when) == (all_goods, period)
        {
            return Some(shared);
        }
        let shared = Shared {
            period: self.periods.short(period)?,
            label: self.flows.short(key.label())?,
            reporter: self.areas.short(key.reporter())?,
            partner: self.areas.short(key.partner())?,
        };
        self.last = Some((all_goods, period, shared));
        Some(shared)
    }

    /// Rows that follow belong to this run.
    pub(crate) fn enter(&mut self, shared: Shared) {
        let first = self.len() as u32;
        if let Groups::Runs(runs) = &mut self.groups
            && runs.last().is_none_or(|(last, _)| *last != shared)
        {
            runs.push((shared, first));
        }
    }

    /// One row of the run entered last; numbers have gone through [`Scaled::fit`].
    pub(crate) fn push(&mut self, commodity: u32, value: i64, quantity: i64, detail: Detail) {
        self.commodity.push(commodity);
        self.value.mantissas.push(value);
        self.quantity.mantissas.push(quantity);
        if !self.detail.is_empty() || detail != Detail::default() {
            self.detail.resize(self.len() - 1, Detail::default());
            self.detail.push(detail);
        }
    }

    /// Rows without marks of the run entered last, whose quantities are in the first unit.
    #[cfg(feature = "readers")]
    pub(crate) fn extend(
        &mut self,
        commodity: impl Iterator<Item = u32>,
        value: &[i64],
        quantity: &[i64],
    ) {
        self.commodity.extend(commodity, self.commodities.list.len());
        self.value.mantissas.extend_from_slice(value);
        self.quantity.mantissas.extend_from_slice(quantity);
        if !self.detail.is_empty() {
            self.detail.resize(self.len(), Detail::default());
        }
    }

    /// The number of a unit of quantities; none after 256.
    #[cfg(feature = "readers")]
    pub(crate) fn unit(&mut self, unit: AnyUnit) -> Option<u8> {
        self.units.id(unit).and_then(|id| u8::try_from(id).ok())
    }

    /// The quantity of a row that is there already.
    #[cfg(feature = "readers")]
    pub(crate) fn set_quantity(&mut self, row: usize, quantity: i64, unit: u8, estimated: bool) {
        self.quantity.mantissas[row] = quantity;
        if unit != 0 || estimated || !self.detail.is_empty() {
            self.detail.resize(self.len(), Detail::default());
            self.detail[row] = Detail::new(unit, Marks { estimated, ..self.detail[row].marks() });
        }
    }

    /// Marks the row pushed last.
    pub(crate) fn mark_last(&mut self, marks: Marks) {
        self.detail.resize(self.len(), Detail::default());
        if let Some(last) = self.detail.last_mut() {
            *last = Detail::new(last.unit(), marks);
        }
    }
}

/// The rows of a run.
pub(crate) fn run_rows(runs: &[(Shared, u32)], run: usize, rows: usize) -> Range<usize> {
    let end = runs.get(run + 1).map_or(rows, |(_, first)| *first as usize);
    runs[run].1 as usize..end
}

/// A number with more places than these does not widen its column: as a rule it is a float that was
/// printed in full, and would leave no room for large numbers before or after it.
#[cfg(feature = "readers")]
const MOST_PLACES: u8 = 9;

/// Whole numbers of `10^-places`.
#[derive(Debug, Clone)]
pub(crate) struct Scaled {
    pub(crate) mantissas: Vec<i64>,
    pub(crate) places: u8,
    /// Numbers may be unknown, and the smallest one says so. Values are never unknown.
    #[cfg(feature = "readers")]
    has_gaps: bool,
}

impl Scaled {
    pub(crate) fn new(has_gaps: bool) -> Scaled {
        Scaled::of(Vec::new(), 0, has_gaps)
    }

    /// Numbers that stand already.
    #[cfg(feature = "readers")]
    pub(crate) fn of(mantissas: Vec<i64>, places: u8, has_gaps: bool) -> Scaled {
        Scaled { mantissas, places, has_gaps }
    }

    /// The same where no column grows, so that nobody asks for gaps.
    #[cfg(not(feature = "readers"))]
    pub(crate) fn of(mantissas: Vec<i64>, places: u8, _: bool) -> Scaled {
        Scaled { mantissas, places }
    }

    #[cfg(feature = "readers")]
    fn is_gap(&self, number: i64) -> bool {
        self.has_gaps && number == NO_QUANTITY
    }

    /// As many places at least, if all numbers so far fit: a file that prints them all means them.
    #[cfg(feature = "readers")]
    pub(crate) fn widen(&mut self, places: u8) {
        if places > self.places && places <= 18 {
            self.grow(places);
        }
    }

    /// `mantissa * 10^-places` as a number of this column, whose scale grows to nine places if need
    /// be; `None` if it does not fit.
    ///
    /// The outcome does not depend on the order of numbers as long as the largest one has room for
    /// the finest place of all. Beyond that the first ones stand; this is reported for each number
    /// that is left out or rounded, and held by `what_does_not_fit_beside_others_is_told` in
    /// `tests/panel/write.rs`. To make the outcome the same in any order, each number that a larger
    /// one would coarsen would have to be kept twice until the last row is read.
    #[cfg(feature = "readers")]
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

    /// More places for all numbers; none, and the column unchanged, if one does not fit any more.
    #[cfg(feature = "readers")]
    fn grow(&mut self, places: u8) -> Option<()> {
        let factor = 10_i64.checked_pow(u32::from(places - self.places))?;
        let limit = i64::MAX / factor;
        if self
            .mantissas
            .iter()
            .any(|number| !self.is_gap(*number) && number.unsigned_abs() > limit.unsigned_abs())
        {
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
