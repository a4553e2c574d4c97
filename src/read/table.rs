//! Tables: a header, then lines with as many fields, a block at a time.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions are those of a line end that was found in the same block. Held by the hostile tests in
// `tests/read/read_offices.rs`.

use crate::error::Error;
use crate::read::Reason;
use crate::read::fields::Ends;
use crate::read::header::{ASK_FOR_COLUMN, Again, Header};
use crate::read::places::At;
use crate::read::session::Rows;
use crate::read::source::{Source, failed_at, too_long};
use crate::read::text::{Block, Blocks, End, Fields, decode_start, is_closed, lines};
use crate::read::unread::Watched;
use std::io::Read;

pub(crate) const LINE_ENDS: &str = "save it with the line ends of Windows or Unix";

/// A table whose header has been read.
pub(crate) struct Table<'a> {
    pub(crate) header: Header,
    name: String,
    blocks: Blocks<Box<dyn Read + Send + 'a>>,
    block: Block,
    /// Where the rows begin in the block.
    start: usize,
    /// The line before them; at first that of the header.
    pub(crate) line: u64,
    watched: Watched,
    /// Columns that are read and stand there twice.
    twice: Vec<(usize, usize)>,
    ends: Ends,
    /// The header is all there is, and has no line end.
    is_cut: bool,
}

impl<'a> Table<'a> {
    /// Reads up to the header, which is the first line that is not blank.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if there is none, [`Io`](crate::ErrorKind::Io) if reading
    /// fails before it.
    pub(crate) fn open(source: Source<'a>) -> Result<Table<'a>, Error> {
        let (mut blocks, mut block) = (Blocks::new(source.rest, source.head), Block::default());
        let name = source.name;
        let (mut start, mut line, mut is_cut) = (0, 0, false);
        let header = loop {
            if start == block.text().len() {
                start = 0;
                match blocks.fill(&mut block) {
                    Ok(()) => continue,
                    // A header may be all there is.
                    Err(End::Finished) if !blocks.tail().trim_ascii().is_empty() => {
                        (line, is_cut) = (line + 1, !blocks.tail().ends_with(b"\r"));
                        block = Block::default();
                        let header = Header::of(blocks.tail());
                        blocks.forget_tail();
                        break header;
                    }
                    Err(end) => return Err(stopped(end, &name, line, "the file has no line")),
                }
            }
            let rest = &block.text()[start..];
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            let text = rest[..end].trim_ascii();
            (start, line) = (start + end, line + 1);
            if !text.is_empty() {
                break Header::of(text);
            }
        };
        if header.names.iter().any(|name| name.contains('\r')) {
            let reason = "its lines end with a carriage return alone";
            return Err(Error::parse("a table", &name, reason).with_help(LINE_ENDS));
        }
        Ok(Table {
            header,
            name,
            blocks,
            block,
            start,
            line,
            watched: Watched::default(),
            twice: Vec::new(),
            ends: Ends::Open,
            is_cut,
        })
    }

    /// The columns that are not read are watched, but those that `known` knows by their bare names.
    /// The last field ends so.
    pub(crate) fn watch(&mut self, known: impl Fn(&str) -> bool, ends: impl Fn(&str) -> Ends) {
        self.twice = self.header.twice(&known);
        self.watched = Watched::of(&self.header.names, known);
        self.ends = ends(self.header.last());
    }

    /// A column right behind one of its name that is printed in another case has the labels of its
    /// codes: `reporter,Reporter`. It says nothing else.
    pub(crate) fn labels_follow(&mut self) {
        let Table { header, twice, .. } = self;
        twice.retain(|(one, two)| {
            *two != one.saturating_add(1) || header.name(*one) == header.name(*two)
        });
    }

    /// The place of the first of these names that the header has.
    pub(crate) fn place(&self, names: &[&str]) -> Option<usize> {
        self.header.place(names)
    }

    /// The same for a column that must be there.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if it is not.
    pub(crate) fn needed(&self, what: &'static str, names: &[&str]) -> Result<usize, Error> {
        self.place(names).ok_or_else(|| {
            let missing = names.first().copied().unwrap_or_default();
            Error::parse(
                "a column of the file",
                missing,
                format!("it is missing, and {what} has it"),
            )
            .at(&self.name, self.line, None)
            .with_help(ASK_FOR_COLUMN)
        })
    }

    /// Calls back with each row that has as many fields as the header; the others are set aside.
    /// The count is that of all rows.
    ///
    /// # Errors
    /// Where reading stops, if the caller wants all or nothing.
    pub(crate) fn each(
        mut self,
        rows: &mut Rows<'_, '_>,
        mut row: impl FnMut(At<'_>, &Fields, &mut Rows<'_, '_>),
    ) -> Result<u64, Error> {
        let (width, mut count) = (self.header.names.len(), 0);
        let mut fields = Fields::new(self.header.separator);
        let (twice, header) = (std::mem::take(&mut self.twice), self.header.clone());
        let mut accept =
            |at: At<'_>, fields: &Fields, watched: &mut Watched, rows: &mut Rows<'_, '_>| {
                if let Some(other) = other_value(&twice, fields) {
                    let (name, field) = (header.name(other), fields.get(other));
                    return rows.set_aside(Reason::Malformed, at, Some(name), field);
                }
                if !watched.is_empty() {
                    rows.unread(watched.text(|column| fields.get(column)));
                }
                row(at, fields, rows);
            };
        let end = loop {
            for line in lines(&self.block.text()[self.start..]) {
                self.line += 1;
                if line.trim_ascii().is_empty() {
                    continue;
                }
                let at = At { line: self.line, text: line };
                let is_read = fields.split(line);
                match header.again(&fields) {
                    None => count += 1,
                    Some(Again::Same) => {
                        rows.header_again(at);
                        continue;
                    }
                    Some(Again::Other) => return other_header(&self.name, at, rows, count),
                }
                if is_read && fields.len() > width {
                    fields.drop_empty_last();
                }
                match (is_read, fields.len() == width) {
                    (false, _) => rows.set_aside(Reason::Malformed, at, None, b""),
                    (true, true) => accept(at, &fields, &mut self.watched, rows),
                    (true, false) => rows.set_aside(Reason::WrongFieldCount, at, None, b""),
                }
            }
            self.start = 0;
            if let Err(end) = self.blocks.fill(&mut self.block) {
                break end;
            }
        };
        let tail = self.blocks.tail();
        if !tail.trim_ascii().is_empty() {
            count += 1;
            let at = At { line: self.line + 1, text: tail.strip_suffix(b"\r").unwrap_or(tail) };
            match is_whole(tail, &mut fields, width, self.ends) {
                true => accept(at, &fields, &mut self.watched, rows),
                false => rows.set_aside(Reason::CutOff, at, None, b""),
            }
        }
        self.finish(end, rows).map(|()| count)
    }

    /// What there is to say where the lines end.
    fn finish(&self, end: End, rows: &mut Rows<'_, '_>) -> Result<(), Error> {
        if self.is_cut {
            rows.doubt(cut_header(&self.name));
        }
        match end {
            End::Finished => Ok(()),
            end => rows.stopped(stopped(end, &self.name, self.line, "")),
        }
    }
}

/// A line between the rows names other columns: what follows is another table.
fn other_header(name: &str, at: At<'_>, rows: &mut Rows<'_, '_>, count: u64) -> Result<u64, Error> {
    let reason = "it names other columns than the header, as where files were put together";
    let error = Error::parse("a row of the table", &decode_start(at.text), reason);
    let help = "read each of the files alone, or put those together that have the same columns";
    rows.stopped(error.at(name, at.line, None).with_help(help))?;
    Ok(count)
}

/// The second of two columns of one name in which a row says another thing than in the first.
fn other_value(twice: &[(usize, usize)], fields: &Fields) -> Option<usize> {
    let differ = |(one, two): &&(usize, usize)| {
        fields.get(*one).trim_ascii() != fields.get(*two).trim_ascii()
    };
    twice.iter().find(differ).map(|(_, two)| *two)
}

/// What is said of a text that is nothing but a first line without a line end.
pub(crate) fn cut_header(name: &str) -> String {
    format!("{name}: its first line has no line end, and nothing follows: it was probably cut")
}

/// True if a last line without a line end has all its fields, and the last of them cannot go on.
/// The fields are those of the line.
pub(crate) fn is_whole(tail: &[u8], fields: &mut Fields, width: usize, ends: Ends) -> bool {
    if !fields.split(tail.strip_suffix(b"\r").unwrap_or(tail)) {
        return false;
    }
    let closed = is_closed(tail) || fields.len() > width;
    if fields.len() > width {
        fields.drop_empty_last();
    }
    fields.len() == width && (closed || ends.is_whole(fields.get(width.saturating_sub(1))))
}

/// Why there are no more lines, as an error.
pub(crate) fn stopped(end: End, name: &str, line: u64, nothing: &str) -> Error {
    match end {
        End::Finished => Error::parse("a table", name, nothing)
            .with_help("download the file again: nothing of a table is in it"),
        End::Failed(error) => failed_at(name, line, error),
        End::LineTooLong => too_long(name, line + 1),
    }
}
