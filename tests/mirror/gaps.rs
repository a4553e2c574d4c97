//! The gap taken apart: terms that add up to it exactly.

use crate::shared::{self, changed};
use crate::values::ratio;
use bilateral::area::{CHN, HKG, IND, KAZ, RUS, USA};
use bilateral::mirror::{Flows, GapDecomposition, GapTerm, Margin, Pair, Sides};
use bilateral::number::{Decimal, decimal};
use bilateral::{Commodity, Period, Ratio, Rounding, Undefined};
use proptest::prelude::*;
use serde_json::Value;

const TERMS: [(&str, GapTerm); 4] = [
    ("valuation_on_matched", GapTerm::Valuation),
    ("only_importer", GapTerm::OnlyImporter),
    ("only_exporter", GapTerm::OnlyExporter),
    ("residual_on_matched", GapTerm::Residual),
];

fn flows_of(case: &Value) -> Flows {
    let year = i32::try_from(case["year"].as_i64().unwrap()).unwrap();
    let report = |value: &Value| value.as_str().map(decimal);
    let rows = case["flows"].as_array().unwrap().iter().map(|row| {
        let area = |side: &str| row[side].as_str().unwrap().parse().unwrap();
        let mut pair = Pair::new(area("exporter"), area("importer"), Period::year(year));
        (pair.exported, pair.imported) = (report(&row["export"]), report(&row["import"]));
        pair
    });
    Flows::new(rows).unwrap()
}

/// The three sets of the reference, exactly: the terms, the measures of the set, and the counts.
#[test]
fn sets_equal_the_reference() {
    let file: Value =
        serde_json::from_str(include_str!("../data/mirror_decomposition.json")).unwrap();
    let mut sets = 0;
    for case in file["cases"].as_array().unwrap() {
        let flows = flows_of(case);
        let margin = Margin::fixed(ratio(&case["margin"])).unwrap();
        let expected = &case["expected"];
        let exact = |name: &str| ratio(&expected[name]["exact"]);
        let gap = flows.decompose(&margin).unwrap();
        assert_eq!(gap.difference(), exact("total_difference"));
        for (name, term) in TERMS {
            assert_eq!(gap.term(term), Some(&exact(name)), "{name}");
        }
        let measures = flows.measures(&margin).unwrap();
        assert_eq!(measures.symmetric_share().unwrap(), exact("symmetric_share"));
        assert_eq!(measures.gross(), exact("gross_asymmetry_matched"));
        assert_eq!(measures.net(), exact("net_asymmetry_matched"));
        let within = measures.share_within(ratio(&case["bound"])).unwrap();
        assert_eq!(within, exact("share_of_value_within_bound"));
        let coverage =
            [measures.coverage_of_exports().unwrap(), measures.coverage_of_imports().unwrap()];
        let sides =
            ["export", "import"].map(|s| exact(&format!("coverage_two_sided_of_{s}_value")));
        assert_eq!(coverage, sides);
        for (name, side) in [
            ("matched", Sides::Both),
            ("only_exporter", Sides::OnlyExporter),
            ("only_importer", Sides::OnlyImporter),
        ] {
            assert_eq!(measures.count(side) as u64, expected["counts"][name].as_u64().unwrap());
        }
        sets += 1;
    }
    assert_eq!(sets, 3);
}

fn fuels_2017() -> Pair {
    Pair::new(RUS, CHN, Period::year(2017))
        .of("H5:27".parse().unwrap())
        .exported(decimal("25245786810"))
        .imported(decimal("27431760370"))
}

/// Fuels from Russia to China, 2017 (UN Comtrade, HS 2017): +8.66 %, of which 6 % of the FOB value
/// may be freight. By hand: 27431760370 - 27431760370 / 1.06 = 1552741152.9, and 2185973560 less
/// that. No re-exports are reported for this flow, so that term is absent.
#[test]
fn russian_fuels_in_china_2017() {
    let gap = Flows::new([fuels_2017()]).unwrap().decompose(&Margin::imf()).unwrap();
    assert_eq!(gap.difference(), Ratio::from(2_185_973_560_i64));
    let rounded = |term| gap.term(term).unwrap().round(1, Rounding::HalfEven).to_string();
    assert_eq!(rounded(GapTerm::Valuation), "1552741153.0");
    assert_eq!(rounded(GapTerm::Residual), "633232407.0");
    assert_eq!(gap.relative(GapTerm::Residual).unwrap().percent(2).to_string(), "2.51 %");
    let (exact, zero) = (|above| Ratio::new(above, 53).unwrap(), Ratio::zero());
    assert_eq!(gap.term(GapTerm::Valuation), Some(&exact(82_295_281_110_i64)));
    assert_eq!(gap.term(GapTerm::Residual), Some(&exact(33_561_317_570_i64)));
    assert_eq!(gap.term(GapTerm::OnlyImporter), Some(&zero));
    for absent in [GapTerm::ReExports, GapTerm::Confidential, GapTerm::Unspecified] {
        assert_eq!(gap.term(absent), None, "{absent}");
        assert_eq!(gap.relative(absent).unwrap_err().undefined(), Some(&Undefined::Missing));
    }
    assert_eq!(
        gap.to_string(),
        "imports 27431760370 - exports 25245786810 = 2185973560\n  \
         valuation                            1552741153\n  \
         only the importer reports                     0\n  \
         only the exporter reports                     0\n  \
         residual                              633232407"
    );
    // No margin was named: no valuation, which is not a valuation of zero.
    let bare = Flows::new([fuels_2017()]).unwrap().decompose(&Margin::none()).unwrap();
    assert_eq!(bare.term(GapTerm::Valuation), None);
    assert_eq!(bare.term(GapTerm::Residual), Some(&Ratio::from(2_185_973_560_i64)));
}

/// The same from the rows of both reporters: the figures are there, and no re-exports to take.
#[test]
fn russian_fuels_as_reported() {
    let Some(rows) = shared::rows("china_russia_hs27_hs44_all_flows_1996_2017.csv") else { return };
    let of = |flow: &str, reporter: &str, partner: &str| {
        let row = rows.iter().find(|row| {
            row["year"] == "2017"
                && row["hs2"] == "27"
                && row["flow"] == flow
                && row["reporter"] == reporter
                && row["partner"] == partner
        });
        row.map(|row| decimal(&row["usd"]))
    };
    assert_eq!(of("X", "RUS", "CHN"), fuels_2017().exported);
    assert_eq!(of("M", "CHN", "RUS"), fuels_2017().imported);
    let mut gap = Flows::new([fuels_2017()]).unwrap().decompose(&Margin::imf()).unwrap();
    if let Some(re_exports) = of("RX", "RUS", "CHN") {
        gap = gap.with_re_exports(re_exports).unwrap();
    }
    assert!(rows.iter().all(|row| row["flow"] != "RX"));
    assert_eq!(gap.term(GapTerm::ReExports), None);
}

/// What is given is taken out of the residual, once; the sum stays.
#[test]
fn given_terms_come_out_of_the_residual() {
    let flow = Pair::new(CHN, USA, Period::year(2010))
        .exported(decimal("283.3"))
        .imported(decimal("364.9"));
    let gap = Flows::new([flow]).unwrap().decompose(&Margin::imf()).unwrap();
    let before = gap.term(GapTerm::Residual).unwrap().clone();
    let gap = gap.with_re_exports(decimal("40.5")).unwrap();
    let gap = gap.with_confidential(decimal("-1.5")).unwrap();
    let gap = gap.with_unspecified(decimal("2")).unwrap();
    // 40.5 - 1.5 + 2 = 41
    assert_eq!(gap.term(GapTerm::Residual), Some(&(before - Ratio::from(41))));
    assert_eq!(sum(&gap), gap.difference());
    let twice = gap.clone().with_re_exports(decimal("1")).unwrap_err();
    assert!(twice.to_string().contains("40.5") && twice.help().contains("once"), "{twice:#}");
    assert!(gap.with_re_exports(decimal("-1")).is_err());
}

fn sum(gap: &GapDecomposition) -> Ratio {
    gap.terms().iter().map(|(_, amount)| amount.clone()).sum()
}

/// Products, and what is in the totals alone. By hand: X 100, M 120; fuels 60 and 63, wood 10 by
/// the exporter alone, ores 8 by the importer alone; so the totals hold 30 and 49 beyond them.
#[test]
fn products_and_totals() {
    let total = Pair::new(RUS, CHN, Period::year(2017));
    let of = |code: &str| total.of(code.parse().unwrap());
    let products = Flows::new([
        of("H5:27").exported(decimal("60")).imported(decimal("63")),
        of("H5:44").exported(decimal("10")),
        of("H5:26").imported(decimal("8")),
    ])
    .unwrap();
    let whole = total.exported(decimal("100")).imported(decimal("120"));
    let gap = products.decompose_total(&whole, &Margin::fixed(decimal("0.05")).unwrap()).unwrap();
    let expected = [
        (GapTerm::Valuation, 3), // 63 - 60
        (GapTerm::OnlyImporter, 8),
        (GapTerm::OnlyExporter, -10),
        (GapTerm::OnlyInTotal, 19),
        (GapTerm::Residual, 0),
    ];
    assert_eq!(gap.terms(), expected.map(|(term, amount)| (term, Ratio::from(amount))));
    assert_eq!(gap.difference(), Ratio::from(20));
    let codes: Vec<String> = gap.products().iter().map(|(code, _)| code.to_string()).collect();
    assert_eq!(codes, ["H5:26", "H5:27", "H5:44"]);
    let of_products: Ratio = gap.products().iter().map(|(_, own)| own.difference()).sum();
    assert_eq!(of_products + Ratio::from(19), gap.difference());

    // Only one product: it is listed too.
    let fuels = of("H5:27").exported(decimal("60")).imported(decimal("63"));
    let one = Flows::new([fuels]).unwrap().decompose_total(&whole, &Margin::none()).unwrap();
    assert_eq!(one.products().len(), 1);
    assert_eq!(one.term(GapTerm::OnlyInTotal), Some(&Ratio::from(17)));

    // Other areas, goods beyond the total, a total that one side does not report.
    let other = Flows::new([changed(fuels, |pair| pair.importer = KAZ)]).unwrap();
    assert!(other.decompose_total(&whole, &Margin::none()).is_err());
    let heading = whole.of("H5:2709".parse().unwrap());
    let products = Flows::new([fuels]).unwrap();
    assert!(products.decompose_total(&heading, &Margin::none()).is_err());
    let error =
        products.decompose_total(&changed(whole, |pair| pair.imported = None), &Margin::none());
    assert_eq!(error.unwrap_err().undefined(), Some(&Undefined::Missing));
}

/// A report with two digits behind the point, or none.
fn report() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 1 => Just(Some(0)), 6 => (0..1_000_000_000_000_i64).prop_map(Some)]
}

proptest! {
    /// The terms add up to imports minus exports exactly, whatever is reported and given. The
    /// difference is computed on whole cents beside it.
    #[test]
    fn terms_add_up(
        reports in prop::collection::vec((report(), report()), 1..12),
        rate in 0..999_u32,
        given in prop::array::uniform3(0..1_000_000_i64),
    ) {
        let areas = [RUS, CHN, USA, IND, KAZ, HKG];
        let of = |at: usize| {
            let chapter = 10 + at / 6;
            let goods: Commodity = format!("H6:{chapter}").parse().unwrap();
            Pair::new(areas[at % 6], areas[(at + 1) % 6], Period::year(2020)).of(goods)
        };
        let cents = |value: i64| Decimal::new(value, 2);
        let rows = reports.iter().enumerate().map(|(at, (x, m))| {
            changed(of(at), |pair| (pair.exported, pair.imported) = (x.map(cents), m.map(cents)))
        });
        let flows = Flows::new(rows).unwrap();
        let margin = Margin::fixed(Decimal::new(i64::from(rate), 3)).unwrap();
        let gap = flows.decompose(&margin).unwrap();
        let of_reports: i64 =
            reports.iter().map(|(x, m)| m.unwrap_or(0) - x.unwrap_or(0)).sum();
        let expected = Ratio::new(of_reports, 100).unwrap();
        prop_assert_eq!(gap.difference(), expected.clone());
        prop_assert_eq!(sum(&gap), expected.clone());
        let of_products: Ratio = gap.products().iter().map(|(_, own)| sum(own)).sum();
        prop_assert!(gap.products().is_empty() || of_products == expected);
        let [one, two, three] = given;
        let gap = gap.with_re_exports(one).unwrap();
        let gap = gap.with_confidential(-two).unwrap().with_unspecified(three).unwrap();
        prop_assert_eq!(sum(&gap), expected);
        let measures = flows.measures(&margin).unwrap();
        prop_assert!(measures.gross() >= measures.net().abs());
    }
}
