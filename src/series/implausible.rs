//! Published figures that together make a flow negative.
//!
//! Trade of a month cannot be negative, but a correction can make a published flow negative. So
//! this is a finding, and the figures are not refused.

use crate::error::{Error, ErrorKind};
use crate::key::Key;
use crate::number::{Bounds, Ratio};
use crate::period::Period;
use crate::series::graph::{Step, end, start};
use crate::series::reading::{bounds_of, write_terms};
use crate::series::{Series, Standing, Term};
use crate::unit::Dimension;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

/// A span in which trade would be negative by its published figures: a cumulation that falls, a
/// negative figure, or a total below the sum of its parts, each by more than the rounding of the
/// figures explains.
///
/// A total whose parts cover all of its months is reported by [`residues`](Series::residues),
/// whichever of the two is larger.
///
/// ```
/// use bilateral::{Key, Series, area::{CHN, RUS}, unit::USD};
///
/// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
///     .with("2025-01/2025-03", "270")?
///     .with("2025-01/2025-04", "100")?;
/// assert_eq!(
///     series.implausible()[0].to_string(),
///     "Apr 2025: 100 (Jan-Apr 2025) - 270 (Jan-Mar 2025) = -170 billion US$, a flow below zero"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Implausible<D: Dimension> {
    key: Key,
    period: Period,
    unit: D::Unit,
    terms: Vec<Term>,
    value: Ratio,
}

impl<D: Dimension> Implausible<D> {
    /// The key of the figures.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The span whose trade would be negative; for a total below its parts, the span of the total.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The published figures, those that are added first.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Their sum, in the unit of the series; it is negative.
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }

    /// The finding as an error.
    pub(crate) fn error(&self) -> Error {
        let of = format!("{}, {}", self.key, self.period);
        let (what, figures) = match self.terms.as_slice() {
            [one] => (of, vec![format!("{}, below zero", one.figure())]),
            several => (
                format!("{of} (below zero)"),
                several
                    .iter()
                    .map(|term| format!("{} ({})", term.figure(), term.period()))
                    .collect(),
            ),
        };
        let help = "compare the releases and mark the wrong figure as erroneous; a correction by the office can stay";
        Error::new(ErrorKind::Conflict { what, figures }).with_help(help)
    }
}

impl<D: Dimension> Series<D> {
    /// Every published figure, derived span or total that is below zero whatever the figures were
    /// before they were rounded, in the order of their spans: a cumulation that falls, a negative
    /// flow, a total below the sum of its parts.
    ///
    /// Totals whose parts cover all of their months are reported by [`residues`](Series::residues).
    /// The amounts stand, since an office may correct a flow by more than the month had.
    /// [`conflicts`](Series::conflicts) lists the same findings as errors.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2025-01/2025-03", "60")?
    ///     .with("2025-08", "45")?
    ///     .with("2025", "100")?;
    /// let found = series.implausible();
    /// assert_eq!(
    ///     found[0].to_string(),
    ///     "2025: 100 (2025) - 60 (Jan-Mar 2025) - 45 (Aug 2025) = -5 billion US$, \
    ///      a flow below zero"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn implausible(&self) -> Vec<Implausible<D>> {
        let mut found: Vec<Implausible<D>> = Vec::new();
        let mut spans = self.graph.pieces();
        spans.extend(self.published_spans());
        spans.sort_unstable();
        spans.dedup();
        for span in spans {
            let steps = match self.standing(span) {
                Some(Standing::Stands(..)) => vec![Step { span, subtract: false }],
                Some(Standing::Conflict(_)) => continue,
                _ => self.graph.path(span, None).unwrap_or_default(),
            };
            found.extend(self.below_zero(span, &steps));
        }
        // A total that is the reason for a finding already is told once, and one that its parts
        // cover is told by a residue.
        let added = |one: &Implausible<D>| {
            one.terms.iter().filter(|term| !term.is_subtracted()).map(Term::period).next()
        };
        let told: Vec<Period> = found.iter().filter_map(added).collect();
        for (total, _) in self.standing_spans().filter(|(total, _)| !told.contains(total)) {
            let parts = self.largest_parts(total);
            let covered: u32 = parts.iter().map(|part| part.len()).sum();
            if covered > 0 && covered < total.len() {
                let whole = std::iter::once(Step { span: total, subtract: false });
                let steps: Vec<Step> = whole
                    .chain(parts.into_iter().map(|span| Step { span, subtract: true }))
                    .collect();
                found.extend(self.below_zero(total, &steps));
            }
        }
        found.sort_by_key(Implausible::period);
        found
    }

    /// The finding, if these figures come to less than zero beyond their rounding.
    fn below_zero(&self, period: Period, steps: &[Step]) -> Option<Implausible<D>> {
        let mut steps = steps.to_vec();
        steps.sort_by_key(|step| (step.subtract, step.span));
        let terms: Option<Vec<Term>> = steps.into_iter().map(|step| self.term(step)).collect();
        let terms = terms.filter(|terms| !terms.is_empty())?;
        let possible = Bounds::new(Bound::Included(Ratio::zero()), Bound::Unbounded).ok()?;
        if bounds_of(&terms).overlaps(&possible) {
            return None;
        }
        let signed = |term: &Term| {
            if term.is_subtracted() { -term.figure().value() } else { term.figure().value() }
        };
        let value = terms.iter().map(signed).sum();
        Some(Implausible { key: self.key, period, unit: self.unit, terms, value })
    }

    /// Published spans inside of a total that do not overlap, none of them negative, with the
    /// largest sum.
    fn largest_parts(&self, total: Period) -> Vec<Period> {
        let least = |bounds: &Bounds| match bounds.low() {
            Bound::Included(low) | Bound::Excluded(low) if !low.is_negative() => Some(low.clone()),
            _ => None,
        };
        let parts =
            self.standing_spans().filter(|(span, _)| *span != total && total.contains(span));
        let mut parts: Vec<(Period, Ratio)> =
            parts.filter_map(|(span, figure)| Some((span, least(&figure.bounds())?))).collect();
        parts.sort_by_key(|(span, _)| (end(*span), start(*span)));
        // At each boundary the largest sum of parts before it, and its last part.
        let mut best: BTreeMap<i32, (Ratio, Period)> = BTreeMap::new();
        let before = |best: &BTreeMap<i32, (Ratio, Period)>, boundary: i32| {
            best.range(..=boundary)
                .next_back()
                .map_or_else(Ratio::zero, |(_, (sum, _))| sum.clone())
        };
        for (span, least) in parts {
            let sum = before(&best, start(span)) + least;
            if sum > before(&best, end(span)) {
                best.insert(end(span), (sum, span));
            }
        }
        let mut chosen = Vec::new();
        let mut boundary = end(total);
        while let Some((_, (_, span))) = best.range(..=boundary).next_back() {
            chosen.push(*span);
            boundary = start(*span);
        }
        chosen
    }
}

/// `Apr 2025: 100 (Jan-Apr 2025) - 270 (Jan-Mar 2025) = -170 billion US$, a flow below zero`
impl<D: Dimension> fmt::Display for Implausible<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.period)?;
        write_terms(f, &self.terms, |_| String::new())?;
        match self.terms.as_slice() {
            [_] => write!(f, " {}, a flow below zero", self.unit),
            _ => write!(f, " = {} {}, a flow below zero", self.value, self.unit),
        }
    }
}
