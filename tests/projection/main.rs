//! Projections and scores; back-tests and smoothing stand in `tests/inside`.

#[path = "../common/values.rs"]
mod values;

mod ets_reference;
mod level_and_drift;
mod nowcast;
mod projection;
mod projection_answers;
mod projection_gaps;
mod projection_hostile;
mod projection_paths;
mod projection_scores;
mod projection_temporal;
