//! "China says it bought goods of 58.9 billion dollars from Russia, Russia says it sold 56.0. Which
//! is it, and why?"
//!
//! `cargo run --release --example mirror -- --svg both_sides.svg` (without a name the picture goes
//! into the target folder)
//!
//! `cargo run --release --example mirror -- --file comtrade.csv --exporter DEU --importer POL
//! --margin 0.05` reads the reports of both sides from a file of UN Comtrade, or any other file
//! that the crate reads and that has both.
//!
//! Without a file: the reports of China and Russia to UN Comtrade that ship with the crate.

use bilateral::area::{CHN, RUS};
use bilateral::commodity::Commodity;
use bilateral::mirror::{self, Asymmetry, Flows, GapTerm, Margin, Mirror, Reconciliation, Rule};
use bilateral::number::parse_decimal;
use bilateral::{
    Area, Error, Key, Money, Period, Ratio, Releases, Rounding, Series, published, read,
};
use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use std::path::PathBuf;

#[path = "mirror/picture.rs"]
mod picture;

/// The two reports of one flow, side by side, with the gap taken apart.
#[derive(Parser)]
struct Options {
    /// A file with the reports of both sides.
    #[arg(long)]
    file: Option<PathBuf>,
    /// Who sells, as three letters.
    #[arg(long, default_value = "RUS")]
    exporter: Area,
    /// Who buys.
    #[arg(long, default_value = "CHN")]
    importer: Area,
    /// Of what: TOTAL, HS:27.
    #[arg(long, default_value = "TOTAL")]
    commodity: Commodity,
    /// Freight and insurance as a share of the value FOB.
    #[arg(long, default_value = "0.06")]
    margin: String,
    /// Where the picture goes.
    #[arg(long, default_value = "target/both_sides.svg")]
    svg: PathBuf,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let margin = Margin::fixed(parse_decimal(&options.margin)?)?;
    if let Some(file) = &options.file {
        let panel = read::open(file)?.panel()?;
        let side = |key: Key| panel.series(&key.of(options.commodity));
        let (exporter, importer) = (options.exporter, options.importer);
        let sold = side(Key::exports(exporter).to(importer))?;
        let bought = side(Key::imports(importer).from(exporter))?;
        let both = mirror::of(&sold, &bought)?;
        println!("{}\n", years(&both, &margin)?);
        picture::draw(&options.svg, &[&both], "as in the file")?;
        println!("The picture: {}", options.svg.display());
        return Ok(());
    }

    let releases = published::china_russia_both_sides()?;
    let goods = both_sides(&releases, RUS, CHN, Commodity::TOTAL)?;
    let back = both_sides(&releases, CHN, RUS, Commodity::TOTAL)?;
    for both in [&goods, &back] {
        println!("{}\n", years(both, &margin)?);
    }
    println!("{}\n", apart(&releases, &goods, &margin)?);
    println!("{}\n", one_value(&goods, &margin)?);
    picture::draw(&options.svg, &[&goods, &back], "UN Comtrade, as seen on 2022-11-05")?;
    println!("The picture: {}", options.svg.display());
    check(&goods, &back, &releases)
}

fn both_sides(
    releases: &Releases,
    exporter: Area,
    importer: Area,
    commodity: Commodity,
) -> Result<Mirror<Money>, Error> {
    let side = |key: Key| -> Result<Series<Money>, Error> {
        Ok(releases.series(key.of(commodity))?.latest())
    };
    let sold = side(Key::exports(exporter).to(importer))?;
    let bought = side(Key::imports(importer).from(exporter))?;
    mirror::of(&sold, &bought)
}

/// Billions to three places.
fn billions(value: &Ratio, both: &Mirror<Money>) -> String {
    let unit = both.unit();
    let value = unit.ratio_to(unit.currency().billion()).map(|factor| value * &factor);
    value.map_or_else(
        |error| error.to_string(),
        |value| value.round(3, Rounding::HalfEven).to_string(),
    )
}

/// Year by year: both reports, their gap, how much of it freight would be, and what is left.
fn years(both: &Mirror<Money>, margin: &Margin) -> Result<String, Error> {
    let (exporter, importer) = (both.exports().reporter(), both.imports().reporter());
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header([
        "".to_owned(),
        format!("{exporter} sold"),
        format!("{importer} bought"),
        "gap".to_owned(),
        format!("of what {exporter} sold"),
        "freight".to_owned(),
        "left".to_owned(),
    ]);
    for reports in both.reports() {
        let mut row = vec![reports.period().to_string()];
        let pair = *reports.pair();
        row.extend([pair.exported, pair.imported].map(|value| {
            value.map_or_else(|| "no report".to_owned(), |value| billions(&value.into(), both))
        }));
        if let Ok(gap) = reports.asymmetry() {
            let apart = Flows::new([pair])?.decompose(margin)?;
            let term =
                |term| apart.term(term).map_or_else(String::new, |amount| billions(amount, both));
            row.push(billions(&gap.difference(), both));
            row.push(
                gap.relative_to_exporter().map_or_else(
                    |reason| reason.to_string(),
                    |rate| format!("{:+}", rate.percent(2)),
                ),
            );
            row.extend([term(GapTerm::Valuation), term(GapTerm::Residual)]);
        }
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let title = format!("Goods from {exporter:#} to {importer:#}, {}", unit(both));
    Ok(format!("{title}; freight by a {margin}\n{table}"))
}

fn unit(both: &Mirror<Money>) -> String {
    both.unit().currency().billion().to_string()
}

/// The gap of 2017 by product: fuels, wood, and what only the totals hold.
fn apart(releases: &Releases, goods: &Mirror<Money>, margin: &Margin) -> Result<String, Error> {
    let year = Period::year(2017);
    let mut products = Vec::new();
    for code in ["HS:27", "HS:44"] {
        let both = both_sides(releases, RUS, CHN, code.parse()?)?;
        products.push(*both.at(year)?.pair());
    }
    let products = Flows::new(products)?;
    let mut text = "Why, in 2017 from Russia to China, billion US$?\n".to_owned();
    for (code, gap) in products.decompose(margin)?.products() {
        let name = if code.code() == "27" { "fuels" } else { "wood" };
        let term = |term| gap.term(term).map_or_else(String::new, |amount| billions(amount, goods));
        text.push_str(&format!(
            "  {name:<6} gap {:>6} = freight {} + left {}\n",
            billions(&gap.difference(), goods),
            term(GapTerm::Valuation),
            term(GapTerm::Residual)
        ));
    }
    let whole = products.decompose_total(goods.at(year)?.pair(), margin)?;
    let rest = whole.term(GapTerm::OnlyInTotal);
    let rest = rest.map_or_else(String::new, |amount| billions(amount, goods));
    text.push_str(&format!(
        "  all    gap {:>6}, of which {rest} in all other goods: there Russia reports more than China\n",
        billions(&whole.difference(), goods)
    ));
    text.push_str(
        "Not known, hence no term and not zero: re-exports of hubs, confidential goods. ",
    );
    text.push_str("Whoever has figures of\nthem gives them: GapDecomposition::with_re_exports, with_confidential.");
    Ok(text)
}

/// One figure for 2018, by rules that people use, with what each does.
fn one_value(goods: &Mirror<Money>, margin: &Margin) -> Result<String, Error> {
    let pair = *goods.at(Period::year(2018))?.pair();
    let mut text = "One figure for 2018, FOB, billion US$, by rule:".to_owned();
    for rule in [Rule::Exporter, Rule::Importer, Rule::Mean] {
        let name = rule.to_string();
        let value = Reconciliation::by(rule).taking(margin.clone()).of(&pair)?;
        text.push_str(&format!("\n  {name:<22} {}", billions(&value.value, goods)));
    }
    Ok(text)
}

/// The list of relative gaps of 2018, worked out by hand from the four figures, and a sum that must
/// come out.
fn check(
    goods: &Mirror<Money>,
    back: &Mirror<Money>,
    releases: &Releases,
) -> Result<(), Box<dyn std::error::Error>> {
    let year = Period::year(2018);
    let gap = |both: &Mirror<Money>| -> Result<String, Error> {
        let gap: Asymmetry = both.at(year)?.asymmetry()?;
        Ok(format!("{:+}", gap.relative_to_exporter()?.percent(2)))
    };
    // 58,886,549,221 / 56,019,903,783 and 52,217,637,368 / 48,005,202,953
    assert_eq!((gap(goods)?.as_str(), gap(back)?.as_str()), ("+5.12 %", "+8.77 %"));
    let fuels = both_sides(releases, RUS, CHN, "HS:27".parse()?)?;
    let fuels = Flows::new([*fuels.at(Period::year(2017))?.pair()])?;
    let apart = fuels.decompose(&Margin::imf())?;
    let sum: Ratio = apart.terms().iter().map(|(_, amount)| amount.clone()).sum();
    assert_eq!((sum, apart.difference().to_string().as_str()), (apart.difference(), "2185973560"));
    println!("Checked: the gaps of 2018 are +5.12 % and +8.77 %, and the terms of 2017 add up.");
    Ok(())
}
