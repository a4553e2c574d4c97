//! Decimals, read strictly and combined exactly.
//!
//! `rust_decimal` is a good container, but its operators round without a word when 96 bits are not
//! enough, its parser accepts `1__0` and rounds past 28 digits, and `{:.2}` truncates. These
//! functions do none of that: a digit that cannot be kept is an error.

use crate::error::Error;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// The most places behind the point that a [`Decimal`] holds.
pub(crate) const MAX_SCALE: u32 = 28;
/// The largest mantissa that a [`Decimal`] holds: 96 bits.
const MAX_MANTISSA: u128 = (1 << 96) - 1;

/// A decimal literal, checked when the program is compiled if it stands in a `const`.
///
/// For text that comes from outside, use [`parse_decimal`].
///
/// ```
/// use bilateral::number::{Decimal, decimal};
///
/// const RECORD: Decimal = decimal("190.271");
/// assert_eq!(RECORD.to_string(), "190.271");
/// ```
///
/// ```compile_fail
/// // does not compile
/// const WRONG: bilateral::number::Decimal = bilateral::number::decimal("190,271");
/// ```
///
/// # Panics
/// If the text is not a decimal number as [`parse_decimal`] reads it.
#[must_use]
#[allow(clippy::panic)] // the documented constructor for literals
pub const fn decimal(text: &str) -> Decimal {
    match scan(text.as_bytes()) {
        Ok(parts) => parts.into_decimal(),
        Err(_) => panic!(
            "not a decimal number: digits, at most one point between digits, at most 28 places"
        ),
    }
}

/// Reads a decimal number: an optional sign, digits, and optionally a point followed by digits.
///
/// The number of places printed is kept (`7.60` has two). Separators, blanks, exponents, `.5` and
/// `5.` are refused.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse) with the reason; also when the number needs more than 96 bits
/// or 28 places.
///
/// ```
/// use bilateral::number::parse_decimal;
///
/// assert_eq!(parse_decimal("-34.90")?.to_string(), "-34.90");
/// assert!(parse_decimal("1 234.5").unwrap_err().to_string().contains("blank"));
/// // 29 places would be rounded
/// assert!(parse_decimal("0.12345678901234567890123456789").is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, Error> {
    match scan(text.as_bytes()) {
        Ok(parts) => Ok(parts.into_decimal()),
        Err(refusal) => {
            Err(Error::parse("a decimal number", text, refusal.reason()).with_help(refusal.help()))
        }
    }
}

/// The exact sum.
///
/// # Errors
/// [`Inexact`](crate::ErrorKind::Inexact) if the sum needs more digits than a [`Decimal`] has.
pub(crate) fn exact_add(left: Decimal, right: Decimal) -> Result<Decimal, Error> {
    let scale = left.scale().max(right.scale());
    let sum = match (at_scale(left, scale), at_scale(right, scale)) {
        (Some(a), Some(b)) => a.checked_add(b).map(BigInt::from),
        _ => None,
    };
    let sum = sum.unwrap_or_else(|| big_at_scale(left, scale) + big_at_scale(right, scale));
    fit(sum, scale).ok_or_else(|| Error::inexact("an addition"))
}

/// The exact difference.
///
/// # Errors
/// As [`exact_add`].
pub(crate) fn exact_subtract(left: Decimal, right: Decimal) -> Result<Decimal, Error> {
    exact_add(left, negated(right))
}

/// The number with the other sign; zero has none.
pub(crate) fn negated(mut number: Decimal) -> Decimal {
    number.set_sign_negative(!number.is_sign_negative());
    plain(number)
}

/// The exact product.
///
/// # Errors
/// [`Inexact`](crate::ErrorKind::Inexact) if the product needs more digits than a [`Decimal`] has.
pub(crate) fn exact_multiply(left: Decimal, right: Decimal) -> Result<Decimal, Error> {
    let product = BigInt::from(left.mantissa()) * BigInt::from(right.mantissa());
    fit(product, left.scale().saturating_add(right.scale()))
        .ok_or_else(|| Error::inexact("a multiplication"))
}

/// The same number without a minus sign on zero, so that `-0.0` never prints.
#[must_use]
pub(crate) fn plain(number: Decimal) -> Decimal {
    if number.is_zero() { number.abs() } else { number }
}

/// The decimal `mantissa / 10^scale`, if it can be held; trailing zeros are dropped only where they
/// do not fit.
pub(crate) fn fit(mut mantissa: BigInt, mut scale: u32) -> Option<Decimal> {
    let ten = BigInt::from(10);
    loop {
        if scale <= MAX_SCALE && mantissa.abs() <= BigInt::from(MAX_MANTISSA) {
            return Decimal::try_from_i128_with_scale(mantissa.to_i128()?, scale).ok().map(plain);
        }
        let (quotient, remainder) = mantissa.div_rem(&ten);
        if scale == 0 || !remainder.is_zero() {
            return None;
        }
        mantissa = quotient;
        scale = scale.saturating_sub(1);
    }
}

fn at_scale(number: Decimal, scale: u32) -> Option<i128> {
    let factor = 10i128.checked_pow(scale.checked_sub(number.scale())?)?;
    number.mantissa().checked_mul(factor)
}

fn big_at_scale(number: Decimal, scale: u32) -> BigInt {
    BigInt::from(number.mantissa()) * BigInt::from(10).pow(scale.saturating_sub(number.scale()))
}

/// The digits of a decimal number, before they become one.
#[derive(Clone, Copy)]
struct Parts {
    mantissa: u128,
    scale: u32,
    negative: bool,
}

impl Parts {
    #[allow(clippy::cast_possible_truncation)] // three 32-bit limbs of a 96-bit mantissa
    const fn into_decimal(self) -> Decimal {
        let low = self.mantissa as u32;
        let middle = (self.mantissa >> 32) as u32;
        let high = (self.mantissa >> 64) as u32;
        Decimal::from_parts(low, middle, high, self.negative && self.mantissa != 0, self.scale)
    }
}

/// Why a text is not a decimal number.
#[derive(Clone, Copy)]
enum Refusal {
    Empty,
    Blank,
    Separator,
    Exponent,
    BarePoint,
    TwoPoints,
    Character,
    TooLong,
}

impl Refusal {
    fn help(self) -> &'static str {
        match self {
            Refusal::TooLong => "give fewer digits, or read it as a Ratio, which has no limit",
            _ => "write digits, and a point before the decimals: 1234.5",
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Refusal::Empty => "there are no digits",
            Refusal::Blank => "it contains a blank",
            Refusal::Separator => "it contains a separator",
            Refusal::Exponent => "exponents are not accepted here",
            Refusal::BarePoint => "a point needs a digit on both sides",
            Refusal::TwoPoints => "it has more than one point",
            Refusal::Character => "it contains something that is not a digit",
            Refusal::TooLong => {
                "it has more than 28 places or needs more than 96 bits, and would be rounded"
            }
        }
    }
}

/// One scanner for literals and for data, so that both accept the same texts. Indices stay below
/// `bytes.len()` by the loop.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn scan(bytes: &[u8]) -> Result<Parts, Refusal> {
    let mut parts = Parts { mantissa: 0, scale: 0, negative: false };
    let (mut position, mut digits, mut point_at) = (0, 0, None);
    if !bytes.is_empty() && (bytes[0] == b'-' || bytes[0] == b'+') {
        parts.negative = bytes[0] == b'-';
        position = 1;
    }
    while position < bytes.len() {
        match bytes[position] {
            digit @ b'0'..=b'9' => {
                // At most 2^96 * 10 + 9, far below 2^128.
                parts.mantissa = parts.mantissa * 10 + (digit - b'0') as u128;
                if parts.mantissa > MAX_MANTISSA {
                    return Err(Refusal::TooLong);
                }
                digits += 1;
                if point_at.is_some() {
                    parts.scale += 1;
                    if parts.scale > MAX_SCALE {
                        return Err(Refusal::TooLong);
                    }
                }
            }
            b'.' if point_at.is_some() => return Err(Refusal::TwoPoints),
            b'.' if digits == 0 => return Err(Refusal::BarePoint),
            b'.' => point_at = Some(position),
            b' ' | b'\t' | b'\n' | b'\r' => return Err(Refusal::Blank),
            b',' | b'_' | b'\'' => return Err(Refusal::Separator),
            b'e' | b'E' if digits > 0 => return Err(Refusal::Exponent),
            _ => return Err(Refusal::Character),
        }
        position += 1;
    }
    match point_at {
        _ if digits == 0 => Err(Refusal::Empty),
        Some(_) if parts.scale == 0 => Err(Refusal::BarePoint),
        _ => Ok(parts),
    }
}

/// Decimals as strict strings in serde: JSON numbers would pass through a float.
pub(crate) mod decimal_serde {
    use super::{Decimal, parse_decimal, plain};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};
    use std::borrow::Cow;

    pub(crate) fn serialize<S: Serializer>(
        number: &Decimal,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&plain(*number))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Decimal, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        parse_decimal(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_exact_or_refused() {
        let sum = exact_add(decimal("33.686"), decimal("39.462"));
        assert_eq!(sum.unwrap(), decimal("73.148"));
        // The `+` of rust_decimal gives MAX.
        assert!(exact_add(Decimal::MAX, decimal("0.4")).is_err());
        let difference = exact_subtract(decimal("73.148"), decimal("53.845"));
        assert_eq!(difference.unwrap(), decimal("19.303"));
        assert_eq!(exact_multiply(decimal("1.5"), decimal("0.2")).unwrap(), decimal("0.3"));
        // 10^-29 is not zero.
        let small = (decimal("0.00000000000001"), decimal("0.000000000000001"));
        assert!(exact_multiply(small.0, small.1).is_err());
        assert_eq!(plain(-Decimal::new(0, 1)).to_string(), "0.0");
    }
}
