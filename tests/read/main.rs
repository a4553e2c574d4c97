//! Files of statistical offices: every row accounted for, whatever comes in.

mod cases;
mod first_use;
mod read;
mod read_offices;
