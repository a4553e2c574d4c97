//! UN Comtrade: API answers, downloads, bulk files, and the CSV of before 2023.
//!
//! All of them say the same in other spellings, so each becomes one [`Record`] of raw fields, and one function reads it.

use crate::area::Area;
use crate::commodity::{Classification, Commodity, HsEdition};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::collect::{At, Collector, Row};
use crate::read::json;
use crate::read::number::{Number, is_missing, number};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Quantity, Reader, Reason, recognise};
use crate::unit::{AnyUnit, MassUnit, USD};
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// Rows at which the service stops: the preview without a key, the web, keys, premium keys.
const LIMITS: [u64; 4] = [500, 10_000, 100_000, 250_000];

/// The fields that are read, by their names without case, blanks and punctuation; the old names behind.
const FIELDS: [(&str, &str); COUNT] = [
    ("typecode", "typecode"),
    ("period", "period"),
    ("reportercode", "reportercode"),
    ("flowcode", "tradeflowcode"),
    ("partnercode", "partnercode"),
    ("partner2code", "2ndpartnercode"),
    ("classificationcode", "classification"),
    ("cmdcode", "commoditycode"),
    ("customscode", "customsproccode"),
    ("moscode", "moscode"),
    ("motcode", "modeoftransportcode"),
    ("qtyunitcode", "qtyunitcode"),
    ("qty", "qty"),
    ("isqtyestimated", "isqtyestimated"),
    ("altqtyunitcode", "altqtyunitcode"),
    ("altqty", "altqty"),
    ("isaltqtyestimated", "isaltqtyestimated"),
    ("netwgt", "netweightkg"),
    ("isnetwgtestimated", "isnetwgtestimated"),
    ("primaryvalue", "tradevalueus"),
    ("legacyestimationflag", "flag"),
    ("isreported", "isreported"),
    ("isaggregate", "isaggregate"),
];
const COUNT: usize = 23;

/// The fields of one row, as printed; empty where the row has none.
struct Record<'a> {
    type_code: &'a [u8],
    period: &'a [u8],
    reporter: &'a [u8],
    flow: &'a [u8],
    partner: &'a [u8],
    second_partner: &'a [u8],
    classification: &'a [u8],
    commodity: &'a [u8],
    customs: &'a [u8],
    supply: &'a [u8],
    transport: &'a [u8],
    unit: &'a [u8],
    quantity: &'a [u8],
    quantity_estimated: &'a [u8],
    second_unit: &'a [u8],
    second_quantity: &'a [u8],
    second_estimated: &'a [u8],
    weight: &'a [u8],
    weight_estimated: &'a [u8],
    value: &'a [u8],
    estimation: &'a [u8],
    reported: &'a [u8],
    aggregated: &'a [u8],
}

impl<'a> Record<'a> {
    fn new(fields: [&'a [u8]; COUNT]) -> Record<'a> {
        let [
            type_code,
            period,
            reporter,
            flow,
            partner,
            second_partner,
            classification,
            commodity,
            customs,
            supply,
            transport,
            unit,
            quantity,
            quantity_estimated,
            second_unit,
            second_quantity,
            second_estimated,
            weight,
            weight_estimated,
            value,
            estimation,
            reported,
            aggregated,
        ] = fields.map(<[u8]>::trim_ascii);
        Record {
            type_code,
            period,
            reporter,
            flow,
            partner,
            second_partner,
            classification,
            commodity,
            customs,
            supply,
            transport,
            unit,
            quantity,
            quantity_estimated,
            second_unit,
            second_quantity,
            second_estimated,
            weight,
            weight_estimated,
            value,
            estimation,
            reported,
            aggregated,
        }
    }
}

/// The same from JSON: what stands behind each name, as written. Services differ in the case of names.
struct JsonRecord<'a>([Option<&'a RawValue>; COUNT]);

/// A name without a copy, where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for JsonRecord<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members).map(JsonRecord)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = [Option<&'de RawValue>; COUNT];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row of UN Comtrade")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = [None; COUNT];
        while let Some(Name(name)) = map.next_key()? {
            let known = FIELDS.iter().position(|(field, _)| field.eq_ignore_ascii_case(&name));
            match known.and_then(|at| members.get_mut(at)) {
                Some(Some(_)) => return Err(A::Error::custom(format!("the name {name} is there twice"))),
                Some(member) => *member = Some(map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

impl<'a> JsonRecord<'a> {
    fn record(&self) -> Record<'a> {
        Record::new(self.0.map(|value| -> &'a [u8] {
            let text = value.map_or("", RawValue::get);
            let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
            if text == "null" { b"" } else { text.as_bytes() }
        }))
    }
}

/// What is said around the rows of an answer.
#[derive(Deserialize)]
struct Answer {
    count: Option<u64>,
    error: Option<serde_json::Value>,
}

/// An answer of the API. Only one row at a time is in memory.
pub(crate) fn read_json(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    collector.begin(&source.name, USD.one(), Valuation::AsReported)?;
    let (mut known, mut rows) = (Known::default(), 0_u64);
    let envelope = json::elements(&source.name, source.head, source.rest, |line, text| {
        rows = rows.saturating_add(1);
        let at = At { line, text };
        match serde_json::from_slice::<JsonRecord<'_>>(text) {
            Ok(record) => accept(&record.record(), at, &mut known, collector),
            Err(error) => collector.set_aside(Reason::Malformed, at, None, error.to_string().as_bytes()),
        }
        Ok(())
    })?;
    let broken = envelope.broken.is_some();
    if let Some(error) = envelope.broken {
        collector.stopped(error)?;
    } else if let Ok(answer) = serde_json::from_slice::<Answer>(&envelope.text) {
        if !envelope.has_data {
            let error = Error::parse("an answer of UN Comtrade", "", "it has no rows: the member data is missing");
            collector.stopped(error.about(&source.name))?;
        }
        if let Some(said) = answer.error.filter(|said| !matches!(said, serde_json::Value::Null) && said != "") {
            collector.stopped(
                Error::parse("an answer", &said.to_string(), "the service reports an error").about(&source.name),
            )?;
        }
        if let Some(count) = answer.count.filter(|count| *count != rows) {
            collector.account.remark(format!("{}: the answer speaks of {count} rows and has {rows}", source.name));
        }
    }
    if !broken {
        collector.look_for_a_cut(rows, &LIMITS);
    }
    Ok(())
}

/// A file with a header: CSV of either time, or a bulk file separated by tabs.
pub(crate) fn read_table(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    collector.begin(&source.name, USD.one(), Valuation::AsReported)?;
    let table = Table::open(source)?;
    let columns = places(&table.names).map_err(|error| error.at(collector.file(), table.line, None))?;
    let mut known = Known::default();
    let breaks = collector.account.breaks().len();
    let rows = table.each(collector, |at, fields, collector| {
        let record = Record::new(columns.map(|at| at.map_or(b"".as_slice(), |at| fields.get(at))));
        accept(&record, at, &mut known, collector);
    })?;
    if collector.account.breaks().len() == breaks {
        collector.look_for_a_cut(rows, &LIMITS);
    }
    Ok(())
}

/// Where the fields stand.
fn places(names: &[String]) -> Result<[Option<usize>; COUNT], Error> {
    let bare: Vec<String> =
        names.iter().map(|name| name.chars().filter(char::is_ascii_alphanumeric).collect()).collect();
    let place = |(new, old): (&str, &str)| bare.iter().position(|name| name == new || name == old);
    let places = FIELDS.map(place);
    for (field, place) in FIELDS.iter().zip(&places) {
        let needed = ["period", "reportercode", "flowcode", "partnercode", "cmdcode", "primaryvalue"];
        if place.is_none() && needed.contains(&field.0) {
            return Err(Error::parse("a header of UN Comtrade", field.0, "this column is missing"));
        }
    }
    Ok(places)
}

/// What was looked up for the row before; neighbours are as a rule alike.
#[derive(Default)]
struct Known {
    classification: Option<(Vec<u8>, Classification)>,
}

impl Known {
    fn classification(&mut self, text: &[u8]) -> Option<Classification> {
        if let Some((known, classification)) = &self.classification
            && known == text
        {
            return Some(*classification);
        }
        let name = std::str::from_utf8(text).ok()?;
        // Old files and the search code say HS without an edition.
        let classification = if name.is_empty() { Classification::Hs(None) } else { name.parse().ok()? };
        self.classification = Some((text.to_vec(), classification));
        Some(classification)
    }
}

/// One row: into the data, or set aside.
fn accept(record: &Record<'_>, at: At<'_>, known: &mut Known, collector: &mut Collector<'_>) {
    let options = collector.options;
    if record.type_code == b"S" {
        return collector.set_aside(Reason::Services, at, Some("typeCode"), record.type_code);
    }
    let is_total = |text: &[u8], wanted: u32| if text.is_empty() { wanted == 0 } else { digits(text) == Some(wanted) };
    let customs_wanted =
        if record.customs.is_empty() { options.customs == "C00" } else { record.customs == options.customs.as_bytes() };
    let components = [
        (customs_wanted, "customsCode", record.customs),
        (is_total(record.transport, options.transport), "motCode", record.transport),
        (is_total(record.supply, 0), "mosCode", record.supply),
        (is_total(record.second_partner, options.second_partner), "partner2Code", record.second_partner),
    ];
    if let Some((_, column, field)) = components.iter().find(|(wanted, ..)| !wanted) {
        collector.set_aside(Reason::Component, at, Some(column), field);
        if let Ok((key, period)) = label(record, options, known) {
            collector.part_of(key, period, at.line);
        }
        return;
    }
    let (key, period) = match label(record, options, known) {
        Ok(label) => label,
        Err((reason, column, field)) => return collector.set_aside(reason, at, Some(column), field),
    };
    if is_missing(record.value) {
        return collector.set_aside(Reason::NoValue, at, Some("primaryValue"), b"");
    }
    let Some(value) = number(record.value) else {
        return collector.set_aside(Reason::BadNumber, at, Some("primaryValue"), record.value);
    };
    let (quantity, estimated) = quantity(record, options.quantity, at, collector);
    let (not_reported, aggregated) = (is(record.reported, false), is(record.aggregated, true));
    let marks = Marks { estimated, not_reported, aggregated, ..Marks::default() };
    collector.row(at, &Row { key, period, value, quantity, marks });
}

/// The cell of a row, or what is not known of it.
fn label<'a>(
    record: &Record<'a>,
    options: &Reader,
    known: &mut Known,
) -> Result<(Key, Period), (Reason, &'static str, &'a [u8])> {
    let period = period(record.period).ok_or((Reason::UnknownPeriod, "period", record.period))?;
    let flow = flow(record.flow).ok_or((Reason::UnknownFlow, "flowCode", record.flow))?;
    let reporter = area(options, record.reporter).ok_or((Reason::UnknownArea, "reporterCode", record.reporter))?;
    let partner = area(options, record.partner).ok_or((Reason::UnknownArea, "partnerCode", record.partner))?;
    let commodity = commodity(record, known).ok_or((Reason::UnknownCommodity, "cmdCode", record.commodity))?;
    Ok((Key::new(flow, reporter, partner).of(commodity), period))
}

fn is(text: &[u8], wanted: bool) -> bool {
    let other = if wanted { &b"1"[..] } else { &b"0"[..] };
    let word = if wanted { &b"true"[..] } else { &b"false"[..] };
    text.eq_ignore_ascii_case(word) || text == other
}

fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn area(options: &Reader, text: &[u8]) -> Option<Area> {
    options.area(u16::try_from(digits(text)?).ok()?)
}

/// `2010`, `201001`, and the year with month 52 of bulk listings.
fn period(text: &[u8]) -> Option<Period> {
    let number = digits(text)?;
    match text.len() {
        4 => Period::try_year(i32::try_from(number).ok()?).ok(),
        6 => {
            let (year, month) =
                (i32::try_from(number.checked_div(100)?).ok()?, u8::try_from(number.checked_rem(100)?).ok()?);
            if month == 52 { Period::try_year(year).ok() } else { Period::try_month(year, month).ok() }
        }
        _ => None,
    }
}

fn flow(text: &[u8]) -> Option<Flow> {
    match text {
        b"1" => Some(Flow::Import),
        b"2" => Some(Flow::Export),
        b"3" => Some(Flow::ReExport),
        b"4" => Some(Flow::ReImport),
        _ => std::str::from_utf8(text).ok()?.parse().ok(),
    }
}

fn commodity(record: &Record<'_>, known: &mut Known) -> Option<Commodity> {
    if record.commodity.eq_ignore_ascii_case(b"TOTAL") {
        return Some(Commodity::TOTAL);
    }
    let classification = known.classification(record.classification)?;
    Commodity::new(classification, std::str::from_utf8(record.commodity).ok()?).ok()
}

/// The quantity asked for, if the row has it, and whether it is an estimate.
///
/// A quantity of 0 without a unit is none, and so is one beside a net weight, and a net weight of 0: it is never a sum at the level of
/// chapters. What is no number or has no known unit is counted, and the weight stands in.
fn quantity(
    record: &Record<'_>,
    wanted: Quantity,
    at: At<'_>,
    collector: &mut Collector<'_>,
) -> (Option<(Number, AnyUnit)>, bool) {
    // 0 none, 2 quantity, 4 net weight, 6 both.
    let flag = digits(record.estimation).unwrap_or(0);
    let weight = |collector: &mut Collector<'_>| {
        let weight = collector.amount(at, record.weight, number).filter(|weight| weight.mantissa != 0)?;
        let estimated = is(record.weight_estimated, true) || flag == 4 || flag == 6;
        Some(((weight, AnyUnit::Mass(MassUnit::Kilogram)), estimated))
    };
    let found = match wanted {
        Quantity::Reported => {
            let first = in_unit(record.quantity, record.unit, at, collector);
            match first.filter(|(number, _)| number.mantissa != 0) {
                Some(first) => Some((first, is(record.quantity_estimated, true) || flag == 2 || flag == 6)),
                None => weight(collector).or(first.map(|zero| (zero, is(record.quantity_estimated, true)))),
            }
        }
        Quantity::NetWeight => weight(collector),
        Quantity::Supplementary => in_unit(record.second_quantity, record.second_unit, at, collector)
            .map(|quantity| (quantity, is(record.second_estimated, true))),
    };
    found.map_or((None, false), |(quantity, estimated)| (Some(quantity), estimated))
}

/// A number and its unit, if the row has both.
fn in_unit(amount: &[u8], unit: &[u8], at: At<'_>, collector: &mut Collector<'_>) -> Option<(Number, AnyUnit)> {
    if unit.is_empty() {
        return None;
    }
    let code: Option<i16> = std::str::from_utf8(unit).ok().and_then(|unit| unit.parse().ok());
    let known = code.and_then(|code| AnyUnit::from_comtrade(code).ok());
    match known {
        // -1, before 2023 1: no quantity.
        Some(None) => None,
        Some(Some(unit)) => Some((collector.amount(at, amount, number)?, unit)),
        None => {
            if collector.amount(at, amount, number)?.mantissa != 0 {
                collector.unknown_unit(&recognise::decode_start(unit));
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
