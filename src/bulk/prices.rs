//! Price and volume indices of every pair between consecutive years, on matched unit values.
//!
//! Values rescaled to the other year's quantity, `v1 q0 / q1`, are fractions; each is rounded once
//! to `10^-9` of the panel's last place, half to even, and the sums are exact. A sum of `n` terms
//! is off by at most `n / 2` of these: `e`. A Laspeyres index is `S / V` and off by at most `e /
//! V`; a Paasche index `V / S` is off by at most its `e / (S - e)`-fold; Fisher by no more than
//! both together; each also by half of its own last place. Sums do not depend on order or threads.
//! Indices are positions in compared slices. Held by `prices_are_within_their_bound` in
//! `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{Column, NEGATIVE, NO_TRADE, NOTHING_MATCHED, Reason, TOO_LARGE};
use crate::bulk::exact::sum;
use crate::bulk::growth::Matches;
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::{quotient_of_products, rescaled, root_of_quotient};
use crate::bulk::table::{FlowCells, Label, Table, pair_names, unit_label, with_reasons};
use crate::error::{Error, Undefined};
use crate::key::{Key, Label as FlowLabel};
use crate::number::Rounding;
use crate::panel::parallel::map;
use crate::panel::{NO_QUANTITY, Panel, PanelView};
use crate::period::Period;
use crate::unit::MoneyUnit;
use std::ops::Range;

/// Index numbers have nine places.
const PLACES: u8 = 9;
pub(crate) const BILLION: i64 = 1_000_000_000;
const INDICES: usize = 8;

/// Price and volume indices of each pair and period that has a year to compare with, in the order
/// of the rows; nine places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    pairs: Pairs,
    /// Laspeyres, Paasche, Fisher prices, the same volumes, coverage of the base and of now.
    columns: [Column; INDICES],
}

/// The pairs and periods that have a year to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// For each row the place of its label, and of its period.
    rows: Vec<(u16, u16)>,
    labels: Vec<FlowLabel>,
    keys: Vec<Key>,
    periods: Vec<Period>,
    matched: Vec<u32>,
}

/// What a row of [`Prices`] or [`Bennet`](crate::bulk::Bennet) is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceRow {
    /// Who, with whom, which way.
    pub key: Key,
    /// When; the base is a year earlier.
    pub period: Period,
    /// How many commodities have a value and a quantity in both.
    pub matched: u32,
}

impl Prices {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.len() == 0
    }

    /// What a row is about.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<PriceRow> {
        self.pairs.row(row)
    }

    /// See [`Basket::laspeyres_price`](crate::index::Basket::laspeyres_price).
    #[must_use]
    pub fn laspeyres_price(&self) -> &Column {
        &self.columns[0]
    }

    /// See [`Basket::paasche_price`](crate::index::Basket::paasche_price).
    #[must_use]
    pub fn paasche_price(&self) -> &Column {
        &self.columns[1]
    }

    /// See [`Basket::fisher_price`](crate::index::Basket::fisher_price).
    #[must_use]
    pub fn fisher_price(&self) -> &Column {
        &self.columns[2]
    }

    /// See [`Basket::laspeyres_volume`](crate::index::Basket::laspeyres_volume).
    #[must_use]
    pub fn laspeyres_volume(&self) -> &Column {
        &self.columns[3]
    }

    /// See [`Basket::paasche_volume`](crate::index::Basket::paasche_volume).
    #[must_use]
    pub fn paasche_volume(&self) -> &Column {
        &self.columns[4]
    }

    /// See [`Basket::fisher_volume`](crate::index::Basket::fisher_volume).
    #[must_use]
    pub fn fisher_volume(&self) -> &Column {
        &self.columns[5]
    }

    /// The share of the matched commodities in the value of the base: of the reported total of the
    /// pair where both years have one, else of what is listed.
    #[must_use]
    pub fn coverage_of_base(&self) -> &Column {
        &self.columns[6]
    }

    /// The share of the matched commodities in the value now, likewise.
    #[must_use]
    pub fn coverage_of_now(&self) -> &Column {
        &self.columns[7]
    }

    /// All of it as a table: `MATCHED` says how many commodities an index rests on, and each index
    /// has its reason where it is empty. The base is a year earlier than `TIME_PERIOD`.
    pub fn table(&self) -> Table<'_> {
        let indices = [
            "LASPEYRES_PRICE",
            "PAASCHE_PRICE",
            "FISHER_PRICE",
            "LASPEYRES_VOLUME",
            "PAASCHE_VOLUME",
            "FISHER_VOLUME",
            "COVERAGE_OF_BASE",
            "COVERAGE_OF_NOW",
        ];
        let columns: Vec<(&str, &Column)> = indices.into_iter().zip(&self.columns).collect();
        self.pairs.table(&columns, None)
    }
}

impl Pairs {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn row(&self, row: usize) -> Option<PriceRow> {
        let (_, period) = *self.rows.get(row)?;
        let period = self.periods[usize::from(period)];
        Some(PriceRow { key: self.keys[row], period, matched: self.matched[row] })
    }

    /// The labels of each row, how many commodities are matched, the unit of amounts, and these
    /// results with their reasons.
    pub(crate) fn table<'a>(
        &'a self,
        columns: &[(&str, &'a Column)],
        unit: Option<MoneyUnit>,
    ) -> Table<'a> {
        let flows = FlowCells::new(&self.labels);
        let mut all = pair_names(&flows, &["MATCHED"]);
        all.extend(unit.map(|_| "UNIT_MEASURE".to_owned()));
        all.extend(with_reasons(columns));
        let results: Vec<&Column> = columns.iter().map(|(_, column)| *column).collect();
        let (periods, unit) = (Label::periods(&self.periods), unit.map(unit_label));
        Table::new(all, move |rows| {
            for (row, (key, (label, period))) in self.keys.iter().zip(&self.rows).enumerate() {
                rows.text(&Label::new(key.reporter()));
                rows.text(&Label::new(key.partner()));
                rows.text(flows.flow(usize::from(*label)));
                flows.stated(usize::from(*label)).iter().for_each(|cell| rows.text(cell));
                rows.text(&periods[usize::from(*period)]);
                rows.count(self.matched[row] as usize);
                if let Some(unit) = &unit {
                    rows.text(unit);
                }
                for column in &results {
                    rows.result(column, row);
                }
                rows.end()?;
            }
            Ok(())
        })
    }
}

/// Sums over the matched commodities of a pair.
#[derive(Default)]
pub(crate) struct Sums {
    matched: u32,
    pub(crate) base: i128,
    pub(crate) now: i128,
    /// `sum v1 q0 / q1` and `sum v0 q1 / q0`: whole parts, and billionths.
    pub(crate) base_basket_now: (i128, i64),
    pub(crate) new_basket_then: (i128, i64),
}

/// What goods are worth in the base year and now.
type Costs = (i128, i128);

/// Values of the commodities of a pair that are traded in both years and not matched.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) base: i128,
    pub(crate) now: i128,
}

impl Panel {
    /// Price and volume indices of each pair and period on the same period a year earlier, over the
    /// parts.
    ///
    /// Commodities count that have a positive value and a known, positive quantity in both years,
    /// in the same unit.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the panel has no quantities;
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    pub fn prices(&self) -> Result<Prices, Error> {
        self.view().prices()
    }
}

impl PanelView<'_> {
    /// As [`Panel::prices`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::prices`].
    pub fn prices(&self) -> Result<Prices, Error> {
        let (pairs, columns) =
            self.each_pair(PLACES, |sums, _, _, (base, now)| sums.indices(base, now))?;
        Ok(Prices { pairs, columns })
    }

    /// Sums over the commodities of each pair and what follows from them, given what all of them
    /// are worth then and now.
    pub(crate) fn each_pair<const N: usize>(
        &self,
        places: u8,
        results: impl Fn(&Sums, &Left, Costs, Costs) -> [Result<i64, Reason>; N] + Sync,
    ) -> Result<(Pairs, [Column; N]), Error> {
        self.refuse_totals("price indices")?;
        if self.quantities().is_empty() {
            let error = Error::from(Undefined::Missing).about("the quantities of a panel");
            return Err(error.with_help(
                "build the panel with push_with_quantity, or with a column of quantities",
            ));
        }
        let (bases, totals) = (self.base_periods(), ReportedTotals::of(self));
        let tasks: Vec<_> = (0..self.periods().len())
            .filter_map(|period| Some((period, bases[period]?)))
            .flat_map(|(period, base)| {
                self.pieces(period).into_iter().map(move |runs| (period, base, runs))
            })
            .collect();
        let parts = map(tasks, |(period, base, runs)| {
            let room = runs.len();
            let mut part = (Vec::with_capacity(room), Vec::with_capacity(room), columns_for(room));
            let columns: &mut [Column; N] = &mut part.2;
            self.for_each_match(
                runs,
                base,
                &mut Matches::default(),
                |run, now, before, matches| {
                    let (sums, left) = self.matched(now.clone(), before.clone(), matches);
                    part.0.push((self.groups()[run], u16::try_from(period).unwrap_or(u16::MAX)));
                    part.1.push(sums.matched);
                    let listed = (sum(&self.values()[before]), sum(&self.values()[now]));
                    let all = totals.both(self.groups()[run], (base, period)).unwrap_or(listed);
                    for (column, number) in
                        columns.iter_mut().zip(results(&sums, &left, listed, all))
                    {
                        column.push(number);
                    }
                },
            );
            part
        });
        Ok(self.joined(places, parts))
    }

    /// Sums over the commodities of a pair that are matched, and over those that are traded in both
    /// years and not matched.
    #[inline]
    fn matched(&self, now: Range<usize>, before: Range<usize>, matches: &Matches) -> (Sums, Left) {
        let (v1, v0) = (&self.values()[now.clone()], &self.values()[before.clone()]);
        let (q1, q0) = (&self.quantities()[now.clone()], &self.quantities()[before.clone()]);
        let (mut sums, mut left) = (Sums::default(), Left::default());
        if self.details().is_empty() {
            for (at, base) in matches.pairs() {
                if !sums.add((v0[base], q0[base]), (v1[at], q1[at])) {
                    left.add(v0[base], v1[at]);
                }
            }
            return (sums, left);
        }
        // Only quantities in one unit have a price to compare.
        let unit = |row: usize| self.details()[row].unit();
        for (at, base) in matches.pairs() {
            let alike = unit(now.start + at) == unit(before.start + base);
            if !(alike && sums.add((v0[base], q0[base]), (v1[at], q1[at]))) {
                left.add(v0[base], v1[at]);
            }
        }
        (sums, left)
    }

    /// The results of all tasks one after the other.
    fn joined<const N: usize>(&self, places: u8, parts: Vec<PairPart<N>>) -> (Pairs, [Column; N]) {
        let room = parts.iter().map(|(rows, ..)| rows.len()).sum();
        let mut pairs = Pairs {
            rows: Vec::with_capacity(room),
            labels: self.labels().to_vec(),
            keys: Vec::with_capacity(room),
            periods: self.periods().to_vec(),
            matched: Vec::with_capacity(room),
        };
        let mut all: [Column; N] = columns_for(room);
        for (rows, matched, columns) in parts {
            pairs.keys.extend(rows.iter().filter_map(|(group, _)| self.pair_key(*group)));
            let label = |group: u64| u16::try_from(self.ungroup(group).label).unwrap_or(u16::MAX);
            pairs.rows.extend(rows.into_iter().map(|(group, period)| (label(group), period)));
            pairs.matched.extend(matched);
            for (all, more) in all.iter_mut().zip(columns) {
                all.places = places;
                all.mantissa.extend(more.mantissa);
                all.reason.extend(more.reason);
            }
        }
        (pairs, all)
    }
}

/// The totals of all goods that pairs report, where rows hold others.
struct ReportedTotals<'a> {
    listed: Option<Listed<'a>>,
}

impl<'a> ReportedTotals<'a> {
    fn of(view: &PanelView<'a>) -> ReportedTotals<'a> {
        let listed = Listed::of(*view);
        ReportedTotals { listed: Some(listed).filter(Listed::has_totals) }
    }

    /// The reported totals of a pair in two periods, if it has both.
    fn both(&self, group: u64, (base, now): (usize, usize)) -> Option<(i128, i128)> {
        let listed = self.listed.as_ref()?;
        let view = listed.rows();
        let total = |period: usize| {
            let runs = view.runs_of(period);
            let at = view.groups()[runs.clone()].binary_search(&group).ok()?;
            let total = listed.total_of_run(runs.start + at);
            Some(total.mantissa).filter(|_| total.whole == Denominator::Reported)
        };
        total(base).zip(total(now))
    }
}

/// What one task gives: the group and the period of each row, how many commodities are matched, the
/// columns.
type PairPart<const N: usize> = (Vec<(u64, u16)>, Vec<u32>, [Column; N]);

impl Left {
    /// One without value in a year is an entry or an exit, and not left out.
    #[inline]
    fn add(&mut self, v0: i64, v1: i64) {
        if v0 != 0 && v1 != 0 {
            self.base += i128::from(v0);
            self.now += i128::from(v1);
        }
    }
}

impl Sums {
    /// False for a commodity that is not matched.
    #[inline(always)]
    fn add(&mut self, (v0, q0): (i64, i64), (v1, q1): (i64, i64)) -> bool {
        const { assert!(NO_QUANTITY < 0) };
        if v0 <= 0 || q0 <= 0 || v1 <= 0 || q1 <= 0 {
            return false;
        }
        self.matched += 1;
        self.base += i128::from(v0);
        self.now += i128::from(v1);
        let (whole, parts) = rescaled(v1, q0, q1);
        self.base_basket_now.0 = self.base_basket_now.0.saturating_add(whole);
        self.base_basket_now.1 += parts;
        let (whole, parts) = rescaled(v0, q1, q0);
        self.new_basket_then.0 = self.new_basket_then.0.saturating_add(whole);
        self.new_basket_then.1 += parts;
        true
    }

    fn indices(&self, all_base: i128, all_now: i128) -> [Result<i64, Reason>; INDICES] {
        if self.matched == 0 {
            let coverage = |all: i128| if all > 0 { Ok(0) } else { Err(NO_TRADE) };
            let mut none = [Err(NOTHING_MATCHED); INDICES];
            (none[6], none[7]) = (coverage(all_base), coverage(all_now));
            return none;
        }
        let billion = i128::from(BILLION);
        // A sum that has left 128 bits stands at their limit and fails here: it is too large, never
        // wrong. And 65,536 times a billion fits 64 bits.
        let scaled = |sum: (i128, i64)| sum.0.checked_mul(billion)?.checked_add(i128::from(sum.1));
        let (laspeyres, paasche) = (scaled(self.base_basket_now), scaled(self.new_basket_then));
        let (base, now) = (self.base, self.now);
        let over = |above, below| quotient_of_products(above, 1, below, Rounding::HalfEven);
        let large = |sum: Option<i128>| sum.ok_or(TOO_LARGE);
        let share = |part: i128, all: i128| {
            if all < part { Err(NEGATIVE) } else { over((part, billion), (all, 1)) }
        };
        let fisher = |one: Option<i128>, two: Option<i128>| {
            root_of_quotient((large(one)?, now), (base, large(two)?))
        };
        [
            large(laspeyres).and_then(|sum| over((sum, 1), (base, 1))),
            large(paasche).and_then(|sum| over((now * billion, billion), (sum, 1))),
            fisher(laspeyres, paasche),
            large(paasche).and_then(|sum| over((sum, 1), (base, 1))),
            large(laspeyres).and_then(|sum| over((now * billion, billion), (sum, 1))),
            fisher(paasche, laspeyres),
            share(base, all_base),
            share(now, all_now),
        ]
    }
}

fn columns_for<const N: usize>(rows: usize) -> [Column; N] {
    std::array::from_fn(|_| Column::with_room(rows))
}
