//! The models of the room `forecast`, as the projection of a year asks for them: the sum of the
//! months left.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::forecast::ets::{Fit, Model, select};
use crate::forecast::{
    Forecast, LevelAndDrift, Theta, ets_on_logs, ets_selected, stl_ets, stl_smoothing, theta,
};

/// Parameters, each with its name.
type Parameters = Vec<(&'static str, f64)>;

/// A model of the months.
#[derive(Debug)]
pub(crate) struct MonthModel {
    /// What it says of the next periods, given a history, the length of its season and their
    /// number.
    forecast: fn(&[f64], usize, usize) -> Result<Forecast, Error>,
    /// What it fits to a history.
    parameters: fn(&[f64], usize) -> Result<Parameters, Error>,
}

/// The fewest full years of months that a model is asked with.
pub(crate) const FEWEST_YEARS: usize = 3;

pub(crate) static THETA: MonthModel = MonthModel {
    forecast: theta,
    parameters: |history, season| {
        let fit = Theta::fit(history, season)?;
        Ok(vec![("alpha", fit.alpha()), ("drift", fit.drift())])
    },
};

pub(crate) static LOG_ETS: MonthModel = MonthModel {
    forecast: ets_on_logs,
    parameters: |history, season| {
        Ok(smoothing(&Model::SEASONAL.fit(&logarithms(history), season)?))
    },
};

pub(crate) static STL: MonthModel = MonthModel {
    forecast: stl_ets,
    parameters: |history, season| {
        let (_, fit) = stl_smoothing(&logarithms(history), season)?;
        Ok(vec![("alpha", fit.parameters().alpha())])
    },
};

pub(crate) static LEVEL_AND_DRIFT: MonthModel = MonthModel {
    forecast: |history, season, horizon| {
        LevelAndDrift::fit(history, season, first_piece(season))?.forecast(horizon)
    },
    parameters: |history, season| {
        let fit = LevelAndDrift::fit(history, season, first_piece(season))?;
        Ok(vec![("alpha", fit.alpha), ("drift", fit.drift), ("part of the season", fit.kept)])
    },
};

/// How many months the first piece of a year holds: January and February are one of eleven.
fn first_piece(season: usize) -> f64 {
    if season == 11 { 2.0 } else { 1.0 }
}

fn logarithms(history: &[f64]) -> Vec<f64> {
    history.iter().map(|value| value.ln()).collect()
}

pub(crate) static SELECTED_ETS: MonthModel = MonthModel {
    forecast: ets_selected,
    parameters: |history, season| Ok(smoothing(select(history, season)?.fit())),
};

fn smoothing(fit: &Fit) -> Parameters {
    let fitted = fit.parameters();
    vec![("alpha", fitted.alpha()), ("beta", fitted.beta()), ("gamma", fitted.gamma())]
}

impl MonthModel {
    /// What it says of the next `horizon` months, by itself.
    ///
    /// # Errors
    /// Where it has no answer of its own: projections have simpler methods than the kernels fall
    /// back on.
    pub(crate) fn forecast(
        &self,
        history: &[f64],
        season: usize,
        horizon: usize,
    ) -> Result<Forecast, Error> {
        let forecast = (self.forecast)(history, season, horizon)?;
        match forecast.reason() {
            None => Ok(forecast),
            Some(reason) => Err(Error::invalid("the history of a model", reason)),
        }
    }

    /// What it expects of those of the next months that are `open`, together.
    ///
    /// # Errors
    /// As [`forecast`](MonthModel::forecast).
    pub(crate) fn rest(&self, history: &[f64], season: usize, open: &[bool]) -> Result<f64, Error> {
        let forecast = self.forecast(history, season, open.len())?;
        let points = forecast.points().iter().zip(open);
        Ok(points.filter(|(_, open)| **open).map(|(point, _)| point).sum())
    }

    /// The parameters that it fits to the months, each with its name.
    ///
    /// # Errors
    /// As the model.
    pub(crate) fn parameters(&self, history: &[f64], season: usize) -> Result<Parameters, Error> {
        (self.parameters)(history, season)
    }
}
