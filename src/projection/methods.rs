//! The closed forms. Levels are known exactly; what is uncertain is the future, not the arithmetic.

use crate::error::{Error, Undefined};
use crate::growth::{implied_base, year_over_year};
use crate::number::{Bounds, Figure, Ratio, Rounded, root_of_power};

/// The year, if the rest of it grows on the year before by a part of the growth so far.
///
/// # Formula
/// `so_far + (year_before - base) (1 + strength * growth)` with `growth = so_far / base - 1`.
/// Strength 0 is [`seasonal_naive_year`], 1 is [`prior_year_share`], 0.75 the default.
///
/// # Undefined when
/// As [`year_over_year`] for `so_far` on `base`; [`Range`](crate::ErrorKind::Range) for a strength
/// outside of 0 to 1; [`Undefined::NotPositive`] if the base is more than the whole year before.
///
/// # Example
/// ```
/// use bilateral::{Rounding, number::decimal, projection};
/// let year =
///     projection::fade(decimal("65.55"), decimal("49.4"), decimal("171.85"), decimal("0.6"))?;
/// assert_eq!(year.round(2, Rounding::HalfEven).to_string(), "212.02");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn fade(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    year_before: impl Into<Ratio>,
    strength: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (so_far, base, year_before, strength) =
        (so_far.into(), base.into(), year_before.into(), strength.into());
    check_strength(&strength)?;
    let growth = year_over_year(&so_far, &base)?;
    let rest = rest(&base, &year_before)?;
    Ok(so_far + rest * (Ratio::one() + strength * growth.ratio().clone()))
}

/// [`fade`] in its geometric form: growth so far carries on as a power and not as a part of itself.
///
/// # Formula
/// `so_far + (year_before - base) (so_far / base)^strength`. Below growth of 20 % either way the
/// two forms are nearly equal; at +41 % and a strength of 0.6 the rest grows by 23.1 % here and by
/// 24.8 % there. The same as [`shrunk_share`] on the share of the year before alone.
///
/// # Undefined when
/// As [`fade`]; the base must be above zero and `so_far` not below it; the strength has a
/// denominator of at most 255.
///
/// # Rounding
/// To the places, from a root that is correct to twenty more; at most 30 places.
///
/// # Example
/// ```
/// use bilateral::{number::decimal, projection};
/// // The rest was 90; the months so far doubled, so at half strength it grows by the square root
/// // of two.
///
/// assert_eq!(projection::fade_geometric(80, 40, 130, decimal("0.5"), 2)?.to_string(), "207.28");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn fade_geometric(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    year_before: impl Into<Ratio>,
    strength: impl Into<Ratio>,
    places: u8,
) -> Result<Rounded, Error> {
    let (base, year_before) = (base.into(), year_before.into());
    let share = base.over(&year_before)?;
    shrunk_share(so_far, base, year_before, &[share], strength, places)
}

/// [`fade`] month by month: growth so far dies away by a factor each month.
///
/// # Formula
/// `so_far + sum over the months left of rest_j (1 + growth * persistence^j)`, `j` from 1, with the
/// same months of the year before in `rest`. A persistence of 0.9 comes close to a fade of 0.65
/// with four months known.
///
/// # Undefined when
/// As [`year_over_year`] for `so_far` on `base`; [`Range`](crate::ErrorKind::Range) for a
/// persistence outside of 0 to 1.
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection};
/// // Growth of 50 %, then 25 %, then 12.5 %: 15 + 10 * 1.25 + 8 * 1.125.
/// let year =
///     projection::fade_monthly(15, 10, &[Ratio::from(10), Ratio::from(8)], decimal("0.5"))?;
/// assert_eq!(year, Ratio::new(73, 2)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn fade_monthly(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    rest: &[Ratio],
    persistence: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (so_far, persistence) = (so_far.into(), persistence.into());
    check_strength(&persistence)?;
    let mut growth = year_over_year(&so_far, base.into())?.ratio().clone();
    let mut year = so_far;
    for month in rest {
        growth = growth * persistence.clone();
        year = year + month.clone() * (Ratio::one() + growth.clone());
    }
    Ok(year)
}

/// The same from published figures, with the range that their rounding allows: the level so far,
/// its growth in percent, and the year before.
///
/// # Formula
/// [`fade`] on the base `V / (1 + G)`, at the corners of the figures' intervals. It is monotone in
/// each of them over the box, so the corners are exact; these bounds say nothing about the future.
///
/// # Undefined when
/// As [`fade`] at any corner; [`Invalid`](crate::ErrorKind::Invalid) for one-sided figures.
///
/// # Example
/// ```
/// use bilateral::{number::decimal, projection};
/// let year = projection::fade_bounds(
///     &"73.15".parse()?,
///     &"41.3".parse()?,
///     &"190.27".parse()?,
///     decimal("0.6"),
/// )?;
/// assert_eq!(year.outward(1).to_string(), "245.8 to 246.1");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn fade_bounds(
    so_far: &Figure,
    growth: &Figure,
    year_before: &Figure,
    strength: impl Into<Ratio>,
) -> Result<Bounds, Error> {
    let strength = strength.into();
    let (levels, rates, years) =
        (so_far.bounds().ends()?, growth.bounds().ends()?, year_before.bounds().ends()?);
    // An error here names a base that cannot be.
    implied_base(so_far, growth)?;
    let mut corners = Vec::with_capacity(8);
    for level in &levels {
        for rate in &rates {
            for year in &years {
                let factor = Ratio::one() + rate.over(&Ratio::from(100))?;
                corners.push(fade(level, level.over(&factor)?, year, &strength)?);
            }
        }
    }
    corners.sort();
    match (corners.first(), corners.last()) {
        (Some(low), Some(high)) => Bounds::between(low.clone(), high.clone()),
        _ => Err(Undefined::NotPositive.into()),
    }
}

/// The year at the pace so far: every month like the average of the known ones. It ignores the
/// season; as a rule too low early in the year.
///
/// # Formula
/// `so_far * periods / known`
///
/// # Undefined when
/// No period is known ([`Undefined::DivisionByZero`]), or more than there are
/// ([`Range`](crate::ErrorKind::Range)).
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection};
/// assert_eq!(projection::run_rate(decimal("65.55"), 4, 12)?, Ratio::from(decimal("196.65")));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn run_rate(so_far: impl Into<Ratio>, known: u8, periods: u8) -> Result<Ratio, Error> {
    if known > periods {
        return Err(Error::range(
            "the number of known periods",
            format!("{known} is more than {periods}"),
        ));
    }
    if known == 0 {
        return Err(Error::from(Undefined::DivisionByZero)
            .with_help("wait for the first period, or use a method that rests on earlier years"));
    }
    (so_far.into() * Ratio::from(i32::from(periods))).over(&Ratio::from(i32::from(known)))
}

/// The year, if the whole of it grows as it has so far: growth carried forward, the answer of most
/// press reports.
///
/// # Formula
/// `year_before * so_far / base`; the same as `so_far` divided by the share that these months had
/// in the year before.
///
/// # Undefined when
/// As [`year_over_year`].
///
/// # Example
/// ```
/// use bilateral::{Rounding, number::decimal, projection};
/// let year = projection::prior_year_share(decimal("65.55"), decimal("49.4"), decimal("171.85"))?;
/// assert_eq!(year.round(2, Rounding::HalfEven).to_string(), "228.03");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn prior_year_share(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    year_before: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    fade(so_far, base, year_before, Ratio::one())
}

/// The year, if the rest of it is what it was a year before; the same as the sum of the last twelve
/// months.
///
/// # Formula
/// `so_far + year_before - base`
///
/// # Undefined when
/// The base is more than the whole year before ([`Undefined::NotPositive`]).
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection};
/// let (so_far, base, year_before) = (decimal("65.55"), decimal("49.4"), decimal("171.85"));
/// let year = projection::seasonal_naive_year(so_far, base, year_before)?;
/// assert_eq!(year, Ratio::from(188));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn seasonal_naive_year(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    year_before: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    Ok(so_far.into() + rest(&base.into(), &year_before.into())?)
}

/// The year, if the months so far have the share in it that they had on average in earlier years.
///
/// # Formula
/// `so_far / mean(shares)`, with the shares of the same months in earlier years.
///
/// # Undefined when
/// There are no shares, or one is not above 0 and at most 1
/// ([`Invalid`](crate::ErrorKind::Invalid)).
///
/// # Example
/// ```
/// use bilateral::{Ratio, projection};
/// let shares = [Ratio::new(1, 4)?, Ratio::new(3, 8)?]; // a quarter, then three eighths
/// assert_eq!(projection::mean_share(50, &shares)?, Ratio::from(160));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn mean_share(so_far: impl Into<Ratio>, shares: &[Ratio]) -> Result<Ratio, Error> {
    so_far.into().over(&mean(shares)?)
}

/// Between [`seasonal_naive_year`] and [`mean_share`], by geometric weights on the rest of the
/// year: the recommended single method where two to four full years are known. Which strength suits
/// which flow: [`Strength`](crate::projection::Strength).
///
/// # Formula
/// `so_far + R_prev^(1 - strength) * R_share^strength`, with `R_prev = year_before - base` and
/// `R_share = so_far (1 - s) / s` for the mean share `s`.
///
/// # Undefined when
/// As [`mean_share`] and [`seasonal_naive_year`]; [`Range`](crate::ErrorKind::Range) for a strength
/// outside of 0 to 1 or with a denominator above 255.
///
/// # Rounding
/// To the places, from a root that is correct to twenty more; at most 30 places.
///
/// # Example
/// ```
/// use bilateral::{Ratio, number::decimal, projection};
/// let shares = [Ratio::new(1, 4)?, Ratio::new(1, 4)?];
/// // R_prev = 90, R_share = 150; the geometric mean of both is 116.19.
/// assert_eq!(
///     projection::shrunk_share(50, 40, 130, &shares, decimal("0.5"), 2)?.to_string(),
///     "166.19"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn shrunk_share(
    so_far: impl Into<Ratio>,
    base: impl Into<Ratio>,
    year_before: impl Into<Ratio>,
    shares: &[Ratio],
    strength: impl Into<Ratio>,
    places: u8,
) -> Result<Rounded, Error> {
    let (so_far, strength) = (so_far.into(), strength.into());
    check_strength(&strength)?;
    let previous = rest(&base.into(), &year_before.into())?;
    let share = mean(shares)?;
    let by_share = so_far.clone() * (Ratio::one() - share.clone()).over(&share)?;
    let part = |number: &num_bigint::BigInt| u8::try_from(number).ok();
    let (Some(above), Some(below)) = (part(strength.numerator()), part(strength.denominator()))
    else {
        return Err(Error::range(
            "the strength of a fade",
            format!("both parts of {strength} must be at most 255"),
        ));
    };
    let weighed = previous.power(below.saturating_sub(above)) * by_share.power(above);
    let inner = places.saturating_add(20);
    let rest = root_of_power(&weighed, 1, u16::from(below), inner)?;
    let rest = Ratio::from(rest.mantissa) * Ratio::power_of_ten(i16::from(inner).saturating_neg());
    Ok((so_far + rest).round(places, crate::number::Rounding::default()))
}

fn mean(shares: &[Ratio]) -> Result<Ratio, Error> {
    if shares.is_empty() || shares.iter().any(|share| !share.is_positive() || *share > Ratio::one())
    {
        return Err(Error::invalid(
            "a list of shares of earlier years",
            "at least one share is needed, each above 0 and at most 1",
        )
        .with_help(
            "give the known months as a part of the whole year, of one earlier year or more",
        ));
    }
    let sum: Ratio = shares.iter().cloned().sum();
    sum.over(&Ratio::from(num_bigint::BigInt::from(shares.len())))
}

fn rest(base: &Ratio, year_before: &Ratio) -> Result<Ratio, Error> {
    let rest = year_before - base;
    if rest.is_negative() { Err(negative_rest()) } else { Ok(rest) }
}

/// The year before had less than its beginning.
pub(crate) fn negative_rest() -> Error {
    Error::from(Undefined::NotPositive).about("the rest of the year before").with_help(
        "give the whole of the year before and its known part from one source, \
         so that the part is at most the whole",
    )
}

fn check_strength(strength: &Ratio) -> Result<(), Error> {
    if strength.is_negative() || *strength > Ratio::one() {
        return Err(Error::range(
            "the strength of a fade",
            format!("{strength} is not between 0 and 1"),
        ));
    }
    Ok(())
}
