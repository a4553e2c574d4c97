//! Totals over commodities, and both directions of a pair side by side.
//!
//! Sums are 64 bits wide where the largest absolute value times the number of rows fits, and 128 bits otherwise: 2^32 rows of at
//! most 2^63 stay below 2^95. Indices are positions of runs. Held by `totals_equal_sums_of_big_integers` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::error::{Error, Undefined};
use crate::key::{Flow, Key};
use crate::number::{Decimal, Rounding};
use crate::panel::Panel;
use crate::panel::column::{Column, NEGATIVE, NO_TRADE};
use crate::panel::growth::{Matches, power_of_ten};
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::quotient::quotient_of_products;
use crate::panel::write::{Label, Table, check_lengths, names, with_reasons};
use crate::period::Period;
use std::ops::Range;

/// The total over commodities of one reporter, partner and flow in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TotalRow {
    /// Who, with whom, which way.
    pub key: Key,
    /// When.
    pub period: Period,
    /// The exact sum, as a whole number of the panel's places.
    pub mantissa: i128,
    /// How many rows it is made of.
    pub rows: usize,
}

/// Both directions of trade between two areas in a period, each as its sender or receiver reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PairRow {
    /// The area with the smaller code.
    pub one: Area,
    /// The other.
    pub two: Area,
    /// When.
    pub period: Period,
    /// What `one` reports of the flow with `two`, if it reports any; a whole number of the panel's places.
    pub one_reports: Option<i128>,
    /// What `two` reports of the flow with `one`.
    pub two_reports: Option<i128>,
}

/// What a line of totals or pairs begins with.
pub(crate) const PAIR: [&str; 5] = ["REF_AREA", "COUNTERPART_AREA", "TRADE_FLOW", "VALUATION", "TIME_PERIOD"];

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
}

impl BalanceRow {
    /// Exports minus imports, as reported (exports FOB, imports CIF as a rule); none if one of the two has no rows.
    #[must_use]
    pub fn balance(&self) -> Option<i128> {
        Some(self.exports? - self.imports?)
    }
}

/// The runs of both directions of a pair.
struct PairRuns {
    one: usize,
    two: usize,
    one_reports: Option<usize>,
    two_reports: Option<usize>,
}

impl PairRow {
    /// What `one` reports minus what `two` does: for exports the balance of `one`; a whole number of the panel's places, see
    /// [`Panel::decimal`].
    ///
    /// A direction without rows is taken as no trade. That is right where both areas report, as in BACI. In the file of a single
    /// reporter it is not: there ask [`Panel::balances`].
    #[must_use]
    pub fn balance(&self) -> i128 {
        self.one_reports.unwrap_or(0) - self.two_reports.unwrap_or(0)
    }

    /// Both directions together; a whole number of the panel's places.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.one_reports.unwrap_or(0) + self.two_reports.unwrap_or(0)
    }
}

impl Panel {
    /// The exact totals over commodities for every reporter, partner, flow and period, in the order of the rows.
    #[must_use]
    pub fn totals(&self) -> Vec<TotalRow> {
        let sums = self.run_sums();
        let mut totals = Vec::with_capacity(sums.len());
        for (at, period) in self.labels.periods.iter().enumerate() {
            for run in self.runs_of(at) {
                if let Some(key) = self.pair_key(self.run_group[run]) {
                    totals.push(TotalRow { key, period: *period, mantissa: sums[run], rows: self.rows_of(run).len() });
                }
            }
        }
        totals
    }

    /// The [`totals`](Panel::totals) as a table, with how many rows each is made of (`ROW_COUNT`) and the rank of the partner
    /// (`PARTNER_RANK`, see [`partner_ranks`](Panel::partner_ranks)).
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76_123.into())?;
    /// let mut file = Vec::new();
    /// rows.build()?.totals_table().write_csv(&mut file)?;
    /// assert!(String::from_utf8_lossy(&file).ends_with("CHN,RUS,export,as reported,2022,76123,million USD,1,1\n"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn totals_table(&self) -> Table<'_> {
        let (labels, sums, ranks) = (&self.labels, self.run_sums(), self.partner_ranks());
        let (areas, flows, periods) =
            (Label::all(&labels.areas), Label::all(&labels.flows), Label::periods(&labels.periods));
        let (valuation, unit) = (Label::new(self.valuation), Label::new(self.unit.iso()));
        Table::new(names(&[&PAIR, &["OBS_VALUE", "UNIT_MEASURE", "ROW_COUNT", "PARTNER_RANK"]]), move |rows| {
            for (at, period) in periods.iter().enumerate() {
                for run in self.runs_of(at) {
                    let group = self.run_group[run];
                    rows.text(&areas[labels.reporter_of(group)]);
                    rows.text(&areas[labels.partner_of(group)]);
                    rows.text(&flows[labels.flow_of(group)]);
                    rows.text(&valuation);
                    rows.text(period);
                    rows.number(sums[run], self.places);
                    rows.text(&unit);
                    rows.count(self.rows_of(run).len());
                    rows.count(ranks[run] as usize);
                    rows.end()?;
                }
            }
            Ok(())
        })
    }

    /// The [`pairs`](Panel::pairs) of a flow as a table, and beside them results in their order under names of yours, such as
    /// [`pair_grubel_lloyd`](Panel::pair_grubel_lloyd).
    ///
    /// `REF_AREA` is the area with the smaller code. `OBS_VALUE` is what it reports, `COUNTERPART_VALUE` what the other does,
    /// each empty where it reports nothing; `BALANCE` and `TOTAL` take that as no trade, as [`PairRow`] does.
    ///
    /// # Errors
    /// As [`pairs`](Panel::pairs); [`Mismatch`](crate::ErrorKind::Mismatch) for a column of another length.
    pub fn pairs_table<'a>(&'a self, flow: Flow, columns: &[(&str, &'a Column)]) -> Result<Table<'a>, Error> {
        let pairs = self.pairs(flow)?;
        check_lengths(columns, pairs.len())?;
        let mut all = names(&[&PAIR, &["OBS_VALUE", "COUNTERPART_VALUE", "BALANCE", "TOTAL", "UNIT_MEASURE"]]);
        all.extend(with_reasons(columns));
        let results: Vec<&Column> = columns.iter().map(|(_, column)| *column).collect();
        let areas = Label::all(&self.labels.areas);
        let (flow, valuation, unit) = (Label::new(flow), Label::new(self.valuation), Label::new(self.unit.iso()));
        Ok(Table::new(all, move |rows| {
            let mut period = (None, Label::new(""));
            for (at, pair) in pairs.iter().enumerate() {
                if period.0 != Some(pair.period) {
                    period = (Some(pair.period), Label::new(pair.period.iso()));
                }
                for area in [pair.one, pair.two] {
                    rows.text(&areas[self.labels.areas.partition_point(|known| *known < area)]);
                }
                rows.text(&flow);
                rows.text(&valuation);
                rows.text(&period.1);
                for reported in [pair.one_reports, pair.two_reports] {
                    match reported {
                        Some(sum) => rows.number(sum, self.places),
                        None => rows.blank(),
                    }
                }
                rows.number(pair.balance(), self.places);
                rows.number(pair.total(), self.places);
                rows.text(&unit);
                for column in &results {
                    rows.result(column, at);
                }
                rows.end()?;
            }
            Ok(())
        }))
    }

    /// Both directions of each pair side by side, for one flow: exports of each to the other, or imports of each from the
    /// other. By period, then by the smaller and the larger code.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the panel does not have the flow.
    pub fn pairs(&self, flow: Flow) -> Result<Vec<PairRow>, Error> {
        let flow = self.flow_id(flow)?;
        let sums = self.run_sums();
        let labels = &self.labels;
        let periods = map((0..labels.periods.len()).collect(), |period| {
            let row = |pair: PairRuns| PairRow {
                one: labels.areas[pair.one],
                two: labels.areas[pair.two],
                period: labels.periods[period],
                one_reports: pair.one_reports.map(|run| sums[run]),
                two_reports: pair.two_reports.map(|run| sums[run]),
            };
            self.pair_runs(period, flow).into_iter().map(row).collect::<Vec<_>>()
        });
        Ok(periods.concat())
    }

    /// Exports and imports of every reporter with every partner side by side, by period, reporter and partner: its balances.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if the panel has neither flow.
    ///
    /// ```
    /// use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76_122.into())?;
    /// rows.push(Key::imports(CHN).from(RUS), Period::year(2022), 114_149.into())?;
    /// assert_eq!(rows.build()?.balances()?[0].balance(), Some(-38_027));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn balances(&self) -> Result<Vec<BalanceRow>, Error> {
        let (exports, imports) = (self.flow_id(Flow::Export), self.flow_id(Flow::Import));
        if let (Err(error), Err(_)) = (&exports, &imports) {
            return Err(error.clone());
        }
        let sums = self.run_sums();
        let mut rows = Vec::new();
        for (at, period) in self.labels.periods.iter().enumerate() {
            let mut pairs: std::collections::BTreeMap<(usize, usize), [Option<i128>; 2]> =
                std::collections::BTreeMap::new();
            for (side, flow) in [&exports, &imports].into_iter().enumerate() {
                let Ok(flow) = flow else { continue };
                for run in self.runs_of_flow(at, *flow) {
                    let group = self.run_group[run];
                    let pair = (self.labels.reporter_of(group), self.labels.partner_of(group));
                    pairs.entry(pair).or_default()[side] = Some(sums[run]);
                }
            }
            rows.extend(pairs.into_iter().map(|((reporter, partner), [exports, imports])| BalanceRow {
                reporter: self.labels.areas[reporter],
                partner: self.labels.areas[partner],
                period: *period,
                exports,
                imports,
            }));
        }
        Ok(rows)
    }

    /// The Grubel-Lloyd index over commodities of each pair, with so many places, in the order of [`pairs`](Panel::pairs):
    /// see [`indicator::grubel_lloyd_aggregate`](crate::indicator::grubel_lloyd_aggregate). For exports the two sides are
    /// what each reports as sent to the other.
    ///
    /// Undefined rows: no trade ([`Undefined::NoTrade`]), a negative value ([`Undefined::NegativeLevel`]).
    ///
    /// # Errors
    /// As [`pairs`](Panel::pairs); [`Range`](crate::ErrorKind::Range) above 18 places.
    pub fn pair_grubel_lloyd(&self, flow: Flow, places: u8, rounding: Rounding) -> Result<Column, Error> {
        let power = power_of_ten(places)?;
        let flow = self.flow_id(flow)?;
        let periods = map((0..self.labels.periods.len()).collect(), |period| {
            let mut matches = Matches::default();
            let mut column = Column::default();
            for pair in self.pair_runs(period, flow) {
                let rows = |run: Option<usize>| run.map_or(0..0, |run| self.rows_of(run));
                let (one, two) = (rows(pair.one_reports), rows(pair.two_reports));
                let (ours, theirs) = (&self.value[one.clone()], &self.value[two.clone()]);
                matches.find(&self.commodity[one], &self.commodity[two]);
                let both: i128 = matches.pairs().map(|(at, other)| 2 * i128::from(ours[at].min(theirs[other]))).sum();
                let all = sum(ours) + sum(theirs);
                column.push(match (ours.iter().chain(theirs).any(|value| *value < 0), all) {
                    (true, _) => Err(NEGATIVE),
                    (false, 0) => Err(NO_TRADE),
                    _ => quotient_of_products((both, 1), power, (all, 1), rounding),
                });
            }
            column
        });
        let mut all = Column { places, ..Column::default() };
        for column in periods {
            all.mantissa.extend(column.mantissa);
            all.reason.extend(column.reason);
        }
        Ok(all)
    }

    /// Both directions of each pair in a period, by the smaller and the larger area.
    fn pair_runs(&self, period: usize, flow: usize) -> Vec<PairRuns> {
        let labels = &self.labels;
        let runs = self.runs_of_flow(period, flow);
        let pair = |run: usize| {
            let group = self.run_group[run];
            (labels.reporter_of(group), labels.partner_of(group))
        };
        // The same runs by partner, then reporter: a stable counting sort.
        let mut place = vec![0_usize; labels.areas.len() + 1];
        for run in runs.clone() {
            place[pair(run).1 + 1] += 1;
        }
        for area in 0..labels.areas.len() {
            place[area + 1] += place[area];
        }
        let mut turned = vec![0_usize; runs.len()];
        for run in runs.clone() {
            let partner = pair(run).1;
            turned[place[partner]] = run;
            place[partner] += 1;
        }
        let forward = runs.filter(|run| pair(*run).0 <= pair(*run).1).map(|run| (pair(run), run));
        let back = turned.into_iter().map(|run| ((pair(run).1, pair(run).0), run)).filter(|(p, _)| p.0 < p.1);
        let (mut forward, mut back) = (forward.peekable(), back.peekable());
        let mut pairs = Vec::new();
        loop {
            let (one, two) = match (forward.peek(), back.peek()) {
                (None, None) => break,
                (Some(one), None) => one.0,
                (None, Some(two)) => two.0,
                (Some(one), Some(two)) => one.0.min(two.0),
            };
            let one_reports = forward.next_if(|(pair, _)| *pair == (one, two)).map(|(_, run)| run);
            let two_reports = back.next_if(|(pair, _)| *pair == (one, two)).map(|(_, run)| run);
            pairs.push(PairRuns { one, two, one_reports, two_reports });
        }
        pairs
    }

    /// A whole number of the panel's places as a decimal in its unit.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`] beyond 28 digits.
    pub fn decimal(&self, mantissa: i128) -> Result<Decimal, Undefined> {
        Decimal::try_from_i128_with_scale(mantissa, u32::from(self.places)).map_err(|_| Undefined::TooLarge)
    }

    pub(crate) fn flow_id(&self, flow: Flow) -> Result<usize, Error> {
        self.labels.flows.binary_search(&flow).map_err(|_| {
            let flows: Vec<String> = self.labels.flows.iter().map(ToString::to_string).collect();
            Error::from(Undefined::Missing)
                .about(format!("the flow {flow}"))
                .with_help(format!("the panel has {}", flows.join(", ")))
        })
    }

    /// The runs of one flow in a period; a flow comes first in a group.
    pub(crate) fn runs_of_flow(&self, period: usize, flow: usize) -> Range<usize> {
        let runs = self.runs_of(period);
        let groups = &self.run_group[runs.clone()];
        let first = groups.partition_point(|group| self.labels.flow_of(*group) < flow);
        let end = groups.partition_point(|group| self.labels.flow_of(*group) <= flow);
        runs.start + first..runs.start + end
    }

    /// The exact sum of each run.
    pub(crate) fn run_sums(&self) -> Vec<i128> {
        let pieces: Vec<Range<usize>> = (0..self.labels.periods.len()).flat_map(|period| self.pieces(period)).collect();
        let mut sums = vec![0; self.run_group.len()];
        let parts = cut(&mut sums, pieces.iter().map(Range::len));
        for_each(pieces.into_iter().zip(parts).collect(), |(runs, sums)| {
            for (run, total) in runs.zip(sums) {
                *total = sum(&self.value[self.rows_of(run)]);
            }
        });
        sums
    }
}

/// The exact sum, in blocks that cannot leave 64 bits: values below 2^50 in blocks of 2^12.
#[inline]
pub(crate) fn sum(values: &[i64]) -> i128 {
    const BLOCK: usize = 1 << 12;
    let mut total = 0_i128;
    for block in values.chunks(BLOCK) {
        // Either bits above 2^50 are all alike and equal to the sign, or the long way is taken.
        let (mut narrow, mut spread) = (0_i64, 0_i64);
        for value in block {
            narrow = narrow.wrapping_add(*value);
            spread |= value ^ (value >> 63);
        }
        total += if spread >> 50 == 0 { i128::from(narrow) } else { block.iter().map(|v| i128::from(*v)).sum() };
    }
    total
}
