//! What a panel says, as far as equality and serde go: its rows, not how they came together.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Indices are rows and runs of two panels whose lengths were compared. Held by `equality_is_that_of_the_rows` and
// `a_panel_comes_back_equal_from_serde` in `tests/write.rs`.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::{Flow, Valuation};
use crate::panel::{Columns, Detail, Marks, NO_QUANTITY, Panel, PanelBuilder, Wider};
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use serde::{Deserialize, Serialize, Serializer};

/// Equal if unit, places, valuation and all rows are: their keys, values, quantities with their units, marks.
///
/// How the rows arrived, what was set aside, and entries of dictionaries that no row uses make no difference.
impl PartialEq for Panel {
    fn eq(&self, other: &Panel) -> bool {
        (self.unit, self.places, self.valuation) == (other.unit, other.places, other.valuation)
            && self.value == other.value
            && self.run_start == other.run_start
            && self.runs_by_name().eq(other.runs_by_name())
            && self.goods_by_name().eq(other.goods_by_name())
            && (0..self.len()).all(|row| {
                self.marks(row) == other.marks(row) && self.quantity_by_name(row) == other.quantity_by_name(row)
            })
    }
}

impl Eq for Panel {}

impl Panel {
    fn runs_by_name(&self) -> impl Iterator<Item = (Period, Flow, Area, Area)> {
        let labels = &self.labels;
        (0..labels.periods.len()).flat_map(move |period| {
            self.runs_of(period).map(move |run| {
                let group = self.run_group[run];
                let (reporter, partner) =
                    (labels.areas[labels.reporter_of(group)], labels.areas[labels.partner_of(group)]);
                (labels.periods[period], labels.flows[labels.flow_of(group)], reporter, partner)
            })
        })
    }

    fn goods_by_name(&self) -> impl Iterator<Item = Commodity> {
        self.commodity.iter().map(|id| self.labels.commodities[usize::from(*id)])
    }

    /// A known quantity, its places, and its unit: by name where units have names, else by number.
    fn quantity_by_name(&self, row: usize) -> Option<(i64, u8, Result<AnyUnit, u8>)> {
        let unit = self.detail.as_ref().map_or(0, |detail| detail[row].unit());
        let named = self.quantity_units.get(usize::from(unit)).copied().ok_or(unit);
        Some((self.quantity(row)?, self.quantity_places, named))
    }
}

/// The form of a panel in serde: its [`Columns`], with labels as text, and values and quantities as whole numbers, which are
/// exact where whole numbers of 64 bits are.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    unit: MoneyUnit,
    places: u8,
    #[serde(default)]
    valuation: Valuation,
    areas: Vec<Area>,
    commodities: Vec<Commodity>,
    periods: Vec<Period>,
    flows: Vec<Flow>,
    reporter: Vec<u16>,
    partner: Vec<u16>,
    commodity: Vec<u16>,
    flow: Vec<u8>,
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
    /// For each row 1 (estimated) + 2 (not reported) + 4 (aggregated); empty if none is marked.
    #[serde(default)]
    marks: Vec<u8>,
}

impl Serialize for Panel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns();
        let known = |quantity: &i64| Some(*quantity).filter(|quantity| *quantity != NO_QUANTITY);
        let marks = |detail: &Detail| {
            let marks = detail.marks();
            u8::from(marks.estimated) | u8::from(marks.not_reported) << 1 | u8::from(marks.aggregated) << 2
        };
        let fields = Fields {
            unit: self.unit,
            places: self.places,
            valuation: self.valuation,
            areas: columns.areas,
            commodities: columns.commodities,
            periods: columns.periods,
            flows: columns.flows,
            reporter: columns.reporter,
            partner: columns.partner,
            commodity: columns.commodity,
            flow: columns.flow,
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

/// Everything is checked as for columns of one's own. The panel is trusted where one row may hold another, as it was when it
/// was built.
impl TryFrom<Fields> for Panel {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Panel, Error> {
        let rows = fields.value.len();
        let lengths = [fields.quantity.len(), fields.quantity_unit.len(), fields.marks.len()];
        if lengths.iter().any(|length| ![0, rows].contains(length)) {
            return Err(Error::range("the columns of a panel", "they differ in length"));
        }
        if fields.quantity.contains(&Some(NO_QUANTITY)) {
            return Err(Error::range("a quantity", "the smallest number of 64 bits stands for unknown: write null"));
        }
        if fields.marks.iter().any(|marks| *marks > 7) {
            return Err(Error::range("the marks of a row", "they are 1, 2 and 4, added up"));
        }
        let with_detail = if fields.marks.is_empty() && fields.quantity_unit.is_empty() { 0 } else { rows };
        let detail = (0..with_detail).map(|row| {
            let marks = fields.marks.get(row).copied().unwrap_or(0);
            let is = |bit: u8| marks & bit != 0;
            let unit = fields.quantity_unit.get(row).copied().unwrap_or(0);
            Detail::new(unit, Marks { estimated: is(1), not_reported: is(2), aggregated: is(4) })
        });
        let columns = Columns {
            detail: detail.collect(),
            areas: fields.areas,
            commodities: fields.commodities,
            periods: fields.periods,
            flows: fields.flows,
            reporter: fields.reporter,
            partner: fields.partner,
            commodity: fields.commodity,
            flow: fields.flow,
            period: fields.period,
            value: fields.value,
            quantity: fields.quantity.into_iter().map(|quantity| quantity.unwrap_or(NO_QUANTITY)).collect(),
            quantity_places: fields.quantity_places,
            quantity_units: fields.quantity_units,
        };
        PanelBuilder::new(fields.unit, fields.places)?.valued(fields.valuation).wider(Wider::Trust).build_from(columns)
    }
}
