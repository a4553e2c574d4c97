//! Indices and Bennet's rule as functions of plain numbers.

use crate::error::{Error, Undefined};
use crate::index::{Basket, Effect, Formula, Item};
use crate::number::{Ratio, Rounded};

/// The price index of a formula from unit values and quantities of each good, now and then;
/// correctly rounded to `places`.
///
/// # Formula
/// See [`Formula`]. A good without unit value or quantity (zero) in either period is not compared;
/// see [`Basket::coverage`] for how much that is.
///
/// # Errors
/// As [`Basket::of_prices`] and [`Basket::price`].
///
/// # Example
/// ```
/// use bilateral::index::{self, Formula};
/// let (then, now) = ((&[10, 4], &[100, 50]), (&[11, 5], &[90, 60]));
/// assert_eq!(
///     index::price_index(Formula::Fisher, (now.0, now.1), (then.0, then.1), 6)?.to_string(),
///     "1.128285"
/// );
/// assert_eq!(
///     index::volume_index(Formula::Fisher, (now.0, now.1), (then.0, then.1), 6)?.to_string(),
///     "0.952774"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn price_index<N: Into<Ratio> + Clone>(
    formula: Formula,
    now: (&[N], &[N]),
    base: (&[N], &[N]),
    places: u8,
) -> Result<Rounded, Error> {
    Basket::of_prices(now, base)?.price(formula, places)
}

/// The volume index of a formula from unit values and quantities of each good, now and then. See
/// [`price_index`].
///
/// # Errors
/// As [`price_index`].
pub fn volume_index<N: Into<Ratio> + Clone>(
    formula: Formula,
    now: (&[N], &[N]),
    base: (&[N], &[N]),
    places: u8,
) -> Result<Rounded, Error> {
    Basket::of_prices(now, base)?.volume(formula, places)
}

/// The change of the value of one good as price and volume effect, from `(value, quantity)` now
/// and then.
///
/// # Formula
/// Bennet: price `(q0 + q1) / 2 (v1 / q1 - v0 / q0)`, volume `(v0 / q0 + v1 / q1) / 2 (q1 - q0)`;
/// they add up to `v1 - v0` exactly. For several goods see [`Basket::bennet`].
///
/// # Undefined when
/// A value or a quantity is zero ([`Undefined::NothingMatched`]) or negative
/// ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{Rounding, index, number::decimal};
/// // Crude oil from Russia to China, billion US$ and Mt, 2022 and 2023: 2.23 billion more.
/// let (price, volume) =
///     index::bennet((decimal("60.6"), decimal("107")), (decimal("58.37"), decimal("86.2")))?;
/// assert_eq!(price.round(2, Rounding::default()).to_string(), "-10.70");
/// assert_eq!(volume.round(2, Rounding::default()).to_string(), "12.93");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn bennet(
    now: (impl Into<Ratio>, impl Into<Ratio>),
    base: (impl Into<Ratio>, impl Into<Ratio>),
) -> Result<(Ratio, Ratio), Error> {
    let item = Item::new(now, base)?;
    if !item.is_matched() {
        return Err(Undefined::NothingMatched.into());
    }
    let change = Basket::new(vec![item])?.bennet();
    Ok((change.effect(Effect::Price), change.effect(Effect::Volume)))
}
