//! Figures in English: the words that are read, and the ones that are printed.

use crate::error::Error;
use crate::number::decimal::{exact_multiply, exact_subtract, negated, parse_decimal, plain};
use crate::number::figure::{Direction, Figure, Hedge, Movement, Number};
use crate::number::refusal::refusal;
use crate::number::round::pad_number;
use crate::number::words::{
    ADVERBS, AS_LITTLE_AS, AUXILIARIES, BEHIND, DIRECTIONS, FRACTIONS, HEDGES, HEDGES_BEHIND,
    MULTIPLES, NOUNS, NUMERALS, PERCENT, PLAIN, Place, REACHED, SIGNS, TIMES, TIMES_MORE, YEARLY,
    known,
};
use crate::number::{Bounds, Ratio};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

impl Hedge {
    /// Reads the words of a hedge: `more than`, `nearly`, … in any case; the empty text is
    /// [`Hedge::Rounded`].
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse), naming known words that are spelled alike; [`Figure`]
    /// lists all.
    ///
    /// ```
    /// use bilateral::Hedge;
    /// assert_eq!(Hedge::from_words("Almost")?, Hedge::Nearly);
    /// assert!(Hedge::from_words("mroe than").unwrap_err().to_string().contains("more than"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_words(words: &str) -> Result<Hedge, Error> {
        let folded = fold(words);
        let words = without_auxiliaries(&folded);
        if words.is_empty() || PLAIN.contains(&words) {
            return Ok(Hedge::Rounded);
        }
        // "Only about 40", "hit a record 190".
        let behind = PLAIN.iter().chain(REACHED).find_map(|plain| after(words, plain));
        let hedge = |words: &str| HEDGES.iter().find(|(word, _)| *word == words);
        let known = hedge(words).or_else(|| behind.and_then(hedge));
        known.map(|(_, hedge)| *hedge).ok_or_else(|| unknown_words(words))
    }

    /// The words that this hedge prints in front of a number; empty for a plainly printed one.
    #[must_use]
    pub fn words(self) -> &'static str {
        HEDGES.iter().find(|(_, hedge)| *hedge == self).map_or("", |(word, _)| word)
    }
}

impl Direction {
    /// Reads a direction word: `rose`, `down`, `increased`, … in any case.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse), naming known words that are spelled alike; [`Figure`]
    /// lists all.
    ///
    /// ```
    /// use bilateral::Direction;
    /// assert_eq!(Direction::from_words("Shrank")?, Direction::Fall);
    /// assert!(Direction::from_words("moved").is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_words(words: &str) -> Result<Direction, Error> {
        let words = fold(words);
        let bare = without_auxiliaries(&words);
        let noun = without_article(bare);
        let noun = noun.strip_suffix(" of").unwrap_or(noun);
        let found = DIRECTIONS.iter().find(|(word, _)| *word == bare);
        let found = found.or_else(|| NOUNS.iter().find(|(word, _)| *word == noun));
        found.map(|(_, direction)| *direction).ok_or_else(|| {
            let reason = format!("the word is not known; {}", known(&words, Place::Before));
            Error::parse("a direction word", &words, reason)
                .with_help("write rose, fell, up or down")
        })
    }
}

/// Lower case, single blanks, one kind of minus, no hyphens between words, and signs as signs.
fn fold(text: &str) -> String {
    let words = text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let words = words.replace(['\u{2212}', '\u{2010}', '\u{2011}', '\u{2013}', '\u{ff0d}'], "-");
    let words = words.replace("approx. ", "approx ").replace("ca. ", "ca ");
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut folded = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let joins =
            c == '-' && is_letter(folded.chars().next_back()) && is_letter(rest.peek().copied());
        folded.push(if joins { ' ' } else { c });
    }
    with_signs(folded)
}

/// "Minus 9.1 %" is "-9.1 %"; behind a number, "40 minus 5", the word is none of a sign.
fn with_signs(folded: String) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut sign: Option<char> = None;
    for word in folded.split(' ') {
        let of = |word: &str| SIGNS.iter().find(|(name, _)| *name == word).map(|(_, sign)| *sign);
        let behind_a_word =
            words.last().is_none_or(|last| last.ends_with(|c: char| c.is_alphabetic()));
        match sign.take().filter(|_| word.starts_with(|c: char| c.is_ascii_digit())) {
            Some(sign) => {
                words.pop();
                words.push(format!("{sign}{word}"));
            }
            None => {
                sign = of(word).filter(|_| behind_a_word);
                words.push(word.to_owned());
            }
        }
    }
    words.join(" ")
}

fn unknown_words(words: &str) -> Error {
    let reason = format!("the words are not known; {}", known(words, Place::Before));
    Error::parse("a hedge", words, reason)
        .with_help("write more than, less than, at least, at most, nearly or about")
}

/// Reads an optional direction, an optional hedge and a number; `by` in front is accepted, since
/// reports write "by more than 40". The table of [`Figure`] says what each wording means.
impl FromStr for Figure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Figure, Error> {
        let folded = fold(text);
        if folded.is_empty() {
            return Err(Error::parse("a figure", text, "it is empty").with_help(
                "write a number, with a hedge before it if there is one: 73.148, more than 40 %",
            ));
        }
        let reads = |other: &str| read(&fold(other), other).ok();
        read(&folded, text).map_err(|first| refusal(&folded, text, first, &reads))
    }
}

fn read(folded: &str, text: &str) -> Result<Figure, Error> {
    let phrase = folded.strip_prefix("by ").unwrap_or(folded);
    let Said { movement, verb, rest: phrase } = movement(on_a_year_earlier(phrase), text)?;
    over(verb, phrase, text)?;
    if let Some(figure) = multiple(phrase, movement, text)? {
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
    let figure = match fraction(phrase, movement)? {
        Some(figure) => figure,
        None => number(phrase, movement)?,
    };
    moved(figure, movement, text)
}

/// Growth is on a year earlier, so the words that say so are left out.
fn on_a_year_earlier(phrase: &str) -> &str {
    let bare = YEARLY.iter().find_map(|words| phrase.strip_suffix(words));
    bare.map_or(phrase, |bare| bare.trim_end_matches(','))
}

/// Which way it went, the verb where no "by" or "to" follows it, and the rest.
struct Said<'a> {
    movement: Movement,
    verb: &'a str,
    rest: &'a str,
}

/// The direction words before or behind, and what is left.
fn movement<'a>(phrase: &'a str, text: &str) -> Result<Said<'a>, Error> {
    let bare = without_auxiliaries(phrase);
    if let Some(level) = bare.strip_prefix("up to ").filter(|_| bare != phrase) {
        let reason = "“up to” can be a limit or a level that was reached";
        return Err(Error::parse("a figure", text, reason)
            .with_help(format!("write “at most {level}” or “rose to {level}”")));
    }
    let said = |movement, rest| Said { movement, verb: "", rest };
    // "Up to 40" and "fell short of 40" are hedges.
    let is_hedge = HEDGES.iter().any(|(word, _)| after(bare, word).is_some());
    if !is_hedge {
        let verb =
            DIRECTIONS.iter().find_map(|(word, way)| Some((*word, *way, after(bare, word)?)));
        if let Some((verb, way, rest)) = verb {
            return Ok(behind_a_verb(verb, way, rest));
        }
        let of = |(noun, way): &(&str, Direction)| {
            let rest = after(after(without_article(bare), noun)?, "of")?;
            Some(said(by_noun(noun, *way, rest), rest))
        };
        if let Some(change) = NOUNS.iter().find_map(of) {
            return Ok(change);
        }
    }
    if HEDGES_BEHIND.iter().any(|(suffix, _)| bare.ends_with(suffix)) {
        return Ok(said(Movement::Unsaid, bare));
    }
    let behind =
        |(word, way): &(&str, Direction)| Some(said(Movement::By(*way), bare.strip_suffix(word)?));
    let noun = |(noun, way): &(&str, Direction)| {
        let rest = on_a_year_earlier(bare.strip_suffix(noun)?.strip_suffix(' ')?);
        // "An almost 7 % drop"; but "a little over 7 %" begins with its own article.
        let plain = without_article(rest);
        // "A threefold increase" too.
        let known = Hedge::from_words(words_and_number(plain).0).is_ok()
            || multiple(plain, Movement::Unsaid, plain).is_ok_and(|found| found.is_some());
        let rest = if known { plain } else { rest };
        Some(said(by_noun(noun, *way, rest), rest))
    };
    let found = BEHIND.iter().find_map(behind).or_else(|| NOUNS.iter().find_map(noun));
    Ok(found.unwrap_or(said(Movement::Unsaid, bare)))
}

/// "Growth of -6 %" is a fall, where "a rise of -6 %" contradicts itself. "Growth of more than
/// -6 %" has two readings, as without the noun.
fn by_noun(noun: &str, way: Direction, rest: &str) -> Movement {
    let (words, number) = words_and_number(rest);
    if noun != "growth" || !number.starts_with('-') {
        return Movement::By(way);
    }
    let is_point = Hedge::from_words(words).is_ok_and(|hedge| {
        matches!(hedge, Hedge::Rounded | Hedge::Exact | Hedge::About | Hedge::Nearly)
    });
    let is_range = number.get(1..).is_some_and(|rest| rest.contains("to ") || rest.contains('-'));
    if is_point && !is_range { Movement::By(Direction::Fall) } else { Movement::Unsaid }
}

/// What follows the verb: "rose by 7 %" is growth, "rose to 76" and "rose above 200" are levels.
fn behind_a_verb<'a>(verb: &'a str, way: Direction, rest: &'a str) -> Said<'a> {
    let adverb = ADVERBS.iter().find_map(|adverb| {
        let rest = rest.strip_prefix(adverb)?.trim_start_matches(',').strip_prefix(' ')?;
        let number = rest.starts_with(|c: char| c.is_ascii_digit());
        (number || rest.starts_with("by ") || rest.starts_with("to ")).then_some(rest)
    });
    let rest = adverb.unwrap_or(rest);
    if let Some(level) = rest.strip_prefix("to ") {
        return Said { movement: Movement::To(way), verb: "", rest: level };
    }
    let words = words_and_number(rest).0.trim();
    let passes = words == "under"
        || words.split(' ').next_back().is_some_and(|last| {
            ["above", "below", "past", "beyond"].contains(&last) && !words.starts_with("by ")
        });
    if passes {
        return Said { movement: Movement::To(way), verb: "", rest };
    }
    match rest.strip_prefix("by ") {
        Some(rest) => Said { movement: Movement::By(way), verb: "", rest },
        None => Said { movement: Movement::By(way), verb, rest },
    }
}

/// What follows a word.
fn after<'a>(phrase: &'a str, word: &str) -> Option<&'a str> {
    phrase.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '))
}

fn without_auxiliaries(phrase: &str) -> &str {
    let mut bare = phrase;
    while let Some(rest) = AUXILIARIES.iter().find_map(|word| after(bare, word)) {
        bare = rest;
    }
    bare
}

fn without_article(phrase: &str) -> &str {
    after(phrase, "a").or_else(|| after(phrase, "an")).unwrap_or(phrase)
}

/// "Rose over 7 %" is growth; without the percent sign, "rose over 200" may be a level.
fn over(verb: &str, phrase: &str, text: &str) -> Result<(), Error> {
    let (words, number) = words_and_number(phrase);
    let side = words.trim().split(' ').next_back().unwrap_or_default();
    // "Fell just under 60" may have passed it, "down just under 60" has not.
    let falls = DIRECTIONS.contains(&(verb, Direction::Fall)) && verb != "down";
    let passes = side == "over" || (side == "under" && falls);
    if verb.is_empty() || !passes || percentage(number).1 {
        return Ok(());
    }
    let hedge = Hedge::from_words(words)?.words();
    Err(Error::parse("a figure", text, "it can mean growth or the level that was reached")
        .with_help(format!("write “{verb} by {hedge} {number} %” or “{verb} to {hedge} {number}”")))
}

/// `doubled`, `2.5-fold`, and with a hedge `more than doubled`, which is growth of more than 100 %.
fn multiple(phrase: &str, movement: Movement, text: &str) -> Result<Option<Figure>, Error> {
    let Some((words, multiple)) = multiple_of(phrase, movement, text)? else { return Ok(None) };
    let hedge = Hedge::from_words(words)?;
    if hedge == Hedge::Rounded {
        return Ok(Some(Figure::hedged(multiple, Hedge::Fold)));
    }
    // Growth in percent: its size, and which way.
    let growth =
        exact_multiply(exact_subtract(multiple, Decimal::ONE)?, Decimal::ONE_HUNDRED)?.normalize();
    let way = if growth.is_sign_negative() { Direction::Fall } else { Direction::Rise };
    let size = if growth.is_sign_negative() { negated(growth) } else { growth };
    // "Roughly doubled" is within 10 % of the growth, twice as wide as "doubled".
    let figure = if hedge == Hedge::About {
        let at = |tenths: i64| exact_multiply(size, Decimal::new(tenths, 1)).map(|x| x.normalize());
        Figure::between(at(9)?, at(11)?)?
    } else {
        Figure::hedged(size, hedge)
    };
    moved(Figure { percent: true, ..figure }, Movement::By(way), phrase).map(Some)
}

/// The words before a multiple, and the new level as a multiple of the old one.
fn multiple_of<'a>(
    phrase: &'a str,
    movement: Movement,
    text: &str,
) -> Result<Option<(&'a str, Decimal)>, Error> {
    let word = MULTIPLES
        .iter()
        .find_map(|(word, tenths)| Some((phrase.strip_suffix(word)?, Decimal::new(*tenths, 1))));
    if let Some((words, multiple)) = word {
        return Ok(Some((words, multiple.normalize())));
    }
    let fold = ["-fold", " fold", "fold"].iter().find_map(|word| phrase.strip_suffix(word));
    let more = TIMES_MORE.iter().find_map(|word| phrase.strip_suffix(word));
    let ends_in_digit = |before: &&str| before.ends_with(|c: char| c.is_ascii_digit());
    let times = more
        .or_else(|| TIMES.iter().find_map(|word| phrase.strip_suffix(word)))
        .or_else(|| phrase.strip_suffix('x').filter(ends_in_digit));
    let Some(before) = fold.or(times) else { return Ok(None) };
    let numeral = NUMERALS
        .iter()
        .find_map(|(word, number)| Some((before.strip_suffix(word)?, Decimal::from(*number))));
    let (words, number) = match numeral {
        Some(found) => found,
        None => {
            let (words, number) = words_and_number(before);
            (words, parse_decimal(number.trim())?)
        }
    };
    if fold.is_none() && (more.is_some() || movement != Movement::Unsaid) {
        let hedge = Hedge::from_words(words)?;
        // To three times as much, and no level.
        if let Movement::To(way) = movement {
            return Err(times_as_level(way, text));
        }
        return Err(times_more(movement, hedge.words(), number, text));
    }
    Ok(Some((words, number)))
}

/// "Rose to 3 times" is not the level 3.
fn times_as_level(way: Direction, text: &str) -> Error {
    let example = if way == Direction::Rise { "3-fold" } else { "0.5-fold" };
    Error::parse("a figure", text, "a level must be a number, not a multiple")
        .with_help(format!("write the multiple alone, as in “{example}”"))
}

/// "Rose 1.5 times" is growth of 50 % for some and of 150 % for others.
fn times_more(movement: Movement, words: &str, number: Decimal, text: &str) -> Error {
    let error = Error::parse("a figure", text, "a rise by so many times has two meanings");
    let rises = matches!(movement, Movement::By(Direction::Rise) | Movement::Unsaid);
    let fold = format!("{words} {number}-fold").trim().to_owned();
    match exact_multiply(number, Decimal::ONE_HUNDRED) {
        Ok(percent) if rises && number > Decimal::ZERO && number != Decimal::ONE => {
            let percent = percent.normalize();
            let by = format!("rose by {words} {percent} %").replace("  ", " ");
            error.with_help(format!("write “{fold}” for the ratio or “{by}” for the growth"))
        }
        _ => error.with_help("write the change in percent, as in “fell by 50 %”, or “0.5-fold”"),
    }
}

/// `a third`, `more than half`.
fn fraction(phrase: &str, movement: Movement) -> Result<Option<Figure>, Error> {
    let found = FRACTIONS
        .iter()
        .find_map(|(word, above, below)| Some((phrase.strip_suffix(word)?, *word, *above, *below)));
    let Some((words, word, above, below)) = found else { return Ok(None) };
    let hedge = match Hedge::from_words(words)? {
        Hedge::Rounded => Hedge::Fraction,
        Hedge::Nearly | Hedge::About | Hedge::Record => {
            let said = |words: &str| moving(movement, &format!("{words}{word}"));
            let reason = "no convention says how near to a fraction that is";
            return Err(Error::parse("a figure", phrase, reason).with_help(format!(
                "write the fraction alone: “{}”, “{}” or “{}”",
                said(""),
                said("more than "),
                said("less than ")
            )));
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
        HEDGES_BEHIND.iter().find_map(|(word, hedge)| Some((phrase.strip_suffix(word)?, *hedge)))
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
    if REACHED.contains(&words.trim()) || words.trim() == AS_LITTLE_AS {
        let reason = "it can mean that much or that much at least";
        let (one, other) =
            (moving(movement, number), moving(movement, &format!("at least {number}")));
        return Err(Error::parse("a figure", phrase, reason)
            .with_help(format!("write “{one}” or “{other}”")));
    }
    let hedge = Hedge::from_words(words)?;
    let (digits, percent) = percentage(number);
    let figure = Figure { percent, ..Figure::hedged(parse_decimal(digits)?, hedge) };
    match (movement, words.trim()) {
        (Movement::By(_), _)
        | (_, "above" | "below" | "just beyond" | ">" | "<" | ">=" | "<=" | "≥" | "≤") => {
            Ok(figure)
        }
        _ => unambiguous(figure, phrase),
    }
}

/// With its direction again: "rose by at least 5 %".
fn moving(movement: Movement, said: &str) -> String {
    let verb = |way: Direction| if way == Direction::Rise { "rose" } else { "fell" };
    match movement {
        Movement::Unsaid => said.to_owned(),
        Movement::By(way) => format!("{} by {said}", verb(way)),
        Movement::To(way) => format!("{} to {said}", verb(way)),
    }
}

fn range(low: &str, high: &str) -> Result<Figure, Error> {
    let ((low, one), (high, other)) = (percentage(low), percentage(high));
    let figure = Figure::between(parse_decimal(low)?, parse_decimal(high)?)?;
    Ok(Figure { percent: one || other, ..figure })
}

/// The words run up to the first digit or sign; the rest must be a number, blanks included.
fn words_and_number(phrase: &str) -> (&str, &str) {
    let is_word = |c: char| c.is_alphabetic() || " <>=≥≤~≈".contains(c);
    phrase.split_at(phrase.find(|c: char| !is_word(c)).unwrap_or(phrase.len()))
}

/// A number without its percent sign, and whether it had one.
fn percentage(number: &str) -> (&str, bool) {
    let bare = PERCENT.iter().find_map(|sign| number.strip_suffix(sign));
    bare.map_or((number, false), |bare| (bare.trim_end(), true))
}

/// "More than -7" is arithmetic for some and a larger fall for others.
fn unambiguous(figure: Figure, phrase: &str) -> Result<Figure, Error> {
    let one_sided = matches!(
        figure.hedge,
        Hedge::MoreThan | Hedge::JustOver | Hedge::LessThan | Hedge::AtLeast | Hedge::UpTo
    );
    if !one_sided || !figure.value().is_negative() {
        return Ok(figure);
    }
    // Just above -7 is nearly -7.
    let above = match figure.hedge {
        Hedge::JustOver => Figure { hedge: Hedge::Nearly, ..figure },
        _ => figure,
    };
    let (first, fall) = (
        above.to_string(),
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
        Movement::To(way) if matches!(figure.number, Number::Fraction { .. }) => {
            let example = moving(Movement::To(way), "33 %");
            return Err(Error::parse("a figure", text, "a level must be a number, not a fraction")
                .with_help(format!("write the level as a number, as in “{example}”")));
        }
        Movement::To(Direction::Fall) if figure.hedge == Hedge::Record => {
            let reason = "a record is the highest so far, which nothing falls to";
            return Err(Error::parse("a figure", text, reason).with_help(
                "a record low cannot be claimed: give the level that it fell to, without the word record",
            ));
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
        (Number::Printed { value, .. }, Hedge::JustOver) if negative => {
            format!("just beyond {value}{sign}")
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
