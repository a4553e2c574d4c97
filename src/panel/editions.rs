//! Which rows say the same trade again in another edition or classification.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Rows and runs lie below their number, places of goods below the length of the dictionary. Held by
// `tests/panel/panel_form.rs`, where every way in is compared with a plain oracle under every rule.

use crate::commodity::{Classification, Commodity};
use crate::panel::cells::Cells;
use crate::panel::labels::Labels;
use crate::panel::rests::wide_partners;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Rows in another family than most rows of the data have, where that one is there too: each with a
/// row that stands.
///
/// All rows of a pair and period are of one family, whatever their chapters: goods move between
/// chapters from one edition to the next. So are those of a World or group and its partners, since
/// a whole in one edition has no parts in another.
pub(crate) fn other_editions(labels: &Labels, cells: &Cells) -> Vec<(u32, u32)> {
    let Some(families) = Families::of(labels, cells) else { return Vec::new() };
    let mut found = Vec::new();
    for period in 0..labels.periods.len() {
        let (runs, year) = (cells.runs_of(period), labels.periods[period].last().year());
        let mut first = runs.start;
        while first < runs.end {
            let whose = labels.without_partner(cells.groups[first]);
            let count = cells.groups[first..runs.end]
                .partition_point(|group| labels.without_partner(*group) == whose);
            let siblings = first..first + count;
            first = siblings.end;
            let rows = cells.rows_of(siblings.start).start..cells.rows_of(siblings.end - 1).end;
            if families.are_several(cells, rows) {
                for runs in connected(labels, cells, siblings, year) {
                    families.others(cells, &runs, &mut found);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// Rows of one pair and period that may be the same goods as rows in the best family of the pair,
/// of one chapter or of a code without one: each with a row in that family.
pub(crate) fn same_goods(labels: &Labels, cells: &Cells) -> Vec<(u32, u32)> {
    let Some(families) = Families::of(labels, cells) else { return Vec::new() };
    let mut found = Vec::new();
    for run in 0..cells.groups.len() {
        let rows = cells.rows_of(run);
        if !families.are_several(cells, rows.clone()) {
            continue;
        }
        let here = || rows.clone().zip(cells.commodity.view().rows(rows.clone()).iter());
        let best = families.best(cells, rows.clone());
        let mut chapters: HashMap<Option<&str>, u32> = HashMap::new();
        for (row, good) in here().filter(|(_, good)| best.is_some() && families.of[*good] == best) {
            chapters.entry(labels.commodities[good].hs_chapter()).or_insert(row as u32);
        }
        for (row, good) in
            here().filter(|(_, good)| families.of[*good].is_some_and(|of| Some(of) != best))
        {
            let other = match labels.commodities[good].hs_chapter() {
                None => chapters.values().min(),
                chapter => chapters.get(&chapter).or_else(|| chapters.get(&None)),
            };
            found.extend(other.map(|other| (row as u32, *other)));
        }
    }
    found
}

/// The families of all goods of a dictionary, and how many rows each has.
struct Families {
    of: Vec<Option<Classification>>,
    rows: HashMap<Classification, usize>,
}

impl Families {
    /// None if there are fewer than two.
    fn of(labels: &Labels, cells: &Cells) -> Option<Families> {
        let of: Vec<Option<Classification>> = labels.commodities.iter().map(family).collect();
        let several: HashSet<Classification> = of.iter().flatten().copied().collect();
        if several.len() < 2 {
            return None;
        }
        let mut rows = HashMap::new();
        for good in cells.commodity.view().iter() {
            if let Some(family) = of[good] {
                *rows.entry(family).or_default() += 1;
            }
        }
        Some(Families { of, rows })
    }

    fn in_rows<'a>(
        &'a self,
        cells: &'a Cells,
        rows: Range<usize>,
    ) -> impl Iterator<Item = Classification> + 'a {
        cells.commodity.view().rows(rows).iter().filter_map(|good| self.of[good])
    }

    fn are_several(&self, cells: &Cells, rows: Range<usize>) -> bool {
        let mut families = self.in_rows(cells, rows);
        let first = families.next();
        families.any(|family| Some(family) != first)
    }

    /// Of most rows of the data, of equally many the newest of the Harmonized System.
    fn rank(&self, family: Classification) -> (Option<usize>, bool, Classification) {
        (self.rows.get(&family).copied(), matches!(family, Classification::Hs(_)), family)
    }

    fn best(&self, cells: &Cells, rows: Range<usize>) -> Option<Classification> {
        self.in_rows(cells, rows).max_by_key(|family| self.rank(*family))
    }

    /// The rows of these runs that are not of the best family of them, each with one that is: of
    /// its own run if there is one.
    fn others(&self, cells: &Cells, runs: &[usize], found: &mut Vec<(u32, u32)>) {
        let best = runs.iter().filter_map(|run| self.best(cells, cells.rows_of(*run)));
        let Some(best) = best.max_by_key(|family| self.rank(*family)) else { return };
        let goods = |run: usize| {
            let rows = cells.rows_of(run);
            rows.clone().zip(cells.commodity.view().rows(rows).iter())
        };
        let stands = |run: usize| {
            goods(run).find(|(_, good)| self.of[*good] == Some(best)).map(|(row, _)| row as u32)
        };
        let Some(any) = runs.iter().find_map(|run| stands(*run)) else { return };
        for run in runs {
            let other = stands(*run).unwrap_or(any);
            let others =
                goods(*run).filter(|(_, good)| self.of[*good].is_some_and(|family| family != best));
            found.extend(others.map(|(row, _)| (row as u32, other)));
        }
    }
}

/// The runs of one reporter, those together whose partners hold each other.
fn connected(labels: &Labels, cells: &Cells, siblings: Range<usize>, year: i32) -> Vec<Vec<usize>> {
    let partner = |run: usize| labels.areas[labels.unpack(cells.groups[run]).partner];
    let mut set: Vec<usize> = siblings.clone().collect();
    let mut wide = wide_partners(labels, cells, siblings.clone(), year);
    // The widest first, so that after the World there is nothing left to join.
    wide.sort_by_cached_key(|run| {
        Reverse(
            siblings
                .clone()
                .filter(|part| partner(*run).figures_hold(partner(*part), year))
                .count(),
        )
    });
    for whole in wide {
        let mine = set[whole - siblings.start];
        for part in siblings.clone() {
            let theirs = set[part - siblings.start];
            if theirs != mine && partner(whole).figures_hold(partner(part), year) {
                set.iter_mut().filter(|of| **of == theirs).for_each(|of| *of = mine);
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (run, of) in siblings.zip(set) {
        found.entry(of).or_default().push(run);
    }
    found.into_values().collect()
}

/// Codes that are of one family are apart from each other or hold each other; what codes of two
/// families share is not known.
fn family(good: &Commodity) -> Option<Classification> {
    match good.classification() {
        Classification::All | Classification::HsSection => None,
        // A tariff line, and a code of the Combined Nomenclature, begins with its subheading of the
        // edition in force.
        Classification::National(_) | Classification::Cn(_) => Some(Classification::Hs(None)),
        other => Some(other),
    }
}
