//! What changed between two publications of one span.

use crate::error::Error;
use crate::number::Ratio;
use crate::observation::Observation;
use crate::period::{Day, Period, PublicationDate};
use crate::series::{Series, Standing};
use crate::unit::{Amount, Dimension};
use crate::vintage::History;
use rust_decimal::Decimal;
use std::fmt;

/// A published level that was replaced by another one which differs by more than rounding.
///
/// The same number with more digits is not a revision.
///
/// ```
/// use bilateral::{
///     Key, Period, Releases,
///     area::{CHN, RUS},
/// };
///
/// let file = "\
/// reporter,partner,flow,period,value,unit,published_on
/// CHN,RUS,trade,2022,190.27,billion USD,2023-01-13
/// CHN,RUS,trade,2022,190.271,billion USD,2023-02
/// CHN,RUS,trade,2022,190.105,billion USD,2024-01-12
/// ";
/// let history = Releases::from_csv(file.as_bytes(), "vintages.csv")?
///     .complete()?
///     .series(Key::trade(CHN).with(RUS))?;
/// let revisions = history.revisions(Period::year(2022))?;
/// assert_eq!(revisions.len(), 1);
/// assert_eq!(
///     revisions[0].to_string(),
///     "2022: 190.271 (2023-02) became 190.105 (2024-01-12), -0.166 billion US$, -0.1 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Revision<D: Dimension> {
    before: Observation,
    after: Observation,
    difference: Amount<D>,
    relative: Option<Ratio>,
}

impl<D: Dimension> Revision<D> {
    /// The span.
    #[must_use]
    pub fn period(&self) -> Period {
        self.after.period()
    }

    /// The earlier observation.
    #[must_use]
    pub fn before(&self) -> &Observation {
        &self.before
    }

    /// The later observation.
    #[must_use]
    pub fn after(&self) -> &Observation {
        &self.after
    }

    /// The new level minus the old one.
    #[must_use]
    pub fn difference(&self) -> Amount<D> {
        self.difference
    }

    /// The difference as a share of the old level; `None` if that was zero.
    #[must_use]
    pub fn relative(&self) -> Option<&Ratio> {
        self.relative.as_ref()
    }

    fn between(
        before: &Observation,
        after: &Observation,
        unit: D::Unit,
    ) -> Result<Option<Revision<D>>, Error> {
        let (Some(old), Some(new)) = (before.level(), after.level()) else { return Ok(None) };
        let (Some(from), Some(to)) = (old.decimal(), new.decimal()) else { return Ok(None) };
        if old == new || old.bounds().overlaps(&new.bounds()) {
            return Ok(None);
        }
        let difference = Amount::new(to, unit).minus(Amount::new(from, unit))?;
        let relative = Ratio::from(difference.value()).over(&Ratio::from(from)).ok();
        Ok(Some(Revision { before: before.clone(), after: after.clone(), difference, relative }))
    }
}

impl<D: Dimension> History<D> {
    /// The revisions of one span, in the order of their publication.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if a difference has too many digits.
    pub fn revisions(&self, period: Period) -> Result<Vec<Revision<D>>, Error> {
        let own: Vec<Observation> =
            self.observations().iter().filter(|one| one.period() == period).cloned().collect();
        let mut days: Vec<Option<Day>> =
            own.iter().map(|one| one.published_on().map(PublicationDate::known_from)).collect();
        days.sort_unstable();
        days.dedup();
        let mut standing: Option<Observation> = None;
        let mut revisions = Vec::new();
        for day in days {
            let known =
                own.iter().filter(|one| one.published_on().map(PublicationDate::known_from) <= day);
            let series: Series<D> = Series::of(self.key(), self.unit(), known.cloned());
            let Some(next) = standing_observation(&series, period) else { continue };
            if let Some(before) = &standing {
                revisions.extend(Revision::between(before, &next, self.unit())?);
            }
            standing = Some(next);
        }
        Ok(revisions)
    }

    /// The first level against the latest, for every span whose first published level was revised.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if a difference has too many digits.
    pub fn first_against_latest(&self) -> Result<Vec<Revision<D>>, Error> {
        let (first, latest) = (self.first(), self.latest());
        let mut revisions = Vec::new();
        for period in first.published_spans() {
            let pair =
                standing_observation(&first, period).zip(standing_observation(&latest, period));
            if let Some((before, after)) = pair {
                revisions.extend(Revision::between(&before, &after, self.unit())?);
            }
        }
        Ok(revisions)
    }
}

fn standing_observation<D: Dimension>(series: &Series<D>, period: Period) -> Option<Observation> {
    match series.standing(period) {
        Some(Standing::Stands(at, _)) => series.at(period).get(*at).cloned(),
        _ => None,
    }
}

impl<D: Dimension> fmt::Display for Revision<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |observation: &Observation| {
            let level = observation.level().map_or_else(String::new, |level| level.to_string());
            observation
                .published_on()
                .map_or_else(|| level.clone(), |date| format!("{level} ({date})"))
        };
        write!(
            f,
            "{}: {} became {}, {}{}",
            self.period(),
            one(&self.before),
            one(&self.after),
            if self.difference.value() > Decimal::ZERO { "+" } else { "" },
            self.difference
        )?;
        match &self.relative {
            Some(relative) => write!(f, ", {:+}", relative.percent(1)),
            None => Ok(()),
        }
    }
}
