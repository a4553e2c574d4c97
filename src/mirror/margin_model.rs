//! Margins that are estimated or taken from an estimate: how much freight and insurance a route
//! costs.
//!
//! Gaps between reports are mostly not freight: the regressions below explain 2 to 6 % of them, and
//! two years give two answers. They are priors, named as such; a margin that was measured, as the
//! United States publish it, is better wherever there is one.
//!
//! Floats: estimates, rounded once, as decimals, before they touch a value. Held by
//! `tests/mirror/margin_models.rs`.
#![allow(clippy::float_arithmetic)]

use crate::area::Area;
use crate::error::{Error, Undefined, counted};
use crate::mirror::matched::{Matched, rounded};
use crate::number::{Decimal, Ratio};
use crate::regression::{Collinear, LeastSquares, LeastSquaresFit};

/// Between whom goods travel: what margins are explained by.
///
/// ```
/// use bilateral::mirror::Route;
/// let by_land = Route::new(5_795.0)?.contiguous(); // Beijing to Moscow, great circle
/// assert!(by_land.is_contiguous);
/// assert!(Route::new(0.0).is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Route {
    /// The distance in kilometres.
    pub kilometres: f64,
    /// Exporter and importer have a border.
    pub is_contiguous: bool,
    /// The exporter has no coast.
    pub exporter_is_landlocked: bool,
    /// The importer has no coast.
    pub importer_is_landlocked: bool,
}

impl Route {
    /// A route of so many kilometres, between economies with a coast and without a border.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a distance that is not above 0 and finite.
    pub fn new(kilometres: f64) -> Result<Route, Error> {
        if !(kilometres.is_finite() && kilometres > 0.0) {
            return Err(Error::range(
                "a distance",
                format!("{kilometres} km is not above 0 and finite"),
            )
            .with_help("give the distance in kilometres, of CEPII's GeoDist say"));
        }
        Ok(Route {
            kilometres,
            is_contiguous: false,
            exporter_is_landlocked: false,
            importer_is_landlocked: false,
        })
    }

    /// With a common border.
    #[must_use]
    pub fn contiguous(self) -> Route {
        Route { is_contiguous: true, ..self }
    }

    /// From an exporter without a coast.
    #[must_use]
    pub fn from_landlocked(self) -> Route {
        Route { exporter_is_landlocked: true, ..self }
    }

    /// To an importer without a coast.
    #[must_use]
    pub fn to_landlocked(self) -> Route {
        Route { importer_is_landlocked: true, ..self }
    }

    fn log_distance(&self) -> f64 {
        self.kilometres.ln()
    }
}

/// A margin that was estimated: a rate, rounded once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EstimatedMargin {
    /// The rate.
    pub rate: Decimal,
    /// Whether the estimate was outside of the range of margins, and was put at its end.
    pub clamped: bool,
}

/// The margin that BACI's regression, as it was published, gives for a route and a unit value in
/// US$ **per kilogram**. To be used as a share of the FOB value: `m' = m / (1 + rate)`.
///
/// A prior, not BACI's values: in the data these are often the import report itself. The paper does
/// not say the unit of the unit value; only a kilogram fits its mean of 3.3 %.
///
/// # Formula
/// `rate = e^z - 1`, `z = 0.32 - 0.11 ln D + 0.010 (ln D)^2 - 0.032 ln UV - 0.044 contiguous +
/// 0.049 importer landlocked - 0.009 exporter landlocked`. Below zero it is zero, and says so.
///
/// # Source
/// Gaulier and Zignago (2010), CEPII working paper 2010-23, section 2; effects of years left out.
///
/// # Rounding
/// Once, to `places`, half to even.
///
/// # Errors
/// [`Range`](crate::ErrorKind::Range) for a unit value that is not above 0 and finite, or more than
/// 17 places.
///
/// ```
/// use bilateral::mirror::{Route, baci_margin};
/// use bilateral::number::decimal;
///
/// // United States and China, 10,994 km, 3 US$ a kilogram: z = 0.32 - 1.0236 + 0.8659 - 0.0352 =
/// // 0.1271, and e^z - 1 = 0.1356.
/// let margin = baci_margin(&Route::new(10_994.0)?, 3.0, 3)?;
/// assert_eq!((margin.rate, margin.clamped), (decimal("0.136"), false));
/// // The same goods at 3,000 US$ a kilogram: z is below zero.
/// assert!(baci_margin(&Route::new(10_994.0)?, 3_000.0, 3)?.clamped);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn baci_margin(route: &Route, unit_value: f64, places: u8) -> Result<EstimatedMargin, Error> {
    if !(unit_value.is_finite() && unit_value > 0.0) {
        return Err(Error::range(
            "a unit value",
            format!("{unit_value} US$/kg is not above 0 and finite"),
        )
        .with_help("give the value in US$ over the weight in kilograms"));
    }
    let one_if = |is: bool| f64::from(u8::from(is));
    let distance = route.log_distance();
    let z = 0.32 - 0.11 * distance + 0.010 * distance * distance
        - 0.032 * unit_value.ln()
        - 0.044 * one_if(route.is_contiguous)
        + 0.049 * one_if(route.importer_is_landlocked)
        - 0.009 * one_if(route.exporter_is_landlocked);
    let rate = rounded(z.max(0.0).exp_m1(), places, "a margin")?;
    Ok(EstimatedMargin { rate, clamped: z < 0.0 })
}

/// Margins from a regression of the gap on distance and contiguity with effects of exporters and
/// importers, which take out how each of them reports.
///
/// # Formula
/// `y = ln(m/x)` of flows of at least `least` on both sides, winsorised at its quantiles of 10 and
/// 90 % (linear interpolation, type 7); least squares of `y` on `ln D` and contiguity with effects
/// of exporter and importer; `c = mean(y - b1 ln D - b2 contiguous)`. Margin `c + b1 ln D + b2
/// contiguous`, at least 0 and at most 0.2.
///
/// The source multiplies with it, `m' = m (1 - margin)`, a share of the CIF value; `m / (1 +
/// margin)` is another number. Say which.
///
/// # Source
/// Bustos, Yıldırım (2022), *Bilateral trade flow reconciliation* (Growth Lab of Harvard
/// University), as its code has it. It is unstable: over 19 economies the mean margin is 5.8 % of
/// 2018 and 1.6 % of 2010.
///
/// # Example
/// ```
/// use bilateral::mirror::{FixedEffectsMargin, Matched, Route};
/// use bilateral::{Period, Ratio, area::{CHN, KAZ, MNG, RUS}};
///
/// // Exports of 2 million each way; the two import reports, in thousands.
/// let year = Period::year(2018);
/// let mut flows = Vec::new();
/// for (one, other, km, there, back) in [
///     (CHN, RUS, 5_795.0, 2_150, 2_130),
///     (CHN, KAZ, 3_640.0, 2_080, 2_110),
///     (RUS, KAZ, 2_270.0, 2_050, 2_060),
///     (CHN, MNG, 1_170.0, 2_020, 2_030),
///     (RUS, MNG, 4_640.0, 2_120, 2_140),
///     (KAZ, MNG, 2_840.0, 2_060, 2_090),
/// ] {
///     let route = Route::new(km)?;
///     flows.push((Matched::new(one, other, year, 2_000_000, there * 1_000)?, route));
///     flows.push((Matched::new(other, one, year, 2_000_000, back * 1_000)?, route));
/// }
/// let model = FixedEffectsMargin::of(&flows, Ratio::from(1_000_000))?;
/// assert!(model.ln_distance() > 0.0);
/// assert_eq!(model.dropped()[0].column, "contiguity"); // no flow has a border here
/// let far = model.margin(&Route::new(5_795.0)?, 4)?;
/// let near = model.margin(&Route::new(2_270.0)?, 4)?;
/// assert!(far.rate > near.rate);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FixedEffectsMargin {
    fit: LeastSquaresFit,
    ln_distance: f64,
    contiguity: f64,
    constant: f64,
    quantiles: (f64, f64),
    left_out: usize,
}

impl FixedEffectsMargin {
    /// The regression over flows at their values as reported, exports FOB and imports CIF.
    ///
    /// # Errors
    /// Fewer than three flows of that size; distances that the effects explain
    /// ([`Collinear`](Undefined::Collinear)).
    pub fn of(
        flows: &[(Matched, Route)],
        least: impl Into<Ratio>,
    ) -> Result<FixedEffectsMargin, Error> {
        let least = least.into();
        let is_used = |flow: &Matched| {
            flow.exported >= least
                && flow.imported >= least
                && flow.exported.is_positive()
                && flow.imported.is_positive()
        };
        let used: Vec<&(Matched, Route)> = flows.iter().filter(|(flow, _)| is_used(flow)).collect();
        let left_out = flows.len().saturating_sub(used.len());
        if used.len() < 3 {
            let used = counted(used.len(), "flow");
            let reason = format!("{used} of the least size on both sides, where 3 are needed");
            return Err(Error::invalid("a regression of margins", reason)
                .with_help("give more flows, or a smaller least value"));
        }
        let gap =
            |flow: &Matched| flow.imported.over(&flow.exported).map(|q| q.approximately().ln());
        let gaps = used.iter().map(|(flow, _)| gap(flow)).collect::<Result<Vec<f64>, Error>>()?;
        let quantiles = (quantile(&gaps, 0.1), quantile(&gaps, 0.9));
        let y: Vec<f64> = gaps.iter().map(|gap| gap.clamp(quantiles.0, quantiles.1)).collect();
        let distance: Vec<f64> = used.iter().map(|(_, route)| route.log_distance()).collect();
        let contiguous: Vec<f64> =
            used.iter().map(|(_, route)| f64::from(u8::from(route.is_contiguous))).collect();
        let exporters: Vec<Area> = used.iter().map(|(flow, _)| flow.exporter).collect();
        let importers: Vec<Area> = used.iter().map(|(flow, _)| flow.importer).collect();
        let fit = LeastSquares::new(&y)
            .column("ln_dist", &distance)?
            .column("contiguity", &contiguous)?
            .effects("exporter", &exporters)?
            .effects("importer", &importers)?
            .fit()?;
        let ln_distance = fit.coefficient("ln_dist").map_err(|error| {
            error.about("a regression of margins").with_help(
                "give flows of more economies with each other: these distances are sums of a part \
                 of the exporter and one of the importer",
            )
        })?;
        // Without a flow over a border, or with nothing else, contiguity says nothing.
        let contiguity = fit.coefficient("contiguity").unwrap_or(0.0);
        let left = y.iter().zip(&distance).zip(&contiguous);
        let left: Vec<f64> =
            left.map(|((y, d), is)| y - ln_distance * d - contiguity * is).collect();
        let constant = crate::regression::mean_of(&left);
        Ok(FixedEffectsMargin { fit, ln_distance, contiguity, constant, quantiles, left_out })
    }

    /// The coefficient of the logarithm of the distance.
    #[must_use]
    pub fn ln_distance(&self) -> f64 {
        self.ln_distance
    }

    /// The coefficient of contiguity; 0 where it was left out, see
    /// [`dropped`](FixedEffectsMargin::dropped).
    #[must_use]
    pub fn contiguity(&self) -> f64 {
        self.contiguity
    }

    /// The constant.
    #[must_use]
    pub fn constant(&self) -> f64 {
        self.constant
    }

    /// The quantiles of 10 and 90 % at which gaps were cut.
    #[must_use]
    pub fn quantiles(&self) -> (f64, f64) {
        self.quantiles
    }

    /// The number of flows used.
    #[must_use]
    pub fn flows(&self) -> usize {
        self.fit.rows()
    }

    /// The number of flows smaller than the least value on a side.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Columns that the effects or other columns explain.
    #[must_use]
    pub fn dropped(&self) -> &[Collinear] {
        self.fit.dropped()
    }

    /// The margin of a route as estimated, before its rounding.
    #[must_use]
    pub fn estimate(&self, route: &Route) -> f64 {
        self.raw(route).clamp(0.0, 0.2)
    }

    /// The margin of a route, rounded once to `places`, half to even.
    ///
    /// # Errors
    /// More than 17 places.
    pub fn margin(&self, route: &Route, places: u8) -> Result<EstimatedMargin, Error> {
        let rate = rounded(self.estimate(route), places, "a margin")?;
        Ok(EstimatedMargin { rate, clamped: !(0.0..=0.2).contains(&self.raw(route)) })
    }

    fn raw(&self, route: &Route) -> f64 {
        let contiguity = if route.is_contiguous { self.contiguity } else { 0.0 };
        self.constant + self.ln_distance * route.log_distance() + contiguity
    }
}

/// A flow of one product with the value and the weight that each side reports.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct UnitValuePair {
    /// The year.
    pub year: i32,
    /// Between whom.
    pub route: Route,
    /// The exporter's value in US$ and weight in kilograms.
    pub exported: (f64, f64),
    /// The importer's value in US$ and weight in kilograms.
    pub imported: (f64, f64),
}

impl UnitValuePair {
    /// A flow of a year; values in US$ and weights in kilograms, first the value.
    #[must_use]
    pub fn new(
        year: i32,
        route: Route,
        exported: (f64, f64),
        imported: (f64, f64),
    ) -> UnitValuePair {
        UnitValuePair { year, route, exported, imported }
    }

    /// Values above 10 US$ and weights above two tonnes on both sides.
    fn is_used(&self) -> bool {
        [self.exported, self.imported].iter().all(|(value, kilograms)| {
            value.is_finite() && kilograms.is_finite() && *value > 10.0 && *kilograms > 2_000.0
        })
    }
}

/// Margins from unit values, as BACI estimates them: what a kilogram costs the importer more than
/// the exporter.
///
/// # Formula
/// `ln(UV_m / UV_x)` on `ln D`, `(ln D)^2`, contiguity, landlocked importer, landlocked exporter
/// and years (the first is the base), weighted with the smaller over the larger weight in
/// kilograms. Flows with both values above 10 US$ and both weights above 2 t. Then rows whose
/// internally studentised residual is beyond 2, whose Cook's distance is above `4/(n - p - 1)` or
/// whose leverage is above `2p/n` are taken out once, and the rest is fitted again.
///
/// # Source
/// Gaulier and Zignago (2010), CEPII working paper 2010-23, section 2, for one product: their term
/// of the unit value tells products apart.
#[derive(Debug, Clone)]
pub struct UnitValueMargin {
    first: LeastSquaresFit,
    refitted: LeastSquaresFit,
    left_out: usize,
}

impl UnitValueMargin {
    /// Both regressions over flows of one product.
    ///
    /// # Errors
    /// Too few flows for the columns, before or after outliers are taken out.
    ///
    /// ```
    /// use bilateral::mirror::{Route, UnitValueMargin, UnitValuePair};
    ///
    /// // Made so that ln(UV_m/UV_x) = 0.02 ln D, in two years.
    /// let mut pairs = Vec::new();
    /// for (at, km) in [500.0, 900.0, 1_700.0, 3_000.0, 5_200.0, 9_000.0_f64].iter().enumerate() {
    ///     for year in [2009, 2010] {
    ///         let dearer = (0.02 * km.ln()).exp();
    ///         let weight = 10_000.0 + 1_000.0 * at as f64;
    ///         let (x, m) = ((5_000.0, weight), (5_000.0 * dearer, weight));
    ///         pairs.push(UnitValuePair::new(year, Route::new(*km)?, x, m));
    ///     }
    /// }
    /// let model = UnitValueMargin::of(&pairs)?;
    /// assert!((model.first().coefficient("ln_dist")? - 0.02).abs() < 1e-9);
    /// assert_eq!(model.first().dropped().len(), 3); // no borders, all on the coast
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn of(pairs: &[UnitValuePair]) -> Result<UnitValueMargin, Error> {
        let used: Vec<UnitValuePair> =
            pairs.iter().filter(|pair| pair.is_used()).copied().collect();
        let left_out = pairs.len().saturating_sub(used.len());
        let too_few = "give more flows above 10 US$ and two tonnes on both sides: one for each \
                       column, and each year is a column";
        let first = unit_values(&used)
            .map_err(|error| error.about("margins of unit values").with_help(too_few))?;
        let outliers = outliers(&first)?;
        let rest: Vec<UnitValuePair> = used
            .iter()
            .zip(&outliers)
            .filter(|(_, is_out)| !**is_out)
            .map(|(pair, _)| *pair)
            .collect();
        let refitted = unit_values(&rest).map_err(|error| {
            error.about("margins of unit values without outliers").with_help(too_few)
        })?;
        Ok(UnitValueMargin { first, refitted, left_out })
    }

    /// The regression over all flows.
    #[must_use]
    pub fn first(&self) -> &LeastSquaresFit {
        &self.first
    }

    /// The regression without outliers.
    #[must_use]
    pub fn refitted(&self) -> &LeastSquaresFit {
        &self.refitted
    }

    /// The number of outliers.
    #[must_use]
    pub fn removed(&self) -> usize {
        self.first.rows().saturating_sub(self.refitted.rows())
    }

    /// The number of flows that were too small on a side.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The margin of a route in the first year, a share of the FOB value: `e^z - 1` of the second
    /// regression, at least zero, rounded once to `places`, half to even.
    ///
    /// # Errors
    /// More than 17 places, or an estimate too large for a decimal.
    pub fn margin(&self, route: &Route, places: u8) -> Result<EstimatedMargin, Error> {
        let columns = NAMES.iter().zip(explained_by(route));
        // A column that was left out tells nothing apart from the others.
        let z: f64 =
            columns.map(|(name, x)| self.refitted.coefficient(name).unwrap_or(0.0) * x).sum();
        let z = z + self.refitted.coefficient("constant")?;
        let rate = rounded(z.max(0.0).exp_m1(), places, "a margin")?;
        Ok(EstimatedMargin { rate, clamped: z < 0.0 })
    }
}

const NAMES: [&str; 5] =
    ["ln_dist", "ln_dist_squared", "contiguity", "landlocked_importer", "landlocked_exporter"];

fn explained_by(route: &Route) -> [f64; 5] {
    let one_if = |is: bool| f64::from(u8::from(is));
    let distance = route.log_distance();
    [
        distance,
        distance * distance,
        one_if(route.is_contiguous),
        one_if(route.importer_is_landlocked),
        one_if(route.exporter_is_landlocked),
    ]
}

fn unit_values(pairs: &[UnitValuePair]) -> Result<LeastSquaresFit, Error> {
    let gap = |pair: &UnitValuePair| {
        let ((x, x_kg), (m, m_kg)) = (pair.exported, pair.imported);
        ((m / m_kg) / (x / x_kg)).ln()
    };
    let y: Vec<f64> = pairs.iter().map(gap).collect();
    let weights: Vec<f64> = pairs
        .iter()
        .map(|pair| pair.exported.1.min(pair.imported.1) / pair.exported.1.max(pair.imported.1))
        .collect();
    let mut columns: Vec<(String, Vec<f64>)> =
        NAMES.iter().map(|name| ((*name).to_owned(), Vec::new())).collect();
    for pair in pairs {
        columns.iter_mut().zip(explained_by(&pair.route)).for_each(|((_, x), value)| x.push(value));
    }
    let mut years: Vec<i32> = pairs.iter().map(|pair| pair.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years.into_iter().skip(1) {
        let column = pairs.iter().map(|pair| f64::from(u8::from(pair.year == year))).collect();
        columns.push((format!("year_{year}"), column));
    }
    let mut model = LeastSquares::new(&y).weights(&weights)?;
    for (name, column) in &columns {
        model = model.column(name, column)?;
    }
    model.fit()
}

fn outliers(fit: &LeastSquaresFit) -> Result<Vec<bool>, Error> {
    let count = |rows: usize| f64::from(u32::try_from(rows).unwrap_or(u32::MAX));
    let (n, p) = (count(fit.rows()), count(fit.parameters()));
    if n <= p + 1.0 {
        return Err(Error::from(Undefined::NoDegreesOfFreedom)
            .about("margins of unit values")
            .with_help("give more flows: two more than coefficients, and each year has one"));
    }
    let (most_cook, most_leverage) = (4.0 / (n - p - 1.0), 2.0 * p / n);
    let rows = fit.studentised()?.into_iter().zip(fit.cooks_distances()?).zip(fit.leverages()?);
    let is_out = |((t, cook), leverage): ((Option<f64>, Option<f64>), f64)| {
        t.is_some_and(|t| t.abs() > 2.0)
            || cook.is_some_and(|cook| cook > most_cook)
            || leverage > most_leverage
    };
    Ok(rows.map(is_out).collect())
}

/// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, the
/// default of R and numpy); zero of nothing.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = f64::from(u32::try_from(sorted.len().saturating_sub(1)).unwrap_or(u32::MAX));
    let place = last * share;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a place in the list
    let below = place.floor() as usize;
    let at = |place: usize| sorted.get(place).or(sorted.last()).copied().unwrap_or(0.0);
    let (low, high) = (at(below), at(below.saturating_add(1)));
    low + (high - low) * (place - place.floor())
}
