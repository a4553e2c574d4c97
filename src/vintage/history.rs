//! All vintages of one series.

use crate::key::Key;
use crate::observation::Observation;
use crate::period::{Day, Period, PublicationDate};
use crate::series::Series;
use crate::unit::Dimension;
use std::collections::BTreeMap;

/// Everything that was published for one key, in one unit; [`as_of`](History::as_of) gives what was
/// known on a day.
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     date, published,
/// };
///
/// let history = published::china_russia()?.series(Key::trade(CHN).with(RUS))?;
/// let year = Period::year(2023);
/// assert_eq!(
///     history.as_of(date(2024, 1, 31)).amount(year)?.to_string(),
///     "240.1 billion US$, 2023"
/// );
/// assert_eq!(history.latest().amount(year)?.to_string(), "240.11 billion US$, 2023, restated");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct History<D: Dimension> {
    key: Key,
    unit: D::Unit,
    observations: Vec<Observation>,
}

impl<D: Dimension> History<D> {
    /// The observations must be in this unit.
    pub(crate) fn new(key: Key, unit: D::Unit, observations: Vec<Observation>) -> History<D> {
        History { key, unit, observations }
    }

    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The unit of every level.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// Everything that was published, in the order in which it was read.
    #[must_use]
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// The days from which something new was known, ascending.
    #[must_use]
    pub fn days(&self) -> Vec<Day> {
        let known = |one: &Observation| one.published_on().map(PublicationDate::known_from);
        let mut days: Vec<Day> = self.observations.iter().filter_map(known).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The series as it was known on that day, the day included.
    ///
    /// A figure published in a month or a year counts from the end of it; one without a date is
    /// known to [`latest`](History::latest) only.
    #[must_use]
    pub fn as_of(&self, day: Day) -> Series<D> {
        let known =
            |one: &&Observation| one.published_on().is_some_and(|on| on.known_from() <= day);
        self.collect(self.observations.iter().filter(known)).dated(Some(day))
    }

    /// The series with everything that is known, figures without a date included.
    #[must_use]
    pub fn latest(&self) -> Series<D> {
        self.collect(self.observations.iter())
    }

    /// The series of first publications: each span as it was first published.
    ///
    /// Figures without a date count only where a span has no others.
    #[must_use]
    pub fn first(&self) -> Series<D> {
        let mut first: BTreeMap<Period, Option<Day>> = BTreeMap::new();
        for one in self.observations.iter().filter(|one| one.stands()) {
            let day = one.published_on().map(PublicationDate::known_from);
            let known = first.entry(one.period()).or_insert(day);
            *known = match (*known, day) {
                (Some(known), Some(day)) => Some(known.min(day)),
                (known, day) => known.or(day),
            };
        }
        let is_first = |one: &&Observation| {
            one.stands()
                && first.get(&one.period())
                    == Some(&one.published_on().map(PublicationDate::known_from))
        };
        self.collect(self.observations.iter().filter(is_first))
    }

    fn collect<'a>(&self, observations: impl Iterator<Item = &'a Observation>) -> Series<D> {
        Series::of(self.key, self.unit, observations.cloned())
    }
}
