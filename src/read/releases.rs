//! Releases in the plain format of this crate, with the account of the format's own reader.

use crate::error::Error;
use crate::read::Reason;
use crate::read::head::Head;
use crate::read::places::At;
use crate::read::session::File;
use crate::read::source::Source;
use crate::read::table::{cut_header, stopped};
use crate::read::text::{End, WholeLines};
use crate::vintage::Releases;

/// A table with the columns of releases, separated by commas.
pub(crate) fn is(head: &Head<'_>) -> bool {
    let needed = ["reporter", "partner", "flow", "period", "value", "unit"];
    head.header().is_some_and(|header| header.separator == b',' && header.has_all(&needed))
}

/// Reads figures as published.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let mut rows = file.rows_of_any_unit();
    let mut input = WholeLines::new(source.rest, source.head);
    let loaded = Releases::from_csv(&mut input, &source.name);
    match input.end {
        Some(End::Finished) | None => {}
        Some(end) => rows.stopped(stopped(end, &source.name, input.lines, ""))?,
    }
    let loaded = loaded?;
    rows.accept(loaded.row_count.saturating_sub(loaded.refused.len()) as u64);
    for refused in &loaded.refused {
        let (line, column) =
            refused.place().map_or((0, None), |place| (place.line, place.column.as_deref()));
        let text = refused.kind().to_string();
        rows.set_aside(Reason::Malformed, At { line, text: text.as_bytes() }, column, b"");
    }
    if let Some(tail) = input.cut_off {
        rows.set_aside(
            Reason::CutOff,
            At { line: input.lines.saturating_add(1), text: &tail },
            None,
            b"",
        );
    }
    if input.lines == 0 {
        rows.doubt(cut_header(&source.name));
    }
    rows.publish(loaded.releases);
    Ok(())
}
