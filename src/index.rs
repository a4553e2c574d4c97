//! Price and volume: unit values, index numbers of the goods that two periods share, and changes of
//! value split into effects.
//!
//! Customs data hold values and quantities, not prices; `value / quantity` is a *unit value*, which
//! moves with the mix of goods as well. Indices compare items that have both in both periods, the
//! *matched* ones, and every answer comes with its [`MatchedCoverage`]: how much of the trade the
//! matched items are.
//!
//! | asked | answered by |
//! |---|---|
//! | was it price or volume, in money and in points of growth? | [`Basket::bennet`], [`Basket::price_volume_mix`] and the other [`Decomposition`]s |
//! | how much did prices move, how much volumes? | [`Basket`]: [`laspeyres_price`](Basket::laspeyres_price) and its neighbours, each [`Formula`] by [`Basket::price`] |
//! | the same from a few numbers at hand? | [`bennet`], [`price_index`], [`volume_index`] |
//! | over more than two periods? | [`Sequence`]: chained, GEKS, GEKS over a moving window |
//! | how much of the trade can be compared? | [`Basket::coverage`] |
//! | which unit values are doubtful? | [`Basket::outliers`], [`Basket::without_outliers`] |
//! | how much did it grow in real terms? | [`Series::deflate`](crate::Series::deflate) with a [`PriceIndex`] |
//! | what do exports buy? | [`terms_of_trade`], [`income_terms_of_trade`], [`Basket::terms_of_trade`] |
//!
//! Indices without roots and logarithms are exact fractions. The others take the number of places
//! and are correctly rounded to it, without floats.
//!
//! ```
//! use bilateral::index::{Basket, Item};
//!
//! let basket = Basket::new(vec![
//!     Item::new((105, 95), (100, 100))?,   // value and quantity now, and a year ago
//!     Item::new((108, 45), (100, 40))?,
//!     Item::new((0, 0), (80, 8))?,         // nothing now: left
//! ])?;
//! assert_eq!(basket.laspeyres_price()?.round(4, Default::default()).to_string(), "1.0326");
//! assert_eq!(basket.coverage()?.base().percent(1).to_string(), "71.4 %");
//! # Ok::<(), bilateral::Error>(())
//! ```

mod basket;
mod decomposition;
mod deflate;
mod formula;
mod item;
mod outliers;
mod sequence;
mod slices;
mod terms_of_trade;

pub use basket::{Basket, MatchedCoverage};
pub use decomposition::{Decomposition, DecompositionMethod, Effect, ItemEffects};
pub use deflate::{Deflated, PriceIndex, RealAmount, RealGrowth};
pub use formula::Formula;
pub use item::{Item, Standing, unit_value};
pub use outliers::{OUTLIER_LIMIT, Outlier};
pub use sequence::Sequence;
pub use slices::{bennet, price_index, volume_index};
pub use terms_of_trade::{income_terms_of_trade, terms_of_trade};
