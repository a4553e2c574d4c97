//! Numbers as files print them, exactly: digits, a point, an exponent. Never through a float.

/// `mantissa * 10^-places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) mantissa: i128,
    pub(crate) places: i32,
}

/// The number; none if the text is not one or has more than 38 digits. Blanks around it are left
/// out.
pub(crate) fn number(text: &[u8]) -> Option<Number> {
    let text = text.trim_ascii();
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let exponent_at = digits.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (digits, exponent) = match exponent_at {
        Some(at) => (digits.get(..at)?, exponent(digits.get(at.checked_add(1)?..)?)?),
        None => (digits, 0),
    };
    let (mut mantissa, mut places, mut seen, mut point) = (0_i128, 0_i32, false, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                mantissa =
                    mantissa.checked_mul(10)?.checked_add(i128::from(byte.wrapping_sub(b'0')))?;
                places = places.checked_add(i32::from(point))?;
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if !seen {
        return None;
    }
    let places = if mantissa == 0 { 0 } else { places.checked_sub(exponent)? };
    Some(Number { mantissa: if negative { mantissa.checked_neg()? } else { mantissa }, places })
}

/// The exponent of a number; those that no amount of trade can have are refused.
fn exponent(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 6 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i32, |sum, byte| {
        sum.saturating_mul(10).saturating_add(i32::from(byte.wrapping_sub(b'0')))
    });
    Some(if negative { size.saturating_neg() } else { size })
}

/// The text without thousands separators, where they stand between groups of three digits; none
/// where they stand elsewhere.
pub(crate) fn without_separators(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii();
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let point = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    let (whole, rest) = (text.get(sign..point)?, text.get(point..)?);
    if rest.contains(&b',') {
        return None;
    }
    let mut groups = whole.split(|byte| *byte == b',');
    let first = groups.next().map_or(0, <[u8]>::len);
    let grouped = whole.contains(&b',');
    let of_three = groups.all(|group| group.len() == 3 && group.iter().all(u8::is_ascii_digit));
    let plain = !grouped || of_three && (1..=3).contains(&first);
    plain.then(|| text.iter().copied().filter(|byte| *byte != b',').collect())
}

/// The number, with thousands separators or without.
pub(crate) fn grouped_number(text: &[u8]) -> Option<Number> {
    if text.contains(&b',') { number(&without_separators(text)?) } else { number(text) }
}

/// How many digits a float of 64 bits keeps; the further ones that programs print are noise.
const DIGITS_OF_FLOATS: u32 = 15;

/// How many places a number may need before it is rounded.
const MOST_PLACES: u8 = 9;

impl Number {
    /// The exact sum; none if it does not fit.
    pub(crate) fn plus(self, other: Number) -> Option<Number> {
        let places = self.places.max(other.places);
        let with_places = |number: Number| {
            let more = u32::try_from(places.checked_sub(number.places)?).ok()?;
            number.mantissa.checked_mul(10_i128.checked_pow(more)?)
        };
        let mantissa = with_places(self)?.checked_add(with_places(other)?)?;
        Some(Number { mantissa, places })
    }

    /// A number that is printed with more digits than a float keeps, without the noise behind them:
    /// 9932.600000000002 is 9932.6.
    pub(crate) fn without_noise(self) -> Option<Number> {
        let digits = self.mantissa.unsigned_abs().checked_ilog10()?.checked_add(1)?;
        let noise = digits.checked_sub(DIGITS_OF_FLOATS).filter(|noise| *noise > 0)?;
        self.shortened(noise)
    }

    /// The number with at most this number of places, rounded half away from zero; none if it has
    /// no more already.
    pub(crate) fn rounded(self, places: u8) -> Option<Number> {
        let more = self.places.checked_sub(i32::from(places)).filter(|more| *more > 0)?;
        self.shortened(u32::try_from(more).ok()?)
    }

    /// What `fit` makes of a number with too many digits, rounded as little as is needed: the noise
    /// of a float first, then the places that no column has, then those that this column has not.
    pub(crate) fn shorter(self, places: u8, fit: impl FnMut(Number) -> Option<i64>) -> Option<i64> {
        let clean = self.without_noise().unwrap_or(self);
        let tries = [Some(clean), clean.rounded(MOST_PLACES), clean.rounded(places)];
        tries.into_iter().flatten().find_map(fit)
    }

    /// Without the last digits.
    fn shortened(self, digits: u32) -> Option<Number> {
        let places = self.places.checked_sub(i32::try_from(digits).ok()?)?;
        let Some(unit) = 10_i128.checked_pow(digits) else {
            return Some(Number { mantissa: 0, places: 0 });
        };
        let half = unit.checked_div(2)?;
        let rest = self.mantissa.checked_rem(unit)?;
        let whole = self.mantissa.checked_div(unit)?;
        let up = if rest.checked_abs()? >= half { self.mantissa.signum() } else { 0 };
        Some(Number { mantissa: whole.checked_add(up)?, places })
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, grouped_number, number};

    #[test]
    fn separators_stand_between_groups_of_three() {
        let whole = |text: &str| {
            grouped_number(text.as_bytes()).map(|number| (number.mantissa, number.places))
        };
        assert_eq!(whole("315,286"), Some((315_286, 0)));
        assert_eq!(whole(" 2,260,094,505 "), Some((2_260_094_505, 0)));
        assert_eq!(whole("-1,000.25"), Some((-100_025, 2)));
        assert_eq!(whole("1234567"), Some((1_234_567, 0)));
        for wrong in [
            "1,5",
            "12,34,567",
            ",123",
            "1,",
            "1234,567",
            "1,000.000,1",
            "1,00a",
            "1,,000",
            "-,123",
        ] {
            assert_eq!(whole(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn noise_of_floats_is_rounded_away() {
        let clean = |text: &str| {
            number(text.as_bytes()).unwrap().without_noise().map(|n| (n.mantissa, n.places))
        };
        assert_eq!(clean("9932.600000000002"), Some((993_260_000_000_000, 11)));
        assert_eq!(clean("0.30000000000000004"), Some((300_000_000_000_000, 15)));
        assert_eq!(clean("-12345678901234567"), Some((-123_456_789_012_346, -2)));
        assert_eq!(clean("123456789012345"), None);
        let short = |text: &str, places| {
            number(text.as_bytes()).unwrap().rounded(places).map(|n| (n.mantissa, n.places))
        };
        assert_eq!(short("0.12345", 4), Some((1235, 4))); // half away from zero
        assert_eq!(short("-0.12345", 4), Some((-1235, 4)));
        assert_eq!(short("0.12345", 5), None);
        assert_eq!(short("1e-60", 9), Some((0, 0)));
    }

    #[test]
    fn digits_are_kept_exactly() {
        let parts =
            |text: &str| number(text.as_bytes()).map(|number| (number.mantissa, number.places));
        assert_eq!(parts("        0.357"), Some((357, 3)));
        assert_eq!(parts("7903767147.0"), Some((79_037_671_470, 1)));
        assert_eq!(parts("1.2E+3"), Some((12, -2)));
        assert_eq!(parts("-5e-7"), Some((-5, 7)));
        assert_eq!(parts("0e99"), Some((0, 0)));
        assert_eq!(parts(".5"), Some((5, 1)));
        assert_eq!(parts("5."), Some((5, 0)));
        for wrong in [
            "",
            "-",
            ".",
            "1,5",
            "1 5",
            "0x10",
            "1e",
            "e5",
            "inf",
            "1.2.3",
            "1_0",
            "12345678901234567890123456789012345678901",
        ] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
        assert_eq!(
            number(b"170141183460469231731687303715884105727"),
            Some(Number { mantissa: i128::MAX, places: 0 })
        );
    }
}
