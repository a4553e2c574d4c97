//! What counts: panels that are made from a known truth, of which any rows are listed: leaves,
//! groups, headings, totals.
//!
//! The truth is a table of leaves (reporter, partner, commodity), and each listed row is the sum of
//! the leaves it holds. So whatever is listed, a reported whole is the true one, and a sum of what
//! is listed is the sum of the leaves that some listed row holds, each once.

use bilateral::area::{CHN, DEU, FRA, IDN, JPN, RUS, USA, VNM, WORLD};
use bilateral::bulk::{Denominator, Whole};
use bilateral::panel::{Dimension, Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Flow, Key, Period, Ratio, Rounding, Undefined, indicator};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const YEAR: i32 = 2022;

fn area(code: &str) -> Area {
    code.parse().unwrap()
}

static PARTNERS: LazyLock<Vec<(Area, Vec<Area>)>> = LazyLock::new(all_partners);
static GOODS: LazyLock<Vec<(Commodity, Vec<Commodity>)>> = LazyLock::new(all_goods);

fn partners() -> &'static [(Area, Vec<Area>)] {
    &PARTNERS
}

fn goods() -> &'static [(Commodity, Vec<Commodity>)] {
    &GOODS
}

/// Partners and the leaves that each holds.
fn all_partners() -> Vec<(Area, Vec<Area>)> {
    let leaves = [DEU, FRA, VNM, IDN, CHN, USA];
    let mut all: Vec<(Area, Vec<Area>)> = leaves.iter().map(|leaf| (*leaf, vec![*leaf])).collect();
    all.push((area("97"), vec![DEU, FRA]));
    all.push((area("975"), vec![VNM, IDN]));
    all.push((WORLD, leaves.to_vec()));
    all
}

/// Commodities and the leaves that each holds.
fn all_goods() -> Vec<(Commodity, Vec<Commodity>)> {
    let good = |code: &str| code.parse::<Commodity>().unwrap();
    let leaves =
        ["H6:270900", "H6:271121", "H6:271112", "H6:841112", "H6:847130", "H6:854231"].map(good);
    let mut all: Vec<_> = leaves.iter().map(|leaf| (*leaf, vec![*leaf])).collect();
    for wide in ["H6:2711", "H6:27", "H6:84", "TOTAL"].map(good) {
        all.push((
            wide,
            leaves.iter().filter(|leaf| leaf.is_contained_in(&wide)).copied().collect(),
        ));
    }
    all
}

type Leaf = (Area, Flow, Area, Commodity);

/// The truth, and which of its sums are listed.
#[derive(Debug, Clone)]
struct Truth {
    leaves: BTreeMap<Leaf, i64>,
    /// Reporter, flow, place of the partner, place of the commodity.
    listed: BTreeSet<(Area, Flow, usize, usize)>,
}

impl Truth {
    fn held(&self, reporter: Area, flow: Flow, partner: usize, good: usize) -> BTreeSet<Leaf> {
        let (partners, goods) = (&partners()[partner].1, &goods()[good].1);
        let pairs =
            partners.iter().flat_map(|partner| goods.iter().map(move |good| (*partner, *good)));
        pairs.map(|(partner, good)| (reporter, flow, partner, good)).collect()
    }

    fn sum(&self, leaves: &BTreeSet<Leaf>) -> i64 {
        leaves.iter().map(|leaf| self.leaves[leaf]).sum()
    }

    fn value(&self, row: &(Area, Flow, usize, usize)) -> i64 {
        self.sum(&self.held(row.0, row.1, row.2, row.3))
    }

    /// The leaves that rows of a slice hold, each once.
    fn covered(&self, of: impl Fn(&(Area, Flow, usize, usize)) -> bool) -> BTreeSet<Leaf> {
        let rows = self.listed.iter().filter(|row| of(row));
        rows.flat_map(|row| self.held(row.0, row.1, row.2, row.3)).collect()
    }

    fn panel(&self) -> Panel {
        let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
        for row in &self.listed {
            let key = Key::new(row.1, row.0, partners()[row.2].0).of(goods()[row.3].0);
            rows.push(key, Period::year(YEAR), self.value(row).into()).unwrap();
        }
        rows.build().unwrap()
    }
}

fn truth() -> impl Strategy<Value = Truth> {
    let nodes: Vec<(Area, Flow, usize, usize)> = [RUS, JPN]
        .into_iter()
        .flat_map(|reporter| [Flow::Export, Flow::Import].map(|flow| (reporter, flow)))
        .flat_map(|(reporter, flow)| {
            (0..partners().len()).map(move |partner| (reporter, flow, partner))
        })
        .flat_map(|(reporter, flow, partner)| {
            (0..goods().len()).map(move |good| (reporter, flow, partner, good))
        })
        .collect();
    let leaf_count = 2 * 2 * 6 * 6;
    let values =
        proptest::collection::vec(prop_oneof![1 => Just(0_i64), 5 => 1..5_000_i64], leaf_count);
    let masks = proptest::collection::vec(proptest::bool::weighted(0.4), nodes.len());
    (values, masks).prop_map(move |(values, masks)| {
        let leaves = [RUS, JPN]
            .into_iter()
            .flat_map(|reporter| [Flow::Export, Flow::Import].map(|flow| (reporter, flow)))
            .flat_map(|(reporter, flow)| {
                [DEU, FRA, VNM, IDN, CHN, USA].map(|partner| (reporter, flow, partner))
            })
            .flat_map(|(r, f, p)| goods().iter().take(6).map(move |(good, _)| (r, f, p, *good)));
        Truth {
            leaves: leaves.zip(values).collect(),
            listed: nodes
                .iter()
                .zip(masks)
                .filter(|(_, listed)| *listed)
                .map(|(node, _)| *node)
                .collect(),
        }
    })
}

fn ratio(above: i64, below: i64) -> Ratio {
    Ratio::new(above, below).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every row is found as it was, part or total.
    #[test]
    fn every_row_is_found(truth in truth()) {
        let panel = truth.panel();
        let totals = panel.reported().map_or(0, Panel::len);
        prop_assert_eq!(panel.len() + totals, truth.listed.len());
        for row in &truth.listed {
            let key = Key::new(row.1, row.0, partners()[row.2].0).of(goods()[row.3].0);
            let amount = panel.amount(&key, Period::year(YEAR)).unwrap();
            prop_assert_eq!(amount.value(), truth.value(row).into());
        }
    }

    /// `total = the rows right below it + rest`, once for each total and dimension, by a plain
    /// oracle over all rows.
    #[test]
    fn parts_and_rests_make_their_total(truth in truth()) {
        let panel = truth.panel();
        for flow in [Flow::Export, Flow::Import] {
            let Ok(rests) = panel.rests(flow) else { continue };
            let mut expected = BTreeMap::new();
            for row in truth.listed.iter().filter(|row| row.1 == flow) {
                for dimension in [Dimension::Partners, Dimension::Goods] {
                    let inside = |other: &&(Area, Flow, usize, usize),
                                  whole: &(Area, Flow, usize, usize)| {
                        let alike = (other.0, other.1) == (whole.0, whole.1) && *other != whole;
                        let (fixed, held) = match dimension {
                            Dimension::Partners => (
                                other.3 == whole.3,
                                partners()[whole.2].0.holds(partners()[other.2].0),
                            ),
                            _ => (
                                other.2 == whole.2,
                                goods()[other.3].0.is_contained_in(&goods()[whole.3].0),
                            ),
                        };
                        alike && fixed && held
                    };
                    let held: Vec<_> =
                        truth.listed.iter().filter(|other| inside(other, row)).collect();
                    let below: Vec<_> = held
                        .iter()
                        .filter(|one| !held.iter().any(|two| inside(one, two)))
                        .collect();
                    if !below.is_empty() {
                        let sum: i64 = below.iter().map(|row| truth.value(row)).sum();
                        let rest = truth.value(row) - sum;
                        // Half a unit for each of the figures.
                        let rest = if rest.unsigned_abs() * 2 <= below.len() as u64 + 1 {
                            0
                        } else {
                            rest
                        };
                        let key = Key::new(row.1, row.0, partners()[row.2].0).of(goods()[row.3].0);
                        expected.insert((key, dimension), (i128::from(rest), below.len()));
                    }
                }
            }
            let found: BTreeMap<_, _> = rests
                .iter()
                .map(|rest| ((rest.key, rest.dimension), (rest.mantissa, rest.parts)))
                .collect();
            prop_assert_eq!(found, expected);
            prop_assert!(rests.iter().all(|rest| rest.mantissa >= 0));
        }
    }

    /// What a pair trades is the true amount where it is reported, else the leaves that are listed,
    /// each once; no partner holds another.
    #[test]
    fn sums_of_pairs_count_once(truth in truth()) {
        let panel = truth.panel();
        let Ok(sums) = panel.sums(Flow::Export) else { return Ok(()) };
        for row in &sums {
            let partner =
                partners().iter().position(|(area, _)| *area == row.key.partner()).unwrap();
            let covered = truth.covered(|other| {
                (other.0, other.1, other.2) == (row.key.reporter(), Flow::Export, partner)
            });
            prop_assert_eq!(row.mantissa, i128::from(truth.sum(&covered)));
            let total = goods().iter().position(|(good, _)| *good == Commodity::TOTAL).unwrap();
            let reported =
                truth.listed.contains(&(row.key.reporter(), Flow::Export, partner, total));
            prop_assert_eq!(row.whole == Denominator::Reported, reported);
            let others = sums.iter().filter(|other| other.key.reporter() == row.key.reporter());
            prop_assert!(
                !others.into_iter().any(|other| row.key.partner().holds(other.key.partner()))
            );
        }
        let ranks = panel.partner_ranks(Flow::Export).unwrap();
        for (row, rank) in sums.iter().zip(ranks) {
            prop_assert_eq!(rank.is_none(), row.key.partner() == WORLD);
        }
    }

    /// Shares of partners and of goods: on the true whole where it is reported, on the leaves
    /// listed in the slice else.
    #[test]
    fn shares_rest_on_the_whole_that_they_name(truth in truth()) {
        let panel = truth.panel();
        for flow in [Flow::Export, Flow::Import] {
            for of in [Whole::Partners, Whole::Pair, Whole::Reporter, Whole::Commodity] {
                let Ok(shares) = panel.shares(flow, of, 9, Rounding::HalfEven) else { continue };
                for row in 0..panel.len() {
                    let (key, _) = panel.key(row).unwrap();
                    if key.flow() != flow {
                        prop_assert_eq!(shares.get(row).unwrap_err(), Undefined::NotAsked);
                        continue;
                    }
                    let partner =
                        partners().iter().position(|(area, _)| *area == key.partner()).unwrap();
                    let good =
                        goods().iter().position(|(good, _)| *good == key.commodity()).unwrap();
                    let is_reported = shares.denominator(row) == Some(Denominator::Reported);
                    let value = truth.value(&(key.reporter(), flow, partner, good));
                    let slice = truth.covered(|other| {
                        other.1 == flow
                            && match of {
                                Whole::Partners => other.0 == key.reporter() && other.3 == good,
                                Whole::Pair => other.0 == key.reporter() && other.2 == partner,
                                Whole::Reporter => other.0 == key.reporter(),
                                _ => other.3 == good,
                            }
                    });
                    // What is listed of the slice is the most that a whole can be.
                    let most = truth.sum(&slice);
                    match shares.get(row) {
                        Err(Undefined::NoTrade) => prop_assert_eq!(value, 0),
                        Err(reason) => prop_assert!(false, "{key} {of:?}: {reason}"),
                        Ok(share) => {
                            prop_assert!(
                                share.to_string().parse::<f64>().unwrap() <= 1.0,
                                "{key} {of:?}: {share}"
                            );
                            let exact = ratio(value, most).round(9, Rounding::HalfEven).to_string();
                            if of == Whole::Reporter && !is_reported {
                                // Crossing totals cannot always be put together: never more than
                                // what is listed.
                                let number = |text: &str| text.parse::<f64>().unwrap();
                                prop_assert!(number(&share.to_string()) >= number(&exact));
                            } else {
                                prop_assert_eq!(share.to_string(), exact, "{} {:?}", key, of);
                            }
                        }
                    }
                }
            }
        }
    }

    /// The true index lies between the bounds, and is the point where nothing is left.
    #[test]
    fn concentration_has_true_bounds(truth in truth()) {
        let panel = truth.panel();
        let Ok(structure) = panel.structure(Flow::Export, 12, Rounding::HalfEven) else {
            return Ok(());
        };
        for row in 0..structure.hhi_of_partners().low().len() {
            let reporter = structure.country(row).unwrap().area;
            if structure.denominator(row) != Some(Denominator::Reported) {
                continue;
            }
            let of = |level: &dyn Fn(&Leaf) -> String| -> Vec<i64> {
                let mut levels: BTreeMap<String, i64> = BTreeMap::new();
                let leaves = truth
                    .leaves
                    .iter()
                    .filter(|(leaf, _)| (leaf.0, leaf.1) == (reporter, Flow::Export));
                for (leaf, value) in leaves {
                    *levels.entry(level(leaf)).or_default() += value;
                }
                levels.into_values().collect()
            };
            // The truth by partner leaves is one of the ways in which what is not split can be
            // split.
            let levels = of(&|leaf| leaf.2.to_string());
            let (low, high) = (
                structure.hhi_of_partners().low().get(row),
                structure.hhi_of_partners().high().get(row),
            );
            if let (Ok(low), Ok(high)) = (low, high) {
                let levels: Vec<bilateral::number::Decimal> =
                    levels.into_iter().map(Into::into).collect();
                if let Ok(index) = indicator::hhi(&levels) {
                    let number = |text: String| text.parse::<f64>().unwrap();
                    let index = number(index.round(12, Rounding::HalfEven).to_string());
                    let sums = panel.sums(Flow::Export).unwrap();
                    let all_leaves =
                        sums.iter().filter(|sum| sum.key.reporter() == reporter).all(|sum| {
                            partners().iter().any(|(area, leaves)| {
                                *area == sum.key.partner() && leaves.len() == 1
                            }) && sum.whole == Denominator::Reported
                        });
                    if all_leaves {
                        prop_assert!(number(low.to_string()) <= index + 1e-9);
                        prop_assert!(index <= number(high.to_string()) + 1e-9);
                    }
                }
            }
        }
    }

    /// Finer rows change no statistic of a fixed level whose whole is reported.
    #[test]
    fn finer_rows_change_nothing_above_them(truth in truth()) {
        let coarse: Vec<usize> = goods()
            .iter()
            .enumerate()
            .filter(|(_, (good, _))| good.level() <= 2)
            .map(|(at, _)| at)
            .collect();
        let mut wide = truth.clone();
        wide.listed.retain(|row| coarse.contains(&row.3));
        // The World and all goods are reported, and so is each chapter of each pair that is listed
        // at all.
        let world = partners().iter().position(|(area, _)| *area == WORLD).unwrap();
        let mut both = truth;
        for row in both.listed.clone() {
            for good in &coarse {
                wide.listed.insert((row.0, row.1, world, *good));
                wide.listed.insert((row.0, row.1, row.2, *good));
            }
        }
        both.listed.extend(wide.listed.iter().copied());
        let by_chapter = |truth: &Truth| truth.panel().aggregate_commodities(2).unwrap();
        let fine_chapter: BTreeSet<usize> = goods()
            .iter()
            .enumerate()
            .filter(|(_, (good, _))| good.to_string() == "H6:854231")
            .map(|(at, _)| at)
            .collect();
        // Chapter 85 is listed by its subheading alone, which is finer.
        both.listed.retain(|row| !fine_chapter.contains(&row.3));
        let (one, two) = (by_chapter(&wide), by_chapter(&both));
        prop_assert_eq!(&one, &two);
        for flow in [Flow::Export, Flow::Import] {
            for of in [Whole::Partners, Whole::Pair, Whole::Reporter] {
                match (
                    one.shares(flow, of, 6, Rounding::HalfEven),
                    two.shares(flow, of, 6, Rounding::HalfEven),
                ) {
                    (Ok(one), Ok(two)) => prop_assert_eq!(one.column(), two.column()),
                    (one, two) => prop_assert_eq!(one.is_ok(), two.is_ok()),
                }
            }
        }
    }

    /// A sum of what is listed is marked, never more than the truth, and never taken for a reported
    /// total.
    #[test]
    fn coarser_panels_stay_honest(
        truth in truth(),
        digits in prop_oneof![Just(0_usize), Just(2), Just(4)],
    ) {
        let panel = truth.panel().aggregate_commodities(digits).unwrap();
        prop_assert!(panel.account().remarks().is_empty(), "{}", panel.account());
        for (row, totals) in
            [(&panel, false)].into_iter().chain(panel.reported().map(|totals| (totals, true)))
        {
            for at in 0..row.len() {
                let (key, _) = row.key(at).unwrap();
                let partner =
                    partners().iter().position(|(area, _)| *area == key.partner()).unwrap();
                let inside: BTreeSet<Leaf> = truth
                    .leaves
                    .keys()
                    .filter(|leaf| (leaf.0, leaf.1) == (key.reporter(), key.flow()))
                    .filter(|leaf| {
                        partners()[partner].1.contains(&leaf.2)
                            && leaf.3.is_contained_in(&key.commodity())
                    })
                    .copied()
                    .collect();
                let value = row.value(at).unwrap();
                if row.marks(at).of_listed {
                    let listed = truth.covered(|other| {
                        (other.0, other.1, other.2) == (key.reporter(), key.flow(), partner)
                            && goods()[other.3].0.is_contained_in(&key.commodity())
                    });
                    prop_assert_eq!(value, truth.sum(&listed).into(), "{} {}", key, totals);
                } else {
                    prop_assert_eq!(value, truth.sum(&inside).into(), "{} {}", key, totals);
                }
            }
        }
        for of in [Whole::Partners, Whole::Pair, Whole::Reporter, Whole::Commodity] {
            let Ok(shares) = panel.shares(Flow::Export, of, 9, Rounding::HalfEven) else {
                continue;
            };
            for row in 0..panel.len() {
                if let Ok(share) = shares.get(row) {
                    prop_assert!(share.to_string().parse::<f64>().unwrap() <= 1.0);
                } else {
                    let reason = shares.get(row).unwrap_err();
                    prop_assert!(
                        matches!(reason, Undefined::NoTrade | Undefined::NotAsked),
                        "{reason}"
                    );
                }
            }
        }
    }

    /// A total that is added changes only what was a sum of what is listed.
    #[test]
    fn an_added_total_changes_only_sums_of_what_is_listed(
        truth in truth(),
        reporter in 0..2_usize,
    ) {
        let before = truth.panel();
        let reporter = [RUS, JPN][reporter];
        let mut more = truth;
        let (world, total) = (partners().len() - 1, goods().len() - 1);
        more.listed.insert((reporter, Flow::Export, world, total));
        let after = more.panel();
        for of in [Whole::Partners, Whole::Pair, Whole::Reporter] {
            let ask = |panel: &Panel| panel.shares(Flow::Export, of, 9, Rounding::HalfEven);
            let (Ok(old), Ok(new)) = (ask(&before), ask(&after)) else { continue };
            for row in 0..before.len() {
                let (key, period) = before.key(row).unwrap();
                let Ok(bilateral::panel::Cell::Part(now)) = after.find(&key, period) else {
                    continue;
                };
                if key.flow() == Flow::Export && old.denominator(row) == Some(Denominator::Reported)
                {
                    prop_assert_eq!(old.get(row), new.get(now));
                }
            }
        }
    }
}

/// A whole that is less than its parts is told, and statistics on it are undefined unless the sum
/// of what is listed is asked for.
#[test]
fn a_whole_that_is_less_than_its_parts_is_told() {
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 180)] {
        rows.push(Key::exports(CHN).to(partner), Period::year(YEAR), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let remarks = panel.account().remarks().join("\n");
    assert!(
        remarks.contains("180 of CHN exports to World") && remarks.contains("211 together"),
        "{remarks}"
    );
    let shares = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.get(0).unwrap_err(), Undefined::Conflicting);
    let listed = panel
        .shares_on(Flow::Export, Whole::Partners, Denominator::SumOfListed, 4, Rounding::HalfEven)
        .unwrap();
    assert_eq!(listed.get(0).unwrap().to_string(), "0.4739"); // 100 / 211
    let partners = panel.partners(&Key::exports(CHN).to(WORLD), Period::year(YEAR)).unwrap();
    assert_eq!(partners.rest().unwrap_err(), Undefined::Conflicting);
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    assert_eq!(structure.hhi_of_partners().point().get(0).unwrap_err(), Undefined::Conflicting);
}

/// Differences within the half units of all figures are rounding.
#[test]
fn a_rest_within_half_units_is_rounding() {
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 210)] {
        rows.push(Key::exports(CHN).to(partner), Period::year(YEAR), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    assert!(panel.account().remarks().is_empty());
    assert_eq!(panel.rests(Flow::Export).unwrap()[0].mantissa, 0);
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    // (100^2 + 111^2) / 211^2
    assert_eq!(structure.hhi_of_partners().point().get(0).unwrap().to_string(), "0.5014");
}

/// An index with a part that is not split has bounds: 100 and 110 of 420, and 210 that may be
/// spread thin or one partner.
#[test]
fn a_rest_that_is_not_split_gives_bounds() {
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    for (partner, value) in [(DEU, 100), (RUS, 110), (WORLD, 420)] {
        rows.push(Key::exports(CHN).to(partner), Period::year(YEAR), value.into()).unwrap();
    }
    let structure = rows.build().unwrap().structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    let index = structure.hhi_of_partners();
    assert_eq!(index.point().get(0).unwrap_err(), Undefined::RestNotSplit);
    assert_eq!(index.low().get(0).unwrap().to_string(), "0.1253"); // 22100 / 176400
    assert_eq!(index.high().get(0).unwrap().to_string(), "0.3753"); // 66200 / 176400
    let mut file = Vec::new();
    structure.country_table().write_csv(&mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("HHI_OF_PARTNERS_LOW") && text.contains("reported"), "{text}");
}

/// Two-way trade is what the country itself reports; it is missing where one direction is, and
/// never zero by silence.
#[test]
fn two_way_trade_is_that_of_the_country() {
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    let cars: Commodity = "H6:870323".parse().unwrap();
    let chips: Commodity = "H6:854231".parse().unwrap();
    for (key, value) in [
        (Key::exports(CHN).to(DEU).of(cars), 30),
        (Key::exports(CHN).to(DEU).of(chips), 50),
        (Key::imports(CHN).from(DEU).of(cars), 70),
        (Key::imports(CHN).from(DEU).of(chips), 40),
        (Key::exports(JPN).to(CHN).of(cars), 20),
    ] {
        rows.push(key, Period::year(YEAR), value.into()).unwrap();
    }
    let structure = rows.build().unwrap().structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    let row = |area: Area| {
        (0..3)
            .find(|row| structure.country(*row).is_some_and(|country| country.area == area))
            .unwrap()
    };
    // 2 (30 + 40) / (30 + 70 + 50 + 40)
    assert_eq!(structure.grubel_lloyd().get(row(CHN)).unwrap().to_string(), "0.7368");
    assert_eq!(structure.grubel_lloyd().get(row(JPN)).unwrap_err(), Undefined::Missing);
    // never reported
    assert_eq!(structure.grubel_lloyd().get(row(DEU)).unwrap_err(), Undefined::Missing);
    // By the mirror, China imports 20 of cars from Japan: 2 x 20 / (30 + 20 + 50).
    assert_eq!(structure.grubel_lloyd_of_mirror().get(row(CHN)).unwrap().to_string(), "0.4000");
}

/// A sum of three chapters is not compared with a total that was reported.
#[test]
fn what_is_listed_is_not_compared_with_what_was_reported() {
    let exports = Key::exports(CHN).to(DEU);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    rows.push(exports, Period::year(2021), 115.into()).unwrap();
    for (year, chapter, value) in
        [(2022, "H6:84", 34), (2022, "H6:85", 41), (2023, "H6:84", 30), (2023, "H6:85", 38)]
    {
        rows.push(exports.of(chapter.parse().unwrap()), Period::year(year), value.into()).unwrap();
    }
    let panel = rows.build().unwrap().aggregate_commodities(0).unwrap();
    let growth = panel.growth(4, Rounding::HalfEven).unwrap();
    let of = |year: i32| {
        growth.growth(panel.find(&exports, Period::year(year)).unwrap().part().unwrap())
    };
    assert_eq!(of(2022).unwrap_err(), Undefined::ListedAgainstReported);
    assert_eq!(of(2023).unwrap().to_string(), "-0.0933"); // 68 / 75 - 1: the same two chapters
}

/// A base under another label is named, in growth and from January on.
#[test]
fn a_base_under_another_label_is_named() {
    let imports = Key::imports(CHN).from(RUS);
    let mut rows = PanelBuilder::new(USD.billion(), 1).unwrap();
    for (valuation, year, value) in
        [(bilateral::Valuation::Fob, 2022, "76.0"), (bilateral::Valuation::Cif, 2023, "129.1")]
    {
        rows.push(imports.valued(valuation), Period::month(year, 1), value.parse().unwrap())
            .unwrap();
    }
    let panel = rows.build().unwrap();
    let reason = panel.growth(4, Rounding::HalfEven).unwrap().reason(1).unwrap();
    assert_eq!(reason, Undefined::OtherLabel { there: "import, FOB".to_owned() });
    let to_date =
        panel.year_to_date(bilateral::panel::Gaps::Missing, 4, Rounding::HalfEven).unwrap();
    assert!(matches!(to_date.growths().get(1), Err(Undefined::OtherLabel { .. })));
}

/// Rows of one year, in million US$.
fn panel_of(rows: &[(Key, i64)]) -> Panel {
    let mut builder = PanelBuilder::new(USD.million(), 0).unwrap();
    for (key, value) in rows {
        builder.push(*key, Period::year(YEAR), (*value).into()).unwrap();
    }
    builder.build().unwrap()
}

fn good(code: &str) -> Commodity {
    code.parse().unwrap()
}

/// A list of partners has the label that was asked for, or is a miss.
#[test]
fn partners_have_the_label_that_was_asked() {
    use bilateral::Valuation::{Cif, Fob};
    let exports = |partner| Key::exports(CHN).to(partner).valued(Fob);
    let panel = panel_of(&[(exports(DEU), 60), (exports(WORLD), 100)]);
    let asked = Key::exports(CHN).to(WORLD);
    assert!(
        panel
            .partners(&asked.valued(Cif), Period::year(YEAR))
            .unwrap_err()
            .to_string()
            .contains("export, FOB")
    );
    let list = panel.partners(&asked, Period::year(YEAR)).unwrap();
    assert!(list.to_string().starts_with("CHN exports to World, FOB"), "{list}");
}

/// A partner that is a group is in the rest, and has no rank; the World changes no rank of others.
#[test]
fn groups_have_no_rank() {
    let exports = |partner: Area, code: &str| Key::exports(CHN).to(partner).of(good(code));
    let world = (exports(WORLD, "H6:27"), 100);
    let panel = panel_of(&[
        world,
        (exports(DEU, "H6:84"), 50),
        (exports(USA, "H6:84"), 40),
        (exports(area("975"), "H6:84"), 70),
    ]);
    let sums = panel.sums(Flow::Export).unwrap();
    let ranks = panel.partner_ranks(Flow::Export).unwrap();
    let ranked: Vec<(Area, Option<u32>)> =
        sums.iter().map(|row| row.key.partner()).zip(ranks).collect();
    assert_eq!(ranked, [(DEU, Some(1)), (USA, Some(2)), (area("975"), None)]);
    let list = panel.partners(&exports(WORLD, "H6:84"), Period::year(YEAR)).unwrap();
    assert_eq!(list.all().iter().map(|partner| partner.area).collect::<Vec<_>>(), [DEU, USA]);
    assert_eq!(list.rest().unwrap().to_string(), "70 million US$");
}

/// Two-way trade of a pair of which one side did not report is missing, and never zero.
#[test]
fn two_way_trade_of_a_pair_needs_both_reports() {
    let panel = panel_of(&[(Key::exports(CHN).to(DEU).of(good("H6:84")), 30)]);
    let index = panel.pair_grubel_lloyd(Flow::Export, 4, Rounding::HalfEven).unwrap();
    assert_eq!(index.get(0).unwrap_err(), Undefined::Missing);
}

/// Two-way trade of a pair is compared at a level that both sides have, as the structure of a
/// country is. Of all goods alone, 60 each way, it cannot be told; a chapter on both sides gives 2
/// x 40 / (60 + 40), whatever heading one of them adds.
#[test]
fn two_way_trade_of_a_pair_is_at_a_common_level() {
    let (out, back) = (Key::exports(CHN).to(DEU), Key::exports(DEU).to(CHN));
    let index = |rows: &[(Key, i64)]| {
        let index = panel_of(rows).pair_grubel_lloyd(Flow::Export, 4, Rounding::HalfEven).unwrap();
        assert_eq!(index.len(), 1);
        index.get(0).map(|index| index.to_string())
    };
    let total = [(out, 60), (back, 60)];
    assert_eq!(index(&total), Err(Undefined::RestNotSplit));
    assert_eq!(
        index(&[total[0], total[1], (back.of(good("H6:84")), 60)]),
        Err(Undefined::RestNotSplit)
    );
    let both = [(out.of(good("H6:84")), 60), (back.of(good("H6:84")), 60)];
    assert_eq!(index(&[total[0], total[1], both[0], both[1]]), Ok("1.0000".to_owned()));
    let finer = [both[0], (back.of(good("H6:84")), 40), (back.of(good("H6:8471")), 15)];
    assert_eq!(index(&finer), Ok("0.8000".to_owned()));
    assert_eq!(index(&[finer[0], finer[2]]), Err(Undefined::RestNotSplit));
    let below = [total[0], total[1], (out.of(good("H6:84")), 70), (back.of(good("H6:84")), 60)];
    assert_eq!(index(&below), Err(Undefined::Conflicting));
}

/// A year beside its months has its own two-way trade, and the months theirs: 2 x 40 / (60 + 40)
/// and 2 x 10 / (10 + 30).
#[test]
fn two_way_trade_of_a_year_does_not_depend_on_its_months() {
    let (out, back) =
        (Key::exports(CHN).to(DEU).of(good("H6:84")), Key::exports(DEU).to(CHN).of(good("H6:84")));
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    rows.push(out, Period::year(YEAR), 60.into()).unwrap();
    rows.push(back, Period::year(YEAR), 40.into()).unwrap();
    for month in 1..=12 {
        rows.push(out, Period::month(YEAR, month), 10.into()).unwrap();
        rows.push(back, Period::month(YEAR, month), 30.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let index = panel.pair_grubel_lloyd(Flow::Export, 4, Rounding::HalfEven).unwrap();
    for (row, pair) in panel.pairs(Flow::Export).unwrap().iter().enumerate() {
        let of_year = pair.period == Period::year(YEAR);
        assert_eq!(index.get(row).unwrap().to_string(), if of_year { "0.8000" } else { "0.5000" });
    }
    assert_eq!(index.len(), 13);
}

/// A list of partners that is not there says what is near, as a cell does.
#[test]
fn a_missing_list_of_partners_names_what_is_near() {
    let taiwan: Area = "490".parse().unwrap();
    let panel =
        panel_of(&[(Key::exports(taiwan).to(CHN), 30), (Key::exports(taiwan).to(WORLD), 40)]);
    let asked = Key::exports("TWN".parse::<Area>().unwrap()).to(WORLD);
    let error = panel.partners(&asked, Period::year(YEAR)).unwrap_err().to_string();
    assert!(error.contains("490"), "{error}");
    let error = panel
        .partners(&Key::exports(taiwan).to(WORLD), Period::year(YEAR + 1))
        .unwrap_err()
        .to_string();
    assert!(error.contains(&YEAR.to_string()), "{error}");
}

/// Pairs and balances of groups and the World stand beside those of their members: 100 - 80 here,
/// and 100 - 80 with the World.
#[test]
fn pairs_of_groups_are_there() {
    let union = area("97");
    let panel = panel_of(&[
        (Key::exports(CHN).to(DEU), 60),
        (Key::exports(CHN).to(union), 100),
        (Key::exports(union).to(CHN), 80),
    ]);
    let pairs = panel.pairs(Flow::Export).unwrap();
    let of_union = pairs.iter().find(|pair| [pair.one, pair.two].contains(&union)).unwrap();
    assert_eq!(
        (of_union.one_reports_mantissa(), of_union.two_reports_mantissa()),
        (Some(80), Some(100))
    );
    let panel = panel_of(&[
        (Key::exports(CHN).to(DEU), 60),
        (Key::exports(CHN).to(WORLD), 100),
        (Key::imports(CHN).from(WORLD), 80),
    ]);
    let balances = panel.balances().unwrap();
    let with_world = balances.iter().find(|row| row.partner == WORLD).unwrap();
    assert_eq!(with_world.balance().unwrap().to_string(), "20 million US$");
}

/// A total that is less than its parts within rounding is their sum: 210 of the World beside 211 of
/// Germany.
#[test]
fn a_share_within_rounding_is_one() {
    let panel = panel_of(&[(Key::exports(CHN).to(DEU), 211), (Key::exports(CHN).to(WORLD), 210)]);
    let shares = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.get(0).unwrap().to_string(), "1.0000");
    let list = panel.partners(&Key::exports(CHN).to(WORLD), Period::year(YEAR)).unwrap();
    assert_eq!(list.share(&list.all()[0], 4, Rounding::HalfEven).unwrap().to_string(), "1.0000");
    assert_eq!(
        (list.whole().unwrap().to_string(), list.rest().unwrap().to_string()),
        ("210 million US$".to_owned(), "0 million US$".to_owned())
    );
}

/// 120 - 20 = 100: a part is more than its whole because another one is negative, and that is the
/// reason.
#[test]
fn negative_parts_are_the_reason() {
    let exports = |partner| Key::exports(CHN).to(partner);
    let panel = panel_of(&[(exports(DEU), 120), (exports(RUS), -20), (exports(WORLD), 100)]);
    let shares = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.get(0).unwrap_err(), Undefined::NegativeLevel);
    let list = panel.partners(&exports(WORLD), Period::year(YEAR)).unwrap();
    assert_eq!(
        list.share(&list.all()[0], 4, Rounding::HalfEven).unwrap_err(),
        Undefined::NegativeLevel
    );
}

/// "Sum of listed" is one number: a group instead of its members, 100 + 50.
#[test]
fn the_sum_of_what_is_listed_is_one_number() {
    let exports = |partner| Key::exports(CHN).to(partner);
    let panel = panel_of(&[(exports(DEU), 60), (exports(area("97")), 100), (exports(USA), 50)]);
    for on in [Denominator::Reported, Denominator::SumOfListed] {
        let shares =
            panel.shares_on(Flow::Export, Whole::Partners, on, 4, Rounding::HalfEven).unwrap();
        assert_eq!(shares.get(0).unwrap().to_string(), "0.4000");
    }
}

/// A whole whose goods are more than it is as overfull as one whose partners are: 80 + 60 against
/// 100.
#[test]
fn a_whole_is_held_against_its_goods_too() {
    let world = |code: &str| Key::exports(CHN).to(WORLD).of(good(code));
    let panel = panel_of(&[
        (world("TOTAL"), 100),
        (world("H6:27"), 80),
        (world("H6:84"), 60),
        (Key::exports(CHN).to(DEU), 50),
    ]);
    assert_eq!(panel.account().remarks().len(), 1);
    let shares = panel.shares(Flow::Export, Whole::Reporter, 4, Rounding::HalfEven).unwrap();
    assert!((0..panel.len()).all(|row| shares.get(row) == Err(Undefined::Conflicting)));
}

/// Groups of the user's own: what only some members list is marked, and an area that holds a member
/// stops it.
#[test]
fn groups_of_areas_are_marked_where_they_are_incomplete() {
    let exports = |partner: Area, code: &str| Key::exports(CHN).to(partner).of(good(code));
    let group = Area::own(1).unwrap();
    let panel = panel_of(&[
        (exports(DEU, "TOTAL"), 115),
        (exports(DEU, "H6:84"), 31),
        (exports(FRA, "H6:84"), 40),
    ]);
    let grouped = panel.aggregate_areas(&[(group, &[DEU, FRA])]).unwrap();
    let sums = grouped.sums(Flow::Export).unwrap();
    assert_eq!((sums[0].mantissa, sums[0].whole), (115, Denominator::SumOfListed));
    assert!(
        !grouped
            .marks(grouped.find(&exports(group, "H6:84"), Period::year(YEAR)).unwrap())
            .of_listed
    ); // 71, of both
    // Of reporters: the World that one member reports is not that of the group.
    let panel = panel_of(&[
        (Key::exports(DEU).to(WORLD), 1000),
        (Key::exports(DEU).to(CHN), 60),
        (Key::exports(FRA).to(CHN), 50),
    ]);
    let grouped = panel.aggregate_areas(&[(group, &[DEU, FRA])]).unwrap();
    let shares = grouped.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.denominator(0), Some(Denominator::SumOfListed));
    let panel = panel_of(&[(exports(area("97"), "TOTAL"), 100), (exports(DEU, "TOTAL"), 60)]);
    let error = panel.aggregate_areas(&[(group, &[DEU])]).unwrap_err();
    assert!(
        error.to_string().contains("97 and own:1 overlap") && error.help().contains("filter"),
        "{error}"
    );
    let without = panel.filter(|key, _| key.partner() != area("97")).unwrap();
    assert!(without.aggregate_areas(&[(group, &[DEU])]).is_ok());
}

/// What is listed is not held against what was reported in any comparison of two years.
#[test]
fn sums_of_what_is_listed_are_told_apart_everywhere() {
    let exports = Key::exports(CHN).to(DEU);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    rows.push(exports, Period::year(2021), 115.into()).unwrap();
    rows.push(exports.of(good("H6:84")), Period::year(2022), 34.into()).unwrap();
    rows.push(exports.of(good("H6:85")), Period::year(2022), 41.into()).unwrap();
    let panel = rows.build().unwrap().aggregate_commodities(0).unwrap();
    let row = panel.find(&exports, Period::year(2022)).unwrap().part().unwrap();
    let growth = panel.growth(4, Rounding::HalfEven).unwrap();
    assert!(growth.change(row).is_err());
    let mut file = Vec::new();
    growth.table().write_csv(&mut file).unwrap();
    assert!(
        String::from_utf8(file)
            .unwrap()
            .contains("75,billion USD,,,one level is a sum of what is listed")
    );
    let to_date =
        panel.year_to_date(bilateral::panel::Gaps::Missing, 4, Rounding::HalfEven).unwrap();
    assert_eq!(to_date.growths().get(row).unwrap_err(), Undefined::ListedAgainstReported);
    let points = panel.contributions(
        Flow::Export,
        Whole::Pair,
        bilateral::panel::Gaps::Missing,
        4,
        Rounding::HalfEven,
    );
    assert_eq!(points.unwrap().get(row).unwrap_err(), Undefined::ListedAgainstReported);
}

/// What began under another label did not begin from nothing.
#[test]
fn a_contribution_does_not_begin_from_another_label() {
    use bilateral::Valuation::{Cif, Fob};
    let imports = |partner, valuation| Key::imports(CHN).from(partner).valued(valuation);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    for (key, year, value) in [
        (imports(RUS, Fob), 2022, 76),
        (imports(DEU, Cif), 2022, 100),
        (imports(RUS, Cif), 2023, 80),
        (imports(DEU, Cif), 2023, 110),
    ] {
        rows.push(key, Period::year(year), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let label = imports(RUS, Cif).label();
    let gaps = bilateral::panel::Gaps::NoTrade;
    let points = panel.contributions(label, Whole::Reporter, gaps, 4, Rounding::HalfEven).unwrap();
    let row = panel.find(&imports(RUS, Cif), Period::year(2023)).unwrap().part().unwrap();
    assert!(matches!(points.get(row), Err(Undefined::OtherLabel { .. })));
    let mut file = Vec::new();
    panel.growth(4, Rounding::HalfEven).unwrap().table().write_csv(&mut file).unwrap();
    assert!(String::from_utf8(file).unwrap().contains("under another label only: import, FOB"));
}

/// Ten codes of 10.4 print 10 each and their total 104: within half units, by code and by chapter.
#[test]
fn rounding_does_not_become_a_conflict_by_adding_up() {
    let exports = Key::exports(CHN).to(DEU);
    let mut rows: Vec<(Key, i64)> =
        (0..10).map(|at| (exports.of(good(&format!("H6:84{at:02}10"))), 11)).collect();
    rows.push((exports, 106));
    let panel = panel_of(&rows);
    assert!(panel.account().remarks().is_empty(), "{}", panel.account());
    let coarse = panel.aggregate_commodities(2).unwrap();
    assert!(coarse.account().remarks().is_empty(), "{}", coarse.account());
}

/// The account of rows stays with the panels that are made of them.
#[test]
fn the_account_stays_with_what_is_made_of_a_panel() {
    let mut rows =
        PanelBuilder::new(USD.billion(), 0).unwrap().totals(bilateral::panel::Totals::SetAside);
    rows.push(Key::exports(CHN).to(DEU), Period::year(YEAR), 100.into()).unwrap();
    rows.push(Key::exports(CHN).to(WORLD), Period::year(YEAR), 3364.into()).unwrap();
    let panel = rows.build().unwrap();
    assert_eq!(panel.account().set_aside_rows(), 1);
    assert_eq!(panel.filter(|_, _| true).unwrap().account().set_aside_rows(), 1);
}

/// Codes of the Combined Nomenclature of two and eight digits lose their editions together.
#[test]
fn codes_of_the_combined_nomenclature_lose_their_edition() {
    let imports = Key::imports(DEU).from(RUS);
    let panel =
        panel_of(&[(imports.of(good("CN2024:27")), 9), (imports.of(good("CN2024:27090010")), 7)]);
    let plain = panel.as_reported().unwrap();
    assert_eq!((plain.mantissas(), plain.reported().unwrap().mantissas()), (&[7][..], &[9][..]));
}

/// A part of a part counts in the years in which the part between them was there.
#[test]
fn areas_hold_through_what_was_there() {
    let (union, east) = (area("97"), area("278"));
    assert!(union.holds(east) && !union.figures_hold(east, 1985));
}
