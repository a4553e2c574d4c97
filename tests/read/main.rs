//! Files of statistical offices: every row accounted for, whatever comes in.

#[path = "../common/files.rs"]
mod files;

mod bombs;
mod cases;
mod first_use;
mod read;
mod read_offices;
mod strangers;
