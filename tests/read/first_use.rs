//! The first answers that a new user asks for, with the shortest calls, from ordinary files: eight
//! that were wrong once.
//!
//! Where a folder of real downloads is named, they are asked too.

use crate::files::{Folder, gzip};
use bilateral::area::{CHN, DEU, JPN, MEX, RUS, USA, VNM, WORLD};
use bilateral::bulk::{Denominator, Whole};
use bilateral::claim::{Claim, Scope, Verdict};
use bilateral::panel::Panel;
use bilateral::read::{self, Opened, Reason};
use bilateral::unit::{AnyUnit, USD};
use bilateral::vintage::Release;
use bilateral::{
    Area, Error, Flow, Key, Observation, Period, Ratio, Releases, Rounding, Series, Undefined,
    indicator,
};
use std::path::{Path, PathBuf};

/// A real download, where a folder of them is named.
fn sample(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BILATERAL_SAMPLES");
    if folder.is_none() {
        println!("skipped: {name} (BILATERAL_SAMPLES names no folder)");
    }
    folder.map(|folder| PathBuf::from(folder).join(name))
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases").join(name)
}

fn amount(panel: &Panel, key: &Key, period: Period) -> String {
    panel.amount(key, period).unwrap().value().normalize().to_string()
}

fn share(panel: &Panel, part: &Key, whole: &Key, period: Period) -> String {
    let of = |key: &Key| Ratio::from(panel.amount(key, period).unwrap().value());
    let share = indicator::share(of(part), of(whole)).unwrap();
    share.round(4, bilateral::Rounding::HalfAwayFromZero).to_string()
}

/// 1. The World is kept: Viet Nam's part is not the whole.
#[test]
fn the_world_is_in_the_panel() -> Result<(), Error> {
    let year = Period::year(2024);
    let fish = |key: Key| key.of("CN2024:030462".parse().unwrap());
    let (vietnam, world) = (fish(Key::imports(DEU).from(VNM)), fish(Key::imports(DEU).from(WORLD)));
    if let Some(file) = sample("comext_sdmx_csv_de_vn_030462_2024.csv") {
        let panel = read::open(file)?.panel()?;
        assert_eq!(amount(&panel, &vietnam, year), "32313884");
        assert_eq!(amount(&panel, &world, year), "39919520");
        // 32313884 / 39919520 = 0.80948...
        assert_eq!(share(&panel, &vietnam, &world, year), "0.8095");
        let row = panel.find(&vietnam, year).unwrap().part().unwrap();
        let shares = panel.shares(Flow::Import, Whole::Partners, 4, Rounding::HalfEven)?;
        assert_eq!(shares.get(row).unwrap().to_string(), "0.8095");
        assert_eq!(shares.denominator(row), Some(Denominator::Reported));
    }
    // Figures of our own: 300 of 400.
    let line = |partner: &str, euro: u32| {
        format!("X,A,DE,{partner},030462,1,VALUE_IN_EUROS,2024,{euro}\n")
    };
    let file = format!(
        "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n{}{}",
        line("VN", 300),
        line("WORLD", 400)
    );
    let panel = read::comext(file.as_bytes(), "ds-045409.csv")?.panel()?;
    assert_eq!(share(&panel, &vietnam, &world, year), "0.7500");
    assert_eq!((panel.len(), panel.reported().map(Panel::len)), (1, Some(1)));
    Ok(())
}

/// 1 again, with the download that most people begin with: some partners and the World, all goods.
#[test]
fn shares_are_those_of_the_world() -> Result<(), Error> {
    let row = |partner: u16, value: u32| format!("2022,156,X,{partner},0,H6,TOTAL,C00,0,{value}\n");
    let partners = [(276, 2663), (392, 1100), (643, 719), (842, 900), (410, 500)];
    let file = COMTRADE.to_owned()
        + &row(0, 10_000)
        + &partners.map(|(code, value)| row(code, value)).concat();
    let panel = read::comtrade(file.as_bytes(), "TradeData.csv")?.panel()?;
    let (germany, year) = (Key::exports(CHN).to(DEU), Period::year(2022));
    let shares = panel.shares(Flow::Export, Whole::Partners, 4, Rounding::HalfEven)?;
    let row = panel.find(&germany, year).unwrap().part().unwrap();
    assert_eq!(shares.get(row).unwrap().to_string(), "0.2663"); // 2663 / 5882 is 0.4527
    // The World is no partner: it has no rank, and what is not listed is the rest.
    assert!(panel.partners(&germany, year).unwrap_err().to_string().contains("no other partner"));
    let list = panel.partners(&Key::exports(CHN).to(WORLD), year)?;
    assert_eq!(
        (list.all().len(), list.top(1)[0].area, list.denominator()),
        (5, DEU, Denominator::Reported)
    );
    assert_eq!(list.rest().unwrap().value().normalize().to_string(), "4118");
    Ok(())
}

const COMTRADE: &str = "period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,primaryValue\n";

/// 2. All goods are kept beside some chapters, and the panel carries the account that says so.
#[test]
fn all_goods_are_in_the_panel() -> Result<(), Error> {
    let row = |code: &str, value: u32| format!("2022,156,X,276,0,H6,{code},C00,0,{value}\n");
    let file = format!(
        "{COMTRADE}{}{}{}{}",
        row("TOTAL", 1948),
        row("84", 500),
        row("85", 700),
        row("94", 115)
    );
    let panel = read::comtrade(file.as_bytes(), "TradeData.csv")?.panel()?;
    let exports = Key::exports(CHN).to(DEU);
    assert_eq!(amount(&panel, &exports, Period::year(2022)), "1948");
    assert_eq!(panel.mantissas().iter().sum::<i64>(), 500 + 700 + 115);
    assert_eq!((panel.account().rows(), panel.account().totals()), (4, 1));
    assert!(panel.account().is_complete());
    let sums = panel.sums(Flow::Export)?;
    assert_eq!((sums[0].mantissa, sums[0].whole), (1948, Denominator::Reported));
    // Without the row of all goods, the sum of three chapters says that it is one, here and where
    // it is written.
    let listed = COMTRADE.to_owned() + &row("84", 500) + &row("85", 700) + &row("94", 115);
    let listed = read::comtrade(listed.as_bytes(), "TradeData.csv")?.panel()?;
    let sums = listed.sums(Flow::Export)?;
    assert_eq!((sums[0].mantissa, sums[0].whole), (1315, Denominator::SumOfListed));
    for (panel, words) in [(&panel, "reported"), (&listed, "sum of listed")] {
        let mut text = Vec::new();
        panel.table_of_sums(Flow::Export)?.write_csv(&mut text)?;
        assert!(String::from_utf8(text).unwrap().contains(words));
    }
    assert_eq!(amount(&panel.aggregate_commodities(0)?, &exports, Period::year(2022)), "1948");
    Ok(())
}

/// 3. Two-way trade is that of a country's own reports, both directions of them, and nobody has a
///    zero who did not report.
#[test]
fn two_way_trade_is_what_the_country_reports() -> Result<(), Error> {
    let row = |flow: &str, partner: u16, code: &str, value: u32| {
        format!("2022,156,{flow},{partner},0,H6,{code},C00,0,{value}\n")
    };
    let file = COMTRADE.to_owned()
        + &row("X", 276, "84", 500)
        + &row("M", 276, "84", 300)
        + &row("X", 392, "85", 100)
        + &row("M", 392, "85", 100)
        + &row("M", 643, "27", 200);
    let panel = read::comtrade(file.as_bytes(), "TradeData.csv")?.panel()?;
    let structure = panel.structure(Flow::Export, 4, Rounding::HalfEven)?;
    let rows: Vec<usize> = (0..).map_while(|row| structure.country(row).map(|_| row)).collect();
    let of = |area: Area| {
        let row = rows
            .iter()
            .find(|row| structure.country(**row).is_some_and(|country| country.area == area));
        row.map(|row| structure.grubel_lloyd().get(*row).map(|index| index.to_string()))
    };
    // 2 (300 + 100 + 0) / (800 + 200 + 200)
    assert_eq!(of(CHN), Some(Ok("0.6667".to_owned())));
    for never_reported in [DEU, JPN, RUS] {
        assert!(matches!(of(never_reported), None | Some(Err(Undefined::Missing))));
    }
    Ok(())
}

/// 4. An aggregate in the place of its members is a partner like any other.
#[test]
fn the_customs_union_is_in_the_panel() -> Result<(), Error> {
    let panel = read::open(case("BACI_HS92_Y1996_V202501.csv"))?.panel()?;
    let union: Area = "711".parse()?;
    let watches = Key::exports(CHN).to(union).of("H0:910111".parse()?);
    assert_eq!(amount(&panel, &watches, Period::year(1996)), "62.266");
    assert_eq!(panel.reported().map_or(0, Panel::len), 0);
    Ok(())
}

fn totals(figures: &[(i32, &str)]) -> Releases {
    let release = |(year, level): &(i32, &str)| {
        let figure = Observation::new(Period::year(*year), level.parse().unwrap());
        Release::new(Key::trade(CHN).with(RUS), AnyUnit::Money(USD.billion()), figure)
    };
    figures.iter().map(release).collect()
}

/// 5. Months behind a gap are known; the missing one alone is projected. A cumulation that falls is
///    told.
#[test]
fn months_behind_a_gap_are_kept() -> Result<(), Error> {
    let mut series = Series::new(Key::exports(CHN).to(RUS), USD.million());
    let months = (2023..=2024).flat_map(|year| (1..=12).map(move |month| (year, month, "100")));
    let known =
        (1..=9).map(|month| (2025, month, "100")).chain([(2025, 11, "500"), (2025, 12, "500")]);
    for (year, month, value) in months.chain(known) {
        series = series.with(&format!("{year}-{month:02}"), value)?;
    }
    let projection = series.project(Period::year(2025))?;
    assert!(
        projection.central() > &Ratio::from(1900)
            && projection.interval(80).unwrap().low() > 1900.0
    );
    assert_eq!(projection.missing(), [Period::month(2025, 10)]);

    let mut falls = Series::new(Key::exports(CHN).to(RUS), USD.million());
    for (months, value) in
        [("2025-01/2025-02", "180"), ("2025-01/2025-03", "270"), ("2025-01/2025-04", "100")]
    {
        falls = falls.with(months, value)?;
    }
    assert!(!falls.implausible().is_empty() && !falls.conflicts().is_empty());
    Ok(())
}

/// 6. A record looks at its whole scope, and words of direction decide the side of a hedge.
#[test]
fn claims_mean_what_people_say() -> Result<(), Error> {
    let figures = totals(&[
        (2019, "111"),
        (2020, "108"),
        (2021, "147"),
        (2022, "190"),
        (2023, "240.0"),
        (2024, "222.0"),
    ]);
    let trade = Key::trade(CHN).with(RUS);
    let record =
        Claim::highest(trade, Period::year(2021), Scope::Within("2019-01/2023-12".parse()?));
    assert_eq!(record.check_latest(&figures)?.verdict(), Verdict::Contradicted);
    // 222 of 240 is -7.5 %.
    for (words, verdict) in [
        ("fell by more than 7 %", Verdict::Supported),
        ("fell by more than 8 %", Verdict::Contradicted),
        ("fell 7.5 %", Verdict::Supported),
        ("rose by more than 7 %", Verdict::Contradicted),
    ] {
        let claim = Claim::growth(trade, Period::year(2024), words.parse()?)?;
        assert_eq!(claim.check_latest(&figures)?.verdict(), verdict, "{words}");
    }
    Ok(())
}

fn refused(opened: Result<Opened, Error>) -> bool {
    opened.and_then(Opened::panel).is_err()
}

/// 7. Cut and unreadable files do not pass, and good ones are complete.
#[test]
fn a_cut_file_is_refused_and_a_good_one_is_complete() -> Result<(), Error> {
    let folder = Folder::new("first-use");
    let text: String = "t,i,j,k,v,q\n".to_owned()
        + &(0..180)
            .map(|n| format!("2022,156,643,{:06},{n}.125,1\n", 270_000 + n))
            .collect::<String>();
    let packed = gzip(text.as_bytes());
    let file = folder.join("BACI_HS22_Y2022.csv.gz");
    std::fs::write(&file, &packed).unwrap();
    let whole = read::open(&file)?;
    let rows = whole.account.accepted();
    assert_eq!((whole.account.is_complete(), whole.panel()?.len() as u64), (true, rows));
    std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();
    assert!(refused(read::open(&file)));
    let part = read::open(&file)?;
    assert!(!part.account.is_complete() && (part.panel_with_losses()?.len() as u64) < rows);

    assert!(refused(read::open(case("comext_cut.csv"))));
    let lines = read::open(case("comtrade_jsonlines.json"))?.panel()?;
    assert_eq!(amount(&lines, &Key::imports(CHN).from(RUS), Period::year(2023)), "129139000000");

    for name in [
        "baci_hs22_2022_v202401b_head.csv",
        "comext_sdmx_csv_de_vn_030462_2024.csv",
        "comtrade_api_v1_chn_2010_total.json",
        "comtrade_csv_v1_chn_imports_usa_8542_2010-2019.csv",
        "us_census_api_imports_hs6_854231_2013h1.json",
    ] {
        let Some(file) = sample(name) else { continue };
        let opened = read::open(file)?;
        assert!(opened.account.is_complete(), "{name}: {}", opened.account);
        assert!(opened.panel()?.account().is_complete());
    }
    Ok(())
}

/// 8. Rows that differ in a column are no duplicates, and parts are called parts only beside their
///    total.
#[test]
fn subcodes_are_parts_and_reasons_are_true() -> Result<(), Error> {
    let panel = read::open(case("census_hscycs.json"))?.panel()?;
    let cars = Key::imports(USA).from(MEX).of("HS:870323".parse()?);
    assert_eq!(amount(&panel, &cars, Period::year(2024)), "5000");
    for name in ["pandas_float_codes.csv", "legacy_na_readr.csv"] {
        let opened = read::open(case(name))?;
        assert_eq!(
            (opened.account.set_aside_rows(), opened.account.is_complete()),
            (0, true),
            "{name}"
        );
    }
    let parts = "period,reporterCode,flowCode,partnerCode,cmdCode,motCode,primaryValue\n2022,156,M,643,TOTAL,2100,60\n";
    let opened = read::comtrade(parts.as_bytes(), "parts.csv")?;
    assert_eq!(
        (opened.account.count(Reason::Component), opened.account.count(Reason::WithoutTotal)),
        (0, 1)
    );
    assert!(opened.panel().is_err());
    Ok(())
}
