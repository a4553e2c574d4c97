//! Concentration with its bounds, and the columns of countries that it stands in.
#![allow(clippy::arithmetic_side_effects)]
// Sums of 2^32 values of at most 2^63 stay below 2^95. Held by
// `structure_equals_the_scalar_functions` in `tests/panel/panel.rs` and by
// `tests/panel/structure.rs`.

use crate::bulk::column::{CONFLICTING, Column, NEGATIVE, NO_TRADE, REST, Reason, TOO_LARGE};
use crate::bulk::listed::Denominator;
use crate::bulk::quotient::quotient_of_products;
use crate::number::{Ratio, Rounding};
use num_bigint::BigInt;

/// The columns of the table of countries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Countries {
    pub(crate) hhi_commodities: Concentration,
    pub(crate) hhi_partners: Concentration,
    pub(crate) grubel_lloyd: Column,
    pub(crate) grubel_lloyd_of_mirror: Column,
    pub(crate) denominators: Vec<Denominator>,
    /// What two-way trade rests on, where it is defined or has another reason than a missing side.
    pub(crate) two_way_denominators: Vec<Option<Denominator>>,
}

/// A Herfindahl-Hirschman index: a number where everything is split, else its bounds.
///
/// What the listed rows leave of the whole can be spread over very many members, which adds
/// nothing, or be one member more. A member of which only some rows are listed, and no total, can
/// have more than these: then the rest may be its own, which is the most that the index can be. The
/// World, all goods and groups of today's countries whose members are not listed are no members but
/// rest; so are codes coarser than the finest that the country lists, and areas that are no country
/// ("Areas, nes", bunkers, free zones; 490, "Other Asia, nes", is one, since it is Taiwan).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concentration {
    pub(crate) point: Column,
    pub(crate) low: Column,
    pub(crate) high: Column,
}

/// What a whole is split among.
pub(crate) struct Members {
    pub(crate) values: Vec<i128>,
    /// What is listed and is not a member: it may be one or several.
    pub(crate) unsplit: Vec<i128>,
    /// The largest of both of which there may be more than what is listed.
    pub(crate) open: Option<i128>,
    /// What they leave of the whole; a conflict if they are more than a reported one.
    pub(crate) rest: Result<i128, Reason>,
}

impl Concentration {
    /// The index; undefined ([`RestNotSplit`](crate::Undefined::RestNotSplit)) where a part of the
    /// whole is not split.
    #[must_use]
    pub fn point(&self) -> &Column {
        &self.point
    }

    /// The index if what is not split is spread thin.
    #[must_use]
    pub fn low(&self) -> &Column {
        &self.low
    }

    /// The index if what is not split is one member more, or belongs to the largest member that may
    /// have more than what is listed.
    #[must_use]
    pub fn high(&self) -> &Column {
        &self.high
    }

    fn columns(&mut self) -> [&mut Column; 3] {
        [&mut self.point, &mut self.low, &mut self.high]
    }

    /// The index of a whole of which everything is split.
    pub(crate) fn push(
        &mut self,
        levels: impl Iterator<Item = i128> + Clone,
        power: i64,
        rounding: Rounding,
    ) {
        let index = concentration(levels.clone(), levels.sum(), power, rounding);
        self.columns().into_iter().for_each(|column| column.push(index));
    }

    /// The index of a sum of what is listed, of which a part belongs to none of the members.
    pub(crate) fn push_listed(
        &mut self,
        values: &[i128],
        rest: i128,
        power: i64,
        rounding: Rounding,
    ) {
        if rest == 0 {
            return self.push(values.iter().copied(), power, rounding);
        }
        let open = values.iter().copied().max();
        let (values, unsplit) = (values.to_vec(), Vec::new());
        self.push_members(&Members { values, unsplit, open, rest: Ok(rest) }, power, rounding);
    }

    /// The index of what is split among members, or its bounds.
    pub(crate) fn push_members(&mut self, members: &Members, power: i64, rounding: Rounding) {
        let Ok(rest) = members.rest else { return self.push_conflict() };
        let rest = rest.max(0);
        let listed = || members.values.iter().chain(&members.unsplit).copied();
        let all = listed().sum::<i128>() + rest;
        let low = concentration(members.values.iter().copied(), all, power, rounding);
        // Squares grow fastest where most is already.
        let at = members.open.and_then(|open| listed().position(|level| level == open));
        let others =
            listed().enumerate().filter(|(place, _)| Some(*place) != at).map(|(_, level)| level);
        let most = at.and(members.open).unwrap_or(0) + rest;
        let high = concentration(others.chain([most]), all, power, rounding);
        let is_split = rest == 0 && members.unsplit.iter().all(|level| *level == 0);
        self.point.push(if is_split { low } else { low.and(high).and(Err(REST)) });
        self.low.push(high.and(low));
        self.high.push(low.and(high));
    }

    pub(crate) fn push_conflict(&mut self) {
        self.columns().into_iter().for_each(|column| column.push(Err(CONFLICTING)));
    }
}

impl Countries {
    fn columns(&mut self) -> [&mut Column; 8] {
        let [point, low, high] = self.hhi_commodities.columns();
        let [partner_point, partner_low, partner_high] = self.hhi_partners.columns();
        let (own, mirror) = (&mut self.grubel_lloyd, &mut self.grubel_lloyd_of_mirror);
        [point, low, high, partner_point, partner_low, partner_high, own, mirror]
    }

    pub(crate) fn with_places(places: u8) -> Countries {
        let mut countries = Countries::default();
        countries.columns().into_iter().for_each(|column| column.places = places);
        countries
    }

    pub(crate) fn extend(&mut self, mut more: Countries) {
        for (column, more) in self.columns().into_iter().zip(more.columns()) {
            column.mantissa.append(&mut more.mantissa);
            column.reason.append(&mut more.reason);
        }
        self.denominators.append(&mut more.denominators);
        self.two_way_denominators.append(&mut more.two_way_denominators);
    }
}

/// Sum of squares over the square of the whole.
fn concentration(
    levels: impl Iterator<Item = i128> + Clone,
    whole: i128,
    power: i64,
    rounding: Rounding,
) -> Result<i64, Reason> {
    if levels.clone().any(|level| level < 0) {
        return Err(NEGATIVE);
    }
    if whole == 0 {
        return Err(NO_TRADE);
    }
    // The sum of squares is at most the square of the sum, so below 2^63 it fits 126 bits.
    if whole < 1 << 62 {
        let squares: i128 = levels.map(|level| level * level).sum();
        return quotient_of_products((squares, 1), power, (whole, whole), rounding);
    }
    let squares: BigInt = levels.map(|level| BigInt::from(level).pow(2)).sum();
    rounded(squares, BigInt::from(whole).pow(2), power, rounding)
}

fn rounded(above: BigInt, below: BigInt, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    use num_traits::ToPrimitive;
    let ratio = Ratio::new(above * power, below).map_err(|_| NO_TRADE)?;
    ratio.round(0, rounding).mantissa.to_i64().ok_or(TOO_LARGE)
}
