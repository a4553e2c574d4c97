//! The rows of a panel in their order: periods of runs, runs of rows.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// `period_runs` and `run_start` have one entry more than there are periods and runs. Held by
// `rows_stand_in_the_order_of_their_keys` in `tests/panel/panel.rs`.

use crate::panel::detail::Detail;
use crate::panel::labels::{Codes, Labels, take};
use crate::panel::parallel::map;
use std::ops::Range;

/// Rows by period, group and commodity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    /// For each period the runs that hold it: `period_runs[p]..period_runs[p + 1]`.
    pub(crate) period_runs: Vec<usize>,
    /// For each run its packed group; ascending inside a period.
    pub(crate) groups: Vec<u64>,
    /// For each run its rows: `run_start[r]..run_start[r + 1]`.
    pub(crate) run_start: Vec<u32>,
    /// For each row; ascending inside a run.
    pub(crate) commodity: Codes,
    pub(crate) value: Vec<i64>,
    /// Empty if no quantity is known.
    pub(crate) quantity: Vec<i64>,
    /// Empty if no row has marks or another unit than the first.
    pub(crate) detail: Vec<Detail>,
}

impl Cells {
    pub(crate) fn len(&self) -> usize {
        self.value.len()
    }

    pub(crate) fn runs_of(&self, period: usize) -> Range<usize> {
        self.period_runs[period]..self.period_runs[period + 1]
    }

    pub(crate) fn rows_of(&self, run: usize) -> Range<usize> {
        self.run_start[run] as usize..self.run_start[run + 1] as usize
    }

    /// The run that a row is in.
    pub(crate) fn run_of(&self, row: usize) -> Option<usize> {
        let number = u32::try_from(row).ok().filter(|_| row < self.len())?;
        self.run_start.partition_point(|start| *start <= number).checked_sub(1)
    }

    /// The period that a run is in.
    pub(crate) fn period_of(&self, run: usize) -> Option<usize> {
        self.period_runs.partition_point(|first| *first <= run).checked_sub(1)
    }

    /// The run of a group in a period.
    pub(crate) fn run(&self, period: usize, group: u64) -> Option<usize> {
        let runs = self.runs_of(period);
        self.groups[runs.clone()].binary_search(&group).ok().map(|at| runs.start + at)
    }

    /// The row of a cell in a period.
    pub(crate) fn find(&self, period: usize, group: u64, commodity: usize) -> Option<usize> {
        let rows = self.rows_of(self.run(period, group)?);
        self.commodity.view().rows(rows.clone()).find(commodity).map(|at| rows.start + at)
    }

    /// Takes these rows out, which ascend; both keep their order.
    pub(crate) fn take(&mut self, rows: &[u32]) -> Cells {
        let (mut kept, mut taken) = (Layout::default(), Layout::default());
        let mut next = rows.iter().copied().peekable();
        for period in 0..self.period_runs.len().saturating_sub(1) {
            kept.period();
            taken.period();
            for run in self.runs_of(period) {
                let all = self.rows_of(run);
                let mut out = 0;
                while next.next_if(|row| (*row as usize) < all.end).is_some() {
                    out += 1;
                }
                kept.run(self.groups[run], all.len() - out);
                taken.run(self.groups[run], out);
            }
        }
        let cells = Cells {
            commodity: self.commodity.take(rows),
            value: take(&mut self.value, rows),
            quantity: take(&mut self.quantity, rows),
            detail: take(&mut self.detail, rows),
            ..taken.cells()
        };
        let kept = kept.cells();
        (self.period_runs, self.groups, self.run_start) =
            (kept.period_runs, kept.groups, kept.run_start);
        cells
    }
}

/// Periods, groups and starts of runs, one after the other.
#[derive(Default)]
pub(crate) struct Layout {
    period_runs: Vec<usize>,
    groups: Vec<u64>,
    run_start: Vec<u32>,
    rows: u32,
}

impl Layout {
    /// The next period begins.
    pub(crate) fn period(&mut self) {
        self.period_runs.push(self.groups.len());
    }

    /// A run of the period; one without rows is left out.
    pub(crate) fn run(&mut self, group: u64, rows: usize) {
        if rows > 0 {
            self.groups.push(group);
            self.run_start.push(self.rows);
            self.rows += rows as u32;
        }
    }

    /// Cells without rows.
    pub(crate) fn of_periods(periods: usize) -> Cells {
        let mut layout = Layout::default();
        (0..periods).for_each(|_| layout.period());
        layout.cells()
    }

    /// Cells without columns.
    pub(crate) fn cells(mut self) -> Cells {
        self.period_runs.push(self.groups.len());
        self.run_start.push(self.rows);
        Cells {
            period_runs: self.period_runs,
            groups: self.groups,
            run_start: self.run_start,
            ..Cells::default()
        }
    }
}

/// Dictionaries without the entries that no row of these cells has any more.
pub(crate) fn forget_unused(labels: &mut Labels, all: &mut [&mut Cells]) {
    let (mut areas, mut goods) =
        (vec![false; labels.areas.len()], vec![false; labels.commodities.len()]);
    let (mut periods, mut flows) =
        (vec![false; labels.periods.len()], vec![false; labels.flows.len()]);
    for cells in all.iter() {
        for period in 0..labels.periods.len() {
            periods[period] |= !cells.runs_of(period).is_empty();
        }
        for group in &cells.groups {
            let group = labels.unpack(*group);
            areas[group.reporter] = true;
            areas[group.partner] = true;
            flows[group.label] = true;
        }
        see_goods(&cells.commodity, &mut goods);
    }
    if [&areas, &goods, &periods, &flows].iter().all(|used| used.iter().all(|used| *used)) {
        return;
    }
    let new = Labels::new(
        kept(&labels.areas, &areas),
        kept(&labels.commodities, &goods),
        kept(&labels.periods, &periods),
        kept(&labels.flows, &flows),
    );
    let (areas, goods, flows) = (places(&areas), places(&goods), places(&flows));
    for cells in all.iter_mut() {
        for group in &mut cells.groups {
            let old = labels.unpack(*group);
            let (label, reporter, partner) =
                (flows[old.label], areas[old.reporter], areas[old.partner]);
            *group = new.pack(crate::panel::Group::new(label, reporter, partner));
        }
        let mut ids = Codes::default();
        ids.extend(cells.commodity.view().iter().map(|id| goods[id] as u32), new.commodities.len());
        cells.commodity = ids;
        let mut starts: Vec<usize> = Vec::with_capacity(new.periods.len() + 1);
        starts.extend(
            (0..periods.len())
                .filter(|period| periods[*period])
                .map(|period| cells.period_runs[period]),
        );
        starts.push(cells.groups.len());
        cells.period_runs = starts;
    }
    *labels = new;
}

/// Which goods occur.
fn see_goods(codes: &Codes, seen: &mut [bool]) {
    const ROWS: usize = 1 << 22;
    let chunks = (0..codes.len())
        .step_by(ROWS)
        .map(|first| first..(first + ROWS).min(codes.len()))
        .collect();
    let goods = seen.len();
    let found = map(chunks, |rows: Range<usize>| {
        let mut seen = vec![false; goods];
        codes.view().rows(rows).iter().for_each(|id| seen[id] = true);
        seen
    });
    found
        .iter()
        .for_each(|found| seen.iter_mut().zip(found).for_each(|(seen, found)| *seen |= *found));
}

fn kept<T: Copy>(list: &[T], used: &[bool]) -> Vec<T> {
    list.iter().zip(used).filter(|(_, used)| **used).map(|(item, _)| *item).collect()
}

/// For each old place the new one.
fn places(used: &[bool]) -> Vec<usize> {
    let mut places = Vec::with_capacity(used.len());
    let mut next = 0;
    for used in used {
        places.push(next);
        next += usize::from(*used);
    }
    places
}
