//! Values at the prices of a base period, and real growth.

use crate::error::{Error, Undefined};
use crate::growth::{Base, Comparison, Growth};
use crate::number::{Bounds, Figure, Ratio, Rounding};
use crate::period::Period;
use crate::series::{Reading, Series};
use crate::unit::{AmountBounds, Currency, Money, MoneyUnit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A price index in one currency, 100 in its base period, for the spans that it was published for.
///
/// An index of prices in dollars deflates dollars only, and one of January-April deflates
/// January-April.
///
/// ```
/// use bilateral::index::PriceIndex;
/// use bilateral::{Period, unit::USD};
///
/// let unit_values = PriceIndex::new(Period::year(2020), USD)
///     .with("2021", "112.4")?
///     .with("2022", "121")?
///     .from_source("invented");
/// assert_eq!(
///     unit_values.change(Period::year(2022), Period::year(2021))?.percent(1).to_string(),
///     "+7.7 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct PriceIndex {
    base: Period,
    currency: Currency,
    source: String,
    levels: BTreeMap<Period, Level>,
}

/// One index number, 112.4, and the range that its rounding allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Level {
    number: Ratio,
    bounds: Bounds,
}

impl PriceIndex {
    /// An index that is 100 in its base period and has no other number yet.
    #[must_use]
    pub fn new(base: Period, currency: Currency) -> PriceIndex {
        let hundred = Level { number: Ratio::from(100), bounds: Bounds::exactly(Ratio::from(100)) };
        PriceIndex {
            base,
            currency,
            source: String::new(),
            levels: BTreeMap::from([(base, hundred)]),
        }
    }

    /// The same with a number as it was printed, for a span.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) for either text; [`Invalid`](crate::ErrorKind::Invalid)
    /// for a number that is not positive, one-sided or in words, and for a span that has another
    /// number already.
    pub fn with(self, period: &str, number: &str) -> Result<PriceIndex, Error> {
        let figure: Figure = number.parse()?;
        if !figure.is_level() {
            return Err(Error::invalid(
                "an index number",
                "it must be given as a number, not in words and not in percent",
            )
            .with_help(
                "write the index number itself, as 112.4, which is 100 in the base period",
            ));
        }
        self.put(period.parse()?, Level { number: figure.value(), bounds: figure.bounds() })
    }

    /// The same with an exact number, as a computed index gives it: 112.4 for a price 12.4 % above
    /// the base.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) as [`with`](PriceIndex::with).
    pub fn with_exact(self, period: Period, number: impl Into<Ratio>) -> Result<PriceIndex, Error> {
        let number = number.into();
        self.put(period, Level { bounds: Bounds::exactly(number.clone()), number })
    }

    /// The same with the name of its source.
    #[must_use]
    pub fn from_source(self, source: impl Into<String>) -> PriceIndex {
        PriceIndex { source: source.into(), ..self }
    }

    /// The period in which it is 100.
    #[must_use]
    pub fn base(&self) -> Period {
        self.base
    }

    /// The currency of the prices.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The name of the source; empty if none was given.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The index number of a span.
    ///
    /// # Errors
    /// [`Undefined::Missing`] for a span without a number: numbers of other spans are not combined.
    pub fn number(&self, period: Period) -> Result<&Ratio, Error> {
        Ok(&self.level(period)?.number)
    }

    /// The change of prices from one span to another.
    ///
    /// # Errors
    /// As [`number`](PriceIndex::number).
    pub fn change(&self, period: Period, base: Period) -> Result<Growth, Error> {
        Ok(Growth::from_ratio(self.number(period)?.over(self.number(base)?)? - Ratio::one()))
    }

    fn level(&self, period: Period) -> Result<&Level, Error> {
        self.levels.get(&period).ok_or_else(|| {
            Error::from(Undefined::Missing)
                .about(format!("a price index, {period}"))
                .with_help("give the index number of exactly this span, since numbers of its months do not weigh its trade")
        })
    }

    fn put(mut self, period: Period, level: Level) -> Result<PriceIndex, Error> {
        let fault = |reason: &str, help: &str| {
            Err(Error::invalid("an index number", reason)
                .about(format!("a price index, {period}"))
                .with_help(help))
        };
        if !level.number.is_positive() || !Bounds::above(Ratio::zero()).contains_all(&level.bounds)
        {
            return fault(
                "it must be positive",
                "give a number above 0; it is 100 in the base period",
            );
        }
        if level.bounds.width().is_none() || !level.bounds.contains(&level.number) {
            return fault(
                "it must have a lower and an upper end",
                "give the number without a hedge",
            );
        }
        match self.levels.get(&period) {
            Some(known) if *known != level => {
                let reason = format!("the period already has {:.2}", known.number);
                fault(&reason, "give each period one number; the base period has 100")
            }
            _ => {
                self.levels.insert(period, level);
                Ok(self)
            }
        }
    }
}

/// A series beside the price index that takes the prices out of it. See [`Series::deflate`].
#[derive(Debug, Clone)]
pub struct Deflated<'a> {
    series: &'a Series<Money>,
    index: &'a PriceIndex,
}

/// The value of a span at the prices of the base period of an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RealAmount {
    reading: Reading<Money>,
    index: Ratio,
    base: Period,
    value: Ratio,
    bounds: AmountBounds<Money>,
}

/// Real growth of a span, with what it was computed from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RealGrowth {
    nominal: Comparison<Money>,
    price: Growth,
    price_bounds: Bounds,
    real: Growth,
}

impl Series<Money> {
    /// The series at constant prices, for levels and growth in real terms.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the index is of prices in another currency.
    ///
    /// ```
    /// use bilateral::index::PriceIndex;
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion())
    ///     .with("2021", "146.887")?
    ///     .with("2022", "190.271")?;
    /// let index = PriceIndex::new(Period::year(2021), USD).with("2022", "115.0")?; // invented
    /// let real = trade.deflate(&index)?;
    /// assert_eq!(
    ///     real.growth(Period::year(2022))?.to_string(),
    ///     "+12.6 % in real terms, 2022 on 2021 (base as known): value +29.5 %, prices +15.0 %"
    /// );
    /// assert_eq!(
    ///     real.amount(Period::year(2022))?.to_string(),
    ///     "165.453 billion US$ in 2022, at prices of 2021"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn deflate<'a>(&'a self, index: &'a PriceIndex) -> Result<Deflated<'a>, Error> {
        let currency = self.unit().currency();
        if currency != index.currency {
            return Err(Error::mismatch(
                "the currency of the values and of the prices",
                currency,
                index.currency,
            )
            .with_help("convert the series first, or use an index of prices in its currency"));
        }
        Ok(Deflated { series: self, index })
    }
}

impl Deflated<'_> {
    /// The value of a span at the prices of the base period of the index.
    ///
    /// # Formula
    /// `value * 100 / index`
    ///
    /// # Errors
    /// As [`Series::amount`] and [`PriceIndex::number`].
    pub fn amount(&self, period: Period) -> Result<RealAmount, Error> {
        let (reading, level) = (self.series.amount(period)?, self.index.level(period)?);
        let hundred = Ratio::from(100);
        let bounds = reading.bounds().bounds().scaled(&hundred).divided_by(&level.bounds)?;
        Ok(RealAmount {
            index: level.number.clone(),
            base: self.index.base,
            value: (Ratio::from(reading.amount().value()) * hundred).over(&level.number)?,
            bounds: AmountBounds::new(bounds, self.series.unit()),
            reading,
        })
    }

    /// Real growth of a span on a year earlier, as known.
    ///
    /// # Errors
    /// As [`Series::growth`], and [`PriceIndex::number`] for either span.
    pub fn growth(&self, period: Period) -> Result<RealGrowth, Error> {
        self.growth_on(period, Base::AsKnown)
    }

    /// Real growth of a span on a year earlier, on a named base of the values.
    ///
    /// # Formula
    /// `1 + real = (1 + growth of value) / (1 + growth of prices)`; the base period of the index
    /// cancels out
    ///
    /// # Errors
    /// As [`Series::growth_on`], and [`PriceIndex::number`] for either span.
    pub fn growth_on(&self, period: Period, base: Base) -> Result<RealGrowth, Error> {
        let nominal = self.series.growth_on(period, base)?;
        let (now, then) = (self.index.level(period)?, self.index.level(nominal.base_period())?);
        let price = now.number.over(&then.number)?;
        Ok(RealGrowth {
            real: Growth::from_ratio(nominal.growth().factor().over(&price)? - Ratio::one()),
            price: Growth::from_ratio(price - Ratio::one()),
            price_bounds: now.bounds.divided_by(&then.bounds)?,
            nominal,
        })
    }
}

impl RealAmount {
    /// The value at current prices, with the figures it rests on.
    #[must_use]
    pub fn reading(&self) -> &Reading<Money> {
        &self.reading
    }

    /// The value at the prices of the base period, in [`unit`](RealAmount::unit).
    #[must_use]
    pub fn value(&self) -> &Ratio {
        &self.value
    }

    /// The unit of the value.
    #[must_use]
    pub fn unit(&self) -> MoneyUnit {
        self.reading.amount().unit()
    }

    /// The period whose prices it is counted at.
    #[must_use]
    pub fn prices_of(&self) -> Period {
        self.base
    }

    /// The index number that it was divided by.
    #[must_use]
    pub fn index(&self) -> &Ratio {
        &self.index
    }

    /// The range that the rounding of the figures and of the index allows.
    #[must_use]
    pub fn bounds(&self) -> &AmountBounds<Money> {
        &self.bounds
    }
}

impl RealGrowth {
    /// Real growth.
    #[must_use]
    pub fn growth(&self) -> &Growth {
        &self.real
    }

    /// Growth of the value, with its figures and its base.
    #[must_use]
    pub fn nominal(&self) -> &Comparison<Money> {
        &self.nominal
    }

    /// The growth of prices.
    #[must_use]
    pub fn price(&self) -> &Growth {
        &self.price
    }

    /// Every rate of real growth that the printed digits of levels and index allow.
    ///
    /// # Errors
    /// [`Undefined::DivisionByZero`] if a base may be zero.
    pub fn bounds(&self) -> Result<Bounds, Error> {
        let one = Bounds::exactly(Ratio::one());
        Ok(self.nominal.bounds()?.plus(&one).divided_by(&self.price_bounds)?.minus(&one))
    }
}

impl fmt::Display for RealAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.round(3, Rounding::default());
        write!(
            f,
            "{value} {} in {}, at prices of {}",
            self.unit(),
            self.reading.period(),
            self.base
        )
    }
}

impl fmt::Display for RealGrowth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (period, base_period) = (self.nominal.now().period(), self.nominal.base_period());
        let base = match self.nominal.base() {
            Base::AsKnown => "base as known",
            Base::Implied => "base implied by published growth",
            Base::Latest => "latest base",
        };
        write!(f, "{} in real terms, {period} on {base_period} ({base}): ", self.real)?;
        write!(f, "value {}, prices {}", self.nominal.growth(), self.price)
    }
}

/// The form of an index in serde, before it is checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    base: Period,
    currency: Currency,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    numbers: Vec<(Period, Level)>,
}

impl TryFrom<Fields> for PriceIndex {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<PriceIndex, Error> {
        let empty = PriceIndex::new(fields.base, fields.currency).from_source(fields.source);
        fields
            .numbers
            .into_iter()
            .try_fold(empty, |index, (period, level)| index.put(period, level))
    }
}

impl From<PriceIndex> for Fields {
    fn from(index: PriceIndex) -> Fields {
        let PriceIndex { base, currency, source, levels } = index;
        Fields { base, currency, source, numbers: levels.into_iter().collect() }
    }
}
