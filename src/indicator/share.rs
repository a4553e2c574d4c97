//! Shares and ranks.

use crate::error::{Error, ErrorKind};
use crate::indicator::{not_negative, over_total};
use crate::key::{Flow, Key};
use crate::number::Ratio;
use crate::period::Period;
use crate::series::{Series, same_treatment};
use crate::unit::Dimension;

/// The share of a part in its whole.
///
/// # Formula
/// `part / whole`, between 0 and 1.
///
/// # Undefined when
/// The whole is zero ([`NoTrade`](crate::Undefined::NoTrade)) or a level is negative
/// ([`NegativeLevel`](crate::Undefined::NegativeLevel)). A part larger than its whole is an error
/// of the kind [`Invalid`](ErrorKind::Invalid), since it cannot be a part of it.
///
/// # Example
/// ```
/// use bilateral::{indicator, number::decimal};
/// // in trade, January-April 2023
/// let imports = indicator::share(decimal("39.462"), decimal("73.148"))?;
/// assert_eq!(imports.percent(1).to_string(), "53.9 %");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn share(part: impl Into<Ratio>, whole: impl Into<Ratio>) -> Result<Ratio, Error> {
    let (part, whole) = (part.into(), whole.into());
    not_negative([&part, &whole])?;
    if part > whole {
        return Err(Error::invalid("a share", "the part is larger than the whole").with_help(
            "check that both are in one unit and of one period, and that the whole holds the part",
        ));
    }
    over_total(&part, &whole)
}

/// How far a reporter depends on a partner: the partner's share in the reporter's trade with the
/// world.
///
/// # Formula
/// `with the partner / with the world`, of exports or of imports. The dependence of the one side is
/// not that of the other: compute both.
///
/// # Undefined when
/// As [`share`].
///
/// # Example
/// ```
/// use bilateral::indicator;
/// // Of 1,000 that A sells, 300 go to B; of 9,000 that B buys, 300 come from A.
/// let (of_a, of_b) = (indicator::dependence(300, 1_000)?, indicator::dependence(300, 9_000)?);
/// assert_eq!(
///     (of_a.percent(1).to_string(), of_b.percent(1).to_string()),
///     ("30.0 %".into(), "3.3 %".into())
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn dependence(
    with_partner: impl Into<Ratio>,
    with_world: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    share(with_partner, with_world)
}

/// A member with its place in a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ranked<K> {
    /// 1 for the largest. Equal levels have equal ranks, and the ranks after them are left out: 1,
    /// 2, 2, 4.
    pub rank: usize,
    /// The member.
    pub member: K,
    /// Its level.
    pub level: Ratio,
}

/// Members from the largest level to the smallest.
///
/// Equal levels share a rank (1, 2, 2, 4) and stand in the order of their members, so that the
/// result never depends on the order of the input.
///
/// # Errors
/// [`Invalid`](ErrorKind::Invalid) if a member is named twice.
///
/// # Example
/// ```
/// use bilateral::{
///     area::{DEU, JPN, USA},
///     indicator,
/// };
/// let ranking = indicator::ranking(&[(DEU, 7), (USA, 9), (JPN, 7)])?;
/// let ranks: Vec<(usize, String)> =
///     ranking.iter().map(|r| (r.rank, r.member.to_string())).collect();
/// assert_eq!(ranks, [(1, "USA".into()), (2, "DEU".into()), (2, "JPN".into())]);
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn ranking<K: Ord + Clone, N: Into<Ratio> + Clone>(
    members: &[(K, N)],
) -> Result<Vec<Ranked<K>>, Error> {
    let mut sorted: Vec<(Ratio, K)> =
        members.iter().map(|(member, level)| (level.clone().into(), member.clone())).collect();
    sorted.sort_unstable_by(|one, two| two.0.cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    let mut names: Vec<&K> = members.iter().map(|(member, _)| member).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| matches!(pair, [one, two] if one == two)) {
        return Err(Error::invalid("a ranking", "a member is in it twice")
            .with_help("add up the levels of the member first"));
    }
    let mut ranked: Vec<Ranked<K>> = Vec::with_capacity(sorted.len());
    for (place, (level, member)) in sorted.into_iter().enumerate() {
        let rank = match ranked.last() {
            Some(last) if last.level == level => last.rank,
            _ => place.saturating_add(1),
        };
        ranked.push(Ranked { rank, member, level });
    }
    Ok(ranked)
}

impl<D: Dimension> Series<D> {
    /// The share of this series in a whole that holds it, over a span.
    ///
    /// # Errors
    /// As [`share`] and [`Series::amount`]; [`Mismatch`](ErrorKind::Mismatch) if the key of the
    /// whole is known not to hold this one's: another reporter, the opposite flow, another partner
    /// or commodity.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     date, published,
    /// };
    /// let releases = published::china_russia()?;
    /// let imports = releases.series(Key::imports(CHN).from(RUS))?.as_of(date(2023, 5, 24));
    /// let trade = releases.series(Key::trade(CHN).with(RUS))?.as_of(date(2023, 5, 24));
    /// assert_eq!(
    ///     imports.share_in(&trade, Period::january_to(2023, 4))?.percent(1).to_string(),
    ///     "53.9 %"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn share_in(&self, whole: &Series<D>, period: Period) -> Result<Ratio, Error> {
        if !may_hold(&whole.key(), &self.key()) {
            let error = Error::new(ErrorKind::Mismatch {
                what: "what is traded",
                left: self.key().to_string(),
                right: whole.key().to_string(),
            });
            return Err(error.with_help(
                "name a whole that holds the part: the same reporter and flow, a wider partner",
            ));
        }
        same_treatment(whole.key(), self.key())?;
        let part = self.amount(period)?.amount().in_unit(whole.unit())?;
        let all = Ratio::from(whole.amount(period)?.amount().value());
        share(part, all)
            .map_err(|error| error.about(format!("the share of {} in {}", self.key(), whole.key())))
    }
}

fn may_hold(whole: &Key, part: &Key) -> bool {
    // Re-exports are part of exports, and both sides are part of trade.
    let total = matches!(whole.flow(), Flow::Import | Flow::Export | Flow::Trade);
    let flow = whole.flow() == part.flow() || (total && part.flow() != Flow::Trade);
    whole.overlaps(part) && flow && part.commodity().is_contained_in(&whole.commodity())
}
