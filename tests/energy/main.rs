//! Carriers, conversion factors, energy flows and totals.

mod carriers;
mod energy;
mod units_asked;
