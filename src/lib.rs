#![allow(missing_docs)]
pub mod error;
pub mod number;
pub use error::{Error, ErrorKind, Undefined};
pub use number::{Ratio, Rounding, Bounds, Figure, Hedge};
