//! Currencies by their ISO 4217 codes.

use crate::error::Error;
use crate::number::text_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A currency: one of the codes of ISO 4217, present or past.
///
/// ```
/// use bilateral::unit::{Currency, USD};
/// assert_eq!("USD".parse::<Currency>()?, USD);
/// assert_eq!(USD.billion().to_string(), "billion US$");
/// assert!("usd".parse::<Currency>().is_err());
/// # Ok::<(), bilateral::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// US dollar.
pub const USD: Currency = Currency(*b"USD");
/// Chinese yuan renminbi.
pub const CNY: Currency = Currency(*b"CNY");
/// Euro.
pub const EUR: Currency = Currency(*b"EUR");
/// Russian rouble.
pub const RUB: Currency = Currency(*b"RUB");
/// Pound sterling.
pub const GBP: Currency = Currency(*b"GBP");
/// Japanese yen.
pub const JPY: Currency = Currency(*b"JPY");
/// Indian rupee.
pub const INR: Currency = Currency(*b"INR");
/// Kazakh tenge.
pub const KZT: Currency = Currency(*b"KZT");
/// Belarusian rouble.
pub const BYN: Currency = Currency(*b"BYN");
/// Swiss franc.
pub const CHF: Currency = Currency(*b"CHF");
/// Hong Kong dollar.
pub const HKD: Currency = Currency(*b"HKD");
/// South Korean won.
pub const KRW: Currency = Currency(*b"KRW");
/// Turkish lira.
pub const TRY: Currency = Currency(*b"TRY");

/// The codes of ISO 4217 that name a currency, ascending; without metals, bond market units and
/// test codes.
const PRESENT: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES \
    VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG";

/// Codes that old statistics still carry.
const PAST: &str = "\
    ANG ATS BEF BGL BGN BYR CSK CUC CYP DDM DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PLZ PTE ROL RUR SIT SKK SLL \
    SUR TRL XEU YUD ZWL";

impl Currency {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("") // ASCII by construction
    }

    /// The printed symbol.
    pub(crate) fn symbol(&self) -> &str {
        match *self {
            USD => "US$",
            CNY => "yuan",
            _ => self.code(),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Currency, Error> {
        let known = PRESENT.split(' ').chain(PAST.split(' ')).find(|code| *code == text);
        let bytes = known.and_then(|code| <[u8; 3]>::try_from(code.as_bytes()).ok());
        bytes.map(Currency).ok_or_else(|| {
            Error::parse(
                "a currency",
                text,
                "it is not a code of ISO 4217 in capitals, such as USD, CNY or EUR",
            )
        })
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        text_form::read(deserializer)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
