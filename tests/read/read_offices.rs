//! Files of China Customs, Comext and the US Census Bureau: fixtures of our own making, in which
//! every trap of these formats stands, and made-up numbers. What is expected was added up by hand;
//! the sums stand beside it.

use crate::files::Folder;
use bilateral::area::{AND, CAN, CHN, DEU, FRA, GBR, GRC, NLD, PRK, PSE, RUS, USA, VNM, WORLD};
use bilateral::commodity::{Classification, HsEdition};
use bilateral::panel::{Duplicates, Panel, Totals};
use bilateral::read::{self, Account, Format, Opened, QuantityKind, Reader, Reason};
use bilateral::{Area, Flow, Key, Period, Releases, Valuation};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::PathBuf;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/read").join(name))
        .unwrap()
}

fn imports() -> Reader {
    Reader::new().flow(Flow::Import)
}

/// What was read, whatever is lost.
fn panel(opened: &Opened) -> Panel {
    opened.clone().panel_with_losses().unwrap()
}

fn value(panel: &Panel, key: Key, period: Period) -> String {
    let row = panel.find(&key, period).unwrap_or_else(|miss| panic!("{key}, {period}: {miss}"));
    panel.value(row).unwrap().to_string()
}

fn quantity(panel: &Panel, key: Key, period: Period) -> Option<String> {
    let row = panel.find(&key, period).unwrap_or_else(|miss| panic!("{key}, {period}: {miss}"));
    panel.quantity(row).map(|(number, unit)| format!("{} {}", number.normalize(), unit.unwrap()))
}

/// Accepted and set aside are all rows, and these are the reasons.
fn check(account: &Account, accepted: u64, aside: &[(Reason, u64)]) {
    let found: Vec<(Reason, u64)> =
        account.set_aside().iter().map(|kind| (kind.reason, kind.rows)).collect();
    assert_eq!(found, aside, "{account}");
    assert_eq!(account.accepted(), accepted, "{account}");
    assert_eq!(account.rows(), account.accepted() + account.set_aside_rows(), "{account}");
}

/// The values of the rows that hold others, in the order of the panel.
fn totals(panel: &Panel) -> Vec<i64> {
    panel.reported().map_or(Vec::new(), |totals| totals.mantissas().to_vec())
}

fn remarked(account: &Account, words: &str) -> bool {
    account.remarks().iter().any(|remark| remark.contains(words))
}

fn lines_of(account: &Account, reason: Reason) -> Vec<u64> {
    let kind = account.set_aside().iter().find(|kind| kind.reason == reason);
    kind.map_or(Vec::new(), |kind| kind.first.iter().map(|line| line.place.line).collect())
}

// China Customs, query downloads.

/// Lines 2 and 3 are crude oil by two regimes and provinces: 3,150,000 + 225,000 = 3,375,000
/// dollars and 7,000,000 + 500,000 kg. Line 4 repeats line 2. Line 5 is China from China. Lines 6
/// and 7 are two codes without a country: 1,234 + 766 = 2,000, and no quantity. Line 8 counts in a
/// unit whose two bytes are also valid in UTF-8. Lines 9 to 13 are wrong each in its way. Line 14
/// counts in hundreds, for which there is no unit, so its weight stands.
#[test]
fn chinese_download() {
    let january = Period::month(2026, 1);
    for name in ["gacc_query_gb18030.csv", "gacc_query_utf8.csv"] {
        let opened = imports().read(fixture(name).as_slice(), name).unwrap();
        assert_eq!(opened.format, Format::GaccQuery);
        let account = &opened.account;
        check(
            account,
            7,
            &[
                (Reason::Duplicate, 1),
                (Reason::UnknownArea, 1),
                (Reason::UnknownCommodity, 1),
                (Reason::NoValue, 1),
                (Reason::BadNumber, 1),
                (Reason::WrongFieldCount, 1),
            ],
        );
        for (reason, line) in [
            (Reason::Duplicate, 4),
            (Reason::BadNumber, 9),
            (Reason::UnknownArea, 10),
            (Reason::NoValue, 11),
            (Reason::WrongFieldCount, 12),
            (Reason::UnknownCommodity, 13),
        ] {
            assert_eq!(lines_of(account, reason), [line], "{reason}");
        }
        let unknown =
            account.set_aside().iter().find(|kind| kind.reason == Reason::UnknownArea).unwrap();
        assert_eq!(unknown.first[0].place.column.as_deref(), Some("贸易伙伴编码"));
        assert!(remarked(account, "百个 (1 row)") && remarked(account, "added up"), "{account}");

        let panel = panel(&opened);
        assert_eq!(panel.unit().to_string(), "US$");
        let crude = Key::imports(CHN).from(RUS).of("CHN:27090000".parse().unwrap());
        assert_eq!(value(&panel, crude, january), "3375000");
        assert_eq!(quantity(&panel, crude, january).as_deref(), Some("7500000 kg"));
        let own = Key::imports(CHN).from(CHN).of("CHN:85423190".parse().unwrap());
        assert_eq!(
            (value(&panel, own, january), quantity(&panel, own, january).unwrap()),
            ("98765".into(), "120 items".into())
        );
        let nowhere = Key::imports(CHN)
            .from(Area::from_code(899).unwrap())
            .of("CHN:71023100".parse().unwrap());
        assert_eq!(
            (value(&panel, nowhere, january), quantity(&panel, nowhere, january)),
            ("2000".into(), None)
        );
        let taiwan = Key::imports(CHN)
            .from(Area::from_code(158).unwrap())
            .of("CHN:84713000".parse().unwrap());
        assert_eq!(quantity(&panel, taiwan, january).as_deref(), Some("2 items"));
        let pens =
            Key::imports(CHN).from("HKG".parse().unwrap()).of("CHN:96081000".parse().unwrap());
        assert_eq!(quantity(&panel, pens, january).as_deref(), Some("12 kg"));
        assert_eq!(panel.len(), 5);
    }
}

#[test]
fn quantities_and_regimes_of_a_download_can_be_chosen() {
    let (file, january) = (fixture("gacc_query_gb18030.csv"), Period::month(2026, 1));
    let own = Key::imports(CHN).from(CHN).of("CHN:85423190".parse().unwrap());
    let crude = Key::imports(CHN).from(RUS).of("CHN:27090000".parse().unwrap());
    for (wanted, of_chips, of_crude) in [
        (QuantityKind::Reported, Some("120 items"), Some("7500000 kg")),
        (QuantityKind::NetWeight, Some("3 kg"), Some("7500000 kg")),
        (QuantityKind::Supplementary, Some("3 kg"), None),
    ] {
        let panel = panel(&imports().quantity(wanted).read(file.as_slice(), "file").unwrap());
        assert_eq!(quantity(&panel, own, january).as_deref(), of_chips, "{wanted:?}");
        assert_eq!(quantity(&panel, crude, january).as_deref(), of_crude, "{wanted:?}");
    }
    for regime in ["19", "Border Trade"] {
        let opened = imports().regime(regime).read(file.as_slice(), "file").unwrap();
        assert_eq!(value(&panel(&opened), crude, january), "225000");
        // Ten rows of other regimes and the one with too few fields are not read further.
        check(&opened.account, 1, &[(Reason::OtherPart, 11), (Reason::WrongFieldCount, 1)]);
    }
    // Under a rule of the caller a regime is never added to itself, and none is lost: 3,150,000
    // twice, and 225,000 once.
    for rule in [Duplicates::Sum, Duplicates::KeepFirst, Duplicates::KeepLast] {
        let opened = imports().duplicates(rule).read(file.as_slice(), "file").unwrap();
        assert_eq!(opened.account.count(Reason::Duplicate), 1, "{rule:?}: {}", opened.account);
        assert_eq!(value(&panel(&opened), crude, january), "3375000", "{rule:?}");
    }
    assert!(
        imports()
            .duplicates(Duplicates::Refuse)
            .read(file.as_slice(), "file")
            .unwrap_err()
            .is_conflict()
    );
}

/// One month without a date, in yuan, with the older spelling of a column and names whose commas
/// are two bytes of Chinese. 2709 holds 270900, which holds 27090000, all of 1,000; so the sum of
/// parts is 1,000 + 2,500, and there are two totals.
#[test]
fn english_download_of_one_month() {
    let (file, march) = (fixture("gacc_query_one_month.csv"), Period::month(2025, 3));
    let error = imports().read(file.as_slice(), "month.csv").unwrap_err();
    assert!(
        error.to_string().contains("month.csv") && error.help().contains("Reader::new().period"),
        "{error}"
    );
    let error = Reader::new().period(march).read(file.as_slice(), "month.csv").unwrap_err().help();
    assert!(error.contains("Reader::new().flow"), "{error}");

    // All rows are ordinary trade, which is to be named: it is not all trade.
    let all = Reader::new().flow(Flow::Export).period(march);
    let opened = all.read(file.as_slice(), "month.csv").unwrap();
    check(&opened.account, 0, &[(Reason::WithoutTotal, 4)]);
    let reader = all.clone().regime("10");
    let opened = reader.read(file.as_slice(), "month.csv").unwrap();
    check(&opened.account, 4, &[]);
    let panel = panel(&opened);
    assert_eq!((panel.unit().to_string(), panel.len()), ("yuan".to_owned(), 2));
    assert_eq!((opened.account.totals(), totals(&panel)), (2, vec![1000, 1000]));
    let exports = |code: &str| Key::exports(CHN).to(PRK).of(code.parse().unwrap());
    assert_eq!(value(&panel, exports("CHN:27090000"), march), "1000");
    assert_eq!(value(&panel, exports("CHN:27101210"), march), "2500");
    assert_eq!(value(&panel, exports("HS:2709"), march), "1000");

    let aside = reader.clone().totals(Totals::SetAside).read(file.as_slice(), "month.csv").unwrap();
    check(&aside.account, 2, &[(Reason::Total, 2)]);
    assert_eq!(lines_of(&aside.account, Reason::Total), [2, 3]);
    // Files that are broken down by other columns may hold each other's rows.
    let folder = Folder::new("breakdowns");
    std::fs::write(folder.join("a.csv"), &file).unwrap();
    let coarse = "\"Commodity code\",\"Trading partner code\",\"Renminbi Yuan\",\n\"2709\",\"109\",\"1,000\",\n";
    std::fs::write(folder.join("b.csv"), coarse).unwrap();
    let error = all.open(&folder).unwrap_err();
    assert!(error.is_mismatch() && error.to_string().contains("customs regime"), "{error}");
}

#[test]
fn columns_follow_the_query() {
    // Neither partner nor commodity: all goods with the World. A date of the file goes before that
    // of the caller.
    let file = "\"US dollar\",\"Customs Regime code\",\"Date of data\",\n\"1,000\",\"10\",\"202501\",\n\"24\",\"19\",\"202501\",\n";
    let opened = imports().period(Period::year(1999)).read(file.as_bytes(), "file").unwrap();
    assert_eq!(
        value(&panel(&opened), Key::imports(CHN).from(WORLD), Period::month(2025, 1)),
        "1024"
    );
    let no_regime = "\"Trading partner code\",\"US dollar\",\n\"344\",\"1\",\n";
    let reader = imports().period(Period::month(2025, 1)).regime("10");
    assert!(reader.read(no_regime.as_bytes(), "file").unwrap_err().to_string().contains("regime"));
}

#[test]
fn a_download_of_ten_thousand_rows_was_cut() {
    let mut file =
        "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"US dollar\",\n".to_owned();
    for row in 0..10_000_u32 {
        file.push_str(&format!("\"202501\",\"{:08}\",\"344\",\"1\",\n", 10_000_000 + row));
    }
    let opened = read::gacc(file.as_bytes(), Flow::Import, "cut.csv").unwrap();
    assert!(
        opened.account.doubts()[0].contains("10000 rows") && opened.account.accepted() == 10_000,
        "{}",
        opened.account
    );
    assert!(!opened.account.is_complete());
    let (short, _) = file.trim_end().rsplit_once('\n').unwrap();
    assert!(read::gacc(short.as_bytes(), Flow::Import, "cut.csv").unwrap().account.is_complete());
}

// China Customs, monthly table.

fn figures(releases: &Releases) -> Vec<(String, String, String, String)> {
    let text = |figure: Option<bilateral::Figure>| {
        figure.map_or("-".to_owned(), |figure| figure.to_string())
    };
    let rows = releases.rows().iter();
    rows.map(|row| {
        let observation = row.observation();
        (
            row.key().to_string(),
            observation.period().iso(),
            text(observation.level()),
            text(observation.growth()),
        )
    })
    .collect()
}

fn row(key: &str, period: &str, level: &str, growth: &str) -> (String, String, String, String) {
    (key.to_owned(), period.to_owned(), level.to_owned(), growth.to_owned())
}

#[test]
fn table_by_customs_regime() {
    let (exports, imports) = ("CHN exports to World", "CHN imports from World");
    let file = fixture("gacc_table.txt");
    let opened = read::open(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/read/gacc_table.txt"),
    )
    .unwrap();
    assert_eq!(opened.format, Format::GaccTable);
    // A line of values with its line of growth is one row: the total and three regimes.
    check(&opened.account, 1, &[(Reason::Component, 3)]);
    assert_eq!(lines_of(&opened.account, Reason::Component), [7, 9, 11]);
    assert_eq!(
        opened.account.set_aside()[0].first[0].place.column.as_deref(),
        Some("Customs Regime")
    );
    assert_eq!(opened.account.remarks(), [""; 0]);
    let releases = opened.releases().unwrap();
    let expected = [
        row(exports, "2031-03", "1000", "2.5"),
        row(exports, "2031-01/2031-03", "3100", "-1.0"),
        row(imports, "2031-03", "800", "-"),
        row(imports, "2031-01/2031-03", "2500", "0.4"),
    ];
    assert_eq!(figures(&releases), expected);
    assert!(releases.rows().iter().all(|row| row.unit().to_string() == "thousand US$"));
    assert_eq!(releases.rows()[0].observation().note(), "customs regime TOTAL");

    let opened = Reader::new().regime("border trade").read(file.as_slice(), "table.txt").unwrap();
    check(&opened.account, 1, &[(Reason::OtherPart, 3)]);
    // No value, and a growth of -100 %: there was trade a year before.
    let expected = [
        row(exports, "2031-03", "400", "-10.5"),
        row(exports, "2031-01/2031-03", "1201", "-"),
        row(imports, "2031-03", "-", "-100.0"),
    ];
    let releases = opened.releases().unwrap();
    assert_eq!(figures(&releases), expected);
    assert_eq!(releases.rows()[0].observation().note(), "customs regime Border Trade");

    let opened = Reader::new().regime("Barter").read(file.as_slice(), "table.txt").unwrap();
    check(&opened.account, 0, &[(Reason::OtherPart, 4)]);
    assert!(remarked(&opened.account, "Barter"));
}

#[test]
fn table_that_does_not_add_up_or_is_no_table() {
    let text = String::from_utf8(fixture("gacc_table.txt")).unwrap();
    let read = |text: &str| Reader::new().read(text.as_bytes(), "table.txt");
    // 600 + 403 = 1,003: three regimes and the total may be off by half a unit each, by two
    // together, and these are by three.
    let account = read(&text.replace("Trade 400", "Trade 403")).unwrap().account;
    assert_eq!(account.remarks().len(), 1);
    assert!(remarked(
        &account,
        "exports of the month of the regimes are 1003 together, and the total is 1000"
    ));
    assert_eq!(read(&text.replace("Trade 400", "Trade 402")).unwrap().account.remarks(), [""; 0]);
    // Half a row and a note are rows of their own, and growth without values is none of another
    // row's.
    let account = read(&text.replace("800  2,499", "800")).unwrap().account;
    check(&account, 1, &[(Reason::Component, 2), (Reason::Malformed, 2)]);
    check(
        &read(&format!("{text}Note: preliminary\n")).unwrap().account,
        1,
        &[(Reason::Component, 3), (Reason::Malformed, 1)],
    );
    check(
        &read(&text.replace("3,100", "31,00")).unwrap().account,
        0,
        &[(Reason::WithoutTotal, 3), (Reason::Malformed, 2)],
    );
    // Cut after the values of the last regime: what is there is read, and the account says what is
    // missing.
    let (cut, _) = text.trim_end().rsplit_once('\n').unwrap();
    let opened = read(&format!("{cut}\n")).unwrap();
    let account = &opened.account;
    assert!(
        account.accepted() == 1 && account.doubts()[0].contains("rows without a line of growth: 1"),
        "{account}"
    );
    assert!(opened.releases().unwrap_err().to_string().contains("line of growth"));
    // Cut inside of a line: the last of its numbers may have been longer.
    check(&read(cut).unwrap().account, 1, &[(Reason::Component, 2), (Reason::CutOff, 1)]);
    // In yuan; the file with Windows line ends.
    let yuan = text.replace("US$1,000", "RMB 10,000").replace('\n', "\r\n");
    assert_eq!(
        read(&yuan).unwrap().releases().unwrap().rows()[0].unit().to_string(),
        "10 thousand yuan"
    );
    for (from, to, words) in [
        ("3 1 to 3 3", "4 1 to 4 4", "months"),
        ("US$1,000", "HK$1,000", "units"),
        (", 3.2031", "", "month"),
        ("Exports Imports", "Imports Exports", "columns"),
    ] {
        let error = read(&text.replace(from, to)).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("table.txt"), "{error}");
    }
    // In January month and year to date are one figure.
    let january =
        text.replace("3 1 to 3 3 1 to 3", "1 1 to 1 1 1 to 1").replace(", 3.2031", ", 1.2031");
    let january = january
        .replace("1,000  3,100  800  2,500", "1,000  1,000  800  800")
        .replace("2.5 -1.0 - 0.4", "2.5 2.5 1 1");
    assert_eq!(figures(&read(&january).unwrap().releases().unwrap()).len(), 2);
}

// Comext.

/// Lines 2 and 3 are two procedures: 1,000 + 500 euro, 20 + 10 kg; line 4 repeats line 2. Line 5 is
/// masked, its partner withheld. Lines 6 and 7 are the two parts of the United Kingdom: 300 + 700
/// euro, 4 + 6 kg, 2 + 3 items; in line 9 a part stands beside the whole in line 8. Line 10 holds
/// line 2 and line 11 is the year over the month of lines 2 and 3: both are totals. The others are
/// wrong each in its way.
#[test]
fn comext_bulk_file() {
    let february = Period::month(2024, 2);
    let opened = read::comext(fixture("comext_bulk.dat").as_slice(), "full_202402.dat").unwrap();
    assert_eq!(opened.format, Format::ComextBulk);
    let account = &opened.account;
    check(
        account,
        9,
        &[
            (Reason::Component, 1),
            (Reason::Duplicate, 1),
            (Reason::UnknownArea, 1),
            (Reason::UnknownCommodity, 1),
            (Reason::UnknownFlow, 1),
            (Reason::UnknownPeriod, 1),
            (Reason::NoValue, 1),
        ],
    );
    for (reason, line) in [
        (Reason::Duplicate, 4),
        (Reason::Component, 9),
        (Reason::UnknownArea, 13),
        (Reason::UnknownCommodity, 14),
        (Reason::UnknownFlow, 15),
        (Reason::UnknownPeriod, 16),
        (Reason::NoValue, 17),
    ] {
        assert_eq!(lines_of(account, reason), [line], "{reason}");
    }
    assert!(remarked(account, "rows whose partner is withheld: 1"), "{account}");
    let panel = panel(&opened);
    assert_eq!((panel.unit().to_string(), panel.len()), ("EUR".to_owned(), 5));
    assert_eq!(account.totals(), 2);
    let cn = |key: Key, code: &str| key.of(format!("CN2024:{code}").parse().unwrap());
    let cells = [
        // Two procedures: 1,000 + 500 euro, 20 + 10 kg.
        (cn(Key::imports(DEU).from(CHN), "85076000"), "1500", Some("30 kg")),
        (cn(Key::imports(DEU).from(Area::from_code(899).unwrap()), "39XXXXXX"), "70", None),
        (cn(Key::exports(DEU).to(GBR), "84713000"), "1000", Some("10 kg")),
        (cn(Key::imports(DEU).from(GBR), "27160000"), "900", Some("45 MWh")),
        (cn(Key::exports(GRC).to(AND), "99RRR100"), "11", None),
    ];
    for (key, euro, weight) in cells {
        assert_eq!(
            (value(&panel, key, february).as_str(), quantity(&panel, key, february).as_deref()),
            (euro, weight),
            "{key}"
        );
    }
    let year = Period::year(2024);
    assert_eq!(
        (value(&panel, cells[0].0, year), quantity(&panel, cells[0].0, year).as_deref()),
        ("17000".into(), Some("340 kg"))
    );
    let file = fixture("comext_bulk.dat");
    let second =
        Reader::new().quantity(QuantityKind::Supplementary).read(file.as_slice(), "file").unwrap();
    let second = self::panel(&second);
    assert_eq!(quantity(&second, cells[2].0, february).as_deref(), Some("5 items"));
    assert_eq!(quantity(&second, cells[0].0, Period::year(2024)), None);
    let weight =
        Reader::new().quantity(QuantityKind::NetWeight).read(file.as_slice(), "file").unwrap();
    assert_eq!(quantity(&self::panel(&weight), cells[3].0, february), None);
}

/// 4,000 + 25 euro by two procedures; the numbers of countries stand beside their letters; units
/// are letters that nobody knows.
#[test]
fn comext_bulk_file_of_before_2025() {
    let file = fixture("comext_bulk_old.dat");
    let opened = Reader::new()
        .quantity(QuantityKind::Supplementary)
        .read(file.as_slice(), "old.dat")
        .unwrap();
    check(&opened.account, 3, &[]);
    assert!(remarked(&opened.account, "A (2 rows)"), "{}", opened.account);
    let opened = read::comext(file.as_slice(), "old.dat").unwrap();
    let (panel, march) = (panel(&opened), Period::month(2016, 3));
    let parts = Key::imports(FRA).from(CHN).of("CN2016:85044030".parse().unwrap());
    assert_eq!(
        (value(&panel, parts, march), quantity(&panel, parts, march).unwrap()),
        ("4025".into(), "51 kg".into())
    );
    let masked = Key::exports(FRA).to(NLD).of("CN2016:99RRR100".parse().unwrap());
    assert_eq!(
        (value(&panel, masked, march), quantity(&panel, masked, march)),
        ("880".into(), None)
    );
}

/// Lines 2 and 3, 6 and 7 are quantity and value of one cell: 12.34 and 8.16 hundred kilograms. The
/// World in 4 and 5 holds them, and the year in 12 and 13 with its 150 hundred kilograms holds the
/// month in 2 and 3. Line 14 repeats line 3.
#[test]
fn comext_sdmx_csv() {
    let year = Period::year(2024);
    let january = Period::month(2024, 1);
    let opened = read::comext(fixture("comext_sdmx.csv").as_slice(), "ds.csv").unwrap();
    assert_eq!(opened.format, Format::ComextSdmx);
    check(
        &opened.account,
        9,
        &[
            (Reason::UnknownGroup, 1),
            (Reason::Duplicate, 1),
            (Reason::OtherMeasure, 1),
            (Reason::WithoutValue, 1),
            (Reason::NoValue, 1),
        ],
    );
    for (reason, lines) in [
        (Reason::UnknownGroup, vec![11]),
        (Reason::OtherMeasure, vec![8]),
        (Reason::NoValue, vec![9]),
        (Reason::WithoutValue, vec![10]),
        (Reason::Duplicate, vec![14]),
    ] {
        assert_eq!(lines_of(&opened.account, reason), lines, "{reason}");
    }
    assert!(remarked(&opened.account, "last update 15/09/26 11:00:00"));
    let panel = panel(&opened);
    let fish = |key: Key| key.of("CN2024:030462".parse().unwrap());
    let (vietnam, china) = (fish(Key::imports(DEU).from(VNM)), fish(Key::imports(DEU).from(CHN)));
    assert_eq!(
        (value(&panel, vietnam, year), quantity(&panel, vietnam, year).unwrap()),
        ("61000".into(), "15000 kg".into())
    );
    assert_eq!(
        (value(&panel, china, january), quantity(&panel, china, january).unwrap()),
        ("3000".into(), "816 kg".into())
    );
    assert!(panel.marks(panel.find(&china, january).unwrap()).estimated);
    assert!(!panel.marks(panel.find(&vietnam, year).unwrap()).estimated);
    let again = fish(Key::new(Flow::ReExport, GRC, VNM));
    assert_eq!(
        (value(&panel, again, january), quantity(&panel, again, january)),
        ("9".into(), None)
    );
    assert_eq!((panel.len(), opened.account.totals()), (3, 2));

    // Values and quantities in any order give the same.
    let text = String::from_utf8(fixture("comext_sdmx.csv")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let reversed = read::comext(format!("{}\n", lines.join("\n")).as_bytes(), "ds.csv").unwrap();
    assert_eq!(reversed.account.accepted(), 9);
    let reversed = self::panel(&reversed);
    assert_eq!(quantity(&reversed, vietnam, year).as_deref(), Some("15000 kg"));
    assert_eq!(value(&reversed, china, january), "3000");
}

#[test]
fn of_two_editions_of_the_european_union_one_is_read() {
    let head = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n";
    let line = |reporter: &str, euro: &str| {
        format!("X,,A,{reporter},RU,2709,1,VALUE_IN_EUROS,2021,{euro}\n")
    };
    let file = format!("{head}{}{}", line("EU27_2020", "70"), line("EU28", "80"));
    let opened = read::comext(file.as_bytes(), "eu.csv").unwrap();
    check(&opened.account, 1, &[(Reason::UnknownGroup, 1)]);
    let oil =
        Key::imports(Area::from_code(97).unwrap()).from(RUS).of("CN2021:2709".parse().unwrap());
    assert_eq!(value(&panel(&opened), oil, Period::year(2021)), "70");
    // Beside a member the Union is a total.
    let opened = read::comext(format!("{file}{}", line("DE", "9")).as_bytes(), "eu.csv").unwrap();
    check(&opened.account, 2, &[(Reason::UnknownGroup, 1)]);
    assert_eq!(
        (opened.account.totals(), value(&panel(&opened), oil, Period::year(2021))),
        (1, "70".to_owned())
    );
}

// US Census Bureau.

/// China, Germany, and two parts of Palestine with 7 + 5 dollars are read. The World and the
/// European Union hold them, and 850760 holds the tariff line: three totals. OECD is not an area,
/// and the other rows are wrong each in its way. The last repeats the first.
#[test]
fn census_imports() {
    let january = Period::month(2024, 1);
    let opened = read::census(fixture("census_imports.json").as_slice(), "imports.json").unwrap();
    assert_eq!(opened.format, Format::Census);
    check(
        &opened.account,
        7,
        &[
            (Reason::UnknownGroup, 1),
            (Reason::Duplicate, 1),
            (Reason::UnknownArea, 1),
            (Reason::BadNumber, 1),
            (Reason::WrongFieldCount, 1),
            (Reason::Malformed, 1),
        ],
    );
    for (reason, lines) in [
        (Reason::UnknownGroup, vec![4]),
        (Reason::UnknownArea, vec![10]),
        (Reason::BadNumber, vec![11]),
        (Reason::WrongFieldCount, vec![12]),
        (Reason::Malformed, vec![13]),
        (Reason::Duplicate, vec![14]),
    ] {
        assert_eq!(lines_of(&opened.account, reason), lines, "{reason}");
    }
    assert!(remarked(&opened.account, "GEN_VAL_MO: general imports, customs value"));
    let panel = panel(&opened);
    let line = |area: Area, valuation: Valuation| {
        Key::imports(USA).from(area).of("USA:8507600020".parse().unwrap()).valued(valuation)
    };
    let of = |area: Area| line(area, Valuation::CustomsValue);
    assert_eq!(
        (value(&panel, of(CHN), january), quantity(&panel, of(CHN), january).unwrap()),
        ("1000".into(), "40 items".into())
    );
    // A true zero has its flag; without one the 0 is no quantity, and an unlike unit does not add
    // up to it.
    assert_eq!(
        (value(&panel, of(DEU), january), quantity(&panel, of(DEU), january).unwrap()),
        ("300".into(), "0 items".into())
    );
    assert_eq!(
        (value(&panel, of(PSE), january), quantity(&panel, of(PSE), january)),
        ("12".into(), None)
    );
    assert_eq!(panel.len(), 3);

    let file = fixture("census_imports.json");
    let weight = Reader::new().quantity(QuantityKind::NetWeight).value_column("con_val_mo");
    let panel = self::panel(&weight.read(file.as_slice(), "imports.json").unwrap());
    // The flag and number of CON_QY1 are not in the file, and GEN_QY2 does not belong to this
    // value.
    assert_eq!(
        (value(&panel, of(CHN), january), quantity(&panel, of(CHN), january)),
        ("900".into(), None)
    );
    let weight = Reader::new()
        .quantity(QuantityKind::NetWeight)
        .read(file.as_slice(), "imports.json")
        .unwrap();
    assert_eq!(quantity(&self::panel(&weight), of(CHN), january).as_deref(), Some("12 kg"));
    let error =
        Reader::new().value_column("GEN_CIF_MO").read(file.as_slice(), "imports.json").unwrap_err();
    assert!(error.to_string().contains("GEN_CIF_MO"), "{error}");
}

#[test]
fn census_exports_of_domestic_and_foreign_goods() {
    let file = r#"[["E_COMMODITY","CTY_CODE","ALL_VAL_MO","ALL_VAL_YR","DF","QTY_1_MO","UNIT_QY1","YEAR","MONTH"],
["27","5700","100","700","1","5","BBL","2024","2"],
["27","5700","20","90","2","1","DOZ","2024","2"],
["27","5700","120","790","-","6","-","2024","02"],
["27","5700","1","1","3","1","BBL","2024","2"]]"#;
    let opened = read::census(file.as_bytes(), "exports.json").unwrap();
    check(&opened.account, 3, &[(Reason::UnknownFlow, 1)]);
    let (panel, february) = (panel(&opened), Period::month(2024, 2));
    let oil =
        |flow: Flow| Key::new(flow, USA, CHN).of("HS:27".parse().unwrap()).valued(Valuation::Fas);
    assert_eq!(quantity(&panel, oil(Flow::DomesticExport), february).as_deref(), Some("5 bbl"));
    assert_eq!(
        (
            value(&panel, oil(Flow::ReExport), february),
            quantity(&panel, oil(Flow::ReExport), february).unwrap()
        ),
        ("20".into(), "1 dozens".into())
    );
    assert_eq!(
        (value(&panel, oil(Flow::Export), february), quantity(&panel, oil(Flow::Export), february)),
        ("120".into(), None)
    );
    assert_eq!(panel.commodities()[0].classification(), Classification::Hs(None::<HsEdition>));
}

#[test]
fn census_year_to_date_districts_and_what_is_not_read() {
    // Spans from January on hold the shorter ones.
    let file = r#"[["I_COMMODITY","CTY_CODE","GEN_CIF_YR","time"],
["27","5700","10","2024-01"],["27","5700","25","2024-02"],["27","5700","31","2024-03"],["27","4280","7","2024-02"]]"#;
    let opened = read::census(file.as_bytes(), "ytd.json").unwrap();
    check(&opened.account, 4, &[]);
    assert_eq!((opened.account.totals(), totals(&panel(&opened))), (2, vec![25, 31]));
    let key = |area: Area| {
        Key::imports(USA).from(area).of("HS:27".parse().unwrap()).valued(Valuation::Cif)
    };
    assert_eq!(value(&panel(&opened), key(CHN), Period::month(2024, 1)), "10");
    assert_eq!(value(&panel(&opened), key(CHN), Period::january_to(2024, 3)), "31");
    assert_eq!(value(&panel(&opened), key(DEU), Period::january_to(2024, 2)), "7");

    // Districts are parts; where their total is there, it stands: 4 + 5, and 11 as printed.
    let file = r#"[["CTY_CODE","DISTRICT","GEN_VAL_MO","time"],
["5700","10","4","2024-01"],["5700","11","5","2024-01"],["4280","10","6","2024-01"],["4280","-","11","2024-01"]]"#;
    let opened = read::census(file.as_bytes(), "districts.json").unwrap();
    check(&opened.account, 3, &[(Reason::Component, 1)]);
    let panel = panel(&opened);
    let total = |area: Area| Key::imports(USA).from(area).valued(Valuation::CustomsValue);
    assert_eq!(value(&panel, total(CHN), Period::month(2024, 1)), "9");
    assert_eq!(value(&panel, total(DEU), Period::month(2024, 1)), "11");

    let enduse = r#"[["I_ENDUSE","GEN_VAL_MO","time"],["1","2","2024-01"]]"#;
    assert!(read::census(enduse.as_bytes(), "x").unwrap_err().to_string().contains("I_ENDUSE"));
    let cut = r#"[["GEN_VAL_MO","time"],["5","2024-01"],["6","2024-0"#;
    let opened = read::census(cut.as_bytes(), "cut.json").unwrap();
    check(&opened.account, 1, &[]);
    assert!(opened.account.broken().is_some());
    assert!(Reader::new().all_or_nothing(true).read(cut.as_bytes(), "cut.json").is_err());
    let error = read::census(b"t,i,j,k,v,q\n".as_slice(), "baci.csv").unwrap_err();
    assert!(error.is_mismatch() && error.to_string().contains("BACI"), "{error}");
}

/// A weight in each line of a bulk file of today, with the codes by which lines of one product can
/// differ.
fn comext_lines(lines: &[&str]) -> String {
    let header = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,\
PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT";
    format!("{header}\n{}\n", lines.join("\n"))
}

/// One masked product in two positions of the SITC: 100 + 200 euro, 10 + 20 kg. Line 4 repeats line
/// 2, line 5 differs in its unit.
#[test]
fn masked_products_of_other_classes_are_no_duplicates() {
    let file = comext_lines(&[
        "DE,CN,E,39XXXXXX,57XXX,......,......,...,......,..,1,1,NO_SU,202401,100,100,10,0",
        "DE,CN,E,39XXXXXX,58XXX,......,......,...,......,..,1,1,NO_SU,202401,200,200,20,0",
        "DE,CN,E,39XXXXXX,57XXX,......,......,...,......,..,1,1,NO_SU,202401,100,100,10,0",
        "DE,CN,E,39XXXXXX,57XXX,......,......,...,......,..,1,1,p/st,202401,5,5,1,2",
    ]);
    let opened = read::comext(file.as_bytes(), "full.dat").unwrap();
    check(&opened.account, 3, &[(Reason::Duplicate, 1)]);
    assert_eq!(lines_of(&opened.account, Reason::Duplicate), [4]);
    let key = Key::imports(DEU).from(CHN).of("CN2024:39XXXXXX".parse().unwrap());
    let (panel, january) = (panel(&opened), Period::month(2024, 1));
    assert_eq!(
        (value(&panel, key, january), quantity(&panel, key, january).unwrap()),
        ("305".into(), "31 kg".into())
    );
}

#[test]
fn totals_inside_of_a_breakdown_hold_their_parts() {
    // All procedures are 5, and 3 and 2 of them; a procedure of no list may be another total.
    let file = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,stat_procedure,indicators,TIME_PERIOD,OBS_VALUE\n\
        D,,A,DE,CN,850760,1,1,VALUE_IN_EUROS,2024,3\n\
        D,,A,DE,CN,850760,1,TOTAL,VALUE_IN_EUROS,2024,5\n\
        D,,A,DE,CN,850760,1,2,VALUE_IN_EUROS,2024,2\n\
        D,,A,DE,CN,850760,1,4,VALUE_IN_EUROS,2024,5\n\
        D,,A,DE,US,850760,1,1,VALUE_IN_EUROS,2024,3\n\
        D,,A,DE,US,850760,1,2,VALUE_IN_EUROS,2024,2\n";
    let opened = read::comext(file.as_bytes(), "ds.csv").unwrap();
    check(&opened.account, 3, &[(Reason::Component, 2), (Reason::UnknownPart, 1)]);
    assert_eq!(lines_of(&opened.account, Reason::Component), [2, 4]);
    assert_eq!(
        opened.account.set_aside()[1].first[0].place.column.as_deref(),
        Some("STAT_PROCEDURE")
    );
    let batteries = |from: Area| Key::imports(DEU).from(from).of("CN2024:850760".parse().unwrap());
    assert_eq!(value(&panel(&opened), batteries(CHN), Period::year(2024)), "5");
    assert_eq!(value(&panel(&opened), batteries(USA), Period::year(2024)), "5"); // 3 + 2

    // A district of 60 with its ports of 40 and 20, and one of 7 that is given by port alone: 67.
    // For Germany the total of all is there.
    let ports = r#"[["CTY_CODE","DISTRICT","PORT","GEN_VAL_MO","time"],
["5700","01","0101","40","2024-01"],["5700","01","-","60","2024-01"],["5700","01","0102","20","2024-01"],
["5700","02","0201","7","2024-01"],
["4280","01","-","8","2024-01"],["4280","01","0101","8","2024-01"],["4280","-","-","9","2024-01"],["4280","02","0201","1","2024-01"],
["4279","01","-","8","2024-01"],["4279","-","0101","5","2024-01"],["4279","-","0102","3","2024-01"]]"#;
    let opened = read::census(ports.as_bytes(), "ports.json").unwrap();
    // Two of China, three of Germany; of France the district is the same trade as the ports.
    check(&opened.account, 11 - 2 - 3 - 1, &[(Reason::Component, 6)]);
    let panel = panel(&opened);
    let total = |area: Area| Key::imports(USA).from(area).valued(Valuation::CustomsValue);
    for (area, sum) in [(CHN, "67"), (DEU, "9")] {
        assert_eq!(value(&panel, total(area), Period::month(2024, 1)), sum);
    }
    assert_eq!(value(&panel, total(FRA), Period::month(2024, 1)), "8");
}

#[test]
fn names_without_codes_are_no_world() {
    let january = Period::month(2024, 1);
    for (answer, code) in [
        (r#"[["CTY_NAME","GEN_VAL_MO","time"],["CHINA","1","2024-01"]]"#, "CTY_CODE"),
        (
            r#"[["CTY_CODE","I_COMMODITY_SDESC","GEN_VAL_MO","time"],
["5700","OIL","1","2024-01"]]"#,
            "I_COMMODITY",
        ),
        (
            r#"[["CTY_CODE","DIST_NAME","GEN_VAL_MO","time"],["5700","BOSTON","1","2024-01"]]"#,
            "DISTRICT",
        ),
    ] {
        let error = read::census(answer.as_bytes(), "x.json").unwrap_err().help();
        assert!(error.contains(&format!("ask the service for the column {code}")), "{error}");
    }
    for (header, code) in [
        (
            "\"Trading partner\",\"US dollar\",\"Customs Regime code\"",
            "Trading partner code".to_lowercase(),
        ),
        ("\"商品名称\",\"贸易伙伴编码\",\"美元\"", "商品编码".to_owned()),
        (
            "\"Customs Regime\",\"Trading partner code\",\"US dollar\"",
            "customs regime code".to_owned(),
        ),
    ] {
        let error = imports()
            .period(january)
            .read(format!("{header},\n").as_bytes(), "x.csv")
            .unwrap_err()
            .help();
        assert!(
            error.contains("ask the service for the column") && error.contains(&code),
            "{error}"
        );
    }
}

#[test]
fn quantities_that_are_no_numbers_are_counted() {
    let comext = comext_lines(&[
        "DE,CN,E,85076000,.....,......,......,...,......,..,1,1,NO_SU,202401,100,100,1x0,0",
        "DE,US,E,85076000,.....,......,......,...,......,..,1,1,NO_SU,202401,100,100,7,0",
    ]);
    let census = r#"[["CTY_CODE","GEN_VAL_MO","GEN_QY1_MO","UNIT_QY1","time"],["5700","5","1,000","KG","2024-01"],["4280","6","9","KG","2024-01"]]"#;
    let gacc = "\"Date of data\",\"Trading partner code\",\"Quantity\",\"Unit\",\"US dollar\",\n\"202401\",\"344\",\"70O0\",\"Kilogram\",\"5\",\n";
    for (text, words) in [
        (comext.as_str(), "1 row, the first is “1x0” in file, line 2"),
        (census, "1 row, the first is “1,000” in file, line 1"),
        (gacc, "1 row, the first is “70O0” in file, line 2"),
    ] {
        let opened = imports().read(text.as_bytes(), "file").unwrap();
        assert!(
            opened.account.is_complete() && remarked(&opened.account, words),
            "{}",
            opened.account
        );
    }
}

/// The weight of procedure 9 is not known, so that of the cell is not; for the USA all are, and of
/// Viet Nam none. The sum of the two weights of France needs 20 digits.
#[test]
fn quantities_lost_in_a_sum_are_told() {
    let line = |partner: &str, procedure: u8, weight: &str| {
        format!(
            "DE,{partner},E,85076000,.....,......,......,...,......,..,1,{procedure},NO_SU,202401,10,10,{weight},0"
        )
    };
    let lines = [
        line("CN", 1, "1000000"),
        line("CN", 9, "0"),
        line("US", 1, "4"),
        line("US", 2, "5"),
        line("VN", 1, "0"),
        line("VN", 2, "0"),
        line("GB", 1, "8"),
        line("FR", 1, "9000000000000000000"),
        line("FR", 2, "9000000000000000000"),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let opened = read::comext(comext_lines(&lines).as_bytes(), "full.dat").unwrap();
    check(&opened.account, 9, &[]);
    assert!(remarked(&opened.account, "some of their rows have one: 2;"), "{}", opened.account);
    let (panel, january) = (panel(&opened), Period::month(2024, 1));
    let batteries =
        |from: Area| Key::imports(DEU).from(from).of("CN2024:85076000".parse().unwrap());
    for (area, weight) in
        [(CHN, None), (USA, Some("9 kg")), (VNM, None), (GBR, Some("8 kg")), (FRA, None)]
    {
        assert_eq!(quantity(&panel, batteries(area), january).as_deref(), weight);
    }
    let whole = read::comext(comext_lines(&lines[2..7]).as_bytes(), "full.dat").unwrap();
    assert!(!remarked(&whole.account, "without a quantity"), "{}", whole.account);
}

/// Lines that are no rows do not wait for the end of the file, and are told in their order.
#[test]
fn lines_below_a_table_are_told_at_once() {
    let text = String::from_utf8(fixture("gacc_table.txt")).unwrap();
    let lines = text.lines().count() as u64;
    let opened = Reader::new()
        .read(format!("{text}{}", "Note\n".repeat(100_000)).as_bytes(), "table.txt")
        .unwrap();
    check(&opened.account, 1, &[(Reason::Component, 3), (Reason::Malformed, 100_000)]);
    assert_eq!(
        lines_of(&opened.account, Reason::Malformed),
        (1..=5).map(|n| lines + n).collect::<Vec<_>>()
    );
}

#[test]
fn tables_of_offices_may_be_separated_by_tabs() {
    let gacc = String::from_utf8(fixture("gacc_query_utf8.csv")).unwrap();
    let gacc = gacc.replace("\",\"", "\"\t\"").replace(",\n", "\t\n").replace(",\r\n", "\t\r\n");
    let bulk = String::from_utf8(fixture("comext_bulk.dat")).unwrap().replace(',', "\t");
    for (text, name) in [(gacc, "gacc_query_utf8.csv"), (bulk, "comext_bulk.dat")] {
        let tabs = imports().read(text.as_bytes(), "file").unwrap();
        let commas = imports().read(fixture(name).as_slice(), "file").unwrap();
        assert_eq!(panel(&tabs), panel(&commas));
        assert_eq!(
            (tabs.account.rows(), tabs.account.accepted()),
            (commas.account.rows(), commas.account.accepted())
        );
    }
}

// Laws.

const FIXTURES: [&str; 8] = [
    "gacc_query_gb18030.csv",
    "gacc_query_utf8.csv",
    "gacc_query_one_month.csv",
    "gacc_table.txt",
    "comext_bulk.dat",
    "comext_bulk_old.dat",
    "comext_sdmx.csv",
    "census_imports.json",
];
const FORMATS: [Format; 5] =
    [Format::GaccQuery, Format::GaccTable, Format::ComextBulk, Format::ComextSdmx, Format::Census];

/// No panic, and no row that the account does not know.
fn reads_or_says_why(bytes: &[u8], formats: &[Format]) -> Result<(), TestCaseError> {
    let reader = imports().period(Period::month(2024, 1));
    for format in formats {
        if let Ok(opened) = reader.read_as(*format, bytes, "bytes") {
            let account = &opened.account;
            prop_assert_eq!(
                account.rows(),
                account.accepted() + account.set_aside_rows(),
                "{}",
                account
            );
            let panel = opened.clone().panel_with_losses().map_or(0, |panel| panel.len() as u64);
            prop_assert!(panel <= account.accepted());
        }
    }
    let _ = reader.read(bytes, "bytes").map(|opened| opened.account.to_string());
    Ok(())
}

/// A row of a bulk file: partner, product, procedure, value, weight.
type BulkRow = (usize, usize, u8, u32, u32);
const PARTNERS: [&str; 5] = ["CN", "US", "GB", "XI", "XU"];
const PRODUCTS: [&str; 3] = ["27090010", "39XXXXXX", "84713000"];

fn bulk(rows: &[BulkRow]) -> String {
    let mut file =
        "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG\n"
            .to_owned();
    for (partner, product, procedure, euro, weight) in rows {
        let (partner, product) = (PARTNERS[*partner], PRODUCTS[*product]);
        file.push_str(&format!(
            "DE,{partner},E,{product},1,{procedure},NO_SU,202401,{euro},{weight}\n"
        ));
    }
    file
}

/// By country and product: euro, and the weight if all of it is known.
type Sums = BTreeMap<(String, String), (u64, Option<u64>)>;
/// By partner and procedure: euro and weight.
type PartsOfCell = BTreeMap<(&'static str, u8), (u64, u64)>;

/// What the rows say, by another way, and how many repeat another or are held by the whole.
fn by_hand(rows: &[BulkRow]) -> (Sums, [u64; 2]) {
    let mut cells: BTreeMap<(&str, &str), PartsOfCell> = BTreeMap::new();
    let mut repeated = 0;
    for (partner, product, procedure, euro, weight) in rows {
        let partner = PARTNERS[*partner];
        let country = if matches!(partner, "GB" | "XI" | "XU") {
            "GBR"
        } else if partner == "CN" {
            "CHN"
        } else {
            "USA"
        };
        let parts = cells.entry((country, PRODUCTS[*product])).or_default();
        match parts.entry((partner, *procedure)) {
            Entry::Occupied(_) => repeated += 1,
            Entry::Vacant(place) => {
                place.insert((u64::from(*euro), u64::from(*weight)));
            }
        }
    }
    let (mut sums, mut held) = (BTreeMap::new(), 0);
    for ((country, product), parts) in cells {
        let whole = parts.keys().any(|(partner, _)| *partner == "GB");
        let kept: Vec<_> =
            parts.iter().filter(|((partner, _), _)| !whole || !partner.starts_with('X')).collect();
        held += (parts.len() - kept.len()) as u64;
        let euro = kept.iter().map(|(_, (euro, _))| euro).sum();
        let known = kept.iter().all(|(_, (_, weight))| *weight > 0);
        let weight = known.then(|| kept.iter().map(|(_, (_, weight))| weight).sum());
        sums.insert((country.to_owned(), product.to_owned()), (euro, weight));
    }
    (sums, [repeated, held])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in "[\\[\\]{}\",0-9A-Z\\-\n .]{0,200}",
    ) {
        reads_or_says_why(&bytes, &FORMATS)?;
        reads_or_says_why(text.as_bytes(), &FORMATS)?;
    }

    #[test]
    fn valid_files_with_faults(
        fixture_at in 0..FIXTURES.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        keep_all in any::<bool>(),
        inserted in prop::option::of((any::<prop::sample::Index>(), "[,\"\\[\\]\n\r0-9-]{1,4}")),
    ) {
        let mut bytes = fixture(FIXTURES[fixture_at]);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((at, text)) = inserted {
            let at = at.index(bytes.len());
            bytes.splice(at..at, text.bytes());
        }
        if !keep_all {
            bytes.truncate(cut.index(bytes.len()));
        }
        reads_or_says_why(&bytes, &FORMATS)?;
    }

    /// Of each district its ports are printed, its total, or both, and perhaps the total of all:
    /// the sum is that of the ports.
    #[test]
    fn totals_beside_parts_change_no_sum(
        districts in
            prop::collection::vec((prop::collection::vec(1..1000_u32, 1..4), 0..3_u8), 1..5),
        all in any::<bool>(),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut rows = Vec::new();
        let mut held = 0;
        for (district, (ports, printed)) in districts.iter().enumerate() {
            if *printed != 0 {
                rows.push(format!(
                    r#"["5700","{district:02}","-","{}","2024-01"]"#,
                    ports.iter().sum::<u32>()
                ));
            }
            if *printed != 1 {
                for (port, dollars) in ports.iter().enumerate() {
                    rows.push(format!(
                        r#"["5700","{district:02}","{district:02}{port:02}","{dollars}","2024-01"]"#
                    ));
                }
            }
            held += if *printed == 2 { ports.len() } else { 0 };
        }
        let sum: u32 = districts.iter().flat_map(|(ports, _)| ports).sum();
        if all {
            held = rows.len();
            rows.push(format!(r#"["5700","-","","{sum}","2024-01"]"#));
        }
        let turn = turn.index(rows.len());
        rows.rotate_left(turn);
        let text =
            format!(r#"[["CTY_CODE","DISTRICT","PORT","GEN_VAL_MO","time"],{}]"#, rows.join(","));
        // By name, since one district or port alone is not taken for the whole.
        let reader = Reader::new().duplicates(Duplicates::Sum);
        let opened = reader.read(text.as_bytes(), "ports.json").unwrap();
        prop_assert_eq!(opened.account.count(Reason::Component), held as u64, "{}", opened.account);
        let key = Key::imports(USA).from(CHN).valued(Valuation::CustomsValue);
        prop_assert_eq!(value(&panel(&opened), key, Period::month(2024, 1)), sum.to_string());
    }

    #[test]
    fn parts_add_up_once(
        rows in prop::collection::vec(
            (0..5_usize, 0..3_usize, 1..4_u8, 0..2_000_u32, 0..50_u32),
            1..60,
        ),
    ) {
        let opened = read::comext(bulk(&rows).as_bytes(), "bulk").unwrap();
        let (sums, [repeated, held]) = by_hand(&rows);
        let account = opened.account.clone();
        prop_assert_eq!(account.rows(), rows.len() as u64);
        // Some rows repeat another one and some contradict it.
        let again = account.count(Reason::Duplicate) + account.count(Reason::Conflicting);
        prop_assert_eq!((again, account.count(Reason::Component)), (repeated, held), "{}", account);
        prop_assert_eq!(opened.clone().panel().is_err(), account.count(Reason::Conflicting) > 0);
        let panel = opened.panel_with_losses().unwrap();
        let mut found = BTreeMap::new();
        for row in 0..panel.len() {
            let (key, _) = panel.key(row).unwrap();
            let euro: u64 = panel.value(row).unwrap().try_into().unwrap();
            let weight = panel.quantity(row).map(|(weight, _)| u64::try_from(weight).unwrap());
            found.insert(
                (key.partner().to_string(), key.commodity().code().to_owned()),
                (euro, weight),
            );
        }
        prop_assert_eq!(found, sums);
    }
}

// Real files, where there are some.

fn sample(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("BILATERAL_SAMPLES")?;
    Some(std::fs::read(PathBuf::from(folder).join(name)).unwrap())
}

#[test]
fn real_comext_files() {
    let Some(file) = sample("comext_sdmx_csv_de_vn_030462_2024.csv") else { return };
    let opened = read::comext(file.as_slice(), "sample").unwrap();
    // The file: DE from VN 32313884 euro and 90212.63 hundred kilograms, and the same two lines for
    // the World.
    check(&opened.account, 4, &[]);
    assert_eq!((opened.account.totals(), totals(&panel(&opened))), (1, vec![39_919_520]));
    let (panel, key) =
        (panel(&opened), Key::imports(DEU).from(VNM).of("CN2024:030462".parse().unwrap()));
    assert_eq!(value(&panel, key, Period::year(2024)), "32313884");
    assert_eq!(quantity(&panel, key, Period::year(2024)).as_deref(), Some("9021263 kg"));
    let header = sample("comext_bulk_nc_header_pre2025.csv").unwrap();
    let opened = read::comext(header.as_slice(), "sample").unwrap();
    assert_eq!((opened.format, opened.account.rows(), panel.len()), (Format::ComextBulk, 0, 1));
}

#[test]
fn real_census_answer() {
    let Some(file) = sample("us_census_api_imports_hs6_854231_2013h1.json") else { return };
    let opened = read::census(file.as_slice(), "sample").unwrap();
    check(&opened.account, 6, &[]);
    let panel = panel(&opened);
    // 1167461768 + 1196050876 + 1260593174 + 1307322176 + 1608099447 + 1419086979 by the shell.
    assert_eq!(panel.mantissas().iter().sum::<i64>(), 7_958_614_420);
    let key = Key::imports(USA)
        .from(WORLD)
        .of("HS:854231".parse().unwrap())
        .valued(Valuation::CustomsValue);
    assert_eq!(value(&panel, key, Period::month(2013, 5)), "1608099447");
}

#[test]
fn real_headers_of_china_customs() {
    for name in ["gacc_query_header_zh_gb18030.csv", "gacc_query_header_en.csv"] {
        let Some(file) = sample(name) else { return };
        let opened = imports().read(file.as_slice(), name).unwrap();
        assert_eq!((opened.format, opened.account.rows()), (Format::GaccQuery, 0));
        assert_eq!(opened.panel().unwrap().unit().to_string(), "US$");
    }
}

#[test]
fn real_tables_of_china_customs() {
    // As printed: month and January to month of exports, then of imports, each with its growth.
    let expected = [
        (
            9,
            [
                ("218123102", "-3.2"),
                ("1825105773", "-0.1"),
                ("178474843", "-8.5"),
                ("1526675116", "-5.0"),
            ],
        ),
        (
            10,
            [
                ("212916095", "-0.9"),
                ("2037923161", "-0.2"),
                ("169898075", "-6.5"),
                ("1697419226", "-5.1"),
            ],
        ),
        (
            11,
            [
                ("221337434", "-1.3"),
                ("2260094505", "-0.3"),
                ("183411013", "0.5"),
                ("1881977078", "-4.6"),
            ],
        ),
    ];
    for (month, figures_printed) in expected {
        let Some(file) = sample(&format!("gacc_table5_customs_regime_2019-{month:02}.txt")) else {
            return;
        };
        let opened = Reader::new().read(file.as_slice(), "sample").unwrap();
        // 18 lines of values: the total and 17 regimes, whose sum is off by two at most.
        check(&opened.account, 1, &[(Reason::Component, 17)]);
        assert_eq!(opened.account.remarks(), [""; 0]);
        let found = figures(&opened.releases().unwrap());
        let found: Vec<(&str, &str)> =
            found.iter().map(|(_, _, level, growth)| (level.as_str(), growth.as_str())).collect();
        assert_eq!(found, figures_printed);
        let opened =
            Reader::new().regime("Ordinary Trade").read(file.as_slice(), "sample").unwrap();
        assert_eq!(opened.releases().unwrap().rows().len(), 4);
    }
}

/// 1,000 at customs value and 53 of charges are 1,053 CIF; with the whole CIF the charges are not
/// asked. What lacks its charges has a customs value and no CIF.
#[test]
fn both_valuations_of_a_row_are_two_labels() {
    let charges = "CTY_CODE,I_COMMODITY,GEN_VAL_MO,GEN_CHA_MO,GEN_QY1_MO,UNIT_QY1,time\n\
        5700,850760,1000,53,40,NO,2024-01\n\
        4280,850760,200.5,1.25,3,NO,2024-01\n\
        4279,850760,70,,1,NO,2024-01\n";
    let read = |text: &str| {
        Reader::new().every_valuation(true).read(text.as_bytes(), "imports.csv").unwrap()
    };
    let opened = read(charges);
    check(&opened.account, 5, &[(Reason::NoValue, 1)]);
    let from = |area: Area, valuation: Valuation| {
        Key::imports(USA).from(area).of("HS:850760".parse().unwrap()).valued(valuation)
    };
    let january = Period::month(2024, 1);
    let both = panel(&opened);
    for (area, customs, cif) in [(CHN, "1000.00", "1053.00"), (DEU, "200.50", "201.75")] {
        assert_eq!(value(&both, from(area, Valuation::CustomsValue), january), customs);
        assert_eq!(value(&both, from(area, Valuation::Cif), january), cif);
    }
    assert_eq!(quantity(&both, from(CHN, Valuation::Cif), january).unwrap(), "40 items");
    assert!(both.find(&from(FRA, Valuation::Cif), january).is_err());
    let whole = charges.replace("GEN_CHA", "GEN_CIF").replace(".25", "");
    assert_eq!(value(&panel(&read(&whole)), from(CHN, Valuation::Cif), january), "53.0");

    // Without the choice one value is read, and what could be read beside it is said.
    let plain = read::census(charges.as_bytes(), "imports.csv").unwrap();
    check(&plain.account, 3, &[]);
    let remarks = plain.account.remarks().join("\n");
    assert!(remarks.contains("GEN_CHA_MO is not read: Reader::every_valuation(true)"), "{remarks}");
}

/// Canada states imports of goods both ways; exports have one value, and the other one is 0.
#[test]
fn comtrade_states_cif_and_fob() {
    let file = "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,cifvalue,fobvalue,primaryValue\n\
        C,A,2018,124,M,842,H5,TOTAL,1060,1000,1060\n\
        C,A,2018,124,X,842,H5,TOTAL,0,7,7\n\
        C,A,2018,124,M,156,H5,TOTAL,,,12\n";
    let opened = Reader::new().every_valuation(true).read(file.as_bytes(), "canada.csv").unwrap();
    check(&opened.account, 4, &[]);
    let (panel, year) = (panel(&opened), Period::year(2018));
    let imports = Key::imports(CAN).from(USA);
    assert_eq!(value(&panel, imports.valued(Valuation::Cif), year), "1060");
    assert_eq!(value(&panel, imports.valued(Valuation::Fob), year), "1000");
    let exports = Key::exports(CAN).to(USA);
    assert_eq!(value(&panel, exports.valued(Valuation::Fob), year), "7");
    assert_eq!(value(&panel, Key::imports(CAN).from(CHN), year), "12");
}
