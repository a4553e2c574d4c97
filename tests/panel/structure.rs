//! The structure of trade where rows hold rows: one level for both sides of a quotient, true
//! bounds, each trade once.
//!
//! Amounts are in million US dollars of one year unless said otherwise. The laws at the end are
//! held on panels that are made from a known truth, of which any sums are listed.

use bilateral::area::{CHN, DEU, FRA, IDN, JPN, RUS, USA, VNM, WORLD};
use bilateral::bulk::{Column, Concentration, Denominator, Structure};
use bilateral::key::Label;
use bilateral::number::Decimal;
use bilateral::panel::{Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Flow, Key, Period, Rounding, Undefined, Valuation, indicator};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const YEAR: i32 = 2022;

fn area(code: &str) -> Area {
    code.parse().unwrap()
}

fn good(code: &str) -> Commodity {
    if code == "TOTAL" { Commodity::TOTAL } else { format!("H6:{code}").parse().unwrap() }
}

fn exports(from: Area, to: Area, code: &str) -> Key {
    Key::exports(from).to(to).of(good(code))
}

fn imports(to: Area, from: Area, code: &str) -> Key {
    Key::imports(to).from(from).of(good(code))
}

fn panel_of(rows: &[(Key, Period, i64)]) -> Panel {
    let mut all = PanelBuilder::new(USD.million(), 0).unwrap();
    for (key, period, value) in rows {
        all.push(*key, *period, (*value).into()).unwrap();
    }
    all.build().unwrap()
}

fn panel(rows: &[(Key, i64)]) -> Panel {
    panel_of(
        &rows.iter().map(|(key, value)| (*key, Period::year(YEAR), *value)).collect::<Vec<_>>(),
    )
}

fn structure(rows: &[(Key, i64)]) -> Structure {
    panel(rows).structure(Flow::Export, 4, Rounding::HalfEven).unwrap()
}

type Found = Result<String, Undefined>;

fn number(text: &str) -> Found {
    Ok(text.to_owned())
}

fn cell(column: &Column, row: usize) -> Found {
    column.get(row).map(|number| number.to_string())
}

fn country(structure: &Structure, whose: Area) -> usize {
    let mut rows = 0..structure.grubel_lloyd().len();
    rows.find(|row| structure.country(*row).unwrap().area == whose).unwrap()
}

fn rca_row(structure: &Structure, whose: Area, code: &str) -> usize {
    let mut rows = 0..structure.rca().len();
    let is = |row: &usize| {
        let about = structure.advantage(*row).unwrap();
        (about.area, about.commodity) == (whose, good(code))
    };
    rows.find(is).unwrap()
}

fn rca(structure: &Structure, whose: Area, code: &str) -> Found {
    cell(structure.rca(), rca_row(structure, whose, code))
}

fn two_way(structure: &Structure, whose: Area) -> Found {
    cell(structure.grubel_lloyd(), country(structure, whose))
}

fn mirror(structure: &Structure, whose: Area) -> Found {
    cell(structure.grubel_lloyd_of_mirror(), country(structure, whose))
}

/// Point and bounds.
fn index(index: &Concentration, row: usize) -> [Found; 3] {
    [index.point(), index.low(), index.high()].map(|column| cell(column, row))
}

fn bounds(low: &str, high: &str) -> [Found; 3] {
    [Err(Undefined::RestNotSplit), number(low), number(high)]
}

/// Germany's chapter 27 counts in the world's although its heading 2709 is listed too.
#[test]
fn advantage_compares_one_level() {
    let found = structure(&[
        (exports(CHN, USA, "27"), 50),
        (exports(CHN, USA, "84"), 50),
        (exports(DEU, USA, "27"), 100),
        (exports(DEU, USA, "2709"), 100),
        (exports(DEU, USA, "84"), 100),
    ]);
    assert_eq!(rca(&found, CHN, "27"), number("1.0000")); // (50 / 100) / (150 / 300)
    assert_eq!(rca(&found, DEU, "27"), number("1.0000"));
    assert_eq!(rca(&found, DEU, "84"), number("1.0000"));
    // What China exports of 2709 is not known, so the world's 2709 is not.
    assert_eq!(rca(&found, DEU, "2709"), Err(Undefined::RestNotSplit));
    assert_eq!(found.total_exports(), 300);
}

/// A heading whose chapter is split without it is no trade; one that is listed under finer codes is
/// their sum.
#[test]
fn what_follows_from_other_codes_is_known() {
    let found = structure(&[
        (exports(CHN, USA, "27"), 60),
        (exports(CHN, USA, "2711"), 60),
        (exports(DEU, USA, "2709"), 30),
        (exports(DEU, USA, "2711"), 30),
    ]);
    // China has nothing of 2709: (30 / 60) / (30 / 120).
    assert_eq!(rca(&found, DEU, "2709"), number("2.0000"));
    // Germany's 27 is 60: (60 / 60) / (120 / 120).
    assert_eq!(rca(&found, CHN, "27"), number("1.0000"));
}

/// Of two partners one is listed under the chapter and one under its heading: the chapter is both,
/// the heading is not known.
#[test]
fn partners_are_added_up_at_one_level() {
    let found = structure(&[
        (exports(CHN, DEU, "27"), 100),
        (exports(CHN, FRA, "2709"), 50),
        (exports(JPN, DEU, "27"), 50),
    ]);
    assert_eq!(cell(found.exports(), rca_row(&found, CHN, "27")), number("150"));
    assert_eq!(rca(&found, CHN, "27"), number("1.0000"));
    assert_eq!(cell(found.exports(), rca_row(&found, CHN, "2709")), Err(Undefined::RestNotSplit));
    assert_eq!(rca(&found, CHN, "2709"), Err(Undefined::RestNotSplit));
}

#[test]
fn a_country_that_lists_all_goods_only_leaves_every_advantage_open() {
    let found = structure(&[
        (exports(CHN, USA, "TOTAL"), 1000),
        (exports(JPN, USA, "84"), 10),
        (exports(JPN, USA, "85"), 10),
    ]);
    assert_eq!(rca(&found, JPN, "84"), Err(Undefined::RestNotSplit));
    assert_eq!(rca(&found, JPN, "85"), Err(Undefined::RestNotSplit));
    assert_eq!(found.total_exports(), 1020);
}

/// The World of all goods is reported and of chapter 84 one partner: what the others buy of it is
/// not known.
#[test]
fn one_partner_is_not_the_world_of_a_code() {
    let rows = [(exports(CHN, WORLD, "TOTAL"), 1000), (exports(CHN, DEU, "84"), 100)];
    assert_eq!(rca(&structure(&rows), CHN, "84"), Err(Undefined::RestNotSplit));
    let mut all = rows.to_vec();
    all.push((exports(CHN, FRA, "85"), 900));
    let found = structure(&all);
    assert_eq!(rca(&found, CHN, "84"), number("1.0000"));
    let row = rca_row(&found, CHN, "84");
    assert_eq!(found.advantage_denominator(row), Some(Denominator::Reported));
    let mut table = Vec::new();
    found.table_of_advantages().write_csv(&mut table).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(table.lines().next().unwrap().ends_with("RCA,RCA_REASON,WHOLE"), "{table}");
    assert!(table.lines().nth(1).unwrap().ends_with(",reported"), "{table}");
}

#[test]
fn an_overfull_whole_is_in_every_advantage_of_its_period() {
    let rows = |year: i32, world: i64| {
        [
            (exports(CHN, WORLD, "84"), world),
            (exports(CHN, DEU, "84"), 100),
            (exports(CHN, RUS, "84"), 111),
            (exports(JPN, DEU, "84"), 50),
        ]
        .map(|(key, value)| (key, Period::year(year), value))
    };
    let found = panel_of(&[rows(2021, 211), rows(2022, 180)].concat()).structure(
        Flow::Export,
        4,
        Rounding::HalfEven,
    );
    let found = found.unwrap();
    let of = |year: i32| -> Vec<Found> {
        let is = |row: &usize| found.advantage(*row).unwrap().period == Period::year(year);
        (0..found.rca().len()).filter(is).map(|row| cell(found.rca(), row)).collect()
    };
    assert_eq!(of(2021), [number("1.0000"), number("1.0000")]);
    assert_eq!(of(2022), [Err(Undefined::Conflicting), Err(Undefined::Conflicting)]);
}

/// Finer detail of one side is no trade in one direction.
#[test]
fn two_way_trade_is_measured_at_a_common_level() {
    let sides = |sent: &[(&str, i64)], taken: &[(&str, i64)]| {
        let sent = sent.iter().map(|(code, value)| (exports(CHN, USA, code), *value));
        let taken = taken.iter().map(|(code, value)| (imports(CHN, USA, code), *value));
        two_way(&structure(&sent.chain(taken).collect::<Vec<_>>()), CHN)
    };
    assert_eq!(sides(&[("27", 60)], &[("27", 60), ("2709", 60)]), number("1.0000"));
    // Unrelated codes: one direction only.
    assert_eq!(sides(&[("27", 60)], &[("84", 60)]), number("0.0000"));
    // Both split 27 fully, into other headings.
    assert_eq!(sides(&[("27", 60), ("2711", 60)], &[("27", 60), ("2709", 60)]), number("0.0000"));
    // 40 of 27 are not split on one side, at the level that is common.
    let rest = Err(Undefined::RestNotSplit);
    assert_eq!(sides(&[("27", 100), ("2709", 60)], &[("27", 100), ("2709", 100)]), rest);
    assert_eq!(sides(&[("27", 60)], &[("2709", 60)]), rest);
    assert_eq!(sides(&[("TOTAL", 60)], &[("84", 60)]), rest);
    assert_eq!(sides(&[("84", 60)], &[("TOTAL", 60)]), rest);
    // All goods are no level.
    assert_eq!(sides(&[("TOTAL", 60)], &[("TOTAL", 60)]), rest);
    // 100 / 110
    assert_eq!(sides(&[("TOTAL", 60), ("84", 60)], &[("TOTAL", 50), ("84", 50)]), number("0.9091"));
    assert_eq!(sides(&[("TOTAL", 60), ("84", 50)], &[("TOTAL", 50), ("84", 50)]), rest);
}

/// What others report is added up at the levels that they have in common, and a total that adds
/// nothing changes nothing.
#[test]
fn mirrored_trade_is_added_up_at_one_level() {
    let rows = [
        (exports(DEU, CHN, "27"), 100),
        (exports(JPN, CHN, "2709"), 50),
        (exports(CHN, USA, "27"), 100),
    ];
    assert_eq!(mirror(&structure(&rows), CHN), number("0.8000")); // 2 x 100 / (100 + 150)
    let with = |total: i64| {
        let mut rows = rows.to_vec();
        rows.push((exports(CHN, WORLD, "TOTAL"), total));
        mirror(&structure(&rows), CHN)
    };
    assert_eq!(with(100), number("0.8000"));
    assert_eq!(with(500), Err(Undefined::RestNotSplit));
}

/// Which way a year is computed is decided by what that year lists.
#[test]
fn totals_of_another_year_change_nothing() {
    let rows = |year: i32| {
        [
            (exports(CHN, USA, "27"), 60),
            (exports(CHN, DEU, "84"), 40),
            (exports(JPN, CHN, "84"), 30),
            (imports(CHN, USA, "27"), 60),
        ]
        .map(|(key, value)| (key, Period::year(year), value))
    };
    let of = |rows: &[(Key, Period, i64)]| {
        let found = panel_of(rows).structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
        let mut tables = [Vec::new(), Vec::new()];
        found.table_of_advantages().write_csv(&mut tables[0]).unwrap();
        found.table_of_countries().write_csv(&mut tables[1]).unwrap();
        let of_2021 = |table: Vec<u8>| -> Vec<String> {
            String::from_utf8(table)
                .unwrap()
                .lines()
                .filter(|line| line.contains("2021"))
                .map(str::to_owned)
                .collect()
        };
        tables.map(of_2021)
    };
    let before = of(&rows(2021));
    let mut more = [rows(2021), rows(2022)].concat();
    more.push((exports(CHN, WORLD, "TOTAL"), Period::year(2022), 100));
    assert_eq!(of(&more), before);
}

/// A union and its members are one reporter of the world, and one that sends to a partner.
#[test]
fn members_are_no_reporters_beside_their_union() {
    let found = structure(&[
        (exports(area("97"), CHN, "84"), 100),
        (exports(DEU, CHN, "84"), 60),
        (exports(CHN, USA, "84"), 100),
    ]);
    assert_eq!(mirror(&found, CHN), number("1.0000"));
    for whose in [area("97"), DEU, CHN] {
        assert_eq!(rca(&found, whose, "84"), number("1.0000"), "{whose}");
    }
    assert_eq!(found.total_exports(), 200);
}

/// In a commodity that the union does not list its member counts; in all goods it does not.
#[test]
fn the_world_of_a_code_takes_what_no_union_lists() {
    let found = structure(&[
        (exports(area("97"), CHN, "84"), 100),
        (exports(DEU, USA, "84"), 60),
        (exports(DEU, USA, "85"), 40),
        (exports(CHN, USA, "84"), 50),
        (exports(CHN, USA, "85"), 50),
    ]);
    assert_eq!(found.total_exports(), 200);
    assert_eq!(rca(&found, CHN, "84"), number("0.6667")); // (50 / 100) / (150 / 200)
    assert_eq!(rca(&found, CHN, "85"), number("1.1111")); // (50 / 100) / (90 / 200)
    assert_eq!(rca(&found, DEU, "84"), number("0.8000")); // (60 / 100) / (150 / 200)
    assert_eq!(cell(found.hhi_of_commodities().point(), country(&found, DEU)), number("0.5200"));
}

/// Two codes of one territory that both report, or are both partners of one reporter, count its
/// trade twice: both are refused by name, and the advice is to leave one out.
#[test]
fn areas_that_share_trade_are_refused_as_reporters_and_as_partners() {
    let (one, two) = (area("840"), area("842")); // the United States
    let reporters = [
        (exports(one, CHN, "84"), 50),
        (exports(two, CHN, "84"), 51),
        (exports(JPN, USA, "84"), 20),
    ];
    let partners = [(exports(CHN, one, "84"), 50), (exports(CHN, two, "84"), 51)];
    for rows in [&reporters[..], &partners] {
        let panel = panel(rows);
        let error = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap_err();
        assert!(matches!(error.kind(), bilateral::ErrorKind::Overlap { .. }), "{error}");
        for name in [one, two] {
            assert!(error.to_string().contains(&name.to_string()), "{error}");
        }
        assert!(error.help().contains("panel.filter(..)"), "{error}");
        let without =
            panel.filter(|key, _| ![key.reporter(), key.partner()].contains(&one)).unwrap();
        assert!(without.structure(Flow::Export, 4, Rounding::HalfEven).is_ok());
    }
    // Of two reporters, each may have its own code of a partner; in two years, one its own code.
    let found = structure(&[(exports(CHN, one, "84"), 50), (exports(JPN, two, "84"), 51)]);
    assert_eq!(found.total_exports(), 101);
    let rows = [
        (exports(one, CHN, "84"), Period::year(2021), 50),
        (exports(two, CHN, "84"), Period::year(2022), 51),
    ];
    assert!(panel_of(&rows).structure(Flow::Export, 4, Rounding::HalfEven).is_ok());
    // Whether an area of one's own shares trade with others is not known: the account names both.
    let own = Area::own(1).unwrap();
    let panel = panel(&[(exports(own, CHN, "84"), 50), (exports(area("97"), JPN, "84"), 51)]);
    let remarks = panel.account().remarks().join(";");
    assert!(remarks.contains("of own:1 exports") && remarks.contains("of 97 exports"), "{remarks}");
}

/// A partner that does not report has a row of the table of countries, whether some total stands in
/// the period or not; the World and groups have none.
#[test]
fn partners_that_do_not_report_have_a_row_beside_totals_too() {
    let plain = [
        (exports(CHN, DEU, "84"), 30),
        (exports(JPN, DEU, "84"), 10),
        (exports(JPN, CHN, "84"), 10),
        (exports(JPN, VNM, "84"), 0),
    ];
    let totals = [(exports(CHN, WORLD, "84"), 70), (exports(JPN, area("97"), "84"), 15)];
    let of = |rows: &[(Key, i64)]| {
        let found = structure(rows);
        let areas: Vec<Area> =
            (0..found.grubel_lloyd().len()).map(|row| found.country(row).unwrap().area).collect();
        let germany = country(&found, DEU);
        (
            areas,
            index(found.hhi_of_partners(), germany),
            two_way(&found, DEU),
            mirror(&found, DEU),
            found.grubel_lloyd_denominator(germany),
        )
    };
    let before = of(&plain);
    assert_eq!(before.0, [CHN, DEU, JPN]);
    assert_eq!(before.2, Err(Undefined::Missing));
    assert_eq!(of(&[&plain[..], &totals].concat()), before);
}

/// Two-way trade rests on reported totals where those of both flows are there: 2 x 40 / (60 + 40).
#[test]
fn two_way_trade_says_what_it_rests_on() {
    let codes = [(exports(CHN, DEU, "84"), 60), (imports(CHN, DEU, "84"), 40)];
    let all = [(exports(CHN, WORLD, "TOTAL"), 60), (imports(CHN, WORLD, "TOTAL"), 40)];
    for (rows, expected) in [
        (codes.to_vec(), Some(Denominator::SumOfListed)),
        ([&codes[..], &all[..1]].concat(), Some(Denominator::SumOfListed)),
        ([&codes[..], &all].concat(), Some(Denominator::Reported)),
        (codes[..1].to_vec(), None),
    ] {
        let found = structure(&rows);
        let row = country(&found, CHN);
        assert_eq!(found.grubel_lloyd_denominator(row), expected);
        assert_eq!(found.grubel_lloyd_denominator(row).is_some(), two_way(&found, CHN).is_ok());
    }
}

#[test]
fn without_others_there_is_no_mirror() {
    let dense = structure(&[(exports(CHN, USA, "84"), 100)]);
    assert_eq!(mirror(&dense, CHN), Err(Undefined::Missing));
    let listed = structure(&[(exports(CHN, USA, "84"), 100), (exports(CHN, WORLD, "84"), 150)]);
    assert_eq!(mirror(&listed, CHN), Err(Undefined::Missing));
}

#[test]
fn the_world_and_all_goods_are_no_members() {
    let found = structure(&[(exports(CHN, WORLD, "TOTAL"), 50)]);
    assert_eq!(index(found.hhi_of_partners(), 0), bounds("0.0000", "1.0000"));
    assert_eq!(index(found.hhi_of_commodities(), 0), bounds("0.0000", "1.0000"));
    // All goods of two partners: these are split, goods are not.
    let found = structure(&[(exports(CHN, DEU, "TOTAL"), 60), (exports(CHN, USA, "TOTAL"), 40)]);
    let point = number("0.5200");
    assert_eq!(
        index(found.hhi_of_partners(), country(&found, CHN)),
        [point.clone(), point.clone(), point]
    );
    assert_eq!(index(found.hhi_of_commodities(), country(&found, CHN)), bounds("0.0000", "1.0000"));
}

/// The European Union is no partner: 400 of 1000 are not split.
#[test]
fn a_group_of_countries_is_no_member() {
    let found = structure(&[
        (exports(CHN, area("97"), "84"), 400),
        (exports(CHN, USA, "84"), 300),
        (exports(CHN, JPN, "84"), 300),
        (exports(CHN, WORLD, "84"), 1000),
        (exports(CHN, WORLD, "TOTAL"), 1000),
        (exports(CHN, area("97"), "TOTAL"), 400),
        (exports(CHN, USA, "TOTAL"), 300),
        (exports(CHN, JPN, "TOTAL"), 300),
    ]);
    // 0.09 + 0.09, and 0.16 if the union were one country.
    assert_eq!(index(found.hhi_of_partners(), country(&found, CHN)), bounds("0.1800", "0.3400"));
}

/// What is listed of Germany is not all that Germany buys: it may have all of the rest.
#[test]
fn the_rest_may_be_that_of_a_member_without_a_total() {
    let found = structure(&[(exports(CHN, WORLD, "TOTAL"), 1000), (exports(CHN, DEU, "84"), 100)]);
    let row = country(&found, CHN);
    assert_eq!(index(found.hhi_of_partners(), row), bounds("0.0100", "1.0000"));
    assert_eq!(index(found.hhi_of_commodities(), row), bounds("0.0100", "1.0000"));
    // Its total is: the rest is another partner's.
    let found =
        structure(&[(exports(CHN, WORLD, "TOTAL"), 1000), (exports(CHN, DEU, "TOTAL"), 100)]);
    assert_eq!(index(found.hhi_of_partners(), country(&found, CHN)), bounds("0.0100", "0.8200"));
    // Two members without a total: the rest to the larger one, (0.2 + 0.7)^2 + 0.1^2.
    let found = structure(&[
        (exports(CHN, WORLD, "TOTAL"), 1000),
        (exports(CHN, DEU, "84"), 100),
        (exports(CHN, USA, "85"), 200),
    ]);
    assert_eq!(index(found.hhi_of_partners(), country(&found, CHN)), bounds("0.0500", "0.8200"));
}

/// A chapter beside headings of another one is not split at their level.
#[test]
fn a_coarser_code_is_no_member() {
    let found = structure(&[
        (exports(CHN, USA, "84"), 50),
        (exports(CHN, USA, "2709"), 25),
        (exports(CHN, USA, "2711"), 25),
        (imports(CHN, USA, "TOTAL"), 10),
    ]);
    // 2 x 0.25^2, and 0.5^2 if chapter 84 were one heading.
    assert_eq!(index(found.hhi_of_commodities(), country(&found, CHN)), bounds("0.1250", "0.3750"));
}

/// A year and its months are the same trade, of a country that has both.
#[test]
fn each_month_counts_once() {
    let month = |number: u8| Period::month(YEAR, number);
    let rows = [
        (exports(CHN, USA, "84"), month(1), 30),
        (exports(CHN, USA, "84"), month(2), 30),
        (exports(CHN, USA, "84"), Period::year(YEAR), 500),
        (exports(JPN, USA, "84"), month(1), 7),
    ];
    let all = panel_of(&rows);
    let of = |panel: &Panel| {
        panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap().total_exports()
    };
    assert_eq!(of(&all), 507);
    assert_eq!(of(&panel_of(&rows[..2])), 60);
}

/// Imports FOB and CIF are two figures of the same trade: one is named, or there is no index. Who
/// reports no imports has none at all.
#[test]
fn several_labels_of_the_other_flow_are_named() {
    let (fob, cif) = (Valuation::Fob, Valuation::Cif);
    let rows = |exported: &[(Key, i64)]| {
        let mut rows = exported.to_vec();
        for (valuation, value) in [(fob, 40), (cif, 45)] {
            rows.push((imports(CHN, USA, "84").valued(valuation), value));
        }
        panel(&rows)
    };
    let dense = [(exports(CHN, USA, "84"), 60), (exports(JPN, USA, "84"), 10)];
    let mut listed = dense.to_vec();
    listed.push((exports(CHN, WORLD, "84"), 60));
    for panel in [rows(&dense), rows(&listed)] {
        let found = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
        assert_eq!(two_way(&found, CHN), Err(Undefined::SeveralLabels));
        assert_eq!(two_way(&found, JPN), Err(Undefined::Missing));
        for (valuation, expected) in [(fob, "0.8000"), (cif, "0.8571")] {
            let label = Label::new(Flow::Import).valued(valuation); // 80 / 100, 90 / 105
            let found = panel.structure_with(Flow::Export, label, 4, Rounding::HalfEven).unwrap();
            assert_eq!(two_way(&found, CHN), number(expected));
            assert_eq!(two_way(&found, JPN), Err(Undefined::Missing));
        }
        let mut table = Vec::new();
        found.table_of_countries().write_csv(&mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert!(table.contains("the other flow stands under several labels"), "{table}");
        let error =
            panel.structure_with(Flow::Export, Flow::Import, 4, Rounding::HalfEven).unwrap_err();
        assert!(error.is_mismatch());
        let error =
            panel.structure_with(Flow::Export, Flow::Export, 4, Rounding::HalfEven).unwrap_err();
        assert!(error.to_string().contains("not the other direction"), "{error}");
    }
    let help = bilateral::Error::from(Undefined::SeveralLabels).help();
    assert!(help.contains("structure_with"), "{help}");
}

// Laws on panels of a known truth.

const REPORTERS: [Area; 3] = [RUS, JPN, CHN];
const LEAF_PARTNERS: [Area; 5] = [DEU, FRA, VNM, IDN, USA];
const LEAF_GOODS: [&str; 6] = ["270900", "271121", "271112", "841112", "847130", "854231"];
const ALL_GOODS: [&str; 11] =
    ["270900", "271121", "271112", "841112", "847130", "854231", "2711", "27", "84", "85", "TOTAL"];

fn all_partners() -> Vec<Area> {
    LEAF_PARTNERS.into_iter().chain([area("97"), area("975"), WORLD]).collect()
}

fn is_in(leaf: Area, whole: Area) -> bool {
    leaf == whole || whole.holds(leaf)
}

fn lies_in(leaf: &str, whole: &str) -> bool {
    whole == "TOTAL" || leaf.starts_with(whole)
}

/// Place of the reporter, flow, partner, code.
type Row = (usize, Flow, Area, &'static str);

/// The truth, in hundreds so that no rest is within rounding, and which of its sums are listed.
#[derive(Clone)]
struct Truth {
    leaves: BTreeMap<(usize, Flow, Area, &'static str), i64>,
    listed: BTreeSet<Row>,
}

/// What is listed, a reporter and flow a line: a failing case is read row by row.
impl std::fmt::Debug for Truth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut last = None;
        for (reporter, flow, partner, code) in &self.listed {
            if last.replace((*reporter, *flow)) != Some((*reporter, *flow)) {
                write!(f, "\n{} {flow}:", REPORTERS[*reporter])?;
            }
            write!(f, " {partner} {code}={}", self.sum(*reporter, *flow, *partner, code))?;
        }
        Ok(())
    }
}

impl Truth {
    fn sum(&self, reporter: usize, flow: Flow, partner: Area, code: &str) -> i64 {
        let inside = self.leaves.iter().filter(|((r, f, p, g), _)| {
            (*r, *f) == (reporter, flow) && is_in(*p, partner) && lies_in(g, code)
        });
        inside.map(|(_, value)| value).sum()
    }

    fn panel(&self) -> Panel {
        let rows = self.listed.iter().map(|(reporter, flow, partner, code)| {
            let key = Key::new(*flow, REPORTERS[*reporter], *partner).of(good(code));
            (key, self.sum(*reporter, *flow, *partner, code))
        });
        panel(&rows.collect::<Vec<_>>())
    }

    fn structure(&self, flow: Flow) -> Option<Structure> {
        self.panel().structure(flow, 12, Rounding::HalfEven).ok()
    }

    /// The index over what a key function makes of leaves, as text of 12 places.
    fn hhi(&self, reporter: usize, of: impl Fn(Area, &'static str) -> String) -> Option<String> {
        let mut levels: BTreeMap<String, i64> = BTreeMap::new();
        for ((_, _, partner, code), value) in
            self.leaves.iter().filter(|((r, f, ..), _)| (*r, *f) == (reporter, Flow::Export))
        {
            *levels.entry(of(*partner, code)).or_default() += value;
        }
        let levels: Vec<Decimal> = levels.into_values().map(Into::into).collect();
        Some(indicator::hhi(&levels).ok()?.round(12, Rounding::HalfEven).to_string())
    }

    /// Exports and imports of a reporter by code of so many digits.
    fn two_way(&self, reporter: usize, digits: usize) -> Option<String> {
        let mut goods: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for ((_, flow, _, code), value) in self.leaves.iter().filter(|((r, ..), _)| *r == reporter)
        {
            let pair = goods.entry(&code[..digits]).or_default();
            let side = if *flow == Flow::Export { &mut pair.0 } else { &mut pair.1 };
            *side += value;
        }
        let goods: Vec<(i64, i64)> = goods.into_values().collect();
        Some(
            indicator::grubel_lloyd_aggregate(&goods)
                .ok()?
                .round(12, Rounding::HalfEven)
                .to_string(),
        )
    }
}

/// `density` is how likely a row is listed.
fn truth() -> impl Strategy<Value = Truth> {
    let flows = [Flow::Export, Flow::Import];
    let reporters =
        || (0..REPORTERS.len()).flat_map(move |reporter| flows.map(move |flow| (reporter, flow)));
    let leaves: Vec<Row> = reporters()
        .flat_map(|(r, f)| LEAF_PARTNERS.map(move |p| (r, f, p)))
        .flat_map(|(r, f, p)| LEAF_GOODS.map(move |g| (r, f, p, g)))
        .collect();
    let nodes: Vec<Row> = reporters()
        .flat_map(|(r, f)| all_partners().into_iter().map(move |p| (r, f, p)))
        .flat_map(|(r, f, p)| ALL_GOODS.map(move |g| (r, f, p, g)))
        .collect();
    let values =
        proptest::collection::vec(prop_oneof![1 => Just(0_i64), 2 => 1..50_i64], leaves.len());
    let weights = prop_oneof![Just(0.1), Just(0.4), Just(0.9)];
    let masks = weights.prop_flat_map({
        let count = nodes.len();
        move |weight| proptest::collection::vec(proptest::bool::weighted(weight), count)
    });
    // Most laws are about reported wholes, so these are often there.
    let wholes = proptest::collection::vec(0..4_u8, 2 * REPORTERS.len());
    (values, masks, wholes).prop_map(move |(values, masks, wholes)| {
        let mut listed: BTreeSet<Row> = nodes
            .iter()
            .zip(masks)
            .filter(|(_, is_listed)| *is_listed)
            .map(|(node, _)| *node)
            .collect();
        let goods = [&[][..], &["TOTAL"], &["TOTAL", "27", "84", "85"], &ALL_GOODS];
        for ((reporter, flow), whole) in
            (0..REPORTERS.len()).flat_map(|r| flows.map(|f| (r, f))).zip(wholes)
        {
            listed.extend(
                goods[usize::from(whole)].iter().map(|code| (reporter, flow, WORLD, *code)),
            );
        }
        Truth {
            leaves: leaves
                .iter()
                .copied()
                .zip(values.into_iter().map(|value| value * 100))
                .collect(),
            listed,
        }
    })
}

fn place(area: Area) -> usize {
    REPORTERS.iter().position(|reporter| *reporter == area).unwrap()
}

fn between(low: &Found, index: &str, high: &Found) -> bool {
    let value = |text: &str| text.parse::<Decimal>().unwrap();
    let (Ok(low), Ok(high)) = (low, high) else { return false };
    value(low) <= value(index) && value(index) <= value(high)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The true index over leaf partners, and over the codes of the finest level that is listed, is
    /// within the bounds wherever the whole is reported, and is the point where there is one.
    #[test]
    fn the_true_concentration_lies_within_the_bounds(truth in truth()) {
        let Some(structure) = truth.structure(Flow::Export) else { return Ok(()) };
        for row in 0..structure.grubel_lloyd().len() {
            let whose = structure.country(row).unwrap().area;
            if structure.country_denominator(row) != Some(Denominator::Reported)
                || !REPORTERS.contains(&whose)
            {
                continue;
            }
            let own =
                truth.listed.iter().filter(|one| (one.0, one.1) == (place(whose), Flow::Export));
            let listed: Vec<&str> = own.map(|one| one.3).collect();
            let leaves = listed.iter().filter(|code| **code != "TOTAL");
            let is_leaf =
                |code: &&&str| !listed.iter().any(|other| other != *code && lies_in(other, code));
            let digits = leaves.filter(is_leaf).map(|code| code.len()).max().unwrap_or(6);
            let partners = truth.hhi(place(whose), |partner, _| partner.to_string());
            let goods = truth.hhi(place(whose), |_, code| code[..digits].to_owned());
            let (of_partners, of_goods) =
                (structure.hhi_of_partners(), structure.hhi_of_commodities());
            for (found, expected) in [(of_partners, partners), (of_goods, goods)] {
                let [point, low, high] = index(found, row);
                let Some(expected) = expected else {
                    prop_assert_eq!(point, Err(Undefined::NoTrade));
                    continue;
                };
                prop_assert!(between(&low, &expected, &high), "{low:?} {expected} {high:?}");
                match point {
                    Ok(point) => prop_assert_eq!(point, expected),
                    Err(reason) => prop_assert_eq!(reason, Undefined::RestNotSplit),
                }
            }
        }
    }

    /// An advantage that rests on reported totals is the true one.
    #[test]
    fn an_advantage_on_reported_totals_is_true(truth in truth()) {
        let Some(structure) = truth.structure(Flow::Export) else { return Ok(()) };
        let reporters: BTreeSet<usize> =
            truth.listed.iter().filter(|row| row.1 == Flow::Export).map(|row| row.0).collect();
        for row in 0..structure.rca().len() {
            let (about, found) = (structure.advantage(row).unwrap(), cell(structure.rca(), row));
            if structure.advantage_denominator(row) != Some(Denominator::Reported) || found.is_err()
            {
                let known = [Undefined::NoTrade, Undefined::RestNotSplit];
                prop_assert!(
                    found.as_ref().err().is_none_or(|reason| known.contains(reason)),
                    "{found:?}"
                );
                continue;
            }
            let of = |code: &str| -> i64 {
                reporters.iter().map(|r| truth.sum(*r, Flow::Export, WORLD, code)).sum()
            };
            let own = |code: &str| truth.sum(place(about.area), Flow::Export, WORLD, code);
            let code = about.commodity.code();
            let code = if code.is_empty() { "TOTAL" } else { code };
            let expected = indicator::rca(own(code), own("TOTAL"), of(code), of("TOTAL")).unwrap();
            prop_assert_eq!(found.unwrap(), expected.round(12, Rounding::HalfEven).to_string());
        }
    }

    /// Where both wholes are reported and there is an index, it is the true one of some level.
    #[test]
    fn two_way_trade_of_reported_wholes_is_that_of_a_level(truth in truth()) {
        let both = truth.structure(Flow::Export).zip(truth.structure(Flow::Import));
        let Some((sent, taken)) = both else { return Ok(()) };
        for row in 0..sent.grubel_lloyd().len() {
            let whose = sent.country(row).unwrap().area;
            let mut others = 0..taken.grubel_lloyd().len();
            let Some(other) = others.find(|row| taken.country(*row).unwrap().area == whose) else {
                continue;
            };
            prop_assert_eq!(
                cell(sent.grubel_lloyd(), row).ok(),
                cell(taken.grubel_lloyd(), other)
                    .ok()
                    .filter(|_| sent.grubel_lloyd().get(row).is_ok())
            );
            let wholes = [sent.country_denominator(row), taken.country_denominator(other)];
            let Ok(found) = cell(sent.grubel_lloyd(), row) else { continue };
            if wholes == [Some(Denominator::Reported); 2] {
                // Levels may differ by chapter, so it lies between the finest and the chapters.
                let value = |text: &str| text.parse::<Decimal>().unwrap();
                let (fine, coarse) = (
                    truth.two_way(place(whose), 6).unwrap(),
                    truth.two_way(place(whose), 2).unwrap(),
                );
                let is_between = value(&fine) <= value(&found) && value(&found) <= value(&coarse);
                prop_assert!(is_between, "{fine} {found} {coarse}");
            }
        }
    }

    /// With all leaves of both flows listed, whatever totals stand beside them, it is the true one
    /// of the leaves: always without groups.
    #[test]
    fn two_way_trade_of_all_leaves_is_true(truth in truth()) {
        let mut truth = truth;
        let leaves: Vec<Row> = truth.leaves.keys().copied().collect();
        truth.listed.extend(leaves);
        let structure = truth.structure(Flow::Export).unwrap();
        for whose in REPORTERS {
            let expected = truth.two_way(place(whose), 6);
            // A group that lists a finer code than its members do may have more than they.
            let groups = [area("97"), area("975")];
            let is_open =
                truth.listed.iter().any(|row| row.0 == place(whose) && groups.contains(&row.2));
            match two_way(&structure, whose) {
                Ok(found) => prop_assert_eq!(Some(found), expected),
                Err(Undefined::NoTrade) => prop_assert_eq!(expected, None),
                Err(reason) => {
                    prop_assert!(is_open && reason == Undefined::RestNotSplit, "{reason}")
                }
            }
        }
    }

    /// A total of all goods that is added changes no number to another one, unless it was marked as
    /// resting on what is listed.
    #[test]
    fn an_added_total_changes_no_number_of_reported_wholes(
        truth in truth(),
        reporter in 0..REPORTERS.len(),
        partner in 0..8_usize,
        is_export in any::<bool>(),
    ) {
        let mut more = truth.clone();
        let flow = if is_export { Flow::Export } else { Flow::Import };
        more.listed.insert((reporter, flow, all_partners()[partner], "TOTAL"));
        let both = truth.structure(Flow::Export).zip(more.structure(Flow::Export));
        let Some((before, after)) = both else { return Ok(()) };
        for row in 0..before.rca().len() {
            let about = before.advantage(row).unwrap();
            if before.advantage_denominator(row) != Some(Denominator::Reported) {
                continue;
            }
            let now = (0..after.rca().len()).find(|row| after.advantage(*row).unwrap() == about);
            let now = now.map(|row| cell(after.rca(), row));
            if let (Ok(before), Some(Ok(now))) = (cell(before.rca(), row), now) {
                prop_assert_eq!(before, now);
            }
        }
        let imports = truth.structure(Flow::Import);
        for row in 0..before.grubel_lloyd().len() {
            let whose = before.country(row).unwrap().area;
            let is_whole = |structure: &Structure| {
                let rows = 0..structure.grubel_lloyd().len();
                let row =
                    rows.into_iter().find(|row| structure.country(*row).unwrap().area == whose);
                row.and_then(|row| structure.country_denominator(row))
                    == Some(Denominator::Reported)
            };
            if is_whole(&before)
                && imports.as_ref().is_some_and(is_whole)
                && let (Ok(old), Ok(new)) =
                    (cell(before.grubel_lloyd(), row), two_way(&after, whose))
            {
                prop_assert_eq!(old, new);
            }
        }
    }

    /// The World added to one year leaves all other years as they were.
    #[test]
    fn years_stand_alone(truth in truth(), other in truth()) {
        let year = |truth: &Truth, year: i32| -> Vec<(Key, Period, i64)> {
            let row = |(reporter, flow, partner, code): &Row| {
                let key = Key::new(*flow, REPORTERS[*reporter], *partner).of(good(code));
                (key, Period::year(year), truth.sum(*reporter, *flow, *partner, code))
            };
            truth.listed.iter().map(row).collect()
        };
        let of = |rows: &[(Key, Period, i64)]| {
            let structure = panel_of(rows).structure(Flow::Export, 9, Rounding::HalfEven).ok()?;
            let rca: Vec<_> = (0..structure.rca().len())
                .map(|row| (structure.advantage(row).unwrap(), row))
                .filter(|(about, _)| about.period == Period::year(2021))
                .map(|(about, row)| (about.area, about.commodity, cell(structure.rca(), row)))
                .collect();
            let countries: Vec<_> = (0..structure.grubel_lloyd().len())
                .filter(|row| structure.country(*row).unwrap().period == Period::year(2021))
                .map(|row| {
                    (
                        index(structure.hhi_of_partners(), row),
                        index(structure.hhi_of_commodities(), row),
                        cell(structure.grubel_lloyd(), row),
                        cell(structure.grubel_lloyd_of_mirror(), row),
                    )
                })
                .collect();
            Some((rca, countries))
        };
        let (one, two) = (year(&truth, 2021), year(&other, 2022));
        if let (Some(alone), Some(both)) = (of(&one), of(&[one, two].concat())) {
            prop_assert_eq!(alone, both);
        }
    }
}
