//! The guide: a page for each thing that a user of trade statistics has to decide, each with
//! programs that run.
//!
//! - [What counts](what_counts): parts, totals and rests; which whole a share rests on.

pub mod what_counts;
