//! Classifications of goods and their editions.

use crate::error::{Error, counted};
use std::fmt;
use std::str::FromStr;

/// A classification of goods with its edition. An edition of the Harmonized System is read by its
/// year as well, and printed as UN Comtrade names it: HS 2022 is `H6`.
///
/// ```
/// use bilateral::commodity::{Classification, HsEdition};
/// assert_eq!("H6".parse::<Classification>()?, Classification::Hs(Some(HsEdition::H6)));
/// assert_eq!(HsEdition::H6.year(), 2022);
/// assert_eq!("HS 2022".parse::<Classification>()?.to_string(), "H6");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Classification {
    /// All goods; it has no codes.
    All,
    /// Harmonized System: 2, 4 or 6 digits. Without an edition: as reported, in the edition then in
    /// force.
    Hs(Option<HsEdition>),
    /// The 21 sections of the Harmonized System, `01` to `21`; they have held the same chapters in
    /// every edition.
    HsSection,
    /// Combined Nomenclature of the European Union of a year: 2, 4, 6 or 8 digits.
    Cn(u16),
    /// Tariff lines of one country, named by its alpha-3 code: 2 to 10 digits, as a rule an even
    /// number.
    National([u8; 3]),
    /// Standard International Trade Classification: 1 to 5 digits.
    Sitc(SitcRevision),
    /// Classification by Broad Economic Categories: 1 to 3 digits, those that exist.
    Bec(BecRevision),
}

/// An edition of the Harmonized System, by the code of UN Comtrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HsEdition {
    /// HS 1988/92.
    H0,
    /// HS 1996.
    H1,
    /// HS 2002.
    H2,
    /// HS 2007.
    H3,
    /// HS 2012.
    H4,
    /// HS 2017.
    H5,
    /// HS 2022.
    H6,
}

/// A revision of SITC, by the code of UN Comtrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SitcRevision {
    /// Revision 1.
    S1,
    /// Revision 2.
    S2,
    /// Revision 3.
    S3,
    /// Revision 4.
    S4,
}

/// A revision of BEC, by the code of UN Comtrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BecRevision {
    /// Revision 4.
    B4,
}

/// The categories of BEC Rev. 4.
const BEC_4: &[&str] = &[
    "1", "11", "111", "112", "12", "121", "122", "2", "21", "22", "3", "31", "32", "321", "322",
    "4", "41", "42", "5", "51", "52", "521", "522", "53", "6", "61", "62", "63", "7",
];

const EDITIONS: &[(HsEdition, &str, u16)] = &[
    (HsEdition::H0, "H0", 1988),
    (HsEdition::H1, "H1", 1996),
    (HsEdition::H2, "H2", 2002),
    (HsEdition::H3, "H3", 2007),
    (HsEdition::H4, "H4", 2012),
    (HsEdition::H5, "H5", 2017),
    (HsEdition::H6, "H6", 2022),
];

const REVISIONS: &[(SitcRevision, &str)] = &[
    (SitcRevision::S1, "S1"),
    (SitcRevision::S2, "S2"),
    (SitcRevision::S3, "S3"),
    (SitcRevision::S4, "S4"),
];

/// Each section with its first and last chapter.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("01", "01", "05"),
    ("02", "06", "14"),
    ("03", "15", "15"),
    ("04", "16", "24"),
    ("05", "25", "27"),
    ("06", "28", "38"),
    ("07", "39", "40"),
    ("08", "41", "43"),
    ("09", "44", "46"),
    ("10", "47", "49"),
    ("11", "50", "63"),
    ("12", "64", "67"),
    ("13", "68", "70"),
    ("14", "71", "71"),
    ("15", "72", "83"),
    ("16", "84", "85"),
    ("17", "86", "89"),
    ("18", "90", "92"),
    ("19", "93", "93"),
    ("20", "94", "96"),
    ("21", "97", "97"),
];

/// The section that holds a chapter; none for 98 and 99, which every country fills as it likes.
pub(crate) fn section_of_chapter(chapter: &str) -> Option<&'static str> {
    SECTIONS
        .iter()
        .find(|(_, first, last)| (*first..=*last).contains(&chapter))
        .map(|(section, ..)| *section)
}

impl HsEdition {
    /// The year from which it is in force.
    #[must_use]
    pub fn year(self) -> u16 {
        EDITIONS.iter().find(|(known, ..)| *known == self).map_or(0, |(_, _, year)| *year)
    }

    /// The edition in force in a year; `None` before 1988.
    #[must_use]
    pub fn in_force(year: u16) -> Option<HsEdition> {
        EDITIONS.iter().rev().find(|(_, _, from)| *from <= year).map(|(known, ..)| *known)
    }
}

impl Classification {
    /// The reason why the classification has no such code, if it has none.
    pub(crate) fn check(self, code: &str) -> Result<(), String> {
        let (lengths, accepted): (&[usize], &str) = match self {
            Classification::All => return Err("all goods have no code".to_owned()),
            Classification::Hs(_) => {
                (&[2, 4, 6], "codes of the Harmonized System have 2, 4 or 6 characters")
            }
            Classification::HsSection => (&[2], "sections have two digits, 01 to 21"),
            Classification::Cn(_) => {
                (&[2, 4, 6, 8], "codes of the Combined Nomenclature have 2, 4, 6 or 8 characters")
            }
            Classification::National(_) => {
                (&[2, 4, 6, 8, 9, 10], "tariff lines have 2, 4, 6, 8, 9 or 10 characters")
            }
            Classification::Sitc(_) => (&[1, 2, 3, 4, 5], "codes of SITC have 1 to 5 characters"),
            Classification::Bec(_) => (&[1, 2, 3], "codes of BEC have 1 to 3 digits"),
        };
        if !code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return Err("a code has digits and capitals only".to_owned());
        }
        if !lengths.contains(&code.len()) {
            return Err(format!("it has {}; {accepted}", counted(code.len(), "character")));
        }
        if !code.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err("it does not begin with a digit".to_owned());
        }
        if matches!(self, Classification::Bec(_)) {
            let known = BEC_4.contains(&code);
            return if known { Ok(()) } else { Err(format!("the codes are {}", BEC_4.join(", "))) };
        }
        let chapter = code.get(..2).unwrap_or("");
        if self == Classification::HsSection {
            let known = SECTIONS.iter().any(|(section, ..)| *section == chapter);
            return if known { Ok(()) } else { Err(accepted.to_owned()) };
        }
        if !matches!(self, Classification::Sitc(_)) && matches!(chapter, "00" | "77") {
            return Err(format!("the Harmonized System has no chapter {chapter}"));
        }
        Ok(())
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Classification::All => f.pad("TOTAL"),
            Classification::Hs(None) => f.pad("HS"),
            Classification::HsSection => f.pad("HSS"),
            Classification::Hs(Some(edition)) => f.pad(
                EDITIONS
                    .iter()
                    .find(|(known, ..)| known == edition)
                    .map_or("", |(_, name, _)| name),
            ),
            Classification::Cn(year) => f.pad(&format!("CN{year}")),
            Classification::National(country) => f.pad(std::str::from_utf8(country).unwrap_or("")),
            Classification::Sitc(revision) => f.pad(
                REVISIONS.iter().find(|(known, _)| known == revision).map_or("", |(_, name)| name),
            ),
            Classification::Bec(BecRevision::B4) => f.pad("B4"),
        }
    }
}

impl FromStr for Classification {
    type Err = Error;

    fn from_str(text: &str) -> Result<Classification, Error> {
        if text == "TOTAL" {
            return Ok(Classification::All);
        }
        if text == "HSS" {
            return Ok(Classification::HsSection);
        }
        if text == "HS" {
            return Ok(Classification::Hs(None));
        }
        if text == "B4" {
            return Ok(Classification::Bec(BecRevision::B4));
        }
        if let Some((edition, ..)) = EDITIONS.iter().find(|(_, name, _)| *name == text) {
            return Ok(Classification::Hs(Some(*edition)));
        }
        if let Some(edition) = edition_of_year(text) {
            return Ok(Classification::Hs(Some(edition)));
        }
        if let Some((revision, _)) = REVISIONS.iter().find(|(_, name)| *name == text) {
            return Ok(Classification::Sitc(*revision));
        }
        let refuse = || {
            let known = "HS, H0 to H6 or by their year (HS2022), HSS (sections), CN with its year from 1988 (CN2024), S1 to S4, B4, or a country's alpha-3 code (CHN)";
            Error::parse("a classification", text, format!("the known ones are {known}"))
        };
        if let Some(year) = text.strip_prefix("CN").filter(|year| year.len() == 4) {
            let digits = year.bytes().all(|byte| byte.is_ascii_digit());
            let year = year.parse().ok().filter(|year: &u16| digits && *year >= 1988);
            return year.map(Classification::Cn).ok_or_else(refuse);
        }
        let country = <[u8; 3]>::try_from(text.as_bytes()).ok();
        let country = country.filter(|code| code.iter().all(u8::is_ascii_uppercase));
        country.filter(|_| is_country(text)).map(Classification::National).ok_or_else(refuse)
    }
}

/// `HS2022` or `HS 2022`. The first edition has two years: 1988, and 1992 with the UN.
fn edition_of_year(text: &str) -> Option<HsEdition> {
    let year = text.strip_prefix("HS")?;
    let year = match year.strip_prefix(' ').unwrap_or(year) {
        "1992" => "1988",
        year => year,
    };
    EDITIONS.iter().find(|(.., from)| from.to_string() == year).map(|(edition, ..)| *edition)
}

/// Groups have letters as well, but a tariff line is that of a country.
fn is_country(text: &str) -> bool {
    crate::area::Area::from_iso3(text)
        .is_ok_and(|area| area.kind() == crate::area::AreaKind::Country)
}
