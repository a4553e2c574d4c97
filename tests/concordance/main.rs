//! Tables between classifications, and values that pass through them.

mod conversions;
mod tables;
