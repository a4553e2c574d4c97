//! One flow of one carrier.

use crate::carrier::{Carrier, Chain, Conversion, Converted};
use crate::commodity::Commodity;
use crate::error::{Error, Undefined};
use crate::key::Key;
use crate::number::{Bounds, Decimal, Figure, Ratio};
use crate::observation::Status;
use crate::period::Period;
use crate::series::Reading;
use crate::unit::{Amount, AmountBounds, AnyUnit, Dimension, Mass, Money, Quantity, UnitValue};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What was published of a flow of one carrier in one period: value, weight, volume, energy, any of
/// them, each with the range that its rounding allows.
///
/// ```
/// use bilateral::energy::EnergyFlow;
/// use bilateral::{
///     Key, Mass, Money, Period,
///     area::{CHN, RUS},
/// };
///
/// // LNG, January-June 2023
/// let lng = EnergyFlow::of(
///     Key::imports(CHN).from(RUS).of("H6:271111".parse()?),
///     Period::january_to(2023, 6),
/// )?
/// .with_figure("3.9".parse()?, "Mt".parse()?)?
/// .with_figure("2.7".parse()?, "billion USD".parse()?)?;
/// assert_eq!(lng.carrier().to_string(), "LNG");
/// assert_eq!(lng.amount::<Money>()?.to_string(), "2.7 billion US$");
/// assert_eq!(lng.unit_value::<Mass>()?.to_string(), "692.31 US$/t");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct EnergyFlow {
    key: Key,
    carrier: Carrier,
    period: Period,
    known: Vec<Known>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<Status>,
}

/// The form of a flow in serde, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    key: Key,
    carrier: Carrier,
    period: Period,
    known: Vec<Known>,
    withheld: Option<Status>,
}

/// One amount of the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    #[serde(with = "crate::number::decimal_serde")]
    value: Decimal,
    unit: AnyUnit,
    bounds: Bounds,
}

/// What to do where the code of the key and the carrier do not belong together.
const CODED: &str = "give the carrier of the commodity of the key, or a key of that carrier";

impl EnergyFlow {
    /// A flow of a carrier.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the commodity of the key is another carrier or
    /// none, total trade excepted; as [`Carrier::of`] for a code that is ambiguous or not of its
    /// edition.
    pub fn new(key: Key, carrier: Carrier, period: Period) -> Result<EnergyFlow, Error> {
        match Carrier::of(&key.commodity())? {
            Some(coded) if !coded.is_related_to(carrier) && coded != Carrier::MineralFuels => {
                Err(Error::mismatch("the carrier of a flow", carrier, coded)
                    .about(key)
                    .with_help(CODED))
            }
            None if key.commodity() != Commodity::TOTAL => Err(Error::mismatch(
                "the carrier of a flow",
                carrier,
                "goods that are not an energy carrier",
            )
            .about(key)
            .with_help(CODED)),
            _ => Ok(EnergyFlow { key, carrier, period, known: Vec::new(), withheld: None }),
        }
    }

    /// A flow of the carrier that the commodity of the key means.
    ///
    /// # Errors
    /// As [`Carrier::of`]; [`Invalid`](crate::ErrorKind::Invalid) for goods that are not an energy
    /// carrier.
    pub fn of(key: Key, period: Period) -> Result<EnergyFlow, Error> {
        match Carrier::of(&key.commodity())? {
            Some(carrier) => EnergyFlow::new(key, carrier, period),
            None => Err(Error::invalid(
                "an energy flow",
                format!("{} is not an energy carrier", key.commodity()),
            ).with_help("name the code of a fuel or of electricity, or give the carrier with EnergyFlow::new")
            .about(key)),
        }
    }

    /// The same with a published figure. A flow holds one figure of each dimension.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if it is a multiple in words, or there is a figure of
    /// that dimension already, or quantities are said to be withheld.
    pub fn with_figure(self, figure: Figure, unit: AnyUnit) -> Result<EnergyFlow, Error> {
        let value = figure.decimal().ok_or_else(|| {
            Error::invalid("a level", "a fraction in words is not a level")
                .with_help("give the quantity as a number")
        })?;
        self.adding(Known { value, unit, bounds: figure.bounds() })
    }

    /// The same with an exact amount.
    ///
    /// # Errors
    /// As [`with_figure`](EnergyFlow::with_figure).
    pub fn with_amount<D: Dimension>(self, amount: Amount<D>) -> Result<EnergyFlow, Error> {
        let bounds = Bounds::exactly(Ratio::from(amount.value()));
        self.adding(Known { value: amount.value(), unit: D::any(amount.unit()), bounds })
    }

    /// The same with an amount that is known within bounds, such as a base that published growth
    /// implies.
    ///
    /// # Errors
    /// As [`with_figure`](EnergyFlow::with_figure); [`Range`](crate::ErrorKind::Range) if the
    /// amount lies outside.
    pub fn with_amount_within<D: Dimension>(
        self,
        amount: Amount<D>,
        bounds: &AmountBounds<D>,
    ) -> Result<EnergyFlow, Error> {
        let bounds = bounds.convert(amount.unit())?;
        if !bounds.contains(amount)? {
            return Err(
                Error::range("an amount", format!("{amount} is not in {bounds}")).about(&self)
            );
        }
        self.adding(Known {
            value: amount.value(),
            unit: D::any(amount.unit()),
            bounds: bounds.bounds().clone(),
        })
    }

    /// The same with what a series says of the period, with the bounds of its figures.
    ///
    /// # Errors
    /// As [`with_figure`](EnergyFlow::with_figure); [`Mismatch`](crate::ErrorKind::Mismatch) for
    /// another key or period.
    pub fn with_reading<D: Dimension>(self, reading: &Reading<D>) -> Result<EnergyFlow, Error> {
        if reading.key() != self.key {
            return Err(Error::mismatch(
                "the key of a flow and of a reading",
                self.key,
                reading.key(),
            )
            .with_help("take the reading from the series of the same key"));
        }
        if reading.period() != self.period {
            return Err(Error::mismatch(
                "the period of a flow and of a reading",
                self.period,
                reading.period(),
            )
            .about(self.key)
            .with_help("take the reading of the same period"));
        }
        let amount = reading.amount();
        let bounds = reading.bounds().bounds().clone();
        self.adding(Known { value: amount.value(), unit: D::any(amount.unit()), bounds })
    }

    /// The same, saying why it has no quantity: missing, confidential, not yet published.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a status that says there is a figure, or if the
    /// flow has a quantity.
    pub fn withheld(self, status: Status) -> Result<EnergyFlow, Error> {
        EnergyFlow { withheld: Some(status), ..self }.checked()
    }

    /// Who, what and which way.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// The carrier.
    #[must_use]
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// When.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The value, or a quantity of one dimension.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) with the reason why it is not there.
    pub fn amount<D: Dimension>(&self) -> Result<Amount<D>, Error> {
        let (known, unit) = self.known_as::<D>()?;
        Ok(Amount::of(known.value, unit))
    }

    /// What the value or the quantity may be, by the digits of its figure.
    ///
    /// # Errors
    /// As [`amount`](EnergyFlow::amount).
    pub fn bounds<D: Dimension>(&self) -> Result<AmountBounds<D>, Error> {
        let (known, unit) = self.known_as::<D>()?;
        Ok(AmountBounds::of(known.bounds.clone(), unit))
    }

    /// Value per quantity.
    ///
    /// # Errors
    /// As [`amount`](EnergyFlow::amount); [`Invalid`](crate::ErrorKind::Invalid) for the weight of
    /// what is traded as a gas: such weights are estimates of the reporter, so value per kilogram
    /// would reflect the estimate.
    pub fn unit_value<Q: Quantity>(&self) -> Result<UnitValue<Q>, Error> {
        if self.carrier.is_gaseous() && Q::NAME == Mass::NAME {
            let reason = format!(
                "the weight of {} is an estimate of the reporter, not what was metered",
                self.carrier
            );
            return Err(Error::invalid("a unit value", reason)
                .with_help("ask for the value per volume or per energy")
                .about(self));
        }
        self.amount::<Money>()?.per(self.amount::<Q>()?)
    }

    /// The flow by named factors in another quantity, as a rule its heat:
    /// `convert::<Energy>(&[factor])`.
    ///
    /// The first factor says which of the quantities is taken; without factors it is the one asked
    /// for. The weight of what is traded as a gas is an estimate of the reporter: where volume or
    /// energy is known, begin there.
    ///
    /// # Errors
    /// [`Undefined`](crate::ErrorKind::Undefined) with the reason if the flow has no quantity at
    /// all; [`Mismatch`](crate::ErrorKind::Mismatch) if it has one, but the route begins at none of
    /// them, for a factor of another carrier, and as [`Converted::by`].
    pub fn convert<E: Dimension>(&self, route: &[Conversion]) -> Result<Converted<E>, Error> {
        self.convert_towards(route, E::NAME)
    }

    /// The same; `asked` is the text of the target for the help.
    pub(crate) fn convert_towards<E: Dimension>(
        &self,
        route: &[Conversion],
        wanted: impl fmt::Display,
    ) -> Result<Converted<E>, Error> {
        if let Some(alien) = route.iter().find(|one| !one.fits(self.carrier)) {
            let other = alien.carrier().map_or_else(String::new, |carrier| carrier.to_string());
            let help = format!(
                "use a factor of {}, or state the assumption with taken_for(..)",
                self.carrier
            );
            return Err(Error::mismatch("the carrier of a factor", self.carrier, other)
                .with_help(help)
                .about(self));
        }
        let alike = |unit: AnyUnit, other: AnyUnit| {
            std::mem::discriminant(&unit) == std::mem::discriminant(&other)
        };
        let starts = |known: &&Known| match route.first() {
            Some(first) => alike(known.unit, first.from()),
            None => E::from_any(known.unit).is_ok(),
        };
        let ends =
            |known: &&Known| route.first().is_some_and(|first| alike(known.unit, first.to()));
        let known = self.known.iter().find(starts).or_else(|| self.known.iter().find(ends));
        let known = known.ok_or_else(|| match self.quantity_unit() {
            // Not missing: a factor is.
            Some(unit) => {
                let begins =
                    route.first().map_or_else(|| "no factor".to_owned(), ToString::to_string);
                let help = format!("name a factor from {unit} to {wanted}");
                Error::mismatch("the quantity of a flow and its factors", unit, begins)
                    .with_help(help)
                    .about(self)
            }
            None => self.absence(),
        })?;
        let begin = Chain::starting(Ratio::from(known.value), known.bounds.clone(), known.unit);
        let chain = route
            .iter()
            .try_fold(begin, |chain, step| chain.by(step))
            .map_err(|error| error.about(self))?;
        Converted::of(chain)
    }

    fn known_as<D: Dimension>(&self) -> Result<(&Known, D::Unit), Error> {
        let found =
            self.known.iter().find_map(|known| Some((known, D::from_any(known.unit).ok()?)));
        found.ok_or_else(|| {
            if D::NAME == Money::NAME { self.missing(Undefined::Missing) } else { self.absence() }
        })
    }

    /// The unit of a quantity that is known, of the first one if there are several.
    pub(crate) fn quantity_unit(&self) -> Option<AnyUnit> {
        self.known.iter().map(|known| known.unit).find(|unit| !matches!(unit, AnyUnit::Money(_)))
    }

    /// The reason why there is no quantity.
    fn absence(&self) -> Error {
        self.missing(match self.withheld {
            Some(Status::Confidential) => Undefined::Confidential,
            Some(Status::NotYetPublished) => Undefined::NotYetPublished,
            _ => Undefined::Missing,
        })
    }

    fn missing(&self, reason: Undefined) -> Error {
        Error::from(reason).about(self)
    }

    fn adding(mut self, known: Known) -> Result<EnergyFlow, Error> {
        self.known.push(known);
        self.checked()
    }

    fn checked(self) -> Result<EnergyFlow, Error> {
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("an energy flow", reason).about(&self).with_help(help))
        };
        let dimension = |known: &Known| std::mem::discriminant(&known.unit);
        for (at, known) in self.known.iter().enumerate() {
            let others = self.known.iter().skip(at.saturating_add(1));
            if others.clone().any(|other| dimension(other) == dimension(known)) {
                let reason = format!(
                    "it has a second figure of the same dimension as {} {}",
                    known.value, known.unit
                );
                return refuse(reason, "give one figure for each dimension");
            }
            if known.value.is_sign_negative() && !known.value.is_zero() {
                return refuse(
                    format!("{} {} is negative", known.value, known.unit),
                    "give a figure of 0 or more; the key says which way the goods went",
                );
            }
        }
        match self.withheld {
            Some(Status::Missing | Status::Confidential | Status::NotYetPublished)
                if self.quantity_unit().is_some() =>
            {
                refuse(
                    "it has a quantity, so the quantity is not withheld".to_owned(),
                    "leave the quantity or the status out",
                )
            }
            Some(Status::Missing | Status::Confidential | Status::NotYetPublished) | None => {
                Ok(self)
            }
            Some(status) => refuse(
                format!("“{status}” does not say why a quantity is absent"),
                "give Status::Missing, Confidential or NotYetPublished",
            ),
        }
    }
}

impl TryFrom<Fields> for EnergyFlow {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<EnergyFlow, Error> {
        let Fields { key, carrier, period, known, withheld } = fields;
        let empty = EnergyFlow::new(key, carrier, period)?;
        EnergyFlow { known, withheld, ..empty }.checked()
    }
}

/// `pipeline gas, CHN imports of H6:271121 from RUS, 2023`
impl fmt::Display for EnergyFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.carrier, self.key, self.period)
    }
}
