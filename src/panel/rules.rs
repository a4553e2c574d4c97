//! What to do with rows that are not alone: several rows of one cell, rows that hold others, months
//! without a row.

/// What to do with two rows of one cell in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Duplicates {
    /// An error that names the cell.
    #[default]
    Refuse,
    /// Their values are added; quantities too where both are known and in one unit, else the
    /// quantity is not known.
    Sum,
    /// The row that arrived first stands.
    KeepFirst,
    /// The row that arrived last stands.
    KeepLast,
}

/// What to do with rows that hold other rows of the same data: the World over countries, a chapter
/// over its headings, a year over its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Totals {
    /// They are kept apart from the rows they hold, in
    /// [`Panel::reported`](crate::panel::Panel::reported), and never added to them.
    #[default]
    Keep,
    /// They are set aside, each an entry of the account.
    SetAside,
    /// An error that names a row and one that it holds.
    Refuse,
}

/// What to do with rows of one pair and period in several editions of a classification, which may
/// be the same goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Editions {
    /// An error that names two rows of one chapter, or of codes without one: these may be the same
    /// goods for certain.
    #[default]
    Refuse,
    /// Those in the edition that most rows of the data have stand (of equally many the newest of
    /// the Harmonized System); the others of the pair and period are set aside whatever their
    /// chapter, each an entry of the account. A World or group and its partners are taken together,
    /// so that a whole and its parts are of one edition; a pair that stands in another edition
    /// only, and beside no World, stays.
    KeepMostUsed,
}

/// What a month without a row means to a cumulation, and a direction without one to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Gaps {
    /// Its trade is not known: cumulations that need it are undefined, as [`Series`](crate::Series)
    /// has it.
    Missing,
    /// There was no trade, as in files that leave out cells without trade. A growth still needs a
    /// row a year earlier.
    NoTrade,
}

/// All rules of one way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rules {
    pub(crate) duplicates: Duplicates,
    pub(crate) totals: Totals,
    pub(crate) editions: Editions,
}
