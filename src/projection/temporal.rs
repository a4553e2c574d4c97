//! Months from years: an indicator made to add up to published totals, year-to-date figures taken
//! apart, joint January-February split. Exact, except the search for an autocorrelation.
//!
//! All functions take the totals of consecutive years and the indicator of their months, `per` of
//! them a year, and perhaps more months after the last total: those keep the relation of the last
//! ones to the indicator.
//!
//! Floats: only the likelihood of a [`chow_lin`] autocorrelation is computed in binary; what it
//! finds is rounded to three places and everything else is exact.
//! `tests/projection/projection_temporal.rs` holds the sums.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined, counted};
use crate::number::Ratio;
use serde::Serialize;

pub use crate::projection::january::{JointSplit, Split, split_january_february};

/// The indicator scaled to each year's total. Simple, with a step between years; [`denton`] has
/// none.
///
/// # Formula
/// `indicator[t] * total / sum(indicator of the year)`; months after the last total keep its ratio.
///
/// # Undefined when
/// There are no totals, or not enough months ([`Invalid`](crate::ErrorKind::Invalid)); the
/// indicator of a year adds up to zero ([`Undefined::DivisionByZero`]).
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection::temporal};
/// let halves = [1, 3, 2, 2].map(Ratio::from);
/// let months = temporal::pro_rata(&halves, &[Ratio::from(8), Ratio::from(10)], 2)?;
/// assert_eq!(months, [2, 6, 5, 5].map(Ratio::from));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn pro_rata(indicator: &[Ratio], totals: &[Ratio], per: usize) -> Result<Vec<Ratio>, Error> {
    check(indicator, totals, per)?;
    let mut months = Vec::with_capacity(indicator.len());
    let mut scale = Ratio::zero();
    for (at, year) in indicator.chunks(per).enumerate() {
        if let Some(total) = totals.get(at) {
            scale = total.over(&year.iter().cloned().sum())?;
        }
        months.extend(year.iter().map(|month| month * &scale));
    }
    Ok(months)
}

/// What [`denton`] keeps as smooth as it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Denton {
    /// The ratio of the result to the indicator: the usual choice for trade, which grows in
    /// percent.
    Proportional,
    /// The difference of the result and the indicator.
    Additive,
}

/// The series that follows the movement of the indicator as closely as possible and adds up to the
/// totals (Denton's first differences, in the variant of Cholette, which leaves the first month
/// free).
///
/// # Formula
/// The `x` with least `sum over t of (x[t] / p[t] - x[t-1] / p[t-1])^2` (proportional) or `sum of
/// ((x[t] - p[t]) - (x[t-1] - p[t-1]))^2` (additive) among those that add up to the totals. Months
/// after the last total keep the ratio of the last year to its indicator, or its mean difference a
/// month.
///
/// # Undefined when
/// As [`pro_rata`]; a month of the indicator is zero and the form is proportional
/// ([`Undefined::DivisionByZero`]).
///
/// # Source
/// P. A. Cholette (1984), Adjusting sub-annual series to yearly benchmarks.
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection::temporal::{Denton, denton}};
/// // An indicator in proportion to the totals comes back as it is.
/// let halves = [1, 3, 2, 2].map(Ratio::from);
/// let same = denton(&halves, &[Ratio::from(8), Ratio::from(8)], 2, Denton::Proportional)?;
/// assert_eq!(same, [2, 6, 4, 4].map(Ratio::from));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn denton(
    indicator: &[Ratio],
    totals: &[Ratio],
    per: usize,
    form: Denton,
) -> Result<Vec<Ratio>, Error> {
    check(indicator, totals, per)?;
    let proportional = form == Denton::Proportional;
    if proportional && indicator.iter().any(Ratio::is_zero) {
        return Err(Undefined::DivisionByZero.into());
    }
    // z is the ratio or the difference; z[t] = z[0] + the steps up to t, and only the steps cost.
    let weights: Vec<Ratio> = indicator
        .iter()
        .map(|month| if proportional { month.clone() } else { Ratio::one() })
        .collect();
    let years: Vec<&[Ratio]> = weights.chunks(per).take(totals.len()).collect();
    let whole: Vec<Ratio> = years.iter().map(|year| year.iter().cloned().sum()).collect();
    let mut aims = totals.to_vec();
    if !proportional {
        for (aim, year) in aims.iter_mut().zip(indicator.chunks(per)) {
            *aim = aim.clone() - year.iter().cloned().sum::<Ratio>();
        }
    }
    // What a step at month s adds to the total of a year: the weights of the year from s on.
    let after: Vec<Vec<Ratio>> = (0..years.len()).map(|year| steps(&years, &whole, year)).collect();
    let dot =
        |one: &[Ratio], other: &[Ratio]| one.iter().zip(other).map(|(a, b)| a * b).sum::<Ratio>();
    // Least squares under constraints: steps = after' * multipliers, and the first level is free.
    let mut rows: Vec<Vec<Ratio>> = Vec::new();
    for ((one, whole), aim) in after.iter().zip(&whole).zip(&aims) {
        let products = after.iter().map(|other| dot(one, other));
        rows.push(products.chain([whole.clone(), aim.clone()]).collect());
    }
    rows.push(whole.iter().cloned().chain([Ratio::zero(), Ratio::zero()]).collect());
    let mut multipliers = solve(rows)?;
    let mut level = multipliers.pop().unwrap_or_else(Ratio::zero);
    let mut months = Vec::with_capacity(indicator.len());
    let inside = totals.len().saturating_mul(per);
    for (at, month) in indicator.iter().enumerate().take(inside) {
        if at > 0 {
            let step = after.iter().zip(&multipliers).filter_map(|(year, multiplier)| {
                year.get(at.saturating_sub(1)).map(|weight| weight * multiplier)
            });
            level = level + step.sum::<Ratio>();
        }
        months.push(if proportional { month * &level } else { month + &level });
    }
    if let (Some(aim), Some(whole)) = (aims.last(), whole.last()) {
        let last = aim.over(whole)?;
        let later = indicator.iter().skip(inside);
        months.extend(later.map(|month| if proportional { month * &last } else { month + &last }));
    }
    Ok(months)
}

/// What a step at each month after the first adds to the total of one year.
fn steps(years: &[&[Ratio]], whole: &[Ratio], of: usize) -> Vec<Ratio> {
    let mut row = Vec::new();
    for (at, year) in years.iter().enumerate() {
        match at.cmp(&of) {
            std::cmp::Ordering::Less => {
                row.extend(year.iter().map(|_| whole.get(of).cloned().unwrap_or_else(Ratio::zero)))
            }
            std::cmp::Ordering::Greater => row.extend(year.iter().map(|_| Ratio::zero())),
            std::cmp::Ordering::Equal => {
                let mut left: Ratio = year.iter().cloned().sum();
                for month in *year {
                    row.push(left.clone());
                    left = left - month.clone();
                }
            }
        }
    }
    row.drain(..1.min(row.len())); // no step leads to the first month
    row
}

/// Months made of yearly totals by a regression on an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disaggregated {
    months: Vec<Ratio>,
    regression: Option<Regression>,
    reason: Option<String>,
}

/// The regression of [`chow_lin`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Regression {
    /// The intercept, per month.
    pub intercept: Ratio,
    /// What a unit of the indicator is worth.
    pub slope: Ratio,
    /// The autocorrelation of the residual from one month to the next.
    pub autocorrelation: Ratio,
}

impl Disaggregated {
    /// The months.
    #[must_use]
    pub fn months(&self) -> &[Ratio] {
        &self.months
    }

    /// The regression; `None` where [`denton`] stands in for it.
    #[must_use]
    pub fn regression(&self) -> Option<&Regression> {
        self.regression.as_ref()
    }

    /// Why [`denton`] stands in for the regression, where it does.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// Chow and Lin's months: a regression of the totals on the indicator, its residual spread with
/// autocorrelation.
///
/// Without an autocorrelation of your own it is estimated by maximum likelihood between 0 and
/// 0.999, to three places, with eight totals or more, and 0.5 with fewer. Where the regression has
/// no solution, fewer than three totals are there, or a month would be negative although totals and
/// indicator are not, [`denton`] in its proportional form stands in, and [`Disaggregated::reason`]
/// says so.
///
/// # Formula
/// `x = X b + V C' (C V C')^-1 (a - C X b)` with `V[i,j] = rho^|i-j|`, a constant and the indicator
/// in `X`, `b` by generalised least squares, and `C` adding up the months of each year.
///
/// # Undefined when
/// As [`denton`], where that stands in; as [`pro_rata`]; an autocorrelation outside of 0 to 0.999
/// ([`Range`](crate::ErrorKind::Range)).
///
/// # Source
/// G. C. Chow and A. Lin (1971), Best linear unbiased interpolation, distribution and extrapolation
/// of time series by related series.
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection::temporal::chow_lin};
/// // Totals that are twice the indicator plus one a month: the regression finds that.
/// let halves = [1, 2, 3, 5, 4, 7].map(Ratio::from);
/// let totals = [8, 18, 24].map(Ratio::from);
/// let months = chow_lin(&halves, &totals, 2, None)?;
/// assert_eq!(months.months(), [3, 5, 7, 11, 9, 15].map(Ratio::from));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn chow_lin(
    indicator: &[Ratio],
    totals: &[Ratio],
    per: usize,
    autocorrelation: Option<Ratio>,
) -> Result<Disaggregated, Error> {
    check(indicator, totals, per)?;
    let limit = Ratio::new(999, 1000)?;
    let autocorrelation = match autocorrelation {
        Some(given) if given.is_negative() || given > limit => {
            return Err(Error::range(
                "an autocorrelation",
                format!("{given} is not between 0 and 0.999"),
            ));
        }
        Some(given) => given,
        None if totals.len() >= 8 => likeliest(indicator, totals, per)?,
        None => Ratio::new(1, 2)?,
    };
    let stand_in = |reason: &str| {
        let months = denton(indicator, totals, per, Denton::Proportional)?;
        Ok(Disaggregated {
            months,
            regression: None,
            reason: Some(format!("{reason}: Denton's months stand in")),
        })
    };
    if totals.len() < 3 {
        return stand_in("a regression needs three totals");
    }
    let Some((months, regression)) = regress(indicator, totals, per, autocorrelation)? else {
        return stand_in("the indicator does not change from year to year");
    };
    let positive = !indicator.iter().chain(totals).any(Ratio::is_negative);
    if positive && months.iter().any(Ratio::is_negative) {
        return stand_in("a month of the regression is negative");
    }
    Ok(Disaggregated { months, regression: Some(regression), reason: None })
}

/// `None` if the regression has no single solution.
fn regress(
    indicator: &[Ratio],
    totals: &[Ratio],
    per: usize,
    rho: Ratio,
) -> Result<Option<(Vec<Ratio>, Regression)>, Error> {
    let mut powers = vec![Ratio::one()];
    for at in 0..indicator.len() {
        let next = powers.get(at).map(|power| power * &rho);
        powers.extend(next);
    }
    // V C': the covariance of each month with each total.
    let covariance = |month: usize, year: usize| -> Ratio {
        let first = year.saturating_mul(per);
        let months = first..first.saturating_add(per);
        months.filter_map(|other| powers.get(month.abs_diff(other)).cloned()).sum()
    };
    let with_totals: Vec<Vec<Ratio>> = (0..indicator.len())
        .map(|month| (0..totals.len()).map(|year| covariance(month, year)).collect())
        .collect();
    let count = Ratio::from(num_bigint::BigInt::from(per));
    let mut rows: Vec<Vec<Ratio>> = Vec::new();
    for ((months, year), total) in with_totals.chunks(per).zip(indicator.chunks(per)).zip(totals) {
        let mut row: Vec<Ratio> = vec![Ratio::zero(); totals.len()];
        for month in months {
            row = row.iter().zip(month).map(|(sum, one)| sum + one).collect();
        }
        row.extend([count.clone(), year.iter().cloned().sum(), total.clone()]);
        rows.push(row);
    }
    // (C V C')^-1 times the constant, the indicator and the totals.
    let solved = match solve_all(rows.clone(), 3) {
        Ok(solved) => solved,
        Err(_) => return Ok(None),
    };
    let right = |column: usize| {
        rows.iter().filter_map(move |row| row.get(totals.len().saturating_add(column)))
    };
    let weighed = |column: usize| solved.iter().filter_map(move |row| row.get(column));
    let product = |one: usize, other: usize| {
        right(one).zip(weighed(other)).map(|(a, b)| a * b).sum::<Ratio>()
    };
    let normal = vec![
        vec![product(0, 0), product(0, 1), product(0, 2)],
        vec![product(1, 0), product(1, 1), product(1, 2)],
    ];
    let Ok(coefficients) = solve(normal) else { return Ok(None) };
    let [intercept, slope] = coefficients.as_slice() else { return Ok(None) };
    // (C V C')^-1 (a - C X b), from the three solutions.
    let residual: Vec<Ratio> = weighed(2)
        .zip(weighed(0))
        .zip(weighed(1))
        .map(|((total, constant), level)| &(total - &(constant * intercept)) - &(level * slope))
        .collect();
    let month = |(level, row): (&Ratio, &Vec<Ratio>)| {
        let spread: Ratio = row.iter().zip(&residual).map(|(a, b)| a * b).sum();
        &(intercept + &(level * slope)) + &spread
    };
    let months = indicator.iter().zip(&with_totals).map(month).collect();
    let regression =
        Regression { intercept: intercept.clone(), slope: slope.clone(), autocorrelation: rho };
    Ok(Some((months, regression)))
}

/// The autocorrelation of highest likelihood on a grid of thousandths; the variance is profiled
/// out.
fn likeliest(indicator: &[Ratio], totals: &[Ratio], per: usize) -> Result<Ratio, Error> {
    let sums: Vec<f64> = indicator
        .chunks(per)
        .map(|year| year.iter().cloned().sum::<Ratio>().approximately())
        .collect();
    let totals: Vec<f64> = totals.iter().map(Ratio::approximately).collect();
    let (mut best, mut highest) = (500, f64::NEG_INFINITY);
    for thousandths in 0..=999_i32 {
        if let Some(likelihood) = likelihood(&sums, &totals, per, f64::from(thousandths) / 1000.0)
            && likelihood > highest
        {
            (best, highest) = (thousandths, likelihood);
        }
    }
    Ratio::new(best, 1000)
}

/// `-(Y ln(residual) + ln det) / 2` of the totals, up to a constant.
fn likelihood(sums: &[f64], totals: &[f64], per: usize, rho: f64) -> Option<f64> {
    let exponent = |number: usize| i32::try_from(number).ok().map(|number| rho.powi(number));
    let mut chain = 0.0;
    let mut within = 0.0;
    for lag in 0..per {
        chain += exponent(lag)?;
        let pairs = f64::from(u32::try_from(per.saturating_sub(lag)).ok()?);
        within += exponent(lag)? * pairs * if lag == 0 { 1.0 } else { 2.0 };
    }
    let between = |lag: usize| -> Option<f64> {
        if lag == 0 {
            return Some(within);
        }
        Some(exponent(lag.saturating_sub(1).saturating_mul(per).saturating_add(1))? * chain * chain)
    };
    let years = totals.len();
    // Cholesky's factor, row by row; the right sides follow it.
    let mut factor: Vec<Vec<f64>> = Vec::new();
    let mut right: [Vec<f64>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    let mut log_determinant = 0.0;
    for row in 0..years {
        let mut line: Vec<f64> = Vec::with_capacity(years);
        for column in 0..row {
            let above = factor.get(column)?;
            let dot: f64 = line.iter().zip(above).map(|(a, b)| a * b).sum();
            line.push((between(row.saturating_sub(column))? - dot) / above.get(column)?);
        }
        let square = between(0)? - line.iter().map(|one| one * one).sum::<f64>();
        if square <= 0.0 {
            return None;
        }
        let root = square.sqrt();
        log_determinant += 2.0 * root.ln();
        let constants = f64::from(u32::try_from(per).ok()?);
        for (side, value) in right.iter_mut().zip([constants, *sums.get(row)?, *totals.get(row)?]) {
            let dot: f64 = line.iter().zip(side.iter()).map(|(a, b)| a * b).sum();
            side.push((value - dot) / root);
        }
        line.push(root);
        factor.push(line);
    }
    let [constant, level, total] = &right;
    let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
    let (cc, cl, ll) = (dot(constant, constant), dot(constant, level), dot(level, level));
    let (ct, lt, tt) = (dot(constant, total), dot(level, total), dot(total, total));
    let determinant = cc * ll - cl * cl;
    let (a, b) = ((ct * ll - lt * cl) / determinant, (lt * cc - ct * cl) / determinant);
    let residual = tt - a * ct - b * lt;
    let count = f64::from(u32::try_from(years).ok()?);
    let value = -0.5 * (count * residual.max(f64::MIN_POSITIVE).ln() + log_determinant);
    value.is_finite().then_some(value)
}

/// Months from figures of the year to date: the first as it is, then differences.
///
/// # Formula
/// `level[k] - level[k-1]`. A difference absorbs every revision of earlier months and the rounding
/// of both levels; as method of a series, [`Series::amount`](crate::Series::amount) does the same
/// and marks it as derived.
///
/// # Example
/// ```
/// use bilateral::{number::decimal, projection::temporal};
/// let levels = ["20.1", "38.9", "53.8"].map(|text| decimal(text).into());
/// assert_eq!(
///     temporal::decumulate(&levels),
///     ["20.1", "18.8", "14.9"].map(|text| decimal(text).into())
/// );
/// ```
#[must_use]
pub fn decumulate(levels: &[Ratio]) -> Vec<Ratio> {
    let before = std::iter::once(Ratio::zero()).chain(levels.iter().cloned());
    levels.iter().zip(before).map(|(level, before)| level - &before).collect()
}

fn check(indicator: &[Ratio], totals: &[Ratio], per: usize) -> Result<(), Error> {
    let needed = totals.len().saturating_mul(per);
    if totals.is_empty() || per == 0 || indicator.len() < needed {
        let reason = format!(
            "it has {} for {} of {per}",
            counted(indicator.len(), "month"),
            counted(totals.len(), "year")
        );
        return Err(Error::invalid("an indicator", reason));
    }
    Ok(())
}

/// The solution of a system of equations, each row with its right side at the end.
fn solve(rows: Vec<Vec<Ratio>>) -> Result<Vec<Ratio>, Error> {
    Ok(solve_all(rows, 1)?.into_iter().flatten().collect())
}

/// The same for several right sides at the end of each row: one row of solutions for each unknown.
fn solve_all(mut rows: Vec<Vec<Ratio>>, sides: usize) -> Result<Vec<Vec<Ratio>>, Error> {
    let singular = || Error::from(Undefined::DivisionByZero);
    for at in 0..rows.len() {
        let entry = |row: &Vec<Ratio>| row.get(at).is_some_and(|entry| !entry.is_zero());
        let pivot = rows.iter().skip(at).position(entry).ok_or_else(singular)?.saturating_add(at);
        rows.swap(at, pivot);
        let mut line = rows.get(at).cloned().ok_or_else(singular)?;
        let divisor = line.get(at).cloned().ok_or_else(singular)?;
        for entry in &mut line {
            *entry = entry.over(&divisor)?;
        }
        for (other, row) in rows.iter_mut().enumerate() {
            if other == at {
                row.clone_from(&line);
                continue;
            }
            let factor = row.get(at).cloned().ok_or_else(singular)?;
            if factor.is_zero() {
                continue;
            }
            for (entry, above) in row.iter_mut().zip(&line).skip(at) {
                *entry = &*entry - &(above * &factor);
            }
        }
    }
    Ok(rows.into_iter().map(|mut row| row.split_off(row.len().saturating_sub(sides))).collect())
}
