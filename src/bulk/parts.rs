//! Parts of wholes: shares, contributions to growth, ranks, and sums over twelve months.
//!
//! Sums have 128 bits: 2^32 rows of at most 2^63 stay below 2^95. Indices are positions of rows and
//! runs, or identifiers below the lengths of the dictionaries. Held by
//! `parts_equal_the_scalar_functions` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{
    CONFLICTING, Column, DEFINED, INCOMPLETE, LISTED, MISSING, NEGATIVE, NO_TRADE, NOT_ASKED,
    OTHER_LABEL, Reason, TOO_LARGE, ZERO_BASE,
};
use crate::bulk::exact::power_of_ten;
use crate::bulk::growth::{Matches, other_edition};
use crate::bulk::levels::Codes;
use crate::bulk::listed::{Denominator, Listed, is_sum_of_listed};
use crate::bulk::quotient::quotient_of_products;
use crate::bulk::reporters::whole_of;
use crate::bulk::table::{Label, Table, with_reasons};
use crate::bulk::wholes::{Block, WholeOf};
use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::number::{Rounded, Rounding};
use crate::panel::parallel::{cut, for_each};
use crate::panel::{Gaps, OneLabel, Panel, PanelView, Rows};
use crate::period::{Month, Period};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The whole that a row is a part of; always of the row's flow label and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Whole {
    /// What the reporter trades of the commodity with all partners.
    Partners,
    /// Everything between the reporter and the partner.
    Pair,
    /// Everything the reporter trades with all partners.
    Reporter,
    /// Everything that all reporters trade of the commodity.
    Commodity,
}

/// Results of rows in wholes: each with the whole that it rests on.
///
/// A whole is the total that the data report (the World, all goods), where they do, else the sum of
/// what they list; see [`denominator`](Shares::denominator).
///
/// Rows that hold others are no rows of the result: the European Union beside Germany, a chapter
/// beside its headings, a year beside its months. The share of such a row is
/// [`indicator::share`](crate::indicator::share) of its [`Panel::amount`] and that of the whole; a
/// panel of one level, by [`Panel::aggregate_commodities`] or [`Panel::filter`], has rows of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    rows: Rows,
    name: &'static str,
    column: Column,
    /// `None` where there is no whole.
    denominators: Vec<Option<Denominator>>,
}

impl Shares {
    /// The result of a row.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn get(&self, row: usize) -> Result<Rounded, Undefined> {
        self.column.get(row)
    }

    /// All results, in the order of the rows.
    #[must_use]
    pub fn column(&self) -> &Column {
        &self.column
    }

    /// Whether the whole of a row was reported, or is the sum of what the data list; `None` without
    /// a whole.
    #[must_use]
    pub fn denominator(&self, row: usize) -> Option<Denominator> {
        self.denominators.get(row).copied().flatten()
    }

    /// The rows of the label that was asked for, with `SHARE` (or `CONTRIBUTION`), its reason where
    /// it is empty, and `WHOLE`: `reported` or `sum of listed`.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, DEU, RUS},
    ///     bulk::Whole,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 30.into())?;
    /// rows.push(Key::exports(CHN).to(DEU), Period::year(2022), 90.into())?;
    /// rows.push(Key::imports(CHN).from(DEU), Period::year(2022), 50.into())?;
    /// let shares =
    ///     rows.build()?.shares(Flow::Export, Whole::Reporter, 2, Rounding::HalfEven)?;
    /// let mut file = Vec::new();
    /// shares.table().write_csv(&mut file)?;
    /// let text = String::from_utf8_lossy(&file);
    /// assert_eq!(text.lines().count(), 3); // a header, and the exports
    /// assert!(text.ends_with("2022,30,million USD,0.25,,sum of listed\n"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn table(&self) -> Table<'_> {
        let mut more = with_reasons(&[(self.name, &self.column)]);
        more.push("WHOLE".to_owned());
        let names = [Denominator::Reported, Denominator::SumOfListed].map(Label::new);
        let is_asked = |row: usize| self.column.reason[row] != NOT_ASKED;
        Table::of_some_rows(self.rows.view(), more, is_asked, move |rows, row| {
            rows.result(&self.column, row);
            match self.denominators[row] {
                Some(denominator) => {
                    rows.text(&names[usize::from(denominator == Denominator::SumOfListed)])
                }
                None => rows.blank(),
            }
        })
    }
}

impl Panel {
    /// The share of every row of a flow label in a whole, with this number of places, in the order
    /// of the rows: see [`indicator::share`](crate::indicator::share).
    ///
    /// The whole is the reported total where the data have one: the World of that reporter, flow,
    /// commodity and period, all goods of that pair. Else it is the sum of what they list, each
    /// trade once; the result says which. [`shares_on`](Panel::shares_on) takes the sum of what is
    /// listed by name.
    ///
    /// The rows are the parts. A year beside its months holds them, and has no row here:
    /// `panel.filter(|_, period| period.is_full_year())?.shares(..)` has the shares of the year.
    ///
    /// Undefined rows: a whole of zero ([`NoTrade`](crate::Undefined::NoTrade)), a negative row or
    /// whole ([`NegativeLevel`](crate::Undefined::NegativeLevel)), a whole that is less than what
    /// it holds, beyond rounding, or is added up from one
    /// ([`Conflicting`](crate::Undefined::Conflicting)), rows of other labels
    /// ([`NotAsked`](crate::Undefined::NotAsked)).
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; as [`PanelView::label_id`];
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{DEU, VNM, WORLD},
    ///     bulk::{Denominator, Whole},
    ///     panel::PanelBuilder,
    ///     unit::EUR,
    /// };
    /// let imports = |partner| {
    ///     Key::imports(DEU).from(partner).of("CN2024:030462".parse().expect("catfish fillets"))
    /// };
    /// let mut rows = PanelBuilder::new(EUR.one(), 0)?;
    /// rows.push(imports(VNM), Period::year(2024), 32_313_884.into())?;
    /// rows.push(imports(WORLD), Period::year(2024), 39_919_520.into())?;
    /// let panel = rows.build()?;
    /// let shares = panel.shares(Flow::Import, Whole::Partners, 4, Rounding::HalfEven)?;
    /// assert_eq!(shares.get(0)?.to_string(), "0.8095");
    /// assert_eq!(shares.denominator(0), Some(Denominator::Reported));
    ///
    /// // A year beside its months, 10 of 40 in each, and 120 of 480 in the year.
    /// let exports = [(DEU, 10), (WORLD, 40)].map(|(to, value)| (Key::exports(VNM).to(to), value));
    /// let mut rows = PanelBuilder::new(EUR.million(), 0)?;
    /// for (key, value) in exports {
    ///     rows.push(key, Period::year(2024), (12 * value).into())?;
    ///     for month in 1..=12 {
    ///         rows.push(key, Period::month(2024, month), value.into())?;
    ///     }
    /// }
    /// let panel = rows.build()?;
    /// let of_months = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven)?;
    /// assert_eq!(of_months.column().len(), 12);
    /// let years = panel.filter(|_, period| period.is_full_year())?;
    /// let of_year = years.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven)?;
    /// assert_eq!((of_year.column().len(), of_year.get(0)?.to_string()), (1, "0.2500".to_owned()));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn shares(
        &self,
        label: impl Into<OneLabel>,
        of: Whole,
        places: u8,
        rounding: Rounding,
    ) -> Result<Shares, Error> {
        self.shares_on(label, of, Denominator::Reported, places, rounding)
    }

    /// As [`shares`](Panel::shares), on a whole that is named: reported where there is one, or in
    /// any case the sum of what is listed, without the World and all goods: a group instead of its
    /// members, or its members where they are more than it.
    ///
    /// # Errors
    /// As [`shares`](Panel::shares).
    pub fn shares_on(
        &self,
        label: impl Into<OneLabel>,
        of: Whole,
        on: Denominator,
        places: u8,
        rounding: Rounding,
    ) -> Result<Shares, Error> {
        let (power, view) = (power_of_ten(places)?, self.view());
        view.refuse_totals("shares")?;
        let label = view.label_id(label)?;
        let listed = Listed::of(view);
        let mut column =
            Column { reason: vec![NOT_ASKED; view.len()], ..Column::zeroed(view.len(), places) };
        let mut denominators = vec![None; view.len()];
        for period in 0..view.periods().len() {
            let wholes = Wholes::of(&listed, period, label, of, on);
            for run in view.runs_of_label(period, label) {
                for row in view.rows_of(run) {
                    let Some(whole) = wholes.get(&view, run, row) else {
                        column.put(row, Err(MISSING));
                        continue;
                    };
                    let part = i128::from(view.values()[row]);
                    denominators[row] = Some(whole.denominator);
                    let result = share(part, &whole, power, rounding);
                    column.put(row, result);
                }
            }
        }
        Ok(Shares { rows: view.rows(), name: "SHARE", column, denominators })
    }

    /// The contribution of every row of a flow label to the growth of its whole on a year earlier,
    /// as a fraction, in the order of the rows: see
    /// [`contribution::contribution`](crate::contribution::contribution). The whole is that of
    /// [`shares`](Panel::shares), a year earlier.
    ///
    /// A row without a base a year earlier is undefined with [`Gaps::Missing`], and began from
    /// nothing with [`Gaps::NoTrade`]. One whose base stands under another label or another edition
    /// of its code is undefined with both. Cells that ended have no row now; what they took from
    /// growth is minus their share in the base.
    ///
    /// # Errors
    /// As [`shares`](Panel::shares).
    pub fn contributions(
        &self,
        label: impl Into<OneLabel>,
        to: Whole,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
    ) -> Result<Shares, Error> {
        let (power, view) = (power_of_ten(places)?, self.view());
        view.refuse_totals("contributions")?;
        let label = view.label_id(label)?;
        let listed = Listed::of(view);
        let all = listed.rows();
        let mut column =
            Column { reason: vec![NOT_ASKED; view.len()], ..Column::zeroed(view.len(), places) };
        let mut denominators = vec![None; view.len()];
        for (period, base) in view.base_periods().into_iter().enumerate() {
            let wholes =
                base.map(|base| Wholes::of(&listed, base, label, to, Denominator::Reported));
            for run in view.runs_of_label(period, label) {
                for row in view.rows_of(run) {
                    let Some((base, wholes)) = base.zip(wholes.as_ref()) else {
                        column.put(row, Err(MISSING));
                        continue;
                    };
                    let there = base_row(&view, &all, run, row, base).ok_or(MISSING);
                    let there = there.and_then(|base| {
                        let alike = is_sum_of_listed(&view, row) == is_sum_of_listed(&all, base);
                        if alike { Ok(i128::from(all.values()[base])) } else { Err(LISTED) }
                    });
                    let before = match (there, gaps) {
                        (Err(MISSING), _) if stands_under_another_label(&view, row, base) => {
                            Err(OTHER_LABEL)
                        }
                        (Err(MISSING), _) if stands_under_another_edition(&view, row, base) => Err(
                            other_edition(view.commodities()[view.codes().get(row).unwrap_or(0)]),
                        ),
                        (Err(MISSING), Gaps::NoTrade) => Ok(0),
                        (before, _) => before,
                    };
                    let whole = wholes.get(&view, run, row);
                    denominators[row] = whole.map(|whole| whole.denominator);
                    let now = i128::from(view.values()[row]);
                    let result = before.and_then(|before| {
                        contribution(now - before, now < 0 || before < 0, whole, power, rounding)
                    });
                    column.put(row, result);
                }
            }
        }
        Ok(Shares { rows: view.rows(), name: "CONTRIBUTION", column, denominators })
    }

    /// The sum of every row's cell over the twelve months to the end of the row's period, with the
    /// panel's places, in the order of the rows. Months of the cell that stand as totals or parts
    /// count alike.
    ///
    /// Undefined rows: a month is missing ([`Missing`](crate::Undefined::Missing), unless
    /// [`Gaps::NoTrade`]); the sum does not fit ([`TooLarge`](crate::Undefined::TooLarge)).
    #[must_use]
    pub fn rolling_12(&self, gaps: Gaps) -> Column {
        let view = self.view();
        match view.with_beside() {
            Some((whole, own)) => rolling_12(&whole.view(), gaps).of_rows(&own),
            None => rolling_12(&view, gaps),
        }
    }
}

fn rolling_12(view: &PanelView<'_>, gaps: Gaps) -> Column {
    let periods = view.periods();
    let mut column = Column::zeroed(view.len(), view.places());
    let pieces: Vec<(usize, Range<usize>)> = (0..periods.len())
        .flat_map(|period| view.pieces(period).into_iter().map(move |runs| (period, runs)))
        .collect();
    let lengths: Vec<usize> =
        pieces.iter().map(|(_, runs)| view.rows_of_runs(runs).len()).collect();
    let sums = cut(&mut column.mantissa, lengths.iter().copied());
    let reasons = cut(&mut column.reason, lengths.iter().copied());
    let tasks: Vec<_> = pieces.into_iter().zip(sums.into_iter().zip(reasons)).collect();
    for_each(tasks, |((period, runs), (out, reasons))| {
        let rows = view.rows_of_runs(&runs);
        let end = periods[period].last();
        let Ok(window) = Period::try_rolling_12(end.year(), end.number()) else { return };
        if !window.contains(&periods[period]) {
            return;
        }
        // The sum, its months, and the first of them. Before that the widest spans back to back, so
        // that each month counts once.
        let own = (periods[period].len(), periods[period].first());
        let mut sums: Vec<(i128, u32, Month)> = view.values()[rows.clone()]
            .iter()
            .map(|value| (i128::from(*value), own.0, own.1))
            .collect();
        let mut others: Vec<usize> = (0..periods.len())
            .filter(|other| *other != period && window.contains(&periods[*other]))
            .collect();
        others.sort_by_key(|other| Reverse((periods[*other].last(), periods[*other].len())));
        for other in others {
            view.for_each_match(
                runs.clone(),
                other,
                &mut Matches::default(),
                |_, now, before, matches| {
                    for (at, base) in matches.pairs() {
                        let sum = &mut sums[now.start - rows.start + at];
                        if periods[other].last() < sum.2 {
                            sum.0 += i128::from(view.values()[before.start + base]);
                            sum.1 += periods[other].len();
                            sum.2 = periods[other].first();
                        }
                    }
                },
            );
        }
        for ((sum, months, _), (out, reason)) in sums.into_iter().zip(out.iter_mut().zip(reasons)) {
            *out = i64::try_from(sum).unwrap_or(0);
            *reason = match (months == 12 || gaps == Gaps::NoTrade, i64::try_from(sum).is_ok()) {
                (false, _) => INCOMPLETE,
                (true, false) => TOO_LARGE,
                (true, true) => DEFINED,
            };
        }
    });
    const { assert!(MISSING == 0) };
    column
}

/// The share of a part in its whole.
fn share(part: i128, whole: &WholeOf, power: i64, rounding: Rounding) -> Result<i64, Reason> {
    if part < 0 || whole.mantissa < 0 {
        return Err(NEGATIVE);
    }
    if whole.is_overfull {
        return Err(CONFLICTING);
    }
    if whole.mantissa == 0 && part == 0 {
        return Err(NO_TRADE);
    }
    if part > whole.mantissa {
        return Err(if whole.has_negative { NEGATIVE } else { CONFLICTING });
    }
    quotient_of_products((part, 1), power, (whole.mantissa, 1), rounding)
}

/// What a change adds to the growth of a whole.
fn contribution(
    change: i128,
    has_negative: bool,
    whole: Option<WholeOf>,
    power: i64,
    rounding: Rounding,
) -> Result<i64, Reason> {
    let Some(whole) = whole else { return Err(if has_negative { NEGATIVE } else { ZERO_BASE }) };
    if has_negative || whole.mantissa < 0 {
        return Err(NEGATIVE);
    }
    match whole.mantissa {
        _ if whole.is_overfull => Err(CONFLICTING),
        0 => Err(ZERO_BASE),
        whole => signed_quotient(change, power, whole, rounding),
    }
}

/// The row of a row's cell in another period, wherever it stands there.
fn base_row(
    view: &PanelView<'_>,
    all: &PanelView<'_>,
    run: usize,
    row: usize,
    base: usize,
) -> Option<usize> {
    let runs = all.runs_of(base);
    let at = all.groups()[runs.clone()].binary_search(&view.groups()[run]).ok()?;
    let rows = all.rows_of(runs.start + at);
    all.codes().rows(rows.clone()).find(view.codes().get(row)?).map(|at| rows.start + at)
}

/// True if the cell of a row stands in another period under another label of its flow.
fn stands_under_another_label(view: &PanelView<'_>, row: usize, period: usize) -> bool {
    view.key(row).is_some_and(|(key, _)| !view.labels_of_cell(&key, period).is_empty())
}

/// True if the cell of a row stands in another period under another edition of its code.
fn stands_under_another_edition(view: &PanelView<'_>, row: usize, period: usize) -> bool {
    let is_there = |key: &Key| !view.editions_of_cell(key, period).is_empty();
    view.has_several_editions() && view.key(row).is_some_and(|(key, _)| is_there(&key))
}

/// The wholes of one label in one period.
struct Wholes {
    of: Whole,
    by_pair: HashMap<u64, WholeOf>,
    by_reporter: HashMap<usize, WholeOf>,
    by_commodity: HashMap<usize, WholeOf>,
    by_reporter_and_commodity: HashMap<(usize, usize), WholeOf>,
}

impl Wholes {
    fn of(listed: &Listed<'_>, period: usize, label: usize, of: Whole, on: Denominator) -> Wholes {
        let view = listed.rows();
        let mut wholes = Wholes {
            of,
            by_pair: HashMap::new(),
            by_reporter: HashMap::new(),
            by_commodity: HashMap::new(),
            by_reporter_and_commodity: HashMap::new(),
        };
        if of == Whole::Pair {
            for run in view.runs_of_label(period, label) {
                wholes.by_pair.insert(view.groups()[run], WholeOf::of_run(listed, run).by(on));
            }
            return wholes;
        }
        let codes = Codes::of(view.commodities());
        for block in Block::each(listed, period, label) {
            let (reporter, all_goods) = (block.reporter(), whole_of(&block, listed, &codes));
            match of {
                Whole::Reporter => {
                    wholes.by_reporter.insert(reporter, all_goods.by(on));
                }
                _ => {
                    let each = block.by_commodity().into_iter().map(|(good, whole)| {
                        // The World of all goods is one whole, whoever asks for it.
                        let is_same = codes.is_total(good)
                            && whole.denominator == Denominator::Reported
                            && all_goods.is_overfull;
                        ((reporter, good), whole.or_overfull(is_same).by(on))
                    });
                    wholes.by_reporter_and_commodity.extend(each);
                }
            }
        }
        if of == Whole::Commodity {
            wholes.add_reporters(&view, period, on);
        }
        wholes
    }

    /// The sums over reporters: for each commodity those that no other one holds which lists it
    /// too.
    fn add_reporters(&mut self, view: &PanelView<'_>, period: usize, on: Denominator) {
        let year = view.periods()[period].last().year();
        let reporters: HashSet<usize> =
            self.by_reporter_and_commodity.keys().map(|(reporter, _)| *reporter).collect();
        let wide: Vec<usize> =
            reporters.into_iter().filter(|reporter| view.areas()[*reporter].may_hold()).collect();
        let by_reporter = &self.by_reporter_and_commodity;
        let areas = view.areas();
        let holders = |reporter: usize, good: usize| -> Vec<usize> {
            let holds = |wide: &usize| areas[*wide].figures_hold(areas[reporter], year);
            let lists = |wide: &usize| by_reporter.contains_key(&(*wide, good));
            wide.iter().copied().filter(|wide| holds(wide) && lists(wide)).collect()
        };
        let mut members: HashMap<(usize, usize), Vec<WholeOf>> = HashMap::new();
        let mut free = Vec::new();
        for ((reporter, good), whole) in by_reporter {
            let holders = holders(*reporter, *good);
            // Right below those that no other one is inside of.
            let is_next = |one: &usize| !holders.iter().any(|two| areas[*one].holds(areas[*two]));
            for holder in holders.iter().copied().filter(is_next) {
                members.entry((holder, *good)).or_default().push(*whole);
            }
            if holders.is_empty() {
                free.push((*reporter, *good, *whole));
            }
        }
        for (reporter, good, whole) in free {
            let inside = members.remove(&(reporter, good)).unwrap_or_default();
            let whole = whole.over_members(inside.into_iter()).by(on);
            let sum = self.by_commodity.entry(good);
            sum.and_modify(|sum| *sum = sum.and(whole)).or_insert(whole);
        }
    }

    /// The whole of a row of any period, if there is one.
    fn get(&self, view: &PanelView<'_>, run: usize, row: usize) -> Option<WholeOf> {
        let group = view.group(run);
        let good = view.codes().get(row).unwrap_or_default();
        let found = match self.of {
            Whole::Pair => self.by_pair.get(&view.groups()[run]),
            Whole::Reporter => self.by_reporter.get(&group.reporter),
            Whole::Partners => self.by_reporter_and_commodity.get(&(group.reporter, good)),
            Whole::Commodity => self.by_commodity.get(&good),
        };
        found.copied()
    }
}

/// `number * power / divisor`; the divisor is positive, the number may be negative.
fn signed_quotient(
    number: i128,
    power: i64,
    divisor: i128,
    rounding: Rounding,
) -> Result<i64, Reason> {
    use num_traits::ToPrimitive;
    let above = num_bigint::BigInt::from(number) * power;
    crate::number::divide(&above, &num_bigint::BigInt::from(divisor), rounding)
        .to_i64()
        .ok_or(TOO_LARGE)
}
