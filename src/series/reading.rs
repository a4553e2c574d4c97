//! An amount as a series gives it: published, or derived from named figures.

use crate::key::Key;
use crate::number::{Bounds, Figure, Ratio};
use crate::observation::{Observation, Status};
use crate::period::{Period, PublicationDate};
use crate::unit::{Amount, AmountBounds, Dimension};
use serde::Serialize;
use std::fmt;

/// The amount of one span, with the published figures that it rests on.
///
/// ```
/// use bilateral::{Key, Period, Series, area::{CHN, RUS}, unit::USD};
///
/// let series = Series::new(Key::imports(CHN).from(RUS), USD.billion())
///     .with("2023-01/2023-02", "18.647")?
///     .with("2023-03", "11.1")?;
/// let quarter = series.amount(Period::quarter(2023, 1))?;
/// assert_eq!(
///     quarter.to_string(),
///     "29.747 billion US$, Jan-Mar 2023, derived: 18.647 (Jan-Feb 2023) + 11.1 (Mar 2023)"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Reading<D: Dimension> {
    key: Key,
    period: Period,
    amount: Amount<D>,
    terms: Vec<Term>,
}

/// One published figure in a derivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Term {
    period: Period,
    figure: Figure,
    subtracted: bool,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_on: Option<PublicationDate>,
}

impl<D: Dimension> Reading<D> {
    pub(crate) fn new(key: Key, period: Period, amount: Amount<D>, terms: Vec<Term>) -> Reading<D> {
        Reading { key, period, amount, terms }
    }

    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The span.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The amount, exact on the printed digits.
    #[must_use]
    pub fn amount(&self) -> Amount<D> {
        self.amount
    }

    /// The published figures that the amount rests on; one that is not subtracted if it was
    /// published itself.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// True if it was not published for this span but computed from figures for others.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.figure().is_none()
    }

    /// The figure as published for this very span, with its digits and its hedge.
    #[must_use]
    pub fn figure(&self) -> Option<Figure> {
        match self.terms.as_slice() {
            [only] if !only.subtracted && only.period == self.period => Some(only.figure),
            _ => None,
        }
    }

    /// What the true amount may be, given how the figures were rounded and hedged.
    ///
    /// Half a unit of the last digit of every figure used; the figures of a derivation are taken as
    /// independent.
    #[must_use]
    pub fn bounds(&self) -> AmountBounds<D> {
        AmountBounds::new(self.span_bounds(), self.amount.unit())
    }

    pub(crate) fn span_bounds(&self) -> Bounds {
        bounds_of(&self.terms)
    }
}

/// What these figures together may come to.
pub(crate) fn bounds_of(terms: &[Term]) -> Bounds {
    let signed = |term: &Term| {
        let bounds = term.figure.bounds();
        if term.subtracted { bounds.scaled(&Ratio::from(-1)) } else { bounds }
    };
    let mut terms = terms.iter().map(signed);
    match terms.next() {
        Some(first) => terms.fold(first, |total, term| total.plus(&term)),
        None => Bounds::exactly(Ratio::zero()),
    }
}

impl Term {
    /// `None` if the observation has no level.
    pub(crate) fn new(observation: &Observation, subtracted: bool) -> Option<Term> {
        Some(Term {
            period: observation.period(),
            figure: observation.level()?,
            subtracted,
            status: observation.status(),
            published_on: observation.published_on(),
        })
    }

    /// The span of the figure.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The figure as published.
    #[must_use]
    pub fn figure(&self) -> Figure {
        self.figure
    }

    /// True if the figure is taken away.
    #[must_use]
    pub fn is_subtracted(&self) -> bool {
        self.subtracted
    }

    /// The status of the figure.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// When the figure was published.
    #[must_use]
    pub fn published_on(&self) -> Option<PublicationDate> {
        self.published_on
    }
}

impl<D: Dimension> fmt::Display for Reading<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.figure() {
            Some(figure) => {
                write!(f, "{figure} {}, {}", self.amount.unit(), self.period)?;
                match self.terms.first().map(|term| term.status) {
                    Some(Status::Normal) | None => Ok(()),
                    Some(status) => write!(f, ", {status}"),
                }
            }
            None => {
                write!(f, "{}, {}, derived: ", self.amount, self.period)?;
                write_terms(f, &self.terms, |_| String::new())
            }
        }
    }
}

/// `53.845 (Jan-Mar 2023) + 19.228 (Apr 2023)`; before the period stands what is known of the term
/// at a position.
pub(crate) fn write_terms(
    f: &mut fmt::Formatter<'_>,
    terms: &[Term],
    of: impl Fn(usize) -> String,
) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        let sign = match (at, term.subtracted) {
            (0, false) => "",
            (0, true) => "-",
            (_, false) => " + ",
            (_, true) => " - ",
        };
        write!(f, "{sign}{} ({}{})", term.figure, of(at), term.period)?;
    }
    Ok(())
}
