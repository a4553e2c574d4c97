//! Where will the year end? The known months are kept, the rest is projected, and the naive answers
//! are shown as what they are.
//!
//! [`Series::project`](crate::Series::project) takes the best method that the figures allow and
//! says which: a [`fade`] of growth so far where levels of the year before are all that is known, a
//! [`shrunk_share`] where the shares of the months are known of two years or more, and with the
//! months of five years or more the mean of that and of two models. [`Method`] lists them all, with
//! their measured errors; [`run_rate`] ignores the season and [`prior_year_share`] takes a spring's
//! growth for the year's. The interval comes from the method's own errors in earlier years,
//! the scenario band beside it says what is possible and not how likely it is, and
//! [`Backtest`] tries any method on any series.
//!
//! Models see a slice of consecutive periods and give the next ones, a [`Forecast`]:
//! [`theta`](fn@theta), [`stl_ets`], [`ets_on_logs`], [`ets_selected`], all of [`mod@ets`], and the
//! [`mod@benchmark`]s that each must beat. Seasonal adjustment: [`mod@stl`], [`mod@decomposition`].
//!
//! ```
//! use bilateral::{
//!     Key, Period,
//!     area::{CHN, RUS},
//!     date, published,
//! };
//!
//! let known =
//!     published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
//! let projection = known.project(Period::year(2023))?;
//! assert_eq!(
//!     projection.to_string(),
//!     "243.2 billion US$ in 2023, forecast, 80 % interval 207 to 288 \
//!  (from its errors in 4 earlier years, at least as wide as the prior: growth is beyond 35 %), \
//!  scenarios 212 to 269; shrunk share 0.6, 2 full years known, from Jan-Apr 2023, \
//!  on the base implied by published growth, as known on 2023-05-24"
//! );
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! | asked | function | method |
//! |---|---|---|
//! | where will the year end? | [`fade`], [`shrunk_share`], [`mean_share`] | `project`, `project_by` |
//! | what do the naive answers say? | [`run_rate`], [`seasonal_naive_year`], [`prior_year_share`], [`trend`] | `lines` of a [`Projection`] |
//! | what do models of the months say? | [`theta`](fn@theta), [`ets_on_logs`], [`stl_ets`] | `project_by` |
//! | how sure is that? | | `interval`, `typical_error`, `band` |
//! | how good is a method? | [`scores`] | [`Backtest::of`], [`Backtest::of_releases`] |
//! | what if the rest grows at a given rate? | [`what_if`] | `what_if`, `path` |
//! | months from years and an indicator? | [`temporal`] | |
//! | do exports and imports add up to the total? | [`reconcile`] | |

pub mod benchmark;
pub mod decomposition;
pub mod ets;
pub mod scores;
pub mod stl;
pub mod temporal;

mod answer;
mod backtest;
mod by_model;
mod errors;
mod ets_bulk;
mod ets_fit;
mod ets_gradient;
mod ets_kernel;
mod ets_parameters;
mod ets_start;
mod ets_state;
mod float;
mod forecast;
mod holt_winters;
mod input;
mod interval;
mod january;
mod method;
mod methods;
mod model;
mod months;
mod optimise;
mod origin;
mod quantile;
mod reconcile;
mod scenario;
mod series;
mod simulation;
mod student;
mod theta;
mod trend;
mod trials;

pub(crate) use ets_bulk::holt_winters_lanes;

pub use answer::{Projection, Warning};
pub use backtest::Backtest;
pub use by_model::{ets_on_logs, ets_selected, stl_ets};
pub use errors::PastError;
pub use forecast::{Forecast, ModelInterval};
#[cfg(test)]
pub(crate) use interval::conformal_half_width;
pub(crate) use interval::{Basis, Spread};
pub use interval::{Interval, Prior};
pub use method::{Method, Strength};
pub use methods::{
    fade, fade_bounds, fade_geometric, fade_monthly, mean_share, prior_year_share, run_rate,
    seasonal_naive_year, shrunk_share,
};
pub use reconcile::{Reconciled, reconcile};
pub use scenario::{Path, what_if};
#[cfg(test)]
pub(crate) use student::{student_probability, student_quantile};
pub use theta::{Theta, theta};
pub use trend::{adjusted_level, log_trend, trend};
pub use trials::{Difference, Score, Trial, Trials};
