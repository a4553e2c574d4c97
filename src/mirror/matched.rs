//! A flow whose two reports are brought to one valuation, and the weights that rules of reliability
//! give to the two.

use crate::area::Area;
use crate::error::{Error, Undefined};
use crate::mirror::asymmetry::negative;
use crate::mirror::{Flows, Margin, Pair};
use crate::number::{Decimal, Ratio, Rounding, parse_decimal};
use crate::period::Period;
use std::collections::BTreeMap;

/// A flow that both sides report, both at one valuation: the import report less freight, by a
/// margin of your choice, or as it stands.
///
/// What reliability is estimated from. Values are exact; none is below zero.
///
/// ```
/// use bilateral::mirror::{Matched, Pair};
/// use bilateral::{Period, Ratio, area::{CHN, RUS}, number::decimal};
///
/// let pair = Pair::new(RUS, CHN, Period::year(2018))
///     .exported(decimal("56019903783"))
///     .imported(decimal("58886549221"));
/// let as_reported = Matched::of(&pair)?;
/// let at_fob = as_reported.at_fob(Ratio::from(58_886_549_221_i64).over(&"1.06".parse()?)?)?;
/// assert!(at_fob.imported < at_fob.exported);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matched {
    /// Who sells.
    pub exporter: Area,
    /// Who buys.
    pub importer: Area,
    /// When.
    pub period: Period,
    /// What the exporter reports.
    pub exported: Ratio,
    /// What the importer reports, brought to the valuation of the exporter.
    pub imported: Ratio,
}

impl Matched {
    /// Both reports as they stand.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) where a side does not report;
    /// [`NegativeLevel`](Undefined::NegativeLevel).
    pub fn of(pair: &Pair) -> Result<Matched, Error> {
        let (Some(exported), Some(imported)) = (pair.exported, pair.imported) else {
            return Err(Error::from(Undefined::Missing)
                .about(format!("both reports of {pair}"))
                .with_help("give pairs that both sides report"));
        };
        Matched::new(pair.exporter, pair.importer, pair.period, exported, imported)
    }

    /// Two values of one valuation.
    ///
    /// # Errors
    /// [`NegativeLevel`](Undefined::NegativeLevel).
    pub fn new(
        exporter: Area,
        importer: Area,
        period: Period,
        exported: impl Into<Ratio>,
        imported: impl Into<Ratio>,
    ) -> Result<Matched, Error> {
        let (exported, imported) = (exported.into(), imported.into());
        if exported.is_negative() || imported.is_negative() {
            return Err(negative(Pair::new(exporter, importer, period)));
        }
        Ok(Matched { exporter, importer, period, exported, imported })
    }

    /// The same with the import report at another valuation.
    ///
    /// # Errors
    /// [`NegativeLevel`](Undefined::NegativeLevel).
    pub fn at_fob(&self, imported: impl Into<Ratio>) -> Result<Matched, Error> {
        let Matched { exporter, importer, period, exported, .. } = self;
        Matched::new(*exporter, *importer, *period, exported, imported)
    }

    /// `w x + (1 - w) m`: the value that a weight of the export report gives, exactly.
    #[must_use]
    pub fn weighted(&self, weight: impl Into<Ratio>) -> Ratio {
        &self.imported + &(&weight.into() * &(self.exported.clone() - self.imported.clone()))
    }

    /// A value between the reports, and no less than the exporter's.
    ///
    /// Where the importer reports less than the exporter, freight is not why, and goods that he
    /// counts elsewhere or withholds may be. Of totals of the United States, Canada and Mexico, the
    /// larger of the export report and the mean is nearer to BACI's sums of products than the mean
    /// where flows are small (tests/mirror/against_baci.rs). Roles are not alike under this rule.
    #[must_use]
    pub fn no_less_than_exported(&self, value: impl Into<Ratio>) -> Ratio {
        value.into().max(self.exported.clone())
    }

    /// `|x - m|`.
    pub(crate) fn gap(&self) -> Ratio {
        (self.exported.clone() - self.imported.clone()).abs()
    }

    /// `x + m`.
    pub(crate) fn both(&self) -> Ratio {
        &self.exported + &self.imported
    }
}

impl Flows {
    /// The flows of both sides at one valuation: what reliability is estimated from.
    ///
    /// # Errors
    /// As [`Margin::rate`].
    ///
    /// ```
    /// use bilateral::mirror::{Flows, Margin, Pair};
    /// use bilateral::{Period, Ratio, area::{CHN, RUS}, number::decimal};
    ///
    /// let sold = Pair::new(RUS, CHN, Period::year(2018)).exported(decimal("100"));
    /// let flows = Flows::new([sold.imported(decimal("106"))])?;
    /// assert_eq!(flows.matched(&Margin::imf())?[0].imported, Ratio::from(100));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn matched(&self, margin: &Margin) -> Result<Vec<Matched>, Error> {
        let mut found = Vec::new();
        for pair in self.pairs() {
            if let Some(imported) = pair.imported.filter(|_| pair.exported.is_some()) {
                found.push(Matched::of(pair)?.at_fob(margin.fob(pair, imported)?)?);
            }
        }
        Ok(found)
    }
}

/// In one order whatever the order of arrival: estimates then do not depend on it in any digit.
pub(crate) fn sorted(flows: &[Matched]) -> Vec<&Matched> {
    let mut sorted: Vec<&Matched> = flows.iter().collect();
    sorted.sort_by(|one, other| {
        let key = |flow: &Matched| (flow.exporter, flow.importer, flow.period);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.exported.cmp(&other.exported))
            .then_with(|| one.imported.cmp(&other.imported))
    });
    sorted
}

/// How much the export report counts against the import report, pair by pair: decimals that were
/// rounded once, to be used exactly from there on.
///
/// ```
/// use bilateral::mirror::{Matched, SymmetryIndex};
/// use bilateral::{Period, area::{CHN, RUS}, number::decimal};
///
/// let year = Period::year(2018);
/// let flows = [Matched::new(RUS, CHN, year, 100, 104)?, Matched::new(CHN, RUS, year, 50, 80)?];
/// let weights = SymmetryIndex::of(&flows, "0.1".parse()?)?.weights(12)?;
/// assert_eq!(weights.of(RUS, CHN), Some(decimal("0.500000000000")));
/// assert_eq!(weights.places(), 12);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairWeights {
    places: u8,
    rows: BTreeMap<(Area, Area), Decimal>,
}

impl PairWeights {
    /// The weight of the export report of a pair, 0 to 1; none for a pair that was not there.
    #[must_use]
    pub fn of(&self, exporter: Area, importer: Area) -> Option<Decimal> {
        self.rows.get(&(exporter, importer)).copied()
    }

    /// Exporter, importer and weight, in the order of codes.
    pub fn iter(&self) -> impl Iterator<Item = (Area, Area, Decimal)> + '_ {
        self.rows.iter().map(|((exporter, importer), weight)| (*exporter, *importer, *weight))
    }

    /// To how many places the estimates were rounded.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// The mean of the weights of several rules, rounded to `places`, half to even; for pairs that
    /// all of them have.
    ///
    /// No rule is best throughout. The mean of the three of this room, halfway to one half
    /// ([`toward_half`](PairWeights::toward_half)), was nearer to BACI than the mean of the reports
    /// in both sets of years of tests/mirror/against_baci.rs, with flows of a billion and more;
    /// with all flows it was not.
    ///
    /// # Errors
    /// [`Missing`](Undefined::Missing) without rules; more places than a decimal has.
    ///
    /// ```
    /// use bilateral::mirror::{WeightBy, Matched, PairWeights, ReportingScores, SymmetryIndex};
    /// use bilateral::{Period, Ratio, area::{CHN, KAZ, RUS}, number::decimal};
    ///
    /// let year = Period::year(2018);
    /// let flows = [Matched::new(RUS, KAZ, year, 100, 20)?, Matched::new(RUS, CHN, year, 50, 50)?];
    /// let symmetry = SymmetryIndex::of(&flows, Ratio::new(1, 10)?)?.weights(12)?;
    /// let scores = ReportingScores::of(&flows)?.weights(WeightBy::Score, 12)?;
    /// // China agrees wholly and is Perfect: 0 by scores, and (1/3)/(1/3 + 1) by the index.
    /// let mean = PairWeights::mean(&[&symmetry, &scores], 3)?;
    /// assert_eq!(mean.of(RUS, CHN), Some(decimal("0.125")));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn mean(rules: &[&PairWeights], places: u8) -> Result<PairWeights, Error> {
        let Some((first, others)) = rules.split_first() else {
            return Err(Error::from(Undefined::Missing)
                .about("rules to take the mean of")
                .with_help("give the weights of one rule or more"));
        };
        let count = rules.iter().map(|_| Ratio::one()).sum::<Ratio>();
        let mut rows = BTreeMap::new();
        for (pair, weight) in &first.rows {
            let others: Option<Vec<Ratio>> =
                others.iter().map(|rule| rule.rows.get(pair).copied().map(Ratio::from)).collect();
            if let Some(others) = others {
                let mean = (Ratio::from(*weight) + others.into_iter().sum()).over(&count)?;
                rows.insert(*pair, Weight::Exact(mean).rounded(places)?);
            }
        }
        Ok(PairWeights { places, rows })
    }

    /// Weights nearer to one half: `(1 - share) w + share / 2`, exactly, so with more places.
    ///
    /// Estimates from few flows are unsure, and weights of 0 and 1 err most: halfway (1/2) did
    /// better than all the way on the totals of tests/mirror/against_baci.rs.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a share that is not between 0 and 1;
    /// [`Inexact`](crate::ErrorKind::Inexact) if a weight then has more than 28 digits.
    ///
    /// ```
    /// use bilateral::mirror::{Matched, SymmetryIndex};
    /// use bilateral::{Period, Ratio, area::{CHN, KAZ, RUS}, number::decimal};
    ///
    /// // Kazakhstan confirms nothing, China all; Russia is confirmed in part.
    /// let year = Period::year(2018);
    /// let flows = [Matched::new(RUS, KAZ, year, 100, 20)?, Matched::new(RUS, CHN, year, 50, 51)?];
    /// let weights = SymmetryIndex::of(&flows, Ratio::new(1, 10)?)?.weights(12)?;
    /// let halfway = weights.toward_half(Ratio::new(1, 2)?)?;
    /// assert_eq!(weights.of(RUS, KAZ), Some(decimal("1.000000000000")));
    /// assert_eq!(halfway.of(RUS, KAZ), Some(decimal("0.75")));
    /// assert!(weights.toward_half(Ratio::from(2)).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn toward_half(&self, share: impl Into<Ratio>) -> Result<PairWeights, Error> {
        let share = share.into();
        if share.is_negative() || share > Ratio::one() {
            return Err(Error::range(
                "how far weights go to one half",
                format!("{} is not between 0 and 1", share.plain()),
            )
            .with_help("give 1/2 for halfway"));
        }
        let half = share.over(&Ratio::from(2))?;
        let rest = Ratio::one() - share;
        let mut rows = BTreeMap::new();
        for (pair, weight) in &self.rows {
            let nearer = &half + &(&rest * &Ratio::from(*weight));
            let nearer = nearer.to_decimal().map_err(|error| {
                error
                    .about(format!("a weight nearer to one half, {} to {}", pair.0, pair.1))
                    .with_help("give a share that is a decimal of few places, as 1/2 or 3/10")
            })?;
            rows.insert(*pair, nearer);
        }
        Ok(PairWeights { places: self.places, rows })
    }

    /// The weights of the pairs of some flows.
    pub(crate) fn make(
        flows: impl Iterator<Item = (Area, Area)>,
        places: u8,
        mut weight: impl FnMut(Area, Area) -> Result<Weight, Error>,
    ) -> Result<PairWeights, Error> {
        let mut rows = BTreeMap::new();
        for (exporter, importer) in flows {
            if let std::collections::btree_map::Entry::Vacant(entry) =
                rows.entry((exporter, importer))
            {
                entry.insert(weight(exporter, importer)?.rounded(places)?);
            }
        }
        Ok(PairWeights { places, rows })
    }
}

/// A weight before its one rounding.
pub(crate) enum Weight {
    Exact(Ratio),
    Estimate(f64),
}

impl Weight {
    fn rounded(self, places: u8) -> Result<Decimal, Error> {
        match self {
            Weight::Exact(ratio) => ratio.round(places, Rounding::HalfEven).to_decimal(),
            Weight::Estimate(value) => rounded(value, places, "a weight"),
        }
    }
}

/// An estimate as a decimal of so many places, rounded once: half to even of its exact value.
pub(crate) fn rounded(value: f64, places: u8, what: &'static str) -> Result<Decimal, Error> {
    const MOST: u8 = 17;
    if places > MOST {
        return Err(Error::range(
            "the number of places of an estimate",
            format!("{places} is more than {MOST}, and a float has no more digits"),
        )
        .with_help("give 17 or fewer; 12 are more than any estimate is good for"));
    }
    let places = usize::from(places);
    parse_decimal(&format!("{value:.places$}")).map_err(|error| error.about(what))
}
