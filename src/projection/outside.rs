//! Why an answer lies outside of its scenarios.
//!
//! The scenarios take the season from the year before alone: the rest as it was then, and the rest
//! with the growth so far. What looks at more than that year can lie outside of both.

use crate::growth::Growth;
use crate::number::Ratio;
use crate::period::Period;
use crate::projection::Method;
use crate::projection::origin::Origin;
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// Why an answer lies outside of the scenarios, which rest on the year before alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outside {
    /// The season: the known months had another share of the year in earlier years than in the year
    /// before.
    Season {
        /// The mean share of the known months in the years that the method takes.
        mean_share: Ratio,
        /// Their share in the year before.
        last_share: Ratio,
    },
    /// A model of the months expects more or less of them: the month that differs most, with its
    /// growth on the year before.
    Months {
        /// The model.
        method: Method,
        /// The month, or the span that the model sees as one.
        period: Period,
        /// What the model expects of it, on its level a year before.
        growth: Growth,
    },
    /// The method does not take the season of the year before.
    Method(Method),
}

impl<D: Dimension> Origin<D> {
    /// The reasons why the answer of a method lies above or below the scenarios; of a mean those of
    /// its members that do.
    pub(super) fn outside(&self, method: &Method, (low, high): (&Ratio, &Ratio)) -> Vec<Outside> {
        let Ok(year) = self.year_by(method) else { return Vec::new() };
        if *low <= year && year <= *high {
            return Vec::new();
        }
        match method {
            Method::MeanOf(members) => {
                members.iter().flat_map(|member| self.outside(member, (low, high))).collect()
            }
            Method::MeanShare { years } | Method::ShrunkShare { years, .. } => {
                self.season(*years).into_iter().collect()
            }
            model => {
                let months = self.farthest_month(model, year > *high).map(|(period, growth)| {
                    Outside::Months { method: model.clone(), period, growth }
                });
                vec![months.unwrap_or_else(|| Outside::Method(model.clone()))]
            }
        }
    }

    fn season(&self, years: u8) -> Option<Outside> {
        let shares: Vec<Ratio> = self.shares().iter().take(usize::from(years)).cloned().collect();
        let count = Ratio::from(i64::try_from(shares.len()).unwrap_or(i64::MAX));
        let last_share = shares.first()?.clone();
        let mean_share = shares.into_iter().sum::<Ratio>().over(&count).ok()?;
        Some(Outside::Season { mean_share, last_share })
    }
}

/// `in the mean the known months had 25.0 % of the year, and 30.0 % in the year before`
impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outside::Season { mean_share, last_share } => write!(
                f,
                "the known months had {} of the year in the mean of the years that the method \
                 takes, and {} in the year before",
                mean_share.percent(1),
                last_share.percent(1)
            ),
            Outside::Months { method, period, growth } => {
                write!(f, "{method} expects {period} at {} on a year earlier", growth.percent(1))
            }
            Outside::Method(method) => {
                write!(f, "{method} does not take the season of the year before")
            }
        }
    }
}
