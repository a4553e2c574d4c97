//! One value of two reports.

use crate::error::{Error, Undefined};
use crate::key::Valuation;
use crate::mirror::asymmetry::negative;
use crate::mirror::{Convention, Margin, Pair, Sides};
use crate::number::{Ratio, Rounded, Rounding};
use serde::Serialize;
use std::fmt;

/// Which of two reports counts, or how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// The exporter's.
    Exporter,
    /// The importer's.
    Importer,
    /// The mean of both.
    Mean,
    /// The larger one.
    Max,
    /// The smaller one.
    Min,
    /// The exporter's with this weight, 0 to 1, and the importer's with the rest.
    Weight(Ratio),
    /// Each with the inverse of its variance. A variance of zero is a report without error, and
    /// counts alone; two of them count half each.
    Variances {
        /// The variance of what the exporter reports.
        exporter: Ratio,
        /// The variance of what the importer reports.
        importer: Ratio,
    },
    /// The report of the more reliable side; the importer's, if both are alike.
    WinnerTakesAll {
        /// The reliability of the exporter, on any scale on which more is better.
        exporter: Ratio,
        /// The reliability of the importer, on the same scale.
        importer: Ratio,
    },
}

/// How two reports become one value: a rule, a margin, and the valuation of the result.
///
/// Where one side alone reports, its report is the value, brought to the valuation of the result.
/// Reports that are equal stay as they are, and every other value lies between both. A reconciled
/// value is no observation, and it says so: see [`ReconciledPair`] and
/// [`Mirror::reconciled`](crate::mirror::Mirror::reconciled).
///
/// # Formula
/// With `x` the export and `m'` the import, both in the valuation of the result, and the weight `w`
/// of the exporter: `w x + (1 - w) m'`. By variances `w = Var(m) / (Var(x) + Var(m))`.
///
/// ```
/// use bilateral::area::{CHN, RUS};
/// use bilateral::mirror::{Margin, Pair, Reconciliation, Rule};
/// use bilateral::{Period, Valuation, number::decimal};
///
/// let flow = Pair::new(CHN, RUS, Period::year(2018))
///     .exported(decimal("48005202953"))
///     .imported(decimal("52217637368"));
/// // The IMF fills a missing report from the other one, by 6 %, both ways.
/// let fob = Reconciliation::by(Rule::Importer).taking(Margin::imf());
/// assert_eq!(fob.of(&flow)?.rounded(0).to_string(), "49261922045");
/// let cif = Reconciliation::by(Rule::Exporter).taking(Margin::imf()).valued_cif();
/// assert_eq!(cif.of(&flow)?.rounded(0).to_string(), "50885515130");
/// let mean = Reconciliation::by(Rule::Mean).taking(Margin::imf()).of(&flow)?;
/// assert_eq!(
///     mean.to_string(),
///     "CHN to RUS, 2018: 48633562499 by mean, FOB, margin 6.0 %, m / (1 + rate); \
///      exporter 48005202953 (weight 50.0 %), importer 52217637368"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    rule: Rule,
    margin: Margin,
    cif: bool,
}

/// One value of two reports, with what it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReconciledPair {
    /// The value, exactly, in the unit of the reports.
    pub value: Ratio,
    /// The flow with both reports, as they were given.
    pub pair: Pair,
    /// The weight of the exporter's report; 1 or 0 where one side alone reports.
    pub weight: Ratio,
    /// The rate of the margin; `None` if none was taken.
    pub margin: Option<Ratio>,
    /// The rule; where one side alone reports there was no choice.
    pub rule: Rule,
    /// FOB or CIF; as reported without a margin.
    pub valuation: Valuation,
    /// What was done with the rate.
    pub convention: Convention,
    /// Which sides report.
    pub sides: Sides,
}

impl Reconciliation {
    /// By this rule, FOB, without a margin.
    #[must_use]
    pub fn by(rule: Rule) -> Reconciliation {
        Reconciliation { rule, margin: Margin::none(), cif: false }
    }

    /// The same with a margin.
    #[must_use]
    pub fn taking(self, margin: Margin) -> Reconciliation {
        Reconciliation { margin, ..self }
    }

    /// The same with values CIF: the margin is added to exports in place of taken off imports.
    #[must_use]
    pub fn valued_cif(self) -> Reconciliation {
        Reconciliation { cif: true, ..self }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The margin.
    #[must_use]
    pub fn margin(&self) -> &Margin {
        &self.margin
    }

    /// The valuation of the values: as reported without a margin, else FOB or CIF.
    #[must_use]
    pub fn valuation(&self) -> Valuation {
        match (self.margin.is_none(), self.cif) {
            (true, _) => Valuation::AsReported,
            (false, false) => Valuation::Fob,
            (false, true) => Valuation::Cif,
        }
    }

    /// The value of a flow.
    ///
    /// # Errors
    /// [`Undefined::Missing`] if neither side reports; [`Undefined::NegativeLevel`];
    /// [`Range`](crate::ErrorKind::Range) for a weight outside of 0 to 1 or a negative variance; as
    /// [`Margin::fob`].
    pub fn of(&self, pair: &Pair) -> Result<ReconciledPair, Error> {
        let reports = [pair.exported, pair.imported].into_iter().flatten();
        if reports.map(Ratio::from).any(|report| report.is_negative()) {
            return Err(negative(pair));
        }
        let exported = pair.exported.map(|x| self.of_exporter(pair, x.into())).transpose()?;
        let imported = pair.imported.map(|m| self.of_importer(pair, m.into())).transpose()?;
        let (value, weight) = match (exported, imported) {
            (Some(x), Some(m)) => {
                let weight = self.rule.weight(&x, &m).map_err(|error| error.about(pair))?;
                (&m + &(&weight * &(&x - &m)), weight)
            }
            (Some(x), None) => (x, Ratio::one()),
            (None, Some(m)) => (m, Ratio::zero()),
            (None, None) => {
                return Err(Error::from(Undefined::Missing).about(pair).with_help(
                    "leave the flow out: neither side reports it, and nothing can be made of that",
                ));
            }
        };
        Ok(ReconciledPair {
            value,
            weight,
            margin: self.used_margin(pair)?,
            rule: self.rule.clone(),
            valuation: self.valuation(),
            sides: pair.sides(),
            convention: self.margin.convention(),
            pair: *pair,
        })
    }

    pub(crate) fn of_exporter(&self, pair: &Pair, exported: Ratio) -> Result<Ratio, Error> {
        if self.cif { self.margin.cif(pair, exported) } else { Ok(exported) }
    }

    pub(crate) fn of_importer(&self, pair: &Pair, imported: Ratio) -> Result<Ratio, Error> {
        if self.cif { Ok(imported) } else { self.margin.fob(pair, imported) }
    }

    /// The rate, if a report was changed by it.
    fn used_margin(&self, pair: &Pair) -> Result<Option<Ratio>, Error> {
        let changed = if self.cif { pair.exported } else { pair.imported };
        if self.margin.is_none() || changed.is_none() {
            return Ok(None);
        }
        self.margin.rate(pair).map(Some)
    }
}

impl Rule {
    /// The weight of the exporter.
    fn weight(&self, x: &Ratio, m: &Ratio) -> Result<Ratio, Error> {
        let (one, zero) = (Ratio::one(), Ratio::zero());
        let half = Ratio::new(1, 2)?;
        let if_larger = |left: &Ratio, right: &Ratio| match left.cmp(right) {
            std::cmp::Ordering::Less => zero.clone(),
            std::cmp::Ordering::Equal => half.clone(),
            std::cmp::Ordering::Greater => one.clone(),
        };
        match self {
            Rule::Exporter => Ok(one),
            Rule::Importer => Ok(zero),
            Rule::Mean => Ok(half),
            Rule::Max => Ok(if_larger(x, m)),
            Rule::Min => Ok(if_larger(m, x)),
            Rule::Weight(weight) if weight.is_negative() || *weight > one => {
                let reason = format!("{} is not between 0 and 1", weight.plain());
                Err(Error::range("the weight of the exporter", reason)
                    .with_help("give the exporter's share, as 0.7; the importer has the rest"))
            }
            Rule::Weight(weight) => Ok(weight.clone()),
            Rule::Variances { exporter, importer } => {
                if let Some(variance) = [exporter, importer].iter().find(|v| v.is_negative()) {
                    return Err(Error::range(
                        "a variance",
                        format!("{} is less than 0", variance.plain()),
                    )
                    .with_help("give zero or more; zero is a report without error"));
                }
                let sum = exporter + importer;
                if sum.is_zero() { Ok(half) } else { importer.over(&sum) }
            }
            Rule::WinnerTakesAll { exporter, importer } => {
                Ok(if exporter > importer { one } else { zero })
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Exporter => f.write_str("exporter"),
            Rule::Importer => f.write_str("importer"),
            Rule::Mean => f.write_str("mean"),
            Rule::Max => f.write_str("the larger"),
            Rule::Min => f.write_str("the smaller"),
            Rule::Weight(weight) => write!(f, "weight {} of the exporter", weight.percent(1)),
            Rule::Variances { .. } => f.write_str("inverse variances"),
            Rule::WinnerTakesAll { .. } => f.write_str("the more reliable side"),
        }
    }
}

impl ReconciledPair {
    /// The value to so many places, a tie away from zero.
    #[must_use]
    pub fn rounded(&self, places: u8) -> Rounded {
        self.value.round(places, Rounding::default())
    }

    /// The method in words: rule, valuation, margin, and the weights of both reports.
    pub(crate) fn method(&self) -> String {
        let mut text = match self.sides {
            Sides::OnlyExporter => "the exporter's report alone".to_owned(),
            Sides::OnlyImporter => "the importer's report alone".to_owned(),
            _ => format!("by {}", self.rule),
        };
        text.push_str(&format!(", {}, ", self.valuation));
        text.push_str(&match &self.margin {
            Some(rate) => format!("margin {}, {}", rate.percent(1), self.convention),
            None => "no margin".to_owned(),
        });
        let exporter =
            self.pair.exported.map(|x| format!("exporter {x} (weight {})", self.weight.percent(1)));
        let importer = self.pair.imported.map(|m| format!("importer {m}"));
        let reports: Vec<String> = [exporter, importer].into_iter().flatten().collect();
        format!("{text}; {}", reports.join(", "))
    }
}

/// The value to whole units, and how it came about.
impl fmt::Display for ReconciledPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:.0} {}", self.pair, self.value, self.method())
    }
}
