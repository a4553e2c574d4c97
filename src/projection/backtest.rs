//! Rolling origins: what a method would have said of every year with a given number of months
//! known, and what came.

use crate::error::Error;
use crate::forecast::float::log_of_quotient;
use crate::growth::Base;
use crate::number::Ratio;
use crate::observation::Observation;
use crate::period::{Period, PublicationDate};
use crate::projection::bridge::Sides;
use crate::projection::errors::{ERRORS, PastError, YEARS_BEFORE, miss};
use crate::projection::origin::{Origin, up_to};
use crate::projection::{Method, Prior, Spread, Trial, Trials};
use crate::series::Series;
use crate::unit::Dimension;
use crate::vintage::History;
use std::collections::HashMap;

/// A plan: which methods, with how many months known.
///
/// ```
/// use bilateral::{Key, area::{CHN, RUS}, projection::{Backtest, Method}, published};
///
/// let history = published::china_russia()?.series(Key::trade(CHN).with(RUS))?;
/// let plan = Backtest::new(&[Method::ByWhatIsKnown, Method::RunRate]).at(&[6]);
/// let trials = plan.of_releases(&history); // each year as it was known at the time
/// let scores = trials.scores(80);
/// assert!(scores[0].mape() < scores[1].mape()); // the default against the run rate
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    methods: Vec<Method>,
    known: Vec<u8>,
    prior: Prior,
    label: Option<String>,
}

/// Errors that were found already; with one vintage they do not depend on who asks.
type Found = HashMap<(Method, i32, u8), Option<PastError>>;

impl Backtest {
    /// A plan for these methods, with 1, 2, 4, 6 and 9 months known.
    #[must_use]
    pub fn new(methods: &[Method]) -> Backtest {
        Backtest {
            methods: methods.to_vec(),
            known: vec![1, 2, 4, 6, 9],
            prior: Prior::Cautious,
            label: None,
        }
    }

    /// The same with other numbers of known months, each from 1 to 11; others are left out.
    #[must_use]
    pub fn at(self, known_months: &[u8]) -> Backtest {
        let known = known_months.iter().copied().filter(|known| (1..=11).contains(known)).collect();
        Backtest { known, ..self }
    }

    /// The same with another prior for intervals that rest on fewer than four own errors.
    #[must_use]
    pub fn with_prior(self, prior: Prior) -> Backtest {
        Backtest { prior, ..self }
    }

    /// The same with a name for the series in tables; otherwise it is the key.
    #[must_use]
    pub fn named(self, label: &str) -> Backtest {
        Backtest { label: Some(label.to_owned()), ..self }
    }

    /// Every year of a series that has an outcome and two full years before it, by the figures of
    /// the series up to each origin: one vintage, so that revisions play no part.
    ///
    /// A year to date that is not known, or a method that has no answer, makes no trial.
    #[must_use]
    pub fn of<D: Dimension>(&self, series: &Series<D>) -> Trials {
        let label = self.label.clone().unwrap_or_else(|| series.key().to_string());
        let mut found = Found::new();
        let mut trials = Vec::new();
        for year in years(series) {
            let Ok(outcome) = series.amount(year) else { continue };
            let outcome = Ratio::from(outcome.amount().value());
            for known in &self.known {
                let Ok(span) = Period::try_january_to(year.first().year(), *known) else {
                    continue;
                };
                for method in &self.methods {
                    trials.extend(self.trial(
                        series,
                        span,
                        method,
                        &outcome,
                        &label,
                        Some(&mut found),
                    ));
                }
            }
        }
        Trials::new(trials)
    }

    /// Every year of a history of releases, each origin by what was known on the first day on which
    /// its year to date was known; the outcome is the latest figure. Figures without a date of
    /// publication are known too late to take part, except as outcomes.
    #[must_use]
    pub fn of_releases<D: Dimension>(&self, history: &History<D>) -> Trials {
        let label = self.label.clone().unwrap_or_else(|| history.key().to_string());
        let latest = history.latest();
        let mut trials = Vec::new();
        for year in years(&latest) {
            let Ok(outcome) = latest.amount(year) else { continue };
            let outcome = Ratio::from(outcome.amount().value());
            for known in &self.known {
                let Ok(span) = Period::try_january_to(year.first().year(), *known) else {
                    continue;
                };
                let Some(series) = first_known(history, span) else { continue };
                for method in &self.methods {
                    trials.extend(self.trial(&series, span, method, &outcome, &label, None));
                }
            }
        }
        Trials::new(trials)
    }

    /// Every year of one side as [`of`](Backtest::of) has it, and beside each method the same with
    /// the months of the mirror, [`Method::MirrorMonths`], at an origin at which the mirror is
    /// known for that many months more, at most to the end of the year. An origin makes trials of
    /// both or of none, so that they can be [compared](Trials::difference).
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the two are no mirror of each other, as
    /// [`Series::nowcast`]; [`Range`](crate::ErrorKind::Range) if `ahead` is not 1 to 11.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Month, Period, Series,
    ///     area::{CHN, RUS},
    ///     projection::{Backtest, Method},
    ///     unit::USD,
    /// };
    ///
    /// // The mirror is ten percent more in every month, and no year is like the one before.
    /// let mut own = Series::new(Key::exports(RUS).to(CHN), USD.million());
    /// let mut mirror = Series::new(Key::imports(CHN).from(RUS), USD.million());
    /// for year in 2018..=2024 {
    ///     for month in 1..=12 {
    ///         let level = 1000 + 37 * i32::from(month) * (year % 3);
    ///         let month = Period::month(year, month).iso();
    ///         own = own.with(&month, &(10 * level).to_string())?;
    ///         mirror = mirror.with(&month, &(11 * level).to_string())?;
    ///     }
    /// }
    /// let plan = Backtest::new(&[Method::ByWhatIsKnown]).at(&[4]);
    /// let trials = plan.of_mirror(&own, &mirror, 8)?; // the mirror has published the year
    /// let scores = trials.scores(80);
    /// assert!(scores[0].mape() > Some(1.0));
    /// assert_eq!(scores[1].method().to_string(), "mirror months, then by what is known");
    /// assert!(scores[1].mape() < Some(1e-9));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn of_mirror<D: Dimension>(
        &self,
        own: &Series<D>,
        mirror: &Series<D>,
        ahead: u8,
    ) -> Result<Trials, Error> {
        Sides::of(own, mirror)?;
        if !(1..=11).contains(&ahead) {
            let reason = format!("{ahead} is not between 1 and 11");
            return Err(Error::range("how many months the mirror is ahead", reason));
        }
        let label = self.label.clone().unwrap_or_else(|| own.key().to_string());
        let mut found = Found::new();
        let mut trials = Vec::new();
        for year in years(own) {
            let Ok(outcome) = own.amount(year) else { continue };
            let outcome = Ratio::from(outcome.amount().value());
            for known in &self.known {
                let Ok(span) = Period::try_january_to(year.first().year(), *known) else {
                    continue;
                };
                for method in &self.methods {
                    let alone = self.trial(own, span, method, &outcome, &label, Some(&mut found));
                    let Some(alone) = alone else { continue };
                    let with = self.with_mirror(own, mirror, (span, ahead), &alone, &outcome);
                    trials.extend(with.into_iter().flat_map(|with| [alone.clone(), with]));
                }
            }
        }
        Ok(Trials::new(trials))
    }

    /// The same trial with what the mirror knows beyond the own side.
    fn with_mirror<D: Dimension>(
        &self,
        own: &Series<D>,
        mirror: &Series<D>,
        (so_far, ahead): (Period, u8),
        alone: &Trial,
        outcome: &Ratio,
    ) -> Option<Trial> {
        let year = Period::try_year(so_far.first().year()).ok()?;
        let known = so_far.last().plus(i32::from(ahead)).ok()?.min(year.last());
        let own = up_to(own, so_far.last()).ok()?;
        let mirror = up_to(mirror, known).ok()?;
        let nowcast = own.nowcast_by(year, &mirror, &alone.method).ok()?;
        let left = outcome - nowcast.known_level();
        Some(Trial {
            method: Method::MirrorMonths(Box::new(alone.method.clone())),
            used: nowcast.method().clone(),
            so_far: nowcast.known_level().approximately(),
            projected: nowcast.central().approximately(),
            log_error: log_of_quotient(&left, &nowcast.rest()),
            spread: nowcast.spread(self.prior).ok()?,
            ..alone.clone()
        })
    }

    fn trial<D: Dimension>(
        &self,
        series: &Series<D>,
        so_far: Period,
        asked: &Method,
        outcome: &Ratio,
        label: &str,
        found: Option<&mut Found>,
    ) -> Option<Trial> {
        let year = Period::try_year(so_far.first().year()).ok()?;
        let origin = Origin::of(series, year, &[so_far], Base::Implied).ok()?;
        if !origin.is_two_sided() || origin.years() < YEARS_BEFORE.max(asked.years_needed()) {
            return None;
        }
        let (used, projected) = match asked {
            Method::ByWhatIsKnown => {
                origin.answer(asked).ok().map(|answer| (answer.method, answer.year))?
            }
            named => (named.clone(), origin.year_by(named).ok()?),
        };
        let errors = earlier(origin.series(), so_far, &used, found);
        let spread =
            Spread::of(&errors, self.prior.scale(origin.known()), origin.change_of_growth())
                .ok()?;
        let rest = &projected - &origin.known_level();
        Some(Trial {
            series: label.to_owned(),
            year: year.first().year(),
            known_months: origin.known(),
            method: asked.clone(),
            used,
            as_of: series.as_of(),
            so_far: origin.known_level().approximately(),
            projected: projected.approximately(),
            outcome: outcome.approximately(),
            log_error: log_of_quotient(&(outcome - &origin.known_level()), &rest),
            spread,
            changes: origin.changes(),
        })
    }
}

/// Errors of a method in the years before, the latest first.
fn earlier<D: Dimension>(
    series: &Series<D>,
    so_far: Period,
    method: &Method,
    found: Option<&mut Found>,
) -> Vec<f64> {
    let mut none = Found::new();
    let found = found.unwrap_or(&mut none);
    let first = years(series).first().map_or(i32::MAX, |year| year.first().year());
    let known = u8::try_from(so_far.len()).unwrap_or(12);
    let mut errors = Vec::new();
    for back in 1.. {
        let Ok(span) = so_far.years_earlier(back) else { break };
        let year = span.first().year();
        if errors.len() >= ERRORS || year <= first {
            break;
        }
        let look = || miss(series, &[span], Base::Implied, method);
        errors.extend(
            found
                .entry((method.clone(), year, known))
                .or_insert_with(look)
                .map(|miss| miss.log_error),
        );
    }
    errors
}

/// The calendar years from the first to the last figure.
fn years<D: Dimension>(series: &Series<D>) -> Vec<Period> {
    let first = series.published_spans().map(|span| span.first().year()).min();
    let last = series.published_spans().map(|span| span.last().year()).max();
    match (first, last) {
        (Some(first), Some(last)) => {
            (first..=last).filter_map(|year| Period::try_year(year).ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// The series of the first day on which a span was known.
fn first_known<D: Dimension>(history: &History<D>, span: Period) -> Option<Series<D>> {
    let inside = |one: &&Observation| span.contains(&one.period());
    let known = |one: &Observation| one.published_on().map(PublicationDate::known_from);
    let mut days: Vec<_> = history.observations().iter().filter(inside).filter_map(known).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| history.as_of(day)).find(|series| series.amount(span).is_ok())
}
