//! What if: the months left by growth rates of your own, or by the pattern of the year before.
//! Scenarios, not figures.

use crate::error::{Error, Undefined, counted};
use crate::growth::{Base, Growth};
use crate::number::Ratio;
use crate::observation::Status;
use crate::period::Period;
use crate::projection::answer::digits;
use crate::projection::methods::negative_rest;
use crate::projection::origin::Origin;
use crate::projection::series::advised;
use crate::series::{Reading, Series, names};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// The months left of a year, if each grows on its level of the year before by a rate of your own.
///
/// # Formula
/// `rest[i] * (1 + growth[i])`; one rate holds for all levels, otherwise there is one for each. The
/// year is what is known plus their sum. With the rate of
/// [`required_growth`](crate::growth::required_growth) that sum is the target, exactly.
///
/// # Undefined when
/// The number of rates is neither one nor that of the levels
/// ([`Invalid`](crate::ErrorKind::Invalid)).
///
/// # Example
/// ```
/// use bilateral::{Growth, Ratio, projection};
/// let tenth = Growth::from_ratio(Ratio::new(1, 10)?);
/// let months = projection::what_if(&[Ratio::from(10), Ratio::from(20)], &[tenth])?;
/// assert_eq!(months, [Ratio::from(11), Ratio::from(22)]);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn what_if(rest: &[Ratio], growth: &[Growth]) -> Result<Vec<Ratio>, Error> {
    let level = |(month, growth): (&Ratio, &Growth)| month * &growth.factor();
    match growth {
        [one] => Ok(rest.iter().map(|month| level((month, one))).collect()),
        each if each.len() == rest.len() => Ok(rest.iter().zip(each).map(level).collect()),
        other => {
            let reason = format!(
                "it has {}; one for all or one for each of {} is needed",
                counted(other.len(), "rate"),
                counted(rest.len(), "level")
            );
            Err(Error::invalid("a list of growth rates", reason)
                .with_help("give one rate, or as many as levels of the year before"))
        }
    }
}

/// The months left of a year, by a scenario or a projection. Its status is forecast, unless nothing
/// is left, and no series takes it for figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Path<D: Dimension> {
    so_far: Reading<D>,
    /// Everything that is known of the year, `so_far` first.
    known: Vec<Reading<D>>,
    months: Vec<(Period, Ratio)>,
    label: String,
}

impl<D: Dimension> Path<D> {
    /// A rest spread over months like the levels given for them.
    pub(crate) fn spread(
        so_far: &Reading<D>,
        known: &[Reading<D>],
        pattern: &[(Period, Ratio)],
        rest: Ratio,
        label: String,
    ) -> Result<Path<D>, Error> {
        let sum: Ratio = pattern.iter().map(|(_, level)| level.clone()).sum();
        let scale = if rest.is_zero() { Ratio::zero() } else { rest.over(&sum)? };
        let months = pattern.iter().map(|(period, level)| (*period, level * &scale)).collect();
        Ok(Path { so_far: so_far.clone(), known: known.to_vec(), months, label })
    }

    /// The months left, each with its level; January and February may be one.
    #[must_use]
    pub fn months(&self) -> &[(Period, Ratio)] {
        &self.months
    }

    /// What is known of the year up to the first month that is missing, as in
    /// [`Projection::so_far`].
    ///
    /// [`Projection::so_far`]: crate::projection::Projection::so_far
    #[must_use]
    pub fn so_far(&self) -> &Reading<D> {
        &self.so_far
    }

    /// Everything that is known of the year, months behind a gap too.
    #[must_use]
    pub fn known(&self) -> &[Reading<D>] {
        &self.known
    }

    /// The year: what is known plus the months left, exactly.
    #[must_use]
    pub fn year(&self) -> Ratio {
        let known: Ratio = self.known.iter().map(|part| Ratio::from(part.amount().value())).sum();
        known + self.months.iter().map(|(_, level)| level.clone()).sum::<Ratio>()
    }

    /// The year to date after each known part and each month left, ascending; the last is the
    /// year. Where January is missing it begins with what is projected of it.
    #[must_use]
    pub fn cumulated(&self) -> Vec<(Period, Ratio)> {
        let mut total = Ratio::zero();
        let to_date = |(period, level, _): (Period, Ratio, bool)| {
            total = &total + &level;
            (period, total.clone())
        };
        self.steps().into_iter().map(to_date).collect()
    }

    /// Known parts and months left, ascending, each with its level and whether it is known.
    fn steps(&self) -> Vec<(Period, Ratio, bool)> {
        let known =
            self.known.iter().map(|part| (part.period(), part.amount().value().into(), true));
        let left = self.months.iter().map(|(period, level)| (*period, level.clone(), false));
        let mut steps: Vec<(Period, Ratio, bool)> = known.chain(left).collect();
        steps.sort_by_key(|(period, ..)| *period);
        steps
    }

    /// What it is a path of.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// [`Status::Forecast`], unless no month is left: then [`Status::Derived`].
    #[must_use]
    pub fn status(&self) -> Status {
        if self.months.is_empty() { Status::Derived } else { Status::Forecast }
    }
}

/// One line for each known part and each month left, with its level and the year to date in the
/// unit that the heading names; what is known is marked.
impl<D: Dimension> fmt::Display for Path<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = names(self.known.iter().map(Reading::period));
        let unit = self.so_far.amount().unit();
        match self.months.is_empty() {
            true => write!(f, "{}; {known} in {unit}", self.label)?,
            false => write!(f, "{}, forecast; known: {known}; in {unit}", self.label)?,
        }
        write!(f, "\n{:<12}  {:>10}  {:>12}", "", "level", "year to date")?;
        for ((period, level, known), (_, total)) in self.steps().iter().zip(self.cumulated()) {
            write!(
                f,
                "\n{:<12}  {:>10}  {:>12}{}",
                period.to_string(),
                digits(level, 4),
                digits(&total, 4),
                if *known { "  known" } else { "" }
            )?;
        }
        Ok(())
    }
}

impl<D: Dimension> Series<D> {
    /// The rest of a year by growth rates of your own on the months of the year before: one for all
    /// months, or one for each piece that is left.
    ///
    /// What is known and its base are those of [`project`](Series::project): months behind a gap
    /// are kept, and the rates are those of the missing months alone. So a rate from
    /// [`required_growth`](Series::required_growth) on the same base meets its target exactly.
    /// What is missing is cut into the finest pieces that are known of the year before; where these
    /// do not fill it, or one of them is negative, each span that is missing is one piece.
    ///
    /// The pieces together are the year before less the base, in the proportion of their figures.
    /// Where published growth implies a base that is not the level known, they are therefore not
    /// those figures themselves: the label says what they are together, and on which base.
    ///
    /// # Errors
    /// As [`project`](Series::project) and [`what_if`]; [`Invalid`](crate::ErrorKind::Invalid) for
    /// a year that is known, and [`NotPositive`](crate::Undefined::NotPositive) where the year
    /// before is less than its known months.
    ///
    /// ```
    /// use bilateral::{
    ///     Growth, Key, Period, Ratio,
    ///     area::{CHN, RUS},
    ///     date, published,
    /// };
    ///
    /// let known =
    ///     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let flat = known.what_if(Period::year(2023), &[Growth::from_ratio(Ratio::zero())])?;
    /// // the rest as in 2022
    /// assert_eq!(flat.year().round(1, bilateral::Rounding::HalfEven).to_string(), "211.7");
    /// assert_eq!(flat.months().len(), 8);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn what_if(&self, year: Period, growth: &[Growth]) -> Result<Path<D>, Error> {
        let about = |error: Error| error.about(format!("{}, {year}", self.key()));
        let mut origin = Origin::of(self, year, &self.known_of(year)?, Base::Implied)?;
        if origin.is_known() {
            let reason = format!("{year} is known, so nothing is left of it");
            return Err(about(
                Error::invalid("a scenario", reason).with_help("use the figure of the year"),
            ));
        }
        let is_below = |origin: &Origin<D>| origin.rest_before().is_ok_and(|it| it.is_negative());
        if let Some(simpler) = origin.on_first_part(Base::Implied).filter(|_| is_below(&origin)) {
            origin = simpler;
        }
        let advised = |error: Error| about(advised(error, &origin));
        let before = origin.rest_before().map_err(advised)?;
        if before.is_negative() {
            return Err(advised(negative_rest()));
        }
        let rest = origin.rest_by_pieces().map_err(advised)?;
        check_count(&rest, growth).map_err(about)?;
        let levels: Vec<Ratio> = rest.iter().map(|(_, level)| level.clone()).collect();
        let levels = what_if(&levels, growth)?;
        let rates = match growth {
            [one] => one.to_string(),
            _ => "rates of its own".to_owned(),
        };
        let base = origin.base_kind().unwrap_or(Base::AsKnown);
        let before = digits(&before, 4);
        let label = format!("the rest of {year} at {rates} on {before} a year before, on {base}");
        let months =
            rest.into_iter().zip(levels).map(|((period, _), level)| (period, level)).collect();
        let known = origin.known_parts();
        let so_far =
            known.first().cloned().ok_or_else(|| Error::from(Undefined::Missing).about(year))?;
        Ok(Path { so_far, known, months, label })
    }
}

/// One rate, or one for each piece, which the message names.
fn check_count(rest: &[(Period, Ratio)], growth: &[Growth]) -> Result<(), Error> {
    if growth.len() == 1 || growth.len() == rest.len() {
        return Ok(());
    }
    let pieces = names(rest.iter().map(|(piece, _)| *piece));
    let reason =
        format!("it has {}, and the pieces left are {pieces}", counted(growth.len(), "rate"));
    let help = format!("give one rate for all, or {}, one for each piece", rest.len());
    Err(Error::invalid("a list of growth rates", reason).with_help(match rest.len() {
        1 => "give one rate".to_owned(),
        _ => help,
    }))
}
