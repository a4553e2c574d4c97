//! Reports that are exactly a factor apart.

use crate::shared;
use bilateral::area::{CHN, IRQ, RUS};
use bilateral::mirror::{Closeness, Flows, LooksMirrored, Pair};
use bilateral::number::decimal;
use bilateral::{Area, Period, Ratio};
use std::collections::HashMap;

fn flow(exported: &str, imported: &str) -> Pair {
    Pair::new(CHN, IRQ, Period::year(2018)).exported(decimal(exported)).imported(decimal(imported))
}

/// Half a unit is in, more is out; in the other direction half a unit of the export.
#[test]
fn the_border_is_half_a_printed_unit() {
    let looks =
        |x: &str, m: &str| flow(x, m).looks_mirrored(decimal("1.06"), &Closeness::Rounded).unwrap();
    // 1.06 * 1000025 = 1060026.50: rounded it is ..26 or ..27.
    assert!(looks("1000025", "1060026") && looks("1000025", "1060027"));
    assert!(!looks("1000025", "1060025") && !looks("1000025", "1060028"));
    // 1000000000 / 1.06 = 943396226.415..: the export made of the import, which is 0.44 off.
    assert!(looks("943396226", "1000000000"));
    // 1.06 * 50000000 = 53000000; half a unit of the export is worth 0.53 of the import.
    assert!(!looks("50000000", "53000001") && looks("50000000.0", "53000000"));
    // The unit is the last printed digit: in millions with one place 0.05.
    assert!(looks("7901.2", "8375.3") && !looks("7901.2", "8375.4"));
    // An import made of an export of fewer digits: 0.53 of 53.0 is too small to tell.
    assert!(!looks("50", "53.0"));
}

/// By hand: 12 months of figures, each rounded on both sides, are at most 12 (1 + 1.06) / 2 = 12.36
/// off.
#[test]
fn a_year_of_months_is_farther_off() {
    let looks = |m: &str| {
        let closeness = Closeness::SumOf(12);
        flow("1000000000", m).looks_mirrored(decimal("1.06"), &closeness).unwrap()
    };
    assert!(looks("1060000012") && looks("1059999988"));
    assert!(!looks("1060000013") && !looks("1059999987"));
}

#[test]
fn senseless_questions_are_refused() {
    let flows = Flows::new([flow("1", "1")]).unwrap();
    assert!(flows.looks_mirrored(0, &Closeness::Rounded).is_err());
    assert!(flows.looks_mirrored(-1, &Closeness::Rounded).is_err());
    assert!(flows.looks_mirrored(1, &Closeness::SumOf(0)).is_err());
    assert!(flows.looks_mirrored(1, &Closeness::Relative(Ratio::from(-1))).is_err());
    let alone = Pair::new(RUS, CHN, Period::year(2018)).exported(decimal("5"));
    assert!(alone.looks_mirrored(1, &Closeness::Rounded).is_err());
    // Zeros on both sides are no copies.
    let zeros = Flows::new([flow("0", "0")]).unwrap();
    let looks = zeros.looks_mirrored(1, &Closeness::Rounded).unwrap();
    assert_eq!((looks.compared(), looks.found().len()), (0, 0));
}

/// Reports that have nothing to do with each other: eight exports, each with every import from 0.85
/// to 1.25 times it. What chance gives is what is stated, for a density of 1.5. By hand: the room
/// is 1.06 wide, so there are 1.06 matches for each export; stated is 1.5 1.06 ln(1.25 / 0.85) =
/// 0.613 of them, since the density is 1.06 / 0.4 = 2.65 here.
#[test]
fn chance_is_as_rare_as_stated() {
    let (mut found, mut expected) = (0_usize, Ratio::zero());
    for x in [20_011, 20_303, 20_533, 20_771, 21_013, 21_269, 21_517, 21_839] {
        let rows = (x * 85 / 100..x * 125 / 100).enumerate().map(|(at, m)| {
            let own = Area::own(u16::try_from(at).unwrap()).unwrap();
            Pair::new(own, CHN, Period::year(2018))
                .exported(decimal(&x.to_string()))
                .imported(decimal(&m.to_string()))
        });
        let flows = Flows::new(rows).unwrap();
        let looks = flows.looks_mirrored(decimal("1.06"), &Closeness::Rounded).unwrap();
        assert_eq!((looks.compared(), looks.too_small().len()), (flows.len(), 0));
        found += looks.found().len();
        expected = expected + looks.expected_by_chance().clone();
    }
    assert!((8..=9).contains(&found), "{found}"); // 8 times 1.06
    assert_eq!(format!("{expected:.1}"), "4.9"); // 8 times 0.613
}

/// The pairs of a file, its areas numbered as they come.
fn flows(file: &str, areas: [&str; 2], figures: [&str; 2]) -> Option<Flows> {
    let rows = shared::rows(file)?;
    let mut known: HashMap<String, Area> = HashMap::new();
    let pairs: Vec<Pair> = rows
        .iter()
        .map(|row| {
            let sides = areas.map(|side| {
                let next = u16::try_from(known.len()).unwrap();
                *known.entry(row[side].clone()).or_insert_with(|| Area::own(next).unwrap())
            });
            shared::pair(row, sides, figures)
        })
        .collect();
    Some(Flows::new(pairs).unwrap())
}

fn by(flows: &Flows, factor: &str, closeness: &Closeness) -> (usize, usize, LooksMirrored) {
    let looks = flows.looks_mirrored(decimal(factor), closeness).unwrap();
    (looks.found().len(), looks.too_small().len(), looks)
}

fn seven_decimals() -> Closeness {
    Closeness::Relative(Ratio::from(decimal("0.00000002")))
}

/// IMF, Direction of Trade Statistics, 2018: pairs whose ratio is 1.06 to seven decimals are the
/// 485 of the notes. (Python's fractions give the same counts.)
#[test]
fn imf_pairs_of_2018() {
    let columns = (["exporter_imf", "importer_imf"], ["export_fob_usd", "import_cif_usd"]);
    let Some(flows) = flows("mirror_imf_dots_2018_world.csv", columns.0, columns.1) else { return };
    assert_eq!(flows.len(), 21_952);
    let (found, small, looks) = by(&flows, "1.06", &seven_decimals());
    assert_eq!(found + small, 485);
    assert!(*looks.expected_by_chance() < Ratio::from(2), "{:?}", looks.expected_by_chance());
    let (found, small, looks) = by(&flows, "1.06", &Closeness::Rounded);
    assert_eq!((found, found + small), (1084, 1421));
    assert!(*looks.expected_by_chance() < Ratio::from(1));
    // Made month by month: many more.
    let (found, small, looks) = by(&flows, "1.06", &Closeness::SumOf(12));
    assert_eq!((found, found + small), (1888, 3305));
    assert!(*looks.expected_by_chance() < Ratio::from(2));
}

/// The importers that publish both values there: every CIF value is the FOB value times 1.06, month
/// by month, so all 1,389 fit as sums of twelve.
#[test]
fn imf_cif_made_of_fob() {
    let columns = (["exporter", "importer"], ["import_fob_usd", "import_cif_usd"]);
    let file = "cif_and_fob_imports_same_reporter_dots_2018.csv";
    let Some(flows) = flows(file, columns.0, columns.1) else { return };
    let (found, small, _) = by(&flows, "1.06", &Closeness::SumOf(12));
    assert_eq!((found, found + small), (1254, 1389));
    let (found, small, _) = by(&flows, "1.06", &Closeness::Rounded);
    assert_eq!(found + small, 562);
}

/// UN Comtrade, 19 economies, 2005 to 2019: reports of both sides, and none is made of the other.
#[test]
fn comtrade_of_19_economies() {
    let columns = (["exporter", "importer"], ["export_fob_usd", "import_cif_usd"]);
    let file = "mirror_comtrade_total_19_economies_2005_2019.csv";
    let Some(flows) = flows(file, columns.0, columns.1) else { return };
    assert_eq!(flows.len(), 4_790);
    for closeness in [Closeness::Rounded, Closeness::SumOf(12), seven_decimals()] {
        for factor in ["1.06", "1"] {
            let (found, small, _) = by(&flows, factor, &closeness);
            assert_eq!(found + small, 0, "{factor} {closeness:?}");
        }
    }
}
