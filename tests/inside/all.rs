//! Tests that need what is not public: first states of models, constants of other software, spreads
//! of errors. They are compiled as unit tests of the crate and name it from outside.

mod panel_smoothing;
mod projection_backtest;
mod projection_certainty;
mod smoothing;
mod smoothing_laws;
