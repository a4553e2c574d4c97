//! The floors: a room uses only rooms below it, a file of a room only files below it in that room,
//! and no file stands outside of the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from top to bottom. A room may be listed before its first file is there.
const FLOORS: &[&str] = &[
    "lib",
    "guide",
    "read",
    "published",
    "bulk",
    "panel",
    "claim",
    "mirror",
    "projection",
    "energy",
    "index",
    "indicator",
    "contribution",
    "growth",
    "exchange",
    "vintage",
    "concordance",
    "series",
    "forecast",
    "regression",
    "observation",
    "carrier",
    "key",
    "commodity",
    "area",
    "period",
    "unit",
    "number",
    "error",
];

/// The files of each room that has several, from top to bottom. The name of the room is the file
/// `src/<room>.rs` with what is defined in it; what that file only hands on (`pub use part::Type`)
/// belongs to the part.
const PARTS: &[(&str, &[&str])] = &[
    ("guide", &["guide", "two_reports", "what_counts"]),
    ("energy", &["energy", "total", "flow", "calendar"]),
    (
        "index",
        &[
            "index",
            "terms_of_trade",
            "slices",
            "sequence",
            "outliers",
            "deflate",
            "decomposition",
            "formula",
            "basket",
            "item",
        ],
    ),
    (
        "indicator",
        &[
            "structure",
            "intra_industry",
            "advantage",
            "concentration",
            "balance",
            "share",
            "indicator",
        ],
    ),
    (
        "growth",
        &["methods", "agreement", "required", "comparison", "rates", "roots", "base", "growth"],
    ),
    (
        "forecast",
        &[
            "forecast",
            "by_model",
            "drift",
            "theta",
            "scores",
            "ets_bulk",
            "ets",
            "holt_winters",
            "ets_fit",
            "ets_gradient",
            "ets_start",
            "optimise",
            "stl",
            "decomposition",
            "benchmark",
            "points",
            "simulation",
            "student",
            "quantile",
            "ets_run",
            "ets_kernel",
            "ets_state",
            "ets_parameters",
            "ets_model",
            "float",
            "input",
        ],
    ),
    (
        "regression",
        &[
            "regression",
            "main_effects",
            "normal",
            "least_squares",
            "coding",
            "diagnostics",
            "covariance",
            "fit",
            "triangle",
            "sweep",
            "sums",
        ],
    ),
    (
        "mirror",
        &[
            "mirror",
            "reconciled",
            "reconcile",
            "parts",
            "margin_model",
            "reliability",
            "scores",
            "symmetry",
            "matched",
            "looks_mirrored",
            "decomposition",
            "measures",
            "reports",
            "flows",
            "margin",
            "asymmetry",
            "pair",
        ],
    ),
    (
        "concordance",
        &[
            "concordance",
            "reader",
            "workbook",
            "over_time",
            "grouped",
            "convert",
            "chain",
            "estimate",
            "solver",
            "weights",
            "conversion",
            "split",
            "reason",
            "packed",
            "groups",
            "table",
        ],
    ),
    ("vintage", &["file", "revision", "vintage", "history"]),
    ("carrier", &["closure", "converted", "factors", "conversion", "codes", "carrier", "family"]),
    ("key", &["key", "label", "flow", "valuation"]),
    ("commodity", &["commodity", "classification"]),
    ("area", &["names", "territory", "area", "letters", "table"]),
    ("period", &["date", "text", "period", "month"]),
    (
        "unit",
        &[
            "unit",
            "comtrade",
            "rate",
            "unit_value",
            "amount_bounds",
            "amount",
            "dimension",
            "supplementary",
            "energy",
            "volume",
            "mass",
            "money",
            "currency",
            "table",
        ],
    ),
    (
        "number",
        &[
            "number",
            "wording",
            "refusal",
            "words",
            "figure",
            "irrational",
            "enclosure",
            "bounds",
            "ratio",
            "small",
            "round",
            "decimal",
            "text_form",
        ],
    ),
    (
        "bulk",
        &[
            "bulk",
            "margins",
            "mirror_reconciled",
            "mirror_left_out",
            "mirror_sums",
            "mirror_measures",
            "mirror_floats",
            "mirror",
            "mirror_pairs",
            "logarithm",
            "editions",
            "recoded_rows",
            "fates",
            "effects",
            "prices",
            "structure",
            "structure_of",
            "pairs",
            "partners",
            "parts",
            "reporters",
            "levels",
            "concentration",
            "sums",
            "energy",
            "years",
            "smoothing",
            "wholes",
            "year_to_date",
            "growth",
            "listed",
            "table",
            "quotient",
            "exact",
            "column",
        ],
    ),
    (
        "panel",
        &[
            "form", "reshape", "recode", "build", "columns", "find", "merge", "view", "settle",
            "editions", "lay", "sort", "gather", "panel", "rests", "holds", "cells", "labels",
            "rules", "account", "detail", "parallel",
        ],
    ),
    (
        "read",
        &[
            "open",
            "recognise",
            "formats",
            "comext_sdmx",
            "baci",
            "releases",
            "panel_file",
            "gacc_table",
            "gacc",
            "comtrade",
            "comext",
            "census",
            "table",
            "session",
            "lone",
            "parts",
            "sets",
            "comtrade_record",
            "unread",
            "sdmx",
            "head",
            "json",
            "header",
            "gacc_codes",
            "comext_codes",
            "census_codes",
            "baci_blocks",
            "awaited",
            "withheld",
            "text",
            "source",
            "remarks",
            "read",
            "places",
            "options",
            "number",
            "fields",
            "code",
        ],
    ),
    (
        "series",
        &[
            "sum",
            "table",
            "residue",
            "partition",
            "implausible",
            "coverage",
            "series",
            "standing",
            "reading",
            "graph",
        ],
    ),
];

/// Rooms whose files are not held to an order yet, because they are being rebuilt.
const EXEMPT: &[&str] = &["claim", "projection"];

#[test]
fn no_room_uses_a_room_above_it() {
    let mut faults = Vec::new();
    for file in house() {
        let Some(floor) = FLOORS.iter().position(|known| *known == file.room) else {
            faults.push(format!("{}: no such room in the plan", file.path.display()));
            continue;
        };
        for line in file.code.lines() {
            for used in line.split("crate::").skip(1) {
                let used = word(used);
                match FLOORS.iter().position(|known| *known == used) {
                    Some(below) if below >= floor => {}
                    _ => faults.push(format!("{}: {} uses {used}", file.path.display(), file.room)),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_file_uses_a_file_above_it_in_its_room() {
    let rooms = rooms(house());
    let mut faults = Vec::new();
    for (room, files) in &rooms {
        if EXEMPT.contains(&room.as_str()) || files.len() == 1 {
            continue;
        }
        let Some((_, order)) = PARTS.iter().find(|(known, _)| known == room) else {
            faults.push(format!("{room}: the order of its files is not declared"));
            continue;
        };
        faults.extend(upward(room, order, files));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_files_of_a_room_use_each_other_in_a_circle() {
    let rooms = rooms(house());
    let bound = rooms.iter().filter(|(room, _)| !EXEMPT.contains(&room.as_str()));
    let circles: Vec<String> =
        bound.filter_map(|(room, files)| circle(&arrows(room, files))).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn what_is_exempt_or_ordered_is_in_the_plan() {
    for room in PARTS.iter().map(|(room, _)| room).chain(EXEMPT) {
        assert!(FLOORS.contains(room), "{room}");
    }
    assert!(
        PARTS.iter().all(|(room, _)| !EXEMPT.contains(room)),
        "a room is exempt or has an order"
    );
}

/// A window of 100 columns shows all code. What is longer is a row of a table in the docs, or text
/// in quotes that stands as a file has it.
#[test]
fn lines_have_at_most_100_columns() {
    let mut long = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "fuzz"] {
        for path in rust_files(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().zip(columns_beyond(&text));
            let places = (1..).zip(lines).filter(|(_, (_, beyond))| *beyond);
            long.extend(places.map(|(at, (line, _))| format!("{}:{at}: {line}", path.display())));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A file that its family does not name is never compiled, and its tests are never run. A file
/// beside the families costs another binary; those that read the source or the public listing stand
/// there.
#[test]
fn every_file_of_tests_is_in_its_family() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut faults = Vec::new();
    for path in rust_files(tests.clone()) {
        let place = path.strip_prefix(&tests).unwrap();
        let names: Vec<_> = place.iter().map(|name| name.to_str().unwrap()).collect();
        let (front, name) = match names[..] {
            ["house.rs" | "public_api.rs" | "send_sync.rs"] => continue,
            ["common", ..] | [_, "main.rs"] | ["inside", "all.rs"] => continue,
            // Unit tests of the crate, which `src/lib.rs` takes in.
            ["inside", name] => ("inside/all.rs".to_owned(), name),
            [family, name] => (format!("{family}/main.rs"), name),
            [family, part, name] => (format!("{family}/{part}.rs"), name),
            _ => (String::new(), ""),
        };
        let front = fs::read_to_string(tests.join(front)).unwrap_or_default();
        let module = format!("mod {};", name.trim_end_matches(".rs"));
        if !front.lines().any(|line| line == module) {
            faults.push(format!("{} is in no family", place.display()));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

fn rust_files(folder: PathBuf) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    let of = |path: PathBuf| if path.is_dir() { rust_files(path) } else { vec![path] };
    paths.filter(|path| !path.ends_with("target")).flat_map(of).filter(is_rust).collect()
}

/// For each line whether it is longer than allowed.
fn columns_beyond(text: &str) -> Vec<bool> {
    const MOST: usize = 100;
    // The mark that ends the text in quotes, where a line begins in one.
    let mut open: Option<&str> = None;
    let mut beyond = Vec::new();
    for line in text.lines() {
        let is_comment = open.is_none() && line.trim_start().starts_with("//");
        let told = line.trim_start().trim_start_matches(['/', '!']);
        let is_table = is_comment && told.starts_with(" |");
        let (mut at, mut column, mut is_quoted) = (0, 0, false);
        while at < line.len() && !is_comment {
            let comes = |mark: &str| line.as_bytes()[at..].starts_with(mark.as_bytes());
            let (step, next) = match open {
                Some(end) if comes(end) => (end.len(), None),
                Some("\"") if comes("\\") => (2, open),
                Some(_) => (1, open),
                None if comes("//") => break,
                None if comes("r#\"") => (3, Some("\"#")),
                None if comes("'\"'") => (3, None),
                None if comes("\"") => (1, Some("\"")),
                None => (1, None),
            };
            let bytes = line.as_bytes()[at..].iter().take(step);
            column += bytes.filter(|byte| **byte & 0xC0 != 0x80).count();
            (at, open) = (at + step, next);
            is_quoted |= open.is_some() && column >= MOST;
        }
        beyond.push(line.chars().count() > MOST && !is_table && !is_quoted);
    }
    beyond
}

/// The rules see what they are made for.
#[test]
fn arrows_are_seen_however_they_are_written() {
    let room = |front: &str, low: &str, high: &str| {
        let text = |name: &str, code: &str| (name.to_owned(), code.to_owned());
        BTreeMap::from([text("hall", front), text("high", high), text("low", low)])
    };
    let front = "mod high;\nmod low;\npub use high::{High,\n    Higher};\npub use low::*;\npub struct Hall;";
    let low_uses =
        |code: &str| arrows("hall", &room(front, code, "pub struct High;"))["low"].clone();
    for code in [
        "use crate::hall::high::High;",
        "use crate::hall::High;",
        "use crate::hall::{\n    Higher as Other,\n};",
        "use crate::hall::{high::{High}};",
        "use super::High;",
        "use super::{high, High};",
        "fn f() { crate::hall::high::g() }",
        "fn f() { super::high::g() }",
    ] {
        assert_eq!(low_uses(code), BTreeSet::from(["high".to_owned()]), "{code}");
    }
    assert_eq!(
        low_uses("use crate::hall::{Hall, Low};\npub struct Low;"),
        BTreeSet::from(["hall".to_owned()])
    );
    assert_eq!(
        low_uses("use crate::hallway::High;\nmod inner {\n    use super::High;\n}"),
        BTreeSet::new()
    );
    // What comes by a glob belongs to the part that defines it, and the file of the room has arrows
    // as well.
    let files = room(front, "pub const LOW: u8 = 1;", "use crate::hall::LOW;\nfn f() {}");
    assert_eq!(arrows("hall", &files)["high"], BTreeSet::from(["low".to_owned()]));
    assert_eq!(arrows("hall", &files)["hall"], BTreeSet::new());
    let uses_both = format!("{front}\nfn f(high: High) {{ low::g() }}");
    let expected = BTreeSet::from(["high".to_owned(), "low".to_owned()]);
    assert_eq!(arrows("hall", &room(&uses_both, "", ""))["hall"], expected);
    assert_eq!(without_texts(r#"a("x \" High", '"', B)"#), "a(\"\", , B)");
    // The file of the room uses `high`, and `high` uses what the file of the room defines.
    let files = room(&uses_both, "", "use crate::hall::Hall;");
    assert_eq!(circle(&arrows("hall", &files)).unwrap(), "hall -> high -> hall");
    assert_eq!(upward("hall", &["hall", "high", "low"], &files), ["hall: high uses hall above it"]);
    assert_eq!(
        upward("hall", &["hall", "high"], &files)[0],
        "hall: low has no place in the order of its files"
    );
    assert_eq!(
        upward("hall", &["hall", "high", "low", "gone"], &files)[0],
        "hall: gone is in the order and is not there"
    );
}

/// A source file without its tests, without lines of comment and without the text in quotes.
struct Source {
    path: PathBuf,
    room: String,
    /// The name of the part, or of the room for `src/<room>.rs`.
    name: String,
    code: String,
}

/// Files by name, with their code.
type Files = BTreeMap<String, String>;

/// Every source file: `src/room.rs` or `src/room/part.rs`, never deeper.
fn house() -> Vec<Source> {
    let list = |path: &Path| {
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut found = Vec::new();
    for path in list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let room = stem(&path);
        let files = if path.is_dir() { list(&path) } else { vec![path] };
        for path in files.into_iter().filter(|file| file.extension().is_none_or(|e| e == "rs")) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.map(without_texts).collect::<Vec<_>>().join("\n");
            found.push(Source { name: stem(&path), room: room.clone(), path, code });
        }
    }
    found
}

#[test]
fn long_lines_are_seen() {
    let word = "x".repeat(101);
    let is_long = |text: &str| columns_beyond(text).contains(&true);
    assert!(
        is_long(&word)
            && is_long(&format!("/// {word}"))
            && is_long(&format!("f(\"\"); // {word}"))
    );
    assert!(is_long(&format!("f('\"', {word})")) && is_long(&format!("f(\"\\\"\", {word})")));
    assert!(!is_long(&word[1..]) && !is_long(&format!("//! | {word} |")));
    for text in ["f(\"WORD\");", "f(r#\"WORD\"#);", "f(\"\nWORD\");", "f(r#\"\nWORD\n\"#);"] {
        assert!(!is_long(&text.replace("WORD", &word)), "{text}");
    }
}

fn rooms(house: Vec<Source>) -> BTreeMap<String, Files> {
    let mut rooms: BTreeMap<String, Files> = BTreeMap::new();
    for file in house {
        rooms.entry(file.room).or_default().insert(file.name, file.code);
    }
    rooms
}

/// For each file of a room the other files of it that it uses.
fn arrows(room: &str, files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let front = files.get(room).map_or("", String::as_str);
    let parts: Vec<&str> = files.keys().map(String::as_str).filter(|name| *name != room).collect();
    // What the file of the room takes from its parts, with the part.
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for part in &parts {
        for list in uses(front, &format!("{part}::")) {
            for name in list {
                match name.as_str() {
                    "*" => {
                        taken.extend(defined(&files[*part]).into_iter().map(|name| (name, *part)))
                    }
                    _ => drop(taken.insert(name, part)),
                }
            }
        }
    }
    let home = |name: &str| match parts.iter().find(|part| **part == name) {
        Some(part) => (*part).to_owned(),
        None => taken.get(name).map_or(room, |part| part).to_owned(),
    };
    let mut arrows = BTreeMap::new();
    for (name, code) in files {
        let mut used: BTreeSet<String> = BTreeSet::new();
        if name == room {
            let body = without_uses(code);
            let named = |text: &str| words(&body).any(|word| word == text);
            used.extend(
                taken.iter().filter(|(name, _)| named(name)).map(|(_, part)| (*part).to_owned()),
            );
            used.extend(
                parts
                    .iter()
                    .filter(|part| body.contains(&format!("{part}::")))
                    .map(|part| (*part).to_owned()),
            );
        } else {
            // Inside of a module of the file `super` is the file.
            let outer = code
                .find("\nmod ")
                .or_else(|| code.find("\npub(crate) mod "))
                .map_or(code.as_str(), |at| &code[..at]);
            let lists =
                uses(code, &format!("crate::{room}::")).into_iter().chain(uses(outer, "super::"));
            used.extend(lists.flatten().map(|first| home(&first)));
        }
        used.remove(name);
        arrows.insert(name.clone(), used);
    }
    arrows
}

/// For each place where a path begins with `prefix` the names that follow it: one, or those of a
/// list in braces.
fn uses(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| {
            c.is_alphanumeric() || c == '_' || (c == ':' && !prefix.starts_with("crate"))
        }) {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        found.push(match rest.strip_prefix('{') {
            None => vec![if rest.starts_with('*') { "*".to_owned() } else { word(rest) }],
            Some(list) => first_names(list),
        });
    }
    found
}

/// The first name of each path of a list in braces, whose opening brace is cut off.
fn first_names(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut begins) = (1, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => begins = true,
            c if begins && !c.is_whitespace() => {
                names.push(word(&list[at..]));
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Names of what a file defines for others.
fn defined(code: &str) -> Vec<String> {
    let items = ["const ", "static ", "fn ", "struct ", "enum ", "trait ", "type "];
    let public = code
        .lines()
        .filter_map(|line| line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")));
    public
        .flat_map(|line| {
            items.iter().filter_map(|item| line.split_once(item)).map(|(_, rest)| word(rest))
        })
        .collect()
}

/// The code without `use` and `mod` lines.
fn without_uses(code: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in code.lines() {
        let start = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        inside = inside || start.starts_with("use ") || start.starts_with("mod ");
        if inside {
            inside = !line.ends_with(';');
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// A line without what stands in quotes.
fn without_texts(line: &str) -> String {
    let plain = line.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "");
    plain.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Faults against a declared order.
fn upward(room: &str, order: &[&str], files: &Files) -> Vec<String> {
    let place = |name: &str| order.iter().position(|known| *known == name);
    let mut faults = Vec::new();
    let strangers = files.keys().filter(|name| place(name).is_none());
    faults.extend(
        strangers.map(|name| format!("{room}: {name} has no place in the order of its files")),
    );
    let gone = order.iter().filter(|name| !files.contains_key(**name));
    faults.extend(gone.map(|name| format!("{room}: {name} is in the order and is not there")));
    for (name, used) in arrows(room, files) {
        let above = used.iter().filter(|other| place(other) < place(&name));
        faults.extend(above.map(|other| format!("{room}: {name} uses {other} above it")));
    }
    faults
}

/// A circle of arrows, if there is one.
fn circle(arrows: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    fn walk<'a>(
        arrows: &'a BTreeMap<String, BTreeSet<String>>,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<String> {
        let last = *path.last()?;
        for next in arrows.get(last).into_iter().flatten().map(String::as_str) {
            if let Some(at) = path.iter().position(|before| *before == next) {
                path.push(next);
                return Some(path[at..].join(" -> "));
            }
            if !done.contains(next) {
                path.push(next);
                let found = walk(arrows, path, done);
                if found.is_some() {
                    return found;
                }
                path.pop();
            }
        }
        done.insert(last);
        None
    }
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|name| walk(arrows, &mut vec![name], &mut done))
}
