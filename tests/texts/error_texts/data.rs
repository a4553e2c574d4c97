//! Reasons without a value, which rows of bulk statistics return and a single figure has as its
//! error: those that a plain value shows.

use super::Texts;
use bilateral::Undefined;

pub fn put(t: &mut Texts) {
    let there = |there: &str| Undefined::OtherLabel { there: there.to_owned() };
    let all = [
        Undefined::Missing,
        Undefined::Confidential,
        Undefined::NotYetPublished,
        Undefined::OnlyErroneous,
        Undefined::ZeroBase,
        Undefined::ZeroOverZero,
        Undefined::NegativeLevel,
        Undefined::NotPositive,
        Undefined::NoPublishedGrowth,
        Undefined::DivisionByZero,
        Undefined::NeverDoubles,
        Undefined::NoTrade,
        Undefined::NothingMatched,
        Undefined::TooLarge,
        there(""),
        there("import, FOB"),
        Undefined::NotAsked,
        Undefined::Conflicting,
        Undefined::RestNotSplit,
        Undefined::ListedAgainstReported,
        Undefined::SeveralLabels,
        Undefined::MirrorInOtherEdition,
        Undefined::MirrorAtOtherLevel,
    ];
    for reason in all {
        t.put("error", &format!("Undefined::{reason:?}"), &reason);
    }
}
