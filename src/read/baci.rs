//! CEPII BACI: `t,i,j,k,v,q`. A plain format and the largest files, so bytes become identifiers and mantissas at once.
//!
//! A block of lines is cut into pieces, each parsed on its own: neighbours that share `t,i,j` are one run, `k` a number, `v` and `q`
//! whole numbers of thousandths. Whatever is not so plain is left to the general path, in its place, so the account is the same.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions were found in the same slice; numbers have at most 17 digits. Held by `plain_and_general_paths_agree` and the hostile
// tests in `tests/read.rs`.

use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::key::{Flow, Key, Label, Valuation};
use crate::panel::parallel::for_each;
use crate::panel::{Marks, NO_QUANTITY, Shared};
use crate::period::Period;
use crate::read::collect::{At, Collector, Row};
use crate::read::comtrade::edition;
use crate::read::number::{is_missing, number};
use crate::read::source::{Source, failed};
use crate::read::table::stopped;
use crate::read::text::{Block, Blocks, End, Fields};
use crate::read::{Reason, recognise};
use crate::unit::{AnyUnit, MassUnit, USD};

/// Year, exporter, importer, commodity, value, quantity.
const COLUMNS: [&str; 6] = ["t", "i", "j", "k", "v", "q"];
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
    // Three blocks: one is taken into the panel while the next is parsed and the one after that is read.
    let (mut taken, mut parsed, mut next) = (Parsed::default(), Parsed::default(), Parsed::default());
    let mut end = blocks.fill(&mut parsed.block).err();
    while end.is_none() {
        if let Some(header) = header(parsed.block.text(), reading.line) {
            (parsed.start, reading.line) = (header.end, header.line);
            parsed.general = header.separator != b',';
            reading.fields = Fields::new(header.separator);
            is_baci(&header.names).map_err(|error| error.at(&name, header.line, None))?;
            break;
        }
        // Nothing but blank lines so far.
        reading.line += parsed.block.text().iter().filter(|byte| **byte == b'\n').count() as u64;
        end = blocks.fill(&mut parsed.block).err();
    }
    if let Some(end) = end {
        return Err(stopped(end, &name, reading.line, "it has no line that names the columns"));
    }
    if let Some(size) = source.size {
        // As many rows as there are lines of the length of those of the first block.
        let (text, lines) = (parsed.block.text(), parsed.block.text().iter().filter(|byte| **byte == b'\n').count());
        let rows = u128::from(size) * lines as u128 / text.len().max(1) as u128;
        reading.collector.arrival.reserve(usize::try_from(rows + rows / 64).unwrap_or(0));
    }
    while end.is_none() {
        let (filled, ()) = both(
            || {
                reading.take(&taken);
                blocks.fill(&mut next.block)
            },
            || parsed.parse(),
        );
        (next.start, next.general) = (0, parsed.general);
        (taken, parsed, next) = (parsed, next, taken);
        end = filled.err();
    }
    reading.take(&taken);
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

/// The first line that is not blank.
struct Header {
    names: Vec<String>,
    separator: u8,
    /// Its number.
    line: u64,
    /// Where the rows begin.
    end: usize,
}

/// The header in a block that so many lines stand before; none if all of its lines are blank.
fn header(text: &[u8], before: u64) -> Option<Header> {
    let (mut line, mut start) = (before, 0);
    while start < text.len() {
        let end = text[start..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| start + at + 1);
        let found = text[start..end].trim_ascii();
        line += 1;
        if !found.is_empty() {
            let separator = recognise::separator(found);
            return Some(Header { names: recognise::header(found, separator), separator, line, end });
        }
        start = end;
    }
    None
}

/// Columns are read by their place, so each must have the name of its place.
fn is_baci(names: &[String]) -> Result<(), Error> {
    if names == COLUMNS {
        return Ok(());
    }
    let reason = format!("the columns of BACI are {} in this order", COLUMNS.join(","));
    Err(Error::parse("a header of BACI", &names.join(","), reason)
        .with_help("give the file its header again, or bring the columns into this order"))
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

/// A block of lines and what they say.
#[derive(Default)]
struct Parsed {
    block: Block,
    /// Where its rows begin.
    start: usize,
    /// Fields are separated by another byte than the fast path knows.
    general: bool,
    pieces: Vec<Piece>,
    /// How many pieces belong to this block; further ones are memory to be used again.
    used: usize,
}

/// What a piece of a block says.
#[derive(Default)]
struct Piece {
    /// Where the piece begins in its block.
    start: usize,
    /// Year, exporter, importer, and the first of their rows in the columns.
    runs: Vec<(u16, u16, u16, usize)>,
    code: Vec<u32>,
    value: Vec<i64>,
    quantity: Vec<i64>,
    /// Lines that are not plain: how many plain rows and how many lines stand before, and where in the piece the line stands.
    odd: Vec<(usize, u64, std::ops::Range<usize>)>,
    /// All lines, blank ones included.
    lines: u64,
}

impl Parsed {
    /// Cuts the block into pieces and parses each on its own.
    fn parse(&mut self) {
        let text = self.block.text();
        let mut rest = text.get(self.start..).unwrap_or_default();
        let mut texts = Vec::with_capacity(PIECES);
        let mut start = self.start;
        for left in (1..=PIECES).rev() {
            let about = rest.len() / left;
            let end = rest[about..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| about + at + 1);
            let (piece, more) = rest.split_at(end);
            if !piece.is_empty() {
                texts.push((start, piece));
            }
            (rest, start) = (more, start + end);
        }
        self.used = texts.len();
        if self.pieces.len() < texts.len() {
            self.pieces.resize_with(PIECES, Piece::default);
        }
        let general = self.general;
        for_each(self.pieces.iter_mut().zip(texts).collect(), |(piece, (start, text))| {
            piece.start = start;
            piece.parse(text, general);
        });
    }
}

impl Piece {
    fn parse(&mut self, text: &[u8], general: bool) {
        self.runs.clear();
        self.code.clear();
        self.value.clear();
        self.quantity.clear();
        self.odd.clear();
        self.lines = 0;
        let mut shared = Labels::none();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let known = shared.begin(rest);
            let prefix = if known { Some(shared.length) } else { labels(rest).filter(|_| !general) };
            let parsed = prefix.and_then(|prefix| goods(&rest[prefix..]).map(|goods| (prefix, goods)));
            self.lines += 1;
            let Some((prefix, (code, value, quantity, used))) = parsed else {
                let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                self.odd.push((self.code.len(), self.lines - 1, at..at + end));
                at += end + 1;
                continue;
            };
            if !known {
                shared = Labels::new(&rest[..prefix]);
                let (year, exporter, importer) = shared.numbers(&rest[..prefix]);
                self.runs.push((year, exporter, importer, self.code.len()));
            }
            self.code.push(code);
            self.value.push(value);
            self.quantity.push(quantity);
            at += prefix + used;
        }
    }
}

/// `2022,643,156,` of the row before, at most 15 bytes, as one number.
struct Labels {
    bytes: u128,
    mask: u128,
    length: usize,
}

impl Labels {
    fn none() -> Labels {
        Labels { bytes: u128::MAX, mask: u128::MAX, length: 0 }
    }

    fn new(text: &[u8]) -> Labels {
        let bytes = text.iter().rev().fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
        Labels { bytes, mask: (1_u128 << (8 * text.len())) - 1, length: text.len() }
    }

    /// True if the text begins with these labels. A text too short to look at goes the long way.
    fn begin(&self, text: &[u8]) -> bool {
        let Some(chunk) = text.first_chunk::<16>() else { return false };
        u128::from_le_bytes(*chunk) & self.mask == self.bytes
    }

    fn numbers(&self, text: &[u8]) -> (u16, u16, u16) {
        let mut numbers = text.split(|byte| *byte == b',').map(|field| {
            field.iter().fold(0_u16, |sum, byte| sum.wrapping_mul(10).wrapping_add(u16::from(byte.wrapping_sub(b'0'))))
        });
        let mut next = || numbers.next().unwrap_or_default();
        (next(), next(), next())
    }
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
#[inline(always)] // a tenth of the time of a file
fn goods(text: &[u8]) -> Option<(u32, i64, i64, usize)> {
    let (code, 6) = digits(text, 0)? else { return None };
    if text.get(6) != Some(&b',') {
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
        Some(b'\n') => Some((code as u32, value, quantity, at + 1)),
        None => Some((code as u32, value, quantity, at)),
        _ => None,
    }
}

/// The digits that begin here, at most seven of them: their number and how many they are.
///
/// Eight bytes are looked at as one number: digits become 0 to 9, the first other byte sets a high bit, and three
/// multiplications add the digits up two, four and eight at a time. None for eight digits or more.
#[inline(always)] // a tenth of the time of a file
fn digits(text: &[u8], at: usize) -> Option<(u64, usize)> {
    let Some(chunk) = text.get(at..).and_then(|text| text.first_chunk::<8>()) else {
        let rest = text.get(at..)?;
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = rest[..count].iter().fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
        return Some((number, count));
    };
    let bytes = u64::from_le_bytes(*chunk) ^ 0x3030_3030_3030_3030;
    let others = (bytes.wrapping_add(0x7676_7676_7676_7676) | bytes) & 0x8080_8080_8080_8080;
    if others == 0 {
        return None;
    }
    let count = (others.trailing_zeros() / 8) as usize;
    if count == 0 {
        return Some((0, 0));
    }
    let bytes = bytes << (64 - 8 * count);
    let pairs = bytes.wrapping_mul(10).wrapping_add(bytes >> 8);
    let high = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let low = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some((high.wrapping_add(low) >> 32, count))
}

/// A padded number without a sign and with at most three places, or nothing, or `NA`; and where it ends.
#[inline(always)] // a tenth of the time of a file
fn thousandths(text: &[u8], start: usize) -> Option<(i64, usize)> {
    let mut at = start;
    while text.get(at) == Some(&b' ') {
        at += 1;
    }
    let (mut whole, mut count) = match digits(text, at) {
        Some(found) => found,
        None => (digits(&text[at..at + 7], 0)?.0, 7),
    };
    if count == 0 {
        let rest = text.get(at..).unwrap_or_default();
        return match rest.first() {
            Some(b'.') => None,
            _ if rest.starts_with(b"NA") => Some((NO_QUANTITY, at + 2)),
            _ => Some((NO_QUANTITY, at)),
        };
    }
    at += count;
    // 14 digits before the point and 3 behind it stay below 64 bits.
    if count == 7 {
        let (more, further) = digits(text, at)?;
        whole = whole * 10_u64.pow(further as u32) + more;
        count += further;
        at += further;
    }
    let whole = i64::try_from(whole).ok().filter(|_| count <= 14)?;
    if text.get(at) != Some(&b'.') {
        return Some((whole * 1000, at));
    }
    let (part, places) = digits(text, at + 1)?;
    let factor = [0, 100, 10, 1].get(places).filter(|factor| **factor > 0)?;
    Some((whole * 1000 + part as i64 * factor, at + 1 + places))
}

/// Pieces become rows of the arrival.
struct Reading<'a, 'b> {
    collector: &'a mut Collector<'b>,
    classification: Classification,
    /// The identifier of each numeric code and one more; 0 where it is not known yet.
    codes: Vec<u32>,
    /// The identifiers of areas and years.
    areas: Vec<Option<u16>>,
    years: Vec<Option<u16>>,
    label: u16,
    /// Lines read so far.
    line: u64,
    fields: Fields,
}

const NOT_KNOWN: u32 = 0;

impl<'a, 'b> Reading<'a, 'b> {
    fn new(collector: &'a mut Collector<'b>, classification: Classification) -> Reading<'a, 'b> {
        // The scale that these files have, so that it need not grow; a panel without rows yet keeps no other.
        for column in [&mut collector.arrival.value, &mut collector.arrival.quantity] {
            column.fit(1, i32::from(PLACES));
        }
        collector.arrival.unit(AnyUnit::Mass(MassUnit::Tonne));
        let label = collector.arrival.flows.short(Label::new(Flow::Export).valued(Valuation::Fob)).unwrap_or_default();
        Reading {
            collector,
            classification,
            codes: vec![NOT_KNOWN; CODES],
            areas: vec![None; 10_000],
            years: vec![None; 10_000],
            label,
            line: 0,
            fields: Fields::new(b','),
        }
    }

    fn take(&mut self, parsed: &Parsed) {
        let text = parsed.block.text();
        for piece in &parsed.pieces[..parsed.used] {
            self.take_piece(piece, &text[piece.start..]);
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
    fn plain(&mut self, piece: &Piece, rows: std::ops::Range<usize>, labels: (u16, u16, u16), line: u64) {
        let options = self.collector.options;
        let arrival = &mut self.collector.arrival;
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
                *slot = Period::try_year(i32::from(year)).ok().and_then(|year| arrival.periods.short(year));
            }
            *slot
        });
        for code in &piece.code[rows.clone()] {
            let id = &mut self.codes[*code as usize];
            if *id == NOT_KNOWN {
                let good = Commodity::new(self.classification, &format!("{code:06}")).ok();
                *id = good.and_then(|good| arrival.commodities.id(good)).map_or(NOT_KNOWN, |id| id + 1);
            }
        }
        let known = |codes: &[u32], code: &u32| codes[*code as usize] != NOT_KNOWN;
        let plain = arrival.value.places == PLACES && arrival.quantity.places == PLACES;
        let room = arrival.len() + rows.len() < u32::MAX as usize;
        let all = room && piece.code[rows.clone()].iter().all(|code| known(&self.codes, code));
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
        let shared = Shared { period, label: self.label, reporter, partner };
        let count = rows.len() as u64;
        self.collector.stands_at(line);
        let arrival = &mut self.collector.arrival;
        arrival.enter(shared);
        arrival.extend(
            piece.code[rows.clone()].iter().map(|code| self.codes[*code as usize].wrapping_sub(1)),
            &piece.value[rows.clone()],
            &piece.quantity[rows],
        );
        self.collector.account.accept(count);
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
        let year = digits(field(0)).filter(|_| field(0).len() == 4);
        let Some(period) = year.and_then(|year| Period::try_year(i32::from(year)).ok()) else {
            return self.collector.set_aside(Reason::UnknownPeriod, at, Some("t"), field(0));
        };
        let area = |at: usize| digits(field(at)).and_then(|code| self.collector.options.area(code));
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
        let key = Key::new(Flow::Export, reporter, partner).of(commodity);
        let row = Row { key, period, value, quantity, marks };
        self.collector.row(at, &row);
    }
}
