//! A set of flows, each with the reports of both sides.

use crate::area::{Area, AreaKind, WORLD};
use crate::commodity::Classification;
use crate::error::{Error, ErrorKind, counted};
use crate::mirror::asymmetry::negative;
use crate::mirror::{Margin, Pair, Sides};
use crate::number::Ratio;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

/// Flows of two reporters each, which no other flow of the set holds again.
///
/// Rows that are no flow between two areas are left out, and their number and share are kept
/// ([`left_out`](Flows::left_out)): trade of an area with itself, the World, groups, areas that are
/// not specified. Figures are in one currency and one unit; that is for the caller to see to.
///
/// ```
/// use bilateral::area::{CHN, RUS, WORLD};
/// use bilateral::mirror::{Flows, Margin, Pair};
/// use bilateral::{Period, number::decimal};
///
/// let year = Period::year(2018); // US$; UN Comtrade
/// let flows = Flows::new([
///     Pair::new(RUS, CHN, year)
///         .exported(decimal("56019903783"))
///         .imported(decimal("58886549221")),
///     Pair::new(CHN, RUS, year)
///         .exported(decimal("48005202953"))
///         .imported(decimal("52217637368")),
///     Pair::new(RUS, WORLD, year).exported(decimal("449347157000")),
/// ])?;
/// assert_eq!(flows.len(), 2);
/// assert_eq!(flows.left_out()[0].to_string(), "the World: 1 row, 81.2 % of the exports given");
/// let measures = flows.measures(&Margin::none())?;
/// assert_eq!(measures.net().to_string(), "7079079853");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Flows {
    pairs: Vec<Pair>,
    left_out: Vec<LeftOut>,
}

/// Why a row is no flow between two areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotAFlow {
    /// An area with itself: re-imports, which nobody mirrors.
    SelfTrade,
    /// One side is the World.
    World,
    /// One side is a group, such as the European Union.
    Group,
    /// One side is not specified: areas nes, bunkers, free zones.
    Unspecified,
}

/// Rows that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Why.
    pub reason: NotAFlow,
    /// How many rows.
    pub count: usize,
    /// What exporters report in them, in the unit of the rows.
    pub exported: Ratio,
    /// What importers report in them.
    pub imported: Ratio,
    /// The share in all exports that were given; `None` if these are zero.
    pub share_of_exports: Option<Ratio>,
    /// The share in all imports that were given; `None` if these are zero.
    pub share_of_imports: Option<Ratio>,
}

impl Flows {
    /// The flows among these rows.
    ///
    /// # Errors
    /// [`Overlap`](crate::ErrorKind::Overlap) for a flow that is given twice or is part of another
    /// one: a heading and its chapter, a month and its year, 158 and 490 (both are Taiwan).
    /// [`NegativeLevel`](crate::Undefined::NegativeLevel) for a negative report.
    pub fn new(pairs: impl IntoIterator<Item = Pair>) -> Result<Flows, Error> {
        let pairs: Vec<Pair> = pairs.into_iter().collect();
        for pair in &pairs {
            let reports = [pair.exported, pair.imported];
            if reports.into_iter().flatten().any(|value| Ratio::from(value).is_negative()) {
                return Err(negative(pair));
            }
        }
        let left_out = left_out(&pairs)?;
        let is_flow = |pair: &Pair| not_a_flow(pair.exporter, pair.importer).is_none();
        let mut pairs: Vec<Pair> = pairs.into_iter().filter(is_flow).collect();
        pairs.sort_by_key(|pair| (pair.period, pair.exporter, pair.importer, pair.commodity));
        refuse_repeated(&pairs)?;
        Ok(Flows { pairs, left_out })
    }

    /// The flows, by period, exporter, importer and commodity.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// How many flows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// True without flows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// What was left out, one entry for each reason that there is.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The same without some of its flows, such as those that
    /// [look mirrored](Flows::looks_mirrored).
    #[must_use]
    pub fn without(&self, flows: &[Pair]) -> Flows {
        let which = |pair: &Pair| (pair.period, pair.exporter, pair.importer, pair.commodity);
        let gone: BTreeSet<_> = flows.iter().map(which).collect();
        let kept = self.pairs.iter().filter(|pair| !gone.contains(&which(pair)));
        Flows { pairs: kept.copied().collect(), left_out: self.left_out.clone() }
    }

    /// How many flows these sides report.
    #[must_use]
    pub fn count(&self, sides: Sides) -> usize {
        self.pairs.iter().filter(|pair| pair.sides() == sides).count()
    }

    /// Flows of both sides: what the exporter reports, what the importer does, and that without the
    /// margin.
    pub(crate) fn two_sided(&self, margin: &Margin) -> Result<Vec<[Ratio; 3]>, Error> {
        let mut values = Vec::new();
        for pair in &self.pairs {
            let (Some(exported), Some(imported)) = (pair.exported, pair.imported) else { continue };
            let fob = margin.fob(pair, imported)?;
            values.push([exported.into(), imported.into(), fob]);
        }
        Ok(values)
    }

    /// The sum of all reports of exporters, or of those where the importer reports nothing.
    pub(crate) fn exported(&self, alone: bool) -> Ratio {
        let counts = |pair: &&Pair| !alone || pair.imported.is_none();
        self.pairs.iter().filter(counts).filter_map(|pair| pair.exported).map(Ratio::from).sum()
    }

    /// The sum of all reports of importers, or of those where the exporter reports nothing.
    pub(crate) fn imported(&self, alone: bool) -> Ratio {
        let counts = |pair: &&Pair| !alone || pair.exported.is_none();
        self.pairs.iter().filter(counts).filter_map(|pair| pair.imported).map(Ratio::from).sum()
    }
}

/// Why these two make no flow, if they do not.
pub(crate) fn not_a_flow(exporter: Area, importer: Area) -> Option<NotAFlow> {
    let sides = [exporter, importer];
    if exporter == importer {
        Some(NotAFlow::SelfTrade)
    } else if sides.contains(&WORLD) {
        Some(NotAFlow::World)
    } else if sides.iter().any(|area| area.kind() == AreaKind::Group) {
        Some(NotAFlow::Group)
    } else if sides.iter().any(|area| area.is_unallocated()) {
        Some(NotAFlow::Unspecified)
    } else {
        None
    }
}

impl NotAFlow {
    fn name(self) -> &'static str {
        match self {
            NotAFlow::SelfTrade => "an area with itself",
            NotAFlow::World => "the World",
            NotAFlow::Group => "a group of areas",
            NotAFlow::Unspecified => "an area that is not specified",
        }
    }
}

impl fmt::Display for NotAFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason, counted(self.count, "row"))?;
        let shares = [(&self.share_of_exports, "exports"), (&self.share_of_imports, "imports")];
        for (share, of) in shares {
            if let Some(share) = share.as_ref().filter(|share| !share.is_zero()) {
                write!(f, ", {} of the {of} given", share.percent(1))?;
            }
        }
        Ok(())
    }
}

fn left_out(pairs: &[Pair]) -> Result<Vec<LeftOut>, Error> {
    let exported = |pair: &Pair| pair.exported.map_or_else(Ratio::zero, Ratio::from);
    let imported = |pair: &Pair| pair.imported.map_or_else(Ratio::zero, Ratio::from);
    let (all_exports, all_imports): (Ratio, Ratio) =
        (pairs.iter().map(exported).sum(), pairs.iter().map(imported).sum());
    let share = |part: &Ratio, all: &Ratio| part.over(all).ok();
    let mut found = Vec::new();
    for reason in [NotAFlow::SelfTrade, NotAFlow::World, NotAFlow::Group, NotAFlow::Unspecified] {
        let rows: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| not_a_flow(pair.exporter, pair.importer) == Some(reason))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let exports: Ratio = rows.iter().map(|pair| exported(pair)).sum();
        let imports: Ratio = rows.iter().map(|pair| imported(pair)).sum();
        found.push(LeftOut {
            reason,
            count: rows.len(),
            share_of_exports: share(&exports, &all_exports),
            share_of_imports: share(&imports, &all_imports),
            exported: exports,
            imported: imports,
        });
    }
    Ok(found)
}

/// Refuses a flow that another one of the same two areas holds.
fn refuse_repeated(pairs: &[Pair]) -> Result<(), Error> {
    let one_code = |area: Area| area.same_territory().map_or(area, |other| area.min(other));
    let areas = |pair: &Pair| (one_code(pair.exporter), one_code(pair.importer));
    let mut sorted: Vec<&Pair> = pairs.iter().collect();
    sorted.sort_by_cached_key(|pair| (areas(pair), pair.period, pair.commodity));
    // What may hold rows that come later. Once sorted, a code of digits holds those directly after
    // it, or none.
    let mut open: Vec<&Pair> = Vec::new();
    for pair in sorted {
        open.retain(|other| areas(other) == areas(pair) && other.period.overlaps(pair.period));
        let held = |other: &&&Pair| {
            other.period != pair.period || other.commodity.overlaps(&pair.commodity)
        };
        if let Some(other) = open.iter().find(held) {
            return Err(repeated(other, pair));
        }
        let goods = pair.commodity;
        open.retain(|other| {
            let code = other.commodity.code();
            other.commodity.classification() != goods.classification()
                || !code.bytes().all(|byte| byte.is_ascii_digit())
        });
        open.push(pair);
    }
    Ok(())
}

fn one_edition_or_level(one: &Pair, other: &Pair) -> &'static str {
    // A section and all goods are levels of every edition.
    let is_level = |pair: &Pair| {
        matches!(pair.commodity.classification(), Classification::All | Classification::HsSection)
    };
    let same = one.commodity.classification() == other.commodity.classification();
    if one.commodity == other.commodity {
        "give each flow once, with the reports of both sides"
    } else if !same && !is_level(one) && !is_level(other) {
        "give the goods in one edition of one classification: convert one of the two with \
         concordance, or leave it out"
    } else {
        "give each flow once: the finest level alone, or the total alone"
    }
}

fn repeated(one: &Pair, other: &Pair) -> Error {
    let help = if (one.exporter, one.importer) != (other.exporter, other.importer) {
        "write one of the two codes of a territory throughout: 490, Other Asia nes, and 158 are \
         both Taiwan"
    } else if one.period != other.period {
        "give periods that are the same or apart: the year, or its months"
    } else {
        one_edition_or_level(one, other)
    };
    let (left, right) = (one.to_string(), other.to_string());
    Error::new(ErrorKind::Overlap { left, right }).with_help(help)
}
