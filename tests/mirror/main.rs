//! The two reports of one flow: gaps, margins, reliability, and the regression below them.

#[path = "../common/values.rs"]
mod values;

mod against_baci;
mod asymmetry;
mod cases;
mod flows;
mod gaps;
mod looks_mirrored;
mod margin_models;
mod margins;
mod parts;
mod reconciling;
mod regression;
mod regression_laws;
mod reliability;
mod reports;
mod shared;
