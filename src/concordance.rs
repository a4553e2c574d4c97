//! Editions of the Harmonized System, SITC and BEC: which codes hold the same goods, and how a
//! value passes from one edition to another without losing a unit.
//!
//! | asked | answered by |
//! |---|---|
//! | which codes share goods? | [`CodeTable`]: rows as an office gives them, [shipped](CodeTable::between) or read by a [`CodeTableReader`] |
//! | which codes hold the same goods on both sides? | [`CodeTable::groups`]: [`CodeGroup`], [`GroupKind`] |
//! | which share of a code goes where? | [`CodeConversion`]: [equal](CodeConversion::equal), [by reference](CodeConversion::by_reference), [preferred](CodeConversion::preferred), [given](CodeConversion::given), [estimated](CodeConversion::estimated) |
//! | over several editions? | [`CodeConversion::between`], [`CodeConversion::then`] |
//! | these values in the other edition? | [`convert()`], [`convert_amounts`], [`CodeConversion::series`] |
//! | growth across a change of edition? | [`to_groups`]: no weights |
//! | the same of a panel? | [`Panel::converted`](crate::panel::Panel::converted), [`Panel::to_groups`](crate::panel::Panel::to_groups) |
//!
//! Editions of the Harmonized System go by the codes of UN Comtrade: `H6` is HS 2022, `H5` HS 2017,
//! `H4` HS 2012, `H3` HS 2007, `H2` HS 2002, `H1` HS 1996 and `H0` HS 1988/92. `"HS2022".parse()`
//! is `H6`, too.
//!
//! A split by weights is an assumption. What it touches is marked ([`ConvertedRow::is_marked`]),
//! every result knows the codes it came from ([`ConvertedRow::origins`]), and what could not be
//! converted is listed with its value and a [`UnconvertedReason`].

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

pub use conversion::{CodeConversion, Share, Weights};
pub(crate) use conversion::{Found, Line};
pub use convert::{ConvertedCodes, ConvertedRow, Origin, Unconverted, convert, convert_amounts};
pub use estimate::Reporter;
pub use grouped::{GroupValue, Grouped, to_groups};
pub use groups::{CodeGroup, CodeGroups, GroupKind};
pub use over_time::ConvertedSeries;
pub use reader::CodeTableReader;
pub use reason::UnconvertedReason;
pub(crate) use reason::of_missing;
pub use table::CodeTable;
