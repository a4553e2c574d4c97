//! Panels as this crate writes them: [`Panel::write_csv`](crate::panel::Panel::write_csv).
//!
//! Parts and totals stand in one file, in the order of rows; what holds what is settled anew, by
//! the same rules as for any file. A cell that is there twice is not a panel's, and settled as in
//! any file too.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::{Flow, Key, TradeSystem, Treatment, Valuation};
use crate::panel::Marks;
use crate::period::Period;
use crate::read::Reason;
use crate::read::fields::{Ends, Flag, Last, bare, is_missing};
use crate::read::head::Head;
use crate::read::number::{Number, number};
use crate::read::places::At;
use crate::read::session::{File, Row, Rows};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::HashMap;
use std::str::FromStr;

/// The columns; those from `quantity` on may be left out.
const COLUMNS: [&str; 17] = [
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
    "regrouped",
    "trade_system",
    "treatment",
];
const NEEDED: usize = 8;

/// What a column says, and its name in the account.
const SHOWN: [&str; 17] = [
    "REF_AREA",
    "COUNTERPART_AREA",
    "TRADE_FLOW",
    "COMMODITY",
    "VALUATION",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "QUANTITY",
    "QUANTITY_UNIT",
    "QUANTITY_ESTIMATED",
    "NOT_REPORTED",
    "AGGREGATED",
    "OF_LISTED",
    "REGROUPED",
    "TRADE_SYSTEM",
    "TREATMENT",
];

/// A table with the columns of a panel.
pub(crate) fn is(head: &Head<'_>) -> bool {
    let needed = ["ref_area", "counterpart_area", "trade_flow", "time_period", "obs_value"];
    head.header().is_some_and(|header| header.has_all(&needed))
}

/// How the last column ends.
fn ends(name: &str) -> Ends {
    match name {
        "quantityestimated" | "notreported" | "aggregated" | "oflisted" | "regrouped" => Ends::Flag,
        "treatment" => {
            Ends::OneOf(&["reported", "reconciled", "estimated", "balanced", "adjusted"])
        }
        _ => Ends::Open,
    }
}

/// Reads a file.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    const WHAT: &str = "a panel";
    let mut rows = file.rows_of_panel();
    let mut table = Table::open(source)?;
    let mut columns = [None; COLUMNS.len()];
    for (at, (place, name)) in columns.iter_mut().zip(COLUMNS).enumerate() {
        *place =
            if at < NEEDED { Some(table.needed(WHAT, &[name])?) } else { table.place(&[name]) };
    }
    table.watch(|known| COLUMNS.iter().any(|name| bare(name) == known), ends);
    let (mut known, mut first) = (Known::default(), Ok(()));
    table.each(&mut rows, |at, fields, rows| {
        let record = columns.map(|at| at.map_or(b"".as_slice(), |at| fields.get(at).trim_ascii()));
        if first.is_ok() {
            first = known.take(record, at, rows);
        }
    })?;
    // A panel prints all rows with the places of its columns, zeros too.
    rows.gather().value.widen(known.places[0]);
    rows.gather().quantity.widen(known.places[1]);
    first
}

/// What was looked up before.
#[derive(Default)]
struct Known {
    areas: [Last<Area>; 2],
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
    /// The most places that values and quantities are printed with, in whichever row.
    places: [u8; 2],
}

/// Why a row is not read, and which column is at fault.
type Fault = (Reason, usize);

fn parse<T: FromStr>(text: &[u8]) -> Option<T> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

impl Known {
    fn commodity(&mut self, text: &[u8]) -> Option<Commodity> {
        if let Some(commodity) = self.commodities.get(text) {
            return Some(*commodity);
        }
        let commodity = parse(text)?;
        self.commodities.insert(text.to_vec(), commodity);
        Some(commodity)
    }

    /// The cell of a row.
    fn cell(&mut self, record: &[&[u8]; COLUMNS.len()]) -> Result<(Key, Period), Fault> {
        let [reporter, partner, flow, commodity, valuation, period, ..] = *record;
        let [.., system, treatment] = *record;
        let [of_reporter, of_partner] = &mut self.areas;
        let reporter = of_reporter.get(reporter, parse).ok_or((Reason::UnknownArea, 0))?;
        let partner = of_partner.get(partner, parse).ok_or((Reason::UnknownArea, 1))?;
        let flow = self.flow.get(flow, parse).ok_or((Reason::UnknownFlow, 2))?;
        let commodity = self.commodity(commodity).ok_or((Reason::UnknownCommodity, 3))?;
        let valuation = self.valuation.get(valuation, parse).ok_or((Reason::Malformed, 4))?;
        let period = self.period.get(period, parse).ok_or((Reason::UnknownPeriod, 5))?;
        let system = self.system.get(system, parse).ok_or((Reason::Malformed, 15))?;
        let treatment = self.treatment.get(treatment, parse).ok_or((Reason::Malformed, 16))?;
        let key = Key::new(flow, reporter, partner).of(commodity);
        Ok((key.valued(valuation).under(system).treated(treatment), period))
    }

    /// The figures of a row.
    fn figures(&mut self, record: &[&[u8]; COLUMNS.len()]) -> Result<Figures, Fault> {
        let [_, _, _, _, _, _, value, unit, quantity, quantity_unit, ..] = *record;
        let unit = self.unit.get(unit, parse).ok_or((Reason::Malformed, 7))?;
        if is_missing(value) {
            return Err((Reason::NoValue, 6));
        }
        let value = number(value).ok_or((Reason::BadNumber, 6))?;
        let given = |text: &[u8]| !is_missing(text);
        let amount = if given(quantity) {
            Some(number(quantity).ok_or((Reason::BadNumber, 8))?)
        } else {
            None
        };
        let mut of = |text| self.quantity_unit.get(text, parse).ok_or((Reason::Malformed, 9));
        let quantity_unit = if given(quantity_unit) { Some(of(quantity_unit)?) } else { None };
        Ok(Figures { value, unit, quantity: amount.map(|amount| (amount, quantity_unit)) })
    }

    /// One row: into the data, or set aside.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a row in another unit than the rows before.
    fn take(
        &mut self,
        record: [&[u8]; COLUMNS.len()],
        at: At<'_>,
        rows: &mut Rows<'_, '_>,
    ) -> Result<(), Error> {
        let found =
            self.cell(&record).and_then(|cell| Ok((cell, self.figures(&record)?, marks(&record)?)));
        let ((key, period), figures, marks) = match found {
            Ok(found) => found,
            Err((reason, column)) => {
                let (name, text) =
                    (SHOWN.get(column).copied(), record.get(column).copied().unwrap_or_default());
                match reason {
                    Reason::NoValue => match self.cell(&record) {
                        Ok(cell) => rows.no_value(at, name, text, cell),
                        Err(_) => rows.set_aside(reason, at, name, text),
                    },
                    Reason::BadNumber => rows.set_aside(reason, at, name, text),
                    _ => rows.no_code(reason, at, name.unwrap_or_default(), text),
                }
                return Ok(());
            }
        };
        let Figures { value, unit, quantity } = figures;
        let printed =
            |column: usize| printed_places(record.get(column).copied().unwrap_or_default());
        if self.measure != Some(unit) {
            rows.are_in(unit).map_err(|error| error.at(rows.file(), at.line, None))?;
            self.measure = Some(unit);
        }
        // More places than other files widen a column to: those of this number that count.
        rows.gather().value.widen(counting_places(value));
        self.places[0] = self.places[0].max(printed(6));
        if let Some((number, _)) = quantity {
            rows.gather().quantity.widen(counting_places(number));
            self.places[1] = self.places[1].max(printed(8));
        }
        rows.row(at, &Row { key, period, value, quantity, marks });
        Ok(())
    }
}

/// What a row says of its cell.
struct Figures {
    value: Number,
    unit: MoneyUnit,
    quantity: Option<(Number, Option<AnyUnit>)>,
}

fn marks(record: &[&[u8]; COLUMNS.len()]) -> Result<Marks, Fault> {
    let flag = |column: usize| match Flag::of(record.get(column).copied().unwrap_or_default()) {
        Flag::Yes => Ok(true),
        Flag::No | Flag::Missing => Ok(false),
        Flag::Unreadable => Err((Reason::Malformed, column)),
    };
    Ok(Marks {
        estimated: flag(10)?,
        not_reported: flag(11)?,
        aggregated: flag(12)?,
        of_listed: flag(13)?,
        regrouped: flag(14)?,
    })
}

/// The places of a number without zeros at its end.
fn counting_places(number: Number) -> u8 {
    let Number { mut mantissa, mut places } = number;
    while places > 0 && mantissa.checked_rem(10) == Some(0) {
        (mantissa, places) = (mantissa.checked_div(10).unwrap_or(0), places.saturating_sub(1));
    }
    u8::try_from(places).unwrap_or(0)
}

/// How many digits stand behind the point.
fn printed_places(text: &[u8]) -> u8 {
    let behind = text.iter().rev().position(|byte| *byte == b'.').unwrap_or(0);
    u8::try_from(behind).unwrap_or(u8::MAX)
}
