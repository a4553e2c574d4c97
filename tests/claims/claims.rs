//! Claims: statements of press reports with the verdict that follows by hand, and the laws of
//! verdicts.

use bilateral::area::{CHN, DEU, FRA, RUS, WORLD};
use bilateral::claim::{Claim, Scope, Streak, Verdict};
use bilateral::exchange::{ExchangeRate, RateKind};
use bilateral::number::{Decimal, decimal};
use bilateral::unit::{AnyUnit, CNY, EUR, USD};
use bilateral::vintage::Release;
use bilateral::{Figure, Hedge, Key, Observation, Period, Releases, date, published};
use proptest::prelude::*;

#[allow(dead_code)] // its front door is that of a program
#[path = "../../examples/claims.rs"]
mod example;

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
        // 190.271, higher than every year known; of 2009 to 2014 nothing is known
        (Period::year(2022), "190", Verdict::Supported),
        (Period::year(2022), "record 190", Verdict::Undecided),
        (Period::january_to(2023, 4), "at least 70", Verdict::Supported), // 73.148
        // plain 70 would be 69.5 to 70.5
        (Period::january_to(2023, 4), "70", Verdict::Contradicted),
        (Period::year(2023), "record 240.1", Verdict::Undecided), // 240.11
        (Period::year(2022), "record 109", Verdict::Contradicted), // a transposition of 190
        (Period::year(2020), "177", Verdict::Contradicted), // 107.76: 1077 was misread as 1770
        // 33.685: 33.7 was mistyped
        (Period::january_february(2023), "36.7", Verdict::Contradicted),
        (Period::year(2024), "record 237", Verdict::Contradicted), // 244.8: yuan converted at spot
        (Period::year(2023), "more than 200", Verdict::Supported),
        (Period::year(2019), "record 110.75", Verdict::Undecided),
        (Period::year(2020), "record 107.77", Verdict::Contradicted), // 2019 was higher
        (Period::year(2030), "300", Verdict::Undecided),              // nothing is known
    ];
    for (period, text, verdict) in cases {
        let judgement =
            Claim::level(TRADE, period, figure(text), USD.billion()).check_latest(&all()).unwrap();
        assert_eq!(judgement.verdict(), verdict, "{judgement}");
    }
}

#[test]
fn growth_is_judged_under_every_reading() {
    let of = |key, period, text: &str| {
        Claim::growth(key, period, figure(text)).unwrap().check_latest(&all()).unwrap()
    };
    let ytd = Period::january_to(2023, 4);
    // 41.3 published, 43.2 from levels
    assert_eq!(of(TRADE, ytd, "more than 40").verdict(), Verdict::Supported);
    let depends = of(TRADE, ytd, "more than 43");
    assert!(depends.verdict() == Verdict::Undecided && depends.depends_on_reading(), "{depends}");
    assert_eq!(of(TRADE, ytd, "50").verdict(), Verdict::Contradicted);
    assert_eq!(
        of(TRADE, Period::january_february(2022), "almost 40").verdict(),
        Verdict::Supported
    ); // 38.5 published
    // 107.06 on 84.07 is 27.3
    assert_eq!(of(TRADE, Period::year(2018), "nearly 30").verdict(), Verdict::Supported);
    // 5 % in yuan, 4.1 % in US$: without a currency it depends on the reading, with one it does
    // not.
    let exports = Claim::growth(EXPORTS, Period::year(2024), figure("5")).unwrap();
    assert!(exports.check_latest(&all()).unwrap().depends_on_reading());
    assert_eq!(
        exports.clone().in_currency(CNY).check_latest(&all()).unwrap().verdict(),
        Verdict::Supported
    );
    assert_eq!(
        exports.clone().in_currency(USD).check_latest(&all()).unwrap().verdict(),
        Verdict::Contradicted
    );
    assert_eq!(
        exports.in_currency(EUR).check_latest(&all()).unwrap().verdict(),
        Verdict::Undecided
    );
    // August 2024 was 21.68 after 19.69: not a fall of 10.1 % but a rise.
    let august =
        Claim::growth_on(TRADE, Period::month(2024, 8), figure("-10.1"), Period::month(2024, 7));
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
    let energy =
        Claim::share(EXPORTS, Period::year(2023), figure("4"), Key::exports(CHN).to(WORLD));
    let judgement = energy.check_latest(&all()).unwrap();
    assert_eq!(judgement.verdict(), Verdict::Undecided);
    // it names what is missing
    assert!(judgement.to_string().contains("CHN exports to World"), "{judgement}");
}

fn releases(rows: &[(Key, &str, &str)]) -> Releases {
    let row = |(key, period, level): &(Key, &str, &str)| {
        Release::new(
            *key,
            AnyUnit::Money(USD.billion()),
            Observation::new(period.parse().unwrap(), figure(level)),
        )
    };
    rows.iter().map(row).collect()
}

#[test]
fn shares_records_and_ranks() {
    let (germany, france) =
        (Key::trade(CHN).with(bilateral::area::DEU), Key::trade(CHN).with(bilateral::area::FRA));
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
    // 3.02 %
    assert_eq!(verdict(Claim::share(TRADE, year, figure("3"), world)), Verdict::Supported);
    assert_eq!(verdict(Claim::share(TRADE, year, figure("4"), world)), Verdict::Contradicted);
    let among = vec![germany, france, TRADE];
    assert_eq!(verdict(Claim::rank(TRADE, year, 2, among.clone())), Verdict::Supported);
    assert_eq!(verdict(Claim::rank(TRADE, year, 1, among)), Verdict::Contradicted);
    assert_eq!(
        verdict(Claim::record(TRADE, year, Some("2021-01/2022-12".parse().unwrap()))),
        Verdict::Supported
    );
    assert_eq!(
        verdict(Claim::record(TRADE, year, Some("2020-01/2022-12".parse().unwrap()))),
        Verdict::Undecided
    ); // 2020?
    // nothing to compare it with
    assert_eq!(verdict(Claim::record(TRADE, Period::year(2021), None)), Verdict::Undecided);
    let months = "2023-05/2023-07".parse().unwrap();
    // June and July are both printed as 20.8: neither is the highest of the three months for sure.
    assert_eq!(
        verdict(Claim::record(TRADE, Period::month(2023, 6), Some(months))),
        Verdict::Undecided
    );
    assert_eq!(
        verdict(Claim::record(TRADE, Period::month(2023, 7), Some(months))),
        Verdict::Undecided
    );
    let since_may =
        Claim::highest(TRADE, Period::month(2023, 6), Scope::Since(bilateral::month(2023, 4)));
    assert_eq!(verdict(since_may), Verdict::Supported); // since says nothing of July
}

const GERMANY: Key = Key::trade(CHN).with(DEU);
const FRANCE: Key = Key::trade(CHN).with(FRA);

fn years(levels: &[(i32, &str)]) -> Releases {
    let rows: Vec<(Key, String, &str)> =
        levels.iter().map(|(year, level)| (TRADE, year.to_string(), *level)).collect();
    releases(
        &rows.iter().map(|(key, year, level)| (*key, year.as_str(), *level)).collect::<Vec<_>>(),
    )
}

/// 2021 is not the highest of 2019 to 2023 where 2022 is known, in the scope, and higher.
#[test]
fn a_record_looks_at_its_whole_scope() {
    let loaded = years(&[
        (2019, "110.75"),
        (2020, "107.76"),
        (2021, "146.887"),
        (2022, "190.271"),
        (2023, "240.11"),
    ]);
    let check = |year: i32, scope: Scope| {
        Claim::highest(TRADE, Period::year(year), scope).check_latest(&loaded).unwrap()
    };
    let scope = Scope::Within("2019-01/2023-12".parse().unwrap());
    let judgement = check(2021, scope);
    assert_eq!(judgement.verdict(), Verdict::Contradicted);
    let found = judgement.evidence()[0].found();
    assert!(
        found.contains("240.11") && found.contains("all 4 others known from 2019 to 2023"),
        "{found}"
    );
    let public = Claim::record(TRADE, Period::year(2021), Some("2019-01/2023-12".parse().unwrap()));
    assert_eq!(public.check_latest(&loaded).unwrap().verdict(), Verdict::Contradicted);
    // The scopes differ: so far and since look back, ever looks at everything.
    assert_eq!(check(2021, Scope::SoFar).verdict(), Verdict::Supported);
    assert_eq!(check(2021, Scope::Since(bilateral::month(2019, 12))).verdict(), Verdict::Supported);
    assert_eq!(check(2021, Scope::Ever).verdict(), Verdict::Contradicted);
    assert_eq!(check(2023, Scope::Ever).verdict(), Verdict::Supported);
    assert!(check(2023, Scope::Ever).to_string().contains("the highest ever"));
    assert_eq!(
        check(2023, Scope::Within("2019-01/2022-12".parse().unwrap())).verdict(),
        Verdict::Undecided
    ); // not in it
    // On a day on which the later years were not known they play no part.
    let on = published::china_russia().unwrap();
    let ever = Claim::highest(TRADE, Period::year(2022), Scope::Since(bilateral::month(2014, 12)));
    assert_eq!(ever.check(&on, date(2023, 5, 24)).unwrap().verdict(), Verdict::Supported);
    let within = Claim::record(TRADE, Period::year(2022), Some("2019-01/2023-12".parse().unwrap()));
    // 2023 was not known
    assert_eq!(within.check(&on, date(2023, 5, 24)).unwrap().verdict(), Verdict::Undecided);
    assert_eq!(within.check_latest(&on).unwrap().verdict(), Verdict::Contradicted);
}

/// A year that is missing in between may have been higher.
#[test]
fn a_record_with_a_gap_is_undecided() {
    let gap = years(&[(2018, "50"), (2019, "60"), (2021, "70"), (2022, "80")]);
    let check = |year: i32, scope: Scope| {
        Claim::highest(TRADE, Period::year(year), scope).check_latest(&gap).unwrap()
    };
    let so_far = check(2022, Scope::SoFar);
    assert_eq!(so_far.verdict(), Verdict::Undecided);
    let found = so_far.evidence()[0].found();
    assert_eq!(found, "higher than all 3 others known from 2018 to 2021, but no figure for 2020");
    // nothing is missing before it
    assert_eq!(check(2019, Scope::SoFar).verdict(), Verdict::Supported);
    assert_eq!(
        check(2019, Scope::SoFar).evidence()[0].found(),
        "higher than the 1 other known, 2018"
    );
    assert_eq!(check(2022, Scope::Ever).verdict(), Verdict::Undecided);
    assert_eq!(check(2021, Scope::SoFar).verdict(), Verdict::Undecided); // 2020 lies just before it
    assert_eq!(check(2022, Scope::Since(bilateral::month(2020, 12))).verdict(), Verdict::Supported);
    assert_eq!(
        Claim::record(TRADE, Period::year(2022), None).check_latest(&gap).unwrap().verdict(),
        Verdict::Undecided
    );
    // What is known to be higher decides, whatever is missing.
    assert_eq!(check(2019, Scope::Ever).verdict(), Verdict::Contradicted);
    // The hedge of a level is judged alike, and the evidence names the rest.
    let level = Claim::level(TRADE, Period::year(2022), figure("record 80"), USD.billion())
        .check_latest(&gap)
        .unwrap();
    assert_eq!(level.verdict(), Verdict::Undecided);
    assert!(level.to_string().contains("no figure for 2020"), "{level}");
}

/// The word at a level and the claim on a record agree in every scope: 245 was above 240 and 190,
/// and of 2009 to 2014 nothing is known.
#[test]
fn a_record_level_agrees_with_the_record() {
    let loaded = years(&[
        (2008, "56"),
        (2015, "68"),
        (2022, "190"),
        (2023, "240"),
        (2024, "245"),
        (2025, "228"),
    ]);
    let december = |year: i32| bilateral::month(year, 12);
    let within = |text: &str| Scope::Within(text.parse().unwrap());
    let cases = [
        (2024, Scope::SoFar, Verdict::Undecided),
        (2024, Scope::Ever, Verdict::Undecided),
        (2024, Scope::Since(december(2021)), Verdict::Supported),
        (2024, Scope::Since(december(2010)), Verdict::Undecided),
        (2024, within("2022-01/2025-12"), Verdict::Supported),
        (2024, within("2015-01/2025-12"), Verdict::Undecided),
        (2024, within("2022-01/2023-12"), Verdict::Undecided), // it does not lie in it
        (2025, Scope::SoFar, Verdict::Contradicted),
        (2025, Scope::Since(december(2021)), Verdict::Contradicted),
        (2023, Scope::Ever, Verdict::Contradicted),
    ];
    for (year, scope, verdict) in cases {
        let year = Period::year(year);
        let highest = Claim::highest(TRADE, year, scope);
        assert_eq!(highest.check_latest(&loaded).unwrap().verdict(), verdict, "{highest}");
        let printed = if year == Period::year(2024) {
            "245"
        } else if year == Period::year(2025) {
            "228"
        } else {
            "240"
        };
        for words in ["record", "a record", "a record high of", "an all-time high of"] {
            let claim =
                Claim::level(TRADE, year, figure(&format!("{words} {printed}")), USD.billion())
                    .in_scope(scope);
            assert_eq!(claim.check_latest(&loaded).unwrap().verdict(), verdict, "{claim}");
        }
        let rose = Claim::level(TRADE, year, figure("rose to a record 245"), USD.billion());
        if year == Period::year(2024) {
            let judgement = rose.in_scope(scope).check_latest(&loaded).unwrap();
            assert_eq!(judgement.verdict(), verdict, "{judgement}");
        }
        assert_eq!(Claim::record(TRADE, year, None).in_scope(scope), highest);
    }
    // Records are of levels: the word is never dropped, and neither is a scope.
    let refused = |claim: Claim| claim.check_latest(&loaded).unwrap_err();
    let year = Period::year(2024);
    let growth = Claim::growth(TRADE, year, figure("rose a record 2 %")).unwrap_err();
    assert!(growth.help().contains("without the word “record”"), "{growth}");
    assert!(Claim::growth(TRADE, year, figure("rose 2 %")).is_ok()); // what the help says
    let surplus = Claim::surplus(TRADE, year, figure("record 30"), USD.billion());
    assert!(refused(surplus).to_string().contains("records are of levels"));
    let plain = Claim::level(TRADE, year, figure("245"), USD.billion()).in_scope(Scope::Ever);
    assert!(refused(plain).to_string().contains("states no record"));
}

/// The wordings of the table as claims; the figures are 100 in 2022, and in 2023 as given.
#[test]
fn wordings_are_judged_as_people_mean_them() {
    let cases = [
        ("92.5", "fell by more than 7 %", Verdict::Supported), // -7.5 %: contradicted before
        ("92.5", "fell by less than 7 %", Verdict::Contradicted),
        ("92.5", "below -7 %", Verdict::Supported),
        ("92.5", "above -7 %", Verdict::Contradicted),
        ("94.5", "fell by more than 7 %", Verdict::Contradicted),
        ("94.5", "fell by less than 7 %", Verdict::Supported),
        ("90.900", "fell 9.1 %", Verdict::Supported),
        ("109.100", "fell 9.1 %", Verdict::Contradicted),
        ("90.900", "\u{2212}9.1 %", Verdict::Supported),
        ("145", "between 40 and 50 %", Verdict::Supported),
        ("139", "between 40 and 50 %", Verdict::Contradicted),
        ("145", "at least 40 %", Verdict::Supported),
        ("200", "doubled", Verdict::Supported),
        ("194", "doubled", Verdict::Contradicted), // 94 %: doubled is 95 to 105
        ("206", "doubled", Verdict::Contradicted),
        ("206", "more than doubled", Verdict::Supported),
        ("50", "halved", Verdict::Supported),
        ("133.300", "rose by a third", Verdict::Supported),
        ("66.700", "fell by a third", Verdict::Supported),
    ];
    for (now, text, verdict) in cases {
        let loaded = years(&[(2022, "100.000"), (2023, now)]);
        let claim = Claim::growth(TRADE, Period::year(2023), figure(text)).unwrap();
        let judgement = claim.check_latest(&loaded).unwrap();
        assert_eq!(judgement.verdict(), verdict, "{judgement}");
    }
    // A level that was reached, and which way it came.
    for (before, text, verdict) in [
        ("70", "rose to 76.1", Verdict::Supported),
        ("80", "rose to 76.1", Verdict::Contradicted),
        ("80", "fell to 76.1", Verdict::Supported),
        ("70", "rose to 77", Verdict::Contradicted),
        ("70", "rose to a record 76.1", Verdict::Supported),
        ("76.1", "rose to 76.1", Verdict::Undecided), // within the rounding it may have
    ] {
        let loaded = years(&[(2022, before), (2023, "76.12")]);
        let claim = Claim::level(TRADE, Period::year(2023), figure(text), USD.billion());
        let judgement = claim.check_latest(&loaded).unwrap();
        assert_eq!(judgement.verdict(), verdict, "{judgement}");
    }
    let alone = years(&[(2023, "76.1")]);
    let rose = Claim::level(TRADE, Period::year(2023), figure("rose to 76.1"), USD.billion());
    // the year before is not known
    assert_eq!(rose.check_latest(&alone).unwrap().verdict(), Verdict::Undecided);
    // Half of something is fifty percent of it, and not half a percent.
    let world = Key::trade(CHN).with(WORLD);
    let half = releases(&[
        (TRADE, "2022", "50"),
        (world, "2022", "100"),
        (TRADE, "2021", "40"),
        (world, "2021", "100"),
    ]);
    let share = |text: &str| {
        Claim::share(TRADE, Period::year(2022), figure(text), world)
            .check_latest(&half)
            .unwrap()
            .verdict()
    };
    assert_eq!(
        (share("half"), share("50 %"), share("0.5")),
        (Verdict::Supported, Verdict::Undecided, Verdict::Contradicted)
    );
    assert_eq!(
        (share("rose to 48-52 %"), share("fell to 48-52 %")),
        (Verdict::Supported, Verdict::Contradicted)
    );
}

/// A wording that is not about what is claimed is refused, with a help that works.
#[test]
fn rates_are_no_levels() {
    let loaded = years(&[(2022, "100"), (2023, "109")]);
    let (year, unit) = (Period::year(2023), USD.billion());
    assert!(
        Claim::growth(TRADE, year, figure("rose to 76.1"))
            .unwrap_err()
            .help()
            .contains("Claim::level")
    );
    assert!(Claim::level(TRADE, year, figure("rose to 109"), unit).check_latest(&loaded).is_ok());
    for text in ["fell 9.1 %", "9 %", "doubled", "a third"] {
        let refused =
            Claim::level(TRADE, year, figure(text), unit).check_latest(&loaded).unwrap_err();
        assert!(refused.help().contains("Claim::growth"), "{refused}");
        assert!(Claim::growth(TRADE, year, figure(text)).unwrap().check_latest(&loaded).is_ok());
    }
    let world = Key::trade(CHN).with(WORLD);
    let share = |text: &str| Claim::share(TRADE, year, figure(text), world).check_latest(&loaded);
    assert!(share("fell 4 %").is_err() && share("rose to 4 %").is_ok() && share("4 %").is_ok());
    assert!(Claim::deficit(TRADE, year, figure("rose to 6"), unit).check_latest(&loaded).is_err());
    assert!(
        Claim::consecutive(TRADE, year, figure("3 %"), Streak::Rise).check_latest(&loaded).is_err()
    );
    for text in ["6", "more than 6", "between 5 and 6"] {
        assert!(Claim::deficit(TRADE, year, figure(text), unit).check_latest(&loaded).is_ok());
    }
}

#[test]
fn balances() {
    let (exports, imports) = (Key::exports(CHN).to(RUS), Key::imports(CHN).from(RUS));
    let loaded = releases(&[
        (exports, "2022", "76.12"),
        (imports, "2022", "114.15"),
        (exports, "2021", "67.57"),
    ]);
    let year = Period::year(2022);
    let verdict = |claim: Claim| claim.check_latest(&loaded).unwrap().verdict();
    // 76.12 less 114.15 is -38.03.
    assert_eq!(
        verdict(Claim::balance(TRADE, year, figure("-38.0"), USD.billion())),
        Verdict::Supported
    );
    assert_eq!(
        verdict(Claim::balance(TRADE, year, figure("38.0"), USD.billion())),
        Verdict::Contradicted
    );
    assert_eq!(
        verdict(Claim::deficit(TRADE, year, figure("more than 38"), USD.billion())),
        Verdict::Supported
    );
    assert_eq!(
        verdict(Claim::deficit(TRADE, year, figure("less than 38"), USD.billion())),
        Verdict::Contradicted
    );
    assert_eq!(
        verdict(Claim::deficit(TRADE, year, figure("38030"), USD.million())),
        Verdict::Undecided
    ); // half units of 10 million
    assert_eq!(
        verdict(Claim::surplus(TRADE, year, figure("less than 50"), USD.billion())),
        Verdict::Contradicted
    );
    assert_eq!(
        verdict(Claim::deficit(exports, year, figure("38.0"), USD.billion())),
        Verdict::Supported
    );
    let missing = Claim::deficit(TRADE, Period::year(2021), figure("5"), USD.billion())
        .check_latest(&loaded)
        .unwrap();
    assert!(
        missing.verdict() == Verdict::Undecided
            && missing.to_string().contains("CHN imports from RUS"),
        "{missing}"
    );
    assert!(
        Claim::deficit(TRADE, year, figure("38"), USD.billion())
            .to_string()
            .ends_with("a deficit of 38 billion US$")
    );
}

/// A size has no sign, so a surplus below zero is refused by the word that is meant.
#[test]
fn a_surplus_below_zero_is_called_a_deficit() {
    let loaded =
        releases(&[(EXPORTS, "2022", "76.12"), (Key::imports(CHN).from(RUS), "2022", "114.15")]);
    let (year, unit) = (Period::year(2022), USD.billion());
    for text in ["-38", "above -38", "below -1", "between -2 and 3", "-0.1"] {
        let refused = |claim: Claim| claim.check_latest(&loaded).unwrap_err();
        let surplus = refused(Claim::surplus(TRADE, year, figure(text), unit));
        assert!(surplus.to_string().contains("not the size of a surplus"), "{surplus}");
        assert!(surplus.help().starts_with("claim Claim::deficit(..)"), "{surplus}");
        let deficit = refused(Claim::deficit(TRADE, year, figure(text), unit));
        assert!(deficit.help().starts_with("claim Claim::surplus(..)"), "{deficit}");
        // With its sign it is a balance.
        assert!(Claim::balance(TRADE, year, figure(text), unit).check_latest(&loaded).is_ok());
    }
    // The advice: the other word with the size, and the balance with the sign.
    let verdict = |claim: Claim| claim.check_latest(&loaded).unwrap().verdict();
    assert_eq!(verdict(Claim::deficit(TRADE, year, figure("38"), unit)), Verdict::Supported);
    assert_eq!(verdict(Claim::balance(TRADE, year, figure("-38"), unit)), Verdict::Supported);
    // Zero has no sign, and a printed 0 reaches half a unit below it.
    assert!(Claim::surplus(TRADE, year, figure("0"), unit).check_latest(&loaded).is_ok());
    assert!(Claim::deficit(TRADE, year, figure("less than 1"), unit).check_latest(&loaded).is_ok());
}

/// Imports of 114.149 are no share of exports of 76.122, whatever their quotient; and who is alone
/// is not the first.
#[test]
fn a_share_has_its_whole_and_a_rank_its_others() {
    let (year, imports) = (Period::year(2022), Key::imports(CHN).from(RUS));
    let check = |claim: Claim| claim.check_latest(&all());
    for (part, whole) in
        [(imports, EXPORTS), (TRADE, GERMANY), (EXPORTS, Key::exports(RUS).to(CHN))]
    {
        let refused = check(Claim::share(part, year, figure("150"), whole)).unwrap_err();
        assert!(refused.to_string().contains("holds nothing of"), "{refused}");
        assert!(refused.help().contains("the same flow with the World"), "{refused}");
    }
    // 114.149 of 190.271 is 59.99 %.
    let part = check(Claim::share(imports, year, figure("60"), TRADE)).unwrap();
    assert_eq!(part.verdict(), Verdict::Supported);
    for among in [vec![], vec![TRADE], vec![TRADE, TRADE]] {
        let refused = check(Claim::rank(TRADE, year, 1, among)).unwrap_err();
        assert!(refused.help().contains("name the keys that the rank is among"), "{refused}");
    }
    assert!(check(Claim::rank(TRADE, year, 1, vec![GERMANY])).is_ok());
    // The World and a union hold what they would compete with; another flow is another question.
    let union = Key::trade(CHN).with(bilateral::Area::from_code(97).unwrap());
    let world = Key::trade(CHN).with(WORLD);
    for (own, among, reason) in [
        (TRADE, vec![GERMANY, world], "CHN trade with World"),
        (TRADE, vec![GERMANY, union], "a whole is no competitor of its parts"),
        (world, vec![GERMANY], "a whole is no competitor of its parts"),
        (TRADE, vec![Key::trade(CHN).with(RUS).of("HS:27".parse().unwrap())], "holds"),
        (EXPORTS, vec![imports], "different flows"),
    ] {
        let refused = check(Claim::rank(own, year, 1, among)).unwrap_err();
        assert!(refused.to_string().contains(reason), "{refused}");
    }
    // A union beside others, and reporters by their trade with the World.
    assert!(check(Claim::rank(TRADE, year, 1, vec![union])).is_ok());
    assert!(check(Claim::rank(world, year, 1, vec![Key::trade(DEU).with(WORLD)])).is_ok());
}

/// Each advice of a refused claim is one that is taken: no circle of a level and a rate.
#[test]
fn the_advice_of_a_refused_claim_is_taken() {
    let (year, world) = (Period::year(2022), Key::trade(CHN).with(WORLD));
    let level =
        |text: &str| Claim::level(TRADE, year, figure(text), USD.billion()).check_latest(&all());
    let share = |text: &str| Claim::share(TRADE, year, figure(text), world).check_latest(&all());
    for text in ["rose to 5 %", "fell to 33 %"] {
        let growth = Claim::growth(TRADE, year, figure(text)).unwrap_err();
        assert!(growth.help().contains("Claim::share"), "{growth}");
        assert!(!growth.help().contains("Claim::level"), "{growth}");
        assert_eq!(level(text).unwrap_err().help(), "claim it as Claim::share(..)");
        assert!(share(text).is_ok());
        assert!(Claim::growth(TRADE, year, figure(&text.replace(" to ", " "))).is_ok());
    }
    assert_eq!(level("fell 5 %").unwrap_err().help(), "claim it as Claim::growth(..)");
    let level = Claim::growth(TRADE, year, figure("rose to 76.1")).unwrap_err();
    assert!(level.help().contains("Claim::level"), "{level}");
}

/// 0 times in a row is no claim, and neither are 2.5 or -3 times.
#[test]
fn a_count_is_whole_and_of_one_or_more() {
    let check = |count: &str| {
        Claim::consecutive(TRADE, Period::year(2024), figure(count), Streak::Rise)
            .check_latest(&all())
    };
    for count in ["0", "2.5", "-3", "less than 1", "between 0 and 3", "at least 0"] {
        let refused = check(count).unwrap_err();
        assert!(refused.to_string().contains("no count of times in a row"), "{refused}");
    }
    for count in ["1", "at least 3", "more than 3", "between 2 and 4", "less than 2"] {
        assert!(check(count).is_ok(), "{count}");
    }
}

/// 160.0 billion is 159.95 to 160.05, and 160000 million is 159999.5 to 160000.5 million.
#[test]
fn an_open_claim_says_that_the_figure_is_coarse() {
    let loaded = releases(&[(TRADE, "2022", "160.0"), (TRADE, "2021", "150.0")]);
    let year = Period::year(2022);
    let level = Claim::level(TRADE, year, figure("160000"), USD.million());
    // 159.95/150.05 to 160.05/149.95 is 6.6 to 6.7 %.
    let growth = Claim::growth(TRADE, year, figure("6.67 %")).unwrap();
    for claim in [level, growth] {
        let judgement = claim.check_latest(&loaded).unwrap();
        assert_eq!(judgement.verdict(), Verdict::Undecided);
        assert!(judgement.to_string().contains("too coarse to decide the claim"), "{judgement}");
    }
    let right = Claim::level(TRADE, year, figure("160"), USD.billion());
    assert!(!right.check_latest(&loaded).unwrap().to_string().contains("coarse"));
}

/// What is printed of the evidence is the interval that the verdict rests on, by hand.
#[test]
fn levels_and_balances_print_their_interval() {
    let loaded = releases(&[
        (EXPORTS, "2022", "76.12"),
        (Key::imports(CHN).from(RUS), "2022", "114.15"),
        (TRADE, "2022", "190.3"),
        (TRADE, "2023-01", "more than 18"),
        (TRADE, "2024-01", "10.2"),
        (TRADE, "2024-02", "9.55"),
    ]);
    let found = |claim: Claim| {
        let judgement = claim.check_latest(&loaded).unwrap();
        (judgement.verdict(), judgement.evidence()[0].found().to_owned())
    };
    let unit = USD.billion();
    // 76.115 to 76.125 less 114.145 to 114.155
    let (verdict, text) = found(Claim::balance(TRADE, Period::year(2022), figure("-38.031"), unit));
    assert_eq!(verdict, Verdict::Undecided);
    let open = ", too coarse to decide the claim";
    let closed = text.strip_suffix(open).unwrap();
    assert!(
        closed.ends_with(": -38.03 billion US$, that is -38.04 to -38.02 billion US$"),
        "{text}"
    );
    let (verdict, text) = found(Claim::level(TRADE, Period::year(2022), figure("190.31"), unit));
    assert_eq!(verdict, Verdict::Undecided);
    assert_eq!(
        text,
        "190.3 billion US$, 2022, that is 190.25 to 190.35 billion US$, too coarse to decide the claim"
    );
    let (_, text) = found(Claim::level(TRADE, Period::month(2023, 1), figure("20"), unit));
    assert!(text.ends_with(&format!("that is above 18 billion US${open}")), "{text}");
    // 10.15 to 10.25 and 9.545 to 9.555
    let months = Period::january_february(2024);
    let (_, text) = found(Claim::level(TRADE, months, figure("19.7"), unit));
    assert!(text.contains("that is 19.695 to 19.805 billion US$"), "{text}");
}

#[test]
fn years_in_a_row() {
    let loaded = years(&[
        (2017, "90"),
        (2018, "100"),
        (2019, "95"),
        (2020, "96"),
        (2021, "99"),
        (2022, "120"),
        (2023, "121"),
    ]);
    let check = |year: i32, count: &str, streak: Streak| {
        Claim::consecutive(TRADE, Period::year(year), figure(count), streak)
            .check_latest(&loaded)
            .unwrap()
            .verdict()
    };
    // 2020 to 2023, after the fall of 2019
    assert_eq!(check(2023, "4", Streak::Rise), Verdict::Supported);
    assert_eq!(check(2023, "3", Streak::Rise), Verdict::Contradicted);
    assert_eq!(check(2023, "at least 3", Streak::Rise), Verdict::Supported);
    assert_eq!(check(2023, "5", Streak::Rise), Verdict::Contradicted);
    assert_eq!(check(2019, "1", Streak::Fall), Verdict::Supported);
    assert_eq!(check(2019, "1", Streak::Rise), Verdict::Contradicted);
    // 2018 rose on 2017, and of 2017 nothing is known: once at least, perhaps more.
    assert_eq!(check(2018, "1", Streak::Rise), Verdict::Undecided);
    assert_eq!(check(2018, "at least 1", Streak::Rise), Verdict::Supported);
    assert_eq!(check(2018, "2", Streak::Rise), Verdict::Undecided);
    // Records: 2022 and 2023; 2021 was below 2018.
    assert_eq!(check(2023, "2", Streak::Record), Verdict::Supported);
    assert_eq!(check(2023, "3", Streak::Record), Verdict::Contradicted);
    let unknown = Claim::consecutive(TRADE, Period::year(2030), figure("2"), Streak::Rise)
        .check_latest(&loaded)
        .unwrap();
    assert_eq!(unknown.verdict(), Verdict::Undecided);
    assert!(unknown.to_string().contains("a rise in 2 consecutive years"), "{unknown}");
    let printed = |count: &str, period: Period| {
        Claim::consecutive(TRADE, period, figure(count), Streak::Fall).to_string()
    };
    assert!(printed("1", Period::year(2023)).ends_with("a fall in 1 consecutive year"));
    assert!(printed("1", Period::month(2023, 1)).ends_with("a fall in 1 consecutive month"));
    let least = printed("at least 1", Period::year(2023));
    assert!(least.ends_with("a fall in at least 1 consecutive year"), "{least}");
    // Published growth counts where levels are missing; months go month by month.
    let month = |month: u8, growth: &str| {
        let observation = Observation::growth_only(Period::month(2023, month), figure(growth));
        Release::new(EXPORTS, AnyUnit::Money(USD.billion()), observation)
    };
    let months = Releases::new()
        .with(month(4, "2.0"))
        .with(month(5, "-3.0"))
        .with(month(6, "fell by more than 7"));
    let falls = Claim::consecutive(EXPORTS, Period::month(2023, 6), figure("2"), Streak::Fall);
    assert_eq!(falls.check_latest(&months).unwrap().verdict(), Verdict::Supported);
}

#[test]
fn ranks_count_everybody_once() {
    let year = Period::year(2022);
    let usd = |key: Key, level: &str| {
        Release::new(key, USD.billion().into(), Observation::new(year, figure(level)))
    };
    let cny = |key: Key, level: &str| {
        Release::new(key, CNY.billion().into(), Observation::new(year, figure(level)))
    };
    let loaded: Releases =
        [usd(TRADE, "190.3"), cny(GERMANY, "1518"), usd(FRANCE, "81.2")].into_iter().collect();
    let claim = |place: u16, among: Vec<Key>| Claim::rank(TRADE, year, place, among);
    // Whether the key is listed or not, it is one of them.
    assert!(claim(2, vec![GERMANY]).to_string().ends_with("place 2 among 2"));
    assert!(claim(2, vec![GERMANY, TRADE, GERMANY]).to_string().ends_with("place 2 among 2"));
    let verdict = |claim: Claim| claim.check_latest(&loaded).unwrap();
    assert_eq!(verdict(claim(1, vec![FRANCE])).verdict(), Verdict::Supported);
    // There is no third of two, and none before the first.
    for place in [0, 3] {
        let refused = claim(place, vec![FRANCE]).check_latest(&loaded).unwrap_err();
        assert!(refused.to_string().contains(&format!("no place {place} among 2")), "{refused}");
    }
    // Germany is in yuan: first or second, and certainly not third.
    let open = verdict(claim(2, vec![FRANCE, GERMANY]));
    assert!(
        open.verdict() == Verdict::Undecided && open.to_string().contains("1 is not known"),
        "{open}"
    );
    assert_eq!(verdict(claim(3, vec![FRANCE, GERMANY])).verdict(), Verdict::Contradicted);
    // 1518 / 6.7 = 226.6; a rate of another year, of the end of it or for another currency decides
    // nothing.
    let average = |costs, rate: &str, period| {
        ExchangeRate::new(USD, costs, decimal(rate), period, RateKind::Average).unwrap()
    };
    let by = |rates: Vec<ExchangeRate>| {
        verdict(claim(2, vec![FRANCE, GERMANY]).by_rates(rates)).verdict()
    };
    let right = average(CNY, "6.7", year);
    assert_eq!(by(vec![right.clone()]), Verdict::Supported);
    assert_eq!(by(vec![average(EUR, "0.95", year), right]), Verdict::Supported);
    assert_eq!(by(vec![average(CNY, "6.4", Period::year(2021))]), Verdict::Undecided);
    let euro = ExchangeRate::new(EUR, CNY, decimal("7.1"), year, RateKind::Average).unwrap();
    assert_eq!(by(vec![euro]), Verdict::Undecided);
    assert_eq!(
        by(vec![ExchangeRate::new(USD, CNY, decimal("6.9"), year, RateKind::End).unwrap()]),
        Verdict::Undecided
    );
    // At 9 yuan for a dollar Germany would be behind.
    assert_eq!(by(vec![average(CNY, "9", year)]), Verdict::Contradicted);
}

/// Wordings of a size from the strongest to the weakest: each interval holds those before it.
fn weaker(size: i64, way: &str) -> Vec<Figure> {
    let texts = [
        format!("{way} by exactly {size} %"),
        format!("{way} {size} %"),
        format!("{way} by between {} and {} %", size - 1, size + 1),
        format!("{way} by at least {} %", size - 1),
        format!("{way} by more than {} %", size - 2),
        format!("{way} by more than 0 %"),
    ];
    texts.iter().map(|text| figure(text)).collect()
}

proptest! {
    /// What supports a wording supports every weaker one, and what contradicts a weaker one
    /// contradicts the stronger ones; a fall is judged as the mirror of a rise.
    #[test]
    fn weaker_wordings_stay_supported(
        base in 100..10_000_i64,
        change in -99..99_i64,
        size in 3..90_i64,
        digits in 0..3_u32,
    ) {
        let level = |number: i64| Figure::printed(Decimal::new(number, digits)).to_string();
        let now = base + base * change / 100;
        let loaded = years(&[(2022, &level(base)), (2023, &level(now))]);
        let verdict = |figure: Figure, loaded: &Releases| {
            Claim::growth(TRADE, Period::year(2023), figure)
                .unwrap()
                .check_latest(loaded)
                .unwrap()
                .verdict()
        };
        for way in ["rose", "fell"] {
            let verdicts: Vec<Verdict> =
                weaker(size, way).into_iter().map(|figure| verdict(figure, &loaded)).collect();
            for pair in verdicts.windows(2) {
                prop_assert!(
                    pair[0] != Verdict::Supported || pair[1] == Verdict::Supported,
                    "{:?}",
                    verdicts
                );
                prop_assert!(
                    pair[1] != Verdict::Contradicted || pair[0] == Verdict::Contradicted,
                    "{:?}",
                    verdicts
                );
            }
        }
        // Both levels exact, the mirror of the figures gives the mirror of the verdict.
        let exact =
            |number: i64| Figure::hedged(Decimal::new(number, digits), Hedge::Exact).to_string();
        let one = years(&[(2022, &exact(base)), (2023, &exact(now))]);
        let other = years(&[(2022, &exact(base)), (2023, &exact(2 * base - now))]);
        for (rise, fall) in weaker(size, "rose").into_iter().zip(weaker(size, "fell")) {
            prop_assert_eq!(verdict(rise, &one), verdict(fall, &other));
        }
    }

    /// A figure that lies in the interval of a wording supports it, and one outside contradicts it:
    /// an oracle of integers.
    #[test]
    fn exact_levels_are_inside_or_outside(
        now in 1..300_i64,
        size in 1..150_i64,
        which in 0..6_usize,
    ) {
        let (text, holds): (String, bool) = match which {
            0 => (format!("rose by more than {size} %"), now - 100 > size),
            1 => (format!("fell by more than {size} %"), 100 - now > size),
            2 => (format!("fell by at least {size} %"), 100 - now >= size),
            3 => (format!("fell by less than {size} %"), 0 < 100 - now && 100 - now < size),
            4 => (format!("rose by up to {size} %"), 0 < now - 100 && now - 100 <= size),
            _ => (
                format!("fell by between {size} and {} %", size + 5),
                (size..=size + 5).contains(&(100 - now)),
            ),
        };
        let loaded = years(&[(2022, "exactly 100"), (2023, &format!("exactly {now}"))]);
        let judgement = Claim::growth(TRADE, Period::year(2023), figure(&text))
            .unwrap()
            .check_latest(&loaded)
            .unwrap();
        prop_assert_eq!(
            judgement.verdict(),
            if holds { Verdict::Supported } else { Verdict::Contradicted },
            "{}",
            judgement
        );
    }

    /// A record in a scope is one if the level is above all others of it: an oracle of integers,
    /// with years left out.
    #[test]
    fn records_against_the_largest(
        levels in prop::collection::vec(prop::option::weighted(0.8, 1..50_i64), 4..9),
        which in 0..9_usize,
    ) {
        let which = which % levels.len();
        prop_assume!(levels[which].is_some());
        let rows: Vec<(i32, String)> = levels
            .iter()
            .zip(2010..)
            .filter_map(|(level, year)| Some((year, format!("exactly {}", (*level)?))))
            .collect();
        let loaded =
            years(&rows.iter().map(|(year, level)| (*year, level.as_str())).collect::<Vec<_>>());
        let year = 2010 + i32::try_from(which).unwrap();
        let verdict = |scope: Scope| {
            Claim::highest(TRADE, Period::year(year), scope)
                .check_latest(&loaded)
                .unwrap()
                .verdict()
        };
        let wanted = |others: Vec<Option<i64>>| {
            let known: Vec<i64> = others.iter().copied().flatten().collect();
            match () {
                () if known.iter().any(|other| *other >= levels[which].unwrap()) => {
                    Verdict::Contradicted
                }
                () if known.is_empty() || others.contains(&None) => Verdict::Undecided,
                () => Verdict::Supported,
            }
        };
        let other = |at: &usize| *at != which;
        let all = wanted((0..levels.len()).filter(other).map(|at| levels[at]).collect());
        let scope = Period::from_to(
            bilateral::month(2010, 1),
            bilateral::month(2009 + i32::try_from(levels.len()).unwrap(), 12),
        );
        prop_assert_eq!(verdict(Scope::Within(scope)), all);
        // So far and ever begin and end with what is known.
        let first = levels.iter().position(Option::is_some).unwrap();
        let last = levels.iter().rposition(Option::is_some).unwrap();
        prop_assert_eq!(
            verdict(Scope::SoFar),
            wanted((first..which).map(|at| levels[at]).collect())
        );
        prop_assert_eq!(
            verdict(Scope::Ever),
            wanted((first..=last).filter(other).map(|at| levels[at]).collect())
        );
    }
}

proptest! {
    /// What supports "more than 43 %" supports "more than 40 %", and what contradicts "more than 40
    /// %" contradicts 43.
    #[test]
    fn verdicts_are_monotone_in_the_claim(
        now in 1..100_000_i64,
        base in 1..100_000_i64,
        low in -90..300_i64,
        more in 0..50_i64,
        digits in 0..3_u32,
    ) {
        let level = |number: i64| Figure::printed(Decimal::new(number, digits)).to_string();
        let loaded = releases(&[(TRADE, "2022", &level(base)), (TRADE, "2023", &level(now))]);
        let verdict = |percent: i64| {
            let claim = Claim::growth(
                TRADE,
                Period::year(2023),
                Figure::hedged(Decimal::from(percent), Hedge::MoreThan),
            )
            .unwrap();
            claim.check_latest(&loaded).unwrap().verdict()
        };
        let (weaker, stronger) = (verdict(low), verdict(low + more));
        prop_assert!(stronger != Verdict::Supported || weaker == Verdict::Supported);
        prop_assert!(weaker != Verdict::Contradicted || stronger == Verdict::Contradicted);
    }

    /// Another print of the same number may leave a claim open, and never reverses its verdict.
    #[test]
    fn coarser_prints_never_reverse_a_verdict(
        now in 100..100_000_i64,
        claimed in 100..100_000_i64,
        places in 0..3_u8,
        claimed_places in 0..3_u32,
    ) {
        let fine = bilateral::Ratio::new(now, 100).unwrap();
        let print = |places: u8| fine.round(places, bilateral::Rounding::default()).to_string();
        let claim = Claim::level(
            TRADE,
            Period::year(2023),
            Figure::printed(Decimal::new(claimed, 2).round_dp(claimed_places)),
            USD.billion(),
        );
        let verdict =
            |text: &str| claim.check_latest(&releases(&[(TRADE, "2023", text)])).unwrap().verdict();
        let (finer, coarser) = (verdict(&print(2)), verdict(&print(places)));
        prop_assert!(!(finer == Verdict::Supported && coarser == Verdict::Contradicted));
        prop_assert!(!(finer == Verdict::Contradicted && coarser == Verdict::Supported));
    }

    /// "About 240" holds everything that "240" does: what was open stays open, and what is
    /// contradicted was so before.
    #[test]
    fn wider_figures_never_contradict_what_was_open(
        now in 1..10_000_i64,
        digits in 0..3_u32,
        claimed in 1..10_000_i64,
        claimed_digits in 0..3_u32,
        hedge in 0..5_usize,
    ) {
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

/// What the newsroom's tool says of a file of claims, or why it does not read it.
fn tool(text: &str) -> Result<String, String> {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("bilateral-claims-{}-{number}.csv", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).unwrap();
    let said =
        example::run(&example::Arguments { claims: Some(path.clone()), ..Default::default() });
    std::fs::remove_file(&path).unwrap();
    said.map(|report| {
        // Rows that are not read make the program fail, and are no open claims.
        assert_eq!(report.unread, report.text.matches("  cannot be read: ").count());
        report.text
    })
}

/// Trade was 244.8 in 2024: a target of 200 was reached, in whatever word, and one of 250 was not.
#[test]
fn the_tool_judges_targets_as_reached_or_missed() {
    let row = |metric: &str, value: &str, hedge: &str, direction: &str| {
        let row = format!("A,CHN,RUS,{metric},total,2024-01-01,2024-12-31,{value},USD bn,");
        tool(&format!("{CLAIMS}{row},{hedge},{direction},,,2025-02-01\n")).unwrap()
    };
    for (metric, hedge, direction) in [
        ("trade_value", "target", "forecast"),
        ("trade_value", "aims", "forecast"),
        ("trade_value", "will", "forecast"),
        ("target", "target", "level"),
        ("target", "", "level"),
    ] {
        let said = row(metric, "200", hedge, direction);
        assert!(said.starts_with("A  supported: ") && said.contains("at least 200"), "{said}");
        let said = row(metric, "250", hedge, direction);
        assert!(said.starts_with("A  contradicted: "), "{said}");
    }
    // Without such a word 200 is 200.
    assert!(row("trade_value", "200", "", "level").starts_with("A  contradicted: "));
}

#[test]
fn the_tool_counts_what_it_cannot_read_apart() {
    let row = |direction: &str| {
        format!(
            "A,CHN,RUS,growth,total,2025-01-01,2025-12-31,6,percent,USD,,{direction},,,2026-02-20\n"
        )
    };
    let said = tool(&format!("{CLAIMS}{}{}", row("fell"), row("decrease"))).unwrap();
    assert!(said.contains("\nNot read, and why:\n  A: the direction “fell”"), "{said}");
    assert!(said.ends_with(": 1 cannot be read, 1 contradicted"), "{said}"); // -6.9 %
}

const CLAIMS: &str = "claim_id,reporter,partner,metric,flow,period_start,period_end,value,unit,\
                      currency,hedge,direction,among,scope,said_on\n";

/// A record of the trade of China and Russia in 2022, 190.271, in a scope. From 2015 on every year
/// is known and lower; of 2009 to 2014 none is known.
#[test]
fn the_tool_reads_every_scope() {
    let record = |scope: &str| {
        let row = "A,CHN,RUS,record,total,2022-01-01,2022-12-31,,,,,extreme,,";
        tool(&format!("{CLAIMS}{row}{scope},2023-05-24\n")).unwrap()
    };
    for scope in
        ["since 2014", "since 2019", "since December 2014", "since Dec 2014", "since 2014-12"]
    {
        let said = record(scope);
        assert!(said.starts_with("A  supported: "), "{scope}: {said}");
    }
    // 2014 itself is not known.
    assert!(record("since 2013").starts_with("A  cannot be decided: CHN trade with RUS"));
    assert!(record("since 2019").contains("all 2 others known from 2020 to 2021"));
    // What is not a scope is quoted whole.
    for scope in ["since 201", "since Smarch 2019", "since Marmalade 2019", "since the war"] {
        let said = record(scope);
        assert!(said.contains(&format!("“{scope}” is not a scope")), "{said}");
        assert!(said.contains("since February 2022 or since 2019"), "{said}");
    }
}

/// A word that is not understood is refused, since it may turn a claim round: trade of China and
/// Russia fell by 6.9 % in 2025, as was published. A period is of whole months.
#[test]
fn the_tool_refuses_words_that_it_does_not_know() {
    let row = |hedge: &str, direction: &str, days: &str| {
        let row = format!("A,CHN,RUS,growth,total,{days},6,percent,USD,{hedge},{direction},,,");
        tool(&format!("{CLAIMS}{row}2026-02-20\n")).unwrap()
    };
    let year = "2025-01-01,2025-12-31";
    assert!(row("more than", "decrease", year).starts_with("A  supported: "));
    for direction in ["fell", "decline", "Increase"] {
        let said = row("more than", direction, year);
        assert!(said.contains(&format!("“{direction}” is not known")), "{said}");
    }
    for hedge in ["quite near", "bigger than"] {
        let said = row(hedge, "decrease", year);
        assert!(said.contains(&format!("“{hedge}”")), "{said}");
        assert!(!said.contains("supported:") && !said.contains("contradicted:"), "{said}");
    }
    for days in ["2025-01-15,2025-12-31", "2025-01-01,2025-12-15"] {
        let said = row("more than", "decrease", days);
        assert!(said.contains("a period is of whole months"), "{said}");
    }
}

/// Trade was 190.271 in 2022, 20.83 in June 2023, and fell in July: the words of a record are
/// judged and never dropped, and what is not judged is named.
#[test]
fn the_tool_judges_records_of_levels_or_says_what_it_leaves_out() {
    let row = |row: &str| tool(&format!("{CLAIMS}A,CHN,RUS,{row}\n")).unwrap();
    let year = "trade_value,total,2022-01-01,2022-12-31";
    let day = "2023-05-24";
    let open = row(&format!("{year},190,USD bn,,record,level,,,{day}"));
    assert!(open.starts_with("A  cannot be decided: "), "{open}");
    assert!(open.contains("no figure for 2009, 2010"), "{open}");
    for (hedge, scope) in [("record", "since 2014"), ("highest since 2014", "")] {
        let said = row(&format!("{year},190,USD bn,,{hedge},level,,{scope},{day}"));
        assert!(said.starts_with("A  supported: ") && said.contains("level and record"), "{said}");
        let said = row(&format!("{year},191,USD bn,,{hedge},extreme,,{scope},{day}"));
        assert!(said.starts_with("A  contradicted: "), "{said}"); // the level counts too
    }
    let said = row(&format!("{year},190,USD bn,,,level,,ever,{day}"));
    assert!(said.contains("the claim states no record"), "{said}");
    let said = row(&format!("{year},190,USD bn,,,level,DEU,,{day}"));
    assert!(said.contains("the column among is of a rank"), "{said}");
    let growth = "growth,import,2023-07-01,2023-07-31,-8,percent,,first monthly decline since";
    let said = row(&format!("{growth},decrease,,,2023-08-08"));
    assert!(said.contains("not checked: the words “first monthly decline since”"), "{said}");
    let unknown = row(&format!("{year},190,USD bn,,shy of,forecast,,,{day}"));
    assert!(unknown.contains("“shy of”"), "{unknown}");
    // Its last line says of what, against what, and counts in good English.
    assert!(said.contains("\n1 claim of ") && said.contains("ship with the crate: 1 "), "{said}");
}

#[test]
fn the_tool_names_what_is_missing() {
    // A file.
    let nowhere = example::Arguments { claims: Some("no/such.csv".into()), ..Default::default() };
    assert!(example::run(&nowhere).err().unwrap().starts_with("no/such.csv: "));
    let rates = example::Arguments { rates: Some("no/rates.csv".into()), ..Default::default() };
    assert!(example::run(&rates).err().unwrap().starts_with("no/rates.csv: "));
    let releases = example::Arguments { releases: Some("no/r.csv".into()), ..Default::default() };
    assert!(example::run(&releases).err().unwrap().contains("no/r.csv"));
    // Columns of the file.
    let short = tool("claim_id,reporter,metric,flow,said_on\n1,CHN,growth,total,2023-05-24\n");
    let said = short.unwrap_err();
    assert!(said.ends_with("the file has no columns partner, period_start, period_end"), "{said}");
    // A cell that the claim needs.
    for (wrong, column) in [
        ("A,,RUS,growth,total,2022-01-01,2022-12-31,5,percent,,,,,,2023-05-24", "reporter"),
        ("A,CHN,RUS,growth,total,,2022-12-31,5,percent,,,,,,2023-05-24", "period_start"),
        ("A,CHN,RUS,growth,total,2022-01-01,2022-12-31,,percent,,,,,,2023-05-24", "value"),
        ("A,CHN,RUS,growth,,2022-01-01,2022-12-31,5,percent,,,,,,2023-05-24", "flow"),
        ("A,CHN,RUS,,total,2022-01-01,2022-12-31,5,percent,,,,,,2023-05-24", "metric"),
        ("A,CHN,RUS,deficit,total,2022-01-01,2022-12-31,5,,,,,,,2023-05-24", "unit"),
        ("A,CHN,RUS,rank,total,2022-01-01,2022-12-31,,,,,,DEU,,2023-05-24", "value"),
        ("A,CHN,RUS,growth,total,2022-01-01,2022-12-31,5,percent,,,,,,", "said_on"),
    ] {
        let said = tool(&format!("{CLAIMS}{wrong}\n")).unwrap();
        let expected = format!("A  cannot be read: the row says nothing in the column {column}");
        assert!(said.starts_with(&expected), "{said}");
        assert!(!said.contains("“”"), "{said}");
    }
    // A surplus below zero is refused with the word that is meant.
    let row = "A,CHN,RUS,surplus,total,2022-01-01,2022-12-31,-38,USD bn,,,,,,2023-05-24\n";
    assert!(tool(&format!("{CLAIMS}{row}")).unwrap().contains("Claim::deficit"));
}

/// Without a file the tool checks its own rows, and ends in a check of their verdicts.
#[test]
fn the_tool_checks_its_own_rows() {
    let said = example::run(&example::Arguments::default()).unwrap().text;
    assert!(said.contains("S01  cannot be decided") && said.contains("S01b  supported"), "{said}");
    assert!(said.ends_with(": 2 cannot be decided, 1 contradicted, 7 supported"), "{said}");
}

/// Statements of strangers on a small table; the verdicts follow by hand from the figures beside.
#[test]
fn statements_of_strangers() {
    let imports = Key::imports(CHN).from(RUS);
    let world = Key::exports(CHN).to(WORLD);
    let loaded = releases(&[
        (EXPORTS, "2020", "50"),
        (EXPORTS, "2021", "60"),
        (EXPORTS, "2022", "72"),
        (EXPORTS, "2023", "66"),
        (EXPORTS, "2024", "99"),
        (imports, "2023", "80"),
        (imports, "2024", "99"),
        (world, "2023", "660"),
        (world, "2024", "1200"),
        (EXPORTS, "2025-01/2025-02", "10"),
        (EXPORTS, "2024-01/2024-02", "20"),
        (EXPORTS, "2025-Q1", "30"),
        (EXPORTS, "2024-Q1", "25"),
        (EXPORTS, "2023-06", "5"),
        (EXPORTS, "2023-07", "6"),
    ]);
    let growth = |period, text: &str| Claim::growth(EXPORTS, period, figure(text)).unwrap();
    let level = |year: i32, text: &str| {
        Claim::level(EXPORTS, Period::year(year), figure(text), USD.billion())
    };
    let (y22, y23, y24) = (Period::year(2022), Period::year(2023), Period::year(2024));
    let (first, joint) = (Period::quarter(2025, 1), Period::january_february(2025));
    let unit = USD.billion();
    use Verdict::{Contradicted, Supported, Undecided};
    for (claim, verdict) in [
        (growth(y24, "jumped by half"), Supported), // 99 on 66: 50 %
        (growth(y24, "a 50 % jump"), Undecided),    // 98.5/66.5 to 99.5/65.5
        (growth(y24, "was up more than 40 % year on year"), Supported),
        (growth(y24, "tripled"), Contradicted),
        (growth(y23, "slipped by about 8 %"), Undecided), // -8.3 % with half units
        (growth(y23, "edged up 8 %"), Contradicted),
        (growth(y22, "grew by a fifth"), Supported), // 18.2 to 21.8 of 17.5 to 22.5 %
        (growth(joint, "halved"), Undecided),        // 9.5/20.5 to 10.5/19.5
        (growth(joint, "plunged by well over a third"), Supported),
        (growth(first, "rose by up to 30 %"), Supported), // 29.5/25.5 to 30.5/24.5 is 24.5 %
        (level(2024, "soared to a record 99"), Supported),
        (level(2024, "well over 90"), Supported),
        (level(2024, "just over 90"), Contradicted), // 90 to 95
        (level(2024, "well below 90"), Contradicted),
        (level(2024, "fell short of 100"), Supported),
        (Claim::deficit(TRADE, y23, figure("some 14"), unit), Undecided), // 13 to 15
        (Claim::surplus(TRADE, y24, figure("at least 2"), unit), Contradicted), // 0 and at most 1
        (Claim::share(EXPORTS, y23, figure("a tenth"), world), Supported),
        (Claim::share(EXPORTS, y24, figure("fell to 8.3 %"), world), Undecided), // 8.2 to 8.3
        (Claim::share(EXPORTS, y24, figure("rose to 8.3 %"), world), Contradicted),
        (Claim::consecutive(EXPORTS, y22, figure("at least 2"), Streak::Rise), Supported),
        (Claim::consecutive(EXPORTS, y24, figure("1"), Streak::Rise), Supported), // 2023 fell
        (Claim::highest(EXPORTS, Period::month(2023, 7), Scope::SoFar), Supported), // June 2023
    ] {
        let judgement = claim.check_latest(&loaded).unwrap();
        assert_eq!(judgement.verdict(), verdict, "{judgement}");
    }
}
