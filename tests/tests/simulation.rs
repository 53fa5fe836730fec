//! A hundred seeds of the whole simulation; see `safelight_tests::simulation`.
//!
//! `SAFELIGHT_SEED=7` runs one seed, `SAFELIGHT_SEEDS=1000..2000` a range.

#![expect(clippy::unwrap_used, reason = "a lock that is poisoned belongs to a test that has failed already")]

use std::sync::Mutex;
use std::thread;

use safelight_tests::simulation::{RESTORED_SEEDS, SEEDS, Trace, corpus, run, run_restored};

/// The seeds that somebody asks for, or else those of the test set.
fn seeds(of_the_set: impl Iterator<Item = u64>) -> Vec<u64> {
    if let Some(seed) = std::env::var("SAFELIGHT_SEED").ok().and_then(|seed| seed.parse().ok()) {
        return vec![seed];
    }
    let range = std::env::var("SAFELIGHT_SEEDS").ok();
    let range = range.and_then(|range| {
        let (from, to) = range.split_once("..")?;
        Some(from.parse().ok()?..to.parse().ok()?)
    });
    range.map_or_else(|| of_the_set.collect(), Iterator::collect)
}

/// Runs seeds on all cores.
fn run_all(seeds: Vec<u64>, run: fn(u64) -> Trace) -> Vec<Trace> {
    let (waiting, done) = (Mutex::new(seeds.into_iter().rev().collect::<Vec<_>>()), Mutex::new(Vec::new()));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(seed) = { waiting.lock().unwrap().pop() } {
                    let trace = run(seed);
                    done.lock().unwrap().push(trace);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

#[test]
fn nothing_is_lost_doubled_or_back_from_the_dead() {
    all_is_well(&run_all(seeds(SEEDS.chain(corpus())), run));
}

#[test]
fn a_server_restored_from_a_backup_gets_back_what_it_lacks_and_nothing_that_is_gone() {
    let traces = run_all(seeds(RESTORED_SEEDS.into_iter()), run_restored);
    all_is_well(&traces);
    let with = |text: &str| traces.iter().filter(|trace| trace.lines.iter().any(|line| line.contains(text))).count();
    assert_eq!(with("cloud: restored"), traces.len());
    assert!(traces.len() == 1 || with("for good: Yes") > 0, "nothing was deleted for good");
}

fn all_is_well(traces: &[Trace]) {
    let mut wrong: Vec<&Trace> = traces.iter().filter(|trace| trace.wrong.is_some()).collect();
    wrong.sort_by_key(|trace| trace.seed);
    let seeds: Vec<(u64, &Option<String>)> = wrong.iter().map(|trace| (trace.seed, &trace.wrong)).collect();
    assert!(wrong.is_empty(), "{}\n{seeds:#?}", wrong.first().map(ToString::to_string).unwrap_or_default());
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in [3, 8] {
        let (once, again) = (run(seed), run(seed));
        let differs = once.lines.iter().zip(&again.lines).find(|(one, other)| one != other);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(once.digest, again.digest, "seed {seed}");
    }
    assert_ne!(run(3).digest, run(8).digest);
}
