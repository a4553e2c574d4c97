//! The way between two classifications over the tables that ship.

use crate::commodity::{Classification, HsEdition};
use crate::concordance::conversion::{CodeConversion, Weights};
use crate::concordance::packed::{between, no_table};
use crate::concordance::table::CodeTable;
use crate::error::Error;

impl CodeTable {
    /// The shipped tables from one classification to another, one after the other: over adjacent
    /// editions of the Harmonized System, and at last or at first to or from SITC or BEC.
    ///
    /// # Errors
    /// As [`CodeTable::between`].
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::CodeTable;
    /// let way = CodeTable::chain("H3".parse()?, "B4".parse()?)?;
    /// let way: Vec<String> = way.iter().map(|table| table.to_string()).collect();
    /// assert_eq!(way, ["H3 -> H4, 5364 rows", "H4 -> B4, 5281 rows"]);
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn chain(from: Classification, to: Classification) -> Result<Vec<CodeTable>, Error> {
        if let Some(table) = between(from, to) {
            return Ok(vec![table]);
        }
        let ends = |of: Classification| -> Vec<Classification> {
            match of {
                Classification::Hs(Some(_)) => vec![of],
                _ => editions().filter(|edition| between(of, *edition).is_some()).collect(),
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
            [one, two] => Some(between(*one, *two)),
            _ => None,
        });
        let tables = steps.collect::<Option<Vec<CodeTable>>>();
        tables.filter(|tables| !tables.is_empty()).ok_or_else(|| no_table(from, to))
    }
}

impl CodeConversion {
    /// The conversion between two classifications over the tables that ship, with
    /// [`Weights::Equal`] or [`Weights::Preferred`]; other weights need figures, so make them for
    /// each table of [`CodeTable::chain`] and put them together with
    /// [`then`](CodeConversion::then).
    ///
    /// Later to earlier and earlier to later are two conversions, and neither undoes the other.
    /// What passes over several editions can differ from a table that an office made for the two
    /// ends.
    ///
    /// # Errors
    /// As [`CodeTable::between`]; [`Invalid`](crate::ErrorKind::Invalid) for other weights, and for
    /// preferred ones where a table has none (those to BEC, and all that are read backwards).
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::{CodeConversion, Weights};
    /// let back = CodeConversion::between("H6".parse()?, "H3".parse()?, Weights::Equal)?;
    /// assert_eq!(back.to_string(), "H6 -> H5 -> H4 -> H3, equal weights");
    /// assert_eq!(back.code("H6:030272".parse()?)?[0].to_string(), "H3:030269 1");
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn between(
        from: Classification,
        to: Classification,
        weights: Weights,
    ) -> Result<CodeConversion, Error> {
        let step = |table: &CodeTable| match weights {
            Weights::Equal => Ok(CodeConversion::equal(table)),
            Weights::Preferred => CodeConversion::preferred(table),
            other => {
                let reason = format!("{other} need figures for each table on the way");
                Err(Error::invalid("a kind of weights", reason).with_help(
                    "make a conversion of each table of CodeTable::chain(..), with \
                     by_reference(..) say, and join them with then(..)",
                ))
            }
        };
        let mut whole: Option<CodeConversion> = None;
        for table in CodeTable::chain(from, to)? {
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
