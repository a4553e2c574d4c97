//! Roots and logarithms of exact ratios, correctly rounded at a stated number of places, without
//! floats.
//!
//! A root is found as an integer root with a remainder, so ties are known exactly. A logarithm is
//! enclosed between two fixed-point bounds, with more bits until both round to the same digits; the
//! logarithm of a rational number other than 1 is transcendental, so this ends.

use crate::error::{Error, Undefined};
use crate::number::enclosure::{Enclosure, check_places, round_enclosed};
use crate::number::ratio::Ratio;
use crate::number::round::{Rounded, Rounding};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// The largest exponent of a power or root: a hundred years of months.
const MAX_EXPONENT: u16 = 1200;

/// `base` to the power `numerator / denominator`, correctly rounded to `places` (a tie goes away
/// from zero).
///
/// # Errors
/// [`Undefined::NotPositive`] if the base is not positive (a zero base with a positive exponent
/// gives zero), [`Range`](crate::ErrorKind::Range) for more than 50 places or an exponent part
/// above 1200 or a zero denominator.
pub(crate) fn root_of_power(
    base: &Ratio,
    numerator: u16,
    denominator: u16,
    places: u8,
) -> Result<Rounded, Error> {
    check_places(places)?;
    if numerator > MAX_EXPONENT || denominator > MAX_EXPONENT || denominator == 0 {
        return Err(Error::range(
            "the exponent of a root",
            format!(
                "{numerator}/{denominator}; both parts must be at most 1200, and the lower one at least 1"
            ),
        ));
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
    let mantissa = if twice.is_odd() {
        (twice + BigInt::one()) / BigInt::from(2)
    } else {
        twice / BigInt::from(2)
    };
    Ok(Rounded::from_mantissa(mantissa, places))
}

/// The natural logarithm of a positive ratio, correctly rounded to `places`.
///
/// # Errors
/// [`Undefined::NotPositive`]; [`Range`](crate::ErrorKind::Range) for more than 50 places.
pub(crate) fn log_ratio(number: &Ratio, places: u8) -> Result<Rounded, Error> {
    check_places(places)?;
    if !number.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    if *number == Ratio::one() {
        return Ok(Rounded::from_mantissa(BigInt::zero(), places));
    }
    round_enclosed(places, |bits| Enclosure::ln(number, bits))
}

/// How many periods of growth by `factor` it takes to double (or, for a factor below one, to
/// halve), correctly rounded.
///
/// # Errors
/// [`Undefined::NotPositive`] unless the factor is positive, [`Undefined::NeverDoubles`] if it is
/// one.
pub(crate) fn doubling_periods(factor: &Ratio, places: u8) -> Result<Rounded, Error> {
    check_places(places)?;
    if !factor.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    if *factor == Ratio::one() {
        return Err(Undefined::NeverDoubles.into());
    }
    // Halving with a factor f takes as long as doubling with 1/f.
    let factor = if *factor > Ratio::one() { factor.clone() } else { Ratio::one().over(factor)? };
    // The result is rational only for a factor that is a power of two; the enclosure would never
    // end there.
    let power_of_two = factor.numerator().bits().saturating_sub(1);
    if factor.denominator().is_one() && factor.numerator().trailing_zeros() == Some(power_of_two) {
        return Ok(Ratio::new(1, power_of_two)?.round(places, Rounding::default()));
    }
    let two = Ratio::from(2);
    round_enclosed(places, |bits| Enclosure::ln(&two, bits)?.over(&Enclosure::ln(&factor, bits)?))
}

/// The product of positive ratios, each to a power of its own, correctly rounded to `places` (a tie
/// goes away from zero).
///
/// # Formula
/// `product base^exponent = exp(sum exponent ln base)`; a weighted geometric mean where the
/// exponents add up to 1.
///
/// # Rounding
/// The printed digits are those of the true number. One that lies closer to a tie than 10^-1000 is
/// taken for a tie.
///
/// # Errors
/// [`Undefined::NotPositive`] for a base that is not; [`Range`](crate::ErrorKind::Range) for more
/// than 50 places, or for a result beyond 2 to the millionth power.
pub(crate) fn product_of_powers(factors: &[(Ratio, Ratio)], places: u8) -> Result<Rounded, Error> {
    if factors.iter().any(|(base, _)| !base.is_positive()) {
        return Err(Undefined::NotPositive.into());
    }
    round_enclosed(places, |bits| enclose_powers(factors, bits))
}

/// The same as an enclosure.
pub(crate) fn enclose_powers(factors: &[(Ratio, Ratio)], bits: u32) -> Option<Enclosure> {
    let mut log = Enclosure::zero(bits);
    for (base, exponent) in factors {
        log = log.plus(&Enclosure::ln(base, bits)?.times(&Enclosure::of(exponent, bits)));
    }
    log.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(above: i64, below: i64) -> Ratio {
        Ratio::new(above, below).unwrap()
    }

    /// By the decimal module of Python with 60 digits: `(114547/80675) ** (2/3)`, `ln 2`,
    /// `ln 2 / ln 1.262`, `1.1 ** 0.6 * 1.25 ** 0.4`.
    #[test]
    fn irrational_numbers_are_correctly_rounded() {
        assert_eq!(
            root_of_power(&ratio(114_547, 80_675), 2, 3, 6).unwrap().to_string(),
            "1.263271"
        );
        assert_eq!(log_ratio(&ratio(2, 1), 20).unwrap().to_string(), "0.69314718055994530942");
        assert_eq!(doubling_periods(&ratio(1262, 1000), 4).unwrap().to_string(), "2.9787");
        assert_eq!(doubling_periods(&ratio(4, 1), 4).unwrap().to_string(), "0.5000");
        let factors = [(ratio(11, 10), ratio(6, 10)), (ratio(5, 4), ratio(4, 10))];
        assert_eq!(product_of_powers(&factors, 6).unwrap().to_string(), "1.157710");
    }

    /// ln 2 / ln 3 and ln 2 / ln (4/3), by the decimal module of Python: neither factor is a power
    /// of two, though a numerator or a denominator is.
    #[test]
    fn doubling_with_factors_next_to_powers_of_two() {
        let places = |above, below, places| {
            doubling_periods(&ratio(above, below), places).unwrap().to_string()
        };
        assert_eq!(places(3, 1, 4), "0.6309");
        assert_eq!(places(4, 3, 4), "2.4094");
        assert_eq!(places(3, 4, 4), "2.4094");
        assert_eq!(places(8, 1, 4), "0.3333");
    }

    #[test]
    fn exponents_of_roots_have_limits() {
        let root = |base: i64, above, below| root_of_power(&ratio(base, 1), above, below, 2);
        assert!(root(1, 1200, 1200).is_ok());
        assert!(root(1, 1201, 1).is_err() && root(1, 1, 1201).is_err() && root(1, 1, 0).is_err());
        for base in [root(-4, 1, 2), root(0, 0, 1)] {
            assert_eq!(base.unwrap_err().undefined(), Some(&Undefined::NotPositive));
        }
        assert_eq!(root(0, 1, 2).unwrap().to_string(), "0.00");
    }
}
