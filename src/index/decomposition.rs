//! A change of value split into price, volume and other effects that add up to the change exactly.

use crate::error::{Error, Undefined};
use crate::index::formula::log_mean;
use crate::index::item::Matched;
use crate::index::{Basket, Item, MatchedCoverage, Standing};
use crate::number::{Enclosure, Ratio, Rounding, round_enclosed};
use crate::unit::MoneyUnit;
use serde::Serialize;
use std::fmt;

/// The cause of a part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Effect {
    /// Unit values of matched items moved.
    Price,
    /// Quantities of matched items moved.
    Volume,
    /// The same total quantity holds dearer or cheaper items.
    Mix,
    /// Price and quantity moved together: the joint term that belongs to neither.
    Joint,
    /// Items that were not traded in the base period.
    Entries,
    /// Items that are no longer traded; never positive.
    Exits,
    /// Items traded in both periods of which no prices are compared: a quantity is missing, or they
    /// were set aside.
    NotCompared,
    /// The exchange rate moved.
    Exchange,
}

/// The rule by which a change was split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DecompositionMethod {
    /// Price and volume at the mean of then and now.
    Bennet,
    /// Price, volume and a joint term.
    ThreeTerm,
    /// Price, volume of the total and mix.
    PriceVolumeMix,
    /// Price and volume by logarithmic means.
    LogMean,
}

/// A change of value between two periods, split exactly.
///
/// The effects add up to the change, and so do those of every item. Matched items have price and
/// volume effects; items that are not matched have effects of their own (entries, exits, not
/// compared) and never change the price effect.
///
/// ```
/// use bilateral::index::{Basket, Effect, Item};
///
/// let basket = Basket::new(vec![
///     Item::new((105, 84), (100, 100))?.named("oil"), // dearer, and less
///     Item::new((66, 15), (40, 10))?.named("gas"),
///     Item::new((20, 5), (0, 0))?.named("coal"), // new
///     Item::without_quantity(8, 10)?.named("other"),
/// ])?;
/// let change = basket.bennet();
/// assert_eq!(
///     change.to_string(),
///     "\
/// price         +28.00  +18.7 points
/// volume         +3.00   +2.0 points
/// entries       +20.00  +13.3 points
/// not compared   -2.00   -1.3 points
/// change        +49.00  +32.7 %
/// 2 matched items: 93.3 % of the value then, 85.9 % of the value now"
/// );
/// assert_eq!(change.effect(Effect::Price), 28.into());
/// assert_eq!(change.points(Effect::Volume)?.points(1).to_string(), "+2.0 points");
/// assert_eq!(
///     change.items()[0].effect(Effect::Volume).round(1, Default::default()).to_string(),
///     "-18.0"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decomposition {
    method: DecompositionMethod,
    unit: Option<MoneyUnit>,
    base: Ratio,
    now: Ratio,
    effects: Effects,
    items: Vec<ItemEffects>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<MatchedCoverage>,
}

/// The effects of one item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemEffects {
    name: String,
    standing: Standing,
    base: Ratio,
    now: Ratio,
    effects: Effects,
}

/// Effects in the order in which they are listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
struct Effects(Vec<(Effect, Ratio)>);

impl Effects {
    fn get(&self, effect: Effect) -> Ratio {
        self.0
            .iter()
            .find(|(known, _)| *known == effect)
            .map_or_else(Ratio::zero, |(_, amount)| amount.clone())
    }

    fn add(&mut self, effect: Effect, amount: &Ratio) {
        match self.0.iter_mut().find(|(known, _)| *known == effect) {
            Some((_, sum)) => *sum = &*sum + amount,
            None => self.0.push((effect, amount.clone())),
        }
    }
}

impl ItemEffects {
    /// The name of the item.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the item stands between the periods.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// One of its effects, in the unit of the values; zero if it has no such effect.
    #[must_use]
    pub fn effect(&self, effect: Effect) -> Ratio {
        self.effects.get(effect)
    }

    /// All its effects. They add up to its change.
    pub fn effects(&self) -> impl Iterator<Item = (Effect, &Ratio)> {
        self.effects.0.iter().map(|(effect, amount)| (*effect, amount))
    }

    /// The change of its value.
    #[must_use]
    pub fn change(&self) -> Ratio {
        &self.now - &self.base
    }
}

impl Decomposition {
    /// The rule by which the change was split.
    #[must_use]
    pub fn method(&self) -> DecompositionMethod {
        self.method
    }

    /// The unit of all amounts, if the items were made of amounts.
    #[must_use]
    pub fn unit(&self) -> Option<MoneyUnit> {
        self.unit
    }

    /// The value of all items in the base period.
    #[must_use]
    pub fn base(&self) -> &Ratio {
        &self.base
    }

    /// The value of all items now.
    #[must_use]
    pub fn now(&self) -> &Ratio {
        &self.now
    }

    /// The change of the value of all items.
    #[must_use]
    pub fn change(&self) -> Ratio {
        &self.now - &self.base
    }

    /// One of the effects, in the unit of the values; zero if the change has no such effect.
    #[must_use]
    pub fn effect(&self, effect: Effect) -> Ratio {
        self.effects.get(effect)
    }

    /// All effects. They add up to the change.
    pub fn effects(&self) -> impl Iterator<Item = (Effect, &Ratio)> {
        self.effects.0.iter().map(|(effect, amount)| (*effect, amount))
    }

    /// One of the effects as a contribution to growth: print it with [`points`](Ratio::points).
    /// They add up to [`growth`](Decomposition::growth).
    ///
    /// # Errors
    /// [`Undefined::ZeroBase`] if nothing was traded in the base period.
    pub fn points(&self, effect: Effect) -> Result<Ratio, Error> {
        self.of_base(&self.effect(effect))
    }

    /// The growth of the value of all items.
    ///
    /// # Errors
    /// As [`points`](Decomposition::points).
    pub fn growth(&self) -> Result<Ratio, Error> {
        self.of_base(&self.change())
    }

    /// The items, in the order of the basket.
    #[must_use]
    pub fn items(&self) -> &[ItemEffects] {
        &self.items
    }

    /// How much of the trade has price and volume effects; `None` if one of the periods has no
    /// trade.
    #[must_use]
    pub fn coverage(&self) -> Option<&MatchedCoverage> {
        self.coverage.as_ref()
    }

    /// The same change in another currency, with a term for the exchange rate.
    ///
    /// The rates are averages of the two periods: how much of the other currency one unit of this
    /// costs.
    ///
    /// # Formula
    /// The change in the other currency is `e1 V1 - e0 V0`. The exchange effect is `(e1 - e0) (V0 +
    /// V1) / 2`, and every other effect is what it was times `(e0 + e1) / 2`: Bennet's rule once
    /// more, exact and even-handed between the periods.
    ///
    /// # Errors
    /// [`Undefined::NotPositive`] for a rate that is not positive.
    ///
    /// ```
    /// use bilateral::index::{Basket, Effect, Item};
    /// use bilateral::number::decimal;
    /// let in_dollars = Basket::new(vec![Item::new((110, 11), (100, 10))?])?.bennet();
    /// let in_yuan = in_dollars.in_other_currency(decimal("7.0"), decimal("6.5"))?;
    /// assert_eq!(in_yuan.change(), 120.into());                          // 770 - 650
    /// assert_eq!(in_yuan.effect(Effect::Volume), "67.5".parse()?);      // 10 * 6.75
    /// assert_eq!(in_yuan.effect(Effect::Exchange), "52.5".parse()?);    // 0.5 * 105
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn in_other_currency(
        &self,
        rate: impl Into<Ratio>,
        base_rate: impl Into<Ratio>,
    ) -> Result<Decomposition, Error> {
        let (then, now): (Ratio, Ratio) = (base_rate.into(), rate.into());
        if !then.is_positive() || !now.is_positive() {
            return Err(Error::from(Undefined::NotPositive).about("an exchange rate"));
        }
        let half = Ratio::new(1, 2)?;
        let (mean, step) = ((&then + &now) * half.clone(), (&now - &then) * half);
        let effects = |effects: &Effects, base: &Ratio, value: &Ratio| {
            let mut all = Effects(
                effects.0.iter().map(|(effect, amount)| (*effect, amount * &mean)).collect(),
            );
            all.add(Effect::Exchange, &((base + value) * step.clone()));
            all
        };
        let item = |item: &ItemEffects| ItemEffects {
            effects: effects(&item.effects, &item.base, &item.now),
            base: &item.base * &then,
            now: &item.now * &now,
            ..item.clone()
        };
        Ok(Decomposition {
            unit: None,
            effects: effects(&self.effects, &self.base, &self.now),
            base: &self.base * &then,
            now: &self.now * &now,
            items: self.items.iter().map(item).collect(),
            ..self.clone()
        })
    }

    fn of_base(&self, amount: &Ratio) -> Result<Ratio, Error> {
        if self.base.is_zero() { Err(Undefined::ZeroBase.into()) } else { amount.over(&self.base) }
    }
}

impl Basket {
    /// The change of value as a price and a volume effect, item by item: the default, exact and
    /// even-handed between the periods.
    ///
    /// # Formula
    /// price `(q0 + q1) / 2 (p1 - p0)`, volume `(p0 + p1) / 2 (q1 - q0)`, summed over the matched
    /// items
    ///
    /// # Source
    /// Bennet (1920); Diewert (2005).
    #[must_use]
    pub fn bennet(&self) -> Decomposition {
        let half = Ratio::one().over(&Ratio::from(2)).unwrap_or_else(|_| Ratio::zero());
        self.taken_apart(DecompositionMethod::Bennet, |Matched { item, base_price, price }| {
            let quantity = (&item.base_quantity + &item.quantity) * half.clone();
            let mean_price = (base_price + price) * half.clone();
            vec![
                (Effect::Price, quantity * (price - base_price)),
                (Effect::Volume, mean_price * (&item.quantity - &item.base_quantity)),
            ]
        })
    }

    /// The change of value as a price effect on the quantities of then, a volume effect at the
    /// prices of then, and a joint term.
    ///
    /// # Formula
    /// price `q0 (p1 - p0)`, volume `p0 (q1 - q0)`, joint `(p1 - p0) (q1 - q0)`
    ///
    /// ```
    /// use bilateral::index::{Basket, Effect};
    /// let change = Basket::of_prices((&[12], &[90]), (&[10], &[100]))?.three_term();
    /// assert_eq!(change.effect(Effect::Price), 200.into());
    /// assert_eq!(change.effect(Effect::Volume), (-100).into());
    /// assert_eq!(change.effect(Effect::Joint), (-20).into());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn three_term(&self) -> Decomposition {
        self.taken_apart(DecompositionMethod::ThreeTerm, |Matched { item, base_price, price }| {
            let (prices, quantities) = (price - base_price, &item.quantity - &item.base_quantity);
            vec![
                (Effect::Price, &item.base_quantity * &prices),
                (Effect::Volume, base_price * &quantities),
                (Effect::Joint, prices * quantities),
            ]
        })
    }

    /// The change of value as volume of the total, mix, and price, for goods that are measured in
    /// one unit.
    ///
    /// # Formula
    /// With `u0 = V0 / Q0` of the matched items: volume `u0 (Q1 - Q0)`, mix `sum p0 q1 - u0 Q1`,
    /// price `sum q1 (p1 - p0)`. Of an item: volume `u0 (q1 - q0)`, mix `(p0 - u0) (q1 - q0)`,
    /// price `q1 (p1 - p0)`. The joint term sits in the price.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) if the matched items have different units.
    /// Quantities given as plain numbers are taken as of one unit.
    ///
    /// ```
    /// use bilateral::index::{Basket, Effect};
    /// // As many goods as before, but more of the dear one; no price moved.
    /// let change =
    ///     Basket::of_prices((&[10, 4], &[75, 25]), (&[10, 4], &[50, 50]))?.price_volume_mix()?;
    /// assert_eq!(change.effect(Effect::Mix), 150.into());
    /// assert!(change.effect(Effect::Price).is_zero() && change.effect(Effect::Volume).is_zero());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn price_volume_mix(&self) -> Result<Decomposition, Error> {
        self.check_one_unit()?;
        let value: Ratio = self.matched().map(|matched| matched.item.base_value.clone()).sum();
        let quantity: Ratio =
            self.matched().map(|matched| matched.item.base_quantity.clone()).sum();
        // Without matched items no item asks for the mean unit value.
        let unit_value = if quantity.is_zero() { Ratio::zero() } else { value.over(&quantity)? };
        Ok(self.taken_apart(
            DecompositionMethod::PriceVolumeMix,
            |Matched { item, base_price, price }| {
                let quantities = &item.quantity - &item.base_quantity;
                vec![
                    (Effect::Price, &item.quantity * &(price - base_price)),
                    (Effect::Volume, &unit_value * &quantities),
                    (Effect::Mix, (base_price - &unit_value) * quantities),
                ]
            },
        ))
    }

    /// The change of value as a price and a volume effect by logarithmic means (LMDI), to `places`.
    ///
    /// # Formula
    /// price `L(v0, v1) ln(p1 / p0)`, volume `L(v0, v1) ln(q1 / q0)`, summed over the matched
    /// items; `L(a, b) = (a - b) / ln(a / b)` and `L(a, a) = a`
    ///
    /// # Rounding
    /// The price effect of each item is correctly rounded to `places`, and its volume effect is the
    /// exact rest of its change: both are off by at most half a unit of the last place, and all
    /// effects still add up exactly.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 50 places.
    ///
    /// # Source
    /// Ang (2004), after Montgomery (1937) and Vartia (1976).
    ///
    /// ```
    /// use bilateral::index::{Basket, Effect};
    /// let change = Basket::of_prices((&[12], &[90]), (&[10], &[100]))?.log_mean(6)?;
    /// assert_eq!(change.effect(Effect::Price), "189.520884".parse()?); // 80 ln(1.2) / ln(1.08)
    /// assert_eq!(change.effect(Effect::Volume), "-109.520884".parse()?);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn log_mean(&self, places: u8) -> Result<Decomposition, Error> {
        let mut prices = Vec::new();
        for matched in self.matched() {
            let change = matched.price.over(&matched.base_price)?;
            let (then, now) = (&matched.item.base_value, &matched.item.value);
            let enclose = |bits| -> Option<Enclosure> {
                Some(log_mean(now, then, bits)?.times(&Enclosure::ln(&change, bits)?))
            };
            prices.push(round_enclosed(places, enclose)?.to_ratio());
        }
        // The same matched items come by in the same order.
        let mut prices = prices.into_iter();
        Ok(self.taken_apart(DecompositionMethod::LogMean, |Matched { item, .. }| {
            let price = prices.next().unwrap_or_else(Ratio::zero);
            let rest = &item.value - &item.base_value - price.clone();
            vec![(Effect::Price, price), (Effect::Volume, rest)]
        }))
    }

    /// Every item with its effects, and their sums.
    fn taken_apart(
        &self,
        method: DecompositionMethod,
        mut matched_effects: impl FnMut(&Matched<'_>) -> Vec<(Effect, Ratio)>,
    ) -> Decomposition {
        let mut effects =
            Effects(vec![(Effect::Price, Ratio::zero()), (Effect::Volume, Ratio::zero())]);
        let mut items = Vec::with_capacity(self.items().len());
        for item in self.items() {
            let change = &item.value - &item.base_value;
            let own = match (item.standing(), item.matched()) {
                (Standing::Matched, Some(matched)) => matched_effects(&matched),
                (Standing::Entry, _) => vec![(Effect::Entries, change)],
                (Standing::Exit, _) => vec![(Effect::Exits, change)],
                (Standing::Absent, _) => Vec::new(),
                (Standing::Matched | Standing::NotCompared, _) => {
                    vec![(Effect::NotCompared, change)]
                }
            };
            for (effect, amount) in &own {
                effects.add(*effect, amount);
            }
            items.push(of_item(item, own));
        }
        // Price, volume, mix and joint first, then what was not compared, whatever came by first.
        effects.0.sort_by_key(|(effect, _)| *effect);
        let sum =
            |value: fn(&Item) -> &Ratio| self.items().iter().map(|item| value(item).clone()).sum();
        Decomposition {
            method,
            unit: self.money_unit(),
            base: sum(Item::base_value),
            now: sum(Item::value),
            effects,
            items,
            coverage: self.coverage().ok(),
        }
    }
}

fn of_item(item: &Item, effects: Vec<(Effect, Ratio)>) -> ItemEffects {
    ItemEffects {
        name: item.name().to_owned(),
        standing: item.standing(),
        base: item.base_value.clone(),
        now: item.value.clone(),
        effects: Effects(effects),
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Effect::Price => "price",
            Effect::Volume => "volume",
            Effect::Mix => "mix",
            Effect::Joint => "joint",
            Effect::Entries => "entries",
            Effect::Exits => "exits",
            Effect::NotCompared => "not compared",
            Effect::Exchange => "exchange rate",
        })
    }
}

/// One line for each effect, one for the change, one for the coverage. Amounts have two places, or
/// the precision that was asked for: `{:.0}`.
impl fmt::Display for Decomposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().and_then(|places| u8::try_from(places).ok()).unwrap_or(2);
        let amount = |amount: &Ratio| {
            let rounded = amount.round(places, Rounding::default());
            if rounded.to_ratio().is_positive() {
                format!("+{rounded}")
            } else {
                rounded.to_string()
            }
        };
        let total = amount(&self.change());
        let names = self
            .effects()
            .map(|(effect, _)| effect.to_string().len())
            .max()
            .unwrap_or(0)
            .max("change".len());
        let amounts =
            self.effects().map(|(_, of)| amount(of).len()).max().unwrap_or(0).max(total.len());
        let unit = self.unit.map_or_else(String::new, |unit| format!(" {unit}"));
        for (effect, of) in self.effects() {
            let points = self
                .of_base(of)
                .map_or_else(|_| String::new(), |part| format!("  {:>12}", part.points(1)));
            writeln!(f, "{effect:<names$}  {:>amounts$}{unit}{points}", amount(of))?;
        }
        let growth = self
            .growth()
            .map_or_else(|_| String::new(), |growth| format!("{:+}", growth.percent(1)));
        writeln!(f, "{:<names$}  {total:>amounts$}{unit}  {growth:>7}", "change")?;
        match &self.coverage {
            Some(coverage) => write!(f, "{coverage}"),
            None => write!(f, "no trade in one of the periods"),
        }
    }
}
