//! Tables: a header, then lines with as many fields, a block at a time.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions are those of a line end that was found in the same block. Held by the hostile tests in `tests/read_offices.rs`.

use crate::error::Error;
use crate::read::collect::{At, Collector};
use crate::read::source::{Source, failed};
use crate::read::text::{Block, Blocks, End, Fields, lines};
use crate::read::{Reason, recognise};
use std::io::Read;

/// A table whose header has been read.
pub(crate) struct Table<'a> {
    /// The names of the columns in lower case.
    pub(crate) names: Vec<String>,
    /// True if the header is not in UTF-8: then the file is in the encoding of Chinese offices. That cannot be told from single
    /// fields, since some words of two bytes are valid in both.
    pub(crate) chinese: bool,
    name: String,
    separator: u8,
    blocks: Blocks<Box<dyn Read + Send + 'a>>,
    block: Block,
    /// Where the rows begin in the block.
    start: usize,
    /// The line before them; at first that of the header.
    pub(crate) line: u64,
}

impl<'a> Table<'a> {
    /// Reads up to the header, which is the first line that is not blank. If it has a tab, tabs separate the fields of the file,
    /// else commas.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none, [`Io`](crate::ErrorKind::Io) if reading fails before it.
    pub(crate) fn open(source: Source<'a>) -> Result<Table<'a>, Error> {
        let (mut blocks, mut block) = (Blocks::new(source.rest, source.head), Block::default());
        let name = source.name;
        let (mut start, mut line) = (0, 0);
        loop {
            if start == block.text().len() {
                blocks.fill(&mut block).map_err(|end| stopped(end, &name, line, "the file has no line"))?;
                start = 0;
                continue;
            }
            let rest = &block.text()[start..];
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            let text = rest[..end].trim_ascii();
            (start, line) = (start + end, line + 1);
            if !text.is_empty() {
                let separator = recognise::separator(text);
                let (names, chinese) = (recognise::header(text, separator), std::str::from_utf8(text).is_err());
                return Ok(Table { names, chinese, name, separator, blocks, block, start, line });
            }
        }
    }

    /// The place of the first of these names that the header has.
    pub(crate) fn place(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|known| known == name))
    }

    /// The same for a column that must be there.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if it is not.
    pub(crate) fn needed(&self, what: &'static str, names: &[&str]) -> Result<usize, Error> {
        self.place(names).ok_or_else(|| {
            let missing = names.first().copied().unwrap_or_default();
            Error::parse(what, missing, "this column is missing").at(&self.name, self.line, None)
        })
    }

    /// Calls back with each row that has as many fields as the header; the others are set aside. The count is that of all rows.
    ///
    /// # Errors
    /// Where reading stops, if the caller wants all or nothing.
    pub(crate) fn each(
        mut self,
        collector: &mut Collector<'_>,
        mut row: impl FnMut(At<'_>, &Fields, &mut Collector<'_>),
    ) -> Result<u64, Error> {
        let (width, mut rows, mut fields) = (self.names.len(), 0, Fields::new(self.separator));
        let end = loop {
            for line in lines(&self.block.text()[self.start..]) {
                self.line += 1;
                if line.trim_ascii().is_empty() {
                    continue;
                }
                rows += 1;
                let at = At { line: self.line, text: line };
                if !fields.split(line) {
                    collector.set_aside(Reason::Malformed, at, None, b"");
                    continue;
                }
                if fields.len() > width {
                    fields.drop_empty_last();
                }
                if fields.len() == width {
                    row(at, &fields, collector);
                } else {
                    collector.set_aside(Reason::WrongFieldCount, at, None, b"");
                }
            }
            self.start = 0;
            if let Err(end) = self.blocks.fill(&mut self.block) {
                break end;
            }
        };
        match end {
            End::Finished => {}
            end => collector.stopped(stopped(end, &self.name, self.line, ""))?,
        }
        Ok(rows)
    }
}

/// Why there are no more lines, as an error.
pub(crate) fn stopped(end: End, name: &str, line: u64, nothing: &str) -> Error {
    match end {
        End::Finished => Error::parse("a table", "", nothing).about(name),
        End::Failed(error) => failed(name, &error).at(name, line, None),
        End::LineTooLong => Error::parse("a line", "", "it has more than 16 million bytes").at(name, line + 1, None),
    }
}
