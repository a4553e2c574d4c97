//! US Census Bureau, international trade API: an array of arrays, of which the first holds the
//! names of the columns, or what programs make of it: an array of records, or a table.
//!
//! Every cell is a string, numbers too. Columns follow the query, and what the query asked for
//! comes back as further columns, some of them twice. Countries, groups of them and the total stand
//! side by side.

use crate::area::{Area, USA, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::census_codes;
use crate::read::code::{self, Partner, UnitCode};
use crate::read::fields::{self, Ends, is_missing};
use crate::read::head::Head;
use crate::read::header::{ASK_FOR_COLUMN, Header};
use crate::read::json;
use crate::read::number::{Number, number};
use crate::read::parts::{Broken, Part};
use crate::read::places::At;
use crate::read::session::{File, Row, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::{decode, decode_start};
use crate::read::unread::Watched;
use crate::read::{QuantityKind, Reader, Reason};
use crate::unit::{AnyUnit, MassUnit, USD};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const WHAT: &str = "an answer of the US Census Bureau";

/// What a column of values holds.
struct Value {
    name: &'static str,
    flow: Flow,
    valuation: Valuation,
    /// The first and the second quantity that belong to it, without the ending.
    quantities: [&'static str; 2],
    words: &'static str,
}

/// Without the ending for month or year to date, in the order in which they are preferred.
const VALUES: &[Value] = &[
    Value {
        name: "GEN_VAL",
        flow: Flow::Import,
        valuation: Valuation::CustomsValue,
        quantities: ["GEN_QY1", "GEN_QY2"],
        words: "general imports, customs value",
    },
    Value {
        name: "CON_VAL",
        flow: Flow::Import,
        valuation: Valuation::CustomsValue,
        quantities: ["CON_QY1", "CON_QY2"],
        words: "imports for consumption, customs value",
    },
    Value {
        name: "GEN_CIF",
        flow: Flow::Import,
        valuation: Valuation::Cif,
        quantities: ["GEN_QY1", "GEN_QY2"],
        words: "general imports, CIF",
    },
    Value {
        name: "CON_CIF",
        flow: Flow::Import,
        valuation: Valuation::Cif,
        quantities: ["CON_QY1", "CON_QY2"],
        words: "imports for consumption, CIF",
    },
    Value {
        name: "ALL_VAL",
        flow: Flow::Export,
        valuation: Valuation::Fas,
        quantities: ["QTY_1", "QTY_2"],
        words: "exports, free alongside ship",
    },
];

/// Columns that say the same imports CIF, beside their customs value: the whole, or the charges that
/// are added.
struct Beside {
    customs: &'static str,
    cif: &'static str,
    charges: &'static str,
}

const BESIDE: &[Beside] = &[
    Beside { customs: "GEN_VAL", cif: "GEN_CIF", charges: "GEN_CHA" },
    Beside { customs: "CON_VAL", cif: "CON_CIF", charges: "CON_CHA" },
];

/// Columns by which a cell is broken down; `-` is the total of it. Subcodes tell preferences apart,
/// `00` that of none.
const BREAKDOWNS: [&str; 5] = ["DISTRICT", "PORT", "STATE", "RP", "CTY_SUBCODE"];
/// Columns of names, and the columns of codes without which their rows cannot be read.
const NAMES: [(&str, &str); 7] = [
    ("CTY_NAME", "CTY_CODE"),
    ("I_COMMODITY_LDESC", "I_COMMODITY"),
    ("I_COMMODITY_SDESC", "I_COMMODITY"),
    ("E_COMMODITY_LDESC", "E_COMMODITY"),
    ("E_COMMODITY_SDESC", "E_COMMODITY"),
    ("DIST_NAME", "DISTRICT"),
    ("PORT_NAME", "PORT"),
];
/// Columns of goods by other classifications than the Harmonized System.
const OTHER_GOODS: [&str; 9] = [
    "I_ENDUSE",
    "E_ENDUSE",
    "NAICS",
    "I_NAICS",
    "E_NAICS",
    "SITC",
    "HITECH",
    "USDA",
    "AGRICULTURE",
];

/// Further columns that follow from the codes, by their bare names; so do those whose names end
/// with one of the words below.
const FOLLOWING: [&str; 14] = [
    "ctycode",
    "icommodity",
    "ecommodity",
    "commlvl",
    "summarylvl",
    "summarylvl2",
    "time",
    "year",
    "month",
    "df",
    "unitqy1",
    "unitqy2",
    "dataset",
    "worldregion",
];
/// How names of measures, flags and descriptions end; the first two with and without the span
/// behind them.
const ENDINGS: [&str; 7] = ["mo", "yr", "flag", "name", "desc", "ldesc", "sdesc"];

/// True for a bare name of a column that is read, is another measure, or follows from the codes.
fn is_known(name: &str) -> bool {
    FOLLOWING.contains(&name)
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || BREAKDOWNS.iter().any(|known| fields::bare(known) == name)
}

/// JSON or a table with the names of columns that the service has.
pub(crate) fn is(head: &Head<'_>) -> bool {
    const COLUMNS: [&str; 6] =
        ["icommodity", "ecommodity", "genvalmo", "allvalmo", "convalmo", "ctycode"];
    match head {
        Head::Json(_) if head.begins_with(b"[[") => head.names(&COLUMNS) || head.names(&["time"]),
        // Records, in an array or one a line.
        Head::Json(_) => head.names(&COLUMNS) && !head.names(&["reportercode", "primaryvalue"]),
        Head::Table { header, .. } => {
            let value = |value: &Value| {
                header.has(&format!("{}_MO", value.name))
                    || header.has(&format!("{}_YR", value.name))
            };
            VALUES.iter().any(value)
        }
    }
}

/// Where the columns stand.
struct Columns {
    names: Vec<String>,
    commodity: Option<usize>,
    partner: Option<usize>,
    level: Option<usize>,
    /// How many digits the code of the goods has: `HS6`.
    digits: Option<usize>,
    time: Time,
    origin: Option<usize>,
    breakdowns: Vec<usize>,
    value: usize,
    /// Number, unit and flag of the first and the second quantity.
    quantities: [Option<(usize, usize, Option<usize>)>; 2],
    measure: &'static Value,
    /// Where the same imports stand CIF.
    cif: Option<Cif>,
    /// True if both valuations are read.
    reads_cif: bool,
    year_to_date: bool,
    wanted: QuantityKind,
    watched: Watched,
}

/// Where imports CIF stand beside their customs value.
#[derive(Clone, Copy)]
enum Cif {
    Whole(usize),
    Charges(usize),
}

impl Cif {
    fn find(header: &Header, measure: &Value, ending: &str) -> Option<Cif> {
        let beside = BESIDE.iter().find(|beside| beside.customs == measure.name)?;
        let place = |name: &str| header.place(&[&format!("{name}_{ending}")]);
        let charges = || place(beside.charges).map(Cif::Charges);
        place(beside.cif).map(Cif::Whole).or_else(charges)
    }

    fn column(self) -> usize {
        match self {
            Cif::Whole(column) | Cif::Charges(column) => column,
        }
    }
}

/// Where the period stands.
enum Time {
    Whole(usize),
    YearAndMonth(usize, usize),
}

/// Reads an answer in any form.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let text = source.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&source.head).trim_ascii_start();
    match text.first() {
        Some(b'[' | b'{') => read_json(source, file),
        _ => read_table(source, file),
    }
}

/// A table.
fn read_table(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let name = source.name.clone();
    let mut table = Table::open(source)?;
    // Columns that are not known are watched by the table's own kind.
    table.watch(is_known, |_| Ends::Open);
    let columns = Columns::find(table.header.clone(), file.options());
    let columns = columns.map_err(|error| error.at(&name, table.line, None))?;
    let mut rows = columns.begin(file)?;
    let mut part = Part::default();
    table.each(&mut rows, |at, fields, rows| {
        let texts: Vec<String> =
            (0..columns.names.len()).map(|at| decode(fields.get(at))).collect();
        columns.accept(at, &texts, &mut part, rows);
    })?;
    Ok(())
}

const NAME_COLUMNS: &str =
    "ask the service again: its first row names CTY_CODE, a column of values and time";

/// Arrays or records. The first of them says what the columns are.
fn read_json(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let name = source.name;
    let (mut part, mut unopened, mut opened) = (Part::default(), Some(file), None);
    let envelope = json::elements(&name, source.head, source.rest, |line, text| {
        let at = At { line, text };
        if let Some(file) = unopened.take() {
            let refuse = || {
                let reason = "the first row does not name the columns";
                Error::parse(WHAT, &decode_start(text), reason)
                    .at(&name, line, None)
                    .with_help(NAME_COLUMNS)
            };
            let (names, is_row) = first(text).ok_or_else(refuse)?;
            let columns = Columns::find(Header::of_names(names), file.options());
            let mut columns = columns.map_err(|error| error.at(&name, line, None))?;
            columns.watched = Watched::of(&columns.names, is_known);
            let rows = columns.begin(file)?;
            opened = Some((columns, rows));
            if !is_row {
                return Ok(());
            }
        }
        let Some((columns, rows)) = &mut opened else { return Ok(()) };
        match columns.fields(text) {
            Err(reason) => rows.set_aside(reason, at, None, b""),
            Ok(fields) => {
                let text = columns
                    .watched
                    .text(|at| fields.get(at).map_or(&b""[..], |field| field.as_bytes()));
                rows.unread(text);
                columns.accept(at, &fields, &mut part, rows);
            }
        }
        Ok(())
    })?;
    match (envelope.broken, opened) {
        (Some(error), Some((_, mut rows))) => rows.stopped(error),
        (Some(error), None) => Err(error),
        (None, None) => {
            let reason = "it has no row that names the columns";
            Err(Error::parse(WHAT, &name, reason).with_help(NAME_COLUMNS))
        }
        (None, Some(_)) => Ok(()),
    }
}

/// The names of the columns, and whether the element is a row itself.
fn first(text: &[u8]) -> Option<(Vec<String>, bool)> {
    match serde_json::from_slice::<Vec<&RawValue>>(text) {
        Ok(cells) => Some((cells.into_iter().map(plain).collect::<Option<_>>()?, false)),
        Err(_) => Some((members(text)?.into_iter().map(|(name, _)| name).collect(), true)),
    }
}

/// The members of a record.
fn members(text: &[u8]) -> Option<Vec<(String, String)>> {
    let record: BTreeMap<String, &RawValue> = serde_json::from_slice(text).ok()?;
    record.into_iter().map(|(name, value)| Some((name, plain(value)?))).collect()
}

/// The text of a cell; none for arrays and objects.
fn plain(cell: &RawValue) -> Option<String> {
    let text = cell.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text).ok(),
        Some(b'[' | b'{') => None,
        _ if text == "null" => Some(String::new()),
        _ => Some(text.to_owned()),
    }
}

/// Goods by their code in the Harmonized System, and countries by theirs.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse) for other goods, and for names without their codes.
fn check_codes(header: &Header) -> Result<(), Error> {
    let place = |name: &str| header.place(&[name]);
    if let Some(other) = OTHER_GOODS.into_iter().find(|name| place(name).is_some()) {
        return Err(Error::parse(
            "a column of goods that is read",
            other,
            "goods are read by the Harmonized System only",
        )
        .with_help("ask the service for imports/hs or exports/hs"));
    }
    if let Some((name, code)) =
        NAMES.into_iter().find(|(name, code)| place(name).is_some() && place(code).is_none())
    {
        let reason = format!("a name does not identify its rows: the column {code} is missing");
        return Err(Error::parse("a column of codes", name, reason)
            .with_help(format!("ask the service for the column {code} too")));
    }
    Ok(())
}

impl Columns {
    fn find(header: Header, options: &Reader) -> Result<Columns, Error> {
        check_codes(&header)?;
        let place = |name: &str| header.place(&[name]);
        let wanted = options.value_column.as_deref();
        let mut candidates = ["MO", "YR"]
            .into_iter()
            .flat_map(|ending| VALUES.iter().map(move |value| (value, ending)));
        let found = candidates.find_map(|(value, ending)| {
            let name = format!("{}_{ending}", value.name);
            let asked = wanted.is_none_or(|wanted| fields::bare(wanted) == fields::bare(&name));
            Some((place(&name).filter(|_| asked)?, value, ending))
        });
        let Some((value, measure, ending)) = found else {
            let missing = wanted.unwrap_or("GEN_VAL_MO or ALL_VAL_MO");
            return Err(Error::parse("a column of the file", missing, "it is needed as the column of values")
                .with_help("ask the service for a column of values: GEN_VAL, CON_VAL, GEN_CIF, CON_CIF or ALL_VAL with _MO or _YR"));
        };
        let time = match (place("time"), place("YEAR"), place("MONTH")) {
            (Some(time), ..) => Time::Whole(time),
            (None, Some(year), Some(month)) => Time::YearAndMonth(year, month),
            _ => {
                return Err(Error::parse(
                    "a column of the file",
                    "time",
                    "it is missing, and an answer of the US Census has it",
                )
                .with_help(ASK_FOR_COLUMN));
            }
        };
        let [first, second] = measure.quantities;
        let quantity = |quantity: &str, unit: &str| {
            let number = format!("{quantity}_{ending}");
            Some((place(&number)?, place(unit)?, place(&format!("{number}_FLAG"))))
        };
        Ok(Columns {
            commodity: place(if measure.flow == Flow::Import {
                "I_COMMODITY"
            } else {
                "E_COMMODITY"
            }),
            partner: place("CTY_CODE"),
            level: place("SUMMARY_LVL"),
            digits: place("COMM_LVL"),
            time,
            origin: place("DF"),
            breakdowns: BREAKDOWNS.into_iter().filter_map(place).collect(),
            value,
            quantities: [quantity(first, "UNIT_QY1"), quantity(second, "UNIT_QY2")],
            measure,
            cif: Cif::find(&header, measure, ending),
            reads_cif: options.every_valuation,
            year_to_date: ending == "YR",
            wanted: options.quantity,
            watched: Watched::default(),
            names: header.names,
        })
    }

    fn begin<'s, 'a>(&self, file: File<'s, 'a>) -> Result<Rows<'s, 'a>, Error> {
        let by: Vec<&str> = self
            .breakdowns
            .iter()
            .filter_map(|at| self.names.get(*at))
            .map(String::as_str)
            .collect();
        let mut rows = file.rows_in_parts(USD.one(), self.measure.valuation, &by)?;
        // The first code of a part is that of the partner. Most trade has no preference.
        let usual = |name: &str| if fields::bare(name) == "ctysubcode" { "00" } else { "" };
        let broken = (1..).zip(&by).map(|(at, name)| Broken {
            at,
            name: (*name).to_owned(),
            usual: usual(name),
        });
        rows.look_for_totals(broken.collect());
        let name = self.names.get(self.value).map_or("", String::as_str);
        let span = if self.year_to_date { "from January on" } else { "of the month" };
        rows.remark(format!("values are those of {name}: {}, {span}", self.measure.words));
        let beside = self.cif.and_then(|cif| self.names.get(cif.column()));
        match beside {
            Some(beside) if self.reads_cif => rows.remark(format!(
                "each row is read twice, as customs value and with {beside} as CIF: two labels, never added"
            )),
            Some(beside) => rows.remark(format!(
                "{beside} is not read: Reader::every_valuation(true) reads the customs value and CIF as two labels"
            )),
            None => {}
        }
        Ok(rows)
    }

    /// The fields of an array or a record, in the order of the columns.
    fn fields(&self, text: &[u8]) -> Result<Vec<String>, Reason> {
        if let Ok(cells) = serde_json::from_slice::<Vec<&RawValue>>(text) {
            let fields: Option<Vec<String>> = cells.into_iter().map(plain).collect();
            let fields = fields.ok_or(Reason::Malformed)?;
            return if fields.len() == self.names.len() {
                Ok(fields)
            } else {
                Err(Reason::WrongFieldCount)
            };
        }
        let mut members: BTreeMap<String, String> =
            members(text).ok_or(Reason::Malformed)?.into_iter().collect();
        // A record may lack what is missing, and has nothing that the first one has not.
        let fields =
            self.names.iter().map(|name| members.remove(name).unwrap_or_default()).collect();
        if members.is_empty() { Ok(fields) } else { Err(Reason::WrongFieldCount) }
    }

    /// The period of a row, and the column at fault if there is none.
    fn period(&self, fields: &[String]) -> Result<Period, usize> {
        let get = |column: usize| fields.get(column).map_or("", |text| text.trim());
        let (period, column) = match self.time {
            Time::Whole(column) => (code::period(fields::code(get(column).as_bytes())), column),
            Time::YearAndMonth(year, month) => {
                let digits = |column: usize| fields::number_of(get(column).as_bytes());
                let text = digits(year)
                    .zip(digits(month))
                    .map(|(year, month)| format!("{year:04}-{month:02}"));
                (text.and_then(|text| code::period(text.as_bytes())), month)
            }
        };
        let to_date = |period: Period| {
            Period::try_january_to(period.last().year(), period.last().number()).ok()
        };
        let period = if self.year_to_date { period.and_then(to_date) } else { period };
        period.ok_or(column)
    }

    /// The partner of a row, or why it is not read and what to say of it.
    fn partner(&self, fields: &[String]) -> Result<Area, (Reason, String)> {
        let get = |column: Option<usize>| {
            column.and_then(|column| fields.get(column)).map_or("", |text| text.trim())
        };
        let printed = get(self.partner);
        if self.partner.is_none() {
            return Ok(WORLD);
        }
        // Programs that read codes as numbers lose the zeros in front: all codes have four digits.
        let number = fields::number_of(printed.as_bytes());
        let padded = number.map_or_else(|| printed.to_owned(), |number| format!("{number:04}"));
        let found = census_codes::partner(&padded);
        let area = found.and_then(Partner::area);
        area.ok_or_else(|| match found {
            Some(Partner::Group(name)) => {
                (Reason::UnknownGroup, format!("{printed}: {name} is not an area of this crate"))
            }
            _ if get(self.level) == "CGP" => (Reason::UnknownGroup, printed.to_owned()),
            _ => (Reason::UnknownArea, printed.to_owned()),
        })
    }

    /// The quantity that was asked for.
    fn quantity(
        &self,
        fields: &[String],
        at: At<'_>,
        rows: &mut Rows<'_, '_>,
    ) -> Option<(Number, Option<AnyUnit>)> {
        let get = |column: Option<usize>| {
            column.and_then(|column| fields.get(column)).map_or("", |text| text.trim())
        };
        let [first, second] = self.quantities;
        let mut quantity = |place: Option<(usize, usize, Option<usize>)>| {
            let (number, unit, flag) = place?;
            quantity([get(Some(number)), get(Some(unit)), get(flag)], at, rows)
        };
        let is_weight =
            |quantity: &(Number, AnyUnit)| quantity.1 == AnyUnit::Mass(MassUnit::Kilogram);
        let wanted = match self.wanted {
            QuantityKind::Reported => {
                quantity(first).or_else(|| quantity(second).filter(is_weight))
            }
            QuantityKind::NetWeight => {
                quantity(first).filter(is_weight).or_else(|| quantity(second).filter(is_weight))
            }
            QuantityKind::Supplementary => quantity(second),
        };
        wanted.map(|(number, unit)| (number, Some(unit)))
    }

    /// The goods of a row, or what is told of a code that is not known.
    fn good(
        &self,
        [printed, level]: [&str; 2],
        at: At<'_>,
        rows: &mut Rows<'_, '_>,
    ) -> Result<Commodity, String> {
        let Some(whole) = zero_put_back(printed, level) else { return commodity(printed) };
        let good = commodity(&whole)?;
        rows.zero_put_back(at, printed.as_bytes(), &whole);
        Ok(good)
    }

    /// Which part of its cell a row is.
    fn read_part(&self, fields: &[String], part: &mut Part) {
        let get = |column: usize| fields.get(column).map_or("", |text| text.trim()).as_bytes();
        part.clear();
        part.push(self.partner.map_or(&b""[..], get));
        for column in &self.breakdowns {
            match get(*column) {
                code if is_missing(code) => part.push_total(),
                code => part.push(code),
            }
        }
    }

    /// One row: into the data, or set aside.
    fn accept(&self, at: At<'_>, fields: &[String], part: &mut Part, rows: &mut Rows<'_, '_>) {
        let get = |column: Option<usize>| {
            column.and_then(|column| fields.get(column)).map_or("", |text| text.trim())
        };
        let name = |column: Option<usize>| {
            column.and_then(|column| self.names.get(column)).map(String::as_str)
        };
        let period = match self.period(fields) {
            Ok(period) => period,
            Err(column) => {
                let (name, text) = (name(Some(column)).unwrap_or_default(), get(Some(column)));
                return rows.no_code(Reason::UnknownPeriod, at, name, text.as_bytes());
            }
        };
        let partner = match self.partner(fields) {
            Ok(partner) => partner,
            Err((reason, text)) => {
                return rows.set_aside(reason, at, name(self.partner), text.as_bytes());
            }
        };
        let good = match self.good([get(self.commodity), get(self.digits)], at, rows) {
            Ok(good) => good,
            Err(text) => {
                let column = name(self.commodity);
                return rows.set_aside(Reason::UnknownCommodity, at, column, text.as_bytes());
            }
        };
        let flow = match get(self.origin) {
            "" | "-" => self.measure.flow,
            "1" => Flow::DomesticExport,
            // Goods of foreign origin that leave as they came.
            "2" => Flow::ReExport,
            other => {
                let column = name(self.origin);
                return rows.set_aside(Reason::UnknownFlow, at, column, other.as_bytes());
            }
        };
        let printed = get(Some(self.value)).as_bytes();
        if is_missing(printed) {
            let cell = (Key::new(flow, USA, partner).of(good), period);
            return rows.no_value(at, name(Some(self.value)), printed, cell);
        }
        let Some(value) = number(printed) else {
            return rows.set_aside(Reason::BadNumber, at, name(Some(self.value)), printed);
        };
        let quantity = self.quantity(fields, at, rows);
        self.read_part(fields, part);
        rows.part(part);
        let (key, marks) = (Key::new(flow, USA, partner).of(good), Marks::default());
        let row = Row { key, period, value, quantity, marks };
        rows.row(at, &row);
        if let Some(cif) = self.cif.filter(|_| self.reads_cif) {
            self.accept_cif(cif, at, fields, &row, rows);
        }
    }

    /// The same row with freight and insurance.
    fn accept_cif(
        &self,
        cif: Cif,
        at: At<'_>,
        fields: &[String],
        row: &Row,
        rows: &mut Rows<'_, '_>,
    ) {
        let column = self.names.get(cif.column()).map(String::as_str);
        let printed = fields.get(cif.column()).map_or("", |text| text.trim()).as_bytes();
        let key = row.key.valued(Valuation::Cif);
        if is_missing(printed) {
            return rows.no_value(at, column, printed, (key, row.period));
        }
        let Some(number) = number(printed) else {
            return rows.set_aside(Reason::BadNumber, at, column, printed);
        };
        let value = match cif {
            Cif::Whole(_) => Some(number),
            Cif::Charges(_) => row.value.plus(number),
        };
        match value {
            Some(value) => {
                rows.row(at, &Row { key, value, ..*row });
            }
            None => rows.set_aside(Reason::DoesNotFit, at, column, printed),
        }
    }
}

/// A code with the zero in front that it lost, where the level says that it had one: `HS6` of
/// 10121.
fn zero_put_back(printed: &str, level: &str) -> Option<String> {
    let digits: usize = level.strip_prefix("HS")?.parse().ok()?;
    let code = std::str::from_utf8(fields::code(printed.as_bytes())).ok()?;
    let is_short = code.len().checked_add(1) == Some(digits);
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    (is_short && is_code).then(|| format!("0{code}"))
}

/// 2, 4 or 6 digits are those of the Harmonized System in the edition then in force, 10 those of
/// the tariff or of Schedule B. What is none of them comes back with what it may have been.
fn commodity(printed: &str) -> Result<Commodity, String> {
    if let Some(twice) = fields::told_twice(printed.as_bytes(), 10) {
        return Err(twice);
    }
    let code = std::str::from_utf8(fields::code(printed.as_bytes())).unwrap_or_default();
    if matches!(code, "" | "-") {
        return Ok(Commodity::TOTAL);
    }
    let classification =
        if code.len() > 6 { Classification::National(*b"USA") } else { Classification::Hs(None) };
    Commodity::new(classification, code)
        .map_err(|_| code::perhaps_national(*b"USA", code).unwrap_or_else(|| code.to_owned()))
}

/// A quantity in the unit of its row. A 0 is one only where its flag says that it is a true zero.
fn quantity(
    [printed, unit, flag]: [&str; 3],
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> Option<(Number, AnyUnit)> {
    let number = rows.amount(at, printed.as_bytes(), number)?;
    if number.mantissa == 0 && matches!(flag, "" | "-" | "0" | "N") {
        return None;
    }
    match census_codes::unit(unit) {
        UnitCode::Unit(unit) => Some((number, unit)),
        UnitCode::Absent => None,
        UnitCode::Unknown => {
            rows.unknown_unit(unit);
            None
        }
    }
}
