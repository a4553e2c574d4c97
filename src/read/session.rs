//! Rows of any format become a panel, and each of them an entry of the account.
//!
//! A [`Session`] is one reading of one or several files. It opens a [`File`], which becomes
//! [`Rows`] once it is said what the rows are measured in; only rows can be accepted or set aside.
//! When all files are read, [`Session::settle`] judges what needs all rows: rows of one cell, parts
//! without their total, rows that hold others.

use crate::commodity::Classification;
use crate::error::Error;
use crate::key::{Key, Valuation};
use crate::panel::{
    Account, Asked, Detail, Duplicates, Editions, Gather, Line, Marks, NO_QUANTITY, Panel, Rank,
    Reason, Rules, Settled, Shared, lay, settle,
};
use crate::period::Period;
use crate::read::Reader;
use crate::read::awaited::Awaited;
use crate::read::fields::{Flag, is_missing};
use crate::read::lone::Lone;
use crate::read::number::Number;
use crate::read::parts::{Broken, Part, Parts};
use crate::read::places::{At, Places, SomeRows};
use crate::read::remarks::{Remarks, tell_editions, tell_two_codes};
use crate::read::text::decode_start;
use crate::read::withheld::Withheld;
use crate::unit::{AnyUnit, MoneyUnit};
use crate::vintage::Releases;
use std::collections::HashMap;

/// By what cells are broken down whose rows are whole.
const BY_NOTHING: &str = "nothing";

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) key: Key,
    pub(crate) period: Period,
    pub(crate) value: Number,
    /// The unit is missing only where a file has quantities without any.
    pub(crate) quantity: Option<(Number, Option<AnyUnit>)>,
    pub(crate) marks: Marks,
}

/// One reading of one or several files.
pub(crate) struct Session<'a> {
    options: &'a Reader,
    gather: Gather,
    account: Account,
    places: Places,
    parts: Parts,
    remarks: Remarks,
    unit: Option<MoneyUnit>,
    /// By which columns the files break their cells down.
    breakdown: Option<String>,
    awaited: Awaited,
    withheld: Withheld,
    /// Some file is a panel that was written.
    has_panels: bool,
    /// Rows whose quantity stood on a line of its own, with its file and line.
    joined: HashMap<u32, (u32, u64)>,
    /// Rows whose quantity was printed as 0 and is none.
    zero_quantities: SomeRows,
    /// Rows whose quantity has no unit.
    without_unit: SomeRows,
    next_has_zero_quantity: bool,
    goods: GoodsOf,
    releases: Option<Releases>,
}

/// By which classification the goods of each row are counted. All goods are one commodity whatever
/// it is, and still not the same figure in each.
#[derive(Default)]
struct GoodsOf {
    /// That of the row that comes next, and whether it is of all goods.
    next: Option<(Classification, bool)>,
    /// From this row on it is this one.
    from_row: Vec<(u32, Option<Classification>)>,
    /// How many rows each has, without those of all goods, and with them.
    rows: HashMap<Classification, (u64, u64)>,
}

impl GoodsOf {
    fn accept(&mut self, row: u32) {
        let next = self.next.take();
        let known = next.map(|(classification, _)| classification);
        if self.from_row.last().and_then(|(_, known)| *known) != known {
            self.from_row.push((row, known));
        }
        let Some((classification, is_total)) = next else { return };
        let (goods, all) = self.rows.entry(classification).or_default();
        *goods = goods.saturating_add(u64::from(!is_total));
        *all = all.saturating_add(1);
    }

    /// True if no row can be of another classification than the others.
    fn is_one(&self) -> bool {
        self.rows.len() <= 1
    }

    /// Where several rows of all goods share a cell, the one that ranks highest stands: that of the
    /// classification that most rows have.
    fn rank(&self, row: u32) -> Option<Rank> {
        let at = self.from_row.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        let classification = self.from_row.get(at)?.1?;
        let (goods, all) = self.rows.get(&classification).copied().unwrap_or_default();
        Some((goods, matches!(classification, Classification::Hs(_)), all, classification))
    }
}

/// A file that is being read, before its rows.
pub(crate) struct File<'s, 'a>(&'s mut Session<'a>);

/// A file whose rows are being read.
pub(crate) struct Rows<'s, 'a> {
    session: &'s mut Session<'a>,
    /// The valuation of rows that do not state one.
    valuation: Valuation,
}

impl<'a> Session<'a> {
    pub(crate) fn new(options: &'a Reader) -> Session<'a> {
        Session {
            options,
            gather: Gather::new(),
            account: Account::default(),
            places: Places::default(),
            parts: Parts::default(),
            remarks: Remarks::default(),
            unit: None,
            breakdown: None,
            awaited: Awaited::default(),
            withheld: Withheld::default(),
            has_panels: false,
            joined: HashMap::new(),
            zero_quantities: SomeRows::default(),
            without_unit: SomeRows::default(),
            next_has_zero_quantity: false,
            goods: GoodsOf::default(),
            releases: None,
        }
    }

    /// What follows comes from this file.
    pub(crate) fn file(&mut self, name: &str) -> File<'_, 'a> {
        self.places.begin(name);
        self.parts.begin();
        File(self)
    }

    /// How many rows, breaks and doubts there were so far.
    pub(crate) fn seen(&self) -> (u64, usize, usize) {
        let account = &self.account;
        (account.rows(), account.breaks().len(), account.doubts().len())
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
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

    pub(crate) fn remark(&mut self, remark: String) {
        self.account.remark(remark);
    }

    /// The releases of all files and the account, if files hold releases.
    pub(crate) fn releases(&mut self) -> Option<(Releases, Account)> {
        self.releases.take().map(|releases| (releases, self.account.clone()))
    }

    /// The panel with its account, after what can only be judged with all rows at hand.
    ///
    /// # Errors
    /// As the rules say: [`Conflict`](crate::ErrorKind::Conflict) for refused duplicates,
    /// [`Overlap`](crate::ErrorKind::Overlap) for refused totals, and for spans of a cell that
    /// cross.
    pub(crate) fn settle(mut self) -> Result<Panel, Error> {
        let mut account = std::mem::take(&mut self.account);
        self.remarks.tell(&mut account);
        self.leave_out_quantities_without_unit(&mut account);
        let unit = self.unit.unwrap_or(crate::unit::USD.one());
        let laid = lay(std::mem::replace(&mut self.gather, Gather::new()), unit, true)?;
        let place = |row: u32| {
            let (file, line) = self.places.of(row);
            (file.to_owned(), line)
        };
        let file = |row: u32| self.places.file_of(row);
        let by_rule = self.options.duplicates.filter(|_| self.is_broken_down());
        let cell_parts = |rows: &[u32]| self.parts.settle(rows, by_rule, &file);
        let adds = self.options.duplicates == Some(Duplicates::Sum);
        let lone = Lone::of(&self.parts);
        lone.remarks(adds).into_iter().for_each(|remark| account.remark(remark));
        let lone_parts = |rows: &[u32]| lone.judge(rows);
        let differ = |one: u32, two: u32| match one == two {
            true => lone.told(one),
            false => self.parts.differ(one, two),
        };
        let replaced = |key: Key, period: Period| self.awaited.replaced(key, period);
        let zero_quantity = |row: u32| self.zero_quantities.contains(row);
        let edition = |row: u32| self.goods.rank(row);
        let asked_for = self.options.duplicates;
        let by_rule = by_rule.is_some_and(|rule| rule != Duplicates::Refuse);
        let by_parts = !self.parts.is_plain() && (asked_for.is_none() || by_rule);
        let other = asked_for.unwrap_or(Duplicates::KeepFirst);
        let rule = if by_parts { Duplicates::Sum } else { other };
        let asked = Asked {
            rules: Rules {
                duplicates: rule,
                totals: self.options.totals,
                editions: Editions::KeepMostUsed,
            },
            place: &place,
            of_one_cell: if by_parts { Some(&cell_parts) } else { None },
            differ: Some(&differ),
            zero_quantity: Some(&zero_quantity),
            edition: if self.goods.is_one() { None } else { Some(&edition) },
            replaced: if self.awaited.is_empty() { None } else { Some(&replaced) },
            set_aside_what_does_not_fit: true,
            lone: if lone.may_be() && !adds { Some(&lone_parts) } else { None },
            conflicts: self.options.duplicates.is_none(),
            is_panel: self.has_panels,
        };
        let Settled { panel, gone, added_up, lost_quantities } =
            settle(laid, &mut account, &asked)?;
        self.withdraw_quantities(&gone, &mut account);
        self.awaited.reconsider(&panel, &self.places, &mut account);
        if added_up {
            account.remark("rows of one cell are parts of it and were added up".to_owned());
        }
        if let Some(lost) = lost_quantities {
            let line = self.places.of(lost.row).1;
            account.remark(lost.remark(format_args!("line {line}")));
        }
        self.withheld.tell(&panel, |file| self.places.name(file), &mut account);
        tell_editions(&panel, &mut account);
        tell_two_codes(&panel, &mut account);
        Ok(panel.with_account(account))
    }

    /// True if the format splits cells into rows, by columns that the files have.
    fn is_broken_down(&self) -> bool {
        self.breakdown.as_deref().is_some_and(|by| by != BY_NOTHING)
    }

    /// Quantities with a unit and without are not added or compared: those with one stand.
    fn leave_out_quantities_without_unit(&mut self, account: &mut Account) {
        let some_have_one = !self.gather.units.list.is_empty();
        let rows = self.without_unit.iter().filter(|_| some_have_one);
        let (mut count, mut first) = (0_u64, None);
        for row in rows {
            let at = usize::try_from(row).unwrap_or(usize::MAX);
            if let Some(quantity) = self.gather.quantity.mantissas.get_mut(at) {
                *quantity = NO_QUANTITY;
                count = count.saturating_add(1);
                first.get_or_insert(row);
            }
        }
        if let Some(first) = first {
            let (file, line) = self.places.of(first);
            account.remark(format!(
                "quantities without a unit beside some with one were left out, their rows stand: {count}, the first \
                 in {file}, line {line}"
            ));
        }
    }

    /// Quantities that stood on a line of their own go with their row.
    fn withdraw_quantities(&self, gone: &[(u32, Reason)], account: &mut Account) {
        for (row, reason) in gone {
            if let Some((file, quantity_line)) = self.joined.get(row) {
                let text = format!("the quantity of line {}", self.places.of(*row).1);
                account.withdraw(
                    *reason,
                    1,
                    vec![Line::new(self.places.name(*file), *quantity_line, None, &text)],
                );
            }
        }
    }
}

impl<'s, 'a> File<'s, 'a> {
    pub(crate) fn options(&self) -> &'a Reader {
        self.0.options
    }

    /// The rows are whole cells, measured and valued so.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if files before had another unit.
    pub(crate) fn rows(self, unit: MoneyUnit, valuation: Valuation) -> Result<Rows<'s, 'a>, Error> {
        let mut rows = Rows { session: self.0, valuation };
        rows.are_in(unit)?;
        Ok(rows)
    }

    /// The same for rows that are parts of their cells, by these columns: they are added up unless
    /// the caller has another rule.
    ///
    /// # Errors
    /// As [`rows`](File::rows); [`Mismatch`](crate::ErrorKind::Mismatch) if files before were
    /// broken down by other columns: theirs may be sums of these.
    pub(crate) fn rows_in_parts(
        self,
        unit: MoneyUnit,
        valuation: Valuation,
        by: &[&str],
    ) -> Result<Rows<'s, 'a>, Error> {
        let by = if by.is_empty() { BY_NOTHING.to_owned() } else { by.join(", ") };
        match &self.0.breakdown {
            Some(known) if *known != by => {
                return Err(Error::mismatch("the breakdown of the files", known, &by)
                    .with_help(
                        "read the files one by one, since rows of one file may be sums of rows of another",
                    ));
            }
            _ => self.0.breakdown = Some(by),
        }
        self.rows(unit, valuation)
    }

    /// The rows are those of a panel, as it was written.
    pub(crate) fn rows_of_panel(self) -> Rows<'s, 'a> {
        self.0.has_panels = true;
        self.rows_of_any_unit()
    }

    /// What the rows are measured in is still to be seen.
    pub(crate) fn rows_of_any_unit(self) -> Rows<'s, 'a> {
        Rows { session: self.0, valuation: Valuation::AsReported }
    }
}

/// What there is to say of the file as a whole.
impl<'a> Rows<'_, 'a> {
    pub(crate) fn options(&self) -> &'a Reader {
        self.session.options
    }

    pub(crate) fn file(&self) -> &str {
        self.session.places.file()
    }

    pub(crate) fn remark(&mut self, remark: String) {
        self.session.remark(remark);
    }

    pub(crate) fn doubt(&mut self, doubt: String) {
        self.session.account.doubt(doubt);
    }

    /// Reading stopped here.
    ///
    /// # Errors
    /// The error itself if the caller wants all or nothing.
    pub(crate) fn stopped(&mut self, error: Error) -> Result<(), Error> {
        self.session.stopped(error)
    }

    /// How many files were not read to their end so far.
    pub(crate) fn breaks(&self) -> usize {
        self.session.account.breaks().len()
    }

    /// The file had this number of rows: is that where its service cuts?
    pub(crate) fn look_for_a_cut(&mut self, rows: u64, limits: &[u64]) {
        if limits.contains(&rows) {
            let file = self.file();
            self.doubt(format!(
                "{file} has exactly {rows} rows, the limit of its service: it was probably cut; ask for less at a time"
            ));
        }
    }

    /// Figures as published, instead of rows of a panel.
    pub(crate) fn publish(&mut self, releases: Releases) {
        match &mut self.session.releases {
            Some(all) => *all = std::mem::take(all).and(releases),
            none => *none = Some(releases),
        }
    }

    /// Rows that are in the data without being rows of a panel.
    pub(crate) fn accept(&mut self, rows: u64) {
        self.session.account.accept(rows);
    }

    /// Rows that follow are in this unit.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if rows before had another unit.
    pub(crate) fn are_in(&mut self, unit: MoneyUnit) -> Result<(), Error> {
        match self.session.unit {
            Some(known) if known != unit => {
                Err(Error::mismatch("the currency or unit of the files", known, unit).with_help(
                    "read the files of each currency on their own; Series::converted brings the \
                     figures of Panel::series to another currency",
                ))
            }
            _ => {
                self.session.unit = Some(unit);
                Ok(())
            }
        }
    }
}

/// One row after the other.
impl Rows<'_, '_> {
    /// The next row is this part of its cell.
    pub(crate) fn part(&mut self, part: &Part) {
        self.session.parts.enter(part);
    }

    /// By these columns cells are broken down: a part alone is not the whole.
    pub(crate) fn look_for_totals(&mut self, columns: Vec<Broken>) {
        self.session.parts.look_for_totals(columns);
    }

    /// In the next row the columns that are not read say this.
    pub(crate) fn unread(&mut self, text: &[u8]) {
        self.session.parts.enter_unread(text);
    }

    /// A row that is not in the data.
    pub(crate) fn set_aside(
        &mut self,
        reason: Reason,
        at: At<'_>,
        column: Option<&str>,
        field: &[u8],
    ) {
        let shown = if field.is_empty() { at.text } else { field };
        let text = decode_start(shown);
        let file = self.session.places.file();
        self.session.account.set_aside_row(reason, || Line::new(file, at.line, column, &text));
    }

    /// A row whose code is missing or not known.
    pub(crate) fn no_code(&mut self, unknown: Reason, at: At<'_>, column: &str, field: &[u8]) {
        let reason = if is_missing(field) { Reason::NoCode } else { unknown };
        self.set_aside(reason, at, Some(column), field);
    }

    /// A row of this cell without a value: withheld, or not available.
    pub(crate) fn no_value(
        &mut self,
        at: At<'_>,
        column: Option<&str>,
        field: &[u8],
        (key, period): (Key, Period),
    ) {
        self.set_aside(Reason::NoValue, at, column, field);
        if !self.is_other_level(&key) {
            let key = self.valued(key);
            self.session.withheld.push((key, period), self.session.places.number(), at.line);
        }
    }

    /// A row that is a part of this cell, for which its total stands, if that is in the data.
    pub(crate) fn component(
        &mut self,
        at: At<'_>,
        column: &str,
        field: &[u8],
        (key, period): (Key, Period),
    ) {
        if self.is_other_level(&key) {
            return self.set_aside(Reason::OtherLevel, at, None, key.commodity().code().as_bytes());
        }
        self.set_aside(Reason::Component, at, Some(column), field);
        let file = self.session.places.number();
        self.session.awaited.part(key, period, file, at.line);
    }

    fn is_other_level(&self, key: &Key) -> bool {
        self.session
            .options
            .level
            .is_some_and(|level| key.commodity().level() != usize::from(level))
    }

    /// A row of the file; true if it is in the data so far.
    pub(crate) fn row(&mut self, at: At<'_>, row: &Row) -> bool {
        let has_zero_quantity = std::mem::take(&mut self.session.next_has_zero_quantity);
        if self.is_other_level(&row.key) {
            self.set_aside(Reason::OtherLevel, at, None, row.key.commodity().code().as_bytes());
            return false;
        }
        let Some(value) = self.fit_value(at, row.value) else {
            self.set_aside(Reason::DoesNotFit, at, None, &[]);
            return false;
        };
        let (quantity, unit) = row
            .quantity
            .and_then(|quantity| self.fit_quantity(at, quantity))
            .unwrap_or((NO_QUANTITY, 0));
        let room = u32::try_from(self.session.gather.len()).is_ok_and(|rows| rows < u32::MAX);
        let Some((shared, commodity)) = self.shared(row).filter(|_| room) else {
            self.set_aside(Reason::TooMany, at, None, &[]);
            return false;
        };
        self.stands_at(at.line);
        let number = u32::try_from(self.session.gather.len()).unwrap_or(u32::MAX);
        if has_zero_quantity {
            self.session.zero_quantities.push(number);
        }
        if quantity != NO_QUANTITY && matches!(row.quantity, Some((_, None))) {
            self.session.without_unit.push(number);
        }
        self.session.goods.accept(number);
        self.session.gather.enter(shared);
        self.session.gather.push(commodity, value, quantity, Detail::new(unit, row.marks));
        self.session.account.accept(1);
        true
    }

    /// The number as the column of values keeps it.
    fn fit_value(&mut self, at: At<'_>, number: Number) -> Option<i64> {
        let Session { gather, remarks, places, .. } = &mut *self.session;
        let column = &mut gather.value;
        if number.places < 0 {
            remarks.with_exponent(|| format!("in {}", places.here(at)));
        }
        if let Some(found) = column.fit(number.mantissa, number.places) {
            return Some(found);
        }
        let has = column.places;
        let found = number.shorter(has, |number| column.fit(number.mantissa, number.places))?;
        remarks.rounded(|| format!("in {}", places.here(at)));
        Some(found)
    }

    /// The quantity as its column keeps it, and the number of its unit. What does not fit is left
    /// out.
    fn fit_quantity(
        &mut self,
        at: At<'_>,
        (number, unit): (Number, Option<AnyUnit>),
    ) -> Option<(i64, u8)> {
        let Session { gather, remarks, places, .. } = &mut *self.session;
        let column = &mut gather.quantity;
        let mut rounded = false;
        let fits = column.fit(number.mantissa, number.places).or_else(|| {
            rounded = true;
            let places = column.places;
            number.shorter(places, |number| column.fit(number.mantissa, number.places))
        });
        // A unit is only known of once a row has it.
        let Some(found) =
            fits.and_then(|number| Some((number, unit.map_or(Some(0), |unit| gather.unit(unit))?)))
        else {
            remarks.quantity_left_out(|| places.here(at));
            return None;
        };
        if rounded {
            remarks.rounded(|| format!("in {}", places.here(at)));
        }
        Some(found)
    }

    /// The identifiers; none if a dictionary is full.
    fn shared(&mut self, row: &Row) -> Option<(Shared, u32)> {
        let commodity = self.session.gather.commodities.id(row.key.commodity())?;
        let key = self.valued(row.key);
        Some((self.session.gather.shared(key, row.period)?, commodity))
    }

    /// A key with the valuation of the file, unless it states one.
    fn valued(&self, key: Key) -> Key {
        match key.valuation() {
            Valuation::AsReported => key.valued(self.valuation),
            _ => key,
        }
    }

    /// The next row accepted stands in this line.
    fn stands_at(&mut self, line: u64) {
        let row = u32::try_from(self.session.gather.len()).unwrap_or(u32::MAX);
        self.session.places.stands_at(row, line);
        self.session.parts.accept(row);
    }
}

/// Quantities, marks and codes, which a row need not have.
impl Rows<'_, '_> {
    /// A quantity that stands on a line of its own joins the row that has the value.
    pub(crate) fn join(
        &mut self,
        at: At<'_>,
        row: usize,
        (number, unit): (Number, AnyUnit),
        estimated: bool,
    ) {
        let Some((quantity, unit)) = self.fit_quantity(at, (number, Some(unit))) else {
            return self.session.account.accept(1);
        };
        self.session.gather.set_quantity(row, quantity, unit, estimated);
        let place = (self.session.places.number(), at.line);
        self.session.joined.insert(u32::try_from(row).unwrap_or(u32::MAX), place);
        self.session.account.accept(1);
    }

    /// How many rows are in the data so far.
    pub(crate) fn len(&self) -> usize {
        self.session.gather.len()
    }

    /// The number of a quantity; none if there is none. One that is not a number is counted, and
    /// its row stands without it.
    pub(crate) fn amount(
        &mut self,
        at: At<'_>,
        text: &[u8],
        read: fn(&[u8]) -> Option<Number>,
    ) -> Option<Number> {
        if is_missing(text) {
            return None;
        }
        let number = read(text);
        if number.is_none() {
            let Session { remarks, places, .. } = &mut *self.session;
            remarks.quantity_not_a_number(|| {
                format!("“{}” in {}", crate::error::shorten(&decode_start(text)), places.here(at))
            });
        }
        number
    }

    /// The next row has a quantity that is printed as 0 and is none.
    pub(crate) fn zero_quantity(&mut self) {
        self.session.next_has_zero_quantity = true;
    }

    /// The next row is of goods by this classification.
    pub(crate) fn goods_of(&mut self, classification: Classification) {
        self.session.goods.next = Some((classification, false));
    }

    /// The next row is of all goods, added up by this classification.
    pub(crate) fn all_goods_of(&mut self, classification: Option<Classification>) {
        self.session.goods.next = classification.map(|classification| (classification, true));
    }

    /// A quantity was left out, since its unit is not known.
    pub(crate) fn unknown_unit(&mut self, unit: &str) {
        self.session.remarks.unknown_unit(unit);
    }

    /// True for a yes. A field that is neither a yes nor a no is counted.
    pub(crate) fn is_set(&mut self, at: At<'_>, text: &[u8]) -> bool {
        self.flag(at, text) == Some(true)
    }

    /// A yes or a no; none where nothing is said. A field that is neither is counted.
    pub(crate) fn flag(&mut self, at: At<'_>, text: &[u8]) -> Option<bool> {
        match Flag::of(text) {
            Flag::Yes => Some(true),
            Flag::No => Some(false),
            Flag::Missing => None,
            Flag::Unreadable => {
                let Session { remarks, places, .. } = &mut *self.session;
                remarks.flag_unreadable(|| {
                    format!(
                        "“{}” in {}",
                        crate::error::shorten(&decode_start(text)),
                        places.here(at)
                    )
                });
                None
            }
        }
    }

    /// A line names the columns again, as where files were put together.
    pub(crate) fn header_again(&mut self, at: At<'_>) {
        let Session { remarks, places, .. } = &mut *self.session;
        remarks.header_again(|| places.here(at));
        self.set_aside(Reason::Duplicate, at, None, b"");
    }

    /// A code that had lost its zeros in front is read with them.
    pub(crate) fn zero_put_back(&mut self, at: At<'_>, printed: &[u8], read: &str) {
        let Session { remarks, places, .. } = &mut *self.session;
        remarks.zero_put_back(|| {
            format!("{} as {read} in {}", decode_start(printed), places.here(at))
        });
    }
}

/// For formats that are read a block at a time: rows without marks, as identifiers and mantissas.
impl Rows<'_, '_> {
    /// The dictionaries and columns of the rows so far.
    pub(crate) fn gather(&mut self) -> &mut Gather {
        &mut self.session.gather
    }

    /// Rows of one run, line after line, that have gone through the scales and dictionaries
    /// already.
    pub(crate) fn plain(
        &mut self,
        line: u64,
        shared: Shared,
        goods: impl Iterator<Item = u32>,
        (value, quantity): (&[i64], &[i64]),
    ) {
        self.stands_at(line);
        self.session.gather.enter(shared);
        self.session.gather.extend(goods, value, quantity);
        self.session.account.accept(value.len() as u64);
    }
}
