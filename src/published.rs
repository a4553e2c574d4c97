//! The figures that ship with the crate: trade between China and Russia, and energy from Russia to
//! China, as they were published, with dates and sources.
//!
//! Numbers are kept exactly as printed, wrong ones included; those are marked
//! [`Erroneous`](crate::Status::Erroneous) and never stand. The note of each row ends with the
//! address of its source. All are facts as published; nothing was estimated or filled in.

use crate::error::Error;
use crate::vintage::Releases;

/// China's trade with Russia in US$ as published by China Customs (GACC) and carried by news
/// agencies, 2008 to 2026: months, joint January-February, years to date and years, 332 rows.
///
/// Flows are seen from China. Growth is what the office, or where a note says so the agency,
/// printed.
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
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     published,
/// };
/// let yuan = published::china_russia_yuan()?.series(Key::trade(CHN).with(RUS))?.latest();
/// assert_eq!(
///     yuan.amount(Period::january_to(2022, 3))?.to_string(),
///     "243.03 billion yuan, Jan-Mar 2022"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn china_russia_yuan() -> Result<Releases, Error> {
    embedded(include_str!("published/china_russia_cny.csv"), "china_russia_cny.csv")
}

/// Russia's trade with China as stated by Russian customs or officials, in US$: 15 rows of 2010 to
/// 2023.
///
/// # Errors
/// As [`china_russia`].
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     published,
/// };
/// let russian = published::russia_china()?.series(Key::trade(RUS).with(CHN))?.latest();
/// // China: 107.06
/// assert_eq!(russian.amount(Period::year(2018))?.to_string(), "108.3 billion US$, 2018");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn russia_china() -> Result<Releases, Error> {
    embedded(include_str!("published/russia_china_usd.csv"), "russia_china_usd.csv")
}

/// Energy from Russia to China, carrier by carrier, as published by either side: 119 rows of 2019
/// to 2024.
///
/// Values and quantities are rows of their own, each with its own growth as printed. Imports as
/// reported by China are keys of China (crude oil `HS:2709`, LNG `HS:271111`, pipeline gas
/// `HS:271121`, coal `HS:2701`, all mineral fuels `HS:27`); what Gazprom, Inter RAO or Russian
/// officials stated are exports of Russia. Gazprom's cubic metres are at 20 °C. China Customs has
/// published no quantity of pipeline gas since 2022: those rows are confidential. One rate, 2.14
/// million barrels of crude a day for 2023 (MEES), is not an amount and is left out.
///
/// # Errors
/// As [`china_russia`].
///
/// ```
/// use bilateral::{
///     Key, Mass, Period, Undefined,
///     area::{CHN, RUS},
///     published,
///     unit::MassUnit,
/// };
///
/// let energy = published::russia_china_energy()?;
/// let from_russia = Key::imports(CHN).from(RUS);
/// let crude = energy
///     .series_in::<Mass>(from_russia.of("HS:2709".parse()?), MassUnit::MillionTonnes)?
///     .latest();
/// assert_eq!(crude.amount(Period::year(2023))?.to_string(), "107 Mt, 2023");
/// let gas = energy
///     .series_in::<Mass>(from_russia.of("HS:271121".parse()?), MassUnit::MillionTonnes)?
///     .latest();
/// assert_eq!(
///     gas.amount(Period::year(2022)).unwrap_err().undefined(),
///     Some(&Undefined::Confidential)
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn russia_china_energy() -> Result<Releases, Error> {
    embedded(include_str!("published/russia_china_energy.csv"), "russia_china_energy.csv")
}

/// Trade between China and Russia as each of them reports it to UN Comtrade, in US$: all goods of
/// 2005 to 2019, fuels (`HS:27`) and wood (`HS:44`) of 1996 to 2017, 236 rows.
///
/// For each direction there are two reports, the exporter's (FOB) and the importer's (CIF): see
/// [`mirror`](crate::mirror). The day of a row is that on which a copy with this figure was seen;
/// UN Comtrade revises. Russia's exports of 2009 end in six zeros and are kept as millions.
///
/// # Errors
/// As [`china_russia`].
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     published,
/// };
/// let reports = published::china_russia_both_sides()?;
/// let sold = reports.series(Key::exports(RUS).to(CHN))?.latest();
/// let bought = reports.series(Key::imports(CHN).from(RUS))?.latest();
/// let year = Period::year(2018);
/// assert_eq!(sold.amount(year)?.to_string(), "56019903783 US$, 2018");
/// assert_eq!(bought.amount(year)?.to_string(), "58886549221 US$, 2018");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn china_russia_both_sides() -> Result<Releases, Error> {
    embedded(include_str!("published/china_russia_both_sides.csv"), "china_russia_both_sides.csv")
}

fn embedded(table: &str, name: &str) -> Result<Releases, Error> {
    Releases::from_csv(table.as_bytes(), name)?.complete()
}
