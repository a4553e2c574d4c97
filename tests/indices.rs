//! Index numbers against exact fractions computed elsewhere, and their laws.

use bilateral::index::{Basket, Item};
use bilateral::{Ratio, Undefined};
use proptest::prelude::*;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("data/exact_index_numbers.json")).unwrap()
}

fn ratios(list: &Value) -> Vec<Ratio> {
    list.as_array().unwrap().iter().map(|number| number.as_str().unwrap().parse().unwrap()).collect()
}

/// A basket from prices and quantities, as the reference gives them.
fn basket(case: &Value, base: usize, now: usize) -> Basket {
    let (prices, quantities) = (&case["inputs"]["prices"], &case["inputs"]["quantities"]);
    let (p0, q0) = (ratios(&prices[base]), ratios(&quantities[base]));
    let (p1, q1) = (ratios(&prices[now]), ratios(&quantities[now]));
    let items = (0..p0.len())
        .map(|i| Item::new((&p0[i] * &q0[i], q0[i].clone()), (&p1[i] * &q1[i], q1[i].clone())).unwrap())
        .collect();
    Basket::new(items).unwrap()
}

#[test]
fn rational_indices_equal_the_reference_exactly() {
    type Index = fn(&Basket) -> Result<Ratio, bilateral::Error>;
    let indices: [(&str, Index); 6] = [
        ("value_ratio", Basket::value_ratio),
        ("laspeyres_price", Basket::laspeyres_price),
        ("paasche_price", Basket::paasche_price),
        ("marshall_edgeworth_price", Basket::marshall_edgeworth_price),
        ("laspeyres_quantity", Basket::laspeyres_volume),
        ("paasche_quantity", Basket::paasche_volume),
    ];
    let mut compared = 0;
    for case in reference()["cases"].as_array().unwrap() {
        for (name, index) in indices {
            for (period, expected) in case["expected"][name].as_array().unwrap().iter().enumerate() {
                let expected: Ratio = expected["exact"].as_str().unwrap().parse().unwrap();
                assert_eq!(index(&basket(case, 0, period)).unwrap(), expected, "{name} of {} at {period}", case["id"]);
                compared += 1;
            }
        }
    }
    assert!(compared >= 36, "{compared}");
}

#[test]
fn fisher_equals_the_reference_to_its_last_place() {
    for case in reference()["cases"].as_array().unwrap() {
        type Fisher = fn(&Basket, u8) -> Result<bilateral::number::Rounded, bilateral::Error>;
        let fishers: [(&str, Fisher); 2] =
            [("fisher_price", Basket::fisher_price), ("fisher_quantity", Basket::fisher_volume)];
        for (name, fisher) in fishers {
            for (period, expected) in case["expected"][name].as_array().unwrap().iter().enumerate() {
                let got = fisher(&basket(case, 0, period), 25).unwrap().to_string();
                assert_eq!(got, expected["decimal"].as_str().unwrap(), "{name} of {} at {period}", case["id"]);
            }
        }
    }
}

#[test]
fn nothing_matched_is_said() {
    let basket = Basket::new(vec![
        Item::without_quantity(5, 7).unwrap(),
        Item::new((0, 0), (3, 3)).unwrap(),
        Item::new((3, 3), (0, 0)).unwrap(),
    ])
    .unwrap();
    assert_eq!(basket.laspeyres_price().unwrap_err().undefined(), Some(&Undefined::NothingMatched));
    assert_eq!(basket.coverage().unwrap().matched(), 0);
    assert_eq!(*basket.coverage().unwrap().now(), Ratio::zero());
}

fn items() -> impl Strategy<Value = Vec<(u32, u32, u32, u32)>> {
    proptest::collection::vec((1..10_000_u32, 1..10_000_u32, 1..10_000_u32, 1..10_000_u32), 1..12)
}

fn of(items: &[(u32, u32, u32, u32)]) -> Basket {
    let number = |n: u32| Ratio::from(i64::from(n));
    let items = items
        .iter()
        .map(|(v0, q0, v1, q1)| Item::new((number(*v0), number(*q0)), (number(*v1), number(*q1))).unwrap())
        .collect();
    Basket::new(items).unwrap()
}

proptest! {
    #[test]
    fn product_tests_hold(items in items()) {
        let basket = of(&items);
        let value = basket.value_ratio().unwrap();
        prop_assert_eq!(&(basket.laspeyres_price().unwrap() * basket.paasche_volume().unwrap()), &value);
        prop_assert_eq!(&(basket.paasche_price().unwrap() * basket.laspeyres_volume().unwrap()), &value);
    }

    #[test]
    fn time_reversal_swaps_laspeyres_and_paasche(items in items()) {
        let back: Vec<_> = items.iter().map(|(v0, q0, v1, q1)| (*v1, *q1, *v0, *q0)).collect();
        let (there, back) = (of(&items), of(&back));
        prop_assert_eq!(there.laspeyres_price().unwrap() * back.paasche_price().unwrap(), Ratio::one());
        let edgeworth = there.marshall_edgeworth_price().unwrap() * back.marshall_edgeworth_price().unwrap();
        prop_assert_eq!(edgeworth, Ratio::one());
    }

    #[test]
    fn indices_lie_between_the_price_relatives(items in items()) {
        let basket = of(&items);
        let relative = |(v0, q0, v1, q1): &(u32, u32, u32, u32)| {
            Ratio::new(u64::from(*v1) * u64::from(*q0), u64::from(*q1) * u64::from(*v0)).unwrap()
        };
        let (least, most) = (items.iter().map(relative).min().unwrap(), items.iter().map(relative).max().unwrap());
        for index in [basket.laspeyres_price(), basket.paasche_price(), basket.marshall_edgeworth_price()] {
            let index = index.unwrap();
            prop_assert!(least <= index && index <= most);
        }
    }

    /// The unit of an item's quantity does not matter.
    #[test]
    fn indices_are_commensurable(items in items(), factor in 1..1000_u32) {
        let mut scaled = items.clone();
        scaled[0].1 *= factor;
        scaled[0].3 *= factor;
        prop_assert_eq!(of(&items).laspeyres_price().unwrap(), of(&scaled).laspeyres_price().unwrap());
        prop_assert_eq!(of(&items).fisher_price(12).unwrap(), of(&scaled).fisher_price(12).unwrap());
    }
}
