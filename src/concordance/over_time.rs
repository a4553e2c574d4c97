//! Series of one label from one classification to another, period by period.

use crate::commodity::Commodity;
use crate::concordance::conversion::{CodeConversion, Found, Line};
use crate::concordance::convert::Unconverted;
use crate::concordance::groups::GroupKind;
use crate::concordance::reason::UnconvertedReason;
use crate::error::Error;
use crate::key::Key;
use crate::number::{Decimal, Figure, Hedge, Ratio, exact_add};
use crate::observation::{Observation, Status};
use crate::period::Period;
use crate::series::{Series, Standing};
use crate::unit::Dimension;
use std::collections::{BTreeMap, BTreeSet};

/// Series of the other classification, with the figures that could not be converted.
#[derive(Debug, Clone)]
pub struct ConvertedSeries<D: Dimension> {
    series: Vec<Series<D>>,
    unconverted: Vec<(Period, Unconverted)>,
}

impl CodeConversion {
    /// The series of one label, which differ by commodity, as series of the other classification.
    ///
    /// Key, unit and vintage stay; the commodity changes. A series whose group is 1:1 keeps its
    /// observations as they are. Where goods are split or merged there is one observation for each
    /// period for which a figure stands: the sum of the parts, with the status
    /// [`Derived`](Status::Derived) and a note that names the codes and the weights. It has no
    /// published growth, its date is the last one of its figures, and it is known as precisely as
    /// these are ([`Figure::bounds`]).
    ///
    /// A code without an observation for a period adds nothing to it. Where an observation says
    /// that a figure is missing, withheld or not yet published, the codes it would go to have that
    /// status, and what others would have given them is listed as not converted.
    ///
    /// # Rounding
    /// As [`convert`](crate::concordance::convert()), for each figure.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the series differ in anything but commodity:
    /// reporter, partner, flow, valuation, system, treatment, unit, or the date of their vintage;
    /// [`Overlap`](crate::ErrorKind::Overlap) for two series of one commodity;
    /// [`Conflict`](crate::ErrorKind::Conflict) if figures of one day contradict each other;
    /// [`Invalid`](crate::ErrorKind::Invalid) without a series.
    ///
    /// ```
    /// use bilateral::{Key, Money, Period, Series, area::{CHN, RUS}, unit::USD};
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    ///
    /// let of = |code: &str, value| {
    ///     Series::<Money>::new(Key::exports(CHN).to(RUS).of(code.parse()?), USD.million())
    ///         .with("2022", value)
    /// };
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("851713", "851712"),
    ///     ("851714", "851712"),
    /// ])?;
    /// let new = [of("H6:851713", "98")?, of("H6:851714", "4")?];
    /// let old = CodeConversion::equal(&table).series(&new)?;
    /// let phones = &old.series()[0];
    /// assert_eq!(phones.key().to_string(), "CHN exports of H5:851712 to RUS");
    /// assert_eq!(
    ///     phones.amount(Period::year(2022))?.to_string(),
    ///     "102 million US$, 2022, derived"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn series<D: Dimension>(&self, series: &[Series<D>]) -> Result<ConvertedSeries<D>, Error> {
        let first = check(series)?;
        let (mut found, mut sums) = (Vec::new(), Sums::default());
        for one in series {
            match self.find(one.key().commodity()) {
                Err(reason) => sums.leave_all(one, &reason)?,
                Ok(Found::Kept(to)) => found.push(renamed(one, to)),
                Ok(Found::Line(line)) => match plain_target(line) {
                    Some(to) => found.push(renamed(one, to)),
                    None => sums.split(one, line)?,
                },
            }
        }
        for (to, cells) in sums.cells {
            let mut observations = Vec::with_capacity(cells.len());
            for (period, cell) in cells {
                observations.push(cell.finish(period, to, self, &mut sums.unconverted)?);
            }
            let key = first.key().of(to);
            found.push(Series::of(key, first.unit(), observations).dated(first.as_of()));
        }
        found.sort_by_key(|one| one.key().commodity());
        let mut unconverted = sums.unconverted;
        unconverted.sort_by_key(|(period, one)| (*period, one.from, one.at));
        Ok(ConvertedSeries { series: found, unconverted })
    }
}

impl<D: Dimension> ConvertedSeries<D> {
    /// The series, by commodity ascending.
    #[must_use]
    pub fn series(&self) -> &[Series<D>] {
        &self.series
    }

    /// The figures that were not converted, by period and code ascending.
    #[must_use]
    pub fn unconverted(&self) -> &[(Period, Unconverted)] {
        &self.unconverted
    }
}

/// What comes together under each code, and what does not.
#[derive(Default)]
struct Sums<'a> {
    cells: BTreeMap<Commodity, BTreeMap<Period, Cell<'a>>>,
    unconverted: Vec<(Period, Unconverted)>,
}

#[derive(Default)]
struct Cell<'a> {
    parts: Vec<Part<'a>>,
    /// Why a part is missing.
    absent: Option<Status>,
}

struct Part<'a> {
    from: Commodity,
    value: Decimal,
    exact: Ratio,
    /// How far the exact value may be off.
    half_width: Ratio,
    observation: &'a Observation,
}

/// The series differ by commodity alone; the first of them.
fn check<D: Dimension>(series: &[Series<D>]) -> Result<&Series<D>, Error> {
    let Some(first) = series.first() else {
        return Err(
            Error::invalid("a list of series", "it is empty").with_help("give at least one series")
        );
    };
    let plain = |one: &Series<D>| one.key().of(Commodity::TOTAL);
    let mut codes = BTreeSet::new();
    let alike = "give series that differ by commodity alone, and convert others apart";
    for one in series {
        if plain(one) != plain(first) {
            let (left, right): (Key, Key) = (first.key(), one.key());
            return Err(
                Error::mismatch("the key of series to convert", left, right).with_help(alike)
            );
        }
        if one.unit() != first.unit() {
            let (left, right) = (first.unit(), one.unit());
            return Err(Error::mismatch("the unit of series to convert", left, right)
                .about(one.key())
                .with_help(alike));
        }
        if one.as_of() != first.as_of() {
            let day = |one: &Series<D>| {
                one.as_of().map_or_else(|| "no date".to_owned(), |day| day.to_string())
            };
            return Err(Error::mismatch("the vintage of series to convert", day(first), day(one))
                .about(one.key())
                .with_help("take all series from their releases as of one date"));
        }
        if !codes.insert(one.key().commodity()) {
            let (left, right) = (one.key().to_string(), one.key().to_string());
            return Err(Error::new(crate::error::ErrorKind::Overlap { left, right })
                .with_help("give one series for each commodity"));
        }
    }
    Ok(first)
}

/// The one code that has the same goods.
fn plain_target(line: &Line) -> Option<Commodity> {
    match (line.kind, line.shares.as_slice(), line.ends.as_slice()) {
        (GroupKind::OneToOne, [only], []) => Some(only.to),
        _ => None,
    }
}

fn renamed<D: Dimension>(one: &Series<D>, to: Commodity) -> Series<D> {
    let observations = one.observations().cloned();
    Series::of(one.key().of(to), one.unit(), observations).dated(one.as_of())
}

/// What stands for a span, or why nothing does.
type Stands<'a> = Result<(&'a Observation, Figure), Status>;

/// The spans of a series, ascending.
fn figures<D: Dimension>(one: &Series<D>) -> Result<Vec<(Period, Stands<'_>)>, Error> {
    let spans: BTreeSet<Period> = one.observations().map(Observation::period).collect();
    let mut found = Vec::with_capacity(spans.len());
    for span in spans {
        let all = one.at(span);
        let figure = match one.standing(span) {
            Some(Standing::Stands(at, figure)) => {
                all.get(*at).map(|observation| (observation, *figure))
            }
            Some(Standing::Conflict(figures)) => return Err(one.conflict(span, "", figures)),
            _ => None,
        };
        let has = |status| all.iter().any(|one| one.status() == status);
        let absent = [Status::Confidential, Status::NotYetPublished];
        let absent = absent.into_iter().find(|status| has(*status)).unwrap_or(Status::Missing);
        found.push((span, figure.ok_or(absent)));
    }
    Ok(found)
}

impl<'a> Sums<'a> {
    fn leave_all<D: Dimension>(
        &mut self,
        one: &Series<D>,
        reason: &UnconvertedReason,
    ) -> Result<(), Error> {
        for (span, figure) in figures(one)? {
            if let Ok((_, figure)) = figure {
                self.leave(one.key().commodity(), span, figure, reason);
            }
        }
        Ok(())
    }

    fn leave(&mut self, from: Commodity, span: Period, figure: Figure, reason: &UnconvertedReason) {
        let (value, exact) = (figure.decimal().unwrap_or(Decimal::ZERO), figure.value());
        let reason = reason.clone();
        self.unconverted.push((span, Unconverted { from, at: from, value, exact, reason }));
    }

    /// Gives every figure of a series to the codes of a line.
    fn split<D: Dimension>(&mut self, one: &'a Series<D>, line: &Line) -> Result<(), Error> {
        let from = one.key().commodity();
        for (span, figure) in figures(one)? {
            let is_plain = |figure: &Figure| {
                figure.decimal().is_some()
                    && matches!(figure.hedge(), Hedge::Rounded | Hedge::Exact)
            };
            let absent = match figure {
                Ok((observation, figure)) if is_plain(&figure) => {
                    self.give(from, observation, figure, line)?;
                    continue;
                }
                Ok((_, figure)) => {
                    self.leave(from, span, figure, &UnconvertedReason::Hedged);
                    Status::Missing
                }
                Err(status) => status,
            };
            for share in &line.shares {
                let cell = self.cells.entry(share.to).or_default().entry(span).or_default();
                cell.absent = cell.absent.max(Some(absent));
            }
        }
        Ok(())
    }

    fn give(
        &mut self,
        from: Commodity,
        observation: &'a Observation,
        figure: Figure,
        line: &Line,
    ) -> Result<(), Error> {
        let value = figure.decimal().unwrap_or(Decimal::ZERO);
        let places = i16::try_from(value.scale()).unwrap_or(0);
        let half = match figure.hedge() {
            Hedge::Exact => Ratio::zero(),
            _ => &Ratio::power_of_ten(places.saturating_neg()) * &Ratio::new(1, 2)?,
        };
        let span = observation.period();
        let mut parts = line.parts.split(value.mantissa()).into_iter();
        let mut part = || {
            let units = parts.next().unwrap_or(0);
            Decimal::try_from_i128_with_scale(units, value.scale())
                .map_err(|_| Error::inexact("a split"))
        };
        let whole = Ratio::from(value);
        for share in &line.shares {
            let (value, exact) = (part()?, &whole * &share.weight);
            let half_width = &half * &share.weight;
            let cell = self.cells.entry(share.to).or_default().entry(span).or_default();
            cell.parts.push(Part { from, value, exact, half_width, observation });
        }
        for (end, reason) in &line.ends {
            let (value, exact) = (part()?, &whole * &end.weight);
            let reason = reason.clone();
            self.unconverted.push((span, Unconverted { from, at: end.to, value, exact, reason }));
        }
        Ok(())
    }
}

impl Cell<'_> {
    fn finish(
        mut self,
        period: Period,
        to: Commodity,
        conversion: &CodeConversion,
        unconverted: &mut Vec<(Period, Unconverted)>,
    ) -> Result<Observation, Error> {
        self.parts.sort_by_key(|part| part.from);
        if let Some(status) = self.absent {
            for Part { from, value, exact, .. } in self.parts {
                let reason = UnconvertedReason::Incomplete;
                unconverted.push((period, Unconverted { from, at: to, value, exact, reason }));
            }
            return Observation::absent(period, status);
        }
        let mut values = self.parts.iter().map(|part| part.value);
        let first = values.next().unwrap_or(Decimal::ZERO);
        let value = values.try_fold(first, exact_add).map_err(|error| error.about(to))?;
        let exact: Ratio = self.parts.iter().map(|part| part.exact.clone()).sum();
        let half: Ratio = self.parts.iter().map(|part| part.half_width.clone()).sum();
        let half_width = half + (Ratio::from(value) - exact).abs();
        let from: Vec<String> =
            self.parts.iter().map(|part| format!("{} {}", part.from, part.value)).collect();
        let note = format!("from {}; {conversion}", from.join(", "));
        let mut observation = Observation::new(period, Figure::known_within(value, &half_width))
            .with_status(Status::Derived)?
            .with_note(note);
        let dates: Option<Vec<_>> =
            self.parts.iter().map(|part| part.observation.published_on()).collect();
        if let Some(last) = dates.and_then(|dates| dates.into_iter().max()) {
            observation = observation.published(last);
        }
        let sources: BTreeSet<&str> =
            self.parts.iter().map(|part| part.observation.source()).collect();
        let sources: Vec<&str> = sources.into_iter().collect();
        Ok(observation.from_source(sources.join(", ")))
    }
}
