//! The energy of a panel equals the scalar conversion row for row, whatever the factor, the unit
//! and the rounding.

use bilateral::area::{CHN, RUS};
use bilateral::carrier::{Carrier, Conversion, Family};
use bilateral::number::Decimal;
use bilateral::panel::{Columns, Detail, Marks, Panel, PanelBuilder};
use bilateral::unit::{Amount, AnyUnit, EnergyScale, EnergyUnit, GasConditions, HeatBasis, USD};
use bilateral::{
    Commodity, Energy, Figure, Flow, Mass, Period, Ratio, Rounding, Undefined, Volume,
};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use proptest::prelude::*;

const GJ: EnergyUnit = EnergyUnit::new(EnergyScale::Gigajoule, HeatBasis::Net);
const CODES: [&str; 5] = ["H6:270112", "H6:270900", "H6:271111", "H6:271121", "H6:870323"];

/// Rows of one pair: commodity, quantity and unit each.
fn panel(rows: &[(usize, i64, u8)], places: u8, units: &[&str]) -> Panel {
    let mut sorted: Vec<_> = rows.to_vec();
    sorted.sort_by_key(|row| row.0);
    let count = sorted.len();
    PanelBuilder::new(USD.one(), 0)
        .unwrap()
        .build_from(Columns {
            areas: vec![CHN, RUS],
            commodities: CODES.map(|code| code.parse::<Commodity>().unwrap()).to_vec(),
            periods: (0..i32::try_from(count).unwrap())
                .map(|year| Period::year(1000 + year))
                .collect(),
            labels: vec![Flow::Import.into()],
            reporter: vec![0; count],
            partner: vec![1; count],
            commodity: sorted
                .iter()
                .map(|row| u16::try_from(row.0).unwrap())
                .collect::<Vec<_>>()
                .into(),
            label: vec![0; count],
            period: (0..u16::try_from(count).unwrap()).collect(),
            value: vec![1; count],
            quantity: sorted.iter().map(|row| row.1).collect(),
            quantity_places: places,
            quantity_units: units.iter().map(|unit| unit.parse().unwrap()).collect(),
            detail: sorted.iter().map(|row| Detail::new(row.2, Marks::default())).collect(),
        })
        .unwrap()
}

fn taken(carrier: Carrier, from: AnyUnit, factor: i64, places: u32) -> Conversion {
    let figure = Figure::printed(Decimal::new(factor, places));
    Conversion::measured(carrier, from, AnyUnit::Energy(GJ), figure).unwrap()
}

fn any_quantity() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => -1_000_000_i64..1_000_000_000,
        2 => any::<i64>().prop_filter("i64::MIN is no number", |quantity| *quantity != i64::MIN),
        // the last one: not known
        1 => prop_oneof![Just(0), Just(i64::MAX), Just(-i64::MAX), Just(i64::MIN)],
        1 => (0..62_u32).prop_map(|bit| (1 << bit) + 1),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn energy_equals_the_scalar_conversion(
        rows in prop::collection::vec((0..5_usize, any_quantity(), 0..2_u8), 1..20),
        factor in 1_i64..1_000_000_000_000,
        factor_places in 0_u32..13,
        quantity_places in 0_u8..7,
        places in 0_u8..13,
        pick in 0..5_usize,
    ) {
        let rounding = [
            Rounding::HalfEven,
            Rounding::HalfAwayFromZero,
            Rounding::TowardsZero,
            Rounding::Floor,
            Rounding::Ceiling,
        ][pick];
        // Pounds make denominators that are no powers of ten.
        let panel = panel(&rows, quantity_places, &["kg", "lb"]);
        let route = |commodity: &Commodity, unit: AnyUnit| match Carrier::of(commodity).unwrap() {
            // divided by the factor: so many tonnes for one GJ
            Some(Carrier::PipelineGas) => {
                let figure = Figure::printed(Decimal::new(factor, factor_places));
                let inverse = Conversion::measured(
                    Carrier::PipelineGas,
                    AnyUnit::Energy(GJ),
                    "t".parse().unwrap(),
                    figure,
                );
                Some(vec![inverse.unwrap()])
            }
            Some(carrier) => Some(vec![taken(carrier, unit, factor, factor_places)]),
            None => None,
        };
        let energy = panel.energy(Flow::Import, GJ, places, rounding, route).unwrap();
        prop_assert_eq!(energy.len(), rows.len());
        for row in 0..panel.len() {
            let (key, _) = panel.key(row).unwrap();
            let steps = Carrier::of(&key.commodity()).unwrap();
            let expected = match (panel.quantity(row), steps) {
                (Some((number, Some(AnyUnit::Mass(unit)))), Some(carrier)) => {
                    let one = route(&key.commodity(), AnyUnit::Mass(unit)).unwrap();
                    assert_eq!(one[0].carrier(), Some(carrier));
                    let exact = Amount::<Mass>::new(number, unit)
                        .by::<Energy>(&one[0])
                        .unwrap()
                        .in_unit(GJ)
                        .unwrap();
                    // An oracle on plain integers: floor of the scaled fraction, and the rest.
                    whole(&exact.value(), places, rounding)
                }
                _ => None,
            };
            let known = panel.quantity(row).is_some() && steps.is_some();
            match (energy.mantissa(row), expected) {
                (Ok(found), Some(expected)) => prop_assert_eq!(BigInt::from(found), expected),
                (Err(Undefined::TooLarge), Some(expected)) => {
                    prop_assert!(expected.to_i64().is_none())
                }
                (Err(Undefined::Missing), None) => prop_assert!(!known),
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

/// Rounded by hand on integers.
fn whole(value: &Ratio, places: u8, rounding: Rounding) -> Option<BigInt> {
    let (above, below) =
        (value.numerator() * BigInt::from(10).pow(u32::from(places)), value.denominator());
    let mut floor = &above / below;
    if &floor * below > above {
        floor -= 1;
    }
    let twice = (&above - &floor * below) * 2;
    let exact = twice == BigInt::from(0);
    let negative = above < BigInt::from(0);
    let up = match rounding {
        Rounding::Floor => false,
        Rounding::Ceiling => !exact,
        Rounding::TowardsZero => negative && !exact,
        _ if &twice > below => true,
        _ if &twice < below => false,
        Rounding::HalfAwayFromZero => !negative,
        _ => &floor % 2 != BigInt::from(0),
    };
    Some(if up { floor + 1 } else { floor })
}

#[test]
fn ties_round_as_they_are_told() {
    let half = |commodity: &Commodity, unit: AnyUnit| {
        Carrier::of(commodity).unwrap().map(|carrier| vec![taken(carrier, unit, 5, 1)])
    };
    let rows: Vec<(usize, i64, u8)> =
        [1, 3, 5, -1, -3, 0].iter().map(|quantity| (1, *quantity, 0)).collect();
    let panel = panel(&rows, 0, &["t"]);
    for (rounding, expected) in [
        (Rounding::HalfEven, [0, 2, 2, 0, -2, 0]),
        (Rounding::HalfAwayFromZero, [1, 2, 3, -1, -2, 0]),
        (Rounding::Floor, [0, 1, 2, -1, -2, 0]),
        (Rounding::Ceiling, [1, 2, 3, 0, -1, 0]),
        (Rounding::TowardsZero, [0, 1, 2, 0, -1, 0]),
    ] {
        let energy = panel.energy(Flow::Import, GJ, 0, rounding, half).unwrap();
        let found: Vec<i64> = (0..6).map(|row| energy.mantissa(row).unwrap()).collect();
        assert_eq!(found, expected, "{rounding:?}");
    }
}

#[test]
fn routes_are_checked_and_memory_is_reused() {
    let rows = [(0, 5, 0), (1, 6, 0), (3, 7, 1)];
    let panel = panel(&rows, 0, &["t", "bcm (20 °C)"]);
    // another carrier than the commodity, and a step left out
    let crude = |_: &Commodity, unit: AnyUnit| Some(vec![taken(Carrier::CrudeOil, unit, 42, 0)]);
    let error = panel.energy(Flow::Import, GJ, 0, Rounding::HalfEven, crude).unwrap_err();
    assert!(error.is_mismatch() && error.help().contains("taken_for"), "{error}");
    let heat = |commodity: &Commodity, _: AnyUnit| {
        let carrier = Carrier::of(commodity).unwrap()?;
        let factor = Conversion::find(
            Family::EnergyInstitute,
            carrier,
            "bcm (15 °C)".parse::<AnyUnit>().ok()?,
            GJ,
        )
        .ok()?;
        Some(vec![factor])
    };
    // bcm at 20 °C, and tonnes
    assert!(panel.energy(Flow::Import, GJ, 0, Rounding::HalfEven, heat).is_err());
    assert!(panel.energy(Flow::Import, GJ, 19, Rounding::HalfEven, |_, _| None).is_err());

    // A factor for cars is refused, not skipped.
    let cars = |commodity: &Commodity, unit: AnyUnit| {
        let is_car = commodity.code() == "870323";
        is_car.then(|| vec![taken(Carrier::CrudeOil, unit, 42, 0)])
    };
    let with_cars = self::panel(&[(4, 5, 0)], 0, &["t"]);
    let error = with_cars.energy(Flow::Import, GJ, 0, Rounding::HalfEven, cars).unwrap_err();
    assert!(error.is_mismatch() && error.help().contains("no route"), "{error}");

    // By commodity and by unit: gas through its conditions, crude by weight, coal not asked for
    let route =
        |commodity: &Commodity, unit: AnyUnit| match (Carrier::of(commodity).unwrap()?, unit) {
            (Carrier::CrudeOil, AnyUnit::Mass(_)) => {
                Some(vec![Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, unit, GJ).unwrap()])
            }
            (Carrier::PipelineGas, AnyUnit::Volume(_)) => {
                let to_15 =
                    Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15)
                        .unwrap();
                let heat =
                    Conversion::find(Family::EnergyInstitute, Carrier::PipelineGas, to_15.to(), GJ)
                        .unwrap();
                Some(vec![to_15, heat])
            }
            _ => None,
        };
    let mut column = panel.energy(Flow::Import, GJ, 1, Rounding::HalfEven, route).unwrap();
    assert_eq!(column.get(0).unwrap_err(), Undefined::Missing);
    assert_eq!(column.get(1).unwrap().to_string(), "253.8"); // 6 x 42.3
    let gas: Amount<Volume> = "7 bcm (20 °C)".parse().unwrap();
    let steps = route(&CODES[3].parse().unwrap(), "bcm (20 °C)".parse().unwrap()).unwrap();
    let exact =
        gas.by::<Volume>(&steps[0]).unwrap().by::<Energy>(&steps[1]).unwrap().in_unit(GJ).unwrap();
    assert_eq!(column.get(2).unwrap(), exact.value().round(1, Rounding::HalfEven));

    let first = column.clone();
    panel.energy_into(Flow::Import, GJ, 3, Rounding::Floor, |_, _| None, &mut column).unwrap();
    assert!((0..3).all(|row| column.get(row).is_err()));
    panel.energy_into(Flow::Import, GJ, 1, Rounding::HalfEven, route, &mut column).unwrap();
    assert_eq!(column, first);
}

#[test]
fn a_panel_that_does_not_name_its_units_has_no_energy() {
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    let key = bilateral::Key::imports(CHN).from(RUS).of("H6:270900".parse().unwrap());
    rows.push(key, Period::year(2023), Decimal::ONE).unwrap();
    let panel = rows.build().unwrap();
    let error = panel.energy(Flow::Import, GJ, 0, Rounding::HalfEven, |_, _| None).unwrap_err();
    assert!(error.help().contains("quantity_units"));
}
