//! Blocks of BACI's plain lines, parsed at once: bytes become numbers and mantissas without a text
//! between.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
// Positions were found in the same slice; numbers have at most 17 digits. Held by
// `plain_and_general_paths_agree` and the hostile tests in `tests/read/read.rs`.

use crate::panel::NO_QUANTITY;
use crate::panel::parallel::for_each;
use crate::read::text::Block;

/// How many pieces of a block are parsed at the same time.
const PIECES: usize = 4;

/// A block of lines and what they say.
#[derive(Default)]
pub(crate) struct Parsed {
    pub(crate) block: Block,
    /// Where its rows begin.
    pub(crate) start: usize,
    pieces: Vec<Piece>,
    /// How many pieces belong to this block; further ones are memory to be used again.
    used: usize,
}

/// What a piece of a block says.
#[derive(Default)]
pub(crate) struct Piece {
    /// Where the piece begins in its block.
    pub(crate) start: usize,
    /// Year, exporter, importer, and the first of their rows in the columns.
    pub(crate) runs: Vec<(u16, u16, u16, usize)>,
    pub(crate) code: Vec<u32>,
    pub(crate) value: Vec<i64>,
    pub(crate) quantity: Vec<i64>,
    /// Lines that are not plain: how many plain rows and how many lines stand before, and where in
    /// the piece the line stands.
    pub(crate) odd: Vec<(usize, u64, std::ops::Range<usize>)>,
    /// All lines, blank ones included.
    pub(crate) lines: u64,
}

impl Parsed {
    /// The pieces of the block.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces[..self.used]
    }

    /// Cuts the block into pieces and parses each on its own.
    pub(crate) fn parse(&mut self) {
        let text = self.block.text();
        let mut rest = text.get(self.start..).unwrap_or_default();
        let mut texts = Vec::with_capacity(PIECES);
        let mut start = self.start;
        for left in (1..=PIECES).rev() {
            let about = rest.len() / left;
            let end = rest[about..]
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(rest.len(), |at| about + at + 1);
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
        for_each(self.pieces.iter_mut().zip(texts).collect(), |(piece, (start, text))| {
            piece.start = start;
            piece.parse(text);
        });
    }
}

impl Piece {
    fn parse(&mut self, text: &[u8]) {
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
            let prefix = if known { Some(shared.length) } else { labels(rest) };
            let parsed =
                prefix.and_then(|prefix| goods(&rest[prefix..]).map(|goods| (prefix, goods)));
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
            field.iter().fold(0_u16, |sum, byte| {
                sum.wrapping_mul(10).wrapping_add(u16::from(byte.wrapping_sub(b'0')))
            })
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
/// Eight bytes are looked at as one number: digits become 0 to 9, the first other byte sets a high
/// bit, and three multiplications add the digits up two, four and eight at a time. None for eight
/// digits or more.
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

/// A padded number without a sign and with at most three places, or nothing, or `NA`; and where it
/// ends.
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
