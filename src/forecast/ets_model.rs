//! The eighteen models of exponential smoothing: error, trend and season, by name.

use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How the error enters: added to the fitted value, or as a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorForm {
    /// `y = fitted + e`
    Additive,
    /// `y = fitted (1 + e)`
    Multiplicative,
}

/// How the level moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Trend {
    /// It does not.
    None,
    /// By the trend.
    Additive,
    /// By the trend, which loses a part of its strength each period.
    Damped,
}

/// How the season enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Season {
    /// Not at all.
    None,
    /// Added to the level.
    Additive,
    /// As a factor of the level.
    Multiplicative,
}

/// One of the eighteen models; prints and parses as `ETS(A,Ad,M)`, and parses `AAdM` too.
///
/// ```
/// use bilateral::forecast::ets::{Model, Season, Trend};
/// let model: Model = "MAdM".parse()?;
/// assert_eq!(model.to_string(), "ETS(M,Ad,M)");
/// assert_eq!((model.trend(), model.season()), (Trend::Damped, Season::Multiplicative));
/// // alpha, beta, gamma, phi, level, trend, eleven months and the variance
/// assert_eq!(model.estimated(12), 18);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Model {
    pub(crate) error: ErrorForm,
    pub(crate) trend: Trend,
    pub(crate) season: Season,
}

impl Model {
    /// Simple exponential smoothing, `ETS(A,N,N)`.
    pub const SIMPLE: Model = Model::new(ErrorForm::Additive, Trend::None, Season::None);
    /// Holt's linear trend, `ETS(A,A,N)`.
    pub const HOLT: Model = Model::new(ErrorForm::Additive, Trend::Additive, Season::None);
    /// A level and a season, `ETS(A,N,A)`: on logarithms one of the best for monthly trade.
    pub const SEASONAL: Model = Model::new(ErrorForm::Additive, Trend::None, Season::Additive);
    /// Additive Holt-Winters, `ETS(A,A,A)`.
    pub const HOLT_WINTERS: Model =
        Model::new(ErrorForm::Additive, Trend::Additive, Season::Additive);

    /// A model of three parts.
    #[must_use]
    pub const fn new(error: ErrorForm, trend: Trend, season: Season) -> Model {
        Model { error, trend, season }
    }

    /// All eighteen, the simplest first.
    pub fn all() -> impl Iterator<Item = Model> {
        let seasons = [Season::None, Season::Additive, Season::Multiplicative];
        let trends = [Trend::None, Trend::Additive, Trend::Damped];
        let errors = [ErrorForm::Additive, ErrorForm::Multiplicative];
        seasons.into_iter().flat_map(move |season| {
            trends.into_iter().flat_map(move |trend| {
                errors.into_iter().map(move |error| Model::new(error, trend, season))
            })
        })
    }

    /// How the error enters.
    #[must_use]
    pub const fn error(self) -> ErrorForm {
        self.error
    }

    /// How the level moves on.
    #[must_use]
    pub const fn trend(self) -> Trend {
        self.trend
    }

    /// How the season enters.
    #[must_use]
    pub const fn season(self) -> Season {
        self.season
    }

    /// True for an additive error with a multiplicative season: its variance is not bounded where
    /// the level comes near zero. Such a model can be run and fitted, but is never selected.
    #[must_use]
    pub const fn is_unstable(self) -> bool {
        matches!((self.error, self.season), (ErrorForm::Additive, Season::Multiplicative))
    }

    /// True if the model makes sense for positive values only.
    #[must_use]
    pub const fn needs_positive(self) -> bool {
        matches!(self.error, ErrorForm::Multiplicative)
            || matches!(self.season, Season::Multiplicative)
    }

    /// How many numbers are estimated: parameters, first states (of the season one less than there
    /// are, since they add up to zero or to their number) and the variance. It is what information
    /// criteria count.
    #[must_use]
    pub const fn estimated(self, season: usize) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Additive => 2,
            Trend::Damped => 3,
        };
        let season = match self.season {
            Season::None => 0,
            _ if season == 0 => 1,
            // gamma and all states but one
            _ => season,
        };
        3_usize.saturating_add(trend).saturating_add(season)
    }

    /// The length of the season of this model among observations with `season` periods a year.
    pub(crate) fn length(self, season: usize) -> usize {
        if self.season == Season::None { 0 } else { season }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = if self.error == ErrorForm::Additive { "A" } else { "M" };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.season {
            Season::None => "N",
            Season::Additive => "A",
            Season::Multiplicative => "M",
        };
        write!(f, "ETS({error},{trend},{season})")
    }
}

impl FromStr for Model {
    type Err = Error;

    fn from_str(text: &str) -> Result<Model, Error> {
        let short =
            |model: &Model| model.to_string().replace(['(', ')', ','], "").replace("ETS", "");
        Model::all().find(|model| model.to_string() == text || short(model) == text).ok_or_else(|| {
            Error::parse(
                "a model of exponential smoothing",
                text,
                "write it as ETS(A,Ad,M) or AAdM: error A or M, trend N, A or Ad, season N, A or M",
            )
        })
    }
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Model, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Model {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
