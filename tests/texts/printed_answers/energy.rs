//! Energy flows and totals, conversions, price and volume.

use super::{Answers, printed};
use bilateral::area::{CHN, RUS};
use bilateral::carrier::{Carrier, Conversion, Family, closure_defects};
use bilateral::energy::{EnergyFlow, EnergyTotal};
use bilateral::index::{Basket, Formula, Item};
use bilateral::number::decimal;
use bilateral::unit::{
    AmountBounds, AnyUnit, EnergyScale, EnergyUnit, GasConditions, HeatBasis, MassUnit, USD,
};
use bilateral::vintage::Releases;
use bilateral::{Energy, Error, Key, Mass, Money, Period, Ratio, Status, Volume, published};

const Y22: Period = Period::year(2022);
const Y23: Period = Period::year(2023);
const HALF: Period = Period::january_to(2023, 6);
const PETAJOULE: EnergyUnit = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);

pub fn put(a: &mut Answers) -> Result<(), Error> {
    let releases = published::russia_china_energy()?;
    flows(a, &releases)?;
    totals(a, &releases)?;
    conversions(a)?;
    prices(a, &releases)
}

fn imports(code: &str) -> Result<Key, Error> {
    Ok(Key::imports(CHN).from(RUS).of(code.parse()?))
}

fn oil(releases: &Releases, period: Period) -> Result<EnergyFlow, Error> {
    let key = imports("HS:2709")?;
    let weight = releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest();
    let value = releases.series_in::<Money>(key, USD.billion())?.latest();
    EnergyFlow::of(key, period)?
        .with_reading(&weight.amount(period)?)?
        .with_reading(&value.amount(period)?)
}

fn heat(carrier: Carrier) -> Result<Conversion, Error> {
    Conversion::find(Family::Ipcc2006, carrier, MassUnit::Tonne.into(), PETAJOULE.into())
}

fn flows(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let flow = oil(releases, HALF)?;
    let gas = EnergyFlow::of(imports("HS:271121")?, Y23)?.withheld(Status::Confidential)?;
    a.room("energy");
    printed!(
        a,
        flow,
        flow.unit_value::<Mass>()?,
        flow.convert::<Energy>(&[heat(Carrier::CrudeOil)?])?,
        gas,
    );
    Ok(())
}

fn totals(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let of = |year| {
        let power = Key::exports(RUS).to(CHN).of("HS:2716".parse()?);
        let series = releases.series_in::<Energy>(power, "TWh".parse()?)?.latest();
        let power = EnergyFlow::of(power, year)?.with_reading(&series.amount(year)?)?;
        EnergyTotal::new(year, PETAJOULE)
            .with(oil(releases, year)?, &[heat(Carrier::CrudeOil)?])?
            .with(power, &[Conversion::electricity_as_heat(HeatBasis::Net)?])
    };
    let (then, now) = (of(Y22)?, of(Y23)?);
    let gas = EnergyFlow::of(imports("HS:271121")?, Y23)?.withheld(Status::Confidential)?;
    let between = AmountBounds::new(
        bilateral::Bounds::between(Ratio::from(800), Ratio::from(900))?,
        PETAJOULE,
    );
    printed!(a, now, now.growth_over(&then)?);
    let within = now.clone().with_bounds(gas, &between)?;
    printed!(a, within, within.bounds());
    Ok(())
}

fn conversions(a: &mut Answers) -> Result<(), Error> {
    let to_15 = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15)?;
    let gas = Conversion::find(
        Family::EnergyInstitute,
        Carrier::PipelineGas,
        to_15.to(),
        PETAJOULE.into(),
    )?;
    let volume: bilateral::Amount<Volume> = "22.7 bcm (20 °C)".parse()?;
    let joules: AnyUnit = "GJ (net)".parse()?;
    let measured =
        Conversion::measured(Carrier::CrudeOil, MassUnit::Tonne.into(), joules, "42.3".parse()?)?;
    let coal = heat(Carrier::SteamCoal)?.taken_for(Carrier::Coal);
    let wide = coal.clone().within(decimal("0.0000115"), decimal("0.0000322"))?;
    a.room("carrier");
    printed!(a, to_15, gas, measured, coal, wide);
    printed!(a, volume.by::<Volume>(&to_15)?.by::<Energy>(&gas)?);
    let table = [
        measured.clone(),
        Conversion::measured(
            Carrier::CrudeOil,
            MassUnit::MillionTonnes.into(),
            PETAJOULE.into(),
            "44".parse()?,
        )?,
    ];
    for defect in closure_defects(&table)? {
        a.put("closure_defects(&table)?", &defect);
    }
    Ok(())
}

fn prices(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let mut items = Vec::new();
    for (name, code) in [("crude oil", "HS:2709"), ("LNG", "HS:271111")] {
        let key = imports(code)?;
        let quantity = releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest();
        let value = releases.series_in::<Money>(key, USD.billion())?.latest();
        let now = (value.amount(HALF)?.amount().value(), quantity.amount(HALF)?.amount().value());
        let then = (
            value.implied_base(HALF)?.point()?.clone(),
            quantity.implied_base(HALF)?.point()?.clone(),
        );
        items.push(Item::new(now, then)?.named(name));
    }
    let basket = Basket::new(items)?;
    a.room("index");
    printed!(a, basket.bennet(), basket.fisher_price(4)?, basket.coverage()?, Formula::Fisher);
    Ok(())
}
