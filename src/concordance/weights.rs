//! Weights that need no estimation: equal, by reference shares, preferred, given.

use crate::commodity::Commodity;
use crate::concordance::conversion::{CodeConversion, Line, Share, Weights};
use crate::concordance::groups::CodeGroups;
use crate::concordance::reason::UnconvertedReason;
use crate::concordance::split::{equal, shares_of};
use crate::concordance::table::CodeTable;
use crate::error::Error;
use crate::number::Ratio;
use std::collections::BTreeMap;

impl CodeConversion {
    /// Every code in equal parts to its targets.
    ///
    /// # Formula
    /// `1/n` to each of `n` targets. Where a code has many, as the electrical waste of HS2022
    /// (8549) with up to 1,019, that says nothing about goods: leave such codes out, or use
    /// [`by_reference`](CodeConversion::by_reference).
    ///
    /// ```
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    /// let table = CodeTable::new("H4".parse()?, "H3".parse()?, [
    ///     ("290377", "290341"),
    ///     ("290377", "290342"),
    ///     ("290377", "290343"),
    /// ])?;
    /// let shares = CodeConversion::equal(&table).code("H4:290377".parse()?)?;
    /// assert_eq!(shares[2].weight, bilateral::Ratio::new(1, 3)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn equal(table: &CodeTable) -> CodeConversion {
        build(table, Weights::Equal, |_, targets| Some((equal(targets.len()), false)))
    }

    /// Every code by what is traded under its targets, in the edition of the targets: the trade of
    /// the world, or of the reporter, in a year near by.
    ///
    /// Values of one code add up. A target without a value counts as zero. Codes that are no target
    /// are not looked at, so a whole list of trade can be given.
    ///
    /// # Formula
    /// `ref(t) / sum of ref over the targets`; where that sum is zero, `1/n`, and the code is in
    /// [`fallbacks`](CodeConversion::fallbacks).
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a code of another classification,
    /// [`Range`](crate::ErrorKind::Range) for a value below zero.
    ///
    /// ```
    /// use bilateral::{Ratio, concordance::{CodeConversion, CodeTable}};
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("240411", "240391"),
    ///     ("240411", "240399"),
    /// ])?;
    /// let trade = [("H5:240391".parse()?, 300), ("H5:240399".parse()?, 100)];
    /// let shares = CodeConversion::by_reference(&table, trade)?.code("H6:240411".parse()?)?;
    /// assert_eq!(shares[0].weight, Ratio::new(3, 4)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn by_reference<N: Into<Ratio>>(
        table: &CodeTable,
        reference: impl IntoIterator<Item = (Commodity, N)>,
    ) -> Result<CodeConversion, Error> {
        let mut values: BTreeMap<Commodity, Ratio> = BTreeMap::new();
        for (code, value) in reference {
            let value: Ratio = value.into();
            if code.classification() != table.to() {
                let (is, must) = (code, table.to());
                return Err(Error::mismatch("the edition of a reference value", is, must)
                    .with_help("give what is traded under the codes that the goods go to"));
            }
            if value.is_negative() {
                return Err(Error::range("a reference value", format!("{code} has {value}"))
                    .with_help("give values of trade, zero or more"));
            }
            let sum = values.entry(code).or_insert_with(Ratio::zero);
            *sum = &*sum + &value;
        }
        let value = |code: &Commodity| values.get(code).cloned().unwrap_or_else(Ratio::zero);
        Ok(build(table, Weights::Reference, |_, targets| {
            let values: Vec<Ratio> = targets.iter().map(value).collect();
            let is_fallback = targets.len() > 1 && values.iter().all(Ratio::is_zero);
            Some((shares_of(&values), is_fallback))
        }))
    }

    /// Every code to the one target that the table prefers, and a code with one target to that.
    ///
    /// A code with several targets of which none is preferred has no weights
    /// ([`without_weights`](CodeConversion::without_weights)).
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the table names no preferred targets.
    ///
    /// ```
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("880621", "852580"),
    ///     ("880621", "880211"),
    /// ])?;
    /// assert!(CodeConversion::preferred(&table).is_err());
    /// let table = table.with_preferred([("880621", "852580")])?;
    /// let drones = CodeConversion::preferred(&table)?.code("H6:880621".parse()?)?;
    /// assert_eq!(drones[0].to_string(), "H5:852580 1");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn preferred(table: &CodeTable) -> Result<CodeConversion, Error> {
        if !table.has_preferred() {
            let reason = format!("{} -> {} names no preferred targets", table.from(), table.to());
            return Err(Error::invalid("a table of codes", reason)
                .with_help("give them with CodeTable::with_preferred, or use equal weights"));
        }
        Ok(build(table, Weights::Preferred, |code, targets| {
            let chosen = table.preferred(code);
            let weight = |target: &Commodity| {
                if targets.len() == 1 || chosen == Some(*target) {
                    Ratio::one()
                } else {
                    Ratio::zero()
                }
            };
            let weights: Vec<Ratio> = targets.iter().map(weight).collect();
            weights.iter().any(Ratio::is_positive).then_some((weights, false))
        }))
    }

    /// Weights of one's own: code, target, weight. A code with one target needs none.
    ///
    /// A code with several targets that is not given has no weights: it is not converted, and
    /// listed ([`without_weights`](CodeConversion::without_weights)). So a few codes of a shipped
    /// table can be given. Of a code that is given, a target that is not has the weight zero.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a pair that is no row of the table or comes
    /// twice, for a weight below zero, and if the weights given for a code do not add up to exactly
    /// 1; the error names the code and their sum. Give weights from floats as decimals of few
    /// places.
    ///
    /// ```
    /// use bilateral::{Ratio, concordance::{CodeConversion, CodeTable}};
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("240411", "240391"),
    ///     ("240411", "240399"),
    /// ])?;
    /// let (code, one, two) = ("H6:240411".parse()?, "H5:240391".parse()?, "H5:240399".parse()?);
    /// let given = |first, second| {
    ///     let (first, second) = (Ratio::new(first, 10)?, Ratio::new(second, 10)?);
    ///     CodeConversion::given(&table, [(code, one, first), (code, two, second)])
    /// };
    /// assert!(given(9, 1).is_ok());
    /// let error = given(9, 2).unwrap_err();
    /// assert!(error.to_string().contains("H6:240411 have the sum 11/10"));
    ///
    /// let none: [(_, _, Ratio); 0] = [];
    /// let reason = CodeConversion::given(&table, none)?.code(code).unwrap_err();
    /// assert!(reason.to_string().ends_with("it has several targets, and no weights were given"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn given<N: Into<Ratio>>(
        table: &CodeTable,
        weights: impl IntoIterator<Item = (Commodity, Commodity, N)>,
    ) -> Result<CodeConversion, Error> {
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("a list of weights", reason).with_help(help))
        };
        let mut given: BTreeMap<(Commodity, Commodity), Ratio> = BTreeMap::new();
        for (from, to, weight) in weights {
            let weight: Ratio = weight.into();
            if !table.targets(from).any(|target| target == to) {
                let known = table.targets(from).next().is_some();
                let what =
                    if known { "is no row of the table" } else { "begins with an unknown code" };
                return refuse(
                    format!("{from} -> {to} {what}"),
                    "give weights for rows of the table",
                );
            }
            if weight.is_negative() {
                let reason = format!("the weight of {from} -> {to} is {weight}");
                return refuse(reason, "give weights from 0 to 1");
            }
            if given.insert((from, to), weight).is_some() {
                return refuse(format!("{from} -> {to} comes twice"), "give each pair once");
            }
        }
        let mut sums: BTreeMap<Commodity, Ratio> = BTreeMap::new();
        for ((code, _), weight) in &given {
            let sum = sums.entry(*code).or_insert_with(Ratio::zero);
            *sum = &*sum + weight;
        }
        if let Some((code, sum)) = sums.iter().find(|(_, sum)| **sum != Ratio::one()) {
            let reason = format!("the weights of {code} have the sum {sum}");
            return refuse(reason, "make the weights of each code add up to exactly 1");
        }
        Ok(build(table, Weights::Given, |code, targets| {
            let weight = |to: &Commodity| given.get(&(code, *to)).cloned();
            if sums.contains_key(&code) {
                let weights = targets.iter().map(|to| weight(to).unwrap_or_else(Ratio::zero));
                return Some((weights.collect(), false));
            }
            (targets.len() == 1).then(|| (vec![Ratio::one()], false))
        }))
    }
}

/// A conversion by a rule that gives the weights of a code's targets, and whether they stand in for
/// others. `None` for a code whose targets have none.
pub(crate) fn build(
    table: &CodeTable,
    weights: Weights,
    rule: impl Fn(Commodity, &[Commodity]) -> Option<(Vec<Ratio>, bool)>,
) -> CodeConversion {
    let groups: CodeGroups = table.groups();
    let reason = match weights {
        Weights::Given => UnconvertedReason::NotGiven,
        _ => UnconvertedReason::NoPreferred,
    };
    let (mut lines, mut without) = (BTreeMap::new(), BTreeMap::new());
    for code in table.from_codes() {
        let targets: Vec<Commodity> = table.targets(code).collect();
        let Some(group) = groups.of(code) else { continue };
        match rule(code, &targets) {
            Some((weights, is_fallback)) => {
                let shares = Share::list(targets, weights);
                lines.insert(code, Line::new(shares, group.kind(), is_fallback));
            }
            None => drop(without.insert(code, reason.clone())),
        }
    }
    for (code, _) in table.left_out() {
        if !lines.contains_key(code) {
            without.entry(*code).or_insert(UnconvertedReason::LeftOut);
        }
    }
    CodeConversion::of(table.from(), table.to(), weights, lines, without)
}
