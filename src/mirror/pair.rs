//! One flow with the reports of both sides.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::number::Decimal;
use crate::period::Period;
use serde::Serialize;
use std::fmt;

/// One flow as both sides report it: what the exporter says, and what the importer says.
///
/// Both figures are in one currency and one unit, as printed. Zero is a report; `None` is none.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{Pair, Sides};
/// use bilateral::{Period, number::decimal};
///
/// let flow = Pair::new(RUS, CHN, Period::year(2018)) // US$; UN Comtrade
///     .exported(decimal("56019903783"))
///     .imported(decimal("58886549221"));
/// assert_eq!(flow.sides(), Sides::Both);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Pair {
    /// Who sells.
    pub exporter: Area,
    /// Who buys.
    pub importer: Area,
    /// Of what.
    pub commodity: Commodity,
    /// When.
    pub period: Period,
    /// What the exporter reports, as a rule FOB.
    pub exported: Option<Decimal>,
    /// What the importer reports, as a rule CIF.
    pub imported: Option<Decimal>,
}

/// Which sides report a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sides {
    /// Exporter and importer.
    Both,
    /// The exporter alone.
    OnlyExporter,
    /// The importer alone.
    OnlyImporter,
    /// Neither of them.
    Neither,
}

impl Pair {
    /// A flow of all goods that nobody has reported yet.
    #[must_use]
    pub fn new(exporter: Area, importer: Area, period: Period) -> Pair {
        Pair {
            exporter,
            importer,
            commodity: Commodity::TOTAL,
            period,
            exported: None,
            imported: None,
        }
    }

    /// The flow of one commodity.
    #[must_use]
    pub fn of(self, commodity: Commodity) -> Pair {
        Pair { commodity, ..self }
    }

    /// With the report of the exporter.
    #[must_use]
    pub fn exported(self, value: Decimal) -> Pair {
        Pair { exported: Some(value), ..self }
    }

    /// With the report of the importer.
    #[must_use]
    pub fn imported(self, value: Decimal) -> Pair {
        Pair { imported: Some(value), ..self }
    }

    /// Which sides report it.
    #[must_use]
    pub fn sides(&self) -> Sides {
        match (self.exported, self.imported) {
            (Some(_), Some(_)) => Sides::Both,
            (Some(_), None) => Sides::OnlyExporter,
            (None, Some(_)) => Sides::OnlyImporter,
            (None, None) => Sides::Neither,
        }
    }
}

/// Which flow it is, without the figures: `RUS to CHN, H5:27, 2017`.
impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.exporter, self.importer)?;
        if self.commodity != Commodity::TOTAL {
            write!(f, ", {}", self.commodity)?;
        }
        write!(f, ", {}", self.period)
    }
}
