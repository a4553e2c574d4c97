//! Where a year will end, with everything the answer rests on. It is a forecast wherever it goes.

use crate::error::{Error, counted};
use crate::forecast::Forecast;
use crate::forecast::float::root_mean_square;
use crate::growth::{Base, Growth};
use crate::number::{Figure, Ratio, Rounded, Rounding};
use crate::observation::{Observation, Status};
use crate::period::{Day, Period};
use crate::projection::interval::has_width;
use crate::projection::{Interval, Method, Outside, PastError, Path, Prior, Spread};
use crate::series::{Reading, names};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// What a reader of a projection must know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Warning {
    /// January alone is known; the New Year holiday moves between January and February.
    JanuaryAlone,
    /// January and February are known, and nothing more.
    FirstTwoMonths,
    /// Growth so far, which is so far from that of the year before that it makes the interval
    /// wider than all errors of the past do: a break.
    Break(Growth),
    /// Another method was asked for, or would be used by default, and has no answer here.
    Simpler {
        /// The method that has no answer.
        wanted: Method,
        /// Why.
        reason: String,
    },
    /// A figure that the answer rests on is hedged.
    Hedged(Period, Figure),
    /// More of the year was published, and figures of one day contradict each other there: of what,
    /// and how.
    Contradiction(Period, String),
    /// Months behind a gap are known and kept; these spans alone are projected.
    Gap(Vec<Period>),
    /// These known spans are kept and say nothing about growth, since their level of a year before
    /// is not known. What is missing has its part of the rest of the year before by the number of
    /// its months.
    NotCompared(Vec<Period>),
    /// These spans of the year are known or published and not used: they lie after the beginning
    /// that was named, or overlap spans that tell more months.
    NotUsed(Vec<Period>),
    /// Figures that the answer rests on make the flow negative, or a total is below its parts: of
    /// what, and how.
    Implausible(Period, String),
    /// The base is the one that published growth implies, and the level known of a year before is
    /// another one: of which span, and both bases.
    ContradictedBase(Period, String),
    /// Nothing is expected of these spans, since the year before had nothing there or nothing came
    /// so far. How wrong that may be is not known, so the answer has no interval.
    NothingExpected(Vec<Period>),
    /// The answer lies outside of its scenarios, which rest on the year before alone, and why.
    OutsideScenarios(Vec<Outside>),
}

/// Where a year will end: the answer, its interval, and the naive answers as what they are.
///
/// Its status is [`Status::Forecast`]; [`observation`](Projection::observation) carries it on. A
/// series keeps an observation of that status and never counts it as a figure. A year that is
/// [known](Projection::is_known) is not a forecast, and prints so.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Projection<D: Dimension> {
    pub(crate) unit: D::Unit,
    pub(crate) period: Period,
    pub(crate) as_of: Option<Day>,
    pub(crate) so_far: Reading<D>,
    pub(crate) known: Vec<Reading<D>>,
    pub(crate) known_level: Ratio,
    pub(crate) missing: Vec<Period>,
    pub(crate) base: Option<Base>,
    pub(crate) growth: Option<Growth>,
    pub(crate) method: Method,
    pub(crate) years_known: usize,
    pub(crate) lines: Vec<(Method, Ratio)>,
    pub(crate) central: Ratio,
    pub(crate) low: Ratio,
    pub(crate) high: Ratio,
    pub(crate) misses: Vec<PastError>,
    pub(crate) change_of_growth: Option<f64>,
    pub(crate) months_before: Vec<(Period, Ratio)>,
    pub(crate) model: Option<(Forecast, Range<usize>)>,
    pub(crate) parameters: Vec<(String, f64)>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) data: Vec<Reading<D>>,
}

impl<D: Dimension> Projection<D> {
    /// The span projected.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// What is known up to the first month that is missing, from January on; where January itself
    /// is missing, the first part that is known. [`known`](Projection::known) lists all parts.
    #[must_use]
    pub fn so_far(&self) -> &Reading<D> {
        &self.so_far
    }

    /// Every known part of the year, ascending. All of them are kept, months behind a gap too.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2024-01/2024-09", "900")?
    ///     .with("2024-10", "100")?
    ///     .with("2024-11/2024-12", "200")?
    ///     .with("2025-01/2025-09", "900")?
    ///     .with("2025-11/2025-12", "200")?; // October is missing
    /// let projection = series.project(Period::year(2025))?;
    /// assert_eq!((projection.known().len(), projection.known_level()), (2, &1100.into()));
    /// assert_eq!(projection.missing(), [Period::month(2025, 10)]);
    /// // no growth so far, so October is what it was
    /// assert_eq!(projection.central(), &1200.into());
    /// assert!(
    ///     projection
    ///         .to_string()
    ///         .contains("from Jan-Sep 2025 and Nov-Dec 2025, Oct 2025 alone projected")
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn known(&self) -> &[Reading<D>] {
        &self.known
    }

    /// The sum of the known parts, in the unit of the series.
    #[must_use]
    pub fn known_level(&self) -> &Ratio {
        &self.known_level
    }

    /// The spans that are projected, ascending; none of a year that is known.
    #[must_use]
    pub fn missing(&self) -> &[Period] {
        &self.missing
    }

    /// How many months are known.
    pub(crate) fn known_months(&self) -> u8 {
        let months: u32 = self.known.iter().map(|part| part.period().len()).sum();
        u8::try_from(months).unwrap_or(12)
    }

    /// The date by which the figures were known, if the series has one.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// The base of the growth so far, if there is one.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        self.base
    }

    /// Growth so far on that base; `None` where it is not defined.
    #[must_use]
    pub fn growth_so_far(&self) -> Option<&Growth> {
        self.growth.as_ref()
    }

    /// The answer, in the unit of the series. Closed forms without a root are exact, given the
    /// printed digits; a shrunk share is given to twenty digits, a model to twelve.
    #[must_use]
    pub fn central(&self) -> &Ratio {
        &self.central
    }

    /// The answer without what is known already.
    #[must_use]
    pub fn rest(&self) -> Ratio {
        &self.central - &self.known_level
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// True if all twelve months are known, so that nothing is projected.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.missing.is_empty()
    }

    /// [`Status::Forecast`], unless the year is known: then the status of its figure, or derived.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.so_far.terms() {
            _ if !self.is_known() => Status::Forecast,
            [only] if !self.so_far.is_derived() => only.status(),
            _ => Status::Derived,
        }
    }

    /// The method of the answer, with its parameters.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// How many full years before this one the method rests on.
    #[must_use]
    pub fn years_known(&self) -> usize {
        self.years_known
    }

    /// The method and what it rests on, in words: `shrunk share 0.75, 5 full years known`.
    #[must_use]
    pub fn rests_on(&self) -> String {
        if self.is_known() {
            return "the year is known".to_owned();
        }
        match self.years_known {
            0 => format!("{}, no full year used", self.method),
            1 => format!("{}, 1 full year known", self.method),
            years => format!("{}, {years} full years known", self.method),
        }
    }

    /// Every method with its number: the answer first, then simple ones for comparison, which are
    /// not the answer.
    #[must_use]
    pub fn lines(&self) -> &[(Method, Ratio)] {
        &self.lines
    }

    /// The scenario band: from the rest as a year before to growth so far carried through, in
    /// ascending order. These are scenarios, not probabilities. An answer that lies outside of them
    /// has a [warning](Warning::OutsideScenarios) that says why.
    #[must_use]
    pub fn band(&self) -> (&Ratio, &Ratio) {
        (&self.low, &self.high)
    }

    /// The errors of the method in earlier years with the same months known, the latest first, at
    /// most eight.
    #[must_use]
    pub fn past_errors(&self) -> &[PastError] {
        &self.misses
    }

    /// The back-test error at this origin: the root of the mean square of
    /// [`past_errors`](Projection::past_errors), a part of the rest of the year (0.06 is about
    /// 6 %). `None` without any.
    #[must_use]
    pub fn typical_error(&self) -> Option<f64> {
        root_mean_square(&self.errors())
    }

    /// How far the rest of the year may be off, by the method's own errors and, where they are
    /// fewer than four, a prior.
    ///
    /// # Errors
    /// As [`Spread::of`].
    pub(crate) fn spread(&self, prior: Prior) -> Result<Spread, Error> {
        if self.is_known() {
            return Ok(Spread::KNOWN);
        }
        let errors = self.errors();
        Spread::of(&errors, prior.scale(self.known_months()), self.change_of_growth)
    }

    /// A prediction interval around the answer at a level of `percent`, from the method's own
    /// errors in earlier years, a prior, and the change of growth. [`Interval::rests_on`] says
    /// which.
    ///
    /// # Formula
    /// `known + rest * e^(± t s)` with the quantile `t` of Student's distribution with 5 degrees of
    /// freedom, and `s^2 = (2 p^2 + sum(w e^2)) / (2 + sum(w)) + (d / 4)^2`. The errors are `e =
    /// ln(rest) - ln(projected rest)`, at most the eight latest, with `w` = 1, 1/2, 1/4, ... from
    /// the last one on; `p` is the [`Prior`]. `d` is the logarithm of growth so far less that of
    /// the year before on the year before that, where both are known: a series whose growth changes
    /// at once may break, and a quiet one may not.
    ///
    /// # Evidence
    /// On set C of `examples/ytd_projection.rs`, which chose nothing, 80 % and 95 % intervals held
    /// 85 and 96 % of the outcomes with one month known (± 3 and 1, years as clusters), 84 and 98
    /// with two, 86 and 97 with four, 87 and 98 with six, 87 and 97 with nine; 82 and 96 % in 2008
    /// to 2010, 87 and 97 in 2011 to 2018, 78 and 95 in 2020 to 2025. On A and B, which chose the
    /// constants, the 80 % intervals held 67 and 69 % in 2020 to 2025.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a level outside of 1 to 99;
    /// [`NotPositive`](crate::Undefined::NotPositive) where nothing is expected of the months that
    /// are missing, since errors are parts of what is expected;
    /// [`Invalid`](crate::ErrorKind::Invalid) where an end is beyond what a float holds.
    pub fn interval(&self, percent: u8) -> Result<Interval, Error> {
        self.interval_from(percent, Prior::Cautious)
    }

    /// The same with a named prior: [`Prior::SmallFlows`] for small or lumpy ones.
    ///
    /// # Errors
    /// As [`interval`](Projection::interval).
    pub fn interval_from(&self, percent: u8, prior: Prior) -> Result<Interval, Error> {
        has_width(&self.rest(), self.is_known())?;
        self.spread(prior)?.interval(
            self.known_level.approximately(),
            self.central.approximately(),
            percent,
        )
    }

    /// A conformal interval, which assumes no distribution of errors. Not the default, since eight
    /// errors are too few for 95 %, and four make 80 % as wide as the largest of them.
    ///
    /// # Formula
    /// `known + rest * e^(± h)`, with the `ceil((n + 1) percent / 100)`-th smallest of `n` absolute
    /// errors for `h`.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) with too few errors; as
    /// [`interval`](Projection::interval) where nothing is expected.
    pub fn conformal_interval(&self, percent: u8) -> Result<Interval, Error> {
        has_width(&self.rest(), self.is_known())?;
        Interval::conformal(
            self.known_level.approximately(),
            self.central.approximately(),
            &self.errors(),
            percent,
        )
    }

    /// The band to three digits, or to four where an answer inside of it would print outside.
    fn printed_band(&self) -> (Rounded, Rounded) {
        let band = |count: u8| (digits(&self.low, count), digits(&self.high, count));
        let (low, high) = band(3);
        let number = |printed: &Rounded| printed.to_decimal().ok();
        let seen = number(&digits(&self.central, 4));
        if number(&low) > seen || seen > number(&high) { band(4) } else { (low, high) }
    }

    fn errors(&self) -> Vec<f64> {
        self.misses.iter().map(|miss| miss.log_error).collect()
    }

    /// The parameters that were fitted, each with the name of its model and its own. Those that
    /// were given are part of the [method](Projection::method).
    #[must_use]
    pub fn parameters(&self) -> &[(String, f64)] {
        &self.parameters
    }

    /// The interval by the variance of the fitted model, where the method is one; labelled as such.
    /// It holds the outcome less often than it says, since it leaves out that model and parameters
    /// may be wrong. Errors of months carry on into later ones, which is counted; where that has no
    /// closed form, 5,000 paths are drawn with a fixed seed.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the method is not a single model, if known months
    /// lie between missing ones, and for a history too short to show errors;
    /// [`Range`](crate::ErrorKind::Range) for a level outside of 1 to 99.
    pub fn model_interval(&self, percent: u8) -> Result<Interval, Error> {
        if self.is_known() {
            let reason = format!("{} is known, so nothing is projected", self.period);
            return Err(Error::invalid("the interval of a model", reason)
                .with_help("use the figure of the period"));
        }
        let Some((model, steps)) = &self.model else {
            let reason = match self.method.model().is_some() {
                true => format!(
                    "known months lie between the missing ones, {}",
                    names(self.missing.iter().copied())
                ),
                false => format!("the method “{}” is not a single model", self.method),
            };
            return Err(Error::invalid("the interval of a model", reason)
                .with_help("ask interval(), which rests on the errors of earlier years"));
        };
        let own = model.interval_of(steps.clone(), percent)?;
        Interval::of_model(self.known_level.approximately(), &own)
    }

    /// What a reader must know.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The levels that the answer rests on, each with the dates at which its figures were
    /// published.
    #[must_use]
    pub fn data(&self) -> &[Reading<D>] {
        &self.data
    }

    /// The year as it goes: what is known, and of the rest of the answer a part for each month or
    /// span that is missing.
    ///
    /// The rest is spread by the pattern of the year before, in the finest pieces that are known of
    /// it. Where they do not fill what is missing, or one is negative, each missing span is one
    /// piece; where nothing can be compared with the year before, each missing month has the same
    /// part.
    ///
    /// # Errors
    /// None at present; a later method may have no path.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2024-01/2024-03", "300")?
    ///     .with("2024-04/2024-11", "800")?
    ///     .with("2024-12", "100")?
    ///     .with("2025-01/2025-03", "300")?
    ///     .with("2025-12", "120")?;
    /// let path = series.project(Period::year(2025))?.path()?;
    /// // 420 on 400 is +5 %, three quarters of it on the 800 of April to November
    /// assert_eq!(path.months(), [("2025-04/2025-11".parse()?, 830.into())]);
    /// let (last, year) = path.cumulated().pop().expect("it has parts");
    /// assert_eq!((last, year), (Period::month(2025, 12), 1250.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn path(&self) -> Result<Path<D>, Error> {
        Path::spread(&self.so_far, &self.known, &self.months_before, self.rest(), self.rests_on())
    }

    /// The answer as an observation of status [`Status::Forecast`], to four digits, with its method
    /// as the source.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if the number does not fit;
    /// [`Invalid`](crate::ErrorKind::Invalid) for a year that is known, which is not a forecast.
    pub fn observation(&self) -> Result<Observation, Error> {
        if self.is_known() {
            return Err(Error::invalid("a forecast", format!("{} is known", self.period))
                .with_help("use the figure of the period"));
        }
        let level = Figure::printed(digits(&self.central, 4).to_decimal()?);
        let note =
            self.interval(80).map_or_else(|_| String::new(), |interval| interval.to_string());
        let source = format!(
            "projection: {} from {}",
            self.rests_on(),
            names(self.known.iter().map(Reading::period))
        );
        Ok(Observation::new(self.period, level)
            .with_status(Status::Forecast)?
            .from_source(source)
            .with_note(note))
    }
}

fn all_of(reasons: &[Outside]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Rounded to `count` significant digits, and never before the point.
pub(crate) fn digits(number: &Ratio, count: u8) -> Rounded {
    let mut places = 0_u8;
    let mut limit = Ratio::power_of_ten(i16::from(count).saturating_sub(1));
    let size = number.abs();
    while size < limit && places < 24 && !number.is_zero() {
        places = places.saturating_add(1);
        limit = limit * Ratio::power_of_ten(-1);
    }
    number.round(places, Rounding::default())
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::JanuaryAlone => f.write_str(
                "January alone says too little of a year: \
                 the New Year holiday moves; wait for February",
            ),
            Warning::FirstTwoMonths => {
                f.write_str("January and February alone say little of a year")
            }
            Warning::Break(growth) => write!(
                f,
                "growth so far of {growth} is a break with the year before: \
                 it widens the interval more than the errors of earlier years do"
            ),
            Warning::Simpler { wanted, reason } => write!(f, "not by {wanted}: {reason}"),
            Warning::Hedged(period, figure) => {
                write!(f, "the level of {period} is hedged: {figure}")
            }
            Warning::Contradiction(period, conflict) => {
                write!(f, "{period} is not used: {conflict}")
            }
            Warning::Gap(missing) => {
                write!(
                    f,
                    "months behind a gap are kept as known; projected alone: {}",
                    names(missing.iter().copied())
                )
            }
            Warning::NotCompared(kept) => write!(
                f,
                "{} is kept as known and not compared, since its level of a year before \
                 is not known; what is missing has its part of the rest of the year before \
                 by the number of its months",
                names(kept.iter().copied())
            ),
            Warning::NotUsed(spans) => {
                write!(f, "published or known and not used: {}", names(spans.iter().copied()))
            }
            Warning::Implausible(_, finding) => {
                write!(f, "not plausible: {finding}")
            }
            Warning::ContradictedBase(_, check) => {
                write!(
                    f,
                    "published growth contradicts the levels, and the answer rests on the base \
                     that it implies: {check}"
                )
            }
            Warning::NothingExpected(spans) => write!(
                f,
                "nothing is expected of {}, and how wrong that may be is not known",
                names(spans.iter().copied())
            ),
            Warning::OutsideScenarios(reasons) => {
                write!(f, "the answer lies outside of its scenarios: {}", all_of(reasons))
            }
        }
    }
}

/// The answer with its interval, its scenarios, its method, where it starts from, on which base,
/// and how many warnings it has; `{:#}` prints each of them on a line of its own.
impl<D: Dimension> fmt::Display for Projection<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_known() {
            write!(f, "{} {} in {}, known", self.so_far.amount().value(), self.unit, self.period)?;
            self.as_of.map_or(Ok(()), |day| write!(f, " on {day}"))?;
            return self.write_warnings(f);
        }
        write!(
            f,
            "{} {} in {}, {}",
            digits(&self.central, 4),
            self.unit,
            self.period,
            self.status()
        )?;
        match self.interval(80) {
            Ok(interval) => write!(f, ", {interval} ({})", interval.rests_on())?,
            Err(_) => f.write_str(", no interval")?,
        }
        let (low, high) = self.printed_band();
        write!(f, ", scenarios {low} to {high}")?;
        for warning in &self.warnings {
            if let Warning::OutsideScenarios(reasons) = warning {
                let side = if self.central > self.high { "above" } else { "below" };
                write!(f, " (the answer lies {side} them: {})", all_of(reasons))?;
            }
        }
        f.write_str("; ")?;
        write!(f, "{}, from {}", self.rests_on(), names(self.known.iter().map(Reading::period)))?;
        if self.known.len() > 1 || self.so_far.period().first() != self.period.first() {
            write!(f, ", {} alone projected", names(self.missing.iter().copied()))?;
        }
        if let Some(base) = self.base {
            write!(f, ", on {base}")?;
        }
        self.as_of.map_or(Ok(()), |day| write!(f, ", as known on {day}"))?;
        self.write_warnings(f)
    }
}

impl<D: Dimension> Projection<D> {
    fn write_warnings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.warnings.is_empty() {
            write!(f, "; {}", counted(self.warnings.len(), "warning"))?;
        }
        if f.alternate() {
            self.warnings.iter().try_for_each(|one| write!(f, "\n  warning: {one}"))?;
        }
        Ok(())
    }
}
