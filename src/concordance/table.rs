//! A correlation table: which codes of two classifications share goods.

use crate::commodity::{Classification, Commodity};
use crate::error::Error;
use crate::number::Ratio;
use std::collections::BTreeMap;
use std::fmt;

/// Which codes of one classification share goods with which codes of another one.
///
/// A row is a pair (from, to) and says no more than that some goods of the one are goods of the
/// other; how much passes is said by the weights of a
/// [`CodeConversion`](crate::concordance::CodeConversion). A table may name a preferred target for
/// a code, as the conversion tables of the UN Statistics Division do.
///
/// ```
/// use bilateral::concordance::{GroupKind, CodeTable};
///
/// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
///     ("240411", "240391"),
///     ("240411", "240399"),
///     ("240399", "240399"),
///     ("270900", "270900"),
/// ])?;
/// let heated: bilateral::Commodity = "H6:240411".parse()?;
/// let targets: Vec<String> = table.targets(heated).map(|code| code.to_string()).collect();
/// assert_eq!(targets, ["H5:240391", "H5:240399"]);
/// let kind = table.groups().of("H6:270900".parse()?).map(|group| group.kind());
/// assert_eq!(kind, Some(GroupKind::OneToOne));
/// assert_eq!(table.reversed().to_string(), "H5 -> H6, 4 rows");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CodeTable {
    from: Classification,
    to: Classification,
    /// Ascending by source, then by target; never empty.
    rows: Vec<ConvertedRow>,
    /// Places in `rows`, ascending by target, then by source.
    by_target: Vec<usize>,
    /// Preferred targets of which the table has no row.
    outside: Vec<(Commodity, Commodity)>,
    /// Rows that [`without`](CodeTable::without) took away.
    left_out: Vec<(Commodity, Commodity)>,
}

/// One row. Equal rows of two tables say the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct ConvertedRow {
    from: Commodity,
    to: Commodity,
    is_preferred: bool,
    /// What the file gave as weight.
    weight: Option<Ratio>,
}

impl CodeTable {
    /// A table of pairs of codes, written without their classification. Those of the Harmonized
    /// System are subheadings: six digits, or 9999, 999999 and 9999AA for goods not specified.
    ///
    /// Six digits that are no subheading pass; [`unknown_codes`](CodeTable::unknown_codes) lists
    /// them.
    ///
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) for a text that is no such code;
    /// [`Invalid`](crate::ErrorKind::Invalid) without a row, or for a pair that is given twice.
    pub fn new<Text: AsRef<str>>(
        from: Classification,
        to: Classification,
        pairs: impl IntoIterator<Item = (Text, Text)>,
    ) -> Result<CodeTable, Error> {
        let pairs = pairs.into_iter().map(|(one, two)| {
            Ok((code_of_table(from, one.as_ref())?, code_of_table(to, two.as_ref())?))
        });
        CodeTable::of(from, to, pairs.collect::<Result<Vec<_>, Error>>()?)
    }

    /// The same with more rows, such as the successor of a code for which an office gives none.
    ///
    /// # Errors
    /// As [`CodeTable::new`].
    ///
    /// ```
    /// use bilateral::concordance::CodeTable;
    /// let table = CodeTable::new("H5".parse()?, "H6".parse()?, [("300211", "300241")])?
    ///     .with_rows([("300219", "300249")])?;
    /// assert_eq!(table.len(), 2);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn with_rows<Text: AsRef<str>>(
        self,
        pairs: impl IntoIterator<Item = (Text, Text)>,
    ) -> Result<CodeTable, Error> {
        let more = CodeTable::new(self.from, self.to, pairs)?;
        let rows = self.rows.into_iter().chain(more.rows).collect();
        let table = CodeTable::sorted(self.from, self.to, rows)?;
        Ok(CodeTable { outside: self.outside, left_out: self.left_out, ..table })
    }

    /// The same with preferred targets: for each code the one to which all of it goes.
    ///
    /// A target with which the table has no row is kept apart
    /// ([`preferred_outside`](CodeTable::preferred_outside)) and never used: in three of the older
    /// pairs of editions the conversion table of the UN has such.
    ///
    /// # Errors
    /// As [`CodeTable::new`]; also for a code with two preferred targets.
    pub fn with_preferred<Text: AsRef<str>>(
        mut self,
        pairs: impl IntoIterator<Item = (Text, Text)>,
    ) -> Result<CodeTable, Error> {
        let given = CodeTable::new(self.from, self.to, pairs)?;
        for pair in given.rows {
            self.prefer(pair.from, pair.to)?;
        }
        Ok(self)
    }

    /// The classification of the first codes of the rows.
    #[must_use]
    pub fn from(&self) -> Classification {
        self.from
    }

    /// The classification of the second codes.
    #[must_use]
    pub fn to(&self) -> Classification {
        self.to
    }

    /// The number of rows.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // a table without rows cannot be made
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, ascending by the first, then by the second code.
    pub fn rows(&self) -> impl Iterator<Item = (Commodity, Commodity)> {
        self.rows.iter().map(|row| (row.from, row.to))
    }

    /// The codes of the first classification that have a row, ascending.
    pub fn from_codes(&self) -> impl Iterator<Item = Commodity> {
        let by_code = self.rows.chunk_by(|one, next| one.from == next.from);
        by_code.filter_map(|rows| rows.first()).map(|row| row.from)
    }

    /// The codes of the second classification that have a row, ascending.
    pub fn to_codes(&self) -> impl Iterator<Item = Commodity> {
        let targets = self.by_target.iter().filter_map(|at| self.rows.get(*at)).map(|row| row.to);
        let mut before = None;
        targets.filter(move |code| before.replace(*code) != Some(*code))
    }

    /// The codes with which this code of the first classification shares goods, ascending; none for
    /// a code without a row.
    pub fn targets(&self, code: Commodity) -> impl Iterator<Item = Commodity> {
        self.rows_of(code).iter().map(|row| row.to)
    }

    /// The codes of the first classification that share goods with this code of the second one,
    /// ascending.
    pub fn sources(&self, code: Commodity) -> impl Iterator<Item = Commodity> {
        let target = |at: &usize| self.rows.get(*at).map(|row| row.to);
        let begin = self.by_target.partition_point(|at| target(at) < Some(code));
        let rest = self.by_target.get(begin..).unwrap_or(&[]);
        let rows = rest.iter().filter_map(|at| self.rows.get(*at));
        rows.take_while(move |row| row.to == code).map(|row| row.from)
    }

    /// How many targets the first code of a row has, and how many sources its second code: (1, 1)
    /// for a row that stands alone. `None` if there is no such row.
    ///
    /// It is counted; the labels in the tables of the UN differ from it in up to 141 rows.
    #[must_use]
    pub fn degree(&self, from: Commodity, to: Commodity) -> Option<(usize, usize)> {
        let is_row = self.targets(from).any(|target| target == to);
        is_row.then(|| (self.targets(from).count(), self.sources(to).count()))
    }

    /// The one target to which a conversion with preferred targets sends all of this code, where
    /// the table names one.
    #[must_use]
    pub fn preferred(&self, code: Commodity) -> Option<Commodity> {
        self.rows_of(code).iter().find(|row| row.is_preferred).map(|row| row.to)
    }

    /// Preferred targets that the table has no row for.
    #[must_use]
    pub fn preferred_outside(&self) -> &[(Commodity, Commodity)] {
        &self.outside
    }

    /// True if the table names preferred targets.
    #[must_use]
    pub fn has_preferred(&self) -> bool {
        !self.outside.is_empty() || self.rows.iter().any(|row| row.is_preferred)
    }

    /// The weights that a file gave, with their rows; none where it had no such column. Hand them
    /// to [`CodeConversion::given`](crate::concordance::CodeConversion::given), which checks them.
    pub fn weights(&self) -> impl Iterator<Item = (Commodity, Commodity, Ratio)> {
        self.rows.iter().filter_map(|row| Some((row.from, row.to, row.weight.clone()?)))
    }

    /// The same rows read the other way. Preferred targets and weights are those of one direction,
    /// and fall away.
    #[must_use]
    pub fn reversed(&self) -> CodeTable {
        let turn = |pair: &(Commodity, Commodity)| (pair.1, pair.0);
        let rows = self.by_target.iter().filter_map(|at| self.rows.get(*at));
        let rows = rows.map(|row| ConvertedRow::plain(row.to, row.from)).collect();
        let mut left_out: Vec<_> = self.left_out.iter().map(turn).collect();
        left_out.sort_unstable();
        CodeTable { outside: Vec::new(), left_out, ..CodeTable::ordered(self.to, self.from, rows) }
    }

    /// The table without the rows of these codes and of all codes that they hold: a heading names
    /// its subheadings. Codes of either side.
    ///
    /// HS2022 has one heading, 8549 (electrical waste), that shares goods with 1,019 codes of
    /// HS2017 and so ties 1,167 codes to 1,091 in one group.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if a code has no row here, or no row would be left.
    ///
    /// ```
    /// use bilateral::concordance::CodeTable;
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("854911", "850710"),
    ///     ("850710", "850710"),
    /// ])?;
    /// let plain = table.without(&["H6:8549".parse()?])?;
    /// assert_eq!((plain.len(), plain.left_out().len()), (1, 1));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    ///
    /// In the shipped table phones are in that group too, also by way of displays (8524), parts
    /// (8529) and transducers (854151 and 854159). Without all of these they are by themselves.
    ///
    /// ```
    /// # #[cfg(feature = "hs-tables")] {
    /// use bilateral::{Commodity, concordance::CodeTable};
    /// let table = CodeTable::between("H6".parse()?, "H5".parse()?)?;
    /// let phones: Commodity = "H5:851712".parse()?;
    /// let group = |table: &CodeTable| table.groups().of(phones).map(ToString::to_string);
    /// assert_eq!(group(&table).as_deref(), Some("H6:382510 (n:n, 1167 to 1091)"));
    ///
    /// let mut out: Vec<Commodity> = vec!["H6:8549".parse()?];
    /// assert_eq!(group(&table.without(&out)?).as_deref(), Some("H6:731700 (n:n, 553 to 525)"));
    /// for code in ["H6:8524", "H6:8529", "H6:854151", "H6:854159"] {
    ///     out.push(code.parse()?);
    /// }
    /// assert_eq!(group(&table.without(&out)?).as_deref(), Some("H6:851713 (n:1, 2 to 1)"));
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn without(&self, codes: &[Commodity]) -> Result<CodeTable, Error> {
        for code in codes {
            let holds = |row: &ConvertedRow| is_in(row.from, *code) || is_in(row.to, *code);
            if !self.rows.iter().any(holds) {
                let example = self.from_codes().next().unwrap_or(Commodity::TOTAL);
                return Err(Error::invalid("a code to leave out", format!("{code} has no row"))
                    .with_help(format!(
                        "name codes or headings of {} or {} that the table has, as {example}",
                        self.from, self.to
                    )));
            }
        }
        let is_out = |row: &ConvertedRow| {
            codes.iter().any(|code| is_in(row.from, *code) || is_in(row.to, *code))
        };
        let (out, kept): (Vec<ConvertedRow>, Vec<ConvertedRow>) =
            self.rows.iter().cloned().partition(is_out);
        if kept.is_empty() {
            return Err(no_rows().with_help("leave out fewer codes"));
        }
        let mut left_out = self.left_out.clone();
        left_out.extend(out.iter().map(|row| (row.from, row.to)));
        left_out.sort_unstable();
        let outside = self.outside.clone();
        Ok(CodeTable { outside, left_out, ..CodeTable::ordered(self.from, self.to, kept) })
    }

    /// The rows that [`without`](CodeTable::without) took away, ascending.
    #[must_use]
    pub fn left_out(&self) -> &[(Commodity, Commodity)] {
        &self.left_out
    }

    /// A table of rows that are codes already.
    pub(crate) fn of(
        from: Classification,
        to: Classification,
        pairs: Vec<(Commodity, Commodity)>,
    ) -> Result<CodeTable, Error> {
        CodeTable::sorted(
            from,
            to,
            pairs.into_iter().map(|(one, two)| ConvertedRow::plain(one, two)).collect(),
        )
    }

    /// Marks a preferred target.
    pub(crate) fn prefer(&mut self, from: Commodity, to: Commodity) -> Result<(), Error> {
        let there = self.preferred(from);
        let apart = self.outside.iter().find(|(code, _)| *code == from).map(|(_, other)| *other);
        if let Some(other) = there.or(apart).filter(|other| *other != to) {
            let reason = format!("{from} has two preferred targets, {other} and {to}");
            return Err(Error::invalid("a table of codes", reason)
                .with_help("name one preferred target for each code"));
        }
        match self.rows.binary_search_by(|row| (row.from, row.to).cmp(&(from, to))) {
            Ok(at) => self.rows.get_mut(at).into_iter().for_each(|row| row.is_preferred = true),
            Err(_) if apart.is_none() => self.outside.push((from, to)),
            Err(_) => {}
        }
        Ok(())
    }

    /// Sets the weights of a file.
    pub(crate) fn weigh(&mut self, weights: BTreeMap<(Commodity, Commodity), Ratio>) {
        for row in &mut self.rows {
            row.weight = weights.get(&(row.from, row.to)).cloned();
        }
    }

    /// Rows in any order, checked.
    fn sorted(
        from: Classification,
        to: Classification,
        rows: Vec<ConvertedRow>,
    ) -> Result<CodeTable, Error> {
        let mut rows = rows;
        rows.sort();
        let twice = rows.windows(2).find_map(|pair| match pair {
            [one, two] if (one.from, one.to) == (two.from, two.to) => Some(one),
            _ => None,
        });
        if let Some(row) = twice {
            let reason = format!("the row {} -> {} is given twice", row.from, row.to);
            return Err(Error::invalid("a table of codes", reason)
                .with_help("give each pair of codes once, and with_rows(..) those that are new"));
        }
        if rows.is_empty() {
            return Err(no_rows().with_help("give at least one pair of codes"));
        }
        Ok(CodeTable::ordered(from, to, rows))
    }

    /// Rows in order.
    fn ordered(from: Classification, to: Classification, rows: Vec<ConvertedRow>) -> CodeTable {
        let mut by_target: Vec<usize> = (0..rows.len()).collect();
        by_target.sort_by_key(|at| rows.get(*at).map(|row| (row.to, row.from)));
        CodeTable { from, to, rows, by_target, outside: Vec::new(), left_out: Vec::new() }
    }

    fn rows_of(&self, code: Commodity) -> &[ConvertedRow] {
        let begin = self.rows.partition_point(|row| row.from < code);
        let end = self.rows.partition_point(|row| row.from <= code);
        self.rows.get(begin..end).unwrap_or(&[])
    }
}

impl ConvertedRow {
    fn plain(from: Commodity, to: Commodity) -> ConvertedRow {
        ConvertedRow { from, to, is_preferred: false, weight: None }
    }
}

/// A code as tables have them: of the Harmonized System, subheadings alone.
pub(crate) fn code_of_table(of: Classification, text: &str) -> Result<Commodity, Error> {
    let code = Commodity::new(of, text)?;
    let digits = code.code();
    let is_plain = !matches!(of, Classification::Hs(_)) || matches!(digits, "9999" | "9999AA");
    let letter = digits.chars().find(|digit| !digit.is_ascii_digit());
    let reason = match letter {
        _ if is_plain => return Ok(code),
        Some(letter) => format!("a subheading has six digits, and this has the letter {letter}"),
        None if digits.len() == 6 => return Ok(code),
        None => format!("a subheading has six digits, and this has {}", digits.len()),
    };
    Err(Error::parse("a code of a table", text, reason).with_help(
        "write the six digits of a subheading, and a row for each subheading of a heading; goods \
         not specified are 9999, 999999 or 9999AA",
    ))
}

fn is_in(code: Commodity, whole: Commodity) -> bool {
    code.is_contained_in(&whole) && whole != Commodity::TOTAL
}

fn no_rows() -> Error {
    Error::invalid("a table of codes", "it has no rows")
}

/// `H6 -> H5, 15657 rows`.
impl fmt::Display for CodeTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = crate::error::counted(self.rows.len(), "row");
        write!(f, "{} -> {}, {rows}", self.from, self.to)?;
        match self.left_out.len() {
            0 => Ok(()),
            out => write!(f, " without {}", crate::error::counted(out, "row")),
        }
    }
}

impl fmt::Debug for CodeTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeTable({self})")
    }
}
