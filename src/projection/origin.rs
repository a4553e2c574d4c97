//! What is known of a year and of the years before it at one origin, and what each method makes of
//! it.
//!
//! An origin holds the years before, the beginning of the year up to the first month that is
//! missing, and, of what lies behind a gap, the amounts of the spans that it is given by name.
//! Nothing else of the year can be read from it, so no method can look ahead.

use crate::error::{Error, Undefined};
use crate::forecast::float::log_of_quotient;
use crate::growth::{Agreement, Base, Growth, year_over_year};
use crate::number::Ratio;
use crate::period::{Month, Period};
use crate::projection::method::Data;
use crate::projection::model::FEWEST_YEARS;
use crate::projection::months::two_sided;
use crate::projection::trend::{adjusted_level, log_trend, trend};
use crate::projection::{Method, Strength, Warning, methods};
use crate::series::{Reading, Series};
use crate::unit::Dimension;

/// The figures at one origin.
#[derive(Debug, Clone)]
pub(crate) struct Origin<D: Dimension> {
    /// Everything up to the last month of the beginning, and nothing after it.
    pub(super) series: Series<D>,
    pub(super) year: Period,
    /// The known parts of the year that are compared with the year before.
    pub(super) parts: Vec<Reading<D>>,
    /// Known parts without a level of the year before: they are kept and say nothing about growth.
    kept: Vec<Reading<D>>,
    /// How many months are known from January on.
    pub(super) begun: u32,
    /// The sum of the compared parts.
    now: Ratio,
    /// The year before, or why it is not known.
    past: Result<Past<D>, Error>,
    /// Of the months known, in the years directly before, the last year first.
    shares: Vec<Ratio>,
    /// What earlier shares were made of, year by year: the known parts and the year, without the
    /// last year.
    share_data: Vec<Vec<Reading<D>>>,
    /// The years directly before, the last one first.
    years: Vec<Reading<D>>,
}

/// What growth so far is measured on.
#[derive(Debug, Clone)]
struct Past<D: Dimension> {
    base_kind: Base,
    base: Ratio,
    /// Without an implied base, which was not read.
    base_readings: Vec<Reading<D>>,
    year_before: Ratio,
}

/// What a method says, which may not be the one that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) method: Method,
    pub(crate) year: Ratio,
    /// The year by the parts that are compared alone.
    compared: Ratio,
    pub(crate) wanted: Method,
    /// Why a simpler method stands.
    pub(crate) reason: Option<Error>,
}

impl<D: Dimension> Origin<D> {
    /// The figures of a series when these spans of a year are known, ascending; `wanted` is the
    /// base, where it can be had.
    ///
    /// Spans without a level a year before are kept and not compared, as long as one has it.
    pub(crate) fn of(
        series: &Series<D>,
        year: Period,
        known: &[Period],
        wanted: Base,
    ) -> Result<Origin<D>, Error> {
        let beginning = known.first().filter(|span| span.first() == year.first());
        let end = beginning.map_or_else(|| year.first().plus(-1), |span| Ok(span.last()))?;
        // What is behind a gap is read here, span by span, and the series ends before the gap.
        let to_the_end = up_to(series, year.last())?;
        let series = up_to(series, end)?;
        // So is a beginning that only figures of later months give, as a difference.
        let read = |span: &Period| {
            let early = series.amount(*span).ok().filter(|_| Some(span) == beginning);
            early.map_or_else(|| to_the_end.amount(*span), Ok)
        };
        let read: Result<Vec<Reading<D>>, Error> = known.iter().map(read).collect();
        let (mut parts, mut kept) = (Vec::new(), Vec::new());
        for reading in read? {
            let span = reading.period();
            let base = span.year_earlier().and_then(|before| series.amount(before));
            let is_based = base.is_ok() || implied(&series, year, span, wanted).is_some();
            if is_based { parts.push(reading) } else { kept.push(reading) }
        }
        if parts.is_empty() && !kept.is_empty() {
            parts.push(kept.remove(0));
        }
        Ok(Origin::comparing(series, year, parts, kept, wanted))
    }

    /// The same with the first part alone compared and all others kept: where later parts leave no
    /// method an answer.
    pub(crate) fn on_first_part(&self, wanted: Base) -> Option<Origin<D>> {
        let (first, later) = self.parts.split_first().filter(|(_, later)| !later.is_empty())?;
        let mut kept: Vec<Reading<D>> = later.iter().chain(&self.kept).cloned().collect();
        kept.sort_by_key(Reading::period);
        Some(Origin::comparing(self.series.clone(), self.year, vec![first.clone()], kept, wanted))
    }

    fn comparing(
        series: Series<D>,
        year: Period,
        parts: Vec<Reading<D>>,
        kept: Vec<Reading<D>>,
        wanted: Base,
    ) -> Origin<D> {
        let first =
            parts.first().map(Reading::period).filter(|first| first.first() == year.first());
        let mut origin = Origin {
            now: sum(&parts),
            past: Past::of(&series, year, &parts, wanted),
            years: year
                .year_earlier()
                .and_then(|before| series.amount(before))
                .into_iter()
                .collect(),
            begun: first.map_or(0, |first| first.len()),
            series,
            year,
            parts,
            kept,
            shares: Vec::new(),
            share_data: Vec::new(),
        };
        origin.look_back();
        origin
    }

    /// Shares and levels of earlier years, year by year, until a figure is missing or has one end
    /// only.
    fn look_back(&mut self) {
        let share = |part: &Ratio, whole: &Ratio| {
            if part.is_positive() && part <= whole { part.over(whole).ok() } else { None }
        };
        let Ok(past) = &self.past else { return };
        self.shares.extend(share(&past.base, &past.year_before));
        let mut shares_go_on = !self.shares.is_empty();
        for back in 2.. {
            let Ok(year) = self.year.years_earlier(back) else { return };
            let Some(whole) = two_sided(&self.series, year) else { return };
            let part =
                |now: &Reading<D>| two_sided(&self.series, now.period().years_earlier(back).ok()?);
            let parts: Option<Vec<Reading<D>>> =
                self.parts.iter().filter(|_| shares_go_on).map(part).collect();
            let level = Ratio::from(whole.amount().value());
            let of_year = parts.as_ref().and_then(|parts| share(&sum(parts), &level));
            match (of_year, parts) {
                (Some(of_year), Some(mut parts)) => {
                    self.shares.push(of_year);
                    parts.push(whole.clone());
                    self.share_data.push(parts);
                }
                _ => shares_go_on = false,
            }
            self.years.push(whole);
        }
    }

    /// The series up to the origin.
    pub(crate) fn series(&self) -> &Series<D> {
        &self.series
    }

    /// The known parts of the year, ascending, whether they are compared or not.
    pub(crate) fn known_parts(&self) -> Vec<Reading<D>> {
        let mut known: Vec<Reading<D>> = self.parts.iter().chain(&self.kept).cloned().collect();
        known.sort_by_key(Reading::period);
        known
    }

    /// The spans that are compared with the year before.
    pub(crate) fn compared(&self) -> Vec<Period> {
        self.parts.iter().map(Reading::period).collect()
    }

    /// Known spans that are not compared, since their level of a year before is not known.
    pub(crate) fn not_compared(&self) -> Vec<Period> {
        self.kept.iter().map(Reading::period).collect()
    }

    /// Everything that is known of the year.
    pub(crate) fn known_level(&self) -> Ratio {
        self.now.clone() + sum(&self.kept)
    }

    /// The shares that the known months had of the years directly before, the last year first.
    pub(super) fn shares(&self) -> &[Ratio] {
        &self.shares
    }

    /// The base of growth so far, if there is one.
    pub(crate) fn base_kind(&self) -> Option<Base> {
        self.past.as_ref().ok().map(|past| past.base_kind)
    }

    /// A warning where the base is implied by published growth and the levels known contradict it.
    pub(crate) fn contradicted_base(&self) -> Option<Warning> {
        let rests_on_it = self.base_kind() == Some(Base::Implied) && !self.is_known();
        let first = self.parts.first().filter(|_| rests_on_it)?;
        let check = self.series.growth_check(first.period()).ok()?;
        (check.agreement() == Agreement::NotReproducible)
            .then(|| Warning::ContradictedBase(first.period(), check.to_string()))
    }

    fn past(&self) -> Result<&Past<D>, Error> {
        self.past.as_ref().map_err(Clone::clone)
    }

    /// What the months left had a year before.
    pub(crate) fn rest_before(&self) -> Result<Ratio, Error> {
        self.past().map(|past| (&past.year_before - &past.base) * self.part_missing())
    }

    /// Of the months that are not compared, the part that is missing; the others are known and
    /// kept.
    fn part_missing(&self) -> Ratio {
        let count =
            |readings: &[Reading<D>]| readings.iter().map(|one| one.period().len()).sum::<u32>();
        let not_compared = self.year.len().saturating_sub(count(&self.parts));
        let missing = not_compared.saturating_sub(count(&self.kept));
        Ratio::new(missing, not_compared).unwrap_or_else(|_| Ratio::zero())
    }

    /// True if the whole year is known.
    pub(crate) fn is_known(&self) -> bool {
        self.known() >= 12
    }

    /// The months that are missing, as spans.
    pub(crate) fn missing(&self) -> Vec<Period> {
        let known = self.known_parts();
        let is_missing =
            |month: &Month| !known.iter().any(|part| part.period().contains_month(*month));
        runs(self.year.months().filter(is_missing))
    }

    /// True unless the level so far, its base or the year before has one end only: what has is no
    /// point to be scored by.
    pub(crate) fn is_two_sided(&self) -> bool {
        let bases = self.past.as_ref().map_or(&[][..], |past| &past.base_readings);
        let mut used = self.parts.iter().chain(&self.kept).chain(bases).chain(self.years.first());
        used.all(|reading| reading.span_bounds().ends().is_ok())
    }

    /// The levels that a method rests on, each once.
    pub(crate) fn data(&self, method: &Method) -> Vec<Reading<D>> {
        let mut found = self.known_parts();
        self.collect(method, &mut found);
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|reading| seen.insert(reading.period()));
        found
    }

    fn collect(&self, method: &Method, found: &mut Vec<Reading<D>>) {
        if self.is_known() {
            return;
        }
        let count = self.years_known(method);
        let bases = self.past.as_ref().map_or(&[][..], |past| &past.base_readings);
        let before = bases.iter().chain(self.years.first()).cloned();
        let months = |years: usize| {
            let months = self.months(false).map_or_else(|_| Vec::new(), |months| months.readings);
            months.into_iter().take(years.saturating_add(1)).flatten()
        };
        match method.recipe::<D>().data {
            Data::SoFar => {}
            Data::YearBefore => found.extend(before),
            Data::MonthsBefore => found.extend(before.chain(months(1))),
            Data::Shares(_) => {
                let earlier = self.share_data.iter().take(count.saturating_sub(1)).flatten();
                found.extend(before.chain(earlier.cloned()));
            }
            Data::Years(_) => found.extend(self.years.iter().take(count).cloned()),
            Data::Months(_) | Data::Model(_) => found.extend(months(count)),
            Data::Each(methods) => methods.iter().for_each(|method| self.collect(method, found)),
            Data::WhatIsKnown => self.collect(&self.best(), found),
        }
    }

    /// How many years directly before have a level.
    pub(crate) fn years(&self) -> usize {
        self.years.len()
    }

    /// Levels of the last years, the oldest first.
    fn last_years(&self, count: usize) -> Vec<Ratio> {
        self.years.iter().take(count).rev().map(|year| Ratio::from(year.amount().value())).collect()
    }

    /// Changes of whole years, each on the one before it.
    pub(crate) fn changes(&self) -> Vec<f64> {
        let levels = self.last_years(usize::MAX);
        levels
            .iter()
            .skip(1)
            .zip(&levels)
            .rev()
            .map(|(now, before)| (now - before).approximately())
            .collect()
    }

    /// How many months are known.
    pub(crate) fn known(&self) -> u8 {
        let months: u32 = self.parts.iter().chain(&self.kept).map(|part| part.period().len()).sum();
        u8::try_from(months).unwrap_or(12)
    }

    /// Growth so far, where it is defined.
    pub(crate) fn growth(&self) -> Option<Growth> {
        year_over_year(&self.now, &self.past.as_ref().ok()?.base).ok()
    }

    /// The logarithm of growth so far less that of the year before on the year before that, where
    /// both are known and above zero.
    #[allow(clippy::float_arithmetic)]
    pub(crate) fn change_of_growth(&self) -> Option<f64> {
        let years = self.last_years(2);
        let [earlier, before] = years.as_slice() else { return None };
        let so_far = log_of_quotient(&self.now, &self.past.as_ref().ok()?.base)?;
        Some(so_far - log_of_quotient(before, earlier)?)
    }

    /// How many full years before this one a method rests on.
    pub(crate) fn years_known(&self, method: &Method) -> usize {
        let months = || self.months(false).map_or(0, |months| months.years.len());
        match method.recipe::<D>().data {
            Data::SoFar => 0,
            Data::YearBefore | Data::MonthsBefore => 1,
            Data::Shares(most) => self.shares.len().min(usize::from(most)),
            Data::Years(most) => self.years.len().min(most),
            Data::Months(most) => months().min(most),
            Data::Model(_) => months(),
            Data::Each(methods) => {
                methods.iter().map(|method| self.years_known(method)).max().unwrap_or(0)
            }
            Data::WhatIsKnown => self.years_known(&self.best()),
        }
    }

    /// The method that the figures allow at best.
    fn best(&self) -> Method {
        let models = || self.months_for_models().is_ok_and(|all| all.years.len() >= FEWEST_YEARS);
        if self.shares.len() >= FEWEST_YEARS && models() {
            Method::combination()
        } else if self.shares.len() >= 2 {
            Method::shrunk_share(Strength::USUAL)
        } else {
            Method::Fade(Strength::USUAL)
        }
    }

    /// The method that stands where no ratio of levels makes sense, or no power of one, and why.
    fn without_ratio(&self) -> Option<(Method, Error)> {
        let past = self.past.as_ref().ok()?;
        let rest = &past.year_before - &past.base;
        let naive = |reason: Undefined, what: &str| {
            Some((Method::SeasonalNaive, Error::from(reason).about(what)))
        };
        if self.now.is_negative() {
            naive(Undefined::NegativeLevel, "the level so far")
        } else if !past.base.is_positive() {
            naive(Undefined::NotPositive, "the base of growth so far")
        } else if !rest.is_positive() {
            naive(Undefined::NotPositive, "the rest of the year before")
        } else if self.now.is_zero() && self.shares.len() >= 2 {
            Some((Method::Fade(Strength::USUAL), nothing_so_far()))
        } else {
            None
        }
    }

    /// The year by the method asked for; where that has no answer, by the next simpler one, and
    /// why.
    pub(crate) fn answer(&self, wanted: &Method) -> Result<Answer, Error> {
        let answer = |method: &Method, compared: Ratio, reason: Option<Error>| Answer {
            method: method.clone(),
            year: self.with_kept(&compared),
            compared,
            wanted: method.clone(),
            reason,
        };
        if self.is_known() {
            return Ok(answer(wanted, self.now.clone(), None));
        }
        let is_default = *wanted == Method::ByWhatIsKnown;
        let (wanted, mut reason) = match wanted {
            Method::ByWhatIsKnown => (self.best(), None),
            named => (named.clone(), None),
        };
        if let (true, Some((method, why))) = (is_default, self.without_ratio()) {
            let year = self.year_as_compared(&method)?;
            return Ok(Answer { wanted, ..answer(&method, year, Some(why)) });
        }
        let simpler = [
            Method::shrunk_share(Strength::USUAL),
            Method::Fade(Strength::USUAL),
            Method::SeasonalNaive,
        ];
        let enough = |method: &Method| {
            !matches!(method, Method::ShrunkShare { .. })
                || (self.shares.len() >= 2 && !self.now.is_zero())
        };
        for method in std::iter::once(wanted.clone()).chain(simpler.into_iter().filter(enough)) {
            match self.year_as_compared(&method) {
                Ok(year) => return Ok(Answer { wanted, ..answer(&method, year, reason) }),
                // The first refusal tells why the method that was asked for does not stand.
                Err(error) => reason = reason.or(Some(error)),
            }
        }
        Err(reason.unwrap_or_else(|| Undefined::Missing.into()))
    }

    /// The year by one method: what is known, and what the method says of the months that are
    /// missing.
    pub(crate) fn year_by(&self, method: &Method) -> Result<Ratio, Error> {
        if self.is_known() {
            Ok(self.known_level())
        } else {
            Ok(self.with_kept(&self.year_as_compared(method)?))
        }
    }

    /// Of the rest of a year the part that is missing, and all that is known.
    fn with_kept(&self, compared: &Ratio) -> Ratio {
        self.known_level() + (compared - &self.now) * self.part_missing()
    }

    /// The year by one method, from the parts that are compared alone.
    fn year_as_compared(&self, method: &Method) -> Result<Ratio, Error> {
        let year = (method.recipe().answer)(self)?;
        // A year below what is known of it would take known months back.
        if year < self.now {
            return Err(Error::from(Undefined::NotPositive)
                .about(format!("the rest of {} by {method}", self.year)));
        }
        Ok(year)
    }
}

/// What the methods ask of an origin.
impl<D: Dimension> Origin<D> {
    /// The sum of the compared parts.
    pub(crate) fn so_far(&self) -> &Ratio {
        &self.now
    }

    /// The same months a year before.
    pub(crate) fn base(&self) -> Result<&Ratio, Error> {
        self.past().map(|past| &past.base)
    }

    /// The whole year before.
    pub(crate) fn year_before(&self) -> Result<&Ratio, Error> {
        self.past().map(|past| &past.year_before)
    }

    /// Shares of the months so far in earlier years, at most `years`, the last year first.
    pub(crate) fn shares_of(&self, years: u8) -> &[Ratio] {
        self.shares.get(..self.shares.len().min(usize::from(years))).unwrap_or_default()
    }

    /// The rest of the year before, month by month.
    pub(crate) fn rest_of_compared_by_months(&self) -> Result<Vec<Ratio>, Error> {
        let rest = self.spread(&self.compared(), self.year_before()? - self.base()?)?;
        Ok(rest.into_iter().map(|(_, level)| level).collect())
    }

    pub(crate) fn year_by_what_is_known(&self) -> Result<Ratio, Error> {
        Ok(self.answer(&Method::ByWhatIsKnown)?.compared)
    }

    pub(crate) fn run_rate(&self) -> Result<Ratio, Error> {
        let months: u32 = self.parts.iter().map(|part| part.period().len()).sum();
        methods::run_rate(&self.now, u8::try_from(months).unwrap_or(12), 12)
    }

    pub(crate) fn trend(&self) -> Result<Ratio, Error> {
        let factor = self.unit_factor()?;
        let scaled: Vec<Ratio> = self.last_years(4).iter().map(|year| year * &factor).collect();
        Ratio::from(trend(&scaled, 20)?.mantissa).over(&(Ratio::power_of_ten(20) * factor))
    }

    pub(crate) fn log_trend(&self) -> Result<Ratio, Error> {
        log_trend(&self.last_years(5))
    }

    /// What the months left get by their level, each by its part of the last years; those that are
    /// known meanwhile are not asked for. The months may miss the published level so far by their
    /// rounding; it is kept.
    pub(crate) fn adjusted_level(&self) -> Result<Ratio, Error> {
        let months = self.months(false)?;
        let years = months.years.get(months.years.len().saturating_sub(5)..).unwrap_or_default();
        let year = adjusted_level(&months.current, years, 6)?;
        let left = year - months.current.iter().cloned().sum::<Ratio>();
        Ok(&self.now + &(left * months.part_open(years, &self.compared())?))
    }

    pub(crate) fn mean_of(&self, methods: &[Method]) -> Result<Ratio, Error> {
        let years: Result<Vec<Ratio>, Error> =
            methods.iter().map(|method| self.year_as_compared(method)).collect();
        let years = years?;
        if years.is_empty() {
            return Err(Error::invalid("a mean of methods", "it has no methods"));
        }
        let count = num_bigint::BigInt::from(years.len());
        years.into_iter().sum::<Ratio>().over(&Ratio::from(count))
    }

    /// The shrunk share to twenty digits, whatever the unit.
    pub(crate) fn shrunk(&self, shares: &[Ratio], strength: Strength) -> Result<Ratio, Error> {
        let (factor, past) = (self.unit_factor()?, self.past()?);
        let scaled = |number: &Ratio| number * &factor;
        let (now, base, before) =
            (scaled(&self.now), scaled(&past.base), scaled(&past.year_before));
        let year = methods::shrunk_share(now, base, before, shares, strength.value(), 20)?;
        Ratio::from(year.mantissa).over(&(Ratio::power_of_ten(20) * factor))
    }

    /// A power of ten that brings the year before near one.
    fn unit_factor(&self) -> Result<Ratio, Error> {
        let before = &self.past()?.year_before;
        let digits = |number: &num_bigint::BigInt| i64::try_from(number.bits()).unwrap_or(0);
        let bits = digits(before.denominator()).saturating_sub(digits(before.numerator()));
        // A bit is 0.301 of a decimal digit.
        let places = bits.saturating_mul(301).saturating_div(1000);
        Ok(Ratio::power_of_ten(i16::try_from(places).unwrap_or(0).clamp(-60, 60)))
    }
}

impl<D: Dimension> Past<D> {
    /// Of the beginning of the year the base that was wanted, or the level as known where published
    /// growth implies none; of parts behind a gap the level as known.
    fn of(
        series: &Series<D>,
        year: Period,
        parts: &[Reading<D>],
        wanted: Base,
    ) -> Result<Past<D>, Error> {
        let before = series.amount(year.year_earlier()?)?;
        let year_before = Ratio::from(before.amount().value());
        let mut past = Past {
            base_kind: Base::AsKnown,
            base: Ratio::zero(),
            base_readings: Vec::new(),
            year_before,
        };
        for part in parts.iter().map(Reading::period) {
            if let Some(base) = implied(series, year, part, wanted) {
                past = Past { base_kind: Base::Implied, base, ..past };
            } else {
                let reading = series.amount(part.year_earlier()?)?;
                past.base = past.base + Ratio::from(reading.amount().value());
                past.base_readings.push(reading);
            }
        }
        Ok(past)
    }
}

/// Of the beginning of the year the base that published growth implies, where it is wanted.
fn implied<D: Dimension>(
    series: &Series<D>,
    year: Period,
    part: Period,
    wanted: Base,
) -> Option<Ratio> {
    let is_wanted = wanted == Base::Implied && part.first() == year.first();
    let base = is_wanted.then(|| series.implied_base(part))?;
    base.and_then(|base| base.point().cloned()).ok()
}

/// The sum of what was read.
fn sum<D: Dimension>(readings: &[Reading<D>]) -> Ratio {
    readings.iter().map(|reading| Ratio::from(reading.amount().value())).sum()
}

/// Why a geometric mean with the share of the known months says nothing of the year.
fn nothing_so_far() -> Error {
    Error::invalid(
        "a share of the year",
        "the level so far is zero, and so would be the year, whatever the year before had",
    )
}

/// Ascending months as spans.
pub(crate) fn runs(months: impl Iterator<Item = Month>) -> Vec<Period> {
    let mut runs: Vec<Period> = Vec::new();
    for month in months.map(Period::from) {
        match runs.last_mut() {
            Some(last) if last.is_adjacent_to(month) => *last = last.union(month).unwrap_or(*last),
            _ => runs.push(month),
        }
    }
    runs
}

/// The series with nothing after the last known month.
pub(crate) fn up_to<D: Dimension>(series: &Series<D>, last: Month) -> Result<Series<D>, Error> {
    let Some(first) = series.published_spans().map(Period::first).min() else {
        return Ok(series.clone());
    };
    if first > last {
        return Ok(series.clone());
    }
    Ok(series.slice(Period::try_from_to(first, last)?))
}
