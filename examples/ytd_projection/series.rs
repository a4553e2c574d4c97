//! The series of the back-test: monthly pairs from a table, and China-Russia by its releases.

use bilateral::area::{CHN, RUS};
use bilateral::projection::{Backtest, Trials};
use bilateral::unit::MoneyUnit;
use bilateral::vintage::History;
use bilateral::{Area, Key, Money, Month, Series, published};
use std::error::Error;

/// Series with one purpose.
pub struct Set {
    pub name: String,
    pub purpose: String,
    pub pairs: Vec<Pair>,
}

/// One series, of one vintage or of many.
pub struct Pair {
    name: String,
    /// The first year that may be known in full.
    first: i32,
    levels: Levels,
}

enum Levels {
    Latest(Series<Money>),
    Releases(History<Money>),
}

impl Pair {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn trials(&self, plan: &Backtest) -> Trials {
        let plan = plan.clone().named(&self.name);
        match &self.levels {
            Levels::Latest(series) => plan.of(series),
            Levels::Releases(history) => plan.of_releases(history),
        }
    }
}

impl Set {
    /// How many full years were known before a year.
    pub fn years_before(&self, name: &str, year: i32) -> i32 {
        self.pairs.iter().find(|pair| pair.name == name).map_or(0, |pair| year - pair.first)
    }
}

/// The sets A, B and C, and the China-Russia figures as they were known at the time.
pub fn embedded() -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets = sets(include_str!("../../tests/data/monthly_pairs.csv"))?;
    let releases = published::china_russia()?;
    let pair = |(name, key): (&str, Key)| -> Result<Pair, Box<dyn Error>> {
        let levels = Levels::Releases(releases.series(key)?);
        Ok(Pair { name: name.to_owned(), first: 2012, levels })
    };
    let pairs: Result<Vec<Pair>, Box<dyn Error>> = [
        ("China-Russia, total", Key::trade(CHN).with(RUS)),
        ("China-Russia, exports", Key::exports(CHN).to(RUS)),
        ("China-Russia, imports", Key::imports(CHN).from(RUS)),
    ]
    .into_iter()
    .map(pair)
    .collect();
    sets.push(Set { name: "R".to_owned(), purpose: purpose("R").to_owned(), pairs: pairs? });
    Ok(sets)
}

/// The sets of a table `set,reporter,flow,partner,unit,source,first,levels`, with the levels of
/// consecutive months in one field.
pub fn sets(text: &str) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets: Vec<Set> = Vec::new();
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row?;
        let field = |at: usize| row.get(at).ok_or(format!("a row has no field {}", at + 1));
        let (reporter, partner): (Area, Area) = (field(1)?.parse()?, field(3)?.parse()?);
        let key = match field(2)? {
            "import" => Key::imports(reporter).from(partner),
            "export" => Key::exports(reporter).to(partner),
            other => return Err(format!("{other} is neither import nor export").into()),
        };
        let start: Month = field(6)?.parse()?;
        let mut series = Series::new(key, field(4)?.parse::<MoneyUnit>()?);
        for (level, at) in field(7)?.split_whitespace().zip(0..) {
            series = series.with(&start.plus(at)?.iso(), level)?;
        }
        let first = start.year() + i32::from(start.number() > 1);
        let name = format!("{reporter} {} {partner}", field(2)?);
        let pair = Pair { name, first, levels: Levels::Latest(series) };
        match sets.iter_mut().find(|set| set.name == field(0).unwrap_or_default()) {
            Some(set) => set.pairs.push(pair),
            None => sets.push(Set {
                name: field(0)?.to_owned(),
                purpose: purpose(field(0)?).to_owned(),
                pairs: vec![pair],
            }),
        }
    }
    Ok(sets)
}

fn purpose(name: &str) -> &'static str {
    match name {
        "A" => "it chose the default and the constants of its interval",
        "B" => "it refused a first rule, and chose the default together with A",
        "C" => "it judged the default: its pairs were looked at after the choice",
        "R" => "China-Russia as known at the time; these figures chose nothing",
        _ => "series of your own",
    }
}
