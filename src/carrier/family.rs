//! Families of factors: the sets that belong together, and their sources.

use crate::period::PublicationDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A set of factors that fit each other. Factors of different families are chained only if
/// [`Conversion::mixed`](crate::carrier::Conversion::mixed) says so, since each family rests on its
/// own average crude oil, its own gas and its own calorific basis.
///
/// ```
/// use bilateral::carrier::Family;
/// assert_eq!(Family::Ipcc2006.to_string(), "IPCC 2006");
/// assert!(Family::Ipcc2006.conversions()?.len() > 15);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Family {
    /// True by definition or by the law of ideal gases; fits every family.
    Definition,
    /// IPCC 2006 Guidelines: net calorific values per tonne, most with 95 % ranges.
    #[serde(rename = "ipcc-2006")]
    Ipcc2006,
    /// Energy Institute (formerly bp) Statistical Review, Approximate conversion factors, table of
    /// July 2021.
    EnergyInstitute,
    /// UN Energy Statistics Yearbook, conversion factors, text of the 2004 edition.
    UnYearbook,
    /// UK DESNZ 2025 greenhouse gas conversion factors: fuel properties measured in the United
    /// Kingdom.
    #[serde(rename = "desnz-2025")]
    Desnz2025,
    /// The ratios of net to gross calorific value that the IEA and Eurostat use.
    IeaConvention,
    /// 7.3 barrels for every tonne of crude, as news agencies convert China's customs figures.
    PressConvention,
    /// Stated or measured by the user; fits every family.
    Own,
}

impl Family {
    /// Every family that comes with factors of its own.
    pub const WITH_FACTORS: [Family; 6] = [
        Family::Ipcc2006,
        Family::EnergyInstitute,
        Family::UnYearbook,
        Family::Desnz2025,
        Family::IeaConvention,
        Family::PressConvention,
    ];

    /// The source of the factors.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Family::Definition => "definition",
            Family::Ipcc2006 => {
                "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, vol. 2, ch. 1, table 1.2"
            }
            Family::EnergyInstitute => {
                "Energy Institute (bp) Statistical Review of World Energy, Approximate conversion factors, July 2021"
            }
            Family::UnYearbook => {
                "UN Energy Statistics Yearbook, Conversion factors, text of the 2004 edition"
            }
            Family::Desnz2025 => {
                "UK DESNZ, Greenhouse gas reporting: conversion factors 2025, Fuel properties"
            }
            Family::IeaConvention => {
                "IEA and Eurostat convention for net as part of gross calorific value"
            }
            Family::PressConvention => {
                "Reuters on China Customs, June 2025: 49.89 Mt in 30 days as 12.14 mb/d, 8.35 Mt as 2.03 mb/d"
            }
            Family::Own => "own",
        }
    }

    /// When they were published, as far as that is known.
    #[must_use]
    pub fn published_on(self) -> Option<PublicationDate> {
        let text = match self {
            Family::Ipcc2006 => "2006",
            Family::EnergyInstitute => "2021-07",
            Family::UnYearbook => "2004",
            Family::Desnz2025 => "2025",
            Family::PressConvention => "2025-07",
            Family::Definition | Family::IeaConvention | Family::Own => return None,
        };
        text.parse().ok()
    }

    /// True if its factors may follow those of any family.
    pub(crate) fn fits_all(self) -> bool {
        matches!(self, Family::Definition | Family::Own)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Family::Definition => "definition",
            Family::Ipcc2006 => "IPCC 2006",
            Family::EnergyInstitute => "Energy Institute 2021",
            Family::UnYearbook => "UN yearbook",
            Family::Desnz2025 => "DESNZ 2025",
            Family::IeaConvention => "IEA convention",
            Family::PressConvention => "press convention",
            Family::Own => "own factor",
        })
    }
}
