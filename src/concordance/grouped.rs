//! Values of both sides by group: no weights, nothing split.

use crate::commodity::Commodity;
use crate::concordance::convert::Unconverted;
use crate::concordance::groups::{CodeGroups, GroupKind};
use crate::concordance::reason::{self, UnconvertedReason};
use crate::error::Error;
use crate::number::{Decimal, Ratio, exact_add};
use std::collections::BTreeMap;

/// Values by group, with what belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouped {
    rows: Vec<GroupValue>,
    unconverted: Vec<Unconverted>,
}

/// The value of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupValue {
    /// The label of the group: its smallest code of the first side, whichever side the values are
    /// of.
    pub label: Commodity,
    /// The sum of the values of its codes.
    pub value: Decimal,
    /// The kind of the group.
    pub kind: GroupKind,
    /// What each code gave, ascending.
    pub from: Vec<(Commodity, Decimal)>,
}

/// Values of codes of either side, summed by group.
///
/// Both sides get the same labels, so growth across a change of edition is the quotient of two
/// rows: nothing is split, and nothing is assumed. Leave out codes that tie unlike goods together
/// first ([`CodeTable::without`](crate::concordance::CodeTable::without)): codes without a row, and
/// those left out, are listed with their value.
///
/// The table here is a short one. In the shipped table of H6 and H5 phones are in a group of 1,167
/// to 1,091 codes until 8549, 8524, 8529, 854151 and 854159 are left out:
/// [`without`](crate::concordance::CodeTable::without) shows it.
///
/// # Errors
/// [`Inexact`](crate::ErrorKind::Inexact) if a sum has more digits than a decimal holds.
///
/// ```
/// use bilateral::concordance::{self, CodeTable};
/// let groups = CodeTable::new("H6".parse()?, "H5".parse()?, [
///     ("851713", "851712"),
///     ("851714", "851712"),
/// ])?
/// .groups();
/// let in_2021 = [("H5:851712".parse()?, 100.into())];
/// let in_2022 = [("H6:851713".parse()?, 104.into()), ("H6:851714".parse()?, 6.into())];
/// let in_2021 = concordance::to_groups(in_2021, &groups)?;
/// let in_2022 = concordance::to_groups(in_2022, &groups)?;
/// let (old, new) = (&in_2021.rows()[0], &in_2022.rows()[0]);
/// assert_eq!(old.label, new.label);
/// let growth = bilateral::growth::year_over_year(new.value, old.value)?;
/// assert_eq!(growth.percent(1).to_string(), "+10.0 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn to_groups(
    values: impl IntoIterator<Item = (Commodity, Decimal)>,
    groups: &CodeGroups,
) -> Result<Grouped, Error> {
    let mut cells: BTreeMap<Commodity, (GroupKind, BTreeMap<Commodity, Decimal>)> = BTreeMap::new();
    let mut rest: BTreeMap<Commodity, Decimal> = BTreeMap::new();
    for (code, value) in values {
        let sums = match groups.of(code) {
            Some(group) => {
                let empty = || (group.kind(), BTreeMap::new());
                &mut cells.entry(group.label()).or_insert_with(empty).1
            }
            None => &mut rest,
        };
        let sum = match sums.get(&code) {
            Some(sum) => exact_add(*sum, value).map_err(|error| error.about(code))?,
            None => value,
        };
        sums.insert(code, sum);
    }
    let row = |(label, (kind, parts)): (Commodity, (GroupKind, BTreeMap<Commodity, Decimal>))| {
        let from: Vec<(Commodity, Decimal)> = parts.into_iter().collect();
        let mut values = from.iter().map(|(_, value)| *value);
        let first = values.next().unwrap_or(Decimal::ZERO);
        let value = values.try_fold(first, exact_add).map_err(|error| error.about(label))?;
        Ok(GroupValue { label, value, kind, from })
    };
    let rows = cells.into_iter().map(row).collect::<Result<_, Error>>()?;
    let left = |(code, value): (Commodity, Decimal)| {
        let (exact, reason) = (Ratio::from(value), groups.reason(code));
        Unconverted { from: code, at: code, value, exact, reason }
    };
    Ok(Grouped { rows, unconverted: rest.into_iter().map(left).collect() })
}

impl CodeGroups {
    /// Why a code is in no group.
    fn reason(&self, code: Commodity) -> UnconvertedReason {
        let is_out = |(one, two): &(Commodity, Commodity)| *one == code || *two == code;
        if self.left_out().iter().any(is_out) {
            return UnconvertedReason::LeftOut;
        }
        if code.classification() != self.from() && code.classification() != self.to() {
            return reason::of_stranger(code, self.from());
        }
        if let Some(reason) = reason::of_hs_special(code) {
            return reason;
        }
        if self.holds_longer(code) {
            UnconvertedReason::Aggregate
        } else {
            reason::of_missing(code)
        }
    }
}

impl Grouped {
    /// One row for each group that has a value, by label ascending.
    #[must_use]
    pub fn rows(&self) -> &[GroupValue] {
        &self.rows
    }

    /// The row of a label.
    #[must_use]
    pub fn row(&self, label: Commodity) -> Option<&GroupValue> {
        let at = self.rows.binary_search_by_key(&label, |row| row.label).ok()?;
        self.rows.get(at)
    }

    /// The values of codes that are in no group, by code ascending.
    #[must_use]
    pub fn unconverted(&self) -> &[Unconverted] {
        &self.unconverted
    }
}
