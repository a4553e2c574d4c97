//! The projection of a year from what a series knows.

use crate::error::Error;
use crate::growth::Base;
use crate::number::{Ratio, Rounding, decimal};
use crate::period::Period;
use crate::projection::{Interval, fade, prior_year_share, run_rate, seasonal_naive};
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// How a number of a projection came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Growth so far, at six tenths of its strength: the answer.
    Fade,
    /// The rest as a year before.
    SeasonalNaive,
    /// The whole year grows as it has so far.
    PriorYearShare,
    /// Every month like the average so far.
    RunRate,
}

/// Where a year will end: the answer, its interval, and the naive answers as what they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Projection<D: Dimension> {
    unit: D::Unit,
    period: Period,
    so_far: Reading<D>,
    base: Base,
    lines: Vec<(Method, Ratio)>,
    central: Ratio,
    low: Ratio,
    high: Ratio,
}

impl<D: Dimension> Projection<D> {
    /// The span projected.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The known part.
    #[must_use]
    pub fn so_far(&self) -> &Reading<D> {
        &self.so_far
    }

    /// The base of the growth so far.
    #[must_use]
    pub fn base(&self) -> Base {
        self.base
    }

    /// The answer, in the unit of the series; exact, given the printed digits and the method.
    #[must_use]
    pub fn central(&self) -> &Ratio {
        &self.central
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// Every method with its number: the answer first, then the naive ones.
    #[must_use]
    pub fn lines(&self) -> &[(Method, Ratio)] {
        &self.lines
    }

    /// The scenario band: from the rest as a year before to growth so far carried through, in ascending order. These are
    /// scenarios, not probabilities.
    #[must_use]
    pub fn band(&self) -> (&Ratio, &Ratio) {
        (&self.low, &self.high)
    }

    /// A prediction interval of so many percent around the answer, for large bilateral flows.
    ///
    /// # Formula
    /// `so_far + rest * e^(± 0.10 t)`: the prior for the error of the rest of the year, 10 %, with Student's quantile
    /// for its four degrees of freedom. A history of errors will narrow or widen it; with one year known there is none.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a level outside of 1 to 99.
    pub fn interval(&self, percent: u8) -> Result<Interval, Error> {
        let so_far = Ratio::from(self.so_far.amount().value());
        Interval::from_prior(&so_far, &(&self.central - &so_far), percent)
    }
}

impl<D: Dimension> Series<D> {
    /// The projection of a year from its longest published year to date, on the base that published growth implies, or
    /// on the base as known where no growth was published.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) if nothing of the year or of the year before is known;
    /// [`Range`](crate::ErrorKind::Range) for a span that is no calendar year, or of which January alone is known.
    pub fn project(&self, year: Period) -> Result<Projection<D>, Error> {
        let inside = |span: &Period| year.contains(span) && span.first() == year.first();
        let so_far = self.published_spans().filter(inside).max_by_key(|span| span.months_count());
        let so_far = match so_far {
            Some(so_far) => so_far,
            None => {
                return Err(self
                    .amount(year)
                    .err()
                    .unwrap_or_else(|| Error::range("a projection", "nothing is known")));
            }
        };
        let implied = self.implied_base(so_far).is_ok_and(|base| base.point().is_ok());
        self.project_from(year, so_far, if implied { Base::Implied } else { Base::AsKnown })
    }

    /// The projection of a year from a named year to date, on a named base.
    ///
    /// # Errors
    /// As [`project`](Series::project) and [`growth_on`](Series::growth_on).
    pub fn project_from(&self, year: Period, so_far: Period, base: Base) -> Result<Projection<D>, Error> {
        let refuse = |reason: String| Err(Error::range("a projection", reason));
        if !year.is_full_year() {
            return refuse(format!("{year} is no calendar year"));
        }
        if so_far.first() != year.first() || !year.contains(&so_far) {
            return refuse(format!("{so_far} is not the beginning of {year}"));
        }
        if so_far.months_count() == 1 {
            return refuse("January alone says too little of a year: the New Year holiday moves".to_owned());
        }
        let known = self.growth_on(so_far, base)?;
        let year_before = Ratio::from(self.amount(year.year_earlier()?)?.amount().value());
        let (now, past) = (Ratio::from(known.now().amount().value()), known.base_level().clone());
        let months = u8::try_from(so_far.months_count()).unwrap_or(12);
        let central = fade(&now, &past, &year_before, decimal("0.6"))?;
        let (naive, share) = (seasonal_naive(&now, &past, &year_before)?, prior_year_share(&now, &past, &year_before)?);
        let lines = vec![
            (Method::Fade, central.clone()),
            (Method::SeasonalNaive, naive.clone()),
            (Method::PriorYearShare, share.clone()),
            (Method::RunRate, run_rate(&now, months, 12)?),
        ];
        let (low, high) = if naive <= share { (naive, share) } else { (share, naive) };
        Ok(Projection { unit: self.unit(), period: year, so_far: known.now().clone(), base, lines, central, low, high })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Method::Fade => "fade 0.6",
            Method::SeasonalNaive => "the rest as a year before",
            Method::PriorYearShare => "growth so far carried through the year",
            Method::RunRate => "run rate",
        })
    }
}

/// The answer with its interval, its scenarios, where it starts from and on which base.
impl<D: Dimension> fmt::Display for Projection<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let interval = self.interval(80).map_err(|_| fmt::Error)?;
        let (low, high) = (self.low.round(0, Rounding::default()), self.high.round(0, Rounding::default()));
        write!(f, "{} {} in {}, {interval}", self.central.round(1, Rounding::default()), self.unit, self.period)?;
        write!(f, ", scenarios {low} to {high}; {} from {}, on {}", Method::Fade, self.so_far.period(), self.base)
    }
}
