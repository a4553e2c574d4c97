//! January and February out of one figure: an estimate, marked as that.

use crate::error::{Error, Undefined};
use crate::number::{Ratio, Rounding};
use crate::period::Period;
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// January and February split out of a joint figure. It is an estimate: growth of either month on
/// such a split says nothing, and no series takes it for figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Split {
    january: Ratio,
    february: Ratio,
    share: Ratio,
}

impl Split {
    /// January, estimated.
    #[must_use]
    pub fn january(&self) -> &Ratio {
        &self.january
    }

    /// February, estimated.
    #[must_use]
    pub fn february(&self) -> &Ratio {
        &self.february
    }

    /// The share of January that was assumed.
    #[must_use]
    pub fn share(&self) -> &Ratio {
        &self.share
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let round = |number: &Ratio| number.round(3, Rounding::default());
        let (january, february) = (round(&self.january), round(&self.february));
        write!(
            f,
            "January {january}, February {february}: split, January at {}",
            self.share.percent(1)
        )
    }
}

/// A joint figure of January and February split by the mean share that January had in earlier
/// years.
///
/// # Formula
/// `january = joint * mean(shares)`, `february = joint - january`. The New Year holiday moves
/// between the two, so a single year may be far off.
///
/// # Undefined when
/// There are no shares, or one is not between 0 and 1 ([`Invalid`](crate::ErrorKind::Invalid)).
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection::temporal};
/// let split = temporal::split_january_february(
///     decimal("34.08"),
///     &[decimal("0.55").into(), decimal("0.53").into()],
/// )?;
/// assert_eq!(split.to_string(), "January 18.403, February 15.677: split, January at 54.0 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn split_january_february(joint: impl Into<Ratio>, shares: &[Ratio]) -> Result<Split, Error> {
    let joint = joint.into();
    if shares.is_empty() || shares.iter().any(|share| share.is_negative() || *share > Ratio::one())
    {
        return Err(Error::invalid(
            "a list of shares of January",
            "at least one share is needed, each from 0 to 1",
        )
        .with_help(
            "give January as a part of January and February together, of one earlier year or more",
        ));
    }
    let count = Ratio::from(num_bigint::BigInt::from(shares.len()));
    let share = shares.iter().cloned().sum::<Ratio>().over(&count)?;
    let january = &joint * &share;
    Ok(Split { february: joint - january.clone(), january, share })
}

/// A joint figure of a series, split by the shares of January in earlier years.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct JointSplit<D: Dimension> {
    joint: Reading<D>,
    split: Split,
    years: usize,
}

impl<D: Dimension> JointSplit<D> {
    /// The figure of both months.
    #[must_use]
    pub fn joint(&self) -> &Reading<D> {
        &self.joint
    }

    /// Its parts, in the unit of the series.
    #[must_use]
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// How many earlier years the share rests on.
    #[must_use]
    pub fn years(&self) -> usize {
        self.years
    }
}

impl<D: Dimension> fmt::Display for JointSplit<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years = if self.years == 1 { "year" } else { "years" };
        write!(f, "{}: {} (mean of {} {years})", self.joint, self.split, self.years)
    }
}

impl<D: Dimension> Series<D> {
    /// January and February of a year out of their joint figure, by the mean share of January in
    /// the last five earlier years in which both months are known. The result is not a part of the
    /// series: growth, months and back-tests leave it aside.
    ///
    /// # Errors
    /// As [`amount`](Series::amount) for the two months together; [`Undefined::Missing`] if no
    /// earlier year has both months; [`split_january_february`] for shares that are not between 0
    /// and 1.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    /// let series = Series::new(Key::trade(CHN).with(RUS), USD.billion())
    ///     .with("2022-01", "6.6")?
    ///     .with("2022-02", "5.4")?
    ///     .with("2023-01/2023-02", "14.00")?;
    /// let split = series.split_january_february(2023)?;
    /// assert_eq!(
    ///     split.to_string(),
    ///     "14.00 billion US$, Jan-Feb 2023: January 7.700, February 6.300: \
    ///      split, January at 55.0 % (mean of 1 year)"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn split_january_february(&self, year: i32) -> Result<JointSplit<D>, Error> {
        let both = Period::try_january_february(year)?;
        let joint = self.amount(both)?;
        let first = self.published_spans().map(|span| span.first().year()).min().unwrap_or(year);
        let share = |year: i32| -> Result<Ratio, Error> {
            let january = self.amount(Period::try_month(year, 1)?)?;
            let both = self.amount(Period::try_january_february(year)?)?;
            january.amount().ratio_to(both.amount())
        };
        let shares: Vec<Ratio> =
            (first..year).rev().filter_map(|year| share(year).ok()).take(5).collect();
        if shares.is_empty() {
            let missing =
                Error::from(Undefined::Missing).about("January and February of an earlier year");
            return Err(missing.about(self.key()));
        }
        let split = split_january_february(joint.amount().value(), &shares)?;
        Ok(JointSplit { joint, split, years: shares.len() })
    }
}
