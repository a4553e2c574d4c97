//! Exponential smoothing in innovations form: eighteen models, given or fitted, and what follows
//! from them.
//!
//! A [`Model`] is an error, a trend and a season: `ETS(A,N,A)`. It is [run](Model::run) with given
//! [`Parameters`], or [fitted](Model::fit) to a history; [`select`] takes the
//! model with the least AICc, and lists the others with their AICc or the reason why they could not
//! be fitted. Either gives a [`Fit`]: fitted values, innovations, likelihood, the
//! next periods with analytic or simulated intervals.
//!
//! ```
//! use bilateral::forecast::ets::{Model, Parameters};
//!
//! let model: Model = "ETS(A,N,N)".parse()?;
//! let fit = model.run(&[12.0, 14.0, 13.0], 1, &Parameters::new(0.5)?)?;
//! assert_eq!(fit.fitted(), [12.0, 12.0, 13.0]);
//! assert_eq!(fit.forecast(2)?.points(), [13.0, 13.0]);
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Formula
//! With `ahead = level + phi trend`, the fitted value is `ahead`, `ahead + season` or `ahead *
//! season`, with the season of one year before. The error `e = y - fitted` moves the states: `level
//! = ahead + alpha e`, `trend = phi trend + beta e`, `season += gamma e`; with a multiplicative
//! season the first two take `e / season`, the last one `e / ahead`. Additive and multiplicative
//! errors move the states alike and differ in the innovation: `e`, or `e / fitted`. The
//! multiplicative trend is left out: it extrapolates exponentially.
//!
//! # Source
//! Hyndman, Koehler, Ord and Snyder, *Forecasting with Exponential Smoothing* (2008), chapters 2, 5
//! and 6.
//!
//! # Parameterisations
//! They are a common source of wrong numbers, so each is a type: [`Parameters`] (innovations form:
//! R `forecast::ets`, statsmodels `ETSModel`) and [`HoltWinters`] (R `stats::HoltWinters`). The
//! `beta` of statsmodels `ExponentialSmoothing` is `beta / alpha` of the innovations form.

pub use super::ets_fit::{Selection, select};
#[cfg(test)]
pub(crate) use super::ets_kernel::holt_winters_additive;
pub use super::ets_model::{ErrorForm, Model, Season, Trend};
#[cfg(test)]
pub(crate) use super::ets_parameters::Component;
pub use super::ets_parameters::{HoltWinters, Parameters};
#[cfg(test)]
pub(crate) use super::ets_run::Constants;
pub use super::ets_run::Fit;
#[cfg(test)]
pub(crate) use super::ets_state::State;
pub use super::holt_winters::{HoltWintersFit, holt_winters};
