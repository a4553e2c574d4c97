//! How wrong a method was in earlier years, with the same months known.

use crate::error::Error;
use crate::forecast::float::log_of_quotient;
use crate::growth::Base;
use crate::number::Ratio;
use crate::period::Period;
use crate::projection::Method;
use crate::projection::months::two_sided;
use crate::projection::origin::{Origin, up_to};
use crate::series::Series;
use crate::unit::Dimension;
use serde::Serialize;

/// The error of a method in one earlier year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PastError {
    /// The year.
    pub year: i32,
    /// `ln(rest) - ln(projected rest)`: above zero where more came than was projected.
    pub log_error: f64,
}

/// Rolling origins need two full years before them, so that an error of one lucky year is none.
pub(crate) const YEARS_BEFORE: usize = 2;
/// How many years of errors count.
pub(crate) const ERRORS: usize = 8;

/// The errors of a method in the years before, the latest first, at most eight.
///
/// Each is made with the figures up to its own origin. Years in which nothing was left or nothing
/// projected have none.
pub(crate) fn misses<D: Dimension>(
    series: &Series<D>,
    known: &[Period],
    base: Base,
    method: &Method,
) -> Vec<PastError> {
    let Some(first) = series.published_spans().map(|span| span.first().year()).min() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for back in 1.. {
        let spans: Result<Vec<Period>, Error> =
            known.iter().map(|span| span.years_earlier(back)).collect();
        let Ok(spans) = spans else { break };
        if found.len() >= ERRORS || spans.first().is_none_or(|span| span.first().year() <= first) {
            break;
        }
        found.extend(miss(series, &spans, base, method));
    }
    found
}

/// The error of one year with these spans of it known, if it can be had.
pub(crate) fn miss<D: Dimension>(
    series: &Series<D>,
    known: &[Period],
    base: Base,
    method: &Method,
) -> Option<PastError> {
    let year = Period::try_year(known.first()?.first().year()).ok()?;
    // By the figures up to the end of that year, so that no later one makes an outcome, whoever
    // asks.
    let outcome = two_sided(&up_to(series, year.last()).ok()?, year)?;
    let origin = Origin::of(series, year, known, base).ok()?;
    if !origin.is_two_sided() || origin.years() < YEARS_BEFORE.max(method.years_needed()) {
        return None;
    }
    let projected = origin.year_by(method).ok()?;
    let left = |whole: &Ratio| whole - &origin.known_level();
    let outcome = Ratio::from(outcome.amount().value());
    Some(PastError {
        year: year.first().year(),
        log_error: log_of_quotient(&left(&outcome), &left(&projected))?,
    })
}
