//! What a file is, from its first bytes, never from its name.

use crate::error::{Error, ErrorKind};
use crate::read::formats::{Entry, FORMATS};
use crate::read::head::Head;
use crate::read::header::Header;
use crate::read::sdmx;
use crate::read::source::EXCEL;
use crate::read::table::LINE_ENDS;
use crate::read::text::decode_start;

/// Why a text is not read.
pub(crate) struct Refused {
    pub(crate) error: Error,
    /// It may hold data: beside other files it is missing, and not just something else.
    pub(crate) may_be_data: bool,
    /// Nothing or a page stands where the name of the file promises data.
    in_place_of_data: bool,
}

/// What is read, for the help of refusals.
pub(crate) const FORMATS_READ: &str = "give a file of a format that is read: UN Comtrade (JSON, CSV, bulk), BACI, China Customs, \
     Comext, US Census and this crate's panels and releases";

/// What to do with trade data of a form that has no reader.
pub(crate) const AS_A_PANEL: &str = "take the same trade from UN Comtrade, whose files are read; or write these rows as a panel of this \
     crate: name their columns REF_AREA and COUNTERPART_AREA (CHN or 156), TRADE_FLOW (export, import), \
     COMMODITY (TOTAL, HS:270900), VALUATION (FOB, CIF, as reported), TIME_PERIOD (2024, 2024-01), \
     OBS_VALUE and UNIT_MEASURE (USD), and write their codes so";

/// As UN Comtrade answers where a key has no calls left.
const ASK_LATER: &str = "ask the service again, when the quota of the key is renewed if it is used up, and for less at a time";

const OLD_MAC: &str = "text whose lines end with a carriage return alone";
const EMPTY: &str = "empty";

/// How the names of data end, also inside of a packed file.
const OF_DATA: [&str; 7] = [".csv", ".json", ".txt", ".tsv", ".dat", ".gz", ".jsonl"];

impl Refused {
    fn new(error: Error, may_be_data: bool) -> Refused {
        Refused { error, may_be_data, in_place_of_data: false }
    }

    /// The same of a file of this name: a download that failed leaves an empty file or a page under
    /// the name of the data, and the data are missing.
    pub(crate) fn of(self, name: &str) -> Refused {
        let lower = name.to_ascii_lowercase();
        let promised = self.in_place_of_data && OF_DATA.iter().any(|end| lower.ends_with(end));
        // Of nothing there is nothing to quote but its name.
        let error = match self.error.kind() {
            ErrorKind::Parse { what, text, reason } if text.is_empty() => {
                Error::parse(what, name, reason.as_str()).with_help(self.error.help())
            }
            _ => self.error.about(name),
        };
        Refused { error, may_be_data: self.may_be_data || promised, ..self }
    }
}

const OF_COMEXT: &str = "download the data flow of Comext, DS-045409 by products of the Harmonized System, with the indicator \
     VALUE_IN_EUROS";
const AS_RELEASES: &str = "write it as releases, with commas and the columns reporter, partner, flow, period (2022, 2023-01), value \
     and unit (billion USD)";

/// Files that are often in the same folder and hold no trade: a few of their header names, and what
/// they are.
const LISTS: &[(&[&str], &str)] = &[
    (&["country_code", "country_iso3"], "BACI's list of countries"),
    (&["iso3", "iso2", "name_english", "i"], "BACI's list of countries of 2014"),
    (&["code", "description"], "a list of products with their descriptions, as BACI ships"),
    (&["code", "shortdescription"], "BACI's list of products of 2014"),
    (&["codes", "description", "unit_1_codes"], "China Customs' list of commodities"),
    (&["商品编码", "商品名称", "年份"], "China Customs' list of commodities"),
    (&["customs regime code", "customs regime"], "China Customs' list of customs regimes"),
    (&["code", "name_en", "name_zh"], "a list of China Customs' codes"),
    (&["code", "en"], "China Customs' list of partners"),
    (&["code", "zh"], "China Customs' list of partners"),
    (&["unit_code", "unit"], "China Customs' list of units"),
    (&["dataitem", "isindataapicommodity"], "UN Comtrade's list of fields"),
    (&["qtycode", "qtyabbr"], "UN Comtrade's list of units"),
    (&["id", "country", "iso_3"], "UN Comtrade's list of areas"),
    (&["id", "text", "parent"], "UN Comtrade's list of commodities"),
    (&["id", "text"], "a list of UN Comtrade's codes"),
    (&["code", "abbr", "base_unit"], "a list of units"),
    (&["code", "iso3", "is_reporter"], "a list of areas"),
    (&["code", "name", "side", "role"], "a list of flows"),
    (&["code", "h0", "h6"], "a list of commodities and the editions that have them"),
    (&["family", "code", "in_force_from"], "a list of editions of classifications"),
    (&["carrier", "hs", "siec"], "a list of energy carriers"),
    (&["from", "to", "value", "exactness"], "a list of conversion factors"),
    (&["iso3166-1-alpha-3", "iso3166-1-alpha-2"], "a list of countries in many code systems"),
    (&["claim_id", "statement"], "a list of claims: check it with the claims of this crate"),
    (&["code", "name"], "a list of codes"),
];

/// Data of other services, by a few of their columns.
const OTHER_DATA: &[(&[&str], &str)] = &[
    (&["co_ano", "co_mes", "co_ncm"], "trade by commodity of Brazil's Comex Stat (Secex)"),
    (&["co_ano", "co_mes", "sh4"], "trade by municipality of Brazil's Comex Stat (Secex)"),
    (
        &["country.id", "counterpart_country.id", "indicator.id"],
        "the IMF's International Merchandise Trade Statistics (IMTS)",
    ),
    (&["monthid", "commodityid", "flowtypeid"], "the UK's trade statistics (HMRC)"),
    (&["reporteriso3", "partneriso3", "tradeflowname"], "trade of the World Bank's WITS, as CSV"),
];

/// Tables of published figures in a form of their own, by a few of their columns.
const OTHER_RELEASES: [&[&str]; 2] =
    [&["period_kind", "period_start", "period_end"], &["period_kind", "value_kusd"]];

/// The first bytes of files that are not text, what they are, and what to do.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"PAR1", "a Parquet file", "save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of before 2007", EXCEL),
    (b"%PDF", "a PDF document, not data", FORMATS_READ),
    (b"\xff\xfe", "text in UTF-16", UTF_8),
    (b"\xfe\xff", "text in UTF-16", UTF_8),
    (b"Rar!", "a RAR archive", UNPACK),
];
const UNPACK: &str = "unpack it, then read the file that it holds";
const UTF_8: &str = "save it as UTF-8";

/// What the first bytes say.
///
/// # Errors
/// Why they are of no format, by name where it is known.
pub(crate) fn recognise(head: &[u8]) -> Result<&'static Entry, Refused> {
    if let Some((magic, what, help)) = BINARY.iter().find(|(magic, ..)| head.starts_with(magic)) {
        let may_be_data = !magic.starts_with(b"%PDF");
        let error = if may_be_data { not_read(head, what) } else { refused(head, what) };
        return Err(Refused::new(error.with_help(*help), may_be_data));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let start = match text.first() {
        None => {
            let error = refused(head, EMPTY).with_help("download the file again");
            return Err(Refused { error, may_be_data: false, in_place_of_data: true });
        }
        Some(b'{' | b'[') => Head::Json(text),
        Some(b'<') => {
            let what = "an HTML or XML page, not data: perhaps a page that asks to log in";
            let error = refused(head, what).with_help(
                "download the data itself; a page that asks to log in comes in its place",
            );
            return Err(Refused { error, may_be_data: false, in_place_of_data: true });
        }
        Some(_) if line.trim_ascii().contains(&b'\r') => {
            return Err(Refused::new(not_read(line, OLD_MAC).with_help(LINE_ENDS), true));
        }
        Some(_) => Head::Table { header: Header::of(line), line, text },
    };
    // A list of files has some of the names of data.
    let listing = start.names(&["fileurl"])
        || start.names(&["publicationdate"]) && !start.names(&["primaryvalue"]);
    if let Some(entry) = FORMATS.iter().find(|entry| !listing && (entry.is)(&start)) {
        return Ok(entry);
    }
    Err(match &start {
        Head::Json(text) => json(&start, text, listing),
        Head::Table { header, line, text } => table(header, line, text),
    })
}

/// Columns without which there is no row of UN Comtrade.
const OF_COMTRADE: [&str; 6] =
    ["period", "reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue"];

/// True for a table that has names that only UN Comtrade uses, or the codes of both sides or of a
/// side and goods.
fn is_like_comtrade(header: &Header) -> bool {
    header.has_all(&["reportercode", "partnercode"])
        || header.has_all(&["reportercode", "cmdcode"])
        || header.has_all(&["cmdcode", "primaryvalue"])
}

/// For what holds no trade.
fn refused(head: &[u8], what: &str) -> Error {
    because("a file of trade data", head, what)
}

/// For what holds trade, or may hold some, in a form that has no reader.
fn not_read(head: &[u8], what: &str) -> Error {
    because("a file that this version reads", head, what)
}

fn because(wanted: &'static str, head: &[u8], what: &str) -> Error {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Error::parse(wanted, &decode_start(line), format!("it is {what}")).with_help(FORMATS_READ)
}

fn json(start: &Head<'_>, text: &[u8], listing: bool) -> Refused {
    let (may_be_data, what, help) = if listing {
        (false, "a listing of UN Comtrade's bulk files, not data", FORMATS_READ)
    } else if start.begins_with(b"[[") {
        let what = "an array of arrays without the column names of the US Census";
        (true, what, "put the row with the names of the columns first")
    } else if start.names(&["datasets", "structure"]) {
        (true, "SDMX-JSON, as of the World Bank's WITS", AS_A_PANEL)
    } else if start.names(&["refarea"]) && start.names(&["obsvalue"]) {
        let what = "a panel written by this crate as JSON lines, which it does not read back";
        (true, what, "write the panel with Panel::write_csv, which is read back")
    } else if start.names(&["monthid"]) && start.names(&["commodityid"]) {
        (true, "an answer of the UK's trade API (HMRC)", AS_A_PANEL)
    } else if start.names(&["statuscode"]) && start.names(&["message"]) {
        (true, "an answer of a service that refuses, without data: its message says why", ASK_LATER)
    } else {
        (true, "JSON of a form that is not known", FORMATS_READ)
    };
    let error = if may_be_data { not_read(text, what) } else { refused(text, what) };
    Refused::new(error.with_help(help), may_be_data)
}

fn table(header: &Header, line: &[u8], text: &[u8]) -> Refused {
    let data = |what: &str, help: &str| Refused::new(not_read(line, what).with_help(help), true);
    if let Some((what, is_comext)) = sdmx::refusal(header, text) {
        return data(&what, if is_comext { OF_COMEXT } else { AS_A_PANEL });
    }
    if let Some((_, what)) = OTHER_DATA.iter().find(|(wanted, _)| header.has_all(wanted)) {
        return data(what, AS_A_PANEL);
    }
    if OTHER_RELEASES.iter().any(|wanted| header.has_all(wanted)) {
        return data("a table of published figures in a form of its own", AS_RELEASES);
    }
    if is_like_comtrade(header) {
        let missing: Vec<&str> = OF_COMTRADE.into_iter().filter(|name| !header.has(name)).collect();
        let missing = missing.join(", ");
        return data(
            &format!("a table like UN Comtrade's, but without {missing}"),
            &format!("ask the service for the columns too that are missing: {missing}"),
        );
    }
    if header.has_all(&["reporter", "partner", "flow", "period", "value", "unit"]) {
        return data("releases separated by tabs or semicolons", "save them with commas");
    }
    if let Some((_, what)) = LISTS.iter().find(|(wanted, _)| header.has_all(wanted)) {
        return Refused::new(refused(line, &format!("{what}, not trade data")), false);
    }
    // Prose has few separators, and not the same number in each line.
    let fields = |line: &[u8]| line.iter().filter(|byte| **byte == header.separator).count();
    let mut lines =
        text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().map_or(0, fields), lines.next().map_or(0, fields));
    let what =
        "of no form that is known: its first line does not name the columns of a known format";
    let may_be_data = first >= 2 && first == second;
    let error = if may_be_data { not_read(line, what) } else { refused(line, what) };
    Refused::new(error, may_be_data)
}
