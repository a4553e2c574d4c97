//! How far the reports of a whole set of flows are apart.

use crate::error::{Error, Undefined};
use crate::mirror::{Flows, Margin, Sides};
use crate::number::Ratio;

/// The measures of a set of flows, each importer's value without its margin.
///
/// With `x` an exporter's report, `m` an importer's and `m'` that without the margin, over the
/// flows that both sides report:
///
/// | measure | formula |
/// |---|---|
/// | [`symmetric_share`](Measures::symmetric_share) | `2 sum min(x, m') / sum(x + m')` |
/// | [`share_within`](Measures::share_within) `c` | the part of `sum(x + m')` in flows with `abs(m' - x) <= c (m' + x) / 2` |
/// | [`gross`](Measures::gross) | `sum abs(m' - x)` |
/// | [`net`](Measures::net) | `sum(m' - x)` |
/// | [`coverage_of_exports`](Measures::coverage_of_exports) | their `sum x` over that of all flows |
/// | [`coverage_of_imports`](Measures::coverage_of_imports) | their `sum m` over that of all flows |
///
/// A flow that one side alone reports counts in the coverage and nowhere else. Gross is at least as
/// large as net.
///
/// ```
/// use bilateral::area::{CHN, IND, RUS};
/// use bilateral::mirror::{Flows, Margin, Pair, Sides};
/// use bilateral::{Period, Ratio, number::decimal};
///
/// let year = Period::year(2018);
/// let flow = |to, x: &str, m: &str| {
///     Pair::new(RUS, to, year).exported(decimal(x)).imported(decimal(m))
/// };
/// let alone = Pair::new(CHN, IND, year).exported(decimal("50"));
/// let flows = Flows::new([flow(CHN, "100", "110"), flow(IND, "50", "40"), alone])?;
/// let measures = flows.measures(&Margin::none())?;
/// assert_eq!((measures.gross(), measures.net()), (Ratio::from(20), Ratio::zero()));
/// assert_eq!(measures.symmetric_share()?, Ratio::new(280, 300)?);
/// // 10 of 210 is within a tenth, 10 of 90 is not.
/// assert_eq!(measures.share_within(decimal("0.10"))?, Ratio::new(210, 300)?);
/// assert_eq!(measures.coverage_of_exports()?, Ratio::new(150, 200)?);
/// assert_eq!(measures.count(Sides::OnlyExporter), 1);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// Of flows of both sides: the export, and the import without its margin.
    both: Vec<[Ratio; 2]>,
    /// Of all flows, and of those of both sides, as reported.
    exports: [Ratio; 2],
    imports: [Ratio; 2],
    counts: [usize; 4],
}

impl Flows {
    /// The measures of the set, with this margin taken off the importers' values.
    ///
    /// All sums are exact. Thousands of unlike rates with many digits make them long: rates of four
    /// places keep them short.
    ///
    /// # Errors
    /// As [`Margin::rate`].
    pub fn measures(&self, margin: &Margin) -> Result<Measures, Error> {
        let values = self.two_sided(margin)?;
        let sum = |at: fn(&[Ratio; 3]) -> &Ratio| values.iter().map(|row| at(row).clone()).sum();
        let exports = [self.exported(false), sum(|[x, _, _]| x)];
        let imports = [self.imported(false), sum(|[_, m, _]| m)];
        let both = values.iter().map(|[x, _, fob]| [x.clone(), fob.clone()]).collect();
        let counts = SIDES.map(|sides| self.count(sides));
        Ok(Measures { both, exports, imports, counts })
    }
}

const SIDES: [Sides; 4] = [Sides::Both, Sides::OnlyExporter, Sides::OnlyImporter, Sides::Neither];

impl Measures {
    /// How many flows these sides report.
    #[must_use]
    pub fn count(&self, sides: Sides) -> usize {
        let counts = SIDES.iter().zip(self.counts);
        counts.filter(|(known, _)| **known == sides).map(|(_, count)| count).sum()
    }

    /// `sum abs(m' - x)`, in the unit of the reports.
    #[must_use]
    pub fn gross(&self) -> Ratio {
        self.both.iter().map(|[x, fob]| (fob - x).abs()).sum()
    }

    /// `sum(m' - x)`, in the unit of the reports.
    #[must_use]
    pub fn net(&self) -> Ratio {
        self.both.iter().map(|[x, fob]| fob - x).sum()
    }

    /// `2 sum min(x, m') / sum(x + m')`: 1 where all reports agree.
    ///
    /// # Undefined when
    /// No flow has both reports and any trade ([`Undefined::NoTrade`]).
    pub fn symmetric_share(&self) -> Result<Ratio, Error> {
        let least: Ratio = self.both.iter().map(|[x, fob]| x.min(fob).clone()).sum();
        share(Ratio::from(2) * least, &self.value())
    }

    /// The share of value in flows whose reports are at most `bound` of their mean apart: 0.10 for
    /// a tenth. The border belongs to it.
    ///
    /// The symmetry index of the OECD takes the sum in place of the mean, twice as wide.
    ///
    /// # Undefined when
    /// As [`symmetric_share`](Measures::symmetric_share); the bound is below 0 or above 2
    /// ([`Range`](crate::ErrorKind::Range)).
    pub fn share_within(&self, bound: impl Into<Ratio>) -> Result<Ratio, Error> {
        let bound = bound.into();
        if bound.is_negative() {
            return Err(Error::range(
                "a bound of a gap",
                format!("{} is less than 0", bound.plain()),
            )
            .with_help("give a part of the mean of both reports, as 0.10"));
        }
        let two = Ratio::from(2);
        if bound > two {
            let reason = format!("{} is above 2, which no two reports are apart", bound.plain());
            return Err(Error::range("a bound of a gap", reason)
                .with_help("give a part of the mean of both reports: 0.10 for 10 %"));
        }
        let within = |[x, fob]: &&[Ratio; 2]| &two * &(fob - x).abs() <= &bound * &(fob + x);
        let value = self.both.iter().filter(within).map(|[x, fob]| x + fob).sum();
        share(value, &self.value())
    }

    /// The part of all exporters' value in flows that the importer reports too.
    ///
    /// # Undefined when
    /// No exporter reports any trade ([`Undefined::NoTrade`]).
    pub fn coverage_of_exports(&self) -> Result<Ratio, Error> {
        let [all, both] = &self.exports;
        share(both.clone(), all)
    }

    /// The part of all importers' value in flows that the exporter reports too.
    ///
    /// # Undefined when
    /// No importer reports any trade ([`Undefined::NoTrade`]).
    pub fn coverage_of_imports(&self) -> Result<Ratio, Error> {
        let [all, both] = &self.imports;
        share(both.clone(), all)
    }

    /// What exporters report, of all flows.
    #[must_use]
    pub fn exports(&self) -> &Ratio {
        let [all, _] = &self.exports;
        all
    }

    /// What importers report, of all flows, their freight with it.
    #[must_use]
    pub fn imports(&self) -> &Ratio {
        let [all, _] = &self.imports;
        all
    }

    fn value(&self) -> Ratio {
        self.both.iter().map(|[x, fob]| x + fob).sum()
    }
}

fn share(part: Ratio, whole: &Ratio) -> Result<Ratio, Error> {
    if whole.is_zero() {
        return Err(Undefined::NoTrade.into());
    }
    part.over(whole)
}
