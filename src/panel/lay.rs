//! Gathered rows become rows in the order of a panel.
//!
//! Rows that stand so already are moved, not copied. Runs that stand so inside and in another order
//! among each other, as files read in another order, are moved run by run, one column after the
//! other. Everything else is sorted row by row. Equal cells stay beside each other, in the order of
//! arrival, for [`settle`](crate::panel::settle) to judge.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers were compared with the lengths of their dictionaries, or come from them. Held by
// `any_order_gives_the_same_panel` in `tests/panel/panel.rs`.

use crate::error::Error;
use crate::panel::cells::{Cells, Layout};
use crate::panel::gather::{Gather, Groups, RowLabels, Scaled, Shared, run_rows};
use crate::panel::labels::{Codes, Group, Labels, RowKeys, sorted};
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::sort::{Payload, sort};
use crate::panel::{Measure, NO_QUANTITY};
use crate::unit::MoneyUnit;

/// Rows in their order, equal cells beside each other.
pub(crate) struct Laid {
    pub(crate) measure: Measure,
    pub(crate) labels: Labels,
    pub(crate) cells: Cells,
    pub(crate) origin: Origin,
}

/// Which row of the arrival a row is.
pub(crate) enum Origin {
    /// The same.
    Same,
    /// For each run the first of its rows.
    Runs(Vec<u32>),
    Rows(Vec<u32>),
    /// Nobody asked for it, and rows were sorted.
    NotKept,
}

impl Laid {
    /// Rows have no number any more.
    pub(crate) fn forget_arrival(&mut self) {
        self.origin = Origin::NotKept;
    }

    /// The number of a row in the order of arrival.
    pub(crate) fn arrived(&self, row: usize) -> u32 {
        match &self.origin {
            Origin::Same | Origin::NotKept => row as u32,
            Origin::Rows(rows) => rows.get(row).copied().unwrap_or(row as u32),
            Origin::Runs(first) => {
                let run = self.cells.run_of(row).unwrap_or_default();
                first[run] + (row as u32 - self.cells.run_start[run])
            }
        }
    }
}

/// How many rows are looked at by one task.
const CHUNK: usize = 1 << 18;

/// The rows in their order; their arrival is kept if somebody asks for it.
///
/// # Errors
/// [`Range`](crate::ErrorKind::Range) for more rows than 32 bits count.
pub(crate) fn lay(mut gather: Gather, unit: MoneyUnit, keep_arrival: bool) -> Result<Laid, Error> {
    if u32::try_from(gather.len()).is_err() {
        return Err(Error::range("the number of rows of a panel", "it is more than 4,294,967,295")
            .with_help(
                "split the data by period, since no statistic needs more than two years at once",
            ));
    }
    if gather.quantity.mantissas.iter().all(|quantity| *quantity == NO_QUANTITY) {
        gather.quantity = Scaled::new(true);
    }
    let ids = Ids::new(&gather)?;
    let measure = Measure {
        unit,
        places: gather.value.places,
        quantity_places: gather.quantity.places,
        quantity_units: std::mem::take(&mut gather.units.list),
    };
    gather.commodity = std::mem::take(&mut gather.commodity).fitted(ids.labels.commodities.len());
    let payload = Payload {
        value: std::mem::take(&mut gather.value.mantissas),
        quantity: std::mem::take(&mut gather.quantity.mantissas),
        detail: std::mem::take(&mut gather.detail),
        arrived: Vec::new(),
    };
    let commodity = std::mem::take(&mut gather.commodity);
    let (cells, origin) = match gather.groups {
        Groups::Runs(runs) => ids.lay_runs(runs, commodity, payload, keep_arrival),
        Groups::Rows(rows) => ids.lay_rows(&rows, commodity, payload, keep_arrival),
    };
    Ok(Laid { measure, labels: ids.labels, cells, origin })
}

/// The dictionaries in ascending order, and for each old place the new one.
struct Ids {
    labels: Labels,
    area: Vec<u32>,
    commodity: Vec<u32>,
    period: Vec<u32>,
    flow: Vec<u32>,
}

/// In which order runs stand.
enum Standing {
    Ascending,
    /// These runs one after the other ascend.
    RunByRun(Vec<u32>),
    Any,
}

impl Ids {
    fn new(gather: &Gather) -> Result<Ids, Error> {
        let (areas, area) = sorted(&gather.areas.list, "the list of areas")?;
        let (commodities, commodity) = sorted(&gather.commodities.list, "the list of commodities")?;
        let (periods, period) = sorted(&gather.periods.list, "the list of periods")?;
        let (flows, flow) = sorted(&gather.flows.list, "the list of labels")?;
        Ok(Ids {
            labels: Labels::new(areas, commodities, periods, flows),
            area,
            commodity,
            period,
            flow,
        })
    }

    /// Period and packed group of a run.
    fn run(&self, shared: &Shared) -> (u32, u64) {
        let area = |id: u16| self.area[usize::from(id)] as usize;
        let label = self.flow[usize::from(shared.label)] as usize;
        let group =
            self.labels.pack(Group::new(label, area(shared.reporter), area(shared.partner)));
        (self.period[usize::from(shared.period)], group)
    }

    fn lay_runs(
        &self,
        runs: Vec<(Shared, u32)>,
        commodity: Codes,
        payload: Payload,
        keep_arrival: bool,
    ) -> (Cells, Origin) {
        match self.standing(&runs, &commodity) {
            Standing::Any => self.lay_any(&runs, commodity, payload, keep_arrival),
            Standing::Ascending => {
                let layout = self.layout(runs.len(), |at| {
                    let rows = run_rows(&runs, at, commodity.len());
                    (self.run(&runs[at].0), rows.len())
                });
                let Payload { value, quantity, detail, .. } = payload;
                (
                    Cells { commodity: self.renamed(commodity), value, quantity, detail, ..layout },
                    Origin::Same,
                )
            }
            Standing::RunByRun(order) => {
                let rows = commodity.len();
                let moves: Vec<(u32, u32)> = order
                    .iter()
                    .map(|run| {
                        let rows = run_rows(&runs, *run as usize, rows);
                        (rows.start as u32, rows.len() as u32)
                    })
                    .collect();
                let layout = self.layout(order.len(), |at| {
                    (self.run(&runs[order[at] as usize].0), moves[at].1 as usize)
                });
                drop((runs, order));
                let commodity = match self.renamed(commodity) {
                    Codes::Narrow(ids) => Codes::Narrow(in_order(ids, &moves)),
                    Codes::Wide(ids) => Codes::Wide(in_order(ids, &moves)),
                };
                let Payload { value, quantity, detail, .. } = payload;
                let (value, quantity) = (in_order(value, &moves), in_order(quantity, &moves));
                let detail = in_order(detail, &moves);
                let first = moves.into_iter().map(|(first, _)| first).collect();
                (Cells { commodity, value, quantity, detail, ..layout }, Origin::Runs(first))
            }
        }
    }

    /// Cells without columns, of a number of runs: each with its period, its group and how many
    /// rows it has.
    fn layout(&self, runs: usize, run: impl Fn(usize) -> ((u32, u64), usize)) -> Cells {
        let (mut layout, mut periods) = (Layout::default(), 0);
        for at in 0..runs {
            let ((period, group), rows) = run(at);
            while periods <= period {
                layout.period();
                periods += 1;
            }
            layout.run(group, rows);
        }
        (periods as usize..self.labels.periods.len()).for_each(|_| layout.period());
        layout.cells()
    }

    /// Whether runs ascend strictly and goods inside of each without a step back.
    fn standing(&self, runs: &[(Shared, u32)], commodity: &Codes) -> Standing {
        let starts: Vec<usize> = (0..runs.len()).collect();
        let inside = map(starts.chunks(1 << 14).collect(), |part: &[usize]| {
            part.iter().all(|run| {
                let rows = commodity.view().rows(run_rows(runs, *run, commodity.len()));
                let mut last = 0;
                rows.iter().all(|id| {
                    let id = self.commodity[id];
                    std::mem::replace(&mut last, id) <= id
                })
            })
        });
        if inside.contains(&false) {
            return Standing::Any;
        }
        if runs.windows(2).all(|pair| self.run(&pair[0].0) < self.run(&pair[1].0)) {
            return Standing::Ascending;
        }
        let mut order: Vec<u32> = (0..runs.len() as u32).collect();
        order.sort_by_cached_key(|run| self.run(&runs[*run as usize].0));
        let run = |at: u32| self.run(&runs[at as usize].0);
        if order.windows(2).all(|pair| run(pair[0]) < run(pair[1])) {
            Standing::RunByRun(order)
        } else {
            Standing::Any
        }
    }

    /// Goods by their place in the ascending dictionary.
    fn renamed(&self, mut commodity: Codes) -> Codes {
        if self.commodity.iter().enumerate().all(|(old, new)| old as u32 == *new) {
            return commodity;
        }
        match &mut commodity {
            Codes::Narrow(ids) => for_each(ids.chunks_mut(CHUNK).collect(), |piece| {
                piece.iter_mut().for_each(|id| *id = self.commodity[usize::from(*id)] as u16);
            }),
            Codes::Wide(ids) => for_each(ids.chunks_mut(CHUNK).collect(), |piece| {
                piece.iter_mut().for_each(|id| *id = self.commodity[*id as usize]);
            }),
        }
        commodity
    }

    fn lay_any(
        &self,
        runs: &[(Shared, u32)],
        commodity: Codes,
        payload: Payload,
        keep_arrival: bool,
    ) -> (Cells, Origin) {
        let (row_keys, names) =
            self.row_keys(|| runs.iter().map(|(shared, _)| self.run(shared)).collect());
        let mut keys = vec![0; commodity.len()];
        for run in 0..runs.len() {
            let rows = run_rows(runs, run, commodity.len());
            let (period, group) = names.of(self.run(&runs[run].0));
            for (key, id) in keys[rows.clone()].iter_mut().zip(commodity.view().rows(rows).iter()) {
                *key = row_keys.pack(period, group, u64::from(self.commodity[id]));
            }
        }
        drop(commodity);
        self.lay_keys(&row_keys, &names, keys, payload, keep_arrival)
    }

    fn lay_rows(
        &self,
        rows: &RowLabels,
        commodity: Codes,
        payload: Payload,
        keep_arrival: bool,
    ) -> (Cells, Origin) {
        let no_label = rows.label.is_empty();
        let shared = |row: usize| Shared {
            period: rows.period[row],
            label: if no_label { 0 } else { rows.label[row] },
            reporter: rows.reporter[row],
            partner: rows.partner[row],
        };
        let (row_keys, names) =
            self.row_keys(|| (0..commodity.len()).map(|row| self.run(&shared(row))).collect());
        let mut keys = vec![0_u64; commodity.len()];
        let chunks: Vec<_> = (0..keys.len()).step_by(CHUNK).zip(keys.chunks_mut(CHUNK)).collect();
        let ascending = map(chunks, |(start, keys)| {
            let (mut ascends, mut last) = (true, 0);
            let goods = commodity.view().rows(start..start + keys.len());
            for ((row, slot), good) in (start..).zip(&mut *keys).zip(goods.iter()) {
                let (period, group) = names.of(self.run(&shared(row)));
                let key = row_keys.pack(period, group, u64::from(self.commodity[good]));
                ascends &= last <= key;
                last = key;
                *slot = key;
            }
            ascends && keys.first() <= keys.last()
        });
        drop(commodity);
        let joints = (CHUNK..keys.len()).step_by(CHUNK).all(|row| keys[row - 1] <= keys[row]);
        if joints && !ascending.contains(&false) {
            return (self.cells_of_keys(&row_keys, &names, &keys, payload), Origin::Same);
        }
        self.lay_keys(&row_keys, &names, keys, payload, keep_arrival)
    }

    /// How rows are packed: period and group as they are, or as the rank of their run where that
    /// needs fewer bits.
    fn row_keys(&self, runs: impl FnOnce() -> Vec<(u32, u64)>) -> (RowKeys, Ranks) {
        let plain = RowKeys::new(&self.labels);
        if plain.bits <= 48 {
            return (plain, Ranks { runs: Vec::new() });
        }
        let mut runs = runs();
        runs.sort_unstable();
        runs.dedup();
        (RowKeys::of_ranks(runs.len(), &self.labels), Ranks { runs })
    }

    fn lay_keys(
        &self,
        row_keys: &RowKeys,
        ranks: &Ranks,
        keys: Vec<u64>,
        mut payload: Payload,
        keep_arrival: bool,
    ) -> (Cells, Origin) {
        if keep_arrival {
            payload.arrived = (0..keys.len() as u32).collect();
        }
        let (keys, mut payload) = sort(keys, payload, row_keys.bits);
        let arrived = std::mem::take(&mut payload.arrived);
        let origin = if keep_arrival { Origin::Rows(arrived) } else { Origin::NotKept };
        (self.cells_of_keys(row_keys, ranks, &keys, payload), origin)
    }

    /// Cells of ascending keys.
    fn cells_of_keys(
        &self,
        row_keys: &RowKeys,
        ranks: &Ranks,
        keys: &[u64],
        payload: Payload,
    ) -> Cells {
        let (commodity, starts) = if self.labels.commodities.len() <= 1 << 16 {
            let (ids, starts) = split(row_keys, keys, |id| id as u16);
            (Codes::Narrow(ids), starts)
        } else {
            let (ids, starts) = split(row_keys, keys, |id| id as u32);
            (Codes::Wide(ids), starts)
        };
        let layout = self.layout(starts.len(), |at| {
            let (first, run) = starts[at];
            let end = starts.get(at + 1).map_or(keys.len(), |(next, _)| *next as usize);
            (ranks.run(row_keys, run), end - first as usize)
        });
        let Payload { value, quantity, detail, .. } = payload;
        Cells { commodity, value, quantity, detail, ..layout }
    }
}

/// The runs that occur, ascending, where rows are packed by their rank; else empty.
struct Ranks {
    runs: Vec<(u32, u64)>,
}

impl Ranks {
    /// What is packed in front of a commodity.
    #[inline]
    fn of(&self, run: (u32, u64)) -> (u64, u64) {
        if self.runs.is_empty() {
            return (u64::from(run.0), run.1);
        }
        (0, self.runs.partition_point(|known| *known < run) as u64)
    }

    /// Period and group of what was packed.
    fn run(&self, row_keys: &RowKeys, packed: u64) -> (u32, u64) {
        if self.runs.is_empty() {
            let (period, group) = row_keys.period_and_group(packed);
            return (period as u32, group);
        }
        self.runs[packed as usize]
    }
}

/// The commodity of each row, and where runs begin: the row and the packed run.
fn split<T: Copy + Default + Send>(
    row_keys: &RowKeys,
    keys: &[u64],
    narrow: impl Fn(u64) -> T + Sync + Send,
) -> (Vec<T>, Vec<(u32, u64)>) {
    let mut commodity = vec![T::default(); keys.len()];
    let chunks: Vec<_> = (0..keys.len()).step_by(CHUNK).zip(commodity.chunks_mut(CHUNK)).collect();
    let starts = map(chunks, |(start, commodity)| {
        let mut starts = Vec::new();
        let mut last = start.checked_sub(1).map(|before| row_keys.run(keys[before]));
        for (row, slot) in (start..).zip(commodity) {
            let run = row_keys.run(keys[row]);
            if last != Some(run) {
                last = Some(run);
                starts.push((row as u32, run));
            }
            *slot = narrow(row_keys.commodity(keys[row]));
        }
        starts
    });
    (commodity, starts.into_iter().flatten().collect())
}

/// A column whose stretches (first row, how many) stand one after the other.
fn in_order<T: Copy + Default + Send + Sync>(column: Vec<T>, moves: &[(u32, u32)]) -> Vec<T> {
    const RUNS: usize = 1 << 12;
    if column.is_empty() {
        return column;
    }
    let mut moved = vec![T::default(); column.len()];
    let lengths =
        moves.chunks(RUNS).map(|moves| moves.iter().map(|(_, rows)| *rows as usize).sum());
    let pieces = cut(&mut moved, lengths);
    for_each(
        moves.chunks(RUNS).zip(pieces).collect(),
        |(moves, piece): (&[(u32, u32)], &mut [T])| {
            let mut at = 0;
            for (first, rows) in moves {
                let (first, rows) = (*first as usize, *rows as usize);
                piece[at..at + rows].copy_from_slice(&column[first..first + rows]);
                at += rows;
            }
        },
    );
    moved
}
