//! Two numbers between which a true one lies, in fixed point on big integers: the way to roots,
//! logarithms and powers without floats. Every operation rounds its lower end down and its upper
//! end up.

use crate::error::Error;
use crate::number::ratio::Ratio;
use crate::number::round::{Rounded, Rounding, divide};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// The most places that an irrational result is computed to.
const MAX_PLACES: u8 = 50;
/// A number that cannot be distinguished from a tie with this many bits is taken for a tie: it is
/// closer than 10^-1000.
const ENOUGH_BITS: u32 = 4096;
/// Powers of e beyond 2 to this are refused; they would fill the memory and answer no question.
const LARGEST_EXPONENT: i64 = 1 << 20;
/// Bits that an exponential is computed with on top, so that its own errors vanish.
const GUARD_BITS: u32 = 64;

/// All numbers from `low` to `high`, both counted in units of `2^-bits`. Operands of one
/// computation have the same bits.
#[derive(Debug, Clone)]
pub(crate) struct Enclosure {
    low: BigInt,
    high: BigInt,
    bits: u32,
}

impl Enclosure {
    pub(crate) fn zero(bits: u32) -> Enclosure {
        Enclosure { low: BigInt::zero(), high: BigInt::zero(), bits }
    }

    pub(crate) fn of(ratio: &Ratio, bits: u32) -> Enclosure {
        let scaled = ratio.numerator() << bits;
        Enclosure {
            low: scaled.div_floor(ratio.denominator()),
            high: scaled.div_ceil(ratio.denominator()),
            bits,
        }
    }

    /// The natural logarithm; `None` unless the ratio is positive.
    pub(crate) fn ln(ratio: &Ratio, bits: u32) -> Option<Enclosure> {
        if !ratio.is_positive() {
            return None;
        }
        if *ratio == Ratio::one() {
            return Some(Enclosure::zero(bits));
        }
        let (log, error) = log_fixed(ratio, bits);
        Some(Enclosure { low: &log - &error, high: log + error, bits })
    }

    /// The square root; `None` for a negative ratio.
    pub(crate) fn root(ratio: &Ratio, bits: u32) -> Option<Enclosure> {
        if ratio.is_negative() {
            return None;
        }
        let low =
            (ratio.numerator() << bits.saturating_mul(2)).div_floor(ratio.denominator()).sqrt();
        let high = &low + BigInt::one();
        Some(Enclosure { low, high, bits })
    }

    pub(crate) fn plus(&self, other: &Enclosure) -> Enclosure {
        Enclosure { low: &self.low + &other.low, high: &self.high + &other.high, bits: self.bits }
    }

    pub(crate) fn times(&self, other: &Enclosure) -> Enclosure {
        let corners = [
            &self.low * &other.low,
            &self.low * &other.high,
            &self.high * &other.low,
            &self.high * &other.high,
        ];
        let [first, rest @ ..] = corners;
        let (low, high) = rest.into_iter().fold((first.clone(), first), |(low, high), corner| {
            (low.min(corner.clone()), high.max(corner))
        });
        let one = BigInt::one() << self.bits;
        Enclosure { low: low.div_floor(&one), high: high.div_ceil(&one), bits: self.bits }
    }

    /// The quotient; `None` unless the divisor is certainly positive, which more bits may show.
    pub(crate) fn over(&self, divisor: &Enclosure) -> Option<Enclosure> {
        if !divisor.low.is_positive() {
            return None;
        }
        // A negative end is furthest from zero over the smallest divisor.
        let below = if self.low.is_negative() { &divisor.low } else { &divisor.high };
        let above = if self.high.is_negative() { &divisor.high } else { &divisor.low };
        let low = (&self.low << self.bits).div_floor(below);
        let high = (&self.high << self.bits).div_ceil(above);
        Some(Enclosure { low, high, bits: self.bits })
    }

    /// e to this power; `None` if that is too large to be of use.
    pub(crate) fn exp(&self) -> Option<Enclosure> {
        let (low, low_error) = exp_fixed(&self.low, self.bits)?;
        let (high, high_error) = exp_fixed(&self.high, self.bits)?;
        Some(Enclosure { low: low - low_error, high: high + high_error, bits: self.bits })
    }
}

/// The number that ever narrower enclosures hold, correctly rounded to `places`, a tie away from
/// zero.
///
/// # Errors
/// [`Range`](crate::ErrorKind::Range) for more than 50 places;
/// [`Invalid`](crate::ErrorKind::Invalid) for numbers so far apart that thousands of bits do not
/// hold them.
pub(crate) fn round_enclosed(
    places: u8,
    enclose: impl Fn(u32) -> Option<Enclosure>,
) -> Result<Rounded, Error> {
    check_places(places)?;
    let scale = BigInt::from(10).pow(u32::from(places));
    let mut bits = u32::from(places).saturating_mul(4).saturating_add(64);
    loop {
        let enough = bits > ENOUGH_BITS;
        if let Some(Enclosure { low, high, bits }) = enclose(bits) {
            let one = BigInt::one() << bits;
            let low = divide(&(low * &scale), &one, Rounding::default());
            let high = divide(&(high * &scale), &one, Rounding::default());
            // What is left in doubt at the end lies at a tie, which goes away from zero.
            if low == high || (enough && &high - &low == BigInt::one()) {
                return Ok(Rounded::from_mantissa(
                    if low.is_negative() { low } else { high },
                    places,
                ));
            }
        }
        if enough {
            return Err(Error::invalid(
                "an irrational number",
                "its parts are too far apart in size to compute it",
            ));
        }
        bits = bits.saturating_mul(2);
    }
}

pub(crate) fn check_places(places: u8) -> Result<(), Error> {
    if places > MAX_PLACES {
        return Err(Error::range(
            "the number of places",
            format!("{places} is more than {MAX_PLACES}"),
        ));
    }
    Ok(())
}

/// `ln(number) * 2^bits` and a bound of the error of that integer.
fn log_fixed(number: &Ratio, bits: u32) -> (BigInt, BigInt) {
    let (above, below) = (number.numerator(), number.denominator());
    let length = |integer: &BigInt| i64::try_from(integer.bits()).unwrap_or(i64::MAX);
    let shift = length(above).saturating_sub(length(below));
    // number = m * 2^shift with m between a half and two, so y = (m - 1) / (m + 1) lies within a
    // third of zero.
    let distance = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
    let (above, below) = if shift > 0 {
        (above.clone(), below << distance)
    } else {
        (above << distance, below.clone())
    };
    let (mantissa, terms) = twice_artanh(&(&above - &below), &(above + below), bits);
    let (two, two_terms) = twice_artanh(&BigInt::one(), &BigInt::from(3), bits);
    let shift = BigInt::from(shift);
    let error = BigInt::from(terms) + shift.abs() * BigInt::from(two_terms);
    (mantissa + shift * two, error)
}

/// `2 artanh(y) * 2^bits` for `y = numerator / denominator` within a third of zero by its power
/// series, and a bound of the error.
///
/// `y` and its square are cut once to fixed point, so that the size of the fraction does not
/// matter. With the square off by less than 2 units every power is off by less than 2 (an eighth of
/// the error before, two thirds from the square, one from the cut), so a term by less than 3, and
/// what is left of the series after the last term by less than 3. All is doubled.
fn twice_artanh(numerator: &BigInt, denominator: &BigInt, bits: u32) -> (BigInt, u64) {
    let mut power = (numerator.abs() << bits) / denominator;
    let square = (&power * &power) >> bits;
    let (mut sum, mut odd) = (BigInt::zero(), 1u64);
    while !power.is_zero() {
        sum += &power / BigInt::from(odd);
        power = (power * &square) >> bits;
        odd = odd.saturating_add(2);
    }
    let twice = sum * BigInt::from(2);
    (if numerator.is_negative() { -twice } else { twice }, odd.saturating_mul(4).saturating_add(16))
}

/// `e^(exponent / 2^bits) * 2^bits` and a bound of the error of that integer; `None` if it is too
/// large.
///
/// The exponent is `k ln 2 + r` with `r` from 0 to `ln 2`; the series of `e^r` has a term off by at
/// most 4 units, and what is left of it after the last is as small. An error of `r` grows at most
/// threefold.
fn exp_fixed(exponent: &BigInt, bits: u32) -> Option<(BigInt, BigInt)> {
    let wide = bits.saturating_add(GUARD_BITS);
    let (two, two_error) = log_fixed(&Ratio::from(2), wide);
    let (twos, rest) = (exponent << GUARD_BITS).div_mod_floor(&two);
    let twos = i64::try_from(twos).ok().filter(|twos| twos.abs() <= LARGEST_EXPONENT)?;
    let (mut term, mut sum, mut count) = (BigInt::one() << wide, BigInt::zero(), 0u64);
    while !term.is_zero() {
        sum += &term;
        count = count.saturating_add(1);
        term = ((term * &rest) >> wide) / BigInt::from(count);
    }
    let error = BigInt::from(count.saturating_mul(4).saturating_add(8))
        + two_error * BigInt::from(twos.abs()) * 3;
    // From the wide fixed point to the asked one, and by the power of two.
    let shift = twos.saturating_sub(i64::from(GUARD_BITS));
    let distance = usize::try_from(shift.unsigned_abs()).ok()?;
    Some(if shift >= 0 {
        (sum << distance, error << distance)
    } else {
        (sum >> distance, (error >> distance) + 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// True if the enclosure holds the decimal number and is narrower than 2^-60.
    fn holds(enclosure: &Enclosure, decimal: &str) -> bool {
        let (whole, behind) = decimal.split_once('.').unwrap();
        let number: Ratio =
            format!("{whole}{behind}/1{}", "0".repeat(behind.len())).parse().unwrap();
        let at = Enclosure::of(&number, enclosure.bits);
        // The decimal is cut at its last digit, so it may stand a little below.
        let slack = BigInt::one() << enclosure.bits.saturating_sub(80);
        enclosure.low.clone() - &slack <= at.high
            && at.low <= &enclosure.high + &slack
            && &enclosure.high - &enclosure.low < BigInt::one() << enclosure.bits.saturating_sub(60)
    }

    /// Digits of e, 1/e, e^10 and e^-3.7 as other software (Python's decimal) gives them.
    #[test]
    fn exponentials_equal_known_digits() {
        for (exponent, digits) in [
            ("1", "2.718281828459045235360287471352"),
            ("-1", "0.367879441171442321595523770161"),
            ("10", "22026.465794806716516957900645284244"),
            ("-3.7", "0.024723526470339391202757382983"),
            ("0", "1.0"),
        ] {
            let exponent = Enclosure::of(&exponent.parse().unwrap(), 200);
            assert!(holds(&exponent.exp().unwrap(), digits), "{digits}: {:?}", exponent.exp());
        }
    }

    /// e^100 by Python's decimal with 80 digits. The power of zero is one, which lies inside.
    #[test]
    fn large_powers_and_the_power_of_zero() {
        let hundred = Enclosure::of(&Ratio::from(100), 200).exp().unwrap();
        let power: Ratio = "26881171418161354484126255515800135873611118".parse().unwrap();
        let (low, high) = (power.numerator() << 200_u32, (power.numerator() + 1) << 200_u32);
        assert!(low < hundred.low && hundred.high < high, "{hundred:?}");
        let one = Enclosure::of(&Ratio::zero(), 128).exp().unwrap();
        let at = BigInt::one() << 128_u32;
        assert!(one.low <= at && at <= one.high, "{one:?}");
    }

    /// Below 1.25 by less than the first bits show, which is not a tie.
    #[test]
    fn a_near_tie_is_told_from_a_tie() {
        let tie: Ratio = "1.25".parse().unwrap();
        let near = |step: Ratio| round_enclosed(1, |bits| Some(Enclosure::of(&step, bits)));
        let least = Ratio::power_of_ten(-25);
        assert_eq!(near(&tie - &least).unwrap().to_string(), "1.2");
        assert_eq!(near(&tie + &least).unwrap().to_string(), "1.3");
    }

    #[test]
    fn what_is_too_large_is_none() {
        assert!(Enclosure::of(&Ratio::from(1 << 30), 64).exp().is_none());
        assert!(Enclosure::of(&Ratio::from(-(1 << 30)), 64).exp().is_none());
        assert!(round_enclosed(3, |_| None).is_err());
    }

    #[test]
    fn a_tie_goes_away_from_zero() {
        let tie: Ratio = "1.25".parse().unwrap();
        // Half of the logarithm of its square: never told from the tie, however many bits.
        let square = tie.power(2);
        let power = |bits| {
            let half = Enclosure::of(&Ratio::new(1, 2).unwrap(), bits);
            Enclosure::ln(&square, bits)?.times(&half).exp()
        };
        assert_eq!(round_enclosed(1, power).unwrap().to_string(), "1.3");
        assert_eq!(round_enclosed(2, power).unwrap().to_string(), "1.25");
        let negative = |bits| Some(power(bits)?.times(&Enclosure::of(&Ratio::from(-1), bits)));
        assert_eq!(round_enclosed(1, negative).unwrap().to_string(), "-1.3");
    }

    proptest! {
        /// The exponential of a logarithm is the number, and all operations hold the exact result
        /// of fractions.
        #[test]
        fn enclosures_hold_the_true_number(
            a in 1..1_000_000_000_i64,
            b in 1..1_000_000_i64,
            c in -9_999..9_999_i64,
            d in 1..9_999_i64,
        ) {
            const BITS: u32 = 128;
            let (one, two) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            let contains = |enclosure: &Enclosure, number: &Ratio| {
                let at = Enclosure::of(number, BITS);
                enclosure.low <= at.low && at.high <= enclosure.high
            };
            let back = Enclosure::ln(&one, BITS).unwrap().exp().unwrap();
            prop_assert!(contains(&back, &one));
            prop_assert!(&back.high - &back.low < BigInt::one() << 60);
            let (x, y) = (Enclosure::of(&one, BITS), Enclosure::of(&two, BITS));
            prop_assert!(contains(&x.plus(&y), &(&one + &two)));
            prop_assert!(contains(&x.times(&y), &(&one * &two)));
            prop_assert!(contains(&y.over(&x).unwrap(), &two.over(&one).unwrap()));
            let root = Enclosure::root(&one, BITS).unwrap();
            prop_assert!(contains(&root.times(&root), &one));
            if two.is_positive() {
                let ln = |x| Enclosure::ln(x, BITS).unwrap();
                let logs = ln(&one).plus(&ln(&two));
                let log = ln(&(&one * &two));
                prop_assert!(logs.low <= log.high && log.low <= logs.high);
            }
        }
    }
}
