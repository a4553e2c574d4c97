//! Formats that split a cell into rows: which part of its cell each row is.
//!
//! Rows of one cell with different codes are parts and are added up. Two rows that agree in every
//! code are the same part twice. And a part can hold others: the total of a district holds its
//! ports, the total of all procedures each of them, the United Kingdom Northern Ireland.

use crate::panel::{Duplicates, Reason};
use crate::read::fields::is_missing;
use crate::read::sets::repeated;
use crate::read::text::decode_start;
use crate::read::unread::Unread;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a row says beyond the labels of the panel.
#[derive(Default)]
pub(crate) struct Part {
    codes: Codes,
    /// Codes that have no totals and as a rule follow from the goods, so that they are kept apart
    /// from the others.
    classes: Vec<u8>,
}

/// A column of codes by which cells are broken down, whose total is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The place of its code in a [`Part`].
    pub(crate) at: usize,
    pub(crate) name: String,
    /// A code that nearly all trade has, so that it alone says nothing.
    pub(crate) usual: &'static str,
}

/// Codes by which cells are broken down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Codes {
    /// The codes, each with a separator behind it; nothing where the row is the total.
    text: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// Which of them are totals, a bit for each.
    totals: u32,
    /// Another row of the cell that does not stand aside so holds this one, whatever its other
    /// codes.
    stands_aside: bool,
}

impl Part {
    /// Forgets the codes; the memory is used again for the next row.
    pub(crate) fn clear(&mut self) {
        self.codes.text.clear();
        self.codes.ends.clear();
        (self.codes.totals, self.codes.stands_aside) = (0, false);
        self.classes.clear();
    }

    /// The next code.
    pub(crate) fn push(&mut self, code: &[u8]) {
        self.codes.text.extend_from_slice(code);
        self.codes.text.push(b',');
        self.codes.ends.push(self.codes.text.len());
    }

    /// The next code, which is the total of all codes that could stand there.
    pub(crate) fn push_total(&mut self) {
        let at = u32::try_from(self.codes.ends.len()).ok();
        self.codes.totals |= at.and_then(|at| 1_u32.checked_shl(at)).unwrap_or(0);
        self.push(b"");
    }

    /// A further code of the goods.
    pub(crate) fn push_class(&mut self, code: &[u8]) {
        self.classes.extend_from_slice(code);
        self.classes.push(b',');
    }

    /// Another row of the cell that does not stand aside so holds this one, whatever its other
    /// codes.
    pub(crate) fn stand_aside(&mut self, aside: bool) {
        self.codes.stands_aside = aside;
    }

    /// The codes in one text, without those of the goods.
    pub(crate) fn codes(&self) -> &[u8] {
        &self.codes.text
    }
}

impl Codes {
    /// The code at a place: within, none for the total; none at all where nothing is said.
    fn at(&self, at: usize) -> Option<Option<String>> {
        let bit = u32::try_from(at).ok().and_then(|at| self.totals.checked_shr(at)).unwrap_or(0);
        if bit & 1 == 1 {
            return Some(None);
        }
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let code = self.text.get(start..self.ends.get(at)?.checked_sub(1)?)?;
        if is_missing(code) { None } else { Some(Some(decode_start(code))) }
    }

    /// The codes without those at these places.
    fn without(&self, places: u32) -> Vec<u8> {
        let mut left = Vec::new();
        let mut start = 0;
        for (at, end) in self.ends.iter().enumerate() {
            let bit = u32::try_from(at).ok().and_then(|at| places.checked_shr(at)).unwrap_or(0) & 1;
            if bit == 0 {
                left.extend_from_slice(self.text.get(start..*end).unwrap_or_default());
            }
            start = *end;
        }
        left
    }
}

/// A row that is not added, one that stands for it, and why.
type Gone = (u32, u32, Reason);

/// Which codes are left out, and the rows by their other codes and classes.
type Layer = (u32, HashMap<(Vec<u8>, u32), u32>);

/// The part that each row accepted is, and what its unread columns say.
#[derive(Default)]
pub(crate) struct Parts {
    ids: HashMap<Codes, u32>,
    codes: Vec<Codes>,
    classes: HashMap<Vec<u8>, u32>,
    pub(crate) unread: Unread,
    kinds: HashMap<Kind, u32>,
    list: Vec<Kind>,
    /// That of the row that comes next, and of the rows accepted: from this row on it is this one.
    next: Kind,
    current: Option<Kind>,
    from_row: Vec<(u32, u32)>,
    /// The columns whose totals are looked for.
    broken: Vec<Broken>,
}

/// The numbers of the codes of a part, of its classes, and of what its unread columns say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Kind {
    codes: u32,
    class: u32,
    unread: u32,
}

impl Parts {
    /// Rows that follow are of another file: whole cells, as long as nothing else is said.
    pub(crate) fn begin(&mut self) {
        self.next = Kind::default();
        self.enter(&Part::default());
    }

    /// The next row is this part.
    pub(crate) fn enter(&mut self, part: &Part) {
        let id = self.ids.get(&part.codes).copied().unwrap_or_else(|| {
            let id = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
            self.ids.insert(part.codes.clone(), id);
            self.codes.push(part.codes.clone());
            id
        });
        let class = self.classes.get(&part.classes).copied().unwrap_or_else(|| {
            let class = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
            self.classes.insert(part.classes.clone(), class);
            class
        });
        (self.next.codes, self.next.class) = (id, class);
    }

    /// In the next row the unread columns say this.
    pub(crate) fn enter_unread(&mut self, text: &[u8]) {
        self.next.unread = self.unread.id(text);
    }

    /// The row of this number is in the data so far; rows that follow are alike.
    pub(crate) fn accept(&mut self, row: u32) {
        let next = self.next;
        if self.current == Some(next) {
            return;
        }
        self.current = Some(next);
        let kind = self.kinds.get(&next).copied().unwrap_or_else(|| {
            let kind = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
            self.kinds.insert(next, kind);
            self.list.push(next);
            kind
        });
        self.from_row.push((row, kind));
    }

    /// By these columns cells are broken down, and their totals are looked for.
    pub(crate) fn look_for_totals(&mut self, columns: Vec<Broken>) {
        for column in columns {
            if self.broken.iter().all(|known| known.at != column.at) {
                self.broken.push(column);
            }
        }
    }

    pub(crate) fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// The codes that rows have at a place, also those that were not read; none for the total.
    pub(crate) fn codes_at(&self, at: usize) -> BTreeSet<Option<String>> {
        self.codes.iter().filter_map(|codes| codes.at(at)).collect()
    }

    /// The code of a row at a place; within, none for the total.
    pub(crate) fn code_of(&self, row: u32, at: usize) -> Option<Option<String>> {
        self.codes_of(self.kind(row)?)?.at(at)
    }

    /// Everything that unread columns say, each with the first row that says it.
    pub(crate) fn unread_of_rows(&self) -> Vec<(u32, Vec<(String, String)>)> {
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, kind) in &self.from_row {
            let kind = usize::try_from(*kind).ok().and_then(|kind| self.list.get(kind));
            if let Some(kind) = kind {
                first.entry(kind.unread).or_insert(*row);
            }
        }
        first.into_iter().map(|(unread, row)| (row, self.unread.fields(unread))).collect()
    }

    /// What the unread columns of a row say.
    pub(crate) fn unread_of(&self, row: u32) -> Vec<(String, String)> {
        self.kind(row).map(|kind| self.unread.fields(kind.unread)).unwrap_or_default()
    }

    fn codes_of(&self, kind: Kind) -> Option<&Codes> {
        self.codes.get(usize::try_from(kind.codes).ok()?)
    }

    /// True if all rows are whole cells that nothing tells apart.
    pub(crate) fn is_plain(&self) -> bool {
        self.list.len() <= 1
    }

    fn kind(&self, row: u32) -> Option<Kind> {
        let at = self.from_row.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        let (_, kind) = self.from_row.get(at)?;
        self.list.get(usize::try_from(*kind).ok()?).copied()
    }

    /// The codes of a row and the number of its classes.
    fn part(&self, row: u32) -> Option<(&Codes, u32)> {
        let kind = self.kind(row)?;
        Some((self.codes_of(kind)?, kind.class))
    }

    /// What the unread columns of two rows say, where that is not the same.
    pub(crate) fn differ(&self, row: u32, other: u32) -> String {
        let ids = self.kind(row).zip(self.kind(other));
        ids.map(|(one, two)| self.unread.differ(one.unread, two.unread)).unwrap_or_default()
    }

    /// For rows that share a cell: those that must not be added, each with the row that stands for
    /// it. Under a rule of the caller sets of parts stay whole.
    pub(crate) fn settle(
        &self,
        cell: &[u32],
        rule: Option<Duplicates>,
        file: &dyn Fn(u32) -> u32,
    ) -> Vec<(u32, u32, Reason)> {
        let mut gone = match rule {
            None => match self.first_of_each(cell) {
                Ok(repeated) => repeated,
                Err((one, two)) => return self.unclear(cell, one, two),
            },
            Some(rule) => {
                let adds = rule == Duplicates::Sum;
                let part = |row: u32| (self.part(row), self.says(row).filter(|_| adds));
                repeated(cell, rule, part, file)
            }
        };
        let out: Vec<u32> = gone.iter().map(|(row, ..)| *row).collect();
        let left = || cell.iter().copied().filter(|row| !out.contains(row));
        let whole =
            left().find(|row| self.part(*row).is_some_and(|(codes, _)| !codes.stands_aside));
        let mut leave = |row: u32, other: u32, reason: Reason| gone.push((row, other, reason));
        // The rows by their totals, those with the most first.
        let mut layers: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for row in left() {
            let Some(part) = self.part(row) else { continue };
            match whole {
                Some(whole) if part.0.stands_aside => leave(row, whole, Reason::Component),
                _ => layers
                    .entry((part.0.totals.count_zeros(), part.0.totals))
                    .or_default()
                    .push(row),
            }
        }
        if layers.len() > 1 {
            self.settle_layers(&layers, &mut leave);
        }
        gone
    }

    /// Rows that repeat a part, each with the first of it.
    ///
    /// # Errors
    /// Two rows of one part that differ in a column that is not read.
    fn first_of_each(&self, cell: &[u32]) -> Result<Vec<Gone>, (u32, u32)> {
        let mut seen: HashMap<(&Codes, u32), u32> = HashMap::new();
        let mut gone = Vec::new();
        for row in cell {
            let Some(part) = self.part(*row) else { continue };
            let first = *seen.entry(part).or_insert(*row);
            if self.says(first) != self.says(*row) {
                return Err((first, *row));
            }
            if first != *row {
                gone.push((*row, first, Reason::Duplicate));
            }
        }
        Ok(gone)
    }

    /// The number of what the unread columns of a row say.
    fn says(&self, row: u32) -> Option<u32> {
        self.kind(row).map(|kind| kind.unread)
    }

    /// Two rows are the same part and differ in a column that is not read: what any of the cell's
    /// rows is to the others is not known.
    fn unclear(&self, cell: &[u32], one: u32, two: u32) -> Vec<(u32, u32, Reason)> {
        let other = |row: u32| if self.says(row) == self.says(one) { two } else { one };
        cell.iter().map(|row| (*row, other(*row), Reason::UnreadColumn)).collect()
    }

    /// Rows of a layer stand aside where one of a layer before has the same codes wherever neither
    /// is a total: it holds them, or both are totals of some of the same trade.
    fn settle_layers(
        &self,
        layers: &BTreeMap<(u32, u32), Vec<u32>>,
        leave: &mut impl FnMut(u32, u32, Reason),
    ) {
        let common = |row: u32, blank: u32| {
            let (codes, class) = self.part(row)?;
            Some((codes.without(blank), class))
        };
        let mut kept: Vec<(u32, Vec<u32>)> = Vec::new();
        for ((_, totals), rows) in layers {
            let before: Vec<Layer> = kept
                .iter()
                .map(|(wider, rows)| {
                    let blank = wider | totals;
                    // Of several that would do the first is named.
                    let rows =
                        rows.iter().rev().filter_map(|row| Some((common(*row, blank)?, *row)));
                    (blank, rows.collect())
                })
                .collect();
            let mut stay = Vec::new();
            for row in rows {
                let holder =
                    before.iter().find_map(|(blank, rows)| rows.get(&common(*row, *blank)?));
                match holder {
                    Some(holder) => leave(*row, *holder, Reason::Component),
                    None => stay.push(*row),
                }
            }
            kept.push((*totals, stay));
        }
    }
}
