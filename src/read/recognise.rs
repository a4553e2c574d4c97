//! What a file is, from its first bytes, never from its name.

use crate::error::Error;
use crate::read::text::Fields;
use std::fmt;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// UN Comtrade API v1: an answer in JSON.
    ComtradeJson,
    /// UN Comtrade, the CSV download of the web site.
    ComtradeCsv,
    /// UN Comtrade, a bulk file: separated by tabs.
    ComtradeBulk,
    /// UN Comtrade as it was before 2023: CSV, full or bulk form.
    ComtradeLegacy,
    /// CEPII BACI: `t,i,j,k,v,q`.
    Baci,
    /// China Customs (GACC), the download of an online query.
    GaccQuery,
    /// China Customs (GACC), the text of a monthly table by customs regime.
    GaccTable,
    /// Eurostat Comext, a bulk file of before or after 2025.
    ComextBulk,
    /// Eurostat Comext as SDMX-CSV.
    ComextSdmx,
    /// US Census international trade API: an array of arrays in JSON.
    Census,
    /// Releases in the plain format of this crate.
    Releases,
    /// A panel written by this crate.
    Panel,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Format::ComtradeJson => "UN Comtrade API answer (JSON)",
            Format::ComtradeCsv => "UN Comtrade download (CSV)",
            Format::ComtradeBulk => "UN Comtrade bulk file",
            Format::ComtradeLegacy => "UN Comtrade download of before 2023 (CSV)",
            Format::Baci => "CEPII BACI",
            Format::GaccQuery => "China Customs query download",
            Format::GaccTable => "China Customs monthly table by customs regime",
            Format::ComextBulk => "Eurostat Comext bulk file",
            Format::ComextSdmx => "Eurostat Comext, SDMX-CSV",
            Format::Census => "US Census international trade API answer (JSON)",
            Format::Releases => "releases in this crate's plain format",
            Format::Panel => "a panel written by this crate",
        })
    }
}

/// Files that are often in the same folder and hold no trade: a few of their header names, and what they are.
const OTHERS: &[(&[&str], &str)] = &[
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
    (
        &["period_kind", "period_start", "period_end"],
        "a table of published figures in a form of its own: write it as releases",
    ),
    (&["period_kind", "value_kusd"], "a table of published figures in a form of its own: write it as releases"),
    (&["code", "name"], "a list of codes"),
];

/// What the first bytes say.
///
/// # Errors
/// [`Parse`](crate::ErrorKind::Parse) for anything else, by name where it is known.
pub(crate) fn recognise(head: &[u8]) -> Result<Format, Error> {
    const BINARY: &[(&[u8], &str)] = &[
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it, then read the file that it holds"),
        (b"PAR1", "a Parquet file: not read by this version"),
        (b"\xd0\xcf\x11\xe0", "an Excel workbook of before 2007: save the sheet as CSV"),
        (b"%PDF", "a PDF document, not data"),
        (b"\xff\xfe", "text in UTF-16: save it as UTF-8"),
        (b"\xfe\xff", "text in UTF-16: save it as UTF-8"),
        (b"Rar!", "a RAR archive: unpack it, then read the file that it holds"),
    ];
    if let Some((_, what)) = BINARY.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(refused(head, what));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    match text.first() {
        None => Err(refused(head, "empty")),
        Some(b'{' | b'[') => json(text),
        Some(b'<') => Err(refused(head, "an HTML or XML page, not data: perhaps a page that asks to log in")),
        Some(_) => table(text),
    }
}

fn refused(head: &[u8], what: &str) -> Error {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Error::parse("a file of trade data", &decode_start(line), format!("it is {what}")).with_help(
        "the formats that are read are UN Comtrade (JSON, CSV, bulk), BACI, China Customs, Comext, US Census and this \
         crate's releases; if it is one of them, call its reader by name",
    )
}

fn json(text: &[u8]) -> Result<Format, Error> {
    let has = |name: &str| {
        let name = format!("\"{name}\"");
        text.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name.as_bytes()))
    };
    let array = text.iter().filter(|byte| !byte.is_ascii_whitespace()).take(2).eq(b"[[");
    if array {
        let census = ["I_COMMODITY", "E_COMMODITY", "GEN_VAL_MO", "ALL_VAL_MO", "CON_VAL_MO", "CTY_CODE", "time"];
        return if census.into_iter().any(has) {
            Ok(Format::Census)
        } else {
            Err(refused(text, "an array of arrays without the column names of the US Census"))
        };
    }
    if has("fileUrl") || has("publicationDate") && !has("primaryValue") {
        return Err(refused(text, "a listing of UN Comtrade's bulk files, not data"));
    }
    if has("primaryValue") || has("reporterCode") || has("elapsedTime") {
        return Ok(Format::ComtradeJson);
    }
    let what = if has("dataSets") || has("structure") {
        "SDMX-JSON, as of the World Bank's WITS: ask the service for SDMX-CSV or take the data from UN Comtrade"
    } else if has("REF_AREA") && has("OBS_VALUE") {
        "a panel written by this crate as JSON lines: it is read back from its CSV, Panel::write_csv"
    } else if has("MonthId") && has("CommodityId") {
        "an answer of the UK's trade API, which this version does not read"
    } else {
        "JSON of a form that is not known"
    };
    Err(refused(text, what))
}

fn table(text: &[u8]) -> Result<Format, Error> {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = separator(line);
    let names = header(line, separator);
    let has = |name: &str| names.iter().any(|known| known == name);
    let all = |wanted: &[&str]| wanted.iter().all(|name| has(name));
    if all(&["reportercode", "flowcode", "cmdcode", "primaryvalue"]) {
        return Ok(if separator == b'\t' { Format::ComtradeBulk } else { Format::ComtradeCsv });
    }
    if all(&["year", "reporter code", "commodity code"]) {
        return Ok(Format::ComtradeLegacy);
    }
    if names == ["t", "i", "j", "k", "v", "q"] {
        return Ok(Format::Baci);
    }
    if all(&["t", "i", "j", "k", "v", "q"]) {
        return Err(refused(
            line,
            "BACI with other columns than t,i,j,k,v,q or in another order: bring it into this form",
        ));
    }
    if all(&["t", "hs6", "i", "j", "v", "q"]) {
        return Err(refused(line, "BACI in its old form t,hs6,i,j,v,q: bring it into the form t,i,j,k,v,q"));
    }
    if has("dataflow") && all(&["time_period", "obs_value"]) {
        return if all(&["reporter", "partner", "product", "flow", "indicators"]) {
            Ok(Format::ComextSdmx)
        } else {
            Err(refused(text, "SDMX-CSV of another data flow than Comext's"))
        };
    }
    if has("product_nc") && (has("value_eur") || has("value_in_euros")) {
        return Ok(Format::ComextBulk);
    }
    let gacc_codes =
        ["commodity code", "trading partner code", "customs regime code", "商品编码", "贸易伙伴编码", "贸易方式编码"];
    if gacc_codes.into_iter().any(has) && ["us dollar", "renminbi yuan", "美元", "人民币"].into_iter().any(has) {
        return Ok(Format::GaccQuery);
    }
    if all(&["ref_area", "counterpart_area", "trade_flow", "time_period", "obs_value"]) {
        return Ok(Format::Panel);
    }
    if all(&["reporter", "partner", "flow", "period", "value", "unit"]) {
        if separator == b'\t' {
            return Err(refused(line, "releases separated by tabs: save them with commas"));
        }
        return Ok(Format::Releases);
    }
    if all(&["reportercode", "partnercode"]) || all(&["reportercode", "cmdcode"]) {
        let wanted = ["period", "reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue"];
        let missing: Vec<&str> = wanted.into_iter().filter(|name| !has(&name.to_lowercase())).collect();
        return Err(refused(line, &format!("a table like UN Comtrade's, but without {}", missing.join(", "))));
    }
    if separator == b',' && line.iter().filter(|byte| **byte == b';').count() > names.len() {
        return Err(refused(line, "separated by semicolons: save it with commas"));
    }
    let head = text.get(..text.len().min(2000)).unwrap_or_default();
    let holds = |words: &[u8]| head.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words));
    if holds(b"by customs regime") && holds(b"unit:") {
        return Ok(Format::GaccTable);
    }
    match OTHERS.iter().find(|(wanted, _)| all(wanted)) {
        Some((_, what)) => Err(refused(line, &format!("{what}, not trade data"))),
        None => Err(refused(line, "of no form that is known: its first line names no columns of a known format")),
    }
}

/// What separates the fields of this line.
pub(crate) fn separator(line: &[u8]) -> u8 {
    if line.contains(&b'\t') { b'\t' } else { b',' }
}

/// The names of the first line, in lower case, Chinese ones in UTF-8; an empty last one is left out.
pub(crate) fn header(line: &[u8], separator: u8) -> Vec<String> {
    let mut fields = Fields::new(separator);
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    fields.split(line.strip_suffix(b"\r").unwrap_or(line));
    fields.drop_empty_last();
    // By the whole line: single words of Chinese offices may be valid UTF-8 by chance, as the one for US dollar is.
    let decode = if std::str::from_utf8(line).is_ok() { decode } else { decode_chinese };
    (0..fields.len()).map(|at| decode(fields.get(at)).trim().to_lowercase()).collect()
}

/// Text in the encoding of Chinese offices, else in Latin-1.
pub(crate) fn decode_chinese(text: &[u8]) -> String {
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(text) {
        Some(text) => text.into_owned(),
        None => text.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Text in UTF-8, else in the encoding of Chinese offices where that fits, else in Latin-1.
pub(crate) fn decode(text: &[u8]) -> String {
    std::str::from_utf8(text).map_or_else(|_| decode_chinese(text), str::to_owned)
}

/// The first letters of a text, to be shown. A letter of several bytes is not cut, so that the others are not taken for Latin-1.
pub(crate) fn decode_start(text: &[u8]) -> String {
    const SHOWN: usize = 200;
    if text.len() <= SHOWN {
        return decode(text);
    }
    // A letter has at most four bytes, in both encodings.
    let ends = || (SHOWN.saturating_sub(3)..=SHOWN).rev().filter_map(|end| text.get(..end));
    let unicode = ends().find_map(|start| std::str::from_utf8(start).ok().map(str::to_owned));
    let chinese =
        || ends().find_map(|start| encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(start));
    unicode
        .or_else(|| chinese().map(std::borrow::Cow::into_owned))
        .unwrap_or_else(|| decode(text.get(..SHOWN).unwrap_or_default()))
}
