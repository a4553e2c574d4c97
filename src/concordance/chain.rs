//! The way between two classifications over the tables that ship.

use crate::commodity::{Classification, HsEdition};
use crate::concordance::conversion::{Conversion, Weights};
use crate::concordance::packed::no_table;
use crate::concordance::table::Table;
use crate::error::Error;

impl Table {
    /// The shipped tables from one classification to another, one after the other: over adjacent
    /// editions of the Harmonized System, and at last or at first to or from SITC or BEC.
    ///
    /// # Errors
    /// As [`Table::between`].
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::Table;
    /// let way = Table::chain("H3".parse()?, "B4".parse()?)?;
    /// let way: Vec<String> = way.iter().map(|table| table.to_string()).collect();
    /// assert_eq!(way, ["H3 -> H4, 5364 rows", "H4 -> B4, 5281 rows"]);
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn chain(from: Classification, to: Classification) -> Result<Vec<Table>, Error> {
        if let Ok(table) = Table::between(from, to) {
            return Ok(vec![table]);
        }
        let ends = |of: Classification| -> Vec<Classification> {
            match of {
                Classification::Hs(Some(_)) => vec![of],
                _ => editions().filter(|edition| Table::between(of, *edition).is_ok()).collect(),
            }
        };
        // The fewest tables; of equally many those of the newest edition.
        let place = |of: &Classification| editions().position(|edition| edition == *of);
        let way = |(one, two): (Classification, Classification)| {
            let (one, two) = (place(&one)?, place(&two)?);
            let between: Vec<usize> =
                if one <= two { (one..=two).collect() } else { (two..=one).rev().collect() };
            Some(between)
        };
        let pairs =
            ends(from).into_iter().flat_map(|one| ends(to).into_iter().map(move |two| (one, two)));
        let best =
            pairs.filter_map(way).min_by_key(|way| (way.len(), std::cmp::Reverse(way.clone())));
        let best = best.ok_or_else(|| no_table(from, to))?;
        let mut stops: Vec<Classification> =
            best.into_iter().filter_map(|at| editions().nth(at)).collect();
        if stops.first() != Some(&from) {
            stops.insert(0, from);
        }
        if stops.last() != Some(&to) {
            stops.push(to);
        }
        let steps = stops.windows(2).filter_map(|pair| match pair {
            [one, two] => Some(Table::between(*one, *two)),
            _ => None,
        });
        let tables: Vec<Table> = steps.collect::<Result<_, Error>>()?;
        if tables.is_empty() { Err(no_table(from, to)) } else { Ok(tables) }
    }
}

impl Conversion {
    /// The conversion between two classifications over the tables that ship, with
    /// [`Weights::Equal`] or [`Weights::Preferred`]; other weights need figures, so make them for
    /// each table of [`Table::chain`] and put them together with [`then`](Conversion::then).
    ///
    /// Later to earlier and earlier to later are two conversions, and neither undoes the other.
    /// What passes over several editions can differ from a table that an office made for the two
    /// ends.
    ///
    /// # Errors
    /// As [`Table::between`]; [`Invalid`](crate::ErrorKind::Invalid) for other weights, and for
    /// preferred ones where a table has none (those to BEC, and all that are read backwards).
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::{Conversion, Weights};
    /// let back = Conversion::between("H6".parse()?, "H3".parse()?, Weights::Equal)?;
    /// assert_eq!(back.to_string(), "H6 -> H5 -> H4 -> H3, equal weights");
    /// assert_eq!(back.code("H6:030272".parse()?)?[0].to_string(), "H3:030269 1");
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn between(
        from: Classification,
        to: Classification,
        weights: Weights,
    ) -> Result<Conversion, Error> {
        let step = |table: &Table| match weights {
            Weights::Equal => Ok(Conversion::equal(table)),
            Weights::Preferred => Conversion::preferred(table),
            other => Err(Error::invalid("the weights of a way", format!("{other} need figures"))
                .with_help(
                    "make a conversion of each table of Table::chain and join them with then",
                )),
        };
        let mut whole: Option<Conversion> = None;
        for table in Table::chain(from, to)? {
            let next = step(&table)?;
            whole = Some(match whole {
                Some(before) => before.then(&next)?,
                None => next,
            });
        }
        whole.ok_or_else(|| no_table(from, to))
    }
}

fn editions() -> impl Iterator<Item = Classification> {
    use HsEdition::{H0, H1, H2, H3, H4, H5, H6};
    [H0, H1, H2, H3, H4, H5, H6].into_iter().map(|edition| Classification::Hs(Some(edition)))
}
