//! What became of every row: accepted, or set aside with a reason and a place. The account travels with its panel.

use crate::error::{Error, Place};
use std::fmt;

/// Why a row is not in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The row is a part of a total that is in the data: one mode of transport, one customs procedure or regime, one second
    /// partner, one district, Northern Ireland beside the United Kingdom.
    Component,
    /// The row holds other rows of the data, and such rows were not wanted: [`Totals::SetAside`](crate::panel::Totals::SetAside).
    Total,
    /// A group of areas that is not an area of this crate, beside its members.
    UnknownGroup,
    /// A code of another length than the one asked for.
    OtherLevel,
    /// The same trade in another edition or classification stands.
    OtherClassification,
    /// Another row of the same cell stands.
    Duplicate,
    /// A measure that was not asked for, such as a second quantity.
    OtherMeasure,
    /// Trade in services, not in goods.
    Services,
    /// No area has this code.
    UnknownArea,
    /// No commodity of the classification has this code.
    UnknownCommodity,
    /// No flow has this code.
    UnknownFlow,
    /// No period has this form.
    UnknownPeriod,
    /// A code by which cells are broken down, such as a customs procedure, that is not known: it could be a total of others.
    UnknownPart,
    /// The value is not there: empty, withheld, not available.
    NoValue,
    /// The text is not a number.
    BadNumber,
    /// The number has more digits than can be kept exactly beside the others.
    DoesNotFit,
    /// A panel has no room for more areas, commodities, periods or rows.
    TooMany,
    /// More fields or fewer than the header has.
    WrongFieldCount,
    /// The row is no record of the format: an open quote, broken JSON. A quoted field over two lines costs both of them.
    Malformed,
}

/// All reasons, with what is said of them and what to do.
const REASONS: &[(Reason, &str, &str)] = &[
    (
        Reason::Component,
        "parts of a total that is in the data",
        "choose another part on the reader where it can: transport, customs, second_partner (UN Comtrade), regime (China \
         Customs); other parts are in the total only",
    ),
    (
        Reason::Total,
        "rows that hold other rows of the data",
        "keep them as totals with Totals::Keep, which is the default",
    ),
    (
        Reason::UnknownGroup,
        "groups of areas that this crate has no area for",
        "their members stand on their own rows; add these up with aggregate_areas",
    ),
    (Reason::OtherLevel, "codes of another length than asked for", "choose it with Reader::level, 0 for all goods"),
    (
        Reason::OtherClassification,
        "the same trade in another edition or classification",
        "read the files of each edition on their own",
    ),
    (Reason::Duplicate, "further rows of the same cell", "choose another rule with Reader::duplicates"),
    (Reason::OtherMeasure, "other measures than value and quantity", "choose the quantity with Reader::quantity"),
    (Reason::Services, "trade in services", "this crate reads trade in goods"),
    (Reason::UnknownArea, "unknown areas", "look the code up in the list of the source"),
    (Reason::UnknownCommodity, "unknown commodities", "check the code and its classification"),
    (Reason::UnknownFlow, "unknown flows", "check the code, or name the flow with Reader::flow"),
    (Reason::UnknownPeriod, "unknown periods", "check the text, or name the period with Reader::period"),
    (
        Reason::UnknownPart,
        "unknown parts of cells",
        "look the code up in the list of the source: it may be a total of others",
    ),
    (Reason::NoValue, "no value", "missing is not zero; look for the row in a later edition"),
    (Reason::BadNumber, "no numbers", "correct the text"),
    (Reason::DoesNotFit, "numbers too long to be kept exactly", "read them from a file of their own"),
    (
        Reason::TooMany,
        "more areas, commodities, periods or rows than a panel has room for",
        "a panel has room for 65,536 areas, periods and flow labels and 4,294,967,295 rows: read fewer years at a time",
    ),
    (Reason::WrongFieldCount, "another number of fields than the header", "look for a stray separator or a cut line"),
    (
        Reason::Malformed,
        "no records of the format",
        "look at the line: a quote left open, or a quoted field over two lines, which is not read",
    ),
];

impl Reason {
    fn entry(self) -> Option<&'static (Reason, &'static str, &'static str)> {
        REASONS.iter().find(|(reason, ..)| *reason == self)
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        self.entry().map_or("", |(_, _, help)| help)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.entry().map_or("", |(_, words, _)| words))
    }
}

/// The rows set aside for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Why.
    pub reason: Reason,
    /// How many rows.
    pub rows: u64,
    /// The first of them, at most [`SetAside::SHOWN`].
    pub first: Vec<Line>,
}

impl SetAside {
    /// So many lines are kept of each kind.
    pub const SHOWN: usize = 5;
}

/// One row of a file that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// File, line and, where one field is at fault, its column.
    pub place: Place,
    /// The field at fault, or what the row says; shortened.
    pub text: String,
}

/// What became of every row of a file, or of several files read together.
///
/// `accepted + set aside = rows`, always. Rows that were added up into one cell are all accepted, so a panel may have fewer.
///
/// ```
/// use bilateral::read;
/// let file = "t,i,j,k,v,q\n2022,156,643,270900,1.5,0.1\n2022,156,643,270900,x,NA\n";
/// let opened = read::baci(file.as_bytes(), "mine.csv")?;
/// let account = &opened.account;
/// assert_eq!((account.rows(), account.accepted(), account.set_aside_rows()), (2, 1, 1));
/// assert_eq!(account.set_aside()[0].first[0].place.to_string(), "mine.csv, line 3, column v");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    rows: u64,
    accepted: u64,
    totals: u64,
    set_aside: Vec<SetAside>,
    remarks: Vec<String>,
    breaks: Vec<Error>,
}

impl Account {
    /// How many rows were read, headers and blank lines left out.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many of them are in the data.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.accepted
    }

    /// How many of them are not.
    #[must_use]
    pub fn set_aside_rows(&self) -> u64 {
        self.set_aside.iter().fold(0, |sum, kind| sum.saturating_add(kind.rows))
    }

    /// The rows set aside, by reason.
    #[must_use]
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// How many rows were set aside for this reason.
    #[must_use]
    pub fn count(&self, reason: Reason) -> u64 {
        self.set_aside.iter().find(|kind| kind.reason == reason).map_or(0, |kind| kind.rows)
    }

    /// What else should be known: editions side by side, a file that may have been cut, units of quantities.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Where and why reading stopped before the end, if it did: the first of [`breaks`](Account::breaks).
    #[must_use]
    pub fn broken(&self) -> Option<&Error> {
        self.breaks.first()
    }

    /// Where and why reading stopped before the end, for each file that is not whole. What was read before is in the data.
    #[must_use]
    pub fn breaks(&self) -> &[Error] {
        &self.breaks
    }

    /// True if every row is in the data and every file was read to its end.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.accepted == self.rows && self.breaks.is_empty()
    }

    /// How many of the accepted rows hold other rows, and so stand in [`Panel::reported`](crate::panel::Panel::reported).
    #[must_use]
    pub fn totals(&self) -> u64 {
        self.totals
    }

    /// One row more, which is in the data.
    pub(crate) fn accept(&mut self, rows: u64) {
        self.rows = self.rows.saturating_add(rows);
        self.accepted = self.accepted.saturating_add(rows);
    }

    /// One row more, which is not in the data.
    pub(crate) fn set_aside_row(&mut self, reason: Reason, line: impl FnOnce() -> Line) {
        self.rows = self.rows.saturating_add(1);
        self.put_aside(reason, 1, line);
    }

    /// Rows that were accepted are in the data no more; the lines are those of the first of them.
    pub(crate) fn withdraw(&mut self, reason: Reason, rows: u64, first: Vec<Line>) {
        self.accepted = self.accepted.saturating_sub(rows);
        let told = first.len() as u64;
        for line in first {
            self.put_aside(reason, 1, || line);
        }
        self.count_aside(reason, rows.saturating_sub(told));
    }

    /// So many of the accepted rows are totals of others.
    pub(crate) fn are_totals(&mut self, rows: u64) {
        self.totals = rows;
    }

    pub(crate) fn stopped(&mut self, error: Error) {
        self.breaks.push(error);
    }

    pub(crate) fn remark(&mut self, remark: String) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn put_aside(&mut self, reason: Reason, rows: u64, line: impl FnOnce() -> Line) {
        self.count_aside(reason, rows);
        let kind = self.set_aside.iter_mut().find(|kind| kind.reason == reason);
        if let Some(kind) = kind.filter(|kind| kind.first.len() < SetAside::SHOWN) {
            kind.first.push(line());
        }
    }

    fn count_aside(&mut self, reason: Reason, rows: u64) {
        if rows == 0 {
            return;
        }
        let at = self.set_aside.partition_point(|kind| kind.reason < reason);
        if self.set_aside.get(at).is_none_or(|kind| kind.reason != reason) {
            self.set_aside.insert(at, SetAside { reason, rows: 0, first: Vec::new() });
        }
        if let Some(kind) = self.set_aside.get_mut(at) {
            kind.rows = kind.rows.saturating_add(rows);
        }
    }
}

impl Line {
    /// A line of a file; the text is shortened, control characters are escaped.
    pub(crate) fn new(file: &str, line: u64, column: Option<&str>, text: &str) -> Line {
        let place = Place { file: file.to_owned(), line, column: column.map(str::to_owned) };
        Line { place, text: text.chars().take(160).flat_map(shown).collect() }
    }
}

/// A line for the rows, then one for each reason with its first rows, then the remarks.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, accepted, aside) = (self.rows, self.accepted, self.set_aside_rows());
        write!(f, "{} rows read: {} accepted, {} set aside", grouped(rows), grouped(accepted), grouped(aside))?;
        if self.totals > 0 {
            write!(f, "\n  {}: accepted as totals of other rows, in reported()", grouped(self.totals))?;
        }
        for kind in &self.set_aside {
            write!(f, "\n  {}: {} ({})", grouped(kind.rows), kind.reason, kind.reason.help())?;
            for line in &kind.first {
                write!(f, "\n    {}: {}", line.place, line.text)?;
            }
        }
        for remark in &self.remarks {
            write!(f, "\n  {remark}")?;
        }
        for error in &self.breaks {
            write!(f, "\n  reading stopped: {error}")?;
        }
        Ok(())
    }
}

/// Control characters as they are written in programs.
fn shown(character: char) -> Vec<char> {
    if character.is_control() { character.escape_default().collect() } else { vec![character] }
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
