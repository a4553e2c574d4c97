//! Least squares inside a box: the steps of Levenberg and Marquardt, with variables at a bound held
//! there while the slope points outward.
//!
//! Floats: estimation. Positions are below the number of variables, which is at most `W`, the width
//! of all rows. Held by `a_curved_valley_is_followed_to_its_end_and_to_a_bound` below and by the
//! reference fits in `tests/inside/smoothing.rs`.
#![allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

use crate::forecast::input::is_positive;

/// The sum of squared residuals, half its slope `J'r`, and `J'J`, for residuals `r` with
/// derivatives `J`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Normal<const W: usize> {
    pub(crate) sum: f64,
    pub(crate) slope: [f64; W],
    pub(crate) matrix: [[f64; W]; W],
}

impl<const W: usize> Normal<W> {
    pub(crate) fn zero() -> Normal<W> {
        Normal { sum: 0.0, slope: [0.0; W], matrix: [[0.0; W]; W] }
    }
}

/// The space of the search: the first variables, each between two bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Space<const W: usize> {
    pub(crate) size: usize,
    pub(crate) low: [f64; W],
    pub(crate) high: [f64; W],
}

/// So many rounds are never needed: eight to thirty are usual.
pub(crate) const ROUNDS: usize = 200;

/// Residuals without a minimum worth looking for: less than this part of the first sum of squares.
const NOTHING: f64 = 1e-28;

/// The smallest sum of squares found from a start, and where. `evaluate` gives the sum of squares,
/// infinite where the point is not allowed, and on request the normal equations there.
pub(crate) fn least_squares<const W: usize>(
    space: &Space<W>,
    start: [f64; W],
    rounds: usize,
    mut evaluate: impl FnMut(&[f64; W], Option<&mut Normal<W>>) -> f64,
) -> ([f64; W], f64) {
    let mut x = start;
    let mut normal = Normal::zero();
    let mut sum = evaluate(&x, Some(&mut normal));
    if !sum.is_finite() {
        return (x, f64::INFINITY);
    }
    let first = sum;
    let (mut damping, mut growth) = (1e-3, 2.0);
    let mut quiet = 0;
    for _ in 0..rounds {
        if sum <= NOTHING * first {
            break;
        }
        let Some(step) = bounded_step(space, &x, &normal, damping) else {
            damping *= growth;
            growth *= 2.0;
            if damping > 1e16 {
                break;
            }
            continue;
        };
        let mut next = x;
        for i in 0..space.size.min(W) {
            next[i] = (x[i] + step[i]).clamp(space.low[i], space.high[i]);
        }
        let expected = expected_decrease(space, &normal, &step);
        // A step that is hardly damped and promises nothing: this is the bottom.
        if damping <= 1e-2 && expected.abs() <= 1e-9 * sum {
            break;
        }
        let new = evaluate(&next, None);
        if new < sum {
            let gain = if expected > 0.0 { (sum - new) / expected } else { 1.0 };
            damping *= (1.0 - (2.0 * gain - 1.0).powi(3)).clamp(1.0 / 9.0, 2.0);
            damping = damping.max(1e-12);
            growth = 2.0;
            quiet = if sum - new <= 1e-10 * sum { quiet + 1 } else { 0 };
            x = next;
            sum = evaluate(&x, Some(&mut normal));
            if quiet >= 2 {
                break;
            }
        } else {
            // No better point within the digits of the sum: done.
            if expected.abs() <= 1e-14 * sum {
                break;
            }
            damping *= growth;
            growth *= 2.0;
            if damping > 1e16 {
                break;
            }
        }
    }
    (x, sum)
}

/// The least sum of squares over some of the variables, in which residuals are linear: where these
/// must move.
pub(crate) fn linear_step<const W: usize>(
    normal: &Normal<W>,
    variables: std::ops::Range<usize>,
) -> Option<[f64; W]> {
    let (mut free, mut count) = ([0; W], 0);
    for i in variables {
        free[count] = i;
        count += 1;
    }
    let found = solve(normal, &normal.slope, &free, count, 0.0)?;
    let mut step = [0.0; W];
    for (place, i) in free.iter().enumerate().take(count) {
        step[*i] = found[place];
    }
    Some(step)
}

/// The step of Levenberg and Marquardt that stays inside the box. Variables at a bound whose slope
/// points outward do not move; those that the step would carry over a bound go to the bound, and
/// the step of the others is found again.
fn bounded_step<const W: usize>(
    space: &Space<W>,
    x: &[f64; W],
    normal: &Normal<W>,
    damping: f64,
) -> Option<[f64; W]> {
    let size = space.size.min(W);
    let (mut free, mut count) = ([0; W], 0);
    for i in 0..size {
        let slope = normal.slope[i];
        let held =
            (x[i] <= space.low[i] && slope >= 0.0) || (x[i] >= space.high[i] && slope <= 0.0);
        if !held {
            free[count] = i;
            count += 1;
        }
    }
    let mut step = [0.0; W];
    // What the variables already sent to a bound add to the slope of the others.
    let mut slope = normal.slope;
    loop {
        let found = solve(normal, &slope, &free, count, damping)?;
        let (mut left, mut stopped) = ([0; W], [0; W]);
        let (mut left_count, mut stopped_count) = (0, 0);
        for (place, i) in free.iter().enumerate().take(count) {
            let bounded = found[place].clamp(space.low[*i] - x[*i], space.high[*i] - x[*i]);
            step[*i] = bounded;
            if bounded == found[place] {
                left[left_count] = *i;
                left_count += 1;
            } else {
                stopped[stopped_count] = *i;
                stopped_count += 1;
            }
        }
        if stopped_count == 0 {
            return Some(step);
        }
        for i in left.iter().take(left_count) {
            for j in stopped.iter().take(stopped_count) {
                slope[*i] += normal.matrix[*i.max(j)][*i.min(j)] * step[*j];
            }
        }
        (free, count) = (left, left_count);
    }
}

/// How much the sum of squares falls if residuals are linear: `-2 g'd - d'A d`.
fn expected_decrease<const W: usize>(space: &Space<W>, normal: &Normal<W>, step: &[f64; W]) -> f64 {
    let mut sum = 0.0;
    for i in 0..space.size.min(W) {
        let mut row = 2.0 * normal.slope[i] + normal.matrix[i][i] * step[i];
        for j in 0..i {
            row += 2.0 * normal.matrix[i][j] * step[j];
        }
        sum -= step[i] * row;
    }
    sum
}

/// `-(A + damping diag A)^-1 slope` of the free variables, by Cholesky's decomposition; nothing if
/// it does not exist.
fn solve<const W: usize>(
    normal: &Normal<W>,
    slope: &[f64; W],
    free: &[usize; W],
    count: usize,
    damping: f64,
) -> Option<[f64; W]> {
    let mut factor = [[0.0; W]; W];
    let mut solution = [0.0; W];
    let largest =
        free.iter().take(count).fold(0.0_f64, |largest, i| largest.max(normal.matrix[*i][*i]));
    for row in 0..count {
        for column in 0..=row {
            // Free variables stand in ascending order.
            let mut sum = normal.matrix[free[row]][free[column]];
            if row == column {
                // A variable that changes nothing stays where it is.
                sum += damping * sum + 1e-14 * largest;
            }
            for k in 0..column {
                sum -= factor[row][k] * factor[column][k];
            }
            if row == column {
                if !is_positive(sum) {
                    return None;
                }
                factor[row][row] = sum.sqrt();
            } else {
                factor[row][column] = sum / factor[column][column];
            }
        }
        let mut sum = -slope[free[row]];
        for k in 0..row {
            sum -= factor[row][k] * solution[k];
        }
        solution[row] = sum / factor[row][row];
    }
    for row in (0..count).rev() {
        let mut sum = solution[row];
        for below in row + 1..count {
            sum -= factor[below][row] * solution[below];
        }
        solution[row] = sum / factor[row][row];
    }
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}

#[cfg(test)]
mod tests {
    use super::{Normal, ROUNDS, Space, least_squares};

    /// Rosenbrock's valley as residuals 10 (b - a^2) and 1 - a: the minimum is at (1, 1), or at the
    /// bound a = 1/2 at (1/2, 1/4).
    #[test]
    fn a_curved_valley_is_followed_to_its_end_and_to_a_bound() {
        let valley = |x: &[f64; 4], normal: Option<&mut Normal<4>>| {
            let (p, q) = (10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]);
            if let Some(normal) = normal {
                *normal = Normal::zero();
                normal.sum = p * p + q * q;
                let rows = [([-20.0 * x[0], 10.0], p), ([-1.0, 0.0], q)];
                for (row, residual) in rows {
                    for i in 0..2 {
                        normal.slope[i] += row[i] * residual;
                        for j in 0..2 {
                            normal.matrix[i][j] += row[i] * row[j];
                        }
                    }
                }
            }
            p * p + q * q
        };
        let mut space = Space { size: 2, low: [-5.0; 4], high: [5.0; 4] };
        let (x, sum) = least_squares(&space, [-1.2, 1.0, 0.0, 0.0], ROUNDS, valley);
        assert!(
            (x[0] - 1.0).abs() < 1e-6 && (x[1] - 1.0).abs() < 1e-6 && sum < 1e-12,
            "{x:?} {sum}"
        );
        space.high[0] = 0.5;
        let (x, sum) = least_squares(&space, [-1.2, 1.0, 0.0, 0.0], ROUNDS, valley);
        assert!(
            (x[0] - 0.5).abs() < 1e-12 && (x[1] - 0.25).abs() < 1e-6 && (sum - 0.25).abs() < 1e-9,
            "{x:?} {sum}"
        );
    }
}
