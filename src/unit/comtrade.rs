//! The quantity units of UN Comtrade.

use crate::error::Error;
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, HeatBasis, MassUnit, SupplementaryUnit as S, VolumeUnit,
};

const fn energy(scale: EnergyScale, basis: HeatBasis) -> AnyUnit {
    AnyUnit::Energy(EnergyUnit { scale, basis })
}

/// Code and unit, by the reference list of 2025. Code -1 and the older 1 say that there is no
/// quantity.
const TABLE: &[(i16, AnyUnit)] = &[
    (2, AnyUnit::Supplementary(S::SquareMetres)),
    (3, energy(EnergyScale::MegawattHour, HeatBasis::Electricity)),
    (4, AnyUnit::Supplementary(S::Metres)),
    (5, AnyUnit::Supplementary(S::Items)),
    (6, AnyUnit::Supplementary(S::Pairs)),
    (7, AnyUnit::Volume(VolumeUnit::Litre)),
    (8, AnyUnit::Mass(MassUnit::Kilogram)),
    (9, AnyUnit::Supplementary(S::ThousandItems)),
    (10, AnyUnit::Supplementary(S::Packages)),
    (11, AnyUnit::Supplementary(S::Dozens)),
    (12, AnyUnit::Volume(VolumeUnit::CubicMetre)),
    (13, AnyUnit::Supplementary(S::Carats)),
    (14, AnyUnit::Supplementary(S::ThousandMetres)),
    (15, AnyUnit::Mass(MassUnit::Gram)),
    (16, AnyUnit::Supplementary(S::Hives)),
    (17, AnyUnit::Volume(VolumeUnit::ThousandCubicMetres)),
    (18, energy(EnergyScale::Terajoule, HeatBasis::Gross)),
    (19, AnyUnit::Volume(VolumeUnit::Barrel)),
    (20, AnyUnit::Volume(VolumeUnit::ThousandLitres)),
    (21, AnyUnit::Mass(MassUnit::Tonne)),
    (22, energy(EnergyScale::KilowattHour, HeatBasis::Electricity)),
    (23, AnyUnit::Supplementary(S::LitresPureAlcohol)),
    (24, AnyUnit::Supplementary(S::Heads)),
    (25, AnyUnit::Supplementary(S::KilogramsDrained)),
    (26, AnyUnit::Supplementary(S::KilogramsCholineChloride)),
    (27, AnyUnit::Supplementary(S::KilogramsDiphosphorusPentaoxide)),
    (28, AnyUnit::Supplementary(S::KilogramsHydrogenPeroxide)),
    (29, AnyUnit::Supplementary(S::KilogramsMethylamines)),
    (30, AnyUnit::Supplementary(S::KilogramsNitrogen)),
    (31, AnyUnit::Supplementary(S::KilogramsPotassiumHydroxide)),
    (32, AnyUnit::Supplementary(S::KilogramsPotassiumOxide)),
    (33, AnyUnit::Supplementary(S::KilogramsSodiumHydroxide)),
    (34, AnyUnit::Supplementary(S::Kilograms90PercentDry)),
    (35, AnyUnit::Supplementary(S::KilogramsUranium)),
    (36, AnyUnit::Supplementary(S::TonnesCapacity)),
    (37, AnyUnit::Supplementary(S::Becquerels)),
    (38, AnyUnit::Supplementary(S::GramsFissile)),
    (39, AnyUnit::Supplementary(S::GrossRegisterTons)),
    (40, AnyUnit::Supplementary(S::GrossTonnage)),
    (41, AnyUnit::Supplementary(S::Cells)),
];

impl AnyUnit {
    /// The unit of a quantity unit code of UN Comtrade; `None` for -1 and the older 1, which say
    /// that the row has no quantity. The 0 that such a row carries is not a measured zero.
    ///
    /// Codes 12 and 17 (m³, 1000 m³) name no reference conditions, so they are read as volumes of
    /// liquids or solids. For a gas, state the conditions with
    /// [`VolumeUnit::of_gas_at`](crate::unit::VolumeUnit::of_gas_at).
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) for a code that is not in the list of 41.
    ///
    /// # Source
    /// UN Comtrade reference list of quantity units, June 2025.
    ///
    /// # Example
    /// ```
    /// use bilateral::unit::{AnyUnit, MassUnit};
    /// assert_eq!(AnyUnit::from_comtrade(8)?, Some(AnyUnit::Mass(MassUnit::Kilogram)));
    /// assert_eq!(AnyUnit::from_comtrade(18)?, Some("TJ (gross)".parse()?));
    /// assert_eq!(AnyUnit::from_comtrade(-1)?, None);
    /// assert_eq!("TJ (gross)".parse::<AnyUnit>()?.comtrade_code(), Some(18));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_comtrade(code: i16) -> Result<Option<AnyUnit>, Error> {
        if code == -1 || code == 1 {
            return Ok(None);
        }
        let known = TABLE.iter().find(|(known, _)| *known == code);
        known.map(|(_, unit)| Some(*unit)).ok_or_else(|| {
            let reason = "the codes are -1 and 1 (no quantity) and 2 to 41";
            Error::parse("a quantity unit of UN Comtrade", &code.to_string(), reason)
        })
    }

    /// The code of UN Comtrade, if it has one for this unit.
    #[must_use]
    pub fn comtrade_code(self) -> Option<i16> {
        TABLE.iter().find(|(_, unit)| *unit == self).map(|(code, _)| *code)
    }
}
