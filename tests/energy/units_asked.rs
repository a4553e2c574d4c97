//! `Conversion::find` answers in the units asked for, and says what the source prints.

use bilateral::carrier::{Carrier, Conversion, Family};
use bilateral::number::{Bounds, Ratio};
use bilateral::unit::{Amount, AnyUnit};
use bilateral::{Energy, Mass, Volume};

fn unit(text: &str) -> AnyUnit {
    text.parse().unwrap()
}

fn find(family: Family, carrier: Carrier, from: &str, to: &str) -> Conversion {
    let found = Conversion::find(family, carrier, unit(from), unit(to)).unwrap();
    assert_eq!((found.from(), found.to()), (unit(from), unit(to)));
    found
}

fn ratio(above: i64, below: i64) -> Ratio {
    Ratio::new(above, below).unwrap()
}

/// 42.3 GJ a tonne are 0.0423 PJ a tonne and 42.3 PJ a million tonnes; a gigajoule is 1/42.3 t.
#[test]
fn a_factor_in_other_units_is_restated() {
    let crude = |from: &str, to: &str| find(Family::Ipcc2006, Carrier::CrudeOil, from, to);
    assert_eq!(crude("t", "GJ (net)").value(), ratio(423, 10));
    assert_eq!(crude("t", "PJ (net)").value(), ratio(423, 10_000_000));
    assert_eq!(crude("Mt", "PJ (net)").value(), ratio(423, 10));
    let backwards = crude("GJ (net)", "t");
    assert_eq!(backwards.value(), ratio(10, 423));
    // 40.1 to 44.8 GJ a tonne
    let range = Bounds::between(ratio(10, 448), ratio(10, 401)).unwrap();
    assert_eq!(backwards.bounds(), range);
    assert_eq!(
        crude("Mt", "TJ (net)").to_string(),
        "1 Mt = 42300 TJ (net), 40100.000000 to 44800.000000 \
         (crude oil, default, IPCC 2006; printed as 42.3 GJ (net) per t)"
    );
    // The trail has what the source prints, and the number is the same.
    let heat: Amount<Energy> = "423 GJ (net)".parse().unwrap();
    let weight = heat.by::<Mass>(&backwards).unwrap();
    assert_eq!(weight.value(), Ratio::from(10));
    let step = weight.trail()[0].to_string();
    assert_eq!(step, "/ 42.3 GJ (net) per t (crude oil, default, IPCC 2006)");
}

/// What the printed digits leave open goes along: 7.33 barrels are 7.325 to 7.335.
#[test]
fn printed_digits_are_kept() {
    let crude = find(Family::EnergyInstitute, Carrier::CrudeOil, "Mt", "bbl");
    assert_eq!(crude.value(), Ratio::from(7_330_000));
    assert!(crude.bounds().contains(&Ratio::from(7_325_000)));
    assert!(!crude.bounds().contains(&Ratio::from(7_324_999)));
    assert!(!crude.bounds().contains(&Ratio::from(7_335_001)));
    assert_eq!(crude.range(), None);
    assert_eq!(crude.contradicted(), None);
}

/// 46.405 trillion Btu of 1,055.05585262 J are 48.9598668... PJ, and the source prints 48.747.
#[test]
fn two_printed_factors_that_disagree_are_named() {
    let lng = find(Family::EnergyInstitute, Carrier::Lng, "Mt", "PJ (net)");
    assert_eq!(lng.value(), ratio(46_405, 1000) * ratio(105_505_585_262, 100_000_000_000));
    assert_eq!(lng.contradicted(), Some("48.747 PJ (net) per Mt"));
    let text = lng.to_string();
    assert!(
        text.contains("the source prints 48.747 PJ (net) per Mt too, which disagrees"),
        "{text}"
    );
    assert!(text.contains("printed as 46.405 TBtu (net) per Mt"), "{text}");

    // 11.600 barrels of 0.158987294928 m3 are 1.844 m3, and the source prints 1.849.
    let barrels = find(Family::EnergyInstitute, Carrier::Lpg, "t", "bbl");
    assert_eq!(barrels.value(), ratio(116, 10));
    assert_eq!(barrels.contradicted(), Some("1.849 m3 per t"));
    let cubic = find(Family::EnergyInstitute, Carrier::Lpg, "t", "m3");
    assert_eq!(cubic.value(), ratio(1849, 1000));
    assert_eq!(cubic.contradicted(), Some("11.600 bbl per t"));
    let load: Amount<Mass> = "2 t".parse().unwrap();
    assert_eq!(load.by::<Volume>(&cubic).unwrap().value(), ratio(3698, 1000));
}

/// A restated factor comes back from its text, and one that was tampered with does not.
#[test]
fn a_restated_factor_survives_its_text() {
    let lng = find(Family::EnergyInstitute, Carrier::Lng, "Mt", "PJ (net)");
    let text = serde_json::to_string(&lng).unwrap();
    assert_eq!(serde_json::from_str::<Conversion>(&text).unwrap(), lng);
    let other = text.replace("46.405", "46.505");
    assert_ne!(other, text);
    assert!(serde_json::from_str::<Conversion>(&other).is_err());
}
