//! Main effects of several factors, each summing to zero: an analysis of variance whose effects and
//! standard errors are the result.
//!
//! Floats: estimates. Positions are below the number of levels. Held by
//! `tests/mirror/regression.rs` against the same design given to
//! [`LeastSquares`](crate::regression::LeastSquares) as columns.
#![allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

use crate::error::{Error, Undefined, counted};
use crate::regression::fit::{nothing_varies, position, unknown};
use crate::regression::normal::Cholesky;
use crate::regression::sums::{check, check_weights, count, mean, squares, sum, weight};
use crate::regression::sweep::{Groups, components};
use crate::regression::triangle::dot;
use std::fmt::Display;
use std::hash::Hash;

/// Collinear is a level of which no more than this is left without the others: counts have no more
/// rounding than that.
const COLLINEAR: f64 = 1e-10;

/// The matrix of more levels than this would not fit a small machine.
const MOST_LEVELS: usize = 4_000;

/// The effects of factors on a column, those of each factor summing to zero.
///
/// # Formula
/// `y = c + a_f(label) + b_g(label) + ...`, least `sum w r^2` with `sum a = 0`, `sum b = 0`. The
/// least-squares mean of a level is `c + its effect`.
///
/// # Example
/// ```
/// use bilateral::regression::MainEffects;
///
/// // By hand, a balanced table: means of rows 2 and 6, of columns 3 and 5, of all 4.
/// let fit = MainEffects::new(&[1.0, 3.0, 5.0, 7.0])
///     .factor("exporter", &["CHN", "CHN", "RUS", "RUS"])?
///     .factor("year", &[2020, 2021, 2020, 2021])?
///     .fit()?;
/// assert!((fit.intercept() - 4.0).abs() < 1e-12);
/// assert!((fit.effect("exporter", "RUS")?.effect - 2.0).abs() < 1e-12);
/// assert!((fit.effect("year", "2020")?.mean - 3.0).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "ask for .fit()"]
pub struct MainEffects<'a> {
    y: &'a [f64],
    weights: Option<&'a [f64]>,
    factors: Vec<(Groups, Vec<String>)>,
}

/// One level of a factor.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LevelEffect {
    /// The label.
    pub level: String,
    /// How far it is from the mean of the factor.
    pub effect: f64,
    /// The least-squares mean: intercept and effect.
    pub mean: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
}

/// What [`MainEffects::fit`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectsFit {
    names: Vec<String>,
    effects: Vec<Vec<LevelEffect>>,
    intercept: f64,
    variance: f64,
    r_squared: f64,
    rows: usize,
    parameters: usize,
}

impl<'a> MainEffects<'a> {
    /// The column to be explained.
    pub fn new(y: &'a [f64]) -> MainEffects<'a> {
        MainEffects { y, weights: None, factors: Vec::new() }
    }

    /// One more factor, by the label of each row.
    ///
    /// # Errors
    /// Another number of rows, or fewer than two labels.
    pub fn factor<L: Ord + Hash + Display>(
        mut self,
        name: &str,
        labels: &[L],
    ) -> Result<MainEffects<'a>, Error> {
        let groups = Groups::of(name, labels, self.y.len())?;
        if groups.levels < 2 {
            return Err(Error::invalid(
                "a factor",
                format!("{name} has {}", counted(groups.levels, "label")),
            )
            .with_help("leave a factor with one label out: its effect is the intercept"));
        }
        let mut levels = vec![String::new(); groups.levels];
        for (label, id) in labels.iter().zip(&groups.ids) {
            if levels[*id as usize].is_empty() {
                levels[*id as usize] = label.to_string();
            }
        }
        self.factors.push((groups, levels));
        Ok(self)
    }

    /// How much each row counts.
    ///
    /// # Errors
    /// Another number of rows, or a weight that is not above zero.
    pub fn weights(mut self, weights: &'a [f64]) -> Result<MainEffects<'a>, Error> {
        check_weights(weights, self.y.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// The effects.
    ///
    /// # Errors
    /// - [`Collinear`](Undefined::Collinear) names the first level whose effect the others explain:
    ///   levels fall into sets that no row ties together, say;
    /// - [`NoDegreesOfFreedom`](Undefined::NoDegreesOfFreedom): as many coefficients as rows;
    /// - [`DivisionByZero`](Undefined::DivisionByZero): the explained column does not vary;
    /// - more than 4,000 levels.
    pub fn fit(&self) -> Result<EffectsFit, Error> {
        check("the explained column", self.y, self.y.len())?;
        let levels: usize = self.factors.iter().map(|(groups, _)| groups.levels).sum();
        if levels > MOST_LEVELS {
            return Err(Error::range(
                "the number of levels of all factors",
                format!("{levels} is more than {MOST_LEVELS}"),
            )
            .with_help("sweep the largest factor out: LeastSquares::effects(..)"));
        }
        let parameters = self.places().len();
        let free = self.y.len().checked_sub(parameters).filter(|free| *free > 0);
        let cholesky =
            Cholesky::of(&self.products(), COLLINEAR).map_err(|at| self.collinear(at))?;
        let free = free.ok_or(Undefined::NoDegreesOfFreedom)?;
        let mut b = cholesky.solve(&self.right(self.y));
        // What rounding took is given back by one more step on the residuals.
        let first = self.residuals(&b);
        b.iter_mut().zip(cholesky.solve(&self.right(&first))).for_each(|(b, more)| *b += more);
        let left = squares(&self.residuals(&b), self.weights);
        let centre = mean(self.y, self.weights);
        let spread: Vec<f64> = self.y.iter().map(|y| y - centre).collect();
        let total = squares(&spread, self.weights);
        if total <= 0.0 {
            return Err(nothing_varies("the part explained"));
        }
        let variance = left / count(free);
        Ok(EffectsFit {
            names: self.factors.iter().map(|(groups, _)| groups.name.clone()).collect(),
            effects: self.effects(&b, &cholesky.inverse(), variance),
            intercept: b[0],
            variance,
            r_squared: 1.0 - left / total,
            rows: self.y.len(),
            parameters,
        })
    }

    /// Factor and level of each coefficient; the intercept has none.
    fn places(&self) -> Vec<Option<(usize, usize)>> {
        let of = |(factor, (groups, _)): (usize, &(Groups, Vec<String>))| {
            (0..groups.levels - 1).map(move |level| Some((factor, level))).collect::<Vec<_>>()
        };
        std::iter::once(None).chain(self.factors.iter().enumerate().flat_map(of)).collect()
    }

    /// Where the dummy of a level stands among all dummies, after the intercept.
    fn dummy(&self, factor: usize, level: usize) -> usize {
        1 + self.factors[..factor].iter().map(|(groups, _)| groups.levels).sum::<usize>() + level
    }

    /// The dummies that make up a coefficient: its own, less that of the last level.
    fn parts(&self, place: Option<(usize, usize)>) -> Vec<(usize, f64)> {
        match place {
            None => vec![(0, 1.0)],
            Some((factor, level)) => {
                let last = self.factors[factor].0.levels - 1;
                vec![(self.dummy(factor, level), 1.0), (self.dummy(factor, last), -1.0)]
            }
        }
    }

    /// `X'WX` of the coded columns, from the sums of weights of all pairs of levels.
    fn products(&self) -> Vec<Vec<f64>> {
        let size = self.dummy(self.factors.len(), 0);
        let mut sums = vec![vec![0.0; size]; size];
        let mut on = Vec::with_capacity(self.factors.len() + 1);
        for row in 0..self.y.len() {
            on.clear();
            on.push(0);
            on.extend((0..self.factors.len()).map(|f| self.dummy_of(f, row)));
            let weight = weight(self.weights, row);
            for one in &on {
                for other in &on {
                    sums[*one][*other] += weight;
                }
            }
        }
        let parts: Vec<_> = self.places().into_iter().map(|place| self.parts(place)).collect();
        let product = |one: &[(usize, f64)], other: &[(usize, f64)]| {
            let terms = one.iter().flat_map(|(a, sign)| {
                other.iter().map(|(b, its)| sign * its * sums[*a][*b]).collect::<Vec<_>>()
            });
            sum(terms)
        };
        parts.iter().map(|one| parts.iter().map(|other| product(one, other)).collect()).collect()
    }

    fn dummy_of(&self, factor: usize, row: usize) -> usize {
        self.dummy(factor, self.factors[factor].0.ids[row] as usize)
    }

    /// `X'W values`.
    fn right(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.dummy(self.factors.len(), 0)];
        for (row, value) in values.iter().enumerate() {
            let value = weight(self.weights, row) * value;
            sums[0] += value;
            (0..self.factors.len()).for_each(|f| sums[self.dummy_of(f, row)] += value);
        }
        let of = |place| sum(self.parts(place).iter().map(|(at, sign)| sign * sums[*at]));
        self.places().into_iter().map(of).collect()
    }

    /// The effects of each factor, the last one too.
    fn spelt_out(&self, b: &[f64]) -> Vec<Vec<f64>> {
        let mut rest = &b[1..];
        let mut all = Vec::new();
        for (groups, _) in &self.factors {
            let (own, more) = rest.split_at(groups.levels - 1);
            let mut effects = own.to_vec();
            effects.push(-sum(own.iter().copied()));
            all.push(effects);
            rest = more;
        }
        all
    }

    fn residuals(&self, b: &[f64]) -> Vec<f64> {
        let effects = self.spelt_out(b);
        let of = |(row, y): (usize, &f64)| {
            let fitted = self.factors.iter().zip(&effects);
            y - b[0] - fitted.map(|((groups, _), e)| e[groups.ids[row] as usize]).sum::<f64>()
        };
        self.y.iter().enumerate().map(of).collect()
    }

    fn effects(&self, b: &[f64], inverse: &[Vec<f64>], variance: f64) -> Vec<Vec<LevelEffect>> {
        let mut all = Vec::new();
        let mut start = 1;
        for ((groups, levels), effects) in self.factors.iter().zip(self.spelt_out(b)) {
            let own = start..start + groups.levels - 1;
            let of = |(level, effect): (usize, f64)| {
                // The mean is the intercept and one column, or for the last level less all of them.
                let mut on = vec![0.0; b.len()];
                on[0] = 1.0;
                match own.clone().nth(level) {
                    Some(at) => on[at] = 1.0,
                    None => own.clone().for_each(|at| on[at] = -1.0),
                }
                let spread = sum(inverse.iter().zip(&on).map(|(row, on_it)| on_it * dot(row, &on)));
                LevelEffect {
                    level: levels[level].clone(),
                    effect,
                    mean: b[0] + effect,
                    standard_error: (variance * spread).max(0.0).sqrt(),
                }
            };
            all.push(effects.into_iter().enumerate().map(of).collect());
            start = own.end;
        }
        all
    }

    /// Names the level, and how the factors fall apart if that is why.
    fn collinear(&self, at: usize) -> Error {
        let Some(Some((factor, level))) = self.places().get(at).copied() else {
            return Undefined::NoDegreesOfFreedom.into();
        };
        let (groups, levels) = &self.factors[factor];
        let apart = self
            .factors
            .iter()
            .find(|(other, _)| other.name != groups.name && components(other, groups) > 1);
        let with = apart.map_or_else(
            || "the other effects".to_owned(),
            |(other, _)| {
                let sets = components(other, groups);
                format!(
                    "the others, since {} and {} fall into {sets} sets that no row ties together",
                    other.name, groups.name
                )
            },
        );
        Undefined::Collinear { column: format!("{} {}", groups.name, levels[level]), with }.into()
    }
}

impl EffectsFit {
    /// The effects of a factor, in the order of its labels.
    ///
    /// # Errors
    /// There is no factor of this name.
    pub fn effects(&self, factor: &str) -> Result<&[LevelEffect], Error> {
        let at = position(&self.names, factor).ok_or_else(|| unknown(factor, &self.names))?;
        Ok(&self.effects[at])
    }

    /// The effect of one level.
    ///
    /// # Errors
    /// There is no factor or no level of this name.
    pub fn effect(&self, factor: &str, level: &str) -> Result<&LevelEffect, Error> {
        let effects = self.effects(factor)?;
        effects.iter().find(|effect| effect.level == level).ok_or_else(|| {
            Error::invalid("the level of a factor", format!("{factor} has no {level}"))
                .with_help("give the label as it prints")
        })
    }

    /// The mean of the least-squares means of each factor.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// `s^2 = sum w r^2 / (n - p)`.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// `1 - sum w r^2 / sum w (y - mean)^2`, with the weighted mean.
    #[must_use]
    pub fn r_squared(&self) -> f64 {
        self.r_squared
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of coefficients: the intercept, and for each factor its levels less one.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }
}
