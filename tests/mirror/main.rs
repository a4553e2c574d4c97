//! Both sides of a flow: reliability, margins, and the regression below them.

mod against_baci;
mod margin_models;
mod regression;
mod regression_laws;
mod reliability;
mod shared;
