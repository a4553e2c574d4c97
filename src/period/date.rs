//! Days, and dates of publication that are known to a day, a month or a year.

use crate::error::Error;
use crate::period::{Month, Period};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A literal day.
///
/// # Panics
/// If there is no such day; in a `const` that is a compile error. For text use [`parse_date`].
///
/// ```
/// let report = bilateral::date(2023, 5, 24);
/// assert_eq!(report.to_string(), "2023-05-24");
/// ```
#[must_use]
#[allow(clippy::panic)] // the documented constructor for literals
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) if year >= 1 && year <= 9999 => date,
        _ => panic!("no such day"),
    }
}

/// Reads a day written as `2023-05-24`; other orders are ambiguous and refused.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse).
///
/// ```
/// assert_eq!(bilateral::parse_date("2023-05-24")?, bilateral::date(2023, 5, 24));
/// assert!(bilateral::parse_date("24.05.2023").is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn parse_date(text: &str) -> Result<NaiveDate, Error> {
    match text.parse()? {
        PublicationDate(Known::Day(day)) => Ok(day),
        _ => Err(Error::parse("a day", text, "write year, month and day, as 2023-05-24")),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicationDate(Known);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Known {
    Day(NaiveDate),
    Month(Month),
    Year(i32),
}

impl PublicationDate {
    /// From this day on the figure counts as known: the day itself, or the last day of the month or
    /// year.
    #[must_use]
    pub fn known_from(self) -> NaiveDate {
        let last_day = |year: i32, month: u8, days: u32| {
            NaiveDate::from_ymd_opt(year, u32::from(month), days).unwrap_or(NaiveDate::MAX)
        };
        match self.0 {
            Known::Day(day) => day,
            Known::Month(month) => last_day(month.year(), month.number(), month.days()),
            Known::Year(year) => last_day(year, 12, 31),
        }
    }
}

impl From<NaiveDate> for PublicationDate {
    fn from(day: NaiveDate) -> PublicationDate {
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
            Known::Day(day) => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
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
                part.parse::<u32>().ok()
            } else {
                None
            }
        };
        let shape =
            text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7));
        match (text.len(), shape) {
            (10, true) => {
                let year = number(0..4)
                    .and_then(|year| i32::try_from(year).ok())
                    .filter(|year| *year >= 1);
                let day = year.zip(number(5..7)).zip(number(8..10));
                day.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day))
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

impl TryFrom<String> for PublicationDate {
    type Error = Error;
    fn try_from(text: String) -> Result<PublicationDate, Error> {
        text.parse()
    }
}

impl From<PublicationDate> for String {
    fn from(date: PublicationDate) -> String {
        date.to_string()
    }
}
