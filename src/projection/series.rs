//! The projection of a year from what a series knows.

use crate::error::Error;
use crate::growth::Base;
use crate::number::{Hedge, Ratio};
use crate::period::Period;
use crate::projection::errors::misses;
use crate::projection::origin::Origin;
use crate::projection::{Method, Projection, Strength, Warning};
use crate::series::{Series, Standing};
use crate::unit::Dimension;

impl<D: Dimension> Series<D> {
    /// The projection of a year from its longest year to date, by the method that the figures allow at best.
    ///
    /// Growth so far is measured on the base that published growth implies, or on the base as known where no growth was
    /// published. The method follows from what is known: with the year before alone fade 0.6, with the shares of two years
    /// or more shrunk share 0.6, with the months of five years or more the mean of shrunk share, Theta and ETS(A,N,A) on
    /// logs; see [`Method`] for the evidence. Where levels are zero or negative or months are missing, a simpler method
    /// stands, and a [warning](Projection::warnings) says why.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) if nothing of the year or of the year before is known, or if the rest of
    /// the year before was negative; [`Range`](crate::ErrorKind::Range) for a span that is no calendar year.
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, date, published};
    ///
    /// let known = published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let projection = known.project(Period::year(2023))?;
    /// // Shares of January to April are known of 2022 and 2021; of 2020 they are not.
    /// assert_eq!(projection.rests_on(), "shrunk share 0.6, 2 full years known");
    /// assert_eq!(projection.interval(80)?.to_string(), "80 % interval 207 to 288");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn project(&self, year: Period) -> Result<Projection<D>, Error> {
        self.project_by(year, &Method::ByWhatIsKnown)
    }

    /// The same by a method of your choice; where it has no answer, by the next simpler one, with a warning.
    ///
    /// # Errors
    /// As [`project`](Series::project).
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, date, projection::{Method, Strength}, published};
    ///
    /// let known = published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let fade = known.project_by(Period::year(2023), &Method::Fade(Strength::USUAL))?;
    /// assert!(fade.to_string().starts_with("246.0 billion US$ in 2023, forecast"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn project_by(&self, year: Period, method: &Method) -> Result<Projection<D>, Error> {
        let (so_far, base) = self.longest(year)?;
        self.project_from(year, so_far, base, method)
    }

    /// The longest year to date that has an amount, and the base that its growth is measured on.
    pub(crate) fn longest(&self, year: Period) -> Result<(Period, Base), Error> {
        let mut spans = (1..=12).rev().filter_map(|month| Period::try_january_to(year.first().year(), month).ok());
        let Some(so_far) = spans.find(|span| self.amount(*span).is_ok()) else {
            let nothing = || Error::range("a projection", "nothing is known");
            return Err(self.amount(year).err().unwrap_or_else(nothing));
        };
        let implied = self.implied_base(so_far).is_ok_and(|base| base.point().is_ok());
        Ok((so_far, if implied { Base::Implied } else { Base::AsKnown }))
    }

    /// The projection of a year from a named year to date, on a named base, by a named method.
    ///
    /// # Errors
    /// As [`project`](Series::project); [`Range`](crate::ErrorKind::Range) for a span that is not the beginning of the
    /// year, or [`Base::Latest`], which a series of one day cannot know;
    /// [`Undefined`](crate::ErrorKind::Undefined) if the base is not known.
    pub fn project_from(
        &self,
        year: Period,
        so_far: Period,
        base: Base,
        method: &Method,
    ) -> Result<Projection<D>, Error> {
        let refuse = |reason: String| Err(Error::range("a projection", reason));
        if !year.is_full_year() {
            return refuse(format!("{year} is no calendar year"));
        }
        if so_far.first() != year.first() || !year.contains(&so_far) {
            return refuse(format!("{so_far} is not the beginning of {year}"));
        }
        match base {
            Base::Latest => return refuse("a series knows only what was known on its day".to_owned()),
            Base::Implied => drop(self.implied_base(so_far)?.point()?.clone()),
            Base::AsKnown => {}
        }
        let origin = Origin::of(self, year, so_far, base)?;
        let answer = origin.answer(method).map_err(|error| error.about(format!("{}, {year}", self.key())))?;
        let misses = misses(origin.series(), so_far, base, &answer.method);
        let naive = origin.year_by(&Method::SeasonalNaive);
        let share = origin.year_by(&Method::PriorYearShare);
        let band = [naive, share].into_iter().filter_map(Result::ok).collect::<Vec<Ratio>>();
        let low = band.iter().min().unwrap_or(&answer.year).clone();
        let high = band.iter().max().unwrap_or(&answer.year).clone();
        let projection = Projection {
            unit: self.unit(),
            period: year,
            as_of: self.as_of(),
            so_far: origin.so_far().clone(),
            base: origin.base_kind(),
            growth: origin.growth(),
            years_known: origin.years_known(&answer.method),
            lines: lines(&origin, &answer.method, &answer.year),
            broken: origin.is_broken(),
            months_before: origin.rest_by_months().unwrap_or_default(),
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
        let joint = self.amount(Period::from(year.first())).is_err();
        let mut warnings = warnings(&projection, joint);
        // A contradiction further on in the year makes the origin earlier than it could be.
        for month in (1..=12).filter(|month| u32::from(*month) > so_far.months_count()) {
            let span = Period::try_january_to(year.first().year(), month)?;
            if let Err(error) = self.amount(span).map_err(|error| first_line(&error))
                && self.standing(span).is_some_and(|standing| matches!(standing, Standing::Conflict(_)))
            {
                warnings.push(Warning::Contradiction(span, error));
            }
        }
        if let Some(reason) = answer.reason {
            warnings.push(Warning::Simpler { wanted: answer.wanted, reason: first_line(&reason) });
        }
        Ok(Projection { warnings, ..projection })
    }
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

/// `joint`: January is not known by itself.
fn warnings<D: Dimension>(projection: &Projection<D>, joint: bool) -> Vec<Warning> {
    let mut found = Vec::new();
    if projection.is_known() {
        return found;
    }
    let so_far = projection.so_far();
    match so_far.period().months_count() {
        1 => found.push(Warning::JanuaryAlone),
        2 if joint => found.push(Warning::FirstTwoMonths),
        _ => {}
    }
    if let Some(growth) = projection.growth_so_far().filter(|_| projection.broken) {
        found.push(Warning::Break(growth.clone()));
    }
    for term in projection.data().iter().flat_map(|reading| reading.terms()) {
        if !matches!(term.figure().hedge(), Hedge::Rounded | Hedge::Exact | Hedge::Record) {
            let warning = Warning::Hedged(term.period(), term.figure());
            if !found.contains(&warning) {
                found.push(warning);
            }
        }
    }
    if projection.interval(80).is_ok_and(|interval| interval.low() >= interval.high()) {
        found.push(Warning::NoWidth);
    }
    found
}

/// What an error says, without its help.
fn first_line(error: &Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
