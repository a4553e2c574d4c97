//! Units of volume: liquids, and gas at stated reference conditions.

use crate::error::Error;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A unit of volume.
///
/// A cubic metre of gas holds less gas the warmer it is, so a gas volume always names its reference conditions; volumes
/// at different conditions do not add up, and a gas volume never adds to a liquid one.
///
/// ```
/// use bilateral::unit::{GasConditions, GasScale, VolumeUnit};
///
/// let bcm = "bcm (20 °C)".parse::<VolumeUnit>()?;
/// assert_eq!(bcm, VolumeUnit::Gas(GasScale::BillionCubicMetres, GasConditions::Celsius20));
/// let other = VolumeUnit::Gas(GasScale::BillionCubicMetres, GasConditions::Celsius15);
/// assert!(bcm.ratio_to(other).unwrap_err().is_mismatch());
/// assert!("bcm".parse::<VolumeUnit>().is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum VolumeUnit {
    /// Cubic metre of a liquid.
    CubicMetre,
    /// Thousand cubic metres of a liquid.
    ThousandCubicMetres,
    /// Litre.
    Litre,
    /// Thousand litres.
    ThousandLitres,
    /// US oil barrel: 42 US gallons, 158.987294928 L.
    Barrel,
    /// Thousand barrels.
    ThousandBarrels,
    /// Million barrels.
    MillionBarrels,
    /// US gallon: 231 cubic inches, 3.785411784 L.
    UsGallon,
    /// Gas, in cubic metres at reference conditions.
    Gas(GasScale, GasConditions),
}

/// How many cubic metres of gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GasScale {
    /// One cubic metre.
    CubicMetre,
    /// A thousand.
    ThousandCubicMetres,
    /// A million.
    MillionCubicMetres,
    /// A billion, bcm.
    BillionCubicMetres,
}

/// The temperature at which a gas volume is stated, at 101.325 kPa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GasConditions {
    /// 0 °C, normal conditions.
    Celsius0,
    /// 15 °C, standard conditions of the European Union and of ISO 13443.
    Celsius15,
    /// 20 °C, standard conditions of China, Russia and the CIS.
    Celsius20,
}

const LIQUIDS: &[Entry<VolumeUnit>] = &[
    Entry { unit: VolumeUnit::CubicMetre, name: "m3", aliases: &["m³"], size: decimal("1") },
    Entry {
        unit: VolumeUnit::ThousandCubicMetres,
        name: "thousand m3",
        aliases: &["thousand m³", "1000 m3"],
        size: decimal("1000"),
    },
    Entry { unit: VolumeUnit::Litre, name: "L", aliases: &["l", "litre", "litres"], size: decimal("0.001") },
    Entry { unit: VolumeUnit::ThousandLitres, name: "thousand L", aliases: &["1000 L", "1000 l"], size: decimal("1") },
    Entry { unit: VolumeUnit::Barrel, name: "bbl", aliases: &["barrel", "barrels"], size: decimal("0.158987294928") },
    Entry {
        unit: VolumeUnit::ThousandBarrels,
        name: "thousand bbl",
        aliases: &["kbbl"],
        size: decimal("158.987294928"),
    },
    Entry {
        unit: VolumeUnit::MillionBarrels,
        name: "million bbl",
        aliases: &["MMbbl"],
        size: decimal("158987.294928"),
    },
    Entry {
        unit: VolumeUnit::UsGallon,
        name: "US gal",
        aliases: &["US gallon", "US gallons"],
        size: decimal("0.003785411784"),
    },
];

const GAS: &[Entry<GasScale>] = &[
    Entry { unit: GasScale::CubicMetre, name: "m3", aliases: &["m³"], size: decimal("1") },
    Entry {
        unit: GasScale::ThousandCubicMetres,
        name: "thousand m3",
        aliases: &["thousand m³", "1000 m3"],
        size: decimal("1000"),
    },
    Entry {
        unit: GasScale::MillionCubicMetres,
        name: "million m3",
        aliases: &["million m³", "mcm"],
        size: decimal("1000000"),
    },
    Entry {
        unit: GasScale::BillionCubicMetres,
        name: "bcm",
        aliases: &["billion m3", "billion m³"],
        size: decimal("1000000000"),
    },
];

const CONDITIONS: &[(GasConditions, &str, &[&str])] = &[
    (GasConditions::Celsius0, "0 °C", &["0 C", "0C", "0°C", "normal"]),
    (GasConditions::Celsius15, "15 °C", &["15 C", "15C", "15°C"]),
    (GasConditions::Celsius20, "20 °C", &["20 C", "20C", "20°C"]),
];

impl VolumeUnit {
    /// How many of the other one is.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) between gas and liquids, and between reference conditions.
    pub fn ratio_to(self, other: VolumeUnit) -> Result<Ratio, Error> {
        match (self, other) {
            (VolumeUnit::Gas(one, here), VolumeUnit::Gas(two, there)) if here == there => {
                table::size(GAS, &one).over(&table::size(GAS, &two))
            }
            (VolumeUnit::Gas(..), VolumeUnit::Gas(..)) => Err(Error::mismatch("the reference conditions", self, other)
                .with_help("convert one of them to the conditions of the other first")),
            (VolumeUnit::Gas(..), _) | (_, VolumeUnit::Gas(..)) => {
                Err(Error::mismatch("the state (gas or liquid)", self, other)
                    .with_help("convert both to energy or weight first, with factors of the carrier"))
            }
            _ => table::size(LIQUIDS, &self).over(&table::size(LIQUIDS, &other)),
        }
    }

    pub(crate) fn quoted(self) -> VolumeUnit {
        match self {
            VolumeUnit::ThousandBarrels | VolumeUnit::MillionBarrels => VolumeUnit::Barrel,
            VolumeUnit::ThousandCubicMetres | VolumeUnit::ThousandLitres => VolumeUnit::CubicMetre,
            // Gas is quoted by thousand cubic metres.
            VolumeUnit::Gas(_, at) => VolumeUnit::Gas(GasScale::ThousandCubicMetres, at),
            plain => plain,
        }
    }

    /// True for a volume that can only be one of gas and does not say at which conditions.
    pub(crate) fn lacks_conditions(text: &str) -> bool {
        table::find(GAS, "", text).is_ok() && table::find(LIQUIDS, "", text).is_err()
    }
}

impl fmt::Display for VolumeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VolumeUnit::Gas(scale, conditions) => {
                let at = CONDITIONS.iter().find(|(known, ..)| known == conditions).map_or("", |(_, name, _)| name);
                f.pad(&format!("{} ({at})", table::name(GAS, scale)))
            }
            liquid => f.pad(table::name(LIQUIDS, liquid)),
        }
    }
}

impl FromStr for VolumeUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<VolumeUnit, Error> {
        const WHAT: &str = "a unit of volume";
        if VolumeUnit::lacks_conditions(text) {
            let reason = "a gas volume needs its reference conditions";
            let help = format!("write {text} (0 °C), {text} (15 °C) or {text} (20 °C); China and Russia state 20 °C");
            return Err(Error::parse(WHAT, text, reason).with_help(help));
        }
        let bracketed = text.strip_suffix(')').and_then(|inner| inner.split_once(" ("));
        let Some((scale, conditions)) = bracketed.or_else(|| text.split_once(" at ")).or_else(|| text.split_once('@'))
        else {
            return table::find(LIQUIDS, WHAT, text);
        };
        let known = CONDITIONS.iter().find(|(_, name, aliases)| *name == conditions || aliases.contains(&conditions));
        let (at, ..) =
            known.ok_or_else(|| Error::parse(WHAT, text, "the reference conditions are 0 °C, 15 °C or 20 °C"))?;
        Ok(VolumeUnit::Gas(table::find(GAS, WHAT, scale)?, *at))
    }
}

impl TryFrom<String> for VolumeUnit {
    type Error = Error;
    fn try_from(text: String) -> Result<VolumeUnit, Error> {
        text.parse()
    }
}

impl From<VolumeUnit> for String {
    fn from(unit: VolumeUnit) -> String {
        unit.to_string()
    }
}
