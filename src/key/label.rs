//! The label of a figure: flow, valuation, trade system, and how the figure came about.

use crate::error::Error;
use crate::key::{Flow, TradeSystem, Valuation};
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How a figure came about, beyond what its reporter said.
///
/// ```
/// use bilateral::key::Treatment;
/// assert_eq!("reconciled".parse::<Treatment>()?, Treatment::Reconciled);
/// assert_eq!(Treatment::default(), Treatment::Reported);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Treatment {
    /// As its reporter published it.
    #[default]
    Reported,
    /// Made of the reports of both sides of the flow.
    Reconciled,
    /// Estimated, since nobody reported it.
    Estimated,
    /// Changed so that a whole table adds up.
    Balanced,
    /// Changed in another way by its publisher.
    Adjusted,
}

const TREATMENTS: &[(Treatment, &str)] = &[
    (Treatment::Reported, "reported"),
    (Treatment::Reconciled, "reconciled"),
    (Treatment::Estimated, "estimated"),
    (Treatment::Balanced, "balanced"),
    (Treatment::Adjusted, "adjusted"),
];

impl fmt::Display for Treatment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(super::valuation::name(TREATMENTS, self))
    }
}

impl FromStr for Treatment {
    type Err = Error;
    fn from_str(text: &str) -> Result<Treatment, Error> {
        super::valuation::find(TREATMENTS, "a treatment", text)
    }
}

impl<'de> Deserialize<'de> for Treatment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Treatment, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Treatment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Flow, valuation, trade system and treatment: the part of a [`Key`](crate::Key) that many cells
/// of a panel share.
///
/// Figures of one flow under two labels are never added to each other: imports FOB and imports CIF
/// are the same trade.
///
/// ```
/// use bilateral::{Flow, Key, Valuation, area::{CHN, RUS}, key::Label};
///
/// let label = Label::new(Flow::Import).valued(Valuation::Cif);
/// assert_eq!(label.to_string(), "import, CIF");
/// assert_eq!(Key::imports(CHN).from(RUS).valued(Valuation::Cif).label(), label);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Label {
    /// Which way the goods move, seen from the reporter.
    pub flow: Flow,
    /// How they are valued.
    #[serde(default)]
    pub valuation: Valuation,
    /// What counts as crossing the border.
    #[serde(default)]
    pub system: TradeSystem,
    /// How the figures came about.
    #[serde(default)]
    pub treatment: Treatment,
}

impl Label {
    /// A flow as reported: valuation and system are not stated.
    #[must_use]
    pub const fn new(flow: Flow) -> Label {
        Label {
            flow,
            valuation: Valuation::AsReported,
            system: TradeSystem::Unspecified,
            treatment: Treatment::Reported,
        }
    }

    /// The same with a valuation.
    #[must_use]
    pub const fn valued(self, valuation: Valuation) -> Label {
        Label { valuation, ..self }
    }

    /// The same under a trade system.
    #[must_use]
    pub const fn under(self, system: TradeSystem) -> Label {
        Label { system, ..self }
    }

    /// The same with a treatment.
    #[must_use]
    pub const fn treated(self, treatment: Treatment) -> Label {
        Label { treatment, ..self }
    }

    /// True if a question for this label may mean the other one: a valuation or a system that the
    /// question does not state may be any, everything else must be the same.
    ///
    /// ```
    /// use bilateral::{Flow, Valuation, key::Label};
    /// let (asked, cif) =
    ///     (Label::new(Flow::Import), Label::new(Flow::Import).valued(Valuation::Cif));
    /// assert!(asked.may_mean(&cif) && !cif.may_mean(&asked));
    /// ```
    #[must_use]
    pub fn may_mean(&self, other: &Label) -> bool {
        self.flow == other.flow
            && self.treatment == other.treatment
            && (self.valuation == Valuation::AsReported || self.valuation == other.valuation)
            && (self.system == TradeSystem::Unspecified || self.system == other.system)
    }
}

impl From<Flow> for Label {
    fn from(flow: Flow) -> Label {
        Label::new(flow)
    }
}

/// Parts that are not stated are not printed.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.flow.to_string();
        if self.valuation != Valuation::AsReported {
            text.push_str(&format!(", {}", self.valuation));
        }
        if self.system != TradeSystem::Unspecified {
            text.push_str(&format!(", {} trade", self.system));
        }
        if self.treatment != Treatment::Reported {
            text.push_str(&format!(", {}", self.treatment));
        }
        f.pad(&text)
    }
}
