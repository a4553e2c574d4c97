//! Areas and commodities against a crate of ISO 3166 and the rules of the classifications.

use bilateral::area::{AreaKind, WORLD};
use bilateral::commodity::{Classification, HsEdition};
use bilateral::{Area, Commodity};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Areas whose Comtrade code is not the number of ISO 3166-1, and why.
const OTHER_NUMBERS: &[(&str, u16, &str)] = &[
    ("CHE", 757, "with Liechtenstein"),
    ("FRA", 251, "with Monaco and overseas departments"),
    ("IND", 699, "with Sikkim, since 1975"),
    ("NOR", 579, "with Svalbard and Jan Mayen"),
    ("USA", 842, "with Puerto Rico and the US Virgin Islands, since 1981"),
];

/// Codes of ISO 3166-1 for which Comtrade has no area of its own today: Monaco is part of France (251), the US Virgin
/// Islands have been part of the USA (842) since 1981.
const NOT_IN_COMTRADE: &[&str] = &["MCO", "VIR"];

#[test]
fn alpha_codes_and_numbers_are_those_of_iso_3166() {
    let (mut other_numbers, mut absent) = (Vec::new(), Vec::new());
    for country in rust_iso3166::ALL {
        let Ok(area) = Area::from_iso3(country.alpha3) else {
            absent.push(country.alpha3);
            continue;
        };
        assert_eq!(area.iso3(), Some(country.alpha3));
        assert_eq!(area.iso2(), Some(country.alpha2), "{}", country.alpha3);
        assert_eq!(Area::from_iso2(country.alpha2).unwrap(), area);
        if area.code() != country.numeric {
            other_numbers.push((country.alpha3, area.code()));
        }
    }
    other_numbers.sort_unstable();
    absent.sort_unstable();
    let expected: Vec<(&str, u16)> = OTHER_NUMBERS.iter().map(|(code, number, _)| (*code, *number)).collect();
    assert_eq!(other_numbers, expected);
    assert_eq!(absent, NOT_IN_COMTRADE);
}

#[test]
fn every_alpha_3_code_here_is_one_of_iso_3166() {
    let iso: BTreeSet<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha3).collect();
    let strangers: Vec<&str> = Area::all().filter_map(Area::iso3).filter(|code| !iso.contains(code)).collect();
    assert_eq!(strangers, Vec::<&str>::new());
}

#[test]
fn all_areas_are_there_and_read_back() {
    assert_eq!(Area::all().count(), 312);
    for area in Area::all() {
        assert_eq!(area.to_string().parse::<Area>().unwrap(), area, "{}", area.name());
        assert_eq!(Area::from_code(area.code()).unwrap(), area);
        assert!(!area.name().is_empty());
    }
    assert_eq!(Area::all().filter(|area| area.kind() == AreaKind::Group).count(), 4);
    for text in ["", "chn", "CH", "9999", "1000000", "XYZ", "-1", "+156", "Russia"] {
        assert!(text.parse::<Area>().is_err(), "{text}");
    }
}

#[test]
fn sums_with_members_are_caught() {
    let area = |code| Area::from_code(code).unwrap();
    assert!(WORLD.overlaps(area(156)) && area(156).overlaps(WORLD));
    assert!(area(97).overlaps(area(276))); // European Union and Germany
    assert!(area(810).overlaps(area(643))); // USSR and Russia
    assert!(area(842).overlaps(area(840)) && area(251).overlaps(area(250)) && area(699).overlaps(area(356)));
    assert!(!area(156).overlaps(area(643)));
    assert!(!area(156).overlaps(area(344))); // Hong Kong reports for itself
    let all: Vec<Area> = Area::all().collect();
    for one in &all {
        for two in &all {
            assert_eq!(one.overlaps(*two), two.overlaps(*one));
        }
        assert!(one.overlaps(*one));
    }
}

#[test]
fn commodities_are_read_strictly() {
    let read = [
        "TOTAL",
        "H6:27",
        "H6:2709",
        "H6:270900",
        "HS:27",
        "H0:010111",
        "CN2024:27090010",
        "CN2024:39XXXXXX",
        "CHN:2709000000",
        "RUS:2711210000",
        "USA:270900",
        "H6:9999AA",
        "S4:33",
        "S1:0",
        "S3:33300",
    ];
    for text in read {
        assert_eq!(text.parse::<Commodity>().unwrap().to_string(), text);
    }
    let refused = [
        "",
        "27",
        "H6:",
        "H6:2",
        "H6:270",
        "H6:27090",
        "H6:2709001",
        "H7:27",
        "H6:00",
        "H6:77",
        "H6:27 09",
        "h6:27",
        "H6:27o900",
        "CN:27",
        "CN1987:27",
        "CN24:27",
        "CN2024:270900101",
        "XYZ:2709",
        "CHN:27090000001",
        "S5:3",
        "S4:333000",
        "TOTAL:27",
        ":27",
        "H6:AA",
        "H6:é7",
    ];
    for text in refused {
        assert!(text.parse::<Commodity>().unwrap_err().is_parse(), "{text}");
    }
}

#[test]
fn containment_follows_the_tree() {
    let of = |text: &str| text.parse::<Commodity>().unwrap();
    let chain: Vec<String> =
        std::iter::successors(Some(of("CN2024:27090010")), Commodity::parent).map(|c| c.to_string()).collect();
    assert_eq!(chain, ["CN2024:27090010", "CN2024:270900", "CN2024:2709", "CN2024:27", "TOTAL"]);
    assert_eq!(of("CN2024:39XXXXXX").parent(), Some(of("CN2024:39")));
    assert_eq!(of("H6:9999AA").parent(), Some(Commodity::TOTAL));
    assert!(of("CN2024:39XXXXXX").is_contained_in(&of("CN2024:39")));
    assert!(!of("CN2024:39011010").is_contained_in(&of("CN2024:39XXXXXX")));
    assert!(of("CN2024:39011010").overlaps(&of("CN2024:39XXXXXX"))); // it may be among the masked ones
    assert!(!of("CN2024:40011010").overlaps(&of("CN2024:39XXXXXX")));
    assert!(!of("H6:270900").is_contained_in(&of("H5:27"))); // another edition is not known to be the same
    assert!(of("H6:270900").overlaps(&of("H5:27")));
    assert!(of("H6:27").overlaps(&of("S4:33"))); // nothing is known between HS and SITC
    assert!(!of("H6:27").overlaps(&of("CHN:2818200000"))); // chapters are chapters
    assert_eq!(HsEdition::in_force(2021), Some(HsEdition::H5));
    assert_eq!(HsEdition::in_force(1987), None);
    assert_eq!("CHN".parse::<Classification>().unwrap().to_string(), "CHN");
}

fn commodity() -> impl Strategy<Value = Commodity> {
    let hs =
        (0..3_usize, 1..=97_u8, 0..2_u8, 0..3_u8).prop_filter_map("no chapter", |(level, chapter, heading, rest)| {
            let code = format!("{chapter:02}{heading:02}{rest:02}");
            format!("H6:{}", &code[..2 * (level + 1)]).parse::<Commodity>().ok()
        });
    prop_oneof![8 => hs, 1 => Just(Commodity::TOTAL)]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,20}", near in "(H[0-9]|HS|CN20[0-9]{2}|CHN|S[0-9]):[0-9AX]{0,11}") {
        for text in [text, near] {
            if let Ok(commodity) = text.parse::<Commodity>() {
                prop_assert_eq!(commodity.to_string(), text.clone());
                prop_assert!(commodity.parent().is_none_or(|parent| commodity.is_contained_in(&parent)));
                let json = serde_json::to_string(&commodity).unwrap();
                prop_assert_eq!(serde_json::from_str::<Commodity>(&json).unwrap(), commodity);
            }
            if let Ok(area) = text.parse::<Area>() {
                prop_assert_eq!(area.to_string().parse::<Area>().unwrap(), area);
            }
        }
    }

    #[test]
    fn containment_is_an_order_and_overlap_is_symmetric(a in commodity(), b in commodity(), c in commodity()) {
        prop_assert!(a.is_contained_in(&a));
        prop_assert!(!(a.is_contained_in(&b) && b.is_contained_in(&a)) || a == b);
        prop_assert!(!(a.is_contained_in(&b) && b.is_contained_in(&c)) || a.is_contained_in(&c));
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        prop_assert!(!a.is_contained_in(&b) || a.overlaps(&b));
        // Inside one edition goods are shared only along the tree.
        prop_assert_eq!(a.overlaps(&b), a.is_contained_in(&b) || b.is_contained_in(&a));
    }
}
