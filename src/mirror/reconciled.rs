//! A series made of both reports, which says so.

use crate::error::Error;
use crate::key::{Key, Treatment, Valuation};
use crate::mirror::{Mirror, Reconciliation};
use crate::number::Figure;
use crate::observation::{Observation, Status};
use crate::period::Day;
use crate::series::Series;
use crate::unit::Dimension;

impl<D: Dimension> Mirror<D> {
    /// One series of both reports, rounded to `places` in the unit of the mirror (a tie away from
    /// zero).
    ///
    /// Its key is treated as [`Reconciled`](Treatment::Reconciled) and valued FOB or CIF, so it is
    /// never added to a reported series, nor compared with one as if it were. Each figure is marked
    /// as derived, with both reports, weight, margin and rule in its note. Values CIF are the
    /// imports of the importer, all others the exports of the exporter. It is known from the later
    /// one of the days of both sides.
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
        let mut observations = Vec::new();
        for pair in self.pairs() {
            let value = reconciliation.of(&pair)?;
            let figure = Figure::printed(value.rounded(places).to_decimal()?);
            let observation = Observation::new(pair.period, figure)
                .with_status(Status::Derived)?
                .from_source("reconciled from both reports")
                .with_note(value.method());
            observations.push(observation);
        }
        let key = self.reconciled_key(reconciliation.valuation());
        Ok(Series::of(key, self.unit(), observations).dated(self.known()))
    }

    fn reconciled_key(&self, valuation: Valuation) -> Key {
        let side = if valuation == Valuation::Cif { self.imports() } else { self.exports() };
        let (reporter, partner) = (side.reporter(), side.partner());
        let bare = Key::new(side.flow(), reporter, partner).of(side.commodity());
        bare.valued(valuation).treated(Treatment::Reconciled)
    }

    fn known(&self) -> Option<Day> {
        Some(self.exports_as_of()?.max(self.imports_as_of()?))
    }
}
