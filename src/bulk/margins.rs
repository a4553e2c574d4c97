//! What carriage costs where an importer states both values.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Runs and rows are positions in a view, which hands them out itself. Held by
// `measured_margins_are_those_of_each_cell` in `tests/panel/margins.rs`.

use crate::error::Error;
use crate::mirror::{Margin, MarginRow};
use crate::number::Ratio;
use crate::panel::{OneLabel, Panel, PanelView};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// The margin of every cell that an importer values without freight and CIF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MeasuredMargins {
    /// One row for each cell: exporter, importer, commodity, period and rate.
    pub rows: Vec<MarginRow>,
    /// The rate of all these cells together: CIF over value, less one. `None` without rows.
    pub overall: Option<Ratio>,
    /// Cells that have both values and no margin: a value that is not positive, or CIF below it.
    pub without_margin: usize,
    /// Cells that stand under one of the two labels only.
    pub one_sided: usize,
}

impl MeasuredMargins {
    /// The rows as a margin, with the overall rate for flows that have none of their own.
    ///
    /// # Errors
    /// As [`Margin::table_or`]: an overall rate of 1 and more, rows of a group.
    pub fn margin(&self) -> Result<Margin, Error> {
        match &self.overall {
            Some(overall) => Margin::table_or(self.rows.iter().cloned(), overall.clone()),
            None => Margin::table(self.rows.iter().cloned()),
        }
    }
}

impl Panel {
    /// The margins that a file with both values holds: for each cell `cif / value - 1`.
    ///
    /// `value` is the label without freight, at customs value or FOB, `cif` the one with it. Rows
    /// that hold others (the World, chapters) are no cells of their own here: [`Panel::reported`]
    /// gives them, and its margins are asked of it.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) and [`Undefined::Missing`](crate::Undefined) as
    /// [`PanelView::label_id`].
    ///
    /// ```
    /// # #[cfg(feature = "readers")] {
    /// use bilateral::area::{CHN, USA};
    /// use bilateral::key::Label;
    /// use bilateral::mirror::Pair;
    /// use bilateral::{Flow, Period, Ratio, Valuation, read::Reader};
    ///
    /// let answer = "CTY_CODE,I_COMMODITY,GEN_VAL_MO,GEN_CHA_MO,time\n\
    ///               5700,850760,1000,53,2024-01\n4280,850760,500,10,2024-01\n";
    /// let reader = Reader::new().every_valuation(true);
    /// let panel = reader.read(answer.as_bytes(), "imports.csv")?.panel()?;
    /// let imports = Label::new(Flow::Import);
    /// let margins = panel.measured_margins(
    ///     imports.valued(Valuation::CustomsValue),
    ///     imports.valued(Valuation::Cif),
    /// )?;
    /// assert_eq!(margins.overall, Some(Ratio::new(63, 1500)?));
    /// let flow = Pair::new(CHN, USA, "2024-01".parse()?).of("HS:850760".parse()?);
    /// assert_eq!(margins.margin()?.rate(&flow)?, Ratio::new(53, 1000)?);
    /// # }
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn measured_margins(
        &self,
        value: impl Into<OneLabel>,
        cif: impl Into<OneLabel>,
    ) -> Result<MeasuredMargins, Error> {
        let view = self.view();
        let labels = [view.label_id(value)?, view.label_id(cif)?];
        let mut found =
            MeasuredMargins { rows: Vec::new(), overall: None, without_margin: 0, one_sided: 0 };
        let mut sums = [0_i128; 2];
        for cell in both_valuations(&view, labels) {
            let [Some(value), Some(cif)] = cell else {
                found.one_sided += 1;
                continue;
            };
            let number = |row: usize| view.values()[row];
            let measured = MarginRow::measured(number(value), number(cif));
            let (Ok(rate), Some((key, period))) = (measured, view.key(value)) else {
                found.without_margin += 1;
                continue;
            };
            let rate = rate.from(key.partner()).to(key.reporter());
            found.rows.push(rate.of(key.commodity()).during(period));
            sums[0] += i128::from(number(value));
            sums[1] += i128::from(number(cif));
        }
        let [value, cif] = sums.map(|sum| Ratio::from(BigInt::from(sum)));
        found.overall = cif.over(&value).ok().map(|factor| factor - Ratio::one());
        Ok(found)
    }
}

/// The rows of each cell under two labels, by period, reporter, partner and commodity.
fn both_valuations(view: &PanelView<'_>, labels: [usize; 2]) -> Vec<[Option<usize>; 2]> {
    let mut found = Vec::new();
    for period in 0..view.periods().len() {
        let mut cells: BTreeMap<(usize, usize, usize), [Option<usize>; 2]> = BTreeMap::new();
        for (side, label) in labels.into_iter().enumerate() {
            for run in view.runs_of_label(period, label) {
                let (group, rows) = (view.group(run), view.rows_of(run));
                for (row, code) in rows.clone().zip(view.codes().rows(rows).iter()) {
                    let cell = (group.reporter, group.partner, code);
                    cells.entry(cell).or_default()[side] = Some(row);
                }
            }
        }
        found.extend(cells.into_values());
    }
    found
}
