//! How do I take the growth of every pair of countries into a spreadsheet?
//!
//! `cargo run --release --example export_table [-- growth.csv]`. Without a path the table is
//! written to memory and shown. The rows are made up, from a fixed generator; with files of your
//! own take the panel from `read::open`.

use bilateral::panel::{Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Error, Flow, Key, Period, Rounding};
use std::collections::BTreeMap;
use std::fs::File;

fn main() -> Result<(), Error> {
    let panel = goods()?;
    println!("{} rows of pairs, commodities and years", panel.len());

    // Of all goods together: commodities are added up exactly.
    let pairs = panel.aggregate_commodities(0)?;
    let growth = pairs.growth(6, Rounding::HalfEven)?;
    let table = growth.table();

    let mut text = Vec::new();
    table.write_csv(&mut text)?;
    if let Some(path) = std::env::args().nth(1) {
        match File::create(&path) {
            Ok(file) => table.write_csv(file)?,
            Err(error) => println!("{path}: {error:#}"),
        }
    }
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    for line in
        lines.iter().take(1).chain(lines.iter().filter(|line| line.contains(",2022,")).take(6))
    {
        println!("  {line}");
    }
    println!("  and so on, {} lines in all; with a path they are in that file", lines.len());
    let mut json = Vec::new();
    table.write_json_lines(&mut json)?;
    println!(
        "The first line as JSON:\n  {}",
        String::from_utf8_lossy(&json).lines().next().unwrap_or_default()
    );

    let (checked, undefined) = check(&text);
    println!(
        "Checked: {checked} growth rates recomputed from the values of the table, {undefined} cells say why they are empty."
    );
    Ok(())
}

/// Exports of twelve countries to each other, in thirty headings, over three years; some have none.
fn goods() -> Result<Panel, Error> {
    let areas =
        ["CHN", "RUS", "DEU", "USA", "JPN", "FRA", "IND", "BRA", "KAZ", "TUR", "KOR", "NLD"];
    let areas = areas.iter().map(|code| code.parse::<Area>()).collect::<Result<Vec<_>, _>>()?;
    let mut rows = PanelBuilder::new(USD.thousand(), 3)?;
    let mut seed = 1_u64;
    for year in 2021..=2023 {
        for one in &areas {
            for two in areas.iter().filter(|two| *two != one) {
                for heading in 1..=30 {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    let draw = seed >> 33;
                    if draw % 40 < 37 {
                        continue;
                    }
                    let key =
                        Key::new(Flow::Export, *one, *two)
                            .of(format!("H6:{}", 8400 + heading).parse()?);
                    let value = bilateral::number::Decimal::from_i128_with_scale(
                        i128::from(draw % 9_000_000),
                        3,
                    );
                    rows.push(key, Period::year(year), value)?;
                }
            }
        }
    }
    rows.build()
}

/// Reads the table as a spreadsheet would, and computes every growth again in whole numbers.
fn check(text: &str) -> (usize, usize) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    let place =
        |name: &str| names.iter().position(|known| known == name).expect("a column of the table");
    let (value, growth, reason) = (place("OBS_VALUE"), place("GROWTH"), place("REASON"));
    let (mut levels, mut rows) = (BTreeMap::new(), Vec::new());
    for row in reader.into_records() {
        let row = row.expect("a line of CSV");
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let year: i32 = cell(place("TIME_PERIOD")).parse().expect("a year");
        let pair = (cell(place("REF_AREA")), cell(place("COUNTERPART_AREA")));
        levels.insert((pair.clone(), year), thousandths(&cell(value)));
        rows.push((pair, year, cell(growth), cell(reason)));
    }
    let mut counts = (0, 0);
    for (pair, year, growth, reason) in rows {
        let now = levels[&(pair.clone(), year)];
        match levels.get(&(pair, year - 1)) {
            // The printed growth is the nearest millionth: |now - base - growth * base| is at most
            // half a millionth of the base.
            Some(base) if *base > 0 => {
                let millionths: i128 = growth.replacen('.', "", 1).parse().expect("six places");
                assert!(((now - base) * 1_000_000 - millionths * base).abs() * 2 <= *base);
                counts.0 += 1;
            }
            _ => {
                assert!(growth.is_empty() && !reason.is_empty());
                counts.1 += 1;
            }
        }
    }
    counts
}

fn thousandths(text: &str) -> i128 {
    text.replacen('.', "", 1).parse().expect("three places")
}
