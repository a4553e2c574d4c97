//! The factors that come with the crate, family by family.
//!
//! Left out on purpose:
//! - *1 Mt of LNG = 48.747 PJ* of the Energy Institute: its own 1.360 bcm times 36.000 PJ is 48.96,
//!   and its 46.405 trillion Btu are 48.96 PJ by definition. Heat of LNG comes from the trillion
//!   Btu, or through bcm, and `Conversion::find` says that the line contradicts it.
//! - *1 bcm = 35.315 bcf* of the Energy Institute: exact by definition (35.3146667...), see
//!   `VolumeUnit`.
//! - Barrels of oil equivalent (5.8 million Btu, 6.119 GJ, 5.883 million for a bcm): a barrel of
//!   oil equivalent has no defined size. State it as a user-defined factor.
//!
//! The Energy Institute prints 11.600 barrels and 1.849 m3 for a tonne of LPG, which differ by 0.3
//! %. Both are here; `Conversion::find` takes the one in the unit asked for, the barrels for any
//! other volume, and says that they contradict each other.
//!
//! Also left out:
//! - The condensate row of the UN yearbook: its litres and its barrels contradict each other.
//! - Ratios of net to gross calorific value that follow from two rows of the DESNZ:
//!   `Family::Desnz2025` gives both rows.
//! - Values of the UN International Recommendations for Energy Statistics, which could not be read
//!   at their source, and barrels per tonne of single grades of crude, for which no source was
//!   found.

use crate::carrier::{Carrier as C, Conversion, Family};
use crate::error::Error;
use crate::number::{Decimal, decimal};
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, GasConditions, GasScale, HeatBasis, MassUnit, VolumeUnit,
};

const T: AnyUnit = AnyUnit::Mass(MassUnit::Tonne);
const MT: AnyUnit = AnyUnit::Mass(MassUnit::MillionTonnes);
const BBL: AnyUnit = AnyUnit::Volume(VolumeUnit::Barrel);
const M3: AnyUnit = AnyUnit::Volume(VolumeUnit::CubicMetre);
const BCM_15: AnyUnit =
    AnyUnit::Volume(VolumeUnit::Gas(GasScale::BillionCubicMetres, GasConditions::Celsius15));
const GJ_NET: AnyUnit = AnyUnit::Energy(EnergyUnit::new(EnergyScale::Gigajoule, HeatBasis::Net));
const GJ_GROSS: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::Gigajoule, HeatBasis::Gross));
const PJ: AnyUnit = AnyUnit::Energy(EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net));
const MTOE: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::MillionTonnesOilEquivalent, HeatBasis::Net));
const TBTU: AnyUnit = AnyUnit::Energy(EnergyUnit::new(EnergyScale::TrillionBtu, HeatBasis::Net));
const TCE: AnyUnit =
    AnyUnit::Energy(EnergyUnit::new(EnergyScale::TonneCoalEquivalent, HeatBasis::Net));

/// Carrier, two units, the number of the second unit that one of the first is, and the range of the
/// source.
struct Row(C, AnyUnit, AnyUnit, Decimal, Option<(Decimal, Decimal)>);

/// Net calorific values; ranges are the 95 % intervals of the source.
const IPCC: &[Row] = &[
    Row(C::CrudeOil, T, GJ_NET, decimal("42.3"), Some((decimal("40.1"), decimal("44.8")))),
    Row(C::MotorGasoline, T, GJ_NET, decimal("44.3"), Some((decimal("42.5"), decimal("44.8")))),
    Row(C::JetKerosene, T, GJ_NET, decimal("44.1"), Some((decimal("42.0"), decimal("45.0")))),
    Row(C::Kerosene, T, GJ_NET, decimal("43.8"), None),
    Row(C::GasOil, T, GJ_NET, decimal("43.0"), Some((decimal("41.4"), decimal("43.3")))),
    Row(C::FuelOil, T, GJ_NET, decimal("40.4"), None),
    Row(C::Lpg, T, GJ_NET, decimal("47.3"), Some((decimal("44.8"), decimal("52.2")))),
    Row(C::PetroleumCoke, T, GJ_NET, decimal("32.5"), None),
    Row(C::Anthracite, T, GJ_NET, decimal("26.7"), Some((decimal("21.6"), decimal("32.2")))),
    Row(C::CokingCoal, T, GJ_NET, decimal("28.2"), Some((decimal("24.0"), decimal("31.0")))),
    Row(C::SteamCoal, T, GJ_NET, decimal("25.8"), Some((decimal("19.9"), decimal("30.5")))),
    Row(C::SubBituminousCoal, T, GJ_NET, decimal("18.9"), Some((decimal("11.5"), decimal("26.0")))),
    Row(C::Lignite, T, GJ_NET, decimal("11.9"), Some((decimal("5.50"), decimal("21.6")))),
    Row(C::CokeOvenCoke, T, GJ_NET, decimal("28.2"), None),
    Row(C::NaturalGas, T, GJ_NET, decimal("48.0"), Some((decimal("46.5"), decimal("50.4")))),
    Row(C::Wood, T, GJ_NET, decimal("15.6"), Some((decimal("7.90"), decimal("31.0")))),
    Row(C::Ethane, T, GJ_NET, decimal("46.4"), None),
];

/// Rounded by the source. Heat is net: the values fit no other reading.
const ENERGY_INSTITUTE: &[Row] = &[
    Row(C::CrudeOil, T, BBL, decimal("7.33"), None),
    Row(C::CrudeOil, T, M3, decimal("1.165"), None),
    Row(C::Ethane, T, BBL, decimal("16.850"), None),
    Row(C::Ethane, T, M3, decimal("2.679"), None),
    Row(C::Ethane, T, GJ_NET, decimal("49.400"), None),
    Row(C::Lpg, T, BBL, decimal("11.600"), None),
    Row(C::Lpg, T, M3, decimal("1.849"), None),
    Row(C::Lpg, T, GJ_NET, decimal("46.150"), None),
    Row(C::MotorGasoline, T, BBL, decimal("8.350"), None),
    Row(C::MotorGasoline, T, M3, decimal("1.328"), None),
    Row(C::MotorGasoline, T, GJ_NET, decimal("44.750"), None),
    Row(C::Kerosene, T, BBL, decimal("7.880"), None),
    Row(C::Kerosene, T, M3, decimal("1.253"), None),
    Row(C::Kerosene, T, GJ_NET, decimal("43.920"), None),
    Row(C::GasOil, T, BBL, decimal("7.460"), None),
    Row(C::GasOil, T, M3, decimal("1.186"), None),
    Row(C::GasOil, T, GJ_NET, decimal("43.380"), None),
    Row(C::FuelOil, T, BBL, decimal("6.350"), None),
    Row(C::FuelOil, T, M3, decimal("1.010"), None),
    Row(C::FuelOil, T, GJ_NET, decimal("41.570"), None),
    Row(C::OilProducts, T, BBL, decimal("8.058"), None),
    Row(C::OilProducts, T, M3, decimal("1.281"), None),
    Row(C::OilProducts, T, GJ_NET, decimal("43.076"), None),
    Row(C::NaturalGas, BCM_15, PJ, decimal("36.000"), None),
    Row(C::NaturalGas, BCM_15, MTOE, decimal("0.860"), None),
    Row(C::NaturalGas, BCM_15, MT, decimal("0.735"), None),
    Row(C::NaturalGas, BCM_15, TBTU, decimal("34.121"), None),
    Row(C::Lng, MT, BCM_15, decimal("1.360"), None),
    Row(C::Lng, MT, TBTU, decimal("46.405"), None),
    Row(C::Lng, MT, MTOE, decimal("1.169"), None),
];

/// Printed by the Energy Institute and contradicted by the rest of its table.
const ENERGY_INSTITUTE_SET_ASIDE: &[Row] = &[Row(C::Lng, MT, PJ, decimal("48.747"), None)];

/// Heat is net.
const UN: &[Row] = &[
    Row(C::CrudeOil, T, BBL, decimal("7.32"), None),
    Row(C::CrudeOil, T, M3, decimal("1.164"), None),
    Row(C::AviationGasoline, T, BBL, decimal("8.62"), None),
    Row(C::AviationGasoline, T, M3, decimal("1.370"), None),
    Row(C::MotorGasoline, T, BBL, decimal("8.50"), None),
    Row(C::MotorGasoline, T, M3, decimal("1.351"), None),
    Row(C::JetKerosene, T, BBL, decimal("7.77"), None),
    Row(C::JetKerosene, T, M3, decimal("1.235"), None),
    Row(C::GasOil, T, BBL, decimal("7.23"), None),
    Row(C::GasOil, T, M3, decimal("1.149"), None),
    Row(C::FuelOil, T, BBL, decimal("6.62"), None),
    Row(C::FuelOil, T, M3, decimal("1.053"), None),
    Row(C::Lpg, T, BBL, decimal("11.65"), None),
    Row(C::Lpg, T, M3, decimal("1.852"), None),
    Row(C::Naphtha, T, BBL, decimal("8.74"), None),
    Row(C::Naphtha, T, M3, decimal("1.389"), None),
    Row(C::Bitumen, T, BBL, decimal("6.05"), None),
    Row(C::Bitumen, T, M3, decimal("0.962"), None),
    Row(C::PetroleumCoke, T, BBL, decimal("5.52"), None),
    Row(C::PetroleumCoke, T, M3, decimal("0.877"), None),
    Row(C::Lubricants, T, BBL, decimal("6.99"), None),
    Row(C::Lubricants, T, M3, decimal("1.111"), None),
    Row(C::HardCoal, T, TCE, decimal("1.000"), None),
    Row(C::Lignite, T, TCE, decimal("0.385"), None),
    Row(C::CokeOvenCoke, T, TCE, decimal("0.900"), None),
    Row(C::GasCoke, T, TCE, decimal("0.900"), None),
    Row(C::Peat, T, TCE, decimal("0.325"), None),
    Row(C::Fuelwood, T, TCE, decimal("0.333"), None),
    Row(C::Charcoal, T, TCE, decimal("0.986"), None),
    Row(C::CrudeOil, T, TCE, decimal("1.429"), None),
    Row(C::NaturalGasLiquids, T, TCE, decimal("1.542"), None),
    Row(C::MotorGasoline, T, TCE, decimal("1.500"), None),
    Row(C::Kerosene, T, TCE, decimal("1.474"), None),
    Row(C::JetKerosene, T, TCE, decimal("1.474"), None),
    Row(C::FuelOil, T, TCE, decimal("1.416"), None),
    Row(C::Lpg, T, TCE, decimal("1.554"), None),
];

/// Measured in the United Kingdom, one transcription; the density of LNG ranges with its
/// composition.
const DESNZ: &[Row] = &[
    Row(C::NaturalGas, T, GJ_NET, decimal("45.745"), None),
    Row(C::NaturalGas, T, GJ_GROSS, decimal("50.678"), None),
    Row(C::Lpg, T, GJ_NET, decimal("45.944"), None),
    Row(C::Lpg, T, GJ_GROSS, decimal("49.333"), None),
    Row(C::Propane, T, GJ_NET, decimal("46.4"), None),
    Row(C::Propane, T, GJ_GROSS, decimal("50.4"), None),
    Row(C::Butanes, T, GJ_NET, decimal("45.3"), None),
    Row(C::Butanes, T, GJ_GROSS, decimal("49.1"), None),
    Row(C::MotorGasoline, T, GJ_NET, decimal("44.65"), None),
    Row(C::MotorGasoline, T, GJ_GROSS, decimal("47.0"), None),
    Row(C::GasOil, T, GJ_NET, decimal("43.027"), None),
    Row(C::GasOil, T, GJ_GROSS, decimal("45.774"), None),
    Row(C::Kerosene, T, GJ_NET, decimal("43.865"), None),
    Row(C::Kerosene, T, GJ_GROSS, decimal("46.174"), None),
    Row(C::JetKerosene, T, GJ_NET, decimal("43.905"), None),
    Row(C::JetKerosene, T, GJ_GROSS, decimal("46.215"), None),
    Row(C::FuelOil, T, GJ_NET, decimal("40.752"), None),
    Row(C::FuelOil, T, GJ_GROSS, decimal("43.353"), None),
    Row(C::HardCoal, T, GJ_NET, decimal("25.405"), None),
    Row(C::HardCoal, T, GJ_GROSS, decimal("26.742"), None),
    Row(C::SteamCoal, T, GJ_NET, decimal("23.826"), None),
    Row(C::SteamCoal, T, GJ_GROSS, decimal("25.08"), None),
    Row(C::CokingCoal, T, GJ_NET, decimal("30.24"), None),
    Row(C::CokingCoal, T, GJ_GROSS, decimal("31.832"), None),
    Row(C::WoodPellets, T, GJ_NET, decimal("17.28"), None),
    Row(C::WoodPellets, T, GJ_GROSS, decimal("18.694"), None),
    Row(C::Lng, M3, T, decimal("0.452489"), Some((decimal("0.41"), decimal("0.50")))),
];

/// Net as part of gross.
const IEA: &[Row] = &[
    Row(C::NaturalGas, GJ_GROSS, GJ_NET, decimal("0.9"), None),
    Row(C::Coal, GJ_GROSS, GJ_NET, decimal("0.95"), None),
    Row(C::Lignite, GJ_GROSS, GJ_NET, decimal("0.95"), None),
    Row(C::CrudeOil, GJ_GROSS, GJ_NET, decimal("0.95"), None),
    Row(C::OilProducts, GJ_GROSS, GJ_NET, decimal("0.95"), None),
];

/// Applied to crude of every origin, so that shares of origins in barrels are their shares in
/// tonnes.
const PRESS: &[Row] = &[Row(C::CrudeOil, T, BBL, decimal("7.3"), None)];

impl Family {
    /// Its factors, in the order of the source.
    ///
    /// # Errors
    /// None in practice: the tables of the crate are checked like a user-defined factor.
    pub fn conversions(self) -> Result<Vec<Conversion>, Error> {
        let rows = match self {
            Family::Ipcc2006 => IPCC,
            Family::EnergyInstitute => ENERGY_INSTITUTE,
            Family::UnYearbook => UN,
            Family::Desnz2025 => DESNZ,
            Family::IeaConvention => IEA,
            Family::PressConvention => PRESS,
            Family::Definition | Family::Own => &[],
        };
        self.rows(rows)
    }

    /// What its source prints too, and the crate does not take.
    pub(crate) fn set_aside(self) -> Result<Vec<Conversion>, Error> {
        match self {
            Family::EnergyInstitute => self.rows(ENERGY_INSTITUTE_SET_ASIDE),
            _ => Ok(Vec::new()),
        }
    }

    fn rows(self, rows: &[Row]) -> Result<Vec<Conversion>, Error> {
        rows.iter()
            .map(|row| Conversion::of_family(self, row.0, row.1, row.2, row.3, row.4))
            .collect()
    }
}
