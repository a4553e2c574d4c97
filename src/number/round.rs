//! Rounding: it is always asked for by name, and a rounded number cannot be rounded again.

use crate::error::Error;
use crate::number::decimal::fit;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::Zero;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt::{self, Write};

/// How to round a number that lies between two printable ones.
///
/// ```
/// use bilateral::{Ratio, Rounding};
///
/// let half = Ratio::new(5, 2)?;
/// assert_eq!(half.round(0, Rounding::HalfAwayFromZero).to_string(), "3");
/// assert_eq!(half.round(0, Rounding::HalfEven).to_string(), "2");
/// assert_eq!((-half).round(0, Rounding::Floor).to_string(), "-3");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest; a tie away from zero. The practice of customs offices and the crate's
    /// default for display.
    #[default]
    HalfAwayFromZero,
    /// To the nearest; a tie to the even digit.
    HalfEven,
    /// Towards zero: digits are cut off.
    TowardsZero,
    /// To the next number below.
    Floor,
    /// To the next number above.
    Ceiling,
}

/// A number that has been rounded: it knows its places, prints them, and offers no second rounding.
///
/// ```
/// use bilateral::{Ratio, Rounding};
///
/// let third = Ratio::new(1, 3)?.round(4, Rounding::HalfAwayFromZero);
/// assert_eq!(third.to_string(), "0.3333");
/// assert_eq!(third.places(), 4);
/// assert_eq!(Ratio::new(-1, 1000)?.round(1, Rounding::HalfEven).to_string(), "0.0"); // never -0.0
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rounded {
    pub(crate) mantissa: BigInt,
    places: u8,
}

impl Rounded {
    /// The number of places behind the point.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// The rounded number as a [`Decimal`].
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it has more digits than a decimal holds; nothing
    /// is rounded again.
    pub fn to_decimal(&self) -> Result<Decimal, Error> {
        fit(self.mantissa.clone(), u32::from(self.places))
            .ok_or_else(|| Error::inexact("a conversion to a decimal"))
    }

    pub(crate) fn from_mantissa(mantissa: BigInt, places: u8) -> Rounded {
        Rounded { mantissa, places }
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.places);
        let digits = format!(
            "{:0>width$}",
            self.mantissa.magnitude().to_string(),
            width = places.saturating_add(1)
        );
        let (whole, behind) = digits.split_at(digits.len().saturating_sub(places));
        let number = if places == 0 { whole.to_owned() } else { format!("{whole}.{behind}") };
        // `pad_integral` would drop the sign of a negative number between -1 and 0, so the sign is
        // passed apart.
        f.pad_integral(self.mantissa.sign() != Sign::Minus, "", &number)
    }
}

/// The number as text, with all of its places: `"0.3330"`.
impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rate in percent, for print: `41.3 %`, or `+41.3 %` with `{:+}` or when it is a growth rate.
///
/// Percent compound and are not added; see [`PercentagePoints`] for what is.
///
/// ```
/// use bilateral::Ratio;
///
/// let share = Ratio::new(3946, 7315)?;
/// assert_eq!(share.percent(1).to_string(), "53.9 %");
/// assert_eq!(format!("{:+}", share.percent(0)), "+54 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Percent {
    pub(crate) number: Rounded,
    pub(crate) signed: bool,
    /// The new level as a multiple of the old one, for growth too large to print as a percentage.
    pub(crate) multiple: Option<Rounded>,
}

impl Percent {
    /// The number in front of the percent sign.
    #[must_use]
    pub fn number(&self) -> &Rounded {
        &self.number
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(multiple) = &self.multiple {
            return pad_number(f, &format!("{multiple}-fold"));
        }
        let text = signed_text(&self.number, self.signed || f.sign_plus());
        pad_number(f, &format!("{text} %"))
    }
}

/// The text that is printed: `"+41.3 %"`.
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A difference of two percentages, or a part's contribution to a growth rate, for print: `+26.2
/// points`.
///
/// ```
/// use bilateral::Ratio;
///
/// let change = Ratio::new(4, 10)? - Ratio::new(5, 10)?; // a share that fell from 50 % to 40 %
/// assert_eq!(change.points(1).to_string(), "-10.0 points");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PercentagePoints {
    pub(crate) number: Rounded,
}

impl PercentagePoints {
    /// The number of points.
    #[must_use]
    pub fn number(&self) -> &Rounded {
        &self.number
    }
}

impl fmt::Display for PercentagePoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = signed_text(&self.number, true);
        let points = if matches!(text.as_str(), "+1" | "-1") { "point" } else { "points" };
        pad_number(f, &format!("{text} {points}"))
    }
}

/// The text that is printed: `"-10.0 points"`.
impl Serialize for PercentagePoints {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes the text of a number, padded to the width that was asked for.
/// [`fmt::Formatter::pad`] takes a precision for a length and would cut digits off.
pub(crate) fn pad_number(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if f.precision().is_none() {
        return f.pad(text);
    }
    let missing = f.width().unwrap_or(0).saturating_sub(text.chars().count());
    let before = match f.align() {
        Some(fmt::Alignment::Right) => missing,
        Some(fmt::Alignment::Center) => missing / 2,
        _ => 0,
    };
    let fill = |f: &mut fmt::Formatter<'_>, count: usize| {
        let fill = f.fill();
        (0..count).try_for_each(|_| f.write_char(fill))
    };
    fill(f, before)?;
    f.write_str(text)?;
    fill(f, missing.saturating_sub(before))
}

/// A plus sign stands before positive numbers only: zero has no sign.
fn signed_text(number: &Rounded, signed: bool) -> String {
    if signed && number.mantissa.sign() == Sign::Plus {
        format!("+{number}")
    } else {
        number.to_string()
    }
}

/// `numerator / denominator` to the nearest integer that `rounding` names; the denominator is
/// positive.
pub(crate) fn divide(numerator: &BigInt, denominator: &BigInt, rounding: Rounding) -> BigInt {
    let (floor, remainder) = numerator.div_mod_floor(denominator);
    if remainder.is_zero() {
        return floor;
    }
    let negative = numerator.sign() == Sign::Minus;
    let to_half = (&remainder * BigInt::from(2)).cmp(denominator);
    let up = match rounding {
        Rounding::Floor => false,
        Rounding::Ceiling => true,
        Rounding::TowardsZero => negative,
        Rounding::HalfAwayFromZero => to_half.is_gt() || (to_half.is_eq() && !negative),
        Rounding::HalfEven => to_half.is_gt() || (to_half.is_eq() && floor.is_odd()),
    };
    if up { floor + BigInt::from(1) } else { floor }
}
