//! Growth and monthly averages that the rest of a period needs to reach a target.

use crate::error::{Error, Undefined};
use crate::growth::Growth;
use crate::growth::base::growth_factor;
use crate::growth::rates::rate;
use crate::number::{Bounds, Figure, Ratio};
use serde::Serialize;
use std::fmt;

/// What a target still needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Required<T> {
    /// This much.
    Needs(T),
    /// Nothing: the target is reached already.
    Reached,
}

impl<T> Required<T> {
    /// What is needed, if anything is.
    #[must_use]
    pub fn needs(&self) -> Option<&T> {
        match self {
            Required::Needs(needed) => Some(needed),
            Required::Reached => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Required<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Required::Needs(needed) => fmt::Display::fmt(needed, f),
            Required::Reached => f.pad("already reached"),
        }
    }
}

/// The growth on the same months a year earlier that the rest of a period needs for its target.
///
/// # Formula
/// `(target - so_far) / base_rest - 1`, where `base_rest` is what the remaining months had a year
/// earlier: the whole of that period less its known part.
///
/// # Undefined when
/// `base_rest` is zero or negative ([`Undefined::NotPositive`]), or a level is negative
/// ([`Undefined::NegativeLevel`]). A target below what is known already is [`Required::Reached`],
/// not a negative rate.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal};
/// let needed = growth::required_growth(200, decimal("65.55"), decimal("122.45"))?;
/// assert_eq!(needed.to_string(), "+9.8 %");
/// assert_eq!(
///     growth::required_growth(60, decimal("65.55"), decimal("122.45"))?.to_string(),
///     "already reached"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn required_growth(
    target: impl Into<Ratio>,
    so_far: impl Into<Ratio>,
    base_rest: impl Into<Ratio>,
) -> Result<Required<Growth>, Error> {
    let (target, so_far, base_rest) = (target.into(), so_far.into(), base_rest.into());
    if so_far.is_negative() || target.is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    if !base_rest.is_positive() {
        return Err(no_rest());
    }
    if target <= so_far {
        return Ok(Required::Reached);
    }
    rate(&(target - so_far), &base_rest).map(Required::Needs)
}

/// The year before left nothing, or less than nothing, to grow on.
fn no_rest() -> Error {
    Error::from(Undefined::NotPositive).about("the rest of the year before").with_help(
        "check the year before and its known part, or ask required_run_rate, \
         which rests on neither",
    )
}

/// The average per period that the rest of a year needs for its target.
///
/// # Formula
/// `(target - so_far) / periods_left`
///
/// # Undefined when
/// `periods_left` is zero and the target is not reached ([`Undefined::DivisionByZero`]).
///
/// # Rounding
/// None: the result is an exact fraction in the unit of the levels, and prints as one. Round it for
/// print.
///
/// # Example
/// ```
/// use bilateral::{growth, number::decimal, Rounding};
/// let needed = growth::required_run_rate(200, decimal("73.148"), 8)?;
/// let monthly = needed.needs().map(|rate| rate.round(3, Rounding::HalfEven).to_string());
/// assert_eq!(monthly.as_deref(), Some("15.856")); // 126.852 / 8 = 15.8565
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn required_run_rate(
    target: impl Into<Ratio>,
    so_far: impl Into<Ratio>,
    periods_left: u16,
) -> Result<Required<Ratio>, Error> {
    let (target, so_far) = (target.into(), so_far.into());
    if target <= so_far {
        return Ok(Required::Reached);
    }
    (target - so_far).over(&Ratio::from(i32::from(periods_left))).map(Required::Needs)
}

/// Required growth from published figures, with the range that their rounding allows: the level so
/// far, its growth in percent, and the whole of the year before.
///
/// # Formula
/// `(T - V) / (A - V / (1 + G)) - 1` at the corners of the figures' intervals. It is monotone in
/// each of them, and the level `V` occurs twice, so the corners are exact and independent interval
/// steps would be too wide.
///
/// # Undefined when
/// As [`required_growth`] at any corner; a one-sided figure
/// ([`Invalid`](crate::ErrorKind::Invalid)). If the level may have reached the target, the lower
/// end is -100 % or below.
///
/// # Example
/// ```
/// use bilateral::growth;
/// let needed = growth::required_growth_bounds(
///     200,
///     &"73.15".parse()?,
///     &"41.3".parse()?,
///     &"190.27".parse()?,
/// )?;
/// let needed = needed.needs().map(|bounds| bounds.outward_percent(2).to_string());
/// assert_eq!(needed.as_deref(), Some("-8.43 to -8.39 %"));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn required_growth_bounds(
    target: impl Into<Ratio>,
    so_far: &Figure,
    growth: &Figure,
    year_before: &Figure,
) -> Result<Required<Bounds>, Error> {
    let target = target.into();
    let (levels, factors) = (so_far.bounds().ends()?, growth_factor(growth).ends()?);
    let years = year_before.bounds().ends()?;
    if levels.iter().all(|level| target <= *level) {
        return Ok(Required::Reached);
    }
    let mut corners = Vec::with_capacity(8);
    for level in &levels {
        for factor in &factors {
            for year in &years {
                if !factor.is_positive() {
                    return Err(Error::from(Undefined::DivisionByZero)
                        .with_help("give growth above -100 %, since the base follows from it"));
                }
                let rest = year - &level.over(factor)?;
                if !rest.is_positive() {
                    return Err(no_rest());
                }
                corners.push((&target - level).over(&rest)? - Ratio::one());
            }
        }
    }
    corners.sort();
    match (corners.first(), corners.last()) {
        (Some(low), Some(high)) => Bounds::between(low.clone(), high.clone()).map(Required::Needs),
        _ => Err(Undefined::NotPositive.into()),
    }
}
