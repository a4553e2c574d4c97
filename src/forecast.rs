//! Models of consecutive periods: a slice of numbers in, the next ones out, with an interval where
//! the model has a spread of its own.
//!
//! They know nothing of trade: a month is a number, and what a year is the caller says. Which of
//! them a year of trade is projected with, and how good each is at that, stands in
//! [`projection`](crate::projection). Numbers are `f64`, since a forecast is an estimate.
//!
//! ```
//! use bilateral::forecast::{self, benchmark, scores};
//!
//! // Three years of quarters; the fourth quarter of each is strong.
//! let quarters = [80.0, 100.0, 90.0, 130.0, 84.0, 105.0, 94.0, 137.0, 88.0, 110.0, 99.0, 143.0];
//! let answer = forecast::stl_ets(&quarters, 4, 4)?;
//! assert!(answer.points()[3] > 1.2 * answer.points()[2]); // the season goes on
//!
//! // What came, and by how many percent of it each was off.
//! let came = [92.0, 116.0, 104.0, 150.0];
//! let simple = benchmark::seasonal_naive(&quarters, 4, 4)?;
//! assert!(scores::mape(&came, answer.points())? < scores::mape(&came, simple.points())?);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! | asked | function |
//! |---|---|
//! | the next periods, by a model that is good on monthly trade | [`level_and_drift`], [`stl_ets`], [`ets_on_logs`], [`theta`](fn@theta) |
//! | by any model of exponential smoothing, or the one the data choose | [`mod@ets`], [`ets_selected`] |
//! | what each of them must beat | [`mod@benchmark`] |
//! | the season taken out | [`mod@stl`], [`mod@decomposition`] |
//! | how good was a forecast? | [`mod@scores`] |

pub mod benchmark;
pub mod decomposition;
pub mod ets;
pub mod scores;
pub mod stl;

mod by_model;
mod drift;
mod ets_bulk;
mod ets_fit;
mod ets_gradient;
mod ets_kernel;
mod ets_model;
mod ets_parameters;
mod ets_run;
mod ets_start;
mod ets_state;
pub(crate) mod float;
mod holt_winters;
pub(crate) mod input;
mod optimise;
mod points;
pub(crate) mod quantile;
mod simulation;
pub(crate) mod student;
mod theta;

pub(crate) use by_model::stl_smoothing;
pub use by_model::{ets_on_logs, ets_selected, stl_ets};
pub(crate) use drift::LevelAndDrift;
pub use drift::level_and_drift;
pub(crate) use ets_bulk::holt_winters_lanes;
pub use points::{Forecast, ModelInterval};
#[cfg(test)]
pub(crate) use student::{student_probability, student_quantile};
pub use theta::{Theta, theta};
