//! CEPII BACI: `t,i,j,k,v,q`. A plain format and the largest files, so bytes become identifiers and mantissas at once.
//!
//! A block of lines is cut into pieces, each parsed on its own: neighbours that share `t,i,j` are one run, `k` a number, `v` and `q`
//! whole numbers of thousandths. Whatever is not so plain is left to the general path, in its place, so the account is the same.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions were found in the same slice; numbers have at most 15 digits. Held by `plain_and_general_paths_agree` and the hostile
// tests in `tests/read.rs`.

use crate::area::Area;
use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Valuation};
use crate::panel::parallel::map;
use crate::panel::{Marks, NO_QUANTITY, Shared};
use crate::period::Period;
use crate::read::Reason;
use crate::read::collect::{At, Collector, Row};
use crate::read::comtrade::edition;
use crate::read::number::{is_missing, number};
use crate::read::source::{Source, failed};
use crate::read::text::{Blocks, End, Fields};
use crate::unit::{AnyUnit, MassUnit, USD};

/// Places of `v` and `q` on the fast path: thousandths of a thousand dollars, of a tonne.
const PLACES: u8 = 3;
/// Six-digit codes below this; one more slot would be a seventh digit.
const CODES: usize = 1_000_000;
/// How many pieces of a block are parsed at the same time.
const PIECES: usize = 4;

/// Reads a file of BACI.
pub(crate) fn read(source: Source<'_>, collector: &mut Collector<'_>) -> Result<(), Error> {
    collector.begin(&source.name, USD.thousand(), Valuation::Fob)?;
    let classification = Classification::Hs(edition_of(&source.name));
    let name = source.name;
    let mut blocks = Blocks::new(source.rest, source.head);
    let mut reading = Reading::new(collector, classification);
    let (mut block, mut next) = (Vec::new(), Vec::new());
    let mut end = blocks.fill(&mut block).err();
    let mut header = true;
    while end.is_none() {
        let mut text = block.as_slice();
        if header {
            // The header has been looked at already.
            let after = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1);
            (text, header) = (&text[after..], false);
            reading.line += 1;
        }
        // The next block is read while this one is parsed.
        let (filled, pieces) = both(|| blocks.fill(&mut next), || parse(text));
        for piece in &pieces {
            reading.take(piece);
        }
        std::mem::swap(&mut block, &mut next);
        end = filled.err();
    }
    let line = reading.line;
    match end {
        Some(End::Failed(error)) => collector.stopped(failed(&name, &error).at(&name, line, None))?,
        Some(End::LineTooLong) => {
            let error = Error::parse("a line", "", "it has more than 16 million bytes");
            collector.stopped(error.at(&name, line + 1, None))?;
        }
        Some(End::Finished) | None => {}
    }
    Ok(())
}

#[cfg(feature = "parallel")]
fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, two: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, two)
}

#[cfg(not(feature = "parallel"))]
fn both<A, B>(one: impl FnOnce() -> A, two: impl FnOnce() -> B) -> (A, B) {
    (one(), two())
}

/// `HS92` in `BACI_HS92_Y2023_V202501.csv`.
fn edition_of(name: &str) -> Option<crate::commodity::HsEdition> {
    let upper = name.to_ascii_uppercase();
    let mut found = upper.match_indices("HS").filter_map(|(at, _)| edition(upper.get(at + 2..at + 4)?));
    found.next()
}

/// What a piece of a block says.
struct Piece<'a> {
    /// Year, exporter, importer, and the first of their rows in the columns.
    runs: Vec<(u16, u16, u16, usize)>,
    code: Vec<u32>,
    value: Vec<i64>,
    quantity: Vec<i64>,
    /// Lines that are not plain: how many plain rows and how many lines stand before, and the line.
    odd: Vec<(usize, u64, &'a [u8])>,
    /// All lines, blank ones included.
    lines: u64,
}

fn parse(text: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(PIECES);
    let mut rest = text;
    for left in (1..=PIECES).rev() {
        let about = rest.len() / left;
        let end = rest[about..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| about + at + 1);
        let (piece, more) = rest.split_at(end);
        if !piece.is_empty() {
            pieces.push(piece);
        }
        rest = more;
    }
    map(pieces, parse_piece)
}

fn parse_piece(text: &[u8]) -> Piece<'_> {
    let rows = text.len() / 24;
    let mut piece = Piece {
        runs: Vec::new(),
        code: Vec::with_capacity(rows),
        value: Vec::with_capacity(rows),
        quantity: Vec::with_capacity(rows),
        odd: Vec::new(),
        lines: 0,
    };
    // The first three fields of the row before, commas included.
    let mut shared: &[u8] = b"\n";
    let mut rest = text;
    while !rest.is_empty() {
        let known = rest.starts_with(shared);
        let prefix = if known { Some(shared.len()) } else { labels(rest) };
        let parsed = prefix.and_then(|prefix| goods(&rest[prefix..]).map(|goods| (prefix, goods)));
        let Some((prefix, (code, value, quantity, used))) = parsed else {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            piece.odd.push((piece.code.len(), piece.lines, &rest[..end]));
            rest = rest.get(end + 1..).unwrap_or_default();
            piece.lines += 1;
            continue;
        };
        if !known {
            shared = &rest[..prefix];
            let mut numbers = shared.split(|byte| *byte == b',').map(|field| {
                field.iter().fold(0_u16, |sum, byte| sum.wrapping_mul(10).wrapping_add(u16::from(byte - b'0')))
            });
            let mut next = || numbers.next().unwrap_or_default();
            piece.runs.push((next(), next(), next(), piece.code.len()));
        }
        piece.code.push(code);
        piece.value.push(value);
        piece.quantity.push(quantity);
        piece.lines += 1;
        rest = &rest[prefix + used..];
    }
    piece
}

/// How long `2022,643,156,` is, if it is that plain: a year and two numbers of at most four digits.
fn labels(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    for field in 0..3 {
        let start = at;
        while text.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let length = at - start;
        if length == 0 || length > 4 || (field == 0 && length != 4) || text.get(at) != Some(&b',') {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Commodity, value, quantity and the bytes used, line end included, if all are plain.
fn goods(text: &[u8]) -> Option<(u32, i64, i64, usize)> {
    let code = text.get(..7)?;
    let mut number = 0_u32;
    for byte in &code[..6] {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    if code[6] != b',' {
        return None;
    }
    let (value, at) = thousandths(text, 7)?;
    if value == NO_QUANTITY || text.get(at) != Some(&b',') {
        return None;
    }
    let (quantity, mut at) = thousandths(text, at + 1)?;
    if text.get(at) == Some(&b'\r') {
        at += 1;
    }
    match text.get(at) {
        Some(b'\n') => Some((number, value, quantity, at + 1)),
        None => Some((number, value, quantity, at)),
        _ => None,
    }
}

/// A padded number without a sign and with at most three places, or nothing, or `NA`; and where it ends.
fn thousandths(text: &[u8], start: usize) -> Option<(i64, usize)> {
    let mut at = start;
    while text.get(at) == Some(&b' ') {
        at += 1;
    }
    let first = at;
    let mut number = 0_i64;
    while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    let whole = at - first;
    let mut places = 0;
    if text.get(at) == Some(&b'.') {
        at += 1;
        let point = at;
        while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
            number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
            at += 1;
        }
        places = at - point;
        if places == 0 {
            return None;
        }
    }
    if whole == 0 {
        let missing = if text[at.min(text.len())..].starts_with(b"NA") { at + 2 } else { at };
        return if places == 0 { Some((NO_QUANTITY, missing)) } else { None };
    }
    // 12 digits before the point and 3 behind it stay far below 64 bits.
    let factor = [1000, 100, 10, 1].get(places)?;
    if whole > 12 { None } else { Some((number * factor, at)) }
}

/// Pieces become rows of the arrival.
struct Reading<'a, 'b> {
    collector: &'a mut Collector<'b>,
    classification: Classification,
    /// The identifier of each numeric code; not known yet where it is the largest number.
    codes: Vec<u16>,
    /// The identifiers of areas and years.
    areas: Vec<Option<u16>>,
    years: Vec<Option<u16>>,
    flow: u16,
    /// Lines read so far.
    line: u64,
    fields: Fields,
}

const NOT_KNOWN: u16 = u16::MAX;

impl<'a, 'b> Reading<'a, 'b> {
    fn new(collector: &'a mut Collector<'b>, classification: Classification) -> Reading<'a, 'b> {
        // The scale that these files have, so that it need not grow; a panel without rows yet keeps no other.
        for column in [&mut collector.arrival.value, &mut collector.arrival.quantity] {
            column.fit(1, i32::from(PLACES));
        }
        collector.arrival.unit(AnyUnit::Mass(MassUnit::Tonne));
        let flow = collector.arrival.flows.id(Flow::Export).unwrap_or_default();
        Reading {
            collector,
            classification,
            codes: vec![NOT_KNOWN; CODES],
            areas: vec![None; 10_000],
            years: vec![None; 10_000],
            flow,
            line: 0,
            fields: Fields::new(b','),
        }
    }

    fn take(&mut self, piece: &Piece<'_>) {
        let (mut row, mut odd_before) = (0, 0_u64);
        let start = self.line;
        let mut odd = piece.odd.iter().peekable();
        for (run, (year, exporter, importer, first)) in piece.runs.iter().enumerate() {
            let end = piece.runs.get(run + 1).map_or(piece.code.len(), |next| next.3);
            row = row.max(*first);
            while row < end {
                // Odd lines keep their place among the plain ones.
                while let Some((_, lines, text)) = odd.next_if(|(before, ..)| *before <= row) {
                    self.odd(start + lines + 1, text);
                    odd_before += 1;
                }
                let until = odd.peek().map_or(end, |(before, ..)| (*before).min(end));
                let line = start + row as u64 + odd_before + 1;
                self.plain(piece, row..until, (*year, *exporter, *importer), line);
                row = until;
            }
        }
        for (_, lines, text) in odd {
            self.odd(start + lines + 1, text);
        }
        self.line = start + piece.lines;
    }

    /// Rows of one run, line after line.
    fn plain(&mut self, piece: &Piece<'_>, rows: std::ops::Range<usize>, labels: (u16, u16, u16), line: u64) {
        let arrival = &mut self.collector.arrival;
        let (year, exporter, importer) = labels;
        let mut area = |code: u16, areas: &mut Vec<Option<u16>>| {
            let slot = areas.get_mut(usize::from(code))?;
            if slot.is_none() {
                *slot = Area::from_code(code).ok().and_then(|area| arrival.areas.id(area));
            }
            *slot
        };
        let reporter = area(exporter, &mut self.areas);
        let partner = area(importer, &mut self.areas);
        let period = self.years.get_mut(usize::from(year)).and_then(|slot| {
            if slot.is_none() {
                *slot = Period::try_year(i32::from(year)).ok().and_then(|year| arrival.periods.id(year));
            }
            *slot
        });
        for code in &piece.code[rows.clone()] {
            let id = &mut self.codes[*code as usize];
            if *id == NOT_KNOWN {
                let good = Commodity::new(self.classification, &format!("{code:06}")).ok();
                *id = good.and_then(|good| arrival.commodities.id(good)).unwrap_or(NOT_KNOWN);
            }
        }
        let known = |codes: &[u16], code: &u32| codes[*code as usize] != NOT_KNOWN;
        let plain = arrival.value.places == PLACES && arrival.quantity.places == PLACES;
        let all = piece.code[rows.clone()].iter().all(|code| known(&self.codes, code));
        let (Some(reporter), Some(partner), Some(period), true) = (reporter, partner, period, plain && all) else {
            // Back to the general path, which says what is wrong with each of them.
            for (place, row) in rows.enumerate() {
                let quantity = piece.quantity[row];
                let (value, code) = (piece.value[row], piece.code[row]);
                let mut text = format!("{year},{exporter},{importer},{code:06},{value}e-3,");
                if quantity != NO_QUANTITY {
                    text.push_str(&format!("{quantity}e-3"));
                }
                self.odd(line + place as u64, text.as_bytes());
            }
            return;
        };
        let shared = Shared { period, flow: self.flow, reporter, partner };
        let count = rows.len() as u64;
        self.collector.stands_at(line);
        let arrival = &mut self.collector.arrival;
        arrival.enter(shared);
        arrival.extend(
            piece.code[rows.clone()].iter().map(|code| self.codes[*code as usize]),
            &piece.value[rows.clone()],
            &piece.quantity[rows],
        );
        self.collector.account.rows += count;
        self.collector.account.accepted += count;
    }

    /// A line that is not plain.
    fn odd(&mut self, line: u64, text: &[u8]) {
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if text.trim_ascii().is_empty() {
            return;
        }
        let at = At { line, text };
        if !self.fields.split(text) {
            return self.collector.set_aside(Reason::Malformed, at, None, b"");
        }
        if self.fields.len() != 6 {
            return self.collector.set_aside(Reason::WrongFieldCount, at, None, b"");
        }
        let field = |at: usize| self.fields.get(at).trim_ascii();
        let digits = |text: &[u8]| -> Option<u16> {
            let plain = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
            std::str::from_utf8(text).ok().filter(|_| plain)?.parse().ok()
        };
        let Some(period) = digits(field(0)).and_then(|year| Period::try_year(i32::from(year)).ok()) else {
            return self.collector.set_aside(Reason::UnknownPeriod, at, Some("t"), field(0));
        };
        let area = |at: usize| digits(field(at)).and_then(|code| Area::from_code(code).ok());
        let Some(reporter) = area(1) else {
            return self.collector.set_aside(Reason::UnknownArea, at, Some("i"), field(1));
        };
        let Some(partner) = area(2) else {
            return self.collector.set_aside(Reason::UnknownArea, at, Some("j"), field(2));
        };
        let code = std::str::from_utf8(field(3)).unwrap_or_default();
        // Some releases lost the leading zero of chapters 1 to 9.
        let code = if code.len() == 5 && digits(code.get(..1).unwrap_or_default().as_bytes()).is_some() {
            format!("0{code}")
        } else {
            code.to_owned()
        };
        let Ok(commodity) = Commodity::new(self.classification, &code) else {
            return self.collector.set_aside(Reason::UnknownCommodity, at, Some("k"), field(3));
        };
        if is_missing(field(4)) {
            return self.collector.set_aside(Reason::NoValue, at, Some("v"), b"");
        }
        let Some(value) = number(field(4)) else {
            return self.collector.set_aside(Reason::BadNumber, at, Some("v"), field(4));
        };
        let quantity = match field(5) {
            text if is_missing(text) => None,
            text => match number(text) {
                Some(number) => Some((number, AnyUnit::Mass(MassUnit::Tonne))),
                None => return self.collector.set_aside(Reason::BadNumber, at, Some("q"), field(5)),
            },
        };
        let marks = Marks::default();
        let row = Row { reporter, partner, flow: Flow::Export, commodity, period, value, quantity, marks };
        self.collector.row(at, &row);
    }
}
