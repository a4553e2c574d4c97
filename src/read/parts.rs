//! Formats that split a cell into rows: which part of its cell each row is.
//!
//! Rows of one cell with different codes are parts and are added up. Two rows that agree in every code are the same part twice.
//! And a part can be held by another row of the cell: Northern Ireland beside the United Kingdom.

use crate::read::Reason;
use std::collections::HashMap;

/// The part that each row accepted is; empty for formats whose rows are whole cells.
#[derive(Default)]
pub(crate) struct Parts {
    ids: HashMap<Vec<u8>, u32>,
    /// Parts that are held by others of the same cell.
    held: Vec<bool>,
    next: Option<u32>,
    of_row: Vec<u32>,
}

impl Parts {
    /// The next row is this part, by all of its codes that are no label of the panel.
    pub(crate) fn enter(&mut self, codes: &[u8], held: bool) {
        let known = self.ids.get(codes).copied();
        let id = known.unwrap_or_else(|| {
            let id = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
            self.ids.insert(codes.to_vec(), id);
            self.held.push(held);
            id
        });
        self.next = Some(id);
    }

    /// The row is in the data so far.
    pub(crate) fn accept(&mut self) {
        self.of_row.extend(self.next);
    }

    /// For groups of rows that share a cell: the rows that must not be added, each with the row that stands for it.
    pub(crate) fn settle(&self, cells: &[Vec<u32>]) -> Vec<(usize, usize, Reason)> {
        let mut gone = Vec::new();
        let part = |row: u32| usize::try_from(row).ok().and_then(|row| self.of_row.get(row)).copied();
        let held = |row: u32| {
            let part = part(row).and_then(|part| usize::try_from(part).ok());
            part.and_then(|part| self.held.get(part)).copied().unwrap_or_default()
        };
        for cell in cells {
            let whole = cell.iter().find(|row| !held(**row));
            let mut seen: HashMap<u32, u32> = HashMap::new();
            for row in cell {
                let Some(part) = part(*row) else { continue };
                let first = *seen.entry(part).or_insert(*row);
                let other = if first != *row {
                    Some((first, Reason::Duplicate))
                } else {
                    whole.filter(|_| held(*row)).map(|whole| (*whole, Reason::Component))
                };
                gone.extend(other.map(|(other, reason)| (*row as usize, other as usize, reason)));
            }
        }
        gone
    }
}
