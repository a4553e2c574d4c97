//! What was asked of a panel, or a miss that names what is near.

use crate::area::Area;
use crate::commodity::Commodity;
use crate::error::{Error, ErrorKind, Undefined};
use crate::key::{Key, Label};
use crate::number::{Decimal, Figure};
use crate::observation::Observation;
use crate::panel::cells::Cells;
use crate::panel::holds::other_editions;
use crate::panel::labels::Group;
use crate::panel::{Marks, NO_QUANTITY, Panel};
use crate::period::Period;
use crate::series::Series;
use crate::unit::{Amount, AnyUnit, Money};
use std::fmt;
use std::ops::Range;

/// Where a cell stands in one period: among the rows of the panel, or among those of
/// [`Panel::reported`].
///
/// A number of a row alone is taken as one of the panel itself, so `panel.value(3)` is the value of
/// its fourth row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
/// It names the first of these that is not there: the flow or its label, an area, the commodity,
/// its edition, the period. Areas and editions under which the cell stands are looked for in the
/// flow and the period that were asked.
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// In the period that was asked, the pair has this code in other editions of its
    /// classification.
    OtherEdition {
        /// What was asked for.
        asked: Commodity,
        /// What there is.
        there: Vec<Commodity>,
    },
    /// In the period that was asked, the pair has codes within this one, and not the code itself.
    OnlyFiner {
        /// What was asked for.
        asked: Commodity,
        /// The codes within it, ascending.
        there: Vec<Commodity>,
    },
    /// The cell is there in other periods.
    OtherPeriod {
        /// What was asked for.
        asked: Period,
        /// What there is, ascending.
        there: Vec<Period>,
        /// Whether [`Panel::series`] derives the period that was asked from these.
        is_derivable: bool,
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
            Miss::OnlyFiner { asked, there } => {
                write!(f, "the pair has no {asked}, but codes within it: {}", list(there))
            }
            Miss::OtherPeriod { asked, there, .. } => {
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

impl Miss {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        let help = match self {
            Miss::Ambiguous(_) | Miss::OtherLabel { .. } => {
                "state what is there: valued(..), under(..), treated(..), or labelled(..) for all \
                 of it"
            }
            Miss::NoLabel { .. } => {
                "ask for a flow that is there; key.labelled(..) takes a label as it is listed"
            }
            Miss::OtherArea { .. } => "ask for the area that is there",
            Miss::OtherEdition { .. } => {
                "ask for the code of that edition; panel.as_reported() has codes without editions, \
                 as HS:27"
            }
            Miss::OnlyFiner { asked, .. } | Miss::NoCommodity(asked)
                if *asked == Commodity::TOTAL =>
            {
                "ask panel.sums(..) for all goods of each pair, or add them up to rows of TOTAL \
                 with panel.aggregate_commodities(0)"
            }
            Miss::OnlyFiner { asked, .. } => {
                return format!("add them up with panel.aggregate_commodities({})", asked.level());
            }
            Miss::OtherPeriod { is_derivable: true, .. } => {
                "ask for one of these periods, or ask panel.series(..), which derives the other one"
            }
            Miss::OtherPeriod { .. } => "ask for one of these periods",
            Miss::NoArea(_) => "ask for an area that panel.areas() lists",
            Miss::NoCommodity(_) => "ask for a commodity that panel.commodities() lists",
            Miss::NoRow(_) => "count the cell as missing, not as zero",
        };
        help.to_owned()
    }
}

impl From<Miss> for Error {
    fn from(miss: Miss) -> Error {
        let differs =
            |left, right| Error::new(ErrorKind::Mismatch { what: "the label", left, right });
        let error = match &miss {
            Miss::Ambiguous(there) => {
                let (one, others) = there.split_at(there.len().min(1));
                differs(list(one), list(others)).about("the cell stands under several labels")
            }
            Miss::OtherLabel { asked, there } => differs(
                format!("“{asked}” was asked for"),
                format!("the cell is there as {}", list(there)),
            ),
            _ => Error::from(Undefined::Missing).about(&miss),
        };
        error.with_help(miss.help())
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
            return Err(self.miss(key, Some(period)));
        };
        let there = self.labels_meant(key).into_iter();
        let there: Vec<(Label, Cell)> =
            there.filter_map(|label| Some((label, self.cell(key, label, at)?))).collect();
        let exact = there.iter().find(|(label, _)| *label == key.label());
        match (exact, there.as_slice()) {
            (Some((_, cell)), _) | (None, [(_, cell)]) => Ok(*cell),
            (None, []) => Err(self.miss(key, Some(period))),
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
            [] => return Err(self.miss(key, None).into()),
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

    /// The reason why there is no row for a cell, in this period or in any.
    fn miss(&self, key: &Key, period: Option<Period>) -> Miss {
        let labels = &self.labels;
        let of_flow: Vec<Label> =
            labels.flows.iter().filter(|label| label.flow == key.flow()).copied().collect();
        let meant = self.labels_meant(key);
        let all = 0..labels.periods.len();
        let asked = match period {
            None => all.clone(),
            Some(period) => {
                let at = labels.periods.partition_point(|other| *other < period);
                at..at.saturating_add(usize::from(labels.periods.get(at) == Some(&period)))
            }
        };
        let stands = |key: &Key, labels: &[Label], periods: &Range<usize>| {
            let mut periods = periods.clone();
            periods.any(|at| labels.iter().any(|label| self.cell(key, *label, at).is_some()))
        };
        let other_label = |periods: &Range<usize>| {
            let there = of_flow.iter().filter(|label| stands(key, &[**label], periods));
            let there: Vec<Label> = there.copied().collect();
            (!there.is_empty()).then(|| Miss::OtherLabel { asked: key.label(), there })
        };
        let no_label = || {
            let there = labels.flows.clone();
            meant.is_empty().then_some(Miss::NoLabel { asked: key.label(), there })
        };
        let other_area = |periods: &Range<usize>| {
            let mut others = other_codes_of_territories(key).into_iter();
            let (asked, other) = others.find(|(_, other)| stands(other, &meant, periods))?;
            // Of a country with itself one of the two is another code.
            let is_reporter = other.reporter() != key.reporter();
            let there = if is_reporter { other.reporter() } else { other.partner() };
            Some(Miss::OtherArea { asked, there })
        };
        let other_period = || {
            let there = all.clone().filter(|at| stands(key, &meant, &(*at..at.saturating_add(1))));
            let there: Vec<Period> =
                there.filter_map(|at| labels.periods.get(at)).copied().collect();
            let asked = period.filter(|_| !there.is_empty())?;
            let is_derivable = self.series(key).is_ok_and(|series| series.amount(asked).is_ok());
            Some(Miss::OtherPeriod { asked, there, is_derivable })
        };
        let good = key.commodity();
        let no_commodity = || {
            let is_there = labels.commodities.binary_search(&good).is_ok();
            (!is_there).then_some(Miss::NoCommodity(good))
        };
        let has = |other: Commodity| stands(&key.of(other), &meant, &asked);
        other_label(&asked)
            .or_else(|| if meant.is_empty() { other_label(&all) } else { None })
            .or_else(no_label)
            .or_else(|| self.absent_area(key))
            .or_else(|| other_area(&asked))
            .or_else(|| self.other_commodity(good, has))
            .or_else(other_period)
            .or_else(|| other_label(&all))
            .or_else(|| other_area(&all))
            .or_else(no_commodity)
            .unwrap_or(Miss::NoRow(*key))
    }

    /// An area that no row has.
    fn absent_area(&self, key: &Key) -> Option<Miss> {
        let areas = &self.labels.areas;
        let is_there = |area: &Area| areas.binary_search(area).is_ok();
        let asked = [key.reporter(), key.partner()].into_iter().find(|area| !is_there(area))?;
        let there = asked.same_territory().filter(is_there);
        Some(there.map_or(Miss::NoArea(asked), |there| Miss::OtherArea { asked, there }))
    }

    /// The code in other editions, else the codes within it, of those that the pair has.
    fn other_commodity(&self, asked: Commodity, has: impl Fn(Commodity) -> bool) -> Option<Miss> {
        let goods = &self.labels.commodities;
        let editions = other_editions(goods, asked).into_iter();
        let there: Vec<_> = editions.filter(|other| has(*other)).collect();
        if !there.is_empty() {
            return Some(Miss::OtherEdition { asked, there });
        }
        let within = goods.iter().copied().filter(|other| is_within(*other, asked));
        let there: Vec<_> = within.filter(|other| has(*other)).collect();
        (!there.is_empty()).then_some(Miss::OnlyFiner { asked, there })
    }
}

/// True for a finer code that [`Panel::aggregate_commodities`] brings up to the other one.
fn is_within(finer: Commodity, asked: Commodity) -> bool {
    let wider = std::iter::successors(finer.parent(), Commodity::parent);
    wider.into_iter().any(|wider| wider == asked)
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
