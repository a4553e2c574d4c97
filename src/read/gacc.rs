//! China Customs: the download of an online query, in Chinese (GB18030 or UTF-8) or English.
//!
//! The file does not say whether it holds imports or exports, and that of one month does not say which: the caller does. Columns follow
//! the query. Rows of one partner and commodity by customs regime and province are parts of it.

use crate::area::{CHN, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::code::{self, UnitCode};
use crate::read::collect::{At, Collector, Row};
use crate::read::gacc_codes;
use crate::read::number::{Number, grouped_number, is_missing};
use crate::read::parts::Part;
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::Fields;
use crate::read::{Quantity, Reason, recognise};
use crate::unit::{AnyUnit, CNY, Currency, MassUnit, USD};

/// The service cuts downloads here without a word.
const LIMITS: [u64; 1] = [10_000];

const PERIOD: &[&str] = &["date of data", "数据年月"];
const COMMODITY: &[&str] = &["commodity code", "商品编码"];
const PARTNER: &[&str] = &["trading partner code", "贸易伙伴编码"];
const REGIME: &[&str] = &["customs regime code", "贸易方式编码"];
const PLACE: &[&str] = &["locations of importers and exporters code", "注册地编码"];
/// Names, and the codes without which their rows cannot be read.
const NAMES: [(&[&str], &[&str]); 4] = [
    (&["commodity", "商品名称"], COMMODITY),
    (&["trading partner", "贸易伙伴名称"], PARTNER),
    (&["customs regime", "贸易方式名称"], REGIME),
    (&["locations of importers and exporters", "注册地名称"], PLACE),
];
const FIRST: [&[&str]; 2] = [&["quantity", "第一数量"], &["unit", "第一计量单位"]];
/// The service wrote "supplimentary" for years.
const SECOND: [&[&str]; 2] = [
    &["supplementary quantity", "supplimentary quantity", "第二数量"],
    &["supplementary unit", "supplimentary unit", "第二计量单位"],
];
const VALUES: [(&[&str], Currency); 2] = [(&["us dollar", "美元"], USD), (&["renminbi yuan", "人民币"], CNY)];

/// Where the columns stand, and what the caller said of all rows.
struct Columns {
    period: Result<usize, Period>,
    commodity: Option<usize>,
    partner: Option<usize>,
    regime: Option<usize>,
    place: Option<usize>,
    first: Option<(usize, usize)>,
    second: Option<(usize, usize)>,
    value: usize,
    flow: Flow,
    wanted: Quantity,
    names: Vec<String>,
    chinese: bool,
}

/// Reads a download.
pub(crate) fn read(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    let name = source.name.clone();
    let table = Table::open(source)?;
    let (columns, currency) = Columns::find(&table, &name, collector)?;
    collector.begin(&name, currency.one(), Valuation::AsReported)?;
    let by = [("customs regime", columns.regime), ("province", columns.place)];
    let by: Vec<&str> = by.iter().filter(|(_, at)| at.is_some()).map(|(what, _)| *what).collect();
    collector.cells_come_in_parts(&by)?;
    let (mut part, mut unit) = (Part::default(), LastUnit::default());
    let rows = table.each(collector, |at, fields, collector| {
        accept(at, fields, &columns, (&mut part, &mut unit), collector);
    })?;
    collector.look_for_a_cut(rows, &LIMITS);
    Ok(())
}

impl Columns {
    fn find(table: &Table<'_>, file: &str, collector: &Collector<'_>) -> Result<(Columns, Currency), Error> {
        let value = VALUES.iter().find_map(|(names, currency)| Some((table.place(names)?, *currency)));
        let Some((value, currency)) = value else {
            let reason = "there is no column of values in US dollar or Renminbi Yuan";
            return Err(Error::parse("a query download of China Customs", file, reason));
        };
        let Some(flow) = collector.options.flow else {
            let reason = "a query download of China Customs holds imports or exports and does not say which";
            return Err(Error::parse("a file that names its flow", file, reason)
                .with_help("name it: Reader::new().flow(Flow::Import)"));
        };
        let period = match (table.place(PERIOD), collector.options.period) {
            (Some(at), _) => Ok(at),
            (None, Some(period)) => Err(period),
            (None, None) => {
                let reason = "the column Date of data is missing, as in downloads of one month";
                return Err(Error::parse("a file that names its period", file, reason)
                    .with_help("name it: Reader::new().period(Period::month(2026, 1))"));
            }
        };
        for (names, codes) in NAMES {
            if let (Some(at), None) = (table.place(names), table.place(codes)) {
                let name = table.names.get(at).map_or("", String::as_str);
                let code = codes.first().copied().unwrap_or_default();
                let reason =
                    format!("rows are told apart by this name and not by a code: the column {code} is missing");
                return Err(Error::parse("a query download of China Customs", name, reason)
                    .about(file)
                    .with_help(format!("ask the service for the code too: {}", codes.join(", "))));
            }
        }
        let regime = table.place(REGIME);
        if regime.is_none() && collector.options.regime.is_some() {
            let reason = "a customs regime was asked for, and the column Customs Regime code is missing";
            return Err(Error::parse("a file by customs regime", file, reason));
        }
        let pair = |names: [&[&str]; 2]| Some((table.place(names.first()?)?, table.place(names.last()?)?));
        let columns = Columns {
            period,
            commodity: table.place(COMMODITY),
            partner: table.place(PARTNER),
            regime,
            place: table.place(PLACE),
            first: pair(FIRST),
            second: pair(SECOND),
            value,
            flow,
            wanted: collector.options.quantity,
            names: table.names.clone(),
            chinese: table.chinese,
        };
        Ok((columns, currency))
    }
}

/// One row: into the data, or set aside.
fn accept(
    at: At<'_>,
    fields: &Fields,
    columns: &Columns,
    (part, unit): (&mut Part, &mut LastUnit),
    collector: &mut Collector<'_>,
) {
    let get = |column: Option<usize>| column.map_or(&b""[..], |column| fields.get(column).trim_ascii());
    let refuse = |collector: &mut Collector<'_>, reason: Reason, column: Option<usize>| {
        let name = column.and_then(|column| columns.names.get(column)).map(String::as_str);
        collector.set_aside(reason, at, name, get(column));
    };
    let text = |column: Option<usize>| std::str::from_utf8(get(column)).ok();
    if let Some(wanted) = &collector.options.regime
        && !is_regime(text(columns.regime).unwrap_or_default(), wanted)
    {
        return refuse(collector, Reason::Component, columns.regime);
    }
    let (period, column) = match columns.period {
        Ok(column) => (code::period(get(Some(column))), Some(column)),
        Err(period) => (Some(period), None),
    };
    let Some(period) = period else { return refuse(collector, Reason::UnknownPeriod, column) };
    let partner =
        if columns.partner.is_none() { Some(WORLD) } else { text(columns.partner).and_then(gacc_codes::partner) };
    let Some(partner) = partner else { return refuse(collector, Reason::UnknownArea, columns.partner) };
    let all = columns.commodity.is_none();
    let commodity = if all { Some(Commodity::TOTAL) } else { text(columns.commodity).and_then(commodity) };
    let Some(commodity) = commodity else { return refuse(collector, Reason::UnknownCommodity, columns.commodity) };
    let printed = get(Some(columns.value));
    if is_missing(printed) {
        return refuse(collector, Reason::NoValue, Some(columns.value));
    }
    let Some(value) = grouped_number(printed) else {
        return refuse(collector, Reason::BadNumber, Some(columns.value));
    };
    let mut quantity = |pair: Option<(usize, usize)>| {
        let (number, name) = pair?;
        let unit = unit.look_up(fields.get(name), columns.chinese, collector)?;
        Some((collector.amount(at, fields.get(number), grouped_number)?, unit))
    };
    let is_weight = |quantity: &(Number, AnyUnit)| quantity.1 == AnyUnit::Mass(MassUnit::Kilogram);
    let quantity = match columns.wanted {
        Quantity::Reported => quantity(columns.first).or_else(|| quantity(columns.second).filter(is_weight)),
        Quantity::NetWeight => {
            quantity(columns.first).filter(is_weight).or_else(|| quantity(columns.second).filter(is_weight))
        }
        Quantity::Supplementary => quantity(columns.second),
    };
    part.clear();
    for code in [columns.partner, columns.regime, columns.place].map(get) {
        part.push(code);
    }
    collector.part(part);
    let (key, marks) = (Key::new(columns.flow, CHN, partner).of(commodity), Marks::default());
    collector.row(at, &Row { key, period, value, quantity, marks });
}

/// A regime by its two digits or its name, in any case.
fn is_regime(code: &str, wanted: &str) -> bool {
    let name = gacc_codes::regime(code).unwrap_or_default();
    code == wanted || !name.is_empty() && name.eq_ignore_ascii_case(wanted.trim())
}

/// 2, 4 or 6 digits are those of the Harmonized System in the edition then in force, 8 and 10 those of China's tariff.
fn commodity(code: &str) -> Option<Commodity> {
    let classification = if code.len() > 6 { Classification::National(*b"CHN") } else { Classification::Hs(None) };
    Commodity::new(classification, code).ok()
}

/// The unit of the row before: neighbours are as a rule alike.
#[derive(Default)]
struct LastUnit {
    name: Vec<u8>,
    unit: Option<AnyUnit>,
}

impl LastUnit {
    /// The unit; none where nothing is counted, and then the 0 beside it is no quantity.
    fn look_up(&mut self, name: &[u8], chinese: bool, collector: &mut Collector<'_>) -> Option<AnyUnit> {
        if self.unit.is_some() && self.name == name {
            return self.unit;
        }
        let text = if chinese { recognise::decode_chinese(name) } else { recognise::decode(name) };
        self.unit = match gacc_codes::unit(&text) {
            UnitCode::Unit(unit) => Some(unit),
            UnitCode::Absent => None,
            UnitCode::Unknown => {
                collector.unknown_unit(text.trim());
                None
            }
        };
        self.name = name.to_vec();
        self.unit
    }
}
