//! Units of one dimension as a table: name, other spellings, size, and what they may be compared with.

use crate::error::Error;
use crate::number::{Decimal, Ratio};

/// One unit.
pub(crate) struct Entry<U: 'static> {
    pub(crate) unit: U,
    /// What prints.
    pub(crate) name: &'static str,
    /// What is read besides.
    pub(crate) aliases: &'static [&'static str],
    /// How many base units it is.
    pub(crate) size: Decimal,
}

pub(crate) fn name<U: PartialEq>(table: &[Entry<U>], unit: &U) -> &'static str {
    table.iter().find(|entry| entry.unit == *unit).map_or("", |entry| entry.name)
}

pub(crate) fn size<U: PartialEq>(table: &[Entry<U>], unit: &U) -> Ratio {
    table.iter().find(|entry| entry.unit == *unit).map_or_else(Ratio::one, |entry| Ratio::from(entry.size))
}

/// Names are read as they are written; t and T, Mt and mt are different things.
pub(crate) fn find<U: Copy>(table: &[Entry<U>], what: &'static str, text: &str) -> Result<U, Error> {
    let known = table.iter().find(|entry| entry.name == text || entry.aliases.contains(&text));
    known.map(|entry| entry.unit).ok_or_else(|| {
        let names = table.iter().map(|entry| entry.name).collect::<Vec<_>>().join(", ");
        Error::parse(what, text, format!("the known ones are {names}"))
    })
}
