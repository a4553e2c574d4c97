//! Months behind a gap: every known month is kept, the missing ones alone are projected, and the
//! answer says which. Figures that make a flow negative are told.

use bilateral::area::{CHN, RUS};
use bilateral::forecast::theta;
use bilateral::projection::{Backtest, Method, Strength, Warning};
use bilateral::unit::USD;
use bilateral::{Amount, Base, Growth, Key, Money, Month, Period, Ratio, Series};
use proptest::prelude::*;

const OCTOBER: Period = Period::month(2025, 10);

fn empty() -> Series<Money> {
    Series::new(Key::exports(CHN).to(RUS), USD.billion())
}

fn with(series: Series<Money>, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(series, |series, (period, level)| series.with(period, level).unwrap())
}

/// The months of so many years to 2024, each at 100.
fn flat(first: i32) -> Series<Money> {
    let months =
        (first..=2024).flat_map(|year| (1..=12_u8).map(move |month| Period::month(year, month)));
    months.fold(empty(), |series, month| series.with(&month.iso(), "100").unwrap())
}

/// January to September 2025 at 100, October missing, November and December at 500.
fn gap(series: Series<Money>) -> Series<Money> {
    let series = (1..=9).fold(series, |series, month| {
        series.with(&Period::month(2025, month).iso(), "100").unwrap()
    });
    with(series, &[("2025-11", "500"), ("2025-12", "500")])
}

fn fade() -> Method {
    Method::Fade(Strength::USUAL)
}

fn ratio(above: i64, below: i64) -> Ratio {
    Ratio::new(above, below).unwrap()
}

/// Eleven months have 1900, and had 1100 of 1200 in both years before: October is 100 by the year
/// before, 1900 / 11 by the share, and their weighted geometric mean by the default.
#[test]
fn october_alone_is_projected() {
    let (series, year) = (gap(flat(2023)), Period::year(2025));
    let projection = series.project(year).unwrap();
    assert_eq!(projection.rests_on(), "shrunk share 0.75, 2 full years known");
    let rest = 100_f64.powf(0.25) * (1900.0_f64 / 11.0).powf(0.75);
    let central: f64 =
        projection.central().round(9, Default::default()).to_string().parse().unwrap();
    assert!((central - (1900.0 + rest)).abs() < 1e-8, "{projection}");
    assert_eq!(
        (projection.known_level(), projection.missing()),
        (&Ratio::from(1900), &[OCTOBER][..])
    );
    let interval = projection.interval(80).unwrap();
    assert!(interval.low() > 1900.0 && interval.contains(projection.central()), "{interval}");
    assert!(interval.high() < 2200.0, "{interval}"); // one month of twelve is open
    assert!(projection.warnings().contains(&Warning::Gap(vec![OCTOBER])));
    assert!(
        projection
            .to_string()
            .contains("from Jan-Sep 2025 and Nov-Dec 2025, Oct 2025 alone projected")
    );
    let spoken: Vec<String> = projection.warnings().iter().map(ToString::to_string).collect();
    assert!(
        spoken
            .iter()
            .any(|text| text == "months behind a gap are kept as known; projected alone: Oct 2025")
    );
    // By hand: +72.7 % so far, three quarters of it on the 100 of last October.
    let faded = series.project_by(year, &fade()).unwrap();
    assert_eq!(faded.central(), &(Ratio::from(2000) + ratio(75 * 800, 1100)));
    assert_eq!(faded.growth_so_far().unwrap().ratio(), &ratio(800, 1100));
    // Without November and December nothing grew: the answer of the nine months alone.
    let nine =
        series.project_from(year, Period::january_to(2025, 6), Base::AsKnown, &fade()).unwrap();
    assert_eq!(nine.central(), &Ratio::from(1200));
    assert!(
        matches!(nine.warnings(), [.., Warning::NotUsed(spans)] if spans.len() == 5),
        "{:?}",
        nine.warnings()
    );
    // The year to date named as a whole is what is known, so later months are kept.
    let named =
        series.project_from(year, Period::january_to(2025, 9), Base::AsKnown, &fade()).unwrap();
    assert_eq!(named.central(), faded.central());
}

/// A cumulation and one month behind it, quarters, and a half known in another way.
#[test]
fn cumulations_and_quarters() {
    let year = Period::year(2025);
    let cumulated =
        with(flat(2024), &[("2025-01/2025-09", "900"), ("2025-11", "200")]).project(year).unwrap();
    // One year before: fade 0.75 on growth of 1100 on 1000; October and December had 200.
    assert_eq!(cumulated.central(), &(Ratio::from(1100) + Ratio::from(200) * ratio(1075, 1000)));
    assert_eq!(cumulated.missing(), [OCTOBER, Period::month(2025, 12)]);
    let quarters = [("2024-Q1", "30"), ("2024-Q2", "40"), ("2024-Q3", "50"), ("2024-Q4", "60")];
    let now = [("2025-Q1", "30"), ("2025-Q2", "40"), ("2025-Q4", "80")];
    let projection = with(with(empty(), &quarters), &now).project(year).unwrap();
    // 150 on 130, so +15.4 %; the third quarter had 50.
    assert_eq!(
        projection.central(),
        &(Ratio::from(150) + Ratio::from(50) * (Ratio::from(1) + ratio(3 * 20, 4 * 130)))
    );
    assert_eq!(projection.missing(), [Period::quarter(2025, 3)]);
    // Of the missing quarter no month is known, so the path has it as one piece.
    let path = projection.path().unwrap();
    assert_eq!(path.months(), [(Period::quarter(2025, 3), projection.rest())]);
    // September to December as one difference: the year is known though no month of it is.
    let known = with(flat(2024), &[("2025-01/2025-08", "800"), ("2025-09/2025-12", "500")])
        .project(year)
        .unwrap();
    assert!(
        known.is_known() && known.missing().is_empty() && known.central() == &Ratio::from(1300)
    );
}

/// January missing, or all but one month: what is known is kept, and its growth is that of the same
/// months.
#[test]
fn the_beginning_may_be_missing() {
    let year = Period::year(2025);
    let series = with(flat(2024), &[("2025-02/2025-11", "1100")]);
    let projection = series.project(year).unwrap();
    assert_eq!(projection.so_far().period(), "2025-02/2025-11".parse().unwrap());
    assert_eq!(projection.missing(), [Period::month(2025, 1), Period::month(2025, 12)]);
    assert_eq!(projection.central(), &(Ratio::from(1100) + Ratio::from(200) * ratio(1075, 1000)));
    assert!(
        projection.to_string().contains("from Feb-Nov 2025, Jan 2025 and Dec 2025 alone projected")
    );
    let may = with(flat(2024), &[("2025-05", "150")]).project(year).unwrap();
    assert_eq!(may.central(), &(Ratio::from(150) + Ratio::from(1100) * ratio(1375, 1000)));
}

/// Of 2024 the year and its nine months are known, not November: November is kept and not compared;
/// what the nine months say of the last three is 300 (no growth), two thirds of it for October and
/// December.
#[test]
fn a_month_without_a_base_is_kept() {
    let figures = [
        ("2024", "1200"),
        ("2024-01/2024-09", "900"),
        ("2025-01/2025-09", "900"),
        ("2025-11", "500"),
    ];
    let series = with(empty(), &figures);
    let projection = series.project(Period::year(2025)).unwrap();
    assert_eq!(projection.central(), &Ratio::from(900 + 500 + 200));
    let november = Warning::NotCompared(vec![Period::month(2025, 11)]);
    assert!(projection.warnings().contains(&november), "{:?}", projection.warnings());
    let flat = series.what_if(Period::year(2025), &[Growth::from_ratio(Ratio::zero())]).unwrap();
    assert_eq!((flat.year(), flat.months().len()), (Ratio::from(1600), 2));
    // What cannot be said exactly is not said: the missing months of 2024 have no level of their
    // own.
    let target = "2000 billion USD".parse().unwrap();
    assert!(
        series
            .required_growth(target, Period::year(2025), Period::january_to(2025, 9), Base::AsKnown)
            .is_err()
    );
}

/// October had -20 of 2024 (a correction), so what is left of the year before is negative; the
/// beginning alone says how the rest goes: the last three months had 180, no growth, a third of it
/// for October.
#[test]
fn later_parts_never_leave_a_projection_without_an_answer() {
    let before = [("2024-01/2024-09", "900"), ("2024-10", "-20"), ("2024-11/2024-12", "200")];
    let now = [("2025-01/2025-09", "900"), ("2025-11/2025-12", "300")];
    let projection = with(with(empty(), &before), &now).project(Period::year(2025)).unwrap();
    assert_eq!(projection.central(), &Ratio::from(900 + 300 + 60));
    assert!(projection.warnings().iter().any(|warning| matches!(warning, Warning::NotCompared(_))));
    assert!(
        projection.warnings().iter().any(|warning| matches!(warning, Warning::Implausible(span, _)
        if *span == Period::month(2024, 10)))
    );
}

/// Scenarios and targets are those of the missing month alone.
#[test]
fn scenarios_and_targets_keep_what_is_known() {
    let (series, year) = (gap(flat(2023)), Period::year(2025));
    let tenth = Growth::from_ratio(ratio(1, 10));
    let path = series.what_if(year, std::slice::from_ref(&tenth)).unwrap();
    assert_eq!(
        (path.year(), path.months()),
        (Ratio::from(2010), &[(OCTOBER, Ratio::from(110))][..])
    );
    // The year to date in September, in October and at the end.
    let after = [
        (Period::january_to(2025, 9), Ratio::from(900)),
        (OCTOBER, Ratio::from(1010)),
        (
            Period::from_to(bilateral::month(2025, 11), bilateral::month(2025, 12)),
            Ratio::from(2010),
        ),
    ];
    assert_eq!(path.cumulated(), after);
    let target: Amount<Money> = "2030 billion USD".parse().unwrap();
    let so_far = Period::january_to(2025, 9);
    let needed = series.required_growth(target, year, so_far, Base::AsKnown).unwrap();
    assert_eq!(needed.needs().unwrap().ratio(), &ratio(30, 100)); // 130 on 100
    assert_eq!(
        series.required_run_rate(target, year, so_far).unwrap().needs(),
        Some(&Ratio::from(130))
    );
    let reached: Amount<Money> = "1900 billion USD".parse().unwrap();
    assert_eq!(series.required_growth(reached, year, so_far, Base::AsKnown).unwrap().needs(), None);
    // From an earlier origin it is the rest after it, known or not: 2030 less 600, on 600.
    let after_june =
        series.required_growth(target, year, Period::january_to(2025, 6), Base::AsKnown).unwrap();
    assert_eq!(after_june.needs().unwrap().ratio(), &ratio(1430 - 600, 600));
}

/// Models see the months up to the gap, and say what is in it: the eighth of the next pieces, where
/// January and February are one.
#[test]
fn models_project_the_missing_month_alone() {
    let level = |at: i32| 100 + at + 10 * (at % 12) + (at * at) % 7;
    let first = bilateral::month(2018, 1);
    let month = |at: i32| Period::from(first.plus(at).unwrap());
    // 2018 to 2024, then all of 2025 but October.
    let known = (0..96).filter(|at| *at != 93);
    let series = known
        .fold(empty(), |series, at| series.with(&month(at).iso(), &level(at).to_string()).unwrap());
    let mut history = Vec::new();
    for year in 0..8 {
        let months = if year < 7 { 12 } else { 9 };
        history.push(f64::from(level(12 * year) + level(12 * year + 1)));
        history.extend((2..months).map(|at| f64::from(level(12 * year + at))));
    }
    let october = theta(&history, 11, 3).unwrap().points()[0];
    let projection = series.project_by(Period::year(2025), &Method::Theta).unwrap();
    assert_eq!(projection.method(), &Method::Theta, "{:?}", projection.warnings());
    let rest: f64 = projection.rest().round(9, Default::default()).to_string().parse().unwrap();
    assert!((rest - october).abs() < 1e-6, "{rest} {october}");
    // Its own variance is that of October: the interval of the first step.
    let own = theta(&history, 11, 3).unwrap().interval(0, 80).unwrap();
    let all =
        projection.known_level().round(3, Default::default()).to_string().parse::<f64>().unwrap();
    assert!((projection.model_interval(80).unwrap().high() - all - own.high()).abs() < 1e-6);
    // With December missing too, known months lie between: no interval of the model, and the reason
    // is true.
    let two = series
        .slice(Period::from_to(first, bilateral::month(2025, 11)))
        .project_by(Period::year(2025), &Method::Theta);
    let refused = two.as_ref().unwrap().model_interval(80).unwrap_err().to_string();
    assert!(refused.contains("known months lie between the missing ones"), "{refused}");
    assert!(two.unwrap().interval(80).is_ok()); // what the help says
}

/// Errors of earlier years are made with the same months known: of 2024 all but October, from the
/// years before alone.
#[test]
fn errors_of_earlier_years_have_the_same_gap() {
    let mut series = empty();
    for (year, october) in [(2021, "10"), (2022, "12"), (2023, "15"), (2024, "30")] {
        for month in (1..=12_u8).filter(|month| *month != 10) {
            series = series
                .with(&Period::month(year, month).iso(), &(10 + year - 2021).to_string())
                .unwrap();
        }
        series = series.with(&Period::month(year, 10).iso(), october).unwrap();
    }
    let known = (1..=12_u8).filter(|month| *month != 10);
    let now = known.fold(series.clone(), |series, month| {
        series.with(&Period::month(2025, month).iso(), "20").unwrap()
    });
    let misses = |series: &Series<Money>| {
        let projection = series.project_by(Period::year(2025), &fade()).unwrap();
        projection.past_errors().iter().map(|miss| (miss.year, miss.log_error)).collect::<Vec<_>>()
    };
    let found = misses(&now);
    // 2024: 13 on 12 a month; October 2023 was 15, so 15 (1 + 0.75 / 12) = 15.9375 was projected,
    // and 30 came.
    assert_eq!(found.iter().map(|(year, _)| *year).collect::<Vec<_>>(), [2024, 2023]);
    assert!((found[0].1 - (30.0_f64 / 15.9375).ln()).abs() < 1e-12);
    assert!((found[1].1 - (15.0_f64 / (12.0 * (1.0 + 0.75 / 11.0))).ln()).abs() < 1e-12);
    // Another October 2024 changes what came and not what was projected of it.
    let revised = now.with_observation(
        bilateral::Observation::new(Period::month(2024, 10), "60".parse().unwrap())
            .published("2025-12".parse().unwrap()),
    );
    let found = misses(&revised.unwrap());
    assert!((found[0].1 - (60.0_f64 / 15.9375).ln()).abs() < 1e-12);
    // Back-tests have no gap and see nothing of it.
    let plan = Backtest::new(&[fade()]).at(&[9]);
    let with_later = with(series.clone(), &[("2025-11", "700")]);
    assert_eq!(plan.of(&series).all(), plan.of(&with_later).all());
}

/// Releases of January-February 180, January-March 270, January-April 100: April would be -170 of
/// exports.
#[test]
fn a_cumulation_that_falls_is_told() {
    let figures =
        [("2025-01/2025-02", "180"), ("2025-01/2025-03", "270"), ("2025-01/2025-04", "100")];
    let series = with(flat(2024), &figures);
    let found = series.implausible();
    assert_eq!(
        (found.len(), found[0].period(), found[0].value()),
        (1, Period::month(2025, 4), &Ratio::from(-170))
    );
    let conflicts = series.conflicts();
    assert!(
        conflicts.len() == 1
            && conflicts[0].0 == Period::month(2025, 4)
            && conflicts[0].1.is_conflict()
    );
    assert_eq!(
        series.amount(Period::month(2025, 4)).unwrap().amount().to_string(),
        "-170 billion US$"
    );
    let projection = series.project(Period::year(2025)).unwrap();
    let told = projection
        .warnings()
        .iter()
        .find(|warning| matches!(warning, Warning::Implausible(..)))
        .unwrap();
    assert!(told.to_string().contains("100 (Jan-Apr 2025) - 270 (Jan-Mar 2025) = -170"), "{told}");
    // The help of the conflict works: marked as erroneous, the figure no longer stands and nothing
    // is left to tell.
    assert!(conflicts[0].1.help().contains("erroneous"));
    let wrong = bilateral::Observation::new(Period::january_to(2025, 4), "100".parse().unwrap())
        .with_status(bilateral::Status::Erroneous)
        .unwrap();
    let mended = with(flat(2024), &figures[..2]).with_observation(wrong).unwrap();
    assert!(mended.conflicts().is_empty());
    assert!(
        !mended
            .project(Period::year(2025))
            .unwrap()
            .warnings()
            .iter()
            .any(|w| matches!(w, Warning::Implausible(..)))
    );
}

#[test]
fn negative_figures_and_totals_below_their_parts() {
    let told = |figures: &[(&str, &str)]| {
        with(empty(), figures).implausible().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&[("2025-04", "-12.5")]),
        ["Apr 2025: -12.5 (Apr 2025) billion US$, a flow below zero"]
    );
    // Two months of the first half add up to more than the half.
    assert_eq!(
        told(&[("2025-01/2025-06", "100"), ("2025-02", "70"), ("2025-05", "40")]),
        [
            "Jan-Jun 2025: 100 (Jan-Jun 2025) - 70 (Feb 2025) - 40 (May 2025) = -10 billion US$, a flow below zero"
        ]
    );
    // Half units: 100.3 and 100.4 both print as 100; 101 is at least 100.5, and 100 is below that.
    // 60 and 41 may be 100.
    assert!(told(&[("2025-01/2025-03", "100"), ("2025-01/2025-04", "100")]).is_empty());
    assert!(told(&[("2025-01/2025-03", "100.4"), ("2025-01/2025-04", "100")]).is_empty());
    assert_eq!(told(&[("2025-01/2025-03", "101"), ("2025-01/2025-04", "100")]).len(), 1);
    assert!(told(&[("2025-01", "60"), ("2025-03", "41"), ("2025-01/2025-04", "100")]).is_empty());
    assert_eq!(told(&[("2025-01", "60"), ("2025-03", "42"), ("2025-01/2025-04", "100")]).len(), 1);
    assert!(told(&[("2025-01/2025-03", "more than 90"), ("2025-01/2025-04", "95")]).is_empty());
    assert_eq!(told(&[("2025-01/2025-03", "more than 96"), ("2025-01/2025-04", "95")]).len(), 1);
    assert!(told(&[("2025-04", "-0.0")]).is_empty());
    // All months of a half are known and are more than the half: the residue tells it, and a
    // projection that uses it.
    let months: Vec<(String, String)> =
        (1..=6).map(|m| (Period::month(2025, m).iso(), "20".to_owned())).collect();
    let months: Vec<(&str, &str)> = months.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let series = with(with(flat(2024), &months), &[("2025-01/2025-06", "100")]);
    assert!(series.implausible().is_empty());
    assert!(series.residues().unwrap().iter().any(|residue| residue.is_beyond_rounding()));
    let projection = series.project(Period::year(2025)).unwrap();
    assert!(
        projection.warnings().iter().any(|warning| matches!(warning, Warning::Implausible(span, _)
        if *span == Period::january_to(2025, 6))),
        "{:?}",
        projection.warnings()
    );
}

/// What is published of a missing month and cannot be used is named.
#[test]
fn what_is_not_used_is_named() {
    let overlapping =
        [("2025-01/2025-08", "800"), ("2025-09/2025-10", "210"), ("2025-10/2025-11", "230")];
    let projection = with(flat(2024), &overlapping).project(Period::year(2025)).unwrap();
    let joint: Period = "2025-10/2025-11".parse().unwrap();
    assert!(
        projection.warnings().contains(&Warning::NotUsed(vec![joint])),
        "{:?}",
        projection.warnings()
    );
    // A month behind a gap of which two figures of one day contradict each other.
    let clash = [("2025-01/2025-08", "800"), ("2025-11", "210"), ("2025-11", "230")];
    let projection = with(flat(2024), &clash).project(Period::year(2025)).unwrap();
    assert!(
        projection
            .warnings()
            .iter()
            .any(|warning| matches!(warning, Warning::Contradiction(span, _)
        if *span == Period::month(2025, 11)))
    );
    assert_eq!(projection.known_level(), &Ratio::from(800));
}

/// Three years of months and which of the last year are known: some, not all.
fn masked() -> impl Strategy<Value = (Vec<i64>, Vec<bool>)> {
    let mask = prop::collection::vec(any::<bool>(), 12)
        .prop_filter("some", |mask| mask.contains(&true) && mask.contains(&false));
    (prop::collection::vec(1..100_000_i64, 36), mask)
}

fn masked_series(months: &[i64], mask: &[bool]) -> Series<Money> {
    let known = (0..36).filter(|at| *at < 24 || mask[*at - 24]);
    known.fold(empty(), |series, at| {
        let month = bilateral::month(2023, 1).plus(i32::try_from(at).unwrap()).unwrap();
        series.with(&month.iso(), &months[at].to_string()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The known months are in the answer, and the rest is what the method says of the missing
    /// ones: closed forms by integers.
    #[test]
    fn every_known_month_is_in_the_answer((months, mask) in masked()) {
        let (series, year) = (masked_series(&months, &mask), Period::year(2025));
        let of = |year: usize, known: bool| {
            Ratio::from(
                (0..12)
                    .filter(|at| mask[*at] == known)
                    .map(|at| months[12 * year + at])
                    .sum::<i64>(),
            )
        };
        let (known, base, missing) = (of(2, true), of(1, true), of(1, false));
        let growth = known.over(&base).unwrap() - Ratio::from(1);
        let count = i64::try_from(mask.iter().filter(|known| **known).count()).unwrap();
        let shares = [
            base.over(&(&base + &missing)).unwrap(),
            of(0, true).over(&(of(0, true) + of(0, false))).unwrap(),
        ];
        let share = (shares[0].clone() + shares[1].clone()) * ratio(1, 2);
        let expected = [
            (Method::SeasonalNaive, &known + &missing),
            (
                fade(),
                &known + &(missing.clone() * (Ratio::from(1) + ratio(3, 4) * growth.clone())),
            ),
            (Method::PriorYearShare, &known + &(missing.clone() * (Ratio::from(1) + growth))),
            (Method::RunRate, known.clone() * ratio(12, count)),
            (Method::mean_share(), known.over(&share).unwrap()),
        ];
        for (method, expected) in expected {
            let projection = series.project_by(year, &method).unwrap();
            // A fade of a deep fall may be refused where the rest would be negative; none is here.
            prop_assert_eq!(projection.method(), &method);
            prop_assert_eq!(projection.central(), &expected, "{}", projection);
            prop_assert_eq!(projection.known_level(), &known);
            prop_assert_eq!(projection.rest() + known.clone(), projection.central().clone());
        }
        for method in
            [Method::ByWhatIsKnown, Method::MonthlyFade(Strength::USUAL), Method::AdjustedLevel]
        {
            let projection = series.project_by(year, &method).unwrap();
            prop_assert!(projection.central() >= &known);
            let open: Vec<Month> = projection
                .missing()
                .iter()
                .flat_map(|span| span.months().collect::<Vec<_>>())
                .collect();
            let wanted: Vec<Month> = (0..12_u8)
                .filter(|at| !mask[usize::from(*at)])
                .map(|at| bilateral::month(2025, at + 1))
                .collect();
            prop_assert_eq!(open, wanted);
            if let Ok(interval) = projection.interval(95) {
                prop_assert!(interval.contains(projection.central()));
                prop_assert!(
                    interval.low()
                        >= known.round(0, Default::default()).to_string().parse::<f64>().unwrap()
                            - 1e-6
                );
            }
            let path = projection.path().unwrap();
            prop_assert_eq!(path.year(), projection.central().clone());
            prop_assert_eq!(path.months().len(), 12 - usize::try_from(count).unwrap());
        }
        // A required rate put in as a scenario meets its target, wherever the gaps are.
        if mask[0] {
            let so_far = u8::try_from(mask.iter().take_while(|known| **known).count()).unwrap();
            let target = Amount::new(bilateral::number::Decimal::from(5_000_000), USD.billion());
            let needed = series
                .required_growth(target, year, Period::january_to(2025, so_far), Base::AsKnown)
                .unwrap();
            if let Some(growth) = needed.needs() {
                let path = series.what_if(year, std::slice::from_ref(growth)).unwrap();
                prop_assert_eq!(path.year(), Ratio::from(5_000_000));
            }
        }
    }

    /// One more known month changes the missing part by that month alone, and none of what was
    /// known.
    #[test]
    fn a_month_more_changes_no_known_part((months, mask) in masked(), which in 0..12_usize) {
        let mut more = mask.clone();
        more[which] = true;
        prop_assume!(more != mask && more.contains(&false));
        let project =
            |mask: &[bool]| masked_series(&months, mask).project(Period::year(2025)).unwrap();
        let (before, after) = (project(&mask), project(&more));
        prop_assert_eq!(
            after.known_level() - before.known_level(),
            Ratio::from(months[24 + which])
        );
        let level = |projection: &bilateral::projection::Projection<Money>, month: Month| {
            let part = projection
                .known()
                .iter()
                .find(|part| part.period().contains_month(month))
                .map(|part| part.period());
            part.is_some()
        };
        for at in 0..12_u8 {
            let month = bilateral::month(2025, at + 1);
            prop_assert_eq!(
                level(&after, month),
                level(&before, month) || usize::from(at) == which
            );
        }
    }

    /// Flows that were not negative leave no finding, however they were rounded and whatever spans
    /// were published.
    #[test]
    fn rounding_alone_is_no_finding(
        months in prop::collection::vec(0..100_000_i64, 24),
        spans in prop::collection::btree_set((0..24_i32, 1..13_i32), 1..12),
        places in 0..4_u32,
    ) {
        let start = bilateral::month(2023, 1);
        let series = spans.iter().filter(|(from, length)| from + length <= 24).fold(
            empty(),
            |series, (from, length)| {
                let total: i64 =
                    (*from..from + length).map(|at| months[usize::try_from(at).unwrap()]).sum();
                let printed =
                    ratio(total, 1000).round(u8::try_from(places).unwrap(), Default::default());
                let span = Period::from_to(
                    start.plus(*from).unwrap(),
                    start.plus(from + length - 1).unwrap(),
                );
                series.with(&span.iso(), &printed.to_string()).unwrap()
            },
        );
        let found = series.implausible();
        prop_assert!(found.is_empty(), "{}", found[0]);
    }

    /// A cumulation that falls beyond its rounding is always found, whatever else is known.
    #[test]
    fn a_fall_is_always_found(
        months in prop::collection::vec(1..1_000_i64, 12),
        at in 2..13_u8,
        fall in 1..1_000_i64,
    ) {
        let mut series = empty();
        let mut total = 0;
        for month in 1..=12_u8 {
            let before = total;
            total += months[usize::from(month) - 1];
            let level = if month == at { before - fall } else { total };
            series =
                series.with(&Period::january_to(2025, month).iso(), &format!("{level}.0")).unwrap();
        }
        prop_assert!(
            series.implausible().iter().any(|one| one.period() == Period::month(2025, at))
        );
    }
}
