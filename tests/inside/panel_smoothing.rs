//! Smoothing of very many histories: the bits of the scalar functions, on any number of threads,
//! from slices and from panels.

use bilateral::area::{CHN, DEU, RUS};
use bilateral::bulk::{Histories, Smoothed};
use bilateral::forecast::ets::{Fit, Model, Parameters, State};
use bilateral::panel::PanelBuilder;
use bilateral::unit::USD;
use bilateral::{Error, Key, Period};
use proptest::prelude::*;

/// Histories of equal or of mixed length; some are too short, some are not finite, some are
/// constant.
fn histories() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let one = (0..12, 0_usize..30, prop::collection::vec(50.0_f64..150.0, 64)).prop_map(
        |(kind, length, noise)| match kind {
            0 => noise[..length.min(7)].to_vec(),
            1 => vec![noise[0]; 24],
            2 => noise[..24]
                .iter()
                .enumerate()
                .map(|(t, v)| if t == 20 { f64::NAN } else { *v })
                .collect(),
            3 => noise[..length].to_vec(),
            4 => noise[..24].iter().map(|value| value - 100.0).collect(),
            _ => noise[..24].to_vec(),
        },
    );
    prop::collection::vec(one, 0..60)
}

fn assert_like(scalar: Result<Fit, Error>, horizon: usize, bulk: &Smoothed, number: usize) {
    match (scalar, bulk.row(number)) {
        (Ok(fit), Ok(row)) => {
            let bits =
                |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(fit.forecast(horizon).unwrap().points()), bits(row.points()));
            assert_eq!(fit.sum_of_squares().to_bits(), row.sum_of_squares().to_bits());
            assert_eq!(fit.parameters(), row.parameters());
        }
        (Err(scalar), Err(bulk)) => assert_eq!(scalar, bulk),
        (scalar, bulk) => panic!("{number}: {scalar:?} {bulk:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn bulk_smoothing_has_the_bits_of_the_scalar_functions(
        all in histories(),
        alpha in 0.01_f64..0.99,
        u in 0.0_f64..1.0,
        v in 0.0_f64..1.0,
        horizon in 0_usize..9,
    ) {
        let p = Parameters::new(alpha)
            .unwrap()
            .with_beta(alpha * u)
            .unwrap()
            .with_gamma((1.0 - alpha) * v)
            .unwrap();
        let mut histories = Histories::default();
        all.iter().for_each(|y| histories.push(y));
        let given = histories.holt_winters(4, &p, horizon).unwrap();
        let fitted = histories.fit_holt_winters(4, horizon).unwrap();
        prop_assert_eq!((given.len(), fitted.len()), (all.len(), all.len()));
        for (number, y) in all.iter().enumerate() {
            let run = State::simple(Model::HOLT_WINTERS, y, 4)
                .and_then(|start| Model::HOLT_WINTERS.run_from(y, 4, &p, &start));
            assert_like(run, horizon, &given, number);
            assert_like(Model::HOLT_WINTERS.fit_quickly(y, 4), horizon, &fitted, number);
        }
        // Threads change nothing, nor does memory that was used before.
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let mut again = Smoothed::default();
        histories.fit_holt_winters_into(4, horizon + 1, &mut again).unwrap();
        one.install(|| histories.holt_winters_into(4, &p, horizon, &mut again)).unwrap();
        prop_assert_eq!(&again, &given);
        one.install(|| histories.fit_holt_winters_into(4, horizon, &mut again)).unwrap();
        prop_assert_eq!(&again, &fitted);
    }

    /// The histories of a panel are those that a walk back through its cells finds.
    #[test]
    fn histories_of_a_panel_end_at_the_first_gap(
        present in prop::collection::vec(0..10_u8, 3 * 3 * 14),
        end in 0..14_usize,
        value in 1..1_000_000_i64,
    ) {
        let keys =
            [Key::exports(CHN).to(RUS), Key::exports(DEU).to(CHN), Key::imports(CHN).from(DEU)];
        let goods = ["H6:270900", "H6:271121", "H6:100630"]
            .map(|code| code.parse::<bilateral::Commodity>().unwrap());
        let months: Vec<Period> = (0..14)
            .map(|m| Period::month(2022 + m / 12, u8::try_from(m % 12 + 1).unwrap()))
            .collect();
        let mut rows = PanelBuilder::new(USD.thousand(), 2).unwrap();
        let mut known = std::collections::BTreeMap::new();
        for (at, present) in present.iter().enumerate() {
            let (key, month) = (keys[at / 14 % 3].of(goods[at / 42]), months[at % 14]);
            if *present > 0 {
                let mantissa = value + at as i64;
                rows.push(key, month, bilateral::number::Decimal::new(mantissa, 2)).unwrap();
                known.insert((key.to_string(), at % 14), mantissa as f64 / 100.0);
            }
        }
        let Ok(panel) = rows.build() else { return Ok(()) };
        match panel.histories(months[end]) {
            Err(_) => prop_assert!(!panel.periods().contains(&months[end])),
            Ok(histories) => {
                let cells = known.keys().filter(|(_, month)| *month == end).count();
                prop_assert_eq!(histories.len(), cells);
                for number in 0..histories.len() {
                    let (key, last) = panel.key(histories.row(number).unwrap()).unwrap();
                    prop_assert_eq!(last, months[end]);
                    let mut expected = Vec::new();
                    for month in (0..=end).rev() {
                        match known.get(&(key.to_string(), month)) {
                            Some(value) => expected.insert(0, *value),
                            None => break,
                        }
                    }
                    prop_assert_eq!(histories.get(number).unwrap(), &expected[..]);
                }
            }
        }
    }
}

fn of_length(length: usize, values: &[f64]) -> Histories {
    let mut histories = Histories::default();
    values.chunks_exact(length).for_each(|history| histories.push(history));
    histories
}

/// A first season or trend that is too large for a state is refused side by side as it is alone.
#[test]
fn states_too_large_are_refused_alike() {
    let y = [1e100, -1e100, -1e100, -1e100, 1e100, -1e100, -1e100, -1e100, 1.0];
    let p = Parameters::new(0.5).unwrap();
    let bulk = of_length(9, &y.repeat(8)).holt_winters(4, &p, 2).unwrap();
    let scalar =
        || Model::HOLT_WINTERS.run_from(&y, 4, &p, &State::simple(Model::HOLT_WINTERS, &y, 4)?);
    assert!(scalar().is_err());
    (0..8).for_each(|number| assert_like(scalar(), 2, &bulk, number));
}

#[test]
fn what_is_not_allowed_is_refused() {
    let histories = of_length(10, &[1.0; 20]);
    let p = Parameters::new(0.5).unwrap();
    assert!(histories.holt_winters(1, &p, 3).is_err() && histories.fit_holt_winters(0, 3).is_err());
    assert!(histories.holt_winters(2, &p.with_phi(0.9).unwrap(), 3).is_err());
    let smoothed = histories.holt_winters(2, &p, 3).unwrap();
    assert_eq!((smoothed.row(1).unwrap().points(), smoothed.errors().len()), (&[1.0; 3][..], 0));
    assert!(smoothed.row(2).is_err());
}
