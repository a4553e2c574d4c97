//! The sheets of a spreadsheet file.

use crate::error::Error;
use std::path::Path;

/// A sheet of a workbook, or a text: rows with their line.
pub(crate) struct Sheet {
    pub(crate) file: String,
    pub(crate) is_conversion: bool,
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

/// All sheets, as rows of text.
#[cfg(feature = "excel")]
pub(crate) fn sheets(path: &Path) -> Result<Vec<Sheet>, Error> {
    use calamine::Reader;
    let name = path.display().to_string();
    let refuse = |error: calamine::Error| match error {
        calamine::Error::Io(error) => Error::io(error).about(&name),
        other => Error::parse("a spreadsheet", "", other.to_string())
            .about(&name)
            .with_help("open the file and save its sheet as CSV, then read that"),
    };
    check_size(path, &name)?;
    let mut book = calamine::open_workbook_auto(path).map_err(refuse)?;
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(refuse)?;
        // Rows count from the first one that is used.
        let first = range.start().map_or(1, |(row, _)| u64::from(row).saturating_add(1));
        let text = |cells: &[calamine::Data]| cells.iter().map(ToString::to_string).collect();
        let rows = (first..).zip(range.rows().map(text)).collect();
        let is_conversion = sheet.to_lowercase().contains("conversion");
        let file = format!("{name}, sheet {sheet}");
        found.push(Sheet { file, is_conversion, rows });
    }
    Ok(found)
}

/// Refuses what unpacks to more than any table of codes has, before it is held in memory.
#[cfg(feature = "excel")]
fn check_size(path: &Path, name: &str) -> Result<(), Error> {
    use std::io::Read;
    const LARGEST: u64 = 256 << 20;
    let failed = |error: std::io::Error| Error::io(error).about(name);
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut size = file.metadata().map_err(failed)?.len();
    // An old .xls is not packed.
    if let Ok(mut archive) = zip::ZipArchive::new(std::io::BufReader::new(file)) {
        for at in 0..archive.len() {
            let Ok(entry) = archive.by_index(at) else { continue };
            let mut entry = entry.take(LARGEST);
            let unpacked = std::io::copy(&mut entry, &mut std::io::sink()).unwrap_or(0);
            size = size.saturating_add(unpacked);
            if size >= LARGEST {
                break;
            }
        }
    }
    if size < LARGEST {
        return Ok(());
    }
    Err(Error::invalid("a spreadsheet", "unpacked it has 256 MB or more")
        .about(name)
        .with_help("save the sheet of the table alone as CSV, and read that"))
}

/// The feature that reads them is off.
#[cfg(not(feature = "excel"))]
pub(crate) fn sheets(path: &Path) -> Result<Vec<Sheet>, Error> {
    let name = path.display().to_string();
    Err(Error::invalid("a table of codes", "reading a spreadsheet needs the feature excel")
        .about(name)
        .with_help("switch on the feature excel of the crate, or save the sheet as CSV"))
}
