//! Every change against the tests that pass its switch.

use crate::compile::Test;
use crate::list::Mutant;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

pub fn all(
    tree: &Path,
    mutants: &[Mutant],
    viable: &BTreeSet<usize>,
    not_tried: &BTreeSet<usize>,
    tests: Vec<Test>,
    jobs: usize,
) {
    println!("{} tests without a change", tests.len());
    let log = |at: usize| tree.join(format!("target/passes-{at}"));
    let first = in_parallel(jobs, tests.len(), |at| {
        let start = Instant::now();
        let passes = passes(
            tree,
            &tests[at],
            ("MUTANT_LOG", &log(at).to_string_lossy()),
            Duration::from_secs(600),
        );
        (passes, start.elapsed())
    });
    // For each change the tests that pass it, the quickest first.
    let mut of: BTreeMap<usize, Vec<(Duration, usize)>> = BTreeMap::new();
    for (at, (passes, time)) in first.iter().enumerate() {
        if !passes {
            println!("fails without a change, left out: {}", tests[at].name);
            continue;
        }
        for id in
            fs::read_to_string(log(at)).unwrap_or_default().lines().filter_map(|id| id.parse().ok())
        {
            of.entry(id).or_default().push((*time, at));
        }
    }
    of.values_mut().for_each(|tests| tests.sort());
    let ids: Vec<usize> = viable.iter().copied().collect();
    println!("{} changes", ids.len());
    let caught = in_parallel(jobs, ids.len(), |at| {
        let id = ids[at].to_string();
        let mut tests_of = of.get(&ids[at]).into_iter().flatten();
        tests_of.any(|(time, test)| {
            !passes(tree, &tests[*test], ("MUTANT", &id), *time * 10 + Duration::from_secs(2))
        })
    });
    report(tree, mutants, &ids, &caught, (not_tried.len(), &of));
}

fn report(
    tree: &Path,
    mutants: &[Mutant],
    ids: &[usize],
    caught: &[bool],
    (not_tried, of): (usize, &BTreeMap<usize, Vec<(Duration, usize)>>),
) {
    let mut rooms: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut survivors = String::new();
    for (id, caught) in ids.iter().zip(caught) {
        let mutant = &mutants[id - 1];
        let path = mutant.file.trim_start_matches("src/").trim_end_matches(".rs");
        let room = if path.starts_with("bulk/") || path.starts_with("panel/") {
            path
        } else {
            path.split('/').next().unwrap_or(path)
        };
        let counts = rooms.entry(room).or_default();
        *counts = (counts.0 + usize::from(*caught), counts.1 + 1);
        if !caught {
            let tests = of.get(id).map_or(0, Vec::len);
            survivors.push_str(&format!("{} ({tests} tests pass it)\n", mutant.name));
        }
    }
    fs::write(tree.join("survivors.txt"), survivors).expect("a file to write");
    println!("| room | caught | of | score |\n|---|---|---|---|");
    let percent = |caught: usize, all: usize| 100.0 * caught as f64 / all.max(1) as f64;
    for (room, (caught, all)) in &rooms {
        println!("| `{room}` | {caught} | {all} | {:.1} % |", percent(*caught, *all));
    }
    let all = rooms.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    println!("| all | {} | {} | {:.1} % |", all.0, all.1, percent(all.0, all.1));
    println!(
        "{} of {} listed do not compile, {not_tried} cannot be switched",
        mutants.len() - ids.len() - not_tried,
        mutants.len()
    );
}

/// Whether a test passes, in time.
fn passes(tree: &Path, test: &Test, (variable, value): (&str, &str), most: Duration) -> bool {
    let mut running = Command::new(&test.program)
        .args([&test.name, "--exact", "--test-threads", "1"])
        .env(variable, value)
        .env("RAYON_NUM_THREADS", "2")
        .env("CARGO_MANIFEST_DIR", tree)
        .current_dir(tree)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a test that starts");
    let start = Instant::now();
    loop {
        if let Some(status) = running.try_wait().expect("a test that ends") {
            return status.success();
        }
        if start.elapsed() > most {
            let _ = running.kill();
            let _ = running.wait();
            return false;
        }
        std::thread::sleep(Duration::from_millis(
            if start.elapsed() < Duration::from_millis(100) { 1 } else { 20 },
        ));
    }
}

fn in_parallel<T: Send>(jobs: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        return;
                    }
                    let result = work(at);
                    let mut done = done.lock().expect("no worker that failed");
                    done.push((at, result));
                    if done.len() % 100 == 0 {
                        println!("{} of {count}", done.len());
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no worker that failed");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
