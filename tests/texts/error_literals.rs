//! No error text goes unseen: the literals of every constructor of an error stand in the snapshot.

use std::fs;
use std::path::Path;

/// Literals that no test provokes, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "give the printed factor, and ask find(..) for other units",
        "serde hands on the message alone",
    ),
    ("a share of the year", "stands in a warning"),
    (
        "the level so far is zero, and so would be the year, whatever the year before had",
        "stands in a warning",
    ),
    ("REASON", "the name of a column, not a text of an error"),
    ("_REASON", "the name of a column, not a text of an error"),
    ("make the two alike first", "the default, where a constructor gives no advice"),
    ("a dictionary of a panel", "takes more rows or labels than a test can hold"),
    (
        "more than 65,536 areas, periods or labels, or more than 4,294,967,295 commodities",
        "takes more rows or labels than a test can hold",
    ),
    ("the number of rows of a panel", "takes more rows or labels than a test can hold"),
    ("it is more than 4,294,967,295", "takes more rows or labels than a test can hold"),
    (
        "split the data by period, since no statistic needs more than two years at once",
        "takes more rows or labels than a test can hold",
    ),
    (
        "its simulated paths grow beyond the largest number",
        "a simulation refuses such a path before",
    ),
    (
        "take a model with an additive error, or the interval of a back-test",
        "a simulation refuses such a path before",
    ),
    (
        "the forecast",
        "a history of up to 1e100 gives no point beyond 1e308; held for the formulas to come",
    ),
    (
        "one of its points is beyond the largest number",
        "a history of up to 1e100 gives no point beyond 1e308; held for the formulas to come",
    ),
    (
        "give the history in a larger unit",
        "a history of up to 1e100 gives no point beyond 1e308; held for the formulas to come",
    ),
    (
        "the sum of squares of Holt-Winters",
        "its states are refused as not positive before; no input is known",
    ),
    (
        "it is beyond the largest number",
        "its states are refused as not positive before; no input is known",
    ),
    (
        "take an additive season, or give the history in a larger unit",
        "its states are refused as not positive before; no input is known",
    ),
    (
        "can be projected as one piece only",
        "an origin cuts the year at its known months before a model asks",
    ),
    ("no part of the year is known", "the coverage of a year without figures is an error before"),
    ("an irrational number", "takes exponents near 1e9; weights of public functions add up to one"),
    (
        "its parts are too far apart in size to compute it",
        "takes exponents near 1e9; weights of public functions add up to one",
    ),
    ("do not fill a year of", "the reason of a forecast, not an error"),
    (
        "with errors of earlier years as large as these, one of its ends is beyond the largest number",
        "decimals are never that far apart, and no other numbers come here",
    ),
    ("a Student variable", "asked with the numbers of an interval or a back-test alone"),
    (
        "the number of degrees of freedom",
        "asked with the numbers of an interval or a back-test alone",
    ),
    ("is not positive and finite", "asked with the numbers of an interval or a back-test alone"),
    ("a quantile", "asked with the numbers of an interval or a back-test alone"),
    (
        "it is not between -1e150 and 1e150",
        "asked with the numbers of an interval or a back-test alone",
    ),
    ("a list of errors of earlier years", "errors of a back-test are finite"),
    ("one of them is not a finite number", "errors of a back-test are finite"),
    (
        "of months, and the method needs",
        "the projection takes a simpler method and keeps the reason",
    ),
    (
        "give more years of months, or choose a method that needs fewer",
        "the projection takes a simpler method and keeps the reason",
    ),
    ("is not read", "each format of this version has a reader"),
    ("a split", "no part of a value has more digits than the value"),
    (
        "switch on the feature hs-tables of the crate, or read a table of your own with \
         CodeTableReader",
        "takes a build without the feature hs-tables; a test of packed.rs holds it",
    ),
    ("a spreadsheet", "takes the feature excel; tests/concordance/files.rs holds it"),
    (
        "open the file and save its sheet as CSV, then read that",
        "takes the feature excel; tests/concordance/files.rs holds it",
    ),
    (
        "unpacked it has 256 MB or more",
        "takes the feature excel; tests/concordance/files.rs holds it",
    ),
    (
        "save the sheet of the table alone as CSV, and read that",
        "takes the feature excel; tests/concordance/files.rs holds it",
    ),
    (
        "reading a spreadsheet needs the feature excel",
        "takes a build without the feature excel; tests/concordance/files.rs holds it",
    ),
    (
        "switch on the feature excel of the crate, or save the sheet as CSV",
        "takes a build without the feature excel; tests/concordance/files.rs holds it",
    ),
    ("the levels of an effect", "takes more rows or labels than a test can hold"),
    ("has more than 2^32", "takes more rows or labels than a test can hold"),
    ("is behind the last one", "asked for the flows of a mirror alone, all of which are there"),
];

/// Words whose arguments are texts of errors: constructors, and the closures that call them.
const CALLS: [&str; 9] =
    ["range", "invalid", "mismatch", "parse", "inexact", "with_help", "refuse", "fault", "about"];

/// Names that hold a text before it is given to a constructor.
const NAMES: [&str; 2] = ["reason", "help"];

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

/// Words, texts in quotes and marks of a source file, without its comments.
fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => while rest.next().is_some_and(|c| c != '\n') {},
            '"' => found.push(Token::Text(literal(&mut rest))),
            '\'' => {
                // A character or a lifetime; of the first, the closing quote is two or three away.
                let ahead: String = rest.clone().take(4).collect();
                let close = ahead.char_indices().find(|(at, c)| *c == '\'' && *at > 0);
                let escaped = ahead.starts_with('\\');
                if let Some((at, _)) =
                    close.filter(|(at, _)| escaped || ahead[..*at].chars().count() == 1)
                {
                    for _ in 0..=ahead[..at].chars().count() {
                        rest.next();
                    }
                    if escaped && ahead[..at].len() == 1 {
                        rest.next();
                    }
                }
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = c.to_string();
                while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                found.push(Token::Word(word));
            }
            c if c.is_whitespace() => {}
            c => found.push(Token::Mark(c)),
        }
    }
    found
}

/// The rest of a text in quotes, without its escapes.
fn literal(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => break,
            },
            c => text.push(c),
        }
    }
    text
}

/// Texts inside of the parentheses that open at a place, or up to the end of a statement.
fn texts(tokens: &[Token], to_semicolon: bool) -> Vec<String> {
    let (mut depth, mut found) = (0_i32, Vec::new());
    for token in tokens {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            Token::Text(text) => found.push(text.clone()),
            Token::Mark(';') if to_semicolon && depth == 0 => break,
            _ => {}
        }
        if !to_semicolon && depth == 0 || depth < 0 {
            break;
        }
    }
    found
}

fn word(token: Option<&Token>) -> &str {
    match token {
        Some(Token::Word(word)) => word,
        _ => "",
    }
}

/// The texts of all constructors of errors in a file.
fn of_constructors(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let tokens = tokens(code);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let (this, next) = (word(tokens.get(at)), tokens.get(at + 1));
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let is_call = next == Some(&Token::Mark('(')) && word(before) != "fn";
        // `range` and `parse` are names of other functions too.
        let of_error = at >= 3 && word(tokens.get(at - 3)) == "Error";
        let counts =
            CALLS.contains(&this) && (of_error || ["with_help", "refuse", "fault"].contains(&this));
        if is_call && counts {
            found.extend(texts(&tokens[at + 1..], false));
        }
        if this == "let" && NAMES.contains(&word(next)) {
            found.extend(texts(&tokens[at..], true));
        }
    }
    found
}

/// The texts of the arms of `Display` and `help` of a file, from its `impl` on.
fn of_impl(source: &str, begin: &str) -> Vec<String> {
    let at = source.find(begin).unwrap_or_else(|| panic!("no {begin}"));
    let body: &str = &source[at..];
    let end = body.find("\n}\n").unwrap_or(body.len());
    tokens(&body[..end])
        .into_iter()
        .filter_map(|token| match token {
            Token::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// The parts of a text between its placeholders.
fn parts(text: &str) -> Vec<&str> {
    let text = text.trim();
    let (mut parts, mut start) = (Vec::new(), 0);
    while let Some(open) = text[start..].find('{').map(|at| start + at) {
        parts.push(&text[start..open]);
        start = text[open..].find('}').map_or(text.len(), |at| open + at + 1);
    }
    parts.push(&text[start..]);
    parts
}

/// The longest of them: the name of a text among the exceptions.
fn longest_part(text: &str) -> &str {
    parts(text).into_iter().max_by_key(|part| part.len()).unwrap_or_default().trim()
}

/// Whether all constant parts of a text stand in one paragraph, in their order.
fn stands_in(paragraph: &str, text: &str) -> bool {
    let mut rest = paragraph;
    parts(text).into_iter().all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "md") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_literal_of_an_error_is_in_the_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The other test holds this text to the snapshot.
    let snapshot = crate::error_texts::all();
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let mut missing = Vec::new();
    let mut used = vec![false; EXCEPTIONS.len()];
    for (path, source) in &files {
        let mut literals = of_constructors(source);
        if path.ends_with("src/error.rs") {
            for begin in [
                "Display for ErrorKind",
                "impl ErrorKind {",
                "impl Undefined {\n    fn write",
                "impl Undefined {\n    /// What to do",
            ] {
                literals.extend(of_impl(source, begin));
            }
        }
        if path.ends_with("src/panel/find.rs") {
            for begin in ["impl Miss {\n    fn write", "impl Miss {\n    /// What to do"] {
                literals.extend(of_impl(source, begin));
            }
        }
        for literal in literals {
            let part = longest_part(&literal);
            // A unit, a separator, a letter: the texts around it are looked for.
            if part.chars().count() < 4
                || snapshot.split("\n\n").any(|paragraph| stands_in(paragraph, &literal))
            {
                continue;
            }
            match EXCEPTIONS.iter().position(|(text, _)| *text == part) {
                Some(at) => used[at] = true,
                None => missing.push(format!("{}: {part}", path.rsplit("src/").next().unwrap())),
            }
        }
    }
    let idle: Vec<_> = EXCEPTIONS.iter().zip(&used).filter(|(_, used)| !**used).collect();
    assert!(
        missing.is_empty() && idle.is_empty(),
        "provoke these in tests/texts/error_texts, or name them in EXCEPTIONS with the reason: \
         {missing:#?}\nexceptions without a use: {idle:#?}"
    );
}

/// The rule sees what it is made for.
#[test]
fn literals_are_seen_however_they_are_written() {
    let seen = |code: &str| of_constructors(code);
    assert_eq!(seen(r#"Error::range("a", format!("b {x}"))"#), ["a", "b {x}"]);
    assert_eq!(seen("Error::invalid(\n    \"a\",\n    \"b \\\n     c\",\n)"), ["a", "b c"]);
    assert_eq!(seen(r#"error.with_help("d \"e\"")"#), [r#"d "e""#]);
    assert_eq!(seen(r#"let reason = match a { true => "f", _ => "g" }; h("i")"#), ["f", "g"]);
    assert_eq!(
        seen("// Error::range(\"a\", \"b\")\ntext.parse(\"c\"); let x = '\"'; f(\"d\")"),
        [""; 0]
    );
    assert_eq!(longest_part("it has {} months for {} years"), "months for");
    assert!(stands_in("it has 2 months for 1 years", "it has {} months for {} years"));
    // Half of a text, or its parts in another order, are another text.
    assert!(!stands_in("it has 2 months", "it has {} months for {} years"));
    assert!(!stands_in("for 1 years it has 2 months", "it has {} months for {} years"));
}

/// "1 rows" is written nowhere: a count and its noun come from one function. Files in which the
/// count is never one, or is tested beside it, are named.
#[test]
fn counts_agree_with_their_nouns() {
    const NOUNS: [&str; 14] = [
        "rows",
        "parts",
        "cells",
        "months",
        "years",
        "quantities",
        "periods",
        "codes",
        "columns",
        "files",
        "members",
        "partners",
        "values",
        "points",
    ];
    // Limits of services, of 500 rows at least; places and points beside a test for one.
    const NEVER_ONE: [&str; 3] = ["read/session.rs", "panel/columns.rs", "number/round.rs"];
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for room in std::fs::read_dir(&src).unwrap() {
        let room = room.unwrap().path();
        let files = if room.is_dir() {
            std::fs::read_dir(&room).unwrap().map(|file| file.unwrap().path()).collect()
        } else {
            vec![room]
        };
        for file in files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
            let name = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            if NEVER_ONE.contains(&name.as_str()) {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in lines {
                let is = |noun: &&&str| line.contains(&format!("}} {noun}"));
                found.extend(NOUNS.iter().filter(is).map(|_| format!("{name}: {}", line.trim())));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
