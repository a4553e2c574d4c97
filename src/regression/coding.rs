//! Columns of a factor whose effects sum to zero.
//!
//! Floats: the three values 1, 0, -1.

use crate::error::{Error, counted};
use std::fmt::Display;

/// Columns that stand for a factor; [`sum_to_zero`] makes them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SumToZero {
    /// A name for each column: the label.
    pub names: Vec<String>,
    /// 1 where the row has the label, -1 where it has the last label, else 0.
    pub columns: Vec<Vec<f64>>,
    /// The last label, which has no column: its effect is minus the sum of the others.
    pub last: String,
}

/// The columns of a factor whose effects sum to zero (effect coding): one for each label but the
/// last one in the order of labels.
///
/// # Errors
/// Fewer than two labels.
///
/// ```
/// use bilateral::regression::{LeastSquares, sum_to_zero};
///
/// let coded = sum_to_zero(&["CHN", "RUS", "CHN", "USA"])?;
/// assert_eq!(coded.names, ["CHN", "RUS"]);
/// assert_eq!(coded.columns[0], [1.0, 0.0, 1.0, -1.0]);
///
/// // By hand: means 2, 4, 9; their mean is 5, so China's effect is -3.
/// let mut model = LeastSquares::new(&[1.0, 4.0, 3.0, 9.0]);
/// for (name, column) in coded.names.iter().zip(&coded.columns) {
///     model = model.column(name, column)?;
/// }
/// assert!((model.fit()?.coefficient("CHN")? + 3.0).abs() < 1e-12);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn sum_to_zero<L: Ord + Display>(labels: &[L]) -> Result<SumToZero, Error> {
    let mut levels: Vec<&L> = labels.iter().collect();
    levels.sort_unstable();
    levels.dedup();
    let (Some((last, named)), true) = (levels.split_last(), levels.len() > 1) else {
        return Err(Error::invalid(
            "a factor",
            format!("it has {}, where two are needed", counted(levels.len(), "label")),
        )
        .with_help("leave it out: a factor with one label explains nothing"));
    };
    let value = |label: &L, level: &L| match label {
        label if label == level => 1.0,
        label if label == *last => -1.0,
        _ => 0.0,
    };
    let column = |level: &&L| labels.iter().map(|label| value(label, level)).collect();
    Ok(SumToZero {
        names: named.iter().map(ToString::to_string).collect(),
        columns: named.iter().map(column).collect(),
        last: last.to_string(),
    })
}
