//! What the crate says in words: every error text and the long printed answers, as they are printed.

mod error_literals;
mod error_texts;
mod question_mark;
