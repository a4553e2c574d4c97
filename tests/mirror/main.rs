//! The two reports of one flow, and the regression behind margins.

#[path = "../common/values.rs"]
mod values;

mod asymmetry;
mod flows;
mod gaps;
mod looks_mirrored;
mod margins;
mod parts;
mod reconciling;
mod reports;
mod shared;
