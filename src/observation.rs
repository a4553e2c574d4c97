//! A published figure, or the reason why there is none, with its date, its source and its status.

use crate::error::Error;
use crate::number::text_form;
use crate::number::{Figure, FigureKind, Ratio};
use crate::period::{Period, PublicationDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What a source published about one period: a level, a growth rate, both, or the reason for their
/// absence.
///
/// The unit belongs to the [`Series`](crate::series::Series) or the
/// [`Release`](crate::vintage::Release) that holds it.
///
/// ```
/// use bilateral::{Observation, Period, Status};
///
/// let ytd = Observation::new(Period::january_to(2023, 4), "73.148".parse()?)
///     .with_growth("41.3".parse()?)
///     .published("2023-05-09".parse()?)
///     .from_source("GACC");
/// assert_eq!(ytd.to_string(), "Jan-Apr 2023  73.148  +41.3 %  2023-05-09  GACC");
///
/// let withheld = Observation::absent(Period::month(2022, 3), Status::Confidential)?;
/// assert!(withheld.level().is_none());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct Observation {
    period: Period,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    growth: Option<Figure>,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_on: Option<PublicationDate>,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

/// The form of an observation in serde, before level and status are checked against each other.
#[derive(Deserialize)]
struct Fields {
    period: Period,
    level: Option<Figure>,
    growth: Option<Figure>,
    #[serde(default)]
    status: Status,
    published_on: Option<PublicationDate>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    note: String,
}

/// What kind of figure an observation holds, in the words of the SDMX observation status.
///
/// Its text form is the name in lower case; the empty text is `normal`.
///
/// ```
/// use bilateral::Status;
/// assert_eq!("provisional".parse::<Status>()?, Status::Provisional);
/// assert_eq!("".parse::<Status>()?, Status::Normal);
/// assert!("guessed".parse::<Status>().unwrap_err().to_string().contains("estimated"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Status {
    /// As published.
    #[default]
    Normal,
    /// Estimated or computed by someone other than the office.
    Estimated,
    /// A statement about the future: it is kept and never stands.
    Forecast,
    /// Put in for a missing report.
    Imputed,
    /// Published as preliminary.
    Provisional,
    /// Computed from other figures.
    Derived,
    /// Published again later, perhaps revised.
    Restated,
    /// Published, and wrong: it is kept and never stands.
    Erroneous,
    /// No figure.
    Missing,
    /// Withheld by the office.
    Confidential,
    /// Announced and not published.
    NotYetPublished,
    /// Reported as no trade: a true zero.
    Nil,
}

const STATUSES: &[(Status, &str)] = &[
    (Status::Normal, "normal"),
    (Status::Estimated, "estimated"),
    (Status::Forecast, "forecast"),
    (Status::Imputed, "imputed"),
    (Status::Provisional, "provisional"),
    (Status::Derived, "derived"),
    (Status::Restated, "restated"),
    (Status::Erroneous, "erroneous"),
    (Status::Missing, "missing"),
    (Status::Confidential, "confidential"),
    (Status::NotYetPublished, "not yet published"),
    (Status::Nil, "nil"),
];

impl Observation {
    /// A level as published.
    #[must_use]
    pub fn new(period: Period, level: Figure) -> Observation {
        Observation { level: Some(level), ..Observation::blank(period) }
    }

    /// A growth rate in percent, published without its level.
    #[must_use]
    pub fn growth_only(period: Period, growth: Figure) -> Observation {
        Observation::blank(period).with_growth(growth)
    }

    /// No figure, and why: missing, confidential or not yet published.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a status that says there is a figure.
    pub fn absent(period: Period, status: Status) -> Result<Observation, Error> {
        Observation { status, ..Observation::blank(period) }.checked()
    }

    /// The same with the growth over the same period a year earlier, in percent as printed: "41.3"
    /// and "41.3 %" are alike.
    #[must_use]
    pub fn with_growth(self, growth: Figure) -> Observation {
        Observation { growth: Some(growth.without_percent_sign()), ..self }
    }

    /// The same with a status.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the status says that there is no figure and there
    /// is one, or `nil` and the level is not zero.
    pub fn with_status(self, status: Status) -> Result<Observation, Error> {
        Observation { status, ..self }.checked()
    }

    /// The same with the date of publication; the figure counts as known from the end of it.
    #[must_use]
    pub fn published(self, on: PublicationDate) -> Observation {
        Observation { published_on: Some(on), ..self }
    }

    /// The same with the name of its source.
    #[must_use]
    pub fn from_source(self, source: impl Into<String>) -> Observation {
        Observation { source: source.into(), ..self }
    }

    /// The same with a remark, on which nothing depends.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Observation {
        Observation { note: note.into(), ..self }
    }

    /// The reference period.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The level, in the unit of the series.
    #[must_use]
    pub fn level(&self) -> Option<Figure> {
        self.level
    }

    /// The growth over the same period a year earlier, in percent, as printed.
    #[must_use]
    pub fn growth(&self) -> Option<Figure> {
        self.growth
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// When it was published, as precisely as it is known.
    #[must_use]
    pub fn published_on(&self) -> Option<PublicationDate> {
        self.published_on
    }

    /// The name of the source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A remark.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// An observation from its parts, checked against each other.
    pub(crate) fn from_parts(
        period: Period,
        level: Option<Figure>,
        growth: Option<Figure>,
        status: Status,
    ) -> Result<Observation, Error> {
        Observation { level, growth, status, ..Observation::blank(period) }.checked()
    }

    /// A level must be a number, and growth a rate.
    pub(crate) fn check_level(&self) -> Result<(), Error> {
        match (self.level, self.growth) {
            (Some(level), _) if !level.is_level() => {
                let reason = format!(
                    "“{level}” is a rate, a multiple, a fraction or a range, and a level is a number"
                );
                Err(Error::invalid("a level", reason).with_help("give the level as one number, with a hedge before it if there is one: more than 7"))
            }
            (_, Some(growth)) if growth.kind() == Some(FigureKind::Level) => {
                Err(Error::invalid("a growth rate", format!("“{growth}” is a level, not a rate"))
                    .with_help("give the growth rate in percent, as 7 or “more than 7”"))
            }
            _ => Ok(()),
        }
    }

    /// True for a level that may stand.
    pub(crate) fn stands(&self) -> bool {
        self.level.is_some() && !matches!(self.status, Status::Erroneous | Status::Forecast)
    }

    /// The same in a unit `10^power` times smaller.
    pub(crate) fn in_smaller_unit(self, power: i8) -> Result<Observation, Error> {
        let level = self.level.map(|level| level.in_smaller_unit(power)).transpose()?;
        Ok(Observation { level, ..self })
    }

    fn blank(period: Period) -> Observation {
        Observation {
            period,
            level: None,
            growth: None,
            status: Status::Normal,
            published_on: None,
            source: String::new(),
            note: String::new(),
        }
    }

    fn checked(mut self) -> Result<Observation, Error> {
        self.growth = self.growth.map(Figure::without_percent_sign);
        let refuse = |reason: &str, help: &str| {
            Err(Error::invalid("the status of an observation", reason).with_help(help))
        };
        match (self.status, &self.level) {
            (Status::Missing | Status::Confidential | Status::NotYetPublished, Some(_)) => refuse(
                "it says that there is no figure, but there is one",
                "leave the figure out, or give a status of a figure, as provisional",
            ),
            (Status::Nil, Some(level)) if level.value() != Ratio::zero() => refuse(
                "nil means zero, and the figure is not zero",
                "leave the figure out, or give another status",
            ),
            (Status::Missing | Status::Confidential | Status::NotYetPublished, None) => Ok(self),
            (Status::Nil, None) => Ok(Observation {
                level: Some(Figure::printed(crate::number::decimal("0"))),
                ..self
            }),
            (_, None) if self.growth.is_none() => refuse(
                "there is no figure, and the status does not say why",
                "give the figure, or the status missing, confidential, not yet published or nil",
            ),
            _ => Ok(self),
        }
    }
}

impl TryFrom<Fields> for Observation {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<Observation, Error> {
        let Fields { period, level, growth, status, published_on, source, note } = fields;
        Observation { period, level, growth, status, published_on, source, note }.checked()
    }
}

impl fmt::Display for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dash = || "-".to_owned();
        let level = self.level.map_or_else(dash, |level| level.to_string());
        let growth = self.growth.map_or_else(dash, |growth| percent_text(&growth));
        write!(f, "{}  {level}  {growth}", self.period)?;
        if let Some(date) = self.published_on {
            write!(f, "  {date}")?;
        }
        if self.status != Status::Normal {
            write!(f, "  {}", self.status)?;
        }
        if self.source.is_empty() { Ok(()) } else { write!(f, "  {}", self.source) }
    }
}

/// A growth figure as it was printed, with its sign: `+41.3 %`, `about +30 %`, `fell by more than 7
/// %`.
pub(crate) fn percent_text(growth: &Figure) -> String {
    let positive =
        growth.decimal().filter(|number| !number.is_zero() && !number.is_sign_negative());
    match positive.filter(|_| growth.kind().is_none()) {
        Some(number) => format!("{} +{number} %", growth.hedge().words()).trim_start().to_owned(),
        None => growth.in_percent().to_string(),
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = STATUSES.iter().find(|(status, _)| status == self).map_or("", |(_, name)| name);
        f.pad(name)
    }
}

impl FromStr for Status {
    type Err = Error;

    fn from_str(text: &str) -> Result<Status, Error> {
        if text.is_empty() {
            return Ok(Status::Normal);
        }
        let lower = text.to_lowercase();
        let known = STATUSES.iter().find(|(_, name)| *name == lower);
        known.map(|(status, _)| *status).ok_or_else(|| {
            let names = STATUSES.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
            Error::parse("a status", text, format!("the known ones are {names}"))
        })
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
