//! How wrong a projection may be: an interval on what is left of the year, from the method's own
//! errors in earlier years.
//!
//! Floats: the interval is an estimate of an estimate. Its exponentials are computed in binary and
//! printed outward; what is not finite is refused. `tests/inside/projection_certainty.rs` holds
//! it to reference values and to its nesting.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined};
use crate::forecast::ModelInterval;
use crate::forecast::input::check_level;
use crate::forecast::student::student_quantile;
use crate::number::Ratio;
use crate::projection::errors::ERRORS;
use serde::Serialize;
use std::fmt;

/// How many errors of the last year the prior counts as.
const PRIOR_WEIGHT: f64 = 2.0;
/// An error counts half as much as one of a year later.
const DECAY: f64 = 0.5;
/// Of the change of growth, in logarithms, the part that may be gone again.
const OF_CHANGE: f64 = 0.25;
/// The degrees of freedom of Student's distribution: a few errors, and the last ones above all.
const DEGREES: f64 = 5.0;

/// The scale of errors that is assumed before a method has errors of its own.
///
/// It is the standard deviation of the logarithm of the remaining months. On monthly trade of large
/// pairs (US-China, Japan-China, Korea-China, US-Germany, US-Mexico, 2001 to 2019) it was 0.06 to
/// 0.07 with one to six months known, 0.10 with nine and 0.14 with eleven; on Swiss exports to 82
/// partners (1996 to 2018) 0.19 to 0.23, and 0.32 with eleven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Prior {
    /// 0.08 at any number of months: chosen by the interval score on set A of
    /// `examples/ytd_projection.rs`.
    #[default]
    Cautious,
    /// By months known, 0.23, 0.20, 0.19, 0.20, 0.23, 0.32 at 1, 2, 4, 6, 9, 11: for small or lumpy
    /// flows.
    SmallFlows,
}

impl Prior {
    /// The standard deviation for a number of known months, interpolated linearly between the
    /// months that were measured.
    ///
    /// ```
    /// use bilateral::projection::Prior;
    /// assert_eq!((Prior::Cautious.scale(4), Prior::SmallFlows.scale(4)), (0.08, 0.19));
    /// ```
    #[must_use]
    pub fn scale(self, known_months: u8) -> f64 {
        const SMALL: [(f64, f64); 6] =
            [(1.0, 0.23), (2.0, 0.20), (4.0, 0.19), (6.0, 0.20), (9.0, 0.23), (11.0, 0.32)];
        if self == Prior::Cautious {
            return 0.08;
        }
        let at = f64::from(known_months).clamp(1.0, 11.0);
        let pairs = SMALL.iter().zip(SMALL.iter().skip(1));
        let line = |((from, low), (to, high)): (&(f64, f64), &(f64, f64))| {
            (at <= *to).then(|| {
                if at <= *from { *low } else { low + (high - low) * (at - from) / (to - from) }
            })
        };
        pairs.filter_map(line).next().unwrap_or(0.32)
    }
}

/// What an interval rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub(crate) enum Basis {
    /// The prior, and errors of the method in earlier years (their number), at the same number of
    /// known months.
    Errors(u8),
    /// The same, and for the most part the change of growth: a break.
    Break(u8),
    /// Nothing is left of the year: it is known.
    Known,
    /// The absolute errors of the method in earlier years, in order (their number): conformal.
    Conformal(u8),
    /// Errors of the ratio of both sides, errors of the rest (their numbers), and the prior.
    Mirror(u8, u8),
    /// The intervals of parts (their number), added up.
    Parts(u8),
    /// The variance of a fitted model. It leaves out that the model and its parameters may be
    /// wrong; on short series such an interval holds the outcome far less often than it says.
    Model,
}

/// How far the logarithm of what is left of the year may be off: a scale and the degrees of freedom
/// of its estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    scale: f64,
    degrees: f64,
    basis: Basis,
}

impl Spread {
    /// The spread from the errors of earlier years, the last one first, at most eight of them, and
    /// from the change of growth: the logarithm of growth so far less that of the year before on
    /// the year before that, where both are known.
    ///
    /// # Formula
    /// `s^2 = (2 p^2 + sum(w_i e_i^2)) / (2 + sum(w_i)) + (d / 4)^2` for the prior `p`, the errors
    /// `e_i = ln(rest) - ln(projected rest)` with `w_i = 1, 1/2, 1/4, ...`, and the change of
    /// growth `d`; Student's distribution with 5 degrees of freedom. The constants were chosen by
    /// the interval score on set A of `examples/ytd_projection.rs`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for an error, a prior or a change that is not finite.
    pub(crate) fn of(errors: &[f64], prior: f64, change: Option<f64>) -> Result<Spread, Error> {
        let own = errors.get(..errors.len().min(ERRORS)).unwrap_or_default();
        let change = OF_CHANGE * change.unwrap_or(0.0);
        let all = own.iter().chain([&prior, &change]);
        if prior < 0.0 || all.clone().any(|number| !number.is_finite()) {
            return Err(not_finite());
        }
        // Squares of numbers near the end of floats leave them.
        let unit = all.fold(f64::MIN_POSITIVE, |most, number| most.max(number.abs()));
        let square = |number: f64| (number / unit).powi(2);
        let (mut weight, mut sum, mut weights) = (1.0, PRIOR_WEIGHT * square(prior), PRIOR_WEIGHT);
        for error in own {
            sum += weight * square(*error);
            weights += weight;
            weight *= DECAY;
        }
        let (of_errors, of_change) = (sum / weights, square(change));
        let count = u8::try_from(own.len()).unwrap_or(8);
        let basis = if of_change > of_errors { Basis::Break(count) } else { Basis::Errors(count) };
        Ok(Spread { scale: unit * (of_errors + of_change).sqrt(), degrees: DEGREES, basis })
    }

    /// Of a product of two numbers, each with an error of its own: this one is of the whole, the
    /// other moves so large a part of it.
    ///
    /// # Formula
    /// `s^2 = s_whole^2 + (part * s_other)^2`: the errors are taken to be independent.
    pub(crate) fn and_of_part(self, other: Spread, part: f64) -> Spread {
        let counts = (self.basis.errors(), other.basis.errors());
        let scale = self.scale.hypot(part * other.scale);
        Spread { scale, degrees: DEGREES, basis: Basis::Mirror(counts.0, counts.1) }
    }

    /// Of a sum whose parts err together: the mean of their scales, each with its weight.
    pub(crate) fn together(parts: &[(f64, Spread)]) -> Spread {
        let weights: f64 = parts.iter().map(|(weight, _)| weight).sum();
        let sum: f64 = parts.iter().map(|(weight, spread)| weight * spread.scale).sum();
        let scale = if weights > 0.0 { sum / weights } else { 0.0 };
        let basis = Basis::Parts(u8::try_from(parts.len()).unwrap_or(u8::MAX));
        Spread { scale, degrees: DEGREES, basis }
    }

    /// True if the change of growth makes more of the width than all errors: a break.
    pub(crate) fn is_break(&self) -> bool {
        matches!(self.basis, Basis::Break(_))
    }

    /// The scale of the logarithm of what is left of the year.
    #[must_use]
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// The degrees of freedom.
    #[must_use]
    pub(crate) fn degrees(&self) -> f64 {
        self.degrees
    }

    /// What it rests on.
    #[must_use]
    pub(crate) fn basis(&self) -> Basis {
        self.basis
    }

    /// Of a year that is known.
    pub(crate) const KNOWN: Spread = Spread { scale: 0.0, degrees: DEGREES, basis: Basis::Known };

    /// The number that a projected year stays below with this probability.
    ///
    /// # Formula
    /// `so_far + (year - so_far) e^(scale * t)`, with Student's quantile `t`; the projection itself
    /// where nothing is left of the year or the scale is zero.
    ///
    /// # Errors
    /// As [`student_quantile`]; [`Invalid`](crate::ErrorKind::Invalid) if the result is beyond what
    /// a float holds.
    pub(crate) fn quantile(&self, so_far: f64, year: f64, probability: f64) -> Result<f64, Error> {
        let rest = year - so_far;
        if rest == 0.0 || self.scale == 0.0 {
            return Ok(year);
        }
        let value =
            so_far + rest * (self.scale * student_quantile(probability, self.degrees)?).exp();
        if value.is_finite() {
            Ok(value)
        } else {
            Err(Error::invalid(
                "a prediction interval",
                "with errors of earlier years as large as these, one of its ends is beyond the largest number",
            ))
        }
    }

    /// The interval around a projected year that should hold the outcome in `percent` of 100 cases.
    ///
    /// # Formula
    /// `[so_far + rest / e^h, so_far + rest * e^h]` with `rest = year - so_far` and `h = scale * t`
    /// at `(1 + percent / 100) / 2`.
    ///
    /// # Errors
    /// As [`quantile`](Spread::quantile); [`Range`](crate::ErrorKind::Range) for a level outside of
    /// 1 to 99.
    pub(crate) fn interval(&self, so_far: f64, year: f64, percent: u8) -> Result<Interval, Error> {
        check_level(percent)?;
        let upper = (1.0 + f64::from(percent) / 100.0) / 2.0;
        let (one, other) =
            (self.quantile(so_far, year, 1.0 - upper)?, self.quantile(so_far, year, upper)?);
        // The centre lies inside, whatever the last digit of a float says.
        Ok(Interval {
            percent,
            low: one.min(other).min(year),
            high: one.max(other).max(year),
            basis: self.basis,
        })
    }
}

/// Half the width, in logarithms of the rest, of a conformal interval: an error so large that no
/// more than its share of the errors of earlier years was larger. It assumes no distribution, and
/// pays for that.
///
/// # Formula
/// The `ceil((n + 1) percent / 100)`-th smallest of `n` absolute errors.
///
/// # Undefined when
/// There are too few errors: 80 % needs four, 95 % nineteen ([`Range`](crate::ErrorKind::Range));
/// an error is not finite ([`Invalid`](crate::ErrorKind::Invalid)).
pub(crate) fn conformal_half_width(errors: &[f64], percent: u8) -> Result<f64, Error> {
    check_level(percent)?;
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let rank = sizes.len().saturating_add(1).saturating_mul(usize::from(percent)).div_ceil(100);
    let Some(size) = rank.checked_sub(1).and_then(|at| sizes.get(at)).copied() else {
        // The rank is at most the number of errors from here on.
        let needed = usize::from(percent).div_ceil(usize::from(100_u8.saturating_sub(percent)));
        return Err(Error::range(
            "the number of errors of earlier years",
            format!("{} is less than {needed}, which {percent} % needs", sizes.len()),
        )
        .with_help("ask for a lower level, or ask interval(), which needs fewer errors"));
    };
    if size.is_finite() { Ok(size) } else { Err(not_finite()) }
}

/// Errors are parts of what is expected: where that is nothing, they say nothing.
pub(crate) fn has_width(rest: &Ratio, is_known: bool) -> Result<(), Error> {
    if is_known || !rest.is_zero() {
        return Ok(());
    }
    Err(Error::from(Undefined::NotPositive)
        .about("a prediction interval: what is expected of the missing months")
        .with_help("give the answer without an interval: no error of earlier years tells of this"))
}

fn not_finite() -> Error {
    Error::invalid("a list of errors of earlier years", "one of them is not a finite number")
}

/// A prediction interval for a year. It is not a scenario band: it says how often it should hold
/// the outcome, and on what that rests.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    percent: u8,
    low: f64,
    high: f64,
    basis: Basis,
}

impl Interval {
    /// `so_far + rest * e^(± half)`.
    pub(crate) fn conformal(
        so_far: f64,
        year: f64,
        errors: &[f64],
        percent: u8,
    ) -> Result<Interval, Error> {
        let half = conformal_half_width(errors, percent)?;
        let (low, high) =
            (so_far + (year - so_far) * (-half).exp(), so_far + (year - so_far) * half.exp());
        let basis = Basis::Conformal(u8::try_from(errors.len()).unwrap_or(u8::MAX));
        if low.is_finite() && high.is_finite() {
            Ok(Interval { percent, low: low.min(year), high: high.max(year), basis })
        } else {
            Err(Error::invalid(
                "a prediction interval",
                "with errors of earlier years as large as these, one of its ends is beyond the largest number",
            ))
        }
    }

    /// A model's own interval of the rest, around what is known already.
    pub(crate) fn of_model(so_far: f64, rest: &ModelInterval) -> Result<Interval, Error> {
        let (low, high) = (so_far + rest.low(), so_far + rest.high());
        if low.is_finite() && high.is_finite() && low <= high {
            Ok(Interval { percent: rest.percent(), low, high, basis: Basis::Model })
        } else {
            Err(Error::invalid("a prediction interval", format!("its ends are {low} and {high}")))
        }
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

    /// What it rests on, in words: `from its errors in 4 earlier years and the prior`, `from the
    /// prior`. The prior is the one of [`Prior`].
    #[must_use]
    pub fn rests_on(&self) -> String {
        self.basis.to_string()
    }

    /// True for an outcome inside, ends included; ends are good to twelve digits.
    #[must_use]
    pub fn contains(&self, outcome: &Ratio) -> bool {
        self.holds(outcome.approximately())
    }

    pub(crate) fn holds(&self, outcome: f64) -> bool {
        let slack = 1e-12 * outcome.abs();
        self.low - slack <= outcome && outcome <= self.high + slack
    }
}

/// Outward, to three digits of its upper end, and from 1000 on to whole units: `80 % interval 221
/// to 275`, `80 % interval 1204 to 1408`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let enough = |places: &i32| self.high.abs() * 10_f64.powi(*places) >= 100.0;
        let exponent = if self.high == 0.0 { 0 } else { (0..32).find(enough).unwrap_or(32) };
        let (scale, places) = (10_f64.powi(exponent), usize::try_from(exponent).unwrap_or(0));
        let (low, high) = ((self.low * scale).floor() / scale, (self.high * scale).ceil() / scale);
        let model = if self.basis == Basis::Model { "model-based " } else { "" };
        write!(f, "{} % {model}interval {low:.places$} to {high:.places$}", self.percent)
    }
}

impl Basis {
    /// How many errors of earlier years it rests on.
    fn errors(self) -> u8 {
        match self {
            Basis::Errors(count) | Basis::Break(count) | Basis::Conformal(count) => count,
            Basis::Mirror(ratio, rest) => ratio.saturating_add(rest),
            Basis::Known | Basis::Parts(_) | Basis::Model => 0,
        }
    }
}

/// `from its errors in 8 earlier years and the prior`, `from the break in growth and the prior`,
/// ...
impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = |count: u8| {
            let years = if count == 1 { "year" } else { "years" };
            format!("its errors in {count} earlier {years}")
        };
        f.pad(&match self {
            Basis::Errors(0) => "from the prior".to_owned(),
            Basis::Errors(count) => format!("from {} and the prior", errors(*count)),
            Basis::Break(0) => "from the break in growth and the prior".to_owned(),
            Basis::Break(count) => {
                format!("from the break in growth, {} and the prior", errors(*count))
            }
            Basis::Known => "known".to_owned(),
            Basis::Conformal(count) => format!("conformal, from {}", errors(*count)),
            Basis::Mirror(0, 0) => "from the prior".to_owned(),
            Basis::Mirror(ratio, rest) => {
                let years = if *ratio == 1 { "year" } else { "years" };
                format!(
                    "from errors of the ratio in {ratio} earlier {years}, \
                     of the rest in {rest}, and the prior"
                )
            }
            Basis::Parts(count) => {
                let parts = if *count == 1 { "part" } else { "parts" };
                format!("from {count} {parts}, as if their errors went together")
            }
            Basis::Model => "from the model's own variance".to_owned(),
        })
    }
}
