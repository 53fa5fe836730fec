//! Would the simulation find a mistake? Plants one after the other and looks which seed of the test set sees it.
//!
//! `cargo test -p safelight-tests --features mutants --test mutants`. `SAFELIGHT_MUTANT=name` plants one alone.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use safelight_tests::evictor;
use safelight_tests::simulation::{RESTORED_SEEDS, SEEDS, Trace, corpus, run, run_restored};

/// Every mistake that is planted, by the name at its seam.
const MUTANTS: &[&str] = &[
    "cursor_before_rows",
    "epoch_ignored",
    "evicted_before_tombstone",
    "mutation_forgotten",
    "networks_ignored",
    "old_tombstone",
    "purge_although_restored",
    "reservation_ignored",
    "safe_before_commit",
    "sent_though_there",
    "stored_before_bytes",
    "taken_for_sent",
    "theirs_on_conflict",
    "tombstone_forgotten",
];

/// Mistakes about room, which the histories of the evictor find.
const EVICTOR_MUTANTS: &[&str] = &["evict_without_proof", "proof_from_memory"];

fn plant(name: &str) {
    safelight_core::plant(name);
    safelight_server::plant(name);
}

/// A seed of the test set that finds what is planted, and what it says.
fn found() -> Option<(u64, String)> {
    let any = SEEDS.chain(corpus()).map(|seed| (seed, run as fn(u64) -> Trace));
    let seeds: Vec<_> = any.chain(RESTORED_SEEDS.map(|seed| (seed, run_restored as fn(u64) -> Trace))).collect();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(None));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while found.lock().unwrap().is_none() {
                    let Some((seed, run)) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
                    if let Some(wrong) = run(*seed).wrong {
                        found.lock().unwrap().get_or_insert((*seed, wrong));
                    }
                }
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
#[expect(clippy::print_stdout, reason = "which seed finds what tells whether the set is large enough")]
fn every_planted_mistake_is_found_by_the_test_set() {
    let only = std::env::var("SAFELIGHT_MUTANT").ok();
    let mut missed = Vec::new();
    for name in MUTANTS.iter().filter(|name| only.as_deref().is_none_or(|only| only == **name)) {
        plant(name);
        match found() {
            Some((seed, wrong)) => println!("{name}: seed {seed}: {}", wrong.lines().next().unwrap_or_default()),
            None => missed.push(name),
        }
    }
    for name in EVICTOR_MUTANTS.iter().filter(|name| only.as_deref().is_none_or(|only| only == **name)) {
        plant(name);
        match evictor::SEEDS.clone().find_map(|seed| Some((seed, evictor::run(seed)?))) {
            Some((seed, wrong)) => println!("{name}: history {seed}: {}", wrong.lines().next().unwrap_or_default()),
            None => missed.push(name),
        }
    }
    plant("");
    assert!(missed.is_empty(), "no seed of the test set finds {missed:?}");
}
