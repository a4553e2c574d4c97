//! The finest spans a series can be cut into, and what is missing between them.

use crate::period::Period;
use crate::series::graph::{between, end, start};
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl<D: Dimension> Series<D> {
    /// The finest non-overlapping spans, ascending: the most months covered, by the most pieces.
    ///
    /// A piece may be published or a difference of published figures; [`amount`](Series::amount)
    /// says which, and gives the conflict where the figures of a piece contradict each other. Joint
    /// January-February stays one piece unless one of the two months is known.
    ///
    /// ```
    /// use bilateral::{Key, Series, area::{CHN, RUS}, unit::USD};
    ///
    /// let series = Series::new(Key::trade(CHN).with(RUS), USD.billion())
    ///     .with("2023-01/2023-02", "33.686")?
    ///     .with("2023-01/2023-03", "53.845")?
    ///     .with("2023-05", "20.5")?;
    /// let months: Vec<String> = series.months().iter().map(ToString::to_string).collect();
    /// assert_eq!(months, ["Jan-Feb 2023", "Mar 2023", "May 2023"]);
    /// let gaps: Vec<String> = series.gaps().iter().map(ToString::to_string).collect();
    /// assert_eq!(gaps, ["Apr 2023"]);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn months(&self) -> Vec<Period> {
        finest(self.graph.pieces())
    }

    /// The spans between the first and the last month of the series for which
    /// [`months`](Series::months) has nothing.
    #[must_use]
    pub fn gaps(&self) -> Vec<Period> {
        let pieces = self.months();
        let following = pieces.iter().skip(1);
        pieces
            .iter()
            .zip(following)
            .filter_map(|(piece, next)| between(end(*piece), start(*next)))
            .collect()
    }

    /// The spans for which both series have an amount, ascending, with the two amounts: every span
    /// published in one of them and published or derivable in the other.
    #[must_use]
    pub fn align(&self, other: &Series<D>) -> Vec<(Reading<D>, Reading<D>)> {
        let mut spans: Vec<Period> =
            self.published_spans().chain(other.published_spans()).collect();
        spans.sort_unstable();
        spans.dedup();
        spans
            .into_iter()
            .filter_map(|span| Some((self.amount(span).ok()?, other.amount(span).ok()?)))
            .collect()
    }
}

/// Interval scheduling by the weight (months, pieces), decided from left to right.
fn finest(mut pieces: Vec<Period>) -> Vec<Period> {
    pieces.sort_by_key(|piece| (end(*piece), Reverse(start(*piece))));
    // At each boundary: the best cover of everything before it, and its last piece.
    let mut best: BTreeMap<i32, ((u32, u32), Option<Period>)> = BTreeMap::new();
    let cover = |best: &BTreeMap<i32, ((u32, u32), Option<Period>)>, boundary: i32| {
        best.range(..=boundary).next_back().map_or((0, 0), |(_, (weight, _))| *weight)
    };
    for piece in pieces {
        let (months, count) = cover(&best, start(piece));
        let weight = (months.saturating_add(piece.len()), count.saturating_add(1));
        if weight > cover(&best, end(piece)) {
            best.insert(end(piece), (weight, Some(piece)));
        }
    }
    let mut chosen = Vec::new();
    let mut boundary = i32::MAX;
    while let Some((_, (_, Some(piece)))) = best.range(..=boundary).next_back() {
        chosen.push(*piece);
        boundary = start(*piece);
    }
    chosen.reverse();
    chosen
}
