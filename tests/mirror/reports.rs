//! Two series of one flow, side by side.

use bilateral::area::{CHN, DEU, EU, IND, RUS, WORLD};
use bilateral::key::Treatment;
use bilateral::mirror::{self, Margin, Sides};
use bilateral::unit::{CNY, MassUnit, USD};
use bilateral::{
    Area, Commodity, Error, ErrorKind, Flow, Key, Mass, Money, Observation, Period, Ratio,
    Releases, Series, Status, Undefined, Valuation, date,
};

const SOLD: Key = Key::exports(RUS).to(CHN);
const BOUGHT: Key = Key::imports(CHN).from(RUS);

fn series(key: Key, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(Series::new(key, USD.million()), |series, (period, figure)| {
        series.with(period, figure).unwrap()
    })
}

fn goods(text: &str) -> Commodity {
    text.parse().unwrap()
}

/// A period of either side is there; what one side has in parts is added up.
#[test]
fn every_period_of_either_side() {
    let sold = series(SOLD, &[("2017", "38.9"), ("2018-Q1", "12.5"), ("2018-Q2", "13.5")]);
    let bought = series(BOUGHT, &[("2018-01/2018-06", "27.04"), ("2019", "60.3")]);
    let both = mirror::of(&sold, &bought).unwrap();
    let found: Vec<String> = both.reports().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "2017: RUS exports 38.9, CHN imports nothing million US$",
            "Jan-Mar 2018: RUS exports 12.5, CHN imports nothing million US$",
            "Jan-Jun 2018: RUS exports 26.0, CHN imports 27.04 million US$, +4.00 %",
            "Apr-Jun 2018: RUS exports 13.5, CHN imports nothing million US$",
            "2019: RUS exports nothing, CHN imports 60.3 million US$",
        ]
    );
    let half = both.at(Period::half(2018, 1)).unwrap();
    assert!(half.exported().unwrap().is_derived() && !half.imported().unwrap().is_derived());
    let error = both.at(Period::year(2016)).unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::Missing));
    assert!(error.help().contains("2017 to 2019"), "{error:#}");
    // A year and its parts are no set; a window without both is.
    assert!(both.flows(Period::year(2018)).is_err());
    assert_eq!(both.flows(Period::quarter(2018, 1)).unwrap().len(), 1);
}

/// Zero is a report, an absence has its reason, an estimate is no report.
#[test]
fn zero_and_absence_are_told_apart() {
    let absent = |period, status| Observation::absent(period, status).unwrap();
    let sold = series(SOLD, &[("2015", "0")])
        .with_observation(absent(Period::year(2016), Status::Confidential))
        .unwrap()
        .with_observation(absent(Period::year(2017), Status::NotYetPublished))
        .unwrap()
        .with_observation(
            Observation::new(Period::year(2018), "7".parse().unwrap())
                .with_status(Status::Imputed)
                .unwrap(),
        )
        .unwrap();
    let years = [("2015", "5"), ("2016", "5"), ("2017", "5"), ("2018", "5"), ("2019", "5")];
    let both = mirror::of(&sold, &series(BOUGHT, &years)).unwrap();
    let reason = |year: i32| {
        let reports = both.at(Period::year(year)).unwrap();
        assert_eq!(reports.sides(), Sides::OnlyImporter);
        let error = reports.exported().unwrap_err();
        // The measure gives the same reason.
        assert_eq!(reports.asymmetry().unwrap_err(), *error);
        (error.undefined().cloned().unwrap(), error.to_string())
    };
    let zero = both.at(Period::year(2015)).unwrap();
    assert_eq!(zero.sides(), Sides::Both);
    assert_eq!(zero.asymmetry().unwrap().relative_to_mean().unwrap(), Ratio::from(2));
    assert_eq!(reason(2016).0, Undefined::Confidential);
    assert_eq!(reason(2017).0, Undefined::NotYetPublished);
    let (missing, text) = reason(2018);
    assert_eq!(missing, Undefined::Missing);
    assert!(text.contains("the figure 7 is imputed"), "{text}");
    assert_eq!(reason(2019).0, Undefined::Missing);
}

/// Units of one currency are brought together exactly; the printed digits stay.
#[test]
fn units_are_brought_together() {
    let sold = Series::new(SOLD, USD.billion()).with("2018", "56.02").unwrap();
    let bought = Series::new(BOUGHT, USD.one()).with("2018", "58886549221").unwrap();
    let both = mirror::of(&sold, &bought).unwrap();
    assert_eq!(both.unit(), USD.billion());
    let pair = both.pairs()[0];
    assert_eq!(pair.exported.unwrap().to_string(), "56.02");
    assert_eq!(pair.imported.unwrap().to_string(), "58.886549221");
    let larger = Series::new(BOUGHT, USD.trillion()).with("2018", "0.0589").unwrap();
    assert_eq!(mirror::of(&sold, &larger).unwrap().pairs()[0].exported.unwrap().scale(), 5);
    let yuan = Series::new(BOUGHT, CNY.billion()).with("2018", "389").unwrap();
    let error = mirror::of(&sold, &yuan).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Mismatch { .. }), "{error}");
    assert!(error.help().contains("exchange rate"), "{error:#}");
    // Quantities have mirrors as well.
    let tonnes = Series::<Mass>::new(SOLD, MassUnit::Tonne).with("2018", "1000").unwrap();
    let kilograms = Series::new(BOUGHT, MassUnit::Kilogram).with("2018", "1010000").unwrap();
    let both = mirror::of(&tonnes, &kilograms).unwrap();
    let gap = both.at(Period::year(2018)).unwrap().asymmetry().unwrap();
    assert_eq!(gap.difference(), Ratio::from(10));
}

/// What a rounded figure and a hedge allow to say: by hand, [55.5, 56.5) against above 58.
#[test]
fn hedges_are_carried_on() {
    let both = mirror::of(
        &series(SOLD, &[("2018", "56"), ("2019", "55")]),
        &series(BOUGHT, &[("2018", "more than 58"), ("2019", "61.05")]),
    )
    .unwrap();
    let bounds = both.at(Period::year(2018)).unwrap().bounds().unwrap();
    assert_eq!(bounds.difference().to_string(), "(3/2, ∞)");
    assert_eq!(bounds.relative_to_exporter().unwrap().to_string(), "(3/113, ∞)");
    let bounds = both.at(Period::year(2019)).unwrap().bounds().unwrap();
    // 61.045 / 55.5 - 1 and 61.055 / 54.5 - 1
    let text = bounds.relative_to_exporter().unwrap().outward_percent(2).to_string();
    assert_eq!(text, "9.99 to 12.03 %");
    let gap = both.at(Period::year(2019)).unwrap().asymmetry().unwrap();
    assert_eq!(gap.relative_to_exporter().unwrap().percent(2).to_string(), "11.00 %");
}

/// As known on a day: each side with what it had published, and the days are kept.
#[test]
fn vintages_of_both_sides() {
    let file = "\
reporter,partner,flow,period,value,unit,published_on
RUS,CHN,export,2018,56.02,billion USD,2019-02-10
CHN,RUS,import,2018,59.08,billion USD,2019-01-14
CHN,RUS,import,2018,58.887,billion USD,2019-07-01
";
    let releases = Releases::from_csv(file.as_bytes(), "mirror.csv").unwrap().complete().unwrap();
    let (sold, bought) = (releases.series(SOLD).unwrap(), releases.series(BOUGHT).unwrap());
    let on = |day| mirror::as_of(&sold, &bought, day).unwrap();
    let early = on(date(2019, 1, 31));
    assert_eq!(early.reports()[0].sides(), Sides::OnlyImporter);
    assert_eq!(early.exports_as_of(), Some(date(2019, 1, 31)));
    assert!(on(date(2019, 1, 1)).reports().is_empty());
    let imported = |day| on(day).pairs()[0].imported.unwrap().to_string();
    assert_eq!(imported(date(2019, 3, 1)), "59.08");
    assert_eq!(imported(date(2019, 7, 1)), "58.887");
    // Two days: each side keeps its own, and what is made of both is known from the later one.
    let mixed = mirror::of(&sold.as_of(date(2019, 3, 1)), &bought.as_of(date(2019, 7, 1))).unwrap();
    assert_eq!(mixed.imports_as_of(), Some(date(2019, 7, 1)));
    let mean = mirror::Reconciliation::by(mirror::Rule::Mean);
    assert_eq!(mixed.reconciled(&mean, 3).unwrap().as_of(), Some(date(2019, 7, 1)));
    let published = mixed.reports()[0].imported().unwrap().terms()[0].published_on();
    assert_eq!(published, Some("2019-07-01".parse().unwrap()));
}

fn refused(exports: Key, imports: Key) -> Error {
    mirror::of(&series(exports, &[("2018", "1")]), &series(imports, &[("2018", "1")])).unwrap_err()
}

/// What is no pair is refused, and the advice names what to give.
#[test]
fn what_is_no_pair_is_refused() {
    let (one, two) = (Area::from_code(490).unwrap(), Area::from_code(158).unwrap());
    let re_exports = Key::new(Flow::ReExport, RUS, CHN);
    let cases = [
        (BOUGHT, SOLD, "all exports of one area first"),
        (SOLD, SOLD, "all exports of one area first"),
        (re_exports, BOUGHT, "re-exports have no mirror"),
        (Key::trade(RUS).with(CHN), Key::trade(CHN).with(RUS), "all exports of one area first"),
        (SOLD, Key::imports(IND).from(RUS), "CHN imports from RUS"),
        (SOLD, Key::imports(CHN).from(IND), "CHN imports from RUS"),
        (Key::exports(CHN).to(CHN), Key::imports(CHN).from(CHN), "re-imports"),
        (Key::exports(RUS).to(WORLD), Key::imports(WORLD).from(RUS), "name two areas"),
        (Key::exports(RUS).to(EU), Key::imports(EU).from(RUS), "members one by one"),
        (
            Key::exports(CHN).to(one),
            Key::imports(two).from(CHN),
            "490, Other Asia nes, is Taiwan (158)",
        ),
        (SOLD.treated(Treatment::Balanced), BOUGHT, "that the reporter published"),
        (SOLD, BOUGHT.treated(Treatment::Reconciled), "that the reporter published"),
    ];
    for (exports, imports, help) in cases {
        let error = refused(exports, imports);
        assert!(error.help().contains(help), "{error:#}");
    }
    let nes = Area::from_code(899).unwrap();
    let help = refused(Key::exports(RUS).to(nes), Key::imports(nes).from(RUS)).help();
    assert!(help.contains("490") && help.contains("158"), "{help}");
    // 490 itself is a partner like others.
    let [sold, bought] = [Key::exports(CHN).to(one), Key::imports(one).from(CHN)];
    assert!(mirror::of(&series(sold, &[("2018", "1")]), &series(bought, &[("2018", "1")])).is_ok());
}

/// One edition, or a chapter, which all editions share.
#[test]
fn editions_must_be_alike() {
    let of = |one: &str, other: &str| {
        mirror::of(
            &series(SOLD.of(goods(one)), &[("2018", "1")]),
            &series(BOUGHT.of(goods(other)), &[("2018", "2")]),
        )
    };
    let error = of("H5:270900", "H6:270900").unwrap_err();
    let text = error.to_string();
    assert!(text.contains("H5:270900") && text.contains("H6:270900"), "{text}");
    let help = error.help();
    assert!(
        help.contains("concordance::CodeConversion::series") && help.contains("H5 and H6"),
        "{help}"
    );
    assert!(help.contains("HS:27"), "{help}");
    assert!(of("HS:27", "HS:27").is_ok()); // the advice works
    assert!(of("HS:2709", "H5:2709").unwrap_err().help().contains("in_force"));
    assert!(of("S3:33", "S4:33").unwrap_err().help().ends_with("compare all goods"));
    assert!(of("H5:2709", "H5:27").unwrap_err().help().contains("no mirror of the whole"));
    let chapters = of("H4:27", "H5:27").unwrap();
    assert_eq!(chapters.pairs()[0].commodity, goods("HS:27"));
    assert_eq!(chapters.exports().commodity(), goods("H4:27"));
}

/// Valuations stay with their sides.
#[test]
fn valuations_are_kept() {
    let bought = series(BOUGHT.valued(Valuation::Cif), &[("2018", "106")]);
    let both =
        mirror::of(&series(SOLD.valued(Valuation::Fob), &[("2018", "100")]), &bought).unwrap();
    assert_eq!(both.exports().valuation(), Valuation::Fob);
    assert_eq!(both.imports().valuation(), Valuation::Cif);
    let gap = both.decompose(Period::year(2018), &Margin::imf()).unwrap();
    assert_eq!(gap.term(mirror::GapTerm::Residual), Some(&Ratio::zero()));
}

/// Figures of one day that contradict each other are no report; the other side stands.
#[test]
fn contradicting_figures_are_no_report() {
    let day = |level: &str| {
        Observation::new(Period::year(2018), level.parse().unwrap())
            .published("2019-01-14".parse().unwrap())
    };
    let sold = Series::new(SOLD, USD.million())
        .with_observation(day("50"))
        .unwrap()
        .with_observation(day("60"))
        .unwrap();
    let both = mirror::of(&sold, &series(BOUGHT, &[("2018", "58")])).unwrap();
    let reports = both.at(Period::year(2018)).unwrap();
    assert_eq!(reports.sides(), Sides::OnlyImporter);
    assert!(reports.exported().unwrap_err().is_conflict());
}

/// Empty series have no reports, and a huge figure that has no digits left in the other unit is an
/// error, not a panic.
#[test]
fn hostile_series() {
    let empty = Series::<Money>::new(SOLD, USD.million());
    assert!(mirror::of(&empty, &series(BOUGHT, &[])).unwrap().reports().is_empty());
    let huge = Series::new(SOLD, USD.one()).with("2018", "7.9228162514264337593543950335").unwrap();
    let bought = Series::new(BOUGHT, USD.trillion()).with("2018", "1").unwrap();
    assert!(mirror::of(&huge, &bought).is_err());
    let odd = Series::new(Key::exports(DEU).to(CHN), USD.million()).with("2018", "-5").unwrap();
    let imports = series(Key::imports(CHN).from(DEU), &[("2018", "5")]);
    let both = mirror::of(&odd, &imports).unwrap();
    let error = both.reports()[0].asymmetry().unwrap_err();
    assert_eq!(error.undefined(), Some(&Undefined::NegativeLevel));
    assert!(both.flows(Period::year(2018)).is_err());
}
