//! Was it price or volume? China's bill for Russian energy, taken apart.
//!
//! `cargo run --example price_or_volume`
//!
//! Figures of China Customs (GACC) as printed by RT on 2022-12-23 (January-November 2022) and by
//! TASS on 2023-07-20 (January-June 2023, tass.com/economy/1649375 and 1649467): value in billion
//! US$ and quantity in Mt, each with its growth in percent. The levels of a year earlier are those
//! that level and growth imply. China has published no quantities of pipeline gas since 2022. The
//! +41 % of LNG is what TASS printed; another source has 2.74 Mt for January-July 2022, with which
//! it does not agree.

use bilateral::index::{Basket, Decomposition, Effect, Formula, Item};
use bilateral::{Bounds, Error, Figure, Ratio, growth};
use comfy_table::{CellAlignment, Table};

struct Good {
    name: &'static str,
    /// Billion US$, and growth in percent.
    value: [&'static str; 2],
    /// Million tonnes, and growth in percent.
    quantity: Option<[&'static str; 2]>,
}

const JAN_NOV_2022: [Good; 3] = [
    Good { name: "crude oil", value: ["54.49", "50"], quantity: Some(["79.78", "10.2"]) },
    Good { name: "LNG", value: ["6.1", "150"], quantity: Some(["5.82", "39"]) },
    Good { name: "pipeline gas", value: ["3.5", "177"], quantity: None },
];

const JAN_JUN_2023: [Good; 2] = [
    Good { name: "crude oil", value: ["28", "-3.7"], quantity: Some(["52.6", "27.3"]) },
    Good { name: "LNG", value: ["2.7", "26"], quantity: Some(["3.9", "41"]) },
];

fn main() -> Result<(), Error> {
    let in_2022 = tell("January-November 2022", &JAN_NOV_2022)?;
    let in_2023 = tell("January-June 2023", &JAN_JUN_2023)?;
    println!("So: in 2022 China paid more mainly because oil and gas became dearer.");
    println!("In the first half of 2023 it paid less for more: unit values fell, quantities rose.");

    // The answer must hold for every figure that would have been printed the same.
    for good in JAN_NOV_2022.iter().filter(|good| good.quantity.is_some()) {
        let (price, volume) = changes(good)?;
        assert!(is_positive(&price.minus(&volume)), "{}: price beyond volume", good.name);
    }
    for good in &JAN_JUN_2023 {
        let (price, volume) = changes(good)?;
        assert!(
            is_positive(&volume) && is_positive(&price.scaled(&Ratio::from(-1))),
            "{}",
            good.name
        );
    }
    // And its parts must add up to the change, with nothing left: 64.09 less what the growth rates
    // imply for 2021.
    for change in [&in_2022, &in_2023] {
        assert_eq!(
            change.effects().map(|(_, amount)| amount.clone()).sum::<Ratio>(),
            change.change()
        );
    }
    let base_of_2021 = Ratio::new(5449, 150)? + Ratio::new(610, 250)? + Ratio::new(350, 277)?;
    assert_eq!(in_2022.change(), Ratio::new(6409, 100)? - base_of_2021);
    assert!(in_2022.effect(Effect::Price) > in_2022.effect(Effect::Volume) * Ratio::from(2));
    assert!(
        in_2023.effect(Effect::Price).is_negative() && in_2023.effect(Effect::Volume).is_positive()
    );
    Ok(())
}

/// Prints what a period brought, and gives it back.
fn tell(period: &str, goods: &[Good]) -> Result<Decomposition, Error> {
    let basket = Basket::new(goods.iter().map(item).collect::<Result<_, Error>>()?)?;
    let change = basket.bennet();
    println!("{period} on a year earlier, billion US$");

    let mut table = Table::new();
    table.set_header(["", "then", "now", "price", "volume", "other", "unit value", "quantity"]);
    let money = |amount: &Ratio| amount.round(2, Default::default()).to_string();
    let percent = |change: Result<Ratio, Error>| {
        change.map_or_else(
            |_| "unknown".to_owned(),
            |factor| format!("{:+}", (factor - Ratio::one()).percent(1)),
        )
    };
    for (item, effects) in basket.items().iter().zip(change.items()) {
        let (price, volume) = (effects.effect(Effect::Price), effects.effect(Effect::Volume));
        let other = effects.change() - price.clone() - volume.clone();
        let amounts = [item.base_value(), item.value(), &price, &volume, &other].map(money);
        let [then, now, price, volume, other] = amounts;
        let changes = (percent(item.price_change()), percent(item.volume_change()));
        table.add_row([
            item.name().to_owned(),
            then,
            now,
            price,
            volume,
            other,
            changes.0,
            changes.1,
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}\n{change}");

    let [price, volume] = [basket.price(Formula::Fisher, 4)?, basket.volume(Formula::Fisher, 4)?];
    println!(
        "Fisher: unit values {price}, volume {volume}, together {}\n",
        money(&basket.value_ratio()?)
    );
    Ok(change)
}

/// The levels now, and those of a year earlier that they imply with their growth.
fn item(good: &Good) -> Result<Item, Error> {
    let levels = |[level, rate]: [&str; 2]| -> Result<(Ratio, Ratio), Error> {
        let (level, rate): (Figure, Figure) = (level.parse()?, rate.parse()?);
        Ok((growth::implied_base(&level, &rate)?.point()?.clone(), level.value()))
    };
    let (base_value, value) = levels(good.value)?;
    let item = match good.quantity {
        Some(quantity) => {
            let (base_quantity, quantity) = levels(quantity)?;
            Item::new((value, quantity), (base_value, base_quantity))?
        }
        None => Item::without_quantity(value, base_value)?,
    };
    Ok(item.named(good.name))
}

/// What the printed growth rates allow for the changes of the unit value and of the quantity.
fn changes(good: &Good) -> Result<(Bounds, Bounds), Error> {
    let one = Bounds::exactly(Ratio::one());
    let factor = |rate: &str| -> Result<Bounds, Error> {
        Ok(rate.parse::<Figure>()?.bounds().scaled(&Ratio::new(1, 100)?).plus(&one))
    };
    let volume = factor(good.quantity.map_or("0", |[_, rate]| rate))?;
    Ok((factor(good.value[1])?.divided_by(&volume)?.minus(&one), volume.minus(&one)))
}

fn is_positive(bounds: &Bounds) -> bool {
    Bounds::above(Ratio::zero()).contains_all(bounds)
}
