//! Carriers by their codes of the Harmonized System, edition by edition.

use crate::carrier::Carrier;
use crate::commodity::{Classification, Commodity, HsEdition};
use crate::error::Error;

use Carrier as C;
use HsEdition::{H0, H1, H2, H3, H4, H5, H6};

/// A code, the first and the last edition in which it means this, and the carrier. Old lines that
/// are not subheadings of the World Customs Organization are here too, since files of H0 and H1
/// carry them with meanings of their own.
const CODES: &[(&str, HsEdition, HsEdition, C)] = &[
    ("27", H0, H6, C::MineralFuels),
    ("2701", H0, H6, C::Coal),
    ("270111", H0, H6, C::Anthracite),
    ("270112", H0, H6, C::BituminousCoal),
    ("270119", H0, H6, C::OtherCoal),
    ("270120", H0, H6, C::CoalBriquettes),
    ("2702", H0, H6, C::Lignite),
    ("270210", H0, H6, C::Lignite),
    ("270220", H0, H6, C::LigniteBriquettes),
    ("2703", H0, H6, C::Peat),
    ("270300", H0, H6, C::Peat),
    ("2704", H0, H6, C::Coke),
    ("270400", H0, H6, C::Coke),
    ("2705", H0, H6, C::ManufacturedGas),
    ("270500", H0, H6, C::ManufacturedGas),
    ("2709", H0, H6, C::CrudeOil),
    ("270900", H0, H6, C::CrudeOil),
    ("2710", H0, H6, C::OilProducts),
    ("271000", H0, H1, C::OilProducts),
    ("271011", H2, H3, C::LightOils),
    ("271012", H4, H6, C::LightOils),
    ("271019", H2, H6, C::MiddleAndHeavyOils),
    ("271020", H4, H6, C::BiodieselBlends),
    ("271091", H2, H6, C::WasteOils),
    ("271099", H2, H6, C::WasteOils),
    // lines of H0 and H1 that are no subheadings of the World Customs Organization
    ("271012", H0, H1, C::MotorGasoline),
    ("271013", H0, H1, C::LightOils),
    ("271014", H0, H1, C::LightOils),
    ("271015", H0, H1, C::LightOils),
    ("271016", H0, H1, C::Naphtha),
    ("271021", H0, H1, C::JetKerosene),
    ("271022", H0, H1, C::Kerosene),
    ("271025", H0, H1, C::MiddleAndHeavyOils),
    ("271026", H0, H1, C::GasOil),
    ("271027", H0, H1, C::GasOil),
    ("271029", H0, H1, C::MiddleAndHeavyOils),
    ("271093", H0, H1, C::FuelOil),
    ("271094", H0, H1, C::MiddleAndHeavyOils),
    ("271095", H0, H1, C::Lubricants),
    ("271096", H0, H1, C::Lubricants),
    ("2711", H0, H6, C::PetroleumGases),
    ("271111", H0, H6, C::Lng),
    ("271112", H0, H6, C::Propane),
    ("271113", H0, H6, C::Butanes),
    ("271114", H0, H6, C::Olefins),
    ("271119", H0, H6, C::OtherLiquefiedGas),
    ("271121", H0, H6, C::PipelineGas),
    ("271129", H0, H6, C::OtherGaseousHydrocarbons),
    ("2713", H0, H6, C::PetroleumResidues),
    ("271311", H0, H6, C::PetroleumCoke),
    ("271312", H0, H6, C::PetroleumCoke),
    ("271320", H0, H6, C::Bitumen),
    ("271390", H0, H6, C::PetroleumResidues),
    ("2714", H0, H6, C::OilShale),
    ("271410", H0, H6, C::OilShale),
    ("271490", H0, H6, C::OilShale),
    ("2716", H0, H6, C::Electricity),
    ("271600", H0, H6, C::Electricity),
    ("261210", H0, H6, C::UraniumOre),
    ("284410", H0, H6, C::NaturalUranium),
    ("284420", H0, H6, C::EnrichedUranium),
    ("284450", H0, H6, C::SpentFuel),
    ("840130", H0, H6, C::NuclearFuel),
    ("4401", H0, H6, C::Wood),
    ("440110", H0, H4, C::Fuelwood),
    ("440111", H5, H6, C::Fuelwood),
    ("440112", H5, H6, C::Fuelwood),
    ("440121", H0, H6, C::WoodChips),
    ("440122", H0, H6, C::WoodChips),
    ("440130", H0, H3, C::WoodWaste),
    ("440131", H4, H6, C::WoodPellets),
    ("440132", H6, H6, C::WoodBriquettes),
    ("440139", H4, H6, C::WoodWaste),
    ("440140", H5, H5, C::WoodWaste),
    ("440141", H6, H6, C::WoodWaste),
    ("440149", H6, H6, C::WoodWaste),
    ("4402", H0, H6, C::Charcoal),
    ("440200", H0, H2, C::Charcoal),
    ("440210", H3, H6, C::Charcoal),
    ("440220", H6, H6, C::Charcoal),
    ("440290", H3, H6, C::Charcoal),
    ("3826", H4, H6, C::Biodiesel),
    ("382600", H4, H6, C::Biodiesel),
    ("2207", H0, H6, C::Ethanol),
    ("220710", H0, H6, C::Ethanol),
    ("220720", H0, H6, C::Ethanol),
];

/// Codes that exist in H0 and H1 files with a meaning of their own that no list states.
const UNSTATED: &[&str] = &["271011", "271019", "271091", "271099"];

/// Tariff lines of eight digits that say more than their subheading, alike in the European Union
/// and China.
const LINES: &[(&str, C)] = &[("27011210", C::CokingCoal), ("27011290", C::SteamCoal)];

/// Tariff lines of China alone.
const CHINESE: &[(&str, C)] = &[
    ("27101911", C::JetKerosene),
    ("27101912", C::Kerosene),
    ("27101922", C::FuelOil),
    ("27101923", C::GasOil),
    ("27101991", C::Lubricants),
];

impl Carrier {
    /// The carrier that a commodity code means in its edition; `None` for goods that are not an
    /// energy carrier.
    ///
    /// Codes of the Harmonized System at 2, 4 and 6 digits, of the Combined Nomenclature (by the
    /// edition in force in its year) and national tariff lines. A code is a key only together with
    /// its edition: 271012 is light oils since HS 2012, and motor spirit in files of HS 1992 and
    /// 1996. Without an edition only a code that never meant anything else is accepted.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a code that is not in that edition, or that means
    /// different things where no edition is named, and for SITC, which is not mapped.
    ///
    /// # Source
    /// UN Comtrade reference lists of the Harmonized System, editions H0 to H6, June 2025.
    ///
    /// # Example
    /// ```
    /// use bilateral::carrier::Carrier;
    /// assert_eq!(Carrier::of(&"H6:271012".parse()?)?, Some(Carrier::LightOils));
    /// assert_eq!(Carrier::of(&"H0:271012".parse()?)?, Some(Carrier::MotorGasoline));
    /// assert!(Carrier::of(&"H3:271012".parse()?).is_err()); // light oils were 271011 then
    /// assert!(Carrier::of(&"HS:271012".parse()?).is_err()); // which edition?
    /// assert_eq!(Carrier::of(&"H6:870323".parse()?)?, None);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn of(commodity: &Commodity) -> Result<Option<Carrier>, Error> {
        let edition = match commodity.classification() {
            Classification::Hs(edition) => edition,
            Classification::Cn(year) => HsEdition::in_force(year),
            Classification::National(_) => None,
            Classification::Sitc(_) | Classification::Bec(_) => {
                return Err(Error::invalid(
                    "the code of a carrier",
                    format!("{commodity} is not mapped to carriers"),
                )
                .with_help("use a code of the Harmonized System"));
            }
            _ => return Ok(None),
        };
        if let Some((_, carrier)) = LINES.iter().find(|(line, _)| *line == commodity.code()) {
            return Ok(Some(*carrier));
        }
        let chinese = commodity.classification() == Classification::National(*b"CHN");
        if let Some((_, carrier)) =
            CHINESE.iter().find(|(line, _)| chinese && *line == commodity.code())
        {
            return Ok(Some(*carrier));
        }
        let digits = commodity.code().trim_end_matches('X');
        let Some(code) = [6, 4, 2].iter().find_map(|length| digits.get(..*length)) else {
            return Ok(None);
        };
        let rows = || CODES.iter().filter(|(known, ..)| *known == code);
        let refuse = |reason: String, help: &str| {
            Err(Error::invalid("the code of a carrier", format!("{commodity} {reason}"))
                .with_help(help))
        };
        let editions = || {
            let spans: Vec<String> = rows()
                .map(|(_, first, last, carrier)| format!("{carrier} from {first:?} to {last:?}"))
                .collect();
            spans.join(", ")
        };
        let Some(edition) = edition else {
            let first = rows().next().map(|(.., carrier)| *carrier);
            return match first {
                Some(_)
                    if UNSTATED.contains(&code)
                        || rows().any(|(.., other)| Some(*other) != first) =>
                {
                    refuse(
                        format!("means different things in different editions: {}", editions()),
                        "name the edition, as H6:271012",
                    )
                }
                found => Ok(found),
            };
        };
        match rows().find(|(_, from, to, _)| (*from..=*to).contains(&edition)) {
            Some((.., carrier)) => Ok(Some(*carrier)),
            None if rows().next().is_none() => Ok(None),
            None => refuse(
                format!("is not a code of that edition; it is {}", editions()),
                "look up the code that the edition uses",
            ),
        }
    }
}
