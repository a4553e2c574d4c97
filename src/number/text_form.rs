//! The text form of a value for serde: what `Display` or a short code writes, `FromStr` reads.

use crate::error::Error;
use serde::de::{Deserialize, Deserializer, Error as _};
use std::str::FromStr;

/// Reads a value that is written as text, by the rules of its `FromStr`.
pub(crate) fn read<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = Error>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}
