//! Every public value comes back equal from JSON, and what is invalid is refused on the way in.

use bilateral::area::{CHN, RUS, WORLD};
use bilateral::energy::{EnergyFlow, EnergyTotal};
use bilateral::key::TradeSystem;
use bilateral::panel::{Duplicates, PanelBuilder};
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
use serde_json::json;
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
    comes_back(&(
        bilateral::month(2023, 4),
        Period::january_to(2023, 4),
        Period::rolling_12(2023, 4),
    ));
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

fn json<T: Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}

/// The forms of results, which are written and not read; written by hand from their definitions.
#[test]
fn roundings_are_texts_as_printed() {
    let third = Ratio::new(1, 3).unwrap();
    assert_eq!(json(&third.round(4, Rounding::HalfEven)), "0.3333");
    assert_eq!(json(&Ratio::from(5).round(2, Rounding::HalfEven)), "5.00");
    assert_eq!(json(&third.percent(1)), "33.3 %");
    assert_eq!(json(&Growth::from_ratio(from("0.413")).percent(1)), "+41.3 %");
    assert_eq!(json(&Growth::from_ratio(Ratio::from(11)).percent(1)), "12-fold"); // +1100 %
    assert_eq!(json(&from::<Ratio>("-0.1").points(1)), "-10.0 points");
    // 73.148 is anything from 73.1475 to 73.1485.
    let level = from::<Figure>("73.148").bounds();
    assert_eq!(json(&level.outward(3)), json!({"low": "73.147", "high": "73.149"}));
    let more = Bounds::above(from("0.4"));
    assert_eq!(json(&more.outward_percent(1)), json!({"low": "40.0 %", "high": null}));
}

#[test]
fn growth_of_growth_is_written_in_fractions() {
    // 240 / 147 - 1; 240 / 190 - 1 + 190 / 147 - 1
    let years = growth::two_years(240, 190, 147).unwrap();
    assert_eq!(json(&years), json!({"cumulative": "31/49", "sum_of_rates": "1552/2793"}));
    // 132 / 110 - 1 = 1/5 now, 120 / 100 - 1 = 1/5 before; +10 % since then, as a year ago.
    let effect = growth::base_effect(132, 120, 110, 100).unwrap();
    assert_eq!(json(&effect), json!({"change": "0", "momentum": "3/25", "base": "-3/25"}));
}

#[test]
fn columns_and_accounts_say_why_a_number_is_not_there() {
    let key = Key::exports(CHN).to(RUS);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap().duplicates(Duplicates::KeepFirst);
    for (year, value) in [(2022, 76), (2023, 111), (2022, 76)] {
        rows.push(key, Period::year(year), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let growth = panel.growth(3, Rounding::HalfEven).unwrap();
    let missing = json!({"undefined": "no figure and nothing to derive one from"});
    // 35 / 76 = 0.4605...
    assert_eq!(json(growth.growths()), json!({"places": 3, "numbers": [missing, "0.461"]}));
    let key = json(&key);
    assert_eq!(
        json(&growth),
        json!([
            {"key": key, "period": "2022", "change": missing, "growth": missing},
            {"key": key, "period": "2023", "change": "35", "growth": "0.461"},
        ])
    );
    let text = &panel.account().set_aside()[0].first[0].text;
    assert_eq!(
        json(panel.account()),
        json!({
            "rows": 3,
            "accepted": 2,
            "totals": 0,
            "set_aside": [{
                "reason": "duplicate",
                "rows": 1,
                "first": [{"place": {"file": "row", "line": 3, "column": null}, "text": text}],
            }],
            "remarks": [],
            "doubts": [],
            "breaks": [],
        })
    );
}

#[test]
fn balances_and_energy_totals_keep_their_parts() {
    let series =
        |key: Key, value: &str| Series::new(key, USD.billion()).with("2023", value).unwrap();
    let year = Period::year(2023);
    let exports = series(Key::exports(CHN).to(RUS), "111");
    let balance = exports.balance_with(&series(Key::imports(CHN).from(RUS), "129"), year).unwrap();
    let amount = |value: &str| json!({"value": value, "unit": "billion USD"});
    assert_eq!(
        json(&balance),
        json!({
            "key": json(&Key::exports(CHN).to(RUS)),
            "period": "2023",
            "exports": amount("111"),
            "imports": amount("129"),
            "balance": amount("-18"),
        })
    );
    let gas = Key::exports(RUS).to(CHN).of(from("HS:271121"));
    let flow = EnergyFlow::of(gas, year).unwrap().withheld(Status::Confidential).unwrap();
    let total = EnergyTotal::new(year, from("PJ (net)")).with(flow.clone(), &[]).unwrap();
    let reason = total.parts()[0].reason().unwrap().to_string();
    assert_eq!(
        json(&total),
        json!({
            "period": "2023",
            "unit": "PJ (net)",
            "parts": [{
                "flow": json(&flow),
                "energy": null,
                "bounds": {"low": {"Included": "0"}, "high": "Unbounded"},
                "reason": reason,
            }],
        })
    );
}
