//! The formats that are read, each once: its name, its office, how it is recognised, and who reads
//! it.

use crate::error::Error;
use crate::read::head::Head;
use crate::read::session::File;
use crate::read::source::Source;
use crate::read::{
    baci, census, comext, comext_sdmx, comtrade, gacc, gacc_table, panel_file, releases,
};
use std::fmt;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// UN Comtrade API v1: an answer in JSON, its rows alone as an array, or one row a line.
    ComtradeJson,
    /// UN Comtrade, the CSV download of the web site, or a table that a program made of the API's
    /// answer.
    ComtradeCsv,
    /// UN Comtrade, a bulk file: separated by tabs.
    ComtradeBulk,
    /// UN Comtrade as it was before 2023: CSV, full or bulk form.
    ComtradeLegacy,
    /// CEPII BACI: `t,i,j,k,v,q`.
    Baci,
    /// China Customs (GACC), the download of an online query.
    GaccQuery,
    /// China Customs (GACC), the text of a monthly table by customs regime.
    GaccTable,
    /// Eurostat Comext, a bulk file of before or after 2025.
    ComextBulk,
    /// Eurostat Comext as SDMX-CSV 1.0, 2.0 or 3.0.
    ComextSdmx,
    /// US Census international trade API: an array of arrays in JSON, the same as records, or as
    /// CSV.
    Census,
    /// Releases in the plain format of this crate.
    Releases,
    /// A panel written by this crate.
    Panel,
}

/// What there is to know of a format.
pub(crate) struct Entry {
    pub(crate) format: Format,
    name: &'static str,
    pub(crate) source: &'static str,
    pub(crate) is: fn(&Head<'_>) -> bool,
    pub(crate) read: fn(Source<'_>, File<'_, '_>) -> Result<(), Error>,
}

pub(crate) const COMTRADE: &str = "UN Comtrade";
pub(crate) const GACC: &str = "China Customs";
const COMEXT: &str = "Eurostat Comext";
pub(crate) const CENSUS: &str = "the US Census Bureau";
const OURS: &str = "this crate";

/// In the order in which they are tried.
pub(crate) const FORMATS: &[Entry] = &[
    Entry {
        format: Format::Census,
        name: "US Census international trade",
        source: CENSUS,
        is: census::is,
        read: census::read,
    },
    Entry {
        format: Format::ComtradeJson,
        name: "UN Comtrade API answer (JSON)",
        source: COMTRADE,
        is: comtrade::is_json,
        read: comtrade::read_json,
    },
    Entry {
        format: Format::ComtradeBulk,
        name: "UN Comtrade bulk file",
        source: COMTRADE,
        is: comtrade::is_bulk,
        read: comtrade::read_table,
    },
    Entry {
        format: Format::ComtradeCsv,
        name: "UN Comtrade download (CSV)",
        source: COMTRADE,
        is: comtrade::is_csv,
        read: comtrade::read_table,
    },
    Entry {
        format: Format::ComtradeLegacy,
        name: "UN Comtrade download of before 2023 (CSV)",
        source: COMTRADE,
        is: comtrade::is_legacy,
        read: comtrade::read_table,
    },
    Entry {
        format: Format::Baci,
        name: "CEPII BACI",
        source: "CEPII",
        is: baci::is,
        read: baci::read,
    },
    Entry {
        format: Format::ComextSdmx,
        name: "Eurostat Comext, SDMX-CSV",
        source: COMEXT,
        is: comext_sdmx::is,
        read: comext_sdmx::read,
    },
    Entry {
        format: Format::ComextBulk,
        name: "Eurostat Comext bulk file",
        source: COMEXT,
        is: comext::is,
        read: comext::read,
    },
    Entry {
        format: Format::GaccQuery,
        name: "China Customs query download",
        source: GACC,
        is: gacc::is,
        read: gacc::read,
    },
    Entry {
        format: Format::Panel,
        name: "a panel written by this crate",
        source: OURS,
        is: panel_file::is,
        read: panel_file::read,
    },
    Entry {
        format: Format::Releases,
        name: "releases in this crate's plain format",
        source: OURS,
        is: releases::is,
        read: releases::read,
    },
    Entry {
        format: Format::GaccTable,
        name: "China Customs monthly table by customs regime",
        source: GACC,
        is: gacc_table::is,
        read: gacc_table::read,
    },
];

impl Format {
    pub(crate) fn entry(self) -> Option<&'static Entry> {
        FORMATS.iter().find(|entry| entry.format == self)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.entry().map_or("", |entry| entry.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_in_the_table_once() {
        for entry in FORMATS {
            assert_eq!(FORMATS.iter().filter(|other| other.format == entry.format).count(), 1);
            assert!(!entry.format.to_string().is_empty());
        }
        assert_eq!(FORMATS.len(), 12);
    }
}
