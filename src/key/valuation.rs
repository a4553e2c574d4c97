//! How trade is valued, and what counts as crossing the border.

use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What the value of goods includes.
///
/// Exports are usually FOB and imports CIF, so the two sides of one flow differ by freight and
/// insurance, and an amount in one valuation never adds to one in another.
///
/// ```
/// use bilateral::Valuation;
/// assert_eq!("CIF".parse::<Valuation>()?, Valuation::Cif);
/// assert_eq!("".parse::<Valuation>()?, Valuation::AsReported);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Valuation {
    /// As the reporter values the flow: as a rule exports FOB and imports CIF.
    #[default]
    AsReported,
    /// Free on board: up to the border of the exporter.
    Fob,
    /// Cost, insurance and freight: up to the border of the importer.
    Cif,
    /// Free alongside ship: without loading.
    Fas,
    /// As assessed by the customs of the importer.
    CustomsValue,
}

/// What counts as crossing the border.
///
/// ```
/// use bilateral::key::TradeSystem;
/// assert_eq!("special".parse::<TradeSystem>()?, TradeSystem::Special);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum TradeSystem {
    /// Not said.
    #[default]
    Unspecified,
    /// Everything that enters or leaves the country, bonded warehouses included.
    General,
    /// What enters or leaves free circulation.
    Special,
}

const VALUATIONS: &[(Valuation, &str)] = &[
    (Valuation::AsReported, "as reported"),
    (Valuation::Fob, "FOB"),
    (Valuation::Cif, "CIF"),
    (Valuation::Fas, "FAS"),
    (Valuation::CustomsValue, "customs value"),
];

const SYSTEMS: &[(TradeSystem, &str)] = &[
    (TradeSystem::Unspecified, "unspecified"),
    (TradeSystem::General, "general"),
    (TradeSystem::Special, "special"),
];

pub(super) fn name<T: PartialEq>(table: &'static [(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

/// Case does not matter; the empty text is the first of the table.
pub(super) fn find<T: Copy + Default>(
    table: &[(T, &str)],
    what: &'static str,
    text: &str,
) -> Result<T, Error> {
    if text.is_empty() {
        return Ok(T::default());
    }
    let known = table.iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
    known.map(|(value, _)| *value).ok_or_else(|| {
        let names = table.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
        Error::parse(what, text, format!("the known ones are {names}"))
    })
}

impl fmt::Display for Valuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(name(VALUATIONS, self))
    }
}

impl FromStr for Valuation {
    type Err = Error;
    fn from_str(text: &str) -> Result<Valuation, Error> {
        find(VALUATIONS, "a valuation", text)
    }
}

impl<'de> Deserialize<'de> for Valuation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Valuation, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Valuation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for TradeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(name(SYSTEMS, self))
    }
}

impl FromStr for TradeSystem {
    type Err = Error;
    fn from_str(text: &str) -> Result<TradeSystem, Error> {
        find(SYSTEMS, "a trade system", text)
    }
}

impl<'de> Deserialize<'de> for TradeSystem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TradeSystem, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for TradeSystem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
