//! Every unit as text and in serde, spellings, sums of unlike units, and amounts up to the 96-bit
//! limit against integers.

use bilateral::number::{Decimal, decimal};
use bilateral::unit::*;
use bilateral::{Amount, Bounds, Energy, Figure, Mass, Money, Ratio, Supplementary, Volume};
use num_bigint::BigInt;
use proptest::prelude::*;
use std::collections::HashSet;

fn mass(t: &str) -> Amount<Mass> {
    t.parse().unwrap()
}

fn round_trip<D: Dimension>(units: &[D::Unit]) {
    let mut seen = HashSet::new();
    for unit in units {
        let text = unit.to_string();
        assert!(!text.is_empty() && seen.insert(text.clone()), "{unit:?} {text}");
        assert_eq!(text.parse::<D::Unit>().unwrap(), *unit);
        let any = D::any(*unit);
        assert_eq!(any.code().parse::<AnyUnit>().unwrap(), any);
        assert_eq!(any.to_string().parse::<AnyUnit>().unwrap(), any);
        assert_eq!(D::from_any(any).unwrap(), *unit);
        let json = serde_json::to_value(unit).unwrap();
        assert!(json.is_string());
        assert_eq!(serde_json::from_value::<D::Unit>(json).unwrap(), *unit);
        let amount: Amount<D> = Amount::new(decimal("-12.340"), *unit);
        let back: Amount<D> = amount.to_string().parse().unwrap();
        assert_eq!((back.value().to_string(), back.unit()), ("-12.340".into(), *unit));
        let json = serde_json::to_string(&amount).unwrap();
        let back: Amount<D> = serde_json::from_str(&json).unwrap();
        assert_eq!((back.value().to_string(), back.unit()), ("-12.340".into(), *unit), "{json}");
    }
}

#[test]
fn every_unit_round_trips() {
    use EnergyScale as E;
    use MassUnit as M;
    use SupplementaryUnit as S;
    use VolumeUnit as V;
    let mut money = vec![];
    for c in [USD, CNY, EUR, RUB, GBP, JPY, INR, KZT, BYN, CHF, HKD, KRW, TRY] {
        money.extend([
            c.one(),
            c.thousand(),
            c.ten_thousand(),
            c.million(),
            c.hundred_million(),
            c.billion(),
            c.trillion(),
        ]);
    }
    round_trip::<Money>(&money);
    round_trip::<Mass>(&[
        M::Gram,
        M::Kilogram,
        M::HundredKilograms,
        M::Tonne,
        M::ThousandTonnes,
        M::TenThousandTonnes,
        M::MillionTonnes,
        M::Pound,
        M::ShortTon,
        M::LongTon,
        M::TroyOunce,
    ]);
    let mut v = vec![
        V::CubicMetre,
        V::ThousandCubicMetres,
        V::Litre,
        V::ThousandLitres,
        V::Barrel,
        V::ThousandBarrels,
        V::MillionBarrels,
        V::UsGallon,
    ];
    for s in [
        GasScale::CubicMetre,
        GasScale::ThousandCubicMetres,
        GasScale::MillionCubicMetres,
        GasScale::BillionCubicMetres,
    ] {
        for c in [GasConditions::Celsius0, GasConditions::Celsius15, GasConditions::Celsius20] {
            v.push(V::Gas(s, c));
        }
    }
    round_trip::<Volume>(&v);
    let mut e = vec![];
    for scale in [
        E::Megajoule,
        E::Gigajoule,
        E::Terajoule,
        E::Petajoule,
        E::Exajoule,
        E::KilowattHour,
        E::MegawattHour,
        E::GigawattHour,
        E::TerawattHour,
        E::Gigacalorie,
        E::TonneOilEquivalent,
        E::ThousandTonnesOilEquivalent,
        E::MillionTonnesOilEquivalent,
        E::MillionBtu,
    ] {
        for basis in [HeatBasis::Gross, HeatBasis::Net, HeatBasis::Electricity] {
            e.push(EnergyUnit { scale, basis });
        }
    }
    round_trip::<Energy>(&e);
    round_trip::<Supplementary>(&[
        S::Items,
        S::ThousandItems,
        S::Pairs,
        S::ThousandPairs,
        S::Metres,
        S::ThousandMetres,
        S::SquareMetres,
        S::ThousandSquareMetres,
        S::Carats,
        S::KilogramsUranium,
        S::GramsFissile,
    ]);
}

#[test]
fn serde_refuses_bad_input() {
    for bad in [
        r#"{"value":73.148,"unit":"billion USD"}"#,
        r#"{"value":"7e3","unit":"USD"}"#,
        r#"{"value":"1","unit":"t"}"#,
        r#"{"value":"1","unit":"USD","x":1}"#,
        r#"{"value":"1"}"#,
        r#"{"unit":"USD"}"#,
        r#""1 USD""#,
    ] {
        assert!(serde_json::from_str::<Amount<Money>>(bad).is_err(), "{bad}");
    }
    let a: Amount<Money> = "73.148 billion USD".parse().unwrap();
    assert_eq!(serde_json::to_string(&a).unwrap(), r#"{"value":"73.148","unit":"billion USD"}"#);
}

#[test]
fn gas_conditions_have_spellings() {
    for t in ["bcm (15 °C)", "bcm at 15 C", "bcm@15C", "bcm (15°C)"] {
        t.parse::<VolumeUnit>().unwrap();
    }
}
#[test]
fn mass_names() {
    for t in ["million t", "10 kt", "10 thousand t", "troy ounce", "kt"] {
        t.parse::<MassUnit>().unwrap();
    }
}
#[test]
fn words_of_money_are_read_in_any_case() {
    for t in ["BILLION USD", "Bn USD", "Hundred Million CNY", "USD Billion", "Yuan", "billion Yuan"]
    {
        t.parse::<MoneyUnit>().unwrap();
    }
}
#[test]
fn supplementary_spelled_out() {
    for t in ["kg U", "g fissile", "m2", "items", "pairs", "carats", "m"] {
        t.parse::<SupplementaryUnit>().unwrap();
    }
}
#[test]
fn energy_names() {
    for t in ["GJ (gross)", "million Btu (net)", "Gcal (gross)", "TWh (net)", "TWh", "ktoe (net)"] {
        t.parse::<EnergyUnit>().unwrap();
    }
}
#[test]
fn mbbl_is_ambiguous_thousand_or_million() {
    assert!(
        "Mbbl".parse::<VolumeUnit>().is_err(),
        "Mbbl read as {:?}",
        "Mbbl".parse::<VolumeUnit>()
    );
}

#[test]
fn pounds_and_kilograms_add_up_in_either_order() {
    let (a, b) = (mass("1 lb"), mass("1 kg"));
    let one = Amount::sum([a, b]);
    let two = Amount::sum([b, a]);
    assert_eq!(one.is_ok(), two.is_ok(), "{one:?} / {two:?}");
}
#[test]
fn the_limit_is_the_same_in_either_order() {
    let a = Amount::new(Decimal::MAX, USD.thousand());
    let b = Amount::new(decimal("1000"), USD.one());
    let c = a.negated();
    let one = Amount::sum([a, b]);
    let two = Amount::sum([b, a]);
    assert_eq!(one.is_ok(), two.is_ok(), "{one:?} / {two:?}");
    assert!(Amount::sum([b, a, c]).is_ok());
}
#[test]
fn bounds_equal_by_size_and_print() {
    let f: Figure = "19.303".parse().unwrap();
    let b: AmountBounds<Money> = AmountBounds::new(f.bounds(), USD.billion());
    assert_eq!(b.to_string(), "19.3025 to 19.3035 billion US$");
    let third = Bounds::between(Ratio::new(1, 3).unwrap(), Ratio::new(2, 3).unwrap()).unwrap();
    assert_eq!(
        AmountBounds::<Money>::new(third, USD.one()).to_string(),
        "0.333333 to 0.666667 US$"
    );
    let j = serde_json::to_string(&b).unwrap();
    assert_eq!(serde_json::from_str::<AmountBounds<Money>>(&j).unwrap(), b);
}

fn dec() -> impl Strategy<Value = Decimal> {
    let l = (1_i128 << 96) - 1;
    (
        prop_oneof![
            2 => -1_000_000_i128..1_000_000,
            2 => -l..=l,
            1 => prop_oneof![Just(l), Just(-l), Just(0)]
        ],
        0..=28_u32,
    )
        .prop_map(|(m, s)| Decimal::from_i128_with_scale(m, s))
}
/// How many 10^-56 of one currency unit, for a multiplier of 10^p.
fn count(v: Decimal, p: u32) -> BigInt {
    BigInt::from(v.mantissa()) * BigInt::from(10).pow(56 - v.scale() + p)
}
fn fits(mut c: BigInt, p: u32) -> bool {
    let mut places = 56 + p;
    while places > 0 && &c % 10 == BigInt::ZERO {
        c /= 10;
        places -= 1;
        if c == BigInt::ZERO {
            return true;
        }
    }
    places <= 28 && c.bits() <= 96
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn amount_near_the_limit(a in dec(), b in dec(), i in 0..7_usize, j in 0..7_usize) {
        let u = [
            USD.one(),
            USD.thousand(),
            USD.ten_thousand(),
            USD.million(),
            USD.hundred_million(),
            USD.billion(),
            USD.trillion(),
        ];
        let p = [0, 3, 4, 6, 8, 9, 12_u32];
        let (x, y) = (Amount::new(a, u[i]), Amount::new(b, u[j]));
        let (cx, cy) = (count(a, p[i]), count(b, p[j]));
        prop_assert_eq!(x.partial_cmp(&y), Some(cx.cmp(&cy)));
        for (r, t) in [(x.plus(y), &cx + &cy), (x.minus(y), &cx - &cy)] {
            match r {
                Ok(s) => {
                    prop_assert_eq!(s.unit(), u[i]);
                    prop_assert_eq!(count(s.value(), p[i]), t);
                }
                Err(e) => {
                    prop_assert!(e.is_inexact(), "{}", e);
                    let t_ok = fits(t, p[i]);
                    let y_ok = fits(cy.clone(), p[i]);
                    prop_assert!(!(t_ok && y_ok), "both would fit");
                }
            }
        }
        match x.convert(u[j]) {
            Ok(s) => prop_assert_eq!(count(s.value(), p[j]), cx.clone()),
            Err(e) => {
                prop_assert!(e.is_inexact());
                prop_assert!(!fits(cx.clone(), p[j]));
            }
        }
    }
}
#[test]
fn sums_take_the_first_unit_that_holds_them() {
    assert_eq!(
        Amount::sum([mass("1 lb"), mass("1 kg")]).unwrap().unwrap().to_string(),
        "1.45359237 kg"
    );
    assert_eq!(
        Amount::sum([mass("1.50 kg"), mass("2 t")]).unwrap().unwrap().to_string(),
        "2001.50 kg"
    );
    let z = Amount::new(decimal("0"), USD.one());
    let big = Amount::new(Decimal::MAX, USD.thousand());
    assert!(Amount::sum([z, big]).is_ok() && Amount::sum([big, z]).is_ok());
    assert!(
        Amount::sum(["1 USD".parse::<Amount<Money>>().unwrap(), "1 CNY".parse().unwrap()])
            .unwrap_err()
            .is_mismatch()
    );
    let f: Figure = "19.303".parse().unwrap();
    let b: AmountBounds<Money> = AmountBounds::new(f.bounds(), USD.billion());
    assert_eq!(b.convert(USD.million()).unwrap().to_string(), "19302.5 to 19303.5 million US$");
    assert!(b.convert(CNY.one()).is_err());
    assert!("bcm at 25 C".parse::<VolumeUnit>().is_err() && "bcm@".parse::<VolumeUnit>().is_err());
}
proptest! {
    #[test]
    fn mixed_unit_sums_do_not_depend_on_order(
        v in prop::collection::vec((dec(), 0..5_usize), 1..7),
        seed in any::<prop::sample::Index>(),
    ) {
        let u = [
            MassUnit::Kilogram,
            MassUnit::Pound,
            MassUnit::MillionTonnes,
            MassUnit::TroyOunce,
            MassUnit::Gram,
        ];
        let a: Vec<Amount<Mass>> = v.iter().map(|(d, i)| Amount::new(*d, u[*i])).collect();
        let mut b = a.clone();
        b.rotate_left(seed.index(a.len()));
        b.reverse();
        match (Amount::sum(a), Amount::sum(b)) {
            (Ok(x), Ok(y)) => prop_assert_eq!(x, y),
            (x, y) => prop_assert!(x.is_err() && y.is_err()),
        }
    }
}

/// A precision asks for places; [`fmt::Formatter::pad`](std::fmt::Formatter::pad) would cut digits.
#[test]
fn a_precision_never_cuts_digits_off() {
    let ratio = Ratio::new(31_713, 2000).unwrap(); // 15.8565
    assert_eq!(
        format!("{ratio:.2}|{ratio:.0}|{ratio:>8.1}|{ratio:<6.1}|{ratio:^6.1}|"),
        "15.86|16|    15.9|15.9  | 15.9 |"
    );
    assert_eq!(format!("{:.1}", Ratio::new(-1, 20).unwrap()), "-0.1"); // half away from zero
    let amount: Amount<Money> = "190.271 billion USD".parse().unwrap();
    assert_eq!(format!("{amount:.1}"), "190.3 billion US$");
    assert_eq!(format!("{amount:.4}"), "190.2710 billion US$");
    let rate: bilateral::unit::Rate<bilateral::Volume> = "2.14 mb/d".parse().unwrap();
    assert_eq!(format!("{rate:.1}"), "2.1 million bbl/d");
    // What is rounded or printed already keeps its digits.
    assert_eq!(format!("{:.1}", ratio.percent(2)), "1585.65 %");
    assert_eq!(format!("{:.1}", ratio.points(0)), "+1586 points");
    assert_eq!(
        format!("{:>9.1}", "more than 40 %".parse::<bilateral::Figure>().unwrap()),
        "more than 40 %"
    );
}
