//! A column of results: rounded numbers, and the reason wherever there is none.

use crate::error::Undefined;
use crate::number::Rounded;
use num_bigint::BigInt;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt::Display;

/// Why a result is not there, as one byte.
pub(crate) type Reason = u8;

/// Zero, so that memory that was never written says missing.
pub(crate) const MISSING: Reason = 0;
pub(crate) const DEFINED: Reason = 1;
pub(crate) const ZERO_BASE: Reason = 2;
pub(crate) const ZERO_OVER_ZERO: Reason = 3;
pub(crate) const NEGATIVE: Reason = 4;
pub(crate) const TOO_LARGE: Reason = 5;
/// Negative levels, so far apart that even the difference does not fit.
pub(crate) const CHANGE_TOO_LARGE: Reason = 6;
pub(crate) const NO_TRADE: Reason = 7;
pub(crate) const INCOMPLETE: Reason = 8;
pub(crate) const NOTHING_MATCHED: Reason = 9;
/// A year earlier the cell stands under another label of its flow.
pub(crate) const OTHER_LABEL: Reason = 10;
/// The row is not of the label that was asked for.
pub(crate) const NOT_ASKED: Reason = 11;
/// The rows that a reported whole holds are more than it.
pub(crate) const CONFLICTING: Reason = 12;
/// A part of the whole is not split, so there are bounds and no point.
pub(crate) const REST: Reason = 13;
/// One level is a sum of what is listed, the other one is not.
pub(crate) const LISTED: Reason = 14;
/// The other flow stands under several labels.
pub(crate) const SEVERAL: Reason = 15;
/// A year earlier the cell stands under another edition of its code, and a code as reported is
/// both.
pub(crate) const OTHER_EDITION: Reason = 16;
/// The same of codes that have no code as reported.
pub(crate) const OTHER_EDITION_APART: Reason = 17;
/// A level that must be positive is zero.
pub(crate) const NOT_POSITIVE: Reason = 18;
/// The other side reports the flow in another edition only.
pub(crate) const MIRROR_EDITION: Reason = 19;
/// The other side reports the flow under wider or finer codes only.
pub(crate) const MIRROR_LEVEL: Reason = 20;
/// How many reasons there are.
pub(crate) const REASONS: u8 = 21;

pub(crate) fn undefined(reason: Reason) -> Undefined {
    match reason {
        ZERO_BASE => Undefined::ZeroBase,
        ZERO_OVER_ZERO => Undefined::ZeroOverZero,
        NEGATIVE => Undefined::NegativeLevel,
        TOO_LARGE | CHANGE_TOO_LARGE => Undefined::TooLarge,
        NO_TRADE => Undefined::NoTrade,
        NOTHING_MATCHED => Undefined::NothingMatched,
        OTHER_LABEL => Undefined::OtherLabel { there: String::new() },
        NOT_ASKED => Undefined::NotAsked,
        CONFLICTING => Undefined::Conflicting,
        REST => Undefined::RestNotSplit,
        LISTED => Undefined::ListedAgainstReported,
        SEVERAL => Undefined::SeveralLabels,
        NOT_POSITIVE => Undefined::NotPositive,
        MIRROR_EDITION => Undefined::MirrorInOtherEdition,
        MIRROR_LEVEL => Undefined::MirrorAtOtherLevel,
        OTHER_EDITION => Undefined::OtherEdition { there: String::new(), has_common_code: true },
        OTHER_EDITION_APART => {
            Undefined::OtherEdition { there: String::new(), has_common_code: false }
        }
        _ => Undefined::Missing,
    }
}

/// Numbers with one number of places, each rounded once, or the reason why there is none.
///
/// In serde: `{"places": 1, "numbers": ["12.5", {"undefined": "the base is zero"}]}`, row for row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    pub(crate) mantissa: Vec<i64>,
    pub(crate) reason: Vec<Reason>,
    pub(crate) places: u8,
}

impl Column {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.mantissa.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mantissa.is_empty()
    }

    /// How many places behind the point the numbers have.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// The number of a row.
    ///
    /// # Errors
    /// The reason why there is none; [`Undefined::Missing`] behind the last row.
    pub fn get(&self, row: usize) -> Result<Rounded, Undefined> {
        Ok(Rounded::from_mantissa(BigInt::from(self.mantissa(row)?), self.places))
    }

    /// The number of a row as a whole number of `10^-places`.
    ///
    /// # Errors
    /// As [`get`](Column::get).
    pub fn mantissa(&self, row: usize) -> Result<i64, Undefined> {
        match (self.mantissa.get(row), self.reason.get(row)) {
            (Some(mantissa), Some(&DEFINED)) => Ok(*mantissa),
            (_, reason) => Err(undefined(reason.copied().unwrap_or(MISSING))),
        }
    }

    pub(crate) fn zeroed(rows: usize, places: u8) -> Column {
        Column { mantissa: vec![0; rows], reason: vec![MISSING; rows], places }
    }

    /// The results of these rows.
    pub(crate) fn of_rows(&self, rows: &[u32]) -> Column {
        Column {
            mantissa: rows
                .iter()
                .filter_map(|row| self.mantissa.get(*row as usize))
                .copied()
                .collect(),
            reason: rows.iter().filter_map(|row| self.reason.get(*row as usize)).copied().collect(),
            places: self.places,
        }
    }

    /// An empty column with room for a number of rows.
    pub(crate) fn with_room(rows: usize) -> Column {
        Column { mantissa: Vec::with_capacity(rows), reason: Vec::with_capacity(rows), places: 0 }
    }

    /// The result of a row.
    pub(crate) fn put(&mut self, row: usize, number: Result<i64, Reason>) {
        if let (Some(mantissa), Some(reason)) =
            (self.mantissa.get_mut(row), self.reason.get_mut(row))
        {
            (*mantissa, *reason) = (number.unwrap_or(0), number.err().unwrap_or(DEFINED));
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, number: Result<i64, Reason>) {
        self.mantissa.push(number.unwrap_or(0));
        self.reason.push(number.err().unwrap_or(DEFINED));
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers: Vec<_> = (0..self.len()).map(|row| Outcome::of(self.get(row))).collect();
        let mut fields = serializer.serialize_struct("Column", 2)?;
        fields.serialize_field("places", &self.places)?;
        fields.serialize_field("numbers", &numbers)?;
        fields.end()
    }
}

/// A result in serde: the number as text, or why there is none.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Number(String),
    Undefined { undefined: String },
}

impl Outcome {
    pub(crate) fn of<N: Display>(result: Result<N, Undefined>) -> Outcome {
        match result {
            Ok(number) => Outcome::Number(number.to_string()),
            Err(reason) => Outcome::Undefined { undefined: reason.to_string() },
        }
    }
}
