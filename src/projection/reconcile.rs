//! Exports, imports and their total made to add up, without touching what is known.

use crate::error::{Error, ErrorKind, Undefined};
use crate::forecast::float::exact_or;
use crate::number::Ratio;
use crate::projection::{Prior, Projection};
use crate::unit::Dimension;
use serde::Serialize;

/// Three levels that add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reconciled {
    /// The total.
    pub total: Ratio,
    /// Exports.
    pub exports: Ratio,
    /// Imports.
    pub imports: Ratio,
    /// What was missing: the total less its parts, before.
    pub discrepancy: Ratio,
}

/// Three levels made to add up, each moved by its part of the sum of variances. A level of variance
/// zero is known and never moves; equal variances move each by a third.
///
/// # Formula
/// With `r = total - exports - imports` and variances `v`: the total falls by `r v_total / sum(v)`,
/// exports and imports rise by `r v / sum(v)`. It is the least-squares solution under the
/// constraint, with weights `1 / v`.
///
/// # Undefined when
/// A variance is negative ([`Range`](crate::ErrorKind::Range)); all three are known and do not add
/// up ([`Conflict`](crate::ErrorKind::Conflict)).
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection};
/// let thirds = projection::reconcile(
///     241,
///     decimal("112.5"),
///     decimal("127.9"),
///     &[1.into(), 1.into(), 1.into()],
/// )?;
/// assert_eq!(thirds.total, Ratio::from(decimal("240.8")));
/// // Exports are published: they stay.
/// let known = projection::reconcile(
///     241,
///     decimal("112.5"),
///     decimal("127.9"),
///     &[1.into(), 0.into(), 1.into()],
/// )?;
/// assert_eq!((known.exports, known.total), (decimal("112.5").into(), decimal("240.7").into()));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn reconcile(
    total: impl Into<Ratio>,
    exports: impl Into<Ratio>,
    imports: impl Into<Ratio>,
    variances: &[Ratio; 3],
) -> Result<Reconciled, Error> {
    let (total, exports, imports) = (total.into(), exports.into(), imports.into());
    if let Some(variance) = variances.iter().find(|variance| variance.is_negative()) {
        return Err(Error::range("a variance", format!("{variance} is less than 0")));
    }
    let discrepancy = &(&total - &exports) - &imports;
    let sum: Ratio = variances.iter().cloned().sum();
    if sum.is_zero() {
        if discrepancy.is_zero() {
            return Ok(Reconciled { total, exports, imports, discrepancy });
        }
        let figures = vec![
            format!("total {total}"),
            format!("exports {exports}"),
            format!("imports {imports}"),
        ];
        return Err(Error::new(ErrorKind::Conflict {
            what: "a total and its parts".to_owned(),
            figures,
        })
        .with_help("give the figure that may be wrong a variance above 0"));
    }
    let [of_total, of_exports, of_imports] = variances;
    let step = discrepancy.over(&sum)?;
    Ok(Reconciled {
        total: total - &step * of_total,
        exports: exports + &step * of_exports,
        imports: imports + &step * of_imports,
        discrepancy,
    })
}

impl<D: Dimension> Projection<D> {
    /// This projection of total trade reconciled with those of its two sides, each weighed by the
    /// variance of its own back-test. A side whose year is known has no variance and stays; known
    /// months are never moved.
    ///
    /// Where no total is published, there is nothing to reconcile: add the two sides up.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for different years or units; as [`reconcile`];
    /// [`Undefined::NotPositive`] if a side would fall below what is known of it.
    pub fn reconciled(
        &self,
        exports: &Projection<D>,
        imports: &Projection<D>,
    ) -> Result<Reconciled, Error> {
        for part in [exports, imports] {
            if part.period() != self.period() {
                return Err(Error::mismatch(
                    "the year of the projections",
                    self.period(),
                    part.period(),
                )
                .with_help("project the same year for the total and for both sides"));
            }
            if part.unit() != self.unit() {
                return Err(Error::mismatch(
                    "the unit of the projections",
                    self.unit(),
                    part.unit(),
                )
                .with_help("give the three series in one unit"));
            }
        }
        let all = [self, exports, imports];
        let variances = [variance(self)?, variance(exports)?, variance(imports)?];
        let [total, one, other] = all.map(|projection| projection.central().clone());
        let reconciled = reconcile(total, one, other, &variances)?;
        for (projection, level) in
            all.iter().zip([&reconciled.total, &reconciled.exports, &reconciled.imports])
        {
            let known = projection.known_level();
            if level < known && *level != *projection.central() {
                return Err(
                    Error::from(Undefined::NotPositive).about("the rest of a reconciled year")
                );
            }
        }
        Ok(reconciled)
    }
}

/// The square of what one scale of the logarithm is worth in the unit of the series.
#[allow(clippy::float_arithmetic)]
fn variance<D: Dimension>(projection: &Projection<D>) -> Result<Ratio, Error> {
    let own = projection.spread(Prior::Cautious)?.scale();
    // Errors that were all zero make no figure known: only a year of which nothing is left is.
    let scale = if own > 0.0 { own } else { Prior::Cautious.scale(projection.known_months()) };
    let width = projection.rest().approximately() * scale;
    exact_or(width * width, "the variance of a projection")
}
