//! What becomes of each commodity of a panel under other codes: looked up once for each, not once
//! for each row.

use crate::commodity::{Classification, Commodity};
use crate::concordance::{
    CodeConversion, CodeGroups, Found, GroupKind, Line, UnconvertedReason, of_missing,
};
use crate::error::Error;
use std::collections::BTreeSet;

/// What becomes of all rows of one commodity.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// They stay under their code, which the conversion does not start from.
    Stays(u32),
    /// They take another code, a place in the new dictionary.
    Becomes { to: u32, is_regrouped: bool, is_fallback: bool },
    /// They are split by weights: the places of the targets, in the order of the shares.
    Split { to: Vec<u32>, line: Line },
    /// They are left aside.
    Aside(UnconvertedReason),
}

/// What becomes of each entry of a dictionary of commodities.
#[derive(Debug, Clone)]
pub(crate) struct Fates {
    /// The old dictionary.
    pub(crate) from: Vec<Commodity>,
    /// For each entry of it.
    pub(crate) of: Vec<Fate>,
    /// The new dictionary, ascending.
    pub(crate) goods: Vec<Commodity>,
}

/// The same before the new dictionary stands.
enum Becoming<'a> {
    Stays,
    Becomes { to: Commodity, is_regrouped: bool, is_fallback: bool },
    Split(&'a Line),
    Aside(UnconvertedReason),
}

impl Fates {
    /// By a conversion.
    pub(crate) fn of_conversion(goods: &[Commodity], conversion: &CodeConversion) -> Fates {
        let start = CodeConversion::from(conversion);
        Fates::new(goods, |good| {
            if good.classification() != start {
                return Becoming::Stays;
            }
            match conversion.find(good) {
                Err(reason) => Becoming::Aside(reason),
                Ok(Found::Kept(to)) => {
                    Becoming::Becomes { to, is_regrouped: false, is_fallback: false }
                }
                Ok(Found::Line(line)) => match (line.shares.as_slice(), line.ends.as_slice()) {
                    ([share], []) => Becoming::Becomes {
                        to: share.to,
                        is_regrouped: line.kind != GroupKind::OneToOne,
                        is_fallback: line.is_fallback,
                    },
                    _ => Becoming::Split(line),
                },
            }
        })
    }

    /// By the groups of a table: each code of either side takes the label of its group.
    pub(crate) fn of_groups(goods: &[Commodity], groups: &CodeGroups) -> Fates {
        let sides = [CodeGroups::from(groups), groups.to()];
        let codes = all_codes(groups);
        Fates::new(goods, |good| {
            if !sides.contains(&good.classification()) {
                return Becoming::Stays;
            }
            match of_group(good, groups, &codes) {
                Ok((to, kind)) => Becoming::Becomes {
                    to,
                    is_regrouped: kind != GroupKind::OneToOne,
                    is_fallback: false,
                },
                Err(reason) => Becoming::Aside(reason),
            }
        })
    }

    fn new<'a>(goods: &[Commodity], fate: impl Fn(Commodity) -> Becoming<'a>) -> Fates {
        let found: Vec<Becoming<'a>> = goods.iter().map(|good| fate(*good)).collect();
        let mut new: BTreeSet<Commodity> = BTreeSet::new();
        for (good, fate) in goods.iter().zip(&found) {
            match fate {
                Becoming::Stays => drop(new.insert(*good)),
                Becoming::Becomes { to, .. } => drop(new.insert(*to)),
                Becoming::Split(line) => new.extend(line.shares.iter().map(|share| share.to)),
                Becoming::Aside(_) => {}
            }
        }
        let new: Vec<Commodity> = new.into_iter().collect();
        // A dictionary has fewer entries than 32 bits count.
        let place = |good: Commodity| new.partition_point(|known| *known < good) as u32;
        let numbered = |(good, fate): (&Commodity, Becoming<'a>)| match fate {
            Becoming::Stays => Fate::Stays(place(*good)),
            Becoming::Becomes { to, is_regrouped, is_fallback } => {
                Fate::Becomes { to: place(to), is_regrouped, is_fallback }
            }
            Becoming::Split(line) => Fate::Split {
                to: line.shares.iter().map(|share| place(share.to)).collect(),
                line: line.clone(),
            },
            Becoming::Aside(reason) => Fate::Aside(reason),
        };
        let of = goods.iter().zip(found).map(numbered).collect();
        Fates { from: goods.to_vec(), of, goods: new }
    }

    /// Some code of the panel is of one of these classifications, or it has none at all.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if none is: then nothing would happen.
    pub(crate) fn check(&self, wanted: [Classification; 2], what: &str) -> Result<(), Error> {
        let has: BTreeSet<Classification> =
            self.from.iter().map(Commodity::classification).collect();
        if has.is_empty() || wanted.iter().any(|one| has.contains(one)) {
            return Ok(());
        }
        let names = |list: &mut dyn Iterator<Item = String>| list.collect::<Vec<_>>().join(", ");
        let there = names(&mut has.iter().map(ToString::to_string));
        let [one, two] = wanted;
        Err(Error::mismatch("the classification of a panel", format!("{one} or {two}"), there)
            .about(what)
            .with_help(
                "convert from a classification that the panel has, or build the panel with codes \
                 that name their edition, as H5:854150",
            ))
    }
}

/// The label of the group of a code, and its kind.
///
/// # Errors
/// Why it has none, by the same rules as a conversion: goods that are not specified and national
/// chapters keep their code between editions of the Harmonized System.
fn of_group(
    good: Commodity,
    groups: &CodeGroups,
    codes: &BTreeSet<Commodity>,
) -> Result<(Commodity, GroupKind), UnconvertedReason> {
    let in_group = |good: Commodity| groups.of(good).map(|group| (group.label(), group.kind()));
    if let Some(found) = in_group(good) {
        return Ok(found);
    }
    let sides = [CodeGroups::from(groups), groups.to()];
    let is_hs = |of: &Classification| matches!(of, Classification::Hs(_));
    let stays = sides.iter().all(is_hs);
    let kept = || {
        let code = Commodity::new(CodeGroups::from(groups), good.code()).ok().filter(|_| stays);
        code.map(|code| (code, GroupKind::OneToOne))
    };
    if is_hs(&good.classification()) {
        if matches!(good.code(), "9999" | "999999" | "9999AA") {
            let other = Commodity::new(good.classification(), "999999").ok().and_then(in_group);
            return kept().or(other).ok_or(UnconvertedReason::NotSpecified);
        }
        let is_national = matches!(good.code().get(..2), Some("98" | "99")) && good.level() == 6;
        if is_national && !is_left_out(good, groups) {
            return kept().ok_or(UnconvertedReason::National);
        }
    }
    if is_left_out(good, groups) {
        return Err(UnconvertedReason::LeftOut);
    }
    let next = codes.range(good..).find(|code| **code != good);
    if next.is_some_and(|next| next.is_contained_in(&good)) {
        return Err(UnconvertedReason::Aggregate);
    }
    Err(of_missing(good))
}

fn is_left_out(good: Commodity, groups: &CodeGroups) -> bool {
    groups.left_out().iter().any(|(one, two)| *one == good || *two == good)
}

/// All codes of both sides, those that were left out too.
fn all_codes(groups: &CodeGroups) -> BTreeSet<Commodity> {
    let in_groups = groups.iter().flat_map(|group| group.from().iter().chain(group.to())).copied();
    let left_out = groups.left_out().iter().flat_map(|(one, two)| [*one, *two]);
    in_groups.chain(left_out).collect()
}
