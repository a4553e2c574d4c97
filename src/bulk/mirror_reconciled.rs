//! One value for every flow, made of both reports.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Places of dictionaries lie below their lengths. Held by `tests/panel/mirror.rs`.

use crate::bulk::column::{DEFINED, MISSING};
use crate::bulk::mirror::Mirrored;
use crate::error::Error;
use crate::key::{Flow, Label, Treatment, Valuation};
use crate::mirror::Reconciliation;
use crate::panel::parallel::map;
use crate::panel::{Codes, Columns, Panel, PanelBuilder};
use num_traits::ToPrimitive;
use std::ops::Range;

impl Mirrored {
    /// A panel with one value for every flow, by a rule and a margin of its own, rounded to so many
    /// places (a tie away from zero), in the unit of the reports.
    ///
    /// Its label is treated as [`Reconciled`](Treatment::Reconciled) and valued FOB or CIF, so it
    /// is never added to a reported one. Values CIF are the imports of the importer, all others the
    /// exports of the exporter. Where one side alone reports, its report is the value. Flows that
    /// the other side reports in another edition or under wider or finer codes are left out, since
    /// both reports of one trade would stand beside each other: [`MirrorSum::not_comparable`]
    /// counts them. A panel has no room for how a value was made: whether it was made of two
    /// reports or is a copy of one, and its weight, stand in this mirror alone
    /// ([`sides`](Mirrored::sides)).
    ///
    /// [`MirrorSum::not_comparable`]: crate::bulk::MirrorSum::not_comparable
    ///
    /// # Errors
    /// As [`Reconciliation::of`], which refuses a report that is negative;
    /// [`Inexact`](crate::ErrorKind::Inexact) for a value beyond 64 bits, and
    /// [`Range`](crate::ErrorKind::Range) above 18 places.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period,
    ///     area::{CHN, RUS},
    ///     mirror::{Margin, Reconciliation, Rule},
    ///     number::decimal,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.one(), 0)?;
    /// rows.push(Key::exports(RUS).to(CHN), Period::year(2018), decimal("56019903783"))?;
    /// rows.push(Key::imports(CHN).from(RUS), Period::year(2018), decimal("58886549221"))?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// let mean = Reconciliation::by(Rule::Mean).taking(Margin::imf());
    /// let panel = flows.reconciled(&mean, 0)?;
    /// assert_eq!(panel.key(0).unwrap().0.to_string(), "RUS exports to CHN, FOB, reconciled");
    /// assert_eq!(panel.mantissas(), [55_786_626_052]);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn reconciled(&self, reconciliation: &Reconciliation, places: u8) -> Result<Panel, Error> {
        let Some(view) = self.view() else {
            return Err(Error::invalid("a mirror to reconcile", "it was made of no panel")
                .with_help("make it with panel.mirror(..)"));
        };
        let is_cif = reconciliation.valuation() == Valuation::Cif;
        let flow = if is_cif { Flow::Import } else { Flow::Export };
        let label = Label::new(flow).valued(reconciliation.valuation());
        let label = label.treated(Treatment::Reconciled);
        let flows: Vec<usize> = (0..self.len())
            .filter(|flow| matches!(self.flows.reason(*flow), DEFINED | MISSING))
            .collect();
        const FLOWS: usize = 1 << 12;
        let pieces: Vec<&[usize]> = flows.chunks(FLOWS).collect();
        let value = |flow: &usize| self.reconciled_value(*flow, reconciliation, places);
        let values = map(pieces, |flows| flows.iter().map(value).collect::<Result<Vec<_>, _>>());
        let value = values.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let mut columns = Columns::new()
            .with_areas(view.areas().to_vec())
            .with_commodities(view.commodities().to_vec())
            .with_periods(view.periods().to_vec())
            .with_labels(vec![label])
            .with_value(value);
        let [reporter, partner, period, codes] = self.places_of_flows(&flows, is_cif);
        let small = |places: Vec<u32>| places.into_iter().map(|place| place as u16).collect();
        columns = columns
            .with_reporter(small(reporter))
            .with_partner(small(partner))
            .with_period(small(period))
            .with_commodity(Codes::from(codes));
        PanelBuilder::new(view.unit(), places)?.build_from(columns)
    }

    fn reconciled_value(
        &self,
        flow: usize,
        reconciliation: &Reconciliation,
        places: u8,
    ) -> Result<i64, Error> {
        let pair = self
            .pair(flow)
            .ok_or_else(|| Error::range("a flow", format!("{flow} is behind the last one")))?;
        let rounded = reconciliation.of(&pair)?.rounded(places);
        rounded.mantissa.to_i64().ok_or_else(|| {
            Error::inexact("writing a reconciled value into a panel")
                .about(pair)
                .with_help("ask for fewer places, or build the panel in a larger unit")
        })
    }

    /// Reporter, partner, period and commodity of these flows, which ascend, as places.
    fn places_of_flows(&self, flows: &[usize], is_cif: bool) -> [Vec<u32>; 4] {
        let mut all: [Vec<u32>; 4] = Default::default();
        let Some(view) = self.view() else { return all };
        let mut next = flows.iter().copied().peekable();
        for (at, meeting) in self.flows.meetings.iter().enumerate() {
            let of_meeting: Range<usize> = self.flows.of_meeting(at);
            while let Some(flow) = next.next_if(|flow| *flow < of_meeting.end) {
                let (exporter, importer) = (meeting.exporter.into(), meeting.importer.into());
                let (reporter, partner) =
                    if is_cif { (importer, exporter) } else { (exporter, importer) };
                let row = self.rows_of(flow).into_iter().flatten().next().unwrap_or_default();
                let good = view.codes().get(row).unwrap_or_default() as u32;
                for (column, place) in
                    all.iter_mut().zip([reporter, partner, u32::from(meeting.period), good])
                {
                    column.push(place);
                }
            }
        }
        all
    }
}
