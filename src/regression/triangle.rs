//! The triangle `R` of a table of columns, `R'R = X'X`, by reflections (Householder), a block of
//! rows at a time; and the solution of least squares from it, with collinear columns left out.
//!
//! # Source
//! Golub and Van Loan, *Matrix Computations*, 4th edition, 5.2.2 and 5.3; blocks of rows after
//! Demmel, Grigori, Hoemmen and Langou (2012), *Communication-optimal parallel and sequential QR*.
//!
//! Floats: estimates. Positions are below `width` or the length of a block, both set here. Held by
//! `the_triangle_has_the_products_of_the_columns` below.
#![allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

/// An upper triangle of some columns, column by column.
#[derive(Debug, Clone)]
pub(crate) struct Triangle {
    columns: Vec<Vec<f64>>,
}

/// Rows that are taken in at once: they stay near the processor.
const BLOCK: usize = 256;

impl Triangle {
    /// The triangle of these columns, each row multiplied by the root of its weight.
    pub(crate) fn of(columns: &[&[f64]], weights: Option<&[f64]>) -> Triangle {
        let width = columns.len();
        let rows = columns.first().map_or(0, |column| column.len());
        let mut triangle = Triangle { columns: vec![vec![0.0; width]; width] };
        let block = BLOCK.max(4 * width);
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + block);
            let mut part: Vec<Vec<f64>> =
                columns.iter().map(|column| column[start..end].to_vec()).collect();
            if let Some(weights) = weights {
                let roots: Vec<f64> = weights[start..end].iter().map(|w| w.sqrt()).collect();
                for column in &mut part {
                    column.iter_mut().zip(&roots).for_each(|(value, root)| *value *= root);
                }
            }
            triangle.take_in(&mut part);
            start = end;
        }
        triangle
    }

    /// One reflection a column turns the rows below the triangle to zero.
    fn take_in(&mut self, part: &mut [Vec<f64>]) {
        for pivot in 0..part.len() {
            let (left, right) = part.split_at_mut(pivot + 1);
            let tail = &left[pivot];
            let head = self.columns[pivot][pivot];
            let below = dot(tail, tail);
            if below == 0.0 {
                continue;
            }
            let norm = -(head * head + below).sqrt().copysign(head);
            let first = head - norm;
            let scale = 2.0 / (first * first + below);
            self.columns[pivot][pivot] = norm;
            for (offset, column) in right.iter_mut().enumerate() {
                let above = &mut self.columns[pivot + 1 + offset][pivot];
                let step = scale * (first * *above + dot(tail, column));
                *above -= step * first;
                column.iter_mut().zip(tail).for_each(|(value, v)| *value -= step * v);
            }
        }
    }

    /// The least squares of the last column on the others.
    ///
    /// A column is collinear if no more than `tolerance` of its size is left when the columns
    /// before it are taken out; `sizes` are the sizes that count, those of the triangle where
    /// there are none.
    pub(crate) fn solve(mut self, tolerance: f64, sizes: Option<&[f64]>) -> Solution {
        let width = self.columns.len();
        let mut y = self.columns.pop().unwrap_or_default();
        let mut reflections: Vec<(usize, Vec<f64>)> = Vec::new();
        let mut solution = Solution::default();
        for (at, mut column) in self.columns.into_iter().enumerate() {
            let size = sizes.map_or_else(|| dot(&column, &column).sqrt(), |sizes| sizes[at]);
            for (from, vector) in &reflections {
                reflect(&mut column[*from..], vector);
            }
            let rank = solution.kept.len();
            let rest =
                if rank < width { dot(&column[rank..], &column[rank..]).sqrt() } else { 0.0 };
            if rest <= tolerance * size {
                let on = solution.back(&column[..rank]);
                solution.drop_on(at, &on, size);
                continue;
            }
            let mut vector = column[rank..].to_vec();
            let norm = -rest.copysign(vector[0]);
            vector[0] -= norm;
            reflect(&mut y[rank..], &vector);
            column.truncate(rank);
            column.push(norm);
            solution.kept.push(at);
            solution.triangle.push(column);
            reflections.push((rank, vector));
        }
        solution.coefficients = solution.back(&y[..solution.kept.len()]);
        solution
    }
}

/// What [`Triangle::solve`] finds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Solution {
    /// Columns that are used, ascending.
    pub(crate) kept: Vec<usize>,
    /// Columns that are not, each with the kept ones that it is made of.
    pub(crate) dropped: Vec<(usize, Vec<usize>)>,
    /// Of the columns kept.
    pub(crate) coefficients: Vec<f64>,
    /// The triangle of the columns kept; column `j` has `j + 1` numbers.
    triangle: Vec<Vec<f64>>,
}

impl Solution {
    /// Leaves a column out. It is made of the kept ones whose part in it is more than rounding.
    fn drop_on(&mut self, at: usize, on: &[f64], size: f64) {
        let part = |(kept, b): (usize, &f64)| {
            let column = &self.triangle[kept];
            (b.abs() * dot(column, column).sqrt() > 1e-6 * size).then_some(self.kept[kept])
        };
        let with = on.iter().enumerate().filter_map(part).collect();
        self.dropped.push((at, with));
    }

    /// `b` of `T b = right`.
    fn back(&self, right: &[f64]) -> Vec<f64> {
        let mut b = right.to_vec();
        for at in (0..b.len()).rev() {
            b[at] /= self.triangle[at][at];
            let found = b[at];
            let above = &self.triangle[at];
            b[..at].iter_mut().zip(above).for_each(|(value, t)| *value -= found * t);
        }
        b
    }

    /// `z` of `T'z = right`: the row of `Q` that belongs to a row of the columns kept.
    pub(crate) fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut z: Vec<f64> = Vec::with_capacity(right.len());
        for (column, value) in self.triangle.iter().zip(right) {
            let diagonal = column[z.len()];
            z.push((value - dot(&column[..z.len()], &z)) / diagonal);
        }
        z
    }

    /// `(X'WX)^-1 = T^-1 T^-T` of the columns kept, row by row.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let rank = self.kept.len();
        let unit = |at: usize| -> Vec<f64> {
            (0..rank).map(|other| f64::from(u8::from(other == at))).collect()
        };
        (0..rank).map(|at| self.back(&self.forward(&unit(at)))).collect()
    }

    /// How much errors of the columns may be enlarged: the Frobenius norm of the triangle with
    /// columns of size one, times that of its inverse.
    pub(crate) fn condition(&self) -> f64 {
        let size = |column: &Vec<f64>| dot(column, column);
        let inverse = self.inverse();
        let spread: f64 = self
            .triangle
            .iter()
            .enumerate()
            .map(|(at, column)| size(column) * inverse[at][at])
            .sum();
        let rank: f64 = self.triangle.iter().map(|_| 1.0).sum();
        (rank * spread).sqrt()
    }
}

/// `x - 2 v (v'x) / (v'v)`.
fn reflect(values: &mut [f64], vector: &[f64]) {
    let step = 2.0 * dot(values, vector) / dot(vector, vector);
    values.iter_mut().zip(vector).for_each(|(value, v)| *value -= step * v);
}

/// Four sums side by side, which is faster and errs less than one.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (ones, others) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in ones.zip(others) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 600 rows need three blocks; `R'R = X'WX` by plain sums.
    #[test]
    fn the_triangle_has_the_products_of_the_columns() {
        let rows = 600;
        let column = |k: usize| -> Vec<f64> {
            (0..rows).map(|row| ((row * (k + 3) * 7919) % 101) as f64 / 7.0 - 5.0).collect()
        };
        let columns = [column(0), column(1), column(2)];
        let weights: Vec<f64> = (0..rows).map(|row| 1.0 + (row % 5) as f64).collect();
        let references: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let triangle = Triangle::of(&references, Some(&weights));
        for one in 0..3 {
            for other in 0..3 {
                let expected: f64 = (0..rows)
                    .map(|row| weights[row] * columns[one][row] * columns[other][row])
                    .sum();
                let found = dot(&triangle.columns[one], &triangle.columns[other]);
                assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{one} {other}");
            }
        }
    }
}
