//! The readings of each kind of claim.

use crate::claim::rank::{members, rank};
use crate::claim::record::{Record, consecutive};
use crate::claim::{Claim, Evidence, Judgement, Measure, Side, Statement, Verdict};
use crate::error::{Error, Undefined};
use crate::key::{Flow, Key};
use crate::number::{Bounds, Direction, Figure, Ratio};
use crate::observation::percent_text;
use crate::period::{Day, Period};
use crate::series::Series;
use crate::unit::{
    AmountBounds, AnyUnit, Dimension, Energy, Mass, Money, MoneyUnit, Supplementary, Volume,
};
use crate::vintage::Releases;

impl Claim {
    /// The verdict by what was known on a day.
    ///
    /// Missing figures make a claim undecidable and are not an error; the evidence says what was
    /// missing.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a figure that is not about what is claimed: "fell
    /// 9.1 %" as a level, a surplus of -5; for a share in what holds nothing of the trade, for a
    /// count below 1, and for a rank without any other key, beside a whole of its parts, or of a
    /// place that there is not.
    pub fn check(&self, releases: &Releases, day: Day) -> Result<Judgement, Error> {
        self.judge(releases, Some(day))
    }

    /// The verdict by everything that is known today.
    ///
    /// # Errors
    /// As [`check`](Claim::check).
    pub fn check_latest(&self, releases: &Releases) -> Result<Judgement, Error> {
        self.judge(releases, None)
    }

    fn judge(&self, releases: &Releases, day: Option<Day>) -> Result<Judgement, Error> {
        self.check_figure()?;
        let units = self.units(releases);
        let mut evidence = Vec::new();
        for unit in &units {
            let in_unit = match unit {
                AnyUnit::Money(unit) => unit.currency().to_string(),
                quantity => quantity.to_string(),
            };
            let several = units.len() > 1;
            let name = |what: &str| {
                if several { format!("{what}, in {in_unit}") } else { what.to_owned() }
            };
            let at = Known { releases, day, name: &name };
            evidence.extend(match *unit {
                AnyUnit::Money(unit) => {
                    self.readings::<Money>(&at, unit, &|key| self.by_rate(&at, key, unit))
                }
                AnyUnit::Mass(unit) => self.readings::<Mass>(&at, unit, &no_rate),
                AnyUnit::Volume(unit) => self.readings::<Volume>(&at, unit, &no_rate),
                AnyUnit::Energy(unit) => self.readings::<Energy>(&at, unit, &no_rate),
                AnyUnit::Supplementary(unit) => self.readings::<Supplementary>(&at, unit, &no_rate),
            });
        }
        // A unit in which nothing is known of the period is no reading beside one in which
        // something is.
        if evidence.iter().any(|one: &Evidence| !one.missing) {
            evidence.retain(|one| !one.missing);
        }
        if evidence.is_empty() {
            let measure = match self.measure {
                Measure::Currency(currency) => format!(" in {currency}"),
                Measure::Quantity(unit) => format!(" in {unit}"),
                Measure::Value | Measure::Any => String::new(),
            };
            let found = format!("no figures of {}{measure} are loaded", self.figures_of());
            evidence.push(Evidence {
                reading: "figures".to_owned(),
                verdict: Verdict::Undecided,
                found,
                missing: true,
            });
        }
        Ok(Judgement::new(self.clone(), evidence))
    }

    /// The units in which it is judged: every currency and quantity that it may mean and that
    /// figures are loaded in.
    fn units(&self, releases: &Releases) -> Vec<AnyUnit> {
        let mut found: Vec<AnyUnit> = Vec::new();
        for row in releases.rows().iter().filter(|row| row.key() == self.figures_of()) {
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

    /// The key whose figures say in which units the claim can be judged.
    fn figures_of(&self) -> Key {
        match self.statement {
            Statement::Balance(..) => self.sides().0,
            _ => self.key,
        }
    }

    /// Exports and imports of the key, whatever its flow is.
    fn sides(&self) -> (Key, Key) {
        let side = |flow: Flow| {
            Key::new(flow, self.key.reporter(), self.key.partner())
                .of(self.key.commodity())
                .valued(self.key.valuation())
                .under(self.key.system())
        };
        (side(Flow::Export), side(Flow::Import))
    }

    /// Every reading in one unit; a record level is judged as a level and as a record.
    fn readings<D: Dimension>(
        &self,
        at: &Known<'_>,
        unit: D::Unit,
        by_rate: &ByRate<'_>,
    ) -> Vec<Evidence> {
        let name = at.name;
        let series = |key: Key| at.series::<D>(key, unit);
        let own = match series(self.figures_of()) {
            Ok(own) => own,
            Err(error) => return vec![missing(name("figures"), &error)],
        };
        match &self.statement {
            Statement::Level(figure, unit) => {
                let stated = D::from_any(*unit);
                let level = evidence(
                    name("level"),
                    stated.and_then(|unit| level(&own, self.period, *figure, unit)),
                );
                if level.missing {
                    return vec![level];
                }
                let mut parts = vec![level];
                if let Some(direction) = figure.direction() {
                    parts.push(evidence(name("growth"), moved(&own, self.period, direction)));
                }
                if self.is_record() {
                    let record =
                        Record::of(&own, self.period, self.scope).map(|record| record.verdict());
                    parts.push(evidence(name("record"), record));
                }
                vec![together(parts)]
            }
            Statement::Growth(percent, base) => growth(&own, self.period, *percent, *base, name),
            Statement::Share(percent, of) => {
                let share =
                    series(*of).and_then(|whole| share(&own, &whole, self.period, *percent));
                vec![evidence(name("share"), share)]
            }
            Statement::Balance(side, figure, unit) => {
                let imports = series(self.sides().1);
                let stated = D::from_any(AnyUnit::Money(*unit));
                let balance = imports.and_then(|imports| {
                    balance(&own, &imports, self.period, (*side, *figure, stated?))
                });
                vec![evidence(name("balance"), balance)]
            }
            Statement::Record(scope) => {
                let record = Record::of(&own, self.period, *scope).map(|record| record.verdict());
                vec![evidence(name("record"), record)]
            }
            Statement::Consecutive(count, streak) => {
                vec![evidence(name("streak"), consecutive(&own, self.period, *count, *streak))]
            }
            Statement::Rank(place, among) => {
                let other = |key: Key| match series(key).and_then(|other| other.amount(self.period))
                {
                    Ok(other) => Ok(other.span_bounds()),
                    Err(error) => by_rate(key)
                        .map_err(|by_rate| if self.rates.is_empty() { error } else { by_rate }),
                };
                vec![evidence(
                    name("rank"),
                    rank(&own, self.period, *place, &members(self.key, among), &other),
                )]
            }
        }
    }

    /// What the figures of a key in another currency are in this one, by the rates of the claim.
    fn by_rate(&self, at: &Known<'_>, key: Key, unit: MoneyUnit) -> Result<Bounds, Error> {
        let mut reason = Error::from(Undefined::Missing).about(key);
        for row in at.releases.rows().iter().filter(|row| row.key() == key) {
            let AnyUnit::Money(other) = row.unit() else { continue };
            if other.currency() == unit.currency() {
                continue;
            }
            let series = at.series::<Money>(key, other.currency().billion());
            for rate in &self.rates {
                let rate = std::slice::from_ref(rate);
                match series
                    .as_ref()
                    .map_err(Clone::clone)
                    .and_then(|series| series.converted(self.period, rate))
                {
                    Ok(converted) if converted.unit().currency() == unit.currency() => {
                        return Ok(converted
                            .bounds()
                            .bounds()
                            .scaled(&converted.unit().ratio_to(unit)?));
                    }
                    Ok(_) => {}
                    Err(error) => reason = error,
                }
            }
        }
        Err(reason)
    }
}

/// What was known, and how a reading is named.
struct Known<'a> {
    releases: &'a Releases,
    day: Option<Day>,
    name: &'a dyn Fn(&str) -> String,
}

impl Known<'_> {
    fn series<D: Dimension>(&self, key: Key, unit: D::Unit) -> Result<Series<D>, Error> {
        let history = self.releases.series_in::<D>(key, unit)?;
        Ok(self.day.map_or_else(|| history.latest(), |day| history.as_of(day)))
    }
}

type ByRate<'a> = dyn Fn(Key) -> Result<Bounds, Error> + 'a;

/// Quantities have no exchange rates.
fn no_rate(key: Key) -> Result<Bounds, Error> {
    Err(Error::from(Undefined::Missing).about(key))
}

fn evidence(reading: String, result: Result<(Verdict, String), Error>) -> Evidence {
    match result {
        Ok((verdict, found)) => Evidence { reading, verdict, found, missing: false },
        Err(error) => missing(reading, &error),
    }
}

/// Statements that are made together: supported if all are, contradicted if one is.
fn together(parts: Vec<Evidence>) -> Evidence {
    let any = |verdict| parts.iter().any(|part| part.verdict == verdict);
    let verdict = match (any(Verdict::Contradicted), any(Verdict::Undecided)) {
        (true, _) => Verdict::Contradicted,
        (false, true) => Verdict::Undecided,
        (false, false) => Verdict::Supported,
    };
    // What decides against the whole is told, and nothing that would seem to speak for it.
    let told =
        parts.iter().filter(|part| verdict != Verdict::Contradicted || part.verdict == verdict);
    Evidence {
        found: told.map(|part| part.found.as_str()).collect::<Vec<_>>().join("; "),
        reading: parts.iter().map(|part| part.reading.as_str()).collect::<Vec<_>>().join(" and "),
        verdict,
        missing: false,
    }
}

/// What is not known decides nothing.
fn missing(reading: String, error: &Error) -> Evidence {
    Evidence { reading, verdict: Verdict::Undecided, found: error.to_string(), missing: true }
}

fn level<D: Dimension>(
    own: &Series<D>,
    period: Period,
    figure: Figure,
    unit: D::Unit,
) -> Result<(Verdict, String), Error> {
    let reading = own.amount(period)?;
    let claimed = figure.bounds().scaled(&D::ratio(unit, own.unit())?);
    let interval = AmountBounds::new(reading.span_bounds(), own.unit());
    let verdict = Verdict::of(&claimed, &reading.span_bounds());
    Ok((verdict, format!("{reading}, that is {interval}{}", coarse(verdict))))
}

/// Why figures that are known leave a claim open: they may lie inside of it and outside.
fn coarse(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Undecided { ", too coarse to decide the claim" } else { "" }
}

/// As published, if growth on this span is published, and from levels.
fn growth<D: Dimension>(
    own: &Series<D>,
    period: Period,
    percent: Figure,
    base: Period,
    name: &dyn Fn(&str) -> String,
) -> Vec<Evidence> {
    let claimed = percent.in_parts();
    let mut readings = Vec::new();
    let yearly = period.year_earlier().is_ok_and(|earlier| earlier == base);
    if let Some(published) = own.published_growth(period).ok().filter(|_| yearly) {
        let verdict = Verdict::of(&claimed, &published.bounds());
        readings.push(Evidence {
            reading: name("growth as published"),
            verdict,
            found: format!(
                "{} was published{}",
                percent_text(&published.figure()),
                coarse(verdict)
            ),
            missing: false,
        });
    }
    let levels = own.growth_between(period, base).and_then(|growth| {
        let bounds = growth.bounds()?;
        let verdict = Verdict::of(&claimed, &bounds);
        let found = bounds.outward_percent(2);
        Ok((verdict, format!("{growth}, that is {found}{}", coarse(verdict))))
    });
    // Levels that are missing say nothing beside a rate that was published.
    if levels.is_ok() || readings.is_empty() {
        readings.push(evidence(name("growth from levels"), levels));
    }
    readings
}

/// Whether it rose or fell on a year earlier: as published, or from levels.
pub(super) fn moved<D: Dimension>(
    own: &Series<D>,
    period: Period,
    direction: Direction,
) -> Result<(Verdict, String), Error> {
    let claimed = match direction {
        Direction::Rise => Bounds::above(Ratio::zero()),
        Direction::Fall => Bounds::below(Ratio::zero()),
    };
    let levels = own.amount(period).and_then(|now| {
        let before = own.amount(period.year_earlier()?)?;
        let text = format!("{} after {} in {}", now.amount(), before.amount(), before.period());
        Ok((Verdict::of(&claimed, &now.span_bounds().minus(&before.span_bounds())), text))
    });
    let published = own.published_growth(period).map(|published| {
        (
            Verdict::of(&claimed, &published.bounds()),
            format!("{} was published", percent_text(&published.figure())),
        )
    });
    Ok(match (published, levels) {
        // As with all readings: one that supports and none that contradicts, or both alike.
        (Ok((one, text)), Ok((other, levels))) => match (one, other) {
            (one, other) if one == other => (one, text),
            (Verdict::Supported, Verdict::Undecided) => (Verdict::Supported, text),
            (Verdict::Undecided, Verdict::Supported) => (Verdict::Supported, levels),
            _ => (Verdict::Undecided, format!("{text}; {levels}")),
        },
        (Ok(published), Err(_)) => published,
        (Err(_), levels) => levels?,
    })
}

fn share<D: Dimension>(
    own: &Series<D>,
    whole: &Series<D>,
    period: Period,
    percent: Figure,
) -> Result<(Verdict, String), Error> {
    let of = |period: Period| -> Result<(Bounds, String), Error> {
        let (part, total) = (own.amount(period)?, whole.amount(period)?);
        let found = part.span_bounds().divided_by(&total.span_bounds())?;
        let text = format!(
            "{} of {}, that is {}",
            part.amount(),
            total.amount(),
            found.outward_percent(2)
        );
        Ok((found, text))
    };
    let (found, text) = of(period)?;
    let verdict = Verdict::of(&percent.in_parts(), &found);
    let share = Evidence {
        reading: String::new(),
        verdict,
        found: format!("{text}{}", coarse(verdict)),
        missing: false,
    };
    let Some(direction) = percent.direction() else { return Ok((share.verdict, share.found)) };
    // "Rose to 4 %": it was less a year before.
    let before = of(period.year_earlier()?).map(|(before, text)| {
        let claimed = match direction {
            Direction::Rise => Bounds::above(Ratio::zero()),
            Direction::Fall => Bounds::below(Ratio::zero()),
        };
        (Verdict::of(&claimed, &found.minus(&before)), format!("a year before {text}"))
    });
    let both = together(vec![share, evidence(String::new(), before)]);
    Ok((both.verdict, both.found))
}

/// Exports minus imports, in the unit of the exports.
fn balance<D: Dimension>(
    exports: &Series<D>,
    imports: &Series<D>,
    period: Period,
    (side, figure, unit): (Side, Figure, D::Unit),
) -> Result<(Verdict, String), Error> {
    let (out, back) = (exports.amount(period)?, imports.amount(period)?);
    let found = out.span_bounds().minus(&back.span_bounds());
    let size = figure.bounds().scaled(&D::ratio(unit, exports.unit())?);
    let above = Bounds::above(Ratio::zero());
    // A surplus that is not above zero is none, so such a claim is not borne out by any figures.
    let claimed = match side {
        Side::Signed => Some(size),
        Side::Surplus => size.intersection(&above),
        Side::Deficit => size.intersection(&above).map(|size| size.scaled(&Ratio::from(-1))),
    };
    let verdict = claimed.map_or(Verdict::Contradicted, |claimed| Verdict::of(&claimed, &found));
    let difference = out.amount().minus(back.amount())?;
    let text = format!(
        "exports of {} less imports of {}: {difference}, that is {}{}",
        out.amount(),
        back.amount(),
        AmountBounds::new(found, exports.unit()),
        coarse(verdict)
    );
    Ok((verdict, text))
}

/// Whether the first is higher than the second, whatever both truly are.
pub(super) fn beats(one: &Bounds, other: &Bounds) -> Verdict {
    Verdict::of(&Bounds::above(Ratio::zero()), &one.minus(other))
}
