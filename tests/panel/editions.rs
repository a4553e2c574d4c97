//! A panel in another edition equals the scalar conversion of each pair and period, and nothing is
//! lost on the way.

#[cfg(feature = "hs-tables")]
use bilateral::Rounding;
use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::bulk::Recoded;
use bilateral::commodity::Classification;
#[cfg(feature = "hs-tables")]
use bilateral::concordance::UnconvertedReason;
use bilateral::concordance::{self, CodeConversion, CodeTable};
use bilateral::number::Decimal;
use bilateral::panel::{Cell, Columns, Detail, Marks, Panel, PanelBuilder};
use bilateral::unit::{AnyUnit, USD};
use bilateral::{Area, Commodity, Flow, Key, Period, Undefined};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn code(text: &str) -> Commodity {
    text.parse().unwrap()
}

fn year(year: i32) -> Period {
    Period::year(year)
}

/// All kinds of groups, and a code of which a part ends in the edition between.
fn tables() -> [CodeTable; 2] {
    let [h4, h5, h6] = ["H4", "H5", "H6"].map(|edition| edition.parse().unwrap());
    let first = [
        ("270900", "270900"), // 1:1
        ("291211", "291219"), // 1:1 under another code
        ("851711", "851710"), // n:1
        ("851712", "851710"),
        ("854140", "854141"), // 1:n
        ("854140", "854142"),
        ("854140", "854149"),
        ("901001", "901001"), // n:n
        ("901001", "901002"),
        ("901002", "901002"),
        ("902001", "902001"), // half of it ends in H5
        ("902001", "902002"),
        ("903001", "903009"), // all of it ends in H5
    ];
    let second = [
        ("270900", "270900"),
        ("291219", "291219"),
        ("851710", "851710"),
        ("854141", "854141"),
        ("854142", "854143"),
        ("854149", "854143"),
        ("901001", "901001"),
        ("901002", "901001"),
        ("902001", "902001"),
    ];
    [CodeTable::new(h4, h5, first).unwrap(), CodeTable::new(h5, h6, second).unwrap()]
}

fn conversion() -> CodeConversion {
    let [first, second] = tables();
    CodeConversion::equal(&first).then(&CodeConversion::equal(&second)).unwrap()
}

/// What reports in H4 have, known or not, and what those in H6 have.
const OLD: [&str; 16] = [
    "H4:270900",
    "H4:291211",
    "H4:851711",
    "H4:851712",
    "H4:854140",
    "H4:901001",
    "H4:901002",
    "H4:902001",
    "H4:903001",
    "H4:8541",
    "H4:85",
    "H4:999999",
    "H4:9999AA",
    "H4:980100",
    "H4:123456",
    "TOTAL",
];
const NEW: [&str; 8] = [
    "H6:270900",
    "H6:291219",
    "H6:851710",
    "H6:854141",
    "H6:854143",
    "H6:901001",
    "H6:85",
    "TOTAL",
];
const REPORTERS: [Area; 2] = [CHN, USA];
const PARTNERS: [Area; 3] = [RUS, DEU, WORLD];
const FIRST_YEAR: i32 = 2017;
const YEARS: usize = 3;
const UNITS: [&str; 2] = ["kg", "t"];

/// Reporter, partner, year and code as places; value, quantity, its unit.
type Row = ((usize, usize, usize, usize), i64, Option<i64>, u8);

fn is_old(row: &Row) -> bool {
    // The first reporter changes its edition in the last year, the other one never does.
    row.0.2 + 1 < YEARS || row.0.0 == 1
}

fn good(row: &Row) -> Commodity {
    code(if is_old(row) { OLD[row.0.3 % OLD.len()] } else { NEW[row.0.3 % NEW.len()] })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let value = prop_oneof![
        3 => -20..20_i64,
        2 => any::<i32>().prop_map(i64::from),
        1 => -(1_i64 << 58)..1 << 58
    ];
    let place = (0..REPORTERS.len(), 0..PARTNERS.len(), 0..YEARS, 0..OLD.len());
    let row = (place, value.clone(), proptest::option::weighted(0.8, value), 0..2_u8);
    proptest::collection::vec(row, 1..60).prop_map(|rows| {
        let mut cells: BTreeMap<(usize, usize, usize, Commodity), Row> = BTreeMap::new();
        for (at, mut row) in rows.into_iter().enumerate() {
            // One code at least that both editions have.
            row.0.3 *= usize::from(at > 0);
            cells.insert((row.0.0, row.0.1, row.0.2, good(&row)), row);
        }
        cells.into_values().collect()
    })
}

fn panel(rows: &[Row], places: u8) -> Panel {
    let id = |place: usize| u16::try_from(place).unwrap();
    let goods: Vec<Commodity> = OLD[..15].iter().chain(&NEW).map(|text| code(text)).collect();
    let of = |good: Commodity| goods.iter().position(|known| *known == good).unwrap();
    let areas: Vec<Area> = REPORTERS.iter().chain(&PARTNERS).copied().collect();
    let columns = Columns::new()
        .with_areas(areas)
        .with_commodities(goods.clone())
        .with_periods((FIRST_YEAR..).take(YEARS).map(year).collect())
        .with_labels(vec![Flow::Import.into()])
        .with_reporter(rows.iter().map(|row| id(row.0.0)).collect())
        .with_partner(rows.iter().map(|row| id(REPORTERS.len() + row.0.1)).collect())
        .with_period(rows.iter().map(|row| id(row.0.2)).collect())
        .with_commodity(rows.iter().map(|row| id(of(good(row)))).collect::<Vec<_>>().into())
        .with_value(rows.iter().map(|row| row.1).collect())
        .with_quantity(rows.iter().map(|row| row.2.unwrap_or(i64::MIN)).collect())
        .with_quantity_units(UNITS.map(|unit| unit.parse::<AnyUnit>().unwrap()).to_vec())
        .with_detail(rows.iter().map(|row| Detail::new(row.3, Marks::default())).collect());
    PanelBuilder::new(USD.one(), places).unwrap().build_from(columns).unwrap()
}

/// Parts and totals.
fn all_cells(panel: &Panel) -> Vec<Cell> {
    let totals = panel.reported().map_or(0, Panel::len);
    (0..panel.len()).map(Cell::Part).chain((0..totals).map(Cell::Total)).collect()
}

/// A cell as `converted` should make it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Expected {
    value: Decimal,
    /// The quantity and unit of each row that comes in.
    quantities: Vec<Option<(Decimal, Option<AnyUnit>)>>,
    is_regrouped: bool,
    is_estimate: bool,
}

type Cells = BTreeMap<(Key, Period), Expected>;
type Left = BTreeMap<(Key, Period, Commodity), Decimal>;

/// The scalar conversion of every pair and period; what it leaves, with where it stays.
fn scalar(panel: &Panel, conversion: &CodeConversion) -> (Cells, Left) {
    let (mut cells, mut left) = (Cells::new(), Left::new());
    for cell in all_cells(panel) {
        let (key, period) = panel.key(cell).unwrap();
        let (value, quantity) = (panel.value(cell).unwrap(), panel.quantity(cell));
        let good = key.commodity();
        if good.classification() != CodeConversion::from(conversion) {
            let into = cells.entry((key, period)).or_default();
            into.value += value;
            into.quantities.push(quantity);
            continue;
        }
        let values = concordance::convert([(good, value)], conversion).unwrap();
        let parts = quantity.map(|(quantity, unit)| {
            (concordance::convert([(good, quantity)], conversion).unwrap(), unit)
        });
        let is_split = values.rows().len() + values.unconverted().len() > 1;
        for row in values.rows() {
            let into = cells.entry((key.of(row.code()), period)).or_default();
            into.value += row.value();
            into.is_regrouped |= row.is_marked();
            into.is_estimate |= is_split && quantity.is_some();
            let part = parts.as_ref();
            into.quantities
                .push(part.map(|(rows, unit)| (rows.row(row.code()).unwrap().value(), *unit)));
        }
        for one in values.unconverted() {
            *left.entry((key, period, one.at)).or_default() += one.value;
        }
    }
    (cells, left)
}

fn quantity(expected: &Expected) -> Option<(Decimal, Option<AnyUnit>)> {
    let all: Option<Vec<_>> = expected.quantities.iter().copied().collect();
    let all = all?;
    let unit = all[0].1;
    all.iter().all(|one| one.1 == unit).then(|| (all.iter().map(|one| one.0).sum(), unit))
}

fn check(panel: &Panel, conversion: &CodeConversion, recoded: &Recoded) {
    let (cells, left) = scalar(panel, conversion);
    let new = recoded.panel();
    let found: Cells = all_cells(new)
        .into_iter()
        .map(|cell| {
            let expected = cells.get(&new.key(cell).unwrap()).expect("no cell of its own");
            let marks = new.marks(cell);
            assert_eq!(new.quantity(cell), quantity(expected));
            let found = Expected {
                value: new.value(cell).unwrap(),
                quantities: expected.quantities.clone(),
                is_regrouped: marks.regrouped,
                is_estimate: marks.estimated,
            };
            (new.key(cell).unwrap(), found)
        })
        .collect();
    assert_eq!(found, cells);
    // The rest, row by row.
    let mut rest: BTreeMap<(Key, Period), Decimal> = BTreeMap::new();
    for ((key, period, _), value) in &left {
        *rest.entry((*key, *period)).or_default() += *value;
    }
    let there: BTreeMap<(Key, Period), Decimal> = recoded
        .rest()
        .map(|rest| {
            let value = |cell| (rest.key(cell).unwrap(), rest.value(cell).unwrap());
            all_cells(rest).into_iter().map(value).collect()
        })
        .unwrap_or_default();
    assert_eq!(there, rest);
    // The list, by code and place: parts are summed, totals counted.
    let mut list: BTreeMap<(Commodity, Commodity), (u64, u64, Decimal)> = BTreeMap::new();
    for ((key, period, at), value) in &left {
        let one = list.entry((key.commodity(), *at)).or_default();
        match panel.find(key, *period).unwrap() {
            Cell::Part(_) => (one.0, one.2) = (one.0 + 1, one.2 + value),
            _ => one.1 += 1,
        }
    }
    let told = recoded.unconverted().iter();
    let told = told.map(|one| ((one.from, one.at), (one.rows, one.totals, one.value)));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), list);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bulk_equals_the_scalar_conversion_row_by_row(rows in rows(), places in 0..4_u8) {
        let panel = panel(&rows, places);
        let conversion = conversion();
        let recoded = panel.converted(&conversion).unwrap();
        check(&panel, &conversion, &recoded);
    }

    /// In every pair and period what came out and what was left are what went in.
    #[test]
    fn nothing_is_lost_in_any_pair_and_period(rows in rows()) {
        let panel = panel(&rows, 0);
        let [first, _] = tables();
        // The codes of both editions that rows have, some of them in groups of several.
        let ends = ["H4", "H6"].map(|edition| edition.parse().unwrap());
        let direct = CodeTable::new(ends[0], ends[1], [
            ("270900", "270900"),
            ("854140", "854141"),
            ("854140", "854143"),
            ("901001", "901001"),
            ("901002", "901001"),
        ]);
        let has = |edition: &str| {
            let edition = edition.parse::<Classification>().unwrap();
            panel.commodities().iter().any(|good| good.classification() == edition)
        };
        for (recoded, editions) in [
            (panel.converted(&conversion()), ["H4", "H6"]),
            (panel.converted(&CodeConversion::equal(&first)), ["H4", "H5"]),
            (panel.to_groups(&direct.unwrap().groups()), ["H4", "H6"]),
        ] {
            // A panel without a code of either edition is refused.
            prop_assert_eq!(recoded.is_ok(), editions.into_iter().any(has));
            let Ok(recoded) = recoded else { continue };
            let mut sums: BTreeMap<(Key, Period), i128> = BTreeMap::new();
            let mut add = |panel: &Panel, sign: i128| {
                for cell in all_cells(panel) {
                    let (key, period) = panel.key(cell).unwrap();
                    let value = panel.value(cell).unwrap().mantissa();
                    *sums.entry((key.of(Commodity::TOTAL), period)).or_default() += sign * value;
                }
            };
            add(&panel, 1);
            add(recoded.panel(), -1);
            recoded.rest().into_iter().for_each(|rest| add(rest, -1));
            prop_assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
        }
    }

    #[test]
    fn sources_are_the_origins_of_the_scalar_conversion(rows in rows()) {
        let panel = panel(&rows, 0);
        let conversion = conversion();
        let recoded = panel.converted(&conversion).unwrap();
        let new = recoded.panel();
        for cell in all_cells(new) {
            let (key, period) = new.key(cell).unwrap();
            let of_pair = |cell: &Cell| {
                let (other, when) = panel.key(*cell).unwrap();
                (other.of(Commodity::TOTAL), when) == (key.of(Commodity::TOTAL), period)
            };
            let all = all_cells(&panel).into_iter().filter(of_pair);
            let mut values: Vec<(Commodity, Decimal)> = all
                .map(|cell| (panel.key(cell).unwrap().0.commodity(), panel.value(cell).unwrap()))
                .collect();
            values.sort();
            let expected = match values.iter().find(|(good, _)| *good == key.commodity()) {
                // In the target edition already.
                Some((good, value)) => vec![(*good, *value, (*value).into())],
                None => {
                    let rows = concordance::convert(values, &conversion).unwrap();
                    let origins = rows.row(key.commodity()).unwrap().origins().iter();
                    origins.map(|one| (one.from, one.value, one.exact.clone())).collect()
                }
            };
            let sources = recoded.sources(&key, period).unwrap().into_iter();
            let sources: Vec<_> = sources.map(|one| (one.from, one.value, one.exact)).collect();
            prop_assert_eq!(sources, expected);
        }
    }

    #[test]
    fn any_order_and_any_number_of_threads_give_the_same(rows in rows(), seed in any::<u64>()) {
        let panel = panel(&rows, 1);
        let mut other = rows.clone();
        let mut state = seed | 1;
        for at in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(at, (state >> 33) as usize % (at + 1));
        }
        let conversion = conversion();
        let one = panel.converted(&conversion).unwrap();
        let two = self::panel(&other, 1).converted(&conversion).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let three = pool.install(|| panel.converted(&conversion).unwrap());
        for other in [two, three] {
            prop_assert_eq!(one.panel(), other.panel());
            prop_assert_eq!(one.rest(), other.rest());
            prop_assert_eq!(one.unconverted(), other.unconverted());
            prop_assert_eq!(one.to_string(), other.to_string());
        }
    }
}

/// Two reporters in two editions, a World, all goods, a chapter, and codes that do not convert.
fn mixed() -> Panel {
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    for (reporter, partner, good, value) in [
        (CHN, RUS, "H4:854140", 8),
        (CHN, DEU, "H4:854140", 2),
        (CHN, WORLD, "H4:854140", 10),
        (CHN, RUS, "H4:85", 8),
        (CHN, RUS, "TOTAL", 30),
        (CHN, RUS, "H4:123456", 5),
        (CHN, DEU, "H4:123456", 6),
        (CHN, WORLD, "H4:123456", 11),
        (CHN, RUS, "H4:999999", 4),
        (CHN, RUS, "H4:903001", 7),
        (USA, RUS, "H6:854141", 3),
        (USA, DEU, "S4:33", 1),
    ] {
        rows.push(Key::imports(reporter).from(partner).of(code(good)), year(2020), value.into())
            .unwrap();
    }
    rows.build().unwrap()
}

#[test]
fn a_mixed_panel_is_converted_where_it_must_be_and_says_so() {
    let recoded = mixed().converted(&conversion()).unwrap();
    let panel = recoded.panel();
    let value = |reporter, partner, good: &str| {
        let key = Key::imports(reporter).from(partner).of(code(good));
        panel.find(&key, year(2020)).map(|cell| (cell, panel.value(cell).unwrap().to_string()))
    };
    // A third and two thirds. Of 8: 2.67 and 5.33, of 2: 0.67 and 1.33, of 10: 3.33 and 6.67.
    let part = |reporter, partner, good: &str| value(reporter, partner, good).unwrap().1;
    assert_eq!([part(CHN, RUS, "H6:854141"), part(CHN, RUS, "H6:854143")], ["3", "5"]);
    assert_eq!([part(CHN, DEU, "H6:854141"), part(CHN, DEU, "H6:854143")], ["1", "1"]);
    let (world, of_world) = value(CHN, WORLD, "H6:854141").unwrap();
    assert!(matches!(world, Cell::Total(_)) && of_world == "3");
    assert!(matches!(value(CHN, RUS, "TOTAL").unwrap(), (Cell::Total(_), total) if total == "30"));
    assert_eq!(part(CHN, RUS, "H6:999999"), "4");
    assert_eq!(part(USA, RUS, "H6:854141"), "3");
    assert_eq!(part(USA, DEU, "S4:33"), "1");
    let told: Vec<String> = recoded.unconverted().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "H4:123456  2 rows with 11, 1 total: no table has this code",
            "H4:85  1 total: it holds longer codes, which convert apart",
            "H4:903001  1 row with 7: as H5:903009, no table has this code",
        ]
    );
    assert_eq!(recoded.unconverted_value(), 18.into());
    let said = recoded.to_string();
    assert_eq!(
        said.lines().next().unwrap(),
        "converted, H4 -> H5 -> H6, equal weights: 5 rows of \
        H4; as they stood: 1 row of TOTAL, 1 row of H6, 1 row of S4"
    );
    for line in said.lines() {
        assert!(panel.account().remarks().iter().any(|remark| remark == line), "{line}");
    }
    let first = "not in this panel, for no table has this code: 3 rows with 18 million US$, 1 \
        total, of H4:123456, H5:903009; the first row is CHN imports of H4:123456 from World, 2020";
    assert!(said.contains(first), "{said}");
}

#[cfg(feature = "hs-tables")]
#[test]
fn the_reason_names_the_editions_that_have_a_code() {
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    let imports = Key::imports(CHN).from(RUS);
    // 854150 is of HS2017 and older; 854151 came with HS2022.
    rows.push(imports.of(code("H5:854151")), year(2022), 5.into()).unwrap();
    rows.push(imports.of(code("H5:270900")), year(2022), 7.into()).unwrap();
    let table = CodeTable::between("H5".parse().unwrap(), "H6".parse().unwrap()).unwrap();
    let panel = rows.build().unwrap();
    for recoded in [
        panel.converted(&CodeConversion::equal(&table)).unwrap(),
        panel.to_groups(&table.groups()).unwrap(),
    ] {
        let one = &recoded.unconverted()[0];
        assert_eq!(
            one.reason,
            UnconvertedReason::OtherEdition { has: vec!["H6".parse().unwrap()] }
        );
        assert_eq!((one.rows, one.value), (1, 5.into()));
        assert_eq!(one.first, (imports.of(code("H5:854151")), year(2022)));
        assert_eq!(recoded.rest().unwrap().mantissas(), [5]);
    }
}

#[cfg(feature = "hs-tables")]
#[test]
fn groups_hold_the_same_goods_in_both_editions() {
    let table = CodeTable::between("H6".parse().unwrap(), "H5".parse().unwrap()).unwrap();
    let out = ["H6:8549", "H6:8524", "H6:8529", "H6:854151", "H6:854159"].map(code);
    let table = table.without(&out).unwrap();
    let imports = Key::imports(CHN).from(RUS);
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    for (when, good, value) in [
        (2021, "H5:851712", 50),
        (2021, "H5:850710", 9), // shares goods with 8549 alone
        (2022, "H6:851713", 60),
        (2022, "H6:851714", 15),
        (2022, "H6:850710", 8),
        (2022, "H6:854911", 1),
    ] {
        rows.push(imports.of(code(good)), year(when), value.into()).unwrap();
    }
    let recoded = rows.build().unwrap().to_groups(&table.groups()).unwrap();
    let panel = recoded.panel();
    let growth = panel.growth(4, Rounding::HalfEven).unwrap();
    let rate = |good: &str| {
        let row = panel.find(&imports.of(code(good)), year(2022)).unwrap().part().unwrap();
        (growth.growth(row).unwrap().to_string(), panel.marks(row).regrouped)
    };
    assert_eq!(rate("H6:851713"), ("0.5000".to_owned(), true)); // 75 on 50
    assert_eq!(rate("H6:850710"), ("-0.1111".to_owned(), false)); // 8 on 9
    let left = &recoded.unconverted()[0];
    assert_eq!((left.from, left.reason.clone()), (code("H6:854911"), UnconvertedReason::LeftOut));
    assert_eq!(
        panel.account().remarks()[0],
        "brought to groups of H6 and H5: 2 rows of H5, 3 rows of H6; as they stood: none"
    );
    let sources = recoded.sources(&imports.of(code("H6:851713")), year(2022)).unwrap();
    let sources: Vec<_> = sources.into_iter().map(|one| (one.from, one.value)).collect();
    assert_eq!(sources, [(code("H6:851713"), 60.into()), (code("H6:851714"), 15.into())]);
}

#[cfg(feature = "hs-tables")]
#[test]
fn unspecified_and_national_goods_keep_their_code_and_headings_do_not() {
    let table = CodeTable::between("H6".parse().unwrap(), "H5".parse().unwrap()).unwrap();
    let exports = Key::exports(USA).to(CHN);
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    for (good, value) in [("H5:9999AA", 1), ("H5:980100", 2), ("H5:8517", 3), ("H5:271600", 4)] {
        rows.push(exports.of(code(good)), year(2021), value.into()).unwrap();
    }
    let recoded = rows.build().unwrap().to_groups(&table.groups()).unwrap();
    let goods: Vec<String> =
        recoded.panel().commodities().iter().map(ToString::to_string).collect();
    assert_eq!(goods, ["H6:271600", "H6:980100", "H6:9999AA"]);
    assert_eq!(recoded.unconverted()[0].reason, UnconvertedReason::Aggregate);
    let to_sitc = CodeTable::between("H5".parse().unwrap(), "S4".parse().unwrap()).unwrap();
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    for (good, value) in [("H5:980100", 2), ("H5:270900", 4)] {
        rows.push(exports.of(code(good)), year(2021), value.into()).unwrap();
    }
    let recoded = rows.build().unwrap().to_groups(&to_sitc.groups()).unwrap();
    assert_eq!(recoded.unconverted()[0].reason, UnconvertedReason::National);
}

#[test]
fn totals_of_a_panel_convert_by_themselves() {
    let totals = mixed().reported().unwrap().converted(&conversion()).unwrap();
    let world = Key::imports(CHN).from(WORLD).of(code("H6:854143"));
    let cell = totals.panel().find(&world, year(2020)).unwrap();
    assert_eq!(totals.panel().value(cell), Some(7.into())); // two thirds of 10
}

#[test]
fn an_empty_panel_stays_one() {
    let empty = PanelBuilder::new(USD.one(), 0).unwrap().build().unwrap();
    assert!(empty.converted(&conversion()).unwrap().panel().is_empty());
}

#[test]
fn a_panel_of_other_classifications_is_refused() {
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    rows.push(Key::imports(CHN).from(RUS).of(code("HS:854140")), year(2020), 8.into()).unwrap();
    let panel = rows.build().unwrap();
    let error = panel.converted(&conversion()).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "a conversion of a panel: the classification of a panel differs: H4 or H6 and HS\n  \
         help: convert from a classification that the panel has, or build the panel with \
         codes that name their edition, as H5:854150"
    );
    assert!(panel.to_groups(&tables()[0].groups()).unwrap_err().is_mismatch());
    // As advised.
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    rows.push(Key::imports(CHN).from(RUS).of(code("H4:854140")), year(2020), 8.into()).unwrap();
    assert_eq!(rows.build().unwrap().converted(&conversion()).unwrap().panel().len(), 2);
}

#[test]
fn a_sum_that_does_not_fit_is_named() {
    let imports = Key::imports(CHN).from(RUS);
    let panel = |second: i64| {
        let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
        for (good, value) in [("H4:851711", i64::MAX), ("H4:851712", second)] {
            rows.push(imports.of(code(good)), year(2020), value.into()).unwrap();
        }
        rows.build().unwrap()
    };
    let error = panel(1).converted(&conversion()).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::TooLarge));
    assert!(error.to_string().starts_with("CHN imports of H6:851710 from RUS, 2020: "), "{error}");
    // The largest that fits, and a sum whose parts leave 64 bits only on the way.
    let sum = |second| panel(second).converted(&conversion()).unwrap().panel().mantissas().to_vec();
    assert_eq!((sum(0), sum(-i64::MAX)), (vec![i64::MAX], vec![0]));
}

#[test]
fn rows_of_a_third_classification_in_one_chapter_are_refused_and_can_be_left_out() {
    let moved =
        CodeTable::new("H5".parse().unwrap(), "H6".parse().unwrap(), [("850110", "901110")]);
    let conversion = CodeConversion::equal(&moved.unwrap());
    let imports = Key::imports(CHN).from(RUS);
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    rows.push(imports.of(code("H5:850110")), year(2020), 8.into()).unwrap();
    rows.push(imports.of(code("H4:901110")), year(2020), 9.into()).unwrap();
    let panel = rows.build().unwrap();
    let error = panel.converted(&conversion).unwrap_err();
    assert!(format!("{error:#}").contains("leave the rows of the third classification out first"));
    let h4 = "H4".parse().unwrap();
    let without = panel.filter(|key, _| key.commodity().classification() != h4).unwrap();
    assert_eq!(without.converted(&conversion).unwrap().panel().mantissas(), [8]);
}

#[test]
fn a_regrouped_row_is_written_and_read_back() {
    let panel = mixed().converted(&conversion()).unwrap().into_panel();
    let text = serde_json::to_string(&panel).unwrap();
    let back: Panel = serde_json::from_str(&text).unwrap();
    assert_eq!(back, panel);
    let mut file = Vec::new();
    panel.write_csv(&mut file).unwrap();
    let file = String::from_utf8(file).unwrap();
    assert!(file.lines().next().unwrap().ends_with(",AGGREGATED,REGROUPED"), "{file}");
    let row = "CHN,RUS,import,H6:854141,as reported,2020,3,million USD,,,,,,true";
    assert!(file.lines().any(|line| line == row), "{file}");
    let whole = "CHN,RUS,import,H6:999999,as reported,2020,4,million USD,,,,,,";
    assert!(file.lines().any(|line| line == whole), "{file}");
}
