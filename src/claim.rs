//! Statements about trade, checked against what was published by a day.
//!
//! A claim is an interval: "190" is anything that rounds to it, "more than 40 %" everything above.
//! The published figures are an interval too. If the figures lie inside the claim it is
//! *supported*, if the two have nothing in common it is *contradicted*, else it *cannot be
//! decided*. Where several readings are possible, growth as published or from levels, one currency
//! or another, each is judged: the claim is supported if one reading supports it and none
//! contradicts it, and contradicted if all do.
//!
//! What the words of a figure mean, "fell by more than 7 %", "doubled", "rose to 76.1", is the
//! table of [`Figure`]. What is claimed:
//!
//! | said | claim |
//! |---|---|
//! | "190 billion in 2022", "rose to 190 billion" | [`Claim::level`], [`Claim::quantity`] |
//! | "up more than 40 %", "fell by 9.1 % on July", "doubled" | [`Claim::growth`], [`Claim::growth_on`] |
//! | "4 % of China's trade" | [`Claim::share`] |
//! | "a surplus of 279 billion", "a deficit of less than 30 billion" | [`Claim::surplus`], [`Claim::deficit`], [`Claim::balance`] |
//! | "the highest since February 2022", "a record so far", "ever" | [`Claim::highest`] with a [`Scope`] |
//! | "a record 190 billion", "the highest ever at 190 billion" | [`Claim::level`] with the word `record`, and [`in_scope`](Claim::in_scope) |
//! | "rose for the third consecutive year" | [`Claim::consecutive`] |
//! | "a record share", "a record surplus" | none: records are of levels, and [`Claim::check`] refuses the word there |
//! | "the second largest partner" | [`Claim::rank`], with [`by_rates`](Claim::by_rates) for figures in other currencies |
//!
//! ```
//! use bilateral::claim::{Claim, Verdict};
//! use bilateral::{
//!     Key, Period,
//!     area::{CHN, RUS},
//!     date, published,
//! };
//!
//! let releases = published::china_russia()?;
//! let (trade, ytd) = (Key::trade(CHN).with(RUS), Period::january_to(2023, 4));
//! let day = date(2023, 5, 24);
//!
//! let level = Claim::level(trade, Period::year(2022), "190".parse()?, "billion USD".parse()?);
//! assert_eq!(level.check(&releases, day)?.verdict(), Verdict::Supported);
//!
//! // A record so far cannot be decided, since the years 2009 to 2014 are not loaded.
//! let record = Claim::record(trade, Period::year(2022), None).check(&releases, day)?;
//! assert_eq!(record.verdict(), Verdict::Undecided);
//!
//! let more = Claim::growth(trade, ytd, "more than 40".parse()?)?;
//! assert_eq!(more.check(&releases, day)?.verdict(), Verdict::Supported);
//!
//! // The same office printed 41.3; only on the base first published it is more than 43.
//! let depends = Claim::growth(trade, ytd, "more than 43".parse()?)?.check(&releases, day)?;
//! assert_eq!(depends.verdict(), Verdict::Undecided);
//! assert!(depends.to_string().contains("depends on the reading"));
//! # Ok::<(), bilateral::Error>(())
//! ```

mod check;
mod judgement;
mod rank;
mod record;

pub use judgement::{Evidence, Judgement, Verdict};

use crate::error::Error;
use crate::exchange::ExchangeRate;
use crate::key::Key;
use crate::number::{Figure, FigureKind, Hedge, Ratio};
use crate::observation::percent_text;
use crate::period::{Month, Period};
use crate::unit::{AnyUnit, Currency, MoneyUnit};
use serde::Serialize;
use std::fmt;

/// A statement about the trade of a key in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    key: Key,
    period: Period,
    statement: Statement,
    measure: Measure,
    /// What the record of a level is compared with.
    #[serde(skip_serializing_if = "Scope::is_so_far")]
    scope: Scope,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rates: Vec<ExchangeRate>,
}

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Statement {
    /// A level. With the hedge `record` it is a record claim too, and with "rose to" or "fell to" a
    /// claim on growth.
    Level(Figure, AnyUnit),
    /// Growth in percent on another span of the same months.
    Growth(Figure, Period),
    /// A share in the trade of another key, in percent.
    Share(Figure, Key),
    /// Exports minus imports of the reporter.
    Balance(Side, Figure, MoneyUnit),
    /// The highest of all spans of its kind inside a scope.
    Record(Scope),
    /// A number of times in a row, of which this period is the last.
    Consecutive(Figure, Streak),
    /// The place among other keys, the largest first.
    Rank(u16, Vec<Key>),
}

/// Which figures a record is compared with. Spans are of one kind: months with months, years with
/// years, a quarter or a year to date with the same months of other years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scope {
    /// All inside of this span, before and after: "the highest of 2019 to 2023". All of them must
    /// be known.
    Within(Period),
    /// All after this month up to the period of the claim: "the highest since February 2022". All
    /// of them must be known.
    Since(Month),
    /// All up to the period of the claim, from the first one that is known on: "a record". None may
    /// be missing in between.
    SoFar,
    /// All that are known on the day, later ones too: "the highest ever". None may be missing in
    /// between.
    Ever,
}

/// What happened several times in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Streak {
    /// It rose on a year earlier.
    Rise,
    /// It fell on a year earlier.
    Fall,
    /// It was the highest so far.
    Record,
}

/// Which way a balance is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Side {
    /// With its sign: below zero is a deficit of the reporter.
    Signed,
    /// A surplus of this size.
    Surplus,
    /// A deficit of this size.
    Deficit,
}

/// What the claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum Measure {
    /// Value, in any currency.
    Value,
    /// Value, in this currency.
    Currency(Currency),
    /// A quantity that this unit measures.
    Quantity(AnyUnit),
    /// It does not say: value or any quantity.
    Any,
}

impl Claim {
    /// "Trade was 190 billion US$ in 2022", "rose to 190 billion".
    ///
    /// "Rose to" states growth on a year earlier too, and the hedge `record` that no year before
    /// was as high: that part is judged as [`highest`](Claim::highest) in [`Scope::SoFar`], or in
    /// the scope that is named by [`in_scope`](Claim::in_scope). Years that are not known leave it
    /// open, and the evidence names them.
    #[must_use]
    pub fn level(key: Key, period: Period, figure: Figure, unit: MoneyUnit) -> Claim {
        let measure = Measure::Currency(unit.currency());
        Claim::of(key, period, Statement::Level(figure, AnyUnit::Money(unit)), measure)
    }

    /// "107 million tonnes of crude oil in 2023": a quantity. A money unit makes it a claim on
    /// value.
    #[must_use]
    pub fn quantity(key: Key, period: Period, figure: Figure, unit: AnyUnit) -> Claim {
        match unit {
            AnyUnit::Money(unit) => Claim::level(key, period, figure, unit),
            unit => Claim::of(key, period, Statement::Level(figure, unit), Measure::Quantity(unit)),
        }
    }

    /// "Trade grew by more than 40 % on a year earlier", in whatever currency, on whatever base.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) before year 1; [`Invalid`](crate::ErrorKind::Invalid) for
    /// a figure that states a level: "rose to 76.1".
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    ///
    /// let trade = Key::trade(CHN).with(RUS);
    /// // 2025: 228.105 on 244.819 is -6.8 %.
    /// let claim = |text: &str| Claim::growth(trade, Period::year(2025), text.parse()?);
    /// let verdict = |text: &str| {
    ///     Ok::<_, bilateral::Error>(
    ///         claim(text)?.check_latest(&published::china_russia()?)?.verdict(),
    ///     )
    /// };
    /// assert_eq!(verdict("fell by more than 6 %")?, Verdict::Supported);
    /// assert_eq!(verdict("fell by more than 7 %")?, Verdict::Contradicted);
    /// assert_eq!(verdict("rose by more than 6 %")?, Verdict::Contradicted);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth(key: Key, period: Period, percent: Figure) -> Result<Claim, Error> {
        let claim = Claim::growth_on(key, period, percent, period.year_earlier()?);
        claim.check_figure().map(|()| claim)
    }

    /// "Trade grew by 67 % from 2021 to 2024", "fell by 10 % on July": growth on a named span.
    #[must_use]
    pub fn growth_on(key: Key, period: Period, percent: Figure, base: Period) -> Claim {
        Claim::of(key, period, Statement::Growth(percent, base), Measure::Value)
    }

    /// "Russia has 4 % of China's trade": the share in the trade of another key.
    ///
    /// [`check`](Claim::check) refuses a whole that holds nothing of the trade: imports are not a
    /// share of exports.
    #[must_use]
    pub fn share(key: Key, period: Period, percent: Figure, of: Key) -> Claim {
        Claim::of(key, period, Statement::Share(percent, of), Measure::Value)
    }

    /// "The balance was -5.8 billion": exports minus imports of the reporter with the partner of
    /// the key, with its sign.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    ///     unit::USD,
    /// };
    ///
    /// // 33.686 against 39.462
    /// let (trade, ytd) = (Key::trade(CHN).with(RUS), Period::january_to(2023, 4));
    /// let releases = published::china_russia()?;
    /// let deficit = Claim::deficit(trade, ytd, "less than 6".parse()?, USD.billion());
    /// assert_eq!(deficit.check_latest(&releases)?.verdict(), Verdict::Supported);
    /// let balance = Claim::balance(trade, ytd, "-5.8".parse()?, USD.billion());
    /// assert_eq!(balance.check_latest(&releases)?.verdict(), Verdict::Supported);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn balance(key: Key, period: Period, figure: Figure, unit: MoneyUnit) -> Claim {
        Claim::of(
            key,
            period,
            Statement::Balance(Side::Signed, figure, unit),
            Measure::Currency(unit.currency()),
        )
    }

    /// "A surplus of more than 100 billion": the figure is its size.
    ///
    /// A size has no sign: [`check`](Claim::check) refuses a figure below zero, which says a
    /// deficit or a [`balance`](Claim::balance).
    ///
    /// ```
    /// use bilateral::claim::Claim;
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    ///     unit::USD,
    /// };
    ///
    /// let (trade, year) = (Key::trade(CHN).with(RUS), Period::year(2022));
    /// let claim = Claim::surplus(trade, year, "-38".parse()?, USD.billion());
    /// let refused = claim.check_latest(&published::china_russia()?).unwrap_err();
    /// assert!(refused.help().contains("Claim::deficit"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn surplus(key: Key, period: Period, figure: Figure, unit: MoneyUnit) -> Claim {
        Claim::of(
            key,
            period,
            Statement::Balance(Side::Surplus, figure, unit),
            Measure::Currency(unit.currency()),
        )
    }

    /// "A deficit of less than 6 billion": the figure is its size, as in
    /// [`surplus`](Claim::surplus).
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    ///     unit::USD,
    /// };
    ///
    /// // 76.122 of exports less 114.149 of imports
    /// let (trade, year) = (Key::trade(CHN).with(RUS), Period::year(2022));
    /// let releases = published::china_russia()?;
    /// let deficit = Claim::deficit(trade, year, "38.0".parse()?, USD.billion());
    /// assert_eq!(deficit.check_latest(&releases)?.verdict(), Verdict::Supported);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn deficit(key: Key, period: Period, figure: Figure, unit: MoneyUnit) -> Claim {
        Claim::of(
            key,
            period,
            Statement::Balance(Side::Deficit, figure, unit),
            Measure::Currency(unit.currency()),
        )
    }

    /// "The highest of 2019 to 2023" with a span, "a record" without: [`Scope::Within`] and
    /// [`Scope::SoFar`].
    #[must_use]
    pub fn record(key: Key, period: Period, scope: Option<Period>) -> Claim {
        Claim::highest(key, period, scope.map_or(Scope::SoFar, Scope::Within))
    }

    /// "The highest since February 2022", "the highest ever": the highest of all spans of its kind
    /// in a scope, as known on the day.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Scope, Verdict};
    /// use bilateral::{
    ///     Key, Month, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    ///
    /// let (trade, year) = (Key::trade(CHN).with(RUS), Period::year(2022));
    /// let verdict = |scope: Scope| {
    ///     Claim::highest(trade, year, scope).check_latest(&published::china_russia()?)
    /// };
    /// // 190.271 was more than in each of the years before, and less than the 240.11 of 2023.
    /// let since = Scope::Since(bilateral::month(2014, 12));
    /// assert_eq!(verdict(since)?.verdict(), Verdict::Supported);
    /// assert_eq!(verdict(Scope::Ever)?.verdict(), Verdict::Contradicted);
    /// // From 2009 to 2014 no year is known here, so nobody can say that none was higher.
    /// assert_eq!(verdict(Scope::SoFar)?.verdict(), Verdict::Undecided);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn highest(key: Key, period: Period, scope: Scope) -> Claim {
        Claim::of(key, period, Statement::Record(scope), Measure::Value)
    }

    /// "Rose for the third consecutive year": this period and those before it, and not the one
    /// before those. The count is a figure, so that "at least 3" is a claim too. Months are counted
    /// month by month, all other spans year by year; a rise and a fall are on a year earlier.
    /// [`check`](Claim::check) refuses what is no whole number of 1 or more.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Streak, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    ///
    /// let claim = |count: &str| {
    ///     let claim = Claim::consecutive(
    ///         Key::trade(CHN).with(RUS),
    ///         Period::year(2024),
    ///         count.parse()?,
    ///         Streak::Rise,
    ///     );
    ///     Ok::<_, bilateral::Error>(claim.check_latest(&published::china_russia()?)?.verdict())
    /// };
    /// // 107.76 in 2020 was less than a year before; then it rose to 146.887, 190.271, 240.11 and
    /// // 244.819.
    ///
    /// assert_eq!(claim("4")?, Verdict::Supported);
    /// assert_eq!(claim("at least 3")?, Verdict::Supported);
    /// assert_eq!(claim("3")?, Verdict::Contradicted); // it was the fourth
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn consecutive(key: Key, period: Period, count: Figure, streak: Streak) -> Claim {
        Claim::of(key, period, Statement::Consecutive(count, streak), Measure::Value)
    }

    /// "The second largest of these": the place of a key among others. The key itself is one of
    /// them, whether it is listed or not.
    ///
    /// [`check`](Claim::check) refuses a rank without any other key, among keys of different flows
    /// or among a whole and its parts (the World is no partner that could be ahead), and a place
    /// that there is not.
    #[must_use]
    pub fn rank(key: Key, period: Period, place: u16, among: Vec<Key>) -> Claim {
        Claim::of(key, period, Statement::Rank(place, among), Measure::Value)
    }

    fn of(key: Key, period: Period, statement: Statement, measure: Measure) -> Claim {
        Claim { key, period, statement, measure, scope: Scope::SoFar, rates: Vec::new() }
    }

    /// The same with exchange rates, by which the figures of other keys are brought to the currency
    /// of this one where they have none in it: a rank among partners of which some are published in
    /// yuan. Each must be the average of the period.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::exchange::{ExchangeRate, RateKind};
    /// use bilateral::vintage::Release;
    /// use bilateral::{
    ///     Key, Observation, Period, Releases,
    ///     area::{CHN, DEU, RUS},
    ///     number::decimal,
    ///     unit::{CNY, USD},
    /// };
    ///
    /// let (russia, germany, year) =
    ///     (Key::trade(CHN).with(RUS), Key::trade(CHN).with(DEU), Period::year(2022));
    /// let releases = Releases::new()
    ///     .with(Release::new(
    ///         russia,
    ///         USD.billion().into(),
    ///         Observation::new(year, "190.3".parse()?),
    ///     ))
    ///     .with(Release::new(
    ///         germany,
    ///         CNY.billion().into(),
    ///         Observation::new(year, "1518".parse()?),
    ///     ));
    /// let claim = Claim::rank(russia, year, 2, vec![germany]);
    /// assert_eq!(claim.check_latest(&releases)?.verdict(), Verdict::Undecided);
    /// // 1518 billion yuan at 6.7 are 226.6 billion US$.
    /// let rate = ExchangeRate::new(USD, CNY, decimal("6.7"), year, RateKind::Average)?;
    /// assert_eq!(
    ///     claim.by_rates(vec![rate]).check_latest(&releases)?.verdict(),
    ///     Verdict::Supported
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn by_rates(self, rates: Vec<ExchangeRate>) -> Claim {
        Claim { rates, ..self }
    }

    /// The same, stated in one currency.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Claim {
        Claim { measure: Measure::Currency(currency), ..self }
    }

    /// The same of quantities in units like this one: "supplies of gas will rise by almost 50 %",
    /// in bcm.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    ///
    /// let gas = Key::exports(RUS).to(CHN).of("HS:271121".parse()?);
    /// let claim = Claim::growth(gas, Period::year(2023), "almost 50".parse()?)?
    ///     .in_quantity("bcm (20 °C)".parse()?);
    /// let judgement = claim.check_latest(&published::russia_china_energy()?)?;
    /// assert_eq!(judgement.verdict(), Verdict::Supported); // 22.73 on 15.4 is +47.6 %
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn in_quantity(self, unit: AnyUnit) -> Claim {
        Claim { measure: Measure::Quantity(unit), ..self }
    }

    /// The same for a claim that leaves open what it measures: each currency and each quantity is a
    /// reading.
    #[must_use]
    pub fn in_any_measure(self) -> Claim {
        Claim { measure: Measure::Any, ..self }
    }

    /// Whose trade.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// When.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// What is stated.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// What it is about: value, a currency, a quantity, or any of them.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// The same record in another scope: "a record 190 billion since 2015", "the highest ever".
    ///
    /// [`check`](Claim::check) refuses a scope of a claim that states no record.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Scope, Verdict};
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    ///     unit::USD,
    /// };
    ///
    /// let (trade, year) = (Key::trade(CHN).with(RUS), Period::year(2022));
    /// let releases = published::china_russia()?;
    /// let record = Claim::level(trade, year, "record 190".parse()?, USD.billion());
    /// // No figures from 2009 to 2014 are loaded.
    /// assert_eq!(record.check_latest(&releases)?.verdict(), Verdict::Undecided);
    /// let since = record.in_scope(Scope::Since(bilateral::month(2014, 12)));
    /// assert_eq!(since.check_latest(&releases)?.verdict(), Verdict::Supported);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn in_scope(self, scope: Scope) -> Claim {
        match self.statement {
            Statement::Record(_) => Claim { statement: Statement::Record(scope), ..self },
            _ => Claim { scope, ..self },
        }
    }

    fn is_record(&self) -> bool {
        matches!(&self.statement, Statement::Level(figure, _) if figure.hedge() == Hedge::Record)
    }

    /// The wording must be about what is claimed: "fell 9.1 %" is not a level,
    /// "rose to 76.1" is not a rate.
    fn check_figure(&self) -> Result<(), Error> {
        let refuse = |figure: &Figure, is: &str, help: &str| {
            Err(Error::invalid("the figure of a claim", format!("“{figure}” {is}")).with_help(help))
        };
        let in_words = |figure: &Figure| figure.is_percent() || !figure.bounds_a_number();
        if !self.scope.is_so_far() && !self.is_record() {
            return Err(Error::invalid("the scope of a claim", "the claim states no record")
                .with_help("claim Claim::highest(..), or a level with the word “record”"));
        }
        match &self.statement {
            Statement::Growth(figure, _)
            | Statement::Share(figure, _)
            | Statement::Balance(_, figure, _)
            | Statement::Consecutive(figure, _)
                if figure.hedge() == Hedge::Record =>
            {
                refuse(
                    figure,
                    "is a record, and records are of levels",
                    "claim the number without the word “record”",
                )
            }
            Statement::Level(figure, _)
                if in_words(figure) || figure.kind() == Some(FigureKind::Growth) =>
            {
                let help = match figure.kind() {
                    Some(FigureKind::Growth) => "claim it as Claim::growth(..)",
                    Some(FigureKind::Level) => "claim it as Claim::share(..)",
                    None => "claim it as Claim::growth(..) or Claim::share(..)",
                };
                refuse(figure, "is a rate, not a level", help)
            }
            // A rate that was reached is a share, or the growth of this year beside another one's.
            Statement::Growth(figure, _)
                if figure.kind() == Some(FigureKind::Level) && figure.is_percent() =>
            {
                refuse(
                    figure,
                    "is a rate that was reached, not growth",
                    "claim it as Claim::share(..); for growth, write the rate without “to”",
                )
            }
            Statement::Growth(figure, _) if figure.kind() == Some(FigureKind::Level) => refuse(
                figure,
                "is a level, not a rate",
                "claim it as Claim::level(..), with its unit",
            ),
            Statement::Share(_, of) if !of.overlaps(&self.key) => {
                let reason = format!("{of} holds nothing of {}", self.key);
                Err(Error::invalid("the whole of a share", reason).with_help(
                    "name a whole that the trade is in: the same flow with the World, or of all goods",
                ))
            }
            Statement::Rank(place, among) => rank::check(self.key, self.period, *place, among),
            Statement::Share(figure, _) if figure.kind() == Some(FigureKind::Growth) => refuse(
                figure,
                "is growth, not a share",
                "claim it as Claim::growth(..), or say “rose to” for a share",
            ),
            Statement::Balance(_, figure, _) | Statement::Consecutive(figure, _)
                if in_words(figure) || figure.kind().is_some() =>
            {
                refuse(
                    figure,
                    "is not a plain number",
                    "give the number with its hedge: 6, more than 6, between 5 and 6",
                )
            }
            Statement::Consecutive(figure, _) if !figure.counts() => refuse(
                figure,
                "is no count of times in a row",
                "give a whole number of 1 or more: 3, at least 3",
            ),
            // A range reaches below zero with its lower end.
            Statement::Balance(side, figure, _)
                if *side != Side::Signed && figure.reaches_below_zero() =>
            {
                let (is, other) = if *side == Side::Surplus {
                    ("is below zero and not the size of a surplus", "Claim::deficit(..)")
                } else {
                    ("is below zero and not the size of a deficit", "Claim::surplus(..)")
                };
                let help = format!(
                    "claim {other} with the size and no sign, or Claim::balance(..) with the sign"
                );
                refuse(figure, is, &help)
            }
            _ => Ok(()),
        }
    }
}

impl Scope {
    pub(crate) fn is_so_far(&self) -> bool {
        *self == Scope::SoFar
    }
}

/// `the highest since 2014-12`
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Within(scope) => write!(f, "the highest of {scope}"),
            Scope::Since(month) => write!(f, "the highest since {month}"),
            Scope::SoFar => f.write_str("a record so far"),
            Scope::Ever => f.write_str("the highest ever"),
        }
    }
}

/// `CHN exports to RUS, Jan-Apr 2023: growth of more than +40 % on Jan-Apr 2022`
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: ", self.key, self.period)?;
        match &self.statement {
            Statement::Level(figure, unit) if self.scope.is_so_far() => {
                write!(f, "{figure} {unit}")
            }
            Statement::Level(figure, unit) => write!(f, "{figure} {unit}, {}", self.scope),
            Statement::Growth(percent, base) => {
                let of = if percent.direction().is_some() { "" } else { "growth of " };
                write!(f, "{of}{} on {base}", percent_text(percent))
            }
            Statement::Share(percent, of) => write!(f, "{} of {of}", percent.in_percent()),
            Statement::Balance(Side::Signed, figure, unit) => {
                write!(f, "a balance of {figure} {unit}")
            }
            Statement::Balance(Side::Surplus, figure, unit) => {
                write!(f, "a surplus of {figure} {unit}")
            }
            Statement::Balance(Side::Deficit, figure, unit) => {
                write!(f, "a deficit of {figure} {unit}")
            }
            Statement::Record(scope) => write!(f, "{scope}"),
            Statement::Consecutive(count, streak) => {
                let what = match streak {
                    Streak::Rise => "a rise",
                    Streak::Fall => "a fall",
                    Streak::Record => "a record",
                };
                let span = if self.period.len() == 1 { "month" } else { "year" };
                let plural = if count.value() == Ratio::one() { "" } else { "s" };
                write!(f, "{what} in {count} consecutive {span}{plural}")
            }
            Statement::Rank(place, among) => {
                write!(f, "place {place} among {}", rank::members(self.key, among).len())
            }
        }
    }
}
