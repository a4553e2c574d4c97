//! Countries and supplementary units of Eurostat's Comext.
//!
//! Facts: the geonomenclature of the EU (ISO 3166 alpha-2 with the codes of its own below,
//! Regulation (EU) 2020/1470 and before), the dictionaries of the Comext files (trade types,
//! partners), the units of the Combined Nomenclature and their codes in the customs tariff (TARIC).
//!
//! The numbers of the older layout (001 France) are not here: its files give the alpha-2 code in
//! the next column.

use crate::area::{Area, GBR, GRC, SRB, TLS};
use crate::read::code::{NOT_SPECIFIED, Partner, UnitCode};
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, HeatBasis, MassUnit, SupplementaryUnit, VolumeUnit,
};

/// Who a code of a reporter or partner names; nothing for a code of none.
///
/// `XI` (Northern Ireland) and `XU` (the rest) are parts of the United Kingdom, from 2021 on, and
/// the file of the whole (`GB`) must not be added to them. Spain is printed without `XC` and `XL`.
pub(crate) fn partner(code: &str) -> Option<Partner> {
    let area = |area| Some(Partner::Area(area));
    let number = |number| Area::from_code(number).ok().map(Partner::Area);
    match code {
        "WORLD" => Some(Partner::World),
        "EL" => area(GRC), // other data of Eurostat; Comext writes GR
        "UK" | "XI" | "XU" => area(GBR),
        "XS" => area(SRB), // RS is read as well
        "XK" => number(412),
        "XC" | "XL" => number(577), // Ceuta and Melilla: Other Africa, nes
        "MC" => number(568),        // Monaco, where it is not part of France: Other Europe, nes
        "VI" => number(129),        // US Virgin Islands: Caribbean, nes
        "AN" => number(530),        // Netherlands Antilles
        "CS" | "YU" => number(891), // Serbia and Montenegro
        "TP" => area(TLS),          // East Timor, before 2002
        "QQ" | "QR" | "QS" => number(STORES),
        // high seas; not specified, intra-EU, extra-EU
        "QP" | "QU" | "QV" | "QW" => number(NOT_SPECIFIED),
        // for commercial or military reasons, intra-EU, extra-EU
        "QX" | "QY" | "QZ" => Some(Partner::Withheld),
        _ => group(code).or_else(|| Area::from_iso2(code).ok().map(Partner::Area)),
    }
}

/// Aggregates of the SDMX files: `EU27_2020`, `EXT_EU27_2020`, `INT_EA21`.
fn group(code: &str) -> Option<Partner> {
    let (name, rest) = if let Some(rest) = code.strip_prefix("EXT_") {
        ("countries outside of the EU or euro area", rest)
    } else if let Some(rest) = code.strip_prefix("INT_") {
        ("countries of the EU or euro area", rest)
    } else if code.starts_with("EA") {
        ("euro area", code)
    } else {
        ("European Union", code)
    };
    let numbers = rest.strip_prefix("EU").or_else(|| rest.strip_prefix("EA"))?;
    let edition = numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    edition.then_some(Partner::Group(name))
}

/// What the column `SUPPL_UNIT` counts: a unit as the Combined Nomenclature writes it, with or
/// without its blanks and strokes (`p/st`, `1 000 p/st`, `P_ST`), or the code of the tariff
/// (`NAR`).
///
/// Kilograms of a substance in the goods (`kg P2O5`) are a unit of their own and no net weight. The
/// single capitals of the older layout are unknown.
pub(crate) fn supplementary_unit(code: &str) -> UnitCode {
    let code = code.trim();
    if matches!(code, "" | "NO_SU") {
        return UnitCode::Absent;
    }
    if code.len() == 1 {
        let unit = match code {
            "g" => AnyUnit::Mass(MassUnit::Gram),
            "l" => AnyUnit::Volume(VolumeUnit::Litre),
            "m" => AnyUnit::Supplementary(SupplementaryUnit::Metres),
            _ => return UnitCode::Unknown,
        };
        return UnitCode::Unit(unit);
    }
    let dropped = |letter: &char| matches!(letter, ' ' | '\u{a0}' | '_' | '/' | '.' | '%');
    let plain = code.chars().filter(|letter| !dropped(letter)).map(|letter| match letter {
        '²' => '2',
        '³' => '3',
        other => other.to_ascii_uppercase(),
    });
    let plain: String = plain.collect();
    let known = UNITS.iter().find(|(known, _)| *known == plain);
    known.map_or(UnitCode::Unknown, |(_, unit)| UnitCode::Unit(*unit))
}

/// Comtrade's "Bunkers", which hold the stores and provisions of ships and aircraft.
const STORES: u16 = 837;

/// Units without blanks and strokes, in capitals, each followed by its code in the tariff.
const UNITS: &[(&str, AnyUnit)] = &[
    ("PST", AnyUnit::Supplementary(SupplementaryUnit::Items)),
    ("NAR", AnyUnit::Supplementary(SupplementaryUnit::Items)),
    ("1000PST", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("MIL", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("PA", AnyUnit::Supplementary(SupplementaryUnit::Pairs)),
    ("NPR", AnyUnit::Supplementary(SupplementaryUnit::Pairs)),
    ("1000PA", AnyUnit::Supplementary(SupplementaryUnit::ThousandPairs)),
    ("MPR", AnyUnit::Supplementary(SupplementaryUnit::ThousandPairs)),
    ("MTR", AnyUnit::Supplementary(SupplementaryUnit::Metres)),
    ("KM", AnyUnit::Supplementary(SupplementaryUnit::ThousandMetres)),
    ("KMT", AnyUnit::Supplementary(SupplementaryUnit::ThousandMetres)),
    ("M2", AnyUnit::Supplementary(SupplementaryUnit::SquareMetres)),
    ("MTK", AnyUnit::Supplementary(SupplementaryUnit::SquareMetres)),
    ("M3", AnyUnit::Volume(VolumeUnit::CubicMetre)),
    ("MTQ", AnyUnit::Volume(VolumeUnit::CubicMetre)),
    ("1000M3", AnyUnit::Volume(VolumeUnit::ThousandCubicMetres)),
    ("LTR", AnyUnit::Volume(VolumeUnit::Litre)),
    ("1000L", AnyUnit::Volume(VolumeUnit::ThousandLitres)),
    ("KLT", AnyUnit::Volume(VolumeUnit::ThousandLitres)),
    ("GRM", AnyUnit::Mass(MassUnit::Gram)),
    ("KG", AnyUnit::Mass(MassUnit::Kilogram)),
    ("KGM", AnyUnit::Mass(MassUnit::Kilogram)),
    ("1000KG", AnyUnit::Mass(MassUnit::Tonne)),
    ("TNE", AnyUnit::Mass(MassUnit::Tonne)),
    ("CK", AnyUnit::Supplementary(SupplementaryUnit::Carats)),
    ("CTM", AnyUnit::Supplementary(SupplementaryUnit::Carats)),
    ("LALC100", AnyUnit::Supplementary(SupplementaryUnit::LitresPureAlcohol)),
    ("LPA", AnyUnit::Supplementary(SupplementaryUnit::LitresPureAlcohol)),
    ("KGNETEDA", AnyUnit::Supplementary(SupplementaryUnit::KilogramsDrained)),
    ("KG90SDT", AnyUnit::Supplementary(SupplementaryUnit::Kilograms90PercentDry)),
    ("KGC5H14CLNO", AnyUnit::Supplementary(SupplementaryUnit::KilogramsCholineChloride)),
    ("KGP2O5", AnyUnit::Supplementary(SupplementaryUnit::KilogramsDiphosphorusPentaoxide)),
    ("KGH2O2", AnyUnit::Supplementary(SupplementaryUnit::KilogramsHydrogenPeroxide)),
    ("KGMETAM", AnyUnit::Supplementary(SupplementaryUnit::KilogramsMethylamines)),
    ("KGN", AnyUnit::Supplementary(SupplementaryUnit::KilogramsNitrogen)),
    ("KGKOH", AnyUnit::Supplementary(SupplementaryUnit::KilogramsPotassiumHydroxide)),
    ("KGK2O", AnyUnit::Supplementary(SupplementaryUnit::KilogramsPotassiumOxide)),
    ("KGNAOH", AnyUnit::Supplementary(SupplementaryUnit::KilogramsSodiumHydroxide)),
    ("CEEL", AnyUnit::Supplementary(SupplementaryUnit::Cells)),
    ("CTL", AnyUnit::Supplementary(SupplementaryUnit::TonnesCapacity)),
    ("GT", AnyUnit::Supplementary(SupplementaryUnit::GrossTonnage)),
    ("KGU", AnyUnit::Supplementary(SupplementaryUnit::KilogramsUranium)),
    ("KUR", AnyUnit::Supplementary(SupplementaryUnit::KilogramsUranium)),
    ("GIFS", AnyUnit::Supplementary(SupplementaryUnit::GramsFissile)),
    ("GFI", AnyUnit::Supplementary(SupplementaryUnit::GramsFissile)),
    ("1000KWH", energy(EnergyScale::MegawattHour, HeatBasis::Electricity)),
    ("MWH", energy(EnergyScale::MegawattHour, HeatBasis::Electricity)),
    ("TJ", energy(EnergyScale::Terajoule, HeatBasis::Gross)), // by the gross calorific value
    ("TJO", energy(EnergyScale::Terajoule, HeatBasis::Gross)),
];

const fn energy(scale: EnergyScale, basis: HeatBasis) -> AnyUnit {
    AnyUnit::Energy(EnergyUnit { scale, basis })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn name(code: &str) -> &'static str {
        match partner(code) {
            Some(Partner::Area(area)) => area.name(),
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn member_states_are_there_and_differ() {
        // Reporters of a file of December 2025.
        let reporters =
            "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
        let areas: BTreeSet<&str> = reporters.split(' ').map(name).collect();
        assert_eq!(areas.len(), 27);
        assert_eq!(partner("EL"), partner("GR"));
        assert_eq!((name("GR"), name("FR"), name("DE")), ("Greece", "France", "Germany"));
    }

    #[test]
    fn codes_that_are_iso_are_the_area_of_the_iso_code() {
        // Whatever ISO code an area of today has, Comext means the same, except where the table
        // above says so.
        for area in Area::all().filter(|area| area.iso2().is_some()) {
            let iso = area.iso2().unwrap();
            assert_eq!(partner(iso), Some(Partner::Area(Area::from_iso2(iso).unwrap())), "{iso}");
        }
        let expected = [
            ("CN", "China"),
            ("US", "USA"),
            ("RU", "Russian Federation"),
            ("CH", "Switzerland"),
            ("NO", "Norway"),
            ("IN", "India"),
            ("JP", "Japan"),
            ("TW", "Taiwan, Province of China"),
            ("HK", "China, Hong Kong SAR"),
            ("KP", "Dem. People's Rep. of Korea"),
            ("KR", "Rep. of Korea"),
            ("PS", "State of Palestine"),
            ("CD", "Dem. Rep. of the Congo"),
            ("BL", "Saint Barthélemy"),
            ("BQ", "Bonaire"),
            ("SX", "Saint Maarten"),
            ("GL", "Greenland"),
            ("AD", "Andorra"),
            ("SM", "San Marino"),
            ("VA", "Holy See (Vatican City State)"),
            ("GI", "Gibraltar"),
            ("SS", "South Sudan"),
            ("TL", "Timor-Leste"),
            ("ME", "Montenegro"),
        ];
        for (code, area) in expected {
            assert_eq!(name(code), area, "{code}");
        }
    }

    #[test]
    fn codes_of_the_geonomenclature_alone() {
        for code in ["GB", "XI", "XU", "UK"] {
            assert_eq!(name(code), "United Kingdom");
        }
        assert_eq!((name("XK"), name("XS"), name("RS")), ("Kosovo", "Serbia", "Serbia"));
        assert_eq!((name("XC"), name("XL")), ("Other Africa, nes", "Other Africa, nes"));
        assert_eq!(
            (name("AN"), name("CS")),
            ("Netherlands Antilles (...2010)", "Serbia and Montenegro (...2005)")
        );
        assert_eq!((name("MC"), name("VI")), ("Other Europe, nes", "Caribbean, nes"));
    }

    #[test]
    fn withheld_unspecified_and_stores_are_three_things() {
        for code in ["QX", "QY", "QZ"] {
            assert_eq!(partner(code), Some(Partner::Withheld), "{code}");
        }
        for code in ["QU", "QV", "QW", "QP"] {
            assert_eq!(name(code), "Areas, nes", "{code}");
        }
        for code in ["QQ", "QR", "QS"] {
            assert_eq!(name(code), "Bunkers", "{code}");
        }
    }

    #[test]
    fn aggregates_are_groups_and_the_rest_is_unknown() {
        assert_eq!(partner("WORLD"), Some(Partner::World));
        for code in [
            "EU",
            "EU27_2020",
            "EU28",
            "EA",
            "EA21",
            "EXT_EU27_2020",
            "EXT_EU",
            "INT_EU27_2020",
            "INT_EA21",
        ] {
            assert!(matches!(partner(code), Some(Partner::Group(_))), "{code}");
        }
        for code in [
            "", "C", "cn", "CHN", "QA1", "QT", "XX", "ZZ", "001", "0720", "EUR", "EXT_", "INT_US",
            "EAST", "E_U",
        ] {
            assert_eq!(partner(code), None, "{code}");
        }
        assert_eq!(name("EE"), "Estonia"); // no group
        assert_eq!(name("QA"), "Qatar"); // not every Q is a secret
    }

    #[test]
    fn units_by_the_spellings_of_the_combined_nomenclature() {
        let unit = |code| match supplementary_unit(code) {
            UnitCode::Unit(unit) => unit.to_string(),
            other => format!("{other:?}"),
        };
        let expected = [
            ("NO_SU", "Absent"),
            ("", "Absent"),
            ("p/st", "items"),
            ("P_ST", "items"),
            ("NAR", "items"),
            ("1000 p/st", "thousand items"),
            ("1 000 p/st", "thousand items"),
            ("1\u{a0}000 p/st", "thousand items"),
            ("pa", "pairs"),
            ("m", "m"),
            ("m²", "m2"),
            ("M2", "m2"),
            ("m³", "m3"),
            ("1000 m3", "thousand m3"),
            ("l", "L"),
            ("LTR", "L"),
            ("1000 l", "thousand L"),
            ("g", "g"),
            ("c/k", "carats"),
            ("kg U", "kg U"),
            ("gi F/S", "g F/S"),
            ("1000 kWh", "MWh"),
            ("MWH", "MWh"),
            ("TJ", "TJ (gross)"),
            ("l alc. 100 %", "l alc 100%"),
            ("kg P2O5", "kg P2O5"),
            ("kg C5H14ClNO", "kg C5H14ClNO"),
            ("kg met.am.", "kg met.am."),
            ("kg N", "kg N"),
            ("kg NaOH", "kg NaOH"),
            ("kg 90 % sdt", "kg 90% sdt"),
            ("kg/net eda", "kg/net eda"),
            ("ce/el", "cells"),
            ("ct/l", "ct/l"),
            ("GT", "GT"),
            // known, but nothing that the crate has a unit for
            ("100 p/st", "Unknown"),
            // letters of the old files
            ("A", "Unknown"),
            ("M", "Unknown"),
        ];
        for (code, name) in expected {
            assert_eq!(unit(code), name, "{code}");
        }
        let codes: BTreeSet<_> = UNITS.iter().map(|row| row.0).collect();
        assert_eq!(codes.len(), UNITS.len());
    }
}
