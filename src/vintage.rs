//! Releases: figures with their dates of publication, the figures known on a day, and revisions.

mod file;
mod history;
mod revision;

pub use file::Loaded;
pub use history::History;
pub use revision::Revision;

use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::observation::Observation;
use crate::unit::{AnyUnit, Dimension, Money};
use serde::{Deserialize, Serialize};

/// Published figures of any keys and units, with their dates: everything that is known, and since
/// when.
///
/// They are read from the crate's one plain file format ([`from_csv`](Releases::from_csv)), come
/// with the crate ([`published`](crate::published)), or are put together row by row.
///
/// ```
/// use bilateral::{
///     Key, Period, Releases,
///     area::{CHN, RUS},
///     date,
/// };
///
/// let file = "\
/// reporter,partner,flow,period,value,unit,growth,published_on
/// CHN,RUS,trade,2022-01/2022-04,51.09,billion USD,25.9,2022-05-09
/// CHN,RUS,trade,2023-01/2023-04,73.148,billion USD,41.3,2023-05-09
/// CHN,RUS,trade,2023-01/2023-05,93.8,billion USD,40.7,2023-06-07
/// ";
/// let releases = Releases::from_csv(file.as_bytes(), "releases.csv")?.complete()?;
/// let history = releases.series(Key::trade(CHN).with(RUS))?;
///
/// let known = history.as_of(date(2023, 5, 24));
/// assert_eq!(
///     known.amount(Period::january_to(2023, 4))?.to_string(),
///     "73.148 billion US$, Jan-Apr 2023"
/// );
/// let june = known.amount(Period::january_to(2023, 5)).unwrap_err();
/// assert!(june.to_string().contains("not in these releases by 2023-05-24"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Releases {
    rows: Vec<Release>,
}

/// One published figure with its key and its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    key: Key,
    unit: AnyUnit,
    observation: Observation,
}

impl Release {
    /// A figure of this key in this unit.
    #[must_use]
    pub fn new(key: Key, unit: AnyUnit, observation: Observation) -> Release {
        Release { key, unit, observation }
    }

    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The unit of the level, as it was printed.
    #[must_use]
    pub fn unit(&self) -> AnyUnit {
        self.unit
    }

    /// The figure, its growth, its date, its status and its source.
    #[must_use]
    pub fn observation(&self) -> &Observation {
        &self.observation
    }
}

impl Releases {
    /// No releases yet.
    #[must_use]
    pub fn new() -> Releases {
        Releases::default()
    }

    /// The same with one more row.
    #[must_use]
    pub fn with(mut self, release: Release) -> Releases {
        self.rows.push(release);
        self
    }

    /// The same with all rows of others added after its own.
    #[must_use]
    pub fn and(mut self, others: Releases) -> Releases {
        self.rows.extend(others.rows);
        self
    }

    /// Every row, in the order in which it was read.
    #[must_use]
    pub fn rows(&self) -> &[Release] {
        &self.rows
    }

    /// The keys that have figures, each once, ascending.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.rows.iter().map(Release::key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The values of one key, in the money unit that most of its rows use.
    ///
    /// Other multipliers of the same currency are brought to it by powers of ten, with the
    /// precision they were printed with. Quantities of the same key are left out;
    /// [`series_in`](Releases::series_in) gives them.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the key has no values; [`Mismatch`](crate::ErrorKind::Mismatch) if
    /// they are in several currencies.
    pub fn series(&self, key: Key) -> Result<History<Money>, Error> {
        let units: Vec<_> = self.of(key).filter_map(|row| Money::from_any(row.unit).ok()).collect();
        let count = |unit: &_| units.iter().filter(|other| *other == unit).count();
        // The first of the most frequent ones, so that the order of rows decides a tie and nothing
        // else.
        let common = units
            .iter()
            .rev()
            .max_by_key(|unit| count(*unit))
            .ok_or_else(|| self.no_figures(key))?;
        if let Some(other) = units.iter().find(|unit| unit.currency() != common.currency()) {
            return Err(Error::mismatch(
                "the currency of the releases",
                common.currency(),
                other.currency(),
            )
            .about(key)
            .with_help(format!(
                "choose a currency, for example with series_in(key, {}.billion())",
                common.currency()
            )));
        }
        self.series_in(key, *common)
    }

    /// The figures of one key in this unit: values in one of several currencies, or quantities.
    ///
    /// Figures whose unit does not convert to it are left out.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if no figures are left; [`Mismatch`](crate::ErrorKind::Mismatch) for
    /// a figure whose conversion is not a power of ten and would change its printed digits.
    pub fn series_in<D: Dimension>(&self, key: Key, unit: D::Unit) -> Result<History<D>, Error> {
        let mut observations = Vec::new();
        for row in self.of(key) {
            let Ok(printed) = D::from_any(row.unit) else { continue };
            let Ok(factor) = D::ratio(printed, unit) else { continue };
            let Some(power) = factor.log_10() else {
                return Err(Error::mismatch("the unit of the releases", row.unit, D::any(unit))
                    .about(format!("{key}, {}", row.observation.period()))
                    .with_help(
                        "ask for the series in the unit of the releases and convert the amounts",
                    ));
            };
            row.observation.check_level()?;
            observations.push(row.observation.clone().in_smaller_unit(power)?);
        }
        if observations.is_empty() {
            Err(self.no_figures(key))
        } else {
            Ok(History::new(key, unit, observations))
        }
    }

    fn of(&self, key: Key) -> impl Iterator<Item = &Release> {
        self.rows.iter().filter(move |row| row.key == key)
    }

    fn no_figures(&self, key: Key) -> Error {
        const LISTED: usize = 8;
        let keys = self.keys();
        let names: Vec<String> = keys.iter().take(LISTED).map(ToString::to_string).collect();
        let more = if keys.len() > LISTED { " ..." } else { "" };
        let help = if names.is_empty() {
            "add releases first, since these are empty".to_owned()
        } else {
            format!("ask for a key that these releases have: {}{more}", names.join("; "))
        };
        Error::from(Undefined::Missing).about(key).with_help(help)
    }
}

impl FromIterator<Release> for Releases {
    fn from_iter<I: IntoIterator<Item = Release>>(rows: I) -> Releases {
        Releases { rows: rows.into_iter().collect() }
    }
}
