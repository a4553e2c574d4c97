//! Years of very many histories: those of the scalar projection, whatever the months are.

use bilateral::area::{CHN, RUS};
use bilateral::bulk::Histories;
use bilateral::projection::Warning;
use bilateral::unit::USD;
use bilateral::{Key, Money, Period, Rounding, Series, month};
use proptest::prelude::*;

/// The months from the first January on, as a series.
fn series(months: &[i64]) -> Series<Money> {
    let first = month(2010, 1);
    let empty = Series::new(Key::exports(CHN).to(RUS), USD.million());
    months.iter().zip(0..).fold(empty, |series, (level, at)| {
        series.with(&first.plus(at).unwrap().iso(), &level.to_string()).unwrap()
    })
}

/// Smooth, seasonal, with breaks, with months of zero, with negative corrections, and with nothing
/// so far.
fn months() -> impl Strategy<Value = (Vec<i64>, usize)> {
    (1..10_usize, 1..12_usize, 0..6_u8).prop_flat_map(|(years, known, kind)| {
        let months = prop::collection::vec(100_i64..10_000, years * 12 + known);
        months.prop_map(move |noise| {
            let level = |(at, noise): (usize, &i64)| {
                let at = at as i64;
                let smooth = 10_000 + 90 * at + 1_500 * ((at % 12) - 6).abs() + noise / 5;
                match kind {
                    0 => *noise,
                    1 => smooth,
                    2 => smooth * if at > 40 { 3 } else { 1 },
                    3 => smooth * i64::from(noise % 23 != 0),
                    5 => smooth * i64::from(at < 12 * years as i64),
                    _ => smooth - 40_000 * i64::from(noise % 29 == 0),
                }
            };
            (noise.iter().enumerate().map(level).collect(), known)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_year_is_that_of_the_series((months, known) in months()) {
        let mut histories = Histories::default();
        histories.push(&months.iter().map(|level| *level as f64).collect::<Vec<_>>());
        let bulk = histories.project_years(known as u8).unwrap().year(0);
        let year = Period::year(2010 + (months.len() / 12) as i32);
        match (series(&months).project(year), bulk) {
            (Ok(scalar), Ok(bulk)) => {
                let text = scalar.central().round(6, Rounding::default()).to_string();
                let expected: f64 = text.parse().unwrap();
                prop_assert!(
                    (bulk - expected).abs() <= 1e-7 * expected.abs().max(1.0),
                    "{bulk} and not {scalar}"
                );
            }
            // A year that is negative so far has the run rate in the series, by other months.
            (Ok(scalar), Err(error)) => {
                let is_simpler =
                    scalar.warnings().iter().any(|one| matches!(one, Warning::Simpler { .. }));
                prop_assert!(is_simpler && error.undefined().is_some(), "{scalar}: {error}");
            }
            (Err(scalar), bulk) => prop_assert!(bulk.is_err(), "{bulk:?} and not {scalar}"),
        }
    }
}

/// By hand: a fade from one year before, the rest as a year before where nothing was traded, and a
/// reason for what has no answer.
#[test]
fn short_histories_have_the_simpler_methods() {
    let mut histories = Histories::default();
    histories.push(&[[100.0; 12].as_slice(), &[110.0; 4]].concat());
    histories.push(&[[0.0; 12].as_slice(), &[0.0; 4]].concat());
    histories.push(&[[100.0; 12].as_slice(), &[0.0; 4]].concat());
    histories.push(&[[100.0; 4].as_slice(), &[-100.0; 8], &[100.0; 4]].concat());
    histories.push(&[f64::NAN; 16]);
    histories.push(&[1.0; 11]);
    let years = histories.project_years(4).unwrap();
    // 440 and 800 (1 + 0.75 * 0.1); of nothing so far a quarter of the 800.
    assert!((years.year(0).unwrap() - 1300.0).abs() < 1e-9);
    assert_eq!((years.year(1).unwrap(), years.year(2).unwrap()), (0.0, 200.0));
    for number in [3, 4, 5, 6] {
        assert!(years.year(number).is_err(), "{number}");
    }
    assert_eq!((years.len(), years.errors().len(), years.is_empty()), (6, 3, false));
    assert!(histories.project_years(0).is_err() && histories.project_years(12).is_err());
}
