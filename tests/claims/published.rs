//! The embedded figures: counted, read as published, and every finding of the implied-base list
//! reproduced.

use bilateral::area::{CHN, RUS};
use bilateral::growth::Agreement;
use bilateral::unit::AnyUnit;
use bilateral::{
    Base, Figure, Flow, Key, Money, Period, Ratio, Releases, Rounding, Status, Undefined, date,
    growth, published,
};
use std::ops::Bound;

#[test]
fn every_row_is_there() {
    let count = |releases: Releases| releases.rows().len();
    assert_eq!(count(published::china_russia().unwrap()), 332);
    assert_eq!(count(published::china_russia_yuan().unwrap()), 20);
    assert_eq!(count(published::russia_china().unwrap()), 15);
    for row in published::china_russia().unwrap().rows() {
        assert!(row.observation().note().contains("http"), "no source: {:?}", row.observation());
    }
}

/// `tests/data/china_russia_implied_base.csv`: for each published level with growth, the level of a
/// year earlier and the base that growth implies, computed with exact fractions by other software,
/// plain half units on every figure.
#[test]
fn growth_of_84_of_109_points_is_not_reproducible_from_published_levels() {
    let releases = published::china_russia().unwrap();
    let mut list =
        csv::Reader::from_reader(include_str!("../data/china_russia_implied_base.csv").as_bytes());
    let (mut rows, mut differing) = (0, 0);
    for record in list.records() {
        let record = record.unwrap();
        let cell = |at: usize| record.get(at).unwrap();
        let (period, flow): (Period, Flow) = (cell(0).parse().unwrap(), cell(1).parse().unwrap());
        let (level, rate): (Ratio, Ratio) = (cell(2).parse().unwrap(), cell(3).parse().unwrap());

        // The row itself, among everything published for the span.
        let own: Vec<(Figure, Figure)> = figures(&releases, flow, period);
        let (own_level, own_rate) = own
            .iter()
            .find(|(figure, growth)| figure.value() == level && growth.value() == rate)
            .unwrap_or_else(|| panic!("{flow} {period} {level} {rate} is not in the releases"));
        let implied =
            growth::implied_base(&own_level.without_hedge(), &own_rate.without_hedge()).unwrap();
        assert_eq!(three_places(implied.bounds().low()), cell(5), "{flow} {period}");
        assert_eq!(three_places(implied.bounds().high()), cell(6), "{flow} {period}");

        // The level of a year earlier with most digits, the first of several; the list takes
        // mistyped ones as they are.
        let earlier = all_levels(&releases, flow, period.year_earlier().unwrap());
        let finest = earlier.iter().filter_map(Figure::last_digit).min().unwrap();
        let prior = earlier.iter().find(|figure| figure.last_digit() == Some(finest)).unwrap();
        assert_eq!(prior.value(), cell(4).parse().unwrap(), "{flow} {period}");

        let finding = if implied.bounds().overlaps(&prior.without_hedge().bounds()) {
            "agrees"
        } else {
            "differs"
        };
        assert_eq!(finding, cell(7), "{flow} {period}");
        rows += 1;
        differing += i32::from(finding == "differs");
    }
    assert_eq!((rows, differing), (109, 84));
}

fn in_billions(row: &bilateral::vintage::Release) -> Option<Figure> {
    let level = row.observation().level()?;
    match row.unit() {
        AnyUnit::Money(unit) if unit == bilateral::unit::USD.billion() => Some(level),
        AnyUnit::Money(unit) if unit == bilateral::unit::USD.hundred_million() => {
            Some(level.in_smaller_unit(-1).unwrap())
        }
        other => panic!("{other}"),
    }
}

fn all_levels(releases: &Releases, flow: Flow, period: Period) -> Vec<Figure> {
    let own = releases
        .rows()
        .iter()
        .filter(|row| row.key().flow() == flow && row.observation().period() == period);
    own.filter_map(in_billions).collect()
}

fn figures(releases: &Releases, flow: Flow, period: Period) -> Vec<(Figure, Figure)> {
    let own = releases
        .rows()
        .iter()
        .filter(|row| row.key().flow() == flow && row.observation().period() == period);
    own.filter_map(|row| in_billions(row).zip(row.observation().growth())).collect()
}

fn three_places(end: Bound<&Ratio>) -> String {
    match end {
        Bound::Included(end) | Bound::Excluded(end) => {
            end.round(3, Rounding::default()).to_string()
        }
        Bound::Unbounded => "none".to_owned(),
    }
}

#[test]
fn the_report_of_24_may_2023() {
    let history = published::china_russia().unwrap().series(Key::trade(CHN).with(RUS)).unwrap();
    let known = history.as_of(date(2023, 5, 24));
    let ytd = Period::january_to(2023, 4);
    assert_eq!(known.amount(Period::year(2022)).unwrap().to_string(), "190.271 billion US$, 2022");
    assert_eq!(known.amount(ytd).unwrap().to_string(), "73.148 billion US$, Jan-Apr 2023");
    assert_eq!(
        known.growth(ytd).unwrap().to_string(),
        "+43.2 %, Jan-Apr 2023 (73.148) on Jan-Apr 2022 (51.09), billion US$"
    );
    let check = known.growth_check(ytd).unwrap();
    assert_eq!(check.agreement(), Agreement::NotReproducible);
    assert_eq!(
        check.to_string(),
        "Jan-Apr 2023: published +41.3 % implies a base of 51.749 to 51.787 billion US$, as known it was 51.09: not reproducible"
    );
    // 73.148 on the implied base gives back what was published.
    assert_eq!(known.growth_on(ytd, Base::Implied).unwrap().percent(1).to_string(), "+41.3 %");
    // A series of one day does not know the latest base, and says whom to ask.
    assert!(known.growth_on(ytd, Base::Latest).unwrap_err().help().contains("history"));
    assert!(history.growth_on(ytd, date(2023, 5, 24), Base::Latest).is_ok());
    // The day before the release it was not known.
    let before = history.as_of(date(2023, 5, 8)).amount(ytd).unwrap_err();
    let by = match before.undefined() {
        Some(Undefined::NotInReleases { by, .. }) => by,
        _ => panic!("{before}"),
    };
    assert_eq!(by, "2023-05-08");
}

#[test]
fn march_and_april_do_not_add_up_to_the_restated_cumulation() {
    let known = published::china_russia()
        .unwrap()
        .series(Key::trade(CHN).with(RUS))
        .unwrap()
        .as_of(date(2023, 5, 24));
    let residues = known.residues().unwrap();
    let april =
        residues.iter().find(|residue| residue.period() == Period::january_to(2023, 4)).unwrap();
    assert_eq!(april.derived(), "73.073 billion USD".parse().unwrap());
    assert_eq!(april.difference(), "0.075 billion USD".parse().unwrap());
    assert!(april.is_beyond_rounding());
}

#[test]
fn figures_of_one_day_that_contradict_each_other_are_exactly_these() {
    let releases = published::china_russia().unwrap();
    let mut found = Vec::new();
    for key in releases.keys() {
        for (period, error) in releases.series(key).unwrap().latest().conflicts() {
            assert!(error.is_conflict());
            found.push(format!("{} {period}", key.flow()));
        }
    }
    assert_eq!(found, ["import Jan-Jul 2022", "trade Jan-Jun 2020", "trade Jul 2023"]);
}

#[test]
fn erroneous_figures_are_kept_and_never_stand() {
    let releases = published::china_russia().unwrap();
    let wrong = releases
        .rows()
        .iter()
        .filter(|row| row.observation().status() == Status::Erroneous)
        .count();
    assert_eq!(wrong, 9);
    let exports = releases.series(Key::exports(CHN).to(RUS)).unwrap().latest();
    // June 2023: an article swapped the directions (11.28 and 9.551).
    let june = exports.amount(Period::month(2023, 6)).unwrap();
    assert_eq!(june.amount(), "9.55 billion USD".parse().unwrap());
    let trade = releases.series(Key::trade(CHN).with(RUS)).unwrap().latest();
    assert_eq!(
        trade.amount(Period::january_february(2023)).unwrap().amount(),
        "33.685 billion USD".parse().unwrap()
    );
}

#[test]
fn parts_and_totals_agree_within_rounding_where_the_release_does() {
    let releases = published::china_russia().unwrap();
    let of = |key| releases.series(key).unwrap().as_of(date(2023, 5, 24));
    let (exports, imports) = (of(Key::exports(CHN).to(RUS)), of(Key::imports(CHN).from(RUS)));
    let sum = bilateral::Series::sum(Key::trade(CHN).with(RUS), &[&exports, &imports]).unwrap();
    assert_eq!(
        sum.amount(Period::january_to(2023, 4)).unwrap().amount(),
        "73.148 billion USD".parse().unwrap()
    );
    let trade = of(Key::trade(CHN).with(RUS));
    let residues = trade.against_parts(&[&exports, &imports]).unwrap();
    let may = residues.iter().find(|residue| residue.period() == Period::month(2023, 4)).unwrap();
    assert!(!may.is_beyond_rounding()); // 19.228 against 9.621 + 9.606 = 19.227
}

#[test]
fn yuan_and_dollars_do_not_mix() {
    let both = published::china_russia().unwrap().and(published::china_russia_yuan().unwrap());
    let key = Key::trade(CHN).with(RUS);
    assert!(both.series(key).unwrap_err().is_mismatch());
    let yuan = both.series_in::<Money>(key, bilateral::unit::CNY.billion()).unwrap().latest();
    let record = yuan.amount(Period::year(2022)).unwrap();
    assert_eq!(record.amount(), "1280 billion CNY".parse().unwrap());
    // Printed as 1.28 trillion, so half a unit is 5 billion.
    assert_eq!(record.bounds().to_string(), "1275 to 1285 billion yuan");
    assert_eq!(
        yuan.published_growth(Period::year(2023)).unwrap().percent(1).to_string(),
        "+32.7 %"
    );
}
