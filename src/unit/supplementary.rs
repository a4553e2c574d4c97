//! Supplementary units: what is counted or measured besides weight.

use crate::error::Error;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A supplementary unit. Unlike kinds do not add up: a pair is not two items.
///
/// ```
/// use bilateral::unit::SupplementaryUnit;
/// assert_eq!("pairs".parse::<SupplementaryUnit>()?, SupplementaryUnit::Pairs);
/// assert!(SupplementaryUnit::Items.ratio_to(SupplementaryUnit::Pairs).unwrap_err().is_mismatch());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum SupplementaryUnit {
    /// Items, pieces, number.
    Items,
    /// Thousand items.
    ThousandItems,
    /// Pairs.
    Pairs,
    /// Thousand pairs.
    ThousandPairs,
    /// Metres.
    Metres,
    /// Thousand metres.
    ThousandMetres,
    /// Square metres.
    SquareMetres,
    /// Thousand square metres.
    ThousandSquareMetres,
    /// Metric carats of stones: the number that customs count, kept apart from net weight.
    Carats,
    /// Kilograms of uranium contained.
    KilogramsUranium,
    /// Grams of fissile isotopes contained.
    GramsFissile,
}

const TABLE: &[Entry<SupplementaryUnit>] = &[
    Entry {
        unit: SupplementaryUnit::Items,
        name: "items",
        aliases: &["item", "pieces", "units", "p/st"],
        size: decimal("1"),
    },
    Entry {
        unit: SupplementaryUnit::ThousandItems,
        name: "thousand items",
        aliases: &["1000 items"],
        size: decimal("1000"),
    },
    Entry { unit: SupplementaryUnit::Pairs, name: "pairs", aliases: &["pair", "2u"], size: decimal("1") },
    Entry {
        unit: SupplementaryUnit::ThousandPairs,
        name: "thousand pairs",
        aliases: &["1000 pairs"],
        size: decimal("1000"),
    },
    Entry { unit: SupplementaryUnit::Metres, name: "m", aliases: &["metres"], size: decimal("1") },
    Entry {
        unit: SupplementaryUnit::ThousandMetres,
        name: "thousand m",
        aliases: &["km", "1000 m"],
        size: decimal("1000"),
    },
    Entry { unit: SupplementaryUnit::SquareMetres, name: "m2", aliases: &["m²"], size: decimal("1") },
    Entry {
        unit: SupplementaryUnit::ThousandSquareMetres,
        name: "thousand m2",
        aliases: &["thousand m²", "1000 m2"],
        size: decimal("1000"),
    },
    Entry { unit: SupplementaryUnit::Carats, name: "carats", aliases: &["carat", "ct", "c/k"], size: decimal("1") },
    Entry { unit: SupplementaryUnit::KilogramsUranium, name: "kg U", aliases: &[], size: decimal("1") },
    Entry {
        unit: SupplementaryUnit::GramsFissile,
        name: "g F/S",
        aliases: &["g fissile", "gi F/S"],
        size: decimal("1"),
    },
];

impl SupplementaryUnit {
    /// How many of the other one is.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for unlike kinds.
    pub fn ratio_to(self, other: SupplementaryUnit) -> Result<Ratio, Error> {
        if self.kind() == other.kind() {
            return table::size(TABLE, &self).over(&table::size(TABLE, &other));
        }
        Err(Error::mismatch("the supplementary unit", self, other)
            .with_help("no fixed factor leads from one to the other; keep them apart"))
    }

    pub(crate) fn quoted(self) -> SupplementaryUnit {
        self.kind()
    }

    /// The plain unit of its kind.
    fn kind(self) -> SupplementaryUnit {
        match self {
            SupplementaryUnit::ThousandItems => SupplementaryUnit::Items,
            SupplementaryUnit::ThousandPairs => SupplementaryUnit::Pairs,
            SupplementaryUnit::ThousandMetres => SupplementaryUnit::Metres,
            SupplementaryUnit::ThousandSquareMetres => SupplementaryUnit::SquareMetres,
            plain => plain,
        }
    }
}

impl fmt::Display for SupplementaryUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(table::name(TABLE, self))
    }
}

impl FromStr for SupplementaryUnit {
    type Err = Error;
    fn from_str(text: &str) -> Result<SupplementaryUnit, Error> {
        table::find(TABLE, "a supplementary unit", text)
    }
}

impl TryFrom<String> for SupplementaryUnit {
    type Error = Error;
    fn try_from(text: String) -> Result<SupplementaryUnit, Error> {
        text.parse()
    }
}

impl From<SupplementaryUnit> for String {
    fn from(unit: SupplementaryUnit) -> String {
        unit.to_string()
    }
}
