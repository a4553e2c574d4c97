//! Weighted least squares: collinear regressors named, effects swept out, small-sample factors
//! chosen by name. Floats live here.
//!
//! | asked | answered by |
//! |---|---|
//! | coefficients of named columns | [`LeastSquares`], [`LeastSquaresFit::coefficient`] |
//! | which column says nothing of its own? | [`LeastSquaresFit::dropped`], [`Collinear`] |
//! | effects of exporters, importers, years, without their dummies | [`LeastSquares::effects`] |
//! | the effects themselves, summing to zero, with standard errors | [`MainEffects`], [`LevelEffect`] |
//! | standard errors: classical, robust, by cluster, with which factor | [`LeastSquaresFit::classical`], [`LeastSquaresFit::robust`], [`LeastSquaresFit::clustered`], [`SmallSample`] |
//! | which rows are outliers? | [`LeastSquaresFit::studentised`], [`LeastSquaresFit::cooks_distances`], [`LeastSquaresFit::leverages`] |
//! | columns of a factor whose effects sum to zero | [`sum_to_zero`] |
//!
//! Results are floats: they are estimates. They do not depend on the number of threads, and on the
//! order of rows only in the last digits (1e-9 of a result is promised,
//! tests/mirror/regression.rs).

mod coding;
mod covariance;
mod diagnostics;
mod fit;
mod least_squares;
mod main_effects;
mod normal;
mod sums;
mod sweep;
mod triangle;

pub use coding::{SumToZero, sum_to_zero};
pub use covariance::{Covariance, SmallSample};
pub use fit::{Collinear, LeastSquaresFit};
pub use least_squares::LeastSquares;
pub use main_effects::{EffectsFit, LevelEffect, MainEffects};
pub use sweep::Sweeps;

/// The mean of numbers, with a compensated sum.
pub(crate) fn mean_of(values: &[f64]) -> f64 {
    sums::mean(values, None)
}
