//! The one sort: rows in any order become rows by period, flow, reporter, partner and commodity.
//!
//! A row's place is one number, its packed key. Its high bits choose a bucket; each bucket is
//! sorted on its own. Equal keys keep the order of arrival. Indices stay below the length of the
//! columns, which [`Columns`](super::Columns) has checked to be alike; held by
//! `any_order_gives_the_same_panel` in `tests/panel/panel.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::panel::detail::Detail;
use crate::panel::parallel::{cut, for_each, map};

/// What moves along with the keys; a column that no row needs is empty.
pub(crate) struct Payload {
    pub(crate) value: Vec<i64>,
    pub(crate) quantity: Vec<i64>,
    pub(crate) detail: Vec<Detail>,
    /// The number of each row in the order of arrival, where somebody asks for it.
    pub(crate) arrived: Vec<u32>,
}

const CHUNKS: usize = 8;
const BUCKET_BITS: u32 = 12;

/// More bits than these are sorted the plain way.
const MOST_BITS: u32 = 48;

/// Sorts by key; `bits` is the number of bits that keys have.
pub(crate) fn sort(keys: Vec<u64>, payload: Payload, bits: u32) -> (Vec<u64>, Payload) {
    if bits > MOST_BITS {
        return sort_plainly(&keys, &payload);
    }
    let buckets = Buckets::new(&keys, bits);
    let mut low = buckets.scatter(&keys, &keys, |key| key as u32);
    // One column after the other, so that only one of them is there twice.
    let Payload { value, quantity, detail, arrived } = payload;
    let mut payload = Payload {
        value: buckets.scattered(&keys, value),
        quantity: buckets.scattered(&keys, quantity),
        detail: buckets.scattered(&keys, detail),
        arrived: buckets.scattered(&keys, arrived),
    };
    // Inside a bucket the low bits decide. The sorted keys take the place of the old ones.
    let mut sorted = keys;
    let sizes = buckets.sizes();
    let pieces = cut(&mut sorted, sizes.iter().copied())
        .into_iter()
        .zip(cut(&mut low, sizes.iter().copied()));
    let mut quantities = cut_if_any(&mut payload.quantity, &sizes).into_iter();
    let mut details = cut_if_any(&mut payload.detail, &sizes).into_iter();
    let mut arrivals = cut_if_any(&mut payload.arrived, &sizes).into_iter();
    let mut tasks = Vec::with_capacity(sizes.len());
    for (bucket, ((keys, low), value)) in
        pieces.zip(cut(&mut payload.value, sizes.iter().copied())).enumerate()
    {
        let others = (quantities.next(), details.next(), arrivals.next());
        if !keys.is_empty() {
            tasks.push((bucket as u64, keys, low, value, others));
        }
    }
    let low_bits = buckets.low_bits;
    let mask = (1_u64 << low_bits) - 1;
    for_each(tasks, |(bucket, keys, low, value, (quantity, detail, arrived))| {
        let mut places: Vec<u64> = low
            .iter()
            .enumerate()
            .map(|(at, low)| ((u64::from(*low) & mask) << 32) | at as u64)
            .collect();
        places.sort_unstable();
        for (key, place) in keys.iter_mut().zip(&places) {
            *key = (bucket << low_bits) | (place >> 32);
        }
        rearrange(value, &places);
        quantity.into_iter().for_each(|quantity| rearrange(quantity, &places));
        detail.into_iter().for_each(|detail| rearrange(detail, &places));
        arrived.into_iter().for_each(|arrived| rearrange(arrived, &places));
    });
    (sorted, payload)
}

/// The same for keys of any width: slower, with more memory, and needed only by panels of very many
/// labels.
fn sort_plainly(keys: &[u64], payload: &Payload) -> (Vec<u64>, Payload) {
    let mut order: Vec<(u64, u32)> =
        keys.iter().enumerate().map(|(row, key)| (*key, row as u32)).collect();
    order.sort_unstable();
    fn moved<T: Copy>(column: &[T], order: &[(u64, u32)]) -> Vec<T> {
        if column.is_empty() {
            Vec::new()
        } else {
            order.iter().map(|(_, row)| column[*row as usize]).collect()
        }
    }
    let payload = Payload {
        value: moved(&payload.value, &order),
        quantity: moved(&payload.quantity, &order),
        detail: moved(&payload.detail, &order),
        arrived: moved(&payload.arrived, &order),
    };
    (order.into_iter().map(|(key, _)| key).collect(), payload)
}

/// Which rows go to which bucket.
struct Buckets {
    low_bits: u32,
    count: usize,
    /// How many rows each chunk of the keys sends to each bucket: bucket after bucket, the chunks
    /// of each.
    lengths: Vec<usize>,
    chunk: usize,
    chunks: usize,
}

impl Buckets {
    fn new(keys: &[u64], bits: u32) -> Buckets {
        let low_bits = bits.saturating_sub(BUCKET_BITS).min(32);
        let count = 1_usize << (bits - low_bits);
        let chunk = keys.len().div_ceil(CHUNKS).max(1);
        let counts: Vec<Vec<usize>> = map(keys.chunks(chunk).collect(), |keys: &[u64]| {
            let mut counts = vec![0; count];
            for key in keys {
                counts[(key >> low_bits) as usize] += 1;
            }
            counts
        });
        let lengths =
            (0..count).flat_map(|bucket| counts.iter().map(move |counts| counts[bucket])).collect();
        Buckets { low_bits, count, lengths, chunk, chunks: counts.len() }
    }

    /// How many rows each bucket has.
    fn sizes(&self) -> Vec<usize> {
        self.lengths.chunks(self.chunks.max(1)).map(|bucket| bucket.iter().sum()).collect()
    }

    /// Moves a column into its buckets, if it has rows.
    fn scattered<T: Copy + Default + Send + Sync>(&self, keys: &[u64], column: Vec<T>) -> Vec<T> {
        if column.is_empty() { column } else { self.scatter(keys, &column, |item| item) }
    }

    /// Moves a column into its buckets; each chunk has its own stretch of each bucket.
    fn scatter<T: Copy + Sync, U: Copy + Default + Send>(
        &self,
        keys: &[u64],
        from: &[T],
        narrow: impl Fn(T) -> U + Sync + Send,
    ) -> Vec<U> {
        let mut to = vec![U::default(); from.len()];
        let mut stretches: Vec<Vec<&mut [U]>> =
            (0..self.chunks).map(|_| Vec::with_capacity(self.count)).collect();
        for (at, stretch) in cut(&mut to, self.lengths.iter().copied()).into_iter().enumerate() {
            stretches[at % self.chunks].push(stretch);
        }
        let tasks: Vec<_> = stretches
            .into_iter()
            .zip(keys.chunks(self.chunk).zip(from.chunks(self.chunk)))
            .collect();
        for_each(tasks, |(mut stretches, (keys, from))| {
            let mut filled = vec![0_usize; stretches.len()];
            for (key, item) in keys.iter().zip(from) {
                let bucket = (key >> self.low_bits) as usize;
                stretches[bucket][filled[bucket]] = narrow(*item);
                filled[bucket] += 1;
            }
        });
        to
    }
}

fn cut_if_any<'a, T>(column: &'a mut [T], sizes: &[usize]) -> Vec<&'a mut [T]> {
    if column.is_empty() { Vec::new() } else { cut(column, sizes.iter().copied()) }
}

fn rearrange<T: Copy>(column: &mut [T], places: &[u64]) {
    let moved: Vec<T> = places.iter().map(|place| column[(place & 0xFFFF_FFFF) as usize]).collect();
    column.copy_from_slice(&moved);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways of sorting agree, equal keys in the order of arrival.
    #[test]
    fn plain_and_quick_sort_agree() {
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 40
        };
        for (rows, span) in [(0, 5), (1, 5), (1000, 3), (5000, 1 << 20)] {
            let keys: Vec<u64> = (0..rows).map(|_| next() % span).collect();
            let payload = || Payload {
                value: (0..rows).collect(),
                quantity: (0..rows).map(|row| -row).collect(),
                detail: Vec::new(),
                arrived: (0..rows as u32).collect(),
            };
            let (quick, plain) =
                (sort(keys.clone(), payload(), 20), sort(keys, payload(), MOST_BITS + 1));
            assert_eq!(
                (quick.0, quick.1.value, quick.1.arrived),
                (plain.0, plain.1.value, plain.1.arrived)
            );
            assert_eq!(quick.1.quantity, plain.1.quantity);
        }
    }
}
