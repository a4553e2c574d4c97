//! Index numbers, changes taken apart, and indicators.

mod decompositions;
mod indicators;
mod indices;
