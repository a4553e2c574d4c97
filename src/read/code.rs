//! What a partner code and a unit code of a statistical office mean here.

use crate::area::{Area, WORLD};
use crate::commodity::{Classification, Commodity};
use crate::period::Period;
use crate::unit::AnyUnit;

/// Who a partner code names.
///
/// The offices have codes for which Comtrade has none (Monaco, Ceuta). Those stand in the area "not
/// elsewhere specified" of their region and never in a neighbour, so that the sum of each country
/// stays the figure that the office prints. Several codes can therefore be one area: their rows are
/// parts to be added, not duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Partner {
    /// A country, or an area that stands for what is not specified.
    Area(Area),
    /// All partners together.
    World,
    /// Several countries together, whose rows stand beside it.
    Group(&'static str),
    /// The office knows the country and keeps it secret. Trade with a country that nobody knows is
    /// [`Partner::Area`].
    Withheld,
}

impl Partner {
    /// The area that a row of this partner gets, if it is kept: nothing for a group, except the
    /// European Union; "Areas, nes" for a secret.
    pub(crate) fn area(self) -> Option<Area> {
        match self {
            Partner::Area(area) => Some(area),
            Partner::World => Some(WORLD),
            Partner::Withheld => Area::from_code(NOT_SPECIFIED).ok(),
            Partner::Group(EUROPEAN_UNION) => Area::from_code(97).ok(),
            Partner::Group(_) => None,
        }
    }
}

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitCode {
    /// The office counts nothing for this commodity; a 0 in the column is not a quantity.
    Absent,
    /// A unit of the crate.
    Unit(AnyUnit),
    /// Not known, or known and without a unit in the crate (hundreds, dozens of pairs): to be
    /// reported by its text.
    Unknown,
}

/// The one group of the offices that is an area of Comtrade.
pub(crate) const EUROPEAN_UNION: &str = "European Union";

/// `2024`, `202401` with 52 for the whole year, `2024-01`.
pub(crate) fn period(text: &[u8]) -> Option<Period> {
    let digits = |text: &[u8]| -> Option<i32> {
        let plain = text.iter().all(u8::is_ascii_digit);
        std::str::from_utf8(text).ok().filter(|_| plain)?.parse().ok()
    };
    let (year, month) = match text {
        [_, _, _, _] => (text, None),
        [year @ .., b'-', tens, ones] if year.len() == 4 => (year, Some([*tens, *ones])),
        [year @ .., tens, ones] if year.len() == 4 => (year, Some([*tens, *ones])),
        _ => return None,
    };
    let year = digits(year)?;
    match month {
        None => Period::try_year(year).ok(),
        Some([b'5', b'2']) if text.len() == 6 => Period::try_year(year).ok(),
        Some(month) => Period::try_month(year, u8::try_from(digits(&month)?).ok()?).ok(),
    }
}

/// What a code that is not known may have been: with a zero in front it is one.
pub(crate) fn perhaps(classification: Classification, code: &str) -> Option<String> {
    let whole = format!("0{code}");
    let digits = code.bytes().all(|byte| byte.is_ascii_digit()) && !code.is_empty();
    let is_code = digits && Commodity::new(classification, &whole).is_ok();
    is_code.then(|| format!("{code}; perhaps {whole}"))
}

/// The same for a code of the Harmonized System or of a country's own tariff.
pub(crate) fn perhaps_national(country: [u8; 3], code: &str) -> Option<String> {
    let of = |classification| perhaps(classification, code);
    of(Classification::Hs(None)).or_else(|| of(Classification::National(country)))
}

/// Comtrade's "Areas, nes".
pub(crate) const NOT_SPECIFIED: u16 = 899;

/// The area of a code in a table that is sorted by code.
pub(crate) fn find(table: &[(u16, Area)], code: u16) -> Option<Area> {
    let at = table.binary_search_by_key(&code, |(known, _)| *known).ok()?;
    table.get(at).map(|(_, area)| *area)
}

/// The area of a code in a table of codes without a constant.
pub(crate) fn find_number(table: &[(u16, u16)], code: u16) -> Option<Area> {
    let at = table.binary_search_by_key(&code, |(known, _)| *known).ok()?;
    table.get(at).and_then(|(_, number)| Area::from_code(*number).ok())
}

/// The number of a code that has exactly this number of digits.
pub(crate) fn number(code: &str, digits: usize) -> Option<u16> {
    let plain = code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit());
    if plain { code.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::CHN;

    #[test]
    fn a_secret_partner_is_not_an_unknown_one() {
        let unspecified = Partner::Area(Area::from_code(899).unwrap());
        assert_ne!(Partner::Withheld, unspecified);
        // where both rows go if they are kept
        assert_eq!(Partner::Withheld.area(), unspecified.area());
        assert_eq!(Partner::Group("OECD").area(), None);
        assert_eq!(Partner::World.area(), Some(WORLD));
        assert_eq!(Partner::Area(CHN).area(), Some(CHN));
    }

    #[test]
    fn periods_of_three_forms() {
        assert_eq!(period(b"2024"), Some(Period::year(2024)));
        assert_eq!(period(b"202402"), Some(Period::month(2024, 2)));
        assert_eq!(period(b"202452"), Some(Period::year(2024)));
        assert_eq!(period(b"2024-02"), Some(Period::month(2024, 2)));
        for text in [
            "", "24", "202413", "202400", "2024-52", "2024-2", "20240201", "0000", "2024Q1",
            "+024", "2024-+1",
        ] {
            assert_eq!(period(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn codes_have_their_digits_and_no_others() {
        assert_eq!(number("0003", 4), Some(3));
        for text in ["", "3", "003", "00003", "+003", "-003", "0 03", "1XXX", "٠٠٠٣"] {
            assert_eq!(number(text, 4), None, "{text}");
        }
    }
}
