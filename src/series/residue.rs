//! Published figures against the sums and differences of other published figures.

use crate::error::Error;
use crate::key::Key;
use crate::number::Ratio;
use crate::period::Period;
use crate::series::graph::Step;
use crate::series::reading::write_terms;
use crate::series::{Reading, Series, Term};
use crate::unit::{Amount, Dimension};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

/// A published figure beside the same amount derived from other figures.
///
/// The difference can be rounding, or a revision that the older figures do not have yet:
/// [`is_beyond_rounding`](Residue::is_beyond_rounding) tells which.
///
/// ```
/// use bilateral::{Key, Series, area::{CHN, RUS}, unit::USD};
///
/// let series = Series::new(Key::trade(CHN).with(RUS), USD.billion())
///     .with("2023-01/2023-03", "53.845")?
///     .with("2023-04", "19.228")?
///     .with("2023-01/2023-04", "73.148")?;
/// let residues = series.residues()?;
/// assert_eq!(
///     residues[0].to_string(),
///     "Jan-Apr 2023: published 73.148, but 53.845 (Jan-Mar 2023) + 19.228 (Apr 2023) = 73.073; \
///      difference 0.075 billion US$, beyond rounding"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Residue<D: Dimension> {
    key: Key,
    published: Term,
    derived: Amount<D>,
    terms: Vec<Term>,
    /// Key and unit of each term, where the terms are figures of other series.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(Key, D::Unit)>,
    difference: Amount<D>,
    beyond_rounding: bool,
}

impl<D: Dimension> Residue<D> {
    /// The key of the published figure.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The span of the published figure.
    #[must_use]
    pub fn period(&self) -> Period {
        self.published.period()
    }

    /// The published figure.
    #[must_use]
    pub fn published(&self) -> Term {
        self.published
    }

    /// The same amount from other figures.
    #[must_use]
    pub fn derived(&self) -> Amount<D> {
        self.derived
    }

    /// The other figures.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Published minus derived.
    #[must_use]
    pub fn difference(&self) -> Amount<D> {
        self.difference
    }

    /// True if no true amounts exist that round to all the figures.
    #[must_use]
    pub fn is_beyond_rounding(&self) -> bool {
        self.beyond_rounding
    }

    /// The difference as a share of the published figure; `None` if that is zero.
    #[must_use]
    pub fn relative(&self) -> Option<Ratio> {
        Ratio::from(self.difference.value()).over(&self.published.figure().value()).ok()
    }

    /// `published` holds the figure itself, `derived` the same amount made of others.
    pub(crate) fn between(
        published: &Reading<D>,
        derived: &Reading<D>,
    ) -> Result<Option<Residue<D>>, Error> {
        let [term] = published.terms() else { return Ok(None) };
        let difference = published.amount().minus(derived.amount())?;
        let beyond_rounding = !published.span_bounds().overlaps(&derived.span_bounds());
        Ok(Some(Residue {
            key: published.key(),
            published: *term,
            derived: derived.amount(),
            terms: derived.terms().to_vec(),
            parts: Vec::new(),
            difference,
            beyond_rounding,
        }))
    }
}

impl<D: Dimension> Residue<D> {
    /// The same, with the key and the unit of each term, which are figures of other series.
    pub(crate) fn of_parts(self, parts: &[Reading<D>]) -> Residue<D> {
        let of_part =
            |part: &Reading<D>| vec![(part.key(), part.amount().unit()); part.terms().len()];
        Residue { parts: parts.iter().flat_map(of_part).collect(), ..self }
    }
}

impl<D: Dimension> Series<D> {
    /// Every published figure that other figures contradict or confirm: one residue for each
    /// independent way of deriving a span that has a figure of its own, the shortest derivation of
    /// each, reported for the longest span concerned.
    ///
    /// Exact agreement is left out; differences within rounding are kept, and say so. Figures that
    /// contradict each other although no second way leads to any of them, such as a cumulation that
    /// falls, are in [`conflicts`](Series::conflicts) and [`implausible`](Series::implausible).
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if a sum has too many digits.
    pub fn residues(&self) -> Result<Vec<Residue<D>>, Error> {
        let mut seen: BTreeSet<BTreeSet<Period>> = BTreeSet::new();
        let mut residues = Vec::new();
        for (span, _) in self.standing_spans() {
            let Some(steps) = self.graph.path(span, Some(span)) else { continue };
            let circle: BTreeSet<Period> =
                steps.iter().map(|step| step.span).chain([span]).collect();
            if !seen.insert(circle) {
                continue;
            }
            let (longest, steps) = told_for_longest(span, steps);
            let derived = self.read(longest, &steps)?;
            let published = self.amount(longest)?;
            residues.extend(
                Residue::between(&published, &derived)?
                    .filter(|residue| !residue.difference.value().is_zero()),
            );
        }
        residues.sort_by_key(Residue::period);
        Ok(residues)
    }
}

/// Solves `span = ± step ± step …` for the longest span in it.
fn told_for_longest(span: Period, steps: Vec<Step>) -> (Period, Vec<Step>) {
    let longest =
        steps.iter().copied().max_by_key(|step| (step.span.len(), std::cmp::Reverse(step.span)));
    match longest {
        Some(longest) if longest.span.len() > span.len() => {
            // span = s * longest + rest, so longest = s * (span - rest), where s is its sign.
            let rest = steps.into_iter().filter(|step| step.span != longest.span);
            let mut solved = vec![Step { span, subtract: longest.subtract }];
            solved.extend(
                rest.map(|step| Step {
                    span: step.span,
                    subtract: step.subtract == longest.subtract,
                }),
            );
            solved.sort_by_key(|step| (step.subtract, step.span));
            (longest.span, solved)
        }
        _ => (span, steps),
    }
}

impl<D: Dimension> fmt::Display for Residue<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: published {}, but ", self.period(), self.published.figure())?;
        let unit = self.difference.unit();
        write_terms(f, &self.terms, |at| match self.parts.get(at) {
            Some((key, its)) if *its != unit => format!("{its}, {key}, "),
            Some((key, _)) => format!("{key}, "),
            None => String::new(),
        })?;
        let verdict = if self.beyond_rounding { "beyond rounding" } else { "within rounding" };
        write!(f, " = {}; difference {}, {verdict}", self.derived.value(), self.difference)
    }
}
