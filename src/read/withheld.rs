//! Cells of which a file says that they are there and not how much: withheld, not available.
//!
//! A sum of what is listed leaves them out, which is the same as zero. A reported World holds them.

#![allow(clippy::indexing_slicing)]
// A run has places in the dictionaries of its panel.

use crate::area::{Area, WORLD};
use crate::key::{Key, Label};
use crate::panel::{Account, Panel};
use crate::period::Period;
use std::collections::HashSet;

/// How many of them are kept.
const KEPT: usize = 1 << 20;

/// The cells without a value, each with its file and line.
#[derive(Default)]
pub(crate) struct Withheld(Vec<(Key, Period, u32, u64)>);

impl Withheld {
    pub(crate) fn push(&mut self, (key, period): (Key, Period), file: u32, line: u64) {
        if self.0.len() < KEPT && key.partner() != WORLD {
            self.0.push((key, period, file, line));
        }
    }

    /// Says so for the cells that have no other row with a value, and no World that holds them,
    /// where their reporter has other rows that are added up.
    pub(crate) fn tell<'a>(
        &self,
        panel: &Panel,
        name: impl Fn(u32) -> &'a str,
        account: &mut Account,
    ) {
        if self.0.is_empty() {
            return;
        }
        let listed = listed(panel);
        let has = |key: &Key, period: Period| panel.find(key, period).is_ok();
        let of_world = |key: &Key| {
            Key::new(key.flow(), key.reporter(), WORLD).labelled(key.label()).of(key.commodity())
        };
        let is_open = |(key, period, ..): &&(Key, Period, u32, u64)| {
            listed.contains(&(key.reporter(), key.label(), *period))
                && !has(key, *period)
                && !has(&of_world(key), *period)
        };
        let mut open = self.0.iter().filter(is_open);
        let Some((key, period, file, line)) = open.next() else { return };
        account.remark(format!(
            "cells whose value is withheld or missing, with no World that holds them: {}; the first is {key}, {period} \
             ({}, line {line}); shares, ranks, rests, concentration and advantage of such a reporter, flow, commodity \
             and period rest on the sum of what is listed, which counts these cells as nothing: the true whole is \
             larger. Ask the source for the rows of the World too",
            open.count().saturating_add(1),
            name(*file)
        ));
    }
}

/// Who has rows of what flow label, and when.
fn listed(panel: &Panel) -> HashSet<(Area, Label, Period)> {
    let view = panel.view();
    let of_period = |(at, period): (usize, &Period)| {
        let groups = view.runs_of(at).map(|run| view.group(run));
        let rows = groups.map(|of| (view.areas()[of.reporter], view.labels()[of.label], *period));
        rows.collect::<Vec<_>>()
    };
    view.periods().iter().enumerate().flat_map(of_period).collect()
}
