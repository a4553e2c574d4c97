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

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(above: i64, below: i64) -> BigRational {
        BigRational::new(above.into(), below.into())
    }

    /// By hand, in lowest terms, and without big integers between.
    #[test]
    fn fractions_of_one_word_are_answered_here() {
        let (half, third) = (ratio(1, 2), ratio(1, 3));
        assert_eq!(add(&half, &third), Some(ratio(5, 6)));
        assert_eq!(subtract(&half, &third), Some(ratio(1, 6)));
        assert_eq!(multiply(&ratio(2, 3), &ratio(3, 4)), Some(half.clone()));
        assert_eq!(divide(&half, &ratio(-1, 3)), Some(ratio(-3, 2)));
        assert_eq!(reduced(6, 4), Some(ratio(3, 2)));
        assert_eq!(reduced(1, 0), None);
        assert_eq!(reduced(1, -2), None);
        // Beyond one word, and within two.
        assert_eq!(reduced(3 << 70, 1 << 71), Some(ratio(3, 2)));
    }

    #[test]
    fn what_does_not_fit_is_left_to_big_integers() {
        let wide = BigRational::from(BigInt::from(1) << 64);
        assert_eq!(parts(&wide), None);
        assert_eq!(parts(&ratio(i64::MIN, i64::MAX)), Some((i64::MIN.into(), i64::MAX.into())));
        assert_eq!(add(&wide, &ratio(1, 2)), None);
    }
}
