//! Terms of trade: export prices on import prices.

use crate::error::{Error, Undefined};
use crate::index::formula::Index;
use crate::index::{Basket, Formula};
use crate::number::{Ratio, Rounded, Rounding, root_of_power, round_enclosed};

/// The net barter terms of trade: the quantity of imports that a unit of exports buys, relative to
/// the base period.
///
/// # Formula
/// `export prices / import prices`, both as multiples of the base period, or both on a base of 100
///
/// # Undefined when
/// A price index is zero or negative ([`Undefined::NotPositive`]).
///
/// # Example
/// ```
/// use bilateral::{index, number::decimal};
/// // Export prices +5 %, import prices +12 %: 6.25 % less for the same exports.
/// assert_eq!(index::terms_of_trade(decimal("1.05"), decimal("1.12"))?, "0.9375".parse()?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn terms_of_trade(
    export_price: impl Into<Ratio>,
    import_price: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (exports, imports) = (export_price.into(), import_price.into());
    if !exports.is_positive() || !imports.is_positive() {
        return Err(Undefined::NotPositive.into());
    }
    exports.over(&imports)
}

/// The income terms of trade: the quantity of imports that all exports buy, relative to the base
/// period.
///
/// # Formula
/// `export value / import prices`, both as multiples of the base period; the net barter terms times
/// the volume of exports
///
/// # Undefined when
/// As [`terms_of_trade`].
///
/// # Example
/// ```
/// use bilateral::{index, number::decimal};
/// // The value of exports +26 %, import prices +12 %.
/// assert_eq!(index::income_terms_of_trade(decimal("1.26"), decimal("1.12"))?, "1.125".parse()?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn income_terms_of_trade(
    export_value: impl Into<Ratio>,
    import_price: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    terms_of_trade(export_value, import_price)
}

impl Basket {
    /// The net barter terms of trade: export prices, of this basket, on import prices, correctly
    /// rounded to `places`.
    ///
    /// # Formula
    /// `export price index / import price index`, both of the formula
    ///
    /// # Errors
    /// As [`price`](Basket::price), for either basket.
    ///
    /// ```
    /// use bilateral::index::{Basket, Formula};
    /// let exports = Basket::of_prices((&[12], &[90]), (&[10], &[100]))?;        // +20 %
    /// let imports = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50]))?;
    /// assert_eq!(exports.terms_of_trade(&imports, Formula::Fisher, 4)?.to_string(), "1.0636");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn terms_of_trade(
        &self,
        imports: &Basket,
        formula: Formula,
        places: u8,
    ) -> Result<Rounded, Error> {
        match (self.index(formula)?, imports.index(formula)?) {
            (Index::Exact(exports), Index::Exact(imports)) => {
                Ok(exports.over(&imports)?.round(places, Rounding::default()))
            }
            (Index::Root(exports), Index::Root(imports)) => {
                root_of_power(&exports.over(&imports)?, 1, 2, places)
            }
            (exports, imports) => {
                round_enclosed(places, |bits| exports.enclose(bits)?.over(&imports.enclose(bits)?))
            }
        }
    }
}
