//! The dictionaries of a panel, and how identifiers are packed: the only shifts and masks of the
//! house.
//!
//! A *group* is a flow label, a reporter and a partner in one number of 64 bits, which compares as
//! the three do, one after the other. Labels and areas have at most 16 bits each, so a second
//! partner has room too. Held by `rows_stand_in_the_order_of_their_keys` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::Label;
use crate::period::Period;
use std::ops::Range;

/// The dictionaries, each ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Labels {
    pub(crate) areas: Vec<Area>,
    pub(crate) commodities: Vec<Commodity>,
    pub(crate) periods: Vec<Period>,
    pub(crate) flows: Vec<Label>,
    area_bits: u32,
}

/// The labels of a run of rows, as places in the dictionaries of its panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Group {
    /// A place in [`Panel::labels`](crate::panel::Panel::labels).
    pub label: usize,
    /// A place in [`Panel::areas`](crate::panel::Panel::areas).
    pub reporter: usize,
    /// A place in [`Panel::areas`](crate::panel::Panel::areas).
    pub partner: usize,
}

impl Group {
    /// Places in the dictionaries of a panel.
    #[must_use]
    pub fn new(label: usize, reporter: usize, partner: usize) -> Group {
        Group { label, reporter, partner }
    }
}

impl Labels {
    /// Dictionaries in ascending order.
    pub(crate) fn new(
        areas: Vec<Area>,
        commodities: Vec<Commodity>,
        periods: Vec<Period>,
        flows: Vec<Label>,
    ) -> Labels {
        let area_bits = bits(areas.len());
        Labels { areas, commodities, periods, flows, area_bits }
    }

    /// Label, reporter and partner as one number.
    pub(crate) fn pack(&self, group: Group) -> u64 {
        ((group.label as u64) << self.area_bits | group.reporter as u64) << self.area_bits
            | group.partner as u64
    }

    pub(crate) fn unpack(&self, group: u64) -> Group {
        let mask = (1 << self.area_bits) - 1;
        Group {
            label: (group >> (2 * self.area_bits)) as usize,
            reporter: (group >> self.area_bits & mask) as usize,
            partner: (group & mask) as usize,
        }
    }

    /// Label and reporter of a packed group, as one number that is alike for all partners.
    pub(crate) fn without_partner(&self, group: u64) -> u64 {
        group >> self.area_bits
    }

    pub(crate) fn group_bits(&self) -> u32 {
        bits(self.flows.len()) + 2 * self.area_bits
    }

    pub(crate) fn commodity_bits(&self) -> u32 {
        bits(self.commodities.len()).max(1)
    }

    pub(crate) fn period_bits(&self) -> u32 {
        bits(self.periods.len())
    }
}

/// How many bits the identifiers of a dictionary have.
fn bits(length: usize) -> u32 {
    usize::BITS - length.saturating_sub(1).leading_zeros()
}

/// Rows by period, group and commodity as one number, with its width in bits.
pub(crate) struct RowKeys {
    group_bits: u32,
    commodity_bits: u32,
    /// The bits of a whole key.
    pub(crate) bits: u32,
}

impl RowKeys {
    pub(crate) fn new(labels: &Labels) -> RowKeys {
        let (group_bits, commodity_bits) = (labels.group_bits(), labels.commodity_bits());
        RowKeys {
            group_bits,
            commodity_bits,
            bits: labels.period_bits() + group_bits + commodity_bits,
        }
    }

    /// Keys in which the rank of its run stands for period and group.
    pub(crate) fn of_ranks(runs: usize, labels: &Labels) -> RowKeys {
        let (group_bits, commodity_bits) = (bits(runs), labels.commodity_bits());
        RowKeys { group_bits, commodity_bits, bits: group_bits + commodity_bits }
    }

    #[inline]
    pub(crate) fn pack(&self, period: u64, group: u64, commodity: u64) -> u64 {
        (period << self.group_bits | group) << self.commodity_bits | commodity
    }

    /// The key without its commodity: rows of one run have the same.
    #[inline]
    pub(crate) fn run(&self, key: u64) -> u64 {
        key >> self.commodity_bits
    }

    #[inline]
    pub(crate) fn commodity(&self, key: u64) -> u64 {
        key & ((1 << self.commodity_bits) - 1)
    }

    /// Period and group of a run.
    pub(crate) fn period_and_group(&self, run: u64) -> (usize, u64) {
        ((run >> self.group_bits) as usize, run & ((1 << self.group_bits) - 1))
    }
}

/// Dictionary places of commodities: 16 bits each up to 65,536 of them, 32 bits beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Codes {
    /// At most 65,536 commodities.
    Narrow(Vec<u16>),
    /// More of them.
    Wide(Vec<u32>),
}

/// The same, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodesView<'a> {
    /// At most 65,536 commodities.
    Narrow(&'a [u16]),
    /// More of them.
    Wide(&'a [u32]),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::Narrow(Vec::new())
    }
}

impl From<Vec<u16>> for Codes {
    fn from(ids: Vec<u16>) -> Codes {
        Codes::Narrow(ids)
    }
}

impl From<Vec<u32>> for Codes {
    fn from(ids: Vec<u32>) -> Codes {
        Codes::Wide(ids)
    }
}

impl Codes {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view().len()
    }

    /// True without any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, borrowed.
    #[must_use]
    pub fn view(&self) -> CodesView<'_> {
        match self {
            Codes::Narrow(ids) => CodesView::Narrow(ids),
            Codes::Wide(ids) => CodesView::Wide(ids),
        }
    }

    /// Adds a place of a dictionary; from the first one beyond 16 bits on all are wide.
    pub(crate) fn push(&mut self, id: u32) {
        match (&mut *self, u16::try_from(id)) {
            (Codes::Narrow(ids), Ok(id)) => ids.push(id),
            (Codes::Wide(ids), _) => ids.push(id),
            (Codes::Narrow(_), Err(_)) => {
                self.widen();
                self.push(id);
            }
        }
    }

    /// Adds places of a dictionary of this length.
    pub(crate) fn extend(&mut self, ids: impl Iterator<Item = u32>, dictionary: usize) {
        if dictionary > 1 << 16 {
            self.widen();
        }
        match self {
            Codes::Narrow(narrow) => narrow.extend(ids.map(|id| id as u16)),
            Codes::Wide(wide) => wide.extend(ids),
        }
    }

    #[cfg(feature = "readers")]
    pub(crate) fn reserve(&mut self, rows: usize) {
        let _ = match self {
            Codes::Narrow(ids) => ids.try_reserve(rows),
            Codes::Wide(ids) => ids.try_reserve(rows),
        };
    }

    pub(crate) fn widen(&mut self) {
        if let Codes::Narrow(ids) = self {
            *self = Codes::Wide(ids.iter().map(|id| u32::from(*id)).collect());
        }
    }

    /// Narrow if a dictionary of this length allows it.
    pub(crate) fn fitted(self, dictionary: usize) -> Codes {
        match self {
            Codes::Wide(ids) if dictionary <= 1 << 16 => {
                Codes::Narrow(ids.iter().map(|id| *id as u16).collect())
            }
            Codes::Narrow(ids) if dictionary > 1 << 16 => {
                Codes::Wide(ids.iter().map(|id| u32::from(*id)).collect())
            }
            fitted => fitted,
        }
    }

    /// Takes these rows out, which ascend.
    pub(crate) fn take(&mut self, rows: &[u32]) -> Codes {
        match self {
            Codes::Narrow(ids) => Codes::Narrow(take(ids, rows)),
            Codes::Wide(ids) => Codes::Wide(take(ids, rows)),
        }
    }
}

impl<'a> CodesView<'a> {
    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            CodesView::Narrow(ids) => ids.len(),
            CodesView::Wide(ids) => ids.len(),
        }
    }

    /// True without any.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The place in the dictionary of one of them.
    #[must_use]
    pub fn get(self, row: usize) -> Option<usize> {
        match self {
            CodesView::Narrow(ids) => ids.get(row).map(|id| usize::from(*id)),
            CodesView::Wide(ids) => ids.get(row).map(|id| *id as usize),
        }
    }

    /// Those of some rows; none beyond the last row.
    #[must_use]
    pub fn rows(self, rows: Range<usize>) -> CodesView<'a> {
        match self {
            CodesView::Narrow(ids) => CodesView::Narrow(ids.get(rows).unwrap_or_default()),
            CodesView::Wide(ids) => CodesView::Wide(ids.get(rows).unwrap_or_default()),
        }
    }

    /// All places in the dictionary, row by row.
    pub fn iter(self) -> impl Iterator<Item = usize> + 'a {
        let (narrow, wide) = match self {
            CodesView::Narrow(ids) => (ids, &[][..]),
            CodesView::Wide(ids) => (&[][..], ids),
        };
        narrow.iter().map(|id| usize::from(*id)).chain(wide.iter().map(|id| *id as usize))
    }

    /// Where this place of the dictionary stands, in ascending ones.
    #[must_use]
    pub fn find(self, id: usize) -> Option<usize> {
        match self {
            CodesView::Narrow(ids) => ids.binary_search(&u16::try_from(id).ok()?).ok(),
            CodesView::Wide(ids) => ids.binary_search(&u32::try_from(id).ok()?).ok(),
        }
    }
}

/// A place in the dictionary of commodities, as it is stored.
pub(crate) trait Id: Copy + Ord + Send + Sync {
    fn at(self) -> usize;
}

impl Id for u16 {
    #[inline(always)]
    fn at(self) -> usize {
        usize::from(self)
    }
}

impl Id for u32 {
    #[inline(always)]
    fn at(self) -> usize {
        self as usize
    }
}

/// Takes these rows out of a column; they ascend.
pub(crate) fn take<T: Copy>(column: &mut Vec<T>, rows: &[u32]) -> Vec<T> {
    if rows.is_empty() || column.is_empty() {
        return Vec::new();
    }
    let mut taken = Vec::with_capacity(rows.len());
    let mut write = rows[0] as usize;
    for (number, row) in rows.iter().enumerate() {
        let row = *row as usize;
        taken.push(column[row]);
        let end = rows.get(number + 1).map_or(column.len(), |next| *next as usize);
        column.copy_within(row + 1..end, write);
        write += end - row - 1;
    }
    column.truncate(write);
    taken
}

/// A dictionary in ascending order, and for each old place the new one.
pub(crate) fn sorted<T: Ord + Copy>(
    items: &[T],
    what: &'static str,
) -> Result<(Vec<T>, Vec<u32>), Error> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by_key(|at| items[*at]);
    let mut new = vec![0_u32; items.len()];
    for (place, at) in order.iter().enumerate() {
        new[*at] = place as u32;
    }
    let sorted: Vec<T> = order.iter().map(|at| items[*at]).collect();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::invalid(what, "an entry is in it twice")
            .with_help("list each entry once, and point to it from all of its rows"));
    }
    Ok((sorted, new))
}
