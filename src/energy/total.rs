//! Energy of several carriers in one unit.

use crate::carrier::{Conversion, Converted, Step};
use crate::energy::EnergyFlow;
use crate::error::{Error, ErrorKind, Undefined, counted};
use crate::growth::{Growth, year_over_year};
use crate::key::Key;
use crate::number::{Bounds, Ratio, Rounding};
use crate::period::Period;
use crate::unit::{AmountBounds, Energy, EnergyUnit};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::Bound;

/// The energy of flows of one period, in one unit, with every factor.
///
/// A flow without quantity leaves the total undefined, and its bounds open upwards; nothing is left
/// out without saying so. Flows that may share goods (a heading and its subheading, a World row and
/// a partner, imports of the one side and exports of the other) are refused. Heat from the weight
/// of a gas rests on the reporter's estimate of that weight, which no bounds show. See the
/// [room](crate::energy) for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnergyTotal {
    period: Period,
    unit: EnergyUnit,
    parts: Vec<EnergyPart>,
}

/// One flow of a total.
///
/// In serde its `flow`, its `energy` with the factors or `null`, its `bounds`, and the `reason` as
/// text where the energy is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyPart {
    flow: EnergyFlow,
    content: Content,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Known(Box<Converted<Energy>>),
    /// Only bounds are known, from elsewhere.
    Bounded(AmountBounds<Energy>),
    Unknown(Error),
}

impl Serialize for EnergyPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("EnergyPart", 4)?;
        fields.serialize_field("flow", &self.flow)?;
        fields.serialize_field("energy", &self.energy())?;
        fields.serialize_field("bounds", &self.bounds())?;
        fields.serialize_field("reason", &self.reason().map(ToString::to_string))?;
        fields.end()
    }
}

impl EnergyPart {
    /// The flow.
    #[must_use]
    pub fn flow(&self) -> &EnergyFlow {
        &self.flow
    }

    /// Its energy in the unit of the total, with its factors; `None` if it is not known.
    #[must_use]
    pub fn energy(&self) -> Option<&Converted<Energy>> {
        match &self.content {
            Content::Known(energy) => Some(energy),
            _ => None,
        }
    }

    /// What its energy may be; zero or more if nothing is known.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        match &self.content {
            Content::Known(energy) => energy.bounds().bounds().clone(),
            Content::Bounded(bounds) => bounds.bounds().clone(),
            Content::Unknown(_) => at_least_zero(),
        }
    }

    /// Why its energy is not known.
    #[must_use]
    pub fn reason(&self) -> Option<&Error> {
        match &self.content {
            Content::Unknown(reason) => Some(reason),
            _ => None,
        }
    }
}

/// What to do where totals are not of the same flows.
const SAME_FLOWS: &str = "compare totals of the same flows";

impl EnergyTotal {
    /// A total without flows, for a period, in a unit.
    #[must_use]
    pub fn new(period: Period, unit: EnergyUnit) -> EnergyTotal {
        EnergyTotal { period, unit, parts: Vec::new() }
    }

    /// The same with one more flow and the factors that lead from its quantity to the unit of the
    /// total.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for another period and for a route that does not
    /// end in the unit of the total or begins at no quantity of the flow, so that a known quantity
    /// never passes for a missing one; [`Overlap`](crate::ErrorKind::Overlap) if it may share goods
    /// with a flow that is in, also as the other side reports them. A flow of which no quantity is
    /// known, withheld or missing, is not an error: it leaves the total undefined.
    pub fn with(self, flow: EnergyFlow, route: &[Conversion]) -> Result<EnergyTotal, Error> {
        let energy = flow
            .convert_towards::<Energy>(route, self.unit)
            .and_then(|energy| energy.in_unit(self.unit));
        let content = match energy {
            Ok(energy) => Content::Known(Box::new(energy)),
            Err(error) if matches!(error.kind(), ErrorKind::Undefined(_)) => {
                Content::Unknown(error)
            }
            Err(error) => return Err(error),
        };
        self.adding(EnergyPart { flow, content })
    }

    /// The same with a flow whose quantity is not known, and bounds of its energy that come from
    /// elsewhere.
    ///
    /// # Errors
    /// As [`with`](EnergyTotal::with); [`Invalid`](crate::ErrorKind::Invalid) if a quantity of the
    /// flow is known, or the bounds reach below zero.
    pub fn with_bounds(
        self,
        flow: EnergyFlow,
        bounds: &AmountBounds<Energy>,
    ) -> Result<EnergyTotal, Error> {
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("an interval of a flow", reason).with_help(help).about(&flow))
        };
        if let Some(known) = flow.quantity_unit() {
            return refuse(
                format!("the quantity of the flow in {known} is known"),
                "convert the known quantity with named factors: with(..)",
            );
        }
        let starts_at_zero = match bounds.bounds().low() {
            Bound::Included(low) | Bound::Excluded(low) => !low.is_negative(),
            Bound::Unbounded => false,
        };
        if !starts_at_zero {
            return refuse(
                format!("{bounds} reaches below zero"),
                "begin the interval at 0, since no flow is negative",
            );
        }
        let content = Content::Bounded(bounds.convert(self.unit)?);
        self.adding(EnergyPart { flow, content })
    }

    fn adding(mut self, part: EnergyPart) -> Result<EnergyTotal, Error> {
        let flow = &part.flow;
        if flow.period() != self.period {
            return Err(Error::mismatch(
                "the period of a total and of a flow",
                self.period,
                flow.period(),
            )
            .about(flow)
            .with_help("make one total for each period"));
        }
        if let Some(other) =
            self.parts.iter().find(|other| may_share_goods(&other.flow.key(), &flow.key()))
        {
            let (left, right) = (other.flow.to_string(), flow.to_string());
            return Err(Error::new(ErrorKind::Overlap { left, right }));
        }
        self.parts.push(part);
        Ok(self)
    }

    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> EnergyUnit {
        self.unit
    }

    /// Its flows, in the order in which they came.
    #[must_use]
    pub fn parts(&self) -> &[EnergyPart] {
        &self.parts
    }

    /// The total, exactly, if every flow is known.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) with the reason of the first flow that is not;
    /// [`Undefined::Missing`](crate::Undefined::Missing) if only bounds of it are known, or if the
    /// total has no flow.
    pub fn value(&self) -> Result<Ratio, Error> {
        if self.parts.is_empty() {
            let help = "add a flow with with(..)";
            return Err(Error::from(Undefined::Missing)
                .about("a total of no flows")
                .with_help(help));
        }
        self.parts.iter().map(|part| known(part).map(Converted::value)).sum()
    }

    /// The energy of the flows that are known: not the total where one is not.
    #[must_use]
    pub fn known_part(&self) -> Ratio {
        self.parts.iter().filter_map(EnergyPart::energy).map(Converted::value).sum()
    }

    /// What the total may be: open upwards if a flow is not known.
    #[must_use]
    pub fn bounds(&self) -> AmountBounds<Energy> {
        let zero = Bounds::exactly(Ratio::zero());
        AmountBounds::new(
            self.parts.iter().fold(zero, |total, part| total.plus(&part.bounds())),
            self.unit,
        )
    }

    /// Every factor that was used, each once.
    #[must_use]
    pub fn factors(&self) -> Vec<&Step> {
        let mut factors: Vec<&Step> = Vec::new();
        for step in
            self.parts.iter().filter_map(EnergyPart::energy).flat_map(|energy| energy.trail())
        {
            if !factors.contains(&step) {
                factors.push(step);
            }
        }
        factors
    }

    /// Growth over the total of another period.
    ///
    /// # Errors
    /// As [`value`](EnergyTotal::value) for both; as [`growth_bounds`](EnergyTotal::growth_bounds).
    pub fn growth_over(&self, base: &EnergyTotal) -> Result<Growth, Error> {
        self.pairs(base)?;
        year_over_year(self.value()?, base.value()?)
    }

    /// What growth over the total of another period may be, whatever the factors are inside their
    /// ranges and the quantities behind their digits.
    ///
    /// It assumes that a factor is the same in both periods, whatever it is in truth. So growth is
    /// known far better than either total; where the mix of qualities behind a carrier changed in
    /// between, it may lie outside.
    ///
    /// # Formula
    /// With `x` and `y` the quantities then and now, `f` the factors: `sum f y / sum f x - 1`. Its
    /// ends lie at corners: all `y` high and all `x` low, and `f` high for the flows that grow
    /// faster than the total, low for the others. The range of a printed quantity ends at zero,
    /// since no quantity is negative.
    ///
    /// # Errors
    /// As [`value`](EnergyTotal::value); [`Undefined`](crate::ErrorKind::Undefined) if the base may
    /// be zero; [`Mismatch`](crate::ErrorKind::Mismatch) if the two are not of the same flows by
    /// the same factors, since growth would then include a change of factors;
    /// [`Invalid`](crate::ErrorKind::Invalid) if a figure is one-sided.
    pub fn growth_bounds(&self, base: &EnergyTotal) -> Result<Bounds, Error> {
        let mut low_terms = Vec::new();
        let mut high_terms = Vec::new();
        for (now, then) in self.pairs(base)? {
            let (now, then) = (known(now)?.chain(), known(then)?.chain());
            let [y_low, y_high] = now.start_bounds.ends()?.map(not_negative);
            let [x_low, x_high] = then.start_bounds.ends()?.map(not_negative);
            let factors = now.factor_bounds.ends()?;
            // Both in the units of the first total: the quantities may have been printed in
            // different ones.
            let scale = then.factor.over(&now.factor)?;
            low_terms.push(Term {
                then: x_high * scale.clone(),
                now: y_low,
                factors: factors.clone(),
            });
            high_terms.push(Term { then: x_low * scale, now: y_high, factors });
        }
        let (lowest, highest) = (extreme(&low_terms, false)?, extreme(&high_terms, true)?);
        Bounds::between(lowest - Ratio::one(), highest - Ratio::one())
    }

    /// The same flows of both, side by side.
    fn pairs<'a>(
        &'a self,
        base: &'a EnergyTotal,
    ) -> Result<Vec<(&'a EnergyPart, &'a EnergyPart)>, Error> {
        let mut pairs = Vec::new();
        if self.unit != base.unit {
            return Err(Error::mismatch("the unit of two totals", self.unit, base.unit)
                .with_help("make both totals in one unit"));
        }
        if self.parts.len() != base.parts.len() {
            return Err(Error::mismatch(
                "the number of flows of two totals",
                self.parts.len(),
                base.parts.len(),
            )
            .with_help(SAME_FLOWS));
        }
        for part in &self.parts {
            let same = |other: &&EnergyPart| {
                other.flow.key() == part.flow.key() && other.flow.carrier() == part.flow.carrier()
            };
            let Some(other) = base.parts.iter().find(same) else {
                return Err(Error::mismatch(
                    "the list of flows of two totals",
                    &part.flow,
                    "no such flow",
                )
                .with_help(SAME_FLOWS));
            };
            if let (Some(now), Some(then)) = (part.energy(), other.energy())
                && now.trail() != then.trail()
            {
                let what = "the list of factors of two totals";
                return Err(Error::mismatch(what, trail(now), trail(then))
                    .about(&part.flow)
                    .with_help(
                        "take the same factors in both periods, so that a change of factors does not count as growth",
                    ));
            }
            pairs.push((part, other));
        }
        Ok(pairs)
    }
}

/// The same trade, or the same goods once as imports of the one side and once as exports of the
/// other.
fn may_share_goods(one: &Key, other: &Key) -> bool {
    let mirrors =
        |key: &Key, other: &Key| key.mirror().is_some_and(|mirror| mirror.overlaps(other));
    one.overlaps(other) || mirrors(one, other) || mirrors(other, one)
}

/// Quantities then and now, and the ends of the factor.
struct Term {
    then: Ratio,
    now: Ratio,
    factors: [Ratio; 2],
}

/// The highest or lowest `sum f now / sum f then`. The quotient is monotone in each factor; at its
/// highest the factors are high just where `now / then` is above the quotient, so it is enough to
/// try every split by that ratio.
fn extreme(terms: &[Term], highest: bool) -> Result<Ratio, Error> {
    // A flow that is zero both times says nothing, and compared crosswise it would equal every
    // other.
    let mut order: Vec<&Term> =
        terms.iter().filter(|term| !(term.then.is_zero() && term.now.is_zero())).collect();
    // now / then, compared without a division, so that a quantity of zero then comes last.
    order.sort_by(|one, two| (&one.now * &two.then).cmp(&(&two.now * &one.then)));
    let mut best: Option<Ratio> = None;
    for split in 0..=order.len() {
        let (mut now, mut then) = (Ratio::zero(), Ratio::zero());
        for (at, term) in order.iter().enumerate() {
            let [low, high] = &term.factors;
            let factor = if (at >= split) == highest { high } else { low };
            now = now + factor * &term.now;
            then = then + factor * &term.then;
        }
        let quotient = now
            .over(&then)
            .map_err(|error| error.about("growth of a total whose base may be zero"))?;
        let better = |best: &Ratio| if highest { quotient > *best } else { quotient < *best };
        if best.as_ref().is_none_or(better) {
            best = Some(quotient);
        }
    }
    Ok(best.unwrap_or_else(Ratio::one))
}

/// A printed 0 may be 0.4, but not -0.4.
fn not_negative(end: Ratio) -> Ratio {
    end.max(Ratio::zero())
}

fn known(part: &EnergyPart) -> Result<&Converted<Energy>, Error> {
    match &part.content {
        Content::Known(energy) => Ok(energy),
        Content::Bounded(bounds) => {
            let help = "give the bounds of the total instead";
            Err(Error::from(Undefined::Missing)
                .about(format!("{}, known only as {bounds}", part.flow))
                .with_help(help))
        }
        Content::Unknown(reason) => Err(reason.clone()),
    }
}

fn trail(energy: &Converted<Energy>) -> String {
    energy.trail().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn at_least_zero() -> Bounds {
    Bounds::new(Bound::Included(Ratio::zero()), Bound::Unbounded)
        .unwrap_or_else(|_| Bounds::exactly(Ratio::zero()))
}

/// The period, a line for each flow, then the total, or its bounds where a flow is not known.
impl fmt::Display for EnergyTotal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.period, counted(self.parts.len(), "flow"))?;
        for part in &self.parts {
            match &part.content {
                Content::Known(energy) => {
                    let bounds = energy.bounds().bounds().outward(0);
                    write!(f, "{}: {energy}, that is {bounds}", part.flow.carrier())?;
                    writeln!(f, "; factors: {}", trail(energy))?;
                }
                Content::Bounded(bounds) => writeln!(f, "{}: {bounds}", part.flow.carrier())?,
                Content::Unknown(reason) => {
                    let reason = reason.to_string();
                    writeln!(
                        f,
                        "{}: {}",
                        part.flow.carrier(),
                        reason.lines().next().unwrap_or_default()
                    )?;
                }
            }
        }
        let bounds = self.bounds().bounds().outward(0);
        match self.value() {
            Ok(value) => {
                let value = value.round(2, Rounding::default());
                write!(f, "total: {value} {}, that is {bounds}", self.unit)
            }
            Err(_) => write!(f, "total: {bounds} {}", self.unit),
        }
    }
}
