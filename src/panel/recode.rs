//! The runs of a panel with other rows: what a conversion of commodities makes of it.
//!
//! Periods, labels, reporters and partners stay as they are, so whoever makes new rows run by run,
//! by commodity ascending, hands over a panel in its order: columns are moved, and only what holds
//! what is settled anew.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Runs are those of the same panel, and each piece says how many rows it has for each. Held by
// `bulk_equals_the_scalar_conversion_row_by_row` in `tests/panel/editions.rs`.

use crate::commodity::Commodity;
use crate::error::Error;
use crate::panel::build::build;
use crate::panel::detail::Detail;
use crate::panel::gather::{
    Gather, Groups, MOST_COMMODITIES, MOST_LABELS, MOST_UNITS, Names, Scaled, Shared,
};
use crate::panel::labels::Codes;
use crate::panel::parallel::{cut, for_each};
use crate::panel::rules::Rules;
use crate::panel::{Panel, PanelView};

/// The new rows of some consecutive runs.
#[derive(Debug, Default)]
pub(crate) struct NewRows {
    /// How many rows each run has, none for a run that falls away.
    pub(crate) runs: Vec<u32>,
    /// Places in the new dictionary of commodities, ascending in each run.
    pub(crate) commodity: Vec<u32>,
    pub(crate) value: Vec<i64>,
    /// Empty if the panel has no quantities.
    pub(crate) quantity: Vec<i64>,
    /// Empty, in all pieces, if no row needs one.
    pub(crate) detail: Vec<Detail>,
}

impl Panel {
    /// Parts and totals as one panel, and which of its rows are parts; without it all are.
    pub(crate) fn whole_with_parts(&self) -> (Panel, Option<Vec<bool>>) {
        let beside = if self.holds_totals() { None } else { self.view().with_beside() };
        let Some((whole, own)) = beside else { return (self.clone(), None) };
        let mut is_part = vec![false; whole.len()];
        own.iter().for_each(|row| is_part[*row as usize] = true);
        (whole, Some(is_part))
    }

    /// The panel of new rows for all runs of its whole, in their order, under another dictionary of
    /// commodities, which ascends. Its account is that of this one, and what there is to say of
    /// the new rows.
    ///
    /// # Errors
    /// As [`PanelBuilder::build`](crate::panel::PanelBuilder::build).
    pub(crate) fn with_new_rows(
        &self,
        whole: &Panel,
        commodities: Vec<Commodity>,
        pieces: Vec<NewRows>,
    ) -> Result<Panel, Error> {
        let goods = commodities.len();
        let mut gather = Gather::new();
        gather.areas = Names::of(whole.labels.areas.clone(), MOST_LABELS);
        gather.commodities = Names::of(commodities, MOST_COMMODITIES);
        gather.periods = Names::of(whole.labels.periods.clone(), MOST_LABELS);
        gather.flows = Names::of(whole.labels.flows.clone(), MOST_LABELS);
        gather.units = Names::of(self.measure.quantity_units.clone(), MOST_UNITS);
        gather.groups = Groups::Runs(starts(whole.view(), &pieces));
        gather.commodity = if goods > 1 << 16 {
            Codes::Wide(joined(&pieces, |piece| &piece.commodity, |id| id))
        } else {
            Codes::Narrow(joined(&pieces, |piece| &piece.commodity, |id| id as u16))
        };
        let values = joined(&pieces, |piece| &piece.value, |value| value);
        gather.value = Scaled::of(values, self.measure.places, false);
        let quantities = joined(&pieces, |piece| &piece.quantity, |quantity| quantity);
        gather.quantity = Scaled::of(quantities, self.measure.quantity_places, true);
        gather.detail = joined(&pieces, |piece| &piece.detail, |detail| detail);
        drop(pieces);
        let panel = build(gather, self.unit(), Rules::default())?;
        let account = self.account().clone().with_remarks_of(panel.account());
        Ok(panel.with_account(account))
    }

    /// The same with more remarks in its account.
    pub(crate) fn remarked(self, remarks: impl IntoIterator<Item = String>) -> Panel {
        let mut account = self.account().clone();
        remarks.into_iter().for_each(|remark| account.remark(remark));
        self.with_account(account)
    }
}

/// The labels of each run that has rows, and its first row.
fn starts(view: PanelView<'_>, pieces: &[NewRows]) -> Vec<(Shared, u32)> {
    let mut counts = pieces.iter().flat_map(|piece| &piece.runs);
    let id = |place: usize| u16::try_from(place).unwrap_or(u16::MAX);
    let (mut found, mut row) = (Vec::with_capacity(view.run_count()), 0_u32);
    for period in 0..view.periods().len() {
        for run in view.runs_of(period) {
            let rows = counts.next().copied().unwrap_or(0);
            if rows > 0 {
                let group = view.group(run);
                let shared = Shared {
                    period: id(period),
                    label: id(group.label),
                    reporter: id(group.reporter),
                    partner: id(group.partner),
                };
                found.push((shared, row));
                // More rows than 32 bits count are refused where they are laid.
                row = row.wrapping_add(rows);
            }
        }
    }
    found
}

/// One column of all pieces.
fn joined<'a, T: Copy + Sync + 'a, R: Copy + Default + Send>(
    pieces: &'a [NewRows],
    column: impl Fn(&'a NewRows) -> &'a Vec<T>,
    change: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    let parts: Vec<&[T]> = pieces.iter().map(|piece| column(piece).as_slice()).collect();
    let mut whole = vec![R::default(); parts.iter().map(|part| part.len()).sum()];
    let into = cut(&mut whole, parts.iter().map(|part| part.len()));
    for_each(parts.into_iter().zip(into).collect(), |(part, into): (&[T], &mut [R])| {
        into.iter_mut().zip(part).for_each(|(into, one)| *into = change(*one));
    });
    whole
}
