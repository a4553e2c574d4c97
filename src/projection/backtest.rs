//! Rolling origins: what a method would have said of every year with a given number of months
//! known, and what came.

use crate::forecast::float::log_of_quotient;
use crate::growth::Base;
use crate::number::Ratio;
use crate::observation::Observation;
use crate::period::{Period, PublicationDate};
use crate::projection::errors::{ERRORS, PastError, YEARS_BEFORE, miss};
use crate::projection::origin::Origin;
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
