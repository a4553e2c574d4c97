//! Which rows pull: leverage, studentised residuals, Cook's distance.
//!
//! # Source
//! Belsley, Kuh and Welsch (1980), *Regression Diagnostics*, chapter 2; Cook (1977).
//!
//! Floats: estimates. Held by `tests/mirror/regression.rs`.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::regression::fit::LeastSquaresFit;
use crate::regression::sums::{count, weight};
use crate::regression::triangle::dot;

/// A row whose leverage is one within rounding is fitted by a coefficient of its own.
const ALONE: f64 = 1.0 - 1e-10;

impl LeastSquaresFit {
    /// The leverage of each row: how much its own value moves what is fitted to it, 0 to 1. They
    /// add up to the number of coefficients.
    ///
    /// # Formula
    /// `w_i x_i' (X'WX)^-1 x_i`, and with one way of effects `w_i / sum(w of its level)` more
    ///
    /// # Errors
    /// With two or more ways of effects it is not known from the swept columns.
    ///
    /// ```
    /// use bilateral::regression::LeastSquares;
    ///
    /// // By hand: 1/3 + (x - 1)²/2.
    /// let fit = LeastSquares::new(&[1.0, 2.0, 4.0]).column("x", &[0.0, 1.0, 2.0])?.fit()?;
    /// let expected = [5.0 / 6.0, 1.0 / 3.0, 5.0 / 6.0];
    /// assert!(fit.leverages()?.iter().zip(expected).all(|(h, e)| (h - e).abs() < 1e-12));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn leverages(&self) -> Result<Vec<f64>, Error> {
        if self.ways.len() > 1 {
            return Err(Error::invalid(
                "the leverage of a row",
                "effects of two or more ways are swept out, and their part is not known",
            )
            .with_help("give all ways but one as columns: sum_to_zero(..) makes them"));
        }
        let mut leverages = Vec::with_capacity(self.rows());
        let mut values = Vec::with_capacity(self.columns.len());
        for row in 0..self.rows() {
            values.clear();
            values.extend(self.columns.iter().filter_map(|column| column.get(row).copied()));
            let z = self.solution.forward(&values);
            let level = self.parts_of_level.as_ref().and_then(|parts| parts.get(row));
            let own = weight(self.weights.as_deref(), row) * dot(&z, &z);
            leverages.push((own + level.unwrap_or(&0.0)).min(1.0));
        }
        Ok(leverages)
    }

    /// The internally studentised residual of each row; none for a row that is fitted by a
    /// coefficient of its own (leverage one).
    ///
    /// # Formula
    /// `r sqrt(w) / (s sqrt(1 - h))`
    ///
    /// # Errors
    /// As [`leverages`](LeastSquaresFit::leverages) and [`variance`](LeastSquaresFit::variance).
    pub fn studentised(&self) -> Result<Vec<Option<f64>>, Error> {
        let spread = self.variance()?.sqrt();
        let of = |(row, (residual, leverage)): (usize, (&f64, f64))| {
            let root = weight(self.weights.as_deref(), row).sqrt();
            (leverage < ALONE && spread > 0.0)
                .then(|| residual * root / (spread * (1.0 - leverage).sqrt()))
        };
        Ok(self.residuals().iter().zip(self.leverages()?).enumerate().map(of).collect())
    }

    /// Cook's distance of each row: how far all coefficients move without it; none for a row that
    /// is fitted by a coefficient of its own.
    ///
    /// # Formula
    /// `t^2 / p * h / (1 - h)`, `t` the studentised residual
    ///
    /// # Errors
    /// As [`studentised`](LeastSquaresFit::studentised).
    pub fn cooks_distances(&self) -> Result<Vec<Option<f64>>, Error> {
        let parameters = count(self.parameters());
        let of = |(t, h): (Option<f64>, f64)| t.map(|t| t * t / parameters * h / (1.0 - h));
        Ok(self.studentised()?.into_iter().zip(self.leverages()?).map(of).collect())
    }
}
