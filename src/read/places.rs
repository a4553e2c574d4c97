//! In which file and line each accepted row stands.

use std::ops::Range;

/// Numbers of rows, ascending, with no memory for neighbours.
#[derive(Default)]
pub(crate) struct SomeRows(Vec<Range<u32>>);

impl SomeRows {
    /// A row behind all others so far.
    pub(crate) fn push(&mut self, row: u32) {
        match self.0.last_mut().filter(|range| range.end == row) {
            Some(range) => range.end = row.saturating_add(1),
            None => self.0.push(row..row.saturating_add(1)),
        }
    }

    pub(crate) fn contains(&self, row: u32) -> bool {
        let at = self.0.partition_point(|range| range.end <= row);
        self.0.get(at).is_some_and(|range| range.contains(&row))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().cloned().flatten()
    }
}

/// Where a row stands: its line, and what to say of it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) line: u64,
    pub(crate) text: &'a [u8],
}

/// Files, and from which row on which line of which file is meant; later rows follow line by line.
#[derive(Default)]
pub(crate) struct Places {
    files: Vec<String>,
    lines: Vec<(u32, u32, u64)>,
}

impl Places {
    /// Rows that follow come from this file.
    pub(crate) fn begin(&mut self, file: &str) {
        self.files.push(file.to_owned());
    }

    /// The file that is being read.
    pub(crate) fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    /// The number of the file that is being read.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    pub(crate) fn name(&self, file: u32) -> &str {
        usize::try_from(file).ok().and_then(|file| self.files.get(file)).map_or("", String::as_str)
    }

    /// A line of the file that is being read, in words.
    pub(crate) fn here(&self, at: At<'_>) -> String {
        format!("{}, line {}", self.file(), at.line)
    }

    /// The row of this number stands in this line.
    pub(crate) fn stands_at(&mut self, row: u32, line: u64) {
        let file = self.number();
        let follows = self.lines.last().is_some_and(|(first, known, start)| {
            *known == file && start.saturating_add(u64::from(row.saturating_sub(*first))) == line
        });
        if !follows {
            self.lines.push((row, file, line));
        }
    }

    /// The number of the file of an accepted row.
    pub(crate) fn file_of(&self, row: u32) -> u32 {
        let at = self.lines.partition_point(|(first, ..)| *first <= row).checked_sub(1);
        at.and_then(|at| self.lines.get(at)).map_or(0, |(_, file, _)| *file)
    }

    /// The file and the line of an accepted row.
    pub(crate) fn of(&self, row: u32) -> (&str, u64) {
        let at = self.lines.partition_point(|(first, ..)| *first <= row).checked_sub(1);
        let Some((first, file, line)) = at.and_then(|at| self.lines.get(at)) else {
            return ("", 0);
        };
        (self.name(*file), line.saturating_add(u64::from(row.saturating_sub(*first))))
    }
}
