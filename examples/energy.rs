//! "Russian energy supplies to China will rise by 40 % this year": of what, measured how, and what
//! came?
//!
//! `cargo run --release --example energy -- energy.svg` (without a name the chart goes into the
//! target folder)
//!
//! Figures are those that ship with the crate: China Customs (GACC) for imports, Gazprom and Inter
//! RAO for what GACC does not print. Every number says how it was come by: printed, recomputed from
//! printed levels, or implied by a growth rate that was printed later.

use bilateral::area::{CHN, RUS, WORLD};
use bilateral::carrier::{Carrier, Conversion, Family};
use bilateral::claim::{Claim, Judgement, Verdict};
use bilateral::energy::{EnergyFlow, EnergyTotal};
use bilateral::index::{Basket, Decomposition, Effect, Item};
use bilateral::number::decimal;
use bilateral::unit::{
    AmountBounds, AnyUnit, Dimension, EnergyScale, EnergyUnit, GasConditions, HeatBasis, MassUnit,
    Rate, USD,
};
use bilateral::{
    Amount, Area, Bounds, Energy, Error, Figure, Growth, Key, Mass, Money, Period, Ratio, Releases,
    Rounding, Series, Status, Volume, date, growth, published,
};
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use std::path::PathBuf;

#[path = "energy/chart.rs"]
mod chart;

const THEN: Period = Period::year(2022);
const NOW: Period = Period::year(2023);
const HALF: Period = Period::january_to(2023, 6);
const PETAJOULE: EnergyUnit = EnergyUnit::new(EnergyScale::Petajoule, HeatBasis::Net);
const GIGAJOULE: EnergyUnit = EnergyUnit::new(EnergyScale::Gigajoule, HeatBasis::Net);

/// A level of a year: printed, or implied by the growth that was printed a year later.
struct Level<D: Dimension> {
    point: Ratio,
    bounds: Bounds,
    unit: D::Unit,
    implied: bool,
}

/// A carrier in both years, in the quantity that it is told in.
pub struct Line {
    name: &'static str,
    source: &'static str,
    quantity: [String; 2],
    published: String,
    recomputed: (Growth, Bounds),
    value: [String; 2],
    value_published: String,
    value_recomputed: Option<(Growth, Bounds)>,
    unit_value: Option<(Growth, Bounds)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/russia_china_energy.svg"), PathBuf::from);
    let releases = published::russia_china_energy()?;

    println!("1. The years 2022 and 2023, carrier by carrier\n");
    let lines = years(&releases)?;
    println!("{}", table_of_years(&lines));
    println!(
        "Recomputed growth is in brackets with what the printed digits leave open. An asterisk: not printed, implied by"
    );
    println!(
        "the growth printed a year later. GACC has printed no quantity of pipeline gas since 2022, Gazprom has.\n"
    );
    let rate: Rate<Volume> = "2.14 mb/d".parse()?; // MEES, 2024-01-26
    let barrels = rate.over(NOW)?;
    let density = Conversion::find(
        Family::PressConvention,
        Carrier::CrudeOil,
        MassUnit::Tonne.into(),
        barrels.unit().into(),
    )?;
    let weight = barrels.by::<Mass>(&density)?.in_unit(MassUnit::MillionTonnes)?;
    println!(
        "Crude as 2.14 million barrels a day is {barrels} in {} days, {weight:.1} at 7.3 barrels a tonne.\n",
        NOW.days()
    );

    println!("2. January-June 2023: more, for less\n");
    let (table, lng_price) = half_year(&releases)?;
    println!("{table}\n");

    println!(
        "3. Price or volume? January-June 2023 on the bases that the printed growth implies, billion US$\n"
    );
    let change = price_and_volume(&releases)?;
    println!("{change}\n");

    println!("4. Energy content in one unit\n");
    let (then, now) = (total(&releases, THEN)?, total(&releases, NOW)?);
    println!("{}\n", table_of_content(&then, &now)?);
    println!("Factors:");
    for step in now.factors() {
        println!("  {step}");
    }
    let (grown, bounds) = (now.growth_over(&then)?, now.growth_bounds(&then)?);
    println!(
        "Energy grew by {} ({}, whatever the factors are in their ranges, if each was the same in both years).",
        grown.percent(1),
        bounds.outward_percent(1)
    );
    let by_gacc_alone = total_of_gacc(&releases)?;
    let reason = by_gacc_alone.value().unwrap_err().to_string();
    println!("By China Customs alone there is no total for 2023: {reason}");
    println!("  it is {}\n", by_gacc_alone.bounds());

    println!("5. What was said\n");
    let said = claims(&releases)?;
    for judgement in &said {
        println!("{judgement}\n");
    }
    let of_content = [
        ("around 40 %", energy_grew("around 40", &bounds)?),
        ("40 %", energy_grew("40", &bounds)?),
    ];
    for (wording, verdict) in of_content {
        println!(
            "Energy content of these five carriers, “{wording}”: {verdict}, {}.",
            bounds.outward_percent(1)
        );
    }
    println!(
        "  (if each factor was the same in both years: a change of the ranks of coal is not in these bounds)"
    );
    let fuel_oil =
        releases.series_in::<Mass>(from_russia("CHN:27101922")?, MassUnit::MillionTonnes)?.latest();
    let missing = fuel_oil.growth(NOW).unwrap_err().to_string();
    println!(
        "Nor can it be with oil products: {} of fuel oil in 2023, and for 2022",
        fuel_oil.amount(NOW)?.amount()
    );
    println!("  {}\n", missing);

    println!("6. China or the European Union: who buys more?\n");
    let union = Area::from_code(97)?;
    let fuels = |partner| Ok::<_, Error>(Key::exports(RUS).to(partner).of("HS:27".parse()?));
    let biggest = Claim::rank(fuels(CHN)?, THEN, 1, vec![fuels(CHN)?, fuels(union)?])
        .check_latest(&releases)?;
    println!("{biggest}");
    let half = Claim::share(crude_exports(CHN)?, NOW, "about 50".parse()?, crude_exports(WORLD)?)
        .check_latest(&releases)?;
    println!("{half}");
    let all = releases.series_in::<Money>(from_russia("HS:27")?, USD.billion())?.latest();
    let war: Period = "2022-03/2022-11".parse()?;
    let value = all.growth(war)?;
    println!(
        "What is known: China bought mineral fuels of Russia for {}, {} on a year earlier.\n",
        all.amount(war)?,
        value.percent(1)
    );

    println!("7. What cannot be said, and why\n");
    for line in [
        "- What the 40 % measures: the speech did not say value, weight or energy, and agencies differ on outcome or forecast.",
        "- All energy: oil products are told for 2023 only, nuclear fuel not at all.",
        "- The value of all energy in 2023: no figure of chapter 27 is here, nor of pipeline gas or coal.",
        "- Volumes of pipeline gas by the importer: withheld since 2022; Gazprom's are the exporter's, at 20 °C.",
        "- Heat of Russian coal: its ranks are not told apart, so that 1 t is anything between 11.5 and 32.2 GJ.",
        "- Barrels of Russian crude: no source for the density of ESPO; 7.3 barrels a tonne is a convention.",
        "- China against the European Union: nobody's figures of the EU's purchases are here; the crate refuses to guess.",
    ] {
        println!("{line}");
    }

    chart::draw(&path, &lines, &then, &now, (&grown, &bounds))?;
    println!("\n{} written", path.display());
    check(&lines, &lng_price, &change, (&then, &now), &said)?;
    check_content(&bounds, of_content.map(|(_, verdict)| verdict))?;
    Ok(())
}

fn from_russia(code: &str) -> Result<Key, Error> {
    Ok(Key::imports(CHN).from(RUS).of(code.parse()?))
}

fn by_russia(code: &str) -> Result<Key, Error> {
    Ok(Key::exports(RUS).to(CHN).of(code.parse()?))
}

fn crude_exports(partner: Area) -> Result<Key, Error> {
    Ok(Key::exports(RUS).to(partner).of("HS:2709".parse()?))
}

/// The level of a year, or what the growth printed for the next year implies.
fn level<D: Dimension>(series: &Series<D>, year: Period) -> Result<Level<D>, Error> {
    if let Ok(reading) = series.amount(year) {
        let (point, bounds) =
            (Ratio::from(reading.amount().value()), reading.bounds().bounds().clone());
        return Ok(Level { point, bounds, unit: series.unit(), implied: false });
    }
    let implied = series.implied_base(year.steps(1)?)?;
    Ok(Level {
        point: implied.point()?.clone(),
        bounds: implied.bounds().clone(),
        unit: series.unit(),
        implied: true,
    })
}

impl<D: Dimension> Level<D> {
    fn print(&self) -> String {
        match self.implied {
            false => {
                format!(
                    "{} {}",
                    self.point.to_decimal().map_or_else(|_| "?".to_owned(), |d| d.to_string()),
                    self.unit
                )
            }
            true => format!("{}* {}", self.point.round(2, Rounding::default()), self.unit),
        }
    }
}

fn grown<D: Dimension>(now: &Level<D>, base: &Level<D>) -> Result<(Growth, Bounds), Error> {
    let bounds = now.bounds.divided_by(&base.bounds)?.plus(&Bounds::exactly(-Ratio::one()));
    Ok((growth::year_over_year(now.point.clone(), base.point.clone())?, bounds))
}

/// Growth of value over growth of quantity.
fn price(value: &(Growth, Bounds), quantity: &(Growth, Bounds)) -> Result<(Growth, Bounds), Error> {
    let one = Bounds::exactly(Ratio::one());
    let bounds = value.1.plus(&one).divided_by(&quantity.1.plus(&one))?.minus(&one);
    Ok((growth::year_over_year(value.0.factor(), quantity.0.factor())?, bounds))
}

fn printed_growth<D: Dimension>(series: &Series<D>) -> String {
    series
        .published_growth(NOW)
        .map_or_else(|_| "-".to_owned(), |growth| growth.percent(1).to_string())
}

fn line<D: Dimension>(
    releases: &Releases,
    (name, source): (&'static str, &'static str),
    quantity: &Series<D>,
    value_of: Option<Key>,
) -> Result<Line, Error> {
    let (then, now) = (level(quantity, THEN)?, level(quantity, NOW)?);
    let recomputed = grown(&now, &then)?;
    let dash = || "-".to_owned();
    let mut line = Line {
        name,
        source,
        quantity: [then.print(), now.print()],
        published: printed_growth(quantity),
        recomputed,
        value: [dash(), dash()],
        value_published: dash(),
        value_recomputed: None,
        unit_value: None,
    };
    let Some(key) = value_of else { return Ok(line) };
    let values = releases.series_in::<Money>(key, USD.billion())?.latest();
    line.value_published = printed_growth(&values);
    let levels = (level(&values, THEN), level(&values, NOW));
    for (place, known) in [(0, &levels.0), (1, &levels.1)] {
        if let Ok(known) = known {
            line.value[place] = known.print().replace("billion US$", "bn");
        }
    }
    if let (Ok(then), Ok(now)) = levels {
        let value = grown(&now, &then)?;
        line.unit_value = Some(price(&value, &line.recomputed)?);
        line.value_recomputed = Some(value);
    }
    Ok(line)
}

fn years(releases: &Releases) -> Result<Vec<Line>, Error> {
    let tonnes =
        |key| Ok::<_, Error>(releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest());
    let (crude, lng, gas, coal) = (
        from_russia("HS:2709")?,
        from_russia("HS:271111")?,
        from_russia("HS:271121")?,
        from_russia("HS:2701")?,
    );
    let pipeline =
        releases.series_in::<Volume>(by_russia("HS:271121")?, "bcm (20 °C)".parse()?)?.latest();
    let power = releases.series_in::<Energy>(by_russia("HS:2716")?, "TWh".parse()?)?.latest();
    Ok(vec![
        line(releases, ("crude oil", "GACC"), &tonnes(crude)?, Some(crude))?,
        line(releases, ("LNG", "GACC"), &tonnes(lng)?, Some(lng))?,
        line(releases, ("pipeline gas", "Gazprom; value GACC"), &pipeline, Some(gas))?,
        line(releases, ("coal", "GACC"), &tonnes(coal)?, None)?,
        line(releases, ("electricity", "Inter RAO"), &power, None)?,
    ])
}

fn with_bounds((growth, bounds): &(Growth, Bounds)) -> String {
    format!("{} ({})", growth.percent(1), bounds.outward_percent(1))
}

fn table_of_years(lines: &[Line]) -> Table {
    let mut table = new_table(&[
        "carrier",
        "source",
        "2022",
        "2023",
        "printed",
        "recomputed",
        "value 2022",
        "2023",
        "printed",
        "recomputed",
        "unit value",
    ]);
    let optional = |growth: &Option<(Growth, Bounds)>| {
        growth.as_ref().map_or_else(|| "-".to_owned(), with_bounds)
    };
    for line in lines {
        let [then, now] = line.quantity.clone();
        let [value_then, value_now] = line.value.clone();
        table.add_row(vec![
            line.name.to_owned(),
            line.source.to_owned(),
            then,
            now,
            line.published.clone(),
            with_bounds(&line.recomputed),
            value_then,
            value_now,
            line.value_published.clone(),
            optional(&line.value_recomputed),
            optional(&line.unit_value),
        ]);
    }
    table
}

fn new_table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(header.to_vec());
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A printed growth rate with what its digits leave open.
fn printed_rate<D: Dimension>(
    series: &Series<D>,
    period: Period,
) -> Result<(Growth, Bounds), Error> {
    let printed = series.published_growth(period)?;
    Ok((printed.growth(), printed.bounds()))
}

/// Crude oil and LNG of January-June 2023 by the growth that was printed with them.
fn half_year(releases: &Releases) -> Result<(Table, (Growth, Bounds)), Error> {
    let mut table = new_table(&[
        "carrier",
        "source",
        "quantity",
        "growth",
        "value",
        "growth",
        "unit value",
        "its change",
    ]);
    let mut last = None;
    for (name, code) in [("crude oil", "HS:2709"), ("LNG", "HS:271111")] {
        let key = from_russia(code)?;
        let quantity = releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest();
        let value = releases.series_in::<Money>(key, USD.billion())?.latest();
        let flow = EnergyFlow::of(key, HALF)?
            .with_reading(&quantity.amount(HALF)?)?
            .with_reading(&value.amount(HALF)?)?;
        let (more, dearer) = (printed_rate(&quantity, HALF)?, printed_rate(&value, HALF)?);
        let change = price(&dearer, &more)?;
        table.add_row(vec![
            name.to_owned(),
            "GACC via TASS, 2023-07-20".to_owned(),
            flow.amount::<Mass>()?.to_string(),
            more.0.percent(1).to_string(),
            flow.amount::<Money>()?.to_string(),
            dearer.0.percent(1).to_string(),
            format!("{:.0}", flow.unit_value::<Mass>()?),
            with_bounds(&change),
        ]);
        last = Some(change);
    }
    last.map(|change| (table, change)).ok_or_else(|| bilateral::Undefined::Missing.into())
}

/// The change of value by Bennet's rule; the bases are what the printed levels and growth rates
/// imply.
fn price_and_volume(releases: &Releases) -> Result<Decomposition, Error> {
    let mut items = Vec::new();
    for (name, code) in [("crude oil", "HS:2709"), ("LNG", "HS:271111")] {
        let key = from_russia(code)?;
        let quantity = releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest();
        let value = releases.series_in::<Money>(key, USD.billion())?.latest();
        let now = (value.amount(HALF)?.amount().value(), quantity.amount(HALF)?.amount().value());
        let then = (
            value.implied_base(HALF)?.point()?.clone(),
            quantity.implied_base(HALF)?.point()?.clone(),
        );
        items.push(Item::new(now, then)?.named(name));
    }
    Ok(Basket::new(items)?.bennet())
}

/// The energy of one year, by one factor for each carrier.
fn total(releases: &Releases, year: Period) -> Result<EnergyTotal, Error> {
    let tonnes = |code: &str| {
        let key = from_russia(code)?;
        let series = releases.series_in::<Mass>(key, MassUnit::MillionTonnes)?.latest();
        let level = level(&series, year)?;
        // The point of an implied base has no end; two places lie well inside of its bounds.
        let point = level
            .point
            .to_decimal()
            .or_else(|_| level.point.round(2, Rounding::default()).to_string().parse());
        let point = point.map_err(|_| Error::from(bilateral::Undefined::Missing))?;
        let bounds = AmountBounds::new(level.bounds, level.unit);
        EnergyFlow::of(key, year)?.with_amount_within(Amount::new(point, level.unit), &bounds)
    };
    let gas =
        releases.series_in::<Volume>(by_russia("HS:271121")?, "bcm (20 °C)".parse()?)?.latest();
    let gas = EnergyFlow::of(by_russia("HS:271121")?, year)?.with_reading(&gas.amount(year)?)?;
    let power = releases.series_in::<Energy>(by_russia("HS:2716")?, "TWh".parse()?)?.latest();
    let power = EnergyFlow::of(by_russia("HS:2716")?, year)?.with_reading(&power.amount(year)?)?;
    EnergyTotal::new(year, PETAJOULE)
        .with(tonnes("HS:2709")?, &[heat(Carrier::CrudeOil)?])?
        .with(tonnes("HS:271111")?, &[heat(Carrier::Lng)?])?
        .with(gas, &gas_route()?)?
        .with(tonnes("HS:2701")?, &[heat_of_coal()?])?
        .with(power, &[Conversion::electricity_as_heat(HeatBasis::Net)?])
}

fn heat(carrier: Carrier) -> Result<Conversion, Error> {
    Conversion::find(Family::Ipcc2006, carrier, MassUnit::Tonne.into(), GIGAJOULE.into())
}

/// The customs heading 2701 is all ranks of coal, from sub-bituminous to anthracite: the factor of
/// steam coal, with the lowest and the highest end of any rank in the same table.
fn heat_of_coal() -> Result<Conversion, Error> {
    heat(Carrier::SteamCoal)?.taken_for(Carrier::Coal).within(decimal("11.5"), decimal("32.2"))
}

fn gas_route() -> Result<[Conversion; 2], Error> {
    let to_15 = Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius15)?;
    let heat = Conversion::find(
        Family::EnergyInstitute,
        Carrier::PipelineGas,
        to_15.to(),
        PETAJOULE.into(),
    )?;
    Ok([to_15, heat])
}

/// Crude and pipeline gas of 2023 as China Customs has them: the gas is withheld.
fn total_of_gacc(releases: &Releases) -> Result<EnergyTotal, Error> {
    let crude = from_russia("HS:2709")?;
    let quantity = releases.series_in::<Mass>(crude, MassUnit::MillionTonnes)?.latest();
    let crude = EnergyFlow::of(crude, NOW)?.with_reading(&quantity.amount(NOW)?)?;
    let gas = EnergyFlow::of(from_russia("HS:271121")?, NOW)?.withheld(Status::Confidential)?;
    EnergyTotal::new(NOW, PETAJOULE)
        .with(crude, &[heat(Carrier::CrudeOil)?])?
        .with(gas, &gas_route()?)
}

fn table_of_content(then: &EnergyTotal, now: &EnergyTotal) -> Result<Table, Error> {
    let mut table =
        new_table(&["carrier", "in", "2022", "bounds", "2023", "bounds", "points of growth"]);
    let base = then.value()?;
    let round = |ratio: &Ratio| ratio.round(0, Rounding::default()).to_string();
    for (earlier, part) in then.parts().iter().zip(now.parts()) {
        let (Some(one), Some(two)) = (earlier.energy(), part.energy()) else { continue };
        table.add_row(vec![
            part.flow().carrier().to_string(),
            "PJ (net)".to_owned(),
            round(&one.value()),
            one.bounds().bounds().outward(0).to_string(),
            round(&two.value()),
            two.bounds().bounds().outward(0).to_string(),
            (two.value() - one.value()).over(&base)?.points(1).to_string(),
        ]);
    }
    table.add_row(vec![
        "together".to_owned(),
        "PJ (net)".to_owned(),
        round(&base),
        then.bounds().bounds().outward(0).to_string(),
        round(&now.value()?),
        now.bounds().bounds().outward(0).to_string(),
        (now.value()? - base.clone()).over(&base)?.points(1).to_string(),
    ]);
    Ok(table)
}

/// Novak's 40 % for each carrier and measure, his 50 % and 22 bcm of gas.
fn claims(releases: &Releases) -> Result<Vec<Judgement>, Error> {
    let mut said = Vec::new();
    let forty = || "around 40".parse::<Figure>();
    // On the day, nothing of the year was known that would have decided it.
    let crude = Claim::growth(from_russia("HS:2709")?, NOW, forty()?)?.in_any_measure();
    said.push(crude.check(releases, date(2023, 5, 23))?);
    said.push(crude.check_latest(releases)?);
    said.push(
        Claim::growth(from_russia("HS:271111")?, NOW, forty()?)?
            .in_any_measure()
            .check_latest(releases)?,
    );
    said.push(
        Claim::growth(from_russia("HS:271111")?, HALF, forty()?)?
            .in_any_measure()
            .check_latest(releases)?,
    );
    let gas = by_russia("HS:271121")?;
    let bcm: AnyUnit = "bcm (20 °C)".parse()?;
    said.push(Claim::growth(gas, NOW, forty()?)?.in_quantity(bcm).check_latest(releases)?);
    said.push(
        Claim::growth(gas, NOW, "almost 50".parse()?)?.in_quantity(bcm).check_latest(releases)?,
    );
    said.push(Claim::quantity(gas, NOW, "22".parse()?, bcm).check_latest(releases)?);
    Ok(said)
}

/// What the bounds of growth say to a figure in per cent.
fn energy_grew(said: &str, bounds: &Bounds) -> Result<Verdict, Error> {
    let said = said.parse::<Figure>()?.bounds().scaled(&Ratio::new(1, 100)?);
    Ok(match (said.contains_all(bounds), said.overlaps(bounds)) {
        (true, _) => Verdict::Supported,
        (false, true) => Verdict::Undecided,
        (false, false) => Verdict::Contradicted,
    })
}

/// Growth of heat by hand. Coal grew most, by half, so its factor is lowest (11.5 GJ a tonne) where
/// growth is lowest and highest (32.2) where it is highest.
fn check_content(bounds: &Bounds, verdicts: [Verdict; 2]) -> Result<(), Error> {
    assert_eq!(bounds.outward_percent(1).to_string(), "28.5 to 35.1 %");
    // "Around 40" begins at 35, which the highest growth reaches; a plain 40 begins at 39.5.
    assert_eq!(verdicts, [Verdict::Undecided, Verdict::Contradicted]);
    Ok(())
}

/// The answer against the figures of the sources, computed here by hand.
fn check(
    lines: &[Line],
    lng: &(Growth, Bounds),
    change: &Decomposition,
    (then, now): (&EnergyTotal, &EnergyTotal),
    said: &[Judgement],
) -> Result<(), Error> {
    // The rates that were printed, each inside what the printed levels allow: +24 % and +3.5 % of
    // crude, +23 % of LNG.
    assert_eq!(
        (lines[0].published.as_str(), lines[0].value_published.as_str()),
        ("+24 %", "+3.5 %")
    );
    assert_eq!(lines[0].recomputed.0.percent(1).to_string(), "+24.1 %"); // 107 / 86.2
    assert_eq!(lines[2].recomputed.0.percent(1).to_string(), "+47.6 %"); // 22.73 / 15.4
    assert_eq!(lines[3].recomputed.0.percent(0).to_string(), "+48 %"); // 93.86 / 0.93 / 68.06
    assert_eq!(lines[4].recomputed.0.percent(1).to_string(), "-32.6 %"); // 3.1 / 4.6
    // LNG of January-June 2023: +41 % in tonnes, +26 % in value, so -10.6 % in unit value.
    assert_eq!(lng.0.percent(1).to_string(), "-10.6 %");
    assert!(lng.1.contains(lng.0.ratio()));
    // Parts add up to the change: 30.7 less what the printed growth implies.
    assert_eq!(change.effect(Effect::Price) + change.effect(Effect::Volume), change.change());
    let base = Ratio::new(28_000, 963)? + Ratio::new(270, 126)?;
    assert_eq!(change.change(), Ratio::new(307, 10)? - base);
    assert!(
        change.effect(Effect::Price).is_negative() && change.effect(Effect::Volume).is_positive()
    );
    // Heat: 107 Mt of 42.3 GJ, 8 of 48.0, 22.73 bcm of 36 PJ at 15 °C, 100.92 Mt of 25.8, 3.1 TWh
    // of 3.6 PJ.
    let by_hand = Ratio::new(1070 * 423, 100)?
        + Ratio::from(8 * 48)
        + Ratio::new(2273_i64 * 36 * 28_815, 100_i64 * 29_315)?
        + Ratio::new(10_092 * 258, 1000)?
        + Ratio::new(31 * 36, 100)?;
    assert_eq!(now.value()?, by_hand);
    assert_eq!(now.growth_over(then)?.percent(0).to_string(), "+33 %");
    // What is judged, and how.
    let verdicts: Vec<Verdict> = said.iter().map(Judgement::verdict).collect();
    use Verdict::{Contradicted, Supported, Undecided};
    assert_eq!(
        verdicts,
        [Undecided, Contradicted, Contradicted, Undecided, Contradicted, Supported, Contradicted]
    );
    assert!(said[3].depends_on_reading());
    Ok(())
}
