//! Months, spans of months, and dates of publication.
//!
//! A [`Period`] is a span of consecutive months: a month, joint January-February, a quarter,
//! January to April, a year, the twelve months to April, a fiscal year. The year-to-date is
//! therefore a period like any other, and growth compares a span with the same span a year earlier;
//! nothing else can be written by accident.

mod date;
mod month;
mod text;

pub use date::{Day, PublicationDate, date};
pub use month::{Month, month};

use crate::error::{Error, MissingMonths};

/// A span of consecutive months, of any length, which may cross the end of a year.
///
/// Literals such as `Period::january_to(2023, 4)` are checked when they are compiled if they stand
/// in a `const`; for numbers that come from data each of them has a twin (`try_january_to`) that
/// returns an error instead. Periods are ordered by their first month, then by their last.
///
/// Text forms that are read: `2023`, `2023-04`, `2023-M04`, `202304`, `2023-Q1`, `2023-S1` or
/// `2023-H1` (halves), `2023-01/2023-04` (end included), `2023-01/P4M`, `2023-01/P1Y`, and what is
/// printed, `Jan-Apr 2023`. [`iso`](Period::iso) writes the form that files use.
///
/// ```
/// use bilateral::Period;
///
/// const YTD: Period = Period::january_to(2023, 4);
/// assert_eq!(YTD.to_string(), "Jan-Apr 2023");
/// assert_eq!(YTD, "2023-01/2023-04".parse()?);
/// assert_eq!(YTD.year_earlier()?.to_string(), "Jan-Apr 2022");
/// assert_eq!(YTD.minus(Period::quarter(2023, 1))?, Period::month(2023, 4));
/// assert_eq!(Period::rolling_12(2023, 4).to_string(), "May 2022-Apr 2023");
/// assert!("04/2023".parse::<Period>().is_err()); // ambiguous
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Month,
    last: Month,
}

const NO_SUCH: &str =
    "years run from 1 to 9999, months from 1 to 12, quarters from 1 to 4, halves from 1 to 2";

/// Literals. Each panics on an impossible number; in a `const` that is a compile error.
#[allow(clippy::panic)] // the documented constructors for literals
impl Period {
    /// One month.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the months 1 to 12.
    #[must_use]
    pub const fn month(year: i32, month: u8) -> Period {
        literal(span(year, month, 1))
    }

    /// A calendar year.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999.
    #[must_use]
    pub const fn year(year: i32) -> Period {
        literal(span(year, 1, 12))
    }

    /// A calendar quarter, 1 to 4.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the quarters 1 to 4.
    #[must_use]
    pub const fn quarter(year: i32, quarter: u8) -> Period {
        literal(part(year, quarter, 3))
    }

    /// A half year, 1 or 2.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the halves 1 and 2.
    #[must_use]
    pub const fn half(year: i32, half: u8) -> Period {
        literal(part(year, half, 6))
    }

    /// The year to date: January to a month of the same year, that month included.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the months 1 to 12.
    #[must_use]
    pub const fn january_to(year: i32, month: u8) -> Period {
        literal(to_date(year, month))
    }

    /// January and February together, as China Customs publishes them: the New Year holiday moves
    /// between the two.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999.
    #[must_use]
    pub const fn january_february(year: i32) -> Period {
        literal(span(year, 1, 2))
    }

    /// The twelve months that end with this one.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the months 1 to 12, or if the twelve months begin before
    /// year 1.
    #[must_use]
    pub const fn rolling_12(year: i32, month: u8) -> Period {
        literal(ending(year, month))
    }

    /// The twelve months that begin with this one: a fiscal year.
    ///
    /// # Panics
    /// Outside of the years 1 to 9999 and the months 1 to 12, or if the twelve months end after
    /// year 9999.
    #[must_use]
    pub const fn twelve_months_from(year: i32, month: u8) -> Period {
        literal(span(year, month, 12))
    }

    /// From one month to another, both included.
    ///
    /// # Panics
    /// If the last month comes before the first.
    #[must_use]
    pub const fn from_to(first: Month, last: Month) -> Period {
        literal(between(first, last))
    }
}

/// The fallible twins, for numbers that come from data. All of them return
/// [`Range`](crate::ErrorKind::Range) where the literal would panic.
impl Period {
    /// One month.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999 and the months 1 to 12.
    pub fn try_month(year: i32, month: u8) -> Result<Period, Error> {
        checked(span(year, month, 1), year, ("month", month))
    }

    /// A calendar year.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999.
    pub fn try_year(year: i32) -> Result<Period, Error> {
        checked(span(year, 1, 12), year, ("month", 1))
    }

    /// A calendar quarter.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999 and the quarters 1 to 4.
    pub fn try_quarter(year: i32, quarter: u8) -> Result<Period, Error> {
        checked(part(year, quarter, 3), year, ("quarter", quarter))
    }

    /// A half year.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999 and the halves 1 and 2.
    pub fn try_half(year: i32, half: u8) -> Result<Period, Error> {
        checked(part(year, half, 6), year, ("half", half))
    }

    /// The year to date.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999 and the months 1 to 12.
    pub fn try_january_to(year: i32, month: u8) -> Result<Period, Error> {
        checked(to_date(year, month), year, ("month", month))
    }

    /// January and February together.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999.
    pub fn try_january_february(year: i32) -> Result<Period, Error> {
        checked(span(year, 1, 2), year, ("month", 1))
    }

    /// The twelve months that end with this one.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if one of the months lies outside of the years 1 to 9999.
    pub fn try_rolling_12(year: i32, month: u8) -> Result<Period, Error> {
        checked(ending(year, month), year, ("month", month))
    }

    /// The twelve months that begin with this one.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if one of the months lies outside of the years 1 to 9999.
    pub fn try_twelve_months_from(year: i32, month: u8) -> Result<Period, Error> {
        checked(span(year, month, 12), year, ("month", month))
    }

    /// From one month to another, both included.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the last month comes before the first.
    pub fn try_from_to(first: Month, last: Month) -> Result<Period, Error> {
        between(first, last).ok_or_else(|| {
            Error::invalid(
                "a period",
                format!("its last month {last} comes before its first month {first}"),
            )
            .with_help("give the first month first")
        })
    }
}

impl Period {
    /// The first month.
    #[must_use]
    pub const fn first(self) -> Month {
        self.first
    }

    /// The last month.
    #[must_use]
    pub const fn last(self) -> Month {
        self.last
    }

    /// How many months it has; at least one.
    ///
    /// ```
    /// # use bilateral::Period;
    /// assert_eq!(Period::january_to(2023, 4).len(), 4);
    /// ```
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // a period has at least one month
    pub fn len(self) -> u32 {
        self.last.months_since(self.first).unsigned_abs().saturating_add(1)
    }

    /// Its months in order.
    pub fn months(self) -> impl Iterator<Item = Month> + Clone {
        (self.first.ordinal()..=self.last.ordinal())
            .filter_map(|ordinal| Month::from_ordinal(ordinal).ok())
    }

    /// How many days it has, leap years considered.
    ///
    /// ```
    /// # use bilateral::Period;
    /// assert_eq!(Period::january_february(2024).days(), 60);
    /// ```
    #[must_use]
    pub fn days(self) -> u32 {
        self.months().fold(0, |days, month| days.saturating_add(month.days()))
    }

    /// The same months a year earlier.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) before year 1.
    pub fn year_earlier(self) -> Result<Period, Error> {
        self.years_earlier(1)
    }

    /// The same months some years earlier; a negative number looks ahead.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999.
    pub fn years_earlier(self, years: i32) -> Result<Period, Error> {
        self.shifted(years.saturating_mul(-12))
    }

    /// The span of the same length, moved by a number of its own lengths: later, or earlier if the
    /// number is negative.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of the years 1 to 9999.
    ///
    /// ```
    /// # use bilateral::Period;
    /// assert_eq!(Period::quarter(2023, 1).steps(-1)?, Period::quarter(2022, 4));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn steps(self, steps: i32) -> Result<Period, Error> {
        let months = i32::try_from(self.len()).unwrap_or(i32::MAX);
        self.shifted(steps.saturating_mul(months))
    }

    fn shifted(self, months: i32) -> Result<Period, Error> {
        Ok(Period { first: self.first.plus(months)?, last: self.last.plus(months)? })
    }

    /// True if every month of the other lies in this one.
    #[must_use]
    pub fn contains(self, other: &Period) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// True if the month lies in it.
    #[must_use]
    pub fn contains_month(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }

    /// True if the two share a month.
    #[must_use]
    pub fn overlaps(self, other: Period) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// True if one begins in the month after the other ends.
    #[must_use]
    pub fn is_adjacent_to(self, other: Period) -> bool {
        other.first.months_since(self.last) == 1 || self.first.months_since(other.last) == 1
    }

    /// What remains of it without a span nested at its beginning or its end: `Jan-Apr` minus
    /// `Jan-Mar` is `Apr`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the other is not nested, is all of it, or lies in
    /// its middle so that two pieces would remain.
    pub fn minus(self, nested: Period) -> Result<Period, Error> {
        let refuse = |reason: &str| {
            let reason = format!("{nested} {reason} {self}");
            let help = "subtract a shorter period that lies at the beginning or the end";
            Err(Error::invalid("a difference of periods", reason).with_help(help))
        };
        if !self.contains(&nested) {
            refuse("is not inside")
        } else if self == nested {
            refuse("is all of")
        } else if self.first == nested.first {
            Ok(Period { first: nested.last.plus(1)?, last: self.last })
        } else if self.last == nested.last {
            Ok(Period { first: self.first, last: nested.first.plus(-1)? })
        } else {
            refuse("lies in the middle of")
        }
    }

    /// Both together, if they overlap or are adjacent.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if months lie between them.
    pub fn union(self, other: Period) -> Result<Period, Error> {
        if self.overlaps(other) || self.is_adjacent_to(other) {
            Ok(Period { first: self.first.min(other.first), last: self.last.max(other.last) })
        } else {
            Err(Error::invalid(
                "a union of periods",
                format!("there are months between {self} and {other}"),
            )
            .with_help("use two periods that overlap or follow one another"))
        }
    }

    /// The months they share.
    #[must_use]
    pub fn intersection(self, other: Period) -> Option<Period> {
        between(self.first.max(other.first), self.last.min(other.last))
    }

    /// True if it begins in January and ends in the same year; a whole year is one too.
    #[must_use]
    pub fn is_year_to_date(self) -> bool {
        self.first.number() == 1 && self.first.year() == self.last.year()
    }

    /// True for a calendar year.
    #[must_use]
    pub fn is_full_year(self) -> bool {
        self.is_year_to_date() && self.last.number() == 12
    }
}

/// A period of one month.
impl From<Month> for Period {
    fn from(month: Month) -> Period {
        Period { first: month, last: month }
    }
}

impl MissingMonths {
    /// The months without a figure, in order.
    pub fn iter(&self) -> impl Iterator<Item = Month> {
        self.ordinals.iter().filter_map(|ordinal| Month::from_ordinal(*ordinal).ok())
    }
}

#[allow(clippy::panic)] // only the documented constructors for literals come here
const fn literal(period: Option<Period>) -> Period {
    match period {
        Some(period) => period,
        None => {
            panic!(
                "no such period: years run from 1 to 9999, months from 1 to 12, and the end follows the beginning"
            )
        }
    }
}

/// The period, or an error that names the year and the part of it that were asked for.
fn checked(period: Option<Period>, year: i32, part: (&str, u8)) -> Result<Period, Error> {
    period.ok_or_else(|| {
        let (part, number) = part;
        Error::range("a period", format!("year {year}, {part} {number}; {NO_SUCH}"))
    })
}

/// The given number of months from the first month on.
const fn span(year: i32, month: u8, months: i32) -> Option<Period> {
    match Month::checked(year, month) {
        Some(first) => match Month::at(first.ordinal().saturating_add(months.saturating_sub(1))) {
            Some(last) => Some(Period { first, last }),
            None => None,
        },
        None => None,
    }
}

/// The `number`-th part of a year, if the parts have `months` months.
const fn part(year: i32, number: u8, months: u8) -> Option<Period> {
    match number.checked_sub(1) {
        Some(before) => span(year, before.saturating_mul(months).saturating_add(1), months as i32),
        None => None,
    }
}

const fn to_date(year: i32, month: u8) -> Option<Period> {
    match Month::checked(year, month) {
        Some(last) => match Month::checked(year, 1) {
            Some(first) => Some(Period { first, last }),
            None => None,
        },
        None => None,
    }
}

const fn ending(year: i32, month: u8) -> Option<Period> {
    match Month::checked(year, month) {
        Some(last) => match Month::at(last.ordinal().saturating_sub(11)) {
            Some(first) => Some(Period { first, last }),
            None => None,
        },
        None => None,
    }
}

const fn between(first: Month, last: Month) -> Option<Period> {
    if first.ordinal() <= last.ordinal() { Some(Period { first, last }) } else { None }
}
