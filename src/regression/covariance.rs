//! How sure coefficients are: the covariance of the coefficients, by name of its assumption and of
//! its small-sample factor.
//!
//! Floats: estimates. Positions are kept columns. Held by `tests/mirror/regression.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined};
use crate::regression::fit::{LeastSquaresFit, position, unknown};
use crate::regression::sums::{count, sum, weight};
use crate::regression::sweep::Groups;
use crate::regression::triangle::dot;
use std::hash::Hash;

/// The factor that a robust or clustered covariance is multiplied with. `n` rows, `G` groups (rows,
/// where there are no clusters), `k` coefficients, those of the effects swept out among them.
///
/// Software differs here, and so do printed standard errors: name the one that you compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum SmallSample {
    /// None: HC0, CR0.
    #[default]
    None,
    /// `n / (n - k)`: HC1, whatever the groups.
    Rows,
    /// `G / (G - 1)`: `ppmlhdfe`, `poisson` of Stata.
    Groups,
    /// `G / (G - 1) * (n - 1) / (n - k)`: `regress` of Stata. For rows it is HC1.
    Stata,
    /// The same, with effects whose levels lie each in one cluster counted as one coefficient:
    /// `fixest` and `pyfixest` by default. `k` is the number of columns and levels less one for
    /// each way of effects after the first.
    Fixest,
}

/// The covariance of coefficients.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    names: Vec<String>,
    matrix: Vec<Vec<f64>>,
    factor: f64,
    groups: Option<usize>,
}

impl Covariance {
    /// The standard error of a coefficient.
    ///
    /// # Errors
    /// There is no coefficient of this name.
    pub fn standard_error(&self, name: &str) -> Result<f64, Error> {
        Ok(self.between(name, name)?.max(0.0).sqrt())
    }

    /// The covariance of two coefficients.
    ///
    /// # Errors
    /// There is no coefficient of this name.
    pub fn between(&self, one: &str, other: &str) -> Result<f64, Error> {
        let at = |name| position(&self.names, name).ok_or_else(|| unknown(name, &self.names));
        Ok(self.matrix[at(one)?][at(other)?])
    }

    /// The small-sample factor that is in it; one in the classical covariance.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The number of clusters, where there are any.
    #[must_use]
    pub fn groups(&self) -> Option<usize> {
        self.groups
    }
}

impl LeastSquaresFit {
    /// The classical covariance: all rows err alike, but for the weights.
    ///
    /// # Formula
    /// `s^2 (X'WX)^-1`
    ///
    /// # Errors
    /// As [`variance`](LeastSquaresFit::variance).
    pub fn classical(&self) -> Result<Covariance, Error> {
        let variance = self.variance()?;
        let mut matrix = self.solution.inverse();
        matrix.iter_mut().flatten().for_each(|value| *value *= variance);
        Ok(Covariance { names: self.names.clone(), matrix, factor: 1.0, groups: None })
    }

    /// The robust covariance (Eicker, Huber, White): each row errs by its own variance.
    ///
    /// # Formula
    /// `c A (sum_i s_i s_i') A`, `A = (X'WX)^-1`, `s_i = w_i r_i x_i`, `c` the factor
    ///
    /// # Errors
    /// [`NoDegreesOfFreedom`](Undefined::NoDegreesOfFreedom) if the factor divides by zero.
    ///
    /// ```
    /// use bilateral::regression::{LeastSquares, SmallSample};
    ///
    /// // By hand: a mean of 1, 2, 6 is 3; the squares 4 + 1 + 9 = 14 over 3² = 1.5556.
    /// let fit = LeastSquares::new(&[1.0, 2.0, 6.0]).fit()?;
    /// let plain = fit.robust(SmallSample::None)?.standard_error("constant")?;
    /// assert!((plain * plain - 14.0 / 9.0).abs() < 1e-12);
    /// let hc1 = fit.robust(SmallSample::Rows)?.standard_error("constant")?;
    /// assert!((hc1 * hc1 - 14.0 / 9.0 * 3.0 / 2.0).abs() < 1e-12);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn robust(&self, factor: SmallSample) -> Result<Covariance, Error> {
        let scores = self.scores();
        let factor = self.factor(factor, self.rows(), None)?;
        Ok(self.sandwich(&scores, factor, None))
    }

    /// The clustered covariance: rows of one label err together.
    ///
    /// # Formula
    /// As [`robust`](LeastSquaresFit::robust), with `s` added up by label first.
    ///
    /// # Errors
    /// Another number of labels than rows, or as [`robust`](LeastSquaresFit::robust).
    ///
    /// ```
    /// use bilateral::regression::{LeastSquares, SmallSample};
    ///
    /// // By hand: residuals -2, -1, 3; by cluster -3 and 3; 18 over 3².
    /// let fit = LeastSquares::new(&[1.0, 2.0, 6.0]).fit()?;
    /// let by = fit.clustered(&["a", "a", "b"], SmallSample::None)?;
    /// assert!((by.standard_error("constant")? - 2.0_f64.sqrt()).abs() < 1e-12);
    /// assert_eq!(by.groups(), Some(2));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn clustered<L: Ord + Hash>(
        &self,
        labels: &[L],
        factor: SmallSample,
    ) -> Result<Covariance, Error> {
        let clusters = Groups::of("the clusters", labels, self.rows())?;
        let scores = self.scores().into_iter().map(|score| {
            let mut sums = vec![0.0; clusters.levels];
            score.iter().zip(&clusters.ids).for_each(|(value, id)| sums[*id as usize] += value);
            sums
        });
        let scores: Vec<Vec<f64>> = scores.collect();
        let factor = self.factor(factor, clusters.levels, Some(&clusters))?;
        Ok(self.sandwich(&scores, factor, Some(clusters.levels)))
    }

    /// `w r x`, column by column.
    fn scores(&self) -> Vec<Vec<f64>> {
        let weights = self.weights.as_deref();
        let by_row = self.residuals().iter().enumerate().map(|(row, r)| weight(weights, row) * r);
        let by_row: Vec<f64> = by_row.collect();
        let of = |column: &Vec<f64>| column.iter().zip(&by_row).map(|(x, r)| x * r).collect();
        self.columns.iter().map(of).collect()
    }

    fn sandwich(&self, scores: &[Vec<f64>], factor: f64, groups: Option<usize>) -> Covariance {
        let inner = |one: &Vec<f64>, other: &Vec<f64>| {
            factor * sum(one.iter().zip(other).map(|(a, b)| a * b))
        };
        let bread = self.solution.inverse();
        let meat: Vec<Vec<f64>> = scores
            .iter()
            .map(|one| scores.iter().map(|other| inner(one, other)).collect())
            .collect();
        let half: Vec<Vec<f64>> =
            bread.iter().map(|row| meat.iter().map(|column| dot(row, column)).collect()).collect();
        let matrix =
            half.iter().map(|row| bread.iter().map(|column| dot(row, column)).collect()).collect();
        Covariance { names: self.names.clone(), matrix, factor, groups }
    }

    fn factor(
        &self,
        factor: SmallSample,
        groups: usize,
        clusters: Option<&Groups>,
    ) -> Result<f64, Error> {
        let over = |above: f64, below: f64| {
            if below > 0.0 { Ok(above / below) } else { Err(Undefined::NoDegreesOfFreedom) }
        };
        let (rows, groups) = (count(self.rows()), count(groups));
        let (k, k_fixest) = (count(self.parameters()), count(self.parameters_of_fixest(clusters)));
        Ok(match factor {
            SmallSample::None => 1.0,
            SmallSample::Rows => over(rows, rows - k)?,
            SmallSample::Groups => over(groups, groups - 1.0)?,
            SmallSample::Stata => over(groups, groups - 1.0)? * over(rows - 1.0, rows - k)?,
            SmallSample::Fixest => over(groups, groups - 1.0)? * over(rows - 1.0, rows - k_fixest)?,
        })
    }

    /// Columns and levels, ways after the first less one each, nested ways as one.
    fn parameters_of_fixest(&self, clusters: Option<&Groups>) -> usize {
        let is_nested = |way: &Groups| clusters.is_some_and(|clusters| way.is_within(clusters));
        let levels = |way: &Groups| if is_nested(way) { 1 } else { way.levels };
        let all: usize = self.ways.iter().map(levels).sum();
        (self.names.len() + all).saturating_sub(self.ways.len().saturating_sub(1))
    }
}
