//! Numbers that must not change: what commit 99bc13f wrote for generated panels of one label, byte
//! for byte.
//!
//! `tests/data/unchanged.csv` has the length and the FNV-1a hash of each table of results and of
//! each of its columns. That commit printed them with
//! `tests/panel/unchanged/program_of_99bc13f.rs.txt` and the generator that is used here. Columns
//! that tables have gained since are left out by name before a hash is taken.

mod generator;

use bilateral::bulk::Table;
use bilateral::key::Label;
use bilateral::panel::{Columns, Gaps, Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Flow, Rounding, Valuation};
use std::collections::BTreeMap;

/// Columns that 99bc13f did not write.
const NEW: [&str; 3] = ["WHOLE", "GRUBEL_LLOYD_OF_MIRROR", "GRUBEL_LLOYD_OF_MIRROR_REASON"];

/// What has another meaning since: two-way trade is what a country itself reports of both flows, no
/// more what others report as sent to it. The table of countries is compared without it.
const REDEFINED: [&str; 3] = ["country", "country: GRUBEL_LLOYD", "country: GRUBEL_LLOYD_REASON"];

// That commit took a direction of a pair without rows as no trade, which is now asked for by name.

/// Panel and table, or panel, table and column, each with its length and hash.
type Lines = BTreeMap<(String, String), (usize, String)>;

fn baseline() -> Lines {
    let text = include_str!("../data/unchanged.csv");
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .map(|line| {
            let mut fields = line.split(',').map(str::to_owned);
            let mut next = || fields.next().unwrap();
            ((next(), next()), (next().parse().unwrap(), next()))
        })
        .collect()
}

#[test]
fn tables_of_one_label_are_those_of_99bc13f() {
    let mut expected = baseline();
    expected.retain(|(_, table), _| !REDEFINED.contains(&table.as_str()));
    assert!(expected.keys().any(|(_, table)| table == "country without GRUBEL_LLOYD"));
    let mut found = Lines::new();
    for made in generator::panels() {
        let name = made.name;
        let rounding = if made.half_even { Rounding::HalfEven } else { Rounding::HalfAwayFromZero };
        let places = made.rate_places;
        let with_quantity = !made.quantity.is_empty();
        let panel = panel(made);
        assert!(panel.reported().is_none() && panel.labels().len() == 1, "{name}");

        let mut note = |table: &str, results: &Table<'_>| hash(&mut found, name, table, results);
        note("growth", &panel.growth(places, rounding).unwrap().table());
        note("totals", &panel.table_of_sums(Flow::Export).unwrap());
        note("pairs", &panel.table_of_pairs_with(Flow::Export, Gaps::NoTrade, &[]).unwrap());
        let structure = panel.structure(Flow::Export, places, rounding).unwrap();
        note("advantage", &structure.table_of_advantages());
        note("country", &structure.table_of_countries());
        if with_quantity {
            note("prices", &panel.prices().unwrap().table());
        }
        for (gaps, table) in
            [(Gaps::Missing, "year to date missing"), (Gaps::NoTrade, "year to date no trade")]
        {
            note(table, &panel.year_to_date(gaps, places, rounding).unwrap().table());
        }
    }
    found.retain(|(_, table), _| !REDEFINED.contains(&table.as_str()));
    let changed: Vec<_> =
        expected.iter().filter(|(line, hash)| found.get(*line) != Some(*hash)).collect();
    assert!(
        changed.is_empty(),
        "{} of {} lines, among them {:?}",
        changed.len(),
        expected.len(),
        &changed[0]
    );
    assert_eq!(found.len(), expected.len());
}

fn panel(made: generator::Made) -> Panel {
    let valuation = if made.fob { Valuation::Fob } else { Valuation::AsReported };
    let columns = Columns::new()
        .with_areas(made.areas)
        .with_commodities(made.commodities)
        .with_periods(made.periods)
        .with_labels(vec![Label::new(Flow::Export).valued(valuation)])
        .with_reporter(made.reporter)
        .with_partner(made.partner)
        .with_commodity(made.commodity.into())
        .with_period(made.period)
        .with_value(made.value)
        .with_quantity(made.quantity)
        .with_quantity_places(made.quantity_places);
    PanelBuilder::new(USD.one(), made.places).unwrap().build_from(columns).unwrap()
}

/// The table without new columns, without its columns of the Grubel-Lloyd index too if it has them,
/// and each column by itself.
fn hash(found: &mut Lines, panel: &str, table: &str, results: &Table<'_>) {
    let mut file = Vec::new();
    results.write_csv(&mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(fields).collect();
    let names = rows[0].clone();
    assert!(rows.iter().all(|row| row.len() == names.len()));
    let old: Vec<usize> = (0..names.len()).filter(|at| !NEW.contains(&names[*at])).collect();
    let two_way = |at: &usize| names[*at].starts_with("GRUBEL_LLOYD");
    let mut note = |table: String, columns: &[usize]| {
        let line = |row: &Vec<&str>| {
            columns.iter().map(|at| row[*at]).collect::<Vec<_>>().join(",") + "\n"
        };
        let text: String = rows.iter().map(line).collect();
        found.insert(
            (panel.to_owned(), table),
            (text.len(), format!("{:016x}", fnv1a64(text.as_bytes()))),
        );
    };
    note(table.to_owned(), &old);
    if old.iter().any(two_way) {
        let rest: Vec<usize> = old.iter().copied().filter(|at| !two_way(at)).collect();
        note(format!("{table} without GRUBEL_LLOYD"), &rest);
    }
    for at in &old {
        note(format!("{table}: {}", names[*at]), &[*at]);
    }
}

fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Fields as they are in the file, with their quotes.
fn fields(line: &str) -> Vec<&str> {
    let (mut fields, mut begin, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                fields.push(&line[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    fields.push(&line[begin..]);
    fields
}
