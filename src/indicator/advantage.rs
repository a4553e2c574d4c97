//! Comparative advantage and intensity.

use crate::error::{Error, Undefined};
use crate::indicator::{not_negative, over_total};
use crate::number::Ratio;

/// Revealed comparative advantage after Balassa: above 1 the country exports more of the product
/// than the world does.
///
/// # Formula
/// `(x_ck / X_c) / (x_k / X)` as `x_ck * X / (X_c * x_k)`: the country's exports of the product,
/// all its exports, the world's exports of the product, all of the world's. Whether the world holds
/// the country is the caller's choice.
///
/// # Undefined when
/// The country or the world exports nothing, or nobody the product ([`Undefined::NoTrade`]); a
/// level is negative ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// // 30 of a country's 100 are energy, 20 of the world's 1,000
/// assert_eq!(indicator::rca(30, 100, 20, 1_000)?, Ratio::from(15));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn rca(
    country_product: impl Into<Ratio>,
    country: impl Into<Ratio>,
    world_product: impl Into<Ratio>,
    world: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (above, below) =
        cross(country_product.into(), country.into(), world_product.into(), world.into())?;
    over_total(&above, &below)
}

/// Revealed *symmetric* comparative advantage: the same between -1 and 1, 0 where the shares agree.
///
/// # Formula
/// `(RCA - 1) / (RCA + 1)`, computed as one fraction.
///
/// # Undefined when
/// As [`rca`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::rsca(30, 100, 20, 1_000)?, Ratio::new(14, 16)?);
/// assert_eq!(indicator::rsca(0, 100, 20, 1_000)?, Ratio::from(-1));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn rsca(
    country_product: impl Into<Ratio>,
    country: impl Into<Ratio>,
    world_product: impl Into<Ratio>,
    world: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (above, below) =
        cross(country_product.into(), country.into(), world_product.into(), world.into())?;
    if below.is_zero() {
        return Err(Undefined::NoTrade.into());
    }
    over_total(&(&above - &below), &(&above + &below))
}

/// Trade intensity with the *world's exports* as measure: how much more of its exports a country
/// sends to a partner than the world does.
///
/// # Formula
/// `(x_ij / X_i) / (X_wj / X_w)`: exports from i to j, all exports of i, the world's exports to j,
/// all of the world's. The other formula of this name leaves i's own imports out of the measure:
/// [`trade_intensity_without_own_imports`].
///
/// # Undefined when
/// As [`rca`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::trade_intensity(30, 100, 150, 1_000)?, Ratio::from(2));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn trade_intensity(
    exports_to_partner: impl Into<Ratio>,
    exports: impl Into<Ratio>,
    world_exports_to_partner: impl Into<Ratio>,
    world_exports: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    rca(exports_to_partner, exports, world_exports_to_partner, world_exports)
}

/// Trade intensity with the *world's imports without the country's own* as measure, because a
/// country does not sell to itself.
///
/// # Formula
/// `(x_ij / X_i) / (M_j / (M_w - M_i))`: exports from i to j, all exports of i, all imports of j,
/// of the world, and of i.
///
/// # Undefined when
/// As [`rca`]; also if the country's imports exceed the world's ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// let intensity = indicator::trade_intensity_without_own_imports(30, 100, 150, 1_000, 250)?;
/// assert_eq!(intensity, Ratio::new(3, 2)?); // and 2 by the other formula
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn trade_intensity_without_own_imports(
    exports_to_partner: impl Into<Ratio>,
    exports: impl Into<Ratio>,
    partner_imports: impl Into<Ratio>,
    world_imports: impl Into<Ratio>,
    own_imports: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let own = own_imports.into();
    not_negative([&own])?;
    rca(exports_to_partner, exports, partner_imports, world_imports.into() - own)
}

/// Numerator and denominator of a quotient of two shares.
fn cross(
    part: Ratio,
    whole: Ratio,
    other_part: Ratio,
    other_whole: Ratio,
) -> Result<(Ratio, Ratio), Error> {
    not_negative([&part, &whole, &other_part, &other_whole])?;
    if other_whole.is_zero() {
        return Err(Undefined::NoTrade.into());
    }
    Ok((part * other_whole, whole * other_part))
}
