//! Both reports of every flow of a panel against the scalar measures of each, and against plain
//! sums of fractions.

use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::bulk::{Asymmetries, AsymmetryMeasure, MirrorSum, Mirrored};
use bilateral::key::{Label, Treatment};
use bilateral::mirror::{
    Asymmetry, Closeness, Margin, MarginRow, NotAFlow, Pair, Reconciliation, Rule, Sides,
};
use bilateral::number::{Decimal, decimal};
use bilateral::panel::{Cell, Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{
    Area, Commodity, ErrorKind, Flow, Key, Period, Ratio, Rounding, Undefined, Valuation,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Flow, reporter, partner, code and period as small numbers, and a value.
type Row = ((usize, usize, usize, usize, usize), i64);

/// Period, exporter, importer, commodity.
type At = (Period, Area, Area, Commodity);

/// What exporter and importer report.
type Cells = BTreeMap<At, [Option<i64>; 2]>;

const PLACES: u8 = 2;
const MEASURES: [AsymmetryMeasure; 8] = [
    AsymmetryMeasure::Difference,
    AsymmetryMeasure::RelativeToMean,
    AsymmetryMeasure::RelativeToImporter,
    AsymmetryMeasure::RelativeToExporter,
    AsymmetryMeasure::Normalized,
    AsymmetryMeasure::Ratio,
    AsymmetryMeasure::LogDistance,
    AsymmetryMeasure::MinOverMax,
];

/// The last four are no countries, or two codes of one.
fn areas() -> Vec<Area> {
    let of = |code| Area::from_code(code).unwrap();
    vec![CHN, RUS, DEU, USA, of(490), WORLD, of(97), of(899), of(158)]
}

/// Each reporter has an edition of its own.
fn code(reporter: usize, good: usize) -> Commodity {
    let edition = ["H6", "H6", "H5", "HS", "H6", "H6", "H5", "H6", "H6"][reporter];
    match good {
        0 => Commodity::TOTAL,
        good => {
            format!("{edition}:{}", ["27", "270900", "271121", "84"][good - 1]).parse().unwrap()
        }
    }
}

fn key(row: &Row) -> (Key, Period) {
    let (flow, reporter, partner, good, period) = row.0;
    let flow = [Flow::Export, Flow::Import, Flow::ReExport][flow];
    let key = Key::new(flow, areas()[reporter], areas()[partner]).of(code(reporter, good));
    let valuation = if flow == Flow::Import { Valuation::Cif } else { Valuation::AsReported };
    (key.valued(valuation), Period::year(2020 + i32::try_from(period).unwrap()))
}

fn value() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => 1..60_i64,
        2 => Just(0),
        4 => 0..2_000_000_000_000_i64,
        1 => -50..0_i64,
        1 => prop_oneof![Just(i64::MAX), Just(i64::MIN + 1), Just(1 << 60), Just((1 << 60) - 1)],
    ]
}

/// Half of the rows come with a report of the other side.
fn rows(
    values: impl Strategy<Value = i64> + 'static,
    goods: usize,
) -> impl Strategy<Value = Vec<Row>> {
    let values = values.boxed();
    let flow = prop_oneof![5 => 0..2_usize, 1 => 2..3_usize];
    let area = || prop_oneof![6 => 0..2_usize, 3 => 2..4_usize, 2 => 4..9_usize];
    let place = (flow, area(), area(), 0..goods, 0..2_usize);
    let reports = (place, values.clone(), proptest::option::of(values));
    proptest::collection::vec(reports, 0..100).prop_map(|rows| {
        // Both labels are there always.
        let mut once = BTreeMap::from([((0, 0, 1, 0, 0), 7), ((1, 0, 1, 0, 1), 8)]);
        for (place, value, other) in rows {
            let (flow, reporter, partner, good, period) = place;
            once.insert(place, value);
            if let Some(other) = other.filter(|_| flow < 2) {
                once.insert((1 - flow, partner, reporter, good, period), other);
            }
        }
        once.into_iter().collect()
    })
}

fn panel(rows: &[Row]) -> Panel {
    let mut builder = PanelBuilder::new(USD.million(), PLACES).unwrap();
    for row in rows {
        let (key, period) = key(row);
        builder.push(key, period, Decimal::new(row.1, PLACES.into())).unwrap();
    }
    builder.build().unwrap()
}

fn mirror(panel: &Panel) -> Mirrored {
    panel.mirror(Flow::Export, Flow::Import).unwrap()
}

fn is_country(area: Area) -> bool {
    ![WORLD, areas()[6], areas()[7]].contains(&area)
}

/// All reports of two areas of each other, whichever rows are parts or totals.
fn reports(rows: &[Row]) -> Cells {
    let mut cells = Cells::new();
    for row in rows {
        let (key, period) = key(row);
        let (reporter, partner, good) = (key.reporter(), key.partner(), key.commodity());
        if reporter == partner || !is_country(reporter) || !is_country(partner) {
            continue;
        }
        match key.flow() {
            Flow::Export => {
                cells.entry((period, reporter, partner, good)).or_default()[0] = Some(row.1);
            }
            Flow::Import => {
                cells.entry((period, partner, reporter, good)).or_default()[1] = Some(row.1);
            }
            _ => {}
        }
    }
    cells
}

/// Where both reports of a flow stand in the panel.
fn stands(panel: &Panel, flow: At) -> [Option<Cell>; 2] {
    let (period, exporter, importer, good) = flow;
    let sold = Key::exports(exporter).to(importer).of(good);
    let bought = Key::imports(importer).from(exporter).of(good).valued(Valuation::Cif);
    [sold, bought].map(|key| panel.find(&key, period).ok())
}

/// The flows of which one report at least is a part, or a total.
fn listed(panel: &Panel, rows: &[Row], parts: bool) -> Vec<(At, [Option<i64>; 2])> {
    let is_asked = |cell: &Option<Cell>| match cell {
        Some(Cell::Part(_)) => parts,
        Some(Cell::Total(_)) => !parts,
        _ => false,
    };
    let all = reports(rows).into_iter();
    all.filter(|(flow, _)| stands(panel, *flow).iter().any(is_asked)).collect()
}

/// Why one side alone reports a flow, by comparing its code with each of the other side's.
fn reason(all: &Cells, flow: At, sides: [Option<i64>; 2]) -> Option<Undefined> {
    let other = usize::from(sides[0].is_some());
    if sides.iter().all(Option::is_some) {
        return None;
    }
    let (period, exporter, importer, good) = flow;
    let there: Vec<Commodity> = all
        .iter()
        .filter(|((when, from, to, _), sides)| {
            (*when, *from, *to) == (period, exporter, importer) && sides[other].is_some()
        })
        .map(|((.., good), _)| *good)
        .collect();
    let is_held = |one: &Commodity| one.is_contained_in(&good) || good.is_contained_in(one);
    if there.iter().any(is_held) {
        return Some(Undefined::MirrorAtOtherLevel);
    }
    let coded = || there.iter().filter(|good| **good != Commodity::TOTAL);
    let alike = coded().any(|one| one.classification() == good.classification());
    let other_edition = good != Commodity::TOTAL
        && (coded().any(|one| one.code() == good.code()) || (coded().count() > 0 && !alike));
    Some(if other_edition { Undefined::MirrorInOtherEdition } else { Undefined::Missing })
}

fn number(value: i64) -> Ratio {
    Ratio::from(value) * Ratio::new(1, 10_i64.pow(PLACES.into())).unwrap()
}

/// A measure as the scalar room has it, rounded as a column is.
fn scalar(
    measure: AsymmetryMeasure,
    [x, m]: [i64; 2],
    margin: &Margin,
    places: u8,
    rounding: Rounding,
) -> Result<String, Undefined> {
    let any = Pair::new(CHN, RUS, Period::year(2020));
    let (x, m) = (number(x), margin.fob(&any, number(m)).unwrap());
    let told = |exact: Result<Ratio, bilateral::Error>, places| {
        let exact = exact.map_err(|error| error.undefined().unwrap().clone())?;
        Ok(exact.round(places, rounding).to_string())
    };
    let column = |text: Result<String, Undefined>| {
        let text = text?;
        let digits: String = text.chars().filter(|digit| *digit != '.').collect();
        digits.parse::<i64>().map(|_| text).map_err(|_| Undefined::TooLarge)
    };
    if measure == AsymmetryMeasure::Difference {
        return column(told(Ok(&m - &x), PLACES));
    }
    let both = Asymmetry::of(x, m).map_err(|error| error.undefined().unwrap().clone())?;
    column(match measure {
        AsymmetryMeasure::RelativeToMean => told(both.relative_to_mean(), places),
        AsymmetryMeasure::RelativeToImporter => told(both.relative_to_importer(), places),
        AsymmetryMeasure::RelativeToExporter => told(both.relative_to_exporter(), places),
        AsymmetryMeasure::Normalized => told(both.normalized(), places),
        AsymmetryMeasure::Ratio => told(both.ratio(), places),
        AsymmetryMeasure::MinOverMax => told(both.min_over_max(), places),
        _ => match both.log_distance(places) {
            Ok(log) => Ok(log.to_string()),
            Err(error) => Err(error.undefined().unwrap().clone()),
        },
    })
}

fn margins() -> Vec<Margin> {
    let minus = bilateral::mirror::Convention::TimesOneMinus;
    vec![Margin::none(), Margin::imf(), Margin::imf().under(minus)]
}

/// The flow, as a pair with its figures as printed.
fn pair(flow: At, sides: [Option<i64>; 2]) -> Pair {
    let (period, exporter, importer, good) = flow;
    let pair = Pair::new(exporter, importer, period).of(good);
    let printed = |value: i64| Decimal::new(value, PLACES.into());
    let pair = sides[0].map_or(pair, |value| pair.exported(printed(value)));
    sides[1].map_or(pair, |value| pair.imported(printed(value)))
}

fn check(panel: &Panel, rows: &[Row], parts: bool, places: u8) {
    let asked = if parts { panel } else { panel.reported().unwrap() };
    let (flows, all) = (mirror(asked), reports(rows));
    let expected = listed(panel, rows, parts);
    assert_eq!(flows.len(), expected.len());
    for (at, (flow, sides)) in expected.iter().enumerate() {
        assert_eq!(flows.pair(at), Some(pair(*flow, *sides)), "{at}");
        assert_eq!(flows.sides(at), Some(pair(*flow, *sides).sides()));
        assert_eq!(flows.mantissas(at), *sides);
        assert_eq!(flows.reason(at), reason(&all, *flow, *sides), "{flow:?}");
        let cells = stands(panel, *flow).map(|cell| match cell {
            Some(Cell::Part(row)) if !parts => Some(Cell::Total(row)),
            Some(Cell::Total(row)) if !parts => Some(Cell::Part(row)),
            cell => cell,
        });
        assert_eq!(flows.cells(at), cells);
    }
    assert_eq!((flows.pair(flows.len()), flows.sides(flows.len())), (None, None));
    for margin in margins() {
        let taken = flows.clone().taking(&margin).unwrap();
        for rounding in [Rounding::HalfEven, Rounding::HalfAwayFromZero, Rounding::Floor] {
            let every = taken.asymmetries(places, rounding).unwrap();
            for measure in MEASURES {
                let column = taken.measure(measure, places, rounding).unwrap();
                assert_eq!(every.get(measure), &column, "{measure:?}");
                // The scalar logarithm is rounded to the nearest.
                if measure == AsymmetryMeasure::LogDistance && rounding == Rounding::Floor {
                    continue;
                }
                for (at, (flow, sides)) in expected.iter().enumerate() {
                    let told = column.get(at).map(|number| number.to_string());
                    let oracle = match *sides {
                        [Some(x), Some(m)] => scalar(measure, [x, m], &margin, places, rounding),
                        _ => Err(reason(&all, *flow, *sides).unwrap()),
                    };
                    assert_eq!(told, oracle, "{measure:?} {sides:?} {rounding:?}");
                }
            }
        }
    }
}

/// Sums in plain fractions: compared with those of the panel.
fn check_sum(sum: &MirrorSum, flows: &[(&[Option<i64>; 2], Option<Undefined>)], margin: &Margin) {
    let any = Pair::new(CHN, RUS, Period::year(2020));
    let both: Vec<[Ratio; 3]> = flows
        .iter()
        .filter_map(|(sides, _)| {
            let [Some(x), Some(m)] = **sides else { return None };
            Some([number(x), number(m), margin.fob(&any, number(m)).unwrap()])
        })
        .collect();
    let one = |side: usize, wanted: &dyn Fn(&Undefined) -> bool| -> (usize, Ratio) {
        let of = flows
            .iter()
            .filter(|(sides, reason)| sides[side].is_some() && reason.as_ref().is_some_and(wanted));
        let values: Vec<Ratio> = of.map(|(sides, _)| number(sides[side].unwrap())).collect();
        (values.len(), values.into_iter().sum())
    };
    let exact = |mantissa: i128| Ratio::new(mantissa, 10_i64.pow(PLACES.into())).unwrap();
    let (plain, apart) = (
        |reason: &Undefined| *reason == Undefined::Missing,
        |reason: &Undefined| *reason != Undefined::Missing,
    );
    for side in 0..2 {
        let counts = [sum.only_exporter, sum.only_importer];
        assert_eq!((counts[side], exact(sum.alone[side])), one(side, &plain));
        assert_eq!((sum.not_comparable[side], exact(sum.apart[side])), one(side, &apart));
    }
    assert_eq!(sum.both, both.len());
    let total = |of: &dyn Fn(&[Ratio; 3]) -> Ratio| -> Ratio { both.iter().map(of).sum() };
    assert_eq!(exact(sum.of_both[0]), total(&|row| row[0].clone()));
    assert_eq!(exact(sum.of_both[1]), total(&|row| row[1].clone()));
    assert_eq!(sum.gross(), total(&|[x, _, m]| (m - x).abs()));
    assert_eq!(sum.net(), total(&|[x, _, m]| m - x));
    assert_eq!(sum.valuation(), total(&|[_, cif, fob]| cif - fob));
    // What the terms add up to.
    let alone = exact(sum.alone[1] + sum.apart[1]) - exact(sum.alone[0] + sum.apart[0]);
    assert_eq!(sum.difference(), sum.valuation() + sum.net() + alone);
    let negative = both.iter().filter(|row| row.iter().any(Ratio::is_negative)).count();
    assert_eq!(sum.negative, negative);
    let (all, tenth) = (total(&|[x, _, m]| x + m), Ratio::new(1, 10).unwrap());
    let within = |[x, _, m]: &[Ratio; 3]| {
        let near = (m - x).abs() * Ratio::from(2) <= &tenth * &(x + m);
        if near { x + m } else { Ratio::zero() }
    };
    if negative == 0 {
        let over = |part: Ratio| part.over(&all).map_err(|_| Undefined::NoTrade);
        let least = total(&|[x, _, m]| x.min(m).clone());
        assert_eq!(sum.symmetric_share(), over(least * Ratio::from(2)));
        assert_eq!(sum.share_within(), over(total(&within)));
    } else {
        assert_eq!(sum.symmetric_share(), Err(Undefined::NegativeLevel));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_flow_equals_the_scalar_measures(rows in rows(value(), 5), places in 0..19_u8) {
        let panel = panel(&rows);
        check(&panel, &rows, true, places);
        if panel.reported().is_some() {
            check(&panel, &rows, false, places);
        }
    }

    #[test]
    fn sums_are_those_of_plain_fractions(rows in rows(value(), 5)) {
        let (panel, all) = (panel(&rows), reports(&rows));
        let expected = listed(&panel, &rows, true);
        let with_reason: Vec<_> =
            expected.iter().map(|(at, sides)| (at, sides, reason(&all, *at, *sides))).collect();
        for margin in margins() {
            let flows = mirror(&panel).taking(&margin).unwrap();
            let (years, pairs) =
                (flows.by_period(decimal("0.1")).unwrap(), flows.by_pair(decimal("0.1")).unwrap());
            let of = |wanted: &dyn Fn(Period, Area, Area) -> bool| -> Vec<_> {
                let of = with_reason.iter().filter(|(flow, ..)| wanted(flow.0, flow.1, flow.2));
                of.map(|(_, sides, reason)| (*sides, reason.clone())).collect()
            };
            let periods: BTreeSet<Period> = expected.iter().map(|(flow, _)| flow.0).collect();
            prop_assert!(years.iter().map(|sum| sum.period).eq(periods));
            for sum in &years {
                check_sum(sum, &of(&|period, _, _| period == sum.period), &margin);
            }
            let meetings: BTreeSet<_> =
                expected.iter().map(|((period, from, to, _), _)| (*period, (*from, *to))).collect();
            prop_assert!(pairs.iter().map(|sum| (sum.period, sum.pair.unwrap())).eq(meetings));
            for sum in &pairs {
                let of_sum = (sum.period, sum.pair);
                let wanted = |period, from, to| (period, Some((from, to))) == of_sum;
                check_sum(sum, &of(&wanted), &margin);
            }
        }
    }

    /// No row depends on the order in which rows came or on threads, and memory that was used
    /// before says the same as fresh memory.
    #[test]
    fn order_threads_and_memory_change_nothing(
        rows in rows(value(), 5),
        others in rows(value(), 5),
        seed in 0..1000_usize,
    ) {
        let panel = panel(&rows);
        let (flows, rounding) = (mirror(&panel), Rounding::HalfEven);
        let all = flows.asymmetries(6, rounding).unwrap();
        let mut shuffled = rows.clone();
        let length = shuffled.len();
        (0..length).for_each(|at| shuffled.swap(at, (at * 31 + seed) % length));
        let again = mirror(&self::panel(&shuffled));
        prop_assert_eq!(&again, &flows);
        prop_assert_eq!(&again.asymmetries(6, rounding).unwrap(), &all);
        for threads in 1..=3 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                assert_eq!(mirror(&panel), flows);
                assert_eq!(flows.asymmetries(6, rounding).unwrap(), all);
                assert_eq!(flows.by_pair(decimal("0.2")), mirror(&panel).by_pair(decimal("0.2")));
            });
        }
        let (mut used, mut columns, mut one) =
            (mirror(&self::panel(&others)), Asymmetries::default(), Default::default());
        used.asymmetries_into(3, Rounding::Floor, &mut columns).unwrap();
        used.measure_into(AsymmetryMeasure::Ratio, 3, Rounding::Floor, &mut one).unwrap();
        panel.mirror_into(Flow::Export, Flow::Import, &mut used).unwrap();
        prop_assert_eq!(&used, &flows);
        used.asymmetries_into(6, rounding, &mut columns).unwrap();
        prop_assert_eq!(&columns, &all);
        used.measure_into(AsymmetryMeasure::Normalized, 6, rounding, &mut one).unwrap();
        prop_assert_eq!(&one, all.get(AsymmetryMeasure::Normalized));
    }

    /// If both sides change places, differences change their sign and distances stay.
    #[test]
    fn exchanged_sides_are_the_other_way_round(rows in rows(1..2_000_000_i64, 3)) {
        let panel = panel(&rows);
        let swapped: Vec<Row> = rows
            .iter()
            .map(|((flow, reporter, partner, good, period), value)| {
                let flow = [1, 0, 2][*flow];
                ((flow, *reporter, *partner, *good, *period), *value)
            })
            .collect();
        let by_pair = |flows: &Mirrored, all: &Asymmetries, measure, sign: i64| {
            let number = |at| all.get(measure).mantissa(at).ok().map(|number| sign * number);
            let of = |at: usize| {
                let pair = flows.pair(at).unwrap();
                (pair.period, pair.exporter, pair.importer, pair.commodity)
            };
            (0..flows.len()).map(|at| (of(at), number(at))).collect::<BTreeMap<_, _>>()
        };
        let (one, two) = (mirror(&panel), mirror(&self::panel(&swapped)));
        let of = |flows: &Mirrored| flows.asymmetries(9, Rounding::HalfEven).unwrap();
        let (first, second) = (of(&one), of(&two));
        let turned = |measure, back, sign| {
            let there = by_pair(&one, &first, measure, 1);
            let here: BTreeMap<_, _> = by_pair(&two, &second, back, sign)
                .into_iter()
                .map(|((period, from, to, good), number)| ((period, to, from, good), number))
                .collect();
            assert_eq!(there, here, "{measure:?}");
        };
        turned(AsymmetryMeasure::Difference, AsymmetryMeasure::Difference, -1);
        turned(AsymmetryMeasure::RelativeToMean, AsymmetryMeasure::RelativeToMean, -1);
        turned(AsymmetryMeasure::RelativeToImporter, AsymmetryMeasure::RelativeToExporter, -1);
        turned(AsymmetryMeasure::Normalized, AsymmetryMeasure::Normalized, 1);
        turned(AsymmetryMeasure::LogDistance, AsymmetryMeasure::LogDistance, 1);
        turned(AsymmetryMeasure::MinOverMax, AsymmetryMeasure::MinOverMax, 1);
    }

    #[test]
    fn what_is_no_flow_is_left_out_with_its_share(rows in rows(1..9_000_i64, 1)) {
        let panel = panel(&rows);
        let mut expected: BTreeMap<NotAFlow, (usize, [i64; 2])> = BTreeMap::new();
        let mut of = [0, 0];
        for row in 0..panel.len() {
            let (key, _) = panel.key(row).unwrap();
            let side = match key.flow() {
                Flow::Export => 0,
                Flow::Import => 1,
                _ => continue,
            };
            of[side] += panel.mantissas()[row];
            let areas = [key.reporter(), key.partner()];
            let reason = if areas[0] == areas[1] {
                NotAFlow::SelfTrade
            } else if areas.contains(&WORLD) {
                NotAFlow::World
            } else if areas.contains(&self::areas()[6]) {
                NotAFlow::Group
            } else if areas.contains(&self::areas()[7]) {
                NotAFlow::Unspecified
            } else {
                continue;
            };
            let entry = expected.entry(reason).or_default();
            entry.0 += 1;
            entry.1[side] += panel.mantissas()[row];
        }
        let found = mirror(&panel).left_out();
        prop_assert_eq!(found.len(), expected.len());
        for (left, (reason, (count, value))) in found.iter().zip(expected) {
            prop_assert_eq!((left.reason, left.count), (reason, count));
            prop_assert_eq!(&left.exported, &number(value[0]));
            prop_assert_eq!(&left.imported, &number(value[1]));
            prop_assert_eq!(left.share_of_exports.clone(), Ratio::new(value[0], of[0]).ok());
            prop_assert_eq!(left.share_of_imports.clone(), Ratio::new(value[1], of[1]).ok());
        }
    }

    #[test]
    fn reports_look_mirrored_as_the_scalar_function_says(
        pairs in proptest::collection::vec(
            (1..40_000_i64, prop_oneof![Just(106), Just(100)], -2..3_i64),
            1..30,
        ),
    ) {
        let mut rows = PanelBuilder::new(USD.million(), PLACES).unwrap();
        for (at, (sold, percent, off)) in pairs.iter().enumerate() {
            let period = Period::year(2000 + i32::try_from(at).unwrap());
            let bought = Decimal::new((sold * percent / 100 + off).max(0), PLACES.into());
            let sold = Decimal::new(*sold, PLACES.into());
            rows.push(Key::exports(CHN).to(RUS), period, sold).unwrap();
            rows.push(Key::imports(RUS).from(CHN), period, bought).unwrap();
        }
        let flows = mirror(&rows.build().unwrap());
        let long = decimal("0.02000000000001");
        for closeness in [
            Closeness::Rounded,
            Closeness::SumOf(3),
            Closeness::Relative(decimal("0.0001").into()),
            Closeness::Relative(Ratio::zero()),
            Closeness::Relative(long.into()),
        ] {
            for factor in ["1.06", "1", "0.94", "1.06000000000001"] {
                let factor = decimal(factor);
                let found = flows.looks_mirrored(factor, &closeness).unwrap();
                for (at, looks) in found.iter().enumerate() {
                    let pair = flows.pair(at).unwrap();
                    let expected = pair.looks_mirrored(factor, &closeness).unwrap();
                    prop_assert_eq!(*looks, expected, "{} {:?}", pair, closeness);
                }
            }
        }
    }

    #[test]
    fn reconciled_values_are_the_scalar_ones(rows in rows(0..2_000_000_i64, 5)) {
        let panel = panel(&rows);
        let (flows, all) = (mirror(&panel), reports(&rows));
        for (reconciliation, is_cif) in [
            (Reconciliation::by(Rule::Mean).taking(Margin::imf()), false),
            (Reconciliation::by(Rule::Weight(decimal("0.7").into())), false),
            (Reconciliation::by(Rule::Max).taking(Margin::imf()).valued_cif(), true),
        ] {
            let reconciled = flows.reconciled(&reconciliation, 1).unwrap();
            let flow = if is_cif { Flow::Import } else { Flow::Export };
            let label = Label::new(flow)
                .valued(reconciliation.valuation())
                .treated(Treatment::Reconciled);
            let mut count = 0;
            for (flow, sides) in listed(&panel, &rows, true) {
                let (period, exporter, importer, good) = flow;
                let key = if is_cif {
                    Key::imports(importer).from(exporter)
                } else {
                    Key::exports(exporter).to(importer)
                };
                let found = reconciled.find(&key.of(good).labelled(label), period);
                if !matches!(reason(&all, flow, sides), None | Some(Undefined::Missing)) {
                    prop_assert!(found.is_err());
                    continue;
                }
                count += 1;
                let value = reconciliation.of(&pair(flow, sides)).unwrap().rounded(1);
                let written = reconciled.value(found.unwrap()).unwrap();
                prop_assert_eq!(written.to_string(), value.to_string());
            }
            let totals = reconciled.reported().map_or(0, Panel::len);
            prop_assert_eq!(reconciled.len() + totals, count);
            prop_assert!(reconciled.is_empty() || reconciled.labels() == [label]);
        }
    }

    /// CSV and JSON lines have the reports, sides, reasons and measures of every flow.
    #[test]
    fn tables_say_what_the_flows_say(rows in rows(value(), 5)) {
        let flows = mirror(&panel(&rows));
        let all = flows.asymmetries(4, Rounding::HalfEven).unwrap();
        let table = flows.table_of_asymmetries(&all).unwrap();
        let (mut csv, mut json) = (Vec::new(), Vec::new());
        table.write_csv(&mut csv).unwrap();
        table.write_json_lines(&mut json).unwrap();
        let (csv, json) = (String::from_utf8(csv).unwrap(), String::from_utf8(json).unwrap());
        let mut lines = csv.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        prop_assert_eq!(lines.clone().count(), flows.len());
        prop_assert_eq!(json.lines().count(), flows.len());
        for (at, (line, object)) in lines.zip(json.lines()).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let object: serde_json::Value = serde_json::from_str(object).unwrap();
            prop_assert_eq!(cells.len(), names.len());
            let mut of = BTreeMap::new();
            for (name, cell) in names.iter().zip(cells) {
                let value = &object[*name];
                prop_assert_eq!(value.as_str().unwrap_or_default(), cell, "{}", name);
                of.insert(*name, cell);
            }
            let pair = flows.pair(at).unwrap();
            let printed = |value: Option<Decimal>| value.map(|v| v.to_string()).unwrap_or_default();
            let sides = match pair.sides() {
                Sides::Both => "both",
                Sides::OnlyExporter => "only exporter",
                _ => "only importer",
            };
            let why = flows.reason(at).map(|reason| reason.to_string()).unwrap_or_default();
            for (name, expected) in [
                ("EXPORTER", pair.exporter.to_string()),
                ("IMPORTER", pair.importer.to_string()),
                ("COMMODITY", pair.commodity.to_string()),
                ("TIME_PERIOD", pair.period.iso()),
                ("EXPORTED", printed(pair.exported)),
                ("IMPORTED", printed(pair.imported)),
                ("EXPORT_VALUATION", "as reported".to_owned()),
                ("IMPORT_VALUATION", "CIF".to_owned()),
                ("UNIT_MEASURE", "million USD".to_owned()),
                ("SIDES", sides.to_owned()),
                ("MIRROR", why),
            ] {
                prop_assert_eq!(of[name], expected, "{}", name);
            }
            for (name, column) in all.named() {
                let number = column.get(at);
                let reason = number.as_ref().err().map(ToString::to_string).unwrap_or_default();
                prop_assert_eq!(of[name], number.map(|n| n.to_string()).unwrap_or_default());
                prop_assert_eq!(of[format!("{name}_REASON").as_str()], reason);
            }
        }
        let mut pairs = Vec::new();
        flows.table_of_pairs().unwrap().write_csv(&mut pairs).unwrap();
        let pairs = String::from_utf8(pairs).unwrap();
        let sums = flows.by_pair(Ratio::zero()).unwrap();
        prop_assert_eq!(pairs.lines().count(), sums.len() + 1);
        for (line, sum) in pairs.lines().skip(1).zip(&sums) {
            let (from, to) = sum.pair.unwrap();
            let text = |mantissa: i128| {
                Decimal::from_i128_with_scale(mantissa, PLACES.into()).to_string()
            };
            let [exporters, importers] = sum.not_comparable;
            let expected = [
                vec![from.to_string(), to.to_string(), sum.period.iso(), "million USD".to_owned()],
                [sum.both, sum.only_exporter, sum.only_importer, exporters, importers]
                    .map(|count| count.to_string())
                    .to_vec(),
                [sum.of_both, sum.alone, sum.apart].concat().into_iter().map(text).collect(),
            ];
            prop_assert_eq!(line, expected.concat().join(","));
        }
    }
}

/// By hand: a total of the importer beside its chapters meets the exporter's bare total, and the
/// chapters are not told to be unreported.
#[test]
fn a_report_has_its_mirror_wherever_it_stands() {
    let (year, sold) = (Period::year(2022), Key::exports(RUS).to(CHN));
    let bought = Key::imports(CHN).from(RUS);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    rows.push(sold, year, 100.into()).unwrap();
    rows.push(bought, year, 114.into()).unwrap();
    rows.push(bought.of("H6:27".parse().unwrap()), year, 80.into()).unwrap();
    let panel = rows.build().unwrap();
    let flows = mirror(&panel);
    assert_eq!(flows.len(), 2);
    assert_eq!(flows.mantissas(0), [Some(100), Some(114)]);
    assert_eq!(flows.cells(0), [Some(Cell::Part(1)), Some(Cell::Total(0))]);
    assert_eq!(flows.reason(1), Some(Undefined::MirrorAtOtherLevel));
    let sum = &flows.by_period(decimal("0.1")).unwrap()[0];
    assert_eq!((sum.both, sum.not_comparable, sum.of_both), (1, [0, 1], [100, 114]));
    let totals = mirror(panel.reported().unwrap());
    assert_eq!((totals.len(), totals.mantissas(0)), (1, [Some(100), Some(114)]));
}

/// H5 beside H6: not "the exporter alone", and comparable as reported.
#[test]
fn another_edition_is_no_missing_report() {
    let year = Period::year(2022);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    let (old, new): (Commodity, Commodity) = ("H5:27".parse().unwrap(), "H6:27".parse().unwrap());
    rows.push(Key::exports(RUS).to(CHN).of(old), year, 70.into()).unwrap();
    rows.push(Key::imports(CHN).from(RUS).of(new), year, 80.into()).unwrap();
    rows.push(Key::exports(RUS).to(DEU).of(old), year, 9.into()).unwrap();
    let panel = rows.build().unwrap();
    let flows = mirror(&panel);
    let reasons: Vec<_> = (0..3).map(|flow| flows.reason(flow).unwrap()).collect();
    let edition = Undefined::MirrorInOtherEdition;
    assert_eq!(reasons, [edition.clone(), edition.clone(), Undefined::Missing]);
    let gap = flows.measure(AsymmetryMeasure::Difference, 0, Rounding::HalfEven).unwrap();
    assert_eq!(gap.get(0), Err(edition.clone()));
    assert!(edition.help().contains("as_reported()"), "{}", edition.help());
    let both = mirror(&panel.as_reported().unwrap());
    assert_eq!(both.mantissas(0), [Some(70), Some(80)]);
    // The other advice: chapters of the side that has finer codes.
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    rows.push(Key::exports(RUS).to(CHN).of(new), year, 70.into()).unwrap();
    rows.push(Key::imports(CHN).from(RUS).of("H6:2709".parse().unwrap()), year, 50.into()).unwrap();
    rows.push(Key::imports(CHN).from(RUS).of("H6:2711".parse().unwrap()), year, 30.into()).unwrap();
    let panel = rows.build().unwrap();
    assert_eq!(mirror(&panel).reason(0), Some(Undefined::MirrorAtOtherLevel));
    let chapters = mirror(&panel.aggregate_commodities(2).unwrap());
    assert_eq!(chapters.mantissas(0), [Some(70), Some(80)]);
    assert_eq!(chapters.are_of_listed(0), [false, true]);
}

/// Codes take 32 bits each then.
#[test]
fn more_than_65_536_codes_are_paired_too() {
    let (year, count) = (Period::year(2022), 66_000_i64);
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    for number in 0..count {
        let line: Commodity = format!("USA:{:010}", 1_000_000_000 + number).parse().unwrap();
        if number % 3 != 1 {
            rows.push(Key::exports(RUS).to(CHN).of(line), year, number.into()).unwrap();
        }
        if number % 3 != 2 {
            rows.push(Key::imports(CHN).from(RUS).of(line), year, (number + 5).into()).unwrap();
        }
    }
    let flows = mirror(&rows.build().unwrap());
    let sum = &flows.by_period(0).unwrap()[0];
    assert_eq!([sum.both, sum.only_exporter, sum.only_importer], [22_000; 3]);
    assert_eq!((sum.net(), sum.gross()), (Ratio::from(110_000), Ratio::from(110_000)));
    for (flow, number) in [(0, 0), (1, 1), (2, 2), (65_999, 65_999)] {
        let expected =
            [(number % 3 != 1).then_some(number), (number % 3 != 2).then_some(number + 5)];
        assert_eq!(flows.mantissas(flow), expected);
    }
}

#[test]
fn what_cannot_be_asked_is_refused_by_name() {
    let panel = panel(&[((0, 0, 1, 0, 0), 7), ((1, 1, 0, 0, 0), 8)]);
    let told = |error: bilateral::Error| format!("{error:#}");
    let wrong = told(panel.mirror(Flow::Import, Flow::Export).unwrap_err());
    assert!(wrong.contains("the flow of exporters") && wrong.contains("exports first"), "{wrong}");
    let wrong = told(panel.mirror(Flow::Export, Flow::Export).unwrap_err());
    assert!(wrong.contains("the flow of importers"), "{wrong}");
    let missing = panel.mirror(Flow::ReExport, Flow::Import).unwrap_err();
    assert_eq!(missing.undefined(), Some(&Undefined::Missing));
    let flows = mirror(&panel);
    for places in [18, 19] {
        let asked = flows.measure(AsymmetryMeasure::Ratio, places, Rounding::HalfEven);
        assert_eq!(asked.is_ok(), places == 18);
        assert_eq!(flows.asymmetries(places, Rounding::HalfEven).is_ok(), places == 18);
    }
    let table = Margin::table([MarginRow::new(decimal("0.05")).unwrap()]).unwrap();
    let wrong = told(flows.clone().taking(&table).unwrap_err());
    assert!(wrong.contains("a table of rates") && wrong.contains("Margin::fixed"), "{wrong}");
    let long = Margin::fixed(decimal("0.0612345678")).unwrap();
    let wrong = told(flows.clone().taking(&long).unwrap_err());
    assert!(wrong.contains("eight places"), "{wrong}");
    let eight = Margin::fixed(decimal("0.06123457")).unwrap();
    assert!(flows.clone().taking(&eight).is_ok());
    assert!(matches!(flows.by_period(-1).unwrap_err().kind(), ErrorKind::Range { .. }));
    let refused = flows.looks_mirrored(0, &Closeness::Rounded).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Range { .. }), "{refused}");
    assert!(flows.looks_mirrored(decimal("1.06"), &Closeness::SumOf(0)).is_err());
    let column = flows.measure(AsymmetryMeasure::Ratio, 3, Rounding::HalfEven).unwrap();
    let fewer = mirror(&self::panel(&[((0, 0, 1, 0, 0), 7), ((1, 1, 2, 0, 0), 8)]));
    assert!(fewer.table_with(&[("RATIO", &column)]).is_err());
    let negative = self::panel(&[((0, 0, 1, 0, 0), -7), ((1, 1, 0, 0, 0), 8)]);
    let mean = Reconciliation::by(Rule::Mean);
    let refused = mirror(&negative).reconciled(&mean, 0).unwrap_err();
    assert_eq!(refused.undefined(), Some(&Undefined::NegativeLevel));
    assert!(Mirrored::default().reconciled(&mean, 0).is_err());
    assert!(mirror(&panel).reconciled(&mean, 19).is_err());
}

/// Sums of 19 economies by year as other software has them, and China and Russia in 2018: +5.12 %
/// and +8.77 % (UN Comtrade). Reads files that are not part of the crate.
#[test]
fn totals_of_19_economies_are_those_of_other_software() {
    let Some(folder) = std::env::var_os("BILATERAL_SHARED").map(std::path::PathBuf::from) else {
        println!("skipped: BILATERAL_SHARED names no folder");
        return;
    };
    let file = folder.join("data/mirror/mirror_comtrade_total_19_economies_2005_2019.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let period: Period = cells[0].parse().unwrap();
        let [from, to]: [Area; 2] = [cells[1], cells[2]].map(|code| code.parse().unwrap());
        rows.push(Key::exports(from).to(to), period, decimal_of(cells[3])).unwrap();
        rows.push(Key::imports(to).from(from), period, decimal_of(cells[4])).unwrap();
    }
    let flows = mirror(&rows.build().unwrap());
    let reference = folder.join("reference/mirror_annual_totals.json");
    let reference: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(reference).unwrap()).unwrap();
    let years = flows.by_period(decimal("0.1")).unwrap();
    assert_eq!(years.len(), 15);
    for year in &years {
        let expected = &reference["expected"][year.period.iso()];
        assert_eq!(Some(year.both as u64), expected["pairs"].as_u64());
        let told =
            [year.exports().to_string(), year.imports().to_string(), year.gross().to_string()];
        let names = ["exports", "imports", "gross_asymmetry"];
        assert!(
            told.iter().map(String::as_str).eq(names.map(|name| expected[name].as_str().unwrap()))
        );
    }
    let gap = flows.measure(AsymmetryMeasure::RelativeToExporter, 4, Rounding::HalfEven).unwrap();
    let of = |from: Area, to: Area| {
        let wanted = |flow: &usize| {
            let pair = flows.pair(*flow).unwrap();
            (pair.exporter, pair.importer, pair.period) == (from, to, Period::year(2018))
        };
        gap.get((0..flows.len()).find(wanted).unwrap()).unwrap().to_string()
    };
    assert_eq!((of(RUS, CHN), of(CHN, RUS)), ("0.0512".to_owned(), "0.0877".to_owned()));
    let looks = flows.looks_mirrored(decimal("1.06"), &Closeness::Rounded).unwrap();
    assert!(looks.iter().filter(|looks| **looks).count() * 1000 <= flows.len());
}

fn decimal_of(text: &str) -> Decimal {
    text.parse().unwrap()
}
