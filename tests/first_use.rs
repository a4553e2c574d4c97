//! The first answers that a new user asks for, with the shortest calls, from ordinary files: the part about files.
#![cfg(feature = "readers")]

use bilateral::area::{CHN, DEU, MEX, RUS, USA, VNM, WORLD};
use bilateral::panel::Panel;
use bilateral::read::{self, Opened, Reason};
use bilateral::{Area, Error, Key, Period, Ratio, indicator};
use std::io::Write;
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
    }
    // Figures of our own: 300 of 400.
    let line = |partner: &str, euro: u32| format!("X,A,DE,{partner},030462,1,VALUE_IN_EUROS,2024,{euro}\n");
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

/// 2. All goods are kept beside some chapters, and the panel carries the account that says so.
#[test]
fn all_goods_are_in_the_panel() -> Result<(), Error> {
    let row = |code: &str, value: u32| format!("2022,156,X,276,0,H6,{code},C00,0,{value}\n");
    let header = "period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,primaryValue\n";
    let file = format!("{header}{}{}{}{}", row("TOTAL", 1948), row("84", 500), row("85", 700), row("94", 115));
    let panel = read::comtrade(file.as_bytes(), "TradeData.csv")?.panel()?;
    let exports = Key::exports(CHN).to(DEU);
    assert_eq!(amount(&panel, &exports, Period::year(2022)), "1948");
    assert_eq!(panel.mantissas().iter().sum::<i64>(), 500 + 700 + 115);
    assert_eq!((panel.account().rows(), panel.account().totals()), (4, 1));
    assert!(panel.account().is_complete());
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

fn refused(opened: Result<Opened, Error>) -> bool {
    opened.and_then(Opened::panel).is_err()
}

/// 7. Cut and unreadable files do not pass, and good ones are complete.
#[test]
fn a_cut_file_is_refused_and_a_good_one_is_complete() -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("bilateral-first-use-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text: String = "t,i,j,k,v,q\n".to_owned()
        + &(0..180).map(|n| format!("2022,156,643,{:06},{n}.125,1\n", 270_000 + n)).collect::<String>();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let file = folder.join("BACI_HS22_Y2022.csv.gz");
    std::fs::write(&file, &packed).unwrap();
    let whole = read::open(&file)?;
    let rows = whole.account.accepted();
    assert_eq!((whole.account.is_complete(), whole.panel()?.len() as u64), (true, rows));
    std::fs::write(&file, &packed[..packed.len() / 2]).unwrap();
    assert!(refused(read::open(&file)));
    let part = read::open(&file)?;
    assert!(!part.account.is_complete() && (part.panel_with_losses()?.len() as u64) < rows);
    std::fs::remove_dir_all(&folder).unwrap();

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

/// 8. Rows that differ in a column are no duplicates, and parts are called parts only beside their total.
#[test]
fn subcodes_are_parts_and_reasons_are_true() -> Result<(), Error> {
    let panel = read::open(case("census_hscycs.json"))?.panel()?;
    let cars = Key::imports(USA).from(MEX).of("HS:870323".parse()?);
    assert_eq!(amount(&panel, &cars, Period::year(2024)), "5000");
    for name in ["pandas_float_codes.csv", "legacy_na_readr.csv"] {
        let opened = read::open(case(name))?;
        assert_eq!((opened.account.set_aside_rows(), opened.account.is_complete()), (0, true), "{name}");
    }
    let parts = "period,reporterCode,flowCode,partnerCode,cmdCode,motCode,primaryValue\n2022,156,M,643,TOTAL,2100,60\n";
    let opened = read::comtrade(parts.as_bytes(), "parts.csv")?;
    assert_eq!((opened.account.count(Reason::Component), opened.account.count(Reason::WithoutTotal)), (0, 1));
    assert!(opened.panel().is_err());
    Ok(())
}
