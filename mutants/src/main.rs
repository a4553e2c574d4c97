//! Whether the tests bite: every small change of the arithmetic must fail one of them.
//!
//! ```text
//! cargo install cargo-mutants
//! cargo mutants --list --json -f 'src/number/**' > list.json
//! cargo run --release --manifest-path mutants/Cargo.toml -- \
//!     list.json [--tree FOLDER] [--jobs 2] [--only TEXT]
//! ```
//! The changes are those that `cargo mutants` lists. It would compile the crate once for each. Here
//! all of them are compiled at once into a copy of the crate, each behind a switch that an
//! environment variable turns on, and a change is tried with those tests alone that pass its
//! switch, the quickest first. A test is a process of its own; one that takes ten times as long as
//! without the change has failed. Tests that fail without a change are named and left out. With
//! `--only` the changes of those files alone are tried whose path holds the text.
//!
//! Printed is the score, and `survivors.txt` in the folder has each change that no test saw. Not
//! counted are changes that do not compile. Changes in `const` items and of functions that return
//! `impl Trait` cannot stand behind a switch: they are listed as not tried.
//! Documentation tests are not run, so the score is at least what is printed.

mod compile;
mod list;
mod run;
mod switch;

use std::path::PathBuf;

fn main() {
    let (mut listed, mut tree, mut jobs) = (None, PathBuf::from("target/mutants"), 2);
    let mut only = String::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--tree" => tree = next().into(),
            "--only" => only = next(),
            "--jobs" => jobs = next().parse().expect("a number of jobs"),
            _ => listed = Some(word),
        }
    }
    let mut mutants = list::read(&listed.expect("the list of `cargo mutants --list --json`"));
    mutants.retain(|mutant| mutant.file.contains(&only));
    list::copy_crate(&tree);
    let (viable, not_tried) = compile::all_that_compile(&tree, &mutants);
    let tests = compile::tests(&tree);
    run::all(&tree, &mutants, &viable, &not_tried, tests, jobs);
}
