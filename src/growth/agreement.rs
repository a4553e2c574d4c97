//! Do the published level, the published growth and the level of a year earlier agree?

use crate::error::Error;
use crate::growth::{Comparison, ImpliedBase, PublishedGrowth};
use crate::number::Ratio;
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// Whether published growth can be reproduced from published levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Agreement {
    /// The level of a year earlier lies inside the base that growth implies.
    Agrees,
    /// It does not: the base was revised, the coverage differs, or a figure was truncated. Which
    /// one, the figures alone do not say.
    NotReproducible,
}

/// The three facts beside each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct GrowthCheck<D: Dimension> {
    pub(crate) comparison: Comparison<D>,
    pub(crate) published: PublishedGrowth,
    pub(crate) implied: ImpliedBase,
}

impl<D: Dimension> GrowthCheck<D> {
    /// Growth from the levels as known.
    #[must_use]
    pub fn comparison(&self) -> &Comparison<D> {
        &self.comparison
    }

    /// Growth as published.
    #[must_use]
    pub fn published(&self) -> &PublishedGrowth {
        &self.published
    }

    /// The base that published growth implies.
    #[must_use]
    pub fn implied(&self) -> &ImpliedBase {
        &self.implied
    }

    /// The verdict.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        if self.implied.bounds().overlaps(&self.comparison.base_bounds()) {
            Agreement::Agrees
        } else {
            Agreement::NotReproducible
        }
    }

    /// The implied base over the base as known, minus 1: by how much the base moved, if it was
    /// revised.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if growth was hedged, so that it implies no point;
    /// [`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero) for a base of zero.
    pub fn base_shift(&self) -> Result<Ratio, Error> {
        Ok(self.implied.point()?.over(&self.comparison.base_level)? - Ratio::one())
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Agreement::Agrees => "agrees",
            Agreement::NotReproducible => "not reproducible",
        })
    }
}

/// `Jan-Apr 2023: published +41.3 % implies a base of 51.749 to 51.787 billion US$, as known it was
/// 51.09: not reproducible`
impl<D: Dimension> fmt::Display for GrowthCheck<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: published {} implies a base of {} {}, as known it was {}: {}",
            self.published.period,
            crate::observation::percent_text(&self.published.figure),
            self.implied,
            self.comparison.now.amount().unit(),
            self.comparison.base_text(),
            self.agreement()
        )
    }
}
