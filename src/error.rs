//! The one public error: what went wrong, where, and what to do about it.
//!
//! Every fallible function of the crate returns [`Error`]. Its [`kind`](Error::kind) says what
//! happened in a form that a program can match on. Its `Display` says it in words on one line: the
//! place in a file, what was computed, what was wrong. [`help`](Error::help) says what to do about
//! it, and `{:#}` prints both. A statistic that is *not defined* (no base, a month missing, a
//! figure withheld) is an error too, of the kind [`ErrorKind::Undefined`], so that it can never be
//! mistaken for a number.
//!
//! ```
//! use bilateral::{ErrorKind, Undefined, growth};
//!
//! let error = growth::year_over_year(5, 0).unwrap_err();
//! assert_eq!(error.undefined(), Some(&Undefined::ZeroBase));
//! assert!(matches!(error.kind(), ErrorKind::Undefined(_)));
//!
//! assert_eq!(error.to_string(), "not defined: the base is zero");
//! assert_eq!(error.help(), "give the absolute change or the symmetric growth instead");
//! assert_eq!(
//!     format!("{error:#}"),
//!     "not defined: the base is zero\n  help: give the absolute change or the symmetric growth \
//!      instead"
//! );
//! ```

use std::fmt;
use std::io;
use std::sync::Arc;

/// What went wrong, where, and what to do. See the [module documentation](self).
///
/// `Display` prints one line, and `{:#}` a second one with the advice of [`help`](Error::help).
/// `Debug` prints the same as `{:#}`, since this is what `main` and `unwrap` show to people.
///
/// It is `Send`, `Sync` and `'static`, so that `?` turns it into an `anyhow::Error` or a
/// `Box<dyn std::error::Error + Send + Sync>`.
///
/// ```
/// use bilateral::Period;
///
/// fn main_of_a_program(text: &str) -> Result<Period, Box<dyn std::error::Error + Send + Sync>> {
///     Ok(text.parse::<Period>()?)
/// }
///
/// assert!(main_of_a_program("2023-13").is_err());
/// ```
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// What was being computed or read, outermost first.
    subject: Vec<String>,
    place: Option<Place>,
    help: Option<String>,
    /// The error of another parser that lies below; an `io::Error` is kept in the kind.
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Errors are equal if they say the same; the error of another parser below them is not compared.
impl PartialEq for Error {
    fn eq(&self, other: &Error) -> bool {
        let parts = |error: &Error| {
            let inner = &error.inner;
            (inner.kind.clone(), inner.subject.clone(), inner.place.clone(), inner.help.clone())
        };
        parts(self) == parts(other)
    }
}

impl Eq for Error {}

/// The line and the column of a file that an error points at; both count from 1.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The name the reader was given for the file.
    pub file: String,
    /// The line of the file, from 1.
    pub line: u64,
    /// The name of the column, where one cell is at fault.
    pub column: Option<String>,
}

/// What kind of thing went wrong.
///
/// ```
/// use bilateral::{ErrorKind, Month};
///
/// let error = Month::new(2023, 13).unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::Range { what: "a month", .. }));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Text could not be read as what it should be.
    Parse {
        /// What the text should have been: "a period", "a decimal number".
        what: &'static str,
        /// The text, shortened if it is long.
        text: String,
        /// Why it is not that.
        reason: String,
    },
    /// A number or a date lies outside of an interval, which the reason names.
    Range {
        /// Which value.
        what: &'static str,
        /// The interval, and the value where it is known.
        reason: String,
    },
    /// A value cannot be used where it was given, for a reason that is not an interval: an empty
    /// list, a level that is really a rate, periods that do not meet.
    Invalid {
        /// Which value.
        what: &'static str,
        /// What was wrong with it.
        reason: String,
    },
    /// Two things that must be alike differ: currency, unit, valuation, direction.
    Mismatch {
        /// What differs.
        what: &'static str,
        /// The first of the two.
        left: String,
        /// The second of the two.
        right: String,
    },
    /// Two members of a sum share trade, so adding them would count it twice.
    Overlap {
        /// The first of the two.
        left: String,
        /// The second of the two.
        right: String,
    },
    /// Several figures were published for the same thing and they cannot all be true, or one is
    /// doubtful, such as a flow below zero.
    Conflict {
        /// What they are figures of.
        what: String,
        /// The figures, each with its source.
        figures: Vec<String>,
    },
    /// The exact result has more digits than the type can hold; nothing was rounded.
    Inexact {
        /// The operation that would have lost digits.
        operation: &'static str,
    },
    /// The statistic is not defined for these figures, and why.
    Undefined(Undefined),
    /// The operating system refused to read or write, or a packed file could not be unpacked. Its
    /// text is a part of `Display`, so [`source`](std::error::Error::source) does not return it
    /// again, and goes on with what lies below it. Two of these are equal if their kind and their
    /// text are.
    Io(Arc<io::Error>),
}

impl PartialEq for ErrorKind {
    fn eq(&self, other: &ErrorKind) -> bool {
        use ErrorKind::*;
        match (self, other) {
            (
                Parse { what, text, reason },
                Parse { what: its_what, text: its_text, reason: its_reason },
            ) => (what, text, reason) == (its_what, its_text, its_reason),
            (Range { what, reason }, Range { what: its_what, reason: its_reason })
            | (Invalid { what, reason }, Invalid { what: its_what, reason: its_reason }) => {
                (what, reason) == (its_what, its_reason)
            }
            (
                Mismatch { what, left, right },
                Mismatch { what: its_what, left: its_left, right: its_right },
            ) => (what, left, right) == (its_what, its_left, its_right),
            (Overlap { left, right }, Overlap { left: its_left, right: its_right }) => {
                (left, right) == (its_left, its_right)
            }
            (Conflict { what, figures }, Conflict { what: its_what, figures: its_figures }) => {
                (what, figures) == (its_what, its_figures)
            }
            (Inexact { operation }, Inexact { operation: its_operation }) => {
                operation == its_operation
            }
            (Undefined(reason), Undefined(its_reason)) => reason == its_reason,
            (Io(error), Io(other)) => {
                error.kind() == other.kind() && error.to_string() == other.to_string()
            }
            _ => false,
        }
    }
}

impl Eq for ErrorKind {}

/// Why a statistic has no value. It is an error of its own, which the rows of bulk statistics
/// return, and the kind of an [`Error`] where a single figure was asked for.
///
/// ```
/// use bilateral::{
///     Key, Money, Period, Series, Undefined,
///     area::{CHN, RUS},
///     unit::USD,
/// };
///
/// let series: Series<Money> =
///     Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2022", "190.271")?;
/// let error = series.amount(Period::year(2023)).unwrap_err();
/// assert_eq!(error.undefined(), Some(&Undefined::Missing));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// No figure for the period, and nothing to derive one from.
    Missing,
    /// The figure is withheld by the office.
    Confidential,
    /// The office has announced the figure but not published it.
    NotYetPublished,
    /// No figure was known by the date of the series.
    NotInReleases {
        /// The date, as `2023-05-24`.
        by: String,
        /// The months without a figure, if others of the period have one.
        missing: MissingMonths,
    },
    /// Only figures marked as erroneous are there.
    OnlyErroneous,
    /// Some months of the period have a figure, these have none.
    Incomplete {
        /// The months without a figure.
        missing: MissingMonths,
    },
    /// The base is zero and the current figure is not: growth "from nothing".
    ZeroBase,
    /// Both figures are zero: there is no trade to grow.
    ZeroOverZero,
    /// A level is negative (a balance, a correction): a percentage would mislead, give the
    /// difference instead.
    NegativeLevel,
    /// A level that must be positive is zero or negative.
    NotPositive,
    /// No growth was published for the period.
    NoPublishedGrowth,
    /// The divisor is zero or its bounds contain zero.
    DivisionByZero,
    /// The growth is zero, so the level never doubles.
    NeverDoubles,
    /// There is no trade, so its structure is not defined.
    NoTrade,
    /// No item has a value and a quantity in both periods, so prices cannot be compared.
    NothingMatched,
    /// The exact result does not fit the column of a panel.
    TooLarge,
    /// A year earlier the cell stands under other labels of its flow only: FOB where this one is
    /// CIF, say.
    OtherLabel {
        /// These labels.
        there: String,
    },
    /// A year earlier the digits of this code stand under other editions of its classification
    /// only: H5:270900 where this one is H6:270900.
    OtherEdition {
        /// These codes.
        there: String,
        /// Whether codes without an edition, as `HS:270900`, can stand for both.
        has_common_code: bool,
    },
    /// The row is not of the flow label that the statistic was asked for.
    NotAsked,
    /// A reported whole is less than the rows it holds, beyond the half units to which all of them
    /// are printed.
    Conflicting,
    /// A part of the whole is not split, so there are bounds and no point.
    RestNotSplit,
    /// Of two levels one is a sum of what is listed, which need not be all there is, and the other
    /// one was reported.
    ListedAgainstReported,
    /// The other flow of a two-way statistic stands under several labels, FOB and CIF say, and none
    /// of them was named.
    SeveralLabels,
    /// A column of a regression, or an effect, is explained by others, so it has no coefficient.
    Collinear {
        /// The column or the effect.
        column: String,
        /// What explains it; empty where the effects swept out do, or where it is zero throughout.
        with: String,
    },
    /// A regression has as many coefficients as rows, or a covariance too few groups: nothing is
    /// left to tell how sure they are.
    NoDegreesOfFreedom,
    /// An iteration was stopped before it reached its tolerance.
    NotConverged {
        /// What was being computed.
        what: &'static str,
        /// The rounds it was allowed.
        rounds: usize,
        /// What was reached, as `1.3e-7`.
        reached: String,
        /// What was asked for, as `1e-10`.
        asked: String,
    },
    /// The other side reports this flow in another edition or classification only, so it is not
    /// known which of its codes are the mirror of this one.
    MirrorInOtherEdition,
    /// The other side reports this flow under wider or finer codes only: a chapter where this one
    /// is a subheading.
    MirrorAtOtherLevel,
}

/// The months of an incomplete period that have no figure; `iter` lists them as
/// [`Month`](crate::Month)s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingMonths {
    /// Month numbers, `12 * year + month - 1`, ascending.
    pub(crate) ordinals: Vec<i32>,
}

impl Error {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.inner.kind
    }

    /// The reason, if this error says that a statistic is not defined.
    #[must_use]
    pub fn undefined(&self) -> Option<&Undefined> {
        match &self.inner.kind {
            ErrorKind::Undefined(reason) => Some(reason),
            _ => None,
        }
    }

    /// The place in a file, if the error comes from one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.inner.place.as_ref()
    }

    /// What to do about it: advice in one sentence, without a final stop.
    ///
    /// ```
    /// use bilateral::growth;
    ///
    /// let error = growth::year_over_year(0, 0).unwrap_err();
    /// assert_eq!(error.help(), "report that there is no trade in either period");
    /// ```
    #[must_use]
    pub fn help(&self) -> String {
        self.inner.help.clone().unwrap_or_else(|| self.inner.kind.help())
    }

    /// True for text that could not be read.
    #[must_use]
    pub fn is_parse(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Parse { .. })
    }

    /// True for published figures that contradict each other.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Conflict { .. })
    }

    /// True where units, currencies, valuations or directions differ.
    #[must_use]
    pub fn is_mismatch(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Mismatch { .. })
    }

    /// True where the exact result does not fit.
    #[must_use]
    pub fn is_inexact(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Inexact { .. })
    }

    pub(crate) fn new(kind: ErrorKind) -> Error {
        let inner = Inner { kind, subject: Vec::new(), place: None, help: None, source: None };
        Error { inner: Box::new(inner) }
    }

    pub(crate) fn parse(what: &'static str, text: &str, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Parse { what, text: shorten(text), reason: reason.into() })
    }

    pub(crate) fn range(what: &'static str, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Range { what, reason: reason.into() })
    }

    pub(crate) fn invalid(what: &'static str, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Invalid { what, reason: reason.into() })
    }

    pub(crate) fn io(error: impl Into<io::Error>) -> Error {
        Error::new(ErrorKind::Io(Arc::new(error.into())))
    }

    pub(crate) fn mismatch(
        what: &'static str,
        left: impl fmt::Display,
        right: impl fmt::Display,
    ) -> Error {
        Error::new(ErrorKind::Mismatch { what, left: left.to_string(), right: right.to_string() })
    }

    pub(crate) fn inexact(operation: &'static str) -> Error {
        Error::new(ErrorKind::Inexact { operation })
    }

    /// The same error, with the thing that was being computed put in front.
    pub(crate) fn about(mut self, subject: impl fmt::Display) -> Error {
        self.inner.subject.insert(0, subject.to_string());
        self
    }

    /// The advice of this error, where it is more than that of its kind.
    pub(crate) fn own_help(&self) -> Option<&str> {
        self.inner.help.as_deref()
    }

    /// The same with the advice of its kind.
    pub(crate) fn without_help(mut self) -> Error {
        self.inner.help = None;
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Error {
        self.inner.help = Some(help.into());
        self
    }

    /// The same error, with the one of another parser as its source.
    #[cfg(feature = "readers")]
    pub(crate) fn caused_by(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Error {
        self.inner.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn at(mut self, file: &str, line: u64, column: Option<&str>) -> Error {
        // The place says the name of the file.
        self.inner.subject.retain(|subject| subject != file);
        self.inner.place =
            Some(Place { file: file.to_owned(), line, column: column.map(str::to_owned) });
        self
    }
}

impl From<Undefined> for Error {
    fn from(reason: Undefined) -> Error {
        Error::new(ErrorKind::Undefined(reason))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.inner.place {
            write!(f, "{place}: ")?;
        }
        for subject in &self.inner.subject {
            write!(f, "{subject}: ")?;
        }
        write!(f, "{}", self.inner.kind)?;
        if f.alternate() { write!(f, "\n  help: {}", self.help()) } else { Ok(()) }
    }
}

/// The text with the advice, because `main` and `unwrap` print this one.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for Error {
    /// The error of another parser, which `Display` does not repeat. An error of the operating
    /// system is part of `Display`; its source is what lies below it, so that a chain of errors
    /// prints every text once.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match (&self.inner.source, &self.inner.kind) {
            (Some(source), _) => Some(source.as_ref()),
            (None, ErrorKind::Io(error)) => std::error::Error::source(error.as_ref()),
            (None, _) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        match &self.column {
            Some(column) => write!(f, ", column {column}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::Parse { what, text, reason } if text.is_empty() => {
                write!(f, "the text is not {what}: {reason}")
            }
            ErrorKind::Parse { what, text, reason } => {
                write!(f, "“{text}” is not {what}: {reason}")
            }
            ErrorKind::Range { what, reason } => write!(f, "{what} is out of range: {reason}"),
            ErrorKind::Invalid { what, reason } => write!(f, "{what} is not valid: {reason}"),
            ErrorKind::Mismatch { what, left, right } => {
                write!(f, "{what} differs: {left} and {right}")
            }
            ErrorKind::Overlap { left, right } => write!(f, "{left} and {right} overlap"),
            ErrorKind::Conflict { what, figures } if figures.len() == 1 => {
                write!(f, "the published figure of {what} is doubtful: {}", figures.join(""))
            }
            ErrorKind::Conflict { what, figures } => {
                write!(
                    f,
                    "published figures of {what} contradict each other: {}",
                    figures.join("; ")
                )
            }
            ErrorKind::Inexact { operation } => {
                write!(f, "the exact result of {operation} has more digits than can be kept")
            }
            ErrorKind::Undefined(reason) => write!(f, "not defined: {reason}"),
            ErrorKind::Io(error) => write!(f, "{error}"),
        }
    }
}

impl ErrorKind {
    fn help(&self) -> String {
        match self {
            ErrorKind::Parse { .. } => {
                "correct the text; the reason says what is accepted".to_owned()
            }
            ErrorKind::Range { .. } => "use a value inside of the stated range".to_owned(),
            ErrorKind::Invalid { .. } => {
                "correct the value; the reason says what is wrong with it".to_owned()
            }
            ErrorKind::Mismatch { .. } => "make the two alike first".to_owned(),
            ErrorKind::Overlap { .. } => {
                "leave one of the two out, or subtract the shared part first".to_owned()
            }
            ErrorKind::Conflict { .. } => {
                "decide which one is right, and mark the others as erroneous".to_owned()
            }
            ErrorKind::Inexact { .. } => {
                "use larger units, or a ratio, which has no limit".to_owned()
            }
            ErrorKind::Undefined(reason) => reason.help().to_owned(),
            ErrorKind::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => "check the path",
                io::ErrorKind::PermissionDenied => "check the permissions of the file",
                _ => "try again; if it fails again, check the disk or the connection",
            }
            .to_owned(),
        }
    }
}

/// The reason in one line, and `{:#}` the advice of [`help`](Undefined::help) in a second one.
impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)?;
        if f.alternate() { write!(f, "\n  help: {}", self.help()) } else { Ok(()) }
    }
}

impl Undefined {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undefined::Missing => f.write_str("no figure and nothing to derive one from"),
            Undefined::Confidential => f.write_str("the figure is confidential"),
            Undefined::NotYetPublished => f.write_str("the figure is not yet published"),
            Undefined::NotInReleases { by, missing } if missing.ordinals.is_empty() => {
                write!(f, "not in these releases by {by}")
            }
            Undefined::NotInReleases { by, missing } => {
                write!(f, "not in these releases by {by}: no figure for {missing}")
            }
            Undefined::OnlyErroneous => f.write_str("the only figures are marked as erroneous"),
            Undefined::Incomplete { missing } => write!(f, "no figure for {missing}"),
            Undefined::ZeroBase => f.write_str("the base is zero"),
            Undefined::ZeroOverZero => f.write_str("both figures are zero"),
            Undefined::NegativeLevel => f.write_str("a level is negative"),
            Undefined::NotPositive => f.write_str("a level is not positive"),
            Undefined::NoPublishedGrowth => f.write_str("no growth was published"),
            Undefined::DivisionByZero => f.write_str("the divisor is or may be zero"),
            Undefined::NeverDoubles => f.write_str("growth is zero, the level never doubles"),
            Undefined::NoTrade => f.write_str("there is no trade"),
            Undefined::NothingMatched => {
                f.write_str("no item has a value and a quantity in both periods")
            }
            Undefined::TooLarge => f.write_str("the exact result does not fit the column"),
            Undefined::OtherLabel { there } if there.is_empty() => {
                f.write_str("a year earlier there is a figure under another label only")
            }
            Undefined::OtherLabel { there } => {
                write!(f, "a year earlier there is a figure under another label only: {there}")
            }
            Undefined::OtherEdition { there, .. } => {
                f.write_str("a year earlier there is a figure under another edition only")?;
                if there.is_empty() { Ok(()) } else { write!(f, ": {there}") }
            }
            Undefined::NotAsked => f.write_str("the row is not of the flow that was asked for"),
            Undefined::Conflicting => {
                f.write_str("the reported whole is less than the rows it holds")
            }
            Undefined::RestNotSplit => f.write_str("a part of the whole is not split"),
            Undefined::ListedAgainstReported => {
                f.write_str("one level is a sum of what is listed and the other one was reported")
            }
            Undefined::SeveralLabels => f.write_str("the other flow stands under several labels"),
            Undefined::Collinear { column, with } if with.is_empty() => {
                write!(f, "{column} is explained by the effects, or is zero throughout")
            }
            Undefined::Collinear { column, with } => write!(f, "{column} is explained by {with}"),
            Undefined::NoDegreesOfFreedom => {
                f.write_str("there are no more rows or groups than coefficients")
            }
            Undefined::NotConverged { what, rounds, reached, asked } => {
                let rounds = counted(*rounds, "round");
                write!(f, "{what} reached {reached} after {rounds} and not {asked}")
            }
            Undefined::MirrorInOtherEdition => {
                f.write_str("the other side reports the flow in another edition or classification")
            }
            Undefined::MirrorAtOtherLevel => {
                f.write_str("the other side reports the flow under wider or finer codes")
            }
        }
    }
}

impl Undefined {
    /// What to do about it.
    ///
    /// ```
    /// use bilateral::Undefined;
    ///
    /// assert_eq!(Undefined::NotYetPublished.to_string(), "the figure is not yet published");
    /// assert_eq!(Undefined::NotYetPublished.help(), "ask again after the release");
    /// ```
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Undefined::Missing | Undefined::Incomplete { .. } => {
                "add the missing figures, or ask for a span that is covered"
            }
            Undefined::Confidential => "use a level of detail at which the figure is published",
            Undefined::NotYetPublished => "ask again after the release",
            Undefined::NotInReleases { .. } => {
                "ask as of a later date, or add the release that has it"
            }
            Undefined::OnlyErroneous => {
                "find a correct figure; observations() lists the erroneous ones"
            }
            Undefined::ZeroBase => "give the absolute change or the symmetric growth instead",
            Undefined::ZeroOverZero => "report that there is no trade in either period",
            Undefined::NegativeLevel => "give the difference in currency units instead",
            Undefined::NotPositive => {
                "use another statistic, since logarithms, roots and doubling times need positive levels"
            }
            Undefined::NoPublishedGrowth => "use growth(), which computes it from the levels",
            Undefined::DivisionByZero => "give the difference instead of the quotient",
            Undefined::NeverDoubles => "report that the level does not change",
            Undefined::NoTrade => "report that there is no trade",
            Undefined::NothingMatched => {
                "use a finer or an older classification in which goods continue, or compare values only"
            }
            Undefined::OtherLabel { .. } => {
                "compare figures of one valuation, trade system and treatment"
            }
            Undefined::OtherEdition { has_common_code: true, .. } => {
                "compare codes as reported: panel.as_reported().growth(..), though a code may mean other \
                 goods in another edition; the same goods: panel.to_groups(..), with a table of the \
                 room concordance"
            }
            Undefined::OtherEdition { has_common_code: false, .. } => {
                "bring codes of the Combined Nomenclature together with aggregate_commodities(6) and \
                 then as_reported(); others with a table of the room concordance: panel.to_groups(..)"
            }
            Undefined::Conflicting => {
                "look at the account of the panel, which names such totals, and leave them out: with \
                 Totals::SetAside on the Reader or the PanelBuilder, or with panel.filter(..); of a union \
                 that reports beside its members, as the European Union (97), leave out the union or the \
                 members; shares_on also takes Denominator::SumOfListed"
            }
            Undefined::ListedAgainstReported => {
                "compare the finer rows, which are listed in both periods"
            }
            Undefined::SeveralLabels => "name one of the labels, with structure_with(..)",
            Undefined::Collinear { .. } => {
                "leave it out, or leave out what explains it; the coefficients of both together are \
                 not determined by these rows"
            }
            Undefined::NoDegreesOfFreedom => "give more rows or groups, or fewer columns",
            Undefined::NotConverged { .. } => {
                "allow more rounds or a larger tolerance, with until(..); if it stays where it is, \
                 look for groups of rows that hang together by a single row"
            }
            Undefined::MirrorInOtherEdition => {
                "compare codes as reported: panel.as_reported()?.mirror(..), lines of a country after \
                 aggregate_commodities(6); a code may mean other goods in another edition"
            }
            Undefined::MirrorAtOtherLevel => {
                "compare the level that both sides have: panel.aggregate_commodities(..)?.mirror(..)"
            }
            Undefined::RestNotSplit => "use the bounds, or data that list the rest",
            Undefined::NotAsked => "ask the statistic for the label of this row",
            Undefined::TooLarge => {
                "build the panel in a larger unit, or ask the scalar function for this cell"
            }
        }
    }
}

/// `2023-02, 2023-05 to 2023-12`: at most twelve months or runs of months.
impl fmt::Display for MissingMonths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        let month = |ordinal: i32| {
            let (year, month) = (ordinal.div_euclid(12), ordinal.rem_euclid(12).saturating_add(1));
            format!("{year:04}-{month:02}")
        };
        let runs: Vec<&[i32]> =
            self.ordinals.chunk_by(|one, next| one.saturating_add(1) == *next).collect();
        for (position, run) in runs.iter().take(SHOWN).enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            match run {
                [one] => write!(f, "{separator}{}", month(*one))?,
                [first, .., last] => write!(f, "{separator}{} to {}", month(*first), month(*last))?,
                [] => {}
            }
        }
        match runs.iter().skip(SHOWN).map(|run| run.len()).sum() {
            0 => Ok(()),
            1 => f.write_str(" and 1 more month"),
            more => write!(f, " and {more} more months"),
        }
    }
}

/// A count with its noun: "1 period", "2 periods".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Keeps an error message readable whatever was fed in: at most 60 characters, control characters
/// escaped.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short = String::new();
    for (position, character) in text.chars().enumerate() {
        if position == LONGEST {
            short.push('…');
            break;
        }
        if character.is_control() {
            short.extend(character.escape_default())
        } else {
            short.push(character)
        }
    }
    short
}
