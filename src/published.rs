//! The figures that ship with the crate: trade between China and Russia as it was published, with dates and sources.
//!
//! Numbers are kept exactly as printed, wrong ones included; those are marked
//! [`Erroneous`](crate::Status::Erroneous) and never stand. The note of each row ends with the address of its source.
//! All are facts as published; nothing was estimated or filled in.

use crate::error::Error;
use crate::vintage::Releases;

/// China's trade with Russia in US$ as published by China Customs (GACC) and carried by news agencies, 2008 to 2026:
/// months, joint January-February, years to date and years, 332 rows.
///
/// Flows are seen from China. Growth is what the office, or where a note says so the agency, printed.
///
/// # Errors
/// None in practice; the same type as for a file of your own.
///
/// ```
/// use bilateral::{Key, Period, area::{CHN, RUS}, date, published};
///
/// let releases = published::china_russia()?;
/// let known = releases.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
/// assert_eq!(known.amount(Period::year(2022))?.to_string(), "190.271 billion US$, 2022");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn china_russia() -> Result<Releases, Error> {
    embedded(include_str!("published/china_russia_usd.csv"), "china_russia_usd.csv")
}

/// The same trade in yuan, where agencies printed it: 20 rows of 2021 to 2025.
///
/// Growth in yuan is not growth in US$: 2023 was +32.7 % in yuan and +26.3 % in US$.
///
/// # Errors
/// As [`china_russia`].
///
/// ```
/// use bilateral::{Key, Period, area::{CHN, RUS}, published};
/// let yuan = published::china_russia_yuan()?.series(Key::trade(CHN).with(RUS))?.latest();
/// assert_eq!(yuan.amount(Period::january_to(2022, 3))?.to_string(), "243.03 billion yuan, Jan-Mar 2022");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn china_russia_yuan() -> Result<Releases, Error> {
    embedded(include_str!("published/china_russia_cny.csv"), "china_russia_cny.csv")
}

/// Russia's trade with China as stated by Russian customs or officials, in US$: 15 rows of 2010 to 2023.
///
/// # Errors
/// As [`china_russia`].
///
/// ```
/// use bilateral::{Key, Period, area::{CHN, RUS}, published};
/// let russian = published::russia_china()?.series(Key::trade(RUS).with(CHN))?.latest();
/// assert_eq!(russian.amount(Period::year(2018))?.to_string(), "108.3 billion US$, 2018"); // China: 107.06
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn russia_china() -> Result<Releases, Error> {
    embedded(include_str!("published/russia_china_usd.csv"), "russia_china_usd.csv")
}

fn embedded(table: &str, name: &str) -> Result<Releases, Error> {
    Releases::from_csv(table.as_bytes(), name)?.complete()
}
