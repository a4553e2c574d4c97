//! The options of a reading, each with its default.

use crate::area::Area;
use crate::key::Flow;
#[cfg(doc)]
use crate::panel::Panel;
use crate::panel::{Duplicates, Totals};
use crate::period::Period;

/// Which quantity of a row is taken, where a format has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum QuantityKind {
    /// The first one in the unit the row says; the net weight in kilograms where there is none.
    #[default]
    Reported,
    /// The net weight only.
    NetWeight,
    /// The second one, in the supplementary unit.
    Supplementary,
}

/// Reads files with options. [`open`](crate::read::open) and the readers by name use the defaults.
///
/// ```
/// use bilateral::{Flow, panel::Duplicates, read::Reader};
/// let reader =
///     Reader::new().flow(Flow::Import).duplicates(Duplicates::Refuse).all_or_nothing(true);
/// assert!(reader.open("no such file.csv").unwrap_err().to_string().contains("no such file.csv"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub(crate) flow: Option<Flow>,
    pub(crate) period: Option<Period>,
    pub(crate) duplicates: Option<Duplicates>,
    pub(crate) totals: Totals,
    pub(crate) quantity: QuantityKind,
    pub(crate) transport: u32,
    pub(crate) customs: String,
    pub(crate) second_partner: u32,
    pub(crate) level: Option<u8>,
    pub(crate) own_areas: bool,
    pub(crate) regime: Option<String>,
    pub(crate) value_column: Option<String>,
    pub(crate) every_valuation: bool,
    pub(crate) all_or_nothing: bool,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            flow: None,
            period: None,
            duplicates: None,
            totals: Totals::Keep,
            quantity: QuantityKind::Reported,
            transport: 0,
            customs: "C00".to_owned(),
            second_partner: 0,
            level: None,
            own_areas: false,
            regime: None,
            value_column: None,
            every_valuation: false,
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

    /// What to do with several rows of one cell. Without it the first stands and further ones that
    /// say the same are set aside; one with another value is a loss, and so are rows that differ in
    /// a column that is not read. Where a format splits cells into rows (Comext by procedure, China
    /// Customs by regime and province, the US Census by district and subcode) they are added up,
    /// except two rows that agree in every code and parts beside their total. A part that is alone
    /// (one district, one regime) is not the whole and is a loss.
    ///
    /// With a rule of the caller it alone counts. Cells that a format splits stay whole under it:
    /// of two files that repeat parts of a cell [`KeepFirst`](Duplicates::KeepFirst) and
    /// [`KeepLast`](Duplicates::KeepLast) keep all parts of one; [`Sum`](Duplicates::Sum) adds
    /// different parts up, a lone one too, and never a part to itself: a part that is there twice
    /// with two values is a loss.
    #[must_use]
    pub fn duplicates(self, rule: Duplicates) -> Reader {
        Reader { duplicates: Some(rule), ..self }
    }

    /// What to do with rows that hold other rows: the World over countries, chapters over headings,
    /// a year over its months. Without it they are kept as totals, apart from what they hold: see
    /// [`Panel::reported`].
    #[must_use]
    pub fn totals(self, rule: Totals) -> Reader {
        Reader { totals: rule, ..self }
    }

    /// Only codes with this number of digits: 2 for chapters, 6 for subheadings, 0 for all goods
    /// together.
    ///
    /// Without it all levels are read: codes that hold others of their pair are totals, see
    /// [`Panel::reported`].
    #[must_use]
    pub fn level(self, digits: u8) -> Reader {
        Reader { level: Some(digits), ..self }
    }

    /// Which quantity to take.
    #[must_use]
    pub fn quantity(self, quantity: QuantityKind) -> Reader {
        Reader { quantity, ..self }
    }

    /// The mode of transport to read from UN Comtrade, 0 for all together: 2100 is sea, 9110
    /// pipelines.
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

    /// The numbers of areas are the user's and not UN Comtrade's: 17 becomes the area `own:17`, and
    /// 0 is not the World.
    #[must_use]
    pub fn own_areas(self, own: bool) -> Reader {
        Reader { own_areas: own, ..self }
    }

    /// The area of a number.
    pub(crate) fn area(&self, code: u16) -> Option<Area> {
        if self.own_areas { Area::own(code).ok() } else { Area::from_code(code).ok() }
    }

    /// The customs regime to read from China Customs: by its name in the monthly table, where all
    /// together are `TOTAL`, by its name or two digits in a query download, where all are added up
    /// without this.
    #[must_use]
    pub fn regime(self, name: &str) -> Reader {
        Reader { regime: Some(name.to_owned()), ..self }
    }

    /// The column of values to read from the US Census Bureau. Without it the first of `GEN_VAL_MO`
    /// (general imports), `CON_VAL_MO`, `GEN_CIF_MO`, `CON_CIF_MO`, `ALL_VAL_MO` (exports) that the
    /// answer has, then the same of the year to date (`_YR`).
    #[must_use]
    pub fn value_column(self, name: &str) -> Reader {
        Reader { value_column: Some(name.to_owned()), ..self }
    }

    /// Both valuations of a row that has two, under two labels: for the US Census Bureau imports at
    /// customs value (`GEN_VAL`, `CON_VAL`) and CIF (`GEN_CIF`, or `GEN_VAL` and `GEN_CHA` added up),
    /// for UN Comtrade `cifvalue` and `fobvalue` in place of `primaryValue`, where a row has them.
    /// Each counts as a row of the account. Without it one value is read: the customs value, and the
    /// account says so; `primaryValue`, which is CIF for imports and FOB for exports.
    ///
    /// What carriage costs is then measured and not guessed: the difference of the two.
    ///
    /// ```
    /// use bilateral::area::{CHN, USA};
    /// use bilateral::{Key, Period, Valuation, read::Reader};
    ///
    /// let answer = "CTY_CODE,I_COMMODITY,GEN_VAL_MO,GEN_CHA_MO,time\n5700,850760,1000,53,2024-01\n";
    /// let imports = Reader::new().every_valuation(true).read(answer.as_bytes(), "a.csv")?;
    /// let imports = imports.panel()?;
    /// let key = Key::imports(USA).from(CHN).of("HS:850760".parse()?);
    /// let month: Period = "2024-01".parse()?;
    /// let cif = imports.amount(&key.valued(Valuation::Cif), month)?;
    /// let customs = imports.amount(&key.valued(Valuation::CustomsValue), month)?;
    /// assert_eq!((cif.to_string(), customs.to_string()), ("1053 US$".into(), "1000 US$".into()));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn every_valuation(self, every: bool) -> Reader {
        Reader { every_valuation: every, ..self }
    }

    /// An error instead of the rows before a break: a truncated archive, a broken end.
    #[must_use]
    pub fn all_or_nothing(self, strict: bool) -> Reader {
        Reader { all_or_nothing: strict, ..self }
    }
}
