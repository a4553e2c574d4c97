//! Least squares with rows that are shares.
//!
//! A named place of floats: weights are estimated here and rounded once, to 12 places, before any
//! value is touched. Positions are those of lists made in this file or counted against them in
//! `Problem::new`; `estimates::weights_are_those_of_scipy` and the laws beside it hold it.
#![allow(clippy::float_arithmetic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

/// Minimise `||Y - X B||^2`, rows of `B` at least 0 with sum 1, and 0 outside of `allowed`.
pub(crate) struct Problem {
    x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
    /// For each row of `B` the columns it may use; `B` is kept as a list beside it.
    allowed: Vec<Vec<usize>>,
}

type Rows = Vec<Vec<f64>>;

/// What is no weight any more.
const NOTHING: f64 = 1e-9;

impl Problem {
    /// Reporters as rows (x, y), all of one length.
    pub(crate) fn new(rows: Vec<(Vec<f64>, Vec<f64>)>, allowed: Vec<Vec<usize>>) -> Problem {
        let columns = allowed.iter().flatten().max().map_or(0, |most| most + 1);
        let fits = |(x, y): &(Vec<f64>, Vec<f64>)| x.len() == allowed.len() && y.len() >= columns;
        let (x, y) = rows.into_iter().filter(fits).unzip();
        Problem { x, y, allowed }
    }

    /// `B`, each row as the weights of its allowed columns.
    ///
    /// Accelerated projected gradients find which weights are zero; a linear system for the others
    /// then gives the digits.
    pub(crate) fn solve(&self) -> Rows {
        let rough = self.descend();
        let polished = self.polish(&rough);
        let better = polished.filter(|fine| self.distance(fine) <= self.distance(&rough));
        better.unwrap_or(rough)
    }

    /// Projected gradients with momentum, which starts again where it overshoots.
    fn descend(&self) -> Rows {
        const MOST: usize = 20_000;
        const NEAR: f64 = 1e-13;
        let step = 1.0 / self.steepness();
        let equal = |row: &Vec<usize>| vec![1.0 / row.len() as f64; row.len()];
        let mut weights: Rows = self.allowed.iter().map(equal).collect();
        let mut ahead = weights.clone();
        let mut momentum = 1.0_f64;
        for _ in 0..MOST {
            let next = self.stepped(&ahead, step);
            let moved = largest_difference(&next, &ahead);
            let overshoots = inner(&ahead, &next, &weights) > 0.0;
            let following = if overshoots {
                1.0
            } else {
                (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0
            };
            let carry = if overshoots { 0.0 } else { (momentum - 1.0) / following };
            ahead = next
                .iter()
                .zip(&weights)
                .map(|(new, old)| new.iter().zip(old).map(|(n, o)| n + carry * (n - o)).collect())
                .collect();
            weights = next;
            momentum = following;
            if moved < NEAR {
                break;
            }
        }
        weights
    }

    /// The point after a step down, back on the shares.
    fn stepped(&self, weights: &Rows, step: f64) -> Rows {
        let gradient = self.gradient(weights);
        let rows = weights.iter().zip(&gradient);
        rows.map(|(row, slope)| {
            onto_shares(&row.iter().zip(slope).map(|(w, g)| w - step * g).collect::<Vec<f64>>())
        })
        .collect()
    }

    /// How far a plain step would move the weights: zero at the minimum alone.
    fn distance(&self, weights: &Rows) -> f64 {
        largest_difference(&self.stepped(weights, 1.0 / self.steepness()), weights)
    }

    /// `2 X'(X B - Y)` at the allowed places.
    fn gradient(&self, weights: &Rows) -> Rows {
        let mut gradient: Rows = self.allowed.iter().map(|row| vec![0.0; row.len()]).collect();
        for (x, y) in self.x.iter().zip(&self.y) {
            let mut error: Vec<f64> = y.iter().map(|value| -value).collect();
            for ((share, row), weights) in x.iter().zip(&self.allowed).zip(weights) {
                for (column, weight) in row.iter().zip(weights) {
                    error[*column] += share * weight;
                }
            }
            for ((share, row), slopes) in x.iter().zip(&self.allowed).zip(&mut gradient) {
                for (column, slope) in row.iter().zip(slopes) {
                    *slope += 2.0 * share * error[*column];
                }
            }
        }
        gradient
    }

    /// A bound of the curvature: twice the largest eigenvalue of `X'X`, which the largest sum of a
    /// row of it is not below.
    fn steepness(&self) -> f64 {
        let sums: Vec<f64> = self.x.iter().map(|row| row.iter().sum()).collect();
        let of = |at: usize| self.x.iter().zip(&sums).map(|(row, sum)| row[at] * sum).sum::<f64>();
        let most = (0..self.allowed.len()).map(of).fold(0.0, f64::max);
        if most > 0.0 { 2.0 * most } else { 1.0 }
    }

    /// The minimum over the weights that are not zero, solved as a linear system, with weights that
    /// come out below zero taken away and such as would lower the sum put back. `None` where the
    /// system is too large or has no single solution.
    fn polish(&self, rough: &Rows) -> Option<Rows> {
        const LARGEST: usize = 400;
        const ROUNDS: usize = 50;
        let mut used: Vec<Vec<bool>> =
            rough.iter().map(|row| row.iter().map(|weight| *weight > NOTHING).collect()).collect();
        for _ in 0..ROUNDS {
            let places: Vec<(usize, usize)> = places_of(&used);
            if places.len() + self.allowed.len() > LARGEST {
                return None;
            }
            let weights = self.minimum(&places)?;
            let below: Vec<(usize, usize)> =
                places.iter().copied().filter(|(row, at)| weights[*row][*at] < 0.0).collect();
            if !below.is_empty() {
                below.into_iter().for_each(|(row, at)| used[row][at] = false);
                continue;
            }
            match self.would_lower(&weights, &used) {
                Some((row, at)) => used[row][at] = true,
                None => return Some(weights),
            }
        }
        None
    }

    /// A weight that is zero and should not be: its slope is below that of the others of its row.
    fn would_lower(&self, weights: &Rows, used: &[Vec<bool>]) -> Option<(usize, usize)> {
        const ROUNDING: f64 = 1e-11;
        let gradient = self.gradient(weights);
        let mut worst: Option<(f64, (usize, usize))> = None;
        for (row, slopes) in gradient.iter().enumerate() {
            let common = slopes.iter().zip(&used[row]).filter(|(_, used)| **used);
            let common = common.map(|(slope, _)| *slope).fold(f64::NEG_INFINITY, f64::max);
            for (at, slope) in slopes.iter().enumerate().filter(|(at, _)| !used[row][*at]) {
                let gain = common - slope;
                if gain > ROUNDING && worst.is_none_or(|(most, _)| gain > most) {
                    worst = Some((gain, (row, at)));
                }
            }
        }
        worst.map(|(_, place)| place)
    }

    /// The least squares over these places with rows that sum to 1, without bounds.
    fn minimum(&self, places: &[(usize, usize)]) -> Option<Rows> {
        let (count, rows) = (places.len(), self.allowed.len());
        let mut system = vec![vec![0.0; count + rows + 1]; count + rows];
        let product =
            |one: usize, two: usize| self.x.iter().map(|row| row[one] * row[two]).sum::<f64>();
        for (at, (row, place)) in places.iter().enumerate() {
            let column = self.allowed[*row][*place];
            for (other_at, (other, other_place)) in places.iter().enumerate() {
                if self.allowed[*other][*other_place] == column {
                    system[at][other_at] = product(*row, *other);
                }
            }
            system[at][count + row] = 1.0;
            system[count + row][at] = 1.0;
            let pairs = self.x.iter().zip(&self.y);
            system[at][count + rows] = pairs.map(|(x, y)| x[*row] * y[column]).sum();
        }
        for row in 0..rows {
            system[count + row][count + rows] = 1.0;
        }
        let solution = eliminate(system)?;
        let mut weights: Rows = self.allowed.iter().map(|row| vec![0.0; row.len()]).collect();
        for ((row, at), weight) in places.iter().zip(solution) {
            weights[*row][*at] = weight;
        }
        Some(weights)
    }
}

/// The nearest point whose parts are at least 0 and sum to 1.
fn onto_shares(point: &[f64]) -> Vec<f64> {
    let mut sorted = point.to_vec();
    sorted.sort_by(|one, two| two.total_cmp(one));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (at, value) in sorted.iter().enumerate() {
        sum += value;
        let candidate = (sum - 1.0) / (at + 1) as f64;
        if value - candidate > 0.0 {
            shift = candidate;
        }
    }
    point.iter().map(|value| (value - shift).max(0.0)).collect()
}

fn places_of(used: &[Vec<bool>]) -> Vec<(usize, usize)> {
    let rows = used.iter().enumerate();
    rows.flat_map(|(row, used)| {
        let used = used.iter().enumerate().filter(|(_, used)| **used);
        used.map(move |(at, _)| (row, at))
    })
    .collect()
}

/// Gauss with the largest pivot of each column; `None` for a singular system.
fn eliminate(mut system: Rows) -> Option<Vec<f64>> {
    let count = system.len();
    for at in 0..count {
        let pivot = (at..count)
            .max_by(|one, two| system[*one][at].abs().total_cmp(&system[*two][at].abs()))?;
        if system[pivot][at].abs() < 1e-12 {
            return None;
        }
        system.swap(at, pivot);
        let (above, below) = system.split_at_mut(at + 1);
        let upper = &above[at];
        for row in below {
            let factor = row[at] / upper[at];
            if factor != 0.0 {
                row[at..].iter_mut().zip(&upper[at..]).for_each(|(low, up)| *low -= factor * up);
            }
        }
    }
    let mut solution = vec![0.0; count];
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|next| system[at][next] * solution[next]).sum();
        solution[at] = (system[at][count] - known) / system[at][at];
    }
    Some(solution)
}

fn largest_difference(one: &Rows, two: &Rows) -> f64 {
    let rows = one.iter().flatten().zip(two.iter().flatten());
    rows.map(|(one, two)| (one - two).abs()).fold(0.0, f64::max)
}

/// `(ahead - next)(next - before)`, summed: above zero where the step turns back.
fn inner(ahead: &Rows, next: &Rows, before: &Rows) -> f64 {
    let rows = ahead.iter().flatten().zip(next.iter().flatten()).zip(before.iter().flatten());
    rows.map(|((ahead, next), before)| (ahead - next) * (next - before)).sum()
}
