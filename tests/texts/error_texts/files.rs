//! Files of statistical offices.

use super::{Texts, refused};
use bilateral::read::{self, Format, Reader};
use bilateral::{Flow, Period};
use std::io::{self, Read};
use std::path::PathBuf;

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/read").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A reader that fails at once.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the line is dead"))
    }
}

/// A file that may not be read.
struct Closed;

impl Read for Closed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::PermissionDenied))
    }
}

pub fn put(t: &mut Texts) {
    recognised(t);
    by_office(t);
    endless(t);
    losses(t);
    folders(t);
}

fn any(text: &str) -> Result<read::Opened, bilateral::Error> {
    Reader::new().read(text.as_bytes(), "file")
}

const BACI: &str = "t,i,j,k,v,q\n2022,643,156,270900,58368525.061,86248.1\n";
const RELEASES: &str = "reporter,partner,flow,period,value,unit\nCHN,RUS,import,2022,5,USD\n";

fn recognised(t: &mut Texts) {
    refused!(
        t,
        "read",
        any(""),
        any("<!DOCTYPE html><html>"),
        any("PK\u{3}\u{4}"),
        any("PAR1\u{15}"),
        any("a,b,c\n1,2,3\n"),
        any("code,description\n010121,Horses\n"),
        any("{\"dataSets\": [], \"structure\": {}}"),
        any("{\"data\":[{\"fileUrl\":\"x\",\"reporterCode\":32}]}"),
        any("{\"a\": 1}"),
        any("[[\"a\",\"b\"]]"),
        any("period,reporterCode,flowCode,partnerCode,cmdCode,Value_USD\n"),
        any(&RELEASES.replace(',', "\t")),
        Reader::new().read(&b"\xff\xfet\0,\0"[..], "file"),
        Reader::new().read(Broken, "file"),
        Reader::new().read(Closed, "file"),
        read::comtrade(BACI.as_bytes(), "file.csv"),
        Reader::new().transport(2100).read(BACI.as_bytes(), "file.csv"),
        any(BACI).and_then(|opened| opened.releases()),
        any(RELEASES).and_then(|opened| opened.panel()),
    );
}

fn by_office(t: &mut Texts) {
    let gacc = "\"Commodity code\",\"Trading partner code\",\"US dollar\",\n\"27090000\",\"344\",\"30\",\n";
    let regime = |reader: Reader| reader.regime("10").read(gacc.as_bytes(), "file.csv");
    let january = || Reader::new().flow(Flow::Import).period(Period::month(2026, 1));
    let table = fixture("gacc_table.txt");
    let gacc_table = |from: &str, to: &str| {
        assert!(table.contains(from));
        Reader::new().read(table.replacen(from, to, 1).as_bytes(), "table.txt")
    };
    let sdmx = fixture("comext_sdmx.csv");
    let census = |columns: &str| {
        read::census(
            format!("[[{columns}],[\"5700\",\"7\",\"2024-01\"]]").as_bytes(),
            "answer.json",
        )
    };
    let quantities: String = sdmx
        .lines()
        .filter(|line| !line.contains("VALUE_IN_EUROS"))
        .map(|line| format!("{line}\n"))
        .collect();
    refused!(
        t,
        "read",
        read::baci("2022,643,156,270900,5,8\n".as_bytes(), "file.csv"),
        read::comtrade("period,reporterCode,flowCode\n".as_bytes(), "file.csv"),
        read::gacc(gacc.as_bytes(), Flow::Import, "file.csv"),
        Reader::new().read(gacc.as_bytes(), "file.csv"),
        regime(january()),
        january().read(
            "\"Commodity code\",\"Trading partner code\",\"Kilogram\",\n".as_bytes(),
            "file.csv"
        ),
        january().read(
            "\"Trading partner\",\"US dollar\",\"Customs Regime code\",\n".as_bytes(),
            "file.csv"
        ),
        gacc_table("3.2031", "March"),
        gacc_table("US$1,000", "roubles"),
        gacc_table("Exports Imports", "Imports Exports"),
        gacc_table("3 1 to 3 3 1 to 3", "4 1 to 4 4 1 to 4"),
        Reader::new().read(sdmx.replacen("indicators", "other", 1).as_bytes(), "file.csv"),
        Reader::new().read(quantities.as_bytes(), "file.csv").and_then(|opened| opened.panel()),
        census("\"I_ENDUSE\",\"GEN_VAL_MO\",\"time\""),
        census("\"CTY_NAME\",\"GEN_VAL_MO\",\"time\""),
        census("\"CTY_CODE\",\"OTHER_MO\",\"time\""),
        census("\"CTY_CODE\",\"GEN_VAL_MO\",\"when\""),
        read::census("[[1,[]]]".as_bytes(), "answer.json"),
        read::census("[]".as_bytes(), "answer.json"),
        Reader::new().read_as(Format::Census, "[[1,[]]]".as_bytes(), "answer.json"),
        Reader::new().read_as(Format::Census, "[]".as_bytes(), "answer.json"),
        Reader::new().read_as(Format::ComextSdmx, "freq,reporter\nM,DE\n".as_bytes(), "file.csv"),
        Reader::new().read_as(Format::ComtradeCsv, "period\n2022\n".as_bytes(), "file.csv"),
        january().read_as(Format::GaccQuery, "\"Commodity code\",\n".as_bytes(), "file.csv"),
        read::comext("REPORTER,PARTNER\n".as_bytes(), "file.dat"),
        Reader::new().read_as(
            Format::Panel,
            "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,TIME_PERIOD,OBS_VALUE\n".as_bytes(),
            "panel.csv"
        ),
        Reader::new().read_as(Format::Baci, "".as_bytes(), "file.csv"),
    );
}

/// Lines and elements that are longer than those of any format.
fn endless(t: &mut Texts) {
    let line = format!("t,i,j,k,v,q\n{}\n", "1".repeat(40 << 20));
    let element = format!("{{\"data\":[{{\"period\":\"{}\"}}]}}", "1".repeat(5 << 20));
    let strict = Reader::new().all_or_nothing(true);
    let quantity = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n\
                    ESTAT:DS-045409(1.0),15/09/26 11:00:00,M,DE,VN,030462,1,QUANTITY_IN_100KG,2024-01,12.34,\n";
    refused!(
        t,
        "read",
        strict.read_as(Format::Baci, line.as_bytes(), "file.csv"),
        strict.read_as(Format::ComtradeJson, element.as_bytes(), "file.json"),
        Reader::new().read(quantity.as_bytes(), "file.csv"),
    );
}

/// What is lost is an error where all of it was asked for.
fn losses(t: &mut Texts) {
    let panel = |text: &str| any(text).and_then(|opened| opened.panel());
    refused!(t, "read", panel("t,i,j,k,v,q,x\n2022,156,643,270900,1.5,2,a\nt,j,i,k,v,q,x\n"));
    let answer = |members: &str| {
        format!(
            "{{\"data\":[{{\"freqCode\":\"A\",\"period\":\"2022\",\"reporterCode\":156,\"flowCode\":\"M\",\"partnerCode\":643,\"partner2Code\":0,\"classificationCode\":\"H6\",\"cmdCode\":\"TOTAL\",\"customsCode\":\"C00\",\"mosCode\":\"0\",\"motCode\":0,\"primaryValue\":5}}]{members}}}"
        )
    };
    let strict = |text: &str| Reader::new().all_or_nothing(true).read(text.as_bytes(), "file");
    refused!(
        t,
        "read",
        panel(&BACI.replace("643", "9999")),
        panel(BACI.trim_end()),
        strict(&answer(",\"count\":\"many\"")),
        strict(&answer(",\"error\":\"quota exceeded\"")),
        strict(&answer("")[..120]),
        strict("{\"elapsedTime\":\"1 s\",\"count\":0,\"error\":\"\"}"),
        panel(&answer(",\"count\":7")),
    );
}

fn folders(t: &mut Texts) {
    let folder = std::env::temp_dir().join(format!("bilateral-texts-{}", std::process::id()));
    let (empty, mixed, lists) = (folder.join("empty"), folder.join("mixed"), folder.join("lists"));
    for one in [&empty, &mixed, &lists] {
        std::fs::create_dir_all(one).unwrap();
    }
    std::fs::write(mixed.join("a.csv"), BACI).unwrap();
    std::fs::write(mixed.join("b.csv"), RELEASES).unwrap();
    for name in ["a.csv", "b.csv"] {
        std::fs::write(lists.join(name), "code,description\n010121,Horses\n").unwrap();
    }
    std::fs::write(folder.join("cut.zip"), b"PK\x03\x04cut").unwrap();
    std::fs::write(folder.join("cut.gz"), b"\x1f\x8bcut").unwrap();
    let query = |column: &str| {
        format!("\"Commodity code\",\"Trading partner code\",{column}\"US dollar\",\n")
    };
    let parts = folder.join("parts");
    std::fs::create_dir_all(&parts).unwrap();
    let rows = [("a.csv", "", ""), ("b.csv", "\"Customs Regime code\",", "\"10\",")];
    for (name, column, regime) in rows {
        let row = format!("\"27090000\",\"344\",{regime}\"30\",\n");
        std::fs::write(parts.join(name), query(column) + &row).unwrap();
    }
    refused!(
        t,
        "read",
        Reader::new().flow(Flow::Import).period(Period::month(2026, 1)).open(&parts),
    );
    // The folder has another name in each run.
    let mut put = |call: &str, name: &str| {
        let error = read::open(folder.join(name)).and_then(|opened| opened.panel()).unwrap_err();
        let shown = format!("{error:#}").replace(&format!("{}/", folder.display()), "");
        t.put("read", call, &shown);
    };
    put("read::open(\"no such file.csv\")", "no such file.csv");
    put("read::open(\"empty\")", "empty");
    put("read::open(\"mixed\")", "mixed");
    put("read::open(\"lists\")", "lists");
    put("read::open(\"cut.zip\")", "cut.zip");
    put("read::open(\"cut.gz\")", "cut.gz");
    std::fs::remove_dir_all(&folder).unwrap();
}
