//! The projection of a year from what a series knows.

use crate::error::{Error, Undefined};
use crate::growth::Base;
use crate::number::{Hedge, Ratio};
use crate::period::Period;
use crate::projection::errors::misses;
use crate::projection::origin::{Origin, up_to};
use crate::projection::{Method, Prior, Projection, Strength, Warning};
use crate::series::{Reading, Series, Standing, Term};
use crate::unit::Dimension;

impl<D: Dimension> Series<D> {
    /// The projection of a year from everything that is known of it, by the method that the figures
    /// allow at best.
    ///
    /// Known months are kept, wherever they lie; the months that are missing are projected, and the
    /// answer [names](Projection::missing) them. What is known together stands for the year so far:
    /// growth, shares and bases are those of the known months. Models of the months see those
    /// before the first gap.
    ///
    /// Growth so far is measured on the base that published growth implies, or on the base as known
    /// where no growth was published. The method follows from what is known: with the year before
    /// alone fade 0.75, with the shares of several a shrunk share, with the months of three years
    /// or more the mean of shrunk share, level and drift, and STL on logs; see [`Method`] for the
    /// evidence. Where levels are zero or negative or months are missing, a simpler method stands,
    /// and a [warning](Projection::warnings) says why. Warnings also name figures that contradict
    /// each other, such as a cumulation that falls, or published growth that the levels known do
    /// not have.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) if nothing of the year or of the year before is
    /// known, or if the rest of the year before was negative;
    /// [`Invalid`](crate::ErrorKind::Invalid) for a span that is not a calendar year.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     date, published,
    /// };
    ///
    /// let known =
    ///     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let projection = known.project(Period::year(2023))?;
    /// // Shares of January to April are known of 2022 and 2021; of 2020 they are not.
    /// assert_eq!(projection.rests_on(), "shrunk share 0.75, 2 full years known");
    /// assert_eq!(projection.interval(80)?.to_string(), "80 % interval 224 to 286");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn project(&self, year: Period) -> Result<Projection<D>, Error> {
        self.project_by(year, &Method::ByWhatIsKnown)
    }

    /// The same by a method of your choice; where it has no answer, by the next simpler one, with a
    /// warning.
    ///
    /// # Errors
    /// As [`project`](Series::project).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     date,
    ///     projection::{Method, Strength},
    ///     published,
    /// };
    ///
    /// let known =
    ///     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let fade = known.project_by(Period::year(2023), &Method::Fade(Strength::USUAL))?;
    /// assert!(fade.to_string().starts_with("254.6 billion US$ in 2023, forecast"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn project_by(&self, year: Period, method: &Method) -> Result<Projection<D>, Error> {
        let known = self.known_of(year)?;
        self.project_with(year, &known, Base::Implied, method)
    }

    /// The parts of a year that are known by its end.
    pub(crate) fn known_of(&self, year: Period) -> Result<Vec<Period>, Error> {
        if !year.is_full_year() {
            return Err(Error::invalid("a projection", format!("{year} is not a calendar year"))
                .with_help("project the calendar year, Period::year(..)"));
        }
        let coverage = up_to(self, year.last())?.coverage(year)?;
        let known: Vec<Period> = coverage.parts().iter().map(Reading::period).collect();
        if known.is_empty() {
            if let Some((_, conflict)) = self.contradictions(year).into_iter().next() {
                return Err(conflict);
            }
            let nothing = || Error::invalid("a projection", "no part of the year is known");
            let error = self.amount(year).err().unwrap_or_else(nothing);
            let first = Period::try_january_february(year.first().year())?;
            return Err(error.with_help(format!(
                "add a figure of the beginning of the year, as of “{}”",
                first.iso()
            )));
        }
        Ok(known)
    }

    /// The spans of a year with figures of one day that cannot all be true.
    fn contradictions(&self, year: Period) -> Vec<(Period, Error)> {
        let mut found = self.slice(year).conflicts();
        found.retain(|(span, _)| matches!(self.standing(*span), Some(Standing::Conflict(_))));
        found
    }

    /// The projection of a year from a named year to date, on a named base, by a named method.
    ///
    /// If `so_far` is all that is known from January on, months behind a gap are kept, as by
    /// [`project`](Series::project). A shorter one is an origin of your choice: nothing after it is
    /// looked at, and a [warning](Warning::NotUsed) names what is known.
    ///
    /// # Errors
    /// As [`project`](Series::project); [`Invalid`](crate::ErrorKind::Invalid) for a span that is
    /// not the beginning of the year, or [`Base::Latest`], which a series of one day cannot know;
    /// [`Undefined`](crate::ErrorKind::Undefined) if the base is not known.
    pub fn project_from(
        &self,
        year: Period,
        so_far: Period,
        base: Base,
        method: &Method,
    ) -> Result<Projection<D>, Error> {
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("a projection", reason).with_help(help))
        };
        if so_far.first() != year.first() || !year.contains(&so_far) {
            return refuse(
                format!("{so_far} is not the beginning of {year}"),
                "give a span that begins in January of the year",
            );
        }
        if base == Base::Latest {
            return refuse(
                "a series knows only what was known on its day".to_owned(),
                "take Base::AsKnown or Base::Implied, or a series of a later day",
            );
        }
        let mut known = self.known_of(year)?;
        if known.first() != Some(&so_far) {
            known = vec![so_far];
        }
        let projection = self.project_with(year, &known, base, method)?;
        if base == Base::Implied && projection.base() != Some(Base::Implied) {
            // Why there is no such base.
            self.base_by_growth(so_far)?.point()?;
        }
        let mut kept = projection.warnings().iter().filter_map(|warning| match warning {
            Warning::NotCompared(spans) => Some(spans),
            _ => None,
        });
        if kept.any(|spans| spans.contains(&so_far)) {
            // The growth that was asked for is that of this span, and not of a later one.
            return self.project_with(year, &[so_far], base, method);
        }
        Ok(projection)
    }

    /// By these known spans; `base` is the one that is wanted where it can be had.
    fn project_with(
        &self,
        year: Period,
        known: &[Period],
        base: Base,
        method: &Method,
    ) -> Result<Projection<D>, Error> {
        let mut origin = Origin::of(self, year, known, base)?;
        let mut answer = origin.answer(method);
        // Where later parts leave no method an answer, they are kept and the beginning alone says
        // how the rest will go.
        if let Some(simpler) = origin.on_first_part(base).filter(|_| answer.is_err()) {
            origin = simpler;
            answer = origin.answer(method);
        }
        let answer = answer
            .map_err(|error| advised(error, &origin).about(format!("{}, {year}", self.key())))?;
        let known = origin.known_parts();
        let so_far =
            known.first().cloned().ok_or_else(|| Error::from(Undefined::Missing).about(year))?;
        let base = origin.base_kind().unwrap_or(Base::AsKnown);
        let misses = misses(origin.series(), &origin.compared(), base, &answer.method);
        let naive = origin.year_by(&Method::SeasonalNaive);
        let share = origin.year_by(&Method::PriorYearShare);
        let band = [naive, share].into_iter().filter_map(Result::ok).collect::<Vec<Ratio>>();
        let low = band.iter().min().unwrap_or(&answer.year).clone();
        let high = band.iter().max().unwrap_or(&answer.year).clone();
        let projection = Projection {
            unit: self.unit(),
            period: year,
            as_of: self.as_of(),
            so_far,
            known,
            known_level: origin.known_level(),
            missing: origin.missing(),
            base: origin.base_kind(),
            growth: origin.growth(),
            years_known: origin.years_known(&answer.method),
            lines: lines(&origin, &answer.method, &answer.year),
            change_of_growth: origin.change_of_growth(),
            months_before: origin.pattern(),
            model: origin.forecast(&answer.method),
            parameters: origin.parameters(&answer.method),
            data: origin.data(&answer.method),
            warnings: Vec::new(),
            method: answer.method,
            central: answer.year,
            low,
            high,
            misses,
        };
        let mut warnings = warnings(&projection);
        warnings.extend(origin.contradicted_base());
        warnings.extend(self.unused(&projection));
        if !origin.not_compared().is_empty() {
            warnings.push(Warning::NotCompared(origin.not_compared()));
        }
        warnings.extend(self.doubtful(&projection)?);
        let outside = origin.outside(&projection.method, projection.band());
        if !outside.is_empty() {
            warnings.push(Warning::OutsideScenarios(outside));
        }
        if let Some(reason) = answer.reason {
            warnings.push(Warning::Simpler { wanted: answer.wanted, reason: reason.to_string() });
        }
        Ok(Projection { warnings, ..projection })
    }

    /// What was published of the missing months and is not used: contradictions, and what lies
    /// outside of the known parts.
    fn unused(&self, projection: &Projection<D>) -> Vec<Warning> {
        let inside =
            |span: &Period| projection.known().iter().any(|part| part.period().contains(span));
        let (mut found, mut unused) = (Vec::new(), Vec::new());
        for (span, error) in self.contradictions(projection.period()) {
            if !inside(&span) {
                found.push(Warning::Contradiction(span, error.to_string()));
            }
        }
        unused
            .extend(self.slice(projection.period()).published_spans().filter(|span| !inside(span)));
        if !unused.is_empty() {
            found.push(Warning::NotUsed(unused));
        }
        found
    }

    /// Findings about the figures that the answer rests on: a flow below zero, a total below the
    /// parts that cover it.
    fn doubtful(&self, projection: &Projection<D>) -> Result<Vec<Warning>, Error> {
        let used: Vec<Period> =
            projection.data().iter().flat_map(Reading::terms).map(Term::period).collect();
        let concerns = |terms: &[Term]| terms.iter().any(|term| used.contains(&term.period()));
        let negative = self.implausible().into_iter().filter(|one| concerns(one.terms()));
        let mut found: Vec<Warning> =
            negative.map(|one| Warning::Implausible(one.period(), one.to_string())).collect();
        for residue in self.residues()? {
            let below = residue.is_beyond_rounding()
                && residue.difference().value().is_sign_negative()
                && !residue.terms().iter().any(Term::is_subtracted);
            if below && concerns(&[residue.published()]) {
                found.push(Warning::Implausible(residue.period(), residue.to_string()));
            }
        }
        Ok(found)
    }
}

/// What to add of the year before so that there is an answer, or the method that needs none of it.
pub(crate) fn advised<D: Dimension>(error: Error, origin: &Origin<D>) -> Error {
    let (Ok(before), false) = (origin.year.year_earlier(), error.is_conflict()) else {
        return error;
    };
    let missing = origin.series().coverage(before);
    let mut missing = missing.map_or_else(|_| Vec::new(), |known| known.missing().to_vec());
    // With these the year before is known; the base of the first part may still not be.
    let filled = missing
        .iter()
        .try_fold(origin.series().clone(), |series, span| series.with(&span.iso(), "1"));
    let base = origin.compared().first().and_then(|part| part.year_earlier().ok());
    missing.extend(base.filter(|base| filled.is_ok_and(|filled| filled.amount(*base).is_err())));
    let run_rate = "project_by(.., &Method::RunRate), which asks nothing of the year before";
    if missing.is_empty() {
        let wrong = "mark the wrong figure of the year before as erroneous";
        return error.with_help(format!("{wrong} and add the right one, or ask {run_rate}"));
    }
    let spans: Vec<String> = missing.iter().map(|span| format!("“{}”", span.iso())).collect();
    error.with_help(format!("add the figures of {}, or ask {run_rate}", spans.join(" and ")))
}

/// The answer, and beside it the simple methods that have a number here.
fn lines<D: Dimension>(origin: &Origin<D>, method: &Method, year: &Ratio) -> Vec<(Method, Ratio)> {
    let others = [
        Method::Fade(Strength::USUAL),
        Method::SeasonalNaive,
        Method::PriorYearShare,
        Method::RunRate,
        Method::AdjustedLevel,
    ];
    let others = others.into_iter().filter(|other| other != method);
    let numbers = others.filter_map(|other| origin.year_by(&other).ok().map(|year| (other, year)));
    std::iter::once((method.clone(), year.clone())).chain(numbers).collect()
}

fn warnings<D: Dimension>(projection: &Projection<D>) -> Vec<Warning> {
    let mut found = Vec::new();
    if projection.is_known() {
        return found;
    }
    match (
        projection.known_months(),
        projection.so_far().period().first() == projection.period().first(),
    ) {
        (1, true) => found.push(Warning::JanuaryAlone),
        (2, true) => found.push(Warning::FirstTwoMonths),
        _ => {}
    }
    let behind = |missing: &Period| {
        projection.known().iter().any(|part| missing.first() < part.period().first())
    };
    if projection.missing().iter().any(behind) {
        found.push(Warning::Gap(projection.missing().to_vec()));
    }
    if projection.rest().is_zero() {
        found.push(Warning::NothingExpected(projection.missing().to_vec()));
    }
    let is_break = projection.spread(Prior::Cautious).is_ok_and(|spread| spread.is_break());
    if let Some(growth) = projection.growth_so_far().filter(|_| is_break) {
        found.push(Warning::Break(growth.clone()));
    }
    found.extend(hedged(projection.data()));
    found
}

/// The figures that are hedged, each once.
pub(crate) fn hedged<D: Dimension>(readings: &[Reading<D>]) -> Vec<Warning> {
    let mut found = Vec::new();
    for term in readings.iter().flat_map(|reading| reading.terms()) {
        if !matches!(term.figure().hedge(), Hedge::Rounded | Hedge::Exact | Hedge::Record) {
            let warning = Warning::Hedged(term.period(), term.figure());
            if !found.contains(&warning) {
                found.push(warning);
            }
        }
    }
    found
}
