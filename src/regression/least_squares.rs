//! The question: which column is explained by which, with which weights and effects.
//!
//! Floats: estimates.

use crate::error::Error;
use crate::regression::fit::{self, Input, LeastSquaresFit};
use crate::regression::sums::{check, check_weights};
use crate::regression::sweep::Groups;
use std::hash::Hash;

/// Weighted least squares of a column on named columns.
///
/// A constant is among them, by the name `constant`, unless effects are swept out or
/// [`without_constant`](LeastSquares::without_constant) is asked for. A column that the columns
/// before it explain is left out and named in [`LeastSquaresFit::dropped`]: the later one goes.
///
/// # Formula
/// `b` with the least `sum w (y - X b)^2`, by reflections (Householder). Effects are swept out of
/// `y` and of all columns first, which gives the coefficients that dummies would give
/// (Frisch, Waugh, Lovell).
///
/// # Errors
/// Each step refuses what it cannot use, by column and row: rows unlike in number, values that are
/// not finite, weights that are not above zero, a name used twice.
///
/// # Example
/// ```
/// use bilateral::regression::LeastSquares;
///
/// // By hand: means 2 and 4, slope (−1·−2 + 0·0 + 1·2)/2 = 2.
/// let fit = LeastSquares::new(&[2.0, 4.0, 6.0]).column("x", &[1.0, 2.0, 3.0])?.fit()?;
/// assert!((fit.coefficient("x")? - 2.0).abs() < 1e-12);
/// assert!(fit.coefficient("constant")?.abs() < 1e-12);
///
/// // Twice the same is collinear, and the later one goes.
/// let twice = LeastSquares::new(&[2.0, 4.0, 7.0])
///     .column("metres", &[1.0, 2.0, 3.0])?
///     .column("feet", &[3.28, 6.56, 9.84])?
///     .fit()?;
/// assert_eq!(twice.dropped()[0].to_string(), "feet, collinear with metres");
///
/// // Exporters swept out: the slope within each.
/// let within = LeastSquares::new(&[1.0, 2.0, 11.0, 13.0])
///     .column("x", &[0.0, 1.0, 0.0, 2.0])?
///     .effects("exporter", &["CHN", "CHN", "RUS", "RUS"])?
///     .fit()?;
/// assert!((within.coefficient("x")? - 1.0).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "ask for .fit()"]
pub struct LeastSquares<'a> {
    input: Input<'a>,
    constant: bool,
}

impl<'a> LeastSquares<'a> {
    /// The column to be explained.
    pub fn new(y: &'a [f64]) -> LeastSquares<'a> {
        let input = Input {
            y,
            names: Vec::new(),
            columns: Vec::new(),
            weights: None,
            ways: Vec::new(),
            has_constant: false,
            tolerance: 1e-10,
            rounds: 10_000,
        };
        LeastSquares { input, constant: true }
    }

    /// One more column that explains.
    ///
    /// # Errors
    /// Another number of rows, a value that is not finite, a name that is there.
    pub fn column(mut self, name: &str, values: &'a [f64]) -> Result<LeastSquares<'a>, Error> {
        check(name, values, self.input.y.len())?;
        if self.input.names.iter().any(|known| known == name) {
            return Err(Error::invalid("a column of a regression", format!("{name} comes twice"))
                .with_help("give each column its own name"));
        }
        self.input.names.push(name.to_owned());
        self.input.columns.push(values);
        Ok(self)
    }

    /// How much each row counts. Weights have no unit: all of them doubled changes nothing.
    ///
    /// # Errors
    /// Another number of rows, or a weight that is not above zero.
    pub fn weights(mut self, weights: &'a [f64]) -> Result<LeastSquares<'a>, Error> {
        check_weights(weights, self.input.y.len())?;
        self.input.weights = Some(weights);
        Ok(self)
    }

    /// One more way of effects to be swept out, given by the label of each row.
    ///
    /// # Errors
    /// Another number of rows.
    pub fn effects<L: Ord + Hash>(
        mut self,
        name: &str,
        labels: &[L],
    ) -> Result<LeastSquares<'a>, Error> {
        self.input.ways.push(Groups::of(name, labels, self.input.y.len())?);
        Ok(self)
    }

    /// Without a constant: the line through the origin.
    pub fn without_constant(mut self) -> LeastSquares<'a> {
        self.constant = false;
        self
    }

    /// When effects count as swept out: a pass over all ways changes each column by at most this
    /// part of its size (1e-10 by default), within so many passes (10,000 by default). The error
    /// of the coefficients is of the order of the square of the tolerance.
    ///
    /// # Errors
    /// A tolerance that is not between 1e-14 and 0.1, or no passes.
    pub fn until(mut self, tolerance: f64, passes: usize) -> Result<LeastSquares<'a>, Error> {
        if !(1e-14..=0.1).contains(&tolerance) {
            let reason = format!("{tolerance:e} is not between 1e-14 and 0.1");
            return Err(Error::range("the tolerance of effects swept out", reason)
                .with_help("give a part of the size of a column, as 1e-10"));
        }
        if passes == 0 {
            return Err(Error::range("the number of passes", "0 passes sweep nothing out")
                .with_help("give 1 or more; 10,000 are the default"));
        }
        (self.input.tolerance, self.input.rounds) = (tolerance, passes);
        Ok(self)
    }

    /// The least squares.
    ///
    /// # Errors
    /// - fewer rows than columns;
    /// - [`NotConverged`](crate::Undefined::NotConverged): effects were not swept out in the passes
    ///   allowed; it says what was reached;
    /// - a value of the explained column that is not finite.
    pub fn fit(self) -> Result<LeastSquaresFit, Error> {
        let rows = self.input.y.len();
        check("the explained column", self.input.y, rows)?;
        let ones = vec![1.0; rows];
        let mut input: Input<'_> = self.input;
        if self.constant && input.ways.is_empty() {
            if input.names.iter().any(|name| name == "constant") {
                return Err(Error::invalid(
                    "a column of a regression",
                    "constant is the name of the column of ones, which is there already",
                )
                .with_help(
                    "leave the column out or give it another name; without_constant() takes the \
                     column of ones away",
                ));
            }
            input.names.insert(0, "constant".to_owned());
            input.columns.insert(0, &ones);
            input.has_constant = true;
        }
        fit::fit(input)
    }
}
