//! What a panel says, as far as equality and serde go: its rows, not how they came together.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Indices are rows and runs of two panels whose lengths were compared. Held by
// `equality_is_that_of_the_rows` and `a_panel_comes_back_equal_from_serde` in
// `tests/panel/write.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::Label;
use crate::panel::{Columns, Detail, Marks, NO_QUANTITY, Panel, PanelBuilder, PanelView};
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use serde::{Deserialize, Serialize, Serializer};

/// Equal if unit, places and all rows are, parts and totals: their keys, values, quantities with
/// their units, marks.
///
/// How the rows arrived, what was set aside, and entries of dictionaries that no row uses make no
/// difference.
impl PartialEq for Panel {
    fn eq(&self, other: &Panel) -> bool {
        let totals = match (self.reported(), other.reported()) {
            (None, None) => true,
            (Some(one), Some(two)) => alike(one, two),
            _ => false,
        };
        totals && alike(self, other)
    }
}

impl Eq for Panel {}

fn alike(one: &Panel, two: &Panel) -> bool {
    let (ours, theirs) = (one.view(), two.view());
    (one.unit(), one.places()) == (two.unit(), two.places())
        && ours.values() == theirs.values()
        && ours.run_count() == theirs.run_count()
        && runs_by_name(ours).eq(runs_by_name(theirs))
        && goods_by_name(ours).eq(goods_by_name(theirs))
        && (0..one.len()).all(|row| {
            one.marks(row) == two.marks(row)
                && quantity_by_name(one, row) == quantity_by_name(two, row)
        })
}

fn runs_by_name(view: PanelView<'_>) -> impl Iterator<Item = (Period, Label, Area, Area, usize)> {
    (0..view.periods().len()).flat_map(move |period| {
        view.runs_of(period).map(move |run| {
            let group = view.group(run);
            let (reporter, partner) = (view.areas()[group.reporter], view.areas()[group.partner]);
            (
                view.periods()[period],
                view.labels()[group.label],
                reporter,
                partner,
                view.rows_of(run).len(),
            )
        })
    })
}

fn goods_by_name(view: PanelView<'_>) -> impl Iterator<Item = Commodity> {
    view.codes().iter().map(move |id| view.commodities()[id])
}

/// A known quantity, its places, and its unit: by name where units have names, else by number.
fn quantity_by_name(panel: &Panel, row: usize) -> Option<(i64, u8, Result<AnyUnit, u8>)> {
    let view = panel.view();
    let unit = view.details().get(row).map_or(0, |detail| detail.unit());
    let named = view.quantity_units().get(usize::from(unit)).copied().ok_or(unit);
    let quantity =
        view.quantities().get(row).copied().filter(|quantity| *quantity != NO_QUANTITY)?;
    Some((quantity, view.quantity_places(), named))
}

/// The form of a panel in serde: its [`Columns`], with labels as text, and values and quantities as
/// whole numbers, which are exact where whole numbers of 64 bits are.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    unit: MoneyUnit,
    places: u8,
    areas: Vec<Area>,
    commodities: Vec<Commodity>,
    periods: Vec<Period>,
    labels: Vec<Label>,
    reporter: Vec<u16>,
    partner: Vec<u16>,
    commodity: Vec<u32>,
    label: Vec<u16>,
    period: Vec<u16>,
    value: Vec<i64>,
    /// Null where not known; empty if none is.
    #[serde(default)]
    quantity: Vec<Option<i64>>,
    #[serde(default)]
    quantity_places: u8,
    #[serde(default)]
    quantity_units: Vec<AnyUnit>,
    /// Which unit each quantity has; empty if there is one.
    #[serde(default)]
    quantity_unit: Vec<u8>,
    /// For each row 1 (estimated) + 2 (not reported) + 4 (aggregated) + 8 (a sum of what is
    /// listed) + 16 (regrouped); empty if none is marked.
    #[serde(default)]
    marks: Vec<u8>,
}

impl Serialize for Panel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.all_columns();
        let known = |quantity: &i64| Some(*quantity).filter(|quantity| *quantity != NO_QUANTITY);
        let marks = |detail: &Detail| {
            let marks = detail.marks();
            u8::from(marks.estimated)
                | u8::from(marks.not_reported) << 1
                | u8::from(marks.aggregated) << 2
                | u8::from(marks.of_listed) << 3
                | u8::from(marks.regrouped) << 4
        };
        let fields = Fields {
            unit: self.unit(),
            places: self.places(),
            areas: columns.areas,
            commodities: columns.commodities,
            periods: columns.periods,
            labels: columns.labels,
            reporter: columns.reporter,
            partner: columns.partner,
            commodity: columns.commodity.view().iter().map(|id| id as u32).collect(),
            label: columns.label,
            period: columns.period,
            value: columns.value,
            quantity: columns.quantity.iter().map(known).collect(),
            quantity_places: columns.quantity_places,
            quantity_units: columns.quantity_units,
            quantity_unit: columns.detail.iter().map(|detail| detail.unit()).collect(),
            marks: columns.detail.iter().map(marks).collect(),
        };
        fields.serialize(serializer)
    }
}

/// Everything is checked as for columns from elsewhere, and settled by the same rules.
impl TryFrom<Fields> for Panel {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Panel, Error> {
        let rows = fields.value.len();
        let lengths = [fields.quantity.len(), fields.quantity_unit.len(), fields.marks.len()];
        if lengths.iter().any(|length| ![0, rows].contains(length)) {
            return Err(Error::invalid("a set of columns", "the columns differ in length"));
        }
        if fields.quantity.contains(&Some(NO_QUANTITY)) {
            return Err(Error::invalid(
                "a quantity",
                "the smallest number of 64 bits stands for an unknown quantity, which is written as null",
            ));
        }
        if let Some(marks) = fields.marks.iter().find(|marks| **marks > 31) {
            return Err(Error::range(
                "the mark of a row",
                format!("{marks} is more than 31, and it must be a sum of 1, 2, 4, 8 and 16"),
            ));
        }
        let with_detail =
            if fields.marks.is_empty() && fields.quantity_unit.is_empty() { 0 } else { rows };
        let detail = (0..with_detail).map(|row| {
            let marks = fields.marks.get(row).copied().unwrap_or(0);
            let is = |bit: u8| marks & bit != 0;
            let unit = fields.quantity_unit.get(row).copied().unwrap_or(0);
            Detail::new(
                unit,
                Marks {
                    estimated: is(1),
                    not_reported: is(2),
                    aggregated: is(4),
                    of_listed: is(8),
                    regrouped: is(16),
                },
            )
        });
        let columns = Columns {
            detail: detail.collect(),
            areas: fields.areas,
            commodities: fields.commodities,
            periods: fields.periods,
            labels: fields.labels,
            reporter: fields.reporter,
            partner: fields.partner,
            commodity: fields.commodity.into(),
            label: fields.label,
            period: fields.period,
            value: fields.value,
            quantity: fields
                .quantity
                .into_iter()
                .map(|quantity| quantity.unwrap_or(NO_QUANTITY))
                .collect(),
            quantity_places: fields.quantity_places,
            quantity_units: fields.quantity_units,
        };
        PanelBuilder::new(fields.unit, fields.places)?.build_from(columns)
    }
}
