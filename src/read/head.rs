//! The beginning of a text, for the tests of what format it is.

use crate::read::fields::bare;
use crate::read::header::Header;

/// The beginning of a text: JSON, or a table with its header.
pub(crate) enum Head<'a> {
    Json(&'a [u8]),
    Table { header: Header, line: &'a [u8], text: &'a [u8] },
}

impl Head<'_> {
    /// The header, if the text is a table.
    pub(crate) fn header(&self) -> Option<&Header> {
        if let Head::Table { header, .. } = self { Some(header) } else { None }
    }

    /// True for JSON in which one of these names stands, in any case and punctuation of words.
    pub(crate) fn names(&self, wanted: &[&str]) -> bool {
        let Head::Json(text) = self else { return false };
        json_names(text).any(|name| wanted.contains(&name.as_str()))
    }

    /// True for JSON that begins with these brackets, blanks left out.
    pub(crate) fn begins_with(&self, brackets: &[u8]) -> bool {
        let Head::Json(text) = self else { return false };
        text.iter().filter(|byte| !byte.is_ascii_whitespace()).take(brackets.len()).eq(brackets)
    }
}

/// The texts in quotes, bare: names and values alike.
fn json_names(text: &[u8]) -> impl Iterator<Item = String> + '_ {
    let quoted = text.split(|byte| *byte == b'"').skip(1).step_by(2);
    quoted.filter(|name| name.len() < 40).map(|name| bare(&String::from_utf8_lossy(name)))
}
