//! Growth of a commodity across 2021/2022, when the Harmonized System changed: by plain codes, by
//! conversion and by groups of codes, and why they differ.
//!
//! `cargo run --release --example hs_editions`; of a file whose codes name their edition, such as
//! one of UN Comtrade or BACI, with `-- --file FILE --code 851712 --without H6:8549`.
//!
//! Figures, read in public repositories: general imports of the United States from the World (US
//! Census Bureau, `GEN_VAL_YR` of December; `docs/07_assumptions_limitations.md`, section 6.1, in
//! akashok1/semiconductor-rare-earth-supply-chain-risk, commit 323750d); exports of India to the
//! World (DGCI&S, MEIDB, twelve months from April on, when India changes its list, added up;
//! `b1_code_detail.csv` in nandanlunawat/pli-export-trajectory-analysis, commit 7a8c7de).

use bilateral::area::{IND, USA, WORLD};
use bilateral::concordance::{CodeConversion, CodeTable};
use bilateral::number::{Decimal, decimal};
use bilateral::panel::PanelBuilder;
use bilateral::unit::USD;
use bilateral::{Commodity, Error, Key, Money, Period, Rounding, Series, read};
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
        let codes: Result<Vec<Commodity>, Error> =
            without.iter().map(|code| code.parse()).collect();
        return of_file(&path, &code, &table.without(&codes?)?);
    }
    semiconductors(&table)?;
    phones(&table)
}

/// A code that became two: by the table of the UN, and by one that says so.
fn semiconductors(table: &CodeTable) -> Result<(), Error> {
    let imports = Key::imports(USA).from(WORLD);
    let years = [Period::year(2021), Period::year(2022)];
    let mut rows = PanelBuilder::new(USD.one(), 0)?;
    rows.push(imports.of("H5:854150".parse()?), years[0], 825_916_060.into())?;
    rows.push(imports.of("H6:854151".parse()?), years[1], 24_800_504.into())?;
    rows.push(imports.of("H6:854159".parse()?), years[1], 795_140_052.into())?;
    let panel = rows.build()?;
    println!("Other semiconductor devices, imports of the United States: 854150 became two codes");
    line("854150 by plain code", "825,916,060", "no row");

    let equal = panel.converted(&CodeConversion::equal(table))?.into_panel();
    let count = equal.view_of(1..2)?.len(); // rows of 2022
    line("converted, equal weights", "825,916,060", &format!("in {count} codes, none 854150"));
    let preferred = panel.converted(&CodeConversion::preferred(table)?)?.into_panel();
    let all = preferred.amount(&imports.of("H5:851712".parse()?), years[1])?; // mobile phones
    line("converted, preferred by UNSD", "825,916,060", "all in 851712");

    let pairs = [("854151", "854150"), ("854159", "854150")];
    let own = CodeTable::new(CodeTable::from(table), table.to(), pairs)?;
    let by_group = panel.to_groups(&own.groups())?.into_panel();
    let series = by_group.series(&imports.of("H6:854151".parse()?))?;
    let growth = series.growth(years[1])?.percent(1).to_string();
    let sum = series.amount(years[1])?.amount().value();
    line("group of a table of our own", "825,916,060", &format!("{sum}: {growth}"));
    println!(
        "The new codes took in transducers of {count} old ones, and the UN's table sends them \
         there,\nnot to 854150, which they continue. Trade fell by 0.7 %, the code by 100 %.\n"
    );
    // 24,800,504 + 795,140,052 = 819,940,556, and that / 825,916,060 = 0.99276 (two digits more).
    assert_eq!((sum, all.value(), count), (decimal("819940556"), sum, 157));
    assert_eq!(growth, "-0.7 %");
    Ok(())
}

/// A code that ended within a year of the office: some figures are still under it.
fn phones(table: &CodeTable) -> Result<(), Error> {
    let (before, after) = ("2021-04/2022-03", "2022-04/2023-03");
    let figures = [
        ("H5:851711", before, "101.89"),
        ("H5:851712", before, "4777.24"),
        ("H5:851718", before, "751.40"),
        ("H6:851711", after, "22.79"),
        ("H5:851712", after, "153.54"), // April, before the change
        ("H6:851713", after, "10955.21"),
        ("H6:851714", after, "15.37"),
        ("H6:851718", after, "44.16"),
    ];
    // These tie hundreds of codes: waste, displays, parts of them, transducers.
    let out = ["H6:8549", "H6:8524", "H6:8529", "H6:854151", "H6:854159"].map(str::parse);
    let groups = table.without(&out.into_iter().collect::<Result<Vec<_>, _>>()?)?.groups();
    let group = groups.of("H5:851712".parse()?).map(|group| group.label());
    let is_phone = |good: Commodity| groups.of(good).map(|group| group.label()) == group;
    let series = |keep: &dyn Fn(Commodity) -> bool| -> Result<Series<Money>, Error> {
        let mut series = Series::new(Key::exports(IND).to(WORLD), USD.million());
        for span in [before, after] {
            let mut sum = Decimal::ZERO;
            for (code, _, value) in figures.into_iter().filter(|(_, when, _)| *when == span) {
                sum += if keep(code.parse()?) { decimal(value) } else { Decimal::ZERO };
            }
            series = series.with(span, &sum.to_string())?;
        }
        Ok(series)
    };
    println!("Phones, exports of India, million US$, years from April to March");
    let mut rates = Vec::new();
    for (name, series) in [
        ("851712 by plain code", series(&|good| good.code() == "851712")?),
        ("group {851712, 851713, 851714}", series(&is_phone)?),
        ("all of 8517.1", series(&|_| true)?),
    ] {
        let level = |span: &str| Ok::<_, Error>(series.amount(span.parse()?)?.amount().value());
        let rate = series.growth(after.parse()?)?.percent(1).to_string();
        line(name, &level(before)?.to_string(), &format!("{}: {rate}", level(after)?));
        rates.push(rate);
    }
    println!(
        "The code ended in April 2022, its goods did not: the group follows them. All phones grew \
         by less,\nfor 751 of the first year stood under 851718 and 44 of the second: look at the \
         level above, too."
    );
    // 153.54 / 4777.24 = 0.0321; 11,124.12 / 4777.24 = 2.3286; 11,191.07 / 5630.53 = 1.9876.
    assert_eq!(rates, ["-96.8 %", "+132.9 %", "+98.8 %"]);
    Ok(())
}

fn line(name: &str, before: &str, after: &str) {
    println!("  {name:<32} {before:>12}  {after}");
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
