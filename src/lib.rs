//! **Bilateral trade statistics**: what two countries trade, up how much, since when, and how sure
//! that is.
//!
//! ```
//! use bilateral::{
//!     Key, Period,
//!     area::{CHN, RUS},
//!     date, published,
//! };
//!
//! let releases = published::china_russia()?; // China Customs, US$, with dates and sources
//! let known = releases.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
//! let ytd = Period::january_to(2023, 4);
//!
//! assert_eq!(known.amount(ytd)?.to_string(), "73.148 billion US$, Jan-Apr 2023");
//! assert_eq!(known.published_growth(ytd)?.percent(1).to_string(), "+41.3 %");
//! assert_eq!(known.implied_base(ytd)?.to_string(), "51.749 to 51.787");
//! // on the base first published: 51.09
//! assert_eq!(known.growth(ytd)?.percent(1).to_string(), "+43.2 %");
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Contents, by question
//!
//! | asked | answered by |
//! |---|---|
//! | how much, for any span of months? | [`Series::amount`], [`Series::months`], [`Series::gaps`] |
//! | up how much? | [`Series::growth`], [`Series::published_growth`] and everything in [`growth`] |
//! | which part of the growth is whose? | [`Series::contributions`], [`contribution`] |
//! | on which base? do the figures agree? | [`Series::implied_base`], [`Series::growth_check`] |
//! | do published parts add up to published totals? | [`Series::residues`], [`Series::against_parts`] |
//! | what was known on a day, what was revised? | [`vintage`]: [`Releases`], [`vintage::History`] |
//! | in another currency? how much is the currency? | [`exchange`], [`Series::converted`] |
//! | is it true? | [`claim`]: [`claim::Claim::check`] |
//! | where will the year end, and how good is that method? | [`projection`], [`Series::project`], [`projection::Backtest`] |
//! | what do the next months bring, by a model of the months? | [`forecast`] |
//! | what do both sides say of one flow, and why not the same? | [`mirror`]: [`mirror::of`]; [`guide::two_reports`] |
//! | the same goods in another edition of the HS, in SITC or BEC? | [`concordance`]: [`concordance::convert`] |
//! | least squares with effects and clusters? | [`regression`] |
//! | what must the rest of the year do? | [`Series::required_growth`], [`Series::required_run_rate`] |
//! | whose share, how concentrated, which advantage? | [`indicator`], [`Series::share_in`], [`Series::balance_with`] |
//! | price or volume? how much in real terms? | [`mod@index`]: [`index::Basket`], [`Series::deflate`] |
//! | every pair of countries at once? | [`panel`], [`bulk`] |
//! | which rows count? which whole is meant? | [`guide::what_counts`] |
//! | what is in a file of an office? | `read`: `read::open` (feature `readers`) |
//! | as a file to go on with elsewhere? | [`bulk::Table`], [`panel::Panel::write_csv`] |
//! | what does "more than 40 %" say? | [`Figure`], [`Hedge`], [`Bounds`] |
//! | what, who, when, which way? | [`commodity`], [`area`], [`period`], [`key`] |
//! | how much energy is it? of what, measured how? | [`carrier`], [`energy`]: [`energy::EnergyTotal`] |
//! | in which unit? | [`mod@unit`] |
//!
//! # Rules of the numbers
//!
//! - Money and quantities are decimals, added exactly or not at all; rates are exact fractions
//!   until you round them by name. Floats are estimates, and live in [`forecast`], [`regression`]
//!   and [`projection`]; [`mirror`] takes weights and margins from them rounded once, by name.
//! - What is not defined is an [`Error`] that says why ([`Undefined`]): a month missing, a base of
//!   zero, a figure withheld. Never NaN, never a silent zero.
//! - A published figure keeps its digits and its hedge. 190 and 190.271 are different statements,
//!   and so are 40 % and "more than 40 %"; each is an interval, and results carry it on.
//! - Units, currencies, valuations and directions that differ do not add up; the error says what to
//!   convert first.
//!
//! # A first own series
//!
//! ```
//! use bilateral::{Key, Period, Series, area::{DEU, FRA}, unit::EUR};
//!
//! let exports = Series::new(Key::exports(DEU).to(FRA), EUR.million())
//!     .with("2023-Q1", "29810")?
//!     .with("2024-Q1", "29412")?;
//! assert_eq!(exports.growth(Period::quarter(2024, 1))?.percent(1).to_string(), "-1.3 %");
//! # Ok::<(), bilateral::Error>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::incompatible_msrv
)]

/// The programs of the README are run as tests.
#[cfg(all(doctest, feature = "readers"))]
#[doc = include_str!("../README.md")]
pub struct Readme;

pub mod guide;

#[cfg(feature = "readers")]
pub mod read;

pub mod published;

pub mod bulk;

pub mod panel;

pub mod claim;

pub mod mirror;

pub mod projection;

pub mod energy;

pub mod index;
pub mod indicator;

pub mod contribution;
pub mod exchange;
pub mod growth;
pub mod vintage;

pub mod concordance;

pub mod series;

pub mod forecast;
pub mod regression;

pub mod observation;

pub mod carrier;

pub mod area;
pub mod commodity;
pub mod key;
pub mod period;

pub mod number;
pub mod unit;

pub mod error;

// The tests of what is not public name the crate as any user does.
#[cfg(test)]
extern crate self as bilateral;

#[cfg(test)]
#[path = "../tests/inside/all.rs"]
#[allow(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::indexing_slicing)]
mod inside;

pub use area::Area;
pub use commodity::Commodity;
pub use error::{Error, ErrorKind, Undefined};
pub use growth::{Base, Growth};
pub use key::{Flow, Key, Valuation};
pub use number::{Bounds, Direction, Figure, Hedge, Ratio, Rounding};
pub use observation::{Observation, Status};
pub use period::{Day, Month, Period, PublicationDate, date, month};
pub use series::Series;
pub use unit::{Amount, Energy, Mass, Money, Supplementary, Volume};
pub use vintage::Releases;
