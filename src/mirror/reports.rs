//! The two series of one flow, period by period.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::{Error, Undefined};
use crate::key::{Flow, Key, Treatment, Valuation};
use crate::mirror::flows::{NotAFlow, not_a_flow};
use crate::mirror::{Asymmetry, AsymmetryBounds, Flows, Margin, Pair, Sides};
use crate::number::Decimal;
use crate::observation::Status;
use crate::period::{Day, Period};
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use crate::vintage::History;
use std::fmt;

/// One flow as both sides report it, for every period that either of them reports.
///
/// It is made by [`of`] from two series, or by [`as_of`] from two histories. Both sides keep their
/// key with its valuation, their day of knowledge, and for every period the figures with their
/// status and date, or the reason why there is none.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{self, Sides};
/// use bilateral::{Key, Observation, Period, Series, Status, unit::USD};
///
/// let sold = Series::new(Key::exports(RUS).to(CHN), USD.million())
///     .with("2018", "56019.9")?
///     .with_observation(Observation::absent(Period::year(2019), Status::Confidential)?)?;
/// let bought = Series::new(Key::imports(CHN).from(RUS), USD.billion())
///     .with("2018", "58.887")?
///     .with("2019", "60.257")?;
/// let both = mirror::of(&sold, &bought)?;
/// assert_eq!(
///     both.at(Period::year(2018))?.to_string(),
///     "2018: RUS exports 56.0199, CHN imports 58.887 billion US$, +5.12 %"
/// );
/// let alone = both.at(Period::year(2019))?;
/// assert_eq!(alone.sides(), Sides::OnlyImporter);
/// assert!(alone.exported().unwrap_err().to_string().contains("confidential"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Mirror<D: Dimension> {
    exports: Key,
    imports: Key,
    unit: D::Unit,
    exports_as_of: Option<Day>,
    imports_as_of: Option<Day>,
    reports: Vec<Reports<D>>,
}

/// The two reports of one flow and one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Reports<D: Dimension> {
    pair: Pair,
    unit: D::Unit,
    exported: Result<Reading<D>, Error>,
    imported: Result<Reading<D>, Error>,
}

/// The exports of one area and the imports of another one from it, side by side.
///
/// Both are brought to the larger one of their units, which must be powers of ten apart; their
/// printed digits stay. A period that one side published is compared if the other side's figures
/// give it too, published or derived. A figure that is estimated or imputed is no report; its side
/// has none then, with that as the reason.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) unless the first series holds exports and the second one
/// imports, both as reported, between two areas that are no groups and not the World;
/// [`Mismatch`](crate::ErrorKind::Mismatch) if reporter and partner, the goods, the edition of
/// their classification or the currency differ.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::{Key, Series, mirror, unit::{CNY, USD}};
///
/// let sold = Series::new(Key::exports(RUS).to(CHN), USD.one()).with("2018", "56019903783")?;
/// let yuan = Series::new(Key::imports(CHN).from(RUS), CNY.one()).with("2018", "1")?;
/// assert!(mirror::of(&sold, &yuan).unwrap_err().help().contains("exchange rate"));
/// let wrong = Series::new(Key::imports(CHN).from(CHN), USD.one()).with("2018", "1")?;
/// assert!(mirror::of(&sold, &wrong).is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn of<D: Dimension>(exports: &Series<D>, imports: &Series<D>) -> Result<Mirror<D>, Error> {
    check_flows(exports.key(), imports.key())?;
    let commodity = same_goods(exports.key(), imports.key())?;
    let (sold, bought) = in_one_unit(exports, imports)?;
    let mut spans: Vec<Period> = sold.published_spans().chain(bought.published_spans()).collect();
    spans.sort_unstable();
    spans.dedup();
    let reports = spans
        .into_iter()
        .map(|span| Reports::read(&sold, &bought, commodity, span))
        .filter(|reports| reports.sides() != Sides::Neither)
        .collect();
    Ok(Mirror {
        exports: exports.key(),
        imports: imports.key(),
        unit: sold.unit(),
        exports_as_of: exports.as_of(),
        imports_as_of: imports.as_of(),
        reports,
    })
}

/// The same of two histories, as both were known on a day.
///
/// A pair carries its vintage: China's imports from Russia of 2018 are 58.887 billion US$ in UN
/// Comtrade today and were 59.08 in the first print of its customs.
///
/// # Errors
/// As [`of`].
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::{Key, Period, Releases, date, mirror};
///
/// let file = "\
/// reporter,partner,flow,period,value,unit,published_on
/// RUS,CHN,export,2018,56.02,billion USD,2019-02-10
/// CHN,RUS,import,2018,59.08,billion USD,2019-01-14
/// CHN,RUS,import,2018,58.887,billion USD,2019-07-01
/// ";
/// let releases = Releases::from_csv(file.as_bytes(), "mirror.csv")?.complete()?;
/// let (sold, bought) = (
///     releases.series(Key::exports(RUS).to(CHN))?,
///     releases.series(Key::imports(CHN).from(RUS))?,
/// );
/// let gap = |day| -> Result<String, bilateral::Error> {
///     let both = mirror::as_of(&sold, &bought, day)?;
///     let gap = both.at(Period::year(2018))?.asymmetry()?;
///     Ok(gap.relative_to_exporter()?.percent(1).to_string())
/// };
/// assert_eq!(gap(date(2019, 3, 1))?, "5.5 %");
/// assert_eq!(gap(date(2019, 8, 1))?, "5.1 %");
/// assert!(gap(date(2019, 1, 31)).unwrap_err().to_string().contains("not in these releases"));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn as_of<D: Dimension>(
    exports: &History<D>,
    imports: &History<D>,
    day: Day,
) -> Result<Mirror<D>, Error> {
    of(&exports.as_of(day), &imports.as_of(day))
}

impl<D: Dimension> Mirror<D> {
    /// The key of the exporter's side, with its valuation.
    #[must_use]
    pub fn exports(&self) -> Key {
        self.exports
    }

    /// The key of the importer's side, with its valuation.
    #[must_use]
    pub fn imports(&self) -> Key {
        self.imports
    }

    /// The unit of all figures.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// The day by which the exporter's figures were known.
    #[must_use]
    pub fn exports_as_of(&self) -> Option<Day> {
        self.exports_as_of
    }

    /// The day by which the importer's figures were known.
    #[must_use]
    pub fn imports_as_of(&self) -> Option<Day> {
        self.imports_as_of
    }

    /// Every period that a side reports, ascending.
    #[must_use]
    pub fn reports(&self) -> &[Reports<D>] {
        &self.reports
    }

    /// The two reports of a period.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if neither side reports it.
    pub fn at(&self, period: Period) -> Result<&Reports<D>, Error> {
        self.reports.iter().find(|reports| reports.period() == period).ok_or_else(|| {
            let known: Vec<String> =
                self.reports.iter().map(|reports| reports.period().to_string()).collect();
            let (exporter, importer) = (self.exports.reporter(), self.imports.reporter());
            Error::from(Undefined::Missing)
                .about(format!("the flow from {exporter} to {importer}, {period}"))
                .with_help(match known.as_slice() {
                    [] => "give series with figures".to_owned(),
                    [only] => format!("ask for {only}, which is all that is reported"),
                    [first, .., last] => {
                        format!("ask for a period that is reported, {first} to {last}")
                    }
                })
        })
    }

    /// The flow of each period as a pair, for sets of flows and for [`Reconciliation`].
    ///
    /// [`Reconciliation`]: crate::mirror::Reconciliation
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        self.reports.iter().map(|reports| reports.pair).collect()
    }

    /// The periods that lie in a window, as a set of flows.
    ///
    /// # Errors
    /// [`Overlap`](crate::ErrorKind::Overlap) if the window holds a period and its parts: a year
    /// and its months.
    pub fn flows(&self, window: Period) -> Result<Flows, Error> {
        Flows::new(self.pairs().into_iter().filter(|pair| window.contains(&pair.period)))
    }

    /// Refuses a margin where the sides say that their values do not differ by one.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the imports are valued FOB, or the exports CIF.
    pub fn check_margin(&self, margin: &Margin) -> Result<(), Error> {
        let (exports, imports) = (self.exports.valuation(), self.imports.valuation());
        let sold_fits = matches!(exports, Valuation::AsReported | Valuation::Fob | Valuation::Fas);
        let fits = sold_fits && matches!(imports, Valuation::AsReported | Valuation::Cif);
        if fits || margin.is_none() {
            return Ok(());
        }
        let (given, needed) = if sold_fits { (imports, "CIF") } else { (exports, "FOB") };
        Err(Error::mismatch("the valuation that a margin is for", given, needed)
            .about(format!("{}; {}", self.exports, self.imports))
            .with_help("take Margin::none(), or give the imports CIF and the exports FOB"))
    }
}

impl<D: Dimension> Reports<D> {
    fn read(
        exports: &Series<D>,
        imports: &Series<D>,
        commodity: Commodity,
        span: Period,
    ) -> Reports<D> {
        let (exported, imported) = (report(exports, span), report(imports, span));
        let value = |side: &Result<Reading<D>, Error>| {
            side.as_ref().ok().map(|reading| reading.amount().value())
        };
        let key = exports.key();
        let pair = Pair {
            exported: value(&exported),
            imported: value(&imported),
            ..Pair::new(key.reporter(), key.partner(), span).of(commodity)
        };
        Reports { pair, unit: exports.unit(), exported, imported }
    }

    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        self.pair.period
    }

    /// Which sides report it.
    #[must_use]
    pub fn sides(&self) -> Sides {
        self.pair.sides()
    }

    /// The flow with both figures, in the unit of the mirror.
    #[must_use]
    pub fn pair(&self) -> &Pair {
        &self.pair
    }

    /// What the exporter reports, or why there is nothing.
    ///
    /// # Errors
    /// As [`Series::amount`]: missing, confidential, not yet published, contradictory; and
    /// estimated, which is no report.
    pub fn exported(&self) -> Result<&Reading<D>, &Error> {
        self.exported.as_ref()
    }

    /// What the importer reports, or why there is nothing.
    ///
    /// # Errors
    /// As [`exported`](Reports::exported).
    pub fn imported(&self) -> Result<&Reading<D>, &Error> {
        self.imported.as_ref()
    }

    /// How far the two are apart, on the printed digits.
    ///
    /// # Errors
    /// The reason why a side does not report.
    pub fn asymmetry(&self) -> Result<Asymmetry, Error> {
        let value = |side: &Result<Reading<D>, Error>| match side {
            Ok(reading) => Ok(reading.amount().value()),
            Err(reason) => Err(reason.clone()),
        };
        Asymmetry::of(value(&self.exported)?, value(&self.imported)?)
            .map_err(|error| error.about(self.pair))
    }

    /// The same as far as the rounding and the hedges of the figures allow to say.
    ///
    /// # Errors
    /// As [`asymmetry`](Reports::asymmetry).
    pub fn bounds(&self) -> Result<AsymmetryBounds, Error> {
        let bounds = |side: &Result<Reading<D>, Error>| match side {
            Ok(reading) => Ok(reading.bounds().bounds().clone()),
            Err(reason) => Err(reason.clone()),
        };
        AsymmetryBounds::of(bounds(&self.exported)?, bounds(&self.imported)?)
            .map_err(|error| error.about(self.pair))
    }
}

/// Both figures, and the gap relative to the exporter's where there is one.
impl<D: Dimension> fmt::Display for Reports<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figure = |value: Option<Decimal>| {
            value.map_or_else(|| "nothing".to_owned(), |value| value.to_string())
        };
        let Pair { exporter, importer, exported, imported, .. } = self.pair;
        write!(f, "{}: {exporter} exports {}, ", self.period(), figure(exported))?;
        write!(f, "{importer} imports {} {}", figure(imported), self.unit)?;
        match self.asymmetry().and_then(|gap| gap.relative_to_exporter()) {
            Ok(gap) => write!(f, ", {:+}", gap.percent(2)),
            Err(_) => Ok(()),
        }
    }
}

/// What a side reports for a span; estimates are none.
fn report<D: Dimension>(series: &Series<D>, span: Period) -> Result<Reading<D>, Error> {
    let reading = series.amount(span)?;
    let guess = |status| matches!(status, Status::Estimated | Status::Imputed);
    match reading.terms().iter().find(|term| guess(term.status())) {
        None => Ok(reading),
        Some(term) => Err(Error::from(Undefined::Missing)
            .about(format!(
                "{}, {span}: the figure {} is {}",
                series.key(),
                term.figure(),
                term.status()
            ))
            .with_help("a pair is two reports; take the figure of the reporter, or none")),
    }
}

/// Both series in the larger one of their units, where no digit is added to a figure.
fn in_one_unit<D: Dimension>(
    exports: &Series<D>,
    imports: &Series<D>,
) -> Result<(Series<D>, Series<D>), Error> {
    let (one, other) = (exports.unit(), imports.unit());
    let factor = D::ratio(other, one)
        .map_err(|error| error.about(format!("{} and {}", exports.key(), imports.key())))?;
    let power = factor.log_10().ok_or_else(|| {
        Error::mismatch("the unit of both sides", one, other).with_help(
            "convert the figures of one side first, Amount::convert(..), to a unit that is a \
                 power of ten of the other",
        )
    })?;
    Ok(match power {
        0 => (exports.clone(), imports.clone()),
        1.. => (in_unit(exports, other, power.saturating_neg())?, imports.clone()),
        _ => (exports.clone(), in_unit(imports, one, power)?),
    })
}

fn in_unit<D: Dimension>(series: &Series<D>, unit: D::Unit, power: i8) -> Result<Series<D>, Error> {
    let observations: Result<Vec<_>, Error> =
        series.observations().cloned().map(|one| one.in_smaller_unit(power)).collect();
    Ok(Series::of(series.key(), unit, observations?).dated(series.as_of()))
}

/// Both keys must be of one flow between two areas.
fn check_flows(exports: Key, imports: Key) -> Result<(), Error> {
    if exports.flow() != Flow::Export || imports.flow() != Flow::Import {
        let reason = format!("a mirror is exports and imports, not {exports} and {imports}");
        return Err(Error::invalid("a pair of series", reason).with_help(
            "give all exports of one area first, and then all imports of the other one from it; \
             parts of them such as re-exports have no mirror",
        ));
    }
    for key in [exports, imports] {
        if key.treatment() != Treatment::Reported {
            let reason = format!("{key}: not as reported, and a mirror is two reports");
            return Err(Error::invalid("a side of a mirror", reason)
                .with_help("give the figures that the reporter published"));
        }
    }
    if let Some(reason) = not_a_flow(exports.reporter(), exports.partner()) {
        return Err(no_mirror(exports, reason));
    }
    if (exports.reporter(), exports.partner()) != (imports.partner(), imports.reporter()) {
        let expected = Key::imports(exports.partner()).from(exports.reporter());
        let areas = [exports, imports].map(|key| [key.reporter(), key.partner()]).concat();
        let help = if has_both_codes_of_taiwan(&areas) {
            format!(
                "give {expected}: 490, Other Asia nes, is Taiwan (158) in UN Comtrade; write one \
                 code on both sides"
            )
        } else {
            format!("give the imports of the partner from the exporter: {expected}")
        };
        return Err(Error::mismatch("the flow of both sides", exports, imports).with_help(help));
    }
    Ok(())
}

fn no_mirror(exports: Key, reason: NotAFlow) -> Error {
    let help = match reason {
        NotAFlow::SelfTrade => "leave it out: what an area imports from itself are re-imports",
        NotAFlow::World => "name two areas: the World does not report",
        NotAFlow::Group => "give the members one by one: the other side may count other members",
        NotAFlow::Unspecified => {
            "leave it out: goods of unknown origin or destination have no mirror; 490, Other Asia \
             nes, is Taiwan (158) in practice and is taken"
        }
    };
    let reason = match reason {
        NotAFlow::SelfTrade => format!("{exports}: both sides are one area"),
        _ => format!("{exports}: one side is {reason}"),
    };
    Error::invalid("a side of a mirror", reason).with_help(help)
}

fn has_both_codes_of_taiwan(areas: &[Area]) -> bool {
    let has = |code| areas.iter().any(|area| area.code() == code);
    has(490) && has(158)
}

/// The goods of both sides: the same code of one edition, or a chapter, which all editions share.
fn same_goods(exports: Key, imports: Key) -> Result<Commodity, Error> {
    let (one, other) = (exports.commodity(), imports.commodity());
    if one == other {
        return Ok(one);
    }
    let (left, right) = (one.classification(), other.classification());
    let is_chapter = one.level() == 2 && other.level() == 2 && one.hs_chapter().is_some();
    if is_chapter && one.hs_chapter() == other.hs_chapter() {
        return Commodity::new(Classification::Hs(None), one.code());
    }
    if one.code() == other.code() && left != right {
        return Err(Error::mismatch("the edition of the goods", one, other)
            .with_help(edition_help(one, other)));
    }
    Err(Error::mismatch("the goods of both sides", one, other)
        .with_help("give series of the same goods; a part of one is no mirror of the whole"))
}

fn edition_help(one: Commodity, other: Commodity) -> String {
    let as_reported = Classification::Hs(None);
    if [one.classification(), other.classification()].contains(&as_reported) {
        return "HS is the edition then in force: name the edition on both sides \
                (commodity::HsEdition::in_force)"
            .to_owned();
    }
    let chapter = one.hs_chapter().map_or_else(String::new, |chapter| {
        format!("their chapter on both sides, HS:{chapter}, or ")
    });
    format!(
        "the same code is not the same goods in {} and {}: convert one side to the edition of the \
         other first (concordance::CodeConversion::series), or compare {chapter}all goods",
        one.classification(),
        other.classification()
    )
}
