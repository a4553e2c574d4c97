//! A panel lent: its columns as slices, for all periods or some.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Runs and periods are positions that `lay` made: slices have one entry more than there are periods
// and runs. Held by `a_view_is_the_rows_of_its_periods` in `tests/panel/panel_form.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, ErrorKind, Undefined};
use crate::key::{Flow, Key, Label};
use crate::panel::cells::Cells;
use crate::panel::detail::Detail;
use crate::panel::holds::{has_several_editions, other_editions};
use crate::panel::labels::{CodesView, Group, Labels};
use crate::panel::{NO_QUANTITY, Panel};
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use std::ops::Range;
use std::sync::Arc;

/// The rows of a panel, or of some of its periods, borrowed: what every statistic is computed from.
///
/// Periods, runs and rows are counted from 0 in each view. Rows stand by period, then in runs by
/// flow label, reporter and partner, and inside of a run by commodity.
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, DEU, RUS},
///     panel::PanelBuilder,
///     unit::USD,
/// };
/// let mut rows = PanelBuilder::new(USD.million(), 0)?;
/// for (year, partner, code, value) in
///     [(2022, DEU, "H6:27", 5), (2023, RUS, "H6:27", 7), (2023, RUS, "H6:84", 9)]
/// {
///     rows.push(
///         Key::exports(CHN).to(partner).of(code.parse()?),
///         Period::year(year),
///         value.into(),
///     )?;
/// }
/// let panel = rows.build()?;
///
/// // The sum of each pair, as another crate would write it.
/// let view = panel.view();
/// let mut sums = Vec::new();
/// for period in 0..view.periods().len() {
///     for run in view.runs_of(period) {
///         let partner = view.areas()[view.group(run).partner];
///         let sum: i128 =
///             view.values()[view.rows_of(run)].iter().map(|value| i128::from(*value)).sum();
///         sums.push((view.periods()[period], partner, sum));
///     }
/// }
/// assert_eq!(sums, [(Period::year(2022), DEU, 5), (Period::year(2023), RUS, 16)]);
///
/// let last = panel.view_of(1..2)?; // no copy
/// assert_eq!(last.values(), [7, 9]);
/// assert_eq!(last.commodities()[last.codes().get(1).unwrap()].to_string(), "H6:84");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PanelView<'a> {
    pub(super) panel: &'a Panel,
    pub(super) first_period: usize,
    periods: &'a [Period],
    period_runs: &'a [usize],
    groups: &'a [u64],
    run_start: &'a [u32],
    codes: CodesView<'a>,
    values: &'a [i64],
    quantities: &'a [i64],
    details: &'a [Detail],
}

impl Panel {
    /// All rows, borrowed.
    #[must_use]
    pub fn view(&self) -> PanelView<'_> {
        PanelView::new(self, &self.cells, 0..self.labels.periods.len())
    }

    /// The rows of some periods, borrowed: positions in [`Panel::periods`]. Two years of a large
    /// panel cost no copy.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) beyond the last period.
    pub fn view_of(&self, periods: Range<usize>) -> Result<PanelView<'_>, Error> {
        if periods.start > periods.end || periods.end > self.labels.periods.len() {
            let reason =
                format!("positions {periods:?} are not inside of 0..{}", self.labels.periods.len());
            return Err(Error::range("the list of periods of a view", reason));
        }
        Ok(PanelView::new(self, &self.cells, periods))
    }
}

impl<'a> PanelView<'a> {
    pub(super) fn new(panel: &'a Panel, cells: &'a Cells, periods: Range<usize>) -> PanelView<'a> {
        let runs = cells.period_runs[periods.start]..cells.period_runs[periods.end];
        let rows = cells.run_start[runs.start] as usize..cells.run_start[runs.end] as usize;
        PanelView {
            panel,
            first_period: periods.start,
            periods: &panel.labels.periods[periods.clone()],
            period_runs: &cells.period_runs[periods.start..=periods.end],
            groups: &cells.groups[runs.clone()],
            run_start: &cells.run_start[runs.start..=runs.end],
            codes: cells.commodity.view().rows(rows.clone()),
            values: &cells.value[rows.clone()],
            quantities: cells.quantity.get(rows.clone()).unwrap_or_default(),
            details: cells.detail.get(rows).unwrap_or_default(),
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The unit of all values.
    #[must_use]
    pub fn unit(&self) -> MoneyUnit {
        self.panel.measure.unit
    }

    /// How many places behind the point all values have.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.panel.measure.places
    }

    /// The dictionary of areas, ascending: reporters and partners are places in it.
    #[must_use]
    pub fn areas(&self) -> &'a [Area] {
        &self.panel.labels.areas
    }

    /// The dictionary of commodities, ascending: [`codes`](PanelView::codes) are places in it.
    #[must_use]
    pub fn commodities(&self) -> &'a [Commodity] {
        &self.panel.labels.commodities
    }

    /// The dictionary of flow labels, ascending.
    #[must_use]
    pub fn labels(&self) -> &'a [Label] {
        &self.panel.labels.flows
    }

    /// The periods of the view, ascending.
    #[must_use]
    pub fn periods(&self) -> &'a [Period] {
        self.periods
    }

    /// The runs of a period of the view.
    ///
    /// # Panics
    /// As a slice does, beyond the last period.
    #[must_use]
    pub fn runs_of(&self, period: usize) -> Range<usize> {
        let first = self.period_runs[0];
        self.period_runs[period] - first..self.period_runs[period + 1] - first
    }

    /// How many runs there are.
    #[must_use]
    pub fn run_count(&self) -> usize {
        self.groups.len()
    }

    /// The rows of a run.
    ///
    /// # Panics
    /// As a slice does, beyond the last run.
    #[must_use]
    #[inline]
    pub fn rows_of(&self, run: usize) -> Range<usize> {
        let first = self.run_start[0];
        (self.run_start[run] - first) as usize..(self.run_start[run + 1] - first) as usize
    }

    /// The run that a row is in.
    #[must_use]
    pub fn run_of(&self, row: usize) -> Option<usize> {
        let number = u32::try_from(row).ok().filter(|_| row < self.len())?;
        self.run_start.partition_point(|start| *start - self.run_start[0] <= number).checked_sub(1)
    }

    /// The rows of consecutive runs.
    ///
    /// # Panics
    /// As a slice does, beyond the last run.
    #[must_use]
    pub fn rows_of_runs(&self, runs: &Range<usize>) -> Range<usize> {
        let first = self.run_start[0];
        (self.run_start[runs.start] - first) as usize..(self.run_start[runs.end] - first) as usize
    }

    /// The labels of a run, as places in the dictionaries.
    ///
    /// # Panics
    /// As a slice does, beyond the last run.
    #[must_use]
    pub fn group(&self, run: usize) -> Group {
        self.panel.labels.unpack(self.groups[run])
    }

    /// The group of each run as one number: it compares as label, reporter and partner do, one
    /// after the other.
    #[must_use]
    pub fn groups(&self) -> &'a [u64] {
        self.groups
    }

    /// A number of [`groups`](PanelView::groups) taken apart.
    #[must_use]
    pub fn ungroup(&self, group: u64) -> Group {
        self.panel.labels.unpack(group)
    }

    /// The number that [`groups`](PanelView::groups) has for these labels; `None` beyond the end of
    /// a dictionary.
    #[must_use]
    pub fn to_group(&self, group: Group) -> Option<u64> {
        let areas = self.areas().len();
        let is_there =
            group.label < self.labels().len() && group.reporter < areas && group.partner < areas;
        is_there.then(|| self.panel.labels.pack(group))
    }

    /// The commodity of each row, as places in the dictionary; ascending inside of a run.
    #[must_use]
    pub fn codes(&self) -> CodesView<'a> {
        self.codes
    }

    /// The value of each row as a whole number of `10^-places`.
    #[must_use]
    pub fn values(&self) -> &'a [i64] {
        self.values
    }

    /// The quantity of each row as a whole number of `10^-quantity_places`, [`NO_QUANTITY`] where
    /// it is not known; empty if none is.
    #[must_use]
    pub fn quantities(&self) -> &'a [i64] {
        self.quantities
    }

    /// True if the quantity of a row is known.
    #[must_use]
    pub fn has_quantity(&self, row: usize) -> bool {
        self.quantities.get(row).is_some_and(|quantity| *quantity != NO_QUANTITY)
    }

    /// How many places behind the point quantities have.
    #[must_use]
    pub fn quantity_places(&self) -> u8 {
        self.panel.measure.quantity_places
    }

    /// The units that quantities come in; empty if the panel was built without saying so.
    #[must_use]
    pub fn quantity_units(&self) -> &'a [AnyUnit] {
        &self.panel.measure.quantity_units
    }

    /// The marks of each row and the unit of its quantity; empty if no row is marked and there is
    /// one unit.
    #[must_use]
    pub fn details(&self) -> &'a [Detail] {
        self.details
    }

    /// The key and the period of a row.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<(Key, Period)> {
        let run = self.run_of(row)?;
        let period = self
            .period_runs
            .partition_point(|first| *first - self.period_runs[0] <= run)
            .checked_sub(1)?;
        let commodity = *self.commodities().get(self.codes.get(row)?)?;
        Some((self.pair_key(self.groups[run])?.of(commodity), *self.periods.get(period)?))
    }

    /// The key of a group, of all goods.
    #[must_use]
    pub fn pair_key(&self, group: u64) -> Option<Key> {
        let group = self.ungroup(group);
        let label = *self.labels().get(group.label)?;
        let (reporter, partner) =
            (*self.areas().get(group.reporter)?, *self.areas().get(group.partner)?);
        Some(Key::new(label.flow, reporter, partner).labelled(label))
    }

    /// The runs of one flow label in a period; a label comes first in a group.
    ///
    /// # Panics
    /// As a slice does, beyond the last period.
    #[must_use]
    pub fn runs_of_label(&self, period: usize, label: usize) -> Range<usize> {
        let runs = self.runs_of(period);
        let groups = &self.groups[runs.clone()];
        let first = groups.partition_point(|group| self.ungroup(*group).label < label);
        let end = groups.partition_point(|group| self.ungroup(*group).label <= label);
        runs.start + first..runs.start + end
    }

    /// Runs of a period from the first one on that have the same label and reporter.
    pub(crate) fn same_reporter(&self, first: usize, end: usize) -> Range<usize> {
        let labels: &Labels = &self.panel.labels;
        let whose = labels.without_partner(self.groups[first]);
        let count = self.groups[first..end]
            .partition_point(|group| labels.without_partner(*group) == whose);
        first..first + count
    }

    /// For each period the one a year earlier, if the view has it.
    #[must_use]
    pub fn base_periods(&self) -> Vec<Option<usize>> {
        let base = |period: &Period| {
            period.year_earlier().ok().and_then(|base| self.periods.binary_search(&base).ok())
        };
        self.periods.iter().map(base).collect()
    }

    /// Pieces of one period of about equal work, each of whole runs: the same for any number of
    /// threads.
    pub(crate) fn pieces(&self, period: usize) -> Vec<Range<usize>> {
        const ROWS: u32 = 1 << 17;
        let runs = self.runs_of(period);
        let mut pieces = Vec::new();
        let mut first = runs.start;
        while first < runs.end {
            let full = self.run_start[first].saturating_add(ROWS);
            let next =
                self.run_start[first..=runs.end].partition_point(|start| *start < full) + first;
            let next = next.clamp(first + 1, runs.end);
            pieces.push(first..next);
            first = next;
        }
        pieces
    }

    /// The place of the one label that is asked for: a label, or a flow of which there is one
    /// label.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) for a flow that stands under several labels;
    /// [`Undefined::Missing`] for a label that is not there.
    pub fn label_id(&self, asked: impl Into<OneLabel>) -> Result<usize, Error> {
        let labels = self.labels();
        let list = |labels: &[&Label]| {
            labels.iter().map(|label| format!("({label})")).collect::<Vec<_>>().join(", ")
        };
        let missing = |what: String| {
            let there = list(&labels.iter().collect::<Vec<_>>());
            let help = format!("ask for one of the labels of the panel: {there}");
            Error::from(Undefined::Missing).about(format!("the flow {what}")).with_help(help)
        };
        match asked.into() {
            OneLabel::Label(label) => {
                labels.binary_search(&label).map_err(|_| missing(label.to_string()))
            }
            OneLabel::Flow(flow) => {
                let found: Vec<&Label> = labels.iter().filter(|label| label.flow == flow).collect();
                match found.as_slice() {
                    [] => Err(missing(flow.to_string())),
                    [one] => labels.binary_search(one).map_err(|_| missing(flow.to_string())),
                    several => Err(Error::mismatch("the label of a flow", format!("{flow} was asked for"), format!("there are {}", list(several)))
                        .with_help(
                            "name one of the labels, since a statistic never adds two labels of one flow",
                        )),
                }
            }
        }
    }

    /// The labels of the same flow as the key's, and other than its own, under which its cell
    /// stands in a period, as a part or a total.
    pub(crate) fn labels_of_cell(&self, key: &Key, period: usize) -> Vec<Label> {
        let labels: &Labels = &self.panel.labels;
        let place = |area: Area| labels.areas.binary_search(&area).ok();
        let good = labels.commodities.binary_search(&key.commodity()).ok();
        let (Some(reporter), Some(partner), Some(good)) =
            (place(key.reporter()), place(key.partner()), good)
        else {
            return Vec::new();
        };
        let beside = self.panel.beside.as_deref();
        let stands = |label: usize| {
            let group = labels.pack(Group { label, reporter, partner });
            let find =
                |cells: &Cells| cells.find(self.first_period + period, group, good).is_some();
            find(&self.panel.cells) || beside.is_some_and(find)
        };
        let others = self.labels().iter().enumerate();
        let others = others.filter(|(_, label)| label.flow == key.flow() && **label != key.label());
        others.filter(|(at, _)| stands(*at)).map(|(_, label)| *label).collect()
    }

    /// The codes with the digits of the key's in other editions of its classification, under which
    /// its cell stands in a period, as a part or a total.
    pub(crate) fn editions_of_cell(&self, key: &Key, period: usize) -> Vec<Commodity> {
        let labels: &Labels = &self.panel.labels;
        let place = |area: Area| labels.areas.binary_search(&area).ok();
        let label = labels.flows.binary_search(&key.label()).ok();
        let (Some(reporter), Some(partner), Some(label)) =
            (place(key.reporter()), place(key.partner()), label)
        else {
            return Vec::new();
        };
        let group = labels.pack(Group { label, reporter, partner });
        let beside = self.panel.beside.as_deref();
        let stands = |good: &Commodity| {
            let Ok(good) = labels.commodities.binary_search(good) else { return false };
            let find =
                |cells: &Cells| cells.find(self.first_period + period, group, good).is_some();
            find(&self.panel.cells) || beside.is_some_and(find)
        };
        other_editions(self.commodities(), key.commodity()).into_iter().filter(stands).collect()
    }

    /// True if its codes are of several editions of one classification.
    pub(crate) fn has_several_editions(&self) -> bool {
        has_several_editions(self.commodities())
    }

    /// The codes of its dictionary that have the digits of each in other editions.
    pub(crate) fn codes_of_other_editions(&self) -> Vec<Vec<usize>> {
        let goods = self.commodities();
        let place = |good: Commodity| goods.binary_search(&good).ok();
        let others =
            |good: &Commodity| other_editions(goods, *good).into_iter().filter_map(place).collect();
        goods.iter().map(others).collect()
    }

    /// Refuses rows that hold each other.
    ///
    /// # Errors
    /// [`Overlap`](ErrorKind::Overlap) for a view of totals.
    pub fn refuse_totals(&self, what: &str) -> Result<(), Error> {
        if !self.panel.holds_totals {
            return Ok(());
        }
        let (left, right) = ("a row that holds others".to_owned(), "the rows it holds".to_owned());
        Err(Error::new(ErrorKind::Overlap { left, right }).about(what).with_help(
            "ask the panel itself; for results of rows that hold others, first leave out what \
                 they hold: panel.filter(..) to one level of codes, or to the years",
        ))
    }

    /// A handle on what the rows are, for results that outlive the view.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let periods = self.first_period..self.first_period + self.periods.len();
        Rows { panel: self.panel.without_reported(), periods }
    }
}

/// What the rows of a result are, without a copy: it keeps the columns of its panel.
#[derive(Debug, Clone)]
pub struct Rows {
    panel: Panel,
    periods: Range<usize>,
}

impl Rows {
    /// The rows themselves.
    #[must_use]
    pub fn view(&self) -> PanelView<'_> {
        PanelView::new(&self.panel, &self.panel.cells, self.periods.clone())
    }
}

/// Equal if the cells are: their keys, in the same order.
impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        if Arc::ptr_eq(&self.panel.cells, &other.panel.cells) {
            return self.periods == other.periods;
        }
        let (one, two) = (self.view(), other.view());
        one.len() == two.len() && (0..one.len()).all(|row| one.key(row) == two.key(row))
    }
}

impl Eq for Rows {}

/// Which label a statistic takes: a label, or a flow of which the panel has one label.
///
/// ```
/// use bilateral::{Flow, Valuation, key::Label, panel::OneLabel};
/// let (bare, stated): (OneLabel, OneLabel) =
///     (Flow::Import.into(), Label::new(Flow::Import).valued(Valuation::Cif).into());
/// assert_ne!(bare, stated);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OneLabel {
    /// The only label of this flow.
    Flow(Flow),
    /// This label.
    Label(Label),
}

impl From<Flow> for OneLabel {
    fn from(flow: Flow) -> OneLabel {
        OneLabel::Flow(flow)
    }
}

impl From<Label> for OneLabel {
    fn from(label: Label) -> OneLabel {
        OneLabel::Label(label)
    }
}
