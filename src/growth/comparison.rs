//! A level beside the level of a year earlier, and growth as an office published it.

use crate::error::Error;
use crate::growth::base::{factor_point, growth_factor, level_growth_bounds};
use crate::growth::{Base, Growth};
use crate::key::Key;
use crate::number::{Bounds, Figure, Percent, Ratio, Rounding};
use crate::observation::{Status, percent_text};
use crate::period::{Period, PublicationDate};
use crate::series::Reading;
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// Growth computed from two levels: the two levels, the exact rate, and its bounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Comparison<D: Dimension> {
    pub(crate) now: Reading<D>,
    pub(crate) base: Base,
    pub(crate) base_period: Period,
    /// The reading of the base; an implied base has none.
    pub(crate) base_reading: Option<Reading<D>>,
    pub(crate) base_level: Ratio,
    /// Of an implied base; those of a reading are computed when asked for.
    pub(crate) implied_bounds: Option<Bounds>,
    pub(crate) growth: Growth,
}

impl<D: Dimension> Comparison<D> {
    /// The current level.
    #[must_use]
    pub fn now(&self) -> &Reading<D> {
        &self.now
    }

    /// Which base was chosen.
    #[must_use]
    pub fn base(&self) -> Base {
        self.base
    }

    /// The span of the base.
    #[must_use]
    pub fn base_period(&self) -> Period {
        self.base_period
    }

    /// The base as read from the series; `None` for an implied one.
    #[must_use]
    pub fn base_reading(&self) -> Option<&Reading<D>> {
        self.base_reading.as_ref()
    }

    /// The level of the base, in the unit of the series.
    #[must_use]
    pub fn base_level(&self) -> &Ratio {
        &self.base_level
    }

    /// What the base may be, in the unit of the series.
    #[must_use]
    pub fn base_bounds(&self) -> Bounds {
        match (&self.implied_bounds, &self.base_reading) {
            (Some(bounds), _) => bounds.clone(),
            (None, Some(reading)) => reading.span_bounds(),
            (None, None) => Bounds::exactly(self.base_level.clone()),
        }
    }

    /// The exact rate on the printed levels.
    #[must_use]
    pub fn growth(&self) -> &Growth {
        &self.growth
    }

    /// The rate for print.
    #[must_use]
    pub fn percent(&self, places: u8) -> Percent {
        self.growth.percent(places)
    }

    /// The base with the digits it was printed with; an implied one to three places.
    pub(crate) fn base_text(&self) -> String {
        match &self.base_reading {
            Some(reading) => reading.amount().value().to_string(),
            None => self.base_level.round(3, Rounding::default()).to_string(),
        }
    }

    /// Every growth rate that is compatible with the printed digits of both levels.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero) if the base may be zero.
    pub fn bounds(&self) -> Result<Bounds, Error> {
        level_growth_bounds(&self.now.span_bounds(), &self.base_bounds())
    }
}

/// `+43.2 %, Jan-Apr 2023 (73.148) on Jan-Apr 2022 (51.09), billion US$`
impl<D: Dimension> fmt::Display for Comparison<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (now, implied) = (&self.now, if self.base == Base::Implied { "implied " } else { "" });
        write!(f, "{}, {} ({}) on ", self.growth, now.period(), now.amount().value())?;
        let unit = now.amount().unit();
        write!(f, "{} ({implied}{}), {unit}", self.base_period, self.base_text())
    }
}

/// Growth as it was published: a fact with a date, not a computation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedGrowth {
    pub(crate) key: Key,
    pub(crate) period: Period,
    pub(crate) figure: Figure,
    pub(crate) status: Status,
    pub(crate) published_on: Option<PublicationDate>,
    pub(crate) source: String,
}

impl PublishedGrowth {
    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The span that grew, on the same span a year earlier.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The figure as printed, in percent, with its hedge.
    #[must_use]
    pub fn figure(&self) -> Figure {
        self.figure
    }

    /// The growth on its printed digits.
    #[must_use]
    pub fn growth(&self) -> Growth {
        Growth::from_ratio(factor_point(&self.figure) - Ratio::one())
    }

    /// Every growth rate that would be printed like this: 0.4125 to 0.4135 for 41.3 %.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        growth_factor(&self.figure).plus(&Bounds::exactly(Ratio::from(-1)))
    }

    /// The printed number, rounded to `places` places, and never to more places than were printed.
    #[must_use]
    pub fn percent(&self, places: u8) -> Percent {
        let printed = self
            .figure
            .last_digit()
            .map_or(places, |last| u8::try_from(last.saturating_neg()).unwrap_or(0));
        self.growth().percent(places.min(printed))
    }

    /// The status of its row.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// When it was published.
    #[must_use]
    pub fn published_on(&self) -> Option<PublicationDate> {
        self.published_on
    }

    /// Who published it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// `+41.3 %, Jan-Apr 2023, published 2023-05-09 (GACC)`
impl fmt::Display for PublishedGrowth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", percent_text(&self.figure), self.period)?;
        if let Some(date) = self.published_on {
            write!(f, ", published {date}")?;
        }
        if self.source.is_empty() { Ok(()) } else { write!(f, " ({})", self.source) }
    }
}
