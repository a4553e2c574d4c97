//! What the evidence of a verdict says: which reading, which figures, what is missing.

use bilateral::area::{CHN, DEU, FRA, RUS};
use bilateral::claim::{Claim, Judgement, Scope, Verdict};
use bilateral::exchange::{ExchangeRate, RateKind};
use bilateral::number::decimal;
use bilateral::unit::{CNY, EUR, MoneyUnit, USD};
use bilateral::vintage::Release;
use bilateral::{Figure, Key, Observation, Period, Releases};

const TRADE: Key = Key::trade(CHN).with(RUS);

fn figure(text: &str) -> Figure {
    text.parse().unwrap()
}

fn row(unit: MoneyUnit, observation: Observation) -> Release {
    Release::new(TRADE, unit.into(), observation)
}

fn level(year: i32, level: &str) -> Observation {
    Observation::new(Period::year(year), figure(level))
}

fn years(levels: &[(i32, &str)]) -> Releases {
    levels.iter().map(|(year, text)| row(USD.billion(), level(*year, text))).collect()
}

fn check(claim: &Claim, loaded: &Releases) -> Judgement {
    claim.check_latest(loaded).unwrap()
}

fn readings(judgement: &Judgement) -> Vec<String> {
    judgement.evidence().iter().map(|one| one.reading().to_owned()).collect()
}

#[test]
fn readings_name_their_currency_where_there_are_several() {
    let claim = Claim::growth(TRADE, Period::year(2023), figure("more than 20")).unwrap();
    let dollars = row(USD.billion(), level(2023, "240").with_growth(figure("26.3")));
    let one = Releases::new().with(dollars.clone());
    assert_eq!(readings(&check(&claim, &one)), ["growth as published"]);
    let yuan = row(CNY.billion(), level(2023, "1690").with_growth(figure("32.7")));
    let mut both = readings(&check(&claim, &one.with(yuan)));
    both.sort();
    assert_eq!(both, ["growth as published, in CNY", "growth as published, in USD"]);
}

#[test]
fn verdicts_have_words() {
    assert_eq!(Verdict::Supported.to_string(), "supported");
    assert_eq!(Verdict::Contradicted.to_string(), "contradicted");
    assert_eq!(Verdict::Undecided.to_string(), "cannot be decided");
}

/// 7 on 5 may be 6.5 / 5.5 = 18 % to 7.5 / 4.5 = 67 %, while 41.3 % was published.
#[test]
fn a_verdict_depends_on_the_reading_only_if_two_readings_contradict() {
    let of = |published: &str, claimed: &str| {
        let loaded = Releases::new()
            .with(row(USD.billion(), level(2022, "5")))
            .with(row(USD.billion(), level(2023, "7").with_growth(figure(published))));
        let claim = Claim::growth(TRADE, Period::year(2023), figure(claimed)).unwrap();
        check(&claim, &loaded)
    };
    for (published, claimed, verdict, depends) in [
        ("41.3", "more than 41", Verdict::Supported, false), // and open from levels
        ("41.3", "more than 42", Verdict::Undecided, false), // contradicted, and open
        ("41.3", "more than 10", Verdict::Supported, false), // by both
        ("41.3", "more than 80", Verdict::Contradicted, false), // by both
        ("90.0", "more than 80", Verdict::Undecided, true),  // published alone
        ("90.0", "less than 80", Verdict::Undecided, true),  // from levels alone
    ] {
        let judgement = of(published, claimed);
        let found = (judgement.verdict(), judgement.depends_on_reading());
        assert_eq!(found, (verdict, depends), "{judgement}");
        assert_eq!(judgement.to_string().contains("depends on the reading"), depends);
    }
}

/// Levels 10 after 9, 10 or 11, beside published growth that says the same, the opposite, or leaves
/// it open.
#[test]
fn a_rise_is_read_from_growth_and_from_levels() {
    let of = |published: &str, before: &str| {
        let loaded = Releases::new()
            .with(row(USD.billion(), level(2022, before)))
            .with(row(USD.billion(), level(2023, "10").with_growth(figure(published))));
        let claim = Claim::level(TRADE, Period::year(2023), figure("rose to 10"), USD.billion());
        let judgement = check(&claim, &loaded);
        (judgement.verdict(), judgement.evidence()[0].found().to_owned())
    };
    let both = of("11.1", "8");
    assert!(both.0 == Verdict::Supported && both.1.contains("was published"), "{}", both.1);
    let published = of("2", "10");
    assert_eq!(published.0, Verdict::Supported);
    assert!(published.1.contains("was published"), "{}", published.1);
    let levels = of("0", "8");
    assert_eq!(levels.0, Verdict::Supported);
    assert!(levels.1.contains("10 billion US$ after 8"), "{}", levels.1);
    // One says rise and the other fall.
    let apart = of("-9", "8");
    assert_eq!(apart.0, Verdict::Undecided);
    assert!(apart.1.contains("was published") && apart.1.contains("after 8"), "{}", apart.1);
    assert_eq!(of("-9", "12").0, Verdict::Contradicted);
    assert_eq!(of("0", "10").0, Verdict::Undecided);
}

/// A record level of 10 that is no record: the level is right and says nothing for the claim.
#[test]
fn what_decides_against_a_claim_is_told_alone() {
    let loaded = years(&[(2019, "12"), (2020, "11"), (2021, "10")]);
    let claim = Claim::level(TRADE, Period::year(2021), figure("record 10"), USD.billion());
    let judgement = check(&claim, &loaded);
    assert_eq!(judgement.verdict(), Verdict::Contradicted);
    let found = judgement.evidence()[0].found();
    assert!(found.contains("as high or higher") && !found.contains("that is"), "{found}");

    let claim = Claim::level(TRADE, Period::year(2019), figure("record 12"), USD.billion());
    let loaded = years(&[(2018, "9"), (2019, "12")]);
    let judgement = check(&claim, &loaded);
    let found = judgement.evidence()[0].found();
    assert_eq!(judgement.verdict(), Verdict::Supported);
    let seen = found.contains("that is") && found.contains("higher than the 1 other known");
    assert!(seen, "{found}");
}

#[test]
fn the_highest_of_those_that_are_higher_is_named() {
    let of = |levels: &[(i32, &str)], year: i32| {
        let claim = Claim::highest(TRADE, Period::year(year), Scope::SoFar);
        check(&claim, &years(levels)).evidence()[0].found().to_owned()
    };
    let later_is_less = of(&[(2019, "14"), (2020, "12"), (2021, "10")], 2021);
    assert!(later_is_less.starts_with("14 billion US$"), "{later_is_less}");
    let later_is_more = of(&[(2019, "12"), (2020, "14"), (2021, "10")], 2021);
    assert!(later_is_more.starts_with("14 billion US$"), "{later_is_more}");
    // Of two alike it is the first.
    let alike = of(&[(2019, "14"), (2020, "14"), (2021, "10")], 2021);
    assert!(alike.contains("2019") && !alike.contains("2020 "), "{alike}");
}

/// Of 2015 one month is known: the year is not, and it lies before the first year that is.
#[test]
fn a_record_so_far_begins_with_the_first_known_year() {
    let january = Observation::new(Period::month(2015, 1), figure("5"));
    let loaded =
        years(&[(2016, "70"), (2017, "84"), (2018, "107")]).with(row(USD.billion(), january));
    let claim = Claim::highest(TRADE, Period::year(2018), Scope::SoFar);
    assert_eq!(check(&claim, &loaded).verdict(), Verdict::Supported);
}

#[test]
fn of_many_missing_years_the_first_six_are_named() {
    let found = |last: i32| {
        let loaded = years(&[(2010, "5"), (last, "9")]);
        let claim = Claim::highest(TRADE, Period::year(last), Scope::SoFar);
        check(&claim, &loaded).evidence()[0].found().to_owned()
    };
    let eight = found(2019);
    assert!(eight.ends_with("2011, 2012, 2013, 2014, 2015, 2016 and 2 more"), "{eight}");
    let six = found(2017);
    assert!(six.ends_with("2011, 2012, 2013, 2014, 2015, 2016"), "{six}");
}

#[test]
fn a_rank_counts_who_may_be_higher() {
    let (germany, france) = (Key::trade(CHN).with(DEU), Key::trade(CHN).with(FRA));
    let year = Period::year(2022);
    let of = |german: &str| {
        let usd = |key: Key, text: &str| {
            Release::new(key, USD.billion().into(), Observation::new(year, figure(text)))
        };
        let loaded = Releases::new()
            .with(usd(TRADE, "190"))
            .with(usd(germany, german))
            .with(usd(france, "81"));
        let judgement = check(&Claim::rank(TRADE, year, 1, vec![germany, france]), &loaded);
        judgement.evidence()[0].found().to_owned()
    };
    // Both are printed as 190.
    let close = of("190");
    assert!(close.ends_with("of 2 others none is higher, 1 may be"), "{close}");
    let apart = of("227");
    assert!(apart.ends_with("of 2 others 1 is higher"), "{apart}");
}

/// 1518 billion yuan are 226.6 billion US$ at 6.7. A rate of yuan in euros does not say so.
#[test]
fn a_rank_takes_the_rate_of_its_own_currency() {
    let (germany, year) = (Key::trade(CHN).with(DEU), Period::year(2022));
    let loaded = Releases::new().with(row(USD.billion(), level(2022, "190.3"))).with(Release::new(
        germany,
        CNY.billion().into(),
        level(2022, "1518"),
    ));
    let rate = |one, costs, price: &str| {
        ExchangeRate::new(one, costs, decimal(price), year, RateKind::Average).unwrap()
    };
    let euros = rate(EUR, CNY, "7.1");
    let dollars = rate(USD, CNY, "6.7");
    let claim = Claim::rank(TRADE, year, 2, vec![germany]).by_rates(vec![euros, dollars]);
    assert_eq!(check(&claim, &loaded).verdict(), Verdict::Supported);
}
