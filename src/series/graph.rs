//! Month boundaries as nodes, published spans as edges: a derivation is a path, forwards adds,
//! backwards subtracts.

use crate::period::{Month, Period};
use std::collections::{BTreeMap, BTreeSet};

/// One step of a derivation: the span, and whether it is subtracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    pub(crate) span: Period,
    pub(crate) subtract: bool,
}

/// The spans that have a standing figure, found by either end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    starting: BTreeMap<i32, BTreeSet<Period>>,
    ending: BTreeMap<i32, BTreeSet<Period>>,
}

/// Fewer figures first, then fewer subtractions.
type Cost = (u32, u32);

/// The cheapest way to each boundary reached so far, and the step that it ends with.
type Reached = BTreeMap<i32, (Cost, Option<(i32, Step)>)>;

impl Graph {
    pub(crate) fn insert(&mut self, span: Period) {
        self.starting.entry(start(span)).or_default().insert(span);
        self.ending.entry(end(span)).or_default().insert(span);
    }

    pub(crate) fn remove(&mut self, span: Period) {
        if let Some(spans) = self.starting.get_mut(&start(span)) {
            spans.remove(&span);
        }
        if let Some(spans) = self.ending.get_mut(&end(span)) {
            spans.remove(&span);
        }
    }

    /// The cheapest path over the span, if there is one; ties are broken by the order of the spans,
    /// never by chance.
    pub(crate) fn path(&self, over: Period, without: Option<Period>) -> Option<Vec<Step>> {
        let (from, to) = (start(over), end(over));
        let mut reached: Reached = BTreeMap::from([(from, ((0, 0), None))]);
        let mut open: BTreeSet<(Cost, i32)> = BTreeSet::from([((0, 0), from)]);
        while let Some((cost, node)) = open.pop_first() {
            if node == to {
                return Some(walk_back(&reached, to));
            }
            for (next, step) in self.steps(node).filter(|(_, step)| Some(step.span) != without) {
                let longer =
                    (cost.0.saturating_add(1), cost.1.saturating_add(u32::from(step.subtract)));
                if reached.get(&next).is_none_or(|(known, _)| longer < *known) {
                    if let Some((known, _)) = reached.insert(next, (longer, Some((node, step)))) {
                        open.remove(&(known, next));
                    }
                    open.insert((longer, next));
                }
            }
        }
        None
    }

    /// The smallest spans that can be derived, for each component of the graph; those of one
    /// component do not overlap.
    pub(crate) fn pieces(&self) -> Vec<Period> {
        let mut unseen: BTreeSet<i32> =
            self.starting.keys().chain(self.ending.keys()).copied().collect();
        let mut pieces = Vec::new();
        while let Some(first) = unseen.pop_first() {
            let mut component = BTreeSet::from([first]);
            let mut open = vec![first];
            while let Some(node) = open.pop() {
                for (next, _) in self.steps(node) {
                    if unseen.remove(&next) {
                        component.insert(next);
                        open.push(next);
                    }
                }
            }
            let ends = component.iter().skip(1);
            pieces.extend(component.iter().zip(ends).filter_map(|(from, to)| between(*from, *to)));
        }
        pieces
    }

    /// The boundaries between two others, both included, each with a number that it shares with all
    /// boundaries to which a derivation leads, inside of the window or around it.
    pub(crate) fn connected(&self, from: i32, to: i32) -> BTreeMap<i32, i32> {
        let nodes = self.starting.range(from..=to).chain(self.ending.range(from..=to));
        let inside: BTreeSet<i32> =
            nodes.filter(|(_, spans)| !spans.is_empty()).map(|(node, _)| *node).collect();
        let mut groups: BTreeMap<i32, i32> = BTreeMap::new();
        for first in &inside {
            if groups.contains_key(first) {
                continue;
            }
            let mut seen = BTreeSet::from([*first]);
            let mut open = vec![*first];
            while let Some(node) = open.pop() {
                open.extend(
                    self.steps(node).map(|(next, _)| next).filter(|next| seen.insert(*next)),
                );
            }
            groups.extend(
                seen.into_iter().filter(|node| inside.contains(node)).map(|node| (node, *first)),
            );
        }
        groups
    }

    fn steps(&self, node: i32) -> impl Iterator<Item = (i32, Step)> {
        let forwards = self.starting.get(&node).into_iter().flatten();
        let backwards = self.ending.get(&node).into_iter().flatten();
        forwards
            .map(|span| (end(*span), Step { span: *span, subtract: false }))
            .chain(backwards.map(|span| (start(*span), Step { span: *span, subtract: true })))
    }
}

fn walk_back(reached: &Reached, to: i32) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut node = to;
    while let Some((_, Some((previous, step)))) = reached.get(&node) {
        steps.push(*step);
        node = *previous;
    }
    steps.reverse();
    steps
}

/// The boundary before the first month.
pub(crate) fn start(span: Period) -> i32 {
    span.first().ordinal()
}

/// The boundary after the last month.
pub(crate) fn end(span: Period) -> i32 {
    span.last().ordinal().saturating_add(1)
}

/// The span between two boundaries.
pub(crate) fn between(from: i32, to: i32) -> Option<Period> {
    let first = Month::from_ordinal(from).ok()?;
    let last = Month::from_ordinal(to.checked_sub(1)?).ok()?;
    Period::try_from_to(first, last).ok()
}
