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

fn trials(a: &mut Answers, latest: &Series<Money>) -> Result<(), Error> {
    let methods = [Method::shrunk_share(Strength::USUAL), Method::RunRate];
    printed!(a, Backtest::new(&methods).at(&[4, 9]).of(latest));
    Ok(())
}
