//! Rows of any format become a panel, and each of them an entry of the account.

use crate::error::Error;
use crate::key::{Key, Valuation};
use crate::panel::{
    Account, Asked, Detail, Duplicates, Editions, Gather, Line, LostQuantities, Marks, NO_QUANTITY, Panel, Reason,
    Rules, Settled, Shared, lay, settle,
};
use crate::period::Period;
use crate::read::Reader;
use crate::read::number::{Number, is_missing};
use crate::read::parts::{Part, Parts};
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::{BTreeMap, HashMap};

/// So many unknown units are named in the account.
const UNITS_NAMED: usize = 20;

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) key: Key,
    pub(crate) period: Period,
    pub(crate) value: Number,
    pub(crate) quantity: Option<(Number, AnyUnit)>,
    pub(crate) marks: Marks,
}

/// Where a row stands: its line, and what to say of it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) line: u64,
    pub(crate) text: &'a [u8],
}

/// Rows accepted so far and the account of all.
pub(crate) struct Collector<'a> {
    pub(crate) options: &'a Reader,
    pub(crate) arrival: Gather,
    pub(crate) account: Account,
    /// The files read, in order.
    files: Vec<String>,
    /// From this row on, the file and the line of the row; later rows follow line by line.
    lines: Vec<(u32, u32, u64)>,
    unit: Option<MoneyUnit>,
    /// That of rows that do not state one.
    valuation: Valuation,
    /// Cells of which a part was set aside, with the first line of each: a total should stand for it.
    parts: HashMap<(Key, Period), u64>,
    /// What to do with rows of one cell where the caller said nothing.
    duplicates: Duplicates,
    /// Which part of its cell each row is.
    cell_parts: Parts,
    /// By which columns the files break their cells down.
    breakdown: Option<String>,
    /// Rows whose quantity stood on a line of its own, with its file and line.
    joined: HashMap<u32, (u32, u64)>,
    /// How many quantities were left out as too long or in too many units, and the file and line of the first.
    quantities_left_out: Option<(u64, (u32, u64))>,
    /// Units that are not known, and how many quantities had them.
    unknown_units: BTreeMap<String, u64>,
    /// Quantities that are no numbers: how many, and the first of them with its place.
    bad_quantities: Option<(u64, String)>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(options: &'a Reader) -> Collector<'a> {
        Collector {
            options,
            arrival: Gather::new(),
            account: Account::default(),
            files: Vec::new(),
            lines: Vec::new(),
            unit: None,
            valuation: Valuation::AsReported,
            parts: HashMap::new(),
            duplicates: Duplicates::KeepFirst,
            cell_parts: Parts::default(),
            breakdown: None,
            joined: HashMap::new(),
            quantities_left_out: None,
            unknown_units: BTreeMap::new(),
            bad_quantities: None,
        }
    }

    /// Rows that follow come from this file, in this unit, valued so.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if files before had another unit.
    pub(crate) fn begin(&mut self, file: &str, unit: MoneyUnit, valuation: Valuation) -> Result<(), Error> {
        self.begin_file(file);
        self.measured(unit, valuation)
    }

    /// Rows that follow come from this file; what they are measured in is still to be seen.
    pub(crate) fn begin_file(&mut self, file: &str) {
        self.files.push(file.to_owned());
    }

    /// Rows that follow are in this unit, valued so.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if rows before had another unit.
    pub(crate) fn measured(&mut self, unit: MoneyUnit, valuation: Valuation) -> Result<(), Error> {
        self.valuation = valuation;
        match self.unit {
            None => self.unit = Some(unit),
            Some(known) if known != unit => {
                return Err(Error::mismatch("the currency or unit of the files", known, unit)
                    .with_help("read the files of each currency on their own, then convert one of the panels"));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Rows of one cell are parts of it, by these columns: they are added up unless the caller has another rule.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if files before were broken down by other columns: theirs may be sums of these.
    pub(crate) fn cells_come_in_parts(&mut self, by: &[&str]) -> Result<(), Error> {
        self.duplicates = Duplicates::Sum;
        let by = if by.is_empty() { "nothing".to_owned() } else { by.join(", ") };
        match &self.breakdown {
            Some(known) if *known != by => {
                return Err(Error::mismatch("what the files are broken down by", known, &by)
                    .with_help("rows of one file may be sums of those of another: read them on their own"));
            }
            _ => self.breakdown = Some(by),
        }
        Ok(())
    }

    /// The next row is this part of its cell.
    pub(crate) fn part(&mut self, part: &Part) {
        self.cell_parts.enter(part);
    }

    /// A quantity was left out, since its unit is not known.
    pub(crate) fn unknown_unit(&mut self, unit: &str) {
        let unit = crate::error::shorten(unit);
        let full = self.unknown_units.len() >= UNITS_NAMED && !self.unknown_units.contains_key(&unit);
        let count = self.unknown_units.entry(if full { "others".to_owned() } else { unit }).or_default();
        *count = count.saturating_add(1);
    }

    /// A quantity that stands on a line of its own joins the row that has the value.
    pub(crate) fn join(&mut self, at: At<'_>, row: usize, (number, unit): (Number, AnyUnit), estimated: bool) {
        let fits = self.arrival.quantity.fit(number.mantissa, number.places);
        let Some((quantity, unit)) = fits.and_then(|number| Some((number, self.arrival.unit(unit)?))) else {
            return self.set_aside(Reason::DoesNotFit, at, None, &[]);
        };
        self.arrival.set_quantity(row, quantity, unit, estimated);
        self.joined.insert(u32::try_from(row).unwrap_or(u32::MAX), (self.file_number(), at.line));
        self.account.accept(1);
    }

    pub(crate) fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    /// A row that is not in the data.
    pub(crate) fn set_aside(&mut self, reason: Reason, at: At<'_>, column: Option<&str>, field: &[u8]) {
        let shown = if field.is_empty() { at.text } else { field };
        let text = super::recognise::decode_start(shown);
        let file = self.files.last().map_or("", String::as_str);
        self.account.set_aside_row(reason, || Line::new(file, at.line, column, &text));
    }

    /// The row just set aside is a part of this cell.
    pub(crate) fn part_of(&mut self, key: Key, period: Period, line: u64) {
        self.parts.entry((key, period)).or_insert(line);
    }

    /// A row of the file; true if it is in the data so far.
    pub(crate) fn row(&mut self, at: At<'_>, row: &Row) -> bool {
        if self.options.level.is_some_and(|level| row.key.commodity().level() != usize::from(level)) {
            self.set_aside(Reason::OtherLevel, at, None, row.key.commodity().code().as_bytes());
            return false;
        }
        let Some(value) = self.arrival.value.fit(row.value.mantissa, row.value.places) else {
            self.set_aside(Reason::DoesNotFit, at, None, &[]);
            return false;
        };
        let (mut quantity, mut unit) = (NO_QUANTITY, 0);
        if let Some((number, in_unit)) = row.quantity {
            let fits = self.arrival.quantity.fit(number.mantissa, number.places);
            // A unit is only known of once a row has it.
            match fits.and_then(|number| Some((number, self.arrival.unit(in_unit)?))) {
                Some(found) => (quantity, unit) = found,
                None => self.quantity_left_out(at),
            }
        }
        let room = u32::try_from(self.arrival.len()).is_ok_and(|rows| rows < u32::MAX);
        let Some((shared, commodity)) = self.shared(row).filter(|_| room) else {
            self.set_aside(Reason::TooMany, at, None, &[]);
            return false;
        };
        self.stands_at(at.line);
        self.cell_parts.accept();
        self.arrival.enter(shared);
        self.arrival.push(commodity, value, quantity, Detail::new(unit, row.marks));
        self.account.accept(1);
        true
    }

    /// A quantity does not fit beside the others; its row stands.
    pub(crate) fn quantity_left_out(&mut self, at: At<'_>) {
        let first = self.quantities_left_out.map_or((self.file_number(), at.line), |(_, place)| place);
        let before = self.quantities_left_out.map_or(0, |(count, _)| count);
        self.quantities_left_out = Some((before.saturating_add(1), first));
    }

    /// The identifiers; none if a dictionary is full.
    fn shared(&mut self, row: &Row) -> Option<(Shared, u32)> {
        let commodity = self.arrival.commodities.id(row.key.commodity())?;
        let key = match row.key.valuation() {
            Valuation::AsReported => row.key.valued(self.valuation),
            _ => row.key,
        };
        Some((self.arrival.shared(key, row.period)?, commodity))
    }

    /// The next row accepted stands in this line.
    pub(crate) fn stands_at(&mut self, line: u64) {
        let row = u32::try_from(self.arrival.len()).unwrap_or(u32::MAX);
        let file = self.file_number();
        let follows = self.lines.last().is_some_and(|(first, known, start)| {
            *known == file && start.saturating_add(u64::from(row.saturating_sub(*first))) == line
        });
        if !follows {
            self.lines.push((row, file, line));
        }
    }

    fn file_number(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    fn file_name(&self, file: u32) -> &str {
        usize::try_from(file).ok().and_then(|file| self.files.get(file)).map_or("", String::as_str)
    }

    /// The file and the line of an accepted row.
    fn place(&self, row: u32) -> (&str, u64) {
        let at = self.lines.partition_point(|(first, ..)| *first <= row).checked_sub(1);
        let Some((first, file, line)) = at.and_then(|at| self.lines.get(at)) else { return ("", 0) };
        (self.file_name(*file), line.saturating_add(u64::from(row.saturating_sub(*first))))
    }

    /// Reading stopped here.
    ///
    /// # Errors
    /// The error itself if the caller wants all or nothing.
    pub(crate) fn stopped(&mut self, error: Error) -> Result<(), Error> {
        if self.options.all_or_nothing {
            return Err(error);
        }
        self.account.stopped(error);
        Ok(())
    }

    /// The file had so many rows: is that where its service cuts?
    pub(crate) fn look_for_a_cut(&mut self, rows: u64, limits: &[u64]) {
        if limits.contains(&rows) {
            let remark = format!(
                "{} has exactly {rows} rows, the limit of its service: it was probably cut; ask for less at a time",
                self.file()
            );
            self.account.remark(remark);
        }
    }

    /// The panel with its account, after what can only be judged with all rows at hand: rows of one cell, rows that hold others.
    ///
    /// # Errors
    /// As the rules say: [`Conflict`](crate::ErrorKind::Conflict) for refused duplicates, [`Overlap`](crate::ErrorKind::Overlap) for
    /// refused totals, and for spans of a cell that cross.
    pub(crate) fn finish(mut self) -> Result<Panel, Error> {
        let rules = Rules {
            duplicates: self.options.duplicates.unwrap_or(self.duplicates),
            totals: self.options.totals,
            editions: Editions::KeepMostUsed,
        };
        self.tell_quantities();
        let laid = lay(
            std::mem::replace(&mut self.arrival, Gather::new()),
            self.unit.unwrap_or(crate::unit::USD.one()),
            true,
        )?;
        let place = |row: u32| {
            let (file, line) = self.place(row);
            (file.to_owned(), line)
        };
        let cell_parts = |rows: &[u32]| self.cell_parts.settle(rows);
        let asked = Asked {
            rules,
            place: &place,
            of_one_cell: if self.options.duplicates.is_none() { Some(&cell_parts) } else { None },
            set_aside_what_does_not_fit: true,
        };
        let mut account = self.account.clone();
        let Settled { panel, gone, added_up, lost_quantities } = settle(laid, &mut account, &asked)?;
        self.withdraw_quantities(&gone, &mut account);
        self.tell_missing_totals(&panel, &mut account);
        if added_up {
            account.remark("rows of one cell are parts of it and were added up".to_owned());
        }
        if let Some(LostQuantities { cells, first: (key, period), row }) = lost_quantities {
            account.remark(format!(
                "cells without a quantity though some of their rows have one: {cells}; another row has none, or one in another \
                 unit, or the sum is too long: the first is {key}, {period}, line {}",
                place(row).1
            ));
        }
        tell_editions(&panel, &mut account);
        Ok(panel.with_account(account))
    }

    /// Quantities that stood on a line of their own go with their row.
    fn withdraw_quantities(&self, gone: &[(u32, Reason)], account: &mut Account) {
        for (row, reason) in gone {
            if let Some((file, quantity_line)) = self.joined.get(row) {
                let text = format!("the quantity of line {}", self.place(*row).1);
                account.withdraw(*reason, 1, vec![Line::new(self.file_name(*file), *quantity_line, None, &text)]);
            }
        }
    }

    /// Says so if cells have parts but no total: their trade is missing from the data.
    fn tell_missing_totals(&self, panel: &Panel, account: &mut Account) {
        let missing = self.parts.iter().filter(|((key, period), _)| panel.find(key, *period).is_err());
        let mut missing: Vec<_> = missing.map(|((key, period), line)| (*line, *key, *period)).collect();
        missing.sort_unstable();
        if let Some((line, key, period)) = missing.first() {
            account.remark(format!(
                "{} cells have parts and no total, so they are not in the data: the first is {key}, {period}, line {line}",
                missing.len()
            ));
        }
    }

    fn tell_quantities(&mut self) {
        if let Some((count, (file, line))) = self.quantities_left_out {
            let file = self.file_name(file).to_owned();
            self.account.remark(format!(
                "{count} quantities were left out, too long to be kept exactly beside the others or in more than 256 units; their \
                 rows stand; the first in {file}, line {line}"
            ));
        }
        if !self.unknown_units.is_empty() {
            let units: Vec<String> =
                self.unknown_units.iter().map(|(unit, rows)| format!("{unit} ({rows} rows)")).collect();
            self.account.remark(format!("quantities in units that are not known were left out: {}", units.join(", ")));
        }
        self.tell_bad_quantities();
    }
}

/// Says so if goods of several classifications stand side by side.
fn tell_editions(panel: &Panel, account: &mut Account) {
    let mut named: Vec<_> = panel.commodities().iter().map(crate::commodity::Commodity::classification).collect();
    named.sort_unstable();
    named.dedup();
    named.retain(|known| *known != crate::commodity::Classification::All);
    if named.len() > 1 {
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        account.remark(format!(
            "classifications side by side: {}; the same code may mean other goods in another edition",
            named.join(", ")
        ));
    }
}

/// Quantities, which a row can lack and still stand.
impl Collector<'_> {
    /// The number of a quantity; none if there is none. One that is no number is counted, and its row stands without it.
    pub(crate) fn amount(&mut self, at: At<'_>, text: &[u8], read: fn(&[u8]) -> Option<Number>) -> Option<Number> {
        if is_missing(text) {
            return None;
        }
        let number = read(text);
        if number.is_none() {
            let mut told = match self.bad_quantities.take() {
                Some(told) => told,
                None => {
                    let text = crate::error::shorten(&super::recognise::decode_start(text));
                    (0, format!("“{text}” in {}, line {}", self.file(), at.line))
                }
            };
            told.0 = told.0.saturating_add(1);
            self.bad_quantities = Some(told);
        }
        number
    }

    /// Says how many quantities were no numbers.
    pub(crate) fn tell_bad_quantities(&mut self) {
        if let Some((rows, first)) = &self.bad_quantities {
            let remark = format!("quantities that are no numbers were left out: {rows} rows, the first is {first}");
            self.account.remark(remark);
        }
    }
}
