//! Tables to go on with elsewhere: a panel and every table of results as CSV or as JSON lines.
//!
//! Labels are made into text once for each entry of a dictionary; a row is copies of these and
//! whole numbers printed by hand. Indices are identifiers below the lengths of the dictionaries,
//! columns below the number of names, and places inside of a buffer that is longer than any number.
//! Held by `a_panel_written_is_the_panel_read` and `numbers_are_written_as_decimals_print` in
//! `tests/panel/write.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{Column, DEFINED, REASONS, Reason, undefined};
use crate::error::Error;
use crate::key::{Label as FlowLabel, TradeSystem, Treatment};
use crate::panel::{NO_QUANTITY, Panel, PanelView};
use crate::period::Period;
use crate::unit::MoneyUnit;
use std::fmt;
use std::io::{self, Write};

/// So much is handed to the writer at once.
const BLOCK: usize = 1 << 16;

/// Rows of labels and numbers, ready to be written. The columns are named as in SDMX-CSV.
///
/// Numbers are exact, with all places of their column; in JSON they are strings, because numbers of
/// JSON are read as floats elsewhere. Where a number is not defined its cell is empty (`null` in
/// JSON), and a column says why: `REASON`, or `RCA_REASON` behind `RCA` where several numbers can
/// be undefined. Text is UTF-8; lines end with a line feed.
///
/// | column | holds |
/// |---|---|
/// | `REF_AREA`, `COUNTERPART_AREA` | reporter and partner: `CHN`, `World`, Comtrade's number, `own:17` |
/// | `TRADE_FLOW`, `COMMODITY`, `VALUATION` | `import`, `H6:270900`, `FOB` or `as reported` |
/// | `TIME_PERIOD` | `2022`, `2022-04`, `2022-01/2022-04` |
/// | `TRADE_SYSTEM`, `TREATMENT` | `general`, `reconciled`; only where some row states one |
/// | `OBS_VALUE`, `UNIT_MEASURE` | the value and its unit, `thousand USD` |
///
/// ```
/// use bilateral::{
///     Key, Period, Rounding,
///     area::{CHN, RUS},
///     panel::PanelBuilder,
///     unit::USD,
/// };
///
/// let mut rows = PanelBuilder::new(USD.million(), 1)?;
/// for (year, value) in [(2021, 67_565), (2022, 76_123)] {
///     rows.push(Key::exports(CHN).to(RUS), Period::year(year), value.into())?;
/// }
/// let panel = rows.build()?;
/// let mut file = Vec::new();
/// panel.growth(4, Rounding::HalfEven)?.table().write_csv(&mut file)?;
/// assert_eq!(String::from_utf8_lossy(&file), "\
/// REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,\
/// OBS_VALUE,UNIT_MEASURE,CHANGE,GROWTH,REASON
/// CHN,RUS,export,TOTAL,as reported,2021,\
/// 67565.0,million USD,,,no figure and nothing to derive one from
/// CHN,RUS,export,TOTAL,as reported,2022,76123.0,million USD,8558.0,0.1267,
/// ");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[must_use = "write it"]
pub struct Table<'a> {
    names: Vec<String>,
    each: Box<Each<'a>>,
}

/// Hands over all rows.
type Each<'a> = dyn Fn(&mut Lines<'_>) -> io::Result<()> + Send + Sync + 'a;

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("names", &self.names).finish_non_exhaustive()
    }
}

impl<'a> Table<'a> {
    pub(crate) fn new(
        names: Vec<String>,
        each: impl Fn(&mut Lines<'_>) -> io::Result<()> + Send + Sync + 'a,
    ) -> Table<'a> {
        Table { names, each: Box::new(each) }
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Writes a header and a line for each row. The writer needs no buffer of its own.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if writing fails.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut header: Vec<u8> =
            self.names.iter().map(|name| csv(name)).collect::<Vec<_>>().join(&b',');
        header.push(b'\n');
        let before = (0..self.names.len())
            .map(|at| if at == 0 { Vec::new() } else { b",".to_vec() })
            .collect();
        self.write(writer, header, before, b"\n", false)
    }

    /// Writes a JSON object for each row, one a line, every column in each.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if writing fails.
    pub fn write_json_lines(&self, writer: impl Write) -> Result<(), Error> {
        let named = |(at, name): (usize, &String)| {
            let mut before = if at == 0 { b"{".to_vec() } else { b",".to_vec() };
            before.extend(json(name));
            before.push(b':');
            before
        };
        self.write(
            writer,
            Vec::new(),
            self.names.iter().enumerate().map(named).collect(),
            b"}\n",
            true,
        )
    }

    fn write(
        &self,
        mut writer: impl Write,
        header: Vec<u8>,
        before: Vec<Vec<u8>>,
        end: &'static [u8],
        is_json: bool,
    ) -> Result<(), Error> {
        let reasons = (0..REASONS).map(|reason| Label::new(undefined(reason))).collect();
        let mut rows =
            Lines { writer: &mut writer, buffer: header, before, column: 0, end, is_json, reasons };
        let written = (self.each)(&mut rows)
            .and_then(|()| rows.hand_over())
            .and_then(|()| rows.writer.flush());
        written.map_err(|error| Error::io(error).about("writing a table"))
    }
}

/// A text in both forms.
pub(crate) struct Label {
    csv: Vec<u8>,
    json: Vec<u8>,
}

impl Label {
    pub(crate) fn new(text: impl ToString) -> Label {
        let text = text.to_string();
        Label { csv: csv(&text), json: json(&text) }
    }

    pub(crate) fn all<T: ToString>(items: &[T]) -> Vec<Label> {
        items.iter().map(|item| Label::new(item.to_string())).collect()
    }

    /// Periods are written as files have them, not as they print.
    pub(crate) fn periods(periods: &[Period]) -> Vec<Label> {
        periods.iter().map(|period| Label::new(period.iso())).collect()
    }
}

/// A field, in quotes where it needs them.
fn csv(text: &str) -> Vec<u8> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into_bytes()
    } else {
        text.as_bytes().to_vec()
    }
}

/// A string of JSON.
fn json(text: &str) -> Vec<u8> {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\u{1f}' => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted.into_bytes()
}

/// Rows on their way out, cell by cell.
pub(crate) struct Lines<'w> {
    writer: &'w mut dyn Write,
    buffer: Vec<u8>,
    /// What stands before the cell of each column: a comma, or the name in JSON.
    before: Vec<Vec<u8>>,
    column: usize,
    end: &'static [u8],
    is_json: bool,
    reasons: Vec<Label>,
}

impl Lines<'_> {
    fn begin_cell(&mut self) {
        self.buffer.extend_from_slice(&self.before[self.column]);
        self.column += 1;
    }

    pub(crate) fn text(&mut self, label: &Label) {
        self.begin_cell();
        self.buffer.extend_from_slice(if self.is_json { &label.json } else { &label.csv });
    }

    /// Cells that many rows share, from this column on, for [`piece`](Lines::piece).
    fn shared(&self, column: usize, labels: &[&Label]) -> Vec<u8> {
        let cells = self.before[column..].iter().zip(labels);
        let text =
            |label: &Label| if self.is_json { label.json.clone() } else { label.csv.clone() };
        cells.flat_map(|(before, label)| [before.clone(), text(label)]).flatten().collect()
    }

    /// So many cells at once.
    fn piece(&mut self, shared: &[u8], cells: usize) {
        self.column += cells;
        self.buffer.extend_from_slice(shared);
    }

    /// `mantissa * 10^-places` with all its places.
    pub(crate) fn number(&mut self, mantissa: i128, places: u8) {
        self.begin_cell();
        if self.is_json {
            self.buffer.push(b'"');
        }
        print(&mut self.buffer, mantissa, places);
        if self.is_json {
            self.buffer.push(b'"');
        }
    }

    /// How many; a number in JSON.
    pub(crate) fn count(&mut self, count: usize) {
        self.begin_cell();
        print(&mut self.buffer, count as i128, 0);
    }

    /// `true`, or nothing where CSV has no mark.
    fn mark(&mut self, set: bool) {
        self.begin_cell();
        let text: &[u8] = match (set, self.is_json) {
            (true, _) => b"true",
            (false, true) => b"false",
            (false, false) => b"",
        };
        self.buffer.extend_from_slice(text);
    }

    pub(crate) fn blank(&mut self) {
        self.begin_cell();
        if self.is_json {
            self.buffer.extend_from_slice(b"null");
        }
    }

    /// Why a number is not there; blank if it is.
    pub(crate) fn reason(&mut self, reason: Reason) {
        if reason == DEFINED {
            return self.blank();
        }
        self.begin_cell();
        let label = &self.reasons[usize::from(reason)];
        self.buffer.extend_from_slice(if self.is_json { &label.json } else { &label.csv });
    }

    /// A number of a column, and behind it the reason if there is none.
    pub(crate) fn result(&mut self, column: &Column, row: usize) {
        if column.reason[row] == DEFINED {
            self.number(i128::from(column.mantissa[row]), column.places);
        } else {
            self.blank();
        }
        self.reason(column.reason[row]);
    }

    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.column = 0;
        self.buffer.extend_from_slice(self.end);
        if self.buffer.len() >= BLOCK { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        self.writer.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// A number of any size with `places` places behind the point; zero has no sign.
fn print(buffer: &mut Vec<u8>, mantissa: i128, places: u8) {
    let mut digits = [b'0'; 40];
    let (mut at, mut rest) = (digits.len(), mantissa.unsigned_abs());
    while rest > u128::from(u64::MAX) {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let mut rest = rest as u64;
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if mantissa < 0 {
        buffer.push(b'-');
    }
    // At least one digit before the point: those in front of the number are zeros already.
    let point = digits.len() - usize::from(places);
    let first = at.min(point - 1);
    buffer.extend_from_slice(&digits[first..point]);
    if places > 0 {
        buffer.push(b'.');
        buffer.extend_from_slice(&digits[point..]);
    }
}

/// The names of labels and numbers as a table has them.
pub(crate) fn names(parts: &[&[&str]]) -> Vec<String> {
    parts.iter().flat_map(|part| part.iter().map(|name| (*name).to_owned())).collect()
}

/// The names of columns of results: each followed by that of its reason, which is plain if there is
/// one only.
pub(crate) fn with_reasons(columns: &[(&str, &Column)]) -> Vec<String> {
    let reason = |name: &str| {
        if columns.len() == 1 { "REASON".to_owned() } else { format!("{name}_REASON") }
    };
    columns.iter().flat_map(|(name, _)| [(*name).to_owned(), reason(name)]).collect()
}

/// Results are as long as the table they are to stand in.
///
/// # Errors
/// [`Mismatch`](crate::ErrorKind::Mismatch) with the name of one that is not.
pub(crate) fn check_lengths(columns: &[(&str, &Column)], rows: usize) -> Result<(), Error> {
    match columns.iter().find(|(_, column)| column.len() != rows) {
        None => Ok(()),
        Some((name, column)) => Err(Error::mismatch("the number of rows", column.len(), rows)
            .about(name)
            .with_help("write results with the panel they were computed from")),
    }
}

/// What every line of flows says of its label. System and treatment have columns only where a label
/// states them.
pub(crate) struct FlowCells {
    flows: Vec<Label>,
    /// For each label the cells behind the flow.
    stated: Vec<Vec<Label>>,
    names: Vec<&'static str>,
}

impl FlowCells {
    pub(crate) fn new(labels: &[FlowLabel]) -> FlowCells {
        let has_system = labels.iter().any(|label| label.system != TradeSystem::Unspecified);
        let has_treatment = labels.iter().any(|label| label.treatment != Treatment::Reported);
        let mut names = vec!["VALUATION"];
        names.extend(has_system.then_some("TRADE_SYSTEM"));
        names.extend(has_treatment.then_some("TREATMENT"));
        let stated = labels.iter().map(|label| {
            let mut cells = vec![Label::new(label.valuation)];
            cells.extend(has_system.then(|| Label::new(label.system)));
            cells.extend(has_treatment.then(|| Label::new(label.treatment)));
            cells
        });
        FlowCells {
            flows: labels.iter().map(|label| Label::new(label.flow)).collect(),
            stated: stated.collect(),
            names,
        }
    }

    pub(crate) fn flow(&self, label: usize) -> &Label {
        &self.flows[label]
    }

    /// Valuation, and system and treatment where they have a column.
    pub(crate) fn stated(&self, label: usize) -> &[Label] {
        &self.stated[label]
    }

    /// The names of the columns behind the flow.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }
}

/// The names of what a line of sums or pairs begins with.
pub(crate) fn pair_names(flows: &FlowCells, more: &[&str]) -> Vec<String> {
    names(&[&["REF_AREA", "COUNTERPART_AREA", "TRADE_FLOW"], flows.names(), &["TIME_PERIOD"], more])
}

/// The unit of values as files have it.
pub(crate) fn unit_label(unit: MoneyUnit) -> Label {
    Label::new(unit.code())
}

impl Panel {
    /// Writes the panel as CSV, parts and totals, so that [`read::open`](crate::read) gives an
    /// equal one back. Of a panel of totals ([`Panel::reported`]) its own rows alone are written;
    /// read back, they are parts and totals among themselves.
    ///
    /// The columns are those of a [`Table`], then `QUANTITY` and `QUANTITY_UNIT` (empty where not
    /// known or not declared), and the marks `QUANTITY_ESTIMATED`, `NOT_REPORTED`, `AGGREGATED`,
    /// and `OF_LISTED` and `REGROUPED` where a row has them: `true` or empty. See
    /// [`Marks`](crate::panel::Marks). A panel without rows is a header: its unit and places have
    /// no row to stand in.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if writing fails; [`Invalid`](crate::ErrorKind::Invalid) if
    /// quantities are in several units that have no names
    /// ([`Columns::quantity_units`](crate::panel::Columns::quantity_units)).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.thousand(), 1)?;
    /// rows.push_with_quantity(
    ///     Key::exports(RUS).to(CHN),
    ///     Period::month(2022, 3),
    ///     "12.5".parse().unwrap(),
    ///     40,
    /// )?;
    /// let (mut file, mut lines) = (Vec::new(), Vec::new());
    /// let panel = rows.build()?;
    /// panel.write_csv(&mut file)?;
    /// let row = "RUS,CHN,export,TOTAL,as reported,2022-03,12.5,thousand USD,40,,,,\n";
    /// assert!(String::from_utf8_lossy(&file).ends_with(row));
    ///
    /// panel.write_json_lines(&mut lines)?;
    /// assert!(
    ///     String::from_utf8_lossy(&lines)
    ///         .contains(r#""OBS_VALUE":"12.5","UNIT_MEASURE":"thousand USD""#)
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        match self.view().with_beside().filter(|_| !self.holds_totals()) {
            Some((whole, _)) => table(whole.view())?.write_csv(writer),
            None => table(self.view())?.write_csv(writer),
        }
    }

    /// Writes the panel as JSON lines: an object for each row, with the columns of
    /// [`write_csv`](Panel::write_csv).
    ///
    /// JSON lines are for other programs: this crate does not read them back, and refuses them with
    /// that word. [`write_csv`](Panel::write_csv) is read back.
    ///
    /// # Errors
    /// As [`write_csv`](Panel::write_csv).
    pub fn write_json_lines(&self, writer: impl Write) -> Result<(), Error> {
        match self.view().with_beside().filter(|_| !self.holds_totals()) {
            Some((whole, _)) => table(whole.view())?.write_json_lines(writer),
            None => table(self.view())?.write_json_lines(writer),
        }
    }

    /// Results that stand in the order of the rows beside them, each under a name of yours: shares,
    /// contributions, twelve-month sums, growth.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if a column is not as long as the panel.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, DEU, RUS},
    ///     bulk::Whole,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 30.into())?;
    /// rows.push(Key::exports(CHN).to(DEU), Period::year(2022), 90.into())?;
    /// let panel = rows.build()?;
    /// let shares = panel.shares(Flow::Export, Whole::Reporter, 2, Rounding::HalfEven)?;
    /// let mut file = Vec::new();
    /// panel.table_with(&[("SHARE", shares.column())])?.write_csv(&mut file)?;
    /// assert!(
    ///     String::from_utf8_lossy(&file)
    ///         .contains("CHN,DEU,export,TOTAL,as reported,2022,90,million USD,0.75,\n")
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn table_with<'a>(&'a self, columns: &[(&str, &'a Column)]) -> Result<Table<'a>, Error> {
        check_lengths(columns, self.len())?;
        let results: Vec<&Column> = columns.iter().map(|(_, column)| *column).collect();
        Ok(Table::of_rows(self.view(), with_reasons(columns), move |rows, row| {
            for column in &results {
                rows.result(column, row);
            }
        }))
    }
}

fn table(view: PanelView<'_>) -> Result<Table<'_>, Error> {
    let details = view.details();
    let several = details.iter().any(|detail| detail.unit() != 0);
    if view.quantity_units().is_empty() && !view.quantities().is_empty() && several {
        return Err(Error::invalid(
            "the list of quantity units",
            "there are several, and they have no names",
        )
        .with_help("name the units in Columns::quantity_units"));
    }
    let of_listed = details.iter().any(|detail| detail.marks().of_listed);
    let mut more =
        vec!["QUANTITY", "QUANTITY_UNIT", "QUANTITY_ESTIMATED", "NOT_REPORTED", "AGGREGATED"];
    more.extend(of_listed.then_some("OF_LISTED"));
    let regrouped = details.iter().any(|detail| detail.marks().regrouped);
    more.extend(regrouped.then_some("REGROUPED"));
    let units: Vec<Label> =
        view.quantity_units().iter().map(|unit| Label::new(unit.code())).collect();
    Ok(Table::of_rows(view, names(&[&more]), move |rows, row| {
        let detail = details.get(row).copied().unwrap_or_default();
        match view.quantities().get(row).filter(|quantity| **quantity != NO_QUANTITY) {
            Some(quantity) => {
                rows.number(i128::from(*quantity), view.quantity_places());
                match units.get(usize::from(detail.unit())) {
                    Some(unit) => rows.text(unit),
                    None => rows.blank(),
                }
            }
            None => {
                rows.blank();
                rows.blank();
            }
        }
        let marks = detail.marks();
        rows.mark(marks.estimated);
        rows.mark(marks.not_reported);
        rows.mark(marks.aggregated);
        if of_listed {
            rows.mark(marks.of_listed);
        }
        if regrouped {
            rows.mark(marks.regrouped);
        }
    }))
}

impl<'a> Table<'a> {
    /// A line for each row of a view: its labels, its value, and what `fill` puts behind.
    pub(crate) fn of_rows(
        view: PanelView<'a>,
        more: Vec<String>,
        fill: impl Fn(&mut Lines<'_>, usize) + Send + Sync + 'a,
    ) -> Table<'a> {
        Table::of_some_rows(view, more, |_| true, fill)
    }

    /// The same of the rows to be kept.
    pub(crate) fn of_some_rows(
        view: PanelView<'a>,
        more: Vec<String>,
        keep: impl Fn(usize) -> bool + Send + Sync + 'a,
        fill: impl Fn(&mut Lines<'_>, usize) + Send + Sync + 'a,
    ) -> Table<'a> {
        let (areas, goods) = (Label::all(view.areas()), Label::all(view.commodities()));
        let (flows, periods) = (FlowCells::new(view.labels()), Label::periods(view.periods()));
        let unit = unit_label(view.unit());
        let mut all = names(&[
            &["REF_AREA", "COUNTERPART_AREA", "TRADE_FLOW", "COMMODITY"],
            flows.names(),
            &["TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE"],
        ]);
        all.extend(more);
        Table::new(all, move |rows| {
            for (at, period) in periods.iter().enumerate() {
                for run in view.runs_of(at) {
                    let group = view.group(run);
                    let who =
                        [&areas[group.reporter], &areas[group.partner], flows.flow(group.label)];
                    let who = rows.shared(0, &who);
                    let stated: Vec<&Label> =
                        flows.stated(group.label).iter().chain([period]).collect();
                    let when = rows.shared(4, &stated);
                    let codes = view.codes().rows(view.rows_of(run));
                    let lines = view.rows_of(run).zip(codes.iter());
                    for (row, good) in lines.filter(|(row, _)| keep(*row)) {
                        rows.piece(&who, 3);
                        rows.text(&goods[good]);
                        rows.piece(&when, stated.len());
                        rows.number(i128::from(view.values()[row]), view.places());
                        rows.text(&unit);
                        fill(rows, row);
                        rows.end()?;
                    }
                }
            }
            Ok(())
        })
    }

    /// A table without rows.
    pub(crate) fn empty(names: Vec<String>) -> Table<'a> {
        Table::new(names, |_| Ok(()))
    }
}
