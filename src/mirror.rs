//! Mirror statistics: the two reports of one flow.
//!
//! What an exporter reports as sold and what the importer reports as bought are two figures of one
//! flow. They differ: imports carry freight and insurance, goods travel through hubs, one side
//! withholds or does not report. This room puts the two side by side.

mod pair;

pub use pair::{Pair, Sides};
