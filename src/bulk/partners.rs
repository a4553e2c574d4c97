//! The partners of one reporter, largest first, with what they leave of the whole; and the rests of
//! all totals.
//!
//! Indices are runs and rows of one view. Held by `tests/panel/what_counts.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, AreaKind, WORLD};
use crate::bulk::levels::Codes;
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::quotient_of_products;
use crate::bulk::reporters::whole_of;
use crate::bulk::table::{FlowCells, Label, Table, names, unit_label};
use crate::bulk::wholes::{Block, PartOf};
use crate::commodity::Commodity;
use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::number::{Decimal, Ratio, Rounded, Rounding};
use crate::panel::{Breakdown, OneLabel, Panel, beyond_rounding};
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
    /// Whether the amount was reported, or is the sum of the commodities that are listed.
    pub whole: Denominator,
    mantissa: i128,
}

/// The partners of a reporter for one commodity and period, largest first.
///
/// The World and groups are not among them, listed members or not, nor are areas that are no
/// country ("Areas, nes", bunkers, free zones; 490, "Other Asia, nes", is one, since it is Taiwan).
/// What the listed ones leave of the whole is [`rest`](Partners::rest).
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
    /// The trade of a group is in it, less that of its members that are listed: a World of 180
    /// leaves 120 beside a group of 100 with a member of 60, where [`Panel::rests`] has what the
    /// rows right below each total leave, 80 of the World and 40 of the group.
    ///
    /// # Errors
    /// As [`rest_after`](Partners::rest_after).
    ///
    /// ```
    /// use bilateral::{Area, Key, Period, area::{CHN, DEU, WORLD}, panel::PanelBuilder, unit::USD};
    /// let union: Area = "97".parse()?; // the European Union, which holds Germany
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, value) in [(DEU, 60), (union, 100), (WORLD, 180)] {
    ///     rows.push(Key::exports(CHN).to(partner), Period::year(2022), value.into())?;
    /// }
    /// let panel = rows.build()?;
    /// let partners = panel.partners(&Key::exports(CHN).to(WORLD), Period::year(2022))?;
    /// assert_eq!(partners.rest()?.to_string(), "120 billion US$"); // 180 - 60
    /// let mut rests: Vec<i128> =
    ///     panel.rests(bilateral::Flow::Export)?.iter().map(|rest| rest.mantissa).collect();
    /// rests.sort();
    /// assert_eq!(rests, [40, 80]); // 100 - 60 and 180 - 100
    /// # Ok::<(), bilateral::Error>(())
    /// ```
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
        if levels.iter().any(|level| *level < 0) || self.has_negative && self.left() < 0 {
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

    /// The list as a table: the partners with their `RANK`, then a line for the `rest` and one for
    /// the whole, each with its amount, its `SHARE` in the whole with this number of places, and
    /// the `REASON` where the amount or the share is empty. `WHOLE` says whether the amount is
    /// `reported` or a `sum of listed`; for the rest, which of the two it is a rest of.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, DEU, USA, WORLD},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 1)?;
    /// for (partner, value) in [(USA, "2150.1"), (DEU, "432.4"), (WORLD, "8073.2")] {
    ///     let value = value.parse().expect("a number");
    ///     rows.push(Key::exports(CHN).to(partner), Period::year(2021), value)?;
    /// }
    /// let partners = rows.build()?.partners(&Key::exports(CHN).to(WORLD), Period::year(2021))?;
    /// let mut file = Vec::new();
    /// partners.table(4, Rounding::HalfEven).write_csv(&mut file)?;
    /// assert_eq!(String::from_utf8_lossy(&file), "\
    /// REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,\
    /// RANK,OBS_VALUE,UNIT_MEASURE,SHARE,REASON,WHOLE
    /// CHN,USA,export,TOTAL,as reported,2021,1,2150.1,billion USD,0.2663,,reported
    /// CHN,DEU,export,TOTAL,as reported,2021,2,432.4,billion USD,0.0536,,reported
    /// CHN,rest,export,TOTAL,as reported,2021,,5490.7,billion USD,0.6801,,reported
    /// CHN,World,export,TOTAL,as reported,2021,,8073.2,billion USD,1.0000,,reported
    /// ");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn table(&self, places: u8, rounding: Rounding) -> Table<'_> {
        let flows = FlowCells::new(&[self.key.label()]);
        let names = names(&[
            &["REF_AREA", "COUNTERPART_AREA", "TRADE_FLOW", "COMMODITY"],
            flows.names(),
            &["TIME_PERIOD", "RANK", "OBS_VALUE", "UNIT_MEASURE", "SHARE", "REASON", "WHOLE"],
        ]);
        let reporter = Label::new(self.key.reporter());
        let (good, period) = (Label::new(self.key.commodity()), Label::new(self.period.iso()));
        let unit = unit_label(self.unit);
        let lines = self.lines(places, rounding);
        Table::new(names, move |rows| {
            for line in &lines {
                rows.text(&reporter);
                rows.text(&line.area);
                rows.text(flows.flow(0));
                rows.text(&good);
                flows.stated(0).iter().for_each(|cell| rows.text(cell));
                rows.text(&period);
                match line.rank {
                    Some(rank) => rows.count(rank as usize),
                    None => rows.blank(),
                }
                match &line.amount {
                    Ok(amount) => rows.number(*amount, self.places),
                    Err(_) => rows.blank(),
                }
                rows.text(&unit);
                match (&line.share, &line.amount) {
                    (Ok(share), _) => {
                        rows.number(i128::from(*share), places);
                        rows.blank();
                    }
                    (Err(_), Err(reason)) | (Err(reason), Ok(_)) => {
                        rows.blank();
                        rows.text(&Label::new(reason));
                    }
                }
                rows.text(&line.whole);
                rows.end()?;
            }
            Ok(())
        })
    }

    fn lines(&self, places: u8, rounding: Rounding) -> Vec<Line> {
        let partners = self.partners.iter().map(|partner| Line {
            area: Label::new(partner.area),
            rank: Some(partner.rank),
            amount: Ok(partner.mantissa),
            share: self.share_mantissa(partner.mantissa, places, rounding),
            whole: Label::new(partner.whole),
        });
        let last = |area: Label, amount: Result<i128, Undefined>, of_whole: i128| Line {
            area,
            rank: None,
            share: self.share_mantissa(of_whole, places, rounding),
            amount,
            whole: Label::new(self.denominator),
        };
        let rest = if self.is_overfull { Err(Undefined::Conflicting) } else { Ok(self.left()) };
        let last = [
            last(Label::new("rest"), rest, self.left()),
            last(Label::new(self.key.partner()), Ok(self.whole), self.effective),
        ];
        partners.chain(last).collect()
    }

    /// What the listed partners leave of the whole, as [`rest`](Partners::rest) has it.
    fn left(&self) -> i128 {
        let listed: i128 = self.levels().iter().sum();
        beyond_rounding(self.effective - listed, self.partners.len() as u32)
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
        let share = self.share_mantissa(part, places, rounding)?;
        Ok(Rounded::from_mantissa(BigInt::from(share), places))
    }

    /// A share as a whole number of `10^-places`.
    fn share_mantissa(&self, part: i128, places: u8, rounding: Rounding) -> Result<i64, Undefined> {
        let power = 10_i64.checked_pow(u32::from(places)).ok_or(Undefined::TooLarge)?;
        match (self.is_overfull, part < 0 || self.effective < 0, self.effective) {
            (true, ..) => Err(Undefined::Conflicting),
            (_, true, _) => Err(Undefined::NegativeLevel),
            (_, _, 0) => Err(Undefined::NoTrade),
            (_, _, whole) if part > whole && self.has_negative => Err(Undefined::NegativeLevel),
            (_, _, whole) if part > whole => Err(Undefined::Conflicting),
            _ => quotient_of_products((part, 1), power, (self.effective, 1), rounding)
                .map_err(crate::bulk::column::undefined),
        }
    }
}

/// A line of the table of a list.
struct Line {
    area: Label,
    rank: Option<u32>,
    amount: Result<i128, Undefined>,
    share: Result<i64, Undefined>,
    whole: Label,
}

/// A line for each partner, then the rest and the whole.
impl fmt::Display for Partners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.key, self.period)?;
        let share = |share: Result<Rounded, Undefined>| {
            share.map_or_else(
                |reason| reason.to_string(),
                |share| share.to_ratio().percent(2).to_string(),
            )
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
    pub breakdown: Breakdown,
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
    /// All goods, which are the commodity of a key that names none, are taken as in
    /// [`sums`](Panel::sums): for each partner the total that was reported, else the sum of the
    /// commodities that are listed, each trade once. The whole likewise, and
    /// [`denominator`](Partners::denominator) says which; [`Partner::whole`] says it of each line.
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
    ///
    /// // Chapters alone: 31 + 16 with Germany.
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, code, value) in [(DEU, "H6:84", 31), (DEU, "H6:85", 16), (JPN, "H6:85", 13)] {
    ///     let key = Key::exports(CHN).to(partner).of(code.parse()?);
    ///     rows.push(key, Period::year(2021), value.into())?;
    /// }
    /// let partners = rows.build()?.partners(&Key::exports(CHN).to(WORLD), Period::year(2021))?;
    /// assert_eq!(partners.top(1)[0].amount.to_string(), "47 billion US$");
    /// assert_eq!(partners.whole()?.to_string(), "60 billion US$");
    /// assert_eq!(partners.denominator(), bilateral::bulk::Denominator::SumOfListed);
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
        let listed = Listed::of(view);
        let block = Block::of_reporter(&listed, 0, label, key.reporter()).ok_or_else(missing)?;
        let slice = if key.commodity() == Commodity::TOTAL {
            block.slice_of_all_goods(key.partner())
        } else {
            let good = view.commodities().binary_search(&key.commodity()).map_err(|_| missing())?;
            block.slice(good, key.partner())
        };
        let Some((mut whole, cells)) = slice else { return Err(missing()) };
        if (key.partner(), key.commodity()) == (WORLD, Commodity::TOTAL) {
            let all_goods = whole_of(&block, &listed, &Codes::of(view.commodities()));
            whole = whole.or_overfull(all_goods.is_overfull);
        }
        if cells.is_empty() && key.partner().kind() != AreaKind::Group {
            return Err(Error::invalid(
                "the partner of a list",
                "no other partner of the data belongs to it",
            )
            .about(format!("{key}, {period}"))
            .with_help("name the World or a group as the partner of the key"));
        }
        let mut partners = Vec::with_capacity(cells.len());
        for PartOf { area, mantissa, denominator: whole } in cells {
            let area = view.areas()[area];
            if area.kind() != AreaKind::Group && !area.is_unallocated() {
                let amount = amount(mantissa, view.places(), view.unit())?;
                partners.push(Partner { area, amount, rank: 0, whole, mantissa });
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
    /// A group that is listed is right below the World: of a World of 180 beside a group of 100
    /// with a member of 60, the rests are 80 of the World and 40 of the group, where
    /// [`Partners::rest`] has 120, the World less the countries that are listed.
    ///
    /// # Errors
    /// As [`label_id`](crate::panel::PanelView::label_id).
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period,
    ///     area::{CHN, DEU, RUS, WORLD},
    ///     panel::{Breakdown, PanelBuilder},
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 3380)] {
    ///     rows.push(Key::exports(CHN).to(partner), Period::year(2023), value.into())?;
    /// }
    /// let rests = rows.build()?.rests(Flow::Export)?;
    /// assert_eq!(
    ///     (rests.len(), rests[0].breakdown, rests[0].mantissa),
    ///     (1, Breakdown::Partners, 3169)
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
            Some(RestRow { key, period, breakdown: rest.dimension, mantissa, parts })
        };
        Ok(whole
            .all_rests()
            .into_iter()
            .filter_map(row)
            .filter(|row| row.key.label() == label)
            .collect())
    }
}
