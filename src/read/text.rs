//! Text in blocks of whole lines, and lines in fields. Memory is bounded by the block, whatever the file.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions are those of a separator that was found in the same slice. Held by the hostile tests in `tests/read.rs`.

use std::io::Read;

/// How much is read at once.
const BLOCK: usize = 1 << 20;
/// A line longer than this is no line of any known format.
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
        Blocks { input, rest: head, ended: false, failed: None }
    }

    /// Fills the block with whole lines; the last one may lack its line end.
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
            let line_end = bytes[searched..filled].iter().rposition(|byte| *byte == b'\n').map(|at| searched + at + 1);
            if self.ended {
                // What follows the last line end is a line only if the text ends there by itself.
                block.filled = if self.failed.is_some() { line_end.unwrap_or(0) } else { filled };
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

/// A text as far as it can be read, in whole lines, for those who read on their own. It seems to end where reading fails.
pub(crate) struct WholeLines<R> {
    blocks: Blocks<R>,
    block: Block,
    /// So much of the block has been given out.
    given: usize,
    /// How many lines have been read.
    pub(crate) lines: u64,
    /// Why there are no more.
    pub(crate) end: Option<End>,
}

impl<R: Read> WholeLines<R> {
    /// `head` has been read from the input already.
    pub(crate) fn new(input: R, head: Vec<u8>) -> WholeLines<R> {
        WholeLines { blocks: Blocks::new(input, head), block: Block::default(), given: 0, lines: 0, end: None }
    }
}

impl<R: Read> Read for WholeLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.end.is_none() && self.given == self.block.text().len() {
            self.given = 0;
            match self.blocks.fill(&mut self.block) {
                Ok(()) => self.lines += self.block.text().iter().filter(|byte| **byte == b'\n').count() as u64,
                Err(end) => self.end = Some(end),
            }
        }
        if self.end.is_some() {
            return Ok(0);
        }
        let rest = &self.block.text()[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
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
        // Lines have been cut already: a carriage return inside of one is a part of its field, as it is without quotes.
        let ends_with = csv_core::Terminator::Any(b'\n');
        let quoted = csv_core::ReaderBuilder::new().delimiter(separator).terminator(ends_with).build();
        Fields { separator, text: Vec::new(), ends: Vec::new(), quoted, plain: Vec::new() }
    }

    /// Splits a line; false if a quote is left open or something is left over.
    pub(crate) fn split(&mut self, line: &[u8]) -> bool {
        self.text.clear();
        self.ends.clear();
        if !line.contains(&b'"') {
            self.text.extend_from_slice(line);
            self.ends.extend(line.iter().enumerate().filter(|(_, byte)| **byte == self.separator).map(|(at, _)| at));
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

#[cfg(test)]
mod tests {
    use super::{Block, Blocks, Fields, lines};

    fn fields(line: &str) -> (Vec<String>, bool) {
        let mut fields = Fields::new(b',');
        let closed = fields.split(line.as_bytes());
        ((0..fields.len()).map(|at| String::from_utf8_lossy(fields.get(at)).into_owned()).collect(), closed)
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
        let text: String = (0..300_000).map(|line| format!("line {line} of a text\n")).collect();
        for step in [7, 4096, usize::MAX] {
            let mut blocks = Blocks::new(Slow(&text.as_bytes()[10..], step), text.as_bytes()[..10].to_vec());
            let (mut block, mut all, mut count) = (Block::default(), Vec::new(), 0);
            while blocks.fill(&mut block).is_ok() {
                count += lines(block.text()).count();
                all.extend_from_slice(block.text());
            }
            assert_eq!((count, all.len()), (300_000, text.len()));
            assert_eq!(all, text.as_bytes());
        }
    }
}
