//! How good are projections of the year? Earlier years of the crate's China-Russia figures, as
//! known at the time, and of the monthly series that the reference files of the tests hold, with 1,
//! 2, 4, 6 and 9 months known: the default against the run rate and against growth carried forward.
//!
//! `cargo run --release --example ytd_projection`
//! `cargo run --release --example ytd_projection -- trials.csv` also writes every trial as a row
//!
//! It prints errors and intervals by months known, and ends in a check of its own answer.

use bilateral::area::{CHN, KOR, RUS, USA, WORLD};
use bilateral::projection::{Backtest, Method, Score, Strength, Trial, Trials};
use bilateral::unit::{MoneyUnit, USD};
use bilateral::{Error, Key, Money, Month, Period, Series, published};
use comfy_table::{Cell, CellAlignment, Table, presets};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (default, naive) = (Method::ByWhatIsKnown, [Method::RunRate, Method::PriorYearShare]);
    let shown = [
        default.clone(),
        naive[0].clone(),
        naive[1].clone(),
        Method::SeasonalNaive,
        Method::Fade(Strength::USUAL),
        Method::shrunk_share(Strength::USUAL),
    ];
    let trials = back_test(&shown)?;
    let series = |trial: &Trial| trial.series().to_owned();
    let mut names: Vec<String> = trials.all().iter().map(series).collect();
    names.dedup();
    println!("Series: {}\n", names.join("; "));

    println!(
        "Mean absolute error of the year in percent, by months known, on the same origins for all methods (* the least):"
    );
    println!("{}\n", errors(&trials));
    println!("The same of each series, all months together:");
    println!("{}\n", by_series(&trials, &names));

    println!(
        "Scores of the default, in percent of the year:\n{}\n",
        trials.only(|trial| *trial.method() == default)
    );
    println!(
        "Its intervals of nominally 80 % and 95 %, those that rest on four own errors or more apart from the others:"
    );
    println!("{}\n", intervals(&trials, &default));

    println!("Against the default, year by year (all series of a year share its shocks):");
    for method in &shown[1..] {
        if let Some(one) = trials.difference(&default, method) {
            let error =
                one.standard_error().map_or_else(String::new, |error| format!(" ± {error:.2}"));
            println!(
                "  {method}: {:+.2}{error} points of error, {} years",
                one.mean(),
                one.years()
            );
        }
    }
    println!(
        "\nOne answer of each monthly series, by its first four months of the last full year:"
    );
    for (name, series) in monthly()? {
        println!("  {name}: {}", from_april(&series)?);
    }
    if let Some(path) = std::env::args().nth(1) {
        trials.write_csv(std::fs::File::create(&path)?)?;
        println!("\n{} trials written to {path}", trials.all().len());
    }
    check(&trials, &default, &naive);
    Ok(())
}

/// All series, on the origins that every method has an answer for.
fn back_test(methods: &[Method]) -> Result<Trials, Box<dyn std::error::Error>> {
    let plan = Backtest::new(methods);
    let mut trials = Trials::default();
    let releases = published::china_russia()?;
    for (name, key) in [
        ("China-Russia, total", Key::trade(CHN).with(RUS)),
        ("China-Russia, exports", Key::exports(CHN).to(RUS)),
        ("China-Russia, imports", Key::imports(CHN).from(RUS)),
    ] {
        trials = trials.and(plan.clone().named(name).of_releases(&releases.series(key)?));
    }
    for (name, series) in monthly()? {
        trials = trials.and(plan.clone().named(name).of(&series));
    }
    Ok(trials.on_common_origins())
}

type Named = (&'static str, Series<Money>);

/// The monthly series of the reference files, by name.
fn monthly() -> Result<Vec<Named>, Box<dyn std::error::Error>> {
    let file: Value = serde_json::from_str(include_str!("../tests/data/ytd_backtest.json"))?;
    let mut found = Vec::new();
    for (name, key, values) in [
        ("US-China, total", Key::trade(USA).with(CHN), &file["cases"][0]["series"]),
        ("Korea to China", Key::exports(KOR).to(CHN), &file["cases"][1]["series"]),
    ] {
        found.push((name, months(key, USD.million(), values, &["values"])?));
    }
    // No trade, but in the files: airline passengers of 1949 to 1960, in thousands, taken as
    // thousands of dollars.
    let file: Value = serde_json::from_str(include_str!("../tests/data/r_accuracy.json"))?;
    let case = &file["cases"][1];
    let passengers = serde_json::json!({
        "start": case["train"]["start"], "values": case["train"]["values"], "later": case["actual"]
    });
    let key = Key::trade(USA).with(WORLD);
    let passengers = months(key, USD.thousand(), &passengers, &["values", "later"])?;
    found.push(("airline passengers", passengers));
    Ok(found)
}

/// What is said of the last full year when its first four months are known. An answer outside of
/// its scenarios says why.
fn from_april(series: &Series<Money>) -> Result<String, Error> {
    let mut months: Vec<Period> = series.published_spans().collect();
    months.retain(|month| month.first().number() == 12);
    let (Some(first), Some(december)) = (series.published_spans().next(), months.last()) else {
        return Ok("less than a year is known".to_owned());
    };
    let year = Period::try_year(december.first().year())?;
    let known = Period::try_from_to(first.first(), year.first().plus(3)?)?;
    Ok(series.slice(known).project(year)?.to_string())
}

/// A series of months as a reference file holds it.
fn months(key: Key, unit: MoneyUnit, file: &Value, lists: &[&str]) -> Result<Series<Money>, Error> {
    let number =
        |value: &Value| value.as_i64().and_then(|number| i32::try_from(number).ok()).unwrap_or(1);
    let start = Month::new(
        number(&file["start"][0]),
        u8::try_from(number(&file["start"][1])).unwrap_or(1),
    )?;
    let values = lists.iter().filter_map(|list| file[list].as_array()).flatten();
    let mut series = Series::new(key, unit);
    for (value, at) in values.zip(0..) {
        series = series.with(&start.plus(at)?.iso(), &value.to_string())?;
    }
    Ok(series)
}

fn table(header: &[String]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(header.iter().map(String::as_str));
    table
}

fn row(table: &mut Table, cells: Vec<String>) {
    let align = |at: usize| if at == 0 { CellAlignment::Left } else { CellAlignment::Right };
    table.add_row(
        cells.into_iter().enumerate().map(|(at, cell)| Cell::new(cell).set_alignment(align(at))),
    );
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

/// One line for each method; where the default is not the best of a column, that is to be seen.
fn errors(trials: &Trials) -> Table {
    let scores = trials.scores(80);
    let mut known: Vec<Option<u8>> = scores.iter().map(|score| score.known_months()).collect();
    known.dedup();
    let count = |known: &Option<u8>| {
        let trials = scores
            .iter()
            .find(|score| score.known_months() == *known)
            .map_or(0, |score| score.trials());
        known.map_or_else(|| format!("all ({trials})"), |known| format!("{known} ({trials})"))
    };
    let header: Vec<String> = std::iter::once("months known (origins)".to_owned())
        .chain(known.iter().map(count))
        .collect();
    let mut table = table(&header);
    let methods = scores
        .iter()
        .take_while(|score| score.known_months().is_none())
        .map(|score| score.method());
    for method in methods {
        let cell = |known: &Option<u8>| {
            let of_column = || scores.iter().filter(|score| score.known_months() == *known);
            let own =
                of_column().find(|score| score.method() == method).and_then(|score| score.mape());
            let best = of_column().filter_map(|score| score.mape()).fold(f64::INFINITY, f64::min);
            if own == Some(best) { format!("*{}", number(own)) } else { number(own) }
        };
        row(
            &mut table,
            std::iter::once(method.to_string()).chain(known.iter().map(cell)).collect(),
        );
    }
    table
}

fn by_series(trials: &Trials, names: &[String]) -> Table {
    let methods: Vec<Method> = trials
        .scores(80)
        .into_iter()
        .take_while(|score| score.known_months().is_none())
        .map(|score| score.method().clone())
        .collect();
    let header: Vec<String> = std::iter::once("series (origins)".to_owned())
        .chain(methods.iter().map(Method::to_string))
        .collect();
    let mut table = table(&header);
    for name in names {
        let scores = trials.only(|trial| trial.series() == *name).scores(80);
        let scores: Vec<&Score> =
            scores.iter().take_while(|score| score.known_months().is_none()).collect();
        let first = format!("{name} ({})", scores.first().map_or(0, |score| score.trials()));
        row(
            &mut table,
            std::iter::once(first).chain(scores.iter().map(|score| number(score.mape()))).collect(),
        );
    }
    table
}

fn intervals(trials: &Trials, default: &Method) -> Table {
    let header =
        ["", "trials", "80 % held", "mean width", "95 % held", "mean width"].map(str::to_owned);
    let mut table = table(&header);
    let own = trials.only(|trial| trial.method() == default);
    let mut line = |name: &str, trials: &Trials| {
        let of = |percent: u8| {
            trials.scores(percent).into_iter().find(|score| score.known_months().is_none())
        };
        let (Some(narrow), Some(wide)) = (of(80), of(95)) else { return };
        let held = |score: &Score| match (score.coverage(), score.coverage_error()) {
            (Some(share), Some(error)) => format!("{:.0} ± {:.0} %", 100.0 * share, 100.0 * error),
            _ => "-".to_owned(),
        };
        let width = |score: &Score| {
            score.width().map_or_else(|| "-".to_owned(), |width| format!("{width:.1} %"))
        };
        let cells = vec![
            name.to_owned(),
            narrow.trials().to_string(),
            held(&narrow),
            width(&narrow),
            held(&wide),
            width(&wide),
        ];
        row(&mut table, cells);
    };
    let errors = own.only(Trial::has_own_errors);
    line("own errors, all months known", &errors);
    for known in [1, 2, 4, 6, 9] {
        line(
            &format!("own errors, {known} known"),
            &errors.only(|trial| trial.known_months() == known),
        );
    }
    line("prior or break, all months known", &own.only(|trial| !trial.has_own_errors()));
    line(
        "  of these China-Russia",
        &own.only(|trial| !trial.has_own_errors() && trial.series().starts_with("China-Russia")),
    );
    line("all", &own);
    table
}

/// Pooled over series and months known, the default beats both naive answers, and its own intervals
/// hold.
fn check(trials: &Trials, default: &Method, naive: &[Method]) {
    let pooled = |trials: &Trials, method: &Method| {
        let scores = trials.scores(80);
        scores
            .into_iter()
            .find(|score| score.method() == method && score.known_months().is_none())
            .expect("was tried")
    };
    let error = |method: &Method| pooled(trials, method).mape().expect("no year is zero");
    for method in naive {
        assert!(error(default) < error(method), "{method} is better than the default");
    }
    let own = pooled(&trials.only(Trial::has_own_errors), default);
    let (held, width) =
        (own.coverage().expect("there are intervals"), own.width().expect("no year is zero"));
    assert!(held >= 0.75, "80 % intervals held {held}");
    assert!(width < 25.0, "intervals are {width} % wide");
    println!(
        "\nChecked: the default is off by {:.2} % on average, the run rate by {:.2} %, \
         growth carried forward by {:.2} %; its 80 % intervals held in {:.0} ± {:.0} % \
         of {} trials, at a mean width of {width:.1} % of the year.",
        error(default),
        error(&naive[0]),
        error(&naive[1]),
        100.0 * held,
        100.0 * own.coverage_error().unwrap_or(0.0),
        own.trials(),
    );
}
