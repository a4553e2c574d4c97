//! A factor that leads from one quantity of a carrier to another.

use crate::carrier::{Carrier, Family};
use crate::error::Error;
use crate::number::{Bounds, Decimal, Figure, Ratio};
use crate::period::PublicationDate;
use crate::unit::{
    AnyUnit, EnergyScale, EnergyUnit, GasConditions, GasScale, HeatBasis, VolumeUnit,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// "One tonne of crude oil is 42.3 GJ (net)": a factor with its carrier, its family, its source,
/// its date, how exact it is, and the range that its source gives.
///
/// A user-defined value is used like one of the crate:
///
/// ```
/// use bilateral::carrier::{Carrier, Conversion};
/// use bilateral::{Energy, Mass, number::decimal, unit::Amount};
///
/// let cargo = Conversion::measured(
///     Carrier::Lng,
///     "t".parse()?,
///     "MMBtu (gross)".parse()?,
///     "51.9".parse()?,
/// )?
/// .from_source("certificate of quality, cargo 17")
/// .within(decimal("51.6"), decimal("52.2"))?;
/// let load: Amount<Mass> = "0.0735 Mt".parse()?;
/// assert_eq!(load.by::<Energy>(&cargo)?.to_string(), "3814650.00 MMBtu (gross)");
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct Conversion {
    #[serde(skip_serializing_if = "Option::is_none")]
    carrier: Option<Carrier>,
    from: AnyUnit,
    to: AnyUnit,
    factor: Factor,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Bounds>,
    exactness: Exactness,
    family: Family,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<PublicationDate>,
    /// The carrier that the source speaks of, where the factor is taken for another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_from: Option<Carrier>,
    /// What the source prints too, and what contradicts this factor.
    #[serde(skip_serializing_if = "String::is_empty")]
    contradicted: String,
    mixed: bool,
}

/// The form of a conversion in serde, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    carrier: Option<Carrier>,
    from: AnyUnit,
    to: AnyUnit,
    factor: Factor,
    range: Option<Bounds>,
    exactness: Exactness,
    family: Family,
    #[serde(default)]
    source: String,
    dated: Option<PublicationDate>,
    taken_from: Option<Carrier>,
    #[serde(default)]
    contradicted: String,
    #[serde(default)]
    mixed: bool,
}

/// How exact a factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Exactness {
    /// True by definition.
    Definition,
    /// A default value of a handbook, for cases without a measurement.
    Default,
    /// A convention, such as 7.3 barrels for a tonne of crude oil.
    Typical,
    /// Measured by the user for these goods.
    Measured,
}

/// The number, as it is: exact, as printed, or as printed in other units than it is asked for in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Factor {
    Exact(Ratio),
    Printed(Figure),
    Restated(Box<Restated>),
}

/// A factor in the units that were asked for, and what the source prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Restated {
    value: Ratio,
    bounds: Bounds,
    figure: Figure,
    from: AnyUnit,
    to: AnyUnit,
}

impl Restated {
    /// One `from` in `to`, of a figure that is printed for like units, or the other way round.
    fn new(
        (from, to): (AnyUnit, AnyUnit),
        figure: &Figure,
        printed: (AnyUnit, AnyUnit),
    ) -> Result<Restated, Error> {
        let (value, bounds) = match (from.ratio_to(printed.0), printed.1.ratio_to(to)) {
            (Ok(before), Ok(after)) => {
                let by = &before * &after;
                (&figure.value() * &by, figure.bounds().scaled(&by))
            }
            _ => {
                let by = &from.ratio_to(printed.1)? * &printed.0.ratio_to(to)?;
                (by.over(&figure.value())?, Bounds::exactly(by).divided_by(&figure.bounds())?)
            }
        };
        let (from, to) = printed;
        Ok(Restated { value, bounds, figure: *figure, from, to })
    }
}

impl Conversion {
    /// A factor that was measured or is stated by contract: the number of `to` that one `from` is.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a factor that is not positive, or units that
    /// convert by definition.
    pub fn measured(
        carrier: Carrier,
        from: AnyUnit,
        to: AnyUnit,
        factor: Figure,
    ) -> Result<Conversion, Error> {
        Conversion {
            carrier: Some(carrier),
            from,
            to,
            factor: Factor::Printed(factor),
            range: None,
            exactness: Exactness::Measured,
            family: Family::Own,
            source: String::new(),
            dated: None,
            taken_from: None,
            contradicted: String::new(),
            mixed: false,
        }
        .checked()
    }

    /// From one set of reference conditions to another, by the law of ideal gases.
    ///
    /// # Formula
    /// `V2 = V1 p1/T1 x T2/p2`, with the pressures and temperatures of the conditions, exactly.
    /// Real gas differs by its compressibility, which is left out; and volumes that a contract
    /// states at a standard calorific value need that step as well.
    ///
    /// # Undefined when
    /// Both conditions are the same ([`Invalid`](crate::ErrorKind::Invalid)).
    ///
    /// # Example
    /// ```
    /// use bilateral::carrier::Conversion;
    /// use bilateral::unit::GasConditions::{Celsius15, Celsius20};
    /// // Russian and Chinese cubic metres to those of the IEA
    /// assert_eq!(Conversion::ideal_gas(Celsius20, Celsius15)?.value().to_string(), "5763/5863");
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn ideal_gas(from: GasConditions, to: GasConditions) -> Result<Conversion, Error> {
        let density = |at: GasConditions| at.pascal().over(&at.kelvin());
        let unit = |at| AnyUnit::Volume(VolumeUnit::Gas(GasScale::BillionCubicMetres, at));
        let value = density(from)?.over(&density(to)?)?;
        Conversion::defined(
            None,
            unit(from),
            unit(to),
            value,
            "law of ideal gases, without compressibility",
        )
        .checked()
    }

    /// Electricity counted as heat at 3.6 MJ for a kilowatt hour, as energy balances count trade in
    /// electricity. It says nothing about the fuel that was burnt for it.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the basis is electricity.
    pub fn electricity_as_heat(basis: HeatBasis) -> Result<Conversion, Error> {
        let unit = |basis| AnyUnit::Energy(EnergyUnit::new(EnergyScale::Megajoule, basis));
        let source = "direct equivalent of energy balances";
        let carrier = Some(Carrier::Electricity);
        Conversion::defined(
            carrier,
            unit(HeatBasis::Electricity),
            unit(basis),
            Ratio::one(),
            source,
        )
        .checked()
    }

    /// The factor of a family for a carrier, in exactly the units asked for.
    ///
    /// A factor that the source prints in these units is taken first. Otherwise one in units that
    /// convert to them by definition, whichever way round the source prints it, is stated in the
    /// units asked for: [`value`](Conversion::value) is how many `to` one `from` is, and the text
    /// of the conversion and the trail say what the source prints. If the family has none for the
    /// carrier itself, that of the next wider carrier is taken.
    ///
    /// Where the source prints another factor between like units that disagrees with this one by
    /// more than its digits leave open, [`contradicted`](Conversion::contradicted) and the text of
    /// the conversion say so.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the family has none; the help lists what it has
    /// for the carrier.
    ///
    /// # Example
    /// ```
    /// use bilateral::carrier::{Carrier, Conversion, Family};
    /// let (weight, heat) = ("Mt".parse()?, "PJ (net)".parse()?);
    /// let lng = Conversion::find(Family::EnergyInstitute, Carrier::Lng, weight, heat)?;
    /// // Printed are 46.405 trillion Btu of 1.05505585262 PJ each, and 48.747 PJ besides.
    /// assert_eq!(lng.value().to_decimal()?.to_string(), "48.9598668408311");
    /// assert!(lng.contradicted().unwrap().contains("48.747 PJ (net)"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn find(
        family: Family,
        carrier: Carrier,
        from: AnyUnit,
        to: AnyUnit,
    ) -> Result<Conversion, Error> {
        let all = family.conversions()?;
        let leads = |one: &Conversion| {
            let fits = |unit: AnyUnit, other: AnyUnit| unit.ratio_to(other).is_ok();
            (fits(from, one.from) && fits(to, one.to)) || (fits(from, one.to) && fits(to, one.from))
        };
        let mut wider = Some(carrier);
        while let Some(now) = wider {
            let own = |one: &&Conversion| one.carrier == Some(now) && leads(one);
            let exactly = |one: &&Conversion| one.from == from && one.to == to;
            let found = all.iter().filter(own).find(exactly).or_else(|| all.iter().find(own));
            if let Some(found) = found {
                let mut found = found.clone().restated(from, to)?;
                let set_aside = family.set_aside()?;
                for other in all.iter().chain(&set_aside).filter(own) {
                    let same = other.clone().restated(from, to)?;
                    if !same.printed_bounds().overlaps(&found.printed_bounds()) {
                        found.contradicted = other.printed();
                    }
                }
                return Ok(found);
            }
            wider = now.parent();
        }
        let known: Vec<String> = all
            .iter()
            .filter(|one| one.carrier.is_some_and(|own| own.is_related_to(carrier)))
            .map(ToString::to_string)
            .collect();
        let help = if known.is_empty() {
            format!(
                "use another family or a user-defined factor, since {family} has nothing on {carrier}"
            )
        } else {
            format!("use what the family has: {}", known.join("; "))
        };
        Err(Error::invalid(
            "a conversion",
            format!("{family} has no factor for {carrier} from {from} to {to}"),
        )
        .with_help(help))
    }

    /// The same factor in other units, with what was printed kept.
    fn restated(self, from: AnyUnit, to: AnyUnit) -> Result<Conversion, Error> {
        let Factor::Printed(figure) = &self.factor else { return Ok(self) };
        if (self.from, self.to) == (from, to) {
            return Ok(self);
        }
        let factor = Restated::new((from, to), figure, (self.from, self.to))?;
        let range = match &self.range {
            None => None,
            Some(range) if self.from.ratio_to(from).is_ok() => {
                Some(range.scaled(&factor.value.over(&figure.value())?))
            }
            Some(range) => {
                let by = &factor.value * &figure.value();
                Some(Bounds::exactly(by).divided_by(range)?)
            }
        };
        let factor = Factor::Restated(Box::new(factor));
        Conversion { from, to, factor, range, ..self }.checked()
    }

    /// What the source prints too between like units, if that disagrees with this factor by more
    /// than the printed digits leave open: `48.747 PJ (net) per Mt`.
    #[must_use]
    pub fn contradicted(&self) -> Option<&str> {
        (!self.contradicted.is_empty()).then_some(self.contradicted.as_str())
    }

    /// What the source prints: `42.3 GJ (net) per t`.
    pub(crate) fn printed(&self) -> String {
        let (from, to) = match &self.factor {
            Factor::Restated(one) => (one.from, one.to),
            _ => (self.from, self.to),
        };
        format!("{} {to} per {from}", self.number())
    }

    /// True if the source prints how many `from` one `to` is.
    pub(crate) fn is_printed_backwards(&self) -> bool {
        matches!(&self.factor, Factor::Restated(one) if self.from.ratio_to(one.from).is_err())
    }

    /// The same, with what the factor may be in truth, in the units of the conversion: the least
    /// and the greatest number of `to` in one `from`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) if the factor lies outside, or the range reaches
    /// zero.
    pub fn within(
        self,
        low: impl Into<Ratio>,
        high: impl Into<Ratio>,
    ) -> Result<Conversion, Error> {
        let range = Some(Bounds::between(low.into(), high.into())?);
        Conversion { range, ..self }.checked()
    }

    /// The same, with its source.
    #[must_use]
    pub fn from_source(self, source: impl Into<String>) -> Conversion {
        Conversion { source: source.into(), ..self }
    }

    /// The same, with the date of its source.
    #[must_use]
    pub fn published(self, on: PublicationDate) -> Conversion {
        Conversion { dated: Some(on), ..self }
    }

    /// The same factor, taken for another carrier: the calorific value of steam coal for all coal.
    /// It is an assumption, and the trail says so.
    ///
    /// The range stays that of the carrier in the source. A wider carrier has a wider range: state
    /// it with [`within`](Conversion::within).
    #[must_use]
    pub fn taken_for(self, carrier: Carrier) -> Conversion {
        let taken_from = self.taken_from.or(self.carrier).filter(|from| *from != carrier);
        Conversion { carrier: Some(carrier), taken_from, ..self }
    }

    /// The same factor, allowed to follow one of another family. The trail says so.
    #[must_use]
    pub fn mixed(self) -> Conversion {
        Conversion { mixed: true, ..self }
    }

    /// The carrier; `None` for what holds for all.
    #[must_use]
    pub fn carrier(&self) -> Option<Carrier> {
        self.carrier
    }

    /// The unit that the factor leads from.
    #[must_use]
    pub fn from(&self) -> AnyUnit {
        self.from
    }

    /// The unit that the factor leads to.
    #[must_use]
    pub fn to(&self) -> AnyUnit {
        self.to
    }

    /// The factor: how many `to` one `from` is.
    #[must_use]
    pub fn value(&self) -> Ratio {
        match &self.factor {
            Factor::Exact(value) => value.clone(),
            Factor::Printed(figure) => figure.value(),
            Factor::Restated(one) => one.value.clone(),
        }
    }

    /// The range of the factor as its source states it; without one, half a unit of its last
    /// printed digit either way.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.range.clone().unwrap_or_else(|| self.printed_bounds())
    }

    /// The range that its source gives.
    #[must_use]
    pub fn range(&self) -> Option<&Bounds> {
        self.range.as_ref()
    }

    /// How exact it is.
    #[must_use]
    pub fn exactness(&self) -> Exactness {
        self.exactness
    }

    /// The family.
    #[must_use]
    pub fn family(&self) -> Family {
        self.family
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &str {
        if self.source.is_empty() { self.family.source() } else { &self.source }
    }

    /// When it was published.
    #[must_use]
    pub fn published_on(&self) -> Option<PublicationDate> {
        self.dated.or_else(|| self.family.published_on())
    }

    /// True if it may be used for this carrier: it speaks of it, or of a wider one.
    #[must_use]
    pub fn fits(&self, carrier: Carrier) -> bool {
        self.carrier.is_none_or(|own| carrier.is_part_of(own))
    }

    /// True if it may follow a factor of another family.
    pub(crate) fn may_mix(&self) -> bool {
        self.mixed
    }

    /// Half a unit of the last printed digit either way.
    pub(crate) fn printed_bounds(&self) -> Bounds {
        match &self.factor {
            Factor::Exact(value) => Bounds::exactly(value.clone()),
            Factor::Printed(figure) => figure.bounds(),
            Factor::Restated(one) => one.bounds.clone(),
        }
    }

    /// A row of a table of the crate.
    pub(crate) fn of_family(
        family: Family,
        carrier: Carrier,
        from: AnyUnit,
        to: AnyUnit,
        factor: Decimal,
        range: Option<(Decimal, Decimal)>,
    ) -> Result<Conversion, Error> {
        let typical = matches!(family, Family::Desnz2025 | Family::PressConvention);
        let exactness = if typical { Exactness::Typical } else { Exactness::Default };
        let measured = Conversion::measured(carrier, from, to, Figure::printed(factor))?;
        let own = Conversion { exactness, family, ..measured };
        match range {
            Some((low, high)) => own.within(low, high),
            None => Ok(own),
        }
    }

    fn defined(
        carrier: Option<Carrier>,
        from: AnyUnit,
        to: AnyUnit,
        value: Ratio,
        source: &str,
    ) -> Conversion {
        Conversion {
            carrier,
            from,
            to,
            factor: Factor::Exact(value),
            range: None,
            exactness: Exactness::Definition,
            family: Family::Definition,
            source: source.to_owned(),
            dated: None,
            taken_from: None,
            contradicted: String::new(),
            mixed: false,
        }
    }

    fn checked(self) -> Result<Conversion, Error> {
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("a conversion", reason).with_help(help))
        };
        if let Factor::Restated(one) = &self.factor {
            let again = Restated::new((self.from, self.to), &one.figure, (one.from, one.to))?;
            if again != **one {
                return refuse(
                    format!("{} is not {} in other units", one.value, self.printed()),
                    "give the printed factor, and ask find(..) for other units",
                );
            }
        }
        let value = self.value();
        if !value.is_positive() {
            return refuse(format!("the factor {value} is not positive"), "give a factor above 0");
        }
        if self.from.ratio_to(self.to).is_ok() {
            return refuse(
                format!("{} and {} convert by definition and need no factor", self.from, self.to),
                "convert the amount with convert(..) or in_unit(..)",
            );
        }
        let money = |unit| matches!(unit, AnyUnit::Money(_));
        if money(self.from) || money(self.to) {
            return refuse(
                "money is not a quantity of a carrier; that would be a price".to_owned(),
                "name two units of quantity, as t and GJ (net)",
            );
        }
        match self
            .range
            .as_ref()
            .map(|range| (range.contains(&value), range.contains(&Ratio::zero())))
        {
            Some((false, _)) => refuse(
                format!("the factor {} lies outside of its range", digits(&value)),
                "give a range that holds the factor",
            ),
            Some((_, true)) => refuse("its range reaches zero".to_owned(), "give a range above 0"),
            _ if self.bounds().contains(&Ratio::zero()) => refuse(
                format!("the factor {} may be zero as it is printed", self.number()),
                "give the factor as a number that stays above 0 when its last digit is uncertain",
            ),
            _ => Ok(self),
        }
    }

    /// Carrier, exactness, family or source, and what was assumed: `crude oil, default, IPCC 2006`.
    pub(crate) fn origin(&self) -> String {
        let mut words: Vec<String> = self.carrier.iter().map(ToString::to_string).collect();
        match self.family {
            Family::Definition => words.push(self.source().to_owned()),
            Family::Own => {
                let source = if self.source.is_empty() { "no source stated" } else { &self.source };
                words.extend([self.exactness.to_string(), source.to_owned()]);
            }
            family => words.extend([self.exactness.to_string(), family.to_string()]),
        }
        if let Some(from) = self.taken_from {
            words.push(format!("taken from {from}"));
        }
        if self.mixed {
            words.push("mixed with another family".to_owned());
        }
        if let Some(other) = self.contradicted() {
            words.push(format!("the source prints {other} too, which disagrees"));
        }
        words.join(", ")
    }

    /// The factor as its source prints it: all its digits, or six places of a fraction without end.
    pub(crate) fn number(&self) -> String {
        match &self.factor {
            Factor::Printed(figure) => figure.to_string(),
            Factor::Restated(one) => one.figure.to_string(),
            Factor::Exact(value) => digits(value),
        }
    }
}

/// All digits of a number, or six places of a fraction without end.
fn digits(value: &Ratio) -> String {
    value.to_decimal().map_or_else(
        |_| value.round(6, crate::number::Rounding::default()).to_string(),
        |exact| exact.to_string(),
    )
}

impl TryFrom<Fields> for Conversion {
    type Error = Error;
    fn try_from(fields: Fields) -> Result<Conversion, Error> {
        let Fields {
            carrier,
            from,
            to,
            factor,
            range,
            exactness,
            family,
            source,
            dated,
            taken_from,
            contradicted,
            mixed,
        } = fields;
        Conversion {
            carrier,
            from,
            to,
            factor,
            range,
            exactness,
            family,
            source,
            dated,
            taken_from,
            contradicted,
            mixed,
        }
        .checked()
    }
}

impl fmt::Display for Exactness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Exactness::Definition => "definition",
            Exactness::Default => "default",
            Exactness::Typical => "typical",
            Exactness::Measured => "measured",
        })
    }
}

/// `1 t = 42.3 GJ (net), 40.1 to 44.8 (crude oil, default, IPCC 2006)`; in other units than the
/// source has, with what it prints.
impl fmt::Display for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Factor::Restated(one) = &self.factor else {
            write!(f, "1 {} = {} {}", self.from, self.number(), self.to)?;
            if let Some(range) = &self.range {
                write!(f, ", {}", range.outward(2))?;
            }
            return write!(f, " ({})", self.origin());
        };
        write!(f, "1 {} = {} {}", self.from, digits(&one.value), self.to)?;
        if let Some(range) = &self.range {
            write!(f, ", {}", range.outward(6))?;
        }
        write!(f, " ({}; printed as {})", self.origin(), self.printed())
    }
}
