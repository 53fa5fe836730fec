//! Does the cloud hold this original, now, on its own disk, as the file here gives it?
//!
//! The file is sealed again first, the server is asked last: damage that strikes its disk while this phone reads is seen.
//! It answers a fresh question about each part, `SHA-256(nonce || sealed bytes)`, which nobody can answer who does not read
//! the bytes at that moment. Then it is asked which form of the record it holds: a server that was rolled back, or whose
//! answer about parts comes from rows that no record names any more, has another one. What all of that gives is a
//! [`Proven`], good for one removal, which checks that nothing has changed meanwhile.
//!
//! Whatever does not fit keeps the file and is named: parts that are gone or damaged in the cloud are sent again if the
//! server says that it lacks them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Connection;
use safelight_protocol::part::{Challenge, Proof, ProvenPart};
use safelight_protocol::record::{FetchRecords, Fetched};
use safelight_protocol::{Digest, Epoch, MAX_PARTS, MAX_RECORDS, PartId, RecordId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::cloud::Body;
use crate::gate::Errand;
use crate::home::{Home, HomeError, file_code};
use crate::keys::LibrarySecrets;
use crate::mutants::mutant;
use crate::ports::{FileStamp, Method, random};
use crate::reasons::codes;
use crate::record::{ResourceKind, SealedParts};
use crate::store::files::{self, LocalFile};
use crate::store::records::{self, Record};
use crate::store::room as rows;
use crate::store::{StoreError, findings};
use crate::sync::{Engine, SyncError, seal_again as seal_part_again};

/// The most bytes that one question covers: the server refuses 256 MiB.
const ASKED_BYTES: u64 = 240 * 1024 * 1024;
/// What is sealed before the server is asked: little, so that what was read is not old by then.
const BATCH_BYTES: u64 = 64 * 1024 * 1024;
const BATCH: usize = 50;

/// An original that the cloud has proven to hold: what may be removed here, once, while nothing has changed.
#[derive(Debug, Clone)]
pub(crate) struct Proven {
    pub(crate) record: RecordId,
    /// The committed record that names the parts: its version, and SHA-256 of its sealed body.
    pub(crate) version: u64,
    pub(crate) body: Digest,
    /// The life of the server's data.
    pub(crate) epoch: Epoch,
    /// The file, as it is noted.
    pub(crate) file: LocalFile,
    /// The file, as it looked while it was read.
    pub(crate) seen: FileStamp,
}

/// What came of one original.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// The cloud holds it.
    Proven(Box<Proven>),
    /// The cloud holds it, and no backup of the cloud does yet.
    NotBackedUp,
    /// It is not proven, with the code of why.
    Not(&'static str),
    /// The cloud does not hold what its record names: the parts that it says it lacks, and none where what it answered was
    /// wrong.
    Damaged(Vec<PartId>),
}

impl Outcome {
    /// Whether the cloud holds it.
    pub(crate) fn is_held(&self) -> bool {
        matches!(self, Self::Proven(_) | Self::NotBackedUp)
    }

    /// The code of why it may not leave; none where it may.
    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::Proven(_) => None,
            Self::NotBackedUp => Some(codes::CLOUD_NOT_BACKED_UP),
            Self::Not(code) => Some(code),
            Self::Damaged(_) => Some(codes::CLOUD_DAMAGED),
        }
    }
}

/// An original that may be proven: what its committed record says, and the file.
struct Claim {
    record: RecordId,
    version: u64,
    sequence: u64,
    body: Digest,
    parts: SealedParts,
    file: LocalFile,
    name: String,
}

/// A claim whose file was sealed again and gives the committed parts.
struct Sealed {
    claim: Claim,
    seen: FileStamp,
    /// What the server must answer, part by part.
    expected: Vec<(PartId, Digest, u64)>,
}

/// What the server says about parts.
struct Answers {
    parts: BTreeMap<PartId, Option<Digest>>,
    /// None where it was asked nothing.
    epoch: Option<Epoch>,
    backed_up_to: Option<u64>,
}

impl Engine {
    /// Proves originals, in the order in which they are given. Findings follow what comes of it.
    pub(crate) async fn prove_all(&self, ids: Vec<RecordId>) -> Result<Vec<(RecordId, Outcome)>, SyncError> {
        let mut outcomes = Vec::new();
        let mut rest = ids.as_slice();
        while !rest.is_empty() {
            let sizes = self.sizes(rest.to_vec()).await?;
            let (batch, after) = rest.split_at(batch_length(&sizes).min(rest.len()));
            outcomes.extend(self.prove_batch(batch.to_vec()).await?);
            rest = after;
        }
        Ok(outcomes)
    }

    async fn sizes(&self, ids: Vec<RecordId>) -> Result<Vec<u64>, HomeError> {
        self.home
            .read(move |db| {
                let mut sizes = Vec::new();
                for id in ids.iter().take(BATCH) {
                    let bytes = |record: Record| record.asset()?.resource(ResourceKind::Original).map(|it| it.bytes);
                    sizes.push(records::load(db, id)?.and_then(bytes).unwrap_or(0));
                }
                Ok(sizes)
            })
            .await
    }

    async fn prove_batch(&self, ids: Vec<RecordId>) -> Result<Vec<(RecordId, Outcome)>, SyncError> {
        let nonce: [u8; 32] = random(self.home.ports.rng.as_ref());
        let claimed: Vec<(RecordId, Result<Claim, &'static str>)> = self
            .home
            .read(move |db| ids.into_iter().map(|id| Ok((id, claim(db, id)?))).collect::<Result<_, StoreError>>())
            .await?;
        let secrets = self.secrets.clone();
        let sealed: Vec<(RecordId, Result<Sealed, Refused>)> = self
            .home
            .blocking(move |home| {
                let again = |claim: Claim| seal_again(home, &secrets, claim, &nonce);
                claimed.into_iter().map(|(id, claim)| (id, claim.map_err(Refused::here).and_then(again))).collect()
            })
            .await?;
        let answers = self.ask(nonce, sealed.iter().filter_map(|(_, sealed)| sealed.as_ref().ok())).await?;
        let stands = self.records_stand(sealed.iter().filter_map(|(_, sealed)| sealed.as_ref().ok())).await?;
        let mut outcomes = Vec::new();
        let mut told = Vec::new();
        for (id, sealed) in sealed {
            let name = match &sealed {
                Ok(sealed) => sealed.claim.name.clone(),
                Err(refused) => refused.name.clone(),
            };
            let outcome = match sealed {
                Ok(sealed) => judge(sealed, &answers, &stands),
                Err(refused) => Outcome::Not(refused.code),
            };
            told.push((id, name, outcome.clone()));
            outcomes.push((id, outcome));
        }
        self.tell(told).await?;
        Ok(outcomes)
    }

    /// Asks the server about every part, in questions of a size that it answers.
    async fn ask(&self, nonce: [u8; 32], sealed: impl Iterator<Item = &Sealed>) -> Result<Answers, SyncError> {
        let mut answers = Answers { parts: BTreeMap::new(), epoch: None, backed_up_to: None };
        let wanted: BTreeMap<PartId, u64> =
            sealed.flat_map(|sealed| sealed.expected.iter().map(|(part, _, bytes)| (*part, *bytes))).collect();
        for parts in questions(wanted) {
            let answer = 4 * 1024 + 256 * u64::try_from(parts.len()).unwrap_or(0);
            let body = Body::json(&Challenge { nonce: nonce.to_vec().into(), parts: parts.clone() });
            let route = self.route("proof");
            let asked = Errand::current().expecting(answer).run(self.session.call(Method::Post, &route, body));
            let proof: Proof = asked.await?;
            let same = proof.parts.iter().map(|part| part.id).eq(parts.iter().copied());
            if !same || answers.epoch.is_some_and(|epoch| epoch != proof.epoch) {
                return Err(SyncError::Server("a proof is about something else"));
            }
            answers.epoch = Some(proof.epoch);
            answers.backed_up_to = proof.backed_up_to;
            answers.parts.extend(proof.parts.into_iter().map(|ProvenPart { id, digest }| (id, digest)));
        }
        Ok(answers)
    }

    /// Which form of each record the server holds: version, SHA-256 of the body, whether it is a tombstone.
    async fn records_stand(
        &self,
        sealed: impl Iterator<Item = &Sealed>,
    ) -> Result<BTreeMap<RecordId, (u64, Digest, bool)>, SyncError> {
        let ids: Vec<RecordId> = sealed.map(|sealed| sealed.claim.record).collect();
        let mut stands = BTreeMap::new();
        for ids in ids.chunks(MAX_RECORDS) {
            let answer = 4 * 1024 + 4 * 1024 * u64::try_from(ids.len()).unwrap_or(0);
            let body = Body::json(&FetchRecords { records: ids.to_vec() });
            let route = self.route("records");
            let asked = Errand::current().expecting(answer).run(self.session.call(Method::Post, &route, body));
            let fetched: Fetched = asked.await?;
            stands.extend(fetched.records.into_iter().map(|record| {
                let body = Digest(Sha256::digest(record.body.as_slice()).into());
                (record.record, (record.version, body, record.tombstone))
            }));
        }
        Ok(stands)
    }

    /// Raises and withdraws findings, notes what was proven, and lets what the cloud lacks be sent again.
    async fn tell(&self, told: Vec<(RecordId, String, Outcome)>) -> Result<(), HomeError> {
        let (engine, now) = (self.clone(), self.home.now());
        self.home
            .write_quietly(move |db| {
                for (id, name, outcome) in told {
                    let subject = id.to_string();
                    let evidence = serde_json::json!({ "name": name, "count": 1 }).to_string();
                    match &outcome {
                        Outcome::Proven(_) | Outcome::NotBackedUp => {
                            findings::withdraw(db, codes::CLOUD_DAMAGED, &subject)?;
                            findings::withdraw(db, codes::ITEM_CHANGED, &subject)?;
                            if let Some(content) = records::load(db, &id)?.and_then(|it| it.asset()?.content_id()) {
                                rows::note_proven(db, &content, now.as_millisecond())?;
                            }
                        }
                        Outcome::Damaged(missing) => {
                            findings::raise(db, codes::CLOUD_DAMAGED, &subject, &evidence, now.as_millisecond())?;
                            if !missing.is_empty() {
                                engine.missing(db, id, missing, now)?;
                            }
                        }
                        Outcome::Not(code) if [codes::ITEM_CHANGED, codes::ITEM_CORRUPT].contains(code) => {
                            findings::raise(db, codes::ITEM_CHANGED, &subject, &evidence, now.as_millisecond())?;
                        }
                        Outcome::Not(_) => {}
                    }
                }
                Ok(())
            })
            .await
    }
}

/// How many of the next originals are proven together.
fn batch_length(sizes: &[u64]) -> usize {
    let mut bytes = 0_u64;
    let fits = sizes.iter().take(BATCH).take_while(|size| {
        bytes = bytes.saturating_add(**size);
        bytes <= BATCH_BYTES
    });
    fits.count().max(1)
}

/// Cuts parts into questions that the server answers.
fn questions(wanted: BTreeMap<PartId, u64>) -> Vec<Vec<PartId>> {
    let mut questions: Vec<Vec<PartId>> = Vec::new();
    let mut room = 0_u64;
    for (part, bytes) in wanted {
        match questions.last_mut() {
            Some(question) if question.len() < MAX_PARTS && bytes <= room => {
                question.push(part);
                room -= bytes;
            }
            _ => {
                questions.push(vec![part]);
                room = ASKED_BYTES.saturating_sub(bytes);
            }
        }
    }
    questions
}

/// What may be proven of an asset: its committed record names the original, and the file is here.
fn claim(db: &Connection, id: RecordId) -> Result<Result<Claim, &'static str>, StoreError> {
    let Some(record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(Err(codes::ITEM_UNKNOWN)) };
    let (Some(asset), Some(base)) = (record.asset(), record.base_asset()) else { return Ok(Err(codes::ITEM_UNSENT)) };
    let Some(original) = base.resource(ResourceKind::Original) else { return Ok(Err(codes::ITEM_UNSENT)) };
    let file = files::load(db, &original.content_id)?;
    let (true, Some(parts), Some(body)) = (base.original_in_cloud(), original.parts.clone(), record.body_sha) else {
        return Ok(Err(codes::ITEM_UNSENT));
    };
    if record.contested || asset.content_id() != Some(original.content_id) || !asset.original_in_cloud() {
        return Ok(Err(codes::ITEM_UNSENT));
    }
    let Some(file) = file else { return Ok(Err(codes::ITEM_NOT_HERE)) };
    if file.stamp.bytes != original.bytes {
        return Ok(Err(codes::ITEM_CHANGED));
    }
    let (version, sequence) = (record.version, record.sequence);
    Ok(Ok(Claim { record: id, version, sequence, body, parts, file, name: asset.file_name }))
}

/// Why a file can't be proven from here.
struct Refused {
    code: &'static str,
    name: String,
}

impl Refused {
    fn here(code: &'static str) -> Self {
        Self { code, name: String::new() }
    }
}

/// Seals the whole file again from its bytes as they are now. Blocks.
fn seal_again(home: &Home, secrets: &LibrarySecrets, claim: Claim, nonce: &[u8; 32]) -> Result<Sealed, Refused> {
    let refused = |code| Refused { code, name: claim.name.clone() };
    let seen = home.stamp_local(&claim.file).map_err(|error| refused(file_code(&error)))?;
    let count = u32::try_from(claim.parts.list.len()).unwrap_or(u32::MAX);
    let mut expected = Vec::new();
    for (index, part) in (0_u32..count).zip(&claim.parts.list) {
        let sealed = seal_part_again(home, secrets, &claim.file, index, count).map_err(refused)?;
        if sealed.id != part.id {
            return Err(refused(codes::ITEM_CHANGED));
        }
        let digest = Sha256::new().chain_update(nonce).chain_update(&sealed.bytes).finalize();
        expected.push((part.id, Digest(digest.into()), part.bytes));
    }
    match home.stamp_local(&claim.file) {
        Ok(stamp) if stamp == seen && !expected.is_empty() => Ok(Sealed { claim, seen, expected }),
        Ok(_) => Err(refused(codes::ITEM_CHANGED)),
        Err(error) => Err(refused(file_code(&error))),
    }
}

/// What the answers make of a file that was sealed again.
fn judge(sealed: Sealed, answers: &Answers, stands: &BTreeMap<RecordId, (u64, Digest, bool)>) -> Outcome {
    let Sealed { claim, seen, expected } = sealed;
    let answered = |part: &PartId| answers.parts.get(part).copied().flatten();
    let missing: Vec<PartId> =
        expected.iter().map(|(part, ..)| *part).filter(|part| answered(part).is_none()).collect();
    let wrong = expected.iter().any(|(part, digest, _)| answered(part).is_some_and(|answer| answer != *digest));
    let current = stands.get(&claim.record) == Some(&(claim.version, claim.body, false));
    let Some(epoch) = answers.epoch else { return Outcome::Not(codes::ITEM_BUSY) };
    let unproven = (wrong || !missing.is_empty()) && !mutant("evict_without_proof");
    if unproven && current {
        return Outcome::Damaged(if wrong { Vec::new() } else { missing });
    }
    if unproven || !current && !mutant("evict_from_old_record") {
        // The server holds another form of it, newer or older: the next pull tells.
        return Outcome::Not(codes::ITEM_BUSY);
    }
    if answers.backed_up_to.is_some_and(|last| claim.sequence > last) {
        return Outcome::NotBackedUp;
    }
    let Claim { record, version, body, file, .. } = claim;
    Outcome::Proven(Box::new(Proven { record, version, body, epoch, file, seen }))
}

/// Which originals `verify` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyScope {
    /// Those on this device: proven by a question that only a reader of the bytes can answer.
    Here,
    /// All of the library: those that are not on this device are read from the cloud, opened, checked and not kept.
    All,
}

/// An original that is not proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unproven {
    /// The photo.
    pub id: RecordId,
    /// The code of why.
    pub code: String,
}

/// "N of N proven."
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofReport {
    /// Originals that the cloud has just proven to hold.
    pub proven: u64,
    /// Originals that were looked at.
    pub of: u64,
    /// Those that the cloud should hold and does not, or not whole.
    pub damaged: Vec<RecordId>,
    /// All that are not proven, with why.
    pub unproven: Vec<Unproven>,
    /// When.
    pub at: Timestamp,
}

impl ProofReport {
    pub(super) fn new(at: Timestamp) -> Self {
        Self { proven: 0, of: 0, damaged: Vec::new(), unproven: Vec::new(), at }
    }

    /// Counts one original; `code`: why it is not proven.
    pub(super) fn count(&mut self, id: RecordId, code: Option<&str>) {
        self.of += 1;
        let Some(code) = code else {
            self.proven += 1;
            return;
        };
        if [codes::CLOUD_DAMAGED, codes::ITEM_LOST, codes::ITEM_HASH_MISMATCH].contains(&code) {
            self.damaged.push(id);
        }
        self.unproven.push(Unproven { id, code: code.to_owned() });
    }

    /// Whether everything that was looked at is proven.
    pub fn is_whole(&self) -> bool {
        self.proven == self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(n: u8) -> PartId {
        PartId([n; 32])
    }

    #[test]
    fn questions_stay_within_what_the_server_answers() {
        let parts: BTreeMap<PartId, u64> = (0..100).map(|n| (part(n), 8 * 1024 * 1024)).collect();
        let asked = questions(parts.clone());
        assert_eq!(asked.iter().map(Vec::len).collect::<Vec<_>>(), [30, 30, 30, 10]);
        assert_eq!(asked.into_iter().flatten().collect::<Vec<_>>(), parts.into_keys().collect::<Vec<_>>());
        assert!(questions(BTreeMap::new()).is_empty());
    }

    #[test]
    fn a_file_larger_than_a_batch_is_proven_alone() {
        assert_eq!(batch_length(&[BATCH_BYTES + 1, 1]), 1);
        assert_eq!(batch_length(&[1, BATCH_BYTES - 1, 1]), 2);
        assert_eq!(batch_length(&[0; 200]), BATCH);
    }
}
