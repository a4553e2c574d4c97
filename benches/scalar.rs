//! The scalar functions over 1,000 series of 120 months, beside the same job done naively with
//! `rust_decimal`.
//!
//! `cargo bench --bench scalar`
//!
//! The naive version holds a `Vec<Decimal>` per series and uses the operators of `rust_decimal`:
//! its quotients are rounded to 28 digits, it knows no periods, no missing months, no bounds, and
//! it panics on overflow. The ratio of the two times is the price of exactness and of asking by
//! period:
//!
//! - growth: every month on the month a year earlier, the exact rate against a rounded quotient
//! - derived: every month as the difference of two published cumulations, found by the series
//!   against known positions
//! - compare: which of two growth rates is larger, for every pair of neighbours
//! - fisher: the Fisher price index of 1,000 baskets of 100 goods to nine places, exact sums under
//!   a correctly rounded root against rounded quotients under the root of a float
//! - first: from the embedded table to a printed growth, and from a series to a projected year
//! - text: every level read from text and printed again, strictly against leniently

use bilateral::area::{CHN, RUS};
use bilateral::index::{Basket, Item};
use bilateral::number::{Decimal, parse_decimal};
use bilateral::unit::USD;
use bilateral::{
    Figure, Key, Money, Month, Observation, Period, Ratio, Series, date, growth, published,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const SERIES: usize = 1_000;
const MONTHS: usize = 120;
/// Goods in each basket of index numbers.
const GOODS: usize = 100;
/// How many of the baskets the bench of logarithms takes.
const TORNQVIST: usize = 10;

/// Levels with three places, by a linear congruence: the same in every run, and of no particular
/// data set.
fn levels() -> Vec<Vec<Decimal>> {
    let mut state = 20_230_524_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Decimal::new(i64::try_from(state >> 44).unwrap_or(0) + 1, 3)
    };
    (0..SERIES).map(|_| (0..MONTHS).map(|_| next()).collect()).collect()
}

fn month(at: usize) -> Month {
    bilateral::month(2014, 1)
        .plus(i32::try_from(at).unwrap_or(0))
        .unwrap_or(bilateral::month(2014, 1))
}

fn series(observations: impl Iterator<Item = (Period, Decimal)>) -> Series<Money> {
    let empty = Series::new(Key::trade(CHN).with(RUS), USD.billion());
    observations.fold(empty, |series, (period, level)| {
        series
            .with_observation(Observation::new(period, Figure::printed(level)))
            .expect("a level is a number")
    })
}

fn monthly(levels: &[Decimal]) -> Series<Money> {
    series(levels.iter().enumerate().map(|(at, level)| (Period::from(month(at)), *level)))
}

fn cumulated(levels: &[Decimal]) -> Series<Money> {
    let mut sum = Decimal::ZERO;
    series(levels.iter().enumerate().map(move |(at, level)| {
        let month = month(at);
        sum = if month.number() == 1 { *level } else { sum + *level };
        (Period::january_to(month.year(), month.number()), sum)
    }))
}

/// What the first call of a user costs: nothing is read before.
fn first(criterion: &mut Criterion) {
    let known = || {
        let releases = published::china_russia().expect("the embedded table");
        let history = releases.series(Key::trade(CHN).with(RUS)).expect("its key");
        history.as_of(date(2023, 5, 24))
    };
    let ytd = Period::january_to(2023, 4);
    let mut group = criterion.benchmark_group("first");
    group.bench_function("printed growth", |bench| {
        bench.iter(|| known().growth(ytd).map(|growth| growth.percent(1).to_string()));
    });
    let series = known();
    group.bench_function("projected year", |bench| {
        bench.iter(|| series.project(Period::year(2023)).map(|projection| projection.to_string()));
    });
    group.finish();
}

fn scalar(criterion: &mut Criterion) {
    let levels = levels();
    let count = u64::try_from(SERIES * MONTHS).unwrap_or(0);
    let mut group = criterion.benchmark_group("1000 series of 120 months");
    group.sample_size(10).throughput(Throughput::Elements(count));

    let all: Vec<Series<Money>> = levels.iter().map(|levels| monthly(levels)).collect();
    group.bench_function(BenchmarkId::new("growth", "series"), |bench| {
        bench.iter(|| {
            for series in &all {
                for at in 12..MONTHS {
                    black_box(
                        series.growth(Period::from(month(at))).expect("both months are there"),
                    );
                }
            }
        });
    });
    group.bench_function(BenchmarkId::new("growth", "free function"), |bench| {
        bench.iter(|| {
            for levels in &levels {
                for (now, base) in levels.iter().skip(12).zip(levels) {
                    black_box(growth::year_over_year(*now, *base).expect("levels are positive"));
                }
            }
        });
    });
    group.bench_function(BenchmarkId::new("growth", "naive rust_decimal"), |bench| {
        bench.iter(|| {
            for levels in &levels {
                for (now, base) in levels.iter().skip(12).zip(levels) {
                    black_box(*now / *base - Decimal::ONE);
                }
            }
        });
    });

    let sums: Vec<Series<Money>> = levels.iter().map(|levels| cumulated(levels)).collect();
    group.bench_function(BenchmarkId::new("derived", "series"), |bench| {
        bench.iter(|| {
            for series in &sums {
                for at in 0..MONTHS {
                    black_box(
                        series
                            .amount(Period::from(month(at)))
                            .expect("cumulations give every month"),
                    );
                }
            }
        });
    });
    let plain: Vec<Vec<Decimal>> = levels
        .iter()
        .map(|levels| {
            let mut sum = Decimal::ZERO;
            levels
                .iter()
                .enumerate()
                .map(|(at, level)| {
                    sum = if at % 12 == 0 { *level } else { sum + *level };
                    sum
                })
                .collect()
        })
        .collect();
    group.bench_function(BenchmarkId::new("derived", "naive rust_decimal"), |bench| {
        bench.iter(|| {
            for sums in &plain {
                for (at, sum) in sums.iter().enumerate() {
                    black_box(if at % 12 == 0 { *sum } else { *sum - sums[at - 1] });
                }
            }
        });
    });

    let rates: Vec<Vec<(Ratio, Decimal)>> = levels
        .iter()
        .map(|levels| {
            levels
                .iter()
                .skip(12)
                .zip(levels)
                .map(|(now, base)| {
                    let rate = growth::year_over_year(*now, *base).expect("levels are positive");
                    (rate.ratio().clone(), *now / *base - Decimal::ONE)
                })
                .collect()
        })
        .collect();
    group.bench_function(BenchmarkId::new("compare", "ratio"), |bench| {
        bench.iter(|| {
            for pair in rates.iter().flat_map(|rates| rates.windows(2)) {
                black_box(pair[0].0.cmp(&pair[1].0));
            }
        });
    });
    group.bench_function(BenchmarkId::new("compare", "naive rust_decimal"), |bench| {
        bench.iter(|| {
            for pair in rates.iter().flat_map(|rates| rates.windows(2)) {
                black_box(pair[0].1.cmp(&pair[1].1));
            }
        });
    });

    // Each good has a value and a quantity in two periods: four numbers of the levels, one after
    // the other.
    let baskets: Vec<Vec<[Decimal; 4]>> = levels
        .iter()
        .map(|levels| {
            levels.windows(4).take(GOODS).map(|four| [four[0], four[1], four[2], four[3]]).collect()
        })
        .collect();
    let exact: Vec<Basket> = baskets
        .iter()
        .map(|goods| {
            let items = goods.iter().map(|[v0, q0, v1, q1]| {
                Item::new((*v1, *q1), (*v0, *q0)).expect("levels are positive")
            });
            Basket::new(items.collect()).expect("it has items")
        })
        .collect();
    group.bench_function(BenchmarkId::new("fisher", "basket"), |bench| {
        bench.iter(|| {
            for basket in &exact {
                black_box(basket.fisher_price(9).expect("all is matched"));
            }
        });
    });
    group.bench_function(BenchmarkId::new("tornqvist", "basket"), |bench| {
        bench.iter(|| {
            for basket in &exact[..TORNQVIST] {
                black_box(basket.tornqvist_price(9).expect("all is matched"));
            }
        });
    });
    group.bench_function(BenchmarkId::new("fisher", "naive rust_decimal"), |bench| {
        bench.iter(|| {
            for goods in &baskets {
                let sum =
                    |term: fn(&[Decimal; 4]) -> Decimal| goods.iter().map(term).sum::<Decimal>();
                let laspeyres = sum(|[_, q0, v1, q1]| *v1 / *q1 * *q0) / sum(|[v0, ..]| *v0);
                let paasche = sum(|[_, _, v1, _]| *v1) / sum(|[v0, q0, _, q1]| *v0 / *q0 * *q1);
                black_box(f64::try_from(laspeyres * paasche).unwrap_or(f64::NAN).sqrt());
            }
        });
    });

    let texts: Vec<String> = levels.iter().flatten().map(ToString::to_string).collect();
    group.bench_function(BenchmarkId::new("text", "strict"), |bench| {
        bench.iter(|| {
            for text in &texts {
                black_box(parse_decimal(text).expect("it was printed").to_string());
            }
        });
    });
    group.bench_function(BenchmarkId::new("text", "naive rust_decimal"), |bench| {
        bench.iter(|| {
            for text in &texts {
                black_box(text.parse::<Decimal>().expect("it was printed").to_string());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, first, scalar);
criterion_main!(benches);
