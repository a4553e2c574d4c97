//! Concentration of trade on few members.

use crate::error::{Error, Undefined};
use crate::indicator::{levels, over_total, total};
use crate::number::{Ratio, Rounded, root_of_power};
use num_bigint::BigInt;

/// The Herfindahl-Hirschman index on the scale from 0 to 1: the sum of squared shares.
///
/// # Formula
/// `sum(x^2) / sum(x)^2`, between `1/n` and 1. Members without trade change nothing.
///
/// # Undefined when
/// There is no trade ([`Undefined::NoTrade`]) or a level is negative
/// ([`Undefined::NegativeLevel`]). Leave aggregates such as the World out: the function cannot see
/// them.
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::hhi(&[50, 30, 20])?, Ratio::new(38, 100)?);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn hhi<N: Into<Ratio> + Clone>(members: &[N]) -> Result<Ratio, Error> {
    let members = levels(members)?;
    let squares: Ratio = members.iter().map(|level| level.power(2)).sum();
    over_total(&squares, &total(&members).power(2))
}

/// The Herfindahl-Hirschman index on the scale from 0 to 10,000, as competition authorities quote
/// it.
///
/// # Formula
/// `10000 * hhi`
///
/// # Undefined when
/// As [`hhi`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::hhi_points(&[50, 30, 20])?, Ratio::from(3800));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn hhi_points<N: Into<Ratio> + Clone>(members: &[N]) -> Result<Ratio, Error> {
    Ok(hhi(members)? * Ratio::from(10_000))
}

/// The index rescaled so that equal shares of all possible members give 0 and a single one gives 1.
///
/// # Formula
/// `(H - 1/n) / (1 - 1/n)` with `n` possible members. This is *not* UNCTAD's index, which is called
/// "normalized" as well: see [`unctad_concentration`].
///
/// # Undefined when
/// As [`hhi`]; [`Undefined::DivisionByZero`] for one possible member. Fewer possible members than
/// members with trade are a [`Range`](crate::ErrorKind::Range) error.
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::hhi_normalized(&[50, 30, 20], 3)?, Ratio::new(7, 100)?);
/// assert_eq!(indicator::hhi_normalized(&[5, 5, 5, 5], 4)?, Ratio::zero());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn hhi_normalized<N: Into<Ratio> + Clone>(
    members: &[N],
    possible: u32,
) -> Result<Ratio, Error> {
    let least = least(members, possible)?;
    let room = Ratio::one() - least.clone();
    if room.is_zero() {
        return Err(Error::from(Undefined::DivisionByZero)
            .with_help("use hhi(..), which is 1 where there is one possible member"));
    }
    (hhi(members)? - least).over(&room)
}

/// UNCTAD's concentration index, with roots.
///
/// # Formula
/// `(sqrt(H) - sqrt(1/n)) / (1 - sqrt(1/n))` with `n` possible members (UNCTAD: the three-digit
/// products of SITC).
///
/// # Undefined when
/// As [`hhi_normalized`].
///
/// # Rounding
/// Correctly rounded to `places` except for ties closer than `10^-(places + 10)`, half away from
/// zero.
///
/// # Example
/// ```
/// use bilateral::indicator;
/// // H = 0.38, n = 3: (0.616441 - 0.577350) / (1 - 0.577350)
/// assert_eq!(indicator::unctad_concentration(&[50, 30, 20], 3, 6)?.to_string(), "0.092491");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn unctad_concentration<N: Into<Ratio> + Clone>(
    members: &[N],
    possible: u32,
    places: u8,
) -> Result<Rounded, Error> {
    const GUARD: u8 = 12;
    let least = least(members, possible)?;
    let root = |number: &Ratio| -> Result<Ratio, Error> {
        let places = places.saturating_add(GUARD);
        let root = root_of_power(number, 1, 2, places)?;
        Ratio::new(root.mantissa, BigInt::from(10).pow(u32::from(places)))
    };
    let (least, index) = (root(&least)?, root(&hhi(members)?)?);
    let number = (index - least.clone()).over(&(Ratio::one() - least))?;
    Ok(number.round(places, crate::number::Rounding::HalfAwayFromZero))
}

/// How many members of equal size would be as concentrated.
///
/// # Formula
/// `1 / H`
///
/// # Undefined when
/// As [`hhi`].
///
/// # Example
/// ```
/// use bilateral::{Ratio, indicator};
/// assert_eq!(indicator::effective_number(&[5, 5, 5, 5])?, Ratio::from(4));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn effective_number<N: Into<Ratio> + Clone>(members: &[N]) -> Result<Ratio, Error> {
    Ratio::one().over(&hhi(members)?)
}

/// The share of the `largest` members together: CR4, CR10.
///
/// # Formula
/// `sum of the k largest / sum`; equal levels are interchangeable, so ties make no difference.
///
/// # Undefined when
/// As [`hhi`].
///
/// # Example
/// ```
/// use bilateral::indicator;
/// assert_eq!(indicator::concentration_ratio(&[20, 50, 30], 2)?.percent(0).to_string(), "80 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn concentration_ratio<N: Into<Ratio> + Clone>(
    members: &[N],
    largest: usize,
) -> Result<Ratio, Error> {
    let mut members = levels(members)?;
    members.sort_unstable_by(|one, two| two.cmp(one));
    let top: Ratio = members.iter().take(largest).cloned().sum();
    over_total(&top, &total(&members))
}

/// `1/n`, the index of equal shares.
fn least<N: Into<Ratio> + Clone>(members: &[N], possible: u32) -> Result<Ratio, Error> {
    let with_trade =
        members.iter().filter(|level| !Into::<Ratio>::into((*level).clone()).is_zero()).count();
    if u32::try_from(with_trade).is_ok_and(|count| count <= possible) {
        match possible {
            0 => Err(Undefined::NoTrade.into()),
            _ => Ratio::new(1, possible),
        }
    } else {
        Err(Error::range(
            "the number of possible members",
            format!("{possible} is less than {with_trade}, the number of members with trade"),
        ))
    }
}
