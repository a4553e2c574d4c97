//! The form of a panel: whole keys, parts and totals, one way in, a view; each against an oracle
//! that looks at all pairs of rows.

use bilateral::area::{CHN, DEU, RUS, WORLD};
use bilateral::bulk::Whole;
use bilateral::commodity::Classification;
use bilateral::error::ErrorKind;
use bilateral::key::{Label, TradeSystem, Treatment};
use bilateral::number::Decimal;
use bilateral::panel::{
    Cell, Columns, Detail, Duplicates, Editions, Gaps, Marks, Miss, NO_QUANTITY, Panel,
    PanelBuilder, PanelView, Reason, Totals,
};
use bilateral::unit::USD;
use bilateral::{
    Area, Commodity, Error, Flow, Key, Money, Period, Ratio, Rounding, Series, Undefined,
    Valuation, growth,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn from<T: std::str::FromStr<Err = Error>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Countries, the World, the European Union, the customs union of southern Africa with two of its
/// members, two federations of the past with a country that was in each, both codes of one
/// territory, an area of the user's own.
fn areas() -> Vec<Area> {
    [
        "CHN", "RUS", "World", "97", "DEU", "GBR", "711", "ZAF", "BWA", "810", "891", "SRB", "158",
        "490", "own:1",
    ]
    .map(from)
    .to_vec()
}

/// Imports under six labels, exports under three: some state valuation and system, some neither.
fn labels() -> Vec<Label> {
    let (import, export) = (Label::new(Flow::Import), Label::new(Flow::Export));
    let cif = import.valued(Valuation::Cif);
    vec![
        cif,
        import,
        import.valued(Valuation::Fob),
        cif.under(TradeSystem::General),
        cif.under(TradeSystem::Special),
        cif.under(TradeSystem::General).treated(Treatment::Balanced),
        export,
        export.valued(Valuation::Fob).under(TradeSystem::General),
        export.valued(Valuation::Fob).under(TradeSystem::Special),
    ]
}

/// Codes of all levels: of one edition; as reported, with tariff lines of a country; of two
/// editions; of the SITC, and such that are no numbers.
fn goods(which: usize) -> Vec<Commodity> {
    let codes: [&[&str]; 4] = [
        &["TOTAL", "H6:270900", "H6:27", "H6:2709", "HSS:05", "H6:84", "H6:271111", "H6:980100"],
        &[
            "TOTAL",
            "CHN:2709000000",
            "HS:2709",
            "HS:270900",
            "CHN:2711110000",
            "HS:27",
            "CHN:8401100000",
            "HSS:05",
        ],
        &[
            "TOTAL",
            "H6:270900",
            "H5:270900",
            "H5:27",
            "H6:84",
            "H5:840110",
            "HS:27",
            "CN2024:27090010",
        ],
        &["TOTAL", "S4:333", "S4:33", "S4:3", "H6:9999AA", "H6:99", "H6:27", "S4:7"],
    ];
    codes[which].iter().map(|code| from(code)).collect()
}

/// Months, January and February together, quarters, years; the last two cross others.
fn spans() -> Vec<Period> {
    [
        "2020",
        "2019",
        "2019-01",
        "2019-02",
        "2019-Q1",
        "2020-01",
        "2019-01/2019-02",
        "2020-01/2020-02",
        "2020-Q1",
        "2020-02",
        "2019-02/2019-03",
        "2019-07/2020-06",
    ]
    .map(from)
    .to_vec()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    key: Key,
    period: Period,
    value: i64,
    quantity: Option<i64>,
    marks: Marks,
}

/// Few places come up often, so that rows meet.
fn place(most: usize) -> impl Strategy<Value = usize> {
    prop_oneof![3 => 0..most.min(3), 2 => 0..most]
}

fn marks() -> impl Strategy<Value = Marks> {
    let some = any::<[bool; 5]>().prop_map(
        |[estimated, not_reported, aggregated, of_listed, regrouped]| {
            Marks::default()
                .with_estimated(estimated)
                .with_not_reported(not_reported)
                .with_aggregated(aggregated)
                .with_of_listed(of_listed)
                .with_regrouped(regrouped)
        },
    );
    prop_oneof![3 => Just(Marks::default()), 1 => some]
}

/// Rows over the goods of one list; `repeated` of ten are of the cell of another one, with a value
/// of their own.
fn rows_of(
    which: impl Strategy<Value = usize>,
    periods: usize,
    repeated: u32,
) -> impl Strategy<Value = Vec<Row>> {
    which.prop_flat_map(move |which| {
        let goods = goods(which);
        let who = (
            place(9),
            prop_oneof![2 => Just(0), 1 => place(15)],
            place(15),
            place(goods.len()),
            place(periods),
        );
        let what = (-50..1_000_i64, proptest::option::of(-3..100_i64), marks());
        let again = (0..10_u32, any::<prop::sample::Index>());
        proptest::collection::vec((who, what, again), 0..70).prop_map(move |drawn| {
            let mut rows: Vec<Row> = Vec::new();
            for (
                (label, reporter, partner, good, period),
                (value, quantity, marks),
                (again, other),
            ) in drawn
            {
                let flow = labels()[label];
                let key = Key::new(flow.flow, areas()[reporter], areas()[partner])
                    .labelled(flow)
                    .of(goods[good]);
                let row = Row { key, period: spans()[period], value, quantity, marks };
                if again < repeated && !rows.is_empty() {
                    let of = rows[other.index(rows.len())];
                    rows.push(Row { key: of.key, period: of.period, ..row });
                } else if repeated > 0
                    || rows.iter().all(|known| (known.key, known.period) != (key, row.period))
                {
                    rows.push(row);
                }
            }
            rows
        })
    })
}

/// Rows of which none is refused: each cell once, one classification, spans that hold each other or
/// are apart.
fn sound_rows() -> impl Strategy<Value = Vec<Row>> {
    rows_of(0..2_usize, 10, 0).prop_map(|rows| {
        let mut kept: Vec<Row> = Vec::new();
        for mut row in rows {
            // Sums of what is listed are compared with their like alone: see
            // `tests/panel/what_counts.rs`.
            row.marks.of_listed = false;
            if kept.iter().all(|other| other.key != row.key || !cross(&other.period, &row.period)) {
                kept.push(row);
            }
        }
        kept
    })
}

// -------------------------------------------------------------------------------------------------
// The oracle
// -------------------------------------------------------------------------------------------------

/// True if all of the second code is known to be part of the first one.
fn holds_good(whole: &Commodity, part: &Commodity) -> bool {
    // A country's tariff line, and a code of the Combined Nomenclature, is a part of its subheading
    // as reported (or of the shorter code of the same digits), and so of what holds that.
    let subheading =
        matches!(part.classification(), Classification::National(_) | Classification::Cn(_))
            .then(|| part.code().get(..part.code().len().min(6)))
            .flatten()
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|code| Commodity::new(Classification::Hs(None), code).ok());
    part != whole
        && (part.is_contained_in(whole)
            || subheading.is_some_and(|code| code.is_contained_in(whole)))
}

/// True if the figure of the first row includes that of the second one.
fn holds(whole: &Row, part: &Row) -> bool {
    let (one, two) = (whole.key, part.key);
    let year = whole.period.last().year();
    let area = |whole: Area, part: Area| whole == part || whole.figures_hold(part, year);
    (one, whole.period) != (two, part.period)
        && one.label() == two.label()
        && area(one.reporter(), two.reporter())
        && area(one.partner(), two.partner())
        && (one.commodity() == two.commodity() || holds_good(&one.commodity(), &two.commodity()))
        && whole.period.contains(&part.period)
}

/// True if two spans share months and neither holds the other.
fn cross(one: &Period, two: &Period) -> bool {
    one.overlaps(*two) && !one.contains(two) && !two.contains(one)
}

fn family(good: &Commodity) -> Option<Classification> {
    match good.classification() {
        Classification::All | Classification::HsSection => None,
        Classification::National(_) | Classification::Cn(_) => Some(Classification::Hs(None)),
        other => Some(other),
    }
}

/// The chapter of codes that are built on the Harmonized System.
fn chapter(good: &Commodity) -> Option<String> {
    let is_number =
        good.code().bytes().all(|byte| byte.is_ascii_digit()) || good.code() == "9999AA";
    let has_one = !matches!(good.classification(), Classification::Sitc(_));
    Some(good.code().get(..2)?.to_owned()).filter(|_| is_number && has_one)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Conflict,
    Overlap,
}

fn refusal(error: &Error) -> Refusal {
    match error.kind() {
        ErrorKind::Conflict { .. } => Refusal::Conflict,
        ErrorKind::Overlap { .. } => Refusal::Overlap,
        other => panic!("{other:?}"),
    }
}

/// What becomes of rows in the order of arrival: parts and totals, by key, and how many are set
/// aside for each reason.
#[derive(Debug, PartialEq)]
struct Verdict {
    parts: Vec<Row>,
    totals: Vec<Row>,
    aside: BTreeMap<Reason, u64>,
}

#[derive(Debug, Clone, Copy)]
struct Rules {
    duplicates: Duplicates,
    totals: Totals,
    editions: Editions,
}

fn judge(rows: &[Row], rules: Rules) -> Result<Verdict, Refusal> {
    judge_by(rows, rules, in_one_edition)
}

/// The rows of a panel that was written: what could stand in it stands.
#[cfg(feature = "readers")]
fn judge_file(rows: &[Row], rules: Rules) -> Result<Verdict, Refusal> {
    judge_by(rows, rules, |rows, _, aside| {
        let (out, kept) = same_goods(&rows);
        if !out.is_empty() {
            aside.insert(Reason::OtherClassification, out.len() as u64);
        }
        Ok(kept)
    })
}

type Aside = BTreeMap<Reason, u64>;

fn judge_by(
    rows: &[Row],
    rules: Rules,
    in_one_edition: impl Fn(Vec<Row>, Editions, &mut Aside) -> Result<Vec<Row>, Refusal>,
) -> Result<Verdict, Refusal> {
    let mut aside = BTreeMap::new();
    let rows = once(rows, rules.duplicates, &mut aside)?;
    let rows = in_one_edition(rows, rules.editions, &mut aside)?;
    if rows
        .iter()
        .any(|one| rows.iter().any(|two| one.key == two.key && cross(&one.period, &two.period)))
    {
        return Err(Refusal::Overlap);
    }
    let is_total = |row: &Row| rows.iter().any(|part| holds(row, part));
    let (mut totals, parts): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| is_total(row));
    match rules.totals {
        Totals::Refuse if !totals.is_empty() => return Err(Refusal::Overlap),
        Totals::SetAside if !totals.is_empty() => {
            aside.insert(Reason::Total, totals.len() as u64);
            totals.clear();
        }
        _ => {}
    }
    let in_order = |mut rows: Vec<Row>| {
        rows.sort_by_key(order);
        rows
    };
    Ok(Verdict { parts: in_order(parts), totals: in_order(totals), aside })
}

fn order(row: &Row) -> impl Ord + use<> {
    (row.period, row.key.label(), row.key.reporter(), row.key.partner(), row.key.commodity())
}

/// Each cell once.
fn once(
    rows: &[Row],
    rule: Duplicates,
    aside: &mut BTreeMap<Reason, u64>,
) -> Result<Vec<Row>, Refusal> {
    let mut cells: BTreeMap<(Key, Period), Row> = BTreeMap::new();
    for row in rows {
        let Some(known) = cells.get_mut(&(row.key, row.period)) else {
            cells.insert((row.key, row.period), *row);
            continue;
        };
        match rule {
            Duplicates::Refuse => return Err(Refusal::Conflict),
            Duplicates::Sum => {
                known.value += row.value;
                known.quantity = known.quantity.zip(row.quantity).map(|(one, two)| one + two);
                let (one, two) = (known.marks, row.marks);
                known.marks = Marks::default()
                    .with_estimated(one.estimated || two.estimated)
                    .with_not_reported(one.not_reported || two.not_reported)
                    .with_aggregated(one.aggregated || two.aggregated)
                    .with_of_listed(one.of_listed || two.of_listed)
                    .with_regrouped(one.regrouped || two.regrouped);
            }
            other => {
                *aside.entry(Reason::Duplicate).or_default() += 1;
                if other == Duplicates::KeepLast {
                    *known = *row;
                }
            }
        }
    }
    Ok(cells.into_values().collect())
}

/// Of rows in several families of codes, those in the family that most rows have: of a pair, and of
/// a whole and its parts.
fn in_one_edition(
    rows: Vec<Row>,
    rule: Editions,
    aside: &mut BTreeMap<Reason, u64>,
) -> Result<Vec<Row>, Refusal> {
    if rule == Editions::Refuse {
        let (out, kept) = same_goods(&rows);
        return if out.is_empty() { Ok(kept) } else { Err(Refusal::Overlap) };
    }
    let of = |row: &Row| family(&row.key.commodity());
    let (kept, out): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| {
        let here = together(&rows, row);
        let best = here.iter().filter_map(of).max_by_key(|family| rank(&rows, *family));
        of(row).is_none() || of(row) == best
    });
    if !out.is_empty() {
        aside.insert(Reason::OtherClassification, out.len() as u64);
    }
    Ok(kept)
}

fn rank(rows: &[Row], of: Classification) -> (usize, bool, Classification) {
    let used = rows.iter().filter(|row| family(&row.key.commodity()) == Some(of)).count();
    (used, matches!(of, Classification::Hs(_)), of)
}

/// Rows that may be the same goods as others of their pair and period in the family that most rows
/// have, and the rest.
fn same_goods(rows: &[Row]) -> (Vec<Row>, Vec<Row>) {
    let of = |row: &Row| family(&row.key.commodity());
    let pair = |row: &Row| (row.key.of(Commodity::TOTAL), row.period);
    rows.iter().partition(|row| {
        let here = rows.iter().filter(|other| pair(other) == pair(row));
        let best = here.clone().filter_map(of).max_by_key(|family| rank(rows, *family));
        let may_be_same = |other: &Row| {
            let (one, two) = (chapter(&row.key.commodity()), chapter(&other.key.commodity()));
            one.is_none() || two.is_none() || one == two
        };
        of(row).is_some()
            && of(row) != best
            && here.clone().any(|other| of(other) == best && may_be_same(other))
    })
}

/// The rows of a reporter, label and period with this partner, with partners that it holds or that
/// hold it, and so on.
fn together(rows: &[Row], row: &Row) -> Vec<Row> {
    let block = |row: &Row| (row.key.reporter(), row.key.label(), row.period);
    let year = row.period.last().year();
    let mut partners = vec![row.key.partner()];
    loop {
        let meets = |area: Area| {
            partners
                .iter()
                .any(|known| known.figures_hold(area, year) || area.figures_hold(*known, year))
        };
        let siblings = rows.iter().filter(|other| block(other) == block(row));
        let more = siblings.map(|other| other.key.partner());
        match more.filter(|area| !partners.contains(area)).find(|area| meets(*area)) {
            Some(area) => partners.push(area),
            None => break,
        }
    }
    let is_here =
        |other: &&Row| block(other) == block(row) && partners.contains(&other.key.partner());
    rows.iter().filter(is_here).copied().collect()
}

// -------------------------------------------------------------------------------------------------
// The ways in
// -------------------------------------------------------------------------------------------------

const KEEP: Rules =
    Rules { duplicates: Duplicates::Refuse, totals: Totals::Keep, editions: Editions::Refuse };

fn builder(rules: Rules) -> PanelBuilder {
    let builder = PanelBuilder::new(USD.one(), 0).unwrap();
    builder.duplicates(rules.duplicates).totals(rules.totals).editions(rules.editions)
}

fn pushed(rows: &[Row], rules: Rules) -> Result<Panel, Error> {
    let mut builder = builder(rules);
    for row in rows {
        match row.quantity {
            Some(quantity) => {
                builder.push_with_quantity(row.key, row.period, row.value.into(), quantity).unwrap()
            }
            None => builder.push(row.key, row.period, row.value.into()).unwrap(),
        }
        if row.marks != Marks::default() {
            builder.mark(row.marks);
        }
    }
    builder.build()
}

/// The same rows as columns; dictionaries stand in reversed order and have an entry that no row
/// uses.
fn columns(rows: &[Row]) -> Columns {
    fn dictionary<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Vec<T> {
        let once: BTreeSet<T> = items.collect();
        once.into_iter().rev().collect()
    }
    fn ids<T: PartialEq>(list: &[T], items: impl Iterator<Item = T>) -> Vec<u16> {
        items.map(|item| list.iter().position(|known| *known == item).unwrap() as u16).collect()
    }
    let unused = "FRA".parse::<Area>().unwrap();
    let both = rows.iter().flat_map(|row| [row.key.reporter(), row.key.partner()]);
    let areas = dictionary(both.chain([unused]));
    let commodities =
        dictionary(rows.iter().map(|row| row.key.commodity()).chain([from("H6:010121")]));
    let periods = dictionary(rows.iter().map(|row| row.period).chain([Period::year(1999)]));
    let labels = dictionary(rows.iter().map(|row| row.key.label()).chain([Flow::ReExport.into()]));
    let marked = rows.iter().any(|row| row.marks != Marks::default());
    Columns::new()
        .with_reporter(ids(&areas, rows.iter().map(|row| row.key.reporter())))
        .with_partner(ids(&areas, rows.iter().map(|row| row.key.partner())))
        .with_commodity(ids(&commodities, rows.iter().map(|row| row.key.commodity())).into())
        .with_period(ids(&periods, rows.iter().map(|row| row.period)))
        .with_label(ids(&labels, rows.iter().map(|row| row.key.label())))
        .with_value(rows.iter().map(|row| row.value).collect())
        .with_quantity(rows.iter().map(|row| row.quantity.unwrap_or(NO_QUANTITY)).collect())
        .with_detail(if marked {
            rows.iter().map(|row| Detail::new(0, row.marks)).collect()
        } else {
            Vec::new()
        })
        .with_areas(areas)
        .with_commodities(commodities)
        .with_periods(periods)
        .with_labels(labels)
}

/// The rows of a panel that is the one of another way in too, as this crate writes them.
#[cfg(feature = "readers")]
fn file(rows: &[Row]) -> String {
    let mut text = String::from(
        "REF_AREA,COUNTERPART_AREA,TRADE_FLOW,COMMODITY,VALUATION,TRADE_SYSTEM,TREATMENT,\
         TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,QUANTITY,QUANTITY_UNIT,QUANTITY_ESTIMATED,NOT_REPORTED,AGGREGATED,OF_LISTED,REGROUPED\n",
    );
    for row in rows {
        let (key, marks) = (row.key, row.marks);
        let set = |mark: bool| if mark { "true" } else { "" };
        let cells = [
            key.reporter().to_string(),
            key.partner().to_string(),
            key.flow().to_string(),
            key.commodity().to_string(),
            key.valuation().to_string(),
            key.system().to_string(),
            key.treatment().to_string(),
            row.period.iso(),
            row.value.to_string(),
            "USD".to_owned(),
            row.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            String::new(),
            set(marks.estimated).to_owned(),
            set(marks.not_reported).to_owned(),
            set(marks.aggregated).to_owned(),
            set(marks.of_listed).to_owned(),
            set(marks.regrouped).to_owned(),
        ];
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}

/// The rows that a panel has, by what its methods say of them.
fn rows_of_panel(panel: &Panel, cell: fn(usize) -> Cell, count: usize) -> Vec<Row> {
    let row = |at: usize| {
        let (key, period) = panel.key(cell(at)).unwrap();
        let value = panel.value(cell(at)).unwrap();
        let whole = |number: Decimal| i64::try_from(number).unwrap();
        let quantity = panel.quantity(cell(at)).map(|(number, _)| whole(number));
        Row { key, period, value: whole(value), quantity, marks: panel.marks(cell(at)) }
    };
    (0..count).map(row).collect()
}

fn parts(panel: &Panel) -> Vec<Row> {
    rows_of_panel(panel, Cell::Part, panel.len())
}

fn totals(panel: &Panel) -> Vec<Row> {
    rows_of_panel(panel, Cell::Total, panel.reported().map_or(0, Panel::len))
}

fn verdict(panel: &Panel) -> Verdict {
    let aside = panel.account().set_aside().iter().map(|kind| (kind.reason, kind.rows)).collect();
    Verdict { parts: parts(panel), totals: totals(panel), aside }
}

/// The text of an error without the numbers of rows, which are known only where the order of
/// arrival is kept.
fn without_places(error: &Error) -> String {
    let text = error.to_string();
    let mut parts = text.split(" (row, line ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').map_or("", |(_, behind)| behind))
}

fn every_rule() -> Vec<Rules> {
    let mut all = Vec::new();
    for duplicates in
        [Duplicates::Refuse, Duplicates::Sum, Duplicates::KeepFirst, Duplicates::KeepLast]
    {
        for totals in [Totals::Keep, Totals::SetAside, Totals::Refuse] {
            for editions in [Editions::Refuse, Editions::KeepMostUsed] {
                all.push(Rules { duplicates, totals, editions });
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// Defects 2 and 6: one gatherer and one set of rules. Rows that are pushed, that come as
    /// columns, from a file or from serde become the same parts and totals under every rule, as the
    /// oracle says; what is refused is refused alike.
    #[test]
    fn every_way_in_agrees_with_the_oracle_under_every_rule(rows in rows_of(0..4_usize, 12, 2)) {
        for rules in every_rule() {
            let expected = judge(&rows, rules);
            let (by_row, by_column) =
                (pushed(&rows, rules), builder(rules).build_from(columns(&rows)));
            match (&by_row, &by_column) {
                (Ok(one), Ok(two)) => {
                    prop_assert_eq!(&Ok(verdict(one)), &expected, "{:?}", rules);
                    prop_assert_eq!(one, two);
                    prop_assert_eq!(one.account(), two.account());
                    let dictionaries = |panel: &Panel| {
                        let (areas, goods) = (panel.areas().to_vec(), panel.commodities().to_vec());
                        (areas, goods, panel.periods().to_vec(), panel.labels().to_vec())
                    };
                    prop_assert_eq!(dictionaries(one), dictionaries(two));
                    let account = one.account();
                    prop_assert_eq!(account.rows(), rows.len() as u64);
                    prop_assert_eq!(account.accepted() + account.set_aside_rows(), account.rows());
                    prop_assert_eq!(account.totals(), one.reported().map_or(0, Panel::len) as u64);
                    let back: Panel =
                        serde_json::from_str(&serde_json::to_string(one).unwrap()).unwrap();
                    prop_assert_eq!(&verdict(&back).parts, &parts(one));
                    prop_assert_eq!(&verdict(&back).totals, &totals(one));
                    prop_assert_eq!(&back, one);
                }
                (Err(one), Err(two)) => {
                    prop_assert_eq!(Err(refusal(one)), expected, "{:?}: {}", rules, one);
                    prop_assert_eq!(without_places(one), without_places(two));
                }
                other => prop_assert!(false, "{rules:?}: {other:?}"),
            }
        }
    }

    /// The reader of such a file has the same rules; of editions it keeps those most used of goods
    /// that may be the same, as a panel does.
    #[cfg(feature = "readers")]
    #[test]
    fn files_agree_with_the_oracle(rows in rows_of(0..4_usize, 12, 2)) {
        for rules in
            every_rule().into_iter().filter(|rules| rules.editions == Editions::KeepMostUsed)
        {
            let reader =
                bilateral::read::Reader::new().duplicates(rules.duplicates).totals(rules.totals);
            let read = reader.read(file(&rows).as_bytes(), "rows.csv").and_then(|opened| {
                let account = opened.account.clone();
                Ok((opened.panel()?, account))
            });
            match (read, judge_file(&rows, rules)) {
                (Ok((panel, account)), Ok(expected)) => {
                    let pushed = pushed(&rows, rules);
                    let is_same = pushed.as_ref().is_ok_and(|pushed| verdict(pushed) == expected);
                    prop_assert_eq!(verdict(&panel), expected, "{:?}", rules);
                    prop_assert!(rows.is_empty() || !is_same || panel == pushed.unwrap());
                    prop_assert_eq!(account.rows(), rows.len() as u64);
                    let mut text = Vec::new();
                    panel.write_csv(&mut text).unwrap();
                    let again =
                        bilateral::read::Reader::new().read(text.as_slice(), "again.csv").unwrap();
                    prop_assert!(again.account.is_complete(), "{}", again.account);
                    prop_assert!(panel.is_empty() || again.panel().unwrap() == panel);
                }
                (Err(error), Err(expected)) => prop_assert_eq!(refusal(&error), expected),
                (read, expected) => prop_assert!(false, "{rules:?}: {read:?} {expected:?}"),
            }
        }
    }

    /// What holds no other row is a part and what does is a total; so parts never hold each other.
    /// A row that stands alone is a part, though it be the World of all goods.
    #[test]
    fn parts_never_hold_each_other(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        let (parts, totals) = (parts(&panel), totals(&panel));
        prop_assert_eq!(parts.len() + totals.len(), rows.len());
        for row in &parts {
            prop_assert!(!rows.iter().any(|other| holds(row, other)), "{} {}", row.key, row.period);
        }
        for row in &totals {
            prop_assert!(rows.iter().any(|other| holds(row, other)), "{} {}", row.key, row.period);
        }
    }

    /// Any order of arrival gives the same panel: rows one by one, and whole runs as files read in
    /// another order have them.
    #[test]
    fn any_order_and_any_runs_give_the_same_panel(
        rows in rows_of(0..2_usize, 10, 2),
        seed in any::<prop::sample::Index>(),
        keep in any::<bool>(),
    ) {
        let of_totals = if keep { Totals::Keep } else { Totals::SetAside };
        let rules = Rules { duplicates: Duplicates::Sum, totals: of_totals, ..KEEP };
        let Ok(expected) = pushed(&rows, rules) else { return Ok(()) };
        let mut other = rows.clone();
        if !other.is_empty() {
            let by = seed.index(other.len());
            other.rotate_left(by);
        }
        other.reverse();
        prop_assert_eq!(&pushed(&other, rules).unwrap(), &expected);
        // Runs in permuted order: the rows of each run ascend, the runs stand in any order.
        let mut settled = rows_of_panel(&expected, Cell::Part, expected.len());
        settled.extend(totals(&expected));
        settled.sort_by_key(order);
        let run = |row: &Row| (row.key.of(Commodity::TOTAL), row.period);
        let mut runs: Vec<Vec<Row>> =
            settled.chunk_by(|one, two| run(one) == run(two)).map(<[Row]>::to_vec).collect();
        let before = pushed(&settled, KEEP).unwrap();
        runs.reverse();
        if !runs.is_empty() {
            let by = seed.index(runs.len());
            runs.rotate_left(by);
        }
        prop_assert_eq!(&pushed(&runs.concat(), KEEP).unwrap(), &before);
        prop_assert_eq!(&before, &expected);
    }
}

// -------------------------------------------------------------------------------------------------
// Questions
// -------------------------------------------------------------------------------------------------

/// What a question means among rows: the rows of the labels that it may mean, unless one has just
/// that label.
fn meant<'a>(rows: &'a [Row], key: &Key, period: Period) -> Vec<&'a Row> {
    let asked = key.label();
    let states_less = |label: Label| {
        (label.flow, label.treatment) == (asked.flow, asked.treatment)
            && (asked.valuation == Valuation::AsReported || asked.valuation == label.valuation)
            && (asked.system == TradeSystem::Unspecified || asked.system == label.system)
    };
    let cell = |row: &&Row| row.period == period && row.key.labelled(asked) == *key;
    let mut found: Vec<&Row> =
        rows.iter().filter(cell).filter(|row| states_less(row.key.label())).collect();
    if found.iter().any(|row| row.key == *key) {
        found.retain(|row| row.key == *key);
    }
    found.sort_by_key(|row| row.key.label());
    found
}

/// Every label there can be of a flow.
fn all_labels(flow: Flow) -> Vec<Label> {
    let valuations = [
        Valuation::AsReported,
        Valuation::Fob,
        Valuation::Cif,
        Valuation::Fas,
        Valuation::CustomsValue,
    ]
    .into_iter();
    let systems = [TradeSystem::Unspecified, TradeSystem::General, TradeSystem::Special];
    let treatments = [Treatment::Reported, Treatment::Balanced, Treatment::Estimated];
    let label = move |valuation, system, treatment| {
        Label::new(flow).valued(valuation).under(system).treated(treatment)
    };
    valuations
        .flat_map(|valuation| systems.map(|system| (valuation, system)))
        .flat_map(|(valuation, system)| {
            treatments.map(|treatment| label(valuation, system, treatment))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// Defect 1: `find` looks at all parts of a key. The key of every row finds that row; a
    /// question finds the row of the only label that it may mean, is refused with all of them if
    /// there are several, and never finds another cell.
    #[test]
    fn find_is_the_row_of_the_key_and_of_no_other(
        rows in sound_rows(),
        partner in 0..15_usize,
        good in 0..8_usize,
        span in 0..10_usize,
    ) {
        let panel = pushed(&rows, KEEP).unwrap();
        for (cells, kind) in
            [(parts(&panel), Cell::Part as fn(usize) -> Cell), (totals(&panel), Cell::Total)]
        {
            for (at, row) in cells.iter().enumerate() {
                prop_assert_eq!(panel.find(&row.key, row.period), Ok(kind(at)));
                prop_assert_eq!(
                    panel.amount(&row.key, row.period).map(|amount| amount.value()),
                    Ok(row.value.into())
                );
                prop_assert_eq!(
                    panel.find(&row.key, row.period).unwrap().part().is_ok(),
                    kind(0) == Cell::Part(0)
                );
            }
        }
        // Near questions: another label, another partner, good or period of each cell.
        for row in &rows {
            let other = Key::new(row.key.flow(), row.key.reporter(), areas()[partner])
                .of(row.key.commodity());
            let near = [row.key, other, row.key.of(goods(0)[good])].map(|key| (key, row.period));
            for (key, period) in near.into_iter().chain([(row.key, spans()[span])]) {
                for label in all_labels(key.flow()) {
                    let key = key.labelled(label);
                    let expected = meant(&rows, &key, period);
                    match (panel.find(&key, period), expected.as_slice()) {
                        (Ok(cell), [only]) => {
                            prop_assert_eq!(panel.key(cell), Some((only.key, period)))
                        }
                        (Err(Miss::Ambiguous(there)), [_, _, ..]) => {
                            prop_assert_eq!(
                                there,
                                expected.iter().map(|row| row.key.label()).collect::<Vec<_>>()
                            );
                        }
                        (Err(miss), []) => {
                            if let Miss::OtherPeriod { .. } = miss {
                                let derived = panel.series(&key);
                                let derived = derived.and_then(|series| series.amount(period));
                                prop_assert_eq!(miss.help().contains("series"), derived.is_ok());
                            }
                            prop_assert!(
                                names_what_is_there(&miss, &key, period, &rows),
                                "{}: {:?}",
                                key,
                                miss
                            );
                        }
                        (found, expected) => {
                            prop_assert!(false, "{key}, {period}: {found:?}, not {expected:?}")
                        }
                    }
                }
            }
        }
    }

    /// `series` reads parts and totals alike, and keeps the label that it found.
    #[test]
    fn series_reads_parts_and_totals(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        for row in &rows {
            let mut expected: Series<Money> = Series::new(row.key, USD.one());
            let mut of_cell: Vec<&Row> = rows.iter().filter(|other| other.key == row.key).collect();
            of_cell.sort_by_key(|row| row.period);
            for other in of_cell {
                expected = expected.with(&other.period.iso(), &other.value.to_string()).unwrap();
            }
            let found = panel.series(&row.key).unwrap();
            prop_assert_eq!(found.key(), row.key);
            let spans = |series: &Series<Money>| -> Vec<(Period, Decimal)> {
                let value = |span| series.amount(span).unwrap().amount().value();
                series.published_spans().map(|span| (span, value(span))).collect()
            };
            prop_assert_eq!(spans(&found), spans(&expected));
        }
    }
}

/// A miss of a cell that is not there is about the question, and what it names is there: the flow
/// first, then areas, the commodity, its edition, the period.
fn names_what_is_there(miss: &Miss, key: &Key, period: Period, rows: &[Row]) -> bool {
    let has_area =
        |area: Area| rows.iter().any(|row| row.key.reporter() == area || row.key.partner() == area);
    let same_cell = |row: &Row| row.key.labelled(key.label()) == *key;
    let of_flow = |row: &&Row| row.key.flow() == key.flow();
    let labels_of_cell = |of: &dyn Fn(&Row) -> bool| -> BTreeSet<Label> {
        let of_cell = rows.iter().filter(of_flow).filter(|row| same_cell(row) && of(row));
        of_cell.map(|row| row.key.label()).collect()
    };
    let now = labels_of_cell(&|row| row.period == period);
    let is_now = |key: Key| !meant(rows, &key, period).is_empty();
    let areas = [key.reporter(), key.partner()];
    let goods: BTreeSet<Commodity> = rows.iter().map(|row| row.key.commodity()).collect();
    let (edition, finer) = near_goods(&goods, key.commodity());
    let near = |near: &BTreeSet<Commodity>| -> Vec<Commodity> {
        near.iter().filter(|good| is_now(key.of(**good))).copied().collect()
    };
    match miss {
        Miss::OtherLabel { asked, there } => {
            let expected = if now.is_empty() { labels_of_cell(&|_| true) } else { now };
            *asked == key.label() && expected.into_iter().eq(there.iter().copied())
        }
        _ if !now.is_empty() => false,
        Miss::NoLabel { asked, .. } => {
            *asked == key.label() && rows.iter().all(|row| row.key.label() != *asked)
        }
        Miss::NoArea(area) => !has_area(*area) && areas.contains(area),
        Miss::OtherArea { asked, there } => {
            // Absent, or there with other rows and the cell under the other code.
            has_area(*there) && asked.same_territory() == Some(*there) && areas.contains(asked)
        }
        _ if !areas.into_iter().all(has_area) => false,
        Miss::OtherEdition { asked, there } => {
            *asked == key.commodity() && !there.is_empty() && near(&edition) == *there
        }
        _ if !near(&edition).is_empty() => false,
        Miss::OnlyFiner { asked, there } => {
            *asked == key.commodity() && !there.is_empty() && near(&finer) == *there
        }
        _ if !near(&finer).is_empty() => false,
        Miss::OtherPeriod { asked, there, .. } => {
            let spans: BTreeSet<Period> = rows
                .iter()
                .map(|row| row.period)
                .filter(|span| !meant(rows, key, *span).is_empty())
                .collect();
            *asked == period && spans.into_iter().eq(there.iter().copied())
        }
        Miss::NoCommodity(good) => *good == key.commodity() && !goods.contains(good),
        Miss::NoRow(asked) => {
            asked == key && rows.iter().all(|row| !same_cell(row) || row.key.flow() != key.flow())
        }
        _ => false,
    }
}

/// The codes of other editions with the same digits, and the longer codes of the same edition.
fn near_goods(
    goods: &BTreeSet<Commodity>,
    asked: Commodity,
) -> (BTreeSet<Commodity>, BTreeSet<Commodity>) {
    let is_hs = |good: &Commodity| {
        matches!(good.classification(), Classification::Hs(_) | Classification::Cn(_))
    };
    let is_edition = |good: &&Commodity| {
        **good != asked && good.code() == asked.code() && is_hs(good) && is_hs(&asked)
    };
    let is_finer = |good: &&Commodity| match asked == Commodity::TOTAL {
        true => **good != asked,
        false => {
            good.classification() == asked.classification()
                && asked.classification() != Classification::HsSection
                && good.level() > asked.level()
                && good.code().starts_with(asked.code())
        }
    };
    (
        goods.iter().filter(is_edition).copied().collect(),
        goods.iter().filter(is_finer).copied().collect(),
    )
}

// -------------------------------------------------------------------------------------------------
// Views, and statistics of single cells
// -------------------------------------------------------------------------------------------------

fn rows_of_view(view: PanelView<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, period) in view.periods().iter().enumerate() {
        for run in view.runs_of(at) {
            let group = view.group(run);
            assert_eq!(view.ungroup(view.to_group(group).unwrap()), group);
            assert_eq!(view.groups()[run], view.to_group(group).unwrap());
            let label = view.labels()[group.label];
            let key =
                Key::new(label.flow, view.areas()[group.reporter], view.areas()[group.partner])
                    .labelled(label);
            for row in view.rows_of(run) {
                let key = key.of(view.commodities()[view.codes().get(row).unwrap()]);
                assert_eq!((view.key(row), view.run_of(row)), (Some((key, *period)), Some(run)));
                let quantity =
                    view.quantities().get(row).copied().filter(|quantity| *quantity != NO_QUANTITY);
                assert_eq!(view.has_quantity(row), quantity.is_some());
                let marks =
                    view.details().get(row).map_or(Marks::default(), |detail| detail.marks());
                rows.push(Row { key, period: *period, value: view.values()[row], quantity, marks });
            }
        }
    }
    assert_eq!((rows.len(), view.is_empty()), (view.len(), rows.is_empty()));
    rows
}

fn growth_of(now: i64, base: i64) -> Result<String, Undefined> {
    let ratio = growth::year_over_year(Ratio::from(now), Ratio::from(base))
        .map(|growth| growth.ratio().clone());
    let ratio = ratio.map_err(|error| error.undefined().cloned().unwrap())?;
    Ok(ratio.round(6, Rounding::HalfEven).to_string())
}

/// The growth of a cell by its history in all rows, parts and totals.
fn growth_in(rows: &[Row], row: &Row) -> Result<String, Undefined> {
    let earlier = row.period.year_earlier().unwrap();
    let at = |label: Label| {
        rows.iter().find(|other| (other.key, other.period) == (row.key.labelled(label), earlier))
    };
    if let Some(base) = at(row.key.label()) {
        return growth_of(row.value, base.value);
    }
    let others = all_labels(row.key.flow()).into_iter().filter(|label| at(*label).is_some());
    let mut others: Vec<Label> = others.collect();
    others.sort();
    if others.is_empty() {
        return Err(Undefined::Missing);
    }
    Err(Undefined::OtherLabel {
        there: others.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Slices of any range of periods are the rows of these periods, of parts and of totals.
    #[test]
    fn a_view_is_the_rows_of_its_periods(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        prop_assert_eq!(rows_of_view(panel.view()), parts(&panel));
        let kinds = [(Some(&panel), parts(&panel)), (panel.reported(), totals(&panel))];
        for (panel, all) in kinds.into_iter().filter_map(|(panel, rows)| Some((panel?, rows))) {
            let count = panel.periods().len();
            for (first, end) in
                (0..=count).flat_map(|first| (first..=count).map(move |end| (first, end)))
            {
                let view = panel.view_of(first..end).unwrap();
                let inside = &panel.periods()[first..end];
                let expected: Vec<Row> =
                    all.iter().filter(|row| inside.contains(&row.period)).copied().collect();
                prop_assert_eq!(view.periods(), inside);
                prop_assert_eq!(rows_of_view(view), expected);
            }
            prop_assert!(panel.view_of(0..count + 1).is_err());
            #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
            let backwards = panel.view_of(1..0);
            prop_assert!(backwards.is_err());
        }
    }

    /// Growth looks for the base of a cell wherever it stands: among parts, among totals, or under
    /// another label, which is then named. A view of some periods knows the bases that are in it.
    #[test]
    fn totals_and_parts_share_their_history(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        let kinds = [(Some(&panel), parts(&panel)), (panel.reported(), totals(&panel))];
        for (panel, all) in kinds.into_iter().filter_map(|(panel, rows)| Some((panel?, rows))) {
            let growths = panel.growth(6, Rounding::HalfEven).unwrap();
            for (at, row) in all.iter().enumerate() {
                let found = growths.growth(at).map(|growth| growth.to_string());
                prop_assert_eq!(found, growth_in(&rows, row), "{} {}", row.key, row.period);
                let earlier = row.period.year_earlier().unwrap();
                let base =
                    rows.iter().find(|other| (other.key, other.period) == (row.key, earlier));
                prop_assert_eq!(
                    growths.change(at).ok(),
                    base.map(|base| (row.value - base.value).into())
                );
            }
            let count = panel.periods().len();
            for (first, end) in
                (0..count).flat_map(|first| (first + 1..=count).map(move |end| (first, end)))
            {
                let view = panel.view_of(first..end).unwrap();
                let inside: Vec<Row> = rows
                    .iter()
                    .filter(|row| view.periods().contains(&row.period))
                    .copied()
                    .collect();
                let growths = view.growth(6, Rounding::HalfEven).unwrap();
                for at in 0..view.len() {
                    let (key, period) = view.key(at).unwrap();
                    let row =
                        rows.iter().find(|row| (row.key, row.period) == (key, period)).unwrap();
                    prop_assert_eq!(
                        growths.growth(at).map(|growth| growth.to_string()),
                        growth_in(&inside, row)
                    );
                    prop_assert_eq!(growths.key(at), Some((key, period)));
                }
            }
        }
    }

    /// Cumulations over rows of which some hold others: each month once, whatever spans the cell
    /// has beside each other.
    #[test]
    fn cumulations_count_each_month_once(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        let kinds = [(Some(&panel), parts(&panel)), (panel.reported(), totals(&panel))];
        for (panel, all) in kinds.into_iter().filter_map(|(panel, rows)| Some((panel?, rows))) {
            let (strict, open) = (panel.rolling_12(Gaps::Missing), panel.rolling_12(Gaps::NoTrade));
            let to_date = panel.year_to_date(Gaps::Missing, 6, Rounding::HalfEven).unwrap();
            let to_date_openly = panel.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven).unwrap();
            for (at, row) in all.iter().enumerate() {
                let (year, month) = (row.period.last().year(), row.period.last().number());
                let window = Period::rolling_12(year, month);
                let text =
                    |column: &bilateral::bulk::Column| column.get(at).map(|sum| sum.to_string());
                prop_assert_eq!(
                    text(&strict),
                    chain(&rows, row, window, Gaps::Missing),
                    "{} {}",
                    row.key,
                    row.period
                );
                prop_assert_eq!(
                    text(&open),
                    chain(&rows, row, window, Gaps::NoTrade),
                    "{} {}",
                    row.key,
                    row.period
                );
                let window = Period::january_to(year, month);
                let expected = chain(&rows, row, window, Gaps::Missing);
                prop_assert_eq!(text(to_date.sums()), expected, "{} {}", row.key, row.period);
                let expected = chain(&rows, row, window, Gaps::NoTrade);
                prop_assert_eq!(
                    text(to_date_openly.sums()),
                    expected,
                    "{} {}",
                    row.key,
                    row.period
                );
                for (to_date, gaps) in [(&to_date, Gaps::Missing), (&to_date_openly, Gaps::NoTrade)]
                {
                    let expected = growth_to_date(&rows, row, gaps);
                    prop_assert_eq!(
                        text(to_date.growths()),
                        expected,
                        "{} {} {:?}",
                        row.key,
                        row.period,
                        gaps
                    );
                }
            }
        }
    }

    /// Two labels of one flow are never added: the sums of each are those of the rows of that label
    /// alone, and a bare flow of which there are several is refused with their names.
    #[test]
    fn sums_of_a_label_are_those_of_its_rows(rows in sound_rows()) {
        let panel = pushed(&rows, KEEP).unwrap();
        for label in panel.labels() {
            let alone = panel.filter(|key, _| key.label() == *label).unwrap();
            prop_assert_eq!(alone.labels(), [*label]);
            prop_assert_eq!(panel.sums(*label).unwrap(), alone.sums(label.flow).unwrap());
            prop_assert_eq!(panel.pairs(*label).unwrap(), alone.pairs(label.flow).unwrap());
            prop_assert_eq!(
                panel.partner_ranks(*label).unwrap(),
                alone.partner_ranks(label.flow).unwrap()
            );
            let several =
                panel.labels().iter().filter(|other| other.flow == label.flow).count() > 1;
            match panel.sums(label.flow) {
                Ok(sums) => prop_assert!(!several && sums == panel.sums(*label).unwrap()),
                Err(error) => {
                    prop_assert!(several && error.is_mismatch(), "{}", error);
                    prop_assert!(
                        error.to_string().contains(&label.to_string()),
                        "{} of {}",
                        error,
                        label
                    );
                }
            }
            let stated: Vec<Row> =
                rows.iter().filter(|row| row.key.label() == *label).copied().collect();
            prop_assert_eq!(parts(&alone).len() + totals(&alone).len(), stated.len());
        }
        if let Some(reported) = panel.reported() {
            let label = reported.labels()[0];
            let refused = [
                reported.sums(label).err(),
                reported.pairs(label).err(),
                reported.partner_ranks(label).err(),
                reported.structure(label, 6, Rounding::HalfEven).err(),
                reported.shares(label, Whole::Pair, 6, Rounding::HalfEven).err(),
                reported
                    .contributions(label, Whole::Pair, Gaps::NoTrade, 6, Rounding::HalfEven)
                    .err(),
            ];
            for error in refused {
                let error = error.unwrap();
                prop_assert!(matches!(error.kind(), ErrorKind::Overlap { .. }), "{}", error);
            }
        }
    }
}

/// The sum of a cell from the first month of a window to the end of a row, its own figure last:
/// before it the widest spans back to back. A month without a row makes it undefined, unless there
/// was no trade then.
fn chain(rows: &[Row], row: &Row, window: Period, gaps: Gaps) -> Result<String, Undefined> {
    if !window.contains(&row.period) {
        return Err(Undefined::Missing);
    }
    let (mut sum, mut first) = (row.value, row.period.first());
    while first > window.first() {
        let before = first.plus(-1).unwrap();
        let ends_there = |other: &&Row| {
            other.key == row.key && other.period.last() == before && window.contains(&other.period)
        };
        match rows.iter().filter(ends_there).max_by_key(|other| other.period.len()) {
            Some(other) => (sum, first) = (sum + other.value, other.period.first()),
            None if gaps == Gaps::Missing => return Err(Undefined::Missing),
            None => first = before,
        }
    }
    Ok(sum.to_string())
}

/// The growth of a cumulation on the one to the same month a year earlier: by the row of the same
/// span, else by the widest one that is known.
fn growth_to_date(rows: &[Row], row: &Row, gaps: Gaps) -> Result<String, Undefined> {
    let to_date = |row: &Row| {
        let (year, month) = (row.period.last().year(), row.period.last().number());
        chain(rows, row, Period::january_to(year, month), gaps)
            .map(|sum| sum.parse::<i64>().unwrap())
    };
    let earlier = row.period.last().plus(-12).unwrap();
    let mut bases: Vec<&Row> =
        rows.iter().filter(|base| base.key == row.key && base.period.last() == earlier).collect();
    let length = |row: &Row| row.period.len();
    bases.sort_by_key(|base| (length(base) != length(row), std::cmp::Reverse(length(base))));
    let other_label = |other: &Row| {
        let (key, label) = (other.key, row.key.label());
        key.flow() == label.flow
            && key != row.key
            && key.labelled(label) == row.key
            && other.period.last() == earlier
    };
    if bases.is_empty() && rows.iter().any(other_label) {
        return Err(Undefined::OtherLabel { there: String::new() });
    }
    let now = to_date(row)?;
    let base = bases.into_iter().find_map(|base| to_date(base).ok()).ok_or(Undefined::Missing)?;
    growth_of(now, base)
}

// -------------------------------------------------------------------------------------------------
// One defect, one test
// -------------------------------------------------------------------------------------------------

fn build(rows: &[(Key, &str, i64)]) -> Panel {
    let mut builder = PanelBuilder::new(USD.million(), 0).unwrap();
    for (key, period, value) in rows {
        builder.push(*key, from(period), (*value).into()).unwrap();
    }
    builder.build().unwrap()
}

/// Defect 1: a panel of FOB exports that was asked for CIF answered with FOB figures labelled CIF.
#[test]
fn fob_is_no_answer_to_cif() {
    let exports = Key::exports(CHN).to(RUS);
    let panel = build(&[(exports.valued(Valuation::Fob), "2022", 76_122)]);
    let (fob, cif) = (
        Label::new(Flow::Export).valued(Valuation::Fob),
        Label::new(Flow::Export).valued(Valuation::Cif),
    );
    let miss = panel.find(&exports.labelled(cif), Period::year(2022)).unwrap_err();
    assert_eq!(miss, Miss::OtherLabel { asked: cif, there: vec![fob] });
    assert!(panel.series(&exports.labelled(cif)).unwrap_err().to_string().contains("FOB"));
    assert!(panel.amount(&exports.labelled(cif), Period::year(2022)).is_err());
    // The question that states no valuation has one answer, which says what it is.
    let cell = panel.find(&exports, Period::year(2022)).unwrap();
    assert_eq!(panel.key(cell).unwrap().0.label(), fob);
    assert_eq!(panel.series(&exports).unwrap().key(), exports.labelled(fob));
}

/// Defect 1: `push` dropped the trade system without a word.
#[test]
fn the_trade_system_is_a_part_of_the_cell() {
    let imports = Key::imports(DEU).from(RUS).valued(Valuation::Cif);
    let (general, special) =
        (imports.under(TradeSystem::General), imports.under(TradeSystem::Special));
    let panel = build(&[(general, "2022", 41), (special, "2022", 40)]);
    assert_eq!((panel.len(), panel.labels()), (2, [general.label(), special.label()].as_slice()));
    let amount = |key: &Key| panel.amount(key, Period::year(2022)).unwrap().value();
    assert_eq!((amount(&general), amount(&special)), (41.into(), 40.into()));
    let miss = panel.find(&imports, Period::year(2022)).unwrap_err();
    assert_eq!(miss, Miss::Ambiguous(vec![general.label(), special.label()]));
    let error = Error::from(miss);
    assert!(
        error.is_mismatch()
            && error.to_string().contains("general")
            && error.to_string().contains("special")
    );
    assert!(panel.series(&imports).unwrap_err().is_mismatch());
    // What the reporter published is no answer to what somebody balanced.
    let balanced = special.treated(Treatment::Balanced);
    assert!(matches!(panel.find(&balanced, Period::year(2022)), Err(Miss::OtherLabel { .. })));
}

/// Defect 2: the rule for wider rows was applied over the whole panel, so that a chapter from one
/// reporter was thrown away because of a subheading from another one.
#[test]
fn wider_rows_are_judged_by_pair() {
    let chapter = Key::imports(CHN).from(RUS).of(from("H6:27"));
    let subheading = Key::imports(DEU).from(RUS).of(from("H6:270900"));
    for totals in [Totals::Keep, Totals::SetAside, Totals::Refuse] {
        let mut rows = PanelBuilder::new(USD.million(), 0).unwrap().totals(totals);
        rows.push(chapter, Period::year(2022), 85_000.into()).unwrap();
        rows.push(subheading, Period::year(2022), 20_000.into()).unwrap();
        let panel = rows.build().unwrap();
        assert_eq!(
            (panel.len(), panel.reported().is_none(), panel.account().set_aside_rows()),
            (2, true, 0)
        );
    }
}

/// Defect 3: a result knows the rows it is about, so that no other panel can lend it labels.
#[test]
fn results_carry_their_labels() {
    let (to_russia, to_germany) = (Key::exports(CHN).to(RUS), Key::exports(CHN).to(DEU));
    let panel = build(&[(to_russia, "2021", 68), (to_russia, "2022", 76)]);
    let growths = panel.growth(2, Rounding::HalfEven).unwrap();
    let to_date = panel.year_to_date(Gaps::Missing, 2, Rounding::HalfEven).unwrap();
    drop(panel);
    let other = build(&[(to_germany, "2021", 68), (to_germany, "2022", 76)]);
    assert_eq!(growths.key(1), Some((to_russia, Period::year(2022))));
    for table in [growths.table(), to_date.table()] {
        let mut text = Vec::new();
        table.write_csv(&mut text).unwrap();
        assert!(
            String::from_utf8(text)
                .unwrap()
                .lines()
                .skip(1)
                .all(|line| line.starts_with("CHN,RUS,export,TOTAL,"))
        );
    }
    // the same numbers of other cells
    assert_ne!(growths, other.growth(2, Rounding::HalfEven).unwrap());
    assert_eq!(growths.growths(), other.growth(2, Rounding::HalfEven).unwrap().growths());
}

/// Two statistics of the wrong kind of rows, and amounts that leave with their unit.
#[test]
fn balances_take_one_export_and_one_import_label() {
    let (imports, exports) = (Key::imports(CHN).from(RUS), Key::exports(CHN).to(RUS));
    let (fob, cif) = (imports.valued(Valuation::Fob), imports.valued(Valuation::Cif));
    let panel = build(&[
        (fob, "2022", 110),
        (cif, "2022", 114),
        (exports.valued(Valuation::Fob), "2022", 76),
    ]);
    let error = panel.balances().unwrap_err();
    assert!(error.is_mismatch(), "{error}");
    assert!(
        error.to_string().contains("import, FOB") && error.to_string().contains("import, CIF"),
        "{error}"
    );
    for (label, balance) in [(fob.label(), "-34 million US$"), (cif.label(), "-38 million US$")] {
        let rows = panel.balances_of(Flow::Export, label).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].balance().unwrap().to_string(), balance);
    }
    assert!(panel.pairs(Flow::Import).unwrap_err().is_mismatch());
    assert_eq!(
        panel.pairs(cif.label()).unwrap()[0].or_no_trade().total().unwrap().to_string(),
        "114 million US$"
    );
}

/// A base a year earlier under another label is named, and is no base.
#[test]
fn a_base_under_another_label_is_named() {
    let imports = Key::imports(CHN).from(RUS);
    let (fob, cif) = (imports.valued(Valuation::Fob), imports.valued(Valuation::Cif));
    let world = Key::imports(CHN).from(WORLD);
    let panel = build(&[
        (fob, "2022", 110),
        (fob.treated(Treatment::Estimated), "2022", 111),
        (cif, "2023", 129),
        (world.valued(Valuation::Cif), "2023", 2_500),
        (world.valued(Valuation::Fob), "2022", 2_400),
    ]);
    let growths = panel.growth(3, Rounding::HalfEven).unwrap();
    let row = panel.find(&cif, Period::year(2023)).unwrap().part().unwrap();
    let expected =
        Undefined::OtherLabel { there: "import, FOB; import, FOB, estimated".to_owned() };
    assert_eq!(growths.growth(row).unwrap_err(), expected);
    assert_eq!(growths.reason(row), Some(expected.clone()));
    assert_eq!(growths.change(row).unwrap_err(), expected);
    let mut text = Vec::new();
    growths.table().write_csv(&mut text).unwrap();
    assert!(String::from_utf8(text).unwrap().contains("under another label only"));
    // The same for a total.
    let totals = panel.reported().unwrap();
    let growths = totals.growth(3, Rounding::HalfEven).unwrap();
    let at =
        panel.find(&world.valued(Valuation::Cif), Period::year(2023)).unwrap().total().unwrap();
    assert_eq!(
        growths.growth(at).unwrap_err(),
        Undefined::OtherLabel { there: "import, FOB".to_owned() }
    );
}

/// The World that is a total in one year and stands alone in the other one has one history.
#[test]
fn the_world_alone_in_one_year_has_a_growth() {
    let (to_all, to_russia) = (Key::exports(CHN).to(WORLD), Key::exports(CHN).to(RUS));
    let panel = build(&[
        (to_all, "2021", 3_360),
        (to_all, "2022", 3_594),
        (to_russia, "2022", 76),
        (to_all, "2023", 3_380),
    ]);
    let totals = panel.reported().unwrap();
    assert_eq!((panel.len(), totals.len()), (3, 1)); // a total in 2022 alone
    let last = panel.find(&to_all, Period::year(2023)).unwrap().part().unwrap();
    let growths = panel.growth(4, Rounding::HalfEven).unwrap();
    assert_eq!(growths.growth(last).unwrap().to_string(), "-0.0595"); // -214 / 3594
    assert_eq!(
        totals.growth(4, Rounding::HalfEven).unwrap().growth(0).unwrap().to_string(),
        "0.0696"
    ); // 234 / 3360
    let histories = totals.histories(Period::year(2022)).unwrap();
    assert_eq!(histories.get(0), Some(&[3_360.0, 3_594.0][..]));
    let series = panel.series(&to_all).unwrap();
    assert_eq!(series.published_spans().count(), 3);
}

/// A miss names what is near: the other code of a territory, another edition, other periods.
#[test]
fn a_miss_names_what_is_near() {
    let (taiwan, other_asia): (Area, Area) = (from("158"), from("490"));
    let exports = Key::exports(CHN).to(other_asia).of(from("H5:854231"));
    let panel = build(&[
        (exports, "2021", 90),
        (exports, "2022", 95),
        (Key::exports(RUS).to(CHN), "2022", 114),
    ]);
    let find = |key: Key, period| panel.find(&key, from(period)).unwrap_err();
    let of_taiwan = Key::exports(CHN).to(taiwan).of(from("H5:854231"));
    assert_eq!(find(of_taiwan, "2022"), Miss::OtherArea { asked: taiwan, there: other_asia });
    assert!(find(of_taiwan, "2022").to_string().contains("490"));
    let there = vec![Period::year(2021), Period::year(2022)];
    let asked = Period::year(2023);
    assert_eq!(find(exports, "2023"), Miss::OtherPeriod { asked, there, is_derivable: false });
    let newer: Commodity = from("H6:854231");
    let there = vec![from("H5:854231")];
    assert_eq!(find(exports.of(newer), "2022"), Miss::OtherEdition { asked: newer, there });
    assert_eq!(find(Key::exports(CHN).to(DEU), "2022"), Miss::NoArea(DEU));
    assert_eq!(find(exports.of(from("H6:01")), "2022"), Miss::NoCommodity(from("H6:01")));
    assert!(matches!(find(Key::imports(CHN).from(other_asia), "2022"), Miss::NoLabel { .. }));
    assert_eq!(
        find(Key::exports(RUS).to(other_asia), "2022"),
        Miss::NoRow(Key::exports(RUS).to(other_asia))
    );
    assert_eq!(panel.series(&of_taiwan).unwrap_err().undefined(), Some(&Undefined::Missing));
}

/// A cell of 2021 in the edition of that year, asked for 2022, stands in 2022 in the next edition:
/// that is named, and not the other year. What is named is there.
#[test]
fn a_miss_of_a_period_names_the_edition_of_that_period() {
    let exports = Key::exports(CHN).to(DEU);
    let (older, newer): (Commodity, Commodity) = (from("H5:854231"), from("H6:854231"));
    let panel = build(&[
        (exports.of(older), "2021", 90),
        (exports.of(newer), "2022", 95),
        (Key::exports(RUS).to(CHN).of(newer), "2021", 7),
    ]);
    let find = |key: Key, period: &str| panel.find(&key, from(period));
    let miss = find(exports.of(older), "2022").unwrap_err();
    assert_eq!(miss, Miss::OtherEdition { asked: older, there: vec![newer] });
    assert!(find(exports.of(newer), "2022").is_ok());
    // An edition of another year does not stand in 2020, which the panel does not have.
    assert!(matches!(find(exports.of(older), "2020").unwrap_err(), Miss::OtherPeriod { .. }));
    // The flow comes before the area, the area before the commodity.
    let asked = Key::imports(WORLD).from(CHN).of(from("H6:01"));
    assert!(matches!(find(asked, "2022").unwrap_err(), Miss::NoLabel { .. }));
    let asked = Key::exports(WORLD).to(CHN).of(from("H6:01"));
    assert_eq!(find(asked, "2022").unwrap_err(), Miss::NoArea(WORLD));
    // Advice: codes without editions.
    assert!(miss.help().contains("as_reported()"));
    let plain = panel.as_reported().unwrap();
    assert!(plain.find(&exports.of(from("HS:854231")), Period::year(2022)).is_ok());
}

/// January to March make the first quarter, 10 + 20 + 30; without March the series has no quarter.
#[test]
fn a_miss_of_a_period_names_the_series_where_it_derives_the_period() {
    let exports = Key::exports(CHN).to(DEU);
    let months = [("2022-01", 10), ("2022-02", 20), ("2022-03", 30)].map(|(m, v)| (exports, m, v));
    for (rows, is_derivable) in [(&months[..], true), (&months[..2], false)] {
        let panel = build(rows);
        let quarter = from("2022-Q1");
        let miss = panel.find(&exports, quarter).unwrap_err();
        let there = rows.iter().map(|(_, month, _)| from(month)).collect();
        assert_eq!(miss, Miss::OtherPeriod { asked: quarter, there, is_derivable });
        assert_eq!(miss.help().contains("panel.series(..)"), is_derivable);
        let amount = panel.series(&exports).unwrap().amount(quarter);
        assert_eq!(amount.map(|told| told.amount().value()).ok(), is_derivable.then(|| 60.into()));
    }
}

/// A code that is not there where finer ones of it are, all goods among them: the help names what
/// makes rows of it. 60 + 15 of chapter 84, 3 of chapter 27.
#[test]
fn a_miss_of_a_wide_code_names_what_adds_up_to_it() {
    let exports = Key::exports(CHN).to(DEU);
    let year = Period::year(2022);
    let panel = build(&[
        (exports.of(from("H6:847130")), "2022", 60),
        (exports.of(from("H6:841112")), "2022", 15),
        (exports.of(from("H6:270900")), "2022", 3),
        (Key::exports(RUS).to(CHN).of(from("H6:84")), "2022", 1),
    ]);
    for (code, digits, value) in [("TOTAL", 0, 78), ("H6:84", 2, 75), ("H6:8471", 4, 60)] {
        let asked = exports.of(from(code));
        let miss = panel.find(&asked, year).unwrap_err();
        let Miss::OnlyFiner { asked: good, there } = &miss else { panic!("{miss}") };
        assert_eq!((*good, there.len()), (from(code), [3, 2, 1][digits / 2]));
        assert!(miss.help().contains(&format!("aggregate_commodities({digits})")), "{code}");
        let coarser = panel.aggregate_commodities(digits).unwrap();
        assert_eq!(coarser.amount(&asked, year).unwrap().value(), value.into());
    }
    // All goods that are nowhere.
    let miss = panel.find(&Key::exports(RUS).to(DEU), year).unwrap_err();
    assert_eq!(miss, Miss::NoCommodity(Commodity::TOTAL));
    assert!(miss.help().contains("panel.sums(..)"));
    let sums = panel.sums(Flow::Export).unwrap();
    assert_eq!(sums.iter().map(|sum| sum.mantissa).collect::<Vec<_>>(), [78, 1]);
}

/// As an error, a miss of a label names each label once.
#[test]
fn a_miss_of_a_label_names_each_label_once() {
    let imports = Key::imports(CHN).from(RUS);
    let (cif, fob) = (imports.valued(Valuation::Cif), imports.valued(Valuation::Fob));
    let panel = build(&[(cif, "2022", 114), (fob, "2022", 108)]);
    let miss = panel.find(&imports, Period::year(2022)).unwrap_err();
    assert!(matches!(miss, Miss::Ambiguous(_)));
    let error = Error::from(miss);
    let text = error.to_string();
    assert!(error.is_mismatch());
    for label in ["“import, CIF”", "“import, FOB”"] {
        assert_eq!(text.matches(label).count(), 1, "{text}");
    }
    let only = build(&[(cif, "2022", 114)]);
    let error = only.series(&fob).unwrap_err();
    let text = error.to_string();
    for label in ["“import, CIF”", "“import, FOB”"] {
        assert_eq!(text.matches(label).count(), 1, "{text}");
    }
    // Advice: state what is there.
    assert!(error.help().contains("valued(..)"));
    assert!(only.series(&cif).is_ok());
}

// -------------------------------------------------------------------------------------------------
// Large dictionaries
// -------------------------------------------------------------------------------------------------

/// SplitMix64 of Steele, Lea and Flood (2014).
fn random(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}

/// Tariff lines of ten digits of one country, and the subheadings as reported over some of them.
fn tariff_lines(count: u32) -> Vec<Commodity> {
    let line = |number: u32| -> Commodity {
        from(&format!("CHN:{:08}{:02}", 1_011_000 + number / 10, 10 + number % 10))
    };
    (0..count).map(line).collect()
}

/// Defect 4: 65,536 commodities were the most. Here are 70,000, and the subheadings that hold some
/// of them; the panel is that of the rows in any order, in any way in, on any number of threads.
#[test]
fn seventy_thousand_tariff_lines_are_a_panel() {
    let lines = tariff_lines(70_000);
    let mut draw = random(1);
    let mut rows: Vec<(Key, Period, i64)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let partner = [RUS, DEU, WORLD][draw(3) as usize];
        let key = Key::imports(CHN).from(partner).of(*line);
        rows.push((key, Period::year(2022 + (number % 2) as i32), draw(1_000_000) as i64));
    }
    // Each subheading once, of Russia in 2022, where some of its lines are.
    let subheadings: BTreeSet<String> =
        lines.iter().step_by(700).map(|line| line.code()[..6].to_owned()).collect();
    let subheadings: Vec<Commodity> =
        subheadings.iter().map(|code| from(&format!("HS:{code}"))).collect();
    let (russia, year) = (Key::imports(CHN).from(RUS), Period::year(2022));
    rows.extend(subheadings.iter().map(|code| (russia.of(*code), year, 5)));
    let is_total = |code: &Commodity| {
        rows.iter().any(|(key, period, _)| {
            (key.partner(), *period) == (RUS, year)
                && key.commodity() != *code
                && key.commodity().code().starts_with(code.code())
        })
    };
    let totals: Vec<&Commodity> = subheadings.iter().filter(|code| is_total(code)).collect();
    assert!(totals.len() > 50, "{}", totals.len());

    let push = |rows: &[(Key, Period, i64)]| {
        let mut builder = PanelBuilder::new(USD.one(), 0).unwrap();
        for (key, period, value) in rows {
            builder.push(*key, *period, (*value).into()).unwrap();
        }
        builder.build().unwrap()
    };
    let panel = push(&rows);
    let found: Vec<Commodity> =
        totals_of(&panel).into_iter().map(|(key, ..)| key.commodity()).collect();
    assert_eq!(found, totals.into_iter().copied().collect::<Vec<_>>());
    assert_eq!(
        (panel.len() + found.len(), panel.commodities().len()),
        (rows.len(), 70_000 + subheadings.len())
    );
    assert!(matches!(panel.clone().into_columns().commodity(), bilateral::panel::Codes::Wide(_)));
    for (key, period, value) in rows.iter().step_by(97) {
        let cell = panel.find(key, *period).unwrap();
        assert_eq!(
            (panel.key(cell), panel.value(cell)),
            (Some((*key, *period)), Some((*value).into()))
        );
    }
    rows.sort_by_key(|(key, period, _)| (key.commodity(), *period, *key));
    assert!(push(&rows) == panel);
    rows.sort_by_key(|(key, period, _)| {
        (*period, key.label(), key.reporter(), key.partner(), key.commodity())
    });
    assert!(push(&rows) == panel);
    let back: Panel = serde_json::from_str(&serde_json::to_string(&panel).unwrap()).unwrap();
    assert!(back == panel);
    #[cfg(feature = "parallel")]
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(|| push(&rows)) == panel, "{threads} threads");
    }
    // With fewer codes they are narrow again.
    let few = panel.filter(|key, _| key.partner() == WORLD).unwrap();
    assert!(matches!(few.into_columns().commodity(), bilateral::panel::Codes::Narrow(_)));
}

fn totals_of(panel: &Panel) -> Vec<(Key, Period, Decimal)> {
    let count = panel.reported().map_or(0, Panel::len);
    let cells = (0..count).map(Cell::Total);
    cells
        .map(|cell| {
            panel.key(cell).map(|(key, period)| (key, period, panel.value(cell).unwrap())).unwrap()
        })
        .collect()
}

/// Dictionaries of 40,000 areas, 20,000 codes, 300 months and five labels need 63 bits for period,
/// group and commodity.
#[test]
fn keys_of_more_than_48_bits_are_sorted_too() {
    let labels = labels();
    let months: Vec<Period> =
        (0..300).map(|month| Period::month(2000 + month / 12, (month % 12 + 1) as u8)).collect();
    let goods = tariff_lines(20_000);
    let (mut draw, mut expected) = (random(2), BTreeMap::new());
    let areas: Vec<Area> = (0..40_000).map(|number| Area::own(number).unwrap()).collect();
    let mut ids: [Vec<u16>; 5] = Default::default();
    let mut values = Vec::new();
    for row in 0..60_000_u64 {
        // All of every dictionary occurs; cells are met again now and then.
        let row = if row % 10 == 9 { row - 5 } else { row };
        let (reporter, partner, good) = (row * 7 % 40_000, row * 11 % 40_000, row % 20_000);
        let (period, label) = (row % 300, row % 5);
        for (ids, id) in ids.iter_mut().zip([reporter, partner, good, period, label]) {
            ids.push(id as u16);
        }
        let value = draw(1_000) as i64;
        values.push(value);
        let key = Key::new(Flow::Import, areas[reporter as usize], areas[partner as usize]);
        let key = key.labelled(labels[label as usize]).of(goods[good as usize]);
        *expected.entry((key, months[period as usize])).or_insert(0) += value;
    }
    let [reporter, partner, codes, period, label] = ids;
    let columns = Columns::new()
        .with_areas(areas)
        .with_commodities(goods.clone())
        .with_periods(months.clone())
        .with_labels(labels[..5].to_vec())
        .with_reporter(reporter)
        .with_partner(partner)
        .with_commodity(codes.into())
        .with_period(period)
        .with_label(label)
        .with_value(values);
    let builder = || PanelBuilder::new(USD.one(), 0).unwrap().duplicates(Duplicates::Sum);
    let panel = builder().build_from(columns.clone()).unwrap();
    assert_eq!(panel.len(), expected.len());
    let mut in_order: Vec<_> = expected.into_iter().collect();
    in_order.sort_by_key(|((key, period), _)| {
        (*period, key.label(), key.reporter(), key.partner(), key.commodity())
    });
    for (row, ((key, period), value)) in in_order.iter().enumerate() {
        assert_eq!((panel.key(row), panel.mantissas()[row]), (Some((*key, *period)), *value));
    }
    // The same rows one by one, the last first.
    let mut pushed = builder();
    for ((key, period), value) in in_order.iter().rev() {
        pushed.push(*key, *period, (*value).into()).unwrap();
    }
    assert!(pushed.build().unwrap() == panel);
}

/// A panel with totals of every kind, large enough for many pieces.
fn large() -> Vec<Row> {
    let mut draw = random(3);
    let areas: Vec<Area> =
        areas().into_iter().chain(["FRA", "USA", "JPN", "BRA", "KAZ", "NOR"].map(from)).collect();
    let (goods, labels) = (goods(0), labels());
    let spans: Vec<Period> = spans()[..10].to_vec();
    let mut rows: BTreeMap<(Key, Period), Row> = BTreeMap::new();
    for _ in 0..60_000 {
        let mut pick = |count: usize| draw(count as u64) as usize;
        let key = Key::new(Flow::Import, areas[pick(areas.len())], areas[pick(areas.len())]);
        let key = key.labelled(labels[pick(6)]).of(goods[pick(goods.len())]);
        let (period, value) = (spans[pick(spans.len())], pick(1 << 30) as i64);
        let marks = Marks::default().with_estimated(value % 7 == 0);
        rows.insert((key, period), Row { key, period, value, quantity: Some(value / 3), marks });
    }
    rows.into_values().collect()
}

/// Parts, totals and statistics of both are the same on any number of threads, whatever the order
/// of arrival.
#[test]
fn parts_and_totals_do_not_depend_on_threads() {
    let mut rows = large();
    let all = |rows: &[Row]| {
        let panel = pushed(rows, KEEP).unwrap();
        let totals = panel.reported().unwrap();
        let statistics = (
            panel.growth(6, Rounding::HalfEven).unwrap(),
            totals.growth(6, Rounding::HalfEven).unwrap(),
            totals.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven).unwrap(),
            panel.sums(labels()[0]).unwrap(),
            totals.rolling_12(Gaps::NoTrade),
        );
        (panel, statistics)
    };
    let expected = all(&rows);
    assert!(expected.0.len() > 5_000 && expected.0.reported().unwrap().len() > 5_000);
    let mut draw = random(4);
    for threads in [1, 2, 5] {
        for last in (1..rows.len()).rev() {
            rows.swap(last, draw(last as u64 + 1) as usize);
        }
        #[cfg(feature = "parallel")]
        let found = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| all(&rows));
        #[cfg(not(feature = "parallel"))]
        let found = all(&rows);
        assert!(found == expected, "{threads} threads");
    }
}

/// A sum of duplicates that does not fit is an error; on the way to it nothing wraps.
#[test]
fn a_sum_that_does_not_fit_is_refused() {
    let build = |rows: &[i64]| {
        let mut builder = PanelBuilder::new(USD.one(), 0).unwrap().duplicates(Duplicates::Sum);
        rows.iter().for_each(|value| {
            builder.push(Key::exports(CHN).to(RUS), Period::year(2022), (*value).into()).unwrap()
        });
        builder.build()
    };
    assert!(build(&[i64::MAX, 1]).unwrap_err().is_inexact());
    assert_eq!(build(&[i64::MAX - 1, 1]).unwrap().mantissas(), [i64::MAX]);
    assert_eq!(build(&[i64::MIN, i64::MAX]).unwrap().mantissas(), [-1]);
}

/// Areas of the user's own numbering are apart from others in every way in; that this is not known
/// is said.
#[test]
fn areas_of_ones_own_stand_beside_others() {
    let group = Area::own(1).unwrap();
    let panel = build(&[
        (Key::exports(CHN).to(RUS), "2022", 76),
        (Key::exports(CHN).to(DEU), "2022", 116),
        (Key::exports(CHN).to(WORLD), "2022", 3_594),
    ]);
    let grouped = panel.aggregate_areas(&[(group, &[DEU])]).unwrap();
    assert_eq!((grouped.len(), grouped.reported().unwrap().len()), (2, 1)); // the World holds both
    assert!(grouped.account().remarks().iter().any(|remark| remark.contains("your own numbering")));
    let back: Panel = serde_json::from_str(&serde_json::to_string(&grouped).unwrap()).unwrap();
    assert_eq!(back, grouped);
}

/// A filtered panel has the dictionaries of its rows, so that a bare flow is enough again.
#[test]
fn dictionaries_are_those_of_the_rows() {
    let imports = Key::imports(CHN).from(RUS);
    let panel = build(&[
        (imports.valued(Valuation::Fob), "2021", 1),
        (imports.valued(Valuation::Cif), "2022", 2),
    ]);
    let cif = panel.filter(|key, _| key.valuation() == Valuation::Cif).unwrap();
    assert_eq!((cif.labels().len(), cif.periods()), (1, &[Period::year(2022)][..]));
    assert_eq!(cif.sums(Flow::Import).unwrap().len(), 1);
    let columns = columns(&[Row {
        key: imports,
        period: Period::year(2022),
        value: 3,
        quantity: None,
        marks: Marks::default(),
    }]);
    let areas = [columns.areas(), &[from("USA")]].concat();
    let columns = columns.with_areas(areas);
    let panel = PanelBuilder::new(USD.one(), 0).unwrap().build_from(columns).unwrap();
    assert_eq!((panel.areas(), panel.commodities()), (&[CHN, RUS][..], &[Commodity::TOTAL][..]));
    assert_eq!(
        panel.find(&Key::imports(CHN).from(DEU), Period::year(2022)),
        Err(Miss::NoArea(DEU))
    );
}

/// Rows that are set aside are told by their own lines where files stand in another order, and a
/// pair of which no row is in the data stands between.
#[cfg(feature = "readers")]
#[test]
fn lines_are_told_where_runs_were_moved() {
    let file = "t,i,j,k,v,q\n\
                2023,156,643,270900,1,1\n\
                2023,156,643,270900,2,1\n\
                2023,156,276,777777,5,1\n\
                2023,156,842,270900,3,1\n\
                2023,156,842,270900,4,1\n\
                2022,156,643,270900,7,1\n\
                2022,156,643,270900,8,1\n";
    let opened = bilateral::read::baci(file.as_bytes(), "mine.csv").unwrap();
    let of = |reason| -> Vec<u64> {
        let kind = opened.account.set_aside().iter().find(|kind| kind.reason == reason).unwrap();
        kind.first.iter().map(|line| line.place.line).collect()
    };
    assert_eq!(of(Reason::Conflicting), [3, 6, 8]);
    assert_eq!(of(Reason::UnknownCommodity), [4]);
}
