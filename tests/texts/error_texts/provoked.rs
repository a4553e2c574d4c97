//! What is seldom met: claims that cannot be checked, panels from a hostile file, files of unlike
//! currencies, devices, years of which little is known.

use super::{Texts, refused};
use bilateral::area::{CHN, DEU, RUS, WORLD};
use bilateral::carrier::{Carrier, Conversion};
use bilateral::claim::{Claim, Scope, Streak};
use bilateral::observation::Status;
use bilateral::panel::{Panel, PanelBuilder};
use bilateral::projection::{Method, temporal};
use bilateral::read::{self, Format, Reader};
use bilateral::unit::{CNY, Rate, USD};
use bilateral::vintage::Release;
use bilateral::{
    Area, Figure, Key, Money, Observation, Period, Releases, Rounding, Series, Undefined, Volume,
    date, published,
};

pub fn put(t: &mut Texts) {
    figures(t);
    claims(t);
    panels(t);
    stored(t);
    years(t);
    series(t);
    files(t);
}

const Y22: Period = Period::year(2022);
const Y23: Period = Period::year(2023);

fn f(text: &str) -> Figure {
    text.parse().unwrap()
}

fn figures(t: &mut Texts) {
    let measured = |factor: &str| {
        let (from, to) = ("t".parse().unwrap(), "GJ (net)".parse().unwrap());
        Conversion::measured(Carrier::CrudeOil, from, to, f(factor))
    };
    refused!(t, "number", "rose over 200".parse::<Figure>());
    refused!(t, "number", "unchanged".parse::<Figure>());
    refused!(t, "number", "7 percentage points".parse::<Figure>());
    refused!(t, "number", "up 10.1 % month on month".parse::<Figure>());
    refused!(t, "number", "US$240 bn".parse::<Figure>());
    refused!(t, "number", "rose 9.1 % to 76.1".parse::<Figure>());
    refused!(t, "number", "was up to 76.1".parse::<Figure>());
    refused!(t, "number", "rose 1.5 times".parse::<Figure>());
    refused!(t, "number", "fell 3 times".parse::<Figure>());
    refused!(t, "number", "reached 190".parse::<Figure>());
    refused!(t, "number", "rose to a third".parse::<Figure>());
    refused!(t, "number", "growth slowed to 5 %".parse::<Figure>());
    refused!(t, "number", "rose five percent".parse::<Figure>());
    refused!(t, "number", "rose to 3 times".parse::<Figure>());
    refused!(t, "number", "fell to a record 60".parse::<Figure>());
    refused!(t, "number", "did not rise 9 %".parse::<Figure>());
    refused!(t, "number", "as little as 5 %".parse::<Figure>());
    refused!(t, "unit", "5 pt".parse::<Rate<Volume>>());
    refused!(t, "carrier", measured("less than 5"));
}

fn claims(t: &mut Texts) {
    let china = published::china_russia().unwrap();
    let (key, unit) = (Key::trade(CHN).with(RUS), USD.billion());
    let german = Key::trade(DEU).with(WORLD);
    refused!(
        t,
        "claim",
        Claim::surplus(key, Y22, f("-38"), unit).check_latest(&china),
        Claim::deficit(key, Y22, f("-38"), unit).check_latest(&china),
        Claim::balance(key, Y22, f("5 %"), unit).check_latest(&china),
        Claim::share(key, Y22, f("5 %"), german).check_latest(&china),
        Claim::rank(key, Y22, 1, vec![]).check_latest(&china),
        Claim::rank(key, Y22, 3, vec![Key::trade(CHN).with(DEU)]).check_latest(&china),
        Claim::rank(key, Y22, 1, vec![Key::trade(CHN).with(WORLD)]).check_latest(&china),
        Claim::rank(key, Y22, 1, vec![Key::exports(CHN).to(DEU)]).check_latest(&china),
        Claim::consecutive(key, Y22, f("0"), Streak::Rise).check_latest(&china),
        Claim::level(key, Y22, f("5 %"), unit).check_latest(&china),
        Claim::level(key, Y22, f("rose to 5 %"), unit).check_latest(&china),
        Claim::growth(key, Y22, f("rose to 5 %")),
        Claim::surplus(key, Y22, f("record 38"), unit).check_latest(&china),
        Claim::level(key, Y22, f("190"), unit).in_scope(Scope::Ever).check_latest(&china),
    );
}

fn of(rows: &[(Key, Period, i64)]) -> Panel {
    let mut builder = PanelBuilder::new(USD.one(), 0).unwrap();
    for (key, period, value) in rows {
        builder.push(*key, *period, (*value).into()).unwrap();
    }
    builder.build().unwrap()
}

fn panels(t: &mut Texts) {
    let sold = |partner: Area| Key::exports(CHN).to(partner);
    let (taiwan, other_asia) = (Area::from_iso3("TWN").unwrap(), Area::from_code(490).unwrap());
    let (union, group) = (Area::from_code(97).unwrap(), Area::own(1).unwrap());
    let elsewhere = of(&[(sold(other_asia), Y22, 5)]);
    let finer = of(&[(sold(RUS).of("H6:2709".parse().unwrap()), Y22, 5)]);
    let quarters =
        of(&[(sold(RUS), Period::quarter(2022, 1), 5), (sold(RUS), Period::quarter(2022, 2), 6)]);
    let shared =
        of(&[(Key::exports(taiwan).to(RUS), Y22, 5), (Key::exports(other_asia).to(RUS), Y22, 6)]);
    let held = of(&[(sold(union), Y22, 9), (sold(DEU), Y22, 5)]);
    refused!(
        t,
        "panel",
        elsewhere.find(&sold(taiwan), Y22),
        finer.find(&sold(RUS).of("H6:27".parse().unwrap()), Y22),
        finer.find(&sold(RUS), Y22),
        quarters.find(&sold(RUS), Period::half(2022, 1)),
        held.aggregate_areas(&[(group, &[DEU])]),
    );
    refused!(t, "bulk", shared.structure(bilateral::Flow::Export, 4, Rounding::HalfEven));
    for has_common_code in [true, false] {
        let reason = Undefined::OtherEdition { there: "H5:270900".to_owned(), has_common_code };
        t.put("error", &format!("Undefined::{reason:?}"), &reason);
    }
}

/// A panel that was stored and changed by other hands.
fn stored(t: &mut Texts) {
    let json = serde_json::to_string(&of(&[(Key::exports(CHN).to(RUS), Y22, 5)])).unwrap();
    let from_json = |name: &str, entries: &str| {
        let from = format!("\"{name}\":[]");
        assert!(json.contains(&from), "{json}");
        serde_json::from_str::<Panel>(&json.replacen(&from, &format!("\"{name}\":{entries}"), 1))
    };
    refused!(
        t,
        "panel",
        from_json("quantity", "[-9223372036854775808]"),
        from_json("marks", "[32]"),
        from_json("marks", "[1, 1]"),
    );
}

fn years(t: &mut Texts) {
    let key = Key::exports(CHN).to(RUS);
    let empty = || Series::<Money>::new(key, USD.billion());
    let months = |first: i32, count: u32| {
        (0..count).fold(empty(), |series, at| {
            let year = first + i32::try_from(at / 12).unwrap();
            series.with(&format!("{year}-{:02}", at % 12 + 1), &(100 + at % 5).to_string()).unwrap()
        })
    };
    // January and February as one piece, in each year.
    let joint = (2015..2023).fold(empty(), |series, year| {
        let series = series.with(&format!("Jan-Feb {year}"), "200").unwrap();
        (3..=12).fold(series, |series, month| {
            series.with(&format!("{year}-{month:02}"), "100").unwrap()
        })
    });
    let january = joint.with("2023-01", "90").unwrap();
    let above = |base: &str| {
        let now = empty().with("Jan-Mar 2023", "300").unwrap().with("2022", "1200").unwrap();
        if base.is_empty() { now } else { now.with("Jan-Mar 2022", base).unwrap() }
    };
    refused!(
        t,
        "projection",
        above("").project(Y23),
        above("1300").project(Y23),
        months(2015, 96).project(Y23),
        january.project_by(Y23, &Method::Theta),
        temporal::split_january_february(5, &[]),
    );
}

fn series(t: &mut Texts) {
    let key = Key::exports(CHN).to(RUS);
    let empty = || Series::<Money>::new(key, USD.billion());
    let china = published::china_russia().unwrap();
    let known = |key: Key, day| china.series(key).unwrap().as_of(day);
    let exports = known(key, date(2023, 5, 24));
    let imports = known(Key::imports(CHN).from(RUS), date(2023, 6, 24));
    let growth_alone = Observation::absent(Period::january_february(2023), Status::Missing)
        .unwrap()
        .with_growth(f("5"));
    let growth_alone = empty()
        .with("2023-01", "4")
        .unwrap()
        .with("2023-02", "3")
        .unwrap()
        .with_observation(growth_alone)
        .unwrap();
    let priced = empty().with("2022", "5").unwrap();
    let negative = empty().with("2023-01", "-3").unwrap();
    refused!(t, "series", Series::sum(Key::trade(CHN).with(RUS), &[&exports, &imports]),);
    let trade = known(Key::trade(CHN).with(RUS), date(2023, 5, 24));
    refused!(t, "vintage", trade.amount(Y23));
    refused!(t, "growth", bilateral::growth::cagr(5, 4, 1300, 3));
    refused!(t, "growth", growth_alone.implied_base(Period::january_february(2023)));
    refused!(t, "exchange", priced.converted(Y22, &[]));
    for (_, error) in negative.conflicts() {
        t.put("series", "negative.conflicts()", &error);
    }
    let coarse = Observation::new(Y22, f("73").in_smaller_unit(6).unwrap());
    let coarse = Releases::new().with(Release::new(key, CNY.one().into(), coarse));
    refused!(t, "vintage", coarse.write_csv(Vec::new()));
}

fn files(t: &mut Texts) {
    let table = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/read/gacc_table.txt"),
    )
    .unwrap();
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    book.start_file("[Content_Types].xml", zip::write::SimpleFileOptions::default()).unwrap();
    let book = book.finish().unwrap().into_inner();
    let folder = std::env::temp_dir().join(format!("bilateral-provoked-{}", std::process::id()));
    let currencies = folder.join("currencies");
    std::fs::create_dir_all(&currencies).unwrap();
    std::fs::write(currencies.join("a.txt"), &table).unwrap();
    std::fs::write(currencies.join("b.txt"), table.replacen("US$1,000", "RMB 10,000", 1)).unwrap();
    std::fs::write(folder.join("book.xlsx"), book).unwrap();
    // The folder has another name in each run.
    let mut put = |call: &str, name: &str| {
        let error = read::open(folder.join(name)).and_then(|opened| opened.panel()).unwrap_err();
        let shown = format!("{error:#}").replace(&format!("{}/", folder.display()), "");
        t.put("read", call, &shown);
    };
    put("read::open(\"currencies\")", "currencies");
    put("read::open(\"book.xlsx\")", "book.xlsx");
    std::fs::remove_dir_all(&folder).unwrap();
    refused!(
        t,
        "read",
        Reader::new().read_as(Format::Baci, "t,i,j,k,v,q\r2022,643,156,27,5,8\r".as_bytes(), "f"),
        Reader::new().read_as(Format::Releases, "".as_bytes(), "f").and_then(|one| one.panel()),
    );
    #[cfg(unix)]
    refused!(t, "read", read::open("/dev/null"));
    #[cfg(unix)]
    refused!(t, "vintage", Releases::from_file("/dev/null"));
}
