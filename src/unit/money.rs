//! Currencies with their multipliers.

use crate::error::Error;
use crate::number::Ratio;
use crate::number::text_form;
use crate::unit::{CNY, Currency, USD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A money unit: billion US$, thousand euros, 100 million yuan.
///
/// Text has the code or the name of the currency and the multiplier in words, in either order:
/// `billion USD`, `USD bn`, `million US$`, `100 million yuan`, `RMB`. The plain `$` and `m` are
/// refused: whose dollar, and is it thousand or million? [`code`](MoneyUnit::code) writes the form
/// that files use.
///
/// ```
/// use bilateral::unit::{CNY, MoneyUnit, USD};
/// assert_eq!("100 million yuan".parse::<MoneyUnit>()?, CNY.hundred_million());
/// assert_eq!(USD.billion().ratio_to(USD.hundred_million())?.to_string(), "10");
/// assert!(
///     USD.billion().ratio_to(CNY.billion()).unwrap_err().help().contains("exchange rate")
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MoneyUnit {
    currency: Currency,
    multiplier: Multiplier,
}

/// How many units of a currency one money unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Multiplier {
    /// 1.
    One,
    /// 1,000.
    Thousand,
    /// 10,000.
    TenThousand,
    /// 1,000,000.
    Million,
    /// 100,000,000.
    HundredMillion,
    /// 1,000,000,000.
    Billion,
    /// 1,000,000,000,000.
    Trillion,
}

/// Multipliers, their powers of ten, the printed text, and other texts that are read.
const MULTIPLIERS: &[(Multiplier, i8, &str, &[&str])] = &[
    (Multiplier::One, 0, "", &["1"]),
    (Multiplier::Thousand, 3, "thousand", &["1000", "k"]),
    (Multiplier::TenThousand, 4, "10 thousand", &["ten thousand", "10000", "万"]),
    (Multiplier::Million, 6, "million", &["mn", "mln"]),
    (Multiplier::HundredMillion, 8, "100 million", &["hundred million", "亿"]),
    (Multiplier::Billion, 9, "billion", &["bn", "bln"]),
    (Multiplier::Trillion, 12, "trillion", &["tn", "trn", "trln"]),
];

impl MoneyUnit {
    pub(crate) const fn new(currency: Currency, multiplier: Multiplier) -> MoneyUnit {
        MoneyUnit { currency, multiplier }
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The multiplier.
    #[must_use]
    pub const fn multiplier(self) -> Multiplier {
        self.multiplier
    }

    /// How many of the other unit make one of this.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for another currency.
    pub fn ratio_to(self, other: MoneyUnit) -> Result<Ratio, Error> {
        if self.currency != other.currency {
            return Err(Error::mismatch("the currency", self.currency, other.currency)
                .with_help("convert one of them with the exchange rate of the period first (exchange::ExchangeRate)"));
        }
        Ok(Ratio::power_of_ten(i16::from(self.power().saturating_sub(other.power()))))
    }

    /// The form that files use, with the code of the currency: `billion USD`.
    #[must_use]
    pub fn code(self) -> String {
        self.with_currency(self.currency.code())
    }

    /// The same multiplier of another currency.
    pub(crate) const fn in_currency(self, currency: Currency) -> MoneyUnit {
        MoneyUnit { currency, ..self }
    }

    /// The power of ten of the multiplier.
    fn power(self) -> i8 {
        MULTIPLIERS
            .iter()
            .find(|(known, ..)| *known == self.multiplier)
            .map_or(0, |(_, power, ..)| *power)
    }

    fn with_currency(self, currency: &str) -> String {
        match MULTIPLIERS.iter().find(|(known, ..)| *known == self.multiplier) {
            Some((_, _, name, _)) if !name.is_empty() => format!("{name} {currency}"),
            _ => currency.to_owned(),
        }
    }
}

/// The money units of a currency.
impl Currency {
    /// Single units of it: `US$`.
    #[must_use]
    pub const fn one(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::One)
    }

    /// Thousands.
    #[must_use]
    pub const fn thousand(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::Thousand)
    }

    /// Ten thousands, the 万 of Chinese tables.
    #[must_use]
    pub const fn ten_thousand(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::TenThousand)
    }

    /// Millions.
    #[must_use]
    pub const fn million(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::Million)
    }

    /// Hundred millions, the 亿 of Chinese tables.
    #[must_use]
    pub const fn hundred_million(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::HundredMillion)
    }

    /// Billions: thousand millions.
    #[must_use]
    pub const fn billion(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::Billion)
    }

    /// Trillions: million millions.
    #[must_use]
    pub const fn trillion(self) -> MoneyUnit {
        MoneyUnit::new(self, Multiplier::Trillion)
    }
}

impl fmt::Display for MoneyUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.with_currency(self.currency.symbol()))
    }
}

impl FromStr for MoneyUnit {
    type Err = Error;

    fn from_str(text: &str) -> Result<MoneyUnit, Error> {
        const WHAT: &str = "a money unit";
        let help = "write a multiplier and an ISO 4217 code: USD, million EUR, billion USD, 100 million CNY";
        let mut currency = None;
        let mut words = Vec::new();
        for word in text.split(' ') {
            match read_currency(word) {
                None if word.is_empty() => {
                    return Err(Error::parse(
                        WHAT,
                        text,
                        "exactly one blank must stand between its words",
                    )
                    .with_help(help));
                }
                Some(known) if currency.is_none() => currency = Some(known),
                Some(_) => {
                    return Err(Error::parse(WHAT, text, "it names two currencies").with_help(help));
                }
                None => words.push(word.to_lowercase()),
            }
        }
        let currency = currency.ok_or_else(|| {
            Error::parse(WHAT, text, "it does not name a known currency").with_help(help)
        })?;
        let words = words.join(" ");
        let known = MULTIPLIERS
            .iter()
            .find(|(_, _, name, aliases)| *name == words || aliases.contains(&words.as_str()));
        let (multiplier, ..) = known.ok_or_else(|| {
            Error::parse(WHAT, text, format!("“{words}” is not a multiplier")).with_help(help)
        })?;
        Ok(MoneyUnit { currency, multiplier: *multiplier })
    }
}

fn read_currency(word: &str) -> Option<Currency> {
    match word {
        "US$" | "USD" => Some(USD),
        "RMB" => Some(CNY),
        name if ["yuan", "renminbi"].iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            Some(CNY)
        }
        code => code.parse().ok(),
    }
}

impl<'de> Deserialize<'de> for MoneyUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MoneyUnit, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for MoneyUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}
