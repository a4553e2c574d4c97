//! Small inputs that people of the field really have, each with its right answer; every advice of
//! the reader, tried; and laws that would have found the faults behind them. Fixtures of our own
//! making in `tests/data/cases`.

use crate::files::{Folder, gzip};
use bilateral::area::{CHN, DEU, JPN, MEX, NLD, POL, RUS, UKR, USA, WORLD};
use bilateral::panel::{Duplicates, Panel, Totals};
use bilateral::read::{self, Account, Format, Opened, QuantityKind, Reader, Reason};
use bilateral::{Area, Flow, Key, Period, Valuation};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases").join(name)
}

fn open(name: &str) -> Opened {
    read::open(path(name)).unwrap()
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn read_text(text: &str) -> Opened {
    Reader::new().read(text.as_bytes(), "file").unwrap()
}

fn value(panel: &Panel, key: Key, period: Period) -> String {
    let cell = panel.find(&key, period).unwrap_or_else(|miss| panic!("{key}, {period}: {miss}"));
    panel.value(cell).unwrap().normalize().to_string()
}

fn quantity(panel: &Panel, key: Key, period: Period) -> Option<String> {
    let (number, unit) = panel.quantity(panel.find(&key, period).unwrap())?;
    Some(format!("{} {}", number.normalize(), unit.unwrap()))
}

fn good(code: &str) -> bilateral::Commodity {
    code.parse().unwrap()
}

/// How many rows were set aside for each reason.
fn reasons(account: &Account) -> Vec<(Reason, u64)> {
    account.set_aside().iter().map(|kind| (kind.reason, kind.rows)).collect()
}

// ---------------------------------------------------------------- B: containment is checked
// against what is there

#[test]
fn the_customs_union_stands_in_the_place_of_its_members() {
    let opened = open("BACI_HS92_Y1996_V202501.csv");
    assert!(opened.account.is_complete() && opened.account.totals() == 0, "{}", opened.account);
    let panel = opened.panel().unwrap();
    let union: Area = "711".parse().unwrap();
    let year = Period::year(1996);
    assert_eq!(panel.len(), 6);
    assert_eq!(value(&panel, Key::exports(CHN).to(union).of(good("H0:910111")), year), "62.266");
    assert_eq!(value(&panel, Key::exports(union).to(CHN).of(good("H0:710231")), year), "90000");
    let serbia: Area = "891".parse().unwrap();
    assert_eq!(value(&panel, Key::exports(CHN).to(serbia).of(good("H0:910111")), year), "1");
}

/// Aggregates without a member in the data are parts: the European Union, the two Germanies,
/// Belgium-Luxembourg, Serbia and Montenegro. A member beside them makes a total of them, and only
/// of the cells that it is in.
#[test]
fn aggregates_are_totals_only_beside_their_members() {
    let row = |year: u16, partner: u16, code: &str, value: u32| {
        format!("{year},156,{partner},{code},{value},1\n")
    };
    for (year, whole, member) in
        [(2022, 97, 276), (1996, 58, 442), (1996, 891, 688), (1996, 711, 710)]
    {
        let Ok(area) = Area::from_code(member) else { panic!("{member}") };
        let whole_area = Area::from_code(whole).unwrap();
        let header = "t,i,j,k,v,q\n";
        let alone =
            format!("{header}{}{}", row(year, whole, "270900", 9), row(year, 392, "270900", 5));
        let opened = read_text(&alone);
        assert_eq!(
            (opened.account.totals(), opened.account.set_aside_rows()),
            (0, 0),
            "{whole}: {}",
            opened.account
        );
        if whole_area.holds(area) && whole_area.figures_hold(area, i32::from(year)) {
            let beside = format!(
                "{alone}{}{}",
                row(year, member, "270900", 4),
                row(year, whole, "271121", 3)
            );
            let opened = read_text(&beside);
            assert_eq!(opened.account.totals(), 1, "{whole}: {}", opened.account);
            let panel = opened.panel().unwrap();
            let key = Key::exports(CHN).to(whole_area);
            assert_eq!(
                value(&panel, key.of(good("HS:270900")), Period::year(i32::from(year))),
                "9"
            );
            assert_eq!(
                value(&panel, key.of(good("HS:271121")), Period::year(i32::from(year))),
                "3"
            );
        }
    }
}

// ---------------------------------------------------------------- C: missing, unreadable, unknown
// and other are four things

#[test]
fn codes_that_went_through_floats_are_codes() {
    let opened = open("pandas_float_codes.csv");
    assert_eq!((opened.account.rows(), opened.account.accepted()), (2, 2), "{}", opened.account);
    assert!(opened.account.remarks().is_empty(), "{}", opened.account);
    let panel = opened.panel().unwrap();
    let key = |partner: Area| Key::exports(CHN).to(partner).of(good("H6:381800"));
    assert_eq!(value(&panel, key(USA), Period::year(2023)), "2000000.5");
    assert_eq!(value(&panel, key(DEU), Period::year(2023)), "1000000.25");
    assert_eq!(quantity(&panel, key(DEU), Period::year(2023)).as_deref(), Some("234567 kg"));
}

#[test]
fn missing_is_missing_in_columns_of_codes() {
    let plain = open("legacy_blank.csv").panel().unwrap();
    let key = Key::imports(UKR).from(POL).of(good("H4:1001"));
    assert_eq!(value(&plain, key, Period::year(2015)), "412345");
    assert_eq!(open("legacy_na_readr.csv").panel().unwrap(), plain);
    for spelling in ["null", "-", "N/A", "None", "NaN", ""] {
        let text = text("legacy_na_readr.csv").replace(",NA", &format!(",{spelling}"));
        let opened = read_text(&text);
        assert!(opened.account.is_complete(), "{spelling}: {}", opened.account);
        assert_eq!(opened.panel().unwrap(), plain, "{spelling}");
    }
}

/// A row of UN Comtrade with what is tried in it.
fn comtrade(fields: [&str; 5]) -> String {
    let [partner, second, code, transport, value] = fields;
    format!("2022,156,M,{partner},{second},H6,{code},C00,{transport},{value},True\n")
}

const COMTRADE: &str = "period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,\
primaryValue,isReported\n";

#[test]
fn four_things_have_four_reasons() {
    let rows = [
        comtrade(["643", "0", "270900", "0", "100"]),
        // another part of a cell whose total is there
        comtrade(["643", "0", "270900", "2100", "60"]),
        comtrade(["276", "0", "270900", "2100", "7"]), // of one whose total is not
        comtrade(["643", "0", "270900", "sea", "5"]),  // not a code of a transport
        comtrade(["392", "0", "270900", "NA", "3"]),   // nothing is said: the total
        comtrade(["", "0", "270900", "0", "2"]),       // the row needs a partner
        comtrade(["155", "0", "270900", "0", "1"]),    // not an area
        comtrade(["842", "0", "10121", "0", "4"]),     // perhaps a zero was lost; nothing proves it
    ];
    let opened = read_text(&format!("{COMTRADE}{}", rows.concat()));
    assert_eq!(
        reasons(&opened.account),
        [
            (Reason::Component, 1),
            (Reason::WithoutTotal, 1),
            (Reason::NoCode, 1),
            (Reason::UnknownArea, 1),
            (Reason::UnknownCommodity, 1),
            (Reason::UnknownPart, 1),
        ]
    );
    let line = |reason: Reason| {
        let kind = opened.account.set_aside().iter().find(|kind| kind.reason == reason).unwrap();
        (kind.first[0].place.line, kind.first[0].text.clone())
    };
    assert_eq!(line(Reason::Component), (3, "2100".to_owned()));
    assert_eq!(line(Reason::WithoutTotal), (4, "2100".to_owned()));
    assert_eq!(line(Reason::UnknownPart), (5, "sea".to_owned()));
    assert_eq!(line(Reason::NoCode).0, 7);
    assert_eq!(line(Reason::UnknownArea), (8, "155".to_owned()));
    assert_eq!(line(Reason::UnknownCommodity), (9, "10121; perhaps 010121".to_owned()));
    let refused = opened.panel().unwrap_err().to_string();
    assert!(
        refused.contains("perhaps 010121") && refused.contains("total is not in the data"),
        "{refused}"
    );
}

#[test]
fn lost_zeros_are_put_back_where_a_column_proves_it() {
    let opened = open("sitc_lost_zero.csv");
    assert!(opened.account.is_complete());
    assert!(
        opened.account.remarks()[0].contains("2 rows, the first is 11 as 011"),
        "{}",
        opened.account
    );
    let panel = opened.panel().unwrap();
    let key = |code: &str| Key::imports(DEU).from(NLD).of(good(code));
    assert_eq!(value(&panel, key("S3:011"), Period::year(2023)), "900000000");
    assert_eq!(value(&panel, key("S3:012"), Period::year(2023)), "700000000");
    // Of the Harmonized System, as floats too.
    let header = COMTRADE.replace("cmdCode", "cmdCode,aggrLevel");
    for code in ["10121,6", "10121.0,6.0", "010121,6"] {
        let panel = read_text(&format!("{header}{}", comtrade(["643", "0", code, "0", "5"])))
            .panel()
            .unwrap();
        assert_eq!(
            value(&panel, Key::imports(CHN).from(RUS).of(good("H6:010121")), Period::year(2022)),
            "5"
        );
    }
    // Other offices print no level: the row is kept out, and the account says what the code may be.
    let comext = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
        X,,A,DE,VN,30462,1,VALUE_IN_EUROS,2023,30\n";
    let census = "CTY_CODE,I_COMMODITY,GEN_VAL_MO,time\n5700,10121,5,2024-01\n";
    let gacc = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"US dollar\",\n\"202601\",\"1012100\",\"344\",\"5\",\n";
    for (text, words) in
        [(comext, "30462; perhaps 030462"), (census, "perhaps 010121"), (gacc, "perhaps 01012100")]
    {
        let opened = Reader::new().flow(Flow::Import).read(text.as_bytes(), "file").unwrap();
        assert!(opened.panel().unwrap_err().to_string().contains(words), "{words}");
    }
}

#[test]
fn noise_of_floats_costs_no_row() {
    let opened = open("float_noise_kep.csv");
    assert!(
        opened.account.is_complete() && opened.account.remarks()[0].contains("rounded: 1"),
        "{}",
        opened.account
    );
    let panel = opened.panel().unwrap();
    let exports = Key::exports(RUS).to(WORLD);
    assert_eq!(value(&panel, exports, Period::year(2017)), "9932.6");
    assert_eq!(value(&panel, exports, Period::year(2016)), "8412.1");
}

// ---------------------------------------------------------------- D: unread columns are watched

#[test]
fn subcodes_of_the_census_are_added_up() {
    let mexico = open("census_hscycs.json").panel().unwrap();
    let cars = Key::imports(USA).from(MEX).of(good("HS:870323")).valued(Valuation::CustomsValue);
    assert_eq!(value(&mexico, cars, Period::year(2024)), "5000"); // 900 + 4000 + 100
    let opened = open("census_subcode.json");
    assert_eq!(reasons(&opened.account), [(Reason::Component, 2)]);
    let china = opened.panel().unwrap();
    let batteries = Key::imports(USA).from(CHN).of(good("HS:850760"));
    assert_eq!(value(&china, batteries, Period::month(2024, 1)), "350"); // the row of the total
}

/// A breakdown that nobody knows: nothing of the cell is read by default, and the column and its
/// values are named.
#[test]
fn unknown_breakdowns_are_refused_by_name() {
    let header = COMTRADE.replace("isReported", "isReported,zone");
    let row = |partner: &str, zone: &str, value: &str| {
        comtrade([partner, "0", "270900", "0", value]).replace("True\n", &format!("True,{zone}\n"))
    };
    let rows = [
        row("643", "north", "60"),
        row("643", "south", "40"),
        row("276", "north", "7"),
        row("276", "north", "7"),
    ];
    let text = format!("{header}{}", rows.concat());
    let opened = read_text(&text);
    assert_eq!(
        reasons(&opened.account),
        [(Reason::Duplicate, 1), (Reason::UnreadColumn, 2)],
        "{}",
        opened.account
    );
    let refused = opened.clone().panel().unwrap_err().to_string();
    assert!(
        refused.contains("zone") && refused.contains("“north”") && refused.contains("“south”"),
        "{refused}"
    );
    let known = opened.panel_with_losses().unwrap();
    assert_eq!(
        (
            known.len(),
            value(&known, Key::imports(CHN).from(DEU).of(good("H6:270900")), Period::year(2022))
        ),
        (1, "7".into())
    );
    // The advice: they are parts.
    let summed = Reader::new()
        .duplicates(Duplicates::Sum)
        .read(text.as_bytes(), "file")
        .unwrap()
        .panel()
        .unwrap();
    assert_eq!(
        value(&summed, Key::imports(CHN).from(RUS).of(good("H6:270900")), Period::year(2022)),
        "100"
    );
    // Or one of them is the total, and it alone is kept in the file.
    let one = format!("{header}{}{}", rows[0], rows[2]);
    assert_eq!(read_text(&one).panel().unwrap().len(), 2);
}

#[test]
fn every_format_watches_its_unread_columns() {
    let sdmx = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,transport,indicators,TIME_PERIOD,OBS_VALUE\n\
        X,,A,DE,VN,030462,1,sea,VALUE_IN_EUROS,2023,30\nX,,A,DE,VN,030462,1,air,VALUE_IN_EUROS,2023,12\n";
    let bulk = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,TRANSPORT,VALUE_EUR,QUANTITY_KG\n\
        DE,CN,E,85076000,1,1,NO_SU,202401,sea,30,1\nDE,CN,E,85076000,1,1,NO_SU,202401,air,12,1\n";
    let census = "[[\"CTY_CODE\",\"I_COMMODITY\",\"GEN_VAL_MO\",\"time\",\"TRANSPORT\"],\n\
        [\"5700\",\"850760\",\"30\",\"2024-01\",\"sea\"],[\"5700\",\"850760\",\"12\",\"2024-01\",\"air\"]]";
    let records = "[{\"CTY_CODE\":\"5700\",\"I_COMMODITY\":\"850760\",\"GEN_VAL_MO\":\"30\",\"time\":\"2024-01\",\"TRANSPORT\":\"sea\"},\n\
        {\"CTY_CODE\":\"5700\",\"I_COMMODITY\":\"850760\",\"GEN_VAL_MO\":\"12\",\"time\":\"2024-01\",\"TRANSPORT\":\"air\"}]";
    let gacc = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"Transport\",\"US dollar\",\n\
        \"202601\",\"27090000\",\"344\",\"sea\",\"30\",\n\"202601\",\"27090000\",\"344\",\"air\",\"12\",\n";
    let baci =
        "t,i,j,k,v,q,transport\n2022,156,643,270900,30,1,sea\n2022,156,643,270900,12,1,air\n";
    let json = "{\"period\":\"2022\",\"reporterCode\":156,\"flowCode\":\"M\",\"partnerCode\":643,\"cmdCode\":\"TOTAL\",\"primaryValue\":30,\
        \"transport\":\"sea\"}\n{\"period\":\"2022\",\"reporterCode\":156,\"flowCode\":\"M\",\"partnerCode\":643,\"cmdCode\":\"TOTAL\",\
        \"primaryValue\":12,\"transport\":\"air\"}\n";
    for text in [sdmx, bulk, census, records, gacc, baci, json] {
        let reader = Reader::new().flow(Flow::Import);
        let opened = reader.read(text.as_bytes(), "file").unwrap();
        assert_eq!(
            reasons(&opened.account),
            [(Reason::UnreadColumn, 2)],
            "{}: {}",
            opened.format,
            opened.account
        );
        let refused = opened.panel().unwrap_err().to_string();
        assert!(
            refused.to_lowercase().contains("transport") && refused.contains("“air”"),
            "{refused}"
        );
        let summed = reader
            .duplicates(Duplicates::Sum)
            .read(text.as_bytes(), "file")
            .unwrap()
            .panel()
            .unwrap();
        assert_eq!(summed.value(0).unwrap().normalize().to_string(), "42", "{}", text);
    }
}

// ---------------------------------------------------------------- E: what is broken is refused,
// what is good is complete

#[test]
fn a_cut_last_line_is_kept_out() {
    let opened = open("comext_cut.csv");
    assert!(!opened.account.is_complete());
    assert_eq!(reasons(&opened.account), [(Reason::CutOff, 1)]);
    assert_eq!(opened.account.set_aside()[0].first[0].place.line, 3);
    assert!(opened.clone().panel().unwrap_err().to_string().contains("323138"));
    let panel = opened.panel_with_losses().unwrap();
    let vietnam = Key::imports(DEU).from("VNM".parse().unwrap());
    assert_eq!(value(&panel, vietnam.of(good("CN2023:030462")), Period::year(2023)), "30000000");
    assert!(panel.find(&vietnam.of(good("CN2024:030462")), Period::year(2024)).is_err());
    assert!(!panel.account().is_complete());
    // The advice: with a line end the line is whole.
    assert_eq!(read_text(&format!("{}\n", text("comext_cut.csv"))).panel().unwrap().len(), 2);
}

/// Without a line end a last field is whole if it is a closed quote or a member of a closed list
/// that nothing else begins with.
#[test]
fn a_last_line_is_whole_if_its_last_field_is() {
    let header = COMTRADE.trim_end();
    let row = "2022,156,M,643,0,H6,270900,C00,0,100";
    for (ending, whole) in [
        (",True", true),
        (",true", true),
        (",1", true),
        (",Tru", false),
        (",", false),
        (",\"true\"", true),
    ] {
        let opened = read_text(&format!("{header}\n{row}{ending}"));
        assert_eq!(opened.account.is_complete(), whole, "{ending}: {}", opened.account);
        assert_eq!(opened.account.accepted(), u64::from(whole), "{ending}");
    }
    // Fields are missing; the line has one field more, as the web site writes it; half a line end.
    assert!(!read_text(&format!("{header}\n{row}")).account.is_complete());
    assert!(read_text(&format!("{header}\n{row},\"true\",")).account.is_complete());
    assert!(read_text(&format!("{header}\r\n{row},Tru\r")).account.rows() == 1);
    let flags = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n\
        X,,A,DE,VN,030462,1,VALUE_IN_EUROS,2023,30";
    for (ending, whole) in [(",e", true), (",", false), ("", false), (",x", false)] {
        assert_eq!(read_text(&format!("{flags}{ending}")).account.is_complete(), whole, "{ending}");
    }
}

#[test]
fn json_lines_are_rows() {
    let opened = open("comtrade_jsonlines.json");
    assert_eq!((opened.format, opened.account.rows()), (Format::ComtradeJson, 2));
    let panel = opened.panel().unwrap();
    let imports = Key::imports(CHN).from(RUS);
    assert_eq!(value(&panel, imports, Period::year(2022)), "114149000000.5");
    assert_eq!(value(&panel, imports, Period::year(2023)), "129139000000");
    // Lines are those of the text, and a broken row costs itself.
    let broken = text("comtrade_jsonlines.json").replace("\"2023\"", "oops");
    let opened = read_text(&broken);
    assert_eq!((opened.account.rows(), opened.account.set_aside()[0].first[0].place.line), (2, 2));
    // The same rows as an array, and one row alone.
    let lines = text("comtrade_jsonlines.json");
    let array = format!("[{}]", lines.trim().replace('\n', ",\n"));
    assert_eq!(read_text(&array).panel().unwrap(), panel);
    assert_eq!(read_text(lines.lines().next().unwrap()).account.rows(), 1);
    // What is neither rows nor an answer is a break.
    for text in [
        format!("{lines}oops\n"),
        lines.replace('\n', "\n;\n"),
        array.replace("]", "] oops"),
        array.replace("[{", "[1,{"),
    ] {
        let opened = read_text(&text);
        assert!(opened.account.broken().is_some() && opened.panel().is_err());
        assert!(Reader::new().all_or_nothing(true).read(text.as_bytes(), "file").is_err());
    }
    let answer =
        "{\"elapsedTime\":\"1\",\"count\":1,\"data\":[{\"primaryValue\":1}],\"error\":oops}";
    assert!(read_text(answer).account.broken().is_some());
}

#[test]
fn an_ordinary_good_file_is_complete_and_says_no_more() {
    let header = "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,\
        qtyUnitCode,qty,netWgt,cifvalue,primaryValue,isAggregate\n";
    let row = |partner: &str, code: &str, transport: &str, value: &str| {
        format!(
            "C,A,2022,156,M,{partner},0,H6,{code},C00,{transport},8,5,5,{value},{value},False\n"
        )
    };
    let file = format!(
        "{header}{}{}{}{}{}",
        row("0", "TOTAL", "0", "100"),
        row("643", "TOTAL", "0", "60"),
        row("643", "TOTAL", "2100", "35"),
        row("643", "TOTAL", "9110", "25"),
        row("643", "27", "0", "40"),
    );
    let opened = read_text(&file);
    assert!(opened.account.is_complete());
    assert_eq!(reasons(&opened.account), [(Reason::Component, 2)]);
    assert_eq!((opened.account.remarks().len(), opened.account.doubts().len()), (0, 0));
    // A line for the rows, one for the totals, one for the parts.
    assert_eq!(opened.account.to_string().lines().count(), 3, "{}", opened.account);
    let panel = opened.panel().unwrap();
    assert!(panel.account().is_complete());
    // A level and a quantity that were not asked for are not lost.
    assert!(Reader::new().level(2).read(file.as_bytes(), "file").unwrap().account.is_complete());
    let comext = open("comext_sdmx3.csv");
    assert!(
        comext.account.is_complete() && comext.account.to_string().lines().count() == 1,
        "{}",
        comext.account
    );
    let second =
        Reader::new().quantity(QuantityKind::Supplementary).open(path("comext_sdmx3.csv")).unwrap();
    assert_eq!(
        (reasons(&second.account), second.account.is_complete()),
        (vec![(Reason::OtherMeasure, 1)], true)
    );
}

#[test]
fn data_beside_the_data_that_is_not_read_is_missing() {
    let folder = Folder::new("beside");
    std::fs::copy(path("BACI_HS92_Y1996_V202501.csv"), folder.join("a.csv")).unwrap();
    std::fs::write(folder.join("Readme.txt"), "BACI, version 202501\nSee the web site.\n").unwrap();
    std::fs::write(
        folder.join("country_codes.csv"),
        "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n",
    )
    .unwrap();
    let good = read::open(&folder).unwrap();
    assert!(good.account.is_complete() && good.account.remarks().len() == 3, "{}", good.account);
    for (name, bytes) in [
        ("b.csv", text("imf_imts.csv").into_bytes()),
        ("b.parquet", b"PAR1\x15\x04".to_vec()),
        ("b.csv", b"year,from,to,code,value\n2022,4,8,010121,1\n".to_vec()),
    ] {
        std::fs::write(folder.join(name), bytes).unwrap();
        let opened = read::open(&folder).unwrap();
        assert_eq!(opened.account.breaks().len(), 1, "{}", opened.account);
        assert!(opened.panel().unwrap_err().to_string().contains(name));
        std::fs::remove_file(folder.join(name)).unwrap();
    }
}

// ---------------------------------------------------------------- F: recognition is as wide as the
// reader

#[test]
fn names_are_compared_without_case_and_punctuation() {
    let plain = open("comtradr_snake.csv");
    assert_eq!(plain.format, Format::ComtradeCsv);
    let plain = plain.panel().unwrap();
    let exports = Key::exports(CHN).to(DEU);
    assert_eq!(value(&plain, exports, Period::year(2022)), "116227058325");
    assert_eq!(value(&plain, exports, Period::year(2023)), "100570219642");
    let snake = text("comtradr_snake.csv");
    let (header, rows) = snake.split_once('\n').unwrap();
    for header in [
        header.replace('_', "."),
        header.replace('_', " "),
        header.to_uppercase(),
        header.replace('_', ""),
    ] {
        let opened = read_text(&format!("{header}\n{rows}"));
        assert!(opened.account.is_complete(), "{}", opened.account);
        assert_eq!(opened.panel().unwrap(), plain, "{header}");
    }
    // R's names of the old form, and those of its old package.
    let old = open("legacy_blank.csv").panel().unwrap();
    let legacy = text("legacy_blank.csv");
    let (header, rows) = legacy.split_once('\n').unwrap();
    let dots: Vec<String> = header
        .split(',')
        .map(|name| {
            name.chars()
                .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '.' })
                .collect()
        })
        .map(|name: String| if name.starts_with('2') { format!("X{name}") } else { name })
        .collect();
    let package = header
        .to_lowercase()
        .replace(' ', "_")
        .replace("trade_value_(us$)", "trade_value_usd")
        .replace("2nd", "second");
    for header in [dots.join(","), package] {
        let opened = read_text(&format!("{header}\n{rows}"));
        assert_eq!(opened.format, Format::ComtradeLegacy);
        assert_eq!(opened.panel().unwrap(), old, "{header}");
    }
}

#[test]
fn headers_of_every_version_of_sdmx_csv() {
    let opened = open("comext_sdmx3.csv");
    assert_eq!(opened.format, Format::ComextSdmx);
    let panel = opened.panel().unwrap();
    let union = Area::from_code(97).unwrap();
    let gas = |from: Area| Key::imports(union).from(from).of(good("CN2024:31021090"));
    assert_eq!(value(&panel, gas(USA), Period::month(2024, 6)), "17500");
    assert_eq!(quantity(&panel, gas(USA), Period::month(2024, 6)).as_deref(), Some("50000 kg"));
    assert_eq!(value(&panel, gas("DZA".parse().unwrap()), Period::month(2024, 1)), "999");
    let three = text("comext_sdmx3.csv");
    let one = three
        .replace("STRUCTURE,STRUCTURE_ID,", "DATAFLOW,LAST UPDATE,")
        .replace("dataflow,ESTAT:DS-045409(1.0),", "ESTAT:DS-045409(1.0),,");
    let two = three.replace("STRUCTURE_ID,", "STRUCTURE_ID,ACTION,").replace("(1.0),", "(1.0),I,");
    let named = three
        .replace("STRUCTURE_ID,", "STRUCTURE_ID,STRUCTURE_NAME,")
        .replace("(1.0),", "(1.0),\"EU trade, by CN8\",");
    let labels = three
        .replace("partner,", "partner:Partner,")
        .replace("reporter,", "reporter:Reporter,")
        .replace(",US,", ",US:United States,")
        .replace("EU27_2020,", "EU27_2020:European Union,");
    let semicolons = three.replace(',', ";");
    for text in [one, two, named, labels, semicolons] {
        let opened = read_text(&text);
        assert!(opened.account.is_complete(), "{}", opened.account);
        assert_eq!(opened.panel().unwrap(), panel, "{text}");
    }
}

#[test]
fn the_census_as_a_table_and_as_records() {
    let opened = open("census_as_csv.csv");
    assert_eq!(opened.format, Format::Census);
    let panel = opened.panel().unwrap();
    let batteries = |from: Area| {
        Key::imports(USA).from(from).of(good("HS:850760")).valued(Valuation::CustomsValue)
    };
    assert_eq!(value(&panel, batteries(CHN), Period::month(2024, 1)), "1350246");
    assert_eq!(value(&panel, batteries(JPN), Period::month(2024, 1)), "20000");
    let row = |code: &str, value: &str| {
        format!(
            "{{\"time\":\"2024-01\",\"CTY_CODE\":\"{code}\",\"I_COMMODITY\":\"850760\",\"GEN_VAL_MO\":{value}}}"
        )
    };
    let records = [row("5700", "1350246"), row("5880", "\"20000\"")];
    for text in [
        format!("[{}]", records.join(",\n")),
        format!("{}\n", records.join("\n")),
        text("census_as_csv.csv").to_lowercase(),
    ] {
        assert_eq!(read_text(&text).panel().unwrap(), panel, "{text}");
    }
}

#[test]
fn refusals_name_the_office() {
    for (name, words) in [
        ("imf_imts.csv", "IMF"),
        ("comexstat_semicolon.csv", "Comex Stat"),
        ("comext_quantity_only.csv", "quantities and no values"),
    ] {
        let error = read::open(path(name)).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains(name), "{error}");
        assert!(!error.contains("save it") && !error.contains("by name"), "{error}");
        // It is trade data, and has no reader.
        assert!(!error.contains("not a file of trade data"), "{error}");
    }
    // Quantities beside values, of a cell that has none.
    let both =
        format!("{}X,,M,DE,NO,2709,1,VALUE_IN_EUROS,2026-04,7\n", text("comext_quantity_only.csv"));
    assert_eq!(reasons(&read_text(&both).account), [(Reason::WithoutValue, 2)]);
    // The advice: with its value each quantity is read.
    let whole = both.replace(
        "QUANTITY_IN_100KG,2026-04,123.45\n",
        "QUANTITY_IN_100KG,2026-04,123.45\nX,,M,DE,US,2709,1,VALUE_IN_EUROS,2026-04,9\n",
    );
    assert_eq!(reasons(&read_text(&whole).account), [(Reason::WithoutValue, 1)]);
}

#[test]
fn semicolons_are_read() {
    let baci = text("BACI_HS92_Y1996_V202501.csv");
    let semicolons = baci.replace(',', ";");
    assert_eq!(read_text(&semicolons).panel().unwrap(), read_text(&baci).panel().unwrap());
}

// ---------------------------------------------------------------- advice works

#[test]
fn what_a_reason_advises_works() {
    let year = Period::year(2022);
    let crude = Key::imports(CHN).from(RUS).of(good("H6:270900"));
    let parts = format!(
        "{COMTRADE}{}{}",
        comtrade(["643", "0", "270900", "2100", "60"]),
        comtrade(["643", "792", "270900", "0", "9"])
    );
    let whole = format!("{parts}{}", comtrade(["643", "0", "270900", "0", "100"]));
    let read =
        |reader: Reader, text: &str| reader.read(text.as_bytes(), "file").unwrap().panel().unwrap();
    // Component, WithoutTotal: another part on the reader, or the total from the source. OtherPart:
    // without the choice.
    assert_eq!(value(&read(Reader::new().transport(2100), &whole), crude, year), "60");
    assert_eq!(value(&read(Reader::new().transport(2100), &parts), crude, year), "60");
    assert_eq!(value(&read(Reader::new().second_partner(792), &parts), crude, year), "9");
    let customs = whole.replace("C00,2100", "C04,0");
    assert_eq!(value(&read(Reader::new().customs("C04"), &customs), crude, year), "60");
    assert!(read_text(&parts).panel().is_err());
    assert_eq!(value(&read_text(&whole).panel().unwrap(), crude, year), "100");
    let chosen = Reader::new().transport(2100).read(whole.as_bytes(), "file").unwrap();
    assert_eq!(reasons(&chosen.account), [(Reason::OtherPart, 2)]);
    // Total: kept by default.
    let world = format!("{whole}{}", comtrade(["0", "0", "270900", "0", "500"]));
    assert_eq!(
        reasons(&read_with(Reader::new().totals(Totals::SetAside), &world).account).last(),
        Some(&(Reason::Total, 1))
    );
    assert_eq!(
        value(
            &read(Reader::new().totals(Totals::Keep), &world),
            Key::imports(CHN).from(WORLD).of(good("H6:270900")),
            year
        ),
        "500"
    );
    // UnknownGroup: the sum of its members.
    let group = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
        X,A,DE,EXT_EU27_2020,2709,1,VALUE_IN_EUROS,2022,90\nX,A,DE,US,2709,1,VALUE_IN_EUROS,2022,50\nX,A,DE,CN,2709,1,VALUE_IN_EUROS,2022,40\n";
    let opened = read_text(group);
    assert_eq!(reasons(&opened.account), [(Reason::UnknownGroup, 1)]);
    let mine = Area::own(1).unwrap();
    let summed = opened.panel().unwrap().aggregate_areas(&[(mine, &[USA, CHN])]).unwrap();
    assert_eq!(value(&summed, Key::imports(DEU).from(mine).of(good("CN2022:2709")), year), "90");
    // OtherLevel: chosen with level, 0 for all goods.
    let levels = format!("{}{}", whole, comtrade(["643", "0", "TOTAL", "0", "300"]));
    assert_eq!(read(Reader::new().level(0), &levels).len(), 1);
    assert_eq!(value(&read(Reader::new().level(6), &levels), crude, year), "100");
    // OtherClassification: a file for each edition.
    let other = comtrade(["643", "0", "270900", "0", "100"]).replace("H6", "H5");
    let both = read_text(&format!("{whole}{other}"));
    assert_eq!(both.account.count(Reason::OtherClassification), 1);
    let five = read_text(&format!("{COMTRADE}{other}")).panel().unwrap();
    assert_eq!(value(&five, Key::imports(CHN).from(RUS).of(good("H5:270900")), year), "100");
    // Duplicate and Conflicting: another rule.
    let twice = format!(
        "{COMTRADE}{}{}",
        comtrade(["643", "0", "270900", "0", "100"]),
        comtrade(["643", "0", "270900", "0", "20"])
    );
    assert!(read_text(&twice).panel().unwrap_err().help().contains("KeepFirst"));
    for (rule, sum) in
        [(Duplicates::KeepFirst, "100"), (Duplicates::KeepLast, "20"), (Duplicates::Sum, "120")]
    {
        assert_eq!(value(&read(Reader::new().duplicates(rule), &twice), crude, year), sum);
    }
    // UnknownArea: numbers of the user's own.
    let own =
        format!("{COMTRADE}{}", comtrade(["155", "0", "270900", "0", "1"]).replace("156", "157"));
    assert!(read_text(&own).panel().unwrap_err().help().contains("own_areas"));
    assert_eq!(read(Reader::new().own_areas(true), &own).len(), 1);
    // UnknownPeriod, BadNumber, DoesNotFit, WrongFieldCount, Malformed, NoCode: the text corrected
    // as it says.
    let row = comtrade(["643", "0", "270900", "0", "1234.5"]);
    for (wrong, right, reason) in [
        ("2022-Q1", "2022", Reason::UnknownPeriod),
        ("1 234,5", "1234.5", Reason::WrongFieldCount),
        ("1.234.5", "1234.5", Reason::BadNumber),
        ("1e40", "1234.5", Reason::DoesNotFit),
        ("\"1234.5", "1234.5", Reason::Malformed),
        (",,0,", ",643,0,", Reason::NoCode),
    ] {
        let wrong_row = row.replacen(right, wrong, 1);
        let opened = read_text(&format!("{COMTRADE}{wrong_row}"));
        assert_eq!(reasons(&opened.account), [(reason, 1)], "{wrong_row}");
        assert!(
            !reason.help().is_empty() && opened.panel().unwrap_err().help().contains(reason.help())
        );
        assert_eq!(
            value(&read_text(&format!("{COMTRADE}{row}")).panel().unwrap(), crude, year),
            "1234.5"
        );
    }
}

fn read_with(reader: Reader, text: &str) -> Opened {
    reader.read(text.as_bytes(), "file").unwrap()
}

/// Every reason says what it is and what to do, and a loss is a loss.
#[test]
fn every_reason_has_words() {
    use Reason::*;
    let losses = [
        WithoutTotal,
        Conflicting,
        UnreadColumn,
        WithoutValue,
        NoCode,
        UnknownArea,
        UnknownCommodity,
        UnknownFlow,
        UnknownPeriod,
        UnknownPart,
        BadNumber,
        DoesNotFit,
        TooMany,
        WrongFieldCount,
        CutOff,
        Malformed,
    ];
    let others = [
        Component,
        OtherPart,
        Total,
        UnknownGroup,
        OtherLevel,
        OtherClassification,
        Duplicate,
        OtherMeasure,
        Services,
        NoValue,
    ];
    for (list, loss) in [(&losses[..], true), (&others[..], false)] {
        for reason in list {
            assert_eq!(reason.is_loss(), loss, "{reason}");
            assert!(!reason.help().is_empty() && !reason.to_string().is_empty());
        }
    }
}

#[test]
fn what_a_refusal_advises_works() {
    // Releases separated by tabs: saved with commas they are read.
    let releases = "reporter\tpartner\tflow\tperiod\tvalue\tunit\nCHN\tRUS\ttrade\t2022\t190.271\tbillion USD\n";
    assert!(
        Reader::new()
            .read(releases.as_bytes(), "file")
            .unwrap_err()
            .help()
            .contains("save them with commas")
    );
    assert_eq!(read_text(&releases.replace('\t', ",")).releases().unwrap().rows().len(), 1);
    // A panel as JSON lines is read back from its CSV.
    let panel = open("comtradr_snake.csv").panel().unwrap();
    let (mut json, mut csv) = (Vec::new(), Vec::new());
    panel.write_json_lines(&mut json).unwrap();
    panel.write_csv(&mut csv).unwrap();
    assert!(
        Reader::new()
            .read(json.as_slice(), "file")
            .unwrap_err()
            .help()
            .contains("Panel::write_csv")
    );
    assert_eq!(Reader::new().read(csv.as_slice(), "file").unwrap().panel().unwrap(), panel);
    // UTF-16: saved as UTF-8.
    let utf16: Vec<u8> =
        "\u{feff}t,i,j,k,v,q\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(
        Reader::new()
            .read(utf16.as_slice(), "file")
            .unwrap_err()
            .help()
            .contains("save it as UTF-8")
    );
    assert!(Reader::new().read("\u{feff}t,i,j,k,v,q\n".as_bytes(), "file").is_ok());
    // Goods by another classification: imports/hs. A name without a code: the code too. No column
    // of values: one of those named.
    for (wrong, right, advice) in [
        ("I_ENDUSE", "I_COMMODITY", "imports/hs"),
        ("CTY_NAME", "CTY_CODE", "ask the service for the column CTY_CODE"),
    ] {
        let text = |name: &str| {
            format!("[[\"{name}\",\"GEN_VAL_MO\",\"time\"],[\"5700\",\"7\",\"2024-01\"]]")
                .replace("\"I_COMMODITY\"],[\"5700", "")
        };
        assert!(
            Reader::new().read(text(wrong).as_bytes(), "file").unwrap_err().help().contains(advice),
            "{wrong}"
        );
        assert!(Reader::new().read(text(right).as_bytes(), "file").is_ok(), "{right}");
    }
    let cif = "[[\"CTY_CODE\",\"GEN_CIF_YR\",\"time\"],[\"5700\",\"7\",\"2024-01\"]]";
    assert!(
        Reader::new()
            .value_column("GEN_VAL_MO")
            .read(cif.as_bytes(), "file")
            .unwrap_err()
            .help()
            .contains("GEN_CIF")
    );
    assert!(Reader::new().value_column("GEN_CIF_YR").read(cif.as_bytes(), "file").is_ok());
    // A file that does not say its flow or its period.
    let gacc = "\"Commodity code\",\"Trading partner code\",\"US dollar\",\n\"27090000\",\"344\",\"30\",\n";
    let error = Reader::new().read(gacc.as_bytes(), "file").unwrap_err().help();
    assert!(error.contains("Reader::new().flow(Flow::Import)"), "{error}");
    let error = Reader::new().flow(Flow::Import).read(gacc.as_bytes(), "file").unwrap_err().help();
    assert!(error.contains("Reader::new().period(Period::month(2026, 1))"), "{error}");
    let named = Reader::new()
        .flow(Flow::Import)
        .period(Period::month(2026, 1))
        .read(gacc.as_bytes(), "file")
        .unwrap();
    assert_eq!(named.panel().unwrap().len(), 1);
    // A header without a needed column, given again.
    let baci = text("BACI_HS92_Y1996_V202501.csv");
    let headless = baci.split_once('\n').unwrap().1;
    assert!(
        read::baci(headless.as_bytes(), "file")
            .unwrap_err()
            .help()
            .contains("give the file its header again")
    );
    assert!(
        read::baci(format!("t,i,j,k,v,q\n{headless}").as_bytes(), "file")
            .unwrap()
            .account
            .is_complete()
    );
    // A zip archive in memory is refused, and read by its path; a damaged archive is fetched again.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("BACI_HS92_Y1996_V202501.csv", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(baci.as_bytes()).unwrap();
    let packed = zip.finish().unwrap().into_inner();
    assert!(
        Reader::new()
            .read(packed.as_slice(), "file")
            .unwrap_err()
            .help()
            .contains("give the path of the archive to read::open")
    );
    let file = std::env::temp_dir().join(format!("bilateral-advice-{}.zip", std::process::id()));
    std::fs::write(&file, &packed).unwrap();
    assert_eq!(read::open(&file).unwrap().panel().unwrap().len(), 6);
    std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();
    assert!(read::open(&file).unwrap_err().help().contains("fetch the file again"));
    std::fs::remove_file(&file).unwrap();
    let cut = gzip(baci.as_bytes());
    let cut =
        Reader::new().read(&cut[..cut.len() - 12], "file.gz").unwrap().panel().unwrap_err().help();
    assert!(cut.contains("fetch the file again") && cut.contains("panel_with_losses()"), "{cut}");
    // Releases asked for as a panel, and the reverse.
    let opened = read_text(&releases.replace('\t', ","));
    assert!(
        opened.clone().panel().unwrap_err().help().contains("releases()")
            && opened.releases().is_ok()
    );
    let opened = open("comtradr_snake.csv");
    assert!(
        opened.clone().releases().unwrap_err().help().contains("panel()") && opened.panel().is_ok()
    );
}

/// A folder of these files, read as one.
fn folder_of(name: &str, files: &[(&str, &[u8])]) -> Result<Opened, bilateral::Error> {
    let folder = std::env::temp_dir().join(format!("bilateral-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (file, bytes) in files {
        std::fs::write(folder.join(file), bytes).unwrap();
    }
    let opened = Reader::new().flow(Flow::Import).open(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    opened
}

/// Files that do not go together are read one by one, as the refusal says.
#[test]
fn what_a_refusal_of_several_files_advises_works() {
    let baci = "t,i,j,k,v,q\n2022,156,643,270900,1.5,2\n";
    let un = format!("{COMTRADE}{}", comtrade(["643", "0", "270900", "0", "100"]));
    let gacc = |column: &str| {
        format!(
            "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"{column}\"\n\
             \"202301\",\"27090000\",\"344\",\"30\"\n"
        )
    };
    let (dollars, yuan) = (gacc("US dollar"), gacc("Renminbi Yuan"));
    let regimes = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\
                   \"Customs Regime code\",\"US dollar\"\n\
                   \"202301\",\"27090000\",\"344\",\"10\",\"20\"\n\
                   \"202301\",\"27090000\",\"344\",\"19\",\"10\"\n";
    for (name, one, other, differs, help) in [
        ("forms", baci, un.as_str(), "the format of the files", "files of one format at a time"),
        ("money", &dollars, &yuan, "the currency or unit", "each currency on their own"),
        ("regimes", &dollars, regimes, "the breakdown of the files", "one by one"),
    ] {
        let both = [("a.csv", one.as_bytes()), ("b.csv", other.as_bytes())];
        let error = folder_of(name, &both).unwrap_err();
        assert!(error.is_mismatch() && error.to_string().contains(differs), "{error}");
        assert!(error.help().contains(help), "{error}");
        for file in both {
            assert_eq!(folder_of(name, &[file]).unwrap().panel().unwrap().len(), 1, "{name}");
        }
    }
    // One of the two currencies is brought to the other: 30 yuan at 6 yuan a dollar are 5 dollars.
    use bilateral::exchange::{ExchangeRate, RateKind};
    use bilateral::unit::{CNY, USD};
    let panel = folder_of("yuan", &[("b.csv", yuan.as_bytes())]).unwrap().panel().unwrap();
    let month = Period::month(2023, 1);
    let rate = bilateral::number::decimal("6");
    let rate = ExchangeRate::new(USD, CNY, rate, month, RateKind::Average).unwrap();
    let series = panel.series(&Key::imports(CHN).from(RUS).of(good("CHN:27090000"))).unwrap();
    let there = series.converted(month, &[rate]).unwrap();
    assert_eq!(there.unit().to_string(), "US$");
    assert!(there.bounds().bounds().contains(&bilateral::Ratio::from(5)));
}

/// What is packed or of another program is refused by name, and what is unpacked or saved as CSV is
/// read. The programs that do so are not run here.
#[test]
fn what_a_refusal_of_a_packed_file_advises_works() {
    let baci = "t,i,j,k,v,q\n2022,156,643,270900,1.5,2\n";
    for (magic, is, help) in [
        (&b"7z\xbc\xaf\x27\x1c\x00\x04"[..], "a 7z archive", "unpack it, then read the file"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive", "unpack it, then read the file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Excel workbook of before 2007", "save the sheet as CSV"),
        (b"PAR1\x15\x04", "a Parquet file", "save it as CSV"),
        (b"%PDF-1.7\n", "a PDF document", "a format that is read: UN Comtrade"),
    ] {
        let refused = Reader::new().read(magic, "BACI.bin").unwrap_err();
        assert!(refused.to_string().contains(is) && refused.help().contains(help), "{refused}");
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "xl/workbook.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<xml/>").unwrap();
    }
    let workbook = zip.finish().unwrap().into_inner();
    let refused = folder_of("workbook", &[("book.xlsx", &workbook)]).unwrap_err();
    assert!(refused.to_string().contains("an Excel workbook"), "{refused}");
    assert!(refused.help().contains("save the sheet as CSV"), "{refused}");
    // The sheet as spreadsheets save it: with a mark of the encoding, or with semicolons.
    for saved in [format!("\u{feff}{baci}"), baci.replace(',', ";"), baci.replace('\n', "\r\n")] {
        assert_eq!(read_text(&saved).panel().unwrap(), read_text(baci).panel().unwrap(), "{saved}");
    }
}

/// A panel has room for 65,536 periods: the months of 6,000 years are more, those of 3,000 fit.
#[test]
fn too_many_periods_are_read_in_parts() {
    let years = |years: std::ops::Range<u32>| -> String {
        let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
        let rows = months.map(|(year, month)| {
            comtrade(["643", "0", "270900", "0", "5"]).replacen(
                "2022",
                &format!("{year:04}{month:02}"),
                1,
            )
        });
        format!("{COMTRADE}{}", rows.collect::<String>())
    };
    let opened = read_text(&years(1000..7000));
    assert_eq!(reasons(&opened.account), [(Reason::TooMany, 72_000 - 65_536)]);
    let refused = opened.panel().unwrap_err();
    assert!(refused.help().contains("read fewer years at a time"), "{refused}");
    for half in [1000..4000, 4000..7000] {
        assert_eq!(read_text(&years(half)).panel().unwrap().len(), 36_000);
    }
}

/// Codes that are not known, quantities that were not asked for, values that are not there.
#[test]
fn what_a_reason_of_codes_advises_works() {
    let year = Period::year(2022);
    let crude = Key::imports(CHN).from(RUS).of(good("H6:270900"));
    let whole = format!("{COMTRADE}{}", comtrade(["643", "0", "270900", "0", "100"]));
    let with = |row: String| read_text(&format!("{whole}{row}"));
    let refused = |row: &str, reason: Reason| {
        let opened = with(row.to_owned());
        assert_eq!(reasons(&opened.account), [(reason, 1)], "{row}");
        let error = opened.panel().unwrap_err();
        assert!(error.help().contains(reason.help()), "{error}");
    };
    // UnknownFlow and UnknownArea: corrected to what Flow and Area read, or left out.
    let flow = comtrade(["276", "0", "270900", "0", "7"]).replace(",M,", ",import,");
    refused(&flow.replace("import", "QQ"), Reason::UnknownFlow);
    assert!("import".parse::<Flow>().is_ok() && "QQ".parse::<Flow>().is_err());
    assert_eq!(with(flow.replace("import", "M")).panel().unwrap().len(), 2);
    let area = comtrade(["155", "0", "270900", "0", "7"]);
    refused(&area, Reason::UnknownArea);
    assert!("155".parse::<Area>().is_err() && "276".parse::<Area>().is_ok());
    assert_eq!(with(area.replace(",155,", ",276,")).panel().unwrap().len(), 2);
    // UnknownPart: corrected, or left out since the total is there.
    let part = comtrade(["643", "0", "270900", "sea", "60"]);
    refused(&part, Reason::UnknownPart);
    assert_eq!(value(&with(part.replace("sea", "2100")).panel().unwrap(), crude, year), "100");
    assert_eq!(value(&read_text(&whole).panel().unwrap(), crude, year), "100");
    // UnknownCommodity: the zero in front written again.
    let good_row = comtrade(["643", "0", "10121", "0", "4"]);
    refused(&good_row, Reason::UnknownCommodity);
    assert_eq!(with(good_row.replace("10121", "010121")).panel().unwrap().len(), 2);
    // NoValue: no loss, and the cell is not there.
    let empty = with(comtrade(["276", "0", "270900", "0", ""]));
    assert_eq!(reasons(&empty.account), [(Reason::NoValue, 1)]);
    let panel = empty.panel().unwrap();
    assert!(panel.find(&Key::imports(CHN).from(DEU).of(good("H6:270900")), year).is_err());
    // OtherMeasure: the other quantity is the one that was asked for.
    let comext = |quantity: QuantityKind| {
        let opened = Reader::new().quantity(quantity).open(path("comext_sdmx3.csv")).unwrap();
        let gas = Key::imports(bilateral::area::EU).from(USA).of(good("CN2024:31021090"));
        let other = opened.account.count(Reason::OtherMeasure);
        let panel = opened.panel().unwrap();
        (other, self::quantity(&panel, gas, Period::month(2024, 6)).is_some())
    };
    assert_eq!(comext(QuantityKind::Supplementary).0, 1);
    assert_eq!(comext(QuantityKind::Reported), (0, true));
    // Services are not read, whatever is chosen.
    let header = COMTRADE.replace("period,", "typeCode,period,");
    let service = format!("{header}S,{}", comtrade(["643", "0", "TOTAL", "0", "100"]));
    assert_eq!(reasons(&read_text(&service).account), [(Reason::Services, 1)]);
}

/// The other refusals of one file: what they advise is in the second text of each.
#[test]
fn what_a_refusal_of_a_file_advises_works() {
    let un = format!("{COMTRADE}{}", comtrade(["643", "0", "270900", "0", "100"]));
    let sdmx = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
                X,A,DE,US,2709,1,VALUE_IN_EUROS,2022,50\n";
    let written = "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,\
                   OBS_VALUE,UNIT_MEASURE\nRUS,CHN,export,TOTAL,as reported,2022,5,thousand USD\n";
    let census = "[[\"CTY_CODE\",\"GEN_VAL_MO\",\"time\"],[\"5700\",\"7\",\"2024-01\"]]";
    let gacc = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"US dollar\"\n\
                \"202301\",\"27090000\",\"344\",\"30\"\n";
    let table = text("../read/gacc_table.txt");
    let answer = "{\"count\":1,\"data\":[{\"period\":\"2022\",\"reporterCode\":156,\
                  \"flowCode\":\"M\",\"partnerCode\":643,\"cmdCode\":\"TOTAL\",\
                  \"primaryValue\":5}],\"error\":\"\"}";
    let column = "ask the source for a file with this column";
    let cases: Vec<(Format, String, &str, &str)> = vec![
        (Format::ComtradeCsv, un.replace("cmdCode", "x"), column, &un),
        (Format::ComextSdmx, sdmx.replace("product", "x"), column, sdmx),
        (Format::Panel, written.replace("VALUATION", "x"), column, written),
        (Format::Census, census.replace("\"time\"", "\"x\""), column, census),
        (Format::Census, "[[[1]]]".to_owned(), "first row names CTY_CODE", census),
        (Format::Census, "[]".to_owned(), "first row names CTY_CODE", census),
        (Format::GaccQuery, gacc.replace("US dollar", "x"), "column US dollar", gacc),
        (Format::GaccTable, table.replace("Unit:", "In:"), "as the office prints them", &table),
        (
            Format::ComtradeJson,
            answer.replace("\"data\"", "\"x\""),
            "ask the service again",
            answer,
        ),
        (Format::ComtradeJson, answer.replace("\"count\":1", "\"count\":\"x\""), "again", answer),
        (Format::ComtradeJson, answer.replace("\"\"}", "\"too much\"}"), "for less", answer),
        (Format::ComtradeJson, String::new(), "download the file again", answer),
        (Format::ComtradeCsv, " \n".to_owned(), "download the file again", &un),
    ];
    for (format, wrong, advice, right) in cases {
        let reader = Reader::new().flow(Flow::Import);
        let of = |text: &str| reader.read_as(format, text.as_bytes(), "some file");
        let error = of(&wrong).and_then(Opened::panel).unwrap_err();
        assert!(error.help().contains(advice), "{format}: {error}");
        assert!(!error.to_string().contains("“”"), "{error}");
        assert_eq!(error.to_string().matches("some file").count(), 1, "{format}: {error}");
        let right = of(right).unwrap();
        assert!(right.account.is_complete() && right.account.accepted() > 0, "{}", right.account);
    }
    // Regimes of a file that does not have them; another office than the one named.
    let by_regime = Reader::new().flow(Flow::Import).regime("10");
    let error = by_regime.read(gacc.as_bytes(), "file").unwrap_err();
    assert!(error.help().contains("leave the choice of regime out"), "{error}");
    assert!(Reader::new().flow(Flow::Import).read(gacc.as_bytes(), "file").is_ok());
    let error = read::comtrade(census.as_bytes(), "file").unwrap_err();
    assert!(error.help().contains("Reader::read or read::open"), "{error}");
    assert!(read_text(census).panel().is_ok());
    let baci = Reader::new().transport(2100).read("t,i,j,k,v,q\n".as_bytes(), "file").unwrap_err();
    assert!(baci.help().contains("do not choose transport"), "{baci}");
    // Array of arrays without names; a folder without data, and one without files.
    let error = Reader::new().read("[[1,2],[3,4]]".as_bytes(), "file").unwrap_err();
    assert!(error.help().contains("names of the columns first"), "{error}");
    let readme = ("Readme.txt", &b"See the web site.\n"[..]);
    let error = folder_of("none", &[readme, ("b.txt", b"No.\n")]).unwrap_err();
    assert!(error.help().contains("a format that is read"), "{error}");
    let error = folder_of("empty", &[]).unwrap_err();
    assert!(error.help().contains("a folder that has files"), "{error}");
    // A line without end, and a JSON element without end.
    let long = format!("{COMTRADE}{}", "x".repeat((1 << 24) + (1 << 21)));
    let error = read_text(&long).panel().unwrap_err();
    assert!(error.help().contains("one row a line"), "{error}");
    let long = format!("[{{\"primaryValue\":1,\"cmdCode\":\"{}", "x".repeat(1 << 23));
    let error = Reader::new().read(long.as_bytes(), "file").unwrap().panel().unwrap_err();
    assert!(error.help().contains("download the file again"), "{error}");
    // SDMX-JSON of WITS: its SDMX-CSV is not read either, so neither is advised.
    let wits = "{\"header\":{},\"dataSets\":[],\"structure\":{}}";
    let error = Reader::new().read(wits.as_bytes(), "file").unwrap_err();
    assert!(error.help().contains("take the same trade from UN Comtrade"), "{error}");
    assert!(!error.help().contains("SDMX-CSV") && read_text(answer).panel().is_ok());
    // A quota that is used up: what comes later is read.
    let quota = "{\"statusCode\":403,\"message\":\"Out of call volume quota\"}";
    let error = Reader::new().read(quota.as_bytes(), "file").unwrap_err();
    assert!(error.to_string().contains("a service that refuses, without data"), "{error}");
    assert!(error.to_string().contains("Out of call volume quota"), "{error}");
    assert!(error.help().contains("when the quota of the key is renewed"), "{error}");
}

/// What is advised for trade data that has no reader: the columns of a panel, and codes as it
/// writes them. The IMF's 349,397,894,619 US dollars to Canada, and Brazil's 20 million.
#[test]
fn trade_data_without_a_reader_is_read_as_a_panel() {
    let columns = "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,OBS_VALUE,\
                   UNIT_MEASURE";
    let imf = text("imf_imts.csv");
    let help = Reader::new().read(imf.as_bytes(), "file").unwrap_err().help();
    for name in columns.split(',') {
        assert!(help.contains(name), "{help}");
    }
    let rows = imf.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let countries = rows.filter(|row| !row[3].starts_with('G'));
    let lines: String = countries
        .map(|row| format!("{},{},export,TOTAL,FOB,{},{},USD\n", row[1], row[3], row[5], row[6]))
        .collect();
    let panel = read_text(&format!("{columns}\n{lines}")).panel().unwrap();
    let key = Key::exports(USA).to(Area::from_iso3("CAN").unwrap()).valued(Valuation::Fob);
    assert_eq!(value(&panel, key, Period::year(2024)), "349397894619");
    // Others that have no reader are named, and have the same advice.
    for (text, office) in [
        (text("comexstat_semicolon.csv"), "Comex Stat"),
        ("MonthId;FlowTypeId;CommodityId;Value\n202401;1;27090000;5\n".to_owned(), "HMRC"),
        (
            "Nomenclature,ReporterISO3,ProductCode,ReporterName,PartnerISO3,PartnerName,Year,\
             TradeFlowName,TradeFlowCode,TradeValue in 1000 USD\nH5,CHN,27,China,RUS,Russia,2022,\
             Export,6,12.5\n"
                .to_owned(),
            "WITS",
        ),
        (
            "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nOECD.SDD.TPS:DSD_X@DF_X(1.0),USA,2024,5\n"
                .to_owned(),
            "OECD",
        ),
    ] {
        let error = Reader::new().read(text.as_bytes(), "file").unwrap_err();
        assert!(error.to_string().contains(office) && error.help() == help, "{error:#}");
        assert!(error.to_string().contains("is not a file that this version reads"), "{error}");
    }
    // A data flow of Eurostat that lacks a column of Comext: with the column it is read.
    let comext = text("comext_cut.csv");
    let other = comext.replacen("indicators", "measure", 1);
    let error = Reader::new().read(other.as_bytes(), "file").unwrap_err();
    assert!(error.to_string().contains("without the column indicators"), "{error}");
    assert!(error.help().contains("DS-045409") && read_text(&comext).account.accepted() > 0);
    // A table like UN Comtrade's: the column that is missing is asked for.
    let table = format!("{COMTRADE}{}", comtrade(["643", "0", "270900", "0", "100"]));
    let other = table.replacen("primaryValue", "dollars", 1);
    let error = Reader::new().read(other.as_bytes(), "file").unwrap_err();
    assert!(error.help().ends_with("missing: primaryValue"), "{error:#}");
    assert!(read_text(&table).panel().is_ok());
    // Published figures in a form of their own: as releases they are read.
    let figures = "period_kind,period_start,period_end,value_bn\nyear,2022-01,2022-12,190.271\n";
    let error = Reader::new().read(figures.as_bytes(), "file").unwrap_err();
    assert!(
        error.help().contains("reporter, partner, flow, period (2022, 2023-01), value"),
        "{error}"
    );
    let releases =
        "reporter,partner,flow,period,value,unit\nCHN,RUS,trade,2022,190.271,billion USD\n";
    assert_eq!(read_text(releases).releases().unwrap().rows().len(), 1);
}

/// A break, named once with its file, and its own cure beside the way around it.
#[test]
fn an_error_of_a_panel_has_the_cure_of_each_break() {
    let rows: String =
        (0..500).map(|n| format!("2022,156,643,{},{n}.5,1\n", 270_000 + n)).collect();
    let baci = format!("t,i,j,k,v,q\n{rows}");
    let packed = gzip(baci.as_bytes());
    let lines = text("comtrade_jsonlines.json");
    let array = format!("[{}]", lines.trim().replace('\n', ",\n"));
    let cut_json = array.len() - 5;
    for (bytes, cure) in [
        (&packed[..packed.len() - 12], "fetch the file again"),
        (&packed[..packed.len() / 2], "fetch the file again"),
        (&packed[..15], "fetch the file again"),
        (&array.as_bytes()[..cut_json], "download the file again"),
    ] {
        let error = match Reader::new().read(bytes, "mine.gz") {
            Ok(opened) => opened.panel().unwrap_err(),
            Err(error) => error, // nothing of it could be read
        };
        assert!(error.help().contains(cure), "{error}");
        assert_eq!(error.to_string().matches("mine.gz").count(), 1, "{error}");
        assert!(!error.to_string().contains("“”"), "{error}");
    }
    // A break, a doubt and a lost row: three cures and one way around them.
    let packed = gzip(format!("{COMTRADE}{}", comtrade(["643", "0", "1", "0", "x"])).as_bytes());
    let answer =
        format!("{{\"count\":7,\"data\":[{}],\"error\":\"\"}}", lines.lines().next().unwrap());
    let un = [("a.json", answer.as_bytes()), ("b.json", &packed[..packed.len() - 9])];
    let error = folder_of("cures", &un[..1]).unwrap().panel().unwrap_err();
    let help = "fetch the file again, in smaller parts if its service gives a limited number of \
                rows; or take what was read, without what is lost, with panel_with_losses()";
    assert_eq!(error.help(), help);
    let cut = "fetch the file again, since it is damaged or cut off";
    let error =
        folder_of("cures", &un[1..]).map_or_else(|error| error, |all| all.panel().unwrap_err());
    assert!(error.help().contains(cut), "{error}");
}

/// A download that failed leaves nothing, or a page, under the name of the data: beside other files
/// it is missing. A page or an empty file of another name is not data.
#[test]
fn a_download_that_failed_is_missing() {
    let data = ("2022.csv", &b"t,i,j,k,v,q\n2022,156,643,270900,1.5,2\n"[..]);
    let page = &b"<!DOCTYPE html><html><body>Log in</body></html>"[..];
    for (name, bytes, lost) in [
        ("2023.csv", &b""[..], true),
        ("2023.json", b"\n\n", true),
        ("2023.csv", page, true),
        ("2023.csv.gz", &gzip(b""), true),
        ("_SUCCESS", b"", false),
        ("about.html", page, false),
    ] {
        let opened = folder_of("failed", &[data, (name, bytes)]).unwrap();
        assert_eq!(opened.account.is_complete(), !lost, "{name}: {}", opened.account);
        let said = if lost {
            opened.account.broken().unwrap().to_string()
        } else {
            opened.account.remarks().concat()
        };
        assert_eq!(said.matches(name).count(), 1, "{said}");
        assert!(!said.contains("“”"), "{said}");
        if lost {
            let help = opened.panel().unwrap_err().help();
            let cure =
                if bytes == page { "download the data itself" } else { "download the file again" };
            assert!(help.contains(cure), "{help}");
        }
    }
    // Alone it is refused by its name.
    let error = folder_of("failed", &[("2023.json", b"")]).unwrap_err();
    let first = error.to_string().lines().next().map(str::to_owned);
    assert_eq!(first.unwrap(), "“2023.json” is not a file of trade data: it is empty");
}

/// A header without rows is complete and says so, whatever the format.
#[test]
fn files_without_rows_say_so() {
    let census = "[[\"CTY_CODE\",\"GEN_VAL_MO\",\"time\"]]";
    let sdmx = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n";
    let answer = "{\"elapsedTime\":\"0.02 secs\",\"count\":0,\"data\":[],\"error\":\"\"}";
    let releases = "reporter,partner,flow,period,value,unit\n";
    for text in ["t,i,j,k,v,q\n", "t,i,j,k,v,q,x\n", COMTRADE, census, sdmx, answer] {
        let opened = read_text(text);
        assert!(opened.account.is_complete(), "{}", opened.account);
        let last = opened.account.remarks().last().map(String::as_str);
        assert_eq!(last, Some("file: the file has no rows"), "{text}");
        assert!(opened.panel().unwrap().is_empty());
    }
    assert_eq!(read_text(releases).account.remarks(), ["file: the file has no rows"]);
    // Rows that are all set aside are rows.
    let aside = read_text(&format!("{COMTRADE}{}", comtrade(["643", "0", "1", "0", ""])));
    assert!(aside.account.remarks().is_empty() && aside.account.rows() == 1);
    // Of two files the one without rows is named.
    let data = ("2022.csv", &b"t,i,j,k,v,q\n2022,156,643,270900,1.5,2\n"[..]);
    let both = folder_of("rowless", &[data, ("2023.csv", b"t,i,j,k,v,q\n")]).unwrap();
    assert!(both.account.remarks().contains(&"2023.csv: the file has no rows".to_owned()));
    assert_eq!(both.panel().unwrap().len(), 1);
}

/// What executes the help of a place: a test, or a reason why none can.
enum Tried {
    By(&'static str),
    Not(&'static str),
}

/// Every help text of the reader and of the account, and the test that follows it. A new text is
/// not in the list, and a text that is gone is; both fail here.
#[test]
fn every_advice_is_tried() {
    use Tried::{By, Not};
    const ONE: &str = "what_a_refusal_advises_works";
    const FILE: &str = "what_a_refusal_of_a_file_advises_works";
    const SEVERAL: &str = "what_a_refusal_of_several_files_advises_works";
    const PACKED: &str = "what_a_refusal_of_a_packed_file_advises_works";
    const BREAK: &str = "an_error_of_a_panel_has_the_cure_of_each_break";
    const FAILED: &str = "a_download_that_failed_is_missing";
    const PIPE: &str = "a_pipe_in_the_place_of_a_file_is_refused_at_once";
    let list: &[(&str, &str, Tried)] = &[
        ("baci", "give the file its header again", By(ONE)),
        ("census", "reason; with_help(NAME_COLUMNS)", By(FILE)),
        ("census", "ask the service again: its first row names CTY_CODE", By(FILE)),
        ("census", "ask the service for imports/hs or exports/hs", By(ONE)),
        ("census", "ask the service for the column {code} too", By(ONE)),
        ("census", "ask the service for a column of values: GEN_VAL", By(ONE)),
        ("census", "with_help(ASK_FOR_COLUMN)", By(FILE)),
        ("comext_sdmx", "with_help(ASK_FOR_COLUMN)", By(FILE)),
        (
            "comext_sdmx",
            "ask the service for the indicator VALUE_IN_EUROS too",
            By("refusals_name_the_office"),
        ),
        ("comtrade", "the member data is missing", By(FILE)),
        ("comtrade", "is not what the service writes", By(FILE)),
        ("comtrade", "and for less if it says that it was too much", By(FILE)),
        ("comtrade_record", "with_help(ASK_FOR_COLUMN)", By(FILE)),
        ("gacc", "ask the service for the column US dollar or Renminbi Yuan", By(FILE)),
        ("gacc", "name the flow: Reader::new().flow(Flow::Import)", By(ONE)),
        ("gacc", "name the period: Reader::new().period(Period::month(2026, 1))", By(ONE)),
        ("gacc", "leave the choice of regime out, or ask the service for the column", By(FILE)),
        (
            "gacc",
            "ask the service for the column of codes too",
            By("a_gacc_file_by_name_asks_for_its_code"),
        ),
        ("gacc_table", "save the table with the lines of its header", By(FILE)),
        ("json", "it is longer than any row", By(FILE)),
        ("json", "it is empty", By(FILE)),
        ("json", "JSON to its end", By(BREAK)),
        ("open", "ask for releases()", By(ONE)),
        ("open", "ask for panel()", By(ONE)),
        ("open", "or take what was read, without what is lost", By(BREAK)),
        ("open", "read files of one format at a time", By(SEVERAL)),
        ("open", "with_help(FORMATS_READ)", By(FILE)),
        (
            "open",
            "with_help(FORMATS_READ)",
            Not("a format without a reader has no value of its own"),
        ),
        ("open", "read it with Reader::read or read::open", By(FILE)),
        ("open", "do not choose {name} for this file", By(FILE)),
        ("recognise", "with_help(self.error.help())", By(FAILED)),
        ("recognise", "with_help(\"download the file again\")", By(FAILED)),
        (
            "recognise",
            "download the data itself; a page that asks to log in comes in its place",
            By(FAILED),
        ),
        ("recognise", "with_help(LINE_ENDS)", By("lines_of_old_macs_are_refused")),
        ("table", "with_help(LINE_ENDS)", By("lines_of_old_macs_are_refused")),
        (
            "recognise",
            "with_help(FORMATS_READ)",
            Not("a list of what is read: tests/read.rs reads each"),
        ),
        ("recognise", "Refused::new(error.with_help(*help), may_be_data)", By(PACKED)),
        ("recognise", "Refused::new(error.with_help(help), may_be_data)", By(FILE)),
        (
            "recognise",
            "Refused::new(not_read(line, what).with_help(help), true)",
            By("trade_data_without_a_reader_is_read_as_a_panel"),
        ),
        ("session", "read the files one by one, since rows of one file", By(SEVERAL)),
        ("session", "Series::converted", By(SEVERAL)),
        ("source", "give the path of the archive to read::open", By(ONE)),
        ("source", "save the table with one row a line", By(FILE)),
        ("source", "failed.with_help(DAMAGED)", By(BREAK)),
        ("source", "name a file, or a folder that has files", By(FILE)),
        ("source", "fetch the file again, since it is damaged or cut off", By(ONE)),
        ("source", "give it to Reader::read, which waits for its rows", By(PIPE)),
        ("source", "save the sheet as CSV", By(PACKED)),
        ("table", "with_help(ASK_FOR_COLUMN)", By(FILE)),
        ("table", "nothing of a table is in it", By(FILE)),
        ("table", "read each of the files alone", By("a_header_between_the_rows_is_no_row")),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source =
        |file: &str| std::fs::read_to_string(folder.join("tests/read").join(file)).unwrap();
    let tests = source("cases.rs") + &source("bombs.rs");
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("src/read")).unwrap() {
        let file = entry.unwrap().path();
        let source = std::fs::read_to_string(&file).unwrap();
        let count = source.matches("with_help(").count();
        if count > 0 {
            given.insert(file.file_stem().unwrap().to_string_lossy().into_owned(), count);
        }
    }
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for (file, _, tried) in list {
        *listed.entry((*file).to_owned()).or_default() += 1;
        match tried {
            By(test) => assert!(tests.contains(&format!("\nfn {test}()")), "{test}"),
            Not(reason) => assert!(!reason.is_empty()),
        }
    }
    assert_eq!(given, listed, "each help text of src/read stands in the list once");
    for (file, words, _) in list {
        let source = std::fs::read_to_string(folder.join(format!("src/read/{file}.rs"))).unwrap();
        let words = words.strip_prefix("reason; ").unwrap_or(words);
        assert!(source.contains(words), "{file}: {words}");
    }
    // Of reasons: all but Services, which says what the crate is for.
    let reasons: &[(Reason, &str)] = &[
        (Reason::Component, "what_a_reason_advises_works"),
        (Reason::WithoutTotal, "what_a_reason_advises_works"),
        (Reason::OtherPart, "what_a_reason_advises_works"),
        (Reason::Total, "what_a_reason_advises_works"),
        (Reason::UnknownGroup, "what_a_reason_advises_works"),
        (Reason::OtherLevel, "what_a_reason_advises_works"),
        (Reason::OtherClassification, "what_a_reason_advises_works"),
        (Reason::Duplicate, "what_a_reason_advises_works"),
        (Reason::Conflicting, "what_a_reason_advises_works"),
        (Reason::UnreadColumn, "unknown_breakdowns_are_refused_by_name"),
        (Reason::OtherMeasure, "what_a_reason_of_codes_advises_works"),
        (Reason::WithoutValue, "refusals_name_the_office"),
        (Reason::NoCode, "what_a_reason_advises_works"),
        (Reason::UnknownArea, "what_a_reason_of_codes_advises_works"),
        (Reason::UnknownCommodity, "what_a_reason_of_codes_advises_works"),
        (Reason::UnknownFlow, "what_a_reason_of_codes_advises_works"),
        (Reason::UnknownPeriod, "what_a_reason_advises_works"),
        (Reason::UnknownPart, "what_a_reason_of_codes_advises_works"),
        (Reason::NoValue, "what_a_reason_of_codes_advises_works"),
        (Reason::BadNumber, "what_a_reason_advises_works"),
        (Reason::DoesNotFit, "what_a_reason_advises_works"),
        (Reason::TooMany, "too_many_periods_are_read_in_parts"),
        (Reason::WrongFieldCount, "what_a_reason_advises_works"),
        (Reason::CutOff, "a_cut_last_line_is_kept_out"),
        (Reason::Malformed, "what_a_reason_advises_works"),
    ];
    for (reason, test) in reasons {
        let at = tests.find(&format!("\nfn {test}()")).unwrap();
        let body = &tests[at..at + tests[at..].find("\n}\n").unwrap()];
        assert!(body.contains(&format!("{reason:?}")), "{reason:?} is not in {test}");
    }
    let account = std::fs::read_to_string(folder.join("src/panel/account.rs")).unwrap();
    let table = account.split("const REASONS").nth(1).unwrap().split("\n];").next().unwrap();
    assert_eq!(table.matches("Reason::").count(), reasons.len() + 1);
    assert!(table.contains("\"this crate reads trade in goods\""));
}

/// Names tell rows apart where their codes are missing, so the code is asked for.
#[test]
fn a_gacc_file_by_name_asks_for_its_code() {
    let named = "\"Date of data\",\"Commodity code\",\"Trading partner\",\"US dollar\"\n\
                 \"202301\",\"27090000\",\"Russia\",\"30\"\n";
    let reader = Reader::new().flow(Flow::Import);
    let error = reader.read(named.as_bytes(), "file").unwrap_err();
    assert!(error.help().contains("trading partner code"), "{error}");
    let coded = named.replace("partner\",", "partner code\",\"Trading partner\",");
    let coded = coded.replace("\"Russia\"", "\"344\",\"Russia\"");
    assert_eq!(reader.read(coded.as_bytes(), "file").unwrap().panel().unwrap().len(), 1);
}

// ---------------------------------------------------------------- what was silent until tried

/// Lines that end with a carriage return alone are one line, so all rows would be a header.
#[test]
fn lines_of_old_macs_are_refused() {
    let row = comtrade(["643", "0", "270900", "0", "5"]);
    let (un, baci) = (format!("{COMTRADE}{row}{row}"), "t,i,j,k,v,q\n2022,156,643,270900,5,1\n");
    for text in [un.as_str(), baci, un.trim_end(), baci.trim_end()] {
        let old = text.replace('\n', "\r");
        let refused = Reader::new().read(old.as_bytes(), "file").unwrap_err();
        assert!(refused.to_string().contains("carriage return"), "{refused}");
        assert!(refused.help().contains("line ends of Windows or Unix"), "{refused}");
        for format in [Format::ComtradeCsv, Format::Baci] {
            assert!(Reader::new().read_as(format, old.as_bytes(), "file").is_err());
        }
        // Beside other files it is missing.
        let data = ("a.csv", baci.as_bytes());
        let opened = folder_of("mac", &[data, ("b.csv", old.as_bytes())]).unwrap();
        assert!(!opened.account.is_complete(), "{}", opened.account);
    }
    for text in [un.replace('\n', "\r\n"), un] {
        assert!(read_text(&text).account.is_complete());
    }
}

/// Files that were put together have the header of each: the same one is no row, and what follows
/// another one is another table. 150 and 50 by hand.
#[test]
fn a_header_between_the_rows_is_no_row() {
    let rows = [["643", "0", "270900", "0", "150"], ["842", "0", "270900", "0", "50"]];
    let [one, two] = rows.map(comtrade);
    let year = Period::year(2022);
    let from = |area: Area| Key::imports(CHN).from(area).of(good("H6:270900"));
    for again in [COMTRADE.to_owned(), COMTRADE.to_uppercase(), COMTRADE.replace('\n', "\r\n")] {
        let opened = read_text(&format!("{COMTRADE}{one}{again}{two}"));
        assert_eq!(reasons(&opened.account), [(Reason::Duplicate, 1)], "{}", opened.account);
        let remark = &opened.account.remarks()[0];
        assert!(remark.contains("name the columns again") && remark.contains("line 3"), "{remark}");
        let panel = opened.panel().unwrap();
        assert_eq!([RUS, USA].map(|area| value(&panel, from(area), year)), ["150", "50"]);
    }
    let baci = "t,i,j,k,v,q\n2022,643,156,270900,150,1\n";
    let opened = read_text(&format!("{baci}{baci}").replacen("643,156", "842,156", 1));
    assert_eq!((opened.account.accepted(), opened.account.remarks().len()), (2, 1));
    assert_eq!(opened.panel().unwrap().len(), 2);
    // Another order of columns would be read wrong.
    let other = COMTRADE.replace("reporterCode,flowCode", "flowCode,reporterCode");
    assert_ne!(other, COMTRADE);
    let turned = format!("{other}{}", two.replace("156,M", "M,156"));
    let opened = read_text(&format!("{COMTRADE}{one}{turned}"));
    assert_eq!((opened.account.accepted(), opened.account.breaks().len()), (1, 1));
    let refused = opened.panel().unwrap_err();
    assert!(refused.to_string().contains("line 3"), "{refused}");
    assert!(refused.help().contains("read each of the files alone"), "{refused}");
    let alone = read_text(&turned).panel().unwrap();
    assert_eq!(value(&alone, from(USA), year), "50");
}

/// Of two columns of one name none is read where they differ; where they agree there is no doubt.
#[test]
fn two_columns_of_one_name_must_agree() {
    for name in ["primaryValue", "primary_value", "PRIMARYVALUE"] {
        let header = COMTRADE.replace("isReported", &format!("isReported,{name}"));
        let row = |second: &str| {
            comtrade(["643", "0", "270900", "0", "5"])
                .replace("True\n", &format!("True,{second}\n"))
        };
        let opened = read_text(&format!("{header}{}", row("7")));
        assert_eq!(reasons(&opened.account), [(Reason::Malformed, 1)], "{}", opened.account);
        assert!(opened.panel().unwrap_err().help().contains("two columns of one name"));
        assert!(read_text(&format!("{header}{}", row("5"))).account.is_complete());
    }
    let partners = COMTRADE.replace("isReported", "isReported,partnerCode");
    let row = comtrade(["643", "0", "270900", "0", "5"]).replace("True\n", "True,276\n");
    assert_eq!(reasons(&read_text(&format!("{partners}{row}")).account), [(Reason::Malformed, 1)]);
    let baci = "t,i,j,k,v,q,v\n2022,156,643,270900,5,1,6\n2022,156,276,270900,5,1,5\n";
    let opened = read_text(baci);
    assert_eq!(
        (reasons(&opened.account), opened.account.accepted()),
        (vec![(Reason::Malformed, 1)], 1)
    );
}

/// A withheld figure is not a zero, with the flag or without a number; a zero without it is one.
#[test]
fn a_withheld_zero_is_no_value() {
    let header =
        "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n";
    let row = |partner: &str, value: &str, flag: &str| {
        format!("X,A,DE,{partner},2709,1,VALUE_IN_EUROS,2022,{value},{flag}\n")
    };
    let text = [row("US", "0", "c"), row("CN", ":", "c"), row("JP", "0", ""), row("NO", "7", "c")];
    let opened = read_text(&format!("{header}{}", text.concat()));
    assert_eq!(reasons(&opened.account), [(Reason::NoValue, 2)], "{}", opened.account);
    let panel = opened.panel().unwrap();
    let year = Period::year(2022);
    let from = |area: Area| Key::imports(DEU).from(area).of(good("CN2022:2709"));
    assert!(panel.find(&from(USA), year).is_err());
    assert_eq!(value(&panel, from(JPN), year), "0");
}

/// Spreadsheets write long numbers with an exponent and lose their last digits.
#[test]
fn digits_lost_to_an_exponent_are_remarked() {
    let of = |value: &str| {
        read_text(&format!("{COMTRADE}{}", comtrade(["643", "0", "270900", "0", value])))
    };
    let opened = of("1.14149E+11");
    assert!(opened.account.is_complete());
    assert!(opened.account.remarks()[0].contains("exponent"), "{}", opened.account);
    // With all its digits a number has lost none: 123.25 and 1234.
    for whole in ["1.2325e2", "1.234E+3", "114149000000.5"] {
        assert!(of(whole).account.remarks().is_empty(), "{}", of(whole).account);
    }
}

/// 840 and 842 are one country: a sum over partners would count it twice, so both are named.
#[test]
fn two_codes_of_one_territory_are_remarked() {
    let rows = |codes: &[&str]| {
        let rows = codes.iter().map(|code| comtrade([code, "0", "270900", "0", "5"]));
        read_text(&format!("{COMTRADE}{}", rows.collect::<String>()))
    };
    for (one, other) in [("840", "842"), ("158", "490"), ("250", "251")] {
        let remarks = rows(&[other, one, "276"]).account.remarks().concat();
        let words = ["two codes of one territory", one, other];
        assert!(words.iter().all(|word| remarks.contains(word)), "{remarks}");
        assert!(rows(&[one, "276"]).account.remarks().is_empty());
    }
}

/// Months with a hyphen, as the help of an unknown period says.
#[test]
fn months_are_read_as_the_help_writes_them() {
    let row = comtrade(["643", "0", "270900", "0", "5"]);
    let key = Key::imports(CHN).from(RUS).of(good("H6:270900"));
    for text in ["202401", "2024-01"] {
        let panel =
            read_text(&format!("{COMTRADE}{}", row.replacen("2022", text, 1))).panel().unwrap();
        assert_eq!(value(&panel, key, Period::month(2024, 1)), "5");
        assert!(Reason::UnknownPeriod.help().contains(text));
    }
    for text in ["2024-13", "2024-1", "2024M01", "24", "2024-01-01"] {
        let opened = read_text(&format!("{COMTRADE}{}", row.replacen("2022", text, 1)));
        assert_eq!(reasons(&opened.account), [(Reason::UnknownPeriod, 1)], "{text}");
    }
}

// ---------------------------------------------------------------- laws

/// A row of UN Comtrade as generated: partner, second partner, code, transport, value, and what an
/// unread column says.
type Made = (usize, usize, usize, usize, usize, usize);

const PARTNERS: [&str; 6] = ["643", "276", "0", "276.0", "155", "NA"];
const CODES: [&str; 4] = ["TOTAL", "27", "270900", "10121"];
const TRANSPORTS: [&str; 5] = ["0", "0.0", "", "2100", "sea"];
const VALUES: [&str; 4] = ["5", "7.25", "", "x7"];
const ZONES: [&str; 2] = ["north", "south"];

fn made() -> impl Strategy<Value = Vec<Made>> {
    let row = (
        0..PARTNERS.len(),
        0..2_usize,
        0..CODES.len(),
        0..TRANSPORTS.len(),
        0..VALUES.len(),
        0..8_usize,
    );
    prop::collection::vec(row, 0..25)
}

fn lines_of(rows: &[Made]) -> Vec<String> {
    let line = |(partner, second, code, transport, value, zone): &Made| {
        let second = ["0", "792"][usize::from(*second == 1 && *zone == 7)];
        let row = comtrade([
            PARTNERS[*partner],
            second,
            CODES[*code],
            TRANSPORTS[*transport],
            VALUES[*value],
        ]);
        row.replace("True\n", &format!("True,{}\n", ZONES[usize::from(*zone == 6)]))
    };
    rows.iter().map(line).collect()
}

/// By partner and code: the value as printed.
type Cells = BTreeMap<(u16, &'static str), &'static str>;

/// What became of each row by plain rules, and the value of each cell.
fn oracle(rows: &[Made]) -> (Vec<Option<Reason>>, Cells) {
    let area = |partner: usize| match PARTNERS[partner] {
        "643" => Ok(643),
        "276" | "276.0" => Ok(276),
        "0" => Ok(0),
        "NA" => Err(Reason::NoCode),
        _ => Err(Reason::UnknownArea),
    };
    let mut found: Vec<Option<Reason>> = vec![None; rows.len()];
    let mut candidates: BTreeMap<(u16, &'static str), Vec<usize>> = BTreeMap::new();
    let mut parts = Vec::new();
    for (at, (partner, second, code, transport, value, zone)) in rows.iter().enumerate() {
        let partner = match area(*partner) {
            Ok(partner) => partner,
            Err(reason) => {
                found[at] = Some(reason);
                continue;
            }
        };
        let cell = (partner, CODES[*code]);
        found[at] = match (CODES[*code], TRANSPORTS[*transport], VALUES[*value]) {
            ("10121", ..) => Some(Reason::UnknownCommodity),
            (_, "sea", _) => Some(Reason::UnknownPart),
            (_, "2100", _) => {
                parts.push((at, cell));
                None
            }
            _ if *second == 1 && *zone == 7 => {
                parts.push((at, cell));
                None
            }
            (.., "") => Some(Reason::NoValue),
            (.., "x7") => Some(Reason::BadNumber),
            _ => {
                candidates.entry(cell).or_default().push(at);
                None
            }
        };
    }
    let mut cells = BTreeMap::new();
    for (cell, all) in candidates {
        let zone = |at: usize| rows[at].5 == 6;
        if all.iter().any(|at| zone(*at) != zone(all[0])) {
            all.iter().for_each(|at| found[*at] = Some(Reason::UnreadColumn));
            continue;
        }
        let first = VALUES[rows[all[0]].4];
        for at in &all[1..] {
            let same = VALUES[rows[*at].4] == first;
            found[*at] = Some(if same { Reason::Duplicate } else { Reason::Conflicting });
        }
        cells.insert(cell, first);
    }
    for (at, cell) in parts {
        found[at] =
            Some(if cells.contains_key(&cell) { Reason::Component } else { Reason::WithoutTotal });
    }
    (found, cells)
}

fn key_of((partner, code): (u16, &str)) -> Key {
    let commodity = if code == "TOTAL" { good("TOTAL") } else { good(&format!("H6:{code}")) };
    Key::imports(CHN).from(Area::from_code(partner).unwrap()).of(commodity)
}

/// Texts of every format, each with one column that no format knows.
fn with_zone(zone: &str) -> Vec<(Reader, String)> {
    let reader = Reader::new().flow(Flow::Import);
    let (name, field) = if zone.is_empty() {
        (String::new(), String::new())
    } else {
        (",zone".to_owned(), format!(",{zone}"))
    };
    let quoted =
        |text: &str| if text.is_empty() { String::new() } else { format!(",\"{}\"", &text[1..]) };
    vec![
        (
            reader.clone(),
            format!(
                "t,i,j,k,v,q{name}\n2022,156,643,270900,1.5,2{field}\n2022,156,276,270900,3,{field}\n"
            ),
        ),
        (
            reader.clone(),
            format!(
                "{}{name}\n{}{field}\n",
                COMTRADE.trim_end(),
                comtrade(["643", "0", "27", "0", "9"]).trim_end()
            ),
        ),
        (
            reader.clone(),
            format!(
                "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE{name}\n\
                 X,A,DE,US,2709,1,VALUE_IN_EUROS,2022,50{field}\nX,A,DE,US,2709,1,QUANTITY_IN_100KG,2022,4{field}\n"
            ),
        ),
        (
            reader.clone(),
            format!(
                "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG{name}\n\
                 DE,CN,E,85076000,1,1,NO_SU,202401,30,1{field}\nDE,CN,E,85076000,1,2,NO_SU,202401,12,1{field}\n"
            ),
        ),
        (
            reader.clone(),
            format!(
                "[[\"CTY_CODE\",\"DISTRICT\",\"GEN_VAL_MO\",\"time\"{}],[\"5700\",\"10\",\"4\",\"2024-01\"{}],\
                 [\"5700\",\"11\",\"5\",\"2024-01\"{}]]",
                quoted(&name),
                quoted(&field),
                quoted(&field)
            ),
        ),
        (
            reader,
            format!(
                "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"US dollar\"{}\n\"202601\",\"27090000\",\"344\",\"30\"{}\n",
                quoted(&name),
                quoted(&field)
            ),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every row is found again, or set aside for a reason that plain rules give too, at the line
    /// where it stands.
    #[test]
    fn every_row_is_found_again_or_accounted_for(rows in made()) {
        let header = COMTRADE.replace("isReported", "isReported,zone");
        let opened = read_text(&format!("{header}{}", lines_of(&rows).concat()));
        let (found, cells) = oracle(&rows);
        let mut expected: BTreeMap<Reason, Vec<u64>> = BTreeMap::new();
        for (at, reason) in found.iter().enumerate() {
            if let Some(reason) = reason {
                expected.entry(*reason).or_default().push(at as u64 + 2);
            }
        }
        let account = &opened.account;
        let counts: Vec<(Reason, u64)> =
            expected.iter().map(|(reason, lines)| (*reason, lines.len() as u64)).collect();
        prop_assert_eq!(reasons(account), counts, "{}", account);
        prop_assert_eq!(account.rows(), rows.len() as u64);
        for kind in account.set_aside() {
            for line in &kind.first {
                prop_assert!(
                    expected[&kind.reason].contains(&line.place.line),
                    "{:?} {}",
                    kind.reason,
                    line.place
                );
            }
        }
        let lossless = expected.keys().all(|reason| !reason.is_loss());
        prop_assert_eq!(account.is_complete(), lossless);
        prop_assert_eq!(opened.clone().panel().is_ok(), lossless);
        let panel = opened.panel_with_losses().unwrap();
        prop_assert_eq!(panel.len() + panel.reported().map_or(0, Panel::len), cells.len());
        for (cell, printed) in cells {
            prop_assert_eq!(value(&panel, key_of(cell), Period::year(2022)), printed);
        }
    }

    /// The order of rows says nothing, as long as no row contradicts another.
    #[test]
    fn the_order_of_rows_changes_nothing(rows in made(), seed in any::<u64>()) {
        // The value follows from the cell, so that rows of one cell say the same.
        let rows: Vec<Made> =
            rows.into_iter().map(|(p, s, c, t, _, z)| (p, s, c, t, (p + c) % 2, z)).collect();
        let same = |partner: usize| if PARTNERS[partner] == "276.0" { 1 } else { partner };
        let rows: Vec<Made> =
            rows.into_iter().map(|(p, s, c, t, _, z)| (p, s, c, t, (same(p) + c) % 2, z)).collect();
        let header = COMTRADE.replace("isReported", "isReported,zone");
        let mut lines = lines_of(&rows);
        let one = read_text(&format!("{header}{}", lines.concat()));
        let mut state = seed;
        for at in (1..lines.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            lines.swap(at, (state >> 33) as usize % (at + 1));
        }
        let two = read_text(&format!("{header}{}", lines.concat()));
        prop_assert_eq!(reasons(&one.account), reasons(&two.account));
        prop_assert_eq!(one.panel_with_losses().unwrap(), two.panel_with_losses().unwrap());
    }

    /// A column that is not read and says the same in every row changes nothing, in no format.
    #[test]
    fn a_constant_column_changes_nothing(zone in "[a-z]{1,6}") {
        for ((reader, plain), (_, more)) in with_zone("").into_iter().zip(with_zone(&zone)) {
            let one = reader.read(plain.as_bytes(), "file").unwrap();
            let two = reader.read(more.as_bytes(), "file").unwrap();
            prop_assert_eq!(&one.account, &two.account, "{}", more);
            prop_assert!(one.account.is_complete(), "{}", one.account);
            prop_assert_eq!(one.panel().unwrap(), two.panel().unwrap(), "{}", more);
        }
    }
}

/// Nothing is lost, or it is said.
fn is_silent(result: Result<Opened, bilateral::Error>) -> bool {
    result.is_ok_and(|opened| opened.account.is_complete() || opened.panel().is_ok())
}

/// Wherever a container is cut that states its length or its end, the file is refused or the
/// account says so.
#[test]
fn a_cut_container_is_never_silent() {
    let reader = Reader::new().flow(Flow::Import);
    let long: String =
        (0..2_000).map(|n| format!("2022,156,643,{:06},{n}.125,1\n", 270_000 + n)).collect();
    let mut texts: Vec<String> = with_zone("").into_iter().map(|(_, text)| text).collect();
    texts.push(format!("t,i,j,k,v,q\n{long}"));
    let folder = Folder::new("cut");
    let file = folder.join("file");
    for text in &texts {
        let packed = gzip(text.as_bytes());
        let step = (packed.len() / 400).max(1);
        for cut in (1..packed.len()).step_by(step).chain(packed.len() - 9..packed.len()) {
            assert!(
                !is_silent(reader.read(&packed[..cut], "file.gz")),
                "gzip cut at {cut} of {}",
                packed.len()
            );
        }
        assert!(is_silent(reader.read(packed.as_slice(), "file.gz")));
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("inner.csv", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
        let packed = zip.finish().unwrap().into_inner();
        for cut in (1..packed.len()).step_by((packed.len() / 60).max(1)) {
            std::fs::write(&file, &packed[..cut]).unwrap();
            assert!(!is_silent(reader.open(&file)), "zip cut at {cut} of {}", packed.len());
        }
        std::fs::write(&file, &packed).unwrap();
        assert!(is_silent(reader.open(&file)));
    }
    let rows = text("comtrade_jsonlines.json");
    let answer = format!(
        "{{\"elapsedTime\":\"1\",\"count\":2,\"data\":[{}],\"error\":\"\"}}",
        rows.trim().replace('\n', ",")
    );
    for json in [
        answer,
        format!("[{}]", rows.trim().replace('\n', ",")),
        text("census_hscycs.json"),
        text("census_subcode.json"),
    ] {
        let whole = json.trim_end().len();
        for cut in 1..whole {
            assert!(
                !is_silent(reader.read(&json.as_bytes()[..cut], "file.json")),
                "JSON cut at {cut} of {whole}: {}",
                &json[..cut]
            );
        }
        assert!(is_silent(reader.read(json.as_bytes(), "file.json")));
    }
}

/// A cut inside of a record of plain text is seen; one between two records cannot be.
#[test]
fn a_cut_inside_of_a_record_is_never_silent() {
    let reader = Reader::new().flow(Flow::Import);
    let lines = text("comtrade_jsonlines.json");
    let texts =
        with_zone("").into_iter().map(|(_, text)| text).filter(|text| !text.starts_with('['));
    let texts = texts.chain([
        text("comtradr_snake.csv"),
        text("pandas_float_codes.csv"),
        text("census_as_csv.csv"),
        lines,
    ]);
    for text in texts {
        for cut in 1..text.len() {
            let Some(start) = text.get(..cut) else { continue };
            let inside = !start.ends_with('\n')
                && !text[cut..].starts_with('\n')
                && !text[cut..].starts_with(",\n");
            if inside {
                assert!(!is_silent(reader.read(start.as_bytes(), "file")), "cut at {cut}: {start}");
            }
        }
        assert!(is_silent(reader.read(text.as_bytes(), "file")), "{text}");
    }
}

/// A choice that a format does not have is refused, not ignored; so is an empty panel of rows that
/// were all set aside.
#[test]
fn choices_and_groups_are_not_ignored() {
    let baci = "t,i,j,k,v,q\n2022,156,643,270900,1,1\n2022,156,643,271121,1,1\n";
    let gacc = Reader::new().regime("10");
    for reader in [
        Reader::new().transport(2100),
        Reader::new().customs("C04"),
        Reader::new().value_column("GEN_VAL_MO"),
        gacc,
    ] {
        let error = reader.read(baci.as_bytes(), "file").unwrap_err();
        assert!(error.is_mismatch() && error.help().contains("do not choose"), "{error}");
    }
    // All codes of BACI have six digits.
    let chapters = Reader::new().level(2).read(baci.as_bytes(), "file").unwrap();
    assert_eq!(reasons(&chapters.account), [(Reason::OtherLevel, 2)]);
    assert_eq!(Reader::new().level(6).read(baci.as_bytes(), "file").unwrap().account.accepted(), 2);
    let group = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
        X,A,DE,EXT_EU27_2020,2709,1,VALUE_IN_EUROS,2022,90\n";
    let opened = read_text(group);
    assert!(
        !opened.account.is_complete()
            && opened.panel().unwrap_err().to_string().contains("groups of areas")
    );
}
