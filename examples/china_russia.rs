//! The main job: trade between China and Russia on the day of the news report of 24 May 2023, or of
//! any pair and day that a file of releases knows.
//!
//! `cargo run --release --example china_russia` `cargo run --release --example china_russia --
//! --as-of 2024-01-31` `cargo run --release --example china_russia -- --pair DEU-FRA --as-of
//! 2024-06-30 --file releases.csv`
//!
//! It prints levels, growth as published and from levels with the base that each implies, where the
//! year will end and what came, what does not add up, and the months; then it checks its own
//! answers.

use bilateral::claim::{Claim, Scope, Verdict};
use bilateral::exchange::{currency_growth, currency_growth_bounds};
use bilateral::growth::Base;
use bilateral::projection::{Method, Strength};
use bilateral::series::Term;
use bilateral::unit::USD;
use bilateral::{
    Area, Day, Error, Key, Money, Period, Ratio, Releases, Rounding, Series, date, published,
};
use clap::Parser;
use comfy_table::{Cell, CellAlignment, Table, presets};
use std::path::{Path, PathBuf};

#[derive(Parser)]
#[command(about = "What is known of the trade between two areas on a day, and what of it adds up")]
struct Arguments {
    /// Reporter and partner, as ISO 3166 codes
    #[arg(long, default_value = "CHN-RUS")]
    pair: String,
    /// The day, as 2023-05-24
    #[arg(long, default_value = "2023-05-24")]
    as_of: String,
    /// A file of releases of your own instead of the figures that ship with the crate
    #[arg(long)]
    file: Option<PathBuf>,
    /// A target for the running year
    #[arg(long, default_value = "200 billion USD")]
    target: String,
}

fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    let (reporter, partner) = pair(&arguments.pair)?;
    let day: Day = arguments.as_of.parse()?;
    let releases = match &arguments.file {
        Some(path) => load(path)?,
        None => published::china_russia()?,
    };
    let keys = [
        Key::trade(reporter).with(partner),
        Key::exports(reporter).to(partner),
        Key::imports(reporter).from(partner),
    ];
    let known: Vec<Series<Money>> = keys
        .iter()
        .filter_map(|key| releases.series(*key).ok())
        .map(|history| history.as_of(day))
        .collect();
    let Some(main) = known.iter().find(|series| !series.is_empty()) else {
        releases.series(keys[0])?; // says what is missing
        println!("nothing was known of {} by {day}", keys[0]);
        return Ok(());
    };

    println!(
        "Trade of {} with {} as known on {day}, {}\n",
        reporter.name(),
        partner.name(),
        main.unit()
    );
    println!("{}\n", levels(&known, &spans(main)));
    println!(
        "Level, published growth and base are three facts. Where the level known a year earlier lies outside of the"
    );
    println!(
        "base that published growth implies, the base was revised, or a figure was cut off: both rates are shown.\n"
    );
    targets(main, &arguments.target)?;
    contributions(&known)?;
    let outcome = releases.series(main.key())?.latest();
    projections(main, &outcome)?;
    if arguments.file.is_none() {
        currency(main, day)?;
    }
    findings(&known)?;
    println!("\nMonths ({}), the finest that the figures give:\n{}", main.key(), months(main)?);

    let embedded = arguments.file.is_none() && (reporter, partner) == pair("CHN-RUS")?;
    if embedded && day == date(2023, 5, 24) {
        check_report(main, &releases)
    } else {
        check_identities(main)
    }
}

fn pair(text: &str) -> Result<(Area, Area), Error> {
    let (reporter, partner) = text.split_once('-').unwrap_or((text, ""));
    Ok((reporter.parse()?, partner.parse()?))
}

/// Every row is accounted for: those that cannot be read are named, the others are used.
fn load(path: &Path) -> Result<Releases, Error> {
    let loaded = Releases::from_file(path)?;
    println!("{}: {} rows, {} refused", path.display(), loaded.row_count, loaded.refused.len());
    for error in &loaded.refused {
        println!("  {error:#}");
    }
    Ok(loaded.releases)
}

/// The last two full years, and the latest year to date.
fn spans(series: &Series<Money>) -> Vec<Period> {
    let mut years: Vec<Period> =
        series.published_spans().filter(|span| span.is_full_year()).collect();
    let to_date = series
        .published_spans()
        .filter(|span| span.is_year_to_date() && !span.is_full_year())
        .last();
    let mut spans = years.split_off(years.len().saturating_sub(2));
    spans.extend(to_date);
    spans
}

fn levels(known: &[Series<Money>], spans: &[Period]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header([
        "",
        "period",
        "level",
        "growth published",
        "implies a base of",
        "base as known",
        "growth on it",
        "",
    ]);
    let text = |result: Result<String, Error>| result.unwrap_or_else(|error| reason(&error));
    for series in known {
        for span in spans {
            let check = series.growth_check(*span);
            let cells = [
                series.key().flow().to_string(),
                span.to_string(),
                text(series.amount(*span).map(|reading| reading.amount().value().to_string())),
                text(series.published_growth(*span).map(|growth| growth.percent(1).to_string())),
                text(series.implied_base(*span).map(|base| base.to_string())),
                text(
                    span.year_earlier()
                        .and_then(|base| series.amount(base))
                        .map(|base| base.amount().value().to_string()),
                ),
                text(series.growth(*span).map(|growth| growth.percent(1).to_string())),
                check.map_or_else(|_| String::new(), |check| check.agreement().to_string()),
            ];
            let aligned = cells.into_iter().enumerate().map(|(at, cell)| {
                Cell::new(cell).set_alignment(if (2..7).contains(&at) {
                    CellAlignment::Right
                } else {
                    CellAlignment::Left
                })
            });
            table.add_row(aligned);
        }
    }
    table
}

/// Why there is no number, in a word or two.
fn reason(error: &Error) -> String {
    error.undefined().map_or_else(|| "contradictory".to_owned(), |_| "-".to_owned())
}

fn targets(series: &Series<Money>, target: &str) -> Result<(), Error> {
    let Some(so_far) = latest_to_date(series) else { return Ok(()) };
    let (target, year) = (target.parse()?, Period::try_year(so_far.first().year())?);
    for base in [Base::Implied, Base::AsKnown] {
        match series.required_growth(target, year, so_far, base) {
            Ok(needed) => println!(
                "{target} in {year} needs of the months after {so_far}, on {base}: {needed}"
            ),
            Err(error) => println!("{target} in {year}, on {base}: {}", error),
        }
    }
    Ok(())
}

/// The latest year to date that was published.
fn latest_to_date(series: &Series<Money>) -> Option<Period> {
    series.published_spans().filter(|span| span.is_year_to_date() && !span.is_full_year()).last()
}

/// Which side of the trade brought how much of its growth.
fn contributions(known: &[Series<Money>]) -> Result<(), Error> {
    let [trade, exports, imports] = known else { return Ok(()) };
    let Some(to_date) = latest_to_date(trade) else { return Ok(()) };
    println!("\nWho brought the growth of {to_date}:");
    for base in [Base::Implied, Base::AsKnown] {
        match trade.contributions(&[exports, imports], to_date, base) {
            Ok(split) => {
                let parts = split
                    .parts()
                    .iter()
                    .map(|part| format!("{} {}", part.key().flow(), part.contribution().points(1)));
                let parts = parts.collect::<Vec<_>>().join(", ");
                println!(
                    "  {parts}, residual {}: {} on {}",
                    split.residual().points(1),
                    split.growth(),
                    split.base()
                );
            }
            Err(error) => println!("  on {base}: {}", error),
        }
    }
    Ok(())
}

/// The last full year in both currencies: what of its growth is the currency.
fn currency(dollars: &Series<Money>, day: Day) -> Result<(), Error> {
    let Ok(history) = published::china_russia_yuan()?.series(dollars.key()) else { return Ok(()) };
    let yuan = history.as_of(day);
    let years = dollars.published_spans().filter(|span| span.is_full_year());
    if let Some(year) = years.filter(|year| yuan.published_growth(*year).is_ok()).last() {
        let (local, foreign) = (yuan.published_growth(year)?, dollars.published_growth(year)?);
        let dollar = currency_growth(local.growth().ratio(), foreign.growth().ratio())?;
        let bounds = currency_growth_bounds(&local.figure(), &foreign.figure())?;
        println!(
            "\nIn yuan {year} grew by {}, in US$ by {}: the dollar in yuan {:+} ({}).",
            local.percent(1),
            foreign.percent(1),
            dollar.percent(2),
            bounds.outward_percent(2)
        );
    }
    Ok(())
}

/// Where the running year will end by everything known, how sure that is, the naive answers as what
/// they are, and what came.
fn projections(series: &Series<Money>, outcome: &Series<Money>) -> Result<(), Error> {
    let Some(to_date) = latest_to_date(series) else { return Ok(()) };
    let year = Period::try_year(to_date.first().year())?;
    println!("\nWhere {year} will end:");
    let projection = match series.project(year) {
        Ok(projection) => projection,
        Err(error) => {
            println!("  {}", error);
            return Ok(());
        }
    };
    println!("  {projection}");
    let intervals: Result<Vec<String>, Error> =
        [50, 95].iter().map(|percent| Ok(projection.interval(*percent)?.to_string())).collect();
    println!("  also {}", intervals?.join(", "));
    let misses = projection
        .past_errors()
        .iter()
        .map(|miss| format!("{} {:+.0} %", miss.year, 100.0 * miss.log_error.exp_m1()));
    let misses = misses.collect::<Vec<_>>();
    if !misses.is_empty() {
        println!(
            "  in earlier years the rest of the year came out, against this method: {}",
            misses.join(", ")
        );
    }
    for warning in projection.warnings() {
        println!("  note: {warning}");
    }
    for (method, value) in &projection.lines()[1..] {
        println!("  {method}: {} (not the answer)", one_place(value));
    }
    // Level, growth and the year before alone allow a fade only, on either base.
    for base in [Base::Implied, Base::AsKnown] {
        if let Ok(fade) = series.project_from(year, to_date, base, &Method::Fade(Strength::USUAL)) {
            println!("  fade 0.75 on {base}: {}", one_place(fade.central()));
        }
    }
    if let (Ok(came), Err(_)) = (outcome.amount(year), series.amount(year)) {
        let error =
            projection.central().clone().over(&Ratio::from(came.amount().value()))? - Ratio::one();
        let held = projection.interval(80)?.contains(&Ratio::from(came.amount().value()));
        let held = if held { "held it" } else { "did not hold it" };
        println!(
            "  projected {} | came {} | off by {:+} | the 80 % interval {held}",
            one_place(projection.central()),
            came.amount().value(),
            error.percent(1)
        );
    }
    Ok(())
}

fn one_place(number: &Ratio) -> String {
    number.round(1, Rounding::default()).to_string()
}

/// Of the last two years; how much of it is older is said.
fn findings(known: &[Series<Money>]) -> Result<(), Error> {
    let Some(last) = known.iter().flat_map(Series::published_spans).map(Period::last).max() else {
        return Ok(());
    };
    let recent = |period: &Period| period.last().year() + 1 >= last.year();
    let mut older = 0;
    println!("\nWhat does not add up:");
    for series in known {
        let (new, old): (Vec<_>, Vec<_>) = series
            .residues()?
            .into_iter()
            .filter(|residue| residue.is_beyond_rounding())
            .partition(|residue| recent(&residue.period()));
        older += old.len();
        for residue in new {
            println!("  {}, {residue}", series.key().flow());
        }
        for (_, conflict) in series.conflicts() {
            println!("  {}", conflict);
        }
    }
    println!("  {older} older differences between published figures and what others add up to");
    if let [trade, exports, imports] = known {
        let residues = trade.against_parts(&[exports, imports])?;
        let (beyond, within): (Vec<_>, Vec<_>) =
            residues.iter().partition(|residue| residue.is_beyond_rounding());
        println!(
            "  totals against exports plus imports: {} differ within rounding, {} beyond it",
            within.len(),
            beyond.len()
        );
        for residue in beyond.iter().filter(|residue| recent(&residue.period())) {
            println!("    {residue}");
        }
    }
    Ok(())
}

fn months(series: &Series<Money>) -> Result<String, Error> {
    const SHOWN: usize = 12;
    let pieces = series.months();
    let mut lines = Vec::new();
    for piece in pieces.iter().skip(pieces.len().saturating_sub(SHOWN)) {
        match series.amount(*piece) {
            Ok(reading) => lines.push(format!("  {reading}")),
            Err(error) => lines.push(format!("  {piece}: {}", error)),
        }
    }
    Ok(lines.join("\n"))
}

/// The answers that the crate was asked for.
fn check_report(trade: &Series<Money>, releases: &Releases) -> Result<(), Error> {
    let ytd = Period::january_to(2023, 4);
    let base = trade.implied_base(ytd)?;
    let nearest = |end: std::ops::Bound<&Ratio>| match end {
        std::ops::Bound::Included(end) | std::ops::Bound::Excluded(end) => {
            end.round(2, Rounding::default()).to_string()
        }
        std::ops::Bound::Unbounded => String::new(),
    };
    let (low, high) = (nearest(base.bounds().low()), nearest(base.bounds().high()));
    let residues = trade.residues()?;
    let restated =
        residues.iter().find(|residue| residue.period() == ytd && residue.is_beyond_rounding());

    println!("\nThe report of 24 May 2023, statement by statement:");
    let key = trade.key();
    let claims = [
        // No figures from 2009 to 2014 are loaded, so that the record is one since 2014.
        Claim::level(key, Period::year(2022), "record 190".parse()?, USD.billion())
            .in_scope(Scope::Since(bilateral::month(2014, 12))),
        Claim::level(key, ytd, "at least 70".parse()?, USD.billion()),
        Claim::growth(key, ytd, "more than 40".parse()?)?,
    ];
    for claim in &claims {
        let judgement = claim.check(releases, date(2023, 5, 24))?;
        println!("  {}", judgement.to_string().replace('\n', "\n  "));
        assert_eq!(judgement.verdict(), Verdict::Supported);
    }
    // Energy is Russia's statement; no figures of its chapter ship with the crate.
    let energy =
        Key::exports(trade.key().partner()).to(trade.key().reporter()).of("HS:27".parse()?);
    let forecast = Claim::growth(energy, Period::year(2023), "40".parse()?)?
        .check(releases, date(2023, 5, 24))?;
    println!("  {}", forecast.to_string().replace('\n', "\n  "));
    assert_eq!(forecast.verdict(), Verdict::Undecided);

    println!("  2022:                {}", trade.amount(Period::year(2022))?);
    println!("  so far in 2023:      {}", trade.amount(ytd)?);
    println!(
        "  growth as published: {}, which implies a base of {low}-{high}",
        trade.published_growth(ytd)?.percent(1)
    );
    println!(
        "  growth from levels:  {}, on the base first published",
        trade.growth(ytd)?.percent(1)
    );

    assert_eq!(trade.amount(Period::year(2022))?.amount(), "190.271 billion USD".parse()?);
    assert_eq!(trade.amount(ytd)?.amount(), "73.148 billion USD".parse()?);
    assert_eq!(trade.published_growth(ytd)?.percent(1).to_string(), "+41.3 %");
    assert_eq!(trade.growth(ytd)?.percent(1).to_string(), "+43.2 %");
    assert_eq!((low.as_str(), high.as_str()), ("51.75", "51.79"));
    let (year, fade) = (Period::year(2023), Method::Fade(Strength::USUAL));
    let projection = trade.project(year)?;
    assert_eq!(projection.rests_on(), "shrunk share 0.75, 2 full years known");
    assert_eq!(one_place(projection.central()), "252.1");
    assert_eq!(projection.interval(80)?.to_string(), "80 % interval 224 to 286");
    assert_eq!(one_place(trade.project_from(year, ytd, Base::Implied, &fade)?.central()), "254.6");
    assert_eq!(one_place(trade.project_from(year, ytd, Base::AsKnown, &fade)?.central()), "257.4");
    let outcome = releases.series(key)?.latest().amount(year)?.amount();
    assert_eq!(outcome, "240.11 billion USD".parse()?);
    assert!(projection.interval(80)?.contains(&Ratio::from(outcome.value())));
    assert!(
        restated.is_some_and(|residue| residue.derived() == "73.073 billion USD".parse().unwrap())
    );
    println!(
        "\nChecked: 190.271, 73.148, +41.3 %, +43.2 %, 51.75-51.79, 252.1 [224, 286] and 254.6 / 257.4 against 240.11, and 53.845 + 19.228 = 73.073 against 73.148."
    );
    Ok(())
}

/// For figures that are not known beforehand: growth and base give back the level, and a derived
/// amount is the sum of the figures it names.
fn check_identities(series: &Series<Money>) -> Result<(), Error> {
    let (mut rates, mut sums) = (0, 0);
    for span in series.published_spans() {
        if let Ok(growth) = series.growth(span) {
            let level = growth.growth().factor() * growth.base_level().clone();
            assert_eq!(level, Ratio::from(growth.now().amount().value()), "{span}");
            rates += 1;
        }
    }
    for piece in series.months() {
        if let Ok(reading) = series.amount(piece) {
            let term = |term: &Term| {
                if term.is_subtracted() { -term.figure().value() } else { term.figure().value() }
            };
            assert_eq!(
                reading.terms().iter().map(term).sum::<Ratio>(),
                Ratio::from(reading.amount().value()),
                "{piece}"
            );
            sums += 1;
        }
    }
    println!(
        "\nChecked: growth times base gives back the level for {rates} spans, and {sums} spans are the sum of their figures."
    );
    Ok(())
}
