//! Which formula an index number follows, and those formulas that have roots and logarithms.

use crate::error::{Error, Undefined};
use crate::index::Basket;
use crate::number::{
    Enclosure, Ratio, Rounded, Rounding, enclose_powers, root_of_power, round_enclosed,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The formula of an index number of two periods.
///
/// With unit values `p`, quantities `q` and shares `s` in the value of the matched items, `0` for
/// the base and `1` for now:
///
/// | formula | price index | kind | time reversal | exact |
/// |---|---|---|---|---|
/// | Laspeyres | `sum p1 q0 / sum p0 q0` | basket of then | no | yes |
/// | Paasche | `sum p1 q1 / sum p0 q1` | basket of now | no | yes |
/// | Fisher | `sqrt(Laspeyres Paasche)` | superlative | yes | a root |
/// | Tornqvist | `product (p1 / p0)^((s0 + s1) / 2)` | superlative | yes | logarithms |
/// | Walsh | `sum p1 sqrt(q0 q1) / sum p0 sqrt(q0 q1)` | superlative | yes | roots |
/// | Marshall-Edgeworth | `sum p1 (q0 + q1) / sum p0 (q0 + q1)` | basket of both | yes | yes |
/// | Sato-Vartia | `product (p1 / p0)^w`, `w` as `L(s0, s1)` | ideal | yes | logarithms |
///
/// `L(a, b) = (a - b) / ln(a / b)` is the logarithmic mean, and `L(a, a) = a`. Fisher's and
/// Sato-Vartia's price and volume index multiply to the change of value; every other formula has a
/// direct volume index and an implicit one, [`Basket::implicit_volume`], which differ.
///
/// # Rounding
/// Results are correctly rounded to the places asked for, half away from zero: they are off by at
/// most half a unit of the last place. A number with logarithms that lies closer to a tie than
/// 10^-1000 is taken for a tie.
///
/// # Source
/// ILO, IMF and others, Consumer Price Index Manual (2020), chapters 1 and 8; the same in the
/// Export and Import Price Index Manual.
///
/// ```
/// use bilateral::index::{Basket, Formula};
/// let basket = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50]))?;
/// let all: Vec<String> = Formula::ALL
///     .iter()
///     .map(|one| Ok(basket.price(*one, 4)?.to_string()))
///     .collect::<Result<_, bilateral::Error>>()?;
/// assert_eq!(all, ["1.1250", "1.1316", "1.1283", "1.1284", "1.1281", "1.1282", "1.1282"]);
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Formula {
    /// The basket of the base period.
    Laspeyres,
    /// The basket of now.
    Paasche,
    /// The geometric mean of Laspeyres and Paasche.
    Fisher,
    /// The mean of the price changes in logarithms, weighted with the mean of both shares.
    Tornqvist,
    /// The basket of the geometric means of both quantities.
    Walsh,
    /// The basket of both periods together.
    MarshallEdgeworth,
    /// The mean of the price changes in logarithms, weighted with the logarithmic mean of both
    /// shares.
    SatoVartia,
}

impl Formula {
    /// All of them.
    pub const ALL: [Formula; 7] = [
        Formula::Laspeyres,
        Formula::Paasche,
        Formula::Fisher,
        Formula::Tornqvist,
        Formula::Walsh,
        Formula::MarshallEdgeworth,
        Formula::SatoVartia,
    ];
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Formula::Laspeyres => "Laspeyres",
            Formula::Paasche => "Paasche",
            Formula::Fisher => "Fisher",
            Formula::Tornqvist => "Tornqvist",
            Formula::Walsh => "Walsh",
            Formula::MarshallEdgeworth => "Marshall-Edgeworth",
            Formula::SatoVartia => "Sato-Vartia",
        })
    }
}

/// An index number before it is rounded.
pub(crate) enum Index {
    Exact(Ratio),
    /// The square root of a ratio.
    Root(Ratio),
    /// A product of ratios to powers.
    Powers(Vec<(Ratio, Ratio)>),
    /// A quotient of sums of roots: coefficient and radicand above, and below.
    Roots(Vec<[(Ratio, Ratio); 2]>),
    /// Shares then and now, and the price change, of each item.
    LogMeans(Vec<(Ratio, Ratio, Ratio)>),
}

impl Index {
    pub(crate) fn enclose(&self, bits: u32) -> Option<Enclosure> {
        match self {
            Index::Exact(ratio) => Some(Enclosure::of(ratio, bits)),
            Index::Root(ratio) => Enclosure::root(ratio, bits),
            Index::Powers(factors) => enclose_powers(factors, bits),
            Index::Roots(terms) => {
                let (mut above, mut below) = (Enclosure::zero(bits), Enclosure::zero(bits));
                let term = |(coefficient, radicand): &(Ratio, Ratio)| {
                    Some(Enclosure::of(coefficient, bits).times(&Enclosure::root(radicand, bits)?))
                };
                for [up, down] in terms {
                    (above, below) = (above.plus(&term(up)?), below.plus(&term(down)?));
                }
                above.over(&below)
            }
            Index::LogMeans(items) => {
                let (mut sum, mut weights) = (Enclosure::zero(bits), Enclosure::zero(bits));
                for (then, now, change) in items {
                    let weight = log_mean(then, now, bits)?;
                    sum = sum.plus(&weight.times(&Enclosure::ln(change, bits)?));
                    weights = weights.plus(&weight);
                }
                sum.over(&weights)?.exp()
            }
        }
    }

    pub(crate) fn round(&self, places: u8) -> Result<Rounded, Error> {
        match self {
            Index::Exact(ratio) => Ok(ratio.round(places, Rounding::default())),
            Index::Root(ratio) => root_of_power(ratio, 1, 2, places),
            _ => round_enclosed(places, |bits| self.enclose(bits)),
        }
    }
}

/// The logarithmic mean of two positive numbers: `(a - b) / ln(a / b)`, and `a` if they are equal.
pub(crate) fn log_mean(one: &Ratio, other: &Ratio, bits: u32) -> Option<Enclosure> {
    if one == other {
        return Some(Enclosure::of(one, bits));
    }
    let (more, less) = if one > other { (one, other) } else { (other, one) };
    Enclosure::of(&(more - less), bits).over(&Enclosure::ln(&more.over(less).ok()?, bits)?)
}

impl Basket {
    /// The price index of a formula, correctly rounded to `places`.
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`]; [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn price(&self, formula: Formula, places: u8) -> Result<Rounded, Error> {
        self.index(formula)?.round(places)
    }

    /// The volume index of a formula, correctly rounded to `places`: its price index with prices
    /// and quantities exchanged.
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn volume(&self, formula: Formula, places: u8) -> Result<Rounded, Error> {
        self.exchanged().price(formula, places)
    }

    /// The volume that a price index leaves of the change of value, correctly rounded to `places`.
    ///
    /// # Formula
    /// `(V1 / V0) / price index`. For Fisher and Sato-Vartia it equals [`volume`](Basket::volume);
    /// Laspeyres prices leave Paasche volumes.
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    ///
    /// ```
    /// use bilateral::index::{Basket, Formula};
    /// let basket = Basket::of_prices((&[11, 5], &[90, 60]), (&[10, 4], &[100, 50]))?;
    /// assert_eq!(basket.implicit_volume(Formula::Fisher, 9)?, basket.volume(Formula::Fisher, 9)?);
    /// assert_eq!(basket.volume(Formula::Tornqvist, 9)?.to_string(), "0.953195165");
    /// assert_eq!(basket.implicit_volume(Formula::Tornqvist, 9)?.to_string(), "0.952651009");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn implicit_volume(&self, formula: Formula, places: u8) -> Result<Rounded, Error> {
        let (value, index) = (self.value_ratio()?, self.index(formula)?);
        match index {
            Index::Exact(price) => Ok(value.over(&price)?.round(places, Rounding::default())),
            Index::Root(square) => root_of_power(&value.power(2).over(&square)?, 1, 2, places),
            _ => round_enclosed(places, |bits| {
                Enclosure::of(&value, bits).over(&index.enclose(bits)?)
            }),
        }
    }

    /// The price that a volume index leaves of the change of value, correctly rounded to `places`.
    ///
    /// # Formula
    /// `(V1 / V0) / volume index`
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn implicit_price(&self, formula: Formula, places: u8) -> Result<Rounded, Error> {
        self.exchanged().implicit_volume(formula, places)
    }

    /// The Tornqvist price index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn tornqvist_price(&self, places: u8) -> Result<Rounded, Error> {
        self.price(Formula::Tornqvist, places)
    }

    /// The Tornqvist volume index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn tornqvist_volume(&self, places: u8) -> Result<Rounded, Error> {
        self.volume(Formula::Tornqvist, places)
    }

    /// The Walsh price index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn walsh_price(&self, places: u8) -> Result<Rounded, Error> {
        self.price(Formula::Walsh, places)
    }

    /// The Walsh volume index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn walsh_volume(&self, places: u8) -> Result<Rounded, Error> {
        self.volume(Formula::Walsh, places)
    }

    /// The Sato-Vartia price index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn sato_vartia_price(&self, places: u8) -> Result<Rounded, Error> {
        self.price(Formula::SatoVartia, places)
    }

    /// The Sato-Vartia volume index, correctly rounded to `places`. See [`Formula`].
    ///
    /// # Errors
    /// As [`price`](Basket::price).
    pub fn sato_vartia_volume(&self, places: u8) -> Result<Rounded, Error> {
        self.volume(Formula::SatoVartia, places)
    }

    /// The price index of a formula, not yet rounded.
    pub(crate) fn index(&self, formula: Formula) -> Result<Index, Error> {
        let value: Ratio = self.matched().map(|matched| matched.item.value.clone()).sum();
        let base: Ratio = self.matched().map(|matched| matched.item.base_value.clone()).sum();
        if base.is_zero() {
            return Err(Undefined::NothingMatched.into());
        }
        let half = Ratio::new(1, 2)?;
        match formula {
            Formula::Laspeyres => Ok(Index::Exact(self.laspeyres_price()?)),
            Formula::Paasche => Ok(Index::Exact(self.paasche_price()?)),
            Formula::MarshallEdgeworth => Ok(Index::Exact(self.marshall_edgeworth_price()?)),
            Formula::Fisher => Ok(Index::Root(self.fisher_squared()?)),
            Formula::Tornqvist => {
                let factor = |(then, now, change): (Ratio, Ratio, Ratio)| {
                    (change, (then + now) * half.clone())
                };
                Ok(Index::Powers(
                    self.shares_and_changes(&base, &value)?.into_iter().map(factor).collect(),
                ))
            }
            Formula::SatoVartia => Ok(Index::LogMeans(self.shares_and_changes(&base, &value)?)),
            Formula::Walsh => {
                let mut terms = Vec::new();
                // p sqrt(q0 q1) is the value times the root of the change of quantity, or of its
                // reverse.
                for matched in self.matched() {
                    let change = matched.item.volume_change()?;
                    let reverse = Ratio::one().over(&change)?;
                    terms.push([
                        (matched.item.value.clone(), reverse),
                        (matched.item.base_value.clone(), change),
                    ]);
                }
                Ok(Index::Roots(terms))
            }
        }
    }

    /// Shares in the value of then and of now, and the price change, of each matched item.
    fn shares_and_changes(
        &self,
        base: &Ratio,
        value: &Ratio,
    ) -> Result<Vec<(Ratio, Ratio, Ratio)>, Error> {
        self.matched()
            .map(|matched| {
                let item = matched.item;
                Ok((
                    item.base_value.over(base)?,
                    item.value.over(value)?,
                    matched.price.over(&matched.base_price)?,
                ))
            })
            .collect()
    }
}
