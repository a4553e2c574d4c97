//! The sum of squares of a model as a function of its parameters and first states, and its exact
//! derivatives, which run along with the recursion.
//!
//! For a multiplicative error the residual is the relative error times the geometric mean of the
//! fitted values: its sum of squares has its minimum where the likelihood has its maximum.
//!
//! Floats: estimation. Positions of variables are below the size of the layout, which is at most
//! `W`. Held by `derivatives_are_those_of_differences` below.
#![allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

use crate::forecast::ets_kernel::{Line, additive, multiplicative};
use crate::forecast::ets_model::{ErrorForm, Model, Season, Trend};
use crate::forecast::ets_parameters::Parameters;
use crate::forecast::ets_state::State;
use crate::forecast::input::{count, is_positive, mean};
use crate::forecast::optimise::{Normal, Space, linear_step};

/// Which variable stands where. Alpha comes first; `beta = alpha u` and `gamma = (1 - alpha) v`, so
/// that the region of admissible parameters is a box.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    trend: Option<usize>,
    season: Option<usize>,
    damping: Option<usize>,
    first_level: Option<usize>,
    first_trend: Option<usize>,
    /// All seasons but the last one, which stays as it is: level and season may be shifted against
    /// each other freely.
    first_season: Option<usize>,
    pub(crate) size: usize,
}

impl Layout {
    /// `states` says whether level and trend are estimated, `seasons` whether the season is.
    pub(crate) fn new(model: Model, periods: usize, states: bool, seasons: bool) -> Layout {
        let mut size = 1;
        let mut next = |wanted: bool, many: usize| {
            let at = size;
            wanted.then(|| {
                size += many;
                at
            })
        };
        let (has_trend, has_season) = (model.trend != Trend::None, model.season != Season::None);
        let trend = next(has_trend, 1);
        let season = next(has_season, 1);
        let damping = next(model.trend == Trend::Damped, 1);
        let first_level = next(states, 1);
        let first_trend = next(states && has_trend, 1);
        let first_season = next(seasons && has_season, periods.saturating_sub(1));
        Layout { trend, season, damping, first_level, first_trend, first_season, size }
    }
}

/// How often a point is moved half of the way to one that is possible, before it becomes that one.
const HALVINGS: usize = 6;

/// Parameters that differ by less lie in one valley.
const NEAR: f64 = 0.03;

/// A model, a history and the space of what is estimated.
pub(crate) struct Problem<'a, const W: usize> {
    y: &'a [f64],
    relative: bool,
    by_factor: bool,
    layout: Layout,
    /// What is not estimated is taken from here.
    start: &'a State,
    season: Vec<f64>,
    season_rows: Vec<[f64; W]>,
    rows: Vec<[f64; W]>,
    residuals: Vec<f64>,
}

impl<'a, const W: usize> Problem<'a, W> {
    pub(crate) fn new(
        y: &'a [f64],
        model: Model,
        layout: Layout,
        start: &'a State,
    ) -> Problem<'a, W> {
        let periods = start.season.len().max(1);
        Problem {
            y,
            relative: model.error == ErrorForm::Multiplicative,
            by_factor: model.season == Season::Multiplicative,
            layout,
            start,
            season: vec![0.0; periods],
            season_rows: vec![[0.0; W]; periods],
            rows: Vec::with_capacity(y.len()),
            residuals: Vec::with_capacity(y.len()),
        }
    }

    pub(crate) fn space(&self) -> Space<W> {
        let mut space =
            Space { size: self.layout.size, low: [f64::NEG_INFINITY; W], high: [f64::INFINITY; W] };
        (space.low[0], space.high[0]) = (1e-4, 0.9999);
        for i in [self.layout.trend, self.layout.season].into_iter().flatten() {
            (space.low[i], space.high[i]) = (0.0, 1.0);
        }
        if let Some(i) = self.layout.damping {
            (space.low[i], space.high[i]) = (0.8, 0.98);
        }
        if let (true, Some(i)) = (self.by_factor, self.layout.first_season) {
            space.low[i..self.layout.size].fill(1e-6);
        }
        space
    }

    /// The same point with other parameters: alpha, beta / alpha, gamma / (1 - alpha), phi.
    pub(crate) fn moved(
        &self,
        mut x: [f64; W],
        (alpha, trend, season, damping): (f64, f64, f64, f64),
    ) -> [f64; W] {
        x[0] = alpha;
        let places = [self.layout.trend, self.layout.season, self.layout.damping];
        for (place, value) in places.into_iter().zip([trend, season, damping]) {
            if let Some(i) = place {
                x[i] = value;
            }
        }
        x
    }

    /// A point with these parameters and the states of the start.
    pub(crate) fn point(&self, parameters: (f64, f64, f64, f64)) -> [f64; W] {
        let mut x = self.moved([0.0; W], parameters);
        if let Some(i) = self.layout.first_level {
            x[i] = self.start.level;
        }
        if let Some(i) = self.layout.first_trend {
            x[i] = self.start.trend;
        }
        if let Some(i) = self.layout.first_season {
            for (x, season) in x[i..self.layout.size].iter_mut().zip(&self.start.season) {
                *x = *season;
            }
        }
        x
    }

    /// Puts the first states of a point where the sum of squares is least for its parameters, for a
    /// model whose errors are linear in them, and returns that sum. Relative errors are taken as
    /// parts of the values instead of the fitted values, which keeps them linear.
    pub(crate) fn with_best_states(&mut self, x: &mut [f64; W], normal: &mut Normal<W>) -> f64 {
        self.linearise(x, normal, self.relative);
        let sum = self.value(x);
        let states = self.layout.first_level.unwrap_or(self.layout.size)..self.layout.size;
        let Some(step) = linear_step(normal, states) else { return sum };
        let mut moved = *x;
        for (x, step) in moved.iter_mut().zip(&step) {
            *x += step;
        }
        let new = self.made_possible(&mut moved);
        if new < sum {
            *x = moved;
            return new;
        }
        sum
    }

    /// Moves a point at which a fitted value is not positive towards one where all are, by halves,
    /// and returns the sum of squares there: with a positive level, neither trend nor additive
    /// season, and a level alone that learns, each fitted value is a mean of positive numbers.
    pub(crate) fn made_possible(&mut self, x: &mut [f64; W]) -> f64 {
        let mut sum = self.value(x);
        if sum.is_finite() {
            return sum;
        }
        let mut safe = self.moved(*x, (x[0], 0.0, 0.0, 0.9));
        if let Some(i) = self.layout.first_level {
            safe[i] = mean(self.y);
        }
        if let Some(i) = self.layout.first_trend {
            safe[i] = 0.0;
        }
        if let Some(i) = self.layout.first_season.filter(|_| !self.by_factor) {
            safe[i..self.layout.size].fill(0.0);
        }
        for halving in 0..=HALVINGS {
            for (x, safe) in x.iter_mut().zip(&safe) {
                *x = if halving == HALVINGS { *safe } else { (*x + safe) / 2.0 };
            }
            sum = self.value(x);
            if sum.is_finite() {
                break;
            }
        }
        sum
    }

    /// Whether two points have parameters so alike that both lie in one valley.
    pub(crate) fn is_near(&self, one: &[f64; W], other: &[f64; W]) -> bool {
        let all = |p: Parameters| [p.alpha, p.beta, p.gamma, p.phi];
        let (one, other) = (all(self.parameters(one)), all(self.parameters(other)));
        one.iter().zip(other).all(|(one, other)| (one - other).abs() < NEAR)
    }

    /// Whether all first states are estimated and errors are linear in them, or relative to the
    /// values.
    pub(crate) fn is_linear_in_states(&self) -> bool {
        !self.by_factor
            && self.layout.first_level.is_some()
            && (self.layout.first_season.is_some() || self.start.season.is_empty())
    }

    pub(crate) fn parameters(&self, x: &[f64; W]) -> Parameters {
        let at = |place: Option<usize>, otherwise: f64| place.map_or(otherwise, |i| x[i]);
        let alpha = x[0];
        Parameters {
            alpha,
            beta: alpha * at(self.layout.trend, 0.0),
            gamma: (1.0 - alpha) * at(self.layout.season, 0.0),
            phi: at(self.layout.damping, 1.0),
        }
    }

    /// The first states of a point, with seasons that add up to zero or to their number.
    pub(crate) fn state(&mut self, x: &[f64; W]) -> State {
        let line = self.unpack(x);
        let mut state = State { level: line.level, trend: line.trend, season: Vec::new() };
        if !self.start.season.is_empty() {
            let middle = self.season.iter().sum::<f64>() / count(self.season.len());
            state.season.clone_from(&self.season);
            if self.by_factor {
                state.season.iter_mut().for_each(|season| *season /= middle);
                state.level *= middle;
                state.trend *= middle;
            } else {
                state.season.iter_mut().for_each(|season| *season -= middle);
                state.level += middle;
            }
        }
        state
    }

    fn unpack(&mut self, x: &[f64; W]) -> Line {
        let at = |place: Option<usize>, otherwise: f64| place.map_or(otherwise, |i| x[i]);
        for (season, first) in self.season.iter_mut().zip(&self.start.season) {
            *season = *first;
        }
        if let Some(i) = self.layout.first_season {
            for (season, x) in self.season.iter_mut().zip(&x[i..self.layout.size]) {
                *season = *x;
            }
        }
        if self.start.season.is_empty() {
            self.season.fill(0.0);
        }
        Line {
            level: at(self.layout.first_level, self.start.level),
            trend: at(self.layout.first_trend, self.start.trend),
        }
    }

    /// The sum of squares at a point, infinite where the model is not defined, and the normal
    /// equations if they are asked for.
    pub(crate) fn evaluate(&mut self, x: &[f64; W], normal: Option<&mut Normal<W>>) -> f64 {
        match normal {
            None => self.value(x),
            Some(normal) => {
                self.linearise(x, normal, false);
                normal.sum
            }
        }
    }

    fn value(&mut self, x: &[f64; W]) -> f64 {
        let p = self.parameters(x);
        let mut line = self.unpack(x);
        let (mut sum, mut logs, mut least) = (0.0, 0.0, f64::INFINITY);
        let season = &mut self.season;
        match (self.by_factor, self.relative) {
            (false, false) => {
                additive(self.y, &p, &mut line, season, |_, error| sum += error * error)
            }
            (false, true) => additive(self.y, &p, &mut line, season, |fitted, error| {
                least = least.min(fitted);
                logs += fitted.ln();
                sum += (error / fitted) * (error / fitted);
            }),
            (true, false) => {
                multiplicative(self.y, &p, &mut line, season, |fitted, error, factor| {
                    least = least.min(fitted).min(factor);
                    sum += error * error;
                })
            }
            (true, true) => {
                multiplicative(self.y, &p, &mut line, season, |fitted, error, factor| {
                    least = least.min(fitted).min(factor);
                    logs += fitted.ln();
                    sum += (error / fitted) * (error / fitted);
                })
            }
        }
        if !is_positive(least) {
            return f64::INFINITY;
        }
        if self.relative {
            sum *= (2.0 * logs / count(self.y.len())).exp();
        }
        if sum.is_finite() { sum } else { f64::INFINITY }
    }

    /// `of_values` takes relative errors as parts of the values, where the normal equations are
    /// those of a weighted linear problem.
    fn linearise(&mut self, x: &[f64; W], normal: &mut Normal<W>, of_values: bool) {
        let p = self.parameters(x);
        let mut line = self.unpack(x);
        let at = |place: Option<usize>| place.map_or(0.0, |i| x[i]);
        let (u, v) = (at(self.layout.trend), at(self.layout.season));
        let layout = self.layout;
        let (by_factor, relative) = (self.by_factor, self.relative);
        // Derivatives of the states.
        let (mut level, mut trend) = ([0.0; W], [0.0; W]);
        if let Some(i) = layout.first_level {
            level[i] = 1.0;
        }
        if let Some(i) = layout.first_trend {
            trend[i] = 1.0;
        }
        for (position, row) in self.season_rows.iter_mut().enumerate() {
            *row = [0.0; W];
            if let Some(i) = layout.first_season.filter(|i| i + position < layout.size) {
                row[i + position] = 1.0;
            }
        }
        self.rows.clear();
        self.residuals.clear();
        let (mut logs, mut least) = (0.0, f64::INFINITY);
        let mut logs_row = [0.0; W];
        for block in self.y.chunks(self.season.len()) {
            for ((y, season), season_row) in
                block.iter().zip(&mut self.season).zip(&mut self.season_rows)
            {
                let slope = p.phi * line.trend;
                let ahead = line.level + slope;
                let mut ahead_row = [0.0; W];
                for k in 0..W {
                    trend[k] *= p.phi;
                }
                if let Some(i) = layout.damping {
                    trend[i] += line.trend;
                }
                for k in 0..W {
                    ahead_row[k] = level[k] + trend[k];
                }
                let mut row = [0.0; W];
                let (fitted, error, of_level, of_season);
                if by_factor {
                    fitted = ahead * *season;
                    error = y - fitted;
                    (of_level, of_season) = (error / *season, error / ahead);
                    let (per_season, per_ahead) = (1.0 / *season, 1.0 / ahead);
                    least = least.min(fitted).min(*season);
                    for k in 0..W {
                        row[k] = -(*season * ahead_row[k] + ahead * season_row[k]);
                        let level_part = (row[k] - of_level * season_row[k]) * per_season;
                        let season_part = (row[k] - of_season * ahead_row[k]) * per_ahead;
                        level[k] = ahead_row[k] + p.alpha * level_part;
                        trend[k] += p.beta * level_part;
                        season_row[k] += p.gamma * season_part;
                    }
                } else {
                    fitted = ahead + *season;
                    error = (y - *season) - ahead;
                    (of_level, of_season) = (error, error);
                    for k in 0..W {
                        row[k] = -(ahead_row[k] + season_row[k]);
                        level[k] = ahead_row[k] + p.alpha * row[k];
                        trend[k] += p.beta * row[k];
                        season_row[k] += p.gamma * row[k];
                    }
                }
                // The parameters themselves: d alpha, d beta = u d alpha + alpha d u, d gamma = (1
                // - alpha) d v - v d alpha.
                level[0] += of_level;
                if let Some(i) = layout.trend {
                    trend[0] += u * of_level;
                    trend[i] += p.alpha * of_level;
                }
                if let Some(i) = layout.season {
                    season_row[0] -= v * of_season;
                    season_row[i] += (1.0 - p.alpha) * of_season;
                }
                line.level = ahead + p.alpha * of_level;
                line.trend = slope + p.beta * of_level;
                *season += p.gamma * of_season;
                if of_values {
                    for k in 0..W {
                        row[k] /= y;
                    }
                    self.residuals.push(error / y);
                } else if relative {
                    least = least.min(fitted);
                    logs += fitted.ln();
                    let (once, twice) = (1.0 / fitted, y / (fitted * fitted));
                    for k in 0..W {
                        logs_row[k] -= row[k] * once;
                        row[k] *= twice;
                    }
                    self.residuals.push(error * once);
                } else {
                    self.residuals.push(error);
                }
                self.rows.push(row);
            }
        }
        self.accumulate(normal);
        if relative && !of_values {
            // r = mean e, so its derivative is mean (de + e w) with w the mean derivative of the
            // logarithms of fitted values.
            let n = count(self.y.len());
            let square = (2.0 * logs / n).exp();
            let plain = normal.slope;
            for k in 0..W {
                logs_row[k] /= n;
            }
            for i in 0..W {
                for j in 0..=i {
                    normal.matrix[i][j] += plain[i] * logs_row[j]
                        + logs_row[i] * plain[j]
                        + logs_row[i] * logs_row[j] * normal.sum;
                    normal.matrix[i][j] *= square;
                }
                normal.slope[i] = square * (plain[i] + logs_row[i] * normal.sum);
            }
            normal.sum *= square;
        }
        if !is_positive(least) || !normal.sum.is_finite() {
            normal.sum = f64::INFINITY;
        }
    }

    /// The lower triangle of `J'J` in squares of four by four, whose sums stay in registers.
    fn accumulate(&self, normal: &mut Normal<W>) {
        *normal = Normal::zero();
        for (row, residual) in self.rows.iter().zip(&self.residuals) {
            normal.sum += residual * residual;
            for k in 0..W {
                normal.slope[k] += residual * row[k];
            }
        }
        let blocks = self.layout.size.div_ceil(4).min(W / 4);
        for i in 0..blocks {
            for j in 0..=i {
                let mut sums = [[0.0; 4]; 4];
                for row in &self.rows {
                    let (Some(left), Some(right)) =
                        (row.get(4 * i..4 * i + 4), row.get(4 * j..4 * j + 4))
                    else {
                        continue;
                    };
                    for a in 0..4 {
                        for b in 0..4 {
                            sums[a][b] += left[a] * right[b];
                        }
                    }
                }
                for a in 0..4 {
                    for b in 0..4 {
                        normal.matrix[4 * i + a][4 * j + b] = sums[a][b];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Problem};
    use crate::forecast::ets_model::{Model, Season};
    use crate::forecast::ets_state::State;
    use crate::forecast::optimise::Normal;

    /// The slope against central differences of the sum of squares, for every model.
    #[test]
    fn derivatives_are_those_of_differences() {
        let y = [5.0, 7.0, 4.0, 9.0, 6.0, 8.5, 5.5, 9.8, 7.1, 9.0, 6.0, 11.0, 7.7];
        for model in Model::all() {
            let season = match model.season {
                Season::None => vec![],
                Season::Additive => vec![-1.0, 1.0, -2.0, 2.0],
                Season::Multiplicative => vec![0.9, 1.1, 0.7, 1.3],
            };
            let start = State { level: 6.0, trend: 0.2, season };
            let layout = Layout::new(model, 4, true, true);
            let mut problem = Problem::<12>::new(&y, model, layout, &start);
            let x = problem.point((0.4, 0.3, 0.35, 0.9));
            let mut normal = Normal::zero();
            let sum = problem.evaluate(&x, Some(&mut normal));
            assert!((sum - problem.evaluate(&x, None)).abs() <= 1e-12 * sum, "{model}");
            for i in 0..layout.size {
                let (mut low, mut high) = (x, x);
                low[i] -= 1e-6;
                high[i] += 1e-6;
                let slope = (problem.evaluate(&high, None) - problem.evaluate(&low, None)) / 4e-6;
                assert!(
                    (slope - normal.slope[i]).abs() <= 1e-6 * (1.0 + slope.abs()),
                    "{model} {i}: {slope} {}",
                    normal.slope[i]
                );
            }
        }
    }
}
