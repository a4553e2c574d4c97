//! Structure of trade in one number: shares, ranks, balances, concentration, comparative advantage,
//! intra-industry trade.
//!
//! All are exact fractions of exact inputs. Every level is a value of one currency or a quantity of
//! one unit and at least zero; the parts of a whole are complete and do not overlap, which the
//! caller knows and these functions cannot see. Where literature gives one name to several
//! formulas, the names here differ and nothing is the default.

mod advantage;
mod balance;
mod concentration;
mod intra_industry;
mod share;
mod structure;

pub use advantage::{rca, rsca, trade_intensity, trade_intensity_without_own_imports};
pub use balance::{Balance, balance, cover_ratio, normalized_balance};
pub use concentration::{
    concentration_ratio, effective_number, hhi, hhi_normalized, hhi_points, unctad_concentration,
};
pub use intra_industry::{grubel_lloyd, grubel_lloyd_adjusted, grubel_lloyd_aggregate};
pub use share::{Ranked, dependence, ranking, share};
pub use structure::{complementarity, similarity};

use crate::error::{Error, Undefined};
use crate::number::Ratio;

/// The levels as ratios, none of them negative.
fn levels<N: Into<Ratio> + Clone>(numbers: &[N]) -> Result<Vec<Ratio>, Error> {
    let levels: Vec<Ratio> = numbers.iter().cloned().map(Into::into).collect();
    not_negative(&levels)?;
    Ok(levels)
}

fn not_negative<'a>(levels: impl IntoIterator<Item = &'a Ratio>) -> Result<(), Error> {
    if levels.into_iter().any(Ratio::is_negative) {
        Err(Undefined::NegativeLevel.into())
    } else {
        Ok(())
    }
}

fn total(levels: &[Ratio]) -> Ratio {
    levels.iter().cloned().sum()
}

/// A quotient whose divisor is a total. Without trade the structure is not defined.
fn over_total(part: &Ratio, whole: &Ratio) -> Result<Ratio, Error> {
    if whole.is_zero() { Err(Undefined::NoTrade.into()) } else { part.over(whole) }
}
