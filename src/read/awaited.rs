//! Parts of cells that were set aside for their total: whether it came.

use crate::key::{Key, Label};
use crate::panel::{Account, Line, Miss, Panel, Reason, SetAside};
use crate::period::Period;
use crate::read::places::Places;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// A cell; its valuation is left out, which parts do not state.
type Cell = (Key, Period);

/// How many parts of a cell were set aside, and the file and line of the first of them.
#[derive(Debug, Clone, Copy)]
struct Parts {
    rows: u64,
    first: (u32, u64),
}

/// The totals that should come.
#[derive(Default)]
pub(crate) struct Awaited {
    cells: HashMap<Cell, Parts>,
    /// The file and the line of the parts that the account shows, and their cells.
    shown: Vec<(u32, u64, Cell)>,
    /// Totals that came, and for which other rows stand.
    replaced: RefCell<HashSet<Cell>>,
}

fn cell(key: Key, period: Period) -> Cell {
    (key.labelled(Label::new(key.flow())), period)
}

impl Awaited {
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A part of this cell was set aside as one of a total.
    pub(crate) fn part(&mut self, key: Key, period: Period, file: u32, line: u64) {
        let cell = cell(key, period);
        let parts = self.cells.entry(cell).or_insert(Parts { rows: 0, first: (file, line) });
        parts.rows = parts.rows.saturating_add(1);
        if self.shown.len() < SetAside::SHOWN {
            self.shown.push((file, line, cell));
        }
    }

    /// The total of this cell came, and other rows of the data stand for it.
    pub(crate) fn replaced(&self, key: Key, period: Period) {
        self.replaced.borrow_mut().insert(cell(key, period));
    }

    /// Parts whose total is not in the data were not set aside for it, and their trade is missing.
    pub(crate) fn reconsider(&self, panel: &Panel, places: &Places, account: &mut Account) {
        let replaced = self.replaced.borrow();
        let is_there = |cell: &Cell| {
            matches!(panel.find(&cell.0, cell.1), Ok(_) | Err(Miss::Ambiguous(_)))
                || replaced.contains(cell)
        };
        let mut lost: Vec<(&Cell, &Parts)> =
            self.cells.iter().filter(|(cell, _)| !is_there(cell)).collect();
        lost.sort_unstable_by_key(|(_, parts)| parts.first);
        let Some(((key, period), Parts { first: (file, line), .. })) = lost.first() else { return };
        account.remark(format!(
            "cells that have parts and no total are not in the data: {}, the first is {key}, {period}, {}, line {line}",
            lost.len(),
            places.name(*file),
        ));
        let rows = lost.iter().fold(0_u64, |sum, (_, parts)| sum.saturating_add(parts.rows));
        let cells: HashSet<&Cell> = lost.iter().map(|(cell, _)| *cell).collect();
        // Several rows may stand in one line, as in answers of the API, so each is taken once.
        let mut shown = self.shown.clone();
        let is_shown = |line: &Line| {
            let is_it = |(file, at, _): &(u32, u64, Cell)| {
                line.place.line == *at && line.place.file == places.name(*file)
            };
            let found = shown.iter().position(is_it);
            found.is_some_and(|at| cells.contains(&shown.remove(at).2))
        };
        account.reconsider(Reason::Component, Reason::WithoutTotal, rows, is_shown);
    }
}
