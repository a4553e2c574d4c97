//! The methods that look at whole years alone, or at the level of the last months: scenario lines,
//! hardly an answer.
//!
//! Floats: a line through logarithms is fitted in binary and leaves as twelve digits; what is not
//! finite is refused.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined};
use crate::forecast::float::{exact_or, floats, mean};
use crate::number::{Ratio, Rounded, Rounding, root_of_power};

/// The year, if it grows at the compound rate of the last three; what is known of it is left aside.
///
/// # Formula
/// `A (A / B)^(1/3)` with `A` the last of the years and `B` the one three years before it. The
/// worst of all methods on measured series (10 % off for large pairs, 17 % for small ones): a
/// scenario, not an answer.
///
/// # Undefined when
/// Fewer than four years are given ([`Range`](crate::ErrorKind::Range)), or one of the two is not
/// above zero ([`Undefined::NotPositive`]).
///
/// # Rounding
/// To the places, from a root that is correct to twenty more; at most 30 places.
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection};
/// // doubles every year on average
/// let years = [Ratio::from(100), Ratio::from(90), Ratio::from(130), Ratio::from(800)];
/// assert_eq!(projection::trend(&years, 1)?.to_string(), "1600.0");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn trend(years: &[Ratio], places: u8) -> Result<Rounded, Error> {
    let [.., first, _, _, last] = years else {
        return Err(Error::range(
            "the number of years of a trend",
            format!("{} is less than 4", years.len()),
        ));
    };
    if !first.is_positive() || !last.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    let inner = places.saturating_add(20);
    let factor = root_of_power(&last.over(first)?, 1, 3, inner)?;
    let factor =
        Ratio::from(factor.mantissa) * Ratio::power_of_ten(i16::from(inner).saturating_neg());
    Ok((last.clone() * factor).round(places, Rounding::default()))
}

/// The year on the line through the logarithms of the years before it, by least squares; what is
/// known of it is left aside.
///
/// # Formula
/// `exp(a + b n)`, with `a + b i` fitted to `ln(years[i])`, `i` from 0 to `n - 1`. A scenario, as
/// [`trend`].
///
/// # Undefined when
/// Fewer than two years are given ([`Range`](crate::ErrorKind::Range)), or one is not above zero
/// ([`Undefined::NotPositive`]).
///
/// # Rounding
/// Computed in binary, given to twelve significant digits.
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection};
/// assert_eq!(
///     projection::log_trend(&[Ratio::from(100), Ratio::from(110), Ratio::from(121)])?,
///     Ratio::new(1331, 10)?
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn log_trend(years: &[Ratio]) -> Result<Ratio, Error> {
    let few = || {
        let reason = format!("{} is less than 2", years.len());
        Error::range("the number of years of a trend", reason)
    };
    if years.len() < 2 {
        return Err(few());
    }
    if years.iter().any(|year| !year.is_positive()) {
        return Err(Undefined::NotPositive.into());
    }
    let logs: Vec<f64> = floats(years).into_iter().map(f64::ln).collect();
    let steps: Vec<f64> = (0_u32..).take(logs.len()).map(f64::from).collect();
    let (Some(log), Some(step)) = (mean(&logs), mean(&steps)) else {
        return Err(few());
    };
    let across: f64 = steps.iter().zip(&logs).map(|(at, value)| (at - step) * (value - log)).sum();
    let square: f64 = steps.iter().map(|at| (at - step) * (at - step)).sum();
    let next = steps.last().map_or(0.0, |last| last + 1.0);
    exact_or((log + across / square * (next - step)).exp(), "a trend")
}

/// The year, if the months left are at the seasonally adjusted level of the last ones.
///
/// # Formula
/// `so_far + level * (sum of the factors of the months left)`. The factor of a month is its mean
/// share in the full `years`; the level is the mean over the last `window` months of month /
/// factor, reaching back into the last full year where fewer are known. Each year has the same
/// number of pieces (12 months, or 11 where January and February are one), oldest year first;
/// `so_far` holds the first pieces of the running year.
///
/// # Undefined when
/// There is no full year, years have different numbers of pieces, or there are more known pieces
/// than a year has ([`Invalid`](crate::ErrorKind::Invalid)); a year or the factor of a month in the
/// window is not above zero ([`Undefined::NotPositive`]).
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection};
/// let quarters = |numbers: [i32; 4]| numbers.map(Ratio::from).to_vec();
/// // Factors 0.1, 0.2, 0.3, 0.4; the level of the last two quarters is (90 + 110) / 2 = 100 a
/// // year.
///
/// let year = projection::adjusted_level(&[Ratio::from(11)], &[quarters([9, 18, 27, 36])], 2)?;
/// assert_eq!(year, Ratio::from(11) + Ratio::from(90));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn adjusted_level(
    so_far: &[Ratio],
    years: &[Vec<Ratio>],
    window: usize,
) -> Result<Ratio, Error> {
    let refuse =
        |reason: &str, help: &str| Err(Error::invalid("an adjusted level", reason).with_help(help));
    let Some(last) = years.last() else {
        return refuse("there is no full year", "give at least one full year");
    };
    if years.iter().any(|year| year.len() != last.len()) {
        return refuse(
            "the years differ in their number of months",
            "give the same months of each year",
        );
    }
    if so_far.len() > last.len() || window == 0 {
        return refuse(
            "more months are known than a year has, or the window is empty",
            "give the known months of one year, and a window of 1 or more",
        );
    }
    let count = Ratio::from(num_bigint::BigInt::from(years.len()));
    let mut factors = vec![Ratio::zero(); last.len()];
    for year in years {
        let total: Ratio = year.iter().cloned().sum();
        if !total.is_positive() {
            return Err(Undefined::NotPositive.into());
        }
        for (factor, month) in factors.iter_mut().zip(year) {
            *factor = factor.clone() + month.over(&(total.clone() * count.clone()))?;
        }
    }
    let recent =
        so_far.iter().zip(&factors).rev().chain(last.iter().zip(&factors).rev()).take(window);
    let (mut sum, mut used) = (Ratio::zero(), 0_i64);
    for (month, factor) in recent {
        if !factor.is_positive() {
            return Err(Undefined::NotPositive.into());
        }
        sum = sum + month.over(factor)?;
        used = used.saturating_add(1);
    }
    let level = sum.over(&Ratio::from(used))?;
    let left: Ratio = factors.into_iter().skip(so_far.len()).sum();
    Ok(so_far.iter().cloned().sum::<Ratio>() + level * left)
}
