//! CEPII BACI: `t,i,j,k,v,q`. A plain format and the largest files, so bytes become identifiers and
//! mantissas at once.
//!
//! A block of lines is cut into pieces, each parsed on its own: neighbours that share `t,i,j` are
//! one run, `k` a number, `v` and `q` whole numbers of thousandths. Whatever is not so plain is
//! left to the general path, in its place, so the account is the same. Files with other columns
//! beside these, in another order or with other separators take the general path as a whole.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions were found in the same slice; numbers have at most 17 digits. Held by
// `plain_and_general_paths_agree` and the hostile tests in `tests/read/read.rs`.

use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Label, Valuation};
use crate::panel::{Marks, NO_QUANTITY, Shared};
use crate::period::Period;
use crate::read::Reason;
use crate::read::baci_blocks::{Parsed, Piece};
use crate::read::comtrade::edition;
use crate::read::fields::{Ends, code, is_missing, number_of, two_readings};
use crate::read::head::Head;
use crate::read::header::Header;
use crate::read::number::number;
use crate::read::places::At;
use crate::read::session::{File, Row, Rows};
use crate::read::source::{Source, failed_at, too_long};
use crate::read::table::{Table, cut_header, is_whole};
use crate::read::text::{Blocks, End, Fields};
use crate::unit::{AnyUnit, MassUnit, USD};
use std::io::Read;

/// Year, exporter, importer, commodity, value, quantity.
const COLUMNS: [&str; 6] = ["t", "i", "j", "k", "v", "q"];
/// The same with the names of old files, which gave the code a name of its own.
const NAMES: [&[&str]; 6] = [&["t"], &["i"], &["j"], &["k", "hs6"], &["v"], &["q"]];
/// Places of `v` and `q` on the fast path: thousandths of a thousand dollars, of a tonne.
const PLACES: u8 = 3;
/// Six-digit codes below this; one more slot would be a seventh digit.
const CODES: usize = 1_000_000;

/// A table with all columns.
pub(crate) fn is(head: &Head<'_>) -> bool {
    head.header().is_some_and(|header| NAMES.iter().all(|names| header.place(names).is_some()))
}

/// Reads a file of BACI.
pub(crate) fn read(source: Source<'_>, file: File<'_, '_>) -> Result<(), Error> {
    let mut rows = file.rows(USD.thousand(), Valuation::Fob)?;
    // The scale that these files have, so that it need not grow; a panel without rows yet keeps no
    // other.
    let gather = rows.gather();
    for column in [&mut gather.value, &mut gather.quantity] {
        column.fit(1, i32::from(PLACES));
    }
    gather.unit(AnyUnit::Mass(MassUnit::Tonne));
    let classification = Classification::Hs(edition_of(&source.name));
    let first = source
        .head
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty());
    let header = Header::of(first.unwrap_or_default());
    if header.separator == b',' && header.names.iter().map(|name| name.to_lowercase()).eq(COLUMNS) {
        return read_blocks(source, classification, &mut rows);
    }
    let mut table = Table::open(source)?;
    let mut columns = [0; 6];
    for (column, names) in columns.iter_mut().zip(NAMES) {
        *column = table.needed("BACI", names).map_err(|error| {
            error.with_help(format!("give the file its header again: {}", COLUMNS.join(",")))
        })?;
    }
    table.watch(|name| NAMES.iter().any(|names| names.contains(&name)), |_| Ends::Open);
    table.each(&mut rows, |at, fields, rows| {
        accept(at, columns.map(|column| fields.get(column).trim_ascii()), classification, rows);
    })?;
    Ok(())
}

/// Reads a file whose header is exactly that of BACI.
fn read_blocks(
    source: Source<'_>,
    classification: Classification,
    rows: &mut Rows<'_, '_>,
) -> Result<(), Error> {
    let name = source.name;
    let mut blocks = Blocks::new(source.rest, source.head);
    let mut reading = Reading::new(rows, classification);
    // Three blocks: one is taken into the panel while the next is parsed and the one after that is
    // read.
    let (mut taken, mut parsed, mut next) =
        (Parsed::default(), Parsed::default(), Parsed::default());
    let mut end = reading.skip_header(&mut blocks, &mut parsed);
    if let Some(size) = source.size {
        // As many rows as there are lines of the length of those of the first block.
        let (text, lines) = (
            parsed.block.text(),
            parsed.block.text().iter().filter(|byte| **byte == b'\n').count(),
        );
        let rows = u128::from(size) * lines as u128 / text.len().max(1) as u128;
        reading.rows.gather().reserve(usize::try_from(rows + rows / 64).unwrap_or(0));
    }
    while end.is_none() {
        let (filled, ()) = both(
            || {
                reading.take(&taken);
                blocks.fill(&mut next.block)
            },
            || parsed.parse(),
        );
        next.start = 0;
        (taken, parsed, next) = (parsed, next, taken);
        end = filled.err();
    }
    reading.take(&taken);
    reading.take_tail(blocks.tail());
    let (line, is_cut) = (reading.line, reading.is_cut);
    if is_cut {
        rows.doubt(cut_header(&name));
    }
    match end {
        Some(End::Failed(error)) => rows.stopped(failed_at(&name, line, error))?,
        Some(End::LineTooLong) => rows.stopped(too_long(&name, line + 1))?,
        Some(End::Finished) | None => {}
    }
    Ok(())
}

#[cfg(feature = "parallel")]
fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    two: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, two)
}

#[cfg(not(feature = "parallel"))]
fn both<A, B>(one: impl FnOnce() -> A, two: impl FnOnce() -> B) -> (A, B) {
    (one(), two())
}

/// `HS92` in `BACI_HS92_Y2023_V202501.csv`.
fn edition_of(name: &str) -> Option<crate::commodity::HsEdition> {
    let upper = name.to_ascii_uppercase();
    let mut found =
        upper.match_indices("HS").filter_map(|(at, _)| edition(upper.get(at + 2..at + 4)?));
    found.next()
}

/// Pieces become rows of the arrival.
struct Reading<'r, 's, 'a> {
    rows: &'r mut Rows<'s, 'a>,
    classification: Classification,
    /// The identifier of each numeric code and one more; 0 where it is not known yet.
    codes: Vec<u32>,
    /// The identifiers of areas and years.
    areas: Vec<Option<u16>>,
    years: Vec<Option<u16>>,
    label: u16,
    /// Lines read so far.
    line: u64,
    /// The header is all there is, and has no line end.
    is_cut: bool,
    fields: Fields,
}

const NOT_KNOWN: u32 = 0;

impl<'r, 's, 'a> Reading<'r, 's, 'a> {
    fn new(rows: &'r mut Rows<'s, 'a>, classification: Classification) -> Reading<'r, 's, 'a> {
        let label = rows
            .gather()
            .flows
            .short(Label::new(Flow::Export).valued(Valuation::Fob))
            .unwrap_or_default();
        Reading {
            rows,
            classification,
            codes: vec![NOT_KNOWN; CODES],
            areas: vec![None; 10_000],
            years: vec![None; 10_000],
            label,
            line: 0,
            is_cut: false,
            fields: Fields::new(b','),
        }
    }

    /// Reads on to the first line that is not blank, which is the header: why there are no blocks
    /// of rows, if there are none.
    fn skip_header(&mut self, blocks: &mut Blocks<impl Read>, parsed: &mut Parsed) -> Option<End> {
        loop {
            if let Err(end) = blocks.fill(&mut parsed.block) {
                // The header alone, without a line end.
                if matches!(end, End::Finished) {
                    self.is_cut = true;
                }
                blocks.forget_tail();
                return Some(end);
            }
            let text = parsed.block.text();
            let mut start = 0;
            while let Some(length) = text[start..].iter().position(|byte| *byte == b'\n') {
                self.line += 1;
                let is_header = !text[start..start + length].trim_ascii().is_empty();
                start += length + 1;
                if is_header {
                    parsed.start = start;
                    return None;
                }
            }
        }
    }

    fn take(&mut self, parsed: &Parsed) {
        let text = parsed.block.text();
        for piece in parsed.pieces() {
            self.take_piece(piece, &text[piece.start..]);
        }
    }

    /// The last line, if it has no line end.
    fn take_tail(&mut self, tail: &[u8]) {
        let mut fields = Fields::new(b',');
        let line = self.line + 1;
        if is_whole(tail, &mut fields, COLUMNS.len(), Ends::Open) {
            self.odd(line, tail);
        } else if !tail.trim_ascii().is_empty() {
            self.rows.set_aside(Reason::CutOff, At { line, text: tail }, None, b"");
        }
    }

    fn take_piece(&mut self, piece: &Piece, text: &[u8]) {
        let (mut row, mut odd_before) = (0, 0_u64);
        let start = self.line;
        let mut odd = piece.odd.iter().peekable();
        for (run, (year, exporter, importer, first)) in piece.runs.iter().enumerate() {
            let end = piece.runs.get(run + 1).map_or(piece.code.len(), |next| next.3);
            row = row.max(*first);
            while row < end {
                // Odd lines keep their place among the plain ones.
                while let Some((_, lines, place)) = odd.next_if(|(before, ..)| *before <= row) {
                    self.odd(start + lines + 1, &text[place.clone()]);
                    odd_before += 1;
                }
                let until = odd.peek().map_or(end, |(before, ..)| (*before).min(end));
                let line = start + row as u64 + odd_before + 1;
                self.plain(piece, row..until, (*year, *exporter, *importer), line);
                row = until;
            }
        }
        for (_, lines, place) in odd {
            self.odd(start + lines + 1, &text[place.clone()]);
        }
        self.line = start + piece.lines;
    }

    /// Rows of one run, line after line.
    fn plain(
        &mut self,
        piece: &Piece,
        rows: std::ops::Range<usize>,
        labels: (u16, u16, u16),
        line: u64,
    ) {
        let options = self.rows.options();
        let arrival = self.rows.gather();
        let (year, exporter, importer) = labels;
        let mut area = |code: u16, areas: &mut Vec<Option<u16>>| {
            let slot = areas.get_mut(usize::from(code))?;
            if slot.is_none() {
                *slot = options.area(code).and_then(|area| arrival.areas.short(area));
            }
            *slot
        };
        let reporter = area(exporter, &mut self.areas);
        let partner = area(importer, &mut self.areas);
        let period = self.years.get_mut(usize::from(year)).and_then(|slot| {
            if slot.is_none() {
                *slot = Period::try_year(i32::from(year))
                    .ok()
                    .and_then(|year| arrival.periods.short(year));
            }
            *slot
        });
        for code in &piece.code[rows.clone()] {
            let id = &mut self.codes[*code as usize];
            if *id == NOT_KNOWN {
                let good = Commodity::new(self.classification, &format!("{code:06}")).ok();
                *id = good
                    .and_then(|good| arrival.commodities.id(good))
                    .map_or(NOT_KNOWN, |id| id + 1);
            }
        }
        let known = |codes: &[u32], code: &u32| codes[*code as usize] != NOT_KNOWN;
        let level = options.level.is_none_or(|level| level == 6);
        let plain = level && arrival.value.places == PLACES && arrival.quantity.places == PLACES;
        let room = arrival.len() + rows.len() < u32::MAX as usize;
        let all = room && piece.code[rows.clone()].iter().all(|code| known(&self.codes, code));
        let (Some(reporter), Some(partner), Some(period), true) =
            (reporter, partner, period, plain && all)
        else {
            return self.written_out(piece, rows, labels, line);
        };
        let shared = Shared { period, label: self.label, reporter, partner };
        let goods =
            piece.code[rows.clone()].iter().map(|code| self.codes[*code as usize].wrapping_sub(1));
        self.rows.plain(
            line,
            shared,
            goods,
            (&piece.value[rows.clone()], &piece.quantity[rows.clone()]),
        );
    }

    /// Back to the general path, which says what is wrong with each of the rows.
    fn written_out(
        &mut self,
        piece: &Piece,
        rows: std::ops::Range<usize>,
        (year, exporter, importer): (u16, u16, u16),
        line: u64,
    ) {
        for (place, row) in rows.enumerate() {
            let (value, code) = (piece.value[row], piece.code[row]);
            let mut text = format!("{year},{exporter},{importer},{code:06},{value}e-3,");
            let quantity = piece.quantity[row];
            if quantity != NO_QUANTITY {
                text.push_str(&format!("{quantity}e-3"));
            }
            self.odd(line + place as u64, text.as_bytes());
        }
    }

    /// A line that is not plain.
    fn odd(&mut self, line: u64, text: &[u8]) {
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if text.trim_ascii().is_empty() {
            return;
        }
        let at = At { line, text };
        if !self.fields.split(text) {
            return self.rows.set_aside(Reason::Malformed, at, None, b"");
        }
        if self.fields.len() != COLUMNS.len() {
            return self.rows.set_aside(Reason::WrongFieldCount, at, None, b"");
        }
        let fields = [0, 1, 2, 3, 4, 5].map(|at| self.fields.get(at).trim_ascii());
        let is_name = |(name, field): (&&str, &[u8])| field.eq_ignore_ascii_case(name.as_bytes());
        if COLUMNS.iter().zip(fields).all(is_name) {
            return self.rows.header_again(at);
        }
        accept(at, fields, self.classification, self.rows);
    }
}

/// A row of the general path: into the data, or set aside.
fn accept(at: At<'_>, fields: [&[u8]; 6], classification: Classification, rows: &mut Rows<'_, '_>) {
    let [year, exporter, importer, product, printed, weight] = fields;
    let digits = |text: &[u8]| number_of(text).and_then(|number| u16::try_from(number).ok());
    let period = digits(year).filter(|_| code(year).len() == 4);
    let Some(period) = period.and_then(|year| Period::try_year(i32::from(year)).ok()) else {
        return rows.no_code(Reason::UnknownPeriod, at, "t", year);
    };
    let options = rows.options();
    let area = |text: &[u8]| digits(text).and_then(|code| options.area(code));
    let Some(reporter) = area(exporter) else {
        return rows.no_code(Reason::UnknownArea, at, "i", exporter);
    };
    let Some(partner) = area(importer) else {
        return rows.no_code(Reason::UnknownArea, at, "j", importer);
    };
    // All codes have six digits, so of 2709.00 the zeros are digits of the code.
    let pointed = two_readings(product, 6).map(|[_, code]| code).filter(|code| code.len() == 6);
    let good = std::str::from_utf8(code(product)).unwrap_or_default();
    let good = pointed.as_deref().unwrap_or(good);
    // Some releases lost the leading zero of chapters 1 to 9; all codes of BACI have six digits.
    let lost = good.len() == 5 && good.bytes().all(|byte| byte.is_ascii_digit());
    let good = if lost { format!("0{good}") } else { good.to_owned() };
    let Ok(commodity) = Commodity::new(classification, &good) else {
        return rows.no_code(Reason::UnknownCommodity, at, "k", product);
    };
    if lost {
        rows.zero_put_back(at, product, &good);
    }
    if is_missing(printed) {
        let cell = (Key::new(Flow::Export, reporter, partner).of(commodity), period);
        return rows.no_value(at, Some("v"), b"", cell);
    }
    let Some(value) = number(printed) else {
        return rows.set_aside(Reason::BadNumber, at, Some("v"), printed);
    };
    let quantity = rows
        .amount(at, weight, number)
        .map(|number| (number, Some(AnyUnit::Mass(MassUnit::Tonne))));
    let key = Key::new(Flow::Export, reporter, partner).of(commodity);
    rows.row(at, &Row { key, period, value, quantity, marks: Marks::default() });
}
