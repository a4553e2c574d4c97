//! A panel in another edition, or by groups of codes that hold the same goods in two of them.

use crate::bulk::fates::{Fate, Fates};
use crate::bulk::recoded_rows::{Aside, Counts, recode};
use crate::commodity::{Classification, Commodity};
use crate::concordance::{CodeConversion, CodeGroups, Origin, UnconvertedReason};
use crate::error::{Error, ErrorKind, counted};
use crate::key::Key;
use crate::number::{Decimal, Ratio};
use crate::panel::{Group, Panel, SetAside};
use crate::period::Period;
use std::collections::BTreeMap;
use std::fmt;

/// A panel under other codes, with what could not be brought there.
///
/// In every pair and period the rows of the new panel and those of the [rest](Recoded::rest) add up
/// to the rows of the old one, to the last unit. `Display` says what was done, as the account of
/// the panel does.
#[derive(Debug, Clone)]
pub struct Recoded {
    panel: Panel,
    rest: Option<Panel>,
    unconverted: Vec<NotRecoded>,
    said: Vec<String>,
    /// What the panel was made of: parts and totals together.
    source: Panel,
    fates: Fates,
}

/// The rows of one code that could not be brought under the new codes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRecoded {
    /// The code of the rows.
    pub from: Commodity,
    /// Where they stayed: the same code, or one of an edition between if they got that far.
    pub at: Commodity,
    /// Why.
    pub reason: UnconvertedReason,
    /// How many rows, or parts of rows, that hold no other row.
    pub rows: u64,
    /// Their sum, in the unit of the panel.
    pub value: Decimal,
    /// How many rows that hold others, such as a heading over its subheadings: they are not in the
    /// sum.
    pub totals: u64,
    /// The first of the rows.
    pub first: (Key, Period),
}

impl Recoded {
    /// The panel under the new codes.
    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// The same, moved out.
    #[must_use]
    pub fn into_panel(self) -> Panel {
        self.panel
    }

    /// The rows, or the parts of rows, that could not be brought under the new codes, under their
    /// old ones; `None` if there are none.
    #[must_use]
    pub fn rest(&self) -> Option<&Panel> {
        self.rest.as_ref()
    }

    /// The same by code, ascending, with the reasons.
    #[must_use]
    pub fn unconverted(&self) -> &[NotRecoded] {
        &self.unconverted
    }

    /// The sum of what was not converted, in the unit of the panel; totals of other rows do not
    /// count.
    #[must_use]
    pub fn unconverted_value(&self) -> Decimal {
        // Rows of a panel, at most 2^32 of 63 bits: no sum leaves 96 bits.
        self.unconverted.iter().map(|one| one.value).sum()
    }

    /// From which codes of the old panel a cell came, ascending, and how much of it from each.
    /// [`Origin::exact`] is the share before rounding to whole units.
    ///
    /// # Errors
    /// As [`Panel::find`] on the new panel.
    ///
    /// ```
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    /// use bilateral::{Key, Period, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    /// let table = CodeTable::new("H5".parse()?, "H6".parse()?, [
    ///     ("851712", "851713"),
    ///     ("851712", "851714"),
    ///     ("851718", "851714"),
    /// ])?;
    /// let imports = Key::imports(RUS).from(CHN);
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(imports.of("H5:851712".parse()?), Period::year(2021), 9.into())?;
    /// rows.push(imports.of("H5:851718".parse()?), Period::year(2021), 2.into())?;
    /// let converted = rows.build()?.converted(&CodeConversion::equal(&table))?;
    /// let other = imports.of("H6:851714".parse()?);
    /// let sources = converted.sources(&other, Period::year(2021))?;
    /// let told: Vec<String> =
    ///     sources.iter().map(|one| format!("{} {} {}", one.from, one.value, one.exact)).collect();
    /// assert_eq!(told, ["H5:851712 4 9/2", "H5:851718 2 2"]); // 9 split into 5 and 4
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn sources(&self, key: &Key, period: Period) -> Result<Vec<Origin>, Error> {
        let cell = self.panel.find(key, period)?;
        let (key, _) = self.panel.key(cell).unwrap_or((*key, period));
        let Ok(to) = self.fates.goods.binary_search(&key.commodity()) else {
            return Ok(Vec::new());
        };
        let view = self.source.view();
        let run = run_of(&self.source, &key, period);
        let rows = run.map_or(0..0, |run| view.rows_of(run));
        let goods = view.codes().rows(rows.clone());
        let origins = rows.zip(goods.iter()).filter_map(|(row, good)| {
            let value = *view.values().get(row)?;
            let (units, weight) = given(self.fates.of.get(good)?, to, value.into())?;
            let places = u32::from(view.places());
            let whole = Decimal::try_from_i128_with_scale(value.into(), places).ok()?;
            let value = Decimal::try_from_i128_with_scale(units, places).ok()?;
            let from = *self.fates.from.get(good)?;
            Some(Origin { from, value, exact: &Ratio::from(whole) * &weight })
        });
        Ok(origins.collect())
    }
}

/// The run of a key in a period.
fn run_of(panel: &Panel, key: &Key, period: Period) -> Option<usize> {
    let view = panel.view();
    let group = Group::new(
        view.labels().binary_search(&key.label()).ok()?,
        view.areas().binary_search(&key.reporter()).ok()?,
        view.areas().binary_search(&key.partner()).ok()?,
    );
    let runs = view.runs_of(view.periods().binary_search(&period).ok()?);
    let groups = view.groups().get(runs.clone())?;
    let at = groups.binary_search(&view.to_group(group)?).ok()?;
    runs.start.checked_add(at)
}

/// How much of so many units goes to a target, and by which weight.
fn given(fate: &Fate, to: usize, units: i128) -> Option<(i128, Ratio)> {
    let is = |target: u32| usize::try_from(target).is_ok_and(|target| target == to);
    match fate {
        Fate::Stays(target) | Fate::Becomes { to: target, .. } => {
            is(*target).then(|| (units, Ratio::one()))
        }
        Fate::Split { to: targets, line } => {
            let at = targets.iter().position(|target| is(*target))?;
            let part = *line.parts.split(units).get(at)?;
            Some((part, line.shares.get(at)?.weight.clone()))
        }
        Fate::Aside(_) => None,
    }
}

impl Panel {
    /// The panel with the codes of one edition brought to another one: every row's value, and its
    /// quantity, goes to the targets of its code by the weights of the conversion, and what comes
    /// to the same cell is added up.
    ///
    /// Only rows of the classification that the conversion starts from are touched. Rows of the
    /// target edition stand as they are, so a panel in which some reporters, or some years, are in
    /// the one and others in the other becomes a panel of one edition. All goods and sections stay
    /// too, and codes of other classifications, as the account says.
    ///
    /// What cannot be converted is not in the new panel, but in [`Recoded::rest`]: codes that no
    /// table knows or that have no successor, headings and chapters, for goods move between them.
    /// Goods that are not specified and chapters 98 and 99 keep their code between editions of the
    /// Harmonized System.
    ///
    /// Cells that are not of a 1:1 group are marked
    /// ([`Marks::regrouped`](crate::panel::Marks::regrouped)). They are as good as their weights,
    /// and growth across the change of editions compares weights as well as trade: for that use
    /// [`to_groups`](Panel::to_groups).
    ///
    /// # Formula
    /// That of [`concordance::convert`](crate::concordance::convert), run by run: each row is split
    /// on its own into whole units of the panel's last place, by largest remainder, of equal ones
    /// to the smaller code. A World is split apart from its partners, so that they can differ by a
    /// unit for each.
    ///
    /// # Quantities
    /// Split by the same weights, which are those of values, and then marked as estimates
    /// ([`Marks::estimated`](crate::panel::Marks::estimated)). A cell has one if all of its rows
    /// have one, in one unit; the account counts those that lost theirs.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if no code is of either classification;
    /// [`Undefined::TooLarge`](crate::Undefined::TooLarge), with the cell, if a sum does not fit;
    /// [`Overlap`](ErrorKind::Overlap) if rows that come to the target edition meet rows of a third
    /// classification in one chapter of their pair and period.
    ///
    /// ```
    /// use bilateral::concordance::{CodeConversion, CodeTable};
    /// use bilateral::{Key, Period, area::{CHN, DEU, RUS}, panel::PanelBuilder, unit::USD};
    ///
    /// let table = CodeTable::new("H5".parse()?, "H6".parse()?, [
    ///     ("851712", "851713"),
    ///     ("851712", "851714"),
    ///     ("270900", "270900"),
    /// ])?;
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// for (partner, code, value) in [
    ///     (RUS, "H5:851712", 9), // an old report
    ///     (RUS, "H5:270900", 5),
    ///     (RUS, "H5:8517", 9),   // a heading
    ///     (DEU, "H6:851713", 7), // a new one
    /// ] {
    ///     let key = Key::imports(partner).from(CHN).of(code.parse()?);
    ///     rows.push(key, Period::year(2022), value.into())?;
    /// }
    /// let converted = rows.build()?.converted(&CodeConversion::equal(&table))?;
    ///
    /// let panel = converted.panel();
    /// let phones = Key::imports(RUS).from(CHN).of("H6:851713".parse()?);
    /// let cell = panel.find(&phones, Period::year(2022))?;
    /// assert_eq!(panel.value(cell).unwrap().to_string(), "5"); // a half of 9, and the odd unit
    /// assert!(panel.marks(cell).regrouped);
    /// assert_eq!(panel.mantissas(), [7, 5, 5, 4]);
    /// assert_eq!(converted.unconverted()[0].to_string(), "\
    /// H5:8517  1 total: it holds longer codes, which convert apart");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn converted(&self, conversion: &CodeConversion) -> Result<Recoded, Error> {
        let ends = [CodeConversion::from(conversion), conversion.to()];
        let fates = Fates::of_conversion(self.commodities(), conversion);
        fates.check(ends, "a conversion of a panel")?;
        self.recoded(fates, &format!("converted, {conversion}"), &ends[..1])
    }

    /// The panel by groups of codes that hold the same goods in two editions: rows of either become
    /// rows of the group, under its [label](crate::concordance::CodeGroup::label), its smallest
    /// code of the table's first classification. No weights are needed and nothing is split, so
    /// this is what growth across a change of editions should be computed from.
    ///
    /// A group that is not 1:1 is marked ([`Marks::regrouped`](crate::panel::Marks::regrouped)):
    /// the row of `H6:851713` is then that of its group, not of the code alone. What is in no group
    /// is treated as in [`converted`](Panel::converted). Codes that were [left
    /// out](crate::concordance::CodeTable::without) of the table are in no group, and their value
    /// is in the [rest](Recoded::rest): the goods they took from groups are missing there.
    ///
    /// The table here is a short one. In the shipped table of H6 and H5 phones are in a group of
    /// 1,167 to 1,091 codes until 8549, 8524, 8529, 854151 and 854159 are left out:
    /// [`without`](crate::concordance::CodeTable::without) shows it.
    ///
    /// # Errors
    /// As [`converted`](Panel::converted).
    ///
    /// ```
    /// use bilateral::concordance::CodeTable;
    /// use bilateral::{Key, Period, Rounding, area::{CHN, RUS}, panel::PanelBuilder, unit::USD};
    ///
    /// let table = CodeTable::new("H6".parse()?, "H5".parse()?, [
    ///     ("851713", "851712"),
    ///     ("851714", "851712"),
    /// ])?;
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// let imports = Key::imports(RUS).from(CHN);
    /// for (year, code, value) in
    ///     [(2021, "H5:851712", 40), (2022, "H6:851713", 45), (2022, "H6:851714", 5)]
    /// {
    ///     rows.push(imports.of(code.parse()?), Period::year(year), value.into())?;
    /// }
    /// let by_group = rows.build()?.to_groups(&table.groups())?.into_panel();
    /// let row = by_group.find(&imports.of("H6:851713".parse()?), Period::year(2022))?.part()?;
    /// assert_eq!(by_group.growth(2, Rounding::HalfEven)?.growth(row)?.to_string(), "0.25");
    /// assert!(by_group.marks(row).regrouped);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn to_groups(&self, groups: &CodeGroups) -> Result<Recoded, Error> {
        let ends = [CodeGroups::from(groups), groups.to()];
        let fates = Fates::of_groups(self.commodities(), groups);
        fates.check(ends, "groups of a panel")?;
        let [one, two] = ends;
        self.recoded(fates, &format!("brought to groups of {one} and {two}"), &ends)
    }

    fn recoded(
        &self,
        fates: Fates,
        what: &str,
        touched: &[Classification],
    ) -> Result<Recoded, Error> {
        let (source, is_part) = self.whole_with_parts();
        let found = recode(&source, is_part.as_deref(), &fates)?;
        let is_any_left = found.rest.iter().any(|piece| !piece.value.is_empty());
        let rest = if is_any_left {
            Some(self.with_new_rows(&source, fates.from.clone(), found.rest)?)
        } else {
            None
        };
        let unconverted = not_recoded(&source, &fates, &found.counts);
        let mut said = vec![summary(&fates, &found.counts, what, touched)];
        said.extend(by_reason(&unconverted, &self.unit().to_string()));
        said.extend(of_weights(&fates, &found.counts));
        let panel =
            self.with_new_rows(&source, fates.goods.clone(), found.rows).map_err(|error| {
                match error.kind() {
                ErrorKind::Overlap { .. } => error.with_help(
                    "leave the rows of the third classification out first, with panel.filter(..)",
                ),
                _ => error,
            }
            })?;
        let panel = panel.remarked(said.iter().cloned());
        Ok(Recoded { panel, rest, unconverted, said, source, fates })
    }
}

/// What was left aside, by code and place.
fn not_recoded(source: &Panel, fates: &Fates, counts: &Counts) -> Vec<NotRecoded> {
    let view = source.view();
    let of = |((good, end), aside): (&(usize, usize), &Aside)| {
        let from = *fates.from.get(*good)?;
        let (at, reason) = match fates.of.get(*good)? {
            Fate::Aside(reason) => (from, reason.clone()),
            Fate::Split { line, .. } => {
                line.ends.get(*end).map(|(share, reason)| (share.to, reason.clone()))?
            }
            _ => return None,
        };
        let places = u32::from(view.places());
        let value = Decimal::try_from_i128_with_scale(aside.value, places).ok()?;
        let (rows, totals, first) = (aside.parts, aside.totals, view.key(aside.first)?);
        Some(NotRecoded { from, at, reason, rows, value, totals, first })
    };
    counts.aside.iter().filter_map(of).collect()
}

/// `converted, H5 -> H6, equal weights: 5 rows of H5; as they stood: 2 rows of H6, 1 row of TOTAL`.
fn summary(fates: &Fates, counts: &Counts, what: &str, touched: &[Classification]) -> String {
    let mut rows: BTreeMap<Classification, u64> = BTreeMap::new();
    for ((good, fate), count) in fates.from.iter().zip(&fates.of).zip(&counts.rows) {
        if !matches!(fate, Fate::Aside(_)) && *count > 0 {
            let sum = rows.entry(good.classification()).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
    let list = |is_touched: bool| {
        let rows = rows.iter().filter(|(of, _)| touched.contains(of) == is_touched);
        let rows: Vec<String> =
            rows.map(|(of, count)| format!("{} of {of}", of_rows(*count))).collect();
        if rows.is_empty() { "none".to_owned() } else { rows.join(", ") }
    };
    format!("{what}: {}; as they stood: {}", list(true), list(false))
}

/// A line for each reason why rows were left aside.
fn by_reason(unconverted: &[NotRecoded], unit: &str) -> Vec<String> {
    let mut reasons: BTreeMap<String, Vec<&NotRecoded>> = BTreeMap::new();
    for one in unconverted {
        reasons.entry(one.reason.to_string()).or_default().push(one);
    }
    let line = |(reason, all): (String, Vec<&NotRecoded>)| {
        let sum = |count: fn(&NotRecoded) -> u64| {
            all.iter().fold(0_u64, |sum, one| sum.saturating_add(count(one)))
        };
        let value: Decimal = all.iter().map(|one| one.value).sum();
        let shown: Vec<String> =
            all.iter().take(SetAside::SHOWN).map(|one| one.at.to_string()).collect();
        let more = all.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let first = all.iter().map(|one| one.first).min_by_key(|(key, period)| (*period, *key));
        let first = first.map_or_else(String::new, |(key, period)| {
            format!("; the first row is {key}, {period}")
        });
        let value = format!("{value} {unit}");
        let rows = told(sum(|one| one.rows), &value, sum(|one| one.totals));
        format!("not in this panel, for {reason}: {rows}, of {}{more}{first}", shown.join(", "))
    };
    reasons.into_iter().map(line).collect()
}

/// What there is to say of weights and quantities.
fn of_weights(fates: &Fates, counts: &Counts) -> Vec<String> {
    let is_fallback = |fate: &Fate| match fate {
        Fate::Becomes { is_fallback, .. } => *is_fallback,
        Fate::Split { line, .. } => line.is_fallback,
        _ => false,
    };
    let pairs = fates.of.iter().zip(&counts.rows).filter(|(fate, _)| is_fallback(fate));
    let fallbacks = pairs.fold(0_u64, |sum, (_, rows)| sum.saturating_add(*rows));
    let lines = [
        (fallbacks, "rows for which equal weights stand in, since there was nothing to weigh by"),
        (
            counts.split_quantities,
            "rows whose quantity was split by weights of values, and is marked as an estimate",
        ),
        (
            counts.lost_quantities,
            "cells without a quantity though some of their rows have one; another row has none, or \
             one in another unit, or the sum is too long",
        ),
    ];
    let told = lines.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(count, text)| format!("{text}: {count}")).collect()
}

fn of_rows(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "row")
}

/// `3 rows with 12`, `1 row with 5, 1 total`, `2 totals`.
fn told(rows: u64, value: &str, totals: u64) -> String {
    let of_totals = usize::try_from(totals).unwrap_or(usize::MAX);
    let parts = (rows > 0).then(|| format!("{} with {value}", of_rows(rows)));
    let totals = (totals > 0).then(|| counted(of_totals, "total"));
    parts.into_iter().chain(totals).collect::<Vec<_>>().join(", ")
}

/// `H5:291636  2 rows with 12: the table has no successor for it`.
impl fmt::Display for NotRecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = told(self.rows, &self.value.to_string(), self.totals);
        let at = if self.at == self.from { String::new() } else { format!("as {}, ", self.at) };
        write!(f, "{}  {rows}: {at}{}", self.from, self.reason)
    }
}

impl fmt::Display for Recoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said.join("\n"))
    }
}
