//! Parts where rows and bytes meet: put, read, collect, verify.
//!
//! The order keeps two promises whatever dies in between. *A row that says "stored" has its bytes*: bytes are durable
//! before the row says so, and a row is doomed before its bytes go. *No bytes without a row*: the row comes first.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use safelight_protocol::record::PartRef;
use safelight_protocol::{LibraryId, PartId, codes};

use crate::blobs::BlobStore;
use crate::digest::sha256;
use crate::mutants::{mutant, remember};
use crate::port::Ports;
use crate::refusal::Refusal;
use crate::store::{Begun, RecordStore, Scrub};

/// How long a reservation lasts after its last touch: a week.
const RESERVED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A put that meets the collector waits this long, so many times.
const PUT_PAUSE: Duration = Duration::from_millis(50);
const PUT_TRIES: usize = 100;

const COLLECT_BATCH: usize = 500;
const WALK_BATCH: usize = 1_000;

/// So many parts are read by one step of the scrub, at most.
const SCRUB_BATCH: usize = 500;

/// What the collector removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Collected {
    /// Reservations whose time had passed.
    pub reservations: usize,
    /// Files.
    pub parts: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// What `verify` found after reading every stored part again.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Verified {
    /// Parts that were read.
    pub parts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Parts whose bytes are gone.
    pub missing: Vec<PartId>,
    /// Parts whose bytes are not what they were.
    pub damaged: Vec<PartId>,
    /// Parts that no record names: planned, or waiting for the collector.
    pub unreferenced: u64,
}

/// Rows and bytes together.
pub(crate) struct Parts {
    records: Arc<dyn RecordStore>,
    blobs: Arc<dyn BlobStore>,
    ports: Ports,
    collecting: tokio::sync::Mutex<()>,
}

/// What lies where a part should.
pub(crate) enum Found {
    Whole(Bytes),
    Missing,
    Damaged,
}

impl Parts {
    pub(crate) fn new(records: Arc<dyn RecordStore>, blobs: Arc<dyn BlobStore>, ports: Ports) -> Self {
        Self { records, blobs, ports, collecting: tokio::sync::Mutex::new(()) }
    }

    pub(crate) fn reserved_until_ms(&self) -> i64 {
        self.ports.clock.now_ms().saturating_add(RESERVED_MS)
    }

    /// Stores parts for a library: durable when it returns. Bytes that are not what their id says are refused, and then
    /// none of them is stored.
    pub(crate) async fn put(&self, library: LibraryId, parts: Vec<(PartId, Bytes)>) -> Result<(), Refusal> {
        let parts = self.check(parts).await?;
        if mutant("proof_from_memory") {
            remember(&parts);
        }
        let refs: Vec<PartRef> = parts
            .iter()
            .map(|(id, bytes)| PartRef { id: *id, bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX) })
            .collect();
        for _ in 0..PUT_TRIES {
            match self.records.begin_put(library, refs.clone(), self.reserved_until_ms()).await? {
                Begun::Write(incarnations) => {
                    if !mutant("stored_before_bytes") {
                        self.blobs.put(parts.clone()).await?;
                    }
                    let ids = refs.iter().map(|part| part.id).zip(incarnations).collect();
                    if self.records.finish_put(library, ids, self.ports.clock.now_ms()).await? {
                        if mutant("stored_before_bytes") {
                            self.blobs.put(parts).await?;
                        }
                        return Ok(());
                    }
                }
                Begun::Full(short) => return Err(short.into()),
                Begun::WrongSize(_) => return Err(Refusal::because(codes::INVALID, "A part has another size.")),
                Begun::Doomed => {}
            }
            self.ports.clock.sleep(PUT_PAUSE).await;
        }
        tracing::error!("the collector did not end while a part waited for it");
        Err(Refusal::new(codes::INTERNAL).retry_after(5))
    }

    async fn check(&self, parts: Vec<(PartId, Bytes)>) -> Result<Vec<(PartId, Bytes)>, Refusal> {
        let checked = self.ports.blocking.run(move || {
            let fit = parts.iter().all(|(id, bytes)| !bytes.is_empty() && sha256(&[bytes]) == id.0);
            fit.then_some(parts)
        });
        checked.await?.ok_or_else(|| Refusal::new(codes::HASH_MISMATCH))
    }

    /// A part's bytes, read again and compared with their hash; none where the library does not hold it. Bytes that are
    /// gone or changed count as not stored from here on, so that a phone which still has them sends them again.
    pub(crate) async fn read(&self, library: LibraryId, part: PartId) -> Result<Option<Bytes>, Refusal> {
        let Some(stored) = self.records.stored_part(library, part).await? else { return Ok(None) };
        match self.find(part).await? {
            Found::Whole(bytes) => Ok(Some(bytes)),
            Found::Missing | Found::Damaged => {
                if !stored.damaged {
                    tracing::error!("a stored part is gone or damaged: see admin verify");
                    self.records.mark_damaged(part).await?;
                }
                Ok(None)
            }
        }
    }

    /// The bytes of a part as they lie there, whoever holds it.
    pub(crate) async fn find(&self, part: PartId) -> Result<Found, Refusal> {
        let Some(bytes) = self.blobs.get(part).await? else { return Ok(Found::Missing) };
        let found = self
            .ports
            .blocking
            .run(move || if sha256(&[&bytes]) == part.0 { Found::Whole(bytes) } else { Found::Damaged });
        Ok(found.await?)
    }

    /// Removes what no record names and no plan reserves, and has not for this long.
    pub(crate) async fn collect(&self, grace: Duration) -> Result<Collected, Refusal> {
        let alone = self.collecting.lock().await;
        self.collect_alone(grace, alone).await
    }

    async fn collect_alone(
        &self,
        grace: Duration,
        _alone: tokio::sync::MutexGuard<'_, ()>,
    ) -> Result<Collected, Refusal> {
        let now_ms = self.ports.clock.now_ms();
        let before_ms = now_ms.saturating_sub(i64::try_from(grace.as_millis()).unwrap_or(i64::MAX));
        let reservations = self.records.expire_reservations(now_ms).await?;
        let (parts, bytes) = self.sweep(before_ms).await?;
        Ok(Collected { reservations, parts, bytes })
    }

    /// Collects, unless somebody else collects or has paused it.
    pub(crate) async fn collect_unless_paused(&self, grace: Duration) -> Result<Collected, Refusal> {
        match self.collecting.try_lock() {
            Ok(alone) => self.collect_alone(grace, alone).await,
            Err(_) => Ok(Collected::default()),
        }
    }

    /// Nothing is collected while the result lives.
    pub(crate) async fn pause_collecting(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.collecting.lock().await
    }

    /// Finishes a collection that an earlier process began.
    pub(crate) async fn finish_collecting(&self) -> Result<(), Refusal> {
        let _alone = self.collecting.lock().await;
        self.sweep(i64::MIN).await.map(|_| ())
    }

    /// Dooms, deletes, forgets, until there is nothing to doom. Returns how many files went, and their bytes.
    async fn sweep(&self, before_ms: i64) -> Result<(usize, u64), Refusal> {
        let (mut parts, mut total) = (0, 0);
        loop {
            let doomed = self.records.doom(before_ms, COLLECT_BATCH).await?;
            if doomed.is_empty() {
                return Ok((parts, total));
            }
            for part in &doomed {
                if let Some(bytes) = self.blobs.size(*part).await? {
                    parts += 1;
                    total += bytes;
                }
            }
            self.blobs.delete(doomed.clone()).await?;
            self.records.forget(doomed).await?;
        }
    }

    /// Removes files that have no row: left where the database was rolled back and the folder was not.
    pub(crate) async fn collect_strays(&self) -> Result<usize, Refusal> {
        let _alone = self.collecting.lock().await;
        let (mut after, mut removed) = (None, 0);
        loop {
            let parts = self.blobs.list(after, WALK_BATCH).await?;
            let Some(last) = parts.last() else { return Ok(removed) };
            after = Some(*last);
            for part in parts {
                if self.records.doom_stray(part).await? {
                    self.blobs.delete(vec![part]).await?;
                    self.records.forget(vec![part]).await?;
                    removed += 1;
                }
            }
        }
    }

    /// Reads every stored part again. What is gone or damaged counts as not stored from here on; what is whole again,
    /// does.
    pub(crate) async fn verify(&self) -> Result<Verified, Refusal> {
        let mut verified = Verified::default();
        let mut after = None;
        loop {
            let rows = self.records.blobs(after, WALK_BATCH).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.part);
            for row in rows {
                verified.unreferenced += u64::from(!row.referenced);
                match self.find(row.part).await? {
                    Found::Whole(bytes) => {
                        verified.parts += 1;
                        verified.bytes += u64::try_from(bytes.len()).unwrap_or_default();
                        if row.damaged {
                            self.records.mark_whole(row.part).await?;
                        }
                    }
                    Found::Missing => verified.missing.push(row.part),
                    Found::Damaged => verified.damaged.push(row.part),
                }
            }
        }
        self.confirm(&mut verified).await?;
        Ok(verified)
    }

    /// Reads the next stored parts again, as many as fit into these bytes and at least one. Returns how the walk stands
    /// then; it has ended where nothing comes after.
    pub(crate) async fn scrub(&self, mut scrub: Scrub, most_bytes: u64) -> Result<Scrub, Refusal> {
        let rows = self.records.blobs(scrub.after, SCRUB_BATCH).await?;
        let (mut suspects, mut read) = (Verified::default(), 0);
        for row in &rows {
            if read > 0 && read + row.bytes > most_bytes {
                break;
            }
            read += row.bytes;
            scrub.after = Some(row.part);
            match self.find(row.part).await? {
                Found::Whole(_) if row.damaged => self.records.mark_whole(row.part).await?,
                Found::Whole(_) => {}
                Found::Missing => suspects.missing.push(row.part),
                Found::Damaged => suspects.damaged.push(row.part),
            }
            scrub.parts += 1;
            scrub.bytes += row.bytes;
        }
        self.confirm(&mut suspects).await?;
        let found = suspects.missing.len() + suspects.damaged.len();
        if found > 0 {
            tracing::error!(found, "parts are gone or damaged: see admin verify");
        }
        scrub.damaged += u64::try_from(found).unwrap_or(u64::MAX);
        if rows.is_empty() {
            scrub.after = None;
            scrub.ended_ms = Some(self.ports.clock.now_ms());
        }
        Ok(scrub)
    }

    /// Looks a second time at what seemed wrong: it may have been collected or put anew in the meantime.
    async fn confirm(&self, verified: &mut Verified) -> Result<(), Refusal> {
        let suspects: BTreeSet<PartId> = verified.missing.drain(..).chain(verified.damaged.drain(..)).collect();
        for part in suspects {
            let row = self.records.blobs(before(part), 1).await?.into_iter().find(|row| row.part == part);
            if row.is_none() {
                continue;
            }
            let list = match self.find(part).await? {
                Found::Whole(_) => continue,
                Found::Missing => &mut verified.missing,
                Found::Damaged => &mut verified.damaged,
            };
            list.push(part);
            self.records.mark_damaged(part).await?;
        }
        Ok(())
    }
}

/// The id just before this one; none for the first.
fn before(part: PartId) -> Option<PartId> {
    let mut bytes = part.0;
    for byte in bytes.iter_mut().rev() {
        let (less, borrowed) = byte.overflowing_sub(1);
        *byte = less;
        if !borrowed {
            return Some(PartId(bytes));
        }
    }
    None
}
