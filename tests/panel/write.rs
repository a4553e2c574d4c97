//! Panels and results as CSV, as JSON lines and in serde: what is written is what is there, and
//! comes back equal.

use bilateral::area::{CHN, DEU, RUS};
use bilateral::bulk::{Column, Table, Whole};
use bilateral::key::{Label, TradeSystem, Treatment};
use bilateral::number::Decimal;
use bilateral::panel::{Cell, Columns, Detail, Gaps, Marks, Panel, PanelBuilder};
use bilateral::unit::{AnyUnit, CNY, EUR, JPY, MoneyUnit, USD};
use bilateral::{Area, Commodity, Flow, Key, Period, Rounding, Undefined, Valuation};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FLOWS: [Flow; 5] =
    [Flow::Import, Flow::Export, Flow::Trade, Flow::ReExport, Flow::ExportForOutwardProcessing];
const VALUATIONS: [Valuation; 5] = [
    Valuation::AsReported,
    Valuation::Fob,
    Valuation::Cif,
    Valuation::Fas,
    Valuation::CustomsValue,
];

/// The labels of a panel: each flow in this valuation, and some under a system or a treatment.
fn labels(shape: Shape) -> Vec<Label> {
    let valuation = VALUATIONS[shape.valuation];
    let mut labels: Vec<Label> = FLOWS.map(|flow| Label::new(flow).valued(valuation)).to_vec();
    if shape.systems {
        labels[1] = labels[0].under(TradeSystem::Special);
        labels[2] =
            Label::new(Flow::Import).valued(VALUATIONS[(shape.valuation + 1) % VALUATIONS.len()]);
    }
    if shape.treatments {
        labels[3] = labels[0].treated(Treatment::Balanced);
        labels[4] = labels[0].under(TradeSystem::General).treated(Treatment::Reconciled);
    }
    labels
}

fn from<T: std::str::FromStr<Err = bilateral::Error>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Countries, the World, a group, a country of the past, what is not specified, areas of one's own.
fn areas() -> Vec<Area> {
    ["CHN", "RUS", "World", "97", "890", "899", "own:0", "own:17", "own:55535"].map(from).to_vec()
}

/// Codes that hold each other, of several classifications, masked ones and such that are no
/// numbers.
fn commodities() -> Vec<Commodity> {
    [
        "TOTAL",
        "HSS:05",
        "H6:27",
        "H6:270900",
        "HS:27",
        "CN2024:39XXXXXX",
        "H6:9999AA",
        "CHN:2709000000",
        "S4:33",
    ]
    .map(from)
    .to_vec()
}

/// Months apart and together, quarters, years, spans across years.
fn periods() -> Vec<Period> {
    [
        "2021",
        "2022",
        "2022-01/2022-02",
        "2022-01",
        "2022-03",
        "2022-Q2",
        "2022-05/2023-04",
        "2023-12",
        "0001",
        "9999-12",
    ]
    .map(from)
    .to_vec()
}

fn units() -> Vec<MoneyUnit> {
    vec![
        USD.one(),
        USD.thousand(),
        EUR.million(),
        CNY.hundred_million(),
        CNY.ten_thousand(),
        JPY.trillion(),
    ]
}

fn quantity_units() -> Vec<AnyUnit> {
    [
        "t",
        "kg",
        "bcm (20 °C)",
        "TJ (gross)",
        "items",
        "thousand m2",
        "bbl",
        "kg 90% sdt",
        "million EUR",
    ]
    .map(from)
    .to_vec()
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => -20..5_000_i64,
        2 => (-5_000..5_000_i64).prop_map(|number| number * 1000),
        2 => any::<i64>(),
        1 => prop_oneof![Just(0), Just(i64::MAX), Just(i64::MIN), Just(i64::MIN + 1)],
    ]
}

/// One row as places in the dictionaries, its value, perhaps a quantity, the place of its unit,
/// marks.
type Row = ((usize, usize, usize, usize, usize), i64, Option<i64>, u8, u8);

fn rows(least: usize) -> impl Strategy<Value = Vec<Row>> {
    let place = (
        0..areas().len(),
        0..areas().len(),
        0..commodities().len(),
        0..FLOWS.len(),
        0..periods().len(),
    );
    let quantity =
        prop_oneof![Just(None), number().prop_map(|number| Some(number.max(i64::MIN + 1)))];
    proptest::collection::vec((place, number(), quantity, any::<u8>(), 0..32_u8), least..60)
}

/// Rows of one cell whose periods cross are no panel, nor are rows of one pair in two editions of
/// the Harmonized System.
fn apart(rows: &[Row]) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    for row in rows {
        let (reporter, partner, commodity, flow, period) = row.0;
        let (span, good) = (periods()[period], commodities()[commodity]);
        let clash = kept.iter().any(|other| {
            let (other_span, other_good) = (periods()[other.0.4], commodities()[other.0.2]);
            let cross = span == other_span
                || span.overlaps(other_span)
                    && !span.contains(&other_span)
                    && !other_span.contains(&span);
            let same_pair = (other.0.0, other.0.1, other.0.3) == (reporter, partner, flow);
            same_pair
                && (other.0.2 == commodity && cross
                    || span == other_span && are_of_two_editions(good, other_good))
        });
        if !clash {
            kept.push(*row);
        }
    }
    kept
}

/// Codes that may be the same goods and are of two classifications; a national tariff line belongs
/// to the codes as reported.
fn are_of_two_editions(one: Commodity, two: Commodity) -> bool {
    use bilateral::commodity::Classification;
    let family = |good: Commodity| match good.classification() {
        Classification::All | Classification::HsSection => None,
        Classification::National(_) => Some(Classification::Hs(None)),
        other => Some(other),
    };
    matches!((family(one), family(two)), (Some(one), Some(two)) if one != two)
}

/// Unit, places and valuation, places of quantities, how many units they have, whether rows are
/// marked.
#[derive(Debug, Clone, Copy)]
struct Shape {
    unit: usize,
    places: u8,
    valuation: usize,
    quantity_places: u8,
    units: usize,
    marked: bool,
    systems: bool,
    treatments: bool,
}

fn shape() -> impl Strategy<Value = Shape> {
    let units = prop_oneof![Just(0), Just(1), 2..=quantity_units().len()];
    let columns = (any::<bool>(), any::<bool>(), any::<bool>());
    (0..units_count(), 0..=8_u8, 0..VALUATIONS.len(), 0..=6_u8, units, columns).prop_map(
        |(unit, places, valuation, quantity_places, units, (marked, systems, treatments))| Shape {
            unit,
            places,
            valuation,
            quantity_places,
            units,
            marked,
            systems,
            treatments,
        },
    )
}

fn units_count() -> usize {
    units().len()
}

fn panel(rows: &[Row], shape: Shape) -> Panel {
    let id = |n: usize| u16::try_from(n).unwrap();
    let several = shape.units > 1;
    let detail = |row: &Row| {
        let bit = |bit: u8| shape.marked && row.4 & bit != 0;
        let unit = if several { row.3 % u8::try_from(shape.units).unwrap() } else { 0 };
        Detail::new(
            unit,
            Marks::default()
                .with_estimated(bit(1))
                .with_not_reported(bit(2))
                .with_aggregated(bit(4))
                .with_of_listed(bit(8))
                .with_regrouped(bit(16)),
        )
    };
    let columns = Columns::new()
        .with_areas(areas())
        .with_commodities(commodities())
        .with_periods(periods())
        .with_labels(labels(shape))
        .with_reporter(rows.iter().map(|row| id(row.0.0)).collect())
        .with_partner(rows.iter().map(|row| id(row.0.1)).collect())
        .with_commodity(rows.iter().map(|row| id(row.0.2)).collect::<Vec<_>>().into())
        .with_label(rows.iter().map(|row| id(row.0.3)).collect())
        .with_period(rows.iter().map(|row| id(row.0.4)).collect())
        .with_value(rows.iter().map(|row| row.1).collect())
        .with_quantity(rows.iter().map(|row| row.2.unwrap_or(i64::MIN)).collect())
        .with_quantity_places(shape.quantity_places)
        .with_quantity_units(quantity_units()[..shape.units].to_vec())
        .with_detail(if several || shape.marked {
            rows.iter().map(detail).collect()
        } else {
            Vec::new()
        });
    PanelBuilder::new(units()[shape.unit], shape.places).unwrap().build_from(columns).unwrap()
}

/// Whole number and places as a decimal prints, by moving digits of text.
fn moved(mantissa: i128, places: usize) -> String {
    let digits = format!("{:0>1$}", mantissa.unsigned_abs().to_string(), places + 1);
    let (whole, behind) = digits.split_at(digits.len() - places);
    let sign = if mantissa < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{behind}") }
}

/// Parts and totals of a panel, in the order of their keys: period, label, reporter, partner,
/// commodity.
fn all_cells(panel: &Panel) -> Vec<Cell> {
    let totals = panel.reported().map_or(0, Panel::len);
    let mut cells: Vec<Cell> =
        (0..panel.len()).map(Cell::Part).chain((0..totals).map(Cell::Total)).collect();
    cells.sort_by_key(|cell| {
        let (key, period) = panel.key(*cell).unwrap();
        (period, key.label(), key.reporter(), key.partner(), key.commodity())
    });
    cells
}

/// Which columns a written panel has besides those that it always has: system, treatment, the marks
/// of listed sums and of regrouped rows.
fn stated(panel: &Panel) -> [bool; 4] {
    [
        panel.labels().iter().any(|label| label.system != TradeSystem::Unspecified),
        panel.labels().iter().any(|label| label.treatment != Treatment::Reported),
        all_cells(panel).into_iter().any(|cell| panel.marks(cell).of_listed),
        all_cells(panel).into_iter().any(|cell| panel.marks(cell).regrouped),
    ]
}

/// The cells of a row as they are to be written, from the public methods of the panel.
fn expected_row(panel: &Panel, places: (u8, u8), cell: Cell, stated: [bool; 4]) -> Vec<String> {
    let (key, period) = panel.key(cell).unwrap();
    let marks = panel.marks(cell);
    let mark = |set: bool| if set { "true".to_owned() } else { String::new() };
    let quantity = panel.quantity(cell);
    let moved = |number: Decimal, places: u8| {
        assert_eq!(number.scale(), u32::from(places));
        moved(number.mantissa(), places.into())
    };
    let mut row = vec![
        key.reporter().to_string(),
        key.partner().to_string(),
        key.flow().to_string(),
        key.commodity().to_string(),
        key.valuation().to_string(),
    ];
    row.extend(stated[0].then(|| key.system().to_string()));
    row.extend(stated[1].then(|| key.treatment().to_string()));
    row.extend([
        period.iso(),
        moved(panel.value(cell).unwrap(), places.0),
        panel.unit().code(),
        quantity.map(|(number, _)| moved(number, places.1)).unwrap_or_default(),
        quantity.and_then(|(_, unit)| unit).map(|unit| unit.code()).unwrap_or_default(),
        mark(marks.estimated),
        mark(marks.not_reported),
        mark(marks.aggregated),
    ]);
    row.extend(stated[2].then(|| mark(marks.of_listed)));
    row.extend(stated[3].then(|| mark(marks.regrouped)));
    row
}

fn expected(panel: &Panel, quantity_places: u8) -> Vec<Vec<String>> {
    let (places, stated) = ((panel.places(), quantity_places), stated(panel));
    all_cells(panel).into_iter().map(|cell| expected_row(panel, places, cell, stated)).collect()
}

const NAMES: [&str; 13] = [
    "REF_AREA",
    "COUNTERPART_AREA",
    "TRADE_FLOW",
    "COMMODITY",
    "VALUATION",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "QUANTITY",
    "QUANTITY_UNIT",
    "QUANTITY_ESTIMATED",
    "NOT_REPORTED",
    "AGGREGATED",
];

/// The names of the columns of a written panel.
fn names(panel: &Panel) -> Vec<&'static str> {
    let stated = stated(panel);
    let mut names = NAMES[..5].to_vec();
    names.extend(stated[0].then_some("TRADE_SYSTEM"));
    names.extend(stated[1].then_some("TREATMENT"));
    names.extend(&NAMES[5..]);
    names.extend(stated[2].then_some("OF_LISTED"));
    names.extend(stated[3].then_some("REGROUPED"));
    names
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), bilateral::Error>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A CSV text, read by the `csv` library.
fn csv_cells(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (names, reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
}

/// JSON lines, read by `serde_json`: the members of each object as CSV would have them. Money is
/// text.
fn json_cells(text: &str, names: &[String]) -> Vec<Vec<String>> {
    use serde_json::Value;
    let cell = |value: &Value| match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "true".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(count) => count.as_u64().unwrap().to_string(),
        other => panic!("{other}"),
    };
    let row = |line: &str| {
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(object.len(), names.len(), "{line}");
        names.iter().map(|name| cell(&object[name])).collect()
    };
    text.lines().map(row).collect()
}

/// The rows of a table by name, the same from both forms.
fn cells(table: &Table<'_>) -> Vec<BTreeMap<String, String>> {
    let (names, rows) = csv_cells(&written(|file| table.write_csv(file)));
    assert_eq!(names, table.names());
    assert_eq!(rows, json_cells(&written(|file| table.write_json_lines(file)), &names));
    rows.into_iter().map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// What a result has to look like: the number, or nothing and the reason.
fn number_and_reason<T: ToString>(result: Result<T, Undefined>) -> (String, String) {
    match result {
        Ok(number) => (number.to_string(), String::new()),
        Err(reason) => (String::new(), reason.to_string()),
    }
}

fn check(row: &BTreeMap<String, String>, name: &str, reason: &str, column: &Column, at: usize) {
    let found = (row[name].clone(), row[reason].clone());
    assert_eq!(found, number_and_reason(column.get(at)), "{name} of {row:?}");
}

/// A row of one month of 2022, and a file of such rows.
#[cfg(feature = "readers")]
fn line_of_month(month: usize, value: &str) -> String {
    format!("CHN,RUS,export,TOTAL,FOB,2022-{month:02},{value},USD")
}

#[cfg(feature = "readers")]
fn file_of(lines: &[String]) -> String {
    let header = "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,OBS_VALUE,\
                  UNIT_MEASURE";
    format!("{header}\n{}\n", lines.join("\n"))
}

/// Nine places beside 17 digits are more than a column keeps: what comes first stands, as the docs
/// of `DoesNotFit` say, and the account tells it in either order.
#[cfg(feature = "readers")]
#[test]
fn what_does_not_fit_beside_others_is_told() {
    let (fine, large) = (line_of_month(1, "0.123456789"), line_of_month(2, "10000000000000000"));
    let first_fine = read_back(&file_of(&[fine.clone(), large.clone()]));
    let set_aside = first_fine.account.set_aside();
    assert_eq!(
        set_aside.iter().map(|kind| (kind.reason, kind.rows)).collect::<Vec<_>>(),
        [(bilateral::read::Reason::DoesNotFit, 1)]
    );
    let panel = first_fine.panel_with_losses().unwrap();
    assert_eq!(panel.value(0).unwrap().to_string(), "0.123456789");
    let first_large = read_back(&file_of(&[large, fine]));
    assert_eq!(first_large.account.set_aside_rows(), 0);
    let remarks = first_large.account.remarks().join(";");
    assert!(remarks.contains("rounded"), "{remarks}");
    let panel = first_large.panel().unwrap();
    assert_eq!(panel.value(0).unwrap().to_string(), "0");
    assert_eq!(panel.value(1).unwrap().to_string(), "10000000000000000");
}

#[cfg(feature = "readers")]
fn read_back(text: &str) -> bilateral::read::Opened {
    bilateral::read::Reader::new().read(text.as_bytes(), "panel.csv").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_panel_is_written_as_it_is(rows in rows(0), shape in shape()) {
        let panel = panel(&apart(&rows), shape);
        let expected = expected(&panel, shape.quantity_places);
        let (names, rows) = csv_cells(&written(|file| panel.write_csv(file)));
        prop_assert_eq!(&names, &self::names(&panel));
        prop_assert_eq!(&rows, &expected);
        prop_assert_eq!(
            &json_cells(&written(|file| panel.write_json_lines(file)), &names),
            &expected
        );
    }

    #[cfg(feature = "readers")]
    #[test]
    fn a_panel_written_is_the_panel_read(rows in rows(1), shape in shape()) {
        let panel = panel(&apart(&rows), shape);
        let text = written(|file| panel.write_csv(file));
        let opened = read_back(&text);
        prop_assert!(opened.account.is_complete(), "{}", opened.account);
        let totals = panel.reported().map_or(0, Panel::len) as u64;
        prop_assert_eq!(
            (opened.account.rows(), opened.account.totals()),
            (panel.len() as u64 + totals, totals)
        );
        let back = opened.panel().unwrap();
        prop_assert_eq!(
            expected(&back, shape.quantity_places),
            expected(&panel, shape.quantity_places)
        );
        prop_assert_eq!((back.unit(), back.places()), (panel.unit(), panel.places()));
        prop_assert_eq!(&back, &panel);
        prop_assert_eq!(written(|file| back.write_csv(file)), text);
    }

    /// Lines in any order, and columns too, make the same panel.
    #[cfg(feature = "readers")]
    #[test]
    fn any_order_of_lines_and_columns_is_the_same_panel(
        rows in rows(1),
        shape in shape(),
        seed in any::<prop::sample::Index>(),
    ) {
        let panel = panel(&apart(&rows), shape);
        let (names, mut rows) = csv_cells(&written(|file| panel.write_csv(file)));
        let count = rows.len();
        rows.rotate_left(seed.index(count));
        rows.reverse();
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&names).chain(&rows) {
            let mut row = row.clone();
            row.rotate_left(seed.index(names.len()));
            writer.write_record(row).unwrap();
        }
        let opened = read_back(std::str::from_utf8(&writer.into_inner().unwrap()).unwrap());
        prop_assert!(opened.account.is_complete(), "{}", opened.account);
        prop_assert_eq!(opened.panel().unwrap(), panel);
    }

    /// Numbers of up to nine places and 18 digits, from the largest to the finest place, are exact
    /// in any order of rows, whatever places each has.
    #[cfg(feature = "readers")]
    #[test]
    fn places_do_not_depend_on_the_order_of_rows(
        numbers in prop::collection::vec((-999_999_999..1_000_000_000_i64, 0..10_u32), 1..8),
        seed in any::<prop::sample::Index>(),
    ) {
        // A whole number of at most nine digits, divided by a power of ten.
        let lines: Vec<String> = (1..)
            .zip(&numbers)
            .map(|(month, (mantissa, places))| {
                let value = bilateral::number::Decimal::new(*mantissa, *places);
                line_of_month(month, &value.normalize().to_string())
            })
            .collect();
        let mut other = lines.clone();
        other.rotate_left(seed.index(lines.len()));
        other.reverse();
        let [one, two] = [lines, other].map(|lines| read_back(&file_of(&lines)));
        prop_assert!(one.account.is_complete() && two.account.is_complete());
        let panel = one.panel().unwrap();
        for (row, (mantissa, places)) in numbers.iter().enumerate() {
            let exact = bilateral::number::Decimal::new(*mantissa, *places);
            prop_assert_eq!(panel.value(row), Some(exact));
        }
        prop_assert_eq!(two.panel().unwrap(), panel);
    }

    /// Whatever becomes of the text, each line is in the account, and nothing panics.
    #[cfg(feature = "readers")]
    #[test]
    fn every_line_is_accounted_for(
        rows in rows(1),
        shape in shape(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let panel = panel(&apart(&rows), shape);
        let mut bytes = written(|file| panel.write_csv(file)).into_bytes();
        let header = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let at = header + at.index(bytes.len() - header);
        if cut {
            bytes.truncate(at)
        } else {
            bytes[at] = byte
        }
        let lines = bytes
            .split(|byte| *byte == b'\n')
            .skip(1)
            .filter(|line| !line.trim_ascii().is_empty())
            .count();
        match bilateral::read::Reader::new().read(bytes.as_slice(), "panel.csv") {
            Ok(opened) => {
                let account = &opened.account;
                prop_assert_eq!(account.rows(), lines as u64);
                prop_assert_eq!(account.accepted() + account.set_aside_rows(), account.rows());
                let accepted = account.accepted();
                let panel = opened.panel_with_losses().unwrap();
                prop_assert_eq!(
                    (panel.len() + panel.reported().map_or(0, Panel::len)) as u64,
                    accepted
                );
            }
            // One row in another unit, or in a period that crosses another one of its cell.
            Err(error) => prop_assert!(
                error.is_mismatch() || error.to_string().contains("overlap"),
                "{}",
                error
            ),
        }
    }

    #[test]
    fn a_panel_comes_back_equal_from_serde(rows in rows(0), shape in shape()) {
        let panel = panel(&apart(&rows), shape);
        let back: Panel = serde_json::from_str(&serde_json::to_string(&panel).unwrap()).unwrap();
        prop_assert_eq!(
            expected(&back, shape.quantity_places),
            expected(&panel, shape.quantity_places)
        );
        prop_assert_eq!(
            (back.unit(), back.places(), back.areas()),
            (panel.unit(), panel.places(), panel.areas())
        );
        prop_assert_eq!(&back, &panel);
    }

    /// Against what the public methods say of each row.
    #[test]
    fn equality_is_that_of_the_rows(
        rows in rows(1),
        shape in shape(),
        other in any::<prop::sample::Index>(),
        change in 0..8_u8,
    ) {
        let rows = apart(&rows);
        let one = panel(&rows, shape);
        let (mut rows, mut shape_of_two, at) = (rows.clone(), shape, other.index(rows.len()));
        match change {
            0 => rows[at].1 = rows[at].1.wrapping_add(1),
            1 => rows[at].2 = if rows[at].2.is_some() { None } else { Some(5) },
            2 => rows[at].3 = rows[at].3.wrapping_add(1),
            3 => rows[at].4 ^= 1,
            4 => shape_of_two.valuation = (shape.valuation + 1) % VALUATIONS.len(),
            5 => shape_of_two.unit = (shape.unit + 1) % units_count(),
            6 => {
                rows.remove(at);
            }
            _ => rows.reverse(),
        }
        let two = panel(&rows, shape_of_two);
        let alike = expected(&one, shape.quantity_places) == expected(&two, shape.quantity_places)
            && (one.unit(), one.places()) == (two.unit(), two.places());
        prop_assert_eq!(one == two, alike && (change != 6));
    }

    #[test]
    fn numbers_are_written_as_decimals_print(
        value in number(),
        more in number(),
        places in 0..=18_u8,
    ) {
        let mut rows = PanelBuilder::new(USD.one(), places).unwrap();
        let key = Key::exports(CHN).to(RUS);
        for (code, value) in [("H6:270900", value), ("H6:271121", more)] {
            let decimal = Decimal::from_i128_with_scale(value.into(), places.into());
            rows.push(key.of(from(code)), Period::year(2022), decimal).unwrap();
        }
        let panel = rows.build().unwrap();
        let (_, written_rows) = csv_cells(&written(|file| panel.write_csv(file)));
        prop_assert_eq!(
            &written_rows[0][6],
            &Decimal::from_i128_with_scale(value.into(), places.into()).to_string()
        );
        // Totals can be longer than 64 bits.
        let total = &cells(&panel.table_of_sums(Flow::Export).unwrap())[0];
        prop_assert_eq!(
            &total["OBS_VALUE"],
            &moved(i128::from(value) + i128::from(more), places.into())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn tables_say_what_the_results_say(
        values in proptest::collection::vec(
            (0..4_usize, 0..4_usize, 0..3_usize, 0..2_usize, 0..24_usize, number(), number()),
            1..80,
        ),
    ) {
        let panel = months(&values);
        let (half_even, rows) = (Rounding::HalfEven, 0..panel.len());

        let growth = panel.growth(4, half_even).unwrap();
        let table = cells(&growth.table());
        for row in rows.clone() {
            let (key, period) = panel.key(row).unwrap();
            let labels = ["REF_AREA", "COUNTERPART_AREA", "TRADE_FLOW", "COMMODITY", "TIME_PERIOD"]
                .map(|name| table[row][name].clone());
            prop_assert_eq!(
                labels,
                [
                    key.reporter().to_string(),
                    key.partner().to_string(),
                    key.flow().to_string(),
                    key.commodity().to_string(),
                    period.iso()
                ]
            );
            prop_assert_eq!(
                &table[row]["CHANGE"],
                &growth.change(row).map(|change| change.to_string()).unwrap_or_default()
            );
            check(&table[row], "GROWTH", "REASON", growth.growths(), row);
        }

        let ytd = panel.year_to_date(Gaps::NoTrade, 4, half_even).unwrap();
        let table = cells(&ytd.table());
        for row in rows.clone() {
            check(&table[row], "YTD_VALUE", "YTD_VALUE_REASON", ytd.sums(), row);
            check(&table[row], "YTD_GROWTH", "YTD_GROWTH_REASON", ytd.growths(), row);
        }

        let rolling = panel.rolling_12(Gaps::Missing);
        for label in panel.labels() {
            let shares = panel.shares(*label, Whole::Pair, 3, half_even).unwrap();
            let parts =
                panel.contributions(*label, Whole::Pair, Gaps::NoTrade, 3, half_even).unwrap();
            let (shares, parts) = (shares.column(), parts.column());
            let columns = [("SHARE", shares), ("POINTS", parts), ("ROLLING_12", &rolling)];
            let table = cells(&panel.table_with(&columns).unwrap());
            let alone = cells(&panel.table_with(&[("SHARE", shares)]).unwrap());
            for row in rows.clone() {
                check(&table[row], "SHARE", "SHARE_REASON", shares, row);
                check(&table[row], "POINTS", "POINTS_REASON", parts, row);
                check(&table[row], "ROLLING_12", "ROLLING_12_REASON", &rolling, row);
                check(&alone[row], "SHARE", "REASON", shares, row);
            }

            let table = cells(&panel.table_of_sums(*label).unwrap());
            let sums = panel.sums(*label).unwrap();
            prop_assert_eq!(table.len(), sums.len());
            for ((row, sum), rank) in
                table.iter().zip(&sums).zip(panel.partner_ranks(*label).unwrap())
            {
                prop_assert_eq!(&row["COUNTERPART_AREA"], &sum.key.partner().to_string());
                prop_assert_eq!(&row["OBS_VALUE"], &moved(sum.mantissa, 2));
                prop_assert_eq!(
                    (&row["ROW_COUNT"], &row["PARTNER_RANK"]),
                    (&sum.rows.to_string(), &rank.unwrap().to_string())
                );
                prop_assert_eq!(&row["WHOLE"], "sum of listed");
            }
        }

        for flow in panel.labels() {
            let pairs = panel.pairs(*flow).unwrap();
            let two_way = panel.pair_grubel_lloyd(*flow, 5, half_even).unwrap();
            let table = cells(&panel.table_of_pairs(*flow, &[("GRUBEL_LLOYD", &two_way)]).unwrap());
            prop_assert_eq!(table.len(), pairs.len());
            let no_trade =
                cells(&panel.table_of_pairs_with(*flow, Gaps::NoTrade, &[]).unwrap());
            for (at, (row, pair)) in table.iter().zip(&pairs).enumerate() {
                let labels = (
                    &row["REF_AREA"],
                    &row["COUNTERPART_AREA"],
                    &row["TIME_PERIOD"],
                    &row["TRADE_FLOW"],
                );
                prop_assert_eq!(
                    labels,
                    (
                        &pair.one.to_string(),
                        &pair.two.to_string(),
                        &pair.period.iso(),
                        &flow.flow.to_string()
                    )
                );
                let reported = |sum: Option<i128>| sum.map(|sum| moved(sum, 2)).unwrap_or_default();
                prop_assert_eq!(
                    (&row["OBS_VALUE"], &row["COUNTERPART_VALUE"]),
                    (
                        &reported(pair.one_reports_mantissa()),
                        &reported(pair.two_reports_mantissa())
                    )
                );
                prop_assert_eq!(
                    (&row["BALANCE"], &row["TOTAL"]),
                    (&reported(pair.balance_mantissa()), &reported(pair.total_mantissa()))
                );
                let taken = pair.or_no_trade();
                prop_assert_eq!(
                    (&no_trade[at]["BALANCE"], &no_trade[at]["TOTAL"]),
                    (&reported(taken.balance_mantissa()), &reported(taken.total_mantissa()))
                );
                let sides = [pair.one_reports_mantissa(), pair.two_reports_mantissa()];
                let [one, two] = sides.map(Option::unwrap_or_default);
                prop_assert_eq!(taken.balance_mantissa(), Some(one - two));
                prop_assert_eq!(pair.balance_mantissa().is_some(), !sides.contains(&None));
                check(row, "GRUBEL_LLOYD", "REASON", &two_way, at);
            }

            let structure = panel.structure(*flow, 6, half_even).unwrap();
            for (at, row) in cells(&structure.table_of_advantages()).iter().enumerate() {
                let about = structure.advantage(at).unwrap();
                let labels =
                    (&row["REF_AREA"], &row["COMMODITY"], &row["TIME_PERIOD"], &row["TRADE_FLOW"]);
                prop_assert_eq!(
                    labels,
                    (
                        &about.area.to_string(),
                        &about.commodity.to_string(),
                        &about.period.iso(),
                        &flow.flow.to_string()
                    )
                );
                check(row, "OBS_VALUE", "OBS_VALUE_REASON", structure.exports(), at);
                check(row, "RCA", "RCA_REASON", structure.rca(), at);
            }
            for (at, row) in cells(&structure.table_of_countries()).iter().enumerate() {
                let about = structure.country(at).unwrap();
                prop_assert_eq!(
                    (&row["REF_AREA"], &row["TIME_PERIOD"]),
                    (&about.area.to_string(), &about.period.iso())
                );
                check(
                    row,
                    "HHI_OF_COMMODITIES",
                    "HHI_OF_COMMODITIES_REASON",
                    structure.hhi_of_commodities().point(),
                    at,
                );
                check(
                    row,
                    "HHI_OF_PARTNERS",
                    "HHI_OF_PARTNERS_REASON",
                    structure.hhi_of_partners().point(),
                    at,
                );
                check(row, "GRUBEL_LLOYD", "GRUBEL_LLOYD_REASON", structure.grubel_lloyd(), at);
                let mirror = structure.grubel_lloyd_of_mirror();
                check(row, "GRUBEL_LLOYD_OF_MIRROR", "GRUBEL_LLOYD_OF_MIRROR_REASON", mirror, at);
                prop_assert_eq!(&row["WHOLE"], "sum of listed");
            }
        }

        let prices = panel.prices().unwrap();
        let table = cells(&prices.table());
        prop_assert_eq!(table.len(), prices.len());
        for (at, row) in table.iter().enumerate() {
            let about = prices.row(at).unwrap();
            prop_assert_eq!(
                (&row["COUNTERPART_AREA"], &row["MATCHED"]),
                (&about.key.partner().to_string(), &about.matched.to_string())
            );
            for (name, column) in [
                ("LASPEYRES_PRICE", prices.laspeyres_price()),
                ("PAASCHE_PRICE", prices.paasche_price()),
                ("FISHER_PRICE", prices.fisher_price()),
                ("LASPEYRES_VOLUME", prices.laspeyres_volume()),
                ("PAASCHE_VOLUME", prices.paasche_volume()),
                ("FISHER_VOLUME", prices.fisher_volume()),
                ("COVERAGE_OF_BASE", prices.coverage_of_base()),
                ("COVERAGE_OF_NOW", prices.coverage_of_now()),
            ] {
                check(row, name, &format!("{name}_REASON"), column, at);
            }
        }

        let effects = panel.bennet().unwrap();
        let table = cells(&effects.table());
        prop_assert_eq!(table.len(), effects.len());
        for (at, row) in table.iter().enumerate() {
            let about = effects.row(at).unwrap();
            prop_assert_eq!(
                (&row["REF_AREA"], row["UNIT_MEASURE"].as_str()),
                (&about.key.reporter().to_string(), "million EUR")
            );
            for (name, column) in [
                ("PRICE_EFFECT", effects.price()),
                ("VOLUME_EFFECT", effects.volume()),
                ("ENTRIES", effects.entries()),
                ("EXITS", effects.exits()),
                ("NOT_COMPARED", effects.not_compared()),
                ("REST", effects.rest()),
                ("CHANGE", effects.change()),
            ] {
                check(row, name, &format!("{name}_REASON"), column, at);
            }
        }
    }
}

/// Two years of months with quantities, in hundredths.
fn months(values: &[(usize, usize, usize, usize, usize, i64, i64)]) -> Panel {
    let (areas, goods) =
        ([CHN, RUS, DEU, Area::own(7).unwrap()], ["H6:270900", "H6:271121", "H6:100630"].map(from));
    let mut cells = BTreeMap::new();
    for (reporter, partner, good, flow, month, value, quantity) in values {
        cells.insert(
            (reporter, partner, good, flow, month),
            (*value, (*quantity).max(i64::MIN + 1)),
        );
    }
    let mut rows = PanelBuilder::new(EUR.million(), 2).unwrap();
    for ((reporter, partner, good, flow, month), (value, quantity)) in cells {
        let key = Key::new([Flow::Export, Flow::Import][*flow], areas[*reporter], areas[*partner])
            .of(goods[*good]);
        let period = Period::month(
            2021 + i32::try_from(month / 12).unwrap(),
            u8::try_from(month % 12 + 1).unwrap(),
        );
        rows.push_with_quantity(
            key,
            period,
            Decimal::from_i128_with_scale(value.into(), 2),
            quantity,
        )
        .unwrap();
    }
    rows.build().unwrap()
}

/// The World beside a country, a chapter beside its heading, a year of one commodity beside months
/// of another.
#[cfg(feature = "readers")]
#[test]
fn what_a_panel_holds_is_not_set_aside() {
    let imports = Key::imports(CHN);
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    for (key, period) in [
        (imports.from(from("World")).of(from("H6:27")), "2022"),
        (imports.from(RUS).of(from("H6:27")), "2022"),
        (imports.from(RUS).of(from("H6:2709")), "2022"),
        (imports.from(RUS).of(from("H6:8542")), "2022-03"),
        (imports.from(DEU).of(from("HS:2709")), "2022"),
    ] {
        rows.push(key, from(period), 7.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    assert_eq!((panel.len(), panel.reported().unwrap().len()), (3, 2));
    let opened = read_back(&written(|file| panel.write_csv(file)));
    assert!(opened.account.is_complete() && opened.account.totals() == 2, "{}", opened.account);
    assert_eq!(opened.format.to_string(), "a panel written by this crate");
    assert_eq!(opened.panel().unwrap(), panel);
}

#[cfg(feature = "readers")]
#[test]
fn rows_that_are_no_rows_of_a_panel_are_set_aside() {
    use bilateral::read::Reason;
    let header = NAMES.join(",");
    let good = "CHN,RUS,import,TOTAL,FOB,2022,5.00,USD,1.5,t,,true,";
    for (line, reason, column) in [
        ("XXX,RUS,import,TOTAL,FOB,2022,5,USD,,,,,", Reason::UnknownArea, Some("REF_AREA")),
        (
            "CHN,own:x,import,TOTAL,FOB,2022,5,USD,,,,,",
            Reason::UnknownArea,
            Some("COUNTERPART_AREA"),
        ),
        ("CHN,RUS,barter,TOTAL,FOB,2022,5,USD,,,,,", Reason::UnknownFlow, Some("TRADE_FLOW")),
        ("CHN,RUS,import,H6:270,FOB,2022,5,USD,,,,,", Reason::UnknownCommodity, Some("COMMODITY")),
        ("CHN,RUS,import,TOTAL,FIB,2022,5,USD,,,,,", Reason::Malformed, Some("VALUATION")),
        ("CHN,RUS,import,TOTAL,FOB,2022-13,5,USD,,,,,", Reason::UnknownPeriod, Some("TIME_PERIOD")),
        ("CHN,RUS,import,TOTAL,FOB,2022,,USD,,,,,", Reason::NoValue, Some("OBS_VALUE")),
        ("CHN,RUS,import,TOTAL,FOB,2022,five,USD,,,,,", Reason::BadNumber, Some("OBS_VALUE")),
        ("CHN,RUS,import,TOTAL,FOB,2022,9223372036854775808,USD,,,,,", Reason::DoesNotFit, None),
        ("CHN,RUS,import,TOTAL,FOB,2022,5,dollars,,,,,", Reason::Malformed, Some("UNIT_MEASURE")),
        ("CHN,RUS,import,TOTAL,FOB,2022,5,USD,much,t,,,", Reason::BadNumber, Some("QUANTITY")),
        ("CHN,RUS,import,TOTAL,FOB,2022,5,USD,1,bcm,,,", Reason::Malformed, Some("QUANTITY_UNIT")),
        (
            "CHN,RUS,import,TOTAL,FOB,2022,5,USD,1,t,perhaps,,",
            Reason::Malformed,
            Some("QUANTITY_ESTIMATED"),
        ),
        ("CHN,RUS,import,TOTAL,FOB,2022,5,USD,1,t,,,9", Reason::Malformed, Some("AGGREGATED")),
        ("CHN,RUS,import,TOTAL,FOB,2022,5,USD,1,t,,", Reason::WrongFieldCount, None),
        ("CHN,RUS,\"import,TOTAL,FOB,2022,5,USD,1,t,,,", Reason::Malformed, None),
        (good, Reason::Duplicate, None),
    ] {
        let opened = read_back(&format!("{header}\n{good}\n{line}\n"));
        let account = &opened.account;
        assert_eq!(
            (account.rows(), account.accepted(), account.count(reason)),
            (2, 1, 1),
            "{line}\n{account}"
        );
        let place = &account.set_aside()[0].first[0].place;
        assert_eq!((place.line, place.column.as_deref()), (3, column), "{line}");
        let panel = opened.panel_with_losses().unwrap();
        assert_eq!(
            (panel.places(), panel.mantissas(), panel.marks(0).not_reported),
            (2, &[500][..], true)
        );
        assert_eq!(panel.quantity(0).unwrap().0.to_string(), "1.5");
    }
}

#[cfg(feature = "readers")]
#[test]
fn one_panel_has_one_unit_and_the_columns_it_needs() {
    use bilateral::read::Reader;
    let header = NAMES.join(",");
    let read = |text: String| Reader::new().read(text.as_bytes(), "mixed.csv");
    let first = format!("{header}\nCHN,RUS,import,TOTAL,FOB,2022,5,USD,,,,,\n");
    let error = read(format!("{first}CHN,RUS,export,TOTAL,FOB,2022,5,EUR,,,,,\n")).unwrap_err();
    assert!(error.is_mismatch() && error.to_string().contains("mixed.csv, line 3"), "{error}");
    // Valuations stand beside each other, each a label of its own.
    let opened = read(format!("{first}CHN,RUS,import,TOTAL,CIF,2022,6,USD,,,,,\n")).unwrap();
    let panel = opened.panel().unwrap();
    assert_eq!((panel.len(), panel.labels().len()), (2, 2));
    let cif = Key::imports(CHN).from(RUS).valued(Valuation::Cif);
    assert_eq!(panel.amount(&cif, Period::year(2022)).unwrap().value(), 6.into());
    let error = read("REF_AREA,COUNTERPART_AREA,TRADE_FLOW,TIME_PERIOD,OBS_VALUE\n".to_owned())
        .unwrap_err();
    assert!(error.to_string().contains("“commodity” is not a column of the file"), "{error}");
    // Quantities with and without a unit do not become quantities of one unit.
    let opened = read(format!(
        "{header}\nCHN,RUS,export,TOTAL,FOB,2022,5,USD,3,t,,,\nCHN,RUS,import,TOTAL,FOB,2022,5,USD,4,,,,\n"
    ))
    .unwrap();
    assert!(
        opened.account.is_complete() && opened.account.remarks()[0].contains("line 3"),
        "{}",
        opened.account
    );
    let panel = opened.panel().unwrap();
    // imports stand first
    assert_eq!((panel.quantity(0), panel.quantity(1).unwrap().0), (None, 3.into()));
    let error = read("{\"REF_AREA\":\"CHN\",\"OBS_VALUE\":\"5\"}\n".to_owned()).unwrap_err();
    assert!(error.help().contains("write_csv"), "{error}");
}

#[test]
fn a_panel_without_rows_is_a_header() {
    let empty = PanelBuilder::new(EUR.one(), 3).unwrap().build().unwrap();
    let text = written(|file| empty.write_csv(file));
    assert_eq!(text, NAMES.join(",") + "\n");
    assert_eq!(written(|file| empty.write_json_lines(file)), "");
    #[cfg(feature = "readers")]
    assert!(read_back(&text).panel().unwrap().is_empty());
}

#[test]
fn names_are_quoted_where_they_must_be() {
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 5.into()).unwrap();
    let panel = rows.build().unwrap();
    let shares = panel.shares(Flow::Export, Whole::Pair, 1, Rounding::HalfEven).unwrap();
    let name = "share, of \"all\"\\\n\u{1}\tü";
    assert_eq!(cells(&panel.table_with(&[(name, shares.column())]).unwrap())[0][name], "1.0");
}

/// A writer whose medium is full after so many bytes.
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 < bytes.len() {
            return Err(std::io::Error::other("the medium is full"));
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    for number in 0..5_000 {
        rows.push(
            Key::exports(CHN).to(Area::own(number).unwrap()),
            Period::year(2022),
            number.into(),
        )
        .unwrap();
    }
    let panel = rows.build().unwrap();
    for room in [0, 100_000] {
        let error = panel.write_csv(Full(room)).unwrap_err();
        assert!(error.to_string().contains("the medium is full"), "{error}");
    }

    let of_one = panel.filter(|key, _| key.partner() == Area::own(3).unwrap()).unwrap();
    let shares = of_one.shares(Flow::Export, Whole::Pair, 3, Rounding::HalfEven).unwrap();
    assert!(panel.table_with(&[("SHARE", shares.column())]).unwrap_err().is_mismatch());
    assert!(
        panel
            .table_of_pairs(Flow::Export, &[("SHARE", shares.column())])
            .unwrap_err()
            .is_mismatch()
    );
    assert!(panel.table_of_pairs(Flow::Import, &[]).is_err());

    // Two units without names: to write both as nothing would make them one.
    let columns = of_one
        .into_columns()
        .with_quantity(vec![4])
        .with_detail(vec![Detail::new(1, Marks::default())]);
    let unnamed = PanelBuilder::new(USD.one(), 0).unwrap().build_from(columns).unwrap();
    assert!(unnamed.write_csv(Vec::new()).unwrap_err().help().contains("quantity_units"));
}

#[test]
fn invalid_panels_are_refused_by_serde() {
    let good = r#"{"unit":"USD","places":0,"areas":["CHN","RUS"],"commodities":["TOTAL"],"periods":["2022","2022-03"],
        "labels":[{"flow":"export","valuation":"FOB"}],"reporter":[0,1],"partner":[1,0],"commodity":[0,0],"label":[0,0],"period":[0,0],"value":[5,6],
        "quantity":[null,7],"quantity_places":1,"quantity_units":["t"],"quantity_unit":[0,0],"marks":[7,0]}"#;
    let panel: Panel = serde_json::from_str(good).unwrap();
    let tonnes = Some((Decimal::new(7, 1), Some(from("t"))));
    assert_eq!(
        (panel.value(0), panel.quantity(0), panel.quantity(1)),
        (Some(5.into()), None, tonnes)
    );
    assert_eq!(panel.labels(), [Label::new(Flow::Export).valued(Valuation::Fob)]);
    assert!(panel.marks(0).estimated && panel.marks(0).not_reported && panel.marks(0).aggregated);
    // A year and its month are a total and a part.
    let bare: String = good.split_whitespace().collect();
    let same = bare
        .replace("\"reporter\":[0,1],\"partner\":[1,0]", "\"reporter\":[0,0],\"partner\":[1,1]");
    let spans: Panel =
        serde_json::from_str(&same.replace("\"period\":[0,0]", "\"period\":[0,1]")).unwrap();
    assert_eq!((spans.mantissas(), spans.reported().unwrap().mantissas()), (&[6][..], &[5][..]));
    for (part, instead) in [
        ("\"CHN\",", "\"XXX\","),
        ("\"reporter\":[0,1]", "\"reporter\":[0,2]"),
        ("\"reporter\":[0,1]", "\"reporter\":[0]"),
        // a cell twice
        ("\"reporter\":[0,1],\"partner\":[1,0]", "\"reporter\":[0,0],\"partner\":[1,1]"),
        ("\"partner\":[1,0]", "\"partner\":[1,-1]"),
        ("\"label\":[0,0]", "\"label\":[0,1]"),
        ("\"flow\":\"export\"", "\"flow\":\"barter\""),
        ("\"valuation\":\"FOB\"", "\"valuation\":\"FOB\",\"colour\":\"red\""),
        ("\"value\":[5,6]", "\"value\":[5,6.5]"),
        ("\"value\":[5,6]", "\"value\":[5,9223372036854775808]"),
        ("\"places\":0", "\"places\":19"),
        ("\"quantity\":[null,7]", "\"quantity\":[null,-9223372036854775808]"),
        ("\"quantity\":[null,7]", "\"quantity\":[7]"),
        ("\"quantity_places\":1", "\"quantity_places\":19"),
        ("\"quantity_unit\":[0,0]", "\"quantity_unit\":[0,1]"),
        ("\"quantity_unit\":[0,0]", "\"quantity_unit\":[0]"),
        ("\"marks\":[7,0]", "\"marks\":[32,0]"),
        ("\"areas\":[\"CHN\",\"RUS\"]", "\"areas\":[\"CHN\",\"CHN\"]"),
        ("\"unit\":\"USD\"", "\"unit\":\"t\""),
        ("\"unit\":\"USD\"", "\"unit\":\"USD\",\"colour\":\"red\""),
    ] {
        let bad = bare.replace(part, instead);
        assert_ne!(bad, bare, "{part}");
        assert!(serde_json::from_str::<Panel>(&bad).is_err(), "{bad}");
    }
}
