//! The base that a published level and its published growth imply, and the growth that rounded
//! levels allow.

use crate::error::{Error, Undefined};
use crate::number::{Bounds, Figure, Ratio};
use serde::Serialize;
use std::fmt;

/// The base implied by a published level and its growth: an interval, because both were rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImpliedBase {
    point: Option<Ratio>,
    bounds: Bounds,
}

/// The level of a year earlier that follows from a level and its growth in percent, both as
/// printed.
///
/// # Formula
/// `level / (1 + growth / 100)`, for every level and every growth that round to the printed
/// figures: `[(V - hV) / (1 + (G + hG) / 100), (V + hV) / (1 + (G - hG) / 100)]`. The level and the
/// growth are independent, so the ends are exact. A hedge makes the interval one-sided: a level
/// grown by "more than 40 %" has a base below `V / 1.40` and no point.
///
/// # Undefined when
/// The level is negative ([`Undefined::NegativeLevel`]), or growth is or may be -100 % and below
/// ([`Undefined::DivisionByZero`]).
///
/// # Example
/// ```
/// use bilateral::growth;
///
/// let base = growth::implied_base(&"73.15".parse()?, &"41.3".parse()?)?;
/// assert_eq!(base.to_string(), "51.747 to 51.792"); // outward; the point is 51.769
/// let hedged = growth::implied_base(&"73.15".parse()?, &"more than 40".parse()?)?;
/// assert!(hedged.point().is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn implied_base(level: &Figure, growth: &Figure) -> Result<ImpliedBase, Error> {
    if level.value().is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    let factor = growth_factor(growth);
    let level_bounds = not_negative(level.bounds());
    let bounds = level_bounds.divided_by(&positive(factor.clone())?)?;
    let no_point = level.is_no_point() || growth.is_no_point();
    let point = if no_point { None } else { Some(level.value().over(&factor_point(growth))?) };
    Ok(ImpliedBase { point, bounds })
}

/// The growth that two rounded levels allow.
///
/// # Formula
/// `[(x - hx) / (p + hp) - 1, (x + hx) / (p - hp) - 1]`. A published growth rate outside of it
/// cannot be reproduced from these levels.
///
/// # Undefined when
/// A level is negative ([`Undefined::NegativeLevel`]), or the base is or may be zero
/// ([`Undefined::DivisionByZero`]).
///
/// # Example
/// ```
/// use bilateral::growth;
/// let bounds = growth::growth_bounds(&"107.06".parse()?, &"84.07".parse()?)?;
/// assert_eq!(bounds.outward_percent(1).to_string(), "27.3 to 27.4 %"); // the office printed 27.1
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn growth_bounds(now: &Figure, base: &Figure) -> Result<Bounds, Error> {
    if now.value().is_negative() || base.value().is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    level_growth_bounds(&now.bounds(), &base.bounds())
}

/// The same for bounds of any levels, derived ones too.
pub(crate) fn level_growth_bounds(now: &Bounds, base: &Bounds) -> Result<Bounds, Error> {
    let quotient = not_negative(now.clone()).divided_by(&not_negative(base.clone()))?;
    Ok(quotient.plus(&Bounds::exactly(Ratio::from(-1))))
}

impl ImpliedBase {
    /// `level / (1 + growth)` on the printed digits.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the level or the growth is one-sided ("more than
    /// 40 %") or a range, so that no point follows from it.
    pub fn point(&self) -> Result<&Ratio, Error> {
        self.point.as_ref().ok_or_else(|| {
            Error::invalid(
                "the implied base",
                "a figure such as “more than 40 %” or “40 to 50 %” implies limits, not a point",
            )
            .with_help("use bounds() of the implied base")
        })
    }

    /// Every base that is compatible with the printed figures.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }
}

/// To three places, rounded outward.
impl fmt::Display for ImpliedBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.bounds.outward(3), f)
    }
}

/// `1 + growth / 100`, or the multiple itself for "doubled" and "2.5-fold", or `1 + 1/3` for "a
/// third".
pub(crate) fn growth_factor(growth: &Figure) -> Bounds {
    growth.in_parts().plus(&Bounds::exactly(Ratio::one()))
}

pub(crate) fn factor_point(growth: &Figure) -> Ratio {
    growth.value_in_parts() + Ratio::one()
}

/// A level that is not negative stays so inside its rounding.
pub(crate) fn not_negative(bounds: Bounds) -> Bounds {
    let from_zero =
        Bounds::new(std::ops::Bound::Included(Ratio::zero()), std::ops::Bound::Unbounded);
    from_zero.ok().and_then(|from_zero| bounds.intersection(&from_zero)).unwrap_or(bounds)
}

const AFTER_A_FALL_TO_NOTHING: &str =
    "take the base that was published, since a fall by 100 % leaves it open";

/// The part above zero; an error if there may be something at or below it that is not a limit.
fn positive(factor: Bounds) -> Result<Bounds, Error> {
    match factor.low() {
        std::ops::Bound::Included(low) if !low.is_positive() => {
            Err(Error::from(Undefined::DivisionByZero).with_help(AFTER_A_FALL_TO_NOTHING))
        }
        std::ops::Bound::Excluded(low) if low.is_negative() => {
            Err(Error::from(Undefined::DivisionByZero).with_help(AFTER_A_FALL_TO_NOTHING))
        }
        // "Up to 40 %" leaves the lower end open, but nothing falls by more than all of it.
        std::ops::Bound::Unbounded => {
            Ok(factor.intersection(&Bounds::above(Ratio::zero())).unwrap_or(factor))
        }
        _ => Ok(factor),
    }
}
