//! Growth of a series: the formulas of this room, asked of published figures.

use crate::error::{Error, Undefined};
use crate::growth::rates::{rate, symmetric};
use crate::growth::{
    Base, BaseEffect, Comparison, Growth, GrowthCheck, ImpliedBase, PublishedGrowth, Required,
    TwoYears, base_effect, cagr, carry_over, implied_base, log_growth, required_growth,
    required_run_rate, two_years,
};
use crate::number::{Percent, Ratio, Rounded};
use crate::period::{Day, Period};
use crate::series::{Reading, Series, Standing, judge};
use crate::unit::{Amount, Dimension};
use crate::vintage::History;

/// Growth of a span on the same span a year earlier, and what was said about it.
impl<D: Dimension> Series<D> {
    /// Growth from the levels as known: `amount(period) / amount(a year earlier) - 1`.
    ///
    /// The span may be anything that has an amount in both years, published or derived: a month, a
    /// year to date, a year, the last twelve months. See
    /// [`year_over_year`](crate::growth::year_over_year).
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) with the reason; as [`amount`](Series::amount)
    /// for either span.
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
    /// let growth = known.growth(Period::january_to(2023, 4))?;
    /// assert_eq!(growth.percent(1).to_string(), "+43.2 %"); // on the base first published
    /// assert_eq!(growth.bounds()?.outward_percent(2).to_string(), "43.15 to 43.19 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth(&self, period: Period) -> Result<Comparison<D>, Error> {
        self.compare(period, period.year_earlier()?, Base::AsKnown)
    }

    /// Growth on a named base.
    ///
    /// # Errors
    /// As [`growth`](Series::growth) and [`implied_base`](Series::implied_base);
    /// [`Invalid`](crate::ErrorKind::Invalid) for [`Base::Latest`], which a series of one day
    /// cannot know: ask [`History::growth_on`](crate::vintage::History::growth_on).
    pub fn growth_on(&self, period: Period, base: Base) -> Result<Comparison<D>, Error> {
        match base {
            Base::AsKnown => self.growth(period),
            Base::Implied => {
                let now = self.amount(period)?;
                let implied = self.base_by_growth(period)?;
                let growth = rate(&Ratio::from(now.amount().value()), implied.point()?)?;
                Ok(Comparison {
                    now,
                    base,
                    base_period: period.year_earlier()?,
                    base_reading: None,
                    base_level: implied.point()?.clone(),
                    implied_bounds: Some(implied.bounds().clone()),
                    growth,
                })
            }
            Base::Latest => {
                Err(Error::invalid("the base", "a series knows only what was known on its day")
                    .with_help("ask the history: history.growth_on(period, day, Base::Latest)"))
            }
        }
    }

    /// Growth between any two spans of the same length: a year on three years earlier, August on
    /// July.
    ///
    /// # Errors
    /// As [`growth`](Series::growth); [`Mismatch`](crate::ErrorKind::Mismatch) for spans of
    /// different lengths.
    pub fn growth_between(&self, period: Period, base: Period) -> Result<Comparison<D>, Error> {
        if period.len() != base.len() {
            return Err(Error::mismatch("the length of the two periods", period, base)
                .with_help("compare two periods of the same number of months"));
        }
        self.compare(period, base, Base::AsKnown)
    }

    /// Growth on the span of the same length just before. Not seasonally adjusted, unless the
    /// series is.
    ///
    /// # Errors
    /// As [`growth`](Series::growth).
    pub fn period_over_period(&self, period: Period) -> Result<Comparison<D>, Error> {
        self.compare(period, period.steps(-1)?, Base::AsKnown)
    }

    /// Growth as it was published for this span, by the figure that stands.
    ///
    /// # Errors
    /// [`Undefined::NoPublishedGrowth`], or [`Conflict`](crate::ErrorKind::Conflict) if several
    /// rates of one day contradict each other.
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
    /// let growth = known.published_growth(Period::january_to(2023, 4))?;
    /// assert_eq!(growth.percent(1).to_string(), "+41.3 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn published_growth(&self, period: Period) -> Result<PublishedGrowth, Error> {
        let observations = self.at(period);
        match judge(observations, |one| one.growth()) {
            Standing::Stands(at, figure) => {
                let row = observations.get(at);
                Ok(PublishedGrowth {
                    key: self.key(),
                    period,
                    figure,
                    status: row.map(|row| row.status()).unwrap_or_default(),
                    published_on: row.and_then(|row| row.published_on()),
                    source: row.map_or_else(String::new, |row| row.source().to_owned()),
                })
            }
            Standing::Conflict(figures) => Err(self.conflict(period, "growth of ", &figures)),
            Standing::Absent => {
                Err(Error::from(Undefined::NoPublishedGrowth).about(self.name(period)))
            }
        }
    }

    /// The level of a year earlier that the published level and the published growth imply.
    ///
    /// # Errors
    /// As [`amount`](Series::amount), [`published_growth`](Series::published_growth) and
    /// [`implied_base`]; [`Invalid`](crate::ErrorKind::Invalid) if the level was not published
    /// but derived, because growth belongs to the published one.
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
    /// let base = known.implied_base(Period::january_to(2023, 4))?;
    /// assert_eq!(base.to_string(), "51.749 to 51.787");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn implied_base(&self, period: Period) -> Result<ImpliedBase, Error> {
        let growth = self.published_growth(period)?;
        let level = self.amount(period)?.figure().ok_or_else(|| {
            Error::invalid("the implied base", "growth was published, but its level was not").with_help("add the level of the period, or take the base from a level a year earlier with Base::AsKnown")
                .about(self.name(period))
        })?;
        implied_base(&level, &growth.figure).map_err(|error| error.about(self.name(period)))
    }

    /// The same, where another base can be named instead.
    pub(crate) fn base_by_growth(&self, period: Period) -> Result<ImpliedBase, Error> {
        self.implied_base(period).map_err(|error| {
            if error.undefined() != Some(&Undefined::NoPublishedGrowth) {
                return error;
            }
            let before = period.year_earlier();
            match before.as_ref().map(|before| self.amount(*before)) {
                Ok(Ok(_)) => {
                    error.with_help("take Base::AsKnown, the level known of a year before")
                }
                Ok(Err(_)) | Err(_) => {
                    error.with_help("add its published growth, or the level of a year before")
                }
            }
        })
    }

    /// Published level, published growth and the level of a year earlier beside each other.
    ///
    /// # Errors
    /// As [`growth`](Series::growth) and [`implied_base`](Series::implied_base).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     date,
    ///     growth::Agreement,
    ///     published,
    /// };
    ///
    /// let known =
    ///     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let check = known.growth_check(Period::january_to(2023, 4))?;
    /// assert_eq!(check.agreement(), Agreement::NotReproducible);
    /// // the base was revised upwards
    /// assert_eq!(check.base_shift()?.percent(1).to_string(), "1.3 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth_check(&self, period: Period) -> Result<GrowthCheck<D>, Error> {
        Ok(GrowthCheck {
            comparison: self.growth(period)?,
            published: self.published_growth(period)?,
            implied: self.implied_base(period)?,
        })
    }

    /// Symmetric growth on a year earlier, defined where growth from zero is not. See
    /// [`symmetric`].
    ///
    /// # Errors
    /// As [`symmetric`] and [`amount`](Series::amount).
    pub fn symmetric_growth(&self, period: Period) -> Result<Ratio, Error> {
        let (now, base) = (self.level(period)?, self.level(period.year_earlier()?)?);
        symmetric(now, base).map_err(|error| error.about(self.name(period)))
    }

    /// Logarithmic growth on a year earlier, in log points. See [`log_growth`].
    ///
    /// # Errors
    /// As [`log_growth`] and [`amount`](Series::amount).
    pub fn log_growth(&self, period: Period, places: u8) -> Result<Rounded, Error> {
        let (now, base) = (self.level(period)?, self.level(period.year_earlier()?)?);
        log_growth(now, base, places).map_err(|error| error.about(self.name(period)))
    }

    /// Compound annual growth between two spans of the same length. See [`cagr`].
    ///
    /// # Errors
    /// As [`cagr`] and [`amount`](Series::amount); [`Mismatch`](crate::ErrorKind::Mismatch) for
    /// spans of different lengths or seasons, [`Invalid`](crate::ErrorKind::Invalid) if the second
    /// does not follow the first.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    ///
    /// let latest = published::china_russia()?.series(Key::trade(CHN).with(RUS))?.latest();
    /// // 107.06 to 240.11
    /// assert_eq!(latest.cagr(Period::year(2023), Period::year(2018), 1)?.to_string(), "+17.5 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn cagr(&self, last: Period, first: Period, places: u8) -> Result<Percent, Error> {
        if first.len() != last.len() || first.first().number() != last.first().number() {
            return Err(Error::mismatch("the span of months of the two periods", first, last)
                .with_help("compare the same months of two years"));
        }
        let months = u16::try_from(last.first().months_since(first.first())).map_err(|_| {
            Error::invalid("the time between two levels", format!("{last} does not follow {first}"))
                .with_help("give the later period first")
        })?;
        cagr(self.level(last)?, self.level(first)?, months, places)
            .map_err(|error| error.about(self.name(last)))
    }

    /// Growth over two years, in the ways it is quoted. See [`two_years`].
    ///
    /// # Errors
    /// As [`two_years`] and [`amount`](Series::amount).
    pub fn two_years(&self, period: Period) -> Result<TwoYears, Error> {
        let (year_ago, two_years_ago) = (period.year_earlier()?, period.years_earlier(2)?);
        two_years(self.level(period)?, self.level(year_ago)?, self.level(two_years_ago)?)
            .map_err(|error| error.about(self.name(period)))
    }

    /// Carry-over of a calendar year into the next, from its twelve months. See
    /// [`carry_over`].
    ///
    /// # Errors
    /// As [`carry_over`] and [`amount`](Series::amount) for each month.
    pub fn carry_over(&self, year: i32) -> Result<Growth, Error> {
        let year = Period::try_year(year)?;
        let months: Result<Vec<Ratio>, Error> =
            year.months().map(|month| self.level(Period::from(month))).collect();
        carry_over(&months?).map_err(|error| error.about(self.name(year)))
    }

    /// How much of the change in yearly growth, from the span before to this one, is due to the
    /// base. See [`base_effect`].
    ///
    /// # Errors
    /// As [`base_effect`] and [`amount`](Series::amount).
    pub fn base_effect(&self, period: Period) -> Result<BaseEffect, Error> {
        let before = period.steps(-1)?;
        let (base, base_before) =
            (self.level(period.year_earlier()?)?, self.level(before.year_earlier()?)?);
        base_effect(self.level(period)?, self.level(before)?, base, base_before)
            .map_err(|error| error.about(self.name(period)))
    }

    /// The growth that the rest of a period needs to reach a target: of `whole`, when `so_far` is
    /// known.
    ///
    /// If `so_far` is all that is known from the beginning on, months known behind a gap count as
    /// known too, and the growth is that of the missing months alone. A shorter one is an origin of
    /// your choice; the rest is then everything after it.
    ///
    /// What the rest had a year earlier is the whole of that year less the base of `so_far`, and
    /// that base is a choice: [`Base::Implied`] where growth was published, else [`Base::AsKnown`].
    /// See [`required_growth`].
    ///
    /// # Errors
    /// As [`required_growth`] and [`growth_on`](Series::growth_on);
    /// [`Invalid`](crate::ErrorKind::Invalid) if `so_far` is not at the beginning of `whole`, or is
    /// all of it and the target is not reached.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     date,
    ///     growth::Base,
    ///     published,
    /// };
    ///
    /// let known =
    ///     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// let (year, ytd) = (Period::year(2023), Period::january_to(2023, 4));
    /// let target = "200 billion USD".parse()?;
    /// assert_eq!(known.required_growth(target, year, ytd, Base::Implied)?.to_string(), "-8.4 %");
    /// assert_eq!(known.required_growth(target, year, ytd, Base::AsKnown)?.to_string(), "-8.9 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn required_growth(
        &self,
        target: Amount<D>,
        whole: Period,
        so_far: Period,
        base: Base,
    ) -> Result<Required<Growth>, Error> {
        let target = target.in_unit(self.unit())?;
        if so_far == whole {
            return self.reached(&target, whole);
        }
        let (later, _) = self.rest(whole, so_far)?;
        let known = self.growth_on(so_far, base)?;
        let mut now = Ratio::from(known.now().amount().value());
        let mut base_rest = self.level(whole.year_earlier()?)? - known.base_level().clone();
        for span in later {
            now = now + self.level(span)?;
            base_rest = base_rest - self.level(span.year_earlier()?)?;
        }
        required_growth(target, now, base_rest).map_err(|error| error.about(self.name(whole)))
    }

    /// The amount per month that the rest of a period needs to reach a target, in the unit of the
    /// series. See [`required_run_rate`]. What counts as known is said at
    /// [`required_growth`](Series::required_growth).
    ///
    /// # Errors
    /// As [`amount`](Series::amount); [`Invalid`](crate::ErrorKind::Invalid) if `so_far` is not at
    /// the beginning of `whole`, or is all of it and the target is not reached.
    ///
    /// # Rounding
    /// None: it is an exact fraction, which prints as one. Round it for print.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let series = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2025-01/2025-09", "900")?
    ///     .with("2025-11/2025-12", "1000")?;
    /// let (year, so_far) = (Period::year(2025), Period::january_to(2025, 9));
    /// let october = series.required_run_rate("2000 billion USD".parse()?, year, so_far)?;
    /// // 2000 less 1900, in the one month that is missing
    /// assert_eq!(october.needs(), Some(&100.into()));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn required_run_rate(
        &self,
        target: Amount<D>,
        whole: Period,
        so_far: Period,
    ) -> Result<Required<Ratio>, Error> {
        if so_far == whole {
            return self.reached(&target.in_unit(self.unit())?, whole);
        }
        let (later, months) = self.rest(whole, so_far)?;
        let later: Result<Vec<Ratio>, Error> =
            later.into_iter().map(|span| self.level(span)).collect();
        let now = self.level(so_far)? + later?.into_iter().sum();
        required_run_rate(
            target.in_unit(self.unit())?,
            now,
            u16::try_from(months).unwrap_or(u16::MAX),
        )
    }

    /// Where the whole is known, its target is reached, or nothing is left to reach it.
    fn reached<T>(&self, target: &Ratio, whole: Period) -> Result<Required<T>, Error> {
        let level = self.level(whole)?;
        if *target <= level {
            return Ok(Required::Reached);
        }
        let reason = format!("it is all of {whole}, so nothing is left to reach the target");
        Err(Error::invalid("the known part", reason)
            .with_help("give a shorter span, which leaves months of the whole")
            .about(self.name(whole)))
    }

    /// What is known of the whole behind a gap, and how many months are left.
    fn rest(&self, whole: Period, so_far: Period) -> Result<(Vec<Period>, u32), Error> {
        if whole.first() != so_far.first() || !whole.contains(&so_far) {
            return Err(Error::invalid(
                "the known part",
                format!("{so_far} is not the beginning of {whole}"),
            )
            .with_help(
                "give a span that begins with the first month of the whole and lies in it",
            ));
        }
        let left = whole.minus(so_far)?.len();
        let coverage = self.coverage(whole)?;
        let mut parts = coverage.parts().iter().map(Reading::period);
        if parts.next() != Some(so_far) {
            return Ok((Vec::new(), left));
        }
        let later: Vec<Period> = parts.collect();
        let known: u32 = later.iter().map(|span| span.len()).sum();
        Ok((later, left.saturating_sub(known)))
    }

    fn compare(
        &self,
        period: Period,
        base_period: Period,
        base: Base,
    ) -> Result<Comparison<D>, Error> {
        let (now, reading) = (self.amount(period)?, self.amount(base_period)?);
        self.compare_readings(now, reading, base)
    }

    fn compare_readings(
        &self,
        now: Reading<D>,
        reading: Reading<D>,
        base: Base,
    ) -> Result<Comparison<D>, Error> {
        let base_level = Ratio::from(reading.amount().value());
        let growth = rate(&Ratio::from(now.amount().value()), &base_level)
            .map_err(|error| error.about(format!("growth of {}", self.name(now.period()))))?;
        let base_period = reading.period();
        Ok(Comparison {
            now,
            base,
            base_period,
            base_reading: Some(reading),
            base_level,
            implied_bounds: None,
            growth,
        })
    }

    fn level(&self, period: Period) -> Result<Ratio, Error> {
        Ok(Ratio::from(self.amount(period)?.amount().value()))
    }

    fn name(&self, period: Period) -> String {
        format!("{}, {period}", self.key())
    }
}

impl<D: Dimension> History<D> {
    /// Growth as of a day, on a named base: from figures known on that day, or its level on the
    /// base as known now ([`Base::Latest`]).
    ///
    /// # Errors
    /// As [`Series::growth_on`], for the series of that day.
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, date, growth::Base, published};
    ///
    /// let history = published::china_russia()?.series(Key::imports(CHN).from(RUS))?;
    /// let (day, year) = (date(2024, 1, 31), Period::january_to(2023, 11));
    /// assert!(history.growth_on(year, day, Base::AsKnown).is_ok());
    /// assert!(history.growth_on(year, day, Base::Latest).is_ok());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth_on(&self, period: Period, day: Day, base: Base) -> Result<Comparison<D>, Error> {
        let known = self.as_of(day);
        match base {
            Base::Latest => {
                let reading = self.latest().amount(period.year_earlier()?)?;
                known.compare_readings(known.amount(period)?, reading, base)
            }
            _ => known.growth_on(period, base),
        }
    }
}
