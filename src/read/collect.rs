//! Rows of any format become a panel, and each of them an entry of the account.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, ErrorKind};
use crate::key::{Flow, Key, Valuation};
use crate::panel::{Arrival, By, Detail, Duplicates, Marks, NO_QUANTITY, Panel, Shared, Wider};
use crate::period::Period;
use crate::read::number::{Number, is_missing};
use crate::read::parts::{Part, Parts};
use crate::read::{Account, Reader, Reason};
use crate::unit::{AnyUnit, MoneyUnit};
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many unknown units are named in the account.
const UNITS_NAMED: usize = 20;

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) reporter: Area,
    pub(crate) partner: Area,
    pub(crate) flow: Flow,
    pub(crate) commodity: Commodity,
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
    pub(crate) arrival: Arrival,
    pub(crate) account: Account,
    /// The files read, in order.
    files: Vec<String>,
    /// From this row on, the file and the line of the row; later rows follow line by line.
    lines: Vec<(u32, u32, u64)>,
    measure: Option<(MoneyUnit, Valuation)>,
    /// Cells of which a part was set aside, with the first line of each: a total should stand for it.
    parts: HashMap<(Key, Period), u64>,
    /// What to do with rows of one cell where the caller said nothing.
    duplicates: Duplicates,
    /// Which part of its cell each row is.
    cell_parts: Parts,
    /// By which columns the files break their cells down.
    breakdown: Option<String>,
    /// Rows whose quantity stood on a line of its own, with its file and line.
    joined: HashMap<usize, (u32, u64)>,
    /// Spans from January on are in the data: the longest stands, not the shortest.
    year_to_date: bool,
    /// How many quantities were left out as too long or in too many units, and the file and line of the first.
    quantities_left_out: Option<(u64, (u32, u64))>,
    /// Units that are not known, and how many quantities had them.
    unknown_units: BTreeMap<String, u64>,
    /// Quantities that are no numbers: how many, and the first of them with its place.
    bad_quantities: Option<(u64, String)>,
    /// No row holds another one, whatever their labels say.
    trusted: bool,
    last: Option<(Area, Area, Flow, Period, Shared)>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(options: &'a Reader) -> Collector<'a> {
        Collector {
            options,
            arrival: Arrival::new(),
            account: Account::default(),
            files: Vec::new(),
            lines: Vec::new(),
            measure: None,
            parts: HashMap::new(),
            duplicates: Duplicates::KeepFirst,
            cell_parts: Parts::default(),
            breakdown: None,
            joined: HashMap::new(),
            year_to_date: false,
            quantities_left_out: None,
            unknown_units: BTreeMap::new(),
            bad_quantities: None,
            trusted: false,
            last: None,
        }
    }

    /// Rows that follow come from this file, in this unit, valued so.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if files before had another unit or valuation.
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
    /// [`Mismatch`](ErrorKind::Mismatch) if rows before had another unit or valuation.
    pub(crate) fn measured(&mut self, unit: MoneyUnit, valuation: Valuation) -> Result<(), Error> {
        match self.measure {
            None => self.measure = Some((unit, valuation)),
            Some((known, _)) if known != unit => {
                return Err(Error::mismatch("the currency or unit of the files", known, unit)
                    .with_help("read the files of each currency on their own, then convert one of the panels"));
            }
            Some((_, known)) if known != valuation => {
                return Err(Error::mismatch("the valuation of the files", known, valuation)
                    .with_help("read the files of each valuation on their own"));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Rows of one cell are parts of it, by these columns: they are added up unless the caller has another rule.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if files before were broken down by other columns: theirs may be sums of these.
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

    /// Periods are spans from January on. Of those of a year the longest stands.
    pub(crate) fn periods_are_year_to_date(&mut self) {
        self.year_to_date = true;
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
        self.joined.insert(row, (self.file_number(), at.line));
        self.account.rows = self.account.rows.saturating_add(1);
        self.account.accepted = self.account.accepted.saturating_add(1);
    }

    /// Rows have been through the rules for wider rows and stand beside each other as they are.
    pub(crate) fn trust_rows(&mut self) {
        self.trusted = true;
    }

    pub(crate) fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    /// A row that is not in the data.
    pub(crate) fn set_aside(&mut self, reason: Reason, at: At<'_>, column: Option<&str>, field: &[u8]) {
        let shown = if field.is_empty() { at.text } else { field };
        let text = super::recognise::decode_start(shown);
        let file = self.files.last().map_or("", String::as_str);
        self.account.rows = self.account.rows.saturating_add(1);
        self.account.put_aside(reason, file, at.line, column, &text);
    }

    /// The row just set aside is a part of this cell.
    pub(crate) fn part_of(&mut self, key: Key, period: Period, line: u64) {
        self.parts.entry((key, period)).or_insert(line);
    }

    /// Says so if cells have parts but no total: their trade is missing from the data.
    fn look_for_totals(&mut self) {
        if self.parts.is_empty() {
            return;
        }
        for row in 0..self.arrival.len() {
            self.parts.remove(&self.arrival.label(row));
        }
        let first = self.parts.iter().min_by_key(|((key, period), line)| (**line, *key, *period));
        if let Some(((key, period), line)) = first {
            let remark = format!(
                "{} cells have parts and no total, so they are not in the data: the first is {key}, {period}, line {line}",
                self.parts.len()
            );
            self.account.remark(remark);
        }
    }

    /// A row of the file; true if it is in the data so far.
    pub(crate) fn row(&mut self, at: At<'_>, row: &Row) -> bool {
        if self.options.level.is_some_and(|level| row.commodity.level() != usize::from(level)) {
            self.set_aside(Reason::OtherLevel, at, None, row.commodity.code().as_bytes());
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
        self.account.rows = self.account.rows.saturating_add(1);
        self.account.accepted = self.account.accepted.saturating_add(1);
        true
    }

    /// A quantity does not fit beside the others; its row stands.
    pub(crate) fn quantity_left_out(&mut self, at: At<'_>) {
        let first = self.quantities_left_out.map_or((self.file_number(), at.line), |(_, place)| place);
        let before = self.quantities_left_out.map_or(0, |(count, _)| count);
        self.quantities_left_out = Some((before.saturating_add(1), first));
    }

    /// The identifiers; none if a dictionary is full.
    fn shared(&mut self, row: &Row) -> Option<(Shared, u16)> {
        let commodity = self.arrival.commodities.id(row.commodity)?;
        if let Some((reporter, partner, flow, period, shared)) = self.last
            && (reporter, partner, flow, period) == (row.reporter, row.partner, row.flow, row.period)
        {
            return Some((shared, commodity));
        }
        let shared = Shared {
            period: self.arrival.periods.id(row.period)?,
            flow: self.arrival.flows.id(row.flow)?,
            reporter: self.arrival.areas.id(row.reporter)?,
            partner: self.arrival.areas.id(row.partner)?,
        };
        self.last = Some((row.reporter, row.partner, row.flow, row.period, shared));
        Some((shared, commodity))
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
    fn place(&self, row: usize) -> (&str, u64) {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
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

    /// The panel and the account, after what can only be judged with all rows at hand: rows of one cell, rows that hold others.
    ///
    /// # Errors
    /// As the rules say: [`Conflict`](ErrorKind::Conflict) for refused duplicates, [`Overlap`](ErrorKind::Overlap) for refused
    /// wider rows.
    pub(crate) fn finish(mut self) -> Result<(Panel, Account), Error> {
        self.look_for_totals();
        let duplicates = self.options.duplicates.unwrap_or(self.duplicates);
        let order = self.arrival.order();
        let mut gone: Vec<(usize, usize, Reason)> = Vec::new();
        let mut added_up = false;
        if duplicates != Duplicates::Sum {
            let repeated = self.arrival.repeated(&order);
            if let (Duplicates::Refuse, Some((row, first))) = (duplicates, repeated.first()) {
                let figures = [*first, *row].map(|row| self.told(row)).to_vec();
                let what = self.arrival.label(*row).0.to_string();
                return Err(Error::new(ErrorKind::Conflict { what, figures })
                    .with_help("choose a rule with Reader::duplicates: sum, keep the first or the last"));
            }
            // Of the rows of a cell the first is named with each other one; to keep the last is to let go of the others.
            if duplicates == Duplicates::KeepLast {
                gone.extend(keep_last(&repeated).into_iter().map(|(row, last)| (row, last, Reason::Duplicate)));
            } else {
                gone.extend(repeated.into_iter().map(|(row, first)| (row, first, Reason::Duplicate)));
            }
        } else {
            let cells = self.arrival.alike(&order, true);
            if self.options.duplicates.is_none() {
                gone.extend(self.cell_parts.settle(&cells));
            }
            gone.extend(self.beyond_a_cell(&cells, &gone));
            let further = cells.iter().fold(0_usize, |sum, rows| sum.saturating_add(rows.len().saturating_sub(1)));
            added_up = further > gone.len();
        }
        if self.options.wider != Wider::Trust && !self.trusted {
            let wide = self.arrival.holding();
            if let (Wider::Refuse, Some((wide, part, _))) = (self.options.wider, wide.first()) {
                return Err(Error::new(ErrorKind::Overlap { left: self.told(*wide), right: self.told(*part) })
                    .with_help("set wider rows aside with Reader::wider(Wider::SetAside), which counts them"));
            }
            gone.extend(wide.into_iter().map(|(row, part, by)| match by {
                By::Area => (row, part, Reason::WiderArea),
                By::Commodity => (row, part, Reason::WiderCommodity),
            }));
            let others = self.arrival.other_classifications();
            gone.extend(others.into_iter().map(|(row, other)| (row, other, Reason::OtherClassification)));
        }
        let years = match (self.trusted, self.year_to_date) {
            (true, _) => Vec::new(),
            (false, true) => self.arrival.shorter_spans(),
            (false, false) => self.arrival.mixed_frequencies(),
        };
        gone.extend(years.into_iter().map(|(row, month)| (row, month, Reason::OtherFrequency)));
        self.look_for_shortfalls(&gone);
        self.let_go(gone);

        let classifications = self.arrival.classifications();
        let named: Vec<String> = classifications
            .iter()
            .filter(|known| **known != crate::commodity::Classification::All)
            .map(ToString::to_string)
            .collect();
        if named.len() > 1 {
            self.account.remark(format!(
                "classifications side by side: {}; the same code may mean other goods in another edition",
                named.join(", ")
            ));
        }
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
        if added_up {
            self.account.remark("rows of one cell are parts of it and were added up".to_owned());
        }
        let (unit, valuation) = self.measure.unwrap_or((crate::unit::USD.one(), Valuation::AsReported));
        let panel = self.arrival.into_panel(unit, valuation, duplicates, order.is_empty())?;
        Ok((panel, self.account))
    }

    /// Says so if a code that was let go of is more than the finer codes that stand: the rest of it is not in the data.
    fn look_for_shortfalls(&mut self, gone: &[(usize, usize, Reason)]) {
        let rows: HashSet<usize> =
            gone.iter().filter(|(.., reason)| *reason == Reason::WiderCommodity).map(|(row, ..)| *row).collect();
        if rows.is_empty() {
            return;
        }
        let short = self.arrival.shortfalls(&rows);
        let Some((row, sum)) = short.first() else { return };
        let places = u32::from(self.arrival.value.places);
        let sum = crate::number::Decimal::try_from_i128_with_scale(*sum, places).map(|sum| sum.normalize().to_string());
        let remark = format!(
            "{} codes that were set aside are more than the finer codes that stand, so a part of them is not in the data: the \
             first is {}, its finer codes {}; read one level with Reader::level",
            short.len(),
            self.told(*row),
            sum.unwrap_or_default()
        );
        self.account.remark(remark);
    }

    /// Of rows that are added up, those with which the sum of their cell would not fit any more.
    fn beyond_a_cell(&self, cells: &[Vec<u32>], gone: &[(usize, usize, Reason)]) -> Vec<(usize, usize, Reason)> {
        let gone: HashSet<usize> = gone.iter().map(|(row, ..)| *row).collect();
        let mut beyond = Vec::new();
        for cell in cells {
            let mut sum = 0_i64;
            let first = cell.first().map_or(0, |row| *row as usize);
            for row in cell.iter().map(|row| *row as usize).filter(|row| !gone.contains(row)) {
                let value = self.arrival.value.mantissas.get(row).copied().unwrap_or_default();
                match sum.checked_add(value) {
                    Some(total) => sum = total,
                    None => beyond.push((row, first, Reason::DoesNotFit)),
                }
            }
        }
        beyond
    }

    /// Takes rows out again, each for the first of its reasons.
    fn let_go(&mut self, mut gone: Vec<(usize, usize, Reason)>) {
        if gone.is_empty() {
            return;
        }
        gone.sort_by_key(|(row, ..)| *row);
        gone.dedup_by_key(|(row, ..)| *row);
        let mut keep = vec![true; self.arrival.len()];
        for (row, other, reason) in gone {
            let (file, line) = self.place(row);
            let (other_file, other_line) = self.place(other);
            let elsewhere = if other_file == file { String::new() } else { format!(" of {other_file}") };
            let other_line = format!("{other_line}{elsewhere}");
            let file = file.to_owned();
            let (key, period) = self.arrival.label(row);
            let (one, two) = (self.value_text(row), self.value_text(other));
            let text = match reason {
                Reason::Duplicate if one == two => format!("as line {other_line}, {key}, {period}"),
                Reason::Duplicate => format!("{one}, but {two} in line {other_line}, {key}, {period}"),
                Reason::Component => format!("{key}, {period}; line {other_line} holds it"),
                Reason::OtherClassification => format!("{key}, {period}; line {other_line} has another edition"),
                Reason::DoesNotFit => {
                    format!("{one} for {key}, {period}: beyond what the cell of line {other_line} can hold")
                }
                Reason::OtherFrequency if self.year_to_date => {
                    format!("{key}, {period}; line {other_line} goes further")
                }
                Reason::OtherFrequency if period.months_count() < 12 => {
                    format!("{key}, {period}; line {other_line} has the whole year")
                }
                _ => format!("{key}, {period}; line {other_line} is part of it"),
            };
            self.account.put_aside(reason, &file, line, None, &text);
            self.account.accepted = self.account.accepted.saturating_sub(1);
            if let Some((file, quantity_line)) = self.joined.remove(&row) {
                let text = format!("the quantity of line {line}");
                let file = self.file_name(file).to_owned();
                self.account.put_aside(reason, &file, quantity_line, None, &text);
                self.account.accepted = self.account.accepted.saturating_sub(1);
            }
            if let Some(keep) = keep.get_mut(row) {
                *keep = false;
            }
        }
        self.arrival.retain(&keep);
    }

    fn value_text(&self, row: usize) -> String {
        let value = &self.arrival.value;
        let mantissa = value.mantissas.get(row).copied().unwrap_or_default();
        let number = crate::number::Decimal::try_from_i128_with_scale(i128::from(mantissa), u32::from(value.places));
        number.map(|number| number.normalize().to_string()).unwrap_or_default()
    }

    fn told(&self, row: usize) -> String {
        let ((key, period), (file, line)) = (self.arrival.label(row), self.place(row));
        format!("{} of {key}, {period} ({file}, line {line})", self.value_text(row))
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

    /// The cells whose rows will be added up and of which one row at least has a quantity, with the line of the first row.
    pub(crate) fn cells_with_quantities(&self) -> Vec<((Key, Period), u64)> {
        let mut found = Vec::new();
        if self.options.duplicates.unwrap_or(self.duplicates) != Duplicates::Sum {
            return found;
        }
        let order = self.arrival.order();
        let cells = self.arrival.alike(&order, true);
        let mut gone: Vec<usize> = match self.options.duplicates {
            None => self.cell_parts.settle(&cells).into_iter().map(|(row, ..)| row).collect(),
            Some(_) => Vec::new(),
        };
        gone.sort_unstable();
        for cell in &cells {
            let rows = || cell.iter().filter_map(|row| usize::try_from(*row).ok());
            let mut kept = rows().filter(|row| gone.binary_search(row).is_err());
            let Some(first) = kept.next() else { continue };
            let has =
                |row: usize| self.arrival.quantity.mantissas.get(row).is_some_and(|number| *number != NO_QUANTITY);
            let (mut further, mut any) = (0_usize, has(first));
            for row in kept {
                (further, any) = (further.saturating_add(1), any || has(row));
            }
            if further > 0 && any {
                found.push((self.arrival.label(first), self.place(first).1));
            }
        }
        found
    }
}

/// Says how many of these cells lost their quantity when their rows were added up.
pub(crate) fn tell_lost_quantities(cells: &[((Key, Period), u64)], panel: &Panel, account: &mut Account) {
    let lost = |((key, period), _): &&((Key, Period), u64)| {
        panel.find(key, *period).is_some_and(|row| panel.quantity(row).is_none())
    };
    let mut all = cells.iter().filter(lost);
    if let Some(((key, period), line)) = all.next() {
        let count = all.count().saturating_add(1);
        account.remark(format!(
            "cells without a quantity though some of their rows have one: {count}; another row has none, or one in another \
             unit, or the sum is too long: the first is {key}, {period}, line {line}"
        ));
    }
}

/// For rows named with the first row of their cell: all but the last row of each cell, each with that last one.
fn keep_last(repeated: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut cells: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (row, first) in repeated {
        cells.entry(*first).or_default().push(*row);
    }
    let mut gone = Vec::new();
    for (first, mut rows) in cells {
        rows.push(first);
        let last = rows.iter().copied().max().unwrap_or(first);
        gone.extend(rows.into_iter().filter(|row| *row != last).map(|row| (row, last)));
    }
    gone
}
