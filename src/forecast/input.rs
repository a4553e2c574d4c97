//! What a slice must be before a model may see it, and the power of two that brings it near one.
//!
//! Floats: models are estimates; amounts enter here as floats and are not sums to be kept exact.
//! Held by `nothing_is_ever_infinite` in `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined};

/// Squares and products of four values of this size still fit a float, as do those of the smallest.
pub(crate) const LARGEST: f64 = 1e100;

/// Checks that there are values, that all are finite, and that their size leaves room for squares.
pub(crate) fn check(y: &[f64]) -> Result<(), Error> {
    if y.is_empty() {
        return Err(Error::from(Undefined::Missing).about("the history of a model"));
    }
    if let Some(at) = y.iter().position(|value| !value.is_finite()) {
        return Err(Error::invalid(
            "the history of a model",
            format!("value {at} (from 0) is not a finite number"),
        )
        .with_help(
            "start after the gap, or fill it and say so, \
             since models need every period of the span",
        ));
    }
    let largest = size(y);
    if largest > LARGEST || (largest > 0.0 && largest < 1.0 / LARGEST) {
        return Err(Error::range(
            "the history of a model",
            format!("its largest value {largest:e} is not between 1e-100 and 1e100"),
        )
        .with_help("give it in a unit in which the largest value is between 1e-100 and 1e100"));
    }
    Ok(())
}

/// The same, and that a season has at least one period.
pub(crate) fn check_seasonal(y: &[f64], season: usize) -> Result<(), Error> {
    if season == 0 {
        return Err(Error::range("the season", "0 a year is less than 1")
            .with_help("give 12 for months, 4 for quarters, 1 where there is no season"));
    }
    check(y)
}

/// The largest absolute value.
pub(crate) fn size(y: &[f64]) -> f64 {
    y.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

/// The power of two by which the values are divided to be at most one in size; division and
/// multiplication by it are exact, so a change of unit by a power of two changes no bit of a model.
pub(crate) fn scale(y: &[f64]) -> f64 {
    let largest = size(y);
    if largest > 0.0 { 2.0_f64.powi(exponent(largest)) } else { 1.0 }
}

/// The exponent of the next power of two above.
fn exponent(value: f64) -> i32 {
    let bits = (value.to_bits() >> 52) & 0x7ff;
    i32::try_from(bits).unwrap_or(1023).saturating_sub(1022)
}

/// False for zero, negative numbers and NaN.
pub(crate) fn is_positive(value: f64) -> bool {
    value > 0.0
}

/// True if logarithms can be taken of all.
pub(crate) fn all_positive(y: &[f64]) -> bool {
    y.iter().all(|value| *value > 0.0)
}

/// The arithmetic mean; zero of nothing.
pub(crate) fn mean(y: &[f64]) -> f64 {
    if y.is_empty() { 0.0 } else { y.iter().sum::<f64>() / count(y.len()) }
}

/// A number of observations as a float; series are far shorter than 2^53.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are far below 2^53")]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}

/// The line through the values at 1, 2, 3, ... by least squares: its height at 0, and its slope.
pub(crate) fn line(y: &[f64]) -> (f64, f64) {
    let middle = (count(y.len()) + 1.0) / 2.0;
    let height = mean(y);
    let (mut across, mut along) = (0.0, 0.0);
    let mut time = 0.0;
    for value in y {
        time += 1.0;
        across += (time - middle) * (value - height);
        along += (time - middle) * (time - middle);
    }
    let slope = if along > 0.0 { across / along } else { 0.0 };
    (height - slope * middle, slope)
}

pub(crate) fn check_level(percent: u8) -> Result<(), Error> {
    if percent == 0 || percent > 99 {
        return Err(Error::range(
            "the level of an interval",
            format!("{percent} % is not between 1 % and 99 %"),
        ));
    }
    Ok(())
}
