//! Mirror statistics: the two reports of one flow.
//!
//! What an exporter reports as sold and what the importer reports as bought are two figures of one
//! flow. They differ: imports carry freight and insurance, goods travel through hubs, one side
//! withholds or does not report. This room puts the two side by side.

mod margin_model;
mod matched;
mod pair;
mod reliability;
mod scores;
mod symmetry;

pub use margin_model::{
    EstimatedMargin, FixedEffectsMargin, Route, UnitValueMargin, UnitValuePair, baci_margin,
};
pub use matched::{Matched, PairWeights};
pub use pair::{Pair, Sides};
pub use reliability::{LeftOutOfAnova, Quality, ReportingQuality};
pub use scores::{By, Score, Scores};
pub use symmetry::{Side, SymmetryIndex};
