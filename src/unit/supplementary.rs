//! Supplementary units: what is counted or measured besides weight.

use crate::error::Error;
use crate::number::text_form;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A supplementary unit. Units of different kinds do not add up: a pair is not two items, and a
/// kilogram of nitrogen contained is not a kilogram of fertiliser.
///
/// It has every quantity unit of UN Comtrade that is not a weight, a volume or an energy; see
/// [`AnyUnit::from_comtrade`](crate::unit::AnyUnit::from_comtrade).
///
/// ```
/// use bilateral::unit::SupplementaryUnit;
/// assert_eq!("pairs".parse::<SupplementaryUnit>()?, SupplementaryUnit::Pairs);
/// assert!(SupplementaryUnit::Items.ratio_to(SupplementaryUnit::Pairs).unwrap_err().is_mismatch());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SupplementaryUnit {
    /// Items, pieces, number.
    Items,
    /// Thousand items.
    ThousandItems,
    /// Dozens of items.
    Dozens,
    /// Packages, sets.
    Packages,
    /// Heads of animals.
    Heads,
    /// Beehives.
    Hives,
    /// Cells and elements.
    Cells,
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
    /// Litres of pure (100 %) alcohol contained.
    LitresPureAlcohol,
    /// Kilograms of drained net weight.
    KilogramsDrained,
    /// Kilograms of substance that is 90 % dry.
    Kilograms90PercentDry,
    /// Kilograms of choline chloride contained.
    KilogramsCholineChloride,
    /// Kilograms of diphosphorus pentaoxide contained.
    KilogramsDiphosphorusPentaoxide,
    /// Kilograms of hydrogen peroxide contained.
    KilogramsHydrogenPeroxide,
    /// Kilograms of methylamines contained.
    KilogramsMethylamines,
    /// Kilograms of nitrogen contained.
    KilogramsNitrogen,
    /// Kilograms of potassium hydroxide contained.
    KilogramsPotassiumHydroxide,
    /// Kilograms of potassium oxide contained.
    KilogramsPotassiumOxide,
    /// Kilograms of sodium hydroxide contained.
    KilogramsSodiumHydroxide,
    /// Tonnes of carrying capacity of ships and vehicles, which is not a weight of goods.
    TonnesCapacity,
    /// Gross register tons of ships, a volume of 100 cubic feet each.
    GrossRegisterTons,
    /// Gross tonnage of ships, a number without a unit.
    GrossTonnage,
    /// Becquerels of radioactivity.
    Becquerels,
}

use SupplementaryUnit as S;

const TABLE: &[Entry<S>] = &[
    Entry {
        unit: S::Items,
        name: "items",
        aliases: &["item", "pieces", "units", "p/st", "u"],
        size: decimal("1"),
    },
    Entry {
        unit: S::ThousandItems,
        name: "thousand items",
        aliases: &["1000 items", "1000u"],
        size: decimal("1000"),
    },
    Entry { unit: S::Dozens, name: "dozens", aliases: &["dozen", "12u"], size: decimal("12") },
    Entry {
        unit: S::Packages,
        name: "packages",
        aliases: &["package", "U (jeu/pack)"],
        size: decimal("1"),
    },
    Entry { unit: S::Heads, name: "heads", aliases: &["head"], size: decimal("1") },
    Entry { unit: S::Hives, name: "hives", aliases: &["hive"], size: decimal("1") },
    Entry { unit: S::Cells, name: "cells", aliases: &["cell", "ce/el"], size: decimal("1") },
    Entry { unit: S::Pairs, name: "pairs", aliases: &["pair", "2u"], size: decimal("1") },
    Entry {
        unit: S::ThousandPairs,
        name: "thousand pairs",
        aliases: &["1000 pairs"],
        size: decimal("1000"),
    },
    Entry { unit: S::Metres, name: "m", aliases: &["metres"], size: decimal("1") },
    Entry {
        unit: S::ThousandMetres,
        name: "thousand m",
        aliases: &["km", "1000 m"],
        size: decimal("1000"),
    },
    Entry { unit: S::SquareMetres, name: "m2", aliases: &["m²"], size: decimal("1") },
    Entry {
        unit: S::ThousandSquareMetres,
        name: "thousand m2",
        aliases: &["thousand m²", "1000 m2"],
        size: decimal("1000"),
    },
    Entry { unit: S::Carats, name: "carats", aliases: &["carat", "ct", "c/k"], size: decimal("1") },
    Entry { unit: S::KilogramsUranium, name: "kg U", aliases: &[], size: decimal("1") },
    Entry {
        unit: S::GramsFissile,
        name: "g F/S",
        aliases: &["g fissile", "gi F/S"],
        size: decimal("1"),
    },
    Entry {
        unit: S::LitresPureAlcohol,
        name: "l alc 100%",
        aliases: &["L pure alcohol", "l alc. 100%"],
        size: decimal("1"),
    },
    Entry {
        unit: S::KilogramsDrained,
        name: "kg/net eda",
        aliases: &["kg drained"],
        size: decimal("1"),
    },
    Entry {
        unit: S::Kilograms90PercentDry,
        name: "kg 90% sdt",
        aliases: &["kg 90 % dry"],
        size: decimal("1"),
    },
    Entry {
        unit: S::KilogramsCholineChloride,
        name: "kg C5H14ClNO",
        aliases: &[],
        size: decimal("1"),
    },
    Entry {
        unit: S::KilogramsDiphosphorusPentaoxide,
        name: "kg P2O5",
        aliases: &[],
        size: decimal("1"),
    },
    Entry { unit: S::KilogramsHydrogenPeroxide, name: "kg H2O2", aliases: &[], size: decimal("1") },
    Entry { unit: S::KilogramsMethylamines, name: "kg met.am.", aliases: &[], size: decimal("1") },
    Entry { unit: S::KilogramsNitrogen, name: "kg N", aliases: &[], size: decimal("1") },
    Entry {
        unit: S::KilogramsPotassiumHydroxide,
        name: "kg KOH",
        aliases: &[],
        size: decimal("1"),
    },
    Entry { unit: S::KilogramsPotassiumOxide, name: "kg K2O", aliases: &[], size: decimal("1") },
    Entry { unit: S::KilogramsSodiumHydroxide, name: "kg NaOH", aliases: &[], size: decimal("1") },
    Entry { unit: S::TonnesCapacity, name: "ct/l", aliases: &["t capacity"], size: decimal("1") },
    Entry { unit: S::GrossRegisterTons, name: "GRT", aliases: &[], size: decimal("1") },
    Entry { unit: S::GrossTonnage, name: "GT", aliases: &[], size: decimal("1") },
    Entry { unit: S::Becquerels, name: "Bq", aliases: &["becquerels"], size: decimal("1") },
];

impl SupplementaryUnit {
    /// Every supplementary unit.
    pub fn all() -> impl Iterator<Item = SupplementaryUnit> {
        TABLE.iter().map(|entry| entry.unit)
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for units of different kinds.
    pub fn ratio_to(self, other: SupplementaryUnit) -> Result<Ratio, Error> {
        if self.kind() == other.kind() {
            return table::size(TABLE, &self).over(&table::size(TABLE, &other));
        }
        Err(Error::mismatch("the supplementary unit", self, other)
            .with_help("keep the two apart, since no fixed factor leads from one to the other"))
    }

    pub(crate) fn quoted(self) -> SupplementaryUnit {
        self.kind()
    }

    /// The plain unit of its kind.
    fn kind(self) -> SupplementaryUnit {
        match self {
            S::ThousandItems | S::Dozens => S::Items,
            S::ThousandPairs => S::Pairs,
            S::ThousandMetres => S::Metres,
            S::ThousandSquareMetres => S::SquareMetres,
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

impl<'de> Deserialize<'de> for SupplementaryUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SupplementaryUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for SupplementaryUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
