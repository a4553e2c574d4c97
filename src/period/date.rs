//! Days, and dates of publication that are known to a day, a month or a year.

use crate::error::Error;
use crate::number::text_form;
use crate::period::{Month, Period};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A day of the calendar, of the years 1 to 9999.
///
/// ```
/// use bilateral::{Day, date};
///
/// let report = date(2023, 5, 24); // a literal
/// assert_eq!(report.to_string(), "2023-05-24");
/// assert_eq!((report.year(), report.month(), report.day()), (2023, 5, 24));
/// assert_eq!("2023-05-24".parse::<Day>()?, report); // text
/// assert_eq!(Day::new(2023, 5, 24)?, report); // numbers from data
/// assert!(Day::new(2023, 2, 29).is_err());
/// assert!("24.05.2023".parse::<Day>().is_err()); // other orders are ambiguous
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// A day from data.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if there is no such day in the years 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Day, Error> {
        Day::checked(year, month, day).ok_or_else(|| {
            let day = format!("{year:04}-{month:02}-{day:02}");
            Error::range("a day", format!("{day} is not a day of the years 1 to 9999"))
        })
    }

    const fn checked(year: i32, month: u8, day: u8) -> Option<Day> {
        match NaiveDate::from_ymd_opt(year, month as u32, day as u32) {
            Some(date) if year >= 1 && year <= 9999 => Some(Day(date)),
            _ => None,
        }
    }

    /// The last day of a month.
    fn last_of(month: Month) -> Day {
        let days = u8::try_from(month.days()).unwrap_or(28);
        Day::checked(month.year(), month.number(), days).unwrap_or(Day(NaiveDate::MAX))
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The number of the month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).unwrap_or(0)
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        u8::try_from(self.0.day()).unwrap_or(0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Day, Error> {
        match text.parse()? {
            PublicationDate(Known::Day(day)) => Ok(day),
            _ => Err(Error::parse("a day", text, "write year, month and day, as 2023-05-24")),
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A literal day. For numbers from data use [`Day::new`], for text `parse::<Day>()`.
///
/// # Panics
/// If there is no such day in the years 1 to 9999; in a `const` that is a compile error.
///
/// ```
/// let report = bilateral::date(2023, 5, 24);
/// assert_eq!(report.to_string(), "2023-05-24");
/// ```
#[must_use]
#[allow(clippy::panic)] // the documented constructor for literals
pub const fn date(year: i32, month: u8, day: u8) -> Day {
    match Day::checked(year, month, day) {
        Some(day) => day,
        None => panic!("no such day"),
    }
}

/// When something was published, as precisely as it is known: a day, a month or a year.
///
/// A figure counts as known from the *end* of it. Dates are ordered by that end.
///
/// ```
/// use bilateral::{PublicationDate, date};
///
/// let spring: PublicationDate = "2023-05".parse()?;
/// assert_eq!(spring.known_from(), date(2023, 5, 31));
/// assert!("2023-05-09".parse::<PublicationDate>()? < spring);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicationDate(Known);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Known {
    Day(Day),
    Month(Month),
    Year(i32),
}

impl PublicationDate {
    /// From this day on the figure counts as known: the day itself, or the last day of the month or
    /// year.
    #[must_use]
    pub fn known_from(self) -> Day {
        match self.0 {
            Known::Day(day) => day,
            Known::Month(month) => Day::last_of(month),
            Known::Year(year) => Day::checked(year, 12, 31).unwrap_or(Day(NaiveDate::MAX)),
        }
    }
}

impl From<Day> for PublicationDate {
    fn from(day: Day) -> PublicationDate {
        PublicationDate(Known::Day(day))
    }
}

impl Ord for PublicationDate {
    fn cmp(&self, other: &PublicationDate) -> Ordering {
        self.known_from().cmp(&other.known_from()).then(self.0.cmp(&other.0))
    }
}

impl PartialOrd for PublicationDate {
    fn partial_cmp(&self, other: &PublicationDate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PublicationDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            Known::Day(day) => day.to_string(),
            Known::Month(month) => month.iso(),
            Known::Year(year) => format!("{year:04}"),
        };
        f.pad(&text)
    }
}

impl FromStr for PublicationDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<PublicationDate, Error> {
        let refuse = || Error::parse("a date", text, "write 2023-05-24, 2023-05 or 2023");
        let number = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                part.parse::<u16>().ok()
            } else {
                None
            }
        };
        let shape =
            text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7));
        match (text.len(), shape) {
            (10, true) => {
                let small = |range| number(range).and_then(|number| u8::try_from(number).ok());
                let day = number(0..4).zip(small(5..7)).zip(small(8..10));
                day.and_then(|((year, month), day)| Day::checked(year.into(), month, day))
                    .map(PublicationDate::from)
                    .ok_or_else(refuse)
            }
            (7, true) => text
                .parse()
                .map(|month: Month| PublicationDate(Known::Month(month)))
                .map_err(|_| refuse()),
            (4, true) => {
                let year: Period = text.parse().map_err(|_| refuse())?;
                Ok(PublicationDate(Known::Year(year.first().year())))
            }
            _ => Err(refuse()),
        }
    }
}

impl<'de> Deserialize<'de> for PublicationDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PublicationDate, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for PublicationDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
