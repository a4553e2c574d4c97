//! One way in: a path or a stream, and what comes out.

use crate::error::{Error, ErrorKind};
use crate::key::Flow;
use crate::panel::{Account, Panel};
use crate::read::formats::{CENSUS, COMTRADE, Entry, GACC};
use crate::read::recognise::{FORMATS_READ, Refused, recognise};
use crate::read::session::Session;
use crate::read::source::{Source, each_text, files};
use crate::read::{Format, Reader};
use crate::vintage::Releases;
use std::io::Read;
use std::path::Path;

/// What a file turned out to be, its data, and what became of every row.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Opened {
    /// The format.
    pub format: Format,
    /// The data.
    pub data: Data,
    /// The account.
    pub account: Account,
}

/// The data of a file.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // there is one for each file that is read
pub enum Data {
    /// Cells by reporter, partner, commodity, flow and period.
    Panel(Panel),
    /// Figures as published, with their dates.
    Releases(Releases),
}

impl Opened {
    /// The panel, if nothing of the file is lost.
    ///
    /// # Errors
    /// [`Parse`](ErrorKind::Parse) if the account is not [complete](Account::is_complete): the file
    /// is cut, a part of it cannot be read, rows were not understood, or parts of cells have no
    /// total. [`Error::help`] says what to do about each, and
    /// [`panel_with_losses`](Opened::panel_with_losses) gives what there is.
    /// [`Mismatch`](ErrorKind::Mismatch) if the file holds releases.
    ///
    /// ```
    /// use bilateral::read;
    /// let cut =
    ///     "t,i,j,k,v,q\n2022,643,156,270900,58368525.061,86248.1\n2022,643,156,271121,3980.7,47";
    /// let opened = read::baci(cut.as_bytes(), "BACI_HS22_Y2022_V202401b.csv")?;
    /// assert!(!opened.account.is_complete());
    /// assert!(opened.clone().panel().unwrap_err().to_string().contains("may be cut"));
    /// assert_eq!(opened.panel_with_losses()?.len(), 1); // what stands before the last line
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn panel(self) -> Result<Panel, Error> {
        if matches!(self.data, Data::Panel(_)) {
            self.refuse_losses("panel_with_losses()")?;
        }
        self.panel_with_losses()
    }

    /// The panel, whatever is lost: the rows that were read, as far as reading went.
    /// [`Panel::account`] says what is missing.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if the file holds releases.
    pub fn panel_with_losses(self) -> Result<Panel, Error> {
        match self.data {
            Data::Panel(panel) => Ok(panel),
            Data::Releases(_) => Err(Error::mismatch(
                "the kind of data",
                "the file holds releases",
                "a panel was asked for",
            )
            .with_help("ask for releases(), and push a series of them into a panel")),
        }
    }

    /// The releases, if nothing of the file is lost.
    ///
    /// # Errors
    /// As [`panel`](Opened::panel), for releases:
    /// [`releases_with_losses`](Opened::releases_with_losses) gives what there is.
    pub fn releases(self) -> Result<Releases, Error> {
        if matches!(self.data, Data::Releases(_)) {
            self.refuse_losses("releases_with_losses()")?;
        }
        self.releases_with_losses()
    }

    /// The releases, whatever is lost.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if the file holds a panel.
    pub fn releases_with_losses(self) -> Result<Releases, Error> {
        match self.data {
            Data::Releases(releases) => Ok(releases),
            Data::Panel(_) => Err(Error::mismatch(
                "the kind of data",
                "the file holds a panel",
                "releases were asked for",
            )
            .with_help("ask for panel(), and take a series from it with series(..)")),
        }
    }

    fn refuse_losses(&self, way: &str) -> Result<(), Error> {
        if self.account.is_complete() {
            return Ok(());
        }
        let cures = self.account.advice().join("; ");
        let help = format!("{cures}; or take what was read, without what is lost, with {way}");
        Err(Error::parse("a file without losses", &self.format.to_string(), self.account.losses())
            .with_help(help))
    }
}

impl Reader {
    /// Opens a file, or all files of a folder or a zip archive as one, and reads what it is.
    ///
    /// Among several files, one that holds no trade data is a remark of the account. One that
    /// cannot be read to its end, or that may hold data and is not read, is a break
    /// ([`Account::breaks`]); the others are read.
    ///
    /// # Errors
    /// [`Io`](ErrorKind::Io) if it cannot be read; [`Parse`](ErrorKind::Parse) if it is none of the
    /// formats, by name where it is known; [`Mismatch`](ErrorKind::Mismatch) for files of different
    /// formats or currencies.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Opened, Error> {
        self.open_watched(path, &|_| ())
    }

    /// The same, telling how many bytes more of the file have been read: for a progress bar.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn open_watched(
        &self,
        path: impl AsRef<Path>,
        watch: &(dyn Fn(u64) + Sync),
    ) -> Result<Opened, Error> {
        let mut work = Work::new(self);
        for file in &files(path.as_ref())? {
            each_text(file, watch, |source| work.try_to_read(source))?;
        }
        work.finish(&path.as_ref().display().to_string())
    }

    /// Reads a stream after looking at what it is; `name` stands for the file in the account.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn read(&self, input: impl Read + Send, name: &str) -> Result<Opened, Error> {
        let source = Source::new(input, name, None)?;
        let entry = recognise(&source.head).map_err(|refused| refused.of(name).error)?;
        self.read_source(entry, source)
    }

    /// Reads a stream that is known to be of this format.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn read_as(
        &self,
        format: Format,
        input: impl Read + Send,
        name: &str,
    ) -> Result<Opened, Error> {
        let entry = format.entry().ok_or_else(|| {
            Error::invalid("a format", format!("{format} is not read"))
                .about(name)
                .with_help(FORMATS_READ)
        })?;
        self.read_source(entry, Source::new(input, name, None)?)
    }

    fn read_source(&self, entry: &Entry, source: Source<'_>) -> Result<Opened, Error> {
        let name = source.name.clone();
        let mut work = Work::new(self);
        work.read(entry, source)?;
        work.finish(&name)
    }
}

/// The files read so far.
struct Work<'a> {
    options: &'a Reader,
    format: Option<Format>,
    /// How many texts there were, and why the first that was not read was not.
    texts: u64,
    not_read: Option<Error>,
    session: Session<'a>,
}

impl<'a> Work<'a> {
    fn new(options: &'a Reader) -> Work<'a> {
        Work { options, format: None, texts: 0, not_read: None, session: Session::new(options) }
    }

    /// Reads one text of several. Lists of codes lie beside the data, and one archive may be
    /// damaged: the others are read.
    fn try_to_read(&mut self, source: Result<Source<'_>, Error>) -> Result<(), Error> {
        self.texts = self.texts.saturating_add(1);
        let source = match source {
            Ok(source) => source,
            Err(error) => return self.left_out(error, true),
        };
        match recognise(&source.head) {
            Ok(entry) => match self.read(entry, source) {
                Err(error) if is_failure(&error) => self.left_out(error, true),
                result => result,
            },
            Err(refused) => {
                let Refused { error, may_be_data, .. } = refused.of(&source.name);
                self.left_out(error, may_be_data)
            }
        }
    }

    /// A text is not in the data: a break if it may hold some, else a remark.
    fn left_out(&mut self, error: Error, may_be_data: bool) -> Result<(), Error> {
        if may_be_data {
            self.session.stopped(error.clone())?;
        } else {
            self.session.remark(error.to_string());
        }
        self.not_read.get_or_insert(error);
        Ok(())
    }

    fn read(&mut self, entry: &Entry, source: Source<'_>) -> Result<(), Error> {
        match self.format {
            Some(known) if known != entry.format => {
                return Err(Error::mismatch("the format of the files", known, entry.format)
                    .about(&source.name)
                    .with_help("read files of one format at a time"));
            }
            _ => self.format = Some(entry.format),
        }
        self.options.fit(entry).map_err(|error| error.about(&source.name))?;
        let name = source.name.clone();
        let before = self.session.seen();
        let file = self.session.file(&name);
        (entry.read)(source, file)?;
        if self.session.seen() == before {
            self.session.remark(format!("{name}: the file has no rows"));
        }
        Ok(())
    }

    fn finish(mut self, path: &str) -> Result<Opened, Error> {
        // Of a single text there is nothing else to say.
        let not_read = self.not_read.filter(|_| self.texts == 1);
        if let Some(error) = not_read {
            return Err(error);
        }
        let Some(format) = self.format else {
            let account = self.session.account();
            let mut seen = account.remarks().to_vec();
            seen.extend(account.breaks().iter().map(ToString::to_string));
            let seen = seen.join("; ");
            let reason = format!("no file in it holds trade data: {seen}");
            return Err(Error::invalid("a folder or an archive of data", reason)
                .about(path)
                .with_help(FORMATS_READ));
        };
        if let Some((releases, account)) = self.session.releases() {
            return Ok(Opened { format, data: Data::Releases(releases), account });
        }
        let panel = self.session.settle()?;
        let account = panel.account().clone();
        Ok(Opened { format, data: Data::Panel(panel), account })
    }
}

/// True if bytes could not be read, whatever they say.
fn is_failure(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Io(_))
}

/// Opens a file or a folder with the defaults; see the [room](crate::read).
///
/// # Errors
/// As [`Reader::open`].
pub fn open(path: impl AsRef<Path>) -> Result<Opened, Error> {
    Reader::new().open(path)
}

/// Reads UN Comtrade in any of its forms with the defaults.
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, RUS},
///     read,
/// };
/// let answer = r#"{"count":1,"data":[{"freqCode":"A","period":"2022","reporterCode":156,
/// "flowCode":"M","partnerCode":643,"partner2Code":0,"classificationCode":"H6","cmdCode":"TOTAL",
/// "customsCode":"C00","mosCode":"0","motCode":0,
/// "primaryValue":114149000000.5}],"error":""}"#;
/// let panel = read::comtrade(answer.as_bytes(), "answer.json")?.panel()?;
/// let amount = panel.amount(&Key::imports(CHN).from(RUS), Period::year(2022))?;
/// assert_eq!(amount.value().to_string(), "114149000000.5");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn comtrade(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    of_source(Format::ComtradeJson, &Reader::new(), input, name)
}

/// Reads CEPII BACI with the defaults. The edition of the Harmonized System is taken from the name,
/// `BACI_HS92_..`.
///
/// # Errors
/// As [`Reader::open`]; [`Parse`](ErrorKind::Parse) if the first line does not name the columns t,
/// i, j, k, v, q in this order.
pub fn baci(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    Reader::new().read_as(Format::Baci, input, name)
}

/// Reads China Customs (GACC) with the defaults: a query download, which does not say whether it
/// holds imports or exports, or a monthly table by customs regime, which holds both, whatever the
/// flow.
///
/// A download of one month does not say which: use [`Reader::period`] with [`Reader::read`].
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{
///     Flow, Key, Period,
///     area::{CHN, RUS},
///     read,
/// };
/// let download = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\
///             \"Customs Regime code\",\"Quantity\",\"Unit\",\"US dollar\",\n\
///             \"202601\",\"270900\",\"344\",\"10\",\"7000\",\"Kilogram\",\"3,150\",\n\
///             \"202601\",\"270900\",\"344\",\"19\",\"500\",\"Kilogram\",\"225\",\n";
/// let panel = read::gacc(download.as_bytes(), Flow::Import, "downloadData.csv")?.panel()?;
/// let crude = Key::imports(CHN).from(RUS).of("HS:270900".parse()?);
/// // ordinary and border trade together
/// let amount = panel.amount(&crude, Period::month(2026, 1))?;
/// assert_eq!(amount.value().to_string(), "3375");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn gacc(input: impl Read + Send, flow: Flow, name: &str) -> Result<Opened, Error> {
    let reader = Reader::new().flow(flow);
    of_source(Format::GaccQuery, &reader, input, name)
}

/// Reads Eurostat Comext with the defaults, a bulk file or SDMX-CSV. Values are in euro; the
/// quantity is the weight in kilograms, in bulk files the supplementary one where there is no
/// weight.
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{
///     Key, Period,
///     area::{CHN, DEU},
///     read,
/// };
/// let answer = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,\
///           TIME_PERIOD,OBS_VALUE\n\
///           ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,CN,850760,1,QUANTITY_IN_100KG,\
///             2024,1234.56\n\
///           ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,CN,850760,1,VALUE_IN_EUROS,\
///             2024,987654\n";
/// let panel = read::comext(answer.as_bytes(), "ds-045409.csv")?.panel()?;
/// let batteries = Key::imports(DEU).from(CHN).of("CN2024:850760".parse()?);
/// let (quantity, unit) = panel.quantity(panel.find(&batteries, Period::year(2024))?).unwrap();
/// assert_eq!(
///     (quantity.to_string(), unit.unwrap().to_string()),
///     ("123456".to_owned(), "kg".to_owned())
/// );
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn comext(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    of_source(Format::ComextSdmx, &Reader::new(), input, name)
}

/// Reads the US Census Bureau's international trade API with the defaults: general imports by
/// customs value, exports free alongside ship; see [`Reader::value_column`].
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{
///     Key, Period, Valuation,
///     area::{CHN, USA},
///     read,
/// };
/// let answer = r#"[["CTY_CODE","I_COMMODITY","GEN_VAL_MO","time","COMM_LVL"],
/// ["5700","850760","1350246","2024-01","HS6"],
/// ["-","850760","2000000","2024-01","HS6"]]"#;
/// let opened = read::census(answer.as_bytes(), "answer.json")?;
/// assert_eq!(opened.account.totals(), 1); // the World over a country
/// let batteries =
///     Key::imports(USA).from(CHN).of("HS:850760".parse()?).valued(Valuation::CustomsValue);
/// assert!(opened.panel()?.find(&batteries, Period::month(2024, 1)).is_ok());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn census(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    of_source(Format::Census, &Reader::new(), input, name)
}

/// Reads a stream that must come from the office of this format.
fn of_source(
    format: Format,
    reader: &Reader,
    input: impl Read + Send,
    name: &str,
) -> Result<Opened, Error> {
    let source = Source::new(input, name, None)?;
    let entry = recognise(&source.head).map_err(|refused| refused.of(name).error)?;
    let office = format.entry().map_or("", |entry| entry.source);
    if entry.source != office {
        return Err(Error::mismatch("the source of the file", entry.format, office)
            .about(name)
            .with_help("read it with Reader::read or read::open, which find out what a file is"));
    }
    reader.read_source(entry, source)
}

impl Reader {
    /// Parts that one office alone has can be chosen of its files alone.
    ///
    /// # Errors
    /// [`Mismatch`](crate::ErrorKind::Mismatch) for a choice that the format does not have.
    pub(crate) fn fit(&self, entry: &Entry) -> Result<(), Error> {
        let choices = [
            (self.transport != 0, "transport", COMTRADE),
            (self.customs != "C00", "customs", COMTRADE),
            (self.second_partner != 0, "second_partner", COMTRADE),
            (self.regime.is_some(), "regime", GACC),
            (self.value_column.is_some(), "value_column", CENSUS),
        ];
        match choices.iter().find(|(chosen, _, source)| *chosen && *source != entry.source) {
            None => Ok(()),
            Some((_, name, source)) => Err(Error::mismatch(
                "the source of the file",
                entry.format,
                format!("{source}, whose files alone have {name}"),
            )
            .with_help(format!("do not choose {name} for this file"))),
        }
    }
}
