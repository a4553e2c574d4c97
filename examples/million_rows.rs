//! A few million rows, five questions: who are the largest partners, what grows fastest, where are
//! the deficits, how concentrated is trade, who has an advantage in what?
//!
//! `cargo run --release --example million_rows [-- --rows 3000000]`. The rows are made up, from a
//! fixed generator.

use bilateral::area::AreaKind;
use bilateral::panel::{Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Error, Flow, Key, Period, Ratio, Rounding};
use clap::Parser;
use comfy_table::Table;
use indicatif::{ProgressBar, ProgressStyle};

#[derive(Parser)]
struct Options {
    /// How many rows to make.
    #[arg(long, default_value_t = 3_000_000)]
    rows: u64,
}

const COUNTRIES: usize = 120;

fn main() -> Result<(), Error> {
    let panel = build(Options::parse().rows)?;
    let (year, china) = (Period::year(2023), "CHN".parse::<Area>()?);
    println!(
        "{} rows, {} areas, {} commodities\n",
        panel.len(),
        panel.areas().len(),
        panel.commodities().len()
    );

    println!("The largest partners of {} by exports in {year}", china.name());
    let totals = panel.sums(Flow::Export)?;
    let all = totals.iter().filter(|total| total.key.reporter() == china && total.period == year);
    let whole: i128 = all.clone().map(|total| total.mantissa).sum();
    let ranks = panel.partner_ranks(Flow::Export)?;
    let mut ranked: Vec<_> =
        totals.iter().zip(ranks).filter_map(|(total, rank)| Some((total, rank?))).collect();
    ranked.retain(|(total, rank)| {
        total.key.reporter() == china && total.period == year && *rank <= 5
    });
    ranked.sort_by_key(|(_, rank)| *rank);
    show(
        ["rank", "partner", "million US$", "share"],
        ranked.iter().map(|(total, rank)| {
            let share = Ratio::new(total.mantissa, whole).map(|share| share.percent(1).to_string());
            [
                rank.to_string(),
                total.key.partner().name().to_owned(),
                millions(&panel, total.mantissa),
                share.unwrap_or_default(),
            ]
        }),
    );

    let partner = ranked[0].0.key.partner();
    println!("What grows fastest there, of goods worth 10 million US$ and more");
    let growth = panel.growth(6, Rounding::HalfEven)?;
    let mut rows: Vec<usize> =
        (0..panel.len()).filter(|row| panel.mantissas()[*row] >= 10_000_000).collect();
    rows.retain(|row| {
        growth.growth(*row).is_ok()
            && panel.key(*row).is_some_and(|(key, period)| {
                key.reporter() == china && key.partner() == partner && period == year
            })
    });
    rows.sort_by_key(|row| std::cmp::Reverse(growth.growths().mantissa(*row).unwrap_or(0)));
    show(
        ["commodity", "million US$", "growth", ""],
        rows.iter().take(5).filter_map(|row| {
            let percent =
                Ratio::new(growth.growths().mantissa(*row).ok()?, 1_000_000).ok()?.percent(1);
            Some([
                panel.key(*row)?.0.commodity().to_string(),
                millions(&panel, panel.mantissas()[*row].into()),
                format!("{percent:+}"),
                String::new(),
            ])
        }),
    );

    println!("The largest imbalances in {year}");
    // Every country reports, and what is absent is no trade.
    let mut pairs: Vec<_> =
        panel.pairs(Flow::Export)?.into_iter().map(|pair| pair.or_no_trade()).collect();
    pairs.retain(|pair| pair.period == year);
    let balance = |pair: &bilateral::bulk::PairRow| pair.balance_mantissa().unwrap_or_default();
    pairs.sort_by_key(|pair| std::cmp::Reverse(balance(pair).abs()));
    show(
        ["surplus of", "with", "million US$", ""],
        pairs.iter().take(5).map(|pair| {
            let (one, two) =
                if balance(pair) > 0 { (pair.one, pair.two) } else { (pair.two, pair.one) };
            [
                one.name().to_owned(),
                two.name().to_owned(),
                millions(&panel, balance(pair).abs()),
                String::new(),
            ]
        }),
    );

    let structure = panel.structure(Flow::Export, 9, Rounding::HalfEven)?;
    println!("The most concentrated exporters in {year} (sum of squared shares of commodities)");
    let mut countries: Vec<usize> = (0..structure.hhi_of_commodities().point().len()).collect();
    countries.retain(|row| structure.country(*row).is_some_and(|country| country.period == year));
    countries.sort_by_key(|row| {
        std::cmp::Reverse(structure.hhi_of_commodities().point().mantissa(*row).unwrap_or(0))
    });
    show(
        ["exporter", "by commodity", "by partner", "two-way trade"],
        countries.iter().take(5).filter_map(|row| {
            let number = |column: &bilateral::bulk::Column| {
                column.get(*row).map_or("-".to_owned(), |n| n.to_string())
            };
            let name = structure.country(*row)?.area.name().to_owned();
            Some([
                name,
                number(structure.hhi_of_commodities().point()),
                number(structure.hhi_of_partners().point()),
                number(structure.grubel_lloyd_of_mirror()),
            ])
        }),
    );

    println!("What {} has the clearest advantage in, {year}", china.name());
    let mut goods: Vec<usize> = (0..structure.rca().len()).collect();
    goods.retain(|row| {
        structure.advantage(*row).is_some_and(|a| a.area == china && a.period == year)
    });
    goods.sort_by_key(|row| std::cmp::Reverse(structure.rca().mantissa(*row).unwrap_or(0)));
    show(
        ["commodity", "million US$", "advantage", ""],
        goods.iter().take(5).filter_map(|row| {
            let about = structure.advantage(*row)?;
            Some([
                about.commodity.to_string(),
                millions(&panel, structure.exports().mantissa(*row).unwrap_or(0).into()),
                structure.rca().get(*row).ok()?.to_string(),
                String::new(),
            ])
        }),
    );

    // The answer is checked: what all report to all is the sum of all rows, and the two sides of
    // every pair hold it.
    let sum: i128 = panel.mantissas().iter().map(|value| i128::from(*value)).sum();
    assert_eq!(totals.iter().map(|total| total.mantissa).sum::<i128>(), sum);
    let both: Option<i128> =
        panel.pairs(Flow::Export)?.iter().map(|pair| pair.or_no_trade().total_mantissa()).sum();
    assert_eq!(both, Some(sum));
    assert_eq!(structure.total_exports(), sum);
    Ok(())
}

fn build(rows: u64) -> Result<Panel, Error> {
    let mut areas: Vec<Area> = Area::all()
        .filter(|area| area.kind() == AreaKind::Country && area.valid_to().is_none())
        .collect();
    // Areas that hold each other, as France with and without its islands, must not stand side by
    // side.
    let largest = [
        "CHN", "USA", "DEU", "JPN", "NLD", "KOR", "ITA", "FRA", "MEX", "CAN", "RUS", "GBR", "ARE",
        "SGP", "VNM", "IND",
    ];
    let mut apart: Vec<Area> = largest.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    areas.retain(|area| {
        area.iso3().is_some()
            && *area == Area::from_iso3(area.iso3().unwrap_or_default()).unwrap_or(*area)
    });
    for area in areas {
        if apart.len() < COUNTRIES && apart.iter().all(|other| !other.overlaps(area)) {
            apart.push(area);
        }
    }
    let commodities: Vec<Commodity> = (0..800)
        .map(|n| format!("H6:{:04}{:02}", 8401 + n / 20, 10 + n % 20).parse())
        .collect::<Result<_, _>>()?;

    let bar = ProgressBar::new(rows).with_style(
        ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} rows")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state >> 11) * u128::from(below)) >> 53) as u64
    };
    // Larger traders come first: the square makes small numbers frequent.
    let mut builder =
        PanelBuilder::new(USD.one(), 0)?.duplicates(bilateral::panel::Duplicates::Sum);
    for row in 0..rows {
        let mut skewed =
            |count: usize| (((next(1 << 20) * next(1 << 20)) >> 20) as usize * count) >> 20;
        let (reporter, partner, commodity) =
            (skewed(apart.len()), skewed(apart.len()), skewed(commodities.len()));
        let year = Period::year(2022 + i32::try_from(row % 2).unwrap_or(0));
        if reporter != partner {
            let value = (next(3_000) + 1) * (next(3_000) + 1);
            builder.push(
                Key::exports(apart[reporter]).to(apart[partner]).of(commodities[commodity]),
                year,
                value.into(),
            )?;
        }
        if row % 50_000 == 0 {
            bar.set_position(row);
        }
    }
    bar.finish_and_clear();
    builder.build()
}

fn millions(panel: &Panel, mantissa: i128) -> String {
    let last_places = 1_000_000 * 10_i128.pow(u32::from(panel.places()));
    let million = Ratio::new(mantissa, last_places);
    million.map_or_else(
        |reason| reason.to_string(),
        |value| value.round(1, Rounding::default()).to_string(),
    )
}

fn show(header: [&str; 4], rows: impl Iterator<Item = [String; 4]>) {
    let mut table = Table::new();
    let columns = header.iter().filter(|title| !title.is_empty()).count();
    table.set_header(&header[..columns]);
    rows.for_each(|row| {
        table.add_row(&row[..columns]);
    });
    println!("{table}\n");
}
