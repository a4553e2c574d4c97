//! Roots and logarithms of exact ratios, correctly rounded at a stated number of places, without floats.
//!
//! A root is found as an integer root with a remainder, so ties are known exactly. A logarithm is enclosed between two
//! fixed-point bounds, with more bits until both round to the same digits; the logarithm of a rational number other
//! than 1 is transcendental, so this ends.

use crate::error::{Error, Undefined};
use crate::number::ratio::Ratio;
use crate::number::round::{Rounded, Rounding, divide};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// The most places that a root or logarithm is computed to.
const MAX_PLACES: u8 = 50;
/// The largest exponent of a power or root: a hundred years of months.
const MAX_EXPONENT: u16 = 1200;

/// `base` to the power `numerator / denominator`, correctly rounded to `places` (a tie goes away from zero).
///
/// # Errors
/// [`Undefined::NotPositive`] if the base is not positive (a zero base with a positive exponent gives zero),
/// [`Range`](crate::ErrorKind::Range) for more than 50 places or an exponent part above 1200 or a zero denominator.
///
/// ```
/// use bilateral::{Ratio, number::root_of_power};
/// // 114.547 after 80.675 over one and a half years, per year: (114547/80675)^(2/3)
/// assert_eq!(root_of_power(&Ratio::new(114_547, 80_675)?, 2, 3, 6)?.to_string(), "1.263271");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn root_of_power(base: &Ratio, numerator: u16, denominator: u16, places: u8) -> Result<Rounded, Error> {
    check_places(places)?;
    if numerator > MAX_EXPONENT || denominator > MAX_EXPONENT || denominator == 0 {
        return Err(Error::range("the exponent of a root", "both parts must be at most 1200, and the lower not zero"));
    }
    if base.is_negative() || (base.is_zero() && numerator == 0) {
        return Err(Undefined::NotPositive.into());
    }
    // Twice the scaled root is found as an integer, so that its lowest bit is the first half.
    let (power, root) = (u32::from(numerator), u32::from(denominator));
    let doubled = (BigInt::from(2) * BigInt::from(10).pow(u32::from(places))).pow(root);
    let above = base.numerator().pow(power) * doubled;
    let below = base.denominator().pow(power);
    let twice = above.div_floor(&below).nth_root(root);
    let mantissa = if twice.is_odd() { (twice + BigInt::one()) / BigInt::from(2) } else { twice / BigInt::from(2) };
    Ok(Rounded::from_mantissa(mantissa, places))
}

/// The natural logarithm of a positive ratio, correctly rounded to `places`.
///
/// # Errors
/// [`Undefined::NotPositive`]; [`Range`](crate::ErrorKind::Range) for more than 50 places.
///
/// ```
/// use bilateral::{Ratio, number::log_ratio};
/// assert_eq!(log_ratio(&Ratio::from(2), 20)?.to_string(), "0.69314718055994530942");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn log_ratio(number: &Ratio, places: u8) -> Result<Rounded, Error> {
    check_places(places)?;
    if !number.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    if *number == Ratio::one() {
        return Ok(Rounded::from_mantissa(BigInt::zero(), places));
    }
    Ok(enclose_until_round(places, |bits| {
        let (log, error) = log_fixed(number, bits);
        (&log - &error, BigInt::one() << bits, log + error, BigInt::one() << bits)
    }))
}

/// How many periods of growth by `factor` it takes to double (or, for a factor below one, to halve), correctly rounded.
///
/// # Errors
/// [`Undefined::NotPositive`] unless the factor is positive, [`Undefined::NeverDoubles`] if it is one.
///
/// ```
/// use bilateral::{Ratio, number::doubling_periods};
/// assert_eq!(doubling_periods(&Ratio::new(1262, 1000)?, 4)?.to_string(), "2.9787");
/// assert_eq!(doubling_periods(&Ratio::from(4), 4)?.to_string(), "0.5000");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn doubling_periods(factor: &Ratio, places: u8) -> Result<Rounded, Error> {
    check_places(places)?;
    if !factor.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    if *factor == Ratio::one() {
        return Err(Undefined::NeverDoubles.into());
    }
    // Halving with a factor f takes as long as doubling with 1/f.
    let factor = if *factor > Ratio::one() { factor.clone() } else { Ratio::one().over(factor)? };
    // The result is rational only for a factor that is a power of two; the enclosure would never end there.
    let power_of_two = factor.numerator().bits().saturating_sub(1);
    if factor.denominator().is_one() && factor.numerator().trailing_zeros() == Some(power_of_two) {
        return Ok(Ratio::new(1, power_of_two)?.round(places, Rounding::default()));
    }
    let two = Ratio::from(2);
    Ok(enclose_until_round(places, |bits| {
        let (two, two_error) = log_fixed(&two, bits);
        let (log, log_error) = log_fixed(&factor, bits);
        // A tiny logarithm may not yet be told from zero; one unit keeps the divisor positive, more bits follow.
        let lowest = (&log - &log_error).max(BigInt::one());
        (&two - &two_error, log + log_error, two + two_error, lowest)
    }))
}

fn check_places(places: u8) -> Result<(), Error> {
    if places > MAX_PLACES {
        return Err(Error::range("the number of places", format!("{places}, at most {MAX_PLACES} are computed")));
    }
    Ok(())
}

/// Asks for ever narrower bounds `(low / low_divisor, high / high_divisor)` until both round alike.
fn enclose_until_round(places: u8, bounds: impl Fn(u32) -> (BigInt, BigInt, BigInt, BigInt)) -> Rounded {
    let scale = BigInt::from(10).pow(u32::from(places));
    let mut bits = 64;
    loop {
        let (low, low_divisor, high, high_divisor) = bounds(bits);
        let low = divide(&(low * &scale), &low_divisor, Rounding::default());
        let high = divide(&(high * &scale), &high_divisor, Rounding::default());
        if low == high {
            return Rounded::from_mantissa(low, places);
        }
        bits = bits.saturating_mul(2);
    }
}

/// `ln(number) * 2^bits` and a bound of the error of that integer.
fn log_fixed(number: &Ratio, bits: u32) -> (BigInt, BigInt) {
    let (above, below) = (number.numerator(), number.denominator());
    let length = |integer: &BigInt| i64::try_from(integer.bits()).unwrap_or(i64::MAX);
    let shift = length(above).saturating_sub(length(below));
    // number = m * 2^shift with m between a half and two, so y = (m - 1) / (m + 1) lies within a third of zero.
    let distance = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
    let (above, below) =
        if shift > 0 { (above.clone(), below << distance) } else { (above << distance, below.clone()) };
    let (mantissa, terms) = twice_artanh(&(&above - &below), &(above + below), bits);
    let (two, two_terms) = twice_artanh(&BigInt::one(), &BigInt::from(3), bits);
    let shift = BigInt::from(shift);
    let error = BigInt::from(terms) + shift.abs() * BigInt::from(two_terms);
    (mantissa + shift * two, error)
}

/// `2 artanh(numerator / denominator) * 2^bits` by its power series, and a bound of the error.
///
/// Each term is cut twice, by less than one unit each, and doubled; what is left of the series is below the last term.
fn twice_artanh(numerator: &BigInt, denominator: &BigInt, bits: u32) -> (BigInt, u64) {
    let mut power = (numerator << bits) / denominator;
    let (square_above, square_below) = (numerator * numerator, denominator * denominator);
    let (mut sum, mut odd) = (BigInt::zero(), 1u64);
    while !power.is_zero() {
        sum += &power / BigInt::from(odd);
        power = power * &square_above / &square_below;
        odd = odd.saturating_add(2);
    }
    (sum * BigInt::from(2), odd.saturating_mul(4).saturating_add(16))
}
