//! Sums of series whose trade does not overlap.

use crate::area::{Area, AreaKind};
use crate::error::{Error, ErrorKind};
use crate::key::{Flow, Key, Treatment, Valuation};
use crate::number::{Figure, Ratio};
use crate::observation::{Observation, Status};
use crate::period::Period;
use crate::series::{Reading, Residue, Series};
use crate::unit::{Amount, Dimension};

impl<D: Dimension> Series<D> {
    /// The sum of several series under a given key, for every span for which all of them have an
    /// amount.
    ///
    /// The parts must not overlap. Exports and imports meet only in a key of the flow
    /// [`Flow::Trade`], which prints "as reported (exports FOB, imports CIF)". The sums are marked
    /// as derived and counted in the unit of the first part; their bounds cover the rounding of all
    /// parts. A span of which a part is one-sided ("more than 40") has no sum.
    ///
    /// # Errors
    /// [`Overlap`](crate::ErrorKind::Overlap) if two parts share trade or the key does not hold a
    /// part; [`Mismatch`](crate::ErrorKind::Mismatch) for different currencies, valuations,
    /// treatments or dates; [`Invalid`](crate::ErrorKind::Invalid) without parts;
    /// [`Inexact`](crate::ErrorKind::Inexact).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let exports = Series::new(Key::exports(CHN).to(RUS), USD.billion())
    ///     .with("2023-01/2023-04", "33.686")?;
    /// let imports = Series::new(Key::imports(CHN).from(RUS), USD.billion())
    ///     .with("2023-01/2023-04", "39.462")?;
    /// let trade = Series::sum(Key::trade(CHN).with(RUS), &[&exports, &imports])?;
    /// assert_eq!(
    ///     trade.amount(Period::january_to(2023, 4))?.amount().to_string(),
    ///     "73.148 billion US$"
    /// );
    /// // imports are in trade already
    /// assert!(Series::sum(Key::trade(CHN).with(RUS), &[&trade, &imports]).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn sum(key: Key, parts: &[&Series<D>]) -> Result<Series<D>, Error> {
        let Some((first, others)) = parts.split_first() else {
            return Err(
                Error::invalid("a sum", "it has no parts").with_help("give at least one series")
            );
        };
        check_parts(key, parts)?;
        let mut total = Series::new(key, first.unit()).dated(first.as_of());
        let mut spans: Vec<Period> = parts.iter().flat_map(|part| part.published_spans()).collect();
        spans.sort_unstable();
        spans.dedup();
        for span in spans {
            let readings: Option<Vec<Reading<D>>> =
                parts.iter().map(|part| part.amount(span).ok()).collect();
            let Some(readings) = readings else { continue };
            let Some(half_width) = half_width(&readings, first.unit())? else { continue };
            let figure = Figure::known_within(add_up(&readings)?.value(), &half_width);
            let mut observation = Observation::new(span, figure).with_status(Status::Derived)?;
            let dates = readings
                .iter()
                .flat_map(|reading| reading.terms().iter().filter_map(|term| term.published_on()));
            if let Some(latest) = dates.max() {
                observation = observation.published(latest);
            }
            let parts = others.len().saturating_add(1);
            total.insert(observation.from_source(format!("sum of {parts} series")))?;
        }
        Ok(total)
    }

    /// Published totals of this series beside the sums of the parts, where both are there and
    /// differ.
    ///
    /// # Errors
    /// As [`sum`](Series::sum).
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Series,
    ///     area::{CHN, RUS},
    ///     unit::USD,
    /// };
    ///
    /// let exports =
    ///     Series::new(Key::exports(CHN).to(RUS), USD.billion()).with("2023-04", "9.621")?;
    /// let imports =
    ///     Series::new(Key::imports(CHN).from(RUS), USD.billion()).with("2023-04", "9.606")?;
    /// let trade =
    ///     Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2023-04", "19.228")?;
    /// let residues = trade.against_parts(&[&exports, &imports])?;
    /// assert_eq!(
    ///     residues[0].to_string(),
    ///     "Apr 2023: published 19.228, but 9.621 (CHN exports to RUS, Apr 2023) \
    ///      + 9.606 (CHN imports from RUS, Apr 2023) = 19.227; \
    ///      difference 0.001 billion US$, within rounding"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn against_parts(&self, parts: &[&Series<D>]) -> Result<Vec<Residue<D>>, Error> {
        check_parts(self.key, parts)?;
        let mut residues = Vec::new();
        for span in self.published_spans() {
            let readings: Option<Vec<Reading<D>>> =
                parts.iter().map(|part| part.amount(span).ok()).collect();
            let Some(readings) = readings else { continue };
            let terms =
                readings.iter().flat_map(|reading| reading.terms().iter().copied()).collect();
            let derived = Reading::new(self.key, span, add_up(&readings)?, terms);
            let residue = Residue::between(&self.amount(span)?, &derived)?;
            let differing = residue.filter(|residue| !residue.difference().value().is_zero());
            residues.extend(differing.map(|residue| residue.of_parts(&readings)));
        }
        Ok(residues)
    }
}

/// How far the true sum may be from the sum of the printed numbers; `None` if a figure is
/// one-sided.
fn half_width<D: Dimension>(
    readings: &[Reading<D>],
    unit: D::Unit,
) -> Result<Option<Ratio>, Error> {
    let mut total = Ratio::zero();
    for reading in readings {
        let bounds = reading.bounds();
        let (Some(width), Some(middle)) = (bounds.bounds().width(), bounds.bounds().midpoint())
        else {
            return Ok(None);
        };
        let value = Ratio::from(reading.amount().value());
        let reach = (value - middle).abs() + width.over(&Ratio::from(2))?;
        total = total + reach * D::ratio(reading.amount().unit(), unit)?;
    }
    Ok(Some(total))
}

fn add_up<D: Dimension>(readings: &[Reading<D>]) -> Result<Amount<D>, Error> {
    let mut amounts = readings.iter().map(Reading::amount);
    let first = amounts.next().ok_or_else(|| {
        Error::invalid("a sum", "it has no parts").with_help("give at least one series")
    })?;
    amounts.try_fold(first, |total, amount| total.plus(amount))
}

/// Parts of a sum: of one vintage, apart from each other, inside the key of the sum.
pub(crate) fn check_parts<D: Dimension>(key: Key, parts: &[&Series<D>]) -> Result<(), Error> {
    let overlap = |left: Key, right: Key| {
        Error::new(ErrorKind::Overlap { left: left.to_string(), right: right.to_string() })
    };
    let mut rest = parts;
    while let Some((part, others)) = rest.split_first() {
        if let Some(other) = others.iter().find(|other| part.key().overlaps(&other.key())) {
            return Err(overlap(part.key(), other.key()));
        }
        if let Some(other) = others.iter().find(|other| part.as_of() != other.as_of()) {
            let date = |series: &Series<D>| {
                series.as_of().map_or("no date".to_owned(), |date| date.to_string())
            };
            return Err(Error::mismatch("the vintage of the parts", date(part), date(other))
                .with_help("take all parts as of one date"));
        }
        same_treatment(key, part.key())?;
        if !valuation_fits(key, part.key()) {
            let (own, wanted) = (part.key().valuation(), key.valuation());
            return Err(Error::mismatch("the valuation of a part and of the sum", own, wanted)
                .with_help(valuation_help(key, parts)));
        }
        if !flow_fits(key.flow(), part.key().flow()) {
            let (own, wanted) = (part.key().flow(), key.flow());
            return Err(Error::mismatch("the flow of a part and of the sum", own, wanted)
                .with_help("name the sum Key::trade(..).with(..), since exports and imports meet in total trade only"));
        }
        if !holds(key, part.key()) {
            return Err(Error::mismatch("the key of a sum and of its part", key, part.key())
                .with_help("name the sum by a key that holds all its parts"));
        }
        rest = others;
    }
    Ok(())
}

/// Figures that were reconciled or estimated never meet reported ones.
///
/// # Errors
/// [`Mismatch`](crate::ErrorKind::Mismatch) if the two were made in another way.
pub(crate) fn same_treatment(one: Key, other: Key) -> Result<(), Error> {
    let (left, right) = (one.treatment(), other.treatment());
    if left == right {
        return Ok(());
    }
    let made = if left == Treatment::Reported { right } else { left };
    Err(Error::mismatch("how the figures came about", left, right)
        .about(format!("{one}; {other}"))
        .with_help(format!(
            "take figures that were all made in one way, and the key of their sum too: \
             key.treated(Treatment::{made:?})"
        )))
}

/// Exports FOB and imports CIF meet in total trade alone; other parts want a key valued as they
/// are.
fn valuation_help<D: Dimension>(key: Key, parts: &[&Series<D>]) -> String {
    let has = |flow: Flow| parts.iter().any(|part| part.key().flow() == flow);
    if has(Flow::Export) && has(Flow::Import) || key.flow() == Flow::Trade {
        return "name the sum Key::trade(..).with(..), valued as reported, which alone holds \
                exports FOB and imports CIF"
            .to_owned();
    }
    "give parts of one valuation, and the key of the sum with it: key.valued(Valuation::Fob)"
        .to_owned()
}

/// True if the trade of the part is inside that of the sum; a group may hold any area.
fn holds(sum: Key, part: Key) -> bool {
    let area = |whole: Area, part: Area| {
        let group = |area: Area| area.kind() == AreaKind::Group;
        whole == part || group(whole) || (whole.overlaps(part) && !group(part))
    };
    area(sum.reporter(), part.reporter())
        && area(sum.partner(), part.partner())
        && part.commodity().is_contained_in(&sum.commodity())
}

/// Total flows hold their components: imports hold re-imports, trade holds both sides.
fn flow_fits(sum: Flow, part: Flow) -> bool {
    let total = matches!(sum, Flow::Trade | Flow::Import | Flow::Export);
    sum == part || (total && part != Flow::Trade && sum.overlaps(part))
}

/// Total trade as reported is the named place where exports FOB and imports CIF meet.
fn valuation_fits(sum: Key, part: Key) -> bool {
    let meets = matches!(
        (part.flow(), part.valuation()),
        (Flow::Export, Valuation::Fob) | (Flow::Import, Valuation::Cif)
    );
    sum.valuation() == part.valuation()
        || (sum.flow() == Flow::Trade && sum.valuation() == Valuation::AsReported && meets)
}
