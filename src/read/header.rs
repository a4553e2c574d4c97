//! The line that names the columns of a table.

use crate::read::fields::bare;
use crate::read::text::{Fields, decode, decode_chinese};

/// What to do about a column that is missing.
pub(crate) const ASK_FOR_COLUMN: &str =
    "ask the source for a file with this column, or write its name in the header where it is there";

/// A line between the rows that names columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Those of the header, in its order.
    Same,
    /// Others, or in another order.
    Other,
}

/// The first line of a table.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The names of the columns as printed, Chinese ones in UTF-8; an empty last one is left out.
    pub(crate) names: Vec<String>,
    /// The same without case, blanks and punctuation.
    bare: Vec<String>,
    pub(crate) separator: u8,
    /// True if the line is not in UTF-8: then the file is in the encoding of Chinese offices. That
    /// cannot be seen from single fields, since some words of two bytes are valid in both.
    pub(crate) chinese: bool,
}

impl Header {
    /// Tabs separate the fields if there is one, else semicolons if there are more of them than
    /// commas, else commas.
    pub(crate) fn of(line: &[u8]) -> Header {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
        let count = |separator: u8| line.iter().filter(|byte| **byte == separator).count();
        let separator = if count(b'\t') > 0 {
            b'\t'
        } else if count(b';') > count(b',') {
            b';'
        } else {
            b','
        };
        let mut fields = Fields::new(separator);
        fields.split(line);
        fields.drop_empty_last();
        let chinese = std::str::from_utf8(line).is_err();
        let decode = if chinese { decode_chinese } else { decode };
        let names: Vec<String> =
            (0..fields.len()).map(|at| decode(fields.get(at)).trim().to_owned()).collect();
        Header { bare: names.iter().map(|name| bare(name)).collect(), names, separator, chinese }
    }

    /// The places of names that stand there twice, of those that are known: the first of each,
    /// which is read, and the other one.
    pub(crate) fn twice(&self, known: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
        let all = self.bare.iter().enumerate();
        let again = all.filter(|(_, name)| !name.is_empty() && known(name));
        let first = |name: &String| self.bare.iter().position(|other| other == name);
        again
            .filter_map(|(at, name)| Some((first(name)?, at)))
            .filter(|(one, two)| one != two)
            .collect()
    }

    /// What a line is that names columns as well, as where files were put together; nothing for a
    /// line of data.
    pub(crate) fn again(&self, fields: &Fields) -> Option<Again> {
        let is_name = |field: &[u8], name: &String| {
            !name.is_empty() && field.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
        };
        let is_any = |field: &[u8]| self.names.iter().any(|name| is_name(field, name));
        // Nearly all lines are data, and their first field tells.
        if !is_any(fields.get(0)) {
            return None;
        }
        let all = || (0..fields.len()).map(|at| fields.get(at));
        let width = self.names.len();
        // A last name that is empty is left out.
        let is_whole = fields.len() == width || fields.len() == width.saturating_add(1);
        if is_whole && self.names.iter().zip(all()).all(|(name, field)| is_name(field, name)) {
            return Some(Again::Same);
        }
        let known = all().filter(|field| is_any(field)).count();
        (known > 1 && known.saturating_mul(2) > fields.len()).then_some(Again::Other)
    }

    /// A header that is not a line of a table.
    pub(crate) fn of_names(names: Vec<String>) -> Header {
        Header {
            bare: names.iter().map(|name| bare(name)).collect(),
            names,
            separator: b',',
            chinese: false,
        }
    }

    /// The place of the first of these names that the header has, whatever their case and
    /// punctuation.
    pub(crate) fn place(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let wanted = bare(name);
            self.bare.iter().position(|known| *known == wanted)
        })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.place(&[name]).is_some()
    }

    pub(crate) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// The name of a column as printed.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The last name, bare.
    pub(crate) fn last(&self) -> &str {
        self.bare.last().map_or("", String::as_str)
    }
}
