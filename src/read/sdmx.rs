//! What SDMX-CSV 1.0, 2.0 and 3.0 have in common: which columns name the data flow, and what else
//! is not an observation.
//!
//! 1.0 begins with `DATAFLOW`; 2.0 and 3.0 with `STRUCTURE,STRUCTURE_ID` and perhaps
//! `STRUCTURE_NAME` and `ACTION`. With labels a column is called `partner:Partner` and its fields
//! `US:United States`; of both the part before the colon is meant.

use crate::read::fields::bare;
use crate::read::header::Header;
use crate::read::text::Fields;

/// Columns that say of which flow an observation is and when it was published, by their bare names.
const ABOUT_THE_FLOW: [&str; 7] = [
    "dataflow",
    "structure",
    "structureid",
    "structurename",
    "action",
    "lastupdate",
    "lastupdated",
];

/// The columns of a cell of Comext.
pub(crate) const OF_COMEXT: [&str; 6] =
    ["reporter", "partner", "product", "flow", "indicators", "time_period"];

/// True for a header of any version.
pub(crate) fn is(header: &Header) -> bool {
    let first = header.names.first().map(|name| bare(id(name))).unwrap_or_default();
    let flow =
        first == "dataflow" || first == "structure" && place(header, "structure_id").is_some();
    flow && place(header, "obs_value").is_some()
}

/// The identifier in front of a label.
pub(crate) fn id(text: &str) -> &str {
    text.split(':').next().unwrap_or_default().trim()
}

/// The place of a column by its identifier, with a label behind it or without.
pub(crate) fn place(header: &Header, name: &str) -> Option<usize> {
    let wanted = bare(name);
    header.names.iter().position(|known| bare(id(known)) == wanted)
}

/// True for columns that are not a part of an observation, by their bare names.
pub(crate) fn is_about_the_flow(name: &str) -> bool {
    ABOUT_THE_FLOW.contains(&name)
}

/// A code without its label.
pub(crate) fn code(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == b':').next().unwrap_or_default().trim_ascii()
}

/// What a table of SDMX-CSV is that has no reader, and whether it is Eurostat's; none if it is not
/// SDMX-CSV.
pub(crate) fn refusal(header: &Header, text: &[u8]) -> Option<(String, bool)> {
    if !is(header) {
        return None;
    }
    let mut lines = text.split(|byte| *byte == b'\n').skip(1);
    let mut fields = Fields::new(header.separator);
    fields.split(lines.next().unwrap_or_default());
    let flow = place(header, "structure_id").or(place(header, "dataflow"));
    let flow =
        flow.map(|at| String::from_utf8_lossy(fields.get(at)).into_owned()).unwrap_or_default();
    let offices = [
        (
            "IMF.STA:IMTS",
            "the IMF's International Merchandise Trade Statistics (IMTS), as SDMX-CSV",
        ),
        ("IMF", "SDMX-CSV of the IMF"),
        ("OECD", "SDMX-CSV of the OECD"),
        ("WB", "SDMX-CSV of the World Bank"),
        ("ESTAT", "SDMX-CSV of another data flow of Eurostat than Comext's"),
    ];
    let office = offices.into_iter().find(|(agency, _)| flow.starts_with(agency));
    let by_columns = header
        .has_all(&["counterpart_country", "indicator"])
        .then(|| offices.first().copied())
        .flatten();
    let (_, what) =
        office.or(by_columns).unwrap_or(("", "SDMX-CSV of another data flow than Comext's"));
    let is_comext = office.is_some_and(|(agency, _)| agency == "ESTAT");
    let missing: Vec<&str> =
        OF_COMEXT.into_iter().filter(|name| place(header, name).is_none()).collect();
    let what = if is_comext && (1..=3).contains(&missing.len()) {
        format!("SDMX-CSV of Eurostat without the column {} of Comext", missing.join(", "))
    } else {
        what.to_owned()
    };
    Some((if flow.is_empty() { what } else { format!("{what} ({flow})") }, is_comext))
}
