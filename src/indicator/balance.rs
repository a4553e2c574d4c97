//! Exports against imports.

use crate::error::{Error, ErrorKind, Undefined};
use crate::indicator::{not_negative, over_total};
use crate::key::{Flow, Key};
use crate::number::Ratio;
use crate::period::Period;
use crate::series::{Series, same_treatment};
use crate::unit::{Amount, Money};
use serde::Serialize;
use std::fmt;

/// The trade balance: exports minus imports.
///
/// # Formula
/// `exports - imports`; positive is a surplus of the reporter.
///
/// # Example
/// ```
/// use bilateral::{indicator, number::decimal};
/// let balance = indicator::balance(decimal("33.686"), decimal("39.462"));
/// assert_eq!(balance.to_decimal()?, decimal("-5.776"));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn balance(exports: impl Into<Ratio>, imports: impl Into<Ratio>) -> Ratio {
    exports.into() - imports.into()
}

/// The balance as a fraction of total trade: -1 for imports only, 1 for exports only.
///
/// # Formula
/// `(exports - imports) / (exports + imports)`
///
/// # Undefined when
/// There is no trade ([`Undefined::NoTrade`]) or a level is negative
/// ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{Rounding, indicator, number::decimal};
/// // China with Russia, 2022: exports 76.12, imports 114.15 billion US$
/// let balance = indicator::normalized_balance(decimal("76.12"), decimal("114.15"))?;
/// assert_eq!(balance.round(4, Rounding::HalfEven).to_string(), "-0.1999");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn normalized_balance(
    exports: impl Into<Ratio>,
    imports: impl Into<Ratio>,
) -> Result<Ratio, Error> {
    let (exports, imports) = (exports.into(), imports.into());
    not_negative([&exports, &imports])?;
    over_total(&(&exports - &imports), &(&exports + &imports))
}

/// The share of imports that exports pay for.
///
/// # Formula
/// `exports / imports`
///
/// # Undefined when
/// There are no imports ([`Undefined::ZeroBase`], or [`Undefined::ZeroOverZero`] without exports
/// too) or a level is negative ([`Undefined::NegativeLevel`]).
///
/// # Example
/// ```
/// use bilateral::{indicator, number::decimal};
/// assert_eq!(
///     indicator::cover_ratio(decimal("76.12"), decimal("114.15"))?.percent(1).to_string(),
///     "66.7 %"
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn cover_ratio(exports: impl Into<Ratio>, imports: impl Into<Ratio>) -> Result<Ratio, Error> {
    let (exports, imports) = (exports.into(), imports.into());
    not_negative([&exports, &imports])?;
    match (exports.is_zero(), imports.is_zero()) {
        (true, true) => Err(Undefined::ZeroOverZero.into()),
        (false, true) => Err(Undefined::ZeroBase.into()),
        _ => exports.over(&imports),
    }
}

/// Exports and imports of one reporter with one partner, side by side.
///
/// This is one of the named places where FOB exports and CIF imports meet, and it prints so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    key: Key,
    period: Period,
    exports: Amount<Money>,
    imports: Amount<Money>,
    balance: Amount<Money>,
}

impl Balance {
    /// The exports.
    #[must_use]
    pub fn exports(&self) -> Amount<Money> {
        self.exports
    }

    /// The imports, in the unit of the exports.
    #[must_use]
    pub fn imports(&self) -> Amount<Money> {
        self.imports
    }

    /// Exports minus imports: positive is a surplus of the reporter.
    #[must_use]
    pub fn amount(&self) -> Amount<Money> {
        self.balance
    }

    /// See [`normalized_balance`].
    ///
    /// # Errors
    /// As there.
    pub fn normalized(&self) -> Result<Ratio, Error> {
        normalized_balance(self.exports.value(), self.imports.value())
    }

    /// See [`cover_ratio`].
    ///
    /// # Errors
    /// As there.
    pub fn cover_ratio(&self) -> Result<Ratio, Error> {
        cover_ratio(self.exports.value(), self.imports.value())
    }
}

impl Series<Money> {
    /// The balance of these exports with imports of the same reporter from the same partner, over a
    /// span.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if the reporter, the partner, the commodity or the
    /// currency of the two differ; [`Invalid`](ErrorKind::Invalid) unless this series holds exports
    /// and the other one imports; as [`Series::amount`].
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS},
    ///     published,
    /// };
    /// let releases = published::china_russia()?;
    /// let exports = releases.series(Key::exports(CHN).to(RUS))?.latest();
    /// let imports = releases.series(Key::imports(CHN).from(RUS))?.latest();
    /// let balance = exports.balance_with(&imports, Period::january_to(2023, 4))?;
    /// assert_eq!(
    ///     balance.to_string(),
    ///     "CHN balance with RUS, as reported (exports FOB, imports CIF), Jan-Apr 2023: \
    ///      -5.776 billion US$"
    /// );
    /// assert!(imports.balance_with(&exports, Period::january_to(2023, 4)).is_err());
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn balance_with(&self, imports: &Series<Money>, period: Period) -> Result<Balance, Error> {
        let (ours, theirs) = (self.key(), imports.key());
        let alike = ours.reporter() == theirs.reporter()
            && ours.partner() == theirs.partner()
            && ours.commodity() == theirs.commodity();
        if ours.flow() != Flow::Export || theirs.flow() != Flow::Import {
            return Err(Error::invalid(
                "a balance",
                format!("it is exports less imports, not {ours} less {theirs}"),
            )
            .with_help("ask the series of exports, and give it the series of imports"));
        }
        if !alike {
            let error = Error::new(ErrorKind::Mismatch {
                what: "the key of the two sides of a balance",
                left: ours.to_string(),
                right: theirs.to_string(),
            });
            return Err(error.with_help(
                "give imports of the same reporter, from the same partner, of the same goods",
            ));
        }
        same_treatment(ours, theirs)?;
        let exports = self.amount(period)?.amount();
        let same_unit = imports.amount(period)?.amount().convert(self.unit())?;
        let balance = exports.minus(same_unit)?;
        Ok(Balance { key: ours, period, exports, imports: same_unit, balance })
    }
}

impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} balance", self.key.reporter())?;
        if self.key.commodity() != crate::commodity::Commodity::TOTAL {
            write!(f, " of {}", self.key.commodity())?;
        }
        write!(f, " with {}, as reported (exports FOB, imports CIF), ", self.key.partner())?;
        write!(f, "{}: {}", self.period, self.balance)
    }
}
