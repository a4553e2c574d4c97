//! Models fitted to a history: parameters and first states of the greatest likelihood, and the
//! model of the least AICc.
//!
//! Floats: estimation. Integer arithmetic counts periods and numbers to be estimated. Held by
//! `tests/inside/smoothing.rs` and `tests/projection/ets_reference.rs`: no likelihood of R and no
//! sum of squares of statsmodels is missed.
#![allow(clippy::float_arithmetic, clippy::arithmetic_side_effects)]

use crate::error::{Error, counted};
use crate::forecast::ets_gradient::{Layout, Problem};
use crate::forecast::ets_model::{Model, Season};
use crate::forecast::ets_parameters::Parameters;
use crate::forecast::ets_run::Fit;
use crate::forecast::ets_state::State;
use crate::forecast::input::{all_positive, check_seasonal, mean, scale};
use crate::forecast::optimise::{Normal, ROUNDS, Space, least_squares};

/// Where the search for the best parameters begins: alpha, beta / alpha, gamma / (1 - alpha), phi.
/// Of the 2,850 fits that it was chosen on, of R's datasets and parts of them, each reaches the
/// best valley from one of these.
const BEGINNINGS: [(f64, f64, f64, f64); 9] = [
    (1e-4, 0.0, 0.0, 0.98),
    (1e-3, 0.02, 0.8, 0.98),
    (0.02, 0.3, 0.9, 0.95),
    (0.02, 0.9, 0.05, 0.98),
    (0.2, 0.5, 0.1, 0.9),
    (0.3, 0.9, 0.4, 0.85),
    (0.7, 0.2, 0.8, 0.95),
    (0.8, 0.05, 0.05, 0.9),
    (0.95, 0.9, 0.05, 0.85),
];

/// The same where only the best one is followed.
const QUICK: [(f64, f64, f64, f64); 5] = [
    (1e-4, 0.0, 0.0, 0.98),
    (0.1, 0.02, 0.05, 0.95),
    (0.4, 0.02, 0.1, 0.95),
    (0.8, 0.05, 0.05, 0.9),
    (0.2, 0.5, 0.1, 0.9),
];

/// Where another valley is looked for from the states found.
const ELSEWHERE: [(f64, f64, f64, f64); 11] = [
    (0.1, 0.02, 0.05, 0.95),
    (0.3, 0.02, 0.05, 0.95),
    (0.6, 0.02, 0.05, 0.95),
    (0.9, 0.02, 0.05, 0.95),
    (0.2, 0.02, 0.4, 0.95),
    (0.5, 0.02, 0.6, 0.95),
    (0.1, 0.6, 0.05, 0.9),
    (0.4, 0.3, 0.1, 0.9),
    (0.8, 0.3, 0.5, 0.9),
    (0.02, 0.5, 0.02, 0.97),
    (0.95, 0.9, 0.05, 0.85),
];

/// How many rounds each beginning is tried for.
const TRIAL: usize = 5;

/// How many of them are followed to the end: those with the least sums of squares, one of a valley.
const FOLLOWED: usize = 4;

/// How often another valley is looked for.
const LOOKS: usize = 3;

/// More variables than this are not estimated at once; longer seasons keep their first states.
const WIDEST: usize = 64;

impl Model {
    /// Fits the model: parameters and first states of the greatest likelihood.
    ///
    /// # Formula
    /// Least squares of the innovations (times the geometric mean of the fitted values, if they are
    /// relative) over `1e-4 <= alpha <= 0.9999`, `0 <= beta <= alpha`, `0 <= gamma <= 1 - alpha`,
    /// `0.8 <= phi <= 0.98` and all first states, from a decomposition (or from the
    /// states that are best for the parameters, where that is a linear problem, for relative errors
    /// with the values as weights), by the steps of Levenberg and Marquardt with exact derivatives.
    /// Relative errors and factors need fitted values above zero: a beginning that has others is
    /// moved towards one that has not. The seasons stay as they start where there
    /// are less than four years, since there would be almost as many numbers to estimate as years
    /// of each month.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for fewer periods than numbers to estimate, or a season
    /// in two years or less; [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
    /// [`NotPositive`](crate::Undefined::NotPositive) for factors or relative errors where a value
    /// is not positive, or, in less than four years, where a season found by decomposition is
    /// deeper than the level is high.
    ///
    /// # Rounding
    /// The sum of squares is within about 1e-10 of a minimum. That there is no lower minimum
    /// elsewhere is not certain: nine beginnings are tried, and four of them followed to the end.
    /// On thirty series of R's datasets none of the 360 fits has a log-likelihood of more than 0.05
    /// below the one that R's `ets` finds.
    ///
    /// # Example
    /// ```
    /// use bilateral::forecast::ets::Model;
    /// let y = [12.0, 14.1, 15.9, 18.0, 20.1, 21.9, 24.0, 26.1];
    /// let fit = Model::HOLT.fit(&y, 1)?;
    /// assert!((fit.forecast(2)?.points()[1] - 30.0).abs() < 0.2);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn fit(self, y: &[f64], season: usize) -> Result<Fit, Error> {
        self.fit_following(y, season, FOLLOWED)
    }

    /// The same in a fraction of the time, for very many histories: only the best beginning is
    /// followed. On 2,000 monthly histories of five years its sum of squares was that of the
    /// thorough search for 97 of 100, and on average 0.1 % greater.
    ///
    /// # Errors
    /// As [`fit`](Model::fit).
    ///
    /// # Example
    /// ```
    /// use bilateral::forecast::ets::Model;
    /// let y = [12.0, 14.1, 15.9, 18.0, 20.1, 21.9, 24.0, 26.1];
    /// let (quick, thorough) = (Model::HOLT.fit_quickly(&y, 1)?, Model::HOLT.fit(&y, 1)?);
    /// assert!(quick.sum_of_squares() <= 1.01 * thorough.sum_of_squares());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn fit_quickly(self, y: &[f64], season: usize) -> Result<Fit, Error> {
        self.fit_following(y, season, 1)
    }

    fn fit_following(self, y: &[f64], season: usize, followed: usize) -> Result<Fit, Error> {
        self.check_history(y, season)?;
        let unit = scale(y);
        let scaled: Vec<f64> = y.iter().map(|value| value / unit).collect();
        let seasons = y.len() >= season.saturating_mul(4) && season <= WIDEST - 6;
        let linear = self.season != Season::Multiplicative;
        let start = if linear && (seasons || self.season == Season::None) {
            // Any state will do: the best one is a linear step away.
            State { level: mean(&scaled), trend: 0.0, season: vec![0.0; self.length(season)] }
        } else {
            State::by_decomposition(self, &scaled, season)?
        };
        self.follow(y, season, &scaled, unit, &start, (true, seasons), followed)
    }

    fn check_history(self, y: &[f64], season: usize) -> Result<(), Error> {
        check_seasonal(y, season)?;
        let mut needed = self.estimated(season);
        if self.season != Season::None {
            if season < 2 {
                return Err(Error::invalid(
                    "the season",
                    format!(
                        "it has {} a year, and {self} needs at least 2",
                        counted(season, "period")
                    ),
                )
                .with_help(
                    "give 12 for months, 4 for quarters, or take a model without a season",
                ));
            }
            needed = needed.max(2 * season + 1);
        }
        if y.len() < needed {
            return Err(Error::range(
                "the length of the history",
                format!(
                    "it has {}, and {self} needs at least {needed}",
                    counted(y.len(), "period")
                ),
            )
            .with_help("take a simpler model, or give more periods"));
        }
        if self.needs_positive() && !all_positive(y) {
            return Err(Error::from(crate::error::Undefined::NotPositive).about(self).with_help(
                "take a model with additive error and season, since others need positive values",
            ));
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "private; the two callers differ in all of them")]
    fn follow(
        self,
        y: &[f64],
        season: usize,
        scaled: &[f64],
        unit: f64,
        start: &State,
        (states, seasons): (bool, bool),
        followed: usize,
    ) -> Result<Fit, Error> {
        let layout = Layout::new(self, season, states, seasons);
        // Rows of a fixed width, so that their loops have no end to look for.
        let (parameters, state) = match layout.size {
            0..=8 => self.search::<8>(scaled, layout, start, followed),
            9..=16 => self.search::<16>(scaled, layout, start, followed),
            17..=20 => self.search::<20>(scaled, layout, start, followed),
            21..=32 => self.search::<32>(scaled, layout, start, followed),
            _ => self.search::<WIDEST>(scaled, layout, start, followed),
        };
        self.run_from(y, season, &parameters, &state.times(unit, self.season))
    }

    /// The best parameters and first state, near one in size.
    fn search<const W: usize>(
        self,
        scaled: &[f64],
        layout: Layout,
        start: &State,
        followed: usize,
    ) -> (Parameters, State) {
        let mut problem = Problem::<W>::new(scaled, self, layout, start);
        let space = problem.space();
        let (mut x, mut least) = (problem.point((0.5, 0.0, 0.0, 0.9)), f64::INFINITY);
        for beginning in valleys(&mut problem, &space, followed) {
            let (found, sum) =
                least_squares(&space, beginning, ROUNDS, |x, normal| problem.evaluate(x, normal));
            if sum < least {
                (x, least) = (found, sum);
            }
        }
        // A valley that lies beyond a ridge may show from the states found.
        for _ in 0..LOOKS {
            let elsewhere: Vec<[f64; W]> =
                ELSEWHERE.iter().map(|parameters| problem.moved(x, *parameters)).collect();
            let Some(better) =
                elsewhere.into_iter().find(|x| problem.evaluate(x, None) < least * (1.0 - 1e-6))
            else {
                break;
            };
            let (found, sum) =
                least_squares(&space, better, ROUNDS, |x, normal| problem.evaluate(x, normal));
            if sum < least {
                (x, least) = (found, sum);
            }
        }
        (problem.parameters(&x), problem.state(&x))
    }
}

/// The points to be followed: of all beginnings those with the least sums of squares, after a few
/// rounds if several are followed, and then one for each valley.
fn valleys<const W: usize>(
    problem: &mut Problem<W>,
    space: &Space<W>,
    followed: usize,
) -> Vec<[f64; W]> {
    let linear = problem.is_linear_in_states();
    let net = if linear && followed == 1 { &QUICK[..] } else { &BEGINNINGS[..] };
    let mut normal = Normal::zero();
    let mut beginnings = Vec::with_capacity(net.len());
    for parameters in net {
        let mut x = problem.point(*parameters);
        let mut sum = if linear {
            problem.with_best_states(&mut x, &mut normal)
        } else {
            problem.made_possible(&mut x)
        };
        if followed > 1 {
            (x, sum) = least_squares(space, x, TRIAL, |x, normal| problem.evaluate(x, normal));
        }
        beginnings.push((sum, x));
    }
    beginnings.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut valleys: Vec<[f64; W]> = Vec::with_capacity(followed);
    for (_, x) in beginnings {
        if valleys.len() < followed && !valleys.iter().any(|other| problem.is_near(other, &x)) {
            valleys.push(x);
        }
    }
    valleys
}

/// The model that [`select`] has chosen, with what became of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    fit: Fit,
    ranking: Vec<(Model, f64)>,
    refused: Vec<(Model, Error)>,
}

impl Selection {
    /// The model with the least AICc, fitted.
    #[must_use]
    pub fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The same, without the others.
    #[must_use]
    pub fn into_fit(self) -> Fit {
        self.fit
    }

    /// Every model that was fitted, with its AICc, the least one first. An error that is smaller
    /// than the rounding of the values counts as that rounding, so each AICc is finite.
    #[must_use]
    pub fn ranking(&self) -> &[(Model, f64)] {
        &self.ranking
    }

    /// The models that took no part in the choice, and why: the history is too short for them, has
    /// values that are not positive, or has no fit of them.
    #[must_use]
    pub fn refused(&self) -> &[(Model, Error)] {
        &self.refused
    }
}

/// The model with the least AICc of the fifteen that are stable (of the six of them without a
/// season where there is one period a year), and what became of the others.
///
/// # Formula
/// See [`Fit::aicc`]. Among models that fit without error the one with the fewest numbers is taken.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) for values that are not finite;
/// [`Range`](crate::ErrorKind::Range) for less than five periods, from which no model can be
/// chosen.
///
/// # Example
/// ```
/// use bilateral::forecast::ets::{self, Trend};
/// let y = [12.0, 14.1, 15.9, 18.0, 20.1, 21.9, 24.0, 26.1, 27.8, 30.1, 32.0, 33.9];
/// let selection = ets::select(&y, 1)?;
/// assert_eq!(selection.fit().model().trend(), Trend::Additive);
/// assert_eq!((selection.ranking().len(), selection.refused().len()), (6, 0));
/// // With a value of zero there are no relative errors, and the result says so.
/// let selection = ets::select(&[0.0, 2.0, 1.0, 3.0, 2.0, 4.0, 3.0, 5.0], 1)?;
/// let refused: Vec<_> = selection.refused().iter().map(|(model, _)| model.to_string()).collect();
/// assert_eq!(refused, ["ETS(M,N,N)", "ETS(M,A,N)", "ETS(M,Ad,N)"]);
/// assert!(selection.refused()[0].1.to_string().contains("not positive"));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn select(y: &[f64], season: usize) -> Result<Selection, Error> {
    check_seasonal(y, season)?;
    let seasonal = season > 1;
    let (mut fits, mut refused) = (Vec::new(), Vec::new());
    for model in Model::all()
        .filter(|model| !model.is_unstable() && (seasonal || model.season == Season::None))
    {
        match model.fit(y, season).and_then(|fit| Ok((fit.rank()?, fit))) {
            Ok(ranked) => fits.push(ranked),
            Err(error) => refused.push((model, error)),
        }
    }
    // A stable sort: of equal models the simplest comes first.
    fits.sort_by(|left, right| left.0.total_cmp(&right.0));
    let ranking = fits.iter().map(|(rank, fit)| (fit.model, *rank)).collect();
    let Some((_, fit)) = fits.into_iter().next() else {
        return Err(Error::range(
            "the length of the history",
            format!("it has {}, and the choice of a model needs 5", counted(y.len(), "period")),
        )
        .with_help("use a closed form or the last value"));
    };
    Ok(Selection { fit, ranking, refused })
}
