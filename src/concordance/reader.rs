//! Tables of one's own and the files that the UN Statistics Division offers.

use crate::commodity::{Classification, Commodity, HsEdition};
use crate::concordance::table::{CodeTable, code_of_table};
use crate::concordance::workbook::{self, Sheet};
use crate::error::Error;
use crate::number::Ratio;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The largest file that is read; the tables of the UN have at most 2 MB.
const LARGEST: u64 = 64 << 20;
/// So many rows may stand before the one that names the columns.
const TITLES: usize = 20;

/// Reads a table of codes from a file.
///
/// Two forms are read, as text with commas, semicolons or tabs, and with the feature `excel` as the
/// sheets of an `.xlsx` or `.xls` file:
///
/// - columns `from` and `to`, and if there is one `conversion` (1 for the preferred target of a
///   code, else 0) or `weight` (a decimal or a fraction; see [`CodeTable::weights`]);
/// - the tables of the UN Statistics Division, whose columns are named after the classifications:
///   `HS 2022`, `HS 2017`, `Relationship`. Titles may stand before that row. In a workbook a sheet
///   with “conversion” in its name gives the preferred targets.
///
/// Codes of the Harmonized System are subheadings, as in [`CodeTable::new`]; anything else is
/// refused with its line and column. Look at [`CodeTable::unknown_codes`] for six digits mistyped.
///
/// ```
/// use bilateral::concordance::CodeTableReader;
///
/// let reader = CodeTableReader::new("H6".parse()?, "H5".parse()?);
/// let table = reader.csv("from,to\n240411,240391\n240411,240399\n".as_bytes(), "mine.csv")?;
/// assert_eq!(table.len(), 2);
/// let error = reader.csv("from,to\n10121,10121\n".as_bytes(), "mine.csv").unwrap_err();
/// assert!(error.to_string().starts_with("mine.csv, line 2, column from"));
/// let restored = reader.restoring_zeros().csv("from,to\n10121,10121\n".as_bytes(), "mine.csv")?;
/// assert_eq!(restored.from_codes().next(), Some("H6:010121".parse()?));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeTableReader {
    from: Classification,
    to: Classification,
    restores_zeros: bool,
}

impl CodeTableReader {
    /// A reader of tables from one classification to another.
    #[must_use]
    pub fn new(from: Classification, to: Classification) -> CodeTableReader {
        CodeTableReader { from, to, restores_zeros: false }
    }

    /// The same, which puts a zero before codes of the Harmonized System that have an odd number of
    /// digits: a spreadsheet that took codes for numbers has dropped it. Without this such codes
    /// are refused.
    #[must_use]
    pub fn restoring_zeros(self) -> CodeTableReader {
        CodeTableReader { restores_zeros: true, ..self }
    }

    /// A table from text in UTF-8; `name` is the file's name in errors.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if reading fails; [`Parse`](crate::ErrorKind::Parse) with line
    /// and column for what cannot be read; [`Invalid`](crate::ErrorKind::Invalid) for a row that
    /// comes twice, for a file without rows and for one of more than 64 MB.
    pub fn csv(&self, reader: impl Read, name: &str) -> Result<CodeTable, Error> {
        let rows = text_rows(reader, name)?;
        self.table(&[Sheet { file: name.to_owned(), is_conversion: false, rows }])
    }

    /// A table from a file: `.xlsx` or `.xls` (feature `excel`), anything else as text.
    ///
    /// # Errors
    /// As [`csv`](CodeTableReader::csv).
    pub fn open(&self, path: impl AsRef<Path>) -> Result<CodeTable, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if matches!(ending.as_deref(), Some("xlsx" | "xls")) {
            let sheets = workbook::sheets(path)?.into_iter();
            let known: Vec<Sheet> =
                sheets.filter(|sheet| header(sheet, self.from, self.to).is_some()).collect();
            if known.is_empty() {
                return Err(no_header(self.from, self.to).at(&name, 1, None));
            }
            return self.table(&known);
        }
        let file = std::fs::File::open(path).map_err(|error| Error::io(error).about(&name))?;
        self.csv(file, &name)
    }

    fn table(&self, sheets: &[Sheet]) -> Result<CodeTable, Error> {
        let mut rows = Rows::default();
        // A workbook may have the preferred targets alone.
        let has_rows = sheets.iter().any(|sheet| !sheet.is_conversion);
        for sheet in sheets {
            self.read(sheet, has_rows, &mut rows)?;
        }
        let name = sheets.first().map_or("", |sheet| sheet.file.as_str());
        let pairs: Vec<(Commodity, Commodity)> = rows.pairs.keys().copied().collect();
        let mut table =
            CodeTable::of(self.from, self.to, pairs).map_err(|error| error.about(name))?;
        for (from, to) in rows.preferred {
            table.prefer(from, to).map_err(|error| error.about(name))?;
        }
        table.weigh(rows.weights);
        Ok(table)
    }

    fn read(&self, sheet: &Sheet, has_rows: bool, rows: &mut Rows) -> Result<(), Error> {
        let header = header(sheet, self.from, self.to)
            .ok_or_else(|| no_header(self.from, self.to).at(&sheet.file, 1, None))??;
        for (line, cells) in sheet.rows.iter().skip(header.row.saturating_add(1)) {
            self.read_row(sheet, &header, *line, cells, has_rows, rows)?;
        }
        Ok(())
    }

    fn read_row(
        &self,
        sheet: &Sheet,
        header: &Header,
        line: u64,
        cells: &[String],
        has_rows: bool,
        rows: &mut Rows,
    ) -> Result<(), Error> {
        let at = |error: Error, column: &Column| error.at(&sheet.file, line, Some(&column.name));
        let cell = |column: &Column| cells.get(column.at).map_or("", |text| text.trim());
        let (from, to) = (cell(&header.from), cell(&header.to));
        // The UN leaves a cell empty where a code has no counterpart.
        let is_alone = header.is_un && (from.is_empty() || to.is_empty());
        if is_alone || from.is_empty() && to.is_empty() {
            return Ok(());
        }
        let from = self.code(self.from, from).map_err(|error| at(error, &header.from))?;
        let to = self.code(self.to, to).map_err(|error| at(error, &header.to))?;
        if sheet.is_conversion {
            rows.preferred.push((from, to));
        }
        if sheet.is_conversion && has_rows {
            return Ok(());
        }
        if let Some(before) = rows.pairs.insert((from, to), line) {
            let reason = format!("the row {from} -> {to} stands in line {before} as well");
            let error = Error::invalid("a table of codes", reason);
            return Err(error.at(&sheet.file, line, None).with_help("keep each row once"));
        }
        if let Some(column) = &header.conversion {
            match cell(column) {
                "1" => rows.preferred.push((from, to)),
                "0" | "" => {}
                other => return Err(at(not_a_mark(other), column)),
            }
        }
        if let Some(column) = &header.weight {
            let weight = cell(column).parse().map_err(|error: Error| {
                at(error, column).with_help("write a weight from 0 to 1, as 0.25 or 1/4")
            })?;
            rows.weights.insert((from, to), weight);
        }
        Ok(())
    }

    /// A code as it stands in a file: a point inside is left out, a lost zero named or restored.
    fn code(&self, of: Classification, text: &str) -> Result<Commodity, Error> {
        let is_hs = matches!(of, Classification::Hs(_));
        let plain = match of {
            Classification::Hs(_) | Classification::Sitc(_) => text.replace('.', ""),
            _ => text.to_owned(),
        };
        let has_lost = is_hs
            && matches!(plain.len(), 1 | 3 | 5)
            && plain.bytes().all(|byte| byte.is_ascii_digit());
        match has_lost {
            true if self.restores_zeros => code_of_table(of, &format!("0{plain}")),
            true => Err(Error::parse(
                "a commodity code",
                text,
                format!("it has an odd number of digits; perhaps 0{plain}, whose zero was lost"),
            )
            .with_help("save codes as text with their leading zeros, or use restoring_zeros()")),
            false => code_of_table(of, &plain),
        }
    }
}

/// What the rows of a file say.
#[derive(Default)]
struct Rows {
    /// With their lines.
    pairs: BTreeMap<(Commodity, Commodity), u64>,
    preferred: Vec<(Commodity, Commodity)>,
    weights: BTreeMap<(Commodity, Commodity), Ratio>,
}

/// Where the columns are.
struct Header {
    row: usize,
    from: Column,
    to: Column,
    conversion: Option<Column>,
    weight: Option<Column>,
    /// Named after the classifications, as the UN does.
    is_un: bool,
}

struct Column {
    at: usize,
    name: String,
}

/// The row that names the columns, and what is wrong with it.
fn header(
    sheet: &Sheet,
    from: Classification,
    to: Classification,
) -> Option<Result<Header, Error>> {
    sheet.rows.iter().take(TITLES).enumerate().find_map(|(row, (line, cells))| {
        let find = |fits: &dyn Fn(&str) -> bool, after: Option<usize>| {
            let mut named = cells.iter().enumerate().map(|(at, name)| (at, name.trim()));
            named
                .find(|(at, name)| Some(*at) != after && fits(&name.to_lowercase()))
                .map(|(at, name)| Column { at, name: name.to_owned() })
        };
        let own = find(&|name| name == "from", None).zip(find(&|name| name == "to", None));
        let is_un = own.is_none();
        let (from, to) = match own {
            Some(columns) => columns,
            None => {
                let first = find(&|name| is_name_of(name, from), None)?;
                let second = find(&|name| is_name_of(name, to), Some(first.at))?;
                (first, second)
            }
        };
        let conversion = find(&|name| name == "conversion", None);
        let weight = find(&|name| name == "weight", None);
        let known = ["from", "to", "conversion", "weight", "degree", "relationship", ""];
        let stranger =
            cells.iter().find(|name| !known.contains(&name.trim().to_lowercase().as_str()));
        Some(match stranger.filter(|_| !is_un) {
            Some(name) => Err(Error::parse(
                "a column of a table of codes",
                name,
                "the columns are from, to, and conversion or weight",
            )
            .at(&sheet.file, *line, Some(name))
            .with_help("rename the column or leave it out")),
            None => Ok(Header { row, from, to, conversion, weight, is_un }),
        })
    })
}

/// True for the names that the UN gives to a column: `hs 2022`, `from hs22`, `sitc rev. 4`, `bec4`.
fn is_name_of(name: &str, of: Classification) -> bool {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let plain = plain.trim_start_matches("from").trim_start_matches("to");
    let plain = plain.replace("rev", "");
    let code = of.to_string().to_lowercase();
    let is_number = |front: &str| {
        plain.strip_prefix(front).is_some_and(|rest| code.get(1..).is_some_and(|end| end == rest))
    };
    plain == code
        || match of {
            Classification::Hs(Some(edition)) => {
                // The edition that the crate dates 1988 is named 1992 by the UN.
                let year = if edition == HsEdition::H0 { 1992 } else { edition.year() };
                let year = year.to_string();
                let rest = plain.strip_prefix("hs").unwrap_or("");
                rest == year || year.get(2..) == Some(rest)
            }
            Classification::Sitc(_) => is_number("sitc"),
            Classification::Bec(_) => is_number("bec"),
            _ => false,
        }
}

fn text_rows(reader: impl Read, name: &str) -> Result<Vec<(u64, Vec<String>)>, Error> {
    let mut bytes = Vec::new();
    let failed = |error: std::io::Error| Error::io(error).about(name);
    reader.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::invalid("a table of codes", "the file has more than 64 MB")
            .about(name)
            .with_help("give a file of pairs of codes; titles can be left out"));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
        let line = before.iter().filter(|byte| **byte == b'\n').count() as u64;
        Error::parse("a table of codes", "", "it is not UTF-8")
            .at(name, line.saturating_add(1), None)
            .with_help("save the file as CSV in UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let count = |mark: char| text.lines().take(TITLES).filter(|line| line.contains(mark)).count();
    let marks = [',', ';', '\t'].into_iter().rev();
    let delimiter = marks.max_by_key(|mark| count(*mark)).unwrap_or(',');
    let mut csv = csv::ReaderBuilder::new();
    // One of the three marks, so a byte.
    csv.flexible(true).has_headers(false).delimiter(u8::try_from(delimiter).unwrap_or(b','));
    let mut rows = Vec::new();
    for record in csv.from_reader(text.as_bytes()).records() {
        let record = record.map_err(|error| Error::io(error).about(name))?;
        // Empty lines stand before the record that is said to begin with them.
        let begin = record.position().map_or((0, 0), |at| (at.line(), at.byte()));
        let rest = usize::try_from(begin.1).ok().and_then(|byte| text.get(byte..)).unwrap_or("");
        let blank = rest.chars().take_while(|c| matches!(c, '\r' | '\n'));
        let line = begin.0.saturating_add(blank.filter(|c| *c == '\n').count() as u64);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn no_header(from: Classification, to: Classification) -> Error {
    let reason = format!("no row names the columns from and to, or those of {from} and {to}");
    Error::parse("a table of codes", "", reason).with_help(
        "write a first line: from,to; or name the columns after the classifications, as HS 2022, \
         SITC4 or BEC4, and give the reader those",
    )
}

fn not_a_mark(text: &str) -> Error {
    Error::parse("a mark of a conversion", text, "a mark is 1 or 0")
        .with_help("write 1 for the one target that all of the code goes to, else 0")
}
