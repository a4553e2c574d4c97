//! Energy carriers, their codes and units, and the factors between those units.
//!
//! A tonne of crude, a barrel of it and its heat are different quantities. A [`Conversion`] leads
//! from one to the other: a named, dated, cited factor of one [`Family`], with the range that its
//! source gives. Converting returns the amount with the trail of factors and bounds
//! ([`Converted`]); a step that was not named (reference conditions of gas, gross or net calorific
//! value, another family) is an error that says which to name.
//!
//! ```
//! use bilateral::carrier::{Carrier, Conversion, Family};
//! use bilateral::unit::{EnergyScale, EnergyUnit, GasConditions, HeatBasis};
//! use bilateral::{Energy, Volume, unit::Amount};
//!
//! let petajoule = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
//! let gazprom: Amount<Volume> = "15.4 bcm (20 °C)".parse()?; // Power of Siberia, 2022
//! let at_15 = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15)?;
//! let heat = Conversion::find(
//!     Family::EnergyInstitute,
//!     Carrier::PipelineGas,
//!     at_15.to(),
//!     petajoule.into(),
//! )?;
//!
//! // 36 PJ is for 15 °C
//! assert!(gazprom.by::<Energy>(&heat).unwrap_err().help().contains("ideal_gas"));
//! let content = gazprom.by::<Volume>(&at_15)?.by::<Energy>(&heat)?.in_unit(petajoule)?;
//! assert_eq!(content.to_string(), "544.94 PJ (net)");
//! # Ok::<(), bilateral::Error>(())
//! ```

mod closure;
mod codes;
mod conversion;
mod converted;
mod factors;
mod family;

pub use closure::{ClosureDefect, closure_defects};
pub use conversion::{Conversion, Exactness};
pub use converted::{Converted, Step};

pub(crate) use converted::Chain;
pub use family::Family;

use crate::error::Error;
use crate::number::text_form;
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, GasConditions, GasScale, HeatBasis, MassUnit,
    SupplementaryUnit, VolumeUnit,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What carries the energy. Carriers form a tree: jet kerosene is a kerosene, which is an oil
/// product.
///
/// ```
/// use bilateral::carrier::Carrier;
///
/// assert_eq!(Carrier::of(&"H6:271121".parse()?)?, Some(Carrier::PipelineGas));
/// assert_eq!(Carrier::from_siec("0121")?, Carrier::CokingCoal);
/// assert!(Carrier::JetKerosene.is_part_of(Carrier::OilProducts));
/// assert_eq!("pipeline gas".parse::<Carrier>()?, Carrier::PipelineGas);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Carrier {
    /// All of chapter 27 of the Harmonized System: no single factor leads from its weight to its
    /// heat.
    MineralFuels,
    /// Crude oil.
    CrudeOil,
    /// Natural gas liquids.
    NaturalGasLiquids,
    /// Oil products of heading 2710 together.
    OilProducts,
    /// Light oils: gasoline, naphtha, white spirit.
    LightOils,
    /// Motor gasoline.
    MotorGasoline,
    /// Aviation gasoline.
    AviationGasoline,
    /// Naphtha.
    Naphtha,
    /// Middle and heavy oils together: the Harmonized System does not separate diesel from fuel
    /// oil.
    MiddleAndHeavyOils,
    /// Kerosene: a middle oil.
    Kerosene,
    /// Jet fuel of kerosene type.
    JetKerosene,
    /// Gas oil and diesel: a middle oil.
    GasOil,
    /// Residual fuel oil: a heavy oil.
    FuelOil,
    /// Lubricants: a heavy oil.
    Lubricants,
    /// Petroleum oils that contain biodiesel.
    BiodieselBlends,
    /// Waste oils.
    WasteOils,
    /// All of heading 2711: natural gas, liquefied petroleum gas and others.
    PetroleumGases,
    /// Natural gas in any state.
    NaturalGas,
    /// Liquefied natural gas.
    Lng,
    /// Natural gas in gaseous state.
    PipelineGas,
    /// Liquefied petroleum gas: propane, butanes and their mixtures.
    Lpg,
    /// Propane.
    Propane,
    /// Butanes.
    Butanes,
    /// Ethane.
    Ethane,
    /// Ethylene, propylene, butylene and butadiene, liquefied.
    Olefins,
    /// Liquefied petroleum gases not specified elsewhere.
    OtherLiquefiedGas,
    /// Gaseous hydrocarbons other than natural gas.
    OtherGaseousHydrocarbons,
    /// Petroleum coke, bitumen and other residues of heading 2713.
    PetroleumResidues,
    /// Petroleum coke.
    PetroleumCoke,
    /// Petroleum bitumen.
    Bitumen,
    /// Oil shale, tar sands, natural bitumen and asphalt.
    OilShale,
    /// Coal of all ranks of heading 2701, briquettes included.
    Coal,
    /// Hard coal: anthracite and bituminous coal.
    HardCoal,
    /// Anthracite.
    Anthracite,
    /// Bituminous coal.
    BituminousCoal,
    /// Coking coal. The Harmonized System shows it only in tariff lines of eight digits.
    CokingCoal,
    /// Bituminous coal that is not for coking; the "other bituminous coal" of energy balances.
    SteamCoal,
    /// Coal of 270119. Its limit is not that of sub-bituminous coal.
    OtherCoal,
    /// Sub-bituminous coal, as energy balances have it.
    SubBituminousCoal,
    /// Briquettes of coal.
    CoalBriquettes,
    /// Lignite.
    Lignite,
    /// Briquettes of lignite.
    LigniteBriquettes,
    /// Peat.
    Peat,
    /// Coke and semi-coke of coal.
    Coke,
    /// Coke of coke ovens.
    CokeOvenCoke,
    /// Gas coke.
    GasCoke,
    /// Coal gas, water gas, producer gas.
    ManufacturedGas,
    /// Electricity.
    Electricity,
    /// Uranium ores and concentrates.
    UraniumOre,
    /// Natural uranium and its compounds.
    NaturalUranium,
    /// Enriched uranium, plutonium and their compounds.
    EnrichedUranium,
    /// Fuel elements of reactors, not irradiated.
    NuclearFuel,
    /// Spent fuel elements.
    SpentFuel,
    /// Wood and wood waste for fuel of any form.
    Wood,
    /// Wood pellets.
    WoodPellets,
    /// Wood briquettes.
    WoodBriquettes,
    /// Fuel wood in logs, billets, twigs.
    Fuelwood,
    /// Wood chips.
    WoodChips,
    /// Sawdust and wood waste; before HS 2012 with pellets, before HS 2022 with briquettes.
    WoodWaste,
    /// Charcoal.
    Charcoal,
    /// Biodiesel with less than 70 % petroleum oils.
    Biodiesel,
    /// Ethyl alcohol; for fuel and for other uses together.
    Ethanol,
}

use Carrier as C;

const T: AnyUnit = AnyUnit::Mass(MassUnit::Tonne);
const KG: AnyUnit = AnyUnit::Mass(MassUnit::Kilogram);
const BBL: AnyUnit = AnyUnit::Volume(VolumeUnit::Barrel);
const M3: AnyUnit = AnyUnit::Volume(VolumeUnit::CubicMetre);
const LITRE: AnyUnit = AnyUnit::Volume(VolumeUnit::Litre);
const KG_U: AnyUnit = AnyUnit::Supplementary(SupplementaryUnit::KilogramsUranium);
const G_FISSILE: AnyUnit = AnyUnit::Supplementary(SupplementaryUnit::GramsFissile);
const BCM_15: AnyUnit =
    AnyUnit::Volume(VolumeUnit::Gas(GasScale::BillionCubicMetres, GasConditions::Celsius15));
const BCM_20: AnyUnit =
    AnyUnit::Volume(VolumeUnit::Gas(GasScale::BillionCubicMetres, GasConditions::Celsius20));
const TJ_GROSS: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::Terajoule, HeatBasis::Gross));
const MWH_GROSS: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::MegawattHour, HeatBasis::Gross));
const MMBTU_GROSS: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::MillionBtu, HeatBasis::Gross));
const MWH: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::MegawattHour, HeatBasis::Electricity));
const GWH: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::GigawattHour, HeatBasis::Electricity));

const OIL: &[AnyUnit] = &[T, KG, BBL, M3];
const SOLID: &[AnyUnit] = &[T, KG];
const GAS: &[AnyUnit] = &[BCM_20, BCM_15, TJ_GROSS, MWH_GROSS, MMBTU_GROSS, KG];

/// A carrier, its name, the wider one that it is part of, its codes in SIEC, its usual units.
struct Row(C, &'static str, Option<C>, &'static [&'static str], &'static [AnyUnit]);

/// Wider carriers stand before their parts.
const TABLE: &[Row] = &[
    Row(C::MineralFuels, "mineral fuels", None, &[], SOLID),
    Row(C::CrudeOil, "crude oil", None, &["4100"], OIL),
    Row(C::NaturalGasLiquids, "natural gas liquids", None, &["4200"], OIL),
    Row(C::OilProducts, "oil products", None, &[], OIL),
    Row(C::LightOils, "light oils", Some(C::OilProducts), &["4653", "4691"], OIL),
    Row(C::MotorGasoline, "motor gasoline", Some(C::LightOils), &["4652"], OIL),
    Row(C::AviationGasoline, "aviation gasoline", Some(C::LightOils), &["4651"], OIL),
    Row(C::Naphtha, "naphtha", Some(C::LightOils), &["4640"], OIL),
    Row(C::MiddleAndHeavyOils, "middle and heavy oils", Some(C::OilProducts), &[], OIL),
    Row(C::Kerosene, "kerosene", Some(C::MiddleAndHeavyOils), &["4669"], OIL),
    Row(C::JetKerosene, "jet kerosene", Some(C::Kerosene), &["4661"], OIL),
    Row(C::GasOil, "gas oil", Some(C::MiddleAndHeavyOils), &["4671"], OIL),
    Row(C::FuelOil, "fuel oil", Some(C::MiddleAndHeavyOils), &["4680"], OIL),
    Row(C::Lubricants, "lubricants", Some(C::MiddleAndHeavyOils), &["4692"], OIL),
    Row(C::BiodieselBlends, "biodiesel blends", Some(C::OilProducts), &[], OIL),
    Row(C::WasteOils, "waste oils", Some(C::OilProducts), &[], OIL),
    Row(C::PetroleumGases, "petroleum gases", None, &[], SOLID),
    Row(C::NaturalGas, "natural gas", Some(C::PetroleumGases), &["3000"], GAS),
    Row(C::Lng, "LNG", Some(C::NaturalGas), &[], &[T, KG, M3, MMBTU_GROSS, BCM_15]),
    Row(C::PipelineGas, "pipeline gas", Some(C::NaturalGas), &[], GAS),
    Row(C::Lpg, "LPG", Some(C::PetroleumGases), &["4630"], &[T, KG, BBL]),
    Row(C::Propane, "propane", Some(C::Lpg), &[], &[T, KG, BBL]),
    Row(C::Butanes, "butanes", Some(C::Lpg), &[], &[T, KG, BBL]),
    Row(C::Ethane, "ethane", Some(C::PetroleumGases), &["4620"], SOLID),
    Row(C::Olefins, "olefins", Some(C::PetroleumGases), &[], SOLID),
    Row(C::OtherLiquefiedGas, "other liquefied gas", Some(C::PetroleumGases), &[], SOLID),
    Row(
        C::OtherGaseousHydrocarbons,
        "other gaseous hydrocarbons",
        Some(C::PetroleumGases),
        &[],
        SOLID,
    ),
    Row(C::PetroleumResidues, "petroleum residues", None, &[], SOLID),
    Row(C::PetroleumCoke, "petroleum coke", Some(C::PetroleumResidues), &["4694"], SOLID),
    Row(C::Bitumen, "bitumen", Some(C::PetroleumResidues), &["4695"], SOLID),
    Row(C::OilShale, "oil shale", None, &[], SOLID),
    Row(C::Coal, "coal", None, &[], SOLID),
    Row(C::HardCoal, "hard coal", Some(C::Coal), &[], SOLID),
    Row(C::Anthracite, "anthracite", Some(C::HardCoal), &["0110"], SOLID),
    Row(C::BituminousCoal, "bituminous coal", Some(C::HardCoal), &[], SOLID),
    Row(C::CokingCoal, "coking coal", Some(C::BituminousCoal), &["0121"], SOLID),
    Row(C::SteamCoal, "steam coal", Some(C::BituminousCoal), &["0129"], SOLID),
    Row(C::OtherCoal, "other coal", Some(C::Coal), &[], SOLID),
    Row(C::SubBituminousCoal, "sub-bituminous coal", Some(C::Coal), &["0210"], SOLID),
    Row(C::CoalBriquettes, "coal briquettes", Some(C::Coal), &["0320"], SOLID),
    Row(C::Lignite, "lignite", None, &["0220"], SOLID),
    Row(C::LigniteBriquettes, "lignite briquettes", Some(C::Lignite), &["0330"], SOLID),
    Row(C::Peat, "peat", None, &["1100", "1200"], SOLID),
    Row(C::Coke, "coke", None, &[], SOLID),
    Row(C::CokeOvenCoke, "coke oven coke", Some(C::Coke), &["0311"], SOLID),
    Row(C::GasCoke, "gas coke", Some(C::Coke), &["0312"], SOLID),
    Row(C::ManufacturedGas, "manufactured gas", None, &["0350", "0360", "0371"], &[KG, TJ_GROSS]),
    Row(C::Electricity, "electricity", None, &["7000"], &[MWH, GWH]),
    Row(C::UraniumOre, "uranium ore", None, &[], &[T, KG, KG_U]),
    Row(C::NaturalUranium, "natural uranium", None, &[], &[KG, KG_U]),
    Row(C::EnrichedUranium, "enriched uranium", None, &[], &[KG, KG_U]),
    Row(C::NuclearFuel, "nuclear fuel", None, &[], &[KG, G_FISSILE]),
    Row(C::SpentFuel, "spent nuclear fuel", None, &[], &[KG]),
    Row(C::Wood, "wood for fuel", None, &[], &[T, KG, M3]),
    Row(C::WoodPellets, "wood pellets", Some(C::Wood), &[], SOLID),
    Row(C::WoodBriquettes, "wood briquettes", Some(C::Wood), &[], SOLID),
    Row(C::Fuelwood, "fuelwood", Some(C::Wood), &[], &[T, M3, KG]),
    Row(C::WoodChips, "wood chips", Some(C::Wood), &[], &[T, M3, KG]),
    Row(C::WoodWaste, "wood waste", Some(C::Wood), &[], SOLID),
    Row(C::Charcoal, "charcoal", None, &["5160"], SOLID),
    Row(C::Biodiesel, "biodiesel", None, &["5220"], &[T, KG, M3]),
    Row(C::Ethanol, "ethanol", None, &["5210"], &[LITRE]),
];

impl Carrier {
    /// Every carrier.
    pub fn all() -> impl Iterator<Item = Carrier> {
        TABLE.iter().map(|row| row.0)
    }

    /// The wider carrier that it is part of.
    #[must_use]
    pub fn parent(self) -> Option<Carrier> {
        self.row().and_then(|row| row.2)
    }

    /// True if it is the other one or a part of it.
    #[must_use]
    pub fn is_part_of(self, other: Carrier) -> bool {
        self == other || self.parent().is_some_and(|parent| parent.is_part_of(other))
    }

    /// True if one of the two is part of the other.
    #[must_use]
    pub fn is_related_to(self, other: Carrier) -> bool {
        self.is_part_of(other) || other.is_part_of(self)
    }

    /// True for what is traded as a gas, so that a weight is the reporter's own estimate.
    #[must_use]
    pub fn is_gaseous(self) -> bool {
        matches!(self, C::PipelineGas | C::OtherGaseousHydrocarbons | C::ManufacturedGas)
    }

    /// The units in which it is measured, the most usual first.
    #[must_use]
    pub fn usual_units(self) -> &'static [AnyUnit] {
        self.row().map_or(&[], |row| row.4)
    }

    /// Its codes in the Standard International Energy Product Classification (SIEC).
    ///
    /// Empty where SIEC has no such class: it does not tell LNG from gas, and 270119 of the
    /// Harmonized System is not its sub-bituminous coal. Classes of nuclear fuel and pellets are
    /// not verified and left out.
    #[must_use]
    pub fn siec(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.3)
    }

    /// The carrier of a code of SIEC: four digits, or with the letter of Eurostat (`O4100`).
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) for a code that is not known.
    pub fn from_siec(code: &str) -> Result<Carrier, Error> {
        let lettered = |c: char| matches!(c, 'C' | 'G' | 'O' | 'P' | 'R' | 'E');
        let digits =
            if code.len() == 5 { code.strip_prefix(lettered).unwrap_or(code) } else { code };
        let known = TABLE.iter().find(|row| row.3.contains(&digits));
        known.map(|row| row.0).ok_or_else(|| {
            Error::parse(
                "a code of SIEC",
                code,
                "write four digits of a known class, as 4100 for crude oil",
            )
        })
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.0 == self)
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.row().map_or("", |row| row.1))
    }
}

impl FromStr for Carrier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Carrier, Error> {
        let known = TABLE.iter().find(|row| row.1 == text);
        known.map(|row| row.0).ok_or_else(|| {
            let names = TABLE.iter().map(|row| row.1).collect::<Vec<_>>().join(", ");
            Error::parse("an energy carrier", text, format!("the known ones are {names}"))
        })
    }
}

impl<'de> Deserialize<'de> for Carrier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Carrier, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Carrier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
