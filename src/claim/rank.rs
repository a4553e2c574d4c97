//! The place of one key among others.

use crate::area::Area;
use crate::claim::Verdict;
use crate::claim::check::beats;
use crate::commodity::Commodity;
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

/// Why keys cannot be ranked: nobody else is named, one counts what another counts too, they are of
/// different flows, or there is no such place.
pub(super) fn check(own: Key, period: Period, place: u16, among: &[Key]) -> Result<(), Error> {
    let members = members(own, among);
    let refuse =
        |what, reason: String, help: &str| Err(Error::invalid(what, reason).with_help(help));
    if members.len() < 2 {
        let reason = "it names no key but that of the claim".to_owned();
        return refuse("the list of a rank", reason, "name the keys that the rank is among");
    }
    if let Some(other) = members.iter().find(|key| key.flow() != own.flow()) {
        let reason = format!("{own} and {other} are of different flows");
        return refuse("the list of a rank", reason, "name keys of the same flow");
    }
    let year = period.last().year();
    let pair = members.iter().find_map(|whole| {
        let part = members.iter().find(|part| *part != whole && holds(whole, **part, year))?;
        Some((whole, part))
    });
    if let Some((whole, part)) = pair {
        let reason = format!("{whole} holds {part}, and a whole is no competitor of its parts");
        return refuse("the list of a rank", reason, "leave out the World, groups or other wholes");
    }
    if place == 0 || usize::from(place) > members.len() {
        let reason = format!("there is no place {place} among {}", members.len());
        return refuse(
            "the place of a rank",
            reason,
            "count from 1, and name all that it is among",
        );
    }
    Ok(())
}

/// True if the figures of the one count those of the other.
fn holds(whole: &Key, part: Key, year: i32) -> bool {
    let area = |one: Area, other: Area| one == other || one.figures_hold(other, year);
    area(whole.reporter(), part.reporter())
        && area(whole.partner(), part.partner())
        && (whole.commodity() == part.commodity()
            || whole.commodity() == Commodity::TOTAL
            || part.commodity().is_contained_in(&whole.commodity()))
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
        (1, 0) if unsure > 0 => format!("{now}: the other one is not known to be higher"),
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
