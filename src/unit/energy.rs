//! Units of energy: gross heat, net heat, electricity.

use crate::error::Error;
use crate::number::text_form;
use crate::number::{Ratio, decimal};
use crate::unit::table::{self, Entry};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A unit of energy, with the calorific value it counts.
///
/// The gross calorific value of natural gas is about 10 % above the net one, so the two never add
/// up. Watt hours without a basis are electricity; joules without a basis are refused.
///
/// ```
/// use bilateral::unit::{EnergyScale, EnergyUnit, HeatBasis};
///
/// let gross = "TJ (gross)".parse::<EnergyUnit>()?;
/// assert_eq!(gross, EnergyUnit { scale: EnergyScale::Terajoule, basis: HeatBasis::Gross });
/// assert!(gross.ratio_to("TJ (net)".parse()?).unwrap_err().is_mismatch());
/// assert_eq!("GWh (gross)".parse::<EnergyUnit>()?.ratio_to(gross)?.to_string(), "18/5");
/// assert!("TJ".parse::<EnergyUnit>().is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnergyUnit {
    /// How much energy.
    pub scale: EnergyScale,
    /// What is counted.
    pub basis: HeatBasis,
}

/// How much energy. All sizes are definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EnergyScale {
    /// Joule.
    Joule,
    /// Kilojoule.
    Kilojoule,
    /// Megajoule.
    Megajoule,
    /// Gigajoule.
    Gigajoule,
    /// Terajoule.
    Terajoule,
    /// Petajoule.
    Petajoule,
    /// Exajoule.
    Exajoule,
    /// Kilowatt hour: 3.6 MJ.
    KilowattHour,
    /// Megawatt hour.
    MegawattHour,
    /// Gigawatt hour.
    GigawattHour,
    /// Hundred gigawatt hours, the 亿千瓦时 of Chinese reports.
    HundredGigawattHours,
    /// Terawatt hour.
    TerawattHour,
    /// Calorie of the International Table: 4.1868 J.
    CalorieInternational,
    /// Thermochemical calorie: 4.184 J. Energy balances do not use it.
    CalorieThermochemical,
    /// Gigacalorie of the International Table: 4.1868 GJ.
    Gigacalorie,
    /// Tonne of oil equivalent: 10 Gcal, 41.868 GJ. A unit of energy, not the heat of a tonne of
    /// crude.
    TonneOilEquivalent,
    /// Thousand tonnes of oil equivalent.
    ThousandTonnesOilEquivalent,
    /// Million tonnes of oil equivalent.
    MillionTonnesOilEquivalent,
    /// Tonne of coal equivalent: 7 Gcal, 29.3076 GJ. A unit of energy, not the heat of a tonne of
    /// any coal.
    TonneCoalEquivalent,
    /// Ten thousand tonnes of coal equivalent, the 万吨标准煤 of Chinese balances.
    TenThousandTonnesCoalEquivalent,
    /// Million tonnes of coal equivalent.
    MillionTonnesCoalEquivalent,
    /// British thermal unit of the International Table: 1055.05585262 J.
    Btu,
    /// Million British thermal units.
    MillionBtu,
    /// Trillion British thermal units.
    TrillionBtu,
    /// Quad: 10^15 British thermal units.
    Quad,
    /// Therm of the European Union: 100,000 Btu, 105.505585262 MJ.
    ThermEc,
    /// Therm of the United States: 105.4804 MJ.
    ThermUs,
}

/// Which calorific value a heat content counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HeatBasis {
    /// Gross (higher) calorific value: the water vapour of combustion condensed. Trade contracts,
    /// JODI, Comtrade.
    Gross,
    /// Net (lower) calorific value. Energy balances, IPCC.
    Net,
    /// Electricity, which has no calorific value.
    Electricity,
}

use EnergyScale as E;

/// In megajoules.
const SCALES: &[Entry<E>] = &[
    Entry { unit: E::Joule, name: "J", aliases: &[], size: decimal("0.000001") },
    Entry { unit: E::Kilojoule, name: "kJ", aliases: &[], size: decimal("0.001") },
    Entry { unit: E::Megajoule, name: "MJ", aliases: &[], size: decimal("1") },
    Entry { unit: E::Gigajoule, name: "GJ", aliases: &[], size: decimal("1000") },
    Entry { unit: E::Terajoule, name: "TJ", aliases: &[], size: decimal("1000000") },
    Entry { unit: E::Petajoule, name: "PJ", aliases: &[], size: decimal("1000000000") },
    Entry { unit: E::Exajoule, name: "EJ", aliases: &[], size: decimal("1000000000000") },
    Entry {
        unit: E::KilowattHour, name: "kWh", aliases: &["kWH", "千瓦时"], size: decimal("3.6")
    },
    Entry { unit: E::MegawattHour, name: "MWh", aliases: &["1000 kWh"], size: decimal("3600") },
    Entry {
        unit: E::GigawattHour,
        name: "GWh",
        aliases: &["million kWh"],
        size: decimal("3600000"),
    },
    Entry {
        unit: E::HundredGigawattHours,
        name: "100 GWh",
        aliases: &["100 million kWh", "亿千瓦时"],
        size: decimal("360000000"),
    },
    Entry {
        unit: E::TerawattHour,
        name: "TWh",
        aliases: &["billion kWh"],
        size: decimal("3600000000"),
    },
    Entry {
        unit: E::CalorieInternational,
        name: "cal_IT",
        aliases: &[],
        size: decimal("0.0000041868"),
    },
    Entry {
        unit: E::CalorieThermochemical,
        name: "cal_th",
        aliases: &[],
        size: decimal("0.000004184"),
    },
    Entry { unit: E::Gigacalorie, name: "Gcal", aliases: &["Gcal_IT"], size: decimal("4186.8") },
    Entry { unit: E::TonneOilEquivalent, name: "toe", aliases: &[], size: decimal("41868") },
    Entry {
        unit: E::ThousandTonnesOilEquivalent,
        name: "ktoe",
        aliases: &[],
        size: decimal("41868000"),
    },
    Entry {
        unit: E::MillionTonnesOilEquivalent,
        name: "Mtoe",
        aliases: &[],
        size: decimal("41868000000"),
    },
    Entry {
        unit: E::TonneCoalEquivalent,
        name: "tce",
        aliases: &["吨标准煤"],
        size: decimal("29307.6"),
    },
    Entry {
        unit: E::TenThousandTonnesCoalEquivalent,
        name: "10 ktce",
        aliases: &["10^4 tce", "万吨标准煤"],
        size: decimal("293076000"),
    },
    Entry {
        unit: E::MillionTonnesCoalEquivalent,
        name: "Mtce",
        aliases: &[],
        size: decimal("29307600000"),
    },
    Entry { unit: E::Btu, name: "Btu", aliases: &["Btu_IT"], size: decimal("0.00105505585262") },
    Entry {
        unit: E::MillionBtu,
        name: "MMBtu",
        aliases: &["million Btu", "MMBTU", "MMBtu_IT"],
        size: decimal("1055.05585262"),
    },
    Entry {
        unit: E::TrillionBtu,
        name: "TBtu",
        aliases: &["trillion Btu"],
        size: decimal("1055055852.62"),
    },
    Entry { unit: E::Quad, name: "quad", aliases: &["quads"], size: decimal("1055055852620") },
    Entry { unit: E::ThermEc, name: "therm_EC", aliases: &[], size: decimal("105.505585262") },
    Entry { unit: E::ThermUs, name: "therm_US", aliases: &[], size: decimal("105.4804") },
];

const BASES: &[(HeatBasis, &str)] = &[
    (HeatBasis::Gross, "gross"),
    (HeatBasis::Net, "net"),
    (HeatBasis::Electricity, "electricity"),
];

impl EnergyUnit {
    /// A unit of this size on this basis.
    #[must_use]
    pub const fn new(scale: EnergyScale, basis: HeatBasis) -> EnergyUnit {
        EnergyUnit { scale, basis }
    }

    /// Every unit of energy, on each basis.
    pub fn all() -> impl Iterator<Item = EnergyUnit> {
        SCALES.iter().flat_map(|entry| {
            BASES.iter().map(|(basis, _)| EnergyUnit { scale: entry.unit, basis: *basis })
        })
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) between gross and net heat and electricity.
    pub fn ratio_to(self, other: EnergyUnit) -> Result<Ratio, Error> {
        if self.basis == other.basis {
            return table::size(SCALES, &self.scale).over(&table::size(SCALES, &other.scale));
        }
        let help = if self.basis == HeatBasis::Electricity || other.basis == HeatBasis::Electricity
        {
            "state the efficiency with which heat becomes electricity or the reverse, since the two do not add up"
        } else {
            "convert one of them with the carrier's ratio of net to gross calorific value first"
        };
        Err(Error::mismatch("the calorific basis", self, other).with_help(help))
    }

    /// Megawatt hours for electricity and multiples of it, tonnes of oil equivalent, gigajoules.
    pub(crate) fn quoted(self) -> EnergyUnit {
        let scale = match self.scale {
            E::GigawattHour | E::HundredGigawattHours | E::TerawattHour => E::MegawattHour,
            E::Terajoule | E::Petajoule | E::Exajoule => E::Gigajoule,
            E::ThousandTonnesOilEquivalent | E::MillionTonnesOilEquivalent => E::TonneOilEquivalent,
            E::TenThousandTonnesCoalEquivalent | E::MillionTonnesCoalEquivalent => {
                E::TonneCoalEquivalent
            }
            E::TrillionBtu | E::Quad => E::MillionBtu,
            plain => plain,
        };
        EnergyUnit { scale, ..self }
    }

    /// True for an amount of energy that does not say what it counts.
    pub(crate) fn lacks_basis(text: &str) -> bool {
        table::find(SCALES, "", text).is_ok_and(|scale| !is_electric(scale))
    }
}

/// Watt hours without a basis are electricity.
fn is_electric(scale: EnergyScale) -> bool {
    matches!(
        scale,
        E::KilowattHour
            | E::MegawattHour
            | E::GigawattHour
            | E::HundredGigawattHours
            | E::TerawattHour
    )
}

impl fmt::Display for EnergyUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = table::name(SCALES, &self.scale);
        if self.basis == HeatBasis::Electricity && is_electric(self.scale) {
            return f.pad(scale);
        }
        let basis =
            BASES.iter().find(|(basis, _)| *basis == self.basis).map_or("", |(_, name)| name);
        f.pad(&format!("{scale} ({basis})"))
    }
}

impl FromStr for EnergyUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<EnergyUnit, Error> {
        const WHAT: &str = "a unit of energy";
        if EnergyUnit::lacks_basis(text) {
            let help = format!(
                "write {text} (gross), {text} (net) or {text} (electricity); trade contracts are gross"
            );
            return Err(Error::parse(
                WHAT,
                text,
                "it does not say which calorific value it counts",
            )
            .with_help(help));
        }
        let Some((scale, basis)) = text.strip_suffix(')').and_then(|inner| inner.split_once(" ("))
        else {
            return Ok(EnergyUnit {
                scale: table::find(SCALES, WHAT, text)?,
                basis: HeatBasis::Electricity,
            });
        };
        let known = BASES.iter().find(|(_, name)| *name == basis);
        let (basis, _) = known.ok_or_else(|| {
            Error::parse(WHAT, text, "the basis is gross, net or electricity")
                .with_help("write TJ (gross), TJ (net) or TJ (electricity)")
        })?;
        Ok(EnergyUnit { scale: table::find(SCALES, WHAT, scale)?, basis: *basis })
    }
}

impl<'de> Deserialize<'de> for EnergyUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<EnergyUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for EnergyUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
