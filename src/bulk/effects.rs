//! The change of value of every pair between consecutive years as price, volume, entries, exits and
//! what is not compared.
//!
//! Bennet's price effect `sum (q0 + q1) / 2 (p1 - p0)` is `(sum v1 q0 / q1 - sum v0 q1 / q0 + sum
//! v1 - sum v0) / 2`: of the same sums as the indices of `bulk/prices.rs`, so off by at most its
//! `e` and half a unit of the panel's last place. The volume effect is what it leaves of the change
//! of the matched commodities, so that all effects add up to the change exactly. Sums of values
//! stay below 2^80; sums that have left 128 bits stand at their limit and are too large. Held by
//! `effects_add_up_and_are_within_their_bound` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::PriceRow;
use crate::bulk::column::{Column, Reason, TOO_LARGE};
use crate::bulk::prices::{BILLION, Left, Pairs, Sums};
use crate::bulk::table::Table;
use crate::error::Error;
use crate::panel::{Panel, PanelView};
use crate::unit::MoneyUnit;

const EFFECTS: usize = 7;

/// The change of value of each pair and period that has a year to compare with, taken apart, in the
/// order of the rows.
///
/// Amounts are in the unit of the panel, with its places. They add up to the change exactly. Values
/// below zero (corrections) stand in entries, exits or what is not compared. The scalar twin is
/// [`Basket::bennet`](crate::index::Basket::bennet).
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     panel::PanelBuilder,
///     unit::USD,
/// };
///
/// let mut rows = PanelBuilder::new(USD.billion(), 2)?;
/// let imports = Key::imports(CHN).from(RUS);
/// let (oil, gas) = (imports.of("H6:2709".parse()?), imports.of("H6:271111".parse()?));
/// for (key, year, value, kt) in
///     [(oil, 2022, "58.37", 86_200), (oil, 2023, "60.60", 107_000), (gas, 2023, "5.16", 8_000)]
/// {
///     rows.push_with_quantity(key, Period::year(year), value.parse().expect("a number"), kt)?;
/// }
/// let change = rows.build()?.bennet()?;
/// assert_eq!(change.price().get(0).expect("two years").to_string(), "-10.70");
/// assert_eq!(change.volume().get(0).expect("two years").to_string(), "12.93");
/// // gas has no base in this table
/// assert_eq!(change.entries().get(0).expect("two years").to_string(), "5.16");
/// assert_eq!(change.change().get(0).expect("two years").to_string(), "7.39");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bennet {
    pairs: Pairs,
    /// Price, volume, entries, exits, not compared, rest, change.
    columns: [Column; EFFECTS],
    unit: MoneyUnit,
}

impl Bennet {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.len() == 0
    }

    /// What a row is about.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<PriceRow> {
        self.pairs.row(row)
    }

    /// The price effect of the matched commodities.
    #[must_use]
    pub fn price(&self) -> &Column {
        &self.columns[0]
    }

    /// The volume effect: what the price effect leaves of the change of the matched commodities.
    #[must_use]
    pub fn volume(&self) -> &Column {
        &self.columns[1]
    }

    /// The value now of commodities without a base.
    #[must_use]
    pub fn entries(&self) -> &Column {
        &self.columns[2]
    }

    /// Minus the base value of commodities without trade now.
    #[must_use]
    pub fn exits(&self) -> &Column {
        &self.columns[3]
    }

    /// The change of commodities without a quantity, or with another unit.
    #[must_use]
    pub fn not_compared(&self) -> &Column {
        &self.columns[4]
    }

    /// The change of what the listed commodities leave of the reported total of the pair; zero
    /// where no total is reported in both years.
    #[must_use]
    pub fn rest(&self) -> &Column {
        &self.columns[5]
    }

    /// The change of the value of all commodities, and of the rest.
    #[must_use]
    pub fn change(&self) -> &Column {
        &self.columns[6]
    }

    /// All of it as a table, amounts in `UNIT_MEASURE`, each with its reason where it is empty.
    /// `MATCHED` says how many commodities price and volume rest on; the base is a year earlier
    /// than `TIME_PERIOD`.
    pub fn table(&self) -> Table<'_> {
        let effects =
            ["PRICE_EFFECT", "VOLUME_EFFECT", "ENTRIES", "EXITS", "NOT_COMPARED", "REST", "CHANGE"];
        let columns: Vec<(&str, &Column)> = effects.into_iter().zip(&self.columns).collect();
        self.pairs.table(&columns, Some(self.unit))
    }
}

impl Panel {
    /// The change of value of each pair and period on the same period a year earlier, as price,
    /// volume and the rest, over the parts.
    ///
    /// Goods are matched as in [`prices`](Panel::prices), by their codes. Where a heading of last
    /// year is listed by its subheadings this year, the subheadings are [entries](Bennet::entries)
    /// and the heading is an [exit](Bennet::exits), the reverse likewise: neither a price nor a
    /// volume is seen in them. [`aggregate_commodities`](Panel::aggregate_commodities) brings both
    /// years to one level.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, DEU},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    ///
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let exports = Key::exports(CHN).to(DEU);
    /// let good = |code: &str| Ok::<_, bilateral::Error>(exports.of(code.parse()?));
    /// rows.push_with_quantity(good("H6:8507")?, Period::year(2022), 100.into(), 10)?;
    /// rows.push_with_quantity(good("H6:850760")?, Period::year(2023), 90.into(), 9)?;
    /// rows.push_with_quantity(good("H6:850750")?, Period::year(2023), 30.into(), 3)?;
    /// let panel = rows.build()?;
    /// let change = panel.bennet()?;
    /// assert_eq!(change.row(0).map(|row| row.matched), Some(0));
    /// assert_eq!(change.entries().mantissa(0).ok(), Some(120));
    /// assert_eq!(change.exits().mantissa(0).ok(), Some(-100));
    /// // At one level: 12 units instead of 10, at the same price.
    /// let change = panel.aggregate_commodities(4)?.bennet()?;
    /// assert_eq!(change.price().mantissa(0).ok(), Some(0));
    /// assert_eq!(change.volume().mantissa(0).ok(), Some(20));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    ///
    /// A year beside its months holds them, and has no row here:
    /// `panel.filter(|_, period| period.is_full_year())?.bennet()` has that of the year.
    ///
    /// # Errors
    /// As [`prices`](Panel::prices). What does not fit 64 bits is
    /// [`Undefined::TooLarge`](crate::Undefined::TooLarge), row by row.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, DEU},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let cars = Key::exports(CHN).to(DEU).of("H6:870380".parse()?);
    /// for (year, value, quantity) in [(2022, 20, 10), (2023, 33, 15)] {
    ///     // A year beside two of its months.
    ///     rows.push_with_quantity(cars, Period::year(year), (2 * value).into(), 2 * quantity)?;
    ///     for month in 1..=2 {
    ///         rows.push_with_quantity(cars, Period::month(year, month), value.into(), quantity)?;
    ///     }
    /// }
    /// let panel = rows.build()?;
    /// assert_eq!(panel.bennet()?.len(), 2); // of the months
    /// let years = panel.filter(|_, period| period.is_full_year())?;
    /// let change = years.bennet()?;
    /// // From 40 to 66: 0.2 a car on the mean of 20 and 30 cars, 10 cars at the mean of 2 and 2.2.
    /// assert_eq!((change.price().get(0)?.to_string(), change.volume().get(0)?.to_string()),
    ///     ("5".to_owned(), "21".to_owned()));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn bennet(&self) -> Result<Bennet, Error> {
        self.view().bennet()
    }
}

impl PanelView<'_> {
    /// As [`Panel::bennet`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::bennet`].
    pub fn bennet(&self) -> Result<Bennet, Error> {
        let (pairs, columns) = self.each_pair(self.places(), effects)?;
        Ok(Bennet { pairs, columns, unit: self.unit() })
    }
}

fn effects(
    sums: &Sums,
    left: &Left,
    listed: (i128, i128),
    all: (i128, i128),
) -> [Result<i64, Reason>; EFFECTS] {
    let fits = |amount: i128| i64::try_from(amount).map_err(|_| TOO_LARGE);
    let price = price_effect(sums).and_then(fits);
    [
        price,
        price.and_then(|price| fits(sums.now - sums.base - i128::from(price))),
        fits(listed.1 - sums.now - left.now),
        fits(sums.base + left.base - listed.0),
        fits(left.now - left.base),
        fits((all.1 - listed.1) - (all.0 - listed.0)),
        fits(all.1 - all.0),
    ]
}

/// Half of `T + r` with whole `T` and `0 <= r < 1`, half to even: below a half if `T` is even,
/// above if it is odd and `r` is not zero, and a tie if `r` is zero.
fn price_effect(sums: &Sums) -> Result<i128, Reason> {
    let ((above, above_parts), (below, below_parts)) = (sums.base_basket_now, sums.new_basket_then);
    if above == i128::MAX || below == i128::MAX {
        return Err(TOO_LARGE);
    }
    // 65,536 times a billion fits 64 bits.
    let parts = above_parts - below_parts;
    let carried = sums.now - sums.base + i128::from(parts.div_euclid(BILLION));
    let whole = (above - below).checked_add(carried).ok_or(TOO_LARGE)?;
    let half = whole >> 1;
    let up = whole & 1 == 1 && (parts.rem_euclid(BILLION) > 0 || half & 1 == 1);
    Ok(half + i128::from(up))
}
