//! Index numbers of one or two goods, by hand: names, limits, chains, and what is refused.

use bilateral::area::{CHN, RUS};
use bilateral::index::{Basket, Effect, Formula, Item, PriceIndex, Sequence, bennet, unit_value};
use bilateral::unit::{CNY, USD};
use bilateral::{Amount, Error, ErrorKind, Key, Mass, Money, Period, Ratio, Series, Undefined};

fn money(text: &str) -> Amount<Money> {
    text.parse().unwrap()
}

fn weight(text: &str) -> Amount<Mass> {
    text.parse().unwrap()
}

fn reason<T: std::fmt::Debug>(result: Result<T, Error>) -> Undefined {
    result.unwrap_err().undefined().cloned().unwrap()
}

#[test]
fn unit_values_of_negative_numbers_are_refused() {
    assert_eq!(reason(unit_value(-6, 2)), Undefined::NegativeLevel);
    assert_eq!(reason(unit_value(6, -2)), Undefined::NegativeLevel);
    assert_eq!(unit_value(6, 2).unwrap(), Ratio::from(3));
}

/// From 20 at a price of 1 to 10 at 3: price 15 * 2, volume 2 * -10.
#[test]
fn the_change_of_one_good_is_price_and_volume() {
    assert_eq!(bennet((30, 10), (20, 20)).unwrap(), (Ratio::from(30), Ratio::from(-20)));
    assert_eq!(reason(bennet((30, 10), (20, 0))), Undefined::NothingMatched);
}

#[test]
fn items_keep_their_names() {
    let item = Item::new((30, 10), (20, 20)).unwrap();
    assert_eq!(item.name(), "");
    let basket = Basket::new(vec![item.named("crude oil")]).unwrap();
    assert_eq!(basket.items()[0].name(), "crude oil");
    assert_eq!(basket.bennet().items()[0].name(), "crude oil");
}

#[test]
fn effects_and_formulas_have_words() {
    let words = [
        (Effect::Price, "price"),
        (Effect::Volume, "volume"),
        (Effect::NotCompared, "not compared"),
        (Effect::Exchange, "exchange rate"),
    ];
    for (effect, word) in words {
        assert_eq!(effect.to_string(), word);
    }
    let formulas = Formula::ALL.map(|formula| formula.to_string());
    assert_eq!(
        formulas.join(", "),
        "Laspeyres, Paasche, Fisher, Tornqvist, Walsh, Marshall-Edgeworth, Sato-Vartia"
    );
}

#[test]
fn a_period_without_trade_has_no_coverage() {
    for (now, base) in [((5, 1), (0, 0)), ((0, 0), (5, 1))] {
        let basket = Basket::new(vec![Item::new(now, base).unwrap()]).unwrap();
        assert_eq!(reason(basket.coverage()), Undefined::NoTrade);
    }
}

/// Items of a basket have the unit of the basket, so they make the same basket again.
#[test]
fn items_of_a_basket_make_it_again() {
    let item = |now: &str, base: &str| {
        Item::measured((money(now), weight("10 t")), (money(base), weight("10 t"))).unwrap()
    };
    let mixed = [item("3 billion USD", "2 billion USD"), item("70 million USD", "50 million USD")];
    let basket = Basket::new(mixed.to_vec()).unwrap();
    // 50 and 70 million are 0.05 and 0.07 billion.
    assert_eq!(basket.items()[1].base_value(), &Ratio::new(5, 100).unwrap());
    assert!(basket.items()[1].quantity_unit().is_some());
    assert_eq!(Basket::new(basket.items().to_vec()).unwrap(), basket);
}

/// A change in dollars has a unit; at rates that are plain numbers it has none.
#[test]
fn in_another_currency_the_unit_is_not_known() {
    let item = Item::measured(
        (money("30 million USD"), weight("10 t")),
        (money("20 million USD"), weight("20 t")),
    );
    let dollars = Basket::new(vec![item.unwrap()]).unwrap().bennet();
    assert_eq!(dollars.unit(), Some(USD.million()));
    let yuan = dollars.in_other_currency(7, 6).unwrap();
    assert_eq!((yuan.unit(), yuan.change()), (None, Ratio::from(30 * 7 - 20 * 6)));
}

#[test]
fn an_outlier_lies_beyond_the_limit() {
    let item = |now: i32, base: i32| Item::new((now, 1), (base, 1)).unwrap();
    let basket = Basket::new(vec![item(5, 1), item(1, 5), item(6, 1).named("nickel"), item(1, 6)]);
    let outliers = basket.unwrap().outliers(5).unwrap();
    let found: Vec<usize> = outliers.iter().map(|outlier| outlier.position()).collect();
    assert_eq!(found, [2, 3]);
    assert_eq!((outliers[0].name(), outliers[1].name()), ("nickel", ""));
    let texts: Vec<String> = outliers.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "item 2 (nickel): unit value 6.00 times that of the base",
            "item 3: unit value 0.17 times that of the base"
        ]
    );
}

/// Prices 10 and 4, then 11 and 5; quantities 100 and 50, then 90 and 60. Laspeyres volume:
/// (10 * 90 + 4 * 60) / (10 * 100 + 4 * 50) = 1140 / 1200.
#[test]
fn a_chain_of_volumes_by_hand() {
    let (then, now): ([i32; 2], [i32; 2]) = ([10, 4], [11, 5]);
    let sequence = Sequence::of_prices(&[(&then, &[100, 50]), (&now, &[90, 60])]).unwrap();
    assert!(!sequence.is_empty() && sequence.len() == 2);
    let chain = sequence.chained_volume(Formula::Laspeyres, 3).unwrap();
    let texts: Vec<String> = chain.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["1.000", "0.950"]);
}

/// All prices double each period, so every index does; a window of three overlaps two periods.
#[test]
fn a_splice_needs_the_overlap_and_no_more() {
    let quantities = [3, 4];
    let prices = [[1, 5], [2, 10], [4, 20]];
    let periods = prices.each_ref().map(|price| (price.as_slice(), quantities.as_slice()));
    let sequence = Sequence::of_prices(&periods).unwrap();
    let published = [Ratio::from(1), Ratio::from(2)];
    let next = sequence.continued_geks_price(&published, 3, 2).unwrap();
    assert_eq!(next.iter().map(ToString::to_string).collect::<Vec<_>>(), ["4.00"]);
    assert!(sequence.continued_geks_price(&published[..1], 3, 2).is_err());
    for window in [0, 1] {
        let error = sequence.continued_geks_price(&published, window, 2).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Range { .. }), "{window}: {error}");
    }
}

/// 121 / 112.4 - 1 = 43 / 562.
#[test]
fn a_price_index_says_where_it_is_from() {
    let prices = PriceIndex::new(Period::year(2020), USD);
    assert_eq!(prices.source(), "");
    let prices = prices.with("2021", "112.4").unwrap().with("2022", "121").unwrap();
    let prices = prices.from_source("an office");
    assert_eq!(prices.source(), "an office");
    let change = prices.change(Period::year(2022), Period::year(2021)).unwrap();
    assert_eq!(change.ratio(), &Ratio::new(43, 562).unwrap());
}

#[test]
fn an_index_number_has_two_ends_and_lies_between_them() {
    for number in ["at least 104", "nearly 104", "more than 104"] {
        let prices = PriceIndex::new(Period::year(2020), CNY).with("2021", number);
        let error = prices.unwrap_err();
        assert!(error.to_string().contains("a lower and an upper end"), "{number}: {error}");
    }
    assert!(PriceIndex::new(Period::year(2020), CNY).with("2021", "about 104").is_ok());
    let below = PriceIndex::new(Period::year(2020), CNY).with("2021", "less than 104");
    assert!(below.unwrap_err().to_string().contains("must be positive"));
}

/// 242 at an index of 121 is 200 at that of 100.
#[test]
fn a_real_amount_prints_the_period_of_its_prices() {
    let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion()).with("2022", "242").unwrap();
    let prices = PriceIndex::new(Period::year(2020), USD).with("2022", "121").unwrap();
    let real = trade.deflate(&prices).unwrap().amount(Period::year(2022)).unwrap();
    assert_eq!(real.to_string(), "200.000 billion US$ in 2022, at prices of 2020");
}
