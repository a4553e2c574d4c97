//! Every error of the crate as it is printed by `{:#}`, provoked through the public surface. The
//! snapshot is read line by line in a review: `cargo insta review`, or `INSTA_UPDATE=always`.

mod codes;
mod data;
mod figures;
mod files;
mod mirror;
mod models;
mod panels;
mod provoked;
mod regression;
mod statistics;

use std::fmt;
use std::sync::OnceLock;

/// Errors by room, with the calls that return them.
#[derive(Default)]
pub struct Texts {
    paragraphs: Vec<(&'static str, String)>,
    /// Calls that return no error.
    accepted: Vec<&'static str>,
}

impl Texts {
    /// Keeps an error; the call that returns it is the heading.
    pub fn put(&mut self, room: &'static str, call: &str, error: &(impl fmt::Display + ?Sized)) {
        let call = call.split_whitespace().collect::<Vec<_>>().join(" ");
        self.paragraphs.push((room, format!("{call}\n  {error:#}\n")));
    }

    pub fn is_accepted(&mut self, call: &'static str) {
        self.accepted.push(call);
    }

    fn print(mut self) -> String {
        assert!(self.accepted.is_empty(), "no error: {:#?}", self.accepted);
        // Stable: inside of a room in the order of the calls.
        self.paragraphs.sort_by_key(|(room, _)| *room);
        let (mut text, mut last) = (String::new(), "");
        for (room, paragraph) in &self.paragraphs {
            if *room != last {
                text.push_str(&format!("== {room} ==\n\n"));
                last = room;
            }
            text.push_str(&format!("{paragraph}\n"));
        }
        text
    }
}

/// Keeps the error of a call, which is its heading.
macro_rules! refused {
    ($texts:expr, $room:literal, $($call:expr),+ $(,)?) => {$(
        match $call {
            Ok(_) => $texts.is_accepted(stringify!($call)),
            Err(error) => $texts.put($room, stringify!($call), &error),
        }
    )+};
}
use refused;

/// All of them, as the snapshot has them; provoked once, since some write files.
pub fn all() -> &'static str {
    static ALL: OnceLock<String> = OnceLock::new();
    ALL.get_or_init(provoke)
}

fn provoke() -> String {
    let mut texts = Texts::default();
    figures::put(&mut texts);
    statistics::put(&mut texts);
    models::put(&mut texts);
    panels::put(&mut texts);
    files::put(&mut texts);
    codes::put(&mut texts);
    data::put(&mut texts);
    provoked::put(&mut texts);
    mirror::put(&mut texts);
    regression::put(&mut texts);
    texts.print()
}

#[test]
fn every_error_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("errors", all()));
}

/// A message is one line, and so is the advice.
#[test]
fn each_error_has_one_line_and_one_line_of_advice() {
    for paragraph in all().split("\n\n").filter(|text| !text.starts_with("==")) {
        let lines: Vec<&str> = paragraph.trim().lines().collect();
        // What serde hands on is an error of serde_json, which has no advice.
        if lines.is_empty()
            || lines[0].starts_with("from_json")
            || lines[0].starts_with("serde_json")
        {
            continue;
        }
        assert_eq!(lines.len(), 3, "{paragraph}");
        assert!(lines[2].starts_with("  help: "), "{paragraph}");
    }
}
