//! The floors: a room uses only rooms below it, and no file stands outside of the plan.

use std::fs;
use std::path::Path;

/// Top to bottom.
const FLOORS: &[&str] = &[
    "lib",
    "read",
    "published",
    "panel",
    "claim",
    "projection",
    "energy",
    "index",
    "indicator",
    "contribution",
    "growth",
    "exchange",
    "vintage",
    "series",
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

#[test]
fn no_room_uses_a_room_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for (path, room) in rooms(&src) {
        let Some(floor) = FLOORS.iter().position(|known| *known == room) else {
            faults.push(format!("{}: no such room in the plan", path.display()));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                match FLOORS.iter().position(|known| *known == used) {
                    Some(below) if below >= floor => {}
                    _ => faults.push(format!("{}: {room} uses {used}", path.display())),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Every source file with the room it belongs to: `src/room.rs` or `src/room/part.rs`, never deeper.
fn rooms(src: &Path) -> Vec<(std::path::PathBuf, String)> {
    let list = |path: &Path| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut found = Vec::new();
    for path in list(src) {
        let room = path.file_stem().unwrap().to_string_lossy().into_owned();
        let files = if path.is_dir() { list(&path) } else { vec![path] };
        found.extend(
            files
                .into_iter()
                .filter(|file| file.extension().is_none_or(|e| e == "rs"))
                .map(|file| (file, room.clone())),
        );
    }
    found
}
