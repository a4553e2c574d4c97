//! What became of every row: accepted, or set aside with a reason and a place. The account travels
//! with its panel.

use crate::error::{Error, Place};
use serde::{Serialize, Serializer};
use std::fmt;

/// Why a row is not in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The row is a part of a total that is in the data: one mode of transport, one customs
    /// procedure or regime, one second partner, one district, Northern Ireland beside the United
    /// Kingdom.
    Component,
    /// The row is a part of a cell, and the total of this cell is not in the data.
    WithoutTotal,
    /// A part of a cell, where another part or the total was asked for by name.
    OtherPart,
    /// The row holds other rows of the data, and such rows were not wanted:
    /// [`Totals::SetAside`](crate::panel::Totals::SetAside).
    Total,
    /// A group of areas that is not an area of this crate, beside its members.
    UnknownGroup,
    /// A code of another length than the one asked for.
    OtherLevel,
    /// The same trade in another edition or classification stands.
    OtherClassification,
    /// The row says the same as another row of its cell, which stands.
    Duplicate,
    /// Another row of the same cell stands, and it has another value.
    Conflicting,
    /// Rows that are alike in everything that is read and differ in a column that is not: they may
    /// be parts, totals, or both.
    UnreadColumn,
    /// A measure that was not asked for, such as a second quantity.
    OtherMeasure,
    /// A quantity on a line of its own, for which no value came.
    WithoutValue,
    /// Trade in services, not in goods.
    Services,
    /// A code that the row needs is not there.
    NoCode,
    /// No area has this code.
    UnknownArea,
    /// No commodity of the classification has this code.
    UnknownCommodity,
    /// No flow has this code.
    UnknownFlow,
    /// No period has this form.
    UnknownPeriod,
    /// A code by which cells are broken down, such as a customs procedure, that is not known: it
    /// could be a total of others.
    UnknownPart,
    /// The value is not there: empty, withheld, not available.
    NoValue,
    /// The text is not a number.
    BadNumber,
    /// The number is too large to be kept beside the others.
    ///
    /// A column keeps whole numbers of its finest place in 64 bits, and finds that place while the
    /// rows come: it is not known before the last of them, and no row is kept as text until then.
    /// Up to nine places and 18 digits, from the largest number of the column to its finest place,
    /// all is exact in any order of rows. Beyond that the numbers that came first stand: a large
    /// number that comes after fine ones is set aside for this reason, and a fine number that comes
    /// after large ones is rounded to the places of the column, which a remark says.
    DoesNotFit,
    /// A panel has no room for more areas, commodities, periods or rows.
    TooMany,
    /// More fields or fewer than the header has.
    WrongFieldCount,
    /// The last line of the text has no line end, and its last field may have been longer.
    CutOff,
    /// The row is not a record of the format: an open quote, broken JSON. A quoted field over two
    /// lines costs both of them.
    Malformed,
}

/// A reason, whether its rows are lost to the data, what is said of them and what to do.
type Entry = (Reason, bool, &'static str, &'static str);

/// All reasons. Their advice is tried in `tests/read/cases.rs`, which has a list of it.
const REASONS: &[Entry] = &[
    (
        Reason::Component,
        false,
        "parts of a total that is in the data",
        "choose another part on the reader where it can: transport, customs, second_partner (UN Comtrade), regime \
         (China \
         Customs); other parts are in the total only",
    ),
    (
        Reason::WithoutTotal,
        true,
        "parts of cells whose total is not in the data",
        "ask the source for the total as well, or choose one part on the reader: transport, customs, \
         second_partner (UN Comtrade), regime (China Customs); districts, states, provinces and the like (US \
         Census, China Customs) are taken for the whole, and added up, with Reader::duplicates(Duplicates::Sum)",
    ),
    (
        Reason::OtherPart,
        false,
        "other parts of cells than asked for",
        "leave the choice of a part on the reader out to read the total",
    ),
    (
        Reason::Total,
        false,
        "rows that hold other rows of the data",
        "keep them as totals with Totals::Keep, which is the default",
    ),
    (
        Reason::UnknownGroup,
        false,
        "groups of areas that this crate has no area for",
        "their members stand on their own rows; add these up with Panel::aggregate_areas",
    ),
    (
        Reason::OtherLevel,
        false,
        "codes of another length than asked for",
        "choose it with Reader::level, 0 for all goods",
    ),
    (
        Reason::OtherClassification,
        false,
        "the same trade in another edition or classification",
        "keep the rows of each edition in a file of its own and read them one by one",
    ),
    (
        Reason::Duplicate,
        false,
        "rows that repeat another row",
        "choose another rule with Reader::duplicates",
    ),
    (
        Reason::Conflicting,
        true,
        "rows of a cell that stands with another value",
        "two states of one publication are read each alone; else choose a rule with Reader::duplicates: \
         KeepFirst or KeepLast, or Sum for rows that are parts",
    ),
    (
        Reason::UnreadColumn,
        true,
        "rows that differ only in a column that is not read",
        "if they are parts of their cells, add them up with Reader::duplicates(Duplicates::Sum); if one of them \
         is the total of the \
         others, keep that one in the file",
    ),
    (
        Reason::OtherMeasure,
        false,
        "other measures than the value and the quantity asked for",
        "a row keeps one quantity: choose which with Reader::quantity where the format has several",
    ),
    (
        Reason::WithoutValue,
        true,
        "quantities for which no value came",
        "a row of a panel needs a value: ask the source for the values too",
    ),
    (Reason::Services, false, "trade in services", "this crate reads trade in goods"),
    (
        Reason::NoCode,
        true,
        "rows without a code that they need",
        "ask the source for the column of this code",
    ),
    (
        Reason::UnknownArea,
        true,
        "unknown areas",
        "correct the code to one that Area reads; numbers of your own are read with Reader::own_areas",
    ),
    (
        Reason::UnknownCommodity,
        true,
        "unknown commodities",
        "check the code and its classification; write it without a point, and with the zero in front where that \
         was lost",
    ),
    (
        Reason::UnknownFlow,
        true,
        "unknown flows",
        "correct the code to a flow that Flow reads, or leave the rows of it out of the file",
    ),
    (
        Reason::UnknownPeriod,
        true,
        "unknown periods",
        "check the text: years are 2024, months 202401 or 2024-01, and freqCode says A of years and M of months",
    ),
    (
        Reason::UnknownPart,
        true,
        "unknown parts of cells",
        "correct the code; if it is a part of a total that is in the data, leave its rows out of the file",
    ),
    (
        Reason::NoValue,
        false,
        "no value",
        "missing is not zero: Panel::find says that the cell is not there",
    ),
    (
        Reason::BadNumber,
        true,
        "texts that are not numbers",
        "write them with digits and a point, 1234.5; where the source withholds a figure leave the field empty",
    ),
    (
        Reason::DoesNotFit,
        true,
        "numbers too large to be kept beside the others",
        "a column keeps 18 digits, from its largest number to its finest place: write the number with fewer \
         digits, or read its \
         row from a file of its own",
    ),
    (
        Reason::TooMany,
        true,
        "more areas, commodities, periods or rows than a panel has room for",
        "a panel has room for 65,536 areas, periods and flow labels and 4,294,967,295 rows: read fewer years at a \
         time",
    ),
    (
        Reason::WrongFieldCount,
        true,
        "another number of fields than the header",
        "look for a stray separator or a cut line",
    ),
    (
        Reason::CutOff,
        true,
        "a last line without a line end, which may be cut",
        "compare the line with the source: if it is whole, put a line end behind it; else download the file again",
    ),
    (
        Reason::Malformed,
        true,
        "rows that are not records of the format",
        "look at the line: a quote left open, a quoted field over two lines, which is not read, or two columns of \
         one name that differ",
    ),
];

impl Reason {
    fn entry(self) -> Option<&'static Entry> {
        REASONS.iter().find(|(reason, ..)| *reason == self)
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        self.entry().map_or("", |(.., help)| help)
    }

    /// True if what the row says is not in the data in any other way. Parts of a total that is
    /// there, levels and measures that were not asked for, and rows that repeat another one are set
    /// aside without a loss.
    ///
    /// ```
    /// use bilateral::panel::Reason;
    /// assert!(Reason::BadNumber.is_loss() && !Reason::Component.is_loss());
    /// ```
    #[must_use]
    pub fn is_loss(self) -> bool {
        self.entry().is_none_or(|(_, loss, ..)| *loss)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.entry().map_or("", |(_, _, words, _)| words))
    }
}

/// The rows set aside for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SetAside {
    /// Why.
    pub reason: Reason,
    /// How many rows.
    pub rows: u64,
    /// The first of them, at most [`SetAside::SHOWN`].
    pub first: Vec<Line>,
}

impl SetAside {
    /// How many lines are kept of each kind.
    pub const SHOWN: usize = 5;
}

/// One row of a file that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// File, line and, where one field is at fault, its column.
    pub place: Place,
    /// The field at fault, or what the row says; shortened.
    pub text: String,
}

/// What became of every row of a file, or of several files read together.
///
/// `accepted + set aside = rows`, always. Rows that were added up into one cell are all accepted,
/// so a panel may have fewer. Its form in serde has its numbers, the kinds of rows set aside, and
/// its remarks, doubts and breaks as texts.
///
/// ```
/// # #[cfg(feature = "readers")] {
/// use bilateral::read;
/// let file = "t,i,j,k,v,q\n2022,156,643,270900,1.5,0.1\n2022,156,643,270900,x,NA\n";
/// let opened = read::baci(file.as_bytes(), "mine.csv")?;
/// let account = &opened.account;
/// assert_eq!((account.rows(), account.accepted(), account.set_aside_rows()), (2, 1, 1));
/// assert_eq!(account.set_aside()[0].first[0].place.to_string(), "mine.csv, line 3, column v");
/// # }
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Account {
    rows: u64,
    accepted: u64,
    totals: u64,
    set_aside: Vec<SetAside>,
    remarks: Vec<String>,
    doubts: Vec<String>,
    #[serde(serialize_with = "as_texts")]
    breaks: Vec<Error>,
}

fn as_texts<S: Serializer>(errors: &[Error], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(errors.iter().map(ToString::to_string))
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

    /// What else should be known: editions side by side, units of quantities that are not known,
    /// files without rows.
    /// They do not make the account incomplete.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Where and why reading stopped before the end, if it did: the first of
    /// [`breaks`](Account::breaks).
    #[must_use]
    pub fn broken(&self) -> Option<&Error> {
        self.breaks.first()
    }

    /// Where and why reading stopped before the end, for each file that is not whole. What was read
    /// before is in the data.
    #[must_use]
    pub fn breaks(&self) -> &[Error] {
        &self.breaks
    }

    /// What speaks for rows that are missing from a file, beyond those that were set aside: as many
    /// rows as the service gives at most, fewer rows than an answer speaks of.
    #[must_use]
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// How many rows are lost to the data: those set aside for a reason that [is a
    /// loss](Reason::is_loss), and groups of areas or services if there is nothing else.
    #[must_use]
    pub fn lost_rows(&self) -> u64 {
        self.lost().fold(0, |sum, kind| sum.saturating_add(kind.rows))
    }

    /// The kinds of rows that are lost. Groups and services are beside the data, and lost where
    /// there is nothing beside them.
    fn lost(&self) -> impl Iterator<Item = &SetAside> {
        let alone = |kind: &SetAside| {
            self.accepted == 0 && matches!(kind.reason, Reason::UnknownGroup | Reason::Services)
        };
        self.set_aside.iter().filter(move |kind| kind.reason.is_loss() || alone(kind))
    }

    /// True if nothing is lost: every row is in the data or was set aside without a loss, every
    /// file was read to its end, and no file looks cut.
    /// [`Opened::panel`](crate::read::Opened::panel) gives the panel only then.
    ///
    /// A cut between two lines of a plain text cannot be seen. A file that has a header and no rows
    /// has lost nothing: it is complete, its panel is empty, and a [remark](Account::remarks) says
    /// that it has no rows.
    ///
    /// ```
    /// # #[cfg(feature = "readers")] {
    /// use bilateral::read;
    /// let opened = read::baci("t,i,j,k,v,q\n".as_bytes(), "mine.csv")?;
    /// assert!(opened.account.is_complete() && opened.account.rows() == 0);
    /// assert_eq!(opened.account.remarks(), ["mine.csv: the file has no rows"]);
    /// assert!(opened.panel()?.is_empty());
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lost_rows() == 0 && self.breaks.is_empty() && self.doubts.is_empty()
    }

    /// What to do about breaks, doubts and the rows that are lost, each advice once.
    #[cfg(feature = "readers")]
    pub(crate) fn advice(&self) -> Vec<String> {
        const DOUBT: &str =
            "fetch the file again, in smaller parts if its service gives a limited number of rows";
        let doubts = self.doubts.first().map(|_| DOUBT.to_owned());
        let helps = self.breaks.iter().map(Error::help).chain(doubts);
        let mut advice: Vec<String> = Vec::new();
        helps.chain(self.lost().map(|kind| kind.reason.help().to_owned())).for_each(|help| {
            if !advice.contains(&help) {
                advice.push(help);
            }
        });
        advice
    }

    /// What is lost, in one line; empty if the account is complete.
    #[must_use]
    pub fn losses(&self) -> String {
        let mut losses: Vec<String> = self.breaks.iter().map(ToString::to_string).collect();
        losses.extend(self.doubts.iter().cloned());
        for kind in self.lost() {
            let first = kind
                .first
                .first()
                .map(|line| format!(" (the first is {}: {})", line.place, line.text));
            let rows = grouped_rows(kind.rows);
            losses.push(format!("{rows}: {}{}", kind.reason, first.unwrap_or_default()));
        }
        losses.join("; ")
    }

    /// How many of the accepted rows hold other rows, and so stand in
    /// [`Panel::reported`](crate::panel::Panel::reported).
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
    #[cfg(feature = "readers")]
    pub(crate) fn set_aside_row(&mut self, reason: Reason, line: impl FnOnce() -> Line) {
        self.rows = self.rows.saturating_add(1);
        self.put_aside(reason, 1, line);
    }

    /// Rows that were accepted are in the data no more; the lines are those of the first of them.
    pub(crate) fn withdraw(&mut self, reason: Reason, rows: u64, first: Vec<Line>) {
        self.accepted = self.accepted.saturating_sub(rows);
        let shown = first.len() as u64;
        for line in first {
            self.put_aside(reason, 1, || line);
        }
        self.count_aside(reason, rows.saturating_sub(shown));
    }

    /// Rows that were set aside for one reason turn out to be set aside for another one.
    #[cfg(feature = "readers")]
    pub(crate) fn reconsider(
        &mut self,
        from: Reason,
        to: Reason,
        rows: u64,
        mut which: impl FnMut(&Line) -> bool,
    ) {
        let mut moved = Vec::new();
        if let Some(kind) = self.set_aside.iter_mut().find(|kind| kind.reason == from) {
            kind.rows = kind.rows.saturating_sub(rows);
            let (gone, kept): (Vec<Line>, Vec<Line>) =
                std::mem::take(&mut kind.first).into_iter().partition(|line| which(line));
            (moved, kind.first) = (gone, kept);
        }
        self.set_aside.retain(|kind| kind.rows > 0);
        let shown = moved.len() as u64;
        for line in moved {
            self.put_aside(to, 1, || line);
        }
        self.count_aside(to, rows.saturating_sub(shown));
    }

    /// How many of the accepted rows are totals of others.
    pub(crate) fn are_totals(&mut self, rows: u64) {
        self.totals = rows;
    }

    /// The same with the remarks of an account of rows that were made of these.
    pub(crate) fn with_remarks_of(mut self, other: &Account) -> Account {
        other.remarks.iter().for_each(|remark| self.remark(remark.clone()));
        self.totals = other.totals;
        self
    }

    #[cfg(feature = "readers")]
    pub(crate) fn stopped(&mut self, error: Error) {
        self.breaks.push(error);
    }

    #[cfg(feature = "readers")]
    pub(crate) fn doubt(&mut self, doubt: String) {
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
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

/// A line for the rows, then one for each reason, of losses and missing values with the first rows
/// and what to do, then what else there is to say.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, accepted, aside) = (self.rows, self.accepted, self.set_aside_rows());
        write!(
            f,
            "{} read: {} accepted, {} set aside",
            grouped_rows(rows),
            grouped(accepted),
            grouped(aside)
        )?;
        if self.totals > 0 {
            write!(
                f,
                "\n  {}: accepted as totals of other rows, in reported()",
                grouped(self.totals)
            )?;
        }
        for kind in &self.set_aside {
            write!(f, "\n  {}: {}", grouped(kind.rows), kind.reason)?;
            // Of a figure that is not there it should be known where.
            let is_told = matches!(kind.reason, Reason::NoValue | Reason::OtherClassification);
            if kind.reason.is_loss() || is_told {
                write!(f, " ({})", kind.reason.help())?;
                for line in &kind.first {
                    write!(f, "\n    {}: {}", line.place, line.text)?;
                }
            }
        }
        for line in self.doubts.iter().chain(&self.remarks) {
            write!(f, "\n  {line}")?;
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

/// `1 row`, `1,234,567 rows`.
fn grouped_rows(rows: u64) -> String {
    format!("{} {}", grouped(rows), if rows == 1 { "row" } else { "rows" })
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
