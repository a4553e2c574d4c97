//! Parts of wholes: shares, contributions to growth, ranks, and sums over twelve months.
//!
//! Sums have 128 bits: 2^32 rows of at most 2^63 stay below 2^95. Indices are positions of rows and runs, or identifiers below the
//! lengths of the dictionaries. Held by `parts_equal_the_scalar_functions` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::Error;
use crate::number::Rounding;
use crate::panel::Panel;
use crate::panel::column::{Column, DEFINED, INCOMPLETE, MISSING, NEGATIVE, NO_TRADE, Reason, TOO_LARGE, ZERO_BASE};
use crate::panel::growth::{Matches, power_of_ten};
use crate::panel::parallel::{cut, for_each};
use crate::panel::quotient::quotient_of_products;
use crate::panel::year_to_date::Gaps;
use crate::period::Period;
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
    /// The share of every row in a whole, with so many places, in the order of the rows: see
    /// [`indicator::share`](crate::indicator::share).
    ///
    /// Undefined rows: a whole of zero ([`NoTrade`](crate::Undefined::NoTrade)), and a negative row or whole
    /// ([`NegativeLevel`](crate::Undefined::NegativeLevel)).
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places.
    pub fn shares(&self, of: Whole, places: u8, rounding: Rounding) -> Result<Column, Error> {
        let power = power_of_ten(places)?;
        let mut column = Column { places, ..Column::default() };
        for period in 0..self.labels.periods.len() {
            let wholes = self.wholes(period, of);
            for run in self.runs_of(period) {
                for row in self.rows_of(run) {
                    let (part, whole) = (i128::from(self.value[row]), wholes[self.whole_id(of, run, row)]);
                    column.push(match (part < 0 || whole < part, whole) {
                        (true, _) => Err(NEGATIVE),
                        (false, 0) => Err(NO_TRADE),
                        _ => quotient_of_products((part, 1), power, (whole, 1), rounding),
                    });
                }
            }
        }
        Ok(column)
    }

    /// The contribution of every row to the growth of its whole on a year earlier, as a fraction, in the order of the rows:
    /// see [`contribution::contribution`](crate::contribution::contribution).
    ///
    /// A row without a base a year earlier is undefined with [`Gaps::Missing`], and began from nothing with [`Gaps::NoTrade`].
    /// Cells that ended have no row now; what they took from growth is minus their share in the base.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places.
    pub fn contributions(&self, to: Whole, gaps: Gaps, places: u8, rounding: Rounding) -> Result<Column, Error> {
        let power = power_of_ten(places)?;
        let mut column = Column::zeroed(self.len(), places);
        for (period, base) in self.base_periods().into_iter().enumerate() {
            let Some(base) = base else { continue };
            let (runs, wholes) = (self.runs_of(period), self.wholes_by_label(base, to));
            let mut bases = vec![None; self.rows_of_runs(&runs).len()];
            let first = self.rows_of_runs(&runs).start;
            if !runs.is_empty() {
                self.for_each_match(runs.clone(), base, &mut Matches::default(), |_, now, before, matches| {
                    for (at, base) in matches.pairs() {
                        bases[now.start - first + at] = Some(self.value[before.start + base]);
                    }
                });
            }
            for run in runs {
                for row in self.rows_of(run) {
                    let base = match (bases[row - first], gaps) {
                        (None, Gaps::Missing) => continue,
                        (base, _) => i128::from(base.unwrap_or(0)),
                    };
                    let (now, whole) = (i128::from(self.value[row]), wholes.get(&self.whole_label(to, run, row)));
                    let result = match whole.copied().unwrap_or(0) {
                        whole if now < 0 || base < 0 || whole < 0 => Err(NEGATIVE),
                        0 => Err(ZERO_BASE),
                        whole => signed_quotient(now - base, power, whole, rounding),
                    };
                    column.mantissa[row] = result.unwrap_or(0);
                    column.reason[row] = result.err().unwrap_or(DEFINED);
                }
            }
        }
        Ok(column)
    }

    /// The rank of each partner in the reporter's flow of a period, 1 for the largest, in the order of
    /// [`totals`](Panel::totals). Equal totals share a rank, as in [`indicator::ranking`](crate::indicator::ranking).
    #[must_use]
    pub fn partner_ranks(&self) -> Vec<u32> {
        let sums = self.run_sums();
        let mut ranks = vec![0; sums.len()];
        for period in 0..self.labels.periods.len() {
            let mut first = self.runs_of(period).start;
            let end = self.runs_of(period).end;
            while first < end {
                let reporter = self.run_group[first] >> self.labels.area_bits;
                let next =
                    first + self.run_group[first..end].partition_point(|g| g >> self.labels.area_bits == reporter);
                let mut order: Vec<usize> = (first..next).collect();
                order.sort_unstable_by_key(|run| (std::cmp::Reverse(sums[*run]), *run));
                let mut last = None;
                for (place, run) in order.into_iter().enumerate() {
                    let rank = match last {
                        Some((sum, rank)) if sum == sums[run] => rank,
                        _ => u32::try_from(place + 1).unwrap_or(u32::MAX),
                    };
                    last = Some((sums[run], rank));
                    ranks[run] = rank;
                }
                first = next;
            }
        }
        ranks
    }

    /// The sum of every row's cell over the twelve months to the end of the row's period, with the panel's places, in the
    /// order of the rows.
    ///
    /// Undefined rows: a month is missing ([`Missing`](crate::Undefined::Missing), unless [`Gaps::NoTrade`]); the sum does
    /// not fit ([`TooLarge`](crate::Undefined::TooLarge)).
    #[must_use]
    pub fn rolling_12(&self, gaps: Gaps) -> Column {
        let periods = &self.labels.periods;
        let mut column = Column::zeroed(self.len(), self.places);
        let pieces: Vec<(usize, Range<usize>)> = (0..periods.len())
            .flat_map(|period| self.pieces(period).into_iter().map(move |runs| (period, runs)))
            .collect();
        let lengths: Vec<usize> = pieces.iter().map(|(_, runs)| self.rows_of_runs(runs).len()).collect();
        let sums = cut(&mut column.mantissa, lengths.iter().copied());
        let reasons = cut(&mut column.reason, lengths.iter().copied());
        let tasks: Vec<_> = pieces.into_iter().zip(sums.into_iter().zip(reasons)).collect();
        for_each(tasks, |((period, runs), (out, reasons))| {
            let rows = self.rows_of_runs(&runs);
            let end = periods[period].last();
            let Ok(window) = Period::try_rolling_12(end.year(), end.number()) else { return };
            if !window.contains(&periods[period]) {
                return;
            }
            let mut sums: Vec<(i128, u32)> = self.value[rows.clone()]
                .iter()
                .map(|value| (i128::from(*value), periods[period].months_count()))
                .collect();
            for other in (0..periods.len()).filter(|other| *other != period && window.contains(&periods[*other])) {
                self.for_each_match(runs.clone(), other, &mut Matches::default(), |_, now, before, matches| {
                    for (at, base) in matches.pairs() {
                        let sum = &mut sums[now.start - rows.start + at];
                        sum.0 += i128::from(self.value[before.start + base]);
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

    /// The sums of all wholes of a period, by [`whole_id`](Panel::whole_id).
    fn wholes(&self, period: usize, of: Whole) -> Vec<i128> {
        let runs = self.runs_of(period);
        let goods = self.labels.commodities.len();
        let length = match of {
            Whole::Pair => self.run_group.len(),
            Whole::Reporter => self.labels.flows.len() << self.labels.area_bits,
            Whole::Commodity => self.labels.flows.len() * goods,
        };
        let mut sums = vec![0; length];
        for run in runs {
            for row in self.rows_of(run) {
                sums[self.whole_id(of, run, row)] += i128::from(self.value[row]);
            }
        }
        sums
    }

    fn whole_id(&self, of: Whole, run: usize, row: usize) -> usize {
        let group = self.run_group[run];
        match of {
            Whole::Pair => run,
            Whole::Reporter => (group >> self.labels.area_bits) as usize,
            Whole::Commodity => {
                self.labels.flow_of(group) * self.labels.commodities.len() + usize::from(self.commodity[row])
            }
        }
    }

    /// What a whole is called in every period.
    fn whole_label(&self, of: Whole, run: usize, row: usize) -> usize {
        if of == Whole::Pair { self.run_group[run] as usize } else { self.whole_id(of, run, row) }
    }

    fn wholes_by_label(&self, period: usize, of: Whole) -> std::collections::HashMap<usize, i128> {
        let mut sums = std::collections::HashMap::new();
        for run in self.runs_of(period) {
            for row in self.rows_of(run) {
                *sums.entry(self.whole_label(of, run, row)).or_insert(0) += i128::from(self.value[row]);
            }
        }
        sums
    }
}

/// `number * power / divisor`; the divisor is positive, the number may be negative.
fn signed_quotient(number: i128, power: i64, divisor: i128, rounding: Rounding) -> Result<i64, Reason> {
    use num_traits::ToPrimitive;
    let above = num_bigint::BigInt::from(number) * power;
    crate::number::divide(&above, &num_bigint::BigInt::from(divisor), rounding).to_i64().ok_or(TOO_LARGE)
}
