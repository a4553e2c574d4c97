//! The identity of a series: who trades what with whom, in which direction, and how it is valued.
//!
//! Reading aloud: *imports are from, exports are to, and the reporter comes first.*

mod flow;
mod label;
mod valuation;

pub use flow::Flow;
pub use label::{Label, Treatment};
pub use valuation::{TradeSystem, Valuation};

use crate::area::Area;
use crate::commodity::Commodity;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity of a series of figures: reporter, partner, flow, commodity, valuation, trade system
/// and treatment.
///
/// ```
/// use bilateral::{
///     Commodity, Key, Valuation,
///     area::{CHN, RUS},
/// };
///
/// let crude = Key::imports(CHN).from(RUS).of("H6:270900".parse()?).valued(Valuation::Cif);
/// assert_eq!(crude.to_string(), "CHN imports of H6:270900 from RUS, CIF");
/// assert_eq!(
///     crude.mirror().map(|key| key.to_string()),
///     Some("RUS exports of H6:270900 to CHN".to_owned())
/// );
///
/// let both = Key::trade(CHN).with(RUS);
/// assert_eq!(both.to_string(), "CHN trade with RUS, as reported (exports FOB, imports CIF)");
/// assert!(both.overlaps(&Key::imports(CHN).from(RUS)));
/// # Ok::<(), bilateral::Error>(())
/// ```
///
/// `imports(..).to` and `exports(..).from` do not compile, and a reporter alone is not a key:
///
/// ```compile_fail
/// # use bilateral::{Key, area::{CHN, RUS}};
/// let key = Key::imports(CHN).to(RUS);
/// ```
/// ```compile_fail
/// # use bilateral::{Key, area::{CHN, RUS}};
/// let key = Key::exports(CHN).from(RUS);
/// ```
/// ```compile_fail
/// # use bilateral::{Key, area::CHN};
/// let key: Key = Key::imports(CHN);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    reporter: Area,
    partner: Area,
    flow: Flow,
    #[serde(default = "total", skip_serializing_if = "is_total")]
    commodity: Commodity,
    #[serde(default, skip_serializing_if = "is_default")]
    valuation: Valuation,
    #[serde(default, skip_serializing_if = "is_default")]
    system: TradeSystem,
    #[serde(default, skip_serializing_if = "is_default")]
    treatment: Treatment,
}

/// The imports of a reporter; [`from`](ImportsOf::from) names the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "name the partner: .from(..)"]
pub struct ImportsOf(Area);

/// The exports of a reporter; [`to`](ExportsOf::to) names the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "name the partner: .to(..)"]
pub struct ExportsOf(Area);

/// The total trade of a reporter; [`with`](TradeOf::with) names the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "name the partner: .with(..)"]
pub struct TradeOf(Area);

impl ImportsOf {
    /// Imports from this partner.
    #[must_use]
    pub const fn from(self, partner: Area) -> Key {
        Key::new(Flow::Import, self.0, partner)
    }
}

impl ExportsOf {
    /// Exports to this partner.
    #[must_use]
    pub const fn to(self, partner: Area) -> Key {
        Key::new(Flow::Export, self.0, partner)
    }
}

impl TradeOf {
    /// Exports to and imports from this partner, together.
    #[must_use]
    pub const fn with(self, partner: Area) -> Key {
        Key::new(Flow::Trade, self.0, partner)
    }
}

impl Key {
    /// Imports of all goods as reported by this area.
    pub const fn imports(reporter: Area) -> ImportsOf {
        ImportsOf(reporter)
    }

    /// Exports of all goods as reported by this area.
    pub const fn exports(reporter: Area) -> ExportsOf {
        ExportsOf(reporter)
    }

    /// Total trade, exports plus imports, of all goods as reported by this area.
    ///
    /// This is one of the named places where FOB exports and CIF imports meet; it prints so.
    pub const fn trade(reporter: Area) -> TradeOf {
        TradeOf(reporter)
    }

    /// A key from data: any flow, all goods, valued as reported.
    #[must_use]
    pub const fn new(flow: Flow, reporter: Area, partner: Area) -> Key {
        Key {
            reporter,
            partner,
            flow,
            commodity: Commodity::TOTAL,
            valuation: Valuation::AsReported,
            system: TradeSystem::Unspecified,
            treatment: Treatment::Reported,
        }
    }

    /// The same for one commodity.
    #[must_use]
    pub const fn of(self, commodity: Commodity) -> Key {
        Key { commodity, ..self }
    }

    /// The same with a valuation.
    #[must_use]
    pub const fn valued(self, valuation: Valuation) -> Key {
        Key { valuation, ..self }
    }

    /// The same under a trade system.
    #[must_use]
    pub const fn under(self, system: TradeSystem) -> Key {
        Key { system, ..self }
    }

    /// The same with a treatment: reconciled, estimated, balanced figures are not what the reporter
    /// published.
    #[must_use]
    pub const fn treated(self, treatment: Treatment) -> Key {
        Key { treatment, ..self }
    }

    /// The label of the key: its flow, valuation, trade system and treatment.
    #[must_use]
    pub const fn label(self) -> Label {
        Label {
            flow: self.flow,
            valuation: self.valuation,
            system: self.system,
            treatment: self.treatment,
        }
    }

    /// The same under this label.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Key,
    ///     area::{CHN, RUS},
    ///     key::{Label, Treatment},
    /// };
    /// let balanced = Label::new(Flow::Export).treated(Treatment::Balanced);
    /// assert_eq!(
    ///     Key::imports(CHN).from(RUS).labelled(balanced).to_string(),
    ///     "CHN exports to RUS, balanced"
    /// );
    /// ```
    #[must_use]
    pub const fn labelled(self, label: Label) -> Key {
        Key {
            flow: label.flow,
            valuation: label.valuation,
            system: label.system,
            treatment: label.treatment,
            ..self
        }
    }

    /// The area whose statistics these are.
    #[must_use]
    pub const fn reporter(self) -> Area {
        self.reporter
    }

    /// The other side of the trade.
    #[must_use]
    pub const fn partner(self) -> Area {
        self.partner
    }

    /// Which way the goods move, seen from the reporter.
    #[must_use]
    pub const fn flow(self) -> Flow {
        self.flow
    }

    /// What is traded.
    #[must_use]
    pub const fn commodity(self) -> Commodity {
        self.commodity
    }

    /// How it is valued.
    #[must_use]
    pub const fn valuation(self) -> Valuation {
        self.valuation
    }

    /// What counts as crossing the border.
    #[must_use]
    pub const fn system(self) -> TradeSystem {
        self.system
    }

    /// How the figures came about.
    #[must_use]
    pub const fn treatment(self) -> Treatment {
        self.treatment
    }

    /// The same trade as the other side reports it: my imports from you are your exports to me.
    ///
    /// Valuation and system are the other reporter's, so they are as reported and unspecified.
    /// Re-exports, re-imports and processing have no counterpart in the partner's statistics:
    /// `None`.
    #[must_use]
    pub const fn mirror(self) -> Option<Key> {
        let flow = match self.flow {
            Flow::Import => Flow::Export,
            Flow::Export => Flow::Import,
            Flow::Trade => Flow::Trade,
            _ => return None,
        };
        Some(Key::new(flow, self.partner, self.reporter).of(self.commodity))
    }

    /// True if the two may count the same trade, so that a sum of both may count it twice.
    ///
    /// They are separate only where that is known: different reporters or partners that are not
    /// groups, opposite flows, different codes of one classification. The valuation makes no
    /// difference: it is the same trade, valued otherwise.
    #[must_use]
    pub fn overlaps(&self, other: &Key) -> bool {
        self.reporter.overlaps(other.reporter)
            && self.partner.overlaps(other.partner)
            && self.flow.overlaps(other.flow)
            && self.commodity.overlaps(&other.commodity)
    }
}

/// `CHN imports of HS:2709 from DEU`; with `{:#}` the areas by their names, `China imports of
/// HS:2709 from Germany`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An alternate form of a key is one of its areas.
        let area = |f: &mut fmt::Formatter<'_>, area: Area| {
            if f.alternate() { write!(f, "{area:#}") } else { write!(f, "{area}") }
        };
        area(f, self.reporter)?;
        write!(f, " {}", self.flow.plural())?;
        if self.commodity != Commodity::TOTAL {
            write!(f, " of {}", self.commodity)?;
        }
        write!(f, " {} ", self.flow.preposition())?;
        area(f, self.partner)?;
        match (self.flow, self.valuation) {
            (Flow::Trade, Valuation::AsReported) => {
                write!(f, ", as reported (exports FOB, imports CIF)")?
            }
            (_, Valuation::AsReported) => {}
            (_, valuation) => write!(f, ", {valuation}")?,
        }
        if self.system != TradeSystem::Unspecified {
            write!(f, ", {} trade", self.system)?;
        }
        match self.treatment {
            Treatment::Reported => Ok(()),
            treatment => write!(f, ", {treatment}"),
        }
    }
}

fn total() -> Commodity {
    Commodity::TOTAL
}

fn is_total(commodity: &Commodity) -> bool {
    *commodity == Commodity::TOTAL
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
