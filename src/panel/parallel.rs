//! Work split into tasks that share nothing, so that threads change the time and nothing else.

/// Does all tasks, in any order.
#[cfg(feature = "parallel")]
pub(crate) fn for_each<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync + Send) {
    use rayon::prelude::*;
    tasks.into_par_iter().with_max_len(1).for_each(work);
}

/// Does all tasks, one after the other.
#[cfg(not(feature = "parallel"))]
pub(crate) fn for_each<T: Send>(tasks: Vec<T>, work: impl Fn(T) + Sync + Send) {
    tasks.into_iter().for_each(work);
}

/// Does all tasks; the results stand in the order of the tasks.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Send, R: Send>(tasks: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    tasks.into_par_iter().with_max_len(1).map(work).collect()
}

/// Does all tasks one after the other; the results stand in the order of the tasks.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T: Send, R: Send>(tasks: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    tasks.into_iter().map(work).collect()
}

/// Cuts consecutive pieces of these lengths off a slice; what is left over is dropped.
pub(crate) fn cut<T>(
    mut rest: &mut [T],
    lengths: impl IntoIterator<Item = usize>,
) -> Vec<&mut [T]> {
    let mut pieces = Vec::new();
    for length in lengths {
        let (piece, more) = rest.split_at_mut(length);
        pieces.push(piece);
        rest = more;
    }
    pieces
}
