//! Growth: every rate, on which base, whether the published figures agree, and what a target still
//! needs.
//!
//! Each statistic is a free function of the numbers that an analyst holds, [`year_over_year`] and
//! its neighbours, and, where there is a series, a method:
//! [`Series::growth`](crate::Series::growth),
//! [`published_growth`](crate::Series::published_growth),
//! [`implied_base`](crate::Series::implied_base), [`growth_check`](crate::Series::growth_check),
//! [`required_growth`](crate::Series::required_growth). A method compares a span with the same span
//! a year earlier; spans that are not alike cannot be compared at all.
//!
//! Levels may be given as decimals, integers or [`Ratio`]s. Results are exact fractions until they
//! are rounded by name, except roots and logarithms, which take the number of places and are
//! correctly rounded to it.
//!
//! | asked | function | method |
//! |---|---|---|
//! | up how much on a year earlier? | [`year_over_year`], [`year_to_date`], [`rolling_12`] | `growth` |
//! | up how much on the months before? | [`period_over_period`], [`annualised`] | `period_over_period` |
//! | what did the office say? | | `published_growth` |
//! | on which base? | [`implied_base`] | `implied_base`, `growth_on` |
//! | do level, growth and base agree? | [`growth_bounds`] | `growth_check` |
//! | over several years? | [`cagr`], [`log_growth`], [`two_years`], [`doubling_time`] | `cagr`, `two_years` |
//! | from nothing, to nothing? | [`symmetric`] | `symmetric_growth` |
//! | how much growth is certain already? | [`carry_over`], [`carry_over_to_date`] | `carry_over` |
//! | was it the weak base? | [`base_effect`], [`base_effect_against`] | `base_effect` |
//! | what must the rest of the year do? | [`required_growth`], [`required_run_rate`] | `required_growth`, `required_run_rate` |

mod agreement;
mod base;
mod comparison;
mod methods;
mod rates;
mod required;
mod roots;

pub use agreement::{Agreement, GrowthCheck};
pub use base::{ImpliedBase, growth_bounds, implied_base};
pub use comparison::{Comparison, PublishedGrowth};
pub use rates::{
    BaseEffect, TwoYears, annualised, base_effect, base_effect_against, carry_over,
    carry_over_to_date, period_over_period, rolling_12, share_change, symmetric, two_years,
    year_over_year, year_to_date,
};
pub use required::{Required, required_growth, required_growth_bounds, required_run_rate};
pub use roots::{cagr, doubling_time, log_growth};

use crate::number::{Percent, Ratio, Rounding};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A growth rate: an exact fraction that is not rounded before it is printed.
///
/// Growth above 1000 % prints as a multiple.
///
/// ```
/// use bilateral::{growth, number::decimal};
///
/// let growth = growth::year_over_year(decimal("73.148"), decimal("51.09"))?;
/// assert_eq!(growth.percent(1).to_string(), "+43.2 %");
/// assert_eq!(growth.ratio(), &bilateral::Ratio::new(22058, 51090)?);
///
/// assert_eq!(growth::year_over_year(6, decimal("0.5"))?.percent(1).to_string(), "12-fold");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Growth(Ratio);

impl Growth {
    /// A growth rate from a ratio: 0.413 is +41.3 %.
    #[must_use]
    pub fn from_ratio(ratio: Ratio) -> Growth {
        Growth(ratio)
    }

    /// The rate itself: 0.413 for +41.3 %.
    #[must_use]
    pub fn ratio(&self) -> &Ratio {
        &self.0
    }

    /// The new level as a multiple of the base: 1.413 for +41.3 %.
    #[must_use]
    pub fn factor(&self) -> Ratio {
        &self.0 + &Ratio::one()
    }

    /// For print, rounded half away from zero; above 1000 % it prints as a multiple, `12-fold`.
    #[must_use]
    pub fn percent(&self, places: u8) -> Percent {
        self.percent_with(places, Rounding::default())
    }

    /// For print, with a named rounding.
    #[must_use]
    pub fn percent_with(&self, places: u8, rounding: Rounding) -> Percent {
        let multiple = (self.0 > Ratio::from(10)).then(|| self.factor().round(0, rounding));
        Percent { signed: true, multiple, ..self.0.percent_with(places, rounding) }
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.percent(1), f)
    }
}

/// Which level of a year earlier growth is measured on.
///
/// Statistics are revised, and published growth uses the revised base without printing it. For
/// January to April 2023 China Customs published 73.148 billion US$ and +41.3 %, which implies a
/// base of 51.75 to 51.79; the level published a year before was 51.09, and on that one growth is
/// +43.2 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Base {
    /// The base that follows from the published level and the published growth.
    Implied,
    /// The level of a year earlier as it was known on the day.
    AsKnown,
    /// The level of a year earlier as it is known today.
    Latest,
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Base::Implied => "the base implied by published growth",
            Base::AsKnown => "the base as known",
            Base::Latest => "the latest base",
        })
    }
}
