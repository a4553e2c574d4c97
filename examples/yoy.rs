//! The shortest useful program: how much, and up how much on a year earlier?
//!
//! `cargo run --example yoy`

use bilateral::{Error, Key, Period, Series, area::CHN, area::RUS, unit::USD};

fn main() -> Result<(), Error> {
    let trade = Series::new(Key::trade(CHN).with(RUS), USD.billion())
        .with("2021", "146.887")?
        .with("2022", "190.271")?;
    let growth = trade.growth(Period::year(2022))?;

    println!("{}", trade.amount(Period::year(2022))?); // 190.271 billion US$, 2022
    println!("{} on a year earlier", growth.percent(1)); // +29.5 % on a year earlier
    println!("or, given the printed digits, {}", growth.bounds()?.outward_percent(3));

    assert_eq!(growth.percent(1).to_string(), "+29.5 %"); // 190271 / 146887 = 1.29536
    Ok(())
}
