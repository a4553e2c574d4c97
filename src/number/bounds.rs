//! Intervals of exact ratios with open, closed or missing ends.

use crate::error::{Error, Undefined};
use crate::number::ratio::Ratio;
use crate::number::round::{Rounded, Rounding};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Bound;

/// An interval: what is known of a number that was printed rounded or with a hedge.
///
/// An end is included, excluded, or missing. The interval is never empty. All arithmetic is exact,
/// so the result holds every value that the inputs allow, and (for inputs that are independent of
/// each other) nothing else.
///
/// ```
/// use bilateral::{Bounds, Figure, Ratio};
///
/// let level = "73.148".parse::<Figure>()?.bounds();            // [73.1475, 73.1485)
/// let growth = "41.3".parse::<Figure>()?.bounds();             // [41.25, 41.35) percent
/// let factor = growth.scaled(&Ratio::new(1, 100)?).plus(&Bounds::exactly(Ratio::from(1)));
/// assert_eq!(level.divided_by(&factor)?.outward(3).to_string(), "51.749 to 51.787");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Bounds {
    low: Bound<Ratio>,
    high: Bound<Ratio>,
}

/// The form of [`Bounds`] in serde, before the check that it is not empty.
#[derive(Serialize, Deserialize)]
struct Ends {
    low: Bound<Ratio>,
    high: Bound<Ratio>,
}

impl Bounds {
    /// The interval between two ends.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if nothing lies between them.
    ///
    /// ```
    /// use bilateral::{Bounds, Ratio};
    /// use std::ops::Bound::{Excluded, Unbounded};
    ///
    /// let more_than_40 = Bounds::new(Excluded(Ratio::from(40)), Unbounded)?;
    /// assert!(!more_than_40.contains(&Ratio::from(40)));
    /// assert!(Bounds::new(Excluded(Ratio::from(1)), Excluded(Ratio::from(1))).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn new(low: Bound<Ratio>, high: Bound<Ratio>) -> Result<Bounds, Error> {
        let empty = match (&low, &high) {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                a >= b
            }
            _ => false,
        };
        if empty {
            return Err(Error::invalid(
                "an interval",
                "its lower end lies above its upper end, so it is empty",
            )
            .with_help("give the lower end first"));
        }
        Ok(Bounds { low, high })
    }

    /// The interval of this number alone.
    #[must_use]
    pub fn exactly(number: Ratio) -> Bounds {
        Bounds { low: Bound::Included(number.clone()), high: Bound::Included(number) }
    }

    /// From one number to the other, both included.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the first is the larger.
    pub fn between(low: Ratio, high: Ratio) -> Result<Bounds, Error> {
        Bounds::new(Bound::Included(low), Bound::Included(high))
    }

    /// Everything above this number.
    #[must_use]
    pub fn above(number: Ratio) -> Bounds {
        Bounds { low: Bound::Excluded(number), high: Bound::Unbounded }
    }

    /// Everything below this number.
    #[must_use]
    pub fn below(number: Ratio) -> Bounds {
        Bounds { low: Bound::Unbounded, high: Bound::Excluded(number) }
    }

    /// The lower end.
    #[must_use]
    pub fn low(&self) -> Bound<&Ratio> {
        self.low.as_ref()
    }

    /// The upper end.
    #[must_use]
    pub fn high(&self) -> Bound<&Ratio> {
        self.high.as_ref()
    }

    /// True if the number lies inside.
    #[must_use]
    pub fn contains(&self, number: &Ratio) -> bool {
        let above_low = match &self.low {
            Bound::Included(low) => number >= low,
            Bound::Excluded(low) => number > low,
            Bound::Unbounded => true,
        };
        above_low
            && match &self.high {
                Bound::Included(high) => number <= high,
                Bound::Excluded(high) => number < high,
                Bound::Unbounded => true,
            }
    }

    /// True if every number of `other` lies inside.
    #[must_use]
    pub fn contains_all(&self, other: &Bounds) -> bool {
        End::low(&self.low) <= End::low(&other.low)
            && End::high(&self.high) >= End::high(&other.high)
    }

    /// The numbers that lie in both; `None` if there are none.
    ///
    /// Open ends matter: a figure printed 49.15 and one printed 49.16 do not overlap, since
    /// rounding gives half-open ends.
    ///
    /// ```
    /// use bilateral::Figure;
    /// let (tass, sputnik) = ("49.15".parse::<Figure>()?, "49.16".parse::<Figure>()?);
    /// assert!(tass.bounds().intersection(&sputnik.bounds()).is_none());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn intersection(&self, other: &Bounds) -> Option<Bounds> {
        let low = if End::low(&self.low) >= End::low(&other.low) { &self.low } else { &other.low };
        let high =
            if End::high(&self.high) <= End::high(&other.high) { &self.high } else { &other.high };
        Bounds::new(low.clone(), high.clone()).ok()
    }

    /// True if the two share a number.
    #[must_use]
    pub fn overlaps(&self, other: &Bounds) -> bool {
        self.intersection(other).is_some()
    }

    /// The distance between the ends; `None` if one is missing.
    #[must_use]
    pub fn width(&self) -> Option<Ratio> {
        Some(value(&self.high)? - value(&self.low)?)
    }

    /// The number half-way between the ends; `None` if one is missing.
    #[must_use]
    pub fn midpoint(&self) -> Option<Ratio> {
        (value(&self.high)? + value(&self.low)?).over(&Ratio::from(2)).ok()
    }

    /// All sums of a number of this interval and one of the other.
    #[must_use]
    pub fn plus(&self, other: &Bounds) -> Bounds {
        Bounds { low: add_ends(&self.low, &other.low), high: add_ends(&self.high, &other.high) }
    }

    /// All differences of a number of this interval and one of the other.
    #[must_use]
    pub fn minus(&self, other: &Bounds) -> Bounds {
        self.plus(&other.scaled(&Ratio::from(-1)))
    }

    /// All products with a fixed number.
    #[must_use]
    pub fn scaled(&self, factor: &Ratio) -> Bounds {
        if factor.is_zero() {
            return Bounds::exactly(Ratio::zero());
        }
        let times = |end: &Bound<Ratio>| end.as_ref().map(|number| number * factor);
        let (low, high) = (times(&self.low), times(&self.high));
        if factor.is_negative() { Bounds { low: high, high: low } } else { Bounds { low, high } }
    }

    /// All products of a number of this interval and one of the other.
    #[must_use]
    pub fn times(&self, other: &Bounds) -> Bounds {
        let ends = [
            End::low(&self.low).times(&End::low(&other.low)),
            End::low(&self.low).times(&End::high(&other.high)),
            End::high(&self.high).times(&End::low(&other.low)),
            End::high(&self.high).times(&End::high(&other.high)),
        ];
        let [first, rest @ ..] = ends;
        let (low, high) = rest.into_iter().fold((first.clone(), first), |(low, high), end| {
            (low.lower_of(end.clone()), high.higher_of(end))
        });
        Bounds { low: low.into_bound(), high: high.into_bound() }
    }

    /// All quotients of a number of this interval and one of the other.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`] if the divisor may be zero, or may be of either sign.
    pub fn divided_by(&self, divisor: &Bounds) -> Result<Bounds, Error> {
        let zero = Ratio::zero();
        let positive =
            matches!(&divisor.low, Bound::Included(low) | Bound::Excluded(low) if *low >= zero);
        let negative =
            matches!(&divisor.high, Bound::Included(high) | Bound::Excluded(high) if *high <= zero);
        if divisor.contains(&zero) || !(positive || negative) {
            return Err(Undefined::DivisionByZero.into());
        }
        // 1 / (0, x) has no upper end, and 1 / (x, ∞) comes arbitrarily close to zero.
        let reciprocal = |end: &Bound<Ratio>| match end {
            Bound::Unbounded => Bound::Excluded(Ratio::zero()),
            Bound::Included(number) => {
                Ratio::one().over(number).map_or(Bound::Unbounded, Bound::Included)
            }
            Bound::Excluded(number) => {
                Ratio::one().over(number).map_or(Bound::Unbounded, Bound::Excluded)
            }
        };
        Ok(self.times(&Bounds { low: reciprocal(&divisor.high), high: reciprocal(&divisor.low) }))
    }

    /// For print: the lower end rounded down, the upper end rounded up, so that the printed
    /// interval holds the exact one.
    #[must_use]
    pub fn outward(&self, places: u8) -> OutwardBounds {
        let round =
            |end: &Bound<Ratio>, rounding| value(end).map(|number| number.round(places, rounding));
        let (low, high) = (round(&self.low, Rounding::Floor), round(&self.high, Rounding::Ceiling));
        // An end that rounding has moved outward lies outside.
        let unit = Ratio::power_of_ten(i16::from(places));
        let included = |end: &Bound<Ratio>| match end {
            Bound::Included(number) => (number * &unit).denominator() == Ratio::one().denominator(),
            _ => false,
        };
        OutwardBounds {
            low_included: included(&self.low),
            high_included: included(&self.high),
            low,
            high,
            unit: "",
        }
    }

    /// Both ends, whether they belong to it or not: the corners at which a monotone formula is
    /// evaluated.
    pub(crate) fn ends(&self) -> Result<[Ratio; 2], Error> {
        match (value(&self.low), value(&self.high)) {
            (Some(low), Some(high)) => Ok([low.clone(), high.clone()]),
            _ => Err(Error::invalid(
                "a figure",
                "it has one end only, so there is no limit to compute",
            )
            .with_help("give a figure with two ends, as 40, about 40 or between 40 and 50")),
        }
    }

    /// The same as [`outward`](Bounds::outward), in percent.
    #[must_use]
    pub fn outward_percent(&self, places: u8) -> OutwardBounds {
        OutwardBounds { unit: " %", ..self.scaled(&Ratio::from(100)).outward(places) }
    }
}

/// An interval rounded outward for print: `51.749 to 51.787`, `43.15 to 43.19 %`, `above 40`,
/// `below 52.26`. With one end, `at least 40` and `at most 40` say that the number belongs to it.
///
/// ```
/// use bilateral::Figure;
/// let printed =
///     |text: &str| text.parse::<Figure>().map(|figure| figure.bounds().outward(1).to_string());
/// assert_eq!(printed("more than 100")?, "above 100.0");
/// assert_eq!(printed("at least 100")?, "at least 100.0");
/// assert_eq!(printed("up to 100")?, "at most 100.0");
/// assert_eq!(printed("at least 100.04")?, "above 100.0");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutwardBounds {
    unit: &'static str,
    low: Option<Rounded>,
    high: Option<Rounded>,
    low_included: bool,
    high_included: bool,
}

impl fmt::Display for OutwardBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit;
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => write!(f, "{low} to {high}{unit}"),
            (Some(low), None) => {
                let words = if self.low_included { "at least" } else { "above" };
                write!(f, "{words} {low}{unit}")
            }
            (None, Some(high)) => {
                let words = if self.high_included { "at most" } else { "below" };
                write!(f, "{words} {high}{unit}")
            }
            (None, None) => f.write_str("anything"),
        }
    }
}

/// Both ends as exact fractions, in the notation of intervals: `[73.1475, 73.1485)` without
/// rounding; a round bracket is an end that is excluded or missing. For printed digits, see
/// [`outward`](Bounds::outward).
///
/// ```
/// use bilateral::{Bounds, Figure, Ratio};
///
/// assert_eq!("73.148".parse::<Figure>()?.bounds().to_string(), "[29259/400, 146297/2000)");
/// assert_eq!(Bounds::above(Ratio::from(40)).to_string(), "(40, ∞)");
/// # Ok::<(), bilateral::Error>(())
/// ```
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            Bound::Included(low) => write!(f, "[{low}, ")?,
            Bound::Excluded(low) => write!(f, "({low}, ")?,
            Bound::Unbounded => f.write_str("(-∞, ")?,
        }
        match &self.high {
            Bound::Included(high) => write!(f, "{high}]"),
            Bound::Excluded(high) => write!(f, "{high})"),
            Bound::Unbounded => f.write_str("∞)"),
        }
    }
}

/// The ends as text, as they are printed, and `null` for one that is missing: `{"low": "43.15 %",
/// "high": "43.19 %"}`.
impl Serialize for OutwardBounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let end = |end: &Option<Rounded>| end.as_ref().map(|end| format!("{end}{}", self.unit));
        let mut fields = serializer.serialize_struct("OutwardBounds", 2)?;
        fields.serialize_field("low", &end(&self.low))?;
        fields.serialize_field("high", &end(&self.high))?;
        fields.end()
    }
}

impl TryFrom<Ends> for Bounds {
    type Error = Error;
    fn try_from(ends: Ends) -> Result<Bounds, Error> {
        Bounds::new(ends.low, ends.high)
    }
}

impl From<Bounds> for Ends {
    fn from(bounds: Bounds) -> Ends {
        Ends { low: bounds.low, high: bounds.high }
    }
}

fn value(end: &Bound<Ratio>) -> Option<&Ratio> {
    match end {
        Bound::Included(number) | Bound::Excluded(number) => Some(number),
        Bound::Unbounded => None,
    }
}

fn add_ends(left: &Bound<Ratio>, right: &Bound<Ratio>) -> Bound<Ratio> {
    match (left, right) {
        (Bound::Included(a), Bound::Included(b)) => Bound::Included(a + b),
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            Bound::Excluded(a + b)
        }
        _ => Bound::Unbounded,
    }
}

/// An end on the extended line; `nudge` orders open ends against closed ones at the same number.
#[derive(Clone, PartialEq, Eq)]
enum End {
    MinusInfinity,
    At { number: Ratio, nudge: i8 },
    PlusInfinity,
}

impl End {
    fn low(end: &Bound<Ratio>) -> End {
        match end {
            Bound::Included(number) => End::At { number: number.clone(), nudge: 0 },
            Bound::Excluded(number) => End::At { number: number.clone(), nudge: 1 },
            Bound::Unbounded => End::MinusInfinity,
        }
    }

    fn high(end: &Bound<Ratio>) -> End {
        match end {
            Bound::Included(number) => End::At { number: number.clone(), nudge: 0 },
            Bound::Excluded(number) => End::At { number: number.clone(), nudge: -1 },
            Bound::Unbounded => End::PlusInfinity,
        }
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match self {
            End::MinusInfinity => -1,
            End::PlusInfinity => 1,
            End::At { number, .. } if number.is_zero() => 0,
            End::At { number, .. } => {
                if number.is_negative() {
                    -1
                } else {
                    1
                }
            }
        }
    }

    fn closed(&self) -> bool {
        matches!(self, End::At { nudge: 0, .. })
    }

    /// The product of two ends. Zero times an infinite end is zero: the products on that edge are
    /// all zero, and zero is reached as soon as the zero end is closed.
    fn times(&self, other: &End) -> End {
        let nudge = |closed: bool| if closed { 0 } else { 1 };
        match (self.sign(), other.sign()) {
            (0, 0) => {
                End::At { number: Ratio::zero(), nudge: nudge(self.closed() || other.closed()) }
            }
            (0, _) => End::At { number: Ratio::zero(), nudge: nudge(self.closed()) },
            (_, 0) => End::At { number: Ratio::zero(), nudge: nudge(other.closed()) },
            (a, b) => match (self, other) {
                (End::At { number: x, .. }, End::At { number: y, .. }) => {
                    End::At { number: x * y, nudge: nudge(self.closed() && other.closed()) }
                }
                _ if a == b => End::PlusInfinity,
                _ => End::MinusInfinity,
            },
        }
    }

    /// Of two candidates for a lower end the lower one; at the same number the closed one.
    fn lower_of(self, other: End) -> End {
        if self.rank(&other).then(self.closed().cmp(&other.closed()).reverse()).is_le() {
            self
        } else {
            other
        }
    }

    /// Of two candidates for an upper end the higher one; at the same number the closed one.
    fn higher_of(self, other: End) -> End {
        if self.rank(&other).then(self.closed().cmp(&other.closed())).is_ge() {
            self
        } else {
            other
        }
    }

    /// The order of the numbers alone.
    fn rank(&self, other: &End) -> Ordering {
        match (self, other) {
            (End::At { number: a, .. }, End::At { number: b, .. }) => a.cmp(b),
            _ => self.place().cmp(&other.place()),
        }
    }

    fn place(&self) -> i8 {
        match self {
            End::MinusInfinity => -1,
            End::At { .. } => 0,
            End::PlusInfinity => 1,
        }
    }

    fn into_bound(self) -> Bound<Ratio> {
        match self {
            End::At { number, nudge: 0 } => Bound::Included(number),
            End::At { number, .. } => Bound::Excluded(number),
            End::MinusInfinity | End::PlusInfinity => Bound::Unbounded,
        }
    }
}

impl PartialOrd for End {
    fn partial_cmp(&self, other: &End) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for End {
    fn cmp(&self, other: &End) -> Ordering {
        let nudge = |end: &End| if let End::At { nudge, .. } = end { *nudge } else { 0 };
        self.rank(other).then(nudge(self).cmp(&nudge(other)))
    }
}
