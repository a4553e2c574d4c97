//! Editions of the Harmonized System, SITC and BEC: which codes hold the same goods, and how a
//! value passes from one edition to another without losing a unit.
//!
//! | asked | answered by |
//! |---|---|
//! | which codes share goods? | [`Table`]: rows as an office gives them, shipped or read from a file |
//! | which codes hold the same goods on both sides? | [`Table::groups`]: [`Group`], [`Kind`] |
//! | which share of a code goes where? | [`Conversion`]: equal, by reference, preferred, given |
//! | over several editions? | [`Conversion::between`], [`Conversion::then`] |
//! | these values in the other edition? | [`convert`], [`convert_amounts`] |
//!
//! A split by weights is an assumption. What it touches is marked ([`Row::is_marked`]), every
//! result knows the codes it came from ([`Row::origins`]), and what could not be converted is
//! listed with its value and a [`Reason`].

mod chain;
mod conversion;
mod convert;
mod groups;
mod packed;
mod reason;
mod split;
mod table;
mod weights;

pub use conversion::{Conversion, Share, Weights};
pub(crate) use conversion::{Found, Line};
pub use convert::{Converted, Origin, Row, Unconverted, convert, convert_amounts};
pub use groups::{Group, Groups, Kind};
pub use reason::Reason;
pub(crate) use reason::of_missing;
pub use table::Table;
