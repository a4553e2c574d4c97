//! An amount that was converted by named factors.

use crate::carrier::{Conversion, Family};
use crate::error::Error;
use crate::number::{Bounds, Ratio, Rounding};
use crate::unit::{Amount, AmountBounds, AnyUnit, Dimension, HeatBasis, VolumeUnit};
use serde::Serialize;
use std::fmt;

/// An amount with every factor that led to it, and with bounds.
///
/// The number is an exact fraction. Its bounds are those of the first amount times the range of
/// every factor as its source states it. A factor without a stated range counts with the half unit
/// of its last printed digit, and [`unranged`](Converted::unranged) lists it.
///
/// ```
/// use bilateral::carrier::{Carrier, Conversion, Family};
/// use bilateral::{
///     Energy, Mass,
///     unit::{Amount, EnergyScale, EnergyUnit, HeatBasis, MassUnit},
/// };
///
/// let petajoule = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
/// let tonne = MassUnit::Tonne.into();
/// let heat = Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, tonne, petajoule.into())?;
/// let crude: Amount<Mass> = "107 Mt".parse()?;
/// let content = crude.by::<Energy>(&heat)?.in_unit(petajoule)?;
/// assert_eq!(content.to_string(), "4526.10 PJ (net)");
/// assert_eq!(content.bounds().to_string(), "4290.7 to 4793.6 PJ (net)");
/// assert_eq!(
///     content.trail()[0].to_string(),
///     "x 42.3 GJ (net) per t (crude oil, default, IPCC 2006)"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(bound = "")]
pub struct Converted<D: Dimension> {
    #[serde(flatten)]
    chain: Chain,
    #[serde(skip)]
    unit: D::Unit,
}

/// The same without its dimension as a type, for routes that are known only when the program runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Chain {
    /// The number at the beginning, and what it may be.
    pub(crate) start: Ratio,
    pub(crate) start_bounds: Bounds,
    /// All factors together, definitions included, and what they may be.
    pub(crate) factor: Ratio,
    pub(crate) factor_bounds: Bounds,
    pub(crate) unit: AnyUnit,
    pub(crate) trail: Vec<Step>,
}

/// One step of a conversion: a factor, multiplied with or divided by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    conversion: Conversion,
    divided: bool,
}

impl Step {
    /// The factor.
    #[must_use]
    pub fn conversion(&self) -> &Conversion {
        &self.conversion
    }

    /// True if the amount was divided by it.
    #[must_use]
    pub fn is_divided(&self) -> bool {
        self.divided
    }
}

impl<D: Dimension> Amount<D> {
    /// The amount by a named factor, in the other unit of the factor.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the factor does not begin or end at a unit of
    /// this amount; the help says which step to name first. See [`Converted::by`].
    pub fn by<E: Dimension>(self, conversion: &Conversion) -> Result<Converted<E>, Error> {
        Converted::from(self).by(conversion)
    }
}

impl<D: Dimension> From<Amount<D>> for Converted<D> {
    fn from(amount: Amount<D>) -> Converted<D> {
        let start = Ratio::from(amount.value());
        let bounds = Bounds::exactly(start.clone());
        Converted {
            chain: Chain::starting(start, bounds, D::any(amount.unit())),
            unit: amount.unit(),
        }
    }
}

impl<D: Dimension> Converted<D> {
    /// An amount that is known within bounds.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) if the amount lies outside of its bounds,
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if their units do not convert.
    pub fn known_within(
        amount: Amount<D>,
        bounds: &AmountBounds<D>,
    ) -> Result<Converted<D>, Error> {
        let bounds = bounds.convert(amount.unit())?;
        let start = Ratio::from(amount.value());
        if !bounds.bounds().contains(&start) {
            return Err(Error::range("an amount", format!("{amount} is not in {bounds}")));
        }
        let chain = Chain::starting(start, bounds.bounds().clone(), D::any(amount.unit()));
        Ok(Converted { chain, unit: amount.unit() })
    }

    /// The amount by a further named factor, in the other unit of the factor: multiplied if the
    /// factor begins at a unit like this one, divided if it ends there.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch)
    /// - if the factor neither begins nor ends at a unit that this one converts to by definition;
    ///   the help names the missing step: conditions of gas, gross and net, electricity and heat,
    ///   density;
    /// - if the factor is of another carrier than an earlier one;
    /// - if it is of another family than an earlier one and not marked as
    ///   [`mixed`](Conversion::mixed);
    /// - if its other unit is not of the dimension asked for.
    pub fn by<E: Dimension>(&self, conversion: &Conversion) -> Result<Converted<E>, Error> {
        Converted::of(self.chain.by(conversion)?)
    }

    /// The same in another unit that converts by definition.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if it does not; the help names the missing step.
    pub fn in_unit(&self, unit: D::Unit) -> Result<Converted<D>, Error> {
        let ratio = D::ratio(self.unit, unit).map_err(|error| {
            let help =
                missing_unit(D::any(self.unit), D::any(unit)).unwrap_or_else(|| error.help());
            error.with_help(help)
        })?;
        let chain = Chain {
            factor: &self.chain.factor * &ratio,
            factor_bounds: self.chain.factor_bounds.scaled(&ratio),
            unit: D::any(unit),
            ..self.chain.clone()
        };
        Ok(Converted { chain, unit })
    }

    /// The number, exactly.
    #[must_use]
    pub fn value(&self) -> Ratio {
        &self.chain.start * &self.chain.factor
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> D::Unit {
        self.unit
    }

    /// The amount, if its number has finitely many digits.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it does not; [`value`](Converted::value) has no
    /// such limit.
    pub fn amount(&self) -> Result<Amount<D>, Error> {
        Ok(Amount::of(self.value().to_decimal()?, self.unit))
    }

    /// What the amount may be.
    #[must_use]
    pub fn bounds(&self) -> AmountBounds<D> {
        AmountBounds::of(self.chain.start_bounds.times(&self.chain.factor_bounds), self.unit)
    }

    /// Every factor, in the order in which it was used. Conversions by definition inside a
    /// dimension are not listed.
    #[must_use]
    pub fn trail(&self) -> &[Step] {
        &self.chain.trail
    }

    /// The factors whose source states no range, definitions left out.
    pub fn unranged(&self) -> impl Iterator<Item = &Conversion> {
        let open = |one: &&Conversion| one.range().is_none() && one.family() != Family::Definition;
        self.trail().iter().map(Step::conversion).filter(open)
    }

    /// A chain that ends in this dimension.
    pub(crate) fn of(chain: Chain) -> Result<Converted<D>, Error> {
        Ok(Converted { unit: D::from_any(chain.unit)?, chain })
    }

    pub(crate) fn chain(&self) -> &Chain {
        &self.chain
    }
}

impl Chain {
    pub(crate) fn starting(start: Ratio, start_bounds: Bounds, unit: AnyUnit) -> Chain {
        let one = Ratio::one();
        Chain {
            start,
            start_bounds,
            factor: one.clone(),
            factor_bounds: Bounds::exactly(one),
            unit,
            trail: Vec::new(),
        }
    }

    pub(crate) fn by(&self, next: &Conversion) -> Result<Chain, Error> {
        self.check_family(next)?;
        self.check_carrier(next)?;
        let (to_factor, unit, divided) =
            match (self.unit.ratio_to(next.from()), self.unit.ratio_to(next.to())) {
                (Ok(ratio), _) => (ratio, next.to(), false),
                (_, Ok(ratio)) => (ratio, next.from(), true),
                (Err(_), Err(_)) => {
                    return Err(Error::mismatch(
                        "the unit of an amount and of a conversion",
                        self.unit,
                        next,
                    )
                    .with_help(missing_step(self.unit, next)));
                }
            };
        let (before, value) = (&self.factor * &to_factor, next.value());
        let scaled = self.factor_bounds.scaled(&to_factor);
        let (factor, factor_bounds) = if divided {
            (before.over(&value)?, scaled.divided_by(&next.bounds())?)
        } else {
            (&before * &value, scaled.times(&next.bounds()))
        };
        let mut trail = self.trail.clone();
        trail.push(Step { conversion: next.clone(), divided });
        Ok(Chain { factor, factor_bounds, unit, trail, ..self.clone() })
    }

    fn check_family(&self, next: &Conversion) -> Result<(), Error> {
        if next.may_mix() || next.family().fits_all() {
            return Ok(());
        }
        let earlier = self.trail.iter().map(Step::conversion).find(|one| !one.family().fits_all());
        match earlier.filter(|one| one.family() != next.family()) {
            None => Ok(()),
            Some(one) => {
                let help = format!(
                    "use a factor of {} for both, or state with mixed() that families are mixed",
                    one.family()
                );
                Err(Error::mismatch("the family of the factors", one.family(), next.family())
                    .with_help(help))
            }
        }
    }

    fn check_carrier(&self, next: &Conversion) -> Result<(), Error> {
        let Some(carrier) = next.carrier() else { return Ok(()) };
        let mut earlier = self.trail.iter().filter_map(|step| step.conversion.carrier());
        match earlier.find(|one| !one.is_related_to(carrier)) {
            None => Ok(()),
            Some(other) => {
                let help =
                    format!("use a factor of {other}, or state the assumption with taken_for(..)");
                Err(Error::mismatch("the carrier of the factors", other, carrier).with_help(help))
            }
        }
    }
}

/// Which step is missing before this factor.
fn missing_step(own: AnyUnit, next: &Conversion) -> String {
    let ends = [next.from(), next.to()];
    ends.into_iter().find_map(|end| missing_unit(own, end)).unwrap_or_else(|| {
        let whose = next.carrier().map_or_else(String::new, |carrier| format!(" of {carrier}"));
        format!(
            "first name a factor{whose} that leads from {own} to {}, from Conversion::find or measured",
            next.from()
        )
    })
}

/// Which step leads between two units of one dimension that do not convert by definition.
fn missing_unit(own: AnyUnit, end: AnyUnit) -> Option<String> {
    match (own, end) {
        (AnyUnit::Volume(VolumeUnit::Gas(_, here)), AnyUnit::Volume(VolumeUnit::Gas(_, there))) => {
            Some(format!(
                "name the step between the reference conditions first: \
                 Conversion::ideal_gas from {here} to {there}"
            ))
        }
        (AnyUnit::Volume(_), AnyUnit::Volume(VolumeUnit::Gas(..))) => Some(
            "state the reference conditions of the volume of gas with of_gas_at, \
             or convert the liquid by weight"
                .to_owned(),
        ),
        (AnyUnit::Energy(one), AnyUnit::Energy(two)) if one.basis != two.basis => {
            let electric = [one.basis, two.basis].contains(&HeatBasis::Electricity);
            Some(if electric {
                "say how electricity is counted as heat: Conversion::electricity_as_heat, \
                 or a user-defined efficiency"
                    .to_owned()
            } else {
                "name the ratio of net to gross calorific value first: \
                 Conversion::find(Family::IeaConvention, carrier, gross, net), or a measured one"
                    .to_owned()
            })
        }
        _ => None,
    }
}

/// To two places; with a precision, `{:.4}`, to that number of places. Rounded half away from zero.
impl<D: Dimension> fmt::Display for Converted<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().and_then(|places| u8::try_from(places).ok()).unwrap_or(2);
        write!(f, "{} {}", self.value().round(places, Rounding::default()), self.unit)
    }
}

/// The factor as its source prints it: `x 42.3 GJ (net) per t (crude oil, default, IPCC 2006)`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = &self.conversion;
        let sign = if self.divided == one.is_printed_backwards() { "x" } else { "/" };
        write!(f, "{sign} {} ({})", one.printed(), one.origin())
    }
}
