//! Nowcasts from both sides and totals of parts: what is known is kept, nothing later is looked at,
//! and the numbers are those of hand calculation.

use bilateral::area::{BLR, CHN, RUS, USA};
use bilateral::projection::{Backtest, Method, Nowcast, Strength};
use bilateral::unit::{EUR, MoneyUnit, USD};
use bilateral::{Area, Key, Money, Month, Period, Ratio, Series, Status, date, published};
use proptest::prelude::*;

const YEAR: Period = Period::year(2026);

fn russia(unit: MoneyUnit) -> Series<Money> {
    Series::new(Key::exports(RUS).to(CHN), unit)
}

fn china(unit: MoneyUnit) -> Series<Money> {
    Series::new(Key::imports(CHN).from(RUS), unit)
}

fn with(series: Series<Money>, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(series, |series, (period, level)| series.with(period, level).unwrap())
}

/// Consecutive months from January of a year on.
fn months(series: Series<Money>, first: i32, levels: &[i64]) -> Series<Money> {
    let start = Month::new(first, 1).unwrap();
    levels.iter().zip(0..).fold(series, |series, (level, at)| {
        series.with(&start.plus(at).unwrap().iso(), &level.to_string()).unwrap()
    })
}

fn ratio(above: i64, below: i64) -> Ratio {
    Ratio::new(above, below).unwrap()
}

fn span(first: (i32, u8), last: (i32, u8)) -> Period {
    let month = |(year, month)| Month::new(year, month).unwrap();
    Period::from_to(month(first), month(last))
}

fn float(number: &Ratio) -> f64 {
    number.round(12, Default::default()).to_string().parse().unwrap()
}

/// Russia to July, China to October: 10 / 11 of China's 26.4, and of its 21.5 of the rest.
fn both() -> (Series<Money>, Series<Money>) {
    let own = &[("2025", "100"), ("2025-01/2025-07", "60"), ("2026-01/2026-07", "66")];
    let mirror = &[
        ("2025", "110"),
        ("2025-01/2025-07", "66"),
        ("2025-01/2025-10", "90"),
        ("2026-01/2026-07", "72.6"),
        ("2026-01/2026-10", "99"),
    ];
    (with(russia(USD.billion()), own), with(china(USD.billion()), mirror))
}

#[test]
fn the_answer_is_that_of_hand_calculation() {
    let (own, mirror) = both();
    let nowcast = own.nowcast(YEAR, &mirror).unwrap();
    assert_eq!(nowcast.known_level(), &66.into());
    assert_eq!(nowcast.ratio_over(), Some(span((2025, 8), (2026, 7))));
    assert_eq!(nowcast.estimated(), [(span((2026, 8), (2026, 10)), 24.into())]);
    assert_eq!(nowcast.missing(), [span((2026, 11), (2026, 12))]);
    // fade 0.75 of +10 % on the 20 of November and December
    assert_eq!(nowcast.rest(), Ratio::from(24) + ratio(215 * 10, 10 * 11));
    assert_eq!((nowcast.status(), nowcast.period()), (Status::Forecast, YEAR));
    assert_eq!(nowcast.method().to_string(), "mirror months, then fade 0.75");
    assert_eq!(nowcast.observation().unwrap().status(), Status::Forecast);
    // No errors yet: both scales are the prior, and the rest is w of what is missing.
    let (missing, rest) = (float(&nowcast.rest()), 215.0 / 11.0);
    let half = 1.475_884_048_824_481 * 0.08 * (1.0 + (rest / missing).powi(2)).sqrt();
    let interval = nowcast.interval(80).unwrap();
    assert!((interval.low() - (66.0 + missing * (-half).exp())).abs() < 1e-9, "{interval}");
    assert!((interval.high() - (66.0 + missing * half.exp())).abs() < 1e-9, "{interval}");
}

#[test]
fn a_named_method_takes_the_rest() {
    let (own, mirror) = both();
    let flat = own.nowcast_by(YEAR, &mirror, &Method::SeasonalNaive).unwrap();
    assert_eq!(flat.rest(), Ratio::from(24) + ratio(20 * 10, 11));
    let named = Method::MirrorMonths(Box::new(Method::SeasonalNaive));
    assert_eq!(own.nowcast_by(YEAR, &mirror, &named).unwrap(), flat);
    // Hedged figures of either side are told.
    let hedged = with(own.clone(), &[("2026-01/2026-08", "about 76")]);
    let told = hedged.nowcast(YEAR, &with(mirror.clone(), &[("2026-01/2026-08", "82")])).unwrap();
    assert!(told.warnings()[0].to_string().contains("Jan-Aug 2026 is hedged"), "{told}");
    // Of one series alone it is no method: the next simpler one stands, and says so.
    let alone = own.project_by(YEAR, &named).unwrap();
    assert_eq!(alone.method(), &Method::Fade(Strength::USUAL));
    assert!(
        alone.warnings().iter().any(|it| it.to_string().contains("a series alone has no mirror"))
    );
}

#[test]
fn nothing_of_the_year_need_be_known_of_the_own_side() {
    let (own, mirror) = both();
    let own = own.slice(Period::year(2025));
    let nowcast = own.nowcast(YEAR, &mirror).unwrap();
    // The mirror's months are one span, since January to July is known of it and so is October.
    assert_eq!(
        (nowcast.known_level(), nowcast.ratio_over()),
        (&0.into(), Some(Period::year(2025)))
    );
    assert_eq!(nowcast.estimated(), [(Period::january_to(2026, 10), 90.into())]);
    assert!(nowcast.to_string().contains("months known: 0, from the mirror: 10"), "{nowcast}");
}

#[test]
fn a_year_that_the_mirror_knows_rests_on_the_ratio_alone() {
    let (own, mirror) = both();
    let mirror = with(mirror, &[("2026", "121")]);
    let nowcast = own.nowcast(YEAR, &mirror).unwrap();
    assert_eq!(nowcast.central(), &110.into());
    assert_eq!((nowcast.missing(), nowcast.status()), (&[][..], Status::Forecast));
    assert!(nowcast.interval(80).unwrap().low() < 110.0);
    // Where the own side has it all, it is known.
    let known = with(own, &[("2026", "111")]).nowcast(YEAR, &mirror).unwrap();
    assert_eq!((known.central(), known.status()), (&111.into(), Status::Normal));
}

/// The mirror fills April, and knows nothing after it; the own May is kept, and the seven months
/// that follow are those of the mirror's eight.
#[test]
fn a_gap_is_filled_and_what_lies_behind_it_is_kept() {
    let own = months(russia(USD.million()), 2025, &[100; 15]);
    let own = with(own, &[("2026-05", "150")]);
    let mirror = months(china(USD.million()), 2025, &[200; 16]);
    let nowcast = own.nowcast(YEAR, &mirror).unwrap();
    assert_eq!(nowcast.estimated(), [(Period::month(2026, 4), 100.into())]);
    assert_eq!(nowcast.missing(), [span((2026, 6), (2026, 12))]);
    assert_eq!(nowcast.central(), &Ratio::from(3 * 100 + 100 + 150 + 7 * 100));
}

/// In January 2020 China had published 2019 (110.75, and 107.06 for 2018), Russia 2018 alone
/// (108.3). Russia's figure of 2019 came as "record $111 billion".
/// The mirror misses January to April as well, which the own side knows: of its rest, 36 + 20, the
/// last two months have 20 / 56.
#[test]
fn the_rest_is_that_of_the_months_that_neither_side_knows() {
    let own = with(both().0, &[("2026-05/2026-07", "30")]);
    let mirror = &[("2025", "110"), ("2025-05/2025-07", "30"), ("2025-08/2025-10", "24")];
    let mirror = with(china(USD.billion()), mirror);
    let mirror = with(mirror, &[("2025-11/2025-12", "20"), ("2026-05/2026-07", "33")]);
    let mirror = with(mirror, &[("2026-08/2026-10", "26.4")]);
    let nowcast = own.nowcast_by(YEAR, &mirror, &Method::SeasonalNaive).unwrap();
    assert_eq!(nowcast.ratio(), Some(&ratio(30, 33)));
    assert_eq!(nowcast.central(), &(Ratio::from(66 + 24) + ratio(20 * 30, 33)));
}

#[test]
fn china_and_russia_as_they_were_known() {
    let day = date(2020, 1, 20);
    let own = published::russia_china().unwrap().series(Key::trade(RUS).with(CHN)).unwrap();
    let mirror = published::china_russia().unwrap().series(Key::trade(CHN).with(RUS)).unwrap();
    let year = Period::year(2019);
    let nowcast = own.as_of(day).nowcast(year, &mirror.as_of(day)).unwrap();
    assert_eq!(nowcast.central(), &ratio(11_075 * 1_083, 107_060));
    assert_eq!(nowcast.as_of(), Some(day));
    let came = Ratio::from(own.latest().amount(year).unwrap().amount().value());
    assert!(nowcast.interval(80).unwrap().contains(&came), "{nowcast}");
    let text = "112.0 billion US$ in 2019, forecast, 80 % interval 99 to 127 (from the prior); \
                months known: 0, from the mirror: 12 (2019) at 1.012 of 2018, \
                as known on 2020-01-20";
    assert_eq!(nowcast.to_string(), text);
}

#[test]
fn other_trade_and_other_units_are_refused_and_the_advice_works() {
    let (own, mirror) = both();
    let refused = |mirror: &Series<Money>| format!("{:#}", own.nowcast(YEAR, mirror).unwrap_err());
    for key in [
        Key::exports(CHN).to(RUS),
        Key::imports(CHN).from(BLR),
        Key::imports(CHN).from(RUS).of("HS:27".parse().unwrap()),
        Key::exports(RUS).to(CHN),
    ] {
        let text = refused(&Series::new(key, USD.billion()));
        assert!(text.contains("CHN imports from RUS"), "{text}");
    }
    assert!(refused(&china(EUR.billion())).contains("exchange::ExchangeRate"));
    let dated = published::china_russia().unwrap().series(Key::imports(CHN).from(RUS)).unwrap();
    assert!(refused(&dated.as_of(date(2023, 5, 24))).contains("as of one date"));
    assert!(own.nowcast(Period::january_to(2026, 7), &mirror).is_err());
    // Of the mirror nothing is known before the months that it alone knows.
    let bare = with(china(USD.billion()), &[("2025", "110"), ("2025-08/2025-10", "24")]);
    let bare = with(bare, &[("2026-08/2026-10", "26.4")]);
    let error = format!("{:#}", own.nowcast(YEAR, &bare).unwrap_err());
    assert!(error.contains("no span of three to twelve months up to Jul 2026"), "{error}");
    let more = with(bare, &[("2026-05/2026-07", "33"), ("2025-05/2025-07", "30")]);
    let more = with(more, &[("2025-11/2025-12", "20")]);
    assert!(with(own, &[("2026-05/2026-07", "30")]).nowcast(YEAR, &more).is_ok());
}

#[test]
fn figures_that_are_not_positive_have_no_ratio() {
    let own = months(russia(USD.million()), 2025, &[0; 14]);
    let mirror = months(china(USD.million()), 2025, &[10; 16]);
    let error = own.nowcast(YEAR, &mirror).unwrap_err();
    assert!(error.undefined().is_some(), "{error:#}");
}

/// So many years of months, own and mirror, and how many months of the last year are known of each.
fn any_sides() -> impl Strategy<Value = (Vec<i64>, Vec<i64>, usize, usize)> {
    (2..5_usize).prop_flat_map(|years| {
        let months = || prop::collection::vec(1..1000_i64, 12 * years + 12);
        (months(), months(), 1..=10_usize, 1..=11_usize).prop_map(
            move |(own, mirror, known, more)| {
                let until = (known + more).min(12);
                (
                    own[..12 * years + known].to_vec(),
                    mirror[..12 * years + until].to_vec(),
                    known,
                    until,
                )
            },
        )
    })
}

/// The year after so many of months.
fn last_year(own: &[i64], first: i32) -> Period {
    Period::year(first + i32::try_from(own.len() / 12).unwrap())
}

fn nowcast(own: &[i64], mirror: &[i64]) -> Nowcast<Money> {
    let (first, unit) = (2015, USD.million());
    let mirror = months(china(unit), first, mirror);
    months(russia(unit), first, own).nowcast(last_year(own, first), &mirror).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Known months are kept, and what is missing is estimated by the ratio of twelve months.
    #[test]
    fn known_months_are_kept((own, mirror, known, until) in any_sides()) {
        let now = nowcast(&own, &mirror);
        let sum = |levels: &[i64]| Ratio::from(levels.iter().sum::<i64>());
        prop_assert_eq!(now.known_level(), &sum(&own[own.len() - known..]));
        prop_assert!(now.central() >= now.known_level());
        let last = own.len();
        let q = sum(&own[last - 12..]).over(&sum(&mirror[last - 12..last])).unwrap();
        prop_assert_eq!(now.ratio(), Some(&q));
        let estimated: Ratio = now.estimated().into_iter().map(|(_, level)| level).sum();
        prop_assert_eq!(estimated, sum(&mirror[last..]) * q);
        let open: u32 = now.missing().iter().map(|span| span.len()).sum();
        prop_assert_eq!(open as usize, 12 - until);
        let interval = now.interval(80).unwrap();
        prop_assert!(interval.contains(now.central()));
        prop_assert!(interval.low() >= float(now.known_level()) - 1e-6);
    }

    /// A mirror that knows no more adds nothing.
    #[test]
    fn a_mirror_that_knows_no_more_changes_nothing((own, mirror, ..) in any_sides()) {
        let (first, unit) = (2015, USD.million());
        let series = months(russia(unit), first, &own);
        let projection = series.project(last_year(&own, first)).unwrap();
        let now = nowcast(&own, &mirror[..own.len()]);
        prop_assert_eq!(now.projection(), &projection);
        prop_assert_eq!(now.central(), projection.central());
        prop_assert_eq!(now.interval(80).unwrap(), projection.interval(80).unwrap());
        prop_assert_eq!((now.ratio(), now.missing()), (None, projection.missing()));
        prop_assert_eq!(now.to_string(), projection.to_string());
    }

    /// With one ratio throughout, the estimated months are the true ones.
    #[test]
    fn a_constant_ratio_is_exact((_, mirror, known, _) in any_sides(), above in 1..50_i64) {
        let years = 12 * ((mirror.len() - 1) / 12);
        let full: Vec<i64> = mirror.iter().map(|level| level * above).collect();
        let mirror: Vec<i64> = mirror.iter().map(|level| level * 7).collect();
        let now = nowcast(&full[..years + known], &mirror);
        prop_assert_eq!(now.ratio(), Some(&ratio(above, 7)));
        let estimated: Ratio = now.estimated().into_iter().map(|(_, level)| level).sum();
        prop_assert_eq!(estimated, Ratio::from(full[years + known..].iter().sum::<i64>()));
        prop_assert!(now.ratio_errors().iter().all(|error| error.log_error.abs() < 1e-12));
    }

    /// Months of later years change nothing, whatever they are; the order of figures neither.
    #[test]
    fn nothing_later_is_looked_at((own, mirror, ..) in any_sides(), later in 1..1000_i64) {
        let (first, unit) = (2015, USD.million());
        let year = last_year(&own, first);
        let add = |series: Series<Money>| {
            let after = Period::year(year.first().year() + 1);
            let series = after.months().fold(series, |series, month| {
                series.with(&month.iso(), &later.to_string()).unwrap()
            });
            // Published backwards, the figures are the same.
            let all: Vec<_> = series.observations().cloned().collect();
            let empty = Series::new(series.key(), series.unit());
            all.into_iter().rev().fold(empty, |series, one| series.with_observation(one).unwrap())
        };
        let (own_later, mirror_later) =
            (add(months(russia(unit), first, &own)), add(months(china(unit), first, &mirror)));
        let now = nowcast(&own, &mirror);
        let later = own_later.nowcast(year, &mirror_later).unwrap();
        prop_assert_eq!(now.central(), later.central());
        prop_assert_eq!(now.ratio_errors(), later.ratio_errors());
        prop_assert_eq!(now.interval(80).unwrap(), later.interval(80).unwrap());
    }

    /// The mirror's multiplier is no part of the answer, and the own one scales it.
    #[test]
    fn units_scale((own, mirror, ..) in any_sides()) {
        let first = 2015;
        let in_units = |one: MoneyUnit, other: MoneyUnit| {
            let mirror = months(china(other), first, &mirror);
            months(russia(one), first, &own).nowcast(last_year(&own, first), &mirror).unwrap()
        };
        let now = in_units(USD.million(), USD.million());
        let other = in_units(USD.million(), USD.thousand());
        prop_assert_eq!(other.central(), now.central());
        prop_assert_eq!(other.ratio().unwrap(), &(now.ratio().unwrap() * &Ratio::from(1000)));
        let both = in_units(USD.thousand(), USD.thousand());
        prop_assert_eq!(both.central(), now.central());
    }

    /// A total of one part is that part, and one of several their sum.
    #[test]
    fn a_total_is_the_sum_of_its_parts((own, other, ..) in any_sides()) {
        let (first, unit) = (2015, USD.million());
        let year = last_year(&own, first);
        let (exports, imports) =
            (months(Series::new(Key::exports(RUS).to(CHN), unit), first, &own),
             months(Series::new(Key::imports(RUS).from(CHN), unit), first, &other));
        let parts = [exports.project(year).unwrap(), imports.project(year).unwrap()];
        let key = Key::trade(RUS).with(CHN);
        let total = Series::project_sum(key, &[&exports, &imports], year).unwrap();
        prop_assert_eq!(total.central(), &(parts[0].central() + parts[1].central()));
        prop_assert_eq!(total.known_level(), &(parts[0].known_level() + parts[1].known_level()));
        let one = Series::project_sum(key, &[&exports], year).unwrap();
        let (alone, interval) = (parts[0].interval(80).unwrap(), one.interval(80).unwrap());
        prop_assert!((alone.low() - interval.low()).abs() < 1e-9 * alone.low());
        prop_assert!((alone.high() - interval.high()).abs() < 1e-9 * alone.high());
    }
}

/// A total by parts whose errors cancel: every year what exports gain in the second half imports
/// lose. Their joint errors are none, so that the total is surer than either part.
#[test]
fn joint_errors_say_how_the_parts_go_together() {
    let unit = USD.million();
    let (mut exports, mut imports) = (
        Series::new(Key::exports(CHN).to(USA), unit),
        Series::new(Key::imports(CHN).from(USA), unit),
    );
    for (year, swing) in (2015..=2024).zip([0, 5, -5, 10, -10, 5, -5, 10, -10, 5]) {
        for (half, level, change) in [("01", 60, 0), ("07", 60, swing)] {
            let end = if half == "01" { "06" } else { "12" };
            let span = format!("{year}-{half}/{year}-{end}");
            exports = exports.with(&span, &(level + change).to_string()).unwrap();
            imports = imports.with(&span, &(level - change).to_string()).unwrap();
        }
    }
    let exports = exports.with("2025-01/2025-06", "60").unwrap();
    let imports = imports.with("2025-01/2025-06", "60").unwrap();
    let key = Key::trade(CHN).with(USA);
    let year = Period::year(2025);
    let total = Series::project_sum(key, &[&exports, &imports], year).unwrap();
    assert!(total.joint_errors().len() >= 4);
    let width = |low: f64, high: f64, level: &Ratio| (high - low) / float(level);
    let interval = total.interval(80).unwrap();
    let of_total = width(interval.low(), interval.high(), total.central());
    for (_, part) in total.parts() {
        let interval = part.interval(80).unwrap();
        assert!(of_total < width(interval.low(), interval.high(), part.central()), "{total}");
    }
    // By hand: of each year ln(sum(rest e^error) / sum(rest)).
    let parts: Vec<_> = total.parts().map(|(_, part)| part).collect();
    for joint in total.joint_errors() {
        let (mut came, mut rests) = (0.0, 0.0);
        for part in &parts {
            let error = part.past_errors().iter().find(|one| one.year == joint.year).unwrap();
            came += float(&part.rest()) * error.log_error.exp();
            rests += float(&part.rest());
        }
        assert!((joint.log_error - (came / rests).ln()).abs() < 1e-12);
    }
}

/// The pairs of `examples/mirror_months.rs`.
fn pairs() -> Vec<Series<Money>> {
    let text = include_str!("../data/mirror_pairs.csv");
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let series = |row: csv::StringRecord| {
        let (reporter, partner): (Area, Area) = (row[0].parse().unwrap(), row[2].parse().unwrap());
        let key = match &row[1] {
            "import" => Key::imports(reporter).from(partner),
            _ => Key::exports(reporter).to(partner),
        };
        let start: Month = row[5].parse().unwrap();
        let empty = Series::new(key, row[3].parse::<MoneyUnit>().unwrap());
        row[6].split_whitespace().zip(0..).fold(empty, |series, (level, at)| {
            series.with(&start.plus(at).unwrap().iso(), level).unwrap()
        })
    };
    rows.records().map(|row| series(row.unwrap())).collect()
}

/// Real pairs of both sides: a trial is the hand calculation from the levels, and where the ratio
/// holds the mirror makes the year surer.
#[test]
fn real_pairs_from_both_sides() {
    let pairs = pairs();
    let method = Method::SeasonalNaive;
    let with = Method::MirrorMonths(Box::new(method.clone()));
    let plan = Backtest::new(std::slice::from_ref(&method)).at(&[4]);
    for (own, mirror) in [(0, 1), (1, 0), (4, 5)] {
        let (own, mirror) = (&pairs[own], &pairs[mirror]);
        let trials = plan.of_mirror(own, mirror, 3).unwrap();
        let sum = |series: &Series<Money>, first: (i32, u8), last: (i32, u8)| {
            float(&Ratio::from(series.amount(span(first, last)).unwrap().amount().value()))
        };
        let mut count = 0;
        for trial in trials.all().iter().filter(|trial| trial.method() == &with) {
            let (y, before) = (trial.year(), trial.year() - 1);
            let q = sum(own, (before, 5), (y, 4)) / sum(mirror, (before, 5), (y, 4));
            let rest = sum(mirror, (before, 8), (before, 12));
            let year = sum(own, (y, 1), (y, 4)) + q * (sum(mirror, (y, 5), (y, 7)) + rest);
            assert!((trial.projected() - year).abs() < 1e-6, "{}: {year}", trial.projected());
            assert!((trial.outcome() - sum(own, (y, 1), (y, 12))).abs() < 1e-6);
            count += 1;
        }
        assert!(count >= 13 && trials.all().len() == 2 * count);
        let difference = trials.difference(&with, &method).unwrap();
        assert!(difference.t().unwrap() < -2.0, "{}: {difference:?}", own.key());
    }
    assert!(plan.of_mirror(&pairs[0], &pairs[1], 12).is_err());
    assert!(plan.of_mirror(&pairs[0], &pairs[3], 3).is_err());
}
