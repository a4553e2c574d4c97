//! Foreign files.
#![allow(dead_code)] // the readers that use the tables come next

mod census_codes;
mod code;
mod comext_codes;
mod gacc_codes;
