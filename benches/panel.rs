//! The panel's kernels at 10^5 rows, so that `cargo bench` alone shows where they stand. For large
//! tables and other engines see `workloads` and `compare`.

use bilateral::panel::{Columns, Gaps, Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Flow, Period, Rounding};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const ROWS: usize = 100_000;

fn columns() -> Columns {
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state) * u128::from(below)) >> 64) as u64
    };
    let mut ids: [Vec<u16>; 4] = Default::default();
    let (mut values, mut quantities) = (Vec::new(), Vec::new());
    // Every third cell or so: 4 years, 40 x 39 pairs, 100 commodities.
    for cell in 0..4 * 40 * 40 * 100_u64 {
        let (period, reporter, partner) = (cell / 160_000, cell / 4_000 % 40, cell / 100 % 40);
        if reporter != partner && values.len() < ROWS && next(6) == 0 {
            for (ids, id) in ids.iter_mut().zip([period, reporter, partner, cell % 100]) {
                ids.push(id as u16);
            }
            values.push(1 + next(1 << 36) as i64);
            quantities.push(1 + next(1 << 36) as i64);
        }
    }
    let [period, reporter, partner, goods] = ids;
    Columns::new()
        .with_areas((0..40).map(|number| Area::own(number).unwrap()).collect())
        .with_commodities(
            (0..100).map(|number| format!("HS:84{number:02}").parse().unwrap()).collect(),
        )
        .with_periods((2020..=2023).map(Period::year).collect())
        .with_labels(vec![Flow::Export.into()])
        .with_reporter(reporter)
        .with_partner(partner)
        .with_commodity(goods.into())
        .with_period(period)
        .with_value(values)
        .with_quantity(quantities)
}

fn build(columns: Columns) -> Panel {
    PanelBuilder::new(USD.one(), 0).unwrap().build_from(columns).unwrap()
}

fn kernels(criterion: &mut Criterion) {
    let columns = columns();
    let panel = build(columns.clone());
    let mut group = criterion.benchmark_group(format!("panel of {} rows", panel.len()));
    group.throughput(Throughput::Elements(panel.len() as u64)).sample_size(20);
    group.bench_function("build, in order", |b| {
        b.iter_with_setup(|| columns.clone(), |columns| black_box(build(columns)))
    });
    group
        .bench_function("W1 growth", |b| b.iter(|| black_box(panel.growth(6, Rounding::HalfEven))));
    group.bench_function("W2 pairs", |b| b.iter(|| black_box(panel.pairs(Flow::Export))));
    group.bench_function("W3 year to date", |b| {
        b.iter(|| black_box(panel.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven)))
    });
    group.bench_function("W4 structure", |b| {
        b.iter(|| black_box(panel.structure(Flow::Export, 9, Rounding::HalfEven)))
    });
    group.bench_function("W5 prices", |b| b.iter(|| black_box(panel.prices())));
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
