//! Comparative advantage, concentration and intra-industry trade of every country: the tables.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Positions are rows of the tables, identifiers below the lengths of the dictionaries. Held by
// `structure_equals_the_scalar_functions` in `tests/panel.rs`.

use crate::area::{Area, WORLD};
use crate::bulk::column::{Column, REST, Reason};
use crate::bulk::concentration::{Concentration, Countries};
use crate::bulk::exact::power_of_ten;
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::structure_of::{Asked, Part, counter_label, fits_64_bits, structure_of, structure_of_listed};
use crate::bulk::table::{FlowCells, Label, Table, names, unit_label, with_reasons};
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::Label as FlowLabel;
use crate::number::Rounding;
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::{OneLabel, Panel, PanelView};
use crate::period::Period;
use crate::unit::MoneyUnit;

/// Structure of trade: one table of countries and commodities, one of countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    commodity_key: Vec<(u16, u16, u32)>,
    exports: Column,
    total_exports: i128,
    rca: Column,
    country_key: Vec<(u16, u16)>,
    countries: Countries,
    periods: Vec<Period>,
    areas: Vec<Area>,
    commodities: Vec<Commodity>,
    label: FlowLabel,
    unit: MoneyUnit,
}

/// Whose comparative advantage in what a row of [`Structure::rca`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AdvantageRow {
    /// When.
    pub period: Period,
    /// Who exports.
    pub area: Area,
    /// What.
    pub commodity: Commodity,
}

/// Whose structure a row of the table of countries is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructureRow {
    /// When.
    pub period: Period,
    /// Who.
    pub area: Area,
}

impl Structure {
    /// Revealed comparative advantage for each period, country and commodity that it exports:
    /// [`indicator::rca`](crate::indicator::rca), the world being all reporters of the panel. Commodities are those that hold no other one
    /// of the reporter; its exports of all goods are what it reports of the World and all goods, else the sum of what is listed.
    #[must_use]
    pub fn rca(&self) -> &Column {
        &self.rca
    }

    /// What a row of [`rca`](Structure::rca) is about.
    #[must_use]
    pub fn advantage(&self, row: usize) -> Option<AdvantageRow> {
        let (period, area, commodity) = *self.commodity_key.get(row)?;
        Some(AdvantageRow {
            period: self.periods[usize::from(period)],
            area: self.areas[usize::from(area)],
            commodity: self.commodities[commodity as usize],
        })
    }

    /// Concentration of exports on commodities: [`indicator::hhi`](crate::indicator::hhi), from 0 to 1.
    #[must_use]
    pub fn hhi_of_commodities(&self) -> &Concentration {
        &self.countries.hhi_commodities
    }

    /// Concentration of exports on partners.
    #[must_use]
    pub fn hhi_of_partners(&self) -> &Concentration {
        &self.countries.hhi_partners
    }

    /// Intra-industry trade over commodities: [`indicator::grubel_lloyd_aggregate`](crate::indicator::grubel_lloyd_aggregate), of what
    /// the country itself reports of both flows. Undefined ([`Missing`](crate::Undefined::Missing)) where it did not report one.
    #[must_use]
    pub fn grubel_lloyd(&self) -> &Column {
        &self.countries.grubel_lloyd
    }

    /// The same with imports as the others report them as sent to the country: for tables that hold one flow of all countries, as BACI.
    /// Undefined where the country did not report its exports.
    #[must_use]
    pub fn grubel_lloyd_of_mirror(&self) -> &Column {
        &self.countries.grubel_lloyd_of_mirror
    }

    /// Whether the exports of all goods of a country were reported, or are the sum of what is listed.
    #[must_use]
    pub fn denominator(&self, row: usize) -> Option<Denominator> {
        self.countries.denominators.get(row).copied()
    }

    /// What a row of the tables of countries is about.
    #[must_use]
    pub fn country(&self, row: usize) -> Option<StructureRow> {
        let (period, area) = *self.country_key.get(row)?;
        Some(StructureRow { period: self.periods[usize::from(period)], area: self.areas[usize::from(area)] })
    }

    /// The exports over all partners of each row of [`rca`](Structure::rca), with the places of the panel.
    #[must_use]
    pub fn exports(&self) -> &Column {
        &self.exports
    }

    /// All of them together, as a whole number of the panel's places.
    #[must_use]
    pub fn total_exports(&self) -> i128 {
        self.total_exports
    }

    /// The table of countries and commodities: exports over all partners (`OBS_VALUE`) and `RCA`, with their reasons.
    pub fn advantage_table(&self) -> Table<'_> {
        let flows = FlowCells::new(&[self.label]);
        let mut all =
            names(&[&["REF_AREA", "TRADE_FLOW", "COMMODITY"], flows.names(), &["TIME_PERIOD", "UNIT_MEASURE"]]);
        all.extend(with_reasons(&[("OBS_VALUE", &self.exports), ("RCA", &self.rca)]));
        let (areas, goods, periods) =
            (Label::all(&self.areas), Label::all(&self.commodities), Label::periods(&self.periods));
        let unit = unit_label(self.unit);
        Table::new(all, move |rows| {
            for (row, (period, area, commodity)) in self.commodity_key.iter().enumerate() {
                rows.text(&areas[usize::from(*area)]);
                rows.text(flows.flow(0));
                rows.text(&goods[*commodity as usize]);
                flows.stated(0).iter().for_each(|cell| rows.text(cell));
                rows.text(&periods[usize::from(*period)]);
                rows.text(&unit);
                rows.result(&self.exports, row);
                rows.result(&self.rca, row);
                rows.end()?;
            }
            Ok(())
        })
    }

    /// The table of countries: `HHI_OF_COMMODITIES`, `HHI_OF_PARTNERS`, `GRUBEL_LLOYD`, `GRUBEL_LLOYD_OF_MIRROR`, with their reasons, and
    /// `WHOLE`: `reported` or `sum of listed`. The bounds of an index have columns of their own (`.._LOW`, `.._HIGH`) if some whole has a
    /// part that is not split.
    pub fn country_table(&self) -> Table<'_> {
        let countries = &self.countries;
        let (goods, partners) = (&countries.hhi_commodities, &countries.hhi_partners);
        let mut columns = vec![
            ("HHI_OF_COMMODITIES", &goods.point),
            ("HHI_OF_PARTNERS", &partners.point),
            ("GRUBEL_LLOYD", &countries.grubel_lloyd),
            ("GRUBEL_LLOYD_OF_MIRROR", &countries.grubel_lloyd_of_mirror),
        ];
        if [goods, partners].iter().any(|index| index.point.reason.contains(&REST)) {
            columns.extend([
                ("HHI_OF_COMMODITIES_LOW", &goods.low),
                ("HHI_OF_COMMODITIES_HIGH", &goods.high),
                ("HHI_OF_PARTNERS_LOW", &partners.low),
                ("HHI_OF_PARTNERS_HIGH", &partners.high),
            ]);
        }
        let flows = FlowCells::new(&[self.label]);
        let mut all = names(&[&["REF_AREA", "TRADE_FLOW"], flows.names(), &["TIME_PERIOD"]]);
        all.extend(with_reasons(&columns));
        all.push("WHOLE".to_owned());
        let (areas, periods) = (Label::all(&self.areas), Label::periods(&self.periods));
        let wholes = [Denominator::Reported, Denominator::SumOfListed].map(Label::new);
        Table::new(all, move |rows| {
            for (row, (period, area)) in self.country_key.iter().enumerate() {
                rows.text(&areas[usize::from(*area)]);
                rows.text(flows.flow(0));
                flows.stated(0).iter().for_each(|cell| rows.text(cell));
                rows.text(&periods[usize::from(*period)]);
                for (_, column) in &columns {
                    rows.result(column, row);
                }
                rows.text(&wholes[usize::from(countries.denominators[row] == Denominator::SumOfListed)]);
                rows.end()?;
            }
            Ok(())
        })
    }
}

/// One period's results, and their places in the long tables.
type Copying<'a> =
    ((Part, &'a mut [(u16, u16, u32)]), ((&'a mut [i64], &'a mut [Reason]), (&'a mut [i64], &'a mut [Reason])));

impl Panel {
    /// The structure of one flow label, taken as what each reporter sends: comparative advantage, concentration and
    /// intra-industry trade, with this number of places.
    ///
    /// Countries without exports have no row of advantage and an undefined concentration. A country's sum that is
    /// negative (corrections) makes what rests on it undefined.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; as [`PanelView::label_id`];
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals.
    pub fn structure(&self, of: impl Into<OneLabel>, places: u8, rounding: Rounding) -> Result<Structure, Error> {
        self.view().structure(of, places, rounding)
    }
}

impl PanelView<'_> {
    /// As [`Panel::structure`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::structure`].
    pub fn structure(&self, of: impl Into<OneLabel>, places: u8, rounding: Rounding) -> Result<Structure, Error> {
        let power = power_of_ten(places)?;
        self.refuse_totals("the structure of trade")?;
        let label = self.label_id(of)?;
        let (listed, counter) = (Listed::of(*self), counter_label(self, label));
        let asked = Asked { label, counter, power, rounding };
        let has_world = self.areas().first() == Some(&WORLD);
        let parts = map((0..self.periods().len()).collect(), |period| {
            if listed.has_totals() || has_world {
                structure_of_listed(&listed, period, &asked)
            } else if fits_64_bits(self, period) {
                structure_of::<i64>(self, period, &asked)
            } else {
                structure_of::<i128>(self, period, &asked)
            }
        });
        let total_exports = parts.iter().map(|part| part.total_exports).sum();
        let rows: Vec<usize> = parts.iter().map(|part| part.rca.len()).collect();
        let all_rows = rows.iter().sum();
        let mut all = Structure {
            commodity_key: vec![(0, 0, 0); all_rows],
            exports: Column::zeroed(all_rows, self.places()),
            total_exports,
            rca: Column::zeroed(all_rows, places),
            country_key: Vec::new(),
            countries: Countries::with_places(places),
            periods: self.periods().to_vec(),
            areas: self.areas().to_vec(),
            commodities: self.commodities().to_vec(),
            label: self.labels()[label],
            unit: self.unit(),
        };
        let mut parts = parts;
        for part in &mut parts {
            all.country_key.append(&mut part.country_key);
            all.countries.extend(std::mem::take(&mut part.countries));
        }
        // The long tables are put together side by side.
        let lengths = || rows.iter().copied();
        let keys = cut(&mut all.commodity_key, lengths());
        let exports =
            cut(&mut all.exports.mantissa, lengths()).into_iter().zip(cut(&mut all.exports.reason, lengths()));
        let rca = cut(&mut all.rca.mantissa, lengths()).into_iter().zip(cut(&mut all.rca.reason, lengths()));
        let tasks = parts.into_iter().zip(keys).zip(exports.zip(rca)).collect();
        for_each(tasks, |((part, keys), (exports, rca)): Copying| {
            keys.copy_from_slice(&part.commodity_key);
            exports.0.copy_from_slice(&part.exports.mantissa);
            exports.1.copy_from_slice(&part.exports.reason);
            rca.0.copy_from_slice(&part.rca.mantissa);
            rca.1.copy_from_slice(&part.rca.reason);
        });
        Ok(all)
    }
}
