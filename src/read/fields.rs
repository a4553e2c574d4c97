//! What single fields say, for every format: codes, flags, what is missing, and the meaning of the
//! field before.
//!
//! A code can be missing, unreadable, unknown, or another one than was looked for. These are four
//! different things, and only here is it said which spellings are missing and which texts are a
//! code that was written as a number.

/// True where a file says that there is nothing: blank, `NA`, `null`, `-` and their like, in any
/// case.
///
/// Codes of two letters must be looked up first where `NA` is one of them (Namibia).
pub(crate) fn is_missing(text: &[u8]) -> bool {
    // Nearly all fields begin with a digit.
    if text.first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let text = text.trim_ascii();
    match text {
        b"" | b"-" | b"--" | b"." | b".." | b"..." | b"?" | b":" => true,
        _ => MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)),
    }
}

/// Words for what is not there; in parentheses those of the US Census for what is withheld, not
/// reliable enough, not applicable or not available; behind a colon those of Eurostat.
const MISSING: [&[u8]; 17] = [
    b"na", b"n/a", b"#n/a", b"<na>", b"n.a.", b"null", b"none", b"nan", b"(d)", b"(s)", b"(x)",
    b"(na)", b":c", b": c", b":u", b": u", b":z",
];

/// Digits that went through a column of floats have a point and zeros behind: `381800.0` is
/// `381800`. Any other text is returned as it is.
pub(crate) fn code(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let Some(point) = text.iter().position(|byte| *byte == b'.') else { return text };
    let (whole, rest) = (
        text.get(..point).unwrap_or_default(),
        text.get(point.saturating_add(1)..).unwrap_or_default(),
    );
    let is_float = is_digits(whole) && !rest.is_empty() && rest.iter().all(|byte| *byte == b'0');
    if is_float { whole } else { text }
}

/// The two codes of goods that `2709.00` may be: 2709, printed as a number of two places, or
/// 270900, with a point as tariffs print it. None for other texts, and where no code has that many
/// digits.
pub(crate) fn two_readings(text: &[u8], most_digits: usize) -> Option<[String; 2]> {
    let number = code(text);
    let is_pair = number.len().is_multiple_of(2) && number.len().saturating_add(2) <= most_digits;
    let number = std::str::from_utf8(number).ok().filter(|_| is_pair)?;
    let is_it = text.trim_ascii() == format!("{number}.00").as_bytes();
    is_it.then(|| [number.to_owned(), format!("{number}00")])
}

/// The same in words.
pub(crate) fn told_twice(text: &[u8], most_digits: usize) -> Option<String> {
    let [one, two] = two_readings(text, most_digits)?;
    Some(format!("{}; {one} or {two}", std::str::from_utf8(text.trim_ascii()).ok()?))
}

fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// The number of a code, `0`, `0.0` and `00` alike; none if it is not made of digits.
pub(crate) fn number_of(text: &[u8]) -> Option<u32> {
    // Nearly all codes are a few digits.
    if (1..=9).contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
        let digits = text.iter().map(|byte| u32::from(byte.wrapping_sub(b'0')));
        return Some(digits.fold(0, |sum, digit| sum.wrapping_mul(10).wrapping_add(digit)));
    }
    let digits = code(text);
    std::str::from_utf8(digits).ok().filter(|_| is_digits(digits))?.parse().ok()
}

/// What a field of a yes or a no says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    Yes,
    No,
    Missing,
    Unreadable,
}

impl Flag {
    pub(crate) fn of(text: &[u8]) -> Flag {
        let text = text.trim_ascii();
        match text {
            b"true" | b"True" | b"1" => return Flag::Yes,
            b"false" | b"False" | b"0" => return Flag::No,
            b"" => return Flag::Missing,
            _ => {}
        }
        let is = |words: &[&[u8]]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is(&[b"true", b"t", b"yes", b"1", b"1.0"]) {
            Flag::Yes
        } else if is(&[b"false", b"f", b"no", b"0", b"0.0"]) {
            Flag::No
        } else if is_missing(text) {
            Flag::Missing
        } else {
            Flag::Unreadable
        }
    }
}

/// A name of a column without case, blanks and punctuation, so that `Trade Value (US$)`,
/// `Trade.Value..US..` and `trade_value_us` are one.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The last text and what it means: neighbours are as a rule alike.
#[derive(Debug, Clone)]
pub(crate) struct Last<T> {
    text: Vec<u8>,
    meant: Option<T>,
    seen: bool,
}

impl<T> Default for Last<T> {
    fn default() -> Last<T> {
        Last { text: Vec::new(), meant: None, seen: false }
    }
}

impl<T: Copy> Last<T> {
    /// What the text means; it is looked up only if it is not that of the row before.
    pub(crate) fn get(
        &mut self,
        text: &[u8],
        look_up: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        if !self.seen || self.text != text {
            self.meant = look_up(text);
            self.seen = true;
            self.text.clear();
            self.text.extend_from_slice(text);
        }
        self.meant
    }
}

/// Whether the last field of a line without a line end can be longer than what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// Anything can follow: a number, a name, a code of no list.
    Open,
    /// A yes or a no.
    Flag,
    /// One of these.
    OneOf(&'static [&'static str]),
}

impl Ends {
    /// True if the field is whole: a member of the closed list that no other member begins with.
    pub(crate) fn is_whole(self, field: &[u8]) -> bool {
        let field = field.trim_ascii();
        match self {
            Ends::Open => matches!(field, b"NA" | b"N/A" | b"NaN" | b"null" | b"NULL"),
            Ends::Flag => [&b"true"[..], b"false", b"0", b"1"]
                .iter()
                .any(|word| field.eq_ignore_ascii_case(word)),
            Ends::OneOf(list) => {
                let begun = list.iter().filter(|word| word.as_bytes().starts_with(field));
                list.iter().any(|word| word.as_bytes() == field) && begun.count() == 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_neither_zero_nor_a_code() {
        for text in [
            "", " ", "NA", "na", "N/A", "#N/A", "null", "NULL", "None", "NaN", "-", ":", ".", "?",
            " NA ", "(D)", "(d)", "(X)", ":c", ": c",
        ] {
            assert!(is_missing(text.as_bytes()), "{text}");
        }
        for text in ["0", "0.0", "NAM", "nothing", "-1", "C00", "--1", "W00"] {
            assert!(!is_missing(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn codes_that_were_numbers_are_codes_again() {
        assert_eq!(
            [&b"0.0"[..], b"8.0", b"381800.00", b" 156 "].map(code),
            [&b"0"[..], b"8", b"381800", b"156"]
        );
        for text in ["1.5", "1.", ".0", "C00", "-1", "1e3", "2.0.0", ""] {
            assert_eq!(code(text.as_bytes()), text.as_bytes(), "{text}");
        }
        assert_eq!(
            [&b"0"[..], b"0.0", b"00", b"2100"].map(number_of),
            [Some(0), Some(0), Some(0), Some(2100)]
        );
        assert_eq!([&b""[..], b"-1", b"NA", b"x", b"1.5"].map(number_of), [None; 5]);
    }

    #[test]
    fn a_point_and_two_zeros_have_two_readings() {
        let both = |text: &str, most| two_readings(text.as_bytes(), most);
        assert_eq!(both(" 2709.00", 6), Some(["2709".to_owned(), "270900".to_owned()]));
        assert_eq!(both("270900.00", 8), Some(["270900".to_owned(), "27090000".to_owned()]));
        for text in ["2709.0", "2709.000", "270900.00", "270.00", "2709", "27.10", "x.00", ".00"] {
            assert_eq!(both(text, 6), None, "{text}");
        }
    }

    #[test]
    fn names_of_columns_have_no_punctuation() {
        for name in ["Trade Value (US$)", "Trade.Value..US..", "trade_value_us", "tradeValueUS"] {
            assert_eq!(bare(name), "tradevalueus");
        }
        assert_eq!(bare(" 商品编码 "), "商品编码");
    }

    #[test]
    fn a_field_is_whole_if_nothing_else_begins_with_it() {
        assert!(
            Ends::Flag.is_whole(b"True")
                && !Ends::Flag.is_whole(b"Tru")
                && !Ends::Flag.is_whole(b"")
        );
        let list = Ends::OneOf(&["e", "c", "p", "ep"]);
        assert!(
            list.is_whole(b"c")
                && !list.is_whole(b"e")
                && list.is_whole(b"ep")
                && !list.is_whole(b"")
        );
        assert!(!Ends::Open.is_whole(b"12") && Ends::Open.is_whole(b"NA"));
    }
}
