//! The tables that ship with the crate, and which edition has which code.
//!
//! `tables.bin` holds pairs of codes of the UN Statistics Division (see `NOTICE`) and no titles. It
//! is made by `tools/hs_tables.py`, whose `pack` says what its bytes mean.

use crate::commodity::{Classification, Commodity, HsEdition};
use crate::concordance::table::CodeTable;
use crate::error::Error;

/// The tables there are, each in its one direction.
#[cfg(feature = "hs-tables")]
pub(crate) fn shipped() -> &'static [CodeTable] {
    static TABLES: std::sync::OnceLock<Vec<CodeTable>> = std::sync::OnceLock::new();
    TABLES.get_or_init(|| bytes::tables(include_bytes!("tables.bin")).unwrap_or_default())
}

/// None: the feature `hs-tables` is off.
#[cfg(not(feature = "hs-tables"))]
pub(crate) fn shipped() -> &'static [CodeTable] {
    &[]
}

/// True if a shipped table has the code.
pub(crate) fn is_code(code: Commodity) -> bool {
    let of = code.classification();
    shipped().iter().any(|table| {
        table.from() == of && table.targets(code).next().is_some()
            || table.to() == of && table.sources(code).next().is_some()
    })
}

/// The editions of the Harmonized System that have these digits as a code, ascending.
pub(crate) fn editions_with(code: &str) -> Vec<Classification> {
    use HsEdition::{H0, H1, H2, H3, H4, H5, H6};
    let editions = [H0, H1, H2, H3, H4, H5, H6].map(|edition| Classification::Hs(Some(edition)));
    let has = |edition: &Classification| Commodity::new(*edition, code).is_ok_and(is_code);
    editions.into_iter().filter(has).collect()
}

impl CodeTable {
    /// The shipped table between two classifications, in either direction: adjacent editions of the
    /// Harmonized System (H0 to H6), HS2022 and SITC 3, HS2017 or HS2022 and SITC 4, HS2012, HS2017
    /// or HS2022 and BEC 4.
    ///
    /// Rows are those of the UN Statistics Division. From the later to the earlier edition, and to
    /// SITC, preferred targets are those of its conversion tables; in the other direction there are
    /// none.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if there is no such table, with those there are. Over
    /// several editions use
    /// [`CodeConversion::between`](crate::concordance::CodeConversion::between).
    ///
    /// # Source
    /// United Nations Statistics Division, correlation and conversion tables.
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::concordance::CodeTable;
    /// let table = CodeTable::between("H6".parse()?, "H5".parse()?)?;
    /// assert_eq!(table.to_string(), "H6 -> H5, 15657 rows");
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn between(from: Classification, to: Classification) -> Result<CodeTable, Error> {
        between(from, to).ok_or_else(|| match CodeTable::chain(from, to) {
            Ok(way) => {
                let way = way.iter().map(|table| format!("{}-{}", table.from(), table.to()));
                no_table(from, to).with_help(format!(
                    "take {} one after the other: CodeTable::chain(..) gives these tables, and \
                     CodeConversion::between(..) the conversion",
                    way.collect::<Vec<_>>().join(", ")
                ))
            }
            Err(error) => error,
        })
    }
}

/// The shipped table of two classifications, in either direction.
pub(crate) fn between(from: Classification, to: Classification) -> Option<CodeTable> {
    let is = |table: &&CodeTable, one, two| table.from() == one && table.to() == two;
    match shipped().iter().find(|table| is(table, from, to)) {
        Some(table) => Some(table.clone()),
        None => shipped().iter().find(|table| is(table, to, from)).map(CodeTable::reversed),
    }
}

/// There is no table and no way over several, and what there is.
pub(crate) fn no_table(from: Classification, to: Classification) -> Error {
    const WHAT: &str = "a pair of classifications";
    if from == to {
        return Error::invalid(WHAT, format!("both are {from}"))
            .with_help("use the values as they are, or name two classifications");
    }
    let error = Error::invalid(WHAT, format!("no table of {from} and {to} ships"));
    if shipped().is_empty() {
        return error.with_help(
            "switch on the feature hs-tables of the crate, or read a table of your own with \
             CodeTableReader",
        );
    }
    let names = shipped().iter().map(|table| format!("{}-{}", table.from(), table.to()));
    error.with_help(format!(
        "name classifications, with their edition, that these tables tie: {}; or read a table of \
         your own with CodeTableReader",
        names.collect::<Vec<_>>().join(", ")
    ))
}

/// The packed form. Every number is a varint: seven bits a byte, the lowest first, the high bit for
/// more to come.
#[cfg(feature = "hs-tables")]
mod bytes {
    use crate::commodity::{Classification, Commodity};
    use crate::concordance::table::CodeTable;

    /// More codes than any classification has: what claims more is not of this form.
    const MOST: usize = 1 << 16;

    struct Bytes<'a>(&'a [u8]);

    impl Bytes<'_> {
        fn byte(&mut self) -> Option<u8> {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            Some(*first)
        }

        fn number(&mut self) -> Option<usize> {
            let (mut number, mut shift) = (0_usize, 0_u32);
            loop {
                let byte = self.byte()?;
                number |= usize::from(byte & 0x7F).checked_shl(shift)?;
                shift = shift.checked_add(7)?;
                if byte & 0x80 == 0 {
                    return Some(number);
                }
            }
        }

        fn text(&mut self) -> Option<&str> {
            let length = usize::from(self.byte()?);
            let (text, rest) = self.0.split_at_checked(length)?;
            self.0 = rest;
            std::str::from_utf8(text).ok()
        }
    }

    /// The tables; `None` for bytes that are not of this form.
    pub(super) fn tables(bytes: &[u8]) -> Option<Vec<CodeTable>> {
        let mut bytes = Bytes(bytes);
        let count = bytes.number()?;
        let lists: Option<Vec<Codes>> = (0..count).map(|_| codes(&mut bytes)).collect();
        let lists = lists?;
        let count = bytes.number()?;
        (0..count).map(|_| table(&mut bytes, &lists)).collect()
    }

    struct Codes {
        of: Classification,
        list: Vec<Commodity>,
    }

    fn codes(bytes: &mut Bytes) -> Option<Codes> {
        let of: Classification = bytes.text()?.parse().ok()?;
        let fixed = usize::from(bytes.byte()?);
        let count = bytes.number()?;
        let mut number = 0_usize;
        let mut list = Vec::with_capacity(count.min(10_000));
        for _ in 0..count {
            number = number.checked_add(bytes.number()?)?;
            let code = if fixed > 0 {
                format!("{number:0fixed$}")
            } else {
                format!("{:06}", number >> 3).get(..number & 7)?.to_owned()
            };
            list.push(Commodity::new(of, &code).ok()?);
        }
        Some(Codes { of, list })
    }

    /// The targets of one code: places in the list of the other classification, and of them the
    /// place of the preferred one.
    #[derive(Clone, Default)]
    struct Targets {
        places: Vec<usize>,
        preferred: Option<usize>,
    }

    fn table(bytes: &mut Bytes, lists: &[Codes]) -> Option<CodeTable> {
        let from = lists.get(usize::from(bytes.byte()?))?;
        let to = lists.get(usize::from(bytes.byte()?))?;
        let step = isize::from(bytes.byte()? == 1);
        let has_preferred = bytes.byte()? == 1;
        let targets = all_targets(bytes, from.list.len(), step, has_preferred)?;
        let mut pairs = Vec::new();
        let mut preferred = Vec::new();
        for (code, targets) in from.list.iter().zip(targets) {
            for place in &targets.places {
                pairs.push((*code, *to.list.get(*place)?));
            }
            if let Some(place) = targets.preferred.filter(|_| has_preferred) {
                preferred.push((*code, *to.list.get(place)?));
            }
        }
        let mut table = CodeTable::of(from.of, to.of, pairs).ok()?;
        for (one, two) in preferred {
            table.prefer(one, two).ok()?;
        }
        Some(table)
    }

    fn all_targets(
        bytes: &mut Bytes,
        count: usize,
        step: isize,
        has_preferred: bool,
    ) -> Option<Vec<Targets>> {
        let mut found: Vec<Targets> = Vec::with_capacity(count);
        let (mut last, mut listed) = (step.checked_neg()?, Vec::new());
        let lone = |place: isize| {
            let place = usize::try_from(place).ok()?;
            Some(Targets { places: vec![place], preferred: Some(place) })
        };
        while found.len() < count {
            let token = bytes.number()?;
            let rest = token >> 2;
            if rest > MOST {
                return None;
            }
            match token & 3 {
                1 => {
                    for _ in 0..=rest {
                        last = last.checked_add(step)?;
                        found.push(lone(last)?);
                    }
                }
                2 => {
                    last = last.checked_add(step)?.checked_add(signed(rest)?)?;
                    found.push(lone(last)?);
                }
                is_copy => {
                    let places = if is_copy == 3 { listed.clone() } else { places(bytes, rest)? };
                    let at = if has_preferred && !places.is_empty() { bytes.number()? } else { 0 };
                    let preferred = at.checked_sub(1).and_then(|at| places.get(at)).copied();
                    if let Some(first) = places.first() {
                        last = isize::try_from(*first).ok()?;
                        listed.clone_from(&places);
                    }
                    found.push(Targets { places, preferred });
                }
            }
        }
        Some(found)
    }

    /// Ascending places as runs.
    fn places(bytes: &mut Bytes, count: usize) -> Option<Vec<usize>> {
        let (mut found, mut end) = (Vec::new(), 0_usize);
        while found.len() < count {
            let begin = end.checked_add(bytes.number()?)?;
            let last = begin.checked_add(bytes.number()?)?;
            found.extend(begin..=last.min(begin.checked_add(count)?));
            end = last.checked_add(2)?;
        }
        Some(found)
    }

    /// 0, -1, 1, -2, 2, ...
    fn signed(zigzag: usize) -> Option<isize> {
        let half = isize::try_from(zigzag >> 1).ok()?;
        if zigzag & 1 == 1 { half.checked_add(1)?.checked_neg() } else { Some(half) }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn bytes_that_are_cut_off_or_changed_make_no_panic() {
            let whole = include_bytes!("tables.bin");
            assert_eq!(tables(whole).unwrap().len(), 12);
            for length in (0..whole.len()).step_by(997) {
                assert!(tables(&whole[..length]).is_none(), "{length}");
            }
            let mut changed = whole.to_vec();
            for at in (0..whole.len()).step_by(1_999) {
                changed[at] ^= 0x55;
                let _ = tables(&changed);
                changed[at] ^= 0x55;
            }
        }
    }
}

#[cfg(all(test, not(feature = "hs-tables")))]
mod tests {
    use super::*;

    #[test]
    fn the_feature_is_named() {
        let error = CodeTable::between("H6".parse().unwrap(), "H5".parse().unwrap()).unwrap_err();
        assert!(error.help().contains("feature hs-tables"), "{error:#}");
    }
}
