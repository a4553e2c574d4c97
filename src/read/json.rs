//! The elements of a JSON array one at a time, whether the array is all of the text or the data of an answer.
//!
//! Only the bounds of elements are found here, by depth and strings; what is inside is read by `serde_json`. So memory is that of one
//! element, and a broken row costs that row and not the file.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions run below the length of the block. Held by the hostile tests in `tests/read.rs`.

use crate::error::Error;
use crate::read::source::failed;
use std::io::Read;

/// An element longer than this is no row of any known format.
const LONGEST: usize = 1 << 22;
/// How much of what is around the elements is kept.
const LONGEST_ENVELOPE: usize = 1 << 16;

/// What stands around the elements: `{"count": 4, "data": [], "error": ""}`.
pub(crate) struct Envelope {
    pub(crate) text: Vec<u8>,
    /// False for an answer without the member `data`.
    pub(crate) has_data: bool,
    /// Why the text ended before its last bracket.
    pub(crate) broken: Option<Error>,
}

/// Calls back with each element and the line on which it begins.
///
pub(crate) fn elements(
    name: &str,
    head: Vec<u8>,
    mut rest: impl Read,
    mut row: impl FnMut(u64, &[u8]) -> Result<(), Error>,
) -> Result<Envelope, Error> {
    let mut block = head;
    let mut outside = Outside::default();
    // The depth of the array: 1 where it is all of the text, 2 as a member of an object.
    let start = block.iter().find(|byte| matches!(byte, b'{' | b'['));
    let inner = if start == Some(&b'{') { 2 } else { 1 };
    // An array that is all of the text is the data.
    outside.in_data = inner == 1;
    let (mut element, mut envelope) = (Vec::new(), Vec::new());
    let mut inside: Option<Inside> = None;
    let (mut line, mut began) = (1_u64, 1_u64);
    let (mut broken, mut over) = (None, false);
    while !over {
        let (mut at, mut counted) = (0, 0);
        while at < block.len() {
            if let Some(open) = &mut inside {
                let (used, ended) = open.skip(&block[at..]);
                element.extend_from_slice(&block[at..at + used]);
                at += used;
                if ended {
                    inside = None;
                    row(began, &element)?;
                    element.clear();
                }
                continue;
            }
            let byte = block[at];
            let among_rows = outside.depth == inner && outside.in_data && !outside.in_text;
            if among_rows && matches!(byte, b'{' | b'[') {
                line += line_ends(&block[counted..at]);
                (counted, began) = (at, line);
                inside = Some(Inside { depth: 0, in_text: false, escaped: false });
                continue;
            }
            outside.step(byte);
            if envelope.len() < LONGEST_ENVELOPE && !(among_rows && byte == b',') {
                envelope.push(byte);
            }
            at += 1;
        }
        line += line_ends(&block[counted..]);
        if element.len() > LONGEST {
            broken = Some(Error::parse("an element of JSON", "", "it is longer than any row").at(name, began, None));
            break;
        }
        block.clear();
        match rest.by_ref().take(1 << 20).read_to_end(&mut block) {
            Ok(read) => over = read == 0,
            // What came before the failure is read; the text ends there.
            Err(error) => {
                broken = broken.or(Some(failed(name, &error).at(name, line, None)));
                over = block.is_empty();
            }
        }
    }
    if broken.is_none() && !outside.closed {
        broken = Some(
            Error::parse("JSON", "", "it ends before its last bracket: the download was cut off")
                .at(name, line, None)
                .with_help("download the file again; the rows before the break are in the data"),
        );
    }
    Ok(Envelope { text: envelope, has_data: inner == 1 || outside.has_data, broken })
}

fn line_ends(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// What is around the elements.
#[derive(Default)]
struct Outside {
    depth: usize,
    in_text: bool,
    escaped: bool,
    closed: bool,
    /// The last text of the answer itself, as far as it is needed to tell the name of the data; before a bracket it is a name.
    name: Vec<u8>,
    /// Inside of the array that holds the rows, not of one in another member.
    in_data: bool,
    /// There is such an array.
    has_data: bool,
}

const DATA: &[u8] = b"data";

impl Outside {
    fn step(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            if self.in_text && self.depth == 1 && self.name.len() <= DATA.len() {
                self.name.push(byte);
            }
            return;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                self.name.clear();
            }
            b'{' | b'[' => {
                if self.depth == 1 && byte == b'[' && self.name.eq_ignore_ascii_case(DATA) {
                    (self.in_data, self.has_data) = (true, true);
                }
                self.depth += 1;
            }
            b'}' | b']' => {
                self.in_data &= self.depth != 2;
                self.depth = self.depth.saturating_sub(1);
                self.closed |= self.depth == 0;
            }
            _ => {}
        }
    }
}

/// An element that has begun.
struct Inside {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Inside {
    /// How many bytes belong to the element, and whether it ends with them.
    fn skip(&mut self, text: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < text.len() {
            if std::mem::take(&mut self.escaped) {
                at += 1;
            } else if self.in_text {
                match memchr::memchr2(b'"', b'\\', &text[at..]) {
                    Some(end) if text[at + end] == b'"' => (self.in_text, at) = (false, at + end + 1),
                    Some(end) => (self.escaped, at) = (true, at + end + 1),
                    None => at = text.len(),
                }
            } else {
                match text[at] {
                    b'"' => self.in_text = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth <= 1 => return (at + 1, true),
                    b'}' | b']' => self.depth -= 1,
                    _ => {}
                }
                at += 1;
            }
        }
        (text.len(), false)
    }
}
