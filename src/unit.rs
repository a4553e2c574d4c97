//! Amounts with their units: money, mass, volume, energy and supplementary quantities.
//!
//! The dimension is a type, so money and energy do not add up at all; the unit inside a dimension
//! is a value, so that files can name it. Amounts in units that convert exactly (thousand and
//! billion US$, kg and t) add up exactly; everything else is an error that says what to convert
//! first: dollars and yuan, tonnes and barrels, gas at 15 and at 20 °C, gross and net heat, items
//! and pairs.

mod amount;
mod amount_bounds;
mod comtrade;
mod currency;
mod dimension;
mod energy;
mod mass;
mod money;
mod rate;
mod supplementary;
mod table;
mod unit_value;
mod volume;

pub use amount::Amount;
pub use amount_bounds::AmountBounds;
pub use currency::{BYN, CHF, CNY, Currency, EUR, GBP, HKD, INR, JPY, KRW, KZT, RUB, TRY, USD};
pub use dimension::{
    AnyUnit, Dimension, Energy, Mass, Money, Quantity, Supplementary, Unit, Volume,
};
pub use energy::{EnergyScale, EnergyUnit, HeatBasis};
pub use mass::MassUnit;
pub use money::{MoneyUnit, Multiplier};
pub use rate::Rate;
pub use supplementary::SupplementaryUnit;
pub use unit_value::UnitValue;
pub use volume::{GasConditions, GasScale, VolumeUnit};
