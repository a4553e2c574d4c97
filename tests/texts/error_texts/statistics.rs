//! Growth, indicators, indices, claims, releases.

use super::{Texts, refused};
use bilateral::area::{CHN, RUS, WORLD};
use bilateral::claim::Claim;
use bilateral::index::{self, Basket, Formula, Item, PriceIndex, Sequence};
use bilateral::number::decimal;
use bilateral::unit::{Amount, CNY, MassUnit, USD};
use bilateral::vintage::Release;
use bilateral::{
    Base, Figure, Growth, Key, Mass, Money, Observation, Period, Ratio, Releases, Series,
    contribution, growth, indicator, published,
};

pub fn put(t: &mut Texts) {
    rates(t);
    shares(t);
    baskets(t);
    sequences(t);
    claims(t);
    releases(t);
}

fn rates(t: &mut Texts) {
    let f = |text: &str| text.parse::<Figure>().unwrap();
    refused!(
        t,
        "growth",
        growth::year_over_year(5, 0),
        growth::year_over_year(0, 0),
        growth::year_over_year(5, -1),
        growth::year_to_date(&[1, 2], &[1]),
        growth::rolling_12(&[1; 11], &[1; 12]),
        growth::carry_over::<i32>(&[]),
        growth::carry_over_to_date::<i32>(&[], 4, 40),
        growth::carry_over_to_date(&[1, 2], 1, 40),
        growth::log_growth(5, 4, 51),
        growth::log_growth(0, 4, 3),
        growth::cagr(5, 4, 0, 3),
        growth::doubling_time(&Growth::from_ratio(Ratio::from(0)), 3),
        growth::implied_base(&f("73"), &f("40 to 50 %")).and_then(|base| base.point().cloned()),
        growth::implied_base(&f("73"), &f("fell 100 %")),
        growth::required_growth_bounds(9, &f("more than 4"), &f("5 %"), &f("8")),
        growth::required_growth_bounds(9, &f("4"), &f("fell 100 %"), &f("8")),
        growth::required_run_rate(9, 4, 0),
        contribution::contribution(5, 4, 0),
    );
}

fn shares(t: &mut Texts) {
    refused!(
        t,
        "indicator",
        indicator::share(5, 4),
        indicator::share(0, 0),
        indicator::share(-1, 4),
        indicator::ranking(&[("CHN", 5), ("CHN", 4)]),
        indicator::hhi_normalized(&[5, 4, 3], 2),
        indicator::hhi_normalized(&[5], 1),
        indicator::grubel_lloyd(0, 0),
        indicator::rca(5, 4, 0, 0),
    );
}

fn baskets(t: &mut Texts) {
    let money = |text: &str| text.parse::<Amount<Money>>().unwrap();
    let mass = |text: &str| text.parse::<Amount<Mass>>().unwrap();
    let barrels = |text: &str| text.parse::<Amount<bilateral::Volume>>().unwrap();
    let plain = Item::new((9, 3), (10, 4)).unwrap();
    let in_tonnes =
        Item::measured((money("9 USD"), mass("3 t")), (money("8 USD"), mass("2 t"))).unwrap();
    let in_barrels =
        Item::measured((money("9 USD"), barrels("3 bbl")), (money("8 USD"), barrels("2 bbl")))
            .unwrap();
    let in_yuan =
        Item::measured((money("9 CNY"), mass("3 t")), (money("8 CNY"), mass("2 t"))).unwrap();
    let basket = || Basket::new(vec![plain.clone()]).unwrap();
    let none = Basket::new(vec![Item::without_quantity(5, 6).unwrap()]).unwrap();
    let mixed = Basket::new(vec![in_tonnes.clone(), in_barrels]).unwrap();
    let (y22, y23) = (Period::year(2022), Period::year(2023));
    let prices = || PriceIndex::new(y22, USD);
    let yuan = PriceIndex::new(y22, CNY);
    let key = Key::exports(CHN).to(RUS);
    let series =
        Series::<Money>::new(key, USD.one()).with("2022", "5").unwrap().with("2023", "6").unwrap();
    let units = r#"{"base_value":"9","base_quantity":"3","value":"8","quantity":"2","units":{"value":"USD","quantity":"CNY"}}"#;
    refused!(
        t,
        "index",
        Basket::new(vec![]),
        Basket::new(vec![plain.clone(), in_tonnes.clone()]),
        Basket::new(vec![in_tonnes.clone(), in_yuan]),
        Basket::of_prices((&[1, 2], &[1, 2]), (&[1, 2], &[1])),
        none.fisher_price(3),
        basket().fisher_price(51),
        basket().lowe_price(&[1, 2]),
        basket().outliers(1),
        mixed.unit_value_change(),
        index::unit_value(5, 0),
        money("5 USD").per(mass("0 t")),
        Item::new((-1, 3), (10, 4)),
        prices().with("2023", "doubled"),
        prices().with("2023", "7 %"),
        prices().with("2023", "-5"),
        prices().with("2023", "more than 5"),
        prices().with("2023", "5").unwrap().with("2023", "6"),
        prices().number(y23),
        series.deflate(&yuan),
        series.deflate(&prices()).and_then(|real| real.amount(y23)),
        serde_json::from_str::<Item>(units),
    );
    let _ = (Formula::Fisher, MassUnit::Tonne, decimal("1"));
}

fn sequences(t: &mut Texts) {
    let items = |numbers: &[(i32, i32)]| {
        numbers
            .iter()
            .map(|(value, count)| (Ratio::from(*value), Ratio::from(*count)))
            .collect::<Vec<_>>()
    };
    let three = Sequence::new(vec![items(&[(9, 3)]), items(&[(8, 2)]), items(&[(7, 2)])]).unwrap();
    let (one, two): (&[i32], &[i32]) = (&[1], &[1, 2]);
    refused!(
        t,
        "index",
        Sequence::new(vec![]),
        Sequence::new(vec![items(&[(9, 3)]), items(&[(9, 3), (1, 1)])]),
        Sequence::of_prices(&[(one, two)]),
        three.basket(0, 3),
        three.rolling_geks_price(1, 3),
        three.continued_geks_price(&[], 3, 3),
    );
}

fn claims(t: &mut Texts) {
    let china = published::china_russia().unwrap();
    let (key, year) = (Key::trade(CHN).with(RUS), Period::year(2022));
    let f = |text: &str| text.parse::<Figure>().unwrap();
    let unit = USD.billion();
    refused!(
        t,
        "claim",
        Claim::growth(key, year, f("rose to 190")),
        Claim::growth(key, Period::year(1), f("5 %")),
        Claim::level(key, year, f("fell 9.1 %"), unit).check_latest(&china),
        Claim::share(key, year, f("rose 5 %"), Key::trade(CHN).with(WORLD)).check_latest(&china),
        Claim::level(key, year, f("doubled"), unit).check_latest(&china),
    );
}

fn releases(t: &mut Texts) {
    let china = published::china_russia().unwrap();
    let header = "reporter,partner,flow,period,value,unit";
    let read = |text: &str| Releases::from_csv(text.as_bytes(), "file.csv");
    let one = |columns: &str, row: &str| {
        read(&format!("{header}{columns}\n{row}\n")).and_then(|loaded| loaded.complete())
    };
    let key = Key::trade(CHN).with(RUS);
    let yuan = "CHN,RUS,trade,2022,5,billion CNY\nCHN,RUS,trade,2023,5,billion USD";
    let history = china.series(key).unwrap();
    let two_currencies = read(&format!("{header}\n{yuan}\n")).unwrap().complete().unwrap();
    let barrel = read(&format!("{header},commodity\nCHN,RUS,import,2022,5,short ton,HS:27\n"));
    let barrel = barrel.unwrap().complete().unwrap();
    let coal = Key::imports(CHN).from(RUS).of("HS:27".parse().unwrap());
    let special = key.under(bilateral::key::TradeSystem::Special);
    let observed = Observation::new(Period::year(2022), "5".parse().unwrap());
    let by_system = Releases::new().with(Release::new(special, USD.one().into(), observed));
    let doubled = Observation::new(Period::year(2022), "doubled".parse().unwrap());
    let in_words = Releases::new().with(Release::new(key, USD.one().into(), doubled));
    refused!(
        t,
        "vintage",
        read(""),
        read("reporter,partner,country\n"),
        read("reporter,partner,partner\n"),
        read("reporter,partner\n"),
        one("", "CHN,RUS,trade,2022,5"),
        one("", "CHN,RUS,trade,2022,five,USD"),
        one(",hedge", "CHN,RUS,trade,2022,,USD,about"),
        one(",growth", "CHN,RUS,trade,2022,5,USD,7 %"),
        one(",published_on", "CHN,RUS,trade,2022,5,USD,soon"),
        Releases::from_csv(
            &b"reporter,partner,flow,period,value,unit\nCHN,RUS,\xff,2022,5,USD\n"[..],
            "file.csv"
        )
        .and_then(|loaded| loaded.complete()),
        Releases::from_file("no such file.csv"),
        Releases::new().series(key),
        china.series(Key::trade(RUS).with(WORLD)),
        two_currencies.series(key),
        barrel.series_in::<Mass>(coal, MassUnit::Tonne),
        history.as_of(bilateral::date(2000, 1, 1)).amount(Period::year(2022)),
        history.as_of(bilateral::date(2000, 1, 1)).growth_on(Period::year(2022), Base::Latest),
        by_system.write_csv(Vec::new()),
        in_words.write_csv(Vec::new()),
    );
}
