//! The files people really have, and an account of every row.
//!
//! [`open`] takes a path and finds out what it is: a file, plain or packed with gzip or zip, or a folder of files. It recognises the
//! format from the content, reads it into a [`Panel`](crate::panel::Panel) (or [`Releases`](crate::Releases), where the file is that), and gives an
//! [`Account`]: every row is accepted or set aside with a reason, a file, a line and a column.
//!
//! ```
//! use bilateral::{read, Key, Period, area::{CHN, RUS}};
//!
//! // CEPII BACI: exporter, importer, thousand US$, tonnes; one quantity is not known.
//! let file = "t,i,j,k,v,q\n\
//!             2022,643,156,270900,58368525.061,86248.1\n\
//!             2022,643,156,271121,       3980.7,          NA\n";
//! let opened = read::baci(file.as_bytes(), "BACI_HS22_Y2022_V202401b.csv")?;
//! println!("{}\n{}", opened.format, opened.account); // 2 rows read: 2 accepted, 0 set aside
//! let panel = opened.panel()?;
//! let crude = Key::exports(RUS).to(CHN).of("H6:270900".parse()?);
//! assert_eq!(panel.amount(&crude, Period::year(2022))?.to_string(), "58368525.061 thousand US$");
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # What is read
//!
//! | format | recognised by | becomes |
//! |---|---|---|
//! | UN Comtrade: API answer, CSV download, bulk file, CSV of before 2023 | its fields | panel in US$, as reported |
//! | CEPII BACI | `t,i,j,k,v,q` | panel in thousand US$, FOB, tonnes |
//! | China Customs: query download (say the flow), monthly table by regime | column names, title | panel in US$ or yuan; releases |
//! | Eurostat Comext: bulk file, SDMX-CSV | column names | panel in euro |
//! | US Census API | array of arrays with its columns | panel in US$, customs value, CIF or FAS |
//! | releases and panels of this crate | column names | releases, panel |
//!
//! Anything else is refused by name where it is known: listings, lists of codes, other services, unpacked archives.
//!
//! # Defaults, all of them named
//!
//! Nothing is counted twice: of a breakdown by transport, customs procedure or second partner only the total is taken; rows that hold
//! other rows of the data (the World over countries, a chapter over its headings, a year over its months) are kept as totals, apart from
//! what they hold ([`Panel::reported`](crate::panel::Panel::reported)); the first of several rows of one cell stands ([`Reader::duplicates`]), except where a format splits cells into rows
//! (Comext by procedure, China Customs by regime and province, the US Census by district), which are added up, each part once. Flows stay apart, so re-exports are never added to the exports that contain them. Missing is never zero,
//! estimates stay marked ([`Panel::marks`](crate::panel::Panel::marks)), and quantities keep the unit of their row ([`quantity`](crate::panel::Panel::quantity)).
//! Numbers are read exactly, exponents included, or set aside.
//!
//! Of several editions or classifications for one pair and period, the one that most rows of the data have stands. Taiwan is area 158 in files of China
//! Customs and the US Census, and 490 ("Other Asia, nes") in UN Comtrade and BACI, as they print it.
//!
//! Memory beyond the panel is that of a few blocks for files in the order of downloads; for any other order it is about 20 bytes
//! a row, and where rows must be compared (parts and totals, the World and countries, years and months) that of their cells.
//!
//! A row is a line, or an element of JSON. No office puts line ends into quoted fields; a table that has been through other
//! hands may, and each line of such a field is set aside as [`Reason::Malformed`].

mod awaited;
mod baci;
mod baci_blocks;
mod census;
mod census_codes;
mod code;
mod comext;
mod comext_codes;
mod comext_sdmx;
mod comtrade;
mod comtrade_record;
mod fields;
mod formats;
mod gacc;
mod gacc_codes;
mod gacc_table;
mod json;
mod number;
mod open;
mod options;
mod panel_file;
mod parts;
mod places;
mod recognise;
mod releases;
mod remarks;
mod sdmx;
mod session;
mod source;
mod table;
mod text;
mod unread;

pub use crate::panel::{Account, Line, Reason, SetAside};
pub use formats::Format;
pub use open::{Data, Opened, baci, census, comext, comtrade, gacc, open};
pub use options::{Quantity, Reader};
