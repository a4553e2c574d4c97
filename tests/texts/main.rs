//! What the crate says in words: every error text, as it is printed.

mod error_literals;
mod error_texts;
mod question_mark;
