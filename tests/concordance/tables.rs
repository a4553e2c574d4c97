//! The tables that ship, against facts that were counted in Python.

use bilateral::Commodity;
use bilateral::commodity::Classification;
use bilateral::concordance::{CodeConversion, CodeTable, GroupKind, Weights};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub fn hs(year: &str) -> Classification {
    let edition = match year {
        "HS1992" => "H0",
        "HS1996" => "H1",
        "HS2002" => "H2",
        "HS2007" => "H3",
        "HS2012" => "H4",
        "HS2017" => "H5",
        "HS2022" => "H6",
        other => panic!("{other}"),
    };
    edition.parse().unwrap()
}

pub fn shipped(from: &str, to: &str) -> CodeTable {
    CodeTable::between(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

pub fn code(text: &str) -> Commodity {
    text.parse().unwrap()
}

type Pair = (&'static str, &'static str, usize, usize, usize, usize, usize, (usize, usize));

/// Rows, codes of both sides, rows whose both codes have one partner, groups, the group with most
/// codes. Counted by hand-written Python over the lists of the UN; see
/// `hs_tables.json` for three of them in full.
const PAIRS: &[Pair] = &[
    ("H1", "H0", 5_426, 5_113, 5_020, 4_570, 4_755, (24, 20)),
    ("H2", "H1", 5_611, 5_224, 5_113, 4_744, 4_891, (64, 62)),
    ("H3", "H2", 5_664, 5_052, 5_224, 4_471, 4_701, (75, 76)),
    ("H4", "H3", 5_364, 5_205, 5_051, 4_785, 4_917, (22, 23)),
    ("H5", "H4", 6_141, 5_388, 5_206, 4_744, 4_861, (175, 173)),
    ("H6", "H5", 15_657, 5_613, 5_387, 4_097, 4_201, (1_167, 1_091)),
];

#[test]
fn every_pair_of_editions_has_its_rows_and_groups() {
    for (from, to, rows, from_codes, to_codes, plain, groups, largest) in PAIRS {
        let table = shipped(from, to);
        let found = (table.len(), table.from_codes().count(), table.to_codes().count());
        assert_eq!(found, (*rows, *from_codes, *to_codes), "{table}");
        let degree_one =
            table.rows().filter(|(one, two)| table.degree(*one, *two) == Some((1, 1))).count();
        assert_eq!(degree_one, *plain, "{table}");
        let all = table.groups();
        assert_eq!(all.len(), *groups, "{table}");
        let sizes = all.iter().map(|group| (group.from().len(), group.to().len()));
        assert_eq!(sizes.max_by_key(|(one, two)| one + two).unwrap(), *largest, "{table}");
    }
}

#[test]
fn other_classifications_have_their_rows() {
    for (from, to, rows) in [
        ("H6", "S3", 14_992),
        ("H6", "S4", 13_191),
        ("H5", "S4", 6_003),
        ("H6", "B4", 5_926),
        ("H5", "B4", 5_511),
        ("H4", "B4", 5_281),
    ] {
        assert_eq!(shipped(from, to).len(), rows, "{from} {to}");
    }
    // Monetary gold and coin have no code of SITC.
    let table = shipped("H6", "S4");
    assert_eq!(table.targets(code("H6:710820")).count(), 0);
    assert_eq!(table.targets(code("H6:711890")).count(), 0);
}

#[test]
fn the_tables_are_those_of_the_reference() {
    let reference: Value = serde_json::from_str(include_str!("../data/hs_tables.json")).unwrap();
    for case in reference["tables"].as_array().unwrap() {
        let (from, to) = case["pair"].as_str().unwrap().split_once('_').unwrap();
        let table = CodeTable::between(hs(from), hs(to)).unwrap();
        let count = |name: &str| case[name].as_u64().unwrap() as usize;
        assert_eq!(table.len(), count("rows"));
        let mut degrees: BTreeMap<String, usize> = BTreeMap::new();
        let mut unchanged = 0;
        for (one, two) in table.rows() {
            // n:1 is a row whose target has several sources.
            let (targets, sources) = table.degree(one, two).unwrap();
            *degrees.entry(GroupKind::of(sources, targets).to_string()).or_default() += 1;
            unchanged += usize::from(one.code() == two.code());
        }
        assert_eq!(unchanged, count("unchanged_rows"));
        for (name, rows) in case["rows_by_local_degree"].as_object().unwrap() {
            assert_eq!(degrees[name] as u64, rows.as_u64().unwrap(), "{table}, {name}");
        }
        let targets: Vec<usize> =
            table.from_codes().map(|one| table.targets(one).count()).collect();
        assert_eq!(*targets.iter().max().unwrap(), count("max_targets"));
        let several = targets.iter().filter(|targets| **targets > 1).count();
        assert_eq!(several, count("from_codes_with_several_targets"));
        let largest = case["largest_group"].as_array().unwrap();
        let largest = largest.iter().map(|count| count.as_u64().unwrap() as usize);
        let groups = table.groups();
        let sizes = groups.iter().map(|group| [group.from().len(), group.to().len()]);
        assert!(sizes.max_by_key(|size| size[0] + size[1]).unwrap().into_iter().eq(largest));
        let of_kind = |kind| groups.iter().filter(|group| group.kind() == kind).count();
        for (name, kind) in [
            ("1:1", GroupKind::OneToOne),
            ("1 from, several to", GroupKind::OneToMany),
            ("several from, 1 to", GroupKind::ManyToOne),
            ("several to several", GroupKind::ManyToMany),
        ] {
            let expected = case["groups_by_kind"][name].as_u64().unwrap() as usize;
            assert_eq!(of_kind(kind), expected, "{table}, {name}");
        }
        let preferred = table.from_codes().filter(|one| table.preferred(*one).is_some()).count();
        let outside = count("conversion_rows_not_in_correlation");
        assert_eq!(preferred, count("unsd_conversion_rows") - outside, "{table}");
    }
}

/// ConvertedRow for row, where the lists of the UN lie beside the checkout.
#[test]
fn the_tables_are_those_of_the_un() {
    let Some(folder) = std::env::var_os("BILATERAL_SHARED") else { return println!("skipped") };
    let folder = std::path::Path::new(&folder).join("codes/hs");
    for (from, to, file) in [
        ("H1", "H0", "HS1996_HS1992"),
        ("H2", "H1", "HS2002_HS1996"),
        ("H3", "H2", "HS2007_HS2002"),
        ("H4", "H3", "HS2012_HS2007"),
        ("H5", "H4", "HS2017_HS2012"),
        ("H6", "H5", "HS2022_HS2017"),
        ("H6", "S3", "HS2022_SITC3"),
        ("H6", "S4", "HS2022_SITC4"),
        ("H5", "S4", "HS2017_SITC4"),
        ("H6", "B4", "HS2022_BEC4"),
        ("H5", "B4", "HS2017_BEC4"),
        ("H4", "B4", "HS2012_BEC4"),
    ] {
        let text = std::fs::read_to_string(folder.join(format!("correlation_{file}.csv"))).unwrap();
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let conversion = header.iter().position(|name| *name == "conversion");
        let table = shipped(from, to);
        let mut expected = BTreeSet::new();
        for line in lines {
            let fields: Vec<&str> = line.split(',').collect();
            let pair = (format!("{from}:{}", fields[0]), format!("{to}:{}", fields[1]));
            let is_preferred = table.preferred(code(&pair.0)) == Some(code(&pair.1));
            assert_eq!(is_preferred, conversion.is_some_and(|at| fields[at] == "1"), "{line}");
            expected.insert(pair);
        }
        let found: BTreeSet<_> =
            table.rows().map(|(one, two)| (one.to_string(), two.to_string())).collect();
        assert_eq!(found, expected, "{file}");
    }
}

/// The UN's conversion tables send these to codes that its correlation tables do not have. Where
/// the table knows one target alone there is nothing to choose.
#[test]
fn codes_whose_preferred_target_is_no_row_have_none() {
    for (from, to, expected) in [
        ("H1", "H0", &["H1:330620"][..]),
        ("H2", "H1", &[]),
        ("H3", "H2", &["H3:844331", "H3:844332", "H3:844339"]),
        ("H4", "H3", &[]),
        ("H5", "H4", &[]),
        ("H6", "H5", &[]),
    ] {
        let conversion = CodeConversion::preferred(&shipped(from, to)).unwrap();
        let found: Vec<String> =
            conversion.without_weights().map(|(code, _)| code.to_string()).collect();
        assert_eq!(found, expected, "{from} {to}");
    }
}

/// As the docs of `CodeTable::without` have it.
#[test]
fn phones_are_by_themselves_when_five_codes_are_left_out() {
    let table = shipped("H6", "H5");
    let out = ["H6:8549", "H6:8524", "H6:8529", "H6:854151", "H6:854159"].map(code);
    let group = |table: CodeTable| table.groups().of(code("H5:851712")).unwrap().to_string();
    assert_eq!(group(table.clone()), "H6:382510 (n:n, 1167 to 1091)");
    assert_eq!(group(table.without(&out[..1]).unwrap()), "H6:731700 (n:n, 553 to 525)");
    assert_eq!(group(table.without(&out).unwrap()), "H6:851713 (n:1, 2 to 1)");
    for left in out {
        let others: Vec<Commodity> = out.into_iter().filter(|code| *code != left).collect();
        assert_ne!(group(table.without(&others).unwrap()), "H6:851713 (n:1, 2 to 1)", "{left}");
    }
}

#[test]
fn groups_part_the_codes() {
    for (from, to, ..) in PAIRS {
        let table = shipped(from, to);
        let groups = table.groups();
        let mut seen = BTreeSet::new();
        for group in groups.iter() {
            for one in group.from().iter().chain(group.to()) {
                assert!(seen.insert(*one), "{one} is in two groups");
                assert_eq!(groups.of(*one), Some(group));
            }
            // Every row of a code stays inside, and no smaller set would do.
            let reached: BTreeSet<Commodity> =
                group.from().iter().flat_map(|one| table.targets(*one)).collect();
            assert!(reached.iter().eq(group.to()), "{group}");
        }
        let codes: BTreeSet<_> = table.from_codes().chain(table.to_codes()).collect();
        assert_eq!(seen, codes);
        assert_eq!(groups.iter().map(|group| group.rows()).sum::<usize>(), table.len());
        assert!(groups.iter().is_sorted_by_key(|group| group.label()));
        // Read the other way the groups are the same.
        assert_eq!(table.reversed().groups().len(), groups.len());
    }
}

#[test]
fn named_codes_can_be_left_out() {
    let table = shipped("H6", "H5");
    let largest = |table: &CodeTable| {
        table.groups().iter().map(|group| (group.from().len(), group.to().len())).max().unwrap()
    };
    // Counted in Python, as the rows above.
    let waste = table.without(&[code("H6:8549")]).unwrap();
    assert_eq!((waste.len(), waste.left_out().len()), (9_538, 6_119));
    assert_eq!(largest(&waste), (553, 525));
    let all = [code("H6:8549"), code("H6:8524"), code("H6:8529")];
    let three = table.without(&all).unwrap();
    assert_eq!((three.len(), three.groups().len(), largest(&three)), (6_156, 5_077, (175, 166)));
    assert!(table.without(&[code("H6:850001")]).is_err());
    assert!(table.without(&[code("TOTAL")]).is_err());
    let error = CodeConversion::equal(&waste).code(code("H6:854911")).unwrap_err();
    assert!(error.to_string().contains("left out"), "{error}");
}

#[test]
fn tables_that_do_not_ship_are_refused_by_name() {
    let (h6, h4, s1): (Classification, Classification, Classification) =
        ("H6".parse().unwrap(), "H4".parse().unwrap(), "S1".parse().unwrap());
    let error = CodeTable::between(h6, h4).unwrap_err();
    assert!(error.to_string().contains("H6 and H4") && error.help().contains("H6-H5"));
    assert_eq!(CodeTable::chain(h6, h4).unwrap().len(), 2);
    for (one, two) in [(h6, s1), (s1, h6), (h6, h6)] {
        assert!(CodeTable::chain(one, two).is_err(), "{one} {two}");
        assert!(CodeConversion::between(one, two, Weights::Equal).is_err());
    }
    let way = |one: &str, two: &str| {
        let tables = CodeTable::chain(one.parse().unwrap(), two.parse().unwrap()).unwrap();
        tables.iter().map(|table| table.to().to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(way("H0", "S4"), "H1 H2 H3 H4 H5 S4");
    assert_eq!(way("S3", "H4"), "H6 H5 H4");
    assert_eq!(way("H0", "S3"), "H1 H2 H3 H4 H5 H6 S3");
    assert_eq!(way("S3", "S4"), "H6 S4");
}
