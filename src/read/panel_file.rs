//! Panels as this crate writes them: [`Panel::write_csv`](crate::panel::Panel::write_csv).
//!
//! Parts and totals stand in one file, in the order of rows; what holds what is settled anew, by the same rules as for any file. A
//! cell that is there twice is not a panel's, and settled as in any file too.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::{Flow, Key, TradeSystem, Treatment, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::Reason;
use crate::read::collect::{At, Collector, Row};
use crate::read::number::{Number, number};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::HashMap;
use std::str::FromStr;

/// The columns; those from `quantity` on may be left out.
const COLUMNS: [&str; 16] = [
    "ref_area",
    "counterpart_area",
    "trade_flow",
    "commodity",
    "valuation",
    "time_period",
    "obs_value",
    "unit_measure",
    "quantity",
    "quantity_unit",
    "quantity_estimated",
    "not_reported",
    "aggregated",
    "of_listed",
    "trade_system",
    "treatment",
];
const NEEDED: usize = 8;

/// A file with a header.
pub(crate) fn read(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    collector.begin_file(&source.name);
    let table = Table::open(source)?;
    let columns = places(&table.names).map_err(|error| error.at(collector.file(), table.line, None))?;
    let (mut known, mut first) = (Known::default(), Ok(()));
    table.each(collector, |at, fields, collector| {
        let record = columns.map(|at| at.map_or(b"".as_slice(), |at| fields.get(at).trim_ascii()));
        if first.is_ok() {
            first = accept(record, at, &mut known, collector);
        }
    })?;
    first
}

/// Where the columns stand.
fn places(names: &[String]) -> Result<[Option<usize>; COLUMNS.len()], Error> {
    let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
    match COLUMNS.iter().zip(&places).take(NEEDED).find(|(_, place)| place.is_none()) {
        Some((missing, _)) => Err(Error::parse("a header of a panel", missing, "this column is missing")),
        None => Ok(places),
    }
}

/// A text and what it means; neighbours are as a rule alike.
struct Last<T> {
    text: Vec<u8>,
    meant: Option<T>,
}

impl<T> Default for Last<T> {
    fn default() -> Last<T> {
        Last { text: Vec::new(), meant: None }
    }
}

impl<T: FromStr + Copy> Last<T> {
    fn read(&mut self, text: &[u8]) -> Option<T> {
        if self.meant.is_none() || self.text != text {
            self.meant = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
            self.text = text.to_vec();
        }
        self.meant
    }
}

/// What was looked up before.
#[derive(Default)]
struct Known {
    reporter: Last<Area>,
    partner: Last<Area>,
    flow: Last<Flow>,
    valuation: Last<Valuation>,
    system: Last<TradeSystem>,
    treatment: Last<Treatment>,
    period: Last<Period>,
    unit: Last<MoneyUnit>,
    quantity_unit: Last<AnyUnit>,
    commodities: HashMap<Vec<u8>, Commodity>,
    /// The unit of the first row, which all rows have.
    measure: Option<MoneyUnit>,
    /// Whether the first quantity had a unit.
    has_units: Option<bool>,
}

impl Known {
    fn commodity(&mut self, text: &[u8]) -> Option<Commodity> {
        if let Some(commodity) = self.commodities.get(text) {
            return Some(*commodity);
        }
        let commodity = std::str::from_utf8(text).ok()?.parse().ok()?;
        self.commodities.insert(text.to_vec(), commodity);
        Some(commodity)
    }
}

/// One row: into the data, or set aside.
///
/// # Errors
/// [`Mismatch`](crate::ErrorKind::Mismatch) for a row in another unit than the rows before.
fn accept(
    record: [&[u8]; COLUMNS.len()],
    at: At<'_>,
    known: &mut Known,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let [
        reporter,
        partner,
        flow,
        commodity,
        valuation,
        period,
        value,
        unit,
        quantity,
        quantity_unit,
        estimated,
        not_reported,
        aggregated,
        of_listed,
        system,
        treatment,
    ] = record;
    let mut refuse = |reason, column, field| {
        collector.set_aside(reason, at, Some(column), field);
        Ok(())
    };
    let Some(reporter) = known.reporter.read(reporter) else {
        return refuse(Reason::UnknownArea, "REF_AREA", reporter);
    };
    let Some(partner) = known.partner.read(partner) else {
        return refuse(Reason::UnknownArea, "COUNTERPART_AREA", partner);
    };
    let Some(flow) = known.flow.read(flow) else {
        return refuse(Reason::UnknownFlow, "TRADE_FLOW", flow);
    };
    let Some(commodity) = known.commodity(commodity) else {
        return refuse(Reason::UnknownCommodity, "COMMODITY", commodity);
    };
    let Some(valuation) = known.valuation.read(valuation) else {
        return refuse(Reason::Malformed, "VALUATION", valuation);
    };
    let Some(period) = known.period.read(period) else {
        return refuse(Reason::UnknownPeriod, "TIME_PERIOD", period);
    };
    let Some(unit) = known.unit.read(unit) else {
        return refuse(Reason::Malformed, "UNIT_MEASURE", unit);
    };
    if value.is_empty() {
        return refuse(Reason::NoValue, "OBS_VALUE", value);
    }
    let Some(number_of_value) = number(value) else {
        return refuse(Reason::BadNumber, "OBS_VALUE", value);
    };
    let amount = if quantity.is_empty() { None } else { number(quantity) };
    if amount.is_none() && !quantity.is_empty() {
        return refuse(Reason::BadNumber, "QUANTITY", quantity);
    }
    let in_unit = if quantity_unit.is_empty() { None } else { known.quantity_unit.read(quantity_unit) };
    if in_unit.is_none() && !quantity_unit.is_empty() {
        return refuse(Reason::Malformed, "QUANTITY_UNIT", quantity_unit);
    }
    let Some(system) = known.system.read(system) else {
        return refuse(Reason::Malformed, "TRADE_SYSTEM", system);
    };
    let Some(treatment) = known.treatment.read(treatment) else {
        return refuse(Reason::Malformed, "TREATMENT", treatment);
    };
    let flags = [estimated, not_reported, aggregated, of_listed].map(mark);
    if let Some(at) = flags.iter().position(Option::is_none) {
        let names = ["QUANTITY_ESTIMATED", "NOT_REPORTED", "AGGREGATED", "OF_LISTED"];
        return refuse(Reason::Malformed, names.get(at).copied().unwrap_or_default(), b"");
    }
    let [estimated, not_reported, aggregated, of_listed] = flags.map(|flag| flag == Some(true));

    if known.measure != Some(unit) {
        // All rows of a panel print the same places, so the first says what the column has.
        collector.measured(unit, Valuation::AsReported).map_err(|error| error.at(collector.file(), at.line, None))?;
        collector.arrival.value.widen(printed_places(value));
        known.measure = Some(unit);
    }
    if amount.is_some() && known.has_units.is_none() {
        collector.arrival.quantity.widen(printed_places(quantity));
        known.has_units = Some(in_unit.is_some());
    }
    let marks = Marks { estimated, not_reported, aggregated, of_listed };
    let key = Key::new(flow, reporter, partner).of(commodity).valued(valuation).under(system).treated(treatment);
    let row = Row { key, period, value: number_of_value, quantity: amount.zip(in_unit), marks };
    match (amount, in_unit, known.has_units) {
        (Some(_), Some(_), Some(false)) | (Some(_), None, Some(true)) => {
            collector.account.remark(format!(
                "{}, line {}: of quantities with a unit and without, only those like the first are kept; the rows stand",
                collector.file(),
                at.line
            ));
            collector.row(at, &Row { quantity: None, ..row });
        }
        (Some(amount), None, _) => {
            if collector.row(at, &row) {
                without_unit(amount, at, collector);
            }
        }
        _ => {
            collector.row(at, &row);
        }
    }
    Ok(())
}

/// The quantity of the row accepted last, which has no unit.
fn without_unit(amount: Number, at: At<'_>, collector: &mut Collector<'_>) {
    let row = collector.arrival.len().saturating_sub(1);
    match collector.arrival.quantity.fit(amount.mantissa, amount.places) {
        Some(quantity) => {
            let estimated = collector.arrival.marks(row).estimated;
            collector.arrival.set_quantity(row, quantity, 0, estimated);
        }
        None => collector.quantity_left_out(at),
    }
}

fn mark(text: &[u8]) -> Option<bool> {
    match text {
        b"" | b"0" => Some(false),
        b"1" => Some(true),
        text if text.eq_ignore_ascii_case(b"true") => Some(true),
        text if text.eq_ignore_ascii_case(b"false") => Some(false),
        _ => None,
    }
}

/// How many digits stand behind the point.
fn printed_places(text: &[u8]) -> u8 {
    let behind = text.iter().rev().position(|byte| *byte == b'.').unwrap_or(0);
    u8::try_from(behind).unwrap_or(u8::MAX)
}
