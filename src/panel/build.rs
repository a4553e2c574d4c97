//! Rows become a panel: pushed one by one, or as columns of identifiers. Both are faces of the one
//! gatherer.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
// Identifiers are compared with the lengths of their dictionaries before anything is looked up.
// Held by `tests/panel/panel.rs`.

use crate::error::{Error, counted};
use crate::key::Key;
use crate::number::Decimal;
use crate::panel::account::Account;
use crate::panel::columns::Columns;
use crate::panel::detail::{Detail, Marks};
use crate::panel::gather::Gather;
use crate::panel::lay::lay;
use crate::panel::rules::{Duplicates, Editions, Rules, Totals};
use crate::panel::settle::{Asked, settle};
use crate::panel::{NO_QUANTITY, Panel};
use crate::period::Period;
use crate::unit::MoneyUnit;

/// Collects rows in any order.
///
/// Rows that hold others (the World over partners, all goods over chapters, a year over its months)
/// are kept apart from what they hold; see [`Totals`]. Two rows of one cell are refused unless a
/// rule says otherwise; see [`Duplicates`].
#[derive(Debug, Clone)]
pub struct PanelBuilder {
    unit: MoneyUnit,
    places: u8,
    rules: Rules,
    rows: Gather,
}

impl PanelBuilder {
    /// A builder for values in this unit with this number of places behind the point.
    ///
    /// # Errors
    /// [`Range`](crate::ErrorKind::Range) above 18 places.
    pub fn new(unit: MoneyUnit, places: u8) -> Result<PanelBuilder, Error> {
        if places > 18 {
            return Err(Error::range(
                "the number of places of a panel",
                format!("{places} is more than 18"),
            ));
        }
        let mut rows = Gather::new();
        rows.value.places = places;
        Ok(PanelBuilder { unit, places, rules: Rules::default(), rows })
    }

    /// The same with another rule for several rows of one cell.
    #[must_use]
    pub fn duplicates(mut self, rule: Duplicates) -> PanelBuilder {
        self.rules.duplicates = rule;
        self
    }

    /// The same with another rule for rows that hold other rows.
    ///
    /// ```
    /// use bilateral::{
    ///     Key, Period,
    ///     area::{CHN, RUS, WORLD},
    ///     panel::{PanelBuilder, Totals},
    ///     unit::USD,
    /// };
    /// let mut rows = PanelBuilder::new(USD.billion(), 0)?.totals(Totals::Refuse);
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2023), 111.into())?;
    /// rows.push(Key::exports(CHN).to(WORLD), Period::year(2023), 3380.into())?;
    /// assert!(rows.build().unwrap_err().to_string().contains("overlap"));
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    #[must_use]
    pub fn totals(mut self, rule: Totals) -> PanelBuilder {
        self.rules.totals = rule;
        self
    }

    /// The same with another rule for rows of one pair in several editions of a classification.
    #[must_use]
    pub fn editions(mut self, rule: Editions) -> PanelBuilder {
        self.rules.editions = rule;
        self
    }

    /// One row. The label of the key (flow, valuation, trade system, treatment) is a part of its
    /// cell.
    ///
    /// # Errors
    /// [`Inexact`](crate::ErrorKind::Inexact) if the value has more places than the panel or does
    /// not fit; [`Range`](crate::ErrorKind::Range) for a dictionary that is full.
    pub fn push(&mut self, key: Key, period: Period, value: Decimal) -> Result<(), Error> {
        self.push_row(key, period, value, NO_QUANTITY)
    }

    /// One row with a quantity, a whole number of whatever all quantities of this panel count.
    ///
    /// # Errors
    /// As [`push`](PanelBuilder::push); [`Invalid`](crate::ErrorKind::Invalid) for [`NO_QUANTITY`].
    pub fn push_with_quantity(
        &mut self,
        key: Key,
        period: Period,
        value: Decimal,
        quantity: i64,
    ) -> Result<(), Error> {
        if quantity == NO_QUANTITY {
            return Err(Error::invalid(
                "a quantity",
                "the smallest number of 64 bits stands for an unknown quantity",
            )
            .with_help("use push for a row without a quantity"));
        }
        self.push_row(key, period, value, quantity)
    }

    fn push_row(
        &mut self,
        key: Key,
        period: Period,
        value: Decimal,
        quantity: i64,
    ) -> Result<(), Error> {
        let value = mantissa(value, self.places)
            .map_err(|error| error.about(format!("{key}, {period}")))?;
        let full = || {
            Error::range(
                "a dictionary of a panel",
                "more than 65,536 areas, periods or labels, or more than 4,294,967,295 commodities",
            )
        };
        let shared = self.rows.shared(key, period).ok_or_else(full)?;
        let commodity = self.rows.commodities.id(key.commodity()).ok_or_else(full)?;
        self.rows.enter(shared);
        self.rows.push(commodity, value, quantity, Detail::default());
        Ok(())
    }

    /// Marks the row that was pushed last.
    ///
    /// ```
    /// # use bilateral::{Key, Period, area::{CHN, RUS}, panel::{Marks, PanelBuilder}, unit::USD};
    /// let mut rows = PanelBuilder::new(USD.million(), 0)?;
    /// rows.push(Key::exports(CHN).to(RUS), Period::year(2022), 76123.into())?;
    /// rows.mark(Marks::default().with_aggregated(true));
    /// assert!(rows.build()?.marks(0).aggregated);
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn mark(&mut self, marks: Marks) {
        self.rows.mark_last(marks);
    }

    /// All observations of a series.
    ///
    /// # Errors
    /// As [`push`](PanelBuilder::push); [`Mismatch`](crate::ErrorKind::Mismatch) for a unit that
    /// does not convert.
    pub fn push_series(
        &mut self,
        series: &crate::series::Series<crate::unit::Money>,
    ) -> Result<(), Error> {
        for period in series.published_spans() {
            let amount = series.amount(period)?.amount().convert(self.unit)?;
            self.push(series.key(), period, amount.value())?;
        }
        Ok(())
    }

    /// The panel of the rows that were pushed.
    ///
    /// # Errors
    /// [`Overlap`](crate::ErrorKind::Overlap) and [`Conflict`](crate::ErrorKind::Conflict) as the
    /// rules for totals, editions and duplicates say, and for spans of a cell that share months
    /// without one holding the other; [`Inexact`](crate::ErrorKind::Inexact) if a sum of duplicates
    /// does not fit.
    pub fn build(self) -> Result<Panel, Error> {
        build(self.rows, self.unit, self.rules)
    }

    /// The panel of columns; of a builder into which no row was pushed.
    ///
    /// # Errors
    /// As [`build`](PanelBuilder::build); [`Invalid`](crate::ErrorKind::Invalid) for columns of
    /// different lengths, for identifiers outside of their dictionary, and if rows were pushed.
    ///
    /// ```
    /// use bilateral::{
    ///     Flow, Period, Valuation,
    ///     area::{CHN, RUS},
    ///     key::Label,
    /// };
    /// use bilateral::{
    ///     panel::{Columns, PanelBuilder},
    ///     unit::USD,
    /// };
    /// let columns = Columns::new()
    ///     .with_areas(vec![CHN, RUS])
    ///     .with_commodities(vec!["H6:27".parse()?])
    ///     .with_periods(vec![Period::year(2022)])
    ///     .with_labels(vec![Label::new(Flow::Import).valued(Valuation::Cif)])
    ///     .with_reporter(vec![0])
    ///     .with_partner(vec![1])
    ///     .with_commodity(vec![0_u16].into())
    ///     .with_period(vec![0])
    ///     .with_value(vec![83_000]);
    /// let panel = PanelBuilder::new(USD.million(), 0)?.build_from(columns)?;
    /// assert_eq!(
    ///     panel.key(0).expect("a row").0.to_string(),
    ///     "CHN imports of H6:27 from RUS, CIF"
    /// );
    /// # Ok::<(), bilateral::Error>(())
    /// ```
    pub fn build_from(self, columns: Columns) -> Result<Panel, Error> {
        if self.rows.len() > 0 {
            return Err(Error::invalid("a builder of columns", "rows were pushed into it")
                .with_help("give the columns to a new builder"));
        }
        build(columns.into_rows(self.places)?, self.unit, self.rules)
    }
}

/// The panel of gathered rows.
pub(crate) fn build(rows: Gather, unit: MoneyUnit, rules: Rules) -> Result<Panel, Error> {
    let mut account = Account::default();
    account.accept(rows.len() as u64);
    // The order of arrival is needed where rows can be set aside, and costs a column where rows are
    // sorted.
    let keep_arrival = rules != Rules::default();
    let mut laid = lay(rows, unit, keep_arrival)?;
    if !keep_arrival {
        // The same is said of the same rows, in whatever order they came.
        laid.forget_arrival();
    }
    let place = |row: u32| ("row".to_owned(), u64::from(row) + 1);
    let asked = Asked {
        zero_quantity: None,
        edition: None,
        rules,
        place: &place,
        of_one_cell: None,
        lone: None,
        differ: None,
        replaced: None,
        set_aside_what_does_not_fit: false,
        conflicts: false,
        is_panel: false,
    };
    let settled = settle(laid, &mut account, &asked)?;
    if let Some(lost) = settled.lost_quantities {
        account.remark(lost.remark(format_args!("row {}", u64::from(lost.row) + 1)));
    }
    Ok(settled.panel.with_account(account))
}

/// The whole number of `10^-places`, if the value is one.
fn mantissa(value: Decimal, places: u8) -> Result<i64, Error> {
    let inexact = || {
        Error::inexact("writing a value into a panel").with_help(format!(
            "build the panel with more places or in a larger unit, since {value} does not fit {}",
            counted(usize::from(places), "place")
        ))
    };
    let value = value.normalize();
    let power = u32::from(places).checked_sub(value.scale()).ok_or_else(inexact)?;
    let scaled = 10_i128.checked_pow(power).and_then(|power| value.mantissa().checked_mul(power));
    scaled.and_then(|scaled| i64::try_from(scaled).ok()).ok_or_else(inexact)
}
