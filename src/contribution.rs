//! Contributions: how many points of growth each part brings.
//!
//! Contributions add up to growth exactly, in any partition; parts that begin or end have one too,
//! where their growth rate is not defined. The difference between a published total and its parts
//! is an explicit residual.

use crate::error::{Error, Undefined};
use crate::growth::{Base, Growth, share_change, year_over_year};
use crate::key::Key;
use crate::number::{Ratio, Rounding};
use crate::period::Period;
use crate::series::Series;
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// The contribution of one part to the growth of a whole, as a fraction: print it with
/// [`points`](Ratio::points).
///
/// # Formula
/// `(now - base) / whole_base`; for a part with a base it equals its share in the base times its
/// growth.
///
/// # Undefined when
/// The base of the whole is zero ([`Undefined::ZeroBase`]), or a level is negative
/// ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{contribution, number::decimal};
/// let exports =
///     contribution::contribution(decimal("33.686"), decimal("20.24"), decimal("51.09"))?;
/// assert_eq!(exports.points(1).to_string(), "+26.3 points");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn contribution(
    now: impl Into<Ratio>,
    base: impl Into<Ratio>,
    whole_base: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (now, base, whole_base) = (now.into(), base.into(), whole_base.into());
    if now.is_negative() || base.is_negative() || whole_base.is_negative() {
        return Err(Undefined::NegativeLevel.into());
    }
    if whole_base.is_zero() {
        return Err(Undefined::ZeroBase.into());
    }
    (now - base).over(&whole_base)
}

/// The contributions of all parts of a whole, given as pairs of the level now and a year earlier.
///
/// # Formula
/// `(now_i - base_i) / sum(base)`; their sum is the growth of the sum, exactly.
///
/// # Undefined when
/// As [`contribution`], for the sum of the bases.
///
/// # Example
/// ```
/// use bilateral::contribution;
/// // A part that grows, one that begins, one that ends: +5, +10 and -20 points make -5 %.
/// let parts = contribution::contributions(&[(85, 80), (10, 0), (0, 20)])?;
/// let points: Vec<String> = parts.iter().map(|part| part.points(0).to_string()).collect();
/// assert_eq!(points, ["+5 points", "+10 points", "-20 points"]);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn contributions<N: Into<Ratio> + Clone>(parts: &[(N, N)]) -> Result<Vec<Ratio>, Error> {
    let whole: Ratio = parts.iter().map(|(_, base)| base.clone().into()).sum();
    parts.iter().map(|(now, base)| contribution(now.clone(), base.clone(), whole.clone())).collect()
}

/// Growth of a published total, split among its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contributions {
    period: Period,
    growth: Growth,
    base: Base,
    parts: Vec<Contribution>,
    residual: Ratio,
}

/// One part of a total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    key: Key,
    now: Ratio,
    base: Ratio,
    base_kind: Base,
    contribution: Ratio,
    share_change: Ratio,
}

impl Contributions {
    /// The span.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The growth of the total, on its own base.
    #[must_use]
    pub fn growth(&self) -> &Growth {
        &self.growth
    }

    /// The base of the total.
    #[must_use]
    pub fn base(&self) -> Base {
        self.base
    }

    /// The parts, in the order in which they were given.
    #[must_use]
    pub fn parts(&self) -> &[Contribution] {
        &self.parts
    }

    /// Growth minus all contributions: the part of growth that the published parts do not explain.
    #[must_use]
    pub fn residual(&self) -> &Ratio {
        &self.residual
    }
}

impl Contribution {
    /// The key of the part.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The level, in the unit of the total.
    #[must_use]
    pub fn now(&self) -> &Ratio {
        &self.now
    }

    /// The level of a year earlier, in the unit of the total.
    #[must_use]
    pub fn base(&self) -> &Ratio {
        &self.base
    }

    /// Which base it is.
    #[must_use]
    pub fn base_kind(&self) -> Base {
        self.base_kind
    }

    /// The contribution, in points.
    #[must_use]
    pub fn contribution(&self) -> &Ratio {
        &self.contribution
    }

    /// The growth of the part itself.
    ///
    /// # Errors
    /// As [`year_over_year`]: it is not defined for a part that begins.
    pub fn growth(&self) -> Result<Growth, Error> {
        year_over_year(&self.now, &self.base)
    }

    /// The change of its share in the total, in points.
    #[must_use]
    pub fn share_change(&self) -> &Ratio {
        &self.share_change
    }
}

impl<D: Dimension> Series<D> {
    /// The contributions of parts to the growth of this total in a span.
    ///
    /// With [`Base::Implied`] total and parts each stand on the base that their published growth
    /// implies, and on the base as known where no growth was published; with [`Base::AsKnown`] all
    /// stand on that.
    ///
    /// # Errors
    /// As [`Series::growth_on`] and [`Series::against_parts`]: parts must not overlap and belong to
    /// the total.
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
    /// let releases = published::china_russia()?;
    /// let known = |key| Ok::<_, bilateral::Error>(releases.series(key)?.as_of(date(2023, 5, 24)));
    /// let total = known(Key::trade(CHN).with(RUS))?;
    /// let (exports, imports) =
    ///     (known(Key::exports(CHN).to(RUS))?, known(Key::imports(CHN).from(RUS))?);
    ///
    /// let ytd = Period::january_to(2023, 4);
    /// let implied = total.contributions(&[&exports, &imports], ytd, Base::Implied)?;
    /// assert_eq!(implied.parts()[0].contribution().points(1).to_string(), "+26.2 points");
    /// assert_eq!(implied.parts()[1].contribution().points(1).to_string(), "+15.1 points");
    /// let first = total.contributions(&[&exports, &imports], ytd, Base::AsKnown)?;
    /// assert_eq!(first.parts()[1].contribution().points(1).to_string(), "+16.9 points");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn contributions(
        &self,
        parts: &[&Series<D>],
        period: Period,
        base: Base,
    ) -> Result<Contributions, Error> {
        crate::series::check_parts(self.key(), parts)?;
        let whole = self.growth_on(period, self.base_kind(period, base))?;
        let whole_now = Ratio::from(whole.now().amount().value());
        let mut found = Vec::with_capacity(parts.len());
        let mut residual = whole.growth().ratio().clone();
        for part in parts {
            let kind = part.base_kind(period, base);
            let now = part.amount(period)?.amount().in_unit(self.unit())?;
            let base = match kind {
                Base::Implied => {
                    part.implied_base(period)?.point()?.clone()
                        * D::ratio(part.unit(), self.unit())?
                }
                _ => part.amount(period.year_earlier()?)?.amount().in_unit(self.unit())?,
            };
            let points = contribution(&now, &base, whole.base_level())?;
            residual = residual - points.clone();
            found.push(Contribution {
                key: part.key(),
                share_change: share_change(&now, &whole_now, &base, whole.base_level())?,
                now,
                base,
                base_kind: kind,
                contribution: points,
            });
        }
        Ok(Contributions {
            period,
            growth: whole.growth().clone(),
            base: whole.base(),
            parts: found,
            residual,
        })
    }

    /// The implied base needs a published growth that gives a point.
    fn base_kind(&self, period: Period, wanted: Base) -> Base {
        match wanted {
            Base::Implied if self.implied_base(period).is_ok_and(|base| base.point().is_ok()) => {
                Base::Implied
            }
            Base::Implied => Base::AsKnown,
            other => other,
        }
    }
}

/// One line for each part, one for the residual, one for the total.
impl fmt::Display for Contributions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            let base = part.base.round(3, Rounding::default());
            writeln!(
                f,
                "{}: {} (on {base}, {})",
                part.key,
                part.contribution.points(1),
                part.base_kind
            )?;
        }
        writeln!(f, "residual: {}", self.residual.points(1))?;
        write!(f, "{}: {} on {}", self.period, self.growth, self.base)
    }
}
