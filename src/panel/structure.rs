//! Comparative advantage, concentration and intra-industry trade of every country.
//!
//! Dense tables of country and commodity hold the exact sums of one period in 128 bits: 2^32 rows of at most 2^63 stay
//! below 2^95. Indices are identifiers below the lengths of the dictionaries. Held by
//! `structure_equals_the_scalar_functions` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::Flow;
use crate::number::{Ratio, Rounding};
use crate::panel::Panel;
use crate::panel::column::{Column, NEGATIVE, NO_TRADE, Reason, TOO_LARGE};
use crate::panel::growth::power_of_ten;
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::quotient::{OfWorld, quotient_of_products};
use crate::panel::totals::sum;
use crate::period::Period;
use num_bigint::BigInt;

/// Structure of trade: one table of countries and commodities, one of countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    commodity_key: Vec<(u16, u16, u16)>,
    exports: Column,
    total_exports: i128,
    rca: Column,
    country_key: Vec<(u16, u16)>,
    hhi_commodities: Column,
    hhi_partners: Column,
    grubel_lloyd: Column,
    periods: Vec<Period>,
    areas: Vec<Area>,
    commodities: Vec<Commodity>,
}

/// Whose comparative advantage in what a row of [`Structure::rca`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AdvantageRow {
    /// When.
    pub period: Period,
    /// Who exports.
    pub area: Area,
    /// What.
    pub commodity: Commodity,
}

/// Whose structure a row of the table of countries is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructureRow {
    /// When.
    pub period: Period,
    /// Who.
    pub area: Area,
}

impl Structure {
    /// Revealed comparative advantage for each period, country and commodity that it exports:
    /// [`indicator::rca`](crate::indicator::rca), the world being all reporters of the panel.
    #[must_use]
    pub fn rca(&self) -> &Column {
        &self.rca
    }

    /// What a row of [`rca`](Structure::rca) is about.
    #[must_use]
    pub #[inline]
fn advantage(of_world: &OfWorld, part: i128, whole: i128, world_part: i128, world: i128, rounding: Rounding) -> Result<i64, Reason> {
    if part < 0 || whole < 0 || world_part < 0 || world < 0 {
        return Err(NEGATIVE);
    }
    if whole == 0 || world_part == 0 {
        return Err(NO_TRADE);
    }
    of_world.quotient(part, whole, world_part, rounding)
}

/// Sum of squares over the square of the sum.
fn concentration(levels: impl Iterator<Item = i128> + Clone, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    if levels.clone().any(|level| level < 0) {
        return Err(NEGATIVE);
    }
    let total: i128 = levels.clone().sum();
    if total == 0 {
        return Err(NO_TRADE);
    }
    // The sum of squares is at most the square of the sum, so below 2^63 it fits 126 bits.
    if total < 1 << 62 {
        let squares: i128 = levels.map(|level| level * level).sum();
        return quotient_of_products((squares, 1), power, (total, total), rounding);
    }
    let squares: BigInt = levels.map(|level| BigInt::from(level).pow(2)).sum();
    rounded(squares, BigInt::from(total).pow(2), power, rounding)
}

/// The Grubel-Lloyd index over pairs of exports and imports.
fn two_way(pairs: impl Iterator<Item = (i128, i128)>, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    let (mut both, mut all) = (0_i128, 0_i128);
    for (exports, imports) in pairs {
        if exports < 0 || imports < 0 {
            return Err(NEGATIVE);
        }
        both += 2 * exports.min(imports);
        all += exports + imports;
    }
    if all == 0 { Err(NO_TRADE) } else { quotient_of_products((both, 1), power, (all, 1), rounding) }
}

fn rounded(above: BigInt, below: BigInt, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    use num_traits::ToPrimitive;
    let ratio = Ratio::new(above * power, below).map_err(|_| NO_TRADE)?;
    ratio.round(0, rounding).mantissa.to_i64().ok_or(TOO_LARGE)
}
