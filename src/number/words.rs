//! The words of figures: one set of tables for the parser, the printer, and the list in a refusal.

use crate::number::figure::{Direction, Hedge};

/// Words before a number. The first of a hedge is the one that prints.
pub(super) const HEDGES: &[(&str, Hedge)] = &[
    ("exactly", Hedge::Exact),
    ("more than", Hedge::MoreThan),
    ("over", Hedge::MoreThan),
    ("above", Hedge::MoreThan),
    ("past", Hedge::MoreThan),
    ("beyond", Hedge::MoreThan),
    ("exceeded", Hedge::MoreThan),
    ("exceeding", Hedge::MoreThan),
    ("exceeds", Hedge::MoreThan),
    ("exceed", Hedge::MoreThan),
    ("in excess of", Hedge::MoreThan),
    ("topped", Hedge::MoreThan),
    ("topping", Hedge::MoreThan),
    ("surpassed", Hedge::MoreThan),
    ("surpassing", Hedge::MoreThan),
    ("passed", Hedge::MoreThan),
    ("greater than", Hedge::MoreThan),
    ("higher than", Hedge::MoreThan),
    ("upwards of", Hedge::MoreThan),
    ("well over", Hedge::MoreThan),
    ("well above", Hedge::MoreThan),
    (">", Hedge::MoreThan),
    ("just over", Hedge::JustOver),
    ("just beyond", Hedge::JustOver),
    ("slightly over", Hedge::JustOver),
    ("a little over", Hedge::JustOver),
    ("just above", Hedge::JustOver),
    ("slightly above", Hedge::JustOver),
    ("just more than", Hedge::JustOver),
    ("slightly more than", Hedge::JustOver),
    ("less than", Hedge::LessThan),
    ("under", Hedge::LessThan),
    ("below", Hedge::LessThan),
    ("fewer than", Hedge::LessThan),
    ("lower than", Hedge::LessThan),
    ("well under", Hedge::LessThan),
    ("well below", Hedge::LessThan),
    ("fell short of", Hedge::LessThan),
    ("short of", Hedge::LessThan),
    ("<", Hedge::LessThan),
    ("at least", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("no fewer than", Hedge::AtLeast),
    ("a minimum of", Hedge::AtLeast),
    (">=", Hedge::AtLeast),
    ("≥", Hedge::AtLeast),
    ("up to", Hedge::UpTo),
    ("at most", Hedge::UpTo),
    ("no more than", Hedge::UpTo),
    ("not more than", Hedge::UpTo),
    ("as much as", Hedge::UpTo),
    ("as many as", Hedge::UpTo),
    ("a maximum of", Hedge::UpTo),
    ("<=", Hedge::UpTo),
    ("≤", Hedge::UpTo),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("close to", Hedge::Nearly),
    ("just under", Hedge::Nearly),
    ("just below", Hedge::Nearly),
    ("just short of", Hedge::Nearly),
    ("slightly under", Hedge::Nearly),
    ("slightly below", Hedge::Nearly),
    ("slightly less than", Hedge::Nearly),
    ("a little under", Hedge::Nearly),
    ("not quite", Hedge::Nearly),
    ("approaching", Hedge::Nearly),
    ("nearing", Hedge::Nearly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("some", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("approx", Hedge::About),
    ("circa", Hedge::About),
    ("ca", Hedge::About),
    ("an estimated", Hedge::About),
    ("in the region of", Hedge::About),
    ("in the order of", Hedge::About),
    ("~", Hedge::About),
    ("≈", Hedge::About),
    ("record", Hedge::Record),
    ("a record", Hedge::Record),
    ("a new record", Hedge::Record),
    ("a record high of", Hedge::Record),
    ("record high", Hedge::Record),
    ("a record of", Hedge::Record),
    ("an all time high of", Hedge::Record),
    ("all time high", Hedge::Record),
];

/// Words behind a number.
pub(super) const HEDGES_BEHIND: &[(&str, Hedge)] = &[
    (" or higher", Hedge::AtLeast),
    (" or lower", Hedge::UpTo),
    (" or more", Hedge::AtLeast),
    (" or above", Hedge::AtLeast),
    (" or less", Hedge::UpTo),
    (" or below", Hedge::UpTo),
    (" or fewer", Hedge::UpTo),
];

/// Words before a number that leave it as it is printed.
pub(super) const PLAIN: &[&str] = &[
    "only",
    "just",
    "merely",
    "a mere",
    "stood at",
    "stands at",
    "totalled",
    "totaled",
    "amounted to",
    "came to",
    "came in at",
    "worth",
    "valued at",
    "a total of",
];

/// Words that leave open whether it was that much or that much at least; with a hedge behind them
/// they say nothing more.
pub(super) const REACHED: &[&str] = &["reached", "reaches", "hit", "hits"];

/// "Only" for some, "at least" for others.
pub(super) const AS_LITTLE_AS: &str = "as little as";

/// Verbs that lead to another word.
pub(super) const AUXILIARIES: &[&str] = &[
    "was", "were", "is", "are", "has", "have", "had", "been", "will", "be", "saw", "posted",
    "recorded",
];

/// Whole phrases without a number: the new level in tenths of the old one.
pub(super) const MULTIPLES: &[(&str, i64)] = &[
    ("doubled", 20),
    ("tripled", 30),
    ("trebled", 30),
    ("quadrupled", 40),
    ("quintupled", 50),
    ("halved", 5),
    ("twice as much", 20),
    ("twice as high", 20),
];

/// Behind a number: so many times the old level. The longer ones first.
pub(super) const TIMES: &[&str] =
    &[" times as much", " times as many", " times as high", " times as large", " times"];
/// The same, and growth by so many times for others.
pub(super) const TIMES_MORE: &[&str] =
    &[" times more", " times higher", " times larger", " times greater", " times bigger"];

/// Signs in words, before a number in digits.
pub(super) const SIGNS: &[(&str, char)] = &[("minus", '-'), ("negative", '-'), ("plus", '+')];

/// Numbers in words, of multiples alone.
pub(super) const NUMERALS: &[(&str, i64)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
];

/// The longer ones first, since "a half" ends like "half"; the last of each prints.
pub(super) const FRACTIONS: &[(&str, u8, u8)] = &[
    ("one tenth", 1, 10),
    ("a tenth", 1, 10),
    ("two fifths", 2, 5),
    ("three fifths", 3, 5),
    ("four fifths", 4, 5),
    ("one fifth", 1, 5),
    ("a fifth", 1, 5),
    ("two thirds", 2, 3),
    ("three quarters", 3, 4),
    ("one third", 1, 3),
    ("a third", 1, 3),
    ("one quarter", 1, 4),
    ("a quarter", 1, 4),
    ("one half", 1, 2),
    ("a half", 1, 2),
    ("half", 1, 2),
];

/// Words that say which way it went. The first of each is the one that prints.
pub(super) const DIRECTIONS: &[(&str, Direction)] = &[
    ("rose", Direction::Rise),
    ("fell", Direction::Fall),
    ("up", Direction::Rise),
    ("down", Direction::Fall),
    ("higher", Direction::Rise),
    ("lower", Direction::Fall),
    ("rise", Direction::Rise),
    ("rises", Direction::Rise),
    ("risen", Direction::Rise),
    ("rising", Direction::Rise),
    ("increased", Direction::Rise),
    ("increase", Direction::Rise),
    ("increases", Direction::Rise),
    ("grew", Direction::Rise),
    ("grow", Direction::Rise),
    ("grows", Direction::Rise),
    ("grown", Direction::Rise),
    ("growing", Direction::Rise),
    ("gained", Direction::Rise),
    ("climbed", Direction::Rise),
    ("jumped", Direction::Rise),
    ("surged", Direction::Rise),
    ("soared", Direction::Rise),
    ("expanded", Direction::Rise),
    ("advanced", Direction::Rise),
    ("leapt", Direction::Rise),
    ("leaped", Direction::Rise),
    ("spiked", Direction::Rise),
    ("swelled", Direction::Rise),
    ("ballooned", Direction::Rise),
    ("rocketed", Direction::Rise),
    ("skyrocketed", Direction::Rise),
    ("rebounded", Direction::Rise),
    ("recovered", Direction::Rise),
    ("picked up", Direction::Rise),
    ("went up", Direction::Rise),
    ("shot up", Direction::Rise),
    ("edged up", Direction::Rise),
    ("edged higher", Direction::Rise),
    ("inched up", Direction::Rise),
    ("crept up", Direction::Rise),
    ("ticked up", Direction::Rise),
    ("fall", Direction::Fall),
    ("falls", Direction::Fall),
    ("fallen", Direction::Fall),
    ("falling", Direction::Fall),
    ("decreased", Direction::Fall),
    ("decrease", Direction::Fall),
    ("decreases", Direction::Fall),
    ("shrank", Direction::Fall),
    ("shrink", Direction::Fall),
    ("shrinks", Direction::Fall),
    ("shrunk", Direction::Fall),
    ("dropped", Direction::Fall),
    ("declined", Direction::Fall),
    ("lost", Direction::Fall),
    ("shed", Direction::Fall),
    ("cut", Direction::Fall),
    ("slid", Direction::Fall),
    ("slumped", Direction::Fall),
    ("contracted", Direction::Fall),
    ("plunged", Direction::Fall),
    ("slipped", Direction::Fall),
    ("dipped", Direction::Fall),
    ("eased", Direction::Fall),
    ("tumbled", Direction::Fall),
    ("plummeted", Direction::Fall),
    ("sank", Direction::Fall),
    ("sunk", Direction::Fall),
    ("collapsed", Direction::Fall),
    ("retreated", Direction::Fall),
    ("weakened", Direction::Fall),
    ("went down", Direction::Fall),
    ("edged down", Direction::Fall),
    ("edged lower", Direction::Fall),
    ("inched down", Direction::Fall),
    ("crept down", Direction::Fall),
    ("ticked down", Direction::Fall),
];

/// "A drop of 7 %", "a 7 % drop".
pub(super) const NOUNS: &[(&str, Direction)] = &[
    ("rise", Direction::Rise),
    ("increase", Direction::Rise),
    ("growth", Direction::Rise),
    ("gain", Direction::Rise),
    ("jump", Direction::Rise),
    ("surge", Direction::Rise),
    ("uptick", Direction::Rise),
    ("expansion", Direction::Rise),
    ("fall", Direction::Fall),
    ("decrease", Direction::Fall),
    ("drop", Direction::Fall),
    ("decline", Direction::Fall),
    ("dip", Direction::Fall),
    ("slump", Direction::Fall),
    ("slide", Direction::Fall),
    ("plunge", Direction::Fall),
    ("contraction", Direction::Fall),
    ("reduction", Direction::Fall),
];

/// Direction words behind a number.
pub(super) const BEHIND: &[(&str, Direction)] = &[
    (" higher", Direction::Rise),
    (" lower", Direction::Fall),
    (" up", Direction::Rise),
    (" down", Direction::Fall),
    (" more", Direction::Rise),
    (" less", Direction::Fall),
];

/// Between a verb and its number: how it moved, which is no number.
pub(super) const ADVERBS: &[&str] = &[
    "slightly",
    "sharply",
    "steadily",
    "modestly",
    "marginally",
    "significantly",
    "steeply",
    "further",
    "again",
];

/// "On a year earlier" is what growth is on.
pub(super) const YEARLY: &[&str] = &[
    " year on year",
    " year over year",
    " y o y",
    " yoy",
    " y/y",
    " on year",
    " on the year",
    " on a year earlier",
    " from a year earlier",
    " from a year ago",
    " than a year earlier",
    " than a year ago",
    " compared with a year earlier",
    " against a year earlier",
];

/// Growth on another span, which a figure does not hold.
pub(super) const MONTHLY: &[&str] = &[
    " month on month",
    " month over month",
    " m o m",
    " mom",
    " m/m",
    " on the month",
    " from a month earlier",
    " from the month before",
    " from the previous month",
    " quarter on quarter",
    " quarter over quarter",
    " q o q",
    " qoq",
    " q/q",
    " from the previous quarter",
];

/// Before the span that something is compared with: "since 2021".
pub(super) const COMPARED_WITH: &[&str] = &[
    " compared with ",
    " compared to ",
    " relative to ",
    " than in ",
    " since ",
    " versus ",
    " against ",
    " from ",
    " over ",
    " on ",
    " vs ",
];

/// Signs of percent behind a number.
pub(super) const PERCENT: &[&str] = &["%", "percent", "per cent", "pct", "\u{ff05}"];

/// Marks of currencies before a number, the longer ones first.
pub(super) const CURRENCIES: &[&str] =
    &["us$", "hk$", "cn¥", "usd", "eur", "cny", "rmb", "rub", "$", "€", "£", "¥", "₽"];

/// Units that stand behind a number.
pub(super) const UNITS: &[&str] = &[
    "thousand",
    "th",
    "k",
    "million",
    "mn",
    "mln",
    "m",
    "billion",
    "bn",
    "bln",
    "b",
    "trillion",
    "tn",
    "trn",
    "us",
    "usd",
    "us$",
    "dollars",
    "dollar",
    "eur",
    "euros",
    "euro",
    "cny",
    "rmb",
    "yuan",
    "rub",
    "roubles",
    "rubles",
    "yen",
    "t",
    "tonnes",
    "tons",
    "tonne",
    "ton",
    "mt",
    "kt",
    "kg",
    "kilograms",
    "bcm",
    "mcm",
    "cubic",
    "metres",
    "meters",
    "barrels",
    "bbl",
    "bpd",
    "gj",
    "tj",
    "pj",
    "gwh",
    "twh",
    "mwh",
    "kwh",
];

/// Words that change the number of a figure, so that two of them in one wording are two numbers.
pub(super) const MULTIPLIERS: &[&str] = &[
    "thousand", "th", "k", "million", "mn", "mln", "m", "billion", "bn", "bln", "b", "trillion",
    "tn", "trn",
];

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before a number.
    Before,
    /// Behind a number.
    Behind,
    /// Without one.
    Alone,
}

/// The known words that are spelled most like these, and where all are listed.
pub(super) fn known(words: &str, place: Place) -> String {
    // A slip of the pen changes few letters.
    let most = words.chars().count().div_euclid(3).min(3);
    let mut near: Vec<(usize, &str)> = of(place)
        .map(|known| (changes(words, known.trim()), known.trim()))
        .filter(|(changes, _)| *changes <= most)
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<&str> = near.iter().take(3).map(|(_, known)| *known).collect();
    if near.is_empty() {
        return "the known words are in the documentation of Figure".to_owned();
    }
    let near = near.join(", ");
    format!("the nearest known words are {near}; all are in the documentation of Figure")
}

fn of(place: Place) -> Box<dyn Iterator<Item = &'static str>> {
    let hedges = HEDGES.iter().map(|(word, _)| *word).chain(PLAIN.iter().copied());
    let before = hedges.chain(DIRECTIONS.iter().map(|(word, _)| *word));
    let nouns = BEHIND.iter().chain(NOUNS).map(|(word, _)| *word);
    let behind = nouns.chain(HEDGES_BEHIND.iter().map(|(word, _)| *word));
    let fractions = FRACTIONS.iter().map(|(word, ..)| *word);
    match place {
        Place::Before => Box::new(before),
        Place::Behind => Box::new(behind.chain(PERCENT.iter().copied())),
        Place::Alone => Box::new(MULTIPLES.iter().map(|(word, _)| *word).chain(fractions)),
    }
}

/// How many letters must be put in, left out or changed: the distance of Levenshtein.
fn changes(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let (mut corner, mut left) = (at, at.saturating_add(1));
        let mut next = vec![left];
        for (known, above) in other.iter().zip(row.iter().skip(1)) {
            let changed = corner.saturating_add(usize::from(*known != letter));
            left = changed.min(above.saturating_add(1)).min(left.saturating_add(1));
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
