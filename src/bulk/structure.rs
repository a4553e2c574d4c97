//! Comparative advantage, concentration and intra-industry trade of every country: the tables.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Positions are rows of the tables, identifiers below the lengths of the dictionaries. Held by
// `structure_equals_the_scalar_functions` in `tests/panel/panel.rs`.

use crate::area::Area;
use crate::bulk::column::{Column, REST, Reason};
use crate::bulk::concentration::{Concentration, Countries};
use crate::bulk::exact::power_of_ten;
use crate::bulk::levels::Codes;
use crate::bulk::listed::{Denominator, Listed};
use crate::bulk::structure_of::{Asked, Part, structure_of_period};
use crate::bulk::table::{FlowCells, Label, Table, names, unit_label, with_reasons};
use crate::commodity::Commodity;
use crate::error::Error;
use crate::key::{Flow, Label as FlowLabel};
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
    /// What each advantage rests on; empty if all of them rest on sums of what is listed.
    worlds: Vec<Denominator>,
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
    /// Revealed comparative advantage for each period, country and commodity that it lists, at any
    /// level: [`indicator::rca`](crate::indicator::rca), the world being all reporters of the panel
    /// at the level of that commodity. A reporter that another one holds, Germany beside the
    /// European Union, has rows of its own and is not counted in the world again.
    ///
    /// What a country exports of a commodity is what it reports of the World, else the sum of its
    /// partners; under finer codes where the commodity itself is not listed. Undefined
    /// - ([`RestNotSplit`](crate::Undefined::RestNotSplit)) where some reporter lists a wider code
    ///   only, or a wider total that is not fully split: then its trade in the commodity is not
    ///   known, and so the world's is not;
    /// - ([`Conflicting`](crate::Undefined::Conflicting)) for all rows of a period if a whole in
    ///   the world is less than what it holds.
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

    /// What the advantage of a row rests on: reported totals alone, of the country and of every
    /// reporter, or sums of what is listed too.
    #[must_use]
    pub fn advantage_denominator(&self, row: usize) -> Option<Denominator> {
        (row < self.rca.len()).then(|| self.worlds.get(row).copied().unwrap_or_default())
    }

    /// Concentration of exports on commodities: [`indicator::hhi`](crate::indicator::hhi), from 0
    /// to 1.
    #[must_use]
    pub fn hhi_of_commodities(&self) -> &Concentration {
        &self.countries.hhi_commodities
    }

    /// Concentration of exports on partners.
    #[must_use]
    pub fn hhi_of_partners(&self) -> &Concentration {
        &self.countries.hhi_partners
    }

    /// Intra-industry trade over commodities:
    /// [`indicator::grubel_lloyd_aggregate`](crate::indicator::grubel_lloyd_aggregate), of what the
    /// country itself reports of both flows, at the finest level that both have. Undefined
    /// - ([`Missing`](crate::Undefined::Missing)) where it did not report one;
    /// - ([`SeveralLabels`](crate::Undefined::SeveralLabels)) where the other flow stands under
    ///   several labels, FOB and CIF say: name one with [`Panel::structure_with`];
    /// - ([`RestNotSplit`](crate::Undefined::RestNotSplit)) where codes that hold each other have
    ///   no level in common, or leave a rest of one that holds them. All goods are not a level.
    #[must_use]
    pub fn grubel_lloyd(&self) -> &Column {
        &self.countries.grubel_lloyd
    }

    /// The same with imports as the others report them as sent to the country: for tables that hold
    /// one flow of all countries, as BACI. Undefined where the country did not report its exports,
    /// and where nobody else reports in the period. What a member reports counts only where its
    /// union does not report the same partner and commodity.
    #[must_use]
    pub fn grubel_lloyd_of_mirror(&self) -> &Column {
        &self.countries.grubel_lloyd_of_mirror
    }

    /// Whether [`grubel_lloyd`](Structure::grubel_lloyd) of a country rests on reported totals: of
    /// all goods of both flows, so that its codes leave nothing of either. Else it is two-way trade
    /// in what is listed, which need not be all there is. `None` where the country did not report
    /// both flows, or the other one stands under several labels.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, WORLD},
    ///     bulk::Denominator,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let (exports, imports) = (Key::exports(CHN).to(WORLD), Key::imports(CHN).from(WORLD));
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (key, code, value) in
    ///     [(exports, "TOTAL", 60), (exports, "H6:84", 60), (imports, "H6:84", 40)]
    /// {
    ///     rows.push(key.of(code.parse()?), Period::year(2022), value.into())?;
    /// }
    /// let listed = rows.clone().build()?.structure(Flow::Export, 4, Rounding::HalfEven)?;
    /// assert_eq!(listed.grubel_lloyd().get(0)?.to_string(), "0.8000"); // 2 x 40 / (60 + 40)
    /// assert_eq!(listed.grubel_lloyd_denominator(0), Some(Denominator::SumOfListed));
    /// rows.push(imports, Period::year(2022), 40.into())?; // all goods
    /// let reported = rows.build()?.structure(Flow::Export, 4, Rounding::HalfEven)?;
    /// assert_eq!(reported.grubel_lloyd_denominator(0), Some(Denominator::Reported));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn grubel_lloyd_denominator(&self, row: usize) -> Option<Denominator> {
        self.countries.two_way_denominators.get(row).copied().flatten()
    }

    /// Whether the exports of all goods of a country were reported, or are the sum of what is
    /// listed. That of its imports is in
    /// [`grubel_lloyd_denominator`](Structure::grubel_lloyd_denominator), for both flows together.
    #[must_use]
    pub fn country_denominator(&self, row: usize) -> Option<Denominator> {
        self.countries.denominators.get(row).copied()
    }

    /// What a row of the tables of countries is about.
    #[must_use]
    pub fn country(&self, row: usize) -> Option<StructureRow> {
        let (period, area) = *self.country_key.get(row)?;
        Some(StructureRow {
            period: self.periods[usize::from(period)],
            area: self.areas[usize::from(area)],
        })
    }

    /// The exports over all partners of each row of [`rca`](Structure::rca), with the places of the
    /// panel.
    #[must_use]
    pub fn exports(&self) -> &Column {
        &self.exports
    }

    /// What all reporters export together, as a whole number of the panel's places: each trade
    /// once, so no member beside its union and no month beside its year.
    #[must_use]
    pub fn total_exports(&self) -> i128 {
        self.total_exports
    }

    /// The table of countries and commodities: exports over all partners (`OBS_VALUE`) and `RCA`,
    /// with their reasons, and what the advantage rests on (`WHOLE`): `reported` or `sum of
    /// listed`.
    pub fn table_of_advantages(&self) -> Table<'_> {
        let flows = FlowCells::new(&[self.label]);
        let mut all = names(&[
            &["REF_AREA", "TRADE_FLOW", "COMMODITY"],
            flows.names(),
            &["TIME_PERIOD", "UNIT_MEASURE"],
        ]);
        all.extend(with_reasons(&[("OBS_VALUE", &self.exports), ("RCA", &self.rca)]));
        all.push("WHOLE".to_owned());
        let wholes = [Denominator::Reported, Denominator::SumOfListed].map(Label::new);
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
                let is_listed = self.advantage_denominator(row) != Some(Denominator::Reported);
                rows.text(&wholes[usize::from(is_listed)]);
                rows.end()?;
            }
            Ok(())
        })
    }

    /// The table of countries: `HHI_OF_COMMODITIES`, `HHI_OF_PARTNERS`, `GRUBEL_LLOYD`,
    /// `GRUBEL_LLOYD_OF_MIRROR`, with their reasons, and `WHOLE`: `reported` or `sum of listed`.
    /// `WHOLE` is about the exports. A partner that does not report has a row too, without exports.
    /// The bounds of an index have columns of their own (`.._LOW`, `.._HIGH`) if some whole has a
    /// part that is not split.
    pub fn table_of_countries(&self) -> Table<'_> {
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
                rows.text(
                    &wholes[usize::from(countries.denominators[row] == Denominator::SumOfListed)],
                );
                rows.end()?;
            }
            Ok(())
        })
    }
}

/// One period's results, and their places in the long tables.
type Copying<'a> = (
    (Part, &'a mut [(u16, u16, u32)]),
    ((&'a mut [i64], &'a mut [Reason]), (&'a mut [i64], &'a mut [Reason])),
);

impl Panel {
    /// The structure of one flow label, taken as what each reporter sends: comparative advantage,
    /// concentration and intra-industry trade, with this number of places.
    ///
    /// Countries without exports, partners that do not report among them, have no row of advantage
    /// and an undefined concentration. A
    /// country's sum that is negative (corrections) makes what rests on it undefined.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places; as [`PanelView::label_id`];
    /// [`Overlap`](crate::ErrorKind::Overlap) for a panel of totals, and for reporters of a period,
    /// or partners of a reporter, that share trade though neither holds the other: two codes of one
    /// territory, say.
    pub fn structure(
        &self,
        of: impl Into<OneLabel>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Structure, Error> {
        self.view().structure(of, places, rounding)
    }

    /// As [`structure`](Panel::structure), with the label of the other flow that two-way trade is
    /// to be measured with: imports FOB for exports FOB, where imports stand CIF too.
    ///
    /// # Errors
    /// As [`structure`](Panel::structure), for either label; [`Invalid`](crate::ErrorKind::Invalid)
    /// if they are not of the two directions.
    ///
    /// ```
    /// use bilateral::area::{CHN, WORLD};
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding, Undefined, Valuation, key::Label, panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// let (exports, imports) = (Key::exports(CHN).to(WORLD), Key::imports(CHN).from(WORLD));
    /// let (fob, cif) = (imports.valued(Valuation::Fob), imports.valued(Valuation::Cif));
    /// for (key, value) in [(exports, 60), (fob, 40), (cif, 45)] {
    ///     rows.push(key.of("H6:27".parse()?), Period::year(2022), value.into())?;
    /// }
    /// let panel = rows.build()?;
    /// let one = panel.structure(Flow::Export, 4, Rounding::HalfEven)?;
    /// assert_eq!(one.grubel_lloyd().get(0).unwrap_err(), Undefined::SeveralLabels);
    /// let fob = Label::new(Flow::Import).valued(Valuation::Fob);
    /// let two = panel.structure_with(Flow::Export, fob, 4, Rounding::HalfEven)?;
    /// assert_eq!(two.grubel_lloyd().get(0)?.to_string(), "0.8000"); // 2 x 40 / (60 + 40)
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn structure_with(
        &self,
        of: impl Into<OneLabel>,
        counter: impl Into<OneLabel>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Structure, Error> {
        self.view().structure_with(of, counter, places, rounding)
    }
}

impl PanelView<'_> {
    /// As [`Panel::structure`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::structure`].
    pub fn structure(
        &self,
        of: impl Into<OneLabel>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Structure, Error> {
        let label = self.label_id(of)?;
        self.structure_of(label, None, places, rounding)
    }

    /// As [`Panel::structure_with`], for the periods of the view.
    ///
    /// # Errors
    /// As [`Panel::structure_with`].
    pub fn structure_with(
        &self,
        of: impl Into<OneLabel>,
        counter: impl Into<OneLabel>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Structure, Error> {
        let (label, counter) = (self.label_id(of)?, self.label_id(counter)?);
        let [one, two] = [label, counter].map(|label| direction(self.labels()[label].flow));
        if one.is_none() || two.is_none() || one == two {
            let labels = self.labels();
            let reason =
                format!("“{}” is not the other direction of “{}”", labels[counter], labels[label]);
            return Err(Error::invalid("the other flow", reason)
                .with_help("name a label of imports for one of exports, or the reverse"));
        }
        self.structure_of(label, Some(counter), places, rounding)
    }

    fn structure_of(
        &self,
        label: usize,
        counter: Option<usize>,
        places: u8,
        rounding: Rounding,
    ) -> Result<Structure, Error> {
        let power = power_of_ten(places)?;
        self.refuse_totals("the structure of trade")?;
        let (listed, codes) = (Listed::of(*self), Codes::of(self.commodities()));
        let counters =
            counter.map_or_else(|| counter_labels(&listed.rows(), label), |counter| vec![counter]);
        let asked = Asked { label, counters, power, rounding };
        asked.refuse_shared_trade(&listed)?;
        let parts = map((0..self.periods().len()).collect(), |period| {
            structure_of_period(self, &listed, &codes, period, &asked)
        });
        Ok(self.one_structure(parts, label, places))
    }

    /// The results of all periods in long tables.
    fn one_structure(&self, mut parts: Vec<Part>, label: usize, places: u8) -> Structure {
        let total_exports = each_once(self.periods(), &parts);
        let rows: Vec<usize> = parts.iter().map(|part| part.rca.len()).collect();
        let all_rows = rows.iter().sum();
        let worlds = worlds(&parts);
        let mut all = Structure {
            commodity_key: vec![(0, 0, 0); all_rows],
            exports: Column::zeroed(all_rows, self.places()),
            total_exports,
            rca: Column::zeroed(all_rows, places),
            worlds,
            country_key: Vec::new(),
            countries: Countries::with_places(places),
            periods: self.periods().to_vec(),
            areas: self.areas().to_vec(),
            commodities: self.commodities().to_vec(),
            label: self.labels()[label],
            unit: self.unit(),
        };
        for part in &mut parts {
            all.country_key.append(&mut part.country_key);
            all.countries.extend(std::mem::take(&mut part.countries));
        }
        // The long tables are put together side by side.
        let lengths = || rows.iter().copied();
        let keys = cut(&mut all.commodity_key, lengths());
        let exports = cut(&mut all.exports.mantissa, lengths())
            .into_iter()
            .zip(cut(&mut all.exports.reason, lengths()));
        let rca = cut(&mut all.rca.mantissa, lengths())
            .into_iter()
            .zip(cut(&mut all.rca.reason, lengths()));
        let tasks = parts.into_iter().zip(keys).zip(exports.zip(rca)).collect();
        for_each(tasks, |((part, keys), (exports, rca)): Copying| {
            keys.copy_from_slice(&part.commodity_key);
            exports.0.copy_from_slice(&part.exports.mantissa);
            exports.1.copy_from_slice(&part.exports.reason);
            rca.0.copy_from_slice(&part.rca.mantissa);
            rca.1.copy_from_slice(&part.rca.reason);
        });
        all
    }
}

/// What each advantage rests on; nothing if all of them rest on sums of what is listed.
fn worlds(parts: &[Part]) -> Vec<Denominator> {
    if parts.iter().all(|part| part.worlds.is_empty()) {
        return Vec::new();
    }
    let of_part = |part: &Part| {
        let dense = vec![Denominator::SumOfListed; part.rca.len() - part.worlds.len()];
        part.worlds.iter().copied().chain(dense).collect::<Vec<_>>()
    };
    parts.iter().flat_map(of_part).collect()
}

/// The trade of all reporters, without that of a period which lies in another one that the same
/// reporter has.
fn each_once(periods: &[Period], parts: &[Part]) -> i128 {
    let mut sum = 0;
    for (period, part) in periods.iter().zip(parts) {
        let wider =
            periods.iter().zip(parts).filter(|(wide, _)| *wide != period && wide.contains(period));
        let wider: Vec<&Part> = wider.map(|(_, part)| part).collect();
        let stands = |area: u16| {
            wider.iter().any(|part| part.wholes.binary_search_by_key(&area, |one| one.0).is_ok())
        };
        sum += part
            .wholes
            .iter()
            .filter(|(area, _)| !stands(*area))
            .map(|(_, whole)| whole)
            .sum::<i128>();
    }
    sum
}

/// The labels of the flow in the other direction that have rows.
fn counter_labels(view: &PanelView<'_>, label: usize) -> Vec<usize> {
    let flow = match view.labels()[label].flow {
        Flow::Export => Flow::Import,
        Flow::Import => Flow::Export,
        _ => return Vec::new(),
    };
    let stands = |label: usize| {
        (0..view.periods().len()).any(|period| !view.runs_of_label(period, label).is_empty())
    };
    let labels = view.labels().iter().enumerate().filter(|(_, label)| label.flow == flow);
    labels.map(|(label, _)| label).filter(|label| stands(*label)).collect()
}

/// Whether a flow goes in or out; none of the two for both together.
pub(crate) fn direction(flow: Flow) -> Option<bool> {
    match flow {
        Flow::Trade => None,
        Flow::Import
        | Flow::ForeignImport
        | Flow::ReImport
        | Flow::ImportForInwardProcessing
        | Flow::ImportAfterOutwardProcessing => Some(true),
        _ => Some(false),
    }
}
