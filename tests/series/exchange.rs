//! Exchange: conversion there and back, and growth split into trade and currency.

use bilateral::area::{CHN, RUS};
use bilateral::exchange::{ExchangeRate, RateKind, currency_growth, currency_growth_bounds};
use bilateral::number::{Decimal, decimal};
use bilateral::unit::{CNY, EUR, USD};
use bilateral::{Amount, ErrorKind, Key, Money, Period, Ratio, Series, Undefined, published};
use proptest::prelude::*;

fn rate(value: Decimal, kind: RateKind) -> ExchangeRate {
    ExchangeRate::new(USD, CNY, value, Period::year(2023), kind).unwrap()
}

/// 2023 as published: +26.3 % in US$, +32.7 % in yuan; so the dollar cost 5.07 % more yuan.
#[test]
fn growth_in_yuan_is_growth_in_dollars_times_the_dollar() {
    let year = Period::year(2023);
    let key = Key::trade(CHN).with(RUS);
    let dollars = published::china_russia()
        .unwrap()
        .series(key)
        .unwrap()
        .latest()
        .published_growth(year)
        .unwrap();
    let yuan = published::china_russia_yuan()
        .unwrap()
        .series(key)
        .unwrap()
        .latest()
        .published_growth(year)
        .unwrap();
    let dollar = currency_growth(yuan.growth().ratio(), dollars.growth().ratio()).unwrap();
    assert_eq!(dollar, Ratio::new(1327, 1263).unwrap() - Ratio::from(1));
    assert_eq!(dollar.percent(2).to_string(), "5.07 %");
    let bounds = currency_growth_bounds(&yuan.figure(), &dollars.figure()).unwrap();
    assert!(bounds.contains(&dollar));
}

#[test]
fn refusals_say_why() {
    assert!(
        ExchangeRate::new(USD, CNY, decimal("0"), Period::year(2023), RateKind::Average).is_err()
    );
    assert!(
        ExchangeRate::new(USD, CNY, decimal("-7"), Period::year(2023), RateKind::Average).is_err()
    );
    assert!(
        ExchangeRate::new(USD, USD, decimal("1"), Period::year(2023), RateKind::Average).is_err()
    );
    let euros: Amount<Money> = Amount::new(decimal("1"), EUR.billion());
    assert!(rate(decimal("7"), RateKind::Average).convert(euros).unwrap_err().is_mismatch());
    let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion())
        .with("2023", "240.11")
        .unwrap()
        .with("2022", "190.271")
        .unwrap();
    // A rate at the end of the year, or of another year, does not convert the trade of the year.
    assert!(trade.converted(Period::year(2023), &[rate(decimal("7"), RateKind::End)]).is_err());
    assert!(trade.converted(Period::year(2022), &[rate(decimal("7"), RateKind::Average)]).is_err());
    assert!(trade.converted(Period::year(2023), &[rate(decimal("7"), RateKind::Average)]).is_ok());
    assert_eq!(
        currency_growth(decimal("0.1"), -1).unwrap_err().undefined(),
        Some(&Undefined::DivisionByZero)
    );
    assert_eq!(currency_growth(-2, 1).unwrap_err().undefined(), Some(&Undefined::NotPositive));
    assert!(currency_growth_bounds(&"doubled".parse().unwrap(), &"5".parse().unwrap()).is_err());
    let json =
        serde_json::to_string(&rate(decimal("7.0467"), RateKind::Average).from_source("a source"))
            .unwrap();
    assert_eq!(
        serde_json::from_str::<ExchangeRate>(&json).unwrap(),
        rate(decimal("7.0467"), RateKind::Average).from_source("a source")
    );
    assert!(serde_json::from_str::<ExchangeRate>(&json.replace("7.0467", "0")).is_err());
}

proptest! {
    #[test]
    fn conversion_there_and_back_is_exact(
        mantissa in -1_000_000_000_i64..1_000_000_000,
        scale in 0..5_u32,
        price in 1..1_000_000_i64,
        digits in 0..5_u32,
    ) {
        let amount = Amount::new(Decimal::new(mantissa, scale), USD.million());
        let rate = rate(Decimal::new(price, digits), RateKind::Average);
        let there = rate.convert(amount).unwrap();
        prop_assert_eq!(there.unit(), CNY.million());
        prop_assert_eq!(rate.convert(there).unwrap(), amount);
        prop_assert_eq!(rate.ratio(there).unwrap(), Ratio::from(amount.value()));
    }

    #[test]
    fn growth_in_both_currencies_agrees(
        now in 1..1_000_000_i64,
        base in 1..1_000_000_i64,
        price in 1..10_000_i64,
        old_price in 1..10_000_i64,
    ) {
        let growth = |now: i64, base: i64| {
            bilateral::growth::year_over_year(now, base).unwrap().ratio().clone()
        };
        let local = growth(now * price, base * old_price);
        prop_assert_eq!(
            currency_growth(local, growth(now, base)).unwrap(),
            growth(price, old_price)
        );
    }
}

#[test]
fn a_rate_says_what_it_is() {
    let end = rate(decimal("7.0999"), RateKind::End).from_source("Reuters");
    assert_eq!((end.rate(), end.source()), (decimal("7.0999"), "Reuters"));
    assert_eq!(end.to_string(), "7.0999 CNY for 1 USD, end of 2023 (Reuters)");
    let average = rate(decimal("7.05"), RateKind::Average);
    assert_eq!(average.source(), "");
    assert_eq!(average.to_string(), "7.05 CNY for 1 USD, average of 2023");
}

/// 240.11 * 7 = 1680.77.
#[test]
fn a_converted_amount_prints_its_trail() {
    let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2023", "240.11");
    let rates = [rate(decimal("7"), RateKind::Average)];
    let yuan = trade.unwrap().converted(Period::year(2023), &rates).unwrap();
    assert_eq!(
        yuan.to_string(),
        "1680.770 billion yuan, 2023, from 240.11 billion US$ at 7 CNY for 1 USD, average of 2023"
    );
}

#[test]
fn growth_of_a_currency_needs_two_rates_in_percent() {
    let of = |local: &str, foreign: &str| {
        currency_growth_bounds(&local.parse().unwrap(), &foreign.parse().unwrap())
    };
    for words in ["a third", "doubled", "more than half"] {
        for error in [of(words, "5").unwrap_err(), of("5", words).unwrap_err()] {
            assert!(matches!(error.kind(), ErrorKind::Invalid { .. }), "{words}: {error}");
        }
    }
    // 1.05 / 1.05 to 1.1025 / 1.05
    let range = of("between 5 and 10.25", "exactly 5").unwrap();
    assert!(range.contains(&Ratio::zero()) && range.contains(&Ratio::new(1, 20).unwrap()));
    assert!(!range.contains(&Ratio::new(51, 1000).unwrap()));
    for (local, foreign) in [("-150", "5"), ("5", "-150")] {
        assert_eq!(
            of(local, foreign).unwrap_err().undefined(),
            Some(&Undefined::NotPositive),
            "{local} and {foreign}"
        );
    }
}
