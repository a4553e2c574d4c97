//! Parts of a panel, and coarser panels: rows are left out, or their labels are replaced and equal cells added up exactly.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Indices are identifiers below the lengths of the dictionaries. Held by `coarser_panels_keep_every_sum` in `tests/panel.rs`.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::{Error, ErrorKind};
use crate::key::Key;
use crate::panel::year_to_date::Gaps;
use crate::panel::{Columns, Duplicates, Panel, PanelBuilder, Wider};
use crate::period::Period;
use crate::series::Series;
use crate::unit::Money;

impl Panel {
    /// A panel of series in the unit of the first, with so many places: every published span that stands becomes a row.
    ///
    /// # Errors
    /// As [`PanelBuilder::push_series`] and [`PanelBuilder::build`]: a series that holds months and the year they make up
    /// is refused; [`slice`](Series::slice) it first. [`Range`](ErrorKind::Range) without series.
    ///
    /// ```
    /// use bilateral::{Key, Period, Series, area::{CHN, RUS}, panel::Panel, unit::USD};
    /// let key = Key::exports(CHN).to(RUS);
    /// let series = Series::new(key, USD.billion()).with("2021", "67.565")?.with("2022", "76.123")?;
    /// let panel = Panel::from_series(&[&series], 3)?;
    /// assert_eq!(panel.series(&key)?.amount(Period::year(2022))?.to_string(), "76.123 billion US$, 2022");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_series(series: &[&Series<Money>], places: u8) -> Result<Panel, Error> {
        let first = series.first().ok_or_else(|| Error::range("a panel of series", "there are none"))?;
        let mut rows = PanelBuilder::new(first.unit(), places)?.valued(first.key().valuation());
        series.iter().try_for_each(|series| rows.push_series(series))?;
        rows.build()
    }

    /// The rows for which `keep` is true.
    ///
    /// # Errors
    /// None of its own: what was a panel stays one.
    ///
    /// ```
    /// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// # let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// # rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 5.into())?;
    /// # rows.push(Key::exports(RUS).to(CHN), Period::year(2022), 7.into())?;
    /// # let panel = rows.build()?;
    /// let of_china = panel.filter(|key, _| key.reporter() == CHN)?;
    /// assert_eq!((panel.len(), of_china.len()), (2, 1));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn filter(&self, keep: impl Fn(&Key, Period) -> bool) -> Result<Panel, Error> {
        let all = self.columns();
        let mut kept = Columns {
            areas: all.areas,
            commodities: all.commodities,
            periods: all.periods,
            flows: all.flows,
            quantity_places: all.quantity_places,
            quantity_units: all.quantity_units,
            ..Columns::default()
        };
        for row in 0..self.len() {
            let (reporter, partner) = (all.reporter[row], all.partner[row]);
            let flow = kept.flows[usize::from(all.flow[row])];
            let key = Key::new(flow, kept.areas[usize::from(reporter)], kept.areas[usize::from(partner)])
                .of(kept.commodities[usize::from(all.commodity[row])])
                .valued(self.valuation);
            if keep(&key, kept.periods[usize::from(all.period[row])]) {
                kept.reporter.push(reporter);
                kept.partner.push(partner);
                kept.commodity.push(all.commodity[row]);
                kept.flow.push(all.flow[row]);
                kept.period.push(all.period[row]);
                kept.value.push(all.value[row]);
                kept.quantity.extend(all.quantity.get(row));
                kept.detail.extend(all.detail.get(row));
            }
        }
        self.rebuild(kept)
    }

    /// The panel with commodities of at most so many digits, 0 for all goods together: 6 to 4 adds subheadings up to headings.
    ///
    /// Codes that are no numbers have no heading or chapter and stay as they are; all goods hold them too. Quantities are added
    /// where all of a cell are known and in one unit; whether like units measure like goods is the caller's knowledge.
    ///
    /// # Errors
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    pub fn aggregate_commodities(&self, digits: usize) -> Result<Panel, Error> {
        let coarser = |commodity: &Commodity| {
            let mut found = *commodity;
            while found.level() > digits {
                match found.parent() {
                    Some(parent) if parent != Commodity::TOTAL || digits == 0 => found = parent,
                    _ => break,
                }
            }
            found
        };
        let mut columns = self.columns();
        let (commodities, ids) = merged(columns.commodities.iter().map(coarser));
        columns.commodities = commodities;
        relabel(&mut columns.commodity, &ids);
        self.rebuild(columns)
    }

    /// The panel without editions: codes of the Harmonized System and of the Combined Nomenclature, up to six digits, become codes as
    /// reported (`HS:270900`), so that years in unlike editions can be compared.
    ///
    /// A code may mean other goods in another edition; chapters are mostly safe, subheadings are not. Codes of more than six digits
    /// and of other classifications stay as they are.
    ///
    /// # Errors
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    ///
    /// ```
    /// # use bilateral::{Key, Period, Rounding, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let imports = Key::imports(CHN).from(RUS);
    /// rows.push(imports.of("H5:27".parse()?), Period::year(2021), 52_000.into())?;
    /// rows.push(imports.of("H6:27".parse()?), Period::year(2022), 85_000.into())?;
    /// let panel = rows.build()?.as_reported()?;
    /// let row = panel.find(&imports.of("HS:27".parse()?), Period::year(2022)).expect("is there");
    /// assert_eq!(panel.growth(4, Rounding::HalfEven)?.growth(row)?.to_string(), "0.6346");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn as_reported(&self) -> Result<Panel, Error> {
        let mut columns = self.columns();
        let plain = |good: &Commodity| match good.classification() {
            Classification::Hs(Some(_)) | Classification::Cn(_) if good.level() <= 6 => {
                Commodity::new(Classification::Hs(None), good.code()).unwrap_or(*good)
            }
            _ => *good,
        };
        let (commodities, ids) = merged(columns.commodities.iter().map(plain));
        columns.commodities = commodities;
        relabel(&mut columns.commodity, &ids);
        self.rebuild(columns)
    }

    /// The panel by the 21 sections of the Harmonized System: `HSS:05` is section V, mineral products.
    ///
    /// Goods of other classifications, all goods, and codes without a chapter stay as they are.
    ///
    /// # Errors
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    ///
    /// ```
    /// # use bilateral::{Commodity, Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// # let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let imports = Key::imports(CHN).from(RUS);
    /// rows.push(imports.of("H6:270900".parse()?), Period::year(2023), 60_000.into())?;
    /// rows.push(imports.of("H6:260300".parse()?), Period::year(2023), 2_000.into())?;
    /// let sections = rows.build()?.aggregate_sections()?;
    /// assert_eq!((sections.commodities()[0].to_string(), sections.mantissas()), ("HSS:05".to_owned(), &[62_000][..]));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn aggregate_sections(&self) -> Result<Panel, Error> {
        let mut columns = self.columns();
        let (commodities, ids) = merged(columns.commodities.iter().map(|good| good.section().unwrap_or(*good)));
        columns.commodities = commodities;
        relabel(&mut columns.commodity, &ids);
        self.rebuild(columns)
    }

    /// The panel with each of these areas in the place of its members, as reporter and as partner. Trade between members
    /// of one group becomes trade of the group with itself.
    ///
    /// # Errors
    /// [`Overlap`](ErrorKind::Overlap) if a member is in two groups, or is beside its group in the panel;
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    pub fn aggregate_areas(&self, groups: &[(Area, &[Area])]) -> Result<Panel, Error> {
        let mut columns = self.columns();
        let mut renamed = Vec::with_capacity(columns.areas.len());
        for area in &columns.areas {
            let mut holding = groups.iter().filter(|(_, members)| members.contains(area));
            let group = holding.next();
            if let (Some((one, _)), Some((two, _))) = (group, holding.next()) {
                return Err(Error::new(ErrorKind::Overlap {
                    left: format!("{area} in {one}"),
                    right: format!("{area} in {two}"),
                }));
            }
            if groups.iter().any(|(name, _)| name == area) {
                return Err(Error::new(ErrorKind::Overlap { left: area.to_string(), right: "its members".to_owned() }));
            }
            renamed.push(group.map_or(*area, |(name, _)| *name));
        }
        let (areas, ids) = merged(renamed.into_iter());
        columns.areas = areas;
        relabel(&mut columns.reporter, &ids);
        relabel(&mut columns.partner, &ids);
        // A group stands beside areas outside of it on purpose.
        PanelBuilder::new(self.unit, self.places)?
            .valued(self.valuation)
            .duplicates(Duplicates::Sum)
            .wider(Wider::Trust)
            .build_from(columns)
    }

    /// The panel by quarters (`months` 3), half years (6) or years (12).
    ///
    /// With [`Gaps::Missing`] a span of which months are missing has no row; with [`Gaps::NoTrade`] it has what is there.
    ///
    /// # Errors
    /// [`Range`](ErrorKind::Range) for another number of months, or if a period of the panel crosses such spans;
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    pub fn aggregate_periods(&self, months: u8, gaps: Gaps) -> Result<Panel, Error> {
        let span = |period: &Period| -> Result<Period, Error> {
            let (year, month) = (period.first().year(), period.first().number());
            let wide = match months {
                3 => Period::try_quarter(year, month.div_ceil(3))?,
                6 => Period::try_half(year, month.div_ceil(6))?,
                12 => Period::try_year(year)?,
                _ => return Err(Error::range("the months of a span", "3, 6 or 12 are offered")),
            };
            if wide.contains(period) {
                Ok(wide)
            } else {
                Err(Error::range("a period", format!("{period} is not inside of {wide}")))
            }
        };
        let spans: Vec<Period> = self.labels.periods.iter().map(span).collect::<Result<_, _>>()?;
        let mut columns = self.columns();
        // How many months each cell has in its span is summed in the same way as its values.
        let mut covered = columns.clone();
        covered.value =
            columns.period.iter().map(|at| i64::from(self.labels.periods[usize::from(*at)].months_count())).collect();
        (covered.quantity, covered.detail) = (Vec::new(), Vec::new());
        let (periods, ids) = merged(spans.into_iter());
        for columns in [&mut columns, &mut covered] {
            columns.periods.clone_from(&periods);
            relabel(&mut columns.period, &ids);
        }
        let panel = self.rebuild(columns)?;
        if gaps == Gaps::NoTrade {
            return Ok(panel);
        }
        let covered = self.rebuild(covered)?;
        let mut kept = panel.columns();
        let keep: Vec<bool> = covered.value.iter().map(|count| *count == i64::from(months)).collect();
        for column in [&mut kept.reporter, &mut kept.partner, &mut kept.commodity, &mut kept.period] {
            retain(column, &keep);
        }
        retain(&mut kept.flow, &keep);
        retain(&mut kept.value, &keep);
        retain(&mut kept.quantity, &keep);
        retain(&mut kept.detail, &keep);
        self.rebuild(kept)
    }

    /// The rows as columns of identifiers, to go on with elsewhere.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let labels = &self.labels;
        let id = |id: usize| u16::try_from(id).unwrap_or(u16::MAX);
        let rows = self.len();
        let mut columns = Columns {
            areas: labels.areas.clone(),
            commodities: labels.commodities.clone(),
            periods: labels.periods.clone(),
            flows: labels.flows.clone(),
            reporter: Vec::with_capacity(rows),
            partner: Vec::with_capacity(rows),
            commodity: self.commodity.clone(),
            flow: Vec::with_capacity(rows),
            period: Vec::with_capacity(rows),
            value: self.value.clone(),
            quantity: self.quantity.clone().unwrap_or_default(),
            quantity_places: self.quantity_places,
            quantity_units: self.quantity_units.clone(),
            detail: self.detail.clone().unwrap_or_default(),
        };
        for period in 0..labels.periods.len() {
            for run in self.runs_of(period) {
                let (group, end) = (self.run_group[run], self.run_start[run + 1] as usize);
                columns.reporter.resize(end, id(labels.reporter_of(group)));
                columns.partner.resize(end, id(labels.partner_of(group)));
                columns.flow.resize(end, u8::try_from(labels.flow_of(group)).unwrap_or(u8::MAX));
                columns.period.resize(end, id(period));
            }
        }
        columns
    }

    fn rebuild(&self, columns: Columns) -> Result<Panel, Error> {
        PanelBuilder::new(self.unit, self.places)?
            .valued(self.valuation)
            .duplicates(Duplicates::Sum)
            .wider(Wider::Trust)
            .build_from(columns)
    }
}

/// Each label once, and for each old identifier the new one.
fn merged<T: Ord + Copy>(labels: impl Iterator<Item = T> + Clone) -> (Vec<T>, Vec<u16>) {
    let mut once: Vec<T> = labels.clone().collect();
    once.sort_unstable();
    once.dedup();
    let ids =
        labels.map(|label| u16::try_from(once.partition_point(|known| *known < label)).unwrap_or(u16::MAX)).collect();
    (once, ids)
}

fn relabel(column: &mut [u16], ids: &[u16]) {
    for id in column {
        *id = ids[usize::from(*id)];
    }
}

fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    column.retain(|_| keep.next().copied().unwrap_or(false));
}
