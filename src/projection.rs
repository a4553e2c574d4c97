//! Where will the year end? The known months are kept, the rest is projected, and the naive answers are shown as what
//! they are.
//!
//! Closed forms only: they need the level so far, its base, and the year before. The default is the
//! [`fade`] with 0.6: growth so far carries on for the rest of the year at six tenths of its strength. Among the simple
//! methods it had the smallest error on monthly trade of large pairs; [`run_rate`] ignores the season and
//! [`prior_year_share`] takes a spring's growth for the year's.
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

mod interval;
mod methods;
mod series;

pub use interval::Interval;
pub use methods::{fade, fade_bounds, mean_share, prior_year_share, run_rate, seasonal_naive, shrunk_share};
pub use series::{Method, Projection};
