//! The quantity units of UN Comtrade against the dimensions and sizes of its reference list.

use bilateral::unit::{AnyUnit, Dimension, EnergyUnit, MassUnit, VolumeUnit};
use bilateral::{Energy, Mass, Ratio, Supplementary, Volume};

/// Code, what it measures, and its size in kg, m3, MJ or plain units. `gross` and `electricity` are
/// joules.
const LIST: &[(i16, &str, &str)] = &[
    (2, "area", "1"),
    (3, "electricity", "3600"),
    (4, "length", "1"),
    (5, "items", "1"),
    (6, "pairs", "1"),
    (7, "volume", "1/1000"),
    (8, "mass", "1"),
    (9, "items", "1000"),
    (10, "packages", "1"),
    (11, "items", "12"),
    (12, "volume", "1"),
    (13, "carats", "1"),
    (14, "length", "1000"),
    (15, "mass", "1/1000"),
    (16, "hives", "1"),
    (17, "volume", "1000"),
    (18, "gross", "1000000"),
    (19, "volume", "9936705933/62500000000"), // 42 gallons of 231 cubic inches of 2.54 cm
    (20, "volume", "1"),
    (21, "mass", "1000"),
    (22, "electricity", "18/5"),
    (23, "pure alcohol", "1"),
    (24, "heads", "1"),
    (25, "drained weight", "1"),
    (26, "choline chloride", "1"),
    (27, "P2O5", "1"),
    (28, "H2O2", "1"),
    (29, "methylamines", "1"),
    (30, "N", "1"),
    (31, "KOH", "1"),
    (32, "K2O", "1"),
    (33, "NaOH", "1"),
    (34, "90 % dry", "1"),
    (35, "U", "1"),
    (36, "capacity", "1"),
    (37, "Bq", "1"),
    (38, "fissile", "1"),
    (39, "GRT", "1"),
    (40, "GT", "1"),
    (41, "cells", "1"),
];

fn unit(code: i16) -> AnyUnit {
    AnyUnit::from_comtrade(code).unwrap().unwrap()
}

#[test]
fn every_code_has_a_unit_of_its_dimension_and_size() {
    for (code, kind, size) in LIST {
        let ratio = match (unit(*code), *kind) {
            (AnyUnit::Mass(unit), "mass") => Mass::ratio(unit, MassUnit::Kilogram),
            (AnyUnit::Volume(unit), "volume") => Volume::ratio(unit, VolumeUnit::CubicMetre),
            (AnyUnit::Energy(unit), "gross" | "electricity") => {
                Energy::ratio(unit, format!("MJ ({kind})").parse::<EnergyUnit>().unwrap())
            }
            // The plain unit of the kind is the one with the lowest code of that kind.
            (AnyUnit::Supplementary(unit), kind) => {
                let (first, ..) = LIST.iter().find(|(_, other, _)| *other == kind).unwrap();
                Supplementary::ratio(unit, Supplementary::from_any(self::unit(*first)).unwrap())
            }
            (unit, kind) => panic!("{code}: {unit} is no {kind}"),
        };
        assert_eq!(ratio.unwrap(), size.parse::<Ratio>().unwrap(), "{code}");
        assert_eq!(unit(*code).comtrade_code(), Some(*code));
        assert_eq!(unit(*code).to_string().parse::<AnyUnit>().unwrap(), unit(*code));
    }
    assert_eq!(LIST.len(), 40);
}

#[test]
fn unlike_units_stay_apart() {
    for (code, kind, _) in LIST {
        for (other, unlike, _) in LIST.iter().filter(|(_, unlike, _)| kind != unlike) {
            let converts = match (unit(*code), unit(*other)) {
                (AnyUnit::Supplementary(one), AnyUnit::Supplementary(two)) => {
                    one.ratio_to(two).is_ok()
                }
                (AnyUnit::Energy(one), AnyUnit::Energy(two)) => one.ratio_to(two).is_ok(),
                (one, two) => std::mem::discriminant(&one) == std::mem::discriminant(&two),
            };
            assert!(!converts, "{kind} and {unlike}");
        }
    }
}

#[test]
fn no_quantity_is_no_unit_and_unknown_codes_are_refused() {
    assert_eq!(AnyUnit::from_comtrade(-1).unwrap(), None);
    assert_eq!(AnyUnit::from_comtrade(1).unwrap(), None); // before 2022
    for code in [0, 42, -2, i16::MIN, i16::MAX] {
        assert!(
            AnyUnit::from_comtrade(code).unwrap_err().help().contains("what is accepted"),
            "{code}"
        );
    }
}
