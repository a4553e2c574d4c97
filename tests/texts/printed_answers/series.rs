//! Series, growth, contributions, claims, revisions, exchange.

use super::{Answers, printed};
use bilateral::area::{CHN, RUS};
use bilateral::claim::Claim;
use bilateral::exchange::{ExchangeRate, RateKind};
use bilateral::growth::Base;
use bilateral::index::PriceIndex;
use bilateral::number::decimal;
use bilateral::unit::{CNY, USD};
use bilateral::vintage::Releases;
use bilateral::{Amount, Error, Key, Money, Period, Series, date, published};

const Y22: Period = Period::year(2022);
const Y23: Period = Period::year(2023);

pub fn put(a: &mut Answers) -> Result<(), Error> {
    let releases = published::china_russia()?;
    tables(a, &releases)?;
    growth(a, &releases)?;
    sides(a, &releases)?;
    money(a, &releases)?;
    claims(a, &releases)?;
    revisions(a, &releases)
}

fn known(releases: &Releases, key: Key) -> Result<Series<Money>, Error> {
    Ok(releases.series(key)?.as_of(date(2023, 5, 24)))
}

fn tables(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let trade = known(releases, Key::trade(CHN).with(RUS))?;
    let recent = trade.slice(Period::from_to(bilateral::month(2022, 1), bilateral::month(2023, 4)));
    let ytd = Period::january_to(2023, 4);
    a.room("series");
    printed!(
        a,
        recent,
        trade.amount(ytd)?,
        trade.amount(Period::month(2023, 4))?,
        trade.amount(Period::quarter(2022, 4))?,
        trade.coverage(Y22)?,
        trade.coverage(Y23)?,
        trade.coverage(ytd)?,
    );
    let residues = trade.residues()?;
    let restated = residues.iter().find(|one| one.period() == ytd).unwrap();
    let rounded = residues.iter().find(|one| !one.is_beyond_rounding()).unwrap();
    printed!(a, restated, rounded);
    let latest = releases.series(Key::trade(CHN).with(RUS))?.latest();
    for (call, found) in [("trade", &trade), ("latest", &latest)] {
        for one in found.implausible().iter().take(1) {
            a.put(&format!("{call}.implausible()"), one);
        }
    }
    Ok(())
}

fn growth(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let trade = known(releases, Key::trade(CHN).with(RUS))?;
    let ytd = Period::january_to(2023, 4);
    let target: Amount<Money> = "200 billion USD".parse()?;
    a.room("growth");
    printed!(
        a,
        trade.growth(ytd)?,
        trade.growth_on(ytd, Base::Implied)?,
        trade.growth_between(Y22, Period::year(2020))?,
        trade.period_over_period(Period::month(2023, 4))?,
        trade.published_growth(ytd)?,
        trade.implied_base(ytd)?,
        trade.growth_check(ytd)?,
        trade.growth_check(Y22)?,
        trade.required_growth(target, Y23, ytd, Base::Implied)?,
        trade.required_growth(target, Y23, ytd, Base::AsKnown)?,
        format_args!("{:.3}", trade.required_run_rate(target, Y23, ytd)?),
    );
    Ok(())
}

fn sides(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let trade = known(releases, Key::trade(CHN).with(RUS))?;
    let exports = known(releases, Key::exports(CHN).to(RUS))?;
    let imports = known(releases, Key::imports(CHN).from(RUS))?;
    let ytd = Period::january_to(2023, 4);
    a.room("contribution");
    printed!(
        a,
        trade.contributions(&[&exports, &imports], ytd, Base::Implied)?,
        trade.contributions(&[&exports, &imports], ytd, Base::AsKnown)?,
    );
    a.room("indicator");
    let balance = exports.balance_with(&imports, ytd)?;
    printed!(a, balance, format_args!("{balance:#}"));
    a.room("series, total against its sides");
    let against = trade.against_parts(&[&exports, &imports])?;
    let beyond = against.iter().filter(|one| one.is_beyond_rounding());
    for one in beyond.take(2) {
        a.put("trade.against_parts(&[&exports, &imports])?", one);
    }
    Ok(())
}

/// An average rate of 2022, 6.7261 yuan for a dollar, and an index of prices.
fn money(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let trade = known(releases, Key::trade(CHN).with(RUS))?;
    let rate = ExchangeRate::new(USD, CNY, decimal("6.7261"), Y22, RateKind::Average)?;
    a.room("exchange");
    printed!(a, rate, trade.converted(Y22, std::slice::from_ref(&rate))?);
    let prices = PriceIndex::new(Period::year(2021), USD).with("2022", "112.4")?;
    let real = trade.deflate(&prices)?;
    a.room("index, prices of the trade");
    printed!(a, real.amount(Y22)?, real.growth(Y22)?);
    Ok(())
}

fn claims(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let (trade, day) = (Key::trade(CHN).with(RUS), date(2023, 5, 24));
    let exports = Key::exports(CHN).to(RUS);
    let ytd = Period::january_to(2023, 4);
    let level = |text: &str, period| {
        Ok::<_, Error>(Claim::level(trade, period, text.parse()?, USD.billion()))
    };
    let surplus = Claim::surplus(exports, ytd, "5".parse()?, USD.billion());
    a.room("claim");
    printed!(
        a,
        level("record 190", Y22)?,
        level("record 190", Y22)?.check(releases, day)?,
        level("at least 70", ytd)?.check(releases, day)?,
        level("200", Y22)?.check(releases, day)?,
        level("nearly 250", Y23)?.check(releases, day)?,
        Claim::growth(trade, ytd, "more than 40".parse()?)?.check(releases, day)?,
        Claim::growth(trade, ytd, "more than 42".parse()?)?.check(releases, day)?,
        Claim::growth(exports.of("HS:27".parse()?), Y23, "40".parse()?)?.check(releases, day)?,
        Claim::share(exports, Y22, "about 40".parse()?, trade).check(releases, day)?,
        surplus,
        surplus.check(releases, day)?,
        Claim::deficit(exports, Y22, "38".parse()?, USD.billion()).check(releases, day)?,
        Claim::rank(exports, Y22, 1, vec![exports, Key::exports(RUS).to(CHN)])
            .check(releases, day)?,
    );
    Ok(())
}

fn revisions(a: &mut Answers, releases: &Releases) -> Result<(), Error> {
    let history = releases.series(Key::trade(CHN).with(RUS))?;
    a.room("vintage");
    for one in history
        .first_against_latest()?
        .iter()
        .filter(|one| !one.difference().value().is_zero())
        .take(2)
    {
        a.put("history.first_against_latest()?", one);
    }
    for one in history.revisions(Period::january_to(2023, 4))?.iter().take(2) {
        a.put("history.revisions(Jan-Apr 2023)?", one);
    }
    let spring = |one: &&bilateral::Observation| one.period() == Period::january_to(2023, 4);
    for one in history.observations().iter().filter(spring).take(2) {
        a.put("history.observations()", one);
    }
    Ok(())
}
