//! Dimensions as types, and a unit of any dimension as a value.

use crate::error::Error;
use crate::number::Ratio;
use crate::number::text_form;
use crate::unit::{EnergyUnit, MassUnit, MoneyUnit, SupplementaryUnit, VolumeUnit, table};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::{self, Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

/// What kind of thing an amount measures. Implemented by [`Money`], [`Mass`], [`Volume`],
/// [`Energy`] and [`Supplementary`], and by nothing else.
pub trait Dimension: sealed::Sealed + Copy + Eq + Debug + Send + Sync + 'static {
    /// The units of this dimension.
    type Unit: Unit<Dimension = Self>;

    /// The name of the dimension in error messages.
    const NAME: &'static str;

    /// How many of the second unit make one of the first.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the two do not convert by a fixed factor; the
    /// help says what to do.
    fn ratio(from: Self::Unit, to: Self::Unit) -> Result<Ratio, Error>;

    /// The unit as one of any dimension.
    fn any(unit: Self::Unit) -> AnyUnit;

    /// The unit, if it is of this dimension.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if it is of another one.
    fn from_any(unit: AnyUnit) -> Result<Self::Unit, Error>;
}

/// A unit of one dimension. It knows its dimension, so that `Amount::new(number, USD.billion())`
/// needs no type argument.
pub trait Unit:
    Copy
    + Eq
    + Hash
    + Debug
    + Display
    + FromStr<Err = Error>
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// What it measures.
    type Dimension: Dimension<Unit = Self>;
}

/// A dimension other than money: the quantity of a unit value.
pub trait Quantity: Dimension {}

mod sealed {
    pub trait Sealed {}
}

/// Value: an amount of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money;

/// Net weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mass;

/// Volume of liquids, or of gas at stated reference conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume;

/// Heat content, gross or net, and electricity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Energy;

/// Supplementary quantities: items, pairs, square metres, carats, kilograms of uranium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplementary;

impl Quantity for Mass {}
impl Quantity for Volume {}
impl Quantity for Energy {}
impl Quantity for Supplementary {}

/// A unit of any dimension, as a file names it.
///
/// ```
/// use bilateral::unit::{AnyUnit, MassUnit, USD};
/// assert_eq!("billion USD".parse::<AnyUnit>()?, AnyUnit::Money(USD.billion()));
/// assert_eq!("Mt".parse::<AnyUnit>()?, AnyUnit::Mass(MassUnit::MillionTonnes));
/// // at which temperature?
/// assert!("bcm".parse::<AnyUnit>().unwrap_err().help().contains("bcm (20 °C)"));
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnyUnit {
    /// A currency with a multiplier.
    Money(MoneyUnit),
    /// A unit of weight.
    Mass(MassUnit),
    /// A unit of volume.
    Volume(VolumeUnit),
    /// A unit of energy.
    Energy(EnergyUnit),
    /// A supplementary unit.
    Supplementary(SupplementaryUnit),
}

impl AnyUnit {
    /// The form that files use: as printed, and money with the currency's code, `billion USD`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            AnyUnit::Money(unit) => unit.code(),
            other => other.to_string(),
        }
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for another dimension, and for units that do not
    /// convert by a fixed factor; the help says what to do.
    pub fn ratio_to(self, other: AnyUnit) -> Result<Ratio, Error> {
        match (self, other) {
            (AnyUnit::Money(one), AnyUnit::Money(two)) => one.ratio_to(two),
            (AnyUnit::Mass(one), AnyUnit::Mass(two)) => one.ratio_to(two),
            (AnyUnit::Volume(one), AnyUnit::Volume(two)) => one.ratio_to(two),
            (AnyUnit::Energy(one), AnyUnit::Energy(two)) => one.ratio_to(two),
            (AnyUnit::Supplementary(one), AnyUnit::Supplementary(two)) => one.ratio_to(two),
            (one, two) => Err(Error::mismatch("the dimension of a unit", one, two)
                .with_help("name a conversion of the carrier that leads from one to the other")),
        }
    }

    /// The unit that unit values are quoted by: t for Mt, bbl for thousand barrels.
    pub(crate) fn quoted(self) -> AnyUnit {
        match self {
            AnyUnit::Mass(unit) => AnyUnit::Mass(unit.quoted()),
            AnyUnit::Volume(unit) => AnyUnit::Volume(unit.quoted()),
            AnyUnit::Energy(unit) => AnyUnit::Energy(unit.quoted()),
            AnyUnit::Supplementary(unit) => AnyUnit::Supplementary(unit.quoted()),
            AnyUnit::Money(unit) => AnyUnit::Money(unit.currency().one()),
        }
    }

    fn dimension(self) -> &'static str {
        match self {
            AnyUnit::Money(_) => Money::NAME,
            AnyUnit::Mass(_) => Mass::NAME,
            AnyUnit::Volume(_) => Volume::NAME,
            AnyUnit::Energy(_) => Energy::NAME,
            AnyUnit::Supplementary(_) => Supplementary::NAME,
        }
    }
}

macro_rules! dimension {
    ($marker:ident, $unit:ty, $name:literal) => {
        impl sealed::Sealed for $marker {}

        impl Dimension for $marker {
            type Unit = $unit;
            const NAME: &'static str = $name;

            fn ratio(from: $unit, to: $unit) -> Result<Ratio, Error> {
                from.ratio_to(to)
            }

            fn any(unit: $unit) -> AnyUnit {
                AnyUnit::$marker(unit)
            }

            fn from_any(unit: AnyUnit) -> Result<$unit, Error> {
                match unit {
                    AnyUnit::$marker(unit) => Ok(unit),
                    other => {
                        Err(Error::mismatch("the dimension of a unit", $name, other.dimension())
                            .with_help("use a unit of the dimension that is asked for"))
                    }
                }
            }
        }

        impl Unit for $unit {
            type Dimension = $marker;
        }

        impl From<$unit> for AnyUnit {
            fn from(unit: $unit) -> AnyUnit {
                AnyUnit::$marker(unit)
            }
        }
    };
}

// The five implementations differ in three names only, and a generic one cannot name the variants.
dimension!(Money, MoneyUnit, "money");
dimension!(Mass, MassUnit, "mass");
dimension!(Volume, VolumeUnit, "volume");
dimension!(Energy, EnergyUnit, "energy");
dimension!(Supplementary, SupplementaryUnit, "supplementary quantity");

impl Display for AnyUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnyUnit::Money(unit) => Display::fmt(unit, f),
            AnyUnit::Mass(unit) => Display::fmt(unit, f),
            AnyUnit::Volume(unit) => Display::fmt(unit, f),
            AnyUnit::Energy(unit) => Display::fmt(unit, f),
            AnyUnit::Supplementary(unit) => Display::fmt(unit, f),
        }
    }
}

impl FromStr for AnyUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<AnyUnit, Error> {
        table::refuse_ambiguous(text)?;
        // No text is a unit of two dimensions, and most are money.
        if let Ok(unit) = text.parse() {
            return Ok(AnyUnit::Money(unit));
        }
        if let Ok(unit) = text.parse() {
            return Ok(AnyUnit::Mass(unit));
        }
        if let Ok(unit) = text.parse() {
            return Ok(AnyUnit::Supplementary(unit));
        }
        // Gas and heat are refused for what they leave unsaid, and their errors say it best.
        match (text.parse(), text.parse()) {
            (Ok(unit), _) => Ok(AnyUnit::Volume(unit)),
            (_, Ok(unit)) => Ok(AnyUnit::Energy(unit)),
            (Err(volume), _) if VolumeUnit::lacks_conditions(text) => Err(volume),
            (_, Err(energy)) if EnergyUnit::lacks_basis(text) => Err(energy),
            _ => Err(Error::parse(
                "a unit",
                text,
                "write money as “billion USD”, or a quantity as t, Mt, kg, bbl, m3, bcm (20 °C), TJ (gross), TWh, items",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for AnyUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AnyUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for AnyUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}
