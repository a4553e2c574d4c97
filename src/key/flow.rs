//! Which way the goods move.

use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The flow of goods as the reporter sees it, with the codes of UN Comtrade.
///
/// Text forms are the name (`import`, `re-export`, `trade`) and the Comtrade code (`M`, `RX`); the
/// name is printed.
///
/// ```
/// use bilateral::Flow;
/// assert_eq!("M".parse::<Flow>()?, Flow::Import);
/// assert_eq!(Flow::ReExport.to_string(), "re-export");
/// assert!(Flow::Export.overlaps(Flow::ReExport)); // exports include re-exports
/// assert!(!Flow::DomesticExport.overlaps(Flow::ReExport));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// All imports, re-imports included.
    Import,
    /// All exports, re-exports included.
    Export,
    /// Exports plus imports.
    Trade,
    /// Imports of foreign goods: imports without re-imports.
    ForeignImport,
    /// Goods that come back as they went; part of imports.
    ReImport,
    /// Exports of domestic goods: exports without re-exports.
    DomesticExport,
    /// Foreign goods that leave as they came; part of exports.
    ReExport,
    /// Imports for inward processing; part of imports.
    ImportForInwardProcessing,
    /// Imports after outward processing; part of imports.
    ImportAfterOutwardProcessing,
    /// Exports after inward processing; part of exports.
    ExportAfterInwardProcessing,
    /// Exports for outward processing; part of exports.
    ExportForOutwardProcessing,
}

#[derive(PartialEq)]
enum Side {
    Import,
    Export,
    Both,
}

/// Flows, their printed names, and the codes of UN Comtrade.
const FLOWS: &[(Flow, &str, Option<&str>)] = &[
    (Flow::Import, "import", Some("M")),
    (Flow::Export, "export", Some("X")),
    (Flow::Trade, "trade", None),
    (Flow::ForeignImport, "foreign import", Some("FM")),
    (Flow::ReImport, "re-import", Some("RM")),
    (Flow::DomesticExport, "domestic export", Some("DX")),
    (Flow::ReExport, "re-export", Some("RX")),
    (Flow::ImportForInwardProcessing, "import for inward processing", Some("MIP")),
    (Flow::ImportAfterOutwardProcessing, "import after outward processing", Some("MOP")),
    (Flow::ExportAfterInwardProcessing, "export after inward processing", Some("XIP")),
    (Flow::ExportForOutwardProcessing, "export for outward processing", Some("XOP")),
];

impl Flow {
    /// The code of UN Comtrade; total trade has none.
    #[must_use]
    pub fn code(self) -> Option<&'static str> {
        FLOWS.iter().find(|(flow, ..)| *flow == self).and_then(|(_, _, code)| *code)
    }

    /// True if the two may hold the same goods, so that a sum of both may count them twice.
    #[must_use]
    pub fn overlaps(self, other: Flow) -> bool {
        let (one, two) = (self.side(), other.side());
        let same_side = one == two || one == Side::Both || two == Side::Both;
        let is_total = |flow: Flow| matches!(flow, Flow::Import | Flow::Export | Flow::Trade);
        // Foreign and returned goods are apart; so are the procedures. A procedure may hold goods
        // of either origin.
        let apart = self != other && self.is_procedure() == other.is_procedure();
        same_side && (is_total(self) || is_total(other) || !apart)
    }

    fn is_procedure(self) -> bool {
        matches!(
            self,
            Flow::ImportForInwardProcessing
                | Flow::ImportAfterOutwardProcessing
                | Flow::ExportAfterInwardProcessing
                | Flow::ExportForOutwardProcessing
        )
    }

    fn side(self) -> Side {
        match self {
            Flow::Trade => Side::Both,
            Flow::Import
            | Flow::ForeignImport
            | Flow::ReImport
            | Flow::ImportForInwardProcessing
            | Flow::ImportAfterOutwardProcessing => Side::Import,
            Flow::Export
            | Flow::DomesticExport
            | Flow::ReExport
            | Flow::ExportAfterInwardProcessing
            | Flow::ExportForOutwardProcessing => Side::Export,
        }
    }

    pub(crate) fn preposition(self) -> &'static str {
        match self.side() {
            Side::Import => "from",
            Side::Export => "to",
            Side::Both => "with",
        }
    }

    /// `imports`, `exports for outward processing`, `trade`
    pub(crate) fn plural(self) -> String {
        let name = self.to_string();
        match self.side() {
            Side::Both => name,
            Side::Import => name.replacen("import", "imports", 1),
            Side::Export => name.replacen("export", "exports", 1),
        }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(FLOWS.iter().find(|(flow, ..)| flow == self).map_or("", |(_, name, _)| name))
    }
}

impl FromStr for Flow {
    type Err = Error;

    fn from_str(text: &str) -> Result<Flow, Error> {
        let known = FLOWS.iter().find(|(_, name, code)| *name == text || *code == Some(text));
        known.map(|(flow, ..)| *flow).ok_or_else(|| {
            let names = FLOWS.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ");
            Error::parse(
                "a flow",
                text,
                format!("the known ones are {names}, or their Comtrade codes (M, X, RX, ..)"),
            )
        })
    }
}

impl<'de> Deserialize<'de> for Flow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flow, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Flow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
