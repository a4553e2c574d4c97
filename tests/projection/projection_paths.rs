//! The path of a year: it holds every known part exactly and ends in the answer, whatever spans
//! were published; and advice on what is missing that works when it is followed.

use bilateral::area::{CHN, RUS};
use bilateral::projection::{Method, Outside, Projection, Strength, Warning};
use bilateral::unit::USD;
use bilateral::{Error, Key, Money, Period, Ratio, Series};
use proptest::prelude::*;

const YEAR: Period = Period::year(2025);

fn empty() -> Series<Money> {
    Series::new(Key::exports(CHN).to(RUS), USD.billion())
}

fn with(series: Series<Money>, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(series, |series, (period, level)| series.with(period, level).unwrap())
}

/// The months of 2024, each at 100.
fn flat() -> Series<Money> {
    (1..=12_u8).fold(empty(), |series, month| {
        series.with(&Period::month(2024, month).iso(), "100").unwrap()
    })
}

/// The path ends in the answer, and between two of its steps lies what is known.
fn check(projection: &Projection<Money>) {
    let path = projection.path().unwrap();
    assert_eq!(&path.year(), projection.central(), "{projection}");
    let cumulated = path.cumulated();
    assert_eq!(&cumulated.last().unwrap().1, projection.central(), "{path}");
    let before =
        |at: usize| at.checked_sub(1).map_or_else(|| Ratio::from(0), |at| cumulated[at].1.clone());
    for part in projection.known() {
        let at = cumulated.iter().position(|(span, _)| *span == part.period()).unwrap();
        let level = &cumulated[at].1 - &before(at);
        assert_eq!(level, Ratio::from(part.amount().value()), "{path}");
    }
    // Steps follow each other from January to December.
    let mut next = projection.period().first();
    for (span, _) in &cumulated {
        assert_eq!(span.first(), next, "{path}");
        next = span.last().plus(1).unwrap();
    }
    assert_eq!(next, projection.period().last().plus(1).unwrap());
    let last = path.to_string().lines().last().unwrap().to_owned();
    let year = projection.to_string();
    // A year that is known has its own digits, and a path four.
    let year: f64 = year.split(' ').next().unwrap().parse().unwrap();
    let ends_in = |word: &str| word.parse() == Ok(year);
    assert!(last.split_whitespace().any(ends_in), "{last} {projection}");
}

/// 300 in the first quarter as one figure, on 300 a year before: nothing grew, so each month left
/// is the 100 that it was.
#[test]
fn a_year_to_date_of_one_figure_has_a_path() {
    let series = flat().with("2025-01/2025-03", "300").unwrap();
    let projection = series.project(YEAR).unwrap();
    check(&projection);
    let path = projection.path().unwrap();
    assert_eq!((path.months().len(), &path.months()[0].1), (9, &Ratio::from(100)));
    assert_eq!(path.cumulated()[0], (Period::january_to(2025, 3), Ratio::from(300)));
}

/// Known months behind a gap are in the path: 800 to August, 400 from October to December, and
/// September by fade 0.75: 1200 on 1100 is 1/11 more, so 100 (1 + 7.5/110).
#[test]
fn known_months_behind_a_gap_are_in_the_path() {
    let series = with(flat(), &[("2025-01/2025-08", "800"), ("2025-10/2025-12", "400")]);
    let projection = series.project_by(YEAR, &Method::Fade(Strength::USUAL)).unwrap();
    check(&projection);
    let path = projection.path().unwrap();
    let september = Ratio::from(100) + Ratio::new(750, 110).unwrap();
    assert_eq!(path.months(), [(Period::month(2025, 9), september.clone())]);
    let printed = path.to_string();
    assert!(printed.ends_with("400.0          1307  known"), "{printed}");
    assert_eq!(path.cumulated()[1].1, Ratio::from(800) + september);
}

/// Quarters alone, a joint January-February, a base that is not cut like the gap, and no year
/// before at all: each has a path.
#[test]
fn paths_of_every_cut() {
    let quarters = [("2024-Q1", "30"), ("2024-Q2", "40"), ("2024-Q3", "50"), ("2024-Q4", "60")];
    let series = with(with(empty(), &quarters), &[("2025-Q1", "33")]);
    let projection = series.project(YEAR).unwrap();
    check(&projection);
    let spans: Vec<Period> =
        projection.path().unwrap().months().iter().map(|(span, _)| *span).collect();
    assert_eq!(spans, [2, 3, 4].map(|quarter| Period::quarter(2025, quarter)));
    // March is missing and was published with February; the gap is one piece.
    let before = [("2024-01", "10"), ("2024-02/2024-04", "30"), ("2024-05/2024-12", "80")];
    let now = [("2025-01", "11"), ("2025-04/2025-12", "90")];
    check(&with(with(empty(), &before), &now).project(YEAR).unwrap());
    let joint = [("2024-01/2024-02", "18"), ("2024", "120"), ("2025-01/2025-02", "20")];
    check(&with(empty(), &joint).project(YEAR).unwrap());
    // The run rate asks nothing of the year before: the months left are alike.
    let alone = with(empty(), &[("2025-01/2025-03", "30")]);
    let projection = alone.project_by(YEAR, &Method::RunRate).unwrap();
    check(&projection);
    assert!(projection.path().unwrap().months().iter().all(|(_, level)| *level == Ratio::from(10)));
}

/// The span or figure that a help asks for: `2024-10` in “add the figure of 2024-10”.
fn asked(error: &Error) -> Vec<Period> {
    let help = error.help();
    let quoted = help.split(['“', '”']).skip(1).step_by(2);
    quoted.map(|span| span.parse().unwrap_or_else(|_| panic!("{help}"))).collect()
}

/// The other advice: the method that asks nothing of the year before.
fn by_run_rate(series: &Series<Money>, error: &Error) -> Projection<Money> {
    assert!(error.help().contains("project_by(.., &Method::RunRate)"), "{error:#}");
    series.project_by(YEAR, &Method::RunRate).unwrap()
}

/// Adds what is asked for, again and again, until there is an answer.
fn follow(series: &Series<Money>) -> (Projection<Money>, usize) {
    let mut series = series.clone();
    for times in 0..6 {
        match series.project(YEAR) {
            Ok(projection) => return (projection, times),
            Err(error) => {
                let spans = asked(&error);
                if spans.is_empty() {
                    // What was published of the year before contradicts itself.
                    return (by_run_rate(&series, &error), times);
                }
                for span in spans {
                    let level = (100 * span.len()).to_string();
                    series = series.with(&span.iso(), &level).unwrap();
                }
            }
        }
    }
    panic!("no answer after six figures: {:#}", series.project(YEAR).unwrap_err());
}

/// October of the year before is missing: the help names that month, and with it there is an
/// answer.
#[test]
fn advice_on_a_gap_in_the_year_before_works() {
    let months = |year: i32, known: &[u8], series: Series<Money>| {
        known.iter().fold(series, |series, month| {
            series.with(&Period::month(year, *month).iso(), "100").unwrap()
        })
    };
    let gap = months(2024, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12], empty());
    let series = months(2025, &[1, 2, 3], gap);
    let error = series.project(YEAR).unwrap_err();
    assert_eq!(asked(&error), [Period::month(2024, 10)], "{error:#}");
    let (projection, times) = follow(&series);
    assert_eq!((projection.central(), times), (&Ratio::from(1200), 1));
    check(&projection);
    // The base of growth so far is missing, and the year is not.
    let base = with(empty(), &[("2024", "1200"), ("2025-01/2025-03", "300")]);
    let error = base.project(YEAR).unwrap_err();
    assert_eq!(asked(&error), [Period::january_to(2024, 3)], "{error:#}");
    assert_eq!(follow(&base).0.central(), &Ratio::from(1200));
    check(&by_run_rate(&base, &error));
    // A base above the whole year before: nothing is missing, and the run rate has an answer.
    let below = with(base, &[("2024-01/2024-03", "1300")]);
    let error = below.project(YEAR).unwrap_err();
    assert!(asked(&error).is_empty() && error.help().contains("erroneous"), "{error:#}");
    assert_eq!(by_run_rate(&below, &error).central(), &Ratio::from(1200));
    // Nothing of the year, nothing of the year before, nothing of both.
    for series in [flat(), months(2025, &[1, 2], empty()), empty()] {
        check(&follow(&series).0);
    }
}

/// January is known as a difference of spans that end later, and is kept: December to February less
/// December and less February are 110.
#[test]
fn a_beginning_that_later_figures_give_is_known() {
    let across = [("2024-12/2025-02", "320"), ("2025-02", "110"), ("2025-02/2025-03", "220")];
    let projection = with(flat(), &across).project(YEAR).unwrap();
    assert_eq!(projection.known_level(), &Ratio::from(330));
    check(&projection);
    // Here February is known with what is before the year alone.
    let apart = [("2024-12/2025-02", "320"), ("2024-11/2025-01", "300"), ("2024-11", "100")];
    let projection = with(flat(), &apart).project(YEAR).unwrap();
    assert_eq!(projection.known_level(), &Ratio::from(220));
    check(&projection);
}

/// Published spans out of two years and a half: (first month, length) of 36.
fn spans() -> impl Strategy<Value = Vec<(i32, i32)>> {
    let any = prop::collection::vec((0..36_i32, 1..13_i32), 3..24);
    any.prop_map(|spans| spans.into_iter().filter(|(from, length)| from + length <= 36).collect())
}

fn published(months: &[i64], spans: &[(i32, i32)]) -> Series<Money> {
    let start = bilateral::month(2023, 1);
    spans.iter().fold(empty(), |series, (from, length)| {
        let levels = months.iter().skip(usize::try_from(*from).unwrap());
        let total: i64 = levels.take(usize::try_from(*length).unwrap()).sum();
        let (first, last) = (start.plus(*from), start.plus(from + length - 1));
        let span = Period::from_to(first.unwrap(), last.unwrap());
        series.with(&span.iso(), &format!("exactly {total}")).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// An answer lies inside of its scenarios, in print too, or says why it does not.
    #[test]
    fn no_answer_is_outside_without_a_reason(
        months in prop::collection::vec(1..10_000_i64, 36..90),
    ) {
        // Full years, and the beginning of 2025.
        let full = i32::try_from(months.len() / 12).unwrap();
        let first = YEAR.first().plus(-12 * full).unwrap();
        let series = months.iter().zip(0..).fold(empty(), |series, (level, at)| {
            let month = first.plus(at).unwrap();
            series.with(&month.iso(), &level.to_string()).unwrap()
        });
        for method in [Method::ByWhatIsKnown, Method::Theta, Method::LogTrend] {
            let Ok(projection) = series.project_by(YEAR, &method) else { continue };
            let (low, high) = projection.band();
            let inside = low <= projection.central() && projection.central() <= high;
            let told = projection.warnings().iter().any(
                |one| matches!(one, Warning::OutsideScenarios(reasons) if !reasons.is_empty()),
            );
            prop_assert_eq!(told, !inside, "{}", &projection);
            let printed = projection.to_string();
            let number = |text: &str| text.parse::<f64>().unwrap();
            let band = printed.split_once("scenarios ").unwrap().1;
            let mut words = band.split([' ', ';']);
            let (low, high) = (number(words.next().unwrap()), number(words.nth(1).unwrap()));
            let answer = number(printed.split(' ').next().unwrap());
            if inside {
                prop_assert!(low <= answer && answer <= high, "{}", printed);
            } else {
                prop_assert!(printed.contains("the answer lies "), "{}", printed);
            }
        }
    }

    /// Random histories with gaps and spans: the path of every method holds what is known and ends
    /// in its answer.
    #[test]
    fn every_path_ends_in_the_answer(
        months in prop::collection::vec(1..10_000_i64, 36),
        spans in spans(),
        whole in any::<bool>(),
    ) {
        let mut spans = spans;
        if whole {
            spans.push((12, 12));
        }
        let series = published(&months, &spans);
        let fade = Method::Fade(Strength::USUAL);
        for method in [Method::ByWhatIsKnown, Method::SeasonalNaive, Method::RunRate, fade] {
            if let Ok(projection) = series.project_by(YEAR, &method) {
                check(&projection);
            }
        }
    }

    /// Whatever is missing, following the help leads to an answer.
    #[test]
    fn every_advice_leads_to_an_answer(
        months in prop::collection::vec(50..150_i64, 36),
        spans in spans(),
    ) {
        check(&follow(&published(&months, &spans)).0);
    }
}

/// A series of years whose first four months have this share of each year, in percent, with growth
/// from year to year; the months of a part are alike.
fn seasons(shares: &[(i32, i64, i64)]) -> Series<Money> {
    shares.iter().fold(empty(), |series, (year, level, share)| {
        let early = level * share;
        let late = level * (100 - share);
        let series = series.with(&format!("{year}-01/{year}-04"), &early.to_string()).unwrap();
        series.with(&format!("{year}-05/{year}-12"), &late.to_string()).unwrap()
    })
}

/// The first four months had 30 % of 2024 and 20 % of 2023 and 2022; now they have 30, as in 2024.
/// Both scenarios say 100. In the mean of the three years the share is 70/3 %, so the rest by it is
/// 30 / (7/30) - 30 = 690/7 = 98.57, and the answer 30 + 70^0.25 * 98.57^0.75 = 120.49 lies above
/// both.
#[test]
fn an_answer_outside_of_its_scenarios_says_why() {
    let mut series = seasons(&[(2022, 1, 20), (2023, 1, 20), (2024, 1, 30)]);
    series = series.with("2025-01/2025-04", "30").unwrap();
    let projection = series.project(YEAR).unwrap();
    let hundred = Ratio::from(100);
    assert_eq!(projection.band(), (&hundred, &hundred));
    let central: f64 =
        projection.central().round(4, Default::default()).to_string().parse().unwrap();
    assert!((central - (30.0 + 70_f64.powf(0.25) * (690.0_f64 / 7.0).powf(0.75))).abs() < 1e-3);
    let season = Outside::Season {
        mean_share: Ratio::new(70, 300).unwrap(),
        last_share: Ratio::new(30, 100).unwrap(),
    };
    assert!(projection.warnings().contains(&Warning::OutsideScenarios(vec![season])));
    let printed = projection.to_string();
    let told = "scenarios 100.0 to 100.0 (the answer lies above them: the known months had 23.3 % of \
                the year in the mean of the years that the method takes, and 30.0 % in the year \
                before)";
    assert!(printed.contains(told), "{printed}");
    // A method that takes no season names itself: twelve fourths of 30 are 90, below 100.
    let naive = series.project_by(YEAR, &Method::RunRate).unwrap();
    let reasons = vec![Outside::Method(Method::RunRate)];
    assert!(naive.warnings().contains(&Warning::OutsideScenarios(reasons)));
    assert!(naive.to_string().contains("the answer lies below them: run rate"), "{naive}");
    // Fades lie between the two scenarios, and say nothing.
    let fade = series.project_by(YEAR, &Method::Fade(Strength::USUAL)).unwrap();
    assert!(!fade.warnings().iter().any(|one| matches!(one, Warning::OutsideScenarios(_))));
}

/// Months that grow slowly, and a December that grew ever faster: a model that takes the mean
/// season of eight years expects less of December than it had, so that its answer lies below both
/// scenarios, and December is named.
#[test]
fn a_model_names_the_month() {
    let mut series = empty();
    for at in 0..100_i32 {
        let month = bilateral::month(2017, 1).plus(at).unwrap();
        let level = 100 + 2 * at + if month.number() == 12 { at * at / 20 } else { 0 };
        series = series.with(&month.iso(), &level.to_string()).unwrap();
    }
    let projection = series.project_by(YEAR, &Method::Stl).unwrap();
    assert_eq!(projection.method(), &Method::Stl, "{:?}", projection.warnings());
    let (low, high) = projection.band();
    assert!(projection.central() < low && low < high, "{projection}");
    let told = projection.warnings().iter().find_map(|warning| match warning {
        Warning::OutsideScenarios(reasons) => Some(reasons.clone()),
        _ => None,
    });
    let Some([Outside::Months { period, .. }]) = told.as_deref() else { panic!("{projection}") };
    assert_eq!(*period, Period::month(2025, 12), "{projection}");
}
