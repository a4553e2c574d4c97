//! Countries and other areas, by the codes of UN Comtrade.
//!
//! Comtrade's codes are mostly the numbers of ISO 3166-1, but not for every area (842 is the United States, 251 France,
//! 699 India), and they include what ISO does not have: the World, groups, areas not elsewhere specified, and countries
//! of the past. [`Area::from_iso3`] and the named constants give the area that Comtrade uses today.

mod names;
mod table;

pub use names::*;

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use table::{AREAS, Row};

/// An area of UN Comtrade.
///
/// Text forms are the alpha-3 code (`CHN`), the Comtrade number (`156`) and `World`; the alpha-3 code is printed where
/// it names the area, the number otherwise.
///
/// ```
/// use bilateral::{Area, area::{CHN, USA, WORLD}};
///
/// assert_eq!("CHN".parse::<Area>()?, CHN);
/// assert_eq!("842".parse::<Area>()?, USA);
/// assert_eq!(Area::from_iso2("RU")?.name(), "Russian Federation");
/// assert!(WORLD.overlaps(CHN)); // so a sum of both is refused
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area(u16);

/// What kind of area it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AreaKind {
    /// A country or territory, of today or of the past.
    Country,
    /// The World, the European Union, ASEAN: its members are areas of their own.
    Group,
    /// What is not specified elsewhere, bunkers, free zones: trade that belongs to no country.
    Special,
    /// An area of the user's own numbering, see [`Area::own`].
    Own,
}

/// The code of the first area of the user's own; Comtrade's codes are below 1,000.
const FIRST_OWN: u16 = 10_000;

impl Area {
    /// The area with this Comtrade code.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none.
    pub fn from_code(code: u16) -> Result<Area, Error> {
        match row(code) {
            Some(_) => Ok(Area(code)),
            None => Err(Error::parse("a Comtrade area", &code.to_string(), "no area has this code")),
        }
    }

    /// The area that Comtrade uses today for this ISO 3166 alpha-2 code, in capitals.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none.
    pub fn from_iso2(code: &str) -> Result<Area, Error> {
        find(code, |row| row.1).ok_or_else(|| {
            Error::parse(
                "an ISO 3166 alpha-2 code",
                code,
                "two capitals are needed, as CN or RU, and Comtrade must know them",
            )
        })
    }

    /// The area that Comtrade uses today for this ISO 3166 alpha-3 code, in capitals.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none.
    pub fn from_iso3(code: &str) -> Result<Area, Error> {
        find(code, |row| row.2).ok_or_else(|| {
            Error::parse(
                "an ISO 3166 alpha-3 code",
                code,
                "three capitals are needed, as CHN or RUS, and Comtrade must know them",
            )
        })
    }

    /// An area of the user's own numbering, such as a province or a customs district: `own:17`.
    ///
    /// Areas of one's own are apart from each other, but may be part of any area of Comtrade.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 55,535.
    ///
    /// ```
    /// use bilateral::{Area, area::CHN};
    /// let heilongjiang = Area::own(23)?;
    /// assert_eq!(heilongjiang.to_string().parse::<Area>()?, heilongjiang);
    /// assert!(heilongjiang.overlaps(CHN) && !heilongjiang.overlaps(Area::own(22)?));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn own(number: u16) -> Result<Area, Error> {
        let code = number.checked_add(FIRST_OWN);
        code.map(Area).ok_or_else(|| Error::range("the number of an area of your own", "55535 is the largest"))
    }

    /// Every area of Comtrade, ascending by code.
    pub fn all() -> impl Iterator<Item = Area> {
        AREAS.iter().map(|row| Area(row.0))
    }

    /// The Comtrade code.
    #[must_use]
    pub const fn code(self) -> u16 {
        self.0
    }

    /// The name, as Comtrade prints it; empty for an area of one's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        row(self.0).map_or("", |row| row.3)
    }

    /// The ISO 3166 alpha-2 code, if it has one.
    #[must_use]
    pub fn iso2(self) -> Option<&'static str> {
        row(self.0).map(|row| row.1).filter(|code| !code.is_empty())
    }

    /// The ISO 3166 alpha-3 code, if it has one.
    #[must_use]
    pub fn iso3(self) -> Option<&'static str> {
        row(self.0).map(|row| row.2).filter(|code| !code.is_empty())
    }

    /// Country, group or special.
    #[must_use]
    pub fn kind(self) -> AreaKind {
        if self.0 >= FIRST_OWN {
            return AreaKind::Own;
        }
        row(self.0).map_or(AreaKind::Special, |row| row.4)
    }

    /// The first year of its statistics, where it began after Comtrade did.
    #[must_use]
    pub fn valid_from(self) -> Option<u16> {
        row(self.0).map(|row| row.5).filter(|year| *year != 0)
    }

    /// The last year of its statistics, if it ended.
    #[must_use]
    pub fn valid_to(self) -> Option<u16> {
        row(self.0).map(|row| row.6).filter(|year| *year != 0)
    }

    /// True if the area existed in this year.
    ///
    /// ```
    /// use bilateral::Area;
    /// let soviet_union = Area::from_code(810)?;
    /// assert!(soviet_union.is_valid_in(1985) && !soviet_union.is_valid_in(1995));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn is_valid_in(self, year: u16) -> bool {
        self.valid_from().is_none_or(|first| first <= year) && self.valid_to().is_none_or(|last| year <= last)
    }

    /// True if the two may hold the same territory, so that a sum of both may count its trade twice.
    ///
    /// The World and groups overlap everything, because what a group holds changes over time. A country of the past
    /// overlaps its successors, and an area with its dependencies overlaps the one without.
    #[must_use]
    pub fn overlaps(self, other: Area) -> bool {
        let is_group = |area: Area| area.kind() == AreaKind::Group;
        let holds =
            |whole: Area, part: Area| SHARED.iter().any(|(known, parts)| *known == whole.0 && parts.contains(&part.0));
        let is_own = |area: Area| area.kind() == AreaKind::Own;
        self == other
            || is_group(self)
            || is_group(other)
            || is_own(self) != is_own(other)
            || holds(self, other)
            || holds(other, self)
    }
}

/// Areas with the other areas that hold some of the same territory, now or once.
const SHARED: &[(u16, &[u16])] = &[
    (58, &[56, 442]),                       // Belgium-Luxembourg
    (200, &[203, 703]),                     // Czechoslovakia
    (230, &[231, 232]),                     // Ethiopia with Eritrea
    (251, &[250, 175, 254, 312, 474, 638]), // France with overseas departments
    (276, &[278, 280]),                     // Germany
    (381, &[380]),                          // Italy, two codes
    (458, &[457, 459, 461]),                // Malaysia
    (490, &[158]),                          // Other Asia, nes, is Taiwan in practice
    (530, &[531, 532, 533, 534, 535]),      // Netherlands Antilles
    (532, &[531, 533, 534, 535]),
    (579, &[578, 744]),           // Norway with Svalbard and Jan Mayen
    (582, &[580, 583, 584, 585]), // Pacific Islands
    (588, &[50, 586]),            // East and West Pakistan
    (591, &[590, 592]),           // Panama and the Canal Zone
    (658, &[659, 660]),           // Saint Kitts, Nevis and Anguilla
    (688, &[412]),                // Serbia and Kosovo
    (699, &[356, 698]),           // India and Sikkim
    (704, &[866, 868]),           // Viet Nam
    (717, &[454, 716, 894]),      // Rhodesia and Nyasaland
    (736, &[728, 729]),           // Sudan with South Sudan
    (757, &[438, 756]),           // Switzerland with Liechtenstein
    (810, &[31, 51, 112, 233, 268, 398, 417, 428, 440, 498, 643, 762, 795, 804, 860]), // USSR
    (834, &[835, 836]),           // Tanzania
    (841, &[630, 840, 842, 850]), // USA with Puerto Rico
    (842, &[630, 840, 850]),
    (887, &[720, 886]),                              // Yemen
    (890, &[70, 191, 412, 499, 688, 705, 807, 891]), // Yugoslavia
    (891, &[412, 499, 688]),                         // Serbia and Montenegro
    (392, &[647]),                                   // Japan and the Ryukyu Islands
];

fn row(code: u16) -> Option<&'static Row> {
    let at = AREAS.binary_search_by_key(&code, |row| row.0).ok()?;
    AREAS.get(at)
}

/// The area of today if there is one, else the only area that has the code.
fn find(code: &str, column: fn(&Row) -> &'static str) -> Option<Area> {
    let mut rows = AREAS.iter().filter(|row| !code.is_empty() && column(row) == code);
    let first = rows.next()?;
    Some(Area(if first.7 { first } else { rows.find(|row| row.7).unwrap_or(first) }.0))
}

/// Up to three areas of today whose names hold the text: a hint for who writes a name or an alpha-2 code.
fn named(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let fits = |area: &Area| {
        let by_name = lower.len() > 3 && area.name().to_lowercase().contains(&lower);
        area.valid_to().is_none()
            && (by_name || area.iso2() == Some(&text.to_uppercase()) || area.iso3() == Some(&text.to_uppercase()))
    };
    Area::all().filter(fits).take(3).map(|area| format!("{area} ({})", area.name())).collect()
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == WORLD {
            return f.pad(self.name());
        }
        if let Some(number) = self.0.checked_sub(FIRST_OWN) {
            return f.pad(&format!("own:{number}"));
        }
        match self.iso3() {
            Some(code) if Area::from_iso3(code).is_ok_and(|area| area == *self) => f.pad(code),
            _ => f.pad(&self.0.to_string()),
        }
    }
}

impl fmt::Debug for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Area {
    type Err = Error;

    fn from_str(text: &str) -> Result<Area, Error> {
        if matches!(text, "World" | "WLD" | "W00") {
            return Ok(WORLD);
        }
        if let Some(number) = text.strip_prefix("own:") {
            let number =
                number.parse().map_err(|_| Error::parse("an area", text, "write own: and a number to 55535"))?;
            return Area::own(number);
        }
        let plain = !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let read =
            if plain { text.parse().ok().and_then(|code| Area::from_code(code).ok()) } else { find(text, |row| row.2) };
        read.ok_or_else(|| {
            let error = Error::parse(
                "an area",
                text,
                "it is no ISO 3166 alpha-3 code (CHN), no Comtrade code (156) and not World",
            );
            match named(text).as_slice() {
                [] => error,
                names => error.with_help(format!("perhaps {}", names.join(", "))),
            }
        })
    }
}

impl TryFrom<String> for Area {
    type Error = Error;
    fn try_from(text: String) -> Result<Area, Error> {
        text.parse()
    }
}

impl From<Area> for String {
    fn from(area: Area) -> String {
        area.to_string()
    }
}
