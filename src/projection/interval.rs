//! How wrong the projection may be: an interval from a prior, since one year of history has no errors of its own.
//!
//! Floats: the interval is an estimate of an estimate, so its two exponentials are computed in binary and printed
//! outward. `tests/projection.rs` holds it to closed forms and to its nesting.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::number::Ratio;
use serde::Serialize;
use std::fmt;

/// The prior standard deviation of the logarithm of what is left of the year, for large bilateral flows.
const PRIOR: f64 = 0.10;

/// A prediction interval for a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    percent: u8,
    low: f64,
    high: f64,
}

impl Interval {
    /// `[so_far + rest / e^h, so_far + rest * e^h]` with `h = t * 0.10`, where `t` is the quantile of Student's
    /// distribution with four degrees of freedom: the weight of the prior.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a level that is not between 1 and 99 percent.
    pub(crate) fn from_prior(so_far: &Ratio, rest: &Ratio, percent: u8) -> Result<Interval, Error> {
        if percent == 0 || percent > 99 {
            return Err(Error::range("the level of an interval", format!("{percent} %; it runs from 1 to 99")));
        }
        let (so_far, rest) = (so_far.approximately(), rest.approximately());
        let half = student_4((1.0 + f64::from(percent) / 100.0) / 2.0) * PRIOR;
        Ok(Interval { percent, low: so_far + rest * (-half).exp(), high: so_far + rest * half.exp() })
    }

    /// How often it should hold the outcome, in percent.
    #[must_use]
    pub fn percent(&self) -> u8 {
        self.percent
    }

    /// The lower end, in the unit of the projection; approximate.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The upper end, in the unit of the projection; approximate.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }
}

/// The quantile of Student's distribution with four degrees of freedom, which has a closed form.
fn student_4(probability: f64) -> f64 {
    let alpha = (4.0 * probability * (1.0 - probability)).sqrt();
    2.0 * ((alpha.acos() / 3.0).cos() / alpha - 1.0).sqrt()
}

/// To three digits of its upper end, outward: `80 % interval 221 to 275`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let enough = |places: &i32| self.high * 10_f64.powi(*places) >= 100.0;
        let exponent = (0..12).find(enough).unwrap_or(0);
        let (scale, places) = (10_f64.powi(exponent), usize::try_from(exponent).unwrap_or(0));
        let (low, high) = ((self.low * scale).floor() / scale, (self.high * scale).ceil() / scale);
        write!(f, "{} % interval {low:.places$} to {high:.places$}", self.percent)
    }
}

#[cfg(test)]
mod tests {
    use super::student_4;

    /// Tables of Student's distribution: 1.533 for 90 % and 2.776 for 97.5 %, with four degrees of freedom.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        assert!((student_4(0.90) - 1.533_206).abs() < 1e-6);
        assert!((student_4(0.95) - 2.131_847).abs() < 1e-6);
        assert!((student_4(0.975) - 2.776_445).abs() < 1e-6);
    }
}
