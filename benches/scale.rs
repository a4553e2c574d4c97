//! What opening a folder of BACI's shape costs: seconds, and memory at the peak for each row.
//!
//! ```text
//! cargo bench --bench scale -- --years 29 --rows-per-year 9200000 --keep DIR
//! ```
//! writes a file for each year, from a fixed generator, and opens the folder three times: as it is;
//! with its files in reversed order; and with a row of the World for each exporter and product in
//! every year. Each is done by a child process of its own, so that the peak that the system
//! remembers is that of one opening. A line for each says how many rows there are, of parts and of
//! totals, the seconds, and the bytes a row at the peak beyond what the process had before, and
//! that the panel keeps. With `--keep` the folders stay where they are and are used again; else
//! they are written where temporary files stand, and removed.

use bilateral::area::AreaKind;
use bilateral::panel::Panel;
use bilateral::{Area, read};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

struct Options {
    years: u16,
    rows_per_year: usize,
    keep: Option<PathBuf>,
    child: Option<PathBuf>,
}

/// The ways in which a folder is written.
const SHAPES: [&str; 3] = ["in order", "files reversed", "with the World"];

fn main() {
    let mut options = Options { years: 3, rows_per_year: 400_000, keep: None, child: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--years" => options.years = next().parse().expect("a number"),
            "--rows-per-year" => options.rows_per_year = next().parse().expect("a number"),
            "--keep" => options.keep = Some(next().into()),
            "--child" => options.child = Some(next().into()),
            // What cargo itself passes on.
            "--bench" => {}
            other => panic!("unknown option {other}"),
        }
    }
    if let Some(folder) = &options.child {
        return open(folder);
    }
    let temporary = std::env::temp_dir().join(format!("bilateral-scale-{}", std::process::id()));
    let folder = options.keep.clone().unwrap_or_else(|| temporary.clone());
    println!(
        "{:<16} {:>12} {:>10} {:>8} {:>10} {:>10}",
        "", "parts", "totals", "seconds", "peak B/row", "kept B/row"
    );
    for shape in SHAPES {
        let folder = folder.join(shape.replace(' ', "_"));
        if !folder.exists() {
            write(&folder, &options, shape);
        }
        let program = std::env::current_exe().expect("this program");
        let child =
            Command::new(program).arg("--child").arg(&folder).output().expect("a child process");
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        print!("{shape:<16} {}", String::from_utf8_lossy(&child.stdout));
        if options.keep.is_none() {
            fs::remove_dir_all(&folder).expect("the folder removed");
        }
    }
    let _ = fs::remove_dir(&temporary);
}

/// Opens a folder and says what it cost.
fn open(folder: &Path) {
    let before = memory("VmRSS:");
    let start = Instant::now();
    let opened = read::open(folder).expect("a folder that is read");
    assert!(opened.account.is_complete(), "{}", opened.account);
    let panel = opened.panel().expect("a panel");
    let seconds = start.elapsed().as_secs_f64();
    let (peak, kept) =
        (memory("VmHWM:").saturating_sub(before), memory("VmRSS:").saturating_sub(before));
    let totals = panel.reported().map_or(0, Panel::len);
    let a_row = |kib: u64| kib as f64 * 1024.0 / (panel.len() + totals) as f64;
    println!(
        "{:>12} {totals:>10} {seconds:>8.2} {:>10.1} {:>10.1}",
        panel.len(),
        a_row(peak),
        a_row(kept)
    );
}

/// A line of the process's own memory account, in KiB; 0 where the system has none.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Countries that hold no other one of them, ascending by code.
fn countries(count: usize) -> Vec<Area> {
    let mut apart: Vec<Area> = Vec::new();
    for area in
        Area::all().filter(|area| area.kind() == AreaKind::Country && area.valid_to().is_none())
    {
        if apart.len() < count && apart.iter().all(|other| !other.overlaps(area)) {
            apart.push(area);
        }
    }
    apart.sort_unstable();
    apart
}

/// Almost five thousand subheadings of chapters 1 to 97, ascending; there is no chapter 77.
fn products() -> Vec<String> {
    let chapters = (1..=97).filter(|chapter| *chapter != 77);
    chapters
        .flat_map(|chapter| (1..=52).map(move |heading| format!("{chapter:02}{heading:02}10")))
        .collect()
}

fn write(folder: &Path, options: &Options, shape: &str) {
    fs::create_dir_all(folder).expect("a folder");
    // About 140 rows for each pair, as in BACI.
    let count = ((options.rows_per_year as f64 / 140.0).sqrt() as usize).clamp(10, 215);
    let (countries, products) = (countries(count), products());
    let pairs = countries.len() * (countries.len() - 1);
    // The distance from one product of a pair to the next one is from 1 to twice the mean less 1.
    let mean = (pairs * products.len()).div_ceil(options.rows_per_year.max(1)) as u64;
    let mut state = 20_260_101_u64;
    let mut next = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state) * u128::from(below)) >> 64) as u64
    };
    for year in 0..options.years {
        let place = if shape == "files reversed" { options.years - 1 - year } else { year };
        let year = 2000 + year;
        let file = folder.join(format!("{place:03}_BACI_HS17_Y{year}_V202501.csv"));
        let mut file = BufWriter::with_capacity(1 << 20, File::create(file).expect("a file"));
        file.write_all(b"t,i,j,k,v,q\n").expect("written");
        for exporter in &countries {
            let (mut text, mut world) = (String::new(), vec![0_u64; products.len()]);
            for importer in countries.iter().filter(|importer| *importer != exporter) {
                let mut product = next(2 * mean - 1) as usize;
                while let Some(code) = products.get(product) {
                    let value = 1 + (next(1 << 30) >> next(24));
                    world[product] += value;
                    row(
                        &mut text,
                        (year, exporter.code(), importer.code()),
                        code,
                        value,
                        value * 3 / 2,
                    );
                    product += 1 + next(2 * mean - 1) as usize;
                }
            }
            if shape == "with the World" {
                let mut totals = String::new();
                for (code, value) in products.iter().zip(world).filter(|(_, value)| *value > 0) {
                    row(&mut totals, (year, exporter.code(), 0), code, value, value * 3 / 2);
                }
                file.write_all(totals.as_bytes()).expect("written");
            }
            file.write_all(text.as_bytes()).expect("written");
        }
        file.flush().expect("written");
    }
}

fn row(
    text: &mut String,
    (year, exporter, importer): (u16, u16, u16),
    code: &str,
    value: u64,
    quantity: u64,
) {
    let (value, quantity) = ((value / 1000, value % 1000), (quantity / 1000, quantity % 1000));
    writeln!(
        text,
        "{year},{exporter},{importer},{code},{}.{:03},{}.{:03}",
        value.0, value.1, quantity.0, quantity.1
    )
    .expect("written to memory");
}
