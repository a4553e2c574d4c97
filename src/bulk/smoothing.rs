//! Additive Holt-Winters over very many histories: given parameters side by side, fitted ones
//! history by history.
//!
//! Every history is smoothed from its own values alone, so threads change the time and nothing
//! else. Ends are ascending positions in `values`, points have `horizon` places for each history.
//! Floats are estimates, as in [`projection`](crate::projection). Held by
//! `bulk_smoothing_has_the_bits_of_the_scalar_functions` in `tests/inside/panel_smoothing.rs`.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::error::Error;
use crate::forecast::ets::{Fit, Model, Parameters};
use crate::forecast::holt_winters_lanes;
use crate::panel::parallel::{cut, map};
use crate::panel::{Panel, PanelView};
use crate::period::Period;
use std::ops::Range;

/// So many histories go side by side.
const LANES: usize = 8;

/// So many histories are one task.
const TASK: usize = 256;

/// Stands where there are no parameters.
const NONE: Parameters = Parameters { alpha: 0.0, beta: 0.0, gamma: 0.0, phi: 1.0 };

/// Histories end to end, each of consecutive periods, the oldest first.
///
/// ```
/// use bilateral::bulk::Histories;
/// use bilateral::forecast::ets::{Model, Parameters};
///
/// let mut histories = Histories::default();
/// histories.push(&[9.0, 11.0, 10.0, 12.0, 11.0, 13.0]);
/// histories.push(&[5.0, 6.0]);
/// let parameters = Parameters::new(0.5)?.with_beta(0.1)?.with_gamma(0.2)?;
/// let smoothed = histories.holt_winters(2, &parameters, 2)?;
///
/// let one = histories.get(0).unwrap_or_default();
/// let alone = Model::HOLT_WINTERS.run(one, 2, &parameters)?.forecast(2)?;
/// assert_eq!(smoothed.row(0)?.points(), alone.points());
/// assert!(smoothed.row(1).unwrap_err().to_string().contains("2 periods"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histories {
    values: Vec<f64>,
    ends: Vec<usize>,
    rows: Vec<usize>,
}

impl Histories {
    /// Adds a history.
    pub fn push(&mut self, y: &[f64]) {
        self.values.extend_from_slice(y);
        self.ends.push(self.values.len());
    }

    /// How many histories there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without histories.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The values of one history.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&[f64]> {
        let end = *self.ends.get(number)?;
        let first =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.values.get(first..end)
    }

    /// The row of the panel that a history of [`Panel::histories`] ends with; [`Panel::key`] has
    /// its key.
    #[must_use]
    pub fn row(&self, number: usize) -> Option<usize> {
        self.rows.get(number).copied()
    }

    /// Additive Holt-Winters with given parameters, from the simple first state of each history,
    /// and the next periods.
    ///
    /// # Formula
    /// Row for row the bits of `Model::HOLT_WINTERS.run(y, season,
    /// parameters)?.forecast(horizon)`; see [`ets`](crate::forecast::ets). Where that is
    /// an error, the row has the same one.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a damped trend, which this model does not have;
    /// [`Range`](crate::ErrorKind::Range) for a season of less than two periods.
    ///
    /// # Example
    /// See [`Histories`].
    pub fn holt_winters(
        &self,
        season: usize,
        parameters: &Parameters,
        horizon: usize,
    ) -> Result<Smoothed, Error> {
        let mut result = Smoothed::default();
        self.holt_winters_into(season, parameters, horizon, &mut result)?;
        Ok(result)
    }

    /// As [`holt_winters`](Histories::holt_winters), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`holt_winters`](Histories::holt_winters).
    pub fn holt_winters_into(
        &self,
        season: usize,
        parameters: &Parameters,
        horizon: usize,
        result: &mut Smoothed,
    ) -> Result<(), Error> {
        check(season)?;
        parameters.check(Model::HOLT_WINTERS)?;
        let scalar = |y: &[f64]| Model::HOLT_WINTERS.run(y, season, parameters);
        result.prepare(self.len(), horizon);
        result.fill(|histories, task| {
            let mut scratch = Vec::new();
            let mut at = 0;
            while at < histories.len() {
                let points = at * horizon..(at + LANES) * horizon;
                if let Some(side_by_side) = self.side_by_side(histories.start + at, histories.end)
                    && let Some(points) = task.points.get_mut(points)
                    && let Some(sums) = holt_winters_lanes(
                        &side_by_side,
                        season,
                        parameters,
                        horizon,
                        points,
                        &mut scratch,
                    )
                {
                    task.sums[at..at + LANES].copy_from_slice(&sums);
                    task.parameters[at..at + LANES].fill(*parameters);
                    at += LANES;
                    continue;
                }
                // Of these some are short, or none are left: one at a time, eight or fewer.
                for number in at..(at + LANES).min(histories.len()) {
                    let y = self.get(histories.start + number).unwrap_or_default();
                    task.put(number, histories.start + number, scalar(y), horizon);
                }
                at += LANES;
            }
        });
        Ok(())
    }

    /// Additive Holt-Winters fitted to each history, and the next periods.
    ///
    /// # Formula
    /// Row for row the bits of `Model::HOLT_WINTERS.fit_quickly(y, season)?.forecast(horizon)`; see
    /// [`Model::fit_quickly`](crate::forecast::ets::Model::fit_quickly). Where that is an error,
    /// the row has the same one.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a season of zero periods.
    ///
    /// # Example
    /// ```
    /// use bilateral::bulk::Histories;
    /// let mut histories = Histories::default();
    /// histories.push(
    ///     &(0..30)
    ///         .map(|t| 100.0 + f64::from(t) + [-4.0, 4.0][t as usize % 2])
    ///         .collect::<Vec<_>>(),
    /// );
    /// let fitted = histories.fit_holt_winters(2, 2)?;
    /// assert!((fitted.row(0)?.points()[1] - 135.0).abs() < 1e-6);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn fit_holt_winters(&self, season: usize, horizon: usize) -> Result<Smoothed, Error> {
        let mut result = Smoothed::default();
        self.fit_holt_winters_into(season, horizon, &mut result)?;
        Ok(result)
    }

    /// As [`fit_holt_winters`](Histories::fit_holt_winters), into memory that an earlier call has
    /// used.
    ///
    /// # Errors
    /// As [`fit_holt_winters`](Histories::fit_holt_winters).
    pub fn fit_holt_winters_into(
        &self,
        season: usize,
        horizon: usize,
        result: &mut Smoothed,
    ) -> Result<(), Error> {
        check(season)?;
        result.prepare(self.len(), horizon);
        result.fill(|histories, task| {
            for (at, number) in histories.enumerate() {
                let y = self.get(number).unwrap_or_default();
                task.put(at, number, Model::HOLT_WINTERS.fit_quickly(y, season), horizon);
            }
        });
        Ok(())
    }

    /// Eight histories of one length from here on, if there are.
    fn side_by_side(&self, first: usize, end: usize) -> Option<[&[f64]; LANES]> {
        if first + LANES > end {
            return None;
        }
        let mut found = [&[][..]; LANES];
        for (lane, place) in found.iter_mut().enumerate() {
            *place = self.get(first + lane)?;
        }
        found.iter().all(|y| y.len() == found[0].len()).then_some(found)
    }
}

fn check(season: usize) -> Result<(), Error> {
    if season < 2 {
        return Err(Error::range("the season", format!("{season} a year is less than 2"))
            .with_help("give 12 for months, 4 for quarters, since Holt-Winters has a season"));
    }
    Ok(())
}

/// What smoothing gave for each history, in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Smoothed {
    horizon: usize,
    points: Vec<f64>,
    sums: Vec<f64>,
    parameters: Vec<Parameters>,
    /// The histories that could not be smoothed, ascending, and why.
    errors: Vec<(usize, Error)>,
}

/// What smoothing gave for one history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmoothedRow<'a> {
    points: &'a [f64],
    sum_of_squares: f64,
    parameters: &'a Parameters,
}

impl<'a> SmoothedRow<'a> {
    /// The next periods.
    #[must_use]
    pub fn points(&self) -> &'a [f64] {
        self.points
    }

    /// The sum of squared errors of one step.
    #[must_use]
    pub fn sum_of_squares(&self) -> f64 {
        self.sum_of_squares
    }

    /// The parameters, given or fitted.
    #[must_use]
    pub fn parameters(&self) -> &'a Parameters {
        self.parameters
    }
}

/// The stretch of the results that one task writes.
struct Task<'a> {
    points: &'a mut [f64],
    sums: &'a mut [f64],
    parameters: &'a mut [Parameters],
    errors: Vec<(usize, Error)>,
}

impl Task<'_> {
    fn put(&mut self, at: usize, number: usize, fit: Result<Fit, Error>, horizon: usize) {
        let place = at * horizon..(at + 1) * horizon;
        match fit.and_then(|fit| Ok((fit.forecast(horizon)?, fit))) {
            Ok((forecast, fit)) => {
                self.points[place].copy_from_slice(forecast.points());
                self.sums[at] = fit.sum_of_squares();
                self.parameters[at] = *fit.parameters();
            }
            Err(error) => {
                self.points[place].fill(0.0);
                self.sums[at] = 0.0;
                self.parameters[at] = NONE;
                self.errors.push((number, error));
            }
        }
    }
}

impl Smoothed {
    /// How many histories there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sums.len()
    }

    /// True without histories.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// What smoothing gave for one history.
    ///
    /// # Errors
    /// The error of the scalar function; [`Range`](crate::ErrorKind::Range) beyond the last
    /// history.
    pub fn row(&self, number: usize) -> Result<SmoothedRow<'_>, Error> {
        if let Ok(place) = self.errors.binary_search_by_key(&number, |(number, _)| *number) {
            return Err(self.errors[place].1.clone());
        }
        let points = self.points.get(number * self.horizon..(number + 1) * self.horizon);
        match (points, self.sums.get(number), self.parameters.get(number)) {
            (Some(points), Some(sum), Some(parameters)) => {
                Ok(SmoothedRow { points, sum_of_squares: *sum, parameters })
            }
            _ => Err(Error::range(
                "the number of a history",
                format!("{number} is not below {}", self.len()),
            )),
        }
    }

    /// The points of all histories, one after the other; zeros where there are none.
    #[must_use]
    pub fn points(&self) -> &[f64] {
        &self.points
    }

    /// The sums of squared errors of all histories; zero where there is none.
    #[must_use]
    pub fn sums_of_squares(&self) -> &[f64] {
        &self.sums
    }

    /// The histories that could not be smoothed, and why.
    #[must_use]
    pub fn errors(&self) -> &[(usize, Error)] {
        &self.errors
    }

    fn prepare(&mut self, histories: usize, horizon: usize) {
        self.horizon = horizon;
        self.points.resize(histories * horizon, 0.0);
        self.sums.resize(histories, 0.0);
        self.parameters.resize(histories, NONE);
        self.errors.clear();
    }

    fn fill(&mut self, work: impl Fn(Range<usize>, &mut Task) + Sync + Send) {
        let (count, horizon) = (self.sums.len(), self.horizon);
        let ranges: Vec<Range<usize>> =
            (0..count).step_by(TASK).map(|first| first..(first + TASK).min(count)).collect();
        let points = cut(&mut self.points, ranges.iter().map(|range| range.len() * horizon));
        let sums = cut(&mut self.sums, ranges.iter().map(Range::len));
        let parameters = cut(&mut self.parameters, ranges.iter().map(Range::len));
        let tasks: Vec<_> = ranges
            .into_iter()
            .zip(points)
            .zip(sums)
            .zip(parameters)
            .map(|(((range, points), sums), parameters)| {
                (range, Task { points, sums, parameters, errors: Vec::new() })
            })
            .collect();
        let errors = map(tasks, |(range, mut task)| {
            work(range, &mut task);
            task.errors
        });
        self.errors = errors.into_iter().flatten().collect();
    }
}

impl Panel {
    /// The histories of all cells that have a row in this period: their values back from it, period
    /// by period, as far as there is no gap. Values are in the [`unit`](Panel::unit) of the panel.
    ///
    /// # Rounding
    /// Each value is the float nearest to it, for values of at most 2^53 last places.
    ///
    /// # Errors
    /// [`Missing`](crate::Undefined::Missing) if the panel does not have the period.
    ///
    /// # Example
    /// ```
    /// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 1)?;
    /// let key = Key::exports(CHN).to(RUS);
    /// for (period, value) in [((2023, 1), 70), ((2023, 3), 90), ((2023, 4), 96)] {
    ///     rows.push(key, Period::month(period.0, period.1), value.into())?;
    /// }
    /// let panel = rows.build()?;
    /// let histories = panel.histories(Period::month(2023, 4))?;
    /// assert_eq!(histories.get(0), Some(&[90.0, 96.0][..])); // February is missing
    /// assert_eq!(panel.key(histories.row(0).unwrap()).unwrap().0, key);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn histories(&self, last: Period) -> Result<Histories, Error> {
        let view = self.view();
        let Ok(end) = view.periods().binary_search(&last) else {
            return Err(Error::from(crate::error::Undefined::Missing)
                .about(format!("the period {last} of the panel")));
        };
        let rows = view.rows_of_runs(&view.runs_of(end));
        let Some((whole, own)) = view.with_beside() else {
            let (values, ends) = histories(&view, end);
            return Ok(Histories { values, ends, rows: rows.collect() });
        };
        let all = whole.view();
        let first = all.rows_of_runs(&all.runs_of(end)).start;
        let (values, ends) = histories(&all, end);
        let all = Histories { values, ends, rows: Vec::new() };
        let mut found = Histories { rows: rows.clone().collect(), ..Histories::default() };
        for row in &own[rows] {
            found.push(all.get(*row as usize - first).unwrap_or_default());
        }
        Ok(found)
    }
}

/// The values of all cells that have a row in a period, back from it as far as there is no gap, end
/// to end, and where each ends.
fn histories(view: &PanelView<'_>, end: usize) -> (Vec<f64>, Vec<usize>) {
    let rows = view.rows_of_runs(&view.runs_of(end));
    // Back from the end, for each period that the panel has, the rows of the cells that are still
    // without a gap.
    let mut lengths = vec![1_usize; rows.len()];
    let mut periods = vec![end];
    let mut step = view.periods()[end];
    let number = |period: &Period| view.periods().binary_search(period).ok();
    while let Some(before) =
        step.steps(-1).ok().and_then(|before| number(&before).map(|at| (before, at)))
    {
        let known = periods.len();
        walk_together(view, end, before.1, |cell, _| {
            if lengths[cell] == known {
                lengths[cell] = known + 1;
            }
        });
        periods.push(before.1);
        step = before.0;
    }
    let mut ends = Vec::with_capacity(lengths.len());
    let mut all = 0;
    for length in &lengths {
        all += length;
        ends.push(all);
    }
    let unit = 10_f64.powi(i32::from(view.places()));
    #[expect(clippy::cast_precision_loss, reason = "stated: exact to 2^53")]
    let value = |row: usize| view.values()[row] as f64 / unit;
    let mut values = vec![0.0; all];
    for (back, period) in periods.iter().enumerate() {
        walk_together(view, end, *period, |cell, row| {
            if back < lengths[cell] {
                values[ends[cell] - 1 - back] = value(row);
            }
        });
    }
    (values, ends)
}

/// Calls for every cell that has a row in both periods, with its place in the first one and its row
/// in the second one. Both are in the order of their keys.
fn walk_together(view: &PanelView<'_>, one: usize, two: usize, mut each: impl FnMut(usize, usize)) {
    let first = view.rows_of_runs(&view.runs_of(one)).start;
    let mut runs = view.runs_of(two).peekable();
    for run in view.runs_of(one) {
        let group = view.groups()[run];
        while runs.next_if(|other| view.groups()[*other] < group).is_some() {}
        let Some(other) = runs.peek().filter(|other| view.groups()[**other] == group) else {
            continue;
        };
        let there = view.rows_of(*other);
        let codes = view.codes().rows(there.clone());
        let mut rows = there.clone().peekable();
        let here = view.rows_of(run);
        for (row, commodity) in here.clone().zip(view.codes().rows(here).iter()) {
            let code = |row: usize| codes.get(row - there.start);
            while rows.next_if(|row| code(*row) < Some(commodity)).is_some() {}
            if let Some(found) = rows.peek().filter(|row| code(**row) == Some(commodity)) {
                each(row - first, *found);
            }
        }
    }
}
