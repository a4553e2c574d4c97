//! How much of the importer's value is freight and insurance.

use crate::area::{Area, AreaKind};
use crate::commodity::{Classification, Commodity};
use crate::error::{Error, ErrorKind, Undefined, counted};
use crate::mirror::Pair;
use crate::number::Ratio;
use crate::period::Period;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

/// What a margin takes from imports CIF to make them comparable with exports FOB.
///
/// A margin is a rate of the value, 0.06 for 6 %. A flow's own gap is no margin: half of all flows
/// have a negative one, since the reports differ for other reasons as well. Take a rate that was
/// measured where one reporter publishes both values ([`MarginRow::measured`]), or one that is
/// named, such as that of the IMF.
///
/// # Formula
/// `m' = m / (1 + rate)`, or under [`Convention::TimesOneMinus`] `m' = m (1 - rate)`. The other way
/// round `x (1 + rate)` or `x / (1 - rate)`.
///
/// # Source
/// 6 %: IMF, Direction of Trade Statistics, Introductory Notes (10 % before the 2000s). `m (1 -
/// rate)`: the code of the Atlas of Economic Complexity of the Harvard Growth Lab.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{Convention, Margin, Pair};
/// use bilateral::{Period, number::decimal};
///
/// let flow = Pair::new(CHN, RUS, Period::year(2018)).imported(decimal("52217637368"));
/// let value = decimal("52217637368");
/// assert_eq!(Margin::imf().fob(&flow, value)?.to_string(), "2610881868400/53");
/// let tenth = Margin::fixed(decimal("0.10"))?;
/// assert_eq!(tenth.fob(&flow, value)?.to_string(), "522176373680/11");
/// let minus = Margin::imf().under(Convention::TimesOneMinus);
/// assert_eq!(minus.fob(&flow, value)?.to_decimal()?, decimal("49084579125.92"));
/// assert!(Margin::fixed(decimal("1.06")).unwrap_err().help().contains("0.06"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin {
    rates: Rates,
    convention: Convention,
}

/// What is done with a rate. The two are different numbers: 6 % of the FOB value, or 6 % of the CIF
/// value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Convention {
    /// The rate is a share of the FOB value: `m / (1 + rate)`.
    #[default]
    DividedByOnePlus,
    /// The rate is a share of the CIF value: `m (1 - rate)`.
    TimesOneMinus,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rates {
    None,
    Fixed(Ratio),
    Table { rows: BTreeMap<Which, Vec<MarginRow>>, otherwise: Option<Ratio> },
}

/// What a row names, but its period.
type Which = (Option<Area>, Option<Area>, Option<Commodity>);

/// A rate for the flows that the row names; what it does not name may be any.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{Margin, MarginRow, Pair};
/// use bilateral::{Period, Ratio, number::decimal};
///
/// let margin = Margin::table([
///     MarginRow::new(decimal("0.05"))?,                                     // everything else
///     MarginRow::new(decimal("0.03"))?.from(RUS).to(CHN),
///     MarginRow::measured(decimal("200"), decimal("204"))?.of("HS:27".parse()?), // 2 %
/// ])?;
/// let fuels = Pair::new(RUS, CHN, Period::year(2017)).of("HS:2709".parse()?);
/// // The row of the pair names two things, the row of the chapter one.
/// assert_eq!(margin.rate(&fuels)?, Ratio::new(3, 100)?);
/// let others = Pair::new(CHN, RUS, Period::year(2017)).of("HS:2709".parse()?);
/// assert_eq!(margin.rate(&others)?, Ratio::new(2, 100)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginRow {
    rate: Ratio,
    exporter: Option<Area>,
    importer: Option<Area>,
    commodity: Option<Commodity>,
    period: Option<Period>,
}

impl MarginRow {
    /// A rate for any flow, until the row names which.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) unless it is at least 0 and below 1.
    pub fn new(rate: impl Into<Ratio>) -> Result<MarginRow, Error> {
        Ok(MarginRow::with(checked(rate.into())?))
    }

    /// The rate of a flow whose importer publishes both values, as the United States do (customs
    /// value and CIF value).
    ///
    /// # Formula
    /// `cif / value - 1`, a share of the value without freight. It may be above 1, as for ice.
    ///
    /// # Undefined when
    /// The value without freight is not positive ([`Undefined::NotPositive`]), or the CIF value is
    /// less ([`Invalid`](crate::ErrorKind::Invalid)).
    pub fn measured(value: impl Into<Ratio>, cif: impl Into<Ratio>) -> Result<MarginRow, Error> {
        let (value, cif) = (value.into(), cif.into());
        if !value.is_positive() {
            return Err(Error::from(Undefined::NotPositive)
                .about("the value of a flow without its freight")
                .with_help("leave the row out; a flow without value has no margin"));
        }
        if cif < value {
            let (cif, value) = (cif.plain(), value.plain());
            let reason =
                format!("the CIF value {cif} is less than the value {value} without freight");
            return Err(Error::invalid("a measured margin", reason)
                .with_help("give the value without freight first, and leave out rows where the CIF value is less"));
        }
        Ok(MarginRow::with(cif.over(&value)? - Ratio::one()))
    }

    fn with(rate: Ratio) -> MarginRow {
        MarginRow { rate, exporter: None, importer: None, commodity: None, period: None }
    }

    /// For this exporter only.
    #[must_use]
    pub fn from(self, exporter: Area) -> MarginRow {
        MarginRow { exporter: Some(exporter), ..self }
    }

    /// For this importer only.
    #[must_use]
    pub fn to(self, importer: Area) -> MarginRow {
        MarginRow { importer: Some(importer), ..self }
    }

    /// For this commodity and what it contains. `TOTAL` is for flows of all goods alone; a code of
    /// `HS:` is for that code of every edition.
    #[must_use]
    pub fn of(self, commodity: Commodity) -> MarginRow {
        MarginRow { commodity: Some(commodity), ..self }
    }

    /// For this period and what lies in it.
    #[must_use]
    pub fn during(self, period: Period) -> MarginRow {
        MarginRow { period: Some(period), ..self }
    }

    /// The rate.
    #[must_use]
    pub fn rate(&self) -> &Ratio {
        &self.rate
    }

    fn which(&self) -> Which {
        (self.exporter, self.importer, self.commodity)
    }

    /// More named things, then commodity, exporter, importer and period, named or not.
    fn named(&self) -> (usize, [bool; 4]) {
        let named = [
            self.commodity.is_some(),
            self.exporter.is_some(),
            self.importer.is_some(),
            self.period.is_some(),
        ];
        (named.iter().filter(|is| **is).count(), named)
    }
}

/// `0.03 from RUS to CHN`
impl fmt::Display for MarginRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rate.plain())?;
        if let Some(exporter) = self.exporter {
            write!(f, " from {exporter}")?;
        }
        if let Some(importer) = self.importer {
            write!(f, " to {importer}")?;
        }
        if let Some(commodity) = self.commodity {
            write!(f, " of {commodity}")?;
        }
        self.period.map_or(Ok(()), |period| write!(f, " in {period}"))
    }
}

impl Margin {
    /// None is taken off: both sides are in one valuation, or the gap is wanted with freight in it.
    #[must_use]
    pub fn none() -> Margin {
        Margin { rates: Rates::None, convention: Convention::default() }
    }

    /// 6 %, as the IMF takes for imports without an FOB value: `m / 1.06`.
    #[must_use]
    pub fn imf() -> Margin {
        let six = Ratio::from(6) * Ratio::power_of_ten(-2);
        Margin { rates: Rates::Fixed(six), convention: Convention::default() }
    }

    /// One rate for every flow.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) unless it is at least 0 and below 1: 6 % is 0.06, not
    /// 1.06.
    pub fn fixed(rate: impl Into<Ratio>) -> Result<Margin, Error> {
        let rates = Rates::Fixed(checked(rate.into())?);
        Ok(Margin { rates, convention: Convention::default() })
    }

    /// Rates by exporter, importer, commodity and period. The most specific row wins: the one that
    /// names more of the four; of two that name as many, the one that names the commodity, then
    /// the exporter, then the importer, then the period; of two that name the same things, the one
    /// with the narrower commodity, then the shorter period. A flow without a row is an error;
    /// [`table_or`](Margin::table_or) names a rate for it, as does a row that names nothing.
    ///
    /// # Errors
    /// [`Overlap`](crate::ErrorKind::Overlap) for two rows of which neither is more specific;
    /// [`Invalid`](crate::ErrorKind::Invalid) for a row of the World or a group.
    pub fn table(rows: impl IntoIterator<Item = MarginRow>) -> Result<Margin, Error> {
        let mut sorted: BTreeMap<Which, Vec<MarginRow>> = BTreeMap::new();
        for row in rows {
            check_areas(&row)?;
            let alike = sorted.entry(row.which()).or_default();
            if let Some(other) = alike.iter().find(|other| is_tie(&row, other)) {
                let (left, right) = (other.to_string(), row.to_string());
                return Err(Error::new(ErrorKind::Overlap { left, right })
                    .about("two rates of a table of margins")
                    .with_help(
                        "name one rate for what both rows hold, or make one of the periods part \
                         of the other",
                    ));
            }
            alike.push(row);
        }
        let rates = Rates::Table { rows: sorted, otherwise: None };
        Ok(Margin { rates, convention: Convention::default() })
    }

    /// As [`table`](Margin::table), with a rate for flows without a row.
    ///
    /// # Errors
    /// As there, and [`Range`](crate::ErrorKind::Range) as [`fixed`](Margin::fixed).
    pub fn table_or(
        rows: impl IntoIterator<Item = MarginRow>,
        otherwise: impl Into<Ratio>,
    ) -> Result<Margin, Error> {
        let mut margin = Margin::table(rows)?;
        let rate = checked(otherwise.into())?;
        if let Rates::Table { otherwise, .. } = &mut margin.rates {
            *otherwise = Some(rate);
        }
        Ok(margin)
    }

    /// The same rates under a convention.
    #[must_use]
    pub fn under(self, convention: Convention) -> Margin {
        Margin { convention, ..self }
    }

    /// The convention.
    #[must_use]
    pub fn convention(&self) -> Convention {
        self.convention
    }

    /// True if nothing is taken off.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.rates == Rates::None
    }

    /// The rate of a flow; zero for none.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if a table has no row for it.
    pub fn rate(&self, flow: &Pair) -> Result<Ratio, Error> {
        match &self.rates {
            Rates::None => Ok(Ratio::zero()),
            Rates::Fixed(rate) => Ok(rate.clone()),
            Rates::Table { rows, otherwise } => {
                let row = find(rows, flow).map(|row| row.rate.clone());
                row.or_else(|| otherwise.clone()).ok_or_else(|| {
                    Error::from(Undefined::Missing).about(format!("a margin for {flow}")).with_help(
                        "add a row for it, or name a rate for the rest with Margin::table_or",
                    )
                })
            }
        }
    }

    /// The importer's value without freight and insurance.
    ///
    /// # Errors
    /// As [`rate`](Margin::rate); [`Range`](crate::ErrorKind::Range) for a rate of 1 and more of
    /// the CIF value.
    pub fn fob(&self, flow: &Pair, imported: impl Into<Ratio>) -> Result<Ratio, Error> {
        imported.into().over(&self.factor(flow)?)
    }

    /// The exporter's value with freight and insurance.
    ///
    /// # Errors
    /// As [`fob`](Margin::fob).
    pub fn cif(&self, flow: &Pair, exported: impl Into<Ratio>) -> Result<Ratio, Error> {
        Ok(exported.into() * self.factor(flow)?)
    }

    /// CIF over FOB where it is one number for all flows; `None` for a table.
    pub(crate) fn one_factor(&self) -> Result<Option<Ratio>, Error> {
        let rate = match &self.rates {
            Rates::None => return Ok(Some(Ratio::one())),
            Rates::Fixed(rate) => rate,
            Rates::Table { .. } => return Ok(None),
        };
        Ok(Some(match self.convention {
            Convention::DividedByOnePlus => Ratio::one() + rate.clone(),
            Convention::TimesOneMinus => Ratio::one().over(&(Ratio::one() - rate.clone()))?,
        }))
    }

    /// CIF over FOB.
    fn factor(&self, flow: &Pair) -> Result<Ratio, Error> {
        let rate = self.rate(flow)?;
        match self.convention {
            Convention::DividedByOnePlus => Ok(Ratio::one() + rate),
            Convention::TimesOneMinus => {
                let left = Ratio::one() - rate.clone();
                if !left.is_positive() {
                    let reason =
                        format!("{} leaves nothing of the value, m (1 - rate)", rate.plain());
                    return Err(Error::range("a margin", reason).about(flow).with_help(
                        "use Convention::DividedByOnePlus, which measured rates are made for",
                    ));
                }
                Ratio::one().over(&left)
            }
        }
    }
}

/// `no margin`, `margin 6.0 %, m / (1 + rate)`, `margins of a table of 3 rows, m (1 - rate)`.
impl fmt::Display for Margin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rates {
            Rates::None => f.write_str("no margin"),
            Rates::Fixed(rate) => write!(f, "margin {}, {}", rate.percent(1), self.convention),
            Rates::Table { rows, .. } => {
                let rows = counted(rows.values().map(Vec::len).sum(), "row");
                write!(f, "margins of a table of {rows}, {}", self.convention)
            }
        }
    }
}

/// The formula.
impl fmt::Display for Convention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Convention::DividedByOnePlus => "m / (1 + rate)",
            Convention::TimesOneMinus => "m (1 - rate)",
        })
    }
}

fn checked(rate: Ratio) -> Result<Ratio, Error> {
    if rate.is_negative() || rate >= Ratio::one() {
        let reason = format!("{} is not at least 0 and below 1", rate.plain());
        let help = if rate.is_negative() {
            "give what freight and insurance cost, zero or more; a gap below zero is no margin"
        } else {
            "give the rate, 0.06 for 6 %, and not the factor 1.06"
        };
        return Err(Error::range("a margin", reason).with_help(help));
    }
    Ok(rate)
}

fn check_areas(row: &MarginRow) -> Result<(), Error> {
    for area in [row.exporter, row.importer].into_iter().flatten() {
        if area.kind() == AreaKind::Group {
            let reason = format!("{area:#} is a group, and flows are between two areas");
            return Err(Error::invalid("a row of margins", reason)
                .about(row)
                .with_help("leave the area out to mean any, or give a row for each member"));
        }
    }
    Ok(())
}

/// True if both rows, which name the same areas and goods, may be for one flow and neither is more
/// specific.
fn is_tie(row: &MarginRow, other: &MarginRow) -> bool {
    match (row.period, other.period) {
        (None, None) => true,
        (Some(one), Some(two)) => {
            let nested = one != two && (one.contains(&two) || two.contains(&one));
            one.overlaps(two) && !nested
        }
        _ => false,
    }
}

/// The most specific row for a flow.
fn find<'a>(rows: &'a BTreeMap<Which, Vec<MarginRow>>, flow: &Pair) -> Option<&'a MarginRow> {
    let mut best: Option<(_, &MarginRow)> = None;
    let commodities = wider(flow.commodity);
    for exporter in [Some(flow.exporter), None] {
        for importer in [Some(flow.importer), None] {
            for (steps, commodity) in commodities.iter().enumerate() {
                let fits = |row: &&MarginRow| {
                    row.period.is_none_or(|period| period.contains(&flow.period))
                };
                for row in
                    rows.get(&(exporter, importer, *commodity)).into_iter().flatten().filter(fits)
                {
                    let length = row.period.map_or(u32::MAX, Period::len);
                    let rank = (row.named(), Reverse(steps), Reverse(length));
                    if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                        best = Some((rank, row));
                    }
                }
            }
        }
    }
    best.map(|(_, row)| row)
}

/// The commodities whose rows hold this one, the narrowest first, and at last none.
fn wider(commodity: Commodity) -> Vec<Option<Commodity>> {
    let parents = std::iter::successors(Some(commodity), Commodity::parent);
    let own =
        parents.filter(|one| *one == commodity || one.classification() != Classification::All);
    let mut chain = Vec::new();
    for one in own {
        chain.push(Some(one));
        if let Classification::Hs(Some(_)) = one.classification() {
            chain.extend(Commodity::new(Classification::Hs(None), one.code()).ok().map(Some));
        }
    }
    chain.extend(commodity.section().filter(|section| *section != commodity).map(Some));
    chain.push(None);
    chain
}
