//! What counts: panels that are made from a known truth, of which any rows are listed: leaves, groups, headings, totals.
//!
//! The truth is a table of leaves (reporter, partner, commodity), and each listed row is the sum of the leaves it holds. So whatever is
//! listed, a reported whole is the true one, and a sum of what is listed is the sum of the leaves that some listed row holds, each once.

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
    let leaves = ["H6:270900", "H6:271121", "H6:271112", "H6:841112", "H6:847130", "H6:854231"].map(good);
    let mut all: Vec<_> = leaves.iter().map(|leaf| (*leaf, vec![*leaf])).collect();
    for wide in ["H6:2711", "H6:27", "H6:84", "TOTAL"].map(good) {
        all.push((wide, leaves.iter().filter(|leaf| leaf.is_contained_in(&wide)).copied().collect()));
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
        let pairs = partners.iter().flat_map(|partner| goods.iter().map(move |good| (*partner, *good)));
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
        .flat_map(|(reporter, flow)| (0..partners().len()).map(move |partner| (reporter, flow, partner)))
        .flat_map(|(reporter, flow, partner)| (0..goods().len()).map(move |good| (reporter, flow, partner, good)))
        .collect();
    let leaf_count = 2 * 2 * 6 * 6;
    let values = proptest::collection::vec(prop_oneof![1 => Just(0_i64), 5 => 1..5_000_i64], leaf_count);
    let masks = proptest::collection::vec(proptest::bool::weighted(0.4), nodes.len());
    (values, masks).prop_map(move |(values, masks)| {
        let leaves = [RUS, JPN]
            .into_iter()
            .flat_map(|reporter| [Flow::Export, Flow::Import].map(|flow| (reporter, flow)))
            .flat_map(|(reporter, flow)| [DEU, FRA, VNM, IDN, CHN, USA].map(|partner| (reporter, flow, partner)))
            .flat_map(|(r, f, p)| goods().iter().take(6).map(move |(good, _)| (r, f, p, *good)));
        Truth {
            leaves: leaves.zip(values).collect(),
            listed: nodes.iter().zip(masks).filter(|(_, listed)| *listed).map(|(node, _)| *node).collect(),
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

    /// `total = the rows right below it + rest`, once for each total and dimension, by a plain oracle over all rows.
    #[test]
    fn parts_and_rests_make_their_total(truth in truth()) {
        let panel = truth.panel();
        for flow in [Flow::Export, Flow::Import] {
            let Ok(rests) = panel.rests(flow) else { continue };
            let mut expected = BTreeMap::new();
            for row in truth.listed.iter().filter(|row| row.1 == flow) {
                for dimension in [Dimension::Partners, Dimension::Goods] {
                    let inside = |other: &&(Area, Flow, usize, usize), whole: &(Area, Flow, usize, usize)| {
                        let alike = (other.0, other.1) == (whole.0, whole.1) && *other != whole;
                        let (fixed, held) = match dimension {
                            Dimension::Partners => (other.3 == whole.3, partners()[whole.2].0.holds(partners()[other.2].0)),
                            _ => (other.2 == whole.2, goods()[other.3].0.is_contained_in(&goods()[whole.3].0)),
                        };
                        alike && fixed && held
                    };
                    let held: Vec<_> = truth.listed.iter().filter(|other| inside(other, row)).collect();
                    let below: Vec<_> =
                        held.iter().filter(|one| !held.iter().any(|two| inside(one, two))).collect();
                    if !below.is_empty() {
                        let sum: i64 = below.iter().map(|row| truth.value(row)).sum();
                        let rest = truth.value(row) - sum;
                        // Half a unit for each of the figures.
                        let rest = if rest.unsigned_abs() * 2 <= below.len() as u64 + 1 { 0 } else { rest };
                        let key = Key::new(row.1, row.0, partners()[row.2].0).of(goods()[row.3].0);
                        expected.insert((key, dimension), (i128::from(rest), below.len()));
                    }
                }
            }
            let found: BTreeMap<_, _> =
                rests.iter().map(|rest| ((rest.key, rest.dimension), (rest.mantissa, rest.parts))).collect();
            prop_assert_eq!(found, expected);
            prop_assert!(rests.iter().all(|rest| rest.mantissa >= 0));
        }
    }

    /// What a pair trades is the true amount where it is reported, else the leaves that are listed, each once; no partner holds another.
    #[test]
    fn sums_of_pairs_count_once(truth in truth()) {
        let panel = truth.panel();
        let Ok(sums) = panel.sums(Flow::Export) else { return Ok(()) };
        for row in &sums {
            let partner = partners().iter().position(|(area, _)| *area == row.key.partner()).unwrap();
            let covered = truth.covered(|other| (other.0, other.1, other.2) == (row.key.reporter(), Flow::Export, partner));
            prop_assert_eq!(row.mantissa, i128::from(truth.sum(&covered)));
            let total = goods().iter().position(|(good, _)| *good == Commodity::TOTAL).unwrap();
            let reported = truth.listed.contains(&(row.key.reporter(), Flow::Export, partner, total));
            prop_assert_eq!(row.whole == Denominator::Reported, reported);
            let others = sums.iter().filter(|other| other.key.reporter() == row.key.reporter());
            prop_assert!(!others.into_iter().any(|other| row.key.partner().holds(other.key.partner())));
        }
        let ranks = panel.partner_ranks(Flow::Export).unwrap();
        for (row, rank) in sums.iter().zip(ranks) {
            prop_assert_eq!(rank.is_none(), row.key.partner() == WORLD);
        }
    }

    /// Shares of partners and of goods: on the true whole where it is reported, on the leaves listed in the slice else.
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
                    let partner = partners().iter().position(|(area, _)| *area == key.partner()).unwrap();
                    let good = goods().iter().position(|(good, _)| *good == key.commodity()).unwrap();
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
                            prop_assert!(share.to_string().parse::<f64>().unwrap() <= 1.0, "{key} {of:?}: {share}");
                            let exact = ratio(value, most).round(9, Rounding::HalfEven).to_string();
                            if of == Whole::Reporter && !is_reported {
                                // Crossing totals cannot always be put together: never more than what is listed.
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
        let Ok(structure) = panel.structure(Flow::Export, 12, Rounding::HalfEven) else { return Ok(()) };
        for row in 0..structure.hhi_of_partners().low().len() {
            let reporter = structure.country(row).unwrap().area;
            if structure.denominator(row) != Some(Denominator::Reported) {
                continue;
            }
            let of = |level: &dyn Fn(&Leaf) -> String| -> Vec<i64> {
                let mut levels: BTreeMap<String, i64> = BTreeMap::new();
                let leaves = truth.leaves.iter().filter(|(leaf, _)| (leaf.0, leaf.1) == (reporter, Flow::Export));
                for (leaf, value) in leaves {
                    *levels.entry(level(leaf)).or_default() += value;
                }
                levels.into_values().collect()
            };
            // The truth by partner leaves is one of the ways in which what is not split can be split.
            let levels = of(&|leaf| leaf.2.to_string());
            let (low, high) = (structure.hhi_of_partners().low().get(row), structure.hhi_of_partners().high().get(row));
            if let (Ok(low), Ok(high)) = (low, high) {
                let levels: Vec<bilateral::number::Decimal> = levels.into_iter().map(Into::into).collect();
                if let Ok(index) = indicator::hhi(&levels) {
                    let number = |text: String| text.parse::<f64>().unwrap();
                    let index = number(index.round(12, Rounding::HalfEven).to_string());
                    let sums = panel.sums(Flow::Export).unwrap();
                    let all_leaves = sums.iter().filter(|sum| sum.key.reporter() == reporter).all(|sum| {
                        partners().iter().any(|(area, leaves)| *area == sum.key.partner() && leaves.len() == 1)
                            && sum.whole == Denominator::Reported
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
        let coarse: Vec<usize> = goods().iter().enumerate().filter(|(_, (good, _))| good.level() <= 2).map(|(at, _)| at).collect();
        let mut wide = truth.clone();
        wide.listed.retain(|row| coarse.contains(&row.3));
        // The World and all goods are reported, and so is each chapter of each pair that is listed at all.
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
        let fine_chapter: BTreeSet<usize> = goods().iter().enumerate().filter(|(_, (good, _))| good.to_string() == "H6:854231").map(|(at, _)| at).collect();
        // Chapter 85 is listed by its subheading alone, which is finer.
        both.listed.retain(|row| !fine_chapter.contains(&row.3));
        let (one, two) = (by_chapter(&wide), by_chapter(&both));
        prop_assert_eq!(&one, &two);
        for flow in [Flow::Export, Flow::Import] {
            for of in [Whole::Partners, Whole::Pair, Whole::Reporter] {
                match (one.shares(flow, of, 6, Rounding::HalfEven), two.shares(flow, of, 6, Rounding::HalfEven)) {
                    (Ok(one), Ok(two)) => prop_assert_eq!(one.column(), two.column()),
                    (one, two) => prop_assert_eq!(one.is_ok(), two.is_ok()),
                }
            }
        }
    }

    /// A sum of what is listed is marked, never more than the truth, and never taken for a reported total.
    #[test]
    fn coarser_panels_stay_honest(truth in truth(), digits in prop_oneof![Just(0_usize), Just(2), Just(4)]) {
        let panel = truth.panel().aggregate_commodities(digits).unwrap();
        prop_assert!(panel.account().remarks().is_empty(), "{}", panel.account());
        for (row, totals) in [(&panel, false)].into_iter().chain(panel.reported().map(|totals| (totals, true))) {
            for at in 0..row.len() {
                let (key, _) = row.key(at).unwrap();
                let partner = partners().iter().position(|(area, _)| *area == key.partner()).unwrap();
                let inside: BTreeSet<Leaf> = truth
                    .leaves
                    .keys()
                    .filter(|leaf| (leaf.0, leaf.1) == (key.reporter(), key.flow()))
                    .filter(|leaf| partners()[partner].1.contains(&leaf.2) && leaf.3.is_contained_in(&key.commodity()))
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
            let Ok(shares) = panel.shares(Flow::Export, of, 9, Rounding::HalfEven) else { continue };
            for row in 0..panel.len() {
                if let Ok(share) = shares.get(row) {
                    prop_assert!(share.to_string().parse::<f64>().unwrap() <= 1.0);
                } else {
                    let reason = shares.get(row).unwrap_err();
                    prop_assert!(matches!(reason, Undefined::NoTrade | Undefined::NotAsked), "{reason}");
                }
            }
        }
    }

    /// A total that is added changes only what was a sum of what is listed.
    #[test]
    fn an_added_total_changes_only_sums_of_what_is_listed(truth in truth(), reporter in 0..2_usize) {
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
                let Ok(bilateral::panel::Cell::Part(now)) = after.find(&key, period) else { continue };
                if key.flow() == Flow::Export && old.denominator(row) == Some(Denominator::Reported) {
                    prop_assert_eq!(old.get(row), new.get(now));
                }
            }
        }
    }
}

/// A whole that is less than its parts is told, and statistics on it are undefined unless the sum of what is listed is asked for.
#[test]
fn a_whole_that_is_less_than_its_parts_is_told() {
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    for (partner, value) in [(DEU, 100), (RUS, 111), (WORLD, 180)] {
        rows.push(Key::exports(CHN).to(partner), Period::year(YEAR), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let remarks = panel.account().remarks().join("\n");
    assert!(remarks.contains("180 of CHN exports to World") && remarks.contains("211 together"), "{remarks}");
    let shares = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.get(0).unwrap_err(), Undefined::Conflicting);
    let listed =
        panel.shares_on(Flow::Export, Whole::Partners, Denominator::SumOfListed, 4, Rounding::HalfEven).unwrap();
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

/// An index with a part that is not split has bounds: 100 and 110 of 420, and 210 that may be spread thin or one partner.
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

/// Two-way trade is what the country itself reports; it is missing where one direction is, and never zero by silence.
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
    let row =
        |area: Area| (0..3).find(|row| structure.country(*row).is_some_and(|country| country.area == area)).unwrap();
    // 2 (30 + 40) / (30 + 70 + 50 + 40)
    assert_eq!(structure.grubel_lloyd().get(row(CHN)).unwrap().to_string(), "0.7368");
    assert_eq!(structure.grubel_lloyd().get(row(JPN)).unwrap_err(), Undefined::Missing);
    assert_eq!(structure.grubel_lloyd().get(row(DEU)).unwrap_err(), Undefined::Missing); // never reported
    // By the mirror, China imports 20 of cars from Japan: 2 x 20 / (30 + 20 + 50).
    assert_eq!(structure.grubel_lloyd_of_mirror().get(row(CHN)).unwrap().to_string(), "0.4000");
}

/// A sum of three chapters is not compared with a total that was reported.
#[test]
fn what_is_listed_is_not_compared_with_what_was_reported() {
    let exports = Key::exports(CHN).to(DEU);
    let mut rows = PanelBuilder::new(USD.billion(), 0).unwrap();
    rows.push(exports, Period::year(2021), 115.into()).unwrap();
    for (year, chapter, value) in [(2022, "H6:84", 34), (2022, "H6:85", 41), (2023, "H6:84", 30), (2023, "H6:85", 38)] {
        rows.push(exports.of(chapter.parse().unwrap()), Period::year(year), value.into()).unwrap();
    }
    let panel = rows.build().unwrap().aggregate_commodities(0).unwrap();
    let growth = panel.growth(4, Rounding::HalfEven).unwrap();
    let of = |year: i32| growth.growth(panel.find(&exports, Period::year(year)).unwrap().part().unwrap());
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
        rows.push(imports.valued(valuation), Period::month(year, 1), value.parse().unwrap()).unwrap();
    }
    let panel = rows.build().unwrap();
    let reason = panel.growth(4, Rounding::HalfEven).unwrap().reason(1).unwrap();
    assert_eq!(reason, Undefined::OtherLabel { there: "import, FOB".to_owned() });
    let to_date = panel.year_to_date(bilateral::panel::Gaps::Missing, 4, Rounding::HalfEven).unwrap();
    assert!(matches!(to_date.growths().get(1), Err(Undefined::OtherLabel { .. })));
}
