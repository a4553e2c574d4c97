//! The one sort: rows in any order become rows by period, flow, reporter, partner and commodity.
//!
//! A row's place is one number, its packed key. Its high bits choose a bucket; each bucket is sorted on its own. Equal
//! keys keep the order of arrival. Indices stay below the length of the columns, which [`Columns`](super::Columns) has
//! checked to be alike; held by `any_order_gives_the_same_panel` in `tests/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::panel::detail::Detail;
use crate::panel::parallel::{cut, for_each, map};

/// The order in which rows arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// By period, then flow, reporter, partner and commodity, as files are downloaded.
    ByPeriod,
    /// By flow, reporter, partner and commodity, then period.
    BySeries,
    /// Any other.
    Any,
}

/// What moves along with the keys.
pub(crate) struct Payload {
    pub(crate) value: Vec<i64>,
    pub(crate) quantity: Option<Vec<i64>>,
    pub(crate) detail: Option<Vec<Detail>>,
}

impl Payload {
    /// One row in the place of another.
    pub(crate) fn put(&mut self, to: usize, from: usize) {
        self.value[to] = self.value[from];
        if let Some(quantity) = &mut self.quantity {
            quantity[to] = quantity[from];
        }
        if let Some(detail) = &mut self.detail {
            detail[to] = detail[from];
        }
    }
}

const CHUNKS: usize = 8;
const BUCKET_BITS: u32 = 12;

/// Sorts by key; `bits` is the number of bits that keys have.
pub(crate) fn sort(keys: Vec<u64>, payload: Payload, bits: u32) -> (Vec<u64>, Payload) {
    let low_bits = bits.saturating_sub(BUCKET_BITS).min(32);
    let buckets = 1_usize << (bits - low_bits);
    let rows = keys.len();
    let chunk = rows.div_ceil(CHUNKS).max(1);

    // How many rows each chunk sends to each bucket.
    let counts: Vec<Vec<usize>> = map(keys.chunks(chunk).collect(), |keys: &[u64]| {
        let mut counts = vec![0; buckets];
        for key in keys {
            counts[(key >> low_bits) as usize] += 1;
        }
        counts
    });
    let lengths = |bucket: usize| counts.iter().map(move |counts| counts[bucket]);
    let all_lengths: Vec<usize> = (0..buckets).flat_map(lengths).collect();

    let mut low = vec![0_u32; rows];
    scatter(&keys, &keys, chunk, buckets, low_bits, &all_lengths, &mut low, |key| key as u32);
    let mut value = vec![0_i64; rows];
    scatter(&keys, &payload.value, chunk, buckets, low_bits, &all_lengths, &mut value, |value| value);
    let mut quantity = payload.quantity.as_ref().map(|_| vec![0_i64; rows]);
    if let (Some(to), Some(from)) = (&mut quantity, &payload.quantity) {
        scatter(&keys, from, chunk, buckets, low_bits, &all_lengths, to, |quantity| quantity);
    }
    let mut detail = payload.detail.as_ref().map(|_| vec![Detail::default(); rows]);
    if let (Some(to), Some(from)) = (&mut detail, &payload.detail) {
        scatter(&keys, from, chunk, buckets, low_bits, &all_lengths, to, |detail| detail);
    }

    // Inside a bucket the low bits decide. The sorted keys take the place of the old ones.
    let mut sorted = keys;
    let sizes: Vec<usize> = (0..buckets).map(|bucket| lengths(bucket).sum()).collect();
    let mut quantities = quantity.as_mut().map(|quantity| cut(quantity, sizes.iter().copied()).into_iter());
    let mut details = detail.as_mut().map(|detail| cut(detail, sizes.iter().copied()).into_iter());
    let mut tasks = Vec::with_capacity(buckets);
    let pieces = cut(&mut sorted, sizes.iter().copied()).into_iter().zip(cut(&mut low, sizes.iter().copied()));
    for (bucket, ((keys, low), value)) in pieces.zip(cut(&mut value, sizes.iter().copied())).enumerate() {
        let quantity = quantities.as_mut().and_then(Iterator::next);
        let detail = details.as_mut().and_then(Iterator::next);
        if !keys.is_empty() {
            tasks.push((bucket as u64, keys, low, (value, quantity, detail)));
        }
    }
    let mask = (1_u64 << low_bits) - 1;
    for_each(tasks, |(bucket, keys, low, (value, quantity, detail))| {
        let mut places: Vec<u64> =
            low.iter().enumerate().map(|(at, low)| ((u64::from(*low) & mask) << 32) | at as u64).collect();
        places.sort_unstable();
        for (key, place) in keys.iter_mut().zip(&places) {
            *key = (bucket << low_bits) | (place >> 32);
        }
        rearrange(value, &places);
        if let Some(quantity) = quantity {
            rearrange(quantity, &places);
        }
        if let Some(detail) = detail {
            rearrange(detail, &places);
        }
    });
    (sorted, Payload { value, quantity, detail })
}

fn rearrange<T: Copy>(column: &mut [T], places: &[u64]) {
    let moved: Vec<T> = places.iter().map(|place| column[(place & 0xFFFF_FFFF) as usize]).collect();
    column.copy_from_slice(&moved);
}

/// Moves a column into its buckets; each chunk has its own stretch of each bucket.
#[expect(clippy::too_many_arguments, reason = "one private loop over what `sort` holds")]
fn scatter<T: Copy + Sync, U: Send>(
    keys: &[u64],
    from: &[T],
    chunk: usize,
    buckets: usize,
    low_bits: u32,
    lengths: &[usize],
    to: &mut [U],
    narrow: impl Fn(T) -> U + Sync + Send,
) {
    let chunks = keys.len().div_ceil(chunk);
    let mut stretches: Vec<Vec<&mut [U]>> = (0..chunks).map(|_| Vec::with_capacity(buckets)).collect();
    for (at, stretch) in cut(to, lengths.iter().copied()).into_iter().enumerate() {
        stretches[at % chunks].push(stretch);
    }
    let tasks: Vec<_> = stretches.into_iter().zip(keys.chunks(chunk).zip(from.chunks(chunk))).collect();
    for_each(tasks, |(mut stretches, (keys, from))| {
        let mut filled = vec![0_usize; buckets];
        for (key, item) in keys.iter().zip(from) {
            let bucket = (key >> low_bits) as usize;
            stretches[bucket][filled[bucket]] = narrow(*item);
            filled[bucket] += 1;
        }
    });
}
