//! Reports that are a fixed factor apart, which one of the two sides cannot have counted itself.

use crate::error::Error;
use crate::mirror::{Flows, Pair};
use crate::number::{Decimal, Ratio, Rounding};
use serde::Serialize;

/// How near two reports must be to the factor to look like one made from the other.
///
/// With `f` the factor, `u` the unit of the last printed digit of a report, `m` the import and `x`
/// the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Closeness {
    /// As one figure made from another and rounded once: `abs(m - f x) <= u(m) / 2`, or, for an
    /// export made from an import, `abs(x - m / f) <= u(x) / 2`.
    Rounded,
    /// As a sum of so many figures, each rounded on both sides, 12 for a year of months:
    /// `abs(m - f x) <= n (u(m) + f u(x)) / 2`.
    SumOf(u16),
    /// `abs(m / x - f)` is at most this, 0.00000002 for the last digits that a file of other
    /// software leaves.
    Relative(Ratio),
}

/// Flows whose two reports look like one report.
///
/// Small figures are a factor apart by chance: with a unit of 1 every export of 16 meets an import
/// of 17 that looks like 6 % more. So a match counts as found only if chance is a bad explanation.
/// The ratio `m / x` of honest reports spreads over a wide range; its logarithm has a density of at
/// most 1.5 near 0 (1.4 near 1.06 in all pairs of the IMF in 2018 and in those of 19 economies in
/// UN Comtrade of 2005 to 2019). A pair whose room for a match, in logarithms, is `w` is hit by
/// chance with a probability of about `1.5 w`. Where that is above 1 in 1,000 the match is counted
/// as [`too_small`](LooksMirrored::too_small) to tell.
///
/// That both reports are one says nothing about which side made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LooksMirrored {
    found: Vec<Pair>,
    too_small: Vec<Pair>,
    compared: usize,
    by_chance: Ratio,
}

impl Flows {
    /// The flows whose import is `factor` times their export, as near as asked: 1.06 for imports
    /// that were made of exports by the margin of the IMF, or exports of imports; 1 for copies.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a factor that is not above 0, a sum of no figures, or
    /// a negative closeness.
    ///
    /// ```
    /// use bilateral::area::{CHN, IRQ, RUS, USA};
    /// use bilateral::mirror::{Closeness, Flows, Pair};
    /// use bilateral::{Period, number::decimal};
    ///
    /// let year = Period::year(2018);
    /// let flow = |to, x: &str, m: &str| {
    ///     Pair::new(CHN, to, year).exported(decimal(x)).imported(decimal(m))
    /// };
    /// let flows = Flows::new([
    ///     flow(IRQ, "7901234567", "8375308641"), // 8375308641.02 is 1.06 times that
    ///     flow(RUS, "48005202953", "52217637368"),
    ///     flow(USA, "16", "17"), // 16.96 is, but so small a figure shows nothing
    /// ])?;
    /// let looks = flows.looks_mirrored(decimal("1.06"), &Closeness::Rounded)?;
    /// assert_eq!(looks.found().len(), 1);
    /// assert_eq!(looks.found()[0].importer, IRQ);
    /// assert_eq!(looks.too_small().len(), 1);
    /// assert_eq!(flows.without(looks.found()).len(), 2);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn looks_mirrored(
        &self,
        factor: impl Into<Ratio>,
        closeness: &Closeness,
    ) -> Result<LooksMirrored, Error> {
        let factor = factor.into();
        let mut looks = LooksMirrored::nothing();
        for pair in self.pairs() {
            let Some(room) = pair.room(&factor, closeness)? else { continue };
            looks.compared = looks.compared.saturating_add(1);
            let tells = room.tells();
            if tells {
                looks.by_chance = &looks.by_chance + &room.chance;
            }
            match (room.fits, tells) {
                (true, true) => looks.found.push(*pair),
                (true, false) => looks.too_small.push(*pair),
                (false, _) => {}
            }
        }
        Ok(looks)
    }
}

impl Pair {
    /// True if the import is `factor` times the export, as near as asked, and chance is a bad
    /// explanation of it: see [`LooksMirrored`].
    ///
    /// # Errors
    /// As [`Flows::looks_mirrored`];
    /// [`Undefined::Missing`](crate::Undefined::Missing) unless both sides report.
    pub fn looks_mirrored(
        &self,
        factor: impl Into<Ratio>,
        closeness: &Closeness,
    ) -> Result<bool, Error> {
        self.asymmetry()?;
        let room = self.room(&factor.into(), closeness)?;
        Ok(room.is_some_and(|room| room.fits && room.tells()))
    }

    /// Whether it fits, and how probable that is by chance; `None` unless both sides report trade.
    fn room(&self, factor: &Ratio, closeness: &Closeness) -> Result<Option<Room>, Error> {
        check(factor, closeness)?;
        let (Some(exported), Some(imported)) = (self.exported, self.imported) else {
            return Ok(None);
        };
        let (x, m) = (Ratio::from(exported), Ratio::from(imported));
        if !x.is_positive() || !m.is_positive() {
            return Ok(None);
        }
        let half = Ratio::new(1, 2)?;
        let (of_m, of_x) = (&unit(imported) * &half, &unit(exported) * &half * factor.clone());
        let reach = match closeness {
            Closeness::Rounded => of_m.max(of_x),
            Closeness::SumOf(count) => (of_m + of_x) * Ratio::from(i32::from(*count)),
            Closeness::Relative(relative) => &x * relative,
        };
        let fits = (&m - &(&x * factor)).abs() <= reach;
        // Reports have a last digit, so the room is never less than that.
        let width = (Ratio::from(2) * reach).max(unit(imported));
        // To a billionth, up: a sum of thousands of unlike fractions has thousands of digits.
        let chance = (width * Ratio::new(3, 2)?).over(&m)?.round(9, Rounding::Ceiling).to_ratio();
        Ok(Some(Room { fits, chance }))
    }
}

/// Whether a pair fits, and how probable that would be if the two reports were independent.
struct Room {
    fits: bool,
    chance: Ratio,
}

impl Room {
    fn tells(&self) -> bool {
        self.chance <= Ratio::power_of_ten(-3)
    }
}

impl LooksMirrored {
    fn nothing() -> LooksMirrored {
        let (found, too_small) = (Vec::new(), Vec::new());
        LooksMirrored { found, too_small, compared: 0, by_chance: Ratio::zero() }
    }

    /// The flows that look mirrored.
    #[must_use]
    pub fn found(&self) -> &[Pair] {
        &self.found
    }

    /// Flows that are the factor apart, with figures so small that this shows nothing.
    #[must_use]
    pub fn too_small(&self) -> &[Pair] {
        &self.too_small
    }

    /// How many flows have two reports above zero, so that they were compared.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.compared
    }

    /// How many of the found ones chance alone would give, at most about.
    #[must_use]
    pub fn expected_by_chance(&self) -> &Ratio {
        &self.by_chance
    }
}

/// The unit of the last printed digit.
fn unit(printed: Decimal) -> Ratio {
    let places = i16::try_from(printed.scale()).unwrap_or(i16::MAX);
    Ratio::power_of_ten(places.saturating_neg())
}

fn check(factor: &Ratio, closeness: &Closeness) -> Result<(), Error> {
    if factor + factor < Ratio::one() {
        let reason = format!("{} is not at least one half", factor.plain());
        return Err(Error::range("the factor between two reports", reason)
            .with_help("give CIF over FOB, as 1.06, or 1 for copies"));
    }
    match closeness {
        Closeness::SumOf(0) => Err(Error::range("a sum of rounded figures", "it has 0 figures")
            .with_help("give how many figures were added up: 12 for a year of months")),
        Closeness::Relative(relative) if relative.is_negative() => {
            Err(Error::range("a closeness", format!("{} is less than 0", relative.plain()))
                .with_help("give how far m / x may be from the factor, as 0.00000002"))
        }
        _ => Ok(()),
    }
}
