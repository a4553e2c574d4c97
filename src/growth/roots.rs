//! Rates that are irrational: they take the number of places and are correctly rounded to it.

use crate::error::{Error, Undefined};
use crate::growth::Growth;
use crate::number::{Percent, Ratio, Rounded, doubling_periods, log_ratio, root_of_power};
use num_bigint::BigInt;

/// Compound annual growth: the yearly rate which, kept up, leads from the first level to the last.
///
/// # Formula
/// `(last / first)^(12 / months) - 1`; 24 months are two years, 30 two and a half.
///
/// # Undefined when
/// A level is zero or negative ([`Undefined::NotPositive`]); there are no months, or more than 48
/// places are asked for ([`Range`](crate::ErrorKind::Range)). A last level of zero is -100 %.
///
/// # Rounding
/// Correctly rounded, half away from zero: the printed digits are those of the true number.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(growth::cagr(decimal("14.2"), decimal("10.3"), 24, 4)?.to_string(), "+17.4155 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn cagr(
    last: impl Into<Ratio>,
    first: impl Into<Ratio>,
    months: u16,
    places: u8,
) -> Result<Percent, Error> {
    let (last, first) = (last.into(), first.into());
    if !first.is_positive() || last.is_negative() {
        return Err(Undefined::NotPositive.into());
    }
    if months == 0 {
        return Err(Error::range("the time between two levels", "0 months are less than 1"));
    }
    compound_rate(&last.over(&first)?, 12, months, places)
}

/// Logarithmic growth in log points (hundredths): it adds up over time, and is not a percentage.
///
/// # Formula
/// `100 ln(now / base)`
///
/// # Undefined when
/// A level is zero or negative ([`Undefined::NotPositive`]), or more than 48 places are asked for
/// ([`Range`](crate::ErrorKind::Range)).
///
/// # Rounding
/// Correctly rounded, half away from zero.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(growth::log_growth(decimal("8.9"), decimal("10.3"), 3)?.to_string(), "-14.609");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn log_growth(
    now: impl Into<Ratio>,
    base: impl Into<Ratio>,
    places: u8,
) -> Result<Rounded, Error> {
    let (now, base) = (now.into(), base.into());
    let inner = two_more(places)?;
    if !now.is_positive() || !base.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    let log = log_ratio(&now.over(&base)?, inner)?;
    Ok(Rounded::from_mantissa(log.mantissa, places))
}

/// How many periods it takes to double at this growth per period, or to halve if it is negative.
///
/// # Formula
/// `ln 2 / ln(1 + growth)`; for negative growth `ln 0.5 / ln(1 + growth)`. The rule of 70 is an
/// approximation of it.
///
/// # Undefined when
/// Growth is zero ([`Undefined::NeverDoubles`]) or -100 % and below ([`Undefined::NotPositive`]).
///
/// # Rounding
/// Correctly rounded, half away from zero.
///
/// # Example
/// ```
/// use bilateral::{Growth, growth};
/// let growth = Growth::from_ratio("131/500".parse()?); // +26.2 %
/// assert_eq!(growth::doubling_time(&growth, 2)?.to_string(), "2.98");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn doubling_time(growth: &Growth, places: u8) -> Result<Rounded, Error> {
    if growth.ratio().is_zero() {
        return Err(Undefined::NeverDoubles.into());
    }
    if !growth.factor().is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    doubling_periods(&growth.factor(), places)
}

/// `factor^(numerator / denominator) - 1` in percent. Two more places of the factor are exactly the
/// places of the percentage.
pub(crate) fn compound_rate(
    factor: &Ratio,
    numerator: u16,
    denominator: u16,
    places: u8,
) -> Result<Percent, Error> {
    let factor_places = two_more(places)?;
    let root = root_of_power(factor, numerator, denominator, factor_places)?;
    let one = BigInt::from(10).pow(u32::from(factor_places));
    Ok(Percent {
        number: Rounded::from_mantissa(root.mantissa - one, places),
        signed: true,
        multiple: None,
    })
}

/// The places of a number of which the result is a hundredfold. The error names the places that
/// were asked for.
fn two_more(places: u8) -> Result<u8, Error> {
    if places > 48 {
        return Err(Error::range("the number of places", format!("{places} is more than 48")));
    }
    Ok(places.saturating_add(2))
}
