//! Mirror statistics: the two reports of one flow.
//!
//! What an exporter reports as sold and what the importer reports as bought are two figures of one
//! flow. They differ: imports carry freight and insurance, goods travel through hubs, one side
//! withholds or does not report. This room puts the two side by side, measures the gap, takes it
//! apart, and makes one value of both where one is needed. A gap is called a gap: nothing here says
//! who is wrong.
//!
//! | asked | answered by |
//! |---|---|
//! | what do both sides say of one flow, period by period? | [`of`], [`as_of`]: a [`Mirror`] |
//! | how far apart are two reports? | [`Asymmetry`]; of rounded figures [`AsymmetryBounds`] |
//! | how far apart is a whole set of flows? | [`Flows`], [`Measures`] |
//! | which part of the gap is freight, a missing report, a hub? | [`GapDecomposition`] |
//! | how much dearer is CIF than FOB? | [`Margin`], [`MarginRow`], [`Convention`] |
//! | was one report made from the other? | [`Flows::looks_mirrored`], [`Closeness`] |
//! | whose reports are nearer to those of others? | [`ReportingQuality`], [`ReportingScores`], [`SymmetryIndex`] |
//! | a margin estimated from many flows? | [`FixedEffectsMargin`], [`UnitValueMargin`], [`baci_margin`] |
//! | one value of both reports? | [`Reconciliation`], [`Rule`], [`Mirror::reconciled`] |
//! | parts that add up to a total? | [`Parts`], [`Scaling`] |
//!
//! ```
//! use bilateral::area::{CHN, RUS};
//! use bilateral::{Key, Period, Series, mirror, unit::USD};
//!
//! // Russia's exports to China and China's imports from Russia, 2018, as in UN Comtrade
//! let sold = Series::new(Key::exports(RUS).to(CHN), USD.one()).with("2018", "56019903783")?;
//! let bought = Series::new(Key::imports(CHN).from(RUS), USD.one()).with("2018", "58886549221")?;
//! let both = mirror::of(&sold, &bought)?;
//! let gap = both.at(Period::year(2018))?.asymmetry()?;
//! assert_eq!(format!("{:+}", gap.relative_to_exporter()?.percent(2)), "+5.12 %");
//! # Ok::<(), bilateral::Error>(())
//! ```

mod asymmetry;
mod decomposition;
mod flows;
mod looks_mirrored;
mod margin;
mod margin_model;
mod matched;
mod measures;
mod pair;
mod parts;
mod reconcile;
mod reconciled;
mod reliability;
mod reports;
mod scores;
mod symmetry;

pub use asymmetry::{Asymmetry, AsymmetryBounds};
pub use decomposition::{GapDecomposition, GapTerm};
pub(crate) use flows::not_a_flow;
pub use flows::{Flows, LeftOut, NotAFlow};
pub use looks_mirrored::{Closeness, LooksMirrored};
pub use margin::{Convention, Margin, MarginRow};
pub use margin_model::{
    EstimatedMargin, FixedEffectsMargin, Route, UnitValueMargin, UnitValuePair, baci_margin,
};
pub use matched::{Matched, PairWeights};
pub use measures::Measures;
pub use pair::{Pair, Sides};
pub use parts::{Parts, Scaling};
pub use reconcile::{ReconciledPair, Reconciliation, Rule};
pub use reliability::{LeftOutOfAnova, Quality, ReportingQuality};
pub use reports::{Mirror, Reports, as_of, of};
pub use scores::{ReportingScore, ReportingScores, WeightBy};
pub use symmetry::{FlowSide, SymmetryIndex};
