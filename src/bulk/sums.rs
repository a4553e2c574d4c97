//! Sums over commodities, the balances of reporters, and the ranks of partners.
//!
//! Sums are 64 bits wide where the largest absolute value times the number of rows fits, and 128
//! bits otherwise: 2^32 rows of at most 2^63 stay below 2^95. Indices are positions of runs. Held
//! by `totals_equal_sums_of_big_integers` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::{Area, AreaKind};
use crate::bulk::listed::{Denominator, Listed, RunTotals};
use crate::bulk::table::{FlowCells, Label, Table, pair_names, unit_label};
use crate::error::{Error, Undefined};
use crate::key::{Flow, Key};
use crate::number::Decimal;
use crate::panel::{OneLabel, Panel, PanelView};
use crate::period::Period;
use crate::unit::{Amount, Money, MoneyUnit};
use std::collections::BTreeMap;
use std::ops::Range;

/// The trade of one reporter with one partner in all goods, of one flow label and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SumRow {
    /// Who, with whom, which way.
    pub key: Key,
    /// When.
    pub period: Period,
    /// The exact sum, as a whole number of the panel's places.
    pub mantissa: i128,
    /// How many rows it is made of.
    pub rows: usize,
    /// Whether it is the total that was reported, or the sum of the commodities that are listed.
    pub whole: Denominator,
    scale: Scale,
}

/// Both flows of a reporter with a partner in a period, as that reporter reports them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BalanceRow {
    /// Who reports.
    pub reporter: Area,
    /// With whom.
    pub partner: Area,
    /// When.
    pub period: Period,
    /// The exports, if there are rows of them; a whole number of the panel's places.
    pub exports: Option<i128>,
    /// The imports, likewise.
    pub imports: Option<i128>,
    /// Whether both are totals that were reported; else one at least is the sum of the commodities
    /// that are listed.
    pub whole: Denominator,
    scale: Scale,
}

/// What whole numbers of a result count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    unit: MoneyUnit,
    places: u8,
}

impl Scale {
    pub(crate) fn of(view: &PanelView<'_>) -> Scale {
        Scale { unit: view.unit(), places: view.places() }
    }

    pub(crate) fn amount(self, mantissa: i128) -> Result<Amount<Money>, Undefined> {
        let value = Decimal::try_from_i128_with_scale(mantissa, u32::from(self.places));
        value.map(|value| Amount::new(value, self.unit)).map_err(|_| Undefined::TooLarge)
    }
}

impl SumRow {
    /// The sum.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`] beyond 28 digits.
    pub fn amount(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.mantissa)
    }
}

impl BalanceRow {
    /// Exports minus imports, as reported (exports FOB, imports CIF as a rule).
    ///
    /// # Errors
    /// [`Undefined::Missing`] if one of the two has no rows; [`Undefined::TooLarge`] beyond 28
    /// digits.
    pub fn balance(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.balance_mantissa().ok_or(Undefined::Missing)?)
    }

    /// The balance as a whole number of the panel's places.
    #[must_use]
    pub fn balance_mantissa(&self) -> Option<i128> {
        Some(self.exports? - self.imports?)
    }
}

impl Panel {
    /// The trade in all goods for every reporter, partner and period of one flow label, in the
    /// order of the rows.
    ///
    /// It is the total of the pair where the data report one, else the sum of what is listed: each
    /// commodity once, a heading instead of its subheadings. A partner that holds others (the World
    /// over countries) is left out.
    ///
    /// # Errors
    /// As [`PanelView::label_id`]; [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    ///
    /// ```
    /// use bilateral::{
    ///     Commodity, Flow, Key, Period,
    ///     area::{CHN, DEU, RUS, WORLD},
    ///     bulk::Denominator,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let exports = |partner| Key::exports(CHN).to(partner);
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, code, value) in [
    ///     (DEU, "TOTAL", 115),
    ///     (DEU, "H6:84", 31),
    ///     (RUS, "H6:84", 16),
    ///     (RUS, "H6:85", 12),
    ///     (WORLD, "TOTAL", 3364),
    /// ] {
    ///     rows.push(exports(partner).of(code.parse()?), Period::year(2021), value.into())?;
    /// }
    /// let sums = rows.build()?.sums(Flow::Export)?;
    /// let told: Vec<_> = sums
    ///     .iter()
    ///     .map(|row| (row.key.partner(), row.amount().unwrap().to_string(), row.whole))
    ///     .collect();
    /// assert_eq!(
    ///     told,
    ///     [
    ///         (DEU, "115 billion US$".to_owned(), Denominator::Reported),
    ///         (RUS, "28 billion US$".to_owned(), Denominator::SumOfListed),
    ///     ]
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn sums(&self, of: impl Into<OneLabel>) -> Result<Vec<SumRow>, Error> {
        let view = self.view();
        let sums = Sums::of(view, of.into(), Which::Listed)?;
        let rows = sums.listed.rows();
        let scale = Scale::of(&view);
        let row = |(period, run): (usize, usize)| {
            let (mantissa, whole) = sums.totals.get(run);
            let (key, count) = (rows.pair_key(rows.groups()[run])?, sums.totals.count(&rows, run));
            Some(SumRow {
                key,
                period: rows.periods()[period],
                mantissa,
                rows: count,
                whole,
                scale,
            })
        };
        let periods = sums.runs.iter().enumerate();
        Ok(periods
            .flat_map(|(period, runs)| runs.iter().map(move |run| (period, run)))
            .filter_map(row)
            .collect())
    }

    /// The [`sums`](Panel::sums) as a table, with how many rows each is made of (`ROW_COUNT`), the
    /// rank of the partner (`PARTNER_RANK`, see [`partner_ranks`](Panel::partner_ranks)), and
    /// whether it is `reported` or the `sum of listed` (`WHOLE`).
    ///
    /// # Errors
    /// As [`sums`](Panel::sums).
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period,
    ///     area::{CHN, RUS},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76_123.into())?;
    /// let mut file = Vec::new();
    /// rows.build()?.sums_table(Flow::Export)?.write_csv(&mut file)?;
    /// assert!(
    ///     String::from_utf8_lossy(&file)
    ///         .ends_with("CHN,RUS,export,as reported,2022,76123,million USD,1,1,reported\n")
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn sums_table(&self, of: impl Into<OneLabel>) -> Result<Table<'_>, Error> {
        let of = of.into();
        let view = self.view();
        let (sums, ranks) = (self.sums(of)?, self.partner_ranks(of)?);
        let label = view.label_id(of)?;
        let (areas, flows, unit) =
            (Label::all(view.areas()), FlowCells::new(view.labels()), unit_label(view.unit()));
        let all = pair_names(
            &flows,
            &["OBS_VALUE", "UNIT_MEASURE", "ROW_COUNT", "PARTNER_RANK", "WHOLE"],
        );
        let wholes = [Denominator::Reported, Denominator::SumOfListed].map(Label::new);
        let area = move |area: Area| view.areas().partition_point(|known| *known < area);
        Ok(Table::new(all, move |rows| {
            let mut period = (None, Label::new(""));
            for (row, rank) in sums.iter().zip(&ranks) {
                if period.0 != Some(row.period) {
                    period = (Some(row.period), Label::new(row.period.iso()));
                }
                rows.text(&areas[area(row.key.reporter())]);
                rows.text(&areas[area(row.key.partner())]);
                rows.text(flows.flow(label));
                flows.stated(label).iter().for_each(|cell| rows.text(cell));
                rows.text(&period.1);
                rows.number(row.mantissa, view.places());
                rows.text(&unit);
                rows.count(row.rows);
                match rank {
                    Some(rank) => rows.count(*rank as usize),
                    None => rows.blank(),
                }
                rows.text(&wholes[usize::from(row.whole == Denominator::SumOfListed)]);
                rows.end()?;
            }
            Ok(())
        }))
    }

    /// Exports and imports of every reporter with every partner side by side, by period, reporter
    /// and partner: its balances. All goods are taken as in [`sums`](Panel::sums); the World and
    /// groups stand beside the partners they hold.
    ///
    /// # Errors
    /// As [`balances_of`](Panel::balances_of).
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76_122.into())?;
    /// rows.push(Key::imports(CHN).from(RUS), Period::year(2022), 114_149.into())?;
    /// assert_eq!(rows.build()?.balances()?[0].balance()?.to_string(), "-38027 million US$");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn balances(&self) -> Result<Vec<BalanceRow>, Error> {
        self.balances_of(Flow::Export, Flow::Import)
    }

    /// Balances of one export label and one import label.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the panel has neither flow;
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a flow that stands under several labels;
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    pub fn balances_of(
        &self,
        exports: impl Into<OneLabel>,
        imports: impl Into<OneLabel>,
    ) -> Result<Vec<BalanceRow>, Error> {
        let view = self.view();
        let sides = match [exports.into(), imports.into()].map(|of| Sums::of(view, of, Which::All))
        {
            [Err(error), Err(_)] => return Err(error),
            sides => sides.map(none_if_missing),
        };
        let [exports, imports] = sides;
        let sides = [exports?, imports?];
        let scale = Scale::of(&view);
        let mut rows = Vec::new();
        for (at, period) in view.periods().iter().enumerate() {
            let mut pairs: BTreeMap<(usize, usize), [Option<(i128, Denominator)>; 2]> =
                BTreeMap::new();
            for (side, sums) in sides.iter().enumerate() {
                let Some(sums) = sums else { continue };
                for run in sums.of_period(at) {
                    let group = sums.listed.rows().group(run);
                    pairs.entry((group.reporter, group.partner)).or_default()[side] =
                        Some(sums.totals.get(run));
                }
            }
            rows.extend(pairs.into_iter().map(|((reporter, partner), both)| BalanceRow {
                reporter: view.areas()[reporter],
                partner: view.areas()[partner],
                period: *period,
                exports: both[0].map(|(mantissa, _)| mantissa),
                imports: both[1].map(|(mantissa, _)| mantissa),
                whole: whole_of(both),
                scale,
            }));
        }
        Ok(rows)
    }

    /// The rank of each partner in the reporter's flow of a period, 1 for the largest, in the order
    /// of [`sums`](Panel::sums). Equal sums share a rank, as in
    /// [`indicator::ranking`](crate::indicator::ranking). The World and groups have no rank.
    ///
    /// # Errors
    /// As [`sums`](Panel::sums).
    pub fn partner_ranks(&self, of: impl Into<OneLabel>) -> Result<Vec<Option<u32>>, Error> {
        let sums = self.sums(of)?;
        let mut ranks = Vec::with_capacity(sums.len());
        for rows in sums.chunk_by(|one, two| {
            (one.period, one.key.reporter()) == (two.period, two.key.reporter())
        }) {
            let is_ranked = |row: &usize| rows[*row].key.partner().kind() != AreaKind::Group;
            let mut order: Vec<usize> = (0..rows.len()).filter(is_ranked).collect();
            order.sort_unstable_by_key(|row| (std::cmp::Reverse(rows[*row].mantissa), *row));
            let mut of_reporter = vec![None; rows.len()];
            let mut last = None;
            for (place, row) in order.into_iter().enumerate() {
                let rank = match last {
                    Some((sum, rank)) if sum == rows[row].mantissa => rank,
                    _ => u32::try_from(place + 1).unwrap_or(u32::MAX),
                };
                last = Some((rows[row].mantissa, rank));
                of_reporter[row] = Some(rank);
            }
            ranks.extend(of_reporter);
        }
        Ok(ranks)
    }
}

/// A flow that the panel does not have has no side of a balance.
fn none_if_missing(sums: Result<Sums<'_>, Error>) -> Result<Option<Sums<'_>>, Error> {
    match sums {
        Ok(sums) => Ok(Some(sums)),
        Err(error) if error.undefined() == Some(&Undefined::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn whole_of(both: [Option<(i128, Denominator)>; 2]) -> Denominator {
    let reported = both.iter().flatten().all(|(_, whole)| *whole == Denominator::Reported);
    if reported { Denominator::Reported } else { Denominator::SumOfListed }
}

/// Which pairs: those whose partner holds no other one, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Listed,
    All,
}

/// The trade in all goods of every run of a label.
pub(crate) struct Sums<'a> {
    pub(crate) listed: Listed<'a>,
    /// Of every run of the listed rows.
    pub(crate) totals: RunTotals,
    /// For each period the runs of the label.
    runs: Vec<Runs>,
}

/// The runs of a label in a period: all from the first to the last, or some.
enum Runs {
    All(Range<usize>),
    Some(Vec<usize>),
}

impl Runs {
    fn iter(&self) -> impl Iterator<Item = usize> + Clone {
        let (all, some) = match self {
            Runs::All(runs) => (runs.clone(), &[][..]),
            Runs::Some(runs) => (0..0, runs.as_slice()),
        };
        all.chain(some.iter().copied())
    }
}

impl<'a> Sums<'a> {
    pub(crate) fn of(view: PanelView<'a>, of: OneLabel, which: Which) -> Result<Sums<'a>, Error> {
        view.refuse_totals("the sums of pairs")?;
        let label = view.label_id(of)?;
        let listed = Listed::of(view);
        let totals = listed.run_totals();
        let all = which == Which::All || !listed.has_wide_areas();
        let of_period = |period| match all {
            true => Runs::All(listed.rows().runs_of_label(period, label)),
            false => Runs::Some(listed.partners(&listed.rows(), period, label)),
        };
        let runs = (0..view.periods().len()).map(of_period).collect();
        Ok(Sums { listed, totals, runs })
    }

    pub(crate) fn of_period(&self, period: usize) -> impl Iterator<Item = usize> + Clone {
        self.runs[period].iter()
    }
}
