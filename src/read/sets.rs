//! Two states of one publication, read together: the parts of a cell come twice.
//!
//! To keep the first or the last of two states is to keep all parts of it: parts of both together
//! are the sum of neither. A file is a set; in one file the first of each part is one, the second
//! of each part another. Where sets cannot be told apart none is kept, and a part is never added to
//! itself.

use crate::panel::{Duplicates, Reason};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// Of the rows of a cell those that are not to be added, each with one that stands: `part` says
/// which part a row is, and `file` in which file it stands.
///
/// Rows that conflict may still say the same; who knows their values judges.
pub(crate) fn repeated<K: Eq + Hash>(
    cell: &[u32],
    rule: Duplicates,
    part: impl Fn(u32) -> K,
    file: &dyn Fn(u32) -> u32,
) -> Vec<(u32, u32, Reason)> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for row in cell {
        let place = *places.entry(part(*row)).or_insert(parts.len());
        match parts.get_mut(place) {
            Some(rows) => rows.push(*row),
            None => parts.push(vec![*row]),
        }
    }
    let kept = match rule {
        Duplicates::KeepFirst => whole_set(cell, &parts, false, file),
        Duplicates::KeepLast => whole_set(cell, &parts, true, file),
        _ => None,
    };
    let Some(kept) = kept else {
        let again = parts.iter().filter_map(|rows| rows.split_first());
        return again
            .flat_map(|(first, others)| {
                others.iter().map(|row| (*row, *first, Reason::Conflicting)).collect::<Vec<_>>()
            })
            .collect();
    };
    let any = kept.first().copied();
    let out = |rows: &Vec<u32>| {
        let stands = rows.iter().copied().find(|row| kept.contains(row)).or(any);
        let gone = rows.iter().filter(|row| !kept.contains(row));
        gone.filter_map(|row| Some((*row, stands?, Reason::Duplicate))).collect::<Vec<_>>()
    };
    parts.iter().flat_map(out).collect()
}

/// The rows of the first set or the last one, with those that no other set repeats; none where sets
/// cannot be told apart.
fn whole_set(
    cell: &[u32],
    parts: &[Vec<u32>],
    last: bool,
    file: &dyn Fn(u32) -> u32,
) -> Option<BTreeSet<u32>> {
    let files_of = |rows: &[u32]| rows.iter().map(|row| file(*row)).collect::<BTreeSet<u32>>();
    let pick = |rows: &Vec<u32>| if last { rows.last() } else { rows.first() }.copied();
    if files_of(cell).len() == 1 {
        let times = parts.first()?.len();
        let is_even = parts.iter().all(|rows| rows.len() == times);
        return is_even.then(|| parts.iter().filter_map(pick).collect());
    }
    if parts.iter().any(|rows| files_of(rows).len() != rows.len()) {
        return None;
    }
    let repeated = parts.iter().filter(|rows| rows.len() > 1);
    let states: BTreeSet<u32> = repeated.flat_map(|rows| files_of(rows)).collect();
    let Some(kept) = (if last { states.last() } else { states.first() }) else {
        return Some(cell.iter().copied().collect());
    };
    // A file that repeats another one and not the one that is kept is a state of something else.
    let meets = |other: &u32| {
        parts.iter().map(|rows| files_of(rows)).any(|of| of.contains(other) && of.contains(kept))
    };
    let stands = |row: &&u32| file(**row) == *kept || !states.contains(&file(**row));
    states.iter().all(meets).then(|| cell.iter().filter(stands).copied().collect())
}
