//! Intra-industry trade: how much of trade is two-way in the same products.

use crate::error::Error;
use crate::indicator::{not_negative, over_total};
use crate::number::Ratio;

/// The Grubel-Lloyd index of one product: 0 for one-way trade, 1 for balanced two-way trade.
///
/// # Formula
/// `1 - |x - m| / (x + m) = 2 min(x, m) / (x + m)`
///
/// # Undefined when
/// There is no trade ([`NoTrade`](crate::Undefined::NoTrade)) or a level is negative
/// ([`NegativeLevel`](crate::Undefined::NegativeLevel)).
///
/// # Example
/// ```
/// use bilateral::{Rounding, indicator, number::decimal};
/// // China with Russia 2022, all goods as one
/// let index = indicator::grubel_lloyd(decimal("76.12"), decimal("114.15"))?;
/// assert_eq!(index.round(4, Rounding::HalfEven).to_string(), "0.8001");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn grubel_lloyd(exports: impl Into<Ratio>, imports: impl Into<Ratio>) -> Result<Ratio, Error> {
    grubel_lloyd_aggregate(&[(exports.into(), imports.into())])
}

/// The Grubel-Lloyd index over products, each weighted with its trade. It falls when the
/// classification gets finer.
///
/// # Formula
/// `sum(2 min(x_k, m_k)) / sum(x_k + m_k)` over pairs of exports and imports of a product
///
/// # Undefined when
/// As [`grubel_lloyd`], for all products together.
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::grubel_lloyd_aggregate(&[(10, 30), (20, 0)])?, Ratio::new(20, 60)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn grubel_lloyd_aggregate<N: Into<Ratio> + Clone>(products: &[(N, N)]) -> Result<Ratio, Error> {
    let sums = Sums::of(products)?;
    over_total(&sums.overlap, &(&sums.exports + &sums.imports))
}

/// The aggregate index adjusted for the imbalance of total trade.
///
/// # Formula
/// `sum(2 min(x_k, m_k)) / (sum(x_k + m_k) - |sum(x) - sum(m)|)`. Its bias is known; it is offered
/// because it is used.
///
/// # Undefined when
/// All trade goes one way ([`NoTrade`](crate::Undefined::NoTrade)); else as [`grubel_lloyd`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::grubel_lloyd_adjusted(&[(10, 50), (20, 0)])?, Ratio::new(20, 60)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn grubel_lloyd_adjusted<N: Into<Ratio> + Clone>(products: &[(N, N)]) -> Result<Ratio, Error> {
    let sums = Sums::of(products)?;
    over_total(&sums.overlap, &(Ratio::from(2) * sums.exports.min(sums.imports)))
}

struct Sums {
    exports: Ratio,
    imports: Ratio,
    overlap: Ratio,
}

impl Sums {
    fn of<N: Into<Ratio> + Clone>(products: &[(N, N)]) -> Result<Sums, Error> {
        let mut sums =
            Sums { exports: Ratio::zero(), imports: Ratio::zero(), overlap: Ratio::zero() };
        for (exports, imports) in products.iter().cloned() {
            let (exports, imports): (Ratio, Ratio) = (exports.into(), imports.into());
            not_negative([&exports, &imports])?;
            sums.overlap = sums.overlap + Ratio::from(2) * exports.clone().min(imports.clone());
            sums.exports = sums.exports + exports;
            sums.imports = sums.imports + imports;
        }
        Ok(sums)
    }
}
