//! Why a code is not converted.

use crate::commodity::{Classification, Commodity, HsEdition};
use crate::concordance::{CodeTable, packed};
use crate::error::Error;
use std::fmt;

/// Why the value of a code was not converted. `Display` says it in words,
/// [`help`](UnconvertedReason::help) what to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnconvertedReason {
    /// No table knows the code. Without the feature `hs-tables` this stands for other editions too.
    Unknown,
    /// The code is of another classification or edition than the conversion starts from.
    OtherStart {
        /// The classification that the conversion starts from.
        start: Classification,
        /// The editions of the Harmonized System that have these digits.
        has: Vec<Classification>,
    },
    /// It says to be of the edition that the conversion starts from; only others have it.
    OtherEdition {
        /// The editions that have it.
        has: Vec<Classification>,
    },
    /// A heading, a chapter or the total, where the table has longer codes.
    Aggregate,
    /// Goods that are not specified (9999, 999999, 9999AA), and the other classification has no
    /// code for them.
    NotSpecified,
    /// Chapters 98 and 99, which each country fills as it likes; another classification than the
    /// Harmonized System has no place for them.
    National,
    /// UN Comtrade lists it under this edition, which never had it: 271011 to 271099 of HS1992 and
    /// HS1996.
    ComtradeOnly,
    /// The edition has the code, and the table has no row for it.
    NoSuccessor,
    /// Its rows were left out of the table.
    LeftOut,
    /// It has several targets, and the table prefers none of them.
    NoPreferred,
    /// It has several targets, and the list of weights has none for it.
    NotGiven,
    /// The figure of a series is hedged or a range (“more than 7”), which no weight can split.
    Hedged,
    /// Another code of the series is missing, withheld or hedged for this period, so the sum of
    /// which this would be a part has no figure.
    Incomplete,
}

impl UnconvertedReason {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            UnconvertedReason::Unknown => "check the code and its leading zeros",
            UnconvertedReason::OtherStart { .. } => {
                "name the edition that the report was made in, and use the conversion from that one"
            }
            UnconvertedReason::OtherEdition { .. } => {
                "convert such codes from an edition that has them"
            }
            UnconvertedReason::Aggregate => {
                "convert the longer codes that it holds; a heading may lose goods to other headings"
            }
            UnconvertedReason::NotSpecified | UnconvertedReason::National => {
                "report the value apart, or put it where the source says it belongs"
            }
            UnconvertedReason::ComtradeOnly => "convert the code 271000, which holds it",
            UnconvertedReason::NoSuccessor => {
                "add its row with CodeTable::with_rows if you know where the goods went"
            }
            UnconvertedReason::LeftOut => "use the table as it was, or report the value apart",
            UnconvertedReason::NoPreferred => "use equal weights or reference shares",
            UnconvertedReason::NotGiven => {
                "add weights of its targets to the list, or use equal weights or reference shares"
            }
            UnconvertedReason::Hedged => "give the series a plain number for the period",
            UnconvertedReason::Incomplete => {
                "leave out the series that lacks the figure, or compare by group"
            }
        }
    }

    pub(crate) fn error(&self, code: Commodity) -> Error {
        Error::invalid("a code to convert", format!("{code}: {self}")).with_help(self.help())
    }
}

impl CodeTable {
    /// Codes of the table, of either side, that are no subheadings of their edition of the
    /// Harmonized System: mistyped digits, or codes of another edition. Ascending, those of the
    /// first side first.
    ///
    /// They are compared with the codes of the shipped tables, which are all that an edition has.
    /// Goods that are not specified and chapters 98 and 99 are not listed, nor codes of other
    /// classifications. Without the feature `hs-tables` there is nothing to compare with, and
    /// nothing is listed.
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::CodeTable;
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("240411", "240391"),
    ///     ("123456", "851713"), // the second began in HS 2022
    /// ])?;
    /// assert_eq!(table.unknown_codes(), ["H6:123456".parse()?, "H5:851713".parse()?]);
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn unknown_codes(&self) -> Vec<Commodity> {
        let is_unknown = |code: &Commodity| {
            matches!(code.classification(), Classification::Hs(Some(_)))
                && of_hs_special(*code).is_none()
                && !packed::is_code(*code)
        };
        if packed::shipped().is_empty() {
            return Vec::new();
        }
        self.from_codes().chain(self.to_codes()).filter(is_unknown).collect()
    }
}

/// Goods that are not specified, and national chapters: codes that no table need have.
pub(crate) fn of_hs_special(code: Commodity) -> Option<UnconvertedReason> {
    let digits = code.code();
    match code.classification() {
        Classification::Hs(_) if matches!(digits, "9999" | "999999" | "9999AA") => {
            Some(UnconvertedReason::NotSpecified)
        }
        Classification::Hs(_)
            if digits.len() == 6 && matches!(digits.get(..2), Some("98" | "99")) =>
        {
            Some(UnconvertedReason::National)
        }
        _ => None,
    }
}

/// Why a code of the starting classification that has no row has none.
pub(crate) fn of_missing(code: Commodity) -> UnconvertedReason {
    let of = code.classification();
    let before_2002 =
        [HsEdition::H0, HsEdition::H1].map(|edition| Classification::Hs(Some(edition)));
    if before_2002.contains(&of) && COMTRADE_ONLY.binary_search(&code.code()).is_ok() {
        return UnconvertedReason::ComtradeOnly;
    }
    if packed::is_code(code) {
        return UnconvertedReason::NoSuccessor;
    }
    match of {
        Classification::Hs(_) => match packed::editions_with(code.code()) {
            has if has.is_empty() => UnconvertedReason::Unknown,
            has => UnconvertedReason::OtherEdition { has },
        },
        _ => UnconvertedReason::Unknown,
    }
}

/// Why a code of another classification is not converted.
pub(crate) fn of_stranger(code: Commodity, start: Classification) -> UnconvertedReason {
    if code == Commodity::TOTAL {
        return UnconvertedReason::Aggregate;
    }
    let has = match code.classification() {
        Classification::Hs(_) => packed::editions_with(code.code()),
        _ => Vec::new(),
    };
    UnconvertedReason::OtherStart { start, has }
}

/// Petroleum detail that the lists of UN Comtrade have for HS1992 and HS1996.
const COMTRADE_ONLY: &[&str] = &[
    "271011", "271012", "271013", "271014", "271015", "271016", "271019", "271021", "271022",
    "271025", "271026", "271027", "271029", "271091", "271093", "271094", "271095", "271096",
    "271099",
];

impl fmt::Display for UnconvertedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |has: &[Classification]| {
            has.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        match self {
            UnconvertedReason::Unknown => f.write_str("no table has this code"),
            UnconvertedReason::OtherStart { start, has } if has.is_empty() => {
                write!(f, "the conversion starts from {start}")
            }
            UnconvertedReason::OtherStart { start, has } => {
                write!(f, "the conversion starts from {start}; the code is in {}", names(has))
            }
            UnconvertedReason::OtherEdition { has } => {
                write!(f, "this code is in {} only", names(has))
            }
            UnconvertedReason::Aggregate => {
                f.write_str("it holds longer codes, which convert apart")
            }
            UnconvertedReason::NotSpecified => f.write_str("the goods are not specified"),
            UnconvertedReason::National => f.write_str("chapters 98 and 99 are national"),
            UnconvertedReason::ComtradeOnly => {
                f.write_str("UN Comtrade lists the code, and the edition never had it")
            }
            UnconvertedReason::NoSuccessor => f.write_str("the table has no successor for it"),
            UnconvertedReason::LeftOut => f.write_str("its rows were left out of the table"),
            UnconvertedReason::NoPreferred => {
                f.write_str("it has several targets, and none is preferred")
            }
            UnconvertedReason::NotGiven => {
                f.write_str("it has several targets, and no weights were given")
            }
            UnconvertedReason::Hedged => f.write_str("a hedged figure cannot be split"),
            UnconvertedReason::Incomplete => f.write_str("another part of the sum has no figure"),
        }
    }
}
