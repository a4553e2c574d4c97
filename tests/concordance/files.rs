//! Tables that a user brings.

use crate::tables::code;
use bilateral::Ratio;
use bilateral::concordance::{CodeConversion, CodeTable, CodeTableReader};

fn reader() -> CodeTableReader {
    CodeTableReader::new("H6".parse().unwrap(), "H5".parse().unwrap())
}

fn read(text: &str) -> Result<CodeTable, bilateral::Error> {
    reader().csv(text.as_bytes(), "mine.csv")
}

#[test]
fn tables_of_two_and_three_columns() {
    let plain = read("from,to\n240411,240391\n240411,240399\n").unwrap();
    assert_eq!((plain.len(), plain.has_preferred()), (2, false));
    let preferred = read("from,to,degree,conversion\n240411,240391,1:n,0\n240411,240399,1:n,1\n");
    assert_eq!(preferred.unwrap().preferred(code("H6:240411")), Some(code("H5:240399")));
    let weighed = read("to;weight;from\n240391;0.25;240411\n240399;3/4;240411\n").unwrap();
    let conversion = CodeConversion::given(&weighed, weighed.weights()).unwrap();
    let shares = conversion.code(code("H6:240411")).unwrap();
    assert_eq!(shares[1].weight, Ratio::new(3, 4).unwrap());
}

/// The form of the text files of the UN: tabs, columns named after the editions, labels that are
/// not looked at.
#[test]
fn texts_of_the_un() {
    let text = "HS 1996\tHS 1992\tRelationship\r\n0101.11\t0101.11\t1:1\r\n271000\t\t\r\n";
    let reader = CodeTableReader::new("H1".parse().unwrap(), "H0".parse().unwrap());
    let table = reader.csv(text.as_bytes(), "un.txt").unwrap();
    assert_eq!(table.rows().collect::<Vec<_>>(), [(code("H1:010111"), code("H0:010111"))]);
    let text = "\u{feff}Correlation,,\nFrom HS22,To SITC Rev. 4,\n010121,001.5,\n";
    let reader = CodeTableReader::new("H6".parse().unwrap(), "S4".parse().unwrap());
    let table = reader.csv(text.as_bytes(), "un.csv").unwrap();
    assert_eq!(table.rows().collect::<Vec<_>>(), [(code("H6:010121"), code("S4:0015"))]);
    let text = "\"HS 2022\",\"BEC4\"\n\"010121\",\"41\"\n";
    let reader = CodeTableReader::new("H6".parse().unwrap(), "B4".parse().unwrap());
    assert_eq!(reader.csv(text.as_bytes(), "un.csv").unwrap().len(), 1);
}

#[test]
fn faults_are_named_with_line_and_column() {
    for (text, says, help) in [
        ("from,to\n240411,24039\n", "mine.csv, line 2, column to: “24039”", "restoring_zeros"),
        ("from,to\n240411,24039x\n", "mine.csv, line 2, column to", "leading zeros"),
        ("from,to\n,240391\n", "mine.csv, line 2, column from", ""),
        ("from,to\n1,1\n1,1\n", "line 2, column from: “1”", "restoring_zeros"),
        (
            "from,to\n\n240411,240391\n240411,240391\n",
            "mine.csv, line 4: a table of codes is not valid: the row H6:240411 -> H5:240391 stands in line 3 as well",
            "once",
        ),
        ("from,to,conversion\n240411,240391,yes\n", "line 2, column conversion: “yes”", "1"),
        ("from,to,weight\n240411,240391,half\n", "line 2, column weight: “half”", ""),
        ("from,to,wieght\n240411,240391,1\n", "line 1, column wieght", "rename"),
        (
            "old,new\n240411,240391\n",
            "mine.csv, line 1: the text is not a table of codes: no row names the columns from and to, or those of H6 and H5",
            "from,to",
        ),
        ("", "mine.csv, line 1", "from,to"),
        ("from,to\n", "it has no rows", ""),
        ("HS 2022,HS 2012\n240411,240391\n", "those of H6 and H5", "HS 2022"),
        ("from,to,conversion\n240411,240391,1\n240411,240399,1\n", "two preferred targets", ""),
        ("from,to\n771100,240391\n", "no chapter 77", ""),
        (
            "from,to\n270900,270900\n24O411,240391\n",
            "mine.csv, line 3, column from: “24O411” is not a code of a table: a subheading has six digits, and this has the letter O",
            "six digits",
        ),
        ("from,to\n240411,2403\n", "line 2, column to: “2403” is not", "each subheading"),
        ("from,to\n2401,2401\n", "line 2, column from: “2401” is not", "each subheading"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.to_string().contains(says), "{text}: {error}");
        assert!(error.help().contains(help), "{text}: {}", error.help());
    }
    let latin = reader().csv(&b"from,to\n240411,2403\xe9\n"[..], "mine.csv").unwrap_err();
    assert!(latin.to_string().starts_with("mine.csv, line 2"), "{latin}");
    let missing = reader().open("no/such/file.csv").unwrap_err();
    assert!(missing.to_string().contains("no/such/file.csv"), "{missing}");
}

#[test]
fn lost_zeros_are_restored_by_name() {
    let text = "from,to\n10121,10121\n240411,240391\n";
    let error = read(text).unwrap_err();
    assert!(error.to_string().contains("perhaps 010121"), "{error}");
    let table = reader().restoring_zeros().csv(text.as_bytes(), "mine.csv").unwrap();
    assert_eq!(table.targets(code("H6:010121")).next(), Some(code("H5:010121")));
    // Goods that are not specified are codes as others.
    let table = read("from,to\n999999,999999\n9999,9999\n9999AA,9999AA\n").unwrap();
    assert_eq!(table.len(), 3);
}

/// The years of the editions are those of the World Customs Organization; the UN dates the first
/// one 1992.
#[test]
fn editions_are_read_by_their_year() {
    let years = ["1992", "1996", "2002", "2007", "2012", "2017", "2022"];
    let read = |text: &str| text.parse::<bilateral::commodity::Classification>();
    for (code, year) in ["H0", "H1", "H2", "H3", "H4", "H5", "H6"].into_iter().zip(years) {
        for text in [format!("HS{year}"), format!("HS {year}")] {
            assert_eq!(read(&text).unwrap().to_string(), code);
        }
    }
    assert_eq!(read("HS1988").unwrap().to_string(), "H0");
    for wrong in ["HS2021", "HS22", "HS  2022", "HS 2022 ", "hs2022", "HS-2022"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn pairs_in_a_program_are_held_to_the_same_form() {
    let new = |of: &str, code: &str| {
        CodeTable::new(of.parse().unwrap(), "B4".parse().unwrap(), [(code, "41")])
    };
    for wrong in ["24O411", "2404", "24", "9999AB"] {
        assert!(new("H6", wrong).unwrap_err().is_parse(), "{wrong}");
    }
    for right in ["240411", "9999AA", "999999", "9999", "980100"] {
        assert!(new("H6", right).is_ok(), "{right}");
    }
    assert!(new("S4", "764").is_ok());
}

/// 851712 ended with HS 2017 and 851713 began with HS 2022; no edition has a heading 1234.
#[test]
fn codes_that_an_edition_never_had_are_listed() {
    let text = "from,to\n851713,851712\n851712,851713\n123456,999999\n980100,980100\n";
    let unknown = read(text).unwrap().unknown_codes();
    assert_eq!(unknown, ["H6:123456", "H6:851712", "H5:851713"].map(code));
    assert!(
        CodeTable::between("H6".parse().unwrap(), "B4".parse().unwrap())
            .unwrap()
            .unknown_codes()
            .is_empty()
    );
}

#[cfg(feature = "excel")]
mod workbooks {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// A workbook of inline texts, in the parts that the format needs.
    fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let mut part = |name: &str, text: String| {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        };
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let each = |line: &dyn Fn(usize, &str) -> String| -> String {
            (1..).zip(sheets).map(|(at, (name, _))| line(at, name)).collect()
        };
        let list =
            each(&|at, name| format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"r{at}\"/>"));
        let root = format!(
            "<Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>"
        );
        part("_rels/.rels", format!("<Relationships xmlns=\"{package}\">{root}</Relationships>"));
        part(
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"
            ),
        );
        let list = each(&|at, _| {
            format!(
                "<Relationship Id=\"r{at}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
            )
        });
        part(
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{package}\">{list}</Relationships>"),
        );
        for (at, (_, rows)) in (1..).zip(sheets) {
            let mut body = String::new();
            for (row, cells) in (1..).zip(*rows) {
                body += &format!("<row r=\"{row}\">");
                for (column, text) in ('A'..).zip(*cells) {
                    body += &match text.strip_prefix('#') {
                        Some(number) => format!("<c r=\"{column}{row}\"><v>{number}</v></c>"),
                        None => format!(
                            "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                        ),
                    };
                }
                body += "</row>";
            }
            let name = format!("xl/worksheets/sheet{at}.xml");
            part(
                &name,
                format!("<worksheet xmlns=\"{main}\"><sheetData>{body}</sheetData></worksheet>"),
            );
        }
        zip.finish().unwrap().into_inner()
    }

    fn open(
        bytes: &[u8],
        name: &str,
        reader: CodeTableReader,
    ) -> Result<CodeTable, bilateral::Error> {
        let folder = std::env::temp_dir().join(format!("concordance-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let table = reader.open(&path);
        std::fs::remove_file(path).unwrap();
        table
    }

    #[test]
    fn sheets_of_the_un_are_read_with_their_preferred_targets() {
        let bytes = workbook(&[
            ("Notes", &[&["From the UN"]]),
            (
                "Correlation HS22-HS17",
                &[
                    &["A title"],
                    &["HS 2022", "HS 2017", "Relationship"],
                    &["240411", "240391", "1:n"],
                    &["240411", "240399", "1:n"],
                ],
            ),
            ("CodeConversion HS22-HS17", &[&["From HS 2022", "To HS 2017"], &["240411", "240399"]]),
        ]);
        let table = open(&bytes, "un.xlsx", reader()).unwrap();
        assert_eq!((table.len(), table.preferred(code("H6:240411"))), (2, Some(code("H5:240399"))));
        // A code that is a number has lost its zero.
        let bytes = workbook(&[("Sheet1", &[&["from", "to"], &["#10121", "#10121"]])]);
        let error = open(&bytes, "lost.xlsx", reader()).unwrap_err();
        assert!(
            error.to_string().contains("sheet Sheet1, line 2, column from: “10121”"),
            "{error}"
        );
        assert!(open(&bytes, "mended.xlsx", reader().restoring_zeros()).is_ok());
        let bytes = workbook(&[("Sheet1", &[&["old", "new"]])]);
        assert!(open(&bytes, "strange.xlsx", reader()).unwrap_err().is_parse());
    }

    #[test]
    fn damaged_workbooks_are_refused_in_words() {
        let bytes = workbook(&[("Sheet1", &[&["from", "to"], &["240411", "240391"]])]);
        for length in (0..bytes.len()).step_by(41) {
            assert!(open(&bytes[..length], "cut.xlsx", reader()).is_err(), "{length}");
        }
        let mut changed = bytes.clone();
        for at in (0..bytes.len()).step_by(7) {
            changed[at] ^= 0x5A;
            let _ = open(&changed, "changed.xlsx", reader());
            changed[at] ^= 0x5A;
        }
        assert!(open(b"from,to\n", "text.xls", reader()).is_err());
    }

    /// The file has another folder in each run.
    fn told(error: bilateral::Error) -> String {
        let text = format!("{error:#}");
        text.rsplit(std::path::MAIN_SEPARATOR).next().unwrap().to_owned()
    }

    #[test]
    fn refusals_say_what_to_do() {
        let cut = told(open(b"PK\x03\x04cut", "cut.xlsx", reader()).unwrap_err());
        assert!(cut.starts_with("cut.xlsx: the text is not a spreadsheet: "), "{cut}");
        let help = "\n  help: open the file and save its sheet as CSV, then read that";
        assert!(cut.ends_with(help), "{cut}");
        let bytes = workbook(&[("Sheet1", &[&["old", "new"]])]);
        assert_eq!(
            told(open(&bytes, "strange.xlsx", reader()).unwrap_err()),
            "strange.xlsx, line 1: the text is not a table of codes: no row names the columns \
             from and to, or those of H6 and H5\n  help: write a first line: from,to; or name the \
             columns after the classifications, as HS 2022, SITC4 or BEC4, and give the reader \
             those"
        );
    }

    /// A sheet that would fill the memory is not unpacked into it.
    #[test]
    fn a_workbook_too_large_is_refused_before_it_is_held() {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let zeros = vec![b'0'; 1 << 24];
        for sheet in 0..16 {
            let options = SimpleFileOptions::default();
            zip.start_file(format!("xl/worksheets/sheet{sheet}.xml"), options).unwrap();
            zip.write_all(&zeros).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(
            told(open(&bytes, "bomb.xlsx", reader()).unwrap_err()),
            "bomb.xlsx: a spreadsheet is not valid: unpacked it has 256 MB or more\n  help: save \
             the sheet of the table alone as CSV, and read that"
        );
    }
}

#[cfg(not(feature = "excel"))]
#[test]
fn the_feature_is_named() {
    let error = reader().open("un.xlsx").unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "un.xlsx: a table of codes is not valid: reading a spreadsheet needs the feature excel\n  \
         help: switch on the feature excel of the crate, or save the sheet as CSV"
    );
}
