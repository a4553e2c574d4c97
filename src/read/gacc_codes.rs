//! Partners, units and customs regimes of China Customs (GACC).
//!
//! Facts: the lists of trading partners, commodities (units of 2015 to 2023) and customs regimes of
//! the GACC query service, in Chinese and English.

use crate::area::*;
use crate::read::code::{UnitCode, find, find_number, number};
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, HeatBasis, MassUnit, SupplementaryUnit, VolumeUnit,
};

/// The area of a three-digit partner code of China Customs; nothing for a code of none.
///
/// 142 is China itself: Chinese goods that come back. 701 (country unknown), 702 (international
/// organisations) and 999 (neutral packages) are "Areas, nes". Codes "nes" of a continent are those
/// of Comtrade, except Asia: Comtrade's "Other Asia, nes" stands for Taiwan, which has a code of
/// its own here (143).
pub(crate) fn partner(code: &str) -> Option<Area> {
    let code = number(code, 3)?;
    find(COUNTRIES, code).or_else(|| find_number(OTHERS, code))
}

/// What a unit counts, by its Chinese or English name; `?` is none.
pub(crate) fn unit(name: &str) -> UnitCode {
    let name = name.trim();
    if matches!(name, "?" | "-" | "") {
        return UnitCode::Absent;
    }
    if ITEMS.contains(&name) {
        return UnitCode::Unit(AnyUnit::Supplementary(SupplementaryUnit::Items));
    }
    UNITS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(UnitCode::Unknown, |(_, unit)| UnitCode::Unit(*unit))
}

/// The name of a two-digit customs regime.
pub(crate) fn regime(code: &str) -> Option<&'static str> {
    REGIMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Codes of one area each, ascending; the first digit is the continent.
#[rustfmt::skip]
const COUNTRIES: &[(u16, Area)] = &[
    (101, AFG), (102, BHR), (103, BGD), (104, BTN), (105, BRN), (106, MMR), (107, KHM), (108, CYP),
    (109, PRK), (110, HKG), (111, IND), (112, IDN), (113, IRN), (114, IRQ), (115, ISR), (116, JPN),
    (117, JOR), (118, KWT), (119, LAO), (120, LBN), (121, MAC), (122, MYS), (123, MDV), (124, MNG),
    (125, NPL), (126, OMN), (127, PAK), (128, PSE), (129, PHL), (130, QAT), (131, SAU), (132, SGP),
    (133, KOR), (134, LKA), (135, SYR), (136, THA), (137, TUR), (138, ARE), (139, YEM), (141, VNM),
    (142, CHN), (144, TLS), (145, KAZ), (146, KGZ), (147, TJK), (148, TKM), (149, UZB), (201, DZA),
    (202, AGO), (203, BEN), (204, BWA), (205, BDI), (206, CMR), (208, CPV), (209, CAF), (211, TCD),
    (212, COM), (213, COG), (214, DJI), (215, EGY), (216, GNQ), (217, ETH), (218, GAB), (219, GMB),
    (220, GHA), (221, GIN), (222, GNB), (223, CIV), (224, KEN), (225, LBR), (226, LBY), (227, MDG),
    (228, MWI), (229, MLI), (230, MRT), (231, MUS), (232, MAR), (233, MOZ), (234, NAM), (235, NER),
    (236, NGA), (237, REU), (238, RWA), (239, STP), (240, SEN), (241, SYC), (242, SLE), (243, SOM),
    (244, ZAF), (245, ESH), (246, SDN), (247, TZA), (248, TGO), (249, TUN), (250, UGA), (251, BFA),
    (252, COD), (253, ZMB), (254, ZWE), (255, LSO), (257, SWZ), (258, ERI), (259, MYT), (260, SSD),
    (301, BEL), (302, DNK), (303, GBR), (304, DEU), (305, FRA), (306, IRL), (307, ITA), (308, LUX),
    (309, NLD), (310, GRC), (311, PRT), (312, ESP), (313, ALB), (314, AND), (315, AUT), (316, BGR),
    (318, FIN), (320, GIB), (321, HUN), (322, ISL), (323, LIE), (324, MLT), (326, NOR), (327, POL),
    (328, ROU), (329, SMR), (330, SWE), (331, CHE), (334, EST), (335, LVA), (336, LTU), (337, GEO),
    (338, ARM), (339, AZE), (340, BLR), (343, MDA), (344, RUS), (347, UKR), (350, SVN), (351, HRV),
    (352, CZE), (353, SVK), (354, MKD), (355, BIH), (356, VAT), (357, FRO), (358, SRB), (359, MNE),
    (401, ATG), (402, ARG), (403, ABW), (404, BHS), (405, BRB), (406, BLZ), (408, BOL), (409, BES),
    (410, BRA), (411, CYM), (412, CHL), (413, COL), (414, DMA), (415, CRI), (416, CUB), (417, CUW),
    (418, DOM), (419, ECU), (420, GUF), (421, GRD), (422, GLP), (423, GTM), (424, GUY), (425, HTI),
    (426, HND), (427, JAM), (428, MTQ), (429, MEX), (430, MSR), (431, NIC), (432, PAN), (433, PRY),
    (434, PER), (435, PRI), (436, BES), (437, LCA), (439, VCT), (440, SLV), (441, SUR), (442, TTO),
    (443, TCA), (444, URY), (445, VEN), (446, VGB), (447, KNA), (448, SPM), (501, CAN), (502, USA),
    (503, GRL), (504, BMU), (601, AUS), (602, COK), (603, FJI), (604, PYF), (605, PYF), (606, NRU),
    (607, NCL), (608, VUT), (609, NZL), (610, NFK), (611, PNG), (612, PYF), (613, SLB), (614, TON),
    (615, PYF), (616, PYF), (617, WSM), (618, KIR), (619, TUV), (620, FSM), (621, MHL), (622, PLW),
    (623, PYF), (625, WLF),
];

/// Codes without a constant, ascending, with the Comtrade code.
const OTHERS: &[(u16, u16)] = &[
    (143, 158), // Taiwan
    (199, 899), // Asia, nes
    (207, 577), // Canary Islands: Other Africa, nes; Spain is printed without them
    (210, 577), // Ceuta
    (256, 577), // Melilla
    (299, 577), // Africa, nes
    (325, 568), // Monaco: Other Europe, nes
    (349, 891), // Serbia and Montenegro
    (399, 568), // Europe, nes
    (438, 129), // Saint Martin, both parts: Caribbean, nes
    (449, 530), // Netherlands Antilles
    (499, 636), // Latin America, nes: Rest of America, nes
    (599, 637), // North America, nes
    (699, 527), // Oceania, nes
    (701, 899), // unknown
    (702, 899), // United Nations and other international organisations
    (999, 899), // neutral packages
];

/// Measure words, all "Number of item" in English.
const ITEMS: &[&str] = &[
    "Number of item",
    "Piece",
    "个",
    "件",
    "副",
    "只",
    "台",
    "块",
    "头",
    "套",
    "幅",
    "座",
    "张",
    "把",
    "支",
    "条",
    "枝",
    "架",
    "株",
    "根",
    "片",
    "盘",
    "艘",
    "辆",
];

/// Hundreds (百个, 百支), kilowatts of power (千瓦) and becquerels (百万贝可) have no unit here.
const UNITS: &[(&str, AnyUnit)] = &[
    ("千克", AnyUnit::Mass(MassUnit::Kilogram)),
    ("Kilogram", AnyUnit::Mass(MassUnit::Kilogram)),
    ("克", AnyUnit::Mass(MassUnit::Gram)),
    ("Gram", AnyUnit::Mass(MassUnit::Gram)),
    ("吨", AnyUnit::Mass(MassUnit::Tonne)), // of the monthly tables, as are the two below
    ("万吨", AnyUnit::Mass(MassUnit::TenThousandTonnes)),
    ("10000T", AnyUnit::Mass(MassUnit::TenThousandTonnes)),
    ("双", AnyUnit::Supplementary(SupplementaryUnit::Pairs)),
    ("Pair", AnyUnit::Supplementary(SupplementaryUnit::Pairs)),
    ("千个", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("千块", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("千支", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("In Thousands", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("米", AnyUnit::Supplementary(SupplementaryUnit::Metres)),
    ("Metre", AnyUnit::Supplementary(SupplementaryUnit::Metres)),
    ("平方米", AnyUnit::Supplementary(SupplementaryUnit::SquareMetres)),
    ("Square Metre", AnyUnit::Supplementary(SupplementaryUnit::SquareMetres)),
    ("立方米", AnyUnit::Volume(VolumeUnit::CubicMetre)),
    ("Cubic Metre", AnyUnit::Volume(VolumeUnit::CubicMetre)),
    ("升", AnyUnit::Volume(VolumeUnit::Litre)),
    ("Litre", AnyUnit::Volume(VolumeUnit::Litre)),
    ("千升", AnyUnit::Volume(VolumeUnit::ThousandLitres)),
    ("Kilolitre", AnyUnit::Volume(VolumeUnit::ThousandLitres)),
    ("克拉", AnyUnit::Supplementary(SupplementaryUnit::Carats)),
    ("Carat", AnyUnit::Supplementary(SupplementaryUnit::Carats)),
    ("千瓦时", AnyUnit::Energy(KILOWATT_HOUR)),
    ("Kilowatt-hour", AnyUnit::Energy(KILOWATT_HOUR)),
];

const KILOWATT_HOUR: EnergyUnit =
    EnergyUnit { scale: EnergyScale::KilowattHour, basis: HeatBasis::Electricity };

const REGIMES: &[(&str, &str)] = &[
    ("10", "ordinary trade"),
    ("11", "aid or donation between governments or by international organizations"),
    ("12", "other donation"),
    ("13", "compensation trade"),
    ("14", "processing and assembling"),
    ("15", "processing with imported materials"),
    ("16", "goods on consignment"),
    ("19", "border trade"),
    ("20", "equipment for processing trade"),
    ("22", "contracting projects"),
    ("23", "goods on lease"),
    ("25", "equipment or materials imported as investment by foreign-invested enterprises"),
    ("27", "outward processing"),
    ("30", "barter trade"),
    ("31", "duty-free commodities on payment of foreign currency"),
    ("33", "customs warehousing trade"),
    ("34", "entrepot trade by bonded area"),
    ("35", "equipment imported into special customs areas"),
    ("39", "other"),
    ("41", "duty-free goods"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Codes of the customs list with the name of the country of Comtrade.
    const ENGLISH_LIST: &[(&str, &str)] = &[
        ("101", "Afghanistan"),
        ("106", "Myanmar"),
        ("109", "Dem. People's Rep. of Korea"), // North Korea
        ("110", "China, Hong Kong SAR"),
        ("111", "India"),
        ("112", "Indonesia"),
        ("116", "Japan"),
        ("121", "China, Macao SAR"),
        ("122", "Malaysia"),
        ("131", "Saudi Arabia"),
        ("132", "Singapore"),
        ("133", "Rep. of Korea"), // South Korea
        ("137", "Türkiye"),
        ("138", "United Arab Emirates"),
        ("141", "Viet Nam"),
        ("142", "China"),
        ("143", "Taiwan, Province of China"),
        ("145", "Kazakhstan"),
        ("202", "Angola"),
        ("213", "Congo"),
        ("244", "South Africa"),
        ("252", "Dem. Rep. of the Congo"),
        ("260", "South Sudan"),
        ("301", "Belgium"),
        ("303", "United Kingdom"),
        ("304", "Germany"),
        ("305", "France"),
        ("307", "Italy"),
        ("309", "Netherlands"),
        ("326", "Norway"),
        ("331", "Switzerland"),
        ("340", "Belarus"),
        ("344", "Russian Federation"),
        ("347", "Ukraine"),
        ("358", "Serbia"),
        ("402", "Argentina"),
        ("410", "Brazil"),
        ("412", "Chile"),
        ("429", "Mexico"),
        ("501", "Canada"),
        ("502", "USA"),
        ("601", "Australia"),
        ("609", "New Zealand"),
        // without a country of Comtrade
        ("199", "Areas, nes"),
        ("207", "Other Africa, nes"),
        ("299", "Other Africa, nes"),
        ("325", "Other Europe, nes"),
        ("349", "Serbia and Montenegro (...2005)"),
        ("399", "Other Europe, nes"),
        ("449", "Netherlands Antilles (...2010)"),
        ("612", "French Polynesia"), // Society Islands
        ("701", "Areas, nes"),
        ("702", "Areas, nes"),
        ("999", "Areas, nes"),
    ];

    #[test]
    fn partners_by_the_names_of_the_english_list() {
        for (code, name) in ENGLISH_LIST {
            assert_eq!(partner(code).map(Area::name), Some(*name), "{code}");
        }
        for code in [
            "",
            "0",
            "100",
            "140",
            "317",
            "319",
            "407",
            "700",
            "998",
            "1000",
            "44",
            "0344",
            "RUS",
            "+44",
            "三四四",
        ] {
            assert_eq!(partner(code), None, "{code}");
        }
    }

    #[test]
    fn tables_ascend_and_every_code_is_there_once() {
        assert!(COUNTRIES.is_sorted_by(|one, two| one.0 < two.0));
        assert!(OTHERS.is_sorted_by(|one, two| one.0 < two.0));
        assert!(OTHERS.iter().all(|(_, number)| Area::from_code(*number).is_ok()));
        let codes: BTreeSet<u16> =
            COUNTRIES.iter().map(|row| row.0).chain(OTHERS.iter().map(|row| row.0)).collect();
        assert_eq!(codes.len(), COUNTRIES.len() + OTHERS.len());
        assert_eq!(codes.len(), 243); // as many as the list has
        let on = |continent: u16| codes.iter().filter(|code| **code / 100 == continent).count();
        assert_eq!((1..=7).chain([9]).map(on).collect::<Vec<_>>(), [49, 61, 51, 49, 5, 25, 2, 1]);
    }

    #[test]
    fn no_two_codes_are_one_country_except_islands_of_one_territory() {
        let mut seen = BTreeSet::new();
        let twice: Vec<u16> =
            COUNTRIES.iter().filter(|row| !seen.insert(row.1)).map(|row| row.0).collect();
        // Saba beside Bonaire; French Polynesia by archipelago and as a whole
        assert_eq!(twice, [436, 605, 612, 615, 616, 623]);
        assert!(
            COUNTRIES
                .iter()
                .all(|(_, area)| area.iso3().is_some_and(|iso| Area::from_iso3(iso) == Ok(*area)))
        );
    }

    #[test]
    fn units_in_both_languages_are_one_unit() {
        let pairs = [
            ("千克", "Kilogram", "kg"),
            ("克", "Gram", "g"),
            ("双", "Pair", "pairs"),
            ("米", "Metre", "m"),
            ("平方米", "Square Metre", "m2"),
            ("立方米", "Cubic Metre", "m3"),
            ("升", "Litre", "L"),
            ("千升", "Kilolitre", "thousand L"),
            ("千个", "In Thousands", "thousand items"),
            ("克拉", "Carat", "carats"),
            ("千瓦时", "Kilowatt-hour", "kWh"),
            ("台", "Number of item", "items"),
            ("万吨", "10000T", "10 kt"),
        ];
        for (chinese, english, expected) in pairs {
            let UnitCode::Unit(read) = unit(chinese) else { panic!("{chinese}") };
            assert_eq!(read.to_string(), expected);
            assert_eq!(unit(english), UnitCode::Unit(read), "{english}");
        }
        assert_eq!(unit(" 吨 "), UnitCode::Unit(AnyUnit::Mass(MassUnit::Tonne)));
        for name in ["?", "-", ""] {
            assert_eq!(unit(name), UnitCode::Absent, "{name}");
        }
        for name in ["百个", "In Hundreds", "千瓦", "Kilowatt", "Million Bq", "kilogram", "100MN"]
        {
            assert_eq!(unit(name), UnitCode::Unknown, "{name}");
        }
        let names: BTreeSet<_> =
            UNITS.iter().map(|row| row.0).chain(ITEMS.iter().copied()).collect();
        assert_eq!(names.len(), UNITS.len() + ITEMS.len());
    }

    #[test]
    fn regimes() {
        assert_eq!(regime("10"), Some("ordinary trade"));
        assert_eq!(regime("19"), Some("border trade"));
        assert_eq!(regime("15"), Some("processing with imported materials"));
        assert_eq!(regime("99"), None);
        let codes: BTreeSet<_> = REGIMES.iter().map(|row| row.0).collect();
        assert_eq!((codes.len(), REGIMES.len()), (20, 20));
    }
}
