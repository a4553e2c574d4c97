//! Growth of a commodity across 2021/2022, when the Harmonized System changed: by plain codes, by
//! conversion and by groups of codes, and why they differ.
//!
//! `cargo run --release --example hs_editions`; of a file whose codes name their edition (UN
//! Comtrade, BACI) with `-- --file FILE --code 851712 --without H6:8549`.
//!
//! Figures, read in public repositories: general imports of the United States from the World (US
//! Census Bureau, `GEN_VAL_YR` of December; `docs/07_assumptions_limitations.md`, section 6.1, in
//! akashok1/semiconductor-rare-earth-supply-chain-risk, commit 323750d); exports of India to the
//! World (DGCI&S, MEIDB, twelve months from April on, when India changes its list, added up;
//! `b1_code_detail.csv` in nandanlunawat/pli-export-trajectory-analysis, commit 7a8c7de).

use bilateral::area::{IND, USA, WORLD};
use bilateral::concordance::{CodeConversion, CodeTable};
use bilateral::number::{Decimal, decimal};
use bilateral::{Commodity, Error, Key, Money, Period, Rounding, Series, panel, read, unit::USD};
use clap::Parser;
use std::path::{Path, PathBuf};

#[derive(Parser)]
struct Arguments {
    /// A file of a statistical office instead of the figures in this program
    #[arg(long)]
    file: Option<PathBuf>,
    /// The code to follow, in either edition
    #[arg(long, default_value = "851712")]
    code: String,
    /// Codes to leave out of the table since they tie too many others, as H6:8549,H6:8524
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
}

fn main() -> Result<(), Error> {
    let Arguments { file, code, without } = Arguments::parse();
    let table = CodeTable::between("H6".parse()?, "H5".parse()?)?;
    if let Some(path) = file {
        let out: Result<Vec<Commodity>, _> = without.iter().map(|code| code.parse()).collect();
        return of_file(&path, &code, &table.without(&out?)?);
    }
    semiconductors(&table)?;
    phones(&table)
}

/// A code that became two: by the table of the UN, and by one that says so.
fn semiconductors(table: &CodeTable) -> Result<(), Error> {
    let imports = Key::imports(USA).from(WORLD);
    let [first, year] = [2021, 2022].map(Period::year);
    let mut rows = panel::PanelBuilder::new(USD.one(), 0)?;
    rows.push(imports.of("H5:854150".parse()?), first, 825_916_060.into())?;
    rows.push(imports.of("H6:854151".parse()?), year, 24_800_504.into())?;
    rows.push(imports.of("H6:854159".parse()?), year, 795_140_052.into())?;
    let panel = rows.build()?;
    println!("Other semiconductor devices, imports of the United States: 854150 became two codes");
    line("US$", ["2021", "2022"], "growth");
    let old = "825,916,060";
    line("854150 by plain code", [old, "none"], "-100 %");
    let equal = panel.converted(&CodeConversion::equal(table))?.into_panel();
    let count = equal.view_of(1..2)?.len(); // rows of 2022
    let preferred = panel.converted(&CodeConversion::preferred(table)?)?.into_panel();
    let all = preferred.amount(&imports.of("H5:851712".parse()?), year)?; // mobile phones
    let note = format!("-100 %, all in {count} other codes");
    line("new year converted to old codes, equally", [old, "none"], &note);
    line("new year converted to old codes, by UNSD", [old, "none"], "-100 %, all in 851712");
    println!("The new codes took in transducers of {count} old ones. The UN's table sends them");
    println!("there, not to 854150, which they continue. So we take a table of our own:");
    let pairs = [("854151", "854150"), ("854159", "854150")];
    let own = CodeTable::new(CodeTable::from(table), table.to(), pairs)?;
    let by_group = panel.to_groups(&own.groups())?.into_panel();
    let series = by_group.series(&imports.of("H6:854151".parse()?))?;
    let growth = series.growth(year)?.percent(1).to_string();
    let sum = series.amount(year)?.amount().value();
    line("group {854150, 854151, 854159}", [old, &commas(sum)], &format!("{growth}\n"));
    // 24,800,504 + 795,140,052 = 819,940,556, and that / 825,916,060 = 0.99276 (two digits more).
    let found = (sum, all.value(), count, growth.as_str());
    assert_eq!(found, (decimal("819940556"), sum, 157, "-0.7 %"));
    Ok(())
}

/// A code that ended within a year of the office: some figures are still under it.
fn phones(table: &CodeTable) -> Result<(), Error> {
    let (before, after) = ("2021-04/2022-03", "2022-04/2023-03");
    let old = [("H5:851711", "101.89"), ("H5:851712", "4777.24"), ("H5:851718", "751.40")];
    let april = [("H5:851712", "153.54")]; // before the change
    let phones = [("H6:851711", "22.79"), ("H6:851713", "10955.21"), ("H6:851714", "15.37")];
    let new = [&april[..], &phones, &[("H6:851718", "44.16")]].concat();
    // These tie hundreds of codes: waste, displays, parts of them, transducers.
    let out = ["H6:8549", "H6:8524", "H6:8529", "H6:854151", "H6:854159"].map(str::parse);
    let groups = table.without(&out.into_iter().collect::<Result<Vec<_>, _>>()?)?.groups();
    let label = |good: &str| Some(groups.of(good.parse().ok()?)?.label());
    let is_phone = |good: &str| label(good) == label("H5:851712");
    let series = |keep: &dyn Fn(&str) -> bool| -> Result<Series<Money>, Error> {
        let sum = |figures: &[(&str, &str)]| {
            let kept = figures.iter().filter(|(good, _)| keep(good));
            kept.map(|(_, value)| decimal(value)).sum::<Decimal>().to_string()
        };
        let series = Series::new(Key::exports(IND).to(WORLD), USD.million());
        series.with(before, &sum(&old))?.with(after, &sum(&new))
    };
    println!("Phones, exports of India, years from April to March");
    line("million US$", ["2021/22", "2022/23"], "growth");
    let mut rates = Vec::new();
    for (name, series) in [
        ("851712 by plain code", series(&|good| good.ends_with("851712"))?),
        ("group {851712, 851713, 851714}", series(&is_phone)?),
        ("all of 8517.1", series(&|_| true)?),
    ] {
        let amount = |span: &str| series.amount(span.parse()?);
        let levels = [amount(before)?, amount(after)?].map(|it| commas(it.amount().value()));
        let rate = series.growth(after.parse()?)?.percent(1).to_string();
        line(name, levels.each_ref().map(String::as_str), &rate);
        rates.push(rate);
    }
    println!("The code ended in April 2022, its goods did not: the group follows them. All phones");
    println!("grew by less, for 851718 held 751 of them before and 44 after: look at 8517.1, too.");
    // 153.54 / 4777.24 = 0.0321; 11,124.12 / 4777.24 = 2.3286; 11,191.07 / 5630.53 = 1.9876.
    assert_eq!(rates, ["-96.8 %", "+132.9 %", "+98.8 %"]);
    Ok(())
}

fn line(name: &str, [before, after]: [&str; 2], growth: &str) {
    println!("  {name:<43} {before:>12} {after:>12}  {growth}");
}

/// A positive number with a comma before every three digits of its whole part.
fn commas(value: Decimal) -> String {
    let text = value.to_string();
    let whole = text.find('.').unwrap_or(text.len());
    let mark = |at: usize| at > 0 && at < whole && (whole - at).is_multiple_of(3);
    let digits = text.char_indices();
    digits.map(|(at, c)| if mark(at) { format!(",{c}") } else { c.to_string() }).collect()
}

/// Every row of the code in a file, by plain codes and by groups.
fn of_file(path: &Path, code: &str, table: &CodeTable) -> Result<(), Error> {
    let panel = read::open(path)?.panel()?;
    let goods = [Commodity::new(CodeTable::from(table), code)?, Commodity::new(table.to(), code)?];
    let groups = table.groups();
    let grouped = panel.to_groups(&groups)?;
    println!("{grouped}");
    let group = goods.iter().find_map(|good| groups.of(*good));
    let label = group.map(|group| group.label());
    println!("The group: {}", group.map_or("none".to_owned(), ToString::to_string));
    for (panel, goods) in [(&panel, &goods[..]), (grouped.panel(), label.as_slice())] {
        let rows = panel.filter(|key, _| goods.contains(&key.commodity()))?;
        for rows in [Some(&rows), rows.reported()].into_iter().flatten() {
            rows.growth(4, Rounding::HalfEven)?.table().write_csv(std::io::stdout())?;
        }
    }
    Ok(())
}
