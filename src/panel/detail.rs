//! What a file says of a row besides its figures: marks, and the unit of its quantity. Two bytes a
//! row, where needed at all.

/// How a row came about. Without marks, [`Marks::default`], it was reported as it stands.
///
/// ```
/// use bilateral::panel::Marks;
///
/// let marks = Marks::default().with_estimated(true);
/// assert!(marks.estimated && !marks.not_reported);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Marks {
    /// The quantity is an estimate, not a measurement.
    pub estimated: bool,
    /// The row was made by who publishes it, not reported by the country.
    pub not_reported: bool,
    /// The row was added up from finer ones by who publishes it. That is not an estimate.
    pub aggregated: bool,
    /// The row is a sum of the finer rows that the data list, which need not be all there are.
    pub of_listed: bool,
    /// The row came from another classification, by way of a group of codes that is not 1:1: its
    /// value was split by weights, sums up several codes, or is that of the whole group.
    pub regrouped: bool,
}

impl Marks {
    /// The same, and whether the quantity is an estimate.
    #[must_use]
    pub const fn with_estimated(self, estimated: bool) -> Marks {
        Marks { estimated, ..self }
    }

    /// The same, and whether the row was made by who publishes it.
    #[must_use]
    pub const fn with_not_reported(self, not_reported: bool) -> Marks {
        Marks { not_reported, ..self }
    }

    /// The same, and whether the row was added up by who publishes it.
    #[must_use]
    pub const fn with_aggregated(self, aggregated: bool) -> Marks {
        Marks { aggregated, ..self }
    }

    /// The same, and whether the row is a sum of the finer rows that the data list.
    #[must_use]
    pub const fn with_of_listed(self, of_listed: bool) -> Marks {
        Marks { of_listed, ..self }
    }

    /// The same, and whether the row came from a group of codes that is not 1:1.
    #[must_use]
    pub const fn with_regrouped(self, regrouped: bool) -> Marks {
        Marks { regrouped, ..self }
    }
}

/// Marks and unit of one row, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Detail(u16);

impl Detail {
    /// The unit is a place in [`Columns::quantity_units`](crate::panel::Columns::quantity_units).
    ///
    /// ```
    /// use bilateral::panel::{Detail, Marks};
    /// let row = Detail::new(3, Marks::default().with_estimated(true));
    /// assert_eq!((row.unit(), row.marks().estimated, row.marks().aggregated), (3, true, false));
    /// ```
    #[must_use]
    pub fn new(unit: u8, marks: Marks) -> Detail {
        let bit = |set: bool, place: u16| u16::from(set) << place;
        let marks = bit(marks.estimated, 0)
            | bit(marks.not_reported, 1)
            | bit(marks.aggregated, 2)
            | bit(marks.of_listed, 3)
            | bit(marks.regrouped, 4);
        Detail(u16::from(unit) << 8 | marks)
    }

    /// The place of the quantity's unit.
    #[must_use]
    pub fn unit(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The marks.
    #[must_use]
    pub fn marks(self) -> Marks {
        let bit = |place: u16| self.0 >> place & 1 == 1;
        Marks {
            estimated: bit(0),
            not_reported: bit(1),
            aggregated: bit(2),
            of_listed: bit(3),
            regrouped: bit(4),
        }
    }

    /// The same unit, and these marks too.
    pub(crate) fn with(self, marks: Marks) -> Detail {
        self.and(Detail::new(0, marks))
    }

    /// Of two rows that are added up: what is marked in either is marked.
    pub(crate) fn and(self, other: Detail) -> Detail {
        Detail(self.0 | (other.0 & 0xFF))
    }
}
