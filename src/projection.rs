//! Where will the year end? The known months are kept, the rest is projected, and the naive answers are shown as what
//! they are.
//!
//! Closed forms need the level so far, its base, and the year before. The default is the
//! [`fade`] with 0.6: growth so far carries on for the rest of the year at six tenths of its strength. Among the simple
//! methods it had the smallest error on monthly trade of large pairs; [`run_rate`] ignores the season and
//! [`prior_year_share`] takes a spring's growth for the year's.
//!
//! Models see a slice of consecutive periods and give the next ones, a [`Forecast`]: [`theta`], [`stl_ets`], [`ets_on_logs`],
//! [`ets_selected`], all of [`mod@ets`], and the [`mod@benchmark`]s that each must beat. Seasonal adjustment: [`mod@stl`],
//! [`mod@decomposition`].
//!
//! ```
//! use bilateral::{Key, Period, area::{CHN, RUS}, date, published};
//!
//! let known = published::china_russia()?.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
//! let projection = known.project(Period::year(2023))?;
//! assert_eq!(
//!     projection.to_string(),
//!     "246.0 billion US$ in 2023, 80 % interval 221 to 275, scenarios 212 to 269; \
//!      fade 0.6 from Jan-Apr 2023, on the base implied by published growth"
//! );
//! # Ok::<(), bilateral::Error>(())
//! ```

pub mod benchmark;
pub mod decomposition;
pub mod ets;
pub mod stl;

mod by_model;
mod ets_bulk;
mod ets_fit;
mod ets_gradient;
mod ets_kernel;
mod ets_parameters;
mod ets_start;
mod ets_state;
mod forecast;
mod holt_winters;
mod input;
mod interval;
mod methods;
mod optimise;
mod quantile;
mod series;
mod simulation;
mod theta;

pub(crate) use ets_bulk::holt_winters_lanes;

pub use by_model::{ets_on_logs, ets_selected, stl_ets};
pub use forecast::{Forecast, ModelInterval};
pub use simulation::Simulation;
pub use theta::{Theta, theta};

pub use interval::Interval;
pub use methods::{fade, fade_bounds, mean_share, prior_year_share, run_rate, seasonal_naive, shrunk_share};
pub use series::{Method, Projection};
