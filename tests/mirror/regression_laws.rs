//! Laws of least squares, against exact fractions.

use bilateral::regression::{LeastSquares, LeastSquaresFit, SmallSample};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use proptest::prelude::*;

/// The normal equations in fractions: coefficients, the inverse, and the weighted sum of squared
/// residuals. Nothing where the columns are collinear.
fn exact(
    columns: &[Vec<i64>],
    y: &[i64],
    weights: &[i64],
) -> Option<(Vec<BigRational>, Vec<Vec<BigRational>>, BigRational)> {
    let size = columns.len();
    let whole = |number: i64| BigRational::from_integer(number.into());
    let product = |a: &[i64], b: &[i64]| -> BigRational {
        a.iter().zip(b).zip(weights).map(|((a, b), w)| whole(*a) * whole(*b) * whole(*w)).sum()
    };
    let mut system: Vec<Vec<BigRational>> = (0..size)
        .map(|row| {
            let mut line: Vec<BigRational> =
                columns.iter().map(|column| product(&columns[row], column)).collect();
            line.extend((0..size).map(|other| whole(i64::from(other == row))));
            line.push(product(&columns[row], y));
            line
        })
        .collect();
    for pivot in 0..size {
        let from = (pivot..size).find(|row| !system[*row][pivot].is_zero())?;
        system.swap(pivot, from);
        let scale = system[pivot][pivot].clone();
        system[pivot].iter_mut().for_each(|value| *value /= &scale);
        for other in (0..size).filter(|other| *other != pivot) {
            let (times, line) = (system[other][pivot].clone(), system[pivot].clone());
            system[other].iter_mut().zip(&line).for_each(|(value, above)| *value -= &times * above);
        }
    }
    let b: Vec<BigRational> = system.iter().map(|line| line[2 * size].clone()).collect();
    let inverse = system.iter().map(|line| line[size..2 * size].to_vec()).collect();
    let mut left = BigRational::zero();
    for row in 0..y.len() {
        let fitted: BigRational =
            columns.iter().zip(&b).map(|(column, b)| b * whole(column[row])).sum();
        let residual = whole(y[row]) - fitted;
        left += &residual * &residual * whole(weights[row]);
    }
    Some((b, inverse, left))
}

fn floats(values: &[i64]) -> Vec<f64> {
    values.iter().map(|value| *value as f64).collect()
}

fn float(value: &BigRational) -> f64 {
    value.to_f64().unwrap()
}

fn is_near(found: f64, expected: f64, scale: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(scale)
}

/// Least squares of named columns, weighted.
fn fitted(columns: &[Vec<f64>], y: &[f64], weights: &[f64]) -> LeastSquaresFit {
    let mut model = LeastSquares::new(y).weights(weights).unwrap();
    for (at, column) in columns.iter().enumerate() {
        model = model.column(&format!("x{at}"), column).unwrap();
    }
    model.fit().unwrap()
}

/// Columns, a column to be explained and weights, of so many rows.
fn tables() -> impl Strategy<Value = (Vec<Vec<i64>>, Vec<i64>, Vec<i64>)> {
    (4_usize..40, 1_usize..4).prop_flat_map(|(rows, width)| {
        let column = || prop::collection::vec(-50_i64..50, rows + width);
        let weights = prop::collection::vec(1_i64..9, rows + width);
        (prop::collection::vec(column(), width), column(), weights)
    })
}

/// x, y, weight and three labels.
type Row = (i64, i64, i64, usize, usize, usize);

fn row() -> impl Strategy<Value = Row> {
    (-50_i64..50, -50_i64..50, 1_i64..9, 0_usize..4, 0_usize..3, 0_usize..3)
}

proptest! {
    /// Coefficients, standard errors and residual variance are those of the fractions.
    #[test]
    fn least_squares_equal_the_exact_solution((columns, y, weights) in tables()) {
        let mut all = vec![vec![1; y.len()]];
        all.extend(columns.iter().cloned());
        let Some((b, inverse, left)) = exact(&all, &y, &weights) else { return Ok(()) };
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| floats(column)).collect();
        let fit = fitted(&columns, &floats(&y), &floats(&weights));
        prop_assert!(fit.dropped().is_empty());
        let free = (y.len() - all.len()) as f64;
        let variance = float(&left) / free;
        prop_assert!(is_near(fit.variance().unwrap(), variance, 1e-6));
        let covariance = fit.classical().unwrap();
        for (at, name) in fit.names().iter().enumerate() {
            prop_assert!(is_near(fit.coefficients()[at], float(&b[at]), 1e-3), "{}", name);
            let error = (variance * float(&inverse[at][at])).sqrt();
            prop_assert!(is_near(covariance.standard_error(name).unwrap(), error, 1e-6));
        }
        let leverages = fit.leverages().unwrap();
        prop_assert!(is_near(leverages.iter().sum(), all.len() as f64, 1.0));
        // Residuals are at right angles to every column.
        for column in columns.iter() {
            let product: f64 = fit.residuals().iter().zip(column).zip(&weights)
                .map(|((r, x), w)| r * x * *w as f64).sum();
            prop_assert!(product.abs() < 1e-6);
        }
    }

    /// A column in another unit has its coefficient in that unit, and nothing else changes; weights
    /// have no unit.
    #[test]
    fn units_do_not_matter((columns, y, weights) in tables(), unit in -8_i32..8) {
        let unit = 10.0_f64.powi(unit);
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| floats(column)).collect();
        let (y, weights) = (floats(&y), floats(&weights));
        let plain = fitted(&columns, &y, &weights);
        let mut scaled = columns.clone();
        scaled[0].iter_mut().for_each(|value| *value *= unit);
        let heavy: Vec<f64> = weights.iter().map(|weight| weight * unit).collect();
        let other = fitted(&scaled, &y, &heavy);
        prop_assert_eq!(plain.names(), other.names());
        for name in plain.names() {
            let by = if name == "x0" { unit } else { 1.0 };
            let (one, its) = (plain.coefficient(name).unwrap(), other.coefficient(name).unwrap());
            prop_assert!(is_near(its * by, one, 1e-3), "{}: {} {}", name, one, its);
            let error = plain.standard_error(name).unwrap();
            prop_assert!(is_near(other.standard_error(name).unwrap() * by, error, 1e-3));
        }
        let tall: Vec<f64> = y.iter().map(|value| value * unit).collect();
        let other = fitted(&columns, &tall, &weights);
        for name in plain.names() {
            let (one, its) = (plain.coefficient(name).unwrap(), other.coefficient(name).unwrap());
            prop_assert!(is_near(its / unit, one, 1e-3));
        }
    }

    /// Effects swept out, one to three ways, give the coefficients, residuals and errors of their
    /// dummies; the order of rows changes nothing.
    #[test]
    fn effects_swept_out_equal_their_dummies(
        rows in prop::collection::vec(row(), 16..60),
        ways in 1_usize..4,
        turn in 1_usize..15,
    ) {
        let label = |row: &Row, way: usize| match way {
            0 => row.3,
            1 => row.4,
            _ => row.5,
        };
        let swept = |rows: &[Row]| {
            let x: Vec<f64> = rows.iter().map(|row| row.0 as f64).collect();
            let y: Vec<f64> = rows.iter().map(|row| row.1 as f64).collect();
            let weights: Vec<f64> = rows.iter().map(|row| row.2 as f64).collect();
            let mut model = LeastSquares::new(&y).column("x", &x).unwrap();
            model = model.weights(&weights).unwrap();
            for way in 0..ways {
                let labels: Vec<usize> = rows.iter().map(|row| label(row, way)).collect();
                model = model.effects(&format!("way {way}"), &labels).unwrap();
            }
            model.fit().unwrap()
        };
        let fit = swept(&rows);
        let x: Vec<f64> = rows.iter().map(|row| row.0 as f64).collect();
        let y: Vec<f64> = rows.iter().map(|row| row.1 as f64).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2 as f64).collect();
        let dummies: Vec<(String, Vec<f64>)> = (0..ways)
            .flat_map(|way| (0..4).map(move |level| (way, level)))
            .map(|(way, level)| {
                let is = |row| f64::from(u8::from(label(row, way) == level));
                (format!("{way} {level}"), rows.iter().map(is).collect())
            })
            .collect();
        let mut model = LeastSquares::new(&y).weights(&weights).unwrap().without_constant();
        for (name, column) in &dummies {
            model = model.column(name, column).unwrap();
        }
        let dense = model.column("x", &x).unwrap().fit().unwrap();
        if fit.names().is_empty() {
            prop_assert!(dense.coefficient("x").is_err());
            return Ok(());
        }
        let (found, expected) = (fit.coefficient("x").unwrap(), dense.coefficient("x").unwrap());
        prop_assert!(is_near(found, expected, 1e-3), "{} {}", found, expected);
        for (one, other) in fit.residuals().iter().zip(dense.residuals()) {
            prop_assert!((one - other).abs() < 1e-6);
        }
        if ways < 3 {
            prop_assert_eq!(fit.parameters(), dense.parameters());
        } else {
            prop_assert!(fit.parameters() >= dense.parameters());
        }
        let by = |fit: &LeastSquaresFit| {
            fit.robust(SmallSample::None).unwrap().standard_error("x").unwrap()
        };
        prop_assert!(is_near(by(&fit), by(&dense), 1e-6));
        if ways == 1 {
            let (one, other) = (fit.leverages().unwrap(), dense.leverages().unwrap());
            prop_assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-9));
        } else {
            prop_assert!(fit.leverages().is_err());
        }
        let mut turned = rows.clone();
        turned.rotate_left(turn);
        let again = swept(&turned);
        prop_assert!(is_near(again.coefficient("x").unwrap(), found, 1e-6));
    }
}

/// One thread and four give the same bits.
#[cfg(feature = "parallel")]
#[test]
fn the_number_of_threads_changes_no_bit() {
    let rows = 5_000_usize;
    let column = |k: usize| -> Vec<f64> {
        (0..rows).map(|row| ((row * (k + 7) * 7_919 + row * row) % 1_009) as f64).collect()
    };
    let (y, a, b) = (column(1), column(2), column(3));
    let (one, other): (Vec<usize>, Vec<usize>) =
        (0..rows).map(|row| ((row * 31) % 60, (row * 17 + row / 9) % 45)).unzip();
    let fit = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let model = LeastSquares::new(&y).column("a", &a).unwrap().column("b", &b).unwrap();
            let model = model.effects("one", &one).unwrap().effects("other", &other).unwrap();
            model.fit().unwrap().coefficients().to_vec()
        })
    };
    assert_eq!(fit(1), fit(4));
}
