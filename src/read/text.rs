//! Text in blocks of whole lines, and lines in fields. Memory is bounded by the block, whatever the
//! file.
//!
//! A line without a line end is never among the whole ones: it is the tail of its text, and may be
//! cut.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions are those of a separator that was found in the same slice. Held by the hostile tests in
// `tests/read/read.rs`.

use std::io::Read;

/// How much is read at once.
const BLOCK: usize = 1 << 20;
/// A line longer than this is not a line of any known format.
const LONGEST_LINE: usize = 1 << 24;

/// Whole lines. The memory is used again for the next ones.
#[derive(Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    filled: usize,
}

impl Block {
    pub(crate) fn text(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }
}

/// Reads whole lines, a block at a time.
pub(crate) struct Blocks<R> {
    input: R,
    /// Read already, after the last line end of the block before.
    rest: Vec<u8>,
    /// What stands after the last line end of the text.
    tail: Vec<u8>,
    ended: bool,
    failed: Option<std::io::Error>,
}

/// Why there is no further block.
#[derive(Debug)]
pub(crate) enum End {
    /// The text is over.
    Finished,
    /// Reading failed.
    Failed(std::io::Error),
    /// A line is longer than any format has.
    LineTooLong,
}

impl<R: Read> Blocks<R> {
    /// `head` has been read from the input already.
    pub(crate) fn new(input: R, head: Vec<u8>) -> Blocks<R> {
        Blocks { input, rest: head, tail: Vec::new(), ended: false, failed: None }
    }

    /// What stood after the last line end, once the text is finished. Where reading failed it is
    /// half a line, and not given.
    pub(crate) fn tail(&self) -> &[u8] {
        &self.tail
    }

    /// The tail has been read.
    pub(crate) fn forget_tail(&mut self) {
        self.tail.clear();
    }

    /// Fills the block with whole lines.
    ///
    /// If reading fails, what was read before comes first, and the failure with the next call.
    pub(crate) fn fill(&mut self, block: &mut Block) -> Result<(), End> {
        let bytes = &mut block.bytes;
        let mut filled = self.rest.len();
        if bytes.len() < filled + BLOCK {
            *bytes = vec![0; filled + BLOCK];
        }
        bytes[..filled].copy_from_slice(&self.rest);
        self.rest.clear();
        let mut searched = 0;
        loop {
            let wanted = if searched == 0 { BLOCK.max(filled) } else { filled + BLOCK };
            bytes.resize(bytes.len().max(wanted), 0);
            while filled < wanted && !self.ended {
                match self.input.read(&mut bytes[filled..wanted]) {
                    Ok(0) => self.ended = true,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => (self.ended, self.failed) = (true, Some(error)),
                }
            }
            let line_end = bytes[searched..filled]
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map(|at| searched + at + 1);
            if self.ended {
                block.filled = line_end.unwrap_or(0);
                if self.failed.is_none() {
                    self.tail.extend_from_slice(&bytes[block.filled..filled]);
                }
                return match self.failed.take() {
                    failed if block.filled > 0 => {
                        self.failed = failed;
                        Ok(())
                    }
                    Some(error) => Err(End::Failed(error)),
                    None => Err(End::Finished),
                };
            }
            if let Some(end) = line_end {
                self.rest.extend_from_slice(&bytes[end..filled]);
                block.filled = end;
                return Ok(());
            }
            if filled > LONGEST_LINE {
                return Err(End::LineTooLong);
            }
            searched = filled;
        }
    }
}

/// A text as far as it can be read, in whole lines, for those who read on their own. It seems to
/// end where reading fails.
pub(crate) struct WholeLines<R> {
    blocks: Blocks<R>,
    block: Vec<u8>,
    /// How much of the block has been given out.
    given: usize,
    /// How many lines have been read.
    pub(crate) lines: u64,
    /// Why there are no more.
    pub(crate) end: Option<End>,
    /// The last line, if it has no line end and may be cut.
    pub(crate) cut_off: Option<Vec<u8>>,
}

impl<R: Read> WholeLines<R> {
    /// `head` has been read from the input already.
    pub(crate) fn new(input: R, head: Vec<u8>) -> WholeLines<R> {
        let blocks = Blocks::new(input, head);
        WholeLines { blocks, block: Vec::new(), given: 0, lines: 0, end: None, cut_off: None }
    }

    fn fill(&mut self) {
        self.given = 0;
        let mut block = Block { bytes: std::mem::take(&mut self.block), filled: 0 };
        match self.blocks.fill(&mut block) {
            Ok(()) => {
                self.lines += block.text().iter().filter(|byte| **byte == b'\n').count() as u64;
                block.bytes.truncate(block.filled);
                self.block = block.bytes;
            }
            Err(end) => {
                let tail = self.blocks.tail();
                self.end = Some(end);
                if tail.trim_ascii().is_empty() {
                    return;
                }
                if self.lines == 0 || is_closed(tail) {
                    self.block = tail.to_vec();
                } else {
                    self.cut_off = Some(tail.to_vec());
                }
            }
        }
    }
}

impl<R: Read> Read for WholeLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.block.len() {
            self.block.clear();
            self.given = 0;
            if self.end.is_none() {
                self.fill();
            }
        }
        let rest = &self.block[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// True if the last field of a line without a line end cannot go on: it is a closed quote, or half
/// a line end follows.
pub(crate) fn is_closed(line: &[u8]) -> bool {
    let quoted = line.trim_ascii_end();
    let even = line.iter().filter(|byte| **byte == b'"').count() % 2 == 0;
    line.ends_with(b"\r") || quoted.ends_with(b"\"") && even
}

/// Lines of a block without their ends.
pub(crate) fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = block;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (line, more) = match end {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, &rest[rest.len()..]),
        };
        rest = more;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    })
}

/// The fields of a line; the memory is used again for the next one.
pub(crate) struct Fields {
    separator: u8,
    text: Vec<u8>,
    /// Where fields end in `text`; a separator follows.
    ends: Vec<usize>,
    quoted: csv_core::Reader,
    plain: Vec<u8>,
}

impl Fields {
    pub(crate) fn new(separator: u8) -> Fields {
        // Lines have been cut already: a carriage return inside of one is a part of its field, as
        // it is without quotes.
        let ends_with = csv_core::Terminator::Any(b'\n');
        let quoted =
            csv_core::ReaderBuilder::new().delimiter(separator).terminator(ends_with).build();
        Fields { separator, text: Vec::new(), ends: Vec::new(), quoted, plain: Vec::new() }
    }

    /// Splits a line; false if a quote is left open or something is left over.
    pub(crate) fn split(&mut self, line: &[u8]) -> bool {
        self.text.clear();
        self.ends.clear();
        if !line.contains(&b'"') {
            self.text.extend_from_slice(line);
            self.ends.extend(
                line.iter()
                    .enumerate()
                    .filter(|(_, byte)| **byte == self.separator)
                    .map(|(at, _)| at),
            );
            self.ends.push(line.len());
            return true;
        }
        self.quoted.reset();
        self.plain.resize(line.len(), 0);
        self.ends.resize(line.len() + 2, 0);
        let (_, used, _, ends) = self.quoted.read_record(line, &mut self.plain, &mut self.ends);
        // The end of the text closes the record.
        let (_, _, _, more) = self.quoted.read_record(b"", &mut [], &mut self.ends[ends..]);
        self.ends.truncate(ends + more);
        self.spread();
        used == line.len() && line.iter().filter(|byte| **byte == b'"').count() % 2 == 0
    }

    /// Brings unquoted fields into the form of plain ones: a separator after each.
    fn spread(&mut self) {
        let mut start = 0;
        for end in &mut self.ends {
            self.text.extend_from_slice(&self.plain[start..*end]);
            start = *end;
            *end = self.text.len();
            self.text.push(self.separator);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field; empty if there is none.
    pub(crate) fn get(&self, field: usize) -> &[u8] {
        let start = match field.checked_sub(1).and_then(|before| self.ends.get(before)) {
            Some(end) => end + 1,
            None if field == 0 => 0,
            None => return b"",
        };
        self.ends.get(field).map_or(b"", |end| &self.text[start..*end])
    }

    /// Drops a last field that is empty: some services end every line with a separator.
    pub(crate) fn drop_empty_last(&mut self) {
        if self.len() > 1 && self.get(self.len() - 1).is_empty() {
            self.ends.pop();
        }
    }
}

/// Text in the encoding of Chinese offices, else in Latin-1.
pub(crate) fn decode_chinese(text: &[u8]) -> String {
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(text) {
        Some(text) => text.into_owned(),
        None => text.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Text in UTF-8, else in the encoding of Chinese offices where that fits, else in Latin-1.
pub(crate) fn decode(text: &[u8]) -> String {
    std::str::from_utf8(text).map_or_else(|_| decode_chinese(text), str::to_owned)
}

/// The first letters of a text, to be shown. A letter of several bytes is not cut, so that the
/// others are not taken for Latin-1.
pub(crate) fn decode_start(text: &[u8]) -> String {
    const SHOWN: usize = 200;
    if text.len() <= SHOWN {
        return decode(text);
    }
    // A letter has at most four bytes, in both encodings.
    let ends = || (SHOWN.saturating_sub(3)..=SHOWN).rev().filter_map(|end| text.get(..end));
    let unicode = ends().find_map(|start| std::str::from_utf8(start).ok().map(str::to_owned));
    let chinese = || {
        ends().find_map(|start| {
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(start)
        })
    };
    unicode
        .or_else(|| chinese().map(std::borrow::Cow::into_owned))
        .unwrap_or_else(|| decode(text.get(..SHOWN).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{Block, Blocks, Fields, lines};

    fn fields(line: &str) -> (Vec<String>, bool) {
        let mut fields = Fields::new(b',');
        let closed = fields.split(line.as_bytes());
        (
            (0..fields.len())
                .map(|at| String::from_utf8_lossy(fields.get(at)).into_owned())
                .collect(),
            closed,
        )
    }

    #[test]
    fn fields_with_and_without_quotes_are_the_same() {
        assert_eq!(fields("a,b,,c").0, ["a", "b", "", "c"]);
        assert_eq!(fields("\"a\",b,\"\",c").0, ["a", "b", "", "c"]);
        assert_eq!(fields("\"a,\"\"x\"\"\",b").0, ["a,\"x\"", "b"]);
        assert_eq!(fields("").0, [""]);
        assert_eq!(fields("\"a\",").0, ["a", ""]);
        assert_eq!(fields(",").0, ["", ""]);
        assert!(fields("\"a,b").0.len() == 1 && !fields("\"a,b").1);
        // A carriage return inside of a line ends no record.
        assert_eq!(fields("\"a\",b\rc,d").0, ["a", "b\rc", "d"]);
        assert_eq!(fields("a,b\rc,d").0, ["a", "b\rc", "d"]);
    }

    /// A reader that hands out a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl std::io::Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn blocks_hold_every_line_once() {
        let tail = "line without an end";
        let text: String =
            (1..300_000).map(|line| format!("line {line} of a text\n")).collect::<String>() + tail;
        for step in [7, 4096, usize::MAX] {
            let mut blocks =
                Blocks::new(Slow(&text.as_bytes()[10..], step), text.as_bytes()[..10].to_vec());
            let (mut block, mut all, mut count) = (Block::default(), Vec::new(), 0);
            while blocks.fill(&mut block).is_ok() {
                count += lines(block.text()).count();
                all.extend_from_slice(block.text());
            }
            assert_eq!((count, all.len()), (299_999, text.len() - tail.len()));
            assert_eq!([&all, blocks.tail()].concat(), text.as_bytes());
        }
    }
}
