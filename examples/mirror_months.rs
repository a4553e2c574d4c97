//! What do the partner's months add? Every year of four pairs that both sides report month by
//! month, each pair taken from either side, with 1 to 9 months known of it and the mirror one,
//! three or five months ahead: the default beside the same with the months of the mirror.
//!
//! `cargo run --release --example mirror_months`
//! `... -- FILE` for pairs of your own in the form of `tests/data/mirror_pairs.csv`: each row is
//! followed by its mirror.

use bilateral::projection::{Backtest, Method, Trials};
use bilateral::unit::MoneyUnit;
use bilateral::{Area, Key, Money, Month, Series};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => include_str!("../tests/data/mirror_pairs.csv").to_owned(),
    };
    let sides = series(&text)?;
    let alone = Method::ByWhatIsKnown;
    let with = Method::MirrorMonths(Box::new(alone.clone()));
    for ahead in [1, 3, 5] {
        println!("\nThe mirror is {ahead} months ahead.");
        println!("{:<24} {:>12} {:>12} {:>24}", "", "alone", "with mirror", "difference by year");
        let plan = Backtest::new(std::slice::from_ref(&alone)).at(&[1, 2, 4, 6, 9]);
        let mut all = Trials::default();
        for pair in sides.chunks_exact(2) {
            for (own, mirror) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
                let trials = plan.of_mirror(own, mirror, ahead)?;
                line(&own.key().to_string(), &trials, &alone, &with);
                all = all.and(trials);
            }
        }
        line("all", &all, &alone, &with);
        println!("{all}");
    }
    Ok(())
}

/// Mean errors of the year in percent, and their difference with its standard error over years.
fn line(name: &str, trials: &Trials, alone: &Method, with: &Method) {
    let scores = trials.scores(80);
    let error = |method: &Method| {
        let pooled = |score: &&bilateral::projection::Score| {
            score.method() == method && score.known_months().is_none()
        };
        scores.iter().find(pooled).and_then(|score| score.mape()).unwrap_or(f64::NAN)
    };
    let difference = trials.difference(with, alone);
    let told = difference.map_or_else(String::new, |it| {
        let t = it.t().map_or_else(String::new, |t| format!(", t {t:.1}"));
        format!("{:+.2} in {} years{t}", it.mean(), it.years())
    });
    println!("{name:<24} {:>12.2} {:>12.2} {told:>24}", error(alone), error(with));
}

/// The rows `reporter,flow,partner,unit,source,first,levels`, with the levels of consecutive months
/// in one field.
fn series(text: &str) -> Result<Vec<Series<Money>>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row?;
        let field = |at: usize| row.get(at).ok_or(format!("a row has no field {}", at + 1));
        let (reporter, partner): (Area, Area) = (field(0)?.parse()?, field(2)?.parse()?);
        let key = match field(1)? {
            "import" => Key::imports(reporter).from(partner),
            "export" => Key::exports(reporter).to(partner),
            other => return Err(format!("{other} is neither import nor export").into()),
        };
        let start: Month = field(5)?.parse()?;
        let mut series = Series::new(key, field(3)?.parse::<MoneyUnit>()?);
        for (level, at) in field(6)?.split_whitespace().zip(0..) {
            series = series.with(&start.plus(at)?.iso(), level)?;
        }
        found.push(series);
    }
    Ok(found)
}
