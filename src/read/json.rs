//! The elements of JSON one at a time: those of an array, of the data of an answer, or of JSON
//! lines.
//!
//! Only the bounds of elements are found here, by depth and strings; what is inside is read by
//! `serde_json`. So memory is that of one element, and a broken row costs that row and not the
//! file. What stands around the elements is checked at the end: a text that ends early, or is not
//! JSON around its rows, is a break.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions run below the length of the block. Held by the hostile tests in `tests/read/read.rs`.

use crate::error::Error;
use crate::read::fields::bare;
use crate::read::source::failed_at;
use crate::read::text::decode_start;
use serde::de::IgnoredAny;
use std::io::Read;

/// An element longer than this is not a row of any known format.
const LONGEST: usize = 1 << 22;
/// How much of what is around the elements is kept.
const LONGEST_ENVELOPE: usize = 1 << 16;

const AGAIN: &str = "download the file again";

/// What stands around the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `[{}, {}]`
    Array,
    /// `{"count": 2, "data": [{}, {}], "error": ""}`
    Answer,
    /// `{}` and line ends between.
    Lines,
}

/// What stood around the elements: `{"count": 4, "data": [], "error": ""}`.
pub(crate) struct Envelope {
    pub(crate) text: Vec<u8>,
    /// False for an answer without the member `data`.
    pub(crate) has_data: bool,
    /// True for an answer, which says more than its rows.
    pub(crate) is_answer: bool,
    /// Why the text is not whole.
    pub(crate) broken: Option<Error>,
}

impl Shape {
    /// An object that has the data as a member is an answer; one that is a row itself is the first
    /// of JSON lines.
    fn of(head: &[u8]) -> Shape {
        let Some(start) = head.iter().position(|byte| matches!(byte, b'{' | b'[')) else {
            return Shape::Array;
        };
        if head[start] == b'[' {
            return Shape::Array;
        }
        let mut outside = Outside::default();
        for byte in &head[start..] {
            outside.step(*byte);
            if outside.has_data {
                return Shape::Answer;
            }
            if outside.closed {
                break;
            }
        }
        if outside.is_row || !outside.closed { Shape::Lines } else { Shape::Answer }
    }

    /// How deep the elements stand.
    fn depth(self) -> usize {
        match self {
            Shape::Lines => 0,
            Shape::Array => 1,
            Shape::Answer => 2,
        }
    }

    /// Why what was read is not whole, if it is not. `open` says that an element has begun and not
    /// ended.
    fn fault(self, outside: &Outside, envelope: &[u8], open: bool) -> Option<&'static str> {
        const CUT: &str = "it ends before its last bracket: the download was cut off";
        const STRAY: &str = "what stands around its rows is not JSON";
        let bare = || envelope.iter().filter(|byte| !byte.is_ascii_whitespace());
        match self {
            _ if open => Some(CUT),
            Shape::Lines => bare().next().is_some().then_some(STRAY),
            _ if !outside.closed => Some(CUT),
            Shape::Array => (!bare().eq(b"[]")).then_some(STRAY),
            Shape::Answer if envelope.len() >= LONGEST_ENVELOPE => None,
            Shape::Answer => {
                serde_json::from_slice::<IgnoredAny>(envelope).is_err().then_some(STRAY)
            }
        }
    }
}

/// Calls back with each element and the line on which it begins.
///
/// # Errors
/// Those of the callback.
pub(crate) fn elements(
    name: &str,
    head: Vec<u8>,
    mut rest: impl Read,
    mut row: impl FnMut(u64, &[u8]) -> Result<(), Error>,
) -> Result<Envelope, Error> {
    let shape = Shape::of(&head);
    // A mark of the encoding is not a part of the text.
    let mut block = head.strip_prefix(b"\xef\xbb\xbf").map_or_else(|| head.clone(), <[u8]>::to_vec);
    let mut walk = Walk::new(shape);
    let (mut broken, mut over) = (None, false);
    while !over {
        walk.block(&block, &mut row)?;
        if walk.element.len() > LONGEST {
            broken = Some(
                Error::parse(
                    "an element of JSON",
                    &decode_start(&walk.element),
                    "it is longer than any row",
                )
                .at(name, walk.began, None)
                .with_help(AGAIN),
            );
            break;
        }
        block.clear();
        match rest.by_ref().take(1 << 20).read_to_end(&mut block) {
            Ok(read) => over = read == 0,
            // What came before the failure is read; the text ends there.
            Err(error) => {
                broken = broken.or(Some(failed_at(name, walk.line, error)));
                over = block.is_empty();
            }
        }
    }
    let fault = if broken.is_none() {
        shape.fault(&walk.outside, &walk.envelope, walk.inside.is_some())
    } else {
        None
    };
    if let Some(fault) = fault {
        broken = Some(if walk.last().is_empty() {
            Error::parse("JSON", name, "it is empty").with_help(AGAIN)
        } else {
            let last = decode_start(walk.last());
            Error::parse("JSON to its end", &last, fault).at(name, walk.line, None).with_help(AGAIN)
        });
    }
    let has_data = shape != Shape::Answer || walk.outside.has_data;
    Ok(Envelope { text: walk.envelope, has_data, is_answer: shape == Shape::Answer, broken })
}

/// The way through the text so far.
struct Walk {
    depth: usize,
    outside: Outside,
    /// The element that has begun.
    inside: Option<Inside>,
    element: Vec<u8>,
    envelope: Vec<u8>,
    line: u64,
    /// The line on which the element began.
    began: u64,
}

impl Walk {
    fn new(shape: Shape) -> Walk {
        // An array that is all of the text is the data, and so are lines.
        let outside = Outside { in_data: shape != Shape::Answer, ..Outside::default() };
        let (element, envelope) = (Vec::new(), Vec::new());
        Walk { depth: shape.depth(), outside, inside: None, element, envelope, line: 1, began: 1 }
    }

    /// The last of the text: an element that has begun, or what stands around the rows.
    fn last(&self) -> &[u8] {
        const SHOWN: usize = 40;
        let text = if self.inside.is_some() { &self.element } else { &self.envelope }.trim_ascii();
        text.get(text.len().saturating_sub(SHOWN)..).unwrap_or_default()
    }

    fn block(
        &mut self,
        block: &[u8],
        row: &mut impl FnMut(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (mut at, mut counted) = (0, 0);
        while at < block.len() {
            if let Some(open) = &mut self.inside {
                let (used, ended) = open.skip(&block[at..]);
                self.element.extend_from_slice(&block[at..at + used]);
                at += used;
                if ended {
                    self.inside = None;
                    row(self.began, &self.element)?;
                    self.element.clear();
                }
                continue;
            }
            let byte = block[at];
            let outside = &mut self.outside;
            let among_rows = outside.depth == self.depth && outside.in_data && !outside.in_text;
            if among_rows && matches!(byte, b'{' | b'[') {
                self.line += line_ends(&block[counted..at]);
                (counted, self.began) = (at, self.line);
                self.inside = Some(Inside { depth: 0, in_text: false, escaped: false });
                continue;
            }
            outside.step(byte);
            if self.envelope.len() < LONGEST_ENVELOPE && !(among_rows && byte == b',') {
                self.envelope.push(byte);
            }
            at += 1;
        }
        self.line += line_ends(&block[counted..]);
        Ok(())
    }
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
    /// The last text of the answer itself, as far as it is needed to know the name of the data;
    /// before a bracket it is a name.
    name: Vec<u8>,
    /// A member has the name of a field that only rows have.
    is_row: bool,
    /// Inside of the array that holds the rows, not of one in another member.
    in_data: bool,
    /// There is such an array.
    has_data: bool,
}

const DATA: &[u8] = b"data";
/// Fields that rows of UN Comtrade or the US Census have, and answers do not.
const OF_ROWS: [&str; 5] = ["primaryvalue", "reportercode", "ctycode", "icommodity", "ecommodity"];
const LONGEST_NAME: usize = 16;

impl Outside {
    fn step(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            if self.in_text && self.depth == 1 && self.name.len() <= LONGEST_NAME {
                self.name.push(byte);
            }
            return;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                self.name.clear();
            }
            b':' if self.depth == 1 => {
                self.is_row |=
                    OF_ROWS.contains(&bare(&String::from_utf8_lossy(&self.name)).as_str());
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
                    Some(end) if text[at + end] == b'"' => {
                        (self.in_text, at) = (false, at + end + 1)
                    }
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
