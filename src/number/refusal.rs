//! Why a wording is not read, and a wording that is: every text in quotes of the help was read
//! before it is given.

use crate::error::{Error, ErrorKind};
use crate::number::words::{CURRENCIES, MONTHLY, UNITS, list};

/// The reason that a reader can act on, or the first one.
pub(super) fn refusal(
    phrase: &str,
    text: &str,
    first: Error,
    reads: &dyn Fn(&str) -> bool,
) -> Error {
    // What is wrong with digits says nothing of the words around them, unless digits are all.
    let is_of_digits = matches!(first.kind(), ErrorKind::Parse { what: "a decimal number", .. });
    if !is_of_digits && first.own_help().is_some_and(|help| wordings(help).all(reads)) {
        return first;
    }
    let better = points(phrase, text)
        .or_else(|| other_base(phrase, text, reads))
        .or_else(|| unit(phrase, text, reads))
        .or_else(|| two_numbers(phrase, text, reads))
        .or_else(|| unknown_words(phrase, text, reads));
    better.unwrap_or(if is_of_digits { first } else { first.without_help() })
}

/// What stands in quotes.
fn wordings(help: &str) -> impl Iterator<Item = &str> {
    help.split(['“', '”']).skip(1).step_by(2)
}

/// `7 percentage points`
fn points(phrase: &str, text: &str) -> Option<Error> {
    let is_point = phrase.contains("percentage point") || phrase.ends_with(" pp");
    is_point.then(|| {
        Error::parse("a figure", text, "percentage points are a difference of two rates")
            .with_help("write the rate that was reached, as in “7 %”")
    })
}

/// `7 % month on month`
fn other_base(phrase: &str, text: &str, reads: &dyn Fn(&str) -> bool) -> Option<Error> {
    let bare = MONTHLY.iter().find_map(|words| phrase.strip_suffix(words))?;
    let bare = bare.trim_end_matches(',');
    reads(bare).then(|| {
        let reason = "a figure does not hold what it is compared with, \
                      unless that is the year before";
        Error::parse("a figure", text, reason)
            .with_help(format!("write “{bare}” and name the base in Claim::growth_on(..)"))
    })
}

/// `240 bn`, `US$240 billion`, `between $40 and $50 million`
fn unit(phrase: &str, text: &str, reads: &dyn Fn(&str) -> bool) -> Option<Error> {
    let mut words: Vec<String> = Vec::new();
    let mut units: Vec<String> = Vec::new();
    for word in phrase.split(' ') {
        let mark = CURRENCIES.iter().find(|mark| word.starts_with(**mark));
        let bare = mark.map_or(word, |mark| word.strip_prefix(mark).unwrap_or(word));
        // "240bn" is a number and its unit.
        let end = bare.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at.saturating_add(1));
        let (number, behind) = bare.split_at(end);
        let is_unit = UNITS.contains(&behind);
        units.extend(mark.map(|mark| (*mark).to_owned()));
        if is_unit {
            units.push(behind.to_owned());
        }
        let kept = if is_unit { number } else { bare };
        if !kept.is_empty() {
            words.push(kept.to_owned());
        }
    }
    let bare = words.join(" ");
    (!units.is_empty() && reads(&bare)).then(|| {
        let reason = format!("a figure has no unit, and “{}” is one", units.join(" "));
        Error::parse("a figure", text, reason)
            .with_help(format!("write “{bare}” and give the unit apart"))
    })
}

/// `rose 9.1 % to 76.1`, `rose from 147 to 190`, `rose 40 to 50 %`
fn two_numbers(phrase: &str, text: &str, reads: &dyn Fn(&str) -> bool) -> Option<Error> {
    let (before, level) = phrase.rsplit_once(" to ")?;
    let (stated, from) = match before.split_once("from ") {
        Some((stated, from)) => (stated.trim(), Some(from)),
        None => (before, None),
    };
    let digit = before.find(|c: char| c.is_ascii_digit()).unwrap_or(before.len());
    let verb = before.get(..digit).unwrap_or_default();
    let verb = verb.trim().trim_end_matches("from").trim_end_matches("by").trim();
    let mut ways: Vec<String> = Vec::new();
    let mut offer = |way: String| {
        if reads(&way) && !ways.contains(&way) {
            ways.push(way);
        }
    };
    // In "rose 40 to 50 %" both are rates; in "rose 9 % to 76" the second is a level.
    let (one, other) = (before.ends_with('%'), level.ends_with('%'));
    if one || !other {
        offer(stated.to_owned());
    }
    if let (None, Some(number)) = (from.or(Some("").filter(|_| one && !other)), before.get(digit..))
    {
        offer(format!("{verb} by between {} and {level}", number.trim_end_matches(['%', ' '])));
    }
    if let Some(from) = from.filter(|_| verb.is_empty()) {
        offer(format!("between {from} and {level}"));
    }
    let reached = format!("{verb} to {level}");
    let is_verb = !verb.is_empty() && reads(&reached);
    offer(if is_verb { reached } else { format!("rose to {level}") });
    (!ways.is_empty()).then(|| {
        let ways = ways.join("” or “");
        Error::parse("a figure", text, "it has two numbers, and a figure is one")
            .with_help(format!("write “{ways}”, each as a claim of its own"))
    })
}

/// Words that are not in the tables, before a number, behind it or without one.
fn unknown_words(phrase: &str, text: &str, reads: &dyn Fn(&str) -> bool) -> Option<Error> {
    let is_number = |c: char| c.is_ascii_digit();
    let Some(first) = phrase.find(|c: char| is_number(c) || ['-', '+', '.'].contains(&c)) else {
        return Some(
            Error::parse("a figure", text, format!("it has no number; {}", list()))
                .with_help("write a number behind the words, as in “rose 7 %”"),
        );
    };
    let (before, number) = phrase.split_at(first);
    if reads(number) && !before.trim().is_empty() {
        let reason = format!("“{}” is not known there; {}", before.trim(), list());
        return Some(
            Error::parse("a figure", text, reason)
                .with_help(format!("write “{number}” alone or with one of these words")),
        );
    }
    // The shortest end that can be left out.
    let ends = phrase.match_indices(' ').map(|(at, _)| at).filter(|at| *at > first).rev();
    for (bare, behind) in ends.map(|at| phrase.split_at(at)) {
        let is_digits = behind.trim().starts_with(is_number);
        if reads(bare) && !is_digits {
            let reason = format!("“{}” is not known behind a number; {}", behind.trim(), list());
            return Some(
                Error::parse("a figure", text, reason)
                    .with_help(format!("write “{bare}”, with one of these words or without")),
            );
        }
    }
    None
}
