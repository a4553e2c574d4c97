//! Price and volume: unit values and index numbers of the goods that two periods share.
//!
//! Customs data hold values and quantities, not prices; `value / quantity` is a *unit value*, which moves with the mix of
//! goods as well. Indices compare items that have both in both periods, the *matched* ones, and every answer comes with
//! its [`Coverage`]: how much of the trade the matched items are.
//!
//! ```
//! use bilateral::index::{Basket, Item};
//!
//! let basket = Basket::new(vec![
//!     Item::new((100, 100), (105, 95))?,   // value and quantity a year ago, and now
//!     Item::new((100, 40), (108, 45))?,
//!     Item::new((80, 8), (0, 0))?,         // nothing now: left
//! ])?;
//! assert_eq!(basket.laspeyres_price()?.round(4, Default::default()).to_string(), "1.0326");
//! assert_eq!(basket.coverage()?.base().percent(1).to_string(), "71.4 %");
//! # Ok::<(), bilateral::Error>(())
//! ```

mod basket;
mod item;

pub use basket::{Basket, Coverage};
pub use item::{Item, unit_value};
