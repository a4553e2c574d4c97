//! A conversion: for each code of one classification the share of its goods that goes to each code
//! of another one.

use crate::commodity::{Classification, Commodity};
use crate::concordance::groups::GroupKind;
use crate::concordance::reason::{self, UnconvertedReason};
use crate::concordance::split::{Parts, is_nothing};
use crate::error::Error;
use crate::number::Ratio;
use std::collections::BTreeMap;
use std::fmt;

/// A matrix of weights from one classification to another.
///
/// The weights of each code are exact fractions that add up to 1, so values that are converted keep
/// their sum. Weights are of one direction: the way back has weights of its own, and a round trip
/// is the identity only for codes whose group is 1:1.
///
/// Made by [`equal`](CodeConversion::equal), [`by_reference`](CodeConversion::by_reference),
/// [`preferred`](CodeConversion::preferred), [`given`](CodeConversion::given) or
/// [`estimated`](CodeConversion::estimated); [`then`](CodeConversion::then) puts two one after the
/// other, and [`between`](CodeConversion::between) finds the tables that ship.
///
/// ```
/// use bilateral::concordance::{CodeConversion, GroupKind, CodeTable};
///
/// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
///     ("240411", "240391"),
///     ("240411", "240399"),
/// ])?;
/// let equal = CodeConversion::equal(&table);
/// assert_eq!(equal.to_string(), "H6 -> H5, equal weights");
/// let shares = equal.code("H6:240411".parse()?)?;
/// let shares: Vec<String> = shares.iter().map(|share| share.to_string()).collect();
/// assert_eq!(shares, ["H5:240391 1/2", "H5:240399 1/2"]);
/// assert_eq!(equal.kind("H6:240411".parse()?), Some(GroupKind::OneToMany));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CodeConversion {
    steps: Vec<Step>,
    /// By code ascending.
    lines: BTreeMap<Commodity, Line>,
    /// Codes that have rows in the table and none here.
    without: BTreeMap<Commodity, UnconvertedReason>,
}

/// One table on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    from: Classification,
    to: Classification,
    weights: Weights,
}

/// Where the weights of a conversion come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Weights {
    /// `1/n` to each of `n` targets.
    Equal,
    /// By what is traded under the targets.
    Reference,
    /// All to the one target that the table prefers.
    Preferred,
    /// Given by the caller.
    Given,
    /// Estimated from values that reporters gave on both sides.
    Estimated,
}

/// A target, and the share of the goods that goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The code.
    pub to: Commodity,
    /// Above zero, at most 1.
    pub weight: Ratio,
}

/// The weights of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// By code ascending.
    pub(crate) shares: Vec<Share>,
    /// What finds no way on in a later step: the code where it ends, and why.
    pub(crate) ends: Vec<(Share, UnconvertedReason)>,
    pub(crate) kind: GroupKind,
    /// True where there was nothing to weigh by, and equal weights stand in.
    pub(crate) is_fallback: bool,
    /// Of the shares, then of the ends.
    pub(crate) parts: Parts,
}

/// What a conversion has for a code.
pub(crate) enum Found<'a> {
    Line(&'a Line),
    /// It stays itself, under this code.
    Kept(Commodity),
}

impl CodeConversion {
    /// The classification that it starts from.
    #[must_use]
    pub fn from(&self) -> Classification {
        self.steps.first().map_or(Classification::All, |step| step.from)
    }

    /// The classification that it leads to.
    #[must_use]
    pub fn to(&self) -> Classification {
        self.steps.last().map_or(Classification::All, |step| step.to)
    }

    /// The codes that have weights, ascending.
    pub fn codes(&self) -> impl Iterator<Item = Commodity> {
        self.lines.keys().copied()
    }

    /// Where one code goes, ascending by target. Targets of weight zero are not listed.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) with the [`UnconvertedReason`] in words for a code
    /// that is not converted, and for one of which a part finds no way on in a later step.
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::{CodeConversion, Weights};
    /// let forward = CodeConversion::between("H4".parse()?, "H5".parse()?, Weights::Equal)?;
    /// let targets = forward.code("H4:681510".parse()?)?;
    /// let targets: Vec<&str> = targets.iter().map(|share| share.to.code()).collect();
    /// assert_eq!(targets, ["681510", "962000"]); // the same digits, and fewer goods
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn code(&self, code: Commodity) -> Result<Vec<Share>, Error> {
        match self.find(code).map_err(|reason| reason.error(code))? {
            Found::Kept(to) => Ok(vec![Share { to, weight: Ratio::one() }]),
            Found::Line(line) => match line.ends.first() {
                Some((end, reason)) => Err(reason.error(end.to).about(code)),
                None => Ok(line.shares.clone()),
            },
        }
    }

    /// The kind of the group in which the code is; over several steps 1:1 only if each one is.
    /// `None` for a code that has no weights.
    #[must_use]
    pub fn kind(&self, code: Commodity) -> Option<GroupKind> {
        self.lines.get(&code).map(|line| line.kind)
    }

    /// The codes for which there was nothing to weigh by, so that equal weights stand in: all
    /// references are zero, or no reporter has the group. Ascending.
    pub fn fallbacks(&self) -> impl Iterator<Item = Commodity> {
        self.lines.iter().filter(|(_, line)| line.is_fallback).map(|(code, _)| *code)
    }

    /// The codes that have rows in the table and are not converted, ascending, with the reason:
    /// they were left out, no target of theirs is preferred, or no weights were given.
    pub fn without_weights(&self) -> impl Iterator<Item = (Commodity, &UnconvertedReason)> {
        self.without.iter().map(|(code, reason)| (*code, reason))
    }

    /// This conversion and then the next one. Weights multiply, exactly.
    ///
    /// A part that ends at a code for which the next conversion has no weights is kept under that
    /// code and listed as not converted.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the next one does not start where this one ends.
    ///
    /// ```
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    /// let (h6, h5, h4) = ("H6".parse()?, "H5".parse()?, "H4".parse()?);
    /// let first = CodeTable::new(h6, h5, [("240411", "240391"), ("240411", "240399")])?;
    /// let next = CodeTable::new(h5, h4, [("240391", "240391"), ("240399", "240399")])?;
    /// let (first, next) = (CodeConversion::equal(&first), CodeConversion::equal(&next));
    /// let both = first.then(&next)?;
    /// assert_eq!(both.to_string(), "H6 -> H5 -> H4, equal weights");
    /// assert!(next.then(&first).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn then(&self, next: &CodeConversion) -> Result<CodeConversion, Error> {
        if self.to() != next.from() {
            let (ends, begins) = (self.to(), next.from());
            return Err(Error::mismatch("the edition where two conversions meet", ends, begins)
                .with_help("join conversions that meet in one edition, as H6 -> H5 and H5 -> H4"));
        }
        let lines = self.lines.iter().map(|(code, line)| (*code, line.then(next))).collect();
        let steps = self.steps.iter().chain(&next.steps).cloned().collect();
        Ok(CodeConversion { steps, lines, without: self.without.clone() })
    }

    /// A conversion of one step.
    pub(crate) fn of(
        from: Classification,
        to: Classification,
        weights: Weights,
        lines: BTreeMap<Commodity, Line>,
        without: BTreeMap<Commodity, UnconvertedReason>,
    ) -> CodeConversion {
        CodeConversion { steps: vec![Step { from, to, weights }], lines, without }
    }

    /// The weights of a code, or why there are none.
    pub(crate) fn find(&self, code: Commodity) -> Result<Found<'_>, UnconvertedReason> {
        if code.classification() != self.from() {
            return Err(reason::of_stranger(code, self.from()));
        }
        if let Some(line) = self.lines.get(&code) {
            return Ok(Found::Line(line));
        }
        if let Some(reason) = self.without.get(&code) {
            return Err(reason.clone());
        }
        if let Some(reason) = reason::of_hs_special(code) {
            if matches!(self.to(), Classification::Hs(_)) {
                return Commodity::new(self.to(), code.code()).map(Found::Kept).map_err(|_| reason);
            }
            // SITC and BEC have a code for such goods, and the table has it for 999999.
            let whole = Commodity::new(self.from(), "999999").ok();
            let line = whole.filter(|_| reason == UnconvertedReason::NotSpecified);
            let line = line.and_then(|whole| self.lines.get(&whole));
            return line.map(Found::Line).ok_or(reason);
        }
        if self.holds_longer(code) {
            return Err(UnconvertedReason::Aggregate);
        }
        Err(reason::of_missing(code))
    }

    /// True if there are codes that begin with this one.
    fn holds_longer(&self, code: Commodity) -> bool {
        let next = self.lines.range(code..).next().map(|(next, _)| next);
        let left_out = self.without.range(code..).next().map(|(next, _)| next);
        next.into_iter().chain(left_out).any(|next| next.is_contained_in(&code))
    }
}

impl Line {
    pub(crate) fn new(shares: Vec<Share>, kind: GroupKind, is_fallback: bool) -> Line {
        Line::with_ends(shares, Vec::new(), kind, is_fallback)
    }

    fn with_ends(
        shares: Vec<Share>,
        ends: Vec<(Share, UnconvertedReason)>,
        kind: GroupKind,
        is_fallback: bool,
    ) -> Line {
        let weights = shares.iter().chain(ends.iter().map(|(end, _)| end));
        let parts = Parts::of(weights.map(|share| &share.weight));
        Line { shares, ends, kind, is_fallback, parts }
    }

    fn then(&self, next: &CodeConversion) -> Line {
        let mut shares: BTreeMap<Commodity, Ratio> = BTreeMap::new();
        let mut ends: BTreeMap<Commodity, (Ratio, UnconvertedReason)> = BTreeMap::new();
        let mut end = |at: Commodity, weight: Ratio, reason: &UnconvertedReason| {
            let (sum, _) = ends.entry(at).or_insert_with(|| (Ratio::zero(), reason.clone()));
            *sum = &*sum + &weight;
        };
        self.ends.iter().for_each(|(share, reason)| end(share.to, share.weight.clone(), reason));
        let (mut kind, mut is_fallback) = (self.kind, self.is_fallback);
        let mut add = |to: Commodity, weight: Ratio| {
            let sum = shares.entry(to).or_insert_with(Ratio::zero);
            *sum = &*sum + &weight;
        };
        for share in &self.shares {
            match next.find(share.to) {
                Ok(Found::Kept(to)) => add(to, share.weight.clone()),
                Ok(Found::Line(line)) => {
                    kind = kind.join(line.kind);
                    is_fallback |= line.is_fallback;
                    for further in &line.shares {
                        add(further.to, &share.weight * &further.weight);
                    }
                    for (further, reason) in &line.ends {
                        end(further.to, &share.weight * &further.weight, reason);
                    }
                }
                Err(reason) => end(share.to, share.weight.clone(), &reason),
            }
        }
        let shares = shares.into_iter().map(|(to, weight)| Share { to, weight }).collect();
        let ends =
            ends.into_iter().map(|(to, (weight, why))| (Share { to, weight }, why)).collect();
        Line::with_ends(shares, ends, kind, is_fallback)
    }
}

impl Share {
    /// Targets with their weights, without those of weight zero.
    pub(crate) fn list(targets: Vec<Commodity>, weights: Vec<Ratio>) -> Vec<Share> {
        let pairs = targets.into_iter().zip(weights).filter(|(_, weight)| !is_nothing(weight));
        pairs.map(|(to, weight)| Share { to, weight }).collect()
    }
}

/// `H5:240391 1/2`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to, self.weight)
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Weights::Equal => "equal weights",
            Weights::Reference => "reference shares",
            Weights::Preferred => "preferred targets",
            Weights::Given => "given weights",
            Weights::Estimated => "estimated weights",
        })
    }
}

/// `H6 -> H5 -> H4, equal weights`; each step with its own where they differ.
impl fmt::Display for CodeConversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from())?;
        let first = self.steps.first().map(|step| step.weights);
        let alike = self.steps.iter().all(|step| Some(step.weights) == first);
        for step in &self.steps {
            write!(f, " -> {}", step.to)?;
            if !alike {
                write!(f, " ({})", step.weights)?;
            }
        }
        match first.filter(|_| alike) {
            Some(weights) => write!(f, ", {weights}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for CodeConversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeConversion({self}; {})", crate::error::counted(self.lines.len(), "code"))
    }
}
