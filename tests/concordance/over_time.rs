//! Series that pass to another edition.

use crate::tables::{code, shipped};
use bilateral::area::{CHN, DEU, RUS};
use bilateral::concordance::{CodeConversion, UnconvertedReason, Weights};
use bilateral::number::decimal;
use bilateral::unit::USD;
use bilateral::{Key, Money, Observation, Period, Series, Status, Valuation};

fn key(commodity: &str) -> Key {
    Key::exports(CHN).to(RUS).of(code(commodity))
}

fn series(commodity: &str, figures: &[(&str, &str)]) -> Series<Money> {
    figures.iter().fold(Series::new(key(commodity), USD.million()), |series, (period, figure)| {
        series.with(period, figure).unwrap()
    })
}

fn back() -> CodeConversion {
    CodeConversion::equal(&shipped("H6", "H5"))
}

#[test]
fn plain_codes_keep_their_observations() {
    let observation = Observation::new(Period::year(2022), "more than 7".parse().unwrap())
        .with_growth("41.3".parse().unwrap())
        .published("2023-01-13".parse().unwrap())
        .with_status(Status::Provisional)
        .unwrap();
    let crude = Series::<Money>::new(key("H6:270900"), USD.million())
        .with_observation(observation.clone())
        .unwrap();
    let converted = back().series(&[crude]).unwrap();
    let [crude] = converted.series() else { panic!() };
    assert_eq!(crude.key(), key("H5:270900"));
    assert_eq!(crude.observations().collect::<Vec<_>>(), [&observation]);
}

#[test]
fn merged_and_split_figures_are_derived_and_say_from_what() {
    let smart = series("H6:851713", &[("2022-01", "98.5"), ("2022-02", "90")]);
    let other = series("H6:851714", &[("2022-01", "4.25")]);
    let converted = back().series(&[smart, other]).unwrap();
    let [phones] = converted.series() else { panic!() };
    let found: Vec<&Observation> = phones.observations().collect();
    assert_eq!(found[0].level().unwrap().decimal(), Some(decimal("102.75")));
    assert_eq!((found[0].status(), found[1].status()), (Status::Derived, Status::Derived));
    assert_eq!(found[0].note(), "from H6:851713 98.5, H6:851714 4.25; H6 -> H5, equal weights");
    assert_eq!(found[1].level().unwrap().decimal(), Some(decimal("90")));
    // 98.5 is known to 0.05 and 4.25 to 0.005.
    let bounds = found[0].level().unwrap().bounds();
    assert!(
        bounds.contains(&"102.70".parse().unwrap()) && bounds.contains(&"102.80".parse().unwrap())
    );
    // A split into tenths: 0.3 is 0.2 and 0.1, known to no better than half a unit of 0.3.
    let heated = series("H6:240411", &[("2022", "0.3")]);
    let converted = back().series(&[heated]).unwrap();
    let levels: Vec<_> = converted
        .series()
        .iter()
        .map(|one| one.observations().next().unwrap().level().unwrap().decimal().unwrap())
        .collect();
    assert_eq!(levels, [decimal("0.2"), decimal("0.1")]);
    for one in converted.series() {
        let level = one.observations().next().unwrap().level().unwrap();
        assert!(level.bounds().contains(&"0.15".parse().unwrap()), "{}", level.bounds());
    }
}

#[test]
fn a_sum_of_which_a_part_is_withheld_has_no_figure() {
    let smart = series("H6:851713", &[("2022-01", "98")]);
    let withheld = Observation::absent(Period::month(2022, 1), Status::Confidential).unwrap();
    let other =
        Series::<Money>::new(key("H6:851714"), USD.million()).with_observation(withheld).unwrap();
    let converted = back().series(&[smart.clone(), other]).unwrap();
    let only = converted.series()[0].observations().next().unwrap();
    assert_eq!((only.status(), only.level()), (Status::Confidential, None));
    let [(period, left)] = converted.unconverted() else { panic!() };
    assert_eq!((*period, left.value), (Period::month(2022, 1), 98.into()));
    assert_eq!(left.reason, UnconvertedReason::Incomplete);
    let hedged = series("H6:851714", &[("2022-01", "more than 4")]);
    let converted = back().series(&[smart, hedged]).unwrap();
    let reasons: Vec<&UnconvertedReason> =
        converted.unconverted().iter().map(|(_, one)| &one.reason).collect();
    assert_eq!(reasons, [&UnconvertedReason::Incomplete, &UnconvertedReason::Hedged]);
    assert_eq!(converted.series()[0].observations().next().unwrap().status(), Status::Missing);
}

#[test]
fn what_has_no_way_is_listed_by_period() {
    let lost = series("H5:300219", &[("2020", "5"), ("2021", "6")]);
    let forward =
        CodeConversion::between("H5".parse().unwrap(), "H6".parse().unwrap(), Weights::Equal)
            .unwrap();
    let converted = forward.series(&[lost]).unwrap();
    assert!(converted.series().is_empty());
    let listed: Vec<String> =
        converted.unconverted().iter().map(|(period, one)| format!("{period}: {one}")).collect();
    assert_eq!(
        listed,
        [
            "2020: H5:300219  5: the table has no successor for it",
            "2021: H5:300219  6: the table has no successor for it",
        ]
    );
    // Goods that are not specified keep their code.
    let kept = back().series(&[series("H6:9999AA", &[("2022", "3")])]).unwrap();
    assert_eq!(kept.series()[0].key(), key("H5:9999AA"));
}

#[test]
fn unlike_series_are_refused() {
    let one = series("H6:851713", &[("2022", "98")]);
    let refuse = |other: Series<Money>| back().series(&[one.clone(), other]).unwrap_err();
    let fob = Series::new(key("H6:851714").valued(Valuation::Fob), USD.million());
    assert!(refuse(fob).is_mismatch());
    let german = Series::new(Key::exports(DEU).to(RUS).of(code("H6:851714")), USD.million());
    assert!(refuse(german).is_mismatch());
    let billions = refuse(Series::new(key("H6:851714"), USD.billion()));
    assert!(billions.to_string().contains("million US$ and billion US$"), "{billions}");
    assert!(refuse(one.clone()).to_string().contains("overlap"));
    assert!(back().series::<Money>(&[]).is_err());
    let clash = series("H6:851714", &[("2022", "4"), ("2022", "9")]);
    assert!(refuse(clash).is_conflict());
}

/// Series of one day are converted as of that day, and others do not mix with them.
#[test]
fn vintages_stay_and_do_not_mix() {
    let file = "\
reporter,partner,flow,commodity,period,value,unit,published_on
CHN,RUS,export,H6:851713,2022,98,million USD,2023-01-13
CHN,RUS,export,H6:851713,2022,99,million USD,2023-06-01
CHN,RUS,export,H6:851714,2022,4,million USD,2023-01-14
";
    let releases = bilateral::Releases::from_csv(file.as_bytes(), "mine.csv").unwrap();
    let releases = releases.complete().unwrap();
    let at = |commodity: &str, day| releases.series(key(commodity)).unwrap().as_of(day);
    let (early, late) = (bilateral::date(2023, 2, 1), bilateral::date(2023, 7, 1));
    let converted = back().series(&[at("H6:851713", early), at("H6:851714", early)]).unwrap();
    let phones = &converted.series()[0];
    assert_eq!(phones.as_of(), Some(early));
    let only = phones.observations().next().unwrap();
    assert_eq!(only.level().unwrap().decimal(), Some(decimal("102")));
    assert_eq!(only.published_on().map(|day| day.to_string()), Some("2023-01-14".to_owned()));
    let mixed = back().series(&[at("H6:851713", early), at("H6:851714", late)]).unwrap_err();
    assert!(mixed.is_mismatch() && mixed.to_string().contains("2023-02-01"), "{mixed}");
}
