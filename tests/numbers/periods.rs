//! Periods: what is read and printed, what is refused, and the laws of spans.

use bilateral::{Day, Month, Period, PublicationDate, date};
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

#[test]
fn reads_every_form_that_files_and_people_write() {
    let cases = [
        ("2023", Period::year(2023)),
        ("2023-04", Period::month(2023, 4)),
        ("2023-M04", Period::month(2023, 4)),
        ("202304", Period::month(2023, 4)),
        ("2023-Q1", Period::quarter(2023, 1)),
        ("2023-Q4", Period::quarter(2023, 4)),
        ("2023-S1", Period::half(2023, 1)),
        ("2023-H2", Period::half(2023, 2)),
        ("2023-01/2023-04", Period::january_to(2023, 4)),
        ("2023-01/P4M", Period::january_to(2023, 4)),
        ("2023-04/P1Y", Period::twelve_months_from(2023, 4)),
        ("2022-05/2023-04", Period::rolling_12(2023, 4)),
        ("Apr 2023", Period::month(2023, 4)),
        ("Jan-Apr 2023", Period::january_to(2023, 4)),
        ("jan-feb 2023", Period::january_february(2023)),
        ("Apr 2023-Mar 2024", Period::twelve_months_from(2023, 4)),
    ];
    for (text, period) in cases {
        assert_eq!(text.parse::<Period>().unwrap(), period, "{text}");
    }
}

#[test]
fn refuses_what_is_ambiguous_or_impossible() {
    let refused = [
        "",
        " ",
        "23",
        "23-04",
        "2023-4",
        "2023-13",
        "2023-00",
        "2023-0",
        "0000",
        "2023-Q5",
        "2023-Q0",
        "2023-H3",
        "2023-S0",
        "04/2023",
        "4/2023",
        "2023/24",
        "2022/2023",
        "2023-04-01",
        "2023-04/2023-01",
        "2023-04/P0M",
        "2023-04/P",
        "2023-04/P-1M",
        "2023-04/P1D",
        "2023/2023-04",
        "2023-Q1/2023-Q2",
        "April 2023",
        "Jan-Apr",
        "Jan 2023-",
        "Apr-Jan 2023",
        "2023 ",
        " 2023",
        "+2023",
        "-2023",
        "２０２３",
        "20230",
        "2023013",
        "2023-01/",
        "/2023-01",
        "9999-12/P2M",
        "2023-M4",
        "2023-m04",
        "20 23",
        "2023-Q11",
        "Jan-Apr  2023",
    ];
    for text in refused {
        let error = text.parse::<Period>().expect_err(text);
        assert!(error.is_parse() && !error.help().is_empty(), "{text}: {error}");
    }
}

#[test]
fn prints_as_reports_do() {
    let cases = [
        (Period::january_to(2023, 4), "Jan-Apr 2023", "2023-01/2023-04"),
        (Period::month(2023, 4), "Apr 2023", "2023-04"),
        (Period::year(2023), "2023", "2023"),
        (Period::january_to(2023, 12), "2023", "2023"),
        (Period::rolling_12(2023, 4), "May 2022-Apr 2023", "2022-05/2023-04"),
        (
            Period::from_to(bilateral::month(2021, 1), bilateral::month(2022, 12)),
            "Jan 2021-Dec 2022",
            "2021-01/2022-12",
        ),
    ];
    for (period, printed, iso) in cases {
        assert_eq!((period.to_string().as_str(), period.iso().as_str()), (printed, iso));
    }
}

#[test]
fn impossible_numbers_from_data_are_errors() {
    assert!(Period::try_month(2023, 0).is_err());
    assert!(Period::try_month(2023, 13).is_err());
    assert!(Period::try_year(0).is_err());
    assert!(Period::try_year(10_000).is_err());
    assert!(Period::try_quarter(2023, 5).is_err());
    assert!(Period::try_half(2023, 0).is_err());
    assert!(Period::try_january_to(2023, 13).is_err());
    assert!(Period::try_rolling_12(1, 11).is_err());
    assert!(Period::try_rolling_12(1, 12).is_ok());
    assert!(Period::try_twelve_months_from(9999, 2).is_err());
    assert!(Period::try_january_february(-1).is_err());
    assert!(Period::try_from_to(bilateral::month(2023, 4), bilateral::month(2023, 3)).is_err());
    assert!(Period::year(1).year_earlier().is_err());
    assert!(Period::year(9999).steps(1).is_err());
    assert!(Period::year(2023).steps(i32::MAX).is_err());
    assert!(Period::year(2023).years_earlier(i32::MIN).is_err());
}

#[test]
fn publication_dates_count_from_their_end() {
    let end = |text: &str| text.parse::<PublicationDate>().unwrap().known_from();
    assert_eq!(end("2023-05-09"), date(2023, 5, 9));
    assert_eq!(end("2024-02"), date(2024, 2, 29));
    assert_eq!(end("2023-02"), date(2023, 2, 28));
    assert_eq!(end("1900-02"), date(1900, 2, 28));
    assert_eq!(end("2023"), date(2023, 12, 31));
    for text in [
        "",
        "2023-5-9",
        "2023-02-30",
        "2023-13",
        "09.05.2023",
        "2023-05-09T00:00",
        "23",
        "0000-01-01",
        "2023-Q1",
        "20230509",
    ] {
        assert!(text.parse::<PublicationDate>().is_err(), "{text}");
    }
    assert!("2023-05".parse::<Day>().is_err());
    assert_eq!(format!("{:?}", date(2023, 5, 24)), "2023-05-24");
    let on = |text: &str| text.parse::<PublicationDate>().unwrap();
    assert!(on("2023-05-24") < on("2023-05-25") && on("2024-01-01") > on("2023-12-31"));
}

fn month() -> impl Strategy<Value = Month> {
    (1..=9999_i32, 1..=12_u8).prop_map(|(year, month)| Month::new(year, month).unwrap())
}

fn period() -> impl Strategy<Value = Period> {
    (100..=9800_i32, 1..=12_u8, 0..60_i32).prop_map(|(year, month, length)| {
        let first = bilateral::month(year, month);
        Period::from_to(first, first.plus(length).unwrap())
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(period in period()) {
        prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
        prop_assert_eq!(period.iso().parse::<Period>().unwrap(), period);
        let json = serde_json::to_string(&period).unwrap();
        prop_assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,24}") {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.iso().parse::<Period>().unwrap(), period);
        }
        if let Ok(on) = text.parse::<PublicationDate>() {
            prop_assert_eq!(on.to_string(), text);
        }
    }

    #[test]
    fn near_misses_are_read_or_refused(
        text in "[0-9]{0,5}[-/]?[MQSHPJ]?[0-9a-z]{0,3}[-/ ]?[0-9P]{0,5}[-]?[0-9MY]{0,3}",
    ) {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.iso().parse::<Period>().unwrap(), period);
        }
    }

    /// The calendar of chrono is the oracle.
    #[test]
    fn days_are_those_of_the_calendar(month in month()) {
        let first = NaiveDate::from_ymd_opt(month.year(), u32::from(month.number()), 1).unwrap();
        let next = first.checked_add_months(chrono::Months::new(1)).unwrap();
        prop_assert_eq!(i64::from(month.days()), (next - first).num_days());
        prop_assert_eq!(i64::from(Period::from(month).days()), (next - first).num_days());
    }

    #[test]
    fn moving_months_is_moving_dates(month in month(), by in -500_i32..500) {
        let first = NaiveDate::from_ymd_opt(month.year(), u32::from(month.number()), 1).unwrap();
        let moved = if by < 0 {
            first.checked_sub_months(chrono::Months::new(by.unsigned_abs()))
        } else {
            first.checked_add_months(chrono::Months::new(by.unsigned_abs()))
        };
        match month.plus(by) {
            Ok(there) => {
                let moved = moved.unwrap();
                prop_assert_eq!(
                    (there.year(), u32::from(there.number())),
                    (moved.year(), moved.month())
                );
                prop_assert_eq!(there.months_since(month), by);
            }
            Err(_) => prop_assert!(moved.is_none_or(|moved| !(1..=9999).contains(&moved.year()))),
        }
    }

    #[test]
    fn a_year_earlier_is_a_year_earlier(period in period()) {
        let earlier = period.year_earlier().unwrap();
        prop_assert_eq!(earlier.len(), period.len());
        prop_assert_eq!(period.first().months_since(earlier.first()), 12);
        prop_assert_eq!(earlier.years_earlier(-1).unwrap(), period);
        prop_assert_eq!(period.steps(3).unwrap().steps(-3).unwrap(), period);
        prop_assert!(period.is_adjacent_to(period.steps(1).unwrap()));
    }

    #[test]
    fn spans_behave_as_sets_of_months(one in period(), by in -70_i32..70, length in 0..60_i32) {
        let first = one.first().plus(by).unwrap();
        let two = Period::from_to(first, first.plus(length).unwrap());
        let (months, others): (Vec<Month>, Vec<Month>) =
            (one.months().collect(), two.months().collect());
        let shared: Vec<Month> =
            months.iter().copied().filter(|month| others.contains(month)).collect();
        prop_assert_eq!(one.overlaps(two), !shared.is_empty());
        prop_assert_eq!(
            one.intersection(two).map(|both| both.months().collect::<Vec<_>>()).unwrap_or_default(),
            shared.clone()
        );
        prop_assert_eq!(one.contains(&two), shared.len() == others.len());
        if let Ok(union) = one.union(two) {
            prop_assert!(union.contains(&one) && union.contains(&two));
            prop_assert!(
                union.months().all(|month| one.contains_month(month) || two.contains_month(month))
            );
        } else {
            prop_assert!(!one.overlaps(two) && !one.is_adjacent_to(two));
        }
        if let Ok(rest) = one.minus(two) {
            let mut left: Vec<Month> = rest.months().chain(others).collect();
            left.sort();
            prop_assert_eq!(left, months);
        }
    }
}

fn refused(text: &str) -> String {
    text.parse::<Period>().unwrap_err().to_string()
}

#[test]
fn refusals_of_periods_say_what_is_wrong() {
    assert!(refused("2023\u{2013}04").contains("digits and plain letters"));
    assert!(refused("").ends_with("it is empty"));
    for text in ["2022/2023", "2022/23"] {
        assert!(refused(text).contains("fiscal year"), "{text}: {}", refused(text));
    }
    for (text, words) in [
        ("2022/2023-01", "a span begins with a month"),
        ("2022-01/2023", "a span ends with a month"),
        ("202201/23", "a year of four digits"),
        ("2022/P4M", "a span begins with a month"),
        ("2023-05-24", "it is a day"),
    ] {
        let refused = refused(text);
        assert!(refused.contains(words) && !refused.contains("fiscal"), "{text}: {refused}");
    }
}

#[test]
fn a_span_without_its_beginning_or_end() {
    let span = Period::january_to(2023, 4);
    assert_eq!(span.minus(Period::month(2023, 4)).unwrap(), Period::january_to(2023, 3));
    let rest: Period = "2023-02/2023-04".parse().unwrap();
    assert_eq!(span.minus(Period::month(2023, 1)).unwrap(), rest);
    assert!(span.minus(Period::month(2023, 2)).is_err());
    assert!(span.minus(span).is_err() && span.minus(Period::month(2023, 5)).is_err());
}

#[test]
fn days_and_spans_print_for_debugging_as_for_reading() {
    let may = bilateral::month(2023, 5);
    assert_eq!(format!("{may:?}"), may.to_string());
    assert_eq!(format!("{:?}", Period::january_to(2023, 4)), "Jan-Apr 2023");
    assert_eq!("2023-05-24".parse::<Day>().unwrap(), date(2023, 5, 24));
    assert!("2023-05".parse::<Day>().is_err());
}
