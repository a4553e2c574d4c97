//! All pairs of units of a dimension: round trips, products, refusals; spellings and what is
//! ambiguous; rates.

use bilateral::unit::{
    AnyUnit, Dimension, EnergyUnit, GasConditions, MassUnit, Quantity, Rate, SupplementaryUnit,
    VolumeUnit,
};
use bilateral::{Amount, Energy, Mass, Period, Ratio, Supplementary, Volume};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

/// Sizes by their definitions, in kg, m3 (gas: at its own conditions) and J, as fractions that are
/// not the crate's.
const MASS: &[(&str, i64, i64)] = &[
    ("g", 1, 1000),
    ("kg", 1, 1),
    ("100 kg", 100, 1),
    ("t", 1000, 1),
    ("kt", 1_000_000, 1),
    ("10 kt", 10_000_000, 1),
    ("Mt", 1_000_000_000, 1),
    ("100 Mt", 100_000_000_000, 1),
    ("lb", 45_359_237, 100_000_000),
    ("short ton", 2000 * 45_359_237, 100_000_000),
    ("long ton", 2240 * 45_359_237, 100_000_000),
    ("oz t", 480 * 6_479_891, 100_000_000_000), // 480 grains of 64.79891 mg
];
/// 231 cubic inches of 2.54 cm: 231 x 254^3 / 10^12 m3.
const GALLON: (i64, i64) = (231 * 254 * 254 * 254, 1_000_000_000_000);
/// A cube of 12 inches.
const FOOT: (i64, i64) = (3048 * 3048 * 3048, 1_000_000_000_000);
const LIQUID: &[(&str, i64, i64)] = &[
    ("m3", 1, 1),
    ("thousand m3", 1000, 1),
    ("L", 1, 1000),
    ("thousand L", 1, 1),
    ("bbl", 42 * GALLON.0, GALLON.1),
    ("thousand bbl", 42_000 * GALLON.0, GALLON.1),
    ("million bbl", 42_000_000 * GALLON.0, GALLON.1),
    ("US gal", GALLON.0, GALLON.1),
    ("UK gal", 454_609, 100_000_000),
    ("ft3", FOOT.0, FOOT.1),
];
const GAS: &[(&str, i64, i64)] = &[
    ("m3", 1, 1),
    ("thousand m3", 1000, 1),
    ("million m3", 1_000_000, 1),
    ("100 million m3", 100_000_000, 1),
    ("bcm", 1_000_000_000, 1),
    ("ft3", FOOT.0, FOOT.1),
    ("Mcf", 1000 * FOOT.0, FOOT.1),
    ("MMcf", 1_000_000 * FOOT.0, FOOT.1),
    ("bcf", 1_000_000 * FOOT.0, FOOT.1 / 1000),
];
const CONDITIONS: &[&str] = &["0 °C", "15 °C", "20 °C", "60 °F, 14.73 psia", "60 °F, 14.696 psia"];
/// 1 lb / kg of 5/9 kelvin times 4186.8 J: in 10^-8 J.
const BTU: i64 = 105_505_585_262;
const ENERGY: &[(&str, i64, i64)] = &[
    ("J", 1, 1),
    ("kJ", 1000, 1),
    ("MJ", 1_000_000, 1),
    ("GJ", 1_000_000_000, 1),
    ("TJ", 1_000_000_000_000, 1),
    ("PJ", 1_000_000_000_000_000, 1),
    ("EJ", 1_000_000_000_000_000_000, 1),
    ("kWh", 3_600_000, 1),
    ("MWh", 3_600_000_000, 1),
    ("GWh", 3_600_000_000_000, 1),
    ("100 GWh", 360_000_000_000_000, 1),
    ("TWh", 3_600_000_000_000_000, 1),
    ("cal_IT", 41_868, 10_000),
    ("cal_th", 4_184, 1000),
    ("Gcal", 4_186_800_000, 1),
    ("toe", 41_868_000_000, 1),
    ("ktoe", 41_868_000_000_000, 1),
    ("Mtoe", 41_868_000_000_000_000, 1),
    ("tce", 7 * 4_186_800_000, 1),
    ("10 ktce", 70_000 * 4_186_800_000, 1),
    ("Mtce", 7_000_000 * 4_186_800_000, 1),
    ("Btu", BTU, 100_000_000),
    ("MMBtu", BTU, 100),
    ("TBtu", BTU * 10_000, 1),
    ("quad", BTU * 10_000_000, 1),
    ("therm_EC", BTU, 1000),
    ("therm_US", 105_480_400, 1),
];

/// Name of the unit, what it may be compared with, its size.
fn sizes(kind: &str) -> Vec<(String, String, BigRational)> {
    let size = |above: i64, below: i64| BigRational::new(BigInt::from(above), BigInt::from(below));
    let plain = |table: &[(&str, i64, i64)], same: &str| {
        table
            .iter()
            .map(|(name, a, b)| (name.to_string(), same.to_owned(), size(*a, *b)))
            .collect::<Vec<_>>()
    };
    match kind {
        "mass" => plain(MASS, ""),
        "volume" => {
            let mut all = plain(LIQUID, "liquid");
            for at in CONDITIONS {
                let gas = GAS
                    .iter()
                    .map(|(name, a, b)| (format!("{name} ({at})"), at.to_string(), size(*a, *b)));
                all.extend(gas);
            }
            all
        }
        _ => {
            let mut all = Vec::new();
            for basis in ["gross", "net", "electricity"] {
                for (name, a, b) in ENERGY {
                    let watt_hours = name.ends_with("Wh") && basis == "electricity";
                    let name =
                        if watt_hours { name.to_string() } else { format!("{name} ({basis})") };
                    all.push((name, basis.to_owned(), size(*a, *b)));
                }
            }
            all
        }
    }
}

fn fraction(ratio: &Ratio) -> BigRational {
    BigRational::new(ratio.numerator().clone(), ratio.denominator().clone())
}

/// Every pair, with one number: to the other unit and back gives the very number, and the other
/// unit is right.
fn all_pairs<D: Dimension>(kind: &str, units: Vec<D::Unit>, number: &BigRational) {
    let table = sizes(kind);
    assert_eq!(table.len(), units.len(), "every unit of the crate is in the table");
    let units: Vec<D::Unit> =
        table.iter().map(|(name, ..)| name.parse().unwrap_or_else(|e| panic!("{e}"))).collect();
    let own = Ratio::new(number.numer().clone(), number.denom().clone()).unwrap();
    for (one, (from_name, from_same, from_size)) in units.iter().zip(&table) {
        assert_eq!(&one.to_string(), from_name);
        for (two, (to_name, to_same, to_size)) in units.iter().zip(&table) {
            match D::ratio(*one, *two) {
                Ok(factor) => {
                    assert_eq!(from_same, to_same, "{from_name} became {to_name}");
                    let there = own.clone() * factor;
                    assert_eq!(
                        fraction(&there),
                        number * from_size / to_size,
                        "{from_name} to {to_name}"
                    );
                    assert_eq!(
                        there * D::ratio(*two, *one).unwrap(),
                        own,
                        "{from_name} to {to_name} and back"
                    );
                }
                Err(error) => {
                    assert_ne!(from_same, to_same, "{from_name} to {to_name}: {error}");
                    assert!(error.is_mismatch() && !error.help().is_empty());
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn every_round_trip_is_exact(
        above in -1_000_000_000_000_i64..1_000_000_000_000,
        below in 1_i64..1_000_000,
    ) {
        let number = BigRational::new(above.into(), below.into());
        all_pairs::<Mass>("mass", MassUnit::all().collect(), &number);
        all_pairs::<Volume>("volume", VolumeUnit::all().collect(), &number);
        all_pairs::<Energy>("energy", EnergyUnit::all().collect(), &number);
    }
}

#[test]
fn sums_of_any_two_units_are_exact_or_refused() {
    fn check<D: Quantity>(units: Vec<D::Unit>) {
        for one in &units {
            for two in &units {
                let (left, right): (Amount<D>, Amount<D>) =
                    (format!("3 {one}").parse().unwrap(), format!("5 {two}").parse().unwrap());
                match (left.plus(right), D::ratio(*two, *one)) {
                    (Ok(sum), Ok(ratio)) => {
                        assert_eq!(
                            sum.in_unit(*one).unwrap(),
                            Ratio::from(3) + Ratio::from(5) * ratio
                        );
                    }
                    (Err(error), Ok(_)) => assert!(error.is_inexact(), "{error}"),
                    (Err(error), Err(_)) => assert!(error.is_mismatch(), "{error}"),
                    (Ok(sum), Err(error)) => panic!("{sum} though {error}"),
                }
            }
        }
    }
    check::<Mass>(MassUnit::all().collect());
    check::<Volume>(VolumeUnit::all().collect());
    check::<Energy>(EnergyUnit::all().collect());
    check::<Supplementary>(SupplementaryUnit::all().collect());
}

#[test]
fn every_unit_comes_back_from_text_and_json() {
    let mut units: Vec<AnyUnit> = MassUnit::all().map(AnyUnit::from).collect();
    units.extend(VolumeUnit::all().map(AnyUnit::from));
    units.extend(EnergyUnit::all().map(AnyUnit::from));
    units.extend(SupplementaryUnit::all().map(AnyUnit::from));
    let mut names: Vec<String> = units.iter().map(ToString::to_string).collect();
    for unit in &units {
        assert_eq!(unit.to_string().parse::<AnyUnit>().unwrap(), *unit);
        let json = serde_json::to_string(unit).unwrap();
        assert_eq!(serde_json::from_str::<AnyUnit>(&json).unwrap(), *unit);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), units.len());
}

#[test]
fn usual_symbols_are_read() {
    for (text, same) in [
        ("10^4 t", "10 kt"),
        ("万吨", "10 kt"),
        ("10000T", "10 kt"),
        ("亿吨", "100 Mt"),
        ("吨", "t"),
        ("千克", "kg"),
        ("桶", "bbl"),
        ("立方米", "m3"),
        ("亿立方米 (20 °C)", "100 million m3 (20 °C)"),
        ("亿千瓦时", "100 GWh"),
        ("吨标准煤 (net)", "tce (net)"),
        ("1000 kWh", "MWh"),
        ("million kWh", "GWh"),
        ("MMbbl", "million bbl"),
        ("Nm3", "m3 (0 °C)"),
        ("mcm@20C", "million m3 (20 °C)"),
        ("Gcal_IT (net)", "Gcal (net)"),
        ("Btu_IT (gross)", "Btu (gross)"),
    ] {
        assert_eq!(text.parse::<AnyUnit>().unwrap().to_string(), same, "{text}");
    }
}

/// What readers understand differently is refused with the choices.
#[test]
fn ambiguous_symbols_list_their_readings() {
    for (text, choices) in [
        ("ton", &["t, ", "short ton", "long ton"][..]),
        ("tons", &["short ton"]),
        ("MMT", &["Mt", "kt"]),
        ("mt", &["t,", "Mt"]),
        ("MT", &["t,", "Mt"]),
        ("gal", &["US gal", "UK gal"]),
        ("Mbbl", &["thousand bbl", "million bbl"]),
        ("Mb/d", &["kb/d", "mb/d"]),
        ("Sm3", &["m3 (15 °C)", "m3 (20 °C)", "60 °F"]),
        ("scf", &["14.73 psia", "14.696 psia"]),
        ("cal", &["cal_IT", "cal_th"]),
        ("therm", &["therm_EC", "therm_US"]),
        ("boe", &["MMBtu", "GJ"]),
        ("bcm", &["bcm (0 °C)", "bcm (15 °C)", "bcm (20 °C)", "bcm (60 °F, 14.73 psia)"]),
        ("mcm", &["mcm (20 °C)"]),
        ("Mcf", &["Mcf (60 °F, 14.73 psia)"]),
        ("TJ", &["TJ (gross)", "TJ (net)"]),
        ("Mtoe", &["Mtoe (net)"]),
    ] {
        let error = text.parse::<AnyUnit>().unwrap_err();
        assert!(error.is_parse());
        for choice in choices {
            assert!(error.help().contains(choice), "{text}: {error}");
        }
    }
    assert!("ton".parse::<MassUnit>().unwrap_err().help().contains("long ton"));
}

#[test]
fn gas_states_its_conditions() {
    for at in GasConditions::all() {
        let unit = VolumeUnit::ThousandCubicMetres.of_gas_at(at).unwrap();
        assert!(
            unit.ratio_to(VolumeUnit::ThousandCubicMetres)
                .unwrap_err()
                .help()
                .contains("of_gas_at")
        );
        assert!(unit.of_gas_at(at).is_err());
    }
    let kelvin = |at: GasConditions| at.kelvin().to_string();
    assert_eq!(kelvin(GasConditions::Celsius15), "5763/20");
    // 519.67 x 5/9
    assert_eq!(GasConditions::Fahrenheit60.kelvin(), Ratio::new(51_967 * 5, 900).unwrap());
    // One atmosphere is 14.6959488 psi
    let psi = GasConditions::Fahrenheit60Atmosphere
        .pascal()
        .over(&Ratio::new(14_696, 1000).unwrap())
        .unwrap();
    let atmosphere = Ratio::from(101_325).over(&psi).unwrap();
    assert_eq!(atmosphere.round(7, Default::default()).to_string(), "14.6959488");
}

#[test]
fn rates_become_amounts_over_the_days_of_a_period() {
    let flow = |text: &str| text.parse::<Rate<Volume>>().unwrap();
    assert_eq!(flow("1 b/d").over(Period::month(2024, 2)).unwrap().to_string(), "29 bbl");
    assert_eq!(flow("1 bpd").over(Period::month(2023, 2)).unwrap().to_string(), "28 bbl");
    assert_eq!(
        flow("2 kb/d").over(Period::january_february(2024)).unwrap().to_string(),
        "120 thousand bbl"
    );
    assert_eq!(flow("0.5 bbl/day").over(Period::year(2024)).unwrap().to_string(), "183.0 bbl");
    assert_eq!(
        flow("38 mcm (20 °C)/d").over_days(10).unwrap().to_string(),
        "380 million m3 (20 °C)"
    );
    assert_eq!(flow("1.5 million b/d"), flow("1.5 mb/d"));
    assert!(flow("1 kb/d") < flow("1 mb/d"));
    for bad in ["1 bbl", "1 t/d", "bbl/d", "1 Mb/d", "1 mcm/d", "x bbl/d", "1 bbl/month", ""] {
        assert!(bad.parse::<Rate<Volume>>().is_err(), "{bad}");
    }
    for text in ["2.14 million bbl/d", "7 m3 (15 °C)/d"] {
        assert_eq!(flow(text).to_string(), text);
        let json = serde_json::to_string(&flow(text)).unwrap();
        assert_eq!(serde_json::from_str::<Rate<Volume>>(&json).unwrap(), flow(text), "{json}");
    }
    assert!(serde_json::from_str::<Rate<Mass>>(r#"{"value":"1","unit":"bbl/d"}"#).is_err());
    let june: Amount<Mass> = "49.89 Mt".parse().unwrap();
    assert_eq!(june.per_day(30).unwrap(), Ratio::new(4989, 3000).unwrap());
    assert!(june.per_day(0).is_err());
}
