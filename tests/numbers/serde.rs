//! Every public value comes back equal from JSON, and what is invalid is refused on the way in.

use bilateral::area::{CHN, RUS, WORLD};
use bilateral::key::TradeSystem;
use bilateral::projection::{Method, Prior, Strength, temporal::Denton};
use bilateral::unit::{AmountBounds, AnyUnit, Currency, MoneyUnit, USD, UnitValue};
use bilateral::vintage::Release;
use bilateral::{
    Amount, Area, Base, Bounds, Commodity, Energy, Figure, Flow, Growth, Hedge, Key, Mass, Money,
    Month, Observation, Period, PublicationDate, Ratio, Releases, Rounding, Series, Status,
    Valuation, growth, published,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
}

fn from<T: std::str::FromStr<Err = bilateral::Error>>(text: &str) -> T {
    text.parse().unwrap()
}

#[test]
fn values_come_back_equal() {
    for text in [
        "190",
        "73.148",
        "more than 40",
        "doubled",
        "2.5-fold",
        "a third",
        "record 190",
        "nearly 19.8",
        "exactly 5",
    ] {
        comes_back::<Figure>(&from(text));
        comes_back(&from::<Figure>(text).bounds());
    }
    comes_back(&from::<Figure>("1.28").in_smaller_unit(3).unwrap());
    comes_back(&Ratio::new(-22_058, 51_090).unwrap());
    comes_back(&Bounds::above(Ratio::from(40)));
    comes_back(&Rounding::HalfEven);
    comes_back(&Hedge::MoreThan);
    comes_back(&from::<Amount<Money>>("73.140 billion USD"));
    comes_back(&from::<Amount<Energy>>("-5 TJ (gross)"));
    let money: Amount<Money> = from("40.29 billion USD");
    comes_back::<UnitValue<Mass>>(&money.per(from::<Amount<Mass>>("79.64 Mt")).unwrap());
    comes_back(&AmountBounds::new(from::<Figure>("190").bounds(), USD.billion()));
    comes_back(&from::<AnyUnit>("bcm (20 °C)"));
    comes_back::<(Currency, MoneyUnit)>(&(USD, USD.trillion()));
    comes_back(&(Month::new(2023, 4), Period::january_to(2023, 4), Period::rolling_12(2023, 4)));
    for text in ["2023-05-09", "2023-05", "2023"] {
        comes_back::<PublicationDate>(&from(text));
    }
    comes_back::<Vec<Area>>(&vec![CHN, RUS, WORLD, Area::from_code(810).unwrap()]);
    comes_back::<Vec<Commodity>>(&vec![
        Commodity::TOTAL,
        from("H6:270900"),
        from("CN2024:39XXXXXX"),
    ]);
    comes_back::<(Flow, Valuation, TradeSystem)>(&(
        Flow::ReExport,
        Valuation::CustomsValue,
        TradeSystem::Special,
    ));
    comes_back(
        &Key::imports(CHN)
            .from(RUS)
            .of(from("H6:27"))
            .valued(Valuation::Cif)
            .under(TradeSystem::General),
    );
    comes_back(&(Status::NotYetPublished, Base::AsKnown));
    comes_back::<Growth>(&growth::year_over_year(5, 3).unwrap());
    let methods = vec![
        Method::RunRate,
        Method::MeanShare { years: 3 },
        Method::Fade(from::<Strength>("0.35")),
    ];
    comes_back(&(
        Method::MeanOf(methods),
        Method::combination(),
        Prior::SmallFlows,
        Denton::Additive,
    ));
}

#[test]
fn figures_and_series_come_back_equal() {
    let releases = published::china_russia().unwrap();
    comes_back::<Releases>(&releases);
    comes_back::<Release>(&releases.rows()[0]);
    comes_back::<Observation>(releases.rows()[100].observation());
    comes_back(&Observation::absent(Period::year(2022), Status::Confidential).unwrap());
    for key in releases.keys() {
        let history = releases.series(key).unwrap();
        comes_back::<Series<Money>>(&history.latest());
        comes_back::<Series<Money>>(&history.as_of(bilateral::date(2023, 5, 24)));
    }
}

#[test]
fn invalid_values_are_refused_on_the_way_in() {
    fn refused<T: DeserializeOwned + Debug>(json: &str) {
        assert!(
            serde_json::from_str::<T>(json).is_err(),
            "{json} was read as {:?}",
            serde_json::from_str::<T>(json)
        );
    }
    refused::<Period>("\"2023-13\"");
    refused::<Month>("\"2023-Q1\"");
    refused::<Area>("\"XYZ\"");
    refused::<Area>("156");
    refused::<Commodity>("\"H6:270\"");
    refused::<Currency>("\"usd\"");
    refused::<Ratio>("\"1/0\"");
    refused::<Amount<Money>>(r#"{"value":"1e3","unit":"billion USD"}"#);
    // a number in JSON may have lost digits already
    refused::<Amount<Money>>(r#"{"value":1.5,"unit":"billion USD"}"#);
    refused::<Amount<Money>>(r#"{"value":"1.5","unit":"Mt"}"#);
    refused::<Amount<Money>>(r#"{"value":"1.5","unit":"billion USD","scale":3}"#);
    refused::<Figure>(r#"{"text":"1 234.5"}"#);
    refused::<Strength>("\"1.01\"");
    refused::<Strength>("0.5"); // a number in JSON
    refused::<Method>(r#"{"fade":"-0.1"}"#);
    refused::<Figure>(r#"{"text":"1.5","last_digit":-2}"#); // finer than it was printed
    refused::<Observation>(r#"{"period":"2023","level":{"text":"5"},"status":"confidential"}"#);
    refused::<Observation>(r#"{"period":"2023"}"#);
    refused::<Key>(r#"{"reporter":"CHN","partner":"RUS","flow":"barter"}"#);
    refused::<Key>(r#"{"reporter":"CHN","partner":"RUS","flow":"trade","colour":"red"}"#);
    refused::<Series<Money>>(
        r#"{"key":{"reporter":"CHN","partner":"RUS","flow":"trade"},"unit":"billion USD","observations":[{"period":"2023","level":{"text":"doubled"}}]}"#,
    );
}
