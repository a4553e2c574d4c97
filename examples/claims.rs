//! A newsroom's tool: checks a file of statements against published figures, prints a verdict for
//! each, and says why one cannot be decided.
//!
//! `cargo run --release --example claims -- claims.csv`
//! `cargo run --release --example claims -- claims.csv --releases releases.csv --rates rates.csv`
//!
//! Without a file it checks statements of the news report of 24 May 2023 and some others. The
//! columns it reads; those of the first three lines of the table must be there:
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
//! | `scope` | of a record, or of a level with the hedge `record`: `ever`, `so far`, `since February 2022` or `since 2019` (after that month or year), or a period |
//!
//! The file of rates has `one`, `costs`, `rate`, `period`: the average price of one currency in the
//! other. Each claim is judged by what was known on the day it was made, and by what is known
//! today. A target, and a forecast in words like `target`, `aims`, `plans` or `expected`, is one of
//! reaching the number: it is judged as `at least`. A row that cannot be read is counted apart, and
//! the program then ends with a failure.

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
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser, Default)]
pub struct Arguments {
    /// A CSV of claims
    pub claims: Option<PathBuf>,
    /// A CSV of releases instead of the figures that ship with the crate
    #[arg(long)]
    pub releases: Option<PathBuf>,
    /// A CSV of average exchange rates, for ranks among figures in several currencies
    #[arg(long)]
    pub rates: Option<PathBuf>,
}

type Row = BTreeMap<String, String>;

/// What no claim can do without.
const COLUMNS: [&str; 8] =
    ["claim_id", "reporter", "partner", "flow", "period_start", "period_end", "said_on", "metric"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const RATE_COLUMNS: [&str; 4] = ["one", "costs", "rate", "period"];

const REPORT: &str = "\
claim_id,reporter,partner,metric,flow,period_start,period_end,value,unit,currency,hedge,direction,among,scope,said_on
S01,CHN,RUS,trade_value,total,2022-01-01,2022-12-31,190,USD bn,,record,level,,,2023-05-24
S01b,CHN,RUS,trade_value,total,2022-01-01,2022-12-31,190,USD bn,,record,level,,since December 2014,2023-05-24
S02,CHN,RUS,trade_value,total,2023-01-01,2023-04-30,70,USD bn,,at least,level,,,2023-05-24
S03,CHN,RUS,growth,total,2023-01-01,2023-04-30,40,percent,,more than,increase,,,2023-05-24
B01,CHN,RUS,deficit,total,2023-01-01,2023-04-30,6,USD bn,,less than,level,,,2023-05-24
C01,CHN,RUS,growth,export,2024-01-01,2024-12-31,5,percent,CNY,,increase,,,2025-02-01
C02,CHN,RUS,growth,export,2024-01-01,2024-12-31,5,percent,USD,,increase,,,2025-02-01
F01,CHN,RUS,growth,total,2025-01-01,2025-12-31,6,percent,USD,more than,decrease,,,2026-02-20
N01,CHN,RUS,consecutive,total,2024-01-01,2024-12-31,4,,,,increase,,,2025-02-01
K01,CHN,RUS,rank,total,2022-01-01,2022-12-31,1,,,,rank,JPN DEU,,2023-05-24
";

/// What is borne out by the figures that ship with the crate: 5 % was growth in yuan and not in
/// US$; of Japan and Germany nothing is loaded, and of the years 2009 to 2014, so that nobody can
/// say of 2022 that it was a record.
const EXPECTED: [(&str, usize); 3] =
    [("cannot be decided", 2), ("contradicted", 1), ("supported", 7)];

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(report) => {
            println!("{}", report.text);
            if report.unread == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that is printed, and how many rows say something that cannot be read.
pub struct Report {
    pub text: String,
    pub unread: usize,
}

/// A verdict for each row.
pub fn run(arguments: &Arguments) -> Result<Report, String> {
    let releases = match &arguments.releases {
        Some(path) => Releases::from_file(path).and_then(|file| file.complete()),
        None => published::china_russia().and_then(|releases| {
            Ok(releases.and(published::china_russia_yuan()?).and(published::russia_china()?))
        }),
    };
    let releases = releases.map_err(said)?;
    let rates = match &arguments.rates {
        Some(path) => {
            let rates = rows(&path.display().to_string(), &text_of(path)?, &RATE_COLUMNS)?;
            rates.iter().map(rate).collect::<Result<Vec<_>, String>>()?
        }
        None => Vec::new(),
    };
    let (name, text) = match &arguments.claims {
        Some(path) => (path.display().to_string(), text_of(path)?),
        None => ("the report of 24 May 2023 and others".to_owned(), REPORT.to_owned()),
    };
    let rows = rows(&name, &text, &COLUMNS)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut lines, mut undecided, mut unread) = (Vec::new(), Vec::new(), Vec::new());
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
            Err(reason) => {
                lines.push(format!("{id}  cannot be read: {reason}"));
                unread.push(format!("  {id}: {reason}"));
                *counts.entry("cannot be read".to_owned()).or_default() += 1;
                continue;
            }
        };
        let unchecked = unchecked(row)
            .map_or_else(String::new, |words| format!("\n  not checked: the words “{words}”"));
        lines.push(format!("{id}  {text}{unchecked}"));
        if verdict == Verdict::Undecided {
            undecided.push(format!("  {id}: {why}"));
        }
        *counts.entry(verdict.to_string()).or_default() += 1;
    }
    if !undecided.is_empty() {
        lines.push(format!("\nNot decided, and why:\n{}", undecided.join("\n")));
    }
    if !unread.is_empty() {
        lines.push(format!("\nNot read, and why:\n{}", unread.join("\n")));
    }
    let said: Vec<String> =
        counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
    let claims = if rows.len() == 1 { "claim" } else { "claims" };
    let against = arguments.releases.as_ref().map_or_else(
        || "the figures that ship with the crate".to_owned(),
        |path| path.display().to_string(),
    );
    let said = said.join(", ");
    lines.push(format!("\n{} {claims} of {name}, checked against {against}: {said}", rows.len()));

    assert_eq!(counts.values().sum::<usize>(), rows.len(), "every claim is counted");
    if arguments.claims.is_none() && arguments.releases.is_none() {
        let expected: BTreeMap<String, usize> =
            EXPECTED.map(|(verdict, count)| (verdict.to_owned(), count)).into();
        assert_eq!(counts, expected, "the report of 24 May 2023 is borne out");
    }
    Ok(Report { text: lines.join("\n"), unread: unread.len() })
}

fn text_of(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The rows of a table that has at least these columns.
fn rows(name: &str, text: &str, wanted: &[&str]) -> Result<Vec<Row>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| format!("{name}: {error}"))?;
    let missing: Vec<&str> =
        wanted.iter().copied().filter(|name| !header.iter().any(|is| is == *name)).collect();
    if !missing.is_empty() {
        let s = if missing.len() == 1 { "" } else { "s" };
        return Err(format!("{name}: the file has no column{s} {}", missing.join(", ")));
    }
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| format!("{name}: {error}"))
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
    let day: PublicationDate = needed(row, "said_on")?.parse().map_err(said)?;
    let then = claim.check(releases, day.known_from()).map_err(said)?;
    Ok((then, claim.check_latest(releases).map_err(said)?))
}

fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", |cell| cell.trim())
}

/// The cell, where the claim needs one.
fn needed<'a>(row: &'a Row, column: &str) -> Result<&'a str, String> {
    match cell(row, column) {
        "" => Err(format!("the row says nothing in the column {column}")),
        text => Ok(text),
    }
}

/// What was wrong and what to do, in one line.
fn said(error: Error) -> String {
    let text = error.to_string();
    format!("{} ({})", text.lines().next().unwrap_or_default(), error.help())
}

fn rate(row: &Row) -> Result<ExchangeRate, String> {
    let currency = |column: &str| needed(row, column)?.parse::<Currency>().map_err(said);
    let rate = parse_decimal(needed(row, "rate")?).map_err(said)?;
    let period = needed(row, "period")?.parse::<Period>().map_err(said)?;
    ExchangeRate::new(currency("one")?, currency("costs")?, rate, period, RateKind::Average)
        .map_err(said)
}

fn read(row: &Row) -> Result<Claim, String> {
    let area = |column: &str| needed(row, column)?.parse::<Area>().map_err(said);
    let (reporter, partner) = (area("reporter")?, area("partner")?);
    let flow = match needed(row, "flow")? {
        "total" => Flow::Trade,
        other => other.parse().map_err(said)?,
    };
    let key = Key::new(flow, reporter, partner);
    let month = |column: &str| {
        let text = needed(row, column)?;
        text.parse::<PublicationDate>().map_err(said)?;
        let month = text.get(..7).unwrap_or(text).parse::<Month>().map_err(said)?;
        // Figures are of whole months.
        let whole = if column == "period_start" { 1 } else { month.days() };
        match text.get(8..) {
            Some(day) if day.parse() != Ok(whole) => {
                Err(format!("{column} is {text}, and a period is of whole months"))
            }
            _ => Ok(month),
        }
    };
    let period = Period::try_from_to(month("period_start")?, month("period_end")?).map_err(said)?;
    let years = period.len() > 12 && period.len().is_multiple_of(12);
    let claim = match needed(row, "metric")? {
        "trade_value" | "target"
            if cell(row, "direction") == "extreme" && cell(row, "value").is_empty() =>
        {
            Claim::highest(key, period, Scope::SoFar)
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
            let year = |month: Month| Period::try_year(month.year()).map_err(said);
            Claim::growth_on(
                key,
                year(period.last())?,
                figure(row, "rose", "fell")?,
                year(period.first())?,
            )
        }
        "growth" => Claim::growth(key, period, figure(row, "rose", "fell")?).map_err(said)?,
        "growth_mom" => Claim::growth_on(
            key,
            period,
            figure(row, "rose", "fell")?,
            period.steps(-1).map_err(said)?,
        ),
        "share" => Claim::share(
            key,
            period,
            figure(row, "rose to", "fell to")?,
            Key::new(flow, reporter, WORLD),
        ),
        "record" => Claim::highest(key, period, Scope::SoFar),
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
            let place = needed(row, "value")?;
            let place = place.parse().map_err(|_| format!("“{place}” is not a place"))?;
            let among =
                cell(row, "among").split_whitespace().map(|partner| partner.parse().map_err(said));
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
    if !cell(row, "among").is_empty() && cell(row, "metric") != "rank" {
        return Err("the column among is of a rank, and the row is none".to_owned());
    }
    // A scope that is named where no record is stated is refused by the claim.
    let claim = match (cell(row, "scope"), since(cell(row, "hedge"))) {
        ("", None) => claim,
        ("", Some(scope)) | (scope, _) => claim.in_scope(scope_of(scope)?),
    };
    match cell(row, "currency") {
        "" => Ok(claim),
        currency => Ok(claim.in_currency(currency.parse().map_err(said)?)),
    }
}

/// `ever`, `so far`, `since February 2022`, or a period.
fn scope_of(text: &str) -> Result<Scope, String> {
    match text {
        "ever" => Ok(Scope::Ever),
        "so far" | "" => Ok(Scope::SoFar),
        since if since.starts_with("since ") => {
            let start = since.trim_start_matches("since ");
            // "Since 2019" is after that year, as "since February 2022" is after that month.
            let (name, year) = start.split_once(' ').unwrap_or((start, ""));
            let month = MONTHS.iter().find(|month| {
                month.eq_ignore_ascii_case(name)
                    || month.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(name))
            });
            let short = month.and_then(|month| month.get(..3)).unwrap_or(name);
            let known = start.parse::<Period>().or_else(|_| format!("{short} {year}").parse());
            let span = known.map_err(|_| {
                format!(
                    "“{text}” is not a scope: after since a month or a year is needed, as in since \
                     February 2022 or since 2019"
                )
            })?;
            Ok(Scope::Since(span.last()))
        }
        period => Ok(Scope::Within(period.parse().map_err(said)?)),
    }
}

/// `USD bn`: a currency and how many of it.
fn money(row: &Row) -> Result<MoneyUnit, String> {
    let unit = needed(row, "unit")?;
    let (currency, multiplier) = unit.split_once(' ').unwrap_or((unit, ""));
    let currency: Currency = currency.parse().map_err(said)?;
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
    // A target is one whatever the direction of the row says.
    let of = if cell(row, "metric") == "target" { "forecast" } else { cell(row, "direction") };
    let hedge = hedge(cell(row, "hedge"), of)?;
    let word = match cell(row, "direction") {
        "increase" => rise,
        "decrease" => fall,
        "" | "level" | "forecast" | "share" | "rank" | "extreme" => "",
        // A word that is not understood may turn the claim round.
        other => {
            return Err(format!(
                "the direction “{other}” is not known: write increase, decrease, level, forecast, \
                 share, rank or extreme"
            ));
        }
    };
    let percent = if cell(row, "unit") == "percent" { " %" } else { "" };
    let value = needed(row, "value")?;
    // "More than" of a fall is of its size; without a word, "more than -7" has two readings, and is
    // refused.
    let text = format!("{word} {} {value}{percent}", hedge.words());
    text.parse().map_err(said)
}

/// Words that leave the number as printed.
const NO_HEDGE: [&str; 3] = ["", "so far this year", "will"];

/// A forecast in these words is one of reaching the number.
const FORECASTS: [&str; 14] = [
    "",
    "target",
    "will",
    "aims",
    "can",
    "confident",
    "could",
    "expected",
    "hopes",
    "likely",
    "may",
    "might",
    "plans",
    "would",
];

/// The hedges of the crate, and what press reports write for them.
fn hedge(words: &str, direction: &str) -> Result<Hedge, String> {
    let is_forecast = direction == "forecast" && FORECASTS.contains(&words);
    match Hedge::from_words(words) {
        Ok(hedge) if !words.is_empty() => Ok(hedge),
        _ if words.starts_with("has reached") || words == "target" || is_forecast => {
            Ok(Hedge::AtLeast)
        }
        _ if since(words).is_some() || direction == "extreme" => Ok(Hedge::Record),
        _ if unchecked_words(words) || NO_HEDGE.contains(&words) => Ok(Hedge::Rounded),
        Err(error) => Err(format!("the hedge {}", said(error))),
        Ok(hedge) => Ok(hedge),
    }
}

/// `since February 2022` of "highest since February 2022", "record since 2019".
fn since(hedge: &str) -> Option<&str> {
    let is_record = hedge.contains("highest") || hedge.contains("record");
    hedge.find("since ").filter(|_| is_record).and_then(|at| hedge.get(at..))
}

/// "First monthly decline since", "slightly": the number is judged and the words are not.
fn unchecked_words(words: &str) -> bool {
    words == "slightly" || (words.contains(" since") && since(words).is_none())
}

/// Words of a row that its verdict says nothing of.
fn unchecked(row: &Row) -> Option<&str> {
    Some(cell(row, "hedge")).filter(|words| unchecked_words(words))
}
