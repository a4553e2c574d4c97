//! Units of volume: liquids and solids, and gas at stated reference conditions.

use crate::error::Error;
use crate::number::text_form;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A unit of volume.
///
/// A cubic metre of gas holds less gas the warmer it is, so a gas volume always names its reference
/// conditions; volumes at different conditions do not add up, and a gas volume never adds to a
/// liquid one.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VolumeUnit {
    /// Cubic metre of a liquid or a solid.
    CubicMetre,
    /// Thousand cubic metres of a liquid or a solid.
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
    /// Imperial gallon: 4.54609 L.
    UkGallon,
    /// Cubic foot: 28.316846592 L.
    CubicFoot,
    /// Gas, in cubic metres or feet at reference conditions.
    Gas(GasScale, GasConditions),
}

/// How much gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GasScale {
    /// One cubic metre.
    CubicMetre,
    /// A thousand.
    ThousandCubicMetres,
    /// A million, `mcm` to the IEA. Gazprom writes mcm for a thousand: look at the size of the
    /// number.
    MillionCubicMetres,
    /// A hundred million, the 亿立方米 of Chinese reports.
    HundredMillionCubicMetres,
    /// A billion, bcm.
    BillionCubicMetres,
    /// One cubic foot.
    CubicFoot,
    /// A thousand cubic feet, Mcf.
    ThousandCubicFeet,
    /// A million cubic feet, MMcf.
    MillionCubicFeet,
    /// A billion cubic feet, bcf.
    BillionCubicFeet,
}

/// Temperature and pressure at which a gas volume is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GasConditions {
    /// 0 °C and 101.325 kPa, normal conditions.
    Celsius0,
    /// 15 °C and 101.325 kPa, standard conditions of the European Union, of ISO 13443, JODI and the
    /// Energy Institute.
    Celsius15,
    /// 20 °C and 101.325 kPa, standard conditions of China, Russia and the CIS.
    Celsius20,
    /// 60 °F and 14.73 psia, the base of gas statistics of the United States.
    Fahrenheit60,
    /// 60 °F and 14.696 psia, about one atmosphere.
    Fahrenheit60Atmosphere,
}

use VolumeUnit as V;

/// In cubic metres.
const LIQUIDS: &[Entry<V>] = &[
    Entry { unit: V::CubicMetre, name: "m3", aliases: &["m³", "立方米"], size: decimal("1") },
    Entry {
        unit: V::ThousandCubicMetres,
        name: "thousand m3",
        aliases: &["thousand m³", "1000 m3", "1000 m³"],
        size: decimal("1000"),
    },
    Entry {
        unit: V::Litre,
        name: "L",
        aliases: &["l", "litre", "litres", "升"],
        size: decimal("0.001"),
    },
    Entry {
        unit: V::ThousandLitres,
        name: "thousand L",
        aliases: &["1000 L", "1000 l"],
        size: decimal("1"),
    },
    Entry {
        unit: V::Barrel,
        name: "bbl",
        aliases: &["barrel", "barrels", "BBL", "桶"],
        size: decimal("0.158987294928"),
    },
    Entry {
        unit: V::ThousandBarrels,
        name: "thousand bbl",
        aliases: &["kbbl"],
        size: decimal("158.987294928"),
    },
    Entry {
        unit: V::MillionBarrels,
        name: "million bbl",
        aliases: &["MMbbl"],
        size: decimal("158987.294928"),
    },
    Entry {
        unit: V::UsGallon,
        name: "US gal",
        aliases: &["US gallon", "US gallons"],
        size: decimal("0.003785411784"),
    },
    Entry {
        unit: V::UkGallon,
        name: "UK gal",
        aliases: &["imperial gallon"],
        size: decimal("0.00454609"),
    },
    Entry { unit: V::CubicFoot, name: "ft3", aliases: &["ft³"], size: decimal("0.028316846592") },
];

use GasScale as G;

/// In cubic metres at the same conditions.
const GAS: &[Entry<G>] = &[
    Entry { unit: G::CubicMetre, name: "m3", aliases: &["m³", "立方米"], size: decimal("1") },
    Entry {
        unit: G::ThousandCubicMetres,
        name: "thousand m3",
        aliases: &["thousand m³", "1000 m3", "1000 m³"],
        size: decimal("1000"),
    },
    Entry {
        unit: G::MillionCubicMetres,
        name: "million m3",
        aliases: &["million m³", "mcm"],
        size: decimal("1000000"),
    },
    Entry {
        unit: G::HundredMillionCubicMetres,
        name: "100 million m3",
        aliases: &["100 million m³", "亿立方米"],
        size: decimal("100000000"),
    },
    Entry {
        unit: G::BillionCubicMetres,
        name: "bcm",
        aliases: &["billion m3", "billion m³"],
        size: decimal("1000000000"),
    },
    Entry {
        unit: G::CubicFoot,
        name: "ft3",
        aliases: &["ft³", "cf"],
        size: decimal("0.028316846592"),
    },
    Entry {
        unit: G::ThousandCubicFeet,
        name: "Mcf",
        aliases: &["thousand ft3", "thousand cf"],
        size: decimal("28.316846592"),
    },
    Entry {
        unit: G::MillionCubicFeet,
        name: "MMcf",
        aliases: &["million ft3", "million cf"],
        size: decimal("28316.846592"),
    },
    Entry {
        unit: G::BillionCubicFeet,
        name: "bcf",
        aliases: &["billion ft3", "billion cf"],
        size: decimal("28316846.592"),
    },
];

const CONDITIONS: &[(GasConditions, &str, &[&str])] = &[
    (GasConditions::Celsius0, "0 °C", &["0 C", "0C", "0°C", "normal"]),
    (GasConditions::Celsius15, "15 °C", &["15 C", "15C", "15°C"]),
    (GasConditions::Celsius20, "20 °C", &["20 C", "20C", "20°C"]),
    (GasConditions::Fahrenheit60, "60 °F, 14.73 psia", &["60 F, 14.73 psia", "60°F, 14.73 psia"]),
    (
        GasConditions::Fahrenheit60Atmosphere,
        "60 °F, 14.696 psia",
        &["60 F, 14.696 psia", "60°F, 14.696 psia"],
    ),
];

impl VolumeUnit {
    /// Every unit of volume; gas at all reference conditions.
    pub fn all() -> impl Iterator<Item = VolumeUnit> {
        let gas =
            GAS.iter().flat_map(|entry| CONDITIONS.iter().map(|(at, ..)| V::Gas(entry.unit, *at)));
        LIQUIDS.iter().map(|entry| entry.unit).chain(gas)
    }

    /// The same cubic metres, read as gas at stated conditions: what to do with a source that
    /// writes m³ of gas and means its own standard conditions.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a unit that gas is not measured in, or that has
    /// its conditions already.
    ///
    /// ```
    /// use bilateral::unit::{GasConditions, VolumeUnit};
    /// // a Chinese customs line
    /// let unit = VolumeUnit::ThousandCubicMetres.of_gas_at(GasConditions::Celsius20)?;
    /// assert_eq!(unit.to_string(), "thousand m3 (20 °C)");
    /// assert!(VolumeUnit::Barrel.of_gas_at(GasConditions::Celsius20).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn of_gas_at(self, conditions: GasConditions) -> Result<VolumeUnit, Error> {
        match self {
            V::CubicMetre => Ok(V::Gas(G::CubicMetre, conditions)),
            V::ThousandCubicMetres => Ok(V::Gas(G::ThousandCubicMetres, conditions)),
            V::CubicFoot => Ok(V::Gas(G::CubicFoot, conditions)),
            other => {
                Err(Error::invalid("a volume of gas", format!("{other} is not a plain cubic unit"))
                    .with_help("state the conditions of a volume in m3, thousand m3 or ft3"))
            }
        }
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) between gas and liquids, and between reference
    /// conditions.
    pub fn ratio_to(self, other: VolumeUnit) -> Result<Ratio, Error> {
        match (self, other) {
            (V::Gas(one, here), V::Gas(two, there)) if here == there => {
                table::size(GAS, &one).over(&table::size(GAS, &two))
            }
            (V::Gas(..), V::Gas(..)) => Err(Error::mismatch("the reference state", self, other)
                .with_help("convert one of them to the reference conditions of the other first, with carrier::Conversion::ideal_gas")),
            (V::Gas(..), _) | (_, V::Gas(..)) => {
                Err(Error::mismatch("the state (gas or liquid)", self, other).with_help(
                    "convert both to energy or weight first, with factors of the carrier; \
                     for a gas whose source does not state its conditions, \
                     state them with of_gas_at",
                ))
            }
            _ => table::size(LIQUIDS, &self).over(&table::size(LIQUIDS, &other)),
        }
    }

    pub(crate) fn quoted(self) -> VolumeUnit {
        match self {
            V::ThousandBarrels | V::MillionBarrels => V::Barrel,
            V::ThousandCubicMetres | V::ThousandLitres => V::CubicMetre,
            // Gas is quoted by thousand cubic metres, or by thousand cubic feet.
            V::Gas(
                G::CubicFoot | G::ThousandCubicFeet | G::MillionCubicFeet | G::BillionCubicFeet,
                at,
            ) => V::Gas(G::ThousandCubicFeet, at),
            V::Gas(_, at) => V::Gas(G::ThousandCubicMetres, at),
            plain => plain,
        }
    }

    /// True for a volume that can only be one of gas and does not say at which conditions.
    pub(crate) fn lacks_conditions(text: &str) -> bool {
        table::find(GAS, "", text).is_ok() && table::find(LIQUIDS, "", text).is_err()
    }
}

impl GasConditions {
    /// The temperature in kelvin, exactly: 288.15 for 15 °C, 5/9 of 519.67 for 60 °F.
    #[must_use]
    pub fn kelvin(self) -> Ratio {
        let fahrenheit_60 = || Ratio::from(decimal("519.67")) * nine_parts(5);
        match self {
            GasConditions::Celsius0 => Ratio::from(decimal("273.15")),
            GasConditions::Celsius15 => Ratio::from(decimal("288.15")),
            GasConditions::Celsius20 => Ratio::from(decimal("293.15")),
            GasConditions::Fahrenheit60 | GasConditions::Fahrenheit60Atmosphere => fahrenheit_60(),
        }
    }

    /// The pressure in pascal, exactly; a pound-force per square inch is 0.45359237 kg times
    /// 9.80665 m/s² over the square of 0.0254 m.
    #[must_use]
    pub fn pascal(self) -> Ratio {
        let inch = Ratio::from(decimal("0.0254"));
        let force = Ratio::from(decimal("0.45359237")) * Ratio::from(decimal("9.80665"));
        // an inch is not zero
        let psi = || force.over(&inch.power(2)).unwrap_or_else(|_| Ratio::zero());
        match self {
            GasConditions::Celsius0 | GasConditions::Celsius15 | GasConditions::Celsius20 => {
                Ratio::from(101_325)
            }
            GasConditions::Fahrenheit60 => Ratio::from(decimal("14.73")) * psi(),
            GasConditions::Fahrenheit60Atmosphere => Ratio::from(decimal("14.696")) * psi(),
        }
    }

    /// All reference conditions.
    pub fn all() -> impl Iterator<Item = GasConditions> {
        CONDITIONS.iter().map(|(at, ..)| *at)
    }
}

/// This number of ninths.
fn nine_parts(parts: i32) -> Ratio {
    Ratio::new(parts, 9).unwrap_or_else(|_| Ratio::zero()) // nine is not zero
}

impl fmt::Display for GasConditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(CONDITIONS.iter().find(|(known, ..)| known == self).map_or("", |(_, name, _)| name))
    }
}

impl fmt::Display for VolumeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            V::Gas(scale, conditions) => {
                f.pad(&format!("{} ({conditions})", table::name(GAS, scale)))
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
            let choices: Vec<String> =
                CONDITIONS.iter().map(|(_, name, _)| format!("{text} ({name})")).collect();
            let reason = "a gas volume needs its reference conditions";
            let help = format!("write one of {}; China and Russia state 20 °C", choices.join(", "));
            return Err(Error::parse(WHAT, text, reason).with_help(help));
        }
        if text == "Nm3" || text == "Nm³" {
            return Ok(V::Gas(G::CubicMetre, GasConditions::Celsius0));
        }
        let bracketed = text.strip_suffix(')').and_then(|inner| inner.split_once(" ("));
        let Some((scale, conditions)) =
            bracketed.or_else(|| text.split_once(" at ")).or_else(|| text.split_once('@'))
        else {
            return table::find(LIQUIDS, WHAT, text);
        };
        let known = CONDITIONS
            .iter()
            .find(|(_, name, aliases)| *name == conditions || aliases.contains(&conditions));
        let (at, ..) = known.ok_or_else(|| {
            let choices: Vec<&str> = CONDITIONS.iter().map(|(_, name, _)| *name).collect();
            Error::parse(
                WHAT,
                text,
                format!("the reference conditions are one of: {}", choices.join("; ")),
            )
        })?;
        Ok(V::Gas(table::find(GAS, WHAT, scale)?, *at))
    }
}

impl<'de> Deserialize<'de> for VolumeUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<VolumeUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for VolumeUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
