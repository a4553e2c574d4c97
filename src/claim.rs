//! Statements about trade, checked against what was published by a day.
//!
//! A claim is an interval: "190" is anything that rounds to it, "more than 40 %" everything above. The published figures
//! are an interval too. If the figures lie inside the claim it is *supported*, if the two have nothing in common it is
//! *contradicted*, else it *cannot be decided*. Where several readings are possible, growth as published or from levels,
//! one currency or another, each is judged: the claim is supported if one reading supports it and none contradicts it,
//! and contradicted if all do.
//!
//! ```
//! use bilateral::claim::{Claim, Verdict};
//! use bilateral::{Key, Period, area::{CHN, RUS}, date, published};
//!
//! let releases = published::china_russia()?;
//! let (trade, ytd) = (Key::trade(CHN).with(RUS), Period::january_to(2023, 4));
//! let day = date(2023, 5, 24);
//!
//! let record = Claim::level(trade, Period::year(2022), "record 190".parse()?, "billion USD".parse()?);
//! assert_eq!(record.check(&releases, day)?.verdict(), Verdict::Supported);
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

pub use judgement::{Evidence, Judgement, Verdict};

use crate::error::Error;
use crate::key::Key;
use crate::number::{Figure, Hedge};
use crate::observation::percent_text;
use crate::period::Period;
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
}

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Statement {
    /// A level. With the hedge `record` it is a record claim too.
    Level(Figure, AnyUnit),
    /// Growth in percent on another span of the same months.
    Growth(Figure, Period),
    /// A share in the trade of another key, in percent.
    Share(Figure, Key),
    /// The highest of all spans of its kind inside a scope, or among everything that is known.
    Record(Option<Period>),
    /// The place among other keys, the largest first.
    Rank(u16, Vec<Key>),
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
    /// "Trade was 190 billion US$ in 2022."
    #[must_use]
    pub fn level(key: Key, period: Period, figure: Figure, unit: MoneyUnit) -> Claim {
        let measure = Measure::Currency(unit.currency());
        Claim { key, period, statement: Statement::Level(figure, AnyUnit::Money(unit)), measure }
    }

    /// "107 million tonnes of crude oil in 2023": a quantity. A money unit makes it a claim on value.
    #[must_use]
    pub fn quantity(key: Key, period: Period, figure: Figure, unit: AnyUnit) -> Claim {
        match unit {
            AnyUnit::Money(unit) => Claim::level(key, period, figure, unit),
            unit => Claim { key, period, statement: Statement::Level(figure, unit), measure: Measure::Quantity(unit) },
        }
    }

    /// "Trade grew by more than 40 % on a year earlier", in whatever currency, on whatever base.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) before year 1.
    pub fn growth(key: Key, period: Period, percent: Figure) -> Result<Claim, Error> {
        Ok(Claim::growth_on(key, period, percent, period.year_earlier()?))
    }

    /// "Trade grew by 67 % from 2021 to 2024", "fell by 10 % on July": growth on a named span.
    #[must_use]
    pub fn growth_on(key: Key, period: Period, percent: Figure, base: Period) -> Claim {
        Claim { key, period, statement: Statement::Growth(percent, base), measure: Measure::Value }
    }

    /// "Russia has 4 % of China's trade": the share in the trade of another key.
    #[must_use]
    pub fn share(key: Key, period: Period, percent: Figure, of: Key) -> Claim {
        Claim { key, period, statement: Statement::Share(percent, of), measure: Measure::Value }
    }

    /// "A record", among everything known, or inside a scope: "the highest since March 2022".
    #[must_use]
    pub fn record(key: Key, period: Period, scope: Option<Period>) -> Claim {
        Claim { key, period, statement: Statement::Record(scope), measure: Measure::Value }
    }

    /// "The second largest of these": the place of a key among others.
    #[must_use]
    pub fn rank(key: Key, period: Period, place: u16, among: Vec<Key>) -> Claim {
        Claim { key, period, statement: Statement::Rank(place, among), measure: Measure::Value }
    }

    /// The same, stated in one currency.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Claim {
        Claim { measure: Measure::Currency(currency), ..self }
    }

    /// The same of quantities in units like this one: "supplies of gas will rise by almost 50 %", in bcm.
    ///
    /// ```
    /// use bilateral::claim::{Claim, Verdict};
    /// use bilateral::{Key, Period, area::{CHN, RUS}, published};
    ///
    /// let gas = Key::exports(RUS).to(CHN).of("HS:271121".parse()?);
    /// let claim = Claim::growth(gas, Period::year(2023), "almost 50".parse()?)?.in_quantity("bcm (20 °C)".parse()?);
    /// let judgement = claim.check_latest(&published::russia_china_energy()?)?;
    /// assert_eq!(judgement.verdict(), Verdict::Supported); // 22.73 on 15.4 is +47.6 %
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn in_quantity(self, unit: AnyUnit) -> Claim {
        Claim { measure: Measure::Quantity(unit), ..self }
    }

    /// The same for a claim that leaves open what it measures: each currency and each quantity is a reading.
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

    fn is_record(&self) -> bool {
        matches!(&self.statement, Statement::Level(figure, _) if figure.hedge() == Hedge::Record)
    }
}

/// `CHN exports to RUS, Jan-Apr 2023: growth of more than +40 % on Jan-Apr 2022`
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: ", self.key, self.period)?;
        match &self.statement {
            Statement::Level(figure, unit) => write!(f, "{figure} {unit}"),
            Statement::Growth(percent, base) => write!(f, "growth of {} on {base}", percent_text(percent)),
            Statement::Share(percent, of) => write!(f, "{percent} % of {of}"),
            Statement::Record(None) => write!(f, "a record"),
            Statement::Record(Some(scope)) => write!(f, "the highest of {scope}"),
            Statement::Rank(place, among) => write!(f, "place {place} among {}", among.len()),
        }
    }
}
