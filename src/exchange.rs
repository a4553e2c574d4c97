//! Exchange rates of a period, conversion of amounts and series, and growth split into trade and
//! currency.
//!
//! A rate belongs to a period and is an average over it or the rate at its end; trade of a period
//! converts with the average. Conversion keeps the rate it was made with, and is exact or a
//! fraction.

use crate::error::{Error, Undefined, counted};
use crate::number::{Bounds, Decimal, Figure, Hedge, Ratio, Rounding, exact_multiply};
use crate::period::Period;
use crate::series::{Reading, Series};
use crate::unit::{Amount, AmountBounds, Currency, Money, MoneyUnit};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a rate is an average over its period or the rate at the end of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RateKind {
    /// The average over the period: what the trade of the period converts with.
    Average,
    /// The rate at the end of the period.
    End,
}

/// An exchange rate of a period: how much of one currency one unit of another costs.
///
/// ```
/// use bilateral::exchange::{ExchangeRate, RateKind};
/// use bilateral::{
///     Amount, Money, Period,
///     number::decimal,
///     unit::{CNY, USD},
/// };
///
/// // The rate a news agency printed beside the trade of November 2024: 7.2430 yuan for a dollar.
/// let rate =
///     ExchangeRate::new(USD, CNY, decimal("7.2430"), Period::month(2024, 11), RateKind::End)?
///         .from_source("Reuters");
/// let dollars: Amount<Money> = "20.14 billion USD".parse()?;
/// assert_eq!(rate.convert(dollars)?.to_string(), "145.874020 billion yuan");
/// assert_eq!(rate.to_string(), "7.2430 CNY for 1 USD, end of Nov 2024 (Reuters)");
///
/// // Back again it is a fraction, and rounded only by name.
/// let yuan: Amount<Money> = "145.9 billion CNY".parse()?;
/// assert!(rate.convert(yuan).unwrap_err().is_inexact());
/// assert_eq!(rate.ratio(yuan)?.round(2, bilateral::Rounding::HalfEven).to_string(), "20.14");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct ExchangeRate {
    one: Currency,
    costs: Currency,
    #[serde(with = "crate::number::decimal_serde")]
    rate: Decimal,
    period: Period,
    kind: RateKind,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
}

/// The form of a rate in serde, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    one: Currency,
    costs: Currency,
    #[serde(with = "crate::number::decimal_serde")]
    rate: Decimal,
    period: Period,
    kind: RateKind,
    #[serde(default)]
    source: String,
}

impl ExchangeRate {
    /// A rate: how much of the second currency one unit of the first costs.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if the rate is not positive;
    /// [`Invalid`](crate::ErrorKind::Invalid) if both are the same currency.
    pub fn new(
        one: Currency,
        costs: Currency,
        rate: Decimal,
        period: Period,
        kind: RateKind,
    ) -> Result<ExchangeRate, Error> {
        if rate.is_zero() || rate.is_sign_negative() {
            return Err(Error::range("an exchange rate", format!("{rate} is not above 0")));
        }
        if one == costs {
            return Err(Error::invalid(
                "an exchange rate",
                format!("both of its currencies are {one}"),
            )
            .with_help("give the rate between two different currencies"));
        }
        Ok(ExchangeRate { one, costs, rate, period, kind, source: String::new() })
    }

    /// The same with the name of its source.
    #[must_use]
    pub fn from_source(self, source: impl Into<String>) -> ExchangeRate {
        ExchangeRate { source: source.into(), ..self }
    }

    /// The period it holds for.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// Average or end of the period.
    #[must_use]
    pub fn kind(&self) -> RateKind {
        self.kind
    }

    /// How much of the second currency one unit of the first costs.
    #[must_use]
    pub fn rate(&self) -> Decimal {
        self.rate
    }

    /// The name of the source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// An amount of either currency in the other, with the same multiplier.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a third currency;
    /// [`Inexact`](crate::ErrorKind::Inexact) if the number does not end or does not fit;
    /// [`ratio`](ExchangeRate::ratio) gives it as a fraction.
    pub fn convert(&self, amount: Amount<Money>) -> Result<Amount<Money>, Error> {
        let unit = self.other(amount.unit())?;
        let value = if amount.unit().currency() == self.one {
            exact_multiply(amount.value(), self.rate)
        } else {
            self.ratio(amount)?.to_decimal()
        };
        let value = value.map_err(|error| {
            error.about(format!("{amount} at {self}")).with_help(
                "take ratio(), which gives the number as an exact fraction, and round it",
            )
        })?;
        Ok(Amount::new(value, unit))
    }

    /// The number of an amount of either currency in the other, with the same multiplier, as an
    /// exact fraction.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a third currency.
    pub fn ratio(&self, amount: Amount<Money>) -> Result<Ratio, Error> {
        Ok(Ratio::from(amount.value()) * self.factor(amount.unit())?)
    }

    /// The unit in the other currency.
    fn other(&self, unit: MoneyUnit) -> Result<MoneyUnit, Error> {
        let currency = unit.currency();
        if currency == self.one {
            Ok(unit.in_currency(self.costs))
        } else if currency == self.costs {
            Ok(unit.in_currency(self.one))
        } else {
            Err(Error::mismatch("the currency of an amount and of the rate", currency, self)
                .with_help(format!(
                    "use a rate of the other currency, since this one converts {} and {} only",
                    self.one, self.costs
                )))
        }
    }

    fn factor(&self, unit: MoneyUnit) -> Result<Ratio, Error> {
        self.other(unit)?;
        let rate = Ratio::from(self.rate);
        if unit.currency() == self.one { Ok(rate) } else { Ratio::one().over(&rate) }
    }
}

/// An amount of a series in another currency, with the rate that it was made with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConvertedMoney {
    reading: Reading<Money>,
    rate: ExchangeRate,
    unit: MoneyUnit,
    value: Ratio,
    bounds: Bounds,
}

impl ConvertedMoney {
    /// The amount before conversion, with the figures it rests on.
    #[must_use]
    pub fn reading(&self) -> &Reading<Money> {
        &self.reading
    }

    /// The rate.
    #[must_use]
    pub fn rate(&self) -> &ExchangeRate {
        &self.rate
    }

    /// The unit after conversion.
    #[must_use]
    pub fn unit(&self) -> MoneyUnit {
        self.unit
    }

    /// The number after conversion, as an exact fraction.
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }

    /// The range that the rounding of the published figures allows; the rate is taken as exact.
    #[must_use]
    pub fn bounds(&self) -> AmountBounds<Money> {
        AmountBounds::new(self.bounds.clone(), self.unit)
    }
}

impl Series<Money> {
    /// The amount of a span in another currency, with the rate of exactly this span.
    ///
    /// # Errors
    /// As [`amount`](Series::amount); [`Invalid`](crate::ErrorKind::Invalid) if no average rate of
    /// this span, between these currencies, is among the rates. A rate at the end of a period does
    /// not convert the trade of the period.
    ///
    /// ```
    /// use bilateral::exchange::{ExchangeRate, RateKind};
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     number::decimal,
    ///     unit::{CNY, USD},
    /// };
    ///
    /// let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2022", "190")?;
    /// let rates =
    ///     [ExchangeRate::new(USD, CNY, decimal("6.7"), Period::year(2022), RateKind::Average)?];
    /// let yuan = trade.converted(Period::year(2022), &rates)?;
    /// assert_eq!(
    ///     yuan.to_string(),
    ///     "1273.000 billion yuan, 2022, from 190 billion US$ at 6.7 CNY for 1 USD, \
    ///      average of 2022"
    /// );
    /// assert_eq!(yuan.bounds().to_string(), "1269.65 to 1276.35 billion yuan");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn converted(&self, span: Period, rates: &[ExchangeRate]) -> Result<ConvertedMoney, Error> {
        let reading = self.amount(span)?;
        let fits = |rate: &&ExchangeRate| {
            rate.period == span && rate.kind == RateKind::Average && rate.other(self.unit()).is_ok()
        };
        let rate = rates.iter().find(fits).ok_or_else(|| {
            Error::invalid(
                "a list of exchange rates",
                format!(
                    "it has {}, and none is an average of {span} for {}",
                    counted(rates.len(), "rate"),
                    self.unit().currency()
                ),
            )
            .with_help(
                "add the average rate of exactly this span, \
                     since rates of its months do not weigh its trade",
            )
        })?;
        let factor = rate.factor(self.unit())?;
        Ok(ConvertedMoney {
            unit: rate.other(self.unit())?,
            value: rate.ratio(reading.amount())?,
            bounds: reading.span_bounds().scaled(&factor),
            rate: rate.clone(),
            reading,
        })
    }
}

/// Growth of the exchange rate that makes growth in one currency of growth in another.
///
/// # Formula
/// `1 + local = (1 + foreign) (1 + currency)`, so `currency = (1 + local) / (1 + foreign) - 1`.
/// Rates are fractions: 0.263 for +26.3 %. It is the growth of the average price of the foreign
/// currency in the local one, as the trade was converted.
///
/// # Undefined when
/// Foreign growth is -100 % ([`Undefined::DivisionByZero`]) or one of them is below
/// ([`Undefined::NotPositive`]).
///
/// # Example
/// ```
/// use bilateral::{exchange, number::decimal};
/// // 2023: +32.7 % in yuan, +26.3 % in US$.
/// let dollar = exchange::currency_growth(decimal("0.327"), decimal("0.263"))?;
/// assert_eq!(format!("{:+}", dollar.percent(2)), "+5.07 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn currency_growth(local: impl Into<Ratio>, foreign: impl Into<Ratio>) -> Result<Ratio, Error> {
    let (local, foreign) = (local.into() + Ratio::one(), foreign.into() + Ratio::one());
    if local.is_negative() || foreign.is_negative() {
        return Err(Undefined::NotPositive.into());
    }
    Ok(local.over(&foreign)? - Ratio::one())
}

/// The same for two published growth rates in percent, with the range that their rounding allows.
///
/// # Errors
/// As [`currency_growth`]; [`Invalid`](crate::ErrorKind::Invalid) for growth in words (doubled, a
/// third).
///
/// ```
/// use bilateral::exchange;
/// let dollar = exchange::currency_growth_bounds(&"32.7".parse()?, &"26.3".parse()?)?;
/// assert_eq!(dollar.outward_percent(2).to_string(), "4.98 to 5.15 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn currency_growth_bounds(local: &Figure, foreign: &Figure) -> Result<Bounds, Error> {
    let in_words = |figure: &Figure| figure.decimal().is_none() && figure.hedge() != Hedge::Between;
    let factor = |figure: &Figure| match figure.hedge() {
        Hedge::Fold => {
            Err(Error::invalid("a growth rate", "it must be given in percent, not in words")
                .with_help("write the rate as a number: 5 or 5 %, 100 for a doubled level"))
        }
        _ if in_words(figure) => {
            Err(Error::invalid("a growth rate", "it must be given in percent, not in words")
                .with_help("write the rate as a number: 5 or 5 %, 100 for a doubled level"))
        }
        _ => Ok(figure
            .bounds()
            .scaled(&Ratio::power_of_ten(-2))
            .plus(&Bounds::exactly(Ratio::one()))),
    };
    let (local, foreign) = (factor(local)?, factor(foreign)?);
    let negative = Bounds::below(Ratio::zero());
    if local.overlaps(&negative) || foreign.overlaps(&negative) {
        return Err(Undefined::NotPositive.into());
    }
    Ok(local.divided_by(&foreign)?.plus(&Bounds::exactly(Ratio::from(-1))))
}

impl TryFrom<Fields> for ExchangeRate {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<ExchangeRate, Error> {
        let Fields { one, costs, rate, period, kind, source } = fields;
        Ok(ExchangeRate::new(one, costs, rate, period, kind)?.from_source(source))
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            RateKind::Average => "average",
            RateKind::End => "end",
        };
        write!(f, "{} {} for 1 {}, {kind} of {}", self.rate, self.costs, self.one, self.period)?;
        if self.source.is_empty() { Ok(()) } else { write!(f, " ({})", self.source) }
    }
}

/// To three places, with the trail: amount and rate.
impl fmt::Display for ConvertedMoney {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.round(3, Rounding::default());
        write!(
            f,
            "{value} {}, {}, from {} at {}",
            self.unit,
            self.reading.period(),
            self.reading.amount(),
            self.rate
        )
    }
}
