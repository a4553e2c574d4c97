//! Columns that are not read, and what they say of each row.
//!
//! Rows that are alike in all that is read may still be different rows: parts by something this
//! crate does not know. So columns of no known meaning are watched. A column that is constant never
//! tells rows apart; names, descriptions and dates of publication follow from the codes or say
//! nothing of the row, and are left out.

use crate::read::fields::bare;
use crate::read::sdmx;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// How many different texts are kept to be shown; of further ones only that they differ is known.
const KEPT: usize = 1 << 16;
/// What stands between a name and its text, and behind the text: bytes that no format prints.
const BETWEEN: u8 = 0x1e;
const BEHIND: u8 = 0x1f;

/// Names of columns, bare, that say nothing about a row: its number, where it was found, when it
/// was published.
const OF_NO_MEANING: &[&str] = &[
    "",
    "index",
    "rowid",
    "rownames",
    "rownumber",
    "row",
    "x",
    "id",
    "file",
    "filename",
    "path",
    "source",
    "url",
    "note",
    "notes",
];
/// Words in such names.
const WORDS_OF_NO_MEANING: &[&str] = &[
    "unnamed",
    "update",
    "publication",
    "publishe",
    "release",
    "retrieve",
    "downloaded",
    "timestamp",
];

/// True for a column that says nothing about its row in any format.
fn says_nothing(bare: &str) -> bool {
    // Programs number columns without a name.
    let numbered = bare.strip_prefix('x').unwrap_or(bare).bytes().all(|byte| byte.is_ascii_digit());
    numbered
        || OF_NO_MEANING.contains(&bare)
        || WORDS_OF_NO_MEANING.iter().any(|word| bare.contains(word))
}

/// The columns of one file that are watched.
#[derive(Default)]
pub(crate) struct Watched {
    columns: Vec<(usize, String)>,
    text: Vec<u8>,
}

impl Watched {
    /// The columns but those that are read or known to follow from what is read, which `known` says
    /// of a bare name.
    pub(crate) fn of(names: &[String], known: impl Fn(&str) -> bool) -> Watched {
        // What stands behind a colon is a label.
        let columns =
            names.iter().enumerate().filter(|(_, name)| is_watched(sdmx::id(name), &known));
        Watched {
            columns: columns.map(|(at, name)| (at, name.clone())).collect(),
            text: Vec::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What the watched columns of a row say, in one text.
    pub(crate) fn text<'a>(&mut self, get: impl Fn(usize) -> &'a [u8]) -> &[u8] {
        self.text.clear();
        for (at, name) in &self.columns {
            push(&mut self.text, name.as_bytes(), get(*at));
        }
        &self.text
    }
}

/// True for a member of a record that is to be watched.
pub(crate) fn is_watched(name: &str, known: impl Fn(&str) -> bool) -> bool {
    !known(&bare(name)) && !says_nothing(&bare(name))
}

/// Adds a column to the text of a row.
pub(crate) fn push(text: &mut Vec<u8>, name: &[u8], field: &[u8]) {
    text.extend_from_slice(name);
    text.push(BETWEEN);
    text.extend_from_slice(field.trim_ascii());
    text.push(BEHIND);
}

/// The texts of all rows, each once.
pub(crate) struct Unread {
    ids: HashMap<Vec<u8>, u32>,
    list: Vec<Vec<u8>>,
    last: (Vec<u8>, u32),
    hasher: RandomState,
}

impl Default for Unread {
    fn default() -> Unread {
        // 0 is nothing to be watched.
        let (ids, list) = (HashMap::from([(Vec::new(), 0)]), vec![Vec::new()]);
        Unread { ids, list, last: (Vec::new(), 0), hasher: RandomState::new() }
    }
}

impl Unread {
    /// The number of a text.
    pub(crate) fn id(&mut self, text: &[u8]) -> u32 {
        if self.last.0 == text {
            return self.last.1;
        }
        let id = match self.ids.get(text) {
            Some(id) => *id,
            None if self.list.len() < KEPT => {
                let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
                self.ids.insert(text.to_vec(), id);
                self.list.push(text.to_vec());
                id
            }
            // Memory is bounded: further texts are told apart by a number made of them.
            None => {
                let mut hasher = self.hasher.build_hasher();
                hasher.write(text);
                u32::try_from(hasher.finish() >> 33).unwrap_or(u32::MAX) | 1 << 31
            }
        };
        self.last.1 = id;
        self.last.0.clear();
        self.last.0.extend_from_slice(text);
        id
    }

    /// The columns of a text by their names, and what stands in them; nothing where the text is not
    /// kept.
    pub(crate) fn fields(&self, id: u32) -> Vec<(String, String)> {
        let text = usize::try_from(id).ok().and_then(|id| self.list.get(id));
        let fields = text.map(Vec::as_slice).unwrap_or_default().split(|byte| *byte == BEHIND);
        let pair = |field: &[u8]| {
            let mut halves =
                field.splitn(2, |byte| *byte == BETWEEN).map(crate::read::text::decode_start);
            (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
        };
        fields.filter(|field| !field.is_empty()).map(pair).collect()
    }

    /// In which column two texts differ, and what stands there.
    pub(crate) fn differ(&self, one: u32, two: u32) -> String {
        let kept = |id: u32| usize::try_from(id).is_ok_and(|id| id < self.list.len());
        if !kept(one) || !kept(two) {
            return "differs in a column that is not read".to_owned();
        }
        let (one, two) = (self.fields(one), self.fields(two));
        let there = |name: &str, fields: &[(String, String)]| {
            fields
                .iter()
                .find(|(known, _)| known == name)
                .map_or(String::new(), |(_, text)| text.clone())
        };
        let names: Vec<&String> = one.iter().chain(&two).map(|(name, _)| name).collect();
        let differing = names.iter().find(|name| there(name, &one) != there(name, &two));
        differing.map_or_else(String::new, |name| {
            format!(
                "the column {name}, which is not read, has “{}”, and “{}”",
                there(name, &one),
                there(name, &two)
            )
        })
    }
}
