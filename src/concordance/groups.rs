//! CodeGroups of codes that share goods, directly or by way of others.

use crate::commodity::{Classification, Commodity};
use crate::concordance::table::CodeTable;
use std::collections::BTreeMap;
use std::fmt;

/// How many codes of each side a group has.
///
/// ```
/// use bilateral::concordance::GroupKind;
/// assert_eq!(GroupKind::OneToMany.to_string(), "1:n");
/// assert_eq!(GroupKind::OneToMany.join(GroupKind::ManyToOne), GroupKind::ManyToMany);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKind {
    /// One code of each side: the same goods under another code, or the same code.
    OneToOne,
    /// One code is split into several.
    OneToMany,
    /// Several codes are merged into one.
    ManyToOne,
    /// Several codes of both sides: goods move between them.
    ManyToMany,
}

/// The codes of both sides of a table that share goods with each other, and with no other code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeGroup {
    from: Vec<Commodity>,
    to: Vec<Commodity>,
    rows: usize,
}

/// All groups of a table, by their smallest code of the first classification: the connected
/// components of its rows.
///
/// What a group holds is the same on both sides, so sums by group can be compared across editions
/// without any weight.
///
/// The table here is a short one. In the shipped table of H6 and H5 phones are in a group of 1,167
/// to 1,091 codes until 8549, 8524, 8529, 854151 and 854159 are left out:
/// [`without`](CodeTable::without) shows it.
///
/// ```
/// use bilateral::concordance::{GroupKind, CodeTable};
/// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
///     ("851713", "851712"),
///     ("851714", "851712"),
///     ("270900", "270900"),
/// ])?;
/// let groups = table.groups();
/// assert_eq!(groups.len(), 2);
/// let phones = groups.of("H5:851712".parse()?).expect("it has a row");
/// assert_eq!(phones.kind(), GroupKind::ManyToOne);
/// assert_eq!(phones.label().to_string(), "H6:851713");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CodeGroups {
    from: Classification,
    to: Classification,
    list: Vec<CodeGroup>,
    by_source: BTreeMap<Commodity, usize>,
    by_target: BTreeMap<Commodity, usize>,
    left_out: Vec<(Commodity, Commodity)>,
}

impl GroupKind {
    /// The kind of a group with so many codes of the first and of the second classification.
    #[must_use]
    pub fn of(from: usize, to: usize) -> GroupKind {
        match (from > 1, to > 1) {
            (false, false) => GroupKind::OneToOne,
            (false, true) => GroupKind::OneToMany,
            (true, false) => GroupKind::ManyToOne,
            (true, true) => GroupKind::ManyToMany,
        }
    }

    /// The kind of two steps, one after the other: 1:1 only if both are.
    #[must_use]
    pub fn join(self, next: GroupKind) -> GroupKind {
        let splits = |kind| matches!(kind, GroupKind::OneToMany | GroupKind::ManyToMany);
        let merges = |kind| matches!(kind, GroupKind::ManyToOne | GroupKind::ManyToMany);
        let count = |several: bool| if several { 2 } else { 1 };
        GroupKind::of(count(merges(self) || merges(next)), count(splits(self) || splits(next)))
    }
}

impl CodeGroup {
    /// Its codes of the first classification, ascending.
    #[must_use]
    pub fn from(&self) -> &[Commodity] {
        &self.from
    }

    /// Its codes of the second classification, ascending.
    #[must_use]
    pub fn to(&self) -> &[Commodity] {
        &self.to
    }

    /// The number of its rows in the table.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// 1:1, 1:n, n:1 or n:n, counted.
    #[must_use]
    pub fn kind(&self) -> GroupKind {
        GroupKind::of(self.from.len(), self.to.len())
    }

    /// Its smallest code of the first classification, which stands for the group in results.
    #[must_use]
    pub fn label(&self) -> Commodity {
        self.from.first().copied().unwrap_or(Commodity::TOTAL)
    }
}

impl CodeGroups {
    /// The groups, by their labels ascending.
    pub fn iter(&self) -> impl Iterator<Item = &CodeGroup> {
        self.list.iter()
    }

    /// How many there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // a table has a row, and so a group
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The group of a code of either side. Where both sides are one classification, that of the
    /// first side; `None` for a code without a row.
    #[must_use]
    pub fn of(&self, code: Commodity) -> Option<&CodeGroup> {
        let at = self.by_source.get(&code).or_else(|| self.by_target.get(&code))?;
        self.list.get(*at)
    }

    /// The classification of the first side.
    #[must_use]
    pub fn from(&self) -> Classification {
        self.from
    }

    /// The classification of the second side.
    #[must_use]
    pub fn to(&self) -> Classification {
        self.to
    }

    /// True if there are codes that begin with this one.
    pub(crate) fn holds_longer(&self, code: Commodity) -> bool {
        let next = [&self.by_source, &self.by_target].map(|side| side.range(code..).next());
        next.into_iter().flatten().any(|(next, _)| next.is_contained_in(&code))
    }

    /// The rows that were left out of the table before it was grouped.
    #[must_use]
    pub fn left_out(&self) -> &[(Commodity, Commodity)] {
        &self.left_out
    }
}

impl CodeTable {
    /// The connected components of the rows.
    #[must_use]
    pub fn groups(&self) -> CodeGroups {
        let place = |codes: &[Commodity], code| codes.binary_search(&code).unwrap_or(0);
        let (from, to): (Vec<_>, Vec<_>) = (self.from_codes().collect(), self.to_codes().collect());
        let mut sets = Sets::of(from.len().saturating_add(to.len()));
        for (one, two) in self.rows() {
            sets.unite(place(&from, one), place(&to, two).saturating_add(from.len()));
        }
        // The first code of a set in ascending order makes its group, so groups ascend by label.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut list: Vec<CodeGroup> = Vec::new();
        let empty = || CodeGroup { from: Vec::new(), to: Vec::new(), rows: 0 };
        let (mut by_source, mut by_target) = (BTreeMap::new(), BTreeMap::new());
        for (at, code) in from.iter().enumerate() {
            let group = *places.entry(sets.root(at)).or_insert(list.len());
            if group == list.len() {
                list.push(empty());
            }
            if let Some(group) = list.get_mut(group) {
                group.from.push(*code);
                group.rows = group.rows.saturating_add(self.targets(*code).count());
            }
            by_source.insert(*code, group);
        }
        for (at, code) in (from.len()..).zip(&to) {
            let Some(group) = places.get(&sets.root(at)) else { continue };
            list.get_mut(*group).into_iter().for_each(|group| group.to.push(*code));
            by_target.insert(*code, *group);
        }
        let left_out = self.left_out().to_vec();
        CodeGroups { from: self.from(), to: self.to(), list, by_source, by_target, left_out }
    }
}

/// Disjoint sets of numbers, each with its smallest member as the root.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn of(count: usize) -> Sets {
        Sets { parents: (0..count).collect() }
    }

    /// Halves the way to the root on each walk.
    fn root(&mut self, mut at: usize) -> usize {
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            self.parents.get_mut(at).into_iter().for_each(|place| *place = above);
            at = above;
        }
        at
    }

    fn unite(&mut self, one: usize, two: usize) {
        let (one, two) = (self.root(one), self.root(two));
        let (low, high) = (one.min(two), one.max(two));
        self.parents.get_mut(high).into_iter().for_each(|place| *place = low);
    }
}

impl fmt::Display for GroupKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            GroupKind::OneToOne => "1:1",
            GroupKind::OneToMany => "1:n",
            GroupKind::ManyToOne => "n:1",
            GroupKind::ManyToMany => "n:n",
        })
    }
}

/// `H6:240411 (n:n, 3 to 3)`: how many codes there are on each side.
impl fmt::Display for CodeGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from.len(), self.to.len());
        write!(f, "{} ({}, {from} to {to})", self.label(), self.kind())
    }
}

impl fmt::Debug for CodeGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeGroups({} -> {}, {} groups)", self.from, self.to, self.list.len())
    }
}
