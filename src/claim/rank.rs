//! The place of one key among others.

use crate::claim::Verdict;
use crate::claim::check::beats;
use crate::error::Error;
use crate::key::Key;
use crate::number::Bounds;
use crate::period::Period;
use crate::series::Series;
use crate::unit::Dimension;

/// Everybody in the ranking, each once, the key itself among them.
pub(super) fn members(own: Key, among: &[Key]) -> Vec<Key> {
    let mut members: Vec<Key> = among.to_vec();
    members.push(own);
    members.sort_unstable();
    members.dedup();
    members
}

/// The verdict from who is higher, who may be, and who is not known.
pub(super) fn rank<D: Dimension>(
    own: &Series<D>,
    period: Period,
    place: u16,
    members: &[Key],
    other: &dyn Fn(Key) -> Result<Bounds, Error>,
) -> Result<(Verdict, String), Error> {
    let now = own.amount(period)?;
    let (mut higher, mut unsure, mut unknown) = (0_u16, 0_u16, Vec::new());
    let others = members.iter().filter(|key| **key != own.key());
    for key in others.clone() {
        match other(*key).map(|other| beats(&now.span_bounds(), &other)) {
            Ok(Verdict::Supported) => {}
            Ok(Verdict::Contradicted) => higher = higher.saturating_add(1),
            Ok(Verdict::Undecided) => unsure = unsure.saturating_add(1),
            Err(error) => {
                unsure = unsure.saturating_add(1);
                unknown.push(error.to_string());
            }
        }
    }
    let (best, worst) = (higher.saturating_add(1), higher.saturating_add(unsure).saturating_add(1));
    let verdict = match (place < best || place > worst, best == worst) {
        (true, _) => Verdict::Contradicted,
        (false, true) => Verdict::Supported,
        (false, false) => Verdict::Undecided,
    };
    let count = |count: usize| match count {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        more => format!("{more} are"),
    };
    let mut text = match (others.count(), higher) {
        (1, 0) => format!("{now}: the other one is not higher"),
        (1, _) => format!("{now}: the other one is higher"),
        (all, higher) => format!("{now}: of {all} others {} higher", count(usize::from(higher))),
    };
    let close = usize::from(unsure).saturating_sub(unknown.len());
    if close > 0 {
        text.push_str(&format!(", {close} may be"));
    }
    if let Some(first) = unknown.first() {
        text.push_str(&format!(", {} not known ({first})", count(unknown.len())));
    }
    Ok((verdict, text))
}
