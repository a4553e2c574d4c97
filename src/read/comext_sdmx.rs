//! Eurostat Comext as SDMX-CSV, of any version. Value and quantity of a cell stand on lines of
//! their own, in any order.

use crate::error::Error;
use crate::key::Valuation;
use crate::read::QuantityKind;
use crate::read::Reason;
use crate::read::comext::{self, Known, Labels, PartColumns, WEIGHT, refuse, value};
use crate::read::fields::{Ends, is_missing};
use crate::read::head::Head;
use crate::read::header::{ASK_FOR_COLUMN, Header};
use crate::read::number::Number;
use crate::read::parts::Part;
use crate::read::places::At;
use crate::read::sdmx;
use crate::read::session::{File, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::{Fields, decode};
use crate::unit::EUR;
use std::collections::HashMap;

/// How many dates of the last update are named in the account.
const UPDATES_NAMED: usize = 5;
/// The columns of the labels.
const COLUMNS: [&str; 5] = ["reporter", "partner", "product", "flow", "TIME_PERIOD"];
/// The marks of observations: a list of Eurostat's.
const FLAGS: [&str; 12] = ["b", "c", "d", "e", "f", "i", "n", "p", "r", "s", "u", "z"];

/// SDMX-CSV with the columns of Comext.
pub(crate) fn is(head: &Head<'_>) -> bool {
    head.header().is_some_and(|header| {
        sdmx::is(header) && sdmx::OF_COMEXT.iter().all(|name| sdmx::place(header, name).is_some())
    })
}

/// What stands in one line.
#[derive(Clone, Copy, PartialEq)]
enum Measure {
    Value,
    /// A weight, and how many powers of ten its unit is above the kilogram.
    Weight(i32),
    Other,
}

fn measure(indicator: &[u8]) -> Measure {
    match indicator {
        b"VALUE_IN_EUROS" | b"VALUE_EUR" => Measure::Value,
        b"QUANTITY_IN_100KG" | b"QUANTITY_100KG" => Measure::Weight(2),
        b"QUANTITY_IN_KG" | b"QUANTITY_KG" => Measure::Weight(0),
        _ => Measure::Other,
    }
}

/// A cell whose value or quantity has not come yet.
enum Half {
    /// The row of the value.
    Value(usize),
    /// The quantity and the line of it.
    Quantity { number: Number, estimated: bool, line: u64 },
}

/// Where the columns stand.
struct Columns {
    labels: [usize; 5],
    indicator: usize,
    observed: usize,
    flag: Option<usize>,
    update: Option<usize>,
    action: Option<usize>,
    parts: PartColumns,
}

impl Columns {
    fn find(header: &Header, name: &str, line: u64) -> Result<Columns, Error> {
        let needed = |column: &str| {
            let missing = || {
                Error::parse(
                    "a column of the file",
                    column,
                    "it is missing, and SDMX-CSV of Comext has it",
                )
                .at(name, line, None)
                .with_help(ASK_FOR_COLUMN)
            };
            sdmx::place(header, column).ok_or_else(missing)
        };
        let mut labels = [0; 5];
        for (place, column) in labels.iter_mut().zip(COLUMNS) {
            *place = needed(column)?;
        }
        Ok(Columns {
            labels,
            indicator: needed("indicators")?,
            observed: needed("obs_value")?,
            flag: sdmx::place(header, "obs_flag"),
            update: sdmx::place(header, "last update"),
            action: sdmx::place(header, "action"),
            parts: PartColumns::find(header),
        })
    }

    fn labels<'a>(&self, fields: &'a Fields) -> Labels<'a> {
        Labels::of(self.labels.map(|column| sdmx::code(fields.get(column))))
    }
}

/// How the last column ends.
fn ends(name: &str) -> Ends {
    if name == "obsflag" { Ends::OneOf(&FLAGS) } else { Ends::Open }
}

/// What is known of the rows so far. Memory is that of the cells whose second line is still to
/// come.
#[derive(Default)]
struct Halves {
    known: Known,
    part: Part,
    key: Vec<u8>,
    waiting: HashMap<Vec<u8>, Half>,
    updates: Vec<Vec<u8>>,
    values: u64,
    quantities: u64,
}

/// Reads a file.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse) if it has quantities alone.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let (name, mut table) = (source.name.clone(), Table::open(source)?);
    let columns = Columns::find(&table.header, &name, table.line)?;
    let mut rows =
        file.rows_in_parts(EUR.one(), Valuation::AsReported, &["trade type", "procedure"])?;
    table.watch(|bare| comext::is_known(bare) || is_label(bare), ends);
    table.labels_follow();
    let mut halves = Halves::default();
    table.each(&mut rows, |at, fields, rows| halves.line(&columns, at, fields, rows))?;
    if halves.values == 0 && halves.quantities > 0 {
        let reason = "the file has quantities and no values, and a panel needs values";
        return Err(Error::parse("an indicator of values", "QUANTITY_IN_100KG", reason)
            .about(&name)
            .with_help("ask the service for the indicator VALUE_IN_EUROS too"));
    }
    halves.finish(&name, &mut rows);
    Ok(())
}

/// True for the bare name of a column that Eurostat adds for the labels of another one.
fn is_label(bare: &str) -> bool {
    [
        "timefrequency",
        "time",
        "observationvalue",
        "observationstatus",
        "observationstatusflag",
        "observationstatusflagv2structure",
    ]
    .contains(&bare)
}

impl Halves {
    fn line(&mut self, columns: &Columns, at: At<'_>, fields: &Fields, rows: &mut Rows<'_, '_>) {
        let get = |column: Option<usize>| {
            column.map_or(&b""[..], |column| fields.get(column).trim_ascii())
        };
        let labels = columns.labels(fields);
        self.see_update(get(columns.update));
        if get(columns.action).eq_ignore_ascii_case(b"D") {
            return rows.set_aside(Reason::NoValue, at, Some("ACTION"), b"D: deleted");
        }
        let indicator = sdmx::code(fields.get(columns.indicator));
        let wanted = match (measure(indicator), rows.options().quantity) {
            (Measure::Weight(power), QuantityKind::Reported | QuantityKind::NetWeight) => {
                Measure::Weight(power)
            }
            (Measure::Value, _) => Measure::Value,
            _ => return rows.set_aside(Reason::OtherMeasure, at, Some("indicators"), indicator),
        };
        let cell = match self.known.cell(&labels) {
            Ok(cell) => cell,
            Err(fault) => return refuse(fault, &labels, COLUMNS, at, rows),
        };
        let printed = fields.get(columns.observed).trim_ascii();
        let number = match value(printed) {
            Ok(number) => number,
            Err(Reason::NoValue) if wanted == Measure::Value => {
                return rows.no_value(at, Some("OBS_VALUE"), at.text, cell.label());
            }
            Err(reason) => return rows.set_aside(reason, at, Some("OBS_VALUE"), at.text),
        };
        // A figure that is withheld is printed as zero by some tools; it is not a zero.
        if number.mantissa == 0 && get(columns.flag).contains(&b'c') {
            let flag = get(columns.flag);
            return match wanted {
                Measure::Value => rows.no_value(at, Some("OBS_FLAG"), flag, cell.label()),
                _ => rows.set_aside(Reason::NoValue, at, Some("OBS_FLAG"), flag),
            };
        }
        if let Err((column, code)) = columns.parts.read(&labels, fields, &mut self.part) {
            return rows.set_aside(Reason::UnknownPart, at, Some(column), code);
        }
        rows.part(&self.part);
        self.key.clear();
        for code in [self.part.codes(), labels.product, labels.flow, labels.period] {
            self.key.extend_from_slice(code);
            self.key.push(b',');
        }
        match wanted {
            Measure::Weight(power) => {
                self.quantities = self.quantities.saturating_add(1);
                let estimated = get(columns.flag).eq_ignore_ascii_case(b"e");
                self.quantity(at, (number, power), estimated, printed, rows);
            }
            _ => {
                self.values = self.values.saturating_add(1);
                self.value(at, &cell, number, labels.partner, rows);
            }
        }
    }

    fn see_update(&mut self, date: &[u8]) {
        let is_new = !is_missing(date) && !self.updates.iter().any(|known| known == date);
        if is_new && self.updates.len() < UPDATES_NAMED {
            self.updates.push(date.to_vec());
        }
    }

    fn value(
        &mut self,
        at: At<'_>,
        cell: &comext::Cell,
        number: Number,
        partner: &[u8],
        rows: &mut Rows<'_, '_>,
    ) {
        let row = rows.len();
        if !comext::accept(at, cell, number, None, rows) {
            return;
        }
        self.known.count(partner);
        match self.waiting.remove(&self.key) {
            Some(Half::Quantity { number, estimated, line }) => {
                rows.join(At { line, text: &self.key }, row, (number, WEIGHT), estimated);
            }
            // Of two lines with a value the first waits for the quantity.
            first => {
                self.waiting.insert(self.key.clone(), first.unwrap_or(Half::Value(row)));
            }
        }
    }

    fn quantity(
        &mut self,
        at: At<'_>,
        (number, power): (Number, i32),
        estimated: bool,
        printed: &[u8],
        rows: &mut Rows<'_, '_>,
    ) {
        if number.mantissa == 0 {
            return rows.set_aside(Reason::NoValue, at, Some("OBS_VALUE"), printed);
        }
        let number = Number { places: number.places.saturating_sub(power), ..number };
        match self.waiting.remove(&self.key) {
            Some(Half::Value(row)) => rows.join(at, row, (number, WEIGHT), estimated),
            Some(Half::Quantity { number: first, estimated, line }) => {
                self.waiting
                    .insert(self.key.clone(), Half::Quantity { number: first, estimated, line });
                let reason = if first == number { Reason::Duplicate } else { Reason::Conflicting };
                rows.set_aside(reason, at, Some("indicators"), at.text);
            }
            None => {
                self.waiting
                    .insert(self.key.clone(), Half::Quantity { number, estimated, line: at.line });
            }
        }
    }

    /// Quantities whose value did not come, and what there is to say of the file.
    fn finish(self, name: &str, rows: &mut Rows<'_, '_>) {
        let quantities = self.waiting.into_iter();
        let mut alone: Vec<(u64, Vec<u8>)> = quantities
            .filter_map(|(key, half)| {
                if let Half::Quantity { line, .. } = half { Some((line, key)) } else { None }
            })
            .collect();
        alone.sort_unstable();
        for (line, key) in &alone {
            rows.set_aside(
                Reason::WithoutValue,
                At { line: *line, text: key },
                Some("indicators"),
                b"",
            );
        }
        let updates: Vec<String> = self.updates.iter().map(|date| decode(date)).collect();
        if !updates.is_empty() {
            rows.remark(format!("{name}: last update {}", updates.join(", ")));
        }
        self.known.tell(name, rows);
    }
}
