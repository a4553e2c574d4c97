//! Reliability scores: whose reports differ less from those of the partners, partners' reliability
//! taken into account.
//!
//! Floats: scores are estimates and are rounded once, as decimals, before they touch a value.
//! Positions are ids of economies, set here. Held by `tests/mirror/reliability.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::error::{Error, Undefined};
use crate::mirror::matched::{Matched, PairWeights, Weight, sorted};
use crate::mirror::symmetry::no_flows;
use std::collections::{BTreeMap, BTreeSet};

/// Reliability scores of all exporters and importers of some flows.
///
/// The idea of the Growth Lab of Harvard University, with a computation that has one result: the
/// published simultaneous updates swing between two, and which one is had depends on when they are
/// stopped.
///
/// # Formula
/// With `d = |x - m| / (x + m)`: scores `A` of exporters and `B` of importers such that for each
/// exporter `A_e sum_i d_ei B_i = n_e` and for each importer `B_i sum_e d_ei A_e = n_i`, `n` the
/// number of its flows. These are the equations of matrix scaling (Sinkhorn, RAS); they are solved
/// by turns, and made unique by equal geometric means of `A` and `B`, in each set of economies that
/// flows tie together.
///
/// The weight of the export report is `A/(A+B)`, or `A²/(A²+B²)`.
///
/// An economy whose flows agree exactly has no finite score: it is [`ReportingScore::Perfect`], its
/// report has weight 1 (1/2 where both are), and its flows do not count in the scores of its
/// partners.
///
/// # Source
/// Bustos, Yıldırım (2022), *Bilateral trade flow reconciliation* (Growth Lab); Sinkhorn and Knopp
/// (1967).
///
/// # Undefined when
/// [`NotConverged`](Undefined::NotConverged): flows that agree exactly stand so that no scores
/// solve the equations (the matrix has no total support).
///
/// # Example
/// ```
/// use bilateral::mirror::{WeightBy, Matched, ReportingScore, ReportingScores};
/// use bilateral::{Period, area::{CHN, KAZ, RUS}};
///
/// // By hand: d is 1/10 from China and 1/5 from Russia, one flow each, and both go to Kazakhstan:
/// // A d B = 1 for both, and B (d A + d A) = 2 follows.
/// let year = Period::year(2018);
/// let flows = [Matched::new(CHN, KAZ, year, 110, 90)?, Matched::new(RUS, KAZ, year, 120, 80)?];
/// let scores = ReportingScores::of(&flows)?;
/// let both = (scores.exporter(CHN)?, scores.exporter(RUS)?);
/// let (ReportingScore::Finite(china), ReportingScore::Finite(russia)) = both else {
///     panic!("both differ from the partner")
/// };
/// assert!((china / russia - 2.0).abs() < 1e-12);
/// let weights = scores.weights(WeightBy::Score, 12)?;
/// assert!(weights.of(CHN, KAZ) > weights.of(RUS, KAZ));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReportingScores {
    exporters: BTreeMap<Area, Scored>,
    importers: BTreeMap<Area, Scored>,
    pairs: BTreeSet<(Area, Area)>,
    zero_on_both_sides: usize,
    sweeps: usize,
    residual: f64,
}

/// How reliable an economy is; larger is more.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ReportingScore {
    /// A positive number, to be compared with other scores of the same [`ReportingScores`] only.
    Finite(f64),
    /// All flows that count agree exactly with the reports of the partners.
    Perfect,
}

/// How two scores become a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum WeightBy {
    /// `A / (A + B)`.
    #[default]
    Score,
    /// `A² / (A² + B²)`: the better side counts for more.
    SquaredScore,
}

/// A score and the set of economies in which it can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scored {
    score: ReportingScore,
    set: usize,
}

/// So many turns are never needed where there is a solution: 20 to 22 are usual.
const MOST_SWEEPS: usize = 10_000;

/// Equations that hold to the last digit.
const EXACT: f64 = 1e-15;

/// Equations that hold as well as rounding lets them, where a turn no longer mends them.
const ROUNDED: f64 = 1e-12;

impl ReportingScores {
    /// The scores over flows; several flows of a pair, of different years say, all count.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) without a flow that is not zero on both sides;
    /// [`NotConverged`](Undefined::NotConverged).
    pub fn of(flows: &[Matched]) -> Result<ReportingScores, Error> {
        let mut table = Table::default();
        let mut zero_on_both_sides = 0;
        for flow in sorted(flows) {
            match flow.gap().over(&flow.both()) {
                Ok(distance) => table.add(flow.exporter, flow.importer, distance.approximately()),
                Err(_) => zero_on_both_sides += 1,
            }
        }
        if table.cells.is_empty() {
            return Err(Error::from(Undefined::Missing)
                .about("flows that both sides report")
                .with_help("give flows of which one report at least is above zero"));
        }
        let pairs = table.cells.keys().copied().collect();
        let perfect = table.take_out_perfect();
        let solved = table.solve()?;
        let with_perfect = |finite: BTreeMap<Area, Scored>, perfect: BTreeSet<Area>| {
            let perfect = perfect.into_iter();
            let perfect =
                perfect.map(|area| (area, Scored { score: ReportingScore::Perfect, set: 0 }));
            finite.into_iter().chain(perfect).collect()
        };
        Ok(ReportingScores {
            exporters: with_perfect(solved.exporters, perfect.0),
            importers: with_perfect(solved.importers, perfect.1),
            pairs,
            zero_on_both_sides,
            sweeps: solved.sweeps,
            residual: solved.residual,
        })
    }

    /// The score of an economy as exporter.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) if it exports in none of the flows.
    pub fn exporter(&self, exporter: Area) -> Result<ReportingScore, Error> {
        Ok(self.scored(&self.exporters, exporter, "exporter")?.score)
    }

    /// The score of an economy as importer.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) if it imports in none of the flows.
    pub fn importer(&self, importer: Area) -> Result<ReportingScore, Error> {
        Ok(self.scored(&self.importers, importer, "importer")?.score)
    }

    /// The weight of the export report, as estimated.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) for an economy without flows; an exporter and an importer
    /// that no chain of flows ties together have scores that cannot be compared.
    pub fn weight(&self, exporter: Area, importer: Area, by: WeightBy) -> Result<f64, Error> {
        let one = self.scored(&self.exporters, exporter, "exporter")?;
        let other = self.scored(&self.importers, importer, "importer")?;
        match (one.score, other.score) {
            (ReportingScore::Perfect, ReportingScore::Perfect) => Ok(0.5),
            (ReportingScore::Perfect, ReportingScore::Finite(_)) => Ok(1.0),
            (ReportingScore::Finite(_), ReportingScore::Perfect) => Ok(0.0),
            (ReportingScore::Finite(_), ReportingScore::Finite(_)) if one.set != other.set => {
                Err(Error::invalid(
                    "a weight of two scores",
                    format!(
                        "no chain of flows ties {exporter} as exporter to {importer} as importer"
                    ),
                )
                .with_help("add flows between the two sets of economies, or use another rule"))
            }
            (ReportingScore::Finite(a), ReportingScore::Finite(b)) => Ok(match by {
                WeightBy::Score => 1.0 / (1.0 + b / a),
                WeightBy::SquaredScore => 1.0 / (1.0 + (b / a) * (b / a)),
            }),
        }
    }

    /// The weights of all pairs, each rounded once to `places`.
    ///
    /// # Errors
    /// More than 17 places, which no float has.
    pub fn weights(&self, by: WeightBy, places: u8) -> Result<PairWeights, Error> {
        PairWeights::make(self.pairs.iter().copied(), places, |exporter, importer| {
            Ok(Weight::Estimate(self.weight(exporter, importer, by)?))
        })
    }

    /// Flows that were left out since both sides report zero: no distance is defined.
    #[must_use]
    pub fn zero_on_both_sides(&self) -> usize {
        self.zero_on_both_sides
    }

    /// How many turns were taken.
    #[must_use]
    pub fn sweeps(&self) -> usize {
        self.sweeps
    }

    /// By how much of `n` an equation is off at most.
    #[must_use]
    pub fn residual(&self) -> f64 {
        self.residual
    }

    fn scored(
        &self,
        scores: &BTreeMap<Area, Scored>,
        area: Area,
        role: &str,
    ) -> Result<Scored, Error> {
        scores.get(&area).copied().ok_or_else(|| no_flows(area, role))
    }
}

/// Sums of distances and numbers of flows by pair.
#[derive(Debug, Default)]
struct Table {
    cells: BTreeMap<(Area, Area), (f64, f64)>,
}

struct Solved {
    exporters: BTreeMap<Area, Scored>,
    importers: BTreeMap<Area, Scored>,
    sweeps: usize,
    residual: f64,
}

impl Table {
    fn add(&mut self, exporter: Area, importer: Area, distance: f64) {
        let cell = self.cells.entry((exporter, importer)).or_default();
        *cell = (cell.0 + distance, cell.1 + 1.0);
    }

    /// Economies all of whose flows agree, with these flows, until none is left: without them a
    /// partner may have none that differs.
    fn take_out_perfect(&mut self) -> (BTreeSet<Area>, BTreeSet<Area>) {
        let (mut exporters, mut importers) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let cells = self.cells.iter();
            let (mut differ_x, mut differ_m) = (BTreeSet::new(), BTreeSet::new());
            for ((exporter, importer), _) in cells.filter(|(_, (distance, _))| *distance > 0.0) {
                differ_x.insert(*exporter);
                differ_m.insert(*importer);
            }
            let before = self.cells.len();
            self.cells.retain(|(exporter, importer), _| {
                let is_perfect_x = !differ_x.contains(exporter);
                let is_perfect_m = !differ_m.contains(importer);
                if is_perfect_x {
                    exporters.insert(*exporter);
                }
                if is_perfect_m {
                    importers.insert(*importer);
                }
                !is_perfect_x && !is_perfect_m
            });
            if self.cells.len() == before {
                return (exporters, importers);
            }
        }
    }

    fn solve(&self) -> Result<Solved, Error> {
        let exporters: Vec<Area> = unique(self.cells.keys().map(|(exporter, _)| *exporter));
        let importers: Vec<Area> = unique(self.cells.keys().map(|(_, importer)| *importer));
        let at = |areas: &[Area], area| areas.binary_search(&area).unwrap_or_default();
        let cells: Vec<Cell> = self
            .cells
            .iter()
            .map(|((exporter, importer), (distance, count))| Cell {
                row: at(&exporters, *exporter),
                column: at(&importers, *importer),
                distance: *distance,
                count: *count,
            })
            .collect();
        let (a, b, sweeps, residual) = scale(&cells, exporters.len(), importers.len())?;
        let sets = sets(&cells, exporters.len(), importers.len());
        let factors = factors(&a, &b, &sets);
        let scored = |areas: &[Area], scores: &[f64], sets: &[usize], up: bool| {
            let of = |(at, area): (usize, &Area)| {
                let set = sets[at];
                let score = if up { scores[at] * factors[set] } else { scores[at] / factors[set] };
                (*area, Scored { score: ReportingScore::Finite(score), set })
            };
            areas.iter().enumerate().map(of).collect()
        };
        Ok(Solved {
            exporters: scored(&exporters, &a, &sets[..a.len()], true),
            importers: scored(&importers, &b, &sets[a.len()..], false),
            sweeps,
            residual,
        })
    }
}

/// A cell of the matrix.
#[derive(Debug, Clone, Copy)]
struct Cell {
    row: usize,
    column: usize,
    distance: f64,
    count: f64,
}

fn unique(areas: impl Iterator<Item = Area>) -> Vec<Area> {
    areas.collect::<BTreeSet<Area>>().into_iter().collect()
}

/// The two sides of the equations by turns, until both hold.
fn scale(
    cells: &[Cell],
    rows: usize,
    columns: usize,
) -> Result<(Vec<f64>, Vec<f64>, usize, f64), Error> {
    let (mut n_rows, mut n_columns) = (vec![0.0; rows], vec![0.0; columns]);
    for cell in cells {
        n_rows[cell.row] += cell.count;
        n_columns[cell.column] += cell.count;
    }
    let row_sums = |b: &[f64]| {
        let mut sums = vec![0.0; rows];
        cells.iter().for_each(|cell| sums[cell.row] += cell.distance * b[cell.column]);
        sums
    };
    let (mut a, mut b) = (vec![1.0; rows], vec![1.0; columns]);
    let mut before = f64::INFINITY;
    for sweep in 1..=MOST_SWEEPS {
        let sums = row_sums(&b);
        (0..rows).for_each(|at| a[at] = n_rows[at] / sums[at]);
        let mut sums = vec![0.0; columns];
        cells.iter().for_each(|cell| sums[cell.column] += cell.distance * a[cell.row]);
        (0..columns).for_each(|at| b[at] = n_columns[at] / sums[at]);
        // The equations of importers hold now; those of exporters are off by this.
        let sums = row_sums(&b);
        let off = (0..rows).map(|at| (a[at] * sums[at] / n_rows[at] - 1.0).abs());
        let residual = off.fold(0.0, f64::max);
        if residual <= EXACT || (residual <= ROUNDED && residual >= before) {
            return Ok((a, b, sweep, residual));
        }
        if !residual.is_finite() {
            break;
        }
        before = residual;
    }
    Err(Error::from(Undefined::NotConverged {
        what: "the scaling of reliability scores",
        rounds: MOST_SWEEPS,
        reached: format!("{before:.1e}"),
        asked: format!("{EXACT:e}"),
    })
    .with_help(
        "leave out pairs that agree exactly, which are often filled from the mirror, or use the \
         analysis of variance or the symmetry index",
    ))
}

/// For each exporter and then each importer the set of economies that flows tie together.
fn sets(cells: &[Cell], rows: usize, columns: usize) -> Vec<usize> {
    let mut set: Vec<usize> = (0..rows + columns).collect();
    // The smallest number spreads; there are few economies.
    loop {
        let mut is_done = true;
        for cell in cells.iter().filter(|cell| cell.distance > 0.0) {
            let (one, other) = (cell.row, rows + cell.column);
            let least = set[one].min(set[other]);
            is_done = is_done && set[one] == least && set[other] == least;
            (set[one], set[other]) = (least, least);
        }
        if is_done {
            return set;
        }
    }
}

/// What exporters of each set are multiplied with, and importers divided by, to have equal
/// geometric means.
fn factors(a: &[f64], b: &[f64], sets: &[usize]) -> Vec<f64> {
    let mean = |scores: &[f64], of: &[usize], set: usize| {
        let logs =
            scores.iter().zip(of).filter(|(_, its)| **its == set).map(|(score, _)| score.ln());
        let (sum, count) = logs.fold((0.0, 0.0), |(sum, count), log| (sum + log, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    };
    let factor =
        |set| ((mean(b, &sets[a.len()..], set) - mean(a, &sets[..a.len()], set)) / 2.0).exp();
    (0..sets.len()).map(factor).collect()
}
