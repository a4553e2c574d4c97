//! Tables between classifications, and values that pass through them.

mod conversions;
mod estimates;
mod files;
mod laws;
mod over_time;
mod reasons;
mod tables;
