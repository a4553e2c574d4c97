//! Commodities: a classification, its edition and a code.

mod classification;

pub use classification::{BecRevision, Classification, HsEdition, SitcRevision};

use crate::commodity::classification::section_of_chapter;
use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The longest code: national tariff lines have ten digits.
const LONGEST: usize = 10;

/// How UN Comtrade writes 999999, which its list of codes puts under 9999.
const UNSPECIFIED: &str = "9999AA";

/// A commodity: all goods, or a code of one edition of a classification.
///
/// Text forms: `TOTAL`; the Harmonized System at 2, 4 or 6 digits, `H6:270900` (edition H0 to H6)
/// or `HS:27` (edition as reported); the Combined Nomenclature of a year, `CN2024:27090010`;
/// national tariff lines, `CHN:2709000000`; SITC, `S4:33`; BEC, `B4:111`; sections of the
/// Harmonized System, `HSS:05`; codes with letters, `H6:9999AA`, and masked ones,
/// `CN2024:39XXXXXX`.
///
/// ```
/// use bilateral::Commodity;
///
/// let crude: Commodity = "H6:270900".parse()?;
/// assert_eq!(crude.parent().map(|parent| parent.to_string()), Some("H6:2709".to_owned()));
/// assert!(crude.is_contained_in(&"H6:27".parse()?) && crude.is_contained_in(&Commodity::TOTAL));
/// assert!(!crude.overlaps(&"H6:271121".parse()?));
/// assert!("H6:2709001".parse::<Commodity>().unwrap_err().to_string().contains("2, 4 or 6"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commodity {
    classification: Classification,
    /// ASCII, padded with zero bytes.
    code: [u8; LONGEST],
}

impl Commodity {
    /// All goods together.
    pub const TOTAL: Commodity =
        Commodity { classification: Classification::All, code: [0; LONGEST] };

    /// A code of a classification.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if the classification has no such codes; the reason says
    /// which it has.
    pub fn new(classification: Classification, code: &str) -> Result<Commodity, Error> {
        classification.check(code).map_err(|reason| {
            Error::parse("a commodity code", code, reason)
                .with_help("write the code as the classification has it, with its leading zeros")
        })?;
        let mut bytes = [0; LONGEST];
        for (place, byte) in bytes.iter_mut().zip(code.bytes()) {
            *place = byte;
        }
        Ok(Commodity { classification, code: bytes })
    }

    /// The classification with its edition.
    #[must_use]
    pub fn classification(&self) -> Classification {
        self.classification
    }

    /// The code; empty for all goods.
    #[must_use]
    pub fn code(&self) -> &str {
        let length = self.code.iter().position(|byte| *byte == 0).unwrap_or(LONGEST);
        self.code.get(..length).and_then(|code| std::str::from_utf8(code).ok()).unwrap_or("")
    }

    /// How many characters the code has: 2 for a chapter, 6 for a subheading, 0 for all goods.
    #[must_use]
    pub fn level(&self) -> usize {
        self.code().len()
    }

    /// The next wider code: the heading of a subheading, the chapter of a heading, all goods of a
    /// chapter.
    ///
    /// The parent of a masked code is its known digits. That of `9999AA`, which UN Comtrade uses
    /// for goods that are not specified, is `9999`, as that of `999999`; that of another code with
    /// letters is all goods. All goods have no parent.
    #[must_use]
    pub fn parent(&self) -> Option<Commodity> {
        if self.level() == 0 {
            return None;
        }
        let known = known_digits(self.code());
        let heading = known.get(..4).filter(|_| self.is_unspecified());
        let known = heading.unwrap_or(known);
        let wider = (1..self.level())
            .rev()
            .filter(|length| *length <= known.len())
            .filter_map(|length| known.get(..length));
        let mut wider = wider.filter_map(|code| Commodity::new(self.classification, code).ok());
        Some(if self.is_numbered() || self.is_unspecified() {
            wider.next().unwrap_or(Commodity::TOTAL)
        } else {
            Commodity::TOTAL
        })
    }

    /// The section of the Harmonized System that holds it, of 21: `HSS:05` (mineral products) for
    /// crude oil.
    ///
    /// For codes of every classification built on the Harmonized System; `None` for chapters 98 and
    /// 99, codes with letters, SITC, BEC and all goods.
    ///
    /// ```
    /// use bilateral::Commodity;
    /// let crude: Commodity = "CN2024:27090010".parse()?;
    /// assert_eq!(crude.section().map(|section| section.to_string()), Some("HSS:05".to_owned()));
    /// assert_eq!(Commodity::TOTAL.section(), None);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn section(&self) -> Option<Commodity> {
        if self.classification == Classification::HsSection {
            return Some(*self);
        }
        let section = section_of_chapter(self.hs_chapter()?)?;
        Commodity::new(Classification::HsSection, section).ok()
    }

    /// True if all of it is part of the other: the same, a longer code of the same edition, its
    /// section, or all goods.
    ///
    /// Codes of different editions are never known to be contained in each other.
    #[must_use]
    pub fn is_contained_in(&self, other: &Commodity) -> bool {
        if self == other || *other == Commodity::TOTAL {
            return true;
        }
        if other.classification == Classification::HsSection {
            return self.section() == Some(*other);
        }
        self.classification == other.classification
            && (self.is_numbered() || self.is_unspecified())
            && !is_masked(other.code())
            && self.level() > other.level()
            && known_digits(self.code()).starts_with(other.code())
    }

    /// True if the two may share goods, so that a sum of both may count them twice.
    ///
    /// Inside one edition that is known. A masked code stands for goods of its known digits and may
    /// be any of them. Between editions and classifications anything may be shared, except that a
    /// chapter of the Harmonized System is the same chapter in CN and national codes of any year:
    /// different chapters share nothing.
    #[must_use]
    pub fn overlaps(&self, other: &Commodity) -> bool {
        if *self == Commodity::TOTAL || *other == Commodity::TOTAL {
            return true;
        }
        match (self.classification, other.classification) {
            (Classification::HsSection, Classification::HsSection) => return self == other,
            (Classification::HsSection, _) => return other.may_be_of_section(self),
            (_, Classification::HsSection) => return self.may_be_of_section(other),
            _ => {}
        }
        if self.classification != other.classification {
            return match (self.hs_chapter(), other.hs_chapter()) {
                (Some(one), Some(two)) => one == two,
                _ => true,
            };
        }
        if self.is_unspecified() || other.is_unspecified() {
            return self.in_tree() == other.in_tree()
                || self.is_contained_in(other)
                || other.is_contained_in(self);
        }
        if !self.is_numbered() || !other.is_numbered() {
            return self == other;
        }
        let (one, two) = (known_digits(self.code()), known_digits(other.code()));
        one.starts_with(two) || two.starts_with(one)
    }

    /// Codes with letters belong to no section and no chapter; codes of SITC and BEC are not mapped
    /// to sections.
    fn may_be_of_section(&self, section: &Commodity) -> bool {
        matches!(self.classification, Classification::Sitc(_) | Classification::Bec(_))
            || self.section() == Some(*section)
    }

    /// The chapter, for classifications built on the Harmonized System. Goods do change chapters
    /// between editions, but not by whole chapters.
    pub(crate) fn hs_chapter(&self) -> Option<&str> {
        match self.classification {
            Classification::Sitc(_)
            | Classification::Bec(_)
            | Classification::All
            | Classification::HsSection => None,
            _ if self.is_numbered() || self.is_unspecified() => self.code().get(..2),
            _ => None,
        }
    }

    /// True for the code by which UN Comtrade writes 999999, goods that are not specified.
    fn is_unspecified(&self) -> bool {
        matches!(self.classification, Classification::Hs(_)) && self.code() == UNSPECIFIED
    }

    /// The code in digits.
    fn in_tree(&self) -> &str {
        if self.is_unspecified() { "999999" } else { self.code() }
    }

    /// False for codes with letters, which stand apart from the tree; 9999AA has its place in it.
    fn is_numbered(&self) -> bool {
        let code = self.code();
        let masked = code.trim_end_matches('X');
        !masked.is_empty() && masked.bytes().all(|byte| byte.is_ascii_digit())
    }
}

fn is_masked(code: &str) -> bool {
    code.ends_with('X')
}

/// The digits before the mask.
fn known_digits(code: &str) -> &str {
    code.trim_end_matches('X')
}

impl fmt::Display for Commodity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Commodity::TOTAL {
            f.pad("TOTAL")
        } else {
            f.pad(&format!("{}:{}", self.classification, self.code()))
        }
    }
}

impl fmt::Debug for Commodity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Commodity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Commodity, Error> {
        if text == "TOTAL" {
            return Ok(Commodity::TOTAL);
        }
        let (classification, code) = text.split_once(':').ok_or_else(|| {
            Error::parse(
                "a commodity",
                text,
                "write TOTAL, or a classification and a code, as H6:270900, CN2024:27090010 or S4:33",
            )
        })?;
        let classification: Classification = classification.parse()?;
        if classification == Classification::All {
            return Err(Error::parse(
                "a commodity",
                text,
                "the total of all goods has no code; write TOTAL alone",
            ));
        }
        Commodity::new(classification, code)
    }
}

impl<'de> Deserialize<'de> for Commodity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Commodity, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Commodity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
