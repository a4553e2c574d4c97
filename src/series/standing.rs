//! Which of several figures for one period stands.

use crate::number::{Figure, Hedge};
use crate::observation::{Observation, Status};
use crate::period::{Day, PublicationDate};

/// The outcome for one period; the numbers are positions in the slice that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No figure, or only erroneous ones and forecasts.
    Absent,
    /// This figure.
    Stands(usize, Figure),
    /// These were published on the same day and cannot all be true.
    Conflict(Vec<(usize, Figure)>),
}

/// Walks the figures by the day from which they were known; undated ones come first.
///
/// Figures whose intervals overlap are one number printed differently, and the one with most digits
/// stands, so a coarse reprint never displaces a finer figure. A later figure that does not overlap
/// is a revision.
pub(crate) fn judge(
    observations: &[Observation],
    pick: impl Fn(&Observation) -> Option<Figure>,
) -> Standing {
    let mut candidates: Vec<(usize, Figure, Option<Day>)> = observations
        .iter()
        .enumerate()
        // A statement about the future is kept and is no figure.
        .filter(|(_, observation)| {
            !matches!(observation.status(), Status::Erroneous | Status::Forecast)
        })
        .filter_map(|(at, observation)| {
            pick(observation).map(|figure| {
                (at, figure, observation.published_on().map(PublicationDate::known_from))
            })
        })
        .collect();
    candidates.sort_by_key(|(at, _, known)| (*known, *at));
    candidates.chunk_by(|a, b| a.2 == b.2).fold(Standing::Absent, |before, day| {
        let day: Vec<(usize, Figure)> = day.iter().map(|(at, figure, _)| (*at, *figure)).collect();
        settle(before, day)
    })
}

/// What stands after one more day of publications.
fn settle(before: Standing, day: Vec<(usize, Figure)>) -> Standing {
    let Some((at, figure)) = day.iter().min_by_key(|(_, figure)| coarseness(figure)).copied()
    else {
        return before;
    };
    if day.iter().any(|(_, one)| day.iter().any(|(_, other)| !overlap(one, other))) {
        return Standing::Conflict(day);
    }
    let coarser_reprint =
        |old: &Figure| overlap(old, &figure) && coarseness(old) <= coarseness(&figure);
    let unchanged = match &before {
        Standing::Absent => false,
        Standing::Stands(_, old) => coarser_reprint(old),
        // A new figure settles an old conflict, unless it is so coarse that it says nothing about
        // it.
        Standing::Conflict(old) => old.iter().all(|(_, old)| overlap(old, &figure)),
    };
    if unchanged { before } else { Standing::Stands(at, figure) }
}

fn overlap(one: &Figure, other: &Figure) -> bool {
    one == other || one.bounds().overlaps(&other.bounds())
}

/// Lower for the figure that says more: more digits first, then the plainer statement.
fn coarseness(figure: &Figure) -> (i8, u8) {
    let hedge = match figure.hedge() {
        Hedge::Exact => 0,
        Hedge::Rounded | Hedge::Record => 1,
        _ => 2,
    };
    (figure.last_digit().unwrap_or(i8::MAX), hedge)
}
