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
//! The models of the months, and the scores that judge them, are in [`forecast`](crate::forecast).
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
//!     "252.1 billion US$ in 2023, forecast, 80 % interval 224 to 286 \
//!  (from its errors in 4 earlier years and the prior), \
//!  scenarios 212 to 269; shrunk share 0.75, 2 full years known, from Jan-Apr 2023, \
//!  on the base implied by published growth, as known on 2023-05-24; 1 warning"
//! );
//! // +41.3 % was published on a base that had been revised since.
//! assert!(projection.warnings()[0].to_string().contains("51.749 to 51.787 billion US$"));
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! | asked | function | method |
//! |---|---|---|
//! | where will the year end? | [`fade`], [`shrunk_share`], [`mean_share`] | `project`, `project_by` |
//! | what do the naive answers say? | [`run_rate`], [`seasonal_naive_year`], [`prior_year_share`], [`trend`] | `lines` of a [`Projection`] |
//! | what do models of the months say? | those of [`forecast`](crate::forecast) | `project_by` |
//! | the partner has published more of it | | `nowcast`, `nowcast_by` |
//! | where will a sum end, its parts known to unlike months? | | [`Series::project_sum`](crate::Series::project_sum) |
//! | how sure is that? | | `interval`, `typical_error`, `band` |
//! | how good is a method? | [`scores`](crate::forecast::scores) | [`Backtest::of`], [`Backtest::of_releases`] |
//! | what if the rest grows at a given rate? | [`what_if`] | `what_if`, `path` |
//! | months from years and an indicator? | [`temporal`] | |
//! | do exports and imports add up to the total? | [`reconcile`] | |

pub mod temporal;

mod answer;
mod backtest;
mod bridge;
mod errors;
mod interval;
mod january;
mod method;
mod methods;
mod model;
mod months;
mod nowcast;
mod origin;
mod outside;
mod plain;
mod recipe;
mod reconcile;
mod scenario;
mod series;
mod total;
mod trend;
mod trials;

pub use answer::{Projection, Warning};
pub use backtest::Backtest;
pub use errors::PastError;
#[cfg(test)]
pub(crate) use interval::conformal_half_width;
pub(crate) use interval::{Basis, Spread};
pub use interval::{Interval, Prior};
pub use method::{Method, Strength};
pub use methods::{
    fade, fade_bounds, fade_geometric, fade_monthly, mean_share, prior_year_share, run_rate,
    seasonal_naive_year, shrunk_share,
};
pub use nowcast::Nowcast;
pub use outside::Outside;
pub(crate) use plain::PlainYear;
pub use reconcile::{Reconciled, reconcile};
pub use scenario::{Path, what_if};
pub use total::Total;
pub use trend::{adjusted_level, log_trend, trend};
pub use trials::{Difference, Score, Trial, Trials};
