//! Two structures of trade compared, product by product.

use crate::error::Error;
use crate::indicator::{not_negative, over_total};
use crate::number::Ratio;

/// How well the exports of one country match the imports of another: 1 for equal structures, 0 if
/// no product is in both.
///
/// # Formula
/// `1 - 1/2 sum |m_k / M - x_k / X|` over pairs of exports and imports of a product; often printed
/// times 100.
///
/// # Undefined when
/// One side has no trade ([`NoTrade`](crate::Undefined::NoTrade)) or a level is negative
/// ([`NegativeLevel`](crate::Undefined::NegativeLevel)). Both sides must be complete and in one
/// classification.
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// // shares 3/4 and 1/4 against 1/2 and 1/2
/// assert_eq!(indicator::complementarity(&[(75, 20), (25, 20)])?, Ratio::new(3, 4)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn complementarity<N: Into<Ratio> + Clone>(
    exports_and_imports: &[(N, N)],
) -> Result<Ratio, Error> {
    common_share(exports_and_imports)
}

/// How alike two countries' exports to a third are, after Finger and Kreinin: 1 for equal
/// structures.
///
/// # Formula
/// `sum min(x_ik / X_i, x_jk / X_j)`, which is `1 - 1/2 sum |difference of shares|`; often printed
/// times 100. It depends on how fine the classification is.
///
/// # Undefined when
/// As [`complementarity`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::similarity(&[(75, 20), (25, 20)])?, Ratio::new(3, 4)?);
/// assert_eq!(indicator::similarity(&[(5, 10), (7, 14)])?, Ratio::one());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn similarity<N: Into<Ratio> + Clone>(exports_of_both: &[(N, N)]) -> Result<Ratio, Error> {
    common_share(exports_of_both)
}

/// The sum of the smaller shares. With whole numbers: `sum min(a_k B, b_k A) / (A B)`.
fn common_share<N: Into<Ratio> + Clone>(products: &[(N, N)]) -> Result<Ratio, Error> {
    let products: Vec<(Ratio, Ratio)> =
        products.iter().cloned().map(|(one, two)| (one.into(), two.into())).collect();
    not_negative(products.iter().flat_map(|(one, two)| [one, two]))?;
    let one: Ratio = products.iter().map(|pair| pair.0.clone()).sum();
    let two: Ratio = products.iter().map(|pair| pair.1.clone()).sum();
    let common: Ratio = products.iter().map(|(a, b)| (a * &two).min(b * &one)).sum();
    over_total(&common, &(one * two))
}
