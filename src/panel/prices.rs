//! Price and volume of every pair between consecutive years, on matched unit values: indices, and the change of value.
//!
//! Values rescaled to the other year's quantity, `v1 q0 / q1`, are fractions; each is rounded once to `10^-9` of the panel's last
//! place, half to even, and the sums are exact. A sum of `n` terms is off by at most `n / 2` of these: `e`. A Laspeyres index is
//! `S / V` and off by at most `e / V`; a Paasche index `V / S` is off by at most its `e / (S - e)`-fold; Fisher by no more than
//! both together; each also by half of its own last place. Sums do not depend on order or threads.
//!
//! Bennet's price effect `sum (q0 + q1) / 2 (p1 - p0)` is `(sum v1 q0 / q1 - sum v0 q1 / q0 + sum v1 - sum v0) / 2`: of the same
//! sums, so off by at most `e` and half a unit of the panel's last place. The volume effect is what it leaves of the change of the
//! matched commodities, so that all effects add up to the change exactly.
//! Indices are positions in compared slices. Held by `prices_are_within_their_bound` and `effects_add_up_and_are_within_their_bound` in
//! `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::number::Rounding;
use crate::panel::column::{Column, NEGATIVE, NO_TRADE, NOTHING_MATCHED, Reason, TOO_LARGE};
use crate::panel::growth::Matches;
use crate::panel::parallel::map;
use crate::panel::quotient::{quotient_of_products, rescaled, root_of_quotient, wide};
use crate::panel::totals::sum;
use crate::panel::{NO_QUANTITY, Panel};
use crate::period::Period;

/// Index numbers have nine places.
const PLACES: u8 = 9;
const BILLION: i64 = 1_000_000_000;
/// How many of the columns are index numbers.
const INDICES: usize = 8;
const COLUMNS: usize = INDICES + 6;

/// Price and volume of each pair and period that has a year to compare with, in the order of the rows.
///
/// Index numbers and coverage have nine places. The effects are amounts in the unit and with the places of the panel, and add up to
/// the change exactly; values below zero (corrections) stand in entries, exits or what is not compared.
///
/// ```
/// use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
///
/// let mut rows = PanelBuilder::new(USD.billion(), 2)?;
/// let imports = Key::imports(CHN).from(RUS);
/// let (oil, gas) = (imports.of("H6:2709".parse()?), imports.of("H6:271111".parse()?));
/// for (key, year, value, kt) in [(oil, 2022, "58.37", 86_200), (oil, 2023, "60.60", 107_000), (gas, 2023, "5.16", 8_000)] {
///     rows.push_with_quantity(key, Period::year(year), value.parse().expect("a number"), kt)?;
/// }
/// let prices = rows.build()?.prices()?;
/// assert_eq!(prices.price_effect().get(0).unwrap().to_string(), "-10.70");
/// assert_eq!(prices.volume_effect().get(0).unwrap().to_string(), "12.93");
/// assert_eq!(prices.entries().get(0).unwrap().to_string(), "5.16"); // gas has no base in this table
/// assert_eq!(prices.change().get(0).unwrap().to_string(), "7.39");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    rows: Vec<(u32, u16)>,
    keys: Vec<Key>,
    periods: Vec<Period>,
    matched: Vec<u32>,
    /// Laspeyres, Paasche, Fisher prices, the same volumes, coverage of the base and of now; then, with the places of the
    /// panel, the effects: price, volume, entries, exits, not compared, and the change.
    columns: [Column; COLUMNS],
}

/// What a row of [`Prices`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceRow {
    /// Who, with whom, which way.
    pub key: Key,
    /// When; the base is a year earlier.
    pub period: Period,
    /// How many commodities have a value and a quantity in both.
    pub matched: u32,
}

impl Prices {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a row is about.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<PriceRow> {
        let (_, period) = *self.rows.get(row)?;
        let period = self.periods[usize::from(period)];
        Some(PriceRow { key: self.keys[row], period, matched: self.matched[row] })
    }

    /// See [`Basket::laspeyres_price`](crate::index::Basket::laspeyres_price).
    #[must_use]
    pub fn laspeyres_price(&self) -> &Column {
        &self.columns[0]
    }

    /// See [`Basket::paasche_price`](crate::index::Basket::paasche_price).
    #[must_use]
    pub fn paasche_price(&self) -> &Column {
        &self.columns[1]
    }

    /// See [`Basket::fisher_price`](crate::index::Basket::fisher_price).
    #[must_use]
    pub fn fisher_price(&self) -> &Column {
        &self.columns[2]
    }

    /// See [`Basket::laspeyres_volume`](crate::index::Basket::laspeyres_volume).
    #[must_use]
    pub fn laspeyres_volume(&self) -> &Column {
        &self.columns[3]
    }

    /// See [`Basket::paasche_volume`](crate::index::Basket::paasche_volume).
    #[must_use]
    pub fn paasche_volume(&self) -> &Column {
        &self.columns[4]
    }

    /// See [`Basket::fisher_volume`](crate::index::Basket::fisher_volume).
    #[must_use]
    pub fn fisher_volume(&self) -> &Column {
        &self.columns[5]
    }

    /// The share of the matched commodities in the value of the base.
    #[must_use]
    pub fn coverage_of_base(&self) -> &Column {
        &self.columns[6]
    }

    /// The share of the matched commodities in the value now.
    #[must_use]
    pub fn coverage_of_now(&self) -> &Column {
        &self.columns[7]
    }

    /// Bennet's price effect, in the unit of the panel: see [`Basket::bennet`](crate::index::Basket::bennet).
    #[must_use]
    pub fn price_effect(&self) -> &Column {
        &self.columns[INDICES]
    }

    /// Bennet's volume effect: what the price effect leaves of the change of the matched commodities.
    #[must_use]
    pub fn volume_effect(&self) -> &Column {
        &self.columns[INDICES + 1]
    }

    /// The value now of commodities without a base. See [`Effect::Entries`](crate::index::Effect::Entries).
    #[must_use]
    pub fn entries(&self) -> &Column {
        &self.columns[INDICES + 2]
    }

    /// Minus the value of the base of commodities without trade now. See [`Effect::Exits`](crate::index::Effect::Exits).
    #[must_use]
    pub fn exits(&self) -> &Column {
        &self.columns[INDICES + 3]
    }

    /// The change of commodities that lack a quantity, or have another unit. See
    /// [`Effect::NotCompared`](crate::index::Effect::NotCompared).
    #[must_use]
    pub fn not_compared(&self) -> &Column {
        &self.columns[INDICES + 4]
    }

    /// The change of the value of all commodities.
    #[must_use]
    pub fn change(&self) -> &Column {
        &self.columns[INDICES + 5]
    }
}

/// Sums over the matched commodities of a pair.
#[derive(Default)]
struct Sums {
    matched: u32,
    base: i128,
    now: i128,
    /// `sum v1 q0 / q1` and `sum v0 q1 / q0`: whole parts, and billionths.
    base_basket_now: (i128, i64),
    new_basket_then: (i128, i64),
    /// Values of then and of now of commodities that are traded in both years and not matched.
    not_compared: (i128, i128),
}

impl Panel {
    /// Price and volume of each pair and period on the same period a year earlier: indices, and the change of value taken apart.
    ///
    /// Commodities count that have a positive value and a known, positive quantity in both years, in the same unit.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the panel has no quantities.
    pub fn prices(&self) -> Result<Prices, Error> {
        let Some(quantity) = &self.quantity else {
            let error = Error::from(Undefined::Missing).about("the quantities of a panel");
            return Err(error.with_help("build the panel with push_with_quantity, or with a column of quantities"));
        };
        let bases = self.base_periods();
        let tasks: Vec<_> = (0..self.labels.periods.len())
            .filter_map(|period| Some((period, bases[period]?)))
            .flat_map(|(period, base)| self.pieces(period).into_iter().map(move |runs| (period, base, runs)))
            .collect();
        let parts = map(tasks, |(period, base, runs)| {
            let mut part = (Vec::new(), Vec::new(), Default::default());
            let columns: &mut [Column; COLUMNS] = &mut part.2;
            let mut matches = Matches::default();
            self.for_each_match(runs, base, &mut matches, |run, now, before, matches| {
                let (v1, v0) = (&self.value[now.clone()], &self.value[before.clone()]);
                let (q1, q0) = (&quantity[now.clone()], &quantity[before.clone()]);
                let mut sums = Sums::default();
                match &self.detail {
                    None => {
                        for (at, base) in matches.pairs() {
                            sums.add((v0[base], q0[base]), (v1[at], q1[at]));
                        }
                    }
                    // Only quantities in one unit have a price to compare.
                    Some(detail) => {
                        let unit = |row: usize| detail[row].unit();
                        for (at, base) in matches.pairs() {
                            if unit(now.start + at) == unit(before.start + base) {
                                sums.add((v0[base], q0[base]), (v1[at], q1[at]));
                            } else {
                                sums.leave_out(v0[base], v1[at]);
                            }
                        }
                    }
                }
                part.0.push((self.run_group[run], u16::try_from(period).unwrap_or(u16::MAX)));
                part.1.push(sums.matched);
                let (base, now) = (sum(v0), sum(v1));
                for (column, number) in
                    columns.iter_mut().zip(sums.indices(base, now).into_iter().chain(sums.effects(base, now)))
                {
                    column.push(number);
                }
            });
            part
        });
        let mut all = Prices {
            rows: Vec::new(),
            keys: Vec::new(),
            periods: self.labels.periods.clone(),
            matched: Vec::new(),
            columns: Default::default(),
        };
        for (rows, matched, columns) in parts {
            all.rows.extend(rows);
            all.matched.extend(matched);
            for (at, (all, more)) in all.columns.iter_mut().zip(columns).enumerate() {
                all.places = if at < INDICES { PLACES } else { self.places };
                all.mantissa.extend(more.mantissa);
                all.reason.extend(more.reason);
            }
        }
        all.keys = all.rows.iter().filter_map(|(group, _)| self.pair_key(*group)).collect();
        Ok(all)
    }
}

impl Sums {
    #[inline]
    fn add(&mut self, (v0, q0): (i64, i64), (v1, q1): (i64, i64)) {
        const { assert!(NO_QUANTITY < 0) };
        if v0 <= 0 || q0 <= 0 || v1 <= 0 || q1 <= 0 {
            return self.leave_out(v0, v1);
        }
        self.matched += 1;
        self.base += i128::from(v0);
        self.now += i128::from(v1);
        let (whole, parts) = rescaled(v1, q0, q1);
        self.base_basket_now.0 = self.base_basket_now.0.saturating_add(whole);
        self.base_basket_now.1 += parts;
        let (whole, parts) = rescaled(v0, q1, q0);
        self.new_basket_then.0 = self.new_basket_then.0.saturating_add(whole);
        self.new_basket_then.1 += parts;
    }

    /// A commodity of both years that is not matched; one without value in a year is an entry or an exit.
    #[inline]
    fn leave_out(&mut self, v0: i64, v1: i64) {
        if v0 != 0 && v1 != 0 {
            self.not_compared.0 += i128::from(v0);
            self.not_compared.1 += i128::from(v1);
        }
    }

    /// Price, volume, entries, exits, not compared, change. Sums of values stay below 2^80, so that billions of them fit.
    fn effects(&self, all_base: i128, all_now: i128) -> [Result<i64, Reason>; COLUMNS - INDICES] {
        let fits = |amount: i128| i64::try_from(amount).map_err(|_| TOO_LARGE);
        let (base, now) = (self.base, self.now);
        let (base_left, now_left) = self.not_compared;
        let price = self
            .twice_the_price_effect()
            .map_or(Err(TOO_LARGE), |twice| wide(twice, 2 * i128::from(BILLION), Rounding::HalfEven));
        [
            price,
            price.and_then(|price| fits(now - base - i128::from(price))),
            fits(all_now - now - now_left),
            fits(base + base_left - all_base),
            fits(now_left - base_left),
            fits(all_now - all_base),
        ]
    }

    /// In billionths.
    fn twice_the_price_effect(&self) -> Option<i128> {
        let (base_basket_now, new_basket_then) = (scaled(self.base_basket_now)?, scaled(self.new_basket_then)?);
        (base_basket_now - new_basket_then).checked_add((self.now - self.base) * i128::from(BILLION))
    }

    fn indices(&self, all_base: i128, all_now: i128) -> [Result<i64, Reason>; INDICES] {
        if self.matched == 0 {
            let coverage = |all: i128| if all > 0 { Ok(0) } else { Err(NO_TRADE) };
            let mut none = [Err(NOTHING_MATCHED); INDICES];
            (none[6], none[7]) = (coverage(all_base), coverage(all_now));
            return none;
        }
        let billion = i128::from(BILLION);
        let (laspeyres, paasche) = (scaled(self.base_basket_now), scaled(self.new_basket_then));
        let (base, now) = (self.base, self.now);
        let over = |above, below| quotient_of_products(above, 1, below, Rounding::HalfEven);
        let large = |sum: Option<i128>| sum.ok_or(TOO_LARGE);
        let share = |part: i128, all: i128| if all < part { Err(NEGATIVE) } else { over((part, billion), (all, 1)) };
        let fisher = |one: Option<i128>, two: Option<i128>| root_of_quotient((large(one)?, now), (base, large(two)?));
        [
            large(laspeyres).and_then(|sum| over((sum, 1), (base, 1))),
            large(paasche).and_then(|sum| over((now * billion, billion), (sum, 1))),
            fisher(laspeyres, paasche),
            large(paasche).and_then(|sum| over((sum, 1), (base, 1))),
            large(laspeyres).and_then(|sum| over((now * billion, billion), (sum, 1))),
            fisher(paasche, laspeyres),
            share(base, all_base),
            share(now, all_now),
        ]
    }
}

/// Whole parts and billionths as billionths. A sum that has left 128 bits stands at their limit and fails here: it is too large,
/// never wrong. And 65,536 times a billion fits 64 bits.
fn scaled((whole, parts): (i128, i64)) -> Option<i128> {
    whole.checked_mul(i128::from(BILLION))?.checked_add(i128::from(parts))
}
