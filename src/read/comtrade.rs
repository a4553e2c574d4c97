//! UN Comtrade: API answers, downloads, bulk files, and the CSV of before 2023.
//!
//! All of them say the same in other spellings, so each becomes one [`Record`] of raw fields, and
//! one function reads it.

use crate::area::Area;
use crate::commodity::{Classification, Commodity, HsEdition};
use crate::error::{Error, counted};
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::comtrade_record::{Columns, Field, Names, Record, has, is_known};
use crate::read::fields::{Ends, Last, code, is_missing, number_of, told_twice, two_readings};
use crate::read::head::Head;
use crate::read::json;
use crate::read::number::{Number, number};
use crate::read::places::At;
use crate::read::session::{File, Row, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::decode_start;
use crate::read::{QuantityKind, Reader, Reason};
use crate::unit::{AnyUnit, MassUnit, USD};
use serde::Deserialize;

/// How many digits the codes of the Harmonized System have at most.
const MOST_DIGITS: usize = 6;

/// Rows at which the service stops: the preview without a key, the web, keys, premium keys.
const LIMITS: [u64; 4] = [500, 10_000, 100_000, 250_000];

/// JSON with the names of fields or of an answer.
pub(crate) fn is_json(head: &Head<'_>) -> bool {
    head.names(&["primaryvalue", "reportercode", "elapsedtime"])
}

/// A table with the names of today, separated by tabs.
pub(crate) fn is_bulk(head: &Head<'_>) -> bool {
    head.header().is_some_and(|header| header.separator == b'\t') && is_csv(head)
}

/// A table with the names of today.
pub(crate) fn is_csv(head: &Head<'_>) -> bool {
    let areas_and_flow = [Field::Reporter, Field::Flow];
    head.header().is_some_and(|header| {
        header.has_all(&["cmdCode", "primaryValue"])
            && areas_and_flow.into_iter().all(|field| has(header, field))
    })
}

/// A table with the names of before 2023.
pub(crate) fn is_legacy(head: &Head<'_>) -> bool {
    head.header().is_some_and(|header| header.has_all(&["year", "reporterCode", "commodityCode"]))
}

/// How the last column ends.
fn ends(name: &str) -> Ends {
    match name {
        "isaggregate"
        | "isreported"
        | "isqtyestimated"
        | "isaltqtyestimated"
        | "isnetwgtestimated"
        | "isgrosswgtestimated" => Ends::Flag,
        "legacyestimationflag" | "flag" => Ends::OneOf(&["0", "2", "4", "6"]),
        _ => Ends::Open,
    }
}

const ASK_AGAIN: &str = "ask the service again, and for less if it says that it was too much";

/// What is said around the rows of an answer.
#[derive(Deserialize)]
struct Answer {
    count: Option<u64>,
    error: Option<serde_json::Value>,
}

/// JSON: an answer of the API, an array of rows, or a row a line. Only one row at a time is in
/// memory.
pub(crate) fn read_json(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let mut rows = file.rows(USD.one(), Valuation::AsReported)?;
    let (mut known, mut names) = (Known::default(), Names::default());
    let (mut count, mut unread) = (0_u64, Vec::new());
    let envelope = json::elements(&source.name, source.head, source.rest, |line, text| {
        count = count.saturating_add(1);
        let at = At { line, text };
        match names.record(text) {
            Ok(record) => {
                record.unread(&mut unread);
                rows.unread(&unread);
                accept(&record.record(), at, &mut known, &mut rows);
            }
            Err(error) => rows.set_aside(Reason::Malformed, at, None, error.to_string().as_bytes()),
        }
        Ok(())
    })?;
    if let Some(error) = envelope.broken {
        return rows.stopped(error);
    }
    if envelope.is_answer {
        said(&envelope.text, envelope.has_data, count, &source.name, &mut rows)?;
    }
    rows.look_for_a_cut(count, &LIMITS);
    Ok(())
}

/// What an answer says of its rows.
fn said(
    text: &[u8],
    has_data: bool,
    count: u64,
    name: &str,
    rows: &mut Rows<'_, '_>,
) -> Result<(), Error> {
    if !has_data {
        let error = Error::parse(
            "an answer of UN Comtrade",
            &decode_start(text),
            "it has no rows: the member data is missing",
        )
        .with_help(ASK_AGAIN);
        rows.stopped(error.about(name))?;
    }
    let answer = match serde_json::from_slice::<Answer>(text) {
        Ok(answer) => answer,
        Err(cause) => {
            let reason = "its count or its error is not what the service writes";
            let error = Error::parse("an answer of UN Comtrade", &decode_start(text), reason)
                .with_help(ASK_AGAIN)
                .caused_by(cause);
            return rows.stopped(error.about(name));
        }
    };
    if let Some(said) =
        answer.error.filter(|said| !matches!(said, serde_json::Value::Null) && said != "")
    {
        rows.stopped(
            Error::parse("an answer", &said.to_string(), "the service reports an error")
                .about(name)
                .with_help(ASK_AGAIN),
        )?;
    }
    // Rows that are not there at all have been told.
    if let Some(spoken) = answer.count.filter(|spoken| has_data && *spoken != count) {
        let spoken = counted(usize::try_from(spoken).unwrap_or(usize::MAX), "row");
        rows.doubt(format!("{name}: the answer speaks of {spoken} and has {count}"));
    }
    Ok(())
}

/// A file with a header: CSV of either time, or a bulk file separated by tabs.
pub(crate) fn read_table(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let mut rows = file.rows(USD.one(), Valuation::AsReported)?;
    let mut table = Table::open(source)?;
    let columns =
        Columns::find(&table.header).map_err(|error| error.at(rows.file(), table.line, None))?;
    table.watch(is_known, ends);
    let mut known = Known::default();
    let breaks = rows.breaks();
    let count = table.each(&mut rows, |at, fields, rows| {
        accept(&columns.record(fields), at, &mut known, rows)
    })?;
    if rows.breaks() == breaks {
        rows.look_for_a_cut(count, &LIMITS);
    }
    Ok(())
}

/// What was looked up for the row before.
#[derive(Default)]
struct Known {
    classification: Last<Classification>,
}

impl Known {
    fn classification(&mut self, text: &[u8]) -> Option<Classification> {
        self.classification.get(text, |text| {
            // Old files and the search code say HS without an edition.
            if is_missing(text) {
                Some(Classification::Hs(None))
            } else {
                std::str::from_utf8(text).ok()?.parse().ok()
            }
        })
    }
}

/// Which part of its cell a row is, by one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The one that is read.
    Wanted,
    Other,
    /// Not a code of this column: it may be a total.
    Unreadable,
}

impl Part {
    /// By a number; where nothing is said the row is the total.
    fn by_number(text: &[u8], wanted: u32) -> Part {
        let found = if is_missing(text) { Some(0) } else { number_of(text) };
        match found {
            None => Part::Unreadable,
            Some(found) if found == wanted => Part::Wanted,
            Some(_) => Part::Other,
        }
    }

    /// By a customs procedure, `C` and digits.
    fn by_customs(text: &[u8], wanted: &str) -> Part {
        let text = if is_missing(text) || number_of(text) == Some(0) { b"C00" } else { text };
        match text {
            _ if text.eq_ignore_ascii_case(wanted.as_bytes()) => Part::Wanted,
            [b'C' | b'c', digits @ ..] if number_of(digits).is_some() => Part::Other,
            _ => Part::Unreadable,
        }
    }
}

/// One row: into the data, or set aside.
fn accept(record: &Record<'_>, at: At<'_>, known: &mut Known, rows: &mut Rows<'_, '_>) {
    if record.get(Field::Type) == b"S" {
        return rows.set_aside(Reason::Services, at, Some(Field::Type.name()), b"S");
    }
    let cell = match label(record, known, at, rows) {
        Ok(cell) => cell,
        Err((reason, field)) => return refuse(record, reason, field, at, rows),
    };
    if !is_wanted(record, cell, at, rows) {
        return;
    }
    let printed = record.get(Field::Value);
    if is_missing(printed) {
        return rows.no_value(at, Some(Field::Value.name()), b"", cell);
    }
    let Some(value) = number(printed) else {
        return rows.set_aside(Reason::BadNumber, at, Some(Field::Value.name()), printed);
    };
    let (quantity, estimated) = quantity(record, rows.options().quantity, at, rows);
    let not_reported = rows.flag(at, record.get(Field::Reported)) == Some(false);
    let aggregated = rows.is_set(at, record.get(Field::Aggregated));
    let marks = Marks { estimated, not_reported, aggregated, ..Marks::default() };
    let quantity = quantity.map(|(number, unit)| (number, Some(unit)));
    let row = Row { key: cell.0, period: cell.1, value, quantity, marks };
    if !rows.options().every_valuation {
        rows.row(at, &row);
        return;
    }
    let stated = [(Field::Cif, Valuation::Cif), (Field::Fob, Valuation::Fob)].map(|(field, of)| {
        // The value that does not apply is empty or 0.
        let stated = number(record.get(field)).filter(|value| value.mantissa != 0);
        stated.map(|value| Row { key: row.key.valued(of), value, ..row })
    });
    if stated.iter().all(Option::is_none) {
        rows.row(at, &row);
    }
    for row in stated.iter().flatten() {
        rows.row(at, row);
    }
}

/// A row of which a code is missing or not known, with what the code may have been.
fn refuse(record: &Record<'_>, reason: Reason, field: Field, at: At<'_>, rows: &mut Rows<'_, '_>) {
    let text = record.get(field);
    let what = match field {
        Field::Commodity => told_twice(text, MOST_DIGITS).or_else(|| perhaps(code(text), record)),
        Field::Frequency => {
            let [period, frequency] =
                [record.get(Field::Period), text].map(String::from_utf8_lossy);
            Some(format!("{frequency} beside the period {period}"))
        }
        _ => None,
    };
    if let Some(what) = what {
        return rows.set_aside(reason, at, Some(field.name()), what.as_bytes());
    }
    rows.no_code(reason, at, field.name(), text);
}

/// The code with a zero in front, if that is one.
fn perhaps(text: &[u8], record: &Record<'_>) -> Option<String> {
    let classification = Known::default().classification(record.get(Field::Classification))?;
    crate::read::code::perhaps(classification, std::str::from_utf8(text).ok()?)
}

/// True for the part of its cell that is read; other rows are set aside.
fn is_wanted(
    record: &Record<'_>,
    cell: (Key, Period),
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> bool {
    let options = rows.options();
    let of = |field: Field, wanted: u32| {
        (field, Part::by_number(record.get(field), wanted), wanted != 0)
    };
    let customs = Part::by_customs(record.get(Field::Customs), &options.customs);
    let parts = [
        (Field::Customs, customs, options.customs != "C00"),
        of(Field::Transport, options.transport),
        of(Field::Supply, 0),
        of(Field::SecondPartner, options.second_partner),
    ];
    if let Some((field, ..)) = parts.iter().find(|(_, part, _)| *part == Part::Unreadable) {
        rows.set_aside(Reason::UnknownPart, at, Some(field.name()), record.get(*field));
        return false;
    }
    let mut others = parts.iter().filter(|(_, part, _)| *part == Part::Other);
    let Some((first, ..)) = others.clone().next() else { return true };
    match others.find(|(.., chosen)| *chosen) {
        Some((field, ..)) => {
            rows.set_aside(Reason::OtherPart, at, Some(field.name()), record.get(*field))
        }
        None => rows.component(at, first.name(), record.get(*first), cell),
    }
    false
}

/// The cell of a row, or what is not known of it.
fn label(
    record: &Record<'_>,
    known: &mut Known,
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> Result<(Key, Period), (Reason, Field)> {
    let options = rows.options();
    let period = crate::read::code::period(code(record.get(Field::Period)))
        .ok_or((Reason::UnknownPeriod, Field::Period))?;
    let is_month = !period.is_full_year();
    match record.get(Field::Frequency) {
        b"A" | b"a" if is_month => return Err((Reason::UnknownPeriod, Field::Frequency)),
        b"M" | b"m" if !is_month => return Err((Reason::UnknownPeriod, Field::Frequency)),
        _ => {}
    }
    let flow = flow(code(record.get(Field::Flow))).ok_or((Reason::UnknownFlow, Field::Flow))?;
    let area = |field: Field| area(options, record.get(field)).ok_or((Reason::UnknownArea, field));
    let (reporter, partner) = (area(Field::Reporter)?, area(Field::Partner)?);
    let commodity =
        commodity(record, known, at, rows).ok_or((Reason::UnknownCommodity, Field::Commodity))?;
    Ok((Key::new(flow, reporter, partner).of(commodity), period))
}

/// An area by its number, or by its letters where a file has no numbers: `W00` is the World.
fn area(options: &Reader, text: &[u8]) -> Option<Area> {
    if text.len() == 3 && text.first().is_some_and(u8::is_ascii_uppercase) && !options.own_areas {
        return match text {
            b"W00" => Some(crate::area::WORLD),
            _ => std::str::from_utf8(text).ok()?.parse().ok(),
        };
    }
    options.area(u16::try_from(number_of(text)?).ok()?)
}

fn flow(text: &[u8]) -> Option<Flow> {
    match text {
        b"1" => Some(Flow::Import),
        b"2" => Some(Flow::Export),
        b"3" => Some(Flow::ReExport),
        b"4" => Some(Flow::ReImport),
        // Names of flows begin with a capital: Import.
        _ => {
            let text = std::str::from_utf8(text).ok()?;
            text.parse().or_else(|_| text.to_ascii_lowercase().parse()).ok()
        }
    }
}

/// The commodity; zeros in front that were lost are put back where the level proves it.
fn commodity(
    record: &Record<'_>,
    known: &mut Known,
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> Option<Commodity> {
    let printed = code(record.get(Field::Commodity));
    let classification = known.classification(record.get(Field::Classification));
    if printed.eq_ignore_ascii_case(b"TOTAL") {
        rows.all_goods_of(classification);
        return Some(Commodity::TOTAL);
    }
    let classification = classification?;
    rows.goods_of(classification);
    let text = std::str::from_utf8(printed).ok()?;
    let level = number_of(record.get(Field::Level))
        .and_then(|level| usize::try_from(level).ok())
        .unwrap_or(0);
    if let Some(readings) = two_readings(record.get(Field::Commodity), MOST_DIGITS) {
        let proved = readings.iter().find(|code| code.len() == level)?;
        return Commodity::new(classification, proved).ok();
    }
    if level > text.len() && level <= 10 && number_of(printed).is_some() {
        let whole = format!("{text:0>level$}");
        let found = Commodity::new(classification, &whole).ok()?;
        rows.zero_put_back(at, printed, &whole);
        return Some(found);
    }
    Commodity::new(classification, text).ok()
}

/// The quantity asked for, if the row has it, and whether it is an estimate.
///
/// A quantity of 0 without a unit is none, and so is one beside a net weight, and a net weight of
/// 0: it is never a sum at the level of chapters. Beside parts that have one that is told. What is
/// not a number or has no known unit is counted, and the weight stands in.
fn quantity(
    record: &Record<'_>,
    wanted: QuantityKind,
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> (Option<(Number, AnyUnit)>, bool) {
    // 0 none, 2 quantity, 4 net weight, 6 both.
    let flag = number_of(record.get(Field::Estimation)).unwrap_or(0);
    let weight = |rows: &mut Rows<'_, '_>| {
        let weight = rows.amount(at, record.get(Field::Weight), number)?;
        if weight.mantissa == 0 {
            rows.zero_quantity();
            return None;
        }
        let estimated =
            rows.is_set(at, record.get(Field::WeightEstimated)) || flag == 4 || flag == 6;
        Some(((weight, AnyUnit::Mass(MassUnit::Kilogram)), estimated))
    };
    let found = match wanted {
        QuantityKind::Reported => {
            let first = in_unit(record.get(Field::Quantity), record.get(Field::Unit), at, rows);
            let marked = rows.is_set(at, record.get(Field::QuantityEstimated));
            match first.filter(|(number, _)| number.mantissa != 0) {
                Some(first) => Some((first, marked || flag == 2 || flag == 6)),
                None => weight(rows).or(first.map(|zero| (zero, marked))),
            }
        }
        QuantityKind::NetWeight => weight(rows),
        QuantityKind::Supplementary => {
            let second =
                in_unit(record.get(Field::SecondQuantity), record.get(Field::SecondUnit), at, rows);
            second.map(|quantity| (quantity, rows.is_set(at, record.get(Field::SecondEstimated))))
        }
    };
    found.map_or((None, false), |(quantity, estimated)| (Some(quantity), estimated))
}

/// A number and its unit, if the row has both.
fn in_unit(
    amount: &[u8],
    unit: &[u8],
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) -> Option<(Number, AnyUnit)> {
    if is_missing(unit) {
        return None;
    }
    let negative = unit.starts_with(b"-");
    let digits = number_of(unit.strip_prefix(b"-").unwrap_or(unit))
        .and_then(|digits| i16::try_from(digits).ok());
    let code = digits.map(|digits| if negative { digits.saturating_neg() } else { digits });
    let known = code.and_then(|code| AnyUnit::from_comtrade(code).ok());
    match known {
        // -1, before 2023 1: no quantity.
        Some(None) => None,
        Some(Some(unit)) => Some((rows.amount(at, amount, number)?, unit)),
        None => {
            if rows.amount(at, amount, number)?.mantissa != 0 {
                rows.unknown_unit(&decode_start(unit));
            }
            None
        }
    }
}

/// The edition that BACI names by two digits of its year.
pub(crate) fn edition(two_digits: &str) -> Option<HsEdition> {
    match two_digits {
        "92" => Some(HsEdition::H0),
        "96" => Some(HsEdition::H1),
        "02" => Some(HsEdition::H2),
        "07" => Some(HsEdition::H3),
        "12" => Some(HsEdition::H4),
        "17" => Some(HsEdition::H5),
        "22" => Some(HsEdition::H6),
        _ => None,
    }
}
