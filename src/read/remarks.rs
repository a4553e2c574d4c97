//! What is said at the end of what was left out of rows that stand: quantities, digits, editions
//! side by side.

use crate::commodity::{Classification, Commodity};
use crate::error::counted;
use crate::panel::{Account, Panel};
use std::collections::BTreeMap;

/// How many unknown units are named in the account.
const UNITS_NAMED: usize = 20;

/// How often something happened, and what is said of the first time.
#[derive(Default)]
struct Count {
    times: u64,
    first: String,
}

impl Count {
    fn more(&mut self, first: impl FnOnce() -> String) {
        if self.times == 0 {
            self.first = first();
        }
        self.times = self.times.saturating_add(1);
    }

    fn rows(&self) -> String {
        counted_rows(self.times)
    }
}

fn counted_rows(rows: u64) -> String {
    counted(usize::try_from(rows).unwrap_or(usize::MAX), "row")
}

/// What became of quantities and digits so far.
#[derive(Default)]
pub(crate) struct Remarks {
    too_long: Count,
    not_numbers: Count,
    rounded: Count,
    exponents: Count,
    zeros: Count,
    flags: Count,
    headers: Count,
    unknown_units: BTreeMap<String, u64>,
}

impl Remarks {
    /// A quantity does not fit beside the others; its row stands.
    pub(crate) fn quantity_left_out(&mut self, place: impl FnOnce() -> String) {
        self.too_long.more(place);
    }

    /// A quantity is not a number; its row stands.
    pub(crate) fn quantity_not_a_number(&mut self, what: impl FnOnce() -> String) {
        self.not_numbers.more(what);
    }

    /// A number was rounded to what a column can keep.
    pub(crate) fn rounded(&mut self, what: impl FnOnce() -> String) {
        self.rounded.more(what);
    }

    /// A value was printed with an exponent and without its last digits: `1.14149E+11`.
    pub(crate) fn with_exponent(&mut self, what: impl FnOnce() -> String) {
        self.exponents.more(what);
    }

    /// A code had lost its zeros in front, and another column of its row proves it.
    pub(crate) fn zero_put_back(&mut self, what: impl FnOnce() -> String) {
        self.zeros.more(what);
    }

    /// A mark is neither a yes nor a no.
    pub(crate) fn flag_unreadable(&mut self, what: impl FnOnce() -> String) {
        self.flags.more(what);
    }

    /// A line between the rows is the header again.
    pub(crate) fn header_again(&mut self, place: impl FnOnce() -> String) {
        self.headers.more(place);
    }

    /// A quantity was left out, since its unit is not known.
    pub(crate) fn unknown_unit(&mut self, unit: &str) {
        let unit = crate::error::shorten(unit);
        let full =
            self.unknown_units.len() >= UNITS_NAMED && !self.unknown_units.contains_key(&unit);
        let count =
            self.unknown_units.entry(if full { "others".to_owned() } else { unit }).or_default();
        *count = count.saturating_add(1);
    }

    fn tell_headers(&self, account: &mut Account) {
        if self.headers.times > 0 {
            account.remark(format!(
                "lines that name the columns again, as where files were put together, are none of the data: {}, the first in \
                 {}",
                self.headers.times, self.headers.first
            ));
        }
    }

    /// Into the account.
    pub(crate) fn tell(&self, account: &mut Account) {
        self.tell_headers(account);
        if self.zeros.times > 0 {
            account.remark(format!(
                "commodity codes that had lost their zeros in front were read with them: {}, the first is {}",
                self.zeros.rows(),
                self.zeros.first
            ));
        }
        if self.rounded.times > 0 {
            account.remark(format!(
                "numbers printed with more digits than can be kept were rounded: {}, the first is {}",
                self.rounded.times, self.rounded.first
            ));
        }
        if self.exponents.times > 0 {
            account.remark(format!(
                "values printed with an exponent, as spreadsheets write long numbers, have lost their last digits \
                 if they had more: {}, the first is {}",
                self.exponents.times, self.exponents.first
            ));
        }
        if self.too_long.times > 0 {
            account.remark(format!(
                "quantities too long to be kept exactly beside the others, or in more than 256 units, were left out, \
                 and their rows stand: {}, the first in {}",
                self.too_long.times, self.too_long.first
            ));
        }
        if !self.unknown_units.is_empty() {
            let units: Vec<String> = self
                .unknown_units
                .iter()
                .map(|(unit, rows)| format!("{unit} ({})", counted_rows(*rows)))
                .collect();
            account.remark(format!(
                "quantities in units that are not known were left out: {}",
                units.join(", ")
            ));
        }
        if self.not_numbers.times > 0 {
            account.remark(format!(
                "quantities that are not numbers were left out: {}, the first is {}",
                self.not_numbers.rows(),
                self.not_numbers.first
            ));
        }
        if self.flags.times > 0 {
            account.remark(format!(
                "marks that are neither a yes nor a no were left out: {}, the first is {}",
                self.flags.rows(),
                self.flags.first
            ));
        }
    }
}

/// Says so if both codes of one territory are there: a sum over areas may count its trade twice.
pub(crate) fn tell_two_codes(panel: &Panel, account: &mut Account) {
    let view = panel.view();
    let areas = view.areas();
    for (one, other) in areas.iter().filter_map(|one| Some((one, one.same_territory()?))) {
        if *one < other && areas.contains(&other) {
            account.remark(format!(
                "two codes of one territory stand side by side, and may be the same trade: {} ({one:#}) and {} \
                 ({other:#})",
                one.code(),
                other.code()
            ));
        }
    }
}

/// Says so if goods of several classifications stand side by side.
pub(crate) fn tell_editions(panel: &Panel, account: &mut Account) {
    let mut named: Vec<_> = panel.commodities().iter().map(Commodity::classification).collect();
    named.sort_unstable();
    named.dedup();
    named.retain(|known| *known != Classification::All);
    if named.len() > 1 {
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        account.remark(format!(
            "classifications side by side: {}; the same code may mean other goods in another edition",
            named.join(", ")
        ));
    }
}
