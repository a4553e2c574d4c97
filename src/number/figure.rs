//! A number as it was published: its digits, how many of them, and the words in front.

use crate::error::Error;
use crate::number::bounds::Bounds;
use crate::number::decimal::{exact_multiply, fit, negated, plain};
use crate::number::ratio::Ratio;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// A number as published. "190", "73.148", "more than 40 %", "about 40" and "fell 9.1 %" are
/// different statements, and each is an interval: see [`bounds`](Figure::bounds).
///
/// It is read from English text or made of a number and a [`Hedge`]. With direction words (rose,
/// up, increased, edged up, a gain of, ...; fell, down, slipped, a 7 % drop, ...) it is a growth
/// rate, and `to` makes it a level that was reached. A minus may be the sign U+2212. The percent
/// sign (`%`, `percent`, `per cent`) is kept: a percentage is not a level. Auxiliary verbs (was,
/// has, will), `only`, `stood at` and `year on year` change nothing: growth is on a year earlier,
/// unless a claim names another base. A refusal names a wording that is read where it means the
/// same; words that are not known may turn a claim round, so no wording without them is offered.
///
/// | wording | quantity | interval |
/// |---|---|---|
/// | `-9.1 %`, `−9.1 %` | growth, or a share | -9.15 to -9.05 % |
/// | `more than 40 %` | growth, or a share | above 40 % |
/// | `at least 40 %`, `40 % or more` | growth, or a share | 40 % and above |
/// | `between 40 and 50 %`, `40-50 %` | growth, or a share | 40 to 50 %, both included |
/// | `rose 9.1 %`, `9.1 % higher` | growth | 9.05 to 9.15 % |
/// | `fell 9.1 %`, `fell -9.1 %`, `a fall of 9.1 %` | growth | -9.15 to -9.05 % |
/// | `rose by more than 7 %` | growth | above 7 % |
/// | `fell by more than 7 %` | growth | below -7 % |
/// | `rose by less than 7 %`, `rose by up to 7 %` | growth | 0 to 7 %, without 0 |
/// | `fell by less than 7 %`, `fell by up to 7 %` | growth | -7 to 0 %, without 0 |
/// | `fell by nearly 7 %` | growth | -7 to -6.5 %, without -7 |
/// | `fell by between 40 and 50 %` | growth | -50 to -40 % |
/// | `slipped 7 %`, `a 7 % drop`, `was down 7 % year on year` | growth | -7.5 to -6.5 % |
/// | `plunged as much as 7 %`, `jumped well over 7 %` | growth | -7 to 0 % without 0, above 7 % |
/// | `rose by a third`, `fell by half` | growth | 29.2 to 37.5 %, -54.2 to -45.8 % |
/// | `grew by a fifth`, `fell by a tenth` | growth | 17.5 to 22.5 %, -12.5 to -7.5 % |
/// | `doubled`, `tripled`, `2.5-fold` | growth | 95 to 105 %, 190 to 210 %, 142.5 to 157.5 % |
/// | `1.3 times`, `three times as much` | growth | 28.5 to 31.5 %, 190 to 210 % |
/// | `rose 1.5 times`, `1.5 times higher` | refused | growth of 50 % for some, of 150 % for others |
/// | `halved` | growth | -52.5 to -47.5 % |
/// | `more than doubled`, `nearly halved` | growth | above 100 %, -50 to -45 % without -50 |
/// | `rose to 76.1` | level | 76.05 to 76.15, and growth above 0 |
/// | `fell to 76.1` | level | 76.05 to 76.15, and growth below 0 |
/// | `rose above 76.1`, `fell below 60` | level | above 76.1 and growth above 0, below 60 and growth below 0 |
/// | `surged past 200`, `fell just below 60` | level | above 200 and growth above 0, 55 to 60 without 60 and growth below 0 |
/// | `rose over 76.1`, `fell just under 60` | refused | without a percent sign it can be growth or a level |
/// | `reached 190`, `hit 190` | refused | it can mean 190, or at least 190 |
/// | `240 bn`, `US$240 billion`, `22 bcm` | refused | a figure has no unit; the unit is given apart |
/// | `rose 9.1 % to 76.1`, `rose from 147 to 190` | refused | two numbers, each a claim of its own |
/// | `up 10.1 % month on month` | refused | a figure does not hold another base than the year before |
/// | `above -7 %`, `-7 % or higher` | growth | what arithmetic says |
/// | `more than -7 %`, `at least -7 %` | refused | it can mean a smaller or a larger fall |
/// | `rose -7 %`, `fell +7 %` | refused | the sign contradicts the word |
/// | `minus 9.1 %`, `negative 9.1 %` | growth, or a share | -9.15 to -9.05 % |
/// | `growth of -6 %`, `-6 % growth` | growth | -6.5 to -5.5 %, as `fell 6 %` |
/// | `roughly doubled`, `about 3-fold` | growth | 90 to 110 %, 180 to 220 %: within 10 % of it |
/// | `fell to a record 60` | refused | a record is the highest so far, and a fall does not reach it |
/// | `as little as 5 %` | refused | it can mean 5 %, or at least 5 % |
///
/// ```
/// use bilateral::{Direction, Figure, Hedge, Ratio};
///
/// let printed: Figure = "73.148".parse()?;
/// let rough: Figure = "More than 73".parse()?;
/// assert_eq!(printed.value(), Ratio::new(73148, 1000)?);
/// assert_eq!(rough.hedge(), Hedge::MoreThan);
/// assert!(rough.bounds().contains_all(&printed.bounds()));
///
/// let fall: Figure = "fell by more than 7 %".parse()?;
/// assert_eq!(fall.direction(), Some(Direction::Fall));
/// assert_eq!(fall.bounds().outward(0).to_string(), "below -7");
/// assert!(fall.bounds().contains_all(&"−7.5 %".parse::<Figure>()?.bounds()));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[doc = ""]
#[doc = include_str!("words.md")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub struct Figure {
    pub(crate) number: Number,
    pub(crate) hedge: Hedge,
    pub(crate) movement: Movement,
    /// It was given in percent.
    pub(crate) percent: bool,
    /// Decimals were printed, so that zeros at its end count in the width of a hedge; `false` where
    /// the hedge has none.
    pub(crate) decimals: bool,
}

/// The number of a fall carries its minus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    /// A printed number and the power of ten of its last printed digit: 73.148 ends at -3, "1.28
    /// trillion" in billions is 1280 and ends at 1.
    Printed { value: Decimal, last: i8 },
    /// Between two numbers, the lower one first.
    Range { low: Decimal, high: Decimal },
    /// A fraction in words: "a third".
    Fraction { above: u8, below: u8 },
}

/// What the words say about growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Movement {
    /// Nothing.
    Unsaid,
    /// The number is the growth: "rose by 7 %".
    By(Direction),
    /// The number is the level that was reached: "rose to 76.1".
    To(Direction),
}

/// Which way a level moved, by the word that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Direction {
    /// Rose, grew, up, ...
    Rise,
    /// Fell, shrank, down, ...
    Fall,
}

/// What a wording is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FigureKind {
    /// A growth rate: "fell 9.1 %", "doubled".
    Growth,
    /// A level: "rose to 76.1".
    Level,
}

/// The words that go with a published number, as the press uses them.
///
/// With `u` the unit of the last printed digit and `U` the unit of the last digit that is not zero
/// (10 for "40") or, where decimals are printed, of the last one (0.1 for "40.0"), for a number `X`
/// of zero and above:
///
/// | hedge | words | interval of the true number |
/// |---|---|---|
/// | `Rounded` | none | `[X - u/2, X + u/2)`, mirrored below zero |
/// | `Exact` | exactly | `X` |
/// | `MoreThan` | more than, over, above, past, exceeded, topped, surpassed, passed, in excess of, upwards of, well over, `>`, ... | `(X, ∞)` |
/// | `JustOver` | just over, slightly above, a little over, slightly more than, just beyond, ... | `(X, X + U/2]`, mirrored below zero; of a fraction, up to the end of its interval |
/// | `LessThan` | less than, under, below, fewer than, well below, short of, `<`, ... | `(-∞, X)` |
/// | `AtLeast` | at least, no less than, not less than, a minimum of, `≥`, ...; behind the number: or more, or higher | `[X, ∞)` |
/// | `UpTo` | up to, at most, no more than, as much as, a maximum of, `≤`, ...; behind the number: or less, or lower | `(-∞, X]` |
/// | `Nearly` | nearly, almost, close to, just under, just below, not quite, approaching, ... | `[X - U/2, X)`, mirrored below zero |
/// | `About` | about, around, some, roughly, approximately, circa, an estimated, `~`, ... | `[X - U/2, X + U/2]` |
/// | `Between` | between X and Y, X to Y, X-Y | `[X, Y]` |
/// | `Fold` | 2-fold, threefold, 1.3 times, twice as much, doubled, tripled, quadrupled, halved | a ratio of levels: growth within 5 % of that of X (doubled is +95 to +105 %) |
/// | `Fraction` | a third, a quarter, half, two thirds, three quarters | the fraction ± 1/24, half the way from a quarter to a third |
/// | `Fraction` | a tenth, a fifth, two, three and four fifths | the fraction ± 1/40, half the way from a fifth to a quarter |
/// | `Record` | record, a record, a record high of, an all-time high of | as `Rounded`; that it is a record is tested against other figures, not computed with |
///
/// With a direction word the hedge is one of the size of the growth, whose sign the word gives: a
/// fall is the mirror of a rise, and either leaves out zero. Without one, `MoreThan`, `LessThan`,
/// `AtLeast` and `UpTo` of a negative number are what arithmetic says; they print as `above -7`,
/// `below -7`, `-7 or higher`, `-7 or lower`, and the words that people use for sizes are refused
/// there.
///
/// The intervals are conventions, not standards; the words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hedge {
    /// Printed plainly: rounded at the last printed digit.
    #[default]
    Rounded,
    /// The exact number.
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
    /// Just over, slightly above.
    JustOver,
    /// About, around, some.
    About,
    /// Between two numbers.
    Between,
    /// A multiple of the earlier level.
    Fold,
    /// A fraction in words.
    Fraction,
    /// The highest of its kind so far.
    Record,
}

impl Figure {
    /// A number printed plainly; its places are the decimal's.
    #[must_use]
    pub fn printed(value: Decimal) -> Figure {
        Figure::hedged(value, Hedge::Rounded)
    }

    /// A number with a hedge. `Fold` takes the multiple (2 for doubled); `Between` takes two
    /// numbers, see [`between`](Figure::between), and holds only the one here. `Fraction` is taken
    /// as `Rounded`, since a number is not a fraction in words.
    #[must_use]
    pub fn hedged(value: Decimal, hedge: Hedge) -> Figure {
        // A decimal has at most 28 places, so the scale fits.
        let last = i8::try_from(value.scale()).map_or(0, |scale| scale.saturating_neg());
        let value = plain(value);
        match hedge {
            Hedge::Between => Figure::of(Number::Range { low: value, high: value }, hedge),
            Hedge::Fraction => Figure::of(Number::Printed { value, last }, Hedge::Rounded),
            _ => Figure::of(Number::Printed { value, last }, hedge),
        }
    }

    /// Between two numbers, both included.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the first is the larger.
    ///
    /// ```
    /// use bilateral::{Figure, number::decimal};
    /// assert_eq!(Figure::between(decimal("40"), decimal("50"))?, "between 40 and 50".parse()?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn between(low: Decimal, high: Decimal) -> Result<Figure, Error> {
        let (low, high) = (plain(low), plain(high));
        if low > high {
            return Err(Error::invalid(
                "a figure",
                format!("in “between {low} and {high}” the first number is the larger one"),
            )
            .with_help(format!("write between {high} and {low}")));
        }
        Ok(Figure::of(Number::Range { low, high }, Hedge::Between))
    }

    pub(crate) fn of(number: Number, hedge: Hedge) -> Figure {
        let wide = matches!(hedge, Hedge::About | Hedge::Nearly | Hedge::JustOver);
        let decimals = matches!(number, Number::Printed { value, .. } if value.scale() > 0) && wide;
        Figure { number, hedge, movement: Movement::Unsaid, percent: false, decimals }
    }

    /// An exact sum of rounded numbers: its digits are kept, but it is known only to the half width
    /// of all of them together, so the last digit that counts is the first whose half unit covers
    /// that.
    pub(crate) fn known_within(value: Decimal, half_width: &Ratio) -> Figure {
        let figure = Figure::printed(value);
        let Number::Printed { value, last } = figure.number else { return figure };
        let covers =
            |last: &i8| Ratio::power_of_ten(i16::from(*last)) >= half_width * &Ratio::from(2);
        let last = (last..=28).find(covers).unwrap_or(28);
        Figure::of(Number::Printed { value, last }, Hedge::Rounded)
    }

    /// The number itself, without its hedge; negative for a fall, half-way between the two numbers
    /// of a range.
    #[must_use]
    pub fn value(&self) -> Ratio {
        match self.number {
            Number::Printed { value, .. } => Ratio::from(value),
            Number::Range { low, high } => {
                (Ratio::from(low) + Ratio::from(high)) * Ratio::power_of_ten(-1) * Ratio::from(5)
            }
            Number::Fraction { above, below } => {
                // the table holds no zero
                let size = Ratio::new(above, below).unwrap_or_else(|_| Ratio::zero());
                if self.movement == Movement::By(Direction::Fall) { -size } else { size }
            }
        }
    }

    /// True if the number as printed, or the lower end of a range, is negative.
    pub(crate) fn reaches_below_zero(&self) -> bool {
        match self.number {
            Number::Printed { value, .. } => value < Decimal::ZERO,
            Number::Range { low, .. } => low < Decimal::ZERO,
            Number::Fraction { .. } => self.movement == Movement::By(Direction::Fall),
        }
    }

    /// The number as printed, negative for a fall; `None` for a range, and for a fraction in words,
    /// which may have no end.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        match self.number {
            Number::Printed { value, .. } => Some(value),
            Number::Range { .. } | Number::Fraction { .. } => None,
        }
    }

    /// The hedge; with a direction word, that of the size of the growth.
    #[must_use]
    pub fn hedge(&self) -> Hedge {
        self.hedge
    }

    /// Which way it went, if a word says so.
    ///
    /// ```
    /// use bilateral::{Direction, Figure};
    /// assert_eq!("shrank 4 %".parse::<Figure>()?.direction(), Some(Direction::Fall));
    /// assert_eq!("doubled".parse::<Figure>()?.direction(), Some(Direction::Rise));
    /// assert_eq!("-4 %".parse::<Figure>()?.direction(), None); // a sign is no word
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match (self.movement, self.hedge) {
            (Movement::By(direction) | Movement::To(direction), _) => Some(direction),
            (Movement::Unsaid, Hedge::Fold) if self.value() > Ratio::one() => Some(Direction::Rise),
            (Movement::Unsaid, Hedge::Fold) if self.value() < Ratio::one() => Some(Direction::Fall),
            (Movement::Unsaid, _) => None,
        }
    }

    /// What the wording is about; `None` where the words do not say it.
    ///
    /// ```
    /// use bilateral::{Figure, number::FigureKind};
    /// let kind = |text: &str| text.parse::<Figure>().map(|figure| figure.kind());
    /// assert_eq!(kind("rose 7 %")?, Some(FigureKind::Growth));
    /// assert_eq!(kind("rose to 76.1")?, Some(FigureKind::Level));
    /// assert_eq!(kind("more than 40")?, None);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn kind(&self) -> Option<FigureKind> {
        match (self.movement, self.hedge) {
            (Movement::To(_), _) => Some(FigureKind::Level),
            (Movement::By(_), _) | (_, Hedge::Fold) => Some(FigureKind::Growth),
            _ => None,
        }
    }

    /// True if it was given in percent.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.percent
    }

    /// The power of ten of the last printed digit: -3 for 73.148, 0 for 190; `None` for a range or
    /// a fraction in words.
    #[must_use]
    pub fn last_digit(&self) -> Option<i8> {
        match self.number {
            Number::Printed { last, .. } => Some(last),
            Number::Range { .. } | Number::Fraction { .. } => None,
        }
    }

    /// The power of ten of the last digit of the text, which may say less than its digits do.
    pub(crate) fn printed_last(&self) -> i8 {
        let scale = self.decimal().map_or(0, |value| value.scale());
        i8::try_from(scale).map_or(0, i8::saturating_neg)
    }

    /// The same digits, read as a plainly rounded number without words; a range and a fraction in
    /// words stay as they are.
    ///
    /// ```
    /// use bilateral::Figure;
    /// assert_eq!("over 107".parse::<Figure>()?.without_hedge(), "107".parse()?);
    /// assert_eq!("fell by more than 7 %".parse::<Figure>()?.without_hedge(), "-7 %".parse()?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn without_hedge(&self) -> Figure {
        match self.number {
            Number::Printed { .. } => {
                let movement = Movement::Unsaid;
                Figure { hedge: Hedge::Rounded, movement, decimals: false, ..*self }
            }
            Number::Range { .. } | Number::Fraction { .. } => *self,
        }
    }

    /// The same without the percent sign, where it is known to be in percent.
    pub(crate) fn without_percent_sign(self) -> Figure {
        Figure { percent: false, ..self }
    }

    /// The same as a percentage, for print.
    pub(crate) fn in_percent(self) -> Figure {
        let words = matches!(self.number, Number::Fraction { .. }) || self.hedge == Hedge::Fold;
        Figure { percent: self.percent || !words, ..self }
    }

    /// What the true number may be, by the tables of [`Figure`] and [`Hedge`].
    ///
    /// It is in the unit of the number: in percent for a percentage. Of `Fold` it is the ratio of
    /// the levels (1.95 to 2.05 for doubled), of `Fraction` a part of one.
    ///
    /// ```
    /// use bilateral::Figure;
    /// assert_eq!("nearly 30".parse::<Figure>()?.bounds().outward(0).to_string(), "25 to 30");
    /// assert_eq!("190".parse::<Figure>()?.bounds().outward(1).to_string(), "189.5 to 190.5");
    /// assert_eq!(
    ///     "fell by less than 7 %".parse::<Figure>()?.bounds().outward(0).to_string(),
    ///     "-7 to 0"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        match self.movement {
            Movement::By(direction) => {
                let size = Figure { movement: Movement::Unsaid, ..self.size() }.bounds();
                // No wording is read whose size is zero or below.
                let size = size.intersection(&Bounds::above(Ratio::zero())).unwrap_or(size);
                if direction == Direction::Fall { size.scaled(&Ratio::from(-1)) } else { size }
            }
            Movement::Unsaid | Movement::To(_) => self.arithmetic(),
        }
    }

    /// The same in parts of one: 0.40 to 0.41 for "between 40 and 41 %", growth of 0.95 to 1.05 for
    /// "doubled".
    pub(crate) fn in_parts(&self) -> Bounds {
        match (self.number, self.hedge) {
            (_, Hedge::Fold) => self.bounds().plus(&Bounds::exactly(Ratio::from(-1))),
            (Number::Fraction { .. }, _) => self.bounds(),
            _ => self.bounds().scaled(&Ratio::power_of_ten(-2)),
        }
    }

    /// The number in parts of one, without the hedge.
    pub(crate) fn value_in_parts(&self) -> Ratio {
        match (self.number, self.hedge) {
            (_, Hedge::Fold) => self.value() - Ratio::one(),
            (Number::Fraction { .. }, _) => self.value(),
            _ => self.value() * Ratio::power_of_ten(-2),
        }
    }

    /// True for a number with or without a hedge: no rate, no multiple, no range, no fraction, and
    /// nothing said of growth.
    pub(crate) fn is_level(&self) -> bool {
        self.decimal().is_some()
            && !self.percent
            && self.hedge != Hedge::Fold
            && self.movement == Movement::Unsaid
    }

    /// True for a number or a range, false for a multiple and a fraction in words.
    pub(crate) fn bounds_a_number(&self) -> bool {
        self.hedge != Hedge::Fold && !matches!(self.number, Number::Fraction { .. })
    }

    /// True if its numbers are whole and of 1 or more, so that it can count.
    pub(crate) fn counts(&self) -> bool {
        let whole = |value: Decimal| value >= Decimal::ONE && value.fract().is_zero();
        match self.number {
            // Less than once is never.
            Number::Printed { value, .. } => {
                whole(value) && !(self.hedge == Hedge::LessThan && value == Decimal::ONE)
            }
            Number::Range { low, high } => whole(low) && whole(high),
            Number::Fraction { .. } => false,
        }
    }

    /// True if no single number follows from it: one-sided, or a range.
    pub(crate) fn is_no_point(&self) -> bool {
        matches!(
            self.hedge,
            Hedge::MoreThan
                | Hedge::JustOver
                | Hedge::LessThan
                | Hedge::AtLeast
                | Hedge::UpTo
                | Hedge::Between
        )
    }

    /// The number of a fall without its minus.
    pub(crate) fn size(&self) -> Figure {
        let number = match (self.movement, self.number) {
            (Movement::By(Direction::Fall), Number::Printed { value, last }) => {
                Number::Printed { value: negated(value), last }
            }
            (Movement::By(Direction::Fall), Number::Range { low, high }) => {
                Number::Range { low: negated(high), high: negated(low) }
            }
            (_, number) => number,
        };
        Figure { number, ..*self }
    }

    fn arithmetic(&self) -> Bounds {
        let point = self.value();
        let half = |unit: Ratio| unit * Ratio::power_of_ten(-1) * Ratio::from(5);
        let (below, above) = match self.hedge {
            Hedge::Exact => return Bounds::exactly(point),
            Hedge::MoreThan => return Bounds::above(point),
            Hedge::LessThan => return Bounds::below(point),
            Hedge::AtLeast => return ends(Bound::Included(point), Bound::Unbounded),
            Hedge::UpTo => return ends(Bound::Unbounded, Bound::Included(point)),
            Hedge::Between => {
                return match self.number {
                    Number::Range { low, high } => {
                        ends(Bound::Included(low.into()), Bound::Included(high.into()))
                    }
                    _ => Bounds::exactly(point),
                };
            }
            Hedge::Rounded | Hedge::Record => {
                let half = half(self.last_unit());
                // Half away from zero: the end that lies further from zero rounds to the next
                // number, so it is open.
                let (low, high) = (&point - &half, &point + &half);
                let low_end =
                    if point.is_positive() { Bound::Included(low) } else { Bound::Excluded(low) };
                let high_end =
                    if point.is_negative() { Bound::Included(high) } else { Bound::Excluded(high) };
                return ends(low_end, high_end);
            }
            // Nearly is nearer to zero, on either side of it.
            Hedge::Nearly => {
                let half = half(self.significant_unit());
                return if point.is_negative() {
                    ends(Bound::Excluded(point.clone()), Bound::Included(point + half))
                } else {
                    ends(Bound::Included(&point - &half), Bound::Excluded(point))
                };
            }
            // Just over is further from zero, on either side of it.
            Hedge::JustOver => {
                let half = match self.number {
                    Number::Fraction { below, .. } => margin_of_fraction(below),
                    _ => half(self.significant_unit()),
                };
                return if point.is_negative() {
                    ends(Bound::Included(&point - &half), Bound::Excluded(point))
                } else {
                    ends(Bound::Excluded(point.clone()), Bound::Included(point + half))
                };
            }
            Hedge::About => (half(self.significant_unit()), half(self.significant_unit())),
            Hedge::Fold => {
                let margin =
                    (&point - &Ratio::one()).abs() * Ratio::power_of_ten(-2) * Ratio::from(5);
                (margin.clone(), margin)
            }
            Hedge::Fraction => {
                let margin = match self.number {
                    Number::Fraction { below, .. } => margin_of_fraction(below),
                    _ => Ratio::zero(),
                };
                (margin.clone(), margin)
            }
        };
        ends(Bound::Included(&point - &below), Bound::Included(point + above))
    }

    /// The interval that a writer most likely means: "more than 40" as between 40 and 50,
    /// everything else as [`bounds`](Figure::bounds). For orientation only; nothing in the crate
    /// computes with it.
    #[must_use]
    pub fn working_range(&self) -> Bounds {
        // After a fraction in words comes no next round number.
        if self.hedge != Hedge::MoreThan || matches!(self.number, Number::Fraction { .. }) {
            return self.bounds();
        }
        let size = self.size();
        let point = size.value();
        let next = &point + &size.significant_unit();
        let range = ends(Bound::Excluded(point), Bound::Excluded(next));
        if self.movement == Movement::By(Direction::Fall) {
            range.scaled(&Ratio::from(-1))
        } else {
            range
        }
    }

    /// The figure in a unit `10^power` times smaller: its number grows by that factor, its
    /// precision stays.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if the number does not fit.
    ///
    /// ```
    /// use bilateral::Figure;
    /// let trillion: Figure = "1.28".parse()?; // trillion yuan
    /// let billion = trillion.in_smaller_unit(3)?;
    /// assert_eq!(billion.to_string(), "1280");
    /// // and not 1279.5 to 1280.5
    /// assert_eq!(billion.bounds().outward(0).to_string(), "1275 to 1285");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn in_smaller_unit(&self, power: i8) -> Result<Figure, Error> {
        let shifted = |value: Decimal| -> Result<Decimal, Error> {
            let inexact = || Error::inexact("a change of unit");
            let scale = i64::from(value.scale()).saturating_sub(i64::from(power));
            match u32::try_from(scale) {
                Ok(scale) => fit(BigInt::from(value.mantissa()), scale).ok_or_else(inexact),
                Err(_) => {
                    let missing = u32::try_from(scale.unsigned_abs()).map_err(|_| inexact())?;
                    let factor =
                        fit(BigInt::from(10).pow(missing.min(29)), 0).ok_or_else(inexact)?;
                    let digits = fit(BigInt::from(value.mantissa()), 0).ok_or_else(inexact)?;
                    exact_multiply(digits, factor)
                }
            }
        };
        let number = match self.number {
            // A growth rate or a percentage has no unit of money or weight.
            number if self.percent || self.kind() == Some(FigureKind::Growth) => number,
            Number::Printed { value, last } => {
                let last = last.checked_add(power).filter(|last| (-28..=28).contains(last));
                let last = last.ok_or_else(|| Error::inexact("a change of unit"))?;
                Number::Printed { value: shifted(value)?, last }
            }
            Number::Range { low, high } => {
                Number::Range { low: shifted(low)?, high: shifted(high)? }
            }
            fraction => fraction,
        };
        Ok(Figure { number, ..*self })
    }

    /// The unit of the last printed digit.
    fn last_unit(&self) -> Ratio {
        Ratio::power_of_ten(i16::from(self.last_digit().unwrap_or(0)))
    }

    /// The unit of the last digit that is not zero; of the last printed digit for zero itself and
    /// where decimals were printed.
    fn significant_unit(&self) -> Ratio {
        let Number::Printed { value, last } = self.number else {
            return Ratio::zero();
        };
        let mut digits = BigInt::from(value.mantissa());
        if self.decimals || digits.is_zero() {
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

/// Half the way from a quarter to a third, and from a fifth to a quarter.
fn margin_of_fraction(below: u8) -> Ratio {
    let parts = if matches!(below, 5 | 10) { 40 } else { 24 };
    Ratio::new(1, parts).unwrap_or_else(|_| Ratio::zero())
}

/// The callers put the lower end first.
fn ends(low: Bound<Ratio>, high: Bound<Ratio>) -> Bounds {
    Bounds::new(low, high).unwrap_or_else(|_| Bounds::exactly(Ratio::zero()))
}

/// The form of a figure in serde: the printed text, and the last digit where the text alone would
/// not tell it.
#[derive(Serialize, Deserialize)]
struct Text {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_digit: Option<i8>,
    /// Whether decimals were printed, where a change of unit put the point elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decimals: Option<bool>,
}

impl From<Figure> for Text {
    fn from(figure: Figure) -> Text {
        let coarser = figure.last_digit().filter(|last| *last > figure.printed_last());
        let text = Figure::of(figure.number, figure.hedge).decimals;
        let decimals = Some(figure.decimals).filter(|printed| *printed != text);
        Text { text: figure.to_string(), last_digit: coarser, decimals }
    }
}

impl TryFrom<Text> for Figure {
    type Error = Error;
    fn try_from(text: Text) -> Result<Figure, Error> {
        let read: Figure = text.text.parse()?;
        let figure = Figure { decimals: text.decimals.unwrap_or(read.decimals), ..read };
        match (figure.number, text.last_digit) {
            (_, None) => Ok(figure),
            (Number::Printed { value, last: printed }, Some(last))
                if last > printed && last <= 28 =>
            {
                Ok(Figure { number: Number::Printed { value, last }, ..figure })
            }
            _ => Err(Error::invalid(
                "the last digit of a figure",
                "it must be finer than the last digit of the text, and have at most 28 places",
            )),
        }
    }
}
