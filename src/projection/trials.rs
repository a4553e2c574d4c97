//! Trials of a back-test and the scores pooled over them, as a table and as CSV.
//!
//! Floats: scores are means over trials; each trial holds finite numbers by construction, and a
//! score without a value is `None`. `tests/inside/projection_backtest.rs` holds them to
//! reference values.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::forecast::float::{mean, root_mean_square};
use crate::forecast::input::count;
use crate::forecast::scores;
use crate::forecast::student::student_probability;
use crate::period::Day;
use crate::projection::{Basis, Interval, Method, Spread};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::Write;

/// One year as a method saw it with some months known, and what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// Of which series.
    pub(crate) series: String,
    /// The year.
    pub(crate) year: i32,
    /// How many months were known.
    pub(crate) known_months: u8,
    /// The method that was asked for.
    pub(crate) method: Method,
    /// The method that answered.
    pub(crate) used: Method,
    /// The day whose figures were used, for a back-test of releases.
    pub(crate) as_of: Option<Day>,
    /// The known part, in the unit of the series; approximate, as all numbers of a trial.
    pub(crate) so_far: f64,
    /// What the method said of the year.
    pub(crate) projected: f64,
    /// What came.
    pub(crate) outcome: f64,
    /// `ln(rest) - ln(projected rest)`, where both were above zero.
    pub(crate) log_error: Option<f64>,
    /// How far the method thought it might be off.
    pub(crate) spread: Spread,
    /// Changes of the year from one to the next before the origin: the scale of MASE and RMSSE.
    pub(crate) changes: Vec<f64>,
}

impl Trial {
    /// Of which series.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.series
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    /// How many months were known.
    #[must_use]
    pub fn known_months(&self) -> u8 {
        self.known_months
    }

    /// The method that was asked for.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The method that answered.
    #[must_use]
    pub fn used(&self) -> &Method {
        &self.used
    }

    /// The day whose figures were used, for a back-test of releases.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// The known part, in the unit of the series; approximate, as all numbers of a trial.
    #[must_use]
    pub fn so_far(&self) -> f64 {
        self.so_far
    }

    /// What the method said of the year.
    #[must_use]
    pub fn projected(&self) -> f64 {
        self.projected
    }

    /// What came.
    #[must_use]
    pub fn outcome(&self) -> f64 {
        self.outcome
    }

    /// `ln(rest) - ln(projected rest)`, where both were above zero.
    #[must_use]
    pub fn log_error(&self) -> Option<f64> {
        self.log_error
    }

    /// How far the method thought it might be off.
    #[cfg(test)]
    pub(crate) fn spread(&self) -> Spread {
        self.spread
    }

    /// Changes of the year from one to the next before the origin: the scale of MASE and RMSSE.
    #[must_use]
    pub fn changes(&self) -> &[f64] {
        &self.changes
    }

    /// The interval that the method gave.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a level outside of 1 to 99, or an interval without an
    /// end.
    pub fn interval(&self, percent: u8) -> Result<Interval, Error> {
        self.spread.interval(self.so_far, self.projected, percent)
    }

    /// True if its interval rests on four own errors or more and on no break.
    #[must_use]
    pub fn has_own_errors(&self) -> bool {
        matches!(self.spread.basis(), Basis::Errors(4..))
    }
}

/// The scores of one method, with one number of known months or pooled over all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The method.
    pub(crate) method: Method,
    /// With how many months known; `None` over all.
    pub(crate) known_months: Option<u8>,
    /// How many trials it is taken from.
    pub(crate) trials: usize,
    /// Mean absolute percentage error of the year. `None`, here and below, where it has no value.
    pub(crate) mape: Option<f64>,
    /// Mean percentage error of the year: above zero, the method is too low on average.
    pub(crate) mpe: Option<f64>,
    /// Symmetric percentage error, on the scale of 0 to 200.
    pub(crate) smape: Option<f64>,
    /// Mean absolute error, each over the mean absolute change of the years before it.
    pub(crate) mase: Option<f64>,
    /// Root mean square error, each over the root mean square change of the years before it.
    pub(crate) rmsse: Option<f64>,
    /// Mean pinball loss of the two ends of the interval, in percent of the outcome.
    pub(crate) pinball: Option<f64>,
    /// Continuous ranked probability score, from 99 quantiles, in percent of the outcome.
    pub(crate) crps: Option<f64>,
    /// Interval score, in percent of the outcome.
    pub(crate) interval_score: Option<f64>,
    /// The level of the interval, in percent.
    pub(crate) percent: u8,
    /// How often the interval held the outcome.
    pub(crate) coverage: Option<f64>,
    /// The standard error of that with years as clusters; `None` for one year.
    pub(crate) coverage_error: Option<f64>,
    /// How often the outcome was below the interval.
    pub(crate) below: Option<f64>,
    /// How often it was above.
    pub(crate) above: Option<f64>,
    /// The mean width of the interval, in percent of the outcome.
    pub(crate) width: Option<f64>,
}

impl Score {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// With how many months known; `None` over all.
    #[must_use]
    pub fn known_months(&self) -> Option<u8> {
        self.known_months
    }

    /// How many trials it is taken from.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.trials
    }

    /// Mean absolute percentage error of the year. `None`, here and below, where it has no value.
    #[must_use]
    pub fn mape(&self) -> Option<f64> {
        self.mape
    }

    /// Mean percentage error of the year: above zero, the method is too low on average.
    #[must_use]
    pub fn mpe(&self) -> Option<f64> {
        self.mpe
    }

    /// Symmetric percentage error, on the scale of 0 to 200.
    #[must_use]
    pub fn smape(&self) -> Option<f64> {
        self.smape
    }

    /// Mean absolute error, each over the mean absolute change of the years before it.
    #[must_use]
    pub fn mase(&self) -> Option<f64> {
        self.mase
    }

    /// Root mean square error, each over the root mean square change of the years before it.
    #[must_use]
    pub fn rmsse(&self) -> Option<f64> {
        self.rmsse
    }

    /// Mean pinball loss of the two ends of the interval, in percent of the outcome.
    #[must_use]
    pub fn pinball(&self) -> Option<f64> {
        self.pinball
    }

    /// Continuous ranked probability score, from 99 quantiles, in percent of the outcome.
    #[must_use]
    pub fn crps(&self) -> Option<f64> {
        self.crps
    }

    /// Interval score, in percent of the outcome.
    #[must_use]
    pub fn interval_score(&self) -> Option<f64> {
        self.interval_score
    }

    /// The level of the interval, in percent.
    #[must_use]
    pub fn percent(&self) -> u8 {
        self.percent
    }

    /// How often the interval held the outcome.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        self.coverage
    }

    /// The standard error of that, with years as clusters, since all series of a year share its
    /// shocks: `sqrt(g / (g - 1) sum(d^2)) / n` over `g` years, where `d` is by how many intervals
    /// more held in a year than on average. `None` for one year.
    #[must_use]
    pub fn coverage_error(&self) -> Option<f64> {
        self.coverage_error
    }

    /// How often the outcome was below the interval.
    #[must_use]
    pub fn below(&self) -> Option<f64> {
        self.below
    }

    /// How often the outcome was above the interval.
    #[must_use]
    pub fn above(&self) -> Option<f64> {
        self.above
    }

    /// The mean width of the interval, in percent of the outcome.
    #[must_use]
    pub fn width(&self) -> Option<f64> {
        self.width
    }
}

/// How much better one method was than another, with years as clusters: all series of a year share
/// its shocks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Mean over years of the difference of mean absolute percentage errors; below zero the first
    /// method was better.
    pub(crate) mean: f64,
    /// Its standard error over years; `None` for one year.
    pub(crate) standard_error: Option<f64>,
    /// Over how many years.
    pub(crate) years: usize,
}

impl Difference {
    /// Mean over years of the difference of mean absolute percentage errors; below zero the first
    /// method was better.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Its standard error over years; `None` for one year.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.standard_error
    }

    /// Over how many years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.years
    }

    /// The difference over its standard error; `None` for one year, or where all years agree.
    #[must_use]
    pub fn t(&self) -> Option<f64> {
        let t = self.mean / self.standard_error?;
        t.is_finite().then_some(t)
    }

    /// How probable a difference of this size or more is, either way, if neither method is better:
    /// by Student's distribution with one degree less than there are years. Of several comparisons
    /// see [`holm`](crate::forecast::scores::holm).
    #[must_use]
    pub fn probability(&self) -> Option<f64> {
        let above = student_probability(self.t()?.abs(), count(self.years) - 1.0).ok()?;
        Some(2.0 * (1.0 - above))
    }
}

/// The trials of a back-test.
///
/// ```
/// use bilateral::{
///     Key, Series,
///     area::{DEU, FRA},
///     projection::{Backtest, Method},
///     unit::EUR,
/// };
///
/// let mut series = Series::new(Key::exports(DEU).to(FRA), EUR.million());
/// for (half, year) in
///     [("40", "100"), ("50", "120"), ("55", "130"), ("60", "150")].into_iter().zip(2020..)
/// {
///     series = series
///         .with(&format!("{year}-01/{year}-06"), half.0)?
///         .with(&year.to_string(), half.1)?;
/// }
/// let trials = Backtest::new(&[Method::SeasonalNaive]).at(&[6]).of(&series);
/// // 2022: 55 + 120 - 50 = 125 against 130; 2023: 60 + 130 - 55 = 135 against 150.
/// let projected: Vec<f64> = trials.all().iter().map(|trial| trial.projected()).collect();
/// assert_eq!(projected, [125.0, 135.0]);
/// let mut file = Vec::new();
/// trials.write_csv(&mut file)?;
/// assert!(file.starts_with(b"series,year,known_months,method,"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Trials {
    trials: Vec<Trial>,
}

impl Trials {
    pub(crate) fn new(trials: Vec<Trial>) -> Trials {
        Trials { trials }
    }

    /// All trials, by year, months known and method, series after series.
    #[must_use]
    pub fn all(&self) -> &[Trial] {
        &self.trials
    }

    /// These trials and those of another back-test, to be pooled.
    #[must_use]
    pub fn and(mut self, others: Trials) -> Trials {
        self.trials.extend(others.trials);
        self
    }

    /// Only the trials that are wanted: one series, some years, those with own errors.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&Trial) -> bool) -> Trials {
        Trials { trials: self.trials.iter().filter(|trial| wanted(trial)).cloned().collect() }
    }

    /// Only origins for which every method of the table has a trial, so that all are compared on
    /// the same ones.
    #[must_use]
    pub fn on_common_origins(&self) -> Trials {
        let mut found: BTreeMap<(&str, i32, u8), HashSet<&Method>> = BTreeMap::new();
        for trial in &self.trials {
            found
                .entry((&trial.series, trial.year, trial.known_months))
                .or_default()
                .insert(&trial.method);
        }
        let methods = self.methods().len();
        let full = |trial: &Trial| {
            let at = (trial.series.as_str(), trial.year, trial.known_months);
            found.get(&at).is_some_and(|found| found.len() == methods)
        };
        self.only(full)
    }

    /// Scores of each method: over all trials first, then for each number of known months,
    /// ascending. `percent` is the level of the intervals.
    #[must_use]
    pub fn scores(&self, percent: u8) -> Vec<Score> {
        let mut months: Vec<u8> = self.trials.iter().map(|trial| trial.known_months).collect();
        months.sort_unstable();
        months.dedup();
        let mut scores = Vec::new();
        for known in std::iter::once(None).chain(months.into_iter().map(Some)) {
            for method in self.methods() {
                let wanted = |trial: &&Trial| {
                    trial.method == method && known.is_none_or(|known| trial.known_months == known)
                };
                let trials: Vec<&Trial> = self.trials.iter().filter(wanted).collect();
                if !trials.is_empty() {
                    scores.push(score(method.clone(), known, &trials, percent));
                }
            }
        }
        scores
    }

    /// One method against another on their common origins, year by year.
    #[must_use]
    pub fn difference(&self, one: &Method, other: &Method) -> Option<Difference> {
        let origin = |trial: &Trial| (trial.series.clone(), trial.year, trial.known_months);
        let of = |method: &Method| {
            let own = self.trials.iter().filter(|trial| trial.method == *method);
            own.filter(|trial| trial.outcome != 0.0)
                .map(|trial| (origin(trial), trial))
                .collect::<BTreeMap<_, _>>()
        };
        let others = of(other);
        let mut years: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
        for (origin, trial) in of(one) {
            if let Some(twin) = others.get(&origin) {
                let error =
                    |projected: f64| 100.0 * ((projected - trial.outcome) / trial.outcome).abs();
                let difference = error(trial.projected) - error(twin.projected);
                years.entry(trial.year).or_default().push(difference);
            }
        }
        let means: Vec<f64> = years.values().filter_map(|differences| mean(differences)).collect();
        let average = mean(&means)?;
        let count = f64::from(u32::try_from(means.len()).ok()?);
        let square: f64 = means.iter().map(|one| (one - average) * (one - average)).sum();
        let standard_error = (means.len() > 1).then(|| (square / (count - 1.0) / count).sqrt());
        Some(Difference { mean: average, standard_error, years: means.len() })
    }

    /// Writes every trial as a row of CSV, with the ends of its 80 % and 95 % intervals.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if it cannot be written.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let header = "series,year,known_months,method,used,as_of,so_far,projected,outcome,log_error,basis,\
                      scale,degrees,low_80,high_80,low_95,high_95";
        let mut rows = vec![header.split(',').map(str::to_owned).collect::<Vec<_>>()];
        for trial in &self.trials {
            let end = |percent: u8, of: fn(&Interval) -> f64| {
                trial
                    .interval(percent)
                    .map_or_else(|_| String::new(), |interval| of(&interval).to_string())
            };
            rows.push(vec![
                trial.series.clone(),
                trial.year.to_string(),
                trial.known_months.to_string(),
                trial.method.to_string(),
                trial.used.to_string(),
                trial.as_of.map_or_else(String::new, |day| day.to_string()),
                trial.so_far.to_string(),
                trial.projected.to_string(),
                trial.outcome.to_string(),
                trial.log_error.map_or_else(String::new, |error| error.to_string()),
                trial.spread.basis().to_string(),
                trial.spread.scale().to_string(),
                trial.spread.degrees().to_string(),
                end(80, Interval::low),
                end(80, Interval::high),
                end(95, Interval::low),
                end(95, Interval::high),
            ]);
        }
        let mut writer = csv::Writer::from_writer(writer);
        for row in rows {
            writer.write_record(row).map_err(|error| Error::io(error).about("writing trials"))?;
        }
        writer.flush().map_err(|error| Error::io(error).about("writing trials"))
    }

    /// The methods that were asked for, in the order of the plan.
    fn methods(&self) -> Vec<Method> {
        let mut methods: Vec<Method> = Vec::new();
        for trial in &self.trials {
            if !methods.contains(&trial.method) {
                methods.push(trial.method.clone());
            }
        }
        methods
    }
}

fn score(method: Method, known_months: Option<u8>, trials: &[&Trial], percent: u8) -> Score {
    let outcomes: Vec<f64> = trials.iter().map(|trial| trial.outcome).collect();
    let projected: Vec<f64> = trials.iter().map(|trial| trial.projected).collect();
    let error = |trial: &Trial| trial.outcome - trial.projected;
    let scaled = |of: fn(&[f64]) -> Option<f64>| -> Option<Vec<f64>> {
        let one = |trial: &&Trial| {
            of(&trial.changes).filter(|scale| *scale > 0.0).map(|scale| error(trial) / scale)
        };
        trials.iter().map(one).collect()
    };
    let absolute =
        |changes: &[f64]| mean(&changes.iter().map(|change| change.abs()).collect::<Vec<_>>());
    // In percent of the outcome, so that series in unlike units can be pooled.
    let relative = |of: &dyn Fn(&Trial) -> Option<f64>| -> Option<f64> {
        let one = |trial: &&Trial| {
            if trial.outcome == 0.0 {
                None
            } else {
                of(trial).map(|score| 100.0 * score / trial.outcome.abs())
            }
        };
        let each: Option<Vec<f64>> = trials.iter().map(one).collect();
        mean(&each?).filter(|score| score.is_finite())
    };
    let of_ends = |trial: &Trial, of: &dyn Fn(f64, f64) -> Option<f64>| {
        let interval = trial.interval(percent).ok()?;
        of(interval.low(), interval.high())
    };
    let tail = (1.0 - f64::from(percent) / 100.0) / 2.0;
    let pinball = |trial: &Trial| {
        of_ends(trial, &|low, high| {
            let below = scores::pinball(trial.outcome, low, tail).ok()?;
            Some(0.5 * (below + scores::pinball(trial.outcome, high, 1.0 - tail).ok()?))
        })
    };
    let crps = |trial: &Trial| {
        let quantile = |at: u32| {
            trial.spread.quantile(trial.so_far, trial.projected, f64::from(at) / 100.0).ok()
        };
        let sample: Option<Vec<f64>> = (1..=99).map(quantile).collect();
        scores::crps(trial.outcome, &sample?).ok()
    };
    let score = |trial: &Trial| {
        of_ends(trial, &|low, high| scores::interval_score(trial.outcome, low, high, percent).ok())
    };
    let held =
        |trial: &&Trial| trial.interval(percent).ok().map(|interval| interval.holds(trial.outcome));
    let held: Option<Vec<bool>> = trials.iter().map(held).collect();
    let share = |of: &dyn Fn(&Trial, &Interval) -> bool| -> Option<f64> {
        let one = |trial: &&Trial| {
            trial.interval(percent).ok().map(|interval| f64::from(u8::from(of(trial, &interval))))
        };
        mean(&trials.iter().map(one).collect::<Option<Vec<f64>>>()?)
    };
    let outside = |trial: &Trial, interval: &Interval| !interval.holds(trial.outcome);
    Score {
        method,
        known_months,
        trials: trials.len(),
        mape: scores::mape(&outcomes, &projected).ok(),
        mpe: scores::mpe(&outcomes, &projected).ok(),
        smape: scores::smape(&outcomes, &projected).ok(),
        mase: scaled(absolute).and_then(|errors| absolute(&errors)),
        rmsse: scaled(root_mean_square).and_then(|errors| root_mean_square(&errors)),
        pinball: relative(&pinball),
        crps: relative(&crps),
        interval_score: relative(&score),
        percent,
        coverage: share(&|trial, interval| interval.holds(trial.outcome)),
        coverage_error: held.and_then(|held| clustered_error(trials, &held)),
        below: share(&|trial, it| outside(trial, it) && trial.outcome < it.low()),
        above: share(&|trial, it| outside(trial, it) && trial.outcome > it.high()),
        width: relative(&|trial| of_ends(trial, &|low, high| Some(high - low))),
    }
}

/// The standard error of a share with years as clusters.
fn clustered_error(trials: &[&Trial], held: &[bool]) -> Option<f64> {
    let held: Vec<f64> = held.iter().map(|held| f64::from(u8::from(*held))).collect();
    let share = mean(&held)?;
    let mut years: BTreeMap<i32, f64> = BTreeMap::new();
    for (trial, held) in trials.iter().zip(&held) {
        *years.entry(trial.year).or_default() += held - share;
    }
    let (count, clusters) = (count(held.len()), count(years.len()));
    let squares: f64 = years.values().map(|one| one * one).sum();
    (clusters > 1.0).then(|| (clusters / (clusters - 1.0) * squares).sqrt() / count)
}

/// The scores with intervals of 80 %, one line for each method and number of known months; without
/// trials, why there may be none.
impl fmt::Display for Trials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scores = self.scores(80);
        if scores.is_empty() {
            return f.write_str(
                "no trials: no year has an outcome, two full years before it and known months \
                 from which the methods have an answer",
            );
        }
        let width =
            scores.iter().map(|score| score.method.to_string().chars().count()).max().unwrap_or(6);
        write!(
            f,
            "months  {:<width$}  trials   MAPE  sMAPE   MASE  RMSSE  pinball   CRPS  int. score  80 % holds      width",
            "method"
        )?;
        for score in scores {
            let months =
                score.known_months.map_or_else(|| "all".to_owned(), |known| known.to_string());
            let number = |value: Option<f64>| {
                value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
            };
            let percent = |value: Option<f64>| {
                value.map_or_else(|| "-".to_owned(), |value| format!("{:.0}", 100.0 * value))
            };
            write!(
                f,
                "\n{months:>6}  {:<width$}  {:>6}  {:>5}  {:>5}  {:>5}  {:>5}  {:>7}  {:>5}  {:>10}  {:>3} ± {:>2} %  {:>7} %",
                score.method.to_string(),
                score.trials,
                number(score.mape),
                number(score.smape),
                number(score.mase),
                number(score.rmsse),
                number(score.pinball),
                number(score.crps),
                number(score.interval_score),
                percent(score.coverage),
                percent(score.coverage_error),
                score.width.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}")),
            )?;
        }
        Ok(())
    }
}
