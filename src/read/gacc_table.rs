//! China Customs: the text of the monthly table of imports and exports by customs regime.
//!
//! ```text
//! (5) Imports and Exports by Customs Regime, 10.2019
//! Unit: US$1,000
//! Customs Regime  Exports Imports
//! 10 1 to 10 10 1 to 10
//! TOTAL 212,916,095  2,037,923,161  169,898,075  1,697,419,226
//! -0.9 -0.2 -6.5 -5.1
//! ```
//!
//! A line with a name and four values, then one with their growth in percent; `-` is none. Both
//! lines together are one row of the account. Whatever else stands below the header, a note or half
//! a line, is a row of its own and set aside.

use crate::area::{CHN, WORLD};
use crate::error::Error;
use crate::key::Key;
use crate::number::{Figure, parse_decimal};
use crate::observation::Observation;
use crate::period::Period;
use crate::read::Reason;
use crate::read::head::Head;
use crate::read::number::without_separators;
use crate::read::places::At;
use crate::read::session::{File, Rows};
use crate::read::source::Source;
use crate::read::table::stopped;
use crate::read::text::{Block, Blocks, End, decode, lines};
use crate::unit::{AnyUnit, CNY, MoneyUnit, USD};
use crate::vintage::{Release, Releases};

const WHAT: &str = "a table of China Customs by customs regime";
/// The regime that holds all others.
const TOTAL: &str = "TOTAL";
/// The columns: exports of the month, from January on, imports of the month, from January on.
const COLUMNS: usize = 4;

/// What stands above the rows.
#[derive(Default)]
struct Header {
    /// Year, and the month up to which the table goes.
    month: Option<(i32, u8)>,
    unit: Option<MoneyUnit>,
    flows: bool,
    months: bool,
}

/// A value as printed, or none.
type Cells = [Option<Figure>; COLUMNS];

/// A row of which the values have been read.
struct Row {
    name: String,
    line: u64,
    text: Vec<u8>,
    values: Cells,
    growth: Option<Cells>,
}

/// A text that is such a table by the words of its title and its unit.
pub(crate) fn is(head: &Head<'_>) -> bool {
    let Head::Table { text, .. } = head else { return false };
    let start = text.get(..text.len().min(2000)).unwrap_or_default();
    let holds =
        |words: &[u8]| start.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words));
    holds(b"by customs regime") && holds(b"unit:")
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    header: Header,
    rows: Vec<Row>,
    /// A line was not a part of the table.
    odd: bool,
    line: u64,
}

/// Reads a table. Month and January to month of both flows become releases of China with the World.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse) if the header is not that of such a table, and the errors of
/// reading.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let name = source.name;
    let mut rows = file.rows_of_any_unit();
    let mut blocks = Blocks::new(source.rest, source.head);
    let (mut block, mut reading) = (Block::default(), Reading::default());
    let end = loop {
        if let Err(end) = blocks.fill(&mut block) {
            break end;
        }
        for bytes in lines(block.text()) {
            reading.line = reading.line.saturating_add(1);
            reading.take(bytes, &name, &mut rows)?;
        }
    };
    reading.tail(blocks.tail(), &name, &mut rows)?;
    let finished = matches!(end, End::Finished);
    let (Some((year, month)), Some(unit)) = (reading.header.month, reading.header.unit) else {
        return Err(stopped(end, &name, reading.line, "it ends before the line with the unit"));
    };
    if !finished {
        rows.stopped(stopped(end, &name, reading.line, ""))?;
    } else if !reading.odd {
        check_total(&reading.rows, &name, &mut rows);
    }
    let bare = reading.rows.iter().filter(|row| row.growth.is_none()).count();
    if bare > 0 {
        rows.doubt(format!("{name}: rows without a line of growth: {bare}"));
    }
    let spans = (Period::try_month(year, month)?, Period::try_january_to(year, month)?);
    let releases = chosen(&reading.rows, spans, unit, &name, &mut rows);
    rows.publish(releases);
    Ok(())
}

impl Reading {
    /// A whole line.
    fn take(&mut self, bytes: &[u8], name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Error> {
        let (text, line) = (decode(bytes), self.line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Ok(());
        }
        if !self.header.is_complete() {
            self.header.take(text).map_err(|error| error.at(name, line, None))?;
            return self.header.unit.map_or(Ok(()), |unit| rows.are_in(unit.currency().one()));
        }
        let bare = self.rows.last_mut().filter(|row| row.growth.is_none());
        match (cells(text), bare) {
            (Some((label, values)), _) if !label.is_empty() => {
                self.rows.push(Row {
                    name: label,
                    line,
                    text: bytes.to_vec(),
                    values,
                    growth: None,
                });
            }
            // Growth belongs to the values right before it.
            (Some((_, growth)), Some(row)) => row.growth = Some(growth),
            // At once, so that a file of other lines is not kept.
            _ => {
                self.odd = true;
                rows.set_aside(Reason::Malformed, At { line, text: bytes }, None, b"");
            }
        }
        Ok(())
    }

    /// The last line, if it has no line end: below the header it ends with a number, which may have
    /// been longer.
    fn tail(&mut self, tail: &[u8], name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Error> {
        if tail.trim_ascii().is_empty() {
            return Ok(());
        }
        self.line = self.line.saturating_add(1);
        if !self.header.is_complete() {
            return self.take(tail, name, rows);
        }
        self.odd = true;
        rows.set_aside(Reason::CutOff, At { line: self.line, text: tail }, None, b"");
        Ok(())
    }
}

/// The figures of the regime that was asked for; the others are set aside.
fn chosen(
    table: &[Row],
    (month, to_date): (Period, Period),
    unit: MoneyUnit,
    name: &str,
    rows: &mut Rows<'_, '_>,
) -> Releases {
    let wanted = rows.options().regime.as_deref().map_or(TOTAL, str::trim);
    let is_wanted = |row: &&Row| row.name.eq_ignore_ascii_case(wanted);
    let first = table.iter().find(is_wanted);
    let other = match first {
        _ if !wanted.eq_ignore_ascii_case(TOTAL) => Reason::OtherPart,
        None => Reason::WithoutTotal,
        Some(_) => Reason::Component,
    };
    for row in table {
        let at = At { line: row.line, text: &row.text };
        let reason = match first {
            Some(first) if std::ptr::eq(first, row) => {
                rows.accept(1);
                continue;
            }
            Some(first) if is_wanted(&row) && first.says_the_same(row) => Reason::Duplicate,
            Some(_) if is_wanted(&row) => Reason::Conflicting,
            _ => other,
        };
        rows.set_aside(reason, at, Some("Customs Regime"), row.name.as_bytes());
    }
    if first.is_none() {
        rows.remark(format!("{name}: no row has the customs regime “{wanted}”"));
    }
    first.map_or(Releases::new(), |row| published(row, month, to_date, unit))
}

impl Row {
    fn says_the_same(&self, other: &Row) -> bool {
        self.values == other.values && self.growth == other.growth
    }
}

/// The figures of a row. Those of January are printed twice and are one release.
fn published(row: &Row, month: Period, to_date: Period, unit: MoneyUnit) -> Releases {
    let (exports, imports) = (Key::exports(CHN).to(WORLD), Key::imports(CHN).from(WORLD));
    let columns = [(exports, month), (exports, to_date), (imports, month), (imports, to_date)];
    let growth = row.growth.unwrap_or_default();
    let mut releases: Vec<Release> = Vec::new();
    for ((key, period), (level, growth)) in
        columns.into_iter().zip(row.values.into_iter().zip(growth))
    {
        let observation = match (level, growth) {
            (Some(level), None) => Observation::new(period, level),
            (Some(level), Some(growth)) => Observation::new(period, level).with_growth(growth),
            (None, Some(growth)) => Observation::growth_only(period, growth),
            (None, None) => continue,
        };
        let note = format!("customs regime {}", row.name);
        let observation = observation.from_source("GACC").with_note(note);
        let release = Release::new(key, AnyUnit::Money(unit), observation);
        if !releases.contains(&release) {
            releases.push(release);
        }
    }
    releases.into_iter().collect()
}

/// Every regime is rounded on its own, and so is the total: they agree within half a unit for each
/// of them.
fn check_total(rows: &[Row], name: &str, session: &mut Rows<'_, '_>) {
    let (totals, regimes): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.name.eq_ignore_ascii_case(TOTAL));
    let (Some(total), false) = (totals.first(), regimes.is_empty()) else { return };
    let whole = |figure: &Option<Figure>| {
        figure.and_then(|figure| i64::try_from(figure.decimal()?).ok()).unwrap_or(0)
    };
    let names =
        ["exports of the month", "exports to date", "imports of the month", "imports to date"];
    for (at, what) in names.into_iter().enumerate() {
        let of = |row: &Row| row.values.get(at).map_or(0, whole);
        let sum = regimes.iter().fold(0_i64, |sum, row| sum.saturating_add(of(row)));
        let twice = sum.saturating_sub(of(total)).unsigned_abs().saturating_mul(2);
        if twice > regimes.len().saturating_add(1) as u64 {
            let remark = format!(
                "{name}: {what} of the regimes are {sum} together, and the total is {}",
                of(total)
            );
            session.remark(remark);
        }
    }
}

/// The last four words as numbers or none, and what stands before them.
fn cells(text: &str) -> Option<(String, Cells)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (label, numbers) = words.split_at_checked(words.len().checked_sub(COLUMNS)?)?;
    let mut cells = Cells::default();
    for (cell, word) in cells.iter_mut().zip(numbers) {
        *cell = if *word == "-" { None } else { Some(figure(word)?) };
    }
    Some((label.join(" "), cells))
}

fn figure(word: &str) -> Option<Figure> {
    let plain = String::from_utf8(without_separators(word.as_bytes())?).ok()?;
    parse_decimal(&plain).ok().map(Figure::printed)
}

impl Header {
    fn is_complete(&self) -> bool {
        self.month.is_some() && self.unit.is_some() && self.flows && self.months
    }

    /// One line of the header, in its order.
    fn take(&mut self, text: &str) -> Result<(), Error> {
        let refuse = |reason: &str| {
            let help = "save the table with the lines of its header as the office prints them";
            Err(Error::parse(WHAT, text, reason).with_help(help))
        };
        if self.month.is_none() {
            let after = text.rsplit_once(',').map(|(_, month)| month.trim());
            let parts = after.and_then(|month| month.split_once('.'));
            let parts =
                parts.and_then(|(month, year)| Some((year.parse().ok()?, month.parse().ok()?)));
            let Some((year, month)) =
                parts.filter(|(year, month)| Period::try_month(*year, *month).is_ok())
            else {
                return refuse("the title must end with the month, as in “, 10.2019”");
            };
            self.month = Some((year, month));
        } else if self.unit.is_none() {
            let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            self.unit = match plain.to_ascii_lowercase().as_str() {
                "unit:us$1,000" => Some(USD.thousand()),
                "unit:rmb10,000" | "unit:cny10,000" | "unit:rmb10,000yuan" => {
                    Some(CNY.ten_thousand())
                }
                _ => return refuse("the known units are US$1,000 and RMB 10,000"),
            };
        } else if !self.flows {
            let words: Vec<&str> = text.split_whitespace().collect();
            if words != ["Customs", "Regime", "Exports", "Imports"] {
                return refuse("the known columns are Customs Regime, Exports, Imports");
            }
            self.flows = true;
        } else {
            let month = self.month.map(|(_, month)| month).unwrap_or_default();
            let plain: Vec<&str> = text.split_whitespace().collect();
            let (one, span) = (format!("{month}"), format!("1 to {month}"));
            // In January the span may be printed as the month alone.
            let both = [format!("{one} {span} {one} {span}"), format!("{one} {one} {one} {one}")];
            if !both.contains(&plain.join(" ")) {
                return refuse("the months of the columns are not those of the title");
            }
            self.months = true;
        }
        Ok(())
    }
}
