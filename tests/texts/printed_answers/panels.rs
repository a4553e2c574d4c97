//! What a panel prints: lists of partners, accounts of what was read, cells that are not there.

use super::{Answers, printed};
use bilateral::area::{CHN, DEU, JPN, RUS, USA, WORLD};
use bilateral::panel::{Duplicates, Panel, PanelBuilder, Totals};
use bilateral::unit::USD;
use bilateral::{Error, Key, Period, published};

pub fn put(a: &mut Answers) -> Result<(), Error> {
    a.room("panel");
    of_published(a)?;
    partners(a)?;
    built(a)?;
    #[cfg(feature = "readers")]
    read(a)?;
    Ok(())
}

fn of_published(a: &mut Answers) -> Result<(), Error> {
    let releases = published::china_russia()?;
    let trade = releases.series(Key::exports(CHN).to(RUS))?.latest();
    let panel = Panel::from_series(&[&trade.slice(Period::year(2022))], 3)?;
    let miss = panel.find(&Key::imports(CHN).from(RUS), Period::year(2022)).unwrap_err();
    printed!(a, panel.account(), miss);
    Ok(())
}

/// China's exports of 2021 by partner, billion US$ (General Administration of Customs).
fn partners(a: &mut Answers) -> Result<(), Error> {
    let mut rows = PanelBuilder::new(USD.billion(), 1)?;
    let listed = [(USA, "576.1"), (JPN, "165.8"), (DEU, "115.2"), (RUS, "67.6"), (WORLD, "3364.0")];
    for (partner, value) in listed {
        rows.push(Key::exports(CHN).to(partner), Period::year(2021), value.parse().unwrap())?;
    }
    let panel = rows.build()?;
    printed!(a, panel.partners(&Key::exports(CHN).to(WORLD), Period::year(2021))?);
    printed!(a, panel.account());
    Ok(())
}

/// Rows that are set aside: the second figure of a cell, and the World beside a partner.
fn built(a: &mut Answers) -> Result<(), Error> {
    let mut rows = PanelBuilder::new(USD.billion(), 1)?
        .duplicates(Duplicates::KeepLast)
        .totals(Totals::SetAside);
    for (partner, value) in [(RUS, "67.6"), (RUS, "67.7"), (WORLD, "3364.0")] {
        rows.push(Key::exports(CHN).to(partner), Period::year(2021), value.parse().unwrap())?;
    }
    printed!(a, rows.build()?.account());
    Ok(())
}

/// A download of China Customs and one of Comext, with lines that cannot be read.
#[cfg(feature = "readers")]
fn read(a: &mut Answers) -> Result<(), Error> {
    use bilateral::read::Reader;
    let baci = "t,i,j,k,v,q\n2022,643,156,270900,58368525.061,86248.1\n2022,643,9999,270900,5,8\n\
                2022,643,156,271111,six,8\n2022,643,156,27,7,8";
    let opened = Reader::new().read(baci.as_bytes(), "baci.csv")?;
    a.room("read");
    printed!(a, opened.account, opened.format);
    let gacc = std::fs::File::open(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/read/gacc_query_utf8.csv"
    ));
    let opened = Reader::new().flow(bilateral::Flow::Import).read(gacc.unwrap(), "query.csv")?;
    printed!(a, opened.account);
    Ok(())
}
