//! Normal equations by Cholesky, for designs of factors, whose products are counts and whose
//! condition is small.
//!
//! Floats: estimates. Positions are below the size of the matrix. Held by
//! `tests/mirror/regression.rs`, against the same designs through reflections.
#![allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

use crate::regression::triangle::dot;

/// The lower triangle `L` of a matrix `L L'`, row by row.
pub(crate) struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// The triangle, or the first column that those before it explain: no more than `tolerance` of
    /// its diagonal is left.
    pub(crate) fn of(matrix: &[Vec<f64>], tolerance: f64) -> Result<Cholesky, usize> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (at, line) in matrix.iter().enumerate() {
            let mut row = Vec::with_capacity(at + 1);
            for (other, value) in line.iter().take(at).enumerate() {
                let above: &Vec<f64> = &rows[other];
                row.push((value - dot(&row, &above[..other])) / above[other]);
            }
            let rest = line[at] - dot(&row, &row);
            if rest <= tolerance * line[at] {
                return Err(at);
            }
            row.push(rest.sqrt());
            rows.push(row);
        }
        Ok(Cholesky(rows))
    }

    /// `b` of `L L' b = right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut b: Vec<f64> = Vec::with_capacity(right.len());
        for (row, value) in self.0.iter().zip(right) {
            b.push((value - dot(&row[..b.len()], &b)) / row[b.len()]);
        }
        for at in (0..b.len()).rev() {
            b[at] /= self.0[at][at];
            let found = b[at];
            let row = &self.0[at];
            b[..at].iter_mut().zip(row).for_each(|(value, l)| *value -= found * l);
        }
        b
    }

    /// The inverse of the matrix.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let size = self.0.len();
        let unit = |at: usize| -> Vec<f64> {
            (0..size).map(|other| f64::from(u8::from(other == at))).collect()
        };
        (0..size).map(|at| self.solve(&unit(at))).collect()
    }
}
