//! Smoothing parameters in the three forms in use, each a type of its own, and the way from one to
//! the other.
//!
//! Floats: parameters are estimates between 0 and 1. Held by
//! `parameters_survive_the_way_through_each_form` in `tests/inside/smoothing_laws.rs`.
#![allow(clippy::float_arithmetic)]

use crate::error::{Error, Undefined};
use crate::forecast::ets_model::{Model, Season, Trend};
use serde::{Deserialize, Serialize};

/// What the rounding of other software may add to a sum of parameters.
const SLACK: f64 = 1e-9;

/// Parameters of the innovations form, as in R `forecast::ets` and statsmodels `ETSModel`: each is
/// the part of the error that moves a state.
///
/// ```
/// use bilateral::forecast::ets::Parameters;
/// let damped = Parameters::new(0.3)?.with_beta(0.03)?.with_gamma(0.2)?.with_phi(0.95)?;
/// assert_eq!((damped.beta(), damped.phi()), (0.03, 0.95));
/// assert!(Parameters::new(0.3)?.with_beta(0.4).is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Four")]
pub struct Parameters {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) gamma: f64,
    pub(crate) phi: f64,
}

impl Parameters {
    /// The part of the error that moves the level; no trend, no season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub fn new(alpha: f64) -> Result<Parameters, Error> {
        within("alpha", alpha, 1.0)?;
        Ok(Parameters { alpha, beta: 0.0, gamma: 0.0, phi: 1.0 })
    }

    /// With the part of the error that moves the trend.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to alpha.
    pub fn with_beta(self, beta: f64) -> Result<Parameters, Error> {
        within("beta", beta, self.alpha)?;
        Ok(Parameters { beta, ..self })
    }

    /// With the part of the error that moves the season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1 - alpha.
    pub fn with_gamma(self, gamma: f64) -> Result<Parameters, Error> {
        within("gamma", gamma, 1.0 - self.alpha)?;
        Ok(Parameters { gamma, ..self })
    }

    /// With the part of the trend that is left after one period; 1 is a trend that is not damped.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub fn with_phi(self, phi: f64) -> Result<Parameters, Error> {
        within("phi", phi, 1.0)?;
        Ok(Parameters { phi, ..self })
    }

    /// The part of the error that moves the level.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The part of the error that moves the trend; 0 without one.
    #[must_use]
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// The part of the error that moves the season; 0 without one.
    #[must_use]
    pub fn gamma(&self) -> f64 {
        self.gamma
    }

    /// What is left of the trend after one period; 1 if it is not damped.
    #[must_use]
    pub fn phi(&self) -> f64 {
        self.phi
    }

    /// The same in component form.
    ///
    /// # Formula
    /// `beta_star = beta / alpha`
    ///
    /// # Undefined when
    /// Alpha is zero and beta is not ([`Undefined::DivisionByZero`]).
    #[cfg(test)]
    pub(crate) fn component(&self) -> Result<Component, Error> {
        Ok(Component {
            alpha: self.alpha,
            beta_star: self.beta_star()?,
            gamma: self.gamma,
            phi: self.phi,
        })
    }

    /// The same as R `stats::HoltWinters` has them, for an additive season or none.
    ///
    /// # Formula
    /// `beta_star = beta / alpha`, `gamma_hw = gamma / (1 - alpha)`
    ///
    /// # Undefined when
    /// Alpha is zero and beta is not, or alpha is one and gamma is not zero
    /// ([`Undefined::DivisionByZero`]). A damped trend is not known there
    /// ([`Invalid`](crate::ErrorKind::Invalid)).
    pub fn holt_winters(&self) -> Result<HoltWinters, Error> {
        if self.phi < 1.0 {
            return Err(Error::invalid(
                "phi",
                format!("it is {}, and stats::HoltWinters has no damped trend", self.phi),
            ));
        }
        let gamma_hw = quotient(self.gamma, 1.0 - self.alpha)?;
        Ok(HoltWinters { alpha: self.alpha, beta_star: self.beta_star()?, gamma_hw })
    }

    fn beta_star(&self) -> Result<f64, Error> {
        quotient(self.beta, self.alpha)
    }

    /// Refuses parameters of parts that the model has not.
    pub(crate) fn check(&self, model: Model) -> Result<(), Error> {
        let refuse = |name: &'static str, value: f64| {
            Err(Error::invalid(
                name,
                format!("it is {value}, and {model} does not have this parameter"),
            )
            .with_help("leave the parameter out, or take a model with that part"))
        };
        if model.trend == Trend::None && self.beta != 0.0 {
            return refuse("beta", self.beta);
        }
        if model.trend != Trend::Damped && self.phi < 1.0 {
            return refuse("phi", self.phi);
        }
        if model.season == Season::None && self.gamma != 0.0 {
            return refuse("gamma", self.gamma);
        }
        Ok(())
    }
}

/// Parameters of the component form, as in statsmodels `ExponentialSmoothing` and most textbooks:
/// each is the weight of the newest value in an average. `gamma` is the one of the innovations
/// form.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Component {
    alpha: f64,
    beta_star: f64,
    gamma: f64,
    phi: f64,
}

#[cfg(test)]
impl Component {
    /// The weight of the newest value in the level; no trend, no season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub(crate) fn new(alpha: f64) -> Result<Component, Error> {
        within("alpha", alpha, 1.0)?;
        Ok(Component { alpha, beta_star: 0.0, gamma: 0.0, phi: 1.0 })
    }

    /// With the weight of the newest change in the trend.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub(crate) fn with_beta_star(self, beta_star: f64) -> Result<Component, Error> {
        within("beta_star", beta_star, 1.0)?;
        Ok(Component { beta_star, ..self })
    }

    /// With the weight of the newest difference in the season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub(crate) fn with_gamma(self, gamma: f64) -> Result<Component, Error> {
        within("gamma", gamma, 1.0)?;
        Ok(Component { gamma, ..self })
    }

    /// With the part of the trend that is left after one period.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub(crate) fn with_phi(self, phi: f64) -> Result<Component, Error> {
        within("phi", phi, 1.0)?;
        Ok(Component { phi, ..self })
    }

    /// The weight of the newest change in the trend.
    #[must_use]
    pub(crate) fn beta_star(&self) -> f64 {
        self.beta_star
    }

    /// The weight of the newest difference in the season.
    #[must_use]
    pub(crate) fn gamma(&self) -> f64 {
        self.gamma
    }

    /// The same in innovations form.
    ///
    /// # Formula
    /// `beta = alpha * beta_star`
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if gamma is above 1 - alpha.
    pub(crate) fn innovations(&self) -> Result<Parameters, Error> {
        Parameters::new(self.alpha)?
            .with_beta(self.alpha * self.beta_star)?
            .with_gamma(self.gamma)?
            .with_phi(self.phi)
    }
}

/// Parameters of R `stats::HoltWinters`: the season is compared with the *new* level.
///
/// ```
/// use bilateral::forecast::ets::HoltWinters;
/// let parameters = HoltWinters::new(0.5)?.with_beta_star(0.5)?.with_gamma_hw(0.5)?.innovations()?;
/// assert_eq!((parameters.beta(), parameters.gamma()), (0.25, 0.25));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "HoltWintersThree")]
pub struct HoltWinters {
    pub(crate) alpha: f64,
    pub(crate) beta_star: f64,
    pub(crate) gamma_hw: f64,
}

impl HoltWinters {
    /// The weight of the newest value in the level; no trend, no season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub fn new(alpha: f64) -> Result<HoltWinters, Error> {
        within("alpha", alpha, 1.0)?;
        Ok(HoltWinters { alpha, beta_star: 0.0, gamma_hw: 0.0 })
    }

    /// With the weight of the newest change in the trend.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub fn with_beta_star(self, beta_star: f64) -> Result<HoltWinters, Error> {
        within("beta_star", beta_star, 1.0)?;
        Ok(HoltWinters { beta_star, ..self })
    }

    /// With the weight of the newest difference from the new level in the season.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) outside of 0 to 1.
    pub fn with_gamma_hw(self, gamma_hw: f64) -> Result<HoltWinters, Error> {
        within("gamma_hw", gamma_hw, 1.0)?;
        Ok(HoltWinters { gamma_hw, ..self })
    }

    /// The weight of the newest value in the level.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The weight of the newest change in the trend.
    #[must_use]
    pub fn beta_star(&self) -> f64 {
        self.beta_star
    }

    /// The weight of the newest difference from the new level in the season.
    #[must_use]
    pub fn gamma_hw(&self) -> f64 {
        self.gamma_hw
    }

    /// The same in innovations form, for an additive season or none. With a multiplicative season
    /// there is no such parameter: the season is divided by the new level there and by the old one
    /// here; [`holt_winters`](crate::forecast::ets::holt_winters) has it.
    ///
    /// # Formula
    /// `beta = alpha * beta_star`, `gamma = (1 - alpha) * gamma_hw`
    ///
    /// # Errors
    /// None for parameters that could be made.
    pub fn innovations(&self) -> Result<Parameters, Error> {
        Parameters::new(self.alpha)?
            .with_beta(self.alpha * self.beta_star)?
            .with_gamma((1.0 - self.alpha) * self.gamma_hw)
    }
}

fn within(name: &'static str, value: f64, most: f64) -> Result<(), Error> {
    // Written so that NaN is refused too.
    if value >= 0.0 && value <= most + SLACK && value <= 1.0 {
        return Ok(());
    }
    Err(Error::range(name, format!("{value} is not between 0 and {most}")).with_help(
        "check which software the parameters come from: Parameters and HoltWinters define them differently",
    ))
}

fn quotient(above: f64, below: f64) -> Result<f64, Error> {
    if above == 0.0 {
        Ok(0.0)
    } else if below > 0.0 {
        Ok((above / below).min(1.0))
    } else {
        Err(Undefined::DivisionByZero.into())
    }
}

/// Parameters as they are read, before they are checked.
#[derive(Deserialize)]
struct Four {
    alpha: f64,
    beta: f64,
    gamma: f64,
    phi: f64,
}

impl TryFrom<Four> for Parameters {
    type Error = Error;

    fn try_from(read: Four) -> Result<Parameters, Error> {
        Parameters::new(read.alpha)?
            .with_beta(read.beta)?
            .with_gamma(read.gamma)?
            .with_phi(read.phi)
    }
}

#[derive(Deserialize)]
struct HoltWintersThree {
    alpha: f64,
    beta_star: f64,
    gamma_hw: f64,
}

impl TryFrom<HoltWintersThree> for HoltWinters {
    type Error = Error;

    fn try_from(read: HoltWintersThree) -> Result<HoltWinters, Error> {
        HoltWinters::new(read.alpha)?.with_beta_star(read.beta_star)?.with_gamma_hw(read.gamma_hw)
    }
}
