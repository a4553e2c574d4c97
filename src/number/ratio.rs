//! The exact fraction that growth, shares, contributions and index numbers are until they are
//! rounded.

use crate::error::{Error, Undefined};
use crate::number::decimal::{fit, parse_decimal};
use crate::number::round::{Percent, PercentagePoints, Rounded, Rounding, divide, pad_number};
use crate::number::small;
use crate::number::text_form;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

/// An exact fraction of integers without a limit: it never overflows, and orders and compares
/// exactly.
///
/// Only division by zero fails. A ratio has no places; [`round`](Ratio::round),
/// [`percent`](Ratio::percent) and [`points`](Ratio::points) turn it into a printable number.
///
/// ```
/// use bilateral::{Ratio, Rounding};
///
/// let third = Ratio::new(1, 3)?;
/// // exact, where decimals give 0.9999…
/// assert_eq!(third.clone() * Ratio::from(3), Ratio::from(1));
/// assert_eq!(third.round(3, Rounding::HalfEven).to_string(), "0.333");
/// assert_eq!("0.25".parse::<Ratio>()?, "1/4".parse()?);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ratio(BigRational);

impl Ratio {
    /// `numerator / denominator`.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`].
    pub fn new(
        numerator: impl Into<BigInt>,
        denominator: impl Into<BigInt>,
    ) -> Result<Ratio, Error> {
        let denominator = denominator.into();
        if denominator.is_zero() {
            return Err(Error::from(Undefined::DivisionByZero)
                .with_help("give a denominator that is not zero"));
        }
        Ok(Ratio(BigRational::new(numerator.into(), denominator)))
    }

    /// Zero.
    #[must_use]
    pub fn zero() -> Ratio {
        Ratio(BigRational::zero())
    }

    /// One.
    #[must_use]
    pub fn one() -> Ratio {
        Ratio(BigRational::one())
    }

    /// The quotient of two ratios, exactly.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`].
    ///
    /// ```
    /// use bilateral::Ratio;
    /// let rest = Ratio::from(9).over(&Ratio::from(12))?;
    /// assert_eq!(rest, Ratio::new(3, 4)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn over(&self, divisor: &Ratio) -> Result<Ratio, Error> {
        if divisor.is_zero() {
            return Err(Undefined::DivisionByZero.into());
        }
        Ok(Ratio(small::divide(&self.0, &divisor.0).unwrap_or_else(|| &self.0 / &divisor.0)))
    }

    /// The ratio to a whole power of 0 to 255.
    ///
    /// ```
    /// use bilateral::Ratio;
    /// assert_eq!(Ratio::new(3, 2)?.power(2), Ratio::new(9, 4)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn power(&self, exponent: u8) -> Ratio {
        Ratio(self.0.pow(i32::from(exponent)))
    }

    /// The distance from zero.
    #[must_use]
    pub fn abs(&self) -> Ratio {
        Ratio(self.0.abs())
    }

    /// True for zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// True above zero.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// True below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The numerator of the reduced fraction; it carries the sign.
    #[must_use]
    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// The denominator of the reduced fraction, always positive.
    #[must_use]
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// Rounded once, to `places` behind the point.
    ///
    /// ```
    /// use bilateral::{Ratio, Rounding};
    /// let growth = Ratio::new(22058, 51090)?;
    /// assert_eq!(growth.round(4, Rounding::HalfAwayFromZero).to_string(), "0.4317");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn round(&self, places: u8, rounding: Rounding) -> Rounded {
        let scaled = self.0.numer() * BigInt::from(10).pow(u32::from(places));
        Rounded::from_mantissa(divide(&scaled, self.0.denom(), rounding), places)
    }

    /// In percent with `places` behind the point, ties away from zero, as customs offices print.
    #[must_use]
    pub fn percent(&self, places: u8) -> Percent {
        self.percent_with(places, Rounding::default())
    }

    /// In percent with `places` behind the point, rounded as named.
    #[must_use]
    pub fn percent_with(&self, places: u8, rounding: Rounding) -> Percent {
        Percent {
            number: self.hundredfold().round(places, rounding),
            signed: false,
            multiple: None,
        }
    }

    /// In percentage points with `places` behind the point, ties away from zero.
    #[must_use]
    pub fn points(&self, places: u8) -> PercentagePoints {
        PercentagePoints { number: self.hundredfold().round(places, Rounding::default()) }
    }

    /// The same number as a [`Decimal`].
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it does not end within 28 digits; use
    /// [`round`](Ratio::round) then.
    ///
    /// ```
    /// use bilateral::{Ratio, number::decimal};
    /// assert_eq!(Ratio::new(1, 8)?.to_decimal()?, decimal("0.125"));
    /// assert!(Ratio::new(1, 3)?.to_decimal().is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn to_decimal(&self) -> Result<Decimal, Error> {
        let inexact = || Error::inexact("a conversion to a decimal");
        let twos = self.0.denom().trailing_zeros().unwrap_or(0);
        let mut fives: u64 = 0;
        let mut rest = self.0.denom() >> twos;
        let five = BigInt::from(5);
        while (&rest % &five).is_zero() {
            rest /= &five;
            fives = fives.saturating_add(1);
        }
        let places = u8::try_from(twos.max(fives)).map_err(|_| inexact())?;
        if !rest.is_one() {
            return Err(inexact());
        }
        let scaled = self.0.numer() * BigInt::from(10).pow(u32::from(places)) / self.0.denom();
        fit(scaled, u32::from(places)).ok_or_else(inexact)
    }

    /// Ten to a power between -255 and 255.
    pub(crate) fn power_of_ten(exponent: i16) -> Ratio {
        let power = BigInt::from(10).pow(u32::from(exponent.unsigned_abs()));
        if exponent < 0 {
            Ratio(BigRational::new(BigInt::one(), power))
        } else {
            Ratio(BigRational::from(power))
        }
    }

    /// The exponent, if it is a power of ten between -28 and 28.
    pub(crate) fn log_10(&self) -> Option<i8> {
        let exponent = |number: &BigInt| {
            let number = number.to_u128()?;
            let exponent = number.checked_ilog10().filter(|exponent| *exponent <= 28)?;
            (10_u128.checked_pow(exponent)? == number).then_some(exponent)
        };
        // In lowest terms one of the two is 1.
        let up = i8::try_from(exponent(self.numerator())?).ok()?;
        let down = i8::try_from(exponent(self.denominator())?).ok()?;
        (up == 0 || down == 0).then_some(up.checked_sub(down)?)
    }

    /// The nearest float, for estimates only.
    pub(crate) fn approximately(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    fn hundredfold(&self) -> Ratio {
        Ratio(&self.0 * BigInt::from(100))
    }
}

/// Written here, so that the file of rounded numbers does not depend on fractions.
impl Rounded {
    /// The rounded number as a fraction.
    pub(crate) fn to_ratio(&self) -> Ratio {
        Ratio::from(self.mantissa.clone())
            * Ratio::power_of_ten(i16::from(self.places()).saturating_neg())
    }
}

impl From<Decimal> for Ratio {
    fn from(number: Decimal) -> Ratio {
        let scale = 10_i128.checked_pow(number.scale());
        let ratio = scale.and_then(|scale| small::reduced(number.mantissa(), scale));
        Ratio(ratio.unwrap_or_else(|| {
            BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
        }))
    }
}

impl From<i32> for Ratio {
    fn from(number: i32) -> Ratio {
        Ratio(BigRational::from(BigInt::from(number)))
    }
}

impl From<i64> for Ratio {
    fn from(number: i64) -> Ratio {
        Ratio(BigRational::from(BigInt::from(number)))
    }
}

impl From<BigInt> for Ratio {
    fn from(number: BigInt) -> Ratio {
        Ratio(BigRational::from(number))
    }
}

impl From<&Ratio> for Ratio {
    fn from(ratio: &Ratio) -> Ratio {
        ratio.clone()
    }
}

impl Neg for Ratio {
    type Output = Ratio;
    fn neg(self) -> Ratio {
        Ratio(-self.0)
    }
}

impl Add for Ratio {
    type Output = Ratio;
    fn add(self, other: Ratio) -> Ratio {
        &self + &other
    }
}

impl Sub for Ratio {
    type Output = Ratio;
    fn sub(self, other: Ratio) -> Ratio {
        &self - &other
    }
}

impl Mul for Ratio {
    type Output = Ratio;
    fn mul(self, other: Ratio) -> Ratio {
        &self * &other
    }
}

impl<'a> Add<&'a Ratio> for &Ratio {
    type Output = Ratio;
    fn add(self, other: &'a Ratio) -> Ratio {
        Ratio(small::add(&self.0, &other.0).unwrap_or_else(|| &self.0 + &other.0))
    }
}

impl<'a> Sub<&'a Ratio> for &Ratio {
    type Output = Ratio;
    fn sub(self, other: &'a Ratio) -> Ratio {
        Ratio(small::subtract(&self.0, &other.0).unwrap_or_else(|| &self.0 - &other.0))
    }
}

impl<'a> Mul<&'a Ratio> for &Ratio {
    type Output = Ratio;
    fn mul(self, other: &'a Ratio) -> Ratio {
        Ratio(small::multiply(&self.0, &other.0).unwrap_or_else(|| &self.0 * &other.0))
    }
}

/// Added up in pairs, and pairs of pairs: sums of many unlike fractions are long, and one after the
/// other each step would pay for the length of all before it.
impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Ratio>>(ratios: I) -> Ratio {
        let mut terms: Vec<Ratio> = ratios.collect();
        while terms.len() > 1 {
            let mut rest = terms.into_iter();
            let mut sums = Vec::with_capacity(rest.len().div_ceil(2));
            while let Some(one) = rest.next() {
                sums.push(match rest.next() {
                    Some(other) => one + other,
                    None => one,
                });
            }
            terms = sums;
        }
        terms.pop().unwrap_or_else(Ratio::zero)
    }
}

/// The reduced fraction, `3/4`, or the integer; with a precision, `{:.2}`, the decimal number with
/// that number of places, rounded half away from zero.
///
/// ```
/// use bilateral::Ratio;
///
/// let rate = Ratio::new(31713, 2000)?;
/// assert_eq!(rate.to_string(), "31713/2000");
/// assert_eq!(format!("{rate:.2}"), "15.86"); // 15.8565
/// # Ok::<(), bilateral::Error>(())
/// ```
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().map(|places| u8::try_from(places).unwrap_or(u8::MAX));
        let text = match places {
            Some(places) => self.round(places, Rounding::default()).to_string(),
            None => self.0.to_string(),
        };
        pad_number(f, &text)
    }
}

impl Ratio {
    /// As a user wrote it: 1.06 rather than 53/50, but 1/3.
    pub(crate) fn plain(&self) -> String {
        self.to_decimal()
            .map_or_else(|_| self.to_string(), |decimal| decimal.normalize().to_string())
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Reads `3/4`, `-12` or a decimal number such as `0.75`; a fraction may have any number of digits.
impl FromStr for Ratio {
    type Err = Error;

    fn from_str(text: &str) -> Result<Ratio, Error> {
        let integer = |part: &str| {
            let digits = part.strip_prefix('-').unwrap_or(part);
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| BigInt::from_str(part).ok()).flatten()
        };
        match text.split_once('/') {
            Some((numerator, denominator)) => match (integer(numerator), integer(denominator)) {
                (Some(numerator), Some(denominator)) => Ratio::new(numerator, denominator),
                _ => Err(Error::parse(
                    "a ratio",
                    text,
                    "write two whole numbers with a slash, as 3/4",
                )),
            },
            None => match integer(text) {
                Some(number) => Ok(Ratio::from(number)),
                None => parse_decimal(text).map(Ratio::from),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ratio, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
