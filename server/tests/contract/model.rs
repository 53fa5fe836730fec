//! Random sequences of operations, answered by a backend and by a model of a few dozen lines: they must agree.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use safelight_protocol::part::PartState;
use safelight_protocol::record::{ChangeResult, PartRef};
use safelight_protocol::{AccountId, LibraryId, PartId, RecordId};
use safelight_server::*;

use super::records::{account, change, commit, prepared};

const QUOTA: u64 = 1_000_000;
const KEPT: u64 = 100_000;
const SIZES: [u64; 6] = [1, 120_000, 131_072, 131_073, 400_000, 500_000];
const WEEK: i64 = 7 * 24 * 3600 * 1000;

type Parts = BTreeSet<usize>;

#[derive(Debug, Clone)]
enum Step {
    Plan(usize, Parts),
    Release(usize, Parts),
    Put(usize, Parts),
    Commit { owner: usize, record: u8, stale: bool, parts: Parts },
    Damage(usize),
    Wait(i64),
    Collect { grace: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let parts = || btree_set(0..SIZES.len(), 0..4);
    let owner = 0..2usize;
    prop_oneof![
        3 => (owner.clone(), parts()).prop_map(|(owner, parts)| Step::Plan(owner, parts)),
        1 => (owner.clone(), parts()).prop_map(|(owner, parts)| Step::Release(owner, parts)),
        4 => (owner.clone(), parts()).prop_map(|(owner, parts)| Step::Put(owner, parts)),
        6 => (owner, 0..3u8, prop::bool::weighted(0.1), parts())
            .prop_map(|(owner, record, stale, parts)| Step::Commit { owner, record, stale, parts }),
        1 => (0..SIZES.len()).prop_map(Step::Damage),
        1 => (0..WEEK).prop_map(Step::Wait),
        2 => (0..WEEK).prop_map(|grace| Step::Collect { grace }),
    ]
}

fn part(index: usize) -> PartRef {
    PartRef { id: PartId([index as u8; 32]), bytes: SIZES[index] }
}

fn refs(parts: &Parts) -> Vec<PartRef> {
    parts.iter().copied().map(part).collect()
}

fn ids(parts: &Parts) -> Vec<PartId> {
    parts.iter().map(|index| part(*index).id).collect()
}

fn library(owner: usize) -> LibraryId {
    LibraryId([owner as u8 + 1; 16])
}

/// What one owner has.
#[derive(Debug, Default)]
struct Owner {
    reserved: BTreeMap<usize, i64>,
    /// Parts that were put, and since when no record names them.
    held: BTreeMap<usize, i64>,
    records: BTreeMap<u8, (u64, Parts)>,
}

impl Owner {
    fn named(&self, part: usize) -> bool {
        self.records.values().any(|(_, parts)| parts.contains(&part))
    }

    fn used(&self) -> u64 {
        (0..SIZES.len()).filter(|part| self.named(*part)).map(|part| SIZES[part]).sum()
    }

    fn only_reserved(&self) -> u64 {
        self.reserved.keys().filter(|part| !self.named(**part)).map(|part| SIZES[*part]).sum()
    }

    /// Whether there is room for those of the parts that nothing is paid for yet.
    fn fits(&self, parts: &Parts) -> bool {
        let fresh: Vec<u64> = parts
            .iter()
            .filter(|part| !self.named(**part) && !self.reserved.contains_key(part))
            .map(|part| SIZES[*part])
            .collect();
        let taken = self.used() + self.only_reserved();
        let large: u64 = fresh.iter().filter(|bytes| **bytes > 131_072).sum();
        (large == 0 || taken + large <= QUOTA - KEPT) && taken + fresh.iter().sum::<u64>() <= QUOTA
    }

    fn reserve(&mut self, parts: &Parts, until: i64) {
        for part in parts {
            let end = self.reserved.entry(*part).or_insert(until);
            *end = until.max(*end);
        }
    }
}

#[derive(Debug, Default)]
struct Model {
    now: i64,
    owners: [Owner; 2],
    damaged: Parts,
    mutations: u32,
}

impl Model {
    fn stored(&self, owner: usize, part: usize) -> Option<StoredPart> {
        let held = self.owners[owner].held.contains_key(&part);
        held.then(|| StoredPart { bytes: SIZES[part], damaged: self.damaged.contains(&part) })
    }

    async fn play(&mut self, store: &impl RecordStore, step: Step) {
        let until = self.now + WEEK;
        match step {
            Step::Plan(owner, parts) => {
                let outcome = store.plan(library(owner), refs(&parts), until).await.unwrap();
                let mine = &mut self.owners[owner];
                if !mine.fits(&parts) {
                    assert!(matches!(outcome, PlanOutcome::Full(_)), "{outcome:?}");
                    return;
                }
                mine.reserve(&parts, until);
                let have = |part: &usize| self.stored(owner, *part).is_some_and(|stored| !stored.damaged);
                let states = parts.iter().map(|part| if have(part) { PartState::Have } else { PartState::Send });
                assert_eq!(outcome, PlanOutcome::Planned(states.collect()));
            }
            Step::Release(owner, parts) => {
                store.release(library(owner), ids(&parts)).await.unwrap();
                self.owners[owner].reserved.retain(|part, _| !parts.contains(part));
            }
            Step::Put(owner, parts) => self.put(store, owner, &parts).await,
            Step::Commit { owner, record, stale, parts } => self.commit(store, owner, record, stale, parts).await,
            Step::Damage(index) => {
                store.mark_damaged(part(index).id).await.unwrap();
                if (0..2).any(|owner| self.stored(owner, index).is_some()) {
                    self.damaged.insert(index);
                }
            }
            Step::Wait(ms) => self.now += ms,
            Step::Collect { grace } => self.collect(store, grace).await,
        }
    }

    async fn put(&mut self, store: &impl RecordStore, owner: usize, parts: &Parts) {
        let outcome = store.begin_put(library(owner), refs(parts), self.now + WEEK).await.unwrap();
        let mine = &mut self.owners[owner];
        let Begun::Write(files) = outcome else {
            assert!(matches!(outcome, Begun::Full(_)), "{outcome:?}");
            assert!(!mine.fits(parts));
            return;
        };
        assert!(mine.fits(parts));
        mine.reserve(parts, self.now + WEEK);
        for part in parts {
            mine.held.entry(*part).or_insert(self.now);
            self.damaged.remove(part);
        }
        let files = ids(parts).into_iter().zip(files).collect();
        assert!(store.finish_put(library(owner), files, self.now).await.unwrap());
    }

    async fn commit(&mut self, store: &impl RecordStore, owner: usize, record: u8, stale: bool, parts: Parts) {
        self.mutations += 1;
        let (version, old) = self.owners[owner].records.get(&record).cloned().unwrap_or_default();
        let base = if stale { version + 1 } else { version };
        let change = change(record, base, self.mutations, &refs(&parts));
        let again = change.clone();
        let result = commit(store, library(owner), vec![change], self.now).await.remove(0);
        let missing: Vec<usize> = parts
            .difference(&old)
            .filter(|part| self.stored(owner, **part).is_none_or(|stored| stored.damaged))
            .copied()
            .collect();
        let mine = &mut self.owners[owner];
        match &result {
            ChangeResult::Conflict { .. } => assert!(stale),
            ChangeResult::MissingParts { parts } => {
                assert!(!stale);
                assert_eq!(*parts, missing.iter().map(|index| part(*index).id).collect::<Vec<_>>());
                assert!(!missing.is_empty());
            }
            ChangeResult::Full { .. } => assert!(!stale && missing.is_empty() && !mine.fits(&parts)),
            ChangeResult::Committed { version: new, .. } => {
                assert!(!stale && missing.is_empty() && mine.fits(&parts));
                assert_eq!(*new, version + 1);
                mine.reserved.retain(|part, _| !parts.contains(part));
                mine.records.insert(record, (version + 1, parts));
                for part in &old {
                    // The last time that a record let go of it counts.
                    if !mine.records[&record].1.contains(part) {
                        mine.held.insert(*part, self.now);
                    }
                }
                let repeated = commit(store, library(owner), vec![again], self.now + 1).await.remove(0);
                assert_eq!(repeated, result);
            }
        }
    }

    async fn collect(&mut self, store: &impl RecordStore, grace: i64) {
        let expired: usize =
            self.owners.iter().map(|mine| mine.reserved.values().filter(|end| **end <= self.now).count()).sum();
        assert_eq!(store.expire_reservations(self.now).await.unwrap(), expired);
        let now = self.now;
        for mine in &mut self.owners {
            mine.reserved.retain(|_, end| *end > now);
            let named: Parts = (0..SIZES.len()).filter(|part| mine.named(*part)).collect();
            let reserved: Parts = mine.reserved.keys().copied().collect();
            mine.held.retain(|part, since| named.contains(part) || reserved.contains(part) || *since > now - grace);
        }
        let doomed = store.doom(now - grace, 100).await.unwrap();
        for part in &doomed {
            let index = usize::from(part.0[0]);
            assert!((0..2).all(|owner| self.stored(owner, index).is_none()), "a held part was doomed");
            assert!(self.owners.iter().all(|mine| !mine.reserved.contains_key(&index)), "a reserved part was doomed");
            self.damaged.remove(&index);
        }
        store.forget(doomed).await.unwrap();
    }

    async fn compare(&self, store: &impl RecordStore) {
        for (owner, mine) in self.owners.iter().enumerate() {
            let usage = store.usage(AccountId([owner as u8 + 1; 16])).await.unwrap().unwrap();
            assert_eq!((usage.used, usage.reserved), (mine.used(), mine.only_reserved()), "{mine:?}");
            assert!(usage.used + usage.reserved <= QUOTA);
            for index in 0..SIZES.len() {
                let stored = store.stored_part(library(owner), part(index).id).await.unwrap();
                assert_eq!(stored, self.stored(owner, index), "part {index} of {owner}");
            }
            let records: Vec<RecordId> = mine.records.keys().map(|record| RecordId([*record; 16])).collect();
            let fetched = store.fetch(library(owner), records).await.unwrap().records;
            for (record, (version, parts)) in fetched.iter().zip(mine.records.values()) {
                assert_eq!((record.version, &record.parts), (*version, &refs(parts)));
            }
            assert_eq!(fetched.len(), mine.records.len());
        }
    }
}

fn play(store: &impl RecordStore, steps: Vec<Step>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        prepared(store).await;
        assert_eq!(store.create_account(account(2)).await.unwrap(), Created::Made);
        let mut model = Model { now: 1_000_000_000_000, ..Model::default() };
        for step in steps {
            model.play(store, step).await;
            model.compare(store).await;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_in_memory_does_what_the_model_does(steps in vec(step(), 1..40)) {
        play(&SqliteRecords::in_memory(QUOTA, Blocking::Inline).unwrap(), steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_in_a_file_does_what_the_model_does(steps in vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        play(&SqliteRecords::open(&folder.path().join("server.db"), QUOTA, Blocking::Inline).unwrap(), steps);
    }
}
