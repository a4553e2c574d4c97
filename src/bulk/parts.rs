//! Parts of wholes: shares, contributions to growth, ranks, and sums over twelve months.
//!
//! Sums have 128 bits: 2^32 rows of at most 2^63 stay below 2^95. Indices are positions of rows and runs, or identifiers below the
//! lengths of the dictionaries. Held by `parts_equal_the_scalar_functions` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{
    Column, DEFINED, INCOMPLETE, MISSING, NEGATIVE, NO_TRADE, NOT_ASKED, Reason, TOO_LARGE, ZERO_BASE,
};
use crate::bulk::growth::{Matches, power_of_ten};
use crate::bulk::quotient::quotient_of_products;
use crate::bulk::sums::sum;
use crate::error::Error;
use crate::number::Rounding;
use crate::panel::parallel::{cut, for_each};
use crate::panel::{Gaps, OneLabel, Panel, PanelView};
use crate::period::Period;
use std::collections::HashMap;
use std::ops::Range;

/// The whole that a row is a part of; always of the row's flow and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whole {
    /// Everything between the reporter and the partner.
    Pair,
    /// Everything the reporter trades with all partners.
    Reporter,
    /// Everything that all reporters trade of the commodity.
    Commodity,
}

impl Panel {
    /// The share of every row of a flow label in a whole, with this number of places, in the order of the rows: see
    /// [`indicator::share`](crate::indicator::share).
    ///
    /// Undefined rows: a whole of zero ([`NoTrade`](crate::Undefined::NoTrade)), a negative row or whole
    /// ([`NegativeLevel`](crate::Undefined::NegativeLevel)), rows of other labels ([`NotAsked`](crate::Undefined::NotAsked)).
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; as [`PanelView::label_id`];
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    pub fn shares(
        &self,
        label: impl Into<OneLabel>,
        of: Whole,
        places: u8,
        rounding: Rounding,
    ) -> Result<Column, Error> {
        let (power, view) = (power_of_ten(places)?, self.view());
        view.refuse_totals("shares")?;
        let label = view.label_id(label)?;
        let mut column = Column { reason: vec![NOT_ASKED; view.len()], ..Column::zeroed(view.len(), places) };
        for period in 0..view.periods().len() {
            let wholes = Wholes::of(&view, period, label, of);
            for run in view.runs_of_label(period, label) {
                for row in view.rows_of(run) {
                    let (part, whole) = (i128::from(view.values()[row]), wholes.get(&view, run, row));
                    let result = match (part < 0 || whole < part, whole) {
                        (true, _) => Err(NEGATIVE),
                        (false, 0) => Err(NO_TRADE),
                        _ => quotient_of_products((part, 1), power, (whole, 1), rounding),
                    };
                    column.put(row, result);
                }
            }
        }
        Ok(column)
    }

    /// The contribution of every row of a flow label to the growth of its whole on a year earlier, as a fraction, in the order of the
    /// rows: see [`contribution::contribution`](crate::contribution::contribution).
    ///
    /// A row without a base a year earlier is undefined with [`Gaps::Missing`], and began from nothing with [`Gaps::NoTrade`].
    /// Cells that ended have no row now; what they took from growth is minus their share in the base.
    ///
    /// # Errors
    /// As [`shares`](Panel::shares).
    pub fn contributions(
        &self,
        label: impl Into<OneLabel>,
        to: Whole,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
    ) -> Result<Column, Error> {
        let (power, view) = (power_of_ten(places)?, self.view());
        view.refuse_totals("contributions")?;
        let label = view.label_id(label)?;
        let mut column = Column::zeroed(self.len(), places);
        for (period, base) in view.base_periods().into_iter().enumerate() {
            let Some(base) = base else { continue };
            let (runs, wholes) = (view.runs_of_label(period, label), Wholes::of(&view, base, label, to));
            let mut bases = vec![None; view.rows_of_runs(&runs).len()];
            let first = view.rows_of_runs(&runs).start;
            view.for_each_match(runs.clone(), base, &mut Matches::default(), |_, now, before, matches| {
                for (at, base) in matches.pairs() {
                    bases[now.start - first + at] = Some(view.values()[before.start + base]);
                }
            });
            for run in runs {
                for row in view.rows_of(run) {
                    let base = match (bases[row - first], gaps) {
                        (None, Gaps::Missing) => continue,
                        (base, _) => i128::from(base.unwrap_or(0)),
                    };
                    let (now, whole) = (i128::from(view.values()[row]), wholes.get(&view, run, row));
                    let result = match whole {
                        whole if now < 0 || base < 0 || whole < 0 => Err(NEGATIVE),
                        0 => Err(ZERO_BASE),
                        whole => signed_quotient(now - base, power, whole, rounding),
                    };
                    column.put(row, result);
                }
            }
        }
        Ok(column)
    }

    /// The sum of every row's cell over the twelve months to the end of the row's period, with the panel's places, in the
    /// order of the rows. Months of the cell that stand as totals or parts count alike.
    ///
    /// Undefined rows: a month is missing ([`Missing`](crate::Undefined::Missing), unless [`Gaps::NoTrade`]); the sum does
    /// not fit ([`TooLarge`](crate::Undefined::TooLarge)).
    #[must_use]
    pub fn rolling_12(&self, gaps: Gaps) -> Column {
        let view = self.view();
        match view.with_beside() {
            Some((whole, own)) => rolling_12(&whole.view(), gaps).of_rows(&own),
            None => rolling_12(&view, gaps),
        }
    }
}

fn rolling_12(view: &PanelView<'_>, gaps: Gaps) -> Column {
    let periods = view.periods();
    let mut column = Column::zeroed(view.len(), view.places());
    let pieces: Vec<(usize, Range<usize>)> =
        (0..periods.len()).flat_map(|period| view.pieces(period).into_iter().map(move |runs| (period, runs))).collect();
    let lengths: Vec<usize> = pieces.iter().map(|(_, runs)| view.rows_of_runs(runs).len()).collect();
    let sums = cut(&mut column.mantissa, lengths.iter().copied());
    let reasons = cut(&mut column.reason, lengths.iter().copied());
    let tasks: Vec<_> = pieces.into_iter().zip(sums.into_iter().zip(reasons)).collect();
    for_each(tasks, |((period, runs), (out, reasons))| {
        let rows = view.rows_of_runs(&runs);
        let end = periods[period].last();
        let Ok(window) = Period::try_rolling_12(end.year(), end.number()) else { return };
        if !window.contains(&periods[period]) {
            return;
        }
        let mut sums: Vec<(i128, u32)> = view.values()[rows.clone()]
            .iter()
            .map(|value| (i128::from(*value), periods[period].months_count()))
            .collect();
        for other in (0..periods.len()).filter(|other| *other != period && window.contains(&periods[*other])) {
            view.for_each_match(runs.clone(), other, &mut Matches::default(), |_, now, before, matches| {
                for (at, base) in matches.pairs() {
                    let sum = &mut sums[now.start - rows.start + at];
                    sum.0 += i128::from(view.values()[before.start + base]);
                    sum.1 += periods[other].months_count();
                }
            });
        }
        for ((sum, months), (out, reason)) in sums.into_iter().zip(out.iter_mut().zip(reasons)) {
            *out = i64::try_from(sum).unwrap_or(0);
            *reason = match (months == 12 || gaps == Gaps::NoTrade, i64::try_from(sum).is_ok()) {
                (false, _) => INCOMPLETE,
                (true, false) => TOO_LARGE,
                (true, true) => DEFINED,
            };
        }
    });
    const { assert!(MISSING == 0) };
    column
}

/// The wholes of one label in one period.
struct Wholes {
    of: Whole,
    by_pair: HashMap<u64, i128>,
    by_reporter: Vec<i128>,
    by_commodity: Vec<i128>,
}

impl Wholes {
    fn of(view: &PanelView<'_>, period: usize, label: usize, of: Whole) -> Wholes {
        let mut wholes = Wholes {
            of,
            by_pair: HashMap::new(),
            by_reporter: vec![0; view.areas().len()],
            by_commodity: vec![0; view.commodities().len()],
        };
        for run in view.runs_of_label(period, label) {
            let rows = view.rows_of(run);
            let values = &view.values()[rows.clone()];
            match of {
                Whole::Pair => {
                    wholes.by_pair.insert(view.groups()[run], sum(values));
                }
                Whole::Reporter => wholes.by_reporter[view.group(run).reporter] += sum(values),
                Whole::Commodity => {
                    for (good, value) in view.codes().rows(rows).iter().zip(values) {
                        wholes.by_commodity[good] += i128::from(*value);
                    }
                }
            }
        }
        wholes
    }

    /// The whole of a row of any period.
    fn get(&self, view: &PanelView<'_>, run: usize, row: usize) -> i128 {
        match self.of {
            Whole::Pair => self.by_pair.get(&view.groups()[run]).copied().unwrap_or(0),
            Whole::Reporter => self.by_reporter[view.group(run).reporter],
            Whole::Commodity => view.codes().get(row).map_or(0, |good| self.by_commodity[good]),
        }
    }
}

/// `number * power / divisor`; the divisor is positive, the number may be negative.
fn signed_quotient(number: i128, power: i64, divisor: i128, rounding: Rounding) -> Result<i64, Reason> {
    use num_traits::ToPrimitive;
    let above = num_bigint::BigInt::from(number) * power;
    crate::number::divide(&above, &num_bigint::BigInt::from(divisor), rounding).to_i64().ok_or(TOO_LARGE)
}
