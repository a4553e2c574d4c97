//! Which parts of a span are known, and which months of it are missing.

use crate::error::Error;
use crate::number::Ratio;
use crate::period::Period;
use crate::series::graph::{between, end, start};
use crate::series::{Reading, Series, Standing};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// The known parts of a span and the missing ones, both ascending; together they are the span.
///
/// ```
/// use bilateral::{Key, Period, Series, area::{CHN, RUS}, unit::USD};
///
/// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
///     .with("2025-01/2025-09", "900")?
///     .with("2025-11", "500")?
///     .with("2025-12", "500")?;
/// let coverage = series.coverage(Period::year(2025))?;
/// assert_eq!(coverage.to_string(), "Jan-Sep 2025 and Nov-Dec 2025 known, Oct 2025 missing");
/// assert_eq!(coverage.total(), 1900.into());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Coverage<D: Dimension> {
    span: Period,
    parts: Vec<Reading<D>>,
    missing: Vec<Period>,
}

impl<D: Dimension> Coverage<D> {
    /// The span that was asked for.
    #[must_use]
    pub fn span(&self) -> Period {
        self.span
    }

    /// The known parts, each as long as it can be.
    #[must_use]
    pub fn parts(&self) -> &[Reading<D>] {
        &self.parts
    }

    /// The spans between, before and after the known parts.
    #[must_use]
    pub fn missing(&self) -> &[Period] {
        &self.missing
    }

    /// True if nothing is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// True if a known part comes after a missing one.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        let last = self.parts.last().map(Reading::period);
        self.missing.first().zip(last).is_some_and(|(missing, last)| missing.first() < last.first())
    }

    /// The sum of the known parts, in the unit of the series; zero if there are none.
    #[must_use]
    pub fn total(&self) -> Ratio {
        self.parts.iter().map(|part| Ratio::from(part.amount().value())).sum()
    }
}

impl<D: Dimension> Series<D> {
    /// The parts of a span that have an amount, and what is missing: the most months, in the fewest
    /// parts.
    ///
    /// A month behind a gap is a known part like any other. Where published spans overlap each
    /// other and cannot be brought together, the cover that leaves the fewest months open is taken.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if a sum has too many digits.
    pub fn coverage(&self, span: Period) -> Result<Coverage<D>, Error> {
        let parts: Result<Vec<Reading<D>>, Error> =
            self.known_spans(span).into_iter().map(|part| self.amount(part)).collect();
        let parts = parts?;
        let mut missing = Vec::new();
        let mut next = start(span);
        for part in &parts {
            missing.extend(between(next, start(part.period())));
            next = end(part.period());
        }
        missing.extend(between(next, end(span)));
        Ok(Coverage { span, parts, missing })
    }

    /// Spans that do not overlap and have an amount: the most months, then the fewest spans.
    fn known_spans(&self, span: Period) -> Vec<Period> {
        /// The best cover up to a boundary: months, spans, and its last span with the place of the
        /// cover before it.
        #[derive(Clone, Copy)]
        struct Best {
            months: u32,
            spans: u32,
            last: Option<(usize, Period)>,
        }
        let nodes: Vec<(i32, i32)> =
            self.graph.connected(start(span), end(span)).into_iter().collect();
        let mut best: Vec<Best> = Vec::with_capacity(nodes.len());
        for (node, group) in &nodes {
            let mut found =
                best.last().copied().unwrap_or(Best { months: 0, spans: 0, last: None });
            for (at, (from, _)) in
                nodes.iter().enumerate().filter(|(_, (from, of))| from < node && of == group)
            {
                let Some((before, piece)) = best.get(at).zip(between(*from, *node)) else {
                    continue;
                };
                if matches!(self.standing(piece), Some(Standing::Conflict(_))) {
                    continue;
                }
                let months = before.months.saturating_add(piece.len());
                let spans = before.spans.saturating_add(1);
                if months > found.months || (months == found.months && spans < found.spans) {
                    found = Best { months, spans, last: Some((at, piece)) };
                }
            }
            best.push(found);
        }
        let mut chosen = Vec::new();
        let mut last = best.last().and_then(|best| best.last);
        while let Some((before, piece)) = last {
            chosen.push(piece);
            last = best.get(before).and_then(|best| best.last);
        }
        chosen.reverse();
        chosen
    }
}

/// `Jan-Sep 2025 and Nov-Dec 2025`
pub(crate) fn names(spans: impl IntoIterator<Item = Period>) -> String {
    let names: Vec<String> = spans.into_iter().map(|span| span.to_string()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

impl<D: Dimension> fmt::Display for Coverage<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (known, missing) =
            (names(self.parts.iter().map(Reading::period)), names(self.missing.iter().copied()));
        match (known.as_str(), missing.as_str()) {
            ("", missing) => write!(f, "{missing} missing"),
            (known, "") => write!(f, "{known} known"),
            (known, missing) => write!(f, "{known} known, {missing} missing"),
        }
    }
}
