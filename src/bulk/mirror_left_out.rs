//! What of a panel is no flow between two of its areas, and which areas have two codes.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Sums of 2^32 values of at most 2^63 stay below 2^95. Held by `tests/panel/mirror.rs`.

use crate::area::Area;
use crate::bulk::exact::sum;
use crate::bulk::mirror::Mirrored;
use crate::mirror::{LeftOut, NotAFlow, not_a_flow};
use crate::number::Ratio;
use crate::panel::PanelView;
use std::collections::{BTreeMap, BTreeSet};

impl Mirrored {
    /// What was not paired, one entry for each reason that there is: trade of an area with itself
    /// (goods that come back), with the World, with groups, with areas that are not specified.
    /// Counted are the rows that were asked, so a World over partners is not among those of the
    /// panel itself.
    ///
    /// ```
    /// use bilateral::{
    ///     Area, Flow, Key, Period, Ratio,
    ///     area::{CHN, RUS},
    ///     mirror::NotAFlow,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (partner, value) in [(RUS, 60), (CHN, 15), (Area::from_code(899)?, 5)] {
    ///     rows.push(Key::imports(CHN).from(partner), Period::year(2018), value.into())?;
    /// }
    /// rows.push(Key::exports(RUS).to(CHN), Period::year(2018), 56.into())?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// let left_out = flows.left_out();
    /// assert_eq!((left_out.len(), left_out[0].reason), (2, NotAFlow::SelfTrade));
    /// assert_eq!(left_out[0].share_of_imports, Some(Ratio::new(15, 80)?));
    /// assert_eq!(left_out[1].to_string(),
    ///     "an area that is not specified: 1 row, 6.3 % of the imports given");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let Some(view) = self.view() else { return Vec::new() };
        let mut found: BTreeMap<NotAFlow, ([usize; 2], [i128; 2])> = BTreeMap::new();
        let mut of = [0; 2];
        for (side, run) in self.runs(&view) {
            let group = view.group(run);
            let rows = view.rows_of(run);
            let own: Vec<i64> =
                rows.filter(|row| self.is_own(*row)).map(|row| view.values()[row]).collect();
            let value = sum(&own);
            of[side] += value;
            let areas = view.areas();
            let reason = not_a_flow(areas[group.reporter], areas[group.partner]);
            if let Some(reason) = reason.filter(|_| !own.is_empty()) {
                let entry = found.entry(reason).or_default();
                entry.0[side] += own.len();
                entry.1[side] += value;
            }
        }
        let places = i16::from(view.places()).saturating_neg();
        let amount = |mantissa: i128| {
            Ratio::from(num_bigint::BigInt::from(mantissa)) * Ratio::power_of_ten(places)
        };
        let share = |part: i128, all: i128| Ratio::new(part, all).ok();
        let one = |(reason, (rows, value)): (NotAFlow, ([usize; 2], [i128; 2]))| LeftOut {
            reason,
            count: rows.iter().sum(),
            exported: amount(value[0]),
            imported: amount(value[1]),
            share_of_exports: share(value[0], of[0]),
            share_of_imports: share(value[1], of[1]),
        };
        found.into_iter().map(one).collect()
    }

    /// Areas of these flows that are there under two codes, which are not paired with each other:
    /// 490, Other Asia nes, beside 158, both Taiwan; 842 beside 840. The one that is there and the
    /// other, and for Taiwan the other one even if nobody uses it, since files of Comtrade and of
    /// customs offices differ: what China sells to 490 has no mirror if the partner reports as 158.
    ///
    /// ```
    /// use bilateral::{Area, Flow, Key, Period, area::CHN, panel::PanelBuilder, unit::USD};
    /// let (other_asia, taiwan) = (Area::from_code(490)?, Area::from_code(158)?);
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// rows.push(Key::exports(CHN).to(other_asia), Period::year(2018), 49.into())?;
    /// rows.push(Key::imports(taiwan).from(CHN), Period::year(2018), 54.into())?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// assert_eq!(flows.len(), 2); // each side alone
    /// assert_eq!(flows.two_codes(), [(taiwan, other_asia)]);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn two_codes(&self) -> Vec<(Area, Area)> {
        let Some(view) = self.view() else { return Vec::new() };
        let mut there = BTreeSet::new();
        for meeting in &self.flows.meetings {
            there.extend([meeting.exporter, meeting.importer]);
        }
        let areas: BTreeSet<Area> =
            there.into_iter().map(|place| view.areas()[usize::from(place)]).collect();
        let is_taiwan = |area: Area| matches!(area.code(), 158 | 490);
        let other = |area: &Area| {
            let other = area.same_territory()?;
            let both = areas.contains(&other);
            let is_first = *area < other;
            ((both && is_first) || (!both && is_taiwan(*area))).then_some((*area, other))
        };
        areas.iter().filter_map(other).collect()
    }

    /// The runs of both labels, exports as 0 and imports as 1.
    fn runs(&self, view: &PanelView<'_>) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        for period in 0..view.periods().len() {
            for (side, label) in self.labels.iter().enumerate() {
                runs.extend(view.runs_of_label(period, *label).map(|run| (side, run)));
            }
        }
        runs
    }
}
