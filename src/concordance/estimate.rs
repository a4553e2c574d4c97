//! Weights estimated from what reporters traded under the codes of both editions.

use crate::commodity::{Classification, Commodity};
use crate::concordance::conversion::{CodeConversion, Weights};
use crate::concordance::groups::CodeGroup;
use crate::concordance::solver::Problem;
use crate::concordance::split::{equal, in_twelve_places};
use crate::concordance::table::CodeTable;
use crate::concordance::weights::build;
use crate::error::Error;
use crate::number::Ratio;
use std::collections::BTreeMap;

/// What one reporter traded under the codes of both classifications: the year before a change of
/// edition and the year after it, say.
///
/// ```
/// use bilateral::concordance::Reporter;
/// let china = Reporter::new(
///     [("H5:851712".parse()?, 100)],
///     [("H6:851713".parse()?, 98), ("H6:851714".parse()?, 4)],
/// )?;
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    from: BTreeMap<Commodity, Ratio>,
    to: BTreeMap<Commodity, Ratio>,
}

impl Reporter {
    /// Values under the codes of the first and of the second classification. Values of one code add
    /// up; a code without a value counts as zero.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a value below zero.
    pub fn new<N: Into<Ratio>>(
        from: impl IntoIterator<Item = (Commodity, N)>,
        to: impl IntoIterator<Item = (Commodity, N)>,
    ) -> Result<Reporter, Error> {
        Ok(Reporter { from: sums(from)?, to: sums(to)? })
    }

    fn check(&self, from: Classification, to: Classification) -> Result<(), Error> {
        for (values, must) in [(&self.from, from), (&self.to, to)] {
            if let Some(code) = values.keys().find(|code| code.classification() != must) {
                let help = "give first the values under the codes that goods come from, then those \
                            under the codes that they go to";
                let what = "the edition of a reporter's value";
                return Err(Error::mismatch(what, code, must).with_help(help));
            }
        }
        Ok(())
    }
}

fn sums<N: Into<Ratio>>(
    values: impl IntoIterator<Item = (Commodity, N)>,
) -> Result<BTreeMap<Commodity, Ratio>, Error> {
    let mut found: BTreeMap<Commodity, Ratio> = BTreeMap::new();
    for (code, value) in values {
        let value: Ratio = value.into();
        if value.is_negative() {
            return Err(Error::range("a reporter's value", format!("{code} has {value}"))
                .with_help("give values of trade, zero or more"));
        }
        let sum = found.entry(code).or_insert_with(Ratio::zero);
        *sum = &*sum + &value;
    }
    Ok(found)
}

impl CodeConversion {
    /// Weights under which what reporters traded under the codes of the first classification comes
    /// nearest to what they traded under those of the second one.
    ///
    /// # Formula
    /// For each group: `min ||Y - X B||^2`, where a row of `X` and of `Y` is a reporter, its values
    /// divided by its total of the group; the rows of `B` sum to 1, `0 <= B <= 1`, and `B` is zero
    /// where the table has no row. Reporters without trade in the group on either side are left
    /// out. A code that no reporter has keeps equal weights and is in
    /// [`fallbacks`](CodeConversion::fallbacks), as all codes of a group without reporters.
    ///
    /// Several `B` may be equally near where there are fewer reporters than codes; the one reached
    /// from equal weights is taken, the same for any order of the reporters. Large groups tell
    /// little and take long: leave out their ties first ([`CodeTable::without`]).
    ///
    /// # Source
    /// Lukaszuk and Torun, Harmonizing the Harmonized System, 2022.
    ///
    /// # Rounding
    /// `B` is found in floats and rounded once to 12 places: down, and what is left to the weights
    /// that lost most, so that the weights of a code add up to exactly 1. Where `B` is unique and a
    /// group has at most 400 weights in use and codes together it is right to about 1e-12.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a value under a code of another classification.
    ///
    /// ```
    /// use bilateral::{Ratio, concordance::{CodeConversion, Reporter, CodeTable}};
    /// let table = CodeTable::new("H5".parse()?, "H6".parse()?, [
    ///     ("851712", "851713"),
    ///     ("851712", "851714"),
    /// ])?;
    /// let phones = "H5:851712".parse()?;
    /// let (smart, other) = ("H6:851713".parse()?, "H6:851714".parse()?);
    /// let reporter = |one, two| Reporter::new([(phones, 10)], [(smart, one), (other, two)]);
    /// let weights = CodeConversion::estimated(&table, &[reporter(9, 1)?, reporter(14, 6)?])?;
    /// assert_eq!(weights.code(phones)?[0].weight, "0.8".parse()?); // between 0.9 and 0.7
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn estimated(table: &CodeTable, reporters: &[Reporter]) -> Result<CodeConversion, Error> {
        for reporter in reporters {
            reporter.check(table.from(), table.to())?;
        }
        let mut found: BTreeMap<Commodity, (Vec<Ratio>, bool)> = BTreeMap::new();
        for group in table.groups().iter().filter(|group| group.to().len() > 1) {
            estimate(table, group, reporters, &mut found);
        }
        Ok(build(table, Weights::Estimated, |code, targets| match targets {
            [_] => Some((vec![Ratio::one()], false)),
            _ => found.get(&code).cloned().or_else(|| Some((equal(targets.len()), true))),
        }))
    }
}

/// The weights of all codes of a group, and whether they are equal ones for want of others.
fn estimate(
    table: &CodeTable,
    group: &CodeGroup,
    reporters: &[Reporter],
    found: &mut BTreeMap<Commodity, (Vec<Ratio>, bool)>,
) {
    let shares = |values: &BTreeMap<Commodity, Ratio>, codes: &[Commodity]| {
        let of = |code| values.get(code).cloned().unwrap_or_else(Ratio::zero);
        let values: Vec<Ratio> = codes.iter().map(of).collect();
        let total: Ratio = values.iter().cloned().sum();
        let share = |value: &Ratio| value.over(&total).ok().map(|share| share.approximately());
        values.iter().map(share).collect::<Option<Vec<f64>>>()
    };
    let rows = reporters.iter().filter_map(|reporter| {
        Some((shares(&reporter.from, group.from())?, shares(&reporter.to, group.to())?))
    });
    let mut rows: Vec<(Vec<f64>, Vec<f64>)> = rows.collect();
    if rows.is_empty() {
        return;
    }
    // One order, so that sums of floats are the same for any order of the reporters.
    let order = |one: &[f64], two: &[f64]| {
        let pairs = one.iter().zip(two);
        pairs.map(|(one, two)| one.total_cmp(two)).find(|order| order.is_ne())
    };
    rows.sort_by(|one, two| {
        let both = order(&one.0, &two.0).or_else(|| order(&one.1, &two.1));
        both.unwrap_or(std::cmp::Ordering::Equal)
    });
    let is_known: Vec<bool> = (0..group.from().len())
        .map(|at| rows.iter().any(|(x, _)| x.get(at).is_some_and(|share| *share > 0.0)))
        .collect();
    let place = |code: &Commodity| group.to().binary_search(code).unwrap_or(0);
    let allowed = group.from().iter();
    let allowed = allowed.map(|code| table.targets(*code).map(|to| place(&to)).collect()).collect();
    let weights = Problem::new(rows, allowed).solve();
    for ((code, weights), is_known) in group.from().iter().zip(weights).zip(is_known) {
        let weights = if is_known { in_twelve_places(&weights) } else { equal(weights.len()) };
        let is_fallback = !is_known && weights.len() > 1;
        found.insert(*code, (weights, is_fallback));
    }
}
