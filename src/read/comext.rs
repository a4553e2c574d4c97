//! Eurostat Comext: the bulk files of before and after 2025, and SDMX-CSV.
//!
//! Both give values in whole euro and codes of the Combined Nomenclature of the year of the period. In a bulk file the rows of a cell by
//! procedure are parts of it. In SDMX-CSV value and quantity stand on lines of their own.
//!
//! A quantity of 0 is none in either: it can be anything below half a unit, a weight that is withheld, or one that nobody collects, as
//! that of electricity.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::code::{self, EUROPEAN_UNION, Partner, UnitCode};
use crate::read::collect::{At, Collector, Row};
use crate::read::comext_codes;
use crate::read::number::{Number, is_missing, number};
use crate::read::parts::Part;
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::text::Fields;
use crate::read::{Quantity, Reason, recognise};
use crate::unit::{AnyUnit, EUR, MassUnit};
use std::collections::HashMap;

const WEIGHT: AnyUnit = AnyUnit::Mass(MassUnit::Kilogram);
/// So many dates of the last update are named in the account.
const UPDATES_NAMED: usize = 5;

/// What rows of either form say of their cell, as printed.
struct Labels<'a> {
    reporter: &'a [u8],
    partner: &'a [u8],
    product: &'a [u8],
    flow: &'a [u8],
    period: &'a [u8],
}

/// The names of these columns in the order of [`Labels`]; both layouts of the bulk file, then SDMX-CSV.
const BULK: [&[&str]; 5] =
    [&["reporter", "declarant_iso"], &["partner_iso", "partner"], &["product_nc"], &["flow"], &["period"]];
const SDMX: [&[&str]; 5] = [&["reporter"], &["partner"], &["product"], &["flow"], &["time_period"]];

/// What the labels mean.
struct Cell {
    reporter: Area,
    partner: Area,
    commodity: Commodity,
    flow: Flow,
    period: Period,
}

/// Codes met before, and what to tell at the end.
#[derive(Default)]
struct Known {
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
        if partner == Partner::Group(EUROPEAN_UNION) && self.union.get_or_insert_with(|| code.to_vec()) != code {
            return Err(Reason::UnknownGroup);
        }
        partner.area().ok_or(Reason::UnknownGroup)
    }

    fn cell(&mut self, labels: &Labels<'_>, columns: [&'static str; 5]) -> Result<Cell, (Reason, &'static str)> {
        let [reporter_column, partner_column, product_column, flow_column, period_column] = columns;
        let period = code::period(labels.period).filter(|period| period.last().year() >= 1988);
        let period = period.ok_or((Reason::UnknownPeriod, period_column))?;
        let flow = match labels.flow {
            b"1" => Flow::Import,
            b"2" => Flow::Export,
            b"3" => Flow::ReExport,
            _ => return Err((Reason::UnknownFlow, flow_column)),
        };
        let reporter = self.area(labels.reporter).map_err(|reason| (reason, reporter_column))?;
        let partner = self.area(labels.partner).map_err(|reason| (reason, partner_column))?;
        let commodity = commodity(labels.product, period).ok_or((Reason::UnknownCommodity, product_column))?;
        Ok(Cell { reporter, partner, commodity, flow, period })
    }

    /// A row with this partner is in the data.
    fn count(&mut self, partner: &[u8]) {
        let secret = self.partners.get(partner) == Some(&Partner::Withheld);
        self.withheld = self.withheld.saturating_add(u64::from(secret));
    }

    fn tell(&self, name: &str, collector: &mut Collector<'_>) {
        if self.withheld > 0 {
            let rows = self.withheld;
            let remark =
                format!("{name}: rows whose partner is withheld: {rows}; they stand in area 899, not specified");
            collector.account.remark(remark);
        }
    }
}

/// A code of the Combined Nomenclature of the year, masked ones included, or all goods.
fn commodity(product: &[u8], period: Period) -> Option<Commodity> {
    if product == b"TOTAL" {
        return Some(Commodity::TOTAL);
    }
    let year = u16::try_from(period.last().year()).ok()?;
    Commodity::new(Classification::Cn(year), std::str::from_utf8(product).ok()?).ok()
}

/// Reads a bulk file.
pub(crate) fn read_bulk(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    const WHAT: &str = "a bulk file of Comext";
    const COLUMNS: [&str; 5] = ["REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD"];
    let (name, table) = (source.name.clone(), Table::open(source)?);
    let mut labels = [0; 5];
    for (place, names) in labels.iter_mut().zip(BULK) {
        *place = table.needed(WHAT, names)?;
    }
    let value_column = table.needed(WHAT, &["value_eur", "value_in_euros"])?;
    let weight = table.place(&["quantity_kg", "quantity_in_kg"]);
    let unit = table.place(&["suppl_unit", "supp_unit"]);
    let second = table.place(&["quantity_suppl_unit", "sup_quantity"]);
    let parts = PartColumns::find(&table);
    collector.begin(&name, EUR.one(), Valuation::AsReported)?;
    collector.cells_come_in_parts(&["trade type", "procedure"])?;
    let wanted = collector.options.quantity;
    let (mut known, mut part) = (Known::default(), Part::default());
    table.each(collector, |at, fields, collector| {
        let get = |column: Option<usize>| column.map_or(&b""[..], |column| fields.get(column).trim_ascii());
        let labels = Labels::of(labels, fields);
        let cell = match known.cell(&labels, COLUMNS) {
            Ok(cell) => cell,
            Err((reason, column)) => return collector.set_aside(reason, at, Some(column), labels.get(column, COLUMNS)),
        };
        let printed = get(Some(value_column));
        let value = match value(printed) {
            Ok(value) => value,
            Err(reason) => return collector.set_aside(reason, at, Some("VALUE_EUR"), printed),
        };
        let not_zero = |number: &Number| number.mantissa != 0;
        let kilograms = |collector: &mut Collector<'_>| {
            let number = collector.amount(at, get(weight), number).filter(not_zero)?;
            Some((number, WEIGHT))
        };
        let supplementary = |collector: &mut Collector<'_>| {
            let number = collector.amount(at, get(second), number).filter(not_zero)?;
            let text = recognise::decode(get(unit));
            match comext_codes::supplementary_unit(&text) {
                UnitCode::Unit(unit) => return Some((number, unit)),
                UnitCode::Absent => {}
                UnitCode::Unknown => collector.unknown_unit(&text),
            }
            None
        };
        let quantity = match wanted {
            Quantity::Reported => kilograms(collector).or_else(|| supplementary(collector)),
            Quantity::NetWeight => kilograms(collector),
            Quantity::Supplementary => supplementary(collector),
        };
        if let Err((column, code)) = parts.read(&labels, fields, &mut part) {
            return collector.set_aside(Reason::UnknownPart, at, Some(column), code);
        }
        collector.part(&part);
        if accept(at, &cell, value, quantity, collector) {
            known.count(labels.partner);
        }
    })?;
    known.tell(&name, collector);
    Ok(())
}

impl<'a> Labels<'a> {
    fn of([reporter, partner, product, flow, period]: [usize; 5], fields: &'a Fields) -> Labels<'a> {
        let get = |column: usize| fields.get(column).trim_ascii();
        Labels {
            reporter: get(reporter),
            partner: get(partner),
            product: get(product),
            flow: get(flow),
            period: get(period),
        }
    }

    /// What stands in the column of this name.
    fn get(&self, column: &str, columns: [&str; 5]) -> &'a [u8] {
        let fields = [self.reporter, self.partner, self.product, self.flow, self.period];
        let found = columns.iter().zip(fields).find(|(name, _)| **name == column);
        found.map_or(b"", |(_, field)| field)
    }
}

fn value(printed: &[u8]) -> Result<Number, Reason> {
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
    Breakdown { columns: &["stat_procedure", "stat_regime"], name: "STAT_PROCEDURE", parts: &[b"1", b"2", b"3", b"9"] },
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

/// Where the columns stand by which rows are parts of their cells.
struct PartColumns {
    breakdown: [Option<usize>; 2],
    classes: Vec<usize>,
}

impl PartColumns {
    fn find(table: &Table<'_>) -> PartColumns {
        let breakdown = BREAKDOWNS.map(|breakdown| table.place(breakdown.columns));
        PartColumns { breakdown, classes: CLASSES.iter().filter_map(|name| table.place(&[name])).collect() }
    }

    /// Which part of its cell a row is. Both parts of the United Kingdom are held by the whole, where one file gives it.
    ///
    /// # Errors
    /// The column and the code, where it is not known.
    fn read<'a>(
        &self,
        labels: &Labels<'_>,
        fields: &'a Fields,
        part: &mut Part,
    ) -> Result<(), (&'static str, &'a [u8])> {
        part.clear();
        part.push(labels.reporter);
        part.push(labels.partner);
        for (column, breakdown) in self.breakdown.iter().zip(BREAKDOWNS) {
            match column.map_or(&b""[..], |column| fields.get(column).trim_ascii()) {
                b"" | b"TOTAL" => part.push_total(),
                code if breakdown.parts.contains(&code) => part.push(code),
                code => return Err((breakdown.name, code)),
            }
        }
        for column in &self.classes {
            part.push_class(fields.get(*column).trim_ascii());
        }
        part.stand_aside(matches!(labels.partner, b"XI" | b"XU"));
        Ok(())
    }
}

fn accept(
    at: At<'_>,
    cell: &Cell,
    value: Number,
    quantity: Option<(Number, AnyUnit)>,
    collector: &mut Collector<'_>,
) -> bool {
    let Cell { reporter, partner, commodity, flow, period } = *cell;
    let (key, marks) = (Key::new(flow, reporter, partner).of(commodity), Marks::default());
    collector.row(at, &Row { key, period, value, quantity, marks })
}

/// What stands in one line of SDMX-CSV.
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

/// A cell of SDMX-CSV that lacks its value or its quantity so far.
enum Half {
    /// The row of the value.
    Value(usize),
    /// The quantity and the line of it.
    Quantity { number: Number, estimated: bool, line: u64 },
}

/// Reads SDMX-CSV. Memory besides the panel is that of the cells whose second line is still to come.
pub(crate) fn read_sdmx(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    const WHAT: &str = "SDMX-CSV of Comext";
    const COLUMNS: [&str; 5] = ["reporter", "partner", "product", "flow", "TIME_PERIOD"];
    let (name, table) = (source.name.clone(), Table::open(source)?);
    let mut labels = [0; 5];
    for (place, names) in labels.iter_mut().zip(SDMX) {
        *place = table.needed(WHAT, names)?;
    }
    let indicator_column = table.needed(WHAT, &["indicators"])?;
    let observed = table.needed(WHAT, &["obs_value"])?;
    let (flag, update) = (table.place(&["obs_flag"]), table.place(&["last update"]));
    let parts = PartColumns::find(&table);
    collector.begin(&name, EUR.one(), Valuation::AsReported)?;
    collector.cells_come_in_parts(&["trade type", "procedure"])?;
    let mut known = Known::default();
    let (mut part, mut key) = (Part::default(), Vec::new());
    let mut halves: HashMap<Vec<u8>, Half> = HashMap::new();
    let mut updates: Vec<Vec<u8>> = Vec::new();
    table.each(collector, |at, fields, collector| {
        let get = |column: Option<usize>| column.map_or(&b""[..], |column| fields.get(column).trim_ascii());
        let labels = Labels::of(labels, fields);
        let date = get(update);
        if !date.is_empty() && updates.len() < UPDATES_NAMED && !updates.iter().any(|known| known == date) {
            updates.push(date.to_vec());
        }
        let indicator = get(Some(indicator_column));
        let wanted = match (measure(indicator), collector.options.quantity) {
            (Measure::Weight(power), Quantity::Reported | Quantity::NetWeight) => Measure::Weight(power),
            (Measure::Value, _) => Measure::Value,
            _ => return collector.set_aside(Reason::OtherMeasure, at, Some("indicators"), indicator),
        };
        let cell = match known.cell(&labels, COLUMNS) {
            Ok(cell) => cell,
            Err((reason, column)) => return collector.set_aside(reason, at, Some(column), labels.get(column, COLUMNS)),
        };
        let printed = get(Some(observed));
        let number = match value(printed) {
            Ok(number) => number,
            Err(reason) => return collector.set_aside(reason, at, Some("OBS_VALUE"), at.text),
        };
        if let Err((column, code)) = parts.read(&labels, fields, &mut part) {
            return collector.set_aside(Reason::UnknownPart, at, Some(column), code);
        }
        collector.part(&part);
        key.clear();
        for code in [part.codes(), labels.product, labels.flow, labels.period] {
            key.extend_from_slice(code);
            key.push(b',');
        }
        let Measure::Weight(power) = wanted else {
            let row = collector.arrival.len();
            if !accept(at, &cell, number, None, collector) {
                return;
            }
            known.count(labels.partner);
            match halves.remove(&key) {
                Some(Half::Quantity { number, estimated, line }) => {
                    collector.join(At { line, text: &key }, row, (number, WEIGHT), estimated);
                }
                // Of two lines with a value the first waits for the quantity.
                first => {
                    halves.insert(key.clone(), first.unwrap_or(Half::Value(row)));
                }
            }
            return;
        };
        if number.mantissa == 0 {
            return collector.set_aside(Reason::NoValue, at, Some("OBS_VALUE"), printed);
        }
        let number = Number { places: number.places.saturating_sub(power), ..number };
        let estimated = get(flag).eq_ignore_ascii_case(b"e");
        match halves.remove(&key) {
            Some(Half::Value(row)) => collector.join(at, row, (number, WEIGHT), estimated),
            Some(first @ Half::Quantity { .. }) => {
                halves.insert(key.clone(), first);
                collector.set_aside(Reason::Duplicate, at, Some("indicators"), at.text);
            }
            None => {
                halves.insert(key.clone(), Half::Quantity { number, estimated, line: at.line });
            }
        }
    })?;
    let mut alone: Vec<(u64, Vec<u8>)> = halves
        .into_iter()
        .filter_map(|(key, half)| if let Half::Quantity { line, .. } = half { Some((line, key)) } else { None })
        .collect();
    alone.sort_unstable();
    for (line, key) in &alone {
        collector.set_aside(Reason::NoValue, At { line: *line, text: key }, Some("OBS_VALUE"), b"");
    }
    let updates: Vec<String> = updates.iter().map(|date| recognise::decode(date)).collect();
    if !updates.is_empty() {
        collector.account.remark(format!("{name}: last update {}", updates.join(", ")));
    }
    known.tell(&name, collector);
    Ok(())
}
