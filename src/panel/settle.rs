//! Which rows of an arrival hold the trade of others, so that a sum of both would count it twice.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers come from the dictionaries of the same arrival, rows and runs lie below their number. Held by the tests of what
// counts once in `tests/read.rs` and `tests/read_offices.rs`.

use crate::commodity::{Classification, Commodity};
use crate::panel::arrival::{Arrival, Shared, subheading};
use crate::panel::wider::{wide_areas, wider_than};
use std::collections::{HashMap, HashSet};

/// By what a row is wider than another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Area,
    Commodity,
}

/// One series and a year of it: flow, reporter, partner, commodity, year.
type CellYear = (u16, u16, u16, u16, i32);

impl Arrival {
    /// Rows that hold another row of the same flow and period, each with such a row: areas that hold its areas, and a
    /// commodity that holds its commodity.
    pub(crate) fn holding(&self) -> Vec<(usize, usize, By)> {
        let goods = &self.commodities.list;
        let holders: Vec<Vec<u16>> = goods.iter().map(|good| self.holders_of(good)).collect();
        let mut found = Vec::new();

        // Inside of one pair only the commodity can be wider.
        let mut held: HashMap<(Shared, u16), u32> = HashMap::new();
        if holders.iter().any(|holders| !holders.is_empty()) {
            for (row, shared) in self.rows() {
                for holder in &holders[usize::from(self.commodity[row])] {
                    held.entry((shared, *holder)).or_insert(row as u32);
                }
            }
            for (row, shared) in self.rows() {
                if let Some(part) = held.get(&(shared, self.commodity[row])) {
                    found.push((row, *part as usize, By::Commodity));
                }
            }
        }

        let parts = self.parts_of_areas();
        if parts.is_empty() {
            return found;
        }
        let mut runs: HashMap<Shared, Vec<usize>> = HashMap::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            runs.entry(*shared).or_default().push(run);
        }
        // What the rows of a pair are, or are part of, with a row for each.
        let mut covered: HashMap<Shared, HashMap<u16, usize>> = HashMap::new();
        let none = Vec::new();
        for (run, (shared, _)) in self.runs.iter().enumerate() {
            let (reporters, partners) =
                (parts.get(&shared.reporter).unwrap_or(&none), parts.get(&shared.partner).unwrap_or(&none));
            let inside = std::iter::once(&shared.reporter).chain(reporters).flat_map(|reporter| {
                let within = std::iter::once(&shared.partner).chain(partners);
                within.map(|partner| Shared { reporter: *reporter, partner: *partner, ..*shared })
            });
            for other in inside.skip(1).filter(|other| runs.contains_key(other)) {
                let covered = covered.entry(other).or_insert_with(|| {
                    let mut covered = HashMap::new();
                    for row in runs[&other].iter().flat_map(|run| self.run_rows(*run)) {
                        let id = self.commodity[row];
                        for id in holders[usize::from(id)].iter().chain([&id]) {
                            covered.entry(*id).or_insert(row);
                        }
                    }
                    covered
                });
                let rows = self.run_rows(run);
                found.extend(rows.filter_map(|row| Some((row, *covered.get(&self.commodity[row])?, By::Area))));
            }
        }
        found
    }

    /// Of rows that hold finer codes, those with more than the finer codes that stand: each with the sum of these.
    pub(crate) fn shortfalls(&self, gone: &HashSet<usize>) -> Vec<(usize, i128)> {
        let holders: Vec<Vec<u16>> = self.commodities.list.iter().map(|good| self.holders_of(good)).collect();
        let mut parts: HashMap<(Shared, u16), i128> = HashMap::new();
        for (row, shared) in self.rows().filter(|(row, _)| !gone.contains(row)) {
            for holder in &holders[usize::from(self.commodity[row])] {
                *parts.entry((shared, *holder)).or_default() += i128::from(self.value.mantissas[row]);
            }
        }
        let short = |row: usize, shared: Shared| {
            let sum = *parts.get(&(shared, self.commodity[row]))?;
            (i128::from(self.value.mantissas[row]) > sum).then_some((row, sum))
        };
        self.rows().filter(|(row, _)| gone.contains(row)).filter_map(|(row, shared)| short(row, shared)).collect()
    }

    /// Rows of one pair and period in several editions or classifications: those that are not in the one that most rows of
    /// the arrival have (of equally many the newest of the Harmonized System), each with a row that is.
    pub(crate) fn other_classifications(&self) -> Vec<(usize, usize)> {
        let edition = |id: u16| match self.commodities.list[usize::from(id)].classification() {
            known @ (Classification::Hs(Some(_)) | Classification::Sitc(_)) => Some(known),
            _ => None,
        };
        let editions: HashSet<Classification> =
            (0..self.commodities.list.len()).filter_map(|id| edition(id as u16)).collect();
        if editions.len() < 2 {
            return Vec::new();
        }
        let mut count: HashMap<Classification, usize> = HashMap::new();
        let mut firsts: HashMap<Shared, HashMap<Classification, usize>> = HashMap::new();
        for (row, shared) in self.rows() {
            if let Some(edition) = edition(self.commodity[row]) {
                *count.entry(edition).or_default() += 1;
                firsts.entry(shared).or_default().entry(edition).or_insert(row);
            }
        }
        let mut found = Vec::new();
        for (row, shared) in self.rows() {
            let Some(own) = edition(self.commodity[row]) else { continue };
            let here = firsts.get(&shared).into_iter().flatten();
            let is_hs = |edition: &Classification| matches!(edition, Classification::Hs(_));
            let best = here.max_by_key(|(edition, _)| (count.get(edition), is_hs(edition), **edition));
            found.extend(best.filter(|(edition, _)| **edition != own).map(|(_, first)| (row, *first)));
        }
        found
    }

    /// Years and months of one series side by side. Where the reporter has all months of the year, the year is let go of; else its
    /// months are, since they would leave the rest of the year out.
    pub(crate) fn mixed_frequencies(&self) -> Vec<(usize, usize)> {
        let spans = &self.periods.list;
        let is_year = |span: usize| spans[span].months_count() == 12 && spans[span].first().number() == 1;
        let is_short = |span: usize| spans[span].months_count() < 12;
        if !(0..spans.len()).any(is_year) || !(0..spans.len()).any(is_short) {
            return Vec::new();
        }
        let mut months: HashMap<(u16, u16, i32), HashSet<u8>> = HashMap::new();
        let (mut years, mut short): (HashMap<CellYear, usize>, HashMap<CellYear, usize>) = Default::default();
        for (row, shared) in self.rows() {
            let span = usize::from(shared.period);
            if is_year(span) {
                years.entry(self.cell_year(row, &shared)).or_insert(row);
            } else if is_short(span) {
                short.entry(self.cell_year(row, &shared)).or_insert(row);
                let year = (shared.flow, shared.reporter, spans[span].last().year());
                months.entry(year).or_default().extend(spans[span].months().map(|month| month.number()));
            }
        }
        let mut found = Vec::new();
        for (row, shared) in self.rows() {
            let (span, cell) = (usize::from(shared.period), self.cell_year(row, &shared));
            let (Some(year), Some(month)) = (years.get(&cell), short.get(&cell)) else { continue };
            let complete = months.get(&(cell.0, cell.1, cell.4)).is_some_and(|months| months.len() == 12);
            if complete && is_year(span) {
                found.push((row, *month));
            } else if !complete && is_short(span) {
                found.push((row, *year));
            }
        }
        found
    }

    /// Spans of one series and year for which there is a longer one, each with one of the longest.
    pub(crate) fn shorter_spans(&self) -> Vec<(usize, usize)> {
        let months = |shared: &Shared| self.periods.list[usize::from(shared.period)].months_count();
        let mut longest: HashMap<CellYear, (u32, usize)> = HashMap::new();
        for (row, shared) in self.rows() {
            let best = longest.entry(self.cell_year(row, &shared)).or_insert((0, row));
            if months(&shared) > best.0 {
                *best = (months(&shared), row);
            }
        }
        let best = |row: usize, shared: &Shared| {
            longest.get(&self.cell_year(row, shared)).filter(|(length, _)| *length > months(shared))
        };
        self.rows().filter_map(|(row, shared)| Some((row, best(row, &shared)?.1))).collect()
    }

    fn cell_year(&self, row: usize, shared: &Shared) -> CellYear {
        let year = self.periods.list[usize::from(shared.period)].last().year();
        (shared.flow, shared.reporter, shared.partner, self.commodity[row], year)
    }

    fn rows(&self) -> impl Iterator<Item = (usize, Shared)> {
        (0..self.runs.len()).flat_map(move |run| self.run_rows(run).map(move |row| (row, self.runs[run].0)))
    }

    /// The commodities of the dictionary that hold this one: headings, chapters, sections, all goods, and the subheading of a
    /// country's tariff line.
    fn holders_of(&self, good: &Commodity) -> Vec<u16> {
        let mut holders = Vec::new();
        for mut wider in [good.parent(), subheading(good), good.section().filter(|section| section != good)] {
            while let Some(parent) = wider {
                holders.extend(self.commodities.ids.get(&parent).filter(|id| !holders.contains(*id)).copied());
                wider = parent.parent();
            }
        }
        holders
    }

    /// For each area that holds others of the dictionary, these.
    fn parts_of_areas(&self) -> HashMap<u16, Vec<u16>> {
        let all = &self.areas.list;
        let used = vec![true; all.len()];
        let parts = |wide: usize| -> Vec<u16> {
            let inside =
                |part: &usize| *part != wide && all[wide].overlaps(all[*part]) && wider_than(all[wide], all[*part]);
            (0..all.len()).filter(inside).map(|part| part as u16).collect()
        };
        wide_areas(all, &used).into_iter().map(|(wide, _)| (wide as u16, parts(wide))).collect()
    }
}
