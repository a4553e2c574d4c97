//! Units of weight.

use crate::error::Error;
use crate::number::text_form;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Hundred million tonnes, the 亿吨 of Chinese reports.
    HundredMillionTonnes,
    /// Avoirdupois pound: 0.45359237 kg.
    Pound,
    /// Short ton: 2000 lb.
    ShortTon,
    /// Long ton: 2240 lb.
    LongTon,
    /// Troy ounce: 31.1034768 g.
    TroyOunce,
}

use MassUnit as M;

const TABLE: &[Entry<M>] = &[
    Entry { unit: M::Gram, name: "g", aliases: &["gram", "grams", "克"], size: decimal("0.001") },
    Entry {
        unit: M::Kilogram,
        name: "kg",
        aliases: &["kilogram", "kilograms", "KG", "千克", "公斤"],
        size: decimal("1"),
    },
    Entry {
        unit: M::HundredKilograms,
        name: "100 kg",
        aliases: &["100KG", "100kg", "quintal"],
        size: decimal("100"),
    },
    Entry {
        unit: M::Tonne,
        name: "t",
        aliases: &["tonne", "tonnes", "1000 kg", "1000 KG", "吨"],
        size: decimal("1000"),
    },
    Entry {
        unit: M::ThousandTonnes,
        name: "kt",
        aliases: &["thousand t", "1000 t", "千吨"],
        size: decimal("1000000"),
    },
    Entry {
        unit: M::TenThousandTonnes,
        name: "10 kt",
        aliases: &["10 thousand t", "10000 t", "10000T", "10^4 t", "万吨"],
        size: decimal("10000000"),
    },
    Entry {
        unit: M::MillionTonnes,
        name: "Mt",
        aliases: &["million t", "million tonnes", "百万吨"],
        size: decimal("1000000000"),
    },
    Entry {
        unit: M::HundredMillionTonnes,
        name: "100 Mt",
        aliases: &["100 million t", "10^8 t", "亿吨"],
        size: decimal("100000000000"),
    },
    Entry {
        unit: M::Pound,
        name: "lb",
        aliases: &["pound", "pounds"],
        size: decimal("0.45359237"),
    },
    Entry {
        unit: M::ShortTon,
        name: "short ton",
        aliases: &["short tons"],
        size: decimal("907.18474"),
    },
    Entry {
        unit: M::LongTon,
        name: "long ton",
        aliases: &["long tons"],
        size: decimal("1016.0469088"),
    },
    Entry {
        unit: M::TroyOunce,
        name: "oz t",
        aliases: &["troy ounce", "troy ounces"],
        size: decimal("0.0311034768"),
    },
];

impl MassUnit {
    /// Every unit of weight.
    pub fn all() -> impl Iterator<Item = MassUnit> {
        TABLE.iter().map(|entry| entry.unit)
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// None: all weights convert.
    pub fn ratio_to(self, other: MassUnit) -> Result<Ratio, Error> {
        table::size(TABLE, &self).over(&table::size(TABLE, &other))
    }

    pub(crate) fn quoted(self) -> MassUnit {
        match self {
            M::ThousandTonnes
            | M::TenThousandTonnes
            | M::MillionTonnes
            | M::HundredMillionTonnes => M::Tonne,
            M::HundredKilograms => M::Kilogram,
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

impl<'de> Deserialize<'de> for MassUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MassUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for MassUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
