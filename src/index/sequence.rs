//! The same items over more than two periods: chained indices, and indices without drift.

use crate::error::{Error, Undefined, counted};
use crate::index::formula::Index;
use crate::index::{Basket, Formula, Item, unit_value};
use crate::number::{Enclosure, Ratio, Rounded, product_of_powers, round_enclosed};
use serde::{Deserialize, Serialize};

/// Values and quantities of the same items in several periods, in the order of time.
///
/// | ask | get | drift |
/// |---|---|---|
/// | [`basket`](Sequence::basket) | any two periods compared directly | none, but goods disappear over time |
/// | [`chained`](Sequence::chained), [`chained_price`](Sequence::chained_price) | the product of the links from period to period | yes: prices and quantities that return do not bring the index back to 1 |
/// | [`geks_price`](Sequence::geks_price) | the mean of all indirect comparisons of one window | none |
/// | [`rolling_geks_price`](Sequence::rolling_geks_price) | the same over a moving window; what was published stays | little |
///
/// Link years, not months, for goods with seasons: the errors of monthly links add up. Periods are
/// counted from 0.
///
/// ```
/// use bilateral::index::Sequence;
/// // A sale: the price halves, people stock up, and all returns to what it was.
/// let sequence = Sequence::of_prices(&[
///     (&[10, 10], &[10, 10]),
///     (&[5, 10], &[50, 10]),
///     (&[10, 10], &[10, 10]),
/// ])?;
/// assert_eq!(
///     sequence.chained(|link| link.laspeyres_price())?[2]
///         .round(2, Default::default())
///         .to_string(),
///     "1.29"
/// );
/// assert_eq!(sequence.geks_price(2)?[2].to_string(), "1.00");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Vec<(Ratio, Ratio)>>", into = "Vec<Vec<(Ratio, Ratio)>>")]
pub struct Sequence {
    periods: Vec<Vec<(Ratio, Ratio)>>,
}

impl Sequence {
    /// A sequence: for each period the value and the quantity of each item, always in the same
    /// order. Zero for no trade; a quantity of zero beside a value is not known.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) without periods or items, or for periods with
    /// different numbers of items; [`Undefined::NegativeLevel`].
    pub fn new(periods: Vec<Vec<(Ratio, Ratio)>>) -> Result<Sequence, Error> {
        let items = periods.first().map_or(0, Vec::len);
        if items == 0 {
            return Err(Error::invalid("a sequence of periods", "it has no items")
                .with_help("give at least one item in each period"));
        }
        if let Some(at) = periods.iter().position(|period| period.len() != items) {
            return Err(Error::invalid(
                "a sequence of periods",
                format!(
                    "period {at} (from 0) has {}, and period 0 has {items}",
                    counted(periods.get(at).map_or(0, Vec::len), "item")
                ),
            )
            .with_help("list every item in every period, with zero where there is no trade"));
        }
        if periods
            .iter()
            .flatten()
            .any(|(value, quantity)| value.is_negative() || quantity.is_negative())
        {
            return Err(Undefined::NegativeLevel.into());
        }
        Ok(Sequence { periods })
    }

    /// The same from unit values and quantities.
    ///
    /// # Errors
    /// As [`new`](Sequence::new).
    pub fn of_prices<N: Into<Ratio> + Clone>(periods: &[(&[N], &[N])]) -> Result<Sequence, Error> {
        let mut all = Vec::with_capacity(periods.len());
        for (at, (prices, quantities)) in periods.iter().enumerate() {
            if prices.len() != quantities.len() {
                let reason = format!(
                    "period {at} (from 0) has {} and a list of quantities of length {}",
                    counted(prices.len(), "unit value"),
                    quantities.len()
                );
                return Err(Error::invalid("a sequence of periods", reason)
                    .with_help("give each unit value its quantity"));
            }
            let pair = |(price, quantity): (&N, &N)| {
                let quantity: Ratio = quantity.clone().into();
                (price.clone().into() * quantity.clone(), quantity)
            };
            all.push(prices.iter().zip(quantities.iter()).map(pair).collect());
        }
        Sequence::new(all)
    }

    /// How many periods there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.periods.len()
    }

    /// Always false: a sequence has at least one period.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.periods.is_empty()
    }

    /// Two of the periods as a basket, by their places: the later one, then its base.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) for a period that is not there.
    pub fn basket(&self, now: usize, base: usize) -> Result<Basket, Error> {
        let period = |at: usize| {
            self.periods.get(at).ok_or_else(|| {
                Error::range(
                    "a period of a sequence",
                    format!("{at} (from 0) is not below {}", self.periods.len()),
                )
            })
        };
        let items = period(base)?.iter().zip(period(now)?).map(|(base, now)| {
            Item::new((now.0.clone(), now.1.clone()), (base.0.clone(), base.1.clone()))
        });
        Basket::new(items.collect::<Result<Vec<Item>, Error>>()?)
    }

    /// The links from each period to the next.
    ///
    /// # Errors
    /// None for a sequence that was built.
    pub fn links(&self) -> Result<Vec<Basket>, Error> {
        (1..self.len()).map(|now| self.basket(now, now.saturating_sub(1))).collect()
    }

    /// An exact index of each period on the first, as the product of its links; 1 for the first.
    ///
    /// # Formula
    /// `I(t) = I(t - 1) * link(t - 1, t)`
    ///
    /// # Errors
    /// As the link, with the periods it links: a link without matched items breaks the chain.
    ///
    /// ```
    /// use bilateral::index::{Basket, Sequence};
    /// let sequence = Sequence::of_prices(&[(&[10], &[3]), (&[11], &[3]), (&[22], &[1])])?;
    /// assert_eq!(sequence.chained(Basket::laspeyres_price)?[2], bilateral::Ratio::new(22, 10)?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn chained(
        &self,
        link: impl Fn(&Basket) -> Result<Ratio, Error>,
    ) -> Result<Vec<Ratio>, Error> {
        let mut chain = vec![Ratio::one()];
        let mut last = Ratio::one();
        for (at, basket) in self.links()?.iter().enumerate() {
            last = last * link(basket).map_err(|error| between(error, at, at.saturating_add(1)))?;
            chain.push(last.clone());
        }
        Ok(chain)
    }

    /// The chained price index of a formula on the first period, each correctly rounded to
    /// `places`; no link is rounded.
    ///
    /// # Errors
    /// As [`chained`](Sequence::chained); [`Range`](crate::ErrorKind::Range) above 50 places.
    pub fn chained_price(&self, formula: Formula, places: u8) -> Result<Vec<Rounded>, Error> {
        let mut links = Vec::new();
        let mut chain = vec![Index::Exact(Ratio::one()).round(places)?];
        for (at, basket) in self.links()?.iter().enumerate() {
            links.push(
                basket.index(formula).map_err(|error| between(error, at, at.saturating_add(1)))?,
            );
            chain.push(round_product(&links, places)?);
        }
        Ok(chain)
    }

    /// The chained volume index of a formula on the first period, each correctly rounded to
    /// `places`.
    ///
    /// # Errors
    /// As [`chained_price`](Sequence::chained_price).
    pub fn chained_volume(&self, formula: Formula, places: u8) -> Result<Vec<Rounded>, Error> {
        self.exchanged().chained_price(formula, places)
    }

    /// The GEKS price index (Gini, Éltető, Köves, Szulc) of each period on the first, over all
    /// periods as one window, with Fisher's formula inside; each correctly rounded to `places`.
    ///
    /// It is transitive: from any period to any other it is the same whatever lies between. A
    /// longer window changes all of it, and identity is lost: prices that have returned after three
    /// or more periods need not give 1 unless quantities did too.
    ///
    /// # Formula
    /// `product over k (F(0, k) F(k, t))^(1 / T)`
    ///
    /// # Errors
    /// [`Undefined::NothingMatched`] with the two periods that share no item;
    /// [`Range`](crate::ErrorKind::Range) above 50 places.
    ///
    /// # Source
    /// Éltető and Köves (1964), Szulc (1964); for prices over time Ivancic, Diewert and Fox (2011).
    pub fn geks_price(&self, places: u8) -> Result<Vec<Rounded>, Error> {
        let all = 0..self.len();
        let exponent = Ratio::new(1, all.len().saturating_mul(2))?;
        let squares = all.clone().map(|k| all.clone().map(|t| self.fisher_squared(k, t)).collect());
        let squares: Vec<Vec<Ratio>> = squares.collect::<Result<_, Error>>()?;
        let Some(first) = squares.first() else { return Ok(Vec::new()) };
        all.map(|t| {
            let mut factors = Vec::with_capacity(squares.len().saturating_mul(2));
            for (from_first, to_others) in first.iter().zip(&squares) {
                factors.push((from_first.clone(), exponent.clone()));
                factors.extend(to_others.get(t).map(|square| (square.clone(), exponent.clone())));
            }
            product_of_powers(&factors, places)
        })
        .collect()
    }

    /// The GEKS volume index of each period on the first. See [`geks_price`](Sequence::geks_price).
    ///
    /// # Errors
    /// As [`geks_price`](Sequence::geks_price).
    pub fn geks_volume(&self, places: u8) -> Result<Vec<Rounded>, Error> {
        self.exchanged().geks_price(places)
    }

    /// The GEKS price index over a moving window: that of the first window, then one period after
    /// the other, joined to what was published before by the mean splice. Published numbers are
    /// never changed.
    ///
    /// # Formula
    /// As [`geks_price`](Sequence::geks_price) for the first `window` periods; then see
    /// [`continued_geks_price`](Sequence::continued_geks_price).
    ///
    /// # Errors
    /// As [`geks_price`](Sequence::geks_price); [`Range`](crate::ErrorKind::Range) for a window of
    /// less than two periods.
    pub fn rolling_geks_price(&self, window: usize, places: u8) -> Result<Vec<Rounded>, Error> {
        let first = Sequence { periods: self.periods.iter().take(window).cloned().collect() };
        check_window(window)?;
        let mut published = first.geks_price(places)?;
        let levels: Vec<Ratio> = published.iter().map(Rounded::to_ratio).collect();
        published.extend(self.continued_geks_price(&levels, window, places)?);
        Ok(published)
    }

    /// The periods after those that were published, by GEKS over a moving window and the mean
    /// splice.
    ///
    /// `published` are the index numbers of the first periods of this sequence, on any base; they
    /// are taken as they were printed, and so is each new number for those after it.
    ///
    /// # Formula
    /// `P(t) = product over the window's earlier k (P(k) G(k, t))^(1 / (w - 1))`, `G` the GEKS
    /// index of the window that ends with `t`. As every comparison of two earlier periods cancels
    /// out, this is `product (P(k) F(k, t))^(1 / (w - 1))`.
    ///
    /// # Errors
    /// As [`geks_price`](Sequence::geks_price); [`Range`](crate::ErrorKind::Range) for a window of
    /// less than two periods; [`Invalid`](crate::ErrorKind::Invalid) for fewer published numbers
    /// than a window less one; [`Undefined::NotPositive`] for a published number that is not.
    ///
    /// # Source
    /// Diewert and Fox (2017), the mean splice; on published numbers Chessa (2016).
    ///
    /// ```
    /// use bilateral::index::Sequence;
    /// let sequence = Sequence::of_prices(&[
    ///     (&[10, 4], &[100, 50]),
    ///     (&[11, 5], &[90, 60]),
    ///     (&[12, 5], &[90, 70]),
    /// ])?;
    /// let next = sequence.continued_geks_price(&["100.0".parse()?, "112.8".parse()?], 3, 1)?;
    /// assert_eq!(next[0].to_string(), "120.8");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn continued_geks_price(
        &self,
        published: &[Ratio],
        window: usize,
        places: u8,
    ) -> Result<Vec<Rounded>, Error> {
        check_window(window)?;
        let overlap = window.saturating_sub(1);
        let mut levels = published.to_vec();
        if levels.len() < overlap && levels.len() < self.len() {
            let reason = format!(
                "it has {}, and a window of {} needs {overlap}",
                counted(levels.len(), "published number"),
                counted(window, "period")
            );
            return Err(Error::invalid("a splice", reason)
                .with_help("use a shorter window, or geks_price for the first window"));
        }
        let exponent = Ratio::new(1, overlap.saturating_mul(2))?;
        let mut found = Vec::new();
        for now in levels.len()..self.len() {
            let mut factors = Vec::with_capacity(overlap);
            for (before, level) in levels.iter().enumerate().skip(now.saturating_sub(overlap)) {
                factors
                    .push((level.power(2) * self.fisher_squared(before, now)?, exponent.clone()));
            }
            let next = product_of_powers(&factors, places)?;
            levels.push(next.to_ratio());
            found.push(next);
        }
        Ok(found)
    }

    /// The square of Fisher's price index, which is rational.
    fn fisher_squared(&self, base: usize, now: usize) -> Result<Ratio, Error> {
        if base == now {
            return Ok(Ratio::one());
        }
        self.basket(now, base)?.fisher_squared().map_err(|error| between(error, base, now))
    }

    /// The sequence with unit values and quantities exchanged; an item without a unit value has no
    /// quantity there.
    fn exchanged(&self) -> Sequence {
        let exchange = |(value, quantity): &(Ratio, Ratio)| {
            let price = unit_value(value, quantity).unwrap_or_else(|_| Ratio::zero());
            (value.clone(), price)
        };
        Sequence {
            periods: self
                .periods
                .iter()
                .map(|period| period.iter().map(exchange).collect())
                .collect(),
        }
    }
}

fn check_window(window: usize) -> Result<(), Error> {
    if window < 2 {
        return Err(Error::range(
            "the window of an index",
            format!("{} is less than 2", counted(window, "period")),
        ));
    }
    Ok(())
}

fn between(error: Error, base: usize, now: usize) -> Error {
    error.about(format!("periods {base} and {now}, counted from 0"))
}

/// The product of index numbers of one formula, rounded once.
fn round_product(links: &[Index], places: u8) -> Result<Rounded, Error> {
    let exact =
        |link: &Index| if let Index::Exact(ratio) = link { Some(ratio.clone()) } else { None };
    let root =
        |link: &Index| if let Index::Root(ratio) = link { Some(ratio.clone()) } else { None };
    let product = |ratios: Vec<Ratio>| {
        ratios.into_iter().fold(Ratio::one(), |product, ratio| product * ratio)
    };
    if let Some(ratios) = links.iter().map(exact).collect::<Option<Vec<Ratio>>>() {
        return Index::Exact(product(ratios)).round(places);
    }
    if let Some(squares) = links.iter().map(root).collect::<Option<Vec<Ratio>>>() {
        return Index::Root(product(squares)).round(places);
    }
    round_enclosed(places, |bits| {
        links.iter().try_fold(Enclosure::of(&Ratio::one(), bits), |product, link| {
            Some(product.times(&link.enclose(bits)?))
        })
    })
}

impl TryFrom<Vec<Vec<(Ratio, Ratio)>>> for Sequence {
    type Error = Error;
    fn try_from(periods: Vec<Vec<(Ratio, Ratio)>>) -> Result<Sequence, Error> {
        Sequence::new(periods)
    }
}

impl From<Sequence> for Vec<Vec<(Ratio, Ratio)>> {
    fn from(sequence: Sequence) -> Vec<Vec<(Ratio, Ratio)>> {
        sequence.periods
    }
}
