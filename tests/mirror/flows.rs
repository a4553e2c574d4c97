//! Sets of flows: what is a flow, what is left out, and their measures.

use crate::shared::{self, changed};
use bilateral::area::{CHN, EU, HKG, IND, KAZ, RUS, USA, WORLD};
use bilateral::mirror::{Flows, Margin, NotAFlow, Pair, Sides};
use bilateral::number::decimal;
use bilateral::{Area, Period, Ratio, Undefined};
use proptest::prelude::*;
use serde_json::Value;

const YEAR: Period = Period::year(2017);

fn flow(exporter: Area, importer: Area, exported: &str, imported: &str) -> Pair {
    Pair::new(exporter, importer, YEAR).exported(decimal(exported)).imported(decimal(imported))
}

/// China's imports from itself, the World, the Union and "Areas, nes" are no flows; their number
/// and their shares stay. "Other Asia, nes" is Taiwan in practice and is one.
#[test]
fn what_is_no_flow_is_left_out_with_its_share() {
    let (nes, other_asia) = (Area::from_code(899).unwrap(), Area::from_code(490).unwrap());
    let flows = Flows::new([
        flow(RUS, CHN, "40", "44"),
        flow(CHN, other_asia, "10", "6"),
        flow(CHN, CHN, "0", "5"),
        flow(RUS, WORLD, "30", "25"),
        flow(CHN, EU, "10", "10"),
        flow(nes, RUS, "10", "0"),
        flow(RUS, nes, "0", "10"),
    ])
    .unwrap();
    assert_eq!(flows.len(), 2);
    let left: Vec<_> = flows
        .left_out()
        .iter()
        .map(|out| {
            let share = |share: &Option<Ratio>| share.clone().unwrap().percent(0).to_string();
            (out.reason, out.count, share(&out.share_of_exports), share(&out.share_of_imports))
        })
        .collect();
    // Exports are 100 in all, imports 100 too.
    let row = |reason, count, exports: &str, imports: &str| {
        (reason, count, format!("{exports} %"), format!("{imports} %"))
    };
    assert_eq!(
        left,
        [
            row(NotAFlow::SelfTrade, 1, "0", "5"),
            row(NotAFlow::World, 1, "30", "25"),
            row(NotAFlow::Group, 1, "10", "10"),
            row(NotAFlow::Unspecified, 2, "10", "10"),
        ]
    );
    assert_eq!(
        flows.left_out()[3].to_string(),
        "an area that is not specified: 2 rows, 10.0 % of the exports given, \
         10.0 % of the imports given"
    );
    let none = Flows::new([]).unwrap();
    assert!(none.is_empty() && none.left_out().is_empty());
}

/// The same flow twice, a heading with its chapter, a month with its year, both codes of Taiwan.
#[test]
fn a_flow_is_never_counted_twice() {
    let flow = Pair::new(RUS, CHN, YEAR).exported(decimal("1"));
    let of = |code: &str| flow.of(code.parse().unwrap());
    let refused = |one: Pair, other: Pair| {
        for rows in [[one, other], [other, one]] {
            let error = Flows::new(rows).unwrap_err();
            assert!(matches!(error.kind(), bilateral::ErrorKind::Overlap { .. }), "{error}");
        }
        Flows::new([one, other]).unwrap_err().help()
    };
    assert!(refused(flow, flow).contains("once"));
    assert!(refused(of("H5:27"), of("H5:2709")).contains("finest level"));
    assert!(refused(of("H5:270900"), flow).contains("once"));
    assert!(refused(of("H5:27"), of("H6:27")).contains("in one edition"));
    assert!(refused(of("HSS:05"), of("H5:2709")).contains("once"));
    let month = changed(flow, |pair| pair.period = Period::month(2017, 3));
    assert!(refused(flow, month).contains("same or apart"));
    let areas = [Area::from_code(490).unwrap(), Area::from_code(158).unwrap()];
    let [s19, taiwan] = areas.map(|area| changed(flow, |pair| pair.importer = area));
    let help = refused(s19, taiwan);
    assert!(help.contains("490") && help.contains("158"), "{help}");
    // What only looks alike is taken: the other direction, codes beside each other, other years.
    let beside = [
        of("H5:2709"),
        of("H5:2710"),
        of("H5:270810"),
        of("H5:271012"),
        changed(of("H5:27"), |pair| {
            pair.exporter = CHN;
            pair.importer = RUS
        }),
        changed(of("H5:27"), |pair| pair.period = Period::year(2018)),
    ];
    // 271012 is part of 2710.
    assert!(Flows::new(beside).is_err());
    let beside: Vec<Pair> =
        beside.into_iter().filter(|pair| pair.commodity.code() != "271012").collect();
    assert_eq!(Flows::new(beside).unwrap().len(), 5);
}

/// A hundred thousand flows of subheadings are checked in no time, and one repeated is found.
#[test]
fn many_flows_are_checked_quickly() {
    let mut rows = Vec::new();
    for chapter in (10..97).filter(|chapter| *chapter != 77) {
        for rest in 0..1000 {
            let code = format!("H6:{chapter}{:04}", rest + 1000).parse().unwrap();
            rows.push(Pair::new(RUS, CHN, YEAR).of(code).exported(decimal("1")));
        }
    }
    let began = std::time::Instant::now();
    assert_eq!(Flows::new(rows.iter().copied()).unwrap().len(), 86_000);
    rows.push(Pair::new(RUS, CHN, YEAR).of("H6:8410".parse().unwrap()));
    assert!(Flows::new(rows).is_err());
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn measures_without_trade_are_typed() {
    let reason = |result: Result<Ratio, bilateral::Error>| {
        assert_eq!(result.unwrap_err().undefined(), Some(&Undefined::NoTrade));
    };
    let zeros = Flows::new([flow(RUS, CHN, "0", "0")]).unwrap();
    let measures = zeros.measures(&Margin::none()).unwrap();
    reason(measures.symmetric_share());
    reason(measures.share_within(decimal("0.1")));
    reason(measures.coverage_of_exports());
    reason(measures.coverage_of_imports());
    assert_eq!((measures.gross(), measures.count(Sides::Both)), (Ratio::zero(), 1));
    let alone = Flows::new([Pair::new(RUS, CHN, YEAR).exported(decimal("5"))]).unwrap();
    let measures = alone.measures(&Margin::none()).unwrap();
    assert_eq!(measures.coverage_of_exports().unwrap(), Ratio::zero());
    reason(measures.coverage_of_imports());
    assert!(measures.share_within(decimal("-0.1")).is_err());
    let negative = Pair::new(RUS, CHN, YEAR).exported(decimal("-5"));
    let error = Flows::new([negative]).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::NegativeLevel));
}

/// Flows that are taken out are told by what they are, not by their figures.
#[test]
fn flows_can_be_taken_out() {
    let flows =
        Flows::new([flow(RUS, CHN, "1", "2"), flow(CHN, RUS, "3", "4"), flow(CHN, CHN, "5", "5")])
            .unwrap();
    let rest = flows.without(&[Pair::new(RUS, CHN, YEAR), Pair::new(IND, CHN, YEAR)]);
    assert_eq!(rest.pairs(), [flow(CHN, RUS, "3", "4")]);
    assert_eq!(rest.left_out(), flows.left_out());
}

/// The border of a bound belongs to it: 95 and 105 are a tenth of their mean apart.
#[test]
fn the_border_of_a_bound() {
    let measures =
        Flows::new([flow(RUS, CHN, "95", "105")]).unwrap().measures(&Margin::none()).unwrap();
    assert_eq!(measures.share_within(decimal("0.10")).unwrap(), Ratio::one());
    assert_eq!(measures.share_within(decimal("0.0999999999")).unwrap(), Ratio::zero());
}

proptest! {
    /// The measures in whole numbers beside them, without a margin: nothing but integers.
    #[test]
    fn measures_follow_their_formulas(
        reports in prop::collection::vec((0..1_000_000_i64, 0..1_000_000_i64), 1..20),
        bound in 0..100_i64,
    ) {
        let areas = [RUS, CHN, USA, IND, KAZ, HKG];
        let rows = reports.iter().enumerate().map(|(at, (x, m))| {
            let year = 2000 + i32::try_from(at / 6).unwrap();
            Pair::new(areas[at % 6], areas[(at + 1) % 6], Period::year(year))
                .exported(decimal(&x.to_string()))
                .imported(decimal(&m.to_string()))
        });
        let measures = Flows::new(rows).unwrap().measures(&Margin::none()).unwrap();
        let value: i64 = reports.iter().map(|(x, m)| x + m).sum();
        let least: i64 = reports.iter().map(|(x, m)| x.min(m)).sum();
        let gross: i64 = reports.iter().map(|(x, m)| (m - x).abs()).sum();
        let net: i64 = reports.iter().map(|(x, m)| m - x).sum();
        let within: i64 = reports
            .iter()
            .filter(|(x, m)| 200 * (m - x).abs() <= bound * (m + x))
            .map(|(x, m)| x + m)
            .sum();
        prop_assert_eq!(measures.gross(), Ratio::from(gross));
        prop_assert_eq!(measures.net(), Ratio::from(net));
        prop_assume!(value > 0);
        prop_assert_eq!(measures.symmetric_share().unwrap(), Ratio::new(2 * least, value).unwrap());
        let share = measures.share_within(Ratio::new(bound, 100).unwrap()).unwrap();
        prop_assert_eq!(share, Ratio::new(within, value).unwrap());
        // 1 less the symmetric share is gross over value.
        prop_assert_eq!(
            Ratio::one() - measures.symmetric_share().unwrap(),
            Ratio::new(gross, value).unwrap()
        );
    }
}

/// All pairs of 19 economies, year by year: number, sums and gross asymmetry, exactly, and gross
/// over exports and net over imports as in the notes (29.7 % in 2005, 25.9 % in 2018; -2.8, -6.1).
#[test]
fn nineteen_economies_by_year() {
    let file: Value =
        serde_json::from_str(include_str!("../data/mirror_annual_totals.json")).unwrap();
    let Some(rows) = shared::rows("mirror_comtrade_total_19_economies_2005_2019.csv") else {
        return;
    };
    let mut years = 0;
    for (year, expected) in file["expected"].as_object().unwrap() {
        let pairs = rows.iter().filter(|row| row["year"] == *year).map(|row| {
            let sides = ["exporter", "importer"].map(|side| row[side].parse().unwrap());
            shared::pair(row, sides, ["export_fob_usd", "import_cif_usd"])
        });
        let flows = Flows::new(pairs).unwrap();
        let measures = flows.measures(&Margin::none()).unwrap();
        assert_eq!(measures.count(Sides::Both) as u64, expected["pairs"].as_u64().unwrap());
        let exact = |name: &str| crate::values::ratio(&expected[name]);
        assert_eq!(*measures.exports(), exact("exports"), "{year}");
        assert_eq!(*measures.imports(), exact("imports"), "{year}");
        assert_eq!(measures.gross(), exact("gross_asymmetry"), "{year}");
        let gross = measures.gross().over(measures.exports()).unwrap().percent(1).to_string();
        let net = measures.net().over(measures.imports()).unwrap().percent(1).to_string();
        let noted = match year.as_str() {
            "2005" => ["29.7 %", "-2.8 %"],
            "2013" => ["31.6 %", "-12.9 %"],
            "2018" => ["25.9 %", "-6.1 %"],
            "2019" => ["26.4 %", "-5.8 %"],
            _ => [gross.as_str(), net.as_str()],
        };
        assert_eq!([gross.as_str(), net.as_str()], noted, "{year}");
        years += 1;
    }
    assert_eq!(years, 15);
}
