//! Energy flows: quantity, value and energy content of trade in energy carriers.
//!
//! A flow holds what was published of it: value, weight, volume, energy, any of them, or that they
//! are withheld. Its heat follows by named factors ([`EnergyFlow::convert`]), and a total over
//! carriers lists every factor, and is bounded or undefined where a flow is withheld
//! ([`EnergyTotal`]); a flow that is not known never makes the total smaller.
//!
//! Rates per day become amounts over the days of a period, and growth per day is distinguished from
//! growth of amounts ([`daily_growth`]).
//!
//! ```
//! use bilateral::carrier::{Carrier, Conversion, Family};
//! use bilateral::energy::{EnergyFlow, EnergyTotal};
//! use bilateral::unit::{EnergyScale, EnergyUnit, HeatBasis, MassUnit};
//! use bilateral::{
//!     Key, Period, Status,
//!     area::{CHN, RUS},
//! };
//!
//! let petajoule = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
//! let year = Period::year(2023);
//! let from_russia =
//!     |code: &str| Ok::<_, bilateral::Error>(Key::imports(CHN).from(RUS).of(code.parse()?));
//!
//! let crude = EnergyFlow::of(from_russia("H6:2709")?, year)?
//!     .with_figure("107".parse()?, "Mt".parse()?)?;
//! let gas = EnergyFlow::of(from_russia("H6:271121")?, year)?.withheld(Status::Confidential)?;
//!
//! let tonne = MassUnit::Tonne.into();
//! let heat = Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, tonne, petajoule.into())?;
//! let total = EnergyTotal::new(year, petajoule).with(crude, &[heat])?.with(gas, &[])?;
//! assert!(total.value().unwrap_err().to_string().contains("pipeline gas"));
//! // 106.5 Mt of 40.1 GJ each, and gas besides
//! assert_eq!(total.bounds().to_string(), "at least 4270.65 PJ (net)");
//! # Ok::<(), bilateral::Error>(())
//! ```

mod calendar;
mod flow;
mod total;

pub use calendar::{DailyGrowth, daily_growth};
pub use flow::EnergyFlow;
pub use total::{EnergyPart, EnergyTotal};
