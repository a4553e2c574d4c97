//! Values from one classification to another, to the last unit.

use crate::commodity::{Classification, Commodity};
use crate::concordance::conversion::{CodeConversion, Found};
use crate::concordance::groups::GroupKind;
use crate::concordance::reason::UnconvertedReason;
use crate::error::Error;
use crate::number::{Decimal, Ratio, exact_add};
use crate::unit::{Amount, Dimension};
use std::collections::BTreeMap;
use std::fmt;

/// Values of one classification as values of another one, with what could not be converted.
///
/// The values converted and those that are not add up to the values that were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertedCodes {
    to: Classification,
    rows: Vec<ConvertedRow>,
    unconverted: Vec<Unconverted>,
}

/// The value of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertedRow {
    code: Commodity,
    value: Decimal,
    exact: Ratio,
    kind: GroupKind,
    is_fallback: bool,
    is_kept: bool,
    origins: Vec<Origin>,
}

/// What one code gave to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The code of the data.
    pub from: Commodity,
    /// How much of it came here, in whole units of its last printed place.
    pub value: Decimal,
    /// The same before rounding.
    pub exact: Ratio,
}

/// A value that was not converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconverted {
    /// The code of the data.
    pub from: Commodity,
    /// Where it stayed: the same code, or one of an edition between if it got that far.
    pub at: Commodity,
    /// The value.
    pub value: Decimal,
    /// The same before rounding.
    pub exact: Ratio,
    /// Why.
    pub reason: UnconvertedReason,
}

/// Values of codes, converted.
///
/// # Formula
/// `y(t) = sum over codes s of w(s, t) x(s)`.
///
/// # Rounding
/// Every value is split on its own into whole units of its last printed place: rounded down, and
/// the units that are left go to the targets that lost most, of equal ones to the smaller code. So
/// nothing is lost, and the result does not depend on the order of the values.
/// [`ConvertedRow::exact`] has the fraction.
///
/// # What is not converted
/// Each value is listed with its [`UnconvertedReason`]. Between editions of the Harmonized System,
/// goods that are not specified (9999, 999999, 9999AA) and chapters 98 and 99 keep their code
/// ([`ConvertedRow::is_kept`]).
///
/// # Errors
/// [`Inexact`](crate::ErrorKind::Inexact) if a sum has more digits than a decimal holds.
///
/// ```
/// use bilateral::concordance::{self, CodeConversion, CodeTable};
///
/// let table = CodeTable::new("H4".parse()?, "H3".parse()?, [
///     ("854079", "854072"),
///     ("854079", "854079"),
///     ("410120", "410120"),
/// ])?;
/// let values = [("H4:854079".parse()?, 7.into()), ("H4:0101".parse()?, 2.into())];
/// let converted = concordance::convert(values, &CodeConversion::equal(&table))?;
///
/// let tubes = converted.row("H3:854072".parse()?).expect("it got a half");
/// assert_eq!((tubes.value(), tubes.exact()), (4.into(), &bilateral::Ratio::new(7, 2)?));
/// assert!(tubes.is_marked()); // the group is not 1:1
/// assert_eq!(tubes.origins()[0].from.to_string(), "H4:854079");
/// assert_eq!(converted.total()?, 7.into());
/// assert_eq!(converted.unconverted()[0].value, 2.into());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn convert(
    values: impl IntoIterator<Item = (Commodity, Decimal)>,
    conversion: &CodeConversion,
) -> Result<ConvertedCodes, Error> {
    let mut sums = Sums::default();
    for (code, value) in values {
        sums.add(conversion, code, value)?;
    }
    sums.finish(conversion)
}

/// Quantities or money of one unit, converted with the same weights.
///
/// Weights are shares of goods by value. They hold for a quantity as far as the goods of a code are
/// alike; they say nothing if units differ, so a mixture is refused.
///
/// # Errors
/// [`Mismatch`](crate::ErrorKind::Mismatch) if two amounts are not of one unit, naming both;
/// otherwise as [`convert`].
///
/// ```
/// use bilateral::concordance::{self, CodeConversion, CodeTable};
/// use bilateral::{Amount, Mass};
///
/// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [("270900", "270900")])?;
/// let crude = |text: &str| Ok::<_, bilateral::Error>(("H6:270900".parse()?, text.parse()?));
/// let amounts: [(_, Amount<Mass>); 2] = [crude("5 t")?, crude("7 t")?];
/// let (converted, unit) = concordance::convert_amounts(amounts, &CodeConversion::equal(&table))?;
/// assert_eq!(format!("{} {unit}", converted.rows()[0].value()), "12 t");
///
/// let mixed: [(_, Amount<Mass>); 2] = [crude("5 t")?, crude("7 kg")?];
/// let error = concordance::convert_amounts(mixed, &CodeConversion::equal(&table)).unwrap_err();
/// assert!(error.is_mismatch());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn convert_amounts<D: Dimension>(
    amounts: impl IntoIterator<Item = (Commodity, Amount<D>)>,
    conversion: &CodeConversion,
) -> Result<(ConvertedCodes, D::Unit), Error> {
    let mut sums = Sums::default();
    let mut unit: Option<D::Unit> = None;
    for (code, amount) in amounts {
        let first = *unit.get_or_insert(amount.unit());
        if amount.unit() != first {
            return Err(Error::mismatch("the unit of amounts to convert", first, amount.unit())
                .about(code)
                .with_help("bring all to one unit, or convert the amounts of each unit apart"));
        }
        sums.add(conversion, code, amount.value())?;
    }
    let unit = unit.ok_or_else(|| {
        Error::invalid("a list of amounts", "it is empty, so it has no unit")
            .with_help("give at least one amount")
    })?;
    Ok((sums.finish(conversion)?, unit))
}

impl ConvertedCodes {
    /// The classification of the rows.
    #[must_use]
    pub fn to(&self) -> Classification {
        self.to
    }

    /// One row for each code that something went to, ascending.
    #[must_use]
    pub fn rows(&self) -> &[ConvertedRow] {
        &self.rows
    }

    /// The row of a code.
    #[must_use]
    pub fn row(&self, code: Commodity) -> Option<&ConvertedRow> {
        let at = self.rows.binary_search_by_key(&code, |row| row.code).ok()?;
        self.rows.get(at)
    }

    /// What was not converted, by code ascending.
    #[must_use]
    pub fn unconverted(&self) -> &[Unconverted] {
        &self.unconverted
    }

    /// The sum of all rows.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if it has more digits than a decimal holds.
    pub fn total(&self) -> Result<Decimal, Error> {
        self.rows.iter().try_fold(Decimal::ZERO, |sum, row| exact_add(sum, row.value))
    }

    /// The sum of what was not converted.
    ///
    /// # Errors
    /// As [`total`](ConvertedCodes::total).
    pub fn total_unconverted(&self) -> Result<Decimal, Error> {
        self.unconverted.iter().try_fold(Decimal::ZERO, |sum, one| exact_add(sum, one.value))
    }
}

impl ConvertedRow {
    /// The code.
    #[must_use]
    pub fn code(&self) -> Commodity {
        self.code
    }

    /// The value, to the last printed place of the values that it comes from.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The value before rounding.
    #[must_use]
    pub fn exact(&self) -> &Ratio {
        &self.exact
    }

    /// The kind of the group of its origins.
    #[must_use]
    pub fn kind(&self) -> GroupKind {
        self.kind
    }

    /// True where the group is not 1:1: the value depends on the weights, or sums up codes, and its
    /// growth across editions may be one of codes and not of trade.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.kind != GroupKind::OneToOne
    }

    /// True where equal weights stood in for others that could not be had.
    #[must_use]
    pub fn is_fallback(&self) -> bool {
        self.is_fallback
    }

    /// True for goods that are not specified and for national chapters, some of whose value only
    /// took on the new edition's name.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// From which codes it came, ascending.
    #[must_use]
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }
}

/// Rows while values come in.
#[derive(Default)]
struct Sums {
    cells: BTreeMap<Commodity, Cell>,
    unconverted: BTreeMap<(Commodity, Commodity), Unconverted>,
}

struct Cell {
    kind: GroupKind,
    is_fallback: bool,
    is_kept: bool,
    origins: BTreeMap<Commodity, Origin>,
}

impl Default for Cell {
    fn default() -> Cell {
        Cell {
            kind: GroupKind::OneToOne,
            is_fallback: false,
            is_kept: false,
            origins: BTreeMap::new(),
        }
    }
}

impl Sums {
    fn add(
        &mut self,
        conversion: &CodeConversion,
        code: Commodity,
        value: Decimal,
    ) -> Result<(), Error> {
        match conversion.find(code) {
            Err(reason) => self.leave(code, code, value, Ratio::from(value), &reason),
            Ok(Found::Kept(to)) => {
                let cell = self.cells.entry(to).or_default();
                cell.is_kept = true;
                cell.give(code, value, Ratio::from(value))
            }
            Ok(Found::Line(line)) => {
                let whole = Ratio::from(value);
                let mut parts = line.parts.split(value.mantissa()).into_iter();
                // No part is above the value, so each fits.
                let mut part = || {
                    let units = parts.next().unwrap_or(0);
                    Decimal::try_from_i128_with_scale(units, value.scale())
                        .map_err(|_| Error::inexact("a split"))
                };
                for share in &line.shares {
                    let cell = self.cells.entry(share.to).or_default();
                    cell.kind = cell.kind.join(line.kind);
                    cell.is_fallback |= line.is_fallback;
                    cell.give(code, part()?, &whole * &share.weight)?;
                }
                for (end, reason) in &line.ends {
                    self.leave(code, end.to, part()?, &whole * &end.weight, reason)?;
                }
                Ok(())
            }
        }
    }

    fn leave(
        &mut self,
        from: Commodity,
        at: Commodity,
        value: Decimal,
        exact: Ratio,
        reason: &UnconvertedReason,
    ) -> Result<(), Error> {
        if let Some(one) = self.unconverted.get_mut(&(from, at)) {
            one.value = exact_add(one.value, value).map_err(|error| error.about(at))?;
            one.exact = &one.exact + &exact;
            return Ok(());
        }
        let one = Unconverted { from, at, value, exact, reason: reason.clone() };
        self.unconverted.insert((from, at), one);
        Ok(())
    }

    fn finish(self, conversion: &CodeConversion) -> Result<ConvertedCodes, Error> {
        let row = |(code, cell): (Commodity, Cell)| {
            let origins: Vec<Origin> = cell.origins.into_values().collect();
            let mut values = origins.iter().map(|origin| origin.value);
            let first = values.next().unwrap_or(Decimal::ZERO);
            let value = values.try_fold(first, exact_add).map_err(|error| error.about(code))?;
            let exact = origins.iter().map(|origin| origin.exact.clone()).sum();
            let Cell { kind, is_fallback, is_kept, .. } = cell;
            Ok(ConvertedRow { code, value, exact, kind, is_fallback, is_kept, origins })
        };
        let rows = self.cells.into_iter().map(row).collect::<Result<_, Error>>()?;
        let unconverted = self.unconverted.into_values().collect();
        Ok(ConvertedCodes { to: conversion.to(), rows, unconverted })
    }
}

impl Cell {
    fn give(&mut self, from: Commodity, value: Decimal, exact: Ratio) -> Result<(), Error> {
        match self.origins.get_mut(&from) {
            Some(origin) => {
                origin.value = exact_add(origin.value, value).map_err(|error| error.about(from))?;
                origin.exact = &origin.exact + &exact;
            }
            None => drop(self.origins.insert(from, Origin { from, value, exact })),
        }
        Ok(())
    }
}

/// `H5:240391  1234  n:n  from H6:240411 1000, H6:240391 234`.
impl fmt::Display for ConvertedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}  {}", self.code, self.value, self.kind)?;
        for (at, origin) in self.origins.iter().enumerate() {
            let before = if at == 0 { "  from" } else { "," };
            write!(f, "{before} {} {}", origin.from, origin.value)?;
        }
        Ok(())
    }
}

/// `H3:291636  12: the table has no successor for it`.
impl fmt::Display for Unconverted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}: ", self.from, self.value)?;
        if self.at != self.from {
            write!(f, "as {}, ", self.at)?;
        }
        write!(f, "{}", self.reason)
    }
}
