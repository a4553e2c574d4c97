//! A newsroom's tool: checks a file of statements against published figures and prints a verdict for each.
//!
//! `cargo run --release --example claims -- claims.csv`
//! `cargo run --release --example claims -- claims.csv --releases releases.csv`
//!
//! Without a file it checks three statements of the news report of 24 May 2023. The columns it reads: `claim_id`,
//! `reporter`, `partner`, `metric` (`trade_value`, `growth`, `growth_mom`, `share`), `flow` (`total`, `export`, `import`),
//! `period_start`, `period_end` (days), `value`, `unit` (`USD bn`, `percent`), `hedge`, `direction`, `said_on`. Others are
//! left aside. Each claim is judged by what was known on the day it was made, and by what is known today.

use bilateral::area::WORLD;
use bilateral::claim::{Claim, Judgement, Verdict};
use bilateral::number::parse_decimal;
use bilateral::unit::USD;
use bilateral::{Error, Figure, Flow, Hedge, Key, Period, PublicationDate, Releases, published};
use clap::Parser;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Parser)]
struct Arguments {
    /// A CSV of claims
    claims: Option<PathBuf>,
    /// A CSV of releases instead of the figures that ship with the crate
    #[arg(long)]
    releases: Option<PathBuf>,
}

type Row = BTreeMap<String, String>;

const REPORT: &str = "\
claim_id,reporter,partner,metric,flow,period_start,period_end,value,unit,hedge,direction,said_on
S01,CHN,RUS,trade_value,total,2022-01-01,2022-12-31,190,USD bn,record,level,2023-05-24
S02,CHN,RUS,trade_value,total,2023-01-01,2023-04-30,70,USD bn,at least,level,2023-05-24
S03,CHN,RUS,growth,total,2023-01-01,2023-04-30,40,percent,more than,increase,2023-05-24
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let releases = match &arguments.releases {
        Some(path) => Releases::from_file(path)?.complete()?,
        None => published::china_russia()?.and(published::china_russia_yuan()?).and(published::russia_china()?),
    };
    let text = match &arguments.claims {
        Some(path) => std::fs::read_to_string(path)?,
        None => REPORT.to_owned(),
    };
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Row> = file.deserialize().collect::<Result<_, _>>()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        let id = row.get("claim_id").map_or("?", String::as_str);
        let (verdict, text) = match judge(row, &releases) {
            Ok((then, today)) if then.verdict() == today.verdict() => (then.verdict(), indent(&then)),
            Ok((then, today)) => (
                today.verdict(),
                format!("on the day it was made: {}\n  as known today: {}", indent(&then), indent(&today)),
            ),
            Err(reason) => (Verdict::Undecided, format!("cannot be decided: {reason}")),
        };
        println!("{id}  {text}");
        *counts.entry(verdict.to_string()).or_default() += 1;
    }
    println!("\n{} claims: {counts:?}", rows.len());

    assert_eq!(counts.values().sum::<usize>(), rows.len(), "every claim has a verdict");
    if arguments.claims.is_none() {
        assert_eq!(counts.get("supported"), Some(&3), "the report of 24 May 2023 is borne out");
    }
    Ok(())
}

fn indent(judgement: &Judgement) -> String {
    judgement.to_string().replace('\n', "\n  ")
}

fn judge(row: &Row, releases: &Releases) -> Result<(Judgement, Judgement), String> {
    let claim = read(row)?;
    let said: PublicationDate = cell(row, "said_on").parse().map_err(|error| first_line(&error))?;
    let then = claim.check(releases, said.known_from()).map_err(|error| first_line(&error))?;
    Ok((then, claim.check_latest(releases).map_err(|error| first_line(&error))?))
}

fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn first_line(error: &Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

fn read(row: &Row) -> Result<Claim, String> {
    let fail = |error: Error| first_line(&error);
    let (reporter, partner) =
        (cell(row, "reporter").parse().map_err(fail)?, cell(row, "partner").parse().map_err(fail)?);
    let flow = match cell(row, "flow") {
        "total" => Flow::Trade,
        other => other.parse().map_err(fail)?,
    };
    let key = Key::new(flow, reporter, partner);
    let month = |column: &str| cell(row, column).get(..7).unwrap_or("").parse().map_err(fail);
    let period = Period::try_from_to(month("period_start")?, month("period_end")?).map_err(fail)?;
    let value = parse_decimal(cell(row, "value")).map_err(fail);
    let hedge = hedge(cell(row, "hedge"), cell(row, "direction"));
    let figure = || Ok::<Figure, String>(Figure::hedged(value.clone()?, hedge));
    match (cell(row, "metric"), cell(row, "unit")) {
        ("trade_value", "USD bn") if cell(row, "direction") == "extreme" => {
            // "Highest since" a month: of all months after it.
            let since = cell(row, "hedge").rsplit_once("since ").map_or("", |(_, since)| since);
            let (name, year) = since.split_once(' ').unwrap_or((since, ""));
            let first = format!("{} {year}", name.get(..3).unwrap_or("")).parse::<bilateral::Month>().map_err(fail)?;
            let scope = Period::try_from_to(first.plus(1).map_err(fail)?, period.last()).map_err(fail)?;
            Ok(Claim::record(key, period, Some(scope)))
        }
        ("trade_value" | "target", "USD bn") => Ok(Claim::level(key, period, figure()?, USD.billion())),
        ("growth", "percent") if period.months_count() > 12 && period.months_count().is_multiple_of(12) => {
            // From the first year of the span to its last.
            let year = |month: bilateral::Month| Period::try_year(month.year()).map_err(fail);
            Ok(Claim::growth_on(key, year(period.last())?, figure()?, year(period.first())?))
        }
        ("growth", "percent") => Claim::growth(key, period, figure()?).map_err(fail),
        ("growth_mom", "percent") => Ok(Claim::growth_on(key, period, figure()?, period.steps(-1).map_err(fail)?)),
        ("share", "percent") => Ok(Claim::share(key, period, figure()?, Key::new(flow, reporter, WORLD))),
        (metric, _) if metric.contains("quantity") || metric.contains("energy") || metric == "rank" => {
            Err("no energy figures loaded".to_owned())
        }
        (metric, unit) => Err(format!("the tool does not read {metric} in {unit}")),
    }
}

/// The hedges of the crate, and what press reports write for them. A forecast in other words ("could", "confident") is one
/// of reaching the number; other words leave the number as printed.
fn hedge(words: &str, direction: &str) -> Hedge {
    match (words, Hedge::from_words(words)) {
        (_, Ok(hedge)) if !words.is_empty() => hedge,
        ("exceed" | "exceeds", _) => Hedge::MoreThan,
        (words, _) if words.starts_with("has reached") || direction == "forecast" => Hedge::AtLeast,
        _ => Hedge::Rounded,
    }
}
