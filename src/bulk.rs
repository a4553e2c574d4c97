//! The statistics of this crate for every cell of a panel in one call.
//!
//! Each is a method of [`Panel`](crate::panel::Panel), and of
//! [`PanelView`](crate::panel::PanelView) where two years of a large panel are enough; each equals
//! the function or the series method of the same name row for row. They use the view of a panel
//! alone, as another crate would.
//!
//! | asked | method | of |
//! |---|---|---|
//! | up how much is every cell? | [`growth`](crate::panel::Panel::growth) | single cells |
//! | and since January? over twelve months? | [`year_to_date`](crate::panel::Panel::year_to_date), [`rolling_12`](crate::panel::Panel::rolling_12) | single cells |
//! | the next months? where will the year end? | [`histories`](crate::panel::Panel::histories), [`Histories::project_years`] | single cells |
//! | what does each pair trade? both ways? | [`sums`](crate::panel::Panel::sums), [`pairs`](crate::panel::Panel::pairs), [`balances`](crate::panel::Panel::balances) | one label |
//! | what do both sides say of a flow? | [`mirror`](crate::panel::Panel::mirror): [`Mirrored`] | two labels |
//! | which partners, largest first? what is the rest? | [`partners`](crate::panel::Panel::partners), [`rests`](crate::panel::Panel::rests) | one label |
//! | whose share? which part of the growth? | [`shares`](crate::panel::Panel::shares), [`contributions`](crate::panel::Panel::contributions) | one label |
//! | how concentrated, with which advantage? | [`structure`](crate::panel::Panel::structure) | one label |
//! | what does carriage cost? | [`measured_margins`](crate::panel::Panel::measured_margins) | single cells |
//! | price or volume? | [`prices`](crate::panel::Panel::prices), [`bennet`](crate::panel::Panel::bennet) | pairs |
//! | how much energy? | [`energy`](crate::panel::Panel::energy) | one label |
//! | in the codes of another edition? | [`converted`](crate::panel::Panel::converted), [`to_groups`](crate::panel::Panel::to_groups) | single cells |
//!
//! Statistics of single cells look at a cell wherever it stands, as a part or as a total of other
//! rows. Statistics that add cells up never add a total to its parts, and never two labels of one
//! flow.

mod column;
mod concentration;
mod editions;
mod effects;
mod energy;
mod exact;
mod fates;
mod growth;
mod levels;
mod listed;
mod logarithm;
mod margins;
mod mirror;
mod mirror_floats;
mod mirror_left_out;
mod mirror_measures;
mod mirror_pairs;
mod mirror_reconciled;
mod mirror_sums;
mod pairs;
mod partners;
mod parts;
mod prices;
mod quotient;
mod recoded_rows;
mod reporters;
mod smoothing;
mod structure;
mod structure_of;
mod sums;
mod table;
mod wholes;
mod year_to_date;
mod years;

pub use column::Column;
pub use concentration::Concentration;
pub use editions::{NotRecoded, Recoded};
pub use effects::Bennet;
pub use growth::Growths;
pub use listed::Denominator;
pub use margins::MeasuredMargins;
pub use mirror::Mirrored;
pub use mirror_measures::{Asymmetries, AsymmetryMeasure};
pub use mirror_sums::MirrorSum;
pub use pairs::PairRow;
pub use partners::{Partner, Partners, RestRow};
pub use parts::{Shares, Whole};
pub use prices::{PriceRow, Prices};
pub use smoothing::{Histories, Smoothed, SmoothedRow};
pub use structure::{AdvantageRow, Structure, StructureRow};
pub use sums::{BalanceRow, SumRow};
pub use table::Table;
pub use year_to_date::YearToDate;
pub use years::ProjectedYears;
