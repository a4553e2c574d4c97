//! The columns of a panel, as they come in and go out: identifiers into dictionaries.
#![allow(clippy::indexing_slicing)]
// Identifiers are compared with the lengths of their dictionaries before anything is looked up.
// Held by `tests/panel/panel.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, counted};
use crate::key::Label;
use crate::panel::NO_QUANTITY;
use crate::panel::detail::Detail;
use crate::panel::gather::{
    Gather, Groups, MOST_COMMODITIES, MOST_LABELS, MOST_UNITS, Names, RowLabels, Scaled,
};
use crate::panel::labels::Codes;
use crate::period::Period;
use crate::unit::AnyUnit;
use std::mem::take;

/// A panel's columns as identifiers into dictionaries, all equally long.
///
/// Dictionaries may stand in any order; each entry must be there once. A column is set by `with_`
/// and its name, read by its name, and moved out by `take_` and its name.
///
/// ```
/// use bilateral::{Flow, Period, area::{CHN, RUS}, panel::{Columns, PanelBuilder}, unit::USD};
///
/// let columns = Columns::new()
///     .with_areas(vec![CHN, RUS])
///     .with_commodities(vec!["H6:27".parse()?])
///     .with_periods(vec![Period::year(2021), Period::year(2022)])
///     .with_labels(vec![Flow::Import.into()])
///     .with_reporter(vec![0, 0])
///     .with_partner(vec![1, 1])
///     .with_commodity(vec![0_u16, 0].into())
///     .with_period(vec![0, 1])
///     .with_value(vec![52_700, 83_000]);
/// let panel = PanelBuilder::new(USD.million(), 0)?.build_from(columns)?;
///
/// let mut columns = panel.into_columns();
/// assert_eq!(columns.value(), [52_700, 83_000]);
/// assert_eq!(columns.take_value(), [52_700, 83_000]); // moved, not copied
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The areas that `reporter` and `partner` count into, at most 65,536.
    pub(crate) areas: Vec<Area>,
    /// The commodities that `commodity` counts into.
    pub(crate) commodities: Vec<Commodity>,
    /// The periods that `period` counts into, at most 65,536.
    pub(crate) periods: Vec<Period>,
    /// The flow labels that `label` counts into.
    pub(crate) labels: Vec<Label>,
    /// Who reports.
    pub(crate) reporter: Vec<u16>,
    /// The other side.
    pub(crate) partner: Vec<u16>,
    /// What is traded.
    pub(crate) commodity: Codes,
    /// Which way and how valued; empty if there is one label only.
    pub(crate) label: Vec<u16>,
    /// When.
    pub(crate) period: Vec<u16>,
    /// Values as whole numbers of `10^-places` of the unit.
    pub(crate) value: Vec<i64>,
    /// Quantities as whole numbers of `10^-quantity_places`, [`NO_QUANTITY`] where one is not
    /// known; empty if none is.
    pub(crate) quantity: Vec<i64>,
    /// How many places behind the point quantities have.
    pub(crate) quantity_places: u8,
    /// The units that quantities come in, at most 256; empty if the caller keeps track of them.
    pub(crate) quantity_units: Vec<AnyUnit>,
    /// The marks of each row and which unit its quantity has; empty if no row is marked and there
    /// is one unit.
    pub(crate) detail: Vec<Detail>,
}

impl Columns {
    /// Columns without rows.
    #[must_use]
    pub fn new() -> Columns {
        Columns::default()
    }

    /// The same with the areas that reporters and partners count into, at most 65,536.
    #[must_use]
    pub fn with_areas(self, areas: Vec<Area>) -> Columns {
        Columns { areas, ..self }
    }

    /// The same with the commodities that the codes count into.
    #[must_use]
    pub fn with_commodities(self, commodities: Vec<Commodity>) -> Columns {
        Columns { commodities, ..self }
    }

    /// The same with the periods that rows count into, at most 65,536.
    #[must_use]
    pub fn with_periods(self, periods: Vec<Period>) -> Columns {
        Columns { periods, ..self }
    }

    /// The same with the flow labels that rows count into.
    #[must_use]
    pub fn with_labels(self, labels: Vec<Label>) -> Columns {
        Columns { labels, ..self }
    }

    /// The same with this column: who reports.
    #[must_use]
    pub fn with_reporter(self, reporter: Vec<u16>) -> Columns {
        Columns { reporter, ..self }
    }

    /// The same with the other side.
    #[must_use]
    pub fn with_partner(self, partner: Vec<u16>) -> Columns {
        Columns { partner, ..self }
    }

    /// The same with this column: what is traded.
    #[must_use]
    pub fn with_commodity(self, commodity: Codes) -> Columns {
        Columns { commodity, ..self }
    }

    /// The same with this column: which way and how valued; empty if there is one label only.
    #[must_use]
    pub fn with_label(self, label: Vec<u16>) -> Columns {
        Columns { label, ..self }
    }

    /// The same with this column: when.
    #[must_use]
    pub fn with_period(self, period: Vec<u16>) -> Columns {
        Columns { period, ..self }
    }

    /// The same with values as whole numbers of `10^-places` of the unit.
    #[must_use]
    pub fn with_value(self, value: Vec<i64>) -> Columns {
        Columns { value, ..self }
    }

    /// The same with quantities as whole numbers of `10^-quantity_places`, [`NO_QUANTITY`] where
    /// one is not known; empty if none is.
    #[must_use]
    pub fn with_quantity(self, quantity: Vec<i64>) -> Columns {
        Columns { quantity, ..self }
    }

    /// The same with this column: how many places behind the point quantities have.
    #[must_use]
    pub fn with_quantity_places(self, quantity_places: u8) -> Columns {
        Columns { quantity_places, ..self }
    }

    /// The same with the units that quantities come in, at most 256; empty if the caller keeps
    /// track of them.
    #[must_use]
    pub fn with_quantity_units(self, quantity_units: Vec<AnyUnit>) -> Columns {
        Columns { quantity_units, ..self }
    }

    /// The same with the marks of each row and which unit its quantity has; empty if no row is
    /// marked and there is one unit.
    #[must_use]
    pub fn with_detail(self, detail: Vec<Detail>) -> Columns {
        Columns { detail, ..self }
    }

    /// The areas that reporters and partners count into, at most 65,536.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The commodities that the codes count into.
    #[must_use]
    pub fn commodities(&self) -> &[Commodity] {
        &self.commodities
    }

    /// The periods that rows count into, at most 65,536.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The flow labels that rows count into.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// Who reports.
    #[must_use]
    pub fn reporter(&self) -> &[u16] {
        &self.reporter
    }

    /// The other side.
    #[must_use]
    pub fn partner(&self) -> &[u16] {
        &self.partner
    }

    /// What is traded.
    #[must_use]
    pub fn commodity(&self) -> &Codes {
        &self.commodity
    }

    /// Which way and how valued; empty if there is one label only.
    #[must_use]
    pub fn label(&self) -> &[u16] {
        &self.label
    }

    /// When.
    #[must_use]
    pub fn period(&self) -> &[u16] {
        &self.period
    }

    /// Values as whole numbers of `10^-places` of the unit.
    #[must_use]
    pub fn value(&self) -> &[i64] {
        &self.value
    }

    /// Quantities as whole numbers of `10^-quantity_places`, [`NO_QUANTITY`] where one is not
    /// known; empty if none is.
    #[must_use]
    pub fn quantity(&self) -> &[i64] {
        &self.quantity
    }

    /// How many places behind the point quantities have.
    #[must_use]
    pub fn quantity_places(&self) -> u8 {
        self.quantity_places
    }

    /// The units that quantities come in, at most 256; empty if the caller keeps track of them.
    #[must_use]
    pub fn quantity_units(&self) -> &[AnyUnit] {
        &self.quantity_units
    }

    /// The marks of each row and which unit its quantity has; empty if no row is marked and there
    /// is one unit.
    #[must_use]
    pub fn detail(&self) -> &[Detail] {
        &self.detail
    }

    /// Moves the column [`reporter`](Columns::reporter) out; an empty one is left.
    pub fn take_reporter(&mut self) -> Vec<u16> {
        take(&mut self.reporter)
    }

    /// Moves the column [`partner`](Columns::partner) out; an empty one is left.
    pub fn take_partner(&mut self) -> Vec<u16> {
        take(&mut self.partner)
    }

    /// Moves the column [`commodity`](Columns::commodity) out; an empty one is left.
    pub fn take_commodity(&mut self) -> Codes {
        take(&mut self.commodity)
    }

    /// Moves the column [`label`](Columns::label) out; an empty one is left.
    pub fn take_label(&mut self) -> Vec<u16> {
        take(&mut self.label)
    }

    /// Moves the column [`period`](Columns::period) out; an empty one is left.
    pub fn take_period(&mut self) -> Vec<u16> {
        take(&mut self.period)
    }

    /// Moves the column [`value`](Columns::value) out; an empty one is left.
    pub fn take_value(&mut self) -> Vec<i64> {
        take(&mut self.value)
    }

    /// Moves the column [`quantity`](Columns::quantity) out; an empty one is left.
    pub fn take_quantity(&mut self) -> Vec<i64> {
        take(&mut self.quantity)
    }

    /// Moves the column [`detail`](Columns::detail) out; an empty one is left.
    pub fn take_detail(&mut self) -> Vec<Detail> {
        take(&mut self.detail)
    }

    /// The columns as gathered rows.
    pub(crate) fn into_rows(self, places: u8) -> Result<Gather, Error> {
        self.check()?;
        let mut gather = Gather::new();
        gather.areas = Names::of(self.areas, MOST_LABELS);
        gather.commodities = Names::of(self.commodities, MOST_COMMODITIES);
        gather.periods = Names::of(self.periods, MOST_LABELS);
        gather.flows = Names::of(self.labels, MOST_LABELS);
        gather.units = Names::of(self.quantity_units, MOST_UNITS);
        gather.groups = Groups::Rows(RowLabels {
            period: self.period,
            label: self.label,
            reporter: self.reporter,
            partner: self.partner,
        });
        gather.commodity = self.commodity;
        gather.value = Scaled::of(self.value, places, false);
        gather.quantity = Scaled::of(self.quantity, self.quantity_places, true);
        gather.detail = self.detail;
        Ok(gather)
    }

    fn check(&self) -> Result<(), Error> {
        let rows = self.value.len();
        let units = self.quantity_units.len();
        if self.quantity_places > 18 || units > MOST_UNITS {
            let reason = format!(
                "{} and {}; at most 18 places and {MOST_UNITS} units fit",
                counted(usize::from(self.quantity_places), "place"),
                counted(units, "unit")
            );
            return Err(Error::range("a column of quantities", reason));
        }
        if units > 0 && self.detail.iter().any(|detail| usize::from(detail.unit()) >= units) {
            return Err(Error::invalid("the unit of a quantity", "it is not in the list of units")
                .with_help("put every unit into Columns::with_quantity_units"));
        }
        if units > 1
            && self.detail.is_empty()
            && self.quantity.iter().any(|quantity| *quantity != NO_QUANTITY)
        {
            return Err(Error::invalid(
                "the list of quantity units",
                "there are several, and no column says which row has which unit",
            )
            .with_help("give the unit of each row in Columns::with_detail"));
        }
        let lengths =
            [self.reporter.len(), self.partner.len(), self.commodity.len(), self.period.len()];
        let optional = [self.label.len(), self.quantity.len(), self.detail.len()];
        if lengths.iter().any(|length| *length != rows)
            || optional.iter().any(|length| ![0, rows].contains(length))
        {
            return Err(Error::invalid("a set of columns", "the columns differ in length")
                .with_help("give each column one entry for each row"));
        }
        if self.label.is_empty() && self.labels.len() != 1 && rows > 0 {
            return Err(Error::invalid(
                "the list of labels",
                "without a column of labels there must be exactly one label",
            )
            .with_help("give one label, or the label of each row in Columns::with_label"));
        }
        self.check_ids()
    }

    /// Every number of a row is a place in its list.
    fn check_ids(&self) -> Result<(), Error> {
        let most = |ids: &[u16]| ids.iter().max().map(|most| usize::from(*most));
        let goods = match &self.commodity {
            Codes::Narrow(ids) => most(ids),
            Codes::Wide(ids) => ids.iter().max().map(|most| *most as usize),
        };
        let within = |most: Option<usize>, length: usize| most.is_none_or(|most| most < length);
        let ok = within(most(&self.reporter), self.areas.len())
            && within(most(&self.partner), self.areas.len())
            && within(goods, self.commodities.len())
            && within(most(&self.period), self.periods.len())
            && within(most(&self.label), self.labels.len());
        if ok {
            Ok(())
        } else {
            Err(Error::invalid(
                "a row of a panel",
                "one of its numbers is not in the list of areas, commodities, periods or labels \
                 that it points into",
            )
            .with_help("count positions in the lists from 0"))
        }
    }
}
