//! Committing what changed here.
//!
//! A change is sealed over the version that it replaces and sent with a mutation id that is durable before the request
//! leaves. All results of an answer are stored in one transaction. An answer that never arrives costs nothing: the pull
//! knows our mutation again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Transaction;
use safelight_protocol::record::{Change, ChangeResult, Commit, Committed, SealedRecord};
use safelight_protocol::{Blob, ContentId, Digest, MutationId, PartId, RecordId};
use sha2::{Digest as _, Sha256};

use super::apply::{Arrival, offer_anew};
use super::pull::{apply_one, open_all};
use super::{Engine, SyncError};
use crate::cloud::Body;
use crate::gate::Errand;
use crate::mutants::mutant;
use crate::ports::{Method, random};
use crate::record::{Asset, Document, ResourceKind, Stored, Tombstone};
use crate::seal::{Base, RecordPlace};
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::{StoreError, files, findings};

/// How many changes go into one request, and how many bytes of sealed bodies.
const CHANGES: usize = 200;
const BODY_BYTES: usize = 4 * 1024 * 1024;

/// What a push did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pushed {
    /// Changes that are durable in the cloud.
    pub(super) committed: u64,
    /// Changes that must be tried again: merged after a conflict, or their parts sent again.
    pub(super) again: u64,
    /// Changes for whose parts the cloud has no room: bytes needed and free.
    pub(super) full: Option<(u64, u64)>,
}

/// A change on its way.
struct Draft {
    change: Change,
    document: Document,
}

impl Engine {
    /// Commits one request's worth of changes.
    pub(super) async fn push(&self, lease: &Lease) -> Result<Pushed, SyncError> {
        let Some(epoch) = self.epoch().await? else { return Ok(Pushed::default()) };
        let dirty = self.home.read(|db| records::dirty(db, CHANGES)).await?;
        if dirty.is_empty() {
            return Ok(Pushed::default());
        }
        let engine = self.clone();
        let errand = Errand::current();
        let left = self.gate.allows(errand).await?.unwrap_or(0);
        // On the wire a body is longer by a third, and the answer comes on top.
        let most = usize::try_from(left / 3).unwrap_or(usize::MAX).min(BODY_BYTES);
        let drafts = self.home.blocking(move |_| engine.draft(dirty, most)).await??;
        let marks: Vec<(RecordId, MutationId, Document)> =
            drafts.iter().map(|draft| (draft.change.record, draft.change.mutation, draft.document.clone())).collect();
        let now = self.home.now();
        let marked = self.write(lease, move |db| mark(db, marks, now)).await?;
        // What the person threw away before it ever left is not sent.
        let drafts: Vec<Draft> = drafts.into_iter().filter(|draft| marked.contains(&draft.change.record)).collect();
        if drafts.is_empty() {
            return Ok(Pushed::default());
        }
        if mutant("evicted_before_tombstone") {
            let original =
                |draft: &Draft| Some((draft.change.record, draft.document.view::<Tombstone>().ok()?.content_id?));
            self.remove_ended(drafts.iter().filter_map(original).collect()).await?;
        }
        let changes = drafts.iter().map(|draft| draft.change.clone()).collect();
        let body = Body::json(&Commit { epoch, changes });
        let answer = 1024 + 512 * u64::try_from(drafts.len()).unwrap_or(0);
        let route = self.route("commit");
        let asked = errand.expecting(answer).run(self.session.call(Method::Post, &route, body));
        let answer: Committed = asked.await?;
        if answer.results.len() != drafts.len() {
            return Err(SyncError::Server("a commit was answered in part"));
        }
        self.settle(lease, drafts, answer.results).await
    }

    fn draft(&self, dirty: Vec<Record>, most: usize) -> Result<Vec<Draft>, SyncError> {
        let rng = self.home.ports.rng.as_ref();
        let (mut drafts, mut bytes) = (Vec::new(), 0);
        for record in dirty {
            let document = if record.purge { Document::tombstone(&record.doc) } else { record.doc };
            let parts = document.part_refs();
            let base = record.body_sha.map_or(Base::NONE, |body| Base { version: record.version, body });
            let place = RecordPlace { record: record.id, tombstone: record.purge, parts: &parts, base };
            let sealed = self
                .secrets
                .seal_record(rng, &place, &document.to_bytes())
                .map_err(|_| SyncError::Server("a record is too large to be sealed"))?;
            bytes += sealed.len();
            if bytes > most && !drafts.is_empty() {
                break;
            }
            let trash = document.view::<Asset>().is_ok_and(|asset| asset.trashed);
            let mutation = MutationId(random(rng));
            let (tombstone, body) = (record.purge, Blob(sealed));
            let change =
                Change { record: record.id, mutation, base_version: record.version, parts, trash, tombstone, body };
            drafts.push(Draft { change, document });
        }
        Ok(drafts)
    }

    async fn settle(&self, lease: &Lease, drafts: Vec<Draft>, results: Vec<ChangeResult>) -> Result<Pushed, SyncError> {
        let now = self.home.now();
        let engine = self.clone();
        let (pushed, ended) = self
            .write(lease, move |db| {
                let (mut pushed, mut ended) = (Pushed::default(), Vec::new());
                for (draft, result) in drafts.into_iter().zip(results) {
                    match result {
                        ChangeResult::Committed { version, sequence, trashed_at_ms } => {
                            pushed.committed += 1;
                            ended.extend(committed(db, draft, (version, sequence, trashed_at_ms), now)?);
                        }
                        ChangeResult::Conflict { current } => {
                            pushed.again += 1;
                            ended.extend(engine.conflicted(db, draft.change.record, current, now)?);
                        }
                        ChangeResult::MissingParts { parts } => {
                            pushed.again += 1;
                            engine.missing(db, draft.change.record, &parts, now)?;
                        }
                        ChangeResult::Full { need, have } => pushed.full = Some((need, have)),
                    }
                }
                Ok((pushed, ended))
            })
            .await?;
        self.remove_ended(ended).await?;
        Ok(pushed)
    }

    fn conflicted(
        &self,
        db: &Transaction<'_>,
        id: RecordId,
        current: Option<SealedRecord>,
        now: Timestamp,
    ) -> Result<Option<(RecordId, ContentId)>, StoreError> {
        let Some(record) = records::load(db, &id)? else { return Ok(None) };
        let Some(current) = current else {
            records::save(db, &offer_anew(record), now)?;
            return Ok(None);
        };
        // A server that is behind what we have seen was rolled back: its word is taken as in a walk after a restore.
        let arrival = if current.version <= record.version { Arrival::Restored } else { Arrival::Follow };
        let mut ended = None;
        for incoming in open_all(&self.secrets, vec![current]) {
            ended = apply_one(db, &incoming, arrival, 0, now)?.ended;
        }
        Ok(ended)
    }

    /// Parts that a change names are not in the cloud: what is here is sent again, what is nowhere is said to be lost.
    pub(crate) fn missing(
        &self,
        db: &Transaction<'_>,
        id: RecordId,
        parts: &[PartId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        files::mark_acked(db, parts, false)?;
        let Some(mut record) = records::load(db, &id)? else { return Ok(()) };
        let Some(mut asset) = record.asset() else { return Ok(()) };
        for (kind, resource) in &mut asset.resources {
            let named =
                resource.parts.as_ref().is_some_and(|sealed| sealed.list.iter().any(|part| parts.contains(&part.id)));
            if !named {
                continue;
            }
            resource.parts = None;
            if files::load(db, &resource.content_id)?.is_some() {
                resource.holders.insert(self.device);
            } else {
                resource.stored = Stored::Lost;
                if kind == ResourceKind::Original.as_str() {
                    findings::raise(db, LOST, &id.to_string(), "{}", now.as_millisecond())?;
                }
            }
        }
        asset.write_to(&mut record.doc);
        record.dirty = true;
        records::save(db, &record, now)
    }
}

/// An original that is nowhere any more.
pub(crate) const LOST: &str = "item.lost";

/// Somebody had the original that was said to be lost or missing, and has sent it; or nobody wants it any more.
pub(super) fn withdraw_lost(db: &Transaction<'_>, record: &Record) -> Result<(), StoreError> {
    if !record.shown() || record.base_asset().is_some_and(|base| base.original_in_cloud()) {
        let subject = record.id.to_string();
        findings::withdraw(db, LOST, &subject)?;
        findings::withdraw(db, crate::reasons::codes::ITEM_MISSING, &subject)?;
    }
    Ok(())
}

/// Notes what is about to be sent. Gives the records that are still there.
fn mark(
    db: &Transaction<'_>,
    marks: Vec<(RecordId, MutationId, Document)>,
    now: Timestamp,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let mut marked = BTreeSet::new();
    for (id, mutation, document) in marks {
        if let Some(record) = records::load(db, &id)? {
            records::save(db, &Record { mutation: Some(mutation), sent: Some(document), ..record }, now)?;
            marked.insert(id);
        }
    }
    Ok(marked)
}

/// Notes a committed change. The person may have gone on editing meanwhile: then the record stays to be committed.
fn committed(
    db: &Transaction<'_>,
    draft: Draft,
    (version, sequence, trashed_at_ms): (u64, u64, Option<i64>),
    now: Timestamp,
) -> Result<Option<(RecordId, ContentId)>, StoreError> {
    let Some(record) = records::load(db, &draft.change.record)? else { return Ok(None) };
    if record.mutation != Some(draft.change.mutation) {
        // The feed was faster: our mutation has been applied from there.
        return Ok(None);
    }
    let content = record.asset().and_then(|asset| asset.content_id());
    let ends = draft.change.tombstone && record.purge;
    let doc = if ends { draft.document.clone() } else { record.doc };
    let record = Record {
        version,
        sequence,
        trashed_at_ms,
        body_sha: Some(Digest(Sha256::digest(draft.change.body.as_slice()).into())),
        dirty: !ends && (record.purge || doc != draft.document),
        doc,
        base: Some(draft.document),
        purge: record.purge && !ends,
        tombstone: draft.change.tombstone,
        mutation: None,
        sent: None,
        ..record
    };
    records::save(db, &record, now)?;
    withdraw_lost(db, &record)?;
    Ok(content.filter(|_| ends).map(|content| (record.id, content)))
}
