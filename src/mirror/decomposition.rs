//! The gap between imports and exports taken apart.

use crate::commodity::Commodity;
use crate::error::{Error, Undefined};
use crate::mirror::{Flows, Margin, Mirror, Pair};
use crate::number::Ratio;
use crate::period::Period;
use crate::unit::Dimension;
use serde::Serialize;
use std::fmt;

/// What importers report minus what exporters report, as a sum of named terms. They add up to it
/// exactly.
///
/// A term is there only if there are data for it: without a margin no valuation, without figures of
/// a hub no re-exports. A term that is absent is not zero; what it would explain is in the
/// residual.
///
/// # Formula
/// `M - X = sum(m - m') + sum m(only importer) - sum x(only exporter) + sum(m' - x)`, the first and
/// the last over flows of both sides, with `m'` the import without its margin. What is given
/// (re-exports, confidential, not specified) is taken out of the last, the residual.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{Flows, GapTerm, Margin, Pair};
/// use bilateral::{Period, number::decimal};
///
/// // Fuels from Russia to China, 2017, US$ (UN Comtrade)
/// let fuels = Pair::new(RUS, CHN, Period::year(2017))
///     .of("H5:27".parse()?)
///     .exported(decimal("25245786810"))
///     .imported(decimal("27431760370"));
/// let gap = Flows::new([fuels])?.decompose(&Margin::imf())?;
/// assert_eq!(gap.difference().to_string(), "2185973560");
/// assert_eq!(format!("{:.0}", gap.term(GapTerm::Valuation).unwrap()), "1552741153");
/// assert_eq!(format!("{:.0}", gap.term(GapTerm::Residual).unwrap()), "633232407");
/// assert_eq!(gap.term(GapTerm::ReExports), None); // nobody gave them
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapDecomposition {
    exported: Ratio,
    imported: Ratio,
    terms: Vec<(GapTerm, Ratio)>,
    products: Vec<(Commodity, GapDecomposition)>,
}

/// A part of the gap between two reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GapTerm {
    /// Freight and insurance, by the margin that was named: `m - m'` of flows of both sides.
    Valuation,
    /// Flows that the importer alone reports.
    OnlyImporter,
    /// Flows that the exporter alone reports; never above zero.
    OnlyExporter,
    /// Goods that a hub re-exported, which the importer records under their origin and the exporter
    /// does not record under their destination. As given.
    ReExports,
    /// What one side keeps confidential. As given.
    Confidential,
    /// What one side has under areas or goods that are not specified. As given.
    Unspecified,
    /// What the totals of both sides hold beyond the products that are listed, as reported: no
    /// margin is taken of it, so freight of these goods is in it.
    OnlyInTotal,
    /// The rest, of flows of both sides.
    Residual,
}

impl GapTerm {
    fn name(self) -> &'static str {
        match self {
            GapTerm::Valuation => "valuation",
            GapTerm::OnlyImporter => "only the importer reports",
            GapTerm::OnlyExporter => "only the exporter reports",
            GapTerm::ReExports => "re-exports of a hub",
            GapTerm::Confidential => "confidential",
            GapTerm::Unspecified => "not specified",
            GapTerm::OnlyInTotal => "only in the totals",
            GapTerm::Residual => "residual",
        }
    }

    /// How a gap comes to have this term.
    fn source(self) -> &'static str {
        match self {
            GapTerm::Valuation => "take the gap apart with a margin, as Margin::imf()",
            GapTerm::ReExports => "give them to the gap first, with_re_exports(..)",
            GapTerm::Confidential => "give it to the gap first, with_confidential(..)",
            GapTerm::Unspecified => "give it to the gap first, with_unspecified(..)",
            GapTerm::OnlyInTotal => "take the gap of a total apart, Flows::decompose_total(..)",
            GapTerm::OnlyImporter | GapTerm::OnlyExporter | GapTerm::Residual => {
                "take the gap apart, Flows::decompose(..)"
            }
        }
    }
}

impl fmt::Display for GapTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Flows {
    /// The gap of all flows together, taken apart, with one decomposition for each commodity if
    /// there are several.
    ///
    /// # Errors
    /// [`Undefined::NoTrade`] without flows; as [`Margin::rate`].
    pub fn decompose(&self, margin: &Margin) -> Result<GapDecomposition, Error> {
        if self.is_empty() {
            return Err(Error::from(Undefined::NoTrade)
                .about("the gap of a set of flows: it is empty")
                .with_help("give a flow at least; a period without reports has no gap"));
        }
        let mut whole = GapDecomposition::of(self, margin)?;
        let mut commodities: Vec<Commodity> =
            self.pairs().iter().map(|pair| pair.commodity).collect();
        commodities.sort_unstable();
        commodities.dedup();
        if commodities.len() > 1 {
            for commodity in commodities {
                let own = self.pairs().iter().filter(|pair| pair.commodity == commodity).copied();
                whole.products.push((commodity, GapDecomposition::of(&Flows::new(own)?, margin)?));
            }
        }
        Ok(whole)
    }

    /// The gap of a total, taken apart by these flows as its products: what both totals hold beyond
    /// the products is a term of its own, [`GapTerm::OnlyInTotal`].
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a flow of other areas or another period, or of
    /// goods that the total does not hold; [`Undefined::Missing`] unless both sides report the
    /// total; as [`decompose`](Flows::decompose).
    ///
    /// ```
    /// use bilateral::area::{CHN, RUS};
    /// use bilateral::mirror::{Flows, GapTerm, Margin, Pair};
    /// use bilateral::{Period, Ratio, number::decimal};
    ///
    /// let flow = |x: &str, m: &str| {
    ///     Pair::new(RUS, CHN, Period::year(2017)).exported(decimal(x)).imported(decimal(m))
    /// };
    /// let products = Flows::new([
    ///     flow("60", "63").of("H5:27".parse()?),
    ///     flow("10", "9").of("H5:44".parse()?),
    /// ])?;
    /// // Goods of 30 and of 36 are in the totals and in neither product.
    /// let gap = products.decompose_total(&flow("100", "108"), &Margin::none())?;
    /// assert_eq!(gap.difference(), Ratio::from(8));
    /// assert_eq!(gap.term(GapTerm::Residual), Some(&Ratio::from(2)));
    /// assert_eq!(gap.term(GapTerm::OnlyInTotal), Some(&Ratio::from(6)));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn decompose_total(
        &self,
        total: &Pair,
        margin: &Margin,
    ) -> Result<GapDecomposition, Error> {
        let whole = total.asymmetry()?;
        for part in self.pairs() {
            let same = (part.exporter, part.importer, part.period)
                == (total.exporter, total.importer, total.period);
            if !same || !part.commodity.is_contained_in(&total.commodity) {
                return Err(Error::mismatch("the flow of a total and of its product", total, part)
                    .with_help("give products of the same two areas and the same period, of goods that the total holds"));
            }
        }
        let mut gap = self.decompose(margin)?;
        if self.len() == 1 {
            let only = self.pairs().iter().map(|pair| pair.commodity);
            gap.products = only.map(|commodity| (commodity, gap.clone())).collect();
        }
        let rest = whole.difference() - gap.difference();
        gap.exported = whole.exported().clone();
        gap.imported = whole.imported().clone();
        gap.put(GapTerm::OnlyInTotal, rest);
        Ok(gap)
    }
}

impl<D: Dimension> Mirror<D> {
    /// The gap of one period, taken apart.
    ///
    /// # Errors
    /// As [`Mirror::at`], [`Mirror::check_margin`] and [`Margin::rate`].
    ///
    /// ```
    /// use bilateral::area::{CHN, RUS};
    /// use bilateral::mirror::{self, Margin};
    /// use bilateral::{Key, Period, Series, unit::USD};
    ///
    /// let sold = Series::new(Key::exports(RUS).to(CHN), USD.million()).with("2018", "56020")?;
    /// let bought = Series::new(Key::imports(CHN).from(RUS), USD.million()).with("2018", "58887")?;
    /// let gap =
    ///     mirror::of(&sold, &bought)?.decompose(Period::year(2018), &Margin::imf())?.to_string();
    /// assert!(gap.starts_with("imports 58887 - exports 56020 = 2867\n  valuation "), "{gap}");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn decompose(&self, period: Period, margin: &Margin) -> Result<GapDecomposition, Error> {
        self.check_margin(margin)?;
        Flows::new([*self.at(period)?.pair()])?.decompose(margin)
    }
}

impl GapDecomposition {
    fn of(flows: &Flows, margin: &Margin) -> Result<GapDecomposition, Error> {
        let values = flows.two_sided(margin)?;
        let mut gap = GapDecomposition {
            exported: flows.exported(false),
            imported: flows.imported(false),
            terms: Vec::new(),
            products: Vec::new(),
        };
        if !margin.is_none() {
            gap.put(GapTerm::Valuation, values.iter().map(|[_, m, fob]| m - fob).sum());
        }
        gap.put(GapTerm::OnlyImporter, flows.imported(true));
        gap.put(GapTerm::OnlyExporter, -flows.exported(true));
        gap.put(GapTerm::Residual, values.iter().map(|[x, _, fob]| fob - x).sum());
        Ok(gap)
    }

    /// The same with goods that a hub re-exported to the importer: its re-exports of the exporter's
    /// origin, at the hub's price. They are taken out of the residual.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a negative amount;
    /// [`Invalid`](crate::ErrorKind::Invalid) if they were given before.
    ///
    /// ```
    /// use bilateral::area::{CHN, USA};
    /// use bilateral::mirror::{Flows, GapTerm, Margin, Pair};
    /// use bilateral::{Period, Ratio, number::decimal};
    ///
    /// let flow = Pair::new(CHN, USA, Period::year(2010))
    ///     .exported(decimal("70"))
    ///     .imported(decimal("100"));
    /// let gap = Flows::new([flow])?.decompose(&Margin::none())?.with_re_exports(decimal("12"))?;
    /// assert_eq!(gap.term(GapTerm::Residual), Some(&Ratio::from(18)));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn with_re_exports(self, amount: impl Into<Ratio>) -> Result<GapDecomposition, Error> {
        let amount = amount.into();
        if amount.is_negative() {
            let reason = format!("{} is less than 0", amount.plain());
            return Err(Error::range("an amount of re-exports", reason)
                .with_help("give what the hub re-exported to the importer, zero or more"));
        }
        self.given(GapTerm::ReExports, amount)
    }

    /// The same with what one side keeps confidential: above zero what the exporter leaves out,
    /// below zero what the importer does. It is taken out of the residual.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if it was given before.
    pub fn with_confidential(self, amount: impl Into<Ratio>) -> Result<GapDecomposition, Error> {
        self.given(GapTerm::Confidential, amount.into())
    }

    /// The same with what one side has under areas or goods that are not specified: above zero what
    /// the exporter does not put under this flow, below zero what the importer does not. It is
    /// taken out of the residual.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if it was given before.
    pub fn with_unspecified(self, amount: impl Into<Ratio>) -> Result<GapDecomposition, Error> {
        self.given(GapTerm::Unspecified, amount.into())
    }

    /// What exporters report.
    #[must_use]
    pub fn exported(&self) -> &Ratio {
        &self.exported
    }

    /// What importers report.
    #[must_use]
    pub fn imported(&self) -> &Ratio {
        &self.imported
    }

    /// Imports minus exports, as reported: the sum of all terms.
    #[must_use]
    pub fn difference(&self) -> Ratio {
        &self.imported - &self.exported
    }

    /// The terms that are there, in the order of [`GapTerm`].
    #[must_use]
    pub fn terms(&self) -> &[(GapTerm, Ratio)] {
        &self.terms
    }

    /// One term; `None` where there are no data for it.
    #[must_use]
    pub fn term(&self, which: GapTerm) -> Option<&Ratio> {
        self.terms.iter().find(|(term, _)| *term == which).map(|(_, amount)| amount)
    }

    /// A term as a share of what exporters report.
    ///
    /// # Undefined when
    /// There are no data for the term ([`Undefined::Missing`]), or exporters report nothing
    /// ([`Undefined::ZeroBase`]).
    pub fn relative(&self, which: GapTerm) -> Result<Ratio, Error> {
        let amount = self.term(which).ok_or_else(|| {
            Error::from(Undefined::Missing)
                .about(format!("the term “{which}” of a gap"))
                .with_help(which.source())
        })?;
        if self.exported.is_zero() {
            return Err(Error::from(Undefined::ZeroBase)
                .about(format!("the term “{which}” over all exports"))
                .with_help("give the amount, term(..), since exporters report nothing"));
        }
        amount.over(&self.exported)
    }

    /// The same for each commodity, ascending; empty for one commodity alone. What was given for
    /// the whole is not in them.
    #[must_use]
    pub fn products(&self) -> &[(Commodity, GapDecomposition)] {
        &self.products
    }

    fn put(&mut self, term: GapTerm, amount: Ratio) {
        self.terms.push((term, amount));
        self.terms.sort_by_key(|(term, _)| *term);
    }

    fn given(mut self, which: GapTerm, amount: Ratio) -> Result<GapDecomposition, Error> {
        if let Some(before) = self.term(which) {
            let reason = format!("“{which}” was given before, as {}", before.plain());
            return Err(
                Error::invalid("a term of a gap", reason).with_help("give it once, added up")
            );
        }
        for (term, value) in &mut self.terms {
            if *term == GapTerm::Residual {
                *value = &*value - &amount;
            }
        }
        self.put(which, amount);
        Ok(self)
    }
}

/// One term a line, rounded to whole units, below the difference.
impl fmt::Display for GapDecomposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "imports {:.0} - exports {:.0} = ", self.imported, self.exported)?;
        write!(f, "{:.0}", self.difference())?;
        for (term, amount) in &self.terms {
            write!(f, "\n  {term:<26} {amount:>20.0}")?;
        }
        Ok(())
    }
}
