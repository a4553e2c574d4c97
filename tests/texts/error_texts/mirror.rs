//! Two reports of one flow: gaps, sets of flows, margins, what is made of both, estimates.

use super::{Texts, refused};
use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::bulk::Mirrored;
use bilateral::key::Treatment;
use bilateral::mirror::{
    self, Asymmetry, AsymmetryBounds, Closeness, Convention, FixedEffectsMargin, Flows, GapTerm,
    Margin, MarginRow, Matched, Pair, PairWeights, Parts, Reconciliation, ReportingQuality,
    ReportingScores, Route, Rule, Scaling, SymmetryIndex, UnitValueMargin, UnitValuePair, WeightBy,
    baci_margin,
};
use bilateral::number::decimal;
use bilateral::panel::PanelBuilder;
use bilateral::unit::{CNY, MassUnit, USD};
use bilateral::{
    Area, Bounds, Figure, Flow, Key, Mass, Money, Observation, Period, Ratio, Series, Status,
    Valuation,
};

pub fn put(t: &mut Texts) {
    gaps(t);
    taken_apart(t);
    sets(t);
    sides(t);
    figures(t);
    margins(t);
    models(t);
    reconciled(t);
    weights(t);
    estimates(t);
    panels(t);
}

const Y18: Period = Period::year(2018);
const Y19: Period = Period::year(2019);
const SOLD: Key = Key::exports(RUS).to(CHN);
const BOUGHT: Key = Key::imports(CHN).from(RUS);

fn r(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn flow(exported: &str, imported: &str) -> Pair {
    Pair::new(RUS, CHN, Y18).exported(decimal(exported)).imported(decimal(imported))
}

fn gaps(t: &mut Texts) {
    let none = || Asymmetry::of(0, 5).unwrap();
    let never = || Asymmetry::of(0, 0).unwrap();
    let below = || "-5".parse::<Figure>().unwrap().bounds();
    let alone = Pair::new(RUS, CHN, Y18).exported(decimal("56"));
    refused!(
        t,
        "mirror",
        Asymmetry::of(r("-1.5"), 3),
        Asymmetry::of(5, 0).unwrap().relative_to_importer(),
        none().relative_to_exporter(),
        none().log_distance(4),
        never().relative_to_mean(),
        alone.asymmetry(),
        Pair::new(RUS, CHN, Y18).asymmetry(),
        AsymmetryBounds::of(Bounds::exactly(r("5")), below()),
    );
}

fn taken_apart(t: &mut Texts) {
    let gap =
        |x: &str, m: &str| Flows::new([flow(x, m)]).unwrap().decompose(&Margin::none()).unwrap();
    let fuels = || Flows::new([flow("60", "63").of("H5:27".parse().unwrap())]).unwrap();
    let elsewhere = Pair::new(RUS, DEU, Y18).exported(decimal("9")).imported(decimal("9"));
    refused!(
        t,
        "mirror",
        fuels().decompose_total(&elsewhere, &Margin::none()),
        gap("100", "108").with_re_exports(-1),
        gap("100", "108").with_confidential(r("2.5")).unwrap().with_confidential(3),
        gap("100", "108").relative(GapTerm::Valuation),
        gap("100", "108").relative(GapTerm::ReExports),
        gap("100", "108").relative(GapTerm::Confidential),
        gap("100", "108").relative(GapTerm::Unspecified),
        gap("100", "108").relative(GapTerm::OnlyInTotal),
        gap("0", "108").relative(GapTerm::Residual),
        Flows::new([]).unwrap().decompose(&Margin::none()),
    );
}

fn sets(t: &mut Texts) {
    let taiwan = |code| Pair::new(RUS, Area::from_code(code).unwrap(), Y18).exported(decimal("1"));
    let during = |period| Pair::new(RUS, CHN, period).exported(decimal("1"));
    let of = |code: &str| during(Y18).of(code.parse().unwrap());
    let flows = || Flows::new([flow("100", "106")]).unwrap();
    refused!(
        t,
        "mirror",
        Flows::new([flow("-3", "5")]),
        Flows::new([taiwan(158), taiwan(490)]),
        Flows::new([during(Y18), during(Period::month(2018, 1))]),
        Flows::new([of("H5:27"), of("H5:2709")]),
        flows().looks_mirrored(0, &Closeness::Rounded),
        flows().looks_mirrored(r("1.06"), &Closeness::SumOf(0)),
        flows().looks_mirrored(r("1.06"), &Closeness::Relative(r("-0.01"))),
        flows().measures(&Margin::none()).unwrap().share_within(r("-0.1")),
        flows().measures(&Margin::none()).unwrap().share_within(10),
        flows().looks_mirrored(r("0.06"), &Closeness::Rounded),
        Parts::of(10, [("27", r("4.5")), ("27", r("5"))], &Scaling::Always, 0),
        Parts::of(10, [("27", r("-4.5")), ("44", r("5"))], &Scaling::Always, 0),
    );
}

fn of(key: Key, figures: &[(&str, &str)]) -> Series<Money> {
    let empty = Series::new(key, USD.billion());
    figures.iter().fold(empty, |series, (period, figure)| series.with(period, figure).unwrap())
}

fn sides(t: &mut Texts) {
    let pair = |exports: Key, imports: Key| {
        mirror::of(&of(exports, &[("2018", "56")]), &of(imports, &[("2018", "59")]))
    };
    let between =
        |one: Area, other: Area| pair(Key::exports(one).to(other), Key::imports(other).from(one));
    let goods = |one: &str, other: &str| {
        pair(SOLD.of(one.parse().unwrap()), BOUGHT.of(other.parse().unwrap()))
    };
    let [union, nes, taiwan, asia] = [97, 899, 158, 490].map(|code| Area::from_code(code).unwrap());
    refused!(
        t,
        "mirror",
        pair(SOLD, Key::exports(CHN).to(RUS)),
        pair(Key::new(Flow::ReExport, RUS, CHN), BOUGHT),
        pair(SOLD, BOUGHT.treated(Treatment::Reconciled)),
        between(RUS, RUS),
        between(RUS, WORLD),
        between(union, CHN),
        between(RUS, nes),
        pair(SOLD, Key::imports(DEU).from(RUS)),
        pair(Key::exports(RUS).to(taiwan), Key::imports(asia).from(RUS)),
        goods("H5:2709", "HS:2709"),
        goods("H5:2709", "H6:2709"),
        goods("S3:333", "S4:333"),
        goods("H5:27", "H5:2709"),
    );
}

fn figures(t: &mut Texts) {
    let both = |sold: &[(&str, &str)]| mirror::of(&of(SOLD, sold), &of(BOUGHT, sold)).unwrap();
    let valued = |one: Valuation, other: Valuation| {
        mirror::of(&of(SOLD.valued(one), &[]), &of(BOUGHT.valued(other), &[])).unwrap()
    };
    let guess = Observation::new(Y18, "7".parse().unwrap()).with_status(Status::Estimated).unwrap();
    let guessed = of(SOLD, &[]).with_observation(guess).unwrap();
    let guessed = mirror::of(&guessed, &of(BOUGHT, &[("2018", "59")])).unwrap();
    let yuan = Series::<Money>::new(BOUGHT, CNY.billion());
    let [tonnes, pounds] = [(SOLD, MassUnit::Tonne), (BOUGHT, MassUnit::Pound)]
        .map(|(key, unit)| Series::<Mass>::new(key, unit).with("2018", "1").unwrap());
    refused!(
        t,
        "mirror",
        both(&[]).at(Y19),
        both(&[("2018", "56")]).at(Y19),
        both(&[("2017", "49"), ("2018", "56")]).at(Y19),
        guessed.at(Y18).unwrap().exported(),
        mirror::of(&of(SOLD, &[]), &yuan),
        mirror::of(&tonnes, &pounds),
        valued(Valuation::Fob, Valuation::Fob).check_margin(&Margin::imf()),
        valued(Valuation::Cif, Valuation::Cif).check_margin(&Margin::imf()),
    );
}

fn margins(t: &mut Texts) {
    let row = |rate: &str| MarginRow::new(r(rate)).unwrap();
    let ice = || Margin::table([MarginRow::measured(1, r("2.5")).unwrap()]).unwrap();
    refused!(
        t,
        "mirror",
        MarginRow::measured(0, 5),
        MarginRow::measured(r("200.5"), 190),
        Margin::table([row("0.03").from(RUS), row("0.05").from(RUS)]),
        Margin::table([row("0.03").from(WORLD)]),
        Margin::table([row("0.03").from(CHN)]).unwrap().rate(&flow("1", "1")),
        ice().under(Convention::TimesOneMinus).fob(&flow("1", "1"), 5),
        Margin::fixed(r("1.06")),
        Margin::fixed(r("-0.06")),
    );
}

fn models(t: &mut Texts) {
    let route = Route::new(5_795.0).unwrap();
    let matched = |exporter, importer| Matched::new(exporter, importer, Y18, 100, 106).unwrap();
    let ring = [(CHN, RUS), (RUS, DEU), (DEU, CHN)];
    let ring = ring.map(|(one, other)| (matched(one, other), route));
    let unit_values = |years: std::ops::Range<i32>| {
        let kilometres = [500.0, 900.0, 1_700.0];
        let pairs = years.flat_map(|year| kilometres.map(|km| (year, Route::new(km).unwrap())));
        let report = (5_000.0, 10_000.0);
        let pairs = pairs.map(|(year, route)| UnitValuePair::new(year, route, report, report));
        UnitValueMargin::of(&pairs.collect::<Vec<_>>())
    };
    refused!(
        t,
        "mirror",
        Route::new(-1.0),
        Route::new(f64::INFINITY),
        baci_margin(&route, 0.0, 3),
        baci_margin(&route, 3.0, 18),
        FixedEffectsMargin::of(&ring[..2], 50),
        FixedEffectsMargin::of(&ring, 50),
        UnitValueMargin::of(&[]),
        unit_values(2010..2012),
        UnitValueMargin::of(&no_more_than_columns()),
    );
}

/// Seven flows for seven coefficients.
fn no_more_than_columns() -> Vec<UnitValuePair> {
    let flow = |(at, km): (u16, f64)| {
        let route = Route::new(km).unwrap();
        let route = if at % 2 == 0 { route.contiguous() } else { route };
        let route = if at % 3 == 0 { route.from_landlocked() } else { route };
        let route = if at < 2 { route.to_landlocked() } else { route };
        let report = (5_000.0 + f64::from(at * at), 10_000.0);
        UnitValuePair::new(if at < 4 { 2010 } else { 2011 }, route, report, (5_300.0, 10_000.0))
    };
    let kilometres = [500.0, 900.0, 1_700.0, 3_000.0, 5_200.0, 9_000.0, 700.0];
    (0..).zip(kilometres).map(flow).collect()
}

fn reconciled(t: &mut Texts) {
    let by = |rule: Rule| Reconciliation::by(rule).of(&flow("100", "106"));
    refused!(
        t,
        "mirror",
        Reconciliation::by(Rule::Mean).of(&flow("100", "-6")),
        Reconciliation::by(Rule::Mean).of(&Pair::new(RUS, CHN, Y18)),
        by(Rule::Weight(r("1.5"))),
        by(Rule::Variances { exporter: r("-0.5"), importer: r("1") }),
        added(),
    );
}

/// A series made of both sides and a report under one sum.
fn added() -> Result<Series<Money>, bilateral::Error> {
    let series = |key: Key| Series::new(key, USD.billion()).with("2018", "56.0").unwrap();
    let made = series(Key::exports(RUS).to(CHN).treated(Treatment::Reconciled));
    Series::sum(Key::exports(RUS).to(WORLD), &[&made, &series(Key::exports(RUS).to(DEU))])
}

fn matched(flows: &[(Area, Area, i32, i32)]) -> Vec<Matched> {
    let of = |flow: &(Area, Area, i32, i32)| Matched::new(flow.0, flow.1, Y18, flow.2, flow.3);
    flows.iter().map(|flow| of(flow).unwrap()).collect()
}

fn weights(t: &mut Texts) {
    let alone = Pair::new(RUS, CHN, Y18).exported(decimal("56"));
    let flows = matched(&[(RUS, CHN, 100, 104), (CHN, RUS, 0, 0)]);
    let index = SymmetryIndex::of(&flows, r("0.1")).unwrap();
    let half = SymmetryIndex::of(&flows[..1], r("0.1")).unwrap().weights(12).unwrap();
    refused!(
        t,
        "mirror",
        Matched::of(&alone),
        Matched::new(RUS, CHN, Y18, -1, 5),
        SymmetryIndex::of(&flows, r("1.5")),
        SymmetryIndex::of(&[], r("0.1")),
        index.exporter(DEU),
        index.exporter(CHN),
        PairWeights::mean(&[], 3),
        half.toward_half(r("1.5")),
        unlike().toward_half(r("1/3")),
    );
}

/// With a weight of 1, which a third of the way to one half is 5/6.
fn unlike() -> PairWeights {
    let flows = matched(&[(RUS, CHN, 100, 20), (RUS, DEU, 50, 51)]);
    SymmetryIndex::of(&flows, r("0.1")).unwrap().weights(12).unwrap()
}

fn estimates(t: &mut Texts) {
    let apart = matched(&[(CHN, RUS, 110, 90), (USA, DEU, 130, 70)]);
    let apart = ReportingScores::of(&apart).unwrap();
    // Distances [[.1, .3], [0, .2]]: no scores solve them.
    let unsolved = matched(&[
        (CHN, USA, 110, 90),
        (CHN, DEU, 130, 70),
        (RUS, USA, 50, 50),
        (RUS, DEU, 120, 80),
    ]);
    let square = |one: Area, other: Area| {
        [(one, other, 110, 90), (other, one, 100, 95), (one, one, 100, 90), (other, other, 100, 80)]
    };
    let two_sets = matched(&[square(CHN, RUS), square(USA, DEU)].concat());
    let variance = |sigma| {
        let quality = ReportingQuality::of(&matched(&square(CHN, RUS))).unwrap();
        let mut quality = quality.exporter(CHN).unwrap();
        quality.sigma = sigma;
        quality.variance()
    };
    refused!(
        t,
        "mirror",
        ReportingScores::of(&[]),
        ReportingScores::of(&unsolved),
        apart.weight(CHN, DEU, WeightBy::Score),
        ReportingQuality::of(&matched(&[(CHN, RUS, 110, 90)])),
        ReportingQuality::of(&matched(&square(CHN, RUS)[..3])),
        ReportingQuality::of(&two_sets),
        variance(20.0),
    );
}

fn panels(t: &mut Texts) {
    let of = |value: i64| {
        let mut rows = PanelBuilder::new(USD.one(), 0).unwrap();
        rows.push(SOLD, Y18, value.into()).unwrap();
        rows.push(BOUGHT, Y18, 59.into()).unwrap();
        rows.build().unwrap()
    };
    let flows = || of(56).mirror(Flow::Export, Flow::Import).unwrap();
    let largest = || of(i64::MAX).mirror(Flow::Export, Flow::Import).unwrap();
    let table = Margin::table([MarginRow::new(r("0.03")).unwrap()]).unwrap();
    let mean = Reconciliation::by(Rule::Mean);
    refused!(
        t,
        "bulk",
        of(56).mirror(Flow::Import, Flow::Export),
        of(56).mirror(Flow::Export, Flow::Export),
        flows().taking(&table),
        flows().taking(&Margin::fixed(r("0.060000001")).unwrap()),
        flows().by_period(r("-0.1")),
        Mirrored::default().reconciled(&mean, 0),
        largest().reconciled(&mean, 2),
    );
}
