//! The panel against the scalar functions, row for row, and against sums of big integers.

use bilateral::area::{CHN, RUS};
use bilateral::bulk::SumRow;
use bilateral::index::{Basket, Item};
use bilateral::number::{Decimal, Rounded};
use bilateral::panel::{
    Cell as Found, Columns, Detail, Duplicates, Gaps, Marks, Panel, PanelBuilder, Reason, Totals,
};
use bilateral::unit::USD;
use bilateral::{
    Area, Commodity, Flow, Key, Money, Period, Ratio, Rounding, Series, Undefined, growth,
    indicator,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Cell = (Flow, Area, Area, Commodity, Period);

/// Reporter, partner, commodity, period and value.
type Flows = (Area, Area, Commodity, Period, Ratio);

/// Area, partner, commodity, flow and period as small numbers, a value and perhaps a quantity.
type Row = ((usize, usize, usize, usize, usize), i64, Option<i64>);

fn areas() -> Vec<Area> {
    ["CHN", "RUS", "DEU", "USA"].iter().map(|code| code.parse().unwrap()).collect()
}

fn commodities() -> Vec<Commodity> {
    ["H6:270900", "H6:271121", "H6:100630", "H6:854231", "H6:9999AA"]
        .iter()
        .map(|code| code.parse().unwrap())
        .collect()
}

const FLOWS: [Flow; 2] = [Flow::Export, Flow::Import];

/// Three years: joint January-February in the first, the months apart later, and annual spans
/// nowhere.
fn months() -> Vec<Period> {
    let mut months = vec![Period::january_february(2021)];
    months.extend((3..=6).map(|month| Period::month(2021, month)));
    months.extend((1..=6).map(|month| Period::month(2022, month)));
    months.push(Period::january_february(2023));
    months.extend((3..=5).map(|month| Period::month(2023, month)));
    months
}

fn years() -> Vec<Period> {
    (2020..=2023).map(Period::year).collect()
}

fn value() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => 0..5_000_i64,
        2 => Just(0),
        2 => 0..2_000_000_000_000_i64,
        1 => -50..0_i64,
        1 => prop_oneof![Just(i64::MAX), Just(i64::MAX - 1), Just(i64::MIN), Just(i64::MIN + 1)],
    ]
}

fn positive() -> impl Strategy<Value = i64> {
    prop_oneof![5 => 1..5_000_i64, 3 => 1..400_000_000_000_i64, 1 => Just(i64::MAX)]
}

fn rows(values: impl Strategy<Value = i64>, periods: usize) -> impl Strategy<Value = Vec<Row>> {
    let quantity = prop_oneof![3 => positive().prop_map(Some), 1 => Just(None), 1 => Just(Some(0))];
    let place = (0..4_usize, 0..4_usize, 0..5_usize, 0..2_usize, 0..periods);
    proptest::collection::vec((place, values, quantity), 0..160).prop_map(|rows| {
        let mut once = BTreeMap::new();
        for (place, value, quantity) in rows {
            once.insert(place, (value, quantity));
        }
        once.into_iter().map(|(place, (value, quantity))| (place, value, quantity)).collect()
    })
}

fn columns(rows: &[Row], periods: &[Period]) -> Columns {
    let id = |n: usize| u16::try_from(n).unwrap();
    Columns {
        areas: areas(),
        commodities: commodities(),
        periods: periods.to_vec(),
        labels: FLOWS.map(Into::into).to_vec(),
        reporter: rows.iter().map(|row| id(row.0.0)).collect(),
        partner: rows.iter().map(|row| id(row.0.1)).collect(),
        commodity: rows.iter().map(|row| id(row.0.2)).collect::<Vec<u16>>().into(),
        label: rows.iter().map(|row| id(row.0.3)).collect(),
        period: rows.iter().map(|row| id(row.0.4)).collect(),
        value: rows.iter().map(|row| row.1).collect(),
        quantity: rows.iter().map(|row| row.2.unwrap_or(i64::MIN)).collect(),
        ..Columns::default()
    }
}

fn panel(rows: &[Row], periods: &[Period]) -> Panel {
    PanelBuilder::new(USD.one(), 0).unwrap().build_from(columns(rows, periods)).unwrap()
}

fn cell(row: &Row, periods: &[Period]) -> Cell {
    let (r, p, c, f, t) = row.0;
    (FLOWS[f], areas()[r], areas()[p], commodities()[c], periods[t])
}

fn model(rows: &[Row], periods: &[Period]) -> BTreeMap<Cell, (i64, Option<i64>)> {
    rows.iter().map(|row| (cell(row, periods), (row.1, row.2))).collect()
}

/// A scalar result as the panel has it: rounded to so many places, or too large for 64 bits.
fn as_column(result: Result<Ratio, bilateral::Error>, places: u8) -> Result<String, Undefined> {
    let rounded = result
        .map_err(|error| error.undefined().cloned().unwrap())?
        .round(places, Rounding::HalfEven);
    let digits: String = rounded.to_string().chars().filter(|c| *c != '.').collect();
    if digits.parse::<i64>().is_ok() { Ok(rounded.to_string()) } else { Err(Undefined::TooLarge) }
}

/// The sums of all labels, by period, flow, reporter and partner.
fn sums(panel: &Panel) -> Vec<SumRow> {
    let mut all: Vec<SumRow> =
        panel.labels().iter().flat_map(|label| panel.sums(*label).unwrap()).collect();
    all.sort_by_key(|sum| (sum.period, sum.key.flow(), sum.key.reporter(), sum.key.partner()));
    all
}

fn text(result: Result<Rounded, Undefined>) -> Result<String, Undefined> {
    result.map(|number| number.to_string())
}

fn number(value: i64) -> Ratio {
    Ratio::from(value)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_order_gives_the_same_panel(rows in rows(value(), 4), seed in 0..1000_usize) {
        let expected = panel(&rows, &years());
        let mut shuffled = rows.clone();
        let length = shuffled.len().max(1);
        for at in 0..shuffled.len() {
            shuffled.swap(at, (at * 7919 + seed * 31) % length);
        }
        let mut by_series = rows.clone();
        by_series.sort_by_key(|row| {
            let c = cell(row, &years());
            (c.0, c.1, c.2, c.3, c.4)
        });
        for rows in [shuffled, by_series] {
            let other = panel(&rows, &years());
            prop_assert_eq!(
                expected.growth(6, Rounding::HalfEven).unwrap(),
                other.growth(6, Rounding::HalfEven).unwrap()
            );
            prop_assert_eq!(sums(&expected), sums(&other));
            prop_assert_eq!(expected.prices().ok(), other.prices().ok());
            prop_assert_eq!(expected.bennet().ok(), other.bennet().ok());
            for row in 0..expected.len() {
                prop_assert_eq!(expected.key(row), other.key(row));
                prop_assert_eq!(expected.value(row), other.value(row));
                prop_assert_eq!(expected.quantity(row), other.quantity(row));
            }
        }
    }

    #[test]
    fn rows_stand_in_the_order_of_their_keys(rows in rows(value(), 4)) {
        let panel = panel(&rows, &years());
        let mut expected: Vec<_> = model(&rows, &years()).into_iter().collect();
        expected.sort_by_key(|((f, r, p, c, t), _)| (*t, *f, *r, *p, *c));
        prop_assert_eq!(panel.len(), expected.len());
        for (row, ((flow, reporter, partner, commodity, period), (value, quantity))) in
            expected.into_iter().enumerate()
        {
            let key = Key::new(flow, reporter, partner).of(commodity);
            prop_assert_eq!(panel.key(row), Some((key, period)));
            prop_assert_eq!(panel.find(&key, period), Ok(Found::Part(row)));
            prop_assert_eq!(panel.value(row), Some(Decimal::from(value)));
            prop_assert_eq!(
                panel.quantity(row),
                quantity.map(|quantity| (Decimal::from(quantity), None))
            );
        }
    }

    #[test]
    fn growth_equals_the_scalar_function(rows in rows(value(), 15)) {
        let periods = months();
        let (panel, model) = (panel(&rows, &periods), model(&rows, &periods));
        let growths = panel.growth(6, Rounding::HalfEven).unwrap();
        for row in 0..panel.len() {
            let (key, period) = panel.key(row).unwrap();
            let now = panel.mantissas()[row];
            let before = (
                key.flow(),
                key.reporter(),
                key.partner(),
                key.commodity(),
                period.year_earlier().unwrap(),
            );
            let Some((base, _)) = model.get(&before) else {
                prop_assert_eq!(text(growths.growth(row)), Err(Undefined::Missing));
                prop_assert_eq!(growths.change(row), Err(Undefined::Missing));
                continue;
            };
            let change = i128::from(now) - i128::from(*base);
            match i64::try_from(change) {
                Ok(change) => {
                    prop_assert_eq!(growths.change(row), Ok(Decimal::from(change)));
                    let scalar = growth::year_over_year(number(now), number(*base))
                        .map(|g| g.ratio().clone());
                    prop_assert_eq!(text(growths.growth(row)), as_column(scalar, 6));
                }
                Err(_) => prop_assert_eq!(growths.change(row), Err(Undefined::TooLarge)),
            }
        }
    }

    #[test]
    fn totals_equal_sums_of_big_integers(rows in rows(value(), 4)) {
        let (panel, model) = (panel(&rows, &years()), model(&rows, &years()));
        let mut expected: BTreeMap<(Period, Flow, Area, Area), (i128, usize)> = BTreeMap::new();
        for ((flow, reporter, partner, _, period), (value, _)) in model {
            let sum = expected.entry((period, flow, reporter, partner)).or_default();
            *sum = (sum.0 + i128::from(value), sum.1 + 1);
        }
        let found: Vec<_> = sums(&panel)
            .into_iter()
            .map(|t| {
                ((t.period, t.key.flow(), t.key.reporter(), t.key.partner()), (t.mantissa, t.rows))
            })
            .collect();
        prop_assert_eq!(found, expected.clone().into_iter().collect::<Vec<_>>());

        let Ok(pairs) = panel.pairs(Flow::Export) else { return Ok(()) };
        let mut sides = 0;
        for pair in &pairs {
            let side =
                |one, two| expected.get(&(pair.period, Flow::Export, one, two)).map(|sum| sum.0);
            prop_assert!(pair.one <= pair.two);
            prop_assert_eq!(pair.one_reports_mantissa(), side(pair.one, pair.two));
            let other = if pair.one == pair.two { None } else { side(pair.two, pair.one) };
            prop_assert_eq!(pair.two_reports_mantissa(), other);
            sides += usize::from(pair.one_reports_mantissa().is_some())
                + usize::from(pair.two_reports_mantissa().is_some());
        }
        prop_assert_eq!(sides, expected.keys().filter(|key| key.1 == Flow::Export).count());
        prop_assert!(
            pairs
                .windows(2)
                .all(|w| (w[0].period, w[0].one, w[0].two) < (w[1].period, w[1].one, w[1].two))
        );
    }

    #[test]
    fn year_to_date_equals_the_scalar_functions(rows in rows(value(), 15)) {
        let periods = months();
        let panel = panel(&rows, &periods);
        let strict = panel.year_to_date(Gaps::Missing, 6, Rounding::HalfEven).unwrap();
        let open = panel.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven).unwrap();
        let fits = |sum: i128| {
            i64::try_from(sum).map(|sum| sum.to_string()).map_err(|_| Undefined::TooLarge)
        };
        for row in 0..panel.len() {
            let (key, period) = panel.key(row).unwrap();
            let cells: Vec<(Period, i128)> = (0..panel.len())
                .filter_map(|other| {
                    panel
                        .key(other)
                        .filter(|(k, _)| *k == key)
                        .map(|(_, p)| (p, i128::from(panel.mantissas()[other])))
                })
                .collect();
            let to_date = |year: i32, month: u8| {
                let upto = Period::january_to(year, month);
                let inside = cells.iter().filter(|(p, _)| upto.contains(p));
                let ends = cells.iter().any(|(p, _)| p.last() == upto.last());
                inside.clone().next().map(|_| {
                    (
                        inside.clone().map(|(_, value)| value).sum::<i128>(),
                        inside.map(|(p, _)| p.months_count()).sum::<u32>() == u32::from(month),
                        ends,
                    )
                })
            };
            let (year, month) = (period.last().year(), period.last().number());
            let (sum, complete, _) = to_date(year, month).unwrap();
            prop_assert_eq!(text(open.sums().get(row)), fits(sum));
            prop_assert_eq!(
                text(strict.sums().get(row)),
                if complete { fits(sum) } else { Err(Undefined::Missing) }
            );
            let base = to_date(year - 1, month);
            for (table, strictly) in [(&strict, true), (&open, false)] {
                let usable = |(sum, complete, ends): (i128, bool, bool)| {
                    if !ends || (strictly && !complete) {
                        return Err(Undefined::Missing);
                    }
                    i64::try_from(sum).map_err(|_| Undefined::TooLarge)
                };
                let now = usable((sum, complete, true));
                let expected = match (base.is_some_and(|b| b.2), now, base.map(usable)) {
                    (true, Ok(now), Some(Ok(base))) => {
                        let scalar = growth::year_over_year(number(now), number(base))
                            .map(|g| g.ratio().clone());
                        match now.checked_sub(base) {
                            Some(_) => as_column(scalar, 6),
                            None => Err(Undefined::TooLarge),
                        }
                    }
                    (true, Err(reason), _) | (true, _, Some(Err(reason))) => Err(reason),
                    _ => Err(Undefined::Missing),
                };
                prop_assert_eq!(text(table.growths().get(row)), expected, "{} {}", key, period);
            }
            if complete {
                let series: Series<Money> = panel.series(&key).unwrap();
                let scalar =
                    series.amount(Period::january_to(year, month)).unwrap().amount().value();
                prop_assert_eq!(Decimal::from_i128_with_scale(sum, 0), scalar);
            }
        }
    }

    #[test]
    fn structure_equals_the_scalar_functions(rows in rows(value(), 2)) {
        let (panel, model) = (panel(&rows, &years()), model(&rows, &years()));
        let Ok(structure) = panel.structure(Flow::Export, 9, Rounding::HalfEven) else {
            return Ok(());
        };
        let cells: Vec<Flows> = model
            .iter()
            .filter(|((flow, ..), _)| *flow == Flow::Export)
            .map(|((_, r, p, c, t), (value, _))| (*r, *p, *c, *t, number(*value)))
            .collect();
        let total = |period: Period, of: &dyn Fn(&Flows) -> bool| -> Ratio {
            cells
                .iter()
                .filter(|cell| cell.3 == period && of(cell))
                .map(|cell| cell.4.clone())
                .sum()
        };
        for row in 0..structure.rca().len() {
            let about = structure.advantage(row).unwrap();
            let x = total(about.period, &|c| c.0 == about.area && c.2 == about.commodity);
            let (country, product) = (
                total(about.period, &|c| c.0 == about.area),
                total(about.period, &|c| c.2 == about.commodity),
            );
            let scalar = indicator::rca(x, country, product, total(about.period, &|_| true));
            prop_assert_eq!(text(structure.rca().get(row)), as_column(scalar, 9));
        }
        let two_way = panel.pair_grubel_lloyd(Flow::Export, 9, Rounding::HalfEven).unwrap();
        for (row, pair) in panel.pairs(Flow::Export).unwrap().into_iter().enumerate() {
            let side = |from: Area, to: Area, good: Commodity| {
                if from == to && from != pair.one {
                    return Ratio::zero();
                }
                total(pair.period, &|c| c.0 == from && c.1 == to && c.2 == good)
            };
            let goods: Vec<(Ratio, Ratio)> = commodities()
                .into_iter()
                .map(|good| {
                    // A country with itself has one direction only.
                    let back = if pair.one == pair.two {
                        Ratio::zero()
                    } else {
                        side(pair.two, pair.one, good)
                    };
                    (side(pair.one, pair.two, good), back)
                })
                .collect();
            // Where one of the two did not report there is no index.
            let both =
                pair.one_reports_mantissa().is_some() && pair.two_reports_mantissa().is_some();
            let expected = if both {
                as_column(indicator::grubel_lloyd_aggregate(&goods), 9)
            } else {
                Err(Undefined::Missing)
            };
            prop_assert_eq!(text(two_way.get(row)), expected);
        }
        let reports = |flow: Flow, area: Area, period: Period| {
            model.keys().any(|(f, r, .., t)| (*f, *r, *t) == (flow, area, period))
        };
        let imports_of = |area: Area, good: Commodity, period: Period| -> Ratio {
            let own = model.iter().filter(|((f, r, _, c, t), _)| {
                (*f, *r, *c, *t) == (Flow::Import, area, good, period)
            });
            own.map(|(_, (value, _))| number(*value)).sum()
        };
        for row in 0..structure.grubel_lloyd().len() {
            let about = structure.country(row).unwrap();
            let exports: Vec<Ratio> = commodities()
                .into_iter()
                .map(|good| total(about.period, &|c| c.0 == about.area && c.2 == good))
                .collect();
            let partners: Vec<Ratio> = areas()
                .into_iter()
                .map(|p| total(about.period, &|c| c.0 == about.area && c.1 == p))
                .collect();
            for (index, levels) in [
                (structure.hhi_of_commodities(), &exports),
                (structure.hhi_of_partners(), &partners),
            ] {
                prop_assert_eq!(text(index.point().get(row)), as_column(indicator::hhi(levels), 9));
                prop_assert_eq!(
                    (index.low().get(row), index.high().get(row)),
                    (index.point().get(row), index.point().get(row))
                );
            }
            let with = |imports: Vec<Ratio>| -> Vec<(Ratio, Ratio)> {
                exports.iter().cloned().zip(imports).collect()
            };
            let mirror = with(
                commodities()
                    .into_iter()
                    .map(|good| total(about.period, &|c| c.1 == about.area && c.2 == good))
                    .collect(),
            );
            let own = with(
                commodities()
                    .into_iter()
                    .map(|good| imports_of(about.area, good, about.period))
                    .collect(),
            );
            let (sends, takes) = (
                reports(Flow::Export, about.area, about.period),
                reports(Flow::Import, about.area, about.period),
            );
            // A mirror needs somebody else who reports.
            let others = areas()
                .into_iter()
                .any(|area| area != about.area && reports(Flow::Export, area, about.period));
            for (column, goods, both) in [
                (structure.grubel_lloyd(), own, sends && takes),
                (structure.grubel_lloyd_of_mirror(), mirror, sends && others),
            ] {
                let scalar = as_column(indicator::grubel_lloyd_aggregate(&goods), 9);
                prop_assert_eq!(
                    text(column.get(row)),
                    if both { scalar } else { Err(Undefined::Missing) }
                );
            }
        }
    }

    #[test]
    fn prices_are_within_their_bound(rows in rows(positive(), 4)) {
        let (panel, model) = (panel(&rows, &years()), model(&rows, &years()));
        let Ok(prices) = panel.prices() else { return Ok(()) }; // no rows, no quantities
        let billionth = Ratio::new(1, 1_000_000_000).unwrap();
        for row in 0..prices.len() {
            let about = prices.row(row).unwrap();
            let items: Vec<Item> = commodities()
                .into_iter()
                .map(|commodity| {
                    let at = |period| {
                        let key = (
                            about.key.flow(),
                            about.key.reporter(),
                            about.key.partner(),
                            commodity,
                            period,
                        );
                        model
                            .get(&key)
                            .map_or((0, 0), |(value, quantity)| (*value, quantity.unwrap_or(0)))
                    };
                    let (now, base) = (at(about.period), at(about.period.year_earlier().unwrap()));
                    Item::new((number(base.0), number(base.1)), (number(now.0), number(now.1)))
                        .unwrap()
                })
                .collect();
            let basket = Basket::new(items).unwrap();
            let coverage = basket.coverage().unwrap();
            prop_assert_eq!(usize::try_from(about.matched).unwrap(), coverage.matched());
            if about.matched == 0 {
                prop_assert_eq!(
                    text(prices.laspeyres_price().get(row)),
                    Err(Undefined::NothingMatched)
                );
                continue;
            }
            // The stated bound: with e = n / 2 billionths, S / V is off by e / V and V / S by its e
            // / (S - e)-fold.
            let e = Ratio::from(i64::from(about.matched))
                * billionth.clone()
                * Ratio::new(1, 2).unwrap();
            let last = billionth.clone() * Ratio::new(1, 2).unwrap();
            let (base, now) = matched_values(&model, about.key, about.period);
            let (laspeyres, paasche) =
                (basket.laspeyres_price().unwrap(), basket.paasche_price().unwrap());
            let (volume, paasche_volume) =
                (basket.laspeyres_volume().unwrap(), basket.paasche_volume().unwrap());
            // sum v0 q1 / q0 and sum v1 q0 / q1
            let (then, cost) = (&base * &volume, &base * &laspeyres);
            let fold = |sum: &Ratio| {
                (sum.clone() > e.clone()).then(|| e.over(&(sum.clone() - e.clone())).unwrap())
            };
            let sure = |ratio: &Ratio, fold: Option<Ratio>| fold.map(|fold| ratio * &fold);
            let offs = [
                (prices.laspeyres_price(), laspeyres.clone(), e.over(&base).ok()),
                (prices.laspeyres_volume(), volume.clone(), e.over(&base).ok()),
                (prices.paasche_price(), paasche.clone(), sure(&paasche, fold(&then))),
                (
                    prices.paasche_volume(),
                    paasche_volume.clone(),
                    sure(&paasche_volume, fold(&cost)),
                ),
                (prices.coverage_of_base(), coverage.base().clone(), Some(Ratio::zero())),
                (prices.coverage_of_now(), coverage.now().clone(), Some(Ratio::zero())),
            ];
            prop_assert!(now.is_positive());
            for (column, exact, off) in offs {
                match (column.mantissa(row), off) {
                    (Ok(found), Some(off)) => {
                        let error = (number(found) * billionth.clone() - exact.clone()).abs();
                        prop_assert!(error <= off + last.clone(), "{} against {}", found, exact);
                    }
                    (Err(reason), _) => prop_assert_eq!(reason, Undefined::TooLarge),
                    _ => {}
                }
                // Too large is said only of what is: an index beyond 64 bits, or one over a sum
                // that rounds to nothing.
                if exact < Ratio::from(1_000_000)
                    && exact > billionth
                    && then > Ratio::one()
                    && cost > Ratio::one()
                {
                    prop_assert!(column.mantissa(row).is_ok());
                }
            }
            if let (Ok(found), Some(one), Some(two)) =
                (prices.fisher_price().mantissa(row), fold(&then), fold(&cost))
            {
                let exact: Ratio = basket
                    .fisher_price(20)
                    .unwrap()
                    .to_decimal()
                    .map_or_else(|_| Ratio::from(0), Ratio::from);
                let error = (number(found) * billionth.clone() - exact.clone()).abs();
                let off = &exact * &(one + two);
                prop_assert!(
                    exact.is_zero()
                        || error
                            <= off
                                + last.clone()
                                + billionth.clone() * Ratio::new(1, 1000).unwrap()
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Price and volume of each pair: against the scalar function, and their sum against the plain
    /// change of values.
    #[test]
    fn effects_add_up_and_are_within_their_bound(
        rows in rows(prop_oneof![8 => positive(), 1 => Just(0)], 4),
    ) {
        use bilateral::index::Effect;
        let (panel, model) = (panel(&rows, &years()), model(&rows, &years()));
        let Ok(found) = panel.bennet() else { return Ok(()) };
        for row in 0..found.len() {
            let about = found.row(row).unwrap();
            let at = |commodity, period| {
                let key = (
                    about.key.flow(),
                    about.key.reporter(),
                    about.key.partner(),
                    commodity,
                    period,
                );
                model.get(&key).map_or((0, 0), |(value, quantity)| (*value, quantity.unwrap_or(0)))
            };
            let (mut items, mut change) = (Vec::new(), 0_i128);
            for commodity in commodities() {
                let (now, base) = (
                    at(commodity, about.period),
                    at(commodity, about.period.year_earlier().unwrap()),
                );
                change += i128::from(now.0) - i128::from(base.0);
                items.push(
                    Item::new((number(base.0), number(base.1)), (number(now.0), number(now.1)))
                        .unwrap(),
                );
            }
            let scalar = Basket::new(items).unwrap().bennet();
            let e =
                Ratio::new(about.matched, 2_000_000_000_i64).unwrap() + Ratio::new(1, 2).unwrap();
            let columns = [
                (found.price(), Effect::Price, e.clone()),
                (found.volume(), Effect::Volume, e),
                (found.entries(), Effect::Entries, Ratio::zero()),
                (found.exits(), Effect::Exits, Ratio::zero()),
                (found.not_compared(), Effect::NotCompared, Ratio::zero()),
            ];
            let mut total = Some(0_i128);
            for (column, effect, bound) in columns {
                let exact = scalar.effect(effect);
                match column.mantissa(row) {
                    Ok(amount) => {
                        prop_assert!(
                            (number(amount) - exact.clone()).abs() <= bound,
                            "{effect}: {amount} against {exact}"
                        );
                        total = total.map(|total| total + i128::from(amount));
                    }
                    Err(reason) => {
                        prop_assert_eq!(reason, Undefined::TooLarge);
                        // Said only of what is too large, or what rests on it.
                        let limit = number(i64::MAX) - Ratio::from(4);
                        prop_assert!(
                            exact.abs() > limit || scalar.effect(Effect::Price).abs() > limit,
                            "{effect}: {exact}"
                        );
                        total = None;
                    }
                }
            }
            match found.change().mantissa(row) {
                Ok(amount) => prop_assert_eq!(i128::from(amount), change),
                Err(reason) => {
                    prop_assert_eq!(reason, Undefined::TooLarge);
                    prop_assert!(i64::try_from(change).is_err());
                }
            }
            if let Some(total) = total {
                prop_assert_eq!(total, change);
            }
        }
    }
}

proptest! {
    /// With corrections below zero and the largest numbers: what is there adds up.
    #[test]
    fn effects_of_any_values_add_up(rows in rows(value(), 4)) {
        let Ok(found) = panel(&rows, &years()).bennet() else { return Ok(()) };
        for row in 0..found.len() {
            let effects = [
                found.price(),
                found.volume(),
                found.entries(),
                found.exits(),
                found.not_compared(),
            ];
            let amounts: Result<Vec<i64>, Undefined> =
                effects.iter().map(|column| column.mantissa(row)).collect();
            if let (Ok(amounts), Ok(change)) = (amounts, found.change().mantissa(row)) {
                prop_assert_eq!(
                    amounts.into_iter().map(i128::from).sum::<i128>(),
                    i128::from(change)
                );
            }
        }
    }
}

#[test]
fn prices_in_unlike_units_are_not_compared() {
    let row =
        |good: usize, year: usize, value, quantity| ((0, 1, good, 0, year), value, Some(quantity));
    // The first good is counted in kg and then in t, the second in kg, the third begins, the fourth
    // ends.
    let rows: Vec<Row> = vec![
        row(0, 0, 100, 50),
        row(0, 1, 130, 60),
        row(1, 0, 40, 10),
        row(1, 1, 66, 15),
        row(2, 1, 20, 5),
        row(3, 0, 7, 1),
    ];
    let mut columns = columns(&rows, &years());
    columns.quantity_units = vec!["kg".parse().unwrap(), "t".parse().unwrap()];
    columns.detail = [0, 1, 0, 0, 0, 0].map(|unit| Detail::new(unit, Marks::default())).to_vec();
    let found =
        PanelBuilder::new(USD.one(), 0).unwrap().build_from(columns).unwrap().bennet().unwrap();
    let of = |column: &bilateral::bulk::Column| column.mantissa(0).unwrap();
    assert_eq!((of(found.not_compared()), of(found.entries()), of(found.exits())), (30, 20, -7));
    assert_eq!((of(found.price()), of(found.volume()), of(found.change())), (5, 21, 69));
}

/// What the matched commodities of a pair are worth in the base year and now.
fn matched_values(
    model: &BTreeMap<Cell, (i64, Option<i64>)>,
    key: Key,
    period: Period,
) -> (Ratio, Ratio) {
    let (mut base, mut now) = (Ratio::zero(), Ratio::zero());
    for commodity in commodities() {
        let at = |period| {
            model.get(&(key.flow(), key.reporter(), key.partner(), commodity, period)).copied()
        };
        if let (Some((v0, Some(q0))), Some((v1, Some(q1)))) =
            (at(period.year_earlier().unwrap()), at(period))
            && v0 > 0
            && q0 > 0
            && v1 > 0
            && q1 > 0
        {
            (base, now) = (base + number(v0), now + number(v1));
        }
    }
    (base, now)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn parts_equal_the_scalar_functions(rows in rows(value(), 15)) {
        use bilateral::bulk::Whole;
        let periods = months();
        let (panel, model) = (panel(&rows, &periods), model(&rows, &periods));
        let cells: Vec<(Key, Period, i64)> = model
            .iter()
            .map(|((f, r, p, c, t), (v, _))| (Key::new(*f, *r, *p).of(*c), *t, *v))
            .collect();
        let same = |of: Whole, a: &Key, b: &Key| {
            a.flow() == b.flow()
                && match of {
                    Whole::Pair => (a.reporter(), a.partner()) == (b.reporter(), b.partner()),
                    Whole::Reporter => a.reporter() == b.reporter(),
                    Whole::Commodity => a.commodity() == b.commodity(),
                    _ => (a.reporter(), a.commodity()) == (b.reporter(), b.commodity()),
                }
        };
        let wholes = [Whole::Pair, Whole::Reporter, Whole::Commodity, Whole::Partners];
        let labels = panel.labels().iter().flat_map(|label| wholes.map(|of| (*label, of)));
        for (label, of) in labels {
            let whole = |key: &Key, period: Period| -> Ratio {
                cells
                    .iter()
                    .filter(|(k, t, _)| *t == period && same(of, k, key))
                    .map(|cell| number(cell.2))
                    .sum()
            };
            let shares = panel.shares(label, of, 9, Rounding::HalfEven).unwrap();
            let strict =
                panel.contributions(label, of, Gaps::Missing, 6, Rounding::HalfEven).unwrap();
            let open =
                panel.contributions(label, of, Gaps::NoTrade, 6, Rounding::HalfEven).unwrap();
            for row in 0..panel.len() {
                let (key, period) = panel.key(row).unwrap();
                if key.label() != label {
                    prop_assert_eq!(text(shares.get(row)), Err(Undefined::NotAsked));
                    prop_assert!(strict.get(row).is_err() && open.get(row).is_err());
                    continue;
                }
                let now = number(panel.mantissas()[row]);
                match indicator::share(now.clone(), whole(&key, period)) {
                    Ok(share) => prop_assert_eq!(text(shares.get(row)), as_column(Ok(share), 9)),
                    // A part above its whole means that others are negative.
                    Err(error) => prop_assert_eq!(
                        text(shares.get(row)),
                        Err(error.undefined().cloned().unwrap_or(Undefined::NegativeLevel))
                    ),
                }
                let earlier = period.year_earlier().unwrap();
                let base = cells
                    .iter()
                    .find(|(k, t, _)| *t == earlier && *k == key)
                    .map(|cell| number(cell.2));
                let scalar = |base: Ratio| {
                    as_column(
                        bilateral::contribution::contribution(
                            now.clone(),
                            base,
                            whole(&key, earlier),
                        ),
                        6,
                    )
                };
                let in_panel = cells.iter().any(|(_, t, _)| *t == earlier);
                let (expected, openly) = match (base, in_panel) {
                    (Some(base), _) => (scalar(base.clone()), scalar(base)),
                    (None, true) => (Err(Undefined::Missing), scalar(Ratio::zero())),
                    (None, false) => (Err(Undefined::Missing), Err(Undefined::Missing)),
                };
                prop_assert_eq!(text(strict.get(row)), expected);
                prop_assert_eq!(text(open.get(row)), openly);
            }
        }
        for label in panel.labels() {
            let (totals, ranks) =
                (panel.sums(*label).unwrap(), panel.partner_ranks(*label).unwrap());
            prop_assert_eq!(totals.len(), ranks.len());
            for (total, rank) in totals.iter().zip(ranks) {
                let larger = totals.iter().filter(|other| {
                    (other.period, other.key.reporter()) == (total.period, total.key.reporter())
                        && other.mantissa > total.mantissa
                });
                prop_assert_eq!(rank.map(|rank| rank as usize), Some(larger.count() + 1));
            }
        }
        let (rolling, sums) = (panel.rolling_12(Gaps::Missing), panel.rolling_12(Gaps::NoTrade));
        for row in 0..panel.len() {
            let (key, period) = panel.key(row).unwrap();
            let window = Period::rolling_12(period.last().year(), period.last().number());
            let inside: Vec<_> =
                cells.iter().filter(|(k, t, _)| *k == key && window.contains(t)).collect();
            let sum: i128 = inside.iter().map(|cell| i128::from(cell.2)).sum();
            let fits =
                i64::try_from(sum).map(|sum| sum.to_string()).map_err(|_| Undefined::TooLarge);
            let complete = inside.iter().map(|cell| cell.1.months_count()).sum::<u32>() == 12;
            prop_assert_eq!(text(sums.get(row)), fits.clone());
            prop_assert_eq!(
                text(rolling.get(row)),
                if complete { fits } else { Err(Undefined::Missing) }
            );
        }
    }

    #[test]
    fn coarser_panels_keep_every_sum(rows in rows(0..1_000_000_i64, 15)) {
        let panel = panel(&rows, &months());
        let sum =
            |panel: &Panel| panel.mantissas().iter().map(|value| i128::from(*value)).sum::<i128>();
        let eu: Area = Area::own(1).unwrap();
        for coarser in [
            panel.aggregate_commodities(4).unwrap(),
            panel.aggregate_commodities(0).unwrap(),
            panel.aggregate_areas(&[(eu, &areas()[2..4])]).unwrap(),
            panel.aggregate_periods(12, Gaps::NoTrade).unwrap(),
        ] {
            prop_assert_eq!(sum(&coarser), sum(&panel));
            prop_assert!(coarser.len() <= panel.len());
        }
        for total in sums(&panel.aggregate_commodities(0).unwrap()) {
            prop_assert_eq!(total.rows, 1);
        }
        // A quarter stands exactly where its three months do.
        let quarters = panel.aggregate_periods(3, Gaps::Missing).unwrap();
        for row in 0..quarters.len() {
            let (key, quarter) = quarters.key(row).unwrap();
            let scalar = panel.series(&key).unwrap().amount(quarter).unwrap().amount().value();
            prop_assert_eq!(quarters.value(row), Some(scalar));
        }
        let all = panel.filter(|_, _| true).unwrap();
        let none = panel.filter(|key, _| key.flow() == Flow::Trade).unwrap();
        prop_assert_eq!((all.len(), none.len()), (panel.len(), 0));
        prop_assert_eq!(all.into_columns().value, panel.into_columns().value);
    }
}

/// A panel large enough for many pieces, from a fixed generator.
fn large() -> Columns {
    let mut state = 20_260_101_u64;
    let mut next = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut columns = Columns {
        areas: (0..60).map(|n| Area::own(n).unwrap()).collect(),
        commodities: (10..97).map(|heading| format!("H6:10{heading}10").parse().unwrap()).collect(),
        periods: (1..=12).flat_map(|m| [Period::month(2021, m), Period::month(2022, m)]).collect(),
        labels: vec![Flow::Export.into()],
        ..Columns::default()
    };
    let mut goods = Vec::new();
    for _ in 0..300_000 {
        columns.reporter.push(next(30) as u16);
        columns.partner.push(30 + next(30) as u16);
        goods.push(next(87) as u16);
        columns.period.push(next(24) as u16);
        columns.value.push(next(1 << 40) as i64);
        columns.quantity.push(if next(10) == 0 { i64::MIN } else { next(1 << 30) as i64 });
    }
    columns.commodity = goods.into();
    columns
}

#[test]
fn results_do_not_depend_on_threads() {
    let all = || {
        let panel = PanelBuilder::new(USD.one(), 0)
            .unwrap()
            .duplicates(Duplicates::Sum)
            .build_from(large())
            .unwrap();
        (
            panel.growth(6, Rounding::HalfEven).unwrap(),
            panel.pairs(Flow::Export).unwrap(),
            panel.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven).unwrap(),
            panel.structure(Flow::Export, 9, Rounding::HalfEven).unwrap(),
            (panel.prices().unwrap(), panel.bennet().unwrap()),
            panel,
        )
    };
    let expected = all();
    assert!(expected.0.growths().checksum().1 > 10_000);
    #[cfg(feature = "parallel")]
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(all) == expected, "{threads} threads");
    }
}

#[test]
fn results_reuse_memory_without_a_trace() {
    let panel = PanelBuilder::new(USD.one(), 0)
        .unwrap()
        .duplicates(Duplicates::Sum)
        .build_from(large())
        .unwrap();
    let (mut growths, mut sums) =
        (bilateral::bulk::Growths::default(), bilateral::bulk::YearToDate::default());
    for _ in 0..2 {
        panel.growth_into(3, Rounding::Floor, &mut growths).unwrap();
        panel.growth_into(6, Rounding::HalfEven, &mut growths).unwrap();
        panel.year_to_date_into(Gaps::NoTrade, 2, Rounding::Floor, &mut sums).unwrap();
        panel.year_to_date_into(Gaps::Missing, 6, Rounding::HalfEven, &mut sums).unwrap();
    }
    assert!(growths == panel.growth(6, Rounding::HalfEven).unwrap());
    let fresh = panel.year_to_date(Gaps::Missing, 6, Rounding::HalfEven).unwrap();
    for row in 0..panel.len() {
        assert_eq!(text(sums.sums().get(row)), text(fresh.sums().get(row)));
        assert_eq!(text(sums.growths().get(row)), text(fresh.growths().get(row)));
    }
}

fn push(builder: &mut PanelBuilder, reporter: &str, partner: &str, commodity: &str, value: &str) {
    let key = Key::exports(reporter.parse().unwrap())
        .to(partner.parse().unwrap())
        .of(commodity.parse().unwrap());
    builder.push(key, Period::year(2022), value.parse().unwrap()).unwrap();
}

#[test]
fn nothing_is_counted_twice() {
    let build = |rows: &[(&str, &str, &str)], rule| {
        let mut builder = PanelBuilder::new(USD.million(), 1).unwrap().totals(rule);
        for (reporter, partner, commodity) in rows {
            push(&mut builder, reporter, partner, commodity, "1.5");
        }
        builder.build()
    };
    let world = [("CHN", "RUS", "H6:27"), ("CHN", "World", "H6:27"), ("DEU", "RUS", "H6:27")];
    let refused = build(&world, Totals::Refuse).unwrap_err();
    assert!(
        matches!(refused.kind(), bilateral::ErrorKind::Overlap { .. })
            && refused.to_string().contains("World")
    );
    let kept = build(&world, Totals::SetAside).unwrap();
    assert_eq!(
        (kept.len(), kept.account().count(Reason::Total), kept.reported().is_none()),
        (2, 1, true)
    );
    let both = build(&world, Totals::Keep).unwrap();
    assert_eq!((both.len(), both.reported().unwrap().len(), both.account().totals()), (2, 1, 1));

    let nested = [
        ("CHN", "RUS", "H6:27"),
        ("CHN", "RUS", "H6:2709"),
        ("CHN", "RUS", "H6:270900"),
        ("CHN", "RUS", "TOTAL"),
    ];
    assert!(build(&nested, Totals::Refuse).is_err());
    let kept = build(&nested, Totals::SetAside).unwrap();
    assert_eq!((kept.len(), kept.account().count(Reason::Total)), (1, 3));
    assert_eq!(kept.key(0).unwrap().0.commodity().to_string(), "H6:270900");
}

#[test]
fn one_pair_has_one_classification() {
    let build = |rows: &[(&str, &str)]| {
        let mut builder = PanelBuilder::new(USD.million(), 1).unwrap();
        rows.iter()
            .for_each(|(partner, commodity)| push(&mut builder, "CHN", partner, commodity, "1.5"));
        builder.build()
    };
    assert!(build(&[("RUS", "H5:270900"), ("DEU", "H6:270900")]).is_ok());
    // unlike chapters are apart
    assert!(build(&[("RUS", "H5:270900"), ("RUS", "H6:854231")]).is_ok());
    let error = build(&[("RUS", "H5:270900"), ("RUS", "H6:271121")]).unwrap_err().to_string();
    assert!(error.contains("H5:270900") && error.contains("H6:271121"), "{error}");
    // A masked code of an office stands for what none of its open codes holds.
    assert!(build(&[("RUS", "CN2024:39XXXXXX"), ("RUS", "CN2024:39011010")]).is_ok());
    assert!(build(&[("RUS", "CN2024:39XXXXXX"), ("RUS", "CN2024:40011010")]).is_ok());
}

#[test]
fn sums_beyond_128_bits_are_too_large_and_never_wrap() {
    // Each cross term is (2^63 - 1)^2, and three of them leave 128 bits.
    let most = i64::MAX;
    let rows: Vec<Row> = (0..3)
        .flat_map(|good| {
            [((0, 1, good, 0, 0), most, Some(most)), ((0, 1, good, 0, 1), most, Some(1))]
        })
        .collect();
    let prices = panel(&rows, &years()).prices().unwrap();
    assert_eq!(text(prices.laspeyres_price().get(0)), Err(Undefined::TooLarge));
    assert_eq!(text(prices.fisher_price().get(0)), Err(Undefined::TooLarge));
    assert_eq!(text(prices.coverage_of_now().get(0)), Ok("1.000000000".to_owned()));
}

/// Corrections can make the trade of the whole world nothing: there is no share of it.
#[test]
fn advantage_in_a_world_without_trade_is_undefined() {
    let rows: Vec<Row> = vec![((0, 2, 0, 0, 0), 7, None), ((1, 2, 1, 0, 0), -7, None)];
    let structure = panel(&rows, &years()).structure(Flow::Export, 9, Rounding::HalfEven).unwrap();
    assert_eq!(text(structure.rca().get(0)), Err(Undefined::NoTrade));
    assert_eq!(indicator::rca(7, 7, 7, 0).unwrap_err().undefined(), Some(&Undefined::NoTrade));
}

#[test]
fn duplicates_follow_the_rule() {
    let build = |rule| {
        let mut builder = PanelBuilder::new(USD.million(), 1).unwrap().duplicates(rule);
        for value in ["1.5", "2.0", "4"] {
            push(&mut builder, "CHN", "RUS", "H6:27", value);
        }
        builder.build()
    };
    let error = build(Duplicates::Refuse).unwrap_err().to_string();
    assert!(error.contains("CHN exports of H6:27 to RUS"), "{error}");
    assert_eq!(build(Duplicates::Sum).unwrap().value(0), Some("7.5".parse().unwrap()));
    assert_eq!(build(Duplicates::KeepFirst).unwrap().value(0), Some("1.5".parse().unwrap()));
    assert_eq!(build(Duplicates::KeepLast).unwrap().value(0), Some("4.0".parse().unwrap()));
}

#[test]
fn values_that_do_not_fit_are_refused() {
    let key = Key::exports(areas()[0]).to(areas()[1]);
    let mut builder = PanelBuilder::new(USD.million(), 1).unwrap();
    assert!(
        builder.push(key, Period::year(2022), "1.55".parse().unwrap()).unwrap_err().is_inexact()
    );
    assert!(builder.push(key, Period::year(2022), "1.50".parse().unwrap()).is_ok());
    assert!(
        builder.push(key, Period::year(2023), "922337203685477580.8".parse().unwrap()).is_err()
    );
    assert!(
        builder.push(key, Period::year(2023), "-922337203685477580.8".parse().unwrap()).is_ok()
    );
    assert!(PanelBuilder::new(USD.one(), 19).is_err());
}

#[test]
fn overlapping_periods_of_a_cell_are_refused() {
    let build = |other: &str| {
        let mut builder = PanelBuilder::new(USD.million(), 1).unwrap();
        let key = Key::exports(areas()[0]).to(areas()[1]);
        let apart = Key::exports(other.parse().unwrap()).to(areas()[2]);
        builder.push(key, Period::january_february(2022), Decimal::ONE).unwrap();
        builder.push(apart, Period::month(2022, 2), Decimal::ONE).unwrap();
        builder.push(key, Period::month(2022, 3), Decimal::ONE).unwrap();
        builder
            .push(Key::exports(areas()[0]).to(areas()[2]), Period::month(2022, 1), Decimal::ONE)
            .unwrap();
        builder.build()
    };
    assert!(build("RUS").is_ok());
    // January-February holds February, and stands apart from it; spans that cross are refused under
    // every rule.
    let of = |periods: [Period; 2], rule| {
        let mut builder = PanelBuilder::new(USD.million(), 1).unwrap().totals(rule);
        let _ = periods
            .map(|period| builder.push(Key::exports(CHN).to(RUS), period, Decimal::ONE).unwrap());
        builder.build()
    };
    let (joint, crossing) = (Period::january_february(2022), "2022-02/2022-03".parse().unwrap());
    let held = of([joint, Period::month(2022, 2)], Totals::Keep).unwrap();
    assert_eq!((held.len(), held.reported().unwrap().key(0).unwrap().1), (1, joint));
    for error in [
        of([joint, Period::month(2022, 2)], Totals::Refuse).unwrap_err(),
        of([joint, crossing], Totals::Keep).unwrap_err(),
        of([joint, crossing], Totals::SetAside).unwrap_err(),
    ] {
        assert!(matches!(error.kind(), bilateral::ErrorKind::Overlap { .. }), "{error}");
    }
}

#[test]
fn sections_add_up_their_chapters_and_leave_the_rest() {
    let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
    let imports = Key::imports(CHN).from(RUS);
    // Section V holds chapters 25 to 27, section VI begins at 28; chapter 98 belongs to no section.
    for (good, value) in
        [("H6:250100", 1), ("H6:270900", 20), ("H6:280110", 300), ("H6:980100", 4_000)]
    {
        rows.push(imports.of(good.parse().unwrap()), Period::year(2023), value.into()).unwrap();
    }
    let sections = rows.build().unwrap().aggregate_sections().unwrap();
    let shown: Vec<String> = sections.commodities().iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["H6:980100", "HSS:05", "HSS:06"]);
    assert_eq!(sections.mantissas(), [4_000, 21, 300]);
    // A section and a chapter of it would count the same goods twice: the section is a total.
    let nested = |rule| {
        let mut rows = PanelBuilder::new(USD.one(), 0).unwrap().totals(rule);
        rows.push(imports.of("HSS:05".parse().unwrap()), Period::year(2023), 1.into()).unwrap();
        rows.push(imports.of("H6:27".parse().unwrap()), Period::year(2023), 2.into()).unwrap();
        rows.build()
    };
    assert!(nested(Totals::Refuse).unwrap_err().to_string().contains("HSS:05"));
    let kept = nested(Totals::Keep).unwrap();
    assert_eq!((kept.mantissas(), kept.reported().unwrap().mantissas()), (&[2][..], &[1][..]));
}

#[test]
fn marks_and_units_follow_their_rows() {
    let mut columns = large();
    let rows = columns.value.len();
    columns.quantity_units = vec!["kg".parse().unwrap(), "t".parse().unwrap()];
    // The mark repeats the parity of the value, the unit that of the quantity, so that each can be
    // checked after sorting.
    let marks = |value: i64| Marks {
        estimated: value % 2 == 0,
        aggregated: value % 3 == 0,
        ..Marks::default()
    };
    columns.detail = (0..rows)
        .map(|at| Detail::new(u8::from(columns.quantity[at] % 2 != 0), marks(columns.value[at])))
        .collect();
    let rows = PanelBuilder::new(USD.one(), 0).unwrap().duplicates(Duplicates::KeepLast);
    let panel = rows.build_from(columns).unwrap();
    for row in 0..panel.len() {
        assert_eq!(panel.marks(row), marks(panel.mantissas()[row]));
        let Some((quantity, unit)) = panel.quantity(row) else { continue };
        let expected = if (quantity % Decimal::TWO).is_zero() { "kg" } else { "t" };
        assert_eq!(unit.unwrap().to_string(), expected);
    }
}
