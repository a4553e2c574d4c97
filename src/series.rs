//! The figures of one key in one unit, for any spans, and what can be derived from them.
//!
//! Offices publish months, joint January-February, cumulations and years, overlapping and nested. A
//! [`Series`] holds them all as published. Ask it for any span: [`Series::amount`] gives the
//! published figure, else the shortest derivation by adding adjacent spans and subtracting nested
//! ones, and says which.

mod coverage;
mod graph;
mod implausible;
mod partition;
mod reading;
mod residue;
mod standing;
mod sum;
mod table;

pub use coverage::Coverage;
pub use implausible::Implausible;
pub use reading::{Reading, Term};
pub use residue::Residue;

pub(crate) use coverage::names;
pub(crate) use standing::{Standing, judge};
pub(crate) use sum::{check_parts, same_treatment};

use crate::error::{Error, ErrorKind, MissingMonths, Undefined};
use crate::key::Key;
use crate::number::{Decimal, Figure, exact_add, exact_subtract};
use crate::observation::{Observation, Status};
use crate::period::{Day, Month, Period};
use crate::series::graph::{Graph, Step};
use crate::unit::{Amount, Dimension, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of one key in one unit, as known at one time.
///
/// ```
/// use bilateral::{
///     Key, Period, Series,
///     area::{CHN, RUS},
///     unit::USD,
/// };
///
/// let series = Series::new(Key::trade(CHN).with(RUS), USD.billion())
///     .with("2023-01/2023-03", "53.845")?
///     .with("2023-01/2023-04", "73.148")?;
///
/// assert_eq!(
///     series.amount(Period::january_to(2023, 4))?.to_string(),
///     "73.148 billion US$, Jan-Apr 2023"
/// );
///
/// let april = series.amount(Period::month(2023, 4))?; // never published here: a difference
/// assert!(april.is_derived());
/// assert_eq!(april.amount().to_string(), "19.303 billion US$");
/// assert_eq!(april.bounds().to_string(), "19.302 to 19.304 billion US$");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Fields<D>", into = "Fields<D>", bound = "")]
pub struct Series<D: Dimension> {
    key: Key,
    unit: D::Unit,
    as_of: Option<Day>,
    spans: BTreeMap<Period, Span>,
    graph: Graph,
}

/// Everything that was published for one span.
#[derive(Debug, Clone)]
struct Span {
    observations: Vec<Observation>,
    standing: Standing,
}

impl<D: Dimension> Series<D> {
    /// A series without figures yet.
    #[must_use]
    pub fn new<U>(key: Key, unit: U) -> Series<D>
    where
        U: Unit<Dimension = D>,
        D: Dimension<Unit = U>,
    {
        Series { key, unit, as_of: None, spans: BTreeMap::new(), graph: Graph::default() }
    }

    /// The same series with one more figure: a period as text, and a number as printed, with its
    /// hedge if it has one.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) for either text.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    /// let series = Series::new(Key::trade(CHN).with(RUS), USD.billion())
    ///     .with("2021", "146.887")?
    ///     .with("2022", "190.271")?;
    /// assert!(series.with("2023-01/2023-04", "1 234").is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn with(self, period: &str, figure: &str) -> Result<Series<D>, Error> {
        self.with_observation(Observation::new(period.parse()?, figure.parse()?))
    }

    /// The same series with one more observation, in the unit of the series.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the level is a multiple or a fraction in words.
    pub fn with_observation(mut self, observation: Observation) -> Result<Series<D>, Error> {
        self.insert(observation)?;
        Ok(self)
    }

    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The unit of all figures.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// The date by which the figures were known, if the series was taken from
    /// [`Releases`](crate::vintage::Releases) as of a date.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// True without any observation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// All observations by period, then in the order of insertion; erroneous figures included.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.spans.values().flat_map(|span| &span.observations)
    }

    /// The spans for which a figure stands, ascending.
    pub fn published_spans(&self) -> impl Iterator<Item = Period> {
        self.standing_spans().map(|(period, _)| period)
    }

    /// The amount of a span: published, else derived from the fewest published figures.
    ///
    /// Exact on the printed digits; [`Reading::bounds`] gives the range that their rounding allows.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) with the reason: no figure, missing months
    /// (which), withheld, not in these releases by the date of the series.
    /// [`Conflict`](crate::ErrorKind::Conflict) if figures of one day contradict each other.
    /// [`Inexact`](crate::ErrorKind::Inexact) if a sum has too many digits.
    pub fn amount(&self, span: Period) -> Result<Reading<D>, Error> {
        match self.spans.get(&span).map(|published| &published.standing) {
            Some(Standing::Stands(..)) => self.read(span, &[Step { span, subtract: false }]),
            Some(Standing::Conflict(figures)) => Err(self.conflict(span, "", figures)),
            _ => match self.graph.path(span, None) {
                Some(steps) => self.read(span, &steps),
                None => Err(self.absence(span)),
            },
        }
    }

    /// Spans whose figures contradict each other, ascending: figures of one day that cannot all be
    /// true, as the error that [`amount`](Series::amount) gives; and figures that together make the
    /// flow negative, such as a cumulation that falls, whose amounts stand
    /// ([`implausible`](Series::implausible) has them as numbers).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2025-01/2025-03", "270")?
    ///     .with("2025-01/2025-04", "100")?;
    /// let (span, error) = &series.conflicts()[0];
    /// assert_eq!(*span, Period::month(2025, 4));
    /// assert!(
    ///     error.is_conflict()
    ///         && error.to_string().contains("100 (Jan-Apr 2025); 270 (Jan-Mar 2025)")
    /// );
    /// assert!(series.amount(*span).is_ok()); // -170: a finding, no refusal
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn conflicts(&self) -> Vec<(Period, Error)> {
        let clash = |(period, span): (&Period, &Span)| match &span.standing {
            Standing::Conflict(figures) => Some((*period, self.conflict(*period, "", figures))),
            _ => None,
        };
        let mut found: Vec<(Period, Error)> = self.spans.iter().filter_map(clash).collect();
        found.extend(self.implausible().iter().map(|one| (one.period(), one.error())));
        found.sort_by_key(|(period, _)| *period);
        found
    }

    /// The series with only the figures for spans inside `window`.
    #[must_use]
    pub fn slice(&self, window: Period) -> Series<D> {
        let mut slice = Series { spans: BTreeMap::new(), graph: Graph::default(), ..self.clone() };
        for (period, span) in self.spans.iter().filter(|(period, _)| window.contains(period)) {
            slice.adopt(*period, span.clone());
        }
        slice
    }

    /// Puts an observation in and judges its span again.
    fn insert(&mut self, observation: Observation) -> Result<(), Error> {
        observation.check_level()?;
        let period = observation.period();
        let mut observations =
            self.spans.remove(&period).map_or_else(Vec::new, |span| span.observations);
        observations.push(observation);
        let standing = judge(&observations, Observation::level);
        self.adopt(period, Span { observations, standing });
        Ok(())
    }

    fn adopt(&mut self, period: Period, span: Span) {
        match span.standing {
            Standing::Stands(..) => self.graph.insert(period),
            _ => self.graph.remove(period),
        }
        self.spans.insert(period, span);
    }

    /// The series of many observations, each span judged once.
    pub(crate) fn of(
        key: Key,
        unit: D::Unit,
        observations: impl IntoIterator<Item = Observation>,
    ) -> Series<D> {
        let mut spans: BTreeMap<Period, Vec<Observation>> = BTreeMap::new();
        for observation in observations {
            spans.entry(observation.period()).or_default().push(observation);
        }
        let mut series = Series::new(key, unit);
        for (period, observations) in spans {
            let standing = judge(&observations, Observation::level);
            series.adopt(period, Span { observations, standing });
        }
        series
    }

    /// What stands for a span.
    pub(crate) fn standing(&self, span: Period) -> Option<&Standing> {
        self.spans.get(&span).map(|span| &span.standing)
    }

    pub(crate) fn dated(mut self, as_of: Option<Day>) -> Series<D> {
        self.as_of = as_of;
        self
    }

    /// All observations of one span.
    pub(crate) fn at(&self, span: Period) -> &[Observation] {
        self.spans.get(&span).map_or(&[], |span| &span.observations)
    }

    fn standing_spans(&self) -> impl Iterator<Item = (Period, Figure)> {
        self.spans.iter().filter_map(|(period, span)| match span.standing {
            Standing::Stands(_, figure) => Some((*period, figure)),
            _ => None,
        })
    }

    /// Adds up the steps of a derivation.
    fn read(&self, span: Period, steps: &[Step]) -> Result<Reading<D>, Error> {
        // What is added reads before what is taken away, in the order of time.
        let mut steps = steps.to_vec();
        steps.sort_by_key(|step| (step.subtract, step.span));
        let mut total = Decimal::ZERO;
        let mut terms = Vec::with_capacity(steps.len());
        for step in steps {
            let term = self.term(step).ok_or_else(|| self.absence(step.span))?;
            let Some(value) = term.figure().decimal() else { return Err(self.absence(step.span)) };
            // A published figure keeps its printed digits, so the first term is taken over and not
            // added to zero.
            total = match (terms.is_empty(), step.subtract) {
                (true, false) => value,
                (_, false) => exact_add(total, value)?,
                (_, true) => exact_subtract(total, value)?,
            };
            terms.push(term);
        }
        Ok(Reading::new(self.key, span, Amount::new(total, self.unit), terms))
    }

    fn term(&self, step: Step) -> Option<Term> {
        let span = self.spans.get(&step.span)?;
        let Standing::Stands(at, _) = span.standing else { return None };
        Term::new(span.observations.get(at)?, step.subtract)
    }

    pub(crate) fn conflict(
        &self,
        period: Period,
        what: &str,
        figures: &[(usize, Figure)],
    ) -> Error {
        let observations = self.at(period);
        let name =
            |(at, figure): &(usize, Figure)| match observations.get(*at).map(Observation::source) {
                Some(source) if !source.is_empty() => format!("{figure} ({source})"),
                _ => figure.to_string(),
            };
        let what = format!("{what}{}, {period}", self.key);
        Error::new(ErrorKind::Conflict { what, figures: figures.iter().map(name).collect() })
    }

    /// Why there is no amount for a span.
    fn absence(&self, span: Period) -> Error {
        let own = self.at(span);
        let has = |status| own.iter().any(|observation| observation.status() == status);
        let covered = self.slice(span).months();
        let missing: Vec<i32> = span
            .months()
            .filter(|month| !covered.iter().any(|piece| piece.contains_month(*month)))
            .map(Month::ordinal)
            .collect();
        let reason = if has(Status::Confidential) {
            Undefined::Confidential
        } else if has(Status::NotYetPublished) || has(Status::Forecast) {
            Undefined::NotYetPublished
        } else if has(Status::Erroneous) {
            Undefined::OnlyErroneous
        } else {
            // Where nothing at all is there, a list of every month would say no more.
            let some = !covered.is_empty() && !missing.is_empty();
            let missing = MissingMonths { ordinals: if some { missing } else { Vec::new() } };
            match self.as_of {
                Some(date) => Undefined::NotInReleases { by: date.to_string(), missing },
                None if some => Undefined::Incomplete { missing },
                None => Undefined::Missing,
            }
        };
        let error = Error::from(reason).about(format!("{}, {span}", self.key));
        // January alone, where January and February were published together.
        match self.months().into_iter().find(|piece| piece.contains(&span) && *piece != span) {
            Some(piece) => error
                .with_help(format!("ask for {piece}, which the figures give as one piece only")),
            None => error,
        }
    }
}

/// Series are equal if they hold the same observations under the same key, unit and date.
impl<D: Dimension> PartialEq for Series<D> {
    fn eq(&self, other: &Series<D>) -> bool {
        self.key == other.key
            && self.unit == other.unit
            && self.as_of == other.as_of
            && self.observations().eq(other.observations())
    }
}

/// The form of a series in serde.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Fields<D: Dimension> {
    key: Key,
    unit: D::Unit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<Day>,
    observations: Vec<Observation>,
}

impl<D: Dimension> TryFrom<Fields<D>> for Series<D> {
    type Error = Error;
    fn try_from(fields: Fields<D>) -> Result<Series<D>, Error> {
        let empty = Series::new(fields.key, fields.unit).dated(fields.as_of);
        fields.observations.into_iter().try_fold(empty, Series::with_observation)
    }
}

impl<D: Dimension> From<Series<D>> for Fields<D> {
    fn from(series: Series<D>) -> Fields<D> {
        let observations = series.observations().cloned().collect();
        Fields { key: series.key, unit: series.unit, as_of: series.as_of, observations }
    }
}
