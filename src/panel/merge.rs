//! Parts and totals of the same periods put together, in the order of rows.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Rows and runs are positions of two views of one panel. Held by
// `totals_and_parts_share_their_history` in `tests/panel/panel_form.rs`.

use crate::panel::cells::{Cells, Layout};
use crate::panel::detail::Detail;
use crate::panel::labels::{Codes, Labels};
use crate::panel::view::PanelView;
use crate::panel::{NO_QUANTITY, Panel};
use std::ops::Range;

impl<'a> PanelView<'a> {
    /// The rows of the other kind, totals beside parts or parts beside totals, in the same periods.
    pub(crate) fn beside(&self) -> Option<PanelView<'a>> {
        let cells = self.panel.beside.as_deref()?;
        Some(PanelView::new(
            self.panel,
            cells,
            self.first_period..self.first_period + self.periods().len(),
        ))
    }

    /// Parts and totals together, each cell once, and where the rows of this view stand among them:
    /// what statistics of single cells look for their history in. `None` if there is one kind of
    /// rows only.
    pub(crate) fn with_beside(&self) -> Option<(Panel, Vec<u32>)> {
        let beside = self.beside()?;
        let (cells, places) = merged(self, &beside);
        let measure = self.panel.measure.clone();
        let mut labels = Labels::clone(&self.panel.labels);
        labels.periods = self.periods().to_vec();
        let none = Layout::of_periods(self.periods().len());
        Some((Panel::of(measure, labels, cells, none), places))
    }
}

/// The rows of both, and where those of the first one stand among them.
fn merged(one: &PanelView<'_>, two: &PanelView<'_>) -> (Cells, Vec<u32>) {
    let mut merge = Merge::new(one, two);
    for period in 0..one.periods().len() {
        merge.layout.period();
        let (mut ours, mut theirs) =
            (one.runs_of(period).peekable(), two.runs_of(period).peekable());
        loop {
            let next = [
                ours.peek().map(|run| one.groups()[*run]),
                theirs.peek().map(|run| two.groups()[*run]),
            ];
            let Some(group) = next.into_iter().flatten().min() else { break };
            let our_rows = ours
                .next_if(|run| one.groups()[*run] == group)
                .map_or(0..0, |run| one.rows_of(run));
            let their_rows = theirs
                .next_if(|run| two.groups()[*run] == group)
                .map_or(0..0, |run| two.rows_of(run));
            merge.layout.run(group, our_rows.len() + their_rows.len());
            merge.rows(our_rows, their_rows);
        }
    }
    let Merge { layout, codes, value, quantity, detail, places, .. } = merge;
    (Cells { commodity: codes, value, quantity, detail, ..layout.cells() }, places)
}

struct Merge<'a> {
    one: &'a PanelView<'a>,
    two: &'a PanelView<'a>,
    layout: Layout,
    codes: Codes,
    value: Vec<i64>,
    quantity: Vec<i64>,
    detail: Vec<Detail>,
    places: Vec<u32>,
    has_quantity: bool,
    has_detail: bool,
}

impl<'a> Merge<'a> {
    fn new(one: &'a PanelView<'a>, two: &'a PanelView<'a>) -> Merge<'a> {
        let mut codes = Codes::default();
        codes.extend(std::iter::empty(), one.commodities().len());
        Merge {
            one,
            two,
            layout: Layout::default(),
            codes,
            value: Vec::with_capacity(one.len() + two.len()),
            quantity: Vec::new(),
            detail: Vec::new(),
            places: Vec::with_capacity(one.len()),
            has_quantity: !one.quantities().is_empty() || !two.quantities().is_empty(),
            has_detail: !one.details().is_empty() || !two.details().is_empty(),
        }
    }

    /// The rows of one run, by commodity; no cell is in both.
    fn rows(&mut self, ours: Range<usize>, theirs: Range<usize>) {
        let (mut ours, mut theirs) = (ours.peekable(), theirs.peekable());
        loop {
            let our_code = ours.peek().and_then(|row| self.one.codes().get(*row));
            let their_code = theirs.peek().and_then(|row| self.two.codes().get(*row));
            let is_ours = match (our_code, their_code) {
                (None, None) => return,
                (Some(our_code), Some(their_code)) => our_code < their_code,
                (our_code, _) => our_code.is_some(),
            };
            let (row, view) =
                if is_ours { (ours.next(), self.one) } else { (theirs.next(), self.two) };
            let Some(row) = row else { return };
            if is_ours {
                self.places.push(self.value.len() as u32);
            }
            self.codes.push(view.codes().get(row).unwrap_or_default() as u32);
            self.value.push(view.values()[row]);
            if self.has_quantity {
                self.quantity.push(view.quantities().get(row).copied().unwrap_or(NO_QUANTITY));
            }
            if self.has_detail {
                self.detail.push(view.details().get(row).copied().unwrap_or_default());
            }
        }
    }
}
