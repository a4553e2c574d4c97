//! A whole that is less than what it holds is in conflict for every statistic that rests on it, or
//! for none.
//!
//! Amounts are in million US dollars. Every rest beyond the half units of the figures is
//! counted by hand in the comment of its test.

use bilateral::area::{CHN, DEU, FRA, IDN, JPN, USA, VNM, WORLD};
use bilateral::bulk::{Denominator, Whole};
use bilateral::panel::{Gaps, Panel, PanelBuilder};
use bilateral::unit::USD;
use bilateral::{Area, Commodity, Flow, Key, Period, Rounding, Undefined};
use proptest::prelude::*;

const YEAR: i32 = 2022;

fn area(code: &str) -> Area {
    code.parse().unwrap()
}

fn good(code: &str) -> Commodity {
    if code == "TOTAL" { Commodity::TOTAL } else { format!("H6:{code}").parse().unwrap() }
}

fn panel_of(rows: &[(Area, &str, i64)]) -> Panel {
    let mut all = PanelBuilder::new(USD.million(), 0).unwrap();
    for (partner, code, value) in rows {
        let key = Key::exports(CHN).to(*partner).of(good(code));
        all.push(key, Period::year(YEAR), (*value).into()).unwrap();
        all.push(key, Period::year(YEAR + 1), (2 * value).into()).unwrap();
    }
    all.build().unwrap()
}

/// For each statistic that rests on the trade of the reporter with the World in all goods whether
/// it is in conflict; of several results all must be alike.
fn conflicts(panel: &Panel) -> Vec<(&'static str, bool)> {
    let rounding = Rounding::HalfEven;
    let mut found = Vec::new();
    let mut note = |name, results: Vec<Option<Undefined>>| {
        let is = |result: &Option<Undefined>| *result == Some(Undefined::Conflicting);
        let some = results.iter().filter(|result| is(result)).count();
        assert!(some == 0 || some == results.len(), "{name}: {results:?}");
        found.push((name, some > 0));
    };
    let of_year = panel.filter(|_, period| period == Period::year(YEAR)).unwrap();
    let shares = of_year.shares(Flow::Export, Whole::Reporter, 4, rounding).unwrap();
    note("shares", (0..of_year.len()).map(|row| shares.get(row).err()).collect());
    let added =
        panel.contributions(Flow::Export, Whole::Reporter, Gaps::NoTrade, 4, rounding).unwrap();
    let later = |row: &usize| panel.key(*row).unwrap().1 == Period::year(YEAR + 1);
    note("contributions", (0..panel.len()).filter(later).map(|row| added.get(row).err()).collect());
    let partners = of_year.partners(&Key::exports(CHN).to(WORLD), Period::year(YEAR)).unwrap();
    let first = partners.all().first().copied();
    note(
        "partners",
        [
            partners.hhi().err(),
            partners.rest().err(),
            partners.coverage(1, 4, rounding).err(),
            partners.concentration_ratio(1, 4, rounding).err(),
            first
                .map(|first| partners.share(&first, 4, rounding).err())
                .unwrap_or(partners.hhi().err()),
        ]
        .to_vec(),
    );
    let structure = of_year.structure(Flow::Export, 4, rounding).unwrap();
    let row = (0..structure.grubel_lloyd().len())
        .find(|row| structure.country(*row).unwrap().area == CHN)
        .unwrap();
    for (name, index) in [
        ("HHI of partners", structure.hhi_of_partners()),
        ("HHI of commodities", structure.hhi_of_commodities()),
    ] {
        let columns = [index.low(), index.high()];
        note(name, columns.map(|column| column.get(row).err()).to_vec());
    }
    // A code may be in conflict too where all goods are not.
    let conflicts = |row: usize| structure.rca().get(row) == Err(Undefined::Conflicting);
    let some = (0..structure.rca().len()).filter(|row| conflicts(*row)).count();
    let expected = if found[0].1 { structure.rca().len() } else { some };
    assert_eq!(some, expected, "advantage: {found:?}");
    found
}

fn all_are(panel: &Panel, expected: bool) {
    let found = conflicts(panel);
    assert!(found.iter().all(|(_, is)| *is == expected), "{found:?}");
}

/// 110 of the World, and right below it 70 of the European Union and 50 of the United States: the
/// rest is -10.
#[test]
fn a_world_that_is_less_than_its_groups() {
    let union = area("97");
    let panel = panel_of(&[
        (WORLD, "TOTAL", 110),
        (union, "TOTAL", 70),
        (DEU, "TOTAL", 50),
        (USA, "TOTAL", 50),
    ]);
    all_are(&panel, true);
    // By name it is 70 + 50.
    let on = Denominator::SumOfListed;
    let shares = panel.shares_on(Flow::Export, Whole::Reporter, on, 4, Rounding::HalfEven).unwrap();
    assert_eq!(shares.get(0).unwrap().to_string(), "0.4167"); // 50 / 120
    // 120 of the World leaves nothing.
    all_are(
        &panel_of(&[
            (WORLD, "TOTAL", 120),
            (union, "TOTAL", 70),
            (DEU, "TOTAL", 50),
            (USA, "TOTAL", 50),
        ]),
        false,
    );
}

/// Chapters of 50 and 50 in all goods of 90: the rest is -10.
#[test]
fn a_world_that_is_less_than_its_goods() {
    for partners in [&[][..], &[(DEU, "TOTAL", 90)], &[(DEU, "TOTAL", 40), (USA, "27", 20)]] {
        let world = [(WORLD, "TOTAL", 90), (WORLD, "27", 50), (WORLD, "84", 50)];
        all_are(&panel_of(&[&world[..], partners].concat()), true);
    }
}

/// The Union of 70 is less than its members, 50 and 40; 110 of the World are less than 130.
#[test]
fn a_world_that_is_less_than_the_members_of_its_groups() {
    let rows = [
        (WORLD, "TOTAL", 110),
        (area("97"), "TOTAL", 70),
        (DEU, "TOTAL", 50),
        (FRA, "TOTAL", 40),
        (USA, "TOTAL", 40),
    ];
    all_are(&panel_of(&rows), true);
    // Without the World the sum of what is listed has that Union in it.
    all_are(&panel_of(&rows[1..]), true);
}

/// 100 of the World in all goods, and 80 + 50 in chapters of its partners.
#[test]
fn a_world_that_is_less_than_the_goods_of_its_partners() {
    all_are(&panel_of(&[(WORLD, "TOTAL", 100), (DEU, "27", 80), (USA, "84", 50)]), true);
    all_are(&panel_of(&[(WORLD, "TOTAL", 100), (WORLD, "27", 60), (DEU, "84", 50)]), true);
    all_are(&panel_of(&[(WORLD, "TOTAL", 130), (DEU, "27", 80), (USA, "84", 50)]), false);
}

/// A chapter of 100 with headings of 120 is no whole, whoever asks; all goods are 500 and stand.
#[test]
fn a_chapter_that_is_less_than_its_headings() {
    let panel = panel_of(&[
        (WORLD, "TOTAL", 500),
        (WORLD, "27", 100),
        (WORLD, "2709", 70),
        (WORLD, "2711", 50),
        (DEU, "27", 60),
        (USA, "TOTAL", 90),
    ]);
    let of_year = panel.filter(|_, period| period == Period::year(YEAR)).unwrap();
    let shares = of_year.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven).unwrap();
    let share = |partner, code| {
        let key = Key::exports(CHN).to(partner).of(good(code));
        let row = (0..of_year.len()).find(|row| of_year.key(*row).unwrap().0 == key).unwrap();
        shares.get(row).map(|share| share.to_string())
    };
    assert_eq!(share(DEU, "27"), Err(Undefined::Conflicting));
    assert_eq!(share(USA, "TOTAL"), Ok("0.1800".to_owned()));
    let world = Key::exports(CHN).to(WORLD);
    let of_chapter = of_year.partners(&world.of(good("27")), Period::year(YEAR)).unwrap();
    assert_eq!(of_chapter.hhi().unwrap_err(), Undefined::Conflicting);
    assert!(of_year.partners(&world, Period::year(YEAR)).unwrap().hhi().is_ok());
}

/// The European Union reports 70, Germany and France 50 and 40.
#[test]
fn a_union_of_reporters_that_is_less_than_its_members() {
    let mut rows = PanelBuilder::new(USD.million(), 0).unwrap();
    for (reporter, value) in [(area("97"), 70), (DEU, 50), (FRA, 40), (JPN, 30)] {
        let key = Key::exports(reporter).to(USA).of(good("27"));
        rows.push(key, Period::year(YEAR), value.into()).unwrap();
    }
    let panel = rows.build().unwrap();
    let shares = panel.shares(Flow::Export, Whole::Commodity, 4, Rounding::HalfEven).unwrap();
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven).unwrap();
    for row in 0..panel.len() {
        assert_eq!(shares.get(row).unwrap_err(), Undefined::Conflicting);
    }
    for row in 0..structure.rca().len() {
        assert_eq!(structure.rca().get(row).unwrap_err(), Undefined::Conflicting);
    }
    // By name: 50 + 40 + 30.
    let on = Denominator::SumOfListed;
    let by_name =
        panel.shares_on(Flow::Export, Whole::Commodity, on, 4, Rounding::HalfEven).unwrap();
    let deu = (0..panel.len()).find(|row| panel.key(*row).unwrap().0.reporter() == DEU).unwrap();
    assert_eq!(by_name.get(deu).unwrap().to_string(), "0.4167"); // 50 / 120
}

/// Sums over codes are exact to the half units of their rows: 3 of the World in all goods beside
/// five codes of 0.6, which print 1 each.
#[test]
fn rounding_is_no_conflict() {
    let mut rows = vec![(WORLD, "TOTAL", 3)];
    rows.extend(["8401", "8402", "8403", "8404", "8405"].map(|code| (DEU, code, 1)));
    all_are(&panel_of(&rows), false);
}

/// Rows of a reporter, each at most listed once, with amounts that need not add up.
fn listed() -> impl Strategy<Value = Vec<(Area, &'static str, i64)>> {
    let partners = [WORLD, area("97"), area("975"), DEU, FRA, VNM, IDN, USA];
    let goods = ["TOTAL", "27", "2709", "270900", "2711", "84"];
    let cells: Vec<(Area, &'static str)> =
        partners.into_iter().flat_map(|partner| goods.map(|good| (partner, good))).collect();
    // About what the tree holds, so that conflicts are neither rare nor the rule.
    let weight = |(partner, code): (Area, &str)| {
        let of_area = if partner == WORLD {
            5
        } else if partner.may_be_group() {
            2
        } else {
            1
        };
        let of_code = match code.len() {
            5 => 3,
            2 => 2,
            _ => 1,
        };
        of_area * of_code
    };
    let values = cells.iter().map(|cell| weight(*cell)).collect::<Vec<i64>>();
    (
        proptest::collection::vec(proptest::bool::weighted(0.35), cells.len()),
        proptest::collection::vec(7..14_i64, cells.len()),
    )
        .prop_map(move |(is_listed, scale)| {
            let all = cells.iter().zip(is_listed).zip(scale.iter().zip(&values));
            let rows = all.filter(|((_, is_listed), _)| *is_listed);
            rows.map(|(((partner, code), _), (scale, value))| (*partner, *code, scale * value * 10))
                .collect()
        })
}

trait MayBeGroup {
    fn may_be_group(&self) -> bool;
}

impl MayBeGroup for Area {
    fn may_be_group(&self) -> bool {
        self.kind() == bilateral::area::AreaKind::Group
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Every statistic with one denominator is in conflict, or none is.
    #[test]
    fn all_statistics_agree(rows in listed()) {
        let panel = panel_of(&rows);
        prop_assume!(!panel.is_empty());
        prop_assume!(panel.partners(&Key::exports(CHN).to(WORLD), Period::year(YEAR)).is_ok());
        let found = conflicts(&panel);
        prop_assert!(
            found.iter().all(|(_, is)| *is == found[0].1),
            "{:?} of {:?}", found, rows
        );
    }
}
