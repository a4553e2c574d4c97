//! A column of results: rounded numbers, and the reason wherever there is none.
//!
//! A checksum adds at most 2^32 numbers of 64 bits in 128. Held by
//! `results_reuse_memory_without_a_trace` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects)]

use crate::error::Undefined;
use crate::number::Rounded;
use num_bigint::BigInt;

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
/// How many reasons there are.
pub(crate) const REASONS: u8 = 16;

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
        _ => Undefined::Missing,
    }
}

/// Numbers with one number of places, each rounded once, or the reason why there is none.
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

    /// The sum of all numbers that are there, as a whole number of `10^-places`, and how many they
    /// are.
    #[must_use]
    pub fn checksum(&self) -> (i128, usize) {
        let defined =
            self.mantissa.iter().zip(&self.reason).filter(|(_, reason)| **reason == DEFINED);
        defined.fold((0, 0), |(sum, count), (mantissa, _)| (sum + i128::from(*mantissa), count + 1))
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

    /// An empty column that grows to so many rows without moving.
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
