//! Panels: their form, every bulk statistic against its scalar twin, what counts, what is written.

mod conflicts;
mod margins;
mod mirror;
mod editions;
mod panel;
mod panel_energy;
mod panel_form;
mod settled;
mod structure;
mod unchanged;
mod what_counts;
mod write;
mod years;
