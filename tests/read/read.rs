//! UN Comtrade, BACI and whatever else comes in: every row is accounted for, nothing is counted
//! twice, nothing panics.

use crate::files::{Folder, gzip};
use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::number::Decimal;
use bilateral::panel::{Duplicates, Panel, Totals};
use bilateral::read::{self, Account, Data, Format, Opened, QuantityKind, Reader, Reason};
use bilateral::{Area, Flow, Key, Period};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;

fn adds_up(account: &Account) {
    assert_eq!(account.accepted() + account.set_aside_rows(), account.rows(), "{account}");
}

fn opened(text: &str) -> Opened {
    let opened = Reader::new().read(text.as_bytes(), "file").unwrap();
    adds_up(&opened.account);
    opened
}

/// What was read, whatever is lost.
fn panel(opened: Opened) -> Panel {
    opened.panel_with_losses().unwrap()
}

fn value(panel: &Panel, key: Key, period: Period) -> Option<String> {
    panel
        .find(&key, period)
        .ok()
        .and_then(|cell| panel.value(cell))
        .map(|value| value.normalize().to_string())
}

/// The sum of the parts, as a whole number.
fn sum(panel: &Panel) -> i64 {
    panel.mantissas().iter().sum()
}

/// The values of the rows that hold others.
fn totals(panel: &Panel) -> Vec<i64> {
    panel.reported().map_or(Vec::new(), |totals| totals.mantissas().to_vec())
}

fn quantity(panel: &Panel, cell: impl Into<bilateral::panel::Cell>) -> Option<String> {
    let (number, unit) = panel.quantity(cell)?;
    Some(format!("{} {}", number.normalize(), unit.unwrap()))
}

// ---------------------------------------------------------------- UN Comtrade

/// A row of the API with the fields that matter, the others as the service writes them.
fn api_row(changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("typeCode", "\"C\""),
        ("freqCode", "\"A\""),
        ("refPeriodId", "20220101"),
        ("refYear", "2022"),
        ("refMonth", "52"),
        ("period", "\"2022\""),
        ("reporterCode", "156"),
        ("reporterDesc", "\"China [a \\\"quoted\\\" name]\""),
        ("flowCode", "\"M\""),
        ("partnerCode", "643"),
        ("partner2Code", "0"),
        ("classificationCode", "\"H6\""),
        ("cmdCode", "\"270900\""),
        ("customsCode", "\"C00\""),
        ("mosCode", "\"0\""),
        ("motCode", "0"),
        ("qtyUnitCode", "8"),
        ("qty", "86248100000.0"),
        ("isQtyEstimated", "false"),
        ("altQtyUnitCode", "-1"),
        ("altQty", "null"),
        ("netWgt", "86248100000.0"),
        ("isNetWgtEstimated", "false"),
        ("primaryValue", "58368525061.25"),
        ("legacyEstimationFlag", "0"),
        ("isReported", "true"),
        ("isAggregate", "false"),
    ];
    for (name, text) in changes {
        fields.iter_mut().find(|field| field.0 == *name).unwrap().1 = text;
    }
    let members: Vec<String> =
        fields.iter().map(|(name, text)| format!("\"{name}\": {text}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn answer(rows: &[String]) -> String {
    format!(
        "{{\"elapsedTime\": \"0.21 secs\",\n \"count\": {},\n \
         \"data\": [\n{}\n], \"error\": \"\"}}",
        rows.len(),
        rows.join(",\n")
    )
}

#[test]
fn an_answer_is_read_to_the_cent() {
    let opened = opened(&answer(&[api_row(&[])]));
    assert_eq!(opened.format, Format::ComtradeJson);
    assert!(
        opened.account.is_complete() && opened.account.remarks().is_empty(),
        "{}",
        opened.account
    );
    let panel = panel(opened);
    let crude = Key::imports(CHN).from(RUS).of("H6:270900".parse().unwrap());
    assert_eq!(value(&panel, crude, Period::year(2022)).unwrap(), "58368525061.25");
    assert_eq!(quantity(&panel, 0).as_deref(), Some("86248100000 kg"));
}

#[test]
fn only_the_total_of_a_breakdown_counts() {
    let parts = [
        api_row(&[("primaryValue", "100")]),
        api_row(&[("motCode", "2100"), ("primaryValue", "60")]),
        api_row(&[("motCode", "9110"), ("primaryValue", "40")]),
        api_row(&[("customsCode", "\"C01\""), ("primaryValue", "100")]),
        api_row(&[("partner2Code", "792"), ("primaryValue", "100")]),
        api_row(&[("mosCode", "\"1\""), ("primaryValue", "100")]),
    ];
    let all = opened(&answer(&parts));
    assert_eq!((all.account.count(Reason::Component), all.account.accepted()), (5, 1));
    let columns: Vec<_> = all.account.set_aside()[0]
        .first
        .iter()
        .map(|line| line.place.column.clone().unwrap())
        .collect();
    assert_eq!(columns, ["motCode", "motCode", "customsCode", "partner2Code", "mosCode"]);
    assert_eq!(panel(all).mantissas(), [100]);
    // One part can be asked for by name.
    let sea = Reader::new().transport(2100).read(answer(&parts).as_bytes(), "file").unwrap();
    assert_eq!(panel(sea).mantissas(), [60]);
    // Parts without a total are not silently a total, and not silently lost.
    let alone = opened(&answer(&parts[1..3]));
    assert_eq!(alone.account.accepted(), 0);
    assert!(
        alone.account.remarks()[0].starts_with("1 cells have parts and no total"),
        "{}",
        alone.account
    );
}

#[test]
fn flows_stay_apart_and_the_world_is_a_total() {
    let rows = [
        api_row(&[("flowCode", "\"X\""), ("primaryValue", "10")]),
        api_row(&[("flowCode", "\"RX\""), ("primaryValue", "3")]),
        api_row(&[("flowCode", "\"DX\""), ("primaryValue", "7")]),
        api_row(&[("flowCode", "\"X\""), ("partnerCode", "0"), ("primaryValue", "90")]),
        // The World alone is no double: nothing else of these imports is in the file.
        api_row(&[("partnerCode", "0"), ("primaryValue", "50")]),
        api_row(&[("flowCode", "\"MIF\""), ("primaryValue", "1")]),
    ];
    let file = opened(&answer(&rows));
    assert_eq!((file.account.totals(), file.account.accepted()), (1, 5));
    assert_eq!(file.account.count(Reason::UnknownFlow), 1);
    let panel = panel(file);
    assert_eq!((panel.len(), totals(&panel)), (4, vec![90]));
    let of = |flow: Flow, partner: Area| {
        value(
            &panel,
            Key::new(flow, CHN, partner).of("H6:270900".parse().unwrap()),
            Period::year(2022),
        )
    };
    assert_eq!(of(Flow::Export, RUS).as_deref(), Some("10"));
    assert_eq!(of(Flow::ReExport, RUS).as_deref(), Some("3"));
    assert_eq!(of(Flow::DomesticExport, RUS).as_deref(), Some("7"));
    assert_eq!(of(Flow::Export, WORLD).as_deref(), Some("90"));
    assert_eq!(of(Flow::Import, WORLD).as_deref(), Some("50"));
    let aside =
        Reader::new().totals(Totals::SetAside).read(answer(&rows).as_bytes(), "file").unwrap();
    adds_up(&aside.account);
    assert_eq!((aside.account.count(Reason::Total), aside.account.totals()), (1, 0));
    let refused =
        Reader::new().totals(Totals::Refuse).read(answer(&rows).as_bytes(), "file").unwrap_err();
    assert!(refused.to_string().contains("overlap"), "{refused}");
}

#[test]
fn nested_levels_count_once_where_the_finer_are() {
    let row = |code: &str, partner: &str, value: &str| {
        api_row(&[
            ("cmdCode", &format!("\"{code}\"")),
            ("partnerCode", partner),
            ("primaryValue", value),
        ])
    };
    let rows = [
        row("TOTAL", "643", "1000"),
        row("27", "643", "600"),
        row("2709", "643", "400"),
        row("270900", "643", "400"),
        row("271121", "643", "150"),
        // For another partner only the chapter is published: it stands.
        row("27", "276", "80"),
    ];
    let file = opened(&answer(&rows));
    assert_eq!((file.account.totals(), file.account.accepted()), (3, 6));
    let panel = panel(file);
    assert_eq!((sum(&panel), totals(&panel)), (400 + 150 + 80, vec![1000, 600, 400]));
}

/// A total stands beside its parts, whether they add up to it or not; one level can be read
/// instead.
#[test]
fn a_part_of_a_chapter_is_not_taken_for_it() {
    let row = |code: &str, value: &str| {
        api_row(&[("cmdCode", &format!("\"{code}\"")), ("primaryValue", value)])
    };
    let rows =
        [row("TOTAL", "114149"), row("27", "85000"), row("270900", "58370"), row("271111", "4690")];
    let file = opened(&answer(&rows));
    assert!(file.account.is_complete(), "{}", file.account);
    let panel = panel(file);
    assert_eq!((sum(&panel), totals(&panel)), (63_060, vec![114_149, 85_000]));
    let of = |code: &str| {
        value(&panel, Key::imports(CHN).from(RUS).of(code.parse().unwrap()), Period::year(2022))
    };
    assert_eq!((of("TOTAL").as_deref(), of("H6:27").as_deref()), (Some("114149"), Some("85000")));
    let chapters = Reader::new().level(2).read(answer(&rows).as_bytes(), "file").unwrap();
    adds_up(&chapters.account);
    assert_eq!(
        (chapters.account.count(Reason::OtherLevel), self::panel(chapters).mantissas()),
        (3, &[85_000][..])
    );
}

#[test]
fn quantities_keep_their_unit_and_their_doubt() {
    let rows = [
        // Pairs, estimated.
        api_row(&[
            ("cmdCode", "\"640319\""),
            ("qtyUnitCode", "6"),
            ("qty", "12.5"),
            ("isQtyEstimated", "true"),
        ]),
        // No quantity: 0 in unit -1; the net weight stands in.
        api_row(&[
            ("cmdCode", "\"010121\""),
            ("qtyUnitCode", "-1"),
            ("qty", "0.0"),
            ("netWgt", "7e2"),
            ("legacyEstimationFlag", "4"),
        ]),
        // Neither: a net weight of 0 at the level of chapters is none.
        api_row(&[
            ("cmdCode", "\"28\""),
            ("qtyUnitCode", "-1"),
            ("qty", "null"),
            ("netWgt", "0"),
            ("isReported", "false"),
            ("isAggregate", "true"),
        ]),
        // Terajoules are gross by definition.
        api_row(&[("cmdCode", "\"271121\""), ("qtyUnitCode", "18"), ("qty", "5")]),
    ];
    let panel = panel(opened(&answer(&rows)));
    let of = |code: &str| {
        let key = Key::imports(CHN).from(RUS).of(format!("H6:{code}").parse().unwrap());
        let row = panel.find(&key, Period::year(2022)).unwrap();
        (quantity(&panel, row), panel.marks(row))
    };
    let (pairs, marks) = of("640319");
    assert_eq!((pairs.as_deref(), marks.estimated), (Some("12.5 pairs"), true));
    let (weight, marks) = of("010121");
    assert_eq!((weight.as_deref(), marks.estimated), (Some("700 kg"), true));
    let (none, marks) = of("28");
    assert_eq!(
        (none, marks.not_reported, marks.aggregated, marks.estimated),
        (None, true, true, false)
    );
    assert_eq!(of("271121").0.as_deref(), Some("5 TJ (gross)"));
    let weights = Reader::new()
        .quantity(QuantityKind::NetWeight)
        .read(answer(&rows).as_bytes(), "file")
        .unwrap();
    assert!(
        weights
            .panel()
            .unwrap()
            .view()
            .quantity_units()
            .iter()
            .all(|unit| unit.to_string() == "kg")
    );
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_column() {
    let rows = [
        api_row(&[("reporterCode", "155")]),
        api_row(&[("period", "\"2022-Q1\"")]),
        api_row(&[("cmdCode", "\"27090\"")]),
        api_row(&[("primaryValue", "null")]),
        api_row(&[("primaryValue", "\"1,000\"")]),
        api_row(&[("typeCode", "\"S\"")]),
        "{\"period\": oops}".to_owned(),
        api_row(&[("primaryValue", "1e30")]),
        api_row(&[("primaryValue", "12.5e-1")]),
    ];
    let file = opened(&answer(&rows));
    let found: Vec<_> = file
        .account
        .set_aside()
        .iter()
        .map(|kind| {
            (
                kind.reason,
                kind.first[0].place.line,
                kind.first[0].place.column.clone().unwrap_or_default(),
            )
        })
        .collect();
    // The first row stands in line 4 of the answer.
    let expected = [
        (Reason::Services, 9, "typeCode"),
        (Reason::UnknownArea, 4, "reporterCode"),
        (Reason::UnknownCommodity, 6, "cmdCode"),
        (Reason::UnknownPeriod, 5, "period"),
        (Reason::NoValue, 7, "primaryValue"),
        (Reason::BadNumber, 8, "primaryValue"),
        (Reason::DoesNotFit, 11, ""),
        (Reason::Malformed, 10, ""),
    ];
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1, found.2.as_str()), expected);
    }
    assert_eq!(panel(file).value(0).unwrap().to_string(), "1.25");
}

#[test]
fn years_and_months_of_one_series_count_once() {
    let month = |number: u8, value: &str| {
        api_row(&[
            ("freqCode", "\"M\""),
            ("period", &format!("\"2022{number:02}\"")),
            ("primaryValue", value),
        ])
    };
    let other = api_row(&[("partnerCode", "276"), ("primaryValue", "500")]);
    // A year holds its months as soon as one of them is there, and the year of a partner without
    // months is a part.
    let rows = [api_row(&[("primaryValue", "120")]), month(1, "10"), month(2, "20"), other.clone()];
    let some = opened(&answer(&rows));
    assert_eq!((some.account.totals(), some.account.accepted()), (1, 4));
    let some = panel(some);
    assert_eq!((sum(&some), totals(&some)), (10 + 20 + 500, vec![120]));
    let year = Key::imports(CHN).from(RUS).of("H6:270900".parse().unwrap());
    assert_eq!(value(&some, year, Period::year(2022)).as_deref(), Some("120"));
    // With all twelve of them it is the same.
    let all: Vec<String> =
        (1..=12).map(|number| month(number, "10")).chain([rows[0].clone(), other]).collect();
    let whole = opened(&answer(&all));
    assert_eq!((whole.account.totals(), whole.account.accepted()), (1, 14));
    let whole = panel(whole);
    assert_eq!((sum(&whole), totals(&whole)), (12 * 10 + 500, vec![120]));
    assert_eq!(whole.periods().len(), 13);
}

#[test]
fn editions_and_classifications_of_one_pair_count_once() {
    let row = |edition: &str, code: &str, partner: &str, year: &str, value: &str| {
        api_row(&[
            ("classificationCode", &format!("\"{edition}\"")),
            ("cmdCode", &format!("\"{code}\"")),
            ("partnerCode", partner),
            ("period", &format!("\"{year}\"")),
            ("primaryValue", value),
        ])
    };
    let rows = [
        row("H6", "270900", "643", "2022", "100"),
        row("H6", "271121", "643", "2022", "30"),
        row("S4", "333", "643", "2022", "100"),
        row("H5", "270900", "643", "2022", "100"),
        // Another year and another partner in another edition hold nothing twice.
        row("H5", "270900", "643", "2021", "90"),
        row("S4", "333", "276", "2022", "5"),
    ];
    let file = opened(&answer(&rows));
    assert_eq!((file.account.count(Reason::OtherClassification), file.account.accepted()), (2, 4));
    assert!(
        file.account.remarks().iter().any(|remark| remark.contains("H5, H6, S4")),
        "{}",
        file.account
    );
    assert_eq!(panel(file).mantissas().iter().sum::<i64>(), 100 + 30 + 90 + 5);
}

/// A row is a total of a row that it holds, not because of any other row of the reporter.
#[test]
fn only_what_holds_another_row_is_a_total() {
    let row = |partner: &str, code: &str, value: &str| {
        api_row(&[
            ("partnerCode", partner),
            ("cmdCode", &format!("\"{code}\"")),
            ("primaryValue", value),
        ])
    };
    let rows = [
        row("0", "270900", "1000"), // no partner of it is in the data
        row("0", "850760", "70"),   // Russia's part is
        row("643", "850760", "7"),
        row("0", "TOTAL", "5000"), // holds all of them
    ];
    let file = opened(&answer(&rows));
    assert_eq!((file.account.totals(), file.account.accepted()), (2, 4), "{}", file.account);
    let panel = panel(file);
    assert_eq!((sum(&panel), totals(&panel)), (1000 + 7, vec![5000, 70]));
    // The European Union beside Germany beside a month of Germany: the Union and the year hold the
    // month.
    let union = |reporter: &str, period: &str, value: &str| {
        api_row(&[
            ("reporterCode", reporter),
            ("period", &format!("\"{period}\"")),
            ("primaryValue", value),
        ])
    };
    let file = opened(&answer(&[
        union("97", "2022", "100"),
        union("276", "2022", "60"),
        union("276", "202201", "5"),
    ]));
    let panel = self::panel(file);
    assert_eq!((panel.mantissas(), totals(&panel)), (&[5][..], vec![100, 60]));
}

/// One odd number must not push others out, whatever the order: the noise of a float is rounded
/// away, and the account says so.
#[test]
fn a_float_printed_in_full_is_rounded() {
    let lines = [
        "2022,156,276,270900,0.30000000000000004,1",
        "2022,156,643,270900,3980.7,1e30",
        "2022,156,842,270900,1980.7,2",
    ];
    for turn in 0..3 {
        let mut lines = lines;
        lines.rotate_left(turn);
        let file = opened(&format!("t,i,j,k,v,q\n{}\n", lines.join("\n")));
        assert_eq!((file.account.count(Reason::DoesNotFit), file.account.accepted()), (0, 3));
        let remarks = file.account.remarks();
        assert!(
            remarks[0].contains("were rounded: 1,")
                && remarks[1].starts_with("1 quantities were left out"),
            "{remarks:?}"
        );
        assert_eq!(sum(&panel(file)), 300 + 3_980_700 + 1_980_700);
    }
    // What is too large is named.
    let file = opened("t,i,j,k,v,q\n2022,156,276,270900,1e30,1\n2022,156,643,270900,3980.7,1\n");
    assert_eq!((file.account.count(Reason::DoesNotFit), file.account.accepted()), (1, 1));
    // A quantity left out leaves no unit behind.
    let rows = [
        api_row(&[("qtyUnitCode", "8"), ("qty", "10")]),
        api_row(&[("partnerCode", "276"), ("qtyUnitCode", "5"), ("qty", "1e30")]),
    ];
    assert_eq!(panel(opened(&answer(&rows))).view().quantity_units().len(), 1);
}

#[test]
fn a_panel_holds_more_commodities_than_sixteen_bits_count() {
    let text: String =
        (0..70_000).map(|n| format!("2022,156,643,{:06},1,1\n", 10_000 + 10 * n)).collect();
    let file = opened(&format!("t,i,j,k,v,q\n{text}"));
    let wrong = file.account.count(Reason::UnknownCommodity);
    assert_eq!((file.account.count(Reason::TooMany), file.account.accepted() + wrong), (0, 70_000));
    assert!(file.account.accepted() > 1 << 16, "{}", file.account);
}

#[test]
fn answers_say_when_they_are_not_whole() {
    let text = answer(&[api_row(&[]), api_row(&[("partnerCode", "276")])]);
    // Cut inside of the second row.
    let cut = &text[..text.len() - 200];
    let file = opened(cut);
    assert_eq!(file.account.rows(), 1);
    assert!(file.account.broken().unwrap().to_string().contains("cut off"));
    assert!(Reader::new().all_or_nothing(true).read(cut.as_bytes(), "file").is_err());
    // The service speaks of more rows than there are, or of an error.
    let fewer = opened(&text.replace("\"count\": 2", "\"count\": 7"));
    assert!(fewer.account.doubts()[0].contains("speaks of 7 rows and has 2"));
    assert!(fewer.panel().unwrap_err().to_string().contains("speaks of 7 rows and has 2"));
    let said = opened(&text.replace("\"error\": \"\"", "\"error\": \"quota exceeded\""));
    assert!(said.account.broken().unwrap().to_string().contains("quota exceeded"));
    // Exactly as many rows as the preview gives.
    let rows: Vec<String> = (0..500).map(|_| api_row(&[])).collect();
    let many = opened(&answer(&rows));
    assert!(
        many.account.doubts().iter().any(|doubt| doubt.contains("exactly 500 rows")),
        "{}",
        many.account
    );
    assert_eq!(many.account.count(Reason::Duplicate), 499);
}

const WEB: &str = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,\
flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,\
classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,\
motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,\
isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate\n";

/// The web writes 48 fields under 47 names, quotes everything that is there, and `true` in letters.
#[test]
fn the_download_of_the_web_is_not_shifted() {
    let row = "\"C\",\"M\",\"20220301\",\"2022\",\"3\",\"202203\",\"156\",\"CHN\",\"China\",\"X\",\"Export\",\"384\",\"CIV\",\
\"C\u{f4}te d'Ivoire, \"\"CI\"\"\",\"0\",\"W00\",\"World\",\"H6\",\"HS\",\"true\",\"100630\",\"Rice\",\"6\",\"true\",\"C00\",\"TOTAL\",\"0\",\"0\",\
\"TOTAL\",\"8\",\"kg\",\"1500.5\",\"true\",\"-1\",\"N/A\",,\"false\",\"1500.5\",\"false\",,\"false\",,\"900.25\",\"900.25\",\"0\",\"true\",\"false\",\n";
    // As Latin-1: the accent is one byte that is no UTF-8.
    let bytes: Vec<u8> =
        format!("{WEB}{row}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let file = read::comtrade(bytes.as_slice(), "TradeData.csv").unwrap();
    assert_eq!(file.format, Format::ComtradeCsv);
    adds_up(&file.account);
    assert!(file.account.is_complete(), "{}", file.account);
    let panel = panel(file);
    let rice = Key::exports(CHN).to("CIV".parse().unwrap()).of("H6:100630".parse().unwrap());
    assert_eq!(value(&panel, rice, Period::month(2022, 3)).unwrap(), "900.25");
    assert!(panel.marks(0).estimated);
    // CRLF and a byte-order mark change nothing.
    let windows = format!("\u{feff}{}", format!("{WEB}{row}").replace('\n', "\r\n"));
    assert_eq!(self::panel(opened(&windows)), panel);
    // An open quote costs its line and not the rest of the file.
    let broken = format!("{WEB}{}{row}", row.replacen("\"Rice\"", "\"Rice", 1));
    let broken = opened(&broken);
    assert_eq!((broken.account.count(Reason::Malformed), broken.account.accepted()), (1, 1));
    // Rows that only a carriage return parts are one line, and no row of it vanishes behind the
    // first.
    let returns = opened(&format!("{WEB}{}\r{row}{row}", row.trim_end()));
    assert_eq!(
        (returns.account.count(Reason::WrongFieldCount), returns.account.accepted()),
        (1, 1)
    );
    let short = opened(&format!("{WEB}\"C\",\"M\"\n{row}"));
    assert_eq!((short.account.count(Reason::WrongFieldCount), short.account.accepted()), (1, 1));
}

#[test]
fn bulk_files_are_read_by_name() {
    // Other order, other case, no descriptions, tabs.
    let text = "reporterCode\tperiod\tflowCode\tpartnerCode\tpartner2Code\tclassificationCode\tcmdCode\tcustomsCode\tmotCode\tPrimaryValue\tisnetWgtEstimated\tnetWgt\n\
                643\t2022\tX\t156\t0\tH6\t270900\tC00\t0\t58000000000.5\ttrue\t86000000000\n\
                643\t2022\tX\t156\t0\tH6\t270900\tC00\t2100\t40000000000\tfalse\t60000000000\n";
    let file = opened(text);
    assert_eq!((file.format, file.account.accepted()), (Format::ComtradeBulk, 1));
    let panel = panel(file);
    assert_eq!(panel.value(0).unwrap().to_string(), "58000000000.5");
    assert!(panel.marks(0).estimated);
}

#[test]
fn files_of_before_2023_are_read_in_both_spellings() {
    let full = "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,\
Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,\
Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,\
Netweight (kg),Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\n\
H4,2015,2015,2015,6,1,3,re-Export,156,China,CHN,643,Russian Federation,RUS,,,,,,,,270900,Crude,8,kg,500,,,,500,,250,,,6\n\
H4,2015,2015,2015,6,1,1,Import,156,China,CHN,0,World,WLD,,,,,,,,270900,Crude,1,No Quantity,0,,,,,,900,,,0\n";
    let file = opened(full);
    assert_eq!((file.format, file.account.accepted()), (Format::ComtradeLegacy, 2));
    let panel = panel(file);
    let again = Key::new(Flow::ReExport, CHN, RUS).of("H4:270900".parse().unwrap());
    let row = panel.find(&again, Period::year(2015)).unwrap();
    assert_eq!(
        (panel.value(row).unwrap().to_string().as_str(), panel.marks(row).estimated),
        ("250", true)
    );
    let world = panel
        .find(&Key::imports(CHN).from(WORLD).of("H4:270900".parse().unwrap()), Period::year(2015))
        .unwrap();
    assert_eq!(panel.quantity(world), None);
    let other = "Classification,Year,Period,TradeFlow Code,Reporter Code,Partner Code,Commodity Code,Qty Unit Code,Qty,Netweightkg,TradeValueUS,Flag\n\
HS,2015,201503,2,156,643,27,1,0,0,75,0\n";
    let file = opened(other);
    assert_eq!(file.account.accepted(), 1);
    let key = Key::exports(CHN).to(RUS).of("HS:27".parse().unwrap());
    assert_eq!(value(&self::panel(file), key, Period::month(2015, 3)).unwrap(), "75");
}

// ---------------------------------------------------------------- BACI

#[test]
fn baci_keeps_padding_gaps_and_odd_codes() {
    let text = "t,i,j,k,v,q\n\
                2022,4,20,010129,        0.357,        0.002\n\
                2022,4,20,9999AA,        1.000,          NA\n\
                2022,4,31,010129,       12.5,\n\
                2022,842,757,271000,     1234567.891,       1e3\n\
                2022,490,156,854231,  0.0005, 1\n\
                2022,4,20,771234,1.000,1.000\n\
                2022,4,999,010129,1.000,1.000\n\
                \n\
                22,4,20,010129,1.000,1.000\n\
                2022,4,20,010129,abc,1.000\n\
                2022,4,20,010129,1.000\n\
                2022,4,20,10121,2.000,1.000\n";
    let file = read::baci(text.as_bytes(), "BACI_HS92_Y2022_V202401b.csv").unwrap();
    let account = file.account.clone();
    adds_up(&account);
    assert_eq!((account.rows(), account.accepted()), (11, 6), "{account}");
    for (reason, line, column) in [
        (Reason::UnknownCommodity, 7, Some("k")),
        (Reason::UnknownArea, 8, Some("j")),
        (Reason::UnknownPeriod, 10, Some("t")),
        (Reason::BadNumber, 11, Some("v")),
        (Reason::WrongFieldCount, 12, None),
    ] {
        let kind = account.set_aside().iter().find(|kind| kind.reason == reason).unwrap();
        assert_eq!(
            (kind.rows, kind.first[0].place.line, kind.first[0].place.column.as_deref()),
            (1, line, column)
        );
    }
    let panel = panel(file);
    let get = |from: &str, to: &str, code: &str| {
        let key =
            Key::exports(from.parse().unwrap())
                .to(to.parse().unwrap())
                .of(format!("H0:{code}").parse().unwrap());
        let row = panel.find(&key.valued(bilateral::Valuation::Fob), Period::year(2022)).unwrap();
        (
            panel.value(row).unwrap().normalize().to_string(),
            quantity(&panel, row).unwrap_or_default(),
        )
    };
    assert_eq!(get("AFG", "AND", "010129"), ("0.357".to_owned(), "0.002 t".to_owned()));
    assert_eq!(get("AFG", "AND", "9999AA"), ("1".to_owned(), String::new()));
    assert_eq!(get("AFG", "AZE", "010129"), ("12.5".to_owned(), String::new()));
    assert_eq!(get("USA", "CHE", "271000"), ("1234567.891".to_owned(), "1000 t".to_owned()));
    // Half a dollar is a fourth place, so the column has four.
    assert_eq!((get("490", "CHN", "854231").0.as_str(), panel.places()), ("0.0005", 4));
    // A code that lost its zero is chapter 1.
    assert_eq!(get("AFG", "AND", "010121").0, "2");
    assert_eq!(panel.unit().to_string(), "thousand US$");
}

fn baci_rows() -> impl Strategy<Value = Vec<(u16, usize, usize, usize, String, String)>> {
    let number = prop_oneof![
        6 => (0_u64..10_000_000, 0_u32..4).prop_map(|(n, places)| match 10_u64.pow(places) {
            1 => n.to_string(),
            unit => format!("{}.{:0width$}", n / unit, n % unit, width = places as usize),
        }),
        1 => "[0-9]{1,9}\\.[0-9]{4,6}",
        1 => "[0-9]{1,3}e[+-]?[0-3]",
        1 => "[0-9]{8,12}\\.[0-9]{3}",
    ];
    let row = (
        2019_u16..2023,
        0..4_usize,
        0..4_usize,
        0..6_usize,
        number.clone(),
        prop_oneof![3 => number, 1 => Just("NA".to_owned()), 1 => Just(String::new())],
    );
    prop::collection::vec(row, 0..60)
}

type Cell = (u16, Area, Area, &'static str);

const CODES: [&str; 6] = ["010121", "270900", "271121", "854231", "9999AA", "970110"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the order of lines and whichever way they take, the values are those of the text,
    /// as exact decimals.
    #[test]
    fn plain_and_general_paths_agree(rows in baci_rows(), padding in 0_usize..12, windows: bool) {
        let areas = [CHN, RUS, DEU, USA];
        let mut text = String::from("t,i,j,k,v,q\n");
        let mut expected: BTreeMap<Cell, (Decimal, Option<Decimal>)> = BTreeMap::new();
        let mut twice = 0;
        for (year, from, to, code, value, quantity) in &rows {
            text.push_str(&format!(
                "{year},{},{},{},{value:>padding$},{quantity:>padding$}\n",
                areas[*from].code(),
                areas[*to].code(),
                CODES[*code]
            ));
            let number = |text: &str| {
                Decimal::from_scientific(text).or_else(|_| text.parse::<Decimal>()).unwrap()
            };
            let known = Some(quantity.as_str())
                .filter(|text| !text.is_empty() && *text != "NA")
                .map(number);
            let cell = (*year, areas[*from], areas[*to], CODES[*code]);
            // The first of a cell stands.
            if let std::collections::btree_map::Entry::Vacant(free) = expected.entry(cell) {
                free.insert((number(value), known));
            } else {
                twice += 1
            }
        }
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let file = read::baci(text.as_bytes(), "BACI_HS17_Y2019.csv").unwrap();
        adds_up(&file.account);
        prop_assert_eq!(file.account.rows(), rows.len() as u64);
        // A second row of a cell says the same or contradicts it.
        prop_assert_eq!(
            file.account.count(Reason::Duplicate) + file.account.count(Reason::Conflicting),
            twice
        );
        let panel = file.panel_with_losses().unwrap();
        prop_assert_eq!(panel.len(), expected.len());
        for ((year, from, to, code), (value, quantity)) in expected {
            let key = Key::exports(from)
                .to(to)
                .of(format!("H5:{code}").parse().unwrap())
                .valued(bilateral::Valuation::Fob);
            let row = panel.find(&key, Period::year(i32::from(year))).unwrap();
            prop_assert_eq!(panel.value(row).unwrap(), value);
            prop_assert_eq!(panel.quantity(row).map(|(number, _)| number), quantity);
        }
    }

    #[test]
    fn any_order_of_lines_gives_the_same_panel(rows in baci_rows(), turn in 0_usize..60) {
        // Without duplicates, as the first of a cell stands.
        let mut lines: Vec<String> = rows
            .iter()
            .map(|(year, from, to, code, value, quantity)| {
                let areas = [156, 643, 276, 842];
                format!(
                    "{year},{},{},{},{value},{quantity}\n",
                    areas[*from], areas[*to], CODES[*code]
                )
            })
            .collect();
        lines.sort_by_key(|line| line.split(',').take(4).map(str::to_owned).collect::<Vec<_>>());
        lines.dedup_by_key(|line| line.split(',').take(4).map(str::to_owned).collect::<Vec<_>>());
        let text = |lines: &[String]| format!("t,i,j,k,v,q\n{}", lines.concat());
        let one = read::baci(text(&lines).as_bytes(), "HS17").unwrap();
        let middle = turn.min(lines.len());
        lines.rotate_left(middle);
        let two = read::baci(text(&lines).as_bytes(), "HS17").unwrap();
        let (one, two) = (one.panel().unwrap(), two.panel().unwrap());
        prop_assert_eq!(one.mantissas(), two.mantissas());
        for row in 0..one.len() {
            prop_assert_eq!(one.key(row), two.key(row));
            prop_assert_eq!(one.quantity(row), two.quantity(row));
        }
    }
}

#[test]
fn the_rule_for_rows_of_one_cell_can_be_named() {
    let text =
        "t,i,j,k,v,q\n2022,156,643,270900,1,5\n2022,156,643,270900,2,6\n2022,156,643,270900,1,5\n";
    let with = |rule| Reader::new().duplicates(rule).read(text.as_bytes(), "file");
    let first = opened(text);
    let shown: Vec<(Reason, &str)> = first
        .account
        .set_aside()
        .iter()
        .map(|kind| (kind.reason, kind.first[0].text.as_str()))
        .collect();
    let [(Reason::Duplicate, again), (Reason::Conflicting, other)] = shown[..] else {
        panic!("{shown:?}")
    };
    assert!(again.starts_with("as line 2") && other.starts_with("2, but 1 in line 2"), "{shown:?}");
    assert!(first.clone().panel().unwrap_err().to_string().contains("2, but 1 in line 2"));
    assert_eq!(panel(first).mantissas(), [1000]);
    let last = with(Duplicates::KeepLast).unwrap();
    assert_eq!((last.account.accepted(), last.account.set_aside()[0].first[0].place.line), (1, 2));
    let sum = with(Duplicates::Sum).unwrap();
    assert_eq!(sum.account.accepted(), 3);
    let sum = panel(sum);
    assert_eq!((sum.mantissas(), quantity(&sum, 0).as_deref()), (&[4000][..], Some("16 t")));
    assert!(with(Duplicates::Refuse).unwrap_err().to_string().contains("line 3"));
}

#[test]
fn baci_is_read_by_the_names_of_its_columns() {
    // Without a header, and without one of the columns.
    for text in [
        "2022,156,643,270900,1,1\n2022,156,643,271121,2,1\n",
        "t,i,j,k,v\n2022,156,643,270900,1\n",
        "",
        "\n\n",
    ] {
        let error = read::baci(text.as_bytes(), "mine.csv").unwrap_err();
        assert!(error.is_parse() && error.to_string().contains("mine.csv"), "{error}");
    }
    // Importer before exporter, the old form, a column more, semicolons: by name, whatever the
    // order.
    let plain = panel(opened("t,i,j,k,v,q\n2022,643,156,270900,1,2\n"));
    for text in [
        "t,j,i,k,v,q\n2022,156,643,270900,1,2\n",
        "t,hs6,i,j,v,q\n2022,270900,643,156,1,2\n",
        "t,i,j,k,v,q,x\n2022,643,156,270900,1,2,9\n",
        "t;i;j;k;v;q\n2022;643;156;270900;1;2\n",
        "\"t\",\"i\",\"j\",\"k\",\"v\",\"q\"\n2022,643,156,\"270900\",1,2\n",
    ] {
        let file = read::baci(text.as_bytes(), "mine.csv").unwrap();
        assert!(
            file.account.is_complete() && file.account.remarks().is_empty(),
            "{}",
            file.account
        );
        assert_eq!(file.format, Reader::new().read(text.as_bytes(), "mine.csv").unwrap().format);
        let (one, two) = (file.panel().unwrap(), &plain);
        assert_eq!(
            (one.value(0), one.key(0), quantity(&one, 0)),
            (two.value(0), two.key(0), quantity(two, 0)),
            "{text}"
        );
    }
    // Blank lines before the header, other case, tabs: the same panel, and the lines are those of
    // the file.
    let plain = opened(BACI);
    let blank = opened(&format!("\n \r\n{}x\n", BACI.to_uppercase()));
    assert_eq!((blank.account.rows(), blank.account.accepted()), (3, 2), "{}", blank.account);
    assert_eq!(blank.account.set_aside()[0].first[0].place.line, 6);
    let tabs = opened(&BACI.replace(',', "\t"));
    assert_eq!((blank.format, tabs.format), (Format::Baci, Format::Baci));
    let plain = panel(plain);
    assert_eq!((panel(blank), panel(tabs)), (plain.clone(), plain));
    // A row with commas among tabs has one field.
    let mixed = opened(&format!("{}2022,156,643,854231,1,1\n", BACI.replace(',', "\t")));
    assert_eq!((mixed.account.count(Reason::WrongFieldCount), mixed.account.accepted()), (1, 2));
}

// ---------------------------------------------------------------- packed files, folders, other
// things

const BACI: &str = "t,i,j,k,v,q\n2022,156,643,270900,1.5,5\n2022,156,643,271121,2.5,NA\n";

#[test]
fn gzip_zip_and_folders_give_the_same() {
    let plain = panel(opened(BACI));
    let folder = Folder::new("packed");
    std::fs::write(folder.join("a.gz"), gzip(BACI.as_bytes())).unwrap();
    // Two members in one archive are one text.
    let (head, tail) = BACI.split_at(20);
    std::fs::write(folder.join("b.bin"), [gzip(head.as_bytes()), gzip(tail.as_bytes())].concat())
        .unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.join("c.zip")).unwrap());
    zip.start_file("inner.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(BACI.as_bytes()).unwrap();
    zip.finish().unwrap();
    for name in ["a.gz", "b.bin", "c.zip"] {
        let file = read::open(folder.join(name)).unwrap();
        adds_up(&file.account);
        assert_eq!(panel(file), plain, "{name}");
    }
    // A folder of years is one panel; lists of codes beside them are named and left out.
    let years = folder.join("years");
    std::fs::create_dir_all(&years).unwrap();
    std::fs::write(years.join("BACI_HS22_Y2022.csv"), BACI).unwrap();
    std::fs::write(years.join("BACI_HS22_Y2023.csv"), BACI.replace("2022,", "2023,")).unwrap();
    std::fs::write(
        years.join("country_codes_V202401b.csv"),
        "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n",
    )
    .unwrap();
    let both = read::open(&years).unwrap();
    adds_up(&both.account);
    assert!(
        both.account.remarks().iter().any(|remark| remark.contains("BACI's list of countries"))
    );
    let both = panel(both);
    assert_eq!((both.len(), both.periods().len()), (4, 2));
    // An archive cut short: the rows before the cut are there, and the account says where it
    // stopped.
    let long: String = "t,i,j,k,v,q\n".to_owned()
        + &(0..40_000)
            .map(|n| format!("2022,156,643,{:06},{n}.125,1\n", 270_000 + n % 1000))
            .collect::<String>();
    let whole = gzip(long.as_bytes());
    let cut = read::Reader::new().read(&whole[..whole.len() / 2], "cut.gz").unwrap();
    adds_up(&cut.account);
    assert!(
        cut.account.broken().is_some() && cut.account.rows() > 1000 && cut.account.rows() < 40_000
    );
    assert!(Reader::new().all_or_nothing(true).read(&whole[..whole.len() / 2], "cut.gz").is_err());
}

/// As CEPII ships it: yearly files, two lists and a text in one archive; an archive in the archive
/// beside them.
#[test]
fn an_archive_is_read_for_the_data_in_it() {
    let folder = Folder::new("archive");
    let zipped = |name: &str, entries: &[(&str, Vec<u8>)]| {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.join(name)).unwrap());
        for (name, text) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text).unwrap();
        }
        zip.finish().unwrap();
        folder.join(name)
    };
    let inner = std::fs::read(zipped("inner.zip", &[("x.csv", BACI.into())])).unwrap();
    let entries = [
        ("BACI_HS22_Y2022_V202501.csv", BACI.into()),
        ("BACI_HS22_Y2023_V202501.csv", BACI.replace("2022,", "2023,").into()),
        ("Readme.txt", b"BACI, version 202501\n".to_vec()),
        (
            "country_codes_V202501.csv",
            b"country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n".to_vec(),
        ),
        ("more.zip", inner),
        ("product_codes_HS22_V202501.csv", b"code,description\n010121,Horses\n".to_vec()),
    ];
    let file = read::open(zipped("BACI_HS22_V202501.zip", &entries)).unwrap();
    adds_up(&file.account);
    assert_eq!(
        (
            file.account.rows(),
            file.account.accepted(),
            file.account.remarks().len(),
            file.account.breaks().len()
        ),
        (4, 4, 3, 1),
        "{}",
        file.account
    );
    for words in ["Readme.txt", "list of countries", "list of products"] {
        assert!(
            file.account.remarks().iter().any(|remark| remark.contains(words)),
            "{words}: {}",
            file.account
        );
    }
    // What may hold data and is not read is missing.
    assert!(
        file.account.breaks()[0].to_string().contains("zip archive")
            && file.clone().panel().is_err()
    );
    assert_eq!(panel(file).periods().len(), 2);
    // Nothing but lists is an error that names them, and a single one keeps its own error.
    let lists = read::open(zipped("lists.zip", &entries[2..4])).unwrap_err().to_string();
    assert!(
        lists.contains("no file in it holds trade data") && lists.contains("list of countries"),
        "{lists}"
    );
    let list = read::open(zipped("list.zip", &entries[3..4])).unwrap_err();
    assert!(list.is_parse() && list.to_string().contains("list of countries"), "{list}");
}

#[test]
fn a_damaged_archive_costs_itself_and_not_the_folder() {
    let folder = Folder::new("damaged");
    let long: String = "t,i,j,k,v,q\n".to_owned()
        + &(0..40_000)
            .map(|n| format!("2022,156,643,{:06},{n}.125,1\n", 270_000 + n % 1000))
            .collect::<String>();
    let packed = gzip(long.as_bytes());
    std::fs::write(folder.join("a.gz"), b"\x1f\x8b\x08\xffnothing that can be unpacked").unwrap();
    std::fs::write(folder.join("b.gz"), &packed[..packed.len() / 2]).unwrap();
    std::fs::write(folder.join("c.csv"), BACI.replace("2022,", "2023,")).unwrap();
    std::fs::write(folder.join("d.zip"), b"PK\x03\x04 cut off").unwrap();
    let file = read::open(&folder).unwrap();
    adds_up(&file.account);
    let breaks: Vec<String> = file.account.breaks().iter().map(ToString::to_string).collect();
    assert_eq!(breaks.len(), 3, "{breaks:?}");
    for (told, name) in breaks.iter().zip(["a.gz", "b.gz", "d.zip"]) {
        assert!(told.contains(name), "{told}");
        assert!(file.account.to_string().contains(told));
    }
    assert_eq!(file.account.broken().map(ToString::to_string).as_deref(), Some(breaks[0].as_str()));
    assert!(!file.account.is_complete());
    let all = panel(file);
    let later = Key::exports(CHN)
        .to(RUS)
        .of("HS:270900".parse().unwrap())
        .valued(bilateral::Valuation::Fob);
    assert_eq!(value(&all, later, Period::year(2023)).as_deref(), Some("1.5"));
    assert!(Reader::new().all_or_nothing(true).open(&folder).is_err());
    assert!(read::open(folder.join("a.gz")).unwrap_err().to_string().contains("a.gz"));
}

/// The check for a cut looks at each file, whatever happened to those before.
#[test]
fn a_cut_is_seen_after_a_break() {
    let folder = Folder::new("cuts");
    let row = |partner: usize| {
        format!(
            "C,A,20220101,2022,52,2022,156,,,M,,{},,,0,,,H6,HS,True,270900,,,,C00,,0,0,,8,,5,False,-1,,,False,5,False,,False,7.5,,7.5,0,True,False\n",
            4 + partner
        )
    };
    let rows = |count: usize| WEB.to_owned() + &(0..count).map(row).collect::<String>();
    let packed = gzip(rows(40_000).as_bytes());
    std::fs::write(folder.join("a.gz"), &packed[..packed.len() / 2]).unwrap();
    std::fs::write(folder.join("b.csv"), rows(500)).unwrap();
    let file = read::open(&folder).unwrap();
    assert_eq!(file.account.breaks().len(), 1);
    assert!(
        file.account.doubts().iter().any(|doubt| doubt.contains("b.csv has exactly 500 rows")),
        "{}",
        file.account
    );
}

#[test]
fn releases_cut_short_are_read_as_far_as_they_go() {
    let text: String = "reporter,partner,flow,period,value,unit\n".to_owned()
        + &(0..30_000)
            .map(|n| format!("CHN,RUS,trade,{},{n}.25,USD\n", 1900 + n % 100))
            .collect::<String>();
    let packed = gzip(text.as_bytes());
    let cut = &packed[..packed.len() / 2];
    let file = Reader::new().read(cut, "cut.gz").unwrap();
    adds_up(&file.account);
    assert!(file.account.broken().unwrap().to_string().contains("cut.gz"), "{}", file.account);
    let rows = file.account.rows();
    assert!(rows > 1000 && rows < 30_000 && file.account.accepted() == rows);
    // Half a line at the cut is no row.
    assert!(file.clone().releases().unwrap_err().to_string().contains("cut.gz"));
    let releases = file.releases_with_losses().unwrap();
    let last = releases.rows().last().unwrap().observation().level().unwrap().to_string();
    assert_eq!(last, format!("{}.25", rows - 1));
    assert!(Reader::new().all_or_nothing(true).read(cut, "cut.gz").is_err());
    // Tabs are recognised, and not read with commas.
    let tabs = text[..200].replace(',', "\t");
    assert!(
        Reader::new()
            .read(tabs.as_bytes(), "file")
            .unwrap_err()
            .to_string()
            .contains("separated by tabs")
    );
}

#[test]
fn panels_and_downloads_may_be_separated_by_tabs() {
    let mut written = Vec::new();
    let plain = panel(opened(BACI));
    plain.write_csv(&mut written).unwrap();
    let written = String::from_utf8(written).unwrap();
    let again = opened(&written.replace(',', "\t"));
    assert_eq!((again.format, again.account.accepted()), (Format::Panel, 2), "{}", again.account);
    assert_eq!(panel(again), plain);
}

#[test]
fn names_of_an_answer_are_matched_in_any_case() {
    let text = answer(&[api_row(&[("isQtyEstimated", "true")])]);
    let lower =
        text.replace("primaryValue", "primaryvalue").replace("isQtyEstimated", "ISQTYESTIMATED");
    let lower = lower.replace("cmdCode", "CmdCode").replace("\"data\"", "\"Data\"");
    let file = opened(&lower);
    assert!(file.account.is_complete() && file.account.rows() == 1, "{}", file.account);
    let (lower, text) = (panel(file), panel(opened(&text)));
    assert!(lower.marks(0).estimated);
    assert_eq!(lower, text);
    // A name that is there twice is no record.
    let twice = answer(&[api_row(&[]).replace("\"period\"", "\"PrimaryValue\": 1, \"period\"")]);
    assert_eq!(opened(&twice).account.count(Reason::Malformed), 1);
}

#[test]
fn only_the_array_of_data_holds_rows() {
    let text = answer(&[api_row(&[])]);
    let more = text.replacen(
        "\"count\"",
        "\"validation\": {\"data\": [{\"a\": 1}], \"codes\": [1, [2]]}, \"seen\": [{\"b\": 2}, {}], \"data of\": [[]], \"count\"",
        1,
    );
    let file = opened(&more);
    assert_eq!((file.account.rows(), file.account.is_complete()), (1, true), "{}", file.account);
    assert_eq!(file.account.remarks(), [""; 0]);
    let renamed = opened(&text.replace("\"data\"", "\"rows\""));
    assert_eq!(renamed.account.rows(), 0);
    assert!(renamed.account.broken().unwrap().to_string().contains("data is missing"));
}

#[test]
fn quantities_that_cannot_be_read_are_counted() {
    let of = |code: &str, changes: &[(&str, &str)]| {
        let code = format!("\"{code}\"");
        let mut all = vec![("cmdCode", code.as_str())];
        all.extend_from_slice(changes);
        api_row(&all)
    };
    let rows = [
        of("270900", &[("qty", "\"1.234,5\""), ("qtyUnitCode", "5"), ("netWgt", "120")]),
        of("271121", &[("qty", "7"), ("qtyUnitCode", "99"), ("netWgt", "\"x\"")]),
        of("854231", &[("qty", "0"), ("netWgt", "120")]),
        of("970110", &[("qty", "0"), ("qtyUnitCode", "99"), ("netWgt", "null")]),
    ];
    let file = opened(&answer(&rows));
    assert!(file.account.is_complete());
    let remarks = file.account.remarks().join("; ");
    // The quantity of the first row and the weight of the second.
    assert!(
        remarks
            .contains("not numbers were left out: 2 rows, the first is “1.234,5” in file, line 4"),
        "{remarks}"
    );
    assert!(remarks.contains("99 (1 row)"), "{remarks}");
    let panel = panel(file);
    let of = |code: &str| {
        let key = Key::imports(CHN).from(RUS).of(format!("H6:{code}").parse().unwrap());
        let row = panel.find(&key, Period::year(2022)).unwrap();
        quantity(&panel, row)
    };
    assert_eq!(of("270900").as_deref(), Some("120 kg"));
    assert_eq!(of("271121"), None);
    // 120 kg of goods are not 0 kg of them.
    assert_eq!(of("854231").as_deref(), Some("120 kg"));
    assert_eq!(of("970110"), None);
}

#[test]
fn what_is_shown_of_a_line_is_cut_between_letters() {
    // 201 bytes: a letter of two bytes stands on the border, and cut in two the line would be read
    // as Latin-1.
    let line = format!("é{}ü", "a".repeat(197));
    assert_eq!(line.len(), 201);
    let file = opened(&format!("t,i,j,k,v,q\n{line}\n"));
    let shown = &file.account.set_aside()[0].first[0].text;
    assert_eq!(*shown, format!("é{}", "a".repeat(159)));
    assert_eq!(file.account.count(Reason::WrongFieldCount), 1);
}

#[test]
fn help_names_what_can_be_done() {
    assert!(Reason::Component.help().contains("where it can"));
    // A quoted field over two lines: both are set aside, and the words say so.
    let file = opened("t,i,j,k,v,q\n2022,156,643,270900,1,\"1\n\"\n");
    assert_eq!((file.account.rows(), file.account.count(Reason::Malformed)), (2, 2));
    assert!(Reason::Malformed.help().contains("over two lines"));
}

#[test]
fn other_things_are_refused_by_name() {
    for (text, name) in [
        ("", "empty"),
        ("<!DOCTYPE html><html>", "HTML"),
        ("{\"dataSets\": [], \"structure\": {}}", "SDMX-JSON"),
        ("{\"data\":[{\"fileUrl\":\"x\",\"reporterCode\":32}]}", "listing"),
        ("code,description\n010121,Horses\n", "list of products"),
        ("a,b,c\n1,2,3\n", "no form that is known"),
        ("period,reporterCode,flowCode,partnerCode,cmdCode,Value_USD\n", "without primaryValue"),
        ("PAR1\u{15}", "Parquet"),
        ("id,text,last_modified\nM,Import,2023\n", "list of UN Comtrade's codes"),
    ] {
        let error = Reader::new().read(text.as_bytes(), "file").unwrap_err();
        let is_named = error.to_string().contains(name) || error.help().contains(name);
        assert!(is_named && !error.help().is_empty(), "{name}: {error:#}");
    }
    assert!(
        Reader::new()
            .read(&b"\xff\xfet\0,\0"[..], "file")
            .unwrap_err()
            .to_string()
            .contains("UTF-16")
    );
    let wrong = read::comtrade(BACI.as_bytes(), "file").unwrap_err().to_string();
    assert!(wrong.contains("CEPII BACI"), "{wrong}");
}

#[test]
fn releases_come_with_the_same_account() {
    let text = "reporter,partner,flow,period,value,unit\nCHN,RUS,trade,2022,190.271,billion USD\nCHN,RUS,trade,2023,\"240,11\",billion USD\n";
    let file = opened(text);
    assert_eq!(
        (file.account.rows(), file.account.accepted(), file.account.count(Reason::Malformed)),
        (2, 1, 1)
    );
    assert!(matches!(file.data, Data::Releases(_)));
    assert!(file.panel().unwrap_err().is_mismatch());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// Any bytes at all, as every format that is known.
    #[test]
    fn any_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Reader::new().read(bytes.as_slice(), "file");
        for format in [
            Format::Baci,
            Format::ComtradeJson,
            Format::ComtradeCsv,
            Format::ComtradeBulk,
            Format::ComtradeLegacy,
        ] {
            if let Ok(file) = Reader::new().read_as(format, bytes.as_slice(), "file") {
                adds_up(&file.account);
            }
        }
    }

    /// Valid files with a few bytes changed, cut, doubled or swapped.
    #[test]
    fn mutated_files_lose_no_row(
        which in 0_usize..3,
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), 0_u8..4),
            1..6,
        ),
    ) {
        let web = format!("{WEB}{}", "C,A,20220101,2022,52,2022,156,,,M,,643,,,0,,,H6,HS,True,270900,,,,C00,,0,0,,8,,5,False,-1,,,False,5,False,,False,7.5,,7.5,0,True,False\n".repeat(3));
        let mut bytes =
            [BACI.repeat(2), web, answer(&[api_row(&[]), api_row(&[("partnerCode", "276")])])]
                [which]
                .clone()
                .into_bytes();
        for (place, byte, kind) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => {
                    bytes.insert(at, byte);
                }
                _ => {
                    let other = usize::from(byte) % bytes.len();
                    bytes.swap(at, other);
                }
            }
        }
        if let Ok(file) = Reader::new().read(bytes.as_slice(), "file") {
            adds_up(&file.account);
            // Rows are counted another way: a line that is not blank is one, except the header.
            let lines = bytes
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.trim_ascii().is_empty())
                .count();
            if matches!(file.format, Format::Baci | Format::ComtradeCsv | Format::ComtradeBulk)
                && file.account.broken().is_none()
            {
                prop_assert_eq!(file.account.rows(), lines as u64 - 1, "{}", file.account);
            }
        }
    }

    /// Every line of a table and every element of an answer is a row, whatever is in it.
    #[test]
    fn every_line_is_a_row(
        lines in prop::collection::vec("[a0,\"\r \t]{0,12}", 0..12),
        elements in prop::collection::vec(prop_oneof![Just("{}"), Just("[1, {\"data\": [2]}]"), Just("{\"a\": \"[]}\"}"), Just("{oops}")], 0..6),
        blank in prop::collection::vec(prop_oneof![Just(""), Just(" "), Just("\r")], 0..3),
    ) {
        let above: String = blank.iter().map(|line| format!("{line}\n")).collect();
        let rows = lines.iter().filter(|line| !line.trim_ascii().is_empty()).count() as u64;
        let legacy = "Year,Period,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,Trade Value (US$)\n";
        for header in ["t,i,j,k,v,q\n", "t\ti\tj\tk\tv\tq\n", WEB, legacy] {
            let file = opened(&format!("{above}{header}{}", lines.join("\n")));
            prop_assert_eq!(file.account.rows(), rows, "{}", file.account);
        }
        let text = format!(
            "{{\"elapsedTime\": \"1\", \"data\": [{}], \"more\": [{{}}]}}",
            elements.join(",")
        );
        prop_assert_eq!(opened(&text).account.rows(), elements.len() as u64);
    }
}

/// How often the hostile tests run; `BILATERAL_CASES` sets another number for a long run.
fn cases() -> u32 {
    std::env::var("BILATERAL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

#[test]
fn huge_lines_and_deep_nesting_end_in_words() {
    let wide = format!("t,i,j,k,v,q\n{}\n2022,156,643,270900,1,1\n", ",".repeat(1_000_000));
    let file = opened(&wide);
    assert_eq!((file.account.count(Reason::WrongFieldCount), file.account.accepted()), (1, 1));
    let endless = format!("t,i,j,k,v,q\n{}", "9".repeat(20_000_000));
    let file = opened(&endless);
    assert!(file.account.broken().unwrap().to_string().contains("16 million bytes"));
    let deep = format!("{{\"data\":[{}", "[".repeat(5_000_000));
    let file = Reader::new().read_as(Format::ComtradeJson, deep.as_bytes(), "file").unwrap();
    assert!(file.account.broken().is_some());
    let nested =
        format!("{{\"data\":[{{\"period\":{}1{}}}]}}", "[".repeat(100_000), "]".repeat(100_000));
    let file = Reader::new().read_as(Format::ComtradeJson, nested.as_bytes(), "file").unwrap();
    adds_up(&file.account);
}

/// Real downloads, where a folder of them is named: totals counted by hand in the files.
#[test]
fn real_samples_have_the_totals_of_the_files() {
    let Some(folder) = std::env::var_os("BILATERAL_SAMPLES").map(std::path::PathBuf::from) else {
        return;
    };
    let file =
        read::open(folder.join("comtrade_csv_v1_chn_imports_usa_8542_2010-2019.csv")).unwrap();
    adds_up(&file.account);
    assert_eq!((file.account.rows(), file.account.accepted()), (168, 10));
    let twofold = panel(file);
    let of = |edition: &str, year: i32| {
        let key = Key::imports(CHN).from(USA).of(format!("{edition}:8542").parse().unwrap());
        value(&twofold, key, Period::year(year)).unwrap()
    };
    // The aggregate row of each year; all rows of 2015 add up to 22739254558, twice the truth.
    assert_eq!(of("H4", 2015), "11369627279");
    assert_eq!(of("H4", 2016), "8696121253");
    assert_eq!(of("H5", 2017), "10211618367");
    assert_eq!(of("H3", 2010), "7903767147");
    let baci = panel(read::open(folder.join("baci_hs22_2022_v202401b_head.csv")).unwrap());
    // 0.357 + 0.061 + 5.807 + 0.313 + 2.027 + 0.912 + 5.642 + 0.167 + 5.034
    assert_eq!((baci.len(), baci.mantissas().iter().sum::<i64>()), (9, 20_320));
    let api = panel(read::open(folder.join("comtrade_api_v1_chn_2010_total.json")).unwrap());
    assert_eq!(
        value(&api, Key::imports(CHN).from("ARG".parse().unwrap()), Period::year(2010)).unwrap(),
        "6804128143"
    );
    for listing in [
        "comtrade_bulk_v1_listing_arg_1962.json",
        "wits_sdmx_json_imports_2017.json",
        "baci_country_codes_hs92_2014.csv",
    ] {
        assert!(read::open(folder.join(listing)).unwrap_err().is_parse(), "{listing}");
    }
}

/// Found by fuzzing: an answer of the API is one line, so parts of several cells stand in it. Only
/// those whose total did not come are without one, and the account adds up.
#[test]
fn parts_with_and_without_a_total_stand_in_one_line() {
    let row = |year: u32, second: &str| {
        format!(
            "{{\"period\":\"{year}\",\"reporterCode\":156,\"flowCode\":\"M\",\"partnerCode\":643,\
             {second}\"cmdCode\":\"TOTAL\",\"primaryValue\":9}}"
        )
    };
    let [alone, part] = [row(2022, "\"partner2Code\":1,"), row(2023, "\"partner2Code\":5,")];
    let text = format!("[{alone},{part},{}]", row(2023, ""));
    let account =
        Reader::new().read_as(Format::ComtradeJson, text.as_bytes(), "file").unwrap().account;
    adds_up(&account);
    assert_eq!((account.rows(), account.accepted()), (3, 1), "{account}");
    for (reason, second) in [(Reason::WithoutTotal, "1"), (Reason::Component, "5")] {
        let kind = account.set_aside().iter().find(|kind| kind.reason == reason).unwrap();
        let texts: Vec<&str> = kind.first.iter().map(|line| line.text.as_str()).collect();
        assert_eq!((kind.rows, texts), (1, vec![second]), "{reason}");
    }
}
