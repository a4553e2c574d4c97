//! Series: derivations against a model that knows every month, partitions, standing, sums,
//! absences.

use bilateral::area::{CHN, RUS, WORLD};
use bilateral::number::{Decimal, decimal};
use bilateral::unit::USD;
use bilateral::{
    ErrorKind, Figure, Key, Money, Month, Observation, Period, Ratio, Series, Status, Undefined,
    Valuation, date,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const START: Month = Month::new(2020, 1);

fn empty() -> Series<Money> {
    Series::new(Key::trade(CHN).with(RUS), USD.billion())
}

fn span(from: i32, months: i32) -> Period {
    let first = START.plus(from).unwrap();
    Period::from_to(first, first.plus(months - 1).unwrap())
}

/// Sets of spans over three years, with the true month values in thousandths.
fn published() -> impl Strategy<Value = (Vec<i64>, BTreeSet<(i32, i32)>)> {
    let months = prop::collection::vec(0..100_000_i64, 36);
    let spans = prop::collection::btree_set(
        (0..36_i32, 1..15_i32).prop_filter("ends", |(from, length)| from + length <= 36),
        1..14,
    );
    (months, spans)
}

fn total(months: &[i64], (from, length): (i32, i32)) -> i64 {
    let from = usize::try_from(from).unwrap();
    months[from..from + usize::try_from(length).unwrap()].iter().sum()
}

fn build(months: &[i64], spans: &BTreeSet<(i32, i32)>, places: u32) -> Series<Money> {
    spans.iter().fold(empty(), |series, at| {
        let value = Decimal::new(total(months, *at), 3).round_dp(places);
        series.with_observation(Observation::new(span(at.0, at.1), Figure::printed(value))).unwrap()
    })
}

/// A span can be derived exactly if it is a linear combination of the published ones; for sums of
/// consecutive months that is connection of its two boundaries, found here by union-find and not by
/// a path search.
fn connected(spans: &BTreeSet<(i32, i32)>, from: i32, to: i32) -> bool {
    let mut group: Vec<i32> = (0..=36).collect();
    for (start, length) in spans {
        let (a, b) = (
            group[usize::try_from(*start).unwrap()],
            group[usize::try_from(start + length).unwrap()],
        );
        for each in &mut group {
            if *each == a {
                *each = b;
            }
        }
    }
    group[usize::try_from(from).unwrap()] == group[usize::try_from(to).unwrap()]
}

proptest! {
    #[test]
    fn amounts_are_the_truth_wherever_it_follows(
        (months, spans) in published(),
        from in 0..36_i32,
        length in 1..20_i32,
    ) {
        prop_assume!(from + length <= 36);
        let series = build(&months, &spans, 3);
        match series.amount(span(from, length)) {
            Ok(reading) => {
                prop_assert!(connected(&spans, from, from + length));
                prop_assert_eq!(
                    reading.amount().value(),
                    Decimal::new(total(&months, (from, length)), 3)
                );
                prop_assert_eq!(reading.is_derived(), !spans.contains(&(from, length)));
                prop_assert!(reading.bounds().contains(reading.amount()).unwrap());
            }
            Err(error) => {
                prop_assert!(error.undefined().is_some());
                prop_assert!(!connected(&spans, from, from + length), "{}", error);
            }
        }
    }

    #[test]
    fn exact_figures_leave_no_residue((months, spans) in published()) {
        prop_assert_eq!(build(&months, &spans, 3).residues().unwrap().len(), 0);
    }

    #[test]
    fn rounding_alone_is_never_beyond_rounding(
        (months, spans) in published(),
        places in 0..3_u32,
        from in 0..36_i32,
        length in 1..20_i32,
    ) {
        prop_assume!(from + length <= 36);
        let series = build(&months, &spans, places);
        for residue in series.residues().unwrap() {
            prop_assert!(!residue.is_beyond_rounding(), "{}", residue);
        }
        // And the true amount lies inside the bounds. `round_dp` rounds halves to even, so an end
        // may be hit exactly.
        if let Ok(reading) = series.amount(span(from, length)) {
            let truth = Ratio::from(Decimal::new(total(&months, (from, length)), 3));
            let margin = Ratio::new(1, 1_000_000_000).unwrap();
            let bounds = reading.bounds();
            let wider =
                bounds.bounds().plus(&bilateral::Bounds::between(-margin.clone(), margin).unwrap());
            prop_assert!(wider.contains(&truth), "{} is not in {}", truth, bounds);
        }
    }

    #[test]
    fn an_error_in_one_figure_is_found((months, spans) in published(), which in 0..14_usize) {
        let bad = *spans.iter().nth(which % spans.len()).unwrap();
        let mut others = spans.clone();
        others.remove(&bad);
        let series = spans.iter().fold(empty(), |series, at| {
            let wrong = if *at == bad { 5_000 } else { 0 };
            let value = Decimal::new(total(&months, *at) + wrong, 3);
            series
                .with_observation(Observation::new(span(at.0, at.1), Figure::printed(value)))
                .unwrap()
        });
        let found = series.residues().unwrap().iter().any(|residue| residue.is_beyond_rounding());
        prop_assert_eq!(found, connected(&others, bad.0, bad.0 + bad.1));
    }

    #[test]
    fn months_are_a_partition_with_amounts((months, spans) in published()) {
        let series = build(&months, &spans, 3);
        let pieces = series.months();
        for pair in pieces.windows(2) {
            prop_assert!(pair[0].last() < pair[1].first());
        }
        for piece in &pieces {
            let from = piece.first().months_since(START);
            let length = i32::try_from(piece.months_count()).unwrap();
            prop_assert_eq!(
                series.amount(*piece).unwrap().amount().value(),
                Decimal::new(total(&months, (from, length)), 3)
            );
        }
        // Every published span covered by the pieces adds up from them.
        for (from, length) in &spans {
            let inside: Vec<&Period> =
                pieces.iter().filter(|piece| span(*from, *length).contains(piece)).collect();
            let covered: u32 = inside.iter().map(|piece| piece.months_count()).sum();
            if i64::from(covered) == i64::from(*length) {
                let sum: Decimal = inside
                    .iter()
                    .map(|piece| series.amount(**piece).unwrap().amount().value())
                    .sum();
                prop_assert_eq!(sum, Decimal::new(total(&months, (*from, *length)), 3));
            }
        }
    }

    #[test]
    fn nothing_depends_on_the_order_of_insertion(
        (months, spans) in published(),
        turn in 0..14_usize,
    ) {
        let mut order: Vec<(i32, i32)> = spans.iter().copied().collect();
        let turn = turn % order.len();
        order.rotate_left(turn);
        let turned = order.iter().rev().fold(empty(), |series, at| {
            let value = Decimal::new(total(&months, *at), 3);
            series
                .with_observation(Observation::new(span(at.0, at.1), Figure::printed(value)))
                .unwrap()
        });
        let series = build(&months, &spans, 3);
        prop_assert_eq!(&series, &turned);
        for from in 0..30 {
            prop_assert_eq!(series.amount(span(from, 6)).ok(), turned.amount(span(from, 6)).ok());
        }
        let json = serde_json::to_string(&series).unwrap();
        prop_assert_eq!(serde_json::from_str::<Series<Money>>(&json).unwrap(), series);
    }
}

fn observation(period: &str, level: &str, on: &str) -> Observation {
    Observation::new(period.parse().unwrap(), level.parse().unwrap()).published(on.parse().unwrap())
}

fn standing(observations: &[Observation]) -> Result<String, bilateral::Error> {
    let series = observations
        .iter()
        .fold(empty(), |series, one| series.with_observation(one.clone()).unwrap());
    series.amount("2023".parse().unwrap()).map(|reading| reading.figure().unwrap().to_string())
}

proptest! {
    /// Whatever the true parts are, their true sum lies in the bounds of the sum of what was
    /// printed.
    #[test]
    fn bounds_of_a_sum_cover_the_rounding_of_its_parts(
        parts in prop::collection::vec(0..1_000_000_i64, 1..9),
        places in 0..3_u8,
    ) {
        let codes = ["RUS", "USA", "JPN", "KOR", "AUS", "BRA", "ZAF", "EGY"];
        let series: Vec<Series<Money>> = parts
            .iter()
            .zip(codes)
            .map(|(part, code)| {
                let printed =
                    Ratio::new(*part, 1000).unwrap().round(places, bilateral::Rounding::default());
                Series::new(Key::exports(CHN).to(code.parse().unwrap()), USD.billion())
                    .with("2023", &printed.to_string())
                    .unwrap()
            })
            .collect();
        let refs: Vec<&Series<Money>> = series.iter().collect();
        let sum = Series::sum(Key::exports(CHN).to(WORLD), &refs).unwrap();
        let truth = bilateral::Amount::new(Decimal::new(parts.iter().sum(), 3), USD.billion());
        let reading = sum.amount(Period::year(2023)).unwrap();
        prop_assert!(
            reading.bounds().contains(truth).unwrap(),
            "{} is not in {}",
            truth,
            reading.bounds()
        );
        let json = serde_json::to_string(&sum).unwrap();
        prop_assert_eq!(serde_json::from_str::<Series<Money>>(&json).unwrap(), sum);
    }
}

#[test]
fn of_one_number_printed_differently_the_most_digits_stand() {
    let day = "2024-01-12";
    assert_eq!(
        standing(&[observation("2023", "240", day), observation("2023", "240.11", day)]).unwrap(),
        "240.11"
    );
    // A coarse reprint does not displace a finer figure, a revision does.
    assert_eq!(
        standing(&[observation("2023", "240.11", day), observation("2023", "240", "2024-03")])
            .unwrap(),
        "240.11"
    );
    assert_eq!(
        standing(&[observation("2023", "240.11", day), observation("2023", "241.5", "2024-03")])
            .unwrap(),
        "241.5"
    );
    assert_eq!(
        standing(&[observation("2023", "241.5", "2024-03"), observation("2023", "240.11", day)])
            .unwrap(),
        "241.5"
    );
    let conflict =
        standing(&[observation("2023", "49.15", day), observation("2023", "49.16", day)])
            .unwrap_err();
    assert!(matches!(conflict.kind(), ErrorKind::Conflict { figures, .. } if figures.len() == 2));
    // A later figure settles it; an erroneous one never counts.
    let later = [
        observation("2023", "49.15", day),
        observation("2023", "49.16", day),
        observation("2023", "49.162", "2024-02"),
    ];
    assert_eq!(standing(&later).unwrap(), "49.162");
    let wrong = observation("2023", "94.16", "2024-05").with_status(Status::Erroneous).unwrap();
    assert_eq!(standing(&[observation("2023", "49.16", day), wrong.clone()]).unwrap(), "49.16");
    assert_eq!(standing(&[wrong]).unwrap_err().undefined(), Some(&Undefined::OnlyErroneous));
}

#[test]
fn absences_have_their_reason() {
    let with = |status| {
        empty().with_observation(Observation::absent(Period::year(2023), status).unwrap()).unwrap()
    };
    let reason = |series: &Series<Money>, period| {
        series.amount(period).unwrap_err().undefined().cloned().unwrap()
    };
    assert_eq!(reason(&with(Status::Confidential), Period::year(2023)), Undefined::Confidential);
    assert_eq!(
        reason(&with(Status::NotYetPublished), Period::year(2023)),
        Undefined::NotYetPublished
    );
    assert_eq!(reason(&with(Status::Missing), Period::year(2023)), Undefined::Missing);
    assert_eq!(reason(&empty(), Period::year(2023)), Undefined::Missing);
    let nil = empty()
        .with_observation(Observation::absent(Period::year(2023), Status::Nil).unwrap())
        .unwrap();
    assert!(nil.amount(Period::year(2023)).unwrap().amount().value().is_zero());

    let some = empty().with("2023-01", "1.5").unwrap().with("2023-03", "2.5").unwrap();
    match reason(&some, Period::quarter(2023, 1)) {
        Undefined::Incomplete { missing } => {
            assert_eq!(missing.iter().collect::<Vec<_>>(), [Month::new(2023, 2)])
        }
        other => panic!("{other}"),
    }
    assert!(
        some.amount(Period::quarter(2023, 1))
            .unwrap_err()
            .to_string()
            .contains("no figure for 2023-02")
    );
    let joint = empty()
        .with("2023-01/2023-02", "33.685")
        .unwrap()
        .amount(Period::month(2023, 1))
        .unwrap_err();
    assert!(joint.help().contains("Jan-Feb 2023"), "{joint}");
    assert!(
        "Russia"
            .parse::<bilateral::Area>()
            .unwrap_err()
            .help()
            .contains("RUS (Russian Federation)")
    );
    assert!(Observation::absent(Period::year(2023), Status::Normal).is_err());
    assert!(
        Observation::new(Period::year(2023), "5".parse().unwrap())
            .with_status(Status::Nil)
            .is_err()
    );
    assert!(empty().with("2023", "doubled").is_err() && empty().with("2023", "a third").is_err());
}

#[test]
fn sums_are_of_apart_members_only() {
    let of = |key: Key, level: &str| {
        Series::new(key, USD.billion()).with("2023-01/2023-04", level).unwrap()
    };
    let (exports, imports) =
        (of(Key::exports(CHN).to(RUS), "33.686"), of(Key::imports(CHN).from(RUS), "39.462"));
    let trade = Key::trade(CHN).with(RUS);
    let sum = Series::sum(trade, &[&exports, &imports]).unwrap();
    let reading = sum.amount(Period::january_to(2023, 4)).unwrap();
    assert_eq!(reading.amount().value(), decimal("73.148"));
    assert!(reading.to_string().contains("derived"));
    assert!(sum.key().to_string().contains("exports FOB, imports CIF"));
    // two half units are more than one
    assert_eq!(reading.bounds().to_string(), "73.143 to 73.153 billion US$");
    let vague = Series::new(Key::imports(CHN).from(RUS), USD.billion())
        .with("2023-01/2023-04", "more than 39")
        .unwrap();
    assert!(Series::sum(trade, &[&exports, &vague]).unwrap().is_empty());
    let is_overlap = |error: bilateral::Error| matches!(error.kind(), ErrorKind::Overlap { .. });
    assert!(is_overlap(Series::sum(trade, &[&exports, &exports]).unwrap_err()));
    assert!(is_overlap(Series::sum(trade, &[&sum, &imports]).unwrap_err()));
    let world = of(Key::exports(CHN).to(WORLD), "100");
    assert!(is_overlap(Series::sum(Key::exports(CHN).to(WORLD), &[&world, &exports]).unwrap_err()));
    // Exports and imports under the key of exports; a key that does not hold its part; unlike
    // valuations; no parts.
    assert!(
        Series::sum(Key::exports(CHN).to(RUS), &[&exports, &imports]).unwrap_err().is_mismatch()
    );
    // the World is not in Russia
    assert!(Series::sum(Key::exports(CHN).to(RUS), &[&world]).unwrap_err().is_mismatch());
    assert!(Series::sum(Key::exports(CHN).to(WORLD), &[&exports]).is_ok());
    assert!(
        Series::sum(Key::trade(RUS).with(CHN), &[&exports, &imports]).unwrap_err().is_mismatch()
    );
    let fob = of(Key::exports(CHN).to(RUS).valued(Valuation::Fob), "33.686");
    let cif = of(Key::imports(CHN).from(RUS).valued(Valuation::Cif), "39.462");
    assert!(Series::sum(trade, &[&fob, &cif]).is_ok()); // the named place where FOB and CIF meet
    assert!(Series::sum(trade.valued(Valuation::Fob), &[&fob, &cif]).unwrap_err().is_mismatch());
    assert!(Series::<Money>::sum(trade, &[]).is_err());
}

#[test]
fn a_series_prints_as_a_small_table() {
    let series = empty()
        .with_observation(
            observation("2022", "190.271", "2023-02").with_growth("29.3".parse().unwrap()),
        )
        .unwrap()
        .with_observation(
            observation("2023-01/2023-02", "33.685", "2023-03-07")
                .with_status(Status::Provisional)
                .unwrap(),
        )
        .unwrap()
        .with("2023-04", "19.228")
        .unwrap();
    let text = series.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "CHN trade with RUS, as reported (exports FOB, imports CIF), billion US$, 2022 to Apr 2023"
    );
    assert_eq!(lines[1], "gaps: Mar 2023");
    assert!(
        lines[2].contains("2022") && lines[2].contains("190.271") && lines[2].contains("+29.3 %")
    );
    assert!(lines[3].ends_with("provisional"));
    let dated = bilateral::published::china_russia()
        .unwrap()
        .series(Key::trade(CHN).with(RUS))
        .unwrap()
        .as_of(date(2023, 5, 24));
    assert!(dated.to_string().lines().next().unwrap().ends_with("as known on 2023-05-24"));
}
