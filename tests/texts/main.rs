//! What the crate says in words: every error text and the long answers, as they are printed.

mod error_literals;
mod error_texts;
mod printed_answers;
mod question_mark;
