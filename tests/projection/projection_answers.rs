//! What an answer says of itself: the base that it takes, what it cannot know, and what to do where
//! there is none. Every number is by hand.

use bilateral::area::{CHN, RUS};
use bilateral::projection::{Backtest, Method, Outside, Strength, Warning};
use bilateral::unit::USD;
use bilateral::{
    Amount, Base, Growth, Key, Money, Observation, Period, Ratio, Series, Status, Undefined,
};

const Y24: Period = Period::year(2024);

fn of(figures: &[(&str, &str)]) -> Series<Money> {
    let empty = Series::new(Key::exports(CHN).to(RUS), USD.million());
    with(empty, figures)
}

fn with(series: Series<Money>, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(series, |series, (span, level)| series.with(span, level).unwrap())
}

/// The months of 2023, each at 100.
fn flat() -> Series<Money> {
    (1..=12).fold(of(&[]), |series, month| {
        series.with(&Period::month(2023, month).iso(), "100").unwrap()
    })
}

/// January to April 2024 of a level, with the growth that was published for it.
fn published(series: Series<Money>, level: &str, growth: &str) -> Series<Money> {
    let to_date = Observation::new(Period::january_to(2024, 4), level.parse().unwrap());
    series.with_observation(to_date.with_growth(growth.parse().unwrap())).unwrap()
}

fn percent(number: i64) -> Growth {
    Growth::from_ratio(Ratio::new(number, 100).unwrap())
}

fn ratio(above: i64, below: i64) -> Ratio {
    Ratio::new(above, below).unwrap()
}

fn money(text: &str) -> Amount<Money> {
    format!("{text} million USD").parse().unwrap()
}

/// 1100 of 1000 in the first quarter: no scenario takes the known 400 back. With 1400 for the year,
/// as the advice has it, the rest is 300, and 330 at +10 %.
#[test]
fn a_year_below_its_beginning_has_no_scenario() {
    let now = &[("2023-01/2023-03", "1100"), ("2024-01/2024-03", "400")];
    let series = with(of(&[("2023", "1000")]), now);
    let error = series.what_if(Y24, &[percent(10)]).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::NotPositive));
    assert!(error.to_string().contains("the rest of the year before"), "{error}");
    assert!(error.help().contains("erroneous"), "{}", error.help());
    let wrong = Observation::new(Period::year(2023), "1000".parse().unwrap());
    let wrong = wrong.with_status(Status::Erroneous).unwrap();
    let mended = of(&[]).with_observation(wrong).unwrap().with("2023", "1400").unwrap();
    assert_eq!(with(mended, now).what_if(Y24, &[percent(10)]).unwrap().year(), Ratio::from(730));
    // The projection and the target say of which level they speak.
    let first = Period::quarter(2024, 1);
    let needed = series.required_growth(money("1400"), Y24, first, Base::AsKnown).unwrap_err();
    for error in [series.project(Y24).unwrap_err(), needed] {
        assert!(error.to_string().contains("the rest of the year before"), "{error}");
        assert!(!error.help().contains("logarithms"), "{}", error.help());
    }
    // 1000 in the nine months left.
    let monthly = series.required_run_rate(money("1400"), Y24, first).unwrap();
    assert_eq!(monthly.needs(), Some(&ratio(1000, 9)));
}

/// +25 % on 352, where the levels say +10 % on 400. By fade 440 + 848 (1 + 0.75 / 4) = 1447; the
/// scenario at 0 % has 848 / 8 a month, and says on what.
#[test]
fn published_growth_that_contradicts_the_levels_is_told() {
    let series = published(flat(), "440", "25.0");
    let projection = series.project(Y24).unwrap();
    assert_eq!(projection.central(), &Ratio::from(1447));
    let told = |warning: &Warning| {
        matches!(warning, Warning::ContradictedBase(span, check)
            if *span == Period::january_to(2024, 4) && check.contains("as known it was 400"))
    };
    assert!(projection.warnings().iter().any(told), "{:?}", projection.warnings());
    let path = series.what_if(Y24, &[percent(0)]).unwrap();
    assert_eq!(path.months()[0], (Period::month(2024, 5), Ratio::from(106)));
    assert_eq!(
        path.label(),
        "the rest of 2024 at 0.0 % on 848.0 a year before, on the base implied by published growth"
    );
    let as_known = series
        .project_from(Y24, Period::january_to(2024, 4), Base::AsKnown, &Method::ByWhatIsKnown)
        .unwrap();
    assert!(!as_known.warnings().iter().any(told), "{:?}", as_known.warnings());
    let agreeing = published(flat(), "440", "10.0");
    assert!(!agreeing.project(Y24).unwrap().warnings().iter().any(told));
    let path = agreeing.what_if(Y24, &[percent(0)]).unwrap();
    assert_eq!(path.months()[0], (Period::month(2024, 5), Ratio::from(100)));
    // Nothing rests on a base where the year is known.
    let known = published(flat(), "440", "25.0").with("2024", "1300").unwrap();
    assert!(!known.project(Y24).unwrap().warnings().iter().any(told));
}

/// Growth of -100 % at three quarters of its strength leaves a quarter of 750; a level of one is
/// next to it: 1 + 750 (1 + 0.75 (1 / 250 - 1)) = 190.75.
#[test]
fn nothing_so_far_fades() {
    let year = |level: &str, before: &[(&str, &str)]| {
        let series = of(&[("2023", "1000"), ("2023-01/2023-03", "250"), ("2024-Q1", level)]);
        with(series, before).project(Y24).unwrap()
    };
    let none = year("0", &[]);
    assert_eq!(none.central(), &ratio(375, 2));
    assert_eq!((none.method(), none.warnings()), (&Method::Fade(Strength::USUAL), &[][..]));
    assert_eq!(year("1", &[]).central(), &ratio(763, 4));
    let interval = none.interval(80).unwrap();
    assert!(interval.low() < 187.0 && 188.0 < interval.high(), "{interval}");
    // With two years a geometric mean with zero is zero, so the fade stands, and says why.
    let two = year("0", &[("2022", "1000"), ("2022-Q1", "250")]);
    assert_eq!(two.central(), &ratio(375, 2));
    assert!(
        matches!(two.warnings(), [Warning::Simpler { wanted, reason }]
            if *wanted == Method::shrunk_share(Strength::USUAL) && reason.contains("is zero")),
        "{:?}",
        two.warnings()
    );
    // A base of zero has no growth: the rest as a year before, and the reason names the base.
    let new = of(&[("2023", "1000"), ("2023-01/2023-03", "0"), ("2024-Q1", "10")]);
    let new = new.project(Y24).unwrap();
    assert_eq!(new.central(), &Ratio::from(1010));
    assert!(new.warnings()[0].to_string().contains("the base of growth so far"), "{new:#}");
}

/// Of a year of nothing nothing is expected, and no interval says that this is certain.
#[test]
fn nothing_expected_has_no_interval() {
    let series = of(&[("2023", "0"), ("2023-01/2023-03", "0"), ("2024-01/2024-03", "10")]);
    let projection = series.project(Y24).unwrap();
    assert_eq!(projection.central(), &Ratio::from(10));
    let left = projection.missing().to_vec();
    assert!(projection.warnings().contains(&Warning::NothingExpected(left)));
    for interval in [projection.interval(80), projection.conformal_interval(50)] {
        assert_eq!(interval.unwrap_err().undefined(), Some(&Undefined::NotPositive));
    }
    assert!(projection.to_string().contains(", forecast, no interval, "), "{projection}");
    let total = Series::project_sum(Key::exports(CHN).to(RUS), &[&series], Y24).unwrap();
    assert!(total.interval(80).is_err() && total.to_string().contains("no interval"), "{total}");
    // A known year is certain.
    let known = series.with("2024", "10").unwrap().project(Y24).unwrap();
    assert_eq!(known.interval(80).unwrap().rests_on(), "known");
}

/// Two figures of January are the reason, and not that there is none.
#[test]
fn a_contradicted_beginning_is_a_contradiction() {
    let series = with(flat(), &[("2024-01", "110"), ("2024-01", "150")]);
    let error = series.project(Y24).unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(error.to_string(), series.amount(Period::month(2024, 1)).unwrap_err().to_string());
}

/// A known year has no rest; a wrong number of rates is told with the pieces; a base that is
/// missing is named, and its figure gives an answer: 330 and 900 at 0 %.
#[test]
fn a_scenario_says_what_it_needs() {
    let known = of(&[("2023", "1200"), ("2024", "1300")]).what_if(Y24, &[percent(0)]).unwrap_err();
    assert!(known.to_string().contains("2024 is known"), "{known}");
    let rates = |count: usize| vec![percent(10); count];
    let one = of(&[("2023", "1200"), ("2023-01/2023-04", "400"), ("2024-01/2024-04", "440")]);
    let error = one.what_if(Y24, &rates(8)).unwrap_err();
    assert!(error.to_string().contains("8 rates, and the pieces left are May-Dec 2024"), "{error}");
    assert_eq!(error.help(), "give one rate");
    assert_eq!(one.what_if(Y24, &rates(1)).unwrap().year(), Ratio::from(1320));
    let quarters = ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"].map(|quarter| (quarter, "300"));
    let quarters = with(of(&quarters), &[("2024-Q1", "330")]);
    let error = quarters.what_if(Y24, &rates(2)).unwrap_err();
    assert!(error.to_string().contains("Apr-Jun 2024, Jul-Sep 2024 and Oct-Dec 2024"), "{error}");
    assert_eq!(error.help(), "give one rate for all, or 3, one for each piece");
    assert_eq!(quarters.what_if(Y24, &rates(3)).unwrap().year(), Ratio::from(330 + 990));
    let no_base = of(&[("2023", "1200"), ("2024-01/2024-03", "330")]);
    let error = no_base.what_if(Y24, &[percent(0)]).unwrap_err();
    assert!(error.help().contains("“2023-01/2023-03”"), "{}", error.help());
    let based = no_base.with("2023-01/2023-03", "300").unwrap();
    assert_eq!(based.what_if(Y24, &[percent(0)]).unwrap().year(), Ratio::from(1230));
}

/// March grew by 20 %, so the eleven other months have 1100 * 1.15 = 1265 of it; January is known
/// and not compared, and ten elevenths are left: 90 + 120 + 1150.
#[test]
fn a_first_month_without_a_base_is_kept() {
    let march = of(&[("2023", "1200"), ("2023-03", "100"), ("2024-03", "120")]);
    assert_eq!(march.project(Y24).unwrap().central(), &Ratio::from(1385));
    let both = march.with("2024-01", "90").unwrap();
    let projection = both.project(Y24).unwrap();
    assert_eq!(projection.central(), &Ratio::from(1360));
    let january = Period::month(2024, 1);
    assert!(projection.warnings().contains(&Warning::NotCompared(vec![january])));
    assert_eq!(projection.growth_so_far(), Some(&percent(20)));
    // Asked for the growth of January, there is none.
    let named = both.project_from(Y24, january, Base::AsKnown, &Method::ByWhatIsKnown);
    assert!(named.unwrap_err().to_string().contains("Jan 2023"));
    let path = both.what_if(Y24, &[percent(0)]).unwrap();
    assert_eq!(path.year(), Ratio::from(90 + 120 + 1000));
}

/// Where the whole is known, a target is reached or cannot be; without published growth the base is
/// the one as known.
#[test]
fn targets_say_what_they_need() {
    let series = of(&[("2023", "1200"), ("2023-Q1", "300"), ("2024-Q1", "330"), ("2024", "1300")]);
    let (target, whole) = (money("1400"), Base::AsKnown);
    let errors = [
        series.required_growth(target, Y24, Y24, whole).unwrap_err(),
        series.required_run_rate(target, Y24, Y24).unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().contains("nothing is left"), "{error}");
    }
    let reached = series.required_growth(money("1300"), Y24, Y24, whole).unwrap();
    assert_eq!(reached.to_string(), "already reached");
    assert_eq!(series.required_run_rate(money("1300"), Y24, Y24).unwrap().needs(), None);
    // The shorter span of the advice: 1070 in nine months, on 900.
    let first = Period::quarter(2024, 1);
    let needed = series.required_growth(target, Y24, first, Base::AsKnown).unwrap();
    assert_eq!(needed.needs().unwrap().ratio(), &ratio(170, 900));
    let implied = series.required_growth(target, Y24, first, Base::Implied).unwrap_err();
    assert!(implied.help().contains("Base::AsKnown"), "{}", implied.help());
    let open = of(&[("2023", "1200"), ("2023-Q1", "300"), ("2024-Q1", "330")]);
    let implied = open.project_from(Y24, first, Base::Implied, &Method::ByWhatIsKnown);
    assert!(implied.unwrap_err().help().contains("Base::AsKnown"));
    let bare = of(&[("2024-Q1", "330")]).required_growth(target, Y24, first, Base::Implied);
    assert!(!bare.unwrap_err().help().contains("Base::AsKnown"));
}

/// A projection ends with the number of its warnings, and `{:#}` prints them; one figure below zero
/// contradicts no other.
#[test]
fn warnings_are_printed_and_true() {
    let series = with(
        flat().slice(Period::january_to(2023, 12)),
        &[("2024-01", "100"), ("2024-02", "-30"), ("2024-03", "100")],
    );
    let projection = series.project(Y24).unwrap();
    let spoken = projection.warnings().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(spoken, ["not plausible: Feb 2024: -30 (Feb 2024) million US$, a flow below zero"]);
    assert!(projection.to_string().ends_with("on the base as known; 1 warning"), "{projection}");
    let all = format!("{projection:#}");
    assert!(all.ends_with(&format!("; 1 warning\n  warning: {}", spoken[0])), "{all}");
    // January and February say little, in two figures as in one.
    let early = with(flat(), &[("2024-01", "100"), ("2024-02", "100")]);
    assert_eq!(early.project(Y24).unwrap().warnings(), [Warning::FirstTwoMonths]);
    let growth = percent(50);
    let month = Outside::Months { method: Method::Theta, period: Period::month(2024, 5), growth };
    assert_eq!(month.to_string(), "Theta expects May 2024 at +50.0 % on a year earlier");
    assert_eq!(Method::MeanOf(Vec::new()).to_string(), "mean of no methods");
}

/// A path names all that is known and the unit; that of a known year is no forecast.
#[test]
fn a_path_says_what_is_known_and_in_which_unit() {
    let gap = with(flat(), &[("2024-Q1", "330"), ("2024-05", "110")]);
    let path = gap.project(Y24).unwrap().path().unwrap().to_string();
    let heading = path.lines().next().unwrap();
    assert!(
        heading.ends_with("forecast; known: Jan-Mar 2024 and May 2024; in million US$"),
        "{path}"
    );
    let known = flat().project(Period::year(2023)).unwrap().path().unwrap();
    assert_eq!(known.status(), Status::Derived);
    let text = known.to_string();
    assert!(text.starts_with("the year is known; 2023 in million US$\n"), "{text}");
    // A back-test of one year has nothing to show, and says so.
    let none = Backtest::new(&[Method::RunRate]).of(&flat()).to_string();
    assert!(none.starts_with("no trials: ") && none.lines().count() == 1, "{none}");
}
