//! Where the year of very many histories will end: the default projection, history by history.
//!
//! Every history is projected from its own values alone, so threads change the time and nothing
//! else. Floats are estimates, as in [`projection`](crate::projection). Held by
//! `tests/panel/years.rs`.

use crate::bulk::Histories;
use crate::error::Error;
use crate::panel::parallel::map;
use crate::projection::PlainYear;
use std::ops::Range;

/// So many histories are one task.
const TASK: usize = 256;

impl Histories {
    /// The year of each history of months, of which the last `known` ones are those of the running
    /// year: what is known, and the rest by the default of [`Series::project`].
    ///
    /// # Formula
    /// The mean of shrunk share, level and drift, and STL from three full years of months on; with
    /// two years the shrunk share, with one the fade, and where the known months are zero as well;
    /// where their base is zero or a level negative the rest as a year before. Months before the
    /// first whole year are left out. See [`Method`](crate::projection::Method).
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a number of months that is not from 1 to 11. A
    /// history without a whole year before the running one, with values that are not finite, or
    /// without an answer has its own error; see [`ProjectedYears::year`].
    ///
    /// # Rounding
    /// To about seven digits as [`Series::project`]: shares and sums are floats here, and the
    /// constants of the models are searched for.
    ///
    /// # Example
    /// ```
    /// use bilateral::bulk::Histories;
    /// let mut histories = Histories::default();
    /// histories.push(&[10.0; 12 + 4]); // a year of 120, and four months like it
    /// histories.push(&[10.0; 4]);
    /// let years = histories.project_years(4)?;
    /// assert_eq!(years.year(0)?, 120.0);
    /// assert!(years.year(1).unwrap_err().to_string().contains("the year before"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    ///
    /// [`Series::project`]: crate::Series::project
    pub fn project_years(&self, known: u8) -> Result<ProjectedYears, Error> {
        if !(1..=11).contains(&known) {
            let reason = format!("{known} is not between 1 and 11");
            return Err(Error::range("the number of known months", reason)
                .with_help("give how many months of the running year the histories end with"));
        }
        let one = |number: usize| {
            let months = self.get(number).unwrap_or_default();
            PlainYear::of(months, usize::from(known))?.answer()
        };
        let ranges: Vec<Range<usize>> = (0..self.len())
            .step_by(TASK)
            .map(|first| first..first.saturating_add(TASK).min(self.len()))
            .collect();
        let done = map(ranges, |range| range.map(one).collect::<Vec<_>>());
        let mut result = ProjectedYears::default();
        for (number, year) in done.into_iter().flatten().enumerate() {
            result.years.push(*year.as_ref().unwrap_or(&f64::NAN));
            result.errors.extend(year.err().map(|error| (number, error)));
        }
        Ok(result)
    }
}

/// The year of each history, in their order.
#[derive(Debug, Clone, Default)]
pub struct ProjectedYears {
    /// Not a number where there is an error.
    years: Vec<f64>,
    errors: Vec<(usize, Error)>,
}

impl ProjectedYears {
    /// How many histories there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// True without histories.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// The year of one history.
    ///
    /// # Errors
    /// Why that history has none: [`Missing`](crate::Undefined::Missing) without a whole year
    /// before the running one, [`Invalid`](crate::ErrorKind::Invalid) for values that are not
    /// finite, [`NotPositive`](crate::Undefined::NotPositive) where the rest of the year before is
    /// negative; [`Range`](crate::ErrorKind::Range) beyond the last history.
    pub fn year(&self, number: usize) -> Result<f64, Error> {
        if let Ok(place) = self.errors.binary_search_by_key(&number, |(number, _)| *number)
            && let Some((_, error)) = self.errors.get(place)
        {
            return Err(error.clone());
        }
        self.years.get(number).copied().ok_or_else(|| {
            Error::range(
                "the number of a history",
                format!("{number} is not below {}", self.years.len()),
            )
        })
    }

    /// The histories without an answer, ascending, and why.
    #[must_use]
    pub fn errors(&self) -> &[(usize, Error)] {
        &self.errors
    }
}
