//! How far two reports of one flow are apart.

use crate::error::{Error, Undefined};
use crate::mirror::{Pair, Sides};
use crate::number::{Bounds, Ratio, Rounded, log_ratio};
use serde::Serialize;
use std::ops::Bound;

/// Two reports of one flow in one valuation: `a` that of the exporter, `b` that of the importer.
///
/// Every measure but the difference is free of the unit. All are exact but the log distance, which
/// is correctly rounded. If importer and exporter change places, the difference and the one
/// relative to the mean change their sign, minus the one relative to the importer becomes the one
/// relative to the exporter, and the normalized one, the log distance and `min / max` stay.
///
/// # Source
/// The difference relative to the importer is what the working group of the United States and
/// China on their trade statistics prints, the one relative to the exporter is the margin that the
/// two reports imply; relative to the mean as in studies of Eurostat and the OECD on asymmetries.
///
/// ```
/// use bilateral::mirror::Asymmetry;
/// use bilateral::number::decimal;
///
/// // Russia's exports of fuels to China and China's imports of them, 2017, US$ (UN Comtrade)
/// let fuels = Asymmetry::of(decimal("25245786810"), decimal("27431760370"))?;
/// assert_eq!(fuels.difference().to_string(), "2185973560");
/// assert_eq!(fuels.relative_to_exporter()?.percent(2).to_string(), "8.66 %");
/// assert_eq!(fuels.relative_to_mean()?.percent(2).to_string(), "8.30 %");
/// assert_eq!(fuels.log_distance(4)?.to_string(), "0.0830");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asymmetry {
    exported: Ratio,
    imported: Ratio,
}

impl Asymmetry {
    /// The two reports, in one unit.
    ///
    /// # Undefined when
    /// A report is negative ([`Undefined::NegativeLevel`]).
    pub fn of(exported: impl Into<Ratio>, imported: impl Into<Ratio>) -> Result<Asymmetry, Error> {
        let (exported, imported) = (exported.into(), imported.into());
        for (who, report) in [("exporter", &exported), ("importer", &imported)] {
            if report.is_negative() {
                return Err(negative(format!("{}, the report of the {who}", report.plain())));
            }
        }
        Ok(Asymmetry { exported, imported })
    }

    /// What the exporter reports.
    #[must_use]
    pub fn exported(&self) -> &Ratio {
        &self.exported
    }

    /// What the importer reports.
    #[must_use]
    pub fn imported(&self) -> &Ratio {
        &self.imported
    }

    /// `b - a`, in the unit of the reports: above zero where the importer reports more.
    #[must_use]
    pub fn difference(&self) -> Ratio {
        &self.imported - &self.exported
    }

    /// `2 (b - a) / (a + b)`, from -2 to 2.
    ///
    /// # Undefined when
    /// Both are zero ([`Undefined::ZeroOverZero`]).
    pub fn relative_to_mean(&self) -> Result<Ratio, Error> {
        self.some_trade()?;
        (Ratio::from(2) * self.difference()).over(&(&self.exported + &self.imported))
    }

    /// `(b - a) / b`.
    ///
    /// # Undefined when
    /// The importer reports zero ([`Undefined::ZeroBase`]), or both do
    /// ([`Undefined::ZeroOverZero`]).
    pub fn relative_to_importer(&self) -> Result<Ratio, Error> {
        self.over(&self.difference(), "importer", &self.imported)
    }

    /// `(b - a) / a`: the margin that the two reports imply, `+5.12 %` where the importer reports
    /// that much more.
    ///
    /// # Undefined when
    /// The exporter reports zero ([`Undefined::ZeroBase`]), or both do
    /// ([`Undefined::ZeroOverZero`]).
    pub fn relative_to_exporter(&self) -> Result<Ratio, Error> {
        self.over(&self.difference(), "exporter", &self.exported)
    }

    /// `|a - b| / (a + b)`, from 0 to 1: half the size of the one relative to the mean.
    ///
    /// # Undefined when
    /// Both are zero ([`Undefined::ZeroOverZero`]).
    pub fn normalized(&self) -> Result<Ratio, Error> {
        self.some_trade()?;
        self.difference().abs().over(&(&self.exported + &self.imported))
    }

    /// `b / a`.
    ///
    /// # Undefined when
    /// The exporter reports zero ([`Undefined::ZeroBase`]), or both do
    /// ([`Undefined::ZeroOverZero`]).
    pub fn ratio(&self) -> Result<Ratio, Error> {
        self.over(&self.imported, "exporter", &self.exported)
    }

    /// `|ln(b / a)|`.
    ///
    /// # Rounding
    /// Correctly rounded to `places`, at most 50.
    ///
    /// # Undefined when
    /// One is zero ([`Undefined::NotPositive`]), or both are ([`Undefined::ZeroOverZero`]).
    pub fn log_distance(&self, places: u8) -> Result<Rounded, Error> {
        self.some_trade()?;
        let (least, most) = self.ordered();
        if least.is_zero() {
            return Err(Error::from(Undefined::NotPositive)
                .about("the logarithm of two reports")
                .with_help(
                    "use relative_to_mean() or min_over_max(), which take a report of zero",
                ));
        }
        log_ratio(&most.over(least)?, places)
    }

    /// `min(a, b) / max(a, b)`, from 0 to 1.
    ///
    /// # Undefined when
    /// Both are zero ([`Undefined::ZeroOverZero`]).
    pub fn min_over_max(&self) -> Result<Ratio, Error> {
        self.some_trade()?;
        let (least, most) = self.ordered();
        least.over(most)
    }

    fn ordered(&self) -> (&Ratio, &Ratio) {
        if self.exported <= self.imported {
            (&self.exported, &self.imported)
        } else {
            (&self.imported, &self.exported)
        }
    }

    fn some_trade(&self) -> Result<(), Error> {
        if self.exported.is_zero() && self.imported.is_zero() {
            return Err(Error::from(Undefined::ZeroOverZero)
                .with_help("report that both sides say there is no trade"));
        }
        Ok(())
    }

    fn over(&self, number: &Ratio, of: &str, base: &Ratio) -> Result<Ratio, Error> {
        self.some_trade()?;
        if base.is_zero() {
            return Err(Error::from(Undefined::ZeroBase)
                .about(format!("a gap over the report of the {of}"))
                .with_help("use relative_to_mean() or normalized(), which take a report of zero"));
        }
        number.over(base)
    }
}

impl Pair {
    /// How far the two reports are apart, as they stand: imports carry freight and insurance unless
    /// a [`Margin`](crate::mirror::Margin) takes these off.
    ///
    /// # Undefined when
    /// A side does not report ([`Undefined::Missing`]: a missing report is no zero), or a report
    /// is negative.
    ///
    /// ```
    /// use bilateral::area::{CHN, RUS};
    /// use bilateral::mirror::Pair;
    /// use bilateral::{Period, number::decimal};
    ///
    /// let alone = Pair::new(RUS, CHN, Period::year(2018)).exported(decimal("56"));
    /// let error = alone.asymmetry().unwrap_err();
    /// assert!(error.to_string().contains("the importer, CHN, reports nothing"));
    /// let gap = alone.imported(decimal("58.8")).asymmetry()?;
    /// assert_eq!(gap.relative_to_exporter()?.percent(1).to_string(), "5.0 %");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn asymmetry(&self) -> Result<Asymmetry, Error> {
        if self.sides() == Sides::Neither {
            return Err(Error::from(Undefined::Missing)
                .about(format!("neither side reports {self}"))
                .with_help("leave the flow out, or give what one of the two reports"));
        }
        let missing = |who: &str, area| {
            Error::from(Undefined::Missing)
                .about(format!("{who}, {area}, reports nothing"))
                .about(self)
                .with_help("count the flow as one that only one side reports; it has no asymmetry")
        };
        let exported = self.exported.ok_or_else(|| missing("the exporter", self.exporter))?;
        let imported = self.imported.ok_or_else(|| missing("the importer", self.importer))?;
        Asymmetry::of(exported, imported).map_err(|error| error.about(self))
    }
}

/// The same measures of two reports that are known as intervals: rounded figures, "more than 40".
///
/// The two are taken to be independent of each other, so the bounds hold every value that the
/// printed digits allow and nothing else. The log distance has none of its own: it is minus the
/// logarithm of `min / max`.
///
/// ```
/// use bilateral::Figure;
/// use bilateral::mirror::AsymmetryBounds;
///
/// let (sold, bought) = ("56.0".parse::<Figure>()?, "58.9".parse::<Figure>()?);
/// let gap = AsymmetryBounds::of(sold.bounds(), bought.bounds())?;
/// assert_eq!(gap.relative_to_exporter()?.outward_percent(1).to_string(), "4.9 to 5.4 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsymmetryBounds {
    exported: Bounds,
    imported: Bounds,
}

impl AsymmetryBounds {
    /// What is known of the two reports, in one unit. No report is below zero, so what an interval
    /// has below is cut off.
    ///
    /// # Undefined when
    /// A report is negative throughout ([`Undefined::NegativeLevel`]).
    pub fn of(exported: Bounds, imported: Bounds) -> Result<AsymmetryBounds, Error> {
        let plausible = Bounds::new(Bound::Included(Ratio::zero()), Bound::Unbounded)?;
        let cut = |who: &str, report: &Bounds| {
            report
                .intersection(&plausible)
                .ok_or_else(|| negative(format!("{report}, the report of the {who}")))
        };
        Ok(AsymmetryBounds {
            exported: cut("exporter", &exported)?,
            imported: cut("importer", &imported)?,
        })
    }

    /// See [`Asymmetry::difference`].
    #[must_use]
    pub fn difference(&self) -> Bounds {
        self.imported.minus(&self.exported)
    }

    /// See [`Asymmetry::relative_to_mean`].
    ///
    /// # Undefined when
    /// Both may be zero ([`Undefined::DivisionByZero`]).
    pub fn relative_to_mean(&self) -> Result<Bounds, Error> {
        let zero = Ratio::zero();
        if self.exported.contains(&zero) && self.imported.contains(&zero) {
            return Err(Undefined::DivisionByZero.into());
        }
        // It falls with the export and rises with the import.
        // Where both ends are zero, one of the two is zero throughout: no exports in the low
        // corner, no imports in the high one.
        let low = corner(self.exported.high(), self.imported.low(), 2)?;
        let high = corner(self.exported.low(), self.imported.high(), -2)?;
        let (Bound::Included(least) | Bound::Excluded(least)) = &low else {
            return Err(Undefined::DivisionByZero.into());
        };
        let point = Bounds::exactly(least.clone());
        Ok(Bounds::new(low, high).unwrap_or(point))
    }

    /// See [`Asymmetry::relative_to_importer`].
    ///
    /// # Undefined when
    /// The importer may report zero ([`Undefined::DivisionByZero`]).
    pub fn relative_to_importer(&self) -> Result<Bounds, Error> {
        Ok(Bounds::exactly(Ratio::one()).minus(&self.exported.divided_by(&self.imported)?))
    }

    /// See [`Asymmetry::relative_to_exporter`].
    ///
    /// # Undefined when
    /// The exporter may report zero ([`Undefined::DivisionByZero`]).
    pub fn relative_to_exporter(&self) -> Result<Bounds, Error> {
        Ok(self.ratio()?.minus(&Bounds::exactly(Ratio::one())))
    }

    /// See [`Asymmetry::normalized`].
    ///
    /// # Undefined when
    /// Both may be zero ([`Undefined::DivisionByZero`]).
    pub fn normalized(&self) -> Result<Bounds, Error> {
        let half = self.relative_to_mean()?.scaled(&Ratio::new(1, 2)?);
        let mirrored = half.scaled(&Ratio::from(-1));
        let positive = Bounds::new(Bound::Included(Ratio::zero()), Bound::Unbounded)?;
        let sides = [half, mirrored].map(|side| side.intersection(&positive));
        match sides {
            [Some(one), Some(other)] => {
                let high = if one.contains_all(&other) { one } else { other };
                Bounds::new(Bound::Included(Ratio::zero()), high.high().cloned())
            }
            [Some(only), None] | [None, Some(only)] => Ok(only),
            [None, None] => Err(Undefined::DivisionByZero.into()),
        }
    }

    /// See [`Asymmetry::ratio`].
    ///
    /// # Undefined when
    /// The exporter may report zero ([`Undefined::DivisionByZero`]).
    pub fn ratio(&self) -> Result<Bounds, Error> {
        self.imported.divided_by(&self.exported)
    }

    /// See [`Asymmetry::min_over_max`].
    ///
    /// # Undefined when
    /// Both may be zero ([`Undefined::DivisionByZero`]).
    pub fn min_over_max(&self) -> Result<Bounds, Error> {
        // With the normalized one `n` it is (1 - n) / (1 + n), which falls with `n`.
        let of = |end: Bound<&Ratio>| -> Result<Bound<Ratio>, Error> {
            let at = |n: &Ratio| (Ratio::one() - n.clone()).over(&(Ratio::one() + n.clone()));
            Ok(match end {
                Bound::Included(n) => Bound::Included(at(n)?),
                Bound::Excluded(n) => Bound::Excluded(at(n)?),
                Bound::Unbounded => Bound::Unbounded,
            })
        };
        let normalized = self.normalized()?;
        Bounds::new(of(normalized.high())?, of(normalized.low())?)
    }
}

/// A report below zero.
pub(crate) fn negative(report: impl std::fmt::Display) -> Error {
    Error::from(Undefined::NegativeLevel)
        .about(report)
        .with_help("add a correction below zero to what it corrects, or leave the flow out")
}

/// `2 (b - a) / (a + b)` at a corner of both intervals; where an end is missing, its limit.
fn corner(a: Bound<&Ratio>, b: Bound<&Ratio>, both_zero: i32) -> Result<Bound<Ratio>, Error> {
    let value = |a: &Ratio, b: &Ratio| {
        if a.is_zero() && b.is_zero() {
            return Ok(Ratio::from(both_zero));
        }
        (Ratio::from(2) * (b - a)).over(&(a + b))
    };
    Ok(match (a, b) {
        (Bound::Unbounded, _) => Bound::Excluded(Ratio::from(-2)),
        (_, Bound::Unbounded) => Bound::Excluded(Ratio::from(2)),
        (Bound::Included(a), Bound::Included(b)) => Bound::Included(value(a, b)?),
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            Bound::Excluded(value(a, b)?)
        }
    })
}
