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

/// Codes of ISO 3166-1 for which Comtrade has no area of its own today: Monaco is part of France
/// (251), the US Virgin Islands have been part of the USA (842) since 1981 and have the area 850
/// before.
const NOT_IN_COMTRADE: &[&str] = &["MCO", "VIR"];

/// Letters of Comtrade's own list that are no code of ISO 3166-1, with the area that they name.
const OWN_LETTERS: &[(&str, u16)] = &[
    ("W00", 0),
    ("ATB", 80),
    ("EUR", 97),
    ("A49", 129),
    ("CSK", 200),
    ("E29", 221),
    ("DDR", 278),
    ("F49", 290),
    ("_KS", 412),
    ("_SK", 457),
    ("_PM", 459),
    ("_SH", 461),
    ("R91", 471),
    ("_AC", 472),
    ("_MI", 488),
    ("S19", 490),
    ("O19", 527),
    ("ANT", 530),
    ("NTZ", 536),
    ("E19", 568),
    ("F19", 577),
    ("PCI", 582),
    ("PCZ", 592),
    ("A59", 637),
    ("_RI", 647),
    ("R20", 697),
    ("_SM", 698),
    ("ZA1", 711),
    ("_RN", 717),
    ("YMD", 720),
    ("SUN", 810),
    ("_CI", 830),
    ("_TK", 835),
    ("_ZP", 836),
    ("X1", 837),
    ("X2", 838),
    ("XX", 839),
    ("PUS", 849),
    ("VIR", 850),
    ("VDR", 866),
    ("_WI", 872),
    ("F97", 879),
    ("YUG", 890),
    ("SCG", 891),
    ("_X", 899),
    ("R4", 975),
];

/// Countries of the past whose letters are printed: ISO 3166-1 has withdrawn them, and no area of
/// today has them.
const PRINTED: &[&str] = &["CSK", "DDR", "ANT", "PCI", "PCZ", "YMD", "SUN", "VDR", "YUG", "SCG"];

fn area(code: u16) -> Area {
    Area::from_code(code).unwrap()
}

#[test]
fn alpha_codes_and_numbers_are_those_of_iso_3166() {
    let (mut other_numbers, mut absent) = (Vec::new(), Vec::new());
    for country in rust_iso3166::ALL {
        let Ok(area) = Area::from_iso3(country.alpha3) else {
            absent.push(country.alpha3);
            continue;
        };
        if country.alpha3 == "VIR" {
            assert_eq!((area.code(), area.iso3(), area.valid_to()), (850, None, Some(1980)));
            absent.push(country.alpha3);
            continue;
        }
        assert_eq!(area.iso3(), Some(country.alpha3));
        assert_eq!(area.iso2(), Some(country.alpha2), "{}", country.alpha3);
        assert_eq!(Area::from_iso2(country.alpha2).unwrap(), area);
        if area.code() != country.numeric {
            other_numbers.push((country.alpha3, area.code()));
        }
    }
    other_numbers.sort_unstable();
    absent.sort_unstable();
    let expected: Vec<(&str, u16)> =
        OTHER_NUMBERS.iter().map(|(code, number, _)| (*code, *number)).collect();
    assert_eq!(other_numbers, expected);
    assert_eq!(absent, NOT_IN_COMTRADE);
}

#[test]
fn every_alpha_3_code_here_is_one_of_iso_3166() {
    let iso: BTreeSet<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha3).collect();
    let strangers: Vec<&str> =
        Area::all().filter_map(Area::iso3).filter(|code| !iso.contains(code)).collect();
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
fn letters_of_comtrades_own_list_are_read() {
    for (letters, code) in OWN_LETTERS {
        assert_eq!(Area::from_iso3(letters).unwrap(), area(*code), "{letters}");
        assert_eq!(letters.parse::<Area>().unwrap(), area(*code), "{letters}");
        assert_eq!(area(*code).letters(), Some(*letters));
        let printed = if *code == 0 {
            "World".to_owned()
        } else if PRINTED.contains(letters) {
            (*letters).to_owned()
        } else {
            code.to_string()
        };
        assert_eq!(area(*code).to_string(), printed);
    }
    assert_eq!(Area::from_iso3("WLD").unwrap(), WORLD);
    assert_eq!("WLD".parse::<Area>().unwrap(), WORLD);
    // Each area has letters, and what has neither an alpha-3 code nor letters of its own shares
    // those of another area.
    for area in Area::all() {
        let letters = area.letters().unwrap();
        match Area::from_iso3(letters) {
            Ok(read) => assert!(
                read == area || read.valid_to() > area.valid_to() || read.valid_to().is_none()
            ),
            Err(_) => assert!(["A79", "MCO"].contains(&letters), "{letters}"),
        }
    }
}

#[test]
fn what_is_printed_of_areas_of_today_is_as_it_was() {
    for area in Area::all().filter(|area| area.valid_to().is_none() || area.iso3().is_some()) {
        let own = area.iso3().filter(|code| Area::from_iso3(code) == Ok(area));
        let number = area.code().to_string();
        let expected = if area == WORLD { "World" } else { own.unwrap_or(&number) };
        assert_eq!(area.to_string(), expected);
    }
}

#[test]
fn a_refusal_of_letters_gives_the_reason() {
    let reason = |text: &str| Area::from_iso3(text).unwrap_err().to_string();
    for text in ["A79", "MCO", "XYZ", "", "chn", "Chn", "DE"] {
        assert!(Area::from_iso3(text).unwrap_err().is_parse());
        assert!(text.parse::<Area>().is_err());
    }
    assert!(reason("A79").contains("473 (LAIA, nes) and 636 (Rest of America, nes)"));
    assert!(
        reason("MCO")
            .contains("Monaco has no area in Comtrade today, the trade is in that of 251 (France)")
    );
    assert!(reason("XYZ").contains("no area of Comtrade has these letters"));
    assert!(reason("chn").contains("capitals are needed: CHN"));
    let reason = |text: &str| Area::from_iso2(text).unwrap_err().to_string();
    assert!(reason("VI").contains(
        "the US Virgin Islands have no area in Comtrade today, the trade is in that of 842"
    ));
    assert!(reason("MC").contains("251 (France)"));
    assert!(reason("QZ").contains("no area of Comtrade has this code"));
    assert!(reason("cn").contains("two capitals are needed"));
}

/// The union and the euro area as people write them: Comtrade has a number for the one alone.
#[test]
fn the_european_union_is_area_97() {
    use bilateral::area::EU;
    assert_eq!("97".parse::<Area>().unwrap(), EU);
    assert_eq!((EU.name(), EU.kind()), ("European Union", AreaKind::Group));
    for text in ["EU", "EUU", "EU27_2020", "EU28", "EU-15", "eu", "European Union"] {
        let error = text.parse::<Area>().unwrap_err();
        assert!(error.help().contains("area::EU") && error.help().contains("write 97"), "{text}");
    }
    for text in ["EA", "EA20", "Euro area", "euro-area", "Eurozone"] {
        let help = text.parse::<Area>().unwrap_err().help();
        assert!(help.contains("no area for the euro area") && help.contains("Area::own"), "{text}");
    }
    // Europe is another thing, and no area has the letters EUX.
    assert!(!"EUROPE".parse::<Area>().unwrap_err().help().contains("write 97"));
    assert!(!"EUX".parse::<Area>().unwrap_err().help().contains("write 97"));
}

/// The alternate form is the English name, of areas and in keys; the plain form is a code.
#[test]
fn the_alternate_form_is_the_name() {
    use bilateral::area::{CHN, DEU, EU};
    use bilateral::{Flow, Key};
    let print = |area: Area| (area.to_string(), format!("{area:#}"));
    assert_eq!(print(CHN), ("CHN".to_owned(), "China".to_owned()));
    assert_eq!(print(EU), ("97".to_owned(), "European Union".to_owned()));
    assert_eq!(print(area(490)), ("490".to_owned(), "Other Asia, nes".to_owned()));
    assert_eq!(print(area(810)), ("SUN".to_owned(), "USSR (...1990)".to_owned()));
    assert_eq!(print(WORLD), ("World".to_owned(), "World".to_owned()));
    // A user-defined area has no name.
    assert_eq!(print(Area::own(17).unwrap()), ("own:17".to_owned(), "own:17".to_owned()));
    assert_eq!(format!("{CHN:#>6}|{CHN:>#7}|"), "###CHN|  China|");
    let key = Key::new(Flow::Import, CHN, DEU).of("HS:2709".parse().unwrap());
    assert_eq!(format!("{key:#}"), "China imports of HS:2709 from Germany");
    assert_eq!(key.to_string(), "CHN imports of HS:2709 from DEU");
}

#[test]
fn groups_are_no_country_of_a_tariff() {
    assert!("SUN".parse::<Classification>().is_ok());
    for text in ["EUR", "W00", "ZA1", "MCO", "WLD"] {
        assert!(text.parse::<Classification>().is_err(), "{text}");
    }
}

#[test]
fn wholes_hold_their_parts() {
    let holds = |whole: u16, parts: &[u16]| {
        for part in parts {
            assert!(area(whole).holds(area(*part)), "{whole} holds {part}");
            assert!(!area(*part).holds(area(whole)), "{part} does not hold {whole}");
        }
    };
    holds(711, &[72, 426, 516, 710, 748]);
    holds(58, &[56, 442]);
    holds(276, &[278, 280]);
    holds(810, &[31, 51, 112, 233, 268, 398, 417, 428, 440, 498, 643, 762, 795, 804, 860]);
    holds(890, &[70, 191, 412, 499, 688, 705, 807, 891]);
    holds(532, &[530, 531, 533, 534, 535]);
    holds(842, &[630, 841, 850]);
    holds(975, &[96, 104, 116, 360, 418, 458, 608, 626, 702, 704, 764]);
    let union = [
        40, 56, 58, 100, 191, 196, 203, 208, 233, 246, 250, 251, 276, 278, 280, 300, 348, 372, 380,
        428, 440,
    ];
    holds(97, &union);
    holds(97, &[442, 470, 528, 616, 620, 642, 703, 705, 724, 752, 826]);
    let never = [
        (97, 757),
        (97, 579),
        (97, 490),
        (711, 717),
        (530, 533),
        (688, 412),
        (276, 810),
        (975, 598),
        (842, 840),
    ];
    for (one, two) in never {
        assert!(!area(one).holds(area(two)) && !area(two).holds(area(one)), "{one} {two}");
    }
    // Apart in some years, so not held although they overlap.
    for (whole, part) in [(251, 175), (251, 254), (251, 312), (251, 474), (251, 638), (392, 647)] {
        assert!(!area(whole).holds(area(part)) && area(whole).overlaps(area(part)));
    }
    let own = Area::own(7).unwrap();
    assert!(
        WORLD.holds(own) && Area::all().filter(|area| *area != WORLD).all(|area| !area.holds(own))
    );
    assert!(
        Area::all().all(|area| !own.holds(area))
            && !own.holds(own)
            && !own.holds(Area::own(8).unwrap())
    );
}

#[test]
fn holding_is_an_order_and_is_overlap() {
    let all: Vec<Area> =
        Area::all().chain([Area::own(0).unwrap(), Area::own(1).unwrap()]).collect();
    let pairs = all.iter().flat_map(|one| all.iter().map(move |two| (*one, *two)));
    for (one, two) in pairs.filter(|(one, two)| one.holds(*two)) {
        assert!(one != two && one.overlaps(two) && two.overlaps(one), "{one} {two}");
        assert!(!two.holds(one), "{one} and {two} hold each other");
        assert_ne!(one.same_territory(), Some(two));
        for part in all.iter().filter(|part| two.holds(**part)) {
            assert!(one.holds(*part), "{one} holds {two}, which holds {part}");
        }
    }
}

#[test]
fn holding_in_a_year_is_holding_and_an_order() {
    let all: Vec<Area> = Area::all().collect();
    for year in [1957, 1958, 1975, 1990, 1991, 2000, 2004, 2005, 2014, 2019, 2020, 2026] {
        for one in &all {
            for two in all.iter().filter(|two| one.holds_in(**two, year)) {
                assert!(one.holds(*two));
                assert!(
                    all.iter().all(|part| !two.holds_in(*part, year) || one.holds_in(*part, year)),
                    "{one} {two}"
                );
            }
        }
    }
    // The number of member states on the last day of each year in which all were members from the
    // first day on.
    let members = |year| {
        let held =
            all.iter().filter(|part| area(97).holds_in(**part, year) && part.is_valid_in(year));
        held.filter(|part| **part != area(250)).count() // the second code of France
    };
    // Until 1998 Belgium and Luxembourg are one area.
    let known = [
        (1958, 5),
        (1973, 8),
        (1981, 9),
        (1986, 11),
        (1995, 14),
        (1999, 15),
        (2005, 25),
        (2007, 27),
    ];
    for (year, count) in known.into_iter().chain([(2014, 28), (2021, 27)]) {
        assert_eq!(members(year), count, "{year}");
    }
    let asean = |year| {
        all.iter().filter(|part| area(975).holds_in(**part, year) && part.is_valid_in(year)).count()
    };
    for (year, count) in
        [(1980, 5), (1990, 6), (1996, 7), (1998, 9), (2000, 10), (2024, 10), (2026, 11)]
    {
        assert_eq!(asean(year), count, "{year}");
    }
}

#[test]
fn two_codes_of_one_territory_know_each_other() {
    let pairs: Vec<(u16, u16)> = Area::all()
        .filter_map(|one| one.same_territory().map(|two| (one.code(), two.code())))
        .collect();
    let low: Vec<(u16, u16)> = pairs.iter().copied().filter(|(one, two)| one < two).collect();
    assert_eq!(low, [(158, 490), (250, 251), (356, 699), (578, 579), (756, 757), (840, 842)]);
    assert_eq!(pairs.len(), 2 * low.len());
    for (one, two) in pairs {
        assert_eq!(area(two).same_territory(), Some(area(one)));
        assert!(area(one).overlaps(area(two)));
    }
    assert_eq!(Area::own(158).unwrap().same_territory(), None);
}

#[test]
fn sums_with_members_are_caught() {
    assert!(WORLD.overlaps(area(156)) && area(156).overlaps(WORLD));
    assert!(area(97).overlaps(area(276))); // European Union and Germany
    assert!(area(810).overlaps(area(643))); // USSR and Russia
    assert!(
        area(842).overlaps(area(840))
            && area(251).overlaps(area(250))
            && area(699).overlaps(area(356))
    );
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
    let chain: Vec<String> = std::iter::successors(Some(of("CN2024:27090010")), Commodity::parent)
        .map(|c| c.to_string())
        .collect();
    assert_eq!(chain, ["CN2024:27090010", "CN2024:270900", "CN2024:2709", "CN2024:27", "TOTAL"]);
    assert_eq!(of("CN2024:39XXXXXX").parent(), Some(of("CN2024:39")));
    // UNSD's list has 9999 as the parent of 999999, and 9999AA is another name of that.
    assert_eq!(of("H6:9999AA").parent(), Some(of("H6:9999")));
    assert!(of("H6:9999AA").is_contained_in(&of("H6:99")));
    assert!(of("H6:9999AA").overlaps(&of("H6:99")) && of("H6:9999AA").overlaps(&of("H6:999999")));
    assert!(!of("H6:9999AA").overlaps(&of("H6:27")) && !of("H6:9999AA").overlaps(&of("H6:9998")));
    assert_eq!(of("H6:2709AA").parent(), Some(Commodity::TOTAL));
    assert!(of("CN2024:39XXXXXX").is_contained_in(&of("CN2024:39")));
    assert!(!of("CN2024:39011010").is_contained_in(&of("CN2024:39XXXXXX")));
    // it may be among the masked ones
    assert!(of("CN2024:39011010").overlaps(&of("CN2024:39XXXXXX")));
    assert!(!of("CN2024:40011010").overlaps(&of("CN2024:39XXXXXX")));
    // another edition is not known to be the same
    assert!(!of("H6:270900").is_contained_in(&of("H5:27")));
    assert!(of("H6:270900").overlaps(&of("H5:27")));
    assert!(of("H6:27").overlaps(&of("S4:33"))); // nothing is known between HS and SITC
    assert!(!of("H6:27").overlaps(&of("CHN:2818200000"))); // chapters are chapters
    assert_eq!(HsEdition::in_force(2021), Some(HsEdition::H5));
    assert_eq!(HsEdition::in_force(1987), None);
    assert_eq!("CHN".parse::<Classification>().unwrap().to_string(), "CHN");
}

fn commodity() -> impl Strategy<Value = Commodity> {
    let hs = (0..3_usize, 1..=97_u8, 0..2_u8, 0..3_u8).prop_filter_map(
        "no chapter",
        |(level, chapter, heading, rest)| {
            let code = format!("{chapter:02}{heading:02}{rest:02}");
            format!("H6:{}", &code[..2 * (level + 1)]).parse::<Commodity>().ok()
        },
    );
    prop_oneof![8 => hs, 1 => Just(Commodity::TOTAL)]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(
        text in ".{0,20}",
        near in "(H[0-9]|HS|CN20[0-9]{2}|CHN|S[0-9]):[0-9AX]{0,11}",
    ) {
        for text in [text, near] {
            if let Ok(commodity) = text.parse::<Commodity>() {
                prop_assert_eq!(commodity.to_string(), text.clone());
                prop_assert!(
                    commodity.parent().is_none_or(|parent| commodity.is_contained_in(&parent))
                );
                let json = serde_json::to_string(&commodity).unwrap();
                prop_assert_eq!(serde_json::from_str::<Commodity>(&json).unwrap(), commodity);
            }
            if let Ok(area) = text.parse::<Area>() {
                prop_assert_eq!(area.to_string().parse::<Area>().unwrap(), area);
            }
        }
    }

    #[test]
    fn containment_is_an_order_and_overlap_is_symmetric(
        a in commodity(),
        b in commodity(),
        c in commodity(),
    ) {
        prop_assert!(a.is_contained_in(&a));
        prop_assert!(!(a.is_contained_in(&b) && b.is_contained_in(&a)) || a == b);
        prop_assert!(!(a.is_contained_in(&b) && b.is_contained_in(&c)) || a.is_contained_in(&c));
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        prop_assert!(!a.is_contained_in(&b) || a.overlaps(&b));
        // Inside one edition goods are shared only along the tree.
        prop_assert_eq!(a.overlaps(&b), a.is_contained_in(&b) || b.is_contained_in(&a));
    }
}
