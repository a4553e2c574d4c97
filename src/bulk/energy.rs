//! The quantities of all rows as energy, by one factor for each commodity and unit.
//!
//! A factor is a reduced fraction `above / below` that brings a whole number of the quantity's
//! places to one of the result's. A float estimates the product and an integer rest corrects it.
//! The estimate has five roundings of at most 2^-53 each, so below 2^50 it is within 1 of the
//! quotient, and the whole number next to it within 2. The rest, computed modulo 2^64, is then
//! smaller than two divisors, and exact for divisors below 2^61. If it is less than half a divisor,
//! that whole number is nearest and no tie. Everything else takes the long way. Held by
//! `energy_equals_the_scalar_conversion` in `tests/panel/panel_energy.rs`, which goes around ties
//! and limits.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{Column, DEFINED, MISSING, NOT_ASKED, Reason, TOO_LARGE};
use crate::bulk::exact::power_of_ten;
use crate::bulk::quotient::wide;
use crate::carrier::{Carrier, Chain, Conversion, Converted};
use crate::commodity::Commodity;
use crate::error::Error;
use crate::number::{Bounds, Ratio, Rounding, divide};
use crate::panel::parallel::{cut, for_each};
use crate::panel::{CodesView, Id, NO_QUANTITY, OneLabel, Panel, PanelView};
use crate::unit::{AnyUnit, Energy, EnergyUnit};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::ops::Range;

/// Estimates up to here are within 1 of the true quotient.
const CERTAIN: f64 = (1_u64 << 50) as f64;
/// Divisors up to here leave room for three of them in a word.
const WORD: i64 = 1 << 61;

/// Added to a float below 2^51 and taken away from its bits again it leaves the nearest whole
/// number.
const NEAREST: f64 = 6_755_399_441_055_744.0; // 1.5 x 2^52

/// What a whole number of a quantity is multiplied with.
#[derive(Debug, Clone, Copy)]
struct Factor {
    above: i64,
    /// Zero where there is no route, below zero where the fraction does not fit and stands in the
    /// list of large ones.
    below: i64,
    /// NaN where the estimate cannot be used, so that every comparison is false.
    estimate: f64,
}

const NONE: Factor = Factor { above: 0, below: 0, estimate: f64::NAN };

/// Every factor, by commodity and unit.
struct Factors {
    factors: Vec<Factor>,
    units: usize,
    large: Vec<Ratio>,
}

impl Panel {
    /// The energy of every row of a flow label in one unit, with this number of places, rounded
    /// once on the exact product.
    ///
    /// `route` names the factors that lead from a quantity of a commodity in a unit to energy, once
    /// for each commodity and unit of the panel; commodities carry their edition. Without a route,
    /// and without a quantity, a row is missing.
    ///
    /// Kilograms of pipeline gas are estimates of the reporter from its volume or energy; heat from
    /// them is no better.
    ///
    /// # Formula
    /// As [`Converted::by`](crate::carrier::Converted::by), step after step; equal to it row for
    /// row.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; [`Invalid`](crate::ErrorKind::Invalid)
    /// if the panel does not say in which unit its quantities are;
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a route that does not lead from the unit to
    /// energy, leaves out a step, or is of another carrier than the commodity or of goods that are
    /// none; as [`Carrier::of`] for the code of a commodity with a route. What is undefined
    /// otherwise is so row by row.
    ///
    /// # Example
    /// ```
    /// use bilateral::carrier::{Carrier, Conversion, Family};
    /// use bilateral::panel::{Columns, Panel, PanelBuilder};
    /// use bilateral::unit::{EnergyScale, EnergyUnit, HeatBasis, USD};
    /// use bilateral::{
    ///     Flow, Period, Rounding,
    ///     area::{CHN, RUS},
    /// };
    ///
    /// let columns = Columns::new()
    ///     .with_areas(vec![CHN, RUS])
    ///     .with_commodities(vec!["H6:270900".parse()?, "H6:271111".parse()?])
    ///     .with_periods(vec![Period::year(2023)])
    ///     .with_labels(vec![Flow::Import.into()])
    ///     .with_period(vec![0, 0])
    ///     .with_reporter(vec![0, 0])
    ///     .with_partner(vec![1, 1])
    ///     .with_commodity(vec![0_u16, 1].into())
    ///     .with_value(vec![60_600, 5_170])
    ///     .with_quantity(vec![107_000_000, 8_000_000])
    ///     .with_quantity_units(vec!["t".parse()?]);
    /// let panel = PanelBuilder::new(USD.million(), 0)?.build_from(columns)?;
    /// let petajoule = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
    /// let heat =
    ///     panel.energy(Flow::Import, petajoule, 1, Rounding::HalfEven, |commodity, unit| {
    ///         let carrier = Carrier::of(commodity).ok()??;
    ///         Conversion::find(Family::Ipcc2006, carrier, unit, petajoule.into())
    ///             .ok()
    ///             .map(|factor| vec![factor])
    ///     })?;
    /// assert_eq!(heat.get(0).unwrap().to_string(), "4526.1"); // 107 Mt of 42.3 GJ
    /// assert_eq!(heat.get(1).unwrap().to_string(), "384.0");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn energy(
        &self,
        label: impl Into<OneLabel>,
        unit: EnergyUnit,
        places: u8,
        rounding: Rounding,
        route: impl FnMut(&Commodity, AnyUnit) -> Option<Vec<Conversion>>,
    ) -> Result<Column, Error> {
        let mut column = Column::default();
        self.energy_into(label, unit, places, rounding, route, &mut column)?;
        Ok(column)
    }

    /// As [`energy`](Panel::energy), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`energy`](Panel::energy).
    pub fn energy_into(
        &self,
        label: impl Into<OneLabel>,
        unit: EnergyUnit,
        places: u8,
        rounding: Rounding,
        route: impl FnMut(&Commodity, AnyUnit) -> Option<Vec<Conversion>>,
        into: &mut Column,
    ) -> Result<(), Error> {
        power_of_ten(places)?;
        let view = self.view();
        let label = view.label_id(label)?;
        let factors = factors(&view, unit, places, route)?;
        if into.mantissa.len() != view.len() {
            *into = Column::zeroed(view.len(), places);
        }
        into.places = places;
        if view.quantities().is_empty() {
            into.mantissa.fill(0);
            into.reason.fill(MISSING);
        } else {
            fill_all(&view, &factors, rounding, into);
        }
        if view.labels().len() > 1 {
            for period in 0..view.periods().len() {
                let (all, asked) = (view.runs_of(period), view.runs_of_label(period, label));
                for rows in [
                    view.rows_of_runs(&(all.start..asked.start)),
                    view.rows_of_runs(&(asked.end..all.end)),
                ] {
                    into.mantissa[rows.clone()].fill(0);
                    into.reason[rows].fill(NOT_ASKED);
                }
            }
        }
        Ok(())
    }
}

/// The energy of all rows, in tasks of one size.
fn fill_all(view: &PanelView<'_>, factors: &Factors, rounding: Rounding, into: &mut Column) {
    const ROWS: usize = 1 << 16;
    let rows = view.len();
    let lengths = || (0..rows).step_by(ROWS).map(|first| ROWS.min(rows - first));
    let mantissa = cut(&mut into.mantissa, lengths());
    let reason = cut(&mut into.reason, lengths());
    let tasks: Vec<_> = mantissa.into_iter().zip(reason).enumerate().collect();
    for_each(tasks, |(at, out)| {
        let rows = at * ROWS..at * ROWS + out.0.len();
        match view.codes().rows(rows.clone()) {
            CodesView::Narrow(codes) => fill_rows(view, factors, rounding, rows, codes, out),
            CodesView::Wide(codes) => fill_rows(view, factors, rounding, rows, codes, out),
        }
    });
}

fn fill_rows<T: Id>(
    view: &PanelView<'_>,
    factors: &Factors,
    rounding: Rounding,
    rows: Range<usize>,
    codes: &[T],
    out: (&mut [i64], &mut [Reason]),
) {
    let quantity = &view.quantities()[rows.clone()];
    if view.details().is_empty() || factors.units < 2 {
        return fill(factors, rounding, quantity, codes, out, |_, commodity| commodity);
    }
    let detail = &view.details()[rows];
    let unit = |row: usize| usize::from(detail[row].unit());
    fill(factors, rounding, quantity, codes, out, |row, commodity| {
        commodity * factors.units + unit(row)
    });
}

/// The factor of each commodity and unit.
fn factors(
    view: &PanelView<'_>,
    unit: EnergyUnit,
    places: u8,
    mut route: impl FnMut(&Commodity, AnyUnit) -> Option<Vec<Conversion>>,
) -> Result<Factors, Error> {
    if view.quantity_units().is_empty() {
        return Err(Error::invalid(
            "a panel without units",
            "it does not say in which unit its quantities are",
        )
        .with_help("build the panel from columns, with its units in Columns::quantity_units"));
    }
    let power = i16::from(places) - i16::from(view.quantity_places());
    let scale = Ratio::power_of_ten(power);
    let units = view.quantity_units().len();
    let mut factors = Factors { factors: Vec::new(), units, large: Vec::new() };
    for commodity in view.commodities() {
        for own in view.quantity_units() {
            let factor = match route(commodity, *own) {
                None => NONE,
                Some(steps) => {
                    let factor = factor(commodity, *own, &steps, unit)?;
                    factors.keep(factor * scale.clone())
                }
            };
            factors.factors.push(factor);
        }
    }
    Ok(factors)
}

/// How much energy one unit of a commodity is.
fn factor(
    commodity: &Commodity,
    own: AnyUnit,
    steps: &[Conversion],
    unit: EnergyUnit,
) -> Result<Ratio, Error> {
    let carrier = Carrier::of(commodity)?;
    if carrier.is_none() && *commodity != Commodity::TOTAL {
        let help = "return no route for goods that are not an energy carrier";
        return Err(Error::mismatch(
            "the carrier of a factor",
            "goods that are not an energy carrier",
            "a route of factors",
        )
        .with_help(help)
        .about(commodity));
    }
    if let Some(carrier) = carrier
        && let Some(alien) = steps.iter().find(|step| !step.fits(carrier))
    {
        let help = format!("use a factor of {carrier}, or state the assumption with taken_for(..)");
        return Err(Error::mismatch("the carrier of a factor", carrier, alien)
            .with_help(help)
            .about(commodity));
    }
    let one = Chain::starting(Ratio::one(), Bounds::exactly(Ratio::one()), own);
    let energy: Converted<Energy> =
        Converted::of(steps.iter().try_fold(one, |chain, step| chain.by(step))?)?;
    Ok(energy.in_unit(unit).map_err(|error| error.about(commodity))?.value())
}

impl Factors {
    fn keep(&mut self, factor: Ratio) -> Factor {
        match (factor.numerator().to_i64(), factor.denominator().to_i64()) {
            (Some(above), Some(below)) => {
                let estimate = if below < WORD { factor.approximately() } else { f64::NAN };
                Factor { above, below, estimate }
            }
            _ => {
                self.large.push(factor);
                Factor { above: self.large.len() as i64 - 1, below: -1, ..NONE }
            }
        }
    }

    /// The product of any size, and every reason why there is none.
    #[cold]
    #[inline(never)]
    fn long_way(&self, quantity: i64, factor: Factor, rounding: Rounding) -> Result<i64, Reason> {
        let Factor { above, below, .. } = factor;
        match below {
            _ if quantity == NO_QUANTITY => Err(MISSING),
            0 => Err(MISSING),
            1.. => wide(i128::from(quantity) * i128::from(above), i128::from(below), rounding),
            _ => {
                let factor = &self.large[above as usize];
                let above = BigInt::from(quantity) * factor.numerator();
                divide(&above, factor.denominator(), rounding).to_i64().ok_or(TOO_LARGE)
            }
        }
    }
}

/// The nearest whole number, if it is certain.
#[inline(always)]
fn nearest(quantity: i64, factor: Factor) -> Option<i64> {
    let estimate = quantity as f64 * factor.estimate;
    let whole = (estimate + NEAREST).to_bits().wrapping_sub(NEAREST.to_bits()) as i64;
    let rest = quantity.wrapping_mul(factor.above).wrapping_sub(whole.wrapping_mul(factor.below));
    // The largest rest that is less than half a divisor.
    let limit = (factor.below - 1) >> 1;
    let is_nearest = rest.wrapping_add(limit) as u64 <= (limit as u64).wrapping_mul(2);
    (is_nearest & (estimate.abs() < CERTAIN) & (quantity != NO_QUANTITY)).then_some(whole)
}

/// One piece of rows; `place` says where the factor of a row stands.
#[inline(always)]
fn fill<T: Id>(
    factors: &Factors,
    rounding: Rounding,
    quantity: &[i64],
    codes: &[T],
    (mantissa, reason): (&mut [i64], &mut [Reason]),
    place: impl Fn(usize, usize) -> usize,
) {
    let to_nearest = matches!(rounding, Rounding::HalfEven | Rounding::HalfAwayFromZero);
    let out = mantissa.iter_mut().zip(reason);
    for (row, ((quantity, code), (mantissa, reason))) in
        quantity.iter().zip(codes).zip(out).enumerate()
    {
        let factor = factors.factors[place(row, code.at())];
        match nearest(*quantity, factor) {
            Some(number) if to_nearest => (*mantissa, *reason) = (number, DEFINED),
            _ => {
                let number = factors.long_way(*quantity, factor, rounding);
                *mantissa = number.unwrap_or(0);
                *reason = number.err().unwrap_or(DEFINED);
            }
        }
    }
}
