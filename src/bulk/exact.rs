//! Exact sums of values, and powers of ten.
#![allow(clippy::arithmetic_side_effects)]
// 2^32 values of at most 2^63 stay below 2^95. Held by `totals_equal_sums_of_big_integers` in
// `tests/panel/panel.rs`.

use crate::error::Error;

/// Ten to the number of places of a column.
///
/// # Errors
/// [`Range`](crate::ErrorKind::Range) above 18 places.
pub(crate) fn power_of_ten(places: u8) -> Result<i64, Error> {
    10_i64.checked_pow(u32::from(places)).ok_or_else(|| {
        Error::range("the number of places of a column", format!("{places} is more than 18"))
    })
}

/// The exact sum, in blocks that cannot leave 64 bits: values below 2^50 in blocks of 2^12.
#[inline]
pub(crate) fn sum(values: &[i64]) -> i128 {
    const BLOCK: usize = 1 << 12;
    let mut total = 0_i128;
    for block in values.chunks(BLOCK) {
        // Either bits above 2^50 are all alike and equal to the sign, or the long way is taken.
        let (mut narrow, mut spread) = (0_i64, 0_i64);
        for value in block {
            narrow = narrow.wrapping_add(*value);
            spread |= value ^ (value >> 63);
        }
        total += if spread >> 50 == 0 {
            i128::from(narrow)
        } else {
            block.iter().map(|v| i128::from(*v)).sum()
        };
    }
    total
}
