//! The symmetry index: whose reports does the other side confirm?

use crate::area::Area;
use crate::error::{Error, Undefined};
use crate::mirror::matched::{Matched, PairWeights, Weight};
use crate::number::Ratio;
use std::collections::BTreeMap;

/// For each economy the share of what it reports that its partners report alike, as exporter and as
/// importer; and the weights that follow. All of it is exact.
///
/// # Formula
/// `S_e = sum(x with |x - m| <= bound (x + m)) / sum x` over the flows of exporter `e`, `S_i` the
/// same of `m` over those of importer `i`. Weight of the export report
/// `S_e / (S_e + S_i)`, 1/2 where both are 0.
///
/// The bound is a share of the *sum* of both reports. Within a share of their *mean* is another
/// statement: 10 % of the mean is a bound of 0.05 here.
///
/// A weak spot: a gap just beyond the bound throughout scores 0, as no agreement at all does;
/// and one large partner decides.
///
/// # Source
/// After the usual description of the OECD's balanced trade statistics (BIMTS, BaTIS); it was not
/// held against code of the OECD.
///
/// # Example
/// ```
/// use bilateral::mirror::{Matched, FlowSide, SymmetryIndex};
/// use bilateral::{Period, Ratio, area::{CHN, KAZ, RUS}};
///
/// let year = Period::year(2018);
/// // Russia: 100 of its 160 are confirmed. China confirms wholly, Kazakhstan not at all.
/// let flows = [Matched::new(RUS, CHN, year, 100, 104)?, Matched::new(RUS, KAZ, year, 60, 30)?];
/// let index = SymmetryIndex::of(&flows, Ratio::new(1, 10)?)?;
/// assert_eq!(index.exporter(RUS)?, Ratio::new(100, 160)?);
/// assert_eq!(index.importer(KAZ)?, Ratio::zero());
/// // By hand: (5/8)/(5/8 + 1).
/// assert_eq!(index.weight(RUS, CHN)?, Ratio::new(5, 13)?);
/// assert_eq!(index.winner(RUS, CHN)?, FlowSide::Importer);
/// assert_eq!(index.winner(RUS, KAZ)?, FlowSide::Exporter);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymmetryIndex {
    bound: Ratio,
    exporters: BTreeMap<Area, Share>,
    importers: BTreeMap<Area, Share>,
    pairs: Vec<(Area, Area)>,
}

/// Of what an economy reports, what is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Share {
    confirmed: Ratio,
    all: Ratio,
}

/// One of the two sides of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowSide {
    /// The exporter.
    Exporter,
    /// The importer.
    Importer,
}

impl SymmetryIndex {
    /// The index over these flows, with the bound as a share of the sum of both reports.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a bound that is not between 0 and 1;
    /// [`Missing`](Undefined::Missing) without flows.
    pub fn of(flows: &[Matched], bound: Ratio) -> Result<SymmetryIndex, Error> {
        if bound.is_negative() || bound > Ratio::one() {
            return Err(Error::range(
                "the bound of a symmetry index",
                format!("{} is not between 0 and 1", bound.plain()),
            )
            .with_help("give 1/10 for 10 % of the sum of both reports"));
        }
        if flows.is_empty() {
            return Err(Error::from(Undefined::Missing)
                .about("flows that both sides report")
                .with_help("give one flow at least"));
        }
        let mut index = SymmetryIndex {
            bound,
            exporters: BTreeMap::new(),
            importers: BTreeMap::new(),
            pairs: flows.iter().map(|flow| (flow.exporter, flow.importer)).collect(),
        };
        for flow in flows {
            let is_confirmed = flow.gap() <= &index.bound * &flow.both();
            add(&mut index.exporters, flow.exporter, &flow.exported, is_confirmed);
            add(&mut index.importers, flow.importer, &flow.imported, is_confirmed);
        }
        Ok(index)
    }

    /// The bound, as a share of the sum of both reports.
    #[must_use]
    pub fn bound(&self) -> &Ratio {
        &self.bound
    }

    /// The confirmed share of the exports of an economy.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) if it exports in none of the flows;
    /// [`NoTrade`](Undefined::NoTrade) if all of them are zero.
    pub fn exporter(&self, exporter: Area) -> Result<Ratio, Error> {
        share(&self.exporters, exporter, "exporter")
    }

    /// The confirmed share of the imports of an economy.
    ///
    /// # Errors
    /// As [`exporter`](SymmetryIndex::exporter).
    pub fn importer(&self, importer: Area) -> Result<Ratio, Error> {
        share(&self.importers, importer, "importer")
    }

    /// The weight of the export report of a pair, exactly.
    ///
    /// # Errors
    /// As [`exporter`](SymmetryIndex::exporter).
    pub fn weight(&self, exporter: Area, importer: Area) -> Result<Ratio, Error> {
        let (of_exporter, of_importer) = (self.exporter(exporter)?, self.importer(importer)?);
        let both = &of_exporter + &of_importer;
        if both.is_zero() { Ratio::new(1, 2) } else { of_exporter.over(&both) }
    }

    /// Winner takes all: the side with the larger index, the importer where both are alike, since
    /// what is dutiable is looked at more closely.
    ///
    /// # Errors
    /// As [`exporter`](SymmetryIndex::exporter).
    pub fn winner(&self, exporter: Area, importer: Area) -> Result<FlowSide, Error> {
        let exports_are_surer = self.exporter(exporter)? > self.importer(importer)?;
        Ok(if exports_are_surer { FlowSide::Exporter } else { FlowSide::Importer })
    }

    /// The weights of all pairs, each rounded once to `places`, half to even.
    ///
    /// # Errors
    /// [`NoTrade`](Undefined::NoTrade) for an economy whose reports are all zero; more places than
    /// a decimal has.
    pub fn weights(&self, places: u8) -> Result<PairWeights, Error> {
        PairWeights::make(self.pairs.iter().copied(), places, |exporter, importer| {
            Ok(Weight::Exact(self.weight(exporter, importer)?))
        })
    }
}

fn add(shares: &mut BTreeMap<Area, Share>, area: Area, value: &Ratio, is_confirmed: bool) {
    let share = shares
        .entry(area)
        .or_insert_with(|| Share { confirmed: Ratio::zero(), all: Ratio::zero() });
    share.all = &share.all + value;
    if is_confirmed {
        share.confirmed = &share.confirmed + value;
    }
}

fn share(shares: &BTreeMap<Area, Share>, area: Area, role: &str) -> Result<Ratio, Error> {
    let share = shares.get(&area).ok_or_else(|| no_flows(area, role))?;
    if share.all.is_zero() {
        return Err(Error::from(Undefined::NoTrade).about(format!("{area} as {role}")));
    }
    share.confirmed.over(&share.all)
}

/// An economy that no flow has in this role.
pub(crate) fn no_flows(area: Area, role: &str) -> Error {
    Error::from(Undefined::Missing)
        .about(format!("{area} as {role}"))
        .with_help("add flows of this economy that both sides report")
}
