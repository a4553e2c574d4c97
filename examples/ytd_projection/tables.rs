//! Tables of errors, comparisons and intervals.

use crate::series::Set;
use crate::{former, methods};
use bilateral::forecast::scores;
use bilateral::projection::{Method, Score, Trial, Trials};
use comfy_table::{Cell, CellAlignment, Table, presets};

const KNOWN: [u8; 5] = [1, 2, 4, 6, 9];
/// Five full years and more are a long history.
const LONG: i32 = 5;

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(header.to_vec());
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
pub fn errors(trials: &Trials) -> Table {
    let scores = trials.scores(80);
    let of = |method: &Method, known: Option<u8>| {
        let own = |score: &&Score| score.method() == method && score.known_months() == known;
        scores.iter().find(own)
    };
    let columns: Vec<Option<u8>> = std::iter::once(None).chain(KNOWN.map(Some)).collect();
    let count = |known: &Option<u8>| of(&Method::ByWhatIsKnown, *known).map_or(0, Score::trials);
    let name = |known: &Option<u8>| known.map_or("all".to_owned(), |known| known.to_string());
    let header: Vec<String> = std::iter::once("months known (origins)".to_owned())
        .chain(columns.iter().map(|known| format!("{} ({})", name(known), count(known))))
        .collect();
    let mut table = table(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let least = |known: &Option<u8>| {
        let all = methods().into_iter().filter_map(|method| of(&method, *known)?.mape());
        all.fold(f64::INFINITY, f64::min)
    };
    for method in methods() {
        let cell = |known: &Option<u8>| {
            let own = of(&method, *known).and_then(Score::mape);
            let mark = if own == Some(least(known)) { "*" } else { "" };
            format!("{mark}{}", number(own))
        };
        row(
            &mut table,
            std::iter::once(method.to_string()).chain(columns.iter().map(cell)).collect(),
        );
    }
    table
}

/// The default against each other method: all months together, by months known, and by the length
/// of the history. Below zero the default is better; p after Holm's correction over all cells.
pub fn comparisons(trials: &Trials, set: &Set) -> Table {
    let long = |trial: &Trial| set.years_before(trial.series(), trial.year()) >= LONG;
    let mut parts = vec![("all".to_owned(), trials.clone())];
    parts.extend(KNOWN.map(|known| {
        (format!("{known} known"), trials.only(|trial| trial.known_months() == known))
    }));
    parts.push(("under 5 years".to_owned(), trials.only(|trial| !long(trial))));
    parts.push(("5 and more".to_owned(), trials.only(long)));
    let default = Method::ByWhatIsKnown;
    let others: Vec<Method> = methods().into_iter().filter(|method| *method != default).collect();
    let cells: Vec<Vec<_>> = others
        .iter()
        .map(|other| parts.iter().map(|(_, part)| part.difference(&default, other)).collect())
        .collect();
    let probability = |one: &Option<bilateral::projection::Difference>| {
        one.and_then(|one| one.probability()).unwrap_or(1.0)
    };
    let raw: Vec<f64> = cells.iter().flatten().map(probability).collect();
    let adjusted = scores::holm(&raw).unwrap_or(raw);
    let header: Vec<&str> = std::iter::once("default less ...")
        .chain(parts.iter().map(|(name, _)| name.as_str()))
        .collect();
    let mut table = table(&header);
    let mut adjusted = adjusted.into_iter();
    for (method, cells) in others.iter().zip(&cells) {
        let mut line = vec![method.to_string()];
        for (cell, adjusted) in cells.iter().zip(adjusted.by_ref()) {
            line.push(cell.map_or_else(String::new, |one| {
                let t = one.t().map_or_else(String::new, |t| format!(" (t {t:.1})"));
                let sure = if adjusted < 0.05 { " p<.05" } else { "" };
                format!("{:+.2}{t}{sure}", one.mean())
            }));
        }
        row(&mut table, line);
    }
    table
}

/// Error and bias of the default and of the former one, for short and long histories.
pub fn by_history(trials: &Trials, set: &Set) -> Table {
    let mut table = table(&[
        "months known, years before (origins)",
        "error",
        "bias",
        "error of 0.1",
        "bias of 0.1",
        "difference",
    ]);
    let [share, mean] = former();
    let years = |trial: &Trial| set.years_before(trial.series(), trial.year());
    let is_former = |trial: &Trial| {
        let many = years(trial) >= LONG && trial.known_months() > 1;
        *trial.method() == if many { mean.clone() } else { share.clone() }
    };
    // The former default where it has an answer, and the default on the same origins.
    let former = trials.only(is_former);
    let own = trials.only(|trial| *trial.method() == Method::ByWhatIsKnown);
    let lengths: [(&str, std::ops::RangeInclusive<i32>); 4] =
        [("", 0..=99), (", 2 to 4", 0..=4), (", 3 and more", 3..=99), (", 5 and more", 5..=99)];
    for known in std::iter::once(None).chain(KNOWN.map(Some)) {
        for (name, range) in &lengths {
            let part = |trials: &Trials| {
                trials.only(|trial| {
                    range.contains(&years(trial))
                        && known.is_none_or(|known| trial.known_months() == known)
                })
            };
            let pairs = common(&part(&own), &part(&former));
            if pairs.is_empty() {
                continue;
            }
            let known = known.map_or("all".to_owned(), |known| known.to_string());
            let mean = |of: fn(&(f64, f64)) -> f64| {
                let sum: f64 = pairs.iter().map(|(_, errors)| of(errors)).sum();
                format!("{:+.2}", sum / pairs.len() as f64)
            };
            row(
                &mut table,
                vec![
                    format!("{known}{name} ({})", pairs.len()),
                    mean(|errors| errors.0.abs()),
                    mean(|errors| errors.0),
                    mean(|errors| errors.1.abs()),
                    mean(|errors| errors.1),
                    by_year(&pairs),
                ],
            );
        }
    }
    table
}

/// Errors of two methods on their common origins, in percent of the outcome, with the year; below
/// zero a method was too low.
fn common(one: &Trials, other: &Trials) -> Vec<(i32, (f64, f64))> {
    let error = |trial: &Trial| 100.0 * (trial.projected() / trial.outcome() - 1.0);
    let origin = |trial: &Trial| (trial.series().to_owned(), trial.year(), trial.known_months());
    let others: std::collections::BTreeMap<_, f64> =
        other.all().iter().map(|trial| (origin(trial), error(trial))).collect();
    let pair = |trial: &Trial| Some((trial.year(), (error(trial), *others.get(&origin(trial))?)));
    one.all().iter().filter_map(pair).collect()
}

/// The mean over years of the difference of absolute errors, and its t.
fn by_year(pairs: &[(i32, (f64, f64))]) -> String {
    let mut years: std::collections::BTreeMap<i32, Vec<f64>> = Default::default();
    for (year, (one, other)) in pairs {
        years.entry(*year).or_default().push(one.abs() - other.abs());
    }
    let means: Vec<f64> =
        years.values().map(|all| all.iter().sum::<f64>() / all.len() as f64).collect();
    let count = means.len() as f64;
    let mean = means.iter().sum::<f64>() / count;
    let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0);
    format!("{mean:+.2} (t {:.1}, {count} years)", mean / (variance / count).sqrt())
}

/// How often intervals held, by months known and by block of years.
pub fn intervals(trials: &Trials) -> Table {
    let header = [
        "",
        "trials",
        "80 % held",
        "below",
        "above",
        "width",
        "score",
        "95 % held",
        "below",
        "above",
        "width",
        "score",
    ];
    let mut table = table(&header);
    let mut line = |name: String, trials: &Trials| {
        let mut cells = vec![name, trials.all().len().to_string()];
        for percent in [80, 95] {
            let Some(score) = trials.scores(percent).into_iter().next() else { return };
            let share = |value: Option<f64>| {
                value.map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", 100.0 * share))
            };
            let error = score
                .coverage_error()
                .map_or_else(String::new, |one| format!(" ± {:.0}", 100.0 * one));
            cells.push(format!("{}{error}", share(score.coverage())));
            cells.extend([share(score.below()), share(score.above())]);
            cells.extend(
                [score.width(), score.interval_score()]
                    .map(|one| one.map_or_else(|| "-".to_owned(), |one| format!("{one:.1}"))),
            );
        }
        row(&mut table, cells);
    };
    line("all".to_owned(), trials);
    for known in KNOWN {
        line(format!("{known} known"), &trials.only(|trial| trial.known_months() == known));
    }
    for (from, to) in [(0, 2007), (2008, 2010), (2011, 2018), (2019, 2019), (2020, 2025)] {
        let name = if from == 0 { format!("to {to}") } else { format!("{from} to {to}") };
        line(name, &trials.only(|trial| (from..=to).contains(&trial.year())));
    }
    table
}
