//! The letters that UN Comtrade's own list gives to areas that ISO 3166-1 has no alpha-3 code for.
//!
//! Facts of the UN Statistics Division's lists of reporters and partners (the fields `reporterISO`
//! and `partnerISO`). They are withdrawn codes of ISO 3166-3 (`SUN`), codes of country groups of
//! the M49 standard of old (`S19`), and letters that only Comtrade has (`_KS`). Some are given
//! twice: `BEL` is Belgium and was Belgium-Luxembourg.

/// How letters of the list are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// They are printed and read: no area of today has them, and ISO 3166-1 does not have them any
    /// more.
    Printed,
    /// They are read, but the number is printed.
    Read,
    /// They are not read, because they name another area, several areas or, in ISO 3166-1, a
    /// country that is not this area.
    Listed,
}

/// Letters of the areas that have no alpha-3 code in the table of areas, ascending by code.
pub(crate) const LETTERS: &[(u16, &str, Use)] = &[
    (0, "W00", Use::Read), // "World" is printed
    (58, "BEL", Use::Listed),
    (80, "ATB", Use::Read),
    (97, "EUR", Use::Read),
    (129, "A49", Use::Read),
    (200, "CSK", Use::Printed),
    (221, "E29", Use::Read),
    (230, "ETH", Use::Listed),
    (278, "DDR", Use::Printed),
    (280, "DEU", Use::Listed),
    (290, "F49", Use::Read),
    (356, "IND", Use::Listed),
    (412, "_KS", Use::Read),
    (457, "_SK", Use::Read),
    (459, "_PM", Use::Read),
    (461, "_SH", Use::Read),
    (471, "R91", Use::Read),
    (472, "_AC", Use::Read),
    (473, "A79", Use::Listed), // also those of 636
    (488, "_MI", Use::Read),
    (490, "S19", Use::Read),
    // the number and the letters of Monaco in ISO 3166-1, which this area is not
    (492, "MCO", Use::Listed),
    (527, "O19", Use::Read),
    (530, "ANT", Use::Printed),
    (532, "ANT", Use::Listed), // 530 is the later one
    (536, "NTZ", Use::Read),
    (568, "E19", Use::Read),
    (577, "F19", Use::Read),
    (582, "PCI", Use::Printed),
    (588, "PAK", Use::Listed),
    (590, "PAN", Use::Listed),
    (592, "PCZ", Use::Printed),
    (636, "A79", Use::Listed),
    (637, "A59", Use::Read),
    (647, "_RI", Use::Read),
    (658, "KNA", Use::Listed),
    (697, "R20", Use::Read),
    (698, "_SM", Use::Read),
    (711, "ZA1", Use::Read),
    (717, "_RN", Use::Read),
    (720, "YMD", Use::Printed),
    (736, "SDN", Use::Listed),
    (810, "SUN", Use::Printed),
    (830, "_CI", Use::Read),
    (835, "_TK", Use::Read),
    (836, "_ZP", Use::Read),
    (837, "X1", Use::Read),
    (838, "X2", Use::Read),
    (839, "XX", Use::Read),
    (841, "USA", Use::Listed),
    (849, "PUS", Use::Read),
    // still a code of ISO 3166-1, for islands that are part of 842 since 1981
    (850, "VIR", Use::Read),
    (866, "VDR", Use::Printed),
    (868, "VNM", Use::Listed),
    (872, "_WI", Use::Read),
    (879, "F97", Use::Read),
    (886, "YEM", Use::Listed),
    (890, "YUG", Use::Printed),
    (891, "SCG", Use::Printed),
    (899, "_X", Use::Read),
    (975, "R4", Use::Read),
];

/// The letters of an area, and what they do.
pub(crate) fn of(code: u16) -> Option<(&'static str, Use)> {
    let at = LETTERS.binary_search_by_key(&code, |row| row.0).ok()?;
    LETTERS.get(at).map(|row| (row.1, row.2))
}

/// The area that is read from these letters.
pub(crate) fn read(letters: &str) -> Option<u16> {
    if letters == "WLD" {
        return Some(0); // the World in the older files of Comtrade
    }
    LETTERS.iter().find(|row| row.1 == letters && row.2 != Use::Listed).map(|row| row.0)
}

/// The areas that the list gives these letters to, where they are not read.
pub(crate) fn listed(letters: &str) -> impl Iterator<Item = u16> {
    LETTERS.iter().filter(move |row| row.1 == letters && row.2 == Use::Listed).map(|row| row.0)
}
