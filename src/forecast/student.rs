//! Student's distribution for any degrees of freedom: the width of an interval that rests on few
//! errors.
//!
//! Floats: a quantile is irrational. Every argument is checked to be finite and inside its range,
//! every loop ends after a stated number of steps; `tests/inside/projection_certainty.rs` holds
//! the quantile to values of other software and to its own inverse.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::forecast::quantile::normal;

/// Above this many degrees the distribution is the normal one with three correction terms, to the
/// last digit.
const NEARLY_NORMAL: f64 = 1e5;

/// The number that a Student variable stays below with this probability.
///
/// # Formula
/// The inverse of [`student_probability`]. With `degrees` errors the interval `± t * s` holds the
/// next one as often as its level says, if errors are normal and `s` is the root of their mean
/// square.
///
/// # Undefined when
/// [`Range`](crate::ErrorKind::Range) for a probability that is not between 0 and 1 (both
/// excluded), for degrees that are not positive and finite, and where the quantile is beyond
/// 10^150.
///
/// # Rounding
/// To about 13 significant digits.
pub(crate) fn student_quantile(probability: f64, degrees: f64) -> Result<f64, Error> {
    if !(probability > 0.0 && probability < 1.0) {
        return Err(Error::range("a probability", format!("{probability} is not between 0 and 1")));
    }
    check_degrees(degrees)?;
    let above = probability > 0.5;
    let tail = if above { 1.0 - probability } else { probability };
    let distance = if tail >= 0.5 {
        0.0
    } else if degrees > NEARLY_NORMAL {
        corrected_normal(-normal(tail), degrees)
    } else {
        solve(tail, |value| student_tail(value, degrees))?
    };
    Ok(if above { distance } else { -distance })
}

/// How probable it is that a Student variable stays below a number.
///
/// # Formula
/// `1 - I(degrees / (degrees + value^2); degrees / 2, 1 / 2) / 2` for a number above zero, with the
/// regularised incomplete beta function `I`.
///
/// # Undefined when
/// [`Invalid`](crate::ErrorKind::Invalid) for a number that is not finite;
/// [`Range`](crate::ErrorKind::Range) for degrees that are not positive and finite.
///
/// # Rounding
/// To about 13 digits behind the point.
pub(crate) fn student_probability(value: f64, degrees: f64) -> Result<f64, Error> {
    if !value.is_finite() {
        return Err(Error::invalid(
            "a Student variable",
            format!("{value} is not a finite number"),
        ));
    }
    check_degrees(degrees)?;
    let distance = value.abs();
    let tail = if degrees > NEARLY_NORMAL {
        // The inverse of the correction to first order is enough here: its next term is below
        // 1e-11.
        let shrink = (distance * distance + 1.0) / (4.0 * degrees);
        normal_tail(distance * (1.0 - shrink))
    } else {
        student_tail(distance, degrees)
    };
    Ok(if value > 0.0 { 1.0 - tail } else { tail })
}

fn check_degrees(degrees: f64) -> Result<(), Error> {
    if degrees > 0.0 && degrees.is_finite() {
        return Ok(());
    }
    Err(Error::range(
        "the number of degrees of freedom",
        format!("{degrees} is not positive and finite"),
    ))
}

/// The distance at which a falling tail has this probability: doubled until it is passed, then
/// halved down to neighbouring floats.
fn solve(tail: f64, of: impl Fn(f64) -> f64) -> Result<f64, Error> {
    let (mut low, mut high) = (0.0, 1.0);
    while of(high) > tail {
        low = high;
        high *= 2.0;
        if high > 1e150 {
            return Err(Error::range("a quantile", "it is not between -1e150 and 1e150"));
        }
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Ok(middle);
        }
        if of(middle) > tail { low = middle } else { high = middle }
    }
}

/// Cornish and Fisher's expansion of Student's quantile around the normal one.
fn corrected_normal(z: f64, degrees: f64) -> f64 {
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    z + (first + second / degrees) / degrees
}

/// `P(T > value)` for a value of zero or more.
fn student_tail(value: f64, degrees: f64) -> f64 {
    if value == 0.0 {
        return 0.5;
    }
    let square = value * value / degrees;
    // x = 1 / (1 + square) and 1 - x, without cancellation.
    let (near, far) = (1.0 / (1.0 + square), square / (1.0 + square));
    let (a, b) = (0.5 * degrees, 0.5);
    let log_front = -a * square.ln_1p() - b * (1.0 / square).ln_1p() - log_beta_half(a);
    if near < (a + 1.0) / (a + b + 2.0) {
        0.5 * log_front.exp() * beta_fraction(near, a, b) / a
    } else {
        0.5 - 0.5 * log_front.exp() * beta_fraction(far, b, a) / b
    }
}

/// `ln B(a, 1/2)`.
fn log_beta_half(a: f64) -> f64 {
    0.5 * std::f64::consts::PI.ln() - log_gamma_step(a)
}

/// `ln Γ(x + 1/2) - ln Γ(x)`: a series for large arguments, to which small ones are raised step by
/// step.
fn log_gamma_step(x: f64) -> f64 {
    let (mut at, mut product) = (x, 1.0);
    while at < 20.0 {
        product *= at / (at + 0.5);
        at += 1.0;
    }
    let inverse = 1.0 / at;
    let square = inverse * inverse;
    let series =
        -0.125 + square * (1.0 / 192.0 + square * (-1.0 / 640.0 + square * (17.0 / 14_336.0)));
    0.5 * at.ln() + inverse * series + product.ln()
}

/// The continued fraction of the incomplete beta function, by Lentz; it converges within a few
/// times the root of `a`.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    let mut m = 1.0;
    for _ in 0..5_000 {
        let twice = 2.0 * m;
        let even = m * (b - m) * x / ((a + twice - 1.0) * (a + twice));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + twice) * (a + twice + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
        m += 1.0;
    }
    fraction
}

/// `P(Z > value)` of the normal distribution, for a value of zero or more: a series near zero, a
/// continued fraction in the tail.
fn normal_tail(value: f64) -> f64 {
    let density = (-0.5 * value * value).exp() / std::f64::consts::TAU.sqrt();
    if value < 2.5 {
        let (mut term, mut sum, mut odd) = (value, value, 1.0);
        for _ in 0..200 {
            odd += 2.0;
            term *= value * value / odd;
            sum += term;
            if term <= sum * 1e-18 {
                break;
            }
        }
        0.5 - density * sum
    } else {
        // 1 / (z + 1 / (z + 2 / (z + ...))), from the inside.
        let fraction = (1..=200).rev().fold(value, |inner, step| value + f64::from(step) / inner);
        density / fraction
    }
}
