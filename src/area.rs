//! Countries and other areas, by the codes of UN Comtrade.
//!
//! Comtrade's codes are mostly the numbers of ISO 3166-1, but not for every area (842 is the United
//! States, 251 France, 699 India), and they include what ISO does not have: the World, groups,
//! areas not elsewhere specified, and countries of the past. [`Area::from_iso3`] and the named
//! constants give the area that Comtrade uses today.

mod letters;
mod names;
mod table;
mod territory;

pub use names::*;
pub use table::AreaKind;

use crate::error::Error;
use crate::number::text_form;
use letters::Use;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use table::{AREAS, Row};

/// An area of UN Comtrade.
///
/// Text forms are the alpha-3 code (`CHN`), the letters of Comtrade's own list (`SUN`, `S19`), the
/// Comtrade number (`156`) and `World`. Printed is the alpha-3 code where it names the area, also
/// the withdrawn code of a country of the past (`SUN`, `YUG`), and the number otherwise. The
/// alternate form `{:#}` prints the English name as UN Comtrade has it; it is for readers and is
/// not read back.
///
/// ```
/// use bilateral::{Area, area::{CHN, USA, WORLD}};
///
/// assert_eq!("CHN".parse::<Area>()?, CHN);
/// assert_eq!("842".parse::<Area>()?, USA);
/// assert_eq!(Area::from_iso2("RU")?.name(), "Russian Federation");
/// assert!(WORLD.overlaps(CHN)); // so a sum of both is refused
/// assert_eq!(format!("{CHN} or {CHN:#}"), "CHN or China");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(u16);

/// All areas of the world together.
pub const WORLD: Area = Area(0);

/// The European Union: area 97 of UN Comtrade.
///
/// UN Comtrade has it as a reporter and not as a partner. Its figures come from Eurostat and are
/// the trade of the Union as one entity with the rest of the world: trade between members is not in
/// them, so they are less than the sum of what the members report, and are not to be added to it.
/// Which members they hold depends on the year, as in Eurostat's Comext: 12 in 1988 to 1994, 15
/// from 1995, 25 from May 2004, 27 from 2007, 28 from July 2013, and 27 without the United Kingdom
/// today. Eurostat's `EU27_2020`, which is read as this area too, is the 27 of today in every year.
/// [`Area::holds_in`] knows the members of a year.
///
/// UN Comtrade has no area for the euro area.
///
/// ```
/// use bilateral::{Area, area::{DEU, EU, GBR, WORLD}};
///
/// assert_eq!((EU.code(), EU.name()), (97, "European Union"));
/// assert!(EU.holds_in(DEU, 2022) && EU.holds_in(GBR, 2015) && !EU.holds_in(GBR, 2022));
/// assert!(WORLD.holds(EU));
/// let help = "EU27_2020".parse::<Area>().unwrap_err().help();
/// assert!(help.contains("area::EU") && help.contains("97"));
/// ```
pub const EU: Area = Area(97);

/// The code of the first user-defined area; Comtrade's codes are below 1,000.
const FIRST_OWN: u16 = 10_000;

impl Area {
    /// The area with this Comtrade code.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none.
    pub fn from_code(code: u16) -> Result<Area, Error> {
        match row(code) {
            Some(_) => Ok(Area(code)),
            None => {
                Err(Error::parse("a Comtrade area", &code.to_string(), "no area has this code").with_help("look the number up in the list of areas of UN Comtrade: 156 is China, 643 the Russian Federation"))
            }
        }
    }

    /// The area that Comtrade uses today for this ISO 3166-1 alpha-2 code, in capitals.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none. Monaco (`MC`) and the US Virgin Islands
    /// (`VI`) have none: their trade is in that of France and of the United States.
    pub fn from_iso2(code: &str) -> Result<Area, Error> {
        find(code, |row| row.1).ok_or_else(|| {
            let shape = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            let reason = match (shape, inside(code)) {
                (false, _) => "two capitals are needed, as CN or RU".to_owned(),
                (true, Some(reason)) => reason,
                (true, None) => "no area of Comtrade has this code".to_owned(),
            };
            Error::parse("an ISO 3166 alpha-2 code of an area", code, reason).with_help("write the code as ISO 3166 has it, or give the number of Comtrade to Area::from_code")
        })
    }

    /// The area that Comtrade means today by these letters, in capitals: an alpha-3 code of ISO
    /// 3166-1, or the letters of Comtrade's own list, which has countries of the past (`SUN`),
    /// groups (`EUR`) and what is not specified elsewhere (`S19`).
    ///
    /// Letters that the list gives to an area of today and to one of the past mean the one of
    /// today, letters of two areas of the past (`ANT`) the later one. `VIR` is 850, the US Virgin
    /// Islands to 1980; from 1981 their trade is in that of the United States.
    ///
    /// ```
    /// use bilateral::{Area, area::BEL};
    ///
    /// assert_eq!(Area::from_iso3("DDR")?.code(), 278);
    /// assert_eq!(Area::from_iso3("S19")?.name(), "Other Asia, nes");
    /// // and not Belgium-Luxembourg, which has the same letters
    /// assert_eq!(Area::from_iso3("BEL")?, BEL);
    /// let several = Area::from_iso3("A79").unwrap_err().to_string();
    /// assert!(several.contains("gives them to 473 (LAIA, nes) and 636 (Rest of America, nes)"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if no area or more than one area of today has them.
    /// Monaco (`MCO`) has no area: its trade is in that of France.
    pub fn from_iso3(code: &str) -> Result<Area, Error> {
        by_letters(code).ok_or_else(|| {
            let listed: Vec<String> = letters::listed(code)
                .map(|code| format!("{code} ({})", Area(code).name()))
                .collect();
            let capitals = code.to_uppercase();
            let help = match listed.as_slice() {
                [] => "write the three capitals of ISO 3166, as CHN, or give the number of Comtrade to Area::from_code",
                _ => "give the number of one of them to Area::from_code",
            };
            let reason = match listed.as_slice() {
                _ if inside(code).is_some() => inside(code).unwrap_or_default(),
                [] if capitals != code && by_letters(&capitals).is_some() => {
                    format!("capitals are needed: {capitals}")
                }
                [] => "no area of Comtrade has these letters".to_owned(),
                several => format!("Comtrade's list gives them to {}", several.join(" and ")),
            };
            Error::parse("an alpha-3 code of one area", code, reason).with_help(help)
        })
    }

    /// A user-defined area, such as a province or a customs district: `own:17`.
    ///
    /// User-defined areas are apart from each other, but may be part of any area of Comtrade.
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
        code.map(Area).ok_or_else(|| {
            Error::range(
                "the number of a user-defined area",
                format!("{number} is more than 55535"),
            )
        })
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

    /// The name, as Comtrade prints it; empty for a user-defined area.
    #[must_use]
    pub fn name(self) -> &'static str {
        row(self.0).map_or("", |row| row.3)
    }

    /// The alpha-2 code of ISO 3166-1, if it has one.
    #[must_use]
    pub fn iso2(self) -> Option<&'static str> {
        row(self.0).map(|row| row.1).filter(|code| !code.is_empty())
    }

    /// The alpha-3 code of ISO 3166-1, if it has one; [`Area::letters`] has those of countries of
    /// the past too.
    #[must_use]
    pub fn iso3(self) -> Option<&'static str> {
        row(self.0).map(|row| row.2).filter(|code| !code.is_empty())
    }

    /// The letters of Comtrade's own list (`reporterISO`, `partnerISO`): the alpha-3 code of ISO
    /// 3166-1 where the area has one.
    ///
    /// They do not name the area alone: Belgium-Luxembourg has `BEL`, and 492, "Europe EU, nes",
    /// has `MCO`.
    ///
    /// ```
    /// use bilateral::{Area, area::CHN};
    ///
    /// let ussr = Area::from_code(810)?;
    /// assert_eq!((ussr.letters(), ussr.iso3()), (Some("SUN"), None));
    /// assert_eq!(CHN.letters(), Some("CHN"));
    /// assert_eq!(Area::own(17)?.letters(), None);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn letters(self) -> Option<&'static str> {
        self.iso3().or_else(|| letters::of(self.0).map(|(letters, _)| letters))
    }

    /// Country, group or special.
    #[must_use]
    pub fn kind(self) -> AreaKind {
        if self.0 >= FIRST_OWN {
            return AreaKind::Own;
        }
        row(self.0).map_or(AreaKind::Special, |row| row.4)
    }

    /// True for what belongs to no country, "Areas, nes", bunkers, free zones: it has no rank among
    /// partners and is no member of a concentration. 490, "Other Asia, nes", is Taiwan in practice
    /// and stands as a country.
    pub(crate) fn is_unallocated(self) -> bool {
        const OTHER_ASIA: u16 = 490;
        self.kind() == AreaKind::Special && self.0 != OTHER_ASIA
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
        self.valid_from().is_none_or(|first| first <= year)
            && self.valid_to().is_none_or(|last| year <= last)
    }
}

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

/// The area that is meant by letters of ISO 3166-1 or of Comtrade's own list.
fn by_letters(text: &str) -> Option<Area> {
    find(text, |row| row.2).or_else(|| letters::read(text).map(Area))
}

/// The reason why a country of ISO 3166-1 is not a separate area.
fn inside(code: &str) -> Option<String> {
    let (name, of) = match code {
        "MC" | "MCO" => ("Monaco has", Area(251)),
        "VI" => ("the US Virgin Islands have", Area(842)),
        _ => return None,
    };
    Some(format!(
        "{name} no area in Comtrade today, the trade is in that of {} ({})",
        of.code(),
        of.name()
    ))
}

/// Up to three areas of today whose names hold the text: a hint for who writes a name or an alpha-2
/// code.
fn named(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let fits = |area: &Area| {
        let by_name = lower.len() > 3 && area.name().to_lowercase().contains(&lower);
        area.valid_to().is_none()
            && (by_name
                || area.iso2() == Some(&text.to_uppercase())
                || area.iso3() == Some(&text.to_uppercase()))
    };
    Area::all().filter(fits).take(3).map(|area| format!("{area} ({})", area.name())).collect()
}

/// What to write for the European Union and the euro area, which have no letters of their own.
fn union(text: &str) -> Option<&'static str> {
    let bare: String =
        text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    // EU27_2020, EU28, EU-15; EA19, EA20
    let counted = |name: &str| {
        bare.strip_prefix(name).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if counted("eu") || ["euu", "eun", "eec", "europeanunion"].contains(&bare.as_str()) {
        Some("the European Union is area 97 of UN Comtrade: write 97, or area::EU in a program")
    } else if counted("ea") || ["emu", "eurozone", "euroarea"].contains(&bare.as_str()) {
        Some(
            "UN Comtrade has no area for the euro area: add its members up under an area of your \
             own, Panel::aggregate_areas with Area::own; the European Union is area 97, area::EU",
        )
    } else {
        None
    }
}

/// The letters or the number; `{:#}` the name, where the area has one.
impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == WORLD || f.alternate() && !self.name().is_empty() {
            return f.pad(self.name());
        }
        if let Some(number) = self.0.checked_sub(FIRST_OWN) {
            return f.pad(&format!("own:{number}"));
        }
        match self.iso3() {
            Some(code) if by_letters(code) == Some(*self) => f.pad(code),
            _ => match letters::of(self.0) {
                Some((letters, Use::Printed)) => f.pad(letters),
                _ => f.pad(&self.0.to_string()),
            },
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
        if text == "World" {
            return Ok(WORLD);
        }
        if let Some(number) = text.strip_prefix("own:") {
            let number = number.parse().map_err(|_| {
                Error::parse(
                    "an area",
                    text,
                    "own: stands before the number of a user-defined area",
                )
                .with_help("write own: and a number from 0 to 55535")
            })?;
            return Area::own(number);
        }
        let plain =
            !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let read = if plain {
            text.parse().ok().and_then(|code| Area::from_code(code).ok())
        } else {
            by_letters(text)
        };
        read.ok_or_else(|| {
            let error = Error::parse(
                "an area",
                text,
                "it is not World, not a number of Comtrade (156) and not the letters of one area (CHN, SUN)",
            );
            match (union(text), named(text).as_slice()) {
                (Some(help), _) => error.with_help(help),
                (None, []) => error.with_help("write its letters or its number, as CHN or 156"),
                (None, names) => error.with_help(format!("did you mean {}?", names.join(" or "))),
            }
        })
    }
}

impl<'de> Deserialize<'de> for Area {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Area, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Area {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
