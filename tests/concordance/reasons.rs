//! What is not converted, with its value and its reason.

use crate::tables::{code, shipped};
use bilateral::commodity::Classification;
use bilateral::concordance::{
    self, CodeConversion, CodeTable, ConvertedCodes, UnconvertedReason, Weights,
};
use bilateral::number::{Decimal, decimal};
use bilateral::{Amount, Commodity, Supplementary};

fn convert(values: &[(&str, i64)], conversion: &CodeConversion) -> ConvertedCodes {
    let values = values.iter().map(|(text, value)| (code(text), Decimal::from(*value)));
    concordance::convert(values.collect::<Vec<_>>(), conversion).unwrap()
}

fn between(from: &str, to: &str) -> CodeConversion {
    CodeConversion::between(from.parse().unwrap(), to.parse().unwrap(), Weights::Equal).unwrap()
}

fn reason(text: &str, conversion: &CodeConversion) -> UnconvertedReason {
    let converted = convert(&[(text, 7)], conversion);
    assert!(converted.rows().is_empty(), "{text}: {:?}", converted.rows());
    let [one] = converted.unconverted() else { panic!("{text}") };
    assert_eq!((one.from, one.at, one.value), (code(text), code(text), 7.into()));
    // The single code says the same.
    let error = conversion.code(code(text)).unwrap_err();
    assert!(error.to_string().contains(&one.reason.to_string()), "{error}");
    assert_eq!(error.help(), one.reason.help());
    one.reason.clone()
}

fn editions(list: &[&str]) -> Vec<Classification> {
    list.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn every_value_that_stays_behind_has_a_reason() {
    let back = between("H6", "H5");
    let start = "H6".parse().unwrap();
    assert_eq!(
        reason("H6:000001".replace("00000", "01239").as_str(), &back),
        UnconvertedReason::Unknown
    );
    // 851712 (mobile phones) ended in 2022 and began in 2007.
    let has = editions(&["H3", "H4", "H5"]);
    assert_eq!(reason("H6:851712", &back), UnconvertedReason::OtherEdition { has: has.clone() });
    assert_eq!(
        reason("H5:851712", &back),
        UnconvertedReason::OtherStart { start, has: has.clone() }
    );
    assert_eq!(reason("HS:851712", &back), UnconvertedReason::OtherStart { start, has });
    assert_eq!(reason("S4:76411", &back), UnconvertedReason::OtherStart { start, has: Vec::new() });
    for aggregate in ["H6:8517", "H6:85", "TOTAL"] {
        assert_eq!(reason(aggregate, &back), UnconvertedReason::Aggregate, "{aggregate}");
    }
    // Two codes for which the UN gives no successor.
    assert_eq!(reason("H3:291636", &between("H3", "H4")), UnconvertedReason::NoSuccessor);
    assert_eq!(reason("H5:300219", &between("H5", "H6")), UnconvertedReason::NoSuccessor);
    assert_eq!(reason("H6:710820", &between("H6", "S4")), UnconvertedReason::NoSuccessor);
    // Petroleum detail that only Comtrade lists.
    for only in ["H0:271011", "H0:271099"] {
        assert_eq!(reason(only, &between("H0", "H1")), UnconvertedReason::ComtradeOnly);
    }
    assert_eq!(reason("H1:271019", &between("H1", "H2")), UnconvertedReason::ComtradeOnly);
    assert!(between("H2", "H3").code(code("H2:271019")).is_ok());
}

#[test]
fn unspecified_goods_and_national_chapters_stay_themselves() {
    let back = between("H6", "H3");
    for digits in ["9999", "999999", "9999AA", "980100", "990000"] {
        let converted = convert(&[(&format!("H6:{digits}"), 7)], &back);
        let [row] = converted.rows() else { panic!("{digits}") };
        assert_eq!((row.code(), row.value()), (code(&format!("H3:{digits}")), 7.into()));
        assert!(!row.is_marked());
        assert_eq!(row.origins()[0].from, code(&format!("H6:{digits}")));
    }
    assert!(convert(&[("H6:9999AA", 7)], &back).rows()[0].is_kept());
    // SITC and BEC have codes for the former and none for the latter.
    let to_sitc = between("H6", "S4");
    let special = to_sitc.code(code("H6:999999")).unwrap();
    assert_eq!(to_sitc.code(code("H6:9999AA")).unwrap(), special);
    assert_eq!(special[0].to, code("S4:9310"));
    assert_eq!(reason("H6:980100", &to_sitc), UnconvertedReason::National);
    let own = CodeTable::new("H6".parse().unwrap(), "S4".parse().unwrap(), [("270900", "33300")]);
    assert_eq!(
        reason("H6:9999", &CodeConversion::equal(&own.unwrap())),
        UnconvertedReason::NotSpecified
    );
}

/// 300210 of HS2012 was split into several codes, of which one has no successor in HS2022: its part
/// stays there, and the sum is kept.
#[test]
fn a_part_that_ends_on_the_way_is_listed_there() {
    let forward = between("H4", "H6");
    let converted = convert(&[("H4:300210", 1_000)], &forward);
    let [end] = converted.unconverted() else { panic!("{:?}", converted.unconverted()) };
    assert_eq!((end.from, end.at), (code("H4:300210"), code("H5:300219")));
    assert_eq!(end.reason, UnconvertedReason::NoSuccessor);
    let targets = shipped("H4", "H5").targets(code("H4:300210")).count();
    let expected = bilateral::Ratio::new(1_000, targets as i64).unwrap();
    assert_eq!(end.exact, expected);
    let rest = converted.total_unconverted().unwrap() + converted.total().unwrap();
    assert_eq!(rest, 1_000.into());
    assert!(forward.code(code("H4:300210")).unwrap_err().to_string().contains("no successor"));
    // With a row of one's own nothing stays behind.
    let mended = shipped("H5", "H6").with_rows([("300219", "300249")]).unwrap();
    let mended =
        CodeConversion::equal(&shipped("H4", "H5")).then(&CodeConversion::equal(&mended)).unwrap();
    assert!(convert(&[("H4:300210", 1_000)], &mended).unconverted().is_empty());
}

#[test]
fn codes_that_were_left_out_or_lack_a_preference_say_so() {
    let table = shipped("H6", "H5");
    let plain = CodeConversion::equal(&table.without(&[code("H6:8549")]).unwrap());
    assert_eq!(reason("H6:854911", &plain), UnconvertedReason::LeftOut);
    assert_eq!(reason("H6:8549", &plain), UnconvertedReason::Aggregate);
    let (from, to) = ("H6".parse().unwrap(), "H5".parse().unwrap());
    let pairs = [("240411", "240391"), ("240411", "240399"), ("240412", "240391")];
    let own =
        CodeTable::new(from, to, pairs).unwrap().with_preferred([("240412", "240391")]).unwrap();
    assert_eq!(
        reason("H6:240411", &CodeConversion::preferred(&own).unwrap()),
        UnconvertedReason::NoPreferred
    );
    let groups = table.without(&[code("H6:8549")]).unwrap().groups();
    let grouped = concordance::to_groups(
        [(code("H6:854911"), 3.into()), (code("H6:9999AA"), 4.into()), (code("H6:85"), 5.into())],
        &groups,
    )
    .unwrap();
    let reasons: Vec<&UnconvertedReason> =
        grouped.unconverted().iter().map(|one| &one.reason).collect();
    assert_eq!(
        reasons,
        [
            &UnconvertedReason::Aggregate,
            &UnconvertedReason::LeftOut,
            &UnconvertedReason::NotSpecified
        ]
    );
}

#[test]
fn marks_and_traces() {
    let back = between("H6", "H5");
    // Of smartphones and other mobile phones one code was made.
    let values = [("H6:851713", 98), ("H6:851714", 4), ("H6:270900", 5), ("H6:270900", 6)];
    let converted = convert(&values, &back);
    let phones = converted.row(code("H5:851712")).unwrap();
    assert_eq!(phones.value(), 102.into());
    let origins: Vec<String> =
        phones.origins().iter().map(|one| format!("{} {}", one.from, one.value)).collect();
    assert_eq!(origins, ["H6:851713 98", "H6:851714 4"]);
    assert!(phones.is_marked());
    let crude = converted.row(code("H5:270900")).unwrap();
    assert_eq!((crude.value(), crude.is_marked()), (11.into(), false));
    assert_eq!(crude.to_string(), "H5:270900  11  1:1  from H6:270900 11");
    // Printed places stay: a tenth is the unit here.
    let split = concordance::convert([(code("H6:240411"), decimal("0.3"))], &back).unwrap();
    let parts: Vec<String> = split.rows().iter().map(|row| row.value().to_string()).collect();
    assert_eq!(parts, ["0.2", "0.1"]);
}

#[test]
fn growth_by_group_needs_no_weights() {
    let table = shipped("H6", "H5");
    let groups = table.groups();
    let values = |list: &[(&str, i64)]| {
        let values = list.iter().map(|(text, value)| (code(text), Decimal::from(*value)));
        concordance::to_groups(values.collect::<Vec<_>>(), &groups).unwrap()
    };
    let in_2021 = values(&[("H5:270900", 200)]);
    let in_2022 = values(&[("H6:270900", 250)]);
    let label = in_2021.rows()[0].label;
    assert_eq!(label, code("H6:270900"));
    assert_eq!(in_2022.row(label).unwrap().value, 250.into());
    assert_eq!(in_2022.row(label).unwrap().from, [(code("H6:270900"), 250.into())]);
}

#[test]
fn quantities_of_one_unit_convert_and_mixtures_do_not() {
    let back = between("H6", "H5");
    let amount = |code: &str, text: &str| -> (Commodity, Amount<Supplementary>) {
        (code.parse().unwrap(), text.parse().unwrap())
    };
    let phones = [amount("H6:851713", "98 items"), amount("H6:851714", "4 items")];
    let (converted, unit) = concordance::convert_amounts(phones, &back).unwrap();
    assert_eq!((converted.rows()[0].value(), unit.to_string()), (102.into(), "items".to_owned()));
    let mixed = [amount("H6:851713", "98 items"), amount("H6:851714", "4 pairs")];
    let error = concordance::convert_amounts(mixed, &back).unwrap_err();
    assert!(error.is_mismatch() && error.to_string().contains("items and pairs"), "{error}");
    let none: [(Commodity, Amount<Supplementary>); 0] = [];
    assert!(concordance::convert_amounts(none, &back).is_err());
}
