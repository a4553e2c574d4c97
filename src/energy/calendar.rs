//! Days: rates over periods, and growth per day against growth of amounts.

use crate::error::{Error, Undefined};
use crate::growth::Growth;
use crate::number::Ratio;
use crate::period::Period;
use crate::series::Series;
use crate::unit::{Amount, Dimension, Quantity, Rate};
use serde::Serialize;

impl<Q: Quantity> Rate<Q> {
    /// The amount over the days of a period, leap years considered.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it does not fit.
    ///
    /// # Example
    /// ```
    /// use bilateral::{Period, Volume, unit::Rate};
    /// let rate: Rate<Volume> = "2.14 mb/d".parse()?; // crude oil from Russia to China, 2023
    /// assert_eq!(rate.over(Period::year(2023))?.to_string(), "781.10 million bbl");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn over(self, period: Period) -> Result<Amount<Q>, Error> {
        self.over_days(period.days())
    }
}

/// Growth of an amount, split into growth per day and the difference in days.
///
/// `1 + amount = (1 + per day) x (1 + calendar)`, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DailyGrowth {
    amount: Growth,
    per_day: Growth,
    calendar: Growth,
}

impl DailyGrowth {
    /// Growth of the amounts.
    #[must_use]
    pub fn amount(&self) -> &Growth {
        &self.amount
    }

    /// Growth of the amounts per day: the growth that a figure in barrels a day shows.
    #[must_use]
    pub fn per_day(&self) -> &Growth {
        &self.per_day
    }

    /// What the number of days alone makes: +3.6 % for February of a leap year on February of the
    /// year before.
    #[must_use]
    pub fn calendar(&self) -> &Growth {
        &self.calendar
    }
}

/// Growth per day beside growth of the amounts.
///
/// # Formula
/// `per day = (now / days) / (base / base days) - 1`; `calendar = days / base days - 1`
///
/// # Undefined when
/// The base is zero ([`Undefined::ZeroBase`]; both zero: [`Undefined::ZeroOverZero`]) or an amount
/// is negative ([`Undefined::NegativeLevel`]); units that do not convert are a
/// [`Mismatch`](crate::ErrorKind::Mismatch).
///
/// # Rounding
/// None: exact fractions.
///
/// # Example
/// ```
/// use bilateral::{Mass, Period, energy, unit::Amount};
/// // 1 kt a day, February 2024 and 2023
/// let steady: [Amount<Mass>; 2] = ["29 kt".parse()?, "28 kt".parse()?];
/// let growth =
///     energy::daily_growth(steady[0], Period::month(2024, 2), steady[1], Period::month(2023, 2))?;
/// assert_eq!(growth.amount().percent(1).to_string(), "+3.6 %");
/// assert!(growth.per_day().ratio().is_zero());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn daily_growth<D: Dimension>(
    now: Amount<D>,
    period: Period,
    base: Amount<D>,
    base_period: Period,
) -> Result<DailyGrowth, Error> {
    let (now, base) = (now.in_unit(base.unit())?, Ratio::from(base.value()));
    if now.is_negative() || base.is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    if base.is_zero() {
        return Err(
            if now.is_zero() { Undefined::ZeroOverZero } else { Undefined::ZeroBase }.into()
        );
    }
    let days = |period: Period| Ratio::from(i64::from(period.days()));
    let (amount, calendar) = (now.over(&base)?, days(period).over(&days(base_period))?);
    let less_one = |factor: Ratio| Growth::from_ratio(factor - Ratio::one());
    Ok(DailyGrowth {
        per_day: less_one(amount.over(&calendar)?),
        amount: less_one(amount),
        calendar: less_one(calendar),
    })
}

impl<D: Dimension> Series<D> {
    /// Growth per day over the same months a year earlier, beside growth of the amounts; see
    /// [`daily_growth`].
    ///
    /// # Errors
    /// As [`amount`](Series::amount) for both spans, and as [`daily_growth`].
    pub fn daily_growth(&self, period: Period) -> Result<DailyGrowth, Error> {
        let earlier = period.year_earlier()?;
        daily_growth(self.amount(period)?.amount(), period, self.amount(earlier)?.amount(), earlier)
    }
}
