//! The guide: a page for each thing that a user of trade statistics has to decide, each with
//! programs that run.
//!
//! - [What counts](what_counts): parts, totals and rests; which whole a share rests on.
//! - [Why two reports differ](two_reports): exporter against importer, the gap taken apart.

pub mod two_reports;
pub mod what_counts;
