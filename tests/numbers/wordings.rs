//! What each wording means: the table of `Figure`, row by row, the laws of directions, and what is
//! refused.

use bilateral::area::{CHN, RUS};
use bilateral::number::{Decimal, FigureKind};
use bilateral::unit::USD;
use bilateral::{Bounds, Direction, Figure, Hedge, Key, Money, Observation, Period, Ratio, Series};
use proptest::prelude::*;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

fn figure(text: &str) -> Figure {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn at(text: &str) -> Ratio {
    Ratio::from(text.parse::<Decimal>().unwrap())
}

fn bounds(low: Bound<&str>, high: Bound<&str>) -> Bounds {
    Bounds::new(low.map(at), high.map(at)).unwrap()
}

/// Growth is in percent here, the quantity as the table says: `None` where the words leave it open.
#[test]
fn every_row_of_the_table() {
    let growth = Some(FigureKind::Growth);
    type Row<'a> = (&'a str, Option<FigureKind>, Bound<&'a str>, Bound<&'a str>);
    let rows: &[Row<'_>] = &[
        ("-9.1 %", None, Excluded("-9.15"), Included("-9.05")),
        ("\u{2212}9.1 %", None, Excluded("-9.15"), Included("-9.05")),
        ("\u{2013}9.1%", None, Excluded("-9.15"), Included("-9.05")),
        ("+9.1 percent", None, Included("9.05"), Excluded("9.15")),
        ("more than 40 %", None, Excluded("40"), Unbounded),
        ("More than 40 per cent", None, Excluded("40"), Unbounded),
        ("at least 40 %", None, Included("40"), Unbounded),
        ("40 % or more", None, Included("40"), Unbounded),
        ("40 or less", None, Unbounded, Included("40")),
        ("between 40 and 50 %", None, Included("40"), Included("50")),
        ("between 40 % and 50 %", None, Included("40"), Included("50")),
        ("40-50 %", None, Included("40"), Included("50")),
        ("40\u{2013}50 %", None, Included("40"), Included("50")),
        ("40 to 50 %", None, Included("40"), Included("50")),
        ("between -2 and 3 %", None, Included("-2"), Included("3")),
        ("rose 9.1 %", growth, Included("9.05"), Excluded("9.15")),
        ("rose by 9.1 %", growth, Included("9.05"), Excluded("9.15")),
        ("rose +9.1 %", growth, Included("9.05"), Excluded("9.15")),
        ("9.1 % higher", growth, Included("9.05"), Excluded("9.15")),
        ("fell 9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("fell -9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("fell \u{2212}9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("a fall of 9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("9.1 % lower", growth, Excluded("-9.15"), Included("-9.05")),
        ("down 9.1 %", growth, Excluded("-9.15"), Included("-9.05")),
        ("rose by more than 7 %", growth, Excluded("7"), Unbounded),
        ("up more than 7 %", growth, Excluded("7"), Unbounded),
        ("fell by more than 7 %", growth, Unbounded, Excluded("-7")),
        ("fell by at least 7 %", growth, Unbounded, Included("-7")),
        ("shrank 7 % or more", growth, Unbounded, Included("-7")),
        ("rose by less than 7 %", growth, Excluded("0"), Excluded("7")),
        ("rose by up to 7 %", growth, Excluded("0"), Included("7")),
        ("fell by less than 7 %", growth, Excluded("-7"), Excluded("0")),
        ("fell by up to 7 %", growth, Included("-7"), Excluded("0")),
        ("fell by nearly 7 %", growth, Excluded("-7"), Included("-6.5")),
        ("fell by about 40 %", growth, Included("-45"), Included("-35")),
        ("fell by exactly 7 %", growth, Included("-7"), Included("-7")),
        ("fell by between 40 and 50 %", growth, Included("-50"), Included("-40")),
        ("declined 40-50 %", growth, Included("-50"), Included("-40")),
        ("more than doubled", growth, Excluded("100"), Unbounded),
        ("almost tripled", growth, Included("150"), Excluded("200")),
        ("nearly halved", growth, Excluded("-50"), Included("-45")),
        ("more than 3-fold", growth, Excluded("200"), Unbounded),
        ("above -7 %", None, Excluded("-7"), Unbounded),
        ("below -7 %", None, Unbounded, Excluded("-7")),
        ("-7 % or higher", None, Included("-7"), Unbounded),
        ("-7 % or lower", None, Unbounded, Included("-7")),
        ("nearly -7 %", None, Excluded("-7"), Included("-6.5")),
        ("rose to 76.1", Some(FigureKind::Level), Included("76.05"), Excluded("76.15")),
        ("fell to 76.1", Some(FigureKind::Level), Included("76.05"), Excluded("76.15")),
        ("rose to more than 200", Some(FigureKind::Level), Excluded("200"), Unbounded),
        ("rose to a record 190", Some(FigureKind::Level), Included("189.5"), Excluded("190.5")),
        ("rose above 76.1", Some(FigureKind::Level), Excluded("76.1"), Unbounded),
        ("fell below 60", Some(FigureKind::Level), Unbounded, Excluded("60")),
        ("rose by above 7 %", growth, Excluded("7"), Unbounded),
        ("rose over 7 %", growth, Excluded("7"), Unbounded),
        ("up to 40", None, Unbounded, Included("40")), // a hedge and no direction
    ];
    for (text, quantity, low, high) in rows {
        let read = figure(text);
        assert_eq!((read.bounds(), read.kind()), (bounds(*low, *high), *quantity), "{text}");
        assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{text} prints as {read}");
    }
}

/// "Doubled" and its kind are ratios of levels: growth within 5 % of what they say. Fractions are
/// parts of one.
#[test]
fn multiples_and_fractions() {
    for (text, low, high) in [
        ("doubled", "1.95", "2.05"),
        ("tripled", "2.9", "3.1"),
        ("2.5-fold", "2.425", "2.575"),
        ("rose 2.5-fold", "2.425", "2.575"),
        ("halved", "0.475", "0.525"),
    ] {
        assert_eq!(figure(text).bounds(), bounds(Included(low), Included(high)), "{text}");
        assert_eq!(figure(text).kind(), Some(FigureKind::Growth));
    }
    let twenty_fourth = Ratio::new(1, 24).unwrap();
    let third = Ratio::new(1, 3).unwrap();
    let fell = figure("fell by a third").bounds();
    assert_eq!(fell.low(), Included(&(-(third.clone()) - twenty_fourth.clone())));
    assert_eq!(fell.high(), Included(&(twenty_fourth - third.clone())));
    assert_eq!(figure("more than a third").bounds(), Bounds::above(third));
    assert_eq!(figure("halved").direction(), Some(Direction::Fall));
    for text in
        ["fell by a third", "more than a third", "half", "rose by half", "doubled", "halved"]
    {
        assert_eq!(figure(text).to_string().parse::<Figure>().unwrap(), figure(text));
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    for text in [
        "rose -7 %",
        "rose \u{2212}7 %",
        "fell +7 %",
        "up -7 %",
        "fell by between -7 and -9 %",
        "fell 2-fold",
        "fell doubled",
        "rose halved",
        "doubled to 200",
        "rose exactly 0",
        "fell by less than 0 %",
        "rose 40 to 50 %",
        "rose 9.1 % to 76.1",
        "between 50 and 40 %",
        "rose to a third",
        "fell to a record 60",
        "rose",
        "fell by",
        "more than",
        "40 % 50",
        "increased by 1.5 times",
        "",
    ] {
        let error = text.parse::<Figure>().unwrap_err();
        assert!(
            error.is_parse() || matches!(error.kind(), bilateral::ErrorKind::Invalid { .. }),
            "{text}: {error}"
        );
    }
    // A fall that is given its sign twice is a fall, and never a rise.
    assert_eq!(figure("fell -7 %").value(), Ratio::from(-7));
}

/// The words that people use for sizes are refused of negative numbers; the help names both
/// readings, and both are read.
#[test]
fn more_than_minus_seven_has_two_readings() {
    for (text, one, other) in [
        ("more than -7", "above -7", "fell by more than 7"),
        ("over -7 %", "above -7 %", "fell by more than 7 %"),
        ("less than -7", "below -7", "fell by less than 7"),
        ("at least -7", "-7 or higher", "fell by at least 7"),
        ("up to -7", "-7 or lower", "fell by up to 7"),
        ("-7 or more", "-7 or higher", "fell by at least 7"),
        ("rose over 200", "rose by more than 200 %", "rose to more than 200"),
    ] {
        let help = text.parse::<Figure>().unwrap_err().help();
        let quoted: Vec<&str> = help.split(['“', '”']).skip(1).step_by(2).collect();
        assert_eq!(quoted, [one, other], "{text}");
        let (one, other) = (figure(one).bounds(), figure(other).bounds());
        assert!(
            one != other || figure(quoted[0]).kind() != figure(quoted[1]).kind(),
            "{text}: the two differ"
        );
    }
    let help = "between 50 and 40".parse::<Figure>().unwrap_err().help();
    assert_eq!(figure(help.strip_prefix("write ").unwrap()), figure("between 40 and 50"));
    let help = "rose -7 %".parse::<Figure>().unwrap_err().help();
    for example in help
        .strip_prefix("write ")
        .unwrap()
        .split([',', ':'])
        .map(|part| part.replace("or the sign alone", ""))
    {
        assert!(example.trim().is_empty() || example.parse::<Figure>().is_ok(), "{example}");
    }
    for example in
        "fell 2-fold".parse::<Figure>().unwrap_err().help().trim_start_matches("write ").split(", ")
    {
        assert!(example.trim_start_matches("or ").parse::<Figure>().is_ok(), "{example}");
    }
    let help = "about half".parse::<Figure>();
    assert!(help.unwrap_err().help().contains("fraction alone"));
}

/// A rate is no level and a level is no rate, wherever one is put in.
#[test]
fn rates_and_levels_keep_their_place() {
    let empty = || Series::<Money>::new(Key::exports(CHN).to(RUS), USD.billion());
    for text in [
        "190 %",
        "fell 9.1 %",
        "rose to 76.1",
        "between 40 and 50",
        "more than doubled",
        "more than a third",
    ] {
        assert!(empty().with("2023", text).is_err(), "{text}");
    }
    let with = |growth: &str| {
        empty().with_observation(Observation::growth_only(Period::year(2023), figure(growth)))
    };
    assert!(with("rose to 76.1").is_err());
    let published =
        |growth: &str| with(growth).unwrap().published_growth(Period::year(2023)).unwrap();
    assert_eq!(published("fell by more than 7 %").bounds(), bounds(Unbounded, Excluded("-0.07")));
    assert_eq!(published("fell 9.1 %").growth().ratio(), &at("-0.091"));
    assert_eq!(published("fell 9.1").to_string(), "fell 9.1 %, 2023");
    assert_eq!(published("-9.1 %"), published("-9.1"));
    assert_eq!(published("doubled").bounds(), bounds(Included("0.95"), Included("1.05")));
    assert_eq!(published("fell by half").growth().ratio(), &at("-0.5"));
    // A level of 50 that fell by more than half of it was above 100; of a range there is no point.
    let level = Observation::new(Period::year(2023), figure("50"));
    let base = |growth: &str| {
        let series = empty().with_observation(level.clone().with_growth(figure(growth))).unwrap();
        series.implied_base(Period::year(2023)).unwrap()
    };
    assert!(
        base("fell by more than 50 %").bounds().low() == Excluded(&Ratio::from(99)),
        "{}",
        base("fell by more than 50 %")
    );
    assert!(base("between 40 and 50 %").point().is_err());
}

fn hedge() -> impl Strategy<Value = Hedge> {
    prop::sample::select(vec![
        Hedge::Rounded,
        Hedge::Exact,
        Hedge::MoreThan,
        Hedge::LessThan,
        Hedge::AtLeast,
        Hedge::UpTo,
        Hedge::Nearly,
        Hedge::About,
        Hedge::Between,
        Hedge::Fold,
        Hedge::Fraction,
        Hedge::Record,
    ])
}

fn words() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "exactly",
        "more than",
        "less than",
        "at least",
        "up to",
        "nearly",
        "about",
        "no less than",
        "just under",
    ])
}

proptest! {
    /// "Fell by x" is the mirror of "rose by x" for every hedge, and neither holds zero or the
    /// other side.
    #[test]
    fn a_fall_is_the_mirror_of_a_rise(
        words in words(),
        size in 1..100_000_i64,
        places in 0..4_u32,
        percent in any::<bool>(),
    ) {
        let number =
            format!("{words} {}{}", Decimal::new(size, places), if percent { " %" } else { "" });
        let (rose, fell) =
            (figure(&format!("rose by {number}")), figure(&format!("fell by {number}")));
        let minus = Ratio::from(-1);
        prop_assert_eq!(fell.bounds(), rose.bounds().scaled(&minus));
        prop_assert_eq!(fell.value(), rose.value() * minus);
        prop_assert!(Bounds::above(Ratio::zero()).contains_all(&rose.bounds()));
        // A rise is what the number alone says, as far as that is one.
        let plain = figure(number.trim()).bounds();
        prop_assert_eq!(Some(rose.bounds()), plain.intersection(&Bounds::above(Ratio::zero())));
        for text in
            [format!("{number} higher"), format!("up {number}"), format!("increased {number}")]
        {
            prop_assert_eq!(figure(text.trim()), rose);
        }
        // A range too.
        let range = format!("between {size} and {}", size + 5);
        prop_assert_eq!(
            figure(&format!("down by {range}")).bounds(),
            figure(&format!("up by {range}")).bounds().scaled(&Ratio::from(-1))
        );
    }

    /// Whatever a figure is made of, its print is read back as itself.
    #[test]
    fn print_and_read(
        hedge in hedge(),
        number in -100_000..100_000_i64,
        places in 0..5_u32,
        more in 0..1_000_i64,
    ) {
        let value = Decimal::new(number, places);
        let one = Figure::hedged(value, hedge);
        let range = Figure::between(value, Decimal::new(number + more, places)).unwrap();
        for figure in [one, range, one.without_hedge()] {
            let text = figure.to_string();
            prop_assert_eq!(text.parse::<Figure>().unwrap(), figure, "{}", text);
            let json = serde_json::to_string(&figure).unwrap();
            prop_assert_eq!(serde_json::from_str::<Figure>(&json).unwrap(), figure);
        }
    }

    /// The same for everything that is read.
    #[test]
    fn read_and_print(
        words in words(),
        before in prop::sample::select(
            vec!["", "rose ", "fell by ", "rose to ", "fell to ", "down "],
        ),
        number in 1..100_000_i64,
        places in 0..4_u32,
        percent in prop::sample::select(vec!["", " %", "%", " percent"]),
    ) {
        let text = format!("{before}{words} {}{percent}", Decimal::new(number, places));
        let read = figure(&text);
        prop_assert_eq!(read.to_string().parse::<Figure>().unwrap(), read, "{}", text);
        prop_assert_eq!(read.is_percent(), !percent.is_empty());
        // A change of unit and back keeps a level, and never touches a rate.
        if read.is_percent() || read.kind() == Some(FigureKind::Growth) {
            prop_assert_eq!(read.in_smaller_unit(3).unwrap(), read);
        } else {
            prop_assert_eq!(
                read.in_smaller_unit(3).unwrap().bounds(),
                read.bounds().scaled(&Ratio::from(1000))
            );
        }
    }

    /// Any sentence is read or refused, and what is read prints and is read again.
    #[test]
    fn nothing_panics(
        text in "((rose|fell|up|down|by|to|between|and|more than|nearly|doubled|half|a third|or higher|or more|higher|-|\u{2212}|[0-9]{1,3}|%|percent|\\.) ?){0,7}",
    ) {
        if let Ok(read) = text.parse::<Figure>() {
            prop_assert_eq!(
                read.to_string().parse::<Figure>().unwrap(),
                read,
                "{} prints as {}",
                text,
                read
            );
            let _ = (read.bounds(), read.working_range(), read.value(), read.without_hedge());
        }
    }
}

fn refusal(text: &str) -> String {
    text.parse::<Figure>().unwrap_err().to_string()
}

#[test]
fn the_point_of_a_range_is_its_middle() {
    assert_eq!(figure("between 40 and 51").value(), at("45.5"));
    assert_eq!(figure("between -3 and 1").value(), at("-1"));
}

#[test]
fn multiples_say_which_way_it_went() {
    assert_eq!(figure("2.5-fold").direction(), Some(Direction::Rise));
    assert_eq!(figure("0.5-fold").direction(), Some(Direction::Fall));
    // One times as much is neither.
    assert_eq!(Figure::hedged(Decimal::ONE, Hedge::Fold).direction(), None);
    assert!(refusal("1-fold").contains("must not be one"));
    assert_eq!(Direction::from_words(" Shrank ").unwrap(), Direction::Fall);
    assert_eq!(Direction::from_words("rose").unwrap(), Direction::Rise);
    assert!(Direction::from_words("moved").is_err());
}

#[test]
fn without_words_the_digits_are_left() {
    assert_eq!(figure("rose to more than 190").without_hedge(), figure("190"));
    assert_eq!(figure("fell by more than 7 %").without_hedge(), figure("-7 %"));
}

/// "More than 40" is mostly said of 40 to 50.
#[test]
fn the_working_range_ends_at_the_next_round_number() {
    for (text, low, high) in [
        ("more than 40", "40", "50"),
        ("rose by more than 40 %", "40", "50"),
        ("fell by more than 40 %", "-50", "-40"),
        ("more than 107", "107", "108"),
    ] {
        let range = figure(text).working_range();
        assert_eq!(range, bounds(Excluded(low), Excluded(high)), "{text}");
    }
    assert_eq!(figure("nearly 30").working_range(), figure("nearly 30").bounds());
    // No round number comes next after a fraction.
    let third = figure("fell by more than a third");
    assert_eq!(third.working_range(), third.bounds());
    assert!(third.working_range().contains(&Ratio::new(-2, 5).unwrap()));
}

#[test]
fn a_coarser_last_digit_is_read_and_no_other() {
    let read = |last: i8| {
        let text = format!(r#"{{"text":"1280","last_digit":{last}}}"#);
        serde_json::from_str::<Figure>(&text)
    };
    // Known to the tens: 1275 to 1285.
    let bounds_of_tens = bounds(Included("1275"), Excluded("1285"));
    assert_eq!(read(1).unwrap().bounds(), bounds_of_tens);
    assert!(read(0).is_err() && read(-1).is_err() && read(29).is_err());
}

#[test]
fn percent_signs_are_kept() {
    for (text, printed) in [
        ("more than doubled", "rose by more than 100 %"),
        ("7 % or more", "at least 7 %"),
        ("between 5 and 6 %", "between 5 and 6 %"),
        ("fell by between 5 % and 6 %", "fell by between 5 and 6 %"),
        ("fell by more than a third", "fell by more than a third"),
    ] {
        assert_eq!(figure(text).to_string(), printed, "{text}");
    }
}

#[test]
fn only_a_verb_makes_over_ambiguous() {
    assert_eq!(figure("over 107").hedge(), Hedge::MoreThan);
    assert!(refusal("rose over 107").contains("growth or the level"));
}

#[test]
fn signs_and_words_must_agree() {
    for text in ["rose -7 %", "fell +7 %"] {
        assert!(refusal(text).contains("the sign contradicts the word"), "{text}");
    }
    for text in ["rose by between -5 and 6 %", "rose by between +5 and 6 %"] {
        assert!(refusal(text).contains("have no sign"), "{text}: {}", refusal(text));
    }
}

#[test]
fn refusals_of_numbers_say_what_is_wrong() {
    let refusal = |text: &str| bilateral::number::parse_decimal(text).unwrap_err().to_string();
    for (text, words) in [
        ("", "no digits"),
        ("1 234", "a blank"),
        ("1,234", "a separator"),
        ("1e5", "exponents"),
        (".5", "a digit on both sides"),
        ("1.2.3", "more than one point"),
        ("1x", "not a digit"),
        ("0.12345678901234567890123456789", "more than 28 places"),
    ] {
        assert!(refusal(text).contains(words), "{text}: {}", refusal(text));
    }
}
