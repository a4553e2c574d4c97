//! Every pair in the world at once: exact columns of any number of cells.
//!
//! A [`Panel`] holds one row for each (period, flow label, reporter, partner, commodity) with a
//! value, and a quantity where one is known. Values are whole numbers of `10^-places` of one unit,
//! so sums are exact and no result depends on the order in which rows arrived or on the number of
//! threads. What has no row is *missing*, never zero. The statistics for all cells in one call are
//! in [`bulk`](crate::bulk).
//!
//! ```
//! use bilateral::{
//!     Key, Period, Rounding,
//!     area::{CHN, DEU, RUS},
//!     panel::PanelBuilder,
//!     unit::USD,
//! };
//!
//! let mut rows = PanelBuilder::new(USD.million(), 3)?;
//! for (key, period, value) in [
//!     (Key::exports(CHN).to(RUS), Period::year(2021), "67565"),
//!     (Key::exports(CHN).to(RUS), Period::year(2022), "76123"),
//!     (Key::exports(RUS).to(CHN), Period::year(2022), "114149.5"),
//!     (Key::exports(DEU).to(CHN), Period::year(2022), "0"),
//! ] {
//!     rows.push(key, period, value.parse::<bilateral::number::Decimal>().unwrap_or_default())?;
//! }
//! let panel = rows.build()?;
//! assert_eq!(
//!     panel.amount(&Key::exports(RUS).to(CHN), Period::year(2022))?.to_string(),
//!     "114149.500 million US$"
//! );
//!
//! let growth = panel.growth(6, Rounding::HalfEven)?;
//! let row = panel.find(&Key::exports(CHN).to(RUS), Period::year(2022))?.part()?;
//! assert_eq!(growth.growth(row)?.to_string(), "0.126663");
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Words
//! A **row** is a cell with its value in one period. A **run** is the rows that share all but the
//! commodity; a **group** is what they share besides the period: flow label, reporter, partner. A
//! **cell** is a group and a commodity, in one period or over all. A **piece** is some whole runs
//! of a period, the share of one thread.
//!
//! # Parts and totals
//! Files hold rows that hold other rows: the World over countries, all goods over chapters, a year
//! over its months. A panel keeps them apart. Its rows are *parts*, which hold no other row of the
//! data; the *totals* stand in [`Panel::reported`], a panel of the same form. Which is which is
//! decided cell by cell: a World that stands alone is a part.
//!
//! ```
//! use bilateral::{
//!     Key, Period,
//!     area::{CHN, DEU, RUS, WORLD},
//!     panel::{Cell, PanelBuilder},
//!     unit::USD,
//! };
//!
//! let mut rows = PanelBuilder::new(USD.billion(), 0)?;
//! for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 3380)] {
//!     rows.push(Key::exports(CHN).to(partner), Period::year(2023), value.into())?;
//! }
//! let panel = rows.build()?;
//! assert_eq!(panel.len(), 2); // Germany and Russia: the World is no further partner
//! let world = panel.find(&Key::exports(CHN).to(WORLD), Period::year(2023))?;
//! assert_eq!(world, Cell::Total(0));
//! assert_eq!(panel.value(world).unwrap().to_string(), "3380");
//! assert_eq!(panel.reported().map(|totals| totals.len()), Some(1));
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Order of rows
//! Rows stand by period, then flow label, reporter, partner and commodity, each in the order of its
//! codes. They can arrive in any order. Results of cells stand in the same order as the rows.
//!
//! # For other crates
//! [`Panel::view`] lends the columns as slices, for all periods or some; [`Panel::into_columns`]
//! gives them away. The statistics of this crate are built on the view.

mod account;
mod build;
mod cells;
mod columns;
mod detail;
mod editions;
mod find;
mod form;
mod gather;
mod holds;
mod labels;
mod lay;
mod merge;
pub(crate) mod parallel;
mod recode;
mod reshape;
mod rests;
mod rules;
mod settle;
mod sort;
mod view;

pub use account::{Account, Line, Reason, SetAside};
pub use build::PanelBuilder;
pub use columns::Columns;
pub use detail::{Detail, Marks};
pub use find::{Cell, Miss};
#[cfg(feature = "readers")]
pub(crate) use gather::{Gather, Shared};
pub(crate) use holds::wider_codes;
pub(crate) use labels::Id;
pub use labels::{Codes, CodesView, Group};
#[cfg(feature = "readers")]
pub(crate) use lay::lay;
pub(crate) use recode::NewRows;
pub use rests::Breakdown;
pub(crate) use rests::{Rest, beyond_rounding};
#[cfg(feature = "readers")]
pub(crate) use rules::Rules;
pub use rules::{Duplicates, Editions, Gaps, Totals};
#[cfg(feature = "readers")]
pub(crate) use settle::{Asked, Rank, Settled, settle};
pub use view::{OneLabel, PanelView, Rows};

use crate::area::Area;
use crate::commodity::Commodity;
use crate::key::Label;
use crate::panel::cells::Cells;
use crate::panel::labels::Labels;
use crate::period::Period;
use crate::unit::{AnyUnit, MoneyUnit};
use std::sync::Arc;

/// Stands for a quantity that is not known; no quantity has this number.
pub const NO_QUANTITY: i64 = i64::MIN;

/// Values, and quantities where known, for any number of cells. See the [room](self).
///
/// In serde it is its columns: labels as text, values as whole numbers, parts and totals together.
/// What is invalid is refused on the way in.
///
/// ```
/// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::{Panel, PanelBuilder}, unit::USD};
/// # let mut rows = PanelBuilder::new(USD.million(), 0)?;
/// # rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76123.into())?;
/// # let panel = rows.build()?;
/// let text = serde_json::to_string(&panel).unwrap();
/// assert_eq!(serde_json::from_str::<Panel>(&text).unwrap(), panel);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(try_from = "form::Fields")]
pub struct Panel {
    measure: Measure,
    labels: Arc<Labels>,
    cells: Arc<Cells>,
    /// The rows that hold others, as a panel; none in such a panel itself.
    reported: Option<Box<Panel>>,
    /// The other kind of rows: totals beside parts, parts beside totals.
    beside: Option<Arc<Cells>>,
    holds_totals: bool,
    account: Arc<Account>,
}

/// What all values and quantities are measured in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(crate) unit: MoneyUnit,
    pub(crate) places: u8,
    pub(crate) quantity_places: u8,
    pub(crate) quantity_units: Vec<AnyUnit>,
}

impl Panel {
    /// Parts, and the rows that hold some of them.
    pub(crate) fn of(measure: Measure, labels: Labels, cells: Cells, reported: Cells) -> Panel {
        let (labels, cells) = (Arc::new(labels), Arc::new(cells));
        let mut panel = Panel {
            measure,
            labels,
            cells,
            reported: None,
            beside: None,
            holds_totals: false,
            account: Arc::default(),
        };
        if reported.len() > 0 {
            let reported = Arc::new(reported);
            panel.reported = Some(Box::new(Panel {
                cells: Arc::clone(&reported),
                beside: Some(Arc::clone(&panel.cells)),
                holds_totals: true,
                ..panel.without_reported()
            }));
            panel.beside = Some(reported);
        }
        panel
    }

    /// The same rows without those of the other kind as a panel; they are still looked into.
    fn without_reported(&self) -> Panel {
        Panel {
            measure: self.measure.clone(),
            labels: Arc::clone(&self.labels),
            cells: Arc::clone(&self.cells),
            reported: None,
            beside: self.beside.clone(),
            holds_totals: self.holds_totals,
            account: Arc::clone(&self.account),
        }
    }

    pub(crate) fn with_account(mut self, account: Account) -> Panel {
        self.account = Arc::new(account);
        if let Some(reported) = &mut self.reported {
            reported.account = Arc::clone(&self.account);
        }
        self
    }

    /// How many rows there are; totals of others are not counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The unit of all values.
    #[must_use]
    pub fn unit(&self) -> MoneyUnit {
        self.measure.unit
    }

    /// How many places behind the point all values have.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.measure.places
    }

    /// All areas that report or are partners, in parts or totals, ascending by code.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.labels.areas
    }

    /// All commodities, of parts or totals, ascending.
    #[must_use]
    pub fn commodities(&self) -> &[Commodity] {
        &self.labels.commodities
    }

    /// All periods, of parts or totals, ascending.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.labels.periods
    }

    /// All flow labels, of parts or totals, ascending.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels.flows
    }

    /// The rows that hold other rows of the data, as a panel with the same dictionaries; `None` if
    /// there are none.
    ///
    /// Statistics of single cells (growth, year to date, rolling sums, smoothing) run on it; sums
    /// and structure are refused, since its rows hold each other.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Rounding,
    ///     area::{CHN, RUS, WORLD},
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
    /// for (year, to_russia, to_all) in [(2022, 76, 3594), (2023, 111, 3380)] {
    ///     rows.push(Key::exports(CHN).to(RUS), Period::year(year), to_russia.into())?;
    ///     rows.push(Key::exports(CHN).to(WORLD), Period::year(year), to_all.into())?;
    /// }
    /// let panel = rows.build()?;
    /// let totals = panel.reported().expect("the World");
    /// let growth = totals.growth(3, Rounding::HalfEven)?;
    /// assert_eq!(growth.growth(1)?.to_string(), "-0.060");
    /// assert!(totals.sums(bilateral::Flow::Export).unwrap_err().to_string().contains("hold"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn reported(&self) -> Option<&Panel> {
        self.reported.as_deref()
    }

    /// What became of every row that was offered to the panel.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// True for a panel of rows that hold other rows: what [`reported`](Panel::reported) gives.
    #[must_use]
    pub fn holds_totals(&self) -> bool {
        self.holds_totals
    }

    /// What the rows of a panel of parts and totals together leave of each total.
    pub(crate) fn all_rests(&self) -> Vec<Rest> {
        rests::rests(&self.labels, &self.cells, &|_| true)
    }

    /// The rows of totals that are less than the rows right below them, ascending.
    pub(crate) fn overfull_rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> =
            rests::overfull(&self.labels, &self.cells).iter().map(|rest| rest.row).collect();
        rows.dedup();
        rows
    }

    /// The values of all rows as whole numbers of `10^-places`.
    #[must_use]
    pub fn mantissas(&self) -> &[i64] {
        &self.cells.value
    }
}
