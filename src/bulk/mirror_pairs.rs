//! Which rows are two reports of one flow: the runs of exporters beside those of importers, and in
//! each two the rows of equal codes.
//!
//! Runs stand by reporter and partner, so the imports of a period are put in the order of their
//! partners once, and then both sides are merged, runs by their areas and rows by their codes. Runs
//! and rows are positions of one view, places in dictionaries lie below their lengths, and there
//! are fewer flows than rows. Held by `tests/panel/mirror.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{DEFINED, MIRROR_EDITION, MIRROR_LEVEL, MISSING, Reason};
use crate::commodity::Classification;
use crate::mirror::not_a_flow;
use crate::panel::parallel::{cut, for_each, map};
use crate::panel::{CodesView, Id, PanelView, wider_codes};
use std::ops::Range;

/// Stands where a side has no row, or no run.
pub(crate) const NONE: u32 = u32::MAX;

/// One exporter and one importer in a period, who report each other: at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) period: u16,
    pub(crate) exporter: u16,
    pub(crate) importer: u16,
    /// The runs of both sides in the view, or [`NONE`].
    runs: [u32; 2],
}

/// Flows in the order of period, exporter, importer and commodity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Flows {
    pub(crate) meetings: Vec<Meeting>,
    /// Where the flows of each meeting begin; one entry more than there are meetings.
    pub(crate) starts: Vec<u32>,
    /// The row of each side, or [`NONE`].
    pub(crate) rows: [Vec<u32>; 2],
    /// For each flow; empty if every flow of one side is plainly missing on the other.
    pub(crate) reason: Vec<Reason>,
}

impl Flows {
    /// All flows of an export and an import label. Of `own` rows, if not all are, each flow has at
    /// least one.
    pub(crate) fn find(&mut self, view: &PanelView<'_>, labels: [usize; 2], own: &[bool]) {
        let periods = (0..view.periods().len()).collect();
        self.meetings = map(periods, |period| meetings(view, period, labels)).concat();
        let pieces = pieces(view, &self.meetings);
        let counts = map(pieces.clone(), |piece| {
            let mut rows = Rows::new(view, own);
            let count = |meeting: &Meeting| rows.count(meeting) as u32;
            self.meetings[piece].iter().map(count).collect::<Vec<_>>()
        });
        self.starts = Vec::with_capacity(self.meetings.len() + 1);
        let mut flows = 0;
        for count in counts.iter().flatten() {
            self.starts.push(flows);
            flows += count;
        }
        self.starts.push(flows);
        self.fill(view, own, pieces);
    }

    fn fill(&mut self, view: &PanelView<'_>, own: &[bool], pieces: Vec<Range<usize>>) {
        let (meetings, starts) = (&self.meetings, &self.starts);
        let flows = starts[meetings.len()] as usize;
        for side in &mut self.rows {
            if side.len() != flows {
                *side = vec![0; flows];
            }
        }
        let codes = OtherCodes::of(view);
        self.reason = if codes.is_some() { vec![MISSING; flows] } else { Vec::new() };
        let length = |piece: &Range<usize>| (starts[piece.end] - starts[piece.start]) as usize;
        let lengths: Vec<usize> = pieces.iter().map(length).collect();
        let reason_lengths = lengths.iter().map(|length| length * usize::from(codes.is_some()));
        let reasons = cut(&mut self.reason, reason_lengths);
        let [exports, imports] =
            self.rows.each_mut().map(|side| cut(side, lengths.iter().copied()));
        let tasks: Vec<_> =
            pieces.into_iter().zip(exports.into_iter().zip(imports).zip(reasons)).collect();
        for_each(tasks, |(piece, ((exports, imports), reason))| {
            let mut rows = Rows::new(view, own);
            let mut looking = codes.as_ref().map(|codes| Looking::new(view, codes));
            let first = starts[piece.start] as usize;
            for at in piece {
                let flows = starts[at] as usize - first..starts[at + 1] as usize - first;
                let sides = [&mut exports[flows.clone()], &mut imports[flows.clone()]];
                rows.put(&meetings[at], sides);
                if let Some(looking) = &mut looking {
                    let sides = [&exports[flows.clone()], &imports[flows.clone()]];
                    looking.tell(&meetings[at], sides, &mut reason[flows]);
                }
            }
        });
    }

    /// The meeting that a flow is of.
    pub(crate) fn meeting(&self, flow: usize) -> Option<&Meeting> {
        let number = u32::try_from(flow).ok().filter(|_| flow < self.rows[0].len())?;
        let after = self.starts.partition_point(|start| *start <= number);
        self.meetings.get(after.checked_sub(1)?)
    }

    /// The flows of a meeting.
    pub(crate) fn of_meeting(&self, at: usize) -> Range<usize> {
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// Whether both sides report a flow, or why it is not known how they differ.
    #[inline(always)]
    pub(crate) fn reason(&self, flow: usize) -> Reason {
        if self.rows[0][flow] != NONE && self.rows[1][flow] != NONE {
            return DEFINED;
        }
        self.reason.get(flow).copied().unwrap_or(MISSING)
    }
}

/// Meetings of one period, by exporter and importer.
fn meetings(view: &PanelView<'_>, period: usize, labels: [usize; 2]) -> Vec<Meeting> {
    let [exports, imports] = labels.map(|label| view.runs_of_label(period, label));
    let areas = view.areas();
    // Exporter, importer and run; imports stand by importer first.
    let sold: Vec<_> = exports.map(|run| (view.group(run), run)).collect();
    let mut bought: Vec<_> = imports.map(|run| (view.group(run), run)).collect();
    by_partner(&mut bought, areas.len());
    let sold = sold.into_iter().map(|(group, run)| ((group.reporter, group.partner), run));
    let bought = bought.into_iter().map(|(group, run)| ((group.partner, group.reporter), run));
    let (mut sold, mut bought) = (sold.peekable(), bought.peekable());
    let mut found = Vec::with_capacity(sold.len().max(bought.len()));
    loop {
        let next = [sold.peek(), bought.peek()].into_iter().flatten().map(|(pair, _)| *pair).min();
        let Some(pair) = next else { return found };
        let run = |side: Option<(_, usize)>| side.map_or(NONE, |(_, run)| run as u32);
        let runs = [
            run(sold.next_if(|(other, _)| *other == pair)),
            run(bought.next_if(|(other, _)| *other == pair)),
        ];
        if not_a_flow(areas[pair.0], areas[pair.1]).is_none() {
            let (exporter, importer) = (pair.0 as u16, pair.1 as u16);
            found.push(Meeting { period: period as u16, exporter, importer, runs });
        }
    }
}

/// Puts runs that stand by reporter and partner in the order of partner and reporter.
fn by_partner(runs: &mut Vec<(crate::panel::Group, usize)>, areas: usize) {
    let mut next = vec![0_usize; areas + 1];
    runs.iter().for_each(|(group, _)| next[group.partner + 1] += 1);
    (0..areas).for_each(|area| next[area + 1] += next[area]);
    let mut ordered = runs.clone();
    for run in runs.iter() {
        let place = &mut next[run.0.partner];
        ordered[*place] = *run;
        *place += 1;
    }
    *runs = ordered;
}

/// Consecutive meetings of about equal work: the same for any number of threads.
fn pieces(view: &PanelView<'_>, meetings: &[Meeting]) -> Vec<Range<usize>> {
    const ROWS: usize = 1 << 17;
    let (mut pieces, mut first, mut rows) = (Vec::new(), 0, 0);
    for (at, meeting) in meetings.iter().enumerate() {
        rows += meeting.rows(view).iter().map(Range::len).sum::<usize>();
        if rows >= ROWS {
            pieces.push(first..at + 1);
            (first, rows) = (at + 1, 0);
        }
    }
    if first < meetings.len() {
        pieces.push(first..meetings.len());
    }
    pieces
}

impl Meeting {
    /// The rows of both sides.
    pub(crate) fn rows(&self, view: &PanelView<'_>) -> [Range<usize>; 2] {
        self.runs.map(|run| if run == NONE { 0..0 } else { view.rows_of(run as usize) })
    }
}

/// Rows of both sides, merged by their codes.
struct Rows<'a> {
    view: PanelView<'a>,
    own: &'a [bool],
    room: [Vec<u32>; 2],
}

impl<'a> Rows<'a> {
    fn new(view: &PanelView<'a>, own: &'a [bool]) -> Rows<'a> {
        Rows { view: *view, own, room: [Vec::new(), Vec::new()] }
    }

    /// How many flows there are.
    fn count(&mut self, meeting: &Meeting) -> usize {
        if !self.own.is_empty() {
            return self.of_own(meeting).count();
        }
        let [one, two] = meeting.rows(&self.view);
        let all = one.len() + two.len();
        let codes = self.view.codes();
        all - match (codes.rows(one), codes.rows(two)) {
            (CodesView::Narrow(one), CodesView::Narrow(two)) => matches(one, two),
            (CodesView::Wide(one), CodesView::Wide(two)) => matches(one, two),
            _ => 0,
        }
    }

    /// Writes the rows of both sides, of each flow one or two.
    fn put(&mut self, meeting: &Meeting, sides: [&mut [u32]; 2]) {
        if self.own.is_empty() {
            self.merge(meeting, sides);
            return;
        }
        let [exports, imports] = sides;
        let places = exports.iter_mut().zip(imports);
        for ((export, import), rows) in places.zip(self.of_own(meeting)) {
            [*export, *import] = rows;
        }
    }

    /// The flows with at least one own row.
    fn of_own(&mut self, meeting: &Meeting) -> impl Iterator<Item = [u32; 2]> {
        let all = meeting.rows(&self.view).iter().map(Range::len).sum();
        let [mut exports, mut imports] = self.room.each_mut().map(std::mem::take);
        exports.resize(all, NONE);
        imports.resize(all, NONE);
        let count = self.merge(meeting, [&mut exports, &mut imports]);
        self.room = [exports, imports];
        let own = |row: u32| row != NONE && self.own[row as usize];
        let [exports, imports] = &self.room;
        let flows = exports[..count].iter().zip(&imports[..count]);
        flows.filter(move |(one, two)| own(**one) || own(**two)).map(|(one, two)| [*one, *two])
    }

    fn merge(&self, meeting: &Meeting, sides: [&mut [u32]; 2]) -> usize {
        let [one, two] = meeting.rows(&self.view);
        let first = [one.start as u32, two.start as u32];
        let codes = self.view.codes();
        match (codes.rows(one), codes.rows(two)) {
            (CodesView::Narrow(one), CodesView::Narrow(two)) => merge(one, two, first, sides),
            (CodesView::Wide(one), CodesView::Wide(two)) => merge(one, two, first, sides),
            // The two are of one panel, whose codes have one width.
            _ => 0,
        }
    }
}

/// How many codes two ascending lists have in common.
fn matches<T: Id>(one: &[T], two: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < one.len() && j < two.len() {
        let (a, b) = (one[i], two[j]);
        count += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    count
}

/// The rows of two ascending lists, side by side where the codes are equal, without branches that
/// depend on the data; how many there are.
fn merge<T: Id>(one: &[T], two: &[T], first: [u32; 2], sides: [&mut [u32]; 2]) -> usize {
    let [exports, imports] = sides;
    let most = exports.len();
    let imports = &mut imports[..most];
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < one.len() && j < two.len() {
        let (a, b) = (one[i], two[j]);
        exports[count] = if a <= b { first[0] + i as u32 } else { NONE };
        imports[count] = if b <= a { first[1] + j as u32 } else { NONE };
        count += 1;
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    for row in i..one.len() {
        (exports[count], imports[count]) = (first[0] + row as u32, NONE);
        count += 1;
    }
    for row in j..two.len() {
        (exports[count], imports[count]) = (NONE, first[1] + row as u32);
        count += 1;
    }
    count
}

/// How codes of a dictionary may say the same goods as others.
struct OtherCodes {
    /// For each commodity the wider ones of the dictionary.
    wider: Vec<Vec<u32>>,
    /// For each commodity those with the same digits in other editions.
    editions: Vec<Vec<usize>>,
    /// Classification and edition, as numbers; none of all goods and of sections.
    class: Vec<Option<u16>>,
}

impl OtherCodes {
    /// Nothing where no code of the dictionary holds another one and all are of one classification.
    fn of(view: &PanelView<'_>) -> Option<OtherCodes> {
        let goods = view.commodities();
        let mut classes: Vec<Classification> = Vec::new();
        let mut class = Vec::with_capacity(goods.len());
        for good in goods {
            let of = good.classification();
            if matches!(of, Classification::All | Classification::HsSection) {
                class.push(None);
                continue;
            }
            let at = classes.iter().position(|known| *known == of).unwrap_or_else(|| {
                classes.push(of);
                classes.len() - 1
            });
            class.push(Some(at as u16));
        }
        let wider = wider_codes(goods);
        let is_plain = classes.len() < 2 && wider.iter().all(Vec::is_empty);
        (!is_plain).then(|| OtherCodes { wider, editions: view.codes_of_other_editions(), class })
    }
}

/// Looks for what one side reports on the other one under other codes.
struct Looking<'a> {
    view: PanelView<'a>,
    codes: &'a OtherCodes,
    /// The classifications of the rows of a side.
    classes: [Marked; 2],
    /// All codes that hold one of a side.
    holders: [Marked; 2],
}

/// Which places of a dictionary were seen; all are forgotten at once.
struct Marked {
    now: u32,
    when: Vec<u32>,
    is_empty: bool,
}

impl Marked {
    fn of(places: usize) -> Marked {
        Marked { now: 0, when: vec![0; places], is_empty: true }
    }

    fn forget(&mut self) {
        (self.now, self.is_empty) = (self.now + 1, true);
    }

    fn mark(&mut self, place: usize) {
        (self.when[place], self.is_empty) = (self.now, false);
    }

    fn is_marked(&self, place: usize) -> bool {
        self.when[place] == self.now
    }
}

impl<'a> Looking<'a> {
    fn new(view: &PanelView<'a>, codes: &'a OtherCodes) -> Looking<'a> {
        let goods = codes.class.len();
        let classes = codes.class.iter().flatten().max().map_or(0, |last| usize::from(*last) + 1);
        Looking {
            view: *view,
            codes,
            classes: [Marked::of(classes), Marked::of(classes)],
            holders: [Marked::of(goods), Marked::of(goods)],
        }
    }

    /// The reasons of all flows of a meeting.
    fn tell(&mut self, meeting: &Meeting, sides: [&[u32]; 2], reasons: &mut [Reason]) {
        let rows = meeting.rows(&self.view);
        let is_one_sided = |side: &[u32]| side.contains(&NONE);
        let both = !rows.iter().any(Range::is_empty);
        let looks = both && sides.iter().any(|side| is_one_sided(side));
        if looks {
            (0..2).for_each(|side| self.see(side, rows[side].clone()));
        }
        let goods = rows.map(|rows| self.view.codes().rows(rows));
        let flows = sides[0].iter().zip(sides[1]).zip(reasons);
        for ((export, import), reason) in flows {
            *reason = match (*export != NONE, *import != NONE) {
                (true, true) => DEFINED,
                (is_exporter, _) if looks => {
                    let (row, other) = if is_exporter { (*export, 1) } else { (*import, 0) };
                    let good = self.view.codes().get(row as usize).unwrap_or_default();
                    self.why(good, other, goods[other])
                }
                _ => MISSING,
            };
        }
    }

    fn see(&mut self, side: usize, rows: Range<usize>) {
        let (classes, holders) = (&mut self.classes[side], &mut self.holders[side]);
        classes.forget();
        holders.forget();
        for good in self.view.codes().rows(rows).iter() {
            if let Some(class) = self.codes.class[good] {
                classes.mark(class.into());
            }
            self.codes.wider[good].iter().for_each(|wide| holders.mark(*wide as usize));
        }
    }

    /// Why a code is not among those of the other side.
    fn why(&self, good: usize, other: usize, there: CodesView<'_>) -> Reason {
        let stands = |good: &u32| there.find(*good as usize).is_some();
        let is_of_other_level =
            self.codes.wider[good].iter().any(stands) || self.holders[other].is_marked(good);
        if is_of_other_level {
            return MIRROR_LEVEL;
        }
        let classes = &self.classes[other];
        let is_of_other_edition = self.codes.class[good]
            .is_some_and(|class| !classes.is_empty && !classes.is_marked(class.into()))
            || self.codes.editions[good].iter().any(|good| there.find(*good).is_some());
        if is_of_other_edition { MIRROR_EDITION } else { MISSING }
    }
}
