//! Months from years, splits and reconciliation: exact reference values and laws.

use bilateral::number::decimal;
use bilateral::projection;
use bilateral::projection::temporal::{self, Denton};
use bilateral::unit::USD;
use bilateral::{Key, Money, Period, Ratio, Rounding, Series, area, published};
use proptest::prelude::*;
use serde_json::Value;

fn ratio(value: &Value) -> Ratio {
    value.as_str().unwrap().parse().unwrap()
}

fn ratios(value: &Value) -> Vec<Ratio> {
    value.as_array().unwrap().iter().map(ratio).collect()
}

fn exact(value: &Value) -> Vec<Ratio> {
    value.as_array().unwrap().iter().map(|one| ratio(&one["exact"])).collect()
}

/// Every one of them to the last digit: the reference is rational and so is the computation.
#[test]
fn the_exact_reference_holds() {
    let file: Value =
        serde_json::from_str(include_str!("../data/exact_temporal_reconcile_scores.json")).unwrap();
    let mut checked = 0;
    for case in file["cases"].as_array().unwrap() {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let series = || (ratios(&inputs["indicator"]), ratios(&inputs["annual"]));
        let per = usize::try_from(inputs["m"].as_u64().unwrap_or(0)).unwrap();
        match case["function"].as_str().unwrap() {
            "denton_proportional_first_difference_cholette" => {
                let (indicator, totals) = series();
                let months =
                    temporal::denton(&indicator, &totals, per, Denton::Proportional).unwrap();
                assert_eq!(months, exact(expected));
            }
            "denton_additive_first_difference_cholette" => {
                let (indicator, totals) = series();
                assert_eq!(
                    temporal::denton(&indicator, &totals, per, Denton::Additive).unwrap(),
                    exact(expected)
                );
            }
            "pro_rata" => {
                let (indicator, totals) = series();
                assert_eq!(temporal::pro_rata(&indicator, &totals, per).unwrap(), exact(expected));
            }
            "chow_lin_fixed_rho" => {
                let (indicator, totals) = series();
                let found =
                    temporal::chow_lin(&indicator, &totals, per, Some(ratio(&inputs["rho"])))
                        .unwrap();
                assert_eq!(found.months(), exact(&expected["series"]));
                let regression = found.regression().unwrap();
                assert_eq!(
                    vec![regression.intercept.clone(), regression.slope.clone()],
                    exact(&expected["beta"])
                );
            }
            "split_jan_feb" => {
                let shares = ratios(&inputs["past_shares_jan"]);
                let split =
                    temporal::split_january_february(ratio(&inputs["combined"]), &shares).unwrap();
                assert_eq!(split.january(), &ratio(&expected["jan"]["exact"]));
                assert_eq!(split.february(), &ratio(&expected["feb"]["exact"]));
            }
            "reconcile_ols_total_exports_imports" | "reconcile_wls_total_exports_imports" => {
                let given = inputs.get("variances").map(ratios);
                let variances =
                    given.unwrap_or_else(|| vec![Ratio::one(), Ratio::one(), Ratio::one()]);
                let of = |name: &str| ratio(&inputs[name]);
                let variances = variances.try_into().unwrap();
                let found =
                    projection::reconcile(of("total"), of("exports"), of("imports"), &variances)
                        .unwrap();
                let expected = |name: &str| ratio(&expected[name]["exact"]);
                assert_eq!(
                    (found.total, found.exports, found.imports),
                    (expected("total"), expected("exp"), expected("imp"))
                );
            }
            "decumulate_ytd" => {
                assert_eq!(temporal::decumulate(&ratios(&inputs["ytd"])), exact(expected));
                // A series says the same, and marks it.
                let key = Key::trade(area::CHN).with(area::RUS);
                let levels = inputs["ytd"].as_array().unwrap().iter().zip(1..);
                let series = levels.fold(
                    Series::<Money>::new(key, USD.billion()),
                    |series, (level, month)| {
                        series
                            .with(&Period::january_to(2023, month).iso(), level.as_str().unwrap())
                            .unwrap()
                    },
                );
                for (month, expected) in (1..).zip(exact(expected)) {
                    let reading = series.amount(Period::month(2023, month)).unwrap();
                    assert_eq!(Ratio::from(reading.amount().value()), expected);
                    assert_eq!(reading.is_derived(), month > 1);
                }
            }
            _ => continue,
        }
        checked += 1;
    }
    assert_eq!(checked, 10);
}

/// The split of a series rests on earlier years with both months, and stays outside of the series.
#[test]
fn a_split_is_no_figure() {
    let history =
        published::china_russia().unwrap().series(Key::trade(area::CHN).with(area::RUS)).unwrap();
    let (latest, both) = (history.latest(), Period::january_february(2026));
    // Only of 2026 are both months known, so no earlier year has a share to lend.
    assert!(latest.split_january_february(2024).unwrap_err().undefined().is_some());
    assert!(latest.amount(both).is_ok());
    let key = Key::trade(area::CHN).with(area::RUS);
    let series: Series<Money> = Series::new(key, USD.billion());
    let series = [
        ("2020-01", "55"),
        ("2020-02", "45"),
        ("2021-01", "53"),
        ("2021-02", "47"),
        ("2022-01/2022-02", "34.08"),
    ]
    .into_iter()
    .fold(series, |series, (period, level)| series.with(period, level).unwrap());
    let split = series.split_january_february(2022).unwrap();
    assert_eq!(split.split().january(), &Ratio::new(184_032, 10_000).unwrap()); // 54 % of 34.08
    assert_eq!((split.years(), split.joint().period()), (2, Period::january_february(2022)));
    assert!(
        series.amount(Period::month(2022, 1)).is_err()
            && series.growth(Period::month(2022, 1)).is_err()
    );
}

/// Months after the last total keep its relation to the indicator.
#[test]
fn an_unfinished_year_goes_on() {
    let indicator = [1, 2, 3, 4, 5, 6].map(Ratio::from);
    let totals = [Ratio::from(6), Ratio::from(14)]; // twice the indicator
    assert_eq!(temporal::pro_rata(&indicator, &totals, 2).unwrap()[4..], [10, 12].map(Ratio::from));
    let months = temporal::denton(&indicator, &totals, 2, Denton::Proportional).unwrap();
    assert_eq!(months, [2, 4, 6, 8, 10, 12].map(Ratio::from));
    let added =
        temporal::denton(&indicator, &[Ratio::from(5), Ratio::from(9)], 2, Denton::Additive)
            .unwrap();
    assert_eq!(added, [2, 3, 4, 5, 6, 7].map(Ratio::from)); // one more each month
    // The ratio of the last year, 5 to 4, and not that of its last month, which is higher after a
    // year of 1 to 1.
    let risen = temporal::denton(
        &[2; 6].map(Ratio::from),
        &[4, 5].map(Ratio::from),
        2,
        Denton::Proportional,
    )
    .unwrap();
    assert_eq!(risen[4..], [Ratio::new(5, 2).unwrap(), Ratio::new(5, 2).unwrap()]);
    assert!(risen[3] > risen[4]);
}

#[test]
fn where_the_regression_does_not_stand_denton_does() {
    let whole = |numbers: &[i32]| numbers.iter().copied().map(Ratio::from).collect::<Vec<_>>();
    let two = temporal::chow_lin(&whole(&[1, 2, 3, 4]), &whole(&[6, 14]), 2, None).unwrap();
    assert!(two.regression().is_none() && two.reason().unwrap().contains("three totals"));
    assert_eq!(two.months(), whole(&[2, 4, 6, 8]));
    let flat = temporal::chow_lin(&whole(&[1; 6]), &whole(&[6, 14, 8]), 2, None).unwrap();
    assert!(flat.reason().unwrap().contains("does not change"));
    // A steep regression on a month near zero: the intercept is below zero and the first month
    // would be, too.
    let steep = temporal::chow_lin(&whole(&[1, 20, 10, 20, 20, 21]), &whole(&[2, 40, 60]), 2, None)
        .unwrap();
    assert!(steep.reason().unwrap().contains("negative"), "{steep:?}");
    assert!(steep.months().iter().all(|month| !month.is_negative()));
    assert!(temporal::chow_lin(&whole(&[1, 2]), &whole(&[6]), 2, Some(Ratio::one())).is_err());
    assert!(temporal::denton(&whole(&[1, 0]), &whole(&[6]), 2, Denton::Proportional).is_err());
    assert!(temporal::denton(&whole(&[1, 0]), &whole(&[6]), 2, Denton::Additive).is_ok());
    for (months, totals, per) in
        [(vec![1], vec![6], 2), (vec![1, 2], vec![], 2), (vec![1, 2], vec![6], 0)]
    {
        assert!(temporal::pro_rata(&whole(&months), &whole(&totals), per).is_err());
    }
}

/// Likelihood on a grid, against the value that the formula gives in exact fractions and logarithms
/// of floats, one autocorrelation after the other.
#[test]
fn the_estimated_autocorrelation_is_the_likeliest() {
    let indicator: Vec<Ratio> = (0..20).map(|at| Ratio::from(10 + (at * 7) % 5 + at)).collect();
    let totals = [22, 33, 30, 45, 43, 48, 57, 55, 66, 70].map(Ratio::from);
    let found = temporal::chow_lin(&indicator, &totals, 2, None).unwrap();
    let estimated = found.regression().unwrap().autocorrelation.clone();
    let likelihood = |rho: f64| {
        // The covariance of the sums of two months, V[i,j] = rho^|i-j|, inverted by Gauss and
        // Jordan.
        let n = totals.len();
        let v = |i: usize, j: usize| rho.powi(i32::try_from(i.abs_diff(j)).unwrap());
        let cov = |a: usize, b: usize| {
            (0..2)
                .flat_map(|i| (0..2).map(move |j| (i, j)))
                .map(|(i, j)| v(2 * a + i, 2 * b + j))
                .sum::<f64>()
        };
        let mut m: Vec<Vec<f64>> = (0..n)
            .map(|a| {
                let level: f64 = indicator[2 * a..2 * a + 2]
                    .iter()
                    .map(|one| one.round(0, Rounding::HalfEven).to_string().parse::<f64>().unwrap())
                    .sum();
                let total: f64 =
                    totals[a].round(0, Rounding::HalfEven).to_string().parse().unwrap();
                (0..n).map(|b| cov(a, b)).chain([2.0, level, total]).collect()
            })
            .collect();
        let x: Vec<[f64; 3]> = m.iter().map(|row| [row[n], row[n + 1], row[n + 2]]).collect();
        let mut log_det = 0.0;
        for at in 0..n {
            let pivot = m[at][at];
            log_det += pivot.ln();
            m[at].iter_mut().for_each(|one| *one /= pivot);
            for other in (0..n).filter(|other| *other != at) {
                let factor = m[other][at];
                let line = m[at].clone();
                m[other].iter_mut().zip(line).for_each(|(one, above)| *one -= factor * above);
            }
        }
        let p = |i: usize, j: usize| (0..n).map(|a| x[a][i] * m[a][n + j]).sum::<f64>();
        let det = p(0, 0) * p(1, 1) - p(0, 1) * p(0, 1);
        let a = (p(0, 2) * p(1, 1) - p(1, 2) * p(0, 1)) / det;
        let b = (p(1, 2) * p(0, 0) - p(0, 2) * p(0, 1)) / det;
        let rss = p(2, 2) - a * p(0, 2) - b * p(1, 2);
        -0.5 * (n as f64 * rss.ln() + log_det)
    };
    let rho: f64 = estimated.round(3, Rounding::HalfEven).to_string().parse().unwrap();
    let best = likelihood(rho);
    for thousandths in (0..1000).step_by(7) {
        assert!(
            likelihood(f64::from(thousandths) / 1000.0) <= best + 1e-9,
            "{thousandths} beats {rho}"
        );
    }
}

/// The two sides and the total of 2023, as projected in May and in the year after: parts add up,
/// known years stay.
#[test]
fn projections_of_both_sides_add_up() {
    let releases = published::china_russia().unwrap();
    let (china, russia, year) = (area::CHN, area::RUS, Period::year(2023));
    let keys = [
        Key::trade(china).with(russia),
        Key::exports(china).to(russia),
        Key::imports(china).from(russia),
    ];
    let project =
        |day| keys.map(|key| releases.series(key).unwrap().as_of(day).project(year).unwrap());
    let [total, exports, imports] = project(bilateral::date(2023, 5, 24));
    let found = total.reconciled(&exports, &imports).unwrap();
    assert_eq!(found.total, found.exports.clone() + found.imports.clone());
    assert!(!found.discrepancy.is_zero());
    for (one, other) in
        [(&found.total, &total), (&found.exports, &exports), (&found.imports, &imports)]
    {
        assert!((one - other.central()).abs() <= found.discrepancy.abs());
    }
    // A year that is known has nothing left to move; three known ones either add up or contradict
    // each other.
    let [done, _, _] = project(bilateral::date(2024, 3, 31));
    let moved = done.reconciled(&exports, &imports).unwrap();
    assert_eq!(
        (&moved.total, moved.exports + moved.imports),
        (done.central(), moved.total.clone())
    );
    let zero = || [Ratio::zero(), Ratio::zero(), Ratio::zero()];
    assert!(projection::reconcile(5, 2, 2, &zero()).unwrap_err().is_conflict());
    assert!(projection::reconcile(4, 2, 2, &zero()).is_ok());
    assert!(
        projection::reconcile(4, 2, 2, &[Ratio::from(-1), Ratio::one(), Ratio::one()]).is_err()
    );
}

fn whole(range: std::ops::Range<i64>, count: usize) -> impl Strategy<Value = Vec<Ratio>> {
    prop::collection::vec(range.prop_map(Ratio::from), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn months_add_up_to_their_totals(
        indicator in whole(1..500, 15),
        totals in whole(1..3000, 3),
        rho in 0..999_i32,
    ) {
        let rho = Ratio::new(rho, 1000).unwrap();
        let all = [
            temporal::pro_rata(&indicator, &totals, 4).unwrap(),
            temporal::denton(&indicator, &totals, 4, Denton::Proportional).unwrap(),
            temporal::denton(&indicator, &totals, 4, Denton::Additive).unwrap(),
            temporal::chow_lin(&indicator, &totals, 4, Some(rho)).unwrap().months().to_vec(),
        ];
        for months in &all {
            prop_assert_eq!(months.len(), 15);
            for (year, total) in months.chunks(4).zip(&totals) {
                prop_assert_eq!(&year.iter().cloned().sum::<Ratio>(), total);
            }
        }
        // No other series with these totals is smoother: Denton's beats the pro-rata one.
        let cost = |months: &[Ratio]| {
            let ratios: Vec<Ratio> =
                months[..12].iter().zip(&indicator).map(|(a, b)| a.over(b).unwrap()).collect();
            ratios
                .windows(2)
                .map(|pair| (pair[1].clone() - pair[0].clone()).power(2))
                .sum::<Ratio>()
        };
        prop_assert!(cost(&all[1]) <= cost(&all[0]));
    }

    /// An indicator whose years are the totals comes back, times a constant too.
    #[test]
    fn what_agrees_already_is_left_alone(indicator in whole(1..500, 12), factor in 1..50_i64) {
        let totals: Vec<Ratio> = indicator
            .chunks(4)
            .map(|year| year.iter().cloned().sum::<Ratio>() * Ratio::from(factor))
            .collect();
        let wanted: Vec<Ratio> =
            indicator.iter().map(|one| one.clone() * Ratio::from(factor)).collect();
        prop_assert_eq!(
            &temporal::denton(&indicator, &totals, 4, Denton::Proportional).unwrap(),
            &wanted
        );
        prop_assert_eq!(&temporal::pro_rata(&indicator, &totals, 4).unwrap(), &wanted);
        let regressed = temporal::chow_lin(&indicator, &totals, 4, None).unwrap();
        prop_assert_eq!(regressed.months(), &wanted[..]);
    }

    #[test]
    fn reconciled_levels_add_up(
        total in -900..900_i64,
        exports in -900..900_i64,
        imports in -900..900_i64,
        weights in prop::array::uniform3(0..9_i64),
    ) {
        let variances = weights.map(Ratio::from);
        match projection::reconcile(total, exports, imports, &variances) {
            Ok(found) => {
                prop_assert_eq!(&found.total, &(found.exports.clone() + found.imports.clone()));
                let moved =
                    [(found.total, total), (found.exports, exports), (found.imports, imports)];
                for ((after, before), weight) in moved.into_iter().zip(weights) {
                    prop_assert!(weight > 0 || after == Ratio::from(before)); // what is known stays
                    // what adds up stays
                    prop_assert!(total != exports + imports || after == Ratio::from(before));
                }
            }
            Err(error) => prop_assert!(
                error.is_conflict() && weights == [0, 0, 0] && total != exports + imports
            ),
        }
    }

    #[test]
    fn year_to_date_figures_and_splits_give_back_their_sum(
        levels in whole(-500..500, 12),
        joint in 0..9999_i64,
        shares in prop::collection::vec(0..=100_i64, 1..6),
    ) {
        let months = temporal::decumulate(&levels);
        let mut total = Ratio::zero();
        for (month, level) in months.iter().zip(&levels) {
            total = total + month.clone();
            prop_assert_eq!(&total, level);
        }
        let shares: Vec<Ratio> =
            shares.iter().map(|share| Ratio::new(*share, 100).unwrap()).collect();
        let split = temporal::split_january_february(joint, &shares).unwrap();
        prop_assert_eq!(split.january().clone() + split.february().clone(), Ratio::from(joint));
        let least = shares.iter().min().unwrap().clone() * Ratio::from(joint);
        prop_assert!(*split.january() >= least && !split.february().is_negative());
        prop_assert!(temporal::split_january_february(decimal("5"), &[]).is_err());
    }
}
