//! Units of one dimension as a table: name, other spellings, size, and the units that they convert
//! to.

use crate::error::Error;
use crate::number::{Decimal, Ratio};

/// One unit.
pub(crate) struct Entry<U: 'static> {
    pub(crate) unit: U,
    /// The text that is printed.
    pub(crate) name: &'static str,
    /// Other texts that are read.
    pub(crate) aliases: &'static [&'static str],
    /// How many base units it is.
    pub(crate) size: Decimal,
}

pub(crate) fn name<U: PartialEq>(table: &[Entry<U>], unit: &U) -> &'static str {
    table.iter().find(|entry| entry.unit == *unit).map_or("", |entry| entry.name)
}

pub(crate) fn size<U: PartialEq>(table: &[Entry<U>], unit: &U) -> Ratio {
    table
        .iter()
        .find(|entry| entry.unit == *unit)
        .map_or_else(Ratio::one, |entry| Ratio::from(entry.size))
}

/// Names are read as they are written; t and T, Mt and mt are different things.
pub(crate) fn find<U: Copy>(
    table: &[Entry<U>],
    what: &'static str,
    text: &str,
) -> Result<U, Error> {
    let known = table.iter().find(|entry| entry.name == text || entry.aliases.contains(&text));
    known.map(|entry| entry.unit).ok_or_else(|| {
        refuse_ambiguous(text).err().unwrap_or_else(|| {
            let names = table.iter().map(|entry| entry.name).collect::<Vec<_>>().join(", ");
            Error::parse(what, text, format!("the known ones are {names}"))
        })
    })
}

/// Ambiguous spellings, with the reason and what to write instead.
const AMBIGUOUS: &[(&[&str], &str, &str)] = &[
    (
        &["ton", "tons", "Ton", "Tons"],
        "it may be a tonne of 1000 kg, a short ton of 2000 lb or a long ton of 2240 lb",
        "write t, short ton or long ton",
    ),
    (
        &["mt", "MT", "mT"],
        "it is written for the tonne (metric ton) and for the million tonnes",
        "write t, or Mt for the million",
    ),
    (
        &["MMT", "MMt", "mmt", "MMTPA"],
        "M is a thousand to some and a million to others, and T a tonne or a short ton",
        "write Mt for million tonnes or kt for thousand tonnes; short tons are read as short ton",
    ),
    (
        &["gal", "gallon", "gallons"],
        "a US gallon has 3.785411784 L, an imperial one 4.54609 L",
        "write US gal or UK gal",
    ),
    (
        &["Mb", "Mbbl", "MBbl", "Mbd", "Mb/d", "Mbbl/d"],
        "M is a thousand to some and a million to others",
        "write thousand bbl (kbbl) or million bbl (MMbbl); of rates kb/d or mb/d",
    ),
    (
        &["Sm3", "Sm³", "scm", "scf", "SCF"],
        "standard conditions are 15 °C in the European Union, 20 °C in China and Russia, 60 °F in the United States",
        "write m3 (15 °C), m3 (20 °C), ft3 (60 °F, 14.73 psia) or ft3 (60 °F, 14.696 psia)",
    ),
    (
        &["cal", "kcal"],
        "the calorie of the International Table has 4.1868 J, the thermochemical one 4.184 J",
        "write cal_IT or cal_th with a basis, as cal_IT (gross)",
    ),
    (
        &["therm", "therms"],
        "the therm of the European Union has 105.505585262 MJ, that of the United States 105.4804 MJ",
        "write therm_EC or therm_US with a basis, as therm_EC (gross)",
    ),
    (
        &["boe", "kboe", "Mboe", "MMboe"],
        "it has no defined size: 5.8 million Btu to some, 6000 cubic feet of gas to others",
        "convert it with a factor of the source into MMBtu or GJ",
    ),
];

/// An error that lists the choices, if the text is one that readers understand differently.
pub(crate) fn refuse_ambiguous(text: &str) -> Result<(), Error> {
    match AMBIGUOUS.iter().find(|(spellings, ..)| spellings.contains(&text)) {
        Some((_, why, help)) => {
            Err(Error::parse("a unit", text, format!("it is ambiguous: {why}")).with_help(*help))
        }
        None => Ok(()),
    }
}
