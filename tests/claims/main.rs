//! Claims of press reports, and the figures that ship with the crate.

mod claims;
mod evidence;
mod published;
