//! A number as it was published: its digits, how many of them, and the words in front.

use crate::error::Error;
use crate::number::bounds::Bounds;
use crate::number::decimal::{exact_multiply, fit, parse_decimal, plain};
use crate::number::ratio::Ratio;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Bound;
use std::str::FromStr;

/// A number as published. "190", "73.148", "more than 40" and "about 40" are different statements, and each is an
/// interval: see [`bounds`](Figure::bounds).
///
/// It is read from English text (`"more than 40"`, `"nearly 30"`, `"doubled"`) or made of a number and a [`Hedge`].
///
/// ```
/// use bilateral::{Figure, Hedge, Ratio};
///
/// let printed: Figure = "73.148".parse()?;
/// let rough: Figure = "More than 73".parse()?;
/// assert_eq!(printed.value(), Ratio::new(73148, 1000)?);
/// assert_eq!(rough.hedge(), Hedge::MoreThan);
/// assert!(rough.bounds().contains_all(&printed.bounds()));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub struct Figure {
    number: Number,
    hedge: Hedge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Number {
    /// A printed number and the power of ten of its last printed digit: 73.148 ends at -3, "1.28 trillion" in billions
    /// is 1280 and ends at 1.
    Printed { value: Decimal, last: i8 },
    /// A fraction in words: "a third".
    Fraction { above: u8, below: u8 },
}

/// The words that go with a published number, as section "rounding and publishing" of press practice has them.
///
/// With `u` the unit of the last printed digit and `U` the unit of the last digit that is not zero (10 for "40"):
///
/// | hedge | words | interval of the true number |
/// |---|---|---|
/// | `Rounded` | none | `[X - u/2, X + u/2)`, mirrored below zero |
/// | `Exact` | exactly | `X` |
/// | `MoreThan` | more than, over, above, exceeded, exceeding, exceeds, topped, surpassed | `(X, ∞)` |
/// | `LessThan` | less than, under, below | `(-∞, X)` |
/// | `AtLeast` | at least, no less than | `[X, ∞)` |
/// | `UpTo` | up to, at most | `(-∞, X]` |
/// | `Nearly` | nearly, almost, close to | `[X - U/2, X)` |
/// | `About` | about, around, some, roughly, approximately | `[X - U/2, X + U/2]` |
/// | `Fold` | 2-fold, doubled, tripled, quadrupled | a ratio of levels within 5 % of X (doubled is +100 %) |
/// | `Fraction` | a third, a quarter, half, two thirds, three quarters | the fraction ± 1/24 |
/// | `Record` | record | as `Rounded`; that it is a record is tested against other figures, not computed with |
///
/// The intervals are conventions, not standards; the words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hedge {
    /// Printed plainly: rounded at the last printed digit.
    #[default]
    Rounded,
    /// Known to be the exact number.
    Exact,
    /// More than.
    MoreThan,
    /// Less than.
    LessThan,
    /// At least.
    AtLeast,
    /// Up to; never a point.
    UpTo,
    /// Nearly, almost, close to.
    Nearly,
    /// About, around, some.
    About,
    /// So many times the earlier level.
    Fold,
    /// A fraction in words.
    Fraction,
    /// The highest of its kind so far.
    Record,
}

/// Words before a number. The first of a hedge is the one that prints.
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
    ("less than", Hedge::LessThan),
    ("under", Hedge::LessThan),
    ("below", Hedge::LessThan),
    ("at least", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("up to", Hedge::UpTo),
    ("at most", Hedge::UpTo),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("close to", Hedge::Nearly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("some", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("record", Hedge::Record),
];

/// Whole phrases without a number.
const MULTIPLES: &[(&str, u8)] = &[("doubled", 2), ("tripled", 3), ("quadrupled", 4)];
const FRACTIONS: &[(&str, u8, u8)] = &[
    ("a third", 1, 3),
    ("a quarter", 1, 4),
    ("half", 1, 2),
    ("a half", 1, 2),
    ("two thirds", 2, 3),
    ("three quarters", 3, 4),
];

impl Hedge {
    /// Reads the words of a hedge: `more than`, `nearly`, … in any case; the empty text is [`Hedge::Rounded`].
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

impl Figure {
    /// A number printed plainly; its places are the decimal's.
    #[must_use]
    pub fn printed(value: Decimal) -> Figure {
        Figure::hedged(value, Hedge::Rounded)
    }

    /// A number with a hedge. `Fold` takes the multiple (2 for doubled).
    #[must_use]
    pub fn hedged(value: Decimal, hedge: Hedge) -> Figure {
        // A decimal has at most 28 places, so the scale fits.
        let last = i8::try_from(value.scale()).map_or(0, |scale| scale.saturating_neg());
        Figure { number: Number::Printed { value: plain(value), last }, hedge }
    }

    /// An exact sum of rounded numbers: its digits are kept, but it is known only to the half width of all of them
    /// together, so the last digit that counts is the first whose half unit covers that.
    pub(crate) fn known_within(value: Decimal, half_width: &Ratio) -> Figure {
        let figure = Figure::printed(value);
        let Number::Printed { value, last } = figure.number else { return figure };
        let covers = |last: &i8| Ratio::power_of_ten(i16::from(*last)) >= half_width * &Ratio::from(2);
        let last = (last..=28).find(covers).unwrap_or(28);
        Figure { number: Number::Printed { value, last }, hedge: Hedge::Rounded }
    }

    /// The number itself, without its hedge.
    #[must_use]
    pub fn value(&self) -> Ratio {
        match self.number {
            Number::Printed { value, .. } => Ratio::from(value),
            Number::Fraction { above, below } => {
                Ratio::new(above, below).unwrap_or_else(|_| Ratio::zero()) // the table holds no zero
            }
        }
    }

    /// The number as printed; `None` for a fraction in words, which may have no end.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        match self.number {
            Number::Printed { value, .. } => Some(value),
            Number::Fraction { .. } => None,
        }
    }

    /// The hedge.
    #[must_use]
    pub fn hedge(&self) -> Hedge {
        self.hedge
    }

    /// The power of ten of the last printed digit: -3 for 73.148, 0 for 190; `None` for a fraction in words.
    #[must_use]
    pub fn last_digit(&self) -> Option<i8> {
        match self.number {
            Number::Printed { last, .. } => Some(last),
            Number::Fraction { .. } => None,
        }
    }

    /// The power of ten of the last digit of the text, which may say less than its digits do.
    pub(crate) fn printed_last(&self) -> i8 {
        let scale = self.decimal().map_or(0, |value| value.scale());
        i8::try_from(scale).map_or(0, i8::saturating_neg)
    }

    /// The same digits, read as a plainly rounded number.
    ///
    /// ```
    /// use bilateral::Figure;
    /// assert_eq!("over 107".parse::<Figure>()?.without_hedge(), "107".parse()?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn without_hedge(&self) -> Figure {
        match self.number {
            Number::Printed { .. } => Figure { number: self.number, hedge: Hedge::Rounded },
            Number::Fraction { .. } => *self,
        }
    }

    /// What the true number may be, by the table of [`Hedge`].
    ///
    /// ```
    /// use bilateral::Figure;
    /// assert_eq!("nearly 30".parse::<Figure>()?.bounds().outward(0).to_string(), "25 to 30");
    /// assert_eq!("190".parse::<Figure>()?.bounds().outward(1).to_string(), "189.5 to 190.5");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let point = self.value();
        let half = |unit: Ratio| unit * Ratio::power_of_ten(-1) * Ratio::from(5);
        let (below, above) = match self.hedge {
            Hedge::Exact => return Bounds::exactly(point),
            Hedge::MoreThan => return Bounds::above(point),
            Hedge::LessThan => return Bounds::below(point),
            Hedge::AtLeast => return ends(Bound::Included(point), Bound::Unbounded),
            Hedge::UpTo => return ends(Bound::Unbounded, Bound::Included(point)),
            Hedge::Rounded | Hedge::Record => {
                let half = half(self.last_unit());
                // Half away from zero: the end that lies further from zero rounds to the next number, so it is open.
                let (low, high) = (&point - &half, &point + &half);
                let low_end = if point.is_positive() { Bound::Included(low) } else { Bound::Excluded(low) };
                let high_end = if point.is_negative() { Bound::Included(high) } else { Bound::Excluded(high) };
                return ends(low_end, high_end);
            }
            Hedge::Nearly => (half(self.significant_unit()), Ratio::zero()),
            Hedge::About => (half(self.significant_unit()), half(self.significant_unit())),
            Hedge::Fold => {
                let margin = point.abs() * Ratio::power_of_ten(-2) * Ratio::from(5);
                (margin.clone(), margin)
            }
            Hedge::Fraction => {
                let margin = Ratio::new(1, 24).unwrap_or_else(|_| Ratio::zero());
                (margin.clone(), margin)
            }
        };
        let low = Bound::Included(&point - &below);
        if above.is_zero() { ends(low, Bound::Excluded(point)) } else { ends(low, Bound::Included(point + above)) }
    }

    /// The interval that a writer most likely means: "more than 40" as between 40 and 50, everything else as
    /// [`bounds`](Figure::bounds). For orientation only; nothing in the crate computes with it.
    #[must_use]
    pub fn working_range(&self) -> Bounds {
        match self.hedge {
            Hedge::MoreThan => {
                let point = self.value();
                let next = &point + &self.significant_unit();
                ends(Bound::Excluded(point), Bound::Excluded(next))
            }
            _ => self.bounds(),
        }
    }

    /// The figure in a unit `10^power` times smaller: its number grows by that factor, its precision stays.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if the number does not fit.
    ///
    /// ```
    /// use bilateral::Figure;
    /// let trillion: Figure = "1.28".parse()?;              // trillion yuan
    /// let billion = trillion.in_smaller_unit(3)?;
    /// assert_eq!(billion.to_string(), "1280");
    /// assert_eq!(billion.bounds().outward(0).to_string(), "1275 to 1285"); // and not 1279.5 to 1280.5
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn in_smaller_unit(&self, power: i8) -> Result<Figure, Error> {
        let Number::Printed { value, last } = self.number else {
            return Ok(*self);
        };
        let inexact = || Error::inexact("a change of unit");
        let last = last.checked_add(power).filter(|last| (-28..=28).contains(last)).ok_or_else(inexact)?;
        let scale = i64::from(value.scale()).saturating_sub(i64::from(power));
        let value = match u32::try_from(scale) {
            Ok(scale) => fit(BigInt::from(value.mantissa()), scale).ok_or_else(inexact)?,
            Err(_) => {
                let missing = u32::try_from(scale.unsigned_abs()).map_err(|_| inexact())?;
                let factor = fit(BigInt::from(10).pow(missing.min(29)), 0).ok_or_else(inexact)?;
                let digits = fit(BigInt::from(value.mantissa()), 0).ok_or_else(inexact)?;
                exact_multiply(digits, factor)?
            }
        };
        Ok(Figure { number: Number::Printed { value, last }, hedge: self.hedge })
    }

    /// The unit of the last printed digit.
    fn last_unit(&self) -> Ratio {
        Ratio::power_of_ten(i16::from(self.last_digit().unwrap_or(0)))
    }

    /// The unit of the last digit that is not zero; of the last printed digit for zero itself.
    fn significant_unit(&self) -> Ratio {
        let Number::Printed { value, last } = self.number else {
            return Ratio::zero();
        };
        let mut digits = BigInt::from(value.mantissa());
        if digits.is_zero() {
            return Ratio::power_of_ten(i16::from(last));
        }
        let mut exponent = i16::try_from(value.scale()).map_or(0, |scale| scale.saturating_neg());
        loop {
            let (quotient, remainder) = digits.div_rem(&BigInt::from(10));
            if !remainder.is_zero() {
                return Ratio::power_of_ten(exponent);
            }
            digits = quotient;
            exponent = exponent.saturating_add(1);
        }
    }
}

/// The callers put the lower end first.
fn ends(low: Bound<Ratio>, high: Bound<Ratio>) -> Bounds {
    Bounds::new(low, high).unwrap_or_else(|_| Bounds::exactly(Ratio::zero()))
}

/// Lower case, single blanks.
fn fold(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn unknown_words(words: &str) -> Error {
    let known = PREFIXES.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    Error::parse("a hedge", words, format!("the known words are {known}; or N-fold, doubled, a third, a quarter, half"))
}

/// Reads an optional hedge and a number; `by` in front is accepted, since reports write "by more than 40".
impl FromStr for Figure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Figure, Error> {
        let folded = fold(text);
        let phrase = folded.strip_prefix("by ").unwrap_or(&folded);
        if let Some((_, multiple)) = MULTIPLES.iter().find(|(word, _)| *word == phrase) {
            return Ok(Figure::hedged(Decimal::from(*multiple), Hedge::Fold));
        }
        if let Some((_, above, below)) = FRACTIONS.iter().find(|(word, _, _)| *word == phrase) {
            return Ok(Figure { number: Number::Fraction { above: *above, below: *below }, hedge: Hedge::Fraction });
        }
        if let Some(multiple) = phrase.strip_suffix("-fold").or_else(|| phrase.strip_suffix("fold")) {
            return Ok(Figure::hedged(parse_decimal(multiple)?, Hedge::Fold));
        }
        // The words run up to the first digit or sign; the rest must be a number, blanks included.
        let start = phrase.find(|c: char| !(c.is_alphabetic() || c == ' ')).unwrap_or(phrase.len());
        let (words, number) = phrase.split_at(start);
        if number.is_empty() {
            return Err(if words.is_empty() {
                Error::parse("a figure", text, "it is empty")
            } else {
                unknown_words(words.trim())
            });
        }
        let hedge = Hedge::from_words(words)?;
        Ok(Figure::hedged(parse_decimal(number)?, hedge))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.number, self.hedge) {
            (Number::Printed { value, .. }, Hedge::Fold) => format!("{value}-fold"),
            (Number::Printed { value, .. }, Hedge::Rounded) => value.to_string(),
            (Number::Printed { value, .. }, hedge) => format!("{} {value}", hedge.words()),
            (Number::Fraction { above, below }, _) => FRACTIONS
                .iter()
                .find(|(_, a, b)| (*a, *b) == (above, below))
                .map_or_else(|| format!("{above}/{below}"), |(word, _, _)| (*word).to_owned()),
        };
        f.pad(&text)
    }
}

/// The form of a figure in serde: the printed text, and the last digit where the text alone would not tell it.
#[derive(Serialize, Deserialize)]
struct Text {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_digit: Option<i8>,
}

impl From<Figure> for Text {
    fn from(figure: Figure) -> Text {
        let coarser = figure.last_digit().filter(|last| *last > figure.printed_last());
        Text { text: figure.to_string(), last_digit: coarser }
    }
}

impl TryFrom<Text> for Figure {
    type Error = Error;
    fn try_from(text: Text) -> Result<Figure, Error> {
        let figure: Figure = text.text.parse()?;
        match (figure.number, text.last_digit) {
            (_, None) => Ok(figure),
            (Number::Printed { value, last: printed }, Some(last)) if last > printed && last <= 28 => {
                Ok(Figure { number: Number::Printed { value, last }, hedge: figure.hedge })
            }
            _ => Err(Error::range("last_digit", "it is coarser than the last digit of the text, and at most 28")),
        }
    }
}
