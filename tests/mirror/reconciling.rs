//! One value of two reports: every rule, and what must hold for all of them.

use crate::values::ratio;
use bilateral::area::{CHN, RUS};
use bilateral::mirror::{self, Convention, Margin, MarginRow, Pair, Reconciliation, Rule, Sides};
use bilateral::number::decimal;
use bilateral::unit::USD;
use bilateral::{Key, Period, Ratio, Series, Status, Undefined, Valuation};
use proptest::prelude::*;
use serde_json::Value;

/// Every value of the reference, exactly.
#[test]
fn rules_equal_the_reference() {
    let file: Value =
        serde_json::from_str(include_str!("../data/mirror_reconcile_simple.json")).unwrap();
    let fixed = |rate: &str| Margin::fixed(decimal(rate)).unwrap();
    let by = |rule, margin: Margin| Reconciliation::by(rule).taking(margin);
    let weight = Rule::Weight(Ratio::new(7, 10).unwrap());
    let minus = Margin::imf().under(Convention::TimesOneMinus);
    let rules = [
        ("imf_import_to_fob_1.06", by(Rule::Importer, Margin::imf())),
        ("imf_export_to_cif_1.06", by(Rule::Exporter, Margin::imf()).valued_cif()),
        ("import_to_fob_1.10", by(Rule::Importer, fixed("0.10"))),
        ("mean_fob", by(Rule::Mean, Margin::imf())),
        ("max_fob", by(Rule::Max, Margin::imf())),
        ("min_fob", by(Rule::Min, Margin::imf())),
        ("fixed_weight_0.7_export", by(weight, Margin::imf())),
        ("ots_1.08_max", by(Rule::Max, fixed("0.08"))),
        ("harvard_fob_tau_0.06_times_one_minus", by(Rule::Importer, minus)),
    ];
    let mut compared = 0;
    for case in file["pairs"].as_array().unwrap() {
        let area = |side: &str| case[side].as_str().unwrap().parse().unwrap();
        let year = i32::try_from(case["year"].as_i64().unwrap()).unwrap();
        let pair = Pair::new(area("exporter"), area("importer"), Period::year(year))
            .exported(decimal(case["export"].as_str().unwrap()))
            .imported(decimal(case["import_cif"].as_str().unwrap()));
        let expected = &case["expected"];
        for (name, rule) in &rules {
            let own = rule.of(&pair).unwrap();
            assert_eq!(own.value, ratio(&expected[name]["exact"]), "{name}: {pair}");
            let text = expected[name]["decimal"].as_str().unwrap();
            assert_eq!(own.rounded(12).to_string(), text, "{name}: {pair}");
            compared += 1;
        }
        let implied = pair.asymmetry().unwrap().relative_to_exporter().unwrap();
        assert_eq!(implied, ratio(&expected["implied_margin"]["exact"]));
    }
    assert_eq!(compared, 36);
}

fn flow() -> Pair {
    Pair::new(RUS, CHN, Period::year(2018))
}

/// Every value says what it is made of.
#[test]
fn a_value_carries_its_making() {
    let both = flow().exported(decimal("100")).imported(decimal("127.2"));
    let variances = Rule::Variances { exporter: Ratio::from(1), importer: Ratio::from(3) };
    let value = Reconciliation::by(variances.clone()).taking(Margin::imf()).of(&both).unwrap();
    // 127.2 / 1.06 = 120; three quarters of 100 and one of 120
    assert_eq!(value.value, Ratio::from(105));
    assert_eq!(value.weight, Ratio::new(3, 4).unwrap());
    assert_eq!(value.margin, Some(Ratio::new(6, 100).unwrap()));
    assert_eq!((value.sides, value.valuation), (Sides::Both, Valuation::Fob));
    assert_eq!((value.rule.clone(), value.pair), (variances, both));
    assert_eq!(
        value.to_string(),
        "RUS to CHN, 2018: 105 by inverse variances, FOB, margin 6.0 %, m / (1 + rate); \
         exporter 100 (weight 75.0 %), importer 127.2"
    );
    let json = serde_json::to_value(&value).unwrap();
    assert_eq!((json["value"].as_str(), json["sides"].as_str()), (Some("105"), Some("both")));
}

/// The side that reports alone is the value, in the valuation of the result, whatever the rule.
#[test]
fn one_side_alone() {
    let sold = flow().exported(decimal("100"));
    let bought = flow().imported(decimal("106"));
    for rule in rules(Ratio::new(1, 3).unwrap()) {
        let fob = Reconciliation::by(rule).taking(Margin::imf());
        let own = fob.of(&sold).unwrap();
        assert_eq!((own.value, own.sides, own.margin), (100.into(), Sides::OnlyExporter, None));
        let own = fob.of(&bought).unwrap();
        assert_eq!((own.value, own.weight), (100.into(), Ratio::zero()));
        assert_eq!((own.sides, own.margin.is_some()), (Sides::OnlyImporter, true));
        let cif = fob.valued_cif();
        assert_eq!(cif.of(&sold).unwrap().value, 106.into());
        assert_eq!(cif.of(&bought).unwrap().margin, None);
        let error = cif.of(&flow()).unwrap_err();
        assert_eq!(error.undefined(), Some(&Undefined::Missing));
    }
    // A zero is a report.
    let zero = flow().exported(decimal("0")).imported(decimal("10"));
    assert_eq!(Reconciliation::by(Rule::Mean).of(&zero).unwrap().value, 5.into());
}

#[test]
fn winners_and_ties() {
    let both = flow().exported(decimal("100")).imported(decimal("120"));
    let value = |exporter: i32, importer: i32| {
        let rule = Rule::WinnerTakesAll { exporter: exporter.into(), importer: importer.into() };
        Reconciliation::by(rule).of(&both).unwrap().value
    };
    assert_eq!([value(2, 1), value(1, 2), value(1, 1)], [100, 120, 120].map(Ratio::from));
    let value = |exporter: i32, importer: i32| {
        let rule = Rule::Variances { exporter: exporter.into(), importer: importer.into() };
        Reconciliation::by(rule).of(&both).map(|own| own.value)
    };
    assert_eq!(value(0, 5).unwrap(), 100.into());
    assert_eq!(value(5, 0).unwrap(), 120.into());
    assert_eq!(value(0, 0).unwrap(), 110.into());
    assert!(value(-1, 5).is_err());
    for weight in [Ratio::from(-1), Ratio::new(11, 10).unwrap()] {
        let error = Reconciliation::by(Rule::Weight(weight)).of(&both).unwrap_err();
        assert!(error.to_string().contains("RUS to CHN"), "{error}");
    }
    let negative = flow().exported(decimal("-1")).imported(decimal("1"));
    let error = Reconciliation::by(Rule::Exporter).of(&negative).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::NegativeLevel));
}

/// All rules; those with a weight take this one for the exporter.
fn rules(weight: Ratio) -> Vec<Rule> {
    let rest = Ratio::one() - weight.clone();
    vec![
        Rule::Exporter,
        Rule::Importer,
        Rule::Mean,
        Rule::Max,
        Rule::Min,
        Rule::Weight(weight.clone()),
        Rule::Variances { exporter: rest.clone(), importer: weight.clone() },
        Rule::WinnerTakesAll { exporter: weight, importer: rest },
    ]
}

/// The same rule seen from the other side.
fn swapped(rule: &Rule) -> Rule {
    match rule {
        Rule::Exporter => Rule::Importer,
        Rule::Importer => Rule::Exporter,
        Rule::Weight(weight) => Rule::Weight(Ratio::one() - weight.clone()),
        Rule::Variances { exporter, importer } => {
            Rule::Variances { exporter: importer.clone(), importer: exporter.clone() }
        }
        Rule::WinnerTakesAll { exporter, importer } => {
            Rule::WinnerTakesAll { exporter: importer.clone(), importer: exporter.clone() }
        }
        other => other.clone(),
    }
}

proptest! {
    /// Between both reports; equal reports stay; a change of sides and of the unit changes nothing;
    /// what is reconciled once stays when it is reconciled again.
    #[test]
    fn invariants_of_every_rule(
        x in 0..1_000_000_000_i64,
        m in 0..1_000_000_000_i64,
        percent in 0..=100_i64,
    ) {
        let weight = Ratio::new(percent, 100).unwrap();
        let report = |value: i64| decimal(&value.to_string());
        let pair = |x: i64, m: i64| flow().exported(report(x)).imported(report(m));
        for rule in rules(weight) {
            let by = Reconciliation::by(rule.clone());
            let own = by.of(&pair(x, m)).unwrap();
            let (low, high) = (Ratio::from(x.min(m)), Ratio::from(x.max(m)));
            prop_assert!(low <= own.value && own.value <= high, "{:?}", rule);
            let explained = &(&own.weight * &Ratio::from(x))
                + &((Ratio::one() - own.weight.clone()) * Ratio::from(m));
            prop_assert_eq!(&own.value, &explained);
            // ReconciledPair with itself a value stays.
            prop_assert_eq!(by.of(&pair(m, m)).unwrap().value, Ratio::from(m));
            let tie = matches!(&rule, Rule::WinnerTakesAll { exporter, importer }
                if exporter == importer);
            if !tie {
                let other = Reconciliation::by(swapped(&rule)).of(&pair(m, x)).unwrap();
                prop_assert_eq!(&own.value, &other.value, "{:?}", rule);
            }
            let larger = by.of(&pair(x * 1000, m * 1000)).unwrap();
            prop_assert_eq!(own.value.clone() * Ratio::from(1000), larger.value);
            // In the other valuation it is the same value with the margin.
            let fob = Reconciliation::by(rule).taking(Margin::imf());
            let cif = fob.clone().valued_cif();
            prop_assert_eq!(
                fob.of(&pair(x, m)).unwrap().value * Ratio::new(106, 100).unwrap(),
                cif.of(&pair(x, m)).unwrap().value
            );
        }
    }
}

fn series(key: Key, figures: &[(&str, &str)]) -> Series<bilateral::Money> {
    figures.iter().fold(Series::new(key, USD.million()), |series, (period, figure)| {
        series.with(period, figure).unwrap()
    })
}

/// A reconciled series is labelled, never adds to a reported one, and is no side of a mirror.
#[test]
fn a_reconciled_series_says_so() {
    let sold = series(Key::exports(RUS).to(CHN), &[("2017", "100"), ("2018", "200")]);
    let bought = series(Key::imports(CHN).from(RUS), &[("2018", "233.2"), ("2019", "318")]);
    let both = mirror::of(&sold, &bought).unwrap();
    let mean = Reconciliation::by(Rule::Mean).taking(Margin::imf());
    let own = both.reconciled(&mean, 1).unwrap();
    assert_eq!(own.key().to_string(), "RUS exports to CHN, FOB, reconciled");
    let values: Vec<String> =
        own.observations().map(|one| one.level().unwrap().to_string()).collect();
    assert_eq!(values, ["100.0", "210.0", "300.0"]); // alone; the mean of 200 and 220; 318 / 1.06
    let notes: Vec<&str> = own.observations().map(|one| one.note()).collect();
    assert_eq!(
        notes,
        [
            "the exporter's report alone, FOB, no margin; exporter 100 (weight 100.0 %)",
            "by mean, FOB, margin 6.0 %, m / (1 + rate); exporter 200 (weight 50.0 %), \
             importer 233.2",
            "the importer's report alone, FOB, margin 6.0 %, m / (1 + rate); importer 318",
        ]
    );
    assert!(own.observations().all(|one| one.status() == Status::Derived));

    let other = series(Key::exports(RUS).to(bilateral::area::IND), &[("2018", "50")]);
    let sum = Series::sum(Key::exports(RUS).to(bilateral::area::WORLD), &[&own, &other]);
    assert!(sum.is_err(), "{sum:?}");
    assert!(mirror::of(&own, &bought).unwrap_err().to_string().contains("two reports"));

    let cif = both.reconciled(&mean.clone().valued_cif(), 0).unwrap();
    assert_eq!(cif.key().to_string(), "CHN imports from RUS, CIF, reconciled");
    let plain = both.reconciled(&Reconciliation::by(Rule::Max), 0).unwrap();
    assert_eq!(plain.key().to_string(), "RUS exports to CHN, reconciled");
}

/// The mean of 200 (half a unit open) and 233.2 / 1.06 (a twentieth of one): by hand 0.25 and
/// 0.0236, and 0.05 of rounding to a place, so it is known to a whole unit, 209.5 to 210.5. "More
/// than" has no upper end: no figure, where it counts; the date is the later one.
#[test]
fn a_reconciled_figure_is_known_as_well_as_its_reports() {
    let sold = Series::new(Key::exports(RUS).to(CHN), USD.million())
        .with_observation(
            bilateral::Observation::new(Period::year(2018), "200".parse().unwrap())
                .published("2019-02-10".parse().unwrap()),
        )
        .unwrap()
        .with("2019", "more than 300")
        .unwrap();
    let bought = Series::new(Key::imports(CHN).from(RUS), USD.million())
        .with_observation(
            bilateral::Observation::new(Period::year(2018), "233.2".parse().unwrap())
                .published("2019-01-14".parse().unwrap()),
        )
        .unwrap()
        .with("2019", "318.00")
        .unwrap();
    let both = mirror::of(&sold, &bought).unwrap();
    let by = |rule| Reconciliation::by(rule).taking(Margin::imf());
    let mean = both.reconciled(&by(Rule::Mean), 1).unwrap();
    let reading = mean.amount(Period::year(2018)).unwrap();
    assert_eq!(reading.amount().value(), decimal("210.0"));
    assert_eq!(reading.bounds().to_string(), "209.5 to 210.5 million US$");
    assert_eq!(reading.terms()[0].published_on(), Some("2019-02-10".parse().unwrap()));
    let absent: Vec<_> = mean.observations().filter(|one| one.level().is_none()).collect();
    assert_eq!((absent.len(), absent[0].status()), (1, Status::Missing));
    assert!(absent[0].note().starts_with("a report that counts has one end only; by mean"));
    // The importer's report alone counts: 318.00 / 1.06, to 0.005 / 1.06 and 0.005 of rounding.
    let importer = both.reconciled(&by(Rule::Importer), 2).unwrap();
    let reading = importer.amount(Period::year(2019)).unwrap();
    assert_eq!(reading.bounds().to_string(), "299.95 to 300.05 million US$");
    // In the other valuation the exporter's width grows with the margin: 0.53 and 0.05, so 10.
    let cif = both.reconciled(&by(Rule::Exporter).valued_cif(), 1).unwrap();
    let reading = cif.amount(Period::year(2018)).unwrap();
    assert_eq!(reading.amount().value(), decimal("212.0"));
    assert_eq!(reading.bounds().to_string(), "207 to 217 million US$");
}

/// A margin is not taken off a value that has none in it.
#[test]
fn imports_fob_take_no_margin() {
    let sold = series(Key::exports(RUS).to(CHN).valued(Valuation::Fob), &[("2018", "200")]);
    let key = Key::imports(CHN).from(RUS).valued(Valuation::Fob);
    let both = mirror::of(&sold, &series(key, &[("2018", "210")])).unwrap();
    let mean = Reconciliation::by(Rule::Mean);
    let error = both.reconciled(&mean.clone().taking(Margin::imf()), 0).unwrap_err();
    assert!(error.help().contains("Margin::none()"), "{error:#}");
    assert!(both.decompose(Period::year(2018), &Margin::imf()).is_err());
    let own = both.reconciled(&mean, 0).unwrap();
    assert_eq!(own.key().to_string(), "RUS exports to CHN, FOB, reconciled");
    let table = Margin::table([MarginRow::new(0).unwrap()]).unwrap();
    assert!(both.check_margin(&table).is_err());
}

/// The value of a flow is rounded once, and more digits than a decimal holds are refused.
#[test]
fn rounding_is_by_name() {
    let sold = series(Key::exports(RUS).to(CHN), &[("2018", "1")]);
    let bought = series(Key::imports(CHN).from(RUS), &[("2018", "1")]);
    let both = mirror::of(&sold, &bought).unwrap();
    let importer = Reconciliation::by(Rule::Importer).taking(Margin::imf());
    let own = both.reconciled(&importer, 4).unwrap(); // 1 / 1.06 = 0.94339..
    assert_eq!(own.observations().next().unwrap().level().unwrap().to_string(), "0.9434");
    assert!(both.reconciled(&importer, 40).is_err());
}

/// What is made of both reports is not added to reports, nor is it a share of them or a side of a
/// balance; with its own kind it adds up, under a key that says so, as the help advises.
#[test]
fn reconciled_figures_stay_among_themselves() {
    use bilateral::area::{DEU, WORLD};
    use bilateral::key::Treatment;
    let series =
        |key: Key, value: &str| Series::new(key, USD.billion()).with("2018", value).unwrap();
    let sold = series(Key::exports(RUS).to(CHN), "56.0");
    let bought = series(Key::imports(CHN).from(RUS), "58.9");
    let both = mirror::of(&sold, &bought).unwrap();
    let made = both.reconciled(&Reconciliation::by(Rule::Mean), 2).unwrap();
    let other = series(Key::exports(RUS).to(DEU), "34.0");
    let year = Period::year(2018);
    let world = Key::exports(RUS).to(WORLD);

    let error = Series::sum(world, &[&made, &other]).unwrap_err();
    assert!(error.to_string().contains("how the figures came about"), "{error}");
    assert!(error.help().contains("treated(Treatment::Reconciled)"), "{}", error.help());
    assert!(Series::sum(world.treated(Treatment::Reconciled), &[&made, &other]).is_err());
    assert!(made.share_in(&series(world, "400"), year).is_err());
    assert!(made.share_in(&sold, year).is_err());
    let imports = series(Key::imports(RUS).from(CHN), "52.2");
    assert!(made.balance_with(&imports, year).is_err());

    let more = series(Key::exports(RUS).to(DEU).treated(Treatment::Reconciled), "34.0");
    let sum = Series::sum(world.treated(Treatment::Reconciled), &[&made, &more]).unwrap();
    // (56.0 + 58.9) / 2 + 34.0
    assert_eq!(sum.amount(year).unwrap().amount().value(), decimal("91.45"));
}
