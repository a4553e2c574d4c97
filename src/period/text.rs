//! Periods as text: the forms that files and people write. Ambiguous ones are refused.

use crate::error::Error;
use crate::number::text_form;
use crate::period::month::NAMES;
use crate::period::{Month, Period};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

const ACCEPTED: &str = "write 2023, 2023-04, 2023-M04, 202304, 2023-Q1, 2023-H1, 2023-01/2023-04, 2023-01/P4M or Jan-Apr 2023";

impl Period {
    /// The form that files use: `2023`, `2023-04` or `2023-01/2023-04`, end included.
    ///
    /// ```
    /// # use bilateral::Period;
    /// assert_eq!(Period::january_to(2023, 4).iso(), "2023-01/2023-04");
    /// assert_eq!(Period::year(2022).iso(), "2022");
    /// ```
    #[must_use]
    pub fn iso(self) -> String {
        if self.is_full_year() {
            format!("{:04}", self.first().year())
        } else if self.first() == self.last() {
            self.first().iso()
        } else {
            format!("{}/{}", self.first().iso(), self.last().iso())
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first(), self.last());
        let text = if self.is_full_year() {
            format!("{:04}", first.year())
        } else if first == last {
            first.to_string()
        } else if first.year() == last.year() {
            format!("{}-{last}", first.name())
        } else {
            format!("{first}-{last}")
        };
        f.pad(&text)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Period, Error> {
        let refuse = |reason: String| Error::parse("a period", text, reason).with_help(ACCEPTED);
        if text.is_empty() {
            return Err(refuse("it is empty".to_owned()));
        }
        if !text.is_ascii() {
            return Err(refuse("a period is written in digits and plain letters".to_owned()));
        }
        let read = match text.split_once('/') {
            Some((from, to)) => range(from, to),
            None if text.starts_with(|first: char| first.is_ascii_alphabetic()) => english(text),
            None => single(text),
        };
        read.map_err(refuse)
    }
}

/// `2023-01/2023-04` or `2023-01/P4M`
fn range(from: &str, to: &str) -> Result<Period, String> {
    if from.len() == 4 && to.len() == 4 || is_fiscal_shorthand(from, to) {
        return Err("years with a slash may mean a fiscal year or several years; write the months"
            .to_owned());
    }
    let first = single(from)?;
    if first.first() != first.last() {
        return Err(format!("“{from}” is not a month; a span begins with a month"));
    }
    let last = match to.strip_prefix('P') {
        Some(length) => first
            .first()
            .plus(length_in_months(length)?.saturating_sub(1))
            .map_err(|_| "it ends after year 9999")?,
        None => {
            let last = single(to)?;
            if last.first() != last.last() {
                return Err(format!("“{to}” is not a month; a span ends with a month"));
            }
            last.first()
        }
    };
    Period::try_from_to(first.first(), last)
        .map_err(|_| "the end comes before the beginning".to_owned())
}

fn is_fiscal_shorthand(from: &str, to: &str) -> bool {
    from.len() == 4 && to.len() == 2
}

/// `4M` or `1Y`
fn length_in_months(length: &str) -> Result<i32, String> {
    let refuse = || "after P comes a number of months or years, as P4M or P1Y".to_owned();
    let (number, months) = match (length.strip_suffix('M'), length.strip_suffix('Y')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, 12),
        _ => return Err(refuse()),
    };
    let number = digits(number, 1..=6).ok_or_else(refuse)?;
    if number == 0 {
        Err("a period has at least one month".to_owned())
    } else {
        Ok(number.saturating_mul(months))
    }
}

/// `2023`, `2023-04`, `2023-M04`, `202304`, `2023-Q1`, `2023-S1`, `2023-H1`
fn single(text: &str) -> Result<Period, String> {
    let year = text
        .get(..4)
        .and_then(|year| digits(year, 4..=4))
        .ok_or("it does not begin with a year of four digits")?;
    let impossible = |_| format!("there is no such period; {}", super::NO_SUCH);
    let rest = text.get(4..).unwrap_or("");
    let month = |month: &str| match digits(month, 2..=2) {
        Some(number) => {
            Period::try_month(year, u8::try_from(number).unwrap_or(0)).map_err(impossible)
        }
        None => Err("a month has two digits".to_owned()),
    };
    let Some(rest) = rest.strip_prefix('-') else {
        return if rest.is_empty() {
            Period::try_year(year).map_err(impossible)
        } else {
            month(rest)
        };
    };
    let number = |number: &str| {
        digits(number, 1..=1)
            .and_then(|number| u8::try_from(number).ok())
            .ok_or("a quarter or a half has one digit")
    };
    match rest.as_bytes().first() {
        Some(b'M') => month(rest.get(1..).unwrap_or("")),
        Some(b'Q') => {
            Period::try_quarter(year, number(rest.get(1..).unwrap_or(""))?).map_err(impossible)
        }
        Some(b'S' | b'H') => {
            Period::try_half(year, number(rest.get(1..).unwrap_or(""))?).map_err(impossible)
        }
        Some(b'0'..=b'9') if rest.len() == 5 => {
            Err("it is a day; a period consists of whole months".to_owned())
        }
        Some(b'0'..=b'9') => month(rest),
        _ => {
            Err("after the year comes a month (04 or M04), a quarter (Q1) or a half (H1)"
                .to_owned())
        }
    }
}

/// What is printed: `Apr 2023`, `Jan-Apr 2023`, `May 2022-Apr 2023`
fn english(text: &str) -> Result<Period, String> {
    let month = |name: &str, year: &str| {
        let number = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name));
        let number = number
            .and_then(|number| u8::try_from(number).ok())
            .map(|number| number.saturating_add(1));
        let number = number
            .ok_or_else(|| format!("“{name}” is not a month; they are {}", NAMES.join(", ")))?;
        let year = digits(year, 4..=4)
            .ok_or_else(|| format!("“{year}” is not a year, which has four digits"))?;
        Month::new(year, number).map_err(|_| super::NO_SUCH.to_owned())
    };
    let incomplete = || "after the month comes its year".to_owned();
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => {
            let (last, last_year) = to.split_once(' ').ok_or_else(incomplete)?;
            let (first, first_year) = from.split_once(' ').unwrap_or((from, last_year));
            (month(first, first_year)?, month(last, last_year)?)
        }
        None => {
            let (name, year) = text.split_once(' ').ok_or_else(incomplete)?;
            (month(name, year)?, month(name, year)?)
        }
    };
    Period::try_from_to(from, to).map_err(|_| "the end comes before the beginning".to_owned())
}

/// A number with an allowed number of digits and nothing else: no sign, no blank.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain && length.contains(&text.len()) { text.parse().ok() } else { None }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl FromStr for Month {
    type Err = Error;

    /// Reads every form of a [`Period`] that is one month long.
    fn from_str(text: &str) -> Result<Month, Error> {
        let period: Period = text.parse()?;
        if period.first() == period.last() {
            Ok(period.first())
        } else {
            Err(Error::parse("a month", text, "it is a period of several months")
                .with_help("write one month, as 2023-04 or Apr 2023"))
        }
    }
}
