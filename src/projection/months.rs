//! The months of a year and of those before it, as models and paths need them.

use crate::error::{Error, Undefined, counted};
use crate::forecast::Forecast;
use crate::forecast::float::{exact_or, floats};
use crate::growth::{Growth, year_over_year};
use crate::number::Ratio;
use crate::period::Period;
use crate::projection::Method;
use crate::projection::model::{FEWEST_YEARS, MonthModel};
use crate::projection::origin::Origin;
use crate::series::{Reading, Series};
use crate::unit::Dimension;
use std::ops::Range;

/// The largest number of full years that a model sees, as in the evaluation of the defaults.
pub(crate) const HISTORY: usize = 8;

/// The single months, or eleven pieces a year where January and February are one.
#[derive(Debug, Clone)]
pub(crate) struct Months<D: Dimension> {
    /// Full years directly before, the oldest first; each has the same number of pieces.
    pub(crate) years: Vec<Vec<Ratio>>,
    /// The known pieces of the running year.
    pub(crate) current: Vec<Ratio>,
    /// The periods of the pieces that are left.
    pub(crate) left: Vec<Period>,
    /// Every figure used, the latest year first.
    pub(super) readings: Vec<Vec<Reading<D>>>,
}

impl<D: Dimension> Months<D> {
    /// How many pieces a year has: 12, or 11.
    fn season(&self) -> usize {
        self.years.last().map_or(0, Vec::len)
    }

    /// Of each piece that is left, whether it is not among the known spans.
    fn open(&self, known: &[Period]) -> Result<Vec<bool>, Error> {
        self.left.iter().map(|piece| is_open(*piece, known)).collect()
    }

    /// The part of the pieces left that is not known, by their mean shares in these years.
    pub(super) fn part_open(&self, years: &[Vec<Ratio>], known: &[Period]) -> Result<Ratio, Error> {
        let open = self.open(known)?;
        let (mut of_open, mut of_all) = (Ratio::zero(), Ratio::zero());
        for year in years {
            let total: Ratio = year.iter().cloned().sum();
            for (level, is_open) in year.iter().skip(self.current.len()).zip(&open) {
                let share = level.over(&total)?;
                of_open = if *is_open { of_open + share.clone() } else { of_open };
                of_all = of_all + share;
            }
        }
        if open.iter().all(|open| *open) { Ok(Ratio::one()) } else { of_open.over(&of_all) }
    }

    /// Every piece, the oldest first.
    fn history(&self) -> Vec<f64> {
        let pieces: Vec<Ratio> =
            self.years.iter().flatten().chain(&self.current).cloned().collect();
        floats(&pieces)
    }
}

impl<D: Dimension> Origin<D> {
    /// What is missing of the year, each piece with its level of a year before; together they are
    /// the year before less the base.
    ///
    /// The pieces are the finest that are known of the year before. Of a missing span that they do
    /// not fill, or where one is negative, it is [by spans](Origin::rest_by_spans).
    pub(crate) fn rest_by_pieces(&self) -> Result<Vec<(Period, Ratio)>, Error> {
        let whole = self.rest_before()?;
        let finest = self.series.months();
        let mut left: Vec<(Period, Ratio)> = Vec::new();
        for span in self.missing() {
            let before = span.year_earlier()?;
            let inside = finest.iter().filter(|piece| before.contains(piece));
            let months = inside.clone().map(|piece| piece.len()).sum::<u32>();
            if months < before.len() {
                return self.rest_by_spans();
            }
            for piece in inside {
                let level = Ratio::from(self.series.amount(*piece)?.amount().value());
                let now = Period::try_from_to(piece.first().plus(12)?, piece.last().plus(12)?)?;
                left.push((now, level));
            }
        }
        let sum: Ratio = left.iter().map(|(_, level)| level.clone()).sum();
        if left.iter().any(|(_, level)| level.is_negative()) || !sum.is_positive() {
            return self.rest_by_spans();
        }
        let scale = whole.over(&sum)?;
        Ok(left.into_iter().map(|(piece, level)| (piece, level * scale.clone())).collect())
    }

    /// What is missing of the year, as a pattern that an answer is spread by: that of the year
    /// before, where there is one, else the number of the months.
    pub(crate) fn pattern(&self) -> Vec<(Period, Ratio)> {
        let usable = |pattern: &Vec<(Period, Ratio)>| {
            let sum: Ratio = pattern.iter().map(|(_, level)| level.clone()).sum();
            sum.is_positive() && !pattern.iter().any(|(_, level)| level.is_negative())
        };
        let months = || self.missing().into_iter().flat_map(Period::months).map(Period::from);
        self.rest_by_pieces()
            .ok()
            .filter(usable)
            .unwrap_or_else(|| months().map(|month| (month, Ratio::one())).collect())
    }

    /// The same by spans: each missing one with its level of a year before where all of these are
    /// known, else by its months.
    pub(crate) fn rest_by_spans(&self) -> Result<Vec<(Period, Ratio)>, Error> {
        let (missing, whole) = (self.missing(), self.rest_before()?);
        let before =
            |span: &Period| Ok(self.series.amount(span.year_earlier()?)?.amount().value().into());
        let levels: Result<Vec<Ratio>, Error> = missing.iter().map(before).collect();
        let sum = |levels: &[Ratio]| levels.iter().cloned().sum::<Ratio>();
        let usable = levels
            .ok()
            .filter(|levels| !levels.iter().any(Ratio::is_negative) && sum(levels).is_positive());
        let by_months = || missing.iter().map(|span| Ratio::from(i64::from(span.len()))).collect();
        let weights = usable.unwrap_or_else(by_months);
        let scale = whole.over(&sum(&weights))?;
        Ok(missing
            .into_iter()
            .zip(weights.into_iter().map(|weight| weight * scale.clone()))
            .collect())
    }

    /// A level spread over the months that are not known, by the pattern of the year before.
    pub(super) fn spread(
        &self,
        known: &[Period],
        whole: Ratio,
    ) -> Result<Vec<(Period, Ratio)>, Error> {
        let months = self.months(false)?;
        let Some(last) = months.years.last() else { return Err(Undefined::Missing.into()) };
        let mut left = Vec::new();
        for (piece, level) in months.left.iter().zip(last.iter().skip(months.current.len())) {
            if is_open(*piece, known)? {
                left.push((*piece, level.clone()));
            }
        }
        if left.iter().any(|(_, level)| level.is_negative()) || whole.is_negative() {
            return Err(
                Error::from(Undefined::NegativeLevel).about("the months of the year before")
            );
        }
        let sum: Ratio = left.iter().map(|(_, level)| level.clone()).sum();
        let scale =
            if sum.is_zero() && whole.is_zero() { Ratio::one() } else { whole.over(&sum)? };
        Ok(left.into_iter().map(|(piece, level)| (piece, level * scale.clone())).collect())
    }

    /// The single months of the full years directly before, at most eight, and of the running one.
    ///
    /// `joined` makes January and February one piece; where the figures give them as one anywhere,
    /// they are so everywhere.
    pub(crate) fn months(&self, joined: bool) -> Result<Months<D>, Error> {
        let pieces = self.series.months();
        let mut readings = Vec::new();
        let mut of_year = |back: i32| -> Result<Vec<(Period, Ratio)>, Error> {
            let year = self.year.years_earlier(back)?;
            let span = match back {
                0 => self.parts.first().map(Reading::period).filter(|_| self.begun > 0),
                _ => Some(year),
            };
            let found =
                span.map_or_else(|| Ok(Vec::new()), |span| self.pieces_of(&pieces, span))?;
            let levels =
                found.iter().map(|one| (one.period(), Ratio::from(one.amount().value()))).collect();
            readings.push(found);
            Ok(levels)
        };
        let mut current = of_year(0)?;
        let mut years = Vec::new();
        for back in 1..=i32::try_from(HISTORY).unwrap_or(8) {
            match of_year(back) {
                Ok(year) => years.push(year),
                Err(error) if back == 1 => return Err(error),
                Err(_) => break,
            }
        }
        let is_joint = |piece: &(Period, Ratio)| piece.0.len() == 2;
        if joined || years.iter().chain([&current]).flatten().any(is_joint) {
            for year in years.iter_mut().chain([&mut current]).filter(|year| !year.is_empty()) {
                join(year)?;
            }
        }
        let Some(last) = years.first() else { return Err(Undefined::Missing.into()) };
        let later = |period: &Period| {
            Period::try_from_to(period.first().plus(12)?, period.last().plus(12)?)
        };
        let left: Result<Vec<Period>, Error> =
            last.iter().skip(current.len()).map(|(piece, _)| later(piece)).collect();
        let left = left?;
        let levels = |year: Vec<(Period, Ratio)>| {
            year.into_iter().map(|(_, level)| level).collect::<Vec<_>>()
        };
        let current = levels(current);
        Ok(Months { years: years.into_iter().rev().map(levels).collect(), current, left, readings })
    }

    /// A span cut into months; January and February may be one piece.
    fn pieces_of(&self, pieces: &[Period], span: Period) -> Result<Vec<Reading<D>>, Error> {
        let mut found = Vec::new();
        let mut next = Some(span.first());
        while let Some(month) = next {
            let at = pieces.binary_search_by_key(&month, |piece| piece.first());
            let piece = at.ok().and_then(|at| pieces.get(at)).copied();
            let fits = |piece: &Period| {
                span.contains(piece) && (piece.len() == 1 || is_january_february(*piece))
            };
            let level = piece.filter(fits).and_then(|piece| two_sided(&self.series, piece));
            let Some(level) = level else {
                let reason =
                    format!("{month} is not known by itself, or its figure has one end only");
                return Err(Error::invalid("a year of months", reason)
                    .about(format!("the months of {span}")));
            };
            let last = level.period().last();
            next = if last < span.last() { Some(last.plus(1)?) } else { None };
            found.push(level);
        }
        Ok(found)
    }

    /// What a model says of the next months, by itself, and which of them are missing; `None` where
    /// the method is not a model or known months lie between the missing ones.
    pub(crate) fn forecast(&self, method: &Method) -> Option<(Forecast, Range<usize>)> {
        let model = method.model()?;
        let months = self.months_for_models().ok()?;
        let known: Vec<Period> = self.known_parts().iter().map(Reading::period).collect();
        let open = months.open(&known).ok()?;
        let first = open.iter().position(|open| *open)?;
        let end = first.saturating_add(open.iter().skip(first).take_while(|open| **open).count());
        let forecast =
            model.forecast(&months.history(), months.season(), months.left.len()).ok()?;
        open.iter().skip(end).all(|open| !open).then_some((forecast, first..end))
    }

    /// Of the missing months the one for which a model expects the most above its level of a year
    /// before, or the most below, with the growth that it expects.
    pub(super) fn farthest_month(&self, method: &Method, above: bool) -> Option<(Period, Growth)> {
        let (forecast, steps) = self.forecast(method)?;
        let left = self.months_for_models().ok()?.left;
        let expected = steps.filter_map(|step| {
            let (piece, point) = (*left.get(step)?, *forecast.points().get(step)?);
            let point = exact_or(point, "what a model expects of a month").ok()?;
            let before = self.series.amount(piece.year_earlier().ok()?).ok()?;
            let before = Ratio::from(before.amount().value());
            Some((piece, &point - &before, point.clone(), before))
        });
        let farthest = expected.max_by(
            |(_, one, ..), (_, other, ..)| {
                if above { one.cmp(other) } else { other.cmp(one) }
            },
        );
        let (piece, _, point, before) = farthest?;
        Some((piece, year_over_year(&point, &before).ok()?))
    }

    /// The parameters that models fitted, those of a mean one after the other, each with the name
    /// of its model and its own.
    pub(crate) fn parameters(&self, method: &Method) -> Vec<(String, f64)> {
        if let Method::MeanOf(methods) = method {
            return methods.iter().flat_map(|method| self.parameters(method)).collect();
        }
        let fitted = method.model().zip(self.months_for_models().ok());
        let fitted = fitted
            .and_then(|(model, months)| model.parameters(&months.history(), months.season()).ok());
        let named = |(name, value)| (format!("{method}: {name}"), value);
        fitted.into_iter().flatten().map(named).collect()
    }

    /// The months as models see them: January and February as one, since the New Year moves between
    /// them. January alone has no partner and stays as it is.
    pub(super) fn months_for_models(&self) -> Result<Months<D>, Error> {
        self.months(self.begun != 1)
    }

    /// What a model expects of the months left.
    pub(crate) fn model(&self, model: &MonthModel) -> Result<Ratio, Error> {
        let months = self.months_for_models()?;
        if months.years.len() < FEWEST_YEARS {
            let reason = format!(
                "it has {} of months, and the method needs {FEWEST_YEARS}",
                counted(months.years.len(), "full year"),
            );
            return Err(Error::range("the length of the history", reason)
                .with_help("give more years of months, or choose a method that needs fewer"));
        }
        let open = months.open(&self.compared())?;
        // The months up to the gap say what is in it; those that are known meanwhile are not asked
        // for.
        let rest = model.rest(&months.history(), months.season(), &open)?;
        let rest = exact_or(rest, "what a model expects of the rest of the year")?;
        if rest.is_negative() { Err(Undefined::NotPositive.into()) } else { Ok(rest) }
    }
}

/// True for a piece of which nothing is known, false for one that is known; January and February as
/// one may be half known.
fn is_open(piece: Period, known: &[Period]) -> Result<bool, Error> {
    match known.iter().find(|part| part.overlaps(piece)) {
        None => Ok(true),
        Some(part) if part.contains(&piece) => Ok(false),
        Some(part) => {
            let reason = format!("{part} is known, and {piece} can be projected as one piece only");
            Err(Error::invalid("a year of months", reason))
        }
    }
}

/// January and February as one.
fn is_january_february(piece: Period) -> bool {
    piece.len() == 2 && piece.first().number() == 1
}

/// January and February of a year made one piece.
fn join(year: &mut Vec<(Period, Ratio)>) -> Result<(), Error> {
    match year.as_slice() {
        [(first, _), ..] if first.len() == 2 => Ok(()),
        [(january, one), (february, other), ..] => {
            let both = (january.union(*february)?, one + other);
            year.splice(0..2, [both]);
            Ok(())
        }
        _ => Err(Error::invalid(
            "a year of months",
            "January alone is known, and other years give January and February together",
        )),
    }
}

/// The amount of a span, unless a figure in it has one end only ("more than 18").
pub(crate) fn two_sided<D: Dimension>(series: &Series<D>, span: Period) -> Option<Reading<D>> {
    series.amount(span).ok().filter(|reading| reading.span_bounds().ends().is_ok())
}
