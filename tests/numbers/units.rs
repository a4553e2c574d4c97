//! Amounts and units: definitions, exactness up to the last bit, and refusals that say what to do.

use bilateral::number::{Decimal, decimal, parse_decimal};
use bilateral::unit::{
    AnyUnit, CNY, Currency, Dimension, EnergyUnit, MassUnit, MoneyUnit, SupplementaryUnit, USD,
    VolumeUnit,
};
use bilateral::{Amount, Energy, Mass, Money, Ratio, Supplementary, Volume};
use num_bigint::BigInt;
use proptest::prelude::*;

fn factor<D: Dimension>(from: &str, to: &str) -> String {
    let (from, to): (D::Unit, D::Unit) = (from.parse().unwrap(), to.parse().unwrap());
    D::ratio(from, to).unwrap().to_string()
}

/// Legal definitions: the avoirdupois pound and the US gallon of 231 cubic inches of 2.54 cm, the
/// IT calorie and Btu, the barrel of 42 gallons.
#[test]
fn factors_are_the_legal_definitions() {
    assert_eq!(factor::<Mass>("t", "kg"), "1000");
    assert_eq!(factor::<Mass>("Mt", "10 kt"), "100");
    assert_eq!(factor::<Mass>("lb", "kg"), "45359237/100000000");
    assert_eq!(factor::<Mass>("short ton", "lb"), "2000");
    assert_eq!(factor::<Mass>("long ton", "lb"), "2240");
    // 480 grains of 64.79891 mg
    assert_eq!(
        factor::<Mass>("oz t", "g"),
        Ratio::new(480 * 6_479_891_i64, 100_000_000_i64).unwrap().to_string()
    );
    assert_eq!(factor::<Volume>("bbl", "US gal"), "42");
    let inch = Ratio::new(254, 10_000).unwrap(); // in metres
    assert_eq!(factor::<Volume>("US gal", "m3"), (inch.power(3) * Ratio::from(231)).to_string());
    assert_eq!(factor::<Volume>("bcm (20 °C)", "million m3 (20 °C)"), "1000");
    assert_eq!(factor::<Energy>("TWh", "kWh"), "1000000000");
    assert_eq!(factor::<Energy>("GWh (gross)", "TJ (gross)"), "18/5");
    assert_eq!(factor::<Energy>("toe (net)", "Gcal (net)"), "10");
    // 1 Btu = 1 lb / kg * 5/9 * 4186.8 J, and a million of them
    let btu = Ratio::new(45_359_237, 100_000_000).unwrap()
        * Ratio::new(5, 9).unwrap()
        * Ratio::new(41_868, 10).unwrap();
    assert_eq!(factor::<Energy>("MMBtu (gross)", "MJ (gross)"), btu.to_string());
    assert_eq!(factor::<Money>("trillion USD", "100 million USD"), "10000");
    assert_eq!(factor::<Supplementary>("thousand pairs", "pairs"), "1000");
}

#[test]
fn money_is_read_as_reports_write_it() {
    let cases: &[(&str, MoneyUnit, &str)] = &[
        ("billion USD", USD.billion(), "billion US$"),
        ("USD bn", USD.billion(), "billion US$"),
        ("US$ billion", USD.billion(), "billion US$"),
        ("Billion US$", USD.billion(), "billion US$"),
        ("USD", USD.one(), "US$"),
        ("yuan", CNY.one(), "yuan"),
        ("trillion RMB", CNY.trillion(), "trillion yuan"),
        ("100 million yuan", CNY.hundred_million(), "100 million yuan"),
        ("ten thousand CNY", CNY.ten_thousand(), "10 thousand yuan"),
        ("mln EUR", bilateral::unit::EUR.million(), "million EUR"),
        ("thousand USD", USD.thousand(), "thousand US$"),
    ];
    for (text, unit, printed) in cases {
        let read: MoneyUnit = text.parse().unwrap();
        assert_eq!((read, read.to_string().as_str()), (*unit, *printed));
        assert_eq!(read.to_string().parse::<MoneyUnit>().unwrap(), *unit);
        assert_eq!(read.code().parse::<AnyUnit>().unwrap(), AnyUnit::Money(*unit));
    }
    for text in [
        "",
        "$",
        "billion",
        "billion $",
        "m USD",
        "USD EUR",
        "billion usd",
        "zillion USD",
        "USD  billion",
        "billion XTS",
        "XAU",
    ] {
        assert!(text.parse::<MoneyUnit>().is_err(), "{text}");
    }
    for code in ["XTS", "XXX", "usd", "US", "DOLLAR", "ABC", ""] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
}

#[test]
fn every_refusal_says_what_to_convert_first() {
    fn refusal<D: Dimension>(one: &str, two: &str) -> String {
        let (one, two): (Amount<D>, Amount<D>) = (one.parse().unwrap(), two.parse().unwrap());
        assert!(one != two && one.partial_cmp(&two).is_none());
        let error = one.plus(two).unwrap_err();
        assert!(error.is_mismatch());
        error.help()
    }
    assert!(refusal::<Money>("1 billion USD", "1 billion CNY").contains("exchange rate"));
    assert!(refusal::<Volume>("1 bcm (15 °C)", "1 bcm (20 °C)").contains("reference conditions"));
    assert!(refusal::<Volume>("1 bcm (15 °C)", "1 bbl").contains("energy or weight"));
    assert!(refusal::<Energy>("1 TJ (gross)", "1 TJ (net)").contains("net to gross"));
    assert!(refusal::<Energy>("1 TWh", "1 TWh (gross)").contains("electricity"));
    assert!(refusal::<Supplementary>("1 items", "1 pairs").contains("keep the two apart"));
    for text in ["bcm", "TJ", "mcm", "toe"] {
        assert!(text.parse::<AnyUnit>().unwrap_err().help().contains("write"), "{text}");
    }
    for text in ["tons", "kT", "mt", "gas", "TJ gross", "bcm (25 °C)", "", "barrels of oil"] {
        assert!(text.parse::<AnyUnit>().is_err(), "{text}");
    }
}

#[test]
fn amounts_compare_by_size_and_print_their_digits() {
    let of = |text: &str| text.parse::<Amount<Money>>().unwrap();
    assert_eq!(of("1000 million USD"), of("1 billion USD"));
    assert!(of("999.9 million USD") < of("1 billion USD"));
    assert_eq!(
        of("1.10 billion USD").plus(of("200 million USD")).unwrap().to_string(),
        "1.30 billion US$"
    );
    assert_eq!(of("0 USD").negated().to_string(), "0 US$");
    let third = "1 lb".parse::<Amount<Mass>>().unwrap().convert(MassUnit::ShortTon).unwrap();
    assert_eq!(third.to_string(), "0.0005 short ton");
    let error = "1 kg".parse::<Amount<Mass>>().unwrap().convert(MassUnit::Pound).unwrap_err();
    assert!(error.is_inexact() && error.help().contains("in_unit"));
    assert!(of("1 USD").per("0 t".parse::<Amount<Mass>>().unwrap()).is_err());
    assert!(of("1 USD").ratio_to(of("0 USD")).is_err());
    for text in
        ["", "1", "billion USD", "1,5 USD", "1 000 USD", "1e3 USD", "USD 1", "1  USD", "NaN USD"]
    {
        assert!(text.parse::<Amount<Money>>().is_err(), "{text}");
    }
}

#[test]
fn sums_need_only_their_result_to_fit() {
    let huge = Amount::new(Decimal::MAX, USD.one());
    let one = Amount::new(decimal("1"), USD.one());
    assert!(huge.plus(one).unwrap_err().is_inexact());
    let sum = Amount::sum([huge, one, one.negated()]).unwrap().unwrap();
    assert_eq!(sum.value(), Decimal::MAX);
    assert!(Amount::sum([huge, one]).unwrap_err().is_inexact());
    assert!(Amount::<Money>::sum([]).unwrap().is_none());
    assert!(huge.convert(USD.thousand()).is_ok());
    assert!(Amount::new(Decimal::MAX, USD.thousand()).convert(USD.one()).unwrap_err().is_inexact());
}

/// Any decimal that the type can hold, extreme ones often.
fn any_decimal() -> impl Strategy<Value = Decimal> {
    let limit = (1_i128 << 96) - 1;
    let mantissa = prop_oneof![
        4 => -1_000_000_i128..1_000_000,
        2 => -limit..=limit,
        1 => prop_oneof![Just(limit), Just(-limit), Just(limit - 1), Just(0)],
        1 => (0..96_u32).prop_map(|bit| 1_i128 << bit),
    ];
    (mantissa, 0..=28_u32)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

/// The number as an integer count of 10^-56, computed without our own code.
fn oracle(number: Decimal) -> BigInt {
    BigInt::from(number.mantissa()) * BigInt::from(10).pow(56 - number.scale())
}

/// Whether a decimal can hold this count of 10^-56.
fn fits(mut count: BigInt) -> bool {
    let mut places = 56;
    while places > 0 && &count % 10 == BigInt::ZERO {
        count /= 10;
        places -= 1;
    }
    places <= 28 && count.bits() <= 96
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arithmetic_is_exact_or_refused(a in any_decimal(), b in any_decimal()) {
        let [one, two] = [a, b].map(|number| Amount::new(number, USD.one()));
        let (sum, difference) = (oracle(a) + oracle(b), oracle(a) - oracle(b));
        let product = BigInt::from(a.mantissa())
            * BigInt::from(b.mantissa())
            * BigInt::from(10).pow(56 - a.scale() - b.scale());
        for (ours, truth) in
            [(one.plus(two), sum), (one.minus(two), difference), (one.times(b), product)]
        {
            match ours {
                Ok(result) => prop_assert_eq!(oracle(result.value()), truth),
                Err(error) => {
                    prop_assert!(error.is_inexact());
                    prop_assert!(!fits(truth.clone()), "{} would fit", truth);
                }
            }
        }
    }

    #[test]
    fn decimals_are_read_as_they_are_printed(a in any_decimal()) {
        let read = parse_decimal(&a.to_string()).unwrap();
        prop_assert_eq!((read.mantissa(), read.scale()), (a.mantissa(), a.scale()));
        prop_assert_eq!(Ratio::from(a).to_decimal().unwrap(), a);
    }

    #[test]
    fn decimal_text_is_exact_or_refused(text in "[-+]?[0-9]{0,32}[.,eE_ ]?[0-9]{0,32}") {
        if let Ok(read) = parse_decimal(&text) {
            let (whole, behind) = text.split_once('.').unwrap_or((&text, ""));
            let digits: BigInt = format!("{whole}{behind}").parse().unwrap();
            prop_assert_eq!(
                oracle(read),
                digits * BigInt::from(10).pow(56 - u32::try_from(behind.len()).unwrap())
            );
        }
    }

    #[test]
    fn amounts_in_unlike_multipliers_add_exactly(
        a in -1_000_000_000_i64..1_000_000_000,
        b in -1_000_000_000_i64..1_000_000_000,
        i in 0..7_usize,
        j in 0..7_usize,
    ) {
        let units = [
            USD.one(),
            USD.thousand(),
            USD.ten_thousand(),
            USD.million(),
            USD.hundred_million(),
            USD.billion(),
            USD.trillion(),
        ];
        let power = [0, 3, 4, 6, 8, 9, 12];
        let (one, two) =
            (Amount::new(Decimal::from(a), units[i]), Amount::new(Decimal::from(b), units[j]));
        let size = |number: i64, at: usize| BigInt::from(number) * BigInt::from(10).pow(power[at]);
        let sum = one.plus(two).unwrap();
        prop_assert_eq!(sum.in_unit(USD.one()).unwrap(), Ratio::from(size(a, i) + size(b, j)));
        prop_assert_eq!(sum.minus(two).unwrap(), one);
        prop_assert_eq!(one.partial_cmp(&two), Some(size(a, i).cmp(&size(b, j))));
        let there = one.convert(units[j]).unwrap();
        prop_assert_eq!(there, one);
        prop_assert_eq!(there.convert(units[i]).unwrap().value(), one.value());
    }

    #[test]
    fn sums_do_not_depend_on_the_order(
        values in prop::collection::vec(any_decimal(), 1..8),
        turn in 0..8_usize,
    ) {
        let amounts: Vec<Amount<Money>> =
            values.iter().map(|value| Amount::new(*value, USD.billion())).collect();
        let mut turned = amounts.clone();
        turned.rotate_left(turn % amounts.len());
        turned.reverse();
        match (Amount::sum(amounts), Amount::sum(turned)) {
            (Ok(one), Ok(two)) => prop_assert_eq!(one, two),
            (one, two) => prop_assert!(one.is_err() && two.is_err()),
        }
    }

    #[test]
    fn any_text_is_a_unit_or_refused(
        text in ".{0,20}",
        near in "(billion|million|100|ten|k|bn)? ?(USD|CNY|yuan|bcm|TJ|TWh|Mt|t|pairs)? ?(\\((gross|net|20 °C|15 C)\\))?",
    ) {
        for text in [text, near] {
            if let Ok(unit) = text.parse::<AnyUnit>() {
                prop_assert_eq!(unit.to_string().parse::<AnyUnit>().unwrap(), unit);
                prop_assert_eq!(unit.code().parse::<AnyUnit>().unwrap(), unit);
                let json = serde_json::to_string(&unit).unwrap();
                prop_assert_eq!(serde_json::from_str::<AnyUnit>(&json).unwrap(), unit);
            }
            let _ = text.parse::<MassUnit>();
            let _ = text.parse::<VolumeUnit>();
            let _ = text.parse::<EnergyUnit>();
            let _ = text.parse::<SupplementaryUnit>();
            let _ = text.parse::<Amount<Money>>();
        }
    }
}

/// 600 US$ for a tonne are 0.6 US$ for a kilogram.
#[test]
fn unit_values_convert_by_their_quantity() {
    let value: Amount<Money> = "60 billion USD".parse().unwrap();
    let weight: Amount<Mass> = "100 Mt".parse().unwrap();
    let per_tonne = value.per(weight).unwrap();
    assert_eq!(per_tonne.value(), &Ratio::from(600));
    let per_kilogram = per_tonne.in_unit("kg".parse().unwrap()).unwrap();
    assert_eq!(per_kilogram.value(), &Ratio::new(6, 10).unwrap());
}

#[test]
fn what_is_no_unit_is_refused_with_the_forms_of_units() {
    let error = "furlong".parse::<AnyUnit>().unwrap_err().to_string();
    assert!(error.contains("write money as"), "{error}");
    assert_eq!(format!("{USD:?}"), "USD");
    let error = Mass::from_any(AnyUnit::Money(USD.billion())).unwrap_err().to_string();
    assert!(error.contains("mass") && error.contains("money"), "{error}");
    let tonne: MassUnit = "t".parse().unwrap();
    assert_eq!(Mass::from_any(AnyUnit::Mass(tonne)).unwrap(), tonne);
}
