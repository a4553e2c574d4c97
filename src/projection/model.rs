//! The models of this room, as the projection of a year asks for them: the sum of the months left.
#![allow(clippy::float_arithmetic)]

use crate::error::Error;
use crate::forecast::ets::{Fit, Model, select};
use crate::forecast::{Forecast, Theta, ets_on_logs, ets_selected, stl_ets, theta};
use crate::projection::Method;

/// What a model expects of those of the next months that are `open`, together.
///
/// # Errors
/// Where the model has no answer of its own: projections have simpler methods than the kernels fall
/// back on.
pub(crate) fn rest(
    method: &Method,
    history: &[f64],
    season: usize,
    open: &[bool],
) -> Result<f64, Error> {
    let forecast = forecast(method, history, season, open.len())?;
    Ok(forecast.points().iter().zip(open).filter(|(_, open)| **open).map(|(point, _)| point).sum())
}

/// The parameters that were fitted to the months, each with its name.
pub(crate) fn parameters(
    method: &Method,
    history: &[f64],
    season: usize,
) -> Result<Vec<(String, f64)>, Error> {
    let logarithms = || history.iter().map(|value| value.ln()).collect::<Vec<_>>();
    let named = |name: &str, value: f64| (format!("{method}: {name}"), value);
    let smoothing = |fit: &Fit| {
        let fitted = fit.parameters();
        vec![
            named("alpha", fitted.alpha()),
            named("beta", fitted.beta()),
            named("gamma", fitted.gamma()),
        ]
    };
    Ok(match method {
        Method::Theta => {
            let fit = Theta::fit(history, season)?;
            vec![named("alpha", fit.alpha()), named("drift", fit.drift())]
        }
        Method::LogEts => smoothing(&Model::SEASONAL.fit(&logarithms(), season)?),
        Method::SelectedEts => smoothing(select(history, season)?.fit()),
        _ => Vec::new(),
    })
}

/// What a model says of the next `horizon` months, by itself.
pub(crate) fn forecast(
    method: &Method,
    history: &[f64],
    season: usize,
    horizon: usize,
) -> Result<Forecast, Error> {
    let forecast = match method {
        Method::Theta => theta(history, season, horizon),
        Method::LogEts => ets_on_logs(history, season, horizon),
        Method::Stl => stl_ets(history, season, horizon),
        Method::SelectedEts => ets_selected(history, season, horizon),
        other => Err(Error::invalid(
            "a model of the months",
            format!("the method “{other}” is not a model"),
        )),
    }?;
    match forecast.reason() {
        None => Ok(forecast),
        Some(reason) => Err(Error::invalid("the history of a model", reason).about(method)),
    }
}
