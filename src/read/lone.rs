//! One part of a breakdown is not the whole: a file of one district, one customs regime, one mode
//! of transport.
//!
//! An office adds the column by which the caller asked to its answer, so a file of one part has the
//! columns of all trade and one more. The same is true of columns that are not read, by their
//! names.

use crate::panel::Reason;
use crate::read::fields::{bare, is_missing};
use crate::read::parts::{Broken, Parts};
use crate::read::sdmx;
use std::collections::{BTreeMap, BTreeSet};

/// Bare names of columns that break trade down in the files of any office.
const DIMENSIONS: &[&str] = &[
    "transport",
    "transportmode",
    "transportmodecode",
    "modeoftransportcode",
    "meansoftransport",
    "mot",
    "district",
    "customsdistrict",
    "customsoffice",
    "port",
    "portofentry",
    "state",
    "province",
    "container",
    "containerised",
    "containerized",
    "regime",
    "customsregime",
    "statregime",
    "procedure",
    "customsprocedure",
    "statprocedure",
    "tradetype",
    "tradesystem",
    "preference",
    "rateprovision",
    "rp",
];

/// What stands in such a column for all parts together.
const TOTALS: &[&str] =
    &["0", "00", "all", "total", "t", "c00", "all modes", "all modes of transport"];

/// True for a column that breaks trade down, by its name as printed.
fn is_dimension(name: &str) -> bool {
    DIMENSIONS.contains(&bare(sdmx::id(name)).as_str())
}

fn is_total(text: &str) -> bool {
    let id = sdmx::id(text).to_ascii_lowercase();
    is_missing(id.as_bytes()) || TOTALS.contains(&id.as_str())
}

/// What the codes of one such column are in all rows.
struct Codes {
    column: Broken,
    parts: BTreeSet<String>,
    has_total: bool,
}

/// A column that is not read and breaks trade down, with what it says in all rows.
struct Unread {
    name: String,
    texts: BTreeSet<String>,
    /// A row, and another one in which the column says something else.
    rows: Option<(u32, u32)>,
}

/// What is a part and has no whole.
pub(crate) struct Lone<'a> {
    parts: &'a Parts,
    codes: Vec<Codes>,
    unread: Vec<Unread>,
}

impl<'a> Lone<'a> {
    /// Looks at the rows that are in the data so far.
    pub(crate) fn of(parts: &'a Parts) -> Lone<'a> {
        let codes = parts.broken().iter().map(|column| codes_of(parts, column)).collect();
        let mut unread: BTreeMap<String, Unread> = BTreeMap::new();
        let all: Vec<(u32, Vec<(String, String)>)> = parts.unread_of_rows();
        for (_, fields) in &all {
            for (name, _) in fields.iter().filter(|(name, _)| is_dimension(name)) {
                unread.entry(name.clone()).or_insert_with(|| Unread {
                    name: name.clone(),
                    texts: BTreeSet::new(),
                    rows: None,
                });
            }
        }
        for column in unread.values_mut() {
            let mut first: Option<(u32, String)> = None;
            for (row, fields) in &all {
                let text = said(fields, &column.name);
                column.texts.insert(text.clone());
                match &first {
                    None => first = Some((*row, text)),
                    Some((one, other)) if *other != text => {
                        column.rows.get_or_insert((*one, *row));
                    }
                    Some(_) => {}
                }
            }
        }
        Lone { parts, codes, unread: unread.into_values().collect() }
    }

    /// True if rows may be parts whose whole is not there.
    pub(crate) fn may_be(&self) -> bool {
        self.unread.iter().any(|column| column.rows.is_some())
            || self.codes.iter().any(|codes| codes.is_lone() || codes.has_total)
    }

    /// For rows of one cell: those that are not read, each with a row to compare it with.
    pub(crate) fn judge(&self, cell: &[u32]) -> Vec<(u32, u32, Reason)> {
        if self.codes.iter().any(|codes| self.lacks_whole(codes, cell)) {
            return cell.iter().map(|row| (*row, *row, Reason::WithoutTotal)).collect();
        }
        let split = self.unread.iter().find_map(|column| column.rows.map(|rows| (column, rows)));
        let Some((column, (one, two))) = split else { return Vec::new() };
        let says = |row: u32| said(&self.parts.unread_of(row), &column.name);
        let of_one = says(one);
        cell.iter()
            .map(|row| (*row, if says(*row) == of_one { two } else { one }, Reason::UnreadColumn))
            .collect()
    }

    /// True if the rows of a cell are one part by this column and the total is not there.
    fn lacks_whole(&self, codes: &Codes, cell: &[u32]) -> bool {
        if !codes.is_lone() && !codes.has_total {
            return false;
        }
        let here: BTreeSet<Option<String>> = cell
            .iter()
            .filter_map(|row| self.parts.code_of(*row, codes.column.at))
            .filter(|code| code.as_deref() != Some(codes.column.usual))
            .collect();
        here.len() == 1 && here.iter().all(Option::is_some)
    }

    /// Which part a row is, in words.
    pub(crate) fn told(&self, row: u32) -> String {
        let named = self.codes.iter().filter_map(|codes| {
            let code = self.parts.code_of(row, codes.column.at)??;
            Some(format!("{} {code}", codes.column.name))
        });
        named.collect::<Vec<_>>().join(", ")
    }

    /// What is said of columns that do not keep any row out.
    pub(crate) fn remarks(&self, by_name: bool) -> Vec<String> {
        let mut remarks = Vec::new();
        for Codes { column, parts, has_total } in &self.codes {
            let name = &column.name;
            match parts.first() {
                Some(code) if by_name && parts.len() == 1 && !has_total && code != column.usual => {
                    remarks.push(format!(
                        "all rows are the part {code} by the column {name}, and it was taken for the \
                         whole"
                    ));
                }
                Some(_) if parts.len() > 1 && !has_total => remarks.push(format!(
                    "no row is the total by the column {name}: cells are the sums of its \
                     parts that are in the data, {} of them",
                    parts.len()
                )),
                _ => {}
            }
        }
        for column in self.unread.iter().filter(|column| column.texts.len() == 1) {
            let text = column.texts.first().map_or("", String::as_str);
            if !is_total(text) {
                remarks.push(format!(
                    "the column {}, which is not read, has “{}” in all rows: if that is a part \
                     of the trade, the figures are those of this part",
                    column.name,
                    crate::error::shorten(text)
                ));
            }
        }
        remarks
    }
}

impl Codes {
    /// True if all rows are one and the same part.
    fn is_lone(&self) -> bool {
        let usual = self.parts.first().is_some_and(|code| code == self.column.usual);
        self.parts.len() == 1 && !self.has_total && !usual
    }
}

fn codes_of(parts: &Parts, column: &Broken) -> Codes {
    let mut codes = Codes { column: column.clone(), parts: BTreeSet::new(), has_total: false };
    for code in parts.codes_at(column.at) {
        match code {
            Some(code) => {
                codes.parts.insert(code);
            }
            None => codes.has_total = true,
        }
    }
    codes
}

/// What a column says; nothing where a file does not have it.
fn said(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or_else(String::new, |(_, text)| text.clone())
}
