//! US Census Bureau, international trade API: an array of arrays, of which the first holds the names of the columns.
//!
//! Every cell is a string, numbers too. Columns follow the query, and what the query asked for comes back as further columns, some of them
//! twice. Countries, groups of them and the total stand side by side.

use crate::area::{USA, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::census_codes;
use crate::read::code::{self, Partner, UnitCode};
use crate::read::collect::{At, Collector, Row};
use crate::read::json;
use crate::read::number::{Number, is_missing, number};
use crate::read::parts::Part;
use crate::read::source::Source;
use crate::read::{Quantity, Reason};
use crate::unit::{AnyUnit, MassUnit, USD};
use serde_json::value::RawValue;

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

/// Columns by which a cell is broken down; `-` is the total of it.
const BREAKDOWNS: [&str; 4] = ["DISTRICT", "PORT", "STATE", "RP"];
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
const OTHER_GOODS: [&str; 9] =
    ["I_ENDUSE", "E_ENDUSE", "NAICS", "I_NAICS", "E_NAICS", "SITC", "HITECH", "USDA", "AGRICULTURE"];

/// Where the columns stand.
struct Columns {
    names: Vec<String>,
    commodity: Option<usize>,
    partner: Option<usize>,
    level: Option<usize>,
    time: Time,
    origin: Option<usize>,
    breakdowns: Vec<usize>,
    value: usize,
    /// Number, unit and flag of the first and the second quantity.
    quantities: [Option<(usize, usize, Option<usize>)>; 2],
    measure: &'static Value,
    year_to_date: bool,
    wanted: Quantity,
}

/// Where the period stands.
enum Time {
    Whole(usize),
    YearAndMonth(usize, usize),
}

/// Reads an answer.
pub(crate) fn read(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    let name = source.name;
    let (mut columns, mut part): (Option<Columns>, Part) = (None, Part::default());
    let envelope = json::elements(&name, source.head, source.rest, |line, text| {
        let at = At { line, text };
        let fields = serde_json::from_slice::<Vec<&RawValue>>(text)
            .ok()
            .and_then(|cells| cells.into_iter().map(plain).collect());
        let fields: Option<Vec<String>> = fields;
        let Some(known) = &columns else {
            let refuse = || Error::parse(WHAT, "", "the first row does not name the columns").at(&name, line, None);
            let found = Columns::find(fields.ok_or_else(refuse)?, collector);
            let found = found.map_err(|error| error.at(&name, line, None))?;
            found.begin(&name, collector)?;
            columns = Some(found);
            return Ok(());
        };
        match fields {
            None => collector.set_aside(Reason::Malformed, at, None, b""),
            Some(fields) if fields.len() != known.names.len() => {
                collector.set_aside(Reason::WrongFieldCount, at, None, b"");
            }
            Some(fields) => accept(at, &fields, known, &mut part, collector),
        }
        Ok(())
    })?;
    match envelope.broken {
        Some(error) => collector.stopped(error),
        None if columns.is_none() => Err(Error::parse(WHAT, "", "it has no row that names the columns").about(&name)),
        None => Ok(()),
    }
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

impl Columns {
    fn find(names: Vec<String>, collector: &Collector<'_>) -> Result<Columns, Error> {
        let place = |name: &str| names.iter().position(|known| known.trim().eq_ignore_ascii_case(name));
        if let Some(other) = OTHER_GOODS.into_iter().find(|name| place(name).is_some()) {
            return Err(Error::parse(WHAT, other, "goods by this classification are not read")
                .with_help("ask the service for imports/hs or exports/hs"));
        }
        if let Some((name, code)) =
            NAMES.into_iter().find(|(name, code)| place(name).is_some() && place(code).is_none())
        {
            let reason = format!("rows are told apart by this name and not by a code: the column {code} is missing");
            return Err(Error::parse(WHAT, name, reason).with_help(format!("ask the service for {code}")));
        }
        let wanted = collector.options.value_column.as_deref();
        let mut candidates =
            ["MO", "YR"].into_iter().flat_map(|ending| VALUES.iter().map(move |value| (value, ending)));
        let found = candidates.find_map(|(value, ending)| {
            let name = format!("{}_{ending}", value.name);
            let asked = wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(&name));
            Some((place(&name).filter(|_| asked)?, value, ending))
        });
        let Some((value, measure, ending)) = found else {
            let missing = wanted.unwrap_or("GEN_VAL_MO or ALL_VAL_MO");
            return Err(Error::parse(WHAT, missing, "there is no such column of values")
                .with_help("the columns of values are GEN_VAL, CON_VAL, GEN_CIF, CON_CIF, ALL_VAL with _MO or _YR"));
        };
        let time = match (place("time"), place("YEAR"), place("MONTH")) {
            (Some(time), ..) => Time::Whole(time),
            (None, Some(year), Some(month)) => Time::YearAndMonth(year, month),
            _ => return Err(Error::parse(WHAT, "time", "this column is missing")),
        };
        let [first, second] = measure.quantities;
        let quantity = |quantity: &str, unit: &str| {
            let number = format!("{quantity}_{ending}");
            Some((place(&number)?, place(unit)?, place(&format!("{number}_FLAG"))))
        };
        Ok(Columns {
            commodity: place(if measure.flow == Flow::Import { "I_COMMODITY" } else { "E_COMMODITY" }),
            partner: place("CTY_CODE"),
            level: place("SUMMARY_LVL"),
            time,
            origin: place("DF"),
            breakdowns: BREAKDOWNS.into_iter().filter_map(place).collect(),
            value,
            quantities: [quantity(first, "UNIT_QY1"), quantity(second, "UNIT_QY2")],
            measure,
            year_to_date: ending == "YR",
            wanted: collector.options.quantity,
            names,
        })
    }

    fn begin(&self, file: &str, collector: &mut Collector<'_>) -> Result<(), Error> {
        collector.begin(file, USD.one(), self.measure.valuation)?;
        let by: Vec<&str> = self.breakdowns.iter().filter_map(|at| self.names.get(*at)).map(String::as_str).collect();
        collector.cells_come_in_parts(&by)?;
        let name = self.names.get(self.value).map_or("", String::as_str);
        let span = if self.year_to_date { "from January on" } else { "of the month" };
        collector.account.remark(format!("values are those of {name}: {}, {span}", self.measure.words));
        Ok(())
    }
}

/// One row: into the data, or set aside.
fn accept(at: At<'_>, fields: &[String], columns: &Columns, part: &mut Part, collector: &mut Collector<'_>) {
    let get = |column: Option<usize>| column.and_then(|column| fields.get(column)).map_or("", |text| text.trim());
    let refuse = |collector: &mut Collector<'_>, reason: Reason, column: Option<usize>| {
        let name = column.and_then(|column| columns.names.get(column)).map(String::as_str);
        collector.set_aside(reason, at, name, get(column).as_bytes());
    };
    let (period, column) = match columns.time {
        Time::Whole(column) => (code::period(get(Some(column)).as_bytes()), column),
        Time::YearAndMonth(year, month) => {
            let text = format!("{}-{:0>2}", get(Some(year)), get(Some(month)));
            (code::period(text.as_bytes()), month)
        }
    };
    let to_date = |period: Period| Period::try_january_to(period.last().year(), period.last().number()).ok();
    let period = if columns.year_to_date { period.and_then(to_date) } else { period };
    let Some(period) = period else { return refuse(collector, Reason::UnknownPeriod, Some(column)) };
    let code = get(columns.partner);
    let partner = match columns.partner {
        None => Some(WORLD),
        Some(_) => match census_codes::partner(code) {
            None if get(columns.level) == "CGP" => return refuse(collector, Reason::UnknownGroup, columns.partner),
            None => return refuse(collector, Reason::UnknownArea, columns.partner),
            Some(Partner::Group(name)) if Partner::Group(name).area().is_none() => {
                let text = format!("{code}: {name} is no area of this crate");
                return collector.set_aside(Reason::UnknownGroup, at, Some("CTY_CODE"), text.as_bytes());
            }
            Some(partner) => partner.area(),
        },
    };
    let Some(partner) = partner else { return refuse(collector, Reason::UnknownGroup, columns.partner) };
    let commodity = match get(columns.commodity) {
        "" | "-" => Some(Commodity::TOTAL),
        code => commodity(code),
    };
    let Some(commodity) = commodity else { return refuse(collector, Reason::UnknownCommodity, columns.commodity) };
    let flow = match get(columns.origin) {
        "" | "-" => columns.measure.flow,
        "1" => Flow::DomesticExport,
        // Goods of foreign origin that leave as they came.
        "2" => Flow::ReExport,
        _ => return refuse(collector, Reason::UnknownFlow, columns.origin),
    };
    let printed = get(Some(columns.value)).as_bytes();
    if is_missing(printed) {
        return refuse(collector, Reason::NoValue, Some(columns.value));
    }
    let Some(value) = number(printed) else { return refuse(collector, Reason::BadNumber, Some(columns.value)) };
    let [first, second] = columns.quantities;
    let mut quantity = |place: Option<(usize, usize, Option<usize>)>| {
        let (number, unit, flag) = place?;
        quantity([get(Some(number)), get(Some(unit)), get(flag)], at, collector)
    };
    let is_weight = |quantity: &(Number, AnyUnit)| quantity.1 == AnyUnit::Mass(MassUnit::Kilogram);
    let quantity = match columns.wanted {
        Quantity::Reported => quantity(first).or_else(|| quantity(second).filter(is_weight)),
        Quantity::NetWeight => quantity(first).filter(is_weight).or_else(|| quantity(second).filter(is_weight)),
        Quantity::Supplementary => quantity(second),
    };
    part.clear();
    part.push(code.as_bytes());
    for column in &columns.breakdowns {
        match get(Some(*column)) {
            "" | "-" => part.push_total(),
            code => part.push(code.as_bytes()),
        }
    }
    collector.part(part);
    let (key, marks) = (Key::new(flow, USA, partner).of(commodity), Marks::default());
    collector.row(at, &Row { key, period, value, quantity, marks });
}

/// 2, 4 or 6 digits are those of the Harmonized System in the edition then in force, 10 those of the tariff or of Schedule B.
fn commodity(code: &str) -> Option<Commodity> {
    let classification = if code.len() > 6 { Classification::National(*b"USA") } else { Classification::Hs(None) };
    Commodity::new(classification, code).ok()
}

/// A quantity in the unit of its row. A 0 is one only where its flag says that it is a true zero.
fn quantity([printed, unit, flag]: [&str; 3], at: At<'_>, collector: &mut Collector<'_>) -> Option<(Number, AnyUnit)> {
    let number = collector.amount(at, printed.as_bytes(), number)?;
    if number.mantissa == 0 && matches!(flag, "" | "-" | "0" | "N") {
        return None;
    }
    match census_codes::unit(unit) {
        UnitCode::Unit(unit) => Some((number, unit)),
        UnitCode::Absent => None,
        UnitCode::Unknown => {
            collector.unknown_unit(unit);
            None
        }
    }
}
