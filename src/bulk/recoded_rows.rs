//! One pass over a panel that puts every row under its new codes.
//!
//! Each run is converted on its own: its rows become parts of targets, which are put in order where
//! they are not, and added up. Sums are taken in 128 bits, so nothing depends on the order of rows;
//! a sum that does not fit 64 bits is an error. Indices are rows of the view, and identifiers below
//! the lengths of the dictionaries. Held by `bulk_equals_the_scalar_conversion_row_by_row` in
//! `tests/panel/editions.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::fates::{Fate, Fates};
use crate::concordance::{GroupKind, Line};
use crate::error::{Error, Undefined};
use crate::panel::parallel::map;
use crate::panel::{Detail, Marks, NO_QUANTITY, NewRows, Panel, PanelView};
use std::collections::BTreeMap;
use std::ops::Range;

/// What came of all rows.
#[derive(Debug, Default)]
pub(crate) struct Recoding {
    /// For each piece of the panel.
    pub(crate) rows: Vec<NewRows>,
    /// The same of the rows, or parts of rows, that were left aside, under their own codes; empty
    /// pieces if there are none.
    pub(crate) rest: Vec<NewRows>,
    pub(crate) counts: Counts,
}

/// How many rows there were of what.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Rows of each entry of the old dictionary.
    pub(crate) rows: Vec<u64>,
    /// What was left aside: by code, and by the end of its way, 0 where it has one reason only.
    pub(crate) aside: BTreeMap<(usize, usize), Aside>,
    /// Rows whose quantity was split by weights.
    pub(crate) split_quantities: u64,
    /// Cells that have no quantity though some of their rows had one.
    pub(crate) lost_quantities: u64,
}

/// What was left aside of one code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aside {
    /// Rows that hold no others.
    pub(crate) parts: u64,
    pub(crate) totals: u64,
    /// Of the parts, as a whole number of the panel's places.
    pub(crate) value: i128,
    /// The first row.
    pub(crate) first: usize,
}

/// A part of a row on its way to a cell.
#[derive(Clone, Copy)]
struct Part {
    to: u32,
    detail: Detail,
    value: i64,
    quantity: i64,
}

/// Puts all rows of a panel of parts and totals under new codes; `is_part` says which rows hold no
/// others, without it all do.
///
/// # Errors
/// [`Undefined::TooLarge`] with the cell if a sum does not fit.
pub(crate) fn recode(
    whole: &Panel,
    is_part: Option<&[bool]>,
    fates: &Fates,
) -> Result<Recoding, Error> {
    let view = whole.view();
    let is_marked =
        |fate: &Fate| matches!(fate, Fate::Split { .. } | Fate::Becomes { is_regrouped: true, .. });
    let has_details = !view.details().is_empty() || fates.of.iter().any(is_marked);
    let pass = Pass { view, is_part, fates, has_details };
    let pieces: Vec<Range<usize>> =
        (0..view.periods().len()).flat_map(|period| view.pieces(period)).collect();
    let mut found = Recoding::default();
    for piece in map(pieces, |runs| pass.piece(runs)) {
        let Recoding { rows, rest, counts } = piece?;
        found.rows.extend(rows);
        found.rest.extend(rest);
        found.counts.add(counts);
    }
    Ok(found)
}

struct Pass<'a> {
    view: PanelView<'a>,
    is_part: Option<&'a [bool]>,
    fates: &'a Fates,
    has_details: bool,
}

impl Pass<'_> {
    fn piece(&self, runs: Range<usize>) -> Result<Recoding, Error> {
        let view = &self.view;
        let mut out = Out::new(self, view.rows_of_runs(&runs).len());
        let (mut parts, mut rest) = (Vec::new(), Vec::new());
        for run in runs {
            let rows = view.rows_of(run);
            for (row, good) in rows.clone().zip(view.codes().rows(rows).iter()) {
                out.counts.rows[good] += 1;
                let part = self.part(row);
                match &self.fates.of[good] {
                    Fate::Stays(to) => parts.push(Part { to: *to, ..part }),
                    Fate::Becomes { to, is_regrouped, .. } => {
                        parts.push(part.under(*to, *is_regrouped));
                    }
                    Fate::Split { to, line } => {
                        let left = self.split(row, part, (to, line), &mut parts, &mut out.counts);
                        rest.extend(left.map(|left| Part { to: good as u32, ..left }));
                    }
                    Fate::Aside(_) => {
                        out.counts.leave((good, 0), self.is_part(row), part.value.into(), row);
                        rest.push(Part { to: good as u32, ..part });
                    }
                }
            }
            if !parts.is_sorted_by_key(|part: &Part| part.to) {
                parts.sort_unstable_by_key(|part| part.to);
            }
            out.sum(&mut parts).map_err(|to| self.too_large(run, to))?;
            out.leave(&mut rest);
        }
        Ok(out.finish())
    }

    /// A row as it stands.
    fn part(&self, row: usize) -> Part {
        Part {
            to: 0,
            detail: self.view.details().get(row).copied().unwrap_or_default(),
            value: self.view.values()[row],
            quantity: self.view.quantities().get(row).copied().unwrap_or(NO_QUANTITY),
        }
    }

    fn is_part(&self, row: usize) -> bool {
        self.is_part.is_none_or(|is_part| is_part[row])
    }

    /// Splits a row among its targets; what finds no way on is returned.
    fn split(
        &self,
        row: usize,
        whole: Part,
        (to, line): (&[u32], &Line),
        parts: &mut Vec<Part>,
        counts: &mut Counts,
    ) -> Option<Part> {
        let has_quantity = whole.quantity != NO_QUANTITY;
        let is_split = to.len() + line.ends.len() > 1;
        counts.split_quantities += u64::from(has_quantity && is_split);
        let marks = Marks::default()
            .with_regrouped(is_split || line.kind != GroupKind::OneToOne)
            .with_estimated(has_quantity && is_split);
        let whole = Part { detail: whole.detail.with(marks), ..whole };
        let values = line.parts.split(whole.value.into());
        let quantities =
            if has_quantity { line.parts.split(whole.quantity.into()) } else { vec![] };
        // No part is above the whole.
        let of = |numbers: &[i128], at: usize| numbers.get(at).map(|number| *number as i64);
        let part = |at: usize, to: u32| Part {
            to,
            value: of(&values, at).unwrap_or(0),
            quantity: of(&quantities, at).unwrap_or(NO_QUANTITY),
            ..whole
        };
        parts.extend(to.iter().enumerate().map(|(at, to)| part(at, *to)));
        let good = self.view.codes().get(row).unwrap_or(0);
        let mut left: Option<Part> = None;
        for end in 0..line.ends.len() {
            let ended = part(to.len() + end, 0);
            counts.leave((good, end), self.is_part(row), ended.value.into(), row);
            // Parts of one row, so their sum is not above it.
            left = Some(left.map_or(ended, |left| Part {
                value: left.value + ended.value,
                quantity: if has_quantity { left.quantity + ended.quantity } else { NO_QUANTITY },
                ..left
            }));
        }
        left
    }

    fn too_large(&self, run: usize, to: u32) -> Error {
        let error = Error::from(Undefined::TooLarge);
        let key = self.view.key(self.view.rows_of(run).start);
        match key.zip(self.fates.goods.get(to as usize)) {
            Some(((key, period), good)) => error.about(format!("{}, {period}", key.of(*good))),
            None => error,
        }
    }
}

impl Part {
    #[inline]
    fn under(self, to: u32, is_regrouped: bool) -> Part {
        let marked = || self.detail.with(Marks::default().with_regrouped(true));
        Part { to, detail: if is_regrouped { marked() } else { self.detail }, ..self }
    }
}

/// The rows of a piece as they come.
struct Out {
    rows: NewRows,
    rest: NewRows,
    counts: Counts,
    has_quantities: bool,
    has_details: bool,
}

impl Out {
    fn new(pass: &Pass<'_>, rows: usize) -> Out {
        let has_quantities = !pass.view.quantities().is_empty();
        let room = |needed: bool| if needed { rows } else { 0 };
        let new = NewRows {
            runs: Vec::new(),
            commodity: Vec::with_capacity(rows),
            value: Vec::with_capacity(rows),
            quantity: Vec::with_capacity(room(has_quantities)),
            detail: Vec::with_capacity(room(pass.has_details)),
        };
        let counts = Counts { rows: vec![0; pass.fates.of.len()], ..Counts::default() };
        let (rest, has_details) = (NewRows::default(), pass.has_details);
        Out { rows: new, rest, counts, has_quantities, has_details }
    }

    /// Adds up the parts of one run, which ascend, and takes them away.
    ///
    /// # Errors
    /// The target of a sum that does not fit.
    fn sum(&mut self, parts: &mut Vec<Part>) -> Result<(), u32> {
        let before = self.rows.value.len();
        let mut at = 0;
        while let Some(first) = parts.get(at).copied() {
            let end = at + 1;
            let same = parts[end..].iter().take_while(|part| part.to == first.to).count();
            if same == 0 {
                self.push(first);
            } else {
                let sum = self.sum_of(&parts[at..end + same]).ok_or(first.to)?;
                self.push(sum);
            }
            at = end + same;
        }
        self.rows.runs.push((self.rows.value.len() - before) as u32);
        parts.clear();
        Ok(())
    }

    #[inline]
    fn push(&mut self, part: Part) {
        push(&mut self.rows, part, self.has_quantities, self.has_details);
    }

    /// The sum of parts of one cell. Its quantity is known if that of all is, in one unit.
    fn sum_of(&mut self, parts: &[Part]) -> Option<Part> {
        let first = parts.first()?;
        let value: i128 = parts.iter().map(|part| i128::from(part.value)).sum();
        let known = |part: &Part| part.quantity != NO_QUANTITY;
        let alike = parts.iter().all(|part| part.detail.unit() == first.detail.unit());
        let quantity: i128 = parts.iter().map(|part| i128::from(part.quantity)).sum();
        let quantity = i64::try_from(quantity).ok().filter(|sum| *sum != NO_QUANTITY);
        let quantity = quantity.filter(|_| alike && parts.iter().all(known));
        self.counts.lost_quantities += u64::from(quantity.is_none() && parts.iter().any(known));
        let detail = parts.iter().fold(first.detail, |all, part| all.and(part.detail));
        Some(Part {
            to: first.to,
            detail,
            value: i64::try_from(value).ok()?,
            quantity: quantity.unwrap_or(NO_QUANTITY),
        })
    }

    /// Takes what was left aside of one run, which ascends.
    fn leave(&mut self, rest: &mut Vec<Part>) {
        self.rest.runs.push(rest.len() as u32);
        for part in rest.drain(..) {
            push(&mut self.rest, part, self.has_quantities, self.has_details);
        }
    }

    fn finish(self) -> Recoding {
        Recoding { rows: vec![self.rows], rest: vec![self.rest], counts: self.counts }
    }
}

#[inline]
fn push(rows: &mut NewRows, part: Part, has_quantities: bool, has_details: bool) {
    rows.commodity.push(part.to);
    rows.value.push(part.value);
    if has_quantities {
        rows.quantity.push(part.quantity);
    }
    if has_details {
        rows.detail.push(part.detail);
    }
}

impl Counts {
    fn leave(&mut self, what: (usize, usize), is_part: bool, value: i128, row: usize) {
        let none = Aside { parts: 0, totals: 0, value: 0, first: row };
        let aside = self.aside.entry(what).or_insert(none);
        if is_part {
            aside.parts += 1;
            aside.value += value;
        } else {
            aside.totals += 1;
        }
    }

    /// Of pieces one after the other.
    fn add(&mut self, more: Counts) {
        self.rows.resize(more.rows.len(), 0);
        self.rows.iter_mut().zip(more.rows).for_each(|(sum, rows)| *sum += rows);
        for (what, more) in more.aside {
            let aside =
                self.aside.entry(what).or_insert(Aside { parts: 0, totals: 0, value: 0, ..more });
            aside.parts += more.parts;
            aside.totals += more.totals;
            aside.value += more.value;
        }
        self.split_quantities += more.split_quantities;
        self.lost_quantities += more.lost_quantities;
    }
}
