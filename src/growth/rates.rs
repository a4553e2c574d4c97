//! Rational rates: exact for exact levels.
//!
//! Formulas and their edge rules follow the practice of customs and national accounts offices.

use crate::error::{Error, Undefined, counted};
use crate::growth::Growth;
use crate::number::{Percent, Ratio};
use serde::Serialize;

/// Growth on the same period a year earlier.
///
/// # Formula
/// `now / base - 1`
///
/// # Undefined when
/// A level is negative ([`Undefined::NegativeLevel`]), the base is zero ([`Undefined::ZeroBase`])
/// or both are ([`Undefined::ZeroOverZero`]).
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(
///     growth::year_over_year(decimal("240.11"), decimal("190.27"))?.percent(1).to_string(),
///     "+26.2 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn year_over_year(now: impl Into<Ratio>, base: impl Into<Ratio>) -> Result<Growth, Error> {
    rate(&now.into(), &base.into())
}

/// Growth on the period before: month on month, quarter on quarter. Not seasonally adjusted, unless
/// the levels are.
///
/// # Formula
/// `now / previous - 1`
///
/// # Undefined when
/// As [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(
///     growth::period_over_period(decimal("8.9"), decimal("10.3"))?.percent(1).to_string(),
///     "-13.6 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn period_over_period(
    now: impl Into<Ratio>,
    previous: impl Into<Ratio>,
) -> Result<Growth, Error> {
    rate(&now.into(), &previous.into())
}

/// Growth of a year to date on the same months a year earlier; two months make joint
/// January-February.
///
/// # Formula
/// `sum(now) / sum(base) - 1`
///
/// # Undefined when
/// The two do not have the same number of months ([`Invalid`](crate::ErrorKind::Invalid)), or as
/// [`year_over_year`] for a negative month or the sums.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// let growth = growth::year_to_date(
///     &[decimal("11.1"), decimal("9.75")],
///     &[decimal("10.3"), decimal("8.9")],
/// )?;
/// assert_eq!(growth.ratio().to_string(), "11/128"); // January-February: +8.6 %
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn year_to_date<N: Into<Ratio> + Clone>(now: &[N], base: &[N]) -> Result<Growth, Error> {
    if now.len() != base.len() || now.len() > 12 {
        let reason = format!(
            "it has {} against {}; a year to date has the same 1 to 12 months in both years",
            counted(now.len(), "month"),
            base.len()
        );
        return Err(Error::invalid("a list of months", reason)
            .with_help("give the same months of both years"));
    }
    rate(&total(now)?, &total(base)?)
}

/// Growth of the last twelve months on the twelve months before them.
///
/// # Formula
/// `sum(now) / sum(base) - 1`, twelve months each; in December it equals the growth of the year.
///
/// # Undefined when
/// One of the two does not have twelve months ([`Invalid`](crate::ErrorKind::Invalid)), or as
/// [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::growth;
/// assert_eq!(growth::rolling_12(&[11; 12], &[10; 12])?.percent(1).to_string(), "+10.0 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn rolling_12<N: Into<Ratio> + Clone>(now: &[N], base: &[N]) -> Result<Growth, Error> {
    if now.len() != 12 || base.len() != 12 {
        let reason = format!(
            "it has {} against {}; a rolling year has 12 in both",
            counted(now.len(), "month"),
            base.len()
        );
        return Err(Error::invalid("a list of months", reason)
            .with_help("give the same months of both years"));
    }
    rate(&total(now)?, &total(base)?)
}

/// What growth on the period before would be over a whole year; it makes sense on seasonally
/// adjusted levels only.
///
/// # Formula
/// `(now / previous)^periods_per_year - 1`, with 12 for months and 4 for quarters. Exact.
///
/// # Undefined when
/// As [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(
///     growth::annualised(decimal("13.1"), decimal("12.95"), 12)?.percent(1).to_string(),
///     "+14.8 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn annualised(
    now: impl Into<Ratio>,
    previous: impl Into<Ratio>,
    periods_per_year: u8,
) -> Result<Growth, Error> {
    let growth = rate(&now.into(), &previous.into())?;
    Ok(Growth(growth.factor().power(periods_per_year) - Ratio::one()))
}

/// Symmetric growth after Davis and Haltiwanger: the change as a share of the mean of both levels.
///
/// It runs from -2 (trade ended) to +2 (trade began), so it is defined where growth from zero is
/// not.
///
/// # Formula
/// `2 (now - base) / (now + base)`
///
/// # Source
/// S. Davis, J. Haltiwanger: Gross job creation, gross job destruction, and employment
/// reallocation, QJE 107 (1992).
///
/// # Undefined when
/// A level is negative ([`Undefined::NegativeLevel`]) or both are zero
/// ([`Undefined::ZeroOverZero`]).
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// assert_eq!(
///     growth::symmetric(decimal("11.1"), decimal("10.3"))?.percent(1).to_string(),
///     "7.5 %"
/// );
/// assert_eq!(growth::symmetric(5, 0)?.percent(0).to_string(), "200 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn symmetric(now: impl Into<Ratio>, base: impl Into<Ratio>) -> Result<Ratio, Error> {
    let (now, base) = (now.into(), base.into());
    not_negative(&now)?;
    not_negative(&base)?;
    let sum = &now + &base;
    if sum.is_zero() {
        return Err(Undefined::ZeroOverZero.into());
    }
    (Ratio::from(2) * (now - base)).over(&sum)
}

/// Carry-over (overhang) of a year into the next: its growth if every period stays at the last
/// level of this year.
///
/// Seasonally adjusted levels only; on others the season of the last period is in it.
///
/// # Formula
/// `n * last / sum - 1` for a year of `n` equal periods: 12 months or 4 quarters.
///
/// # Undefined when
/// There are no periods ([`Invalid`](crate::ErrorKind::Invalid)), or as [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::growth;
/// assert_eq!(growth::carry_over(&[10, 10, 10, 12])?.percent(1).to_string(), "+14.3 %"); // 48 / 42
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn carry_over<N: Into<Ratio> + Clone>(year: &[N]) -> Result<Growth, Error> {
    let last = year.last().ok_or_else(|| {
        Error::invalid("a year", "it has no periods")
            .with_help("give the levels of the periods of one year")
    })?;
    rate(&(count(year.len()) * last.clone().into()), &total(year)?)
}

/// Carry-over within a year: its growth if every period left stays at the last known level.
///
/// # Formula
/// `(sum(known) + (periods - k) * last) / year_before - 1`, with `k` known periods of `periods` (12
/// or 4).
///
/// # Undefined when
/// There are no known periods or more than the year has ([`Range`](crate::ErrorKind::Range)), or as
/// [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::growth;
/// // 46 / 40
/// assert_eq!(growth::carry_over_to_date(&[10, 12], 4, 40)?.percent(1).to_string(), "+15.0 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn carry_over_to_date<N: Into<Ratio> + Clone>(
    known: &[N],
    periods: u8,
    year_before: impl Into<Ratio>,
) -> Result<Growth, Error> {
    let left = usize::from(periods).checked_sub(known.len());
    let (Some(left), Some(last)) = (left, known.last()) else {
        let reason = format!("{} is not between 1 and {periods}", known.len());
        return Err(Error::range("the number of known periods", reason));
    };
    rate(&(total(known)? + count(left) * last.clone().into()), &year_before.into())
}

/// The change of a yearly growth rate from one month to the next, split into what happened now and
/// a year ago.
///
/// All three are differences of growth rates: print them with [`points`](Ratio::points).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BaseEffect {
    /// Growth now minus growth a period before.
    pub change: Ratio,
    /// The part of it due to the change since the period before.
    pub momentum: Ratio,
    /// The part of it due to the change a year ago: the remainder, so that the two add up exactly.
    pub base: Ratio,
}

/// How much of a change in yearly growth is due to the base.
///
/// # Formula
/// With `g = now / base - 1` and `g' = previous / base_of_previous - 1`: change `g - g'`, momentum
/// `(now - previous) / base_of_previous`, base effect `change - momentum`.
///
/// # Undefined when
/// As [`year_over_year`], for both growth rates.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// // +40 % after +10 %, with the same level: all of it is the weak base.
/// let effect = growth::base_effect(11, 11, decimal("7.857142857142857142857142857"), 10)?;
/// assert_eq!(effect.momentum.points(1).to_string(), "0.0 points");
/// assert_eq!(effect.base.points(1).to_string(), "+30.0 points");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn base_effect(
    now: impl Into<Ratio>,
    previous: impl Into<Ratio>,
    base: impl Into<Ratio>,
    base_of_previous: impl Into<Ratio>,
) -> Result<BaseEffect, Error> {
    let (now, previous, base_of_previous) = (now.into(), previous.into(), base_of_previous.into());
    let change = rate(&now, &base.into())?.0 - rate(&previous, &base_of_previous)?.0;
    let momentum = (now - previous).over(&base_of_previous)?;
    let base = &change - &momentum;
    Ok(BaseEffect { change, momentum, base })
}

/// How much higher growth is than it would be on a normal base, in points.
///
/// # Formula
/// `(now / base - 1) - (now / normal_base - 1)`. Which base is normal is yours to state: the mean
/// of earlier years, or the level before last grown at its usual rate.
///
/// # Undefined when
/// As [`year_over_year`], for both bases.
///
/// # Example
/// ```
/// use bilateral::growth;
/// // +50 % against +20 %
/// assert_eq!(growth::base_effect_against(12, 8, 10)?.points(1).to_string(), "+30.0 points");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn base_effect_against(
    now: impl Into<Ratio>,
    base: impl Into<Ratio>,
    normal_base: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let now = now.into();
    Ok(rate(&now, &base.into())?.0 - rate(&now, &normal_base.into())?.0)
}

/// Growth over two years, in the three ways it is quoted. They differ; name the one you quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TwoYears {
    /// The level on that of two years ago.
    pub cumulative: Growth,
    /// The two yearly rates added, in points; not the cumulative growth.
    pub sum_of_rates: Ratio,
}

/// Growth over two years.
///
/// # Formula
/// Cumulative `now / two_years_ago - 1`; sum of rates `(now / year_ago - 1) + (year_ago /
/// two_years_ago - 1)`; [`average`](TwoYears::average) `sqrt(now / two_years_ago) - 1`.
///
/// # Undefined when
/// As [`year_over_year`], for each of the rates.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// let stacked = growth::two_years(decimal("14.2"), decimal("11.1"), decimal("10.3"))?;
/// assert_eq!(stacked.cumulative.percent(1).to_string(), "+37.9 %");
/// assert_eq!(stacked.sum_of_rates.points(1).to_string(), "+35.7 points");
/// assert_eq!(stacked.average(1)?.to_string(), "+17.4 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn two_years(
    now: impl Into<Ratio>,
    year_ago: impl Into<Ratio>,
    two_years_ago: impl Into<Ratio>,
) -> Result<TwoYears, Error> {
    let (now, year_ago, two_years_ago) = (now.into(), year_ago.into(), two_years_ago.into());
    let sum_of_rates = rate(&now, &year_ago)?.0 + rate(&year_ago, &two_years_ago)?.0;
    Ok(TwoYears { cumulative: rate(&now, &two_years_ago)?, sum_of_rates })
}

impl TwoYears {
    /// The yearly rate which, compounded over both years, gives the cumulative growth; correctly
    /// rounded.
    ///
    /// # Errors
    /// None for a value made by [`two_years`].
    pub fn average(&self, places: u8) -> Result<Percent, Error> {
        crate::growth::roots::compound_rate(&self.cumulative.factor(), 1, 2, places)
    }
}

/// How much a share has changed, in points: 50 % to 40 % is -10 points, and -20 %.
///
/// # Formula
/// `part / whole - base_part / base_whole`
///
/// # Undefined when
/// A whole is zero ([`Undefined::ZeroBase`]) or a level is negative ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::growth;
/// assert_eq!(growth::share_change(40, 100, 50, 100)?.points(1).to_string(), "-10.0 points");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn share_change(
    part: impl Into<Ratio>,
    whole: impl Into<Ratio>,
    base_part: impl Into<Ratio>,
    base_whole: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let share = |part: Ratio, whole: Ratio| {
        not_negative(&part)?;
        not_negative(&whole)?;
        if whole.is_zero() { Err(Error::from(Undefined::ZeroBase)) } else { part.over(&whole) }
    };
    Ok(share(part.into(), whole.into())? - share(base_part.into(), base_whole.into())?)
}

/// The one place where a level is divided by its base.
pub(crate) fn rate(now: &Ratio, base: &Ratio) -> Result<Growth, Error> {
    not_negative(now)?;
    not_negative(base)?;
    if base.is_zero() {
        return Err(
            if now.is_zero() { Undefined::ZeroOverZero } else { Undefined::ZeroBase }.into()
        );
    }
    Ok(Growth(now.over(base)? - Ratio::one()))
}

fn not_negative(level: &Ratio) -> Result<(), Error> {
    if level.is_negative() { Err(Undefined::NegativeLevel.into()) } else { Ok(()) }
}

/// The sum; a negative member is an error even where the sum is positive.
fn total<N: Into<Ratio> + Clone>(levels: &[N]) -> Result<Ratio, Error> {
    let mut sum = Ratio::zero();
    for level in levels {
        let level: Ratio = level.clone().into();
        not_negative(&level)?;
        sum = sum + level;
    }
    Ok(sum)
}

fn count(number: usize) -> Ratio {
    Ratio::from(num_bigint::BigInt::from(number))
}
