//! Index numbers, changes taken apart, and indicators.

#[path = "../common/values.rs"]
mod values;

mod decompositions;
mod indicators;
mod indices;
mod small_cases;
