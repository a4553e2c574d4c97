//! The copy with all changes that compile, and its tests.

use crate::list::Mutant;
use crate::switch;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Writes the switches, and takes out what does not compile until all does. Numbers of changes
/// begin with 1. Returned are those that compile, and those that cannot be switched.
pub fn all_that_compile(tree: &Path, mutants: &[Mutant]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    fs::write(tree.join("src/mutant.rs"), switch::HOME).expect("a file to write");
    let lib = fs::read_to_string(tree.join("src/lib.rs")).expect("the crate");
    // Lints are for people.
    let lib = lib.replace("#![deny(", "#![warn(").replace(
        "pub mod error;",
        "#[allow(missing_docs)]\n#[doc(hidden)]\npub mod mutant;\n\npub mod error;",
    );
    fs::write(tree.join("src/lib.rs"), lib).expect("a file to write");
    let manifest = tree.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("the manifest");
    fs::write(&manifest, text + "\n[profile.dev]\nopt-level = 1\ndebug = false\n\n[workspace]\n")
        .expect("a file to write");
    let mut files: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
    for (id, mutant) in (1..).zip(mutants) {
        files.entry(&mutant.file).or_default().push((id, mutant));
    }
    let sources: BTreeMap<&str, String> = files
        .keys()
        .map(|file| (*file, fs::read_to_string(tree.join(file)).expect("a source")))
        .collect();
    let mut left: BTreeSet<usize> = (1..=mutants.len()).collect();
    let mut not_tried = BTreeSet::new();
    for round in 1.. {
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for (file, all) in &files {
            let all: Vec<(usize, &Mutant)> =
                all.iter().filter(|(id, _)| left.contains(id)).copied().collect();
            let (text, no_switch) = switch::switched(&sources[file], &all);
            for id in no_switch {
                left.remove(&id);
                not_tried.insert(id);
            }
            fs::write(tree.join(file), &text).expect("a file to write");
            texts.insert(file, text);
        }
        let errors = errors(tree);
        println!(
            "round {round}: {} of {} changes, {} errors",
            left.len(),
            mutants.len(),
            errors.len()
        );
        if errors.is_empty() {
            return (left, not_tried);
        }
        let mut gone = BTreeSet::new();
        for (file, at, message) in &errors {
            let Some(text) = texts.get(file.as_str()) else { panic!("{file}: {message}") };
            gone.extend(guilty(text, *at, message));
        }
        assert!(!gone.is_empty(), "errors of no change: {errors:#?}");
        left.retain(|id| !gone.contains(id));
    }
    unreachable!("the loop ends by itself")
}

/// Errors of the compiler: file, byte and what is wrong.
fn errors(tree: &Path) -> Vec<(String, usize, String)> {
    let cargo = ["check", "--offline", "--lib", "--message-format", "json"];
    let done = Command::new("cargo").args(cargo).current_dir(tree).output().expect("cargo");
    let mut all = Vec::new();
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        let Ok(told) = serde_json::from_str::<Value>(line) else { continue };
        let message = &told["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|span| span["is_primary"] == true)
        {
            let file = span["file_name"].as_str().unwrap_or_default().to_owned();
            let at = span["byte_start"].as_u64().unwrap_or(0) as usize;
            all.push((file, at, message["message"].to_string()));
        }
    }
    assert!(done.status.success() || !all.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    all
}

/// The changes that an error at a byte of the switched text can come from.
fn guilty(text: &str, at: usize, message: &str) -> Vec<usize> {
    let file = syn::parse_file(text).expect("switched text that parses");
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut finder = Guilty { text, starts, at, branch: None, whole: Vec::new(), arms: Vec::new() };
    finder.visit_file(&file);
    match finder.branch {
        _ if message.contains("non-exhaustive") => finder.arms,
        Some(id) => vec![id],
        None if finder.whole.is_empty() => finder.arms,
        None => finder.whole,
    }
}

struct Guilty<'a> {
    text: &'a str,
    starts: Vec<usize>,
    at: usize,
    /// The innermost branch of a switch that is on.
    branch: Option<usize>,
    /// The switches of the innermost expression that has some.
    whole: Vec<usize>,
    /// The switches in the guards of the innermost match.
    arms: Vec<usize>,
}

impl Guilty<'_> {
    fn holds(&self, of: &impl Spanned) -> bool {
        let byte = |at: proc_macro2::LineColumn| {
            let start = self.starts[at.line - 1];
            start + self.text[start..].chars().take(at.column).map(char::len_utf8).sum::<usize>()
        };
        (byte(of.span().start())..byte(of.span().end())).contains(&self.at)
    }
}

/// The number in `crate::mutant::on(7)`.
fn switch(expr: &syn::Expr) -> Option<usize> {
    let syn::Expr::Call(call) = expr else { return None };
    let syn::Expr::Path(path) = &*call.func else { return None };
    path.path.segments.iter().any(|part| part.ident == "mutant").then_some(())?;
    let syn::Expr::Lit(lit) = call.args.first()? else { return None };
    let syn::Lit::Int(id) = &lit.lit else { return None };
    id.base10_parse().ok()
}

struct Switches(Vec<usize>);

impl<'ast> Visit<'ast> for Switches {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.0.extend(switch(&syn::Expr::Call(call.clone())));
        visit::visit_expr_call(self, call);
    }
}

impl<'ast> Visit<'ast> for Guilty<'_> {
    fn visit_expr_if(&mut self, one: &'ast syn::ExprIf) {
        if let Some(id) = switch(&one.cond).filter(|_| self.holds(one)) {
            let mut last = one;
            self.whole = vec![id];
            while let Some((_, other)) = &last.else_branch
                && let syn::Expr::If(next) = &**other
                && let Some(id) = switch(&next.cond)
            {
                self.whole.push(id);
                last = next;
            }
            if self.holds(&one.then_branch) {
                self.branch = Some(id);
            }
        }
        visit::visit_expr_if(self, one);
    }

    fn visit_expr_match(&mut self, one: &'ast syn::ExprMatch) {
        if self.holds(one) {
            let mut all = Switches(Vec::new());
            let guards = one.arms.iter().filter_map(|arm| arm.guard.as_ref());
            guards.for_each(|(_, guard)| all.visit_expr(guard));
            if !all.0.is_empty() {
                self.arms = all.0;
            }
        }
        visit::visit_expr_match(self, one);
    }
}

/// A test: the program that has it, the folder that it runs in, and its name.
pub struct Test {
    pub program: PathBuf,
    pub name: String,
}

/// Builds the tests, those inside of the library too, and lists them. Programs of tests that do not
/// compile are named and left out.
pub fn tests(tree: &Path) -> Vec<Test> {
    let mut programs = programs(tree);
    let told = loop {
        let cargo = ["test", "--offline", "--no-run", "--message-format", "json", "--lib"];
        let mut build = Command::new("cargo");
        build.args(cargo).current_dir(tree);
        for name in &programs {
            build.args(["--test", name]);
        }
        let done = build.output().expect("cargo");
        let told: Vec<Value> = String::from_utf8_lossy(&done.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        if done.status.success() {
            break told;
        }
        let is_broken = |name: &String| {
            let of = |one: &Value| {
                one["message"]["level"] == "error" && one["target"]["name"] == name.as_str()
            };
            told.iter().any(of)
        };
        let broken: Vec<String> = programs.iter().filter(|name| is_broken(name)).cloned().collect();
        assert!(!broken.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        println!("do not compile, left out: {}", broken.join(", "));
        programs.retain(|name| !broken.contains(name));
    };
    let mut tests = Vec::new();
    for told in told {
        let Some(program) = told["executable"].as_str() else { continue };
        if told["profile"]["test"] != true {
            continue;
        }
        let list = Command::new(program)
            .args(["--list", "--format", "terse"])
            .current_dir(tree)
            .output()
            .expect("a list of tests");
        for line in String::from_utf8_lossy(&list.stdout).lines() {
            if let Some(name) = line.strip_suffix(": test") {
                tests.push(Test { program: program.into(), name: name.to_owned() });
            }
        }
    }
    tests
}

/// The programs of `tests/`: files, and folders with a `main.rs`.
fn programs(tree: &Path) -> Vec<String> {
    let folder = fs::read_dir(tree.join("tests")).expect("a folder of tests");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let is_program = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "rs") || path.join("main.rs").exists()
    };
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    paths.filter(is_program).map(name).collect()
}
