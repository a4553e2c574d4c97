//! Units of weight.

use crate::error::Error;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A unit of weight. Sizes are legal definitions and exact.
///
/// ```
/// use bilateral::unit::MassUnit;
/// assert_eq!("Mt".parse::<MassUnit>()?, MassUnit::MillionTonnes);
/// assert_eq!(MassUnit::Tonne.ratio_to(MassUnit::Kilogram)?.to_string(), "1000");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum MassUnit {
    /// Gram.
    Gram,
    /// Kilogram, the base unit.
    Kilogram,
    /// 100 kg, the unit of Comext.
    HundredKilograms,
    /// Tonne: 1000 kg.
    Tonne,
    /// Thousand tonnes.
    ThousandTonnes,
    /// Ten thousand tonnes, the unit of Chinese customs tables.
    TenThousandTonnes,
    /// Million tonnes.
    MillionTonnes,
    /// Avoirdupois pound: 0.45359237 kg.
    Pound,
    /// Short ton: 2000 lb.
    ShortTon,
    /// Long ton: 2240 lb.
    LongTon,
    /// Troy ounce: 31.1034768 g.
    TroyOunce,
}

const TABLE: &[Entry<MassUnit>] = &[
    Entry { unit: MassUnit::Gram, name: "g", aliases: &["gram", "grams"], size: decimal("0.001") },
    Entry { unit: MassUnit::Kilogram, name: "kg", aliases: &["kilogram", "kilograms", "KG"], size: decimal("1") },
    Entry { unit: MassUnit::HundredKilograms, name: "100 kg", aliases: &["100KG", "quintal"], size: decimal("100") },
    Entry { unit: MassUnit::Tonne, name: "t", aliases: &["tonne", "tonnes", "1000 kg"], size: decimal("1000") },
    Entry { unit: MassUnit::ThousandTonnes, name: "kt", aliases: &["thousand t", "1000 t"], size: decimal("1000000") },
    Entry {
        unit: MassUnit::TenThousandTonnes,
        name: "10 kt",
        aliases: &["10 thousand t", "10000 t"],
        size: decimal("10000000"),
    },
    Entry {
        unit: MassUnit::MillionTonnes,
        name: "Mt",
        aliases: &["million t", "million tonnes"],
        size: decimal("1000000000"),
    },
    Entry { unit: MassUnit::Pound, name: "lb", aliases: &["pound", "pounds"], size: decimal("0.45359237") },
    Entry { unit: MassUnit::ShortTon, name: "short ton", aliases: &["short tons"], size: decimal("907.18474") },
    Entry { unit: MassUnit::LongTon, name: "long ton", aliases: &["long tons"], size: decimal("1016.0469088") },
    Entry {
        unit: MassUnit::TroyOunce,
        name: "oz t",
        aliases: &["troy ounce", "troy ounces"],
        size: decimal("0.0311034768"),
    },
];

impl MassUnit {
    /// How many of the other one is.
    ///
    /// # Errors
    /// None: all weights convert.
    pub fn ratio_to(self, other: MassUnit) -> Result<Ratio, Error> {
        table::size(TABLE, &self).over(&table::size(TABLE, &other))
    }

    pub(crate) fn quoted(self) -> MassUnit {
        match self {
            MassUnit::ThousandTonnes | MassUnit::TenThousandTonnes | MassUnit::MillionTonnes => MassUnit::Tonne,
            MassUnit::HundredKilograms => MassUnit::Kilogram,
            plain => plain,
        }
    }
}

impl fmt::Display for MassUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(table::name(TABLE, self))
    }
}

impl FromStr for MassUnit {
    type Err = Error;
    fn from_str(text: &str) -> Result<MassUnit, Error> {
        table::find(TABLE, "a unit of weight", text)
    }
}

impl TryFrom<String> for MassUnit {
    type Error = Error;
    fn try_from(text: String) -> Result<MassUnit, Error> {
        text.parse()
    }
}

impl From<MassUnit> for String {
    fn from(unit: MassUnit) -> String {
        unit.to_string()
    }
}
