//! Whether the factors of a table agree with each other.

use crate::carrier::Conversion;
use crate::error::Error;
use crate::number::{Bounds, Ratio};
use crate::unit::AnyUnit;
use std::fmt;

/// A factor that contradicts others of its table by more than rounding explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureDefect {
    direct: Conversion,
    path: Vec<Conversion>,
    expected: Bounds,
}

impl ClosureDefect {
    /// The factor that does not fit.
    #[must_use]
    pub fn direct(&self) -> &Conversion {
        &self.direct
    }

    /// The one or two factors that lead from the same unit to the same other one.
    #[must_use]
    pub fn path(&self) -> &[Conversion] {
        &self.path
    }

    /// The factor that follows from them, in its own units.
    #[must_use]
    pub fn expected(&self) -> &Bounds {
        &self.expected
    }
}

impl fmt::Display for ClosureDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: Vec<String> = self.path.iter().map(ToString::to_string).collect();
        write!(
            f,
            "{} does not agree with {}, by which it is {} {}",
            self.direct,
            path.join(" and "),
            self.expected.outward(3),
            self.direct.to()
        )
    }
}

/// Every factor of a table that contradicts one or two others by more than the rounding of their
/// printed digits.
///
/// All factors that contradict each other are named, since the table does not say which one is
/// wrong. A factor of a wider carrier counts where the carrier has none of its own.
///
/// # Formula
/// With half a unit of the last printed digit on each factor: `a->c` must overlap `a->b x b->c`,
/// and every other factor `a->c`, units brought to each other by definition.
///
/// # Errors
/// [`Undefined::DivisionByZero`](crate::Undefined::DivisionByZero) for a factor whose printed
/// digits reach zero, which no [`Conversion`] has.
///
/// # Example
/// ```
/// use bilateral::carrier::{Carrier, Conversion, closure_defects};
///
/// // 1 Mt of LNG as the Energy Institute prints it: 1.360 bcm of 36.000 PJ each, and 48.747 PJ
/// let table = [
///     Conversion::measured(
///         Carrier::Lng,
///         "Mt".parse()?,
///         "bcm (15 °C)".parse()?,
///         "1.360".parse()?,
///     )?,
///     Conversion::measured(
///         Carrier::NaturalGas,
///         "bcm (15 °C)".parse()?,
///         "PJ (net)".parse()?,
///         "36.000".parse()?,
///     )?,
///     Conversion::measured(Carrier::Lng, "Mt".parse()?, "PJ (net)".parse()?, "48.747".parse()?)?,
/// ];
/// let defects = closure_defects(&table)?;
/// assert!(defects.iter().any(|one| one.direct() == &table[2]
///     && one.expected().outward(2).to_string() == "48.94 to 48.98"));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn closure_defects(table: &[Conversion]) -> Result<Vec<ClosureDefect>, Error> {
    let mut defects = Vec::new();
    for (at, direct) in table.iter().enumerate() {
        let others = |not: Option<usize>| {
            let counts = move |place: &(usize, &Conversion)| place.0 != at && Some(place.0) != not;
            table.iter().enumerate().filter(counts).filter(|(_, one)| speaks_of(one, direct, table))
        };
        let start = (direct.from(), Bounds::exactly(Ratio::one()));
        for (place, first) in others(None) {
            for reached in steps(&start, first)? {
                if let Some(expected) = arrived(&reached, direct) {
                    defects.extend(defect(direct, vec![first.clone()], expected));
                    continue;
                }
                for (_, second) in others(Some(place)) {
                    for reached in steps(&reached, second)? {
                        if let Some(expected) = arrived(&reached, direct) {
                            defects.extend(defect(
                                direct,
                                vec![first.clone(), second.clone()],
                                expected,
                            ));
                        }
                    }
                }
            }
        }
    }
    Ok(defects)
}

/// True for a factor of the carrier itself, and for one of a wider carrier between units for which
/// the carrier has none of its own: gas in general for LNG, and not the average oil product for
/// gasoline.
fn speaks_of(one: &Conversion, direct: &Conversion, table: &[Conversion]) -> bool {
    let Some(carrier) = direct.carrier() else { return one.carrier().is_none() };
    if one.carrier().is_none_or(|own| own == carrier) {
        return true;
    }
    let alike = |other: &Conversion| {
        let leads = |from: AnyUnit, to: AnyUnit| {
            other.from().ratio_to(from).is_ok() && other.to().ratio_to(to).is_ok()
        };
        leads(one.from(), one.to()) || leads(one.to(), one.from())
    };
    one.fits(carrier) && !table.iter().any(|other| other.carrier() == Some(carrier) && alike(other))
}

/// Where a factor leads from a unit, forwards or backwards.
fn steps(from: &(AnyUnit, Bounds), by: &Conversion) -> Result<Vec<(AnyUnit, Bounds)>, Error> {
    let (unit, so_far) = from;
    let range = by.printed_bounds();
    let mut reached = Vec::new();
    if let Ok(ratio) = unit.ratio_to(by.from()) {
        reached.push((by.to(), so_far.scaled(&ratio).times(&range)));
    }
    if let Ok(ratio) = unit.ratio_to(by.to()) {
        reached.push((by.from(), so_far.scaled(&ratio).divided_by(&range)?));
    }
    Ok(reached)
}

/// The factor in the units of the direct one, if the path ends where that does.
fn arrived((unit, factor): &(AnyUnit, Bounds), direct: &Conversion) -> Option<Bounds> {
    unit.ratio_to(direct.to()).ok().map(|ratio| factor.scaled(&ratio))
}

fn defect(direct: &Conversion, path: Vec<Conversion>, expected: Bounds) -> Option<ClosureDefect> {
    let closes = expected.overlaps(&direct.printed_bounds());
    (!closes).then(|| ClosureDefect { direct: direct.clone(), path, expected })
}
