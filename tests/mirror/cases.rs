//! Files that are not part of the repository: `BILATERAL_SHARED` names the folder that has them.

use bilateral::Area;
use serde_json::Value;
use std::collections::HashMap;

/// The text of a file below the folder; nothing, and a word of it, where there is no folder.
pub fn text(path: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("BILATERAL_SHARED") else {
        println!("skipped: BILATERAL_SHARED does not name a folder with {path}");
        return None;
    };
    Some(std::fs::read_to_string(std::path::Path::new(&folder).join(path)).unwrap())
}

/// The rows of a table with a header, by column.
pub fn rows(text: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// A case of `tests/data`.
pub fn case(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Economies of the cases by the codes of the IMF.
pub fn of_imf(code: u64) -> Area {
    let letters = match code {
        111 => "USA",
        112 => "GBR",
        134 => "DEU",
        138 => "NLD",
        156 => "CAN",
        158 => "JPN",
        193 => "AUS",
        532 => "HKG",
        534 => "IND",
        542 => "KOR",
        922 => "RUS",
        924 => "CHN",
        _ => panic!("{code} is not in the case"),
    };
    Area::from_iso3(letters).unwrap()
}

/// Equal but for this part of the expected value.
#[track_caller]
pub fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let error = (found - expected).abs();
    assert!(error <= relative * expected.abs(), "{what}: {found} for {expected}, off {error:e}");
}
