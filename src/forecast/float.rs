//! The border between exact numbers and floats: floats come in here and leave here, at a stated
//! number of digits.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::number::{Ratio, parse_decimal};

/// How many significant digits of a float are kept when it becomes an exact number.
pub(crate) const DIGITS: usize = 12;

/// A float as an exact number of twelve significant digits.
///
/// `None` for a number that is not finite or has more than 255 places.
pub(crate) fn exact(value: f64) -> Option<Ratio> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:.places$e}", places = DIGITS.saturating_sub(1));
    let (digits, exponent) = text.split_once('e')?;
    let exponent: i16 = exponent.parse().ok()?;
    if exponent.unsigned_abs() > 255 {
        return None;
    }
    Some(Ratio::from(parse_decimal(digits).ok()?) * Ratio::power_of_ten(exponent))
}

/// The same, as an error that says which number has no value.
pub(crate) fn exact_or(value: f64, what: &'static str) -> Result<Ratio, Error> {
    exact(value).ok_or_else(|| {
        Error::range(
            what,
            format!("{value} is not a finite number between 1e-255 and 1e255 in size"),
        )
    })
}

/// Exact numbers as floats.
pub(crate) fn floats(numbers: &[Ratio]) -> Vec<f64> {
    numbers.iter().map(Ratio::approximately).collect()
}

/// The square root of the mean square; `None` without any.
pub(crate) fn root_mean_square(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some((values.iter().map(|value| value * value).sum::<f64>() / f64::from(count)).sqrt())
}

/// The mean; `None` without any.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

/// `ln(one / other)`, where both are above zero.
pub(crate) fn log_of_quotient(one: &Ratio, other: &Ratio) -> Option<f64> {
    if !one.is_positive() || !other.is_positive() {
        return None;
    }
    let logarithm = one.over(other).ok()?.approximately().ln();
    logarithm.is_finite().then_some(logarithm)
}

#[cfg(test)]
mod tests {
    use super::exact;
    use crate::number::Ratio;

    #[test]
    fn twelve_digits_are_kept() {
        assert_eq!(exact(0.1), Ratio::new(1, 10).ok());
        assert_eq!(exact(-123_456_789_012.4), Some(Ratio::from(-123_456_789_012_i64)));
        assert_eq!(exact(0.0), Some(Ratio::zero()));
        assert_eq!((exact(f64::NAN), exact(f64::INFINITY), exact(1e300)), (None, None, None));
    }
}
