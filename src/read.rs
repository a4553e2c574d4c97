//! The files people really have, and an account of every row.
//!
//! [`open`] takes a path and finds out what it is: a file, plain or packed with gzip or zip, or a
//! folder of files. It recognises the format from the content, reads it into a
//! [`Panel`](crate::panel::Panel) (or [`Releases`](crate::Releases), where the file is that), and
//! gives an [`Account`]: every row is accepted or set aside with a reason, a file, a line and a
//! column.
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
//! | UN Comtrade: JSON of any shape, CSV, bulk file, CSV of before 2023 | its fields | panel in US$, as reported |
//! | CEPII BACI | `t,i,j,k,v,q` | panel in thousand US$, FOB, tonnes |
//! | China Customs: query download, monthly table by regime | column names, title | panel in US$ or yuan; releases |
//! | Eurostat Comext: bulk file, SDMX-CSV 1.0, 2.0, 3.0 | column names | panel in euro |
//! | US Census API: arrays, records, CSV | column names | panel in US$, customs value, CIF or FAS |
//! | releases and panels of this crate | column names | releases, panel |
//!
//! Names of columns are compared without case, blanks and punctuation, so tables that R and Python
//! write are read as well; fields are separated by commas, semicolons or tabs. Anything else is
//! refused by name where it is known: listings, lists of codes, other offices, unpacked archives.
//!
//! # A panel is whole, or it is refused
//!
//! [`Opened::panel`] gives the panel only if nothing is lost ([`Account::is_complete`]): a file
//! that is cut, a part of it that cannot be read, a row that is not understood, or parts of a cell
//! without their total are an error that names them. [`Opened::panel_with_losses`] gives what there
//! is, and [`Panel::account`](crate::panel::Panel::account) says what is missing.
//! [`Reason::is_loss`] says which reasons are losses.
//!
//! - A last line without a line end is kept out if its last field could go on: a number, a name, or
//!   too few fields. It is whole if the last field is a closed quote or a member of a closed list,
//!   such as `true`.
//! - JSON, gzip and zip state their end, so a cut is seen wherever it is. **A cut between two lines
//!   of a plain text cannot be seen**; where a service cuts at a fixed number of rows, exactly that
//!   number is a [doubt](Account::doubts).
//! - What is missing (blank, `NA`, `null`, `-` and their like), unreadable, unknown and another
//!   code than asked for are four things with four reasons, in columns of codes as in columns of
//!   numbers. Codes that were written as numbers (`8.0`) are codes. A zero in front that was lost
//!   is put back where another column proves it, such as `aggrLevel`; else the account says what
//!   the code may be.
//! - Columns that are not read are watched: rows that differ in such a column alone are neither
//!   duplicates nor known parts, and none of them is read unless [`Reader::duplicates`] names a
//!   rule. The account names the column and what stands in it. Where such a column breaks trade
//!   down by its name (`transport_mode`, `district`), rows that differ in it are not read, whatever
//!   their cells, and a constant that is no total is a remark.
//!
//! # Defaults, all of them named
//!
//! Nothing is counted twice: of a breakdown by transport, customs procedure or second partner only
//! the total is taken; rows that hold other rows of the data (the World over countries, a chapter
//! over its headings, a year over its months) are kept as totals, apart from what they hold
//! ([`Panel::reported`](crate::panel::Panel::reported)). Of several rows of one cell that say the
//! same the first stands, and one with another value is a loss ([`Reader::duplicates`]), except
//! where a format splits cells into rows (Comext by procedure, China Customs by regime and
//! province, the US Census by district and subcode), which are added up, each part once. One
//! district, province or regime alone is not the whole and is [`Reason::WithoutTotal`], unless it
//! is asked for by name ([`Reader::regime`], [`Duplicates::Sum`](crate::panel::Duplicates)).
//! Flows stay apart, so re-exports are never added to the exports that contain them. Missing is
//! never zero, estimates stay marked ([`Panel::marks`](crate::panel::Panel::marks)), and
//! quantities keep the unit of their row ([`Panel::quantity`](crate::panel::Panel::quantity)).
//! Numbers are read exactly, exponents included; one with more digits than a column keeps, as the
//! noise of a float, is rounded with a remark.
//!
//! Of several editions or classifications for one pair and period, the one that most rows of the
//! data have stands, and rows of another one are set aside whatever their chapter. A World and its
//! partners are taken together ([`Editions`](crate::panel::Editions)). Taiwan is area 158 in files
//! of China Customs and the US Census, and 490 ("Other Asia, nes") in UN Comtrade and BACI, as they
//! print it.
//!
//! Memory beyond the panel is that of a few blocks for files in the order of downloads; for any
//! other order it is about 20 bytes a row, and where rows must be compared (parts and totals, the
//! World and countries, years and months) that of their cells.
//!
//! A row is a line, or an element of JSON. No office puts line ends into quoted fields; a table
//! that has been through other hands may, and each line of such a field is set aside as
//! [`Reason::Malformed`].

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
mod head;
mod header;
mod json;
mod lone;
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
mod sets;
mod source;
mod table;
mod text;
mod unread;
mod withheld;

pub use crate::panel::{Account, Line, Reason, SetAside};
pub use formats::Format;
pub use open::{Data, Opened, baci, census, comext, comtrade, gacc, open};
pub use options::{QuantityKind, Reader};
