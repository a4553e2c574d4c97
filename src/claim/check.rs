//! The readings of each kind of claim.

use crate::claim::{Claim, Evidence, Judgement, Measure, Statement, Verdict};
use crate::error::Error;
use crate::growth::growth_factor;
use crate::key::Key;
use crate::number::{Bounds, Figure, Ratio};
use crate::observation::percent_text;
use crate::period::Period;
use crate::series::{Reading, Series};
use crate::unit::{AnyUnit, Dimension, Energy, Mass, Money, Supplementary, Volume};
use crate::vintage::Releases;
use chrono::NaiveDate;

impl Claim {
    /// The verdict by what was known on a day.
    ///
    /// Figures that are missing make a claim undecidable and are no error; the evidence says what was missing.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if a figure does not fit.
    pub fn check(&self, releases: &Releases, day: NaiveDate) -> Result<Judgement, Error> {
        self.judge(releases, Some(day))
    }

    /// The verdict by everything that is known today.
    ///
    /// # Errors
    /// As [`check`](Claim::check).
    pub fn check_latest(&self, releases: &Releases) -> Result<Judgement, Error> {
        self.judge(releases, None)
    }

    fn judge(&self, releases: &Releases, day: Option<NaiveDate>) -> Result<Judgement, Error> {
        let units = self.units(releases);
        let mut evidence = Vec::new();
        for unit in &units {
            let in_unit = match unit {
                AnyUnit::Money(unit) => unit.currency().to_string(),
                quantity => quantity.to_string(),
            };
            let several = units.len() > 1;
            let name = |what: &str| if several { format!("{what}, in {in_unit}") } else { what.to_owned() };
            evidence.extend(match *unit {
                AnyUnit::Money(unit) => self.readings::<Money>(releases, day, unit, &name),
                AnyUnit::Mass(unit) => self.readings::<Mass>(releases, day, unit, &name),
                AnyUnit::Volume(unit) => self.readings::<Volume>(releases, day, unit, &name),
                AnyUnit::Energy(unit) => self.readings::<Energy>(releases, day, unit, &name),
                AnyUnit::Supplementary(unit) => self.readings::<Supplementary>(releases, day, unit, &name),
            });
        }
        // A unit in which nothing is known of the period is no reading beside one in which something is.
        if evidence.iter().any(|one: &Evidence| !one.missing) {
            evidence.retain(|one| !one.missing);
        }
        if evidence.is_empty() {
            let measure = match self.measure {
                Measure::Currency(currency) => format!(" in {currency}"),
                Measure::Quantity(unit) => format!(" in {unit}"),
                Measure::Value | Measure::Any => String::new(),
            };
            let found = format!("no figures of {}{measure} are loaded", self.key);
            evidence.push(Evidence {
                reading: "figures".to_owned(),
                verdict: Verdict::Undecided,
                found,
                missing: true,
            });
        }
        Ok(Judgement::new(self.clone(), evidence))
    }

    /// The units in which it is judged: every currency and quantity that it may mean and that figures are loaded in.
    fn units(&self, releases: &Releases) -> Vec<AnyUnit> {
        let mut found: Vec<AnyUnit> = Vec::new();
        for row in releases.rows().iter().filter(|row| row.key() == self.key) {
            let unit = match row.unit() {
                AnyUnit::Money(unit) => AnyUnit::Money(unit.currency().billion()),
                quantity => quantity,
            };
            let meant = match (self.measure, unit) {
                (Measure::Any, _) | (Measure::Value, AnyUnit::Money(_)) => true,
                (Measure::Currency(currency), AnyUnit::Money(unit)) => unit.currency() == currency,
                (Measure::Quantity(stated), unit) => unit.ratio_to(stated).is_ok(),
                _ => false,
            };
            if meant && !found.iter().any(|known| known.ratio_to(unit).is_ok()) {
                found.push(unit);
            }
        }
        found
    }

    /// Every reading in one unit; a record level is judged as a level and as a record.
    fn readings<D: Dimension>(
        &self,
        releases: &Releases,
        day: Option<NaiveDate>,
        unit: D::Unit,
        name: &dyn Fn(&str) -> String,
    ) -> Vec<Evidence> {
        let series = |key: Key| {
            let history = releases.series_in::<D>(key, unit)?;
            Ok(day.map_or_else(|| history.latest(), |day| history.as_of(day)))
        };
        let own = match series(self.key) {
            Ok(own) => own,
            Err(error) => return vec![missing(name("figures"), &error)],
        };
        match &self.statement {
            Statement::Level(figure, unit) => {
                let stated = D::from_any(*unit);
                let level = evidence(name("level"), stated.and_then(|unit| level(&own, self.period, *figure, unit)));
                if self.is_record() && level.verdict != Verdict::Supported {
                    return vec![level]; // the record stands and falls with its level
                }
                if !self.is_record() {
                    return vec![level];
                }
                let record = evidence(name("record"), record(&own, self.period, None));
                vec![Evidence {
                    reading: format!("{} and {}", level.reading, record.reading),
                    found: format!("{}; {}", level.found, record.found),
                    verdict: record.verdict,
                    missing: false,
                }]
            }
            Statement::Growth(percent, base) => growth(&own, self.period, *percent, *base, name),
            Statement::Share(percent, of) => {
                let share = series(*of).and_then(|whole| share(&own, &whole, self.period, *percent));
                vec![evidence(name("share"), share)]
            }
            Statement::Record(scope) => vec![evidence(name("record"), record(&own, self.period, *scope))],
            Statement::Rank(place, among) => {
                vec![evidence(name("rank"), rank(&own, self.period, *place, among, &series))]
            }
        }
    }
}

type Find<'a, D> = dyn Fn(Key) -> Result<Series<D>, Error> + 'a;

fn evidence(reading: String, result: Result<(Verdict, String), Error>) -> Evidence {
    match result {
        Ok((verdict, found)) => Evidence { reading, verdict, found, missing: false },
        Err(error) => missing(reading, &error),
    }
}

/// What is not known decides nothing.
fn missing(reading: String, error: &Error) -> Evidence {
    let text = error.to_string();
    let found = text.lines().next().unwrap_or_default().to_owned();
    Evidence { reading, verdict: Verdict::Undecided, found, missing: true }
}

fn level<D: Dimension>(
    own: &Series<D>,
    period: Period,
    figure: Figure,
    unit: D::Unit,
) -> Result<(Verdict, String), Error> {
    let reading = own.amount(period)?;
    let claimed = figure.bounds().scaled(&D::ratio(unit, own.unit())?);
    Ok((Verdict::of(&claimed, &reading.span_bounds()), reading.to_string()))
}

/// As published, if growth on this span is published, and from levels.
fn growth<D: Dimension>(
    own: &Series<D>,
    period: Period,
    percent: Figure,
    base: Period,
    name: &dyn Fn(&str) -> String,
) -> Vec<Evidence> {
    let claimed = growth_factor(&percent).plus(&Bounds::exactly(Ratio::from(-1)));
    let mut readings = Vec::new();
    let yearly = period.year_earlier().is_ok_and(|earlier| earlier == base);
    if let Some(published) = own.published_growth(period).ok().filter(|_| yearly) {
        readings.push(Evidence {
            reading: name("growth as published"),
            verdict: Verdict::of(&claimed, &published.bounds()),
            found: format!("{} was published", percent_text(&published.figure())),
            missing: false,
        });
    }
    let levels = own.growth_between(period, base).and_then(|growth| {
        let bounds = growth.bounds()?;
        Ok((Verdict::of(&claimed, &bounds), format!("{growth}, that is {}", bounds.outward_percent(2))))
    });
    // Levels that are missing say nothing beside a rate that was published.
    if levels.is_ok() || readings.is_empty() {
        readings.push(evidence(name("growth from levels"), levels));
    }
    readings
}

fn share<D: Dimension>(
    own: &Series<D>,
    whole: &Series<D>,
    period: Period,
    percent: Figure,
) -> Result<(Verdict, String), Error> {
    let (part, total) = (own.amount(period)?, whole.amount(period)?);
    let found = part.span_bounds().divided_by(&total.span_bounds())?;
    let claimed = percent.bounds().scaled(&Ratio::power_of_ten(-2));
    let text = format!("{} of {}, that is {}", part.amount(), total.amount(), found.outward_percent(2));
    Ok((Verdict::of(&claimed, &found), text))
}

/// Against every other span of the same kind: months against months, a year to date against the same of other years.
fn record<D: Dimension>(own: &Series<D>, period: Period, scope: Option<Period>) -> Result<(Verdict, String), Error> {
    let now = own.amount(period)?;
    let window = match scope {
        Some(scope) => scope,
        None => earliest(own, period)?,
    };
    let step = if period.months_count() == 1 { 1 } else { 12 };
    let (mut known, mut unknown, mut open) = (0_u32, Vec::new(), None);
    for back in 1..=i32::try_from(window.months_count()).unwrap_or(i32::MAX) {
        let shift = back.saturating_mul(step);
        let Ok(first) = period.first().plus(shift.saturating_neg()) else { break };
        let Ok(last) = period.last().plus(shift.saturating_neg()) else { break };
        let other = Period::try_from_to(first, last)?;
        if first < window.first() {
            break;
        }
        match own.amount(other) {
            Err(_) => unknown.push(other.to_string()),
            Ok(reading) => {
                known = known.saturating_add(1);
                match beats(&now, &reading) {
                    Verdict::Supported => {}
                    Verdict::Contradicted => {
                        return Ok((Verdict::Contradicted, format!("{reading} was as high or higher")));
                    }
                    Verdict::Undecided => open = Some(reading),
                }
            }
        }
    }
    if let Some(reading) = open {
        return Ok((Verdict::Undecided, format!("{reading} may have been as high")));
    }
    // A stated scope must be known as a whole; without one it is a record among what is known, and says so.
    if scope.is_some() && !unknown.is_empty() {
        return Ok((Verdict::Undecided, format!("no figure for {}", unknown.join(", "))));
    }
    if known == 0 {
        return Ok((Verdict::Undecided, "nothing to compare it with".to_owned()));
    }
    Ok((Verdict::Supported, format!("higher than all {known} others known from {} on", window.first())))
}

fn earliest<D: Dimension>(own: &Series<D>, period: Period) -> Result<Period, Error> {
    let first = own.published_spans().map(Period::first).min().unwrap_or(period.first());
    Period::try_from_to(first.min(period.first()), period.last())
}

/// Whether the first is higher than the second, whatever both truly are.
fn beats<D: Dimension>(one: &Reading<D>, other: &Reading<D>) -> Verdict {
    let difference = one.span_bounds().minus(&other.span_bounds());
    Verdict::of(&Bounds::above(Ratio::zero()), &difference)
}

fn rank<D: Dimension>(
    own: &Series<D>,
    period: Period,
    place: u16,
    among: &[Key],
    series: &Find<'_, D>,
) -> Result<(Verdict, String), Error> {
    let now = own.amount(period)?;
    let (mut higher, mut unsure) = (0_u16, 0_u16);
    for key in among.iter().filter(|key| **key != own.key()) {
        let other = series(*key)?.amount(period)?;
        match beats(&now, &other) {
            Verdict::Supported => {}
            Verdict::Contradicted => higher = higher.saturating_add(1),
            Verdict::Undecided => unsure = unsure.saturating_add(1),
        }
    }
    let (best, worst) = (higher.saturating_add(1), higher.saturating_add(unsure).saturating_add(1));
    let verdict = match (place < best || place > worst, best == worst) {
        (true, _) => Verdict::Contradicted,
        (false, true) => Verdict::Supported,
        (false, false) => Verdict::Undecided,
    };
    Ok((verdict, format!("{now}: {higher} of {} are higher, {unsure} may be", among.len())))
}
