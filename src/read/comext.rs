//! Eurostat Comext: what its files have in common, and the bulk files of before and after 2025.
//!
//! They give values in whole euro and codes of the Combined Nomenclature of the year of the period.
//! The rows of a cell by procedure are parts of it. A quantity of 0 is none: it can be anything
//! below half a unit, a weight that is withheld, or one that nobody collects, as that of
//! electricity.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::code::{self, EUROPEAN_UNION, Partner, UnitCode};
use crate::read::comext_codes;
use crate::read::fields::{self, Ends, is_missing};
use crate::read::head::Head;
use crate::read::header::Header;
use crate::read::number::{Number, number};
use crate::read::parts::Part;
use crate::read::places::At;
use crate::read::sdmx;
use crate::read::session::{File, Row, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::{Fields, decode};
use crate::read::{QuantityKind, Reason};
use crate::unit::{AnyUnit, EUR, MassUnit};
use std::collections::HashMap;

pub(crate) const WEIGHT: AnyUnit = AnyUnit::Mass(MassUnit::Kilogram);

/// What rows of either form say of their cell, as printed.
pub(crate) struct Labels<'a> {
    pub(crate) reporter: &'a [u8],
    pub(crate) partner: &'a [u8],
    pub(crate) product: &'a [u8],
    pub(crate) flow: &'a [u8],
    pub(crate) period: &'a [u8],
}

/// The names of these columns in both layouts of the bulk file, in the order of [`Labels`].
const BULK: [&[&str]; 5] = [
    &["reporter", "declarant_iso"],
    &["partner_iso", "partner"],
    &["product_nc"],
    &["flow"],
    &["period"],
];
const COLUMNS: [&str; 5] = ["REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD"];

/// What the labels mean.
pub(crate) struct Cell {
    reporter: Area,
    partner: Area,
    commodity: Commodity,
    flow: Flow,
    period: Period,
}

impl Cell {
    pub(crate) fn label(&self) -> (Key, Period) {
        (Key::new(self.flow, self.reporter, self.partner).of(self.commodity), self.period)
    }
}

/// Codes met before, and what to say at the end.
#[derive(Default)]
pub(crate) struct Known {
    partners: HashMap<Vec<u8>, Partner>,
    /// The one edition of the European Union that is read as such: others hold the same countries.
    union: Option<Vec<u8>>,
    withheld: u64,
}

impl Known {
    /// Whom a code names; none if it is not known.
    fn partner(&mut self, code: &[u8]) -> Option<Partner> {
        if let Some(known) = self.partners.get(code) {
            return Some(*known);
        }
        let found = comext_codes::partner(std::str::from_utf8(code).ok()?)?;
        self.partners.insert(code.to_vec(), found);
        Some(found)
    }

    /// The area of a code, or why its row is not read.
    fn area(&mut self, code: &[u8]) -> Result<Area, Reason> {
        let partner = self.partner(code).ok_or(Reason::UnknownArea)?;
        if partner == Partner::Group(EUROPEAN_UNION)
            && self.union.get_or_insert_with(|| code.to_vec()) != code
        {
            return Err(Reason::UnknownGroup);
        }
        partner.area().ok_or(Reason::UnknownGroup)
    }

    /// The cell of a row, or which column says nothing that is known.
    pub(crate) fn cell(&mut self, labels: &Labels<'_>) -> Result<Cell, (Reason, usize)> {
        let [reporter_column, partner_column, product_column, flow_column, period_column] =
            [0, 1, 2, 3, 4];
        let period =
            code::period(fields::code(labels.period)).filter(|period| period.last().year() >= 1988);
        let period = period.ok_or((Reason::UnknownPeriod, period_column))?;
        let flow = match fields::code(labels.flow) {
            b"1" => Flow::Import,
            b"2" => Flow::Export,
            b"3" => Flow::ReExport,
            _ => return Err((Reason::UnknownFlow, flow_column)),
        };
        let reporter = self.area(labels.reporter).map_err(|reason| (reason, reporter_column))?;
        let partner = self.area(labels.partner).map_err(|reason| (reason, partner_column))?;
        let commodity =
            commodity(labels.product, period).ok_or((Reason::UnknownCommodity, product_column))?;
        Ok(Cell { reporter, partner, commodity, flow, period })
    }

    /// A row with this partner is in the data.
    pub(crate) fn count(&mut self, partner: &[u8]) {
        let secret = self.partners.get(partner) == Some(&Partner::Withheld);
        self.withheld = self.withheld.saturating_add(u64::from(secret));
    }

    pub(crate) fn tell(&self, name: &str, rows: &mut Rows<'_, '_>) {
        if self.withheld > 0 {
            let withheld = self.withheld;
            rows.remark(format!(
                "{name}: rows whose partner is withheld: {withheld}; they stand in area 899, not specified"
            ));
        }
    }
}

/// Sets a row aside whose label is missing or not known, with what a code may have been.
pub(crate) fn refuse(
    (reason, column): (Reason, usize),
    labels: &Labels<'_>,
    names: [&str; 5],
    at: At<'_>,
    rows: &mut Rows<'_, '_>,
) {
    let texts = [labels.reporter, labels.partner, labels.product, labels.flow, labels.period];
    let (name, text) = (
        names.get(column).copied().unwrap_or_default(),
        texts.get(column).copied().unwrap_or_default(),
    );
    let year = code::period(fields::code(labels.period))
        .and_then(|period| u16::try_from(period.last().year()).ok());
    let perhaps = |year: u16| {
        let code = std::str::from_utf8(fields::code(text)).unwrap_or_default();
        fields::told_twice(text, 8).or_else(|| code::perhaps(Classification::Cn(year), code))
    };
    if reason == Reason::UnknownCommodity
        && let Some(perhaps) = year.and_then(perhaps)
    {
        return rows.set_aside(reason, at, Some(name), perhaps.as_bytes());
    }
    rows.no_code(reason, at, name, text);
}

/// A code of the Combined Nomenclature of the year, masked ones included, or all goods.
fn commodity(product: &[u8], period: Period) -> Option<Commodity> {
    if fields::two_readings(product, 8).is_some() {
        return None;
    }
    let product = fields::code(product);
    if product == b"TOTAL" {
        return Some(Commodity::TOTAL);
    }
    let year = u16::try_from(period.last().year()).ok()?;
    Commodity::new(Classification::Cn(year), std::str::from_utf8(product).ok()?).ok()
}

/// A table with a column of products and one of values in euro.
pub(crate) fn is(head: &Head<'_>) -> bool {
    let values = |header: &Header| header.has("value_eur") || header.has("value_in_euros");
    head.header().is_some_and(|header| header.has("product_nc") && values(header))
}

/// Where the figures of a bulk file stand.
struct Figures {
    value: usize,
    weight: Option<usize>,
    unit: Option<usize>,
    second: Option<usize>,
}

/// Reads a bulk file.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    const WHAT: &str = "a bulk file of Comext";
    let (name, mut table) = (source.name.clone(), Table::open(source)?);
    let mut places = [0; 5];
    for (place, names) in places.iter_mut().zip(BULK) {
        *place = table.needed(WHAT, names)?;
    }
    let figures = Figures {
        value: table.needed(WHAT, &["value_eur", "value_in_euros"])?,
        weight: table.place(&["quantity_kg", "quantity_in_kg"]),
        unit: table.place(&["suppl_unit", "supp_unit"]),
        second: table.place(&["quantity_suppl_unit", "sup_quantity"]),
    };
    let parts = PartColumns::find(&table.header);
    let mut rows =
        file.rows_in_parts(EUR.one(), Valuation::AsReported, &["trade type", "procedure"])?;
    table.watch(is_known, |_| Ends::Open);
    let (mut known, mut part) = (Known::default(), Part::default());
    table.each(&mut rows, |at, fields, rows| {
        let labels = Labels::of(places.map(|place| fields.get(place).trim_ascii()));
        let cell = match known.cell(&labels) {
            Ok(cell) => cell,
            Err(fault) => return refuse(fault, &labels, COLUMNS, at, rows),
        };
        let printed = fields.get(figures.value).trim_ascii();
        let value = match value(printed) {
            Ok(value) => value,
            Err(Reason::NoValue) => {
                return rows.no_value(at, Some("VALUE_EUR"), printed, cell.label());
            }
            Err(reason) => return rows.set_aside(reason, at, Some("VALUE_EUR"), printed),
        };
        let quantity = figures.quantity(at, fields, rows);
        if let Err((column, code)) = parts.read(&labels, fields, &mut part) {
            return rows.set_aside(Reason::UnknownPart, at, Some(column), code);
        }
        rows.part(&part);
        if accept(at, &cell, value, quantity, rows) {
            known.count(labels.partner);
        }
    })?;
    known.tell(&name, &mut rows);
    Ok(())
}

impl Figures {
    /// The quantity that was asked for. One of 0 is none.
    fn quantity(
        &self,
        at: At<'_>,
        fields: &Fields,
        rows: &mut Rows<'_, '_>,
    ) -> Option<(Number, AnyUnit)> {
        let get = |column: Option<usize>| {
            column.map_or(&b""[..], |column| fields.get(column).trim_ascii())
        };
        let not_zero = |number: &Number| number.mantissa != 0;
        let kilograms = |rows: &mut Rows<'_, '_>| {
            Some((rows.amount(at, get(self.weight), number).filter(not_zero)?, WEIGHT))
        };
        let supplementary = |rows: &mut Rows<'_, '_>| {
            let number = rows.amount(at, get(self.second), number).filter(not_zero)?;
            let text = decode(get(self.unit));
            match comext_codes::supplementary_unit(&text) {
                UnitCode::Unit(unit) => return Some((number, unit)),
                UnitCode::Absent => {}
                UnitCode::Unknown => rows.unknown_unit(&text),
            }
            None
        };
        match rows.options().quantity {
            QuantityKind::Reported => kilograms(rows).or_else(|| supplementary(rows)),
            QuantityKind::NetWeight => kilograms(rows),
            QuantityKind::Supplementary => supplementary(rows),
        }
    }
}

impl<'a> Labels<'a> {
    pub(crate) fn of([reporter, partner, product, flow, period]: [&'a [u8]; 5]) -> Labels<'a> {
        Labels { reporter, partner, product, flow, period }
    }
}

pub(crate) fn value(printed: &[u8]) -> Result<Number, Reason> {
    if is_missing(printed) {
        return Err(Reason::NoValue);
    }
    number(printed).ok_or(Reason::BadNumber)
}

/// A column by which a cell is broken down.
struct Breakdown {
    /// Its names in both layouts.
    columns: &'static [&'static str],
    /// Its name in the account.
    name: &'static str,
    /// The codes of parts. Whatever else stands there might be a total of them.
    parts: &'static [&'static [u8]],
}

const BREAKDOWNS: [Breakdown; 2] = [
    Breakdown { columns: &["trade_type"], name: "TRADE_TYPE", parts: &[b"I", b"E", b"L", b"M"] },
    Breakdown {
        columns: &["stat_procedure", "stat_regime"],
        name: "STAT_PROCEDURE",
        parts: &[b"1", b"2", b"3", b"9"],
    },
];

/// Further codes of the goods and their unit: rows of one masked product differ in them alone.
const CLASSES: [&str; 11] = [
    "product_sitc",
    "product_cpa21",
    "product_cpa22",
    "product_cpa2002",
    "product_cpa2008",
    "product_cpa2_1",
    "product_bec",
    "product_bec5",
    "product_section",
    "suppl_unit",
    "supp_unit",
];

/// Bare names of columns that are read, follow from what is read, or are other measures of the same
/// row.
const FOLLOWING: [&str; 24] = [
    "reporter",
    "declarant",
    "declarantiso",
    "partner",
    "partneriso",
    "productnc",
    "product",
    "flow",
    "period",
    "timeperiod",
    "freq",
    "valueeur",
    "valueineuros",
    "valuenac",
    "quantitykg",
    "quantityinkg",
    "quantitysupplunit",
    "supquantity",
    "indicators",
    "obsvalue",
    "obsflag",
    "confstatus",
    "decimals",
    "unitmult",
];

/// True for a bare name that does not tell rows of a cell apart in a way that is not known.
pub(crate) fn is_known(name: &str) -> bool {
    let parts = || BREAKDOWNS.iter().flat_map(|breakdown| breakdown.columns).chain(&CLASSES);
    FOLLOWING.contains(&name)
        || sdmx::is_about_the_flow(name)
        || parts().any(|known| fields::bare(known) == name)
}

/// Where the columns stand by which rows are parts of their cells.
pub(crate) struct PartColumns {
    breakdown: [Option<usize>; 2],
    classes: Vec<usize>,
}

impl PartColumns {
    pub(crate) fn find(header: &Header) -> PartColumns {
        let breakdown = BREAKDOWNS.map(|breakdown| header.place(breakdown.columns));
        PartColumns {
            breakdown,
            classes: CLASSES.iter().filter_map(|name| header.place(&[name])).collect(),
        }
    }

    /// Which part of its cell a row is. Both parts of the United Kingdom are held by the whole,
    /// where one file gives it.
    ///
    /// # Errors
    /// The column and the code, where it is not known.
    pub(crate) fn read<'a>(
        &self,
        labels: &Labels<'_>,
        row: &'a Fields,
        part: &mut Part,
    ) -> Result<(), (&'static str, &'a [u8])> {
        part.clear();
        part.push(labels.reporter);
        part.push(labels.partner);
        for (column, breakdown) in self.breakdown.iter().zip(BREAKDOWNS) {
            match column.map_or(&b""[..], |column| fields::code(row.get(column))) {
                b"TOTAL" => part.push_total(),
                code if is_missing(code) => part.push_total(),
                code if breakdown.parts.contains(&code) => part.push(code),
                code => return Err((breakdown.name, code)),
            }
        }
        for column in &self.classes {
            part.push_class(row.get(*column).trim_ascii());
        }
        part.stand_aside(matches!(labels.partner, b"XI" | b"XU"));
        Ok(())
    }
}

/// A row of a cell: true if it is in the data.
pub(crate) fn accept(
    at: At<'_>,
    cell: &Cell,
    value: Number,
    quantity: Option<(Number, AnyUnit)>,
    rows: &mut Rows<'_, '_>,
) -> bool {
    let Cell { reporter, partner, commodity, flow, period } = *cell;
    let (key, marks) = (Key::new(flow, reporter, partner).of(commodity), Marks::default());
    let quantity = quantity.map(|(number, unit)| (number, Some(unit)));
    rows.row(at, &Row { key, period, value, quantity, marks })
}
