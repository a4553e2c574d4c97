//! From the figures of one side to those of the other: the months that only the mirror knows, the
//! ratio of both sides, and how far such a ratio was off in earlier years.

use crate::error::{Error, Undefined};
use crate::forecast::float::log_of_quotient;
use crate::number::Ratio;
use crate::period::{Month, Period};
use crate::projection::PastError;
use crate::projection::errors::ERRORS;
use crate::projection::months::two_sided;
use crate::projection::origin::{runs, up_to};
use crate::series::{Reading, Series};
use crate::unit::Dimension;

/// The most months that the ratio is taken from: a year has no season.
const MOST_MONTHS: i32 = 12;
/// Fewer say too little.
const FEWEST_MONTHS: i32 = 3;

/// Both sides of one trade.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a, D: Dimension> {
    own: &'a Series<D>,
    mirror: &'a Series<D>,
}

/// The months of a year as far as the mirror leads.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct Bridge {
    /// Own figures over those of the mirror.
    pub(crate) ratio: Ratio,
    /// Of these months.
    pub(crate) over: Period,
    /// What the mirror alone knows, each with the mirror's figure in the unit of the own side.
    pub(crate) mirrored: Vec<(Period, Ratio)>,
    /// What neither side knows.
    pub(crate) left: Vec<Period>,
    /// How far the ratio was off for the same months of earlier years, the latest first.
    pub(crate) errors: Vec<PastError>,
}

impl<'a, D: Dimension> Sides<'a, D> {
    /// Two series that tell of the same trade, in units of one kind, as known on the same day.
    pub(crate) fn of(own: &'a Series<D>, mirror: &'a Series<D>) -> Result<Sides<'a, D>, Error> {
        let Some(wanted) = own.key().mirror() else {
            let flow = own.key().flow().plural();
            let reason = format!("{flow} have no counterpart in the partner's statistics");
            return Err(Error::invalid("the mirror of a series", reason)
                .with_help("take all exports or all imports, or project the series alone"));
        };
        // Twice mirrored, a key has no valuation and no system of its own any more.
        if mirror.key().mirror().and_then(|key| key.mirror()) != Some(wanted) {
            return Err(Error::mismatch("the mirror of a series", wanted, mirror.key()).with_help(
                "give the partner's series of the same goods: \
                 its exports to the reporter for imports, its imports from it for exports",
            ));
        }
        if own.as_of() != mirror.as_of() {
            let day = |series: &Series<D>| {
                series.as_of().map_or("no date".to_owned(), |day| day.to_string())
            };
            return Err(Error::mismatch("the vintage of both sides", day(own), day(mirror))
                .with_help("take both sides as of one date"));
        }
        D::ratio(mirror.unit(), own.unit())?;
        Ok(Sides { own, mirror })
    }

    /// What the mirror tells of a year beyond the own side; `None` where it tells no more.
    pub(crate) fn bridge(&self, year: Period) -> Result<Option<Bridge>, Error> {
        let missing = up_to(self.own, year.last())?.coverage(year)?.missing().to_vec();
        let mirror = up_to(self.mirror, year.last())?;
        let mut mirrored = Vec::new();
        for span in &missing {
            for part in mirror.coverage(*span)?.parts() {
                mirrored.push((part.period(), self.in_own_unit(part)?));
            }
        }
        let Some((first, _)) = mirrored.first() else { return Ok(None) };
        let end = first.first().plus(-1)?;
        let (over, ratio) = self.ratio_up_to(end)?;
        let is_left = |month: &Month| {
            missing.iter().any(|span| span.contains_month(*month))
                && !mirrored.iter().any(|(span, _)| span.contains_month(*month))
        };
        let left = runs(year.months().filter(is_left));
        let errors = self.errors(over, &missing);
        Ok(Some(Bridge { ratio, over, mirrored, left, errors }))
    }

    /// The ratio of the most months up to this one that both sides know, twelve at most.
    fn ratio_up_to(&self, end: Month) -> Result<(Period, Ratio), Error> {
        for to_first in 1 - MOST_MONTHS..=1 - FEWEST_MONTHS {
            let over = Period::try_from_to(end.plus(to_first)?, end)?;
            if let Some(ratio) = self.ratio(over) {
                return Ok((over, ratio?));
            }
        }
        let reason = format!(
            "no span of three to twelve months up to {end} is known of both sides \
             with figures of two ends"
        );
        Err(Error::invalid("the ratio of mirror months", reason).with_help(
            "give both series more of the months before those that the mirror alone knows",
        ))
    }

    /// Own figures over those of the mirror, by what is known at the end of these months; `None`
    /// where one side does not know them.
    fn ratio(&self, over: Period) -> Option<Result<Ratio, Error>> {
        let own = two_sided(&up_to(self.own, over.last()).ok()?, over)?;
        let mirror = two_sided(&up_to(self.mirror, over.last()).ok()?, over)?;
        let own = Ratio::from(own.amount().value());
        let ratio = self.in_own_unit(&mirror).and_then(|mirror| {
            if own.is_positive() && mirror.is_positive() {
                own.over(&mirror)
            } else {
                Err(Error::from(Undefined::NotPositive)
                    .about(format!("the figures of {over}"))
                    .with_help("project the series alone: series.project(year)"))
            }
        });
        Some(ratio.map_err(|error| error.about("the ratio of mirror months")))
    }

    /// The errors of the ratio of as many months for the months that followed, the latest first.
    fn errors(&self, over: Period, missing: &[Period]) -> Vec<PastError> {
        let first = self.own.published_spans().map(|span| span.first().year()).min();
        let mut found = Vec::new();
        for back in 1.. {
            let Ok(over) = over.years_earlier(back) else { break };
            if found.len() >= ERRORS || first.is_none_or(|first| over.last().year() < first) {
                break;
            }
            found.extend(self.error(over, missing, back));
        }
        found
    }

    /// What came over what the ratio made of the mirror's own outcome, by the figures up to the end
    /// of that year.
    fn error(&self, over: Period, missing: &[Period], back: i32) -> Option<PastError> {
        let ratio = self.ratio(over)?.ok()?;
        let spans: Result<Vec<Period>, Error> =
            missing.iter().map(|span| span.years_earlier(back)).collect();
        let spans = spans.ok()?;
        let last = Period::try_year(spans.last()?.last().year()).ok()?;
        let known = |series: &Series<D>| -> Option<Vec<Reading<D>>> {
            let series = up_to(series, last.last()).ok()?;
            spans.iter().map(|span| two_sided(&series, *span)).collect()
        };
        let came = known(self.own)?.iter().map(|one| Ratio::from(one.amount().value())).sum();
        let mirrored: Result<Vec<Ratio>, Error> =
            known(self.mirror)?.iter().map(|one| self.in_own_unit(one)).collect();
        let estimate = mirrored.ok()?.into_iter().sum::<Ratio>() * ratio;
        let log_error = log_of_quotient(&came, &estimate)?;
        Some(PastError { year: last.first().year(), log_error })
    }

    /// A figure of the mirror in the unit of the own side.
    pub(crate) fn in_own_unit(&self, reading: &Reading<D>) -> Result<Ratio, Error> {
        let factor = D::ratio(reading.amount().unit(), self.own.unit())?;
        Ok(Ratio::from(reading.amount().value()) * factor)
    }
}
