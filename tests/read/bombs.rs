//! Small files that unpack to much, lines and nestings without end, an archive of very many files,
//! and a pipe in the place of a file. Each is answered in words, soon and in little memory.

use crate::files::{Folder, gzip};
use bilateral::read::{self, Format, Opened, Reader, Reason};
use bilateral::{Error, Releases};
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};

const BACI: &str = "t,i,j,k,v,q\n";
const MEGABYTE: usize = 1 << 20;

/// Gzip of a beginning and of this many megabytes of one byte. Each megabyte is a member of its
/// own, so that no more than one is ever made: members on end are one text.
fn bomb(begin: &str, byte: u8, megabytes: usize) -> impl Read + Send {
    let member = gzip(&vec![byte; MEGABYTE]);
    let members = Repeated { at: 0, left: megabytes, bytes: member };
    io::Cursor::new(gzip(begin.as_bytes())).chain(members)
}

/// The same bytes, `left` times.
struct Repeated {
    bytes: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let mut rest = &self.bytes[self.at..];
        let count = rest.read(buffer)?;
        self.at += count;
        if self.at == self.bytes.len() {
            (self.at, self.left) = (0, self.left - 1);
        }
        Ok(count)
    }
}

/// How many bytes are taken from the input until there is an answer.
fn taken(
    input: impl Read + Send,
    read: impl Fn(Counted<'_>) -> Result<Opened, Error>,
) -> (u64, Result<Opened, Error>) {
    let count = AtomicU64::new(0);
    let answer = read(Counted { input: Box::new(input), count: &count });
    (count.load(Ordering::Relaxed), answer)
}

struct Counted<'a> {
    input: Box<dyn Read + Send + 'a>,
    count: &'a AtomicU64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Two gigabytes that do not hold a line end are given up after the longest line that is read, and
/// two gigabytes that are not a text after their first bytes.
#[test]
fn two_gigabytes_in_a_small_file_are_not_unpacked() {
    const ALL: usize = 2 * 1024;
    let packed = gzip(&vec![b'0'; MEGABYTE]).len() as u64;
    let few = 128 * packed;
    let (count, answer) = taken(bomb(BACI, b'0', ALL), |input| Reader::new().read(input, "0.gz"));
    let account = answer.unwrap().account;
    assert!(account.broken().unwrap().to_string().contains("16 million bytes"), "{account}");
    assert!(count < few, "{count} of {}", ALL as u64 * packed);
    let json = "{\"count\":1,\"data\":[{\"typeCode\":\"C\",\"freqCode\":\"A\",\"period\":\"2022";
    let (count, answer) = taken(bomb(json, b'0', ALL), |input| {
        Reader::new().read_as(Format::ComtradeJson, input, "0.json.gz")
    });
    let account = answer.unwrap().account;
    assert!(account.broken().is_some() && !account.is_complete(), "{account}");
    assert!(count < few, "{count} of {}", ALL as u64 * packed);
    for (begin, byte) in [("", 0), ("", b' '), ("{\"data\":[", b'[')] {
        let (count, answer) =
            taken(bomb(begin, byte, ALL), |input| Reader::new().read(input, "0.gz"));
        match answer {
            Err(error) => assert!(!error.help().is_empty(), "{error}"),
            Ok(opened) => assert!(!opened.account.is_complete(), "{}", opened.account),
        }
        assert!(count < few, "{begin}{byte}: {count} of {}", ALL as u64 * packed);
    }
}

/// Lines that are all refused cost no memory for each.
fn refused_lines(megabytes: usize) {
    let lines = (0..MEGABYTE).map(|at| if at % 1024 == 1023 { b'\n' } else { b'0' });
    let member = gzip(&lines.collect::<Vec<u8>>());
    let input = io::Cursor::new(gzip(BACI.as_bytes())).chain(Repeated {
        at: 0,
        left: megabytes,
        bytes: member,
    });
    let account = Reader::new().read(input, "lines.gz").unwrap().account;
    let lines = megabytes as u64 * 1024;
    assert_eq!((account.rows(), account.count(Reason::WrongFieldCount)), (lines, lines));
}

#[test]
fn lines_that_are_refused_are_all_counted() {
    refused_lines(4);
}

/// Alone in its process, so that the memory is that of this test: `cargo test --release --test read
/// -- --ignored`.
#[test]
#[ignore = "two gigabytes, for an optimised build"]
fn two_gigabytes_of_refused_lines_cost_little_memory() {
    refused_lines(2 * 1024);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|line| {
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number of kilobytes")
    });
    assert!(peak.is_none_or(|kilobytes| kilobytes < 128 * 1024), "{peak:?} kB");
}

/// A line of 300 million bytes ends the reading of its file, with what came before it.
#[test]
fn a_line_of_300_megabytes_is_given_up_early() {
    let good = "2022,156,643,270900,1.5,5\n";
    for byte in *b"9,\" " {
        let text = io::Cursor::new(format!("{BACI}{good}"))
            .chain(io::repeat(byte).take(300_000_000))
            .chain(io::Cursor::new(format!("\n{good}")));
        let (count, answer) = taken(text, |input| Reader::new().read(input, "line.csv"));
        let account = answer.unwrap().account;
        assert!(account.broken().unwrap().to_string().contains("16 million bytes"), "{account}");
        assert_eq!(account.accepted(), 1, "{account}");
        assert!(count < 40_000_000, "{count}");
    }
}

/// Nesting is measured, never followed by recursion.
#[test]
fn deep_json_ends_in_words() {
    let deep = |begin: &str, open: &str| format!("{begin}{}", open.repeat(2_000_000));
    for (begin, open) in [
        ("", "["),
        ("", "{\"data\":"),
        ("{\"data\":", "["),
        ("{\"data\":[", "{\"a\":"),
        ("[[\"CTY_CODE\",\"I_COMMODITY\",\"GEN_VAL_MO\",\"time\"],", "["),
    ] {
        let text = deep(begin, open);
        for format in [Format::ComtradeJson, Format::Census] {
            match Reader::new().read_as(format, text.as_bytes(), "deep.json") {
                Ok(opened) => assert!(!opened.account.is_complete(), "{}", opened.account),
                Err(error) => assert!(!error.help().is_empty(), "{error}"),
            }
        }
        match Reader::new().read(text.as_bytes(), "deep.json") {
            Ok(opened) => assert!(!opened.account.is_complete(), "{}", opened.account),
            Err(error) => assert!(!error.help().is_empty(), "{error}"),
        }
    }
}

/// An archive of files with one row each is a panel with the rows of all.
fn archive_of(files: u32) {
    let folder = Folder::new(&format!("archive-of-{files}"));
    let path = folder.join("many.zip");
    let mut zip = zip::ZipWriter::new(io::BufWriter::new(std::fs::File::create(&path).unwrap()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..files {
        zip.start_file(format!("{at}.csv"), stored).unwrap();
        writeln!(zip, "{BACI}2022,156,643,{:06},1,5", 100_000 + at).unwrap();
    }
    zip.finish().unwrap().flush().unwrap();
    let opened = read::open(&path).unwrap();
    assert_eq!(opened.account.accepted(), u64::from(files), "{}", opened.account);
    let panel = opened.panel().unwrap();
    // Thousands of US dollars, as BACI counts, with three places.
    assert_eq!((panel.unit().to_string().as_str(), panel.places()), ("thousand US$", 3));
    assert_eq!(panel.mantissas().iter().sum::<i64>(), i64::from(files) * 1_000);
}

#[test]
fn an_archive_of_many_files_is_read() {
    archive_of(2_000);
}

#[test]
#[ignore = "100,000 files, for an optimised build"]
fn an_archive_of_100_000_files_is_read() {
    archive_of(100_000);
}

/// What the function returns, within a time that no waiting for a writer would keep.
#[cfg(unix)]
fn soon<T: Send + 'static>(answer: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || send.send(answer()));
    receive.recv_timeout(std::time::Duration::from_secs(30)).expect("an answer in 30 seconds")
}

/// A pipe that nobody writes to would be waited on without a word. The help says what waits.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let folder = Folder::new("pipe");
    let pipe = folder.join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = pipe.clone();
    let error = soon(move || read::open(&path).unwrap_err());
    assert!(error.to_string().contains("it is a pipe"), "{error}");
    assert!(error.help().contains("Reader::read"), "{error:?}");
    let path = pipe.clone();
    let error = soon(move || Releases::from_file(&path).unwrap_err());
    assert!(error.to_string().contains("it is a pipe"), "{error}");
    assert!(error.help().contains("Releases::from_csv"), "{error:?}");
    let path = folder.to_path_buf();
    let error = soon(move || read::open(path).unwrap_err());
    assert!(error.to_string().contains("no files"), "{error}");
    // The advice, tried: the reader of a pipe waits for its writer.
    let path = pipe.clone();
    let writer = std::thread::spawn(move || {
        let row = "2022,156,643,270900,1.5,5\n";
        std::fs::write(path, format!("{BACI}{row}")).unwrap();
    });
    let opened =
        soon(move || Reader::new().read(std::fs::File::open(&pipe).unwrap(), "pipe.csv").unwrap());
    writer.join().unwrap();
    assert_eq!(opened.account.accepted(), 1, "{}", opened.account);
}
