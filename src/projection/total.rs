//! Where a total will end whose parts are known to unlike months: exports to October, imports to
//! July.
//!
//! Floats: past errors and what they do to today's rests.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::key::Key;
use crate::number::Ratio;
use crate::observation::Status;
use crate::period::Period;
use crate::projection::answer::digits;
use crate::projection::interval::has_width;
use crate::projection::{Interval, PastError, Prior, Projection, Spread};
use crate::series::{Reading, Series, check_parts, names};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// The fewest years of joint errors that say how the errors of the parts go together.
const JOINT_YEARS: usize = 4;

/// Where a total will end: the sum of the projections of its parts, each from all that is known of
/// it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Total<D: Dimension> {
    key: Key,
    unit: D::Unit,
    parts: Vec<Part<D>>,
    known_level: Ratio,
    central: Ratio,
    joint: Vec<PastError>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
struct Part<D: Dimension> {
    key: Key,
    projection: Projection<D>,
    /// What is left of it, in the unit of the total.
    rest: Ratio,
}

impl<D: Dimension> Series<D> {
    /// The projection of a year of a total, each of its parts projected by itself: of exports known
    /// to October and imports known to July nothing is thrown away, where their
    /// [`sum`](Series::sum) is known to July.
    ///
    /// The key of the total and the rules for its parts are those of [`sum`](Series::sum); the unit
    /// is that of the first part.
    ///
    /// # Formula
    /// The sum of the projections. For the interval see [`Total::interval`].
    ///
    /// # Errors
    /// As [`sum`](Series::sum), and as [`project`](Series::project) for each part.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Ratio, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let exports = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2025", "100")?
    ///     .with("2025-01/2025-10", "80")?
    ///     .with("2026-01/2026-10", "88")?; // +10 %
    /// let imports = Series::new(Key::imports(CHN).from(RUS), USD.billion())
    ///     .with("2025", "120")?
    ///     .with("2025-01/2025-07", "70")?
    ///     .with("2026-01/2026-07", "63")?; // -10 %
    /// let year = Period::year(2026);
    /// let trade = Series::project_sum(Key::trade(CHN).with(RUS), &[&exports, &imports], year)?;
    /// // 88 + 20 * 1.075 and 63 + 50 * 0.925 by fade 0.75
    /// assert_eq!(trade.central(), &Ratio::new(21875, 100)?);
    /// assert_eq!(trade.known_level(), &Ratio::from(88 + 63));
    /// assert_eq!(
    ///     trade.to_string(),
    ///     "218.8 billion US$ in 2026, forecast, 80 % interval 211 to 228 \
    ///  (from 2 parts, as if their errors went together); \
    ///  CHN exports to RUS 109.5 billion US$ from Jan-Oct 2026, \
    ///  CHN imports from RUS 109.3 billion US$ from Jan-Jul 2026"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn project_sum(key: Key, parts: &[&Series<D>], year: Period) -> Result<Total<D>, Error> {
        let Some(first) = parts.first() else {
            return Err(Error::invalid("a sum", "it has no parts"));
        };
        check_parts(key, parts)?;
        let (mut known_level, mut projected) = (Ratio::zero(), Vec::new());
        for part in parts {
            let factor = D::ratio(part.unit(), first.unit())?;
            let projection = part.project(year)?;
            known_level = known_level + projection.known_level() * &factor;
            let rest = projection.rest() * factor;
            projected.push(Part { key: part.key(), projection, rest });
        }
        let rest: Ratio = projected.iter().map(|part| part.rest.clone()).sum();
        Ok(Total {
            key,
            unit: first.unit(),
            central: &known_level + &rest,
            known_level,
            joint: joint_errors(&projected),
            parts: projected,
        })
    }
}

/// What the errors of each earlier year would do to the rests of today, for the years in which all
/// parts that have a rest have an error.
fn joint_errors<D: Dimension>(parts: &[Part<D>]) -> Vec<PastError> {
    let open: Vec<(&[PastError], f64)> = parts
        .iter()
        .filter(|part| part.rest.is_positive())
        .map(|part| (part.projection.past_errors(), part.rest.approximately()))
        .collect();
    let Some((first, _)) = open.first() else { return Vec::new() };
    let whole: f64 = open.iter().map(|(_, rest)| rest).sum();
    let of_year = |year: i32| -> Option<PastError> {
        let came = |(errors, rest): &(&[PastError], f64)| {
            let error = errors.iter().find(|error| error.year == year)?;
            Some(rest * error.log_error.exp())
        };
        let came: Option<Vec<f64>> = open.iter().map(came).collect();
        let log_error = (came?.iter().sum::<f64>() / whole).ln();
        log_error.is_finite().then_some(PastError { year, log_error })
    };
    first.iter().filter_map(|error| of_year(error.year)).collect()
}

impl<D: Dimension> Total<D> {
    /// What the total is called.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The unit of the first part.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// The projection of each part, in its own unit, with its key.
    pub fn parts(&self) -> impl Iterator<Item = (Key, &Projection<D>)> {
        self.parts.iter().map(|part| (part.key, &part.projection))
    }

    /// What is known of all parts together, each to its own last month.
    #[must_use]
    pub fn known_level(&self) -> &Ratio {
        &self.known_level
    }

    /// The answer.
    #[must_use]
    pub fn central(&self) -> &Ratio {
        &self.central
    }

    /// [`Status::Forecast`], unless all parts are known: then derived.
    #[must_use]
    pub fn status(&self) -> Status {
        let is_known = self.parts.iter().all(|part| part.projection.is_known());
        if is_known { Status::Derived } else { Status::Forecast }
    }

    /// What the errors of earlier years, in which all parts have one, would do to the rests of
    /// today together, the latest first: `ln(sum(rest e^error) / sum(rest))`.
    #[must_use]
    pub fn joint_errors(&self) -> &[PastError] {
        &self.joint
    }

    /// A prediction interval around the answer at a level of `percent`.
    ///
    /// # Formula
    /// With four [`joint_errors`](Total::joint_errors) or more that of [`Projection::interval`]
    /// from them, with the prior of each part and the size of its change of growth, weighted by
    /// what is left of it: whether errors of the parts go together is what these years tell. With
    /// fewer the scale is the mean of those of the parts, weighted likewise, as if all errors
    /// always went together, which is the widest a sum can be.
    ///
    /// # Errors
    /// As [`Projection::interval`].
    pub fn interval(&self, percent: u8) -> Result<Interval, Error> {
        self.interval_from(percent, Prior::Cautious)
    }

    /// The same with a named prior.
    ///
    /// # Errors
    /// As [`Projection::interval`].
    pub fn interval_from(&self, percent: u8, prior: Prior) -> Result<Interval, Error> {
        let (known, year) = (self.known_level.approximately(), self.central.approximately());
        has_width(&(&self.central - &self.known_level), self.status() == Status::Derived)?;
        self.spread(prior)?.interval(known, year, percent)
    }

    fn spread(&self, prior: Prior) -> Result<Spread, Error> {
        let open = || self.parts.iter().filter(|part| part.rest.is_positive());
        let whole: f64 = open().map(|part| part.rest.approximately()).sum();
        if whole == 0.0 {
            return Ok(Spread::KNOWN);
        }
        if self.joint.len() < JOINT_YEARS {
            let spread =
                |part: &Part<D>| Ok((part.rest.approximately(), part.projection.spread(prior)?));
            let parts: Result<Vec<(f64, Spread)>, Error> = open().map(spread).collect();
            return Ok(Spread::together(&parts?));
        }
        let mean = |of: &dyn Fn(&Projection<D>) -> f64| {
            open().map(|part| of(&part.projection) * part.rest.approximately()).sum::<f64>() / whole
        };
        let errors: Vec<f64> = self.joint.iter().map(|error| error.log_error).collect();
        let scale = mean(&|part| prior.scale(part.known_months()));
        let change = mean(&|part| part.change_of_growth.unwrap_or(0.0).abs());
        Spread::of(&errors, scale, Some(change))
    }
}

/// The answer with its interval, and from what of each part.
impl<D: Dimension> fmt::Display for Total<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.parts.iter().map(|part| part.projection.period()).next();
        let year = year.map_or_else(String::new, |year| format!(" in {year}"));
        write!(f, "{} {}{year}, {}", digits(&self.central, 4), self.unit, self.status())?;
        match self.interval(80) {
            Ok(interval) => write!(f, ", {interval} ({})", interval.rests_on())?,
            Err(_) => f.write_str(", no interval")?,
        }
        for (at, part) in self.parts.iter().enumerate() {
            let mark = if at == 0 { ";" } else { "," };
            let known = names(part.projection.known().iter().map(Reading::period));
            let level = digits(part.projection.central(), 4);
            write!(f, "{mark} {} {level} {} from {known}", part.key, part.projection.unit())?;
        }
        Ok(())
    }
}
