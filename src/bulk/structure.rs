//! Comparative advantage, concentration and intra-industry trade of every country.
//!
//! Dense tables of country and commodity hold the exact sums of one period in 128 bits: 2^32 rows of at most 2^63 stay
//! below 2^95. Indices are identifiers below the lengths of the dictionaries. Held by
//! `structure_equals_the_scalar_functions` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::bulk::column::{Column, NEGATIVE, NO_TRADE, Reason, TOO_LARGE};
use crate::bulk::growth::power_of_ten;
use crate::bulk::quotient::{OfWorld, quotient_of_products};
use crate::bulk::sums::sum;
use crate::bulk::table::{FlowCells, Label, Table, names, unit_label, with_reasons};
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::Label as FlowLabel;
use crate::number::{Ratio, Rounding};
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::{CodesView, Id, OneLabel, Panel, PanelView};
use crate::period::Period;
use crate::unit::MoneyUnit;
use num_bigint::BigInt;

/// Structure of trade: one table of countries and commodities, one of countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    commodity_key: Vec<(u16, u16, u32)>,
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
    label: FlowLabel,
    unit: MoneyUnit,
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
    pub fn advantage(&self, row: usize) -> Option<AdvantageRow> {
        let (period, area, commodity) = *self.commodity_key.get(row)?;
        Some(AdvantageRow {
            period: self.periods[usize::from(period)],
            area: self.areas[usize::from(area)],
            commodity: self.commodities[commodity as usize],
        })
    }

    /// Concentration of exports on commodities: [`indicator::hhi`](crate::indicator::hhi), from 0 to 1.
    #[must_use]
    pub fn hhi_of_commodities(&self) -> &Column {
        &self.hhi_commodities
    }

    /// Concentration of exports on partners.
    #[must_use]
    pub fn hhi_of_partners(&self) -> &Column {
        &self.hhi_partners
    }

    /// Intra-industry trade over commodities: [`indicator::grubel_lloyd_aggregate`](crate::indicator::grubel_lloyd_aggregate).
    ///
    /// The imports of a country are what the others report as sent to it.
    #[must_use]
    pub fn grubel_lloyd(&self) -> &Column {
        &self.grubel_lloyd
    }

    /// What a row of the tables of countries is about.
    #[must_use]
    pub fn country(&self, row: usize) -> Option<StructureRow> {
        let (period, area) = *self.country_key.get(row)?;
        Some(StructureRow { period: self.periods[usize::from(period)], area: self.areas[usize::from(area)] })
    }

    /// The exports over all partners of each row of [`rca`](Structure::rca), with the places of the panel.
    #[must_use]
    pub fn exports(&self) -> &Column {
        &self.exports
    }

    /// All of them together, as a whole number of the panel's places.
    #[must_use]
    pub fn total_exports(&self) -> i128 {
        self.total_exports
    }

    /// The table of countries and commodities: exports over all partners (`OBS_VALUE`) and `RCA`, with their reasons.
    pub fn advantage_table(&self) -> Table<'_> {
        let flows = FlowCells::new(&[self.label]);
        let mut all =
            names(&[&["REF_AREA", "TRADE_FLOW", "COMMODITY"], flows.names(), &["TIME_PERIOD", "UNIT_MEASURE"]]);
        all.extend(with_reasons(&[("OBS_VALUE", &self.exports), ("RCA", &self.rca)]));
        let (areas, goods, periods) =
            (Label::all(&self.areas), Label::all(&self.commodities), Label::periods(&self.periods));
        let unit = unit_label(self.unit);
        Table::new(all, move |rows| {
            for (row, (period, area, commodity)) in self.commodity_key.iter().enumerate() {
                rows.text(&areas[usize::from(*area)]);
                rows.text(flows.flow(0));
                rows.text(&goods[*commodity as usize]);
                flows.stated(0).iter().for_each(|cell| rows.text(cell));
                rows.text(&periods[usize::from(*period)]);
                rows.text(&unit);
                rows.result(&self.exports, row);
                rows.result(&self.rca, row);
                rows.end()?;
            }
            Ok(())
        })
    }

    /// The table of countries: `HHI_OF_COMMODITIES`, `HHI_OF_PARTNERS`, `GRUBEL_LLOYD`, with their reasons.
    pub fn country_table(&self) -> Table<'_> {
        let columns = [
            ("HHI_OF_COMMODITIES", &self.hhi_commodities),
            ("HHI_OF_PARTNERS", &self.hhi_partners),
            ("GRUBEL_LLOYD", &self.grubel_lloyd),
        ];
        let flows = FlowCells::new(&[self.label]);
        let mut all = names(&[&["REF_AREA", "TRADE_FLOW"], flows.names(), &["TIME_PERIOD"]]);
        all.extend(with_reasons(&columns));
        let (areas, periods) = (Label::all(&self.areas), Label::periods(&self.periods));
        Table::new(all, move |rows| {
            for (row, (period, area)) in self.country_key.iter().enumerate() {
                rows.text(&areas[usize::from(*area)]);
                rows.text(flows.flow(0));
                flows.stated(0).iter().for_each(|cell| rows.text(cell));
                rows.text(&periods[usize::from(*period)]);
                for (_, column) in &columns {
                    rows.result(column, row);
                }
                rows.end()?;
            }
            Ok(())
        })
    }
}

/// One period's results, and their places in the long tables.
type Copying<'a> =
    ((Part, &'a mut [(u16, u16, u32)]), ((&'a mut [i64], &'a mut [Reason]), (&'a mut [i64], &'a mut [Reason])));

/// The results of one period.
#[derive(Default)]
struct Part {
    commodity_key: Vec<(u16, u16, u32)>,
    exports: Column,
    total_exports: i128,
    rca: Column,
    country_key: Vec<(u16, u16)>,
    hhi_commodities: Column,
    hhi_partners: Column,
    grubel_lloyd: Column,
}

impl Panel {
    /// The structure of one flow label, taken as what each reporter sends: comparative advantage, concentration and
    /// intra-industry trade, with this number of places.
    ///
    /// Countries without exports have no row of advantage and an undefined concentration. A country's sum that is
    /// negative (corrections) makes what rests on it undefined.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; as [`PanelView::label_id`];
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    pub fn structure(&self, of: impl Into<OneLabel>, places: u8, rounding: Rounding) -> Result<Structure, Error> {
        self.view().structure(of, places, rounding)
    }
}

impl PanelView<'_> {
    /// As [`Panel::structure`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::structure`].
    pub fn structure(&self, of: impl Into<OneLabel>, places: u8, rounding: Rounding) -> Result<Structure, Error> {
        let power = power_of_ten(places)?;
        self.refuse_totals("the structure of trade")?;
        let label = self.label_id(of)?;
        let parts = map((0..self.periods().len()).collect(), |period| {
            if fits_64_bits(self, period) {
                structure_of::<i64>(self, period, label, power, rounding)
            } else {
                structure_of::<i128>(self, period, label, power, rounding)
            }
        });
        let total_exports = parts.iter().map(|part| part.total_exports).sum();
        let rows: Vec<usize> = parts.iter().map(|part| part.rca.len()).collect();
        let all_rows = rows.iter().sum();
        let mut all = Structure {
            commodity_key: vec![(0, 0, 0); all_rows],
            exports: Column::zeroed(all_rows, self.places()),
            total_exports,
            rca: Column::zeroed(all_rows, places),
            country_key: Vec::new(),
            hhi_commodities: Column { places, ..Column::default() },
            hhi_partners: Column { places, ..Column::default() },
            grubel_lloyd: Column { places, ..Column::default() },
            periods: self.periods().to_vec(),
            areas: self.areas().to_vec(),
            commodities: self.commodities().to_vec(),
            label: self.labels()[label],
            unit: self.unit(),
        };
        for part in &parts {
            all.country_key.extend(&part.country_key);
            for (column, more) in [
                (&mut all.hhi_commodities, &part.hhi_commodities),
                (&mut all.hhi_partners, &part.hhi_partners),
                (&mut all.grubel_lloyd, &part.grubel_lloyd),
            ] {
                column.mantissa.extend(&more.mantissa);
                column.reason.extend(&more.reason);
            }
        }
        // The long tables are put together side by side.
        let lengths = || rows.iter().copied();
        let keys = cut(&mut all.commodity_key, lengths());
        let exports =
            cut(&mut all.exports.mantissa, lengths()).into_iter().zip(cut(&mut all.exports.reason, lengths()));
        let rca = cut(&mut all.rca.mantissa, lengths()).into_iter().zip(cut(&mut all.rca.reason, lengths()));
        let tasks = parts.into_iter().zip(keys).zip(exports.zip(rca)).collect();
        for_each(tasks, |((part, keys), (exports, rca)): Copying| {
            keys.copy_from_slice(&part.commodity_key);
            exports.0.copy_from_slice(&part.exports.mantissa);
            exports.1.copy_from_slice(&part.exports.reason);
            rca.0.copy_from_slice(&part.rca.mantissa);
            rca.1.copy_from_slice(&part.rca.reason);
        });
        Ok(all)
    }
}

/// Whether no sum over rows of the period can leave 64 bits, in any order.
fn fits_64_bits(view: &PanelView<'_>, period: usize) -> bool {
    let rows = view.rows_of_runs(&view.runs_of(period));
    let values = &view.values()[rows.clone()];
    let most = values.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0);
    // The bound over all rows is quick; the sum of absolute values decides where it is too coarse.
    u128::from(most) * (rows.len() as u128) <= i64::MAX as u128
        || values.iter().map(|value| u128::from(value.unsigned_abs())).sum::<u128>() <= i64::MAX as u128
}

/// A sum of values: 64 bits where that is proved to be enough, else 128.
trait Sum: Copy + Default + PartialEq + From<i64> + Into<i128> + std::ops::AddAssign {}
impl Sum for i64 {}
impl Sum for i128 {}

/// Adds the values of a run to the exports of its reporter and the imports of its partner.
#[inline]
fn add_run<S: Sum, T: Id>(codes: &[T], values: &[i64], out: &mut [S], into: &mut [S], seen: &mut [bool]) {
    for (commodity, value) in codes.iter().zip(values) {
        let commodity = commodity.at();
        out[commodity] += S::from(*value);
        into[commodity] += S::from(*value);
        seen[commodity] = true;
    }
}

fn structure_of<S: Sum>(view: &PanelView<'_>, period: usize, label: usize, power: i64, rounding: Rounding) -> Part {
    let (areas, goods) = (view.areas().len(), view.commodities().len());
    let (mut exports, mut imports) = (vec![S::default(); areas * goods], vec![S::default(); areas * goods]);
    let mut exported = vec![false; areas * goods];
    let mut partners: Vec<Vec<i128>> = vec![Vec::new(); areas];
    for run in view.runs_of_label(period, label) {
        let (group, rows) = (view.group(run), view.rows_of(run));
        let values = &view.values()[rows.clone()];
        partners[group.reporter].push(sum(values));
        let of = |area: usize| area * goods..(area + 1) * goods;
        let (out, seen) = (&mut exports[of(group.reporter)], &mut exported[of(group.reporter)]);
        let into = &mut imports[of(group.partner)];
        match view.codes().rows(rows) {
            CodesView::Narrow(codes) => add_run(codes, values, out, into, seen),
            CodesView::Wide(codes) => add_run(codes, values, out, into, seen),
        }
    }
    let mut world = vec![0_i128; goods];
    let mut totals = vec![0_i128; areas];
    for (area, total) in totals.iter_mut().enumerate() {
        for (good, exports) in exports[area * goods..(area + 1) * goods].iter().enumerate() {
            let exports: i128 = (*exports).into();
            world[good] += exports;
            *total += exports;
        }
    }
    let all: i128 = totals.iter().sum();
    let number = |id: usize| u16::try_from(id).unwrap_or(u16::MAX);
    let of_world = OfWorld::new(all, power);
    let mut part = Part { total_exports: all, ..Part::default() };
    let rows = exported.iter().filter(|seen| **seen).count();
    part.commodity_key.reserve_exact(rows);
    for column in [&mut part.exports, &mut part.rca] {
        column.mantissa.reserve_exact(rows);
        column.reason.reserve_exact(rows);
    }
    for area in 0..areas {
        let out = &exports[area * goods..(area + 1) * goods];
        let into = &imports[area * goods..(area + 1) * goods];
        let seen = &exported[area * goods..(area + 1) * goods];
        for good in (0..goods).filter(|good| seen[*good]) {
            let exports: i128 = out[good].into();
            part.commodity_key.push((number(period), number(area), good as u32));
            part.exports.push(i64::try_from(exports).map_err(|_| TOO_LARGE));
            part.rca.push(advantage(&of_world, exports, totals[area], world[good], all, rounding));
        }
        if partners[area].is_empty() && into.iter().all(|imports| *imports == S::default()) {
            continue;
        }
        part.country_key.push((number(period), number(area)));
        part.hhi_commodities.push(concentration(out.iter().map(|x| (*x).into()), power, rounding));
        part.hhi_partners.push(concentration(partners[area].iter().copied(), power, rounding));
        let pairs = out.iter().zip(into).map(|(x, m)| ((*x).into(), (*m).into()));
        part.grubel_lloyd.push(two_way(pairs, power, rounding));
    }
    part
}

#[inline]
fn advantage(
    of_world: &OfWorld,
    part: i128,
    whole: i128,
    world_part: i128,
    world: i128,
    rounding: Rounding,
) -> Result<i64, Reason> {
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
