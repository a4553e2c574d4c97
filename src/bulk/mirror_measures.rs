//! How far the two reports of every flow are apart, in the measures of the literature.
//!
//! Reports below 2^60 that are divided by nothing are compared in one word; everything else takes
//! the long way, which is exact for any size: `x p` and `m q` of a factor of at most 10^9 stay
//! below 2^94. Held by `tests/panel/mirror.rs`.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::bulk::column::{
    CHANGE_TOO_LARGE, Column, DEFINED, NEGATIVE, NOT_POSITIVE, Reason, ZERO_BASE, ZERO_OVER_ZERO,
};
use crate::bulk::exact::power_of_ten;
use crate::bulk::logarithm::{log_distance, log_distance_of_words};
use crate::bulk::mirror::Mirrored;
use crate::bulk::mirror_floats::{BLOCK, Block};
use crate::bulk::mirror_pairs::NONE;
use crate::bulk::quotient::{quotient, to_nearest, wide_quotient};
use crate::bulk::table::Table;
use crate::error::Error;
use crate::number::Rounding;
use crate::panel::parallel::{cut, for_each};
use std::ops::Range;

/// How far the report of the importer, `m`, is from that of the exporter, `x`.
///
/// With a margin ([`Mirrored::taking`]), `m` is the report without it. The scalar twin is
/// [`Asymmetry`](crate::mirror::Asymmetry).
/// All but the difference are undefined if both are zero
/// ([`Undefined::ZeroOverZero`](crate::Undefined::ZeroOverZero)) or one is negative
/// ([`Undefined::NegativeLevel`](crate::Undefined::NegativeLevel)).
///
/// | measure | formula | range | undefined too |
/// |---|---|---|---|
/// | `Difference` | `m - x` | | |
/// | `RelativeToMean` | `2 (m - x) / (m + x)` | -2 to 2 | |
/// | `RelativeToImporter` | `(m - x) / m` | up to 1 | without imports |
/// | `RelativeToExporter` | `(m - x) / x`, the implied margin | from -1 | without exports |
/// | `Normalized` | `abs(m - x) / (m + x)` | 0 to 1 | |
/// | `Ratio` | `m / x` | from 0 | without exports |
/// | `LogDistance` | `abs(ln(m / x))` | from 0 | where one is zero |
/// | `MinOverMax` | `min(m, x) / max(m, x)` | 0 to 1 | |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AsymmetryMeasure {
    /// The importer's report minus the exporter's, in the unit of the panel.
    Difference,
    /// The difference over the mean of both.
    RelativeToMean,
    /// The difference over the importer's report.
    RelativeToImporter,
    /// The difference over the exporter's report.
    RelativeToExporter,
    /// The distance over the sum of both.
    Normalized,
    /// The importer's report over the exporter's.
    Ratio,
    /// The distance of the natural logarithms.
    LogDistance,
    /// The smaller report over the larger one.
    MinOverMax,
}

/// All measures, in the order of their columns, with their names in tables.
const MEASURES: [(AsymmetryMeasure, &str); 8] = [
    (AsymmetryMeasure::Difference, "DIFFERENCE"),
    (AsymmetryMeasure::RelativeToMean, "RELATIVE_TO_MEAN"),
    (AsymmetryMeasure::RelativeToImporter, "RELATIVE_TO_IMPORTER"),
    (AsymmetryMeasure::RelativeToExporter, "RELATIVE_TO_EXPORTER"),
    (AsymmetryMeasure::Normalized, "NORMALIZED"),
    (AsymmetryMeasure::Ratio, "RATIO"),
    (AsymmetryMeasure::LogDistance, "LOG_DISTANCE"),
    (AsymmetryMeasure::MinOverMax, "MIN_OVER_MAX"),
];

/// All measures of every flow, flow for flow.
///
/// ```
/// use bilateral::{
///     Flow, Key, Period, Rounding,
///     area::{CHN, RUS},
///     bulk::AsymmetryMeasure,
///     panel::PanelBuilder,
///     unit::USD,
/// };
/// let mut rows = PanelBuilder::new(USD.billion(), 0)?;
/// rows.push(Key::exports(RUS).to(CHN), Period::year(2018), 1.into())?;
/// rows.push(Key::imports(CHN).from(RUS), Period::year(2018), 3.into())?;
/// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
/// let all = flows.asymmetries(4, Rounding::HalfEven)?;
/// let told = |measure| all.get(measure).get(0).unwrap().to_string();
/// assert_eq!(told(AsymmetryMeasure::Difference), "2");
/// assert_eq!(told(AsymmetryMeasure::RelativeToImporter), "0.6667");
/// assert_eq!(told(AsymmetryMeasure::LogDistance), "1.0986");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asymmetries {
    columns: [Column; 8],
}

impl Asymmetries {
    /// The column of a measure.
    #[must_use]
    pub fn get(&self, measure: AsymmetryMeasure) -> &Column {
        &self.columns[measure as usize]
    }

    /// The columns with their names, for [`Mirrored::table_with`].
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, &Column)> {
        MEASURES.iter().map(|(measure, name)| (*name, self.get(*measure))).collect()
    }
}

impl Mirrored {
    /// A measure of every flow, with this number of places, rounded once. The difference always has
    /// the places of the panel. Where one side reports a flow alone there is none, and the column
    /// has the [`reason`](Mirrored::reason).
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places. What is undefined is so flow by flow; a
    /// number beyond 64 bits is [`TooLarge`](crate::Undefined::TooLarge).
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key, Period, Rounding,
    ///     area::{CHN, USA},
    ///     bulk::AsymmetryMeasure,
    ///     panel::PanelBuilder,
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 1)?;
    /// rows.push(Key::exports(CHN).to(USA), Period::year(2009), "221.3".parse().unwrap())?;
    /// rows.push(Key::imports(USA).from(CHN), Period::year(2009), "296.4".parse().unwrap())?;
    /// let flows = rows.build()?.mirror(Flow::Export, Flow::Import)?;
    /// let gap = flows.measure(AsymmetryMeasure::RelativeToImporter, 3, Rounding::HalfEven)?;
    /// assert_eq!(gap.get(0)?.to_string(), "0.253"); // as that working group counted it
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn measure(
        &self,
        measure: AsymmetryMeasure,
        places: u8,
        rounding: Rounding,
    ) -> Result<Column, Error> {
        let mut column = Column::default();
        self.measure_into(measure, places, rounding, &mut column)?;
        Ok(column)
    }

    /// As [`measure`](Mirrored::measure), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`measure`](Mirrored::measure).
    pub fn measure_into(
        &self,
        measure: AsymmetryMeasure,
        places: u8,
        rounding: Rounding,
        into: &mut Column,
    ) -> Result<(), Error> {
        let power = power_of_ten(places)?;
        let ask = Ask { places, power, rounding };
        // One loop for each measure, so that none is looked up flow by flow.
        macro_rules! each {
            ($($measure:ident),*) => {
                match measure {
                    $(AsymmetryMeasure::$measure => self.fill(into, &ask, |sides| {
                        self.one(AsymmetryMeasure::$measure, sides, &ask)
                    }),)*
                }
            };
        }
        each!(
            Difference,
            RelativeToMean,
            RelativeToImporter,
            RelativeToExporter,
            Normalized,
            Ratio,
            LogDistance,
            MinOverMax
        );
        into.places = self.places_of(measure, places);
        Ok(())
    }

    /// All measures of every flow at once: see [`measure`](Mirrored::measure).
    ///
    /// # Errors
    /// As [`measure`](Mirrored::measure).
    pub fn asymmetries(&self, places: u8, rounding: Rounding) -> Result<Asymmetries, Error> {
        let mut all = Asymmetries::default();
        self.asymmetries_into(places, rounding, &mut all)?;
        Ok(all)
    }

    /// As [`asymmetries`](Mirrored::asymmetries), into memory that an earlier call has used.
    ///
    /// # Errors
    /// As [`measure`](Mirrored::measure).
    pub fn asymmetries_into(
        &self,
        places: u8,
        rounding: Rounding,
        into: &mut Asymmetries,
    ) -> Result<(), Error> {
        let power = power_of_ten(places)?;
        let ask = Ask { places, power, rounding };
        let pieces = self.pieces();
        let mut outs: Vec<Vec<Out<'_>>> = pieces.iter().map(|_| Vec::with_capacity(8)).collect();
        for ((measure, _), column) in MEASURES.iter().zip(&mut into.columns) {
            column.places = self.places_of(*measure, places);
            for (out, of_piece) in self.outs(column, &pieces).into_iter().zip(&mut outs) {
                of_piece.push(out);
            }
        }
        let Some(view) = self.view() else { return Ok(()) };
        let values = view.values();
        for_each(pieces.into_iter().zip(outs).collect(), |(flows, mut outs)| {
            let mut block = Block::default();
            let first = flows.start;
            for start in flows.clone().step_by(BLOCK) {
                let flows = start..(start + BLOCK).min(flows.end);
                let place = start - first..start - first + flows.len();
                let mut outs = outs.iter_mut().map(|out| out.part(place.clone()));
                let mut outs = std::array::from_fn(|_| outs.next().unwrap_or_default());
                self.fill_block(values, flows, &ask, &mut block, &mut outs);
            }
        });
        Ok(())
    }

    /// The flows and every measure of them.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for measures of other flows.
    pub fn table_of_asymmetries<'a>(
        &'a self,
        measures: &'a Asymmetries,
    ) -> Result<Table<'a>, Error> {
        self.table_with(&measures.named())
    }

    /// All measures of some flows: together where that is certain, and one by one elsewhere.
    fn fill_block(
        &self,
        values: &[i64],
        flows: Range<usize>,
        ask: &Ask,
        block: &mut Block,
        outs: &mut [Out<'_>; 8],
    ) {
        let rows = self.flows.rows.each_ref().map(|side| &side[flows.clone()]);
        let is_quick = self.factor.is_one() && to_nearest(ask.rounding);
        if is_quick {
            for (at, (export, import)) in rows[0].iter().zip(rows[1]).enumerate() {
                // Zero where there is no report, which is left in doubt.
                let report = |row: u32| values.get(row as usize).copied().unwrap_or(0);
                block.put(at, [report(*export), report(*import)]);
            }
            block.measure(ask.power);
            for (out, numbers) in outs.iter_mut().zip(&block.measures) {
                out.number.copy_from_slice(&numbers[..flows.len()]);
                out.reason.fill(DEFINED);
            }
        }
        for (at, (export, import)) in rows[0].iter().zip(rows[1]).enumerate() {
            if is_quick && block.is_certain(at) {
                continue;
            }
            let missing =
                (*export == NONE || *import == NONE).then(|| self.flows.reason(flows.start + at));
            for ((measure, _), out) in MEASURES.into_iter().zip(&mut *outs) {
                let number = match missing {
                    Some(reason) => Err(reason),
                    None => {
                        let sides = [values[*export as usize], values[*import as usize]];
                        self.one(measure, sides, ask)
                    }
                };
                out.put(at, number);
            }
        }
    }

    fn places_of(&self, measure: AsymmetryMeasure, places: u8) -> u8 {
        match (measure, self.view()) {
            (AsymmetryMeasure::Difference, Some(view)) => view.places(),
            _ => places,
        }
    }

    fn outs<'a>(&self, column: &'a mut Column, pieces: &[Range<usize>]) -> Vec<Out<'a>> {
        let flows = self.len();
        if column.mantissa.len() != flows || column.reason.len() != flows {
            *column = Column::zeroed(flows, column.places);
        }
        let numbers = cut(&mut column.mantissa, pieces.iter().map(Range::len));
        let reasons = cut(&mut column.reason, pieces.iter().map(Range::len));
        numbers.into_iter().zip(reasons).map(|(number, reason)| Out { number, reason }).collect()
    }

    #[inline(always)]
    fn fill(
        &self,
        column: &mut Column,
        ask: &Ask,
        one: impl Fn([i64; 2]) -> Result<i64, Reason> + Sync + Send,
    ) {
        column.places = ask.places;
        let pieces = self.pieces();
        let outs = self.outs(column, &pieces);
        let Some(view) = self.view() else { return };
        let (values, rows) = (view.values(), &self.flows.rows);
        for_each(pieces.into_iter().zip(outs).collect(), |(flows, mut out)| {
            let sides = rows[0][flows.clone()].iter().zip(&rows[1][flows.clone()]);
            for (at, (export, import)) in sides.enumerate() {
                let number = if *export == NONE || *import == NONE {
                    Err(self.flows.reason(flows.start + at))
                } else {
                    one([values[*export as usize], values[*import as usize]])
                };
                out.put(at, number);
            }
        });
    }

    /// One measure of two reports.
    #[inline(always)]
    fn one(&self, measure: AsymmetryMeasure, [x, m]: [i64; 2], ask: &Ask) -> Result<i64, Reason> {
        const WORD: i64 = 1 << 60;
        if self.factor.is_one() && (0..WORD).contains(&x) && (0..WORD).contains(&m) {
            let of = |number: i64, divisor: i64| match (number, divisor) {
                (0, 0) => Err(ZERO_OVER_ZERO),
                (_, 0) => Err(ZERO_BASE),
                _ => quotient(number, ask.power, divisor, ask.rounding),
            };
            return match measure {
                AsymmetryMeasure::Difference => Ok(m - x),
                AsymmetryMeasure::RelativeToMean => of(2 * (m - x), m + x),
                AsymmetryMeasure::RelativeToImporter => of(m - x, m),
                AsymmetryMeasure::RelativeToExporter => of(m - x, x),
                AsymmetryMeasure::Normalized => of((m - x).abs(), m + x),
                AsymmetryMeasure::Ratio => of(m, x),
                AsymmetryMeasure::LogDistance if x > 0 && m > 0 => {
                    log_distance_of_words(m, x, ask.places, ask.rounding)
                }
                AsymmetryMeasure::LogDistance => ask.log(i128::from(x), i128::from(m)),
                AsymmetryMeasure::MinOverMax => of(x.min(m), x.max(m)),
            };
        }
        self.one_of_any_size(measure, [x, m], ask)
    }

    #[inline(never)]
    fn one_of_any_size(
        &self,
        measure: AsymmetryMeasure,
        [x, m]: [i64; 2],
        ask: &Ask,
    ) -> Result<i64, Reason> {
        let [x, m] = self.factor.sides(x, m);
        if measure == AsymmetryMeasure::Difference {
            let divisor = i128::from(self.factor.above);
            return wide_quotient(m - x, 1, divisor, ask.rounding).map_err(|_| CHANGE_TOO_LARGE);
        }
        if x < 0 || m < 0 {
            return Err(NEGATIVE);
        }
        let of = |number: i128, divisor: i128| match (number, divisor) {
            (0, 0) => Err(ZERO_OVER_ZERO),
            (_, 0) => Err(ZERO_BASE),
            _ => wide_quotient(number, ask.power, divisor, ask.rounding),
        };
        match measure {
            AsymmetryMeasure::Difference => Err(CHANGE_TOO_LARGE),
            AsymmetryMeasure::RelativeToMean => of(2 * (m - x), m + x),
            AsymmetryMeasure::RelativeToImporter => of(m - x, m),
            AsymmetryMeasure::RelativeToExporter => of(m - x, x),
            AsymmetryMeasure::Normalized => of((m - x).abs(), m + x),
            AsymmetryMeasure::Ratio => of(m, x),
            AsymmetryMeasure::LogDistance => ask.log(x, m),
            AsymmetryMeasure::MinOverMax => of(x.min(m), x.max(m)),
        }
    }
}

/// How results are rounded.
struct Ask {
    places: u8,
    power: i64,
    rounding: Rounding,
}

impl Ask {
    #[inline(always)]
    fn log(&self, x: i128, m: i128) -> Result<i64, Reason> {
        match (x, m) {
            (0, 0) => Err(ZERO_OVER_ZERO),
            (0, _) | (_, 0) => Err(NOT_POSITIVE),
            _ => log_distance(m, x, self.places, self.rounding),
        }
    }
}

/// A piece of a column.
#[derive(Default)]
struct Out<'a> {
    number: &'a mut [i64],
    reason: &'a mut [Reason],
}

impl Out<'_> {
    fn part(&mut self, place: Range<usize>) -> Out<'_> {
        Out { number: &mut self.number[place.clone()], reason: &mut self.reason[place] }
    }

    #[inline(always)]
    fn put(&mut self, at: usize, number: Result<i64, Reason>) {
        self.number[at] = number.unwrap_or(0);
        self.reason[at] = number.err().unwrap_or(DEFINED);
    }
}
