//! Panels and the bulk statistics.

use super::{Texts, refused};
use bilateral::area::{CHN, DEU, RUS, USA, WORLD};
use bilateral::bulk::{Histories, Whole};
use bilateral::carrier::{Carrier, Conversion};
use bilateral::forecast::ets::Parameters;
use bilateral::panel::{
    Codes, Columns, Detail, Duplicates, Editions, Gaps, Marks, NO_QUANTITY, Panel, PanelBuilder,
    Totals,
};
use bilateral::unit::{AnyUnit, CNY, EnergyUnit, MassUnit, USD};
use bilateral::{
    Area, Commodity, Flow, Key, Money, Period, Ratio, Rounding, Series, Valuation, month,
};

pub fn put(t: &mut Texts) {
    building(t);
    columns(t);
    questions(t);
    reshaping(t);
    statistics(t);
}

const EVEN: Rounding = Rounding::HalfEven;

fn builder() -> PanelBuilder {
    PanelBuilder::new(USD.one(), 0).unwrap()
}

fn of(rows: &[(Key, Period, i64)]) -> Result<Panel, bilateral::Error> {
    let mut builder = builder();
    for (key, period, value) in rows {
        builder.push(*key, *period, (*value).into())?;
    }
    builder.build()
}

fn good(text: &str) -> Commodity {
    text.parse().unwrap()
}

const Y22: Period = Period::year(2022);
const Y23: Period = Period::year(2023);

fn sold(partner: Area) -> Key {
    Key::exports(CHN).to(partner)
}

fn building(t: &mut Texts) {
    let quarters = Period::quarter(2022, 1);
    let kept = |rows: &[(Key, Period, i64)]| {
        let mut refusing = builder().totals(Totals::Refuse);
        rows.iter().for_each(|(key, period, value)| {
            refusing.push(*key, *period, (*value).into()).unwrap();
        });
        refusing.build()
    };
    let summed = || {
        let mut builder = builder().duplicates(Duplicates::Sum);
        for _ in 0..2 {
            builder.push(sold(RUS), Y22, i64::MAX.into()).unwrap();
        }
        builder.build()
    };
    let yuan = Series::<Money>::new(sold(RUS), CNY.one()).with("2022", "5").unwrap();
    let fine = Series::<Money>::new(sold(RUS), USD.one()).with("2022", "5.25").unwrap();
    refused!(
        t,
        "panel",
        PanelBuilder::new(USD.one(), 19),
        builder().push(sold(RUS), Y22, "1.5".parse().unwrap()),
        builder().push_with_quantity(sold(RUS), Y22, 1.into(), NO_QUANTITY),
        builder().push_series(&yuan),
        builder().push_series(&fine),
        of(&[(sold(RUS), Y22, 5), (sold(RUS), Y22, 6)]),
        of(&[(sold(RUS).of(good("H5:2709")), Y22, 5), (sold(RUS).of(good("H6:2709")), Y22, 5)]),
        kept(&[(sold(RUS), Y22, 5), (sold(WORLD), Y22, 6)]),
        of(&[
            (sold(RUS), quarters, 5),
            (sold(RUS), Period::from_to(month(2022, 3), month(2022, 4)), 6)
        ]),
        summed(),
        Panel::from_series(&[], 0),
    );
    let _ = (Editions::Refuse, DEU);
}

fn base() -> Columns {
    Columns::new()
        .with_areas(vec![CHN, RUS])
        .with_commodities(vec![Commodity::TOTAL])
        .with_periods(vec![Y22])
        .with_labels(vec![sold(RUS).label()])
        .with_reporter(vec![0])
        .with_partner(vec![1])
        .with_commodity(Codes::Narrow(vec![0]))
        .with_period(vec![0])
        .with_value(vec![5])
}

fn columns(t: &mut Texts) {
    let built = |columns: Columns| builder().build_from(columns);
    let pushed = || {
        let mut builder = builder();
        builder.push(sold(RUS), Y22, 5.into()).unwrap();
        builder
    };
    let units: Vec<AnyUnit> = vec![MassUnit::Tonne.into(), MassUnit::Kilogram.into()];
    let two = || base().with_quantity(vec![4]).with_quantity_units(units.clone());
    let unnamed = || {
        let columns =
            base().with_quantity(vec![4]).with_detail(vec![Detail::new(1, Marks::default())]);
        built(columns).unwrap()
    };
    refused!(
        t,
        "panel",
        pushed().build_from(base()),
        built(base().with_quantity_places(19)),
        built(base().with_value(vec![5, 6])),
        built(base().with_partner(vec![9])),
        built(base().with_areas(vec![CHN, CHN])),
        built(base().with_labels(vec![])),
        built(two()),
        built(two().with_detail(vec![Detail::new(7, Marks::default())])),
        unnamed().write_csv(Vec::new()),
    );
    let _ = NO_QUANTITY;
}

fn questions(t: &mut Texts) {
    let cif = Key::imports(CHN).from(RUS).valued(Valuation::Cif);
    let fob = Key::imports(CHN).from(RUS).valued(Valuation::Fob);
    let oil = sold(RUS).of(good("H6:2709"));
    let panel = of(&[(cif, Y22, 5), (fob, Y22, 4), (oil, Y22, 3), (sold(USA), Y22, 6)]).unwrap();
    let totals = of(&[(sold(RUS), Y22, 5), (sold(WORLD), Y22, 9)]).unwrap();
    let find = |key: Key, period: Period| panel.find(&key, period);
    let old: Area = "SUN".parse().unwrap();
    let soviet = of(&[(Key::exports(CHN).to(old), Y22, 5)]).unwrap();
    refused!(
        t,
        "panel",
        find(Key::imports(CHN).from(RUS), Y22),
        find(Key::imports(CHN).from(RUS).valued(Valuation::CustomsValue), Y22),
        find(Key::new(Flow::ReExport, CHN, RUS), Y22),
        find(sold(USA), Y23),
        find(sold(DEU), Y22),
        find(sold(RUS).of(good("H6:1001")), Y22),
        find(sold(RUS).of(good("H5:2709")), Y22),
        find(sold(USA).of(good("H6:2709")), Y22),
        soviet.find(&sold(RUS), Y22),
        panel.series(&Key::imports(CHN).from(RUS)),
        panel.series(&sold(DEU)),
        totals.find(&sold(WORLD), Y22).unwrap().part(),
        totals.find(&sold(RUS), Y22).unwrap().total(),
        panel.view_of(0..9),
        panel.sums(Flow::Import),
        panel.sums(Flow::ReExport),
        totals.reported().unwrap().sums(Flow::Export),
    );
}

fn reshaping(t: &mut Texts) {
    let (group, other) = (Area::own(1).unwrap(), Area::own(2).unwrap());
    let panel = of(&[(sold(RUS), Y22, 5), (sold(DEU), Y22, 4)]).unwrap();
    let months = of(&[(sold(RUS), Period::from_to(month(2022, 3), month(2022, 4)), 5)]).unwrap();
    let huge = of(&[(sold(RUS), Y22, i64::MAX), (sold(DEU), Y22, i64::MAX)]).unwrap();
    refused!(
        t,
        "panel",
        panel.aggregate_periods(5, Gaps::Missing),
        months.aggregate_periods(3, Gaps::Missing),
        panel.aggregate_areas(&[(group, &[RUS]), (other, &[RUS])]),
        panel.aggregate_areas(&[(RUS, &[DEU])]),
        huge.aggregate_areas(&[(group, &[RUS, DEU])]),
    );
}

fn statistics(t: &mut Texts) {
    let panel = of(&[(sold(RUS), Y22, 5), (sold(DEU), Y22, 4)]).unwrap();
    let crossing = Period::from_to(month(2022, 12), month(2023, 1));
    let across = of(&[(sold(RUS), crossing, 5)]).unwrap();
    let other = of(&[(sold(RUS), Y22, 5)]).unwrap();
    let shares = other.shares(Flow::Export, Whole::Pair, 3, EVEN).unwrap();
    let oil = sold(RUS).of(good("H6:2709"));
    let wheat = sold(RUS).of(good("H6:1001"));
    let with_quantity = |key: Key| {
        let (commodities, labels) = (vec![key.commodity()], vec![key.label()]);
        let quantity_units = vec![MassUnit::Tonne.into()];
        let columns = base()
            .with_commodities(commodities)
            .with_labels(labels)
            .with_quantity(vec![7])
            .with_quantity_units(quantity_units);
        builder().build_from(columns).unwrap()
    };
    let unit: EnergyUnit = "TJ (net)".parse().unwrap();
    let energy = |panel: &Panel, carrier: Carrier| {
        let tonne: AnyUnit = MassUnit::Tonne.into();
        let factor = "42".parse().unwrap();
        let step =
            Conversion::measured(carrier, tonne, "GJ (net)".parse().unwrap(), factor).unwrap();
        panel.energy(Flow::Export, unit, 3, EVEN, |_, _| Some(vec![step.clone()]))
    };
    let both = of(&[(sold(RUS), Y22, 5), (Key::imports(CHN).from(RUS), Y22, 4)]).unwrap();
    let histories = |length: usize| {
        let mut one = Histories::default();
        one.push(&vec![1.0; length]);
        one
    };
    let alpha = Parameters::new(0.5).unwrap();
    let short = histories(2);
    refused!(
        t,
        "bulk",
        panel.growth(19, EVEN),
        panel.partners(&sold(RUS), Y22),
        across.year_to_date(Gaps::Missing, 3, EVEN),
        panel.prices(),
        panel.table_with(&[("SHARE", shares.column())]),
        both.structure_with(Flow::Export, Flow::Export, 4, EVEN),
        panel.energy(Flow::Export, unit, 3, EVEN, |_, _| None),
        energy(&with_quantity(wheat), Carrier::CrudeOil),
        energy(&with_quantity(oil), Carrier::CokingCoal),
        histories(24).fit_holt_winters(1, 3),
        short.holt_winters(0, &alpha, 3),
        histories(24).holt_winters(4, &alpha.with_phi(0.9).unwrap(), 3),
        short.fit_holt_winters(12, 3).unwrap().row(0),
        short.fit_holt_winters(12, 3).unwrap().row(7),
        histories(24).project_years(0),
        short.project_years(4).unwrap().year(0),
        short.project_years(4).unwrap().year(7),
    );
    let _ = Ratio::from(1);
}
