//! A series made of both reports, which says so.

use crate::error::Error;
use crate::key::{Key, Treatment, Valuation};
use crate::mirror::{Mirror, ReconciledPair, Reconciliation, Reports};
use crate::number::{Figure, Ratio};
use crate::observation::{Observation, Status};
use crate::period::Day;
use crate::series::{Reading, Series};
use crate::unit::Dimension;

impl<D: Dimension> Mirror<D> {
    /// One series of both reports, rounded to `places` in the unit of the mirror (a tie away from
    /// zero).
    ///
    /// Its key is treated as [`Reconciled`](Treatment::Reconciled) and valued FOB or CIF, so it is
    /// never added to a reported series, nor compared with one as if it were. Each figure is marked
    /// as derived, with both reports, weight, margin and rule in its note. Values CIF are the
    /// imports of the importer, all others the exports of the exporter. It is known from the later
    /// one of the days of both sides, and each figure is as old as the later one of its reports.
    ///
    /// A figure is known no better than its reports: the places stay, and its bounds cover what
    /// their rounding leaves open. Where a report that counts has one end only ("more than 40"),
    /// the period has no figure, and its note says so.
    ///
    /// # Errors
    /// As [`Reconciliation::of`], [`Mirror::check_margin`];
    /// [`Inexact`](crate::ErrorKind::Inexact) for more digits than a decimal holds.
    ///
    /// ```
    /// use bilateral::area::{CHN, RUS};
    /// use bilateral::mirror::{self, Margin, Reconciliation, Rule};
    /// use bilateral::{Key, Series, unit::USD};
    ///
    /// let sold = Series::new(Key::exports(RUS).to(CHN), USD.one()).with("2018", "56019903783")?;
    /// let bought =
    ///     Series::new(Key::imports(CHN).from(RUS), USD.one()).with("2018", "58886549221")?;
    /// let mean = Reconciliation::by(Rule::Mean).taking(Margin::imf());
    /// let series = mirror::of(&sold, &bought)?.reconciled(&mean, 0)?;
    /// assert_eq!(series.key().to_string(), "RUS exports to CHN, FOB, reconciled");
    /// assert_eq!(
    ///     series.amount("2018".parse()?)?.to_string(),
    ///     "55786626052 US$, 2018, derived"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn reconciled(
        &self,
        reconciliation: &Reconciliation,
        places: u8,
    ) -> Result<Series<D>, Error> {
        self.check_margin(reconciliation.margin())?;
        let observation = |reports: &Reports<D>| {
            let value = reconciliation.of(reports.pair())?;
            observed(reconciliation, reports, &value, places)
        };
        let observations: Vec<Observation> =
            self.reports().iter().map(observation).collect::<Result<_, Error>>()?;
        let key = self.reconciled_key(reconciliation.valuation());
        Ok(Series::of(key, self.unit(), observations).dated(self.known()))
    }

    fn reconciled_key(&self, valuation: Valuation) -> Key {
        let side = if valuation == Valuation::Cif { self.imports() } else { self.exports() };
        let (reporter, partner) = (side.reporter(), side.partner());
        let bare = Key::new(side.flow(), reporter, partner).of(side.commodity());
        // Without a margin the values are in the valuation of both sides, if they have one.
        let alike = self.exports().valuation() == self.imports().valuation();
        let as_both = alike && valuation == Valuation::AsReported;
        bare.valued(if as_both { side.valuation() } else { valuation })
            .treated(Treatment::Reconciled)
    }

    fn known(&self) -> Option<Day> {
        Some(self.exports_as_of()?.max(self.imports_as_of()?))
    }
}

/// A reconciled value as an observation, with what its reports leave open.
fn observed<D: Dimension>(
    reconciliation: &Reconciliation,
    reports: &Reports<D>,
    value: &ReconciledPair,
    places: u8,
) -> Result<Observation, Error> {
    let period = reports.period();
    let sides: Vec<&Reading<D>> =
        [reports.exported(), reports.imported()].into_iter().filter_map(Result::ok).collect();
    let observation = match open_width(reconciliation, reports, value)? {
        Some(open) => {
            let rounding =
                Ratio::new(1, 2)? * Ratio::power_of_ten(i16::from(places).saturating_neg());
            let rounded = value.rounded(places).to_decimal()?;
            let figure = Figure::known_within(rounded, &(open + rounding));
            Observation::new(period, figure).with_status(Status::Derived)?
        }
        None => Observation::absent(period, Status::Missing)?,
    };
    let what = match observation.level() {
        Some(_) => value.method(),
        None => format!("a report that counts has one end only; {}", value.method()),
    };
    let dates = sides.iter().flat_map(|side| side.terms()).filter_map(|term| term.published_on());
    let observation = observation.from_source("reconciled from both reports").with_note(what);
    Ok(match dates.max() {
        Some(latest) => observation.published(latest),
        None => observation,
    })
}

/// How far the true value may be from the one of the printed numbers, by the rounding and the
/// hedges of both reports; `None` if one that counts has one end only.
fn open_width<D: Dimension>(
    reconciliation: &Reconciliation,
    reports: &Reports<D>,
    value: &ReconciledPair,
) -> Result<Option<Ratio>, Error> {
    let (pair, one) = (reports.pair(), Ratio::one());
    let mut open = Ratio::zero();
    for (is_exporter, side, weight) in [
        (true, reports.exported(), value.weight.clone()),
        (false, reports.imported(), &one - &value.weight),
    ] {
        let (Ok(reading), false) = (side, weight.is_zero()) else { continue };
        let Some(width) = half_width(reading)? else { return Ok(None) };
        // A margin multiplies, so it makes the width of a report that of its value.
        let width = if is_exporter {
            reconciliation.of_exporter(pair, width)?
        } else {
            reconciliation.of_importer(pair, width)?
        };
        open = open + width * weight;
    }
    Ok(Some(open))
}

/// How far a report may be from its printed number; `None` if it has one end only.
fn half_width<D: Dimension>(reading: &Reading<D>) -> Result<Option<Ratio>, Error> {
    let bounds = reading.bounds();
    let (Some(width), Some(middle)) = (bounds.bounds().width(), bounds.bounds().midpoint()) else {
        return Ok(None);
    };
    let off = (Ratio::from(reading.amount().value()) - middle).abs();
    Ok(Some(off + width.over(&Ratio::from(2))?))
}
