//! A model that has seen a history, and what follows from it.
//!
//! Floats: fitted values and likelihoods are estimates. Integer arithmetic counts observations.
//! Held by `tests/inside/smoothing.rs` (R and statsmodels) and `nothing_is_ever_infinite` in
//! `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, Undefined, counted};
use crate::forecast::ets_kernel::{Line, additive, multiplicative};
use crate::forecast::ets_model::{ErrorForm, Model, Season};
use crate::forecast::ets_parameters::Parameters;
use crate::forecast::ets_state::State;
use crate::forecast::input::{check_seasonal, count, is_positive};
use serde::Serialize;
use std::f64::consts::PI;

/// Whose constants a likelihood and a variance have. They differ by numbers that depend on nothing
/// but the length of the history, so models are ranked alike by both, and a value of one must not
/// be compared with one of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constants {
    /// R `forecast::ets`: `-n/2 log(sum e^2) - [M] sum log|fitted|`; variance `sum e^2 / (n -
    /// estimated + 1)`.
    R,
    /// statsmodels: `-n/2 (log(2 pi sum e^2 / n) + 1) - [M] sum log|fitted|`; variance `sum e^2 /
    /// n`.
    #[cfg_attr(not(test), allow(dead_code))] // for the reference values of statsmodels
    Statsmodels,
}

/// A model that has seen a history, with parameters that were given or estimated. It knows all that
/// follows from them.
///
/// ```
/// use bilateral::forecast::ets::{Model, Parameters};
/// let fit = Model::SIMPLE.run(&[10.0, 12.0, 11.0, 13.0], 1, &Parameters::new(0.5)?)?;
/// assert_eq!(fit.innovations(), [0.0, 2.0, 0.0, 2.0]);
/// assert_eq!(fit.sum_of_squares(), 8.0);
/// // Level and alpha are estimated from four observations: two degrees are left, as in R.
/// assert_eq!(fit.variance()?, 4.0);
/// assert!((fit.log_likelihood()? - -2.0 * 8.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    pub(crate) model: Model,
    pub(crate) season: usize,
    pub(crate) parameters: Parameters,
    start: State,
    pub(crate) last: State,
    fitted: Vec<f64>,
    innovations: Vec<f64>,
    sum_of_squares: f64,
    mean_squared_error: f64,
    sum_of_logs: f64,
    /// The mean size of the history, against which a sum of squares counts as zero.
    size: f64,
}

impl Model {
    /// Runs the model over a history with `season` periods a year, with given parameters, from the
    /// simple first state of the history: without a season the first value, and the first
    /// difference as trend; with one the mean of the first year, the mean change to the second one,
    /// and the first year around its mean.
    ///
    /// # Formula
    /// See the [module](crate::forecast::ets).
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a history that is not finite or too short for its
    /// first state, or parameters and trends the model has not; [`Undefined::NotPositive`] where a
    /// model with factors or relative errors meets a fitted value, a level or a factor that is not
    /// above zero.
    ///
    /// # Rounding
    /// Binary; the order of operations is fixed, so equal input gives equal bits.
    ///
    /// # Example
    /// See [`Fit`].
    pub fn run(self, y: &[f64], season: usize, parameters: &Parameters) -> Result<Fit, Error> {
        self.run_from(y, season, parameters, &State::simple(self, y, season)?)
    }

    /// The same from a given first state.
    ///
    /// # Errors
    /// As [`run`](Model::run); [`Mismatch`](crate::ErrorKind::Mismatch) for a state with the wrong
    /// number of seasons.
    pub(crate) fn run_from(
        self,
        y: &[f64],
        season: usize,
        parameters: &Parameters,
        start: &State,
    ) -> Result<Fit, Error> {
        check_seasonal(y, season)?;
        parameters.check(self)?;
        start.check(self, season)?;
        let mut fit = Fit {
            model: self,
            season,
            parameters: *parameters,
            start: start.clone(),
            last: start.clone(),
            fitted: Vec::with_capacity(y.len()),
            innovations: Vec::with_capacity(y.len()),
            sum_of_squares: 0.0,
            mean_squared_error: 0.0,
            sum_of_logs: 0.0,
            size: y.iter().map(|value| value.abs()).sum::<f64>() / count(y.len()),
        };
        let mut line = Line { level: start.level, trend: start.trend };
        let relative = self.error == ErrorForm::Multiplicative;
        let mut least = f64::INFINITY;
        let (mut sum, mut absolute) = (0.0, 0.0);
        let mut keep = |fitted: f64, error: f64| {
            let innovation = if relative { error / fitted } else { error };
            if relative {
                least = least.min(fitted);
                fit.sum_of_logs += fitted.abs().ln();
            }
            sum += innovation * innovation;
            absolute += error * error;
            fit.fitted.push(fitted);
            fit.innovations.push(innovation);
        };
        match self.season {
            Season::None => additive(y, parameters, &mut line, &mut [0.0], keep),
            Season::Additive => additive(y, parameters, &mut line, &mut fit.last.season, keep),
            Season::Multiplicative => {
                let mut smallest = f64::INFINITY;
                multiplicative(
                    y,
                    parameters,
                    &mut line,
                    &mut fit.last.season,
                    |fitted, error, factor| {
                        // The level ahead has the sign of the fitted value if the factor is
                        // positive.
                        smallest = smallest.min(factor).min(fitted);
                        keep(fitted, error);
                    },
                );
                least = least.min(smallest);
            }
        }
        (fit.sum_of_squares, fit.mean_squared_error) = (sum, absolute / count(y.len()));
        (fit.last.level, fit.last.trend) = (line.level, line.trend);
        fit.last.turn(y.len());
        let states = fit.last.level.abs()
            + fit.last.trend.abs()
            + fit.last.season.iter().map(|s| s.abs()).sum::<f64>();
        if !is_positive(least) || !(sum + absolute + states + fit.sum_of_logs).is_finite() {
            return Err(Error::from(Undefined::NotPositive)
                .about(format!("{self}"))
                .with_help("take a model with additive error and season, or other parameters"));
        }
        Ok(fit)
    }
}

impl Fit {
    /// The model.
    #[must_use]
    pub fn model(&self) -> Model {
        self.model
    }

    /// How many periods a year has; 1 without a season.
    #[must_use]
    pub fn season(&self) -> usize {
        self.season
    }

    /// The parameters, given or estimated.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The state before the first period, given or estimated.
    #[cfg(test)]
    pub(crate) fn start(&self) -> &State {
        &self.start
    }

    /// The state after the last period.
    #[cfg(test)]
    pub(crate) fn last(&self) -> &State {
        &self.last
    }

    /// What was expected of each period one period before, in the unit of the history.
    #[must_use]
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// What was not: `y - fitted`, or that as a part of `fitted` where the error is multiplicative.
    #[must_use]
    pub fn innovations(&self) -> &[f64] {
        &self.innovations
    }

    /// The sum of squared innovations.
    #[must_use]
    pub fn sum_of_squares(&self) -> f64 {
        self.sum_of_squares
    }

    /// The mean of `(y - fitted)^2`, whatever the form of the error.
    #[must_use]
    pub fn mean_squared_error(&self) -> f64 {
        self.mean_squared_error
    }

    /// How many numbers the model estimates, the variance included; see [`Model::estimated`]. Given
    /// numbers count as well, as they do in R: someone has estimated them.
    #[must_use]
    pub fn estimated(&self) -> usize {
        self.model.estimated(self.season)
    }

    /// The variance of the innovations.
    ///
    /// # Formula
    /// `sum e^2 / (n - p + 1)` with `p` numbers [estimated](Fit::estimated), as R `forecast::ets`
    /// has it.
    ///
    /// # Undefined when
    /// No degree of freedom is left ([`Undefined::DivisionByZero`]).
    pub fn variance(&self) -> Result<f64, Error> {
        self.variance_by(Constants::R)
    }

    pub(crate) fn variance_by(&self, constants: Constants) -> Result<f64, Error> {
        match constants {
            Constants::Statsmodels => Ok(self.sum_of_squares / count(self.innovations.len())),
            Constants::R => self.over(self.estimated().saturating_sub(1)),
        }
    }

    /// The variance that intervals rest on: the variance itself counts among the numbers estimated,
    /// so it is a little greater than the one R prints.
    ///
    /// # Formula
    /// `sum e^2 / (n - p)` with `p` numbers [estimated](Fit::estimated), as in R `forecast`.
    ///
    /// # Undefined when
    /// No degree of freedom is left ([`Undefined::DivisionByZero`]).
    pub fn interval_variance(&self) -> Result<f64, Error> {
        self.over(self.estimated())
    }

    /// The sum of squares over the number of observations less the number of estimated parameters.
    fn over(&self, estimated: usize) -> Result<f64, Error> {
        let n = self.innovations.len();
        match n.checked_sub(estimated) {
            Some(left @ 1..) => Ok(self.sum_of_squares / count(left)),
            _ => Err(Error::from(Undefined::DivisionByZero)
                .about(format!("the variance of {}", self.model))
                .with_help(format!(
                    "take a simpler model, since {} are estimated from {}",
                    counted(estimated, "number"),
                    counted(n, "observation")
                ))),
        }
    }

    /// The Gaussian log-likelihood with the variance concentrated out.
    ///
    /// # Formula
    /// `-n/2 log(sum e^2) - [M] sum log|fitted|`, the second term for relative errors, as R
    /// `forecast::ets` has it. That of statsmodels differs by a number that depends on the length
    /// of the history alone.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if all innovations are zero: the likelihood of a
    /// perfect fit has no bound.
    pub fn log_likelihood(&self) -> Result<f64, Error> {
        self.log_likelihood_by(Constants::R)
    }

    pub(crate) fn log_likelihood_by(&self, constants: Constants) -> Result<f64, Error> {
        if !is_positive(self.sum_of_squares) {
            return Err(Error::invalid(
                "the sum of squares",
                "it is 0, and the likelihood of a perfect fit has no bound",
            )
            .with_help("report that the model fits without error"));
        }
        Ok(self.log_likelihood_of(self.sum_of_squares, constants))
    }

    fn log_likelihood_of(&self, sum: f64, constants: Constants) -> f64 {
        let n = count(self.innovations.len());
        let own = match constants {
            Constants::R => sum.ln(),
            Constants::Statsmodels => (2.0 * PI * sum / n).ln() + 1.0,
        };
        -n / 2.0 * own - self.sum_of_logs
    }

    /// Akaike's criterion, `2 p - 2 log L` with `p` numbers [estimated](Fit::estimated).
    ///
    /// # Errors
    /// As [`log_likelihood`](Fit::log_likelihood).
    pub fn aic(&self) -> Result<f64, Error> {
        self.aic_by(Constants::R)
    }

    pub(crate) fn aic_by(&self, constants: Constants) -> Result<f64, Error> {
        Ok(2.0 * count(self.estimated()) - 2.0 * self.log_likelihood_by(constants)?)
    }

    /// The same with the correction for short histories, `2 p (p + 1) / (n - p - 1)` more.
    ///
    /// # Undefined when
    /// As [`log_likelihood`](Fit::log_likelihood); `n - p - 1` is not positive
    /// ([`Undefined::DivisionByZero`]).
    pub fn aicc(&self) -> Result<f64, Error> {
        self.aicc_by(Constants::R)
    }

    pub(crate) fn aicc_by(&self, constants: Constants) -> Result<f64, Error> {
        let correction = self.correction()?;
        Ok(self.aic_by(constants)? + correction)
    }

    /// The criterion of Schwarz, `p log n - 2 log L`.
    ///
    /// # Errors
    /// As [`log_likelihood`](Fit::log_likelihood).
    pub fn bic(&self) -> Result<f64, Error> {
        self.bic_by(Constants::R)
    }

    pub(crate) fn bic_by(&self, constants: Constants) -> Result<f64, Error> {
        let n = count(self.innovations.len());
        Ok(count(self.estimated()) * n.ln() - 2.0 * self.log_likelihood_by(constants)?)
    }

    fn correction(&self) -> Result<f64, Error> {
        let p = self.estimated();
        match self.innovations.len().checked_sub(p + 1) {
            Some(left @ 1..) => Ok(2.0 * count(p) * count(p + 1) / count(left)),
            _ => Err(Error::from(Undefined::DivisionByZero)
                .about(format!("the AICc of {}", self.model))
                .with_help(format!(
                    "take a simpler model, since {} are estimated from {}",
                    counted(p, "number"),
                    counted(self.innovations.len(), "observation")
                ))),
        }
    }

    /// What models are ranked by: the AICc, with errors that are nothing but rounding taken for
    /// equal, so that of several models without error the simplest comes first.
    ///
    /// # Errors
    /// As [`aicc`](Fit::aicc), but for a fit without error.
    pub(crate) fn rank(&self) -> Result<f64, Error> {
        let unit = if self.model.error == ErrorForm::Multiplicative { 1.0 } else { self.size };
        let nothing = (1e-13 * unit).powi(2) * count(self.innovations.len());
        let sum = self.sum_of_squares.max(nothing).max(f64::MIN_POSITIVE);
        let aic = 2.0 * count(self.estimated()) - 2.0 * self.log_likelihood_of(sum, Constants::R);
        Ok(aic + self.correction()?)
    }
}
