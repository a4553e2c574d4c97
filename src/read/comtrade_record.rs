//! A row of UN Comtrade, in whichever spelling its file has.

use crate::error::Error;
use crate::read::fields::bare;
use crate::read::header::{ASK_FOR_COLUMN, Header};
use crate::read::text::Fields;
use crate::read::unread::{is_watched, push};
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Type,
    Frequency,
    Period,
    Reporter,
    Flow,
    Partner,
    SecondPartner,
    Classification,
    Commodity,
    Level,
    Customs,
    Supply,
    Transport,
    Unit,
    Quantity,
    QuantityEstimated,
    SecondUnit,
    SecondQuantity,
    SecondEstimated,
    Weight,
    WeightEstimated,
    Value,
    Cif,
    Fob,
    Estimation,
    Reported,
    Aggregated,
}

const COUNT: usize = 27;

/// Each field with its names: that of today, which is shown, and older ones and those of programs.
/// They are compared without case, blanks and punctuation; R puts an X before a digit.
const FIELDS: [(Field, &[&str]); COUNT] = [
    (Field::Type, &["typeCode"]),
    (Field::Frequency, &["freqCode"]),
    (Field::Period, &["period"]),
    (Field::Reporter, &["reporterCode"]),
    (Field::Flow, &["flowCode", "tradeFlowCode"]),
    (Field::Partner, &["partnerCode"]),
    (
        Field::SecondPartner,
        &["partner2Code", "2ndPartnerCode", "x2ndPartnerCode", "secondPartnerCode"],
    ),
    (Field::Classification, &["classificationCode", "classification"]),
    (Field::Commodity, &["cmdCode", "commodityCode"]),
    (Field::Level, &["aggrLevel", "aggregateLevel"]),
    (Field::Customs, &["customsCode", "customsProcCode"]),
    (Field::Supply, &["mosCode"]),
    (Field::Transport, &["motCode", "modeOfTransportCode"]),
    (Field::Unit, &["qtyUnitCode"]),
    (Field::Quantity, &["qty"]),
    (Field::QuantityEstimated, &["isQtyEstimated"]),
    (Field::SecondUnit, &["altQtyUnitCode"]),
    (Field::SecondQuantity, &["altQty"]),
    (Field::SecondEstimated, &["isAltQtyEstimated"]),
    (Field::Weight, &["netWgt", "netWeightKg"]),
    (Field::WeightEstimated, &["isNetWgtEstimated"]),
    (Field::Value, &["primaryValue", "tradeValueUs", "tradeValueUsd", "tradeValue"]),
    (Field::Cif, &["cifvalue", "cifTradeValueUs", "cifTradeValueUsd"]),
    (Field::Fob, &["fobvalue", "fobTradeValueUs", "fobTradeValueUsd"]),
    (Field::Estimation, &["legacyEstimationFlag", "flag"]),
    (Field::Reported, &["isReported"]),
    (Field::Aggregated, &["isAggregate"]),
];

/// Fields without which there is no row.
const NEEDED: [Field; 6] =
    [Field::Period, Field::Reporter, Field::Flow, Field::Partner, Field::Commodity, Field::Value];

/// Columns that stand in for a code where a table has none: the letters of an area, the name of a
/// flow.
const STAND_INS: [(Field, &str); 3] =
    [(Field::Reporter, "reporterISO"), (Field::Flow, "flowDesc"), (Field::Partner, "partnerISO")];

/// True if a table says this of its rows, by its code or by what stands in for it.
pub(crate) fn has(header: &Header, field: Field) -> bool {
    place(header, field).is_some()
}

fn place(header: &Header, field: Field) -> Option<usize> {
    let names = FIELDS.iter().find(|(known, _)| *known == field).map(|(_, names)| *names)?;
    let stand_in = STAND_INS.iter().find(|(known, _)| *known == field);
    header.place(names).or_else(|| header.place(&[stand_in?.1]))
}

/// Bare names of fields that are not read: they follow from the codes, or are other measures of the
/// same row.
const FOLLOWING: &[&str] = &[
    "datasetcode",
    "datasetchecksum",
    "refperiodid",
    "refyear",
    "refmonth",
    "year",
    "perioddesc",
    "reporteriso",
    "reporterdesc",
    "reporter",
    "flowdesc",
    "tradeflow",
    "partneriso",
    "partnerdesc",
    "partner",
    "partner2iso",
    "partner2desc",
    "2ndpartner",
    "2ndpartneriso",
    "x2ndpartner",
    "x2ndpartneriso",
    "secondpartner",
    "secondpartneriso",
    "classificationsearchcode",
    "isoriginalclassification",
    "cmddesc",
    "commodity",
    "isleaf",
    "isleafcode",
    "customsdesc",
    "customs",
    "motdesc",
    "modeoftransport",
    "qtyunitabbr",
    "qtyunit",
    "altqtyunitabbr",
    "altqtyunit",
    "grosswgt",
    "grossweightkg",
    "isgrosswgtestimated",
];

/// True for a bare name that is read or follows from what is read.
pub(crate) fn is_known(name: &str) -> bool {
    place_of(name).is_some() || FOLLOWING.contains(&name)
}

/// The place of a field by its bare name.
fn place_of(name: &str) -> Option<usize> {
    let known = |names: &[&str]| names.iter().any(|known| bare(known) == name);
    FIELDS.iter().find(|(_, names)| known(names)).map(|(field, _)| *field as usize)
}

/// The fields of one row, as printed; empty where the row has none.
pub(crate) struct Record<'a>([&'a [u8]; COUNT]);

impl<'a> Record<'a> {
    pub(crate) fn get(&self, field: Field) -> &'a [u8] {
        self.0.get(field as usize).map_or(&b""[..], |text| text.trim_ascii())
    }
}

impl Field {
    /// The name that is shown.
    pub(crate) fn name(self) -> &'static str {
        let names = FIELDS.iter().find(|(field, _)| *field == self).map(|(_, names)| *names);
        names.and_then(<[&str]>::first).copied().unwrap_or_default()
    }
}

/// Where the fields stand in a table.
pub(crate) struct Columns([Option<usize>; COUNT]);

impl Columns {
    /// # Errors
    /// [`Parse`](crate::ErrorKind::Parse) if a field is missing without which there is no row.
    pub(crate) fn find(header: &Header) -> Result<Columns, Error> {
        let mut places = [None; COUNT];
        for (field, _) in FIELDS {
            let place = place(header, field);
            if place.is_none() && NEEDED.contains(&field) {
                return Err(Error::parse(
                    "a column of the file",
                    field.name(),
                    "it is missing, and files of UN Comtrade have it",
                )
                .with_help(ASK_FOR_COLUMN));
            }
            if let Some(slot) = places.get_mut(field as usize) {
                *slot = place;
            }
        }
        Ok(Columns(places))
    }

    pub(crate) fn record<'a>(&self, fields: &'a Fields) -> Record<'a> {
        Record(self.0.map(|at| at.map_or(&b""[..], |at| fields.get(at))))
    }
}

/// A row of JSON: what stands behind each name, as written. Services differ in the case of names.
pub(crate) struct JsonRecord<'a> {
    members: [Option<&'a RawValue>; COUNT],
    /// Members that are not known, with their names.
    others: Vec<(String, &'a RawValue)>,
}

impl<'a> JsonRecord<'a> {
    pub(crate) fn record(&self) -> Record<'a> {
        Record(self.members.map(|value| value.map_or(&b""[..], plain)))
    }

    /// What the members that are not known say, in one text.
    pub(crate) fn unread(&self, text: &mut Vec<u8>) {
        text.clear();
        for (name, value) in &self.others {
            push(text, name.as_bytes(), plain(value));
        }
    }
}

/// The text of a value without its quotes; blank for null.
fn plain(value: &RawValue) -> &[u8] {
    let text = value.get();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if text == "null" { b"" } else { text.as_bytes() }
}

/// What a name of a member means, looked up once for all rows.
#[derive(Clone, Copy)]
enum Meaning {
    Field(usize),
    Watched,
    Following,
}

/// Names met before.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, Meaning>);

impl Names {
    fn meaning(&mut self, name: &str) -> Meaning {
        if let Some(known) = self.0.get(name) {
            return *known;
        }
        let meaning = match place_of(&bare(name)) {
            Some(place) => Meaning::Field(place),
            None if is_watched(name, is_known) => Meaning::Watched,
            None => Meaning::Following,
        };
        self.0.insert(name.to_owned(), meaning);
        meaning
    }

    /// The members of an object.
    ///
    /// # Errors
    /// If it is not an object, or a name is there twice.
    pub(crate) fn record<'a>(
        &mut self,
        text: &'a [u8],
    ) -> Result<JsonRecord<'a>, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let record = deserializer.deserialize_map(Members(self))?;
        deserializer.end()?;
        Ok(record)
    }
}

/// A name without a copy, where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

struct Members<'n>(&'n mut Names);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = JsonRecord<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row of UN Comtrade")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut record = JsonRecord { members: [None; COUNT], others: Vec::new() };
        while let Some(Name(name)) = map.next_key()? {
            match self.0.meaning(&name) {
                Meaning::Watched => record.others.push((name.into_owned(), map.next_value()?)),
                Meaning::Following => {
                    map.next_value::<IgnoredAny>()?;
                }
                Meaning::Field(place) => match record.members.get_mut(place) {
                    Some(member @ None) => *member = Some(map.next_value()?),
                    _ => return Err(A::Error::custom(format!("the name {name} is there twice"))),
                },
            }
        }
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_place_of_its_own() {
        let mut places: Vec<usize> = FIELDS.iter().map(|(field, _)| *field as usize).collect();
        places.sort_unstable();
        assert_eq!(places, (0..COUNT).collect::<Vec<_>>());
        for (_, names) in FIELDS {
            assert!(names.iter().all(|name| place_of(&bare(name)).is_some()));
        }
    }
}
