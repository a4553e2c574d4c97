//! How good are projections of the year? Every year of 46 monthly series and of the crate's
//! China-Russia figures, with 1, 2, 4, 6 and 9 months known: the default against every other
//! method.
//!
//! The series are sets by what they were for: A and B chose the default, C judged it, and R are the
//! China-Russia figures as they were known at the time.
//!
//! `cargo run --release --example ytd_projection`
//! `... -- --set C` for one set, `--series FILE` for series of your own in the form of
//! `tests/data/monthly_pairs.csv`, `--csv FILE` to write every trial as a row.
//!
//! It prints errors, comparisons and intervals, and ends in a check of its own answer.

#[path = "ytd_projection/series.rs"]
mod series;
#[path = "ytd_projection/tables.rs"]
mod tables;

use bilateral::projection::{Backtest, Method, Strength, Trials};
use series::{Pair, Set};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let sets = match &options.series {
        Some(path) => series::sets(&std::fs::read_to_string(path)?)?,
        None => series::embedded()?,
    };
    let mut all = Trials::default();
    for set in sets.iter().filter(|set| options.set.as_ref().is_none_or(|one| *one == set.name)) {
        let trials = back_test(&set.pairs)?;
        report(set, &trials);
        if options.series.is_none() {
            check(set, &trials);
        }
        all = all.and(trials);
    }
    if let Some(path) = &options.csv {
        all.write_csv(std::fs::File::create(path)?)?;
        println!("{} trials written to {path}", all.all().len());
    }
    Ok(())
}

/// What was asked for on the command line.
#[derive(Default)]
struct Options {
    set: Option<String>,
    series: Option<String>,
    csv: Option<String>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options::default();
        while let Some(name) = arguments.next() {
            let place = match name.as_str() {
                "--set" => &mut options.set,
                "--series" => &mut options.series,
                "--csv" => &mut options.csv,
                other => return Err(format!("{other} is not one of --set, --series and --csv")),
            };
            *place = Some(arguments.next().ok_or(format!("{name} needs a value"))?);
        }
        Ok(options)
    }
}

/// The default first, then what it is made of, then what it must beat.
fn methods() -> Vec<Method> {
    vec![
        Method::ByWhatIsKnown,
        Method::shrunk_share(Strength::USUAL),
        Method::LevelAndDrift,
        Method::Stl,
        Method::Theta,
        Method::LogEts,
        Method::Fade(Strength::USUAL),
        Method::mean_share(),
        Method::AdjustedLevel,
        Method::SeasonalNaive,
        Method::PriorYearShare,
        Method::RunRate,
    ]
}

/// The default of version 0.1: shrunk share 0.6, and with five full years or more and two months
/// known its mean with Theta and ETS(A,N,A) on logs.
fn former() -> [Method; 2] {
    let share = Method::shrunk_share("0.6".parse().expect("is between 0 and 1"));
    [share.clone(), Method::MeanOf(vec![share, Method::Theta, Method::LogEts])]
}

/// All series of a set, on two threads.
fn back_test(pairs: &[Pair]) -> Result<Trials, bilateral::Error> {
    let plan = Backtest::new(&[methods(), former().to_vec()].concat());
    let of = |pairs: &[Pair]| {
        pairs.iter().map(|pair| pair.trials(&plan)).fold(Trials::default(), Trials::and)
    };
    let (left, right) = pairs.split_at(pairs.len() / 2);
    Ok(std::thread::scope(|scope| {
        let other = scope.spawn(|| of(right));
        of(left).and(other.join().expect("no method panics"))
    }))
}

fn report(set: &Set, trials: &Trials) {
    let shown = methods();
    println!("\n=== {}: {}", set.name, set.purpose);
    let names: Vec<&str> = set.pairs.iter().map(Pair::name).collect();
    println!("{} series: {}\n", names.len(), names.join("; "));
    let of_shown = trials.only(|trial| shown.contains(trial.method()));
    let common = of_shown.on_common_origins();
    println!(
        "Mean absolute error of the year in percent, by months known, on the origins that every\n\
         method has an answer for (three full years of months or more); * the least:"
    );
    println!("{}\n", tables::errors(&common));
    println!("Against the default, points of error, years as clusters, on all origins of both:");
    println!("{}\n", tables::comparisons(&of_shown, set));
    println!("The default by itself, and the default of version 0.1 on the same origins:");
    println!("{}\n", tables::by_history(trials, set));
    println!("Its intervals; ± is the standard error with years as clusters:");
    println!("{}", tables::intervals(&of_shown.only(|one| *one.method() == shown[0])));
}

/// The default is better than the answers of the press, and its intervals hold.
fn check(set: &Set, trials: &Trials) {
    let default = Method::ByWhatIsKnown;
    for naive in [Method::RunRate, Method::PriorYearShare] {
        let difference = trials.difference(&default, &naive).expect("both were tried");
        assert!(difference.mean() < 0.0, "{naive} is better than the default on set {}", set.name);
    }
    let own = trials.only(|trial| *trial.method() == default);
    let held = own.scores(80)[0].coverage().expect("there are intervals");
    assert!((0.75..=0.90).contains(&held), "80 % intervals held {held} on set {}", set.name);
    println!(
        "\nChecked: the default beats run rate and growth carried forward on set {}, and",
        set.name
    );
    println!("its 80 % intervals held {:.0} % of {} outcomes.", 100.0 * held, own.all().len());
}
