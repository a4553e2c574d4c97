//! Carriers, conversion factors, energy flows and totals.

mod carriers;
mod energy;
