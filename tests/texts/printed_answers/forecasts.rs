//! Projections, intervals, paths, trials.

use super::{Answers, printed};
use bilateral::area::{CHN, RUS};
use bilateral::growth::Base;
use bilateral::projection::{Backtest, Method, Strength};
use bilateral::{Error, Key, Money, Period, Series, date, published};

const Y23: Period = Period::year(2023);

pub fn put(a: &mut Answers) -> Result<(), Error> {
    let releases = published::china_russia()?;
    let history = releases.series(Key::trade(CHN).with(RUS))?;
    let trade = history.as_of(date(2023, 5, 24));
    a.room("projection");
    of_report(a, &trade)?;
    of_months(a, &history.latest())?;
    from_both_sides(a)?;
    trials(a, &history.latest())
}

fn of_report(a: &mut Answers, trade: &Series<Money>) -> Result<(), Error> {
    let (ytd, fade) = (Period::january_to(2023, 4), Method::Fade(Strength::USUAL));
    let projection = trade.project(Y23)?;
    printed!(
        a,
        projection,
        format_args!("{projection:#}"),
        projection.interval(80)?,
        projection.interval(95)?,
        projection.interval(80)?.rests_on(),
        trade.project_from(Y23, ytd, Base::Implied, &fade)?,
        trade.project_by(Y23, &Method::RunRate)?,
        trade.project(Period::year(2022))?,
    );
    for warning in projection.warnings() {
        a.put("projection.warnings()", warning);
    }
    let growth = trade.growth(ytd)?.growth().clone();
    printed!(a, trade.what_if(Y23, &[growth])?);
    Ok(())
}

/// In February the first two months alone are known.
fn of_months(a: &mut Answers, latest: &Series<Money>) -> Result<(), Error> {
    let until = |month| {
        latest.slice(Period::from_to(bilateral::month(2015, 1), bilateral::month(2024, month)))
    };
    let year = Period::year(2024);
    let early = until(2).project(year)?;
    printed!(a, early);
    for warning in early.warnings() {
        a.put("early.warnings()", warning);
    }
    Ok(())
}

/// In January 2020 Russia had published 2018, and China 2019. Exports of 2023 to September, imports
/// to June.
fn from_both_sides(a: &mut Answers) -> Result<(), Error> {
    let (china, day) = (published::china_russia()?, date(2020, 1, 20));
    let russia = published::russia_china()?.series(Key::trade(RUS).with(CHN))?.as_of(day);
    let mirror = china.series(Key::trade(CHN).with(RUS))?.as_of(day);
    printed!(a, russia.nowcast(Period::year(2019), &mirror)?);
    let until = |key: Key, month| -> Result<Series<Money>, Error> {
        let first = bilateral::month(2012, 1);
        let known = Period::from_to(first, bilateral::month(2023, month));
        Ok(china.series(key)?.latest().slice(known))
    };
    let exports = until(Key::exports(CHN).to(RUS), 9)?;
    let imports = until(Key::imports(CHN).from(RUS), 6)?;
    let parts = [&exports, &imports];
    printed!(a, Series::project_sum(Key::trade(CHN).with(RUS), &parts, Y23)?);
    Ok(())
}

fn trials(a: &mut Answers, latest: &Series<Money>) -> Result<(), Error> {
    let methods = [Method::shrunk_share(Strength::USUAL), Method::RunRate];
    printed!(a, Backtest::new(&methods).at(&[4, 9]).of(latest));
    Ok(())
}
