//! Which rows hold other rows that are there: the World over partners, all goods and headings over
//! codes, a year over its months.
//!
//! A row holds another one of the same flow label if its reporter, partner, commodity and period
//! are each the same or known to hold the other's, and not all are the same. That is looked up cell
//! by cell, so a World that stands alone is a part, and an aggregate whose members are absent too.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers are places in the dictionaries of the same panel, rows and runs lie below their
// number. Held by `parts_never_hold_each_other` in `tests/panel/panel_form.rs`.

use crate::commodity::{Classification, Commodity};
use crate::panel::cells::Cells;
use crate::panel::labels::{Group, Labels};
use crate::panel::parallel::map;
use std::ops::Range;

/// Rows that hold others, ascending, each with one of those it holds.
pub(crate) fn holding(labels: &Labels, cells: &Cells) -> Vec<(u32, u32)> {
    let known = Holding::of(labels);
    if known.is_empty() {
        return Vec::new();
    }
    let pieces: Vec<(usize, Range<usize>)> =
        (0..labels.periods.len()).flat_map(|period| pieces(cells, period)).collect();
    map(pieces, |(period, runs)| known.in_runs(cells, period, runs)).concat()
}

/// The codes of an ascending dictionary with the same digits in other editions: of the Harmonized
/// System and the Combined Nomenclature, which share their first six digits, or of SITC.
pub(crate) fn other_editions(goods: &[Commodity], good: Commodity) -> Vec<Commodity> {
    let of = |good: Commodity| edition_family(good.classification());
    let mut found = Vec::new();
    let Some(family) = of(good) else { return found };
    for edition in editions(goods).filter(|other| edition_family(*other) == Some(family)) {
        let other = Commodity::new(edition, good.code());
        let other = other.ok().filter(|other| *other != good);
        found.extend(other.filter(|other| goods.binary_search(other).is_ok()));
    }
    found
}

/// True if an ascending dictionary has codes of several editions of one classification.
pub(crate) fn has_several_editions(goods: &[Commodity]) -> bool {
    let mut families: Vec<_> = editions(goods).filter_map(edition_family).collect();
    families.sort_unstable();
    families.windows(2).any(|two| two[0] == two[1])
}

/// The classifications of an ascending dictionary, each edition once.
fn editions(goods: &[Commodity]) -> impl Iterator<Item = Classification> {
    let mut rest = goods;
    std::iter::from_fn(move || {
        let edition = rest.first()?.classification();
        rest = &rest[rest.partition_point(|good| good.classification() == edition)..];
        Some(edition)
    })
}

/// Editions of one family share digits.
fn edition_family(of: Classification) -> Option<u8> {
    match of {
        Classification::Hs(_) | Classification::Cn(_) => Some(0),
        Classification::Sitc(_) => Some(1),
        _ => None,
    }
}

/// Pieces of whole runs of one period.
fn pieces(cells: &Cells, period: usize) -> Vec<(usize, Range<usize>)> {
    const RUNS: usize = 1 << 12;
    let runs = cells.runs_of(period);
    let end = runs.end;
    runs.step_by(RUNS).map(|first| (period, first..(first + RUNS).min(end))).collect()
}

/// Which entries of the dictionaries hold which.
struct Holding<'a> {
    labels: &'a Labels,
    /// For each commodity those that hold it.
    holders: Vec<Vec<u32>>,
    /// For each area those that it holds in some year.
    areas: Vec<Vec<u32>>,
    /// For each period those inside of it.
    periods: Vec<Vec<u32>>,
}

impl<'a> Holding<'a> {
    fn of(labels: &'a Labels) -> Holding<'a> {
        let all = &labels.areas;
        let areas = all.iter().map(|whole| {
            if !whole.may_hold() {
                return Vec::new();
            }
            (0..all.len() as u32).filter(|part| whole.holds(all[*part as usize])).collect()
        });
        let spans = &labels.periods;
        let periods = spans.iter().map(|whole| {
            let inside = |part: &u32| {
                spans[*part as usize] != *whole && whole.contains(&spans[*part as usize])
            };
            // Spans ascend by their first month, and what is inside begins in the span.
            let from = spans.partition_point(|span| span.first() < whole.first()) as u32;
            let to = spans.partition_point(|span| span.first() <= whole.last()) as u32;
            (from..to).filter(inside).collect()
        });
        Holding {
            holders: wider_codes(&labels.commodities),
            areas: areas.collect(),
            periods: periods.collect(),
            labels,
        }
    }

    fn is_empty(&self) -> bool {
        [&self.holders, &self.areas, &self.periods]
            .iter()
            .all(|lists| lists.iter().all(Vec::is_empty))
    }

    fn in_runs(&self, cells: &Cells, period: usize, runs: Range<usize>) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let mut seen = Seen::new(self.labels.commodities.len());
        let some_good_holds = self.holders.iter().any(|holders| !holders.is_empty());
        for run in runs {
            let group = self.labels.unpack(cells.groups[run]);
            let alone =
                [&self.areas[group.reporter], &self.areas[group.partner], &self.periods[period]];
            if !some_good_holds && alone.iter().all(|parts| parts.is_empty()) {
                continue;
            }
            seen.begin();
            self.see_inside(cells, run, &mut seen);
            let year = self.labels.periods[period].last().year();
            for span in std::iter::once(period)
                .chain(self.periods[period].iter().map(|span| *span as usize))
            {
                let reporters =
                    std::iter::once(group.reporter).chain(self.parts(group.reporter, year));
                for reporter in reporters {
                    let inside = Group { reporter, ..group };
                    self.see_partners(cells, (run, span, year), inside, &mut seen);
                }
            }
            let rows = cells.rows_of(run);
            let goods = cells.commodity.view().rows(rows.clone());
            let held = rows
                .zip(goods.iter())
                .filter_map(|(row, good)| Some((row as u32, seen.held(good)?)));
            found.extend(held);
        }
        found
    }

    /// The areas whose figures an area's figures of a year hold.
    fn parts(&self, whole: usize, year: i32) -> impl Iterator<Item = usize> + '_ {
        let areas = &self.labels.areas;
        let parts = self.areas[whole].iter().map(|part| *part as usize);
        parts.filter(move |part| areas[whole].figures_hold(areas[*part], year))
    }

    /// What the rows of the run itself are parts of.
    fn see_inside(&self, cells: &Cells, run: usize, seen: &mut Seen) {
        let rows = cells.rows_of(run);
        for (row, good) in rows.clone().zip(cells.commodity.view().rows(rows).iter()) {
            for holder in &self.holders[good] {
                seen.see(*holder as usize, row);
            }
        }
    }

    /// What the rows of all partners that this one holds are, and are parts of, and those of the
    /// same partner in another span or of another reporter.
    fn see_partners(
        &self,
        cells: &Cells,
        (run, span, year): (usize, usize, i32),
        group: Group,
        seen: &mut Seen,
    ) {
        let same = cells.run(span, self.labels.pack(group)).filter(|other| *other != run);
        let mut others = Vec::new();
        if self.areas[group.partner].len() > 8 {
            // Rather all partners of the reporter than each part looked up.
            let runs = cells.runs_of(span);
            let groups = &cells.groups[runs.clone()];
            let whose = self.labels.without_partner(self.labels.pack(group));
            let first = groups.partition_point(|group| self.labels.without_partner(*group) < whose);
            let end = groups.partition_point(|group| self.labels.without_partner(*group) <= whose);
            let whole = self.labels.areas[group.partner];
            let partner =
                |run: usize| self.labels.areas[self.labels.unpack(cells.groups[run]).partner];
            let siblings = runs.start + first..runs.start + end;
            others.extend(siblings.filter(|run| whole.figures_hold(partner(*run), year)));
        } else {
            let of = |partner| self.labels.pack(Group { partner, ..group });
            others.extend(
                self.parts(group.partner, year).filter_map(|partner| cells.run(span, of(partner))),
            );
        }
        for other in same.into_iter().chain(others) {
            let rows = cells.rows_of(other);
            for (row, good) in rows.clone().zip(cells.commodity.view().rows(rows).iter()) {
                seen.see(good, row);
                for holder in &self.holders[good] {
                    seen.see(*holder as usize, row);
                }
            }
        }
    }
}

/// For each commodity a row that one of this run would hold; forgotten with each run.
struct Seen {
    now: u32,
    when: Vec<u32>,
    row: Vec<u32>,
}

impl Seen {
    fn new(goods: usize) -> Seen {
        Seen { now: 0, when: vec![0; goods], row: vec![0; goods] }
    }

    fn begin(&mut self) {
        self.now += 1;
    }

    #[inline]
    fn see(&mut self, good: usize, row: usize) {
        if self.when[good] != self.now {
            (self.when[good], self.row[good]) = (self.now, row as u32);
        }
    }

    fn held(&self, good: usize) -> Option<u32> {
        (self.when[good] == self.now).then(|| self.row[good])
    }
}

/// For each commodity of an ascending dictionary the places of those that hold it: headings,
/// chapters, sections, all goods, and the subheading of a country's tariff line.
pub(crate) fn wider_codes(goods: &[Commodity]) -> Vec<Vec<u32>> {
    let wider = |good: &Commodity| {
        let mut found = Vec::new();
        for mut wider in
            [good.parent(), subheading(good), good.section().filter(|section| section != good)]
        {
            while let Some(parent) = wider {
                let at = goods.binary_search(&parent).ok().map(|at| at as u32);
                found.extend(at.filter(|id| !found.contains(id)));
                wider = parent.parent();
            }
        }
        found
    };
    goods.iter().map(wider).collect()
}

/// The code of the Harmonized System that a tariff line of a country, or a code of the Combined
/// Nomenclature, begins with; the edition is the one in force. A code of the nomenclature of six
/// digits or less is that code under another name, so one of the two holds the other.
pub(crate) fn subheading(line: &Commodity) -> Option<Commodity> {
    let is_line =
        matches!(line.classification(), Classification::National(_) | Classification::Cn(_));
    let digits = line.level().min(6);
    let code = line
        .code()
        .get(..digits)
        .filter(|code| is_line && code.bytes().all(|byte| byte.is_ascii_digit()))?;
    Commodity::new(Classification::Hs(None), code).ok()
}
