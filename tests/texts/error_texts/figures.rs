//! Text, numbers, units, periods, codes, series.

use super::{Texts, refused};
use bilateral::area::{CHN, DEU, RUS, WORLD};
use bilateral::carrier::{Carrier, Conversion, Family};
use bilateral::commodity::Classification;
use bilateral::energy::{EnergyFlow, EnergyTotal};
use bilateral::exchange::{self, ExchangeRate, RateKind};
use bilateral::key::{TradeSystem, Treatment};
use bilateral::number::{Decimal, decimal, parse_decimal};
use bilateral::observation::Status;
use bilateral::unit::{
    Amount, AmountBounds, AnyUnit, CNY, Currency, EUR, EnergyUnit, GasConditions, HeatBasis,
    MassUnit, MoneyUnit, Rate, SupplementaryUnit, USD, VolumeUnit,
};
use bilateral::{
    Area, Bounds, Commodity, Day, Direction, Energy, Figure, Flow, Hedge, Key, Mass, Money, Month,
    Observation, Period, PublicationDate, Ratio, Series, Supplementary, Valuation, Volume, month,
};

pub fn put(t: &mut Texts) {
    numbers(t);
    figures(t);
    units(t);
    periods(t);
    codes(t);
    series(t);
    exchange_rates(t);
    carriers(t);
    flows(t);
}

fn numbers(t: &mut Texts) {
    let max = Decimal::MAX;
    refused!(
        t,
        "number",
        parse_decimal(""),
        parse_decimal("1,5"),
        parse_decimal("1 234.5"),
        parse_decimal("12345678901234567890123456789012345"),
        parse_decimal("seven"),
        Ratio::new(1, 3).unwrap().to_decimal(),
        Ratio::new(1, 0),
        "a/b".parse::<Ratio>(),
        Bounds::between(Ratio::from(2), Ratio::from(1)),
    );
    let huge: Amount<Money> = Amount::new(max, USD.one());
    refused!(
        t,
        "unit",
        huge.plus("0.1 USD".parse().unwrap()),
        huge.convert(CNY.billion()),
        "1 kg".parse::<Amount<Mass>>().unwrap().convert(MassUnit::Pound),
        Amount::sum([huge, huge]),
        huge.times(max),
    );
}

fn figures(t: &mut Texts) {
    let f = |text: &str| text.parse::<Figure>();
    refused!(
        t,
        "number",
        f(""),
        f("between 50 and 40"),
        Figure::between(decimal("50"), decimal("40")),
        f("rose 1-fold"),
        f("fell 2-fold"),
        f("doubled by 5"),
        f("about half"),
        f("more than -7 %"),
        f("rose to a third"),
        f("rose -7 %"),
        f("some 5 or 6"),
        f("a whopping 5"),
        Hedge::from_words("a whopping"),
        Direction::from_words("exploded"),
        f("9999999999999999999").unwrap().in_smaller_unit(28),
        f("5").unwrap().in_smaller_unit(100),
        serde_json::from_str::<Figure>(r#"{"text":"1.5","last_digit":29}"#),
    );
}

fn units(t: &mut Texts) {
    let unit = |text: &str| text.parse::<AnyUnit>();
    let money = |text: &str| text.parse::<Amount<Money>>().unwrap();
    let volume = |text: &str| text.parse::<Amount<Volume>>().unwrap();
    let energy = |text: &str| text.parse::<Amount<Energy>>().unwrap();
    let of = |text: &str| text.parse::<Amount<Supplementary>>().unwrap();
    refused!(
        t,
        "unit",
        "usd".parse::<Currency>(),
        "billion".parse::<MoneyUnit>(),
        "USD EUR".parse::<MoneyUnit>(),
        "zillion USD".parse::<MoneyUnit>(),
        "USD  billion".parse::<MoneyUnit>(),
        "73".parse::<Amount<Money>>(),
        unit("gas"),
        unit("bcm"),
        unit("bcm (25 °C)"),
        unit("TJ"),
        unit("TJ (raw)"),
        unit("tons"),
        "tons".parse::<MassUnit>(),
        "couples".parse::<SupplementaryUnit>(),
        "buckets".parse::<VolumeUnit>(),
        "m/d".parse::<Rate<Volume>>(),
        "2.14 m/d".parse::<Rate<Volume>>(),
        "TJ (raw)".parse::<EnergyUnit>(),
        "bcm (25 °C)".parse::<VolumeUnit>(),
        AnyUnit::from_comtrade(99),
        money("1 USD").plus(money("1 CNY")),
        volume("1 bcm (15 °C)").plus(volume("1 bcm (20 °C)")),
        volume("1 bcm (15 °C)").plus(volume("1 bbl")),
        energy("1 TJ (gross)").plus(energy("1 TJ (net)")),
        energy("1 TWh").plus(energy("1 TJ (net)")),
        of("1 items").plus(of("1 pairs")),
        unit("t").unwrap().ratio_to(unit("bbl").unwrap()),
        "1 t".parse::<Amount<Money>>(),
        VolumeUnit::of_gas_at("bbl".parse().unwrap(), GasConditions::Celsius20),
    );
}

fn periods(t: &mut Texts) {
    let (april, year) = (Period::month(2023, 4), Period::year(2023));
    refused!(
        t,
        "period",
        "2023-13".parse::<Period>(),
        "".parse::<Period>(),
        "Jan-Apr  2023".parse::<Period>(),
        "the spring".parse::<Period>(),
        "avril 2023 é".parse::<Period>(),
        "May 2023 to Jan 2023".parse::<Period>(),
        "2023-Q1".parse::<Month>(),
        "24 May".parse::<PublicationDate>(),
        "2023-05-32".parse::<Day>(),
        "2023-05".parse::<Day>(),
        Day::new(2023, 2, 29),
        Month::new(2023, 13),
        Period::try_quarter(2023, 5),
        Period::try_year(0),
        month(9999, 12).plus(1),
        Period::try_from_to(month(2023, 4), month(2023, 1)),
        year.minus(Period::month(2022, 4)),
        year.minus(year),
        year.minus(april),
        april.union(Period::month(2023, 6)),
    );
}

fn codes(t: &mut Texts) {
    let good = |text: &str| text.parse::<Commodity>();
    refused!(
        t,
        "area",
        Area::from_code(7),
        Area::from_iso2("cn"),
        Area::from_iso2("ZZ"),
        Area::from_iso3("chn"),
        Area::from_iso3("ZZZ"),
        Area::from_iso3("A79"),
        Area::own(60_000),
        "own:x".parse::<Area>(),
        "Chinna".parse::<Area>(),
        "Russia".parse::<Area>(),
    );
    refused!(
        t,
        "commodity",
        Commodity::new(Classification::Hs(None), "27x9"),
        Commodity::new(Classification::Hs(None), "2709001"),
        good("270900"),
        good("TOTAL:5"),
        good("HS:TOTAL"),
        good("ISIC:27"),
        good("H6:"),
        good("S4:333333"),
    );
    refused!(
        t,
        "key",
        "to and fro".parse::<Flow>(),
        "DDP".parse::<Valuation>(),
        "odd".parse::<TradeSystem>(),
        "odd".parse::<Treatment>(),
    );
    refused!(t, "observation", "guessed".parse::<Status>());
}

fn series(t: &mut Texts) {
    let key = Key::exports(CHN).to(RUS);
    let empty = || Series::<Money>::new(key, USD.billion());
    let (y22, y23) = (Period::year(2022), Period::year(2023));
    let f = |text: &str| text.parse::<Figure>().unwrap();
    refused!(
        t,
        "observation",
        Observation::absent(y22, Status::Estimated),
        Observation::new(y22, f("7")).with_status(Status::Missing),
        Observation::new(y22, f("7")).with_status(Status::Nil),
        empty().with("2022", "doubled"),
        empty().with("2022", "rose 7 %"),
        empty().with_observation(Observation::new(y22, f("7")).with_growth(f("rose to 7"))),
    );
    let two = empty().with("2022", "100").unwrap().with("2022", "120").unwrap();
    let half = empty().with("2022-01", "3").unwrap();
    let missing = |status| {
        empty().with_observation(Observation::absent(y22, status).unwrap()).unwrap().amount(y22)
    };
    let joint = empty().with("Jan-Feb 2023", "7").unwrap();
    let quarters = empty().with("2022-Q1", "7").unwrap().with("2022", "5").unwrap();
    refused!(
        t,
        "series",
        empty().amount(y22),
        two.amount(y22),
        half.amount(y22),
        missing(Status::Confidential),
        missing(Status::NotYetPublished),
        joint.amount(Period::month(2023, 1)),
        quarters.amount(Period::quarter(2022, 4)),
        Series::<Money>::sum(key, &[]),
        Series::sum(Key::exports(CHN).to(WORLD), &[&half, &half]),
        Series::sum(Key::imports(CHN).from(RUS), &[&half]),
        Series::sum(Key::exports(DEU).to(WORLD), &[&half]),
        Series::sum(Key::exports(CHN).to(WORLD).valued(Valuation::Cif), &[&half]),
    );
    let zero = empty().with("2022", "0").unwrap().with("2023", "5").unwrap();
    let none = empty().with("2022", "0").unwrap().with("2023", "0").unwrap();
    let below = empty().with("2022", "-3").unwrap().with("2023", "5").unwrap();
    let plain = empty().with("2022", "5").unwrap().with("2023", "6").unwrap();
    let known = Observation::new(Period::january_to(2023, 4), f("7")).with_growth(f("more than 4"));
    let hedged = empty().with_observation(known).unwrap();
    let derived = Observation::new(Period::month(2023, 2), f("3")).with_growth(f("5"));
    let derived = empty().with("2023-01", "4").unwrap().with_observation(derived).unwrap();
    let total = Amount::new(decimal("9"), USD.billion());
    refused!(
        t,
        "growth",
        zero.growth(y23),
        none.growth(y23),
        below.growth(y23),
        plain.published_growth(y23),
        plain.growth_on(y23, bilateral::Base::Latest),
        plain.growth_between(y23, Period::month(2022, 4)),
        plain.cagr(Period::month(2023, 4), y22, 2),
        plain.cagr(y22, y23, 2),
        hedged.implied_base(Period::january_to(2023, 4)).and_then(|base| base.point().cloned()),
        derived.implied_base(Period::january_to(2023, 2)),
        plain.required_run_rate(total, y23, y22),
        plain.required_run_rate("900000 billion USD".parse().unwrap(), y23, y23),
        plain.required_growth(total, y23, y23, bilateral::Base::Implied),
        plain.deflate(&bilateral::index::PriceIndex::new(y22, CNY)),
    );
    let world = Series::<Money>::new(Key::imports(CHN).from(WORLD), USD.billion());
    let other = Series::new(Key::imports(CHN).from(DEU), USD.billion());
    refused!(
        t,
        "indicator",
        plain.balance_with(&plain, y23),
        plain.balance_with(&other, y23),
        plain.share_in(&world, y23),
    );
}

fn exchange_rates(t: &mut Texts) {
    let year = Period::year(2022);
    let rate = |one, costs, value: &str| {
        ExchangeRate::new(one, costs, decimal(value), year, RateKind::Average)
    };
    let yuan = rate(USD, CNY, "7").unwrap();
    let series = Series::new(Key::exports(CHN).to(WORLD), USD.one()).with("2022", "5").unwrap();
    let f = |text: &str| text.parse::<Figure>().unwrap();
    refused!(
        t,
        "exchange",
        rate(USD, CNY, "0"),
        rate(USD, USD, "1"),
        yuan.convert("1 EUR".parse().unwrap()),
        yuan.convert("1 CNY".parse().unwrap()),
        series.converted(Period::month(2022, 4), std::slice::from_ref(&yuan)),
        exchange::currency_growth_bounds(&f("doubled"), &f("5 %")),
        exchange::currency_growth_bounds(&f("a third"), &f("5 %")),
    );
    let _ = EUR;
}

fn carriers(t: &mut Texts) {
    let good = |text: &str| text.parse::<Commodity>().unwrap();
    let unit = |text: &str| text.parse::<AnyUnit>().unwrap();
    let f = |text: &str| text.parse::<Figure>().unwrap();
    let measured = |from: &str, to: &str, factor: &str| {
        Conversion::measured(Carrier::CrudeOil, unit(from), unit(to), f(factor))
    };
    let mass = |text: &str| text.parse::<Amount<Mass>>().unwrap();
    let one = measured("t", "GJ (net)", "42.3").unwrap();
    let gas = Conversion::find(
        Family::IeaConvention,
        Carrier::NaturalGas,
        unit("TJ (net)"),
        unit("TJ (gross)"),
    );
    let coal =
        Conversion::measured(Carrier::CokingCoal, unit("GJ (net)"), unit("t"), f("2")).unwrap();
    let ipcc =
        Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, unit("t"), unit("GJ (net)")).unwrap();
    let other = Conversion::find(
        Family::IeaConvention,
        Carrier::CrudeOil,
        unit("GJ (net)"),
        unit("GJ (gross)"),
    )
    .unwrap();
    let bounds = |low, high| {
        AmountBounds::new(
            Bounds::between(Ratio::from(low), Ratio::from(high)).unwrap(),
            MassUnit::Tonne,
        )
    };
    let restated =
        Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, unit("Mt"), unit("TJ (net)"));
    let changed = serde_json::to_string(&restated.unwrap()).unwrap().replace("42.3", "42.4");
    refused!(
        t,
        "carrier",
        serde_json::from_str::<Conversion>(&changed),
        "peat bricks".parse::<Carrier>(),
        Carrier::from_siec("99"),
        Carrier::of(&good("S4:333")),
        Carrier::of(&good("HS:271012")),
        Carrier::of(&good("H6:271011")),
        Conversion::find(Family::Ipcc2006, Carrier::CrudeOil, unit("bbl"), unit("t")),
        Conversion::find(Family::Ipcc2006, Carrier::Electricity, unit("t"), unit("TJ (net)")),
        measured("t", "GJ (net)", "0"),
        measured("t", "kg", "1000"),
        measured("t", "USD", "500"),
        measured("t", "GJ (net)", "0.0"),
        measured("t", "GJ (net)", "0.5").unwrap().within(Ratio::from(1), Ratio::from(2)),
        measured("t", "GJ (net)", "5").unwrap().within(Ratio::from(0), Ratio::from(9)),
        measured("t", "GJ (net)", "1").and_then(|_| measured("t", "GJ (net)", "0")),
        Conversion::ideal_gas(GasConditions::Celsius20, GasConditions::Celsius20),
        Conversion::electricity_as_heat(HeatBasis::Electricity),
        mass("1 t").by::<Energy>(&one).unwrap().by::<Mass>(&coal),
        mass("1 t").by::<Energy>(&ipcc).unwrap().by::<Energy>(&other),
        "1 bbl".parse::<Amount<Volume>>().unwrap().by::<Energy>(&one),
        "1 TWh".parse::<Amount<Energy>>().unwrap().by::<Mass>(&one),
        "1 bcm (15 °C)".parse::<Amount<Volume>>().unwrap().by::<Energy>(
            &Conversion::measured(
                Carrier::NaturalGas,
                unit("bcm (20 °C)"),
                unit("PJ (net)"),
                f("36")
            )
            .unwrap()
        ),
        "1 m3".parse::<Amount<Volume>>().unwrap().by::<Energy>(
            &Conversion::measured(
                Carrier::NaturalGas,
                unit("bcm (20 °C)"),
                unit("PJ (net)"),
                f("36")
            )
            .unwrap()
        ),
        "1 PJ (gross)".parse::<Amount<Energy>>().unwrap().by::<Mass>(&one),
        bilateral::carrier::Converted::known_within(mass("5 t"), &bounds(1, 2)),
        mass("1 t").by::<Energy>(&one).unwrap().by::<Money>(&one),
    );
    let _ = gas;
}

fn flows(t: &mut Texts) {
    let (y22, y23) = (Period::year(2022), Period::year(2023));
    let key = |code: &str| Key::imports(CHN).from(RUS).of(code.parse().unwrap());
    let oil = || EnergyFlow::of(key("H6:2709"), y23).unwrap();
    let lng = || EnergyFlow::of(key("H6:271111"), y23).unwrap();
    let f = |text: &str| text.parse::<Figure>().unwrap();
    let mass = |text: &str| text.parse::<Amount<Mass>>().unwrap();
    let unit = |text: &str| text.parse::<AnyUnit>().unwrap();
    let pj: EnergyUnit = "PJ (net)".parse().unwrap();
    let series = Series::<Mass>::new(key("H6:2709"), MassUnit::Tonne).with("2022", "5").unwrap();
    let other = Series::<Mass>::new(key("H6:2701"), MassUnit::Tonne).with("2023", "5").unwrap();
    let within = |low, high| {
        AmountBounds::new(
            Bounds::between(Ratio::from(low), Ratio::from(high)).unwrap(),
            MassUnit::Tonne,
        )
    };
    let heat = |low, high| {
        AmountBounds::new(Bounds::between(Ratio::from(low), Ratio::from(high)).unwrap(), pj)
    };
    let route = |family| {
        Carrier::CrudeOil
            .usual_units()
            .first()
            .map(|_| {
                vec![
                    Conversion::find(family, Carrier::CrudeOil, unit("t"), unit("GJ (net)"))
                        .unwrap(),
                ]
            })
            .unwrap()
    };
    let ipcc = route(Family::Ipcc2006);
    let measured = vec![
        Conversion::measured(Carrier::CrudeOil, unit("t"), unit("GJ (net)"), f("42")).unwrap(),
    ];
    let coal = vec![
        Conversion::measured(Carrier::CokingCoal, unit("t"), unit("GJ (net)"), f("2")).unwrap(),
    ];
    let full = || oil().with_amount(mass("5 t")).unwrap();
    let earlier = || EnergyFlow::of(key("H6:2709"), y22).unwrap().with_amount(mass("4 t")).unwrap();
    let total = |period| EnergyTotal::new(period, pj);
    let now = total(y23).with(full(), &ipcc).unwrap();
    let then = total(y22).with(earlier(), &measured).unwrap();
    let gas = || {
        EnergyFlow::of(key("H6:271121"), y23)
            .unwrap()
            .with_amount(mass("4 t"))
            .unwrap()
            .with_amount("9 USD".parse::<Amount<Money>>().unwrap())
            .unwrap()
    };
    refused!(
        t,
        "energy",
        EnergyFlow::new(key("H6:2709"), Carrier::CokingCoal, y23),
        EnergyFlow::new(key("H6:1001"), Carrier::CokingCoal, y23),
        EnergyFlow::of(key("H6:1001"), y23),
        oil().with_figure(f("a third"), unit("t")),
        oil().with_figure(f("-3"), unit("t")),
        oil().with_amount_within(mass("5 t"), &within(1, 2)),
        full().with_amount(mass("6 t")),
        full().withheld(Status::Confidential),
        oil().withheld(Status::Estimated),
        oil().with_reading(&other.amount(y23).unwrap()),
        oil().with_reading(&series.amount(y22).unwrap()),
        gas().unit_value::<Mass>(),
        full().convert::<Energy>(&coal),
        full().convert::<Energy>(&[]),
        total(y22).with(full(), &ipcc),
        total(y23).with(full(), &ipcc).unwrap().with(full(), &ipcc),
        total(y23).value(),
        total(y23).with_bounds(full(), &heat(1, 2)),
        total(y23).with_bounds(lng(), &heat(-1, 2)),
        now.growth_over(&EnergyTotal::new(y22, "TJ (net)".parse().unwrap())),
        now.growth_over(&total(y22)),
        now.growth_over(&total(y22).with(lng_of(y22, &key), &lng_route()).unwrap()),
        now.growth_over(&then),
        total(y23).with_bounds(lng(), &heat(1, 2)).unwrap().value(),
    );
    fn lng_of(period: Period, key: &impl Fn(&str) -> Key) -> EnergyFlow {
        let amount = "5 t".parse::<Amount<Mass>>().unwrap();
        EnergyFlow::of(key("H6:271111"), period).unwrap().with_amount(amount).unwrap()
    }
    fn lng_route() -> Vec<Conversion> {
        let unit = |text: &str| text.parse::<AnyUnit>().unwrap();
        vec![
            Conversion::measured(Carrier::Lng, unit("t"), unit("GJ (net)"), "49".parse().unwrap())
                .unwrap(),
        ]
    }
}
