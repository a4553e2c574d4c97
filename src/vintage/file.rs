//! The plain file format of releases: one row for each published figure.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, counted};
use crate::key::{Flow, Key, TradeSystem, Valuation};
use crate::number::{Figure, FigureKind, Hedge, parse_decimal};
use crate::observation::{Observation, Status};
use crate::period::{Period, PublicationDate};
use crate::unit::AnyUnit;
use crate::vintage::{Release, Releases};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::str::FromStr;

/// Every column of the format, in the order in which it is written.
const COLUMNS: [&str; 14] = [
    "reporter",
    "partner",
    "flow",
    "commodity",
    "valuation",
    "period",
    "value",
    "unit",
    "hedge",
    "growth",
    "published_on",
    "status",
    "source",
    "note",
];
/// The columns that every file must have; the others may be left out.
const NEEDED: [&str; 6] = ["reporter", "partner", "flow", "period", "value", "unit"];

/// What a file gave: the releases that could be read, and every row that could not.
///
/// ```
/// use bilateral::Releases;
///
/// let file = "\
/// reporter,partner,flow,period,value,unit
/// CHN,RUS,trade,2022,190.271,billion USD
/// CHN,RUS,trade,2023,\"240,11\",billion USD
/// ";
/// let loaded = Releases::from_csv(file.as_bytes(), "mine.csv")?;
/// assert_eq!((loaded.row_count, loaded.releases.rows().len(), loaded.refused.len()), (2, 1, 1));
/// assert!(loaded.refused[0].to_string().starts_with("mine.csv, line 3, column value: “240,11”"));
/// assert!(loaded.complete().is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "look at the refused rows, or call complete()"]
#[non_exhaustive]
pub struct Loaded {
    /// The rows that could be read.
    pub releases: Releases,
    /// How many rows the file has besides its header; read and refused ones together.
    pub row_count: usize,
    /// One error for each row that could not be read, with its line and its column.
    pub refused: Vec<Error>,
}

impl Loaded {
    /// The releases, if every row could be read.
    ///
    /// # Errors
    /// The error of the first refused row; its [`help`](Error::help), which `{:#}` prints, says how
    /// many there are.
    pub fn complete(self) -> Result<Releases, Error> {
        let refused = self.refused.len();
        match self.refused.into_iter().next() {
            None => Ok(self.releases),
            Some(first) => {
                let help = first.help();
                Err(first.with_help(format!(
                    "{help}; Loaded::refused lists what is refused, {refused} of {}",
                    counted(self.row_count, "row")
                )))
            }
        }
    }
}

impl Releases {
    /// Reads releases from comma-separated text in UTF-8 with a header line; `name` is the file's
    /// name in errors.
    ///
    /// The columns are `reporter`, `partner`, `flow`, `commodity`, `valuation`, `period`, `value`,
    /// `unit`, `hedge`, `growth`, `published_on`, `status`, `source`, `note`, in any order;
    /// `reporter`, `partner`, `flow`, `period`, `value` and `unit` must be there. A quantity is a
    /// row whose unit is a quantity. An empty `value` needs a growth or a status that says why it
    /// is empty; an empty `commodity` is the total of all goods. `value` and `growth` are written
    /// as printed: `73.148`, `41.3`, with the hedge of the value in `hedge` and that of the growth
    /// before its number: `more than 43`, `fell by more than 7`. Growth is in percent and is
    /// written without the sign.
    ///
    /// Rows that cannot be read are listed in [`Loaded::refused`]; the others are used.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if reading fails, [`Parse`](crate::ErrorKind::Parse) if the
    /// header is wrong: a column unknown, missing or there twice.
    pub fn from_csv(reader: impl Read, name: &str) -> Result<Loaded, Error> {
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(reader);
        let mut record = ByteRecord::new();
        let mut loaded = Loaded { releases: Releases::new(), row_count: 0, refused: Vec::new() };
        let failed = |error: csv::Error| Error::io(error).about(name);
        if !reader.read_byte_record(&mut record).map_err(failed)? {
            return Err(Error::parse(
                "a file of releases",
                "",
                "it is empty, and the first line must name the columns",
            )
            .at(name, 1, None)
            .with_help("write the first line: reporter,partner,flow,period,value,unit"));
        }
        let header = header(&record, name)?;
        while reader.read_byte_record(&mut record).map_err(failed)? {
            loaded.row_count = loaded.row_count.saturating_add(1);
            let line = record.position().map_or(0, csv::Position::line);
            match (Row { header: &header, record: &record, name, line }).release() {
                Ok(release) => loaded.releases.rows.push(release),
                Err(error) => loaded.refused.push(error),
            }
        }
        Ok(loaded)
    }

    /// Reads releases from a file, as [`from_csv`](Releases::from_csv) does.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) with the path if the file cannot be opened, else as `from_csv`.
    /// [`Parse`](crate::ErrorKind::Parse) for a pipe or a device: opening a pipe would wait for
    /// somebody to write to it, and never say so.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Loaded, Error> {
        let about = std::fs::metadata(&path);
        if about.is_ok_and(|about| !about.is_file() && !about.is_dir()) {
            let shown = path.as_ref().display().to_string();
            return Err(Error::parse("a file of releases", &shown, "it is a pipe or a device")
                .with_help("open it and give it to Releases::from_csv, which waits for its rows"));
        }
        let name = path.as_ref().display().to_string();
        let file = File::open(path).map_err(|error| Error::io(error).about(&name))?;
        Releases::from_csv(file, &name)
    }

    /// Writes the releases in the same format, with every column, so that
    /// [`from_csv`](Releases::from_csv) gives them back equal.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if writing fails; [`Invalid`](crate::ErrorKind::Invalid) for a
    /// row that the format cannot hold: a trade system, or a level in words.
    ///
    /// ```
    /// use bilateral::{Releases, published};
    ///
    /// let mut file = Vec::new();
    /// let releases = published::china_russia()?;
    /// releases.write_csv(&mut file)?;
    /// assert_eq!(Releases::from_csv(file.as_slice(), "copy.csv")?.complete()?, releases);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut writer = WriterBuilder::new().from_writer(writer);
        let failed = |error: csv::Error| Error::io(error).about("writing releases");
        writer.write_record(COLUMNS).map_err(failed)?;
        for row in &self.rows {
            writer.write_record(cells(row)?).map_err(failed)?;
        }
        writer.flush().map_err(|error| Error::io(error).about("writing releases"))
    }
}

/// The name of each column, checked.
fn header(record: &ByteRecord, name: &str) -> Result<Vec<&'static str>, Error> {
    let refuse = |text: &str, reason: String, help: &str| {
        Err(Error::parse("a column of releases", text, reason).at(name, 1, None).with_help(help))
    };
    let mut header: Vec<&'static str> = Vec::new();
    for cell in record {
        let text = String::from_utf8_lossy(cell);
        let text = text.trim_start_matches('\u{feff}');
        let Some(column) = COLUMNS.iter().find(|column| **column == text) else {
            let reason = format!("the columns are {}", COLUMNS.join(", "));
            return refuse(text, reason, "name the columns as the format does, without blanks");
        };
        if header.contains(column) {
            return refuse(
                text,
                "the header names it twice".to_owned(),
                "leave one of the two columns out",
            );
        }
        header.push(column);
    }
    match NEEDED.iter().find(|column| !header.contains(column)) {
        Some(missing) => {
            Err(Error::parse("a column of the file", missing, "it is needed to read releases")
                .at(name, 1, None)
                .with_help("add the column, or write its name in the header where it is there"))
        }
        None => Ok(header),
    }
}

/// One row of the file, with what an error needs to name it.
struct Row<'a> {
    header: &'a [&'static str],
    record: &'a ByteRecord,
    name: &'a str,
    line: u64,
}

impl Row<'_> {
    fn release(&self) -> Result<Release, Error> {
        if self.record.len() != self.header.len() {
            let reason = format!(
                "it has {}, and the header has {}",
                counted(self.record.len(), "cell"),
                self.header.len()
            );
            return Err(Error::invalid("a row", reason)
                .with_help("put cells that hold a comma in quotes")
                .at(self.name, self.line, None));
        }
        let commodity = if self.cell("commodity")?.is_empty() {
            Commodity::TOTAL
        } else {
            self.read("commodity")?
        };
        let key = Key::new(
            self.read::<Flow>("flow")?,
            self.read::<Area>("reporter")?,
            self.read::<Area>("partner")?,
        )
        .of(commodity)
        .valued(self.read::<Valuation>("valuation")?);
        let unit = self.read::<AnyUnit>("unit")?;
        Ok(Release::new(key, unit, self.observation()?))
    }

    fn observation(&self) -> Result<Observation, Error> {
        let hedge = self.checked("hedge", Hedge::from_words(self.cell("hedge")?))?;
        let value = self.cell("value")?;
        let level = match value {
            "" if hedge == Hedge::Rounded => None,
            "" => {
                return self.checked(
                    "hedge",
                    Err(Error::parse("a hedge", hedge.words(), "there is no value to hedge")
                        .with_help("give the value, or leave the hedge empty")),
                );
            }
            value => Some(Figure::hedged(self.checked("value", parse_decimal(value))?, hedge)),
        };
        let growth = match self.cell("growth")? {
            "" => None,
            text => {
                let growth = self.read::<Figure>("growth")?;
                // The column is in percent, so that a sign in some of its rows would only ask what
                // the others are.
                let bare = if growth.is_percent() || growth.kind() == Some(FigureKind::Level) {
                    let reason = "the column holds growth rates in percent, without the sign “%”: 41.3, more than 43, fell 9.1";
                    Err(Error::parse("a growth rate", text, reason)
                        .with_help("write the number alone, or with its hedge before it"))
                } else {
                    Ok(growth)
                };
                Some(self.checked("growth", bare)?)
            }
        };
        let published_on = match self.cell("published_on")? {
            "" => None,
            _ => Some(self.read::<PublicationDate>("published_on")?),
        };
        let status = self.read::<Status>("status")?;
        let observation =
            Observation::from_parts(self.read::<Period>("period")?, level, growth, status);
        let mut observation = self.checked("status", observation)?;
        if let Some(date) = published_on {
            observation = observation.published(date);
        }
        Ok(observation.from_source(self.cell("source")?).with_note(self.cell("note")?))
    }

    /// The text of a cell; empty if the file does not have the column.
    fn cell(&self, column: &str) -> Result<&str, Error> {
        let place = self.header.iter().position(|known| *known == column);
        let bytes = place.and_then(|at| self.record.get(at)).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| {
            Error::parse("text", &String::from_utf8_lossy(bytes), "it is not in UTF-8")
                .at(self.name, self.line, Some(column))
                .with_help("save the file as UTF-8")
        })
    }

    fn read<T: FromStr<Err = Error>>(&self, column: &str) -> Result<T, Error> {
        self.checked(column, self.cell(column)?.parse())
    }

    fn checked<T>(&self, column: &str, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.at(self.name, self.line, Some(column)))
    }
}

fn cells(row: &Release) -> Result<[String; 14], Error> {
    let (key, observation) = (row.key(), row.observation());
    let refuse = |reason: &str, help: &str| {
        Err(Error::invalid("a row of releases", reason).about(key).with_help(help))
    };
    if key.system() != TradeSystem::Unspecified {
        return refuse(
            "the format has no column for the trade system",
            "write the rows under a key without a trade system, and name the system in the note",
        );
    }
    let level = match observation.level() {
        None => None,
        Some(level) => match (level.decimal(), level.hedge()) {
            (None, _) | (_, Hedge::Fold | Hedge::Fraction) => {
                return refuse(
                    "a level is a number, not a multiple in words",
                    "give the level as a number, and the multiple as growth",
                );
            }
            (Some(_), _) if level.last_digit().is_some_and(|last| last > level.printed_last()) => {
                return refuse(
                    "the level has fewer digits than its unit shows",
                    "give the unit that it was printed in",
                );
            }
            (Some(value), hedge) => Some((value.to_string(), hedge.words().to_owned())),
        },
    };
    let (value, hedge) = level.unwrap_or_default();
    let commodity = key.commodity().to_string();
    let valuation = if key.valuation() == Valuation::AsReported {
        String::new()
    } else {
        key.valuation().to_string()
    };
    let status = if observation.status() == Status::Normal {
        String::new()
    } else {
        observation.status().to_string()
    };
    Ok([
        key.reporter().to_string(),
        key.partner().to_string(),
        key.flow().to_string(),
        commodity,
        valuation,
        observation.period().iso(),
        value,
        row.unit().code(),
        hedge,
        observation.growth().map_or_else(String::new, |growth| growth.to_string()),
        observation.published_on().map_or_else(String::new, |date| date.to_string()),
        status,
        observation.source().to_owned(),
        observation.note().to_owned(),
    ])
}
