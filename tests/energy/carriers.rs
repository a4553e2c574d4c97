//! Carriers by code and edition, the factors of every family against a table of published numbers,
//! and chains of them.

use bilateral::carrier::{Carrier, Conversion, Exactness, Family, closure_defects};
use bilateral::number::parse_decimal;
use bilateral::unit::{
    Amount, AnyUnit, EnergyScale, EnergyUnit, GasConditions, HeatBasis, MassUnit, VolumeUnit,
};
use bilateral::{Bounds, Commodity, Energy, Mass, Ratio, Rounding, Volume};
use proptest::prelude::*;

fn unit(text: &str) -> AnyUnit {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn ratio(text: &str) -> Ratio {
    Ratio::from(parse_decimal(text).unwrap())
}

fn carrier(code: &str) -> Result<Option<Carrier>, bilateral::Error> {
    Carrier::of(&code.parse::<Commodity>().unwrap())
}

#[test]
fn a_code_is_a_carrier_only_with_its_edition() {
    for (code, expected) in [
        ("H0:270900", Some(Carrier::CrudeOil)),
        ("HS:2709", Some(Carrier::CrudeOil)),
        ("CHN:2709000000", Some(Carrier::CrudeOil)),
        ("H6:271012", Some(Carrier::LightOils)),
        ("H2:271011", Some(Carrier::LightOils)),
        ("H1:271012", Some(Carrier::MotorGasoline)), // a line of Comtrade, no subheading of the WCO
        ("H0:271021", Some(Carrier::JetKerosene)),
        ("H1:271000", Some(Carrier::OilProducts)),
        ("H5:271019", Some(Carrier::MiddleAndHeavyOils)),
        ("CN2010:27101141", Some(Carrier::LightOils)), // HS 2007 was in force
        ("CN2023:27101245", Some(Carrier::LightOils)),
        ("H6:271111", Some(Carrier::Lng)),
        ("H6:271121", Some(Carrier::PipelineGas)),
        ("HS:271112", Some(Carrier::Propane)),
        ("H6:270112", Some(Carrier::BituminousCoal)),
        ("CN2024:27011210", Some(Carrier::CokingCoal)),
        ("CHN:27011210", Some(Carrier::CokingCoal)),
        ("CN2024:27011290", Some(Carrier::SteamCoal)),
        ("CHN:27101922", Some(Carrier::FuelOil)),
        ("H4:440131", Some(Carrier::WoodPellets)),
        ("H3:440130", Some(Carrier::WoodWaste)),
        ("HS:2716", Some(Carrier::Electricity)),
        ("H6:840130", Some(Carrier::NuclearFuel)),
        ("HS:27", Some(Carrier::MineralFuels)),
        ("CN2024:27XXXXXX", Some(Carrier::MineralFuels)),
        ("H6:271210", None), // vaseline
        ("H6:870323", None),
        ("TOTAL", None),
    ] {
        assert_eq!(carrier(code).unwrap(), expected, "{code}");
    }
    for code in [
        "H3:271012",
        "H6:271011",
        "H0:271019",
        "H0:271011",
        "H3:440131",
        "H6:440130",
        "H1:382600",
        "S4:333",
    ] {
        let error = carrier(code).unwrap_err();
        assert!(error.to_string().contains("code"), "{error}");
    }
    for code in ["HS:271012", "HS:271019", "CHN:27101210"] {
        assert!(carrier(code).unwrap_err().help().contains("edition"), "{code}");
    }
    assert!(carrier("H3:271012").unwrap_err().to_string().contains("light oils from H4 to H6"));
}

#[test]
fn carriers_have_names_parents_units_and_siec_codes() {
    for one in Carrier::all() {
        assert_eq!(one.to_string().parse::<Carrier>().unwrap(), one);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Carrier>(&json).unwrap(), one);
        assert!(one.is_part_of(one) && !one.usual_units().is_empty());
        for code in one.siec() {
            assert_eq!(Carrier::from_siec(code).unwrap(), one);
        }
    }
    // Classes confirmed by the letter forms of Eurostat.
    for (code, expected) in [
        ("O4100", Carrier::CrudeOil),
        ("C0110", Carrier::Anthracite),
        ("C0121", Carrier::CokingCoal),
        ("C0129", Carrier::SteamCoal),
        ("C0220", Carrier::Lignite),
        ("C0311", Carrier::CokeOvenCoke),
        ("G3000", Carrier::NaturalGas), // LNG or not, SIEC does not say
        ("4661", Carrier::JetKerosene),
        ("E7000", Carrier::Electricity),
        ("R5160", Carrier::Charcoal),
    ] {
        assert_eq!(Carrier::from_siec(code).unwrap(), expected, "{code}");
    }
    for bad in ["", "9999", "X4100", "41000", "oil"] {
        assert!(Carrier::from_siec(bad).is_err(), "{bad}");
    }
    assert!(
        Carrier::CokingCoal.is_part_of(Carrier::Coal)
            && !Carrier::Coal.is_part_of(Carrier::CokingCoal)
    );
    assert!(!Carrier::Lng.is_related_to(Carrier::PipelineGas));
    assert_eq!(Carrier::Electricity.usual_units()[0].comtrade_code(), Some(3));
}

/// The rows of `tests/data/energy_factors.csv` that are no factor of the crate, and why: see
/// `carrier/factors.rs`.
const LEFT_OUT: &[(&str, &str, &str, &str)] = &[
    ("Mt", "PJ (net)", "48.747", "contradicts its own table"),
    ("bcm (15 °C)", "bcf", "35.315", "exact by definition"),
    ("bcm (15 °C)", "Mboe", "5.883", "a barrel of oil equivalent has no size"),
    ("boe", "MMBtu (net)", "5.8", "a barrel of oil equivalent has no size"),
    ("boe", "GJ (net)", "6.119", "a barrel of oil equivalent has no size"),
];

#[test]
fn every_published_factor_is_here_or_left_out_by_name() {
    let text = std::fs::read_to_string("tests/data/energy_factors.csv").unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut exact, mut here, mut left_out) = (0, 0, 0);
    let docs = std::fs::read_to_string("src/carrier/factors.rs").unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let (from, to, of, factor) = (&row[0], &row[1], &row[2], &row[3]);
        let named = LEFT_OUT
            .iter()
            .find(|(a, b, ..)| *a == from && *b == to && !row[6].starts_with("exact"));
        if let Some((.., number, why)) = named {
            // The docs name the very number that is left out, and it is that of the source.
            let list = docs
                .split("Left out on purpose")
                .nth(1)
                .unwrap()
                .split("Left out besides")
                .next()
                .unwrap();
            assert!(list.contains(*number), "{from} {to}: {why}");
            assert_eq!(
                ratio(number),
                ratio(&factor[..number.len().min(factor.len())]),
                "{from} {to}: {why}"
            );
            left_out += 1;
            continue;
        }
        if row[6].starts_with("exact") {
            let found = match (unit(from), unit(to)) {
                (
                    AnyUnit::Volume(VolumeUnit::Gas(_, a)),
                    AnyUnit::Volume(VolumeUnit::Gas(_, b)),
                ) => Conversion::ideal_gas(a, b).unwrap().value(),
                (a, b) => a.ratio_to(b).unwrap(),
            };
            if &row[6] == "exact" {
                assert_eq!(found, ratio(factor), "{from} {to}");
            } else {
                let places = u8::try_from(factor.split_once('.').unwrap().1.len()).unwrap();
                assert_eq!(
                    found.round(places, Rounding::HalfEven).to_string(),
                    factor,
                    "{from} {to}"
                );
            }
            exact += 1;
            continue;
        }
        let family: Family =
            serde_json::from_str(&format!("{:?}", &row[7])).unwrap_or_else(|_| panic!("{row:?}"));
        let all = family.conversions().unwrap();
        let own: Carrier = of.parse().unwrap();
        if family == Family::Desnz2025 && from == "GJ (gross)" {
            // Follows from its two rows: out of the gross one, into the net one.
            let heat = |basis: &str| {
                let is = |one: &&Conversion| {
                    one.carrier() == Some(own) && one.to() == unit(&format!("GJ ({basis})"))
                };
                all.iter().find(is).unwrap().value()
            };
            let quotient = heat("net").over(&heat("gross")).unwrap();
            assert_eq!(quotient.round(4, Rounding::HalfAwayFromZero).to_string(), factor, "{of}");
            here += 1;
            continue;
        }
        let same = |one: &&Conversion| {
            one.carrier() == Some(own)
                && one.from() == unit(from)
                && one.to() == unit(to)
                && one.value() == ratio(factor)
        };
        let found = all.iter().find(same).unwrap_or_else(|| panic!("not in the crate: {row:?}"));
        let range =
            (!row[4].is_empty()).then(|| Bounds::between(ratio(&row[4]), ratio(&row[5])).unwrap());
        assert_eq!(found.range(), range.as_ref(), "{found}");
        assert_eq!(found.exactness().to_string(), row[6], "{found}");
        assert!(
            !found.source().is_empty()
                && (found.published_on().is_some() || family == Family::IeaConvention)
        );
        here += 1;
    }
    assert_eq!((exact, here, left_out), (39, 127, 5));
}

#[test]
fn the_tables_hold_nothing_that_was_not_published() {
    let count: usize =
        Family::WITH_FACTORS.iter().map(|family| family.conversions().unwrap().len()).sum();
    // 127 published ones: 13 of the DESNZ follow from two rows, and the IEA's two conventions on
    // oil and coal count for oil products and lignite as well.
    assert_eq!(count, 127 - 13 + 2);
    assert!(
        Family::Own.conversions().unwrap().is_empty()
            && Family::Definition.conversions().unwrap().is_empty()
    );
}

/// The table of the Energy Institute with its line on PJ of LNG does not close; what the crate took
/// over does, but for the barrels and litres of LPG.
#[test]
fn the_closure_defect_of_the_energy_institute_is_found_and_avoided() {
    let own = Family::EnergyInstitute.conversions().unwrap();
    let lpg = |one: &Conversion| one.carrier() == Some(Carrier::Lpg);
    let defects = closure_defects(&own).unwrap();
    assert!(defects.iter().all(|one| lpg(one.direct())), "{}", defects[0]);
    assert_eq!(defects.len(), 2); // barrels by litres, and litres by barrels
    assert_eq!(defects[0].expected().outward(2).to_string(), "11.62 to 11.64");

    let printed =
        Conversion::measured(Carrier::Lng, unit("Mt"), unit("PJ (net)"), "48.747".parse().unwrap())
            .unwrap();
    let mut whole: Vec<Conversion> = own.into_iter().filter(|one| !lpg(one)).collect();
    assert!(closure_defects(&whole).unwrap().is_empty());
    whole.push(printed.clone());
    let defects = closure_defects(&whole).unwrap();
    let against: Vec<_> = defects.iter().filter(|one| *one.direct() == printed).collect();
    assert!(against.len() >= 3); // by bcm, by Btu, by toe
    for one in &against {
        assert!(
            !one.expected().overlaps(&Bounds::between(ratio("48.7"), ratio("48.8")).unwrap()),
            "{one}"
        );
    }
    // 1.360 x 36.000, and 46.405 x 1.05505585262
    assert!(against.iter().any(|one| one.expected().contains(&ratio("48.96"))));

    // The crate's heat of LNG: straight from Btu, or through bcm; both 48.96.
    let petajoule = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
    let million: Amount<Mass> = "1 Mt".parse().unwrap();
    let direct = Conversion::find(
        Family::EnergyInstitute,
        Carrier::Lng,
        MassUnit::Tonne.into(),
        petajoule.into(),
    )
    .unwrap();
    let heat = million.by::<Energy>(&direct).unwrap().in_unit(petajoule).unwrap();
    assert_eq!(format!("{heat:.3}"), "48.960 PJ (net)");
    let bcm = unit("bcm (15 °C)");
    let to_bcm =
        Conversion::find(Family::EnergyInstitute, Carrier::Lng, MassUnit::Tonne.into(), bcm)
            .unwrap();
    let from_bcm =
        Conversion::find(Family::EnergyInstitute, Carrier::Lng, bcm, petajoule.into()).unwrap();
    let around = million.by::<Volume>(&to_bcm).unwrap().by::<Energy>(&from_bcm).unwrap();
    assert_eq!(format!("{around:.3}"), "48.960 PJ (net)");
}

#[test]
fn the_other_families_close() {
    for family in [Family::Ipcc2006, Family::UnYearbook, Family::Desnz2025, Family::IeaConvention] {
        let defects = closure_defects(&family.conversions().unwrap()).unwrap();
        assert!(defects.is_empty(), "{}", defects[0]);
    }
}

#[test]
fn a_chain_names_every_step() {
    let (net, gross) = (unit("PJ (net)"), unit("PJ (gross)"));
    let gazprom: Amount<Volume> = "22.73 bcm (20 °C)".parse().unwrap();
    let heat =
        Conversion::find(Family::EnergyInstitute, Carrier::PipelineGas, unit("bcm (15 °C)"), net)
            .unwrap();

    // Conditions
    let error = gazprom.by::<Energy>(&heat).unwrap_err();
    assert!(
        error.is_mismatch() && error.help().contains("ideal_gas from 20 °C to 15 °C"),
        "{error}"
    );
    let at_15 = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15).unwrap();
    let content = gazprom.by::<Volume>(&at_15).unwrap().by::<Energy>(&heat).unwrap();
    // 22.73 x 288.15/293.15 x 36
    let expected = Ratio::new(2273_i64 * 28815 * 36, 100_i64 * 29315).unwrap();
    assert_eq!(content.value(), expected);
    assert_eq!(content.trail().len(), 2);
    assert_eq!(content.unranged().count(), 1);
    // Backwards it is the same number again.
    let back = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15).unwrap();
    let again = content.by::<Volume>(&heat).unwrap().by::<Volume>(&back).unwrap();
    assert_eq!(again.value(), ratio("22.73"));
    assert!(again.trail()[2].is_divided());

    // Gross and net
    let error =
        content.in_unit(EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Gross)).unwrap_err();
    assert!(error.help().contains("IeaConvention"), "{error}");
    let ninety = Conversion::find(Family::IeaConvention, Carrier::PipelineGas, gross, net).unwrap();
    // Another family
    let error = content.by::<Energy>(&ninety).unwrap_err();
    assert!(error.help().contains("mixed()"), "{error}");
    let mixed = content.by::<Energy>(&ninety.clone().mixed()).unwrap();
    assert_eq!(mixed.value(), expected.over(&ratio("0.9")).unwrap()); // PJ
    assert!(mixed.trail()[2].to_string().contains("mixed with another family"));

    // Another carrier
    let crude = Conversion::find(
        Family::EnergyInstitute,
        Carrier::CrudeOil,
        MassUnit::Tonne.into(),
        VolumeUnit::Barrel.into(),
    )
    .unwrap();
    let lng = Conversion::find(Family::EnergyInstitute, Carrier::Lng, MassUnit::Tonne.into(), net)
        .unwrap();
    let weight: Amount<Mass> = "1 Mt".parse().unwrap();
    let barrels = weight.by::<Volume>(&crude).unwrap();
    assert!(
        barrels
            .by::<Mass>(&crude)
            .unwrap()
            .by::<Energy>(&lng)
            .unwrap_err()
            .help()
            .contains("taken_for")
    );

    // Another dimension than asked for, and a step left out
    assert!(weight.by::<Volume>(&lng).unwrap_err().is_mismatch());
    assert!(weight.by::<Energy>(&heat).unwrap_err().help().contains("Conversion::find"));
    // Plain cubic metres are no gas
    let unstated: Amount<Volume> = "5 thousand m3".parse().unwrap();
    assert!(unstated.by::<Energy>(&heat).unwrap_err().help().contains("of_gas_at"));
    // Electricity
    let power: Amount<Energy> = "4.6 TWh".parse().unwrap();
    let as_heat = Conversion::electricity_as_heat(HeatBasis::Net).unwrap();
    assert!(power.by::<Energy>(&ninety).unwrap_err().help().contains("electricity_as_heat"));
    let heat = power
        .by::<Energy>(&as_heat)
        .unwrap()
        .in_unit(EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net));
    assert_eq!(heat.unwrap().value(), ratio("16.56")); // 4.6 x 3.6
}

#[test]
fn bounds_are_the_ranges_of_the_sources() {
    let heat = Conversion::find(
        Family::Ipcc2006,
        Carrier::SteamCoal,
        MassUnit::Tonne.into(),
        unit("GJ (net)"),
    )
    .unwrap();
    let weight: Amount<Mass> = "68.06 Mt".parse().unwrap();
    let content = weight.by::<Energy>(&heat).unwrap();
    let million = ratio("1000000");
    let low = ratio("68.06") * ratio("19.9") * million.clone();
    let high = ratio("68.06") * ratio("30.5") * million;
    assert_eq!(content.bounds().bounds(), &Bounds::between(low, high).unwrap());
    assert_eq!(content.unranged().count(), 0);
    // Divided by a range, the ends change places.
    let back = content.by::<Mass>(&heat).unwrap();
    assert_eq!(back.value(), ratio("68060000"));
    assert!(
        back.bounds()
            .bounds()
            .contains(&(ratio("68060000") * ratio("19.9").over(&ratio("30.5")).unwrap()))
    );

    // Coal of no stated rank has no factor; taking one is an assumption that is told.
    let none =
        Conversion::find(Family::Ipcc2006, Carrier::Coal, MassUnit::Tonne.into(), unit("GJ (net)"))
            .unwrap_err();
    assert!(none.help().contains("steam coal"), "{none}");
    let taken = heat.taken_for(Carrier::Coal);
    assert!(taken.to_string().contains("taken from steam coal") && taken.fits(Carrier::Coal));
}

#[test]
fn own_factors_are_checked() {
    let own = |from: &str, to: &str, factor: &str| {
        Conversion::measured(Carrier::Lng, unit(from), unit(to), factor.parse().unwrap())
    };
    let cargo = own("t", "MMBtu (gross)", "51.9").unwrap();
    assert_eq!(cargo.exactness(), Exactness::Measured);
    assert!(own("t", "kg", "1000").unwrap_err().to_string().contains("by definition"));
    assert!(own("t", "billion USD", "1").is_err());
    for bad in ["0", "-3", "0.0"] {
        assert!(own("t", "bbl", bad).is_err(), "{bad}");
    }
    assert!(own("t", "bbl", "1").unwrap().within(2, 3).is_err()); // the factor lies outside
    assert!(own("t", "bbl", "1").unwrap().within(0, 3).is_err());
    assert!(own("t", "bbl", "1").unwrap().within(3, 2).is_err());
    let cargo = cargo.within(ratio("51.6"), ratio("52.2")).unwrap().from_source("certificate 17");
    let cargo = cargo.published("2023-06-30".parse().unwrap()).mixed();
    for one in [
        cargo,
        Conversion::ideal_gas(GasConditions::Celsius0, GasConditions::Fahrenheit60).unwrap(),
    ] {
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Conversion>(&json).unwrap(), one, "{json}");
        let broken = json.replace("\"from\":\"", "\"from\":\"un");
        assert!(serde_json::from_str::<Conversion>(&broken).is_err());
    }
    for family in Family::WITH_FACTORS {
        for one in family.conversions().unwrap() {
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(serde_json::from_str::<Conversion>(&json).unwrap(), one);
        }
    }
    assert!(Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius20).is_err());
    assert!(Conversion::electricity_as_heat(HeatBasis::Electricity).is_err());
}

proptest! {
    /// There and back by any factor of any family is the same number, and lies inside its bounds on
    /// the way.
    #[test]
    fn every_factor_leads_back(
        number in 1_i64..1_000_000_000,
        places in 0_u32..6,
        pick in any::<prop::sample::Index>(),
    ) {
        let all: Vec<Conversion> =
            Family::WITH_FACTORS.iter().flat_map(|family| family.conversions().unwrap()).collect();
        let one = &all[pick.index(all.len())];
        let start = bilateral::number::Decimal::new(number, places);
        macro_rules! check {
            ($from:ty, $to:ty) => {{
                let unit = <$from as bilateral::unit::Dimension>::from_any(one.from()).unwrap();
                let there = Amount::<$from>::new(start, unit).by::<$to>(one).unwrap();
                prop_assert_eq!(there.value(), Ratio::from(start) * one.value());
                prop_assert!(there.bounds().bounds().contains(&there.value()));
                let back = there.by::<$from>(one).unwrap();
                prop_assert_eq!(back.value(), Ratio::from(start));
                prop_assert!(back.bounds().bounds().contains(&Ratio::from(start)));
            }};
        }
        match (one.from(), one.to()) {
            (AnyUnit::Mass(_), AnyUnit::Volume(_)) => check!(Mass, Volume),
            (AnyUnit::Mass(_), AnyUnit::Energy(_)) => check!(Mass, Energy),
            (AnyUnit::Volume(_), AnyUnit::Energy(_)) => check!(Volume, Energy),
            (AnyUnit::Volume(_), AnyUnit::Mass(_)) => check!(Volume, Mass),
            (AnyUnit::Energy(_), AnyUnit::Energy(_)) => check!(Energy, Energy),
            other => prop_assert!(false, "{other:?}"),
        }
    }
}
