//! The bulk workloads on columns that a generator wrote, with the checksums that other programs
//! print for the same files.
//!
//! ```text
//! cargo bench --bench workloads -- --data DIR --workload W1 --threads 2 --reps 5 --order natural
//! ```
//! prints one JSON line: rows, seconds (median and least, with fresh and with reused memory where
//! the call has both forms), peak memory beyond input, bytes touched, the read bandwidth of this
//! machine in the same run, and checksums. DIR holds raw little-endian columns: `a_*` for the
//! annual table (year i16, reporter, partner, product u16, v, q i64), `m_*` for the monthly one
//! (period i32, chapter u16), and `series` histories of 60 months (f64) for W7: additive
//! Holt-Winters, `--variant fixed` (given parameters) or `fitted`. W6 reads DIR/baci.csv, `W6-gzip`
//! the same packed, `W6-json` the first rows of it as an answer of UN Comtrade. `energy` turns
//! every quantity into gigajoules, by a factor of its own for each commodity. W8 pairs exports with
//! imports (`x_*`: as the annual table, with the flow of each row, u16, 0 for exports) and measures
//! the gap once, `W8all` in eight ways. `years` projects the
//! running year of `--rows` histories made here, beside the fits in it alone. Without `--data` a
//! small table is made, and all workloads run.

use bilateral::bulk::{
    Asymmetries, AsymmetryMeasure, Column, Growths, Histories, Mirrored, PairRow, Prices, Smoothed,
    Structure, YearToDate,
};
use bilateral::carrier::{Carrier, Conversion};
use bilateral::forecast::decomposition::{SeasonKind, classical};
use bilateral::forecast::ets::{Model, Parameters};
use bilateral::forecast::stl::Stl;
use bilateral::key::Label;
use bilateral::number::Decimal;
use bilateral::panel::{Columns, Gaps, NO_QUANTITY, Panel, PanelBuilder};
use bilateral::read::Reader;
use bilateral::unit::{AnyUnit, EnergyScale, EnergyUnit, HeatBasis, MassUnit, USD};
use bilateral::{Area, Commodity, Figure, Flow, Period, Rounding};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

struct Options {
    data: Option<PathBuf>,
    workload: Option<String>,
    threads: usize,
    reps: usize,
    order: String,
    rows: Option<usize>,
    variant: Option<String>,
}

fn main() {
    let mut options = Options {
        data: None,
        workload: None,
        threads: 2,
        reps: 5,
        order: "natural".to_owned(),
        rows: None,
        variant: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--data" => options.data = Some(next().into()),
            "--workload" => options.workload = Some(next()),
            "--threads" => options.threads = next().parse().expect("a number"),
            "--reps" => options.reps = next().parse().expect("a number"),
            "--rows" => options.rows = Some(next().parse().expect("a number")),
            "--order" => options.order = next(),
            "--variant" => options.variant = Some(next()),
            // What cargo itself passes on.
            "--bench" => {}
            other => panic!("unknown option {other}"),
        }
    }
    rayon::ThreadPoolBuilder::new().num_threads(options.threads).build_global().expect("one pool");
    let all = [
        "W1",
        "W2",
        "W3",
        "W4",
        "W5",
        "energy",
        "W6",
        "W6-gzip",
        "W6-json",
        "W6-json-gzip",
        "W7",
        "years",
        "W8",
        "W8all",
    ]
    .map(str::to_owned);
    let workloads = options.workload.clone().map_or(all.to_vec(), |one| vec![one]);
    for workload in workloads {
        if workload == "W7" {
            for variant in ["fixed", "fitted"] {
                if options.variant.as_deref().is_none_or(|wanted| wanted == variant) {
                    smooth(variant, &options);
                }
            }
        } else if workload == "years" {
            years(&options);
        } else if workload.starts_with("W6") {
            run_read(&workload, &options);
        } else {
            run(&workload, &options);
        }
    }
}

/// Additive Holt-Winters over histories of five years, twelve months ahead.
fn smooth(variant: &str, options: &Options) {
    const MONTHS: usize = 60;
    let mut values = match &options.data {
        Some(folder) => numbers(&folder.join("bin/series.bin"), f64::from_le_bytes),
        None => {
            let mut next = generator();
            (0..500 * MONTHS)
                .map(|at| 100.0 + (at % 12) as f64 + next(1 << 20) as f64 / 1e5)
                .collect()
        }
    };
    if let Some(rows) = options.rows {
        values.truncate(rows * MONTHS);
    }
    let mut histories = Histories::default();
    values.chunks_exact(MONTHS).for_each(|history| histories.push(history));
    let parameters =
        Parameters::new(0.3).unwrap().with_beta(0.03).unwrap().with_gamma(0.2).unwrap();
    let work = |result: &mut Smoothed| match variant {
        "fixed" => histories.holt_winters_into(12, &parameters, 12, result).unwrap(),
        _ => histories.fit_holt_winters_into(12, 12, result).unwrap(),
    };
    let (mut fresh, mut reused, mut kept) = (Vec::new(), Vec::new(), Smoothed::default());
    work(&mut kept);
    for _ in 0..options.reps {
        let mut result = Smoothed::default();
        let start = Instant::now();
        work(&mut result);
        fresh.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        work(&mut kept);
        reused.push(start.elapsed().as_secs_f64());
    }
    let ((median, least), (again, again_least)) =
        (middle_and_least(fresh), middle_and_least(reused));
    // Sums of squares over many histories differ by orders of magnitude: the mean of their
    // logarithms is compared.
    let logarithms =
        kept.sums_of_squares().iter().filter(|sum| **sum > 0.0).map(|sum| sum.ln()).sum::<f64>();
    println!(
        r#"{{"w":"W7","variant":"{variant}","engine":"bilateral","threads":{},"rows_in":{},"median_s":{median:.5},"min_s":{least:.5},"reused_median_s":{again:.5},"reused_min_s":{again_least:.5},"us_a_series":{:.3},"check":{{"rows":{},"forecast":"{:.9e}","mean_log_sse":{:.6}}}}}"#,
        options.threads,
        histories.len(),
        median * 1e6 / histories.len() as f64,
        kept.len() - kept.errors().len(),
        kept.points().iter().sum::<f64>(),
        logarithms / histories.len() as f64,
    );
}

/// The default projection of histories of eight years and four months, beside the time of the two
/// fits in it alone.
fn years(options: &Options) {
    const MONTHS: usize = 8 * 12 + 4;
    let mut next = generator();
    let count = options.rows.unwrap_or(500);
    let mut histories = Histories::default();
    let mut adjusted = Vec::new();
    for _ in 0..count {
        let level = |at: usize| {
            let season = 1.0 + ((at % 12) as f64 - 5.5) / 40.0;
            (100.0 + at as f64 / 4.0) * season + next(1 << 20) as f64 / 1e5
        };
        let months: Vec<f64> = (0..MONTHS).map(level).collect();
        histories.push(&months);
        adjusted.extend(what_is_fitted(&months));
    }
    let (mut all, mut fits, mut sum) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..options.reps {
        let start = Instant::now();
        let years = histories.project_years(4).unwrap();
        all.push(start.elapsed().as_secs_f64());
        sum = (0..count).map(|number| years.year(number).unwrap()).sum();
        let start = Instant::now();
        std::thread::scope(|scope| {
            for part in adjusted.chunks(adjusted.len().div_ceil(options.threads)) {
                scope.spawn(move || {
                    for history in part {
                        std::hint::black_box(Model::SIMPLE.fit(history, 1).unwrap());
                    }
                });
            }
        });
        fits.push(start.elapsed().as_secs_f64());
    }
    let ((median, least), (alone, alone_least)) = (middle_and_least(all), middle_and_least(fits));
    println!(
        r#"{{"w":"years","engine":"bilateral","threads":{},"rows_in":{count},"median_s":{median:.5},"min_s":{least:.5},"fits_median_s":{alone:.5},"fits_min_s":{alone_least:.5},"us_a_series":{:.3},"check":{{"sum":"{sum:.9e}"}}}}"#,
        options.threads,
        median * 1e6 / count as f64,
    );
}

/// The two seasonally adjusted histories that the default smooths: by factors, and by STL of the
/// logarithms, with January and February as one piece.
fn what_is_fitted(months: &[f64]) -> [Vec<f64>; 2] {
    let pieces = |first: f64| -> Vec<f64> {
        let joint = |year: &[f64]| {
            std::iter::once((year[0] + year[1]) / first).chain(year[2..].to_vec()).collect()
        };
        months.chunks(12).flat_map(|year| -> Vec<f64> { joint(year) }).collect()
    };
    let even = pieces(2.0);
    let factors = classical(&even, 11, SeasonKind::Multiplicative).unwrap();
    let by_factors = even.iter().zip(factors.figure().iter().cycle()).map(|(y, f)| y / f).collect();
    let logarithms: Vec<f64> = pieces(1.0).iter().map(|value| value.ln()).collect();
    let parts = Stl::for_length(11, logarithms.len()).unwrap().decompose(&logarithms).unwrap();
    let adjusted = logarithms.iter().zip(parts.seasonal()).map(|(y, season)| y - season).collect();
    [by_factors, adjusted]
}

fn run(workload: &str, options: &Options) {
    let monthly = workload == "W3";
    let mut columns = match &options.data {
        Some(folder) if workload.starts_with("W8") => read_mirror(&folder.join("bin")),
        Some(folder) => read(&folder.join("bin"), monthly),
        None if workload.starts_with("W8") => mirrored(small(false)),
        None => small(monthly),
    };
    if let Some(rows) = options.rows {
        cut_or_repeat(&mut columns, rows);
    }
    match workload {
        "W5" => {}
        "energy" => {
            // As many tariff lines of crude oil, since only energy carriers have a heat content.
            let lines = (0..columns.commodities.len())
                .map(|line| format!("USA:270900{line:04}").parse().unwrap());
            columns.commodities = lines.collect();
            columns.quantity_units = vec![AnyUnit::Mass(MassUnit::Kilogram)];
        }
        _ => columns.quantity = Vec::new(),
    }
    arrange(&mut columns, &options.order);
    let rows = columns.value.len();
    let shuffled = options.order == "shuffled";
    let build = |columns: Table| {
        PanelBuilder::new(USD.thousand(), 3).unwrap().build_from(columns.into()).unwrap()
    };

    let mut checks = String::new();
    let (mut fresh, mut reused) = (Vec::new(), Vec::new());
    let panel = (!shuffled).then(|| build(std::mem::take(&mut columns)));
    let bandwidth = read_bandwidth(options.threads);
    let before = memory("VmRSS:");
    reset_peak();
    for rep in 0..=options.reps {
        // Rows in any order: the sort is part of the work, so that it starts where other engines
        // start.
        let copy = shuffled.then(|| columns.clone());
        let start = Instant::now();
        let sorted = copy.map(build);
        let panel = panel.as_ref().or(sorted.as_ref()).expect("a panel");
        let result = work(workload, panel);
        let seconds = start.elapsed().as_secs_f64();
        // The first run warms up and shows the result.
        if rep == 0 { checks = result.check() } else { fresh.push(seconds) }
    }
    let peak = memory("VmHWM:").saturating_sub(before);
    if let Some(panel) = &panel {
        let (mut growths, mut sums, mut heat) =
            (Growths::default(), YearToDate::default(), Column::default());
        let (mut flows, mut measures) = (Mirrored::default(), Asymmetries::default());
        for rep in 0..=options.reps {
            let start = Instant::now();
            match workload {
                "W1" => panel.growth_into(6, Rounding::HalfEven, &mut growths).unwrap(),
                "W3" => panel
                    .year_to_date_into(Gaps::NoTrade, 6, Rounding::HalfEven, &mut sums)
                    .unwrap(),
                "energy" => panel
                    .energy_into(
                        Flow::Export,
                        GIGAJOULE,
                        3,
                        Rounding::HalfEven,
                        calorific,
                        &mut heat,
                    )
                    .unwrap(),
                "W8" => {
                    panel.mirror_into(Flow::Export, Flow::Import, &mut flows).unwrap();
                    flows.measure_into(TO_MEAN, 6, Rounding::HalfEven, &mut heat).unwrap();
                }
                "W8all" => {
                    panel.mirror_into(Flow::Export, Flow::Import, &mut flows).unwrap();
                    flows.asymmetries_into(6, Rounding::HalfEven, &mut measures).unwrap();
                }
                _ => break,
            }
            if rep > 0 {
                reused.push(start.elapsed().as_secs_f64());
            }
        }
    }
    // Compulsory bytes: what the kernel reads once and what it writes.
    let bytes = rows
        * match workload {
            "W1" => 8 + 2 + 17,
            "W2" => 8,
            "W3" => 8 + 2 + 18,
            "W4" => 8 + 2,
            "energy" => 8 + 2 + 9,
            "W8" => 8 + 2 + 9,
            "W8all" => 8 + 2 + 40,
            _ => 8 + 2 + 8,
        };
    let (median, least) = middle_and_least(fresh);
    let reused = match middle_and_least(reused) {
        (median, least) if median > 0.0 => {
            format!(r#","reused_median_s":{median:.4},"reused_min_s":{least:.4}"#)
        }
        _ => String::new(),
    };
    println!(
        r#"{{"w":"{workload}","engine":"bilateral","order":"{}","threads":{},"rows_in":{rows},"median_s":{median:.4},"min_s":{least:.4}{reused},"peak_extra_mib":{},"bytes_touched":{bytes},"read_gb_per_s":{:.2},"times_the_read":{:.2},"check":{checks}}}"#,
        options.order,
        options.threads,
        peak / 1024,
        bandwidth / 1e9,
        median * bandwidth / bytes as f64,
    );
}

/// Reads a file into a panel: seconds, memory beyond the panel, and the sums of its columns.
fn run_read(workload: &str, options: &Options) {
    let folder = std::env::temp_dir().join(format!("bilateral-workloads-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the files");
    let csv = match &options.data {
        Some(data) => data.join("baci.csv"),
        None => {
            let file = folder.join("baci.csv");
            fs::write(&file, small_csv()).expect("a small file");
            file
        }
    };
    let file = match workload {
        "W6" => csv,
        "W6-gzip" => packed(&fs::read(&csv).expect("the file"), folder.join("baci.csv.gz")),
        "W6-json" => {
            let file = folder.join("answer.json");
            fs::write(&file, answer(&fs::read_to_string(&csv).expect("the file")))
                .expect("an answer");
            file
        }
        "W6-json-gzip" => packed(
            answer(&fs::read_to_string(&csv).expect("the file")).as_bytes(),
            folder.join("answer.json.gz"),
        ),
        other => panic!("unknown workload {other}"),
    };
    let reader = Reader::new().own_areas(true);
    let bandwidth = read_bandwidth(options.threads);
    let (mut seconds, mut checks, mut beyond, mut rows) = (Vec::new(), String::new(), 0, 0);
    for rep in 0..=options.reps {
        let before = memory("VmRSS:");
        reset_peak();
        let start = Instant::now();
        let opened = reader.open(&file).expect("a file that is read");
        let took = start.elapsed().as_secs_f64();
        assert!(opened.account.is_complete(), "{}", opened.account);
        let panel = opened.panel().expect("a panel");
        let peak = memory("VmHWM:").saturating_sub(before);
        if rep > 0 {
            seconds.push(took);
            continue;
        }
        // What the panel itself holds: values, quantities, commodities.
        beyond = peak.saturating_sub(panel.len() as u64 * 18 / 1024);
        let quantities = panel.view().quantities();
        let known: Vec<i64> =
            quantities.iter().copied().filter(|quantity| *quantity != NO_QUANTITY).collect();
        let sum = |numbers: &[i64]| numbers.iter().map(|number| i128::from(*number)).sum::<i128>();
        rows = panel.len();
        checks = format!(
            r#"{{"rows":{rows},"v":"{}","q":"{}","q_null":{}}}"#,
            sum(panel.mantissas()) as f64 / 10_f64.powi(i32::from(panel.places())),
            sum(&known) as f64 / 1000.0,
            panel.len() - known.len(),
        );
    }
    // What merely reading the file costs, without looking at it.
    let plain = (0..3).map(|_| plain_read(&file)).fold(f64::MAX, f64::min);
    let bytes = fs::metadata(&file).map_or(0, |about| about.len());
    let (median, least) = middle_and_least(seconds);
    println!(
        r#"{{"w":"{workload}","engine":"bilateral","order":"natural","threads":{},"rows_in":{rows},"median_s":{median:.4},"min_s":{least:.4},"peak_beyond_panel_mib":{},"bytes_touched":{bytes},"mb_per_s":{:.0},"times_the_plain_read":{:.2},"read_gb_per_s":{:.2},"times_the_read":{:.2},"check":{checks}}}"#,
        options.threads,
        beyond / 1024,
        bytes as f64 / median / 1e6,
        median / plain,
        bandwidth / 1e9,
        median * bandwidth / bytes as f64,
    );
    let _ = fs::remove_dir_all(&folder);
}

/// Seconds to read a file block by block.
fn plain_read(file: &Path) -> f64 {
    use std::io::Read;
    let (mut block, mut sum) = (vec![0; 1 << 20], 0_usize);
    let start = Instant::now();
    let mut file = fs::File::open(file).expect("the file");
    while let Ok(count @ 1..) = file.read(&mut block) {
        sum += count;
    }
    assert!(sum > 0);
    start.elapsed().as_secs_f64()
}

/// BACI of 20 areas and 900 goods.
fn small_csv() -> String {
    use std::fmt::Write;
    let columns = small(false);
    let mut text = String::from("t,i,j,k,v,q\n");
    for row in 0..columns.value.len() {
        let (year, good) = (2020 + columns.period[row], 10_001 + u32::from(columns.commodity[row]));
        let (value, quantity) = (columns.value[row], columns.quantity[row]);
        let _ = write!(
            text,
            "{year},{},{},{good:06},",
            columns.reporter[row] + 1,
            columns.partner[row] + 1
        );
        let _ = write!(text, "{}.{:03},", value / 1000, value % 1000);
        let _ = if quantity == i64::MIN {
            writeln!(text, "NA")
        } else {
            writeln!(text, "{}.{:03}", quantity / 1000, quantity % 1000)
        };
    }
    text
}

fn packed(bytes: &[u8], file: PathBuf) -> PathBuf {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(
        fs::File::create(&file).expect("a file"),
        flate2::Compression::new(6),
    );
    gzip.write_all(bytes).expect("written");
    gzip.finish().expect("written");
    file
}

/// The first 300,000 rows of BACI as an answer of UN Comtrade with all of its 47 fields.
fn answer(csv: &str) -> String {
    use std::fmt::Write;
    let mut text = String::from(r#"{"elapsedTime":"0.21 secs","data":["#);
    for (at, line) in csv.lines().skip(1).take(300_000).enumerate() {
        let mut field = line.split(',').map(str::trim);
        let mut next = || field.next().unwrap_or_default();
        let (year, reporter, partner, good, value, quantity) =
            (next(), next(), next(), next(), next(), next());
        let quantity = if quantity.is_empty() || quantity == "NA" { "null" } else { quantity };
        let _ = write!(
            text,
            r#"{}{{"typeCode":"C","freqCode":"A","refPeriodId":{year}0101,"refYear":{year},"refMonth":52,"period":"{year}","reporterCode":{reporter},"reporterISO":null,"reporterDesc":null,"flowCode":"X","flowDesc":null,"partnerCode":{partner},"partnerISO":null,"partnerDesc":null,"partner2Code":0,"partner2ISO":null,"partner2Desc":null,"classificationCode":"H5","classificationSearchCode":"HS","isOriginalClassification":true,"cmdCode":"{good}","cmdDesc":null,"aggrLevel":6,"isLeaf":true,"customsCode":"C00","customsDesc":null,"mosCode":"0","motCode":0,"motDesc":null,"qtyUnitCode":8,"qtyUnitAbbr":null,"qty":{quantity},"isQtyEstimated":false,"altQtyUnitCode":-1,"altQtyUnitAbbr":null,"altQty":null,"isAltQtyEstimated":false,"netWgt":null,"isNetWgtEstimated":false,"grossWgt":0,"isGrossWgtEstimated":false,"cifvalue":null,"fobvalue":{value},"primaryValue":{value},"legacyEstimationFlag":0,"isReported":true,"isAggregate":false}}"#,
            if at > 0 { "," } else { "" }
        );
    }
    text.push_str(r#"],"error":""}"#);
    text
}

const GIGAJOULE: EnergyUnit = EnergyUnit::new(EnergyScale::Gigajoule, HeatBasis::Net);

/// A calorific value for every commodity, each another one: between 0.010000 and 0.045999 GJ/kg.
fn calorific(commodity: &Commodity, unit: AnyUnit) -> Option<Vec<Conversion>> {
    let code: i64 = commodity.code().parse().ok()?;
    let value = Figure::printed(Decimal::new(10_000 + code * 7_919 % 36_000, 6));
    let carrier = Carrier::of(commodity).ok().flatten()?;
    Conversion::measured(carrier, unit, AnyUnit::Energy(GIGAJOULE), value)
        .ok()
        .map(|factor| vec![factor])
}

enum Answer {
    Growth(Growths),
    Pairs(Vec<PairRow>),
    ToDate(YearToDate),
    Structure(Box<Structure>),
    Prices(Box<Prices>),
    Energy(Column),
    Mirror(Box<(Mirrored, Column)>),
    Mirrors(Box<(Mirrored, Asymmetries)>),
}

const TO_MEAN: AsymmetryMeasure = AsymmetryMeasure::RelativeToMean;

fn work(workload: &str, panel: &Panel) -> Answer {
    match workload {
        "W1" => Answer::Growth(panel.growth(6, Rounding::HalfEven).unwrap()),
        "W2" => Answer::Pairs(panel.pairs(Flow::Export).unwrap()),
        "W3" => Answer::ToDate(panel.year_to_date(Gaps::NoTrade, 6, Rounding::HalfEven).unwrap()),
        "W4" => {
            let structure = panel.structure(Flow::Export, 9, Rounding::HalfEven).unwrap();
            Answer::Structure(Box::new(structure))
        }
        "W5" => Answer::Prices(Box::new(panel.prices().unwrap())),
        "energy" => Answer::Energy(
            panel.energy(Flow::Export, GIGAJOULE, 3, Rounding::HalfEven, calorific).unwrap(),
        ),
        "W8" => {
            let flows = panel.mirror(Flow::Export, Flow::Import).unwrap();
            let gap = flows.measure(TO_MEAN, 6, Rounding::HalfEven).unwrap();
            Answer::Mirror(Box::new((flows, gap)))
        }
        "W8all" => {
            let flows = panel.mirror(Flow::Export, Flow::Import).unwrap();
            let measures = flows.asymmetries(6, Rounding::HalfEven).unwrap();
            Answer::Mirrors(Box::new((flows, measures)))
        }
        other => panic!("unknown workload {other}"),
    }
}

impl Answer {
    /// Rows and column sums: sums of values in thousand US$, ratios as fractions.
    fn check(&self) -> String {
        let thousand = |sum: i128| {
            format!(
                "{}{}.{:03}",
                if sum < 0 { "-" } else { "" },
                sum.abs() / 1000,
                sum.abs() % 1000
            )
        };
        let ratio = |sum: i128, places: i32| format!("{:.9e}", sum as f64 / 10_f64.powi(places));
        match self {
            Answer::Growth(growths) => {
                let (sum, rows) = checksum(growths.growths());
                let delta: i128 = growths.changes().iter().map(|change| i128::from(*change)).sum();
                format!(
                    r#"{{"rows":{rows},"delta":"{}","growth":"{}"}}"#,
                    thousand(delta),
                    ratio(sum, 6)
                )
            }
            Answer::Pairs(pairs) => {
                let balance: i128 = pairs
                    .iter()
                    .filter_map(|pair| PairRow::or_no_trade(*pair).balance_mantissa())
                    .sum();
                format!(r#"{{"rows":{},"balance":"{}"}}"#, pairs.len(), thousand(balance))
            }
            Answer::ToDate(sums) => {
                let (sum, rows) = checksum(sums.sums());
                let (growth, _) = checksum(sums.growths());
                format!(
                    r#"{{"rows":{rows},"ytd":"{}","yoy":"{}"}}"#,
                    thousand(sum),
                    ratio(growth, 6)
                )
            }
            Answer::Structure(structure) => {
                let (rca, rows) = checksum(structure.rca());
                let (hhi, gl) =
                    (structure.hhi_of_commodities().point(), structure.grubel_lloyd_of_mirror());
                let (hhi, gl) = (checksum(hhi).0, checksum(gl).0);
                let countries = structure.grubel_lloyd().len();
                let x = thousand(structure.total_exports());
                let (rca, hhi, gl) = (ratio(rca, 9), ratio(hhi, 9), ratio(gl, 9));
                format!(
                    r#"[{{"rows":{rows},"x":"{x}","rca":"{rca}"}},{{"rows":{countries},"hhi":"{hhi}","gl":"{gl}"}}]"#
                )
            }
            Answer::Energy(heat) => {
                let (sum, rows) = checksum(heat);
                format!(r#"{{"rows":{rows},"gigajoule":"{}"}}"#, thousand(sum))
            }
            Answer::Mirror(result) => {
                let (flows, gap) = &**result;
                let gap = ratio(checksum(gap).0, 6);
                format!(r#"{{"rows":{},"to_mean":"{gap}"}}"#, flows.len())
            }
            Answer::Mirrors(result) => {
                let (flows, measures) = &**result;
                let sum = |measure| checksum(measures.get(measure)).0;
                let mut text = format!(r#"{{"rows":{}"#, flows.len());
                text += &format!(r#","delta":"{}""#, thousand(sum(AsymmetryMeasure::Difference)));
                for (name, measure) in [
                    ("to_mean", TO_MEAN),
                    ("to_importer", AsymmetryMeasure::RelativeToImporter),
                    ("to_exporter", AsymmetryMeasure::RelativeToExporter),
                    ("normalized", AsymmetryMeasure::Normalized),
                    ("ratio", AsymmetryMeasure::Ratio),
                    ("log", AsymmetryMeasure::LogDistance),
                    ("min_over_max", AsymmetryMeasure::MinOverMax),
                ] {
                    text += &format!(r#","{name}":"{}""#, ratio(sum(measure), 6));
                }
                text + "}"
            }
            Answer::Prices(prices) => {
                let (fisher, rows) = checksum(prices.fisher_price());
                let n: u64 = (0..prices.len())
                    .filter_map(|row| prices.row(row))
                    .map(|row| u64::from(row.matched))
                    .sum();
                format!(r#"{{"rows":{rows},"fisher":"{}","n":"{n}"}}"#, ratio(fisher, 9))
            }
        }
    }
}

/// The sum of all numbers that are there, and how many they are.
fn checksum(column: &Column) -> (i128, usize) {
    (0..column.len())
        .filter_map(|row| column.mantissa(row).ok())
        .fold((0, 0), |(sum, count), number| (sum + i128::from(number), count + 1))
}

fn middle_and_least(mut seconds: Vec<f64>) -> (f64, f64) {
    seconds.sort_by(f64::total_cmp);
    (
        seconds.get(seconds.len() / 2).copied().unwrap_or(0.0),
        seconds.first().copied().unwrap_or(0.0),
    )
}

/// Bytes a second of all threads together, reading 512 MiB.
fn read_bandwidth(threads: usize) -> f64 {
    let data = vec![1_i64; 1 << 26];
    let best = (0..4)
        .map(|_| {
            let start = Instant::now();
            let sum: i64 = std::thread::scope(|scope| {
                let parts: Vec<_> = data
                    .chunks(data.len() / threads)
                    .map(|part| scope.spawn(|| part.iter().sum::<i64>()))
                    .collect();
                parts.into_iter().map(|part| part.join().expect("a sum")).sum()
            });
            assert_eq!(sum, 1 << 26);
            start.elapsed().as_secs_f64()
        })
        .fold(f64::MAX, f64::min);
    (data.len() * 8) as f64 / best
}

/// A line of the process's own memory account, in KiB; 0 where the system has none.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn reset_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn numbers<const N: usize, T>(path: &Path, from: fn([u8; N]) -> T) -> Vec<T> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    bytes.chunks_exact(N).map(|word| from(word.try_into().expect("whole words"))).collect()
}

/// Generated country codes are no codes of Comtrade.
fn areas(count: usize) -> Vec<Area> {
    (0..count).map(|number| Area::own(number as u16).unwrap()).collect()
}

/// A table as the generator wrote it, before it is a panel.
#[derive(Clone, Default)]
struct Table {
    areas: Vec<Area>,
    commodities: Vec<Commodity>,
    periods: Vec<Period>,
    labels: Vec<Label>,
    label: Vec<u16>,
    reporter: Vec<u16>,
    partner: Vec<u16>,
    commodity: Vec<u16>,
    period: Vec<u16>,
    value: Vec<i64>,
    quantity: Vec<i64>,
    quantity_units: Vec<AnyUnit>,
}

impl From<Table> for Columns {
    fn from(table: Table) -> Columns {
        Columns::new()
            .with_areas(table.areas)
            .with_commodities(table.commodities)
            .with_periods(table.periods)
            .with_labels(table.labels)
            .with_label(table.label)
            .with_reporter(table.reporter)
            .with_partner(table.partner)
            .with_commodity(table.commodity.into())
            .with_period(table.period)
            .with_value(table.value)
            .with_quantity(table.quantity)
            .with_quantity_units(table.quantity_units)
    }
}

fn read(folder: &Path, monthly: bool) -> Table {
    let words = |name: &str| numbers(&folder.join(name), u16::from_le_bytes);
    let long = |name: &str| numbers(&folder.join(name), i64::from_le_bytes);
    let labels = vec![Flow::Export.into()];
    if monthly {
        let code: Vec<i32> = numbers(&folder.join("m_period.bin"), i32::from_le_bytes);
        let periods: Vec<Period> = (2021..=2023)
            .flat_map(|year| (1..=12).map(move |month| Period::month(year, month)))
            .collect();
        return Table {
            areas: areas(words("m_country_codes.bin").len()),
            commodities: (0..97)
                .map(|chapter| format!("HS:10{chapter:02}").parse().unwrap())
                .collect(),
            periods,
            labels,
            reporter: words("m_reporter.bin"),
            partner: words("m_partner.bin"),
            commodity: words("m_chapter.bin"),
            period: code
                .iter()
                .map(|code| ((code / 100 - 2021) * 12 + code % 100 - 1) as u16)
                .collect(),
            value: long("m_v.bin"),
            ..Table::default()
        };
    }
    let products = numbers(&folder.join("a_product_codes.bin"), u32::from_le_bytes);
    let year = numbers(&folder.join("a_year.bin"), i16::from_le_bytes);
    let quantity = long("a_q.bin")
        .into_iter()
        .map(|quantity| if quantity == 0 { i64::MIN } else { quantity })
        .collect();
    Table {
        areas: areas(words("a_country_codes.bin").len()),
        commodities: products
            .iter()
            .map(|code| format!("HS:{code:06}").parse::<Commodity>().unwrap())
            .collect(),
        periods: (2020..=2023).map(Period::year).collect(),
        labels,
        reporter: words("a_reporter.bin"),
        partner: words("a_partner.bin"),
        commodity: words("a_product.bin"),
        period: year.iter().map(|year| (year - 2020) as u16).collect(),
        value: long("a_v.bin"),
        quantity,
        ..Table::default()
    }
}

/// The annual table of both sides.
fn read_mirror(folder: &Path) -> Table {
    let words = |name: &str| numbers(&folder.join(name), u16::from_le_bytes);
    let products = numbers(&folder.join("x_product_codes.bin"), u32::from_le_bytes);
    let year = numbers(&folder.join("x_year.bin"), i16::from_le_bytes);
    Table {
        areas: areas(words("x_country_codes.bin").len()),
        commodities: products.iter().map(|code| format!("HS:{code:06}").parse().unwrap()).collect(),
        periods: (2020..=2023).map(Period::year).collect(),
        labels: vec![Flow::Export.into(), Flow::Import.into()],
        label: words("x_flow.bin"),
        reporter: words("x_reporter.bin"),
        partner: words("x_partner.bin"),
        commodity: words("x_product.bin"),
        period: year.iter().map(|year| (year - 2020) as u16).collect(),
        value: numbers(&folder.join("x_v.bin"), i64::from_le_bytes),
        ..Table::default()
    }
}

/// Exports, and what the receivers say of most of them.
fn mirrored(exports: Table) -> Table {
    let mut next = generator();
    let mut both = Table { label: vec![0; exports.value.len()], ..exports.clone() };
    both.labels.push(Flow::Import.into());
    both.quantity = Vec::new();
    for row in 0..exports.value.len() {
        if next(8) > 0 {
            both.label.push(1);
            both.reporter.push(exports.partner[row]);
            both.partner.push(exports.reporter[row]);
            both.commodity.push(exports.commodity[row]);
            both.period.push(exports.period[row]);
            both.value.push(exports.value[row] / 4 * (3 + next(3) as i64));
        }
    }
    both
}

/// A small table from a fixed generator, three quarters of its cells in each period.
fn small(monthly: bool) -> Table {
    let mut next = generator();
    let periods: Vec<Period> = if monthly {
        (2021..=2023)
            .flat_map(|year| (1..=12).map(move |month| Period::month(year, month)))
            .collect()
    } else {
        (2020..=2023).map(Period::year).collect()
    };
    let goods: u16 = if monthly { 97 } else { 900 };
    let commodities = (1..=goods)
        .map(|n| {
            if monthly {
                format!("HS:10{n:02}")
            } else {
                format!("HS:{:06}", 10_000 + u32::from(n))
            }
            .parse()
            .unwrap()
        })
        .collect();
    let mut columns = Table {
        areas: areas(20),
        commodities,
        labels: vec![Flow::Export.into()],
        ..Table::default()
    };
    let mut codes = Vec::new();
    for period in 0..periods.len() as u16 {
        for (reporter, partner) in
            (0..20).flat_map(|r| (0..20).map(move |p| (r, p))).filter(|(r, p)| r != p)
        {
            for commodity in 0..goods {
                if next(10) < if monthly { 3 } else { 1 } {
                    columns.reporter.push(reporter);
                    columns.partner.push(partner);
                    codes.push(commodity);
                    columns.period.push(period);
                    columns.value.push(1 + next(1 << 36) as i64);
                    columns.quantity.push(if next(30) == 0 {
                        i64::MIN
                    } else {
                        1 + next(1 << 36) as i64
                    });
                }
            }
        }
    }
    (columns.periods, columns.commodity) = (periods, codes);
    columns
}

fn generator() -> impl FnMut(u64) -> u64 {
    let mut state = 20_260_101_u64;
    move |below| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state) * u128::from(below)) >> 64) as u64
    }
}

/// The first of so many rows of every period, or copies of the table for further partners.
fn cut_or_repeat(columns: &mut Table, rows: usize) {
    let all = columns.value.len();
    if rows < all {
        // Whole pairs are kept, in all periods.
        let mut count = vec![0_usize; 1 << 16];
        for (reporter, partner) in columns.reporter.iter().zip(&columns.partner) {
            count[usize::from((reporter * 31).wrapping_add(*partner) % 1024)] += 1;
        }
        let mut kept = 0;
        let limit = count
            .iter()
            .position(|n| {
                kept += n;
                kept > rows
            })
            .unwrap_or(1024);
        let keep: Vec<bool> = columns
            .reporter
            .iter()
            .zip(&columns.partner)
            .map(|(reporter, partner)| {
                usize::from((reporter * 31).wrapping_add(*partner) % 1024) < limit
            })
            .collect();
        let filter16 = |column: &mut Vec<u16>| {
            let mut k = keep.iter();
            column.retain(|_| *k.next().expect("one each"))
        };
        for column in [
            &mut columns.reporter,
            &mut columns.partner,
            &mut columns.commodity,
            &mut columns.period,
        ] {
            filter16(column);
        }
        if !columns.label.is_empty() {
            filter16(&mut columns.label);
        }
        for column in [&mut columns.value, &mut columns.quantity]
            .into_iter()
            .filter(|column| !column.is_empty())
        {
            let mut k = keep.iter();
            column.retain(|_| *k.next().expect("one each"));
        }
        return;
    }
    let (areas_before, copies) = (columns.areas.len(), rows / all);
    columns.areas = areas(areas_before * copies);
    let step = areas_before as u16;
    let copy16 = |column: &mut Vec<u16>, add: u16| {
        for copy in 1..copies as u16 {
            let more: Vec<u16> = column[..all].iter().map(|id| id + copy * add).collect();
            column.extend(more);
        }
    };
    copy16(&mut columns.reporter, step);
    copy16(&mut columns.partner, step);
    copy16(&mut columns.commodity, 0);
    copy16(&mut columns.period, 0);
    if !columns.label.is_empty() {
        copy16(&mut columns.label, 0);
    }
    for column in
        [&mut columns.value, &mut columns.quantity].into_iter().filter(|column| !column.is_empty())
    {
        for _ in 1..copies {
            column.extend_from_within(..all);
        }
    }
}

fn arrange(columns: &mut Table, order: &str) {
    let rows = columns.value.len();
    let mut places: Vec<u32> = (0..rows as u32).collect();
    match order {
        "natural" => return,
        "series" => places.sort_by_key(|at| {
            let at = *at as usize;
            (columns.reporter[at], columns.partner[at], columns.commodity[at], columns.period[at])
        }),
        "shuffled" => {
            let mut next = generator();
            for at in (1..rows).rev() {
                places.swap(at, next(at as u64 + 1) as usize);
            }
        }
        other => panic!("unknown order {other}"),
    }
    fn moved<T: Copy>(column: &mut Vec<T>, places: &[u32]) {
        if !column.is_empty() {
            *column = places.iter().map(|at| column[*at as usize]).collect();
        }
    }
    for column in
        [&mut columns.reporter, &mut columns.partner, &mut columns.commodity, &mut columns.period]
    {
        moved(column, &places);
    }
    moved(&mut columns.label, &places);
    moved(&mut columns.value, &places);
    moved(&mut columns.quantity, &places);
}
