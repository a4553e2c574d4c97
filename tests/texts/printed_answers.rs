//! The long answers of the crate as they are printed: tables, sentences, reports. The figures are
//! those that ship with the crate, so that each text is what a user sees. The snapshot is read line
//! by line in a review: `cargo insta review`, or `INSTA_UPDATE=always`. What the numbers should be
//! is asked by the tests of the rooms.

mod energy;
mod forecasts;
mod panels;
mod series;

use std::fmt::{self, Write};

/// Printed answers by room, each below the call that returns it.
#[derive(Default)]
pub struct Answers {
    text: String,
}

impl Answers {
    fn room(&mut self, name: &str) {
        write!(self.text, "== {name} ==\n\n").unwrap();
    }

    fn put(&mut self, call: &str, answer: &impl fmt::Display) {
        let call = call.split_whitespace().collect::<Vec<_>>().join(" ");
        let answer = answer.to_string();
        assert!(!answer.contains("NaN") && !answer.contains("inf"), "{call}\n{answer}");
        assert!(
            answer.lines().all(|line| line == line.trim_end() && !line.is_empty()),
            "an empty line, or blanks at the end of a line: {call}\n{answer}"
        );
        write!(self.text, "{call}\n  {}\n\n", answer.replace('\n', "\n  ")).unwrap();
    }
}

/// Keeps what a call prints; the call is its heading.
macro_rules! printed {
    ($answers:expr, $($call:expr),+ $(,)?) => {$(
        $answers.put(stringify!($call), &$call);
    )+};
}
use printed;

#[test]
fn every_answer_is_as_reviewed() {
    let mut answers = Answers::default();
    series::put(&mut answers).unwrap();
    energy::put(&mut answers).unwrap();
    forecasts::put(&mut answers).unwrap();
    panels::put(&mut answers).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("printed_answers", answers.text));
}
