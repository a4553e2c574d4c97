//! Claims: statements of press reports with the verdict that follows by hand, and the laws of verdicts.

use bilateral::area::{CHN, RUS, WORLD};
use bilateral::claim::{Claim, Verdict};
use bilateral::number::Decimal;
use bilateral::unit::{AnyUnit, CNY, EUR, USD};
use bilateral::vintage::Release;
use bilateral::{Figure, Hedge, Key, Observation, Period, Releases, date, published};
use proptest::prelude::*;

fn figure(text: &str) -> Figure {
    text.parse().unwrap()
}

fn all() -> Releases {
    published::china_russia().unwrap().and(published::china_russia_yuan().unwrap())
}

const TRADE: Key = Key::trade(CHN).with(RUS);
const EXPORTS: Key = Key::exports(CHN).to(RUS);

/// Figures in the comments are those of the releases.
#[test]
fn levels_as_press_reports_stated_them() {
    let cases = [
        (Period::year(2022), "record 190", Verdict::Supported), // 190.271, and higher than every year known
        (Period::january_to(2023, 4), "at least 70", Verdict::Supported), // 73.148
        (Period::january_to(2023, 4), "70", Verdict::Contradicted), // plain 70 would be 69.5 to 70.5
        (Period::year(2023), "record 240.1", Verdict::Supported), // 240.11
        (Period::year(2022), "record 109", Verdict::Contradicted), // a transposition of 190
        (Period::year(2020), "177", Verdict::Contradicted),     // 107.76: 1077 was misread as 1770
        (Period::january_february(2023), "36.7", Verdict::Contradicted), // 33.685: 33.7 was mistyped
        (Period::year(2024), "record 237", Verdict::Contradicted), // 244.8: yuan converted at spot
        (Period::year(2023), "more than 200", Verdict::Supported),
        (Period::year(2019), "record 110.75", Verdict::Supported),
        (Period::year(2020), "record 107.77", Verdict::Contradicted), // 2019 was higher
        (Period::year(2030), "300", Verdict::Undecided),              // nothing is known
    ];
    for (period, text, verdict) in cases {
        let judgement = Claim::level(TRADE, period, figure(text), USD.billion()).check_latest(&all()).unwrap();
        assert_eq!(judgement.verdict(), verdict, "{judgement}");
    }
}

#[test]
fn growth_is_judged_under_every_reading() {
    let of = |key, period, text: &str| Claim::growth(key, period, figure(text)).unwrap().check_latest(&all()).unwrap();
    let ytd = Period::january_to(2023, 4);
    assert_eq!(of(TRADE, ytd, "more than 40").verdict(), Verdict::Supported); // 41.3 published, 43.2 from levels
    let depends = of(TRADE, ytd, "more than 43");
    assert!(depends.verdict() == Verdict::Undecided && depends.depends_on_reading(), "{depends}");
    assert_eq!(of(TRADE, ytd, "50").verdict(), Verdict::Contradicted);
    assert_eq!(of(TRADE, Period::january_february(2022), "almost 40").verdict(), Verdict::Supported); // 38.5 published
    assert_eq!(of(TRADE, Period::year(2018), "nearly 30").verdict(), Verdict::Supported); // 107.06 on 84.07 is 27.3
    // 5 % in yuan, 4.1 % in US$: without a currency it depends on the reading, with one it does not.
    let exports = Claim::growth(EXPORTS, Period::year(2024), figure("5")).unwrap();
    assert!(exports.check_latest(&all()).unwrap().depends_on_reading());
    assert_eq!(exports.clone().in_currency(CNY).check_latest(&all()).unwrap().verdict(), Verdict::Supported);
    assert_eq!(exports.clone().in_currency(USD).check_latest(&all()).unwrap().verdict(), Verdict::Contradicted);
    assert_eq!(exports.in_currency(EUR).check_latest(&all()).unwrap().verdict(), Verdict::Undecided);
    // August 2024 was 21.68 after 19.69: not a fall of 10.1 % but a rise.
    let august = Claim::growth_on(TRADE, Period::month(2024, 8), figure("-10.1"), Period::month(2024, 7));
    assert_eq!(august.check_latest(&all()).unwrap().verdict(), Verdict::Contradicted);
    // 244.819 on 146.887 is 66.7 %.
    let years = Claim::growth_on(TRADE, Period::year(2024), figure("67"), Period::year(2021));
    assert_eq!(years.check_latest(&all()).unwrap().verdict(), Verdict::Supported);
    // Unlike lengths cannot be compared; that decides nothing.
    let unlike = Claim::growth_on(TRADE, Period::year(2024), figure("67"), Period::month(2021, 1));
    assert_eq!(unlike.check_latest(&all()).unwrap().verdict(), Verdict::Undecided);
}

#[test]
fn what_was_not_known_on_the_day_decides_nothing() {
    let forecast = Claim::level(TRADE, Period::year(2023), figure("more than 200"), USD.billion());
    assert_eq!(forecast.check(&all(), date(2023, 5, 24)).unwrap().verdict(), Verdict::Undecided);
    assert_eq!(forecast.check(&all(), date(2024, 3, 31)).unwrap().verdict(), Verdict::Supported);
    let energy = Claim::share(EXPORTS, Period::year(2023), figure("4"), Key::exports(CHN).to(WORLD));
    let judgement = energy.check_latest(&all()).unwrap();
    assert_eq!(judgement.verdict(), Verdict::Undecided);
    assert!(judgement.to_string().contains("CHN exports to World"), "{judgement}"); // it names what is missing
}

fn releases(rows: &[(Key, &str, &str)]) -> Releases {
    let row = |(key, period, level): &(Key, &str, &str)| {
        Release::new(*key, AnyUnit::Money(USD.billion()), Observation::new(period.parse().unwrap(), figure(level)))
    };
    rows.iter().map(row).collect()
}

#[test]
fn shares_records_and_ranks() {
    let (germany, france) = (Key::trade(CHN).with(bilateral::area::DEU), Key::trade(CHN).with(bilateral::area::FRA));
    let loaded = releases(&[
        (TRADE, "2021", "146.887"),
        (TRADE, "2022", "190.271"),
        (germany, "2022", "227.6"),
        (france, "2022", "81.2"),
        (Key::trade(CHN).with(WORLD), "2022", "6309"),
        (TRADE, "2023-05", "20.5"),
        (TRADE, "2023-06", "20.8"),
        (TRADE, "2023-07", "20.8"),
    ]);
    let verdict = |claim: Claim| claim.check_latest(&loaded).unwrap().verdict();
    let year = Period::year(2022);
    let world = Key::trade(CHN).with(WORLD);
    assert_eq!(verdict(Claim::share(TRADE, year, figure("3"), world)), Verdict::Supported); // 3.02 %
    assert_eq!(verdict(Claim::share(TRADE, year, figure("4"), world)), Verdict::Contradicted);
    let among = vec![germany, france, TRADE];
    assert_eq!(verdict(Claim::rank(TRADE, year, 2, among.clone())), Verdict::Supported);
    assert_eq!(verdict(Claim::rank(TRADE, year, 1, among)), Verdict::Contradicted);
    assert_eq!(verdict(Claim::record(TRADE, year, Some("2021-01/2022-12".parse().unwrap()))), Verdict::Supported);
    assert_eq!(verdict(Claim::record(TRADE, year, Some("2020-01/2022-12".parse().unwrap()))), Verdict::Undecided); // 2020?
    assert_eq!(verdict(Claim::record(TRADE, Period::year(2021), None)), Verdict::Undecided); // nothing to compare it with
    let months = "2023-05/2023-07".parse().unwrap();
    assert_eq!(verdict(Claim::record(TRADE, Period::month(2023, 6), Some(months))), Verdict::Supported);
    assert_eq!(verdict(Claim::record(TRADE, Period::month(2023, 7), Some(months))), Verdict::Undecided); // 20.8 and 20.8
}

proptest! {
    /// What supports "more than 43 %" supports "more than 40 %", and what contradicts "more than 40 %" contradicts 43.
    #[test]
    fn verdicts_are_monotone_in_the_claim(now in 1..100_000_i64, base in 1..100_000_i64, low in -90..300_i64, more in 0..50_i64, digits in 0..3_u32) {
        let level = |number: i64| Figure::printed(Decimal::new(number, digits)).to_string();
        let loaded = releases(&[(TRADE, "2022", &level(base)), (TRADE, "2023", &level(now))]);
        let verdict = |percent: i64| {
            let claim = Claim::growth(TRADE, Period::year(2023), Figure::hedged(Decimal::from(percent), Hedge::MoreThan)).unwrap();
            claim.check_latest(&loaded).unwrap().verdict()
        };
        let (weaker, stronger) = (verdict(low), verdict(low + more));
        prop_assert!(stronger != Verdict::Supported || weaker == Verdict::Supported);
        prop_assert!(weaker != Verdict::Contradicted || stronger == Verdict::Contradicted);
    }

    /// Another print of the same number may leave a claim open, and never reverses its verdict.
    #[test]
    fn coarser_prints_never_reverse_a_verdict(now in 100..100_000_i64, claimed in 100..100_000_i64, places in 0..3_u8, claimed_places in 0..3_u32) {
        let fine = bilateral::Ratio::new(now, 100).unwrap();
        let print = |places: u8| fine.round(places, bilateral::Rounding::default()).to_string();
        let claim = Claim::level(TRADE, Period::year(2023), Figure::printed(Decimal::new(claimed, 2).round_dp(claimed_places)), USD.billion());
        let verdict = |text: &str| claim.check_latest(&releases(&[(TRADE, "2023", text)])).unwrap().verdict();
        let (finer, coarser) = (verdict(&print(2)), verdict(&print(places)));
        prop_assert!(!(finer == Verdict::Supported && coarser == Verdict::Contradicted));
        prop_assert!(!(finer == Verdict::Contradicted && coarser == Verdict::Supported));
    }

    /// "About 240" holds everything that "240" does: what was open stays open, and what is contradicted was so before.
    #[test]
    fn wider_figures_never_contradict_what_was_open(now in 1..10_000_i64, digits in 0..3_u32, claimed in 1..10_000_i64, claimed_digits in 0..3_u32, hedge in 0..5_usize) {
        let hedges = [Hedge::Rounded, Hedge::MoreThan, Hedge::AtLeast, Hedge::UpTo, Hedge::Nearly];
        let figure = Figure::hedged(Decimal::new(claimed, claimed_digits), hedges[hedge]);
        let claim = Claim::level(TRADE, Period::year(2023), figure, USD.billion());
        let verdict = |hedge: Hedge| {
            let level = Figure::hedged(Decimal::new(now, digits), hedge).to_string();
            claim.check_latest(&releases(&[(TRADE, "2023", &level)])).unwrap().verdict()
        };
        let (narrow, wide) = (verdict(Hedge::Rounded), verdict(Hedge::About));
        prop_assert!(wide == narrow || wide == Verdict::Undecided);
    }
}
