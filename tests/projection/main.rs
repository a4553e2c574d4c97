//! Projections and scores; back-tests and smoothing stand in `tests/inside`.

mod projection;
mod projection_gaps;
mod projection_hostile;
mod projection_scores;
mod projection_temporal;
