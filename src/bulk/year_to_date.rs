//! Cumulation inside each year, and its growth on the same months a year earlier.
//!
//! All periods are walked together, pair by pair, so that the running sums of one pair stay in the
//! cache. Sums have 128 bits: 2^32 rows of at most 2^63 stay below 2^95. Indices are commodities
//! below the dictionary's length, or positions of rows inside of the piece. Held by
//! `year_to_date_equals_the_scalar_functions` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{
    Column, DEFINED, INCOMPLETE, LISTED, MISSING, OTHER_LABEL, Reason, TOO_LARGE,
};
use crate::bulk::exact::power_of_ten;
use crate::bulk::growth::{Matches, named, other_edition, rate};
use crate::bulk::listed::is_sum_of_listed;
use crate::bulk::table::{Label, Table, with_reasons};
use crate::error::{Error, Undefined};
use crate::number::{Rounded, Rounding};
use crate::panel::parallel::{cut, for_each};
use crate::panel::{CodesView, Gaps, Id, Panel, PanelView, Rows};
use std::collections::HashMap;
use std::ops::Range;

/// The year-to-date of every row of a panel, and its growth, in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearToDate {
    rows: Option<Rows>,
    sum: Column,
    growth: Column,
}

impl YearToDate {
    /// The sum from January to the end of the row's period, with the places of the panel.
    ///
    /// Undefined rows: a month is missing ([`Missing`](crate::Undefined::Missing)), the sum does
    /// not fit ([`TooLarge`](crate::Undefined::TooLarge)).
    #[must_use]
    pub fn sums(&self) -> &Column {
        &self.sum
    }

    /// Its growth on the sum over the same months a year earlier.
    ///
    /// Undefined rows: as for [`sums`](YearToDate::sums) of either year and for [`Panel::growth`];
    /// a cell that stands a year earlier under another label of its flow only is
    /// [`OtherLabel`](crate::Undefined::OtherLabel), one under another edition of its code
    /// [`OtherEdition`](crate::Undefined::OtherEdition). A reason of this column does not name the
    /// label or the edition: [`growth`](YearToDate::growth) and [`reason`](YearToDate::reason) do.
    #[must_use]
    pub fn growths(&self) -> &Column {
        &self.growth
    }

    /// The growth of the year to date of a row, as a fraction: 0.126663 is 12.6663 %.
    ///
    /// # Errors
    /// As listed for [`growths`](YearToDate::growths); a base that stands under another label or
    /// edition only is named.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, RUS},
    ///     panel::{Gaps, PanelBuilder},
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// for (year, values) in [(2022, [10, 20]), (2023, [15, 30])] {
    ///     for (month, value) in (1..).zip(values) {
    ///         rows.push(Key::exports(CHN).to(RUS), Period::month(year, month), value.into())?;
    ///     }
    /// }
    /// let to_date = rows.build()?.year_to_date(Gaps::Missing, 2, Rounding::HalfEven)?;
    /// assert_eq!(to_date.growth(3)?.to_string(), "0.50"); // 45 / 30 - 1, to February 2023
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn growth(&self, row: usize) -> Result<Rounded, Undefined> {
        self.reason(row).map_or_else(|| self.growth.get(row), Err)
    }

    /// Why the growth of a row is not defined, if it is not. A base that stands under another label
    /// or edition only is named.
    #[must_use]
    pub fn reason(&self, row: usize) -> Option<Undefined> {
        match self.growth.reason.get(row) {
            None | Some(&DEFINED) => None,
            Some(reason) => Some(named(*reason, self.rows.as_ref(), row, |view, period| {
                view.bases_to_date_of(period)
            })),
        }
    }

    /// The rows with `YTD_VALUE` and `YTD_GROWTH`, each with its reason where it is empty.
    pub fn table(&self) -> Table<'_> {
        let more = with_reasons(&[("YTD_VALUE", &self.sum), ("YTD_GROWTH", &self.growth)]);
        let Some(rows) = &self.rows else { return Table::empty(more) };
        Table::of_rows(rows.view(), more, |rows, row| {
            rows.result(&self.sum, row);
            match self.reason(row) {
                Some(reason @ (Undefined::OtherLabel { .. } | Undefined::OtherEdition { .. })) => {
                    rows.blank();
                    rows.text(&Label::new(reason));
                }
                _ => rows.result(&self.growth, row),
            }
        })
    }
}

/// One piece's stretch of the results for one period.
struct Out<'a> {
    runs: Range<usize>,
    sum: &'a mut [i64],
    sum_reason: &'a mut [Reason],
    growth: &'a mut [i64],
    reason: &'a mut [Reason],
}

impl Panel {
    /// As [`PanelView::year_to_date`], for all periods.
    ///
    /// # Errors
    /// As [`PanelView::year_to_date`].
    pub fn year_to_date(
        &self,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
    ) -> Result<YearToDate, Error> {
        self.view().year_to_date(gaps, places, rounding)
    }

    /// As [`year_to_date`](Panel::year_to_date), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`year_to_date`](Panel::year_to_date).
    pub fn year_to_date_into(
        &self,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
        into: &mut YearToDate,
    ) -> Result<(), Error> {
        self.view().year_to_date_into(gaps, places, rounding, into)
    }
}

impl PanelView<'_> {
    /// Year-to-date sums of every row, and their growth with this number of places. Months of a
    /// cell that stand as totals or parts count alike; spans that hold others of their cell (a year
    /// over its months) are not added to them.
    ///
    /// Joint January-February counts for its two months: its row is compared with February's
    /// cumulation a year earlier if that year has the months apart.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; [`Invalid`](crate::ErrorKind::Invalid)
    /// if a period goes beyond one calendar year.
    pub fn year_to_date(
        &self,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
    ) -> Result<YearToDate, Error> {
        let mut result = YearToDate::default();
        self.year_to_date_into(gaps, places, rounding, &mut result)?;
        Ok(result)
    }

    /// As [`year_to_date`](PanelView::year_to_date), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`year_to_date`](PanelView::year_to_date).
    pub fn year_to_date_into(
        &self,
        gaps: Gaps,
        places: u8,
        rounding: Rounding,
        into: &mut YearToDate,
    ) -> Result<(), Error> {
        let power = power_of_ten(places)?;
        let periods = self.periods();
        if let Some(period) =
            periods.iter().find(|period| period.first().year() != period.last().year())
        {
            return Err(Error::invalid(
                "a period of a year to date",
                format!("{period} is not inside one calendar year"),
            )
            .with_help("leave out spans that reach into a second year, with panel.filter(..)"));
        }
        match self.with_beside() {
            Some((whole, own)) => {
                let mut all = YearToDate::default();
                whole.view().cumulate(gaps, (places, power, rounding), &mut all);
                (into.sum, into.growth) = (all.sum.of_rows(&own), all.growth.of_rows(&own));
            }
            None => self.cumulate(gaps, (places, power, rounding), into),
        }
        into.rows = Some(self.rows());
        Ok(())
    }

    fn cumulate(
        &self,
        gaps: Gaps,
        (places, power, rounding): (u8, i64, Rounding),
        into: &mut YearToDate,
    ) {
        let (periods, rows) = (self.periods(), self.len());
        if into.sum.len() == rows {
            for reasons in [&mut into.sum.reason, &mut into.growth.reason] {
                reasons.fill(MISSING);
            }
            into.growth.mantissa.fill(0);
            into.growth.places = places;
        } else {
            (into.sum, into.growth) =
                (Column::zeroed(rows, self.places()), Column::zeroed(rows, places));
        }
        into.sum.places = self.places();

        // The same pairs in all periods make a piece.
        let bounds = self.group_bounds();
        let ranges: Vec<Vec<Range<usize>>> =
            (0..periods.len()).map(|period| self.split_runs(period, &bounds)).collect();
        let lengths: Vec<usize> =
            ranges.iter().flatten().map(|runs| self.rows_of_runs(runs).len()).collect();
        let sums = cut(&mut into.sum.mantissa, lengths.iter().copied()).into_iter();
        let sum_reasons = cut(&mut into.sum.reason, lengths.iter().copied()).into_iter();
        let growths = cut(&mut into.growth.mantissa, lengths.iter().copied()).into_iter();
        let reasons = cut(&mut into.growth.reason, lengths.iter().copied()).into_iter();
        let mut pieces: Vec<Vec<Out>> = Vec::new();
        pieces.resize_with(bounds.len() + 1, Vec::new);
        let outs = ranges.into_iter().flat_map(|runs| runs.into_iter().enumerate());
        for ((piece, runs), (sum, (sum_reason, (growth, reason)))) in
            outs.zip(sums.zip(sum_reasons.zip(growths.zip(reasons))))
        {
            pieces[piece].push(Out { runs, sum, sum_reason, growth, reason });
        }

        let (bases, spans_nest) = (self.bases_to_date(), self.has_spans_of_shared_months());
        for_each(pieces, |mut outs| {
            let (mut walk, mut matches) = (Walk::new(*self, gaps), Matches::default());
            let mut nested = spans_nest.then(|| Nested::new(self.commodities().len()));
            let starts: Vec<usize> =
                outs.iter().map(|out| self.rows_of_runs(&out.runs).start).collect();
            while let Some(group) = walk.next_group(&mut outs) {
                match &mut nested {
                    None => walk.cumulate(&mut outs, &starts, group),
                    Some(nested) => walk.cumulate_nested(&mut outs, &starts, group, nested),
                }
                walk.grow(&mut outs, &starts, &bases, &mut matches, power, rounding);
            }
        });
        if self.has_several_labels_of_a_flow() {
            self.look_for_other_labels(&bases, &mut into.growth);
        }
        self.look_for_other_editions(&bases, &mut into.growth);
        if self.details().iter().any(|detail| detail.marks().of_listed) {
            self.refuse_listed_to_date(&mut into.growth);
        }
    }

    /// Cumulations of what is listed and of what was reported are not compared, and neither are
    /// those that have both in them.
    fn refuse_listed_to_date(&self, growth: &mut Column) {
        // For each cell and year the last months of its rows, and whether they are sums of what is
        // listed.
        let mut rows: HashMap<(u64, usize, i32), Vec<(u8, bool)>> = HashMap::new();
        let mut cells = Vec::with_capacity(self.len());
        for (period, span) in self.periods().iter().enumerate() {
            let (year, month) = (span.last().year(), span.last().number());
            for run in self.runs_of(period) {
                let range = self.rows_of(run);
                for (row, good) in range.clone().zip(self.codes().rows(range).iter()) {
                    let cell = (self.groups()[run], good, year);
                    rows.entry(cell).or_default().push((month, is_sum_of_listed(self, row)));
                    cells.push((cell, month));
                }
            }
        }
        // Whether some row is a sum of what is listed, and whether some is not.
        let kinds = |cell: (u64, usize, i32), month: u8| {
            let to_date = rows.get(&cell).into_iter().flatten().filter(|(last, _)| *last <= month);
            to_date.fold((false, false), |(some, other), (_, listed)| {
                (some || *listed, other || !*listed)
            })
        };
        for (row, (cell, month)) in cells.into_iter().enumerate() {
            let (now, base) = (kinds(cell, month), kinds((cell.0, cell.1, cell.2 - 1), month));
            let is_mixed = now == (true, true) || base == (true, true) || now != base;
            if growth.reason[row] == DEFINED && is_mixed {
                (growth.mantissa[row], growth.reason[row]) = (0, LISTED);
            }
        }
    }

    /// Rows without a base whose cell stands a year earlier under another label of the same flow.
    fn look_for_other_labels(&self, bases: &[Vec<usize>], growth: &mut Column) {
        for (period, bases) in bases.iter().enumerate() {
            for row in self.rows_of_runs(&self.runs_of(period)) {
                let Some((key, _)) = self.key(row).filter(|_| growth.reason[row] == MISSING) else {
                    continue;
                };
                if bases.iter().any(|base| !self.labels_of_cell(&key, *base).is_empty()) {
                    growth.reason[row] = OTHER_LABEL;
                }
            }
        }
    }

    /// Rows without a base of which the pair has the digits a year earlier in another edition.
    fn look_for_other_editions(&self, bases: &[Vec<usize>], growth: &mut Column) {
        if !self.has_several_editions() {
            return;
        }
        let editions = self.codes_of_other_editions();
        for (period, bases) in bases.iter().enumerate() {
            for run in self.runs_of(period).filter(|_| !bases.is_empty()) {
                let rows = self.rows_of(run);
                if !growth.reason[rows.clone()].contains(&MISSING) {
                    continue;
                }
                let run_of = |base: &usize| {
                    let runs = self.runs_of(*base);
                    let at = self.groups()[runs.clone()].binary_search(&self.groups()[run]);
                    at.ok().map(|at| runs.start + at)
                };
                let there: Vec<CodesView<'_>> = bases
                    .iter()
                    .filter_map(run_of)
                    .map(|run| self.codes().rows(self.rows_of(run)))
                    .collect();
                let stands = |good: &usize| there.iter().any(|codes| codes.find(*good).is_some());
                for (row, good) in rows.clone().zip(self.codes().rows(rows).iter()) {
                    if growth.reason[row] == MISSING && editions[good].iter().any(stands) {
                        growth.reason[row] = other_edition(self.commodities()[good]);
                    }
                }
            }
        }
    }

    /// Groups at which pieces of about equal work begin, without the first.
    fn group_bounds(&self) -> Vec<u64> {
        const PIECES: usize = 64;
        let mut heads: Vec<u64> = (0..self.periods().len())
            .flat_map(|period| {
                let runs = self.runs_of(period);
                let rows = self.rows_of_runs(&runs);
                let step = (rows.len() / PIECES).max(1);
                rows.step_by(step).filter_map(|row| self.run_of(row)).map(|run| self.groups()[run])
            })
            .collect();
        heads.sort_unstable();
        let step = (heads.len() / PIECES).max(1);
        let mut bounds: Vec<u64> = heads.into_iter().step_by(step).skip(1).collect();
        bounds.dedup();
        bounds
    }

    fn split_runs(&self, period: usize, bounds: &[u64]) -> Vec<Range<usize>> {
        let runs = self.runs_of(period);
        let groups = &self.groups()[runs.clone()];
        let mut first = runs.start;
        let mut split = Vec::with_capacity(bounds.len() + 1);
        for bound in bounds {
            let next = runs.start + groups.partition_point(|group| group < bound);
            split.push(first..next);
            first = next;
        }
        split.push(first..runs.end);
        split
    }

    /// For each period those of the year before that end in the same month: first the one of the
    /// same length, then the longest.
    fn bases_to_date(&self) -> Vec<Vec<usize>> {
        (0..self.periods().len()).map(|period| self.bases_to_date_of(period)).collect()
    }

    fn bases_to_date_of(&self, at: usize) -> Vec<usize> {
        let periods = self.periods();
        let ends = |at: usize| (periods[at].last().year(), periods[at].last().number());
        let length = |at: usize| periods[at].len();
        let mut bases: Vec<usize> =
            (0..periods.len()).filter(|base| ends(*base) == (ends(at).0 - 1, ends(at).1)).collect();
        bases.sort_by_key(|base| (length(*base) != length(at), std::cmp::Reverse(length(*base))));
        bases
    }

    /// True if some periods share months, as a year and its quarters do.
    fn has_spans_of_shared_months(&self) -> bool {
        let periods = self.periods();
        periods
            .iter()
            .enumerate()
            .any(|(at, period)| periods[..at].iter().any(|other| other.overlaps(*period)))
    }
}

/// The state of one walk over pairs.
struct Walk<'a> {
    panel: PanelView<'a>,
    gaps: Gaps,
    /// For each period its length in months, and the month that it ends in.
    months: Vec<(u8, u8)>,
    years: Vec<i32>,
    /// For each commodity its sum since January, and of how many months.
    sums: Vec<(i128, u8)>,
    /// The first run of each period that is not done.
    cursor: Vec<usize>,
    /// The rows of the current pair in each period.
    rows: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(panel: PanelView<'a>, gaps: Gaps) -> Walk<'a> {
        let periods = panel.periods();
        let length = |months: u32| u8::try_from(months).unwrap_or(u8::MAX);
        Walk {
            panel,
            gaps,
            months: periods.iter().map(|p| (length(p.len()), p.last().number())).collect(),
            years: periods.iter().map(|period| period.last().year()).collect(),
            sums: vec![(0, 0); panel.commodities().len()],
            cursor: Vec::new(),
            rows: vec![0..0; periods.len()],
        }
    }

    fn next_group(&mut self, outs: &mut [Out]) -> Option<u64> {
        if self.cursor.is_empty() {
            self.cursor = outs.iter().map(|out| out.runs.start).collect();
        }
        let open = self.cursor.iter().zip(outs).filter(|(run, out)| **run < out.runs.end);
        open.map(|(run, _)| self.panel.groups()[*run]).min()
    }

    fn cumulate(&mut self, outs: &mut [Out], starts: &[usize], group: u64) {
        let panel = self.panel;
        let mut year = None;
        let mut first_of_year = 0;
        for at in 0..outs.len() {
            if year != Some(self.years[at]) {
                self.forget(first_of_year..at);
                (year, first_of_year) = (Some(self.years[at]), at);
            }
            let run = self.cursor[at];
            if run >= outs[at].runs.end || panel.groups()[run] != group {
                self.rows[at] = 0..0;
                continue;
            }
            self.cursor[at] += 1;
            let rows = panel.rows_of(run);
            let (length, end) = self.months[at];
            let offset = rows.start - starts[at];
            let count = rows.len();
            let out = (
                &mut outs[at].sum[offset..offset + count],
                &mut outs[at].sum_reason[offset..offset + count],
            );
            let values = &panel.values()[rows.clone()];
            match panel.codes().rows(rows.clone()) {
                CodesView::Narrow(codes) => self.add(codes, values, (length, end), out),
                CodesView::Wide(codes) => self.add(codes, values, (length, end), out),
            }
            self.rows[at] = rows;
        }
        self.forget(first_of_year..outs.len());
    }

    /// The same where spans of a year share months: before each row the widest spans back to back,
    /// so that each month counts once.
    fn cumulate_nested(
        &mut self,
        outs: &mut [Out],
        starts: &[usize],
        group: u64,
        nested: &mut Nested,
    ) {
        let panel = self.panel;
        for (at, out) in outs.iter().enumerate() {
            let run = self.cursor[at];
            let is_here = run < out.runs.end && panel.groups()[run] == group;
            self.rows[at] = if is_here { panel.rows_of(run) } else { 0..0 };
            self.cursor[at] += usize::from(is_here);
        }
        let mut order: Vec<usize> =
            (0..outs.len()).filter(|at| !self.rows[*at].is_empty()).collect();
        order.sort_by_key(|at| (self.years[*at], self.months[*at].1, self.months[*at].0));
        for of_year in order.chunk_by(|one, two| self.years[*one] == self.years[*two]) {
            for at in of_year {
                let (rows, (length, end)) = (self.rows[*at].clone(), self.months[*at]);
                for (row, good) in rows.clone().zip(panel.codes().rows(rows).iter()) {
                    let (before, complete) = nested.before(good, end - length, self.gaps);
                    let total = before + i128::from(panel.values()[row]);
                    nested.put(good, end, (length, total, complete));
                    let row = row - starts[*at];
                    outs[*at].sum[row] = total as i64;
                    outs[*at].sum_reason[row] = match (complete, i128::from(total as i64) == total)
                    {
                        (true, true) => DEFINED,
                        (false, _) => INCOMPLETE,
                        (true, false) => TOO_LARGE,
                    };
                }
            }
            for at in of_year {
                let end = self.months[*at].1;
                panel
                    .codes()
                    .rows(self.rows[*at].clone())
                    .iter()
                    .for_each(|good| nested.forget(good, end));
            }
        }
    }

    /// Adds the rows of one run to the sums of their goods; `length` months that end in month
    /// `end`.
    #[inline]
    fn add<T: Id>(
        &mut self,
        codes: &[T],
        values: &[i64],
        (length, end): (u8, u8),
        (sums, reasons): (&mut [i64], &mut [Reason]),
    ) {
        let (so_far, is_open) = (&mut self.sums[..], self.gaps == Gaps::NoTrade);
        for (((commodity, value), sum), reason) in codes.iter().zip(values).zip(sums).zip(reasons) {
            let (total, covered) = &mut so_far[commodity.at()];
            *total += i128::from(*value);
            *covered += length;
            let (total, complete) = (*total, *covered == end || is_open);
            *sum = total as i64;
            *reason = match (complete, i128::from(total as i64) == total) {
                (true, true) => DEFINED,
                (false, _) => INCOMPLETE,
                (true, false) => TOO_LARGE,
            };
        }
    }

    /// Clears what the rows of these periods have touched, or all sums where that is less work.
    fn forget(&mut self, periods: Range<usize>) {
        let touched: usize = self.rows[periods.clone()].iter().map(Range::len).sum();
        if touched >= self.sums.len() {
            self.sums.fill((0, 0));
            return;
        }
        for at in periods {
            match self.panel.codes().rows(self.rows[at].clone()) {
                CodesView::Narrow(codes) => self.forget_goods(codes),
                CodesView::Wide(codes) => self.forget_goods(codes),
            }
        }
    }

    #[inline]
    fn forget_goods<T: Id>(&mut self, codes: &[T]) {
        let sums = &mut self.sums[..];
        codes.iter().for_each(|commodity| sums[commodity.at()] = (0, 0));
    }

    fn grow(
        &self,
        outs: &mut [Out],
        starts: &[usize],
        bases: &[Vec<usize>],
        matches: &mut Matches,
        power: i64,
        rounding: Rounding,
    ) {
        let panel = self.panel;
        for at in 0..outs.len() {
            let several = bases[at].len() > 1;
            for base in &bases[at] {
                let (now, before) = (self.rows[at].clone(), self.rows[*base].clone());
                if now.is_empty() || before.is_empty() {
                    continue;
                }
                matches.find(panel.codes().rows(now.clone()), panel.codes().rows(before.clone()));
                let (offset, base_offset) = (now.start - starts[at], before.start - starts[*base]);
                // A base stands before: the year is earlier.
                let (earlier, later) = outs.split_at_mut(at);
                let (base, out) = (&earlier[*base], &mut later[0]);
                for (row, base_row) in matches.pairs() {
                    let (row, base_row) = (offset + row, base_offset + base_row);
                    if several && ![MISSING, INCOMPLETE].contains(&out.reason[row]) {
                        continue; // by a span that comes first
                    }
                    let reasons = (out.sum_reason[row], base.sum_reason[base_row]);
                    let growth = match reasons {
                        (DEFINED, DEFINED) => {
                            rate(out.sum[row], base.sum[base_row], power, rounding).1
                        }
                        (DEFINED, reason) | (reason, _) => Err(reason),
                    };
                    out.growth[row] = growth.unwrap_or(0);
                    out.reason[row] = growth.err().unwrap_or(DEFINED);
                }
            }
        }
    }
}

/// For each commodity and each month of a year the widest span that ends there: its length, the sum
/// to its end, and whether no month is missing in that.
struct Nested {
    ends: Vec<[(u8, i128, bool); 12]>,
}

impl Nested {
    fn new(goods: usize) -> Nested {
        Nested { ends: vec![[(0, 0, false); 12]; goods] }
    }

    /// The sum over the first months of the year, and whether it is known.
    fn before(&self, good: usize, months: u8, gaps: Gaps) -> (i128, bool) {
        let mut ends = self.ends[good][..usize::from(months)].iter().rev();
        match (gaps, months) {
            (_, 0) => (0, true),
            (Gaps::Missing, _) => match ends.next() {
                Some((1.., sum, complete)) => (*sum, *complete),
                _ => (0, false),
            },
            (Gaps::NoTrade, _) => {
                (ends.find(|(length, ..)| *length > 0).map_or(0, |(_, sum, _)| *sum), true)
            }
        }
    }

    fn put(&mut self, good: usize, end: u8, (length, sum, complete): (u8, i128, bool)) {
        let known = &mut self.ends[good][usize::from(end) - 1];
        if known.0 < length {
            *known = (length, sum, complete);
        }
    }

    fn forget(&mut self, good: usize, end: u8) {
        self.ends[good][usize::from(end) - 1] = (0, 0, false);
    }
}
