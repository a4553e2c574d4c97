//! Projections, back-tests, smoothing and scores.

mod projection;
mod projection_backtest;
mod projection_certainty;
mod projection_gaps;
mod projection_hostile;
mod projection_scores;
mod projection_temporal;
mod smoothing;
mod smoothing_laws;
