//! The two reports of every flow of a panel, side by side.
//!
//! Flows are positions in the columns of a result, rows those of the view that it holds. Held by
//! `tests/panel/mirror.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::WORLD;
use crate::bulk::column::{Column, DEFINED, undefined};
use crate::bulk::listed::is_sum_of_listed;
use crate::bulk::mirror_pairs::{Flows, NONE};
use crate::bulk::structure::direction;
use crate::bulk::table::{Label, Table, check_lengths, names, unit_label, with_reasons};
use crate::error::{Error, Undefined};
use crate::key::Label as FlowLabel;
use crate::mirror::{Closeness, Margin, Pair, Sides};
use crate::number::{Decimal, Ratio};
use crate::panel::parallel::map;
use crate::panel::{Cell, OneLabel, Panel, PanelView, Rows};
use crate::period::Period;
use crate::unit::MoneyUnit;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::ops::Range;

/// Every flow of a panel as both sides report it, by period, exporter, importer and commodity.
///
/// A flow is there if one side reports it at least: [`Sides`] says which. Zero is a report.
///
/// # What is paired
/// The exports of one area to another with the imports of the other from the one: of one period,
/// under the two labels that were asked for, and of the same code of the same edition. Codes as
/// reported (`HS:27`) are paired with each other. A report has its mirror wherever that stands, as
/// a part or as a total of other rows. What has none on the other side is one of three
/// ([`reason`](Mirrored::reason)):
///
/// - the other side does not report it: [`Undefined::Missing`];
/// - the other side reports this pair in another edition or classification:
///   [`Undefined::MirrorInOtherEdition`];
/// - the other side reports wider or finer codes of the same goods:
///   [`Undefined::MirrorAtOtherLevel`].
///
/// # What is not
/// Trade of an area with itself, with the World and other groups, and with what is no country:
/// [`left_out`](Mirrored::left_out) has its share. Taiwan is under 490 in Comtrade and under 158 at
/// customs offices, and these two are not paired: [`two_codes`](Mirrored::two_codes) names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mirrored {
    /// Parts and totals together, if there are both.
    rows: Option<Rows>,
    /// Where the rows that were asked stand among them; empty if all of them were.
    own: Vec<u32>,
    pub(crate) labels: [usize; 2],
    pub(crate) flows: Flows,
    pub(crate) factor: Factor,
}

/// What imports are divided by before they are compared; both at least 1 and at most 10^9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Factor {
    pub(crate) above: i64,
    pub(crate) below: i64,
}

/// The most that a part of a factor may be.
const BILLION: i64 = 1_000_000_000;

impl Default for Factor {
    fn default() -> Factor {
        Factor { above: 1, below: 1 }
    }
}

impl Factor {
    /// Nothing if a part of the fraction is beyond a billion, or it is not positive.
    pub(crate) fn of(ratio: &Ratio) -> Option<Factor> {
        let part = |part: &BigInt| part.to_i64().filter(|part| (1..=BILLION).contains(part));
        Some(Factor { above: part(ratio.numerator())?, below: part(ratio.denominator())? })
    }

    pub(crate) fn is_one(self) -> bool {
        self.above == self.below
    }

    /// Both reports as whole numbers of one size: `x p` and `m q` for a factor of `p / q`.
    #[inline(always)]
    pub(crate) fn sides(self, exported: i64, imported: i64) -> [i128; 2] {
        [
            i128::from(exported) * i128::from(self.above),
            i128::from(imported) * i128::from(self.below),
        ]
    }
}

impl Mirrored {
    /// How many flows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.flows.rows[0].len()
    }

    /// True without flows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The unit of all reports.
    #[must_use]
    pub fn unit(&self) -> Option<MoneyUnit> {
        Some(self.view()?.unit())
    }

    /// A flow with the reports of both sides, in the [`unit`](Mirrored::unit) of the panel.
    #[must_use]
    pub fn pair(&self, flow: usize) -> Option<Pair> {
        let (view, meeting) = (self.view()?, self.flows.meeting(flow)?);
        let area = |place: u16| view.areas()[usize::from(place)];
        let rows = self.rows_of(flow);
        let good = view.codes().get(rows.into_iter().flatten().next()?)?;
        let value = |row: usize| {
            Decimal::try_from_i128_with_scale(
                i128::from(view.values()[row]),
                u32::from(view.places()),
            )
            .ok()
        };
        let period = view.periods()[usize::from(meeting.period)];
        let pair = Pair::new(area(meeting.exporter), area(meeting.importer), period);
        Some(Pair {
            exported: rows[0].and_then(value),
            imported: rows[1].and_then(value),
            ..pair.of(view.commodities()[good])
        })
    }

    /// Which sides report a flow; `None` behind the last one.
    #[must_use]
    pub fn sides(&self, flow: usize) -> Option<Sides> {
        match self.rows_of(flow) {
            [Some(_), Some(_)] => Some(Sides::Both),
            [Some(_), None] => Some(Sides::OnlyExporter),
            [None, Some(_)] => Some(Sides::OnlyImporter),
            [None, None] => None,
        }
    }

    /// Why the mirror of a flow that one side reports is not there: see [`Mirrored`]. `None` where
    /// both sides report it.
    #[must_use]
    pub fn reason(&self, flow: usize) -> Option<Undefined> {
        let reason = (flow < self.len()).then(|| self.flows.reason(flow))?;
        (reason != DEFINED).then(|| undefined(reason))
    }

    /// The reports of exporter and importer as whole numbers of the panel's places.
    #[must_use]
    pub fn mantissas(&self, flow: usize) -> [Option<i64>; 2] {
        let view = self.view();
        self.rows_of(flow).map(|row| view.as_ref()?.values().get(row?).copied())
    }

    /// Where the reports of exporter and importer stand: in the panel that was asked, or among the
    /// rows of the other kind beside it.
    #[must_use]
    pub fn cells(&self, flow: usize) -> [Option<Cell>; 2] {
        self.rows_of(flow).map(|row| {
            let row = row?;
            if self.own.is_empty() {
                return Some(Cell::Part(row));
            }
            Some(match self.own.binary_search(&(row as u32)) {
                Ok(place) => Cell::Part(place),
                Err(before) => Cell::Total(row - before),
            })
        })
    }

    /// Whether the report of exporter or importer was added up from what its data list
    /// ([`Marks::of_listed`](crate::panel::Marks::of_listed)), which need not be all there is.
    #[must_use]
    pub fn are_of_listed(&self, flow: usize) -> [bool; 2] {
        let view = self.view();
        self.rows_of(flow)
            .map(|row| row.zip(view).is_some_and(|(row, view)| is_sum_of_listed(&view, row)))
    }

    /// The same with a margin taken off imports before they are compared: one rate for all flows.
    ///
    /// Measures and sums that compare both sides rest on it; reports stay as they are. Another call
    /// replaces the margin.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a table of rates;
    /// [`Range`](crate::ErrorKind::Range) for a rate of more than eight places.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, RUS},
    ///     bulk::{AsymmetryMeasure, Mirrored},
    ///     mirror::Margin,
    ///     number::decimal,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.one(), 0)?;
    /// rows.push(Key::exports(RUS).to(CHN), Period::year(2018), decimal("56019903783"))?;
    /// rows.push(Key::imports(CHN).from(RUS), Period::year(2018), decimal("58886549221"))?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// let over_exports = |flows: &Mirrored| {
    ///     flows.measure(AsymmetryMeasure::RelativeToExporter, 4, Rounding::HalfEven)
    /// };
    /// assert_eq!(over_exports(&flows)?.get(0)?.to_string(), "0.0512");
    /// let fob = flows.taking(&Margin::imf())?;
    /// assert_eq!(over_exports(&fob)?.get(0)?.to_string(), "-0.0083");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn taking(self, margin: &Margin) -> Result<Mirrored, Error> {
        let Some(factor) = margin.one_factor()? else {
            return Err(Error::invalid("the margin of all flows", "it is a table of rates")
                .with_help(
                    "give one rate, Margin::fixed(..); tables are for reconciled(..), and for \
                     mirror::Margin::fob pair by pair",
                ));
        };
        let factor = Factor::of(&factor).ok_or_else(|| {
            Error::range("a margin", format!("the factor {} has too many digits", factor.plain()))
                .with_help("give a rate with at most eight places, such as 0.06")
        })?;
        Ok(Mirrored { factor, ..self })
    }

    /// For each flow whether one of its reports looks as if it was made of the other by this
    /// factor, as [`Pair::looks_mirrored`] decides it. Such a report is no second witness.
    ///
    /// The unit of a report is that of the last place of the panel, so build the panel with the
    /// places that are printed.
    ///
    /// # Errors
    /// As [`Flows::looks_mirrored`](crate::mirror::Flows::looks_mirrored).
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period,
    ///     area::{CHN, DEU, RUS},
    ///     mirror::Closeness,
    ///     number::decimal,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.one(), 0)?;
    /// for (exporter, sold, bought) in [(DEU, 1_234_567, 1_308_641), (RUS, 1_234_567, 1_308_643)] {
    ///     rows.push(Key::exports(exporter).to(CHN), Period::year(2018), sold.into())?;
    ///     rows.push(Key::imports(CHN).from(exporter), Period::year(2018), bought.into())?;
    /// }
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// assert_eq!(flows.pair(0).expect("a flow").exporter, DEU); // 1308641.02
    /// assert_eq!(flows.looks_mirrored(decimal("1.06"), &Closeness::Rounded)?, [true, false]);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn looks_mirrored(
        &self,
        factor: impl Into<Ratio>,
        closeness: &Closeness,
    ) -> Result<Vec<bool>, Error> {
        let factor = factor.into();
        // What is refused is so whatever the flows are.
        let (year, area) = (Period::year(2000), WORLD);
        let one = Pair::new(area, area, year).exported(Decimal::ONE).imported(Decimal::ONE);
        one.looks_mirrored(factor.clone(), closeness)?;
        let near = Factor::of(&factor).and_then(|factor| Near::of(factor, closeness));
        let looks = |flow: usize| {
            let [Some(exported), Some(imported)] = self.mantissas(flow) else { return Ok(false) };
            match (&near, exported > 0 && imported > 0, self.pair(flow)) {
                (_, false, _) | (None, _, None) => Ok(false),
                (Some(near), ..) => Ok(near.holds(exported, imported)),
                (None, _, Some(pair)) => pair.looks_mirrored(factor.clone(), closeness),
            }
        };
        let all = self.pieces();
        let found = map(all, |flows| flows.map(looks).collect::<Result<Vec<bool>, Error>>());
        Ok(found.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Pieces of so many flows: the same for any number of threads.
    pub(crate) fn pieces(&self) -> Vec<Range<usize>> {
        const FLOWS: usize = 1 << 16;
        let all = self.len();
        (0..all).step_by(FLOWS).map(|first| first..(first + FLOWS).min(all)).collect()
    }

    /// All flows with both reports, `SIDES` (`both`, `only exporter`, `only importer`), and
    /// `MIRROR`: why a report has none.
    pub fn table(&self) -> Table<'_> {
        self.lines(Vec::new())
    }

    /// The same with results that stand in the order of the flows, each under a name of yours.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if a column is not as long.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, RUS},
    ///     bulk::AsymmetryMeasure,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// rows.push(Key::exports(RUS).to(CHN), Period::year(2018), 56.into())?;
    /// rows.push(Key::imports(CHN).from(RUS), Period::year(2018), 59.into())?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// let gap = flows.measure(AsymmetryMeasure::RelativeToMean, 3, Rounding::HalfEven)?;
    /// let mut file = Vec::new();
    /// flows.table_with(&[("GAP", &gap)])?.write_csv(&mut file)?;
    /// assert_eq!(String::from_utf8_lossy(&file), "\
    /// EXPORTER,IMPORTER,COMMODITY,TIME_PERIOD,EXPORT_VALUATION,EXPORTED,\
    /// IMPORT_VALUATION,IMPORTED,UNIT_MEASURE,SIDES,MIRROR,GAP,REASON
    /// RUS,CHN,TOTAL,2018,as reported,56,as reported,59,billion USD,both,,0.052,
    /// ");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn table_with<'a>(&'a self, columns: &[(&str, &'a Column)]) -> Result<Table<'a>, Error> {
        check_lengths(columns, self.len())?;
        Ok(self.lines(columns.to_vec()))
    }

    fn lines<'a>(&'a self, columns: Vec<(&str, &'a Column)>) -> Table<'a> {
        let mut all = names(&[
            &["EXPORTER", "IMPORTER", "COMMODITY", "TIME_PERIOD"],
            &["EXPORT_VALUATION", "EXPORTED", "IMPORT_VALUATION", "IMPORTED", "UNIT_MEASURE"],
            &["SIDES", "MIRROR"],
        ]);
        all.extend(with_reasons(&columns));
        let Some(view) = self.view() else { return Table::empty(all) };
        let (areas, goods) = (Label::all(view.areas()), Label::all(view.commodities()));
        let (periods, unit) = (Label::periods(view.periods()), unit_label(view.unit()));
        let valuations = self.labels.map(|label| Label::new(view.labels()[label].valuation));
        let sides = ["both", "only exporter", "only importer"].map(Label::new);
        let columns: Vec<&Column> = columns.into_iter().map(|(_, column)| column).collect();
        Table::new(all, move |lines| {
            for (at, meeting) in self.flows.meetings.iter().enumerate() {
                for flow in self.flows.of_meeting(at) {
                    let rows = self.rows_of(flow);
                    let row = rows.into_iter().flatten().next().unwrap_or_default();
                    lines.text(&areas[usize::from(meeting.exporter)]);
                    lines.text(&areas[usize::from(meeting.importer)]);
                    lines.text(&goods[view.codes().get(row).unwrap_or_default()]);
                    lines.text(&periods[usize::from(meeting.period)]);
                    for (row, valuation) in rows.iter().zip(&valuations) {
                        lines.text(valuation);
                        match row {
                            Some(row) => {
                                lines.number(i128::from(view.values()[*row]), view.places());
                            }
                            None => lines.blank(),
                        }
                    }
                    lines.text(&unit);
                    lines.text(&sides[side_number(rows)]);
                    lines.reason(self.flows.reason(flow));
                    columns.iter().for_each(|column| lines.result(column, flow));
                    lines.end()?;
                }
            }
            Ok(())
        })
    }

    /// The rows that all numbers of rows count.
    pub(crate) fn view(&self) -> Option<PanelView<'_>> {
        self.rows.as_ref().map(Rows::view)
    }

    /// True for the rows that were asked, of all rows.
    pub(crate) fn is_own(&self, row: usize) -> bool {
        self.own.is_empty() || self.own.binary_search(&(row as u32)).is_ok()
    }

    pub(crate) fn rows_of(&self, flow: usize) -> [Option<usize>; 2] {
        self.flows
            .rows
            .each_ref()
            .map(|side| side.get(flow).filter(|row| **row != NONE).map(|row| *row as usize))
    }
}

/// How near two reports must be to a factor of `p / q`, counted in units of the last place: see
/// [`Closeness`]. All terms stay below 2^125.
struct Near {
    factor: Factor,
    /// What the distance `|m q - x p|` may be, times `share.1`: so much, and so much of `x`.
    reach: i128,
    share: (i128, i128),
}

impl Near {
    /// Nothing if the closeness is a fraction of too many digits.
    fn of(factor: Factor, closeness: &Closeness) -> Option<Near> {
        let (above, below) = (i128::from(factor.above), i128::from(factor.below));
        // Distances are doubled, so that half units are whole.
        let sum = above + below;
        match closeness {
            Closeness::Rounded => Some(Near { factor, reach: above.max(below), share: (0, 2) }),
            Closeness::SumOf(count) => {
                Some(Near { factor, reach: i128::from(*count) * sum, share: (0, 2) })
            }
            Closeness::Relative(relative) => {
                let part = |part: &BigInt| {
                    part.to_i128().filter(|part| (0..=i128::from(BILLION)).contains(part))
                };
                let share = (part(relative.numerator())?, part(relative.denominator())?);
                Some(Near { factor, reach: 0, share })
            }
        }
    }

    /// Both reports are positive.
    fn holds(&self, exported: i64, imported: i64) -> bool {
        const CHANCE: i128 = 1500; // 1.5 of the width is at most 1 in 1,000 of the import
        let [x, m] = self.factor.sides(exported, imported);
        let (exported, imported) = (i128::from(exported), i128::from(imported));
        let below = i128::from(self.factor.below);
        let of_export = exported * self.share.0;
        let fits = (m - x).abs() * self.share.1 <= self.reach + of_export * below;
        // The width is twice the reach, and a unit at least.
        let tells = if self.reach > 0 {
            m >= CHANCE * self.reach.max(below)
        } else {
            imported * self.share.1 >= CHANCE * (2 * of_export).max(self.share.1)
        };
        fits && tells
    }
}

fn side_number(rows: [Option<usize>; 2]) -> usize {
    match rows {
        [Some(_), Some(_)] | [None, None] => 0,
        [Some(_), None] => 1,
        [None, Some(_)] => 2,
    }
}

impl Panel {
    /// As [`PanelView::mirror`], for all periods.
    ///
    /// # Errors
    /// As [`PanelView::mirror`].
    pub fn mirror(
        &self,
        exports: impl Into<OneLabel>,
        imports: impl Into<OneLabel>,
    ) -> Result<Mirrored, Error> {
        self.view().mirror(exports, imports)
    }

    /// As [`mirror`](Panel::mirror), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`mirror`](Panel::mirror).
    pub fn mirror_into(
        &self,
        exports: impl Into<OneLabel>,
        imports: impl Into<OneLabel>,
        into: &mut Mirrored,
    ) -> Result<(), Error> {
        self.view().mirror_into(exports, imports, into)
    }
}

impl PanelView<'_> {
    /// The two reports of every flow: what the exporter says of it and what the importer says. See
    /// [`Mirrored`].
    ///
    /// Listed are the flows of which the view has a report at least, so a panel lists its parts;
    /// those of totals are in `panel.reported()`, the total of all goods of a pair beside its
    /// chapters say. A file that has totals alone, as a download of `TOTAL` for some countries, has
    /// them as parts.
    ///
    /// # Errors
    /// As [`label_id`](PanelView::label_id), for either label;
    /// [`Invalid`](crate::ErrorKind::Invalid) unless the first is of exports and the second of
    /// imports.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding, Undefined,
    ///     area::{CHN, DEU, RUS},
    ///     bulk::AsymmetryMeasure,
    ///     mirror::Sides,
    ///     number::decimal,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.one(), 0)?;
    /// let year = Period::year(2018);
    /// rows.push(Key::exports(RUS).to(CHN), year, decimal("56019903783"))?; // UN Comtrade
    /// rows.push(Key::imports(CHN).from(RUS), year, decimal("58886549221"))?;
    /// rows.push(Key::exports(RUS).to(DEU), year, decimal("34100000000"))?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    ///
    /// assert_eq!(flows.sides(0), Some(Sides::Both));
    /// let gap = flows.measure(AsymmetryMeasure::RelativeToExporter, 4, Rounding::HalfEven)?;
    /// assert_eq!(gap.get(0)?.to_string(), "0.0512");
    /// // Germany's report is not there: no gap, rather than a gap of everything.
    /// assert_eq!(flows.sides(1), Some(Sides::OnlyExporter));
    /// assert_eq!(gap.get(1).unwrap_err(), Undefined::Missing);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn mirror(
        &self,
        exports: impl Into<OneLabel>,
        imports: impl Into<OneLabel>,
    ) -> Result<Mirrored, Error> {
        let mut mirrored = Mirrored::default();
        self.mirror_into(exports, imports, &mut mirrored)?;
        Ok(mirrored)
    }

    /// As [`mirror`](PanelView::mirror), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`mirror`](PanelView::mirror).
    pub fn mirror_into(
        &self,
        exports: impl Into<OneLabel>,
        imports: impl Into<OneLabel>,
        into: &mut Mirrored,
    ) -> Result<(), Error> {
        let labels = [self.label_id(exports)?, self.label_id(imports)?];
        let [sold, bought] = labels.map(|label| self.labels()[label]);
        refuse_direction(sold, false)?;
        refuse_direction(bought, true)?;
        (into.labels, into.factor) = (labels, Factor::default());
        if let Some((whole, own)) = self.with_beside() {
            let view = whole.view();
            let mut is_own = vec![false; view.len()];
            own.iter().for_each(|row| is_own[*row as usize] = true);
            into.flows.find(&view, labels, &is_own);
            (into.rows, into.own) = (Some(view.rows()), own);
        } else {
            into.flows.find(self, labels, &[]);
            (into.rows, into.own) = (Some(self.rows()), Vec::new());
        }
        Ok(())
    }
}

fn refuse_direction(label: FlowLabel, is_in: bool) -> Result<(), Error> {
    if direction(label.flow) == Some(is_in) {
        return Ok(());
    }
    let (what, flow) = if is_in {
        ("the flow of importers", "imports")
    } else {
        ("the flow of exporters", "exports")
    };
    Err(Error::invalid(what, format!("“{label}” is no label of {flow}"))
        .with_help("name the label of exports first and that of imports second"))
}
