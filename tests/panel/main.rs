//! Panels: their form, every bulk statistic against its scalar twin, what counts, what is written.

mod conflicts;
mod editions;
mod margins;
mod mirror;
mod panel;
mod panel_energy;
mod panel_form;
mod settled;
mod structure;
mod unchanged;
mod what_counts;
mod write;
mod years;
