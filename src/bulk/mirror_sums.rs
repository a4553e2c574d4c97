//! How far the two reports of a set of flows are apart: of all flows of a period, or of one pair of
//! areas in it.
//!
//! Reports times the parts of a factor stay below 2^93, their sums over 2^32 flows below 2^126, and
//! a bound is compared where its parts are at most 10^9 too: below 2^126. Held by
//! `tests/panel/mirror.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::area::Area;
use crate::bulk::column::MISSING;
use crate::bulk::mirror::{Factor, Mirrored};
use crate::bulk::mirror_pairs::NONE;
use crate::bulk::table::{Label, Table, names, unit_label};
use crate::error::{Error, Undefined};
use crate::number::Ratio;
use crate::panel::PanelView;
use crate::panel::parallel::map;
use crate::period::Period;
use std::ops::Range;

/// A set of flows as both sides report it: [`mirror::Measures`](crate::mirror::Measures) in bulk.
///
/// Sums of reports are whole numbers of the panel's places and as reported, imports too. What
/// compares the two sides takes imports without the margin ([`Mirrored::taking`]), and is
/// exact, in the unit of the panel.
///
/// `imports - exports` of all flows add up: [`difference`](MirrorSum::difference) is
/// [`valuation`](MirrorSum::valuation) + [`net`](MirrorSum::net) + what importers alone report -
/// what exporters alone report + the same of flows that could not be paired.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MirrorSum {
    /// When.
    pub period: Period,
    /// Exporter and importer; `None` for all flows of the period.
    pub pair: Option<(Area, Area)>,
    /// How many flows both sides report.
    pub both: usize,
    /// How many the exporter alone reports: the importer reports no such goods of the exporter.
    pub only_exporter: usize,
    /// How many the importer alone reports.
    pub only_importer: usize,
    /// How many flows of one side the other one reports in another edition, or under wider or finer
    /// codes: first of exporters, then of importers.
    pub not_comparable: [usize; 2],
    /// Reports of exporters and of importers of the flows that both report.
    pub of_both: [i128; 2],
    /// Reports of exporters alone and of importers alone.
    pub alone: [i128; 2],
    /// Reports of the flows that are [`not_comparable`](MirrorSum::not_comparable).
    pub apart: [i128; 2],
    /// How many flows of both sides have a report that is negative. Shares are undefined then.
    pub negative: usize,
    compared: Compared,
    factor: Factor,
    places: u8,
}

/// Of flows of both sides, in parts of a unit: reports times the parts of the factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Compared {
    gross: i128,
    net: i128,
    /// Twice the smaller of both reports.
    symmetric: i128,
    /// Both reports, and of flows within the bound.
    all: i128,
    within: i128,
}

/// How far two reports may be apart, as a part of their mean: a fraction.
#[derive(Clone, Copy)]
struct Within {
    above: i128,
    below: i128,
}

impl MirrorSum {
    /// Exports as reported, of all flows: a whole number of the panel's places.
    #[must_use]
    pub fn exports(&self) -> i128 {
        self.of_both[0] + self.alone[0] + self.apart[0]
    }

    /// Imports as reported, of all flows.
    #[must_use]
    pub fn imports(&self) -> i128 {
        self.of_both[1] + self.alone[1] + self.apart[1]
    }

    /// Imports minus exports as reported, of all flows.
    #[must_use]
    pub fn difference(&self) -> Ratio {
        self.exactly(self.imports() - self.exports(), 1)
    }

    /// What the margin takes off the imports of both sides: `sum (m - m / f)`.
    #[must_use]
    pub fn valuation(&self) -> Ratio {
        let Factor { above, below } = self.factor;
        self.exactly(self.of_both[1] * i128::from(above - below), above)
    }

    /// `sum (m - x)` of the flows that both report, imports without the margin.
    #[must_use]
    pub fn net(&self) -> Ratio {
        self.exactly(self.compared.net, self.factor.above)
    }

    /// `sum |m - x|` of the same; at least the size of the net difference.
    #[must_use]
    pub fn gross(&self) -> Ratio {
        self.exactly(self.compared.gross, self.factor.above)
    }

    /// `2 sum min(x, m) / sum (x + m)` of the same: 1 if all agree.
    ///
    /// # Errors
    /// [`Undefined::NoTrade`] if nothing is reported by both; [`Undefined::NegativeLevel`].
    pub fn symmetric_share(&self) -> Result<Ratio, Undefined> {
        self.share(self.compared.symmetric, self.compared.all)
    }

    /// The share of flows whose reports are within the bound of each other, by value: `x + m` of
    /// these over `x + m` of all that both report.
    ///
    /// # Errors
    /// As [`symmetric_share`](MirrorSum::symmetric_share).
    pub fn share_within(&self) -> Result<Ratio, Undefined> {
        self.share(self.compared.within, self.compared.all)
    }

    /// The share of exports that importers report too.
    ///
    /// # Errors
    /// [`Undefined::NoTrade`] without exports; [`Undefined::NegativeLevel`] if the sum is negative.
    pub fn coverage_of_exports(&self) -> Result<Ratio, Undefined> {
        self.share(self.of_both[0], self.exports())
    }

    /// The share of imports that exporters report too.
    ///
    /// # Errors
    /// As [`coverage_of_exports`](MirrorSum::coverage_of_exports).
    pub fn coverage_of_imports(&self) -> Result<Ratio, Undefined> {
        self.share(self.of_both[1], self.imports())
    }

    fn share(&self, part: i128, whole: i128) -> Result<Ratio, Undefined> {
        if self.negative > 0 || part < 0 || whole < 0 {
            return Err(Undefined::NegativeLevel);
        }
        Ratio::new(part, whole).map_err(|_| Undefined::NoTrade)
    }

    fn exactly(&self, parts: i128, divisor: i64) -> Ratio {
        Ratio::new(parts, divisor).unwrap_or_else(|_| Ratio::zero())
            * Ratio::power_of_ten(-i16::from(self.places))
    }

    fn new(view: &PanelView<'_>, period: u16, factor: Factor) -> MirrorSum {
        MirrorSum {
            period: view.periods()[usize::from(period)],
            pair: None,
            both: 0,
            only_exporter: 0,
            only_importer: 0,
            not_comparable: [0; 2],
            of_both: [0; 2],
            alone: [0; 2],
            apart: [0; 2],
            negative: 0,
            compared: Compared::default(),
            factor,
            places: view.places(),
        }
    }

    fn add(&mut self, other: &MirrorSum) {
        self.both += other.both;
        self.only_exporter += other.only_exporter;
        self.only_importer += other.only_importer;
        self.negative += other.negative;
        for side in 0..2 {
            self.not_comparable[side] += other.not_comparable[side];
            self.of_both[side] += other.of_both[side];
            self.alone[side] += other.alone[side];
            self.apart[side] += other.apart[side];
        }
        let (sum, more) = (&mut self.compared, &other.compared);
        sum.gross += more.gross;
        sum.net += more.net;
        sum.symmetric += more.symmetric;
        sum.all += more.all;
        sum.within += more.within;
    }

    /// A flow that both report.
    fn compare(&mut self, reports: [i64; 2], within: Within) {
        self.both += 1;
        self.negative += usize::from(reports.iter().any(|report| *report < 0));
        for (sum, report) in self.of_both.iter_mut().zip(reports) {
            *sum += i128::from(report);
        }
        let [x, m] = self.factor.sides(reports[0], reports[1]);
        let distance = (m - x).abs();
        let sum = &mut self.compared;
        sum.gross += distance;
        sum.net += m - x;
        sum.symmetric += 2 * x.min(m);
        sum.all += x + m;
        if 2 * distance * within.below <= within.above * (x + m) {
            sum.within += x + m;
        }
    }
}

impl Mirrored {
    /// The flows of each period together, in the order of periods. `within` is the bound of
    /// [`share_within`](MirrorSum::share_within), a part of the mean of both reports: 0.10.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a bound that is negative, or whose numerator or
    /// denominator is beyond a billion.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Ratio,
    ///     area::{CHN, DEU, RUS},
    ///     number::decimal,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (exporter, importer, sold, bought) in [(RUS, CHN, 56, 59), (CHN, RUS, 48, 52)] {
    ///     rows.push(Key::exports(exporter).to(importer), Period::year(2018), sold.into())?;
    ///     rows.push(Key::imports(importer).from(exporter), Period::year(2018), bought.into())?;
    /// }
    /// rows.push(Key::exports(RUS).to(DEU), Period::year(2018), 34.into())?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    ///
    /// let year = &flows.by_period(decimal("0.10"))?[0];
    /// assert_eq!((year.both, year.only_exporter), (2, 1));
    /// assert_eq!(year.gross(), Ratio::from(7));
    /// assert_eq!(year.coverage_of_exports()?, Ratio::new(104, 138)?);
    /// assert_eq!(year.share_within()?, Ratio::from(1));
    /// // 111 - 138 = 7 - 34
    /// assert_eq!(year.difference(), year.net() - Ratio::from(34));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn by_period(&self, within: impl Into<Ratio>) -> Result<Vec<MirrorSum>, Error> {
        let mut sums: Vec<MirrorSum> = Vec::new();
        for pair in self.by_pair(within)? {
            match sums.last_mut().filter(|sum| sum.period == pair.period) {
                Some(sum) => sum.add(&pair),
                None => sums.push(MirrorSum { pair: None, ..pair }),
            }
        }
        Ok(sums)
    }

    /// The flows of each exporter and importer in a period, over all commodities that are listed.
    ///
    /// # Errors
    /// As [`by_period`](Mirrored::by_period).
    pub fn by_pair(&self, within: impl Into<Ratio>) -> Result<Vec<MirrorSum>, Error> {
        let within = Within::of(&within.into())?;
        let Some(view) = self.view() else { return Ok(Vec::new()) };
        const MEETINGS: usize = 1 << 10;
        let all = self.flows.meetings.len();
        let pieces: Vec<Range<usize>> =
            (0..all).step_by(MEETINGS).map(|first| first..(first + MEETINGS).min(all)).collect();
        let of_piece = |piece: Range<usize>| {
            let sums = piece.map(|at| self.of_meeting(&view, at, within));
            sums.filter(|sum| sum.flows() > 0).collect::<Vec<_>>()
        };
        Ok(map(pieces, of_piece).concat())
    }

    /// [`by_pair`](Mirrored::by_pair) as a table: counts, sums as reported (`EXPORTED`, `IMPORTED`
    /// of both sides; `ONLY_EXPORTED`, `ONLY_IMPORTED`; `EXPORTED_APART`, `IMPORTED_APART` of flows
    /// that are not comparable).
    ///
    /// # Errors
    /// As [`by_period`](Mirrored::by_period).
    pub fn table_of_pairs(&self) -> Result<Table<'_>, Error> {
        let sums = self.by_pair(Ratio::zero())?;
        let all = names(&[
            &["EXPORTER", "IMPORTER", "TIME_PERIOD", "UNIT_MEASURE", "BOTH", "ONLY_EXPORTER"],
            &["ONLY_IMPORTER", "EXPORTER_APART", "IMPORTER_APART", "EXPORTED", "IMPORTED"],
            &["ONLY_EXPORTED", "ONLY_IMPORTED", "EXPORTED_APART", "IMPORTED_APART"],
        ]);
        let Some(view) = self.view() else { return Ok(Table::empty(all)) };
        let (areas, unit) = (Label::all(view.areas()), unit_label(view.unit()));
        let place = move |area: Area| view.areas().partition_point(|known| *known < area);
        Ok(Table::new(all, move |lines| {
            for sum in &sums {
                let Some((exporter, importer)) = sum.pair else { continue };
                lines.text(&areas[place(exporter)]);
                lines.text(&areas[place(importer)]);
                lines.text(&Label::new(sum.period.iso()));
                lines.text(&unit);
                let [exporters, importers] = sum.not_comparable;
                for count in [sum.both, sum.only_exporter, sum.only_importer, exporters, importers]
                {
                    lines.count(count);
                }
                for mantissa in [sum.of_both, sum.alone, sum.apart].concat() {
                    lines.number(mantissa, sum.places);
                }
                lines.end()?;
            }
            Ok(())
        }))
    }

    fn of_meeting(&self, view: &PanelView<'_>, at: usize, within: Within) -> MirrorSum {
        let meeting = &self.flows.meetings[at];
        let mut sum = MirrorSum::new(view, meeting.period, self.factor);
        let area = |place: u16| view.areas()[usize::from(place)];
        sum.pair = Some((area(meeting.exporter), area(meeting.importer)));
        for flow in self.flows.of_meeting(at) {
            let rows = self.flows.rows.each_ref().map(|side| side[flow]);
            let report = |row: u32| view.values()[row as usize];
            let side = match rows {
                [export, import] if export != NONE && import != NONE => {
                    sum.compare([report(export), report(import)], within);
                    continue;
                }
                [_, import] => usize::from(import != NONE),
            };
            let value = i128::from(report(rows[side]));
            if self.flows.reason(flow) != MISSING {
                sum.not_comparable[side] += 1;
                sum.apart[side] += value;
                continue;
            }
            *[&mut sum.only_exporter, &mut sum.only_importer][side] += 1;
            sum.alone[side] += value;
        }
        sum
    }
}

impl MirrorSum {
    fn flows(&self) -> usize {
        self.both
            + self.only_exporter
            + self.only_importer
            + self.not_comparable.iter().sum::<usize>()
    }
}

impl Within {
    fn of(bound: &Ratio) -> Result<Within, Error> {
        use num_traits::ToPrimitive;
        const MOST: i128 = 1_000_000_000;
        let part =
            |part: &num_bigint::BigInt| part.to_i128().filter(|part| (0..=MOST).contains(part));
        match (part(bound.numerator()), part(bound.denominator())) {
            (Some(above), Some(below)) => Ok(Within { above, below }),
            _ => Err(Error::range(
                "how far two reports may be apart",
                format!(
                    "{} is not a fraction of whole numbers from zero to a billion",
                    bound.plain()
                ),
            )
            .with_help("give a part of the mean of both, such as 0.10")),
        }
    }
}
