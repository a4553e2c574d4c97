//! Sums that keep what rounding takes away, and the checks of what comes in.
//!
//! Floats: estimates. Held by `sums_keep_what_rounding_takes` below.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;

/// Squares and products of values of this size still fit a float, as do those of the smallest.
const LARGEST: f64 = 1e100;

/// The sum with the error of each addition added back (Neumaier 1974): right to the last digits
/// however many terms there are, and however they cancel.
pub(crate) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

/// A number of rows as a float; there are far fewer than 2^53.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn count(rows: usize) -> f64 {
    rows as f64
}

/// Weights of one where none are given.
pub(crate) fn weight(weights: Option<&[f64]>, row: usize) -> f64 {
    weights.and_then(|weights| weights.get(row)).copied().unwrap_or(1.0)
}

/// The weighted sum of squares.
pub(crate) fn squares(values: &[f64], weights: Option<&[f64]>) -> f64 {
    sum(values.iter().enumerate().map(|(row, value)| weight(weights, row) * value * value))
}

/// The weighted mean; zero of nothing.
pub(crate) fn mean(values: &[f64], weights: Option<&[f64]>) -> f64 {
    let total = sum((0..values.len()).map(|row| weight(weights, row)));
    let sum = sum(values.iter().enumerate().map(|(row, value)| weight(weights, row) * value));
    if total > 0.0 { sum / total } else { 0.0 }
}

/// Refuses what is not finite, what is too large or too small to be squared, and another number of
/// rows than `rows`; the error names column and row, counted from 0.
pub(crate) fn check(name: &str, values: &[f64], rows: usize) -> Result<(), Error> {
    same_length(name, values.len(), rows)?;
    if let Some(row) = values.iter().position(|value| !value.is_finite()) {
        let value = values.get(row).copied().unwrap_or(f64::NAN);
        return Err(Error::invalid(
            "a column of a regression",
            format!("{name}, row {row} (from 0), is {value}"),
        )
        .with_help("leave rows with a missing value out of all columns, or fill them and say so"));
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest > LARGEST || (largest > 0.0 && largest < 1.0 / LARGEST) {
        return Err(Error::range(
            "a column of a regression",
            format!("the largest value of {name}, {largest:e}, is not between 1e-100 and 1e100"),
        )
        .with_help("give it in a unit in which the largest value is between 1e-100 and 1e100"));
    }
    Ok(())
}

/// Refuses weights that are not above zero.
pub(crate) fn check_weights(weights: &[f64], rows: usize) -> Result<(), Error> {
    check("the weights", weights, rows)?;
    match weights.iter().position(|weight| *weight <= 0.0) {
        None => Ok(()),
        Some(row) => {
            let weight = weights.get(row).copied().unwrap_or(0.0);
            Err(Error::range(
                "a weight of a regression",
                format!("row {row} (from 0) has {weight}, which is not above 0"),
            )
            .with_help("leave rows out that should not count"))
        }
    }
}

/// Refuses another number of rows than there are.
pub(crate) fn same_length(name: &str, length: usize, rows: usize) -> Result<(), Error> {
    if length == rows {
        return Ok(());
    }
    Err(Error::mismatch(
        "the number of rows",
        format!("{rows} of the explained column"),
        format!("{length} of {name}"),
    )
    .with_help("give every column one value a row"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: one, and two terms that cancel and would swallow it.
    #[test]
    fn sums_keep_what_rounding_takes() {
        assert_eq!(sum([1e100, 1.0, -1e100].into_iter()), 1.0);
        assert_eq!(sum(std::iter::repeat_n(0.1, 10)), 1.0);
        assert_eq!(mean(&[1.0, 4.0], Some(&[2.0, 1.0])), 2.0);
    }
}
