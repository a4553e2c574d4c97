//! A newsroom's tool: checks a file of statements against published figures, prints a verdict for
//! each, and says why one cannot be decided.
//!
//! `cargo run --release --example claims -- claims.csv`
//! `cargo run --release --example claims -- claims.csv --releases releases.csv --rates rates.csv`
//!
//! Without a file it checks statements of the news report of 24 May 2023 and some others. The
//! columns it reads; all but the first seven and `said_on` may be missing:
//!
//! | column | what it holds |
//! |---|---|
//! | `claim_id`, `reporter`, `partner`, `flow` | `flow` is `total`, `export` or `import` |
//! | `period_start`, `period_end`, `said_on` | days |
//! | `metric` | `trade_value`, `target`, `growth`, `growth_mom`, `share`, `balance`, `surplus`, `deficit`, `record`, `consecutive`, `rank` |
//! | `value` | a number; the place of a rank, the count of a streak |
//! | `unit` | `USD bn`, `CNY mn`, ..., `percent` |
//! | `currency` | the currency in which growth, a share, a record or a rank is meant |
//! | `hedge` | `more than`, `nearly`, `record`, ... |
//! | `direction` | `increase`, `decrease`, `level`, `forecast`, `extreme` |
//! | `among` | the partners of a rank, with blanks between them |
//! | `scope` | of a record: `ever`, `so far`, `since February 2022`, or a period |
//!
//! The file of rates has `one`, `costs`, `rate`, `period`: the average price of one currency in the
//! other. Each claim is judged by what was known on the day it was made, and by what is known
//! today.

use bilateral::area::WORLD;
use bilateral::claim::{Claim, Judgement, Scope, Streak, Verdict};
use bilateral::exchange::{ExchangeRate, RateKind};
use bilateral::number::parse_decimal;
use bilateral::unit::{Currency, MoneyUnit};
use bilateral::{
    Area, Error, Figure, Flow, Hedge, Key, Month, Period, PublicationDate, Releases, published,
};
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
    /// A CSV of average exchange rates, for ranks among figures in several currencies
    #[arg(long)]
    rates: Option<PathBuf>,
}

type Row = BTreeMap<String, String>;

const REPORT: &str = "\
claim_id,reporter,partner,metric,flow,period_start,period_end,value,unit,currency,hedge,direction,among,scope,said_on
S01,CHN,RUS,trade_value,total,2022-01-01,2022-12-31,190,USD bn,,record,level,,,2023-05-24
S02,CHN,RUS,trade_value,total,2023-01-01,2023-04-30,70,USD bn,,at least,level,,,2023-05-24
S03,CHN,RUS,growth,total,2023-01-01,2023-04-30,40,percent,,more than,increase,,,2023-05-24
B01,CHN,RUS,deficit,total,2023-01-01,2023-04-30,6,USD bn,,less than,level,,,2023-05-24
C01,CHN,RUS,growth,export,2024-01-01,2024-12-31,5,percent,CNY,,increase,,,2025-02-01
C02,CHN,RUS,growth,export,2024-01-01,2024-12-31,5,percent,USD,,increase,,,2025-02-01
F01,CHN,RUS,growth,total,2025-01-01,2025-12-31,6,percent,USD,more than,decrease,,,2026-02-20
H01,CHN,RUS,record,total,2022-01-01,2022-12-31,,,,,extreme,,since December 2014,2023-05-24
N01,CHN,RUS,consecutive,total,2024-01-01,2024-12-31,4,,,,increase,,,2025-02-01
K01,CHN,RUS,rank,total,2022-01-01,2022-12-31,1,,,,rank,JPN DEU,,2023-05-24
";

/// What is borne out by the figures that ship with the crate: 5 % was growth in yuan and not in
/// US$, and of Japan and Germany nothing is loaded.
const EXPECTED: [(&str, usize); 3] =
    [("cannot be decided", 1), ("contradicted", 1), ("supported", 8)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let releases = match &arguments.releases {
        Some(path) => Releases::from_file(path)?.complete()?,
        None => published::china_russia()?
            .and(published::china_russia_yuan()?)
            .and(published::russia_china()?),
    };
    let rates = match &arguments.rates {
        Some(path) => rows(&std::fs::read_to_string(path)?)?
            .iter()
            .map(rate)
            .collect::<Result<Vec<_>, String>>()?,
        None => Vec::new(),
    };
    let text = match &arguments.claims {
        Some(path) => std::fs::read_to_string(path)?,
        None => REPORT.to_owned(),
    };
    let rows = rows(&text)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut undecided = Vec::new();
    for row in &rows {
        let id = row.get("claim_id").map_or("?", String::as_str);
        let (verdict, text, why) = match judge(row, &releases, &rates) {
            Ok((then, today)) if then.verdict() == today.verdict() => {
                (then.verdict(), indent(&then), why(&then))
            }
            Ok((then, today)) => (
                today.verdict(),
                format!(
                    "on the day it was made: {}\n  as known today: {}",
                    indent(&then),
                    indent(&today)
                ),
                why(&today),
            ),
            Err(reason) => (Verdict::Undecided, format!("cannot be decided: {reason}"), reason),
        };
        println!("{id}  {text}");
        if verdict == Verdict::Undecided {
            undecided.push(format!("  {id}: {why}"));
        }
        *counts.entry(verdict.to_string()).or_default() += 1;
    }
    if !undecided.is_empty() {
        println!("\nNot decided, and why:\n{}", undecided.join("\n"));
    }
    println!("\n{} claims: {counts:?}", rows.len());

    assert_eq!(counts.values().sum::<usize>(), rows.len(), "every claim has a verdict");
    if arguments.claims.is_none() && arguments.releases.is_none() {
        let expected: BTreeMap<String, usize> =
            EXPECTED.map(|(verdict, count)| (verdict.to_owned(), count)).into();
        assert_eq!(counts, expected, "the report of 24 May 2023 is borne out");
    }
    Ok(())
}

fn rows(text: &str) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

fn indent(judgement: &Judgement) -> String {
    judgement.to_string().replace('\n', "\n  ")
}

/// What each open reading lacks; where readings contradict each other, both.
fn why(judgement: &Judgement) -> String {
    let told = judgement
        .evidence()
        .iter()
        .filter(|one| one.verdict() == Verdict::Undecided || judgement.depends_on_reading());
    told.map(|one| format!("{}: {}", one.reading(), one.found())).collect::<Vec<_>>().join("; ")
}

fn judge(
    row: &Row,
    releases: &Releases,
    rates: &[ExchangeRate],
) -> Result<(Judgement, Judgement), String> {
    let claim = read(row)?.by_rates(rates.to_vec());
    let said: PublicationDate =
        cell(row, "said_on").parse().map_err(|error: Error| error.to_string())?;
    let then = claim.check(releases, said.known_from()).map_err(|error| error.to_string())?;
    Ok((then, claim.check_latest(releases).map_err(|error| error.to_string())?))
}

fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", |cell| cell.trim())
}

fn rate(row: &Row) -> Result<ExchangeRate, String> {
    let fail = |error: Error| error.to_string();
    let currency = |column: &str| cell(row, column).parse::<Currency>().map_err(fail);
    let rate = parse_decimal(cell(row, "rate")).map_err(fail)?;
    let period = cell(row, "period").parse::<Period>().map_err(fail)?;
    ExchangeRate::new(currency("one")?, currency("costs")?, rate, period, RateKind::Average)
        .map_err(fail)
}

fn read(row: &Row) -> Result<Claim, String> {
    let fail = |error: Error| error.to_string();
    let (reporter, partner): (Area, Area) =
        (cell(row, "reporter").parse().map_err(fail)?, cell(row, "partner").parse().map_err(fail)?);
    let flow = match cell(row, "flow") {
        "total" => Flow::Trade,
        other => other.parse().map_err(fail)?,
    };
    let key = Key::new(flow, reporter, partner);
    let month =
        |column: &str| cell(row, column).get(..7).unwrap_or("").parse::<Month>().map_err(fail);
    let period = Period::try_from_to(month("period_start")?, month("period_end")?).map_err(fail)?;
    let years = period.months_count() > 12 && period.months_count().is_multiple_of(12);
    let claim = match cell(row, "metric") {
        "trade_value" | "target" if cell(row, "direction") == "extreme" => {
            // "Highest since" a month stands with the hedge.
            let scope = cell(row, "hedge")
                .find("since ")
                .and_then(|at| cell(row, "hedge").get(at..))
                .unwrap_or("");
            Claim::highest(key, period, scope_of(scope)?)
        }
        "trade_value" | "target" if years => {
            return Err(format!(
                "the row does not say whether it is of each year of {period} or of all together"
            ));
        }
        "trade_value" | "target" => {
            Claim::level(key, period, figure(row, "rose to", "fell to")?, money(row)?)
        }
        "balance" => Claim::balance(key, period, figure(row, "", "")?, money(row)?),
        "surplus" => Claim::surplus(key, period, figure(row, "", "")?, money(row)?),
        "deficit" => Claim::deficit(key, period, figure(row, "", "")?, money(row)?),
        "growth" if years => {
            // From the first year of the span to its last.
            let year = |month: Month| Period::try_year(month.year()).map_err(fail);
            Claim::growth_on(
                key,
                year(period.last())?,
                figure(row, "rose", "fell")?,
                year(period.first())?,
            )
        }
        "growth" => Claim::growth(key, period, figure(row, "rose", "fell")?).map_err(fail)?,
        "growth_mom" => Claim::growth_on(
            key,
            period,
            figure(row, "rose", "fell")?,
            period.steps(-1).map_err(fail)?,
        ),
        "share" => Claim::share(
            key,
            period,
            figure(row, "rose to", "fell to")?,
            Key::new(flow, reporter, WORLD),
        ),
        "record" => Claim::highest(key, period, scope_of(cell(row, "scope"))?),
        "consecutive" => {
            let streak = match cell(row, "direction") {
                "increase" => Streak::Rise,
                "decrease" => Streak::Fall,
                "extreme" => Streak::Record,
                other => {
                    return Err(format!(
                        "a streak is of increase, decrease or extreme, not “{other}”"
                    ));
                }
            };
            Claim::consecutive(key, period, figure(row, "", "")?, streak)
        }
        "rank" => {
            let place = cell(row, "value")
                .parse()
                .map_err(|_| format!("“{}” is no place", cell(row, "value")))?;
            let among =
                cell(row, "among").split_whitespace().map(|partner| partner.parse().map_err(fail));
            let among: Vec<Area> = among.collect::<Result<_, String>>()?;
            if among.is_empty() {
                return Err(
                    "the column among does not say which partners the rank is among".to_owned()
                );
            }
            Claim::rank(
                key,
                period,
                place,
                among.into_iter().map(|other| Key::new(flow, reporter, other)).collect(),
            )
        }
        metric => {
            return Err(format!(
                "the tool does not read {metric}; it has figures of trade values alone"
            ));
        }
    };
    match cell(row, "currency") {
        "" => Ok(claim),
        currency => Ok(claim.in_currency(currency.parse().map_err(fail)?)),
    }
}

/// `ever`, `so far`, `since February 2022`, or a period.
fn scope_of(text: &str) -> Result<Scope, String> {
    let fail = |error: Error| error.to_string();
    match text {
        "ever" => Ok(Scope::Ever),
        "so far" | "" => Ok(Scope::SoFar),
        since if since.starts_with("since ") => {
            let month = since.trim_start_matches("since ");
            let (name, year) = month.split_once(' ').unwrap_or((month, ""));
            let short = format!("{} {year}", name.get(..3).unwrap_or("")).trim().to_owned();
            Ok(Scope::Since(short.parse().map_err(fail)?))
        }
        period => Ok(Scope::Within(period.parse().map_err(fail)?)),
    }
}

/// `USD bn`: a currency and how many of it.
fn money(row: &Row) -> Result<MoneyUnit, String> {
    let unit = cell(row, "unit");
    let (currency, multiplier) = unit.split_once(' ').unwrap_or((unit, ""));
    let currency: Currency = currency.parse().map_err(|error: Error| error.to_string())?;
    match multiplier {
        "" => Ok(currency.one()),
        "th" => Ok(currency.thousand()),
        "mn" | "million" => Ok(currency.million()),
        "bn" | "billion" => Ok(currency.billion()),
        "tn" | "trillion" => Ok(currency.trillion()),
        other => Err(format!("the tool does not know “{other}” of a currency")),
    }
}

/// The number with its hedge, and with the word of its direction where it has one; the words of a
/// direction are empty where none is meant.
fn figure(row: &Row, rise: &str, fall: &str) -> Result<Figure, String> {
    let hedge = hedge(cell(row, "hedge"), cell(row, "direction"));
    let word = match cell(row, "direction") {
        "increase" => rise,
        "decrease" => fall,
        _ => "",
    };
    let percent = if cell(row, "unit") == "percent" { " %" } else { "" };
    let value = cell(row, "value");
    // "More than" of a fall is of its size; without a word, "more than -7" has two readings, and is
    // refused.
    let text = format!("{word} {} {value}{percent}", hedge.words());
    text.parse().map_err(|error: Error| format!("{error} ({})", error.help()))
}

/// The hedges of the crate, and what press reports write for them. A forecast in other words
/// ("could", "confident") is one of reaching the number; other words leave the number as printed.
fn hedge(words: &str, direction: &str) -> Hedge {
    match (words, Hedge::from_words(words)) {
        (_, Ok(hedge)) if !words.is_empty() => hedge,
        ("exceed" | "exceeds", _) => Hedge::MoreThan,
        (words, _) if words.starts_with("has reached") || direction == "forecast" => Hedge::AtLeast,
        _ => Hedge::Rounded,
    }
}
