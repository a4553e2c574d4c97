//! Point at files from a statistical office and see what they are, what became of every row, and
//! who trades most.
//!
//! `cargo run --release --example read -- FILE...`; without a file a small one of its own is read
//! and checked.

use bilateral::panel::Panel;
use bilateral::read::{Data, Opened, Reader};
use bilateral::{Commodity, Error, Flow};
use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files longer than this get a progress bar.
const LONG: u64 = 50_000_000;

#[derive(Parser)]
struct Arguments {
    /// Files or folders; each is read on its own.
    files: Vec<PathBuf>,
    /// The flow of files that do not say it: import or export.
    #[arg(long)]
    flow: Option<Flow>,
}

fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    if arguments.files.is_empty() {
        return own_example();
    }
    let reader = arguments.flow.map_or(Reader::new(), |flow| Reader::new().flow(flow));
    let mut refused = 0;
    for file in &arguments.files {
        println!("{}", file.display());
        let size = std::fs::metadata(file).map_or(0, |about| about.len());
        let bar = if size > LONG { ProgressBar::new(size) } else { ProgressBar::hidden() };
        let style =
            ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let opened = reader.open_watched(file, &|bytes| bar.inc(bytes));
        bar.finish_and_clear();
        match opened {
            Ok(opened) => {
                show(&opened);
                refused += usize::from(!opened.account.is_complete());
            }
            Err(error) => {
                refused += 1;
                println!("{error:#}\n");
            }
        }
    }
    println!("{} read, {refused} refused.", arguments.files.len() - refused);
    Ok(())
}

fn show(opened: &Opened) {
    println!("{}\n{}", opened.format, opened.account);
    if !opened.account.is_complete() {
        println!("  not complete: Opened::panel() refuses it, and it counts as refused");
    }
    match &opened.data {
        Data::Panel(panel) => tables(panel),
        Data::Releases(releases) => {
            for release in releases.rows().iter().take(10) {
                println!("  {}: {} {}", release.key(), release.observation(), release.unit());
            }
            println!("  {} figures in all", releases.rows().len());
        }
        _ => println!("data of another kind"),
    }
    println!();
}

fn tables(panel: &Panel) {
    let reported = panel.reported().map_or(0, Panel::len);
    println!("{} cells and {reported} totals of them, values in {}", panel.len(), panel.unit());
    // Each pair and period with its goods and the whole numbers that a panel holds, parts and
    // totals.
    let mut pairs: BTreeMap<_, Vec<(Commodity, i64)>> = BTreeMap::new();
    let mut largest = Vec::new();
    for of in [Some(panel), panel.reported()].into_iter().flatten() {
        for row in 0..of.len() {
            let Some((key, period)) = of.key(row) else { continue };
            let value = of.mantissas()[row];
            let pair = (key.reporter(), key.flow(), key.valuation(), key.partner(), period);
            pairs.entry(pair).or_default().push((key.commodity(), value));
            if std::ptr::eq(of, panel) {
                largest.push((value, row));
            }
        }
    }
    largest.sort_by_key(|(value, row)| (std::cmp::Reverse(*value), *row));
    let money = |mantissa: i128| shown(mantissa, panel.places());

    let mut table = new_table(["reporter", "flow", "partner", "period", "all goods", "which is"]);
    for ((reporter, flow, _, partner, period), goods) in pairs.iter().take(12) {
        let (total, how) = all_goods(goods);
        table.add_row([
            reporter.to_string(),
            flow.to_string(),
            partner.to_string(),
            period.to_string(),
            money(total),
            how.to_owned(),
        ]);
    }
    println!("{table}");
    if pairs.len() > 12 {
        println!("  and {} pairs and periods more", pairs.len() - 12);
    }

    let mut table = new_table(["largest flows, totals left out", "period", "value", "quantity"]);
    for (value, row) in largest.iter().take(10) {
        let Some((key, period)) = panel.key(*row) else { continue };
        let quantity = panel.quantity(*row).map(|(number, unit)| {
            format!(
                "{} {}",
                number.normalize(),
                unit.map(|unit| unit.to_string()).unwrap_or_default()
            )
        });
        table.add_row([
            key.to_string(),
            period.to_string(),
            money(i128::from(*value)),
            quantity.unwrap_or_default(),
        ]);
    }
    println!("{table}");
}

/// The row of all goods, if it is there; else the sum of the goods that no other one holds.
fn all_goods(goods: &[(Commodity, i64)]) -> (i128, &'static str) {
    if let Some((_, value)) = goods.iter().find(|(good, _)| *good == Commodity::TOTAL) {
        return (i128::from(*value), "as reported");
    }
    let there = |good: &Commodity| goods.iter().any(|(other, _)| other == good);
    let is_held = |good: &Commodity| {
        std::iter::successors(good.parent(), Commodity::parent).any(|wider| there(&wider))
    };
    let listed =
        goods.iter().filter(|(good, _)| !is_held(good)).map(|(_, value)| i128::from(*value));
    (listed.sum(), "the sum of what is listed")
}

fn new_table<const N: usize>(names: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(names);
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// `1234567.891`, thousands apart.
fn shown(mantissa: i128, places: u8) -> String {
    let unit = 10_i128.pow(u32::from(places));
    let digits = (mantissa / unit).unsigned_abs().to_string();
    let mut text = if mantissa < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    let rest = (mantissa % unit).unsigned_abs();
    if rest > 0 {
        text.push_str(
            format!(".{rest:0width$}", width = usize::from(places)).trim_end_matches('0'),
        );
    }
    text
}

/// Without a file: total and parts of one flow, which a plain sum would count twice.
fn own_example() -> Result<(), Error> {
    let file = "period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,primaryValue\n\
                2015,156,M,842,0,H4,8542,C00,0,1300.5\n\
                2015,156,M,842,56,H4,8542,C00,0,300.5\n\
                2015,156,M,842,842,H4,8542,C00,0,1000\n";
    let opened = Reader::new().read(file.as_bytes(), "made up.csv")?;
    show(&opened);
    let account = &opened.account;
    assert_eq!((account.rows(), account.accepted(), account.set_aside_rows()), (3, 1, 2));
    let panel = opened.panel()?;
    assert_eq!(panel.value(0).map(|value| value.to_string()), Some("1300.5".to_owned()));
    println!("Checked: the total is 1300.5 once, not 2601 with its parts.");
    Ok(())
}
