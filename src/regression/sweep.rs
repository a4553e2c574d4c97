//! Effects swept out of columns: weighted means of groups are taken away, way by way, until none is
//! left.
//!
//! One way takes one pass. With several, a forward and backward pass is a symmetric operation, and
//! conjugate gradients find the point where it changes nothing.
//!
//! # Source
//! Gaure (2013), *OLS with multiple high dimensional category variables*, Computational Statistics
//! and Data Analysis 66; conjugate gradients on symmetric passes as in Correia (2016), *A feasible
//! estimator for linear models with multi-way fixed effects*.
//!
//! Floats: estimates. Positions are ids below the number of levels, or rows, both set here. Held by
//! `effects_swept_out_equal_their_dummies` in `tests/mirror/regression_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined};
use crate::regression::sums::{same_length, weight};
use std::collections::HashMap;
use std::hash::Hash;

/// What sweeping several ways of effects out of all columns took.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Sweeps {
    /// Passes over all ways, forward and back, of the column that took most; 1 for one way.
    pub rounds: usize,
    /// What a last pass still changed, as part of the size of the swept column, or of the column
    /// before it where the effects explain it wholly: the largest of all columns. Sizes are roots
    /// of weighted sums of squares.
    pub reached: f64,
}

/// The rows of one way by level; ids ascend with the labels, so they depend on no order of rows.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    pub(crate) name: String,
    pub(crate) ids: Vec<u32>,
    pub(crate) levels: usize,
}

impl Groups {
    pub(crate) fn of<L: Ord + Hash>(
        name: &str,
        labels: &[L],
        rows: usize,
    ) -> Result<Groups, Error> {
        same_length(name, labels.len(), rows)?;
        let mut seen: HashMap<&L, u32> = HashMap::new();
        let mut first = Vec::new();
        let mut ids = Vec::with_capacity(labels.len());
        for label in labels {
            let next = u32::try_from(first.len()).map_err(|_| {
                Error::range("the levels of an effect", format!("{name} has more than 2^32"))
            })?;
            ids.push(*seen.entry(label).or_insert_with(|| {
                first.push(label);
                next
            }));
        }
        let levels = first.len();
        let mut order: Vec<usize> = (0..levels).collect();
        order.sort_unstable_by_key(|at| first[*at]);
        let mut rank = vec![0_u32; levels];
        for (id, at) in (0_u32..).zip(order) {
            rank[at] = id;
        }
        ids.iter_mut().for_each(|id| *id = rank[*id as usize]);
        Ok(Groups { name: name.to_owned(), ids, levels })
    }

    /// For each level whether all its rows are in one group of `other`.
    pub(crate) fn is_within(&self, other: &Groups) -> bool {
        let mut home: Vec<Option<u32>> = vec![None; self.levels];
        self.ids
            .iter()
            .zip(&other.ids)
            .all(|(id, group)| *home[*id as usize].get_or_insert(*group) == *group)
    }
}

/// How many coefficients the dummies of all ways are worth: the levels, less for each way after the
/// first the sets of levels that share no row with others, by the earlier way that has most of
/// these. Exact for two ways; for more, never less than the rank.
pub(crate) fn worth(ways: &[Groups]) -> usize {
    let later = |(at, way): (usize, &Groups)| {
        let sets = ways[..at].iter().map(|earlier| components(earlier, way)).max().unwrap_or(0);
        way.levels - sets
    };
    ways.iter().enumerate().map(later).sum()
}

/// The sets of levels of two ways that no row ties together.
pub(crate) fn components(one: &Groups, other: &Groups) -> usize {
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..one.levels + other.levels).collect();
    let mut sets = parent.len();
    for (left, right) in one.ids.iter().zip(&other.ids) {
        let left = root(&mut parent, *left as usize);
        let right = root(&mut parent, one.levels + *right as usize);
        if left != right {
            parent[left] = right;
            sets -= 1;
        }
    }
    sets
}

/// Sweeps columns; keeps the sums of weights of all levels.
#[derive(Debug)]
pub(crate) struct Sweeper<'a> {
    ways: &'a [Groups],
    weights: Option<&'a [f64]>,
    totals: Vec<Vec<f64>>,
}

impl<'a> Sweeper<'a> {
    pub(crate) fn new(ways: &'a [Groups], weights: Option<&'a [f64]>) -> Sweeper<'a> {
        let total = |way: &Groups| {
            let mut total = vec![0.0; way.levels];
            for (row, id) in way.ids.iter().enumerate() {
                total[*id as usize] += weight(weights, row);
            }
            total
        };
        Sweeper { ways, weights, totals: ways.iter().map(total).collect() }
    }

    /// Takes all effects out of a column.
    pub(crate) fn sweep(
        &self,
        column: &mut Vec<f64>,
        tolerance: f64,
        rounds: usize,
    ) -> Result<Sweeps, Error> {
        let size = self.size(column);
        // The second pass takes away what the first one lost to rounding.
        self.pass(column);
        self.pass(column);
        let mut used = 1;
        loop {
            let mut swept = column.clone();
            self.pass(&mut swept);
            let change = difference(column, &swept);
            let (left, now) = (self.size(&change), self.size(&swept));
            *column = swept;
            if left <= tolerance * now {
                let reached = if now > 0.0 { left / now } else { 0.0 };
                return Ok(Sweeps { rounds: used, reached });
            }
            // What rounding leaves of a column that the effects explain wholly.
            if left <= 1e-14 * size {
                return Ok(Sweeps { rounds: used, reached: left / size });
            }
            if used >= rounds {
                return Err(not_converged(rounds, left / now, tolerance));
            }
            used += self.descend(column, tolerance, rounds - used);
        }
    }

    /// Conjugate gradients from where the column stands; how many rounds it took.
    fn descend(&self, column: &mut [f64], tolerance: f64, rounds: usize) -> usize {
        let change_by_pass = |from: &[f64]| {
            let mut swept = from.to_vec();
            self.pass(&mut swept);
            difference(from, &swept)
        };
        let mut rest = change_by_pass(column);
        let mut step = rest.clone();
        let mut left = self.product(&rest, &rest);
        for round in 1..=rounds {
            let change = change_by_pass(&step);
            let along = self.product(&step, &change);
            if along <= 0.0 {
                return round;
            }
            let length = left / along;
            add(column, -length, &step);
            add(&mut rest, -length, &change);
            let next = self.product(&rest, &rest);
            if next.sqrt() <= 0.1 * tolerance * self.size(column) || next == 0.0 {
                return round;
            }
            let keep = next / left;
            step.iter_mut().zip(&rest).for_each(|(step, rest)| *step = rest + keep * *step);
            left = next;
        }
        rounds.max(1)
    }

    /// The means of all ways taken away, forward and back.
    fn pass(&self, column: &mut [f64]) {
        let ways = self.ways.iter().zip(&self.totals);
        for (way, totals) in ways.clone().chain(ways.rev().skip(1)) {
            let mut means = vec![0.0; way.levels];
            for (row, (id, value)) in way.ids.iter().zip(column.iter()).enumerate() {
                means[*id as usize] += weight(self.weights, row) * value;
            }
            means.iter_mut().zip(totals).for_each(|(mean, total)| *mean /= total);
            column.iter_mut().zip(&way.ids).for_each(|(value, id)| *value -= means[*id as usize]);
        }
    }

    fn product(&self, one: &[f64], other: &[f64]) -> f64 {
        let pairs = one.iter().zip(other).enumerate();
        pairs.map(|(row, (a, b))| weight(self.weights, row) * a * b).sum()
    }

    fn size(&self, column: &[f64]) -> f64 {
        self.product(column, column).sqrt()
    }

    /// For each row its weight as part of its level, where there is one way.
    pub(crate) fn parts_of_level(&self) -> Option<Vec<f64>> {
        let ([way], [totals]) = (self.ways, self.totals.as_slice()) else { return None };
        let part = |(row, id): (usize, &u32)| weight(self.weights, row) / totals[*id as usize];
        Some(way.ids.iter().enumerate().map(part).collect())
    }
}

fn difference(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

fn add(column: &mut [f64], times: f64, other: &[f64]) {
    column.iter_mut().zip(other).for_each(|(value, b)| *value += times * b);
}

fn not_converged(rounds: usize, reached: f64, tolerance: f64) -> Error {
    Error::from(Undefined::NotConverged {
        what: "sweeping out effects",
        rounds,
        reached: format!("{reached:.1e}"),
        asked: format!("{tolerance:e}"),
    })
}
