//! Editions of the Harmonized System, SITC and BEC: which codes hold the same goods, and how a
//! value passes from one edition to another without losing a unit.
//!
//! | asked | answered by |
//! |---|---|
//! | which codes share goods? | [`Table`]: rows as an office gives them, [shipped](Table::between) or read by a [`TableReader`] |
//! | which codes hold the same goods on both sides? | [`Table::groups`]: [`Group`], [`Kind`] |
//! | which share of a code goes where? | [`Conversion`]: [equal](Conversion::equal), [by reference](Conversion::by_reference), [preferred](Conversion::preferred), [given](Conversion::given), [estimated](Conversion::estimated) |
//! | over several editions? | [`Conversion::between`], [`Conversion::then`] |
//! | these values in the other edition? | [`convert()`], [`convert_amounts`], [`Conversion::series`] |
//! | growth across a change of edition? | [`to_groups`]: no weights |
//!
//! A split by weights is an assumption. What it touches is marked ([`Row::is_marked`]), every
//! result knows the codes it came from ([`Row::origins`]), and what could not be converted is
//! listed with its value and a [`Reason`].

mod chain;
mod conversion;
mod convert;
mod estimate;
mod grouped;
mod groups;
mod over_time;
mod packed;
mod reader;
mod reason;
mod solver;
mod split;
mod table;
mod weights;
mod workbook;

pub use conversion::{Conversion, Share, Weights};
pub(crate) use conversion::{Found, Line};
pub use convert::{Converted, Origin, Row, Unconverted, convert, convert_amounts};
pub use estimate::Reporter;
pub use grouped::{GroupValue, Grouped, to_groups};
pub use groups::{Group, Groups, Kind};
pub use over_time::ConvertedSeries;
pub use reader::TableReader;
pub use reason::Reason;
pub(crate) use reason::of_missing;
pub use table::Table;
