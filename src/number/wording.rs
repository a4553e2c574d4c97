//! Figures in English: the words that are read, and the ones that are printed.

use crate::error::Error;
use crate::number::decimal::{exact_multiply, exact_subtract, negated, parse_decimal, plain};
use crate::number::figure::{Direction, Figure, Hedge, Movement, Number};
use crate::number::round::pad_number;
use crate::number::{Bounds, Ratio};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// Words before a number. The first word of each hedge is printed.
const PREFIXES: &[(&str, Hedge)] = &[
    ("exactly", Hedge::Exact),
    ("more than", Hedge::MoreThan),
    ("over", Hedge::MoreThan),
    ("above", Hedge::MoreThan),
    ("exceeded", Hedge::MoreThan),
    ("exceeding", Hedge::MoreThan),
    ("exceeds", Hedge::MoreThan),
    ("topped", Hedge::MoreThan),
    ("surpassed", Hedge::MoreThan),
    ("just over", Hedge::MoreThan),
    ("well over", Hedge::MoreThan),
    ("less than", Hedge::LessThan),
    ("under", Hedge::LessThan),
    ("below", Hedge::LessThan),
    ("fewer than", Hedge::LessThan),
    ("at least", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("up to", Hedge::UpTo),
    ("at most", Hedge::UpTo),
    ("no more than", Hedge::UpTo),
    ("not more than", Hedge::UpTo),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("close to", Hedge::Nearly),
    ("just under", Hedge::Nearly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("some", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("record", Hedge::Record),
    ("a record", Hedge::Record),
];

/// Words behind a number.
const SUFFIXES: &[(&str, Hedge)] = &[
    (" or higher", Hedge::AtLeast),
    (" or lower", Hedge::UpTo),
    (" or more", Hedge::AtLeast),
    (" or above", Hedge::AtLeast),
    (" or less", Hedge::UpTo),
    (" or below", Hedge::UpTo),
    (" or fewer", Hedge::UpTo),
];

/// Whole phrases without a number: the new level in tenths of the old one.
const MULTIPLES: &[(&str, i64)] =
    &[("doubled", 20), ("tripled", 30), ("quadrupled", 40), ("halved", 5)];
/// The longer ones first, since "a half" ends like "half".
const FRACTIONS: &[(&str, u8, u8)] = &[
    ("two thirds", 2, 3),
    ("three quarters", 3, 4),
    ("a third", 1, 3),
    ("a quarter", 1, 4),
    ("a half", 1, 2),
    ("half", 1, 2),
];

/// Direction words. The first word of each direction is printed.
const DIRECTIONS: &[(&str, Direction)] = &[
    ("rose", Direction::Rise),
    ("fell", Direction::Fall),
    ("up", Direction::Rise),
    ("down", Direction::Fall),
    ("increased", Direction::Rise),
    ("decreased", Direction::Fall),
    ("grew", Direction::Rise),
    ("shrank", Direction::Fall),
    ("gained", Direction::Rise),
    ("dropped", Direction::Fall),
    ("climbed", Direction::Rise),
    ("declined", Direction::Fall),
    ("jumped", Direction::Rise),
    ("lost", Direction::Fall),
    ("surged", Direction::Rise),
    ("slid", Direction::Fall),
    ("soared", Direction::Rise),
    ("slumped", Direction::Fall),
    ("expanded", Direction::Rise),
    ("contracted", Direction::Fall),
    ("advanced", Direction::Rise),
    ("plunged", Direction::Fall),
    ("rises", Direction::Rise),
    ("falls", Direction::Fall),
    ("rise", Direction::Rise),
    ("fall", Direction::Fall),
    ("increases", Direction::Rise),
    ("decreases", Direction::Fall),
    ("grows", Direction::Rise),
    ("shrinks", Direction::Fall),
    ("a rise of", Direction::Rise),
    ("a fall of", Direction::Fall),
    ("an increase of", Direction::Rise),
    ("a decrease of", Direction::Fall),
    ("growth of", Direction::Rise),
    ("a drop of", Direction::Fall),
    ("a gain of", Direction::Rise),
    ("a decline of", Direction::Fall),
];

/// Direction words behind a number.
const BEHIND: &[(&str, Direction)] = &[
    (" higher", Direction::Rise),
    (" lower", Direction::Fall),
    (" up", Direction::Rise),
    (" down", Direction::Fall),
];

impl Hedge {
    /// Reads the words of a hedge: `more than`, `nearly`, … in any case; the empty text is
    /// [`Hedge::Rounded`].
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse), listing the words that are known.
    ///
    /// ```
    /// use bilateral::Hedge;
    /// assert_eq!(Hedge::from_words("Almost")?, Hedge::Nearly);
    /// assert!(Hedge::from_words("a whopping").unwrap_err().to_string().contains("more than"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_words(words: &str) -> Result<Hedge, Error> {
        let words = fold(words);
        if words.is_empty() {
            return Ok(Hedge::Rounded);
        }
        let known = PREFIXES.iter().find(|(word, _)| *word == words);
        known.map(|(_, hedge)| *hedge).ok_or_else(|| unknown_words(&words))
    }

    /// The words that this hedge prints in front of a number; empty for a plainly printed one.
    #[must_use]
    pub fn words(self) -> &'static str {
        PREFIXES.iter().find(|(_, hedge)| *hedge == self).map_or("", |(word, _)| word)
    }
}

impl Direction {
    /// Reads a direction word: `rose`, `down`, `increased`, … in any case.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse), listing the words that are known.
    ///
    /// ```
    /// use bilateral::Direction;
    /// assert_eq!(Direction::from_words("Shrank")?, Direction::Fall);
    /// assert!(Direction::from_words("moved").is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_words(words: &str) -> Result<Direction, Error> {
        let words = fold(words);
        let known = DIRECTIONS.iter().find(|(word, _)| *word == words);
        known.map(|(_, direction)| *direction).ok_or_else(|| {
            let known = DIRECTIONS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            Error::parse("a direction word", &words, format!("the known words are {known}"))
        })
    }
}

/// Lower case, single blanks, one kind of minus.
fn fold(text: &str) -> String {
    let words = text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    words.replace(['\u{2212}', '\u{2013}', '\u{ff0d}'], "-")
}

fn unknown_words(words: &str) -> Error {
    let known = |words: Vec<&str>| words.join(", ");
    let hedges = known(PREFIXES.iter().map(|(word, _)| *word).collect());
    let directions = known(DIRECTIONS.iter().take(10).map(|(word, _)| *word).collect());
    Error::parse(
        "a hedge",
        words,
        format!(
            "the known words are {hedges}; between X and Y, N-fold, doubled, a third, half; with {directions} before"
        ),
    )
}

/// Reads an optional direction, an optional hedge and a number; `by` in front is accepted, since
/// reports write "by more than 40". The table of [`Figure`] says what each wording means.
impl FromStr for Figure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Figure, Error> {
        let folded = fold(text);
        let phrase = folded.strip_prefix("by ").unwrap_or(&folded);
        if phrase.is_empty() {
            return Err(Error::parse("a figure", text, "it is empty").with_help(
                "write a number, with a hedge before it if there is one: 73.148, more than 40 %",
            ));
        }
        let whole = phrase;
        let (movement, phrase) = movement(phrase);
        over(whole, phrase, text)?;
        if let Some(figure) = multiple(phrase)? {
            return match (movement, figure.direction()) {
                (Movement::Unsaid, Some(_)) => Ok(figure),
                (Movement::By(Direction::Rise), Some(Direction::Rise)) => Ok(figure),
                _ => Err(Error::parse(
                    "a figure",
                    text,
                    "a multiple states the direction itself, and must not be one",
                )
                .with_help("write doubled, 2.5-fold, halved, or fell by 50 %")),
            };
        }
        let figure = match fraction(phrase)? {
            Some(figure) => figure,
            None => number(phrase, movement)?,
        };
        moved(figure, movement, text)
    }
}

/// The direction words before or behind, and what is left.
fn movement(phrase: &str) -> (Movement, &str) {
    // "Up to 40" is a hedge; "a record" begins like no direction.
    if !phrase.starts_with("up to ") {
        let after = |word: &str| phrase.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
        if let Some((direction, rest)) =
            DIRECTIONS.iter().find_map(|(word, way)| Some((*way, after(word)?)))
        {
            // "Rose above 200" and "fell below 60" are levels, "rose by above 7 %" is growth.
            let passes = ["above ", "below ", "under "].iter().any(|word| rest.starts_with(word));
            return match rest.strip_prefix("to ") {
                Some(level) => (Movement::To(direction), level),
                None if passes => (Movement::To(direction), rest),
                None => (Movement::By(direction), rest.strip_prefix("by ").unwrap_or(rest)),
            };
        }
    }
    let suffixed = SUFFIXES.iter().any(|(suffix, _)| phrase.ends_with(suffix));
    let behind =
        |(word, way): &(&str, Direction)| Some((Movement::By(*way), phrase.strip_suffix(word)?));
    BEHIND.iter().filter(|_| !suffixed).find_map(behind).unwrap_or((Movement::Unsaid, phrase))
}

/// "Rose over 7 %" is growth; without the percent sign, "rose over 200" may be a level.
fn over(whole: &str, phrase: &str, text: &str) -> Result<(), Error> {
    let verb = whole.strip_suffix(phrase).unwrap_or_default().trim_end();
    let is_verb = DIRECTIONS.iter().any(|(word, _)| *word == verb);
    let (words, number) = words_and_number(phrase);
    if !is_verb
        || !["over", "just over", "well over"].contains(&words.trim())
        || percentage(number).1
    {
        return Ok(());
    }
    Err(Error::parse("a figure", text, "it can mean growth or the level that was reached")
        .with_help(format!(
            "write “{verb} by more than {number} %” or “{verb} to more than {number}”"
        )))
}

/// `doubled`, `2.5-fold`, and with a hedge `more than doubled`, which is growth of more than 100 %.
fn multiple(phrase: &str) -> Result<Option<Figure>, Error> {
    let word = MULTIPLES
        .iter()
        .find_map(|(word, tenths)| Some((phrase.strip_suffix(word)?, Decimal::new(*tenths, 1))));
    let (words, multiple) = if let Some((words, multiple)) = word {
        (words, multiple.normalize())
    } else if let Some(before) =
        phrase.strip_suffix("-fold").or_else(|| phrase.strip_suffix("fold"))
    {
        let (words, number) = words_and_number(before);
        (words, parse_decimal(number.trim())?)
    } else {
        return Ok(None);
    };
    let hedge = Hedge::from_words(words)?;
    if hedge == Hedge::Rounded {
        return Ok(Some(Figure::hedged(multiple, Hedge::Fold)));
    }
    // Growth in percent: its size, and which way.
    let growth =
        exact_multiply(exact_subtract(multiple, Decimal::ONE)?, Decimal::ONE_HUNDRED)?.normalize();
    let way = if growth.is_sign_negative() { Direction::Fall } else { Direction::Rise };
    let size = if growth.is_sign_negative() { negated(growth) } else { growth };
    let figure = Figure { percent: true, ..Figure::hedged(size, hedge) };
    moved(figure, Movement::By(way), phrase).map(Some)
}

/// `a third`, `more than half`.
fn fraction(phrase: &str) -> Result<Option<Figure>, Error> {
    let found = FRACTIONS
        .iter()
        .find_map(|(word, above, below)| Some((phrase.strip_suffix(word)?, *above, *below)));
    let Some((words, above, below)) = found else { return Ok(None) };
    let hedge = match Hedge::from_words(words)? {
        Hedge::Rounded => Hedge::Fraction,
        Hedge::Nearly | Hedge::About | Hedge::Record => {
            return Err(Error::parse(
                "a figure",
                phrase,
                "no convention says how near to a fraction that is",
            )
            .with_help(
                "write the fraction alone, “more than” or “less than” the fraction, or a number",
            ));
        }
        hedge => hedge,
    };
    Ok(Some(Figure::of(Number::Fraction { above, below }, hedge)))
}

/// A range, or an optional hedge and a number.
fn number(phrase: &str, movement: Movement) -> Result<Figure, Error> {
    if let Some((low, high)) =
        phrase.strip_prefix("between ").and_then(|rest| rest.split_once(" and "))
    {
        return range(low, high);
    }
    if let Some((before, hedge)) =
        SUFFIXES.iter().find_map(|(word, hedge)| Some((phrase.strip_suffix(word)?, *hedge)))
    {
        let (digits, percent) = percentage(before);
        let figure = Figure { percent, ..Figure::hedged(parse_decimal(digits)?, hedge) };
        let said = matches!(movement, Movement::Unsaid | Movement::To(_));
        let arithmetic = [" or higher", " or lower"].iter().any(|word| phrase.ends_with(word));
        return if said && !arithmetic { unambiguous(figure, phrase) } else { Ok(figure) };
    }
    let (words, number) = words_and_number(phrase);
    if number.is_empty() {
        return Err(unknown_words(words.trim()));
    }
    // "Rose 40 to 50" can mean up by 40 and now 50.
    let dash =
        number.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| number.split_at(at));
    let pair = match number.split_once(" to ") {
        Some(pair) if !matches!(movement, Movement::By(_)) => Some(pair),
        _ => dash.and_then(|(low, high)| Some((low, high.strip_prefix('-')?))),
    };
    if let Some((low, high)) = pair.filter(|_| words.trim().is_empty()) {
        return range(low.trim(), high.trim());
    }
    let hedge = Hedge::from_words(words)?;
    let (digits, percent) = percentage(number);
    let figure = Figure { percent, ..Figure::hedged(parse_decimal(digits)?, hedge) };
    match (movement, words.trim()) {
        (Movement::By(_), _) | (_, "above" | "below") => Ok(figure),
        _ => unambiguous(figure, phrase),
    }
}

fn range(low: &str, high: &str) -> Result<Figure, Error> {
    let ((low, one), (high, other)) = (percentage(low), percentage(high));
    let figure = Figure::between(parse_decimal(low)?, parse_decimal(high)?)?;
    Ok(Figure { percent: one || other, ..figure })
}

/// The words run up to the first digit or sign; the rest must be a number, blanks included.
fn words_and_number(phrase: &str) -> (&str, &str) {
    let start = phrase.find(|c: char| !(c.is_alphabetic() || c == ' ')).unwrap_or(phrase.len());
    phrase.split_at(start)
}

/// A number without its percent sign, and whether it had one.
fn percentage(number: &str) -> (&str, bool) {
    let signs = ["%", " percent", " per cent", " pct"];
    let bare = signs.iter().find_map(|sign| number.strip_suffix(sign));
    bare.map_or((number, false), |bare| (bare.trim_end(), true))
}

/// "More than -7" is arithmetic for some and a larger fall for others.
fn unambiguous(figure: Figure, phrase: &str) -> Result<Figure, Error> {
    let one_sided =
        matches!(figure.hedge, Hedge::MoreThan | Hedge::LessThan | Hedge::AtLeast | Hedge::UpTo);
    if !one_sided || !figure.value().is_negative() {
        return Ok(figure);
    }
    let (first, fall) = (
        figure.to_string(),
        Figure { movement: Movement::By(Direction::Fall), ..figure }.to_string(),
    );
    Err(Error::parse(
        "a figure",
        phrase,
        "with a negative number it can mean a smaller or a larger fall",
    )
    .with_help(format!(
        "write “{first}” for the number itself or “{fall}” for the size of the fall"
    )))
}

/// The figure with its direction: the sign must not contradict it, and something must be left of
/// the size.
fn moved(figure: Figure, movement: Movement, text: &str) -> Result<Figure, Error> {
    let way = match movement {
        Movement::By(way) => way,
        Movement::To(_) if matches!(figure.number, Number::Fraction { .. }) => {
            return Err(Error::parse("a figure", text, "a level must be a number, not a fraction")
                .with_help("write the level itself, as “rose to 73.148”"));
        }
        _ => return Ok(Figure { movement, ..figure }),
    };
    let disagrees = |reason: &str| {
        Err(Error::parse("a figure", text, reason)
            .with_help("write rose 7 %, fell 7 %, or the sign alone: -7 %"))
    };
    let signed = text.contains('+');
    let number = match figure.number {
        Number::Printed { value, .. } if way == Direction::Rise && value.is_sign_negative() => {
            return disagrees("the sign contradicts the word");
        }
        Number::Printed { .. } if way == Direction::Fall && signed => {
            return disagrees("the sign contradicts the word");
        }
        // "Fell -7 %" and "fell 7 %" are the same fall.
        Number::Printed { value, last } if way == Direction::Fall && !value.is_sign_negative() => {
            Number::Printed { value: plain(negated(value)), last }
        }
        Number::Range { low, .. } if low.is_sign_negative() || signed => {
            return disagrees("with a direction word the two numbers have no sign");
        }
        Number::Range { low, high } if way == Direction::Fall => {
            Number::Range { low: plain(negated(high)), high: plain(negated(low)) }
        }
        number => number,
    };
    let figure = Figure { number, movement, ..figure };
    let size = Figure { movement: Movement::Unsaid, ..figure.size() }.bounds();
    if size.overlaps(&Bounds::above(Ratio::zero())) {
        Ok(figure)
    } else {
        disagrees("no rise or fall is that small")
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = |way: Direction| {
            DIRECTIONS.iter().find(|(_, known)| *known == way).map_or("", |(word, _)| word)
        };
        let text = match self.movement {
            Movement::Unsaid => spoken(self),
            Movement::To(way) => format!("{} to {}", verb(way), spoken(self)),
            Movement::By(way) => {
                let by = if self.hedge == Hedge::Rounded { "" } else { "by " };
                format!("{} {by}{}", verb(way), spoken(&self.size()))
            }
        };
        pad_number(f, &text)
    }
}

/// The hedge and the number, without the direction.
fn spoken(figure: &Figure) -> String {
    let sign = if figure.percent { " %" } else { "" };
    let negative = figure.value().is_negative();
    match (figure.number, figure.hedge) {
        (Number::Printed { value, .. }, Hedge::Fold) => format!("{value}-fold"),
        (Number::Printed { value, .. }, Hedge::Rounded) => format!("{value}{sign}"),
        (Number::Printed { value, .. }, Hedge::MoreThan) if negative => {
            format!("above {value}{sign}")
        }
        (Number::Printed { value, .. }, Hedge::LessThan) if negative => {
            format!("below {value}{sign}")
        }
        (Number::Printed { value, .. }, Hedge::AtLeast) if negative => {
            format!("{value}{sign} or higher")
        }
        (Number::Printed { value, .. }, Hedge::UpTo) if negative => {
            format!("{value}{sign} or lower")
        }
        (Number::Printed { value, .. }, hedge) => format!("{} {value}{sign}", hedge.words()),
        (Number::Range { low, high }, _) => format!("between {low} and {high}{sign}"),
        (Number::Fraction { above, below }, hedge) => {
            let word = FRACTIONS.iter().rev().find(|(_, a, b)| (*a, *b) == (above, below));
            let word =
                word.map_or_else(|| format!("{above}/{below}"), |(word, _, _)| (*word).to_owned());
            if hedge == Hedge::Fraction { word } else { format!("{} {word}", hedge.words()) }
        }
    }
}
