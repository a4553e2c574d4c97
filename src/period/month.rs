//! One month of the calendar.

use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A calendar month of the years 1 to 9999.
///
/// ```
/// use bilateral::{Month, month};
///
/// let april = month(2023, 4);
/// assert_eq!(april.to_string(), "Apr 2023");
/// assert_eq!(april.plus(-4)?, month(2022, 12));
/// assert_eq!(april.months_since(month(2022, 4)), 12);
/// assert_eq!("2023-04".parse::<Month>()?, april);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// `12 * year + month - 1`
    ordinal: i32,
}

const FIRST: i32 = 12;
const LAST: i32 = 12 * 9999 + 11;

pub(crate) const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A literal month. For numbers from data use [`Month::new`], for text `parse::<Month>()`.
///
/// # Panics
/// Outside of the years 1 to 9999 and the months 1 to 12; in a `const` that is a compile error.
///
/// ```
/// assert_eq!(bilateral::month(2023, 4).to_string(), "Apr 2023");
/// ```
#[must_use]
#[allow(clippy::panic)] // the documented constructor for literals
pub const fn month(year: i32, month: u8) -> Month {
    match Month::checked(year, month) {
        Some(month) => month,
        None => panic!("no such month: years run from 1 to 9999, months from 1 to 12"),
    }
}

impl Month {
    /// A month from data; for a literal, [`month`].
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999 and the months 1 to 12.
    ///
    /// ```
    /// use bilateral::{Month, month};
    ///
    /// assert_eq!(Month::new(2023, 4)?, month(2023, 4));
    /// assert!(Month::new(2023, 13).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn new(year: i32, month: u8) -> Result<Month, Error> {
        Month::checked(year, month).ok_or_else(|| {
            let reason = "years run from 1 to 9999, months from 1 to 12";
            Error::range("a month", format!("year {year}, month {month}; {reason}"))
        })
    }

    pub(crate) const fn checked(year: i32, month: u8) -> Option<Month> {
        if year < 1 || year > 9999 || month < 1 || month > 12 {
            return None;
        }
        Month::at(year.saturating_mul(12).saturating_add(month as i32).saturating_sub(1))
    }

    pub(crate) const fn at(ordinal: i32) -> Option<Month> {
        if ordinal < FIRST || ordinal > LAST { None } else { Some(Month { ordinal }) }
    }

    /// The inverse of [`ordinal`](Month::ordinal).
    pub(crate) fn from_ordinal(ordinal: i32) -> Result<Month, Error> {
        Month::at(ordinal).ok_or_else(|| {
            let year = ordinal.div_euclid(12);
            Error::range("a month", format!("year {year}; years run from 1 to 9999"))
        })
    }

    /// The position on a line of all months: `12 * year + month - 1`.
    pub(crate) const fn ordinal(self) -> i32 {
        self.ordinal
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ordinal.div_euclid(12)
    }

    /// The number of the month, 1 to 12.
    #[must_use]
    pub fn number(self) -> u8 {
        u8::try_from(self.ordinal.rem_euclid(12)).unwrap_or(0).saturating_add(1)
    }

    /// The month that is `months` months later, or earlier if negative.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999.
    pub fn plus(self, months: i32) -> Result<Month, Error> {
        Month::from_ordinal(self.ordinal.saturating_add(months))
    }

    /// How many months it comes after the other; negative if before.
    #[must_use]
    pub fn months_since(self, other: Month) -> i32 {
        self.ordinal.saturating_sub(other.ordinal)
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> u32 {
        let year = self.year();
        let leap =
            year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
        match self.number() {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// `Apr`
    pub(crate) fn name(self) -> &'static str {
        NAMES.get(usize::from(self.number()).saturating_sub(1)).copied().unwrap_or("")
    }

    /// `2023-04`, the form that files use.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {:04}", self.name(), self.year()))
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}
