//! Why a wording is not read, and a wording that is: every text in quotes of the help was read
//! before it is given, and says the same as far as it goes.
//!
//! Words that are not known may turn a claim round ("did not", "failed to", "in real terms"), so no
//! wording without them is offered.

use crate::error::{Error, ErrorKind};
use crate::number::figure::{Direction, Figure};
use crate::number::words::{
    COMPARED_WITH, CURRENCIES, MONTHLY, MULTIPLIERS, NUMERALS, Place, UNITS, known,
};

type Reads<'a> = &'a dyn Fn(&str) -> Option<Figure>;

/// The reason that a reader can act on, or the first one.
pub(super) fn refusal(phrase: &str, text: &str, first: Error, reads: Reads<'_>) -> Error {
    // What is wrong with digits says nothing of the words around them, unless digits are all.
    let is_of_digits = matches!(first.kind(), ErrorKind::Parse { what: "a decimal number", .. });
    // The help to unknown words is a list, which says nothing of the wording as a whole.
    let is_of_words = matches!(first.kind(), ErrorKind::Parse { what: "a hedge", .. });
    let helps =
        first.own_help().is_some_and(|help| wordings(help).all(|said| reads(said).is_some()));
    if !is_of_digits && !is_of_words && helps {
        return first;
    }
    let better = points(phrase, text)
        .or_else(|| other_base(phrase, text, reads))
        .or_else(|| unit(phrase, text, reads))
        .or_else(|| growth_of_growth(phrase, text))
        .or_else(|| two_numbers(phrase, text, reads))
        .or_else(|| numeral(phrase, text, reads))
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

/// `7 % month on month`, `up 6 % compared with 2021`: the base is named elsewhere, so nothing of
/// what is said is lost.
fn other_base(phrase: &str, text: &str, reads: Reads<'_>) -> Option<Error> {
    let of_month = MONTHLY.iter().find_map(|words| phrase.strip_suffix(words));
    let of_year = || {
        let (at, _) =
            COMPARED_WITH.iter().filter_map(|words| Some((phrase.rfind(words)?, *words))).max()?;
        let (bare, span) = phrase.split_at(at);
        let year = span.rsplit(' ').next()?;
        (year.len() == 4 && year.chars().all(|c| c.is_ascii_digit())).then_some(bare)
    };
    let bare = of_month.or_else(of_year)?.trim_end_matches(',');
    reads(bare)?;
    let reason = "a figure does not hold what it is compared with, unless that is the year before";
    let help = format!("write “{bare}” and name the base in Claim::growth_on(..)");
    Some(Error::parse("a figure", text, reason).with_help(help))
}

/// `240 bn`, `US$240 billion`, `between $40 and $50 million`
fn unit(phrase: &str, text: &str, reads: Reads<'_>) -> Option<Error> {
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
    // "5 million 200 thousand" is not 5 to 200, and "up 6 % yuan" is no number of yuan.
    let mut multipliers: Vec<&String> =
        units.iter().filter(|unit| MULTIPLIERS.contains(&unit.as_str())).collect();
    multipliers.dedup();
    let figure = reads(&bare)?;
    if units.is_empty() || multipliers.len() > 1 || figure.is_percent() {
        return None;
    }
    let reason = format!("a figure has no unit, and “{}” is one", units.join(" "));
    let help = format!("write “{bare}” and give the unit apart");
    Some(Error::parse("a figure", text, reason).with_help(help))
}

/// `growth slowed to 5 %`: a rate, and a rate before.
fn growth_of_growth(phrase: &str, text: &str) -> Option<Error> {
    let behind = phrase.strip_prefix("the ").unwrap_or(phrase).strip_prefix("growth ");
    let of_growth = behind.is_some_and(|rest| !rest.starts_with("of "));
    of_growth.then(|| {
        let reason = "it says how a rate of growth changed, and a figure is one rate";
        Error::parse("a figure", text, reason)
            .with_help("write the growth itself, and claim that of the time before apart")
    })
}

/// `rose 9.1 % to 76.1`, `rose from 147 to 190`, `rose 40 to 50 %`
fn two_numbers(phrase: &str, text: &str, reads: Reads<'_>) -> Option<Error> {
    let (before, level) = phrase.rsplit_once(" to ")?;
    // In "growth of 6 to 7 %" and "5 to 6 times" the two are one range.
    let is_number = level.chars().all(|c| c.is_ascii_digit() || ". %-".contains(c));
    if !is_number || before.contains(" of ") {
        return None;
    }
    let (stated, from) = match before.split_once("from ") {
        Some((stated, from)) => (stated.trim(), Some(from)),
        None => (before, None),
    };
    let digit = before.find(|c: char| c.is_ascii_digit()).unwrap_or(before.len());
    let verb = before.get(..digit).unwrap_or_default();
    let verb = verb.trim().trim_end_matches("from").trim_end_matches("by").trim();
    // Every word must be read: what "did not rise 9 % to 76" says of 76 is not known.
    let way = way_of(stated, verb, reads).or_else(|| from_to(stated, from?, level))?;
    let mut ways: Vec<String> = Vec::new();
    let mut offer = |way: String| {
        if reads(&way).is_some() && !ways.contains(&way) {
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
    let reached = format!("{verb} to {level}");
    let is_verb = !verb.is_empty() && reads(&reached).is_some();
    let word = if way == Direction::Rise { "rose" } else { "fell" };
    offer(if is_verb { reached } else { format!("{word} to {level}") });
    (!ways.is_empty()).then(|| {
        let ways = ways.join("” or “");
        Error::parse("a figure", text, "it has two numbers, and a figure is one")
            .with_help(format!("write “{ways}”, each as a claim of its own"))
    })
}

/// Which way the words before the level say that it went.
fn way_of(stated: &str, verb: &str, reads: Reads<'_>) -> Option<Direction> {
    let of_verb = || if verb.is_empty() { None } else { reads(&format!("{verb} 1"))?.direction() };
    match reads(stated) {
        Some(figure) => figure.direction(),
        None => of_verb(),
    }
}

/// "From 147 to 190" is a rise.
fn from_to(stated: &str, from: &str, level: &str) -> Option<Direction> {
    let number = |text: &str| text.trim().trim_end_matches(['%', ' ']).parse::<f64>().ok();
    let (from, level) = (number(from)?, number(level)?);
    match from.partial_cmp(&level)? {
        _ if !stated.is_empty() => None,
        std::cmp::Ordering::Less => Some(Direction::Rise),
        std::cmp::Ordering::Greater => Some(Direction::Fall),
        std::cmp::Ordering::Equal => None,
    }
}

/// `rose five percent`
fn numeral(phrase: &str, text: &str, reads: Reads<'_>) -> Option<Error> {
    let of =
        |word: &str| NUMERALS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    let mut found: Vec<&str> = Vec::new();
    let words: Vec<String> = phrase
        .split(' ')
        .map(|word| match of(word) {
            Some(number) => {
                found.push(word);
                number.to_string()
            }
            None => word.to_owned(),
        })
        .collect();
    let digits = words.join(" ");
    let [only] = found.as_slice() else { return None };
    reads(&digits)?;
    Some(
        Error::parse("a figure", text, format!("“{only}” is a number in words"))
            .with_help(format!("write “{digits}”")),
    )
}

/// Words that are not in the tables, before a number, behind it or without one.
fn unknown_words(phrase: &str, text: &str, reads: Reads<'_>) -> Option<Error> {
    const LEAVE_OUT: &str = "say it in words that are known, and leave out only what changes neither \
                             sign nor size, base or measure";
    let is_number = |c: char| c.is_ascii_digit();
    let Some(first) = phrase.find(|c: char| is_number(c) || ['-', '+', '.'].contains(&c)) else {
        let reason = format!("it has no number in digits; {}", known(phrase, Place::Alone));
        return Some(
            Error::parse("a figure", text, reason)
                .with_help("write a number behind the words, as in “rose 7 %”"),
        );
    };
    let (before, number) = phrase.split_at(first);
    if reads(number).is_some() && !before.trim().is_empty() {
        let words = before.trim();
        let reason = format!("“{words}” is not known there; {}", known(words, Place::Before));
        return Some(Error::parse("a figure", text, reason).with_help(LEAVE_OUT));
    }
    // The shortest end that is not read.
    let ends = phrase.match_indices(' ').map(|(at, _)| at).filter(|at| *at > first).rev();
    for (bare, behind) in ends.map(|at| phrase.split_at(at)) {
        let words = behind.trim();
        if reads(bare).is_some() && !words.starts_with(is_number) {
            let known = known(words, Place::Behind);
            let reason = format!("“{words}” is not known behind a number; {known}");
            return Some(Error::parse("a figure", text, reason).with_help(LEAVE_OUT));
        }
    }
    None
}
