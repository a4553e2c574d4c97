//! One way in: a path or a stream, a reader with its options, and what comes out.

use crate::area::Area;
use crate::error::{Error, ErrorKind};
use crate::key::Flow;
use crate::panel::{Account, Duplicates, Line, Panel, Reason, Totals};
use crate::period::Period;
use crate::read::collect::Collector;
use crate::read::source::{Source, each_text, files};
use crate::read::table::stopped;
use crate::read::text::{End, WholeLines};
use crate::read::{
    Format, baci as baci_file, census as census_file, comext as comext_file, comtrade as comtrade_file,
    gacc as gacc_file, gacc_table, panel_file, recognise,
};
use crate::vintage::Releases;
use std::io::Read;
use std::path::Path;

/// What a file turned out to be, its data, and what became of every row.
#[derive(Debug, Clone)]
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
    /// The panel.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if the file holds releases.
    pub fn panel(self) -> Result<Panel, Error> {
        match self.data {
            Data::Panel(panel) => Ok(panel),
            Data::Releases(_) => Err(Error::mismatch("the kind of data", "releases", "a panel")
                .with_help("ask for releases(); a series of them can be pushed into a panel")),
        }
    }

    /// The releases.
    ///
    /// # Errors
    /// [`Mismatch`](ErrorKind::Mismatch) if the file holds a panel.
    pub fn releases(self) -> Result<Releases, Error> {
        match self.data {
            Data::Releases(releases) => Ok(releases),
            Data::Panel(_) => Err(Error::mismatch("the kind of data", "a panel", "releases")
                .with_help("ask for panel(); panel.series(&key) gives a series")),
        }
    }
}

/// Which quantity of a row is taken, where a format has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Quantity {
    /// The first one in the unit the row says; the net weight in kilograms where there is none.
    #[default]
    Reported,
    /// The net weight only.
    NetWeight,
    /// The second one, in the supplementary unit.
    Supplementary,
}

/// Reads files with options. [`open`] and the readers by name use the defaults.
///
/// ```
/// use bilateral::{Flow, panel::Duplicates, read::Reader};
/// let reader = Reader::new().flow(Flow::Import).duplicates(Duplicates::Refuse).all_or_nothing(true);
/// assert!(reader.open("no such file.csv").unwrap_err().to_string().contains("no such file.csv"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub(crate) flow: Option<Flow>,
    pub(crate) period: Option<Period>,
    pub(crate) duplicates: Option<Duplicates>,
    pub(crate) totals: Totals,
    pub(crate) quantity: Quantity,
    pub(crate) transport: u32,
    pub(crate) customs: String,
    pub(crate) second_partner: u32,
    pub(crate) level: Option<u8>,
    pub(crate) own_areas: bool,
    pub(crate) regime: Option<String>,
    pub(crate) value_column: Option<String>,
    pub(crate) all_or_nothing: bool,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            flow: None,
            period: None,
            duplicates: None,
            totals: Totals::Keep,
            quantity: Quantity::Reported,
            transport: 0,
            customs: "C00".to_owned(),
            second_partner: 0,
            level: None,
            own_areas: false,
            regime: None,
            value_column: None,
            all_or_nothing: false,
        }
    }
}

impl Reader {
    /// The defaults.
    #[must_use]
    pub fn new() -> Reader {
        Reader::default()
    }

    /// The flow of files that do not say it: China Customs' query downloads.
    #[must_use]
    pub fn flow(self, flow: Flow) -> Reader {
        Reader { flow: Some(flow), ..self }
    }

    /// The period of files that do not say it: China Customs' downloads of one month.
    #[must_use]
    pub fn period(self, period: Period) -> Reader {
        Reader { period: Some(period), ..self }
    }

    /// What to do with several rows of one cell. Without it the first stands, and where a format splits cells into rows
    /// (Comext by procedure, China Customs by regime and province, the US Census by district) they are added up, except two rows
    /// that agree in every code, of which the first stands, and parts beside their total. With a rule of yours it alone counts.
    #[must_use]
    pub fn duplicates(self, rule: Duplicates) -> Reader {
        Reader { duplicates: Some(rule), ..self }
    }

    /// What to do with rows that hold other rows: the World over countries, chapters over headings, a year over its months. Without it
    /// they are kept as totals, apart from what they hold: see [`Panel::reported`].
    #[must_use]
    pub fn totals(self, rule: Totals) -> Reader {
        Reader { totals: rule, ..self }
    }

    /// Only codes of so many digits: 2 for chapters, 6 for subheadings, 0 for all goods together.
    ///
    /// Without it the finest codes of each pair stand, and the account says where they are less than the codes that hold them.
    #[must_use]
    pub fn level(self, digits: u8) -> Reader {
        Reader { level: Some(digits), ..self }
    }

    /// Which quantity to take.
    #[must_use]
    pub fn quantity(self, quantity: Quantity) -> Reader {
        Reader { quantity, ..self }
    }

    /// The mode of transport to read from UN Comtrade, 0 for all together: 2100 is sea, 9110 pipelines.
    #[must_use]
    pub fn transport(self, code: u32) -> Reader {
        Reader { transport: code, ..self }
    }

    /// The customs procedure to read from UN Comtrade, `C00` for all together.
    #[must_use]
    pub fn customs(self, code: &str) -> Reader {
        Reader { customs: code.to_owned(), ..self }
    }

    /// The second partner to read from UN Comtrade, by its code; 0 for all together.
    #[must_use]
    pub fn second_partner(self, code: u32) -> Reader {
        Reader { second_partner: code, ..self }
    }

    /// The numbers of areas are not UN Comtrade's but one's own: 17 becomes the area `own:17`, and 0 is no World any more.
    #[must_use]
    pub fn own_areas(self, own: bool) -> Reader {
        Reader { own_areas: own, ..self }
    }

    /// The area of a number.
    pub(crate) fn area(&self, code: u16) -> Option<Area> {
        if self.own_areas { Area::own(code).ok() } else { Area::from_code(code).ok() }
    }

    /// The customs regime to read from China Customs: by its name in the monthly table, where all together are `TOTAL`, by its name
    /// or two digits in a query download, where all are added up without this.
    #[must_use]
    pub fn regime(self, name: &str) -> Reader {
        Reader { regime: Some(name.to_owned()), ..self }
    }

    /// The column of values to read from the US Census Bureau. Without it the first of `GEN_VAL_MO` (general imports), `CON_VAL_MO`,
    /// `GEN_CIF_MO`, `CON_CIF_MO`, `ALL_VAL_MO` (exports) that the answer has, then the same of the year to date (`_YR`).
    #[must_use]
    pub fn value_column(self, name: &str) -> Reader {
        Reader { value_column: Some(name.to_owned()), ..self }
    }

    /// An error instead of the rows before a break: a truncated archive, a broken end.
    #[must_use]
    pub fn all_or_nothing(self, strict: bool) -> Reader {
        Reader { all_or_nothing: strict, ..self }
    }

    /// Opens a file, or all files of a folder or a zip archive as one, and reads what it is.
    ///
    /// Among several files, one that holds no trade data is a remark of the account, and one that cannot be read to its end a break
    /// ([`Account::breaks`]); the others are read.
    ///
    /// # Errors
    /// [`Io`](ErrorKind::Io) if it cannot be read; [`Parse`](ErrorKind::Parse) if it is none of the formats, by name where it is
    /// known; [`Mismatch`](ErrorKind::Mismatch) for files of unlike formats, currencies or valuations.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Opened, Error> {
        self.open_watched(path, &|_| ())
    }

    /// The same, telling how many bytes more of the file have been read: for a progress bar.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn open_watched(&self, path: impl AsRef<Path>, watch: &(dyn Fn(u64) + Sync)) -> Result<Opened, Error> {
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
        let format = recognise::recognise(&source.head).map_err(|error| error.about(name))?;
        self.read_source(format, source)
    }

    /// Reads a stream that is known to be of this format.
    ///
    /// # Errors
    /// As [`open`](Reader::open).
    pub fn read_as(&self, format: Format, input: impl Read + Send, name: &str) -> Result<Opened, Error> {
        self.read_source(format, Source::new(input, name, None)?)
    }

    fn read_source(&self, format: Format, source: Source<'_>) -> Result<Opened, Error> {
        let name = source.name.clone();
        let mut work = Work::new(self);
        work.read(format, source)?;
        work.finish(&name)
    }
}

/// The files read so far.
struct Work<'a> {
    format: Option<Format>,
    /// How many texts there were, and why the first that was not read was not.
    texts: u64,
    not_read: Option<Error>,
    collector: Collector<'a>,
    releases: Option<Releases>,
}

impl<'a> Work<'a> {
    fn new(options: &'a Reader) -> Work<'a> {
        Work { format: None, texts: 0, not_read: None, collector: Collector::new(options), releases: None }
    }

    /// Reads one text of several. Lists of codes lie beside the data, and one archive may be damaged: the others are read.
    fn try_to_read(&mut self, source: Result<Source<'_>, Error>) -> Result<(), Error> {
        self.texts = self.texts.saturating_add(1);
        let source = match source {
            Ok(source) => source,
            Err(error) => return self.left_out(error),
        };
        match recognise::recognise(&source.head) {
            Ok(format) => match self.read(format, source) {
                Err(error) if is_failure(&error) => self.left_out(error),
                result => result,
            },
            Err(error) => self.left_out(error.about(&source.name)),
        }
    }

    /// A text is not in the data: a remark, or a break if reading failed.
    fn left_out(&mut self, error: Error) -> Result<(), Error> {
        if is_failure(&error) {
            self.collector.stopped(error.clone())?;
        } else {
            self.collector.account.remark(error.to_string());
        }
        self.not_read.get_or_insert(error);
        Ok(())
    }

    fn read(&mut self, format: Format, source: Source<'_>) -> Result<(), Error> {
        match self.format {
            Some(known) if known != format => {
                return Err(Error::mismatch("the format of the files", known, format)
                    .about(&source.name)
                    .with_help("read files of one format at a time"));
            }
            _ => self.format = Some(format),
        }
        match format {
            Format::Baci => baci_file::read(source, &mut self.collector),
            Format::ComtradeJson => comtrade_file::read_json(source, &mut self.collector),
            Format::ComtradeCsv | Format::ComtradeBulk | Format::ComtradeLegacy => {
                comtrade_file::read_table(source, &mut self.collector)
            }
            Format::GaccQuery => gacc_file::read(source, &mut self.collector),
            Format::GaccTable => {
                let releases = gacc_table::read(source, &mut self.collector)?;
                self.add(releases);
                Ok(())
            }
            Format::ComextBulk => comext_file::read_bulk(source, &mut self.collector),
            Format::ComextSdmx => comext_file::read_sdmx(source, &mut self.collector),
            Format::Census => census_file::read(source, &mut self.collector),
            Format::Releases => self.read_releases(source),
            Format::Panel => panel_file::read(source, &mut self.collector),
        }
    }

    /// Figures as published: the account is that of the format's own reader.
    fn read_releases(&mut self, source: Source<'_>) -> Result<(), Error> {
        let mut input = WholeLines::new(source.rest, source.head);
        let loaded = Releases::from_csv(&mut input, &source.name);
        match input.end {
            Some(End::Finished) | None => {}
            Some(end) => self.collector.stopped(stopped(end, &source.name, input.lines, ""))?,
        }
        let loaded = loaded?;
        let account = &mut self.collector.account;
        account.accept(loaded.row_count.saturating_sub(loaded.refused.len()) as u64);
        for refused in &loaded.refused {
            let (line, column) = refused.place().map_or((0, None), |place| (place.line, place.column.as_deref()));
            let text = refused.kind().to_string();
            account.set_aside_row(Reason::Malformed, || Line::new(&source.name, line, column, &text));
        }
        self.add(loaded.releases);
        Ok(())
    }

    fn add(&mut self, releases: Releases) {
        match &mut self.releases {
            Some(all) => *all = std::mem::take(all).and(releases),
            none => *none = Some(releases),
        }
    }

    fn finish(self, path: &str) -> Result<Opened, Error> {
        // Of a single text there is nothing else to tell.
        let not_read = self.not_read.filter(|_| self.texts == 1);
        if let Some(error) = not_read {
            return Err(error);
        }
        let Some(format) = self.format else {
            let account = &self.collector.account;
            let mut seen = account.remarks().to_vec();
            seen.extend(account.breaks().iter().map(ToString::to_string));
            let seen = seen.join("; ");
            return Err(Error::new(ErrorKind::Io(format!("{path}: no file of it holds trade data: {seen}"))));
        };
        if let Some(releases) = self.releases {
            return Ok(Opened { format, data: Data::Releases(releases), account: self.collector.account });
        }
        let panel = self.collector.finish()?;
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
/// use bilateral::{read, Key, Period, area::{CHN, RUS}};
/// let answer = r#"{"count":1,"data":[{"freqCode":"A","period":"2022","reporterCode":156,"flowCode":"M","partnerCode":643,
///     "partner2Code":0,"classificationCode":"H6","cmdCode":"TOTAL","customsCode":"C00","mosCode":"0","motCode":0,
///     "primaryValue":114149000000.5}],"error":""}"#;
/// let panel = read::comtrade(answer.as_bytes(), "answer.json")?.panel()?;
/// let amount = panel.amount(&Key::imports(CHN).from(RUS), Period::year(2022))?;
/// assert_eq!(amount.value().to_string(), "114149000000.5");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn comtrade(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    use Format::{ComtradeBulk, ComtradeCsv, ComtradeJson, ComtradeLegacy};
    of_source("UN Comtrade", &[ComtradeJson, ComtradeCsv, ComtradeBulk, ComtradeLegacy], &Reader::new(), input, name)
}

/// Reads CEPII BACI with the defaults. The edition of the Harmonized System is taken from the name, `BACI_HS92_..`.
///
/// # Errors
/// As [`Reader::open`]; [`Parse`](ErrorKind::Parse) if the first line does not name the columns t, i, j, k, v, q in this order.
pub fn baci(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    Reader::new().read_as(Format::Baci, input, name)
}

/// Reads China Customs (GACC) with the defaults: a query download, which does not say whether it holds imports or exports, or a
/// monthly table by customs regime, which holds both, whatever the flow.
///
/// A download of one month does not say which: use [`Reader::period`] with [`Reader::read`].
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{Flow, Key, Period, area::{CHN, RUS}, read};
/// let download = "\"Date of data\",\"Commodity code\",\"Trading partner code\",\"Customs Regime code\",\"Quantity\",\"Unit\",\"US dollar\",\n\
///                 \"202601\",\"270900\",\"344\",\"10\",\"7000\",\"Kilogram\",\"3,150\",\n\
///                 \"202601\",\"270900\",\"344\",\"19\",\"500\",\"Kilogram\",\"225\",\n";
/// let panel = read::gacc(download.as_bytes(), Flow::Import, "downloadData.csv")?.panel()?;
/// let crude = Key::imports(CHN).from(RUS).of("HS:270900".parse()?);
/// let amount = panel.amount(&crude, Period::month(2026, 1))?; // ordinary and border trade together
/// assert_eq!(amount.value().to_string(), "3375");
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn gacc(input: impl Read + Send, flow: Flow, name: &str) -> Result<Opened, Error> {
    let reader = Reader::new().flow(flow);
    of_source("China Customs", &[Format::GaccQuery, Format::GaccTable], &reader, input, name)
}

/// Reads Eurostat Comext with the defaults, a bulk file or SDMX-CSV. Values are in euro; the quantity is the weight in kilograms, in bulk
/// files the supplementary one where there is no weight.
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{Key, Period, area::{CHN, DEU}, read};
/// let answer = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n\
///               ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,CN,850760,1,QUANTITY_IN_100KG,2024,1234.56\n\
///               ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,CN,850760,1,VALUE_IN_EUROS,2024,987654\n";
/// let panel = read::comext(answer.as_bytes(), "ds-045409.csv")?.panel()?;
/// let batteries = Key::imports(DEU).from(CHN).of("CN2024:850760".parse()?);
/// let (quantity, unit) = panel.quantity(panel.find(&batteries, Period::year(2024))?).unwrap();
/// assert_eq!((quantity.to_string(), unit.unwrap().to_string()), ("123456".to_owned(), "kg".to_owned()));
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn comext(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    of_source("Eurostat Comext", &[Format::ComextBulk, Format::ComextSdmx], &Reader::new(), input, name)
}

/// Reads the US Census Bureau's international trade API with the defaults: general imports by customs value, exports free alongside
/// ship; see [`Reader::value_column`].
///
/// # Errors
/// As [`Reader::open`]; [`Mismatch`](ErrorKind::Mismatch) if it is of another source.
///
/// ```
/// use bilateral::{Key, Period, Valuation, area::{CHN, USA}, read};
/// let answer = r#"[["CTY_CODE","I_COMMODITY","GEN_VAL_MO","time","COMM_LVL"],
/// ["5700","850760","1350246","2024-01","HS6"],
/// ["-","850760","2000000","2024-01","HS6"]]"#;
/// let opened = read::census(answer.as_bytes(), "answer.json")?;
/// assert_eq!(opened.account.totals(), 1); // the World over a country
/// let batteries = Key::imports(USA).from(CHN).of("HS:850760".parse()?).valued(Valuation::CustomsValue);
/// assert!(opened.panel()?.find(&batteries, Period::month(2024, 1)).is_ok());
/// # Ok::<(), bilateral::Error>(())
/// ```
pub fn census(input: impl Read + Send, name: &str) -> Result<Opened, Error> {
    of_source("the US Census Bureau", &[Format::Census], &Reader::new(), input, name)
}

/// Reads a stream that must be of one of these formats.
fn of_source(
    what: &'static str,
    formats: &[Format],
    reader: &Reader,
    input: impl Read + Send,
    name: &str,
) -> Result<Opened, Error> {
    let source = Source::new(input, name, None)?;
    let format = recognise::recognise(&source.head).map_err(|error| error.about(name))?;
    if !formats.contains(&format) {
        return Err(Error::mismatch("the source of the file", format, what).about(name));
    }
    reader.read_source(format, source)
}
