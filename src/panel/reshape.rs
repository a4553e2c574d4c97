//! Parts of a panel, and coarser panels: rows are left out, or their labels are replaced and equal
//! cells added up exactly.
//!
//! Totals take part: what becomes of them is settled anew among the rows that come out, and where a
//! wider row is there, it stands instead of a sum of what it holds.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Indices are identifiers below the lengths of the dictionaries. Held by
// `coarser_panels_keep_every_sum` in `tests/panel/panel.rs`.

use crate::area::{Area, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::error::{Error, ErrorKind};
use crate::key::Key;
use crate::panel::cells::Cells;
use crate::panel::detail::Detail;
use crate::panel::holds::{subheading, wider_codes};
use crate::panel::labels::Labels;
use crate::panel::{Codes, Columns, Duplicates, Gaps, Marks, Panel, PanelBuilder};
use crate::period::Period;
use crate::series::Series;
use crate::unit::Money;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl Panel {
    /// A panel of series in the unit of the first, with this number of places: every published span
    /// that stands becomes a row.
    ///
    /// # Errors
    /// As [`PanelBuilder::push_series`] and [`PanelBuilder::build`];
    /// [`Invalid`](ErrorKind::Invalid) without series.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     panel::Panel,
    ///     unit::USD,
    /// };
    /// let key = Key::exports(CHN).to(RUS);
    /// let series =
    ///     Series::new(key, USD.billion()).with("2021", "67.565")?.with("2022", "76.123")?;
    /// let panel = Panel::from_series(&[&series], 3)?;
    /// assert_eq!(
    ///     panel.series(&key)?.amount(Period::year(2022))?.to_string(),
    ///     "76.123 billion US$, 2022"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn from_series(series: &[&Series<Money>], places: u8) -> Result<Panel, Error> {
        let first = series.first().ok_or_else(|| {
            Error::invalid("a list of series", "it is empty").with_help("give at least one series")
        })?;
        let mut rows = PanelBuilder::new(first.unit(), places)?;
        series.iter().try_for_each(|series| rows.push_series(series))?;
        rows.build()
    }

    /// The rows for which `keep` is true, parts and totals. A total of which all parts are left out
    /// becomes a part.
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
        let mut columns = self.all_columns();
        let kept: Vec<bool> = (0..columns.value.len())
            .map(|row| {
                let label = columns.labels[usize::from(columns.label[row])];
                let area = |id: u16| columns.areas[usize::from(id)];
                let good = columns
                    .commodity
                    .view()
                    .get(row)
                    .map_or(Commodity::TOTAL, |id| columns.commodities[id]);
                let key =
                    Key::new(label.flow, area(columns.reporter[row]), area(columns.partner[row]));
                keep(
                    &key.labelled(label).of(good),
                    columns.periods[usize::from(columns.period[row])],
                )
            })
            .collect();
        retain_rows(&mut columns, &kept);
        self.rebuild(columns)
    }

    /// The panel with commodities of at most this number of digits, 0 for all goods together: 6 to
    /// 4 brings subheadings up to headings.
    ///
    /// A row of that level that is there stands; else the widest of the finer rows are added up,
    /// and the sum is marked as one of what is listed ([`Marks::of_listed`]): a file that lists
    /// three chapters does not say what all goods are. A national tariff line begins with its
    /// subheading of the Harmonized System, so `USA:8507600010` comes to `HS:8507` and `HS:85`, and
    /// a reported row of that code stands instead of it; codes of the Combined Nomenclature do so
    /// where the panel has codes of the Harmonized System as reported. Codes with letters, other
    /// than `9999AA`, have no heading or chapter and stay as they are; all goods hold them too.
    /// Quantities are added where
    /// all of a cell are known and in one unit; whether like units measure like goods is the
    /// caller's knowledge.
    ///
    /// # Errors
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    ///
    /// ```
    /// # use bilateral::{Commodity, Key, Period, area::{CHN, DEU}, panel::PanelBuilder, unit::USD};
    /// let exports = Key::exports(CHN).to(DEU);
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// rows.push(exports.of("H6:84".parse()?), Period::year(2021), 31.into())?;
    /// rows.push(exports.of("H6:85".parse()?), Period::year(2021), 39.into())?;
    /// let listed = rows.clone().build()?.aggregate_commodities(0)?;
    /// assert_eq!((listed.mantissas(), listed.marks(0).of_listed), (&[70][..], true));
    /// rows.push(exports.of(Commodity::TOTAL), Period::year(2021), 115.into())?;
    /// let reported = rows.build()?.aggregate_commodities(0)?;
    /// assert_eq!((reported.mantissas(), reported.marks(0).of_listed), (&[115][..], false));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn aggregate_commodities(&self, digits: usize) -> Result<Panel, Error> {
        let as_reported = Classification::Hs(None);
        let has_hs = self.commodities().iter().any(|good| good.classification() == as_reported);
        self.coarser(|commodity| {
            let mut found = *commodity;
            while found.level() > digits {
                match found.parent() {
                    Some(parent) if parent != Commodity::TOTAL || digits == 0 => found = parent,
                    _ => break,
                }
            }
            let is_line = matches!(found.classification(), Classification::National(_))
                || has_hs && matches!(found.classification(), Classification::Cn(_));
            // The code of the Harmonized System that a reported row of this level has.
            let of_hs = subheading(&found).filter(|wide| is_line && wide.level() == found.level());
            of_hs.unwrap_or(found)
        })
    }

    /// The panel by the 21 sections of the Harmonized System: `HSS:05` is section V, mineral
    /// products.
    ///
    /// Goods of other classifications, all goods, and codes without a chapter stay as they are.
    /// Sums are marked as those of what is listed, as in
    /// [`aggregate_commodities`](Panel::aggregate_commodities).
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
    /// assert_eq!(
    ///     (sections.commodities()[0].to_string(), sections.mantissas()),
    ///     ("HSS:05".to_owned(), &[62_000][..])
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn aggregate_sections(&self) -> Result<Panel, Error> {
        self.coarser(|good| good.section().unwrap_or(*good))
    }

    /// Every row under the commodity that its own becomes; of rows that become the same, those that
    /// another one holds are left out.
    fn coarser(&self, coarser: impl Fn(&Commodity) -> Commodity) -> Result<Panel, Error> {
        let (mut columns, whole) = (self.all_columns(), self.whole());
        let goods = &columns.commodities;
        let become_: Vec<Commodity> = goods.iter().map(coarser).collect();
        // For each code the wider ones of the dictionary that become the same.
        let mut holders = wider_codes(goods);
        for (good, wider) in holders.iter_mut().enumerate() {
            wider.retain(|wide| become_[*wide as usize] == become_[good]);
        }
        let view = whole.view();
        let mut keep = vec![true; columns.value.len()];
        for run in 0..view.run_count() {
            let codes = view.codes().rows(view.rows_of(run));
            for (row, good) in view.rows_of(run).zip(codes.iter()) {
                keep[row] = !holders[good].iter().any(|wide| codes.find(*wide as usize).is_some());
            }
        }
        columns.detail.resize(columns.value.len(), Detail::default());
        for (row, good) in columns.commodity.view().iter().enumerate() {
            // A code of as many digits under another name is no sum.
            let (old, new) = (goods[good], become_[good]);
            let is_renamed = old.level() == new.level() && subheading(&old) == Some(new);
            if old != new && !is_renamed {
                columns.detail[row] =
                    columns.detail[row].with(Marks { of_listed: true, ..Marks::default() });
            }
        }
        retain_rows(&mut columns, &keep);
        let (commodities, ids) = merged(become_.iter().copied());
        let mut codes = Codes::default();
        codes.extend(columns.commodity.view().iter().map(|id| ids[id]), commodities.len());
        (columns.commodity, columns.commodities) = (codes, commodities);
        self.rebuild(columns)
    }

    /// The panel without editions: codes of the Harmonized System and of the Combined Nomenclature,
    /// up to six digits, become codes as reported (`HS:270900`), so that years in different
    /// editions can be compared.
    ///
    /// A code may mean other goods in another edition; chapters are mostly safe, subheadings are
    /// not. Codes of more than six digits and of other classifications stay as they are.
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
    /// let row = panel.find(&imports.of("HS:27".parse()?), Period::year(2022))?.part()?;
    /// assert_eq!(panel.growth(4, Rounding::HalfEven)?.growth(row)?.to_string(), "0.6346");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn as_reported(&self) -> Result<Panel, Error> {
        let mut columns = self.all_columns();
        let plain = |good: &Commodity| match good.classification() {
            Classification::Hs(Some(_)) | Classification::Cn(_) if good.level() <= 6 => {
                Commodity::new(Classification::Hs(None), good.code()).unwrap_or(*good)
            }
            _ => *good,
        };
        let (commodities, ids) = merged(columns.commodities.iter().map(plain));
        let mut codes = Codes::default();
        codes.extend(columns.commodity.view().iter().map(|id| ids[id]), commodities.len());
        (columns.commodity, columns.commodities) = (codes, commodities);
        self.rebuild(columns)
    }

    /// The panel with each of these areas in the place of its members, as reporter and as partner.
    /// Trade between members of one group becomes trade of the group with itself.
    ///
    /// A cell that some members list and others that trade do not is marked as a sum of what is
    /// listed ([`Marks::of_listed`]).
    ///
    /// # Errors
    /// [`Overlap`](ErrorKind::Overlap) if a member is in two groups, is beside its group in the
    /// panel, or is held by another area of the panel that is not known to hold the group;
    /// [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    pub fn aggregate_areas(&self, groups: &[(Area, &[Area])]) -> Result<Panel, Error> {
        let mut columns = self.all_columns();
        let mut renamed = Vec::with_capacity(columns.areas.len());
        for area in &columns.areas {
            let mut holding = groups.iter().filter(|(_, members)| members.contains(area));
            let group = holding.next();
            if let (Some((one, _)), Some((two, _))) = (group, holding.next()) {
                return Err(Error::new(ErrorKind::Overlap {
                    left: format!("{area} in {one}"),
                    right: format!("{area} in {two}"),
                })
                .with_help("list each member in one group"));
            }
            if groups.iter().any(|(name, _)| name == area) {
                return Err(Error::new(ErrorKind::Overlap {
                    left: area.to_string(),
                    right: "its members".to_owned(),
                })
                .with_help("name the group by Area::own(..), or leave its rows out first"));
            }
            renamed.push(group.map_or(*area, |(name, _)| *name));
        }
        refuse_holders_of_members(&columns.areas, groups)?;
        let (areas, ids) = merged(renamed.into_iter());
        mark_incomplete_groups(&mut columns, &ids, |area| {
            groups.iter().any(|(name, _)| *name == areas[area])
        });
        columns.areas = areas;
        relabel(&mut columns.reporter, &ids);
        relabel(&mut columns.partner, &ids);
        self.rebuild(columns)
    }

    /// The panel by quarters (`months` 3), half years (6) or years (12).
    ///
    /// A row of such a span that is there stands; else the widest rows inside of it are added up.
    /// With [`Gaps::Missing`] a span of which months are missing has no row; with [`Gaps::NoTrade`]
    /// it has what is there. Totals of longer spans stay as they are.
    ///
    /// # Errors
    /// [`Invalid`](ErrorKind::Invalid) for another number of months, or if a period of the panel
    /// crosses such spans; [`Inexact`](ErrorKind::Inexact) if a sum does not fit.
    pub fn aggregate_periods(&self, months: u8, gaps: Gaps) -> Result<Panel, Error> {
        let (mut columns, whole) = (self.all_columns(), self.whole());
        let parts = self.view();
        let mut spans = Vec::with_capacity(columns.periods.len());
        for (at, period) in columns.periods.iter().enumerate() {
            let wide = span_of(period, months)?;
            let is_long_total = period.len() > u32::from(months) && parts.runs_of(at).is_empty();
            if !wide.contains(period) && !is_long_total {
                return Err(Error::invalid(
                    "a period",
                    format!("{period} is not inside of {wide}"),
                )
                .with_help("leave out the spans that cross the new ones, with panel.filter(..)"));
            }
            spans.push(if wide.contains(period) { wide } else { *period });
        }
        let keep = widest_spans(&whole, &spans);
        retain_rows(&mut columns, &keep);
        // How many months each cell has in its span is summed in the same way as its values.
        let mut covered = columns.clone();
        covered.value = columns
            .period
            .iter()
            .map(|at| i64::from(columns.periods[usize::from(*at)].len()))
            .collect();
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
        let covered = self.rebuild(covered)?.all_columns();
        let mut kept = panel.all_columns();
        let length =
            |row: usize| i64::from(covered.periods[usize::from(covered.period[row])].len());
        let keep: Vec<bool> =
            (0..covered.value.len()).map(|row| covered.value[row] == length(row)).collect();
        retain_rows(&mut kept, &keep);
        self.rebuild(kept)
    }

    /// The rows as columns of identifiers; the buffers of values, quantities and commodities are
    /// moved out, not copied, unless another result still holds them. Totals are not among them:
    /// they are those of [`reported`](Panel::reported).
    ///
    /// ```
    /// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// # let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// # rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 5.into())?;
    /// let panel = rows.build()?;
    /// let (unit, places) = (panel.unit(), panel.places());
    /// let columns = panel.clone().into_columns();
    /// assert_eq!(columns.value(), [5]);
    /// assert_eq!(PanelBuilder::new(unit, places)?.build_from(columns)?, panel);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn into_columns(self) -> Columns {
        let Panel { measure, labels, cells, reported, beside, .. } = self;
        drop((reported, beside));
        let cells = Arc::try_unwrap(cells).unwrap_or_else(|shared| Cells::clone(&shared));
        let labels = Arc::try_unwrap(labels).unwrap_or_else(|shared| Labels::clone(&shared));
        let id = |id: usize| u16::try_from(id).unwrap_or(u16::MAX);
        let rows = cells.len();
        let (mut reporter, mut partner) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let (mut label, mut period) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        for at in 0..labels.periods.len() {
            for run in cells.runs_of(at) {
                let (group, end) = (labels.unpack(cells.groups[run]), cells.rows_of(run).end);
                reporter.resize(end, id(group.reporter));
                partner.resize(end, id(group.partner));
                label.resize(end, id(group.label));
                period.resize(end, id(at));
            }
        }
        Columns {
            areas: labels.areas,
            commodities: labels.commodities,
            periods: labels.periods,
            labels: labels.flows,
            reporter,
            partner,
            commodity: cells.commodity,
            label,
            period,
            value: cells.value,
            quantity: cells.quantity,
            quantity_places: measure.quantity_places,
            quantity_units: measure.quantity_units,
            detail: cells.detail,
        }
    }

    /// Parts and totals as one panel of rows that hold each other: for what is settled anew. A
    /// panel of totals has its own rows alone.
    fn whole(&self) -> Panel {
        if self.holds_totals() {
            return self.clone();
        }
        self.view().with_beside().map_or_else(|| self.clone(), |(whole, _)| whole)
    }

    /// Parts and totals together as columns.
    pub(crate) fn all_columns(&self) -> Columns {
        self.whole().into_columns()
    }

    /// Rows of one cell are added up; what holds what is settled anew. The account is that of the
    /// rows that this panel was made of, with what the new one has to say.
    fn rebuild(&self, columns: Columns) -> Result<Panel, Error> {
        let panel = PanelBuilder::new(self.unit(), self.places())?
            .duplicates(Duplicates::Sum)
            .build_from(columns)?;
        let account = self.account().clone().with_remarks_of(panel.account());
        Ok(panel.with_account(account))
    }
}

/// An area that holds a member, as the European Union does, must be known to hold the group as
/// well.
fn refuse_holders_of_members(areas: &[Area], groups: &[(Area, &[Area])]) -> Result<(), Error> {
    for (group, members) in groups {
        let mut members = members.iter().filter(|member| areas.contains(member));
        let holder = |member: &Area| {
            areas
                .iter()
                .find(|area| **area != WORLD && area.holds(*member) && !area.holds(*group))
                .copied()
        };
        if let Some(holder) = members.find_map(holder) {
            return Err(Error::new(ErrorKind::Overlap {
                left: holder.to_string(),
                right: group.to_string(),
            })
            .with_help(
                "leave out the rows of the area that holds a member first, with filter(..)",
            ));
        }
    }
    Ok(())
}

/// Marks the rows of cells of a group that not all of its members list: `ids` are the places of
/// areas after renaming.
fn mark_incomplete_groups(columns: &mut Columns, ids: &[u32], is_group: impl Fn(usize) -> bool) {
    let new = |area: u16| ids[usize::from(area)] as usize;
    let some_group =
        |row: usize| is_group(new(columns.reporter[row])) || is_group(new(columns.partner[row]));
    let rows: Vec<usize> = (0..columns.value.len()).filter(|row| some_group(*row)).collect();
    // For each label and period the members that report, and for each of these and each group of
    // partners the members traded with.
    let mut reporters: HashMap<(u16, u16, usize), HashSet<u16>> = HashMap::new();
    let mut partners: HashMap<(u16, u16, usize, usize), HashSet<u16>> = HashMap::new();
    let mut listed: HashMap<(u16, u16, usize, usize, usize), usize> = HashMap::new();
    let cell = |row: usize| {
        let (label, period) = (columns.label[row], columns.period[row]);
        (label, period, new(columns.reporter[row]), new(columns.partner[row]))
    };
    for row in &rows {
        let (label, period, reporter, partner) = cell(*row);
        reporters.entry((label, period, reporter)).or_default().insert(columns.reporter[*row]);
        partners
            .entry((label, period, reporter, partner))
            .or_default()
            .insert(columns.partner[*row]);
        let good = columns.commodity.view().get(*row).unwrap_or_default();
        *listed.entry((label, period, reporter, partner, good)).or_default() += 1;
    }
    let is_incomplete = |row: &usize| {
        let (label, period, reporter, partner) = cell(*row);
        let good = columns.commodity.view().get(*row).unwrap_or_default();
        let members = reporters[&(label, period, reporter)].len()
            * partners[&(label, period, reporter, partner)].len();
        listed[&(label, period, reporter, partner, good)] < members
    };
    let incomplete: Vec<usize> = rows.into_iter().filter(is_incomplete).collect();
    if !incomplete.is_empty() {
        columns.detail.resize(columns.value.len(), Detail::default());
    }
    for row in incomplete {
        columns.detail[row] =
            columns.detail[row].with(Marks { of_listed: true, ..Marks::default() });
    }
}

/// The quarter, half year or year that a period is in.
fn span_of(period: &Period, months: u8) -> Result<Period, Error> {
    let (year, month) = (period.first().year(), period.first().number());
    match months {
        3 => Period::try_quarter(year, month.div_ceil(3)),
        6 => Period::try_half(year, month.div_ceil(6)),
        12 => Period::try_year(year),
        _ => Err(Error::invalid(
            "the number of months of a span",
            format!("{months} is not 3, 6 or 12"),
        )
        .with_help("give 3 for quarters, 6 for half years, 12 for years")),
    }
}

/// For each row whether no other row of its cell holds it inside of the span that both become part
/// of.
fn widest_spans(whole: &Panel, spans: &[Period]) -> Vec<bool> {
    let (view, periods) = (whole.view(), whole.periods());
    let mut keep = vec![true; whole.len()];
    for (at, period) in periods.iter().enumerate() {
        let holds = |wide: &usize| {
            *wide != at && spans[*wide] == spans[at] && periods[*wide].contains(period)
        };
        for wide in (0..periods.len()).filter(holds) {
            for run in view.runs_of(at) {
                let Some(other) = whole.cells.run(wide, view.groups()[run]) else { continue };
                let there = view.codes().rows(view.rows_of(other));
                let rows = view.rows_of(run);
                for (row, good) in rows.clone().zip(view.codes().rows(rows).iter()) {
                    keep[row] &= there.find(good).is_none();
                }
            }
        }
    }
    keep
}

/// Each label once, and for each old identifier the new one.
fn merged<T: Ord + Copy>(labels: impl Iterator<Item = T> + Clone) -> (Vec<T>, Vec<u32>) {
    let mut once: Vec<T> = labels.clone().collect();
    once.sort_unstable();
    once.dedup();
    let ids = labels.map(|label| once.partition_point(|known| *known < label) as u32).collect();
    (once, ids)
}

fn relabel(column: &mut [u16], ids: &[u32]) {
    for id in column {
        *id = ids[usize::from(*id)] as u16;
    }
}

fn retain_rows(columns: &mut Columns, keep: &[bool]) {
    for column in
        [&mut columns.reporter, &mut columns.partner, &mut columns.label, &mut columns.period]
    {
        retain(column, keep);
    }
    match &mut columns.commodity {
        Codes::Narrow(ids) => retain(ids, keep),
        Codes::Wide(ids) => retain(ids, keep),
    }
    retain(&mut columns.value, keep);
    retain(&mut columns.quantity, keep);
    retain(&mut columns.detail, keep);
}

fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    column.retain(|_| keep.next().copied().unwrap_or(false));
}
