//! China Customs: the download of an online query, in Chinese (GB18030 or UTF-8) or English.
//!
//! The file does not say whether it holds imports or exports, and that of one month does not say
//! which: the caller does. Columns follow the query. Rows of one partner and commodity by customs
//! regime and province are parts of it.

use crate::area::{CHN, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::code::{self, UnitCode};
use crate::read::fields::{self, Ends, Last, is_missing};
use crate::read::gacc_codes;
use crate::read::head::Head;
use crate::read::header::Header;
use crate::read::number::{Number, grouped_number};
use crate::read::parts::{Broken, Part};
use crate::read::places::At;
use crate::read::session::{File, Row, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::{Fields, decode, decode_chinese};
use crate::read::{QuantityKind, Reader, Reason};
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
const VALUES: [(&[&str], Currency); 2] =
    [(&["us dollar", "美元"], USD), (&["renminbi yuan", "人民币"], CNY)];

/// True for a bare name of a column that is read, or of a name or quantity beside one that is read.
fn is_known(name: &str) -> bool {
    let codes = NAMES.iter().flat_map(|(names, codes)| names.iter().chain(*codes));
    let figures = FIRST
        .iter()
        .chain(&SECOND)
        .copied()
        .flatten()
        .chain(VALUES.iter().flat_map(|(names, _)| *names));
    codes.chain(figures).chain(PERIOD).any(|known| fields::bare(known) == name)
}

/// A table with a column of codes and one of values.
pub(crate) fn is(head: &Head<'_>) -> bool {
    let codes = [COMMODITY, PARTNER, REGIME];
    let has = |header: &Header| {
        codes.iter().any(|names| header.place(names).is_some())
            && VALUES.iter().any(|(names, _)| header.place(names).is_some())
    };
    head.header().is_some_and(has)
}

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
    header: Header,
}

/// Reads a download.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let name = source.name.clone();
    let mut table = Table::open(source)?;
    let (columns, currency) = Columns::find(&table.header, &name, file.options())?;
    let by = [("customs regime", columns.regime), ("province", columns.place)];
    let by: Vec<&str> = by.iter().filter(|(_, at)| at.is_some()).map(|(what, _)| *what).collect();
    let mut rows = file.rows_in_parts(currency.one(), Valuation::AsReported, &by)?;
    rows.look_for_totals(columns.broken(rows.options().regime.is_some()));
    table.watch(is_known, |_| Ends::Open);
    let (mut part, mut unit) = (Part::default(), Last::default());
    let count = table.each(&mut rows, |at, fields, rows| {
        accept(at, fields, &columns, (&mut part, &mut unit), rows);
    })?;
    rows.look_for_a_cut(count, &LIMITS);
    Ok(())
}

const WHAT: &str = "a query download of China Customs";

impl Columns {
    fn find(header: &Header, file: &str, options: &Reader) -> Result<(Columns, Currency), Error> {
        let value =
            VALUES.iter().find_map(|(names, currency)| Some((header.place(names)?, *currency)));
        let Some((value, currency)) = value else {
            let reason = "there is no column of values in US dollar or Renminbi Yuan";
            return Err(Error::parse(WHAT, file, reason)
                .with_help("ask the service for the column US dollar or Renminbi Yuan"));
        };
        let Some(flow) = options.flow else {
            let reason =
                "a query download of China Customs holds imports or exports and does not say which";
            return Err(Error::parse("a file that names its flow", file, reason)
                .with_help("name the flow: Reader::new().flow(Flow::Import)"));
        };
        let period = match (header.place(PERIOD), options.period) {
            (Some(at), _) => Ok(at),
            (None, Some(period)) => Err(period),
            (None, None) => {
                let reason = "the column “Date of data” is missing, as in downloads of one month";
                return Err(Error::parse("a file that names its period", file, reason)
                    .with_help("name the period: Reader::new().period(Period::month(2026, 1))"));
            }
        };
        refuse_names_without_codes(header, file)?;
        let regime = header.place(REGIME);
        if regime.is_none() && options.regime.is_some() {
            let reason =
                "a customs regime was asked for, and the column “Customs Regime code” is missing";
            return Err(Error::parse("a file by customs regime", file, reason)
                .with_help("leave the choice of regime out, or ask the service for the column"));
        }
        let pair = |names: [&[&str]; 2]| {
            Some((header.place(names.first()?)?, header.place(names.last()?)?))
        };
        let columns = Columns {
            period,
            commodity: header.place(COMMODITY),
            partner: header.place(PARTNER),
            regime,
            place: header.place(PLACE),
            first: pair(FIRST),
            second: pair(SECOND),
            value,
            flow,
            header: header.clone(),
        };
        Ok((columns, currency))
    }

    /// The columns by which cells are broken down, in the places of their codes; without that of
    /// the regime where one was asked for by name.
    fn broken(&self, one_regime: bool) -> Vec<Broken> {
        let regime = self.regime.filter(|_| !one_regime);
        let columns = [(1, regime), (2, self.place)].into_iter();
        let broken = columns.filter_map(|(at, column)| {
            Some(Broken { at, name: self.header.name(column?).to_owned(), usual: "" })
        });
        broken.collect()
    }

    /// The quantity that was asked for.
    fn quantity(
        &self,
        at: At<'_>,
        fields: &Fields,
        unit: &mut Last<AnyUnit>,
        rows: &mut Rows<'_, '_>,
    ) -> Option<(Number, Option<AnyUnit>)> {
        let wanted = rows.options().quantity;
        let mut quantity = |pair: Option<(usize, usize)>| {
            let (number, name) = pair?;
            let unit =
                unit.get(fields.get(name), |name| look_up(name, self.header.chinese, rows))?;
            Some((rows.amount(at, fields.get(number), grouped_number)?, unit))
        };
        let is_weight =
            |quantity: &(Number, AnyUnit)| quantity.1 == AnyUnit::Mass(MassUnit::Kilogram);
        let found = match wanted {
            QuantityKind::Reported => {
                quantity(self.first).or_else(|| quantity(self.second).filter(is_weight))
            }
            QuantityKind::NetWeight => quantity(self.first)
                .filter(is_weight)
                .or_else(|| quantity(self.second).filter(is_weight)),
            QuantityKind::Supplementary => quantity(self.second),
        };
        found.map(|(number, unit)| (number, Some(unit)))
    }
}

/// Names tell rows apart, and only codes can be read.
fn refuse_names_without_codes(header: &Header, file: &str) -> Result<(), Error> {
    for (names, codes) in NAMES {
        if let (Some(at), None) = (header.place(names), header.place(codes)) {
            let code = codes.first().copied().unwrap_or_default();
            let reason = format!("a name does not identify its rows: the column {code} is missing");
            return Err(Error::parse("a column of codes", header.name(at), reason)
                .about(file)
                .with_help(format!(
                    "ask the service for the column of codes too: {}",
                    codes.join(", ")
                )));
        }
    }
    Ok(())
}

/// One row: into the data, or set aside.
fn accept(
    at: At<'_>,
    fields: &Fields,
    columns: &Columns,
    (part, unit): (&mut Part, &mut Last<AnyUnit>),
    rows: &mut Rows<'_, '_>,
) {
    let get =
        |column: Option<usize>| column.map_or(&b""[..], |column| fields.get(column).trim_ascii());
    let name = |column: Option<usize>| column.map_or("", |column| columns.header.name(column));
    let refuse = |rows: &mut Rows<'_, '_>, reason: Reason, column: Option<usize>| {
        rows.no_code(reason, at, name(column), get(column));
    };
    let text = |column: Option<usize>| std::str::from_utf8(fields::code(get(column))).ok();
    part.clear();
    for code in [columns.partner, columns.regime, columns.place].map(get) {
        part.push(code);
    }
    rows.part(part);
    if let Some(wanted) = &rows.options().regime
        && !is_regime(text(columns.regime).unwrap_or_default(), wanted)
    {
        let column = Some(name(columns.regime));
        return rows.set_aside(Reason::OtherPart, at, column, get(columns.regime));
    }
    let (period, column) = match columns.period {
        Ok(column) => (code::period(fields::code(get(Some(column)))), Some(column)),
        Err(period) => (Some(period), None),
    };
    let Some(period) = period else { return refuse(rows, Reason::UnknownPeriod, column) };
    let partner = if columns.partner.is_none() {
        Some(WORLD)
    } else {
        text(columns.partner).and_then(gacc_codes::partner)
    };
    let Some(partner) = partner else { return refuse(rows, Reason::UnknownArea, columns.partner) };
    let good = match columns.commodity.map(|column| commodity(get(Some(column)))) {
        None => Commodity::TOTAL,
        Some(Ok(good)) => good,
        Some(Err(Some(perhaps))) => {
            let column = Some(name(columns.commodity));
            return rows.set_aside(Reason::UnknownCommodity, at, column, perhaps.as_bytes());
        }
        Some(Err(None)) => return refuse(rows, Reason::UnknownCommodity, columns.commodity),
    };
    let printed = get(Some(columns.value));
    if is_missing(printed) {
        let cell = (Key::new(columns.flow, CHN, partner).of(good), period);
        return rows.no_value(at, Some(name(Some(columns.value))), printed, cell);
    }
    let Some(value) = grouped_number(printed) else {
        return rows.set_aside(Reason::BadNumber, at, Some(name(Some(columns.value))), printed);
    };
    let quantity = columns.quantity(at, fields, unit, rows);
    let (key, marks) = (Key::new(columns.flow, CHN, partner).of(good), Marks::default());
    rows.row(at, &Row { key, period, value, quantity, marks });
}

/// A regime by its two digits or its name, in any case.
fn is_regime(code: &str, wanted: &str) -> bool {
    let name = gacc_codes::regime(code).unwrap_or_default();
    code == wanted || !name.is_empty() && name.eq_ignore_ascii_case(wanted.trim())
}

/// 2, 4 or 6 digits are those of the Harmonized System in the edition then in force, 8 and 10 those
/// of China's tariff.
///
/// What is none of them comes back with what it may have been.
fn commodity(printed: &[u8]) -> Result<Commodity, Option<String>> {
    if let Some(twice) = fields::told_twice(printed, 10) {
        return Err(Some(twice));
    }
    let code = std::str::from_utf8(fields::code(printed)).unwrap_or_default();
    let classification =
        if code.len() > 6 { Classification::National(*b"CHN") } else { Classification::Hs(None) };
    Commodity::new(classification, code).map_err(|_| code::perhaps_national(*b"CHN", code))
}

/// The unit; none where nothing is counted, and then the 0 beside it is not a quantity.
fn look_up(name: &[u8], chinese: bool, rows: &mut Rows<'_, '_>) -> Option<AnyUnit> {
    let text = if chinese { decode_chinese(name) } else { decode(name) };
    match gacc_codes::unit(&text) {
        UnitCode::Unit(unit) => Some(unit),
        UnitCode::Absent => None,
        UnitCode::Unknown => {
            rows.unknown_unit(text.trim());
            None
        }
    }
}
