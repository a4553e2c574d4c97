//! Both directions of a pair side by side, and the two-way trade in them.
//!
//! Indices are positions of runs; sums of 2^32 values of at most 2^63 stay below 2^95. Held by
//! `totals_equal_sums_of_big_integers` and `structure_equals_the_scalar_functions` in
//! `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::bulk::column::{Column, MISSING, NEGATIVE, NO_TRADE, Reason};
use crate::bulk::exact::{power_of_ten, sum};
use crate::bulk::growth::Matches;
use crate::bulk::levels::{self, Codes};
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::quotient::quotient_of_products;
use crate::bulk::reporters::of_run;
use crate::bulk::sums::{Scale, Sums, Which, whole_of};
use crate::bulk::table::{
    FlowCells, Label, Table, check_lengths, pair_names, unit_label, with_reasons,
};
use crate::error::{Error, Undefined};
use crate::number::Rounding;
use crate::panel::parallel::map;
use crate::panel::{Gaps, OneLabel, Panel, PanelView};
use crate::period::Period;
use crate::unit::{Amount, Money};
use std::ops::Range;

/// Both directions of trade between two areas in a period, each as its sender or receiver reports
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PairRow {
    /// The area with the smaller code.
    pub one: Area,
    /// The other.
    pub two: Area,
    /// When.
    pub period: Period,
    /// Whether both sides are totals that were reported; else one at least is the sum of the
    /// commodities that are listed.
    pub whole: Denominator,
    // Flags beside the numbers: there are as many rows as pairs, and an `Option` of 128 bits is
    // twice as wide.
    reports: [bool; 2],
    mantissa: [i128; 2],
    scale: Scale,
}

/// The runs of both directions of a pair.
struct PairRuns {
    one: usize,
    two: usize,
    one_reports: Option<usize>,
    two_reports: Option<usize>,
}

impl PairRow {
    /// What `one` reports of the flow with `two`.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if it has no row of that; [`Undefined::TooLarge`] beyond 28 digits.
    pub fn one_reports(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.one_reports_mantissa().ok_or(Undefined::Missing)?)
    }

    /// What `two` reports of the flow with `one`.
    ///
    /// # Errors
    /// As [`one_reports`](PairRow::one_reports).
    pub fn two_reports(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.two_reports_mantissa().ok_or(Undefined::Missing)?)
    }

    /// What `one` reports minus what `two` does: for exports the balance of `one`, for imports that
    /// of `two`.
    ///
    /// A direction that the panel has no rows of is not zero: it may be what nobody was asked for.
    /// Where a file leaves out what is zero, [`or_no_trade`](PairRow::or_no_trade) says so. In the
    /// file of a single reporter [`Panel::balances`] has its balances.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if one of the two has no rows; [`Undefined::TooLarge`] beyond 28
    /// digits.
    pub fn balance(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.balance_mantissa().ok_or(Undefined::Missing)?)
    }

    /// Both directions together.
    ///
    /// # Errors
    /// As [`balance`](PairRow::balance).
    pub fn total(&self) -> Result<Amount<Money>, Undefined> {
        self.scale.amount(self.total_mantissa().ok_or(Undefined::Missing)?)
    }

    /// The same, a direction without rows being no trade: zero.
    ///
    /// That is a statement about the file, and only you can make it. BACI has no rows of zeros: in
    /// its complete files a direction that is absent between two of its countries is no trade, or
    /// trade that neither of them reported. In an extract, or in what single countries report, it
    /// is not known.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Undefined,
    ///     area::{CHN, DEU},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(DEU), Period::year(2022), 60.into())?;
    /// let pair = rows.build()?.pairs(Flow::Export)?[0];
    /// // What Germany sent is not there.
    /// assert_eq!(pair.balance().unwrap_err(), Undefined::Missing);
    /// assert_eq!(pair.or_no_trade().balance()?.to_string(), "60 million US$");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn or_no_trade(self) -> PairRow {
        PairRow { reports: [true; 2], ..self }
    }

    /// What `one` reports, as a whole number of the panel's places.
    #[must_use]
    pub fn one_reports_mantissa(&self) -> Option<i128> {
        self.reports[0].then_some(self.mantissa[0])
    }

    /// What `two` reports, as a whole number of the panel's places.
    #[must_use]
    pub fn two_reports_mantissa(&self) -> Option<i128> {
        self.reports[1].then_some(self.mantissa[1])
    }

    /// The balance as a whole number of the panel's places; none where a direction has no rows.
    #[must_use]
    pub fn balance_mantissa(&self) -> Option<i128> {
        Some(self.one_reports_mantissa()? - self.two_reports_mantissa()?)
    }

    /// Both directions as a whole number of the panel's places; none where one has no rows.
    #[must_use]
    pub fn total_mantissa(&self) -> Option<i128> {
        Some(self.one_reports_mantissa()? + self.two_reports_mantissa()?)
    }
}

impl Panel {
    /// The [`pairs`](Panel::pairs) of a flow label as a table, and beside them results in their
    /// order under names of yours, such as [`pair_grubel_lloyd`](Panel::pair_grubel_lloyd).
    ///
    /// `REF_AREA` is the area with the smaller code. `OBS_VALUE` is what it reports,
    /// `COUNTERPART_VALUE` what the other does, each empty where it reports nothing; `BALANCE` and
    /// `TOTAL` are empty then too, as those of [`PairRow`], and `BALANCE` is that of the
    /// counterpart where the label is one of imports. `WHOLE` says whether the values are
    /// `reported` totals or the `sum of listed` commodities.
    ///
    /// # Errors
    /// As [`pairs`](Panel::pairs); [`Mismatch`](crate::ErrorKind::Mismatch) for a column of another
    /// length.
    pub fn table_of_pairs<'a>(
        &'a self,
        of: impl Into<OneLabel>,
        columns: &[(&str, &'a Column)],
    ) -> Result<Table<'a>, Error> {
        self.table_of_pairs_with(of, Gaps::Missing, columns)
    }

    /// As [`table_of_pairs`](Panel::table_of_pairs), with a word on directions that have no rows:
    /// with [`Gaps::NoTrade`] `BALANCE` and `TOTAL` take them as zero, as
    /// [`PairRow::or_no_trade`] does.
    ///
    /// # Errors
    /// As [`table_of_pairs`](Panel::table_of_pairs).
    pub fn table_of_pairs_with<'a>(
        &'a self,
        of: impl Into<OneLabel>,
        gaps: Gaps,
        columns: &[(&str, &'a Column)],
    ) -> Result<Table<'a>, Error> {
        let (of, view) = (of.into(), self.view());
        let (pairs, label) = (self.pairs(of)?, view.label_id(of)?);
        check_lengths(columns, pairs.len())?;
        let (areas, flows, unit) =
            (Label::all(view.areas()), FlowCells::new(view.labels()), unit_label(view.unit()));
        let mut all = pair_names(
            &flows,
            &["OBS_VALUE", "COUNTERPART_VALUE", "BALANCE", "TOTAL", "UNIT_MEASURE", "WHOLE"],
        );
        all.extend(with_reasons(columns));
        let results: Vec<&Column> = columns.iter().map(|(_, column)| *column).collect();
        let wholes = [Denominator::Reported, Denominator::SumOfListed].map(Label::new);
        Ok(Table::new(all, move |rows| {
            let mut period = (None, Label::new(""));
            for (at, pair) in pairs.iter().enumerate() {
                if period.0 != Some(pair.period) {
                    period = (Some(pair.period), Label::new(pair.period.iso()));
                }
                for area in [pair.one, pair.two] {
                    rows.text(&areas[view.areas().partition_point(|known| *known < area)]);
                }
                rows.text(flows.flow(label));
                flows.stated(label).iter().for_each(|cell| rows.text(cell));
                rows.text(&period.1);
                let taken = if gaps == Gaps::NoTrade { pair.or_no_trade() } else { *pair };
                for number in [
                    pair.one_reports_mantissa(),
                    pair.two_reports_mantissa(),
                    taken.balance_mantissa(),
                    taken.total_mantissa(),
                ] {
                    match number {
                        Some(sum) => rows.number(sum, view.places()),
                        None => rows.blank(),
                    }
                }
                rows.text(&unit);
                rows.text(&wholes[usize::from(pair.whole == Denominator::SumOfListed)]);
                for column in &results {
                    rows.result(column, at);
                }
                rows.end()?;
            }
            Ok(())
        }))
    }

    /// Both directions of each pair side by side, for one flow label: exports of each to the other,
    /// or imports of each from the other. By period, then by the smaller and the larger code. All
    /// goods are taken as in [`sums`](Panel::sums); pairs of groups stand beside those of their
    /// members, since nothing is added up here.
    ///
    /// # Errors
    /// As [`sums`](Panel::sums).
    pub fn pairs(&self, of: impl Into<OneLabel>) -> Result<Vec<PairRow>, Error> {
        let view = self.view();
        let sums = Sums::of(view, of.into(), Which::All)?;
        let rows = sums.listed.rows();
        let scale = Scale::of(&view);
        let periods = map((0..rows.periods().len()).collect(), |period| {
            let mut pairs = Vec::new();
            each_pair(&rows, sums.of_period(period), |pair| {
                let both = [pair.one_reports, pair.two_reports]
                    .map(|run| run.map(|run| sums.totals.get(run)));
                pairs.push(PairRow {
                    one: rows.areas()[pair.one],
                    two: rows.areas()[pair.two],
                    period: rows.periods()[period],
                    whole: whole_of(both),
                    reports: both.map(|side| side.is_some()),
                    mantissa: both.map(|side| side.map_or(0, |(mantissa, _)| mantissa)),
                    scale,
                });
            });
            pairs
        });
        Ok(periods.concat())
    }

    /// The Grubel-Lloyd index over commodities of each pair, with this number of places, in the
    /// order of [`pairs`](Panel::pairs): see
    /// [`indicator::grubel_lloyd_aggregate`](crate::indicator::grubel_lloyd_aggregate). For exports
    /// the two sides are what each reports as sent to the other.
    ///
    /// Two sides that list different codes are compared at the finest level that both have, as
    /// [`structure`](Panel::structure) does: by chapter where one has chapters, and the other has
    /// headings too. All goods are not a level.
    ///
    /// Undefined rows: one of the two did not report ([`Undefined::Missing`]), no trade
    /// ([`Undefined::NoTrade`]), a negative value ([`Undefined::NegativeLevel`]), no common level
    /// at which all trade is split ([`Undefined::RestNotSplit`]), a total below its parts
    /// ([`Undefined::Conflicting`]).
    ///
    /// # Errors
    /// As [`pairs`](Panel::pairs); [`Range`](crate::ErrorKind::Range) above 18 places.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding, Undefined,
    ///     area::{CHN, DEU, USA},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let (out, back) = (Key::exports(CHN).to(DEU), Key::exports(DEU).to(CHN));
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let all_goods =
    ///     [(Key::exports(CHN).to(USA), "TOTAL", 60), (Key::exports(USA).to(CHN), "TOTAL", 60)];
    /// for (key, code, value) in [(out, "H6:84", 60), (back, "H6:84", 40), (back, "H6:8471", 15)]
    ///     .into_iter()
    ///     .chain(all_goods)
    /// {
    ///     rows.push(key.of(code.parse()?), Period::year(2022), value.into())?;
    /// }
    /// let index = rows.build()?.pair_grubel_lloyd(Flow::Export, 4, Rounding::HalfEven)?;
    /// // 2 x 40 / (60 + 40), at the level of chapters
    /// assert_eq!(index.get(0)?.to_string(), "0.8000");
    /// assert_eq!(index.get(1).unwrap_err(), Undefined::RestNotSplit); // which goods is not known
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn pair_grubel_lloyd(
        &self,
        of: impl Into<OneLabel>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Column, Error> {
        let power = power_of_ten(places)?;
        let view = self.view();
        let sums = Sums::of(view, of.into(), Which::All)?;
        let (rows, codes) = (sums.listed.rows(), Codes::of(view.commodities()));
        let periods = map((0..rows.periods().len()).collect(), |period| {
            let mut matches = Matches::default();
            let mut column = Column::default();
            each_pair(&rows, sums.of_period(period), |pair| {
                column.push(match (pair.one_reports, pair.two_reports) {
                    (Some(one), Some(two)) => {
                        two_way(&sums.listed, &codes, [one, two], &mut matches, (power, rounding))
                    }
                    _ => Err(MISSING),
                });
            });
            column
        });
        let mut all = Column { places, ..Column::default() };
        for column in periods {
            all.mantissa.extend(column.mantissa);
            all.reason.extend(column.reason);
        }
        Ok(all)
    }
}

/// Two-way trade in two runs.
fn two_way(
    listed: &Listed<'_>,
    codes: &Codes,
    runs: [usize; 2],
    matches: &mut Matches,
    (power, rounding): (i64, Rounding),
) -> Result<i64, Reason> {
    let view = listed.rows();
    let [one, two] = runs.map(|run| view.rows_of(run));
    let goods = |rows: &Range<usize>| view.codes().rows(rows.clone());
    if !codes.are_one_level(goods(&one).iter().chain(goods(&two).iter())) {
        let [one, two] = runs.map(|run| of_run(listed, codes, run));
        return levels::two_way(codes, &one, &two, power, rounding);
    }
    let (ours, theirs) = (&view.values()[one.clone()], &view.values()[two.clone()]);
    matches.find(goods(&one), goods(&two));
    let both: i128 =
        matches.pairs().map(|(at, other)| 2 * i128::from(ours[at].min(theirs[other]))).sum();
    let all = sum(ours) + sum(theirs);
    match (ours.iter().chain(theirs).any(|value| *value < 0), all) {
        (true, _) => Err(NEGATIVE),
        (false, 0) => Err(NO_TRADE),
        _ => quotient_of_products((both, 1), power, (all, 1), rounding),
    }
}

/// Calls back with both directions of each pair, by the smaller and the larger area.
fn each_pair(
    view: &PanelView<'_>,
    runs: impl Iterator<Item = usize>,
    mut take: impl FnMut(PairRuns),
) {
    // Narrow, since there are as many as runs: areas and runs of a panel fit.
    let place_of = |run: usize| {
        let group = view.group(run);
        (group.reporter as u32, group.partner as u32, run as u32)
    };
    let mut all: Vec<(u32, u32, u32)> = Vec::with_capacity(runs.size_hint().1.unwrap_or(0));
    runs.for_each(|run| all.push(place_of(run)));
    // The same runs by partner, then reporter: a stable counting sort.
    let mut place = vec![0_usize; view.areas().len() + 1];
    for (_, partner, _) in &all {
        place[*partner as usize + 1] += 1;
    }
    for area in 0..view.areas().len() {
        place[area + 1] += place[area];
    }
    let mut turned = vec![0_u32; all.len()];
    for (at, (_, partner, _)) in all.iter().enumerate() {
        let place = &mut place[*partner as usize];
        turned[*place] = at as u32;
        *place += 1;
    }
    let forward =
        all.iter().filter(|(one, two, _)| one <= two).map(|(one, two, run)| ((*one, *two), *run));
    let back = turned.iter().map(|at| all[*at as usize]).filter(|(two, one, _)| one < two);
    let back = back.map(|(two, one, run)| ((one, two), run));
    let (mut forward, mut back) = (forward.peekable(), back.peekable());
    loop {
        let pair = match (forward.peek(), back.peek()) {
            (None, None) => break,
            (Some(one), None) => one.0,
            (None, Some(two)) => two.0,
            (Some(one), Some(two)) => one.0.min(two.0),
        };
        let one_reports = forward.next_if(|(known, _)| *known == pair).map(|(_, run)| run as usize);
        let two_reports = back.next_if(|(known, _)| *known == pair).map(|(_, run)| run as usize);
        take(PairRuns { one: pair.0 as usize, two: pair.1 as usize, one_reports, two_reports });
    }
}
