//! What `cargo mutants` lists, and the copy of the crate that is changed.

use serde::Deserialize;
use std::fs;
use std::path::Path;
use std::process::Command;

/// One change of one place.
#[derive(Deserialize)]
pub struct Mutant {
    pub file: String,
    pub name: String,
    pub genre: String,
    pub replacement: String,
    pub span: Span,
}

#[derive(Deserialize)]
pub struct Span {
    pub start: Place,
}

/// Lines and columns from 1; columns count characters.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

pub fn read(path: &str) -> Vec<Mutant> {
    serde_json::from_str(&fs::read_to_string(path).expect("the list")).expect("a list in JSON")
}

/// The files of the present commit and what is changed since, without what is made from them.
pub fn copy_crate(into: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate");
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let files = Command::new("git").args(list).current_dir(root).output().expect("git");
    for file in String::from_utf8(files.stdout).expect("names").lines() {
        let (from, to) = (root.join(file), into.join(file));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder to write to");
        let text = fs::read(from).expect("a file of the crate");
        if fs::read(&to).ok().as_ref() != Some(&text) {
            fs::write(to, text).expect("a copy");
        }
    }
}
