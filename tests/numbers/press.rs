//! What people of the press write: each wording is read with a quantity, a side and an interval, or
//! refused with a reason that is true and a wording that is read. The intervals follow by hand from
//! the table of `Figure`.

use bilateral::number::{Decimal, FigureKind};
use bilateral::{Bounds, Direction, Figure, Hedge, Ratio};
use proptest::prelude::*;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

fn figure(text: &str) -> Figure {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:#}"))
}

fn bounds(low: Bound<&str>, high: Bound<&str>) -> Bounds {
    let at = |text: &str| Ratio::from(text.parse::<Decimal>().unwrap());
    Bounds::new(low.map(at), high.map(at)).unwrap()
}

#[test]
fn press_wordings_are_read() {
    let (growth, level) = (Some(FigureKind::Growth), Some(FigureKind::Level));
    type Row<'a> = (&'a str, Option<FigureKind>, Bound<&'a str>, Bound<&'a str>);
    let rows: &[Row<'_>] = &[
        ("7 % drop", growth, Excluded("-7.5"), Included("-6.5")),
        ("a 7 % drop", growth, Excluded("-7.5"), Included("-6.5")),
        ("an almost 7 % drop", growth, Excluded("-7"), Included("-6.5")),
        ("a more than 7 % increase", growth, Excluded("7"), Unbounded),
        ("a little over 7 % growth", growth, Excluded("7"), Unbounded),
        ("a jump of 7 %", growth, Included("6.5"), Excluded("7.5")),
        ("saw a dip of about 7 %", growth, Included("-7.5"), Included("-6.5")),
        ("7 % year-on-year decline", growth, Excluded("-7.5"), Included("-6.5")),
        ("down 7 % year on year", growth, Excluded("-7.5"), Included("-6.5")),
        ("down 7 %, year-on-year", growth, Excluded("-7.5"), Included("-6.5")),
        ("up 7 % from a year earlier", growth, Included("6.5"), Excluded("7.5")),
        ("7 % higher than a year ago", growth, Included("6.5"), Excluded("7.5")),
        ("7 % more than a year earlier", growth, Included("6.5"), Excluded("7.5")),
        ("-7 % y/y", None, Excluded("-7.5"), Included("-6.5")),
        ("slipped 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("dipped by 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("was down 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("was 7 % lower", growth, Excluded("-7.5"), Included("-6.5")),
        ("had fallen 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("will rise by almost 50 %", growth, Included("45"), Excluded("50")),
        ("edged up 0.3 %", growth, Included("0.25"), Excluded("0.35")),
        ("edged down 0.3 %", growth, Excluded("-0.35"), Included("-0.25")),
        ("rose slightly, by 0.3 %", growth, Included("0.25"), Excluded("0.35")),
        ("jumped 7 %", growth, Included("6.5"), Excluded("7.5")),
        ("soared by well over 7 %", growth, Excluded("7"), Unbounded),
        ("plunged as much as 7 %", growth, Included("-7"), Excluded("0")),
        ("tumbled just under 7 %", growth, Excluded("-7"), Included("-6.5")),
        ("shrank 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("eased 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("climbed 7 %", growth, Included("6.5"), Excluded("7.5")),
        ("surged nearly 40 %", growth, Included("35"), Excluded("40")),
        ("slid some 40 %", growth, Included("-45"), Included("-35")),
        ("plummeted by around 40 percent", growth, Included("-45"), Included("-35")),
        ("tripled", growth, Included("2.9"), Included("3.1")),
        ("rose threefold", growth, Included("2.9"), Included("3.1")),
        ("three times as much", growth, Included("2.9"), Included("3.1")),
        ("1.3 times", growth, Included("1.285"), Included("1.315")),
        ("was twice as high", growth, Included("1.95"), Included("2.05")),
        ("has more than doubled", growth, Excluded("100"), Unbounded),
        ("2x", growth, Included("1.95"), Included("2.05")),
        ("halved", growth, Included("0.475"), Included("0.525")),
        ("edged up to 76.1", level, Included("76.05"), Excluded("76.15")),
        ("slipped to 76.1", level, Included("76.05"), Excluded("76.15")),
        ("rose slightly to 244.8", level, Included("244.75"), Excluded("244.85")),
        ("surged past 200", level, Excluded("200"), Unbounded),
        ("fell just below 60", level, Included("55"), Excluded("60")),
        ("soared to a record high of 190", level, Included("189.5"), Excluded("190.5")),
        ("was 76.1", None, Included("76.05"), Excluded("76.15")),
        ("stood at about 76", None, Included("75.5"), Included("76.5")),
        ("totalled 190", None, Included("189.5"), Excluded("190.5")),
        ("only 4 %", None, Included("3.5"), Excluded("4.5")),
        ("hit a record 190", None, Included("189.5"), Excluded("190.5")),
        ("fell short of 200", None, Unbounded, Excluded("200")),
        ("as much as 40 %", None, Unbounded, Included("40")),
        ("in excess of 40 %", None, Excluded("40"), Unbounded),
        ("~40 %", None, Included("35"), Included("45")),
        ("> 40 %", None, Excluded("40"), Unbounded),
        ("≥40", None, Included("40"), Unbounded),
        ("<= 40", None, Unbounded, Included("40")),
        ("approx. 40", None, Included("35"), Included("45")),
    ];
    for (text, quantity, low, high) in rows {
        let read = figure(text);
        assert_eq!((read.bounds(), read.kind()), (bounds(*low, *high), *quantity), "{text}");
        assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{text} prints as {read}");
    }
}

/// Half the way to the next fraction that is named: 1/24 about thirds and quarters, 1/40 about
/// fifths and tenths.
#[test]
fn fractions_of_the_press() {
    let around = |above: i64, below: i64, parts: i64| {
        let (middle, margin) = (Ratio::new(above, below).unwrap(), Ratio::new(1, parts).unwrap());
        Bounds::new(Included(&middle - &margin), Included(middle + margin)).unwrap()
    };
    for (text, wanted) in [
        ("a tenth", around(1, 10, 40)),
        ("one-tenth", around(1, 10, 40)),
        ("a fifth", around(1, 5, 40)),
        ("two-fifths", around(2, 5, 40)),
        ("a quarter", around(1, 4, 24)),
        ("one-third", around(1, 3, 24)),
        ("two-thirds", around(2, 3, 24)),
        ("half", around(1, 2, 24)),
        ("grew by a third", around(1, 3, 24)),
        ("fell by a tenth", around(1, 10, 40).scaled(&Ratio::from(-1))),
        ("more than a fifth", Bounds::above(Ratio::new(1, 5).unwrap())),
    ] {
        let read = figure(text);
        assert_eq!(read.bounds(), wanted, "{text}");
        assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{text} prints as {read}");
    }
}

/// The wordings in the quotes of a help.
fn offered(help: &str) -> Vec<&str> {
    help.split(['“', '”']).skip(1).step_by(2).collect()
}

#[test]
fn refusals_of_the_press_are_true_and_their_wordings_are_read() {
    for (text, reason, wordings) in [
        ("240 bn", "has no unit", vec!["240"]),
        ("240bn", "has no unit", vec!["240"]),
        ("US$240 billion", "has no unit", vec!["240"]),
        ("more than $240 billion", "has no unit", vec!["more than 240"]),
        ("rose to US$240bn", "has no unit", vec!["rose to 240"]),
        ("between $40 and $50 million", "has no unit", vec!["between 40 and 50"]),
        ("107 million tonnes", "has no unit", vec!["107"]),
        ("22 bcm", "has no unit", vec!["22"]),
        ("rose 1.5 times", "two meanings", vec!["1.5-fold", "rose by 150 %"]),
        (
            "increased by more than 1.5 times",
            "two meanings",
            vec!["more than 1.5-fold", "rose by more than 150 %"],
        ),
        ("2 times higher", "two meanings", vec!["2-fold", "rose by 200 %"]),
        ("fell 3 times", "two meanings", vec!["fell by 50 %", "0.5-fold"]),
        ("up 10.1 % month on month", "compared with", vec!["up 10.1 %"]),
        ("7 percentage points", "difference of two rates", vec!["7 %"]),
        ("rose 9.1 % to 76.1", "two numbers", vec!["rose 9.1 %", "rose to 76.1"]),
        ("rose from 147 to 190", "two numbers", vec!["rose to 190"]),
        ("fell from 60 to 50", "two numbers", vec!["fell to 50"]),
        ("doubled to 200", "two numbers", vec!["doubled", "rose to 200"]),
        ("was up to 76.1", "a limit or a level", vec!["at most 76.1", "rose to 76.1"]),
        ("reached 190", "that much at least", vec!["190", "at least 190"]),
        ("hit 190", "that much at least", vec!["190", "at least 190"]),
        (
            "rose just over 200",
            "growth or the level",
            vec!["rose by more than 200 %", "rose to more than 200"],
        ),
        (
            "fell just under 60",
            "growth or the level",
            vec!["fell by nearly 60 %", "fell to nearly 60"],
        ),
        ("a whopping 40 %", "“a whopping” is not known there", vec!["40 %"]),
        ("7 % hike", "“hike” is not known behind a number", vec!["7 %"]),
        ("unchanged", "it has no number", vec!["rose 7 %"]),
        ("rose", "it has no number", vec!["rose 7 %"]),
        ("an eighth", "it has no number", vec!["rose 7 %"]),
    ] {
        let error = text.parse::<Figure>().unwrap_err();
        assert!(error.is_parse(), "{text}: {error}");
        let spoken = error.to_string();
        assert!(spoken.contains(reason) && !spoken.contains("blank"), "{text}: {spoken}");
        let help = error.help();
        assert_eq!(offered(&help), wordings, "{text}: {help}");
        for wording in offered(&help) {
            assert!(wording.parse::<Figure>().is_ok(), "{text}: {wording}");
        }
    }
    // "Rose 40 to 50 %" is a range or a change and a level.
    let error = "rose 40 to 50 %".parse::<Figure>().unwrap_err();
    assert_eq!(offered(&error.help()), ["rose by between 40 and 50 %", "rose to 50 %"]);
}

/// The list of a refusal is the table of the parser: whatever it names is read where it says.
#[test]
fn every_word_of_the_list_is_read() {
    let error = "a whopping 40 %".parse::<Figure>().unwrap_err().to_string();
    let list = error.split_once("the known words are ").unwrap().1;
    let mut read = 0;
    for part in list.split("; ").filter(|part| part.contains(": ")) {
        let (place, words) = part.split_once(": ").unwrap();
        for word in words.split(", ") {
            let text = match place {
                "before a number" | "without effect on the number" => format!("{word} 40"),
                "behind it" => format!("40 {word}"),
                "which way it went" => format!("{word} 40 %"),
                "behind a number" | "of a change" => format!("40 % {word}"),
                "multiples" | "fractions" => word.to_owned(),
                other => panic!("{other} is not a place"),
            };
            assert!(text.parse::<Figure>().is_ok(), "{text}: {:?}", text.parse::<Figure>());
            if place == "which way it went" {
                assert_eq!(Some(Direction::from_words(word).unwrap()), figure(&text).direction());
            }
            read += 1;
        }
    }
    assert!(read > 150, "{read}");
    for word in ["slipped", "as much as", "a tenth", "tripled", "edged up", "drop", "well over"] {
        assert!(list.contains(word), "{word}");
    }
    let short = Hedge::from_words("a whopping").unwrap_err().to_string();
    assert!(short.contains(list), "{short}");
}

#[test]
fn closed_ends_print_as_closed() {
    for (text, printed) in [
        ("at least 100", "at least 100.0"),
        ("more than 100", "above 100.0"),
        ("up to 100", "at most 100.0"),
        ("less than 100", "below 100.0"),
        ("at least 100.04", "above 100.0"), // rounded outward, so 100.0 itself is not in it
        ("up to 99.96", "below 100.0"),
    ] {
        assert_eq!(figure(text).bounds().outward(1).to_string(), printed, "{text}");
    }
}

proptest! {
    /// Whatever is refused, each wording that its help offers in quotes is read.
    #[test]
    fn every_advice_is_read(
        text in "(was |has )?(rose |fell |up |down |hit |doubled |saw a )?(slightly |by |to |from |up to )?(more than |just over |nearly |record |a whopping )?(US\\$|€|-)?[0-9]{1,3}(\\.[0-9])?( ?%| ?bn| times| times more|-fold| billion| tonnes)?( to [0-9]{1,2}( %)?| drop| higher| year on year| month on month| hike| or more)?",
    ) {
        match text.parse::<Figure>() {
            Ok(read) => prop_assert_eq!(read.to_string().parse::<Figure>().unwrap(), read),
            Err(error) => {
                let help = error.help();
                for wording in offered(&help) {
                    prop_assert!(wording.parse::<Figure>().is_ok(), "{text}: {help}");
                }
            }
        }
    }
}
