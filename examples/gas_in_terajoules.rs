//! The shortest useful conversion: a pipeline's cubic metres in terajoules, every step by name.
//!
//! `cargo run --example gas_in_terajoules`

use bilateral::carrier::{Carrier::PipelineGas, Conversion, Family};
use bilateral::unit::{Amount, EnergyScale, EnergyUnit, GasConditions, HeatBasis};
use bilateral::{Energy, Error, Volume};

fn main() -> Result<(), Error> {
    let gas: Amount<Volume> = "22.73 bcm (20 °C)".parse()?; // Power of Siberia, 2023, by Gazprom
    let terajoule = EnergyUnit::new(EnergyScale::Terajoule, HeatBasis::Net);
    let to_15 = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15)?;
    let heat =
        Conversion::find(Family::EnergyInstitute, PipelineGas, to_15.to(), terajoule.into())?;

    let content = gas.by::<Volume>(&to_15)?.by::<Energy>(&heat)?.in_unit(terajoule)?;
    println!("{gas} is {content:.0}");
    for step in content.trail() {
        println!("  {step}");
    }
    assert_eq!(format!("{content:.0}"), "804323 TJ (net)"); // 22,730 x 288.15 / 293.15 x 36
    Ok(())
}
