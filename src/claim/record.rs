//! Records inside a scope, and what happened several times in a row.

use crate::claim::check::{beats, moved};
use crate::claim::{Scope, Streak, Verdict};
use crate::error::Error;
use crate::number::{Bounds, Direction, Figure, Ratio};
use crate::period::Period;
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use std::ops::Bound;

/// A figure beside all others of its kind in a scope, as known on the day.
pub(super) struct Record<D: Dimension> {
    scope: Scope,
    period: Period,
    /// Others with a level, ascending.
    known: Vec<Period>,
    /// Others without, between those that count.
    unknown: Vec<Period>,
    /// As high or higher, whatever the rounding; those that may be.
    higher: Option<Reading<D>>,
    open: Option<Reading<D>>,
}

impl<D: Dimension> Record<D> {
    pub(super) fn of(own: &Series<D>, period: Period, scope: Scope) -> Result<Record<D>, Error> {
        let now = own.amount(period)?;
        let mut record = Record {
            scope,
            period,
            known: Vec::new(),
            unknown: Vec::new(),
            higher: None,
            open: None,
        };
        for other in others(own, period, scope) {
            let Ok(reading) = own.amount(other) else {
                record.unknown.push(other);
                continue;
            };
            record.known.push(other);
            match beats(&now.span_bounds(), &reading.span_bounds()) {
                Verdict::Supported => {}
                // The highest of those that are higher is the one to name.
                Verdict::Contradicted
                    if record.higher.as_ref().is_none_or(|known| is_more(&reading, known)) =>
                {
                    record.higher = Some(reading);
                }
                Verdict::Contradicted => {}
                Verdict::Undecided => record.open = Some(reading),
            }
        }
        // From the first one known on, and for a record of all times to the last; a stated scope
        // must be known as a whole.
        if matches!(scope, Scope::SoFar | Scope::Ever) {
            let (first, last) = (record.known.first().copied(), record.known.last().copied());
            let (first, last) =
                (first.unwrap_or(period).min(period), last.unwrap_or(period).max(period));
            record.unknown.retain(|span| first < *span && *span < last);
        }
        Ok(record)
    }

    /// Everything in the scope must be known.
    pub(super) fn verdict(&self) -> (Verdict, String) {
        if let Scope::Within(scope) = self.scope
            && !scope.contains(&self.period)
        {
            return (Verdict::Undecided, format!("{} does not lie in {scope}", self.period));
        }
        if let Some(higher) = &self.higher {
            return (
                Verdict::Contradicted,
                format!("{higher} was as high or higher, of {}", self.compared()),
            );
        }
        if let Some(open) = &self.open {
            return (
                Verdict::Undecided,
                format!("{open} may have been as high, of {}", self.compared()),
            );
        }
        let missing = list(&self.unknown);
        match (self.known.is_empty(), self.unknown.is_empty()) {
            (true, true) => (Verdict::Undecided, "nothing to compare it with".to_owned()),
            (true, false) => {
                (Verdict::Undecided, format!("nothing to compare it with, no figure for {missing}"))
            }
            (false, true) => (Verdict::Supported, format!("higher than {}", self.compared())),
            (false, false) => (
                Verdict::Undecided,
                format!("higher than {}, but no figure for {missing}", self.compared()),
            ),
        }
    }

    /// `all 8 others known from 2008 to 2021`
    fn compared(&self) -> String {
        match (self.known.as_slice(), self.known.first(), self.known.last()) {
            ([only], ..) => format!("the 1 other known, {only}"),
            (all, Some(first), Some(last)) => {
                format!("all {} others known from {first} to {last}", all.len())
            }
            _ => "none".to_owned(),
        }
    }
}

/// Spans of the same kind in the scope, ascending, without the period itself.
fn others<D: Dimension>(own: &Series<D>, period: Period, scope: Scope) -> Vec<Period> {
    let first = own.published_spans().map(Period::first).min().unwrap_or(period.first());
    let last = own.published_spans().map(Period::last).max().unwrap_or(period.last());
    let (first, last) = match scope {
        Scope::Within(scope) => (scope.first(), scope.last()),
        Scope::Since(month) => (month.plus(1).unwrap_or(month), period.last()),
        Scope::SoFar => (first.min(period.first()), period.last()),
        Scope::Ever => (first.min(period.first()), last.max(period.last())),
    };
    let step = if period.len() == 1 { 1 } else { 12 };
    let shifted = |times: i32| -> Option<Period> {
        let months = times.checked_mul(step)?;
        Period::try_from_to(period.first().plus(months).ok()?, period.last().plus(months).ok()?)
            .ok()
    };
    let back = (1..).map_while(|times: i32| {
        shifted(times.saturating_neg()).filter(|span| first <= span.first())
    });
    let forth = (1..).map_while(|times| shifted(times).filter(|span| span.last() <= last));
    // A period that does not lie in a stated scope is answered before these are looked at.
    let mut others: Vec<Period> = back.chain(forth).collect();
    others.sort_unstable();
    others
}

fn is_more<D: Dimension>(one: &Reading<D>, other: &Reading<D>) -> bool {
    one.amount().value() > other.amount().value()
}

/// The first few, and how many more.
fn list(spans: &[Period]) -> String {
    const SHOWN: usize = 6;
    let names: Vec<String> = spans.iter().take(SHOWN).map(ToString::to_string).collect();
    match spans.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", names.join(", ")),
        _ => names.join(", "),
    }
}

/// How often in a row, this period the last; the count is open above where a span is not known or
/// its rounding decides.
pub(super) fn consecutive<D: Dimension>(
    own: &Series<D>,
    period: Period,
    count: Figure,
    streak: Streak,
) -> Result<(Verdict, String), Error> {
    let step = if period.len() == 1 { 1 } else { 12 };
    let judged = |span: Period| match streak {
        Streak::Rise => moved(own, span, Direction::Rise),
        Streak::Fall => moved(own, span, Direction::Fall),
        Streak::Record => Record::of(own, span, Scope::SoFar).map(|record| record.verdict()),
    };
    judged(period)?; // without the period itself there is nothing to judge
    let (mut times, mut span) = (0_i32, period);
    let (end, why) = loop {
        match judged(span) {
            Ok((Verdict::Supported, _)) => {}
            Ok((Verdict::Contradicted, text)) => {
                break (Bound::Included(Ratio::from(times)), format!("not in {span}: {text}"));
            }
            Ok((Verdict::Undecided, text)) => {
                break (Bound::Unbounded, format!("{span} is open: {text}"));
            }
            Err(error) => {
                break (Bound::Unbounded, format!("{span} is open: {error}"));
            }
        }
        times = times.saturating_add(1);
        let back = step_back(span, step);
        match back {
            Some(before) => span = before,
            None => break (Bound::Unbounded, "the calendar ends there".to_owned()),
        }
    };
    let found = Bounds::new(Bound::Included(Ratio::from(times)), end)?;
    // A count is a whole number: "more than 3" is 4 and above.
    Ok((Verdict::of(&count.bounds(), &found), format!("{times} in a row, {why}")))
}

fn step_back(span: Period, months: i32) -> Option<Period> {
    let back = months.saturating_neg();
    Period::try_from_to(span.first().plus(back).ok()?, span.last().plus(back).ok()?).ok()
}
