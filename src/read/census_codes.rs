//! Country codes and units of quantity of the US Census Bureau.
//!
//! Facts: country and territory codes of Schedule C (Census Bureau, list by code of 27 January
//! 2021, 240 codes; the list of May 2026 has the same); groups from appendix E of the guide to the
//! Bureau's international trade interface and from its answers for December 2023; units from the
//! tariff abbreviations of the customs service (ACE appendix C) and the units of the export
//! declaration.

use crate::area::*;
use crate::read::code::{Partner, UnitCode, find, find_number, number};
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, HeatBasis, MassUnit, SupplementaryUnit, VolumeUnit,
};

/// Who a code of the column `CTY_CODE` names; nothing for a code of none.
///
/// Groups stand among the countries, and the detail level says `DET` for the world total too: only
/// the code tells them.
pub(crate) fn partner(code: &str) -> Option<Partner> {
    if code == "-" {
        return Some(Partner::World);
    }
    if let Some((_, name)) = GROUPS.iter().find(|(known, _)| *known == code) {
        return Some(Partner::Group(name));
    }
    let code = number(code, 4)?;
    find(COUNTRIES, code).or_else(|| find_number(OTHERS, code)).map(Partner::Area)
}

/// What a code of the columns `UNIT_QY1` and `UNIT_QY2` counts.
///
/// Contents (CKG: kilograms of the metal in an ore; CYK: of clean wool) are not net weight and are
/// unknown here.
pub(crate) fn unit(code: &str) -> UnitCode {
    if matches!(code, "X" | "-" | "") {
        return UnitCode::Absent;
    }
    UNITS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(UnitCode::Unknown, |(_, unit)| UnitCode::Unit(*unit))
}

/// Codes of one area each, ascending; the first digit is the continent.
#[rustfmt::skip]
const COUNTRIES: &[(u16, Area)] = &[
    (1000, USA), (1010, GRL), (1220, CAN), (1610, SPM),
    (2010, MEX), (2050, GTM), (2080, BLZ), (2110, SLV), (2150, HND), (2190, NIC), (2230, CRI),
    (2250, PAN), (2320, BMU), (2360, BHS), (2390, CUB), (2410, JAM), (2430, TCA), (2440, CYM),
    (2450, HTI), (2470, DOM), (2481, AIA), (2482, VGB), (2483, KNA), (2484, ATG), (2485, MSR),
    (2486, DMA), (2487, LCA), (2488, VCT), (2489, GRD), (2720, BRB), (2740, TTO), (2774, SXM),
    (2777, CUW), (2779, ABW), (2831, GLP), (2839, MTQ), (3010, COL), (3070, VEN), (3120, GUY),
    (3150, SUR), (3170, GUF), (3310, ECU), (3330, PER), (3350, BOL), (3370, CHL), (3510, BRA),
    (3530, PRY), (3550, URY), (3570, ARG), (3720, FLK), (4000, ISL), (4010, SWE), (4031, SJM),
    (4039, NOR), (4050, FIN), (4091, FRO), (4099, DNK), (4120, GBR), (4190, IRL), (4210, NLD),
    (4231, BEL), (4239, LUX), (4271, AND), (4279, FRA), (4280, DEU), (4330, AUT), (4351, CZE),
    (4359, SVK), (4370, HUN), (4411, LIE), (4419, CHE), (4470, EST), (4490, LVA), (4510, LTU),
    (4550, POL), (4621, RUS), (4622, BLR), (4623, UKR), (4631, ARM), (4632, AZE), (4633, GEO),
    (4634, KAZ), (4635, KGZ), (4641, MDA), (4642, TJK), (4643, TKM), (4644, UZB), (4700, ESP),
    (4710, PRT), (4720, GIB), (4730, MLT), (4751, SMR), (4752, VAT), (4759, ITA), (4791, HRV),
    (4792, SVN), (4793, BIH), (4794, MKD), (4801, SRB), (4804, MNE), (4810, ALB), (4840, GRC),
    (4850, ROU), (4870, BGR), (4890, TUR), (4910, CYP), (5020, SYR), (5040, LBN), (5050, IRQ),
    (5070, IRN), (5081, ISR), (5110, JOR), (5130, KWT), (5170, SAU), (5180, QAT), (5200, ARE),
    (5210, YEM), (5230, OMN), (5250, BHR), (5310, AFG), (5330, IND), (5350, PAK), (5360, NPL),
    (5380, BGD), (5420, LKA), (5460, MMR), (5490, THA), (5520, VNM), (5530, LAO), (5550, KHM),
    (5570, MYS), (5590, SGP), (5600, IDN), (5601, TLS), (5610, BRN), (5650, PHL), (5660, MAC),
    (5682, BTN), (5683, MDV), (5700, CHN), (5740, MNG), (5790, PRK), (5800, KOR), (5820, HKG),
    (5880, JPN), (6021, AUS), (6022, NFK), (6023, CCK), (6024, CXR), (6029, HMD), (6040, PNG),
    (6141, NZL), (6142, COK), (6143, TKL), (6144, NIU), (6150, WSM), (6223, SLB), (6224, VUT),
    (6225, PCN), (6226, KIR), (6227, TUV), (6412, NCL), (6413, WLF), (6414, PYF), (6810, MHL),
    (6820, FSM), (6830, PLW), (6862, NRU), (6863, FJI), (6864, TON), (7140, MAR), (7210, DZA),
    (7230, TUN), (7250, LBY), (7290, EGY), (7321, SDN), (7323, SSD), (7380, GNQ), (7410, MRT),
    (7420, CMR), (7440, SEN), (7450, MLI), (7460, GIN), (7470, SLE), (7480, CIV), (7490, GHA),
    (7500, GMB), (7510, NER), (7520, TGO), (7530, NGA), (7540, CAF), (7550, GAB), (7560, TCD),
    (7580, SHN), (7600, BFA), (7610, BEN), (7620, AGO), (7630, COG), (7642, GNB), (7643, CPV),
    (7644, STP), (7650, LBR), (7660, COD), (7670, BDI), (7690, RWA), (7700, SOM), (7741, ERI),
    (7749, ETH), (7770, DJI), (7780, UGA), (7790, KEN), (7800, SYC), (7810, IOT), (7830, TZA),
    (7850, MUS), (7870, MOZ), (7880, MDG), (7881, MYT), (7890, COM), (7904, REU), (7905, ATF),
    (7910, ZAF), (7920, NAM), (7930, BWA), (7940, ZMB), (7950, SWZ), (7960, ZWE), (7970, MWI),
    (7990, LSO), (9030, PRI), (9350, GUM), (9510, ASM), (9610, MNP), (9800, UMI),
];

/// Codes without a constant, ascending, with the Comtrade code.
const OTHERS: &[(u16, u16)] = &[
    (4272, 568), // Monaco: Other Europe, nes
    (4803, 412), // Kosovo
    (5082, 275), // Gaza Strip: State of Palestine
    (5083, 275), // West Bank: State of Palestine
    (5830, 158), // Taiwan
    (9110, 129), // Virgin Islands of the United States: Caribbean, nes
];

/// Groups of countries.
const GROUPS: &[(&str, &str)] = &[
    ("0001", "OPEC"),
    ("0003", "European Union"),
    ("0014", "Pacific Rim countries"),
    ("0017", "CAFTA-DR"),
    ("0020", "USMCA (NAFTA)"),
    ("0021", "Twenty Latin American Republics"),
    ("0022", "OECD"),
    ("0023", "NATO"),
    ("0024", "LAFTA"),
    ("0025", "euro area"),
    ("0026", "APEC"),
    ("0027", "ASEAN"),
    ("0028", "CACM"),
    ("1XXX", "North America"),
    ("2XXX", "Central America"),
    ("3XXX", "South America"),
    ("4XXX", "Europe"),
    ("5XXX", "Asia"),
    ("6XXX", "Australia and Oceania"),
    ("7XXX", "Africa"),
];

const UNITS: &[(&str, AnyUnit)] = &[
    ("BBL", AnyUnit::Volume(VolumeUnit::Barrel)),
    ("CAR", AnyUnit::Supplementary(SupplementaryUnit::Carats)),
    ("DOZ", AnyUnit::Supplementary(SupplementaryUnit::Dozens)),
    ("G", AnyUnit::Mass(MassUnit::Gram)),
    ("GM", AnyUnit::Mass(MassUnit::Gram)),
    ("K", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
    ("KG", AnyUnit::Mass(MassUnit::Kilogram)),
    ("KM", AnyUnit::Supplementary(SupplementaryUnit::ThousandMetres)),
    ("KM2", AnyUnit::Supplementary(SupplementaryUnit::ThousandSquareMetres)),
    // thousand cubic metres, not cubic kilometres
    ("KM3", AnyUnit::Volume(VolumeUnit::ThousandCubicMetres)),
    ("KWH", electricity(EnergyScale::KilowattHour)),
    ("L", AnyUnit::Volume(VolumeUnit::Litre)),
    ("M", AnyUnit::Supplementary(SupplementaryUnit::Metres)),
    ("M2", AnyUnit::Supplementary(SupplementaryUnit::SquareMetres)),
    ("M3", AnyUnit::Volume(VolumeUnit::CubicMetre)),
    ("MWH", electricity(EnergyScale::MegawattHour)),
    ("NO", AnyUnit::Supplementary(SupplementaryUnit::Items)),
    ("PCS", AnyUnit::Supplementary(SupplementaryUnit::Items)),
    ("PRS", AnyUnit::Supplementary(SupplementaryUnit::Pairs)),
    ("T", AnyUnit::Mass(MassUnit::Tonne)), // the metric ton
    ("THS", AnyUnit::Supplementary(SupplementaryUnit::ThousandItems)),
];

const fn electricity(scale: EnergyScale) -> AnyUnit {
    AnyUnit::Energy(EnergyUnit { scale, basis: HeatBasis::Electricity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Schedule C as published: code and ISO alpha-2 (KV, GZ and WE are the Bureau's own).
    const SCHEDULE_C: &str = "\
            1000 US 1010 GL 1220 CA 1610 PM 2010 MX 2050 GT 2080 BZ 2110 SV 2150 HN 2190 NI 2230 CR
            2250 PA 2320 BM 2360 BS 2390 CU 2410 JM 2430 TC 2440 KY 2450 HT 2470 DO 2481 AI 2482 VG
            2483 KN 2484 AG 2485 MS 2486 DM 2487 LC 2488 VC 2489 GD 2720 BB 2740 TT 2774 SX 2777 CW
            2779 AW 2831 GP 2839 MQ 3010 CO 3070 VE 3120 GY 3150 SR 3170 GF 3310 EC 3330 PE 3350 BO
            3370 CL 3510 BR 3530 PY 3550 UY 3570 AR 3720 FK 4000 IS 4010 SE 4031 SJ 4039 NO 4050 FI
            4091 FO 4099 DK 4120 GB 4190 IE 4210 NL 4231 BE 4239 LU 4271 AD 4272 MC 4279 FR 4280 DE
            4330 AT 4351 CZ 4359 SK 4370 HU 4411 LI 4419 CH 4470 EE 4490 LV 4510 LT 4550 PL 4621 RU
            4622 BY 4623 UA 4631 AM 4632 AZ 4633 GE 4634 KZ 4635 KG 4641 MD 4642 TJ 4643 TM 4644 UZ
            4700 ES 4710 PT 4720 GI 4730 MT 4751 SM 4752 VA 4759 IT 4791 HR 4792 SI 4793 BA 4794 MK
            4801 RS 4803 KV 4804 ME 4810 AL 4840 GR 4850 RO 4870 BG 4890 TR 4910 CY 5020 SY 5040 LB
            5050 IQ 5070 IR 5081 IL 5082 GZ 5083 WE 5110 JO 5130 KW 5170 SA 5180 QA 5200 AE 5210 YE
            5230 OM 5250 BH 5310 AF 5330 IN 5350 PK 5360 NP 5380 BD 5420 LK 5460 MM 5490 TH 5520 VN
            5530 LA 5550 KH 5570 MY 5590 SG 5600 ID 5601 TL 5610 BN 5650 PH 5660 MO 5682 BT 5683 MV
            5700 CN 5740 MN 5790 KP 5800 KR 5820 HK 5830 TW 5880 JP 6021 AU 6022 NF 6023 CC 6024 CX
            6029 HM 6040 PG 6141 NZ 6142 CK 6143 TK 6144 NU 6150 WS 6223 SB 6224 VU 6225 PN 6226 KI
            6227 TV 6412 NC 6413 WF 6414 PF 6810 MH 6820 FM 6830 PW 6862 NR 6863 FJ 6864 TO 7140 MA
            7210 DZ 7230 TN 7250 LY 7290 EG 7321 SD 7323 SS 7380 GQ 7410 MR 7420 CM 7440 SN 7450 ML
            7460 GN 7470 SL 7480 CI 7490 GH 7500 GM 7510 NE 7520 TG 7530 NG 7540 CF 7550 GA 7560 TD
            7580 SH 7600 BF 7610 BJ 7620 AO 7630 CG 7642 GW 7643 CV 7644 ST 7650 LR 7660 CD 7670 BI
            7690 RW 7700 SO 7741 ER 7749 ET 7770 DJ 7780 UG 7790 KE 7800 SC 7810 IO 7830 TZ 7850 MU
            7870 MZ 7880 MG 7881 YT 7890 KM 7904 RE 7905 TF 7910 ZA 7920 NA 7930 BW 7940 ZM 7950 SZ
            7960 ZW 7970 MW 7990 LS 9030 PR 9110 VI 9350 GU 9510 AS 9610 MP 9800 UM";

    fn area(code: &str) -> Area {
        match partner(code) {
            Some(Partner::Area(area)) => area,
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn every_code_of_schedule_c_is_the_country_of_its_iso_code() {
        let words: Vec<&str> = SCHEDULE_C.split_whitespace().collect();
        let rows: Vec<(&str, &str)> = words.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        assert_eq!(rows.len(), 240);
        for (code, iso) in &rows {
            match *iso {
                "KV" => assert_eq!(area(code).name(), "Kosovo"),
                "GZ" | "WE" => assert_eq!(area(code).name(), "State of Palestine"),
                "MC" => assert_eq!(area(code).name(), "Other Europe, nes"),
                "VI" => assert_eq!(area(code).name(), "Caribbean, nes"),
                iso => assert_eq!(area(code), Area::from_iso2(iso).unwrap(), "{code}"),
            }
        }
        // And the table has no code besides.
        let published: BTreeSet<u16> = rows.iter().map(|(code, _)| code.parse().unwrap()).collect();
        let ours = COUNTRIES.iter().map(|row| row.0).chain(OTHERS.iter().map(|row| row.0));
        assert_eq!(ours.collect::<BTreeSet<_>>(), published);
        assert_eq!(COUNTRIES.len() + OTHERS.len(), 240);
    }

    #[test]
    fn tables_ascend_and_name_areas_that_exist() {
        assert!(COUNTRIES.is_sorted_by(|one, two| one.0 < two.0));
        assert!(OTHERS.is_sorted_by(|one, two| one.0 < two.0));
        assert!(OTHERS.iter().all(|(_, number)| Area::from_code(*number).is_ok()));
        assert!(COUNTRIES.iter().all(|(code, _)| !OTHERS.iter().any(|(other, _)| code == other)));
        // Only the two parts of Palestine share an area.
        let areas: BTreeSet<u16> = COUNTRIES
            .iter()
            .map(|row| row.1.code())
            .chain(OTHERS.iter().map(|row| row.1))
            .collect();
        assert_eq!(areas.len(), 239);
    }

    #[test]
    fn countries_by_name() {
        let expected = [
            ("1000", "USA"),
            ("1220", "Canada"),
            ("2010", "Mexico"),
            ("2050", "Guatemala"),
            ("2470", "Dominican Rep."),
            ("2777", "Curaçao"),
            ("3070", "Venezuela"),
            ("3510", "Brazil"),
            ("4039", "Norway"),
            ("4099", "Denmark"),
            ("4120", "United Kingdom"),
            ("4190", "Ireland"),
            ("4210", "Netherlands"),
            ("4231", "Belgium"),
            ("4239", "Luxembourg"),
            ("4279", "France"),
            ("4280", "Germany"),
            ("4419", "Switzerland"),
            ("4621", "Russian Federation"),
            ("4622", "Belarus"),
            ("4623", "Ukraine"),
            ("4632", "Azerbaijan"),
            ("4633", "Georgia"),
            ("4759", "Italy"),
            ("4801", "Serbia"),
            ("4890", "Türkiye"),
            ("5081", "Israel"),
            ("5330", "India"),
            ("5460", "Myanmar"),
            ("5520", "Viet Nam"),
            ("5590", "Singapore"),
            ("5700", "China"),
            ("5790", "Dem. People's Rep. of Korea"),
            ("5800", "Rep. of Korea"),
            ("5820", "China, Hong Kong SAR"),
            ("5830", "Taiwan, Province of China"),
            ("5880", "Japan"),
            ("6021", "Australia"),
            ("7321", "Sudan"),
            ("7323", "South Sudan"),
            ("7630", "Congo"),
            ("7660", "Dem. Rep. of the Congo"),
            ("7910", "South Africa"),
        ];
        for (code, name) in expected {
            assert_eq!(area(code).name(), name, "{code}");
        }
    }

    #[test]
    fn groups_and_the_world_are_no_countries() {
        assert_eq!(partner("-"), Some(Partner::World));
        assert_eq!(partner("0003"), Some(Partner::Group("European Union")));
        for code in [
            "0001", "0014", "0017", "0020", "0021", "0022", "0023", "0024", "0025", "0026", "0027",
            "0028",
        ] {
            assert!(matches!(partner(code), Some(Partner::Group(_))), "{code}");
        }
        for continent in 1..=7 {
            assert!(
                matches!(partner(&format!("{continent}XXX")), Some(Partner::Group(_))),
                "{continent}"
            );
        }
        assert_eq!(GROUPS.len(), 20); // 19 in the answers, and OPEC, which only the guide lists
        for code in ["", "0", "0000", "0002", "8XXX", "9999", "570", "57000", "CN", "+570", "--"] {
            assert_eq!(partner(code), None, "{code}");
        }
    }

    #[test]
    fn units_are_those_of_the_customs_service() {
        let unit = |code| match super::unit(code) {
            UnitCode::Unit(unit) => unit.to_string(),
            other => format!("{other:?}"),
        };
        let expected = [
            ("KG", "kg"),
            ("GM", "g"),
            ("T", "t"),
            ("NO", "items"),
            ("PCS", "items"),
            ("PRS", "pairs"),
            ("THS", "thousand items"),
            ("BBL", "bbl"),
            ("L", "L"),
            ("M", "m"),
            ("M2", "m2"),
            ("M3", "m3"),
            ("KM3", "thousand m3"),
            ("KWH", "kWh"),
            ("MWH", "MWh"),
            ("CAR", "carats"),
            ("X", "Absent"),
            ("-", "Absent"),
            ("", "Absent"),
            ("DOZ", "dozens"),
            ("DPR", "Unknown"),
            ("CKG", "Unknown"),
            ("CYK", "Unknown"),
            ("PFL", "Unknown"),
            ("kg", "Unknown"),
        ];
        for (code, name) in expected {
            assert_eq!(unit(code), name, "{code}");
        }
        let codes: BTreeSet<_> = UNITS.iter().map(|row| row.0).collect();
        assert_eq!(codes.len(), UNITS.len());
    }
}
