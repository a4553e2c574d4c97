//! Files that are not part of the repository: a folder that BILATERAL_SHARED names.

use bilateral::Period;
use bilateral::mirror::Pair;
use bilateral::number::parse_decimal;
use std::collections::HashMap;

/// The rows of `data/mirror/<name>` by the names of their columns; `None`, and a word on it, where
/// the folder is not there.
pub fn rows(name: &str) -> Option<Vec<HashMap<String, String>>> {
    let Some(folder) = std::env::var_os("BILATERAL_SHARED") else {
        println!("skipped: {name} (BILATERAL_SHARED names no folder)");
        return None;
    };
    let path = std::path::Path::new(&folder).join("data/mirror").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let head = reader.headers().unwrap().clone();
    let named = |row: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    Some(reader.records().map(|row| named(row.unwrap())).collect())
}

/// A flow of a row, with the figures of two of its columns where these are not empty.
pub fn pair(
    row: &HashMap<String, String>,
    [from, to]: [bilateral::Area; 2],
    [exported, imported]: [&str; 2],
) -> Pair {
    let mut pair = Pair::new(from, to, Period::try_year(row["year"].parse().unwrap()).unwrap());
    let figure = |column: &str| Some(&row[column]).filter(|text| !text.is_empty());
    pair.exported = figure(exported).map(|text| parse_decimal(text).unwrap());
    pair.imported = figure(imported).map(|text| parse_decimal(text).unwrap());
    pair
}

/// The same with other fields: a struct that may grow has no update from outside.
pub fn changed(mut pair: Pair, change: impl FnOnce(&mut Pair)) -> Pair {
    change(&mut pair);
    pair
}
