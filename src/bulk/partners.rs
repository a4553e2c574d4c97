//! The partners of one reporter, largest first, with what they leave of the whole; and the rests of
//! all totals.
//!
//! Indices are runs and rows of one view. Held by `tests/panel/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, AreaKind};
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::quotient_of_products;
use crate::bulk::wholes::Block;
use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::number::{Decimal, Ratio, Rounded, Rounding};
use crate::panel::{Dimension, OneLabel, Panel, beyond_rounding};
use crate::period::Period;
use crate::unit::{Amount, Money, MoneyUnit};
use num_bigint::BigInt;
use std::fmt;

/// One line of a list of partners.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Partner {
    /// Who.
    pub area: Area,
    /// Its trade.
    pub amount: Amount<Money>,
    /// Its rank, 1 for the largest; equal amounts share a rank.
    pub rank: u32,
    mantissa: i128,
}

/// The partners of a reporter for one commodity and period, largest first.
///
/// The World and groups are not among them, listed members or not. What they leave of the whole is
/// [`rest`](Partners::rest).
#[derive(Debug, Clone, PartialEq)]
pub struct Partners {
    key: Key,
    period: Period,
    partners: Vec<Partner>,
    /// As it was reported.
    whole: i128,
    /// The same, and where it is less than the partners within rounding, their sum.
    effective: i128,
    denominator: Denominator,
    is_overfull: bool,
    has_negative: bool,
    unit: MoneyUnit,
    places: u8,
}

impl Partners {
    /// All partners, largest first.
    #[must_use]
    pub fn all(&self) -> &[Partner] {
        &self.partners
    }

    /// The largest partners, at most this number of them.
    #[must_use]
    pub fn top(&self, count: usize) -> &[Partner] {
        &self.partners[..count.min(self.partners.len())]
    }

    /// The whole: the World if it is reported, else the sum of what is listed.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`] beyond 28 digits.
    pub fn whole(&self) -> Result<Amount<Money>, Undefined> {
        amount(self.whole, self.places, self.unit)
    }

    /// Which of the two it is.
    #[must_use]
    pub fn denominator(&self) -> Denominator {
        self.denominator
    }

    /// The whole less the first partners, at most this number of them: the last line of a list.
    /// Zero within the half units of all figures.
    ///
    /// # Errors
    /// [`Undefined::Conflicting`] if the partners are more than the whole, beyond rounding;
    /// [`Undefined::TooLarge`].
    pub fn rest_after(&self, count: usize) -> Result<Amount<Money>, Undefined> {
        if self.is_overfull {
            return Err(Undefined::Conflicting);
        }
        let listed: i128 = self.top(count).iter().map(|partner| partner.mantissa).sum();
        let rest = self.effective - listed;
        let rest = if count < self.partners.len() {
            rest
        } else {
            beyond_rounding(rest, self.partners.len() as u32)
        };
        amount(rest, self.places, self.unit)
    }

    /// What all listed partners leave of the whole.
    ///
    /// # Errors
    /// As [`rest_after`](Partners::rest_after).
    pub fn rest(&self) -> Result<Amount<Money>, Undefined> {
        self.rest_after(self.partners.len())
    }

    /// The share of an amount of this list in the whole, with this number of places.
    ///
    /// # Errors
    /// [`Undefined::Conflicting`] as for [`rest`](Partners::rest), [`Undefined::NoTrade`] for a
    /// whole of zero, [`Undefined::NegativeLevel`].
    pub fn share(
        &self,
        partner: &Partner,
        places: u8,
        rounding: Rounding,
    ) -> Result<Rounded, Undefined> {
        self.share_of(partner.mantissa, places, rounding)
    }

    /// The share of the first partners of the list together, at most this number of them. What is
    /// not split may be a larger partner: [`concentration_ratio`](Partners::concentration_ratio)
    /// has the bounds.
    ///
    /// # Errors
    /// As [`share`](Partners::share).
    pub fn coverage(
        &self,
        count: usize,
        places: u8,
        rounding: Rounding,
    ) -> Result<Rounded, Undefined> {
        self.share_of(
            self.top(count).iter().map(|partner| partner.mantissa).sum(),
            places,
            rounding,
        )
    }

    /// The least and the most that the share of the largest partners can be, this number of them:
    /// what is not split is spread thin, or one partner more. The two are equal where nothing is
    /// left.
    ///
    /// # Errors
    /// As [`share`](Partners::share).
    pub fn concentration_ratio(
        &self,
        count: usize,
        places: u8,
        rounding: Rounding,
    ) -> Result<(Rounded, Rounded), Undefined> {
        let mut levels = self.levels();
        let sum = |levels: &[i128]| levels.iter().take(count).sum();
        let low = self.share_of(sum(&levels), places, rounding)?;
        levels.push(self.rest_mantissa());
        levels.sort_unstable_by_key(|level| std::cmp::Reverse(*level));
        Ok((low, self.share_of(sum(&levels), places, rounding)?))
    }

    /// The least and the most that the Herfindahl-Hirschman index over partners can be, exactly:
    /// see [`indicator::hhi`](crate::indicator::hhi). The two are equal where nothing is left.
    ///
    /// # Errors
    /// As [`share`](Partners::share).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, DEU, RUS, WORLD},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, value) in [(DEU, 100), (RUS, 110), (WORLD, 420)] {
    ///     rows.push(Key::exports(CHN).to(partner), Period::year(2022), value.into())?;
    /// }
    /// let partners = rows.build()?.partners(&Key::exports(CHN).to(WORLD), Period::year(2022))?;
    /// let (low, high) = partners.hhi()?;
    /// assert_eq!(low.to_string(), "221/1764"); // (100^2 + 110^2) / 420^2
    /// assert_eq!(high.to_string(), "331/882"); // and 210^2 for the rest
    /// let (least, most) = partners.concentration_ratio(1, 3, Rounding::HalfEven)?;
    /// assert_eq!((least.to_string(), most.to_string()), ("0.262".to_owned(), "0.500".to_owned()));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn hhi(&self) -> Result<(Ratio, Ratio), Undefined> {
        let levels = self.levels();
        if self.is_overfull {
            return Err(Undefined::Conflicting);
        }
        if levels.iter().any(|level| *level < 0) {
            return Err(Undefined::NegativeLevel);
        }
        let square = |level: i128| BigInt::from(level).pow(2);
        let (rest, squares): (i128, BigInt) =
            (self.rest_mantissa(), levels.iter().map(|level| square(*level)).sum());
        let all = square(levels.iter().sum::<i128>() + rest);
        let index =
            |squares: BigInt| Ratio::new(squares, all.clone()).map_err(|_| Undefined::NoTrade);
        Ok((index(squares.clone())?, index(squares + square(rest))?))
    }

    fn levels(&self) -> Vec<i128> {
        self.partners.iter().map(|partner| partner.mantissa).collect()
    }

    /// What the listed partners leave of the whole; zero within rounding.
    fn rest_mantissa(&self) -> i128 {
        beyond_rounding(
            self.effective - self.levels().iter().sum::<i128>(),
            self.partners.len() as u32,
        )
        .max(0)
    }

    fn share_of(&self, part: i128, places: u8, rounding: Rounding) -> Result<Rounded, Undefined> {
        let power = 10_i64.checked_pow(u32::from(places)).ok_or(Undefined::TooLarge)?;
        match (self.is_overfull, part < 0 || self.effective < 0, self.effective) {
            (true, ..) => Err(Undefined::Conflicting),
            (_, true, _) => Err(Undefined::NegativeLevel),
            (_, _, 0) => Err(Undefined::NoTrade),
            (_, _, whole) if part > whole && self.has_negative => Err(Undefined::NegativeLevel),
            (_, _, whole) if part > whole => Err(Undefined::Conflicting),
            _ => {
                let share = quotient_of_products((part, 1), power, (self.effective, 1), rounding);
                share
                    .map(|share| Rounded::from_mantissa(BigInt::from(share), places))
                    .map_err(crate::bulk::column::undefined)
            }
        }
    }
}

/// A line for each partner, then the rest and the whole.
impl fmt::Display for Partners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.key, self.period)?;
        let share = |share: Result<Rounded, Undefined>| {
            share.map_or_else(|reason| reason.to_string(), |share| share.to_string())
        };
        let told = |amount: Result<Amount<Money>, Undefined>| {
            amount.map_or_else(|reason| reason.to_string(), |amount| amount.to_string())
        };
        for partner in &self.partners {
            let share = share(self.share(partner, 4, Rounding::HalfAwayFromZero));
            write!(f, "\n{:>4}  {}  {}  {share}", partner.rank, partner.area, partner.amount)?;
        }
        write!(f, "\n      rest  {}", told(self.rest()))?;
        write!(f, "\n      whole  {}  ({})", told(self.whole()), self.denominator)
    }
}

fn amount(mantissa: i128, places: u8, unit: MoneyUnit) -> Result<Amount<Money>, Undefined> {
    let value = Decimal::try_from_i128_with_scale(mantissa, u32::from(places))
        .map_err(|_| Undefined::TooLarge)?;
    Ok(Amount::new(value, unit))
}

/// What the listed rows leave of a reported total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestRow {
    /// The total.
    pub key: Key,
    /// When.
    pub period: Period,
    /// Whether the rest is one of partners or of goods.
    pub dimension: Dimension,
    /// The total less the rows right below it, as a whole number of the panel's places; zero within
    /// the half units of all of them.
    pub mantissa: i128,
    /// How many rows lie right below it.
    pub parts: usize,
}

impl Panel {
    /// The partners of a reporter, largest first, for the flow, commodity and label of a key and a
    /// period.
    ///
    /// The partner of the key says of which whole they are listed: the World, or a group such as
    /// the European Union.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) with the [`Miss`](crate::panel::Miss) that names what is
    /// near if the panel has no such row; [`Invalid`](crate::ErrorKind::Invalid) for a key of one
    /// partner, which holds no others; the [`Miss`](crate::panel::Miss) as an error for a label
    /// that is not there, or for several that the key may mean;
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, DEU, JPN, USA, WORLD},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 1)?;
    /// for (partner, value) in [(USA, "2150.1"), (DEU, "432.4"), (JPN, "331.8"), (WORLD, "8073.2")]
    /// {
    ///     rows.push(
    ///         Key::exports(CHN).to(partner),
    ///         Period::year(2021),
    ///         value.parse().expect("a number"),
    ///     )?;
    /// }
    /// let partners = rows.build()?.partners(&Key::exports(CHN).to(WORLD), Period::year(2021))?;
    /// let first = partners.top(1)[0];
    /// assert_eq!((first.area, first.rank), (USA, 1));
    /// assert_eq!(partners.share(&first, 4, Rounding::HalfEven)?.to_string(), "0.2663");
    /// assert_eq!(partners.rest()?.to_string(), "5158.9 billion US$");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn partners(&self, key: &Key, period: Period) -> Result<Partners, Error> {
        self.view().refuse_totals("a list of partners")?;
        let label = self.label_meant(key)?;
        let key = key.labelled(label);
        let missing = || match self.find(&key, period) {
            Ok(_) => Error::from(Undefined::Missing).about(format!("{key}, {period}")),
            Err(miss) => Error::from(miss),
        };
        let at = self.periods().binary_search(&period).map_err(|_| missing())?;
        let view = self.view_of(at..at + 1)?;
        let label = view.label_id(label)?;
        let good = view.commodities().binary_search(&key.commodity()).map_err(|_| missing())?;
        let listed = Listed::of(view);
        let block = Block::of_reporter(&listed, 0, label, key.reporter()).ok_or_else(missing)?;
        let Some((whole, cells)) = block.slice(good, key.partner()) else { return Err(missing()) };
        if cells.is_empty() && key.partner().kind() != AreaKind::Group {
            return Err(Error::invalid(
                "the partner of a list",
                "no other partner of the data belongs to it",
            )
            .about(format!("{key}, {period}"))
            .with_help("name the World or a group as the partner of the key"));
        }
        let mut partners = Vec::with_capacity(cells.len());
        for (area, mantissa) in cells {
            let area = view.areas()[area];
            if area.kind() != AreaKind::Group {
                let amount = amount(mantissa, view.places(), view.unit())?;
                partners.push(Partner { area, amount, rank: 0, mantissa });
            }
        }
        partners.sort_by_key(|partner| (std::cmp::Reverse(partner.mantissa), partner.area));
        for at in 0..partners.len() {
            let ties = at > 0 && partners[at - 1].mantissa == partners[at].mantissa;
            partners[at].rank = if ties { partners[at - 1].rank } else { at as u32 + 1 };
        }
        Ok(Partners {
            key,
            period,
            partners,
            whole: whole.printed,
            effective: whole.mantissa,
            has_negative: whole.has_negative,
            denominator: whole.denominator,
            is_overfull: whole.is_overfull,
            unit: view.unit(),
            places: view.places(),
        })
    }

    /// What the listed rows leave of every total of a flow label, once for each total and
    /// dimension: `total = parts right below it + rest`.
    ///
    /// # Errors
    /// As [`label_id`](crate::panel::PanelView::label_id).
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period,
    ///     area::{CHN, DEU, RUS, WORLD},
    ///     panel::{Dimension, PanelBuilder},
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 3380)] {
    ///     rows.push(Key::exports(CHN).to(partner), Period::year(2023), value.into())?;
    /// }
    /// let rests = rows.build()?.rests(Flow::Export)?;
    /// assert_eq!(
    ///     (rests.len(), rests[0].dimension, rests[0].mantissa),
    ///     (1, Dimension::Partners, 3169)
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn rests(&self, label: impl Into<OneLabel>) -> Result<Vec<RestRow>, Error> {
        let view = self.view();
        let label = view.labels()[view.label_id(label)?];
        let Some((whole, _)) = view.with_beside() else { return Ok(Vec::new()) };
        let row = |rest: crate::panel::Rest| {
            let (key, period) = whole.key(rest.row)?;
            let (mantissa, parts) = (rest.beyond_rounding(), rest.parts as usize);
            Some(RestRow { key, period, dimension: rest.dimension, mantissa, parts })
        };
        Ok(whole
            .all_rests()
            .into_iter()
            .filter_map(row)
            .filter(|row| row.key.label() == label)
            .collect())
    }
}
