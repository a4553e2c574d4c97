//! The arithmetic of ratios whose parts fit in 64 bits, which nearly all of them do: products then
//! fit in 128, and no big integers are needed between. Everything returns `None` where it does not
//! fit; the caller then takes the long way.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// Numerator and denominator; the denominator is positive.
type Parts = (i128, i128);

pub(crate) fn add(left: &BigRational, right: &BigRational) -> Option<BigRational> {
    let ((a, b), (c, d)) = (parts(left)?, parts(right)?);
    reduced(a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b.checked_mul(d)?)
}

pub(crate) fn subtract(left: &BigRational, right: &BigRational) -> Option<BigRational> {
    let ((a, b), (c, d)) = (parts(left)?, parts(right)?);
    reduced(a.checked_mul(d)?.checked_sub(c.checked_mul(b)?)?, b.checked_mul(d)?)
}

pub(crate) fn multiply(left: &BigRational, right: &BigRational) -> Option<BigRational> {
    let ((a, b), (c, d)) = (parts(left)?, parts(right)?);
    reduced(a.checked_mul(c)?, b.checked_mul(d)?)
}

/// The divisor is not zero.
pub(crate) fn divide(left: &BigRational, right: &BigRational) -> Option<BigRational> {
    let ((a, b), (c, d)) = (parts(left)?, parts(right)?);
    let sign = c.signum();
    reduced(a.checked_mul(d)?.checked_mul(sign)?, b.checked_mul(c)?.checked_mul(sign)?)
}

fn parts(ratio: &BigRational) -> Option<Parts> {
    Some((i128::from(ratio.numer().to_i64()?), i128::from(ratio.denom().to_i64()?)))
}

/// The fraction in lowest terms; the denominator must be positive.
pub(crate) fn reduced(numerator: i128, denominator: i128) -> Option<BigRational> {
    let (above, below) =
        (numerator.unsigned_abs(), u128::try_from(denominator).ok().filter(|below| *below > 0)?);
    // Division is cheaper in one word, and most fractions fit in it.
    let shared = match (u64::try_from(above), u64::try_from(below)) {
        (Ok(above), Ok(below)) => i128::from(above.gcd(&below)),
        _ => i128::try_from(above.gcd(&below)).ok()?,
    };
    let (numerator, denominator) =
        (numerator.checked_div(shared)?, denominator.checked_div(shared)?);
    Some(BigRational::new_raw(BigInt::from(numerator), BigInt::from(denominator)))
}
