//! What was asked of a panel, or a miss that names what is near.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::{Error, ErrorKind, Undefined};
use crate::key::{Key, Label};
use crate::number::{Decimal, Figure};
use crate::observation::Observation;
use crate::panel::cells::Cells;
use crate::panel::labels::Group;
use crate::panel::{Marks, NO_QUANTITY, Panel};
use crate::period::Period;
use crate::series::Series;
use crate::unit::{Amount, AnyUnit, Money};
use std::fmt;

/// Where a cell stands in one period: among the rows of the panel, or among those of
/// [`Panel::reported`].
///
/// A number of a row alone is taken as one of the panel itself, so `panel.value(3)` is the value of
/// its fourth row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A row of the panel that was asked.
    Part(usize),
    /// A row of its [`reported`](Panel::reported): it holds other rows of the data.
    Total(usize),
}

impl Cell {
    /// The row of the panel that was asked, for results of its statistics.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) for a total, whose results are those of
    /// [`Panel::reported`].
    pub fn part(self) -> Result<usize, Error> {
        match self {
            Cell::Part(row) => Ok(row),
            Cell::Total(_) => {
                Err(Error::mismatch("the kind of row", "a total of other rows", "a part")
                    .with_help(
                        "ask the statistic on panel.reported(), and there for the row of total()",
                    ))
            }
        }
    }

    /// The row of the panel's [`reported`](Panel::reported).
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) for a part.
    pub fn total(self) -> Result<usize, Error> {
        match self {
            Cell::Total(row) => Ok(row),
            Cell::Part(_) => {
                Err(Error::mismatch("the kind of row", "a part", "a total of other rows")
                    .with_help(
                        "ask the statistic on the panel itself, and there for the row of part()",
                    ))
            }
        }
    }
}

impl From<usize> for Cell {
    fn from(row: usize) -> Cell {
        Cell::Part(row)
    }
}

/// Why a panel has no row for a question, with what is near.
///
/// ```
/// use bilateral::{
///     Area, Key, Period, Valuation,
///     area::CHN,
///     panel::{Miss, PanelBuilder},
///     unit::USD,
/// };
/// let mut rows = PanelBuilder::new(USD.million(), 0)?;
/// // BACI and UN Comtrade have the second
/// let (taiwan, other_asia) = (Area::from_iso3("TWN")?, Area::from_code(490)?);
/// rows.push(
///     Key::exports(CHN).to(other_asia).valued(Valuation::Fob),
///     Period::year(2022),
///     81_000.into(),
/// )?;
/// let panel = rows.build()?;
///
/// let miss = panel.find(&Key::exports(CHN).to(taiwan), Period::year(2022)).unwrap_err();
/// assert_eq!(miss, Miss::OtherArea { asked: taiwan, there: other_asia });
/// assert!(miss.to_string().contains("490"));
/// let cif = Key::exports(CHN).to(other_asia).valued(Valuation::Cif);
/// assert!(matches!(panel.find(&cif, Period::year(2022)), Err(Miss::OtherLabel { .. })));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Miss {
    /// The cell stands under several labels that the question may mean.
    Ambiguous(Vec<Label>),
    /// The cell is there, and not under the label that was asked for.
    OtherLabel {
        /// What was asked for.
        asked: Label,
        /// What there is.
        there: Vec<Label>,
    },
    /// The panel has this territory under another code.
    OtherArea {
        /// What was asked for.
        asked: Area,
        /// What there is.
        there: Area,
    },
    /// The pair has this code in other editions of its classification.
    OtherEdition {
        /// What was asked for.
        asked: Commodity,
        /// What there is.
        there: Vec<Commodity>,
    },
    /// The cell is there in other periods.
    OtherPeriod {
        /// What was asked for.
        asked: Period,
        /// What there is, ascending.
        there: Vec<Period>,
    },
    /// The panel knows of no such area.
    NoArea(Area),
    /// The panel knows of no such commodity.
    NoCommodity(Commodity),
    /// The panel has no row of this flow.
    NoLabel {
        /// What was asked for.
        asked: Label,
        /// What there is.
        there: Vec<Label>,
    },
    /// Everything that was asked for occurs, and not together.
    NoRow(Key),
}

/// How many labels, periods or codes a message lists.
const SHOWN: usize = 8;

fn list<T: fmt::Display>(items: &[T]) -> String {
    let mut text =
        items.iter().take(SHOWN).map(|item| format!("“{item}”")).collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = items.len().checked_sub(SHOWN) {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// What is missing in one line, and `{:#}` the advice of [`help`](Miss::help) in a second one.
impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)?;
        if f.alternate() { write!(f, "\n  help: {}", self.help()) } else { Ok(()) }
    }
}

impl Miss {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Miss::Ambiguous(labels) => {
                write!(f, "the cell stands under several labels: {}", list(labels))
            }
            Miss::OtherLabel { asked, there } => {
                write!(f, "the cell is not there as “{asked}”, but as {}", list(there))
            }
            Miss::OtherArea { asked, there } => {
                write!(
                    f,
                    "no row has the area {asked}; the same territory is there as {there} ({})",
                    there.name()
                )
            }
            Miss::OtherEdition { asked, there } => {
                write!(f, "the pair has no {asked}, but {}", list(there))
            }
            Miss::OtherPeriod { asked, there } => {
                write!(f, "the cell has no row for {asked}, but for {}", list(there))
            }
            Miss::NoArea(area) => write!(f, "no row has the area {area}"),
            Miss::NoCommodity(commodity) => write!(f, "no row has the commodity {commodity}"),
            Miss::NoLabel { asked, there } => {
                write!(f, "no row has the flow “{asked}”; the panel has {}", list(there))
            }
            Miss::NoRow(key) => write!(f, "no row for {key}"),
        }
    }
}

impl std::error::Error for Miss {}

impl Miss {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Miss::Ambiguous(_) | Miss::OtherLabel { .. } => {
                "state what is there: valued(..), under(..), treated(..), or labelled(..) for all of it"
            }
            Miss::NoLabel { .. } => {
                "ask for a flow that is there; key.labelled(..) takes a label as it is listed"
            }
            Miss::OtherArea { .. } => "ask for the area that is there",
            Miss::OtherEdition { .. } => {
                "ask for the code of that edition; panel.as_reported() has codes without editions, as HS:27"
            }
            Miss::OtherPeriod { .. } => {
                "ask for one of these periods, or for series(..), which derives spans"
            }
            Miss::NoArea(_) => "ask for an area that panel.areas() lists",
            Miss::NoCommodity(_) => "ask for a commodity that panel.commodities() lists",
            Miss::NoRow(_) => "count the cell as missing, not as zero",
        }
    }
}

impl From<Miss> for Error {
    fn from(miss: Miss) -> Error {
        let kind = match &miss {
            Miss::Ambiguous(there) | Miss::OtherLabel { there, .. } => {
                let asked = if let Miss::OtherLabel { asked, .. } = &miss {
                    asked.to_string()
                } else {
                    "no label was named".to_owned()
                };
                ErrorKind::Mismatch { what: "the label", left: asked, right: list(there) }
            }
            _ => ErrorKind::Undefined(Undefined::Missing),
        };
        Error::new(kind).about(&miss).with_help(miss.help())
    }
}

impl Panel {
    /// Where a cell stands in a period.
    ///
    /// A valuation or a trade system that the key does not state means the only one there is;
    /// [`key`](Panel::key) has what it is. One that is stated must be the same.
    ///
    /// # Errors
    /// The [`Miss`] that says what is near.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Valuation,
    ///     area::{CHN, RUS},
    ///     panel::{Cell, Miss, PanelBuilder},
    ///     unit::USD,
    /// };
    /// let imports = Key::imports(CHN).from(RUS);
    /// let mut rows = PanelBuilder::new(USD.billion(), 1)?;
    /// rows.push(
    ///     imports.valued(Valuation::Cif),
    ///     Period::year(2022),
    ///     "114.1".parse().expect("a number"),
    /// )?;
    /// rows.push(
    ///     imports.valued(Valuation::Cif),
    ///     Period::year(2023),
    ///     "129.1".parse().expect("a number"),
    /// )?;
    /// rows.push(
    ///     imports.valued(Valuation::Fob),
    ///     Period::year(2023),
    ///     "121.8".parse().expect("a number"),
    /// )?;
    /// let panel = rows.build()?;
    ///
    /// let only = panel.find(&imports, Period::year(2022))?;
    /// assert_eq!(panel.key(only).expect("a row").0.valuation(), Valuation::Cif);
    /// assert!(matches!(panel.find(&imports, Period::year(2023)), Err(Miss::Ambiguous(_))));
    /// assert_eq!(
    ///     panel.find(&imports.valued(Valuation::Fob), Period::year(2023)),
    ///     Ok(Cell::Part(1))
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn find(&self, key: &Key, period: Period) -> Result<Cell, Miss> {
        let Some(at) = self.labels.periods.binary_search(&period).ok() else {
            return Err(self.miss(key, period));
        };
        let there = self.labels_meant(key).into_iter();
        let there: Vec<(Label, Cell)> =
            there.filter_map(|label| Some((label, self.cell(key, label, at)?))).collect();
        let exact = there.iter().find(|(label, _)| *label == key.label());
        match (exact, there.as_slice()) {
            (Some((_, cell)), _) | (None, [(_, cell)]) => Ok(*cell),
            (None, []) => Err(self.miss(key, period)),
            (None, several) => {
                Err(Miss::Ambiguous(several.iter().map(|(label, _)| *label).collect()))
            }
        }
    }

    /// The amount of a cell in a period, part or total.
    ///
    /// # Errors
    /// As [`find`](Panel::find).
    pub fn amount(&self, key: &Key, period: Period) -> Result<Amount<Money>, Miss> {
        let cell = self.find(key, period)?;
        let value = self.value(cell).ok_or(Miss::NoRow(*key))?;
        Ok(Amount::new(value, self.unit()))
    }

    /// The series of one cell over all periods, of parts and totals alike.
    ///
    /// # Errors
    /// The [`Miss`] as an error if the panel has no row for it in any period, or has it under
    /// several labels that the key may mean; as [`Series::with_observation`].
    pub fn series(&self, key: &Key) -> Result<Series<Money>, Error> {
        let periods = 0..self.labels.periods.len();
        let has =
            |label: &Label| periods.clone().any(|period| self.cell(key, *label, period).is_some());
        let there: Vec<Label> = self.labels_meant(key).into_iter().filter(has).collect();
        let label = match there.as_slice() {
            [one] => *one,
            several if several.contains(&key.label()) => key.label(),
            [] => return Err(self.miss_of_any_period(key).into()),
            several => return Err(Miss::Ambiguous(several.to_vec()).into()),
        };
        let mut series = Series::new(key.labelled(label), self.unit());
        for (at, period) in self.labels.periods.iter().enumerate() {
            if let Some(value) = self.cell(key, label, at).and_then(|cell| self.value(cell)) {
                series =
                    series.with_observation(Observation::new(*period, Figure::printed(value)))?;
            }
        }
        Ok(series)
    }

    /// The key and the period of a cell, with the valuation, system and treatment of its label.
    #[must_use]
    pub fn key(&self, cell: impl Into<Cell>) -> Option<(Key, Period)> {
        let (cells, row) = self.row(cell.into())?;
        crate::panel::settle::label(&self.labels, cells, row)
    }

    /// The value of a cell, in the [`unit`](Panel::unit) of the panel.
    #[must_use]
    pub fn value(&self, cell: impl Into<Cell>) -> Option<Decimal> {
        let (cells, row) = self.row(cell.into())?;
        Decimal::try_from_i128_with_scale(
            i128::from(*cells.value.get(row)?),
            u32::from(self.places()),
        )
        .ok()
    }

    /// The quantity of a cell, if it is known, and its unit, if the panel was built with one.
    ///
    /// The whole numbers behind it are
    /// [`PanelView::quantities`](crate::panel::PanelView::quantities).
    #[must_use]
    pub fn quantity(&self, cell: impl Into<Cell>) -> Option<(Decimal, Option<AnyUnit>)> {
        let (cells, row) = self.row(cell.into())?;
        let quantity =
            cells.quantity.get(row).copied().filter(|quantity| *quantity != NO_QUANTITY)?;
        let unit = cells.detail.get(row).map_or(0, |detail| usize::from(detail.unit()));
        let places = u32::from(self.measure.quantity_places);
        let number = Decimal::try_from_i128_with_scale(i128::from(quantity), places).ok()?;
        Some((number, self.measure.quantity_units.get(unit).copied()))
    }

    /// The marks of a cell; all unset if the panel was built without marks.
    #[must_use]
    pub fn marks(&self, cell: impl Into<Cell>) -> Marks {
        let found = self.row(cell.into()).and_then(|(cells, row)| cells.detail.get(row));
        found.map_or(Marks::default(), |detail| detail.marks())
    }

    fn row(&self, cell: Cell) -> Option<(&Cells, usize)> {
        match cell {
            Cell::Part(row) => Some((&self.cells, row)),
            Cell::Total(row) => Some((self.reported.as_deref().map(|panel| &*panel.cells)?, row)),
        }
    }

    /// The labels of the panel that a key may mean.
    fn labels_meant(&self, key: &Key) -> Vec<Label> {
        self.labels.flows.iter().filter(|label| key.label().may_mean(label)).copied().collect()
    }

    /// The one label that a key means.
    ///
    /// # Errors
    /// The [`Miss`] if the panel has none, or several.
    pub(crate) fn label_meant(&self, key: &Key) -> Result<Label, Miss> {
        match self.labels_meant(key).as_slice() {
            [one] => Ok(*one),
            several if several.contains(&key.label()) => Ok(key.label()),
            [] => Err(Miss::NoLabel { asked: key.label(), there: self.labels.flows.clone() }),
            several => Err(Miss::Ambiguous(several.to_vec())),
        }
    }

    /// A cell under exactly this label.
    fn cell(&self, key: &Key, label: Label, period: usize) -> Option<Cell> {
        let labels = &self.labels;
        let group = labels.pack(Group::new(
            labels.flows.binary_search(&label).ok()?,
            labels.areas.binary_search(&key.reporter()).ok()?,
            labels.areas.binary_search(&key.partner()).ok()?,
        ));
        let commodity = labels.commodities.binary_search(&key.commodity()).ok()?;
        let total =
            || self.reported.as_ref()?.cells.find(period, group, commodity).map(Cell::Total);
        self.cells.find(period, group, commodity).map(Cell::Part).or_else(total)
    }

    /// Why there is no row for a cell in this period, where it may be there in others.
    fn miss(&self, key: &Key, period: Period) -> Miss {
        let periods = self.labels.periods.iter().enumerate();
        let there = periods.filter(|(at, _)| {
            self.labels_meant(key).into_iter().any(|label| self.cell(key, label, *at).is_some())
        });
        let there: Vec<Period> = there.map(|(_, period)| *period).collect();
        if there.is_empty() {
            self.miss_of_any_period(key)
        } else {
            Miss::OtherPeriod { asked: period, there }
        }
    }

    /// Why there is no row for a cell in any period.
    fn miss_of_any_period(&self, key: &Key) -> Miss {
        let labels = &self.labels;
        for asked in [key.reporter(), key.partner()] {
            if labels.areas.binary_search(&asked).is_err() {
                let there = asked
                    .same_territory()
                    .filter(|other| labels.areas.binary_search(other).is_ok());
                return there.map_or(Miss::NoArea(asked), |there| Miss::OtherArea { asked, there });
            }
        }
        let periods = 0..labels.periods.len();
        let has = |key: &Key, label: Label| {
            periods.clone().any(|period| self.cell(key, label, period).is_some())
        };
        let there: Vec<Label> = labels
            .flows
            .iter()
            .filter(|label| label.flow == key.flow() && has(key, **label))
            .copied()
            .collect();
        if !there.is_empty() {
            return Miss::OtherLabel { asked: key.label(), there };
        }
        for (asked, other) in other_codes_of_territories(key) {
            if labels.flows.iter().any(|label| has(&other, *label)) {
                let there =
                    if asked == key.reporter() { other.reporter() } else { other.partner() };
                return Miss::OtherArea { asked, there };
            }
        }
        let asked = key.commodity();
        let same_code = |other: &&Commodity| {
            **other != asked && other.code() == asked.code() && is_edition_of(**other, asked)
        };
        let editions = labels.commodities.iter().filter(same_code);
        let editions =
            editions.filter(|other| labels.flows.iter().any(|label| has(&key.of(**other), *label)));
        let there: Vec<Commodity> = editions.copied().collect();
        if !there.is_empty() {
            return Miss::OtherEdition { asked, there };
        }
        if labels.commodities.binary_search(&asked).is_err() {
            return Miss::NoCommodity(asked);
        }
        if !labels.flows.iter().any(|label| key.label().may_mean(label)) {
            return Miss::NoLabel { asked: key.label(), there: labels.flows.clone() };
        }
        Miss::NoRow(*key)
    }
}

/// The key with the other code of a territory as its reporter, and as its partner: each with the
/// area it stands for.
fn other_codes_of_territories(key: &Key) -> Vec<(Area, Key)> {
    let label = key.label();
    let with = |reporter, partner| {
        Key::new(label.flow, reporter, partner).labelled(label).of(key.commodity())
    };
    let reporter =
        key.reporter().same_territory().map(|other| (key.reporter(), with(other, key.partner())));
    let partner =
        key.partner().same_territory().map(|other| (key.partner(), with(key.reporter(), other)));
    reporter.into_iter().chain(partner).collect()
}

/// True for codes of one classification in two editions, or of two that share their first six
/// digits.
fn is_edition_of(one: Commodity, two: Commodity) -> bool {
    let is_hs = |good: Commodity| {
        matches!(good.classification(), Classification::Hs(_) | Classification::Cn(_))
    };
    let is_sitc = |good: Commodity| matches!(good.classification(), Classification::Sitc(_));
    is_hs(one) && is_hs(two) || is_sitc(one) && is_sitc(two)
}
