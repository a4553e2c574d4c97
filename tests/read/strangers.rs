//! Files as strangers have them, each with the answer that was added up by hand: editions of all
//! goods, withheld figures, weights of zero, frequencies, codes with points, rows in any order.

use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::bulk::Whole;
use bilateral::panel::{Panel, Reason};
use bilateral::read::{Account, Opened, Reader};
use bilateral::{Flow, Key, Period, Rounding};

fn read_text(text: &str) -> Opened {
    Reader::new().read(text.as_bytes(), "file.csv").unwrap()
}

fn value(panel: &Panel, key: Key, period: Period) -> String {
    let cell = panel.find(&key, period).unwrap_or_else(|miss| panic!("{key}, {period}: {miss}"));
    panel.value(cell).unwrap().normalize().to_string()
}

fn quantity(panel: &Panel, key: Key, period: Period) -> Option<String> {
    let (number, unit) = panel.quantity(panel.find(&key, period).unwrap())?;
    Some(
        unit.map_or(number.normalize().to_string(), |unit| {
            format!("{} {unit}", number.normalize())
        }),
    )
}

/// The number of an amount.
trait AmountText {
    fn amount_text(&self) -> String;
}

impl AmountText for bilateral::unit::Amount<bilateral::unit::Money> {
    fn amount_text(&self) -> String {
        self.value().normalize().to_string()
    }
}

fn good(code: &str) -> bilateral::Commodity {
    code.parse().unwrap()
}

fn reasons(account: &Account) -> Vec<(Reason, u64)> {
    account.set_aside().iter().map(|kind| (kind.reason, kind.rows)).collect()
}

fn first(account: &Account, reason: Reason) -> (u64, String) {
    let kind = account.set_aside().iter().find(|kind| kind.reason == reason).unwrap();
    (kind.first[0].place.line, kind.first[0].text.clone())
}

const YEAR: Period = Period::year(2022);
const COMTRADE: &str = "freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,aggrLevel,netWgt,primaryValue,isReported\n";

/// A row of UN Comtrade: China's imports.
fn row(partner: u16, edition: &str, code: &str, level: &str, weight: &str, value: u32) -> String {
    format!("A,2022,156,M,{partner},{edition},{code},{level},{weight},{value},True\n")
}

/// All goods by the Harmonized System and by SITC are two editions of one figure, as their codes
/// are: that of most rows stands, the other one is told, and its file of its own is read.
#[test]
fn all_goods_in_two_classifications() {
    let (hs, sitc) = (row(643, "H6", "TOTAL", "0", "", 100), row(643, "S4", "TOTAL", "0", "", 98));
    let chapter = row(643, "H6", "27", "2", "", 60);
    for rows in [
        [&hs, &sitc, &chapter].map(String::as_str).concat(),
        [&sitc, &chapter, &hs].map(String::as_str).concat(),
        [&chapter, &sitc, &hs].map(String::as_str).concat(),
    ] {
        for reader in [Reader::new(), Reader::new().duplicates(bilateral::panel::Duplicates::Sum)] {
            let text = format!("{COMTRADE}{rows}");
            let opened = reader.read(text.as_bytes(), "file.csv").unwrap();
            assert_eq!(reasons(&opened.account), [(Reason::OtherClassification, 1)]);
            let (_, told) = first(&opened.account, Reason::OtherClassification);
            assert!(told.contains("another edition"), "{told}");
            let panel = opened.panel().unwrap();
            assert_eq!(value(&panel, Key::imports(CHN).from(RUS), YEAR), "100");
        }
    }
    // The advice: the rows of an edition in a file of its own.
    let alone = read_text(&format!("{COMTRADE}{sitc}")).panel().unwrap();
    assert_eq!(value(&alone, Key::imports(CHN).from(RUS), YEAR), "98");
    // SITC of most rows stands; the Harmonized System where nothing tells.
    let by_sitc = [&hs, &sitc].map(String::as_str).concat()
        + &row(643, "S4", "33", "2", "", 50)
        + &row(643, "S4", "34", "2", "", 20);
    let panel = read_text(&format!("{COMTRADE}{by_sitc}")).panel().unwrap();
    assert_eq!(value(&panel, Key::imports(CHN).from(RUS), YEAR), "98");
    let panel = read_text(&format!("{COMTRADE}{sitc}{hs}")).panel().unwrap();
    assert_eq!(value(&panel, Key::imports(CHN).from(RUS), YEAR), "100");
    // The same row twice, and another figure of the same edition, are what they were.
    let twice = read_text(&format!("{COMTRADE}{hs}{hs}"));
    assert_eq!(reasons(&twice.account), [(Reason::Duplicate, 1)]);
    let other = read_text(&format!("{COMTRADE}{hs}{}{sitc}", row(643, "H6", "TOTAL", "0", "", 7)));
    assert_eq!(
        reasons(&other.account),
        [(Reason::OtherClassification, 1), (Reason::Conflicting, 1)]
    );
}

/// A total that weighs 0 beside parts that weigh 30 and 12 has no weight, and that is told; alone
/// it is what Comtrade writes for none.
#[test]
fn a_total_of_no_weight() {
    let total = row(643, "H6", "TOTAL", "0", "0.0", 100);
    let parts = row(643, "H6", "27", "2", "30", 60) + &row(643, "H6", "28", "2", "12.0", 40);
    for rows in [format!("{total}{parts}"), format!("{parts}{total}")] {
        let opened = read_text(&format!("{COMTRADE}{rows}"));
        let remarks = opened.account.remarks().join("\n");
        assert!(
            remarks.contains("totals with a quantity of 0")
                && remarks.contains("100 of CHN imports from RUS"),
            "{remarks}"
        );
        let panel = opened.panel().unwrap();
        assert_eq!(quantity(&panel, Key::imports(CHN).from(RUS), YEAR), None);
        let chapter = Key::imports(CHN).from(RUS).of(good("H6:28"));
        assert_eq!(quantity(&panel, chapter, YEAR).as_deref(), Some("12 kg"));
    }
    let of_none = parts.replace("30", "0.0").replace("12.0", "");
    for rows in [total.clone(), format!("{total}{of_none}")] {
        let opened = read_text(&format!("{COMTRADE}{rows}"));
        assert!(opened.account.remarks().is_empty(), "{}", opened.account);
    }
}

/// A year that is said to be a month, and a month that is said to be a year, are neither.
#[test]
fn a_frequency_that_is_not_that_of_the_period() {
    let rows = [
        row(643, "H6", "27", "2", "", 60),
        row(643, "H6", "28", "2", "", 5).replace("A,2022", "M,2022"),
        row(643, "H6", "29", "2", "", 7).replace("A,2022", "A,202201"),
        row(643, "H6", "30", "2", "", 8).replace("A,2022", "M,202201"),
        row(643, "H6", "31", "2", "", 9).replace("A,2022", ",202201"),
        row(643, "H6", "32", "2", "", 9).replace("A,2022", "A,202252"),
    ];
    let opened = read_text(&format!("{COMTRADE}{}", rows.concat()));
    assert_eq!(reasons(&opened.account), [(Reason::UnknownPeriod, 2)]);
    assert_eq!(
        first(&opened.account, Reason::UnknownPeriod),
        (3, "M beside the period 2022".to_owned())
    );
    assert!(Reason::UnknownPeriod.help().contains("freqCode says A of years and M of months"));
    // The advice: the letter of the period.
    let mended = rows.concat().replace("M,2022,", "A,2022,").replace("A,202201", "M,202201");
    assert!(read_text(&format!("{COMTRADE}{mended}")).account.is_complete());
}

/// 2709.00 is 2709 as a number of two places or 270900 as a tariff prints it: the level tells, and
/// nothing else does. A single zero is what floats have.
#[test]
fn codes_with_a_point_and_two_zeros() {
    let imports = Key::imports(CHN).from(RUS);
    for (level, code) in [("4", "H6:2709"), ("6", "H6:270900")] {
        let opened = read_text(&format!("{COMTRADE}{}", row(643, "H6", "2709.00", level, "", 60)));
        assert!(opened.account.is_complete(), "{}", opened.account);
        assert_eq!(value(&opened.panel().unwrap(), imports.of(good(code)), YEAR), "60");
    }
    for level in ["", "2", "NA"] {
        let opened = read_text(&format!("{COMTRADE}{}", row(643, "H6", "2709.00", level, "", 60)));
        assert_eq!(
            first(&opened.account, Reason::UnknownCommodity),
            (2, "2709.00; 2709 or 270900".to_owned())
        );
    }
    assert!(Reason::UnknownCommodity.help().contains("write it without a point"));
    for (printed, code) in
        [("2709.0", "H6:2709"), ("270900.0", "H6:270900"), ("270900.00", "H6:270900")]
    {
        let opened = read_text(&format!("{COMTRADE}{}", row(643, "H6", printed, "", "", 60)));
        assert_eq!(value(&opened.panel().unwrap(), imports.of(good(code)), YEAR), "60");
    }
    // All codes of BACI have six digits.
    let baci = read_text("t,i,j,k,v,q\n2022,643,156,2709.00,60,1\n").panel().unwrap();
    assert_eq!(value(&baci, Key::exports(RUS).to(CHN).of(good("HS:270900")), YEAR), "60");
    // Other offices print no level.
    let census = "CTY_CODE,I_COMMODITY,GEN_VAL_MO,time\n5700,2709.00,7,2024-01\n";
    let opened = Reader::new().read(census.as_bytes(), "file.csv").unwrap();
    assert_eq!(first(&opened.account, Reason::UnknownCommodity).1, "2709.00; 2709 or 270900");
    let comext = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
                  X,A,DE,US,2709.00,1,VALUE_IN_EUROS,2022,50\n";
    let opened = Reader::new().read(comext.as_bytes(), "file.csv").unwrap();
    assert_eq!(first(&opened.account, Reason::UnknownCommodity).1, "2709.00; 2709 or 270900");
    let gacc = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"US dollar\"\n\
                \"202301\",\"270900.00\",\"344\",\"30\"\n";
    let opened = Reader::new().flow(Flow::Import).read(gacc.as_bytes(), "file.csv").unwrap();
    assert_eq!(first(&opened.account, Reason::UnknownCommodity).1, "270900.00; 270900 or 27090000");
}

/// What is withheld has no digits: it is no value, and its line is told.
#[test]
fn withheld_figures_are_no_values() {
    let census = |value: &str| {
        format!(
            "[[\"CTY_CODE\",\"I_COMMODITY\",\"GEN_VAL_MO\",\"time\"],[\"5700\",\"2709\",\"7\",\"2024-01\"],\n[\"5700\",\"2711\",\"{value}\",\"2024-01\"]]"
        )
    };
    for withheld in ["(D)", "(X)", "(NA)", "(S)", ":c"] {
        let opened = read_text(&census(withheld));
        assert_eq!(reasons(&opened.account), [(Reason::NoValue, 1)], "{withheld}");
        assert_eq!(first(&opened.account, Reason::NoValue), (2, withheld.to_owned()));
        assert!(opened.account.is_complete());
    }
    // A figure that rounds to zero is one, and is to be written so.
    let opened = read_text(&census("(Z)"));
    assert_eq!(reasons(&opened.account), [(Reason::BadNumber, 1)]);
    assert!(Reason::BadNumber.help().contains("leave the field empty"));
    assert!(read_text(&census("0")).account.is_complete());
    assert_eq!(reasons(&read_text(&census("")).account), [(Reason::NoValue, 1)]);
}

/// The rows of a panel in any order are the same panel, with the places of the finest of them; a
/// quantity without a unit does not stand beside one that has one, whichever comes first.
#[test]
fn the_order_of_the_rows_of_a_panel_changes_nothing() {
    let header = "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,QUANTITY,QUANTITY_UNIT\n";
    let rows = [
        "CHN,RUS,export,TOTAL,FOB,2022,5,thousand USD,1.50,t\n",
        "CHN,DEU,export,TOTAL,FOB,2022,5.5,thousand USD,2,\n",
        "CHN,USA,export,TOTAL,FOB,2022,7.250,thousand USD,0.125,t\n",
        "CHN,World,export,TOTAL,FOB,2022,100.00,thousand USD,,\n",
    ];
    let mut all = Vec::new();
    for shift in 0..rows.len() {
        let mut turned = rows;
        turned.rotate_left(shift);
        all.push(read_text(&format!("{header}{}", turned.concat())));
        turned.reverse();
        all.push(read_text(&format!("{header}{}", turned.concat())));
    }
    for opened in all {
        let remarks = opened.account.remarks().join("\n");
        assert!(remarks.contains("quantities without a unit beside some with one"), "{remarks}");
        let panel = opened.panel().unwrap();
        assert_eq!(panel.places(), 3);
        let key = |partner| Key::exports(CHN).to(partner).valued(bilateral::Valuation::Fob);
        assert_eq!(quantity(&panel, key(RUS), YEAR).as_deref(), Some("1.5 t"));
        assert_eq!(quantity(&panel, key(DEU), YEAR), None);
        assert_eq!(quantity(&panel, key(USA), YEAR).as_deref(), Some("0.125 t"));
        assert_eq!(value(&panel, key(WORLD), YEAR), "100");
    }
}

/// Panels with more places than other files keep, and with zeros at the end of each number, come
/// back as they were written.
#[test]
fn the_places_of_a_panel_come_back() {
    let text = "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n\
                CHN,RUS,export,TOTAL,FOB,2022,5.000000000000,thousand USD\n\
                CHN,DEU,export,TOTAL,FOB,2022,0.000000000001,thousand USD\n";
    let panel = read_text(text).panel().unwrap();
    assert_eq!(panel.places(), 12);
    let mut file = Vec::new();
    panel.write_csv(&mut file).unwrap();
    let again = Reader::new().read(file.as_slice(), "file.csv").unwrap().panel().unwrap();
    assert_eq!(again, panel);
}

/// Of values that are not there the account says where, and counts read right.
#[test]
fn the_account_names_the_first_missing_values() {
    let opened = read_text("t,i,j,k,v,q\n2022,156,643,270900,NA,1\n");
    assert_eq!(
        opened.account.to_string(),
        "1 row read: 0 accepted, 1 set aside\n  1: no value (missing is not zero: Panel::find says that the cell \
         is not there)\n    file.csv, line 2, column v: 2022,156,643,270900,NA,1"
    );
}

/// The shares of one flow in a whole, by partner and code.
fn shares(panel: &Panel, flow: Flow, of: Whole) -> Vec<(String, String)> {
    let shares = panel.shares(flow, of, 4, Rounding::HalfEven).unwrap();
    let told = |row: usize| {
        let (key, period) = panel.key(row).unwrap();
        let share = shares.get(row).map_or_else(|why| why.to_string(), |share| share.to_string());
        (format!("{} {} {period}", key.partner(), key.commodity()), share)
    };
    (0..panel.len()).map(told).collect()
}

fn are(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> =
        found.iter().map(|(what, share)| (what.as_str(), share.as_str())).collect();
    assert_eq!(found, expected);
}

/// The World by chapter, 100, and partners by subheading, 60 and 30: of the subheading the sum of
/// what is listed is 90, of all goods the chapter is the whole, and 10 of it are not split.
#[test]
fn a_world_at_another_level_than_its_partners() {
    let rows = row(0, "H6", "27", "2", "", 100)
        + &row(276, "H6", "270900", "6", "", 60)
        + &row(842, "H6", "270900", "6", "", 30);
    let panel = read_text(&format!("{COMTRADE}{rows}")).panel().unwrap();
    let of = |whole| shares(&panel, Flow::Import, whole);
    let cells = ["DEU H6:270900 2022", "USA H6:270900 2022"];
    are(&of(Whole::Partners), &[(cells[0], "0.6667"), (cells[1], "0.3333")]);
    are(&of(Whole::Reporter), &[(cells[0], "0.6000"), (cells[1], "0.3000")]);
    let structure = panel.structure(Flow::Import, 4, Rounding::HalfEven).unwrap();
    let row = (0..2).find(|row| structure.country(*row).unwrap().area == CHN).unwrap();
    let index = structure.hhi_of_partners();
    // 0.6^2 + 0.3^2, and 0.7^2 + 0.3^2 where the rest is Germany's.
    assert_eq!(index.low().get(row).unwrap().to_string(), "0.4500");
    assert_eq!(index.high().get(row).unwrap().to_string(), "0.5800");
}

/// Eurostat's groups stand beside their members and are no partners: 30 and 50 of 100.
#[test]
fn groups_of_eurostat_beside_their_members() {
    let line = |partner: &str, value: u32| {
        format!("ESTAT:DS-045409(1.0),A,DE,{partner},27,1,VALUE_IN_EUROS,2024,{value}\n")
    };
    let text = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n"
        .to_owned()
        + &line("WORLD", 100)
        + &line("EXT_EU27_2020", 60)
        + &line("INT_EU27_2020", 40)
        + &line("FR", 30)
        + &line("US", 50);
    let opened = read_text(&text);
    assert_eq!(reasons(&opened.account), [(Reason::UnknownGroup, 2)]);
    let panel = opened.panel().unwrap();
    let found = shares(&panel, Flow::Import, Whole::Partners);
    are(&found, &[("FRA CN2024:27 2024", "0.3000"), ("USA CN2024:27 2024", "0.5000")]);
}

/// Modes of transport without their total are lost and told; by the choice of one they are read.
#[test]
fn modes_of_transport_without_their_total() {
    let header = COMTRADE.replace("netWgt", "motCode");
    let rows = row(276, "H6", "27", "2", "2100", 60) + &row(276, "H6", "27", "2", "1000", 30);
    let text = format!("{header}{rows}");
    let opened = read_text(&text);
    assert_eq!(reasons(&opened.account), [(Reason::WithoutTotal, 2)]);
    assert!(opened.panel().unwrap_err().help().contains("transport"));
    let by_sea = Reader::new().transport(2100).read(text.as_bytes(), "file.csv").unwrap();
    let key = Key::imports(CHN).from(DEU).of(good("H6:27"));
    assert_eq!(value(&by_sea.panel().unwrap(), key, YEAR), "60");
}

/// The United Kingdom is a part of the European Union's 100 in 2019, and beside it in 2022.
#[test]
fn a_member_that_left_is_beside_its_group() {
    let of = |year: &str, partner, value| {
        row(partner, "H6", "TOTAL", "0", "", value).replace("2022", year)
    };
    let rows =
        of("2019", 97, 100) + &of("2019", 826, 30) + &of("2022", 97, 100) + &of("2022", 826, 30);
    let panel = read_text(&format!("{COMTRADE}{rows}")).panel().unwrap();
    are(
        &shares(&panel, Flow::Import, Whole::Partners),
        &[
            ("GBR TOTAL 2019", "0.3000"),
            ("97 TOTAL 2022", "0.7692"), // 100 / 130
            ("GBR TOTAL 2022", "0.2308"),
        ],
    );
}

/// Decimal commas, scientific codes and a number that may be cut are losses with a line each.
#[test]
fn what_cannot_be_read_is_a_loss_with_its_line() {
    for (text, reason, line, field) in [
        ("t;i;j;k;v;q\n2022;156;643;270900;50,5;1\n", Reason::BadNumber, 2, "50,5"),
        ("t,i,j,k,v,q\n2022,156,643,2.709e5,50,1\n", Reason::UnknownCommodity, 2, "2.709e5"),
        ("t,i,j,k,v,q\n2022,156,<NA>,270900,50,1\n", Reason::NoCode, 2, "<NA>"),
        ("t,i,j,k,v,q\n2022,156,643,270900,5,1", Reason::CutOff, 2, "2022,156,643,270900,5,1"),
    ] {
        let opened = read_text(text);
        assert_eq!(first(&opened.account, reason), (line, field.to_owned()), "{text}");
        assert!(!opened.account.is_complete() && opened.panel().is_err(), "{text}");
    }
}

/// Columns in another order, with tabs, capitals and a byte order mark, are the same file.
#[test]
fn the_form_of_a_table_changes_nothing() {
    let plain = read_text("t,i,j,k,v,q\n2022,156,643,270900,50,1\n").panel().unwrap();
    let other = "\u{feff}K\tT\tI\tJ\tQ\tV\n270900\t2022\t156.0\t643\t1\t5.0E+1\n";
    assert_eq!(read_text(other).panel().unwrap(), plain);
}

const SHORT: &str =
    "period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,primaryValue\n";

/// China's exports of 2022: partner, edition, code, value.
fn exports_of(rows: &[(u16, &str, &str, &str)]) -> Opened {
    let line = |(partner, edition, code, value): &(u16, &str, &str, &str)| {
        format!("2022,156,X,{partner},{edition},{code},{value}\n")
    };
    read_text(&format!("{SHORT}{}", rows.iter().map(line).collect::<String>()))
}

/// A chapter of the tariff and the same chapter of the Harmonized System are one: the reported row
/// stands, 800 and 1000, and not the one line below it, 300 and 100.
#[test]
fn a_reported_chapter_stands_beside_tariff_lines() {
    let text = r#"[["CTY_CODE","I_COMMODITY","GEN_VAL_MO","time"],["5700","85","800","2023-01"],
        ["5700","8507600010","300","2023-01"],["5700","85","1000","2024-01"],
        ["5700","8507600010","100","2024-01"],["5700","8401100000","7","2024-01"],
        ["-","85","3000","2024-01"]]"#;
    let opened = Reader::new().read(text.as_bytes(), "census.json").unwrap();
    let chapters = opened.panel().unwrap().aggregate_commodities(2).unwrap();
    let cell = |code: &str, year: i32| {
        let key = Key::imports(USA).from(CHN).of(good(code));
        value(&chapters, key, bilateral::month(year, 1).into())
    };
    assert_eq!([cell("HS:85", 2023), cell("HS:85", 2024)], ["800", "1000"]);
    assert_eq!(cell("HS:84", 2024), "7"); // of the one line that is listed
    let is_hs = |good: &bilateral::Commodity| good.to_string().starts_with("HS:");
    assert!(chapters.commodities().iter().all(is_hs), "{:?}", chapters.commodities());
    let listed = |row: usize| chapters.marks(row).of_listed;
    let sums: Vec<String> = (0..chapters.len())
        .filter(|row| listed(*row))
        .map(|row| chapters.key(row).unwrap().0.commodity().to_string())
        .collect();
    assert_eq!(sums, ["HS:84"]); // 800 and 1000 were reported
    let growth = chapters.growth(4, Rounding::HalfEven).unwrap();
    let key = Key::imports(USA).from(CHN).of(good("HS:85"));
    let row = chapters.find(&key, bilateral::month(2024, 1).into()).unwrap().part().unwrap();
    assert_eq!(growth.growth(row).unwrap().to_string(), "0.2500"); // 1000 / 800 - 1
}

/// Two editions of one pair, in different chapters: 100 and 50, and not 200 and 50. The index is
/// (100^2 + 50^2) / 150^2.
#[test]
fn editions_in_different_chapters_are_one_trade() {
    let opened = exports_of(&[
        (643, "H5", "382499", "100"),
        (842, "H5", "270900", "50"),
        (643, "H6", "240412", "100"),
        (842, "H6", "270900", "50"),
    ]);
    assert_eq!(reasons(&opened.account), [(Reason::OtherClassification, 2)]);
    assert!(opened.account.to_string().contains("has another edition"), "{}", opened.account);
    let panel = opened.panel().unwrap();
    assert_eq!(panel.mantissas(), [100, 50]);
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    assert_eq!(structure.total_exports(), 150);
    let index = structure.hhi_of_partners().point().get(0).unwrap();
    assert_eq!(index.to_string(), "0.5556");
    // With a total of 100 nothing is more than it.
    let opened = exports_of(&[
        (643, "H5", "TOTAL", "100"),
        (643, "H5", "382499", "100"),
        (643, "H6", "240412", "100"),
    ]);
    assert!(!opened.account.to_string().contains("less than"), "{}", opened.account);
}

/// The World stands in the sixth edition and its partners in the fifth, which most rows have: both
/// are not two commodities of 900. Of all goods the World of 500 stands, and is not too small.
#[test]
fn a_world_is_of_the_edition_of_its_partners() {
    let rows =
        [(0, "H6", "270900", "500"), (643, "H5", "270900", "300"), (842, "H5", "270900", "100")];
    let opened = exports_of(&rows);
    assert_eq!(reasons(&opened.account), [(Reason::OtherClassification, 1)]);
    let told = opened.account.to_string();
    assert!(told.contains("a whole must be of the edition of its parts: 1"), "{told}");
    assert!(told.contains("500 of CHN exports of H6:270900 to World"), "{told}");
    let panel = opened.panel().unwrap();
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    assert_eq!(structure.total_exports(), 400); // 300 + 100, which are listed
    assert_eq!(structure.hhi_of_commodities().point().get(0).unwrap().to_string(), "1.0000");
    let all = exports_of(&[&rows[..], &[(0, "H6", "TOTAL", "500")]].concat());
    assert!(!all.account.to_string().contains("less than"), "{}", all.account);
    let panel = all.panel().unwrap();
    let partners = panel.partners(&Key::exports(CHN).to(WORLD), YEAR).unwrap();
    let share = partners.share(&partners.top(1)[0], 2, Rounding::HalfEven).unwrap();
    assert_eq!((share.to_string(), partners.top(1)[0].area), ("0.60".to_owned(), RUS));
    // A World in the edition of most rows of the data stands, and partners in it.
    let most =
        exports_of(&[(0, "H5", "2709", "500"), rows[1], rows[2], (842, "H6", "850760", "9")]);
    assert_eq!(reasons(&most.account), [(Reason::OtherClassification, 1)]);
    assert_eq!(first(&most.account, Reason::OtherClassification).0, 5);
}

/// "Areas, nes" and bunkers have no rank; 490 is Taiwan. Of a World of 1000 with 400, 200, 30, 20
/// and 10 of countries: 400^2 + 200^2 + 30^2 + 20^2 + 10^2 = 201,400, and 340^2 more if the rest
/// of 340 is one partner.
#[test]
fn areas_that_are_no_country_have_no_rank() {
    let listed = [
        (842, "H6", "TOTAL", "400"),
        (490, "H6", "TOTAL", "200"),
        (899, "H6", "TOTAL", "150"),
        (837, "H6", "TOTAL", "50"),
        (530, "H6", "TOTAL", "30"),
        (736, "H6", "TOTAL", "20"),
        (891, "H6", "TOTAL", "10"),
    ];
    let world = [(0, "H6", "TOTAL", "1000")];
    let panel = exports_of(&[&world[..], &listed[..]].concat()).panel().unwrap();
    let partners = panel.partners(&Key::exports(CHN).to(WORLD), YEAR).unwrap();
    let ranked: Vec<u16> = partners.all().iter().map(|partner| partner.area.code()).collect();
    assert_eq!(ranked, [842, 490, 530, 736, 891]);
    assert_eq!(partners.rest().unwrap().amount_text(), "340");
    let bounds = |point: &bilateral::bulk::Concentration| {
        [point.low(), point.high()].map(|column| column.get(0).unwrap().to_string())
    };
    let (low, high) = partners.hhi().unwrap();
    assert_eq!([low.to_string(), high.to_string()], ["1007/5000", "317/1000"]);
    let of = |panel: &Panel| {
        let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
        assert!(structure.hhi_of_partners().point().get(0).is_err());
        bounds(structure.hhi_of_partners())
    };
    assert_eq!(of(&panel), ["0.2014", "0.3170"]); // 0.2014 + 0.34^2
    // Chapters of countries alone, without a total or a World: 60 and 20, and 20 of nobody. The
    // rest may be a part of the 60 that is not listed: 0.6^2 + 0.2^2 and 0.8^2 + 0.2^2.
    let chapters =
        exports_of(&[(842, "H6", "27", "60"), (643, "H6", "27", "20"), (899, "H6", "27", "20")]);
    assert_eq!(of(&chapters.panel().unwrap()), ["0.4000", "0.6800"]);
}

/// 9999AA is 999999 and counts once under 9999 and 99: 100 and 80, and not 280.
#[test]
fn goods_that_are_not_specified_have_a_chapter() {
    for code in ["9999AA", "999999"] {
        let opened = exports_of(&[
            (643, "H6", "TOTAL", "180"),
            (643, "H6", "99", "100"),
            (643, "H6", "9999", "100"),
            (643, "H6", code, "100"),
            (643, "H6", "27", "80"),
        ]);
        assert!(!opened.account.to_string().contains("less than"), "{}", opened.account);
        let panel = opened.panel().unwrap();
        assert_eq!(panel.mantissas().iter().sum::<i64>(), 180, "{code}");
    }
}

/// A partner whose value is withheld is told by its cell where no World holds it.
#[test]
fn a_withheld_partner_is_told() {
    let rows = [(643, "H6", "27", "100"), (842, "H6", "27", ""), (276, "H6", "27", "100")];
    let opened = exports_of(&rows);
    let told = opened.account.remarks().join("\n");
    assert!(
        told.contains("with no World that holds them: 1; the first is CHN exports of H6:27 to USA")
            && told.contains("file.csv, line 3")
            && told.contains("counts these cells as nothing"),
        "{told}"
    );
    // The advice: with the World the withheld 50 is a rest.
    let world = exports_of(&[&rows[..], &[(0, "H6", "27", "250")]].concat());
    assert!(!world.account.to_string().contains("counts these cells"), "{}", world.account);
    let key = Key::exports(CHN).to(WORLD).of(good("H6:27"));
    let partners = world.panel().unwrap().partners(&key, YEAR).unwrap();
    assert_eq!(partners.rest().unwrap().amount_text(), "50");
    // Another row of the cell has a value.
    let again = exports_of(&[&rows[..], &[(842, "H6", "27", "5")]].concat());
    assert!(!again.account.to_string().contains("counts these cells"), "{}", again.account);
}

/// The European Union reports 100 beside members that report 80 and 90 with trade among them. Each
/// advice of the reason works: leave out the Union, its members, or all totals.
#[test]
fn a_union_below_its_members_is_told() {
    let row =
        |reporter: u16, code: &str, value: u32| format!("2022,{reporter},X,0,H6,{code},{value}\n");
    let rows = row(97, "27", 100) + &row(276, "27", 80) + &row(251, "27", 90) + &row(156, "27", 40);
    let text = format!("{SHORT}{rows}");
    let opened = read_text(&text);
    let told = opened.account.remarks().join("\n");
    assert!(
        told.contains(
            "groups that report less than their members together: 1; the first is 100 of 97"
        ),
        "{told}"
    );
    let panel = opened.panel().unwrap();
    let total = |panel: &Panel| {
        let structure = panel.structure(Flow::Export, 2, Rounding::HalfEven).unwrap();
        let all = structure.rca();
        let defined = (0..all.len()).all(|row| all.get(row).is_ok());
        defined.then(|| structure.total_exports())
    };
    assert_eq!(total(&panel), None);
    let reason = panel.structure(Flow::Export, 2, Rounding::HalfEven).unwrap();
    let help = reason.rca().get(0).unwrap_err().help();
    assert!(help.contains("Totals::SetAside") && help.contains("97"), "{help}");
    let without =
        |areas: &[u16]| panel.filter(|key, _| !areas.contains(&key.reporter().code())).unwrap();
    assert_eq!(total(&without(&[97])), Some(80 + 90 + 40));
    assert_eq!(total(&without(&[276, 251])), Some(100 + 40));
    let aside = Reader::new().totals(bilateral::panel::Totals::SetAside);
    let aside = aside.read(text.as_bytes(), "file.csv").unwrap().panel().unwrap();
    assert_eq!(total(&aside), Some(80 + 90 + 40));
}

/// A total of 90 over parts of 100 and 20 leaves every statistic with it as its whole in conflict;
/// what the reason advises leads out for each.
#[test]
fn what_a_conflict_advises_works_for_each_statistic() {
    let rows = [(0, "H6", "TOTAL", "90"), (643, "H6", "TOTAL", "100"), (842, "H6", "TOTAL", "20")];
    let key = Key::exports(CHN).to(WORLD);
    let results = |panel: &Panel| {
        let partners = panel.partners(&key, YEAR).unwrap();
        let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
        let index = structure.hhi_of_partners().point().get(0).map(|found| found.to_string());
        let shares = panel.shares(Flow::Export, Whole::Reporter, 4, Rounding::HalfEven).unwrap();
        [
            partners.rest().map(|rest| rest.amount_text()),
            partners.hhi().map(|(low, _)| low.to_string()),
            partners.share(&partners.top(1)[0], 4, Rounding::HalfEven).map(|of| of.to_string()),
            index,
            shares.get(0).map(|share| share.to_string()),
            structure.rca().get(0).map(|found| found.to_string()),
        ]
    };
    let opened = exports_of(&rows);
    assert!(opened.account.to_string().contains("totals that are less"), "{}", opened.account);
    let panel = opened.panel().unwrap();
    assert!(results(&panel).iter().all(|found| *found == Err(bilateral::Undefined::Conflicting)));
    let filtered = panel.filter(|key, _| key.partner() != WORLD).unwrap();
    let set_aside = {
        let line = |(partner, edition, code, value): &(u16, &str, &str, &str)| {
            format!("2022,156,X,{partner},{edition},{code},{value}\n")
        };
        let text = format!("{SHORT}{}", rows.iter().map(line).collect::<String>());
        let reader = Reader::new().totals(bilateral::panel::Totals::SetAside);
        reader.read(text.as_bytes(), "file.csv").unwrap().panel().unwrap()
    };
    for panel in [filtered, set_aside] {
        // (100^2 + 20^2) / 120^2 = 13/18, 100 / 120, and a world of one reporter.
        let expected = ["0", "13/18", "0.8333", "0.7222", "0.8333", "1.0000"];
        assert_eq!(results(&panel), expected.map(|text| Ok(text.to_owned())));
    }
}

const CENSUS: &str = "[[\"CTY_CODE\",\"I_COMMODITY\",\"GEN_VAL_MO\",\"time\"";

/// Rows of the US Census: country, dollars, and what stands in one more column.
fn census(column: &str, rows: &[(&str, &str, &str)]) -> String {
    let row = |(country, value, part): &(&str, &str, &str)| {
        format!(",\n[\"{country}\",\"850760\",\"{value}\",\"2024-01\",\"{part}\"]")
    };
    format!("{CENSUS},\"{column}\"]{}]", rows.iter().map(row).collect::<String>())
}

fn batteries(area: bilateral::Area) -> Key {
    Key::imports(USA).from(area).of(good("HS:850760")).valued(bilateral::Valuation::CustomsValue)
}

const JANUARY: Period = Period::month(2024, 1);

/// 60 through one district, in one state, under one rate provision are not all trade with China;
/// the caller may say that they are, and 60 and 20 stay 60 and 20.
#[test]
fn a_lone_part_is_not_the_whole() {
    let sum = Reader::new().duplicates(bilateral::panel::Duplicates::Sum);
    for (column, code) in [("DISTRICT", "27"), ("STATE", "CA"), ("RP", "61"), ("PORT", "2704")] {
        let text = census(column, &[("5700", "60", code), ("4280", "20", code)]);
        let opened = read_text(&text);
        assert_eq!(reasons(&opened.account), [(Reason::WithoutTotal, 2)], "{}", opened.account);
        let (_, told) = first(&opened.account, Reason::WithoutTotal);
        assert!(told.ends_with(&format!("{column} {code}")), "{told}");
        let help = opened.panel().unwrap_err().help();
        assert!(help.contains("Reader::duplicates(Duplicates::Sum)"), "{help}");
        let opened = sum.clone().read(text.as_bytes(), "file").unwrap();
        let remarks = opened.account.remarks().join("\n");
        assert!(remarks.contains(&format!("the part {code} by the column {column}")), "{remarks}");
        let panel = opened.panel().unwrap();
        assert_eq!(value(&panel, batteries(CHN), JANUARY), "60");
        assert_eq!(value(&panel, batteries(DEU), JANUARY), "20");
        // Or the source gives the total: 100 and 50.
        let whole =
            census(column, &[("5700", "60", code), ("5700", "100", "-"), ("4280", "50", "-")]);
        let panel = read_text(&whole).panel().unwrap();
        assert_eq!(value(&panel, batteries(CHN), JANUARY), "100");
        assert_eq!(value(&panel, batteries(DEU), JANUARY), "50");
    }
    // Of two districts the sum is read, 60 + 40, and it is said what it is.
    let opened = read_text(&census("DISTRICT", &[("5700", "60", "27"), ("5700", "40", "10")]));
    let remarks = opened.account.remarks().join("\n");
    assert!(remarks.contains("no row is the total by the column DISTRICT"), "{remarks}");
    assert_eq!(value(&opened.panel().unwrap(), batteries(CHN), JANUARY), "100");
    // Where others have their total, a cell of one district lacks it.
    let mixed = [("5700", "60", "27"), ("4280", "20", "27"), ("4280", "30", "-")];
    let opened = read_text(&census("DISTRICT", &mixed));
    assert_eq!(
        reasons(&opened.account),
        [(Reason::Component, 1), (Reason::WithoutTotal, 1)],
        "{}",
        opened.account
    );
    let text = census("DISTRICT", &mixed);
    let panel = sum.read(text.as_bytes(), "file").unwrap().panel().unwrap();
    assert_eq!(value(&panel, batteries(CHN), JANUARY), "60");
    assert_eq!(value(&panel, batteries(DEU), JANUARY), "30"); // never 50
    // Nearly all trade has no preference: subcode 00.
    assert!(read_text(&census("CTY_SUBCODE", &[("5700", "60", "00")])).account.is_complete());
    assert!(!read_text(&census("CTY_SUBCODE", &[("5700", "60", "18")])).account.is_complete());
}

/// Processing trade alone is not China's trade with Japan: it is named, or it is not read.
#[test]
fn a_lone_customs_regime_is_named() {
    let file = |rows: &str| {
        format!(
            "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"Customs Regime code\",\"US dollar\"\n{rows}"
        )
    };
    let lone = file("\"202401\",\"85076000\",\"116\",\"14\",\"3,150\"\n");
    let reader = Reader::new().flow(Flow::Import);
    let opened = reader.clone().read(lone.as_bytes(), "file").unwrap();
    assert_eq!(reasons(&opened.account), [(Reason::WithoutTotal, 1)]);
    assert!(opened.panel().unwrap_err().help().contains("regime (China Customs)"));
    let key = Key::imports(CHN).from(bilateral::area::JPN).of(good("CHN:85076000"));
    let sum = reader.clone().duplicates(bilateral::panel::Duplicates::Sum);
    for reader in [reader.clone().regime("14"), sum] {
        let panel = reader.read(lone.as_bytes(), "file").unwrap().panel().unwrap();
        assert_eq!(value(&panel, key, JANUARY), "3150");
    }
    let two = format!("{lone}\"202401\",\"85076000\",\"116\",\"10\",\"850\"\n");
    let panel = reader.read(two.as_bytes(), "file").unwrap().panel().unwrap();
    assert_eq!(value(&panel, key, JANUARY), "4000"); // 3,150 + 850
}

/// A column that is not read and breaks trade down by its name: where it differs no row is read,
/// where it is constant it is told, and any other constant column changes and says nothing.
#[test]
fn unread_breakdowns_are_told_by_name() {
    let sdmx = |rows: &[(&str, &str, &str)]| {
        let row = |(partner, mode, value): &(&str, &str, &str)| {
            format!(
                "dataflow,ESTAT:X(1.0),A,DE,{partner},850760,{mode},1,VALUE_IN_EUROS,2022,{value}\n"
            )
        };
        format!(
            "STRUCTURE,STRUCTURE_ID,freq,reporter,partner,product,transport_mode,flow,indicators,TIME_PERIOD,OBS_VALUE\n{}",
            rows.iter().map(row).collect::<String>()
        )
    };
    let split = sdmx(&[("CN", "1", "60"), ("US", "4", "30")]);
    let opened = read_text(&split);
    assert_eq!(reasons(&opened.account), [(Reason::UnreadColumn, 2)]);
    let (_, told) = first(&opened.account, Reason::UnreadColumn);
    assert!(told.contains("transport_mode, which is not read, has “1”, and “4”"), "{told}");
    // The advice: they are parts, and taken for what there is.
    let sum = Reader::new().duplicates(bilateral::panel::Duplicates::Sum);
    let panel = sum.read(split.as_bytes(), "file").unwrap().panel().unwrap();
    let key = Key::imports(DEU).from(CHN).of(good("CN2022:850760"));
    assert_eq!(value(&panel, key, YEAR), "60");
    // Or the rows of one mode are kept in the file.
    let opened = read_text(&sdmx(&[("CN", "1", "60"), ("US", "1", "20")]));
    let remarks = opened.account.remarks().join("\n");
    assert!(
        remarks.contains("transport_mode, which is not read, has “1” in all rows"),
        "{remarks}"
    );
    assert_eq!(value(&opened.panel().unwrap(), key, YEAR), "60");
    for total in ["0", "TOTAL", ""] {
        let opened = read_text(&sdmx(&[("CN", total, "60")]));
        assert!(opened.account.remarks().is_empty() && opened.account.is_complete(), "{total}");
    }
    let with = |name: &str, text: &str| {
        let header = COMTRADE.replace("isReported", &format!("isReported,{name}"));
        let rows = [row(643, "H6", "27", "2", "", 100), row(842, "H6", "27", "2", "", 50)];
        let rows = rows.concat().replace("True\n", &format!("True,{text}\n"));
        read_text(&format!("{header}{rows}"))
    };
    let (plain, sea) = (with("colour", "red"), with("transportMode", "sea"));
    assert!(plain.account.remarks().is_empty(), "{}", plain.account);
    let remarks = sea.account.remarks().join("\n");
    assert!(remarks.contains("transportMode") && remarks.contains("“sea”"), "{remarks}");
    assert_eq!(plain.panel().unwrap(), sea.panel().unwrap());
}

/// The months of Comext that were published twice: first 70 and 30 by procedure, then 75 and 30.
/// The cell is 100 or 105, and never a part of either or both together.
#[test]
fn of_two_vintages_whole_sets_stand() {
    use bilateral::panel::Duplicates;
    let bulk = |rows: &[(&str, &str)]| {
        let row = |(procedure, value): &(&str, &str)| {
            format!("DE,CN,E,85076000,1,{procedure},NO_SU,202401,{value},1\n")
        };
        format!(
            "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG\n{}",
            rows.iter().map(row).collect::<String>()
        )
    };
    let both = |name: &str, one: &str, two: &str, reader: &Reader| {
        let folder = std::env::temp_dir().join(format!("bilateral-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("v1.dat"), one).unwrap();
        std::fs::write(folder.join("v2.dat"), two).unwrap();
        let opened = reader.open(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        opened
    };
    let key = Key::imports(DEU).from(CHN).of(good("CN2024:85076000"));
    let by = |rule: Duplicates| Reader::new().duplicates(rule);
    let (one, two) = (bulk(&[("1", "70"), ("2", "30")]), bulk(&[("1", "75"), ("2", "30")]));
    let plain = both("vintages", &one, &two, &Reader::new());
    assert_eq!(reasons(&plain.account), [(Reason::Duplicate, 1), (Reason::Conflicting, 1)]);
    assert!(plain.panel().unwrap_err().help().contains("are read each alone"));
    for (alone, sum) in [(&one, "100"), (&two, "105")] {
        assert_eq!(value(&read_text(alone).panel().unwrap(), key, JANUARY), sum);
    }
    let of = |name: &str, one: &str, two: &str, rule| {
        let panel = both(name, one, two, &by(rule)).panel().unwrap();
        value(&panel, key, JANUARY)
    };
    assert_eq!(of("first", &one, &two, Duplicates::KeepFirst), "100");
    assert_eq!(of("last", &one, &two, Duplicates::KeepLast), "105");
    // A procedure that is gone is gone: 90 and not 90 + 30.
    let less = bulk(&[("1", "90")]);
    assert_eq!(of("less", &one, &less, Duplicates::KeepLast), "90");
    assert_eq!(of("less_first", &one, &less, Duplicates::KeepFirst), "100");
    // Another procedure in a file of its own is another part: 70 + 30 + 5.
    let other = bulk(&[("3", "5")]);
    for rule in [Duplicates::KeepFirst, Duplicates::KeepLast, Duplicates::Sum] {
        assert_eq!(of("other", &one, &other, rule), "105", "{rule:?}");
    }
    // The sum of two states is nothing.
    let summed = both("sum", &one, &two, &by(Duplicates::Sum));
    assert!(summed.account.count(Reason::Conflicting) == 1 && summed.panel().is_err());
    // One behind the other in one file: sets of the same parts are told apart, others are not.
    let rows = [("1", "70"), ("2", "30"), ("1", "75"), ("2", "30")];
    for (rule, sum) in [(Duplicates::KeepFirst, "100"), (Duplicates::KeepLast, "105")] {
        let opened = by(rule).read(bulk(&rows).as_bytes(), "file").unwrap();
        assert_eq!(value(&opened.panel().unwrap(), key, JANUARY), sum);
        let opened = by(rule).read(bulk(&rows[..3]).as_bytes(), "file").unwrap();
        assert_eq!(reasons(&opened.account), [(Reason::Conflicting, 1)]);
    }
}

/// Programs drop the codes and keep letters and names: 150 of 500 are Russia's.
#[test]
fn letters_and_names_stand_in_for_codes() {
    let text = "period,reporterISO,flowDesc,partnerISO,classificationCode,cmdCode,primaryValue\n\
                2022,CHN,Import,RUS,H6,270900,150\n2022,CHN,Import,W00,H6,270900,500\n\
                2022,CHN,Re-export,RUS,H6,270900,7\n2022,CHN,Import,QQQ,H6,270900,1\n";
    let opened = read_text(text);
    assert_eq!(reasons(&opened.account), [(Reason::UnknownArea, 1)], "{}", opened.account);
    let opened = read_text(text.rsplit_once("2022").unwrap().0);
    let panel = opened.panel().unwrap();
    let crude = good("H6:270900");
    assert_eq!(value(&panel, Key::imports(CHN).from(RUS).of(crude), YEAR), "150");
    assert_eq!(value(&panel, Key::imports(CHN).from(WORLD).of(crude), YEAR), "500");
    let again = Key::new(Flow::ReExport, CHN, RUS).of(crude);
    assert_eq!(value(&panel, again, YEAR), "7");
    // Beside codes they are not read.
    let both = "period,reporterCode,reporterISO,flowCode,flowDesc,partnerCode,partnerISO,classificationCode,cmdCode,primaryValue\n\
                2022,156,DEU,M,Export,643,USA,H6,270900,150\n";
    let panel = read_text(both).panel().unwrap();
    assert_eq!(value(&panel, Key::imports(CHN).from(RUS).of(crude), YEAR), "150");
    // Without the reporter the table is named, and its column asked for.
    let none = "period,flowCode,partnerCode,classificationCode,cmdCode,primaryValue\n2022,X,643,H6,TOTAL,100\n";
    let refused = Reader::new().read(none.as_bytes(), "file").unwrap_err();
    let told = "a table like UN Comtrade's, but without reporterCode";
    assert!(refused.to_string().ends_with(told), "{refused}");
    assert!(refused.help().contains("reporterCode"), "{refused}");
    let mended = none.replace("flowCode", "reporterCode,flowCode").replace("2022,X", "2022,156,X");
    assert_eq!(read_text(&mended).panel().unwrap().len(), 1);
}

/// Downloads of Eurostat with labels have them in columns right behind the codes, or behind a
/// colon: both are read, and the codes count. 60 and 30 by hand.
#[test]
fn labels_of_sdmx_beside_the_codes() {
    let beside = "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,reporter,Reporter,partner,Partner,product,Product,flow,Flow,indicators,Indicators,TIME_PERIOD,Time,OBS_VALUE,Observation value,OBS_FLAG,Observation status\n\
        dataflow,ESTAT:DS-045409(1.0),EU trade,A,Annual,DE,Germany,CN,China,850760,\"Lithium-ion, accumulators\",1,IMPORT,VALUE_IN_EUROS,Value in euros,2022,,60,,,\n\
        dataflow,ESTAT:DS-045409(1.0),EU trade,A,Annual,DE,Germany,US,United States,850760,\"Lithium-ion, accumulators\",1,IMPORT,VALUE_IN_EUROS,Value in euros,2022,,30,,e,estimated\n";
    let colon = "STRUCTURE,STRUCTURE_ID,freq:Time frequency,reporter:Reporter,partner:Partner,product:Product,flow:Flow,indicators:Indicators,TIME_PERIOD:Time,OBS_VALUE:Observation value\n\
        dataflow,ESTAT:DS-045409(1.0),A: Annual,DE: Germany,CN: China,850760: Accumulators,1: IMPORT,VALUE_IN_EUROS: Value,2022,60\n\
        dataflow,ESTAT:DS-045409(1.0),A: Annual,DE: Germany,US: United States,850760: Accumulators,1: IMPORT,VALUE_IN_EUROS: Value,2022,30\n";
    let key = |area| Key::imports(DEU).from(area).of(good("CN2022:850760"));
    for text in [beside, colon] {
        let opened = read_text(text);
        assert!(opened.account.remarks().is_empty(), "{}", opened.account);
        let panel = opened.panel().unwrap();
        assert_eq!([CHN, USA].map(|area| value(&panel, key(area), YEAR)), ["60", "30"]);
    }
    // Two columns of the very same name, or apart from each other, are two figures.
    for other in
        [beside.replace(",Reporter,", ",reporter,"), beside.replace("Time,OBS", "REPORTER,OBS")]
    {
        let opened = read_text(&other);
        assert!(opened.account.count(Reason::Malformed) > 0, "{}", opened.account);
    }
}

/// The level of the Census proves a zero that was lost: 10121 of six digits is 010121.
#[test]
fn the_level_of_the_census_proves_a_lost_zero() {
    let rows = |level: &str, code: &str| {
        format!("CTY_CODE,I_COMMODITY,GEN_VAL_MO,time,COMM_LVL\n5700,{code},60,2024-01,{level}\n")
    };
    let of = |code: &str| {
        Key::imports(USA).from(CHN).of(good(code)).valued(bilateral::Valuation::CustomsValue)
    };
    for (level, printed, code) in [
        ("HS6", "10121", "HS:010121"),
        ("HS4", "101", "HS:0101"),
        ("HS10", "101210010", "USA:0101210010"),
        ("HS6", "850760", "HS:850760"),
        ("HS2", "1.0", "HS:01"),
    ] {
        let opened = read_text(&rows(level, printed));
        let is_told = opened.account.remarks().iter().any(|told| told.contains("lost their zeros"));
        assert_eq!(is_told, printed != "850760", "{}", opened.account);
        assert_eq!(value(&opened.panel().unwrap(), of(code), JANUARY), "60");
    }
    // Without a level it may be any.
    for level in ["", "-", "HS10"] {
        let opened = read_text(&rows(level, "10121"));
        assert_eq!(first(&opened.account, Reason::UnknownCommodity).1, "10121; perhaps 010121");
    }
}
