//! Small inputs that people of the field really have, each with its right answer; every advice of
//! the reader, tried; and laws that would have found the faults behind them. Fixtures of our own
//! making in `tests/data/cases`.

use bilateral::area::{CHN, DEU, JPN, MEX, NLD, POL, RUS, UKR, USA, WORLD};
use bilateral::panel::{Duplicates, Panel, Totals};
use bilateral::read::{self, Account, Format, Opened, Quantity, Reader, Reason};
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
        Reader::new().quantity(Quantity::Supplementary).open(path("comext_sdmx3.csv")).unwrap();
    assert_eq!(
        (reasons(&second.account), second.account.is_complete()),
        (vec![(Reason::OtherMeasure, 1)], true)
    );
}

#[test]
fn data_beside_the_data_that_is_not_read_is_missing() {
    let folder = std::env::temp_dir().join(format!("bilateral-beside-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
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
    std::fs::remove_dir_all(&folder).unwrap();
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
            .to_string()
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
            .to_string()
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
            .to_string()
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
            .contains("give the file the header of BACI again")
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
            .contains("path of the archive to read::open")
    );
    let file = std::env::temp_dir().join(format!("bilateral-advice-{}.zip", std::process::id()));
    std::fs::write(&file, &packed).unwrap();
    assert_eq!(read::open(&file).unwrap().panel().unwrap().len(), 6);
    std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();
    assert!(read::open(&file).unwrap_err().help().contains("download the file again"));
    std::fs::remove_file(&file).unwrap();
    let cut = gzip(baci.as_bytes());
    let cut =
        Reader::new().read(&cut[..cut.len() - 12], "file.gz").unwrap().panel().unwrap_err().help();
    assert!(!cut.contains("permissions"), "{cut}");
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

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
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
    let folder = std::env::temp_dir().join(format!("bilateral-cut-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
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
    std::fs::remove_dir_all(&folder).unwrap();
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
