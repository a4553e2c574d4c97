//! What least squares found.
//!
//! Floats: estimates. Positions are rows and kept columns. Held by `tests/mirror/regression.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined, counted};
use crate::regression::sums::{count, mean, squares};
use crate::regression::sweep::{Groups, Sweeper, Sweeps, worth};
use crate::regression::triangle::{Solution, Triangle};
use std::fmt;

/// A column is collinear where no more than this part of its size is left without the others.
pub(crate) const COLLINEAR: f64 = 1e-9;

/// A fitted regression; [`LeastSquares::fit`](crate::regression::LeastSquares::fit) makes it.
///
/// ```
/// use bilateral::regression::LeastSquares;
///
/// // By hand: y = 1, 2, 4 at x = 0, 1, 2. Slope 3/2, constant 5/6, residuals 1/6, -1/3, 1/6.
/// let fit = LeastSquares::new(&[1.0, 2.0, 4.0]).column("x", &[0.0, 1.0, 2.0])?.fit()?;
/// assert_eq!(fit.names(), ["constant", "x"]);
/// assert!((fit.coefficient("x")? - 1.5).abs() < 1e-12);
/// assert!((fit.residuals()[1] + 1.0 / 3.0).abs() < 1e-12);
/// // s² = (1/36 + 4/36 + 1/36)/(3 - 2), and the slope errs by s/sqrt(2).
/// assert!((fit.standard_error("x")? - (1.0_f64 / 12.0).sqrt()).abs() < 1e-12);
/// assert!((fit.r_squared()? - 27.0 / 28.0).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LeastSquaresFit {
    pub(crate) names: Vec<String>,
    pub(crate) solution: Solution,
    dropped: Vec<Collinear>,
    /// Columns kept, after the effects were swept out.
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) ways: Vec<Groups>,
    /// Coefficients that the effects are worth.
    pub(crate) absorbed: usize,
    /// For one way of effects, the part of each row in the weight of its level.
    pub(crate) parts_of_level: Option<Vec<f64>>,
    residuals: Vec<f64>,
    fitted: Vec<f64>,
    total: f64,
    within: f64,
    sweeps: Option<Sweeps>,
}

/// A column that was left out, since columns before it or the effects explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Collinear {
    /// The column.
    pub column: String,
    /// The columns that explain it; none if the effects do, or if it is zero throughout.
    pub with: Vec<String>,
}

impl fmt::Display for Collinear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.with.as_slice() {
            [] => write!(f, "{}, nothing of its own", self.column),
            with => write!(f, "{}, collinear with {}", self.column, with.join(", ")),
        }
    }
}

/// The columns as they were given.
#[derive(Debug, Clone)]
pub(crate) struct Input<'a> {
    pub(crate) y: &'a [f64],
    pub(crate) names: Vec<String>,
    pub(crate) columns: Vec<&'a [f64]>,
    pub(crate) weights: Option<&'a [f64]>,
    pub(crate) ways: Vec<Groups>,
    /// Whether the first column is the one of ones.
    pub(crate) has_constant: bool,
    pub(crate) tolerance: f64,
    pub(crate) rounds: usize,
}

/// Sweeps, solves, and keeps what later questions need.
pub(crate) fn fit(input: Input<'_>) -> Result<LeastSquaresFit, Error> {
    let rows = input.y.len();
    if rows < input.names.len().max(1) {
        return Err(Error::invalid(
            "a regression",
            format!("{} for {}", counted(rows, "row"), counted(input.names.len(), "column")),
        )
        .with_help("give at least as many rows as columns, counting the constant"));
    }
    let (mut columns, sweeps) = swept(&input)?;
    let sizes: Vec<f64> =
        input.columns.iter().map(|column| squares(column, input.weights).sqrt()).collect();
    let all: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let solution = Triangle::of(&all, input.weights).solve(COLLINEAR, Some(&sizes));
    let y = columns.pop().unwrap_or_default();
    let dropped = solution.dropped.iter().map(|(at, with)| Collinear {
        column: input.names[*at].clone(),
        with: with.iter().map(|other| input.names[*other].clone()).collect(),
    });
    let dropped = dropped.collect();
    let kept: Vec<Vec<f64>> =
        solution.kept.iter().map(|at| std::mem::take(&mut columns[*at])).collect();
    let residuals = residuals(&y, &kept, &solution.coefficients);
    let has_level = input.has_constant || !input.ways.is_empty();
    let centre = if has_level { mean(input.y, input.weights) } else { 0.0 };
    let spread: Vec<f64> = input.y.iter().map(|value| value - centre).collect();
    let sweeper = Sweeper::new(&input.ways, input.weights);
    Ok(LeastSquaresFit {
        names: solution.kept.iter().map(|at| input.names[*at].clone()).collect(),
        dropped,
        columns: kept,
        weights: input.weights.map(<[f64]>::to_vec),
        absorbed: worth(&input.ways),
        parts_of_level: sweeper.parts_of_level(),
        fitted: input.y.iter().zip(&residuals).map(|(y, residual)| y - residual).collect(),
        total: squares(&spread, input.weights),
        within: squares(&y, input.weights),
        residuals,
        sweeps,
        solution,
        ways: input.ways,
    })
}

/// All columns and `y` as the last one, without the effects. Columns share nothing, so threads
/// change the time alone.
fn swept(input: &Input<'_>) -> Result<(Vec<Vec<f64>>, Option<Sweeps>), Error> {
    let mut columns: Vec<Vec<f64>> = input.columns.iter().map(|column| column.to_vec()).collect();
    columns.push(input.y.to_vec());
    if input.ways.is_empty() {
        return Ok((columns, None));
    }
    let sweeper = Sweeper::new(&input.ways, input.weights);
    let done = each(&mut columns, |column| sweeper.sweep(column, input.tolerance, input.rounds));
    let mut all = Sweeps { rounds: 0, reached: 0.0 };
    for one in done {
        let one = one?;
        all.rounds = all.rounds.max(one.rounds);
        all.reached = all.reached.max(one.reached);
    }
    Ok((columns, Some(all)))
}

#[cfg(feature = "parallel")]
fn each<R: Send>(
    columns: &mut [Vec<f64>],
    work: impl Fn(&mut Vec<f64>) -> R + Sync + Send,
) -> Vec<R> {
    use rayon::prelude::*;
    columns.par_iter_mut().map(work).collect()
}

#[cfg(not(feature = "parallel"))]
fn each<R: Send>(
    columns: &mut [Vec<f64>],
    work: impl Fn(&mut Vec<f64>) -> R + Sync + Send,
) -> Vec<R> {
    columns.iter_mut().map(work).collect()
}

fn residuals(y: &[f64], columns: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
    let mut residuals = y.to_vec();
    for (column, coefficient) in columns.iter().zip(coefficients) {
        residuals.iter_mut().zip(column).for_each(|(left, value)| *left -= coefficient * value);
    }
    residuals
}

impl LeastSquaresFit {
    /// The columns with a coefficient, in their order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The coefficient of a column.
    ///
    /// # Errors
    /// The column was left out as collinear, or there is none of this name.
    pub fn coefficient(&self, name: &str) -> Result<f64, Error> {
        Ok(self.coefficients()[self.position(name)?])
    }

    /// All coefficients, in the order of [`names`](LeastSquaresFit::names).
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.solution.coefficients
    }

    /// The columns that were left out, each with those that explain it.
    #[must_use]
    pub fn dropped(&self) -> &[Collinear] {
        &self.dropped
    }

    /// The classical standard error of a coefficient: of [`classical`](LeastSquaresFit::classical).
    ///
    /// # Errors
    /// As [`coefficient`](LeastSquaresFit::coefficient) and
    /// [`variance`](LeastSquaresFit::variance).
    pub fn standard_error(&self, name: &str) -> Result<f64, Error> {
        self.classical()?.standard_error(name)
    }

    /// What is left: the explained column less what the columns and effects say.
    #[must_use]
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// What the columns and effects say.
    #[must_use]
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.residuals.len()
    }

    /// The number of coefficients, those of the effects swept out among them.
    ///
    /// For two ways of effects it is exact (sets of levels that no row ties together are counted);
    /// for more it may be larger than the rank, as in other software.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.names.len() + self.absorbed
    }

    /// `s^2 = sum w r^2 / (n - p)`.
    ///
    /// # Errors
    /// [`NoDegreesOfFreedom`](Undefined::NoDegreesOfFreedom): as many coefficients as rows.
    pub fn variance(&self) -> Result<f64, Error> {
        match self.rows().checked_sub(self.parameters()) {
            None | Some(0) => Err(Undefined::NoDegreesOfFreedom.into()),
            Some(free) => Ok(self.left() / count(free)),
        }
    }

    /// `1 - sum w r^2 / sum w (y - mean)^2`, with the weighted mean; around zero without a constant
    /// and effects.
    ///
    /// # Errors
    /// [`DivisionByZero`](Undefined::DivisionByZero): the explained column does not vary.
    pub fn r_squared(&self) -> Result<f64, Error> {
        over(self.left(), self.total)
    }

    /// The same of the explained column without the effects.
    ///
    /// # Errors
    /// [`DivisionByZero`](Undefined::DivisionByZero): the effects explain it wholly.
    pub fn r_squared_within(&self) -> Result<f64, Error> {
        over(self.left(), self.within)
    }

    /// By how much errors of the columns may be enlarged in the coefficients: the condition number
    /// of the columns brought to one size (Frobenius norm). Near 1e9 a column is all but collinear.
    #[must_use]
    pub fn condition(&self) -> f64 {
        self.solution.condition()
    }

    /// What sweeping out effects took; none without effects.
    #[must_use]
    pub fn sweeps(&self) -> Option<Sweeps> {
        self.sweeps
    }

    fn left(&self) -> f64 {
        squares(&self.residuals, self.weights.as_deref())
    }

    pub(crate) fn position(&self, name: &str) -> Result<usize, Error> {
        position(&self.names, name).ok_or_else(|| {
            match self.dropped.iter().find(|out| out.column == name) {
                Some(out) => Error::from(Undefined::Collinear {
                    column: out.column.clone(),
                    with: out.with.join(", "),
                }),
                None => unknown(name, &self.names),
            }
        })
    }
}

pub(crate) fn position(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known == name)
}

pub(crate) fn unknown(name: &str, names: &[String]) -> Error {
    if names.is_empty() {
        return Error::invalid("the name of a column", format!("{name}, and there are none"))
            .with_help("give columns or factors before the fit");
    }
    Error::invalid("the name of a column", format!("{name} is none of {}", names.join(", ")))
        .with_help("give one of these names")
}

/// Where the explained column has one value, or the effects say all of it.
pub(crate) fn nothing_varies(what: &str) -> Error {
    Error::from(Undefined::DivisionByZero)
        .about(format!("{what} of a column that does not vary"))
        .with_help("report that nothing varies that could be explained")
}

fn over(left: f64, total: f64) -> Result<f64, Error> {
    if total > 0.0 { Ok(1.0 - left / total) } else { Err(nothing_varies("R²")) }
}
