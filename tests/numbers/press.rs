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
        ("a little over 7 % growth", growth, Excluded("7"), Included("7.5")),
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
            vec!["rose by just over 200 %", "rose to just over 200"],
        ),
        (
            "fell just under 60",
            "growth or the level",
            vec!["fell by nearly 60 %", "fell to nearly 60"],
        ),
        ("a whopping 40 %", "“a whopping” is not known there", vec![]),
        ("7 % hike", "“hike” is not known behind a number", vec![]),
        ("mroe than 40 %", "the nearest known words are more than", vec![]),
        ("9.1 % declne", "the nearest known words are decline", vec![]),
        ("from 190 to 147", "two numbers", vec!["fell to 147"]),
        ("fell to a third", "a number, not a fraction", vec!["fell to 33 %"]),
        ("fell to 2 times", "not a multiple", vec!["0.5-fold"]),
        (
            "fell by about half",
            "no convention",
            vec!["fell by half", "fell by more than half", "fell by less than half"],
        ),
        ("fell to a record 60", "nothing falls to", vec![]),
        ("growth slowed to 5 %", "how a rate of growth changed", vec![]),
        ("growth fell to 5 %", "how a rate of growth changed", vec![]),
        ("rose five percent", "“five” is a number in words", vec!["rose 5 percent"]),
        ("rose twenty percent", "it has no number in digits", vec!["rose 7 %"]),
        ("as little as 5 %", "that much at least", vec!["5 %", "at least 5 %"]),
        (
            "rose as little as 5 %",
            "that much at least",
            vec!["rose by 5 %", "rose by at least 5 %"],
        ),
        (
            "growth of more than -7 %",
            "a smaller or a larger fall",
            vec!["above -7 %", "fell by more than 7 %"],
        ),
        (
            "just over -7 %",
            "a smaller or a larger fall",
            vec!["nearly -7 %", "fell by just over 7 %"],
        ),
        ("up 6 % compared with 2021", "Claim::growth_on", vec!["up 6 %"]),
        ("up 6 % since 2021", "Claim::growth_on", vec!["up 6 %"]),
        ("up 6 % on 2023", "Claim::growth_on", vec!["up 6 %"]),
        ("fell 6 % from July 2023", "Claim::growth_on", vec!["fell 6 %"]),
        ("unchanged", "it has no number", vec!["rose 7 %"]),
        ("rose", "it has no number", vec!["rose 7 %"]),
        ("an eighth", "it has no number", vec!["rose 7 %"]),
    ] {
        let error = text.parse::<Figure>().unwrap_err();
        assert!(error.is_parse(), "{text}: {error}");
        let spoken = error.to_string();
        let help = error.help();
        let told = spoken.contains(reason) || help.contains(reason);
        assert!(told && !spoken.contains("blank"), "{text}: {spoken}");
        assert_eq!(offered(&help), wordings, "{text}: {help}");
        for wording in offered(&help) {
            assert!(wording.parse::<Figure>().is_ok(), "{text}: {wording}");
        }
    }
    // "Rose 40 to 50 %" is a range or a change and a level.
    let error = "rose 40 to 50 %".parse::<Figure>().unwrap_err();
    assert_eq!(offered(&error.help()), ["rose by between 40 and 50 %", "rose to 50 %"]);
}

/// What a wording says beside its number may not be lost in an advice: a sign, a negation, a base,
/// a measure, or half of the number.
#[test]
fn no_advice_turns_a_claim_round() {
    for text in [
        "9.1 % off",
        "not fell 9.1 %",
        "did not fall by more than 9 %",
        "did not rise 9 % to 76",
        "never rose from 60 to 76",
        "failed to reach 200",
        "not 190",
        "a record low of 60",
        "up 6 % in yuan",
        "up 6 % yuan",
        "up 6 % in volume",
        "up 6 % in real terms",
        "up 6 % annualised",
        "5 ½ %",
        "multiplied by 2.5",
        "250 % of",
        "5 million 200 thousand",
        "slashed 9.1 % to 76",
        "did not reach 190",
        "haircut of 7 %",
        "growth of 6 to 7 %",
        "rose by 5 to 6 times",
        "fall to a record low of 60",
        "minus $5 billion to 6 million",
    ] {
        let error = text.parse::<Figure>().unwrap_err();
        assert_eq!(offered(&error.help()), Vec::<&str>::new(), "{text}: {error:#}");
        let longest = error.to_string().lines().map(|line| line.chars().count()).max();
        assert!(longest < Some(260), "{text}: {error}");
    }
}

#[test]
fn signs_in_words_and_growth_below_zero() {
    let growth = Some(FigureKind::Growth);
    type Row<'a> = (&'a str, Option<FigureKind>, Bound<&'a str>, Bound<&'a str>);
    let rows: &[Row<'_>] = &[
        ("minus 9.1 %", None, Excluded("-9.15"), Included("-9.05")),
        ("Negative 9.1 %", None, Excluded("-9.15"), Included("-9.05")),
        ("plus 9.1 %", None, Included("9.05"), Excluded("9.15")),
        ("about minus 40 %", None, Included("-45"), Included("-35")),
        ("between minus 2 and plus 3 %", None, Included("-2"), Included("3")),
        ("fell minus 7 %", growth, Excluded("-7.5"), Included("-6.5")),
        ("shed 9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("cut by 9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("growth of -6 %", growth, Excluded("-6.5"), Included("-5.5")),
        ("growth of minus 6 %", growth, Excluded("-6.5"), Included("-5.5")),
        ("-6 % growth", growth, Excluded("-6.5"), Included("-5.5")),
        ("growth of about -6 %", growth, Included("-6.5"), Included("-5.5")),
        ("growth of -6 to -5 %", None, Included("-6"), Included("-5")),
        ("growth of above -7 %", None, Excluded("-7"), Unbounded),
        ("a threefold increase", growth, Included("2.9"), Included("3.1")),
        ("a more than threefold increase", growth, Excluded("200"), Unbounded),
    ];
    for (text, quantity, low, high) in rows {
        let read = figure(text);
        assert_eq!((read.bounds(), read.kind()), (bounds(*low, *high), *quantity), "{text}");
        assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{text} prints as {read}");
    }
    for text in ["40 minus 5", "a rise of -6 %", "a fall of +6 %", "minus", "rose minus 7 %"] {
        assert!(text.parse::<Figure>().is_err(), "{text}");
    }
}

/// Half a unit of the last digit that is not zero, or of the last decimal where some are printed:
/// 100.0 is known to the tenths, 100 to the hundreds.
#[test]
fn what_is_printed_finer_is_narrower() {
    for (text, low, high) in [
        ("about 100", Included("50"), Included("150")),
        ("about 100.0", Included("99.95"), Included("100.05")),
        ("about 40.0 %", Included("39.95"), Included("40.05")),
        ("nearly 100.0", Included("99.95"), Excluded("100")),
        ("nearly 200", Included("150"), Excluded("200")),
        ("just over 100", Excluded("100"), Included("150")),
        ("slightly above 107", Excluded("107"), Included("107.5")),
        ("just over 100.0", Excluded("100"), Included("100.05")),
        ("rose by just over 7 %", Excluded("7"), Included("7.5")),
        ("fell by just over 7 %", Included("-7.5"), Excluded("-7")),
        ("just beyond -7 %", Included("-7.5"), Excluded("-7")),
        ("rose just above 200", Excluded("200"), Included("250")),
        ("roughly doubled", Included("90"), Included("110")),
        ("about 3-fold", Included("180"), Included("220")),
        ("roughly halved", Included("-55"), Included("-45")),
    ] {
        let read = figure(text);
        assert_eq!(read.bounds(), bounds(low, high), "{text}");
        assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{text} prints as {read}");
    }
    // A third and half the way to the next fraction: 8/24 to 9/24.
    let third =
        Bounds::new(Excluded(Ratio::new(1, 3).unwrap()), Included(Ratio::new(9, 24).unwrap()));
    assert_eq!(figure("just over a third").bounds(), third.unwrap());
    // A change of unit keeps the width, there and back and through a file.
    for (text, power, low, high) in [
        ("about 1.0", 3, "950", "1050"),
        ("about 1", 3, "500", "1500"),
        ("about 100", -3, "0.05", "0.15"),
    ] {
        let shifted = figure(text).in_smaller_unit(power).unwrap();
        assert_eq!(shifted.bounds(), bounds(Included(low), Included(high)), "{text}");
        let kept = serde_json::to_string(&shifted).unwrap();
        assert_eq!(serde_json::from_str::<Figure>(&kept).unwrap(), shifted, "{kept}");
    }
}

/// The list in the documentation is the table of the parser: whatever it names is read where it
/// says, and it names every word of the tables.
#[test]
fn every_word_of_the_list_is_read() {
    let list = include_str!("../../src/number/words.md");
    let mut read = 0;
    for row in list.lines().filter(|line| line.contains("| `")) {
        let (place, words) = row.trim_matches(['|', ' ']).split_once(" | ").unwrap();
        for word in words.split('`').skip(1).step_by(2) {
            let text = match place {
                "before a number" | "before a number, without effect on it" => format!("{word} 40"),
                "behind a number" => format!("40 {word}"),
                "which way it went, before a number" => format!("{word} 40 %"),
                "which way it went, behind a number" => format!("40 % {word}"),
                place if place.starts_with("a change") => format!("40 % {word}"),
                "multiples" | "fractions" => word.to_owned(),
                other => panic!("{other} is not a place"),
            };
            assert!(text.parse::<Figure>().is_ok(), "{text}: {:?}", text.parse::<Figure>());
            if place == "which way it went, before a number" {
                assert_eq!(Some(Direction::from_words(word).unwrap()), figure(&text).direction());
            }
            read += 1;
        }
    }
    assert!(read > 150, "{read}");
    let source = include_str!("../../src/number/words.rs");
    for table in [
        "HEDGES",
        "PLAIN",
        "HEDGES_BEHIND",
        "DIRECTIONS",
        "BEHIND",
        "NOUNS",
        "MULTIPLES",
        "FRACTIONS",
    ] {
        let rows = source.split_once(&format!("const {table}: ")).unwrap().1;
        let rows = rows.split_once("];").unwrap().0;
        for word in rows.split('"').skip(1).step_by(2) {
            assert!(list.contains(&format!("`{}`", word.trim())), "{table}: {word}");
        }
    }
    let short = Hedge::from_words("a whopping").unwrap_err().to_string();
    assert!(short.contains("documentation of Figure"), "{short}");
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
    /// Before words that may turn a claim round, no wording is offered without them.
    #[test]
    fn unknown_words_are_never_dropped(
        before in prop::sample::select(vec![
            "did not ", "never ", "failed to ", "far from ", "hardly ", "anything but ",
        ]),
        text in "(was |has )?(rose |fell |up |down )?(by |to )?(more than |just over |nearly |a record )?(-|minus )?[0-9]{1,3}(\\.[0-9])?( ?%| times|-fold| bn)?( to [0-9]{1,2}( %)?| drop| year on year)?",
    ) {
        let text = format!("{before}{text}");
        if let Err(error) = text.parse::<Figure>() {
            let help = error.help();
            let offered: Vec<&str> = offered(&help);
            prop_assert!(offered.is_empty(), "{text}: {help}");
        } else {
            prop_assert!(false, "{text} is read");
        }
    }

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
