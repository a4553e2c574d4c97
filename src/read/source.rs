//! Where bytes come from: a file, plain or packed with gzip, the files of a zip archive, the files
//! of a folder.

use crate::error::Error;
use flate2::read::MultiGzDecoder;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// How much of a text is looked at to recognise it.
const HEAD: usize = 1 << 16;

/// A text with its name and its first bytes.
pub(crate) struct Source<'a> {
    pub(crate) name: String,
    /// Read already, not yet part of what `rest` gives.
    pub(crate) head: Vec<u8>,
    pub(crate) rest: Box<dyn Read + Send + 'a>,
    /// How long the text is, if that is known.
    pub(crate) size: Option<u64>,
}

impl<'a> Source<'a> {
    /// Any reader; gzip is unpacked on the way.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if the first bytes cannot be read; zip archives need their
    /// path.
    pub(crate) fn new(
        mut input: impl Read + Send + 'a,
        name: &str,
        size: Option<u64>,
    ) -> Result<Source<'a>, Error> {
        let mut magic = Vec::new();
        input.by_ref().take(4).read_to_end(&mut magic).map_err(|error| failed(name, error))?;
        let input = std::io::Cursor::new(magic.clone()).chain(input);
        if magic.starts_with(b"\x1f\x8b") {
            return Source::peeked(
                MultiGzDecoder::new(BufReader::with_capacity(1 << 16, input)),
                name,
                None,
            );
        }
        if magic.starts_with(b"PK\x03\x04") {
            return Err(Error::parse("a text", name, "it is a zip archive").with_help(
                "give the path of the archive to read::open; unpack an archive that stands inside of another one first",
            ));
        }
        Source::peeked(input, name, size)
    }

    fn peeked(
        mut rest: impl Read + Send + 'a,
        name: &str,
        size: Option<u64>,
    ) -> Result<Source<'a>, Error> {
        let mut head = Vec::new();
        let rest: Box<dyn Read + Send + 'a> =
            match rest.by_ref().take(HEAD as u64).read_to_end(&mut head) {
                Ok(_) => Box::new(rest),
                Err(error) if head.is_empty() => return Err(failed(name, error)),
                // A text cut off early is recognised by what there is; reading on meets the
                // failure.
                Err(error) => Box::new(Failing(Some(error))),
            };
        Ok(Source { name: name.to_owned(), head, rest, size })
    }
}

/// A text that ended with this failure, which some unpackers forget once they have reported it.
struct Failing(Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reading failed in this line of a text.
pub(crate) fn failed_at(name: &str, line: u64, error: std::io::Error) -> Error {
    of_io(error).at(name, line, None)
}

/// A line is longer than those of any known format.
pub(crate) fn too_long(name: &str, line: u64) -> Error {
    Error::invalid("a line of a table", "it has more than 16 million bytes")
        .at(name, line, None)
        .with_help("save the table with one row a line")
}

/// Reading failed before the first line of a text.
pub(crate) fn failed(name: &str, error: std::io::Error) -> Error {
    of_io(error).about(name)
}

/// A file that cannot be opened has another remedy than one whose bytes cannot be unpacked.
fn of_io(error: std::io::Error) -> Error {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    let damaged = matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof);
    let failed = Error::io(error);
    if damaged { failed.with_help(DAMAGED) } else { failed }
}

const DAMAGED: &str = "fetch the file again, since it is damaged or cut off";
pub(crate) const EXCEL: &str = "save the sheet as CSV and read that file";

/// The files that a path stands for: itself, or every file of a folder in the order of their names.
///
/// # Errors
/// [`Io`](crate::ErrorKind::Io) if there is no such file or folder;
/// [`Invalid`](crate::ErrorKind::Invalid) if the folder is empty;
/// [`Parse`](crate::ErrorKind::Parse) for a pipe or a device.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let shown = path.display().to_string();
    let about = fs::metadata(path).map_err(|error| failed(&shown, error))?;
    if !about.is_dir() {
        // Opening a pipe would wait for somebody to write to it, and never say so.
        if !about.is_file() {
            return Err(Error::parse("a file or a folder", &shown, "it is a pipe or a device")
                .with_help("open it and give it to Reader::read, which waits for its rows"));
        }
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| failed(&shown, error))? {
        let entry = entry.map_err(|error| failed(&shown, error))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.path().is_file() && !hidden {
            files.push(entry.path());
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::invalid("a folder of data", "it has no files")
            .about(shown)
            .with_help("name a file, or a folder that has files; hidden ones do not count"));
    }
    Ok(files)
}

/// Calls back with each text of a file: one, or those of a zip archive; or with why it cannot be
/// read, by [`Io`](crate::ErrorKind::Io) if that is a failure, by
/// [`Parse`](crate::ErrorKind::Parse) if it is not text.
///
/// # Errors
/// Those of the callback.
pub(crate) fn each_text(
    path: &Path,
    watch: &(dyn Fn(u64) + Sync),
    mut read: impl FnMut(Result<Source<'_>, Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    match opened(path, watch, &mut read) {
        Ok(result) => result,
        Err(error) => read(Err(error)),
    }
}

/// What the callback says of the texts.
///
/// # Errors
/// If the file cannot be opened: the callback has not been called.
fn opened(
    path: &Path,
    watch: &(dyn Fn(u64) + Sync),
    read: &mut impl FnMut(Result<Source<'_>, Error>) -> Result<(), Error>,
) -> Result<Result<(), Error>, Error> {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut file = File::open(path).map_err(|error| failed(&path.display().to_string(), error))?;
    let size = file.metadata().ok().map(|about| about.len());
    let mut magic = Vec::new();
    file.by_ref().take(4).read_to_end(&mut magic).map_err(|error| failed(&name, error))?;
    if !magic.starts_with(b"PK\x03\x04") {
        let input = std::io::Cursor::new(magic).chain(file);
        return Ok(read(Source::new(Watched { input, watch }, &name, size)));
    }
    let archive = File::open(path).map_err(|error| failed(&name, error))?;
    let packed = |error: zip::result::ZipError| Error::io(error).about(&name).with_help(DAMAGED);
    let mut archive = zip::ZipArchive::new(BufReader::new(archive)).map_err(packed)?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return Err(Error::parse(
            "a file that this version reads",
            &name,
            "it is an Excel workbook",
        )
        .with_help(EXCEL));
    }
    for at in 0..archive.len() {
        let result = match archive.by_index(at) {
            Ok(inner) if !inner.is_file() => Ok(()),
            Ok(inner) => {
                let inner_name = String::from_utf8_lossy(inner.name_raw()).into_owned();
                let (name, size) = (format!("{name}/{inner_name}"), inner.size());
                read(Source::new(Watched { input: inner, watch }, &name, Some(size)))
            }
            Err(error) => read(Err(packed(error))),
        };
        if result.is_err() {
            return Ok(result);
        }
    }
    Ok(Ok(()))
}

/// Tells how many bytes have been read.
struct Watched<'a, R> {
    input: R,
    watch: &'a (dyn Fn(u64) + Sync),
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        (self.watch)(count as u64);
        Ok(count)
    }
}
